//! Why there is no book in a folder.

use anyhow::{Error, anyhow};

use crate::edge::book::Book;

/// What is said of a book that has no folder of essays.
pub(super) fn reason(book: &Book) -> Error {
    let (root, src) = (book.root.display(), &book.config.book.src);
    match &book.found {
        None if !book.settings.is_empty() => anyhow!(
            "there is no folder `{src}` in `{root}`, in which this book has its essays by its `book.toml`\nmake the folder, or \
             name the one that has them, as in `src = \".\"` under `[book]` in book.toml"
        ),
        None => anyhow!(
            "there is no book in `{root}`: there is no Markdown in it or in its folders, no folder `{src}`, and no file by \
             which another tool is known\nmake one with `crosslight init`"
        ),
        Some(found) => anyhow!(
            "there are no texts in `{root}`, which is {} (`{}`): it has no folder `{src}`\nwrite the first text there, or \
             name another folder",
            found.what,
            found.by
        ),
    }
}
