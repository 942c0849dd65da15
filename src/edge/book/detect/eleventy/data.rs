//! The files of data of an Eleventy site, which say something of the texts that they are called after.

use std::path::{Path, PathBuf};

use toml::Table;
use walkdir::WalkDir;

use super::super::files::{text, yaml};
use super::super::program::Program;
use crate::base::path::joined;
use crate::edge::file;

/// The files of its configuration.
pub(super) const FILES: [&str; 5] =
    [".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", "eleventy.config.ts"];

/// The endings of files of data that are read here.
const ENDINGS: [&str; 7] = ["json", "js", "cjs", "mjs", "yaml", "yml", "toml"];

/// How files of data are called: after a folder or a text. What a site calls them counts as well as the usual.
pub(super) struct DataNames {
    /// What follows the name of a folder or a text, the longer first.
    ends: Vec<String>,
    /// The names of those that are for the folder in which they lie.
    bases: Vec<String>,
    /// Whether the names are known before the program runs.
    pub is_whole: [bool; 3],
}

impl DataNames {
    /// As the configuration of a site says.
    pub(super) fn of(program: &Program) -> Self {
        let suffixes = program.given_to("setDataFileSuffixes");
        let bases = program.given_to("setDataFileBaseName");
        let extensions = program.given_to("addDataExtension");
        let added =
            extensions.texts.iter().flat_map(|list| list.split(',')).map(|end| end.trim().trim_start_matches('.'));
        let added: Vec<&str> = added.filter(|end| ENDINGS.contains(end)).collect();
        let own = suffixes.texts.iter().map(String::as_str);
        let mut ends = Vec::new();
        for suffix in [".11tydata", ""].into_iter().chain(own) {
            // A program with the plain name of a text is none of its data.
            let programs: &[&str] = if suffix.is_empty() { &[] } else { &["js", "cjs", "mjs"] };
            let all = ["json"].iter().chain(programs).chain(&added);
            ends.extend(all.map(|end| format!("{suffix}.{end}")));
        }
        ends.sort_by_key(|end| std::cmp::Reverse(end.len()));
        let is_whole = [suffixes.is_whole, bases.is_whole, extensions.is_whole];
        Self { ends, bases: bases.texts, is_whole }
    }

    /// The files of data below `at`, each with its folder from there.
    pub(super) fn files(&self, at: &Path) -> impl Iterator<Item = (String, PathBuf)> {
        let aside = |name: &str| name.starts_with('.') || name == "node_modules";
        let walk = WalkDir::new(at).min_depth(1).max_depth(7).sort_by_file_name().into_iter();
        let files = walk.filter_entry(move |entry| !entry.file_name().to_str().is_none_or(aside)).flatten();
        let files = files.filter(|entry| entry.file_type().is_file() && self.stem(entry.path()).is_some());
        files.filter_map(move |entry| {
            let folder = entry.path().parent()?.strip_prefix(at).ok()?.to_str()?;
            Some((folder.replace(std::path::MAIN_SEPARATOR, "/"), entry.into_path()))
        })
    }

    /// What a file of data is called after: a folder, or a text beside it.
    pub(super) fn stem(&self, file: &Path) -> Option<String> {
        let name = file.file_name()?.to_str()?;
        self.ends.iter().find_map(|end| name.strip_suffix(end.as_str())).map(str::to_owned)
    }

    /// Whether a file of data is that of the folder in which it lies.
    pub(super) fn is_of_folder(&self, at: &Path, folder: &str, file: &Path) -> bool {
        let named = at.join(folder).file_name().map(|name| name.to_string_lossy().into_owned());
        let stem = self.stem(file);
        stem.as_ref().is_some_and(|stem| self.bases.contains(stem)) || named.is_some() && named == stem
    }
}

/// Whether a file may be one of data.
pub(in super::super) fn is_data(file: &Path) -> bool {
    file.extension().is_some_and(|end| ENDINGS.iter().any(|known| end == *known))
}

/// The name of what a file in the folder of the data for all texts gives a value to.
pub(super) fn of_all(file: &Path) -> Option<&str> {
    file.file_stem().and_then(|name| name.to_str()).filter(|_| is_data(file))
}

/// The folder of the data for all texts, from the folder of a site whose texts lie in `src`.
pub(super) fn common(program: &Program, src: &str) -> Option<String> {
    let named = Some(program.text("data")).filter(|named| !named.is_empty());
    joined(src, named.as_deref().unwrap_or("_data"))
}

/// What the texts of a folder say with `permalink` where they stand, by the file of its data.
pub(super) fn address(file: &Path) -> String {
    let code = file::read_text(file).unwrap_or_default();
    if is_program(file) {
        Program::of(&code).text("permalink")
    } else {
        values(file, &code).map_or_else(|_| String::new(), |values| text(&values, "permalink"))
    }
}

/// Whether the file of a folder's data is a program that works out `permalink`.
pub(super) fn works_out_address(file: &Path) -> bool {
    is_program(file) && Program::of(&file::read_text(file).unwrap_or_default()).gives("permalink")
}

/// The fields in a file of data that is no program.
pub(super) fn values(file: &Path, text: &str) -> Result<Table, String> {
    match file.extension().and_then(|end| end.to_str()) {
        Some("toml") => toml::from_str(text).map_err(|error| error.to_string()),
        // Other programs that read JSON know remarks and more; Eleventy does not, and stops.
        Some("json") => serde_json::from_str::<serde_json::Value>(text)
            .map_err(|error| error.to_string())
            .and_then(|value| yaml(&value.to_string())),
        _ => yaml(text),
    }
}

pub(super) fn is_program(file: &Path) -> bool {
    file.extension().is_some_and(|end| ["js", "cjs", "mjs"].iter().any(|known| end == *known))
}
