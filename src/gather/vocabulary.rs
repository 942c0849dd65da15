//! The vocabulary of the book: what the texts of tags say of their tags, seen together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::tag::{Tag, Tagging};
use crate::read::front_matter::Term;

/// What the texts of tags say. Derived anew whenever one of them says something else: they are few.
#[derive(Debug, Default)]
pub struct Vocabulary {
    terms: BTreeMap<Tag, Arc<Term>>,
    /// From each synonym to its tag.
    synonyms: BTreeMap<Tag, Tag>,
    /// From each tag to those that name it as broader.
    narrower: BTreeMap<Tag, BTreeSet<Tag>>,
}

impl Vocabulary {
    /// The vocabulary of these tags. A word that has a text of its own is nobody's synonym, and of
    /// two tags that claim one the first has it.
    pub fn of(terms: BTreeMap<Tag, Arc<Term>>) -> Self {
        let mut synonyms: BTreeMap<Tag, Tag> = BTreeMap::new();
        for (tag, term) in &terms {
            for synonym in term.synonyms.iter().filter(|synonym| !terms.contains_key(&synonym.tag)) {
                synonyms.entry(synonym.tag.clone()).or_insert_with(|| tag.clone());
            }
        }
        let mut vocabulary = Self { terms, synonyms, narrower: BTreeMap::new() };
        let mut narrower: BTreeMap<Tag, BTreeSet<Tag>> = BTreeMap::new();
        for tag in vocabulary.terms.keys() {
            if let Some(broader) = vocabulary.broader(tag) {
                narrower.entry(broader.clone()).or_default().insert(tag.clone());
            }
        }
        vocabulary.narrower = narrower;
        vocabulary
    }

    /// The terms by their tags.
    pub fn terms(&self) -> &BTreeMap<Tag, Arc<Term>> {
        &self.terms
    }

    /// The tag under which the essays of `tag` are filed: itself, unless it is a synonym.
    pub fn filed<'a>(&'a self, tag: &'a Tag) -> &'a Tag {
        self.synonyms.get(tag).unwrap_or(tag)
    }

    /// The synonyms of `tag`, in the order of their slugs.
    pub fn synonyms_of<'a>(&'a self, tag: &'a Tag) -> impl Iterator<Item = &'a Tag> {
        let claimed = self.terms.get(tag).into_iter().flat_map(|term| &term.synonyms);
        let own = claimed.map(|synonym| &synonym.tag).filter(|synonym| self.synonyms.get(*synonym) == Some(tag));
        own.collect::<BTreeSet<_>>().into_iter()
    }

    /// The tag that `tag` names as broader. One below another has that above it, whatever its text says.
    pub fn broader(&self, tag: &Tag) -> Option<&Tag> {
        let broader = self.terms.get(tag)?.broader.as_ref().filter(|_| tag.above().next().is_none())?;
        Some(self.filed(&broader.tag)).filter(|broader| *broader != tag)
    }

    /// The tags that `tag` names as near to it, each once.
    pub fn see_also(&self, tag: &Tag) -> Vec<Tag> {
        let mut known = BTreeSet::from([tag]);
        let named = self.terms.get(tag).into_iter().flat_map(|term| &term.see_also);
        named.map(|tagging| self.filed(&tagging.tag)).filter(|near| known.insert(near)).cloned().collect()
    }

    /// The tags that name `tag` as broader.
    pub fn narrower(&self, tag: &Tag) -> impl Iterator<Item = &Tag> {
        self.narrower.get(tag).into_iter().flatten()
    }

    /// The tags of which the two say something else, or that stand elsewhere in them.
    pub fn difference(&self, other: &Self) -> BTreeSet<Tag> {
        let moved = |one: &Self, two: &Self| {
            let moved = one.synonyms.iter().filter(|(synonym, tag)| two.synonyms.get(*synonym) != Some(tag));
            moved.map(|(synonym, tag)| (synonym.clone(), tag.clone())).collect::<Vec<_>>()
        };
        let moved: Vec<(Tag, Tag)> = [moved(self, other), moved(other, self)].concat();
        let mut different: BTreeSet<Tag> =
            moved.iter().flat_map(|(synonym, tag)| [synonym.clone(), tag.clone()]).collect();
        let has_moved = |tagging: &Tagging| moved.iter().any(|(synonym, _)| *synonym == tagging.tag);
        for (one, two) in [(self, other), (other, self)] {
            for (tag, term) in &one.terms {
                let same = two.terms.get(tag) == Some(term);
                if !same || term.broader.iter().chain(&term.see_also).any(has_moved) {
                    different.insert(tag.clone());
                    different.extend(term.broader.iter().map(|broader| one.filed(&broader.tag).clone()));
                }
            }
        }
        different
    }
}
