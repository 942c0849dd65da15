//! What a file is called, filed under everything that a link may call it by.

use std::cmp::Ordering;
use std::sync::Arc;

use smallvec::SmallVec;

use crate::base::key::{Key, MOST_PARTS, Way};
use crate::base::name::Name;
use crate::gather::named::{NameKind, Named};

/// A name of a file in one of the ways in which it can be looked for.
///
/// What is filed under one key is in such an order that a look-up need not go through all of it: by
/// what it is, in which language and how it is spelled, then what lies at the root, then by path, so that the files of each
/// folder stand side by side.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Called {
    pub named: Arc<Named>,
    part: Part,
}

/// Which text a look-up compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Part {
    /// The spelling of the name.
    Spelling,
    /// The path of the file from this byte on.
    Path(u32),
}

impl Called {
    /// Everything that a file can be looked for by that has the name `named`.
    pub fn by(name: &Name, named: Named) -> Vec<(Key, Self)> {
        let named = Arc::new(named);
        let part = |part| Self { named: named.clone(), part };
        let is_address = matches!(named.kind, NameKind::Address | NameKind::Former);
        let way = if is_address { Way::Place } else { Way::Name };
        let mut all = vec![(Key::new(way, name, &named.spelling), part(Part::Spelling))];
        let Some(file) = named.file() else { return all };
        all.push((Key::new(Way::Place, name, file), part(Part::Path(0))));
        // Without the file alone, which is looked for by name.
        for (at, _) in file.rmatch_indices('/').skip(1).take(MOST_PARTS - 1) {
            let start = at + 1;
            all.push((Key::of_end(name, &file[start..]), part(Part::Path(crate::base::span::offset(start)))));
        }
        all
    }

    /// The text that a look-up compares.
    pub fn text(&self) -> &str {
        match self.part {
            Part::Spelling => &self.named.spelling,
            Part::Path(start) => self.named.file().and_then(|file| file.get(start as usize..)).unwrap_or_default(),
        }
    }

    /// Whether it is the name as it is spelled, of which each name has one.
    pub fn is_spelled(&self) -> bool {
        self.part == Part::Spelling
    }

    /// Whether the file lies in a folder.
    fn is_nested(&self) -> bool {
        self.named.path.as_str().contains('/')
    }

    fn order(&self) -> impl Ord + '_ {
        let named = &*self.named;
        (
            (named.is_hidden(), named.kind, named.language),
            self.text(),
            self.is_nested(),
            (&named.path, &named.spelling, named.rank),
            (self.part, named.held),
        )
    }
}

/// Members of a group that are spelled alike, side by side. Most groups have one such run or two.
pub type Runs<'a> = SmallVec<[&'a [Called]; 2]>;

/// The members of a group that are of one kind and language and spelled alike, side by side.
pub fn spellings(mut group: &[Called]) -> Runs<'_> {
    let mut runs = Runs::new();
    while let Some(first) = group.first() {
        let sort = |called: &Called| (called.named.kind, called.named.language);
        let is_alike = |called: &Called| sort(called) == sort(first) && called.text() == first.text();
        let (run, rest) = group.split_at(
            group.partition_point(|called| called.named.is_hidden() == first.named.is_hidden() && is_alike(called)),
        );
        runs.push(run);
        group = rest;
    }
    runs
}

/// The first two by path of those that are spelled alike, in order.
pub fn first_two(run: &[Called]) -> impl Iterator<Item = &Named> {
    let (at_root, nested) = at_root(run);
    let mut first: Vec<&Named> =
        at_root.iter().take(2).chain(nested.iter().take(2)).map(|called| &*called.named).collect();
    first.sort_unstable_by_key(|named| &named.path);
    first.into_iter().take(2)
}

/// Those that are spelled alike, apart: the files at the root, and those in folders, both by path.
pub fn at_root(run: &[Called]) -> (&[Called], &[Called]) {
    run.split_at(run.partition_point(|called| !called.is_nested()))
}

impl Ord for Called {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }
}

impl PartialOrd for Called {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
