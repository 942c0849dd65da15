//! The site on disk, always one complete generation.
//!
//! A site is put together beside the published folder, in `.<name>.crosslight/next`, and exchanged
//! with it in one step. What is exchanged out stays there and becomes the next generation, so that
//! no tree is ever deleted to be written again (ext4 makes every later file creation pay for that,
//! up to twentyfold). Files that are the same in both generations are one file with two names: they
//! keep bytes, inode and time, and a sync tool uploads what has changed.
//!
//! Whether a file is the same is found by reading it. No record is believed that could be wrong: the
//! manifest in the published folder says which files crosslight wrote, and the memos beside it what
//! the bytes of a page would be, as a hash that its file must have.

pub mod build_cache;
mod exchange;
pub mod generation;
pub mod spill_file;

use std::collections::{BTreeSet, HashSet};
use std::ffi::OsString;
use std::fs;
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use foldhash::fast::FixedState;
use rayon::prelude::*;

use crate::edge::publish::exchange::{exchange, recover, refuse_immovable};
use crate::edge::publish::generation::{
    Files, MANIFEST, Manifest, Stand, Syncing, carry_over, clear_links, finds_any_case, foreign, holds, is_inside,
    list, read_manifest, refuse_clashes, remove_empty_folders, replace, respell, spellings, stand, sweep, sync,
};
use crate::edge::{book, file};
use crate::render::page::Output;

/// A folder that a site is being published to. One process at a time has it.
pub struct Publisher {
    dest: PathBuf,
    roots: Vec<PathBuf>,
    next: PathBuf,
    /// Whether an earlier generation lies in `next`, and with it maybe links that others have laid.
    had_next: bool,
    /// What crosslight wrote last time; `None` if there was no last time.
    before: Option<Manifest>,
    /// The outputs that are not as they are published.
    written: Mutex<HashSet<String, FixedState>>,
    failed: Mutex<Option<anyhow::Error>>,
    nanoseconds: AtomicU64,
    /// Begins with the first file that is written.
    syncing: OnceLock<Syncing>,
    _lock: fs::File,
}

/// What publishing came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Published {
    pub files: usize,
    /// Files that are new or different.
    pub written: usize,
    pub removed: usize,
    /// Files in the folder that crosslight did not write. They are carried over.
    pub foreign: usize,
}

impl Publisher {
    /// Prepares to publish to `dest`. `roots` are the folders of the book's files, `sources`
    /// the folders and files that must not be touched.
    ///
    /// # Errors
    /// If `dest` is, holds or lies in one of them; if it holds files that crosslight did not write;
    /// if another process is publishing there.
    pub fn open(dest: &Path, roots: Vec<PathBuf>, sources: &[PathBuf]) -> Result<Self> {
        refuse_unmeant(dest)?;
        let dest = absolute(dest)?;
        refuse_dangerous(&dest, sources)?;
        let side = side_folder(&dest)?;
        let next = side.join("next");
        // Nothing is made beside a folder that is then refused.
        let early = if side.is_dir() { Some(lock(&side, &dest)?) } else { None };
        recover(&next, &dest)?;
        let before = read_manifest(&dest)?;
        fs::create_dir_all(&side).with_context(|| format!("cannot make `{}`", side.display()))?;
        let lock = early.map_or_else(|| lock(&side, &dest), Ok)?;
        refuse_immovable(&side, &next, &dest)?;
        fs::create_dir_all(&next).with_context(|| format!("cannot make `{}`", next.display()))?;
        let had_next = fs::read_dir(&next).map_or(true, |mut entries| entries.next().is_some());
        Ok(Self {
            dest,
            roots,
            had_next,
            before,
            written: Mutex::default(),
            failed: Mutex::default(),
            nanoseconds: AtomicU64::new(0),
            syncing: OnceLock::new(),
            next,
            _lock: lock,
        })
    }

