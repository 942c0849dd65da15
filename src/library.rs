//! What the book knows: the facts of all its files, gathered into relations.
//!
//! Pages do not look in here; they ask a [`crate::reader::Reader`], which records what it hands out.
//!
//! **Incremental:** a batch of edits takes the old facts of the files it touches out of the
//! relations and puts the new ones in. Which groups differ afterwards is all that is remembered of
//! it, and a group that ends up as it was is no change.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use foldhash::fast::FixedState;

use crate::card::Card;
use crate::config::Config;
use crate::essay::{Essay, Role};
use crate::facet::{self, RECENT, TagCard};
use crate::facts::{self, Claim, Facts, Listing, Mention, Named, Placed, Waypoint};
use crate::graph::Graph;
use crate::group::{Group, GroupId};
use crate::name::Name;
use crate::related::{self, Relative};
use crate::relation::Relation;
use crate::shard::Shard;
use crate::source::SourcePath;
use crate::syntax::summary::{Chapter, Contents};
use crate::tag::Tag;
use crate::vocabulary::Vocabulary;

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
    marked: Relation<Tag, Arc<Placed>>,
    waypoints: Relation<Name, Waypoint>,
    shards: Relation<Shard, SourcePath>,
    /// The cards of essays with a page of their own, newest first.
    listed: BTreeSet<Arc<Card>>,
    recent: Vec<Arc<Card>>,
    /// The cards of reading paths.
    walks: BTreeSet<Arc<Card>>,
    contents: Contents,
    vocabulary: Vocabulary,
    tags: BTreeMap<Tag, TagCard>,
    /// What is woven of the whole book, and whether it may be another by now.
    woven: Woven,
    is_unwoven: bool,
}

/// What is derived from all links and tags at once.
#[derive(Debug, Default)]
struct Woven {
    graph: Graph,
    related: HashMap<SourcePath, Vec<Relative>, FixedState>,
}

/// What a batch of edits changed.
#[derive(Debug, Default)]
pub struct Changes {
    pub groups: HashSet<GroupId, FixedState>,
    pub paths: Vec<SourcePath>,
    pub tags: BTreeSet<Tag>,
    pub claims: Vec<Arc<str>>,
    pub shards: Vec<Shard>,
}

impl Changes {
    fn mark(&mut self, group: Group<'_>) {
        self.groups.insert(group.id());
        self.groups.insert(group.whole().id());
    }

