//! Links to what git leaves out, reported once a folder: a build of another program makes it, nearly always.

use std::collections::BTreeMap;

use super::absent::{leads, place};
use crate::base::diagnostic::links::unbuilt;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::left_out::LeftOut;

/// Puts one finding in place of all that lead to what git leaves out in one folder.
pub(super) fn folders(sorted: &mut Vec<Diagnostic>, left_out: &LeftOut, base: &str) {
    if left_out.by_git.is_empty() || !sorted.iter().any(is_of_kind) {
        return;
    }
    let of_git = left_out.of_git();
    let mut within: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, found) in sorted.iter().enumerate().filter(|(_, found)| is_of_kind(found)) {
        if let Some(folder) = leads(found, base).and_then(|path| of_git.folder(&path)) {
            within.entry(folder).or_default().push(at);
        }
    }
    let mut goes = vec![false; sorted.len()];
    for (folder, places) in &within {
        let others: Vec<_> = places[1..].iter().take(2).filter_map(|at| place(&sorted[*at])).collect();
        let first = sorted[places[0]].clone();
        sorted[places[0]] = unbuilt(first, folder, places.len(), &others);
        places[1..].iter().for_each(|at| goes[*at] = true);
    }
    let mut goes = goes.into_iter();
    sorted.retain(|_| !goes.next().unwrap_or_default());
}

/// Whether a finding is about a link to what is not there, or left out.
fn is_of_kind(found: &Diagnostic) -> bool {
    matches!(found.code, Code::BrokenLink | Code::MissingFile | Code::HiddenTarget)
}
