//! Files that are no essays: which of them the site has.
//!
//! A file follows the essays that use it: where none of these is published, it would tell of them.

use super::{Entry, Library};
use crate::source::SourcePath;

/// What the essays are called that stand for the folder they lie in, with files of their own beside them.
const INDEXES: [&str; 8] =
    ["index.md", "_index.md", "README.md", "readme.md", "index.markdown", "index.mdx", "index.html", "_index.html"];

impl Library {
    /// Whether the file at `path` is no essay.
    pub fn is_asset(&self, path: &SourcePath) -> bool {
        matches!(self.entry(path), Some(Entry::Asset(_)))
    }

    /// Whether a file that is no essay stays out of the site: all essays that use it are not published, or where none
    /// uses it, the one that stands for its folder is not.
    pub fn is_held_back(&self, path: &SourcePath) -> bool {
        match self.citations.users(path) {
            [] => self.index_above(path).is_some_and(|index| self.card(&index).is_none()),
            users => users.iter().all(|user| user.is_hidden),
        }
    }

    /// Whether a file waits for an essay that uses it, as the book asks of files of its kind.
    pub fn is_unused(&self, path: &SourcePath) -> bool {
        self.facts(path).is_some_and(|facts| facts.is_spare) && self.citations.users(path).is_empty()
    }

    /// The essay that stands for the nearest folder which a file lies in; that of the whole book is none of them.
    fn index_above(&self, path: &SourcePath) -> Option<SourcePath> {
        let folders = std::iter::successors(Some(path.folder()), |folder| Some(folder.rsplit_once('/')?.0));
        let index = |folder: &str| {
            let files = INDEXES.iter().map(|name| SourcePath::new(&format!("{folder}/{name}")));
            files.into_iter().find(|file| self.entry(file).and_then(Entry::as_essay).is_some())
        };
        folders.filter(|folder| !folder.is_empty()).find_map(index)
    }

    /// The files in a folder and below that are no essays.
    pub(super) fn assets_below(&self, folder: &str) -> Vec<SourcePath> {
        let front = format!("{folder}/");
        let all = self.paths.range(SourcePath::new(&front)..);
        all.take_while(|path| path.as_str().starts_with(&*front)).filter(|path| self.is_asset(path)).cloned().collect()
    }
}
