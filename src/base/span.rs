//! Places in a text.

use std::ops::Range;

/// A stretch of bytes in one source file, from `start` up to `end`. Half-open; a `u32` is enough
/// since no source may be larger than 4 GiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The same stretch, `by` bytes further on.
    pub fn shifted(self, by: usize) -> Self {
        let by = offset(by);
        Self { start: self.start + by, end: self.end + by }
    }

    /// As a range that indexes the source.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self { start: offset(range.start), end: offset(range.end) }
    }
}

/// A byte offset in the width that is stored.
pub fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
