//! Links followed to what they lead to.

use std::sync::Arc;

use rayon::prelude::*;

use crate::base::path::SourcePath;
use crate::gather::card::Card;
use crate::gather::citations::{Followed, User};
use crate::gather::facts::Mention;
use crate::gather::graph::Graph;
use crate::gather::index::{Entry, Index};
use crate::gather::reader::Reader;
use crate::gather::resolve::{Resolution, resolve};
use crate::read::permalink::Role;

/// Follows the links of the essay at `path`, if there is one, that others may quote.
pub(super) fn follow(index: &Index, path: SourcePath) -> (SourcePath, Followed) {
    let reader = Reader::of(index);
    let mentions = index.facts(&path).into_iter().flat_map(|facts| &facts.mentions);
    let lead = |mention: &Arc<Mention>| match resolve(&reader, &path, &mention.target) {
        Resolution::Found { path, .. } => Some((path.clone(), mention.clone())),
        _ => None,
    };
    let found = mentions.filter_map(lead).collect();
    let used = used_by(index, &reader, &path);
    let asked = reader.finish().0;
    (path, Followed { found, used, asked })
}

/// The files that are not essays and that an essay uses: by its links, pictures and fields, and by addresses in its
/// HTML and the styles there; and those that a style sheet names.
fn used_by(index: &Index, reader: &Reader<'_>, path: &SourcePath) -> Box<[(SourcePath, User)]> {
    let essay = index.entry(path).and_then(Entry::as_essay);
    let user = User { is_hidden: essay.is_some_and(|essay| essay.held.is_some()), path: path.clone() };
    let of_essay = essay.into_iter().flat_map(|essay| {
        let shown = essay.body.links.iter().map(|link| &*link.target).chain(&essay.body.styled);
        shown.chain(&essay.named)
    });
    let of_sheet = index.facts(path).into_iter().flat_map(|facts| &facts.styled);
    // Without an ending it is not a file.
    let targets = of_essay.chain(of_sheet).filter(|target| target.path.contains('.'));
    let mut used: Vec<_> = targets
        .filter_map(|target| match resolve(reader, path, target) {
            Resolution::Found { path, .. } if index.is_asset(path) => Some((path.clone(), user.clone())),
            _ => None,
        })
        .collect();
    used.sort_unstable();
    used.dedup();
    used.into()
}

/// Follows every link of the book.
pub(super) fn graph(index: &Index) -> Graph {
    let is_listed = |card: &Card| card.role == Role::Essay && !card.unlisted;
    let paths: Vec<SourcePath> = index.cards().filter(|card| is_listed(card)).map(|card| card.path.clone()).collect();
    let number = |path: &SourcePath| paths.binary_search(path).ok();
    let follow = |(here, path): (usize, &SourcePath)| {
        let reader = Reader::of(index);
        let targets = index.facts(path).into_iter().flat_map(|facts| facts.targets.iter());
        let found = targets.filter_map(|(target, _)| match resolve(&reader, path, target) {
            Resolution::Found { path, .. } => number(path).filter(|there| *there != here),
            _ => None,
        });
        let mut found: Vec<u32> = found.map(crate::base::span::offset).collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    let out: Vec<Vec<u32>> = paths.par_iter().enumerate().map(follow).collect();
    let mut into = vec![Vec::new(); paths.len()];
    for (from, targets) in out.iter().enumerate() {
        for to in targets {
            into[*to as usize].push(crate::base::span::offset(from));
        }
    }
    Graph { paths, out, into }
}
