//! What templates see on every page. The shapes of it are in [`crate::shape`].

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;
use serde_yaml::Mapping;
use tera::Value;

use crate::address::{self, Base};
use crate::card::Card;
use crate::config::{ARCHIVE, MAP, SEARCH};
use crate::diagnostic::Diagnostic;
use crate::essay::Essay;
use crate::facet::TagCard;
use crate::facts::{Mention, address_of, beside, with_index};
use crate::front_matter::Order;
use crate::page::fields::{byline, image, relations, sources};
use crate::page::structured::structured;
use crate::page::tree::tree;
use crate::page::{Output, Setting, head, social_card};
use crate::prose::{self, Echoes, Filled};
use crate::reader::Reader;
use crate::resolve::citing;
use crate::section;
use crate::shape::{BACKLINK, CARD, CHAPTER, COUNTED, ESSAY, HEADING, LINKS, PAGE, PASSAGE, PIECE, TAG, WALK, YEAR};
use crate::source::SourcePath;
use crate::stop::stops;
use crate::syntax::heading::{self, Found, Heading, Outline};
use crate::tag::Tag;
use crate::value;

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
    /// Makes the page with `template`. `own` gives the variables that only this kind of page has.
    pub(super) fn render(
        &self,
        template: &str,
        diagnostics: &mut Vec<Diagnostic>,
        own: impl Fn(&str) -> Option<Value>,
    ) -> Option<Output> {
        let (setting, echoes) = (self.setting, self.echoes());
        let filled = self.essay.map(|essay| {
            let shows_stops = setting.theme.names(template, "stops");
            let mut filled = prose::fill(self.reader, essay, &self.base, &setting.config, &echoes, shows_stops);
            diagnostics.append(&mut filled.diagnostics);
            filled
        });
        diagnostics.extend(social_card::trouble(self));
        let give = |name: &str| own(name).or_else(|| self.common(name, filled.as_ref(), &echoes));
        let page = match self.essay {
            Some(essay) => format!("`/{}`, the page of `{}`", self.address, essay.path),
            None => format!("`/{}`", self.address),
        };
        match setting.theme.render(template, &page, give) {
            Ok(bytes) => Some(Output::Bytes(bytes)),
            Err(error) => {
                diagnostics.push(*error);
                None
            }
        }
    }

    /// The links of others to the essay, with the cards of these, newest first.
    fn citing(&self) -> &[(&'a Arc<Card>, &'a Arc<Mention>)] {
        self.citing.get_or_init(|| self.essay.map(|essay| citing(self.reader, &essay.path)).unwrap_or_default())
    }

    /// How many essays link to each heading of the essay.
    fn echoes(&self) -> Echoes<'a> {
        let mut echoes = Echoes::default();
        let Some(essay) = self.essay.filter(|_| self.kind == "essay") else { return echoes };
        let mut counted: Vec<(&str, &SourcePath)> = Vec::new();
        for (card, mention) in self.citing() {
            let Some(fragment) = mention.target.fragment.as_deref() else { continue };
            let rule = self.setting.config.markdown.heading_ids;
            if let Some(Found::Heading(heading) | Found::Foreign(heading)) =
                heading::find(&essay.body.outline, fragment, rule)
            {
                counted.push((&heading.id, &card.path));
            }
        }
        counted.sort_unstable();
        counted.dedup();
        for (id, _) in counted {
            *echoes.entry(id).or_default() += 1;
        }
        echoes
    }

    fn common(&self, name: &str, filled: Option<&Filled>, echoes: &Echoes<'_>) -> Option<Value> {
        let reader = self.reader;
        Some(match name {
            "root" => value::text(&self.base.root),
            "links" => self.links(),
            "page" => self.page(filled),
            "essay" => match (self.essay, filled) {
                (Some(essay), Some(filled)) => self.essay(essay, filled, echoes)?,
                _ => Value::none(),
            },
            "stops" if self.kind == "path" => super::path::shown(self, &self.essay?.path, filled?),
            "closing" => value::html(filled.map_or("", |filled| &filled.closing)),
            "backlinks" => self.backlinks(),
            "contents" => self.contents(),
            "section" => match self.essay {
                Some(essay) if self.setting.config.output.html.section_lists => {
                    inside(self, &section::named(&essay.wanted.section), essay.meta.sort_by)
                }
                None if self.kind == "home" && self.setting.config.output.html.section_lists => {
                    inside(self, "", Order::Usual)
                }
                _ => value::list([]),
            },
            "recent" => value::list(reader.recent().iter().map(|card| self.card(card))),
            "essays" => value::list(reader.listed().iter().map(|card| self.card(card))),
            "tags" => value::list(reader.tags().values().map(|card| self.counted(card))),
            "frequent" => value::list(reader.frequent().iter().map(|card| self.tag(card))),
            "paths" => {
                value::list(reader.walks().into_iter().map(|card| self.walk(card, stops(reader, &card.path).len())))
            }
            _ => return None,
        })
    }

    /// The pages that every site has.
    fn links(&self) -> Value {
        let config = &self.setting.config;
        let to = |address: &str| Value::from(format!("{address}{}", self.base.index));
        let drawn = |template: &str, address: &str| {
            if self.setting.theme.has(template) { to(address) } else { Value::none() }
        };
        let walks = super::paths::exists(self.reader, self.setting);
        LINKS.map([
            ("home", to("")),
            ("archive", to(ARCHIVE)),
            ("tags", to(&super::tags::address(config))),
            ("paths", if walks { to(&super::paths::address(config)) } else { Value::none() }),
            ("map", drawn(super::map::TEMPLATE, MAP)),
            ("search", drawn(super::search::TEMPLATE, SEARCH)),
        ])
    }

    fn page(&self, filled: Option<&Filled>) -> Value {
        let config = &self.setting.config;
        let canonical = config.base_url().map(|url| Base::absolute(url, config).page(self.address));
        let own_feed = ["tag", "path"].contains(&self.kind).then(|| beside(self.address, super::feed::FILE));
        PAGE.map([
            ("kind", self.kind.into()),
            ("title", value::text(&self.title)),
            ("description", value::optional(self.description.as_deref())),
            ("url", with_index(self.address, self.base.index).into()),
            ("permalink", value::optional(canonical.as_deref())),
            ("feed", config.base_url().map(|_| super::feed::FILE).into()),
            ("own_feed", value::optional(own_feed.filter(|_| config.base_url().is_some()).as_deref())),
            ("published", head::published(self).into()),
            ("modified", head::modified(self).into()),
            ("image", head::image(self, filled).into()),
            ("structured", structured(self, filled)),
            ("edit_url", self.essay.and_then(|essay| config.edit_url(&essay.path)).into()),
            ("markdown", head::markdown(self).into()),
        ])
    }

    pub(super) fn card(&self, card: &Card) -> Value {
        card.value(self.base.index)
    }

    pub(super) fn optional_card(&self, card: Option<&Arc<Card>>) -> Value {
        card.map_or_else(Value::none, |card| self.card(card))
    }

    /// A reading path with the number of its stops.
    pub(super) fn walk(&self, card: &Card, count: usize) -> Value {
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

    /// The chapters of a `SUMMARY.md`, each with those below it, or else the folders.
    fn contents(&self) -> Value {
        if self.reader.chapters().is_empty() && self.setting.config.output.html.folder_tree {
            return tree(self, "");
        }
        // A chapter that is not published, or that no list may name, does not show its title either.
        let chapters = self.reader.chapters().iter().map(|chapter| {
            let card = chapter.path.as_ref().map(|path| self.reader.card(path).filter(|card| !card.unlisted));
            (chapter, card)
        });
        let chapters: Vec<_> = chapters.filter(|(_, card)| *card != Some(None)).collect();
        nested(&chapters, &|(chapter, _)| chapter.depth, &|(chapter, card), below| {
            let url = card.flatten().map(|card| with_index(&card.address, self.base.index));
            // A list may leave it to the essay to say what it is called.
            let title = Some(&*chapter.title).filter(|title| !title.is_empty());
            let title = title.or_else(|| card.flatten().map(|card| &*card.title)).unwrap_or_default();
            CHAPTER.map([("title", value::text(title)), ("url", value::optional(url.as_deref())), ("children", below)])
        })
    }

    fn essay(&self, essay: &Essay, filled: &Filled, echoes: &Echoes<'_>) -> Option<Value> {
        let card = self.reader.card(&essay.path)?;
        let meta = &essay.meta;
        let toc = |outline| if meta.toc == Some(false) { value::list([]) } else { toc(outline, echoes) };
        Some(
            ESSAY.with(
                &self.card(card),
                [
                    ("content", value::html(&filled.html)),
                    ("tags", self.tags(&card.tags)),
                    ("toc", toc(&essay.body.outline)),
                    ("heading", filled.heading.as_deref().map_or_else(Value::none, value::html)),
                    ("words", essay.body.words.into()),
                    ("minutes", essay.minutes().into()),
                    ("authors", value::texts(meta.authors.iter().map(|author| author.name.as_str()))),
                    ("byline", byline(essay, filled)),
                    ("sources", sources(essay, filled)),
                    ("relations", relations(essay, filled)),
                    ("image", image(essay, filled)),
                    ("lang", value::optional(meta.lang.as_deref())),
                    ("confidence", value::optional(meta.confidence.as_deref())),
                    ("importance", value::optional(meta.importance.as_deref())),
                    ("css_classes", value::texts(meta.css_classes.iter().map(String::as_str))),
                    (
                        "extra",
                        Value::try_from_serializable(meta.extra.as_deref().unwrap_or(&Mapping::new()))
                            .unwrap_or_else(|_| Value::none()),
                    ),
                ],
            ),
        )
    }

    /// The essays that link to the one of the page, each with the passages in which it does.
    fn backlinks(&self) -> Value {
        let title = self.essay.map_or("", |essay| &*essay.title);
        value::list(self.citing().chunk_by(|a, b| a.0 == b.0).map(|group| {
            let mut sentences: Vec<Vec<&Mention>> = Vec::new();
            for (_, mention) in group {
                let is_same = |links: &&mut Vec<&Mention>| links[0].passage.is_same_sentence(&mention.passage);
                match sentences.iter_mut().find(is_same) {
                    Some(links) => links.push(mention),
                    None => sentences.push(vec![mention]),
                }
            }
            let passages = sentences.into_iter().map(|links| passage(links, title));
            BACKLINK.map([("essay", self.card(group[0].0)), ("passages", value::list(passages))])
        }))
    }
}

