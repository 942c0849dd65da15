//! Files that have more names than one in a book, by links of the system: what one name holds back, the others do not publish.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::base::config::Publish;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::files::{same_as_left_out, unnamed_essay};
use crate::base::left_out::LeftOut;
use crate::base::path::SourcePath;
use crate::edge::book::detect::holds_markdown;
use crate::edge::book::left_out::{is_a_site, is_hidden, is_left_behind};
use crate::edge::book::{self, Book};
use crate::edge::file::{self, relative};
use crate::read::permalink::publishes;

/// As many files are looked at in a folder that is left out.
pub(super) const MOST_LEFT_OUT: usize = 20_000;

/// The names of each file that has several, of those that are not essays.
pub type Names = Vec<Box<[SourcePath]>>;

/// What a walk came upon that is no part of the book.
#[derive(Default)]
pub(super) struct Aside {
    /// Files that the book leaves out by its rules.
    pub ignored: Vec<SourcePath>,
    /// Files that are left out for what they are.
    pub others: Vec<SourcePath>,
    /// Folders that were not looked through.
    pub folders: Vec<PathBuf>,
    /// Folders whose `.gitignore` says something of the book.
    pub by_git: Vec<PathBuf>,
}

impl Aside {
    /// Adds what another walk came upon.
    pub(super) fn append(&mut self, other: &mut Self) {
        self.ignored.append(&mut other.ignored);
        self.others.append(&mut other.others);
        self.folders.append(&mut other.folders);
        self.by_git.append(&mut other.by_git);
    }

    /// All files, in order, and what git leaves out of a folder of essays.
    pub(super) fn all(mut self, src: &Path) -> LeftOut {
        let mut files = [self.ignored, self.others].concat();
        files.sort_unstable();
        // Further up, so that the nearest comes last.
        self.by_git.sort_unstable();
        self.by_git.dedup();
        let text = |folder: PathBuf| Some((folder.clone(), file::read_text(&folder.join(".gitignore")).ok()?));
        LeftOut { files, root: src.to_owned(), by_git: self.by_git.into_iter().filter_map(text).collect() }
    }
}

/// What the system knows a file by, and how many names that has.
struct Inode {
    number: (u64, u64),
    names: u64,
}

/// Takes out of `found` what is the same file as one that the book leaves out or holds back where it lies, and says so; gives
/// the names of each other file that has several.
pub(super) fn take_apart(
    book: &Book,
    found: &mut Vec<SourcePath>,
    aside: &mut Aside,
    diagnostics: &mut Vec<Diagnostic>,
) -> Names {
    let roots = book.roots();
    let of = |path: &SourcePath| identity(&book::file(&roots, path));
    let mut by_number: BTreeMap<(u64, u64), Vec<SourcePath>> = BTreeMap::new();
    let identities: Vec<Option<Inode>> = found.par_iter().map(of).collect();
    let mut numbers: Vec<_> = identities.iter().flatten().map(|identity| identity.number).collect();
    numbers.sort_unstable();
    let is_alone = |number| numbers.partition_point(|n| *n <= number) - numbers.partition_point(|n| *n < number) < 2;
    for (path, identity) in found.iter().zip(identities) {
        // A file with further names may have them elsewhere.
        if let Some(identity) = identity.filter(|identity| identity.names > 1 || !is_alone(identity.number)) {
            by_number.entry(identity.number).or_default().push(path.clone());
        }
    }
    // A book that follows links wherever they lead may collect what it publishes from folders that it leaves out.
    if by_number.is_empty() || book.config.book.follow_links {
        return several(by_number);
    }
    let elsewhere = left_out(book, aside, &by_number);
    let is_held = |path: &SourcePath| {
        if path.is_markdown() { is_held_where_it_lies(path, book) } else { book.inputs.held.holds(path, false) }
    };
    let mut kept: BTreeMap<SourcePath, String> = BTreeMap::new();
    let mut raw_texts: BTreeSet<SourcePath> = BTreeSet::new();
    for (number, paths) in &by_number {
        let held = paths.iter().find(|path| is_held(path));
        let first = elsewhere.get(number).cloned().or_else(|| held.map(|held| book.shown(held)));
        let Some(first) = first else { continue };
        let others =
            paths.iter().filter(|path| elsewhere.contains_key(number) || held.is_some_and(|held| held != *path));
        // What is not published where it lies says so itself.
        let others = others.filter(|path| !is_held(path));
        kept.extend(others.map(|path| (path.clone(), first.clone())));
    }
    // The text of an essay would be published as it is, with what it keeps back.
    for paths in by_number.values() {
        let Some(essay) = paths.iter().find(|path| path.is_markdown()) else { continue };
        let others = paths.iter().filter(|path| !path.is_markdown() && !kept.contains_key(*path));
        let raw: Vec<SourcePath> = others.cloned().collect();
        diagnostics.extend(raw.iter().map(|path| unnamed_essay(path, &book.shown(essay))));
        raw_texts.extend(raw);
    }
    found.retain(|path| !raw_texts.contains(path));
    found.retain(|path| !kept.contains_key(path));
    diagnostics.extend(kept.iter().map(|(path, first)| same_as_left_out(path, first)));
    for paths in by_number.values_mut() {
        paths.retain(|path| !kept.contains_key(path) && !raw_texts.contains(path));
    }
    aside.others.extend(kept.into_keys().chain(raw_texts));
    several(by_number)
}

