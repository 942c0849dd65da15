//! Lines of code that readers do not see: in an mdBook, what an example needs to run and not to be
//! understood; in Zola, those that a block names by their numbers.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// `code` without its hidden lines. `languages` says what these begin with, and `info` may say it for one
/// block: `python,hidelines=~`, or `rust,hide_lines=1-2 5`.
pub fn shown<'a>(language: &str, info: &str, code: &'a str, languages: &BTreeMap<String, String>) -> Cow<'a, str> {
    let numbers = info.split(',').find_map(|part| part.trim().strip_prefix("hide_lines="));
    if let Some(numbers) = numbers {
        let numbers: Vec<_> = numbers.split_whitespace().filter_map(range).collect();
        let lines = (1..).zip(code.split_inclusive('\n'));
        let seen = lines.filter(|(number, _)| !numbers.iter().any(|hidden| hidden.contains(number)));
        return seen.map(|(_, line)| line).collect::<String>().into();
    }
    let own = info.split([',', ' ']).find_map(|word| word.trim().strip_prefix("hidelines="));
    let Some(sign) = own.or(languages.get(language).map(String::as_str)).filter(|sign| !sign.is_empty()) else {
        return code.into();
    };
    let lines = code.split_inclusive('\n');
    if own.is_some() || sign != "#" {
        return lines.filter(|line| !line.trim_start().starts_with(sign)).collect::<String>().into();
    }
    // In Rust `#[test]` is code, and a second `#` takes the meaning from the first.
    lines
        .filter_map(|line| {
            let own = line.trim_start();
            let indent = &line[..line.len() - own.len()];
            match own.strip_prefix('#') {
                Some(rest) if rest.starts_with('#') => Some(format!("{indent}{rest}").into()),
                Some(rest) if rest.trim().is_empty() || rest.starts_with(' ') => None,
                _ => Some(Cow::Borrowed(line)),
            }
        })
        .collect::<String>()
        .into()
}

/// The numbers of lines that `2` or `4-7` stands for.
fn range(text: &str) -> Option<RangeInclusive<usize>> {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    Some(from.parse().ok()?..=to.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::shown;

    #[test]
    fn lines_are_hidden_by_their_front() {
        let languages = BTreeMap::from([("rust".to_owned(), "#".to_owned()), ("python".to_owned(), "~".to_owned())]);
        for (language, info, code, seen) in [
            ("rust", "rust", "# use a;\n#\n#[test]\n  ## x\n#![y]\nlet a;\n", "#[test]\n  # x\n#![y]\nlet a;\n"),
            ("python", "python", "~a\nb\n# c\n", "b\n# c\n"),
            ("sh", "sh,hidelines=!!!", "!!!a\n# b\n", "# b\n"),
            ("sh", "sh", "# b\n", "# b\n"),
            ("sh", "sh, linenos, hide_lines=1 3-4, name=x", "a\nb\nc\nd\ne\n", "b\ne\n"),
            ("sh", "sh,hide_lines=x", "a\n", "a\n"),
        ] {
            assert_eq!(shown(language, info, code, &languages), seen, "{info}");
        }
    }
}
