//! Which file a link means. One resolver, for links as they are shown, for backlinks and for the
//! graph.
//!
//! The order, exact spelling before case-folded in each step:
//! 0. a file that is called by the very letters typed, percent signs and all;
//! 1. nothing before the `#`: this essay;
//!    (a book may say that a relative link in Markdown is the address that a browser makes of it, before all that follows);
//! 2. `/x`: from the root of the content; `./x`, `../x`: from the folder of the essay;
//! 3. `a/b`: a path from the root, from the folder of the essay, or the end of one file's path
//!    (a Markdown link tries the folder of the essay first);
//! 4. `x`: a file's stem, an alias, a title, an asset's file name, a folder's name;
//! 5. the same with hyphens, underscores and spaces as one;
//! 6. an address of a page, from the root or from the address of this essay's page;
//! 7. below such an address, a file in the folder of that page's text.
//!
//! A path that names an essay which is not published, from the folder of the essay or from the root, means no other.
//!
//! `.html` at the end of a name, and an index file that is called otherwise, are seen past. Where
//! several files fit: the one at the root, whose path is what was typed; else the one nearest to the essay,
//! else the first by path, and it is reported.
//!
//! Each step is a look-up: what is tried has a key ([`crate::base::key`]), and whatever could fit is filed under
//! it, so that a step costs the same however many files share a name.

mod search;

use std::sync::Arc;

use crate::base::config::Config;
use crate::base::page_file::page_file;
use crate::base::path::{SourcePath, joined, without_markdown_ending, without_page_ending};
use crate::gather::card::Card;
use crate::gather::facts::Mention;
use crate::gather::otherwise::otherwise;
use crate::gather::reader::Reader;
use crate::gather::section;
use crate::read::essay::Held;
use crate::read::front_matter::Meta;
use crate::read::permalink::{self, Role};
use crate::read::syntax::link::{Manner, Target};

pub use self::search::Fit;
use self::search::Search;

/// What a target turns out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution<'a> {
    /// The essay that holds the link.
    Here,
    Found {
        path: &'a SourcePath,
        fit: Fit<'a>,
    },
    /// Only essays that are not published fit: why the one is not that is meant.
    Hidden(Held),
    Missing,
}

/// Finds what a link in `from` means.
pub fn resolve<'a>(reader: &Reader<'a>, from: &SourcePath, target: &Target) -> Resolution<'a> {
    if target.path.is_empty() {
        return Resolution::Here;
    }
    if let Some(typed) = &target.typed
        && let found @ Resolution::Found { fit: Fit::Exact, .. } =
            named(reader, from, &Target::new(typed, target.fragment.as_deref(), target.manner))
    {
        return found;
    }
    match named(reader, from, target) {
        hidden @ Resolution::Hidden(_) => exported(reader, from, target).unwrap_or(hidden),
        Resolution::Missing => {
            let beside = || beside_page(reader, from, target);
            let others = otherwise(reader, from, target).into_iter();
            let mut found =
                others.chain(std::iter::once_with(beside).flatten()).map(|target| named(reader, from, &target));
            found.find(|found| *found != Resolution::Missing).unwrap_or(Resolution::Missing)
        }
        found => found,
    }
}

/// The picture that Excalidraw exported beside a drawing, if a link names that.
fn exported<'a>(reader: &Reader<'a>, from: &SourcePath, target: &Target) -> Option<Resolution<'a>> {
    let drawing = Some(without_markdown_ending(&target.path)).filter(|path| path.ends_with(".excalidraw"))?;
    let pictures = ["svg", "png"].map(|ending| Target::new(&format!("{drawing}.{ending}"), None, target.manner));
    let found = pictures.iter().map(|picture| named(reader, from, picture));
    found.into_iter().find(|found| matches!(found, Resolution::Found { .. }))
}

