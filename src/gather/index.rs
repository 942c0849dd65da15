//! The facts of all files of a book, gathered into relations.
//!
//! **Incremental:** a batch of edits takes the old facts of the files it touches out of the
//! relations and puts the new ones in. Which groups differ afterwards is all that is remembered of
//! it, and a group that ends up as it was is not a change.

mod addresses;
mod changes;
pub mod digests;
mod spares;
mod tags;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use foldhash::fast::FixedState;

use crate::base::config::Config;
use crate::base::key::Key;
use crate::base::path::SourcePath;
use crate::base::spill::Spill;
use crate::base::tag::Tag;
use crate::gather::bearings::Bearings;
use crate::gather::called::Called;
use crate::gather::card::Card;
use crate::gather::facet::TagCard;
use crate::gather::facts::{self, Claim, Facts, Listing, Placed};
use crate::gather::group::{Group, GroupId};
use crate::gather::named::NameKind;
use crate::gather::relation::Relation;
use crate::gather::section::{self, Child};
use crate::gather::shard::Shard;
use crate::gather::vocabulary::Vocabulary;
use crate::read::essay::Essay;
use crate::read::passage;
use crate::read::syntax::link::{Destination, media_destination};
use crate::read::syntax::summary::{self, Chapter, Contents};

pub use changes::Changes;
use changes::{explained, mark_own, relist, relist_trail};
use spares::Spares;

/// A file of the book, read.
#[derive(Debug)]
pub enum Entry {
    Essay(Box<Essay>),
    /// The hash of the bytes of any other file.
    Asset(u128),
}

impl Entry {
    /// The essay that it is, if it is one.
    pub fn as_essay(&self) -> Option<&Essay> {
        match self {
            Self::Essay(essay) => Some(essay),
            Self::Asset(_) => None,
        }
    }
}

/// A file with what it tells, ready for the shelf.
#[derive(Debug)]
pub struct Volume {
    entry: Entry,
    facts: Facts,
}

impl Volume {
    /// An essay that was read. Its texts are spilled, if there is a place for them.
    pub fn essay(mut essay: Essay, spill: Option<&Arc<dyn Spill>>) -> Self {
        if let Some(spill) = spill {
            // Before others share them.
            let passages = essay.body.links.iter_mut().filter_map(|link| Arc::get_mut(link.passage.as_mut()?));
            passage::spill_to(passages, spill);
        }
        let facts = facts::of_essay(&essay);
        if let Some(spill) = spill {
            essay.body.prose.spill_to(spill);
        }
        Self { facts, entry: Entry::Essay(Box::new(essay)) }
    }

    /// The essay that it is, if it is one.
    pub fn as_essay(&self) -> Option<&Essay> {
        self.entry.as_essay()
    }

    /// Any other file, by the hash of its bytes.
    pub fn asset(path: &SourcePath, hash: u128, config: &Config) -> Self {
        Self { facts: facts::of_asset(path, config), entry: Entry::Asset(hash) }
    }

    /// The same, which is part of the site only if an essay uses it.
    pub fn spare(path: &SourcePath, hash: u128, config: &Config) -> Self {
        let Self { facts, entry } = Self::asset(path, hash, config);
        Self { facts: Facts { is_spare: true, ..facts }, entry }
    }

    /// The same, a style sheet that names other files by these addresses.
    pub fn naming(mut self, path: &SourcePath, addresses: &[Box<str>]) -> Self {
        let inside = |typed: &str| match media_destination(typed, path.folder()) {
            Destination::Inside(target) => Some(target),
            Destination::Outside | Destination::Blocked { .. } => None,
        };
        self.facts.styled = addresses.iter().map(|typed| &**typed).filter_map(inside).collect();
        self
    }
}

