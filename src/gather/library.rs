//! What a book knows: the relations of its files, and what is derived from all of them.
//!
//! Pages do not look in here; they ask a [`Reader`], which records what it hands out.

mod files;
mod follow;

use std::collections::{BTreeSet, HashMap};
use std::ops::Deref;
use std::sync::Arc;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use crate::base::config::Config;
use crate::base::path::SourcePath;
use crate::gather::derived::Derived;
use crate::gather::facts::Mention;
use crate::gather::graph::Graph;
use crate::gather::group::Group;
use crate::gather::index::digests::Digests;
use crate::gather::index::{Changes, Index, Volume};
use crate::gather::reader::Reader;
use crate::gather::related::{self, Relative};
use crate::gather::stop;
use crate::gather::trail::Stage;

/// Everything that pages are made from. What lies in the relations is asked of it as of them.
#[derive(Debug, Default)]
pub struct Library {
    index: Index,
    derived: Derived,
    /// Of each file with several names that is not an essay, all of them.
    names: HashMap<SourcePath, Arc<[SourcePath]>, FixedState>,
}

impl Deref for Library {
    type Target = Index;

    fn deref(&self) -> &Index {
        &self.index
    }
}

impl Library {
    /// A library without any file, for a book with these settings.
    pub fn empty(config: &Config) -> Self {
        Self { index: Index::empty(config), derived: Derived::default(), names: HashMap::default() }
    }

    /// A reader of it, for one page.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(&self.index, &self.derived)
    }

    /// Takes in files that are new or changed, and lets go of those that are gone (`None`). No path
    /// may come twice. `is_read` says whether any page has been made.
    pub fn change(
        &mut self,
        volumes: Vec<(SourcePath, Option<Box<Volume>>)>,
        config: &Config,
        is_read: bool,
    ) -> Changes {
        let (mut changes, named) = self.index.change(volumes, config, is_read);
        let citations = &mut self.derived.citations;
        let stale = citations.stale(&changes.paths, &named).into_par_iter();
        let followed = stale.map(|path| follow::follow(&self.index, path)).collect();
        let (cited, used) = citations.change(followed);
        changes.mark_all(&cited, Group::Citing);
        changes.used.extend(used);
        changes.used.extend(changes.paths.iter().filter(|path| self.names.contains_key(*path)).cloned());
        self.pass_on_use(&mut changes.used);
        changes
    }

    /// What every group holds, as of the last time that something was derived. `seen` has the hash of what each file
    /// held when it was read.
    pub fn digests(&self, seen: &HashMap<SourcePath, u128, FixedState>) -> Digests {
        self.index.digests(&self.derived, seen)
    }

    /// Sets the files of pages that the site has whatever is in the book.
    pub fn stand(&mut self, files: BTreeSet<String>) {
        self.index.stand(files);
    }

    /// Follows every link and every path of the book and finds which essays are related, if that may have
    /// changed; gives what has. `is_read` says whether any page has been made.
    pub fn derive(&mut self, is_read: bool) -> Changes {
        if !std::mem::take(&mut self.index.is_underived) {
            return Changes::none(true);
        }
        let mut changes = Changes::none(is_read);
        let graph = follow::graph(&self.index, &self.derived.citations);
        let relatives = related::relatives(&self.index, &graph);
        if graph != self.derived.graph {
            changes.mark(Group::Graph);
        }
        let related: HashMap<_, _, _> =
            graph.paths.iter().cloned().zip(relatives).filter(|(_, relatives)| !relatives.is_empty()).collect();
        let stages = stop::stages(&self.index);
        let citations = std::mem::take(&mut self.derived.citations);
        let new = Derived { citations, graph, related, stages };
        let old = std::mem::replace(&mut self.derived, new);
        let new = &self.derived;
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
        changes
    }

    /// The links of other essays that lead to the file at `path`.
    pub fn citing(&self, path: &SourcePath) -> &[Arc<Mention>] {
        self.derived.citations.leading_to(path)
    }

    /// Every link between two essays, as of the last time that it was derived.
    pub fn graph(&self) -> &Graph {
        &self.derived.graph
    }

    /// The relatives of an essay, as of the last time that it was derived.
    pub fn related(&self, path: &SourcePath) -> &[Relative] {
        self.derived.related(path)
    }

    /// The places of an essay on reading paths, as of the last time that it was derived.
    pub fn stages(&self, path: &SourcePath) -> &[Stage] {
        self.derived.stages(path)
    }
}
