//! Links to one place, or below one folder, of which the book has nothing, reported once: another program writes it, nearly
//! always.

use std::collections::{BTreeMap, HashSet};

use foldhash::fast::FixedState;

use crate::base::diagnostic::links::absent_place;
use crate::base::diagnostic::{Code, Diagnostic, File};
use crate::base::path::joined;
use crate::gather::library::Library;

/// From how many links on they are reported together.
const MANY: usize = 5;

/// The folders of the files and pages of a book, in small letters.
type Folders = HashSet<String, FixedState>;

/// Puts one finding in place of many that lead below a folder which is not there, or to one place in a folder that is.
pub(super) fn folders(sorted: &mut Vec<Diagnostic>, library: &Library) {
    if sorted.iter().filter(|found| is_of_kind(found)).count() < MANY {
        return;
    }
    let known = known(library);
    let base = &*library.bearings().base_path;
    let mut below: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, found) in sorted.iter().enumerate() {
        if let Some(place) = absent(found, base, &known) {
            below.entry(place).or_default().push(at);
        }
    }
    let mut goes = vec![false; sorted.len()];
    for (absent, places) in below.iter().filter(|(_, places)| places.len() >= MANY) {
        let others: Vec<(String, String)> = places[1..].iter().take(2).filter_map(|at| place(&sorted[*at])).collect();
        let first = sorted[places[0]].clone();
        sorted[places[0]] = absent_place(first, absent, places.len(), &others);
        places[1..].iter().for_each(|at| goes[*at] = true);
    }
    let mut goes = goes.into_iter();
    sorted.retain(|_| !goes.next().unwrap_or_default());
}

/// Whether a finding is about a link to nothing, of which nobody knows what it means.
fn is_of_kind(found: &Diagnostic) -> bool {
    matches!(found.code, Code::BrokenLink | Code::MissingFile) && found.fix.is_none()
}

/// Where a link leads, and the file in which it stands.
pub(super) fn place(found: &Diagnostic) -> Option<(String, String)> {
    Some((found.wanted.as_ref()?.typed.to_string(), found.file.to_string()))
}

/// The path to which a link leads that is one.
pub(super) fn leads(found: &Diagnostic, base: &str) -> Option<String> {
    let File::Content(from) = &found.file else { return None };
    let typed = &*found.wanted.as_ref().filter(|wanted| wanted.by_path)?.typed;
    match typed.strip_prefix(base).or_else(|| typed.strip_prefix('/')) {
        Some(path) => Some(path.to_owned()),
        None => joined(from.folder(), typed),
    }
}

/// The first folder on the way of a link to nothing that is not there, with a `/` at its end; or where the link leads.
fn absent(found: &Diagnostic, base: &str, known: &Folders) -> Option<String> {
    let typed = &*found.wanted.as_ref().filter(|_| is_of_kind(found))?.typed;
    let path = leads(found, base)?;
    let mut folders = path.match_indices('/').map(|(at, _)| &path[..at]);
    let folder = folders.find(|folder| !known.contains(&folder.to_lowercase()));
    Some(folder.map_or_else(|| typed.to_owned(), |folder| format!("{folder}/")))
}

/// Every folder in which the book has a file or a page.
fn known(library: &Library) -> Folders {
    let mut known = Folders::default();
    let mut add = |path: &str| {
        let folders = path.rmatch_indices('/').map(|(at, _)| path[..at].to_lowercase());
        // What lies above a folder that is known is known, too.
        for folder in folders {
            if !known.insert(folder) {
                break;
            }
        }
    };
    for (path, _) in library.entries() {
        add(path.as_str());
    }
    for card in library.cards() {
        add(&card.address);
    }
    known
}
