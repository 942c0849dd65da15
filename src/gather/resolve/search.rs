//! The search for the file that a link means, among all that is filed under its name.

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};
use std::ops::Range;

use crate::base::key::{Way, last_parts};
use crate::base::name::{Name, case_folded, loosened};
use crate::base::path::{SourcePath, joined, without_markdown_ending, without_page_ending};
use crate::gather::called::{Called, Runs, at_root, spellings};
use crate::gather::named::{NameKind, Named};
use crate::gather::reader::Reader;
use crate::read::syntax::link::{Manner, Target};

/// How well a file fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit<'a> {
    Exact,
    /// Only with hyphens, underscores and spaces as one. How the file spells it.
    Loose(&'a str),
    /// One of several: the nearest of them, in that order.
    Ambiguous(Vec<&'a SourcePath>),
}

/// How many of several files are named.
const MOST_NAMED: usize = 6;

pub(super) type Match<'a> = (&'a Named, Fit<'a>);

/// The kinds of names by which a file is found by its path; of two kinds that fit, the first counts: a file is nearer than
/// the folder of the same name, unless the link says that it means the folder.
const FILES: [NameKind; 3] = [NameKind::Stem, NameKind::Asset, NameKind::Folder];
const FOLDER_FIRST: [NameKind; 3] = [NameKind::Folder, NameKind::Stem, NameKind::Asset];

/// The kinds of names, in the order in which they are tried.
const NAMES: [NameKind; 5] = [NameKind::Stem, NameKind::Alias, NameKind::Title, NameKind::Asset, NameKind::Folder];

/// A search for what a link means.
pub(super) struct Search<'r, 'a> {
    pub reader: &'r Reader<'a>,
    /// The essay that holds the link.
    pub from: &'r SourcePath,
    /// The folded last part of what was typed.
    pub name: &'r Name,
    /// Whether only essays are looked at that are not published, or only the others.
    pub hidden: bool,
    /// The only language of which essays are looked at.
    pub language: Option<u8>,
}

impl<'a> Search<'_, 'a> {
    pub(super) fn find(&self, target: &Target) -> Option<Match<'a>> {
        let typed = without_markdown_ending(&target.path);
        let page = without_page_ending(typed);
        let by_name = |readings: &[Reading]| {
            let found = self.by_name(target, typed, readings);
            found.or_else(|| (page != typed).then(|| self.by_name(target, page, readings))?)
        };
        let found = self.by_address(self.browsed(target, page));
        let found = found.or_else(|| by_name(&[Reading::Exact, Reading::Folded]));
        found.or_else(|| by_name(&[Reading::Loose])).or_else(|| {
            let root = joined("", page).filter(|_| !page.starts_with('.'));
            // From the page's own address, and from that without the `/` at its end, as sites without it have it.
            let own = |is_whole: bool| {
                let address = &self.reader.card(self.from).filter(|_| !page.starts_with('/'))?.address;
                let folder = address.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
                joined(if is_whole { address } else { folder }, page)
            };
            self.by_address(root).or_else(|| self.by_address(own(true))).or_else(|| self.by_address(own(false)))
        })
    }

    /// The essay that a path names letter by letter before `other` is come upon, which something else fits.
    pub(super) fn before(&self, other: &Named, target: &Target) -> Option<&'a Named> {
        let typed = without_markdown_ending(&target.path);
        let is_relative = typed.starts_with("./") || typed.starts_with("../");
        let is_path = target.manner == Manner::Path && (is_relative || typed != &*target.path);
        if !is_path || typed.starts_with('/') {
            return None;
        }
        let root = (!is_relative).then(|| joined("", typed)).flatten();
        let address = self.browsed(target, typed);
        let is_address = matches!(other.kind, NameKind::Address | NameKind::Former);
        if is_address && address.as_ref().is_some_and(|address| Reading::Folded.same(&other.spelling, address)) {
            return None;
        }
        for place in address.into_iter().chain(joined(self.from.folder(), typed)).chain(root) {
            if other.file().is_some_and(|file| Reading::Folded.same(file, &place)) {
                return None;
            }
            let found = self.best(&self.ask(Way::Place, &place), &[NameKind::Stem], &[Reading::Exact]);
            if let Some((named, _)) = found.filter(|(named, _)| named.language == other.language) {
                return Some(named);
            }
        }
        None
    }

    /// The address that a browser makes of a relative link, in a book where such a link is that rather than a path.
    fn browsed(&self, target: &Target, typed: &str) -> Option<String> {
        let bearings = self.reader.bearings();
        let is_text = || without_markdown_ending(&target.path).len() < target.path.len();
        if !bearings.by_address || target.manner != Manner::Path || typed.starts_with('/') || is_text() {
            return None;
        }
        let address = &*self.reader.card(self.from)?.address;
        // Where pages are files, `a.md` is `a.html`, and an address beside it is the path of a file.
        let is_file = bearings.page_files && address.strip_suffix('/') == Some(self.from.id());
        let folder = address.rsplit_once('/').map_or("", |(folder, _)| folder);
        if is_file { None } else { joined(folder, typed) }
    }

    /// The member whose page has the address `path`.
    fn by_address(&self, path: Option<String>) -> Option<Match<'a>> {
        let path = path.filter(|path| !path.is_empty())?;
        let [stem, asset, folder] = FILES;
        let kinds = [stem, asset, folder, NameKind::Address, NameKind::Former];
        self.best(&self.ask(Way::Place, &path), &kinds, &[Reading::Exact, Reading::Folded])
    }

    fn by_name(&self, target: &Target, typed: &str, readings: &[Reading]) -> Option<Match<'a>> {
        let files = if target.is_folder { &FOLDER_FIRST } else { &FILES };
        let at = |path: Option<String>| self.best(&self.ask(Way::Place, &path?), files, readings);
        if let Some(from_root) = typed.strip_prefix('/') {
            return at(joined("", from_root));
        }
        if typed.starts_with("./") || typed.starts_with("../") {
            return at(joined(self.from.folder(), typed));
        }
        let (here, root) = (|| at(joined(self.from.folder(), typed)), || at(joined("", typed)));
        let by_path = match (target.manner, typed.contains('/')) {
            (Manner::Path | Manner::Named | Manner::Whole | Manner::Host, _) => here().or_else(root),
            (Manner::Wiki, true) => root().or_else(here),
            (Manner::Wiki, false) => None,
        };
        if target.manner == Manner::Path && self.reader.bearings().by_path {
            return by_path;
        }
        let by_end = || typed.contains('/').then(|| self.best(&self.ask(Way::End, typed), files, readings))?;
        by_path.or_else(by_end).or_else(|| {
            // A title or an alias may have a slash in it, too.
            let answer = self.ask(Way::Name, typed);
            let folder = target.is_folder.then_some(&NameKind::Folder);
            let found = folder.into_iter().chain(&NAMES).find_map(|kind| self.best(&answer, &[*kind], readings))?;
            // A text without a title is called like its folder, of which another text may have the page.
            let by_title = (found.0.kind == NameKind::Title).then_some(found.0.path.folder());
            let text = by_title.and_then(|of| {
                self.best(&answer, &[NameKind::Folder], readings).filter(|(named, _)| named.path.folder() == of)
            });
            Some(text.unwrap_or(found))
        })
    }

    /// What is filed under a text.
    fn ask<'t>(&self, way: Way, text: &'t str) -> Answer<'t, 'a> {
        Answer { way, text, group: self.reader.names(way, self.name, text) }
    }

    /// The file that fits by the first of `readings` that any fits by; of several, by the first of `kinds`.
    fn best(&self, answer: &Answer<'_, 'a>, kinds: &[NameKind], readings: &[Reading]) -> Option<Match<'a>> {
        for reading in readings {
            for kind in kinds {
                let kind = (self.hidden, *kind);
                let of_kind = part(answer.group, |called| (called.named.is_hidden(), called.named.kind).cmp(&kind));
                if of_kind.is_empty() {
                    continue;
                }
                let runs = answer.fitting(of_kind, *reading, self.language);
                if let Some(named) = runs.first().map(|run| &*run[0].named) {
                    let is_one = |run: &&[Called]| {
                        [run.first(), run.last()].iter().flatten().all(|called| called.named.path == named.path)
                    };
                    if runs.iter().all(is_one) {
                        let is_loose = *reading == Reading::Loose;
                        return Some((named, if is_loose { Fit::Loose(&named.spelling) } else { Fit::Exact }));
                    }
                    let by_file = FILES.contains(&kind.1) && *reading != Reading::Loose;
                    return self.nearest(&runs, by_file);
                }
            }
        }
        None
    }

    /// The nearest of several files. One at the root is named by its whole path, which no other has, if they are found
    /// `by_file`.
    fn nearest(&self, runs: &[&'a [Called]], by_file: bool) -> Option<Match<'a>> {
        let mut nearest: Vec<&Named> = runs.iter().flat_map(|run| near(run, self.from)).collect();
        nearest.sort_by_key(|named| {
            // Of the texts of a folder one has its page, and is meant.
            let text_of = (named.kind == NameKind::Folder).then(|| (named.path.folder(), named.language, named.rank));
            (named.path.as_str().contains('/'), Reverse(shared(&named.path, self.from)), text_of, &named.path)
        });
        nearest.dedup_by(|other, first| is_other_text(other, first));
        nearest.truncate(MOST_NAMED);
        let is_at_root = |named: &&&Named| !named.path.as_str().contains('/');
        let is_whole = by_file && nearest.iter().filter(is_at_root).count() == 1;
        // Who writes in a folder means what lies beside.
        let is_beside = |named: &&&Named| named.path.folder() == self.from.folder();
        let is_whole = is_whole
            || by_file
                && nearest.first().is_some_and(|first| is_beside(&first))
                && nearest.iter().filter(is_beside).count() == 1;
        let all = || nearest.iter().map(|named| &named.path).collect();
        let fit = match &nearest[..] {
            [one] if !by_file => Fit::Loose(&one.spelling),
            [_] => Fit::Exact,
            _ if is_whole => Fit::Exact,
            _ => Fit::Ambiguous(all()),
        };
        nearest.first().map(|named| (*named, fit))
    }
}

/// What is filed under the text that a link is looked for by.
struct Answer<'t, 'a> {
    way: Way,
    text: &'t str,
    group: &'a [Called],
}

impl<'a> Answer<'_, 'a> {
    /// Those of its members that fit by a reading, those with one spelling together.
    fn fitting(&self, members: &'a [Called], reading: Reading, language: Option<u8>) -> Runs<'a> {
        let is_end = self.way == Way::End;
        let end = if is_end { last_parts(self.text) } else { self.text };
        let is_short = end.len() == self.text.len();
        let mut runs = spellings(members);
        runs.retain(|run: &mut &[Called]| language.is_none_or(|language| run[0].named.language == language));
        // The bytes of an end are counted, since it is cut off by its length.
        runs.retain(|run| {
            reading.same(run[0].text(), end) && (!is_end || !is_short || run[0].text().len() == end.len())
        });
        if is_short { runs } else { runs.into_iter().flat_map(|run| self.ending(run, reading)).collect() }
    }

    /// The members that end with a text of more parts than they are looked for by.
    fn ending(&self, run: &'a [Called], reading: Reading) -> impl Iterator<Item = &'a [Called]> {
        run.chunks(1).filter(move |one| {
            let file = one[0].named.file().unwrap_or_default();
            let start = file.len().checked_sub(self.text.len()).filter(|start| file.is_char_boundary(*start));
            start.is_some_and(|start| {
                let is_whole = start == 0 || file.as_bytes()[start - 1] == b'/';
                is_whole && reading.same(&file[start..], self.text)
            })
        })
    }
}

/// Whether two names are of one file, or of two texts of one folder.
fn is_other_text(other: &Named, first: &Named) -> bool {
    let are_texts = first.kind == NameKind::Folder && other.language == first.language;
    other.path == first.path || (are_texts && other.path.folder() == first.path.folder())
}

/// The members of a group for which `place` says that they are neither before nor after those that are
/// looked for.
fn part(group: &[Called], place: impl Fn(&Called) -> Ordering) -> &[Called] {
    let from = &group[group.partition_point(|called| place(called).is_lt())..];
    &from[..from.partition_point(|called| place(called).is_eq())]
}

/// The files of a run that are nearest to `from`: those at the root, then those in its folder, in the folder
/// above that, and so on, as many as are named.
fn near<'a>(run: &'a [Called], from: &SourcePath) -> Vec<&'a Named> {
    let (at_root, nested) = at_root(run);
    let mut near: Vec<&Called> = at_root.iter().take(MOST_NAMED).collect();
    let folders = from.as_str().rmatch_indices('/').map(|(at, _)| &from.as_str()[..=at]);
    let mut known = 0..0;
    for folder in folders.chain([""]) {
        if near.len() >= MOST_NAMED {
            break;
        }
        let inside = below(nested, folder);
        if known.is_empty() {
            known = inside.start..inside.start;
        }
        let (before, after) = (&nested[inside.start..known.start], &nested[known.end..inside.end]);
        near.extend(before.iter().chain(after).take(MOST_NAMED));
        known = inside;
    }
    near.into_iter().map(|called| &*called.named).collect()
}

