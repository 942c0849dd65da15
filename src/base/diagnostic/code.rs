//! What can be wrong with a book, each with a code that never changes.

use std::fmt;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

/// The long stories, one file for each code, by its name.
static STORIES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/base/diagnostic/explanations");

/// How much a book minds a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Not said.
    Allow,
    /// A warning.
    Warn,
    /// An error, which keeps the book from being published.
    Deny,
}

/// Who says it, and how much it weighs unless the book sets it otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// An error whatever the book sets: without settings or a theme there is no site.
    Error,
    /// Said by every command.
    Lint(Level),
    /// Said by `crosslight check` alone.
    Check(Level),
    /// Said by `crosslight check --external` alone.
    External(Level),
}

/// How much a diagnostic weighs. An error keeps the book from being published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

/// One thing that can be wrong. Numbers are given once: a code that is no longer said leaves a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    BadToml,
    UnknownSetting,
    BadSetting,
    UnreadableFile,
    NotUtf8,
    LargeEssay,
    UnusableEntry,
    StaticEssay,
    AddressTaken,
    CaseCollision,
    SecondText,
    NoAddress,
    UnportableName,
    HidingAlias,
    MissingHistory,
    MissingCards,
    MissingChapter,
    IdlePattern,
    SecondName,
    EmptyBook,
    Untrusted,
    DeepTag,
    InternalFault,
    UnclosedFrontMatter,
    LateFrontMatter,
    LongFrontMatter,
    BadYaml,
    BadFrontMatter,
    TabIndent,
    ColonInValue,
    UnquotedLink,
    YesOrNo,
    CurlyQuotes,
    RenamedField,
    NoFields,
    YamlAnchor,
    WrongType,
    BadDate,
    UnknownField,
    BadAlias,
    DuplicateField,
    UnclosedQuote,
    MissingSpace,
    SpecialSign,
    CommaList,
    UnknownTemplate,
    MissingTitle,
    MissingDescription,
    WrongFence,
    LooseLine,
    UnevenList,
    UnclosedComment,
    ForeignMacro,
    UnclosedMath,
    BadMath,
    BadQuery,
    MissingFootnote,
    UnusedFootnote,
    UnclosedCallout,
    BadInclude,
    DuplicateBlock,
    DuplicateHeading,
    SkippedHeading,
    MissingAlt,
    HalfLink,
    UncolouredCode,
    UnbalancedHtml,
    TemplatePage,
    ForeignSyntax,
    Component,
    MergeMarks,
    UnclosedCode,
    UnspacedSign,
    UnknownCallout,
    BrokenTable,
    LeftSigns,
    DuplicateFootnote,
    WordsInFormula,
    LostCells,
    ControlSign,
    WordlessHeading,
    LeftOutDrawing,
    BrokenLink,
    HiddenTarget,
    BrokenAnchor,
    AmbiguousLink,
    LooseSpelling,
    BlockedScheme,
    ForeignAnchor,
    MissingFile,
    CyclicEmbed,
    DeepEmbed,
    ManyEmbeds,
    SplitParagraph,
    UnshownEmbed,
    OutsideBook,
    OrphanEssay,
    DeadEnd,
    DeadOutsideLink,
    MovedOutsideLink,
    SilentOutsideLink,
    TwoSlashes,
    MissingOwnPage,
    WordlessLink,
    MistypedScheme,
    SwallowedLine,
    LostTitle,
    TagSpellings,
    UnknownTag,
    MissingTag,
    TakenSynonym,
    NeedlessTag,
    MissingStop,
    AimlessPath,
    BorrowedPage,
    UnknownTheme,
    ThemeCycle,
    UnreadableTheme,
    MissingTemplate,
    BadTemplate,
    FailingTemplate,
}

use Code as C;
use Level::{Allow, Deny, Warn};
use Weight::{Check, Error, External, Lint};

