//! Which file a link means. One resolver, for links as they are shown, for backlinks and for the
//! graph.
//!
//! The order, exact spelling before case-folded in each step:
//! 1. nothing before the `#`: this essay;
//! 2. `/x`: from the root of the content; `./x`, `../x`: from the folder of the essay;
//! 3. `a/b`: a path from the root, from the folder of the essay, or the end of one file's path
//!    (a Markdown link tries the folder of the essay first);
//! 4. `x`: a file's stem, an alias, a title, an asset's file name, a folder's name;
//! 5. the same with hyphens, underscores and spaces as one;
//! 6. an address of a page, from the root or from the address of this essay's page.
//!
//! `.html` at the end of a name, and an index file that is called otherwise, are seen past. Where
//! several files fit: the one at the root, else the one nearest to the essay, else the first by
//! path; and the writer is told.

use std::borrow::Cow;
use std::sync::Arc;

use crate::card::Card;
use crate::facts::{Mention, NameKind, Named};
use crate::name::{Name, case_folded};
use crate::reader::Reader;
use crate::source::{SourcePath, joined, without_markdown_ending, without_page_ending};
use crate::syntax::link::{Manner, Target};

/// What a target turns out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution<'a> {
    /// The essay that holds the link.
    Here,
    Found {
        path: &'a SourcePath,
        fit: Fit<'a>,
    },
    /// Only essays that are not published fit.
    Hidden,
    Missing,
}

/// How well a file fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit<'a> {
    Exact,
    /// Only with hyphens, underscores and spaces as one. How the file spells it.
    Loose(&'a str),
    /// One of several.
    Ambiguous(Vec<&'a SourcePath>),
}

/// Finds what a link in `from` means.
pub fn resolve<'a>(reader: &Reader<'a>, from: &SourcePath, target: &Target) -> Resolution<'a> {
    if target.path.is_empty() {
        return Resolution::Here;
    }
    match named(reader, from, target) {
        Resolution::Missing => of_folder(target).map_or(Resolution::Missing, |folder| named(reader, from, &folder)),
        found => found,
    }
}

/// What a target means as it is written.
fn named<'a>(reader: &Reader<'a>, from: &SourcePath, target: &Target) -> Resolution<'a> {
    let group = reader.names(&target.key);
    match search(reader, group, false, from, target) {
        Some((named, _)) if named.path == *from => Resolution::Here,
        Some((named, fit)) => Resolution::Found { path: &named.path, fit },
        None if search(reader, group, true, from, target).is_some() => Resolution::Hidden,
        None => Resolution::Missing,
    }
}

/// What a target means that names the index file of a folder, whatever that file is called:
/// `x/index.md` where the folder has a `README.md`.
fn of_folder(target: &Target) -> Option<Target> {
    let path = SourcePath::new(&format!("{}.md", without_markdown_ending(&target.path)));
    let folder = path.folder();
    let named = path.is_index() && !folder.trim_matches(['.', '/']).is_empty();
    named.then(|| Target::new(folder, target.fragment.as_deref(), target.manner))
}

/// The links of other essays that lead to `path`, with the cards of these essays, newest first.
pub fn citing<'a>(reader: &Reader<'a>, path: &SourcePath) -> Vec<(&'a Arc<Card>, &'a Arc<Mention>)> {
    let mut names: Vec<_> = reader.names_of(path).collect();
    names.dedup();
    let means_it = |mention: &Mention| matches!(resolve(reader, &mention.source, &mention.target), Resolution::Found { path: found, .. } if found == path);
    let mut citing = Vec::new();
    for mention in names.into_iter().flat_map(|name| reader.mentions(name)) {
        if mention.source != *path
            && means_it(mention)
            && let Some(card) = reader.card(&mention.source)
        {
            citing.push((card, mention));
        }
    }
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

type Match<'a> = (&'a Named, Fit<'a>);

fn search<'a>(
    reader: &Reader<'a>,
    group: &'a [Named],
    hidden: bool,
    from: &SourcePath,
    target: &Target,
) -> Option<Match<'a>> {
    let typed = without_markdown_ending(&target.path);
    let members = || group.iter().filter(move |named| named.hidden == hidden);
    let by_name = |readings: &[Reading]| {
        by_name(members, from, (target.manner, typed), readings).or_else(|| {
            let page = without_page_ending(typed);
            (page != typed).then(|| by_name(members, from, (target.manner, page), readings))?
        })
    };
    by_name(&[Reading::Exact, Reading::Folded]).or_else(|| by_name(&[Reading::Loose])).or_else(|| {
        let page = without_page_ending(typed);
        let root = joined("", page).filter(|_| !page.starts_with('.'));
        let here = || joined(&reader.card(from)?.address, page).filter(|_| !page.starts_with('/'));
        by_address(members, from, root).or_else(|| by_address(members, from, here()))
    })
}

