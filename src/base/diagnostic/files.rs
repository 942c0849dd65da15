//! What is wrong with files and their addresses.

use super::code::Code;
use super::model::{Diagnostic, File, content};
use crate::base::charset::Charset;
use std::sync::Arc;

use crate::base::path::SourcePath;
use crate::base::span::Span;

/// Why an essay could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// The system's own words.
    Refused(Arc<str>),
    /// The first bytes that are not UTF-8, and the text before them.
    NotUtf8 { before: Arc<str> },
    /// Reading broke down; the fault is the program's.
    Panicked,
    /// Larger than the limit, in bytes.
    TooLarge { size: u64, most: u64 },
}

/// An essay that could not be read at all.
pub fn unreadable(path: &SourcePath, why: &Unreadable) -> Diagnostic {
    let file = content(path);
    match why {
        Unreadable::Refused(reason) => Diagnostic::new(
            Code::UnreadableFile,
            file,
            None,
            format!("this file cannot be read: {reason}"),
        )
        .help(
            "make it readable (check its permissions), move it out of the folder, or name it in `ignore` in book.toml",
        ),
        Unreadable::NotUtf8 { before } => {
            let at = before.len();
            let message = "this file is not saved as UTF-8 and does not look like a text, so it is left out";
            Diagnostic::new(Code::NotUtf8, file, Span::from(at..at), message)
                .label("the first bytes that are not a letter")
                .help("open it in your editor and save it as UTF-8, or move it out of the folder")
        }
        Unreadable::Panicked => {
            Diagnostic::new(Code::InternalFault, file, None, "reading this essay failed inside crosslight")
                .help("this is a fault of crosslight: please report it with the essay")
                .help("the published site is unchanged")
        }
        Unreadable::TooLarge { most, .. } => Diagnostic::new(
            Code::LargeEssay,
            file,
            None,
            format!("this essay is larger than {} MiB, the most that one essay may have", most >> 20),
        )
        .help("split it into several essays, or move it out of the folder if it is not an essay")
        .help("or raise `essay-mib` under `[limits]` in book.toml"),
    }
}

/// An essay that is not saved as UTF-8; `at` is about where that shows first.
pub fn other_charset(path: &SourcePath, at: usize, charset: Charset) -> Diagnostic {
    let message = match charset {
        Charset::Utf16 => "this file is saved as UTF-16, not as UTF-8",
        Charset::Windows1252 => "this file is not saved as UTF-8; it is read as Windows-1252",
        Charset::BrokenUtf8 => "some letters of this file are not UTF-8; they are shown as `\u{fffd}`",
    };
    let help = match charset {
        Charset::BrokenUtf8 => "write these letters again, and save the file as UTF-8",
        Charset::Utf16 | Charset::Windows1252 => "open it in your editor and save it as UTF-8",
    };
    Diagnostic::new(Code::NotUtf8, content(path), Span::from(at..at), message).help(help)
}

/// A link of the file system to `target`, which lies outside the book or is nobody's to see.
pub fn leads_out(path: &SourcePath, target: &str, is_outside: bool) -> Diagnostic {
    let why = if is_outside { "lies outside the book" } else { "is kept private" };
    let message = format!("this is a link to `{target}`, which {why}, so it is left out");
    let found = Diagnostic::new(Code::UnusableEntry, content(path), None, message);
    if is_outside {
        found
            .help("copy its target into the folder, or name the link in `ignore` in book.toml")
            .help("or write `follow-links = true` under `[book]`, if you trust everyone who writes for this book")
    } else {
        found.help("git leaves that out, or it is hidden: copy what readers may see into the folder")
    }
}

/// A link of the file system to `target`, which the book itself leaves out or holds back.
pub fn leads_to_left_out(path: &SourcePath, target: &str) -> Diagnostic {
    let message = format!("this is a link to `{target}`, which the book leaves out, so it is left out too");
    Diagnostic::new(Code::UnusableEntry, content(path), None, message)
        .help("if readers may see it, put a copy here instead of the link")
        .help("if not, delete the link, or name it in `ignore` in book.toml")
}

/// A file that is the same (a hard link) as one at `first`, which the book leaves out or holds back where it lies.
pub fn same_as_left_out(path: &SourcePath, first: &str) -> Diagnostic {
    let message = format!("this file is `{first}` by another name, which is not published, so it is left out too");
    Diagnostic::new(Code::UnusableEntry, content(path), None, message)
        .help("if readers may see it, put a copy here instead of the link")
        .help("if not, delete it, or name it in `ignore` in book.toml")
}

/// A file that is the same (a hard link) as the essay at `essay`, and has not the name of one.
pub fn unnamed_essay(path: &SourcePath, essay: &str) -> Diagnostic {
    let message = format!("this file is the essay `{essay}` by another name, so it is left out");
    Diagnostic::new(Code::UnusableEntry, content(path), None, message)
        .help("readers have its page; delete this one, or put a copy here if they may have the text as it is typed")
}

/// An essay beside the folder of the essays, by its name.
pub fn essay_beside(name: &str, src: &str) -> Diagnostic {
    let message = format!("the essay `{name}` lies beside `{src}`, so it is no part of the book");
    Diagnostic::new(Code::UnusableEntry, File::Book, None, message)
        .help(format!("move it to `{src}`"))
        .help("or write `unusable-entry = \"allow\"` under `[lints]` in book.toml, if it is meant for nobody but you")
}

