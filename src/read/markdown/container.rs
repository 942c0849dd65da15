//! What is open while a text is read: the block that is being written, and what it stands in.

use std::ops::Range;

use crate::read::html::Html;
use crate::read::syntax::callout::Callout;

/// The text of the block that is being written, and the links in it.
#[derive(Default)]
pub(super) struct Block {
    pub(super) text: String,
    pub(super) links: Vec<(usize, Range<usize>)>,
    /// The tags in it: their indexes among the marked places.
    pub(super) marked: Vec<(usize, Range<usize>)>,
}

/// A heading that is being read: what its tag says of it.
pub(super) struct Opening {
    pub(super) level: u8,
    pub(super) id: Option<String>,
    pub(super) classes: Vec<String>,
    pub(super) span: Range<usize>,
}

/// Code that is being read.
pub(super) struct Code {
    pub(super) info: Option<String>,
    pub(super) text: String,
    pub(super) span: Range<usize>,
}

/// Something that holds blocks.
pub(super) struct Container {
    pub(super) kind: Kind,
    /// Where the block before the next one begins: what an id on a line of its own belongs to.
    pub(super) last: Option<usize>,
    /// Where it begins itself.
    pub(super) start: usize,
    /// Headings in it whose part of the text has not ended: level, id and start.
    pub(super) sections: Vec<(u8, Box<str>, usize)>,
}

pub(super) enum Kind {
    Body,
    Quote,
    Callout(Callout),
    List {
        ordered: bool,
    },
    /// An item; `open` once its tag has been written. It begins at `at` in the text.
    Item {
        open: bool,
        id: Option<Box<str>>,
        at: usize,
    },
    /// A footnote, with the HTML round its definition.
    Footnote {
        outer: Html,
        name: Box<str>,
    },
    Table,
    Definitions,
    Definition,
}

impl Container {
    pub(super) fn new(kind: Kind, start: usize) -> Self {
        Self { kind, last: None, start, sections: Vec::new() }
    }
}
