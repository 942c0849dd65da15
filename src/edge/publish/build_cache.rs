//! The file that a build leaves beside the site for the next build.
//!
//! Nothing depends on it. A missing, damaged or foreign file counts as empty, and what it says about an output counts
//! only if that output is there. The file is a row of parts, each sealed with its length and its hash, so a small
//! change does not write every page's part again.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use xxhash_rust::xxh3::xxh3_128;

use crate::edge::file;
use crate::edge::publish::Publisher;
use crate::gather::index::digests::Digests;
use crate::render::page::PageId;
use crate::site::Site;
use crate::site::memo::{Fingerprint, Memos};

/// The file beside the next generation of a site.
const FILE: &str = "memos";

/// The most pages in a part, so that those of a large book are not in memory once more.
const PART: usize = 1024;

/// What an earlier build has left, as far as what it published still stands.
pub struct Left {
    file: PathBuf,
    fingerprint: Fingerprint,
    memos: Option<Memos>,
    /// How many pages the file names.
    known: usize,
}

/// What is remembered of a site that is about to be made.
pub struct Memory {
    file: PathBuf,
    fingerprint: Fingerprint,
    digests: Digests,
    known: usize,
}

/// What the program that runs is, so that another one trusts nothing that it has left; `None` if that is not
/// to be known, and so nothing can be remembered.
pub fn program() -> Option<u128> {
    file::hash(&std::env::current_exe().ok()?).ok()
}

/// Looks at what was left for `fingerprint`. Nothing needs to be known of the book for that.
pub fn left(publisher: &Publisher, fingerprint: Fingerprint) -> Left {
    let file = publisher.side().join(FILE);
    let memos = read(&file);
    let known = memos.as_ref().map_or(0, Memos::count);
    let memos = memos.map(|memos| memos.standing(fingerprint, &|file, hash| publisher.stands(file, hash)));
    Left { file, fingerprint, memos, known }
}

impl Left {
    /// Takes those pages of a gathered site for made that would be made now as they stand.
    pub fn recall(self, site: &mut Site) -> Memory {
        let Self { file, fingerprint, memos, known } = self;
        let digests = site.digests();
        if let Some(memos) = memos {
            site.recall(memos, &digests);
        }
        Memory { file, fingerprint, digests, known }
    }
}

impl Memory {
    /// Leaves what is to be known of the settled site, of which these pages were made: these besides what is
    /// in the file, or all anew. That it cannot be written only makes the next build slower.
    pub fn keep(self, site: &Site, made: &[PageId]) {
        if made.is_empty() {
            return;
        }
        let more = self.known > 0 && self.known + made.len() < 2 * site.outputs().count();
        let pages: Vec<&PageId> = if more { made.iter().collect() } else { site.page_ids().collect() };
        for (at, part) in pages.chunks(PART).enumerate() {
            let memos = site.memos(part, self.fingerprint, &self.digests);
            if write(&self.file, &memos, more || at > 0).is_err() {
                break;
            }
        }
    }
}

/// What is remembered in `file`, if all of it is as it was written.
fn read(file: &Path) -> Option<Memos> {
    let bytes = fs::read(file).ok()?;
    let (mut memos, mut rest) = open(&bytes)?;
    while !rest.is_empty() {
        let (later, after) = open(rest)?;
        memos.extend(later);
        rest = after;
    }
    Some(memos)
}

/// The first part, and what follows it.
fn open(bytes: &[u8]) -> Option<(Memos, &[u8])> {
    let (length, bytes) = bytes.split_first_chunk()?;
    let (seal, bytes) = bytes.split_first_chunk()?;
    let (part, rest) = bytes.split_at_checked(u64::from_le_bytes(*length).try_into().ok()?)?;
    let memos = (u128::from_le_bytes(*seal) == xxh3_128(part)).then(|| postcard::from_bytes(part).ok())??;
    Some((memos, rest))
}

/// Writes a part, after those that are there if `more`.
fn write(file: &Path, memos: &Memos, more: bool) -> Result<()> {
    let part = postcard::to_stdvec(memos)?;
    let mut open = fs::OpenOptions::new().create(true).write(true).append(more).truncate(!more).open(file)?;
    open.write_all(&(part.len() as u64).to_le_bytes())?;
    open.write_all(&xxh3_128(&part).to_le_bytes())?;
    Ok(open.write_all(&part)?)
}
