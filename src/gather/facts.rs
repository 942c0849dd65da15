//! What one essay, or one other file, tells the rest of the book.

mod claim;

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::config::Config;
use crate::base::date::When;
use crate::base::exact::exact;
use crate::base::key::Key;
use crate::base::name::Name;
use crate::base::page_file::INDEX;
use crate::base::path::{SourcePath, last_part, without_page_ending};
use crate::base::slug;
use crate::base::tag::{Tag, Tagging};
use crate::gather::called::Called;
use crate::gather::card::Card;
use crate::gather::named::{NameKind, Named};
use crate::gather::shard::Shard;
use crate::read::essay::Essay;
use crate::read::front_matter::Term;
use crate::read::keywords::{Keywords, keywords};
use crate::read::markdown::{Link, LinkKind};
use crate::read::passage::Passage;
use crate::read::permalink::{Place as FilePlace, Role};
use crate::read::syntax::embed::EmbedPlace;
use crate::read::syntax::heading::Outline;
use crate::read::syntax::link::Target;
use crate::read::syntax::outline;
use crate::read::syntax::summary::Chapter;
use crate::read::syntax::tag::Marked;

pub use self::claim::Claim;
use self::claim::{claims, former, jekyll_addresses, only_address};

/// Everything that a file tells the rest of the book. Each list has no value twice.
#[derive(Debug, Default)]
pub struct Facts {
    pub card: Option<Arc<Card>>,
    /// What it is called, by all that it can be looked for by.
    pub names: Vec<(Key, Called)>,
    pub mentions: Vec<Arc<Mention>>,
    pub tags: Vec<(Tag, Listing)>,
    pub claims: Vec<(Arc<str>, Claim)>,
    /// What it links to, each once, and in what way.
    pub targets: Arc<[(Arc<Target>, LinkKind)]>,
    pub outline: Arc<Outline>,
    /// The chapters of a `SUMMARY.md`.
    pub chapters: Arc<[Chapter]>,
    /// The places that are marked with a tag.
    pub marked: Vec<(Tag, Arc<Placed>)>,
    /// The stops of a reading path, in their order.
    pub stops: Arc<[Stop]>,
    /// The file of previews that it stands in.
    pub shards: Vec<(Shard, SourcePath)>,
    /// What the text of a tag says of the tag.
    pub term: Option<Arc<Term>>,
    /// How long it takes to read.
    pub minutes: usize,
    /// The words that it uses often.
    pub keywords: Keywords,
    /// Whether it is a file that is part of the site only if an essay uses it.
    pub is_spare: bool,
    /// Whether it is a file that lies among drafts, which are not published.
    pub is_among_drafts: bool,
    /// The files that it names, if it is a style sheet.
    pub styled: Vec<Target>,
}

impl Facts {
    /// The names of the file, each once.
    pub fn named(&self) -> impl Iterator<Item = &Named> {
        self.names.iter().filter(|(_, called)| called.is_spelled()).map(|(_, called)| &*called.named)
    }

    /// Whether it is an essay that stands for a folder.
    pub fn is_of_folder(&self) -> bool {
        self.names.iter().any(|(_, called)| called.named.kind == NameKind::Folder && called.named.rank < u8::MAX)
    }
}

/// A place in an essay that is marked with a tag.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Placed {
    pub date: Reverse<Option<When>>,
    pub path: SourcePath,
    /// Which marked place of its essay.
    pub nth: usize,
    pub marked: Marked,
}

/// A stop of a reading path, its essay not yet found.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Stop {
    pub target: Arc<Target>,
    /// Why it comes next; may be empty.
    pub why: Box<str>,
    /// Which item of the path's lists it is, from 0.
    pub nth: usize,
}

/// A link from one essay. It holds what the page of its target shows
/// of it, and no position in the file, which would change with every word typed above.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mention {
    pub source: SourcePath,
    /// Which link of its essay to the same name, from 0.
    pub nth: u32,
    pub target: Arc<Target>,
    pub anchor: Box<str>,
    /// Whether the quoted link text was left to crosslight and is the title of the target.
    pub shows_title: bool,
    pub passage: Arc<Passage>,
}

/// An essay in the list of a tag, newest first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Listing {
    pub date: Reverse<Option<When>>,
    pub path: SourcePath,
    /// The tag, or the tag above it, as this essay spells it.
    pub spelling: Arc<str>,
    /// The tag that the essay has: this one, or one below it.
    pub tag: Tag,
}

