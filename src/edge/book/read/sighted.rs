//! Where the book is that somebody means by a folder: in it, above it or below it.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::base::config::Config;
use crate::base::path::SourcePath;
use crate::base::ruled::Ruled;
use crate::edge::book::detect::found::Found;
use crate::edge::book::detect::{detect, held};
use crate::edge::book::left_out::is_about_repository;
use crate::edge::file::{self, relative};
use crate::edge::publish::generation::MANIFEST;

/// The settings of a folder of a site, and what the files of the whole hold back there.
type Narrowed = (String, Ruled);

/// The folder of the book that is meant by `dir`, what it was made for, and the settings of that if they
/// are others than those of the whole folder.
pub(super) fn sighted(dir: PathBuf) -> (PathBuf, Option<Found>, Option<Narrowed>) {
    let has_own = dir.join("book.toml").exists();
    let found = detect(&dir);
    let is_others = found.as_ref().is_some_and(|found| !VAULTS.contains(&found.what));
    if let Some(book) = own_above(&dir).filter(|_| !has_own && !is_others) {
        return (book, None, None);
    }
    if let Some(found) = found {
        // What an editor knows as a vault may be what a site above publishes, which says what is private.
        let of_site = VAULTS.contains(&found.what).then(|| of_above(&dir)).flatten();
        if let Some((above, site, narrowed)) = of_site.filter(|(_, site, _)| !VAULTS.contains(&site.what)) {
            return (above, Some(site), narrowed);
        }
        return based(dir, found);
    }
    if has_own || dir.join(&Config::default().book.src).is_dir() {
        return (dir, None, None);
    }
    if let Some((above, found, narrowed)) = of_above(&dir) {
        return (above, Some(found), narrowed);
    }
    // A repository often has its site in a folder of its own, and says of itself only what it is.
    if !has_essays(&dir) {
        for name in SITES {
            let site = dir.join(name);
            let found = detect(&site);
            if let Some(found) = found {
                return based(site, found);
            }
            if site.join("book.toml").is_file() {
                return (site, None, None);
            }
        }
    }
    match only_site(&dir) {
        Some((site, found)) => based(site, found),
        None => (dir, None, None),
    }
}

/// The folder of the book that is meant by `dir`.
pub fn root_of(dir: &Path) -> PathBuf {
    sighted(dir.to_owned()).0
}

/// The one folder in `dir`, or in a folder of it, that was made by a tool, if most essays lie there. It is said by
/// its path.
fn only_site(dir: &Path) -> Option<(PathBuf, Found)> {
    /// What has more folders than this is more than a site.
    const MOST: usize = 300;
    let mut found: Option<(PathBuf, Found)> = None;
    let mut folders = WalkDir::new(dir).min_depth(1).max_depth(2).sort_by_file_name().into_iter();
    let mut count = 0;
    while let Some(entry) = folders.next() {
        let Some(entry) = entry.ok().filter(|entry| entry.file_type().is_dir()) else { continue };
        count += 1;
        if count > MOST {
            return None;
        }
        if is_aside(entry.path()) {
            folders.skip_current_dir();
        } else if let Some(site) = detect(entry.path()) {
            if found.is_some() {
                return None;
            }
            found = Some((entry.into_path(), site));
            folders.skip_current_dir();
        }
    }
    let (site, found) = found?;
    let by = format!("{}/{}", relative(dir, &site), found.by);
    (essays_in(&site) * 2 > essays_in(dir)).then_some((site, Found { by, ..found }))
}

/// Whether a folder holds what nobody wrote: hidden files, packages, what programs make.
fn is_aside(folder: &Path) -> bool {
    const MADE: [&str; 8] = ["node_modules", "vendor", "public", "dist", "build", "target", "out", "themes"];
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.starts_with(['.', '_']) || MADE.contains(&name) || folder.join(MANIFEST).is_file()
}

/// How many essays there are in `dir` and below.
fn essays_in(dir: &Path) -> usize {
    /// As many files as are looked at.
    const MOST: usize = 20_000;
    let walk = WalkDir::new(dir).max_depth(8).into_iter();
    let walk = walk.filter_entry(|entry| entry.depth() == 0 || !entry.file_type().is_dir() || !is_aside(entry.path()));
    let names = walk.take(MOST).flatten().filter_map(|entry| entry.file_name().to_str().map(SourcePath::new));
    names.filter(|path| path.is_markdown() && !is_about_repository(path)).count()
}

/// What is known as a folder of notes, and says little of what is published.
const VAULTS: [&str; 2] = ["an Obsidian vault", "a Dendron vault"];

/// The folder of the book that was found in `dir`, which may be one above with settings of its own by now.
fn based(dir: PathBuf, found: Found) -> (PathBuf, Option<Found>, Option<Narrowed>) {
    match found.base.clone() {
        Some(base) if base.join("book.toml").is_file() => (base, None, None),
        base => (base.unwrap_or(dir), Some(found), None),
    }
}

/// The folders that sites of repositories lie in.
const SITES: [&str; 8] = ["website", "docs", "site", "doc", "book", "www", "documentation", "web"];

/// The folders above `dir` in the same repository, itself first.
pub(super) fn near(dir: &Path) -> impl Iterator<Item = &Path> {
    let mut ended = false;
    let inside = move |dir: &&Path| {
        let inside = !ended;
        ended |= dir.join(".git").exists();
        inside
    };
    dir.ancestors().take(16).take_while(inside)
}

/// The folder above with a book of crosslight's that has `dir` among its essays: its settings say what is held back.
pub fn own_above(dir: &Path) -> Option<PathBuf> {
    let above = near(dir).skip(1).find(|above| above.join("book.toml").is_file())?;
    let (config, _) = Config::parse(&file::read_text(&above.join("book.toml")).ok()?);
    let src: PathBuf = above.join(&config.book.src).components().collect();
    dir.starts_with(src).then(|| above.to_owned())
}

/// The folder above that was made by another tool, if `dir` holds its essays or some of them.
fn of_above(dir: &Path) -> Option<(PathBuf, Found, Option<Narrowed>)> {
    let (above, found) = near(dir).skip(1).find_map(|above| Some((above, detect(above)?)))?;
    let above = found.base.as_deref().unwrap_or(above);
    let (config, _) = Config::parse(&found.settings);
    let src: PathBuf = above.join(&config.book.src).components().collect();
    dir.strip_prefix(&src).ok()?;
    let (above, below) = (above.to_owned(), relative(&src, dir));
    if below.is_empty() {
        return Some((above, found, None));
    }
    let narrowed = held::narrowed(&found, &above, &below);
    Some((above, found.told_of(&below), Some(narrowed)))
}

/// Whether there are Markdown files right in `dir` that are not about a repository.
fn has_essays(dir: &Path) -> bool {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut essays = names.map(|name| SourcePath::new(&name)).filter(SourcePath::is_markdown);
    essays.any(|path| !is_about_repository(&path))
}
