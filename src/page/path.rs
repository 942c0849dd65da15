//! A reading path: an ordered walk through essays, with a reason for every step.

use std::collections::BTreeSet;
use std::sync::Arc;

use tera::Value;

use crate::card::Card;
use crate::page::view::View;
use crate::reader::Reader;
use crate::resolve::{Resolution, resolve};
use crate::shape::{STAGE, STOP};
use crate::source::SourcePath;
use crate::value;

/// The template of its page.
pub(super) const TEMPLATE: &str = "path.html";

/// A stop whose essay is there.
pub(super) struct Found<'a> {
    pub card: &'a Arc<Card>,
    pub why: &'a str,
}

/// The stops of the path in the file `path` whose essays are published, each essay once.
pub(super) fn stops<'a>(reader: &Reader<'a>, path: &SourcePath) -> Vec<Found<'a>> {
    let mut known = BTreeSet::new();
    let found = reader.stops(path).iter().filter_map(|stop| match resolve(reader, path, &stop.target) {
        Resolution::Found { path, .. } => Some(Found { card: reader.card(path)?, why: &stop.why }),
        _ => None,
    });
    found.filter(|stop| known.insert(&stop.card.path)).collect()
}

/// The variables that only the page of a path has.
pub(super) fn own(view: &View<'_>, path: &SourcePath, name: &str) -> Option<Value> {
    let reader = view.reader;
    match name {
        "stops" => {
            let stops = stops(reader, path);
            Some(value::list((0..stops.len()).map(|at| stop(view, &stops, at))))
        }
        "minutes" => Some(stops(reader, path).iter().map(|stop| reader.minutes(&stop.card.path)).sum::<usize>().into()),
        _ => None,
    }
}

/// The paths that the essay in the file `path` is on, each with where that is.
pub(super) fn stages(view: &View<'_>, path: &SourcePath) -> Value {
    let reader = view.reader;
    let names: BTreeSet<_> = reader.names_of(path).collect();
    let walks: BTreeSet<&SourcePath> =
        names.into_iter().flat_map(|name| reader.waypoints(name)).map(|waypoint| &waypoint.path).collect();
    let mut walks: Vec<&Arc<Card>> = walks.into_iter().filter_map(|walk| reader.card(walk)).collect();
    walks.sort_unstable_by_key(|card| (card.weight.unwrap_or(0), &card.path));
    let stage = |walk: &&Arc<Card>| {
        let stops = stops(reader, &walk.path);
        let at = stops.iter().position(|stop| stop.card.path == *path)?;
        let shown =
            |at: Option<usize>| at.filter(|at| *at < stops.len()).map_or_else(Value::none, |at| stop(view, &stops, at));
        Some(STAGE.map([
            ("path", view.walk(walk)),
            ("place", (at + 1).into()),
            ("count", stops.len().into()),
            ("previous", shown(at.checked_sub(1))),
            ("next", shown(Some(at + 1))),
        ]))
    };
    value::list(walks.iter().filter_map(stage))
}

fn stop(view: &View<'_>, stops: &[Found<'_>], at: usize) -> Value {
    let Found { card, why } = &stops[at];
    STOP.map([
        ("essay", view.card(card)),
        ("place", (at + 1).into()),
        ("why", value::text(why)),
        ("minutes", view.reader.minutes(&card.path).into()),
    ])
}
