//! Footnotes: `[^name]` with `[^name]: text` anywhere, and `^[text]` in place.
//!
//! They are numbered by their first reference when a page is made, since a text that is shown inside
//! another brings its own.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

use foldhash::fast::FixedState;

use crate::base::exact::exact;
use crate::base::span::Span;
use crate::read::html::Html;

/// The signs in a set of a regular expression that hardly a footnote has in its name.
const OF_SETS: [char; 13] = ['\\', '"', '<', '>', '(', ')', '|', ';', '=', '+', '?', '&', '$'];

/// Whether `[^name]` before `rest` is a set of signs in a regular expression, as in `[^\s]+`, and no reference: by a sign in it
/// or behind it. So is a single letter in a text without footnotes.
pub fn is_class(name: &str, rest: &str, has_notes: bool) -> bool {
    let is_letter = name.chars().count() == 1 && !name.starts_with(|c: char| c.is_ascii_digit());
    name.contains(OF_SETS) || rest.starts_with('+') || (is_letter && !has_notes)
}

/// A footnote of an essay.
#[derive(Debug, Default)]
pub struct Note {
    pub html: Html,
    /// Whether anything refers to it.
    pub used: bool,
    defined: bool,
}

/// The footnotes of one essay while it is read.
#[derive(Debug, Default)]
pub struct Footnotes {
    notes: Vec<Note>,
    named: HashMap<Box<str>, usize, FixedState>,
    /// The names and places of definitions.
    defined: Vec<(Box<str>, Span, usize)>,
}

impl Footnotes {
    fn index(&mut self, name: &str) -> usize {
        *self.named.entry(name.into()).or_insert_with(|| {
            self.notes.push(Note::default());
            self.notes.len() - 1
        })
    }

    /// Notes a reference to `name`; gives the index of the footnote.
    pub fn refer(&mut self, name: &str) -> usize {
        let index = self.index(name);
        self.notes[index].used = true;
        index
    }

    /// Keeps the text of `name`, the first if there are several; says whether it is that.
    pub fn define(&mut self, name: &str, html: Html, span: Span) -> bool {
        let index = self.index(name);
        let note = &mut self.notes[index];
        let is_first = !note.defined;
        if is_first {
            (note.defined, note.html) = (true, html);
            self.defined.push((name.into(), span, index));
        }
        is_first
    }

    /// Keeps a footnote that stands where it is referred to; gives its index.
    pub fn inline(&mut self, html: Html) -> usize {
        self.notes.push(Note { html, used: true, defined: true });
        self.notes.len() - 1
    }

    /// All footnotes, and the names and places of those that nothing refers to.
    pub fn finish(self) -> (Vec<Note>, Vec<(Box<str>, Span)>) {
        let Self { mut notes, defined, .. } = self;
        for note in &mut notes {
            note.html.shrink();
        }
        exact(&mut notes);
        let unused = defined.into_iter().filter(|(_, _, index)| !notes[*index].used);
        let unused = unused.map(|(name, span, _)| (name, span)).collect();
        (notes, unused)
    }
}

/// Every `[^name]` in a text that the parser left as it is, since it knows no such footnote.
pub fn references(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices("[^").filter_map(|(start, _)| {
        let length = text[start + 2..].find(|c: char| c == ']' || c == '[' || c.is_whitespace())?;
        let end = start + 2 + length;
        (length > 0 && text[end..].starts_with(']')).then_some(start..end + 1)
    })
}

/// The mark of the footnote with this number; `count` says which reference to it this is, from 1. On a
/// page of its own (not `away` in a feed, from where the address of its page leads there), the first has a name by which a style sheet can put the note
/// beside it.
pub fn mark(number: usize, count: usize, away: Option<&str>) -> String {
    let id = back_id(number, count);
    let anchor = if away.is_some() || count > 1 { String::new() } else { format!(" style=\"--ref:--ref-{number}\"") };
    let page = away.unwrap_or_default();
    format!(
        "<sup class=\"footnote-reference\"><a id=\"{id}\" href=\"{page}#fn:{number}\" role=\"doc-noteref\"{anchor}>{number}</a></sup>"
    )
}

/// The footnote with this number as an item of the list at the end of the page, with a way back to
/// each of its references. It names its reference and the note before it to style sheets, unless it
/// stands `away` from its page in a feed.
pub fn item(mut html: String, number: usize, references: usize, away: Option<&str>) -> String {
    let mut back = String::new();
    let page = away.unwrap_or_default();
    for count in 1..=references {
        // Writing to a `String` cannot fail.
        let _ = write!(
            back,
            " <a class=\"footnote-back\" href=\"{page}#{}\" role=\"doc-backlink\" aria-label=\"Back to reference {number}\">↩</a>",
            back_id(number, count)
        );
    }
    let end = if html.ends_with("</p>\n") { html.len() - "</p>\n".len() } else { html.len() };
    html.insert_str(end, &back);
    let style = if away.is_some() {
        String::new()
    } else {
        format!(" style=\"--ref:--ref-{number};--above:--note-{};--note:--note-{number}\"", number - 1)
    };
    format!("<li id=\"fn:{number}\"{style}>{html}</li>\n")
}

/// With a colon, which no heading's id has.
fn back_id(number: usize, count: usize) -> String {
    if count == 1 { format!("fnref:{number}") } else { format!("fnref:{number}-{count}") }
}
