//! The fields at the head of an essay: YAML between two lines of `---`.

use std::sync::Arc;

use serde_yaml::{Mapping, Value};

use crate::diagnostic::{
    Diagnostic, bad_alias, bad_date, broken_yaml, field_near_miss, front_matter_not_fields, front_matter_too_long,
    nearest, unclosed_front_matter, unusable_name, wrong_type, yaml_anchor,
};
use crate::source::{SourcePath, is_plain_segment};
use crate::span::Span;
use crate::tag::Tag;
use crate::when::When;

/// The most that front matter may have, in bytes.
const LONGEST: usize = 64 * 1024;

/// The fields with a meaning of their own. Everything else is the writer's and lands in
/// [`Meta::extra`].
pub const FIELDS: [&str; 17] = [
    "title",
    "description",
    "date",
    "updated",
    "tags",
    "themes",
    "aliases",
    "authors",
    "author",
    "slug",
    "draft",
    "weight",
    "status",
    "template",
    "lang",
    "sources",
    "extra",
];

/// What the fields say.
#[derive(Debug, Default)]
pub struct Meta {
    pub title: Option<Arc<str>>,
    pub description: Option<Arc<str>>,
    pub date: Option<When>,
    pub updated: Option<When>,
    /// In the order written, each with its spelling.
    pub tags: Vec<(Tag, Arc<str>)>,
    /// Other names of the essay, and old addresses of its page.
    pub aliases: Vec<Arc<str>>,
    pub authors: Vec<String>,
    pub slug: Option<String>,
    pub draft: bool,
    pub weight: Option<i64>,
    pub status: Option<Arc<str>>,
    /// The template to use instead of `essay.html`, and where it is named.
    pub template: Option<(Arc<str>, Span)>,
    pub lang: Option<String>,
    pub sources: Vec<String>,
    /// Fields that crosslight gives no meaning, and those under `extra`.
    pub extra: Mapping,
}

/// Front matter read.
#[derive(Debug, Default)]
pub struct FrontMatter {
    pub meta: Meta,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the front matter of `text`, and where the body begins (a byte offset). A file without
/// front matter has an empty one.
pub fn read(path: &SourcePath, text: &str) -> (FrontMatter, usize) {
    let mut front = FrontMatter::default();
    let Some(block) = find(text) else {
        return (front, bom(text));
    };
    let opening = Span::from(bom(text)..bom(text) + 3);
    let (yaml, body) = match block {
        Block::Closed { yaml, body } => (yaml, body),
        Block::Open => {
            front.diagnostics.push(unclosed_front_matter(path, opening));
            return (front, text.len());
        }
    };
    if yaml.range().len() > LONGEST {
        front.diagnostics.push(front_matter_too_long(path, opening, LONGEST));
        return (front, body);
    }
    let mut fields = Fields { path, text, yaml, diagnostics: Vec::new() };
    if let Some(mapping) = fields.parse() {
        front.meta = fields.meta(mapping);
    }
    front.diagnostics = fields.diagnostics;
    (front, body)
}

enum Block {
    Closed { yaml: Span, body: usize },
    Open,
}

fn bom(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// Where the fields stand. An opening line that is never closed and not followed by a field is a
/// thematic break, as CommonMark has it.
fn find(text: &str) -> Option<Block> {
    let start = bom(text);
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "---")?;
    let yaml_start = start + first.len();
    let mut at = yaml_start;
    let mut looks_like_fields = None;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return Some(Block::Closed { yaml: (yaml_start..at).into(), body: at + line.len() });
        }
        looks_like_fields.get_or_insert_with(|| key(line).is_some());
        at += line.len();
    }
    looks_like_fields.unwrap_or(false).then_some(Block::Open)
}

/// The name at the front of a line such as `title: x`, without quotes.
fn key(line: &str) -> Option<&str> {
    let (name, rest) = line.split_once(':')?;
    let name = name.trim_end().trim_matches(['"', '\'']);
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    (plain && (rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))).then_some(name)
}

struct Fields<'a> {
    path: &'a SourcePath,
    text: &'a str,
    yaml: Span,
    diagnostics: Vec<Diagnostic>,
}