    fn mark_all<'a, K: ?Sized + 'a>(&mut self, keys: impl IntoIterator<Item = &'a K>, group: fn(&'a K) -> Group<'a>) {
        keys.into_iter().for_each(|key| self.mark(group(key)));
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
        let mut defined: BTreeSet<Tag> = BTreeSet::new();
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
            self.relist_walk(old, new, &mut changes);
            self.is_unwoven |= (&old.card, &old.targets, &old.keywords) != (&new.card, &new.targets, &new.keywords);
            if old.term != new.term {
                defined.extend([old, new].into_iter().filter_map(|facts| facts.card.as_deref().and_then(explained)));
            }
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
        // Bulk loading is sorting, and the relations do not look at each other.
        let ((names, mentions), (tags, claims)) = rayon::join(
            || {
                rayon::join(
                    || self.names.change(out.names, into.names),
                    || self.mentions.change(out.mentions, into.mentions),
                )
            },
            || rayon::join(|| self.tagged.change(out.tags, into.tags), || self.claims.change(out.claims, into.claims)),
        );
        self.is_unwoven |= !names.is_empty();
        changes.mark_all(&names, Group::Names);
        changes.mark_all(&mentions, Group::Mentions);
        changes.mark_all(&tags, Group::Tagged);
        changes.mark_all(claims.iter().map(|claim| &**claim), Group::Claims);
        changes.mark_all(&self.marked.change(out.marked, into.marked), Group::Marked);
        changes.mark_all(&self.waypoints.change(out.waypoints, into.waypoints), Group::Waypoints);
        changes.shards = self.shards.change(out.shards, into.shards);
        changes.groups.extend(changes.shards.iter().map(|shard| Group::Shard(*shard).id()));
        turned.extend(tags);
        turned.extend(self.redefine(&defined, config, &mut changes));
        changes.claims = claims;
        self.turn(turned, config, &mut changes);
        changes
    }

    /// Keeps the list of reading paths and their stops.
    fn relist_walk(&mut self, old: &Facts, new: &Facts, changes: &mut Changes) {
        let walk =
            |facts: &Facts| facts.card.as_ref().filter(|card| card.role == Role::Path && !card.unlisted).cloned();
        let (before, now) = (walk(old), walk(new));
        if (&before, &old.stops) == (&now, &new.stops) {
            return;
        }
        changes.mark(Group::Paths);
        if let Some(card) = before {
            changes.mark(Group::Stops(&card.path));
            self.walks.remove(&card);
        }
        if let Some(card) = now {
            changes.mark(Group::Stops(&card.path));
            self.walks.insert(card);
        }
    }

    /// Takes in what the texts of `defined` tags say now; gives the tags that may be others for it.
    fn redefine(&mut self, defined: &BTreeSet<Tag>, config: &Config, changes: &mut Changes) -> BTreeSet<Tag> {
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
        self.is_unwoven = true;
        changes.mark_all(&different, Group::Tagged);
        changes.mark_all(&different, Group::Tag);
        different
    }

    /// Follows every link of the book and finds which essays are related, if that may have changed;
    /// gives what has.
    pub fn weave(&mut self) -> Changes {
        let mut changes = Changes::default();
        if !std::mem::take(&mut self.is_unwoven) {
            return changes;
        }
        let graph = Graph::of(self);
        let relatives = related::relatives(self, &graph);
        if graph != self.woven.graph {
            changes.mark(Group::Graph);
        }
        let related: HashMap<_, _, _> =
            graph.paths.iter().cloned().zip(relatives).filter(|(_, relatives)| !relatives.is_empty()).collect();
        let (new, old) = (Woven { graph, related }, std::mem::take(&mut self.woven));
        for path in new.graph.paths.iter().chain(&old.graph.paths) {
            if new.related.get(path) != old.related.get(path) {
                changes.mark(Group::Related(path));
            }
            if new.graph.cited(path) != old.graph.cited(path) {
                changes.mark(Group::Cited(path));
            }
        }
        self.woven = new;
        changes
    }

    /// Every link between two essays, as of the last weaving.
    pub fn graph(&self) -> &Graph {
        &self.woven.graph
    }

    /// The relatives of an essay, as of the last weaving.
    pub fn related(&self, path: &SourcePath) -> &[Relative] {
        self.woven.related.get(path).map_or(&[], Vec::as_slice)
    }

    /// What the texts of tags say.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The cards of reading paths.
    pub fn walks(&self) -> &BTreeSet<Arc<Card>> {
        &self.walks
    }

    /// The places that are marked with `tag`.
    pub fn marked(&self, tag: &Tag) -> &[Arc<Placed>] {
        self.marked.group(tag)
    }

    /// The stops of all paths that use `name`.
    pub fn waypoints(&self, name: &Name) -> &[Waypoint] {
        self.waypoints.group(name)
    }

    /// The files with pages whose previews stand in `shard`.
    pub fn shard(&self, shard: Shard) -> &[SourcePath] {
        self.shards.group(&shard)
    }

    /// Makes the facets again that the changed groups feed.
    fn turn(&mut self, mut turned: BTreeSet<Tag>, config: &Config, changes: &mut Changes) {
        if changes.groups.contains(&Group::Listed.id()) {
            let recent: Vec<_> = self.listed.iter().filter(|card| card.date.is_some()).take(RECENT).cloned().collect();
            if recent != self.recent {
                self.recent = recent;
                changes.mark(Group::Recent);
            }
        }
        let filed: Vec<Tag> = turned.iter().map(|tag| self.vocabulary.filed(tag).clone()).collect();
        turned.extend(filed);
        for tag in &turned {
            let text = self.tag_text(tag, config);
            let is_synonym = self.vocabulary.filed(tag) != tag;
            let new = facet::tag_card(tag, &self.tagged(tag), text.as_deref(), &self.vocabulary, config);
            let new = new.filter(|_| !is_synonym);
            let old = match new.clone() {
                Some(card) => self.tags.insert(tag.clone(), card),
                None => self.tags.remove(tag),
            };
            if old != new {
                changes.mark(Group::Tags);
                if old.as_ref().map(TagCard::face) != new.as_ref().map(TagCard::face) {
                    changes.mark(Group::Tag(tag));
                    let synonyms: Vec<_> = self.vocabulary.synonyms_of(tag).cloned().collect();
                    changes.mark_all(&synonyms, Group::Tag);
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

/// The tag that an essay is the text of.
fn explained(card: &Card) -> Option<Tag> {
    match &card.role {
        Role::Tag(slug) => Tag::new(slug),
        _ => None,
    }
}

/// The key under which the page of `tag` is claimed by its text.
fn slug_of_tag_page(tag: &Tag, config: &Config) -> String {
    crate::slug::comparable(&facts::page_file(&facet::tag_address(tag, config)))
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
        names,
        mentions,
        tags,
        claims,
        marked,
        waypoints,
        shards,
    } = one;
    all.names.extend_from_slice(names);
    all.mentions.extend_from_slice(mentions);
    all.tags.extend_from_slice(tags);
    all.claims.extend_from_slice(claims);
    all.marked.extend_from_slice(marked);
    all.waypoints.extend_from_slice(waypoints);
    all.shards.extend_from_slice(shards);
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
    if old.minutes != new.minutes {
        changes.mark(Group::Minutes(path));
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

/// Marks `card` and those before and after it among the dated essays.
fn mark_neighbours(listed: &BTreeSet<Arc<Card>>, card: &Arc<Card>, changes: &mut Changes) {
    let (newer, older) = facet::neighbours(listed, card);
    for card in [Some(card), newer, older].into_iter().flatten() {
        changes.mark(Group::Neighbours(&card.path));
    }
}
