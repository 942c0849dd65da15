//! Links followed to what they lead to.

use rayon::prelude::*;

use crate::base::path::SourcePath;
use crate::gather::card::Card;
use crate::gather::citations::{Citations, Followed, User};
use crate::gather::graph::Graph;
use crate::gather::index::{Entry, Index};
use crate::gather::reader::Reader;
use crate::gather::resolve::{Resolution, resolve};
use crate::read::permalink::Role;
use crate::read::syntax::link::Target;

/// Follows the links of the essay at `path`, if there is one. Each target is looked for once.
pub(super) fn follow(index: &Index, path: SourcePath) -> (SourcePath, Followed) {
    let reader = Reader::of(index);
    let facts = index.facts(&path);
    let targets = facts.map_or(&[][..], |facts| &facts.targets);
    let mut leads: Vec<Option<SourcePath>> = Vec::with_capacity(targets.len());
    for (at, (target, _)) in targets.iter().enumerate() {
        // Links of several kinds may have one target.
        let same = at.checked_sub(1).filter(|before| targets[*before].0 == *target);
        leads.push(same.map_or_else(|| found(&reader, &path, target), |before| leads[before].clone()));
    }
    let lead = |target: &Target| match targets.binary_search_by(|(known, _)| (**known).cmp(target)) {
        Ok(at) => leads[at].clone(),
        Err(_) => found(&reader, &path, target),
    };
    let mentions = facts.into_iter().flat_map(|facts| &facts.mentions);
    let found = mentions.filter_map(|mention| Some((lead(&mention.target)?, mention.clone()))).collect();
    let used = used_by(index, &path, lead);
    let asked = reader.finish().0;
    (path, Followed { leads: leads.into(), found, used, asked })
}

/// The file that a link in `from` leads to, if that is another one.
fn found(reader: &Reader<'_>, from: &SourcePath, target: &Target) -> Option<SourcePath> {
    match resolve(reader, from, target) {
        Resolution::Found { path, .. } => Some(path.clone()),
        _ => None,
    }
}

/// The files that are not essays and that an essay uses: by its links, pictures and fields, and by addresses in its
/// HTML and the styles there; and those that a style sheet names. `lead` gives the file that a target leads to.
fn used_by(
    index: &Index,
    path: &SourcePath,
    lead: impl Fn(&Target) -> Option<SourcePath>,
) -> Box<[(SourcePath, User)]> {
    let essay = index.entry(path).and_then(Entry::as_essay);
    let user = User { is_hidden: essay.is_some_and(|essay| essay.held.is_some()), path: path.clone() };
    let of_essay = essay.into_iter().flat_map(|essay| {
        let shown = essay.body.links.iter().map(|link| &*link.target).chain(&essay.body.styled);
        shown.chain(&essay.named)
    });
    let of_sheet = index.facts(path).into_iter().flat_map(|facts| &facts.styled);
    // Without an ending it is not a file.
    let targets = of_essay.chain(of_sheet).filter(|target| target.path.contains('.'));
    let files = targets.filter_map(lead).filter(|path| index.is_asset(path));
    let mut used: Vec<_> = files.map(|path| (path, user.clone())).collect();
    used.sort_unstable();
    used.dedup();
    used.into()
}

/// The links of the book, which have been followed.
pub(super) fn graph(index: &Index, citations: &Citations) -> Graph {
    let is_listed = |card: &Card| card.role == Role::Essay && !card.unlisted;
    let paths: Vec<SourcePath> = index.cards().filter(|card| is_listed(card)).map(|card| card.path.clone()).collect();
    let number = |path: &SourcePath| paths.binary_search(path).ok();
    let follow = |(here, path): (usize, &SourcePath)| {
        let found = citations.leads(path).iter().flatten().filter_map(number).filter(|there| *there != here);
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
