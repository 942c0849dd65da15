//! What holds something back without being read as that.

use super::code::Code;
use super::model::{Diagnostic, File, content};
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// A field in the text that says that nobody is to see the essay.
pub fn field_in_text(path: &SourcePath, span: Span, field: &str) -> Diagnostic {
    let message = format!("`{field}` is in the text, not in the front matter");
    Diagnostic::new(Code::LateFrontMatter, content(path), span, message)
        .label("read as text; the essay is held back as it says")
        .help("move it between the two lines of `---` at the top of the file, or turn it into a sentence if it is part of the text")
}

/// A field of TOML that says that nobody is to see the essay, and stands below the name of a table.
pub fn field_in_table(path: &SourcePath, span: Span, field: &str, table: &str) -> Diagnostic {
    let message = format!("`{field}` is part of the table `[{table}]`");
    Diagnostic::new(Code::LateFrontMatter, content(path), span, message)
        .label("no tool reads it there; the essay is held back as it says")
        .help(format!("write it above the line `[{table}]`"))
}

/// A line at the top of an outline that is nearly a property; the `right` way to write it.
pub fn wrong_property(path: &SourcePath, span: Span, right: &str) -> Diagnostic {
    Diagnostic::new(Code::LooseLine, content(path), span, "this line is not a property")
        .label("read as text; the page is held back as it says")
        .mend(Some(span), right, format!("write `{right}`"))
}

/// A file that may hold others back, and cannot be read.
pub fn unread_rule(path: &SourcePath) -> Diagnostic {
    let message = "the fields of this file cannot be read";
    let found = Diagnostic::new(Code::UnusableEntry, content(path), None, message);
    found.help("what it rules is held back until they can, because they may say that it is private")
}

/// A line as in a `.gitignore` that is not a pattern.
pub fn no_pattern(file: File, span: Option<Span>, line: &str, why: &str) -> Diagnostic {
    let message = format!("`{}` is not a pattern: {why}", line.trim());
    Diagnostic::new(Code::UnusableEntry, file, span, message)
        .help("what begins with the part before the fault is left out, because the line may keep something private")
        .help("write `\\[` for the sign itself")
}

/// A file beside the essays that begins with front matter, and is held back by that.
pub fn held_file(path: &SourcePath) -> Diagnostic {
    let message = "the front matter of this file says that it is not published, so it is left out";
    Diagnostic::new(Code::UnusableEntry, content(path), None, message)
        .help("take that field out if readers may have the file, or name the file in `ignore` in book.toml")
}
