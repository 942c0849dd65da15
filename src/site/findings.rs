//! What a site was found to have wrong, and what its essays say of places elsewhere.

mod absent;
mod merge;
mod unbuilt;

use std::collections::BTreeSet;

use xxhash_rust::xxh3::xxh3_128;

use super::Site;
use crate::base::diagnostic::book::missing_chapter;
use crate::base::diagnostic::{Code, Diagnostic, File, Severity};
use crate::base::page_file::as_served;
use crate::base::path::SourcePath;
use crate::base::slug;
use crate::base::span::Span;
use crate::gather::index::Entry;
use crate::read::essay::{Essay, Held};
use crate::read::syntax::link::Outside;
use crate::read::syntax::summary;
use crate::render::page::PageId;
use crate::site::{aside, lint, suggestion};

impl Site {
    /// The files that the book leaves out, as far as anybody may have meant them.
    pub fn left_out(&self) -> &[SourcePath] {
        &self.left_out.files
    }

    /// Whether there are errors in a page, or in the essay whose text it shows.
    pub fn is_broken(&self, page: &PageId) -> bool {
        let record = self.pages.get(page).and_then(Option::as_ref);
        let file = record.and_then(|record| record.output.as_ref()).map(|(file, _)| &**file);
        let essay = match page {
            PageId::Essay(path) => self.library.entry(path).and_then(Entry::as_essay),
            _ => file.and_then(|file| self.library.text_of(file)),
        };
        let of_essay = essay.map_or(&[][..], |essay| &essay.diagnostics);
        let of_page = record.map_or(&[][..], |record| &record.diagnostics);
        of_essay.iter().chain(of_page).any(|found| found.severity == Severity::Error)
    }

    /// Whether something was found to be wrong when the page was made last.
    pub fn has_said(&self, page: &PageId) -> bool {
        self.pages.get(page).and_then(Option::as_ref).is_some_and(|record| !record.diagnostics.is_empty())
    }

