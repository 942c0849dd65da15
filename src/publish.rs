//! The site on disk, always one complete generation.
//!
//! A site is put together beside the published folder, in `.<name>.crosslight/next`, and exchanged
//! with it in one step. What is exchanged out stays there and becomes the next generation, so that
//! no tree is ever deleted to be written again (ext4 makes every later file creation pay for that,
//! up to twentyfold). Files that are the same in both generations are one file with two names: they
//! keep bytes, inode and time, and a sync tool uploads what has changed.
//!
//! Whether a file is the same is found by reading it. There is no record that could be wrong; the
//! manifest in the published folder only says which files crosslight wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::disk;
use crate::page::Output;

/// The list of files that crosslight wrote into a folder.
const MANIFEST: &str = ".crosslight-manifest.json";

#[derive(Default, Serialize, Deserialize)]
struct Manifest {
    files: BTreeSet<String>,
    /// Whether the list could not be read. Outputs then replace what has their name, as ever, and
    /// everything else is carried over.
    #[serde(skip)]
    damaged: bool,
}

/// A folder that a site is being published to. One process at a time has it.
pub struct Publisher {
    dest: PathBuf,
    src: PathBuf,
    next: PathBuf,
    /// What crosslight wrote last time; `None` if there was no last time.
    before: Option<Manifest>,
    /// Whether each output is the same as the one published.
    puts: Mutex<BTreeMap<String, bool>>,
    failed: Mutex<Option<anyhow::Error>>,
    nanoseconds: AtomicU64,
    syncing: Syncing,
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
    /// Prepares to publish to `dest`. `sources` are the folders and files that must not be touched.
    ///
    /// # Errors
    /// If `dest` is, holds or lies in one of them; if it holds files that crosslight did not write;
    /// if another process is publishing there.
    pub fn open(dest: &Path, src: &Path, sources: &[PathBuf]) -> Result<Self> {
        let dest = absolute(dest)?;
        refuse_dangerous(&dest, sources)?;
        let before = read_manifest(&dest)?;
        let side = side_folder(&dest)?;
        fs::create_dir_all(&side).with_context(|| format!("cannot make `{}`", side.display()))?;
        let lock = lock(&side, &dest)?;
        let next = side.join("next");
        fs::create_dir_all(&next).with_context(|| format!("cannot make `{}`", next.display()))?;
        Ok(Self {
            dest,
            src: src.to_owned(),
            before,
            puts: Mutex::default(),
            failed: Mutex::default(),
            nanoseconds: AtomicU64::new(0),
            syncing: Syncing::start(&next),
            next,
            _lock: lock,
        })
    }

