//! What the files of a book held when they were last read, and which have changed since.
//!
//! An event only means: look at this file. What counts is the content, so lost, doubled or unordered events do no
//! harm, as long as a sweep follows.
//!
//! A file that is now there under another name has been moved. This is believed at once, so no book has it twice.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::files::Unreadable;
use crate::base::left_out::LeftOut;
use crate::base::path::SourcePath;
use crate::base::source::{Edit, Source};
use crate::edge::book::list::{self, Inventory};
use crate::edge::book::read::{self, Held, Reading};
use crate::edge::book::{self, Book};
use crate::edge::file;
use crate::edge::preview::pending::Doubts;
use crate::edge::stamp::Stamp;

/// The files of a book as they were last read.
#[derive(Default)]
pub struct Vfs {
    seen: BTreeMap<SourcePath, Seen>,
    /// Files that are gone, empty, or new and no essays.
    doubts: Doubts<SourcePath>,
    /// From files elsewhere to those that they are part of.
    parts: HashMap<PathBuf, BTreeSet<SourcePath>>,
    held: HashMap<SourcePath, Held>,
    /// What was wrong with some when they were last listed.
    diagnostics: Vec<Diagnostic>,
    /// The files that were left out then.
    left_out: Arc<LeftOut>,
    /// The names of files that had several.
    names: Vec<Box<[SourcePath]>>,
    /// Whether what files hold is kept at hand.
    holds: bool,
    /// Whether all files have been looked at once: what is there from the start is not in doubt.
    has_swept: bool,
}

struct Seen {
    stamp: Option<Stamp>,
    /// Whether the file may have changed since it was read and still have this stamp.
    is_fresh: bool,
    is_empty: bool,
    parts: Vec<PathBuf>,
    /// The same, as they were asked for.
    written: Vec<PathBuf>,
}

impl Vfs {
    /// A view that has seen nothing yet. `holds` asks for what files hold that are not essays.
    pub fn new(holds: bool) -> Self {
        Self { holds, ..Self::default() }
    }

    /// A view of the same kind that has seen nothing.
    pub fn anew(&self) -> Self {
        Self::new(self.holds)
    }

    /// Takes a hint that something happened at `place`; gives the edits that come to light.
    pub fn look(&mut self, book: &Book, place: &Path, now: Instant) -> Vec<Edit> {
        let mut paths: BTreeSet<SourcePath> = self.parts.get(place).into_iter().flatten().cloned().collect();
        let mut edits = Vec::new();
        for root in book.roots() {
            let Ok(below) = place.strip_prefix(&root) else { continue };
            let path = SourcePath::new(&file::relative(&root, place));
            if self.seen.contains_key(&path) && place.symlink_metadata().is_ok_and(|place| place.is_file()) {
                paths.insert(path);
                continue;
            }
            // Files that were there, and those that are: a folder may have come, gone or both.
            let there: BTreeSet<SourcePath> = list::list_at(book, place).into_iter().collect();
            let gone = self.below(&path, below.as_os_str().is_empty()).into_iter().filter(|path| !there.contains(path));
            let (left_out, gone): (Vec<_>, Vec<_>) = gone.partition(|path| book::file(&book.roots(), path).is_file());
            edits.extend(left_out.into_iter().map(|path| self.let_go(path)));
            paths.extend(there.into_iter().chain(gone));
        }
        edits.extend(self.read(book, paths, now));
        edits
    }

    /// Whether there were files of the book at or below `place`.
    pub fn has_below(&self, book: &Book, place: &Path) -> bool {
        book.roots().iter().any(|root| {
            let path = SourcePath::new(&file::relative(root, place));
            place.starts_with(root) && !self.below(&path, place == root).is_empty()
        })
    }

