//! What is wrong with tags and with reading paths.

use super::code::Code;
use super::model::{Diagnostic, content};
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// A tag that essays spell in several ways.
pub fn tag_spellings(path: &SourcePath, span: Option<Span>, spelling: &str, other: &str) -> Diagnostic {
    Diagnostic::new(
        Code::TagSpellings,
        content(path),
        span,
        format!("the tag `{spelling}` is spelled `{other}` elsewhere"),
    )
    .label("both are one tag")
    .help("spell it in one way, or give the tag a text of its own: its title is what readers see")
}

/// Two tags that differ only by letters such as `ß` and `ss`.
pub fn twin_tags(path: &SourcePath, span: Span, spelling: &str, other: &str) -> Diagnostic {
    let message = format!("the tag `{spelling}` is spelled `{other}` elsewhere");
    Diagnostic::new(Code::TagSpellings, content(path), span, message)
        .label("these are two tags, and on some disks their pages are one file")
        .help("spell it in one way")
}

/// A field of a tag's text that names a tag which nothing has.
pub fn missing_tag(path: &SourcePath, span: Span, field: &str, spelling: &str) -> Diagnostic {
    let message = format!("`{field}` names `{spelling}`, which is not a tag of this book");
    Diagnostic::new(Code::MissingTag, content(path), span, message)
        .label("no essay has this tag, and it has no text")
        .help("spell it as essays do, or write a text for it")
}

/// A tag that the text of one names to no effect.
pub fn needless_tag(path: &SourcePath, span: Span, field: &str, why: &str) -> Diagnostic {
    Diagnostic::new(Code::NeedlessTag, content(path), span, format!("`{field}` changes nothing here"))
        .label(why)
        .help("take it out, or name another tag")
}

/// A synonym that is a tag of its own, or belongs to another one; `by` is what that is called.
pub fn taken_synonym(path: &SourcePath, span: Span, spelling: &str, by: &str) -> Diagnostic {
    let message = format!("`{spelling}` cannot be a synonym here: it belongs to the tag `{by}`");
    Diagnostic::new(Code::TakenSynonym, content(path), span, message)
        .label("essays with this tag are not filed here")
        .help("a word with its own text is a separate tag: remove that text, or this synonym")
}

/// A stop of a reading path that names no essay.
pub fn missing_stop(path: &SourcePath, span: Option<Span>, number: usize, reason: &str) -> Diagnostic {
    let message = format!("stop {number} of this path names no essay");
    Diagnostic::new(Code::MissingStop, content(path), span, message)
        .label(reason)
        .help("begin the item with a link to the essay, and say after it why it comes next: `1. [[the-essay]]: because …`")
        .help("readers see the path without this stop")
}

/// A reading path without stops.
pub fn aimless_path(path: &SourcePath) -> Diagnostic {
    Diagnostic::new(Code::AimlessPath, content(path), None, "this reading path has no stops")
        .help("its stops are the items of a numbered list: `1. [[the-essay]]: why it comes next`")
        .help("move an essay that is not a path to another folder; `path` in `[paths]` in book.toml names the folder of paths")
}

/// A tag with more levels than a tag may have.
pub fn deep_tag(path: &SourcePath, span: Span, name: &str, most: u32) -> Diagnostic {
    let end = name.match_indices('/').nth(2).map(|(at, _)| at);
    let shown = end.map_or_else(|| name.to_owned(), |end| format!("{}/…", &name[..end]));
    let message = format!("the tag `{shown}` has more than {most} levels");
    Diagnostic::new(Code::DeepTag, content(path), span, message)
        .label("the essay does not have it")
        .help("leave some levels out, or raise `tag-levels` under `[limits]` in book.toml")
}