impl Fields<'_> {
    fn parse(&mut self) -> Option<Mapping> {
        let yaml = &self.text[self.yaml.range()];
        if let Some(at) = anchor(yaml) {
            self.diagnostics.push(yaml_anchor(self.path, Span::from(at).shifted(self.yaml.start as usize)));
            return None;
        }
        match serde_yaml::from_str(yaml) {
            Ok(Value::Mapping(mapping)) => Some(mapping),
            Ok(Value::Null) => Some(Mapping::new()),
            Ok(other) => {
                let span = self.first_line();
                self.diagnostics.push(front_matter_not_fields(self.path, span, kind(&other)));
                None
            }
            Err(error) => {
                let words = error.to_string();
                let at = match second_of_a_pair(yaml).filter(|_| words.contains("duplicate entry")) {
                    Some(at) => at,
                    None => error.location().map_or(0..0, |place| {
                        let at = yaml.floor_char_boundary(place.index());
                        at..at
                    }),
                };
                let reason = words.split(" at line ").next().unwrap_or(&words);
                let span = Span::from(at).shifted(self.yaml.start as usize);
                self.diagnostics.push(broken_yaml(self.path, span, reason));
                None
            }
        }
    }

    fn first_line(&self) -> Span {
        let start = self.yaml.start as usize;
        let line = self.text[self.yaml.range()].lines().next().unwrap_or("");
        (start..start + line.len()).into()
    }

    fn meta(&mut self, mapping: Mapping) -> Meta {
        let mut meta = Meta::default();
        for (key, value) in mapping {
            let Some(field) = text_of(&key) else {
                meta.extra.insert(key, value);
                continue;
            };
            if value.is_null() {
                continue;
            }
            match field.as_str() {
                "title" => meta.title = self.string(&field, &value).map(Into::into),
                "description" => meta.description = self.string(&field, &value).map(Into::into),
                "date" => meta.date = self.date(&field, &value),
                "updated" => meta.updated = self.date(&field, &value),
                "tags" | "themes" => {
                    let spellings = self.list(&field, &value, true);
                    for (tag, spelling) in spellings.iter().filter_map(|spelling| self.tag(&field, spelling)) {
                        if !meta.tags.iter().any(|(known, _)| *known == tag) {
                            meta.tags.push((tag, spelling));
                        }
                    }
                }
                "aliases" => {
                    let aliases = self.list(&field, &value, false);
                    meta.aliases =
                        aliases.into_iter().filter(|alias| self.alias(&field, alias)).map(Into::into).collect();
                }
                "authors" | "author" => meta.authors = self.list(&field, &value, false),
                "slug" => meta.slug = self.string(&field, &value),
                "draft" => meta.draft = self.boolean(&field, &value),
                "weight" => meta.weight = self.integer(&field, &value),
                "status" => meta.status = self.string(&field, &value).map(Into::into),
                "template" => {
                    meta.template = self.string(&field, &value).map(|name| (name.into(), self.value_span(&field)));
                }
                "lang" => meta.lang = self.string(&field, &value),
                "sources" => meta.sources = self.list(&field, &value, false),
                "extra" => match value {
                    Value::Mapping(more) => meta.extra.extend(more),
                    other => self.wrong(&field, "a set of fields", &other),
                },
                _ => {
                    if let Some(known) = nearest(&field, FIELDS) {
                        let span = self.key_span(&field);
                        self.diagnostics.push(field_near_miss(self.path, span, &field, known));
                    }
                    meta.extra.insert(key, value);
                }
            }
        }
        meta
    }

    fn tag(&mut self, field: &str, spelling: &str) -> Option<(Tag, Arc<str>)> {
        let spelling = spelling.trim().trim_start_matches('#');
        let tag = Tag::new(spelling);
        if tag.is_none() {
            let span = self.value_span(field);
            self.diagnostics.push(unusable_name(self.path, Some(span), "the tag", spelling));
        }
        Some((tag?, spelling.into()))
    }

    /// Whether an alias is safe as an address: one with a part that is empty or leads elsewhere is
    /// reported and dropped.
    fn alias(&mut self, field: &str, alias: &str) -> bool {
        let safe = alias.strip_prefix('/').unwrap_or(alias);
        let safe = safe.strip_suffix('/').unwrap_or(safe);
        let sound = safe.split('/').all(is_plain_segment);
        if !sound {
            let span = self.value_span(field);
            self.diagnostics.push(bad_alias(self.path, span, alias));
        }
        sound
    }

    fn string(&mut self, field: &str, value: &Value) -> Option<String> {
        let text = text_of(value);
        if text.is_none() {
            self.wrong(field, "text", value);
        }
        text
    }

    fn list(&mut self, field: &str, value: &Value, commas: bool) -> Vec<String> {
        if let Some(text) = text_of(value) {
            let parts = text.split(|c| commas && c == ',').map(str::trim);
            return parts.filter(|part| !part.is_empty()).map(str::to_owned).collect();
        }
        let Value::Sequence(items) = value else {
            self.wrong(field, "a list of texts", value);
            return Vec::new();
        };
        let mut list = Vec::with_capacity(items.len());
        for item in items {
            match text_of(item) {
                Some(text) => list.push(text),
                None => self.wrong(field, "a list of texts", item),
            }
        }
        list
    }

    fn date(&mut self, field: &str, value: &Value) -> Option<When> {
        let text = self.string(field, value)?;
        let date = When::parse(&text);
        if date.is_none() {
            let span = self.value_span(field);
            self.diagnostics.push(bad_date(self.path, span, field, &text));
        }
        date
    }

    fn boolean(&mut self, field: &str, value: &Value) -> bool {
        value.as_bool().unwrap_or_else(|| {
            self.wrong(field, "`true` or `false`", value);
            false
        })
    }

    fn integer(&mut self, field: &str, value: &Value) -> Option<i64> {
        let number = value.as_i64();
        if number.is_none() {
            self.wrong(field, "a whole number", value);
        }
        number
    }

    fn wrong(&mut self, field: &str, expected: &str, found: &Value) {
        let span = self.value_span(field);
        self.diagnostics.push(wrong_type(self.path, span, field, expected, kind(found)));
    }

    fn key_span(&self, field: &str) -> Span {
        self.find_field(field).map_or_else(|| self.first_line(), |(key, _)| key)
    }

    fn value_span(&self, field: &str) -> Span {
        self.find_field(field).map_or_else(|| self.first_line(), |(_, value)| value)
    }

    /// Where `field` stands at the left edge, and its value on the same line (the field's name if
    /// the value stands below). The YAML library places errors of syntax only.
    fn find_field(&self, field: &str) -> Option<(Span, Span)> {
        let mut at = self.yaml.start as usize;
        for line in self.text[self.yaml.range()].split_inclusive('\n') {
            if key(line) == Some(field) {
                let name = at..at + line.find(':')?;
                let value = line[name.len() + 1..].trim();
                let start = at + name.len() + 1 + line[name.len() + 1..].find(value)?;
                let value = if value.is_empty() { name.clone() } else { start..start + value.len() };
                return Some((name.into(), value.into()));
            }
            at += line.len();
        }
        None
    }
}

