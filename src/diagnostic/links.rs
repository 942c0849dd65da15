//! What is wrong with links and embeds.

use super::{Diagnostic, content};
use crate::name::Name;
use crate::source::SourcePath;
use crate::span::Span;

/// A link to an essay or file that is not there.
pub fn broken_link(path: &SourcePath, span: Span, target: &str, name: Name) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("broken link: nothing is called `{target}`"))
        .label("no essay or file has this name, alias or title")
        .wanted(name)
}

/// A link to an essay that is not published.
pub fn link_to_hidden(path: &SourcePath, span: Span, target: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("broken link: `{target}` is not published"))
        .label("a draft, dated in the future, or unreadable")
        .help("publish it, take the link out, or build with --drafts or --future")
}

/// A link to a heading that its essay does not have.
pub fn broken_anchor(
    path: &SourcePath,
    span: Span,
    target: &SourcePath,
    fragment: &str,
    near: Option<&str>,
) -> Diagnostic {
    let found = Diagnostic::warning(
        content(path),
        span,
        format!(
            "broken anchor: `{target}` has no {} `{fragment}`",
            if fragment.starts_with('^') { "block" } else { "heading" }
        ),
    )
    .label("the link leads to the top of the page instead");
    match near {
        Some(near) => found.help(format!("did you mean `#{near}`?")),
        None => found,
    }
}

/// A link that several files answer to.
pub fn ambiguous_link(
    path: &SourcePath,
    span: Span,
    target: &str,
    taken: &SourcePath,
    candidates: &[String],
    unique: &str,
) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("ambiguous link: several files answer to `{target}`"))
        .label(format!("taken as `{}`; `{unique}` says so plainly", taken.id()))
        .help(format!("write the path of the one you mean: {}", candidates.join(", ")))
}

/// A link that only matches when hyphens, underscores and spaces count as one.
pub fn loosely_spelled(path: &SourcePath, span: Span, target: &str, exact: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("`{target}` is spelled `{exact}`"))
        .label("found, but other tools will not find it")
        .help(format!("write `{exact}`"))
}

/// A link with a scheme that could run code.
pub fn blocked_scheme(path: &SourcePath, span: Span, scheme: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("the scheme `{scheme}:` is not allowed in a link"))
        .label("shown as text")
        .help("links may use http, https, mailto and tel")
}

/// A fragment that is the id a heading would have in another tool.
pub fn foreign_anchor(path: &SourcePath, span: Span, target: &SourcePath, typed: &str, id: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("the heading `{typed}` of `{target}` is spelled `{id}`"))
        .label("found by the rule of another tool")
        .help(format!("write `#{id}`, or set `heading-ids` under `[markdown]` in book.toml"))
}

/// An essay that embeds itself, by way of others.
pub fn cyclic_embed(path: &SourcePath, span: Span, title: &str, via: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("cyclic embed: {via} → {title}"))
        .label("not shown a second time")
        .help("link to it instead: take the `!` away")
}

/// An embed in an embed in an embed …
pub fn embeds_too_deep(path: &SourcePath, span: Span, most: usize) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("embeds go deeper than {most} levels here"))
        .label("not shown on pages where it stands deeper")
}

/// A page that embeds more than a page may.
pub fn too_many_embeds(path: &SourcePath, span: Span, most: usize, bytes: usize) -> Diagnostic {
    let message = format!("a page may embed {most} texts and {} MiB", bytes >> 20);
    Diagnostic::warning(content(path), span, message).label("not shown on a page that has as much already")
}

/// An embed of an essay with text round it.
pub fn split_paragraph(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning(content(path), span, "this embed splits its paragraph")
        .label("the paragraph ends before it, and another begins after it")
        .help("put the embed on a line of its own, with a blank line before and after it")
}
