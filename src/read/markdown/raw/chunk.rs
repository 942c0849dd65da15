//! A stretch of raw HTML, with what becomes of its tags.

use std::ops::Range;

use crate::read::syntax::markup::Token;

/// A block of HTML, or one tag in a text.
#[derive(Debug, Default)]
pub(in super::super) struct Chunk {
    /// Without what stands before the lines of a block in a quote or a list.
    pub(in super::super) text: String,
    pub(in super::super) tokens: Vec<(Token, Fate)>,
    /// Where each stretch of it begins, here and in the text.
    origins: Vec<(usize, usize)>,
}

/// What becomes of a tag.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and they do not exclude each other")]
pub(in super::super) struct Fate {
    /// End tags that are written before it.
    pub(in super::super) before: String,
    /// What is written after it.
    pub(in super::super) after: String,
    /// It is left out.
    pub(in super::super) dropped: bool,
    /// Links are not looked for in it.
    pub(in super::super) verbatim: bool,
    /// It is not part of what is said.
    pub(in super::super) unspoken: bool,
    /// It stands in a drawing or a formula, whose names are its own.
    pub(in super::super) foreign: bool,
}

impl Chunk {
    /// Appends what stands at `start` in the text.
    pub(super) fn push(&mut self, text: &str, start: usize) {
        self.origins.push((self.text.len(), start));
        self.text.push_str(text);
    }

    /// Appends lines that begin at `start` in `text`, where something may stand before each: the sign of a quote, say.
    pub(super) fn push_lines(&mut self, lines: &str, start: usize, text: &str) {
        let mut from = start;
        for line in lines.split_inclusive('\n') {
            if let Some(by) = text.get(from..).and_then(|rest| rest.find(line)) {
                from += by;
                self.push(line, from);
                from += line.len();
            } else {
                self.push(line, from);
            }
        }
    }

    /// Where a stretch of it stands in the text.
    pub(in super::super) fn origin(&self, place: &Range<usize>) -> Range<usize> {
        let at = |here: usize| {
            let next = self.origins.partition_point(|(start, _)| *start <= here);
            self.origins.get(next.saturating_sub(1)).map_or(0, |(start, there)| there + here - start)
        };
        let start = at(place.start);
        start..place.end.checked_sub(1).map_or(start, |last| at(last) + 1).max(start)
    }
}
