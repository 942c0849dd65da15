//! A book that is being written: its site, kept up with its files.
//!
//! News of changes are only hints ([`crate::edge::preview::watch`]), and every hint ends in a comparison of contents
//! ([`crate::edge::preview::vfs`]). There is no quiet period: a file is looked at when it is closed. A second after
//! the last news, everything is compared once, in case some were lost.
//!
//! What is broken, `book.toml` or the theme, is reported, and the last good one is used meanwhile.

mod of_settings;
mod reload;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::SourcePath;
use crate::base::source::Edit;
use crate::edge::book::{Book, git_dates, list, read};
use crate::edge::preview::file_event::{EventHandler, FileEvent, Place};
use crate::edge::preview::pending::Doubts;
use crate::edge::preview::vfs::Vfs;
use crate::edge::preview::watch::{Manner, Watch};
use crate::read::syntax::summary;
use crate::site::Site;

/// How long something must have been left alone before it is looked at: a file may be closed and
/// opened again at once.
const CLOSED: Duration = Duration::from_millis(1);

/// How long a file that is being written may stay open before it is looked at all the same.
const WRITING: Duration = Duration::from_millis(200);

/// The same for a file that is not an essay, which may be large and on its way here.
const COPYING: Duration = Duration::from_secs(5);

/// How long after the last news everything is compared.
const QUIET: Duration = Duration::from_secs(1);

/// The shortest time between two comparisons where the system gives no news.
const POLL: Duration = Duration::from_millis(500);

/// How much longer than a comparison took the next one is waited for, where one has to poll: a large
/// book on a slow disk is not looked at all the time.
const POLL_SHARE: u32 = 10;

/// What the command line changes in the settings of a book, each time they are read.
pub type Adjust = Box<dyn Fn(&mut Book) + Send>;

/// A book with its site and what watches it.
pub struct Session {
    pub book: Book,
    pub site: Site,
    pub vfs: Vfs,
    watch: Watch,
    adjust: Adjust,
    /// Why the settings or the theme as they are on disk are not used.
    faults: Faults,
    /// What the repository of the book was at when its commits were asked for, and where that shows.
    commits_of: Option<String>,
    repository: Vec<PathBuf>,
    /// Why there are no news, until that has been said.
    poll_reason: Option<String>,
    /// Where something happened, with the moment in which that is to be looked at.
    touched: BTreeMap<PathBuf, Instant>,
    /// Settings, themes and rules that are not whole.
    doubts: Doubts<PathBuf>,
    /// Whether folders came or went, so that some may not be watched.
    folders_moved: bool,
    sweep_at: Option<Instant>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Faults {
    settings: Vec<Diagnostic>,
    theme: Vec<Diagnostic>,
    history: Vec<Diagnostic>,
}

/// What has changed.
#[derive(Debug, Default)]
pub struct Update {
    /// The files of the book, each with the first line that is different where that is known.
    pub files: Vec<(SourcePath, Option<usize>)>,
    /// Static files of the theme, by their outputs.
    pub statics: Vec<String>,
    /// Whether the settings or the templates are others.
    pub remade: bool,
    /// Whether the commits are others that essays take their dates from.
    pub committed: bool,
    /// Whether there may be something else to be told of the settings, the theme or the files as such.
    pub told: bool,
}

impl Update {
    fn is_nothing(&self) -> bool {
        self.files.is_empty() && self.statics.is_empty() && !self.remade && !self.committed && !self.told
    }
}

impl Session {
    /// Opens a book and reads it. `holds` asks for what files hold that are not essays.
    ///
    /// # Errors
    /// If there is no book.
    pub fn open(dir: Option<&Path>, adjust: Adjust, holds: bool, manner: Manner, tell: EventHandler) -> Result<Self> {
        let mut book = read::open(dir)?;
        adjust(&mut book);
        let (commits_of, repository) = (git_dates::state(&book), git_dates::folders(&book));
        let (site, faults) = Self::empty_site(&book, None);
        let mut session = Self {
            watch: Watch::new(manner, &book.root, tell),
            book,
            site,
            vfs: Vfs::new(holds),
            adjust,
            faults,
            commits_of,
            repository,
            poll_reason: None,
            touched: BTreeMap::new(),
            doubts: Doubts::default(),
            folders_moved: false,
            sweep_at: None,
        };
        // Before anything is read: what changes from here on is reported.
        session.watch();
        let edits = session.vfs.sweep(&session.book, Instant::now());
        session.site.leave_out(session.vfs.left_out());
        session.site.join_names(session.vfs.names());
        session.site.apply(edits);
        // Only now it is known in which folders the parts of essays lie.
        session.watch();
        session.sweep_at = Some(Instant::now() + QUIET);
        Ok(session)
    }

