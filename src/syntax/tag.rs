//! Tags in the text: `#trust`, `#trust/at-work`, and `{tags="trust, change"}` on a heading.

use std::sync::Arc;

use crate::syntax::heading::Heading;
use crate::tag::Tag;

/// A place in an essay that is marked with a tag, for the page of the tag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marked {
    pub tag: Tag,
    /// The id of the place.
    pub anchor: Box<str>,
    /// The heading that is marked, or that the place stands under.
    pub heading: Option<Arc<Heading>>,
    /// What stands there, in plain text: the sentence, or the first paragraph below the heading.
    pub text: Box<str>,
}

/// The tags that the braces at the end of a heading give it, `heading` being all of it as written.
pub fn of_heading(heading: &str) -> impl Iterator<Item = &str> {
    let braces = heading.trim_end().trim_end_matches('#').trim_end();
    let braces = braces.strip_suffix('}').and_then(|rest| rest.rsplit_once('{')).map_or("", |(_, inner)| inner);
    let given = braces.split_once("tags=").map_or("", |(_, given)| given);
    let list = match given.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => given.split_whitespace().next(),
    };
    list.unwrap_or_default().split(',').map(str::trim).filter(|tag| !tag.is_empty())
}

/// Whether `c` may stand in a tag: letters and digits of any script, `_`, `-`, `/`, and symbols
/// beyond ASCII such as emoji.
pub fn may_hold(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '_' | '-' | '/' | '\u{200d}')
        || (!c.is_ascii() && !c.is_whitespace() && !c.is_control() && !is_punctuation(c))
}

/// Punctuation beyond ASCII that ends a tag rather than belonging to it.
fn is_punctuation(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{bf}' | '\u{2010}'..='\u{206f}' | '\u{3001}'..='\u{3020}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}')
}

/// The name of the tag whose `#` stands at `at`, if one does: at the start of the block, or after
/// white space or `(`; with a character that is no digit, since `#1984` is a number.
pub fn at(source: &str, block_start: usize, at: usize, end: usize) -> Option<&str> {
    let before = source[block_start..at].chars().next_back();
    if !before.is_none_or(|c| c.is_whitespace() || c == '(') {
        return None;
    }
    let rest = &source[at + 1..end];
    let length = rest.find(|c: char| !may_hold(c)).unwrap_or(rest.len());
    let name = rest[..length].trim_end_matches(['/', '-']);
    let named = name.chars().any(|c| !c.is_ascii_digit() && !matches!(c, '/' | '-' | '_'));
    (named && !name.starts_with('/')).then_some(name)
}