/// A sentence with the links in it that lead here.
fn passage(mut links: Vec<&Mention>, title: &str) -> Value {
    links.sort_by_key(|mention| mention.passage.link_place().start);
    let first = links[0];
    let heading = first.passage.heading.as_ref();
    let quote = first.passage.quote();
    let text = |mention: &Mention| {
        let place = mention.passage.link_place();
        if mention.shows_title { title.to_owned() } else { quote.between(place.start, place.end).to_owned() }
    };
    let piece = |text: &str, anchor: Option<&str>| {
        PIECE.map([("text", value::text(text)), ("anchor", value::optional(anchor))])
    };
    let mut rest = Vec::new();
    let mut from = first.passage.link_place().end;
    for mention in &links[1..] {
        let place = mention.passage.link_place();
        rest.push(piece(quote.between(from, place.start), None));
        rest.push(piece(&text(mention), Some(&mention.anchor)));
        from = place.end;
    }
    rest.push(piece(quote.between(from, quote.end()), None));
    PASSAGE.map([
        ("before", value::text(quote.before())),
        ("lead", value::text(quote.lead())),
        ("link", value::text(&text(first))),
        ("tail", value::text(quote.tail())),
        ("rest", value::list(rest)),
        ("after", value::text(quote.after())),
        ("heading", value::optional(heading.map(|heading| &*heading.text))),
        ("anchor", value::text(&first.anchor)),
    ])
}

