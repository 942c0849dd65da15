//! What may be in the middle of being saved, and is believed only when it stays so.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// For how long something that is gone, or suddenly empty, may be one that is being saved: many
/// editors move the old file away, or empty it, before they write the new one.
const SAVING: Duration = Duration::from_millis(250);

/// Things in doubt, each with the moment from which it is believed.
#[derive(Debug)]
pub struct Doubts<K>(BTreeMap<K, Instant>);

impl<K> Default for Doubts<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord + Clone> Doubts<K> {
    /// Puts a thing in doubt, if it is not yet; gives the moment from which it is believed.
    pub fn raise(&mut self, thing: &K, now: Instant) -> Instant {
        *self.0.entry(thing.clone()).or_insert(now + SAVING)
    }

    /// Has no doubt about a thing any more.
    pub fn settle(&mut self, thing: &K) {
        self.0.remove(thing);
    }

    /// The things that are believed by now.
    pub fn believed(&self, now: Instant) -> impl Iterator<Item = &K> {
        self.0.iter().filter(move |(_, from)| **from <= now).map(|(thing, _)| thing)
    }

    /// When the next thing is to be believed.
    pub fn due(&self) -> Option<Instant> {
        self.0.values().min().copied()
    }
}
