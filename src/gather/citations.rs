//! Which links lead to which file.
//!
//! **Incremental:** the links of an essay are followed when it is read, and again when there is something
//! else under a name that was asked for while they were followed. So a page that shows what cites it
//! reads one group, which holds nothing else.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use crate::base::path::SourcePath;
use crate::gather::facts::Mention;
use crate::gather::group::GroupId;
use crate::gather::relation::Relation;

/// The links between essays, followed.
#[derive(Debug, Default)]
pub(crate) struct Citations {
    /// From each file to the links of other essays that lead to it.
    into: Relation<SourcePath, Arc<Mention>>,
    /// From each file that is not an essay to the essays that use it.
    users: Relation<SourcePath, User>,
    /// From what was asked to the essays whose links were followed by it.
    askers: Relation<GroupId, SourcePath>,
    followed: HashMap<SourcePath, Followed, FixedState>,
}

/// An essay that uses a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct User {
    /// Whether it is not published.
    pub is_hidden: bool,
    pub path: SourcePath,
}

/// The links of an essay, followed.
#[derive(Debug, Default)]
pub(crate) struct Followed {
    /// The file that each of its targets leads to, in their order.
    pub(crate) leads: Box<[Option<SourcePath>]>,
    /// What they lead to, without those that lead nowhere or to the essay itself.
    pub(crate) found: Box<[(SourcePath, Arc<Mention>)]>,
    /// The files that it uses.
    pub(crate) used: Box<[(SourcePath, User)]>,
    /// What was asked.
    pub(crate) asked: Box<[GroupId]>,
}

impl Citations {
    /// The links of other essays that lead to the file at `path`.
    pub(crate) fn leading_to(&self, path: &SourcePath) -> &[Arc<Mention>] {
        self.into.group(path)
    }

    /// The file that each target of the essay at `path` leads to, in their order.
    pub(crate) fn leads(&self, path: &SourcePath) -> &[Option<SourcePath>] {
        self.followed.get(path).map_or(&[], |followed| &followed.leads)
    }

    /// The essays that use the file at `path`, which is none.
    pub(crate) fn users(&self, path: &SourcePath) -> &[User] {
        self.users.group(path)
    }

    /// The files that are not essays and that the one at `path` uses, if that is none either.
    pub(crate) fn used_by(&self, path: &SourcePath) -> impl Iterator<Item = &SourcePath> {
        let followed =
            self.followed.get(path).filter(|followed| followed.used.iter().all(|(_, user)| user.path == *path));
        followed.into_iter().flat_map(|followed| &followed.used).map(|(used, _)| used)
    }

    /// Every file that links lead to with these, in no order.
    pub(crate) fn groups(&self) -> impl Iterator<Item = (&SourcePath, &[Arc<Mention>])> {
        self.into.groups()
    }

    /// The essays whose links are to be followed: those that are `read`, and those that asked for what is
    /// another one now.
    pub(crate) fn stale(&self, read: &[SourcePath], changed: &[GroupId]) -> Vec<SourcePath> {
        let askers = changed.iter().flat_map(|group| self.askers.group(group));
        let mut stale: Vec<_> = read.iter().chain(askers).cloned().collect();
        stale.sort_unstable();
        stale.dedup();
        stale
    }

    /// Takes in the links of essays, followed anew; gives the files that other links lead to now, and those
    /// that others use.
    pub(crate) fn change(&mut self, followed: Vec<(SourcePath, Followed)>) -> (Vec<SourcePath>, Vec<SourcePath>) {
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        let (mut unused, mut used) = (Vec::new(), Vec::new());
        let (mut no_longer, mut asked) = (Vec::new(), Vec::new());
        for (path, new) in followed {
            come.extend_from_slice(&new.found);
            used.extend_from_slice(&new.used);
            asked.extend(new.asked.iter().map(|group| (*group, path.clone())));
            let old = if new.asked.is_empty() {
                self.followed.remove(&path)
            } else {
                self.followed.insert(path.clone(), new)
            };
            let old = old.unwrap_or_default();
            gone.extend(old.found);
            unused.extend(old.used);
            no_longer.extend(old.asked.into_iter().map(|group| (group, path.clone())));
        }
        let (changed, _) = rayon::join(|| self.into.change(gone, come), || self.askers.change(no_longer, asked));
        (changed, self.users.change(unused, used))
    }
}
