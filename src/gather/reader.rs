//! The only way for a page to learn about the book. What is read is recorded, and a page is stale
//! when something it read has changed since it was made: reading *is* recording.
//!
//! Absence is a read too. A broken link reads an empty group, and so heals when its target appears.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::exact::exact;
use crate::base::key::{Key, Way};
use crate::base::name::Name;
use crate::base::path::SourcePath;
use crate::base::tag::Tag;
use crate::gather::bearings::Bearings;
use crate::gather::called::Called;
use crate::gather::card::Card;
use crate::gather::derived::Derived;
use crate::gather::facet::{self, TagCard};
use crate::gather::facts::{Claim, Facts, Listing, Mention, Placed, Stop};
use crate::gather::graph::Graph;
use crate::gather::group::{Group, GroupId};
use crate::gather::index::{Entry, Index};
use crate::gather::named::NameKind;
use crate::gather::related::Relative;
use crate::gather::section::{self, Child};
use crate::gather::shard::Shard;
use crate::gather::trail::Stage;
use crate::read::essay::Essay;
use crate::read::front_matter::Order;
use crate::read::markdown::LinkKind;
use crate::read::syntax::heading::Outline;
use crate::read::syntax::query::Query;
use crate::read::syntax::summary::Chapter;

/// The outline of a file that is none.
static NO_OUTLINE: Outline =
    Outline { headings: Vec::new(), blocks: Vec::new(), anchors: Vec::new(), labels: Vec::new(), is_partial: false };

/// A graph of nothing.
static NO_GRAPH: Graph = Graph { paths: Vec::new(), out: Vec::new(), into: Vec::new() };

/// Reads the library on behalf of one page.
pub struct Reader<'a> {
    index: &'a Index,
    derived: Option<&'a Derived>,
    reads: RefCell<Vec<GroupId>>,
    /// Records whole relations instead of groups: for pages that read nearly all of them.
    coarse: bool,
    /// What was read, in words; only when asked for.
    words: Option<RefCell<BTreeSet<String>>>,
}

impl<'a> Reader<'a> {
    /// A reader that records group by group.
    pub fn new(index: &'a Index, derived: &'a Derived) -> Self {
        Self { derived: Some(derived), ..Self::of(index) }
    }

    /// A reader of what is known before anything is derived from it.
    pub fn of(index: &'a Index) -> Self {
        Self { index, derived: None, reads: RefCell::default(), coarse: false, words: None }
    }

    /// The same reader, which also keeps what it reads in words.
    pub fn explaining(self) -> Self {
        Self { words: Some(RefCell::default()), ..self }
    }

    /// From here on, every read counts as one of the whole relation.
    pub fn read_coarsely(&mut self) {
        self.coarse = true;
    }

    /// What was read, each once.
    pub fn finish(self) -> (Box<[GroupId]>, BTreeSet<String>) {
        let mut reads = self.reads.into_inner();
        reads.sort_unstable();
        reads.dedup();
        exact(&mut reads);
        (reads.into(), self.words.map(RefCell::into_inner).unwrap_or_default())
    }

    fn record(&self, group: Group<'_>) {
        let group = if self.coarse { group.whole() } else { group };
        let id = group.id();
        let mut reads = self.reads.borrow_mut();
        if reads.last() != Some(&id) {
            reads.push(id);
        }
        if let Some(words) = &self.words {
            words.borrow_mut().insert(group.to_string());
        }
    }

