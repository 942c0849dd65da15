//! One generation of a site on disk: its files, and how it takes the place of the one before.
//!
//! Nothing here writes through a file that may be published: what is new is a new file. A thread brings files to the
//! disk while others are made, and one `syncfs` before the exchange covers the rest. Two generations are listed in
//! parallel, and a file with the same inode in both is not linked again.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::Builder;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use foldhash::fast::FixedState;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;
use xxhash_rust::xxh3::xxh3_128;

use crate::base::path::is_plain_segment;
use crate::edge::file::relative;
use crate::edge::stamp::Stamp;

/// The list of files that crosslight wrote into a folder.
pub(crate) const MANIFEST: &str = ".crosslight-manifest.json";

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) files: BTreeSet<String>,
    /// Whether the list could not be read. Outputs then replace what has their name, as ever, and
    /// everything else is carried over.
    #[serde(skip)]
    pub(crate) damaged: bool,
}

/// Whether the path of an output stays within the site.
pub(crate) fn is_inside(file: &str) -> bool {
    file.split('/').all(is_plain_segment)
}

/// The list of what crosslight wrote into `dest`; `None` if it is not there or empty.
pub(crate) fn read_manifest(dest: &Path) -> Result<Option<Manifest>> {
    match fs::read(dest.join(MANIFEST)) {
        Ok(bytes) => {
            // A list that names files elsewhere is not one of ours.
            let read = serde_json::from_slice(&bytes).ok();
            let sound = read.filter(|manifest: &Manifest| manifest.files.iter().all(|file| is_inside(file)));
            Ok(Some(sound.unwrap_or(Manifest { damaged: true, ..Manifest::default() })))
        }
        Err(_) => match fs::read_dir(dest) {
            Ok(mut entries) => match entries.next() {
                None => Ok(None),
                Some(_) => bail!(
                    "`{}` holds files that crosslight did not write\nchoose another folder with `build-dir` or --dest-dir, or empty this one yourself",
                    dest.display()
                ),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("the site cannot be written to `{}`", dest.display())),
        },
    }
}

/// The state of a published generation, to be compared with an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand(u128);

/// What the system says of the files of a generation, without opening them: that they are other ones, or were
/// written to. In no order, so that all are asked side by side.
pub(crate) fn stand(dest: &Path, manifest: &Manifest) -> Stand {
    let files: Vec<&str> = manifest.files.iter().map(String::as_str).chain([MANIFEST]).collect();
    let said = files.par_iter().map(|file| {
        let stamp = Stamp::of(&dest.join(file));
        xxh3_128(format!("{file}\0{stamp:?}").as_bytes())
    });
    Stand(said.reduce(|| 0, u128::wrapping_add))
}

