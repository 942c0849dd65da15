//! The settings of other tools, read from their files.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::{Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use toml::{Table, Value};
use walkdir::WalkDir;

use super::edn;
use crate::base::path::{SourcePath, joined};
use crate::edge::file::{self, is_gone};
use crate::edge::refusal;

/// The settings of Astro.
pub(super) const ASTRO: [&str; 4] = ["astro.config.mjs", "astro.config.ts", "astro.config.js", "astro.config.mts"];

/// The text of a file. Editors of Windows put a sign before it that is none of it.
pub(super) fn content(root: &Path, file: &str) -> Option<String> {
    let text = file::read_text(&root.join(file)).ok()?;
    Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The settings in a file, whatever language they are in.
pub(super) fn table(root: &Path, file: &str) -> Option<Table> {
    parsed(file, &content(root, file)?).ok()
}

/// What a file holds, be it settings or not.
pub(super) fn value(root: &Path, file: &str) -> Option<Value> {
    let text = content(root, file)?;
    match file.rsplit_once('.') {
        Some((_, "toml")) => toml::from_str(&text).ok().map(Value::Table),
        _ => serde_yaml::from_str(&text).ok().and_then(|Plain(value)| value),
    }
}

/// Why nothing can be read of the settings in a file that is there.
pub(super) fn fault(root: &Path, file: &str) -> Option<String> {
    match fs::metadata(root.join(file)) {
        Ok(found) if found.is_file() => {}
        // Where a folder may not be looked into, nobody knows what is in it.
        Err(error) if !is_gone(&error) => return Some(refusal::reason(&error)),
        _ => return None,
    }
    let Some(text) = content(root, file) else { return Some("it is not UTF-8, or not to be opened".into()) };
    parsed(file, &text).err()
}

/// The settings in a text, in the language that its file ends in.
fn parsed(file: &str, text: &str) -> Result<Table, String> {
    match file.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "toml" => toml::from_str(text).map_err(|error: toml::de::Error| {
            let lines = error.span().map_or(0, |place| text[..place.start].matches('\n').count());
            format!("{} at line {}", error.message(), lines + 1)
        }),
        "edn" => edn::table(text),
        _ => yaml(text),
    }
}

/// The fields of a text in YAML or JSON; none of one that has no fields.
pub(super) fn yaml(text: &str) -> Result<Table, String> {
    match serde_yaml::from_str(text).map_err(|error| error.to_string())? {
        Plain(Some(Value::Table(table))) => Ok(table),
        Plain(_) => Ok(Table::new()),
    }
}

/// A value of YAML in the terms of TOML, which knows no empty value.
///
/// What other programs mean by a tag (`!ENV x`, `!!python/name:x`) is not known: the value behind it stands,
/// if there is one. Of a field that stands twice the last counts, as it does for those programs.
struct Plain(Option<Value>);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(PlainVisitor)
    }
}