/// Every code with its number, its name and its weight, in the order of [`Code`].
const TABLE: [(Code, u16, &str, Weight); 121] = [
    // The book and its files.
    (C::BadToml, 1, "bad-toml", Error),
    (C::UnknownSetting, 2, "unknown-setting", Error),
    (C::BadSetting, 3, "bad-setting", Error),
    (C::UnreadableFile, 10, "unreadable-file", Lint(Deny)),
    (C::NotUtf8, 11, "not-utf-8", Lint(Warn)),
    (C::LargeEssay, 12, "large-essay", Lint(Deny)),
    (C::UnusableEntry, 13, "unusable-entry", Lint(Warn)),
    (C::StaticEssay, 14, "static-essay", Lint(Warn)),
    (C::AddressTaken, 15, "address-taken", Lint(Warn)),
    (C::CaseCollision, 16, "case-collision", Lint(Warn)),
    (C::SecondText, 17, "second-text", Lint(Warn)),
    (C::NoAddress, 18, "no-address", Lint(Warn)),
    (C::UnportableName, 19, "unportable-name", Check(Warn)),
    (C::HidingAlias, 20, "hiding-alias", Check(Warn)),
    (C::MissingHistory, 21, "missing-history", Lint(Warn)),
    (C::MissingCards, 22, "missing-cards", Lint(Warn)),
    (C::MissingChapter, 23, "missing-chapter", Lint(Warn)),
    (C::IdlePattern, 24, "idle-pattern", Lint(Warn)),
    (C::SecondName, 25, "second-name", Lint(Warn)),
    (C::EmptyBook, 26, "empty-book", Lint(Warn)),
    (C::Untrusted, 40, "untrusted", Lint(Warn)),
    (C::DeepTag, 41, "deep-tag", Lint(Warn)),
    (C::InternalFault, 99, "internal-fault", Error),
    // Front matter.
    (C::UnclosedFrontMatter, 101, "unclosed-front-matter", Lint(Warn)),
    (C::LateFrontMatter, 102, "late-front-matter", Lint(Warn)),
    (C::LongFrontMatter, 103, "long-front-matter", Lint(Warn)),
    (C::BadYaml, 104, "bad-yaml", Lint(Warn)),
    (C::BadFrontMatter, 105, "bad-front-matter", Lint(Warn)),
    (C::TabIndent, 106, "tab-indent", Lint(Warn)),
    (C::ColonInValue, 107, "colon-in-value", Lint(Warn)),
    (C::UnquotedLink, 108, "unquoted-link", Lint(Warn)),
    (C::YesOrNo, 109, "yes-or-no", Lint(Warn)),
    (C::CurlyQuotes, 110, "curly-quotes", Lint(Warn)),
    (C::RenamedField, 111, "renamed-field", Lint(Warn)),
    (C::NoFields, 112, "no-fields", Lint(Warn)),
    (C::YamlAnchor, 113, "yaml-anchor", Lint(Warn)),
    (C::WrongType, 114, "wrong-type", Lint(Warn)),
    (C::BadDate, 115, "bad-date", Lint(Warn)),
    (C::UnknownField, 116, "unknown-field", Lint(Warn)),
    (C::BadAlias, 117, "bad-alias", Lint(Warn)),
    (C::DuplicateField, 118, "duplicate-field", Lint(Warn)),
    (C::UnclosedQuote, 119, "unclosed-quote", Lint(Warn)),
    (C::MissingSpace, 120, "missing-space", Lint(Warn)),
    (C::SpecialSign, 121, "special-sign", Lint(Warn)),
    (C::CommaList, 122, "comma-list", Check(Warn)),
    (C::UnknownTemplate, 123, "unknown-template", Lint(Warn)),
    (C::MissingTitle, 124, "missing-title", Check(Warn)),
    (C::MissingDescription, 125, "missing-description", Check(Warn)),
    (C::WrongFence, 126, "wrong-fence", Lint(Warn)),
    (C::LooseLine, 127, "loose-line", Lint(Warn)),
    (C::UnevenList, 128, "uneven-list", Lint(Warn)),
    // The text.
    (C::UnclosedComment, 201, "unclosed-comment", Lint(Warn)),
    (C::ForeignMacro, 202, "foreign-macro", Lint(Warn)),
    (C::UnclosedMath, 203, "unclosed-math", Lint(Warn)),
    (C::BadMath, 204, "bad-math", Lint(Warn)),
    (C::BadQuery, 205, "bad-query", Lint(Warn)),
    (C::MissingFootnote, 206, "missing-footnote", Lint(Warn)),
    (C::UnusedFootnote, 207, "unused-footnote", Lint(Warn)),
    (C::UnclosedCallout, 208, "unclosed-callout", Lint(Warn)),
    (C::BadInclude, 209, "bad-include", Lint(Warn)),
    (C::DuplicateBlock, 210, "duplicate-block", Lint(Warn)),
    (C::DuplicateHeading, 211, "duplicate-heading", Lint(Warn)),
    (C::SkippedHeading, 212, "skipped-heading", Check(Warn)),
    (C::MissingAlt, 213, "missing-alt", Check(Warn)),
    (C::HalfLink, 214, "half-link", Check(Warn)),
    (C::UncolouredCode, 215, "uncoloured-code", Lint(Warn)),
    (C::UnbalancedHtml, 216, "unbalanced-html", Lint(Warn)),
    (C::TemplatePage, 217, "template-page", Lint(Warn)),
    (C::ForeignSyntax, 218, "foreign-syntax", Lint(Warn)),
    (C::Component, 219, "component", Lint(Warn)),
    (C::MergeMarks, 220, "merge-marks", Lint(Warn)),
    (C::UnclosedCode, 221, "unclosed-code", Lint(Warn)),
    (C::UnspacedSign, 222, "unspaced-sign", Check(Warn)),
    (C::UnknownCallout, 223, "unknown-callout", Check(Warn)),
    (C::BrokenTable, 224, "broken-table", Check(Warn)),
    (C::LeftSigns, 225, "left-signs", Check(Warn)),
    (C::DuplicateFootnote, 226, "duplicate-footnote", Lint(Warn)),
    (C::WordsInFormula, 227, "words-in-formula", Check(Warn)),
    (C::LostCells, 228, "lost-cells", Lint(Warn)),
    (C::ControlSign, 240, "control-sign", Lint(Warn)),
    (C::WordlessHeading, 241, "wordless-heading", Lint(Warn)),
    (C::LeftOutDrawing, 242, "left-out-drawing", Lint(Warn)),
    // Links.
    (C::BrokenLink, 301, "broken-link", Lint(Warn)),
    (C::HiddenTarget, 302, "hidden-target", Lint(Warn)),
    (C::BrokenAnchor, 303, "broken-anchor", Lint(Warn)),
    (C::AmbiguousLink, 304, "ambiguous-link", Lint(Warn)),
    (C::LooseSpelling, 305, "loose-spelling", Lint(Warn)),
    (C::BlockedScheme, 306, "blocked-scheme", Lint(Warn)),
    (C::ForeignAnchor, 307, "foreign-anchor", Lint(Warn)),
    (C::MissingFile, 308, "missing-file", Lint(Warn)),
    (C::CyclicEmbed, 309, "cyclic-embed", Lint(Warn)),
    (C::DeepEmbed, 310, "deep-embed", Lint(Warn)),
    (C::ManyEmbeds, 311, "many-embeds", Lint(Warn)),
    (C::SplitParagraph, 312, "split-paragraph", Lint(Warn)),
    (C::UnshownEmbed, 313, "unshown-embed", Lint(Warn)),
    (C::OutsideBook, 314, "outside-book", Lint(Warn)),
    (C::OrphanEssay, 320, "orphan-essay", Check(Warn)),
    (C::DeadEnd, 321, "dead-end", Check(Warn)),
    (C::DeadOutsideLink, 330, "dead-outside-link", External(Warn)),
    (C::MovedOutsideLink, 331, "moved-outside-link", External(Warn)),
    (C::SilentOutsideLink, 332, "silent-outside-link", External(Warn)),
    (C::TwoSlashes, 333, "two-slashes", Lint(Warn)),
    (C::MissingOwnPage, 334, "missing-own-page", Check(Warn)),
    (C::WordlessLink, 340, "wordless-link", Check(Warn)),
    (C::MistypedScheme, 341, "mistyped-scheme", Lint(Warn)),
    (C::SwallowedLine, 342, "swallowed-line", Lint(Warn)),
    (C::LostTitle, 343, "lost-title", Lint(Warn)),
    // Tags.
    (C::TagSpellings, 401, "tag-spellings", Lint(Warn)),
    (C::UnknownTag, 402, "unknown-tag", Check(Allow)),
    (C::MissingTag, 403, "missing-tag", Lint(Warn)),
    (C::TakenSynonym, 404, "taken-synonym", Lint(Warn)),
    (C::NeedlessTag, 405, "needless-tag", Lint(Warn)),
    // Reading paths.
    (C::MissingStop, 411, "missing-stop", Lint(Warn)),
    (C::AimlessPath, 412, "aimless-path", Lint(Warn)),
    (C::BorrowedPage, 413, "borrowed-page", Lint(Warn)),
    // Themes.
    (C::UnknownTheme, 501, "unknown-theme", Error),
    (C::ThemeCycle, 502, "theme-cycle", Error),
    (C::UnreadableTheme, 503, "unreadable-theme", Error),
    (C::MissingTemplate, 504, "missing-template", Error),
    (C::BadTemplate, 505, "bad-template", Error),
    (C::FailingTemplate, 506, "failing-template", Error),
];

