//! What templates see. Every variable is documented in `themes/README.md`.

use std::sync::Arc;

use tera::Value;

use crate::address::{self, Base};
use crate::card::Card;
use crate::config::ARCHIVE;
use crate::diagnostic::Diagnostic;
use crate::essay::Essay;
use crate::facet::TagCard;
use crate::facts::Mention;
use crate::markdown::{Link, LinkKind};
use crate::page::{Output, Setting};
use crate::prose::{self, Filled, Way};
use crate::reader::Reader;
use crate::resolve::citing;
use crate::syntax::heading::Heading;
use crate::syntax::link::is_outside;
use crate::syntax::wikilink;
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
}

impl View<'_> {
    /// Makes the page with `template`. `own` gives the variables that only this kind of page has.
    pub(super) fn render(
        &self,
        template: &str,
        diagnostics: &mut Vec<Diagnostic>,
        own: impl Fn(&str) -> Option<Value>,
    ) -> Option<Output> {
        let filled = self.essay.map(|essay| {
            let mut filled = prose::fill(self.reader, essay, &self.base, &self.setting.config);
            diagnostics.append(&mut filled.diagnostics);
            filled
        });
        let give = |name: &str| own(name).or_else(|| self.common(name, filled.as_ref()));
        let page = match self.essay {
            Some(essay) => format!("`/{}`, the page of `{}`", self.address, essay.path),
            None => format!("`/{}`", self.address),
        };
        match self.setting.theme.render(template, &page, give) {
            Ok(bytes) => Some(Output::Bytes(bytes)),
            Err(error) => {
                diagnostics.push(*error);
                None
            }
        }
    }

    fn common(&self, name: &str, filled: Option<&Filled>) -> Option<Value> {
        let reader = self.reader;
        Some(match name {
            "root" => value::text(&self.base.root),
            "links" => self.links(),
            "page" => self.page(),
            "essay" => match (self.essay, filled) {
                (Some(essay), Some(filled)) => self.essay(essay, filled)?,
                _ => Value::none(),
            },
            "backlinks" => self.essay.map_or_else(|| value::list([]), |essay| self.backlinks(essay)),
            "contents" => self.contents(),
            "recent" => value::list(reader.recent().iter().map(|card| self.card(card))),
            "essays" => value::list(reader.listed().iter().map(|card| self.card(card))),
            "tags" => value::list(reader.tags().values().map(|card| self.tag(card, true))),
            _ => return None,
        })
    }

    /// The pages that every site has.
    fn links(&self) -> Value {
        let config = &self.setting.config;
        let to = |address: &str| format!("{address}{}", self.base.index).into();
        value::map([("home", to("")), ("archive", to(ARCHIVE)), ("tags", to(&super::tags::address(config)))])
    }

    fn page(&self) -> Value {
        let config = &self.setting.config;
        // The page for addresses that do not exist stands in a file, not in a folder.
        let file = !self.address.is_empty() && !self.address.ends_with('/');
        let to = |base: &Base| if file { base.file(self.address) } else { base.page(self.address) };
        let canonical = config.base_url().map(|url| to(&Base::absolute(url, config)));
        value::map([
            ("kind", self.kind.into()),
            ("title", value::text(&self.title)),
            ("description", value::optional(self.description.as_deref())),
            ("url", format!("{}{}", self.address, if file { "" } else { self.base.index }).into()),
            ("permalink", value::optional(canonical.as_deref())),
            ("feed", config.base_url().map(|_| super::feed::FILE).into()),
        ])
    }

    pub(super) fn card(&self, card: &Card) -> Value {
        card.value(self.base.index)
    }

    pub(super) fn optional_card(&self, card: Option<&Arc<Card>>) -> Value {
        card.map_or_else(Value::none, |card| self.card(card))
    }

    pub(super) fn tag(&self, card: &TagCard, with_count: bool) -> Value {
        let url = format!("{}{}", card.address, self.base.index);
        let shown = value::map([
            ("slug", value::text(card.tag.as_str())),
            ("label", value::text(&card.label)),
            ("description", value::optional(card.description.as_deref())),
            ("url", url.into()),
        ]);
        if with_count { value::with(&shown, [("count", card.count.into())]) } else { shown }
    }

    /// The chapters of a `SUMMARY.md`, each with those below it.
    fn contents(&self) -> Value {
        // A chapter that is not published, or that no list may name, does not show its title either.
        let chapters = self.reader.chapters().iter().map(|chapter| {
            let card = chapter.path.as_ref().map(|path| self.reader.card(path).filter(|card| !card.unlisted));
            (chapter, card)
        });
        let chapters: Vec<_> = chapters.filter(|(_, card)| *card != Some(None)).collect();
        nested(&chapters, &|(chapter, _)| chapter.depth, &|(chapter, card), below| {
            let url = card.flatten().map(|card| format!("{}{}", card.address, self.base.index));
            value::map([
                ("title", value::text(&chapter.title)),
                ("url", value::optional(url.as_deref())),
                ("children", below),
            ])
        })
    }

    fn essay(&self, essay: &Essay, filled: &Filled) -> Option<Value> {
        let card = self.reader.card(&essay.path)?;
        let meta = &essay.meta;
        let tags = card.tags.iter().filter_map(|tag| self.reader.tag(tag)).map(|card| self.tag(card, false));
        Some(value::with(
            &self.card(card),
            [
                ("content", value::html(&filled.html)),
                ("tags", value::list(tags)),
                ("toc", if meta.toc == Some(false) { value::list([]) } else { toc(&essay.body.outline.headings) }),
                ("words", essay.body.words.into()),
                ("minutes", essay.minutes().into()),
                ("authors", value::texts(meta.authors.iter().map(String::as_str))),
                ("sources", sources(essay, filled)),
                ("relations", relations(essay, filled)),
                ("image", image(essay, filled)),
                ("lang", value::optional(meta.lang.as_deref())),
                ("confidence", value::optional(meta.confidence.as_deref())),
                ("importance", value::optional(meta.importance.as_deref())),
                ("css_classes", value::texts(meta.css_classes.iter().map(String::as_str))),
                ("extra", Value::try_from_serializable(&meta.extra).unwrap_or_else(|_| Value::none())),
            ],
        ))
    }

    /// The essays that link to `essay`, each with the passages in which it does.
    fn backlinks(&self, essay: &Essay) -> Value {
        let mentions = citing(self.reader, &essay.path);
        value::list(mentions.chunk_by(|a, b| a.0 == b.0).map(|group| {
            let passages = group.iter().map(|(_, mention)| passage(mention, &essay.title));
            value::map([("essay", self.card(group[0].0)), ("passages", value::list(passages))])
        }))
    }
}

