//! Mending: the fixes of findings, put into the files.
//!
//! A file is mended in one step or not at all, and only if it still holds what the findings are about.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tempfile::Builder;

use crate::base::diagnostic::{Diagnostic, File, Fix};
use crate::base::source_map::Patched;
use crate::edge::book::{self, Book};
use crate::site::Site;

/// A file that can be mended.
pub struct Mending {
    /// Where the file lies.
    pub file: PathBuf,
    /// What it holds, and what it will.
    pub before: String,
    pub after: String,
    /// What is mended by that, in the order of the places.
    pub mended: Vec<Diagnostic>,
}

/// How files would be mended, by the fixes of `diagnostics`. Of two fixes of one place the first is
/// taken; the other one's turn comes when the book has been looked at again. `site` is what the
/// findings were made from; without one, only `book.toml` can be mended. Files that have changed since
/// they were read, and those that lie outside the book, are left out.
///
/// # Errors
/// If a file cannot be read any more.
pub fn plan(diagnostics: &[Diagnostic], book: &Book, site: Option<&Site>) -> Result<Vec<Mending>> {
    let mut by_file: BTreeMap<&File, Vec<(&Diagnostic, &Fix)>> = BTreeMap::new();
    for found in diagnostics {
        if let Some(fix) = &found.fix {
            by_file.entry(&found.file).or_default().push((found, fix));
        }
    }
    let mut plan = Vec::with_capacity(by_file.len());
    for (file, mut fixes) in by_file {
        let path = match file {
            File::Content(path) => book::file(&book.roots(), path),
            // The settings of another tool are not ours to change, and themes have no fixes.
            File::Book if book.found.is_none() => book.root.join("book.toml"),
            File::Book | File::Theme(..) => continue,
        };
        let before = fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let same = match file {
            // `None`: put together from several files, so what stands where is not known.
            File::Content(path) => site.and_then(|site| site.has_read(path, &before)),
            _ => Some(before == book.settings),
        };
        let inside = || Some(fs::canonicalize(&path).ok()?.starts_with(fs::canonicalize(&book.root).ok()?));
        if same != Some(true) || inside() != Some(true) {
            continue;
        }
        fixes.sort_by_key(|(_, fix)| fix.span);
        let mut patches = Vec::with_capacity(fixes.len());
        let mut mended = Vec::with_capacity(fixes.len());
        let mut free = 0;
        for (found, fix) in fixes {
            let place = fix.span.range();
            if place.start < free || before.get(place.clone()).is_none_or(|old| old == fix.text) {
                continue;
            }
            free = place.end.max(place.start + 1);
            patches.push((place, fix.text.clone()));
            mended.push(found.clone());
        }
        if patches.is_empty() {
            continue;
        }
        let mut patched = Patched::new(&before);
        patched.apply(patches);
        let after = patched.text().to_owned();
        plan.push(Mending { file: path, before, after, mended });
    }
    Ok(plan)
}

/// The next step of mending: fixes of links wait for all others, since what an essay is called may be mended by these,
/// and the link is right then as it is.
///
/// # Errors
/// As of [`plan`].
pub fn next(diagnostics: Vec<Diagnostic>, book: &Book, site: Option<&Site>) -> Result<Vec<Mending>> {
    let (links, others): (Vec<_>, Vec<_>) = diagnostics.into_iter().partition(|found| found.wanted.is_some());
    let first = plan(&others, book, site)?;
    if first.is_empty() { plan(&links, book, site) } else { Ok(first) }
}

/// What the name of a file begins with while it is written. Hidden, it is part of no book.
const FRONT: &str = ".crosslight-fix-";

/// How old such a file is that somebody is not writing any more.
const OLD: Duration = Duration::from_mins(1);

/// Removes what was left of files in a folder when their mending was cut off.
fn remove_remains(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if entry.file_name().to_string_lossy().starts_with(FRONT) && age().is_some_and(|age| age > OLD) {
            // It is in nobody's way if it stays.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Writes a file anew, all of it or nothing.
///
/// # Errors
/// If it has changed since the plan was made, or cannot be written.
pub fn write(mending: &Mending) -> Result<()> {
    // What a link leads to is written, and the link stays.
    let file = fs::canonicalize(&mending.file)?;
    let failed = || format!("cannot write `{}`", file.display());
    if fs::metadata(&file).with_context(failed)?.permissions().readonly() {
        bail!("`{}` is read-only\nnothing was written to it", file.display());
    }
    let folder = file.parent().unwrap_or(Path::new("."));
    remove_remains(folder);
    let mut new = Builder::new().prefix(FRONT).tempfile_in(folder).with_context(failed)?;
    new.write_all(mending.after.as_bytes()).with_context(failed)?;
    new.as_file().set_permissions(fs::metadata(&file)?.permissions()).with_context(failed)?;
    new.as_file().sync_all().with_context(failed)?;
    if fs::read_to_string(&file)? != mending.before {
        bail!("`{}` has changed while it was mended\nit was left as it is: check again", file.display());
    }
    new.persist(&file).map_err(|failed| failed.error).with_context(failed)?;
    Ok(())
}