    /// Compares all files with what was seen of them.
    pub fn sweep(&mut self, book: &Book, now: Instant) -> Vec<Edit> {
        let Inventory { files: paths, diagnostics, left_out, names } = list::list(book);
        (self.diagnostics, self.left_out, self.names) = (diagnostics, left_out.into(), names);
        let roots = book.roots();
        let there: BTreeSet<SourcePath> = paths.into_iter().collect();
        let gone = self.seen.keys().filter(|path| !there.contains(*path)).cloned();
        let (left_out, gone): (Vec<_>, Vec<_>) = gone.partition(|path| book::file(&roots, path).is_file());
        let differs = |path: &SourcePath| {
            let Some(seen) = self.seen.get(path) else { return true };
            // What an essay includes has no stamp of its own.
            seen.is_fresh || !seen.parts.is_empty() || Stamp::of(&book::file(&roots, path)) != seen.stamp
        };
        let paths = there.iter().filter(|path| differs(path)).cloned().chain(gone).collect();
        let mut edits: Vec<Edit> = left_out.into_iter().map(|path| self.let_go(path)).collect();
        edits.extend(self.read(book, paths, now));
        self.has_swept = true;
        edits
    }

    /// Lets go of a file that is there, and no part of the book any more.
    fn let_go(&mut self, path: SourcePath) -> Edit {
        self.forget(&path);
        self.held.remove(&path);
        Edit { path, source: None }
    }

    fn forget(&mut self, path: &SourcePath) {
        self.doubts.settle(path);
        for part in self.seen.remove(path).into_iter().flat_map(|seen| seen.parts) {
            if let Some(hosts) = self.parts.get_mut(&part) {
                hosts.remove(path);
                if hosts.is_empty() {
                    self.parts.remove(&part);
                }
            }
        }
    }

    /// Looks again at files in doubt that may be believed by now.
    pub fn believe(&mut self, book: &Book, now: Instant) -> Vec<Edit> {
        let believed = self.doubts.believed(now).cloned().collect();
        self.read(book, believed, now)
    }

    /// When something in doubt may be believed.
    pub fn due(&self) -> Option<Instant> {
        self.doubts.due()
    }

    /// What is wrong with some files as such.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The files that are there and left out of the book.
    pub fn left_out(&self) -> Arc<LeftOut> {
        self.left_out.clone()
    }

    /// The names of each file that has several, and is not an essay.
    pub fn names(&self) -> &[Box<[SourcePath]>] {
        &self.names
    }

    /// What a file holds that is not an essay.
    pub fn held(&self, path: &SourcePath) -> Option<&Held> {
        self.held.get(path)
    }

    /// The parts of essays, by the paths that lead to them.
    pub fn parts(&self) -> impl Iterator<Item = &Path> {
        self.seen.values().flat_map(|seen| &seen.written).map(PathBuf::as_path)
    }

    /// The folders elsewhere in which parts of essays lie.
    pub fn folders_of_parts(&self) -> BTreeSet<PathBuf> {
        self.parts.keys().filter_map(|part| part.parent().map(Path::to_owned)).collect()
    }

    /// The files that were seen at and below `path`.
    fn below(&self, path: &SourcePath, is_root: bool) -> Vec<SourcePath> {
        if is_root {
            return self.seen.keys().cloned().collect();
        }
        let front = format!("{path}/");
        let at = self.seen.contains_key(path).then(|| path.clone());
        let below = self.seen.range(SourcePath::new(&front)..).map(|(path, _)| path);
        at.into_iter().chain(below.take_while(|path| path.as_str().starts_with(&front)).cloned()).collect()
    }

