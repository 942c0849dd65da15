//! A place for texts that are not at hand.
//!
//! The texts of a large book need not be in memory while pages are made one after the other. Where they lie
//! instead is the edge's to say.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Keeps texts outside of memory.
pub trait Attic: fmt::Debug + Send + Sync {
    /// Takes in a text and says where it lies; `None` if it cannot be kept.
    fn put(&self, text: &str) -> Option<u64>;

    /// Fills `bytes` with what lies at `at`.
    ///
    /// # Panics
    /// If it cannot be had back. Whoever needs it cannot go on then.
    fn get(&self, at: u64, bytes: &mut [u8]);
}

/// A text in an attic.
#[derive(Clone, Debug)]
pub struct Stored {
    attic: Arc<dyn Attic>,
    at: u64,
    /// In bytes.
    pub length: usize,
}

impl Stored {
    /// Puts a text in an attic, if that has room for it.
    pub fn new(text: &str, attic: &Arc<dyn Attic>) -> Option<Self> {
        Some(Self { at: attic.put(text)?, length: text.len(), attic: attic.clone() })
    }

    /// A part of it as a text of its own.
    pub fn part(&self, place: &Range<usize>) -> Self {
        Self { at: self.at + place.start as u64, length: place.len(), ..self.clone() }
    }

    /// The text.
    ///
    /// # Panics
    /// If it cannot be had back.
    pub fn text(&self) -> String {
        let mut bytes = vec![0; self.length];
        self.attic.get(self.at, &mut bytes);
        String::from_utf8(bytes).expect("a text comes back from the attic as it was put there")
    }
}

impl PartialEq for Stored {
    /// Two texts count as the same only if they are one.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.attic, &other.attic) && (self.at, self.length) == (other.at, other.length)
    }
}

impl Eq for Stored {}
