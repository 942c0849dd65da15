//! What templates see on every page. The shapes of it are in [`crate::gather::schema`].

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;
use tera::Value;

use crate::base::page_file::{address_of, with_index};
use crate::base::tag::Tag;
use crate::gather::card::Card;
use crate::gather::facet::TagCard;
use crate::gather::facts::Mention;
use crate::gather::reader::Reader;
use crate::gather::resolve::citing;
use crate::gather::schema::{CARD, COUNTED, TAG, WALK, YEAR};
use crate::gather::{section, value};
use crate::read::essay::Essay;
use crate::read::front_matter::Order;
use crate::render::address::{self, Base};
use crate::render::page::id::Setting;
use crate::render::page::routes::{ESSAY_TEMPLATE, has_folder_pages};

/// A page while it is shown.
pub(super) struct View<'a> {
    pub reader: &'a Reader<'a>,
    pub setting: &'a Setting,
    pub base: Base,
    pub kind: &'static str,
    pub title: String,
    pub description: Option<Arc<str>>,
    /// The address below the root of the site.
    pub address: &'a str,
    /// The essay whose page this is, or that gives it its text.
    pub essay: Option<&'a Essay>,
    /// The links of others to it, once they have been looked for.
    pub citing: OnceCell<Vec<(&'a Arc<Card>, &'a Arc<Mention>)>>,
    /// Tags as templates see them, once shown: a list of essays has few, many times.
    pub shown_tags: RefCell<HashMap<Tag, Value, FixedState>>,
}

impl<'a> View<'a> {
    /// The links of others to the essay, with the cards of these, newest first.
    pub(super) fn citing(&self) -> &[(&'a Arc<Card>, &'a Arc<Mention>)] {
        self.citing.get_or_init(|| self.essay.map(|essay| citing(self.reader, &essay.path)).unwrap_or_default())
    }

    pub(super) fn card(&self, card: &Card) -> Value {
        card.value(self.base.index)
    }

    pub(super) fn optional_card(&self, card: Option<&Arc<Card>>) -> Value {
        card.map_or_else(Value::none, |card| self.card(card))
    }

    /// A reading path with the number of its stops.
    pub(super) fn trail(&self, card: &Card, count: usize) -> Value {
        WALK.with(&self.card(card), [("count", count.into())])
    }

    pub(super) fn counted(&self, card: &TagCard) -> Value {
        COUNTED.with(&self.tag(card), [("count", card.count.into())])
    }

    /// These tags, as far as they have a page, each once.
    pub(super) fn tags<'t>(&self, tags: impl IntoIterator<Item = &'t Tag>) -> Value {
        value::list(self.reader.tag_cards(tags).into_iter().map(|card| self.tag(card)))
    }

    pub(super) fn tag(&self, card: &TagCard) -> Value {
        if let Some(shown) = self.shown_tags.borrow().get(&card.tag) {
            return shown.clone();
        }
        let url = with_index(&card.address, self.base.index);
        let shown = TAG.map([
            ("slug", value::text(card.tag.as_str())),
            ("label", value::text(&card.label)),
            ("description", value::optional(card.description.as_deref())),
            ("url", url.into()),
        ]);
        self.shown_tags.borrow_mut().insert(card.tag.clone(), shown.clone());
        shown
    }
}

/// The text of the page at `file`, if an essay gives it one.
pub(super) fn text_of<'a>(reader: &Reader<'a>, file: &str) -> Option<&'a Essay> {
    let claims = reader.claims(&crate::base::slug::comparable(file));
    claims.iter().find_map(|claim| match claim {
        crate::gather::facts::Claim::Page { path, .. } => reader.essay(path),
        _ => None,
    })
}

/// A page that the site has anyway, with the text that an essay gives it.
pub(super) fn standing<'a>(
    reader: &'a Reader<'a>,
    setting: &'a Setting,
    file: &'a str,
    kind: &'static str,
    (title, description): (&str, &str),
) -> View<'a> {
    let essay = text_of(reader, file);
    View {
        reader,
        setting,
        base: Base::of(file, &setting.config),
        kind,
        title: essay.map_or_else(|| title.to_owned(), |essay| essay.title.to_string()),
        description: match essay {
            Some(essay) => essay.meta.description.clone(),
            None => Some(description).filter(|description| !description.is_empty()).map(Into::into),
        },
        address: address_of(file),
        essay,
        citing: OnceCell::new(),
        shown_tags: RefCell::default(),
    }
}

/// The most tags of an essay that are shown or counted beside it on the pages of others: an essay with a
/// thousand tags would bring all of them to each of a thousand pages.
pub(super) const MOST_TAGS: usize = 32;

/// Essays by year, in the order given, each with its tags.
pub(super) fn years(view: &View<'_>, cards: &[&Arc<Card>]) -> Value {
    let year = |card: &Card| card.date.map(|date| date.day().year());
    let tagged = |card: &&Arc<Card>| {
        value::with(&card.fleeting(view.base.index), [("tags", view.tags(card.tags.iter().take(MOST_TAGS)))])
    };
    value::list(cards.chunk_by(|a, b| year(a) == year(b)).map(|cards| {
        YEAR.map([
            ("year", year(cards[0]).map_or_else(Value::none, Value::from)),
            ("essays", value::list(cards.iter().map(tagged))),
        ])
    }))
}

/// What is right in the folder of a section, as templates see it.
pub(super) fn inside(view: &View<'_>, of: &str, order: Order) -> Value {
    let pages = has_folder_pages(view.setting);
    let (cards, folders) = view.reader.inside(of, order, pages);
    let folders = folders.into_iter().filter_map(|section| {
        let title = section::title(section, view.reader.first_in(section)?, &view.setting.config);
        Some(CARD.map([
            ("path", "".into()),
            ("title", value::text(&title)),
            ("short_title", value::text(&title)),
            ("description", Value::none()),
            ("date", Value::none()),
            ("updated", Value::none()),
            ("status", Value::none()),
            ("weight", Value::none()),
            ("url", format!("{section}/{}", view.base.index).into()),
        ]))
    });
    let shown = cards.into_iter().map(|card| view.card(card));
    value::list(folders.chain(shown).collect::<Vec<_>>())
}

/// `template`, or the one of essays in a theme that does not have it.
pub(super) fn template(setting: &Setting, template: &'static str) -> &'static str {
    if setting.theme.has(template) { template } else { ESSAY_TEMPLATE }
}

/// What the address of a page ends with in a link.
pub(super) fn index(setting: &Setting) -> &'static str {
    address::index(&setting.config)
}