/// The text of a value that is written as a word, a number or a truth value.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "`true` or `false`",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a set of fields",
        Value::Tagged(_) => "a value with a YAML tag",
    }
}

/// The place of the second of two fields with the same name. The YAML library knows that there is
/// one, but not where.
fn second_of_a_pair(yaml: &str) -> Option<std::ops::Range<usize>> {
    let mut seen = Vec::new();
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        if let Some(name) = key(line) {
            if seen.contains(&name) {
                return Some(at..at + name.len());
            }
            seen.push(name);
        }
        at += line.len();
    }
    None
}

/// The place of the first anchor (`&x`) or alias (`*x`) at the start of a value, outside block
/// scalars and quotes.
fn anchor(yaml: &str) -> Option<std::ops::Range<usize>> {
    let mut at = 0;
    let mut scalar_indent = None;
    for line in yaml.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        let start = at;
        at += line.len();
        if line.trim().is_empty() || scalar_indent.is_some_and(|outer| indent > outer) {
            continue;
        }
        scalar_indent = line.trim_end().ends_with(['|', '>', '-', '+']).then_some(indent);
        let mut value_start = true;
        let mut quote = None;
        for (offset, c) in line.char_indices() {
            match (quote, c) {
                (Some(open), _) if c == open => quote = None,
                (Some(_), _) => {}
                (None, '#') if line[..offset].ends_with(' ') => break,
                (None, '"' | '\'') if value_start => (quote, value_start) = (Some(c), false),
                (None, '&' | '*') if value_start => {
                    let name = line[offset + 1..].find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
                    let end = name.map_or(line.len(), |length| offset + 1 + length);
                    if end > offset + 1 {
                        return Some(start + offset..start + end);
                    }
                    value_start = false;
                }
                (None, ':' | '-' | ',' | '[' | '{' | '?') => value_start = true,
                (None, _) if c.is_whitespace() => {}
                (None, _) => value_start = false,
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::source::SourcePath;

    /// What is wrong with `text`, and the words at the place.
    fn wrong(text: &str) -> Vec<(String, String)> {
        let (front, _) = read(&SourcePath::new("a.md"), text);
        let place = |span: Option<crate::span::Span>| text[span.unwrap().range()].to_owned();
        front.diagnostics.into_iter().map(|found| (found.message, place(found.span))).collect()
    }

    #[test]
    fn fields_are_read() {
        let text = "\u{feff}---\ntitle: 1984\ntags: Trust, '#Co Creation'\ndate: 2026-11-03\nmine: [1]\n---\r\nBody";
        let (front, body) = read(&SourcePath::new("a.md"), text);
        assert!(front.diagnostics.is_empty(), "{:?}", front.diagnostics);
        assert_eq!(&text[body..], "Body");
        assert_eq!(front.meta.title.as_deref(), Some("1984"));
        assert_eq!(front.meta.tags.iter().map(|(tag, _)| tag.as_str()).collect::<Vec<_>>(), ["trust", "co-creation"]);
        assert_eq!(front.meta.extra.len(), 1);
    }

    #[test]
    fn no_front_matter_is_fine() {
        for text in ["", "Text", "---\n\nText after a break", "--- x\n", "----\n"] {
            let (front, _) = read(&SourcePath::new("a.md"), text);
            assert!(front.diagnostics.is_empty(), "{text}");
        }
    }

    #[test]
    fn faults_have_their_place() {
        for (text, message, place) in [
            ("---\ntitle: x\n", "the front matter is never closed", "---"),
            ("---\ndate: 2026-13-01\n---\n", "`date: 2026-13-01` is not a date", "2026-13-01"),
            ("---\ndraft: maybe\n---\n", "`draft` should be `true` or `false`, but it is text", "maybe"),
            ("---\ntitle: [a]\n---\n", "`title` should be text, but it is a list", "[a]"),
            ("---\ntagz: x\n---\n", "unknown field `tagz`", "tagz"),
            ("---\n- a\n---\n", "the front matter is a list, not a set of fields", "- a"),
            ("---\na: &x 1\nb: *x\n---\n", "YAML anchors and aliases are not accepted in front matter", "&x"),
            ("---\naliases: [a/../b]\n---\n", "the alias `a/../b` is not an address", "[a/../b]"),
            ("---\naliases: /\n---\n", "the alias `/` is not an address", "/"),
            ("---\naliases: a//b/\n---\n", "the alias `a//b/` is not an address", "a//b/"),
            ("---\ntags: '!!'\n---\n", "the tag `!!` leaves nothing for an address", "'!!'"),
        ] {
            assert_eq!(wrong(text), [(message.to_owned(), place.to_owned())], "{text}");
        }
        assert_eq!(wrong("---\ntitle: a\ntitle: b\n---\n")[0].1, "title");
        assert!(wrong("---\ntitle: a: b\n---\n")[0].0.starts_with("the front matter is not valid YAML"));
        assert!(wrong("---\nnote: |\n  *emphasis* here\nother: 'a & b'\nthird: R&D *x*\n---\n").is_empty());
    }
}
