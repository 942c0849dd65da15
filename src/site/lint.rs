//! What is wrong with a book as a whole, which no page shows: said by a check alone.
//!
//! **Incremental:** nothing is kept. All of it is worked out anew whenever it is asked for.

use std::collections::{BTreeMap, HashSet};

use foldhash::fast::FixedState;
use rayon::prelude::*;

use crate::base::config::Config;
use crate::base::diagnostic::book::{dead_end, empty_book, hiding_alias, orphan_essay, unknown_tag, unportable_name};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::key::{Key, Way};
use crate::base::name::{Name, case_folded};
use crate::base::nearest::{Letters, is_slip, nearest_of};
use crate::base::path::SourcePath;
use crate::base::slug::RESERVED;
use crate::base::span::Span;
use crate::base::tag::{Tag, Tagging};
use crate::gather::called::{first_two, spellings};
use crate::gather::card::Card;
use crate::gather::library::Library;
use crate::gather::named::{NameKind, Named};
use crate::gather::resolve::{Resolution, resolve};
use crate::gather::section;
use crate::read::essay::{Essay, Held};
use crate::read::permalink::Role;
use crate::read::syntax::link::ROOT;
use crate::render::page::{DRAWS, obstacle};

/// Everything that is asked for.
pub fn all(library: &Library, config: &Config) -> Vec<Diagnostic> {
    let asks = |code| config.levels.ask_for(code);
    let mut found = Vec::new();
    if asks(Code::OrphanEssay) || asks(Code::DeadEnd) {
        let linked = Linked::of(library);
        found.extend(linked.orphans(library, config).map(|card| orphan_essay(&card.path)));
        found.extend(linked.dead_ends(library, config).map(|card| dead_end(&card.path)));
    }
    if asks(Code::UnknownTag) {
        found.extend(unknown_tags(library, config));
    }
    if asks(Code::HidingAlias) {
        found.extend(published(library).flat_map(|essay| hiding_aliases(essay, library)));
    }
    if asks(Code::UnportableName) {
        found.extend(unportable_names(library));
    }
    found.extend(emptiness(library, config));
    found.extend(obstacle(config, DRAWS));
    config.levels.weigh(found)
}

/// What is to be said of a book of which no essay is published.
fn emptiness(library: &Library, config: &Config) -> Option<Diagnostic> {
    let essays =
        || library.entries().filter_map(|(_, entry)| entry.as_essay()).filter(|essay| essay.role != Role::Summary);
    if essays().any(|essay| essay.held.is_none()) {
        return None;
    }
    let held = essays().count();
    // Who writes drafts alone knows it.
    let is_unasked = essays().any(|essay| essay.held == Some(Held::Unasked));
    (held == 0 || is_unasked).then(|| empty_book(&config.book.src, held, config.build.asking_field()))
}

fn published(library: &Library) -> impl Iterator<Item = &Essay> {
    library.entries().filter_map(|(_, entry)| entry.as_essay()).filter(|essay| essay.held.is_none())
}

/// Which essays are linked with others.
pub struct Linked<'a> {
    /// Those that another one links to.
    into: HashSet<&'a SourcePath, FixedState>,
    /// Those that link to another one.
    out: HashSet<&'a SourcePath, FixedState>,
    /// The names that links use and nothing has, each with the essays that do and how they spell it.
    pub wanted: BTreeMap<&'a Name, Vec<(&'a SourcePath, &'a str)>>,
}

impl<'a> Linked<'a> {
    /// Follows every link of the book.
    pub fn of(library: &'a Library) -> Self {
        let paths: Vec<&SourcePath> = library.entries().map(|(path, _)| path).collect();
        let follow = |path: &&'a SourcePath| {
            let reader = library.reader();
            let facts = library.facts(path);
            let targets = facts.iter().flat_map(|facts| facts.targets.iter());
            let (mut found, mut missing) = (Vec::new(), Vec::new());
            for (target, _) in targets {
                match resolve(&reader, path, target) {
                    Resolution::Found { path: found_path, .. } => {
                        found.extend(library.card(found_path).map(|card| &card.path));
                    }
                    Resolution::Missing if *target.path != *ROOT => missing.push((&target.key, &*target.path)),
                    Resolution::Missing | Resolution::Hidden(_) | Resolution::Here => {}
                }
            }
            (*path, found, missing)
        };
        let followed: Vec<_> = paths.par_iter().map(follow).collect();
        let mut linked = Self { into: HashSet::default(), out: HashSet::default(), wanted: BTreeMap::new() };
        for (path, found, missing) in followed {
            linked.out.extend((!found.is_empty()).then_some(path));
            linked.into.extend(found);
            for (name, typed) in missing {
                linked.wanted.entry(name).or_default().push((path, typed));
            }
        }
        linked
    }

    /// The essays that no other links to. Those that a `SUMMARY.md` lists are found by it, and those
    /// that no list names are not meant to be found.
    pub fn orphans(&self, library: &'a Library, config: &'a Config) -> impl Iterator<Item = &'a Card> {
        alone(library, config).filter(|card| !self.into.contains(&card.path))
    }

    /// The essays that link to no other. A chapter leads on to the next.
    pub fn dead_ends(&self, library: &'a Library, config: &'a Config) -> impl Iterator<Item = &'a Card> {
        alone(library, config).filter(|card| !self.out.contains(&card.path))
    }
}

