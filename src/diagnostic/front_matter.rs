//! What is wrong with front matter.

use super::{Diagnostic, content};
use crate::source::SourcePath;
use crate::span::Span;

/// Front matter that begins and never ends.
pub fn unclosed_front_matter(path: &SourcePath, span: Span, line: &str) -> Diagnostic {
    Diagnostic::error(content(path), span, "the front matter is never closed")
        .label("opened here")
        .help(format!("put a line with `{line}` after the last field"))
}

/// Front matter with something above it.
pub fn front_matter_not_first(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::warning(content(path), span, "front matter must begin on the first line")
        .label("read as text")
        .help("take out the empty lines above it")
}

/// Front matter over its limit.
pub fn front_matter_too_long(path: &SourcePath, span: Span, most: usize) -> Diagnostic {
    Diagnostic::error(content(path), span, format!("the front matter is longer than {} KiB", most / 1024))
        .label("opened here")
        .help("is the closing `---` missing? Long material belongs in the body")
}

/// Front matter that YAML cannot read.
pub fn broken_yaml(path: &SourcePath, span: Span, reason: &str) -> Diagnostic {
    Diagnostic::error(content(path), span, format!("the front matter is not valid YAML: {reason}"))
        .help("a value that contains `: ` or begins with `[`, `{`, `*`, `&`, `#`, `@` or a quotation mark needs quotes")
}

/// Front matter that TOML or JSON cannot read.
pub fn broken_front_matter(path: &SourcePath, span: Span, language: &str, reason: &str) -> Diagnostic {
    Diagnostic::error(content(path), span, format!("the front matter is not valid {language}: {reason}"))
        .help("a text needs quotation marks")
}

/// Fields that are indented with tabs.
pub fn tab_in_yaml(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::error(content(path), span, "YAML cannot be indented with tabs")
        .label("a tab")
        .help("use spaces instead, two a level")
}

/// A value such as `A: B` without quotation marks.
pub fn colon_in_value(path: &SourcePath, span: Span, field: &str) -> Diagnostic {
    Diagnostic::error(
        content(path),
        span,
        format!("the value of `{field}` has a colon in it, so it needs quotation marks"),
    )
    .label("YAML takes this for another field")
    .help("put the whole value between \" and \"")
}

/// `[[x]]` in front matter without quotation marks.
pub fn unquoted_link(path: &SourcePath, span: Span, target: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, "a link in the front matter needs quotation marks")
        .label("a list in a list to YAML, and to other tools")
        .help(format!("write \"[[{target}]]\""))
}

/// `yes` and the like where a truth value is asked for.
pub fn word_for_truth(path: &SourcePath, span: Span, field: &str, word: &str, truth: bool) -> Diagnostic {
    Diagnostic::error(content(path), span, format!("`{field}: {word}` is a word to YAML, not `{truth}`"))
        .label(format!("write `{truth}`"))
}

/// A value in typographic quotation marks.
pub fn curly_quotes(path: &SourcePath, span: Span, field: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("curly quotation marks are part of the value of `{field}`"))
        .label("shown with the value")
        .help("use straight ones, or none")
}

/// A field that is read under another name.
pub fn field_synonym(path: &SourcePath, span: Span, field: &str, known: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("the field `{field}` is read as `{known}`"))
        .help(format!("write `{known}`: other tools do not read `{field}` any more"))
}

/// Front matter that is a list or a word.
pub fn front_matter_not_fields(path: &SourcePath, span: Span, found: &str) -> Diagnostic {
    Diagnostic::error(content(path), span, format!("the front matter is {found}, not a set of fields"))
        .help("write one field a line, as in `title: The mirror test`")
}

/// A YAML anchor or alias, which could make a small file unfold without end.
pub fn yaml_anchor(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::error(content(path), span, "YAML anchors and aliases are not accepted in front matter")
        .label("this refers to another value")
        .help("write the value out; quote it if the `&` or `*` is part of the text")
}

/// A known field with a value of the wrong type.
pub fn wrong_type(path: &SourcePath, span: Span, field: &str, expected: &str, found: &str) -> Diagnostic {
    Diagnostic::error(content(path), span, format!("`{field}` should be {expected}, but it is {found}"))
        .label(format!("expected {expected}"))
}

/// A date that no calendar has.
pub fn bad_date(path: &SourcePath, span: Span, field: &str, value: &str) -> Diagnostic {
    Diagnostic::error(content(path), span, format!("`{field}: {value}` is not a date"))
        .label("expected a day as in 2026-11-03")
        .help("write year, month and day, or a full moment as in 2026-11-03T08:30:00+01:00")
}

/// A field whose name is nearly a known one.
pub fn field_near_miss(path: &SourcePath, span: Span, field: &str, known: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("unknown field `{field}`"))
        .label(format!("did you mean `{known}`?"))
        .help("a field of your own needs a name less like a known one; it reaches templates as `essay.extra`")
}

/// An alias that could not be an address of this site.
pub fn bad_alias(path: &SourcePath, span: Span, alias: &str) -> Diagnostic {
    Diagnostic::error(content(path), span, format!("the alias `{alias}` is not an address"))
        .label("no part of it may be empty, `.` or `..`")
        .help("write an old address from the root of the site, as in `/old/way/`")
}

/// A tag, slug or the like of which nothing is left in an address.
pub fn unusable_name(path: &SourcePath, span: Option<Span>, what: &str, value: &str) -> Diagnostic {
    Diagnostic::error(content(path), span, format!("{what} `{value}` leaves nothing for an address"))
        .help("use at least one letter or digit")
}