/// The member whose page has the address `path`.
fn by_address<'a, I: Iterator<Item = &'a Named>>(
    members: impl Fn() -> I,
    from: &SourcePath,
    path: Option<String>,
) -> Option<Match<'a>> {
    let path = path.filter(|path| !path.is_empty())?;
    best_reading(members, from, &[Reading::Exact, Reading::Folded], |named, reading| match named.kind {
        NameKind::Address => reading.same(&named.spelling, &path),
        NameKind::Stem | NameKind::Folder | NameKind::Asset => reading.same(file(named)?, &path),
        NameKind::Alias | NameKind::Title => None,
    })
}

fn by_name<'a, I: Iterator<Item = &'a Named>>(
    members: impl Fn() -> I + Copy,
    from: &SourcePath,
    (manner, typed): (Manner, &str),
    readings: &[Reading],
) -> Option<Match<'a>> {
    let at = |path: Option<String>| {
        let path = path?;
        best_reading(members, from, readings, |named, reading| reading.same(file(named)?, &path))
    };
    if let Some(from_root) = typed.strip_prefix('/') {
        return at(joined("", from_root));
    }
    if typed.starts_with("./") || typed.starts_with("../") {
        return at(joined(from.folder(), typed));
    }
    let (here, root) = (|| at(joined(from.folder(), typed)), || at(joined("", typed)));
    let by_path = match (manner, typed.contains('/')) {
        (Manner::Path, _) => here().or_else(root),
        (Manner::Wiki, true) => root().or_else(here),
        (Manner::Wiki, false) => None,
    };
    if by_path.is_some() {
        return by_path;
    }
    if typed.contains('/') {
        let by_end = best_reading(members, from, readings, |named, reading| {
            let path = file(named)?;
            let start = path.len().checked_sub(typed.len())?;
            let whole_parts = start == 0 || path.as_bytes()[start - 1] == b'/';
            reading.same(path.get(start..).filter(|_| whole_parts)?, typed)
        });
        // A title or an alias may have a slash in it, too.
        if by_end.is_some() {
            return by_end;
        }
    }
    let kinds = [NameKind::Stem, NameKind::Alias, NameKind::Title, NameKind::Asset, NameKind::Folder];
    kinds.iter().find_map(|kind| {
        best_reading(members, from, readings, |named, reading| {
            if named.kind == *kind { reading.same(&named.spelling, typed) } else { None }
        })
    })
}

/// The path by which a link may name the file: without `.md`, or the folder it stands for. `None`
/// for names that are not paths.
fn file(named: &Named) -> Option<&str> {
    match named.kind {
        NameKind::Stem => Some(named.path.id()),
        NameKind::Asset => Some(named.path.as_str()),
        NameKind::Folder => Some(named.path.folder()),
        NameKind::Alias | NameKind::Title | NameKind::Address => None,
    }
}

/// How alike two spellings must be.
#[derive(Clone, Copy, PartialEq)]
enum Reading {
    Exact,
    Folded,
    Loose,
}

impl Reading {
    fn same(self, a: &str, b: &str) -> Option<()> {
        let same = match self {
            Self::Exact => a == b,
            Self::Folded => case_folded(&squeezed(a)) == case_folded(&squeezed(b)),
            Self::Loose => Name::new(a) == Name::new(b),
        };
        same.then_some(())
    }
}

/// `text` with every run of white space as one space.
fn squeezed(text: &str) -> Cow<'_, str> {
    if text.contains("  ") { text.split_whitespace().collect::<Vec<_>>().join(" ").into() } else { text.into() }
}

/// The member that fits by the first of `readings` that any member fits by.
fn best_reading<'a, I: Iterator<Item = &'a Named>>(
    members: impl Fn() -> I,
    from: &SourcePath,
    readings: &[Reading],
    fits: impl Fn(&Named, Reading) -> Option<()>,
) -> Option<Match<'a>> {
    for reading in readings {
        let mut fitting = members().filter(|named| fits(named, *reading).is_some());
        let Some(first) = fitting.next() else { continue };
        // A file is nearer than the folder of the same name: groups are in the order of their kinds.
        let rival = |named: &&Named| named.kind == first.kind && named.path != first.path;
        let mut rivals: Vec<&Named> = fitting.filter(rival).collect();
        if rivals.is_empty() {
            let fit = if *reading == Reading::Loose { Fit::Loose(&first.spelling) } else { Fit::Exact };
            return Some((first, fit));
        }
        rivals.push(first);
        rivals.sort_by_key(|named| {
            (named.path.as_str().contains('/'), std::cmp::Reverse(shared(&named.path, from)), &named.path)
        });
        rivals.dedup_by_key(|named| &named.path);
        let fit = Fit::Ambiguous(rivals.iter().map(|named| &named.path).collect());
        return Some((rivals[0], fit));
    }
    None
}

/// How many folders two paths share.
fn shared(a: &SourcePath, b: &SourcePath) -> usize {
    let parts = a.folder().split('/').zip(b.folder().split('/'));
    parts.take_while(|(a, b)| a == b && !a.is_empty()).count()
}