/// Where the files of which the paths begin with `folder` stand among files in the order of their paths.
fn below(files: &[Called], folder: &str) -> Range<usize> {
    let start = files.partition_point(|called| called.named.path.as_str() < folder);
    let count = files[start..].partition_point(|called| called.named.path.as_str().starts_with(folder));
    start..start + count
}

/// How alike two spellings must be.
#[derive(Clone, Copy, PartialEq)]
enum Reading {
    Exact,
    Folded,
    Loose,
}

impl Reading {
    fn same(self, a: &str, b: &str) -> bool {
        match self {
            Self::Exact => a == b,
            // Most names are of ASCII, and need no text of their own to be compared.
            Self::Folded if a.is_ascii() && b.is_ascii() && !a.contains("  ") && !b.contains("  ") => {
                a.eq_ignore_ascii_case(b)
            }
            Self::Folded => case_folded(&squeezed(a)) == case_folded(&squeezed(b)),
            Self::Loose => loosened(a) == loosened(b),
        }
    }
}

/// `text` with every run of white space as one space.
fn squeezed(text: &str) -> Cow<'_, str> {
    if text.contains("  ") { text.split_whitespace().collect::<Vec<_>>().join(" ").into() } else { text.into() }
}

/// How many folders two paths share.
fn shared(a: &SourcePath, b: &SourcePath) -> usize {
    let parts = a.folder().split('/').zip(b.folder().split('/'));
    parts.take_while(|(a, b)| a == b && !a.is_empty()).count()
}
