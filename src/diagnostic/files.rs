//! What is wrong with files and their addresses.

use super::{Code, Diagnostic, content};
use crate::source::{SourcePath, Unreadable};
use crate::span::Span;

/// An essay that could not be read at all.
pub fn unreadable(path: &SourcePath, why: &Unreadable) -> Diagnostic {
    let file = content(path);
    match why {
        Unreadable::Refused(reason) => {
            Diagnostic::new(Code::UnreadableFile, file, None, format!("this file cannot be read: {reason}")).help(
                "give yourself the right to read it, move it out of the folder, or name it in `ignore` in book.toml",
            )
        }
        Unreadable::NotUtf8 { before } => {
            let at = before.len();
            Diagnostic::new(Code::NotUtf8, file, Span::from(at..at), "this file is not saved as UTF-8, so its letters cannot be read")
                .label("the first letter that cannot be read")
                .help("open it in your editor and save it as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8 old.md > new.md")
        }
        Unreadable::Panicked => {
            Diagnostic::new(Code::InternalFault, file, None, "reading this essay failed inside crosslight")
                .help("this is a fault of crosslight: please report it with the essay")
                .help("a site that was published before is as it was")
        }
        Unreadable::TooLarge { most, .. } => Diagnostic::new(
            Code::LargeEssay,
            file,
            None,
            format!("this essay is larger than {} MiB, the most that one essay may have", most >> 20),
        )
        .help("split it into several essays, or move it out of the folder if it is no essay"),
    }
}

/// A folder entry that is neither a file nor a folder, has a name that is not UTF-8, or cannot be
/// looked at.
pub fn unusable_entry(path: &SourcePath, why: &str) -> Diagnostic {
    Diagnostic::new(Code::UnusableEntry, content(path), None, format!("this cannot be part of a book: {why}"))
        .help("rename it, move it out of the folder, or name it in `ignore` in book.toml")
}

/// A file of a static folder whose address another folder of the book has a file for. Both by their
/// paths from the folder of the book.
pub fn second_file(path: &SourcePath, here: &str, there: &str) -> Diagnostic {
    let message = format!("`{here}` and `{there}` would stand at one address");
    Diagnostic::new(Code::UnusableEntry, content(path), None, message).help("rename or remove one of them")
}

/// An essay in a folder of files that are copied.
pub fn static_markdown(path: &SourcePath) -> Diagnostic {
    Diagnostic::new(Code::StaticEssay, content(path), None, "a Markdown file in a static folder is not published")
        .help("move it to the folder of the essays")
        .help("or write `static-essay = \"allow\"` under `[lints]` if it is not meant for readers")
}

/// A further text for a page that has one.
pub fn second_text(path: &SourcePath, address: &str, first: &SourcePath) -> Diagnostic {
    Diagnostic::new(
        Code::SecondText,
        content(path),
        None,
        format!("the page `/{address}` has its text from `{first}` already"),
    )
    .label("this text is shown nowhere")
    .help("rename one of them, or put both texts into one")
}

/// Two sources that would be written to one address, or one and a page that the site makes. `is_alias`
/// says that an alias asks for it.
pub fn address_taken(path: &SourcePath, is_alias: bool, address: &str, by: &str) -> Diagnostic {
    let address = address.strip_suffix("index.html").filter(|_| path.is_markdown()).unwrap_or(address);
    let message = format!("the address `/{address}` is taken by {by}");
    let slug = if path.is_markdown() { ", or give it a `slug`" } else { "" };
    let help = match () {
        () if is_alias => "take the alias out that asks for it: the address leads to a page already".to_owned(),
        () if by.starts_with('`') => "rename one of them, or give one a `slug`".to_owned(),
        () => format!("rename this file{slug}"),
    };
    Diagnostic::new(Code::AddressTaken, content(path), None, message).help(help)
}
