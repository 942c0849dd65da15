//! The engine: sources in, outputs out.
//!
//! A site is *map → group → reduce*. Files are read alone, gathered into the library, and pages are
//! made of what they read there. There is one path: a clean build is the batch of edits that
//! creates every file.
//!
//! **Incremental:** one rule. A page is stale if something it read has changed since it was made.
//! Four comparisons cut a change short: a file's text, a group of the library, a facet, the bytes
//! of an output.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use foldhash::fast::FixedState;
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, File, Severity, nearest, page_panicked};
use crate::essay::{self, Essay};
use crate::facts::Named;
use crate::group::GroupId;
use crate::library::{Entry, Library, Volume};
use crate::name::Name;
use crate::page::{self, Made, Output, PageId, Setting};
use crate::source::{Assembled, Edit, Source, SourcePath, Unreadable};
use crate::syntax::code::Painter;

/// The most names that are looked up for a did-you-mean; each is compared with every name there is.
const SUGGESTIONS: usize = 200;

/// A book and the pages made of it.
pub struct Site {
    setting: Setting,
    painter: Painter,
    library: Library,
    /// The hash of what each file held when it was read.
    seen: HashMap<SourcePath, u128, FixedState>,
    pages: BTreeMap<PageId, Option<Record>>,
    stale: BTreeSet<PageId>,
    /// The outputs of pages that are no more.
    gone: Vec<Arc<str>>,
}

/// What is kept of a page: its output only as a hash.
struct Record {
    output: Option<(Arc<str>, u128)>,
    reads: Box<[GroupId]>,
    diagnostics: Vec<Diagnostic>,
}

