//! Which signs of a text mean something, where that is up to the book.

use crate::base::config::Config;
use crate::read::syntax::abbreviation::Abbreviations;

/// What writers may type in the text of a block, where that is up to the book.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the book")]
pub struct Signs<'a> {
    pub(super) tags: bool,
    pub(super) marks: bool,
    pub(super) notes: bool,
    /// Whether a dot may stand in a tag.
    pub(super) dots: bool,
    /// What stands before the name in the link that `@name` is; nothing if it is none.
    pub(super) mentions: &'a str,
    pub(super) emoji: bool,
    pub(super) keys: bool,
    pub(super) insertions: bool,
    pub(super) abbreviations: &'a Abbreviations,
}

impl<'a> Signs<'a> {
    /// Those of a book with these settings, in an essay with these abbreviations.
    pub fn new(config: &'a Config, abbreviations: &'a Abbreviations) -> Self {
        let settings = &config.markdown;
        Self {
            tags: settings.inline_tags,
            marks: settings.marks,
            notes: settings.inline_footnotes,
            dots: config.book.name_separator == ".",
            mentions: &settings.mentions,
            emoji: settings.emoji,
            keys: settings.keys,
            insertions: settings.insertions,
            abbreviations,
        }
    }
}
