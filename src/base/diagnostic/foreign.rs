//! What is said of the syntax of other tools that stays as it stands.

use super::code::Code;
use super::model::{Diagnostic, content};
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// What is left as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Foreign {
    /// `{{< x >}}` and `{{% x %}}`.
    Shortcode,
    /// `{% x %}`.
    Statement,
    /// `{{ x }}`.
    Output,
    /// A macro round a text, which is shown without it.
    Wrapper,
    /// `{: .x }`.
    Attributes,
    /// `:::`.
    Fence,
    /// `!!!` and `???`.
    Marked,
    /// `=== "x"`.
    Tab,
    /// `--8<--`.
    Snippet,
    /// `<Component>`.
    Component,
    /// `:material-x:`.
    Icon,
    /// `<% x %>`.
    Template,
    /// A block of code that a plugin of Obsidian runs.
    Program,
    /// `[@key]`.
    Citation,
}

/// What `macros = "liquid"` reads of statements and of names, where a book reads neither.
const LIQUID: [&str; 3] = ["raw", "highlight", "comment"];
const LIQUID_NAMES: [&str; 2] = ["page.", "site."];

/// Whether a `:::` names what a program finds in code: `::: module.name` of mkdocstrings and the like.
pub fn is_of_code(fence: &str) -> bool {
    let word = fence.trim_start_matches([':', ' ']).split_whitespace().next().unwrap_or_default();
    word.contains(['.', '_']) || word.starts_with("mkdocs-")
}

/// What other tools would read and is left as it stands: the first of its kind in a file, and how many there are.
/// `reads_macros` says that the book reads those of another tool.
pub fn left_as_text(
    path: &SourcePath,
    span: Span,
    (kind, reads_macros): (Foreign, bool),
    name: &str,
    count: usize,
) -> Diagnostic {
    let name = name.trim();
    let (code, message, help) = match kind {
        Foreign::Shortcode => (
            Code::ForeignMacro,
            format!("the macro `{name}` is left as text"),
            "write in Markdown what it stands for: only those that are built into Hugo and Zola are read",
        ),
        Foreign::Statement => (
            Code::ForeignMacro,
            format!("the macro `{name}` is left as text"),
            if LIQUID.contains(&name) && !reads_macros {
                "`macros = \"liquid\"` under `[markdown]` reads it; or write in Markdown what it stands for"
            } else {
                "write in Markdown what it stands for, or put it between backticks if readers should see it"
            },
        ),
        Foreign::Output if name.starts_with('#') => (
            Code::ForeignMacro,
            format!("`{{{{{name} … }}}}` is left as text"),
            "`includes = true` under `[markdown]` reads `{{#include file}}`; put it between backticks if readers should see it",
        ),
        Foreign::Output => (
            Code::ForeignMacro,
            format!("`{{{{ {name} }}}}` is left as text"),
            if LIQUID_NAMES.iter().any(|front| name.starts_with(front)) && !reads_macros {
                "`macros = \"liquid\"` under `[markdown]` reads `page.title`, `site.title` and the like; or write what it stands for"
            } else {
                "write what it stands for, or put it between backticks if readers should see it"
            },
        ),
        Foreign::Wrapper => (
            Code::ForeignMacro,
            format!("the macro `{name}` is not known: only its content is shown"),
            "write in Markdown what it stands for: a callout, a quote, a table",
        ),
        Foreign::Attributes => (
            Code::ForeignSyntax,
            "these attributes are left as text".to_owned(),
            "`attributes = true` under `[markdown]` reads attributes after a block or a phrase; or take them out",
        ),
        Foreign::Fence if is_of_code(name) => (
            Code::ForeignSyntax,
            "this `:::` is left as text".to_owned(),
            "a program writes here what it finds in code, and crosslight runs no program: write it in Markdown, or link to it",
        ),
        Foreign::Fence => (
            Code::ForeignSyntax,
            "this `:::` is left as text".to_owned(),
            "with `admonitions = true` under `[markdown]` a box begins with `:::note` or `:::note[Title]` and ends with `:::`; or write a callout: `> [!note]`",
        ),
        Foreign::Marked => (
            Code::ForeignSyntax,
            "this box is left as text".to_owned(),
            "with `admonitions = true` under `[markdown]` a box begins with `!!! note` or `!!! note \"Title\"`; or write a callout: `> [!note]`",
        ),
        Foreign::Tab => (
            Code::ForeignSyntax,
            "this tab is left as text".to_owned(),
            "`admonitions = true` under `[markdown]` reads `=== \"Tab\"`; or write a heading",
        ),
        Foreign::Snippet => (
            Code::ForeignSyntax,
            "this snippet is left as text".to_owned(),
            "`includes = true` under `[markdown]` reads `--8<-- \"file\"`, the file being one of the book",
        ),
        Foreign::Component => (
            Code::ForeignSyntax,
            format!("`<{name}>` is not an HTML element: readers see only its content"),
            "write in Markdown what it stands for; put it between backticks if it is meant as text",
        ),
        Foreign::Icon => (
            Code::ForeignSyntax,
            format!("the icon `{name}` is left out"),
            "it belongs to a theme of another tool: use an emoji or a picture instead",
        ),
        Foreign::Template => (
            Code::ForeignMacro,
            format!("`{name}` is left as text"),
            "a program such as Templater fills it in when a note is made: write what it stands for; or leave the \
             folder of templates out with `ignore`",
        ),
        Foreign::Program => (
            Code::ForeignSyntax,
            format!("`{name}` is a program of another tool: readers see its lines"),
            "write out what it shows; a block of code in the language `query` lists essays by `tag:` and `path:`",
        ),
        Foreign::Citation => (
            Code::ForeignSyntax,
            format!("the citation `{name}` is left as text"),
            "write it as a footnote or a link; sources of an essay can stand in its field `sources`",
        ),
    };
    let first = match (kind, count) {
        (Foreign::Component, 1) => "a component of another tool, or letters that should be code".to_owned(),
        (Foreign::Icon, 1) => "readers do not see it".to_owned(),
        (Foreign::Wrapper, 1) => "the text in it is kept".to_owned(),
        (_, 1) => "readers see it as it is written".to_owned(),
        (_, count) => format!("the first of {count} in this file"),
    };
    Diagnostic::new(code, content(path), span, message).label(first).help(help)
}