/// Files that were read, ready to be gathered.
pub struct Batch(Vec<(SourcePath, u128, Option<Volume>)>);

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
    pub fn empty(setting: Setting) -> Self {
        let pages = page::fixed(&setting);
        Self {
            painter: Painter::default(),
            library: Library::default(),
            seen: HashMap::default(),
            stale: pages.clone(),
            pages: pages.into_iter().map(|page| (page, None)).collect(),
            gone: Vec::new(),
            setting,
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
        let (config, painter) = (&self.setting.config, &self.painter);
        let read = |(path, source): (SourcePath, Option<Source>)| {
            let hash = source.as_ref().map(hash_of);
            if self.seen.get(&path) == hash.as_ref() {
                return None;
            }
            let volume = source.map(|source| match source {
                Source::Text(text) => Volume::essay(read_safely(&path, &text, config, painter)),
                Source::Assembled(assembled) => {
                    let mut essay = read_safely(&path, &assembled.text, config, painter);
                    essay.assembled = Some(assembled);
                    Volume::essay(essay)
                }
                Source::Unreadable(why) => Volume::essay(essay::unread(&path, &why, config)),
                Source::Asset(hash) => Volume::asset(&path, hash),
            });
            Some((path, hash.unwrap_or(0), volume))
        };
        Batch(last.into_par_iter().filter_map(read).collect())
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
        let changes = self.library.change(volumes, &self.setting.config);
        for page in page::candidates(&changes) {
            let exists = page::exists(&page, &self.library, &self.setting);
            if exists && !self.pages.contains_key(&page) {
                self.stale.insert(page.clone());
                self.pages.insert(page, None);
            } else if !exists && let Some(old) = self.pages.remove(&page) {
                self.stale.remove(&page);
                self.gone.extend(old.and_then(|record| record.output).map(|(file, _)| file));
            }
        }
        for (page, record) in &self.pages {
            if let Some(record) = record
                && record.reads.iter().any(|group| changes.groups.contains(group))
            {
                self.stale.insert(page.clone());
            }
        }
    }

    /// Makes every stale page, and hands on the outputs that are not as they were.
    pub fn settle(&mut self, sink: Sink<'_>) -> Settled {
        let stale: Vec<PageId> = std::mem::take(&mut self.stale).into_iter().collect();
        let (library, setting, pages) = (&self.library, &self.setting, &self.pages);
        let make = |page: &PageId| {
            let made = make_safely(page, library, setting);
            let output = made.output.map(|(file, output)| {
                let hash = match &output {
                    Output::Bytes(bytes) => xxh3_128(bytes),
                    Output::Copy(_, hash) => *hash,
                };
                let old = pages.get(page).and_then(Option::as_ref).and_then(|record| record.output.as_ref());
                let changed = old.is_none_or(|(old_file, old_hash)| (old_file, *old_hash) != (&file, hash));
                if changed {
                    sink(&file, &output);
                }
                (file, hash, changed)
            });
            (output, made.reads, made.diagnostics)
        };
        let made: Vec<_> = stale.par_iter().map(make).collect();

        let mut settled = Settled::default();
        let mut gone: BTreeSet<Arc<str>> = std::mem::take(&mut self.gone).into_iter().collect();
        let mut kept: BTreeSet<Arc<str>> = BTreeSet::new();
        for (page, (output, reads, diagnostics)) in stale.iter().zip(made) {
            if let Some((file, _, changed)) = &output {
                kept.insert(file.clone());
                if *changed {
                    settled.changed.push(file.clone());
                }
            }
            let output = output.map(|(file, hash, _)| (file, hash));
            let record = Record { output, reads, diagnostics };
            let old = self.pages.insert(page.clone(), Some(record)).flatten();
            gone.extend(old.and_then(|record| record.output).map(|(file, _)| file));
        }
        settled.made = stale;
        settled.changed.sort_unstable();
        settled.removed = gone.difference(&kept).cloned().collect();
        settled
    }

    /// Everything there is to say about the settled book, sorted.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut all: Vec<Diagnostic> = self.found().cloned().collect();
        for found in &mut all {
            self.locate(found);
        }
        all.extend(self.assembled().flat_map(|assembled| assembled.faults.iter().cloned()));
        all.sort_unstable();
        all.dedup();
        merge_repeats(&mut all);
        self.suggest(&mut all);
        all
    }

    /// Whether anything keeps the book from being published.
    pub fn has_errors(&self) -> bool {
        let faults = self.assembled().flat_map(|assembled| &assembled.faults);
        self.found().chain(faults).any(|found| found.severity == Severity::Error)
    }

    /// The texts that were put together from several files.
    fn assembled(&self) -> impl Iterator<Item = &Assembled> {
        self.library.entries().filter_map(|(_, entry)| match entry {
            Entry::Essay(essay) => essay.assembled.as_deref(),
            Entry::Asset(_) => None,
        })
    }

    /// Moves a diagnostic to the file from which the place that it names was included.
    fn locate(&self, found: &mut Diagnostic) {
        if let (File::Content(path), Some(span)) = (&found.file, found.span)
            && let Some(Entry::Essay(essay)) = self.library.entry(path)
            && let Some((path, span)) = essay.assembled.as_ref().and_then(|assembled| assembled.origin(span))
        {
            (found.file, found.span) = (File::Content(path.clone()), Some(span));
        }
    }

    /// What files and pages were found to have wrong, as it was found.
    fn found(&self) -> impl Iterator<Item = &Diagnostic> {
        let of_essays = self.library.entries().filter_map(|(_, entry)| match entry {
            Entry::Essay(essay) => Some(&essay.diagnostics),
            Entry::Asset(_) => None,
        });
        let of_pages = self.pages.values().flatten().map(|record| &record.diagnostics);
        of_essays.chain(of_pages).flatten()
    }

    /// Adds what a missing name may have meant.
    fn suggest(&self, diagnostics: &mut [Diagnostic]) {
        let wanted: BTreeSet<Name> =
            diagnostics.iter().filter_map(|found| found.wanted.clone()).take(SUGGESTIONS).collect();
        if wanted.is_empty() {
            return;
        }
        let mut names: Vec<&(Name, Named)> = Vec::new();
        for (path, _) in self.library.entries() {
            let facts = self.library.facts(path);
            names.extend(facts.iter().flat_map(|facts| &facts.names).filter(|(_, named)| !named.hidden));
        }
        let near: HashMap<Name, Option<String>> = wanted
            .into_par_iter()
            .map(|name| {
                let known = names.iter().map(|(name, _)| name.as_str());
                let found = nearest(name.as_str(), known).map(Name::new);
                let spelling = found.and_then(|found| {
                    let named = self.library.names(&found).iter().find(|named| !named.hidden)?;
                    Some(named.spelling.to_string())
                });
                (name, spelling)
            })
            .collect();
        for found in diagnostics {
            if let Some(Some(spelling)) = found.wanted.as_ref().and_then(|name| near.get(name)) {
                found.help.insert(0, format!("did you mean `{spelling}`?"));
            }
        }
    }

    /// The pages of the site with their addresses as a reader would name them.
    pub fn pages(&self) -> impl Iterator<Item = (&PageId, String)> {
        self.pages.keys().map(|page| (page, page::shown(page, &self.library, &self.setting)))
    }

    /// The outputs of the settled site with the hashes of their bytes.
    pub fn outputs(&self) -> impl Iterator<Item = (&Arc<str>, u128)> {
        let made = self.pages.values().flatten().filter_map(|record| record.output.as_ref());
        made.map(|(file, hash)| (file, *hash))
    }

    /// What a page reads, in words: whatever would make it stale.
    pub fn why(&self, page: &PageId) -> BTreeSet<String> {
        page::make(page, &self.library, &self.setting, true).words
    }

    /// How many essays are published.
    pub fn essays(&self) -> usize {
        self.library.listed().len()
    }

    /// The settings that the site was made with.
    pub fn setting(&self) -> &Setting {
        &self.setting
    }
}

