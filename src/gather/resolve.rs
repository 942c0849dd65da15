//! Which file a link means. One resolver, for links as they are shown, for backlinks and for the
//! graph.
//!
//! The order, exact spelling before case-folded in each step:
//! 0. a file that is called by the very letters typed, percent signs and all;
//! 1. nothing before the `#`: this essay;
//! 2. `/x`: from the root of the content; `./x`, `../x`: from the folder of the essay;
//! 3. `a/b`: a path from the root, from the folder of the essay, or the end of one file's path
//!    (a Markdown link tries the folder of the essay first);
//! 4. `x`: a file's stem, an alias, a title, an asset's file name, a folder's name;
//! 5. the same with hyphens, underscores and spaces as one;
//! 6. an address of a page, from the root or from the address of this essay's page;
//! 7. below such an address, a file in the folder of that page's text.
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
            let others = [of_folder(target), below_base(target, reader.base_path()), of_post(target)];
            let beside = || below_mount(reader, from, target).into_iter().chain(beside_page(reader, from, target));
            let others = others.into_iter().flatten().chain(std::iter::once_with(beside).flatten());
            let found = others.map(|target| named(reader, from, &target));
            found.into_iter().find(|found| *found != Resolution::Missing).unwrap_or(Resolution::Missing)
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

/// What a target means that begins with the path of the site on its host.
fn below_base(target: &Target, base: &str) -> Option<Target> {
    let path = target.path.strip_prefix(base).filter(|path| base.len() > 1 && !path.is_empty())?;
    Some(Target::new(&format!("/{path}"), target.fragment.as_deref(), target.manner))
}

/// What a path from the root of the site means in a folder with an address of its own: `/assets/bed.png` is
/// `vault/assets/bed.png` in a note of `vault`, whose address is that of the site.
fn below_mount(reader: &Reader<'_>, from: &SourcePath, target: &Target) -> Option<Target> {
    let path = target.path.strip_prefix('/')?;
    let below = |path: &str, folder: &str| {
        let rest = path.strip_prefix(folder)?;
        if folder.is_empty() { Some(rest.to_owned()) } else { rest.strip_prefix('/').map(str::to_owned) }
    };
    let meant = |(of, at): &(Box<str>, Box<str>)| {
        below(from.as_str(), of)?;
        Some((of.len(), format!("/{of}/{}", below(path, at)?)))
    };
    let (_, meant) = reader.mounts().iter().filter_map(meant).max_by_key(|(length, _)| *length)?;
    Some(Target::new(&meant, target.fragment.as_deref(), target.manner))
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
    let language = if reader.has_languages() { reader.card(from).map(|card| card.language) } else { None };
    let search = |hidden| {
        let nearest = language.into_iter().flat_map(|own| if target.is_literal { [0, own] } else { [own, 0] });
        let nearest = nearest.map(Some).chain([None]);
        let search = |language| Search { reader, from, name: &target.key, hidden, language }.find(target);
        nearest.into_iter().find_map(search)
    };
    match search(false) {
        Some((named, _)) if named.path == *from => Resolution::Here,
        Some((named, fit)) => Resolution::Found { path: &named.path, fit },
        None => search(true).and_then(|(named, _)| named.held).map_or(Resolution::Missing, Resolution::Hidden),
    }
}

/// What a target means that names the index file of a folder, whatever that file is called:
/// `x/index.md` where the folder has a `README.md`.
fn of_folder(target: &Target) -> Option<Target> {
    let path = SourcePath::new(&format!("{}.md", without_markdown_ending(&target.path)));
    let folder = path.folder();
    let named = path.is_index() && !folder.trim_matches(['.', '/']).is_empty();
    named.then(|| Target::new(&format!("{folder}/"), target.fragment.as_deref(), target.manner))
}

/// What a target means that names a post by its folder among the posts: Jekyll reads `sub/_posts/x`, and else
/// `_posts/sub/x`; without a folder, whichever post is called so.
fn of_post(target: &Target) -> Option<Target> {
    let (above, post) = target.path.split_once("_posts/").filter(|(_, post)| !post.contains('/'))?;
    let path = match above.trim_matches('/') {
        "" if target.path.starts_with('/') => return None,
        "" => post.to_owned(),
        above => format!("/_posts/{above}/{post}"),
    };
    Some(Target::new(&path, target.fragment.as_deref(), target.manner))
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
