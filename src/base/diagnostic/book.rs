//! What is wrong with a book as a whole.

use super::code::Code;
use super::model::{Diagnostic, File, content};
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// An essay that no other one links to.
pub fn orphan_essay(path: &SourcePath) -> Diagnostic {
    Diagnostic::new(Code::OrphanEssay, content(path), None, "no essay links to this one")
        .help("link to it from an essay on a related thought; or set `unlisted: true` if nobody is meant to find it")
}

/// A file that the list of chapters names and the book does not have. `list` is the file of the list; without one it
/// stands in the settings.
pub fn missing_chapter(list: Option<&SourcePath>, chapter: &SourcePath) -> Diagnostic {
    let file = list.map_or(File::Book, content);
    Diagnostic::new(
        Code::MissingChapter,
        file,
        None,
        format!("the list of chapters names `{chapter}`, which is not there"),
    )
    .help("write that file, correct its path, or remove it from the list; readers see the list without it")
}

/// A book of which no essay is published. `held` are held back, and `asks` is the field that they need for being published.
pub fn empty_book(src: &str, held: usize, asks: &str) -> Diagnostic {
    if held == 0 {
        let message = format!("there is no essay in `{src}`");
        return Diagnostic::new(Code::EmptyBook, File::Book, None, message).help(
            "write one there, or name the folder that has them, as in `src = \"essays\"` under `[book]` in book.toml",
        );
    }
    let all = if held == 1 { "the only one is".to_owned() } else { format!("all {held} are") };
    let message = format!("no essay of this book is published: {all} held back");
    let found = Diagnostic::new(Code::EmptyBook, File::Book, None, message);
    if asks == "public" {
        return found
            .help("write `public:: true` at the top of each page that readers may see, as Logseq asks for it")
            .help("or write `:publishing/all-pages-public? true` in `logseq/config.edn`, if they may see all");
    }
    found.help(format!("write `{asks}: true` in the front matter of each essay that readers may see"))
}

/// An essay that links to no other one.
pub fn dead_end(path: &SourcePath) -> Diagnostic {
    Diagnostic::new(Code::DeadEnd, content(path), None, "this essay links to no other")
        .help("say where a reader may go on, with a link such as `[[name of an essay]]`")
}

/// A tag that has no text of its own in a book that wants one for each. `place` is that of its spelling,
/// `file` the one that would hold its text.
pub fn unknown_tag(
    path: &SourcePath,
    (span, place): (Span, Option<Span>),
    spelling: &str,
    (near, file): (Option<&str>, &str),
) -> Diagnostic {
    let found = Diagnostic::new(Code::UnknownTag, content(path), span, format!("unknown tag `{spelling}`"))
        .label("no file in the folder of the tags explains it");
    match near {
        Some(near) => found.mend(place, near, format!("did you mean `{near}`?")),
        None => found.help(format!("explain it in `{file}`, or remove it")),
    }
}

/// An alias that another essay is called by: as what, and where links by that name lead.
pub fn hiding_alias(
    path: &SourcePath,
    span: Span,
    alias: &str,
    other: &SourcePath,
    (what, whither): (&str, &str),
) -> Diagnostic {
    Diagnostic::new(Code::HidingAlias, content(path), span, format!("the alias `{alias}` is also {what} of `{other}`"))
        .label(format!("links by this name lead {whither}"))
        .help("remove the alias, or rename one of the two")
}

/// A file or folder that Windows cannot have.
pub fn unportable_name(path: &SourcePath, name: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::UnportableName, content(path), None, format!("Windows cannot have a file or folder called `{name}`"))
        .label(reason.to_owned())
        .help("rename it, so that the book can be opened on any machine; links by its old name go on working if you add that as an alias")
}
