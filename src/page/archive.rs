//! All essays, by year.

use tera::Value;

use crate::diagnostic::Diagnostic;
use crate::page::view::standing;
use crate::page::{Output, Setting};
use crate::reader::Reader;
use crate::value;

pub(super) fn make(
    reader: &Reader<'_>,
    setting: &Setting,
    file: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Output> {
    let view = standing(reader, setting, file, "archive", "All essays");
    view.render("archive.html", diagnostics, |name| {
        (name == "years").then(|| {
            let year = |card: &crate::card::Card| card.date.map(|date| date.day().year());
            let cards: Vec<_> = reader.listed().iter().collect();
            value::list(cards.chunk_by(|a, b| year(a) == year(b)).map(|cards| {
                value::map([
                    ("year", year(cards[0]).map_or_else(Value::none, Value::from)),
                    ("essays", value::list(cards.iter().map(|card| view.card(card)))),
                ])
            }))
        })
    })
}