    /// Takes an output. Called from several threads; a failure is kept for [`Publisher::finish`].
    pub fn put(&self, file: &str, output: &Output) {
        let start = Instant::now();
        match self.try_put(file, output) {
            Ok(true) => {}
            Ok(false) => {
                self.written.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(file.to_owned());
            }
            Err(error) => {
                let mut failed = self.failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                failed.get_or_insert(error);
            }
        }
        self.nanoseconds.fetch_add(u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Whether there is an output with bytes of this hash in the published folder.
    pub fn stands(&self, file: &str, hash: u128) -> bool {
        let is_ours = self.before.as_ref().is_some_and(|before| before.files.contains(file));
        is_ours && file::hash(&self.dest.join(file)).is_ok_and(|there| there == hash)
    }

    /// The files that crosslight published last time.
    pub fn published(&self) -> impl Iterator<Item = &str> {
        self.before.iter().flat_map(|before| before.files.iter().map(String::as_str))
    }

    /// The folder of the next generation, for files that are not part of the site.
    pub fn side(&self) -> &Path {
        self.next.parent().unwrap_or(&self.next)
    }

    /// The time spent in [`Publisher::put`], summed over threads, in nanoseconds.
    pub fn nanoseconds(&self) -> u64 {
        self.nanoseconds.load(Ordering::Relaxed)
    }

    fn try_put(&self, file: &str, output: &Output) -> Result<bool> {
        if !is_inside(file) {
            bail!("the output `{file}` would lie outside the site");
        }
        let target = self.next.join(file);
        let published = self.before.as_ref().map(|_| self.dest.join(file));
        let same = published.is_some_and(|file| match output {
            Output::Bytes(bytes) => holds(&file, bytes),
            Output::Copy(_, hash) => file::hash(&file).is_ok_and(|there| there == *hash),
        });
        if same {
            return Ok(true);
        }
        self.syncing.get_or_init(|| Syncing::start(&self.next));
        if self.had_next {
            clear_links(&self.next, file).with_context(|| format!("cannot write `{}`", target.display()))?;
        }
        let new = |path: &Path| fs::OpenOptions::new().write(true).create_new(true).open(path);
        let written = match output {
            Output::Bytes(bytes) => replace(&self.next, &target, |path| new(path)?.write_all(bytes)),
            Output::Copy(source, _) => {
                let source = book::file(&self.roots, source);
                let mut original =
                    fs::File::open(&source).with_context(|| format!("cannot read `{}`", source.display()))?;
                replace(&self.next, &target, |path| {
                    original.rewind()?;
                    // `fs::copy` would write through a link to the published file.
                    std::io::copy(&mut original, &mut new(path)?).map(|_| ())
                })
            }
        };
        written.with_context(|| format!("cannot write `{}`", target.display()))?;
        Ok(false)
    }

    /// What stands in the published folder, as far as crosslight wrote it, told from what the system says of
    /// each file. It stays the same until somebody writes there.
    pub fn stand(&self) -> Option<Stand> {
        self.before.as_ref().map(|before| stand(&self.dest, before))
    }

    /// Completes the generation and puts it in place. `outputs` are all that the site has; those that have
    /// not been handed over are as they are published. If nothing is different, nothing is touched. The folder
    /// is kept from others until the publisher goes.
    ///
    /// # Errors
    /// If any output could not be written; the published folder is then as it was.
    pub fn finish<'a>(&mut self, outputs: impl Iterator<Item = &'a str>) -> Result<Published> {
        if let Some(error) = self.failed.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner).take() {
            return Err(error);
        }
        let written = std::mem::take(self.written.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner));
        let files: BTreeSet<String> = outputs.map(str::to_owned).collect();
        let before = self.before.take().unwrap_or_default();
        let mut published = Published {
            files: files.len(),
            written: written.len(),
            removed: before.files.difference(&files).count(),
            foreign: 0,
        };
        if published.written == 0 && self.dest.is_dir() && files == before.files {
            self.before = Some(before);
            return Ok(published);
        }
        let found: Files<'_> = files.iter().map(String::as_str).collect();
        refuse_clashes(&found)?;
        let (there, ahead) = rayon::join(|| list(&self.dest), || list(&self.next));
        let (there, ahead) = (there?, ahead?);
        let foreign = foreign(&self.dest, &there, &before, &found)?;
        published.foreign = foreign.len();
        sweep(&self.next, &ahead, |file| found.contains(file) || foreign.contains(file))?;
        // What has the same inode in both generations has been carried over by an earlier build.
        let is_ahead = |file: &str| ahead.get(file).is_some_and(|inode| *inode != 0 && there.get(file) == Some(inode));
        let same = found.iter().filter(|file| !written.contains(**file)).chain(&foreign);
        let behind: Vec<&str> = same.copied().filter(|file| !is_ahead(file)).collect();
        behind.par_iter().try_for_each(|file| carry_over(&self.next, &self.dest.join(file), &self.next.join(file)))?;
        if finds_any_case(&self.dest) {
            respell(&self.next, &found)?;
        }
        if let Some(lost) = written.iter().filter(|file| !ahead.contains_key(*file)).min() {
            bail!("`{}` has gone while the site was made; the old one stays in place", self.next.join(lost).display());
        }
        let now = Manifest { files, damaged: false };
        let manifest = serde_json::to_vec_pretty(&now)?;
        replace(&self.next, &self.next.join(MANIFEST), |path| fs::write(path, &manifest))
            .with_context(|| format!("cannot write `{}`", self.next.join(MANIFEST).display()))?;
        drop(self.syncing.take());
        sync(&self.next)?;
        exchange(&self.next, &self.dest)?;
        self.before = Some(now);
        Ok(published)
    }
}

