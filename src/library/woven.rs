//! What is derived from all links and tags of the book at once.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::changes::Changes;
use crate::graph::Graph;
use crate::group::Group;
use crate::library::Library;
use crate::path::SourcePath;
use crate::related::{self, Relative};
use crate::stop::{self, Stage};

/// What is derived from all links and tags at once.
#[derive(Debug, Default)]
pub(super) struct Woven {
    pub(super) graph: Graph,
    pub(super) related: HashMap<SourcePath, Vec<Relative>, FixedState>,
    pub(super) stages: HashMap<SourcePath, Vec<Stage>, FixedState>,
}

impl Library {
    /// Follows every link and every path of the book and finds which essays are related, if that may have
    /// changed; gives what has. `is_read` says whether any page has been made.
    pub fn weave(&mut self, is_read: bool) -> Changes {
        if !std::mem::take(&mut self.is_unwoven) {
            return Changes::none(true);
        }
        let mut changes = Changes::none(is_read);
        let graph = Graph::of(self);
        let relatives = related::relatives(self, &graph);
        if graph != self.woven.graph {
            changes.mark(Group::Graph);
        }
        let related: HashMap<_, _, _> =
            graph.paths.iter().cloned().zip(relatives).filter(|(_, relatives)| !relatives.is_empty()).collect();
        let stages = stop::stages(self);
        let (new, old) = (Woven { graph, related, stages }, std::mem::take(&mut self.woven));
        for path in new.graph.paths.iter().chain(&old.graph.paths) {
            if new.related.get(path) != old.related.get(path) {
                changes.mark(Group::Related(path));
            }
            if new.graph.cited(path) != old.graph.cited(path) {
                changes.mark(Group::Cited(path));
            }
        }
        let on_paths = new.stages.keys().chain(old.stages.keys());
        changes.mark_all(on_paths.filter(|path| new.stages.get(*path) != old.stages.get(*path)), Group::Stages);
        self.woven = new;
        changes
    }

    /// Every link between two essays, as of the last weaving.
    pub fn graph(&self) -> &Graph {
        &self.woven.graph
    }

    /// The relatives of an essay, as of the last weaving.
    pub fn related(&self, path: &SourcePath) -> &[Relative] {
        self.woven.related.get(path).map_or(&[], Vec::as_slice)
    }

    /// The places of an essay on reading paths, as of the last weaving.
    pub fn stages(&self, path: &SourcePath) -> &[Stage] {
        self.woven.stages.get(path).map_or(&[], Vec::as_slice)
    }
}
