//! What is derived from the links and tags of a whole book.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::base::path::SourcePath;
use crate::gather::citations::Citations;
use crate::gather::graph::Graph;
use crate::gather::related::Relative;
use crate::gather::trail::Stage;

/// What is derived from all links and tags at once; but for the citations, as of the last time that it was asked for.
#[derive(Debug, Default)]
pub struct Derived {
    /// Which links lead to which file. Kept with every change.
    pub(crate) citations: Citations,
    pub(crate) graph: Graph,
    pub(crate) related: HashMap<SourcePath, Vec<Relative>, FixedState>,
    pub(crate) stages: HashMap<SourcePath, Vec<Stage>, FixedState>,
}

impl Derived {
    /// The relatives of an essay.
    pub(crate) fn related(&self, path: &SourcePath) -> &[Relative] {
        self.related.get(path).map_or(&[], Vec::as_slice)
    }

    /// The places of an essay on reading paths.
    pub(crate) fn stages(&self, path: &SourcePath) -> &[Stage] {
        self.stages.get(path).map_or(&[], Vec::as_slice)
    }
}
