//! A tag: its own text, the essays that have it, and the tags that it meets in them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::Value;

use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::tags::{missing_tag, needless_tag, tag_spellings, taken_synonym, twin_tags};
use crate::base::name::case_folded;
use crate::base::tag::Tag;
use crate::gather::card::Card;
use crate::gather::facet::TagCard;
use crate::gather::facts::Placed;
use crate::gather::reader::Reader;
use crate::gather::schema::{COUNTED, MARKED, MEETING};
use crate::gather::value;
use crate::read::essay::Essay;
use crate::render::page::making::{Making, Output};
use crate::render::page::view::{self, MOST_TAGS, View, standing};

/// How many tags are shown as neighbours, and how many essays with each.
const NEIGHBOURS: usize = 24;
const WITH_EACH: usize = 7;

/// How many essays are shown to begin with, of more than how many, and by how many others each of
/// them must be cited.
const BEGIN_WITH: usize = 3;
const OF_MORE_THAN: usize = 5;
const CITED_BY: usize = 2;

pub(super) fn make(tag: &Tag, making: &mut Making<'_>) -> Option<Output> {
    let Making { reader, file, .. } = *making;
    let card = reader.tag(tag)?;
    let text = view::text_of(reader, file);
    match text {
        Some(essay) => making.diagnostics.extend(misused_words(card, essay, reader)),
        None => making.diagnostics.extend(spelled_otherwise(tag, reader)),
    }
    making.diagnostics.extend(nearly_another(tag, reader));
    let view = standing(making, "tag", (&card.label, ""));
    let paths = reader.filed(tag);
    let essays: Vec<&Arc<Card>> = paths.iter().filter_map(|path| reader.card(path)).collect();
    view.render("tag.html", making.diagnostics, |name| match name {
        "tag" => Some(COUNTED.with(&view.tag(card), [("count", paths.len().into())])),
        "essays" => Some(value::list(essays.iter().map(|card| view.card(card)))),
        "years" => Some(view::years(&view, &essays)),
        "start" => Some(value::list(begin_with(&essays, reader).into_iter().map(|card| view.card(card)))),
        "above" => Some(value::list(above(card, reader).into_iter().map(|card| view.tag(card)))),
        "below" => Some(view.tags(&below(card, reader))),
        "see_also" => Some(view.tags(&card.see_also)),
        "meets" => Some(meets(card, &essays, &view)),
        "passages" => Some(value::list(reader.marked(tag).into_iter().filter_map(|placed| marked(placed, &view)))),
        _ => None,
    })
}

/// The tags above one, from the top: by their names, or by what they name as broader.
fn above<'a>(card: &TagCard, reader: &Reader<'a>) -> Vec<&'a TagCard> {
    let mut above: Vec<&TagCard> = Vec::new();
    let upwards = |card: &TagCard| card.tag.above().next().or_else(|| card.broader.clone());
    let mut next = upwards(card);
    while let Some(found) = next.and_then(|tag| reader.tag(&tag)) {
        // Two tags may each name the other as broader.
        if found.tag == card.tag || above.iter().any(|known| known.tag == found.tag) {
            break;
        }
        above.push(found);
        next = upwards(found);
    }
    above.reverse();
    above
}

/// The tags right below one: by their names, or because they name it as broader.
fn below(card: &TagCard, reader: &Reader<'_>) -> BTreeSet<Tag> {
    let listings = reader.tagged(&card.tag);
    let listed = listings.iter().map(|listing| &listing.tag);
    let nested = listed.flat_map(|listed| listed.above().chain([listed.clone()]));
    nested.filter(|below| card.tag.is_parent_of(below)).chain(card.narrower.iter().cloned()).collect()
}

/// The most cited of many essays.
fn begin_with<'a>(essays: &[&'a Arc<Card>], reader: &Reader<'_>) -> Vec<&'a Arc<Card>> {
    if essays.len() <= OF_MORE_THAN {
        return Vec::new();
    }
    let cited = essays.iter().map(|card| (Reverse(reader.cited(&card.path)), *card));
    let mut cited: Vec<_> = cited.filter(|(Reverse(by), _)| *by >= CITED_BY).collect();
    cited.sort_unstable_by_key(|(by, card)| (*by, &card.path));
    cited.into_iter().take(BEGIN_WITH).map(|(_, card)| card).collect()
}

/// The tags that the essays of one have besides it, the most frequent first.
fn meets(card: &TagCard, essays: &[&Arc<Card>], view: &View<'_>) -> Value {
    value::list(neighbours(card, essays, view.reader).into_iter().map(|(other, essays)| {
        MEETING.map([
            ("tag", view.tag(other)),
            ("count", essays.len().into()),
            ("essays", value::list(essays.iter().take(WITH_EACH).map(|card| view.card(card)))),
        ])
    }))
}

