//! The map: who links to whom, first as lists, then as a picture.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};
use tera::Value;

use crate::base::tag::Tag;
use crate::gather::card::Card;
use crate::gather::facet::TagCard;
use crate::gather::graph::Graph;
use crate::gather::reader::Reader;
use crate::gather::schema::{CLUSTER, NODE};
use crate::gather::value;
use crate::read::passage;
use crate::render::layout::{self, FEW, Layout, Point, layout};
use crate::render::page::making::{Making, Output};
use crate::render::page::routes::MAP_TEMPLATE;
use crate::render::page::view::{self, View, standing};

/// How many clusters have a tag of their own.
const CLUSTERS: usize = 12;

/// How many essays the lists have, and how many links each of them.
const LISTED: usize = 300;
const LINKS: usize = 12;

/// How many essays have their titles in the picture, in a large book, and the most of a title.
const LABELLED: usize = 30;
const LABEL: usize = 44;

pub(super) fn make(making: &mut Making<'_>) -> Option<Output> {
    let Making { reader, setting, .. } = *making;
    let view = standing(making, "map", ("Map", "Which essays link to which, and which links lead on"));
    let atlas = Atlas::of(reader);
    view.render(view::template(setting, MAP_TEMPLATE), making.diagnostics, |name| match name {
        "clusters" => Some(atlas.listed(&view)),
        "picture" => Some(if atlas.cards.len() < 2 { Value::none() } else { value::html(&atlas.picture(&view)) }),
        "shown" => Some(atlas.cards.len().min(LISTED).into()),
        "total" => Some(atlas.cards.len().into()),
        _ => None,
    })
}

/// The essays of the book, by number, and the clusters they are in.
struct Atlas<'a> {
    graph: &'a Graph,
    cards: Vec<&'a Arc<Card>>,
    /// Each with the numbers of its essays, the most cited first.
    clusters: Vec<(Option<&'a TagCard>, Vec<usize>)>,
}

impl<'a> Atlas<'a> {
    fn of(reader: &Reader<'a>) -> Self {
        let graph = reader.graph();
        let cards: Vec<_> = graph.paths.iter().filter_map(|path| reader.card(path)).collect();
        // An essay that is gone since the graph was derived: it is about to be derived again.
        if cards.len() != graph.paths.len() {
            return Self { graph, cards: Vec::new(), clusters: Vec::new() };
        }
        let tags = |card: &Card| reader.tag_cards(&card.tags);
        let mut counts: BTreeMap<&Tag, usize> = BTreeMap::new();
        for tag in cards.iter().flat_map(|card| tags(card)) {
            *counts.entry(&tag.tag).or_default() += 1;
        }
        let mut largest: Vec<_> = counts.iter().map(|(tag, count)| (Reverse(*count), *tag)).collect();
        largest.sort_unstable();
        let largest: BTreeSet<&Tag> = largest.into_iter().take(CLUSTERS).map(|(_, tag)| tag).collect();
        let mut clusters: BTreeMap<Option<&Tag>, (Option<&TagCard>, Vec<usize>)> = BTreeMap::new();
        for (number, card) in cards.iter().enumerate() {
            // Its rarest tag says most about it.
            let known = tags(card).into_iter().filter(|tag| largest.contains(&tag.tag));
            let tag = known.min_by_key(|tag| (counts[&tag.tag], &tag.tag));
            clusters.entry(tag.map(|tag| &tag.tag)).or_insert((tag, Vec::new())).1.push(number);
        }
        let mut clusters: Vec<_> = clusters.into_values().collect();
        for (_, numbers) in &mut clusters {
            numbers.sort_by_key(|number| Reverse(graph.into[*number].len()));
        }
        clusters.sort_by_key(|(tag, numbers)| (tag.is_none(), Reverse(numbers.len())));
        Self { graph, cards, clusters }
    }

    /// The essays by number, the most cited first.
    fn by_citations(&self) -> Vec<usize> {
        let mut numbers: Vec<usize> = (0..self.cards.len()).collect();
        numbers.sort_by_key(|number| Reverse(self.graph.into[*number].len()));
        numbers
    }

