//! What a site answers about itself, without a change to it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::path::SourcePath;
use crate::gather::card::Card;
use crate::gather::library::Library;
use crate::render::page::{self, PageId, Setting};
use crate::site::margin::{Margin, Search};
use crate::site::{Record, Site, suggestion};

impl Site {
    /// The page that stands in the output `file`.
    pub fn page_at(&self, file: &str) -> Option<PageId> {
        page::at(file, &self.library, &self.setting)
    }

    /// What a writer wants to know of the text of the page in `file`.
    pub fn margin(&self, file: &str) -> Option<Margin> {
        Margin::of(file, &self.library)
    }

    /// Begins a search for essays that mention one without linking to it.
    pub fn begin_search(&self, margin: &Margin) -> Search {
        Search::new(margin, self.library.listed().iter().cloned())
    }

    /// Goes on with a search for essays that mention another.
    pub fn search(&self, search: &mut Search, essays: usize) {
        search.go_on(&self.library, essays);
    }

    /// The essays whose titles or names are nearest to what was asked for, the nearest first.
    pub fn near(&self, asked: &str) -> Vec<Arc<Card>> {
        suggestion::near(&self.library, asked)
    }

    /// What others may show of a published essay.
    pub fn card(&self, path: &SourcePath) -> Option<&Arc<Card>> {
        self.library.card(path)
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

    /// The pages of the site.
    pub fn page_ids(&self) -> impl ExactSizeIterator<Item = &PageId> {
        self.pages.keys()
    }

    /// How many things of the book a page has read.
    pub fn reads(&self, page: &PageId) -> usize {
        self.pages.get(page).and_then(Option::as_ref).map_or(0, |record| record.reads.len())
    }

    /// What a page reads, in words: whatever would make it stale.
    pub fn why(&self, page: &PageId) -> BTreeSet<String> {
        page::make(page, &self.library, &self.setting, true).words
    }

    /// The files of the book, by path.
    pub fn files(&self) -> impl Iterator<Item = &SourcePath> {
        self.library.entries().map(|(path, _)| path)
    }

    /// Whether there is no essay in the book at all, held back or not.
    pub fn is_without_essays(&self) -> bool {
        self.library.entries().all(|(_, entry)| entry.as_essay().is_none())
    }

    /// How many essays are published.
    pub fn essays(&self) -> usize {
        self.library.listed().len()
    }

    /// What the book knows.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The settings that the site was made with.
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// Whether a page of the site is not as it would be made now, because it never was made or because
    /// something that it read has changed since.
    pub fn is_stale(&self, page: &PageId) -> bool {
        self.pages.get(page).is_some_and(|record| self.is_outdated(record.as_ref()))
    }

    /// The same of a page with this record.
    fn is_outdated(&self, record: Option<&Record>) -> bool {
        record.is_none_or(|Record { made, reads, .. }| {
            *made < self.themed || reads.iter().any(|group| self.stamps.get(group).is_some_and(|stamp| stamp > made))
        })
    }

    /// The pages that are not as they would be made now.
    pub fn stale(&self) -> Vec<PageId> {
        let stale = self.pages.iter().filter(|(_, record)| self.is_outdated(record.as_ref()));
        stale.map(|(page, _)| page.clone()).collect()
    }
}