fn passage(mention: &Mention, title: &str) -> Value {
    let passage = &mention.passage;
    let link = if mention.shows_title { title } else { passage.link() };
    value::map([
        ("before", value::text(passage.before())),
        ("lead", value::text(passage.lead())),
        ("link", value::text(link)),
        ("tail", value::text(passage.tail())),
        ("after", value::text(passage.after())),
        ("heading", value::optional(passage.heading.as_ref().map(|heading| &*heading.text))),
        ("anchor", value::text(&mention.anchor)),
    ])
}

/// The headings, each with those below it.
fn toc(outline: &[Heading]) -> Value {
    nested(outline, &|heading| heading.level.into(), &|heading, below| {
        value::map([
            ("level", heading.level.into()),
            ("id", value::text(&heading.id)),
            ("title", value::text(&heading.text)),
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

/// The links of a field of front matter, with where they lead.
fn field_links<'a>(essay: &'a Essay, filled: &'a Filled) -> impl Iterator<Item = (&'a str, &'a Link, Option<&'a Way>)> {
    let links = essay.body.links.iter().zip(&filled.links);
    links.filter_map(|(link, way)| match &link.kind {
        LinkKind::Field(field) => Some((&**field, link, way.as_ref())),
        _ => None,
    })
}

/// A link of front matter as templates see it.
fn shown_link(link: &Link, way: Option<&Way>) -> Value {
    let title = way.and_then(|way| way.title.as_deref());
    let text = if link.look.alt.is_empty() { link.label(title) } else { (&*link.look.alt).into() };
    value::map([("text", value::text(&text)), ("url", value::optional(way.map(|way| way.href.as_str())))])
}

/// What the essay draws on: texts, and links where the writer made them.
fn sources(essay: &Essay, filled: &Filled) -> Value {
    let mut links = field_links(essay, filled).filter(|(field, ..)| *field == "sources");
    value::list(essay.meta.sources.iter().map(|source| {
        let link = if wikilink::whole(source).is_some() { links.next() } else { None };
        if let Some((_, link, way)) = link {
            return shown_link(link, way);
        }
        let url = source.contains("://") && is_outside(source);
        value::map([("text", value::text(source)), ("url", value::optional(url.then_some(source.as_str())))])
    }))
}

/// The other links of the front matter, by the names of their fields.
fn relations(essay: &Essay, filled: &Filled) -> Value {
    let links: Vec<_> =
        field_links(essay, filled).filter(|(field, ..)| !["sources", "image"].contains(field)).collect();
    value::list(links.chunk_by(|a, b| a.0 == b.0).map(|group| {
        let shown = group.iter().map(|(_, link, way)| shown_link(link, *way));
        value::map([("name", value::text(group[0].0)), ("links", value::list(shown))])
    }))
}

/// The address of the essay's picture, from the page.
fn image(essay: &Essay, filled: &Filled) -> Value {
    let inside = field_links(essay, filled).find(|(field, ..)| *field == "image");
    let address = match inside {
        Some((.., way)) => way.map(|way| way.href.as_str()),
        None => essay.meta.image.as_ref().map(|(address, _)| address.as_str()).filter(|address| is_outside(address)),
    };
    value::optional(address)
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
    title: &str,
) -> View<'a> {
    let essay = text_of(reader, file);
    View {
        reader,
        setting,
        base: Base::of(file, &setting.config),
        kind,
        title: essay.map_or_else(|| title.to_owned(), |essay| essay.title.to_string()),
        description: essay.and_then(|essay| essay.meta.description.clone()),
        address: file.strip_suffix(crate::facts::INDEX).unwrap_or(file),
        essay,
    }
}

/// What the address of a page ends with in a link.
pub(super) fn index(setting: &Setting) -> &'static str {
    address::index(&setting.config)
}