    /// Why changes are found by looking from now on; each reason once.
    pub fn poll_reason(&mut self) -> Option<String> {
        self.poll_reason.take()
    }

    /// Whether changes are found by looking.
    pub fn polls(&self) -> bool {
        self.watch.polls()
    }

    /// Takes a piece of news.
    pub fn on_event(&mut self, event: FileEvent, now: Instant) {
        match event {
            FileEvent::Changed(path) => {
                self.folders_moved |= path.is_dir() || (!path.exists() && self.vfs.has_below(&self.book, &path));
                self.touched.insert(path, now + CLOSED);
            }
            // Until it is closed, or has been open for too long.
            FileEvent::Writing(path) => {
                let is_essay = SourcePath::new(&path.to_string_lossy()).is_markdown();
                let due = now + if is_essay { WRITING } else { COPYING };
                match self.touched.entry(path) {
                    Entry::Occupied(mut earlier) if *earlier.get() <= now + CLOSED => drop(earlier.insert(due)),
                    entry => drop(entry.or_insert(due)),
                }
            }
            FileEvent::Lost => self.folders_moved = true,
        }
        self.sweep_at = Some(now + QUIET);
    }

    /// When there is something to do without further news.
    pub fn due(&self) -> Option<Instant> {
        self.touched.values().min().copied().into_iter().chain(self.vfs.due()).chain(self.sweep_at).min()
    }

    /// Whether everything that was heard of has been looked at.
    pub fn is_quiet(&self) -> bool {
        let swept = self.sweep_at.is_none() || self.watch.polls() || !self.book.src().is_dir();
        swept && self.touched.is_empty() && self.vfs.due().is_none()
    }

    /// Whether something that is found may be another in a moment: of what is wrong now, some never was.
    pub fn is_in_doubt(&self) -> bool {
        self.vfs.due().is_some()
    }

    /// What is wrong apart from what essays and pages say.
    pub fn faults(&self) -> impl Iterator<Item = &Diagnostic> {
        let Faults { settings, theme, history } = &self.faults;
        settings.iter().chain(theme).chain(history).chain(self.vfs.diagnostics())
    }

    /// Whether the theme as it is on disk is not the one that is used.
    pub fn has_theme_faults(&self) -> bool {
        !self.faults.theme.is_empty()
    }

    /// Looks at everything that is due; gives what has changed.
    pub fn poll(&mut self, now: Instant) -> Option<Update> {
        let mut sweeps = self.sweep_at.is_some_and(|at| at <= now);
        let touched: Vec<PathBuf> = self.touched.extract_if(.., |_, due| *due <= now).map(|(path, _)| path).collect();
        if touched.is_empty() && !sweeps && self.vfs.due().is_none_or(|due| due > now) {
            return None;
        }
        let mut update = Update::default();
        let told =
            |session: &Self| (session.faults.clone(), session.vfs.diagnostics().to_vec(), session.vfs.left_out());
        let faults = told(self);
        if sweeps || touched.iter().any(|path| of_settings::is_one(&self.book, path)) {
            let was_shut = !self.faults.settings.is_empty();
            self.reopen(&mut update, now);
            // While there was no book, nobody heard what happened to its files.
            sweeps |= was_shut && self.faults.settings.is_empty();
        }
        if sweeps || touched.iter().any(|path| self.is_of_theme(path)) {
            self.retheme(&mut update, now);
        }
        if sweeps {
            self.recommit(&mut update, now);
        }
        let mut edits: Vec<Edit> = Vec::new();
        let parts = self.vfs.folders_of_parts();
        // A rule about which files there are may be about any of them.
        let only_listed = self.book.config.build.only_listed;
        let mut rules = touched
            .iter()
            .filter(|path| path.ends_with(".gitignore") || (only_listed && path.ends_with(summary::FILE)));
        if sweeps || rules.any(|path| self.is_believed(path, !is_empty(path), now)) {
            self.watch();
            edits.extend(self.vfs.sweep(&self.book, now));
            // A rule says nothing of the settings, the theme and the commits.
            if sweeps {
                self.sweep_at = self.next_sweep(now);
            }
        }
        for place in touched {
            edits.extend(self.vfs.look(&self.book, &place, now));
        }
        edits.extend(self.vfs.believe(&self.book, now));
        if parts != self.vfs.folders_of_parts() {
            self.watch();
            self.sweep_at = Some(now + QUIET);
        }
        let batch = self.site.read(edits);
        if !batch.is_empty() {
            update.files = self.site.first_differences(&batch);
            self.site.gather(batch);
        }
        self.site.leave_out(self.vfs.left_out());
        self.site.join_names(self.vfs.names());
        update.told = faults != told(self);
        (!update.is_nothing()).then_some(update)
    }

