//! What reading an essay depends on besides its text.

use pulldown_cmark::Options;

use crate::base::config::Config;
use crate::base::inputs::Inputs;
use crate::read::front_matter::Meta;
use crate::read::syntax::code::Painter;

/// How much beyond CommonMark is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// CommonMark 0.31 and nothing else: links are left as they are.
    CommonMark,
    /// What an essay may hold.
    Crosslight,
}

/// What reading an essay depends on besides its text.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    pub config: &'a Config,
    pub inputs: &'a Inputs,
    pub painter: &'a Painter,
    pub dialect: Dialect,
    /// The front matter, which macros may ask of.
    pub meta: Option<&'a Meta>,
    /// Whether the text is a reading path, whose ordered lists are its stops.
    pub is_path: bool,
}

impl Rules<'_> {
    /// What the parser is asked to know.
    pub(super) fn options(&self) -> Options {
        if self.dialect == Dialect::CommonMark {
            return Options::empty();
        }
        let switches = &self.config.markdown;
        let mut options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_DEFINITION_LIST;
        options.set(Options::ENABLE_WIKILINKS, switches.wikilinks);
        options.set(Options::ENABLE_MATH, switches.math);
        options.set(Options::ENABLE_SMART_PUNCTUATION, switches.smart_punctuation);
        options
    }
}
