//! `graph.json`: every essay and every link between two of them.

use std::sync::Arc;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::base::page_file::with_index;
use crate::gather::card::Card;
use crate::gather::reader::Reader;
use crate::render::address::encoded;
use crate::render::page::making::{Output, Setting};
use crate::render::page::view;

/// The book while it is written down: all of it as lists would take more memory than any other page.
struct Graph<'r, 'a> {
    reader: &'r Reader<'a>,
    /// By path.
    cards: Vec<&'a Arc<Card>>,
    /// What addresses end with.
    index: &'r str,
}

struct Nodes<'g, 'r, 'a>(&'g Graph<'r, 'a>);

struct Links<'g, 'r, 'a>(&'g Graph<'r, 'a>);

#[derive(Serialize)]
struct Node<'a> {
    /// The path in `content/` without `.md`.
    id: &'a str,
    path: &'a str,
    title: &'a str,
    /// From the root of the site.
    url: String,
    tags: Vec<&'a str>,
}

/// One per pair of essays and kind.
#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Edge<'a> {
    source: &'a str,
    target: &'a str,
    kind: &'a str,
}

impl Serialize for Graph<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut whole = serializer.serialize_struct("Graph", 2)?;
        whole.serialize_field("nodes", &Nodes(self))?;
        whole.serialize_field("links", &Links(self))?;
        whole.end()
    }
}

impl Serialize for Nodes<'_, '_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.cards.iter().map(|card| Node {
            id: card.path.id(),
            path: card.path.as_str(),
            title: &card.title,
            url: with_index(&encoded(&card.address), self.0.index),
            tags: card.tags.iter().map(crate::base::tag::Tag::as_str).collect(),
        }))
    }
}

impl Serialize for Links<'_, '_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut by_id = self.0.cards.clone();
        by_id.sort_by_key(|card| card.path.id());
        // Files with different endings may have one id.
        let same_id = by_id.chunk_by(|a, b| a.path.id() == b.path.id());
        serializer.collect_seq(same_id.flat_map(|cards| {
            let mut edges: Vec<Edge<'_>> = cards.iter().flat_map(|card| self.0.edges(card)).collect();
            edges.sort_unstable();
            edges.dedup();
            edges
        }))
    }
}

impl<'a> Graph<'_, 'a> {
    /// The links of an essay to others.
    fn edges(&self, card: &'a Card) -> impl Iterator<Item = Edge<'a>> {
        let shown = |path| self.reader.card(path).is_some_and(|card| !card.unlisted);
        let links = self.reader.linked(&card.path).filter(move |(path, _)| shown(path));
        links.map(|(path, kind)| Edge { source: card.path.id(), target: path.id(), kind: kind.name() })
    }
}

pub(super) fn make(reader: &Reader<'_>, setting: &Setting) -> Output {
    let cards = reader.cards().filter(|card| !card.unlisted).collect();
    let graph = Graph { reader, cards, index: view::index(setting) };
    // These types have nothing that JSON cannot hold.
    let mut bytes = serde_json::to_vec(&graph).unwrap_or_default();
    bytes.push(b'\n');
    Output::Bytes(bytes)
}