/// The relations of a book.
#[derive(Debug, Default)]
pub struct Index {
    shelf: HashMap<SourcePath, Box<Volume>, FixedState>,
    /// The paths on the shelf, in order.
    paths: BTreeSet<SourcePath>,
    names: Relation<Key, Called>,
    tagged: Relation<Tag, Listing>,
    claims: Relation<Arc<str>, Claim>,
    /// Those of them that essays make which have not the address that they want.
    spares: Spares,
    marked: Relation<Tag, Arc<Placed>>,
    shards: Relation<Shard, SourcePath>,
    /// What is right in each folder, by its section; empty in a book that shows none of it.
    children: Relation<Arc<str>, Child>,
    /// The cards of essays with a page of their own, newest first.
    listed: BTreeSet<Arc<Card>>,
    recent: Vec<Arc<Card>>,
    /// The cards of reading paths.
    trails: BTreeSet<Arc<Card>>,
    contents: Contents,
    vocabulary: Vocabulary,
    tags: BTreeMap<Tag, TagCard>,
    /// Those of them whose addresses have another comparable form, by that.
    folded: Relation<Tag, Tag>,
    /// The tags of most essays, without their counts.
    frequent: Vec<TagCard>,
    /// What the settings say of where links lead.
    bearings: Bearings,
    /// The files of pages that the site has whatever is in the book.
    standing: BTreeSet<String>,
    /// How many essays that stand for their folder are not published.
    held_indexes: usize,
    /// Whether what is derived from the whole of it may be another by now.
    pub(crate) is_underived: bool,
}

impl Index {
    /// An index without any file, for a book with these settings.
    pub fn empty(config: &Config) -> Self {
        Self { contents: Contents::of(configured(config)), ..Self::default() }
    }

    /// Takes in files that are new or changed, and lets go of those that are gone (`None`). No path
    /// may come twice. `is_read` says whether any page has been made. Returns what has changed, and of that the
    /// groups of names.
    pub fn change(
        &mut self,
        volumes: Vec<(SourcePath, Option<Box<Volume>>)>,
        config: &Config,
        is_read: bool,
    ) -> (Changes, Vec<GroupId>) {
        let mut changes = Changes::none(is_read);
        let mut out = Facts::default();
        let mut into = Facts::default();
        let mut stale: BTreeSet<Tag> = BTreeSet::new();
        let mut defined: BTreeSet<Tag> = BTreeSet::new();
        let nothing = Facts::default();
        let shown = &config.output.html;
        let lists = shown.section_lists || shown.folder_pages || shown.folder_tree;
        let (mut left, mut entered) = (Vec::new(), Vec::new());
        let had_trails = !self.trails.is_empty();
        self.bearings = Bearings::of(config);
        let mut batch: Vec<(SourcePath, Facts)> =
            volumes.into_iter().map(|(path, volume)| (path.clone(), self.shelve(path, volume))).collect();
        changes.claims = self.settle_addresses(&mut batch, config);
        for (path, old) in batch {
            let (old, new) = (&old, self.shelf.get(&path).map_or(&nothing, |volume| &volume.facts));
            mark_own(old, new, &path, &mut changes);
            if old.chapters != new.chapters {
                changes.mark(Group::Chapters);
                for path in old.chapters.iter().chain(&*new.chapters).filter_map(|chapter| chapter.path.as_ref()) {
                    changes.mark(Group::Neighbours(path));
                }
                let listed = if new.chapters.is_empty() { configured(config) } else { new.chapters.clone() };
                self.contents = Contents::of(listed);
            }
            if old.is_of_folder() || new.is_of_folder() {
                // Whether it is there, and held back.
                let state = |facts: &Facts| facts.is_of_folder().then(|| facts.card.is_none());
                let (before, now) = (state(old), state(new));
                let are_held = self.held_indexes > 0 || now == Some(true);
                self.held_indexes += usize::from(now == Some(true));
                self.held_indexes -= usize::from(before == Some(true));
                if before != now && are_held {
                    changes.used.extend(self.assets_below(path.folder()));
                }
            }
            relist(&mut self.listed, old.card.as_ref(), new.card.as_ref(), &mut changes, &mut stale);
            relist_trail(&mut self.trails, old.card.as_ref(), new.card.as_ref(), &mut changes);
            self.is_underived |= (&old.card, &old.targets, &old.stops, &old.keywords)
                != (&new.card, &new.targets, &new.stops, &new.keywords);
            let text_of = |facts: &Facts| facts.card.as_deref().and_then(explained);
            let (before, now) = (text_of(old), text_of(new));
            if (&before, &old.term) != (&now, &new.term) {
                defined.extend(before.into_iter().chain(now));
            }
            if lists && old.card != new.card {
                left.extend(old.card.iter().flat_map(section::places));
                entered.extend(new.card.iter().flat_map(section::places));
            }
            collect(&mut out, old);
            collect(&mut into, new);
            changes.paths.push(path);
        }
        // Bulk loading is sorting, and the relations do not look at each other.
        let (names, tags) =
            rayon::join(|| self.names.change(out.names, into.names), || self.tagged.change(out.tags, into.tags));
        let named: Vec<GroupId> = names.iter().map(|key| Group::Names(*key, None).id()).collect();
        self.is_underived |= !names.is_empty();
        changes.mark_all(&names, |key| Group::Names(*key, None));
        changes.mark_all(&tags, Group::Tagged);
        let claims = std::mem::take(&mut changes.claims);
        changes.mark_all(claims.iter().map(|claim| &**claim), Group::Claims);
        changes.mark_all(&self.marked.change(out.marked, into.marked), Group::Marked);
        let shards = self.shards.change(out.shards, into.shards);
        changes.mark_all(&shards, |shard| Group::Shard(*shard));
        changes.shards = shards;
        let sections = self.children.change(left, entered);
        changes.mark_all(sections.iter().map(|section| &**section), Group::Children);
        changes.sections = sections;
        stale.extend(tags);
        stale.extend(self.redefine(&defined, config, &mut changes));
        changes.claims = claims;
        if had_trails == self.trails.is_empty() {
            changes.mark(Group::AnyPaths);
        }
        self.refresh_facets(stale, config, &mut changes);
        (changes, named)
    }

