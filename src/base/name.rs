//! Names by which one essay calls another, folded so that spelling does not get in the way.

use std::fmt;
use std::sync::Arc;

use caseless::Caseless;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::base::path::{without_markdown_ending, without_page_ending};

/// What everything about a name is filed by: NFC, case-folded, with every run of spaces, hyphens and
/// underscores as one space.
///
/// It is loose on purpose. Every way to spell a link comes down to reading a few groups, and which of
/// their members was meant is decided there, from exact spelling to loose (see [`crate::gather::resolve`]).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Arc<str>);

impl Name {
    /// Folds `text`, which may be a file stem, a title, an alias or what a writer typed.
    pub fn new(text: &str) -> Self {
        Self(loosened(text).into())
    }

    /// Folds what a path, a title or an alias is looked up by: what follows its last `/`, without
    /// `.md` or `.html`.
    pub fn of(path: &str) -> Self {
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
        Self::new(without_page_ending(without_markdown_ending(last)))
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// `text` in NFC (macOS writes file names in NFD), borrowed where it is already.
pub fn composed(text: &str) -> std::borrow::Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) { text.into() } else { text.nfc().collect::<String>().into() }
}

/// `text` case-folded, with every run of spaces, hyphens and underscores as one space.
pub fn loosened(text: &str) -> String {
    let is_between = |c: char| c.is_whitespace() || c == '-' || c == '_';
    let mut loose = String::with_capacity(text.len());
    // Most names are of ASCII, and every link asks for one: no text but the result is made.
    if text.is_ascii() {
        let mut begins = false;
        for c in text.bytes().map(char::from) {
            if is_between(c) {
                begins = !loose.is_empty();
            } else {
                if std::mem::take(&mut begins) {
                    loose.push(' ');
                }
                loose.push(c.to_ascii_lowercase());
            }
        }
    } else {
        for word in case_folded(text).split(is_between).filter(|word| !word.is_empty()) {
            if !loose.is_empty() {
                loose.push(' ');
            }
            loose.push_str(word);
        }
    }
    // A name made of hyphens alone is still a name.
    if loose.is_empty() { case_folded(text) } else { loose }
}

/// `text` as Unicode's canonical caseless matching compares it.
pub fn case_folded(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.nfd().default_case_fold().nfc().collect() }
}

#[cfg(test)]
mod tests {
    use super::{Name, case_folded};

    #[test]
    fn spelling_does_not_get_in_the_way() {
        for same in ["the mirror test", "The-Mirror_Test", " the  mirror\ttest "] {
            assert_eq!(Name::new(same), Name::new("The mirror test"));
        }
        assert_eq!(Name::new("E\u{301}LAN"), Name::new("\u{e9}lan"));
        assert_eq!(case_folded("Straße"), case_folded("STRASSE"));
        assert_ne!(Name::new("--"), Name::new(""));
    }
}
