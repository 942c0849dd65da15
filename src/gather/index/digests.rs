//! What each group of the library holds, in eight bytes: two that are the same hold the same.
//!
//! A group may be said to be another one when it is not: then a page is made once too often. The other way round would be
//! a wrong page, as when somebody forgets to hash a group. So the library is destructured exhaustively here, a law runs
//! random scripts from process to process, and a unit test changes what each kind of group holds.

use std::collections::{BTreeSet, HashMap};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use foldhash::fast::FixedState;
use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::{Entry, Index};
use crate::base::path::SourcePath;
use crate::base::tag::Tag;
use crate::gather::card::Card;
use crate::gather::derived::Derived;
use crate::gather::facet::TagCard;
use crate::gather::facts::Facts;
use crate::gather::group::{Group, GroupId};
use crate::gather::reader::Reader;

/// What the groups of a library hold. A group that is not there holds nothing.
pub struct Digests(HashMap<GroupId, u64, FixedState>);

impl Digests {
    /// What these groups hold together.
    pub fn together(&self, groups: &[GroupId]) -> u128 {
        let mut hasher = Xxh3::new();
        for group in groups {
            (group, self.0.get(group)).hash(&mut hasher);
        }
        hasher.digest128()
    }
}

impl Index {
    /// What every group holds, with what is `derived` from them. `seen` has the hash of what each file held when
    /// it was read.
    pub fn digests(&self, derived: &Derived, seen: &HashMap<SourcePath, u128, FixedState>) -> Digests {
        // Taken apart, so that a relation which is forgotten here does not compile.
        let Derived { citations, graph, related: _, stages: _ } = derived;
        let Self {
            shelf: _,
            paths,
            names,
            tagged,
            claims,
            spares: _,
            marked,
            shards,
            children,
            listed,
            recent,
            trails,
            contents,
            vocabulary,
            tags,
            folded,
            frequent,
            bearings: _,
            standing: _,
            held_indexes: _,
            is_underived: _,
        } = self;
        let mut all: Vec<(Group<'_>, u64)> =
            paths.par_iter().flat_map_iter(|path| self.digests_of(path, derived, seen.get(path))).collect();
        let names: Vec<_> = names.groups().collect();
        all.par_extend(names.par_iter().map(|(key, group)| (Group::Names(**key, None), digest(group))));
        let citing: Vec<_> = citations.groups().collect();
        all.par_extend(citing.par_iter().map(|(path, group)| (Group::Citing(path), digest(group))));
        let claims: Vec<_> = claims.groups().collect();
        all.par_extend(claims.par_iter().map(|(address, group)| (Group::Claims(address), digest(group))));
        all.extend(children.groups().map(|(section, group)| (Group::Children(section), digest(group))));
        all.extend(shards.groups().map(|(shard, group)| (Group::Shard(*shard), digest(group))));

        let explained = vocabulary
            .terms()
            .iter()
            .flat_map(|(tag, term)| std::iter::once(tag).chain(term.synonyms.iter().map(|synonym| &synonym.tag)));
        let known = tags.keys().chain(tagged.keys()).chain(marked.keys()).chain(explained).chain(folded.keys());
        let known: BTreeSet<&Tag> = known.collect();
        all.par_extend(known.par_iter().flat_map_iter(|tag| {
            let synonyms: Vec<&Tag> = vocabulary.synonyms_of(tag).collect();
            let marked: Vec<_> =
                std::iter::once(*tag).chain(synonyms.iter().copied()).map(|tag| marked.group(tag)).collect();
            [
                (Group::Tagged(tag), digest((&synonyms, self.tagged(tag)))),
                (Group::Marked(tag), digest((&synonyms, marked))),
                (Group::Tag(tag), digest((tags.get(vocabulary.filed(tag)).map(TagCard::face), folded.group(*tag)))),
            ]
        }));

        let parts = || {
            let mut digests: HashMap<GroupId, u64, FixedState> = HashMap::default();
            for (group, holds) in all {
                let id = group.id();
                digests.insert(id, holds);
                // The whole holds all of these, in whatever order they come.
                let whole = digests.entry(group.whole().id()).or_default();
                *whole = whole.wrapping_add(digest((id, holds)));
            }
            digests
        };
        let wholes = || {
            [
                (Group::Tags.id(), digest(tags)),
                (Group::Frequent.id(), digest(frequent)),
                (Group::Listed.id(), digest(listed)),
                (Group::Recent.id(), digest(recent)),
                (Group::Paths.id(), digest(trails)),
                (Group::AnyPaths.id(), digest(trails.is_empty())),
                (Group::Chapters.id(), digest(&contents.chapters)),
                (Group::Graph.id(), digest(graph)),
            ]
        };
        let (mut digests, wholes) = rayon::join(parts, wholes);
        digests.extend(wholes);
        Digests(digests)
    }

    /// What is filed under the path of a file alone.
    fn digests_of<'a>(&'a self, path: &'a SourcePath, derived: &Derived, seen: Option<&u128>) -> Vec<(Group<'a>, u64)> {
        let Some(facts) = self.facts(path) else { return Vec::new() };
        // What other groups hold is left out.
        let Facts {
            card,
            targets,
            outline,
            stops,
            minutes,
            names: _,
            mentions: _,
            tags: _,
            claims: _,
            marked: _,
            shards: _,
            chapters: _,
            term: _,
            keywords: _,
            is_spare: _,
            is_among_drafts: _,
            styled: _,
        } = facts;
        // What an essay has not from its text but from its day, its commits and those that want its address.
        let essay = self.entry(path).and_then(Entry::as_essay);
        let beside = essay.map(|essay| (essay.held.is_some(), essay.date, essay.meta.updated, &essay.address));
        let (newer, older) = Reader::of(self).neighbours(path);
        let place = |card: Option<&Arc<Card>>| card.map(|card| card.path.clone());
        vec![
            (Group::Content(path), digest((seen, beside))),
            (Group::Card(path), digest(card)),
            (Group::Outline(path), digest(outline)),
            (Group::Targets(path), digest(targets)),
            (Group::Neighbours(path), digest((place(newer), place(older)))),
            (Group::Stops(path), digest(stops)),
            (Group::Minutes(path), digest(minutes)),
            (Group::Stages(path), digest(derived.stages(path))),
            (Group::Related(path), digest(derived.related(path))),
            (Group::Cited(path), digest(derived.graph.cited(path))),
        ]
    }
}

