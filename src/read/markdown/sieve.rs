//! Whether a text has this or that, asked many times.

use std::cell::Cell;

use memchr::{memchr, memmem};

/// A text that is asked what it has. Each question is one fast look at it, which ends with the first that is found; no
/// sign is looked for twice.
pub(super) struct Sieve<'a> {
    text: &'a [u8],
    /// A bit for each sign of ASCII that was asked for.
    asked: Cell<u128>,
    /// Those of them that the text has.
    found: Cell<u128>,
}

impl<'a> Sieve<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text: text.as_bytes(), asked: Cell::default(), found: Cell::default() }
    }

    /// Whether the text has this sign of ASCII.
    pub(super) fn has(&self, sign: u8) -> bool {
        let bit = 1 << sign;
        if self.asked.get() & bit == 0 {
            self.asked.set(self.asked.get() | bit);
            if memchr(sign, self.text).is_some() {
                self.found.set(self.found.get() | bit);
            }
        }
        self.found.get() & bit != 0
    }

    pub(super) fn contains(&self, part: &str) -> bool {
        // What lacks one of its signs need not be looked for.
        part.bytes().all(|sign| self.has(sign)) && memmem::find(self.text, part.as_bytes()).is_some()
    }
}

/// Whether `text` has `part`, asked once.
pub(super) fn has(text: &str, part: &str) -> bool {
    Sieve::of(text).contains(part)
}
