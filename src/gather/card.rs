//! What others may show of an essay.
//!
//! The split between the card and everything else is the law of locality: an edit that leaves the
//! card alone makes no other page again. Keep it thin.

use std::cmp::Reverse;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use tera::Value;

use crate::base::date::When;
use crate::base::page_file::page_url;
use crate::base::path::SourcePath;
use crate::base::tag::Tag;
use crate::gather::schema::CARD;
use crate::gather::value;
use crate::read::essay::Essay;
use crate::read::front_matter::Rank;
use crate::read::permalink::Role;

/// What others may show of an essay.
#[derive(Debug)]
pub struct Card {
    pub path: SourcePath,
    pub title: Arc<str>,
    pub short_title: Option<Arc<str>>,
    pub description: Option<Arc<str>>,
    pub date: Option<When>,
    pub updated: Option<When>,
    pub status: Option<Arc<str>>,
    pub weight: Option<Rank>,
    /// The address of its page below the root of the site.
    pub address: Arc<str>,
    /// The address that the essay has by its place in the folders, whatever it asks for.
    pub section: Arc<str>,
    pub role: Role,
    /// Its language, by its number among those of the book.
    pub language: u8,
    pub tags: Vec<Tag>,
    /// Whether no list names the essay.
    pub unlisted: bool,
    /// Whether the search index leaves the essay out.
    pub unsearched: bool,
    /// Whether what lies in its folder is listed by the folder above instead.
    pub is_transparent: bool,
    /// The value that templates see, made when first shown and shared among all pages.
    shown: OnceLock<Value>,
}

impl Card {
    /// The card of `essay`.
    pub fn of(essay: &Essay) -> Self {
        let meta = &essay.meta;
        Self {
            path: essay.path.clone(),
            title: essay.title.clone(),
            short_title: meta.short_title.clone(),
            description: meta.description.clone(),
            date: essay.date,
            updated: meta.updated,
            status: meta.status.clone(),
            weight: meta.weight,
            address: essay.address.clone(),
            section: essay.wanted.section.clone(),
            role: essay.role.clone(),
            language: essay.language,
            tags: essay.tags.iter().map(|tagging| tagging.tag.clone()).collect(),
            unlisted: meta.unlisted,
            unsearched: meta.searched == Some(false),
            is_transparent: meta.transparent,
            shown: OnceLock::new(),
        }
    }

    /// As templates see it. `index` is what addresses end with in links, the same for the whole book.
    pub fn value(&self, index: &str) -> Value {
        self.shown.get_or_init(|| self.made(index)).clone()
    }

    /// The same for one page that shows most of the book, which does not make it kept.
    pub fn fleeting(&self, index: &str) -> Value {
        self.shown.get().cloned().unwrap_or_else(|| self.made(index))
    }

    fn made(&self, index: &str) -> Value {
        CARD.map([
            ("path", self.path.as_str().into()),
            ("title", value::text(&self.title)),
            ("short_title", value::text(self.short_title.as_ref().unwrap_or(&self.title))),
            ("description", value::optional(self.description.as_deref())),
            ("date", value::date(self.date)),
            ("updated", value::date(self.updated)),
            ("status", value::optional(self.status.as_deref())),
            ("weight", value::number(self.weight)),
            ("url", page_url(&self.address, index).into()),
        ])
    }

    fn key(&self) -> impl Ord + Hash + '_ {
        (
            Reverse(self.date),
            &self.path,
            &self.title,
            &self.short_title,
            &self.description,
            self.updated,
            (&self.status, self.weight),
            (&self.address, &self.section),
            &self.role,
            (&self.tags, self.unlisted, self.unsearched, self.language, self.is_transparent),
        )
    }
}

impl Hash for Card {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

/// Cards are listed newest first, those without a date last, then by path.
impl Ord for Card {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let first = |card: &Self| Reverse(card.date);
        // The key begins with these, which tell most cards apart.
        let order = first(self).cmp(&first(other)).then_with(|| self.path.cmp(&other.path));
        order.then_with(|| self.key().cmp(&other.key()))
    }
}

impl PartialOrd for Card {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Card {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Card {}