    /// Takes an output. Called from several threads; a failure is kept for [`Publisher::finish`].
    pub fn put(&self, file: &str, output: &Output) {
        let start = Instant::now();
        match self.try_put(file, output) {
            Ok(same) => {
                self.puts.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(file.to_owned(), same);
            }
            Err(error) => {
                let mut failed = self.failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                failed.get_or_insert(error);
            }
        }
        self.nanoseconds.fetch_add(u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// The time spent in [`Publisher::put`], summed over threads, in nanoseconds.
    pub fn nanoseconds(&self) -> u64 {
        self.nanoseconds.load(Ordering::Relaxed)
    }

    fn try_put(&self, file: &str, output: &Output) -> Result<bool> {
        let target = self.next.join(file);
        let published = self.before.as_ref().map(|_| self.dest.join(file));
        let same = |holds: &dyn Fn(&Path) -> bool| published.as_deref().is_some_and(holds);
        let new = |path: &Path| fs::OpenOptions::new().write(true).create_new(true).open(path);
        let written = match output {
            Output::Bytes(bytes) if same(&|file| holds(file, bytes)) => return Ok(true),
            Output::Bytes(bytes) => replace(&self.next, &target, |path| new(path)?.write_all(bytes)),
            Output::Copy(_, hash) if same(&|file| disk::hash(file).is_ok_and(|same| same == *hash)) => return Ok(true),
            Output::Copy(source, _) => {
                let source = self.src.join(source.as_str());
                let mut original = fs::File::open(&source).with_context(|| format!("cannot read `{}`", source.display()))?;
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

    /// Completes the generation and puts it in place. If nothing is different, nothing is touched.
    ///
    /// # Errors
    /// If any output could not be written; the published folder is then as it was.
    pub fn finish(self) -> Result<Published> {
        if let Some(error) = self.failed.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
            return Err(error);
        }
        let puts = self.puts.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let files: BTreeSet<String> = puts.keys().cloned().collect();
        let before = self.before.unwrap_or_default();
        let mut published = Published {
            files: files.len(),
            written: puts.values().filter(|same| !**same).count(),
            removed: before.files.difference(&files).count(),
            foreign: 0,
        };
        if published.written == 0 && self.dest.is_dir() && files == before.files {
            return Ok(published);
        }
        refuse_clashes(&files)?;
        let foreign = foreign(&self.dest, &before, &files)?;
        published.foreign = foreign.len();
        let same: Vec<&String> = puts.iter().filter(|(_, same)| **same).map(|(file, _)| file).chain(&foreign).collect();
        same.par_iter().try_for_each(|file| carry_over(&self.next, &self.dest.join(file), &self.next.join(file)))?;
        let manifest = serde_json::to_vec_pretty(&Manifest { files: files.clone(), damaged: false })?;
        replace(&self.next, &self.next.join(MANIFEST), |path| fs::write(path, &manifest))
            .with_context(|| format!("cannot write `{}`", self.next.join(MANIFEST).display()))?;
        sweep(&self.next, &files, &foreign)?;
        self.syncing.stop();
        sync(&self.next)?;
        exchange(&self.next, &self.dest)?;
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
    let before = read_manifest(&dest)?.unwrap_or_default();
    if side.exists() {
        let _lock = lock(&side, &dest)?;
        fs::remove_dir_all(&side).with_context(|| format!("cannot remove `{}`", side.display()))?;
    }
    if !dest.exists() {
        return Ok((0, 0));
    }
    let others = foreign(&dest, &before, &BTreeSet::new())?;
    let mut removed = 0;
    for file in before.files.iter().map(String::as_str).chain([MANIFEST]) {
        match fs::remove_file(dest.join(file)) {
            Ok(()) => removed += usize::from(file != MANIFEST),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| format!("cannot remove `{}`", dest.join(file).display())),
        }
    }
    remove_empty_folders(&dest);
    let _ = fs::remove_dir(&dest);
    Ok((removed, others.len()))
}

fn absolute(dest: &Path) -> Result<PathBuf> {
    let dest = std::path::absolute(dest).with_context(|| format!("`{}` is no path", dest.display()))?;
    // As far as the path exists, without links: what is compared is where files would land.
    let mut missing: Vec<OsString> = Vec::new();
    let mut there = dest.clone();
    loop {
        if let Ok(real) = fs::canonicalize(&there) {
            return Ok(missing.iter().rev().fold(real, |path, name| path.join(name)));
        }
        match there.components().next_back() {
            Some(std::path::Component::Normal(name)) => missing.push(name.to_owned()),
            _ => bail!("`{}` is no path for a site: write it without `..`", dest.display()),
        }
        there.pop();
    }
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
        bail!("the site cannot be written to `{}`\nchoose a folder of its own with `build-dir` or --dest-dir", dest.display());
    }
    Ok(())
}

/// The list of what crosslight wrote into `dest`; `None` if it is not there or empty.
fn read_manifest(dest: &Path) -> Result<Option<Manifest>> {
    match fs::read(dest.join(MANIFEST)) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes).unwrap_or(Manifest { damaged: true, ..Manifest::default() }))),
        Err(_) => match fs::read_dir(dest) {
            Ok(mut entries) => match entries.next() {
                None => Ok(None),
                Some(_) => bail!(
                "`{}` holds files that crosslight did not write\nchoose another folder with `build-dir` or --dest-dir, or empty this one yourself",
                dest.display()
                ),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => bail!("the site cannot be written to `{}`: {error}", dest.display()),
        },
    }
}

/// The folder beside `dest` in which the next generation is put together.
fn side_folder(dest: &Path) -> Result<PathBuf> {
    let (Some(parent), Some(name)) = (dest.parent(), dest.file_name()) else {
        bail!("`{}` is no folder for a site", dest.display());
    };
    let mut side = OsString::from(".");
    side.push(name);
    side.push(".crosslight");
    Ok(parent.join(side))
}

