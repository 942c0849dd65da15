//! Why YAML cannot be read.

use std::ops::Range;

use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::slips::missing_space;
use crate::base::diagnostic::yaml::{
    bad_escape, broken_yaml, colon_in_value, duplicate_field, list_not_closed, loose_line, tab_in_yaml, unclosed_quote,
    unreadable_sign, yaml_anchor,
};
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::read::front_matter::lines::{quoted, straightened};
use crate::read::front_matter::slip::Slip;

use super::tabs::spaced;

/// Why YAML cannot be read, and where, in bytes from its beginning.
#[derive(Debug)]
pub(in super::super) enum Fault {
    Anchor {
        place: Range<usize>,
        value: Option<Range<usize>>,
    },
    /// Lines that are indented with tabs, from the first such tab to the last.
    Tabs(Range<usize>),
    /// `title: A: B`.
    Colon {
        field: String,
        value: Range<usize>,
    },
    /// `title: "A`, `title: 'It's'`, `title: "A" B`.
    Quote {
        field: String,
        value: Range<usize>,
    },
    /// `"[[b\|Words]]"`: a backslash in double quotation marks; the right way to write the value, if that is sure.
    Escape {
        sign: String,
        value: Range<usize>,
        right: Option<String>,
    },
    /// `title: @home`.
    Sign {
        value: Range<usize>,
    },
    /// `tags: [a, b`.
    List {
        field: String,
        value: Range<usize>,
    },
    /// `title:The mirror`: the place after the colon.
    Space {
        field: String,
        line: Range<usize>,
        after: usize,
    },
    /// A line that is not a field; the one before it, if the line may go on with its value, and whether
    /// it is sure to.
    Loose {
        line: Range<usize>,
        above: Option<String>,
        sure: bool,
    },
    /// The second of two fields with one name.
    Duplicate {
        field: String,
        place: Range<usize>,
    },
    Slip(Slip),
    Other {
        /// What is wrong, and what to do.
        reason: (String, &'static str),
        place: Range<usize>,
    },
}

impl Fault {
    /// As a diagnostic, in fields that begin at `start` in a file with this `text`.
    pub(in super::super) fn told(self, path: &SourcePath, start: usize, text: &str) -> Box<Diagnostic> {
        let span = |place: Range<usize>| Span::from(place).shifted(start);
        let words = |place: &Range<usize>| &text[start + place.start..start + place.end];
        let mut found = match self {
            Self::Anchor { place, value } => {
                let quoted = value.map(|value| (span(value.clone()), quoted(words(&value))));
                let sign = words(&place).chars().next().unwrap_or('*');
                yaml_anchor(path, span(place), sign, quoted)
            }
            Self::Tabs(place) => {
                let spaces = spaced(words(&place));
                let first = words(&place).find(|c| c != '\t').unwrap_or(place.len());
                tab_in_yaml(path, span(place.start..place.start + first), (span(place), spaces))
            }
            Self::Colon { field, value } => {
                // Curly marks round the whole are meant as those that it needs.
                let written = straightened(words(&value)).unwrap_or_else(|| quoted(words(&value)));
                colon_in_value(path, span(value), &field, &written)
            }
            Self::Quote { field, value } => {
                let written = requoted(words(&value));
                unclosed_quote(path, span(value), &field, &written)
            }
            Self::Escape { sign, value, right } => bad_escape(path, span(value), &sign, right.as_deref()),
            Self::Sign { value } => {
                let sign = words(&value).chars().next().unwrap_or_default();
                unreadable_sign(path, span(value.clone()), sign, &quoted(words(&value)))
            }
            Self::List { field, value } => list_not_closed(path, span(value), &field),
            Self::Space { field, line, after } => missing_space(path, span(line), span(after..after), &field),
            Self::Loose { line, above, sure } => {
                let at = sure.then(|| span(line.start..line.start));
                loose_line(path, span(line), above.as_deref().map(|above| (above, at)))
            }
            Self::Slip(slip) => slip.told(path, start, text),
            Self::Duplicate { field, place } => duplicate_field(path, span(place), &field),
            Self::Other { reason: (reason, help), place } => broken_yaml(path, span(place), (&reason, help)),
        };
        // To YAML a remark begins there, and the writer may have meant words or a remark.
        let is_before_remark = |end: usize| text[end..].trim_start_matches([' ', '\t']).starts_with('#');
        if let Some(fix) =
            found.fix.take_if(|fix| fix.text.starts_with(['"', '\'']) && is_before_remark(fix.span.range().end))
        {
            found.help.push(fix.help);
            found.help.push("what follows the `#` is a remark if it stands outside of the marks".into());
        }
        Box::new(found)
    }
}

/// A value that begins with a quotation mark and is not closed right, with ones that are.
fn requoted(value: &str) -> String {
    let (mark, rest) = value.split_at(1);
    let marks = ['"', '\'', '“', '”', '„', '’'];
    match rest.strip_suffix(marks) {
        // The marks stand round the whole.
        Some(inner) => quoted(inner),
        // Words follow the closing mark, which are part of the value; an apostrophe opens nothing.
        None if mark == "'" || rest.contains(mark) => quoted(value),
        None => quoted(rest),
    }
}
