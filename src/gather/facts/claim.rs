//! Which addresses an essay claims for its page.

use std::borrow::Cow;
use std::sync::Arc;

use crate::base::date::When;
use crate::base::page_file::{as_served, page_file};
use crate::base::path::SourcePath;
use crate::base::slug;
use crate::read::essay::Essay;
use crate::read::front_matter::Alias;
use crate::read::permalink::Role;

/// A claim on an output address. The first claim holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Claim {
    /// The page of an essay, or the page that it gives a text, at the address that it wants. The essay
    /// that is nearest to it comes first.
    Page {
        distance: u8,
        path: SourcePath,
    },
    Asset(SourcePath),
    /// The page of an essay at another address, since others come first at those before. Which one it is,
    /// from 1.
    Spare {
        step: usize,
        path: SourcePath,
    },
    /// A redirect from an old address of an essay's page.
    Alias(SourcePath, Arc<str>),
    /// A redirect from another name of an essay, if nothing else wants the address.
    Nickname(SourcePath, Arc<str>),
}

impl Claim {
    /// The file that makes the claim.
    pub fn path(&self) -> &SourcePath {
        match self {
            Self::Page { path, .. }
            | Self::Spare { path, .. }
            | Self::Asset(path)
            | Self::Alias(path, _)
            | Self::Nickname(path, _) => path,
        }
    }

    /// How often the page of an essay was turned away before it makes this claim; `None` for claims of
    /// other kinds.
    pub fn step(&self) -> Option<usize> {
        match self {
            Self::Page { .. } => Some(0),
            Self::Spare { step, .. } => Some(*step),
            Self::Asset(_) | Self::Alias(..) | Self::Nickname(..) => None,
        }
    }
}

/// What an essay claims before it is known which other essays there are: it follows from what it wants alone,
/// never from where it came to stand.
pub(super) fn claims(essay: &Essay) -> Vec<(Arc<str>, Claim)> {
    let Essay { path, wanted, .. } = essay;
    let page = Claim::Page { distance: wanted.distance, path: path.clone() };
    let mut claims = vec![(slug::comparable(&page_file(&wanted.address)).into(), page)];
    let mut claim = |address: &str, claim: fn(SourcePath, Arc<str>) -> Claim| {
        let address = address.trim_matches('/');
        let file = if has_ending(address) { address.to_owned() } else { page_file(&format!("{address}/")) };
        claims.push((slug::comparable(&file).into(), claim(path.clone(), file.into())));
    };
    for alias in &essay.meta.aliases {
        if let Some(address) = former(alias) {
            claim(&as_served(&address), if is_address(&alias.name) { Claim::Alias } else { Claim::Nickname });
        }
    }
    let standing = if wanted.address.is_empty() { &wanted.section } else { &wanted.address };
    if wanted.has_file {
        claim(&format!("{}.html", standing.trim_end_matches('/')), Claim::Nickname);
    }
    if wanted.is_led_to {
        claim(&wanted.section, Claim::Nickname);
    }
    if let Role::Tag(slug) = &wanted.role {
        let tags = wanted.address.strip_suffix(&format!("{slug}/")).unwrap_or_default();
        for synonym in essay.meta.term.iter().flat_map(|term| &term.synonyms) {
            claim(&format!("{tags}{}/", synonym.tag.as_str()), Claim::Nickname);
        }
    }
    for address in jekyll_addresses(essay) {
        claim(&format!("{address}.html"), Claim::Nickname);
    }
    claims.sort_unstable();
    claims.dedup();
    claims
}

/// The addresses, without their ending, that Jekyll gives a post by itself: its day and its name,
/// below its categories.
pub(super) fn jekyll_addresses(essay: &Essay) -> Vec<String> {
    let day = Some(&essay.path).filter(|path| path.is_post()).and_then(|path| When::of_post(path.stem()));
    let Some((day, name)) = day else { return Vec::new() };
    let dated = format!("{}/{name}", day.day().strftime("%Y/%m/%d"));
    let mut folders = String::new();
    for category in essay.meta.words("categories").chain(essay.meta.words("category")) {
        if let Some(category) = slug::segment(&category) {
            folders.push_str(&category);
            folders.push('/');
        }
    }
    if folders.is_empty() { vec![dated] } else { vec![format!("{folders}{dated}"), dated] }
}

/// The address of the page that leads on from an alias; `None` for a name for links, of which none can be made.
pub(super) fn former(alias: &Alias) -> Option<Cow<'_, str>> {
    match &*alias.name {
        _ if !alias.addressed => None,
        name if is_address(name) => Some(name.into()),
        name => slug::segment(name).map(Into::into),
    }
}

/// Whether an alias is an old address, rather than another name of the essay (or, with a `/`
/// inside, both).
fn is_address(alias: &str) -> bool {
    only_address(alias) || alias.contains('/')
}

pub(super) fn only_address(alias: &str) -> bool {
    alias.starts_with('/') || alias.ends_with('/') || has_ending(alias)
}

fn has_ending(address: &str) -> bool {
    let ending = address.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.eq_ignore_ascii_case("html") || ending.eq_ignore_ascii_case("htm")
}