/// What `essay` tells. An essay that is not published tells its name only, so that a link to it can
/// be explained; nothing else of it gets anywhere.
pub fn of_essay(essay: &Essay) -> Facts {
    if essay.role == Role::Summary {
        return Facts { chapters: essay.chapters.clone(), ..Facts::default() };
    }
    let names = filed(names(essay));
    if essay.held.is_some() {
        return Facts { names, ..Facts::default() };
    }
    let cites = |link: &&Link| link.passage.is_some();
    let kind = |kind: &LinkKind| match kind {
        // Where on the page an essay is embedded is nothing to others.
        LinkKind::Embed(_) => LinkKind::Embed(EmbedPlace::Alone),
        kind => kind.clone(),
    };
    let mut targets: Vec<_> =
        essay.body.links.iter().filter(cites).map(|link| (link.target.clone(), kind(&link.kind))).collect();
    targets.sort_unstable();
    targets.dedup();
    let quiet = essay.meta.no_backlinks || essay.meta.unlisted;
    let lists = essay.role == Role::Essay && !essay.meta.unlisted;
    let mut facts = Facts {
        card: Some(Arc::new(Card::of(essay))),
        names,
        mentions: if quiet { Vec::new() } else { mentions(essay) },
        // The text of a page that lists essays is not itself an essay to be listed.
        tags: if lists { listings(essay) } else { Vec::new() },
        marked: if lists { marked(essay) } else { Vec::new() },
        stops: stops(essay).into(),
        // A file of previews names all the pages in it.
        shards: if essay.meta.unlisted { Vec::new() } else { vec![(Shard::of(&essay.address), essay.path.clone())] },
        term: matches!(essay.role, Role::Tag(_)).then(|| essay.meta.term.clone().unwrap_or_default()),
        minutes: essay.minutes(),
        keywords: if lists { keywords(&essay.body.prose.open()) } else { Keywords::default() },
        claims: claims(essay),
        targets: targets.into(),
        outline: essay.body.outline.clone(),
        chapters: Arc::default(),
        is_spare: false,
        is_among_drafts: false,
        styled: Vec::new(),
    };
    // Nothing is added to them as long as they are kept.
    exact(&mut facts.names);
    exact(&mut facts.mentions);
    exact(&mut facts.tags);
    exact(&mut facts.claims);
    facts
}

/// The places that the essay marks with tags.
fn marked(essay: &Essay) -> Vec<(Tag, Arc<Placed>)> {
    let placed = |(nth, marked): (usize, &Marked)| {
        let placed = Placed { date: Reverse(essay.date), path: essay.path.clone(), nth, marked: marked.clone() };
        (marked.tag.clone(), Arc::new(placed))
    };
    essay.body.marked.iter().enumerate().map(placed).collect()
}

/// The stops of a reading path: the items of its lists that have a link into the book.
fn stops(essay: &Essay) -> Vec<Stop> {
    let stops = essay.body.stops().iter().enumerate().filter_map(|(nth, stop)| {
        let link = &essay.body.links[stop.link?];
        Some(Stop { target: link.target.clone(), why: stop.why.as_str().into(), nth })
    });
    stops.collect()
}

/// The lists that the essay stands in: of its tags, and of those above them.
fn listings(essay: &Essay) -> Vec<(Tag, Listing)> {
    let mut listings = Vec::new();
    for Tagging { tag, spelling, .. } in &essay.tags {
        let listing = |spelling: &str| Listing {
            date: Reverse(essay.date),
            path: essay.path.clone(),
            spelling: spelling.into(),
            tag: tag.clone(),
        };
        listings.push((tag.clone(), listing(spelling)));
        let mut spelled = &**spelling;
        for above in tag.above() {
            spelled = spelled.trim_end_matches('/').rsplit_once('/').map_or("", |(above, _)| above);
            listings.push((above, listing(spelled.trim_end_matches('/'))));
        }
    }
    listings.sort_unstable();
    listings.dedup();
    listings
}

