//! The settings of other tools, read from their files.

use std::fs;
use std::path::Path;

use serde_yaml::Value as Yaml;
use toml::{Table, Value};
use walkdir::WalkDir;

use crate::source::{SourcePath, joined};

/// The settings in a file, whatever language they are in.
pub(super) fn table(root: &Path, file: &str) -> Option<Table> {
    let text = fs::read_to_string(root.join(file)).ok()?;
    match file.rsplit_once('.')?.1 {
        "toml" => toml::from_str(&text).ok(),
        _ => yaml(&text),
    }
}

/// The fields of a text in YAML or JSON. What other programs mean by a tag of YAML (`!ENV x`,
/// `!!python/name:x`) is not known: the value behind it stands, if there is one.
pub(super) fn yaml(text: &str) -> Option<Table> {
    match plain(serde_yaml::from_str(text).ok()?)? {
        Value::Table(table) => Some(table),
        _ => None,
    }
}

/// A value of YAML in the terms of TOML, which knows no empty value.
fn plain(value: Yaml) -> Option<Value> {
    match value {
        Yaml::Null => None,
        Yaml::Bool(truth) => Some(truth.into()),
        Yaml::Number(number) => number.as_i64().map(Value::from).or_else(|| number.as_f64().map(Value::from)),
        Yaml::String(text) => Some(text.into()),
        Yaml::Sequence(items) => Some(Value::Array(items.into_iter().filter_map(plain).collect())),
        Yaml::Mapping(fields) => {
            let named = fields.into_iter().filter_map(|(key, value)| Some((word(&key)?, plain(value)?)));
            Some(Value::Table(named.collect()))
        }
        Yaml::Tagged(tagged) => plain(tagged.value),
    }
}

fn word(key: &Yaml) -> Option<String> {
    match key {
        Yaml::String(text) => Some(text.clone()),
        Yaml::Number(number) => Some(number.to_string()),
        Yaml::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// A setting, whose name may have other capitals: Hugo does not care.
pub(super) fn get<'a>(table: &'a Table, key: &str) -> Option<&'a Value> {
    table.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
}

pub(super) fn text(table: &Table, key: &str) -> String {
    get(table, key).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}

/// A list of texts, or one text alone.
pub(super) fn texts(table: &Table, key: &str) -> Vec<String> {
    match get(table, key) {
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(text)) => vec![text.clone()],
        _ => Vec::new(),
    }
}

pub(super) fn truth(table: &Table, key: &str) -> Option<bool> {
    get(table, key).and_then(Value::as_bool)
}

/// The table below `key`; empty if there is none.
pub(super) fn below(table: &Table, key: &str) -> Table {
    get(table, key).and_then(Value::as_table).cloned().unwrap_or_default()
}

/// The lines of a text as a `.gitignore` has them, without remarks.
pub(super) fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(str::to_owned).collect()
}

/// Those of `folders` that there are.
pub(super) fn present(root: &Path, folders: &[&str]) -> Vec<String> {
    folders.iter().filter(|folder| root.join(folder).is_dir()).map(|folder| (*folder).to_owned()).collect()
}

/// A path as a line of a `.gitignore` in which no sign stands for anything else.
pub(super) fn literal(path: &str) -> String {
    let mut line = String::with_capacity(path.len());
    for c in path.chars() {
        if "\\*?[]{}!#".contains(c) {
            line.push('\\');
        }
        line.push(c);
    }
    line
}

/// Lines of a `.gitignore` that leave out everything but `folders`.
pub(super) fn only(folders: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = vec!["/*".into()];
    for folder in folders {
        let mut way = String::new();
        let mut parts = folder.split('/').peekable();
        while let Some(part) = parts.next() {
            way = format!("{way}/{part}");
            if !lines.contains(&format!("!{way}/")) {
                lines.push(format!("!{way}/"));
                lines.extend(parts.peek().map(|_| format!("{way}/*")));
            }
        }
    }
    lines
}

/// The first of `files` that is there.
pub(super) fn first<'a>(root: &Path, files: &[&'a str]) -> Option<&'a str> {
    files.iter().copied().find(|file| root.join(file).is_file())
}

/// Whether `folder` lies below the folder of the site: one elsewhere may hold what nobody means to publish.
pub(super) fn is_within(root: &Path, folder: &str) -> bool {
    joined("", folder).is_some_and(|path| !path.is_empty()) && !folder.starts_with('/') && root.join(folder).is_dir()
}

/// Whether there is Markdown in `dir` or below. Hidden folders and those of packages do not count.
pub(crate) fn holds_markdown(dir: &Path) -> bool {
    // A folder as large as a disk has been named by mistake.
    const MOST: usize = 20_000;
    let aside = |name: &str| (name.starts_with('.') && name.len() > 1) || name == "node_modules";
    let walk = WalkDir::new(dir).max_depth(8).into_iter();
    let entries =
        walk.filter_entry(|entry| entry.depth() == 0 || !entry.file_name().to_str().is_none_or(aside)).take(MOST);
    let mut files = entries.flatten().filter(|entry| entry.file_type().is_file());
    files.any(|entry| entry.file_name().to_str().is_some_and(|name| SourcePath::new(name).is_markdown()))
}

/// `pattern` once for each of the choices in its `{a,b}`, which lines of a `.gitignore` do not know.
pub(super) fn alternatives(pattern: &str) -> Vec<String> {
    let braces = pattern.split_once('{').and_then(|(before, rest)| {
        let (inside, after) = rest.split_once('}')?;
        Some((before, inside, after))
    });
    let Some((before, inside, after)) = braces else { return vec![pattern.to_owned()] };
    inside.split(',').flat_map(|choice| alternatives(&format!("{before}{}{after}", choice.trim()))).collect()
}

#[cfg(test)]
mod tests {
    use super::{alternatives, lines, only, yaml};

    #[test]
    fn tags_of_other_programs_break_nothing() {
        let text = "site_name: !ENV [NAME, \"Small\"]\nrepo: !ENV URL\nexts:\n  - emoji:\n      index: \
                    !!python/name:material.extensions.emoji.twemoji\n  - toc\nempty:\n1: one\n";
        let table = yaml(text).unwrap();
        assert_eq!(table["site_name"].as_array().unwrap()[1].as_str(), Some("Small"));
        assert_eq!(table["exts"].as_array().unwrap()[1].as_str(), Some("toc"));
        assert_eq!(table["1"].as_str(), Some("one"));
        assert!(!table.contains_key("empty"));
        assert!(yaml("- a\n- b\n").is_none());
        assert!(yaml("a: [\n").is_none());
    }

    #[test]
    fn all_but_some_folders_is_left_out() {
        let folders = ["a", "b/c", "b/d"].map(str::to_owned);
        assert_eq!(only(&folders), ["/*", "!/a/", "!/b/", "/b/*", "!/b/c/", "!/b/d/"]);
    }

    #[test]
    fn patterns_are_taken_apart() {
        assert_eq!(alternatives("*.{a,b}/{c, d}"), ["*.a/c", "*.a/d", "*.b/c", "*.b/d"]);
        assert_eq!(alternatives("x/{y"), ["x/{y"]);
        assert_eq!(lines("# no\n\n/a.md\n  *.txt\n"), ["/a.md", "*.txt"]);
    }
}
