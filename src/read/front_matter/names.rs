//! The names of fields: those with a meaning, and those of other tools.

use serde_yaml::Value;

use super::held;

/// The fields with a meaning of their own. Everything else is the writer's.
pub(super) const FIELDS: [&str; 98] = [
    "title",
    "linkTitle",
    "short-title",
    "sidebar_label",
    "description",
    "summary",
    "excerpt",
    "abstract",
    "desc",
    "date",
    "created",
    "publishDate",
    "pubdate",
    "updated",
    "lastmod",
    "last-updated",
    "modified",
    "last_modified_at",
    "last-modified",
    "last_updated",
    "lastUpdated",
    "last_update",
    "date created",
    "date-created",
    "date_created",
    "date modified",
    "date-modified",
    "date_modified",
    "expiryDate",
    "unpublishdate",
    "unpublish",
    "unpublished",
    "tags",
    "tag",
    "themes",
    "theme",
    "taxonomies",
    "aliases",
    "alias",
    "redirect_from",
    "authors",
    "author",
    "slug",
    "path",
    "url",
    "permalink",
    "draft",
    "published",
    "publish",
    "dg-publish",
    "public",
    "private",
    "headless",
    "render",
    "build",
    "_build",
    "transparent",
    "sort_by",
    "sidebar",
    "unlisted",
    "eleventyExcludeFromCollections",
    "cascade",
    "weight",
    "order",
    "nav_order",
    "sidebar_position",
    "status",
    "confidence",
    "importance",
    "template",
    "layout",
    "lang",
    "cssclasses",
    "cssclass",
    "image",
    "cover",
    "coverY",
    "thumbnail",
    "toc",
    "enableToc",
    "tableOfContents",
    "search",
    "in_search_index",
    "pagefind",
    "backlinks",
    "sources",
    "label",
    "broader",
    "see-also",
    "see_also",
    "synonyms",
    "extra",
    "categories",
    "category",
    "keywords",
    "series",
    "id",
    "type",
];

/// Those of them that mean something only in a book that says so.
pub(super) const IDLE: [&str; 5] = ["categories", "category", "keywords", "series", "type"];

/// Those of them that are true or false.
pub(super) const TRUTHS: [&str; 18] = [
    "unpublish",
    "unpublished",
    "private",
    "headless",
    "public",
    "draft",
    "published",
    "publish",
    "dg-publish",
    "unlisted",
    "eleventyExcludeFromCollections",
    "toc",
    "enableToc",
    "tableOfContents",
    "search",
    "in_search_index",
    "pagefind",
    "backlinks",
];

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
    FIELDS.iter().find(|known| known.eq_ignore_ascii_case(field)).copied().or_else(|| held::spelled(field))
}

/// Whether other tools know a field.
pub(super) fn is_foreign(field: &str) -> bool {
    FOREIGN.iter().any(|known| known.eq_ignore_ascii_case(field))
}

/// Whether a field has a meaning of its own.
pub(super) fn is_known(field: &str) -> bool {
    FIELDS.contains(&field)
}

/// Whether the field for a search says that the essay is to be found, if it says so. Some tools write
/// `search: false`, and Material for MkDocs `search: {exclude: true}`.
pub(super) fn is_searched(search: &Value) -> Option<bool> {
    let excludes = search.get("exclude").and_then(Value::as_bool);
    excludes.map(|excludes| !excludes).or(search.as_bool())
}