    /// All of an essay. For the page that shows its text; others make do with its card.
    pub fn essay(&self, path: &SourcePath) -> Option<&'a Essay> {
        self.record(Group::Content(path));
        match self.index.entry(path)? {
            Entry::Essay(essay) => Some(essay),
            Entry::Asset(_) => None,
        }
    }

    /// The hash of an asset.
    pub fn asset(&self, path: &SourcePath) -> Option<u128> {
        self.record(Group::Content(path));
        match self.index.entry(path)? {
            Entry::Asset(hash) => Some(*hash),
            Entry::Essay(_) => None,
        }
    }

    /// What may be shown of a published essay.
    pub fn card(&self, path: &SourcePath) -> Option<&'a Arc<Card>> {
        self.record(Group::Card(path));
        self.index.card(path)
    }

    /// What a file is called in one of its ways.
    pub fn spellings(&self, path: &SourcePath, kind: NameKind) -> impl Iterator<Item = &'a str> + use<'a> {
        self.record(Group::AllNames);
        let facts = self.index.facts(path);
        let names = facts.into_iter().flat_map(Facts::named);
        names.filter(move |named| named.kind == kind).map(|named| &*named.spelling)
    }

    /// The headings and block ids of an essay.
    pub fn outline(&self, path: &SourcePath) -> &'a Outline {
        self.record(Group::Outline(path));
        self.index.facts(path).map_or(&NO_OUTLINE, |facts| &facts.outline)
    }

    /// The files that an essay links to, and in what way. Where a link leads can depend on what any file is called.
    pub fn linked(&self, path: &SourcePath) -> impl Iterator<Item = (&'a SourcePath, &'a LinkKind)> + use<'a> {
        for group in [Group::Targets(path), Group::AllNames, Group::Cards] {
            self.record(group);
        }
        let targets = self.index.facts(path).map_or(&[][..], |facts| &facts.targets);
        let leads = self.derived.map_or(&[][..], |derived| derived.citations.leads(path));
        targets.iter().zip(leads).filter_map(|((_, kind), lead)| Some((lead.as_ref()?, kind)))
    }

    /// The essays after and before this one: by the list of chapters if it is in there, and by date
    /// otherwise.
    pub fn neighbours(&self, path: &SourcePath) -> (Option<&'a Arc<Card>>, Option<&'a Arc<Card>>) {
        self.record(Group::Neighbours(path));
        if let Some(place) = self.index.chapter(path) {
            let published = |chapter: &'a Chapter| self.card(chapter.path.as_ref().filter(|other| *other != path)?);
            let (before, from) = self.index.chapters().split_at(place);
            return (from[1..].iter().find_map(published), before.iter().rev().find_map(published));
        }
        let Some(card) = self.card(path) else { return (None, None) };
        let (newer, older) = facet::neighbours(self.index.listed(), card);
        let shown = |card: &'a Arc<Card>| self.card(&card.path);
        (newer.and_then(shown), older.and_then(shown))
    }

    /// The chapters that a `SUMMARY.md` lists.
    pub fn chapters(&self) -> &'a [Chapter] {
        self.record(Group::Chapters);
        self.index.chapters()
    }

    /// The essays that a query finds, newest first.
    pub fn matching(&self, query: &Query) -> Vec<&'a Arc<Card>> {
        let fits = |path: &SourcePath| query.is_at(path);
        let Some((first, others)) = query.tags.split_first() else {
            return self.listed().iter().filter(|card| fits(&card.path)).collect();
        };
        let others: Vec<BTreeSet<SourcePath>> =
            others.iter().map(|tag| self.filed(tag).into_iter().collect()).collect();
        let mut paths = self.filed(first);
        paths.retain(|path| fits(path) && others.iter().all(|other| other.contains(path)));
        paths.iter().filter_map(|path| self.card(path)).collect()
    }

    /// The files that are looked for by `text`, whose last part is called `name`.
    pub fn names(&self, way: Way, name: &Name, text: &str) -> &'a [Called] {
        let key = if way == Way::End { Key::of_end(name, text) } else { Key::new(way, name, text) };
        self.record(Group::Names(key, Some((way, text))));
        self.index.names(key)
    }

    /// The links of other essays that lead to a file, by the paths of these.
    pub fn citing(&self, path: &SourcePath) -> &'a [Arc<Mention>] {
        self.record(Group::Citing(path));
        self.derived.map_or(&[], |derived| derived.citations.leading_to(path))
    }

    /// The essays with `tag`, a synonym of it or one below it, newest first; an essay with several of
    /// these comes several times.
    pub fn tagged(&self, tag: &Tag) -> Cow<'a, [Listing]> {
        self.record(Group::Tagged(tag));
        for synonym in self.index.vocabulary().synonyms_of(tag) {
            self.record(Group::Tagged(synonym));
        }
        self.index.tagged(tag)
    }

    /// The same, each essay once.
    pub fn filed(&self, tag: &Tag) -> Vec<SourcePath> {
        let listings = self.tagged(tag);
        let mut paths: Vec<_> = listings.iter().map(|listing| &listing.path).collect();
        paths.dedup();
        paths.into_iter().cloned().collect()
    }

    /// What may be shown of a tag, or of the one that it is a synonym of, but for its count.
    pub fn tag(&self, tag: &Tag) -> Option<&'a TagCard> {
        self.record(Group::Tag(tag));
        self.index.tags().get(self.index.vocabulary().filed(tag))
    }

    /// Whether a tag has its page at an address of which this is the comparable form.
    pub fn has_tag_like(&self, comparable: &Tag) -> bool {
        // A tag that is called otherwise by now has no page.
        let is_one = self.tag(comparable).is_some_and(|card| card.tag == *comparable);
        is_one || !self.index.folded(comparable).is_empty()
    }

    /// What may be shown of these tags, each once: two of them may be words for one.
    pub fn tag_cards<'t>(&self, tags: impl IntoIterator<Item = &'t Tag>) -> Vec<&'a TagCard> {
        let mut known = BTreeSet::new();
        tags.into_iter().filter_map(|tag| self.tag(tag)).filter(|card| known.insert(&card.tag)).collect()
    }

    /// The places that are marked with `tag` or a synonym, those in the newest essays first.
    pub fn marked(&self, tag: &Tag) -> Vec<&'a Placed> {
        let synonyms = self.index.vocabulary().synonyms_of(tag);
        let groups = std::iter::once(tag).chain(synonyms).flat_map(|tag| {
            self.record(Group::Marked(tag));
            self.index.marked(tag)
        });
        let mut placed: Vec<_> = groups.map(|placed| &**placed).collect();
        placed.sort_unstable();
        placed
    }

    /// The reading paths, by weight and then by the paths of their files.
    pub fn trails(&self) -> Vec<&'a Arc<Card>> {
        self.record(Group::Paths);
        let mut trails: Vec<_> = self.index.trails().iter().collect();
        trails.sort_unstable_by_key(|card| (card.weight.unwrap_or_default(), &card.path));
        trails
    }

    /// Whether any list names a reading path.
    pub fn has_trails(&self) -> bool {
        self.record(Group::AnyPaths);
        !self.index.trails().is_empty()
    }

    /// The stops of a reading path.
    pub fn stops(&self, path: &SourcePath) -> &'a [Stop] {
        self.record(Group::Stops(path));
        self.index.facts(path).map_or(&[], |facts| &facts.stops)
    }

    /// The places of an essay on the paths that lists may name.
    pub fn stages(&self, path: &SourcePath) -> &'a [Stage] {
        self.record(Group::Stages(path));
        self.derived.map_or(&[], |derived| derived.stages(path))
    }

    /// How long an essay takes to read, in minutes.
    pub fn minutes(&self, path: &SourcePath) -> usize {
        self.record(Group::Minutes(path));
        self.index.facts(path).map_or(0, |facts| facts.minutes)
    }

    /// What is right in the folder of a section: its essays in order, then its folders that have a page of
    /// their own. What lies in a folder without one is taken for part of this one.
    pub fn inside(&self, section: &str, order: Order, folder_pages: bool) -> (Vec<&'a Arc<Card>>, Vec<&'a str>) {
        let (mut cards, mut folders) = (Vec::new(), Vec::new());
        self.take_inside(section, folder_pages, &mut cards, &mut folders);
        section::sort(order, &mut cards);
        (cards, folders)
    }

    fn take_inside(
        &self,
        section: &str,
        folder_pages: bool,
        cards: &mut Vec<&'a Arc<Card>>,
        folders: &mut Vec<&'a str>,
    ) {
        self.record(Group::Children(section));
        let children = self.index.children(section);
        let mut spoken_for = BTreeSet::new();
        for child in children {
            if let Child::Essay(card) = child {
                let own = section::named(&card.section);
                if card.is_transparent {
                    self.take_inside(&own, folder_pages, cards, folders);
                } else {
                    cards.push(card);
                }
                spoken_for.insert(own);
            }
        }
        for child in children {
            let Child::Folder { section, .. } = child else { continue };
            if spoken_for.insert(section.to_string()) {
                if folder_pages {
                    folders.push(section);
                } else {
                    self.take_inside(section, folder_pages, cards, folders);
                }
            }
        }
    }

    /// The first file in the folder of a section or below, by path.
    pub fn first_in(&self, section: &str) -> Option<&'a SourcePath> {
        self.record(Group::Children(section));
        let path = |child: &'a Child| match child {
            Child::Essay(card) => &card.path,
            Child::Folder { path, .. } => path,
        };
        self.index.children(section).iter().map(path).min()
    }

    /// The files with pages whose previews stand in `shard`.
    pub fn shard(&self, shard: Shard) -> &'a [SourcePath] {
        self.record(Group::Shard(shard));
        self.index.shard(shard)
    }

    /// The essays that are related to one.
    pub fn related(&self, path: &SourcePath) -> &'a [Relative] {
        self.record(Group::Related(path));
        self.derived.map_or(&[], |derived| derived.related(path))
    }

    /// How many essays link to one.
    pub fn cited(&self, path: &SourcePath) -> usize {
        self.record(Group::Cited(path));
        self.derived.map_or(0, |derived| derived.graph.cited(path))
    }

    /// Every link between two essays.
    pub fn graph(&self) -> &'a Graph {
        self.record(Group::Graph);
        self.derived.map_or(&NO_GRAPH, |derived| &derived.graph)
    }

    /// Every tag of the book with its count, by slug.
    pub fn tags(&self) -> &'a BTreeMap<Tag, TagCard> {
        self.record(Group::Tags);
        self.index.tags()
    }

    /// The tags of most essays, by slug, without their counts.
    pub fn frequent(&self) -> &'a [TagCard] {
        self.record(Group::Frequent);
        self.index.frequent()
    }

    /// What the settings say of where links lead, which is the same for all pages.
    pub fn bearings(&self) -> &'a Bearings {
        self.index.bearings()
    }

    /// Whether the site has a page in `file` whatever is in the book, which is set for all of it.
    pub fn stands(&self, file: &str) -> bool {
        self.index.stands(file)
    }

    /// Who claims the output file at `address`, in its comparable form.
    pub fn claims(&self, address: &str) -> &'a [Claim] {
        self.record(Group::Claims(address));
        self.index.claims(address)
    }

    /// Every published essay, by path, the texts of tags and of the home page among them.
    pub fn cards(&self) -> impl Iterator<Item = &'a Arc<Card>> + use<'a> {
        self.record(Group::Cards);
        self.index.cards()
    }

    /// Every essay with a page of its own, newest first.
    pub fn listed(&self) -> &'a BTreeSet<Arc<Card>> {
        self.record(Group::Listed);
        self.index.listed()
    }

    /// The newest dated essays.
    pub fn recent(&self) -> &'a [Arc<Card>] {
        self.record(Group::Recent);
        self.index.recent()
    }
}
