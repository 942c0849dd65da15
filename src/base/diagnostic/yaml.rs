//! What YAML stumbles over.

use super::code::Code;
use super::model::{Diagnostic, content};
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// A line among the fields that is none. The field above, if the line may go on with its value, and
/// the place before the line, if it is sure to.
pub fn loose_line(path: &SourcePath, span: Span, above: Option<(&str, Option<Span>)>) -> Diagnostic {
    let found = Diagnostic::new(Code::LooseLine, content(path), span, "this line of the front matter is not a field")
        .label("a field is written `name: value`");
    match above {
        Some((field, Some(place))) => found.mend(
            Some(place),
            "  ",
            format!("indent the line by two spaces, so that it goes on with `{field}`"),
        ),
        Some((field, None)) => found.help(format!(
            "indent the line by two spaces if it goes on with `{field}`, or move it below the second `---` if it is text"
        )),
        None => found.help("give it a name and a colon, or move it below the second `---`"),
    }
}

/// The second of two fields with one name.
pub fn duplicate_field(path: &SourcePath, span: Span, field: &str) -> Diagnostic {
    Diagnostic::new(Code::DuplicateField, content(path), span, format!("duplicate field `{field}`"))
        .label("this one counts, since it is the last")
        .help("remove one of the two lines")
}

/// A value that begins with a quotation mark and is not closed right.
pub fn unclosed_quote(path: &SourcePath, span: Span, field: &str, quoted: &str) -> Diagnostic {
    let message = format!("the quotation marks round the value of `{field}` do not match");
    Diagnostic::new(Code::UnclosedQuote, content(path), span, message)
        .label("the value must end with the mark that it begins with, and have none in between")
        .mend(Some(span), quoted, format!("write {quoted}"))
}

/// A backslash in double quotation marks that means nothing to YAML, and how the value is written right.
pub fn bad_escape(path: &SourcePath, span: Span, sign: &str, right: Option<&str>) -> Diagnostic {
    let message = format!("`{sign}` in double quotation marks means nothing to YAML");
    let found = Diagnostic::new(Code::BadYaml, content(path), span, message).label("so the value cannot be read");
    let found = if sign == "\\|" { found.help("the bar of a link needs a `\\` in tables only") } else { found };
    match right {
        Some(right) => found.mend(Some(span), right, format!("write {right}")),
        None => found.help("write two backslashes for one"),
    }
}

/// A value that begins with a sign that YAML keeps for itself, so that nothing can be read.
pub fn unreadable_sign(path: &SourcePath, span: Span, sign: char, quoted: &str) -> Diagnostic {
    let message = format!("`{sign}` at the beginning of a value has a meaning of its own in YAML");
    Diagnostic::new(Code::BadYaml, content(path), span, message).label("needs quotation marks").mend(
        Some(span),
        quoted,
        format!("write {quoted}"),
    )
}

/// A value with a `#` in it that was not meant to begin a comment.
pub fn special_sign(path: &SourcePath, span: Span, written: &str) -> Diagnostic {
    Diagnostic::new(
        Code::SpecialSign,
        content(path),
        span,
        "YAML takes what follows `#` for a comment and does not read it",
    )
    .label("only the part before the `#` is read")
    .mend(Some(span), written, format!("write {written}"))
}

/// A list in brackets that does not end.
pub fn list_not_closed(path: &SourcePath, span: Span, field: &str) -> Diagnostic {
    let end = Span { start: span.end, ..span };
    Diagnostic::new(Code::BadYaml, content(path), span, format!("the list of `{field}` is not closed"))
        .label("begins with `[`, and has no `]`")
        .mend(Some(end), "]", "end it with `]`")
}

/// Items of a list that YAML reads as one; `place` is the indent of the second, with what it should be.
pub fn uneven_list(path: &SourcePath, span: Span, field: &str, place: Span, indent: &str) -> Diagnostic {
    let message = format!("two lines of the list `{field}` are read as one");
    Diagnostic::new(Code::UnevenList, content(path), span, message)
        .label("indented further than the line above, so it goes on with it")
        .mend(Some(place), indent, "begin it right below the hyphen of the line above")
}

/// Front matter that YAML cannot read.
pub fn broken_yaml(path: &SourcePath, span: Span, (reason, help): (&str, &str)) -> Diagnostic {
    Diagnostic::new(Code::BadYaml, content(path), span, format!("the front matter cannot be read: {reason}")).help(help)
}

/// Fields that are indented with tabs; all lines that are, with spaces instead.
pub fn tab_in_yaml(path: &SourcePath, span: Span, (lines, spaced): (Span, String)) -> Diagnostic {
    Diagnostic::new(Code::TabIndent, content(path), span, "front matter cannot be indented with tabs")
        .label("a tab")
        .mend(Some(lines), spaced, "use spaces instead, two a level")
}

/// A value such as `A: B` without quotation marks.
pub fn colon_in_value(path: &SourcePath, span: Span, field: &str, quoted: &str) -> Diagnostic {
    let message = format!("the value of `{field}` has a colon in it, so it needs quotation marks");
    Diagnostic::new(Code::ColonInValue, content(path), span, message)
        .label("the part before the colon looks like the name of another field")
        .mend(Some(span), quoted, "put the whole value between quotation marks")
}

/// A YAML anchor or alias, which could make a small file unfold without end; the whole value in
/// quotation marks, if words follow.
pub fn yaml_anchor(path: &SourcePath, span: Span, sign: char, quoted: Option<(Span, String)>) -> Diagnostic {
    let found = Diagnostic::new(Code::YamlAnchor, content(path), span, format!("a value cannot begin with `{sign}`"))
        .label("to YAML this refers to another value");
    match quoted {
        Some((value, quoted)) => found.mend(Some(value), quoted, "put the whole value between quotation marks"),
        None => {
            found.help("put it between quotation marks if the sign is part of the text; write the value out if not")
        }
    }
}
