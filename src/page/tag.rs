//! A tag: its own text, and the essays that have it.

use crate::diagnostic::Diagnostic;
use crate::page::view::standing;
use crate::page::{Output, Setting};
use crate::reader::Reader;
use crate::tag::Tag;
use crate::value;

pub(super) fn make(
    tag: &Tag,
    reader: &Reader<'_>,
    setting: &Setting,
    file: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Output> {
    let card = reader.tag(tag)?;
    let view = standing(reader, setting, file, "tag", &card.label);
    view.render("tag.html", diagnostics, |name| match name {
        "tag" => Some(view.tag(card, false)),
        "essays" => {
            let cards = reader.tagged(tag).iter().filter_map(|listing| reader.card(&listing.path));
            Some(value::list(cards.map(|card| view.card(card))))
        }
        _ => None,
    })
}
