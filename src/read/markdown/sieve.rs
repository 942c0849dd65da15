//! Whether a text has this or that, asked many times.

use memchr::{memchr, memmem};

/// A text that is asked what it has. Each question is one fast look at it, which ends with the first that is found.
pub(super) struct Sieve<'a>(&'a [u8]);

impl<'a> Sieve<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self(text.as_bytes())
    }

    /// Whether the text has this sign of ASCII.
    pub(super) fn has(&self, sign: u8) -> bool {
        memchr(sign, self.0).is_some()
    }

    pub(super) fn contains(&self, part: &str) -> bool {
        // What lacks one of its signs need not be looked for.
        part.bytes().all(|sign| self.has(sign)) && memmem::find(self.0, part.as_bytes()).is_some()
    }
}

/// Whether `text` has `part`, asked once.
pub(super) fn has(text: &str, part: &str) -> bool {
    Sieve::of(text).contains(part)
}