/// What a file that is not an essay tells.
pub fn of_asset(path: &SourcePath, config: &Config) -> Facts {
    let place = FilePlace::of(path, config);
    let named = |kind, spelling: &str| {
        let name = Name::of(spelling);
        let language = if kind == NameKind::Address { place.language } else { 0 };
        // An essay that stands for the folder has its page.
        let (path, spelling, rank) = (path.clone(), spelling.into(), u8::MAX);
        (name, Named { kind, path, spelling, held: None, language, rank })
    };
    let mut names = vec![named(NameKind::Asset, path.file_name())];
    if path.file_name() == INDEX && !path.folder().is_empty() {
        names.push(named(NameKind::Folder, last_part(path.folder())));
    }
    // The pages round it may stand elsewhere, and call it from there.
    if place.folder != path.folder() {
        let parts = [place.prefix, place.folder, path.file_name()];
        let parts = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        names.push(named(NameKind::Address, &parts.join("/")));
    }
    // Where the book has a folder that is called like a file, no page of the site can be such a file.
    let folders = path.as_str().match_indices('/').map(|(at, _)| &path.as_str()[..at]);
    let taken = folders.filter(|folder| last_part(folder).contains('.')).chain([path.as_str()]);
    Facts {
        names: filed(names),
        claims: taken.map(|taken| (slug::comparable(taken).into(), Claim::Asset(path.clone()))).collect(),
        is_among_drafts: !config.build.drafts && path.folder().split('/').any(|folder| folder == "_drafts"),
        ..Facts::default()
    }
}

fn names(essay: &Essay) -> Vec<(Name, Named)> {
    let path = &essay.path;
    let named = |kind, spelling: &str| {
        let name = Name::of(spelling);
        let (path, spelling, rank) = (path.clone(), spelling.into(), essay.rank.unwrap_or_default());
        (name, Named { kind, path, spelling, held: essay.held, language: essay.language, rank })
    };
    let mut names = vec![named(NameKind::Stem, path.stem()), named(NameKind::Title, &essay.title)];
    let stem = essay.stem.as_deref().unwrap_or(path.stem());
    names.extend(essay.stem.as_deref().map(|stem| named(NameKind::Stem, stem)));
    let day = if path.is_post() { When::of_post } else { When::prefix };
    names.extend(day(stem).map(|(_, rest)| named(NameKind::Stem, rest)));
    if essay.rank.is_some() && !path.folder().is_empty() {
        names.push(named(NameKind::Folder, last_part(path.folder())));
    }
    let aliases = essay.meta.aliases.iter().filter(|alias| !only_address(&alias.name));
    names.extend(aliases.map(|alias| named(NameKind::Alias, &alias.name)));
    // The blocks of an outline are called by ids that are the same nowhere else.
    let blocks =
        essay.body.outline.blocks.iter().map(|id| id.trim_start_matches('^')).filter(|id| outline::is_block(id));
    names.extend(blocks.map(|id| named(NameKind::Alias, id)));
    names.extend(essay.body.outline.labels.iter().map(|label| named(NameKind::Alias, label)));
    let mut addresses = jekyll_addresses(essay);
    addresses.push(without_page_ending(essay.address.trim_end_matches('/')).to_owned());
    let former = essay.meta.aliases.iter().filter_map(former);
    names.extend(former.map(|address| {
        let address = address.trim_matches('/');
        let bare = address.strip_suffix("/index.html").unwrap_or(without_page_ending(address));
        named(NameKind::Former, bare)
    }));
    let told = |address: &String| *address == path.id() || (path.is_index() && *address == path.folder());
    names.extend(addresses.iter().filter(|address| !told(address)).map(|address| named(NameKind::Address, address)));
    names
}

/// The names of a file with all that it can be looked for by, in the order of the names.
fn filed(mut names: Vec<(Name, Named)>) -> Vec<(Key, Called)> {
    names.sort_unstable();
    names.dedup();
    names.into_iter().flat_map(|(name, named)| Called::by(&name, named)).collect()
}

fn mentions(essay: &Essay) -> Vec<Arc<Mention>> {
    // An essay says which paths it is on, and the page of a path shows the links that are its stops in a
    // form of its own, where no backlink can land. What a reason links to besides is cited.
    let stops: BTreeSet<usize> = essay.body.stops().iter().filter_map(|stop| stop.link).collect();
    let is_stop = |at: usize| stops.contains(&at);
    let links = essay.body.links.iter().enumerate().filter(|(at, link)| !link.target.path.is_empty() && !is_stop(*at));
    links
        .filter_map(|(_, link)| {
            let mention = Mention {
                source: essay.path.clone(),
                nth: link.nth,
                target: link.target.clone(),
                anchor: link.anchor.clone(),
                shows_title: link.shows_title,
                passage: link.passage.clone()?,
            };
            Some(Arc::new(mention))
        })
        .collect()
}