    /// Everything there is to say about the settled book, sorted. What is said alike of many files is said of the first.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut all = self.each_diagnostic();
        merge::left_alike(&mut all);
        unbuilt::folders(&mut all, &self.left_out, &self.library.bearings().base_path);
        if self.setting.config.links.by_path {
            absent::folders(&mut all, &self.library);
        }
        all
    }

    /// The same, with what is said alike of many files said of each.
    pub fn each_diagnostic(&self) -> Vec<Diagnostic> {
        let mut all: Vec<Diagnostic> = self.found().cloned().collect();
        for found in &mut all {
            self.point_at_address(found);
            self.locate(found);
        }
        // What lies outside the book and is taken in was written for its own place, where its links may be right.
        let is_taken_in =
            |found: &Diagnostic| matches!(&found.file, File::Content(path) if path.as_str().starts_with("../"));
        let is_of_link =
            |code| matches!(code, Code::BrokenLink | Code::BrokenAnchor | Code::MissingFile | Code::OutsideBook);
        all.retain(|found| !is_of_link(found.code) || !is_taken_in(found));
        all.extend(self.not_put_in());
        all.extend(self.unwritten());
        all.extend(lint::all(&self.library, &self.setting.config));
        let is_published = |path: &SourcePath| {
            self.library.entry(path).and_then(Entry::as_essay).is_some_and(|essay| essay.held.is_none())
        };
        merge::own_fields(&mut all, is_published);
        all.sort_unstable();
        all.dedup();
        merge::repeats(&mut all);
        merge::templates(&mut all);
        let mut all = aside::tell(&self.left_out.files, &self.setting.config.levels, all);
        all.sort_unstable();
        suggestion::add(&self.library, &mut all);
        all
    }

    /// Has a finding point at the alias or the address that asks for what another one has. The page that finds it does not
    /// read the essay, so a word typed above the alias makes it no more than others.
    fn point_at_address(&self, found: &mut Diagnostic) {
        let (Code::AddressTaken, None, File::Content(path)) = (found.code, found.span, &found.file) else { return };
        let Some(essay) = self.library.entry(path).and_then(Entry::as_essay) else { return };
        let bare = |address: &str| slug::comparable(as_served(address).trim_matches('/'));
        let Some(asked) = found.message.split('`').nth(1).map(bare) else { return };
        let alias = essay.meta.aliases.iter().find(|alias| bare(&alias.name) == asked);
        let own = essay.meta.address_span.filter(|_| bare(&essay.wanted.address) == asked);
        found.span = alias.map(|alias| alias.span).or(own);
    }

    /// The files that stay out of the site since the essays that use them are not published.
    pub fn held_back(&self) -> Vec<&SourcePath> {
        let files = self.library.entries().map(|(path, _)| path);
        let is_held = |path: &&SourcePath| self.library.is_held_back(path) && !self.library.is_unused(path);
        files.filter(|path| self.library.is_asset(path)).filter(is_held).collect()
    }

    /// Whether anything keeps the book from being published.
    pub fn has_errors(&self) -> bool {
        self.found().chain(&self.not_put_in()).chain(&self.unwritten()).any(|found| found.severity == Severity::Error)
    }

    /// What could not be put into texts that were put together from several files.
    fn not_put_in(&self) -> Vec<Diagnostic> {
        let essays = self.library.entries().filter_map(|(_, entry)| entry.as_essay());
        let faults = essays.flat_map(|essay| {
            let faults = essay.assembled.iter().flat_map(|assembled| assembled.faults.clone());
            faults.filter(|found| !waits(essay, found))
        });
        self.setting.config.levels.weigh(faults.collect())
    }

    /// The chapters of the list whose files are not there, each once.
    fn unwritten(&self) -> Vec<Diagnostic> {
        let list = SourcePath::new(summary::FILE);
        let list = self.library.entry(&list).map(|_| &list);
        let named: BTreeSet<&SourcePath> =
            self.library.chapters().iter().filter_map(|chapter| chapter.path.as_ref()).collect();
        // A list may lead to other sites as well, and to folders and files that programs make.
        let is_meant = |path: &&&SourcePath| path.is_markdown() && !path.as_str().contains(":/");
        let missing = named.iter().filter(is_meant).filter(|path| self.library.entry(path).is_none());
        self.setting.config.levels.weigh(missing.map(|path| missing_chapter(list, path)).collect())
    }

    /// Moves a diagnostic to the file from which the place that it names was included.
    fn locate(&self, found: &mut Diagnostic) {
        if let (File::Content(path), Some(span)) = (&found.file, found.span)
            && let Some(Entry::Essay(essay)) = self.library.entry(path)
            && let Some((path, span)) = essay.assembled.as_ref().and_then(|assembled| assembled.origin(span))
        {
            (found.file, found.span) = (File::Content(path.clone()), Some(span));
            // Other places are those in the whole, where nothing can be exchanged.
            found.help.extend(found.fix.take().map(|fix| fix.help));
            if let Some(wanted) = &mut found.wanted {
                wanted.place = None;
            }
        }
    }

    /// What files and pages were found to have wrong, as it was found.
    fn found(&self) -> impl Iterator<Item = &Diagnostic> {
        let essays = self.library.entries().filter_map(|(_, entry)| entry.as_essay());
        let of_essays = essays.flat_map(|essay| essay.diagnostics.iter().filter(|found| !waits(essay, found)));
        let of_pages = self.pages.values().flatten().flat_map(|record| &record.diagnostics);
        // A field of which the theme knows is not a slip.
        let theme = &self.setting.theme;
        let is_own = |found: &Diagnostic| {
            found.code == Code::UnknownField && found.subject().is_some_and(|field| theme.reads_field(field))
        };
        of_essays.chain(of_pages).filter(move |found| !is_own(found))
    }

    /// How much is said of the texts of essays that are not published yet, which waits until they are.
    pub fn waiting(&self) -> usize {
        let essays = self.library.entries().filter_map(|(_, entry)| entry.as_essay());
        let waiting = |essay: &Essay| essay.diagnostics.iter().filter(|found| waits(essay, found)).count();
        essays.map(waiting).sum()
    }

    /// The links to other sites in published essays, each with its file and place, if they are asked
    /// for.
    pub fn outside(&self) -> Vec<(SourcePath, &Outside, Span)> {
        let essays =
            self.library.entries().filter_map(|(_, entry)| entry.as_essay()).filter(|essay| essay.held.is_none());
        let links = essays.flat_map(|essay| {
            let links = essay.meta.outside.iter().chain(&essay.body.outside);
            links.map(move |link| {
                let origin = essay.assembled.as_ref().and_then(|assembled| assembled.origin(link.span));
                let (path, span) = origin.unwrap_or((&essay.path, link.span));
                (path.clone(), link, span)
            })
        });
        links.collect()
    }

    /// Whether `text` is what an essay held when it was read; `None` if that was put together from
    /// several files.
    pub fn has_read(&self, path: &SourcePath, text: &str) -> Option<bool> {
        let essay = self.library.entry(path).and_then(Entry::as_essay)?;
        essay.assembled.is_none().then(|| self.seen.get(path) == Some(&xxh3_128(text.as_bytes())))
    }
}

/// Whether a finding waits until its essay is published: it is about the text of one that is held back. What is said of
/// its fields may be what holds it.
fn waits(essay: &Essay, found: &Diagnostic) -> bool {
    let is_to_come =
        matches!(essay.held, Some(Held::Draft | Held::Future | Held::Expired | Held::Unasked | Held::Ruled));
    is_to_come && found.code.is_of_text()
}
