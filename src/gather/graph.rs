//! Every link between two essays that lists may name, followed.
//!
//! It serves what looks at the whole book: which essays are related, and the map.
//!
//! **Incremental:** it is derived again as a whole once a batch of edits has changed links, names or what
//! is listed, and only when it is asked for. Pages do not read it, but what is derived from it.

use crate::base::path::SourcePath;

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
    /// How many essays link to the one at `path`.
    pub fn cited(&self, path: &SourcePath) -> usize {
        self.paths.binary_search(path).map_or(0, |number| self.into[number].len())
    }

    /// Whether one of the two links to the other.
    pub fn linked(&self, one: u32, other: u32) -> bool {
        self.out[one as usize].binary_search(&other).is_ok() || self.out[other as usize].binary_search(&one).is_ok()
    }
}