    fn listed(&self, view: &View<'_>) -> Value {
        let listed: BTreeSet<usize> = self.by_citations().into_iter().take(LISTED).collect();
        let clusters = self.clusters.iter().filter_map(|(tag, numbers)| {
            let shown = numbers.iter().filter(|number| listed.contains(number)).map(|number| self.node(*number, view));
            let shown: Vec<Value> = shown.collect();
            let tag = tag.map_or_else(Value::none, |tag| view.tag(tag));
            (!shown.is_empty()).then(|| CLUSTER.map([("tag", tag), ("essays", value::list(shown))]))
        });
        value::list(clusters)
    }

    fn node(&self, number: usize, view: &View<'_>) -> Value {
        let (out, into) = (&self.graph.out[number], &self.graph.into[number]);
        let beside: BTreeSet<u32> = out.iter().chain(into).copied().collect();
        let onwards = beside.iter().take(LINKS).flat_map(|other| {
            let other = *other as usize;
            self.graph.out[other].iter().chain(&self.graph.into[other]).take(LINKS * LINKS)
        });
        let two: BTreeSet<u32> =
            onwards.copied().filter(|other| *other as usize != number && !beside.contains(other)).collect();
        let two: Vec<u32> = two.into_iter().collect();
        let cards = |numbers: &[u32]| {
            value::list(numbers.iter().take(LINKS).map(|number| view.card(self.cards[*number as usize])))
        };
        NODE.map([
            ("essay", view.card(self.cards[number])),
            ("cites", cards(out)),
            ("cited_by", cards(into)),
            ("two_steps", cards(&two)),
            ("cites_count", out.len().into()),
            ("cited_by_count", into.len().into()),
            ("two_steps_count", two.len().into()),
        ])
    }

    /// The whole book as an SVG whose nodes are links.
    fn picture(&self, view: &View<'_>) -> String {
        let numbers: Vec<Vec<usize>> = self.clusters.iter().map(|(_, numbers)| numbers.clone()).collect();
        let pair = |from: usize, to: u32| (from.min(to as usize), from.max(to as usize));
        let links = self.graph.out.iter().enumerate();
        let edges: BTreeSet<(usize, usize)> =
            links.flat_map(|(from, out)| out.iter().map(move |to| pair(from, *to))).collect();
        let map = layout(&numbers, &edges);
        let mut svg = String::new();
        // Writing to a `String` cannot fail; the same holds below.
        let _ = write!(svg, "<svg class=\"map\" viewBox=\"{}\" role=\"group\" aria-label=\"", frame(&map));
        let _ = writeln!(svg, "{} essays and the links between them\">", self.cards.len());
        if self.cards.len() <= FEW {
            svg.push_str("<g class=\"edges\"><path d=\"");
            for (from, to) in &edges {
                let (from, to) = (map.nodes[*from], map.nodes[*to]);
                let _ = write!(svg, "M{} {}L{} {}", from.x, from.y, to.x, to.y);
            }
            svg.push_str("\"/></g>\n");
        }
        let names = self.write_clusters(&mut svg, &map);
        self.write_nodes(&mut svg, &map, view);
        self.write_labels(&mut svg, &map, names);
        svg.push_str("</svg>");
        svg
    }

    /// Names of clusters; gives the room that they take.
    fn write_clusters(&self, svg: &mut String, map: &Layout) -> Vec<Room> {
        let mut taken = Vec::new();
        svg.push_str("<g class=\"clusters\">");
        for (at, (tag, numbers)) in self.clusters.iter().enumerate() {
            let Some(tag) = tag else { continue };
            // Above its highest node, wherever that came to stand.
            let points = || numbers.iter().map(|number| map.nodes[*number]);
            let top = points().map(|point| point.y).fold(f64::INFINITY, f64::min) - 16.0;
            let middle = points().map(|point| point.x).sum::<f64>() / layout::number(numbers.len());
            let mut room = room(&tag.label, middle, top, 4.6);
            // Another name may stand there already: this one goes above it.
            while let Some(other) = taken.iter().find(|other| overlap(&room, other)) {
                let up = room[3] - other[1] + 1.0;
                (room[1], room[3]) = (room[1] - up, room[3] - up);
            }
            taken.push(room);
            let top = room[3] - 3.0;
            let _ = write!(svg, "<text class=\"c{at}\" x=\"{middle:.1}\" y=\"{top:.1}\">");
            let _ = escape_html_body_text(&mut *svg, &tag.label);
            svg.push_str("</text>");
        }
        svg.push_str("</g>\n");
        taken
    }

