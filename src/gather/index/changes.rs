//! What a batch of edits changes: which groups, and which pages may come or go with them.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use foldhash::fast::FixedState;

use crate::base::path::SourcePath;
use crate::base::tag::Tag;
use crate::gather::card::Card;
use crate::gather::facet;
use crate::gather::facts::Facts;
use crate::gather::group::{Group, GroupId};
use crate::gather::shard::Shard;
use crate::read::permalink::Role;

/// What a batch of edits changed.
#[derive(Debug, Default)]
pub struct Changes {
    /// `None` if they need not be told apart, since nothing has been made of any.
    pub groups: Option<HashSet<GroupId, FixedState>>,
    pub paths: Vec<SourcePath>,
    pub tags: BTreeSet<Tag>,
    pub claims: Vec<Arc<str>>,
    pub shards: Vec<Shard>,
    /// Files that other essays use now, or that other folders hold.
    pub used: Vec<SourcePath>,
    /// The sections in whose folders something else lies now.
    pub sections: Vec<Arc<str>>,
}

impl Changes {
    /// Nothing so far. `is_read` says whether any page has been made, so that groups are told apart.
    pub(crate) fn none(is_read: bool) -> Self {
        Self { groups: is_read.then(HashSet::default), ..Self::default() }
    }

    pub(crate) fn mark(&mut self, group: Group<'_>) {
        if let Some(groups) = &mut self.groups {
            groups.extend([group.id(), group.whole().id()]);
        }
    }

    pub(crate) fn has(&self, group: Group<'_>) -> bool {
        self.groups.as_ref().is_none_or(|groups| groups.contains(&group.id()))
    }

    pub(crate) fn mark_all<'a, K: ?Sized + 'a>(
        &mut self,
        keys: impl IntoIterator<Item = &'a K>,
        group: fn(&'a K) -> Group<'a>,
    ) {
        keys.into_iter().for_each(|key| self.mark(group(key)));
    }
}

/// Marks what is filed under the path alone.
pub(crate) fn mark_own(old: &Facts, new: &Facts, path: &SourcePath, changes: &mut Changes) {
    changes.mark(Group::Content(path));
    if old.card != new.card {
        changes.mark(Group::Card(path));
    }
    if old.outline != new.outline {
        changes.mark(Group::Outline(path));
    }
    if old.targets != new.targets {
        changes.mark(Group::Targets(path));
    }
    if old.minutes != new.minutes {
        changes.mark(Group::Minutes(path));
    }
    if old.stops != new.stops {
        changes.mark(Group::Stops(path));
    }
}

/// Keeps the list of essays, and notes which tags and neighbours may be others now.
pub(super) fn relist(
    listed: &mut BTreeSet<Arc<Card>>,
    old: Option<&Arc<Card>>,
    new: Option<&Arc<Card>>,
    changes: &mut Changes,
    turned: &mut BTreeSet<Tag>,
) {
    if old == new {
        return;
    }
    turned.extend(old.into_iter().chain(new).filter_map(|card| explained(card)));
    if let Some(old) = old.filter(|card| listed.remove(*card)) {
        changes.mark(Group::Listed);
        mark_neighbours(listed, old, changes);
    }
    if let Some(new) = new.filter(|card| card.role == Role::Essay && !card.unlisted) {
        listed.insert(new.clone());
        changes.mark(Group::Listed);
        mark_neighbours(listed, new, changes);
    }
}

/// Keeps the list of reading paths.
pub(super) fn relist_trail(
    trails: &mut BTreeSet<Arc<Card>>,
    old: Option<&Arc<Card>>,
    new: Option<&Arc<Card>>,
    changes: &mut Changes,
) {
    if old == new {
        return;
    }
    let gone = old.is_some_and(|card| trails.remove(card));
    let new = new.filter(|card| card.role == Role::Path && !card.unlisted);
    if gone || new.is_some() {
        changes.mark(Group::Paths);
    }
    trails.extend(new.cloned());
}

/// Marks `card` and those before and after it among the dated essays.
fn mark_neighbours(listed: &BTreeSet<Arc<Card>>, card: &Arc<Card>, changes: &mut Changes) {
    if changes.groups.is_none() {
        return;
    }
    let (newer, older) = facet::neighbours(listed, card);
    for card in [Some(card), newer, older].into_iter().flatten() {
        changes.mark(Group::Neighbours(&card.path));
    }
}

/// The tag that an essay is the text of.
pub(super) fn explained(card: &Card) -> Option<Tag> {
    match &card.role {
        Role::Tag(slug) => Tag::new(slug),
        _ => None,
    }
}
