//! The engine: sources in, outputs out.
//!
//! A site is *map → group → reduce*. Files are read alone, gathered into the library, and pages are
//! made of what they read there. There is one path: a clean build is the batch of edits that
//! creates every file.
//!
//! **Incremental:** one rule. A page is stale if something it read has changed since it was made.
//! Four comparisons cut a change short: a file's text, a group of the library, a facet, the bytes
//! of an output.

pub mod aside;
mod batch;
mod findings;
pub mod lint;
pub mod margin;
pub mod memo;
mod query;
pub mod suggestion;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use foldhash::fast::FixedState;
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::theme::page_panicked;
use crate::base::inputs::Inputs;
use crate::base::left_out::LeftOut;
use crate::base::path::SourcePath;
use crate::base::source::{Edit, Source};
use crate::base::spill::Spill;
use crate::gather::group::GroupId;
use crate::gather::index::{Changes, Entry, Volume};
use crate::gather::library::Library;
use crate::read::essay::{self, Essay};
use crate::read::html::HoleKind;
use crate::read::syntax::code::Painter;
use crate::render::page::{self, Made, Output, PageId, Setting};
use crate::render::theme::Theme;

pub use self::batch::Batch;
use self::batch::{hash_of, read_safely};

/// A book and the pages made of it.
pub struct Site {
    /// Says that folders have pages only where the theme has some for them.
    setting: Setting,
    /// Whether the book asks for pages of folders, whatever the theme has.
    asks_folder_pages: bool,
    painter: Painter,
    /// Where the texts of essays lie, unless in memory.
    spill: Option<Arc<dyn Spill>>,
    library: Library,
    /// The hash of what each file held when it was read.
    seen: HashMap<SourcePath, u128, FixedState>,
    pages: BTreeMap<PageId, Option<Record>>,
    /// How many batches of edits there were.
    revision: u64,
    /// The revision in which each group last changed, of those that changed since some page was made.
    stamps: HashMap<GroupId, u64, FixedState>,
    /// The revision before which every page is stale: the one in which the theme changed.
    themed: u64,
    /// The outputs of pages that are no more.
    gone: Vec<Arc<str>>,
    /// The files that are there and left out of the book.
    left_out: Arc<LeftOut>,
}

/// What is kept of a page: its output only as a hash.
struct Record {
    output: Option<(Arc<str>, u128)>,
    reads: Box<[GroupId]>,
    diagnostics: Vec<Diagnostic>,
    /// The revision in which it was made.
    made: u64,
}

/// A page that has just been made, its output with its place and its hash.
struct Fresh {
    output: Option<(Arc<str>, Output, u128)>,
    reads: Box<[GroupId]>,
    diagnostics: Vec<Diagnostic>,
}

/// What settling came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// The pages that were made, by id.
    pub made: Vec<PageId>,
    /// The outputs whose bytes are new or different, sorted.
    pub changed: Vec<Arc<str>>,
    /// The outputs that are no more, sorted.
    pub removed: Vec<Arc<str>>,
}

/// Takes an output as it is made: its path below the root, and what it holds. Called from several
/// threads.
pub type Sink<'a> = &'a (dyn Fn(&str, &Output) + Sync);

impl Site {
    /// A book without files.
    pub fn empty(mut setting: Setting) -> Self {
        let asks_folder_pages = setting.config.output.html.folder_pages;
        // Links lead to the pages of folders only where there are any.
        setting.config.output.html.folder_pages = page::has_folder_pages(&setting);
        let mut library = Library::empty(&setting.config);
        library.stand(page::standing(&setting));
        Self {
            painter: Painter::default(),
            spill: None,
            left_out: Arc::default(),
            library,
            seen: HashMap::default(),
            pages: page::fixed(&setting).into_iter().map(|page| (page, None)).collect(),
            revision: 0,
            stamps: HashMap::default(),
            themed: 0,
            gone: Vec::new(),
            asks_folder_pages,
            setting,
        }
    }

    /// Spills the texts of essays that are read from now on.
    pub fn use_spill(&mut self, spill: Arc<dyn Spill>) {
        self.spill = Some(spill);
    }

    /// Takes in which files are left out of the book, by which no page changes, but what is said of links to them.
    pub fn leave_out(&mut self, files: Arc<LeftOut>) {
        self.left_out = files;
    }

    /// Takes in the names of each file that has several: of those that are not essays, what holds one back holds all.
    pub fn join_names(&mut self, names: &[Box<[SourcePath]>]) {
        for path in self.library.join_names(names) {
            self.ask_for(PageId::Asset(path));
        }
    }

    /// Takes in edits; of several to one path the last counts. Pages are stale afterwards until the
    /// site is settled.
    pub fn apply(&mut self, edits: Vec<Edit>) {
        let batch = self.read(edits);
        self.gather(batch);
    }

