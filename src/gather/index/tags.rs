//! The tags of a book: what may be shown of each, and what the texts of tags say of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Index;
use super::changes::Changes;
use crate::base::config::Config;
use crate::base::page_file::page_file;
use crate::base::slug;
use crate::base::tag::Tag;
use crate::gather::card::Card;
use crate::gather::facet::{self, RECENT, TagCard};
use crate::gather::facts::{Claim, Listing};
use crate::gather::group::Group;
use crate::gather::vocabulary::Vocabulary;

impl Index {
    /// Takes in what the texts of `defined` tags say now; gives the tags that may be others for it.
    pub(super) fn redefine(
        &mut self,
        defined: &BTreeSet<Tag>,
        config: &Config,
        changes: &mut Changes,
    ) -> BTreeSet<Tag> {
        if defined.is_empty() {
            return BTreeSet::new();
        }
        let mut all = self.vocabulary.terms().clone();
        for tag in defined {
            // Of several texts of one tag, only the one that has its page counts.
            let text = self.tag_text(tag, config);
            match text.and_then(|card| self.facts(&card.path)?.term.clone()) {
                Some(term) => drop(all.insert(tag.clone(), term)),
                None => drop(all.remove(tag)),
            }
        }
        let new = Vocabulary::of(all);
        let different = self.vocabulary.difference(&new);
        self.vocabulary = new;
        self.is_underived = true;
        changes.mark_all(&different, Group::Tagged);
        changes.mark_all(&different, Group::Tag);
        different
    }

    /// Makes the facets again that the changed groups feed.
    pub(super) fn refresh_facets(&mut self, mut stale: BTreeSet<Tag>, config: &Config, changes: &mut Changes) {
        if changes.has(Group::Listed) {
            let recent: Vec<_> = self.listed.iter().filter(|card| card.date.is_some()).take(RECENT).cloned().collect();
            if recent != self.recent {
                self.recent = recent;
                changes.mark(Group::Recent);
            }
        }
        let filed: Vec<Tag> = stale.iter().map(|tag| self.vocabulary.filed(tag).clone()).collect();
        stale.extend(filed);
        for tag in &stale {
            let text = self.tag_text(tag, config);
            let is_synonym = self.vocabulary.filed(tag) != tag;
            let new = facet::tag_card(tag, &self.tagged(tag), text.as_deref(), &self.vocabulary, config);
            let new = new.filter(|_| !is_synonym);
            let old = match new.clone() {
                Some(card) => self.tags.insert(tag.clone(), card),
                None => self.tags.remove(tag),
            };
            if let Some(folded) = tag.folded() {
                let filed = |card: &Option<TagCard>| card.iter().map(|_| (folded.clone(), tag.clone())).collect();
                self.folded.change(filed(&old), filed(&new));
            }
            if old != new {
                changes.mark(Group::Tags);
                if old.as_ref().map(TagCard::face) != new.as_ref().map(TagCard::face) {
                    changes.mark(Group::Tag(tag));
                    changes.mark_all(&tag.folded(), Group::Tag);
                    let synonyms: Vec<_> = self.vocabulary.synonyms_of(tag).cloned().collect();
                    changes.mark_all(&synonyms, Group::Tag);
                }
            }
        }
        if changes.has(Group::Tags) {
            let frequent = facet::frequent(&self.tags);
            if frequent != self.frequent {
                self.frequent = frequent;
                changes.mark(Group::Frequent);
            }
        }
        changes.tags = stale;
    }

    /// The card of the essay that is the text of the page of `tag`.
    fn tag_text(&self, tag: &Tag, config: &Config) -> Option<Arc<Card>> {
        let claim = slug_of_tag_page(tag, config);
        self.claims.group(&*claim).iter().find_map(|claim| match claim {
            Claim::Page { path, .. } => self.card(path).cloned(),
            _ => None,
        })
    }

    /// The essays that are filed under `tag`, newest first: those that have it or a synonym.
    pub fn tagged(&self, tag: &Tag) -> Cow<'_, [Listing]> {
        let own = self.tagged.group(tag);
        let mut others = self.vocabulary.synonyms_of(tag).map(|synonym| self.tagged.group(synonym)).peekable();
        if others.peek().is_none() {
            return own.into();
        }
        let mut all: Vec<Listing> = own.iter().chain(others.flatten()).cloned().collect();
        all.sort_unstable();
        all.into()
    }

    /// The tags of the book, without synonyms.
    pub fn tags(&self) -> &BTreeMap<Tag, TagCard> {
        &self.tags
    }

    /// The tags whose addresses have this comparable form, and another one as they stand.
    pub fn folded(&self, comparable: &Tag) -> &[Tag] {
        self.folded.group(comparable)
    }
}

/// The key under which the page of `tag` is claimed by its text.
fn slug_of_tag_page(tag: &Tag, config: &Config) -> String {
    slug::comparable(&page_file(&facet::tag_address(tag, config)))
}
