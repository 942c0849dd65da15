//! Where the book is that somebody means by a folder: in it, above it or below it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::detect::{Found, detect};
use crate::source::SourcePath;
use crate::walk::relative;

/// The folder of the book that is meant by `dir`, what it was made for, and the settings of that if they
/// are others than those of the whole folder.
pub(super) fn sighted(dir: PathBuf) -> (PathBuf, Option<Found>, Option<String>) {
    if let Some(found) = detect(&dir) {
        // What an editor knows as a vault may be what a site above publishes, which says what is private.
        let of_site = VAULTS.contains(&found.what).then(|| of_above(&dir)).flatten();
        if let Some((above, site, narrowed)) = of_site.filter(|(_, site, _)| !VAULTS.contains(&site.what)) {
            return (above, Some(site), narrowed);
        }
        return based(dir, found);
    }
    if dir.join("book.toml").exists() || dir.join(&Config::default().book.src).is_dir() {
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
    (dir, None, None)
}

/// What is known as a folder of notes, and says little of what is published.
const VAULTS: [&str; 2] = ["an Obsidian vault", "a Dendron vault"];

/// The folder of the book that was found in `dir`, which may be one above with settings of its own by now.
fn based(dir: PathBuf, found: Found) -> (PathBuf, Option<Found>, Option<String>) {
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

/// The folder above that was made by another tool, if `dir` holds its essays or some of them.
fn of_above(dir: &Path) -> Option<(PathBuf, Found, Option<String>)> {
    let (above, found) = near(dir).skip(1).find_map(|above| Some((above, detect(above)?)))?;
    let above = found.base.as_deref().unwrap_or(above);
    let (config, _) = Config::parse(&found.settings);
    let src: PathBuf = above.join(&config.book.src).components().collect();
    let below = dir.strip_prefix(&src).ok()?;
    let narrowed = (!below.as_os_str().is_empty()).then(|| found.narrowed(above, &relative(&src, dir)));
    Some((above.to_owned(), found, narrowed))
}

/// Whether there are Markdown files right in `dir` that are not about a repository.
fn has_essays(dir: &Path) -> bool {
    const ABOUT: [&str; 10] = [
        "readme",
        "contributing",
        "license",
        "licence",
        "changelog",
        "code_of_conduct",
        "security",
        "support",
        "governance",
        "history",
    ];
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut essays = names.map(|name| SourcePath::new(&name)).filter(SourcePath::is_markdown);
    essays.any(|path| !ABOUT.contains(&path.stem().to_lowercase().replace('-', "_").as_str()))
}