impl Code {
    /// Every code, by number.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|(code, ..)| *code)
    }

    /// The code that is written `CL0301` or `broken-link`, in any case, or nearly so: `cl301`, `broken_link`.
    pub fn find(asked: &str) -> Option<Self> {
        let bare = |text: &str| text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
        // As a finding has it: `warning[CL0301]`.
        let asked = bare(asked.rsplit('[').next().unwrap_or(asked));
        let digits = asked.strip_prefix("cl").unwrap_or(&asked);
        let number: Option<u16> =
            Some(digits).filter(|digits| digits.len() <= 4).and_then(|digits| digits.parse().ok());
        let is_it = |code: &Self| bare(code.name()) == asked || number == Some(TABLE[*code as usize].1);
        Self::all().find(is_it)
    }

    /// Whether it is about what readers see of a text, rather than about its fields or its file.
    pub fn is_of_text(self) -> bool {
        (201..400).contains(&TABLE[self as usize].1) && self != Self::MergeMarks
    }

    /// The name by which a book sets its level: `broken-link`.
    pub fn name(self) -> &'static str {
        TABLE[self as usize].2
    }

    /// Who says it, and how much it weighs by itself.
    pub fn weight(self) -> Weight {
        TABLE[self as usize].3
    }

    /// What it weighs unless the book sets it otherwise.
    pub(super) fn severity(self) -> Severity {
        match self.weight() {
            Weight::Error | Weight::Lint(Level::Deny) | Weight::Check(Level::Deny) | Weight::External(Level::Deny) => {
                Severity::Error
            }
            Weight::Lint(_) | Weight::Check(_) | Weight::External(_) => Severity::Warning,
        }
    }

    /// The long story, in Markdown: what it means, why it is said, what to do, and an example with the
    /// words that crosslight has for it.
    pub fn story(self) -> &'static str {
        let file = STORIES.get_file(format!("{}.md", self.name()));
        file.and_then(include_dir::File::contents_utf8).unwrap_or_default()
    }
}

/// `CL0301`.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CL{:04}", TABLE[*self as usize].1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, STORIES, TABLE};

    #[test]
    fn the_table_has_every_code_once_and_in_order() {
        for (at, (code, ..)) in TABLE.iter().enumerate() {
            assert_eq!(*code as usize, at, "{code:?}");
        }
        assert!(TABLE.is_sorted_by(|(_, a, ..), (_, b, ..)| a < b));
        for code in Code::all() {
            assert_eq!(Code::find(code.name()), Some(code));
            assert_eq!(Code::find(&code.to_string()), Some(code));
            assert!(!code.story().is_empty(), "{} has no story", code.name());
        }
        assert_eq!(STORIES.files().count(), TABLE.len(), "a story without a code");
    }
}
