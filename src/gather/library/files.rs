//! Files that are not essays: which of them the site has.
//!
//! A file follows the essays that use it: where none of these is published, it would tell of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Library;
use crate::base::key::{Key, Way};
use crate::base::name::Name;
use crate::base::path::{SourcePath, last_part};
use crate::gather::citations::User;
use crate::gather::named::{NameKind, Named};

impl Library {
    /// Whether a file that is not an essay stays out of the site: all essays that use it are not published, or where none
    /// uses it, those that stand for its folder are not, or the same file is held back by another name.
    pub fn is_held_back(&self, path: &SourcePath) -> bool {
        let others = || self.names.get(path).into_iter().flat_map(|names| names.iter()).filter(|other| *other != path);
        let is_shown = |other: &SourcePath| !self.origins(other).is_empty() && !self.is_held_by_itself(other);
        self.is_held_by_itself(path)
            || (others().any(|other| self.is_held_by_itself(other))
                && self.origins(path).is_empty()
                && !others().any(is_shown))
    }

    /// Takes in the names of each file that has several; gives those of which something else may hold now.
    pub fn join_names(&mut self, names: &[Box<[SourcePath]>]) -> Vec<SourcePath> {
        let joined = names.iter().flat_map(|names| {
            let all: Arc<[SourcePath]> = names.iter().cloned().collect();
            names.iter().map(move |name| (name.clone(), all.clone()))
        });
        let old = std::mem::replace(&mut self.names, joined.collect());
        let all: BTreeSet<&SourcePath> = old.keys().chain(self.names.keys()).collect();
        all.into_iter().filter(|path| old.get(*path) != self.names.get(*path)).cloned().collect()
    }

    /// The same, whatever other names it has.
    fn is_held_by_itself(&self, path: &SourcePath) -> bool {
        let is_held = |user: &&User| {
            if self.is_asset(&user.path) { self.is_held_where_it_lies(&user.path) } else { user.is_hidden }
        };
        let origins = self.origins(path);
        if origins.is_empty() { self.is_held_where_it_lies(path) } else { origins.iter().all(is_held) }
    }

    /// The essays that use a file, by way of style sheets too, and such sheets that nothing uses.
    fn origins(&self, path: &SourcePath) -> Vec<&User> {
        let mut origins = Vec::new();
        let mut seen = BTreeSet::from([path.clone()]);
        let mut ways = vec![path];
        while let Some(path) = ways.pop() {
            for user in self.derived.citations.users(path).iter().filter(|user| seen.insert(user.path.clone())) {
                if self.is_asset(&user.path) && !self.derived.citations.users(&user.path).is_empty() {
                    ways.push(&user.path);
                } else {
                    origins.push(user);
                }
            }
        }
        origins
    }

    /// Whether a file that nothing uses stays out of the site.
    fn is_held_where_it_lies(&self, path: &SourcePath) -> bool {
        self.facts(path).is_some_and(|facts| facts.is_among_drafts) || self.is_below_held(path)
    }

    /// Adds the files that style sheets among `used` name: they follow the essays that use the sheet. And the other names of
    /// those.
    pub(super) fn pass_on_use(&self, used: &mut Vec<SourcePath>) {
        let mut seen: BTreeSet<SourcePath> = used.iter().cloned().collect();
        let mut at = 0;
        while let Some(path) = used.get(at) {
            let named = self.derived.citations.used_by(path).filter(|named| seen.insert((*named).clone()));
            let named: Vec<_> = named.cloned().collect();
            used.extend(named);
            at += 1;
        }
        let others: Vec<_> = used.iter().filter_map(|path| self.names.get(path)).collect();
        used.extend(others.into_iter().flat_map(|names| names.iter().cloned()));
    }

    /// Whether a file waits for an essay that uses it, as the book asks of files of its kind.
    pub fn is_unused(&self, path: &SourcePath) -> bool {
        let is_spare = |path: &SourcePath| self.facts(path).is_some_and(|facts| facts.is_spare);
        is_spare(path) && self.origins(path).iter().all(|user| self.is_asset(&user.path) && is_spare(&user.path))
    }

    /// Whether none of the essays is published that stand for the nearest folder which a file lies in; those of the
    /// whole book are none of them.
    fn is_below_held(&self, path: &SourcePath) -> bool {
        let folders = std::iter::successors(Some(path.folder()), |folder| Some(folder.rsplit_once('/')?.0));
        let are_held = |folder: &str| {
            let key = Key::new(Way::Place, &Name::of(last_part(folder)), folder);
            let named = self.names(key).iter().map(|called| &*called.named);
            let texts = named.filter(|named| named.kind == NameKind::Folder && named.path.folder() == folder);
            let mut texts = texts.filter(|named| named.rank < u8::MAX).peekable();
            texts.peek()?;
            Some(texts.all(Named::is_hidden))
        };
        folders.filter(|folder| !folder.is_empty()).find_map(are_held).unwrap_or(false)
    }
}
