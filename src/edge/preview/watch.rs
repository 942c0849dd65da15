//! Watches the folders of a book. It reports where something may have changed, never what.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use walkdir::WalkDir;

use crate::edge::preview::file_event::{EventHandler, FileEvent, Place};
use crate::edge::preview::glance::Glance;

/// How a preview hears of changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Manner {
    /// Ask the system, or poll where the system does not report changes
    #[default]
    Auto,
    /// Ask the system
    Native,
    /// Compare all files again and again
    Poll,
}

/// What watches the folders of a book.
pub struct Watch {
    watcher: Option<RecommendedWatcher>,
    /// The watched places, each with what stood there.
    places: Vec<(Place, Option<Identity>)>,
    /// What lies elsewhere is looked at, where there are news of the rest.
    glance: Option<Glance>,
    tell: EventHandler,
    polls: bool,
}

/// What stays the same of a folder that is renamed, and not when another takes its name.
type Identity = (u64, u64);

impl Watch {
    /// Begins to listen; nothing is watched yet.
    pub fn new(manner: Manner, root: &Path, tell: EventHandler) -> Self {
        let polls = match manner {
            Manner::Native => false,
            Manner::Poll => true,
            Manner::Auto => is_remote(root),
        };
        let glance = (!polls).then(|| Glance::new(tell.clone()));
        Self { watcher: None, places: Vec::new(), glance, tell, polls }
    }

    /// Whether there are no news, so that one has to look.
    pub fn polls(&self) -> bool {
        self.polls
    }

    /// Watches `places` and no others, unless they are watched already; `anew` says that folders
    /// below have come and gone, and that watches may be missing. News may be lost thereby. `files` may be
    /// reached by links.
    ///
    /// # Errors
    /// If the system does not watch so much; one has to look from then on.
    pub fn watch(&mut self, places: Vec<Place>, files: Vec<PathBuf>, anew: bool) -> Result<(), notify::Error> {
        if let Some(glance) = &self.glance {
            glance.over(places.clone(), files);
        }
        let places: Vec<_> = places
            .into_iter()
            .map(|place| {
                let identity = identity(&place.path);
                (place, identity)
            })
            .collect();
        if self.polls || (self.watcher.is_some() && places == self.places && !anew) {
            return Ok(());
        }
        self.watcher = None;
        match watcher(&places, self.tell.clone()) {
            Ok(watcher) => (self.watcher, self.places) = (Some(watcher), places),
            Err(error) => {
                (self.polls, self.glance) = (true, None);
                return Err(error);
            }
        }
        Ok(())
    }
}

fn watcher(places: &[(Place, Option<Identity>)], tell: EventHandler) -> Result<RecommendedWatcher, notify::Error> {
    let news = move |event: notify::Result<Event>| match event {
        Ok(event) => report(event, &*tell),
        Err(_) => tell(FileEvent::Lost),
    };
    let mut watcher = notify::recommended_watcher(news)?;
    for (Place { path, deep }, _) in places {
        let mode = if *deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        let done = watcher.watch(path, mode);
        if is_refused(&done) {
            done?;
        } else if done.is_err() && *deep {
            // One of the folders below has just vanished, or may not be looked at: each by itself then.
            for folder in WalkDir::new(path).follow_links(true).into_iter().flatten() {
                let done = if folder.file_type().is_dir() {
                    watcher.watch(folder.path(), RecursiveMode::NonRecursive)
                } else {
                    Ok(())
                };
                if is_refused(&done) {
                    done?;
                }
            }
        }
    }
    Ok(watcher)
}

/// Whether the system does not watch so much.
fn is_refused(done: &notify::Result<()>) -> bool {
    matches!(done, Err(notify::Error { kind: ErrorKind::MaxFilesWatch, .. }))
}

/// What an event of the system means.
fn report(event: Event, tell: &dyn Fn(FileEvent)) {
    if event.need_rescan() {
        return tell(FileEvent::Lost);
    }
    // Only Linux says when a file that was written to is closed.
    let closes = cfg!(target_os = "linux");
    let kind = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => FileEvent::Changed,
        EventKind::Access(_) => return,
        EventKind::Create(CreateKind::File) | EventKind::Modify(ModifyKind::Data(_)) if closes => FileEvent::Writing,
        _ => FileEvent::Changed,
    };
    event.paths.into_iter().for_each(|path| tell(kind(path)));
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    path.metadata().ok().map(|metadata| (metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<Identity> {
    path.exists().then_some((0, 0))
}

/// Whether a folder lies on a file system that others change without this system being told.
#[cfg(target_os = "linux")]
fn is_remote(path: &Path) -> bool {
    // NFS, SMB, CIFS, SMB2, FUSE, 9P and VirtualBox, by the numbers of statfs(2).
    const REMOTE: [u64; 7] = [0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x6573_5546, 0x0102_1997, 0x786f_4256];
    rustix::fs::statfs(path).is_ok_and(|found| u64::try_from(found.f_type).is_ok_and(|kind| REMOTE.contains(&kind)))
}

#[cfg(not(target_os = "linux"))]
fn is_remote(_: &Path) -> bool {
    false
}