    /// Puts a file on the shelf, or takes it off (`None`); gives what it told before.
    fn shelve(&mut self, path: SourcePath, volume: Option<Box<Volume>>) -> Facts {
        let old = if let Some(volume) = volume {
            self.paths.insert(path.clone());
            self.shelf.insert(path, volume)
        } else {
            self.paths.remove(&path);
            self.shelf.remove(&path)
        };
        old.map(|volume| volume.facts).unwrap_or_default()
    }

    /// What the texts of tags say.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The cards of reading paths.
    pub fn trails(&self) -> &BTreeSet<Arc<Card>> {
        &self.trails
    }

    /// The places that are marked with `tag`.
    pub fn marked(&self, tag: &Tag) -> &[Arc<Placed>] {
        self.marked.group(tag)
    }

    /// What is right in the folder of a section.
    pub fn children(&self, section: &str) -> &[Child] {
        self.children.group(section)
    }

    /// The sections in whose folders something lies.
    pub fn sections(&self) -> impl Iterator<Item = &Arc<str>> {
        self.children.keys()
    }

    /// The files with pages whose previews stand in `shard`.
    pub fn shard(&self, shard: Shard) -> &[SourcePath] {
        self.shards.group(&shard)
    }

    /// The files of previews that are needed.
    pub fn shards(&self) -> impl Iterator<Item = &Shard> {
        self.shards.keys()
    }

    /// The tags of most essays, by slug.
    pub fn frequent(&self) -> &[TagCard] {
        &self.frequent
    }

    /// What the file at `path` is.
    pub fn entry(&self, path: &SourcePath) -> Option<&Entry> {
        self.shelf.get(path).map(|volume| &volume.entry)
    }

    /// Every file, by path.
    pub fn entries(&self) -> impl Iterator<Item = (&SourcePath, &Entry)> {
        self.paths.iter().filter_map(|path| Some((path, self.entry(path)?)))
    }

