//! Tags: the subjects an essay is about.

use std::fmt;
use std::sync::Arc;

use crate::base::slug;
use crate::base::span::Span;

/// A tag, known by its slug, so that `Co Creation`, `co-creation` and `Co_Creation` are one. A `/`
/// in it nests: `trust/at-work` stands below `trust`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(Arc<str>);

impl Tag {
    /// The tag that `text` names; `None` if nothing is left of it in an address.
    pub fn new(text: &str) -> Option<Self> {
        let parts = text.trim().trim_start_matches('#').split('/').filter(|part| !part.trim().is_empty());
        let slugs: Option<Vec<String>> = parts.map(slug::segment).collect();
        slugs.filter(|slugs| !slugs.is_empty()).map(|slugs| Self(slugs.join("/").into()))
    }

    /// The slug: what follows the folder of tags in the address of the tag's page.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tag in the comparable form of its address, where that is another one: `strasse` of `straße`.
    pub fn folded(&self) -> Option<Self> {
        Self::new(&slug::comparable(&self.0)).filter(|folded| folded != self)
    }

    /// How many levels it has.
    pub fn levels(&self) -> u32 {
        u32::try_from(self.0.split('/').count()).unwrap_or(u32::MAX)
    }

    /// The tags above this one, the nearest first.
    pub fn above(&self) -> impl Iterator<Item = Self> {
        let mut slug = &*self.0;
        std::iter::from_fn(move || {
            slug = slug.rsplit_once('/')?.0;
            Some(Self(slug.into()))
        })
    }

    /// Whether one of the two stands above the other.
    pub fn is_nested_with(&self, other: &Self) -> bool {
        self.above().any(|above| above == *other) || other.above().any(|above| above == *self)
    }

    /// Whether `other` stands right below this one.
    pub fn is_parent_of(&self, other: &Self) -> bool {
        other.0.rsplit_once('/').is_some_and(|(parent, _)| *parent == *self.0)
    }
}

/// A tag as an essay gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagging {
    pub tag: Tag,
    /// As it is written.
    pub spelling: Arc<str>,
    pub span: Span,
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
