//! The fields of an essay parsed, and the places of their names and values.

use serde_yaml::{Mapping, Value};

use super::format::{Format, key};
use super::lines;
use super::scalar::kind;
use super::yaml;
use crate::base::config::toml_reason;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::front_matter::{broken_front_matter, front_matter_not_fields};
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// The fields of an essay as they stand in its text.
pub(super) struct Head<'a> {
    pub path: &'a SourcePath,
    pub text: &'a str,
    pub fields: Span,
    pub format: Format,
}

impl Head<'_> {
    pub(super) fn source(&self) -> &str {
        &self.text[self.fields.range()]
    }

    /// The fields parsed, whatever they are written in.
    pub(super) fn parse(&self) -> Result<Mapping, Box<Diagnostic>> {
        let shifted = |place: std::ops::Range<usize>| Span::from(place).shifted(self.fields.start as usize);
        let value = match self.format {
            Format::Yaml | Format::Outline => yaml::parse(self.source())
                .map_err(|fault| fault.told(self.path, self.fields.start as usize, self.text))?,
            Format::Toml => match toml::from_str::<toml::Table>(self.source()) {
                Ok(table) => from_toml(toml::Value::Table(table)),
                Err(error) => {
                    let place = shifted(error.span().unwrap_or(0..0));
                    let reason = toml_reason(error.message());
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
                    return Err(broken_front_matter(self.path, shifted(at..end), "JSON", json_reason(&words)).into());
                }
            },
        };
        match value {
            Value::Mapping(mapping) => Ok(mapping),
            Value::Null => Ok(Mapping::new()),
            other => Err(front_matter_not_fields(self.path, self.first_line(), kind(&other)).into()),
        }
    }

    /// What else cannot be read below the fault at `span`.
    pub(super) fn further(&self, span: Option<Span>) -> Vec<Diagnostic> {
        let start = self.fields.start as usize;
        let Some(from) = span.filter(|_| self.format == Format::Yaml) else { return Vec::new() };
        let faults = yaml::below(self.source(), from.range().start.saturating_sub(start));
        faults.into_iter().map(|fault| *fault.told(self.path, start, self.text)).collect()
    }

    /// Whether any line looks like a field, so that the whole is not a text between two lines of hyphens.
    pub(super) fn has_fields(&self) -> bool {
        self.format == Format::Json || self.source().lines().any(|line| key(line, self.format).is_some())
    }

    pub(super) fn first_line(&self) -> Span {
        let start = self.fields.start as usize;
        let line = self.source().lines().next().unwrap_or("");
        (start..start + line.len()).into()
    }

    /// Those of the fields that a text hands down which it does not have itself: its own count before them. Only in YAML
    /// such a line is in no other table.
    pub(super) fn unsaid(&self, handed_down: &Mapping) -> Mapping {
        let is_own = |name: &Value| name.as_str().is_some_and(|name| self.has(name));
        let fields = handed_down.iter().filter(|(name, _)| self.format != Format::Yaml || !is_own(name));
        fields.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// Whether there is a field with this name.
    pub(super) fn has(&self, field: &str) -> bool {
        self.find_field(field).is_some()
    }

    pub(super) fn key_span(&self, field: &str) -> Span {
        self.find_field(field).map_or_else(|| self.first_line(), |(key, _)| key)
    }

    /// Where a field stands that is indented below `field`; the line of that if it is written otherwise.
    pub(super) fn key_span_below(&self, field: &str, name: &str) -> Span {
        self.place_after(self.key_span(field).end, name)
    }

    pub(super) fn value_span(&self, field: &str) -> Span {
        self.find_field(field).map_or_else(|| self.first_line(), |(_, value)| value)
    }

    /// The first place of `words` after the key that stands at `from`; the line of the key if a value
    /// is written otherwise.
    pub(super) fn place_after(&self, from: u32, words: &str) -> Span {
        let from = from as usize;
        let rest = &self.text[from..self.fields.end as usize];
        let line = || from..from + rest.lines().next().map_or(0, str::len);
        let apart = |at: &usize| {
            let word = |c: char| c.is_alphanumeric() || "-_/".contains(c);
            !rest[..*at].ends_with(word) && !rest[*at + words.len()..].starts_with(word)
        };
        let found = rest.match_indices(words).map(|(at, _)| at).find(apart);
        found.map_or_else(line, |at| from + at..from + at + words.len()).into()
    }

    /// Where `field` stands, and its value on the same line (the field's name if the value stands
    /// below). The libraries place errors of syntax only.
    fn find_field(&self, field: &str) -> Option<(Span, Span)> {
        let sign = match self.format {
            Format::Toml => "=",
            Format::Outline => "::",
            Format::Yaml | Format::Json => ":",
        };
        let mut at = self.fields.start as usize;
        for line in self.source().split_inclusive('\n') {
            // Each field is looked for, and most lines are of another.
            let front = line.trim_start_matches([' ', '\t', '{', ',', '-', '"', '\'']);
            if front.starts_with(field) && key(line, self.format) == Some(field) {
                let colon = line.find(sign)?;
                let indent = line.find(field)?;
                let name = at + indent..at + indent + field.len();
                let after = line[colon + sign.len()..].trim_start();
                let start = at + line.len() - after.len();
                let value = after.trim_end();
                let value = if self.format == Format::Yaml { lines::without_comment(value) } else { value };
                let value = if self.format == Format::Json { value.trim_end_matches(',') } else { value };
                let value = if value.is_empty() { name.clone() } else { start..start + value.len() };
                return Some((name.into(), value.into()));
            }
            at += line.len();
        }
        None
    }
}

/// What is wrong with JSON, in plain words.
fn json_reason(words: &str) -> &str {
    let plain = [
        ("trailing comma", "there is a comma after the last field"),
        ("expected `,` or `}`", "there is no comma between two fields"),
        ("expected `,` or `]`", "there is no comma between two items of a list"),
        ("expected `:`", "there is no colon after the name of a field"),
        ("key must be a string", "the name of a field needs quotation marks"),
        ("duplicate entry", "a field is there twice; the last one counts"),
        ("expected value", "a text needs quotation marks"),
    ];
    let found = plain.iter().find(|(theirs, _)| words.contains(theirs));
    found.map_or_else(|| words.split(" at line ").next().unwrap_or(words), |(_, ours)| ours)
}

/// A value of TOML as one of YAML: days become text.
pub(super) fn from_toml(value: toml::Value) -> Value {
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
