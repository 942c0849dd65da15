//! What a writer wants to know of an essay while writing it. Only a preview shows it.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use foldhash::fast::FixedState;
use pulldown_cmark_escape::escape_html_body_text;
use rayon::prelude::*;

use crate::base::path::SourcePath;
use crate::gather::card::Card;
use crate::gather::library::Library;
use crate::gather::resolve::{Resolution, citing, resolve};
use crate::read::html::{Hole, HoleKind};

/// A shorter title is a word that says nothing of the essay.
const SHORTEST_TITLE: usize = 4;

/// How much is quoted on each side of a mention, in bytes.
const QUOTED: usize = 70;

/// The most essays that a search gives.
const MOST: usize = 50;

/// What is said beside an essay.
#[derive(Debug)]
pub struct Margin {
    pub path: SourcePath,
    pub title: Arc<str>,
    pub words: usize,
    pub minutes: usize,
    pub draft: bool,
    /// The essays that it links to, and those that link to it, each once, newest first.
    pub out: Vec<Arc<Card>>,
    pub into: Vec<Arc<Card>>,
}

impl Margin {
    /// That of the essay whose text the page in `file` shows.
    pub fn of(file: &str, library: &Library) -> Option<Self> {
        let essay = library.text_of(file)?;
        let path = &essay.path;
        let reader = library.reader();
        let mut out: Vec<Arc<Card>> = Vec::new();
        for link in &essay.body.links {
            if let Resolution::Found { path: to, .. } = resolve(&reader, path, &link.target)
                && to != path
                && let Some(card) = reader.card(to)
            {
                out.push(card.clone());
            }
        }
        out.sort_unstable();
        out.dedup();
        let mut into: Vec<Arc<Card>> = citing(&reader, path).into_iter().map(|(card, _)| card.clone()).collect();
        into.dedup();
        Some(Self {
            path: path.clone(),
            title: essay.title.clone(),
            words: essay.body.words,
            minutes: essay.minutes(),
            draft: essay.meta.draft,
            out,
            into,
        })
    }
}

/// A search for the essays that mention the title of one without linking to it. It can be made in
/// steps, since a book may be large.
pub struct Search {
    finder: Option<AhoCorasick>,
    /// Those that link to it, and itself.
    known: HashSet<SourcePath, FixedState>,
    /// The essays that have not been searched.
    rest: Vec<Arc<Card>>,
    pub found: Vec<Unlinked>,
}

/// An essay that mentions another, and where.
#[derive(Debug)]
pub struct Unlinked {
    pub card: Arc<Card>,
    pub quote: String,
}

impl Search {
    /// Begins one; nothing has been searched yet.
    pub fn new(margin: &Margin, essays: impl Iterator<Item = Arc<Card>>) -> Self {
        let mut title = String::new();
        // The texts are HTML. Writing to a `String` cannot fail.
        let _ = escape_html_body_text(&mut title, &margin.title);
        let finder = AhoCorasick::builder().ascii_case_insensitive(true).build([title]).ok();
        let finder = finder.filter(|_| margin.title.chars().count() >= SHORTEST_TITLE);
        let known = margin.into.iter().map(|card| card.path.clone()).chain([margin.path.clone()]).collect();
        Self { rest: if finder.is_some() { essays.collect() } else { Vec::new() }, finder, known, found: Vec::new() }
    }

    /// Whether nothing is left to be searched.
    pub fn is_over(&self) -> bool {
        self.rest.is_empty() || self.found.len() >= MOST
    }

    /// Searches some more essays.
    pub fn go_on(&mut self, library: &Library, essays: usize) {
        let Some(finder) = &self.finder else { return };
        let step = self.rest.split_off(self.rest.len().saturating_sub(essays));
        let search = |card: Arc<Card>| {
            let essay = library.entry(&card.path)?.as_essay().filter(|_| !self.known.contains(&card.path))?;
            let html = &*essay.body.prose.open();
            let found = finder.find_iter(html).map(|found| found.range());
            let place = found.into_iter().find(|place| is_whole(html, place) && !is_in_tag(html, place.start))?;
            let reader = library.reader();
            let words = |hole: &Hole| match hole.kind {
                HoleKind::Label => {
                    let link = &essay.body.links[hole.index as usize];
                    let title = match resolve(&reader, &essay.path, &link.target) {
                        Resolution::Found { path, .. } => reader.card(path).map(|card| &*card.title),
                        _ => None,
                    };
                    link.label(title).into_owned()
                }
                HoleKind::Tag => format!("#{}", essay.body.tags[hole.index as usize].spelling),
                _ => String::new(),
            };
            let quote = quote(html, place, &essay.body.prose.holes, words);
            Some(Unlinked { card, quote })
        };
        let found: Vec<Unlinked> = step.into_par_iter().filter_map(search).collect();
        self.found.extend(found);
    }
}

/// Whether no letter or digit stands right before or after.
fn is_whole(text: &str, place: &Range<usize>) -> bool {
    let before = text[..place.start].chars().next_back();
    let after = text[place.end..].chars().next();
    ![before, after].iter().flatten().any(|c| c.is_alphanumeric())
}

/// Whether the byte at `at` stands within a tag, as an attribute does.
fn is_in_tag(html: &str, at: usize) -> bool {
    html[..at].rfind(['<', '>']).is_some_and(|sign| html[sign..].starts_with('<'))
}

/// The words round a place, without tags. `words` says what a hole shows.
fn quote(html: &str, place: Range<usize>, holes: &[Hole], words: impl Fn(&Hole) -> String) -> String {
    let start = html.ceil_char_boundary(place.start.saturating_sub(QUOTED));
    let front = if is_in_tag(html, start) { '>' } else { ' ' };
    let cut = html[start..place.start].find(front).filter(|_| start > 0);
    let start = cut.map_or(start, |sign| start + sign + 1);
    let end = html.floor_char_boundary((place.end + QUOTED).min(html.len()));
    let end = html[place.end..end].rfind(' ').map_or(end, |space| place.end + space);
    let mut filled = String::new();
    let mut from = start;
    for hole in holes.iter().filter(|hole| (start..=end).contains(&(hole.at as usize))) {
        filled.push_str(&html[from..hole.at as usize]);
        // Writing to a `String` cannot fail.
        let _ = escape_html_body_text(&mut filled, &words(hole));
        from = hole.at as usize;
    }
    filled.push_str(&html[from..end]);
    let mut plain = String::new();
    let mut rest = &*filled;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")]
        .iter()
        .fold(plain, |text, (entity, sign)| text.replace(entity, sign));
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
