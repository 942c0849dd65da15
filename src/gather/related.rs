//! Which essays are related without being linked, and why: they have rare tags in common, link to the
//! same essays, are linked to together, or use the same rare words.
//!
//! What is rare tells more: everything is weighed by how few essays share it. Whole numbers only, so
//! that the same book gives the same result everywhere.
//!
//! **Incremental:** worked out for the whole book at once ([`crate::gather::graph`] says when). A page reads
//! the relatives of its own essay, and is stale only if these are others.

use std::cmp::Reverse;
use std::collections::HashMap;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use crate::base::path::SourcePath;
use crate::base::tag::Tag;
use crate::gather::graph::Graph;
use crate::gather::index::Index;
use crate::read::keywords::hash;

/// An essay that is related to another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Relative {
    pub path: SourcePath,
    /// The strongest first.
    pub reasons: Box<[Reason]>,
}

/// Why two essays are related: what they share, the rarest first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    Tags(Box<[Tag]>),
    /// Both link to these.
    Cite(Box<[SourcePath]>),
    /// These link to both.
    Cited(Box<[SourcePath]>),
    Words(Box<[Box<str>]>),
}

/// How many relatives an essay shows.
const MOST: usize = 5;

/// How many things are named in a reason.
const NAMED: usize = 2;

/// How many reasons are given.
const GIVEN: usize = 2;

/// What more essays than this share is no reason to look at each other; it may still be one to name.
const CROWD: usize = 100;

/// The most essays that share a word which tells something, as a part of the book: one in this many.
const RARE: usize = 12;

/// How many places there are to count words in, as a power of two.
const BITS: u32 = 20;

/// How much each kind of reason counts. A word is a weaker sign than a decision of the writer.
const TAG: u32 = 4;
const CITE: u32 = 3;
const CITED: u32 = 2;
const WORD: u32 = 1;

/// The least that relatives must have in common, in parts of what being the only two in a book of a
/// thousand with one tag would weigh.
const LEAST: u32 = 24;

/// What the essays of a book have, each kind by number: a list for each essay, and for each thing the
/// essays that have it.
struct Shared {
    /// For each essay what it has, the rarest first.
    has: Vec<Vec<u32>>,
    who: Vec<Vec<u32>>,
}

impl Shared {
    fn new(lists: Vec<Vec<u32>>, things: usize) -> Self {
        let mut who = vec![Vec::new(); things];
        for (essay, list) in lists.iter().enumerate() {
            for thing in list {
                who[*thing as usize].push(crate::base::span::offset(essay));
            }
        }
        let mut has = lists;
        has.par_iter_mut().for_each(|list| list.sort_by_key(|thing| (who[*thing as usize].len(), *thing)));
        Self { has, who }
    }

    /// What both have, the rarest first, [`NAMED`] at most.
    fn common(&self, one: u32, other: u32) -> Vec<u32> {
        // Both begin with what is rare, and the rest says little.
        let rare = |essay: u32| self.has[essay as usize].iter().take(CROWD);
        let both = rare(one).filter(|thing| rare(other).any(|other| other == *thing));
        both.take(NAMED).copied().collect()
    }
}

/// The relatives of every essay of the graph, in its order.
pub fn relatives(index: &Index, graph: &Graph) -> Vec<Vec<Relative>> {
    let count = graph.paths.len();
    let (tags, tag_names) = by_tag(index, graph);
    let (words, word_names) = by_word(index, graph);
    let cites = Shared::new(graph.out.clone(), count);
    let cited = Shared::new(graph.into.clone(), count);
    let kinds = [(&cites, CITE), (&cited, CITED), (&tags, TAG), (&words, WORD)];
    let weigh = |scores: &mut Scores, essay: usize| {
        for (shared, weight) in kinds {
            for thing in &shared.has[essay] {
                let who = &shared.who[*thing as usize];
                if who.len() > CROWD {
                    break;
                }
                let weight = weight * rarity(count, who.len());
                who.iter().filter(|other| **other as usize != essay).for_each(|other| scores.add(*other, weight));
            }
        }
    };
    let make = |scores: &mut Scores, essay: usize| {
        weigh(scores, essay);
        let here = crate::base::span::offset(essay);
        let mut best: Vec<_> =
            scores.drain().filter(|(other, score)| *score >= LEAST && !graph.linked(here, *other)).collect();
        best.sort_unstable_by_key(|(other, score)| (Reverse(*score), *other));
        best.truncate(MOST);
        let relative = |(other, _): (u32, u32)| {
            let path = |place: u32| graph.paths[place as usize].clone();
            let mut reasons: Vec<(u32, Reason)> = Vec::new();
            for (at, (shared, weight)) in kinds.iter().enumerate() {
                let common = shared.common(here, other);
                let sum: u32 = common.iter().map(|thing| rarity(count, shared.who[*thing as usize].len())).sum();
                let reason = match at {
                    _ if common.is_empty() => continue,
                    0 => Reason::Cite(common.into_iter().map(path).collect()),
                    1 => Reason::Cited(common.into_iter().map(path).collect()),
                    2 => Reason::Tags(common.into_iter().map(|tag| tag_names[tag as usize].clone()).collect()),
                    _ => Reason::Words(common.into_iter().map(|word| word_names[word as usize].into()).collect()),
                };
                reasons.push((sum * weight, reason));
            }
            reasons.sort_by_key(|(weight, _)| Reverse(*weight));
            reasons.truncate(GIVEN);
            Relative { path: path(other), reasons: reasons.into_iter().map(|(_, reason)| reason).collect() }
        };
        best.into_iter().map(relative).collect()
    };
    (0..count).into_par_iter().map_init(|| Scores::new(count), make).collect()
}