/// Whether `file` holds exactly `bytes`.
pub(crate) fn holds(file: &Path, bytes: &[u8]) -> bool {
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
pub(crate) fn replace(
    root: &Path,
    path: &Path,
    mut make: impl FnMut(&Path) -> std::io::Result<()>,
) -> std::io::Result<()> {
    match make(path) {
        Ok(()) => return Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists || error.kind() == ErrorKind::IsADirectory => {
            if path.is_dir() {
                fs::remove_dir_all(path)?;
            } else {
                fs::remove_file(path)?;
            }
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
pub(crate) fn carry_over(root: &Path, from: &Path, to: &Path) -> Result<()> {
    replace(root, to, |path| match fs::hard_link(from, path) {
        // Not every file system has links, and none has them without end.
        Err(error)
            if error.kind() != ErrorKind::NotFound
                && error.kind() != ErrorKind::AlreadyExists
                && error.kind() != ErrorKind::NotADirectory =>
        {
            fs::copy(from, path).map(|_| ())
        }
        done => done,
    })
    .with_context(|| format!("cannot carry over `{}`", from.display()))
}

/// The files below a folder, each with its inode; 0 where the system has none.
pub(crate) type Listing = HashMap<String, u64, FixedState>;

/// Files to be found by their paths; by hash, for there are as many as pages.
pub(crate) type Files<'a> = HashSet<&'a str, FixedState>;

/// Lists the files below `root`; none if it is not there.
///
/// # Errors
/// If a folder cannot be read.
pub(crate) fn list(root: &Path) -> Result<Listing> {
    let mut files = Listing::default();
    let mut folders = if root.is_dir() { vec![(root.to_owned(), String::new())] } else { Vec::new() };
    // A large site has as many folders as pages, so they are read side by side, level by level.
    while !folders.is_empty() {
        let listed: std::io::Result<Vec<_>> =
            folders.par_iter().map(|(folder, prefix)| list_one(folder, prefix)).collect();
        let listed = listed.with_context(|| format!("cannot look at `{}`", root.display()))?;
        folders = Vec::new();
        for (here, below) in listed {
            files.extend(here);
            folders.extend(below);
        }
    }
    Ok(files)
}

/// The files in a folder by their paths, and the folders in it.
type Listed = (Vec<(String, u64)>, Vec<(PathBuf, String)>);

fn list_one(folder: &Path, prefix: &str) -> std::io::Result<Listed> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            folders.push((entry.path(), path + "/"));
        } else {
            files.push((path, inode(&entry)));
        }
    }
    Ok((files, folders))
}

#[cfg(unix)]
fn inode(entry: &fs::DirEntry) -> u64 {
    std::os::unix::fs::DirEntryExt::ino(entry)
}

#[cfg(not(unix))]
fn inode(_: &fs::DirEntry) -> u64 {
    0
}

/// Refuses outputs of which one would be the folder of another.
pub(crate) fn refuse_clashes(files: &Files<'_>) -> Result<()> {
    let clashes = files.iter().filter_map(|file| {
        let mut folders = Path::new(file).ancestors().skip(1).filter_map(Path::to_str);
        Some((file, folders.find(|folder| files.contains(folder))?))
    });
    match clashes.min() {
        Some((file, above)) => {
            bail!("`{above}` is a file, but `{file}` needs a folder of that name\nrename one of them")
        }
        None => Ok(()),
    }
}

/// The files among those in `dest` that crosslight did not write.
///
/// # Errors
/// If one of them stands where an output is to stand, or a folder of one.
pub(crate) fn foreign<'a>(dest: &Path, there: &'a Listing, before: &Manifest, files: &Files<'_>) -> Result<Files<'a>> {
    let ours: Files<'_> = before.files.iter().map(String::as_str).chain([MANIFEST]).collect();
    let others = there.keys().map(String::as_str).filter(|path| !ours.contains(path));
    // There, what was written under one spelling may be listed under another.
    let folded: Option<Spellings<'_>> = finds_any_case(dest).then(|| spellings(ours.iter().copied()));
    let is_other = |path: &&str| folded.as_ref().is_none_or(|ours| !ours.contains_key(&path.to_lowercase()));
    let others: Vec<&str> = others.filter(is_other).collect();
    // A link to a folder is listed as a file: what is written through it would land outside.
    if !others.is_empty() {
        let folders: HashMap<&str, &str, FixedState> =
            files.iter().flat_map(|file| above(file).map(move |folder| (folder, *file))).collect();
        if let Some((path, file)) = others.iter().filter_map(|path| Some((path, folders.get(path)?))).min() {
            bail!(
                "`{}` was not written by crosslight, and is in the way of `{file}`\nmove it away, or rename what has its name",
                dest.join(path).display()
            );
        }
    }
    let (taken, free): (Files<'_>, Files<'_>) = others.into_iter().partition(|path| files.contains(path));
    match taken.iter().min() {
        Some(path) if !before.damaged => bail!(
            "`{}` was not written by crosslight, and now an output has its name\nmove it into the sources, or remove it",
            dest.join(path).display()
        ),
        _ => Ok(free),
    }
}

/// Paths by what they are in small letters.
pub(crate) type Spellings<'a> = HashMap<String, &'a str, FixedState>;

pub(crate) fn spellings<'a>(paths: impl Iterator<Item = &'a str>) -> Spellings<'a> {
    paths.map(|path| (path.to_lowercase(), path)).collect()
}

/// Whether the system finds the files of a published folder by names in capitals too, as it does on most Macs and on
/// Windows.
pub(crate) fn finds_any_case(dest: &Path) -> bool {
    dest.join(MANIFEST.to_uppercase()).is_file()
}