/// Takes the lock on `dest`. The system lets go of it when the process ends, however it ends.
fn lock(side: &Path, dest: &Path) -> Result<fs::File> {
    let path = side.join("lock");
    let open = fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
    let mut file = open.with_context(|| format!("cannot open `{}`", path.display()))?;
    match file.try_lock() {
        Ok(()) => {
            file.set_len(0).and_then(|()| file.seek(SeekFrom::Start(0))).and_then(|_| write!(file, "{}", std::process::id()))?;
            Ok(file)
        }
        Err(fs::TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            bail!("another crosslight (process {}) is writing to `{}`\nwait for it to end", holder.trim(), dest.display());
        }
        Err(fs::TryLockError::Error(error)) => Err(error).with_context(|| format!("cannot lock `{}`", path.display())),
    }
}

/// Whether `file` holds exactly `bytes`.
fn holds(file: &Path, bytes: &[u8]) -> bool {
    let Ok(mut open) = fs::File::open(file) else { return false };
    if !open.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() == bytes.len() as u64) {
        return false;
    }
    let mut there = Vec::with_capacity(bytes.len());
    open.read_to_end(&mut there).is_ok() && there == bytes
}

/// Makes `path` anew by `make`, which must not write through to what is there: the old file may be
/// the published one under a second name. Folders are made, and what is in the way in the
/// generation is taken out.
fn replace(root: &Path, path: &Path, mut make: impl FnMut(&Path) -> std::io::Result<()>) -> std::io::Result<()> {
    match make(path) {
        Ok(()) => return Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists || error.kind() == ErrorKind::IsADirectory => {
            if path.is_dir() { fs::remove_dir_all(path)? } else { fs::remove_file(path)? }
            return make(path);
        }
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            let above = path.ancestors().skip(1).take_while(|above| *above != root);
            for above in above.filter(|above| above.symlink_metadata().is_ok_and(|found| !found.is_dir())) {
                fs::remove_file(above)?;
            }
        }
        Err(error) => return Err(error),
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    make(path)
}

/// Gives the published file at `from` its name in the next generation.
fn carry_over(root: &Path, from: &Path, to: &Path) -> Result<()> {
    if same_file(from, to) {
        return Ok(());
    }
    replace(root, to, |path| match fs::hard_link(from, path) {
        // Not every file system has links, and none has them without end.
        Err(error) if error.kind() != ErrorKind::NotFound && error.kind() != ErrorKind::AlreadyExists && error.kind() != ErrorKind::NotADirectory => {
            fs::copy(from, path).map(|_| ())
        }
        done => done,
    })
    .with_context(|| format!("cannot carry over `{}`", from.display()))
}

