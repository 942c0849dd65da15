//! Settings of another tool as a `book.toml` that builds, in which a line that is no pattern would stop the build.

use toml::{Table, Value};

use crate::base::ignore_line;
use crate::edge::book::expressions;

/// What is wrong with a line, if anything is, and the line that is read in its place.
type Mend = fn(&str) -> Option<(String, Option<String>)>;

/// The settings with what is read in the place of lines that are no patterns, and those lines, each with what is wrong.
pub(crate) fn sound(settings: &str) -> (String, Vec<(String, String)>) {
    let mut set: Table = toml::from_str(settings).unwrap_or_default();
    let mut faults = Vec::new();
    let of_lines: Mend = |line: &str| Some((ignore_line::fault(line)?, ignore_line::meant(line)));
    let of_expressions: Mend = |typed: &str| Some((expressions::fault(typed)?, expressions::meant(typed)));
    let keys =
        [("book", "ignore", of_lines), ("build", "hold-back", of_lines), ("book", "ignore-matching", of_expressions)];
    for (section, key, mended) in keys {
        let Some(Value::Array(lines)) = set.get_mut(section).and_then(|section| section.get_mut(key)) else { continue };
        let read = |line: &Value| match line.as_str().and_then(|line| Some((line, mended(line)?))) {
            Some((typed, (why, meant))) => {
                faults.push((typed.to_owned(), why));
                meant.map(Value::from)
            }
            None => Some(line.clone()),
        };
        *lines = lines.iter().filter_map(read).collect();
    }
    if faults.is_empty() {
        return (settings.to_owned(), faults);
    }
    (toml::to_string(&set).unwrap_or_default(), faults)
}

#[cfg(test)]
mod tests {
    use super::sound;

    #[test]
    fn what_is_no_pattern_gives_way_to_what_is_read_in_its_place() {
        let typed = "[book]\nignore = [\"/a/\", \"own[b\", \"[c\", \"!d[e\"]\nignore-matching = [\"^own[(/|$)\", \"[\", \"^x$\", \"!y[\", \"(own]\"]\n";
        let (settings, faults) = sound(typed);
        assert_eq!(
            settings,
            "[book]\nignore = [\"/a/\", \"own*\"]\nignore-matching = [\"^own\", \"^x$\", \"(^|/)own\"]\n"
        );
        let lines: Vec<&str> = faults.iter().map(|(line, _)| line.as_str()).collect();
        assert_eq!(lines, ["own[b", "[c", "!d[e", "^own[(/|$)", "[", "!y[", "(own]"]);
        let whole = "[book]\nignore = [\"/a/\"]\n";
        assert_eq!(sound(whole), (whole.to_owned(), Vec::new()));
    }
}
