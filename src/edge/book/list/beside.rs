//! Essays that lie where nobody looks for them.

use std::fs;
use std::path::Path;

use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::files::{essay_beside, second_ending};
use crate::base::path::SourcePath;
use crate::edge::book::Book;
use crate::edge::book::left_out::is_about_repository;

/// The essays that lie beside the folder of the essays, in a book with settings of its own.
pub(super) fn essays(book: &Book) -> Vec<Diagnostic> {
    if book.found.is_some() || book.src() == book.root || !book.root.join("book.toml").is_file() {
        return Vec::new();
    }
    let entries = fs::read_dir(&book.root).into_iter().flatten().flatten();
    let names = entries.filter(|entry| entry.path().is_file()).filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| is_essay(name)).collect();
    names.sort_unstable();
    names.iter().map(|name| essay_beside(name, &book.config.book.src)).collect()
}

/// Whether a file beside the settings is an essay, rather than one that says something of the whole: `TODO.md`, `AGENTS.md`.
fn is_essay(name: &str) -> bool {
    let path = SourcePath::new(name);
    let is_loud = !path.stem().contains(char::is_lowercase);
    path.is_markdown() && !name.starts_with('.') && !is_loud && !is_about_repository(&path)
}

/// Says it of an essay to whose name a program has added an ending, `trust.md.txt`, so that it is none.
pub(super) fn second_ended(path: &SourcePath, file: &Path) -> Option<Diagnostic> {
    let name = path
        .as_str()
        .get(..path.as_str().len() - ".txt".len())
        .filter(|_| path.as_str().to_lowercase().ends_with(".txt"))?;
    let essay = SourcePath::new(name);
    let is_there = || file.with_file_name(essay.file_name()).exists();
    (essay.is_markdown() && !is_there()).then(|| second_ending(path, essay.file_name()))
}
