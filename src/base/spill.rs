//! A place for texts that are not at hand.
//!
//! The texts of a large book need not be in memory while pages are made one after the other. Where they lie
//! instead is the edge's to say.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Keeps texts outside of memory.
pub trait Spill: fmt::Debug + Send + Sync {
    /// Takes in a text and says where it lies; `None` if it cannot be kept.
    fn put(&self, text: &str) -> Option<u64>;

    /// Fills `bytes` with what lies at `at`.
    ///
    /// # Panics
    /// If it cannot be had back. Whoever needs it cannot go on then.
    fn get(&self, at: u64, bytes: &mut [u8]);
}

/// A spilled text.
#[derive(Clone, Debug)]
pub struct Spilled {
    spill: Arc<dyn Spill>,
    at: u64,
    /// In bytes.
    pub length: usize,
}

impl Spilled {
    /// Spills a text, if there is room for it.
    pub fn new(text: &str, spill: &Arc<dyn Spill>) -> Option<Self> {
        Some(Self { at: spill.put(text)?, length: text.len(), spill: spill.clone() })
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
        self.spill.get(self.at, &mut bytes);
        String::from_utf8(bytes).expect("a text comes back as it was spilled")
    }
}

impl PartialEq for Spilled {
    /// Two texts count as the same only if they are one.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.spill, &other.spill) && (self.at, self.length) == (other.at, other.length)
    }
}

impl Eq for Spilled {}