    /// What the file at `path` tells.
    pub fn facts(&self, path: &SourcePath) -> Option<&Facts> {
        self.shelf.get(path).map(|volume| &volume.facts)
    }

    /// Whether the file at `path` is not an essay.
    pub fn is_asset(&self, path: &SourcePath) -> bool {
        matches!(self.entry(path), Some(Entry::Asset(_)))
    }

    /// The files in a folder and below that are not essays.
    fn assets_below(&self, folder: &str) -> Vec<SourcePath> {
        let front = format!("{folder}/");
        let all = self.paths.range(SourcePath::new(&front)..);
        all.take_while(|path| path.as_str().starts_with(&*front)).filter(|path| self.is_asset(path)).cloned().collect()
    }

    /// The card of a published essay.
    pub fn card(&self, path: &SourcePath) -> Option<&Arc<Card>> {
        self.facts(path)?.card.as_ref()
    }

    /// The cards of all published essays, by path.
    pub fn cards(&self) -> impl Iterator<Item = &Arc<Card>> {
        self.paths.iter().filter_map(|path| self.card(path))
    }

    /// The cards of essays with a page of their own, newest first.
    pub fn listed(&self) -> &BTreeSet<Arc<Card>> {
        &self.listed
    }

    /// The newest dated essays, [`RECENT`] at most.
    pub fn recent(&self) -> &[Arc<Card>] {
        &self.recent
    }

    /// The chapters that a `SUMMARY.md` lists.
    pub fn chapters(&self) -> &[Chapter] {
        &self.contents.chapters
    }

    /// The place of a file among [`Index::chapters`].
    pub fn chapter(&self, path: &SourcePath) -> Option<usize> {
        self.contents.places.get(path).copied()
    }

    /// The files that are looked for by `key`.
    pub fn names(&self, key: Key) -> &[Called] {
        self.names.group(&key)
    }

    /// What is called by each name that anything has, in no order.
    pub fn spelled(&self) -> impl Iterator<Item = &[Called]> {
        let is_name = |called: &Called| called.is_spelled() && called.named.kind != NameKind::Address;
        self.names.groups().map(|(_, group)| group).filter(move |group| group.first().is_some_and(is_name))
    }

    /// The essay that gives the page in `file` its text.
    pub fn text_of(&self, file: &str) -> Option<&Essay> {
        let claims = self.claims(&crate::base::slug::comparable(file)).iter();
        let mut paths = claims.filter(|claim| matches!(claim, Claim::Page { .. })).map(Claim::path);
        self.entry(paths.next()?)?.as_essay()
    }

    /// What the settings say of where links lead.
    pub fn bearings(&self) -> &Bearings {
        &self.bearings
    }

    /// Sets the files of pages that the site has whatever is in the book.
    pub fn stand(&mut self, files: BTreeSet<String>) {
        self.standing = files;
    }

    /// Whether there is a page in `file` whatever is in the book.
    pub fn stands(&self, file: &str) -> bool {
        self.standing.contains(file)
    }

    /// Who claims the output file at `address` (in its comparable form).
    pub fn claims(&self, address: &str) -> &[Claim] {
        self.claims.group(address)
    }
}

/// The chapters that the settings list.
fn configured(config: &Config) -> Arc<[Chapter]> {
    summary::chapters(&config.book.chapters).into()
}

fn collect(all: &mut Facts, one: &Facts) {
    // Taken apart, so that a fact which nothing is made of does not compile.
    let Facts {
        card: _,
        targets: _,
        outline: _,
        chapters: _,
        stops: _,
        term: _,
        minutes: _,
        keywords: _,
        is_spare: _,
        is_among_drafts: _,
        styled: _,
        claims: _,
        mentions: _,
        names,
        tags,
        marked,
        shards,
    } = one;
    all.names.extend_from_slice(names);
    all.tags.extend_from_slice(tags);
    all.marked.extend_from_slice(marked);
    all.shards.extend_from_slice(shards);
}
