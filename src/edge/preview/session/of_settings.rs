//! Which files settings come from, and whether two are the same.

use std::path::Path;

use crate::edge::book::Book;
use crate::edge::book::detect::held;

/// Whether a change at `path` may be one of the settings, its own or those of another tool.
pub(super) fn is_one(book: &Book, path: &Path) -> bool {
    let Ok(below) = path.strip_prefix(&book.root) else { return false };
    let in_folder = ["config", ".obsidian", "logseq", ".vitepress", ".vuepress", ".vscode"]
        .iter()
        .any(|folder| below.starts_with(folder));
    let is_asked = |tool| held::is_asked(tool, path);
    below.components().count() <= 1 || in_folder || book.config.build.hold_back_as.is_some_and(is_asked)
}

/// Whether two books have the same settings, and are told the same by their folders.
pub(super) fn are_same(book: &Book, other: &Book) -> bool {
    let build = |book: &Book| (book.inputs.held.clone(), book.config.build.publish);
    book.settings == other.settings
        && book.inputs.typeface == other.inputs.typeface
        && book.inputs.today == other.inputs.today
        && book.src() == other.src()
        && build(book) == build(other)
}
