//! The fields with a meaning: what they are called, and where what they say is kept.

use std::sync::Arc;

use serde_yaml::{Mapping, Value};

use super::rank::Rank;
use super::scalar::text_of;
use super::term::Term;
use crate::base::date::When;
use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::base::tag::Tagging;
use crate::read::syntax::link::Outside;

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

/// Makes of one list the fields and the table of their names.
macro_rules! fields {
    ($($field:ident: [$($name:literal),*] [$($trait:ident),*];)*) => {
        /// A field with a meaning of its own. Everything else is the writer's.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Field {
            $($field,)*
        }

        /// Every field with its names and traits. Of two names that a slip may mean, the first is taken.
        pub(super) const FIELDS: &[(Field, &[&str], &[Trait])] = &[$((Field::$field, &[$($name),*], &[$($trait),*]),)*];
    };
}

// What each of them says is read in `fields.rs`.
fields! {
    Title: ["title"] [Text];
    ShortTitle: ["linkTitle", "short-title", "sidebar_label"] [Text];
    Description: ["description"] [Text];
    Summary: ["summary", "excerpt", "abstract", "desc"] [Text];
    Date: ["date"] [];
    Created: ["created", "pubdate", "date created", "date-created", "date_created"] [];
    PublishDate: ["publishDate"] [Withholding];
    Updated: [
        "updated", "lastmod", "last-updated", "modified", "last_modified_at", "last-modified", "last_updated",
        "date modified", "date-modified", "date_modified"
    ] [];
    LastUpdated: ["lastUpdated", "last_update"] [];
    Expires: ["expiryDate", "unpublishdate"] [Withholding];
    Unpublish: ["unpublish"] [Truth, Withholding];
    Draft: ["unpublished", "draft", "private", "headless"] [Truth, Withholding];
    Tags: ["tags", "themes", "theme"] [Text];
    Tag: ["tag"] [Text];
    Taxonomies: ["taxonomies"] [Text];
    Aliases: ["aliases", "alias", "redirect_from"] [Text];
    Authors: ["authors", "author"] [Text];
    Slug: ["slug"] [Text];
    Path: ["path"] [Text];
    Url: ["url"] [Text];
    Permalink: ["permalink"] [Text];
    Published: ["published"] [Truth, Withholding];
    Publish: ["publish", "dg-publish", "public"] [Truth, Withholding];
    Render: ["render"] [Withholding];
    Build: ["build", "_build"] [];
    Transparent: ["transparent"] [];
    SortBy: ["sort_by"] [];
    Sidebar: ["sidebar"] [];
    Unlisted: ["unlisted"] [Truth, Withholding];
    ExcludeFromCollections: ["eleventyExcludeFromCollections"] [Truth];
    Computed: ["eleventyComputed"] [];
    Cascade: ["cascade"] [];
    Weight: ["weight", "order", "nav_order", "sidebar_position"] [];
    Status: ["status"] [Text];
    Confidence: ["confidence"] [Text];
    Importance: ["importance"] [Text];
    Template: ["template"] [];
    Layout: ["layout"] [];
    Lang: ["lang"] [];
    CssClasses: ["cssclasses", "cssclass"] [Text];
    Image: ["image", "cover", "thumbnail"] [];
    Toc: ["toc", "enableToc", "tableOfContents"] [Truth];
    Search: ["search", "in_search_index", "pagefind"] [Truth];
    Backlinks: ["backlinks"] [Truth];
    Sources: ["sources"] [Text];
    Label: ["label"] [Text];
    Broader: ["broader"] [Text];
    SeeAlso: ["see-also", "see_also"] [Text];
    Synonyms: ["synonyms"] [Text];
    Extra: ["extra"] [];
    // These mean something to the book or to a theme, and are kept for it.
    Categories: ["categories", "keywords", "series"] [Text, Idle];
    Kept: ["category", "type"] [Idle];
    Own: ["coverY", "id"] [];
}

/// Front matter read.
#[derive(Debug, Default)]
pub struct FrontMatter {
    pub meta: Meta,
    pub diagnostics: Vec<Diagnostic>,
}