    fn read(&mut self, book: &Book, mut paths: BTreeSet<SourcePath>, now: Instant) -> Vec<Edit> {
        let roots = book.roots();
        let moved = self.moved(&roots, &paths);
        paths.extend(moved.iter().cloned());
        // A new file that is not an essay may be the means of saving one, and one that is being copied here
        // is large: it is read when it has been there for a while.
        let is_means = |path: &SourcePath| self.has_swept && !path.is_markdown() && !self.seen.contains_key(path);
        let (means, rest): (Vec<_>, Vec<_>) = paths.into_iter().partition(is_means);
        let believed = means.into_iter().filter(|path| self.doubts.raise(path, now) <= now);
        let paths: Vec<SourcePath> = believed.chain(rest).collect();
        // From before the reading: should a file change meanwhile, the next sweep sees it.
        let clock = SystemTime::now();
        let stamp = |path: &SourcePath| Stamp::of(&book::file(&roots, path));
        let stamps: Vec<_> = paths.par_iter().map(stamp).collect();
        let readings = read::read_holding(book, paths, self.holds);
        let still: Vec<bool> =
            readings.par_iter().zip(&stamps).map(|(reading, before)| stamp(&reading.edit.path) == *before).collect();
        let mut edits = Vec::new();
        for ((reading, stamp), was_still) in readings.into_iter().zip(stamps).zip(still) {
            let path = reading.edit.path.clone();
            let is_plausible = moved.contains(&path) || self.is_plausible(&reading.edit);
            if was_still && is_plausible || self.doubts.raise(&path, now) <= now {
                edits.push(self.take(reading, stamp, clock));
            }
        }
        edits
    }

    /// The files that have another name now, one of the new ones among `paths`. What was moved is not being saved, and
    /// a book that has it twice has never been.
    fn moved(&self, roots: &[PathBuf], paths: &BTreeSet<SourcePath>) -> BTreeSet<SourcePath> {
        let new = paths.iter().filter(|path| self.has_swept && path.is_markdown() && !self.seen.contains_key(*path));
        let new: HashSet<_> = new.filter_map(|path| Stamp::of(&book::file(roots, path))?.identity()).collect();
        if new.is_empty() {
            return BTreeSet::new();
        }
        let had = self.seen.iter().filter(|(_, seen)| {
            let identity = seen.stamp.as_ref().and_then(Stamp::identity);
            identity.is_some_and(|identity| new.contains(&identity))
        });
        let is_gone = |path: &&SourcePath| book::file(roots, path).symlink_metadata().is_err();
        had.map(|(path, _)| path).filter(is_gone).cloned().collect()
    }

    /// Whether a file is likely to stay as it was read. What is gone, or suddenly empty, may be in the
    /// middle of being saved.
    fn is_plausible(&self, edit: &Edit) -> bool {
        let was_full = self.seen.get(&edit.path).is_some_and(|seen| !seen.is_empty);
        !was_full || edit.source.as_ref().is_some_and(|source| !is_empty(source))
    }

    /// Notes what was read of a file.
    fn take(&mut self, reading: Reading, stamp: Option<Stamp>, clock: SystemTime) -> Edit {
        let Reading { edit, parts, held } = reading;
        let path = &edit.path;
        self.forget(path);
        match held {
            Some(held) => self.held.insert(path.clone(), held),
            None => self.held.remove(path),
        };
        if let Some(source) = &edit.source {
            let (parts, written): (Vec<_>, Vec<_>) = parts.into_iter().map(|part| (real(&part), part)).unzip();
            for part in &parts {
                self.parts.entry(part.clone()).or_default().insert(path.clone());
            }
            // What could not be read may be readable soon, without another stamp.
            let failed = matches!(
                source,
                Source::Unreadable(Unreadable::Refused(_))
                    | Source::Asset(0)
                    | Source::Spare(0)
                    | Source::Sheet { hash: 0, .. }
            );
            let is_fresh = failed || stamp.as_ref().is_none_or(|stamp| stamp.is_fresh(clock));
            self.seen.insert(path.clone(), Seen { stamp, is_fresh, is_empty: is_empty(source), parts, written });
        }
        edit
    }
}

fn is_empty(source: &Source) -> bool {
    matches!(source, Source::Text(text) if text.trim().is_empty())
}

/// A path, whether there is a file or not, without links and `..` on the way to it.
pub(crate) fn real(path: &Path) -> PathBuf {
    match (path.parent().map(fs::canonicalize), path.file_name()) {
        (Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}
