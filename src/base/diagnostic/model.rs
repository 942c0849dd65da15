//! What a diagnostic is.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use super::code::{Code, Severity};
use crate::base::name::Name;
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// The file that a diagnostic is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum File {
    /// `book.toml`.
    Book,
    /// A file in `content/`.
    Content(SourcePath),
    /// A file of a theme: the theme's name and the path within it.
    Theme(Arc<str>, Arc<str>),
}

impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Book => f.write_str("book.toml"),
            Self::Content(path) => write!(f, "{path}"),
            Self::Theme(theme, path) => write!(f, "{theme}/{path}"),
        }
    }
}

/// One finding. Sorted by file, place and words; what is about a whole file comes last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub file: File,
    /// The bytes it is about; `None` where it is about the whole file.
    pub span: Option<Span>,
    pub severity: Severity,
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// Why, shown at the place. May be empty.
    pub label: String,
    /// What to do.
    pub help: Vec<String>,
    /// What would mend it, where that can be said for sure.
    pub fix: Option<Fix>,
    /// What was not found. What it may have meant is looked up when the diagnostic is asked for,
    /// since that depends on every name in the book.
    pub wanted: Option<Wanted>,
}

/// What mends a finding: text in place of a stretch of its file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fix {
    pub span: Span,
    pub text: String,
    /// What it does, as something to do: "put the value between quotation marks".
    pub help: String,
}

/// The destination of a link that was not found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// The name under which it was looked for.
    pub name: Name,
    /// As it is typed.
    pub typed: Arc<str>,
    /// Where it stands, letter by letter, if it can be exchanged there.
    pub place: Option<Span>,
    /// Whether it is named by its path, as `[text](path)` does, rather than by its name.
    pub by_path: bool,
}

impl Diagnostic {
    fn key(&self) -> impl Ord + '_ {
        (
            (&self.file, self.span.is_none(), self.span),
            (self.severity, self.code),
            (&self.message, &self.label, &self.help),
            (&self.fix, &self.wanted),
        )
    }
}

impl Ord for Diagnostic {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for Diagnostic {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Diagnostic {
    pub(super) fn new(code: Code, file: File, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self {
            file,
            span: span.into(),
            severity: code.severity(),
            code,
            message: message.into(),
            label: String::new(),
            help: Vec::new(),
            fix: None,
            wanted: None,
        }
    }

    /// The first word between backticks of what is wrong.
    pub fn subject(&self) -> Option<&str> {
        self.message.split('`').nth(1)
    }

    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Says what to do, and does it if there is a place to do it at.
    pub(super) fn mend(mut self, span: Option<Span>, text: impl Into<String>, help: impl Into<String>) -> Self {
        match span {
            Some(span) => {
                self.fix = Some(Fix { span, text: text.into(), help: help.into() });
                self
            }
            None => self.help(help),
        }
    }
}

pub(super) fn content(path: &SourcePath) -> File {
    File::Content(path.clone())
}