    /// The first half of [`Site::apply`]: reads the files that are not as they were, each alone and
    /// all at once.
    pub fn read(&self, edits: Vec<Edit>) -> Batch {
        let mut last: BTreeMap<SourcePath, Option<Source>> = BTreeMap::new();
        for edit in edits {
            last.insert(edit.path, edit.source);
        }
        let Setting { config, inputs, .. } = &self.setting;
        let (painter, spill) = (&self.painter, self.spill.as_ref());
        let read = |(path, source): (SourcePath, Option<Source>)| {
            let hash = source.as_ref().map(hash_of);
            if self.seen.get(&path) == hash.as_ref() {
                return None;
            }
            let essay = |mut essay: Essay| {
                if inputs.unseen {
                    essay.forget_texts();
                }
                Box::new(Volume::essay(essay, spill))
            };
            let volume = source.map(|source| match source {
                Source::Text(text) => essay(read_safely(&path, &text, config, inputs, painter)),
                Source::Assembled(assembled) => {
                    // The lines of the text are not those of the file.
                    let inputs = &Inputs { lines: false, ..inputs.clone() };
                    let read = read_safely(&path, &assembled.text, config, inputs, painter);
                    essay(read.put_together(assembled))
                }
                Source::Unreadable(why) => essay(essay::unread(&path, &why, config)),
                Source::Asset(hash) => Box::new(Volume::asset(&path, hash, config)),
                Source::Spare(hash) => Box::new(Volume::spare(&path, hash, config)),
                Source::Sheet { hash, is_spare, addresses } => {
                    let file = if is_spare { Volume::spare } else { Volume::asset };
                    Box::new(file(&path, hash, config).naming(&path, &addresses))
                }
            });
            Some((path, hash.unwrap_or(0), volume))
        };
        Batch(last.into_par_iter().filter_map(read).collect())
    }

    /// The files of a batch, each with the line of the first block that is not as it was, if the book
    /// is read for a preview.
    pub fn first_differences(&self, batch: &Batch) -> Vec<(SourcePath, Option<usize>)> {
        let line = |path: &SourcePath, volume: Option<&Box<Volume>>| {
            let new = &volume?.as_essay()?.body.prose;
            let old = match self.library.entry(path) {
                Some(Entry::Essay(essay)) => essay.body.prose.open(),
                _ => "".into(),
            };
            let same = new.open().bytes().zip(old.bytes()).take_while(|(new, old)| new == old).count();
            let lines = new.holes.iter().filter(|hole| hole.kind == HoleKind::Line);
            lines.take_while(|hole| hole.at as usize <= same).last().map(|hole| hole.index as usize)
        };
        batch.0.iter().map(|(path, _, volume)| (path.clone(), line(path, volume.as_ref()))).collect()
    }

    /// The second half of [`Site::apply`]: gathers what was read and marks the pages that this
    /// makes stale.
    pub fn gather(&mut self, batch: Batch) {
        let mut volumes = Vec::with_capacity(batch.0.len());
        for (path, hash, volume) in batch.0 {
            match volume {
                Some(_) => self.seen.insert(path.clone(), hash),
                None => self.seen.remove(&path),
            };
            volumes.push((path, volume));
        }
        let changes = self.library.change(volumes, &self.setting.config, self.is_read());
        let mut new: Vec<(PageId, Option<Record>)> = Vec::new();
        let exists = |page: PageId| (page::exists(&page, &self.library, &self.setting), page);
        let candidates: Vec<(bool, PageId)> = page::candidates(&changes).into_par_iter().map(exists).collect();
        for (exists, page) in candidates {
            if !exists {
                self.let_go(&page);
            } else if !self.pages.contains_key(&page) {
                new.push((page, None));
            }
        }
        if new.len() > self.pages.len() {
            // A tree that is made at once is full, one that grows in order half empty.
            new.extend(std::mem::take(&mut self.pages));
            self.pages = new.into_iter().collect();
        } else {
            self.pages.extend(new);
        }
        self.revision += 1;
        self.stamp(changes);
    }

    /// Whether any page has been made, and so has read something of the library.
    fn is_read(&self) -> bool {
        self.pages.values().any(Option::is_some)
    }

    /// Notes what has changed in this revision.
    fn stamp(&mut self, changes: Changes) {
        let revision = self.revision;
        self.stamps.extend(changes.groups.into_iter().flatten().map(|group| (group, revision)));
    }

