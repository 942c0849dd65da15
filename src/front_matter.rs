//! What stands at the head of an essay: fields in YAML between two lines of `---`, in TOML between
//! two lines of `+++`, or in JSON.
//!
//! Here the fields are found and parsed; `meta.rs` says what they mean, `yaml.rs` what goes wrong in
//! YAML, in the words of people who write prose.

mod meta;
mod yaml;

use serde_yaml::{Mapping, Value};

use crate::config::Config;
use crate::diagnostic::{
    Diagnostic, broken_front_matter, front_matter_not_fields, front_matter_not_first, front_matter_too_long,
    unclosed_front_matter,
};
use crate::source::SourcePath;
use crate::span::Span;

pub use meta::{FieldLink, Meta};

/// The most that front matter may have, in bytes.
const LONGEST: usize = 64 * 1024;

/// Front matter read.
#[derive(Debug, Default)]
pub struct FrontMatter {
    pub meta: Meta,
    pub diagnostics: Vec<Diagnostic>,
}

/// The language of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Yaml,
    Toml,
    Json,
}

/// Reads the front matter of `text`, and where the body begins (a byte offset). A file without
/// front matter has an empty one.
pub fn read(path: &SourcePath, text: &str, config: &Config) -> (FrontMatter, usize) {
    let mut front = FrontMatter::default();
    let Some((format, block)) = find(text) else {
        if let Some(late) = late(text) {
            front.diagnostics.push(front_matter_not_first(path, late));
        }
        return (front, bom(text));
    };
    let opening = Span::from(bom(text)..bom(text) + if format == Format::Json { 1 } else { 3 });
    let (fields, body) = match block {
        Block::Closed { fields, body } => (fields, body),
        Block::Open => {
            front.diagnostics.push(unclosed_front_matter(
                path,
                opening,
                if format == Format::Toml { "+++" } else { "---" },
            ));
            return (front, text.len());
        }
    };
    if fields.range().len() > LONGEST {
        front.diagnostics.push(front_matter_too_long(path, opening, LONGEST));
        return (front, body);
    }
    let head = Head { path, text, fields, format };
    match head.parse() {
        Ok(mapping) => (front.meta, front.diagnostics) = meta::read(&head, mapping, config),
        Err(found) => front.diagnostics.push(*found),
    }
    (front, body)
}

enum Block {
    Closed { fields: Span, body: usize },
    Open,
}

