//! Where the essays stand on the map.
//!
//! Essays that are about the same stand together, the most cited in the middle. The layout follows from
//! the book alone: no simulation runs in a reader's browser, and the same book gives the same map.

use std::collections::BTreeSet;

/// A point of the map, in its units (about a pixel on a wide screen).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

/// Where everything stands.
#[derive(Debug, Default)]
pub struct Layout {
    /// For each node.
    pub nodes: Vec<Point>,
    /// For each cluster its middle and how far its nodes reach from it.
    pub clusters: Vec<(Point, f64)>,
}

/// The room of a node in a small book and in a large one.
const WIDE: f64 = 54.0;
const NARROW: f64 = 15.0;

/// The most nodes that are moved towards those they are linked with: each is compared with all.
pub const FEW: usize = 300;

/// How often.
const STEPS: usize = 160;

/// The golden angle: seeds of a sunflower stand so, and leave no gaps.
const GOLDEN: f64 = 2.399_963_229_728_653;

/// Places the nodes of `clusters`, which are lists of their numbers, the most important first. `edges`
/// are pairs of numbers. Every node must be in one cluster.
pub fn layout(clusters: &[Vec<usize>], edges: &BTreeSet<(usize, usize)>) -> Layout {
    let count: usize = clusters.iter().map(Vec::len).sum();
    let room = if count <= FEW { WIDE } else { NARROW };
    let discs = discs(clusters, room);
    let mut nodes = vec![Point::default(); count];
    for (cluster, (middle, _)) in clusters.iter().zip(&discs) {
        for (at, node) in cluster.iter().enumerate() {
            let (angle, far) = (number(at) * GOLDEN, room * 0.62 * (number(at) + 0.3).sqrt());
            nodes[*node] = Point { x: middle.x + far * angle.cos(), y: middle.y + far * angle.sin() };
        }
    }
    if count <= FEW {
        let mut home = vec![Point::default(); count];
        for (cluster, (middle, _)) in clusters.iter().zip(&discs) {
            for node in cluster {
                home[*node] = *middle;
            }
        }
        for step in 0..STEPS {
            let heat = 1.0 - number(step) / number(STEPS);
            nodes = moved(&nodes, &home, edges, room, heat);
        }
    }
    // Whole tenths: the last bits of a sine are not the same on every system.
    let tenths = |value: f64| (value * 10.0).round() / 10.0;
    for point in &mut nodes {
        *point = Point { x: tenths(point.x), y: tenths(point.y) };
    }
    Layout { nodes, clusters: discs }
}

/// A disc for each cluster, the first in the middle and the others round it, none over another.
fn discs(clusters: &[Vec<usize>], room: f64) -> Vec<(Point, f64)> {
    let mut placed: Vec<(Point, f64)> = Vec::with_capacity(clusters.len());
    for cluster in clusters {
        let radius = room * 0.68 * number(cluster.len()).sqrt() + room * 0.5;
        let free =
            |point: &Point| placed.iter().all(|(other, reach)| distance(*point, *other) >= reach + radius + room * 0.4);
        // Outwards on a spiral, a little wider than high, as screens are.
        let spiral = (0..100_000_u32).map(|step| {
            let step = f64::from(step);
            let (angle, far) = (step * 0.35, step * room * 0.045);
            Point { x: 1.25 * far * angle.cos(), y: far * angle.sin() }
        });
        let middle = spiral.into_iter().find(free).unwrap_or_default();
        placed.push((middle, radius));
    }
    placed
}

/// One step: nodes push each other away, links and the middle of their cluster draw them.
fn moved(nodes: &[Point], home: &[Point], edges: &BTreeSet<(usize, usize)>, room: f64, heat: f64) -> Vec<Point> {
    let mut forces = vec![Point::default(); nodes.len()];
    for (at, here) in nodes.iter().enumerate() {
        for (other, there) in nodes.iter().enumerate().skip(at + 1) {
            let apart = distance(*here, *there).max(1.0);
            if apart < room * 4.0 {
                let push = room * room / apart * 0.09;
                let (x, y) = ((here.x - there.x) / apart * push, (here.y - there.y) / apart * push);
                forces[at] = Point { x: forces[at].x + x, y: forces[at].y + y };
                forces[other] = Point { x: forces[other].x - x, y: forces[other].y - y };
            }
        }
    }
    for (from, to) in edges {
        let (here, there) = (nodes[*from], nodes[*to]);
        let apart = distance(here, there).max(1.0);
        let pull = (apart - room * 1.6).max(0.0) / apart * 0.012;
        let (x, y) = ((there.x - here.x) * pull, (there.y - here.y) * pull);
        forces[*from] = Point { x: forces[*from].x + x, y: forces[*from].y + y };
        forces[*to] = Point { x: forces[*to].x - x, y: forces[*to].y - y };
    }
    let most = room * 0.4 * heat;
    let step = |((here, home), force): ((&Point, &Point), Point)| {
        let (x, y) = (force.x + (home.x - here.x) * 0.045, force.y + (home.y - here.y) * 0.045);
        Point { x: here.x + x.clamp(-most, most), y: here.y + y.clamp(-most, most) }
    };
    nodes.iter().zip(home).zip(forces).map(step).collect()
}

/// A count as a number of the plane.
pub fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// How far two points are from each other.
pub fn distance(one: Point, other: Point) -> f64 {
    ((one.x - other.x).powi(2) + (one.y - other.y).powi(2)).sqrt()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{NARROW, WIDE, distance, layout};

    #[test]
    fn no_two_essays_stand_on_each_other() {
        for (count, room) in [(2, WIDE), (30, WIDE), (2000, NARROW)] {
            let clusters: Vec<Vec<usize>> =
                (0..7).map(|cluster| (0..count).filter(|n| n % 7 == cluster).collect()).collect();
            let edges: BTreeSet<_> = (1..count).map(|n| (n / 2, n)).collect();
            let map = layout(&clusters, &edges);
            for (at, node) in map.nodes.iter().enumerate() {
                for other in &map.nodes[at + 1..] {
                    assert!(distance(*node, *other) > room * 0.3, "{node:?} {other:?} of {count}");
                }
            }
            assert_eq!(map.nodes, layout(&clusters, &edges).nodes);
        }
        assert!(layout(&[], &BTreeSet::new()).nodes.is_empty());
    }

    #[test]
    fn clusters_stand_apart() {
        let clusters: Vec<Vec<usize>> =
            vec![(0..900).collect(), (900..1300).collect(), (1300..1310).collect(), vec![1310]];
        let map = layout(&clusters, &BTreeSet::new());
        for (cluster, (middle, reach)) in clusters.iter().zip(&map.clusters) {
            assert!(cluster.iter().all(|node| distance(map.nodes[*node], *middle) <= *reach));
        }
        for (at, (middle, reach)) in map.clusters.iter().enumerate() {
            assert!(map.clusters[at + 1..].iter().all(|(other, far)| distance(*middle, *other) >= reach + far));
        }
    }
}