/// What the fields say.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a field of its own")]
pub struct Meta {
    pub title: Option<Arc<str>>,
    pub short_title: Option<Arc<str>>,
    pub description: Option<Arc<str>>,
    pub date: Option<When>,
    /// Before it, the essay is not published.
    pub publish_date: Option<When>,
    /// From it on, the essay is not published.
    pub expires: Option<When>,
    pub updated: Option<When>,
    /// In the order written.
    pub tags: Vec<Tagging>,
    /// Other names of the essay, and old addresses of its page.
    pub aliases: Vec<Alias>,
    pub authors: Vec<Author>,
    /// The last part of the address.
    pub slug: Option<Box<str>>,
    /// The whole of the address.
    pub address: Option<Box<str>>,
    /// Where the field stands that asks for an address.
    pub address_span: Option<Span>,
    pub draft: bool,
    /// What is said about being published, if anything is.
    pub publish: Option<bool>,
    /// The fields of its own that bear on whether it is published, in a book whose files say it of others.
    pub said: Vec<&'static str>,
    /// Whether no list names the essay.
    pub unlisted: bool,
    /// By what the essays of its folder are listed.
    pub sort_by: Order,
    /// Whether what lies in its folder is listed by the folder above instead.
    pub transparent: bool,
    /// Whether the search index has the essay, if that is said.
    pub searched: Option<bool>,
    pub weight: Option<Rank>,
    pub status: Option<Arc<str>>,
    pub confidence: Option<Box<str>>,
    pub importance: Option<Box<str>>,
    /// The template to use instead of `essay.html`, and where it is named; nowhere if it was meant
    /// for another tool.
    pub template: Option<(Arc<str>, Option<Span>)>,
    pub lang: Option<Box<str>>,
    pub css_classes: Vec<String>,
    /// Whether a table of contents is wanted, if that is said.
    pub toc: Option<bool>,
    /// Whether the links of the essay do not show where they lead to, as those of a mere list.
    pub no_backlinks: bool,
    pub sources: Vec<String>,
    /// Where those of them stand that are addresses.
    pub outside: Vec<Outside>,
    /// A picture for the essay, with its place.
    pub image: Option<(Box<str>, Span)>,
    /// Links, in their order.
    pub links: Vec<FieldLink>,
    /// What the text of a tag says of it, if anything.
    pub term: Option<Arc<Term>>,
    /// Fields that crosslight gives no meaning, and those under `extra`.
    pub extra: Option<Box<Mapping>>,
}

impl Meta {
    /// The value of a field of the writer's own, if it is a text or a number.
    pub fn own_text(&self, field: &str) -> Option<String> {
        self.extra.as_ref().and_then(|extra| extra.get(field)).and_then(text_of)
    }

    /// The words of a field of the writer's own: a list, or one text with spaces.
    pub fn words(&self, field: &str) -> impl Iterator<Item = String> {
        let listed = match self.extra.as_ref().and_then(|extra| extra.get(field)) {
            Some(Value::Sequence(items)) => items.iter().filter_map(text_of).collect(),
            Some(Value::String(text)) => text.split_whitespace().map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        listed.into_iter()
    }
}

/// By what the essays of a folder are listed on its page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By weight, then the newest first, then by title, as Hugo does.
    #[default]
    Usual,
    Date,
    Title,
}

impl Order {
    /// The order that Zola's `sort_by` names.
    pub(super) fn named(name: &str) -> Self {
        match name {
            "date" | "update_date" => Self::Date,
            "title" | "title_bytes" | "slug" => Self::Title,
            _ => Self::Usual,
        }
    }
}

/// Another name of an essay, or an old address of its page.
#[derive(Clone, Debug)]
pub struct Alias {
    pub name: Arc<str>,
    pub span: Span,
    /// Whether it may also be an old address.
    pub addressed: bool,
}

/// Who wrote an essay.
#[derive(Clone, Debug)]
pub struct Author {
    pub name: String,
    /// What is linked to, where the whole is a wikilink.
    pub target: Option<Box<str>>,
}

/// A link in a field: `up: "[[x|label]]"`.
#[derive(Debug)]
pub struct FieldLink {
    pub field: Arc<str>,
    pub target: String,
    pub label: Option<String>,
    pub span: Span,
}
