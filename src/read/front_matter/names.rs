//! The names of fields: those with a meaning, and those of other tools.

use serde_yaml::Value;

/// What is to be known of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trait {
    /// Its numbers are texts.
    Text,
    /// It is true or false.
    Truth,
    /// It can keep the essay from being published.
    Withholding,
    /// It means something only in a book that says so.
    Idle,
}

use Trait::{Idle, Text, Truth, Withholding};

/// The fields with a meaning of their own. Everything else is the writer's.
const FIELDS: [(&str, &[Trait]); 99] = [
    ("title", &[Text]),
    ("linkTitle", &[Text]),
    ("short-title", &[Text]),
    ("sidebar_label", &[Text]),
    ("description", &[Text]),
    ("summary", &[Text]),
    ("excerpt", &[Text]),
    ("abstract", &[Text]),
    ("desc", &[Text]),
    ("date", &[]),
    ("created", &[]),
    ("publishDate", &[Withholding]),
    ("pubdate", &[]),
    ("updated", &[]),
    ("lastmod", &[]),
    ("last-updated", &[]),
    ("modified", &[]),
    ("last_modified_at", &[]),
    ("last-modified", &[]),
    ("last_updated", &[]),
    ("lastUpdated", &[]),
    ("last_update", &[]),
    ("date created", &[]),
    ("date-created", &[]),
    ("date_created", &[]),
    ("date modified", &[]),
    ("date-modified", &[]),
    ("date_modified", &[]),
    ("expiryDate", &[Withholding]),
    ("unpublishdate", &[Withholding]),
    ("unpublish", &[Truth, Withholding]),
    ("unpublished", &[Truth, Withholding]),
    ("tags", &[Text]),
    ("tag", &[Text]),
    ("themes", &[Text]),
    ("theme", &[Text]),
    ("taxonomies", &[Text]),
    ("aliases", &[Text]),
    ("alias", &[Text]),
    ("redirect_from", &[Text]),
    ("authors", &[Text]),
    ("author", &[Text]),
    ("slug", &[Text]),
    ("path", &[Text]),
    ("url", &[Text]),
    ("permalink", &[Text]),
    ("draft", &[Truth, Withholding]),
    ("published", &[Truth, Withholding]),
    ("publish", &[Truth, Withholding]),
    ("dg-publish", &[Truth, Withholding]),
    ("public", &[Truth, Withholding]),
    ("private", &[Truth, Withholding]),
    ("headless", &[Truth, Withholding]),
    ("render", &[Withholding]),
    ("build", &[]),
    ("_build", &[]),
    ("transparent", &[]),
    ("sort_by", &[]),
    ("sidebar", &[]),
    ("unlisted", &[Truth, Withholding]),
    ("eleventyExcludeFromCollections", &[Truth]),
    ("eleventyComputed", &[]),
    ("cascade", &[]),
    ("weight", &[]),
    ("order", &[]),
    ("nav_order", &[]),
    ("sidebar_position", &[]),
    ("status", &[Text]),
    ("confidence", &[Text]),
    ("importance", &[Text]),
    ("template", &[]),
    ("layout", &[]),
    ("lang", &[]),
    ("cssclasses", &[Text]),
    ("cssclass", &[Text]),
    ("image", &[]),
    ("cover", &[]),
    ("coverY", &[]),
    ("thumbnail", &[]),
    ("toc", &[Truth]),
    ("enableToc", &[Truth]),
    ("tableOfContents", &[Truth]),
    ("search", &[Truth]),
    ("in_search_index", &[Truth]),
    ("pagefind", &[Truth]),
    ("backlinks", &[Truth]),
    ("sources", &[Text]),
    ("label", &[Text]),
    ("broader", &[Text]),
    ("see-also", &[Text]),
    ("see_also", &[Text]),
    ("synonyms", &[Text]),
    ("extra", &[]),
    ("categories", &[Text, Idle]),
    ("category", &[Idle]),
    ("keywords", &[Text, Idle]),
    ("series", &[Text, Idle]),
    ("id", &[]),
    ("type", &[Idle]),
];

/// The names of the fields with a meaning of their own.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|(name, _)| *name)
}

/// The names of the fields of which something holds.
pub(super) fn with(held: Trait) -> impl Iterator<Item = &'static str> {
    FIELDS.iter().filter(move |(_, traits)| traits.contains(&held)).map(|(name, _)| *name)
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
    with(Trait::Withholding).find(|known| bare(known) == typed || is_asked(known))
}

/// The fields that can be asked for with `is`.
const ASKED: [&str; 7] = ["draft", "private", "public", "published", "unpublished", "unlisted", "headless"];

/// A name in lower case, without hyphens, underscores and spaces.
pub(super) fn bare(field: &str) -> String {
    field.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

/// Whether other tools know a field.
pub(super) fn is_foreign(field: &str) -> bool {
    FOREIGN.iter().any(|known| known.eq_ignore_ascii_case(field))
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
