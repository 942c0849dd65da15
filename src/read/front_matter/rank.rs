//! Where an essay stands among others that its writer put in order.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use serde::{Serialize, Serializer};

/// A place in an order: a number, whole or not. The lowest comes first.
#[derive(Clone, Copy, Debug)]
pub struct Rank(f64);

impl Rank {
    /// The place that has no other, unless the number is none.
    pub fn new(number: f64) -> Option<Self> {
        // There is one nought.
        number.is_finite().then_some(Self(number + 0.0))
    }

    /// The number.
    pub fn number(self) -> f64 {
        self.0
    }

    /// The number, if it is a whole one.
    pub fn whole(self) -> Option<i64> {
        const MOST: f64 = 9_007_199_254_740_992.0;
        #[expect(clippy::cast_possible_truncation, reason = "whole, and within the bounds")]
        (self.0.fract() == 0.0 && self.0.abs() <= MOST).then_some(self.0 as i64)
    }
}

/// The place of what has been given none.
impl Default for Rank {
    fn default() -> Self {
        Self(0.0)
    }
}

impl Ord for Rank {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Rank {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Rank {}

impl Hash for Rank {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl Serialize for Rank {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.whole() {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.serialize_f64(self.0),
        }
    }
}
