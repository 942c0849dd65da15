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

use Level::{Allow, Deny, Warn};
use Weight::{Check, Error, External, Lint};

/// Makes of one list the codes and the table of what is said of each.
macro_rules! codes {
    ($(($code:ident, $number:literal, $name:literal, $weight:expr),)*) => {
        /// One thing that can be wrong. Numbers are given once: a code that is no longer said leaves a gap.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($code,)*
        }

        /// Every code with its number, its name and its weight, in the order of [`Code`].
        const TABLE: &[(Code, u16, &str, Weight)] = &[$((Code::$code, $number, $name, $weight),)*];
    };
}

codes! {
    // The book and its files.
    (BadToml, 1, "bad-toml", Error),
    (UnknownSetting, 2, "unknown-setting", Error),
    (BadSetting, 3, "bad-setting", Error),
    (UnreadableFile, 10, "unreadable-file", Lint(Deny)),
    (NotUtf8, 11, "not-utf-8", Lint(Warn)),
    (LargeEssay, 12, "large-essay", Lint(Deny)),
    (UnusableEntry, 13, "unusable-entry", Lint(Warn)),
    (StaticEssay, 14, "static-essay", Lint(Warn)),
    (AddressTaken, 15, "address-taken", Lint(Warn)),
    (CaseCollision, 16, "case-collision", Lint(Warn)),
    (SecondText, 17, "second-text", Lint(Warn)),
    (NoAddress, 18, "no-address", Lint(Warn)),
    (UnportableName, 19, "unportable-name", Check(Warn)),
    (HidingAlias, 20, "hiding-alias", Check(Warn)),
    (MissingHistory, 21, "missing-history", Lint(Warn)),
    (MissingCards, 22, "missing-cards", Lint(Warn)),
    (MissingChapter, 23, "missing-chapter", Lint(Warn)),
    (IdlePattern, 24, "idle-pattern", Lint(Warn)),
    (SecondName, 25, "second-name", Lint(Warn)),
    (EmptyBook, 26, "empty-book", Lint(Warn)),
    (Untrusted, 40, "untrusted", Lint(Warn)),
    (DeepTag, 41, "deep-tag", Lint(Warn)),
    (InternalFault, 99, "internal-fault", Error),
    // Front matter.
    (UnclosedFrontMatter, 101, "unclosed-front-matter", Lint(Warn)),
    (LateFrontMatter, 102, "late-front-matter", Lint(Warn)),
    (LongFrontMatter, 103, "long-front-matter", Lint(Warn)),
    (BadYaml, 104, "bad-yaml", Lint(Warn)),
    (BadFrontMatter, 105, "bad-front-matter", Lint(Warn)),
    (TabIndent, 106, "tab-indent", Lint(Warn)),
    (ColonInValue, 107, "colon-in-value", Lint(Warn)),
    (UnquotedLink, 108, "unquoted-link", Lint(Warn)),
    (YesOrNo, 109, "yes-or-no", Lint(Warn)),
    (CurlyQuotes, 110, "curly-quotes", Lint(Warn)),
    (RenamedField, 111, "renamed-field", Lint(Warn)),
    (NoFields, 112, "no-fields", Lint(Warn)),
    (YamlAnchor, 113, "yaml-anchor", Lint(Warn)),
    (WrongType, 114, "wrong-type", Lint(Warn)),
    (BadDate, 115, "bad-date", Lint(Warn)),
    (UnknownField, 116, "unknown-field", Lint(Warn)),
    (BadAlias, 117, "bad-alias", Lint(Warn)),
    (DuplicateField, 118, "duplicate-field", Lint(Warn)),
    (UnclosedQuote, 119, "unclosed-quote", Lint(Warn)),
    (MissingSpace, 120, "missing-space", Lint(Warn)),
    (SpecialSign, 121, "special-sign", Lint(Warn)),
    (CommaList, 122, "comma-list", Check(Warn)),
    (UnknownTemplate, 123, "unknown-template", Lint(Warn)),
    (MissingTitle, 124, "missing-title", Check(Warn)),
    (MissingDescription, 125, "missing-description", Check(Warn)),
    (WrongFence, 126, "wrong-fence", Lint(Warn)),
    (LooseLine, 127, "loose-line", Lint(Warn)),
    (UnevenList, 128, "uneven-list", Lint(Warn)),
    // The text.
    (UnclosedComment, 201, "unclosed-comment", Lint(Warn)),
    (ForeignMacro, 202, "foreign-macro", Lint(Warn)),
    (UnclosedMath, 203, "unclosed-math", Lint(Warn)),
    (BadMath, 204, "bad-math", Lint(Warn)),
    (BadQuery, 205, "bad-query", Lint(Warn)),
    (MissingFootnote, 206, "missing-footnote", Lint(Warn)),
    (UnusedFootnote, 207, "unused-footnote", Lint(Warn)),
    (UnclosedCallout, 208, "unclosed-callout", Lint(Warn)),
    (BadInclude, 209, "bad-include", Lint(Warn)),
    (DuplicateBlock, 210, "duplicate-block", Lint(Warn)),
    (DuplicateHeading, 211, "duplicate-heading", Lint(Warn)),
    (SkippedHeading, 212, "skipped-heading", Check(Warn)),
    (MissingAlt, 213, "missing-alt", Check(Warn)),
    (HalfLink, 214, "half-link", Check(Warn)),
    (UncolouredCode, 215, "uncoloured-code", Lint(Warn)),
    (UnbalancedHtml, 216, "unbalanced-html", Lint(Warn)),
    (TemplatePage, 217, "template-page", Lint(Warn)),
    (ForeignSyntax, 218, "foreign-syntax", Lint(Warn)),
    (Component, 219, "component", Lint(Warn)),
    (MergeMarks, 220, "merge-marks", Lint(Warn)),
    (UnclosedCode, 221, "unclosed-code", Lint(Warn)),
    (UnspacedSign, 222, "unspaced-sign", Check(Warn)),
    (UnknownCallout, 223, "unknown-callout", Check(Warn)),
    (BrokenTable, 224, "broken-table", Check(Warn)),
    (LeftSigns, 225, "left-signs", Check(Warn)),
    (DuplicateFootnote, 226, "duplicate-footnote", Lint(Warn)),
    (WordsInFormula, 227, "words-in-formula", Check(Warn)),
    (LostCells, 228, "lost-cells", Lint(Warn)),
    (ControlSign, 240, "control-sign", Lint(Warn)),
    (WordlessHeading, 241, "wordless-heading", Lint(Warn)),
    (LeftOutDrawing, 242, "left-out-drawing", Lint(Warn)),
    // Links.
    (BrokenLink, 301, "broken-link", Lint(Warn)),
    (HiddenTarget, 302, "hidden-target", Lint(Warn)),
    (BrokenAnchor, 303, "broken-anchor", Lint(Warn)),
    (AmbiguousLink, 304, "ambiguous-link", Lint(Warn)),
    (LooseSpelling, 305, "loose-spelling", Lint(Warn)),
    (BlockedScheme, 306, "blocked-scheme", Lint(Warn)),
    (ForeignAnchor, 307, "foreign-anchor", Lint(Warn)),
    (MissingFile, 308, "missing-file", Lint(Warn)),
    (CyclicEmbed, 309, "cyclic-embed", Lint(Warn)),
    (DeepEmbed, 310, "deep-embed", Lint(Warn)),
    (ManyEmbeds, 311, "many-embeds", Lint(Warn)),
    (SplitParagraph, 312, "split-paragraph", Lint(Warn)),
    (UnshownEmbed, 313, "unshown-embed", Lint(Warn)),
    (OutsideBook, 314, "outside-book", Lint(Warn)),
    (OrphanEssay, 320, "orphan-essay", Check(Warn)),
    (DeadEnd, 321, "dead-end", Check(Warn)),
    (DeadOutsideLink, 330, "dead-outside-link", External(Warn)),
    (MovedOutsideLink, 331, "moved-outside-link", External(Warn)),
    (SilentOutsideLink, 332, "silent-outside-link", External(Warn)),
    (TwoSlashes, 333, "two-slashes", Lint(Warn)),
    (MissingOwnPage, 334, "missing-own-page", Check(Warn)),
    (WordlessLink, 340, "wordless-link", Check(Warn)),
    (MistypedScheme, 341, "mistyped-scheme", Lint(Warn)),
    (SwallowedLine, 342, "swallowed-line", Lint(Warn)),
    (LostTitle, 343, "lost-title", Lint(Warn)),
    // Tags.
    (TagSpellings, 401, "tag-spellings", Lint(Warn)),
    (UnknownTag, 402, "unknown-tag", Check(Allow)),
    (MissingTag, 403, "missing-tag", Lint(Warn)),
    (TakenSynonym, 404, "taken-synonym", Lint(Warn)),
    (NeedlessTag, 405, "needless-tag", Lint(Warn)),
    // Reading paths.
    (MissingStop, 411, "missing-stop", Lint(Warn)),
    (AimlessPath, 412, "aimless-path", Lint(Warn)),
    (BorrowedPage, 413, "borrowed-page", Lint(Warn)),
    // Themes.
    (UnknownTheme, 501, "unknown-theme", Error),
    (ThemeCycle, 502, "theme-cycle", Error),
    (UnreadableTheme, 503, "unreadable-theme", Error),
    (MissingTemplate, 504, "missing-template", Error),
    (BadTemplate, 505, "bad-template", Error),
    (FailingTemplate, 506, "failing-template", Error),
}

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
    fn every_code_has_a_number_of_its_own_and_a_story() {
        assert!(TABLE.is_sorted_by(|(_, a, ..), (_, b, ..)| a < b));
        for code in Code::all() {
            assert_eq!(Code::find(code.name()), Some(code));
            assert_eq!(Code::find(&code.to_string()), Some(code));
            assert!(!code.story().is_empty(), "{} has no story", code.name());
        }
        assert_eq!(STORIES.files().count(), TABLE.len(), "a story without a code");
    }
}