/// Gives the files and folders of the generation the spelling that they have in the site, where the system keeps an older
/// one: what is then brought to another system would not be found there.
pub(crate) fn respell(next: &Path, files: &Files<'_>) -> Result<()> {
    let wanted = spellings(files.iter().flat_map(|file| above(file).chain([*file])));
    let entries = WalkDir::new(next).min_depth(1).into_iter().flatten();
    let mut there: Vec<String> = entries.map(|entry| relative(next, entry.path())).collect();
    // What lies in a folder is found by its old path too, once that has its new name.
    there.sort_unstable();
    for path in there {
        let Some(meant) = wanted.get(&path.to_lowercase()).filter(|meant| ***meant != *path) else { continue };
        let (old, between, new) = (next.join(&path), next.join(format!("{meant}~")), next.join(meant));
        // To rename a file to itself changes nothing.
        let renamed = fs::rename(&old, &between).and_then(|()| fs::rename(&between, &new));
        renamed.with_context(|| format!("cannot rename `{}` to `{}`", old.display(), new.display()))?;
    }
    Ok(())
}

/// The folders that a file lies in, the nearest first.
fn above(file: &str) -> impl Iterator<Item = &str> {
    file.rmatch_indices('/').map(|(at, _)| &file[..at])
}

/// Takes links out of the generation that `file` would be written through.
pub(crate) fn clear_links(next: &Path, file: &str) -> std::io::Result<()> {
    for folder in above(file).map(|folder| next.join(folder)) {
        if folder.symlink_metadata().is_ok_and(|found| found.is_symlink()) {
            fs::remove_file(folder)?;
        }
    }
    Ok(())
}

/// Takes out of the generation what does not belong to it.
pub(crate) fn sweep(next: &Path, ahead: &Listing, is_wanted: impl Fn(&str) -> bool) -> Result<()> {
    let stale: Vec<_> = ahead.keys().filter(|path| **path != MANIFEST && !is_wanted(path)).collect();
    for path in &stale {
        let path = next.join(path);
        fs::remove_file(&path).with_context(|| format!("cannot remove `{}`", path.display()))?;
    }
    if !stale.is_empty() {
        remove_empty_folders(next);
    }
    Ok(())
}

pub(crate) fn remove_empty_folders(root: &Path) {
    let folders = WalkDir::new(root).min_depth(1).contents_first(true).into_iter().flatten();
    for folder in folders.filter(|entry| entry.file_type().is_dir()) {
        // Fails for those that are not empty, which is what is wanted.
        let _ = fs::remove_dir(folder.path());
    }
}

/// Brings files to the disk while others are being made, so that the wait at the end is short: the
/// disk works while the processors do.
pub(crate) struct Syncing {
    done: Arc<AtomicBool>,
}

impl Syncing {
    /// How much of a generation piles up before it is brought to the disk.
    const PAUSE: Duration = Duration::from_millis(600);

    pub(crate) fn start(folder: &Path) -> Self {
        let done = Arc::new(AtomicBool::new(false));
        let (folder, over) = (folder.to_owned(), Arc::clone(&done));
        // Without a thread for it, the wait at the end is longer.
        let _ = Builder::new().spawn(move || {
            std::thread::sleep(Self::PAUSE);
            while !over.load(Ordering::Relaxed) {
                // The last wait is the one that counts, and reports.
                let _ = sync(&folder);
                std::thread::sleep(Self::PAUSE);
            }
        });
        Self { done }
    }
}

impl Drop for Syncing {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
    }
}

/// Waits until the generation is on the disk: one wait for all of its files.
#[cfg(target_os = "linux")]
pub(crate) fn sync(folder: &Path) -> Result<()> {
    let open = fs::File::open(folder)?;
    rustix::fs::syncfs(&open).with_context(|| format!("cannot bring `{}` to the disk", folder.display()))
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn sync(folder: &Path) -> Result<()> {
    for entry in WalkDir::new(folder).into_iter().flatten() {
        fs::File::open(entry.path())?.sync_all()?;
    }
    Ok(())
}
