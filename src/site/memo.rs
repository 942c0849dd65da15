//! What a site remembers of its pages, so that a later process need not make them again.
//!
//! **Incremental:** a page is a function of what it reads. If it would read now what it read when it was
//! made, by the same program in the same settings and theme, its output is the one that it had then.
//! That output is not kept here, only its hash: who has a file with these bytes need not make the page.
//! A page of which something was said is not remembered, so that it is said again.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::{Record, Site};
use crate::base::inputs::Inputs;
use crate::gather::group::GroupId;
use crate::gather::index::digests::Digests;
use crate::render::page::PageId;
use crate::render::page::Setting;

/// What is remembered of the pages of a site.
#[derive(Serialize, Deserialize)]
pub struct Memos {
    /// What made them.
    fingerprint: Fingerprint,
    pages: Vec<Memo>,
}

/// All that pages are made of besides what they read. What follows from the day and from commits is among
/// what they read.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// What the program is.
    program: u128,
    /// The settings and the theme.
    setting: u128,
}

/// What is remembered of a page.
#[derive(Serialize, Deserialize)]
struct Memo {
    page: u128,
    file: Box<str>,
    /// The hash of its output.
    output: u128,
    reads: Box<[GroupId]>,
    /// What these groups held when it was made.
    held: u128,
}

impl Memos {
    /// Takes in what was remembered later; if something else made that, nothing else counts any more.
    pub fn extend(&mut self, later: Self) {
        if self.fingerprint == later.fingerprint {
            self.pages.extend(later.pages);
        } else {
            *self = later;
        }
    }

    /// How many pages are remembered; one that was twice counts twice.
    pub fn count(&self) -> usize {
        self.pages.len()
    }

    /// What counts for `fingerprint`: pages of which `stands` says that there is such a file with bytes of this
    /// hash.
    pub fn standing(self, fingerprint: Fingerprint, stands: &(dyn Fn(&str, u128) -> bool + Sync)) -> Self {
        let stands = |memo: &Memo| self.fingerprint == fingerprint && stands(&memo.file, memo.output);
        Self { fingerprint, pages: self.pages.into_par_iter().filter(stands).collect() }
    }
}

impl Site {
    /// What everything that a page may read holds, once everything is derived.
    pub fn digests(&mut self) -> Digests {
        self.derive();
        self.library.digests(&self.seen)
    }

    /// What makes the pages of this site. `program` stands for this very program.
    pub fn fingerprint(&self, program: u128) -> Fingerprint {
        let Setting { config, inputs, theme } = &self.setting;
        // The day and the commits show in the essays that were read.
        let Inputs { today: _, commits: _, held: _, unseen, lines, typeface } = inputs;
        let mut hasher = Xxh3::new();
        hasher.update(format!("{:?}", (config, unseen, lines, typeface)).as_bytes());
        theme.identify(&mut hasher);
        Fingerprint { program, setting: hasher.digest128() }
    }

    /// What a later process should know of these pages of the settled site.
    pub fn memos(&self, pages: &[&PageId], fingerprint: Fingerprint, digests: &Digests) -> Memos {
        let memo = |page: &&PageId| {
            let record = self.pages.get(*page)?.as_ref().filter(|record| record.diagnostics.is_empty())?;
            let (file, output) = record.output.as_ref()?;
            let held = digests.together(&record.reads);
            Some(Memo { page: hash(page), file: (**file).into(), output: *output, reads: record.reads.clone(), held })
        };
        Memos { fingerprint, pages: pages.par_iter().filter_map(memo).collect() }
    }

    /// Takes the pages for made that would come out as they did when `memos` were taken, which [stand]
    /// and count for what makes this site.
    ///
    /// [stand]: Memos::standing
    pub fn recall(&mut self, memos: Memos, digests: &Digests) {
        let holds = |memo: &Memo| digests.together(&memo.reads) == memo.held;
        let mut known: Vec<Memo> = memos.pages.into_par_iter().filter(holds).collect();
        known.par_sort_unstable_by_key(|memo| memo.page);
        let made = self.revision;
        let recall = |(page, record): (&PageId, &mut Option<Record>)| {
            let Ok(at) = known.binary_search_by_key(&hash(page), |memo| memo.page) else { return };
            let Memo { file, output, reads, .. } = &known[at];
            let output = Some((file.as_ref().into(), *output));
            *record = Some(Record { output, reads: reads.clone(), diagnostics: Vec::new(), made });
        };
        self.pages.iter_mut().filter(|(_, record)| record.is_none()).for_each(recall);
    }
}

fn hash(page: &PageId) -> u128 {
    xxh3_128(format!("{page:?}").as_bytes())
}
