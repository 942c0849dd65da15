//! What may have been meant by a name that nothing has.
//!
//! It depends on every name in the book, so it is looked up when it is told, and no page reads it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::card::Card;
use crate::diagnostic::{Diagnostic, Letters, nearest_of};
use crate::library::Library;
use crate::name::Name;

/// The most names that are looked up; each is compared with every name there is.
const MOST: usize = 200;

/// The most essays that are offered for one that is not there.
const NEAR: usize = 5;

/// Adds to diagnostics what a missing name may have meant.
pub fn add(library: &Library, diagnostics: &mut [Diagnostic]) {
    let wanted: BTreeSet<Name> = diagnostics.iter().filter_map(|found| found.wanted.clone()).take(MOST).collect();
    if wanted.is_empty() {
        return;
    }
    let mut names: Vec<(Letters, &str)> = Vec::new();
    for (path, _) in library.entries() {
        let facts = library.facts(path);
        let shown = facts.iter().flat_map(|facts| &facts.names).filter(|(_, named)| !named.hidden);
        names.extend(shown.map(|(name, _)| (Letters::of(name.as_str()), name.as_str())));
    }
    let near: HashMap<Name, Option<String>> = wanted
        .into_par_iter()
        .map(|name| {
            let found = nearest_of(name.as_str(), names.iter().copied()).map(Name::new);
            let spelling = found.and_then(|found| {
                let named = library.names(&found).iter().find(|named| !named.hidden)?;
                Some(named.spelling.to_string())
            });
            (name, spelling)
        })
        .collect();
    for found in diagnostics {
        if let Some(Some(spelling)) = found.wanted.as_ref().and_then(|name| near.get(name)) {
            found.help.insert(0, format!("did you mean `{spelling}`?"));
        }
    }
}

/// The essays whose titles or names are nearest to what was asked for, the nearest first.
pub fn near(library: &Library, asked: &str) -> Vec<Arc<Card>> {
    let asked = Name::of(asked);
    let letters = Letters::of(asked.as_str());
    let measured = |card: &Arc<Card>| {
        let names = library.facts(&card.path)?.names.iter().map(|(name, _)| name.as_str());
        let near = names.filter(|name| Letters::of(name).is_within(letters.count() / 3, letters));
        let distance = near.map(|name| strsim::damerau_levenshtein(asked.as_str(), name)).min()?;
        (3 * distance <= letters.count()).then(|| (distance, card.clone()))
    };
    let mut near: Vec<_> = library.listed().iter().filter_map(measured).collect();
    near.sort_unstable();
    near.truncate(NEAR);
    near.into_iter().map(|(_, card)| card).collect()
}
