//! The places of an essay on reading paths.

use crate::base::path::SourcePath;

/// The place of an essay on a reading path.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Stage {
    /// The file of the path.
    pub trail: SourcePath,
    /// Which stop it is, from 1, of how many.
    pub place: usize,
    pub count: usize,
    pub previous: Option<Step>,
    pub next: Option<Step>,
}

/// The stop before or after: its essay, and why it comes there.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Step {
    pub path: SourcePath,
    pub why: Box<str>,
}
