//! What is wrong in the text of an essay.

use super::{Diagnostic, content};
use crate::source::SourcePath;
use crate::span::Span;

/// A comment that begins and never ends.
pub fn unclosed_comment(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning(content(path), span, "this comment is never closed")
        .label("shown as text, with all that follows")
        .help("end it with `%%`, or write `\\%%` for two percent signs")
}

/// A macro of another tool that stays as text.
pub fn foreign_macro(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("the macro `{name}` is left as text"))
        .label("the first of this file")
        .help("only links are understood: `ref` and `relref`, `link` and `post_url` as the destination of a link")
}

/// Maths that begins and never ends.
pub fn unclosed_math(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning(content(path), span, "this formula is never closed")
        .label("shown as text")
        .help("end it with `$$` in the same paragraph, or write `\\$\\$` for two dollar signs")
}

/// Maths that is not TeX.
pub fn bad_math(path: &SourcePath, span: Span, reason: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("this formula cannot be read: {reason}"))
        .label("shown as it is written")
}

/// A query with something in it that is none.
pub fn bad_query(path: &SourcePath, span: Span, word: &str) -> Diagnostic {
    let message = if word.is_empty() {
        "this query asks for nothing".to_owned()
    } else {
        format!("a query has `tag:` and `path:`, not `{}`", word.split_inclusive(':').next().unwrap_or(word))
    };
    Diagnostic::warning(content(path), span, message)
        .label("shown as code")
        .help("a query has lines such as `tag:#trust` and `path:essays/`")
}

/// The id of a block that another block has.
pub fn duplicate_block(path: &SourcePath, span: Span, id: &str) -> Diagnostic {
    Diagnostic::error(content(path), span, format!("the block id `{id}` is already taken in this essay"))
        .label("links to it lead to the first one")
        .help("give this block another id")
}

/// A reference to a footnote that is not there.
pub fn missing_footnote(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("there is no footnote `{name}`"))
        .label("shown as text")
        .help(format!("write it anywhere in this file: `[^{name}]: text`"))
}

/// An admonition that begins and never ends.
pub fn unclosed_admonition(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning(content(path), span, "this callout is never closed")
        .label("it holds all that follows")
        .help("end it with a line of `:::`")
}

/// Two files whose names differ only in capitals.
pub fn case_collision(path: &SourcePath, other: &SourcePath) -> Diagnostic {
    Diagnostic::error(content(path), None, format!("only capitals tell this file from `{other}`"))
        .help("rename one of them: on macOS and Windows only one can exist")
}

/// A tag that essays spell in several ways.
pub fn tag_spellings(path: &SourcePath, span: Option<Span>, spelling: &str, other: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("the tag `{spelling}` is spelled `{other}` elsewhere"))
        .label("both are one tag")
        .help("spell it in one way, or give the tag a text of its own: its title is what readers see")
}

/// A file that an essay includes and that cannot be.
pub fn bad_include(path: &SourcePath, span: Span, reason: &str) -> Diagnostic {
    Diagnostic::error(content(path), span, reason).label("the path is taken from the folder of this file")
}

/// A heading id that is already taken on its page.
pub fn duplicate_id(path: &SourcePath, span: Span, id: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("the id `{id}` is already taken on this page"))
        .label("links to it lead to the first one")
        .help("give this heading another `{#id}`")
}

/// A footnote that no reference leads to.
pub fn unused_footnote(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("nothing refers to the footnote `{name}`"))
        .label("printed after the others")
        .help(format!("refer to it with `[^{name}]`, or take it out"))
}
