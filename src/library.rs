//! What the book knows: the facts of all its files, gathered into relations.
//!
//! Pages do not look in here; they ask a [`crate::reader::Reader`], which records what it hands out.
//!
//! **Incremental:** a batch of edits takes the old facts of the files it touches out of the
//! relations and puts the new ones in. Which groups differ afterwards is all that is remembered of
//! it, and a group that ends up as it was is no change.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use foldhash::fast::FixedState;

use crate::card::Card;
use crate::config::Config;
use crate::essay::{Essay, Role};
use crate::facet::{self, TagCard};
use crate::facts::{self, Claim, Facts, Listing, Mention, Named};
use crate::group::{Group, GroupId};
use crate::name::Name;
use crate::relation::Relation;
use crate::source::SourcePath;
use crate::syntax::summary::Chapter;
use crate::tag::Tag;

/// How many essays count as recent: as many as a feed has entries.
pub const RECENT: usize = 20;

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
    /// An essay that was read.
    pub fn essay(essay: Essay) -> Self {
        Self { facts: facts::of_essay(&essay), entry: Entry::Essay(Box::new(essay)) }
    }

    /// The essay that it is, if it is one.
    pub fn as_essay(&self) -> Option<&Essay> {
        self.entry.as_essay()
    }

    /// Any other file, by the hash of its bytes.
    pub fn asset(path: &SourcePath, hash: u128) -> Self {
        Self { facts: facts::of_asset(path), entry: Entry::Asset(hash) }
    }
}

/// Everything that pages are made from.
#[derive(Debug, Default)]
pub struct Library {
    shelf: HashMap<SourcePath, Volume, FixedState>,
    /// The paths on the shelf, in order.
    paths: BTreeSet<SourcePath>,
    names: Relation<Name, Named>,
    mentions: Relation<Name, Arc<Mention>>,
    tagged: Relation<Tag, Listing>,
    claims: Relation<Arc<str>, Claim>,
    /// The cards of essays with a page of their own, newest first.
    listed: BTreeSet<Arc<Card>>,
    recent: Vec<Arc<Card>>,
    contents: Contents,
    tags: BTreeMap<Tag, TagCard>,
}

/// The chapters of a `SUMMARY.md`, and the first place of each file among them.
#[derive(Debug, Default)]
struct Contents {
    chapters: Arc<[Chapter]>,
    places: HashMap<SourcePath, usize, FixedState>,
}

impl Contents {
    fn of(chapters: Arc<[Chapter]>) -> Self {
        let mut places = HashMap::default();
        for (place, chapter) in chapters.iter().enumerate() {
            if let Some(path) = &chapter.path {
                places.entry(path.clone()).or_insert(place);
            }
        }
        Self { chapters, places }
    }
}

/// What a batch of edits changed.
#[derive(Debug, Default)]
pub struct Changes {
    pub groups: HashSet<GroupId, FixedState>,
    pub paths: Vec<SourcePath>,
    pub tags: BTreeSet<Tag>,
    pub claims: Vec<Arc<str>>,
}

impl Changes {
    fn mark(&mut self, group: Group<'_>) {
        self.groups.insert(group.id());
        self.groups.insert(group.whole().id());
    }
}

impl Library {
    /// Takes in files that are new or changed, and lets go of those that are gone (`None`). No path
    /// may come twice.
    pub fn change(&mut self, volumes: Vec<(SourcePath, Option<Volume>)>, config: &Config) -> Changes {
        let mut changes = Changes::default();
        let mut out = Facts::default();
        let mut into = Facts::default();
        let mut turned: BTreeSet<Tag> = BTreeSet::new();
        let nothing = Facts::default();
        for (path, volume) in volumes {
            let old = self.shelf.remove(&path);
            let old = old.as_ref().map_or(&nothing, |volume| &volume.facts);
            let new = volume.as_ref().map_or(&nothing, |volume| &volume.facts);
            mark_own(old, new, &path, &mut changes);
            if old.chapters != new.chapters {
                changes.mark(Group::Chapters);
                for path in old.chapters.iter().chain(&*new.chapters).filter_map(|chapter| chapter.path.as_ref()) {
                    changes.mark(Group::Neighbours(path));
                }
                self.contents = Contents::of(new.chapters.clone());
            }
            relist(&mut self.listed, old.card.as_ref(), new.card.as_ref(), &mut changes, &mut turned);
            collect(&mut out, old);
            collect(&mut into, new);
            match volume {
                Some(volume) => {
                    self.shelf.insert(path.clone(), volume);
                    self.paths.insert(path.clone());
                }
                None => {
                    self.paths.remove(&path);
                }
            }
            changes.paths.push(path);
        }
        let Facts { card: _, targets: _, outline: _, chapters: _, names, mentions, tags, claims } = into;
        // Bulk loading is sorting, and the relations do not look at each other.
        let ((names, mentions), (tags, claims)) = rayon::join(
            || rayon::join(|| self.names.change(out.names, names), || self.mentions.change(out.mentions, mentions)),
            || rayon::join(|| self.tagged.change(out.tags, tags), || self.claims.change(out.claims, claims)),
        );
        for key in &names {
            changes.mark(Group::Names(key));
        }
        for key in &mentions {
            changes.mark(Group::Mentions(key));
        }
        for tag in &tags {
            changes.mark(Group::Tagged(tag));
        }
        for key in &claims {
            changes.mark(Group::Claims(key));
        }
        turned.extend(tags);
        changes.claims = claims;
        self.turn(turned, config, &mut changes);
        changes
    }

