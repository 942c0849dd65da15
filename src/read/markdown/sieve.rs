//! Whether a text has this or that, asked many times.

/// A text, and which bytes it has: what lacks one of its own need not be looked for.
pub(super) struct Sieve<'a> {
    text: &'a str,
    bytes: [bool; 256],
}

impl<'a> Sieve<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut bytes = [false; 256];
        for byte in text.bytes() {
            bytes[usize::from(byte)] = true;
        }
        Self { text, bytes }
    }

    /// Whether the text has this sign of ASCII.
    pub(super) fn has(&self, sign: u8) -> bool {
        self.bytes[usize::from(sign)]
    }

    pub(super) fn contains(&self, part: &str) -> bool {
        part.bytes().all(|byte| self.has(byte)) && self.text.contains(part)
    }
}