/// An essay whose name has a further ending, by which it is none; `name` is the right one.
pub fn second_ending(path: &SourcePath, name: &str) -> Diagnostic {
    let message = "this looks like an essay, but its name does not end as those of essays do, so it is left out";
    Diagnostic::new(Code::UnusableEntry, content(path), None, message)
        .help(format!("rename it to `{name}`; some systems hide the last ending of a name"))
}

/// An essay, or with `is_folder` a folder of them, that has a second name in the book, both published.
pub fn second_name(path: &SourcePath, first: &str, is_folder: bool) -> Diagnostic {
    let (message, label) = if is_folder {
        (format!("this folder is `{first}` by another name"), "each essay in it has two pages with the same text")
    } else {
        (format!("this file is `{first}` by another name"), "it has two pages with the same text")
    };
    Diagnostic::new(Code::SecondName, content(path), None, message)
        .label(label)
        .help("delete one of the two; an essay may have other names and addresses by `aliases`")
        .help("or name one of them in `ignore` in book.toml")
}

/// A copy that a program made of an essay which was changed at two places at once.
pub fn conflict_copy(path: &SourcePath) -> Diagnostic {
    let message = "this is a copy of an essay that was changed in two places at once, so it is left out";
    Diagnostic::new(Code::UnusableEntry, content(path), None, message)
        .help("copy what is new in it to the essay and delete it, or rename it if it is a separate essay")
}

/// A file that may do more than be shown, in a book that does not trust its texts.
pub fn untrusted_file(path: &SourcePath) -> Diagnostic {
    let message = "a browser or a server may act on this file, so it is left out: this book does not trust its texts";
    Diagnostic::new(Code::Untrusted, content(path), None, message)
        .help("move it to a `static` folder, which only you write to, or save a picture in another form")
        .help("or take `untrusted = true` out of book.toml, if you trust everyone who writes for this book")
}

/// A folder that lies in more folders than may lie in one another.
pub fn folder_too_deep(path: &SourcePath, most: u32) -> Diagnostic {
    let message = format!("this folder lies more than {most} folders deep, so it is left out");
    Diagnostic::new(Code::UnusableEntry, content(path), None, message)
        .help("move it further up, or raise `folder-levels` under `[limits]` in book.toml")
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
    let message = format!("`{here}` and `{there}` would have the same address");
    Diagnostic::new(Code::UnusableEntry, content(path), None, message).help("rename or remove one of them")
}

/// An essay in a folder of files that are copied.
pub fn static_markdown(path: &SourcePath) -> Diagnostic {
    Diagnostic::new(Code::StaticEssay, content(path), None, "a Markdown file in a static folder is not published")
        .help("move it to the folder of the essays")
        .help("or write `static-essay = \"allow\"` under `[lints]` if it is not meant for readers")
}

/// An essay that takes by its address the place of a text that another page shows.
pub fn borrowed_page(path: &SourcePath, span: Option<Span>, address: &str, of: &str) -> Diagnostic {
    Diagnostic::new(Code::BorrowedPage, content(path), span, format!("`/{address}` is the address of the page of {of}"))
        .label("so this is the text of that page, not an essay: it is in no list")
        .help("give the essay another address; or move the file there if it is meant to be that text")
}

/// A further text for a page that has one, which stands at `new` for that.
pub fn second_text(path: &SourcePath, address: &str, first: &SourcePath, new: &str) -> Diagnostic {
    Diagnostic::new(
        Code::SecondText,
        content(path),
        None,
        format!("the page `/{address}` already has its text from `{first}`"),
    )
    .label(format!("this text has a page of its own at `/{new}`"))
    .help("rename one of them, or put both texts into one")
}

/// A file that wants the address of another one, or one that crosslight needs. An essay stands at `new` for
/// that; any other file is not published.
pub fn address_taken(path: &SourcePath, file: &str, by: &str, new: Option<&str>) -> Diagnostic {
    let message = format!("the address `/{}` is taken by {by}", address_of(path, file));
    let found = Diagnostic::new(Code::AddressTaken, content(path), None, message);
    match new {
        Some(new) => {
            found.label(format!("this page is at `/{new}` instead")).help("rename one of them, or give one a `slug`")
        }
        None if path.is_markdown() => found.label("this page is not published").help("give it another address"),
        None => found.label("this file is not published").help("rename this file"),
    }
}

/// An alias that asks for the address of a page.
pub fn taken_alias(path: &SourcePath, file: &str, by: &str) -> Diagnostic {
    let message = format!("the address `/{}` is taken by {by}", address_of(path, file));
    Diagnostic::new(Code::AddressTaken, content(path), None, message)
        .help("remove this alias: the address already belongs to a page")
}

/// The address of the page of `path` in `file`.
fn address_of<'a>(path: &SourcePath, file: &'a str) -> &'a str {
    file.strip_suffix("index.html").filter(|_| path.is_markdown()).unwrap_or(file)
}

/// A file name, or a part of its path, of which nothing is left in an address, with what stands there instead.
pub fn nameless(path: &SourcePath, part: &str, instead: &str) -> Diagnostic {
    let message = format!("the name `{part}` has no letter or digit to make an address of");
    Diagnostic::new(Code::NoAddress, content(path), None, message)
        .label(format!("its address has `{instead}` there"))
        .help("rename it with at least one letter or digit, or give the essay a `slug`")
}

/// An address in a field that no page can have.
pub fn unusable_address(path: &SourcePath, span: Option<Span>, asked: &str) -> Diagnostic {
    let message = format!("no page can have the address `{asked}`");
    Diagnostic::new(Code::NoAddress, content(path), span, message)
        .label("the page has the address of its path instead")
        .help("write an address as in `/about/`, without `..`, or a pattern as in `/:year/:slug/`")
}