    /// Takes another theme. Its static files are stale then, and if its templates are others, every
    /// page.
    pub fn retheme(&mut self, theme: Theme) {
        let same_templates = self.setting.theme.has_same_templates(&theme);
        let before = page::themed(&self.library, &self.setting);
        let old = std::mem::replace(&mut self.setting.theme, theme);
        self.setting.config.output.html.folder_pages = self.asks_folder_pages;
        self.setting.config.output.html.folder_pages = page::has_folder_pages(&self.setting);
        self.library.stand(page::standing(&self.setting));
        let now = page::themed(&self.library, &self.setting);
        self.revision += 1;
        if !same_templates {
            self.themed = self.revision;
        }
        before.difference(&now).for_each(|page| self.let_go(page));
        self.pages.extend(now.difference(&before).map(|page| (page.clone(), None)));
        let (before, now) = (old.statics(), self.setting.theme.statics());
        for (path, _) in now.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes)) {
            self.pages.insert(PageId::Static(path.as_str().into()), None);
        }
    }

    /// Has a page stand if the site has it now, or lets go of it.
    fn ask_for(&mut self, page: PageId) {
        if page::exists(&page, &self.library, &self.setting) {
            self.pages.entry(page).or_insert(None);
        } else {
            self.let_go(&page);
        }
    }

    /// Lets go of a page that the site no longer has.
    fn let_go(&mut self, page: &PageId) {
        let old = self.pages.remove(page).flatten();
        self.gone.extend(old.and_then(|record| record.output).map(|(file, _)| file));
    }

    /// Forgets all pages, so that every output will be handed on again.
    pub fn forget(&mut self) {
        self.pages.values_mut().for_each(|record| *record = None);
    }

    /// Brings up to date what is derived from all links and tags at once; gives whether that made
    /// pages stale.
    pub fn derive(&mut self) -> bool {
        let changes = self.library.derive(self.is_read());
        if changes.groups.as_ref().is_some_and(HashSet::is_empty) {
            return false;
        }
        self.revision += 1;
        self.stamp(changes);
        true
    }

    /// Makes every stale page, and hands on the outputs that are not as they were.
    pub fn settle(&mut self, sink: Sink<'_>) -> Settled {
        self.derive();
        let settled = self.make(self.stale(), sink);
        self.stamps.clear();
        settled
    }

    /// Makes the pages that could have something wrong with them, and hands on nothing.
    pub fn survey(&mut self) {
        self.derive();
        let pages = self.stale().into_iter().filter(|page| page::may_have_faults(page, &self.setting)).collect();
        self.make(pages, &|_, _| {});
    }

    /// Makes some pages of the site, stale or not, and hands on the outputs that are not as they were.
    pub fn make(&mut self, pages: Vec<PageId>, sink: Sink<'_>) -> Settled {
        let make = |page: &PageId| {
            let Fresh { output, reads, diagnostics } = self.fresh(page);
            let output = output.map(|(file, output, hash)| {
                let old = self.pages.get(page).and_then(Option::as_ref).and_then(|record| record.output.as_ref());
                let changed = old.is_none_or(|(old_file, old_hash)| (old_file, *old_hash) != (&file, hash));
                if changed {
                    sink(&file, &output);
                }
                (file, hash, changed)
            });
            (output, reads, diagnostics)
        };
        let made: Vec<_> = pages.par_iter().map(make).collect();

        let mut settled = Settled::default();
        let mut gone: BTreeSet<Arc<str>> = std::mem::take(&mut self.gone).into_iter().collect();
        let mut kept: BTreeSet<Arc<str>> = BTreeSet::new();
        for (page, (output, reads, diagnostics)) in pages.iter().zip(made) {
            if let Some((file, _, changed)) = &output {
                kept.insert(file.clone());
                if *changed {
                    settled.changed.push(file.clone());
                }
            }
            let output = output.map(|(file, hash, _)| (file, hash));
            gone.extend(self.keep(page, Record { output, reads, diagnostics, made: self.revision }));
        }
        settled.made = pages;
        settled.changed.sort_unstable();
        settled.removed = gone.difference(&kept).cloned().collect();
        settled
    }

    /// Makes one page of the site for someone who looks at it: what it holds, with its hash.
    pub fn show(&mut self, page: &PageId) -> Option<(Output, u128)> {
        let Fresh { output, reads, diagnostics } = self.fresh(page);
        let place = output.as_ref().map(|(file, _, hash)| (file.clone(), *hash));
        let old = self.keep(page, Record { output: place, reads, diagnostics, made: self.revision });
        self.gone.extend(old.filter(|old| output.as_ref().is_none_or(|(file, ..)| file != old)));
        output.map(|(_, output, hash)| (output, hash))
    }

    fn fresh(&self, page: &PageId) -> Fresh {
        let made = make_safely(page, &self.library, &self.setting);
        let output = made.output.map(|(file, output)| {
            let hash = match &output {
                Output::Bytes(bytes) => xxh3_128(bytes),
                Output::Copy(_, hash) => *hash,
            };
            (file, output, hash)
        });
        Fresh { output, reads: made.reads, diagnostics: made.diagnostics }
    }

    /// Files a record; gives the output that the page had.
    fn keep(&mut self, page: &PageId, record: Record) -> Option<Arc<str>> {
        let old = self.pages.insert(page.clone(), Some(record)).flatten();
        old.and_then(|record| record.output).map(|(file, _)| file)
    }
}

/// Makes a page; if that breaks down, the page is named and the others go on.
fn make_safely(page: &PageId, library: &Library, setting: &Setting) -> Made {
    catch_unwind(AssertUnwindSafe(|| page::make(page, library, setting, false))).unwrap_or_else(|_| Made {
        output: None,
        // Nothing is known of what it read, so any change makes it again.
        reads: [crate::gather::group::Group::AllContent.id()].into(),
        diagnostics: vec![page_panicked(
            page::blamed(page),
            page::shown(page, library, setting).trim_start_matches('/'),
        )],
        words: BTreeSet::new(),
    })
}
