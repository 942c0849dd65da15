//! Lines of code that readers do not see: in an mdBook, what an example needs to run and not to be
//! understood.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// `code` without its hidden lines. `languages` says what these begin with, and `info` may say it for one
/// block: `python,hidelines=~`.
pub fn shown<'a>(language: &str, info: &str, code: &'a str, languages: &BTreeMap<String, String>) -> Cow<'a, str> {
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
        ] {
            assert_eq!(shown(language, info, code, &languages), seen, "{info}");
        }
    }
}
