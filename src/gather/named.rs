//! A name that a file answers to.

use std::sync::Arc;

use crate::base::path::SourcePath;
use crate::read::essay::Held;

/// A name that a file answers to. The nearest kinds come first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Named {
    pub kind: NameKind,
    pub path: SourcePath,
    /// As it was written.
    pub spelling: Arc<str>,
    /// Why the file is not published, if it is an essay that is not.
    pub held: Option<Held>,
    /// The language of the essay, by its number among those of the book.
    pub language: u8,
    /// Of the files that stand for one folder, which one is meant by its name: the first by this.
    pub rank: u8,
}

impl Named {
    /// Whether the file is an essay that is not published.
    pub fn is_hidden(&self) -> bool {
        self.held.is_some()
    }

    /// The path by which a link may name the file: without `.md`, or the folder it stands for. `None` for
    /// names that are not the ends of paths.
    pub fn file(&self) -> Option<&str> {
        match self.kind {
            NameKind::Stem if *self.spelling == *self.path.stem() => Some(self.path.id()),
            // Without the code of a language, if this is the name without it.
            NameKind::Stem => {
                let (id, stem) = (self.path.id(), self.path.stem());
                let code = stem.strip_prefix(&*self.spelling).filter(|code| code.starts_with('.'))?;
                id.get(..id.len() - code.len())
            }
            NameKind::Asset => Some(self.path.as_str()),
            NameKind::Folder => Some(self.path.folder()),
            NameKind::Alias | NameKind::Title | NameKind::Address | NameKind::Former => None,
        }
    }
}

/// How a file comes by a name, in the order in which names are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// The file name without `.md` (and without a day at its front).
    Stem,
    /// One of `aliases`.
    Alias,
    Title,
    /// The file name of an asset.
    Asset,
    /// The name of the folder that an index file stands for.
    Folder,
    /// The address of the page, or one that it has in another tool.
    Address,
    /// An old address, from which a page leads on.
    Former,
}
