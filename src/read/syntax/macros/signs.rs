//! Where macros begin and end, looked for without going over a text twice.

use std::ops::Range;

use crate::base::diagnostic::foreign::Foreign as Kind;

/// How macros begin and end.
pub(super) const BRACKETS: [(&str, &str, Kind); 4] = [
    ("{{<", ">}}", Kind::Shortcode),
    ("{{%", "%}}", Kind::Shortcode),
    ("{%", "%}", Kind::Statement),
    ("{{", "}}", Kind::Output),
];

/// The most that a macro, or a destination made of several, may have in bytes: looking for an end
/// that is not there must not take long.
pub(super) const LONGEST: usize = 2000;

/// The lines of a text, asked for in order.
pub(super) struct Lines<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    /// Where the line begins without white space and signs of quotes.
    pub(super) own: usize,
    /// How far line breaks were looked for.
    pub(super) seen: usize,
}

impl Lines<'_> {
    /// Where the line of `start` begins, and whether a macro up to `end` stands alone on it.
    pub(super) fn around(&mut self, start: usize, end: usize) -> (usize, bool) {
        if let Some(last) = self.text[self.seen..start].rfind('\n') {
            self.start = self.seen + last + 1;
            self.own = self.start;
        }
        self.seen = start;
        let signs = &self.text[self.own..start];
        self.own += signs.len() - signs.trim_start_matches([' ', '\t', '>']).len();
        let after = self.text[end..].find(|c: char| !matches!(c, ' ' | '\t' | '\r'));
        let ends = after.is_none_or(|at| self.text[end + at..].starts_with('\n'));
        let marker = self.text[self.own..start].trim_end();
        let is_item = matches!(marker, "" | "-" | "*" | "+")
            || marker
                .strip_suffix(['.', ')'])
                .is_some_and(|number| number.len() < 10 && number.bytes().all(|byte| byte.is_ascii_digit()));
        (self.start, ends && is_item)
    }
}

/// The signs that end a macro, and those that no macro holds.
const SIGNS: [&str; 7] = [">}}", "%}}", "%}", "}}", "\n\n", "{%", "#}"];

/// Looks for signs in a text, and goes over no part of it twice for the same sign as long as it is asked in order.
pub(super) struct MacroSigns<'a> {
    pub(super) text: &'a str,
    /// For each sign a part of the text in which none begins; one may begin where it ends.
    pub(super) free: [Range<usize>; SIGNS.len()],
}

impl<'a> MacroSigns<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, free: std::array::from_fn(|_| 0..0) }
    }

    /// Where the first `sign` begins after `from` that ends before `limit`.
    pub(super) fn find(&mut self, sign: &str, from: usize, limit: usize) -> Option<usize> {
        let number = SIGNS.iter().position(|known| *known == sign)?;
        let free = &mut self.free[number];
        if from < free.start || from > free.end {
            *free = from..from;
        }
        let near = self.text.get(free.end..limit)?;
        let found = near.find(sign);
        let next = found.unwrap_or_else(|| near.floor_char_boundary((near.len() + 1).saturating_sub(sign.len())));
        free.end += next;
        found.map(|_| free.end)
    }

    /// Where the remark that begins at `at` ends, `{# … #}`, which may go over many lines.
    pub(super) fn remark(&mut self, at: usize) -> Option<usize> {
        self.text[at..].strip_prefix("{#")?;
        Some(self.find("#}", at + 2, self.text.len())? + 2)
    }

    /// The brackets of the macro at `at`, and where it ends: before an empty line.
    pub(super) fn bracket(&mut self, at: usize) -> Option<(&'static str, &'static str, Kind, usize)> {
        let rest = &self.text[at..];
        let (opening, closing, kind) = BRACKETS.iter().find(|(opening, ..)| rest.starts_with(opening))?;
        let inner = at + opening.len();
        let end = self.find(closing, inner, at + rest.floor_char_boundary(LONGEST))?;
        let is_one = self.find("\n\n", at, end).is_none() && self.find("{%", inner, end).is_none();
        is_one.then_some((opening, closing, *kind, end + closing.len()))
    }
}
