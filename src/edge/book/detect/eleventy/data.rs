//! The files of data of an Eleventy site, which say something of the texts that they are called after.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::super::files::{text, yaml};
use super::super::program::Program;
use crate::base::path::joined;
use crate::edge::file;

/// The files of its configuration.
pub(super) const FILES: [&str; 5] =
    [".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", "eleventy.config.ts"];

/// What the data of a folder is called after the name of the folder.
const ENDS: [&str; 5] = [".json", ".11tydata.json", ".11tydata.js", ".11tydata.cjs", ".11tydata.mjs"];

/// The files of data below `at`, each with its folder from there.
pub(super) fn files(at: &Path) -> impl Iterator<Item = (String, PathBuf)> {
    let aside = |name: &str| name.starts_with('.') || name == "node_modules";
    let walk = WalkDir::new(at).min_depth(1).max_depth(7).sort_by_file_name().into_iter();
    let files = walk.filter_entry(move |entry| !entry.file_name().to_str().is_none_or(aside)).flatten();
    let at = at.to_owned();
    files.filter(|entry| entry.file_type().is_file() && stem(entry.path()).is_some()).filter_map(move |entry| {
        let folder = entry.path().parent()?.strip_prefix(&at).ok()?.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
        Some((folder, entry.into_path()))
    })
}

/// Whether a file may be one of data.
pub(in super::super) fn is_data(file: &Path) -> bool {
    stem(file).is_some() || of_all(file).is_some_and(|name| NAMES.contains(&name))
}

/// What the data for all texts are called that bear on whether these are published.
const NAMES: [&str; 3] = ["permalink", "draft", "eleventyComputed"];

/// The name of what a file in the folder of the data for all texts gives a value to.
pub(super) fn of_all(file: &Path) -> Option<&str> {
    let is_one = file.extension().is_some_and(|end| ["json", "js", "cjs", "mjs"].iter().any(|known| end == *known));
    file.file_stem().and_then(|name| name.to_str()).filter(|_| is_one)
}

/// The folder of the data for all texts, from the folder of a site whose texts lie in `src`.
pub(super) fn common(program: &Program, src: &str) -> Option<String> {
    let named = Some(program.text("data")).filter(|named| !named.is_empty());
    joined(src, named.as_deref().unwrap_or("_data"))
}

/// What a file of data is called after: a folder, or a text beside it.
pub(super) fn stem(file: &Path) -> Option<String> {
    let name = file.file_name()?.to_str()?;
    // The longer endings first.
    ENDS.iter().rev().find_map(|end| name.strip_suffix(end)).map(str::to_owned)
}

/// Whether a file of data is that of the folder in which it lies.
pub(super) fn is_of_folder(at: &Path, folder: &str, file: &Path) -> bool {
    let named = at.join(folder).file_name().map(|name| name.to_string_lossy().into_owned());
    named.is_some() && named == stem(file)
}

/// What the texts of a folder say with `permalink` where they stand, by the file of its data.
pub(super) fn address(file: &Path) -> String {
    let code = file::read_text(file).unwrap_or_default();
    if is_json(file) {
        text(&yaml(&code).unwrap_or_default(), "permalink")
    } else {
        Program::of(&code).text("permalink")
    }
}

/// Whether the file of a folder's data is a program that works out `permalink`.
pub(super) fn works_out_address(file: &Path) -> bool {
    !is_json(file) && Program::of(&file::read_text(file).unwrap_or_default()).gives("permalink")
}

pub(super) fn is_json(file: &Path) -> bool {
    file.extension().is_some_and(|end| end == "json")
}
