//! What the text of a tag says of the tag.

use std::sync::Arc;

use crate::base::tag::{Tag, Tagging};

/// A tag in the vocabulary of the book: what the fields of its text say.
#[derive(Clone, Debug, Default)]
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

impl Term {
    /// What it says, wherever in its file that stands.
    fn key(&self) -> impl PartialEq + '_ {
        let says = |taggings: &[Tagging]| -> Vec<(Tag, Arc<str>)> {
            taggings.iter().map(|tagging| (tagging.tag.clone(), tagging.spelling.clone())).collect()
        };
        (&self.label, says(self.broader.as_slice()), says(&self.see_also), says(&self.synonyms))
    }
}

impl PartialEq for Term {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Term {}