/// The id of the place on the page of a tag that shows the essays which have `other` too.
pub(super) fn meeting_id(other: &Tag) -> String {
    format!("page:meets-{}", other.as_str())
}

/// The tags that `essays`, which are those of a tag, have besides it, with the essays of each; the most
/// frequent first.
pub(super) fn neighbours<'a, 'e>(
    card: &TagCard,
    essays: &[&'e Arc<Card>],
    reader: &Reader<'a>,
) -> Vec<(&'a TagCard, Vec<&'e Arc<Card>>)> {
    let mut met: BTreeMap<&Tag, (&TagCard, Vec<&Arc<Card>>)> = BTreeMap::new();
    for essay in essays {
        for other in reader.tag_cards(essay.tags.iter().take(MOST_TAGS)) {
            if other.tag != card.tag && !card.tag.is_nested_with(&other.tag) {
                met.entry(&other.tag).or_insert_with(|| (other, Vec::new())).1.push(essay);
            }
        }
    }
    let mut met: Vec<_> = met.into_values().collect();
    met.sort_by_key(|(_, essays)| Reverse(essays.len()));
    met.truncate(NEIGHBOURS);
    met
}

fn marked(placed: &Placed, view: &View<'_>) -> Option<Value> {
    let card = view.reader.card(&placed.path)?;
    let heading = placed.marked.heading.as_ref().map(|heading| &*heading.text);
    Some(MARKED.map([
        ("essay", view.card(card)),
        ("heading", value::optional(heading)),
        ("text", value::text(&placed.marked.text)),
        ("anchor", value::text(&placed.marked.anchor)),
    ]))
}

/// Says, once, that a tag without a text of its own is spelled in several ways. Only then is the
/// essay read that spells it otherwise, for the place.
fn spelled_otherwise(tag: &Tag, reader: &Reader<'_>) -> Option<Diagnostic> {
    let listings = reader.tagged(tag);
    let mut listings: Vec<_> = listings.iter().filter(|listing| listing.tag == *tag).collect();
    listings.sort_unstable_by_key(|listing| &listing.path);
    let first = &listings.first()?.spelling;
    let other = listings.iter().find(|listing| case_folded(&listing.spelling) != case_folded(first))?;
    let tagging = reader.essay(&other.path)?.tags.iter().find(|tagging| tagging.tag == *tag)?;
    Some(tag_spellings(&other.path, Some(tagging.span), &other.spelling, first))
}

/// Says of a tag that another one differs from it only by letters that are one without regard to capitals: `groß` and
/// `gross`. Names of essays that differ so are one.
fn nearly_another(tag: &Tag, reader: &Reader<'_>) -> Option<Diagnostic> {
    let folded = tag.folded()?;
    let other = reader.tag(&folded).filter(|card| card.tag == folded)?;
    let path =
        reader.tagged(tag).iter().filter(|listing| listing.tag == *tag).map(|listing| &listing.path).min()?.clone();
    let tagging = reader.essay(&path)?.tags.iter().find(|tagging| tagging.tag == *tag)?;
    Some(twin_tags(&path, tagging.span, &tagging.spelling, &other.label))
}

/// What is wrong with the tags that the text of a tag names.
fn misused_words(card: &TagCard, text: &Essay, reader: &Reader<'_>) -> Vec<Diagnostic> {
    let (path, Some(term)) = (&text.path, &text.meta.term) else { return Vec::new() };
    let named = term
        .broader
        .iter()
        .map(|tagging| ("broader", tagging))
        .chain(term.see_also.iter().map(|tagging| ("see-also", tagging)));
    let misused = named.filter_map(|(field, tagging)| match reader.tag(&tagging.tag) {
        None => Some(missing_tag(path, tagging.span, field, &tagging.spelling)),
        Some(named) if named.tag == card.tag => {
            Some(needless_tag(path, tagging.span, field, "this is the tag of this very text"))
        }
        Some(_) if field == "broader" && card.broader.is_none() => {
            Some(needless_tag(path, tagging.span, field, "by its address, this tag stands below another one already"))
        }
        Some(_) => None,
    });
    let taken = term.synonyms.iter().filter(|synonym| !card.synonyms.contains(&synonym.tag));
    let taken = taken.map(|synonym| {
        let by = reader.tag(&synonym.tag).map_or(&*synonym.spelling, |card| &*card.label);
        taken_synonym(path, synonym.span, &synonym.spelling, by)
    });
    misused.chain(taken).collect()
}
