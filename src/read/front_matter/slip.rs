//! Slips in YAML of which it is clear where they are and what was meant, where the library only says that it cannot go on.

use std::ops::Range;

use serde_yaml::Value;

use super::format::{Format, key};
use super::lines::{chunks, lines, value_of};
use super::names::is_known;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::slips::{
    empty_place, field_with_comma, indented_field, loose_links, unclosed_item, unreadable_list, unspaced_item,
};
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::read::syntax::wikilink;

/// A slip, by its place in the fields.
#[derive(Debug)]
pub(super) enum Slip {
    /// `-item`.
    Item { line: Range<usize>, after: usize },
    /// `  title: x` below another field; whether its indent is to go.
    Indented { field: Range<usize>, indent: Option<Range<usize>> },
    /// `tags: [a, "b]`: from the mark on, and where the other one belongs.
    Mark { field: String, place: Range<usize>, close: Option<(usize, char)> },
    /// `title: "A",`.
    Comma { field: String, place: Range<usize> },
    /// `tags: [a,, b]`.
    Empty { field: String, place: Range<usize> },
    /// `up: [[a]], [[b]]`, and the list that was meant.
    Links { field: String, value: Range<usize>, list: String },
    /// A list in brackets with something else in it.
    List { field: String, value: Range<usize> },
}

impl Slip {
    /// As a diagnostic, in fields that begin at `start` in a file with this `text`.
    pub(super) fn told(self, path: &SourcePath, start: usize, text: &str) -> Diagnostic {
        let span = |place: Range<usize>| Span::from(place).shifted(start);
        match self {
            Self::Item { line, after } => unspaced_item(path, span(line), span(after..after)),
            Self::Indented { field, indent } => {
                let name = &text[start + field.start..start + field.end];
                indented_field(path, span(field), name, indent.map(span))
            }
            Self::Mark { field, place, close } => {
                unclosed_item(path, span(place), &field, close.map(|(at, mark)| (span(at..at), mark)))
            }
            Self::Comma { field, place } => field_with_comma(path, span(place), &field),
            Self::Empty { field, place } => empty_place(path, span(place), &field),
            Self::Links { field, value, list } => loose_links(path, span(value), &field, &list),
            Self::List { field, value } => unreadable_list(path, span(value), &field),
        }
    }
}

/// The first slip that concerns more than the value of one field.
pub(super) fn between(yaml: &str) -> Option<Slip> {
    unspaced(yaml).next().map(|(line, after)| Slip::Item { line, after }).or_else(|| indented(yaml))
}

/// Items without a space after their hyphen: their lines, and the places after the hyphen. Each stands below another
/// item, or below a field that has no value of its own.
pub(super) fn unspaced(yaml: &str) -> impl Iterator<Item = (Range<usize>, usize)> {
    let mut in_list = false;
    lines(yaml).filter_map(move |(start, line)| {
        let typed = line.trim();
        if typed.is_empty() || typed.starts_with('#') {
            return None;
        }
        let begins = |c: char| c.is_alphabetic() || "\"'[#“".contains(c);
        let is_bare = typed.strip_prefix('-').is_some_and(|item| item.starts_with(begins));
        let is_found = is_bare && in_list;
        let is_empty_field = typed.ends_with(':') && key(typed, Format::Yaml).is_some();
        in_list = is_found || typed.starts_with("- ") || is_empty_field;
        let at = start + line.len() - line.trim_start().len();
        is_found.then(|| (at..at + typed.len(), at + 1))
    })
}

/// A text with a space after the hyphen of each item.
pub(super) fn spaced_items(yaml: &str) -> String {
    let mut made = yaml.to_owned();
    let places: Vec<usize> = unspaced(yaml).map(|(_, after)| after).collect();
    for place in places.into_iter().rev() {
        made.insert(place, ' ');
    }
    made
}

/// A known field that is indented below one with a value, to which nothing below it can belong.
fn indented(yaml: &str) -> Option<Slip> {
    chunks(yaml).find_map(|(start, chunk)| {
        let first = chunk.lines().next()?;
        let value = &first[value_of(first)];
        let is_plain = !value.is_empty() && !value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*']);
        key(first, Format::Yaml).filter(|_| is_plain)?;
        lines(chunk).skip(1).find_map(|(at, line)| {
            let typed = line.trim_start();
            let field = key(typed, Format::Yaml).filter(|field| is_known(field) && typed.starts_with(field))?;
            let at = start + at;
            let name = at + line.len() - typed.len();
            (name > at).then(|| Slip::Indented { field: name..name + field.len(), indent: Some(at..name) })
        })
    })
}

