//! The pieces that the text of a block is made of.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

/// A piece of the text of a block.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece<'a> {
    /// As the parser has it.
    Markdown(Event<'a>),
    MarkStart,
    MarkEnd,
    NoteStart,
    NoteEnd,
    /// A tag without its `#`.
    Tag(&'a str),
    /// An address without brackets round it.
    Address(&'a str),
    /// A tag of HTML, written as it is.
    Html(CowStr<'a>),
    /// A picture of a theme, by its name between colons, of which nothing is shown.
    Icon,
}

/// The pieces of a block, each with its place.
pub type Pieces<'a> = Vec<(Piece<'a>, Range<usize>)>;

/// Whether text is a stretch of the source: no entity, no escape, no quotation mark turned. Where it
/// lies in memory says so at once, however long it is.
pub(super) fn is_typed(source: &str, text: &str, range: &Range<usize>) -> bool {
    text.len() == range.len() && source.get(range.clone()).is_some_and(|typed| typed.as_ptr() == text.as_ptr())
}