    /// When everything is to be compared again, after a comparison that began at `now`: where there are
    /// no news, or there is no book for the moment.
    fn next_sweep(&self, now: Instant) -> Option<Instant> {
        let looks = self.watch.polls() || !self.book.src().is_dir();
        looks.then(|| Instant::now() + POLL.max(now.elapsed() * POLL_SHARE))
    }

    /// Watches every folder that the site is made from; of one that is not there, the nearest above
    /// it that is.
    fn watch(&mut self) {
        let root = &self.book.root;
        let mut deep: BTreeSet<PathBuf> = self.book.roots().into_iter().chain(self.theme_folders()).collect();
        deep.extend(self.book.found.as_ref().map(|_| root.join("config")));
        let missing = deep.iter().chain([root]).filter(|folder| !folder.is_dir());
        let above = |folder: &PathBuf| folder.ancestors().find(|above| above.is_dir()).map(Path::to_owned);
        let mut flat: BTreeSet<PathBuf> = missing.filter_map(above).chain([root.clone()]).collect();
        flat.extend(self.vfs.folders_of_parts());
        let font = self.book.config.social_cards().and_then(|cards| cards.font.as_ref());
        flat.extend(font.and_then(|font| root.join(font.get_ref()).parent().map(Path::to_owned)));
        flat.extend(list::folders_of_rules_above(&self.book));
        flat.extend(self.repository.iter().cloned());
        deep.retain(|folder| folder.is_dir());
        flat.retain(|folder| folder.is_dir() && !deep.iter().any(|above| folder.starts_with(above)));
        let places = flat.into_iter().map(|path| Place { path, deep: false });
        let places = places.chain(deep.into_iter().map(|path| Place { path, deep: true })).collect();
        let moved = std::mem::take(&mut self.folders_moved);
        let files = self.vfs.parts().map(Path::to_owned).collect();
        if let Err(error) = self.watch.watch(places, files, moved) {
            self.poll_reason = Some(error.to_string());
        }
    }

    /// The folders of the themes of the book, and of those that its own builds on.
    fn theme_folders(&self) -> impl Iterator<Item = PathBuf> {
        let (theme, _) = self.book.config.theme();
        let by_path = theme.contains(['/', '\\']) || theme == ".";
        let own: Option<PathBuf> = by_path.then(|| self.book.root.join(theme).components().collect());
        let used = self.site.setting().theme.folders().map(Path::to_owned);
        used.chain(own).chain([self.book.root.join("themes")])
    }

    fn is_of_theme(&self, path: &Path) -> bool {
        self.theme_folders().any(|folder| path.starts_with(folder))
    }

    /// Whether to believe what is found at `path`: at once if it `is_whole`. Otherwise it may be in the
    /// middle of being saved, and is looked at again.
    fn is_believed(&mut self, path: &Path, is_whole: bool, now: Instant) -> bool {
        let path = path.to_owned();
        let from = if is_whole { now } else { self.doubts.raise(&path, now) };
        if from <= now {
            self.doubts.settle(&path);
            return true;
        }
        self.touched.insert(path, from);
        false
    }
}

/// Whether a file has nothing in it, or is not there.
fn is_empty(file: &Path) -> bool {
    file.metadata().map_or(true, |metadata| metadata.len() == 0)
}