#[cfg(unix)]
fn same_file(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (a.symlink_metadata(), b.symlink_metadata()) {
        (Ok(a), Ok(b)) => (a.dev(), a.ino()) == (b.dev(), b.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn same_file(_: &Path, _: &Path) -> bool {
    false
}

/// Refuses outputs of which one would be the folder of another.
fn refuse_clashes(files: &BTreeSet<String>) -> Result<()> {
    for file in files {
        let mut folder = file.as_str();
        while let Some((above, _)) = folder.rsplit_once('/') {
            if files.contains(above) {
                bail!("`{above}` is a file, but `{file}` needs a folder of that name\nrename one of them");
            }
            folder = above;
        }
    }
    Ok(())
}

/// The files of `dest` that crosslight did not write.
///
/// # Errors
/// If one of them stands where an output is to stand.
fn foreign(dest: &Path, before: &Manifest, files: &BTreeSet<String>) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    if !dest.is_dir() {
        return Ok(found);
    }
    for entry in WalkDir::new(dest).follow_links(false) {
        let entry = entry.with_context(|| format!("cannot look at `{}`", dest.display()))?;
        let path = slashed(dest, entry.path());
        if entry.file_type().is_dir() || path == MANIFEST || before.files.contains(&path) {
            continue;
        }
        if files.contains(&path) && !before.damaged {
            bail!(
                "`{}` was not written by crosslight, and now an output has its name\nmove it into the sources, or remove it",
                entry.path().display()
            );
        }
        if !files.contains(&path) {
            found.insert(path);
        }
    }
    Ok(found)
}

fn slashed(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { path.into_owned() } else { path.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// Takes out of the generation what does not belong to it, and makes sure that all the rest is there.
fn sweep(next: &Path, files: &BTreeSet<String>, foreign: &BTreeSet<String>) -> Result<()> {
    let mut there = 0;
    let mut stale = false;
    for entry in WalkDir::new(next).follow_links(false) {
        let entry = entry.with_context(|| format!("cannot look at `{}`", next.display()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = slashed(next, entry.path());
        if files.contains(&path) || foreign.contains(&path) {
            there += 1;
        } else if path != MANIFEST {
            stale = true;
            fs::remove_file(entry.path()).with_context(|| format!("cannot remove `{}`", entry.path().display()))?;
        }
    }
    if stale {
        remove_empty_folders(next);
    }
    let wanted = files.len() + foreign.len();
    if there != wanted {
        bail!("the new site in `{}` has {there} files instead of {wanted}; the old one stays in place", next.display());
    }
    Ok(())
}

fn remove_empty_folders(root: &Path) {
    let folders = WalkDir::new(root).min_depth(1).contents_first(true).into_iter().flatten();
    for folder in folders.filter(|entry| entry.file_type().is_dir()) {
        // Fails for those that are not empty, which is what is wanted.
        let _ = fs::remove_dir(folder.path());
    }
}

/// Brings files to the disk while others are being made, so that the wait at the end is short: the
/// disk works while the processors do.
struct Syncing {
    done: Arc<AtomicBool>,
}

impl Syncing {
    /// How much of a generation piles up before it is brought to the disk.
    const PAUSE: Duration = Duration::from_millis(600);

    fn start(folder: &Path) -> Self {
        let done = Arc::new(AtomicBool::new(false));
        let (folder, over) = (folder.to_owned(), Arc::clone(&done));
        std::thread::spawn(move || {
            std::thread::sleep(Self::PAUSE);
            while !over.load(Ordering::Relaxed) {
                // The last wait is the one that counts, and reports.
                let _ = sync(&folder);
                std::thread::sleep(Self::PAUSE);
            }
        });
        Self { done }
    }

    fn stop(&self) {
        self.done.store(true, Ordering::Relaxed);
    }
}

impl Drop for Syncing {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Waits until the generation is on the disk: one wait for all of its files.
#[cfg(target_os = "linux")]
fn sync(folder: &Path) -> Result<()> {
    let open = fs::File::open(folder)?;
    rustix::fs::syncfs(&open).with_context(|| format!("cannot bring `{}` to the disk", folder.display()))
}

#[cfg(not(target_os = "linux"))]
fn sync(folder: &Path) -> Result<()> {
    for entry in WalkDir::new(folder).into_iter().flatten() {
        fs::File::open(entry.path())?.sync_all()?;
    }
    Ok(())
}

/// Puts the generation in place of the published one, in one step where the system has it.
fn exchange(next: &Path, dest: &Path) -> Result<()> {
    let moved = |error: std::io::Error| anyhow::Error::new(error).context(format!("cannot put the site in place at `{}`", dest.display()));
    if dest.exists() {
        if !exchange_at_once(next, dest) {
            // Two steps: if the second fails, the first is taken back.
            let aside = next.with_file_name("aside");
            fs::rename(dest, &aside).map_err(moved)?;
            if let Err(error) = fs::rename(next, dest) {
                fs::rename(&aside, dest).map_err(moved)?;
                return Err(moved(error));
            }
            fs::rename(&aside, next).map_err(moved)?;
        }
    } else {
        fs::rename(next, dest).map_err(moved)?;
    }
    if let Some(parent) = dest.parent() {
        // Not every system can open a folder to bring it to the disk.
        let _ = fs::File::open(parent).and_then(|folder| folder.sync_all());
    }
    Ok(())
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange_at_once(next: &Path, dest: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, next, CWD, dest, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange_at_once(_: &Path, _: &Path) -> bool {
    false
}
