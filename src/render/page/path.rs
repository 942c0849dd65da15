//! A reading path: an ordered walk through essays, with a reason for every step.

use tera::Value;

use crate::base::path::SourcePath;
use crate::gather::card::Card;
use crate::gather::reader::Reader;
use crate::gather::schema::{STAGE, STOP};
use crate::gather::stop::stops;
use crate::gather::trail::{Stage, Step};
use crate::gather::value;
use crate::render::page::view::View;
use crate::render::prose::Filled;

/// How long the whole path in the file `path` takes to read.
pub(super) fn minutes(reader: &Reader<'_>, path: &SourcePath) -> Value {
    stops(reader, path).iter().map(|stop| reader.minutes(&stop.card.path)).sum::<usize>().into()
}

/// The stops of the path in the file `path`, with what its text says of them.
pub(super) fn shown(view: &View<'_>, path: &SourcePath, filled: &Filled) -> Value {
    let stops = stops(view.reader, path);
    value::list(stops.iter().enumerate().map(|(at, found)| {
        let reason = filled.reasons.get(at).map_or_else(Value::none, |reason| value::html(reason));
        stop(view, found.card, found.why, at + 1, reason)
    }))
}

/// The paths that the essay in the file `path` is on, each with where that is.
pub(super) fn stages(view: &View<'_>, path: &SourcePath) -> Value {
    let shown = |step: Option<&Step>, place: usize| {
        let found = step.and_then(|step| Some((view.reader.card(&step.path)?, step)));
        found.map_or_else(Value::none, |(card, step)| stop(view, card, &step.why, place, Value::none()))
    };
    let stage = |stage: &Stage| {
        let Stage { trail, place, count, previous, next } = stage;
        Some(STAGE.map([
            ("path", view.trail(view.reader.card(trail)?, *count)),
            ("place", (*place).into()),
            ("count", (*count).into()),
            ("previous", shown(previous.as_ref(), place - 1)),
            ("next", shown(next.as_ref(), place + 1)),
        ]))
    };
    value::list(view.reader.stages(path).iter().filter_map(stage))
}

fn stop(view: &View<'_>, card: &Card, why: &str, place: usize, reason: Value) -> Value {
    STOP.map([
        ("essay", view.card(card)),
        ("place", place.into()),
        ("why", value::text(why)),
        ("reason", reason),
        ("minutes", view.reader.minutes(&card.path).into()),
    ])
}
