//! Fields in YAML, and what goes wrong in them.

use std::ops::Range;

use serde_yaml::Value;

use crate::diagnostic::{Diagnostic, broken_yaml, colon_in_value, tab_in_yaml, yaml_anchor};
use crate::source::SourcePath;
use crate::span::Span;

use super::{Format, key};

/// Why YAML cannot be read, and where.
pub(super) enum Fault {
    Anchor(Range<usize>),
    Tab(Range<usize>),
    /// `title: A: B`.
    Colon {
        field: String,
        value: Range<usize>,
    },
    Other {
        reason: String,
        place: Range<usize>,
    },
}

impl Fault {
    /// As a diagnostic, in fields that begin at `start`.
    pub(super) fn told(self, path: &SourcePath, start: usize) -> Box<Diagnostic> {
        let span = |place: Range<usize>| Span::from(place).shifted(start);
        Box::new(match self {
            Self::Anchor(place) => yaml_anchor(path, span(place)),
            Self::Tab(place) => tab_in_yaml(path, span(place)),
            Self::Colon { field, value } => colon_in_value(path, span(value), &field),
            Self::Other { reason, place } => broken_yaml(path, span(place), &reason),
        })
    }
}

/// Parses YAML without anchors.
pub(super) fn parse(yaml: &str) -> Result<Value, Fault> {
    if let Some(place) = anchor(yaml) {
        return Err(Fault::Anchor(place));
    }
    serde_yaml::from_str(yaml).map_err(|error| {
        let words = error.to_string();
        if let Some(place) = tab(yaml) {
            return Fault::Tab(place);
        }
        if let Some((field, value)) = colon(yaml) {
            return Fault::Colon { field: field.to_owned(), value };
        }
        let place = match second_of_a_pair(yaml).filter(|_| words.contains("duplicate entry")) {
            Some(place) => place,
            None => error.location().map_or(0..0, |place| {
                let at = yaml.floor_char_boundary(place.index());
                at..at
            }),
        };
        let reason = words.split(" at line ").next().unwrap_or(&words).to_owned();
        Fault::Other { reason, place }
    })
}

/// The lines of a text with where they begin.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut end = 0;
    text.split_inclusive('\n').map(move |line| {
        end += line.len();
        (end - line.len(), line)
    })
}

/// The tabs that indent a line.
fn tab(yaml: &str) -> Option<Range<usize>> {
    lines(yaml).find_map(|(start, line)| {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let tab = line[..indent].find('\t')?;
        Some(start + tab..start + indent)
    })
}

/// The first value without quotes that has a colon in it, with its field.
fn colon(yaml: &str) -> Option<(&str, Range<usize>)> {
    lines(yaml).find_map(|(start, line)| {
        let field = key(line, Format::Yaml)?;
        let after = line.find(':')? + 1;
        let value = line[after..].trim();
        let quoted = value.starts_with(['"', '\'', '[', '{', '|', '>']);
        let at = start + after + line[after..].find(value)?;
        (!quoted && (value.contains(": ") || value.ends_with(':'))).then(|| (field, at..at + value.len()))
    })
}

/// The place of the second of two fields with the same name. The YAML library knows that there is
/// one, but not where.
fn second_of_a_pair(yaml: &str) -> Option<Range<usize>> {
    let mut seen = Vec::new();
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        if let Some(name) = key(line, Format::Yaml) {
            if seen.contains(&name) {
                return Some(at..at + name.len());
            }
            seen.push(name);
        }
        at += line.len();
    }
    None
}

/// The place of the first anchor (`&x`) or alias (`*x`) that is a value: after the key, after the
/// hyphen of an item, or in a list in brackets. Elsewhere these signs are text.
fn anchor(yaml: &str) -> Option<Range<usize>> {
    let mut scalar_indent = None;
    for (start, line) in lines(yaml) {
        let content = line.trim_start();
        let indent = line.len() - content.len();
        if content.trim().is_empty() || content.starts_with('#') || scalar_indent.is_some_and(|outer| indent > outer) {
            continue;
        }
        scalar_indent = content.trim_end().ends_with(['|', '>', '-', '+']).then_some(indent);
        let mut value = content;
        while let Some(item) = value.strip_prefix("- ") {
            value = item.trim_start();
        }
        let item = value.len() < content.len();
        let keyed = key(value, Format::Yaml).is_some();
        if keyed {
            value = value.split_once(':').map_or("", |(_, value)| value.trim_start());
        }
        let at = start + line.len() - value.len();
        if (item || keyed)
            && let Some(length) = reference(value)
        {
            return Some(at..at + length);
        }
        let in_brackets = |(open, _): (usize, &str)| {
            let inside = value[open + 1..].trim_start();
            reference(inside).map(|length| at + value.len() - inside.len()..at + value.len() - inside.len() + length)
        };
        if value.starts_with(['[', '{'])
            && !value.contains(['"', '\''])
            && let Some(place) = value.match_indices(['[', '{', ',', ':']).find_map(in_brackets)
        {
            return Some(place);
        }
    }
    None
}

/// The length of the anchor or alias that begins `text`.
fn reference(text: &str) -> Option<usize> {
    let name = text.strip_prefix(['&', '*'])?;
    let length = name.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(name.len());
    (length > 0).then_some(1 + length)
}
