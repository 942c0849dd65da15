//! What the text of a tag says of the tag.

use std::sync::Arc;

use crate::tag::Tagging;

/// A tag in the vocabulary of the book: what the fields of its text say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// What it is called, if not by the title of its text.
    pub label: Option<Arc<str>>,
    /// The tag that it stands below.
    pub broader: Option<Tagging>,
    /// Tags that are near to it.
    pub see_also: Vec<Tagging>,
    /// Other words for it, whose essays are filed under it.
    pub synonyms: Vec<Tagging>,
}