    /// Makes the facets again that the changed groups feed.
    fn turn(&mut self, turned: BTreeSet<Tag>, config: &Config, changes: &mut Changes) {
        if changes.groups.contains(&Group::Listed.id()) {
            let recent: Vec<_> = self.listed.iter().filter(|card| card.date.is_some()).take(RECENT).cloned().collect();
            if recent != self.recent {
                self.recent = recent;
                changes.mark(Group::Recent);
            }
        }
        for tag in &turned {
            let text = self.tag_text(tag, config);
            let new = facet::tag_card(tag, self.tagged.group(tag), text.as_deref(), config);
            let old = match new.clone() {
                Some(card) => self.tags.insert(tag.clone(), card),
                None => self.tags.remove(tag),
            };
            if old != new {
                changes.mark(Group::Tags);
                if old.as_ref().map(TagCard::face) != new.as_ref().map(TagCard::face) {
                    changes.mark(Group::Tag(tag));
                }
            }
        }
        changes.tags = turned;
    }

    /// The card of the essay that is the text of the page of `tag`.
    fn tag_text(&self, tag: &Tag, config: &Config) -> Option<Arc<Card>> {
        let claim = slug_of_tag_page(tag, config);
        self.claims.group(&*claim).iter().find_map(|claim| match claim {
            Claim::Page { path, .. } => self.card(path).cloned(),
            _ => None,
        })
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

    /// The place of a file among [`Library::chapters`].
    pub fn chapter(&self, path: &SourcePath) -> Option<usize> {
        self.contents.places.get(path).copied()
    }

    /// The files that answer to `name`.
    pub fn names(&self, name: &Name) -> &[Named] {
        self.names.group(name)
    }

    /// The links that use `name`.
    pub fn mentions(&self, name: &Name) -> &[Arc<Mention>] {
        self.mentions.group(name)
    }

    /// The essays with `tag`, newest first.
    pub fn tagged(&self, tag: &Tag) -> &[Listing] {
        self.tagged.group(tag)
    }

    /// The tags of the book.
    pub fn tags(&self) -> &BTreeMap<Tag, TagCard> {
        &self.tags
    }

    /// The essay that gives the page in `file` its text.
    pub fn text_of(&self, file: &str) -> Option<&Essay> {
        let claims = self.claims(&crate::slug::comparable(file)).iter();
        let mut paths = claims.filter(|claim| matches!(claim, Claim::Page { .. })).map(Claim::path);
        self.entry(paths.next()?)?.as_essay()
    }

    /// Who claims the output file at `address` (in its comparable form).
    pub fn claims(&self, address: &str) -> &[Claim] {
        self.claims.group(address)
    }
}

/// The key under which the page of `tag` is claimed by its text.
fn slug_of_tag_page(tag: &Tag, config: &Config) -> String {
    crate::slug::comparable(&facts::page_file(&facet::tag_address(tag, config)))
}

fn collect(all: &mut Facts, one: &Facts) {
    let Facts { card: _, targets: _, outline: _, chapters: _, names, mentions, tags, claims } = one;
    all.names.extend_from_slice(names);
    all.mentions.extend_from_slice(mentions);
    all.tags.extend_from_slice(tags);
    all.claims.extend_from_slice(claims);
}

/// Marks what is filed under the path alone.
fn mark_own(old: &Facts, new: &Facts, path: &SourcePath, changes: &mut Changes) {
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
}

/// Keeps the list of essays, and notes which tags and neighbours may be others now.
fn relist(
    listed: &mut BTreeSet<Arc<Card>>,
    old: Option<&Arc<Card>>,
    new: Option<&Arc<Card>>,
    changes: &mut Changes,
    turned: &mut BTreeSet<Tag>,
) {
    if old == new {
        return;
    }
    let explained = |card: &Arc<Card>| match &card.role {
        Role::Tag(slug) => Tag::new(slug),
        _ => None,
    };
    turned.extend(old.into_iter().chain(new).filter_map(explained));
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

/// Marks `card` and those before and after it among the dated essays.
fn mark_neighbours(listed: &BTreeSet<Arc<Card>>, card: &Arc<Card>, changes: &mut Changes) {
    let (newer, older) = facet::neighbours(listed, card);
    for card in [Some(card), newer, older].into_iter().flatten() {
        changes.mark(Group::Neighbours(&card.path));
    }
}
