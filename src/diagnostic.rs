//! What crosslight has to say about a book: where, what is wrong, why, and what to do.
//!
//! Every diagnostic is made by a function of its own below `diagnostic/`, so that the wording is found
//! in one place.
//! Lower case, no full stop, backticks round names. Nothing here prints; see [`crate::report`].

mod files;
mod front_matter;
mod links;
mod text;
mod theme;

use std::fmt;
use std::sync::Arc;

use crate::name::Name;
use crate::source::SourcePath;
use crate::span::Span;

pub use files::{address_taken, second_text, static_markdown, unreadable, unusable_entry};
pub use front_matter::{
    bad_alias, bad_date, broken_front_matter, broken_yaml, colon_in_value, curly_quotes, field_near_miss,
    field_synonym, front_matter_not_fields, front_matter_not_first, front_matter_too_long, tab_in_yaml,
    unclosed_front_matter, unquoted_link, unusable_name, word_for_truth, wrong_type, yaml_anchor,
};
pub use links::{
    ambiguous_link, blocked_scheme, broken_anchor, broken_link, cyclic_embed, embeds_too_deep, foreign_anchor,
    link_to_hidden, loosely_spelled, split_paragraph, too_many_embeds,
};
pub use text::{
    bad_include, bad_math, bad_query, case_collision, duplicate_block, duplicate_id, foreign_macro, missing_footnote,
    tag_spellings, unclosed_admonition, unclosed_comment, unclosed_math, unused_footnote,
};
pub use theme::{
    bad_setting, missing_template, no_such_template, page_panicked, template_error, theme_cycle, unknown_theme,
};

/// How much a diagnostic weighs. An error keeps the book from being published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

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

/// One finding. Sorted by file, place and words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    pub file: File,
    /// The bytes it is about; `None` where it is about the whole file.
    pub span: Option<Span>,
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Why, shown at the place. May be empty.
    pub label: String,
    /// What to do.
    pub help: Vec<String>,
    /// The name that was not found. What it may have meant is looked up when the diagnostic is
    /// asked for, since that depends on every name in the book.
    pub wanted: Option<Name>,
}

impl Diagnostic {
    fn new(severity: Severity, file: File, span: Option<Span>, message: String) -> Self {
        Self { file, span, severity, message, label: String::new(), help: Vec::new(), wanted: None }
    }

    fn error(file: File, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, file, span.into(), message.into())
    }

    fn warning(file: File, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, file, span.into(), message.into())
    }

    fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    fn wanted(mut self, name: Name) -> Self {
        self.wanted = Some(name);
        self
    }
}

fn content(path: &SourcePath) -> File {
    File::Content(path.clone())
}

/// The known word nearest to `typed`, if it is near enough to be meant.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_of(typed, known.into_iter().map(|word| (Letters::of(word), word)))
}

/// As [`nearest`], for words whose letters have been looked at already.
pub fn nearest_of<'a>(typed: &str, known: impl IntoIterator<Item = (Letters, &'a str)>) -> Option<&'a str> {
    let letters = Letters::of(typed);
    let reach = match letters.count {
        0..=2 => return None,
        3..=5 => 1,
        6..=11 => 2,
        _ => 3,
    };
    known
        .into_iter()
        .filter(|(of_word, _)| of_word.is_within(reach, letters))
        .map(|(_, word)| (strsim::damerau_levenshtein(typed, word), word))
        .filter(|(distance, _)| *distance <= reach)
        .min()
        .map(|(_, word)| word)
}

/// How many letters a word has, and which: enough to see of nearly all words that they are far from
/// each other, a hundred times faster than by comparing them.
#[derive(Clone, Copy, Debug)]
pub struct Letters {
    count: usize,
    set: u64,
}

impl Letters {
    /// Those of `word`.
    pub fn of(word: &str) -> Self {
        let add = |Self { count, set }, letter| Self { count: count + 1, set: set | 1 << (u32::from(letter) % 64) };
        word.chars().fold(Self { count: 0, set: 0 }, add)
    }

    /// How many there are.
    pub fn count(self) -> usize {
        self.count
    }

    /// Whether words with these letters can be at most `reach` edits apart: an edit changes the
    /// count by one at most, and the set by two letters.
    pub fn is_within(self, reach: usize, other: Self) -> bool {
        self.count.abs_diff(other.count) <= reach && (self.set ^ other.set).count_ones() as usize <= 2 * reach
    }
}
