//! The names of fields: those with a meaning, and those of other tools.

use serde_yaml::Value;

use super::meta::{FIELDS, Field, Trait};
use crate::base::config::Config;

/// The names of the fields with a meaning of their own.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().flat_map(|(_, names, _)| names.iter().copied())
}

/// The names of the fields of which something holds.
pub(super) fn with(held: Trait) -> impl Iterator<Item = &'static str> {
    let rows = FIELDS.iter().filter(move |(.., traits)| traits.contains(&held));
    rows.flat_map(|(_, names, _)| names.iter().copied())
}

/// Fields that other tools know and that are near to one of ours without being meant to be it.
const FOREIGN: [&str; 47] = [
    "_template",
    "_templateName",
    "nodate",
    "source",
    "resources",
    "images",
    "anchor",
    "math",
    "maths",
    "loc",
    "labels",
    "page_template",
    "menu",
    "menus",
    "layouts",
    "data",
    "state",
    "dates",
    "language",
    "parent",
    "grand_parent",
    "child",
    "up",
    "orders",
    "templateId",
    "uri",
    "uid",
    "pid",
    "page_id",
    "paths",
    "related",
    "courses",
    "creator",
    "publisher",
    "thesis",
    "thumbs",
    "header",
    "queries",
    "stacks",
    "sortkey",
    "dg-permalink",
    "createdAt",
    "updatedAt",
    "publishedAt",
    "published_at",
    "dateCreated",
    "date_updated",
];

/// The name of a field with a meaning, whatever capitals it is written in; of one that keeps an essay back also
/// with other hyphens and underscores.
pub(super) fn known(field: &str) -> Option<&'static str> {
    all().find(|known| known.eq_ignore_ascii_case(field)).or_else(|| spelled(field))
}

/// The field that can keep an essay back and that a name means which differs from it in no more than capitals, hyphens, underscores and spaces.
pub(super) fn spelled(field: &str) -> Option<&'static str> {
    let typed = bare(field);
    // Programs call them `isDraft` and the like.
    let is_asked = |known: &str| typed.strip_prefix("is").is_some_and(|typed| known == typed && ASKED.contains(&known));
    with(Trait::Withholding).find(|known| letters(known).eq(typed.chars()) || is_asked(known))
}

/// The fields that can be asked for with `is`.
const ASKED: [&str; 7] = ["draft", "private", "public", "published", "unpublished", "unlisted", "headless"];

/// A name in lower case, without hyphens, underscores and spaces.
pub(super) fn bare(field: &str) -> String {
    letters(field).collect()
}

fn letters(field: &str) -> impl Iterator<Item = char> {
    field.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase)
}

/// Whether other tools know a field.
pub(super) fn is_foreign(field: &str) -> bool {
    FOREIGN.iter().any(|known| known.eq_ignore_ascii_case(field))
}

/// The field that has a name, as [`known`] gives it.
pub(super) fn named(known: &str) -> Option<Field> {
    FIELDS.iter().find(|(_, names, _)| names.contains(&known)).map(|(field, ..)| *field)
}

/// The name of a field that bears on whether an essay is published. Whoever says it of others says it of those that have no such
/// field of their own.
pub fn bearing(field: &str, config: &Config) -> Option<&'static str> {
    let known = known(field).or_else(|| config.build.day_field(field))?;
    match named(known)? {
        Field::Expires => Some("expiryDate"),
        Field::Build => Some("build"),
        Field::Date | Field::Permalink | Field::Computed | Field::Status => Some(known),
        _ => with(Trait::Withholding).find(|holding| *holding == known),
    }
}

/// Whether a field has a meaning of its own.
pub(super) fn is_known(field: &str) -> bool {
    all().any(|known| known == field)
}

/// Whether the field for a search says that the essay is to be found, if it says so. Some tools write
/// `search: false`, and Material for MkDocs `search: {exclude: true}`.
pub(super) fn is_searched(search: &Value) -> Option<bool> {
    let excludes = search.get("exclude").and_then(Value::as_bool);
    excludes.map(|excludes| !excludes).or(search.as_bool())
}
