//! What is wrong with files and their addresses.

use super::{Diagnostic, content};
use crate::source::{SourcePath, Unreadable};
use crate::span::Span;

/// An essay that could not be read at all.
pub fn unreadable(path: &SourcePath, why: &Unreadable) -> Diagnostic {
    let file = content(path);
    match why {
        Unreadable::Refused(reason) => Diagnostic::error(file, None, format!("this file cannot be read: {reason}"))
            .help("make it readable for the user who builds the book, or move it out of the folder"),
        Unreadable::NotUtf8 { before } => {
            let at = before.len();
            Diagnostic::error(file, Span::from(at..at), "this file is not UTF-8 text")
                .label("the first byte that is not UTF-8")
                .help("save it as UTF-8 in your editor, or convert it: iconv -f LATIN1 -t UTF-8")
        }
        Unreadable::Panicked => Diagnostic::error(file, None, "reading this essay failed inside crosslight")
            .help("this is a fault of crosslight: please report it with the essay"),
        Unreadable::TooLarge { size, most } => Diagnostic::error(
            file,
            None,
            format!("this essay has {size} bytes, more than the {most} that one essay may have"),
        )
        .help("split it into several essays"),
    }
}

/// A folder entry that is neither a file nor a folder, has a name that is not UTF-8, or cannot be
/// looked at.
pub fn unusable_entry(path: &SourcePath, why: &str) -> Diagnostic {
    Diagnostic::error(content(path), None, format!("this cannot be part of a book: {why}"))
        .help("rename it, or move it out of the folder")
}

/// An essay in a folder of files that are copied.
pub fn static_markdown(path: &SourcePath) -> Diagnostic {
    Diagnostic::warning(content(path), None, "a Markdown file in a static folder is not published")
        .help("move it to the folder of the essays")
}

/// A further text for a page that has one.
pub fn second_text(path: &SourcePath, address: &str, first: &SourcePath) -> Diagnostic {
    Diagnostic::warning(content(path), None, format!("the page `/{address}` has its text from `{first}` already"))
        .label("not shown")
        .help("rename one of them, or put both texts into one")
}

/// Two sources that would be written to one address.
pub fn address_taken(path: &SourcePath, address: &str, by: &str) -> Diagnostic {
    Diagnostic::error(content(path), None, format!("the address `/{address}` is taken by {by}"))
        .help("rename one of them, or give this one a `slug`")
}
