//! The stops of reading paths, found, and the places of essays on them.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use foldhash::fast::FixedState;

use crate::base::path::SourcePath;
use crate::gather::card::Card;
use crate::gather::index::Index;
use crate::gather::reader::Reader;
use crate::gather::resolve::{Resolution, resolve};
use crate::gather::trail::{Stage, Step};
use crate::read::permalink::Role;

/// A stop whose essay is there.
pub struct Found<'a> {
    pub card: &'a Arc<Card>,
    pub why: &'a str,
    /// Which item of the path's lists it is, from 0.
    pub nth: usize,
}

/// The stops of the path in the file `path` whose essays are published, each essay once.
pub fn stops<'a>(reader: &Reader<'a>, path: &SourcePath) -> Vec<Found<'a>> {
    let mut known = BTreeSet::new();
    let found = reader.stops(path).iter().filter_map(|stop| match resolve(reader, path, &stop.target) {
        Resolution::Found { path, .. } => Some(Found { card: essay(reader, path)?, why: &stop.why, nth: stop.nth }),
        _ => None,
    });
    found.filter(|stop| known.insert(&stop.card.path)).collect()
}

/// The essay in the file `path` that may be a stop. Nothing else is one: not the page of a tag, nor
/// another path.
pub fn essay<'a>(reader: &Reader<'a>, path: &SourcePath) -> Option<&'a Arc<Card>> {
    reader.card(path).filter(|card| card.role == Role::Essay)
}

/// The places of every essay on the paths of the book.
///
/// **Incremental:** found for the whole book at once ([`crate::gather::graph`] says when). Each essay on a path of
/// a thousand stops would follow all of them otherwise.
pub fn stages(index: &Index) -> HashMap<SourcePath, Vec<Stage>, FixedState> {
    let reader = Reader::of(index);
    let mut stages: HashMap<SourcePath, Vec<Stage>, FixedState> = HashMap::default();
    for trail in reader.trails() {
        let found = stops(&reader, &trail.path);
        let step = |at: Option<usize>| {
            let Found { card, why, .. } = found.get(at?)?;
            Some(Step { path: card.path.clone(), why: (*why).into() })
        };
        for (at, stop) in found.iter().enumerate() {
            let (previous, next) = (step(at.checked_sub(1)), step(Some(at + 1)));
            let stage = Stage { trail: trail.path.clone(), place: at + 1, count: found.len(), previous, next };
            stages.entry(stop.card.path.clone()).or_default().push(stage);
        }
    }
    stages
}
