//! Ordered sets by key: what the book knows, gathered from what essays say.
//!
//! Every value names the file it comes from, so that no two files contribute the same value, and
//! every group is in the order of its values, so that history cannot leak into bytes.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::FixedState;
use smallvec::{SmallVec, smallvec};

/// From each key to the ordered set of values filed under it.
#[derive(Debug)]
pub struct Relation<K, V> {
    /// Most groups have one value, which stands in the table itself.
    groups: HashMap<K, SmallVec<[V; 1]>, FixedState>,
}

impl<K, V> Default for Relation<K, V> {
    fn default() -> Self {
        Self { groups: HashMap::default() }
    }
}

impl<K: Ord + Hash + Clone, V: Ord> Relation<K, V> {
    /// The values filed under `key`, in order. A key that nothing is filed under has an empty
    /// group: absence can be read too.
    pub fn group<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> &[V]
    where
        K: Borrow<Q>,
    {
        self.groups.get(key).map_or(&[], SmallVec::as_slice)
    }

    /// The keys that something is filed under, in no order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.groups.keys()
    }

    /// Every group that is not empty with its key, in no order.
    pub fn groups(&self) -> impl Iterator<Item = (&K, &[V])> {
        self.groups.iter().map(|(key, group)| (key, group.as_slice()))
    }

    /// Takes values out and puts others in; gives the keys whose groups are now different, in
    /// order. A value that is both taken out and put in stays, and changes nothing.
    ///
    /// **Incremental:** the cost is that of the groups touched, and a bulk load sorts each group
    /// once.
    pub fn change(&mut self, out: Vec<(K, V)>, into: Vec<(K, V)>) -> Vec<K> {
        let (mut out, mut into) = (out, into);
        out.sort_unstable();
        into.sort_unstable();
        cancel(&mut out, &mut into);
        let mut changed: Vec<K> = out.iter().chain(&into).map(|(key, _)| key.clone()).collect();
        changed.sort_unstable();
        changed.dedup();
        for run in out.chunk_by(|a, b| a.0 == b.0) {
            let key = &run[0].0;
            if let Some(group) = self.groups.get_mut(key) {
                group.retain(|value| run.binary_search_by(|(_, gone)| gone.cmp(value)).is_err());
                if group.is_empty() {
                    self.groups.remove(key);
                }
            }
        }
        let mut into = into.into_iter().peekable();
        while let Some((key, first)) = into.next() {
            let mut new = smallvec![first];
            while let Some((_, value)) = into.next_if(|(next, _)| *next == key) {
                new.push(value);
            }
            let group = self.groups.entry(key).or_default();
            if group.is_empty() {
                new.shrink_to_fit();
                *group = new;
            } else {
                group.append(&mut new);
                group.sort();
            }
        }
        changed
    }
}

/// Drops what stands in both of two sorted lists.
fn cancel<T: Ord>(left: &mut Vec<T>, right: &mut Vec<T>) {
    if left.is_empty() || right.is_empty() {
        return;
    }
    let keep = |list: &[T], other: &[T]| -> Vec<bool> {
        list.iter().map(|value| other.binary_search(value).is_err()).collect()
    };
    let (left_stays, right_stays) = (keep(left, right), keep(right, left));
    for (list, stays) in [(left, left_stays), (right, right_stays)] {
        let mut stays = stays.into_iter();
        list.retain(|_| stays.next().unwrap_or(true));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Relation;
    use std::collections::{BTreeMap, BTreeSet};

    proptest! {
        /// A relation is a map of sets, and says exactly which of them changed.
        #[test]
        fn is_a_map_of_sets(batches in prop::collection::vec(
            (prop::collection::vec((0..5u8, 0..9u8), 0..12), prop::collection::vec((0..5u8, 0..9u8), 0..12)),
            1..8,
        )) {
            let mut relation = Relation::default();
            let mut model: BTreeMap<u8, BTreeSet<u8>> = BTreeMap::new();
            for (out, into) in batches {
                // As in the library: out is what is there, into is what is not there or goes out.
                let out: BTreeSet<_> = out.into_iter().filter(|(k, v)| model.get(k).is_some_and(|set| set.contains(v))).collect();
                let into: BTreeSet<_> = into.into_iter()
                    .filter(|pair| out.contains(pair) || !model.get(&pair.0).is_some_and(|set| set.contains(&pair.1))).collect();
                let before = model.clone();
                for (k, v) in &out { model.entry(*k).or_default().remove(v); }
                for (k, v) in &into { model.entry(*k).or_default().insert(*v); }
                let changed = relation.change(out.into_iter().collect(), into.into_iter().collect());
                for key in 0..5u8 {
                    let now: Vec<u8> = model.get(&key).into_iter().flatten().copied().collect();
                    let then: Vec<u8> = before.get(&key).into_iter().flatten().copied().collect();
                    prop_assert_eq!(relation.group(&key), now.as_slice());
                    prop_assert_eq!(changed.contains(&key), now != then);
                }
            }
        }
    }
}
