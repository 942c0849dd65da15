//! Every link between two essays that lists may name, followed.
//!
//! It serves what looks at the whole book: which essays are related, and the map.
//!
//! **Incremental:** it is woven anew as a whole once a batch of edits has changed links, names or what
//! is listed, and only when it is asked for. Pages do not read it, but what is derived from it.

use rayon::prelude::*;

use crate::card::Card;
use crate::library::Library;
use crate::path::SourcePath;
use crate::permalink::Role;
use crate::reader::Reader;
use crate::resolve::{Resolution, resolve};

/// Essays by number, in the order of their paths, and who links to whom.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub struct Graph {
    pub paths: Vec<SourcePath>,
    /// For each essay those that it links to, in order, each once.
    pub out: Vec<Vec<u32>>,
    /// For each essay those that link to it, in order, each once.
    pub into: Vec<Vec<u32>>,
}

impl Graph {
    /// Follows every link of the book.
    pub fn of(library: &Library) -> Self {
        let is_listed = |card: &Card| card.role == Role::Essay && !card.unlisted;
        let paths: Vec<SourcePath> =
            library.cards().filter(|card| is_listed(card)).map(|card| card.path.clone()).collect();
        let number = |path: &SourcePath| paths.binary_search(path).ok();
        let follow = |(here, path): (usize, &SourcePath)| {
            let reader = Reader::new(library);
            let targets = library.facts(path).into_iter().flat_map(|facts| facts.targets.iter());
            let found = targets.filter_map(|(target, _)| match resolve(&reader, path, target) {
                Resolution::Found { path, .. } => number(path).filter(|there| *there != here),
                _ => None,
            });
            let mut found: Vec<u32> = found.map(crate::span::offset).collect();
            found.sort_unstable();
            found.dedup();
            found
        };
        let out: Vec<Vec<u32>> = paths.par_iter().enumerate().map(follow).collect();
        let mut into = vec![Vec::new(); paths.len()];
        for (from, targets) in out.iter().enumerate() {
            for to in targets {
                into[*to as usize].push(crate::span::offset(from));
            }
        }
        Self { paths, out, into }
    }

    /// How many essays link to the one at `path`.
    pub fn cited(&self, path: &SourcePath) -> usize {
        self.paths.binary_search(path).map_or(0, |number| self.into[number].len())
    }

    /// Whether one of the two links to the other.
    pub fn linked(&self, one: u32, other: u32) -> bool {
        self.out[one as usize].binary_search(&other).is_ok() || self.out[other as usize].binary_search(&one).is_ok()
    }
}
