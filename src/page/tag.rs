//! A tag: its own text, and the essays that have it.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, tag_spellings};
use crate::name::case_folded;
use crate::page::view::{self, standing};
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
    if view::text_of(reader, file).is_none() {
        diagnostics.extend(spelled_otherwise(tag, reader));
    }
    let view = standing(reader, setting, file, "tag", &card.label);
    view.render("tag.html", diagnostics, |name| match name {
        "tag" => Some(view.tag(card, false)),
        "essays" => {
            let mut paths: Vec<_> = reader.tagged(tag).iter().map(|listing| &listing.path).collect();
            paths.dedup();
            let cards = paths.into_iter().filter_map(|path| reader.card(path));
            Some(value::list(cards.map(|card| view.card(card))))
        }
        "above" => {
            let mut above: Vec<_> = tag.above().filter_map(|above| reader.tag(&above)).collect();
            above.reverse();
            Some(value::list(above.into_iter().map(|card| view.tag(card, false))))
        }
        "below" => {
            let listed = reader.tagged(tag).iter().map(|listing| &listing.tag);
            let below: BTreeSet<Tag> = listed
                .flat_map(|listed| listed.above().chain([listed.clone()]))
                .filter(|below| tag.is_parent_of(below))
                .collect();
            Some(value::list(below.iter().filter_map(|below| reader.tag(below)).map(|card| view.tag(card, false))))
        }
        _ => None,
    })
}

/// Says, once, that a tag without a text of its own is spelled in several ways. Only then is the
/// essay read that spells it otherwise, for the place.
fn spelled_otherwise(tag: &Tag, reader: &Reader<'_>) -> Option<Diagnostic> {
    let mut listings: Vec<_> = reader.tagged(tag).iter().filter(|listing| listing.tag == *tag).collect();
    listings.sort_unstable_by_key(|listing| &listing.path);
    let first = &listings.first()?.spelling;
    let other = listings.iter().find(|listing| case_folded(&listing.spelling) != case_folded(first))?;
    let tagging = reader.essay(&other.path)?.tags.iter().find(|tagging| tagging.tag == *tag)?;
    Some(tag_spellings(&other.path, Some(tagging.span), &other.spelling, first))
}
