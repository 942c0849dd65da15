//! `graph.json`: every essay and every link between two of them.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::address::encoded;
use crate::page::{Output, Setting, view};
use crate::reader::Reader;
use crate::resolve::{Resolution, resolve};

pub(super) const FILE: &str = "graph.json";

#[derive(Serialize)]
struct Graph<'a> {
    nodes: Vec<Node<'a>>,
    links: BTreeSet<Edge<'a>>,
}

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

pub(super) fn make(reader: &Reader<'_>, setting: &Setting) -> Output {
    let index = view::index(setting);
    let mut graph = Graph { nodes: Vec::new(), links: BTreeSet::new() };
    for card in reader.cards().filter(|card| !card.unlisted) {
        graph.nodes.push(Node {
            id: card.path.id(),
            path: card.path.as_str(),
            title: &card.title,
            url: format!("{}{index}", encoded(&card.address)),
            tags: card.tags.iter().map(crate::tag::Tag::as_str).collect(),
        });
        for (target, kind) in reader.targets(&card.path) {
            if let Resolution::Found { path, .. } = resolve(reader, &card.path, target)
                && reader.card(path).is_some_and(|card| !card.unlisted)
            {
                graph.links.insert(Edge { source: card.path.id(), target: path.id(), kind: kind.name() });
            }
        }
    }
    // These types have nothing that JSON cannot hold.
    let mut bytes = serde_json::to_vec(&graph).unwrap_or_default();
    bytes.push(b'\n');
    Output::Bytes(bytes)
}