/// Whether any of some files has names beside the one by which it was found.
pub(super) fn have_others(book: &Book, found: &[SourcePath]) -> bool {
    let roots = book.roots();
    found.par_iter().any(|path| identity(&book::file(&roots, path)).is_some_and(|identity| identity.names > 1))
}

fn several(by_number: BTreeMap<(u64, u64), Vec<SourcePath>>) -> Names {
    let others = by_number.into_values().map(|mut paths| {
        paths.retain(|path| !path.is_markdown());
        paths.sort_unstable();
        paths.into_boxed_slice()
    });
    let mut names: Names = others.filter(|paths| paths.len() > 1).collect();
    names.sort_unstable();
    names
}

/// Of the files with these numbers, those that are left out of the book too: where, from the folder of the book.
fn left_out(
    book: &Book,
    aside: &Aside,
    by_number: &BTreeMap<(u64, u64), Vec<SourcePath>>,
) -> BTreeMap<(u64, u64), String> {
    let is_told = |path: &Path, is_folder| !(is_left_behind(path, is_folder) || is_folder && is_hidden(path));
    // Folders that git leaves out are often made of the book, by programs: those of people have texts.
    let folders = aside.folders.iter().filter(|folder| holds_markdown(folder)).flat_map(|folder| {
        let below = WalkDir::new(folder).sort_by_file_name().into_iter();
        let below = below.filter_entry(move |below| {
            let is_folder = below.file_type().is_dir();
            is_told(below.path(), is_folder) && !(is_folder && is_a_site(below.path()))
        });
        below.flatten().take(MOST_LEFT_OUT).map(walkdir::DirEntry::into_path)
    });
    let roots = book.roots();
    // A program that keeps copies in a hidden folder publishes nothing, and a list of chapters hides nothing.
    let is_meant = |path: &&SourcePath| {
        let is_below_hidden = path.folder().split('/').any(|part| is_hidden(Path::new(part)));
        !(is_below_hidden || book.config.build.only_listed && path.is_markdown())
    };
    let places = |path: &SourcePath| roots.iter().map(|root| root.join(path.as_str())).collect::<Vec<_>>();
    let files = aside.ignored.iter().filter(is_meant).flat_map(places);
    let mut seen = BTreeSet::new();
    let mut found = BTreeMap::new();
    for file in files.chain(folders).filter(|file| seen.insert(file.clone())) {
        let is_plain = fs::symlink_metadata(&file).is_ok_and(|file| file.is_file());
        if let Some(identity) = is_plain.then(|| identity(&file)).flatten()
            && by_number.contains_key(&identity.number)
        {
            found.entry(identity.number).or_insert_with(|| relative(&book.root, &file));
        }
    }
    found
}

#[cfg(unix)]
fn identity(file: &Path) -> Option<Inode> {
    use std::os::unix::fs::MetadataExt;
    let file = fs::metadata(file).ok().filter(fs::Metadata::is_file)?;
    Some(Inode { number: (file.dev(), file.ino()), names: file.nlink() })
}

/// Elsewhere the system does not tell without opening each file.
#[cfg(not(unix))]
fn identity(_: &Path) -> Option<Inode> {
    None
}

/// Whether an essay is held back for where it lies, unless it asks for being published.
pub(super) fn is_held_where_it_lies(path: &SourcePath, book: &Book) -> bool {
    let config = &book.config;
    let is_of_drafts = || path.as_str().split('/').any(|folder| folder == "_drafts");
    !config.build.drafts && (is_of_drafts() || publishes(path, config) == Publish::Explicit)
        || book.inputs.held.holds(path, false)
}