/// The essays that nothing but links connects with others, by path.
fn alone<'a>(library: &'a Library, config: &Config) -> impl Iterator<Item = &'a Card> {
    let section_lists = config.output.html.section_lists;
    // The page of a folder lists what is in it, and stands in the list of the one above.
    let lists = move |card: &Card| section_lists && !library.children(&section::named(&card.section)).is_empty();
    let cards = library.cards().map(|card| &**card);
    cards.filter(move |card| {
        card.role == Role::Essay && !card.unlisted && library.chapter(&card.path).is_none() && !lists(card)
    })
}

/// Tags that have no text of their own.
fn unknown_tags(library: &Library, config: &Config) -> Vec<Diagnostic> {
    let vocabulary = library.vocabulary();
    let is_known = |tag: &Tag| vocabulary.terms().contains_key(vocabulary.filed(tag));
    let words: Vec<_> = vocabulary.terms().keys().map(|tag| (Letters::of(tag.as_str()), tag.as_str())).collect();
    let mut found = Vec::new();
    for essay in published(library).filter(|essay| essay.role == Role::Essay) {
        for tagging in essay.tags.iter().filter(|tagging| !is_known(&tagging.tag)) {
            let near = nearest_of(tagging.tag.as_str(), words.iter().copied());
            let is_sure = near.len() == 1 && is_slip(&tagging.spelling, near[0]);
            let place = spelling_place(tagging).filter(|_| is_sure);
            let file = format!("{}/{}.md", config.tags.path.get_ref(), tagging.tag.as_str());
            let file = if config.book.src == "." { file } else { format!("{}/{file}", config.book.src) };
            let near = near.first().copied();
            found.push(unknown_tag(&essay.path, (tagging.span, place), &tagging.spelling, (near, &file)));
        }
    }
    found
}

/// Where the spelling of a tag stands in the file, without the sign before it; `None` where it stands
/// otherwise than it is shown.
fn spelling_place(tagging: &Tagging) -> Option<Span> {
    let sign = tagging.span.range().len().checked_sub(tagging.spelling.len())?;
    (sign <= 1).then(|| Span { start: tagging.span.start + u32::try_from(sign).unwrap_or(0), ..tagging.span })
}

/// Aliases that another essay is called by, so that links by that name lead to one of the two.
fn hiding_aliases(essay: &Essay, library: &Library) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let Some(facts) = library.facts(&essay.path) else { return found };
    for alias in &essay.meta.aliases {
        let own = facts.named().any(|named| named.kind == NameKind::Alias && *named.spelling == *alias.name);
        let group = library.names(Key::new(Way::Name, &Name::of(&alias.name), &alias.name));
        // Two essays that claim one alias are reported once, at the later of the two.
        let twice = |named: &&Named| named.kind != NameKind::Alias || named.path < essay.path;
        let rivals = spellings(group).into_iter().filter(|run| {
            let is_name = matches!(run[0].named.kind, NameKind::Stem | NameKind::Alias | NameKind::Title);
            is_name && !run[0].named.is_hidden() && case_folded(run[0].text()) == case_folded(&alias.name)
        });
        let rivals = rivals.flat_map(first_two).filter(|named| named.path != essay.path);
        if let Some(rival) = rivals.filter(twice).min().filter(|_| own) {
            let (what, who) = match rival.kind {
                NameKind::Title => ("the title", "here, and never to that essay"),
                NameKind::Alias => ("an alias", "to the one that is nearer"),
                _ => ("the file name", "to that essay, and never here"),
            };
            found.push(hiding_alias(&essay.path, alias.span, &alias.name, &rival.path, (what, who)));
        }
    }
    found
}

/// Files and folders that cannot be on Windows, each once:
/// <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>.
fn unportable_names(library: &Library) -> Vec<Diagnostic> {
    let mut found: BTreeMap<&str, Diagnostic> = BTreeMap::new();
    for (path, _) in library.entries() {
        let mut end = 0;
        for part in path.as_str().split('/') {
            end += part.len();
            let place = &path.as_str()[..end];
            end += 1;
            let reason = unportable(part).filter(|_| !found.contains_key(place));
            if let Some(reason) = reason {
                found.insert(place, unportable_name(path, part, &reason));
            }
        }
    }
    found.into_values().collect()
}

/// Why Windows cannot have a file or folder with this name.
fn unportable(name: &str) -> Option<String> {
    if let Some(sign) = name.chars().find(|c| "<>:\"|?*\\".contains(*c) || c.is_control()) {
        return Some(format!("the sign `{sign}` in it"));
    }
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    if RESERVED.contains(&stem.to_ascii_lowercase().as_str()) {
        return Some(format!("`{stem}` is the name of a device there"));
    }
    name.ends_with(['.', ' ']).then(|| "it ends with a dot or a space".to_owned())
}

#[cfg(test)]
mod tests {
    use super::unportable;

    #[test]
    fn names_that_windows_cannot_have_are_known() {
        for name in ["a:b.md", "What?.md", "con.md", "NUL", "COM1.tar.gz", "a.", "a ", "x\\y"] {
            assert!(unportable(name).is_some(), "{name}");
        }
        for name in ["console.md", "a b.md", "com0.md", ".md", "ä – ö.md"] {
            assert_eq!(unportable(name), None, "{name}");
        }
    }
}