/// A field at `at`, in a `text` that stands at `from`, which is neither below the one above it nor one of its own.
pub(super) fn uneven(from: usize, text: &str, at: usize) -> Option<Slip> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next()?;
    let typed = line.trim_start();
    let field = key(typed, Format::Yaml).filter(|field| typed.starts_with(field))?;
    let name = from + start + line.len() - typed.len();
    (name > from + start).then(|| Slip::Indented { field: name..name + field.len(), indent: None })
}

/// What is wrong with the value of one field, which stands at `value` in `chunk`; that one begins at `start`.
pub(super) fn within(start: usize, chunk: &str, field: &str, is_list: bool) -> Option<Slip> {
    let line = chunk.lines().next()?;
    let within = value_of(line);
    let words = &line[within.clone()];
    let value = start + within.start..start + within.end;
    let field = || field.to_owned();
    if let Some(whole) = words.strip_suffix(',')
        && chunk.trim_end() == line.trim_end()
        && serde_yaml::from_str::<Value>(&line[..within.start + whole.len()]).is_ok()
        && words.starts_with(['"', '\'', '['])
    {
        return Some(Slip::Comma { field: field(), place: value.end - 1..value.end });
    }
    let inner = words.strip_prefix('[')?.strip_suffix(']')?;
    if let Some(list) = links(words) {
        return Some(Slip::Links { field: field(), value, list });
    }
    if !is_list {
        return None;
    }
    let mut open = None;
    for (at, c) in inner.char_indices() {
        match (open, c) {
            (None, '"' | '\'') if inner[..at].trim_end().is_empty() || inner[..at].trim_end().ends_with(',') => {
                open = Some((at, c));
            }
            (Some((_, mark)), c) if c == mark => open = None,
            _ => {}
        }
    }
    if let Some((at, mark)) = open {
        let place = value.start + 1 + at..value.end;
        let is_sure = !inner[at..].contains([',', '\\']) && inner[at + 1..].trim_end() == &inner[at + 1..];
        return Some(Slip::Mark { field: field(), place, close: is_sure.then(|| (value.end - 1, mark)) });
    }
    if let Some(second) = inner.match_indices(',').find_map(|(at, _)| {
        let next = inner[at + 1..].find(|c: char| !c.is_whitespace())?;
        inner[at + 1 + next..].starts_with(',').then_some(at + 1 + next)
    }) {
        let at = value.start + 1 + second;
        return Some(Slip::Empty { field: field(), place: at..at + 1 });
    }
    Some(Slip::List { field: field(), value })
}

/// `["[[a]]", "[[b]]"]` for `[[a]], [[b]]`.
fn links(words: &str) -> Option<String> {
    let links: Vec<&str> = words.split(',').map(str::trim).collect();
    let all = links.len() > 1 && links.iter().all(|link| wikilink::whole(link).is_some() && !link.contains('"'));
    all.then(|| format!("[{}]", links.iter().map(|link| format!("\"{link}\"")).collect::<Vec<_>>().join(", ")))
}

/// The language in which fields are that stand between the lines of another one: every line of them is a field of it, and
/// all of them can be read so.
pub(super) fn language(fields: &str, format: Format) -> Option<Format> {
    let other = match format {
        Format::Yaml => Format::Toml,
        Format::Toml => Format::Yaml,
        Format::Json | Format::Outline => return None,
    };
    let mut typed = fields.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).peekable();
    typed.peek().and_then(|first| key(first, other)).filter(|field| is_known(field))?;
    let goes_on = |line: &str| line.starts_with([' ', '\t', '-', ']', '}']);
    if typed.any(|line| key(line, other).is_none() && !goes_on(line)) {
        return None;
    }
    let is_read = match other {
        Format::Toml => toml::from_str::<toml::Table>(fields).is_ok(),
        _ => {
            toml::from_str::<toml::Table>(fields).is_err()
                && serde_yaml::from_str::<Value>(fields).is_ok_and(|value| value.is_mapping())
        }
    };
    is_read.then_some(other)
}
