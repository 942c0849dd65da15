//! Tags: the subjects an essay is about.

use std::fmt;
use std::sync::Arc;

use crate::slug;

/// A tag, known by its slug, so that `Co Creation`, `co-creation` and `Co_Creation` are one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(Arc<str>);

impl Tag {
    /// The tag that `text` names; `None` if nothing is left of it in an address.
    pub fn new(text: &str) -> Option<Self> {
        slug::segment(text.trim().trim_start_matches('#')).map(|slug| Self(slug.into()))
    }

    /// The slug: the last segment of the tag page's address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
