//! What crosslight has to say about a book: where, what is wrong, why, and what to do.
//!
//! Every diagnostic is made by a function of its own below `diagnostic/`, so that the wording is found
//! in one place.
//! Lower case, no full stop, backticks round names. Nothing here prints; see [`crate::report`].

mod book;
mod code;
mod files;
mod foreign;
mod front_matter;
mod links;
mod outside;
mod settings;
mod text;
mod theme;

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use crate::name::Name;
use crate::source::SourcePath;
use crate::span::Span;

pub use book::{dead_end, hiding_alias, missing_chapter, orphan_essay, unknown_tag, unportable_name};
pub use code::{Code, Level, Weight};
pub use files::{
    address_taken, borrowed_page, conflict_copy, folder_too_deep, leads_out, leads_to_left_out, nameless,
    other_charset, second_file, second_name, second_text, static_markdown, taken_alias, unreadable, untrusted_file,
    unusable_address, unusable_entry,
};
pub use foreign::{Foreign, left_as_text};
pub use front_matter::{
    bad_alias, bad_date, bad_escape, broken_front_matter, broken_yaml, colon_in_value, comma_list, curly_quotes,
    duplicate_field, empty_item, field_near_miss, field_synonym, fields_like_prose, front_matter_as_text,
    front_matter_not_fields, front_matter_not_first, front_matter_too_long, held_back, list_not_closed, loose_line,
    missing_description, missing_space, missing_title, no_language, no_such_day, old_line_ends, relative_address,
    special_sign, tab_in_yaml, tag_of_words, unclosed_front_matter, unclosed_quote, uneven_list, unquoted_link,
    unread_fields, unreadable_sign, unusable_name, updated_before, word_for_truth, wrong_fence, wrong_item, wrong_type,
    yaml_anchor,
};
pub use links::{
    ambiguous_link, blocked_scheme, broken_anchor, broken_link, cyclic_embed, embeds_too_deep, foreign_anchor,
    link_to_hidden, link_to_left_out, loosely_spelled, missing_file, missing_own_page, outside_book, split_paragraph,
    too_many_embeds, two_slashes, unshown_embed,
};
pub use outside::{dead_outside_link, moved_outside_link, silent_outside_link};
pub use settings::{
    bad_setting, bad_toml, idle_pattern, missing_cards, missing_history, repeated_setting, unknown_setting,
    unprintable_title,
};
pub use text::{
    aimless_path, bad_include, bad_math, bad_query, broken_table, case_collision, components, control_sign, deep_tag,
    duplicate_block, duplicate_footnote, duplicate_id, half_link, left_out_drawing, left_signs, link_to_nowhere,
    lost_cells, merge_marks, missing_alt, missing_footnote, missing_stop, missing_tag, needless_tag, skipped_heading,
    split_cell, stray_tag, tag_spellings, taken_synonym, template_page, twin_tags, unclosed_admonition, unclosed_code,
    unclosed_comment, unclosed_element, unclosed_html_comment, unclosed_link, unclosed_math, uncoloured_code,
    unfinished_tag, unknown_callout, unspaced_sign, untrusted_element, unused_footnote, wordless_heading,
    words_in_formula,
};
pub use theme::{
    bad_template, failing_template, missing_template, no_such_template, page_panicked, theme_cycle, unfit_template,
    unknown_theme, unreadable_theme,
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
    fn new(code: Code, file: File, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
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

    fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Says what to do, and does it if there is a place to do it at.
    fn mend(mut self, span: Option<Span>, text: impl Into<String>, help: impl Into<String>) -> Self {
        match span {
            Some(span) => {
                self.fix = Some(Fix { span, text: text.into(), help: help.into() });
                self
            }
            None => self.help(help),
        }
    }
}

fn content(path: &SourcePath) -> File {
    File::Content(path.clone())
}

/// The known word nearest to `typed`, if it is near enough to be meant.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_of(typed, known.into_iter().map(|word| (Letters::of(word), word))).first().copied()
}

/// As [`nearest`], for words whose letters have been looked at already: all words that are as near,
/// in order.
pub fn nearest_of<'a>(typed: &str, known: impl IntoIterator<Item = (Letters, &'a str)>) -> Vec<&'a str> {
    let letters = Letters::of(typed);
    let reach = match letters.count {
        0..=2 => return Vec::new(),
        3..=5 => 1,
        6..=11 => 2,
        _ => 3,
    };
    let near = known
        .into_iter()
        .filter(|(of_word, _)| of_word.is_within(reach, letters))
        .map(|(_, word)| (strsim::damerau_levenshtein(typed, word), word))
        .filter(|(distance, _)| *distance <= reach);
    let mut near: Vec<_> = near.collect();
    near.sort_unstable();
    near.dedup();
    let least = near.first().map(|(distance, _)| *distance);
    near.into_iter().take_while(|(distance, _)| Some(*distance) == least).map(|(_, word)| word).collect()
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
