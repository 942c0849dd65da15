//! Polls the files that the system does not report: those behind links, and those with a second name.
//!
//! The system reports changes in watched folders, by the names that files have there. A file behind a link is in
//! another folder, and a file with a second name can be written through that name. A thread looks at these few files
//! again and again; a book without any has no such thread.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use walkdir::WalkDir;

use crate::edge::book::left_out;
use crate::edge::preview::file_event::{EventHandler, FileEvent, Place};
use crate::edge::preview::vfs::real;
use crate::edge::stamp::Stamp;

/// The time between two looks.
const PAUSE: Duration = Duration::from_millis(500);

/// How much longer than a look took the next one is waited for.
const PAUSE_SHARE: u32 = 10;

/// The most entries that are searched for links.
const MOST: usize = 200_000;

/// Looks at what lies elsewhere as long as it is there.
pub(crate) struct Glance(Sender<(Vec<Place>, Vec<PathBuf>)>);

/// What can be seen of a file or a folder: where it is, and what the system says of a file.
type Trace = (Option<PathBuf>, Option<Stamp>);

impl Glance {
    pub(crate) fn new(tell: EventHandler) -> Self {
        let (to, asked) = channel();
        std::thread::spawn(move || look(&asked, &*tell));
        Self(to)
    }

    /// Searches these places for links, and looks at the ones that are there from now on; of `files` at those that
    /// are reached by a link.
    pub(crate) fn over(&self, places: Vec<Place>, files: Vec<PathBuf>) {
        // The thread is there as long as this is.
        let _ = self.0.send((places, files));
    }
}

fn look(asked: &Receiver<(Vec<Place>, Vec<PathBuf>)>, tell: &dyn Fn(FileEvent)) {
    let mut known: BTreeMap<PathBuf, Trace> = BTreeMap::new();
    let mut pause = PAUSE;
    loop {
        let next = if known.is_empty() {
            asked.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            asked.recv_timeout(pause)
        };
        match next {
            Ok(next) => {
                let (places, files) = asked.try_iter().last().unwrap_or(next);
                let mut found = BTreeMap::new();
                for path in linked(&places, &files) {
                    let trace = known.remove(&path).unwrap_or_else(|| {
                        // It may have changed since it was read.
                        tell(changed(&path));
                        trace(&path)
                    });
                    found.insert(path, trace);
                }
                known = found;
            }
            Err(RecvTimeoutError::Timeout) => {
                let start = Instant::now();
                for (path, before) in &mut known {
                    let now = trace(path);
                    if now != *before {
                        *before = now;
                        tell(changed(path));
                    }
                }
                pause = PAUSE.max(start.elapsed() * PAUSE_SHARE);
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// The news of a change, by the name that a file has in its folder: an essay may ask for a part by a way with `..`.
fn changed(path: &Path) -> FileEvent {
    let is_plain = !path.components().any(|part| part == Component::ParentDir);
    FileEvent::Changed(if is_plain { path.to_owned() } else { real(path) })
}

fn trace(path: &Path) -> Trace {
    // Of what comes and goes in a folder there are news.
    let stamp = if path.is_dir() { None } else { Stamp::of(path) };
    (fs::canonicalize(path).ok(), stamp)
}

/// What is reached by a link or has another name.
fn linked(places: &[Place], files: &[PathBuf]) -> BTreeSet<PathBuf> {
    let by_link = |path: &&PathBuf| path.ancestors().any(Path::is_symlink);
    let mut found: BTreeSet<PathBuf> =
        files.iter().chain(places.iter().map(|place| &place.path)).filter(by_link).cloned().collect();
    for Place { path, deep } in places {
        let walk = WalkDir::new(path).min_depth(1).max_depth(if *deep { usize::MAX } else { 1 }).follow_links(true);
        let walk = walk.into_iter().filter_entry(|entry| {
            // A site is full of second names.
            entry.depth() == 0 || !entry.file_type().is_dir() || !left_out::is_foreign(entry.path())
        });
        for entry in walk.take(MOST) {
            match entry {
                Ok(entry) if entry.path_is_symlink() || has_names(&entry) => drop(found.insert(entry.into_path())),
                Ok(_) => {}
                // What a link leads to may not be there yet.
                Err(error) => found.extend(error.path().filter(|path| path.is_symlink()).map(Path::to_owned)),
            }
        }
    }
    found
}

/// Whether a file has more names than one.
#[cfg(unix)]
fn has_names(entry: &walkdir::DirEntry) -> bool {
    use std::os::unix::fs::MetadataExt;
    entry.file_type().is_file() && entry.metadata().is_ok_and(|metadata| metadata.nlink() > 1)
}

#[cfg(not(unix))]
fn has_names(_: &walkdir::DirEntry) -> bool {
    false
}