/// The address and the title of the page of a folder without an index, if that is what a link from `from` names: by
/// the path of the folder from that of the essay, or from the root.
pub fn folder_page(
    reader: &Reader<'_>,
    from: &SourcePath,
    target: &Target,
    config: &Config,
) -> Option<(String, String)> {
    if !config.output.html.folder_pages {
        return None;
    }
    let named = if target.manner == Manner::Wiki { config.nested(&target.path) } else { (&*target.path).into() };
    let here = if target.path.starts_with('/') { None } else { joined(from.folder(), &named) };
    here.into_iter().chain(joined("", &named)).find_map(|path| {
        // An index in the folder would stand at the address of its page.
        let index = SourcePath::new(&format!("{path}/index.md"));
        let wanted = permalink::wanted(&index, &Meta::default(), config, &mut Vec::new());
        let section = section::named(&wanted.section);
        let is_one = !section.is_empty() && wanted.role == Role::Essay;
        let first = reader.first_in(&section).filter(|_| is_one)?;
        let is_free = reader.claims(&page_file(&wanted.section)).is_empty();
        is_free.then(|| (format!("{section}/"), section::title(&section, first, config)))
    })
}

/// What a target means that is a file, by the address of the page in whose folder it lies.
fn beside_page(reader: &Reader<'_>, from: &SourcePath, target: &Target) -> Option<Target> {
    // What has the ending of a text or a page is one, and has an address of its own.
    let is_other = |file: &str| file.contains('.') && without_page_ending(without_markdown_ending(file)) == file;
    let (page, file) = target.path.rsplit_once('/').filter(|(page, file)| page.len() > 1 && is_other(file))?;
    let path = match named(reader, from, &Target::new(page, None, target.manner)) {
        Resolution::Here => from,
        Resolution::Found { path, fit: Fit::Exact } => path,
        _ => return None,
    };
    let file = joined(path.folder(), file).filter(|_| path.is_index())?;
    Some(Target::new(&format!("/{file}"), target.fragment.as_deref(), target.manner))
}

/// What a target means as it is written.
fn named<'a>(reader: &Reader<'a>, from: &SourcePath, target: &Target) -> Resolution<'a> {
    // A page leads to those of its own language, and then to those of the book's; the other way round where the link says
    // which it means, since what names no language is of the book's.
    let language =
        if reader.bearings().languages.is_empty() { None } else { reader.card(from).map(|card| card.language) };
    let search = |hidden| {
        let nearest = language.into_iter().flat_map(|own| if target.is_literal { [0, own] } else { [own, 0] });
        let nearest = nearest.map(Some).chain([None]);
        let search = |language| Search { reader, from, name: &target.key, hidden, language }.find(target);
        nearest.into_iter().find_map(search)
    };
    let found = search(false);
    let hidden = || Search { reader, from, name: &target.key, hidden: true, language: None };
    if let Some((other, _)) = &found
        && let Some(held) = hidden().before(other, target).and_then(|named| named.held)
    {
        return Resolution::Hidden(held);
    }
    match found {
        Some((named, _)) if named.path == *from => Resolution::Here,
        Some((named, fit)) => Resolution::Found { path: &named.path, fit },
        None => search(true).and_then(|(named, _)| named.held).map_or(Resolution::Missing, Resolution::Hidden),
    }
}

/// The links of other essays that lead to `path`, with the cards of these essays, newest first.
pub fn citing<'a>(reader: &Reader<'a>, path: &SourcePath) -> Vec<(&'a Arc<Card>, &'a Arc<Mention>)> {
    let with_card = |mention: &'a Arc<Mention>| Some((reader.card(&mention.source)?, mention));
    let mut citing: Vec<_> = reader.citing(path).iter().filter_map(with_card).collect();
    citing.sort_unstable();
    citing
}

/// The shortest spelling that means `path` and nothing else in an essay at `from`.
pub fn shortest(reader: &Reader<'_>, from: &SourcePath, path: &SourcePath) -> String {
    let full = if path.is_index() && !path.folder().is_empty() { path.folder() } else { path.id() };
    let starts = full.rmatch_indices('/').map(|(at, _)| at + 1).chain([0]);
    let means_it = |spelling: &&str| {
        let found = resolve(reader, from, &Target::new(spelling, None, Manner::Wiki));
        matches!(found, Resolution::Found { path: found, fit: Fit::Exact } if found == path)
    };
    starts.map(|at| &full[at..]).find(means_it).map_or_else(|| format!("/{}", path.id()), str::to_owned)
}