/// Removes from `dest` what crosslight wrote, and the folder it works in. Gives the number of files
/// removed, and of those that others wrote and that stay.
///
/// # Errors
/// If `dest` is not a folder that crosslight wrote.
pub fn clean(dest: &Path, sources: &[PathBuf]) -> Result<(usize, usize)> {
    let dest = absolute(dest)?;
    refuse_dangerous(&dest, sources)?;
    let side = side_folder(&dest)?;
    if !dest.exists() && !side.exists() {
        return Ok((0, 0));
    }
    let guard = if side.exists() { Some(lock(&side, &dest)?) } else { None };
    recover(&side.join("next"), &dest)?;
    let before = read_manifest(&dest)?.unwrap_or_default();
    let removed = if dest.exists() { remove_published(&dest, &before)? } else { (0, 0) };
    if let Some(guard) = guard {
        remove_side(&side, guard).with_context(|| format!("cannot remove `{}`", side.display()))?;
    }
    Ok(removed)
}

/// Removes the folder in which generations are put together. Not every system lets go of a file that is open, as the
/// lock is, which comes last.
fn remove_side(side: &Path, guard: fs::File) -> std::io::Result<()> {
    for entry in fs::read_dir(side)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else if entry.file_name() != LOCK {
            fs::remove_file(entry.path())?;
        }
    }
    drop(guard);
    fs::remove_file(side.join(LOCK))?;
    // Somebody may be building there again.
    match fs::remove_dir(side) {
        Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => Ok(()),
        done => done,
    }
}

/// Removes what crosslight wrote into `dest`.
fn remove_published(dest: &Path, before: &Manifest) -> Result<(usize, usize)> {
    let there = list(dest)?;
    let others = foreign(dest, &there, before, &Files::default())?.len();
    let mut removed = 0;
    // What is behind a link that somebody has laid is not in the listing, and is not ours.
    let folded = finds_any_case(dest).then(|| spellings(there.keys().map(String::as_str)));
    let is_spelled = |file: &str| folded.as_ref().is_some_and(|there| there.contains_key(&file.to_lowercase()));
    let ours = before.files.iter().map(String::as_str).filter(|file| there.contains_key(*file) || is_spelled(file));
    for file in ours.chain([MANIFEST]) {
        match fs::remove_file(dest.join(file)) {
            Ok(()) => removed += usize::from(file != MANIFEST),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| format!("cannot remove `{}`", dest.join(file).display())),
        }
    }
    remove_empty_folders(dest);
    let _ = fs::remove_dir(dest);
    Ok((removed, others))
}