struct PlainVisitor;

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Plain;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Plain, E> {
        Ok(Plain(None))
    }

    /// An empty file has no value at all.
    fn visit_none<E>(self) -> Result<Plain, E> {
        Ok(Plain(None))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Plain, E> {
        Ok(Plain(Some(truth.into())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Plain, E> {
        Ok(Plain(Some(number.into())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Plain, E> {
        Ok(Plain(i64::try_from(number).ok().map(Value::from)))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Plain, E> {
        Ok(Plain(Some(number.into())))
    }

    fn visit_str<E>(self, text: &str) -> Result<Plain, E> {
        Ok(Plain(Some(text.into())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Plain, A::Error> {
        let mut list = Vec::new();
        while let Some(Plain(item)) = items.next_element()? {
            list.extend(item);
        }
        Ok(Plain(Some(list.into())))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Plain, A::Error> {
        let mut table = Table::new();
        while let Some((Plain(key), Plain(value))) = fields.next_entry()? {
            let Some((key, value)) = key.as_ref().and_then(word).zip(value) else { continue };
            table.insert(key, value);
        }
        // What YAML takes over from others stands behind what is said here.
        let taken = match table.remove("<<") {
            Some(Value::Array(all)) => all,
            taken => taken.into_iter().collect(),
        };
        for (key, value) in taken.into_iter().filter_map(|taken| taken.try_into::<Table>().ok()).flatten() {
            table.entry(key).or_insert(value);
        }
        Ok(Plain(Some(table.into())))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Plain, A::Error> {
        let (_, value): (String, _) = tagged.variant()?;
        value.newtype_variant()
    }
}

/// The name of a field.
fn word(key: &Value) -> Option<String> {
    match key {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Boolean(truth) => Some(truth.to_string()),
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

/// A setting that is true or false, in the words of YAML 1.1 as well: the parsers of Ruby and Python know them.
pub(super) fn truth(table: &Table, key: &str) -> Option<bool> {
    match get(table, key)? {
        Value::Boolean(truth) => Some(*truth),
        Value::String(word) if ["yes", "on", "true"].iter().any(|yes| word.eq_ignore_ascii_case(yes)) => Some(true),
        Value::String(word) if ["no", "off", "false"].iter().any(|no| word.eq_ignore_ascii_case(no)) => Some(false),
        _ => None,
    }
}

/// The fields at the head of a text.
pub(super) fn head(text: &str) -> Option<Table> {
    // Some tools read them below empty lines as well, and what they hold back is held back for all.
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let fence = text.lines().next()?.trim();
    if fence.starts_with('{') {
        let fields = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>().next()?.ok()?;
        return yaml(&fields.to_string()).ok();
    }
    let inside = text.split_once(fence)?.1.split_once(&format!("\n{fence}"))?.0;
    match fence {
        "+++" => toml::from_str(inside).ok(),
        "---" => yaml(inside).ok(),
        _ => None,
    }
}

/// What stands below the fields at the head of a text.
pub(super) fn below_head(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let fence = text.lines().next().unwrap_or_default().trim();
    // After fields in JSON, whatever follows is the text.
    if fence.starts_with('{') {
        return "";
    }
    let rest = text.get(fence.len()..).and_then(|rest| rest.split_once(&format!("\n{fence}")));
    rest.map_or("", |(_, body)| body)
}

/// The files below `src` that `names` picks, each with its folder from there.
pub(super) fn indexes(src: &Path, names: impl Fn(&str) -> bool) -> impl Iterator<Item = (String, PathBuf)> {
    let walk = WalkDir::new(src).sort_by_file_name().into_iter().flatten();
    let files = walk.filter(move |entry| entry.file_type().is_file() && entry.file_name().to_str().is_some_and(&names));
    files.filter_map(move |entry| {
        let folder = entry.path().parent()?.strip_prefix(src).ok()?.to_str()?.replace('\\', "/");
        Some((folder, entry.into_path()))
    })
}

/// A pattern in which `*` stands for any signs, also for those between folders, as the front of an expression. How a path
/// that fits may go on is left open.
pub(super) fn crossing(glob: &str) -> String {
    let mut expression = String::from("^");
    for c in glob.chars() {
        match c {
            '*' => expression.push_str(".*"),
            '?' => expression.push('.'),
            '!' if expression.ends_with('[') => expression.push('^'),
            _ if c.is_ascii_punctuation() && !"/_-[]".contains(c) => expression.extend(['\\', c]),
            _ => expression.push(c),
        }
    }
    expression
}

/// A pattern in which `*` stands for signs between folders and `**` for any, as an expression for `path` and what lies below it.
pub(super) fn within(glob: &str) -> String {
    let mut expression = String::new();
    let mut chars = glob.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '*' if chars.next_if_eq(&'*').is_some() => {
                let is_folders = chars.next_if_eq(&'/').is_some();
                expression.push_str(if is_folders { "(.*/)?" } else { ".*" });
            }
            '*' => expression.push_str("[^/]*"),
            '?' => expression.push_str("[^/]"),
            '!' if expression.ends_with('[') => expression.push('^'),
            _ if c.is_ascii_punctuation() && !"/_-[]".contains(c) => expression.extend(['\\', c]),
            _ => expression.push(c),
        }
    }
    expression + "(/|$)"
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

/// How many patterns are made of one.
pub(super) const MOST: usize = 1_000;

/// `pattern` once for each of the choices in its `{a,{b,c}}`, which lines of a `.gitignore` do not know; `None` if they are too
/// many.
pub(super) fn alternatives(pattern: &str) -> Option<Vec<String>> {
    let (mut open, mut done) = (vec![pattern.to_owned()], Vec::new());
    while let Some(pattern) = open.pop() {
        match choices(&pattern) {
            Some((before, choices, after)) => {
                open.extend(choices.iter().rev().map(|choice| format!("{before}{}{after}", choice.trim())));
            }
            None => done.push(pattern),
        }
        if open.len() + done.len() > MOST {
            return None;
        }
    }
    Some(done)
}

/// The same of all `patterns` that leave out. Of one with too many choices it is all that begins so, and `is_read` is false then.
pub(super) fn left_out(patterns: &[String], is_read: &mut bool) -> Vec<String> {
    let all = patterns.iter().flat_map(|pattern| {
        alternatives(pattern).unwrap_or_else(|| {
            *is_read = false;
            vec![format!("{}*", pattern.split('{').next().unwrap_or_default())]
        })
    });
    all.collect()
}

/// The same of all `patterns` that let in, of which one with too many choices lets in nothing.
pub(super) fn let_in(patterns: &[String], is_read: &mut bool) -> Vec<String> {
    let all = patterns.iter().flat_map(|pattern| {
        let all = alternatives(pattern);
        *is_read &= all.is_some();
        all.unwrap_or_default()
    });
    all.collect()
}

/// The first choice of a pattern: what stands before it, what it is between, and what stands after it.
fn choices(pattern: &str) -> Option<(&str, Vec<&str>, &str)> {
    let (mut choices, mut depth, mut open, mut begin) = (Vec::new(), 0, 0, 0);
    let mut signs = pattern.char_indices();
    while let Some((at, c)) = signs.next() {
        match c {
            '\\' => drop(signs.next()),
            '{' => {
                depth += 1;
                if depth == 1 {
                    (open, begin) = (at, at + 1);
                }
            }
            ',' if depth == 1 => choices.push(&pattern[std::mem::replace(&mut begin, at + 1)..at]),
            '}' if depth == 1 => {
                choices.push(&pattern[begin..at]);
                return Some((&pattern[..open], choices, &pattern[at + 1..]));
            }
            '}' if depth > 0 => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{alternatives, crossing, left_out, let_in, lines, only, yaml};

    #[test]
    fn tags_of_other_programs_break_nothing() {
        let text = "site_name: !ENV [NAME, \"Small\"]\nrepo: !ENV URL\nexts:\n  - emoji:\n      index: \
                    !!python/name:material.extensions.emoji.twemoji\n  - toc\nempty:\n1: one\n";
        let table = yaml(text).unwrap();
        assert_eq!(table["site_name"].as_array().unwrap()[1].as_str(), Some("Small"));
        assert_eq!(table["exts"].as_array().unwrap()[1].as_str(), Some("toc"));
        assert_eq!(table["1"].as_str(), Some("one"));
        assert!(!table.contains_key("empty"));
        assert!(yaml("- a\n- b\n").unwrap().is_empty());
        assert!(yaml("a: [\n").is_err());
        assert_eq!(yaml("a: 1\nb: 2\na: 3\n").unwrap()["a"].as_integer(), Some(3));
        for nothing in ["# nothing\n", "", "\n", "---\n"] {
            assert!(yaml(nothing).unwrap().is_empty(), "{nothing:?}");
        }
    }

    #[test]
    fn all_but_some_folders_is_left_out() {
        let folders = ["a", "b/c", "b/d"].map(str::to_owned);
        assert_eq!(only(&folders), ["/*", "!/a/", "!/b/", "/b/*", "!/b/c/", "!/b/d/"]);
    }

    #[test]
    fn a_pattern_with_too_many_choices_leaves_out_all_that_begins_so() {
        assert_eq!(alternatives(&"{a,b}".repeat(9)).unwrap().len(), 512);
        for many in ["{a,b}".repeat(10), "{a,b}".repeat(10_000), format!("{{{}}}", "a,".repeat(1_000))] {
            assert_eq!(alternatives(&many), None);
            let (mut is_read, patterns) = (true, [format!("own/x{many}"), "b".to_owned()]);
            assert_eq!((left_out(&patterns, &mut is_read), is_read), (vec!["own/x*".to_owned(), "b".into()], false));
            is_read = true;
            assert_eq!((let_in(&patterns, &mut is_read), is_read), (vec!["b".to_owned()], false));
        }
        assert_eq!(alternatives(&"{".repeat(10_000)).unwrap().len(), 1);
        assert_eq!(alternatives(&format!("{}{}", "{".repeat(1_000), "}".repeat(1_000))).unwrap(), [""]);
    }

    #[test]
    fn patterns_are_taken_apart() {
        for (pattern, all) in [
            ("*.{a,b}/{c, d}", &["*.a/c", "*.a/d", "*.b/c", "*.b/d"][..]),
            ("x/{y", &["x/{y"]),
            ("/{q,t/{a,b},}/c", &["/q/c", "/t/a/c", "/t/b/c", "//c"]),
            ("\\{a,b}}{c,d}", &["\\{a,b}}c", "\\{a,b}}d"]),
        ] {
            assert_eq!(alternatives(pattern).unwrap(), all);
        }
        assert_eq!(crossing("d+/*/[!a-c]?.md"), "^d\\+/.*/[^a-c].\\.md");
        assert_eq!(lines("# no\n\n/a.md\n  *.txt\n"), ["/a.md", "*.txt"]);
    }
}
