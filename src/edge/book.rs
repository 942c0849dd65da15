//! A book's folder and its settings.

pub mod detect;
pub mod expressions;
pub mod fence;
pub mod fix;
pub mod git_dates;
pub mod idle;
pub mod left_out;
pub mod list;
pub mod read;

use std::fs;
use std::path::{Path, PathBuf};

use crate::base::config::Config;
use crate::base::diagnostic::Diagnostic;
use crate::base::inputs::Inputs;
use crate::base::path::SourcePath;
use crate::edge::book::detect::found::Found;
use crate::edge::file::relative;
use crate::edge::publish::generation::MANIFEST;

/// A book's folder and its settings.
pub struct Book {
    /// The folder that was asked for, absolute: the same one, or another from which it is found.
    pub asked: PathBuf,
    /// The folder of `book.toml`, absolute.
    pub root: PathBuf,
    pub config: Config,
    pub inputs: Inputs,
    /// The text of `book.toml`; empty if there is none.
    pub settings: String,
    /// The tool that made the folder, if the settings were inferred from it.
    pub found: Option<Found>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Book {
    /// The folder of the essays.
    pub fn src(&self) -> PathBuf {
        // Without a `.` in the path, which `.gitignore` rules would not see past.
        self.root.join(&self.config.book.src).components().collect()
    }

    /// The folders of its files, the one of the essays first.
    pub fn roots(&self) -> Vec<PathBuf> {
        let statics = self.config.book.statics.iter().map(|folder| self.root.join(folder).components().collect());
        std::iter::once(self.src()).chain(statics).collect()
    }

    /// What the folder was taken for, in a line, if it is not a book with settings of its own.
    pub fn read_as(&self) -> Option<String> {
        let is_plain = !self.root.join("book.toml").exists();
        self.found.as_ref().map(Found::line).or_else(|| is_plain.then(|| "read as plain Markdown".to_owned()))
    }

    /// The path of a file of the book as the writer knows it, from the folder of the book.
    pub fn shown(&self, path: &SourcePath) -> String {
        relative(&self.root, &file(&self.roots(), path))
    }

    /// The folder that the site is written to. Where the writer has not said which and another tool has
    /// put its site there, that site stays, and this one goes beside it.
    pub fn dest(&self) -> PathBuf {
        let usual = self.root.join(&self.config.build.build_dir);
        let is_said = self.found.is_none() && self.root.join("book.toml").is_file();
        if is_said || is_free(&usual) {
            return usual;
        }
        let others = ["public", "_site", "crosslight-site"].map(|name| self.root.join(name));
        others.into_iter().find(|dest| is_free(dest)).unwrap_or(usual)
    }
}

/// Whether a site can be written to `dest`: there is nothing, or one that crosslight wrote.
fn is_free(dest: &Path) -> bool {
    dest.join(MANIFEST).is_file() || fs::read_dir(dest).map_or(!dest.exists(), |mut there| there.next().is_none())
}

/// Where a file of the book lies: in the first of `roots` that has it.
pub fn file(roots: &[PathBuf], path: &SourcePath) -> PathBuf {
    // Nearly every book has one, which need not be asked.
    if let [root] = roots {
        return root.join(path.as_str());
    }
    let places = || roots.iter().map(|root| root.join(path.as_str()));
    places().find(|file| file.exists()).or_else(|| places().next()).unwrap_or_default()
}