fn digest(value: impl Hash) -> u64 {
    let mut hasher = Xxh3::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::{Digests, HashMap};
    use crate::base::config::Config;
    use crate::base::inputs::Inputs;
    use crate::base::key::{Key, Way};
    use crate::base::name::Name;
    use crate::base::path::SourcePath;
    use crate::base::tag::Tag;
    use crate::gather::group::Group;
    use crate::gather::index::Volume;
    use crate::gather::library::Library;
    use crate::read::essay;
    use crate::read::syntax::code::Painter;

    fn digests(files: &[(&str, &str)]) -> Digests {
        let (mut config, painter) = (Config::default(), Painter::default());
        config.output.html.section_lists = true;
        let volume = |(path, text): &(&str, &str)| {
            let path = SourcePath::new(path);
            let volume = Volume::essay(essay::read(&path, text, &config, &Inputs::default(), &painter), None);
            (path, Some(Box::new(volume)))
        };
        let mut library = Library::default();
        library.change(files.iter().map(volume).collect(), &config, false);
        library.derive(false);
        library.digests(&HashMap::default())
    }

    #[test]
    fn whatever_a_group_holds_counts() {
        let (a, b, p) = (SourcePath::new("a.md"), SourcePath::new("b.md"), SourcePath::new("paths/p.md"));
        let tag = Tag::new("t").unwrap();
        let long = format!("# A\n\nSee [[b]].\n\n{}\n", "word ".repeat(300));
        let (plain, other) = (("a.md", "# A\n\nSee [[b]].\n"), ("b.md", "# B\n"));
        let trail = ("paths/p.md", "1. [[a]]\n");
        let before = digests(&[plain, other]);
        let is_told = |groups: &[Group<'_>], files: &[(&str, &str)]| {
            let after = digests(files);
            for group in groups {
                let id = [group.id()];
                assert_ne!(before.together(&id), after.together(&id), "{group:?}");
            }
        };
        is_told(&[Group::Outline(&a), Group::AllOutlines], &[("a.md", "# A\n\nSee [[b]].\n\n## More\n"), other]);
        is_told(&[Group::Targets(&a), Group::AllTargets], &[("a.md", "# A\n\nSee [[b]] and [[c]].\n"), other]);
        is_told(&[Group::Minutes(&a), Group::AllMinutes], &[("a.md", &long), other]);
        is_told(&[Group::Cited(&b), Group::AllCited, Group::Graph], &[("a.md", "# A\n"), other]);
        is_told(&[Group::Citing(&b), Group::AllCiting], &[("a.md", "# A\n"), other]);
        let deep = ("x/y/c.md", "# C\n");
        for (way, text) in [(Way::Name, "c"), (Way::Place, "x/y/c"), (Way::End, "y/c")] {
            let key = Key::new(way, &Name::of(text), text);
            is_told(&[Group::Names(key, None), Group::AllNames], &[plain, other, deep]);
        }
        is_told(&[Group::Card(&b), Group::Cards, Group::Listed], &[plain, ("b.md", "# C\n")]);
        is_told(&[Group::Children("x/y"), Group::AllChildren], &[plain, other, deep]);
        is_told(&[Group::Children(""), Group::AllChildren], &[plain]);
        is_told(&[Group::Tag(&tag), Group::Tags, Group::Frequent], &[plain, ("b.md", "---\ntags: [t]\n---\n# B\n")]);
        is_told(&[Group::Stops(&p), Group::Stages(&a), Group::Paths, Group::AnyPaths], &[plain, other, trail]);
        assert_eq!(before.0, digests(&[other, plain]).0);
    }
}