/// The scores of all essays beside one, kept from essay to essay.
struct Scores {
    scores: Vec<u32>,
    touched: Vec<u32>,
}

impl Scores {
    fn new(count: usize) -> Self {
        Self { scores: vec![0; count], touched: Vec::new() }
    }

    fn add(&mut self, essay: u32, weight: u32) {
        let score = &mut self.scores[essay as usize];
        if *score == 0 {
            self.touched.push(essay);
        }
        *score += weight;
    }

    /// The essays that have a score, which they lose.
    fn drain(&mut self) -> impl Iterator<Item = (u32, u32)> {
        let scores = &mut self.scores;
        self.touched.drain(..).map(|essay| (essay, std::mem::take(&mut scores[essay as usize])))
    }
}

/// The tags of essays, as they are filed.
fn by_tag<'a>(index: &'a Index, graph: &Graph) -> (Shared, Vec<&'a Tag>) {
    numbered(graph.paths.iter().map(|path| {
        let tags = index.card(path).into_iter().flat_map(|card| &card.tags);
        tags.map(|tag| index.vocabulary().filed(tag)).collect()
    }))
}

/// The words of essays, without those that one essay has alone or too many have at all.
fn by_word<'a>(index: &'a Index, graph: &Graph) -> (Shared, Vec<&'a str>) {
    let facts = || graph.paths.iter().filter_map(|path| index.facts(path));
    // Two words may meet in one place, and then count as less rare than they are. More than a crowd need not be counted.
    let mut known = vec![0_u8; 1 << BITS];
    let place = |hash: u32| hash as usize & ((1 << BITS) - 1);
    for hash in facts().flat_map(|facts| facts.keywords.all.iter()) {
        let known = &mut known[place(*hash)];
        *known = known.saturating_add(1);
    }
    const { assert!(CROWD < u8::MAX as usize) };
    let most = (graph.paths.len() / RARE).clamp(2, CROWD);
    let telling = |word: &&str| (2..=most).contains(&(known[place(hash(word.as_bytes()))] as usize));
    numbered(facts().map(|facts| facts.keywords.often.split(' ').filter(telling).collect()))
}

/// Numbers what essays have by the order in which it first comes.
fn numbered<'a, T: std::hash::Hash + Eq + ?Sized>(lists: impl Iterator<Item = Vec<&'a T>>) -> (Shared, Vec<&'a T>) {
    let mut numbers: HashMap<&T, u32, FixedState> = HashMap::default();
    let mut names = Vec::new();
    let mut number = |thing: &'a T| {
        *numbers.entry(thing).or_insert_with(|| {
            names.push(thing);
            crate::base::span::offset(names.len() - 1)
        })
    };
    let lists = lists.map(|list| {
        let mut list: Vec<u32> = list.into_iter().map(&mut number).collect();
        list.sort_unstable();
        list.dedup();
        list
    });
    let lists = lists.collect();
    (Shared::new(lists, names.len()), names)
}

/// How much it tells that `shared` of `count` essays have something: the logarithm to base 2 of the
/// ratio, in eighths.
fn rarity(count: usize, shared: usize) -> u32 {
    let ratio = ((count.max(1) as u64) << 8) / (shared.max(1) as u64);
    let whole = ratio.max(1 << 8).ilog2();
    // The bits after the first say how far it is to the next power of two.
    let part = (ratio >> (whole - 3)) & 7;
    (whole - 8) * 8 + u32::try_from(part).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::rarity;

    #[test]
    fn what_few_share_tells_more() {
        assert_eq!(rarity(8, 8), 0);
        assert_eq!(rarity(16, 8), 8);
        assert_eq!(rarity(1024, 1), 80);
        assert!((1..100).all(|shared| rarity(100, shared) >= rarity(100, shared + 1)));
        assert_eq!(rarity(0, 0), 0);
    }
}