/// One fault in a template shows on every page that uses it; it is told once, with the first of them.
fn merge_repeats(sorted: &mut Vec<Diagnostic>) {
    let mut repeats = 0;
    let mut merged: Vec<Diagnostic> = Vec::with_capacity(sorted.len());
    for found in sorted.drain(..) {
        match merged.last_mut() {
            Some(last)
                if matches!(found.file, File::Theme(..))
                    && last.file == found.file
                    && last.span == found.span
                    && last.message == found.message =>
            {
                if repeats > 0 {
                    last.help.pop();
                }
                repeats += 1;
                last.help.push(format!("and while making {repeats} more"));
            }
            _ => {
                repeats = 0;
                merged.push(found);
            }
        }
    }
    *sorted = merged;
}

fn hash_of(source: &Source) -> u128 {
    match source {
        Source::Text(text) => xxh3_128(text.as_bytes()),
        // Where it comes from counts too: that is what diagnostics name.
        Source::Assembled(assembled) => xxh3_128(format!("{assembled:?}").as_bytes()),
        Source::Asset(hash) => *hash,
        Source::Unreadable(why) => xxh3_128(format!("{why:?}").as_bytes()),
    }
}

/// Reads an essay; if that breaks down, the essay is named and the others go on.
fn read_safely(path: &SourcePath, text: &str, config: &Config, painter: &Painter) -> Essay {
    catch_unwind(AssertUnwindSafe(|| essay::read(path, text, config, painter)))
        .unwrap_or_else(|_| essay::unread(path, &Unreadable::Panicked, config))
}

/// Makes a page; if that breaks down, the page is named and the others go on.
fn make_safely(page: &PageId, library: &Library, setting: &Setting) -> Made {
    catch_unwind(AssertUnwindSafe(|| page::make(page, library, setting, false))).unwrap_or_else(|_| Made {
        output: None,
        // Nothing is known of what it read, so any change makes it again.
        reads: [crate::group::Group::AllContent.id()].into(),
        diagnostics: vec![page_panicked(
            page::blamed(page),
            page::shown(page, library, setting).trim_start_matches('/'),
        )],
        words: BTreeSet::new(),
    })
}
