//! Files that are no essays: which of them the site has.
//!
//! A file follows the essays that use it: where none of these is published, it would tell of them.

use super::{Entry, Library};
use crate::facts::NameKind;
use crate::key::{Key, Way};
use crate::name::Name;
use crate::source::{SourcePath, last_part};

impl Library {
    /// Whether the file at `path` is no essay.
    pub fn is_asset(&self, path: &SourcePath) -> bool {
        matches!(self.entry(path), Some(Entry::Asset(_)))
    }

    /// Whether a file that is no essay stays out of the site: all essays that use it are not published, or where none
    /// uses it, those that stand for its folder are not.
    pub fn is_held_back(&self, path: &SourcePath) -> bool {
        match self.citations.users(path) {
            [] => self.is_below_held(path),
            users => users.iter().all(|user| user.is_hidden),
        }
    }

    /// Whether a file waits for an essay that uses it, as the book asks of files of its kind.
    pub fn is_unused(&self, path: &SourcePath) -> bool {
        self.facts(path).is_some_and(|facts| facts.is_spare) && self.citations.users(path).is_empty()
    }

    /// Whether none of the essays is published that stand for the nearest folder which a file lies in; those of the
    /// whole book are none of them.
    fn is_below_held(&self, path: &SourcePath) -> bool {
        let folders = std::iter::successors(Some(path.folder()), |folder| Some(folder.rsplit_once('/')?.0));
        let are_held = |folder: &str| {
            let key = Key::new(Way::Place, &Name::of(last_part(folder)), folder);
            let named = self.names.group(&key).iter().map(|called| &*called.named);
            let texts = named.filter(|named| named.kind == NameKind::Folder && named.path.folder() == folder);
            let mut texts = texts.filter(|named| named.rank < u8::MAX).peekable();
            texts.peek()?;
            Some(texts.all(|text| text.is_hidden()))
        };
        folders.filter(|folder| !folder.is_empty()).find_map(are_held).unwrap_or(false)
    }

    /// The files in a folder and below that are no essays.
    pub(super) fn assets_below(&self, folder: &str) -> Vec<SourcePath> {
        let front = format!("{folder}/");
        let all = self.paths.range(SourcePath::new(&front)..);
        all.take_while(|path| path.as_str().starts_with(&*front)).filter(|path| self.is_asset(path)).cloned().collect()
    }
}
