//! What one essay, or one other file, tells the rest of the book.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::card::Card;
use crate::essay::{Essay, Role};
use crate::name::Name;
use crate::passage::Passage;
use crate::slug;
use crate::source::SourcePath;
use crate::syntax::heading::Heading;
use crate::syntax::link::Target;
use crate::tag::Tag;
use crate::when::When;

/// Everything that a file tells the rest of the book. Each list has no value twice.
#[derive(Debug, Default)]
pub struct Facts {
    pub card: Option<Arc<Card>>,
    pub names: Vec<(Name, Named)>,
    pub mentions: Vec<(Name, Arc<Mention>)>,
    pub tags: Vec<(Tag, Listing)>,
    pub claims: Vec<(Arc<str>, Claim)>,
    /// What it links to, each once.
    pub targets: Arc<[Arc<Target>]>,
    pub outline: Arc<[Heading]>,
}

/// A name that a file answers to. The nearest kinds come first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    pub kind: NameKind,
    pub path: SourcePath,
    /// As it was written.
    pub spelling: Arc<str>,
    /// Whether the file is an essay that is not published.
    pub hidden: bool,
}

/// How a file comes by a name, in the order in which names are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// The file name without `.md` (and without a day at its front).
    Stem,
    /// One of `aliases`.
    Alias,
    Title,
    /// The file name of an asset.
    Asset,
    /// The name of the folder that an index file stands for.
    Folder,
}

/// A link from one essay, filed under the name it uses. It holds what the page of its target shows
/// of it, and no position in the file, which would change with every word typed above.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    pub source: SourcePath,
    /// Which link of its essay to the same name, from 0.
    pub nth: u32,
    pub target: Arc<Target>,
    pub anchor: Box<str>,
    /// Whether the quoted link text was left to crosslight and is the title of the target.
    pub shows_title: bool,
    pub passage: Passage,
}

/// An essay in the list of a tag, newest first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listing {
    pub date: Reverse<Option<When>>,
    pub path: SourcePath,
    /// The tag as this essay spells it.
    pub spelling: Arc<str>,
}

/// A claim on an output address. The first claim holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claim {
    /// The page of an essay, or the page that it gives a text.
    Page(SourcePath),
    Asset(SourcePath),
    /// A redirect from an old address of an essay's page.
    Alias(SourcePath, Arc<str>),
}

impl Claim {
    /// The file that makes the claim.
    pub fn path(&self) -> &SourcePath {
        match self {
            Self::Page(path) | Self::Asset(path) | Self::Alias(path, _) => path,
        }
    }
}

/// What `essay` tells. An essay that is not published tells its name only, so that a link to it can
/// be explained; nothing else of it gets anywhere.
pub fn of_essay(essay: &Essay) -> Facts {
    let path = &essay.path;
    let mut names = names(essay);
    names.sort_unstable();
    names.dedup();
    if essay.hidden {
        return Facts { names, ..Facts::default() };
    }
    let mut claims = vec![(slug::comparable(&page_file(&essay.address)).into(), Claim::Page(path.clone()))];
    for alias in essay.meta.aliases.iter().filter(|alias| is_address(alias)) {
        let address = alias.trim_matches('/');
        let file = if has_ending(address) { address.to_owned() } else { page_file(&format!("{address}/")) };
        claims.push((slug::comparable(&file).into(), Claim::Alias(path.clone(), file.into())));
    }
    claims.sort_unstable();
    claims.dedup();
    let mut tags: Vec<_> = essay
        .meta
        .tags
        .iter()
        .map(|(tag, spelling)| {
            (tag.clone(), Listing { date: Reverse(essay.date), path: path.clone(), spelling: spelling.clone() })
        })
        .collect();
    tags.sort_unstable();
    tags.dedup_by(|a, b| a.0 == b.0);
    if essay.role != Role::Essay {
        // The text of a page that lists essays is not itself an essay to be listed.
        tags.clear();
    }
    let mut targets: Vec<_> =
        essay.body.links.iter().filter(|link| link.passage.is_some()).map(|link| link.target.clone()).collect();
    targets.sort_unstable();
    targets.dedup();
    Facts {
        card: Some(Arc::new(Card::of(essay))),
        names,
        mentions: mentions(essay),
        tags,
        claims,
        targets: targets.into(),
        outline: essay.body.outline.clone(),
    }
}

/// What a file that is no essay tells.
pub fn of_asset(path: &SourcePath) -> Facts {
    let named = Named { kind: NameKind::Asset, path: path.clone(), spelling: path.file_name().into(), hidden: false };
    Facts {
        names: vec![(Name::new(path.file_name()), named)],
        claims: vec![(slug::comparable(path.as_str()).into(), Claim::Asset(path.clone()))],
        ..Facts::default()
    }
}

/// The file that a web server shows for a folder.
pub const INDEX: &str = "index.html";

/// The file of the page at `address`.
pub fn page_file(address: &str) -> String {
    format!("{address}{INDEX}")
}

/// Whether an alias is an old address, rather than another name of the essay (or, with a `/`
/// inside, both).
fn is_address(alias: &str) -> bool {
    only_address(alias) || alias.contains('/')
}

fn only_address(alias: &str) -> bool {
    alias.starts_with('/') || alias.ends_with('/') || has_ending(alias)
}

fn has_ending(address: &str) -> bool {
    let ending = address.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.eq_ignore_ascii_case("html") || ending.eq_ignore_ascii_case("htm")
}

fn names(essay: &Essay) -> Vec<(Name, Named)> {
    let path = &essay.path;
    let named = |kind, spelling: &str| {
        let named = Named { kind, path: path.clone(), spelling: spelling.into(), hidden: essay.hidden };
        (Name::of(spelling), named)
    };
    let mut names = vec![named(NameKind::Stem, path.stem()), named(NameKind::Title, &essay.title)];
    if let Some((_, rest)) = When::prefix(path.stem()) {
        names.push(named(NameKind::Stem, rest));
    }
    if path.is_index() && !path.folder().is_empty() {
        let folder = path.folder();
        names.push(named(NameKind::Folder, folder.rsplit('/').next().unwrap_or(folder)));
    }
    names.extend(
        essay.meta.aliases.iter().filter(|alias| !only_address(alias)).map(|alias| named(NameKind::Alias, alias)),
    );
    names
}

fn mentions(essay: &Essay) -> Vec<(Name, Arc<Mention>)> {
    let links = essay.body.links.iter().filter(|link| !link.target.path.is_empty());
    links
        .filter_map(|link| {
            let mention = Mention {
                source: essay.path.clone(),
                nth: link.nth,
                target: link.target.clone(),
                anchor: link.anchor.clone(),
                shows_title: link.unlabelled && crate::syntax::wikilink::shows_title(&link.typed),
                passage: link.passage.clone()?,
            };
            Some((link.target.key.clone(), Arc::new(mention)))
        })
        .collect()
}