fn bom(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// Where the fields stand. An opening line that is never closed and not followed by a field is a
/// thematic break, as CommonMark has it.
fn find(text: &str) -> Option<(Format, Block)> {
    let start = bom(text);
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next()?;
    let (format, ends): (_, &[&str]) = match first.trim_end() {
        "---" => (Format::Yaml, &["---", "..."]),
        "+++" => (Format::Toml, &["+++"]),
        line if line == "{" || (line.starts_with('{') && key(line, Format::Json).is_some()) => {
            let body = start + json_end(&text[start..])?;
            return Some((Format::Json, Block::Closed { fields: (start..body).into(), body }));
        }
        _ => return None,
    };
    let fields_start = start + first.len();
    let mut at = fields_start;
    let mut looks_like_fields = None;
    for line in lines {
        if ends.contains(&line.trim_end()) {
            return Some((format, Block::Closed { fields: (fields_start..at).into(), body: at + line.len() }));
        }
        looks_like_fields.get_or_insert_with(|| key(line, format).is_some());
        at += line.len();
    }
    looks_like_fields.unwrap_or(false).then_some((format, Block::Open))
}

/// Where the object that begins `text` ends, whether it is right or not: at the bracket that closes
/// the first one.
fn json_end(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The first line of `---` of front matter that has empty lines above it.
fn late(text: &str) -> Option<Span> {
    let body = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let at = text.len() - body.len();
    let moved = text[..at].contains('\n');
    match find(body) {
        Some((Format::Yaml | Format::Toml, Block::Closed { fields, .. })) if moved => {
            let first = body[fields.range()].lines().next()?;
            let field = key(first, Format::Yaml).or_else(|| key(first, Format::Toml));
            field.map(|_| (at..at + 3).into())
        }
        _ => None,
    }
}

/// The name at the front of a line such as `title: x`, `title = "x"` or `"title": "x"`, without
/// quotes.
fn key(line: &str, format: Format) -> Option<&str> {
    let (name, rest) = line.split_once(if format == Format::Toml { '=' } else { ':' })?;
    let name = if format == Format::Json { name.trim_start_matches([' ', '\t', '{', ',']) } else { name };
    let name = name.trim_end().trim_matches(['"', '\'']);
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    let apart = format != Format::Yaml || rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']);
    (plain && apart).then_some(name)
}

/// The fields of an essay as they stand in its text.
struct Head<'a> {
    path: &'a SourcePath,
    text: &'a str,
    fields: Span,
    format: Format,
}

impl Head<'_> {
    fn source(&self) -> &str {
        &self.text[self.fields.range()]
    }

    /// The fields parsed, whatever they are written in.
    fn parse(&self) -> Result<Mapping, Box<Diagnostic>> {
        let shifted = |place: std::ops::Range<usize>| Span::from(place).shifted(self.fields.start as usize);
        let value = match self.format {
            Format::Yaml => {
                yaml::parse(self.source()).map_err(|fault| fault.told(self.path, self.fields.start as usize))?
            }
            Format::Toml => match toml::from_str::<toml::Table>(self.source()) {
                Ok(table) => from_toml(toml::Value::Table(table)),
                Err(error) => {
                    let place = shifted(error.span().unwrap_or(0..0));
                    let reason = error.message().lines().collect::<Vec<_>>().join("; ");
                    return Err(broken_front_matter(self.path, place, "TOML", &reason).into());
                }
            },
            Format::Json => match serde_json::from_str(self.source()) {
                Ok(value) => value,
                Err(error) => {
                    let start: usize =
                        self.source().split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
                    let at = (start + error.column().saturating_sub(1)).min(self.source().len());
                    let at = self.source().floor_char_boundary(at);
                    let end = self.source()[at..].chars().next().map_or(at, |c| at + c.len_utf8());
                    let words = error.to_string();
                    let reason = words.split(" at line ").next().unwrap_or(&words);
                    return Err(broken_front_matter(self.path, shifted(at..end), "JSON", reason).into());
                }
            },
        };
        match value {
            Value::Mapping(mapping) => Ok(mapping),
            Value::Null => Ok(Mapping::new()),
            other => Err(front_matter_not_fields(self.path, self.first_line(), meta::kind(&other)).into()),
        }
    }

    fn first_line(&self) -> Span {
        let start = self.fields.start as usize;
        let line = self.source().lines().next().unwrap_or("");
        (start..start + line.len()).into()
    }

    fn key_span(&self, field: &str) -> Span {
        self.find_field(field).map_or_else(|| self.first_line(), |(key, _)| key)
    }

    fn value_span(&self, field: &str) -> Span {
        self.find_field(field).map_or_else(|| self.first_line(), |(_, value)| value)
    }

    /// The first place of `words` after the key that stands at `from`; the line of the key if a value
    /// is written otherwise.
    fn place_after(&self, from: u32, words: &str) -> Span {
        let from = from as usize;
        let rest = &self.text[from..self.fields.end as usize];
        let line = || from..from + rest.lines().next().map_or(0, str::len);
        rest.find(words).map_or_else(line, |at| from + at..from + at + words.len()).into()
    }

    /// Where `field` stands, and its value on the same line (the field's name if the value stands
    /// below). The libraries place errors of syntax only.
    fn find_field(&self, field: &str) -> Option<(Span, Span)> {
        let sign = if self.format == Format::Toml { '=' } else { ':' };
        let mut at = self.fields.start as usize;
        for line in self.source().split_inclusive('\n') {
            if key(line, self.format) == Some(field) {
                let colon = line.find(sign)?;
                let indent = line.find(field)?;
                let name = at + indent..at + indent + field.len();
                let value = line[colon + 1..].trim();
                let value = if self.format == Format::Json { value.trim_end_matches(',') } else { value };
                let start = at + colon + 1 + line[colon + 1..].find(value)?;
                let value = if value.is_empty() { name.clone() } else { start..start + value.len() };
                return Some((name.into(), value.into()));
            }
            at += line.len();
        }
        None
    }
}

/// A value of TOML as one of YAML: days become text.
fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::Number(number.into()),
        toml::Value::Float(number) => Value::Number(number.into()),
        toml::Value::Boolean(truth) => Value::Bool(truth),
        toml::Value::Datetime(moment) => Value::String(moment.to_string()),
        toml::Value::Array(items) => Value::Sequence(items.into_iter().map(from_toml).collect()),
        toml::Value::Table(table) => {
            Value::Mapping(table.into_iter().map(|(key, value)| (Value::String(key), from_toml(value))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::config::Config;
    use crate::source::SourcePath;

    /// What is wrong with `text`, and the words at the place.
    fn wrong(text: &str) -> Vec<(String, String)> {
        let (front, _) = read(&SourcePath::new("a.md"), text, &Config::default());
        let place = |span: Option<crate::span::Span>| text[span.unwrap().range()].to_owned();
        front.diagnostics.into_iter().map(|found| (found.message, place(found.span))).collect()
    }

    #[test]
    fn fields_are_read() {
        let text = "\u{feff}---\ntitle: 1984\ntags: Trust, '#Co Creation'\ndate: 2026-11-03\nmine: [1]\n---\r\nBody";
        let (front, body) = read(&SourcePath::new("a.md"), text, &Config::default());
        assert!(front.diagnostics.is_empty(), "{:?}", front.diagnostics);
        assert_eq!(&text[body..], "Body");
        assert_eq!(front.meta.title.as_deref(), Some("1984"));
        assert_eq!(
            front.meta.tags.iter().map(|tagging| tagging.tag.as_str()).collect::<Vec<_>>(),
            ["trust", "co-creation"]
        );
        assert_eq!(front.meta.extra.len(), 1);
    }

    #[test]
    fn no_front_matter_is_fine() {
        for text in ["", "Text", "---\n\nText after a break", "--- x\n", "----\n"] {
            let (front, _) = read(&SourcePath::new("a.md"), text, &Config::default());
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
        assert!(wrong("---\ntitle: 'a\n---\n")[0].0.starts_with("the front matter is not valid YAML"));
        assert!(wrong("---\nnote: |\n  *emphasis* here\nother: 'a & b'\nthird: R&D *x*\n---\n").is_empty());
    }
}