fn absolute(dest: &Path) -> Result<PathBuf> {
    let dest = std::path::absolute(dest).with_context(|| format!("`{}` is not a path", dest.display()))?;
    // As far as the path exists, without links: what is compared is where files would land.
    let mut missing: Vec<OsString> = Vec::new();
    let mut there = dest.clone();
    loop {
        if let Ok(real) = fs::canonicalize(&there) {
            return Ok(missing.iter().rev().fold(real, |path, name| path.join(name)));
        }
        match there.components().next_back() {
            Some(std::path::Component::Normal(name)) => missing.push(name.to_owned()),
            _ => bail!("`{}` is not a path for a site: write it without `..`", dest.display()),
        }
        there.pop();
    }
}

/// Refuses a path that nobody means: one that a shell was to complete, or that lies in what a version control keeps.
///
/// # Errors
/// If it is one.
pub fn refuse_unmeant(path: &Path) -> Result<()> {
    for part in path.components().map(|part| part.as_os_str().to_string_lossy()) {
        match &*part {
            "~" | "$HOME" | "${HOME}" | "%USERPROFILE%" => bail!(
                "`{}` would be a folder called `{part}`\nwrite the whole path instead: no shell has put your home folder there",
                path.display()
            ),
            ".git" | ".hg" | ".jj" | ".svn" => {
                bail!("`{}` lies in `{part}`, where your versions are kept\nchoose another folder", path.display())
            }
            _ => {}
        }
    }
    Ok(())
}

/// Refuses a folder whose replacement would destroy sources.
fn refuse_dangerous(dest: &Path, sources: &[PathBuf]) -> Result<()> {
    for source in sources {
        let source = fs::canonicalize(source).unwrap_or_else(|_| source.clone());
        if source.starts_with(dest) {
            bail!(
                "the site cannot be written to `{}`: it would replace `{}`\nchoose a folder of its own with `build-dir` or --dest-dir",
                dest.display(),
                source.display()
            );
        }
        if dest.starts_with(&source) && source.is_dir() {
            bail!(
                "the site cannot be written to `{}`: it lies in the sources, in `{}`\nchoose a folder of its own with `build-dir` or --dest-dir",
                dest.display(),
                source.display()
            );
        }
    }
    if dest.parent().is_none() || std::env::var_os("HOME").is_some_and(|home| Path::new(&home).starts_with(dest)) {
        bail!(
            "the site cannot be written to `{}`\nchoose a folder of its own with `build-dir` or --dest-dir",
            dest.display()
        );
    }
    Ok(())
}

/// The folder beside `dest` in which the next generation is put together.
fn side_folder(dest: &Path) -> Result<PathBuf> {
    let (Some(parent), Some(name)) = (dest.parent(), dest.file_name()) else {
        bail!("`{}` is not a folder for a site", dest.display());
    };
    let mut side = OsString::from(".");
    side.push(name);
    side.push(".crosslight");
    Ok(parent.join(side))
}

/// The file that says who is publishing.
const LOCK: &str = "lock";

/// Takes the lock on `dest`. The system lets go of it when the process ends, however it ends.
fn lock(side: &Path, dest: &Path) -> Result<fs::File> {
    let path = side.join(LOCK);
    let open = fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
    let mut file = open.with_context(|| format!("cannot open `{}`", path.display()))?;
    match file.try_lock() {
        Ok(()) => {
            file.set_len(0)
                .and_then(|()| file.seek(SeekFrom::Start(0)))
                .and_then(|_| write!(file, "{}", std::process::id()))?;
            Ok(file)
        }
        Err(fs::TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            bail!(
                "another crosslight (process {}) is writing to `{}`\nwait for it to end",
                holder.trim(),
                dest.display()
            );
        }
        Err(fs::TryLockError::Error(error)) => Err(error).with_context(|| format!("cannot lock `{}`", path.display())),
    }
}