    fn write_nodes(&self, svg: &mut String, map: &Layout, view: &View<'_>) {
        // In the order of their numbers, by which they name each other.
        let mut cluster_of = vec![0; self.cards.len()];
        for (at, (_, numbers)) in self.clusters.iter().enumerate() {
            for number in numbers {
                cluster_of[*number] = at;
            }
        }
        svg.push_str("<g class=\"nodes\">\n");
        for (number, card) in self.cards.iter().enumerate() {
            let beside: BTreeSet<u32> =
                self.graph.out[number].iter().chain(&self.graph.into[number]).copied().collect();
            let to: Vec<String> = beside.iter().map(u32::to_string).collect();
            let Point { x, y } = map.nodes[number];
            svg.push_str("<a href=\"");
            let _ = escape_html(&mut *svg, &view.base.page(&card.address));
            let _ = write!(svg, "\" tabindex=\"-1\" class=\"c{}\" data-to=\"{}\">", cluster_of[number], to.join(" "));
            let _ = write!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{}\"/><title>", self.radius(number));
            let _ = escape_html_body_text(&mut *svg, &card.title);
            svg.push_str("</title></a>\n");
        }
        svg.push_str("</g>\n");
    }

    /// The more cited, the larger.
    fn radius(&self, number: usize) -> f64 {
        let cited = layout::number(self.graph.into[number].len()).sqrt();
        let (least, most) = if self.cards.len() <= FEW { (5.0, 14.0) } else { (2.5, 7.0) };
        ((least + cited * 1.6_f64).min(most) * 10.0).round() / 10.0
    }

    /// Titles of the most cited, as long as none stands over another.
    fn write_labels(&self, svg: &mut String, map: &Layout, mut taken: Vec<Room>) {
        let most = if self.cards.len() <= FEW { self.cards.len() } else { LABELLED };
        svg.push_str("<g class=\"labels\">");
        for number in self.by_citations().into_iter().take(most) {
            let (Point { x, y }, card) = (map.nodes[number], self.cards[number]);
            let title = passage::beginning(card.short_title.as_ref().unwrap_or(&card.title), LABEL);
            let y = y + self.radius(number) + 11.0;
            let room = room(&title, x, y, 2.9);
            if taken.iter().any(|other| overlap(&room, other)) {
                continue;
            }
            taken.push(room);
            let _ = write!(svg, "<text data-of=\"{number}\" x=\"{x}\" y=\"{y:.1}\">");
            let _ = escape_html_body_text(&mut *svg, &title);
            svg.push_str("</text>");
        }
        svg.push_str("</g>\n");
    }
}

/// A part of the plane: left, top, right, bottom.
type Room = [f64; 4];

/// About the room of a text whose base line has its middle at a point; `half` is half the width of a
/// letter.
fn room(text: &str, x: f64, y: f64, half: f64) -> Room {
    let half = layout::number(text.chars().count()) * half;
    [x - half, y - 9.0, x + half, y + 3.0]
}

fn overlap(one: &Room, other: &Room) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

/// The part of the plane in which everything stands, with room for labels: left, top, width, height.
fn frame(map: &Layout) -> String {
    let (mut low, mut high) =
        (Point { x: f64::INFINITY, y: f64::INFINITY }, Point { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY });
    for point in &map.nodes {
        low = Point { x: low.x.min(point.x), y: low.y.min(point.y) };
        high = Point { x: high.x.max(point.x), y: high.y.max(point.y) };
    }
    let (left, top) = ((low.x - 80.0).floor(), (low.y - 40.0).floor());
    format!("{left} {top} {} {}", (high.x + 80.0).ceil() - left, (high.y + 40.0).ceil() - top)
}