/// The headings, each with those below it.
fn toc(outline: &Outline, echoes: &Echoes<'_>) -> Value {
    let listed: Vec<&Heading> = outline.headings.iter().filter(|heading| heading.is_listed()).collect();
    nested(&listed, &|heading| heading.level.into(), &|heading, below| {
        HEADING.map([
            ("level", heading.level.into()),
            ("id", value::text(&heading.id)),
            ("url", value::text(&address::fragment(&heading.id))),
            ("title", value::text(&heading.text)),
            ("cited", echoes.get(&*heading.id).copied().unwrap_or_default().into()),
            ("children", below),
        ])
    })
}

/// A list as a tree: what is deeper than the one before it stands below that.
fn nested<T>(list: &[T], depth: &dyn Fn(&T) -> usize, show: &dyn Fn(&T, Value) -> Value) -> Value {
    let mut items = Vec::new();
    let mut rest = list;
    while let Some((item, after)) = rest.split_first() {
        let inner = after.iter().take_while(|below| depth(below) > depth(item)).count();
        items.push(show(item, nested(&after[..inner], depth, show)));
        rest = &after[inner..];
    }
    Value::from(items)
}

/// The text of the page at `file`, if an essay gives it one.
pub(super) fn text_of<'a>(reader: &Reader<'a>, file: &str) -> Option<&'a Essay> {
    let claims = reader.claims(&crate::slug::comparable(file));
    claims.iter().find_map(|claim| match claim {
        crate::facts::Claim::Page { path, .. } => reader.essay(path),
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
    let pages = super::folder::asked(view.setting);
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
    if setting.theme.has(template) { template } else { super::essay::TEMPLATE }
}

/// What the address of a page ends with in a link.
pub(super) fn index(setting: &Setting) -> &'static str {
    address::index(&setting.config)
}
