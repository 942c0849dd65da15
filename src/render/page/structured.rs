//! What a page is, for search engines and other programs: JSON-LD in the words of schema.org.
//!
//! It says what the page says, and nothing more. Whatever names an address is left out of a book
//! that does not know its own.

use std::collections::BTreeSet;

use memchr::memchr3;
use serde::{Serialize, Serializer};
use tera::Value;

use crate::base::config::ARCHIVE;
use crate::base::page_file::page_file;
use crate::base::slug;
use crate::gather::facts::Claim;
use crate::gather::value;
use crate::read::essay::Essay;
use crate::read::markdown::LinkKind;
use crate::read::syntax::link::is_on_web;
use crate::read::syntax::wikilink;
use crate::render::address::Base;
use crate::render::page::fields::field_links;
use crate::render::page::head;
use crate::render::page::routes::{has_paths, paths_address, tag_at, tags_address};
use crate::render::page::view::View;
use crate::render::prose::{Filled, ResolvedLink};

/// The JSON-LD of a page, to stand in a `script`; none for one that is nowhere.
pub(super) fn structured(view: &View<'_>, filled: Option<&Filled>) -> Value {
    let config = &view.setting.config;
    let base = config.base_url().map(|url| Base::absolute(url, config));
    let page = Scene { view, filled, base: base.as_ref() };
    let thing = match view.kind {
        "404" => return Value::none(),
        "home" => page.website().with("description", view.description.as_deref()).with("author", page.authors()),
        "essay" | "path" => page.article(),
        "tag" => page.collection().with("about", page.term()),
        "tags" | "archive" | "paths" => page.collection(),
        _ => page.general("WebPage"),
    };
    let things: Vec<Thing> = [Some(thing), page.breadcrumbs()].into_iter().flatten().collect();
    let whole = Thing(vec![("@context", "https://schema.org".into()), ("@graph", things.into())]);
    // Texts are all that it holds.
    value::html(&harmless(serde_json::to_string(&whole).unwrap_or_default()))
}

/// JSON that cannot close the `script` it stands in. These letters stand in texts only, where JSON
/// can name them.
fn harmless(json: String) -> String {
    let harmful = memchr3(b'<', b'>', b'&', json.as_bytes()).is_some();
    if harmful { json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026") } else { json }
}

/// A thing of schema.org: its type and properties.
struct Thing(Vec<(&'static str, Part)>);

/// The value of a property.
#[derive(Serialize)]
#[serde(untagged)]
enum Part {
    Nothing,
    Text(String),
    Number(usize),
    Thing(Thing),
    List(Vec<Thing>),
}

impl Thing {
    fn new(kind: &'static str) -> Self {
        Self(vec![("@type", kind.into())])
    }

    /// A thing of which another page says what it is.
    fn at(address: Option<String>) -> Self {
        Self(Vec::new()).with("@id", address)
    }

    /// With one more property, if there is anything to say.
    fn with(mut self, name: &'static str, part: impl Into<Part>) -> Self {
        match part.into() {
            Part::Nothing => {}
            Part::Text(text) if text.is_empty() => {}
            Part::List(list) if list.is_empty() => {}
            part => self.0.push((name, part)),
        }
        self
    }
}

impl Serialize for Thing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, part)| (name, part)))
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Part {
    fn from(number: usize) -> Self {
        Self::Number(number)
    }
}

impl From<Thing> for Part {
    fn from(thing: Thing) -> Self {
        Self::Thing(thing)
    }
}

impl From<Vec<Thing>> for Part {
    fn from(things: Vec<Thing>) -> Self {
        Self::List(things)
    }
}

impl<T: Into<Part>> From<Option<T>> for Part {
    fn from(part: Option<T>) -> Self {
        part.map_or(Self::Nothing, Into::into)
    }
}

/// A page that is described.
struct Scene<'a, 'v> {
    view: &'a View<'v>,
    filled: Option<&'a Filled>,
    /// From where addresses are whole, if that is known.
    base: Option<&'a Base>,
}

impl Scene<'_, '_> {
    /// The full address of the page at `address`.
    fn address(&self, address: &str) -> Option<String> {
        self.base.map(|base| base.page(address))
    }

    /// The book.
    fn website(&self) -> Thing {
        let book = &self.view.setting.config.book;
        Thing::new("WebSite")
            .with("name", book.title.as_str())
            .with("url", self.address(""))
            .with("inLanguage", book.language.as_str())
    }

    /// The book as that which a page is part of; nothing of one without a name and an address.
    fn book(&self) -> Option<Thing> {
        let title = &self.view.setting.config.book.title;
        let known = !title.is_empty() || self.base.is_some();
        known.then(|| Thing::new("WebSite").with("name", title.as_str()).with("url", self.address("")))
    }

    /// What can be said of every page.
    fn general(&self, kind: &'static str) -> Thing {
        Thing::new(kind)
            .with("name", self.view.title.as_str())
            .with("description", self.view.description.as_deref())
            .with("url", self.address(self.view.address))
            .with("inLanguage", self.language())
            .with("isPartOf", self.book())
    }

    fn collection(&self) -> Thing {
        self.general("CollectionPage")
    }

    fn article(&self) -> Thing {
        let view = self.view;
        let Some(essay) = view.essay else { return self.general("WebPage") };
        let url = self.address(view.address);
        Thing::new("Article")
            .with("@id", url.as_deref())
            .with("headline", view.title.as_str())
            .with("description", view.description.as_deref())
            .with("url", url.as_deref())
            .with("mainEntityOfPage", url.as_deref())
            .with("datePublished", head::published(view))
            .with("dateModified", head::modified(view))
            .with("author", self.authors())
            .with("inLanguage", self.language())
            .with("wordCount", essay.body.words)
            .with("image", head::image(view, self.filled))
            .with("isPartOf", self.book())
            .with("about", self.subjects(essay))
            .with("mentions", self.mentions(essay))
            .with("citation", self.citations(essay))
    }

    /// Who wrote the essay; without a word of its own, who wrote the book, and where that does not say it, those who
    /// are behind it.
    fn authors(&self) -> Vec<Thing> {
        let person = |name: &String| Thing::new("Person").with("name", name.as_str());
        let book = &self.view.setting.config.book;
        match self.view.essay.map(|essay| &essay.meta.authors).filter(|authors| !authors.is_empty()) {
            Some(own) => own.iter().map(|author| person(&author.name)).collect(),
            None if book.authors.is_empty() && !book.title.is_empty() => {
                vec![Thing::new("Organization").with("name", book.title.as_str()).with("url", self.address(""))]
            }
            None => book.authors.iter().map(person).collect(),
        }
    }

    fn language(&self) -> &str {
        let own = self.view.essay.and_then(|essay| essay.meta.lang.as_deref());
        own.unwrap_or(&self.view.setting.config.book.language)
    }

    /// The tag whose page this is.
    fn term(&self) -> Thing {
        let config = &self.view.setting.config;
        let tags = Thing::new("DefinedTermSet")
            .with("name", config.tags.label.as_str())
            .with("url", self.address(&tags_address(config)));
        Thing::new("DefinedTerm")
            .with("name", self.view.title.as_str())
            .with("description", self.view.description.as_deref())
            .with("url", self.address(self.view.address))
            .with("inDefinedTermSet", tags)
    }

    /// The tags of the essay.
    fn subjects(&self, essay: &Essay) -> Vec<Thing> {
        let cards = self.view.reader.tag_cards(essay.tags.iter().map(|tagging| &tagging.tag));
        let term = |label: &str, address: &str| {
            Thing::new("DefinedTerm").with("name", label).with("url", self.address(address))
        };
        cards.into_iter().map(|card| term(&card.label, &card.address)).collect()
    }

    /// The essays that the text links to, each once.
    fn mentions(&self, essay: &Essay) -> Vec<Thing> {
        let (Some(filled), Some(_)) = (self.filled, self.base) else { return Vec::new() };
        let mut seen = BTreeSet::new();
        let links = essay.body.links.iter().zip(&filled.links);
        let inside = links.filter(|(link, _)| !matches!(link.kind, LinkKind::Field(_))).filter_map(|(_, way)| {
            let card = self.view.reader.card(way.as_ref()?.path.as_ref()?)?;
            seen.insert(&card.path).then_some(card)
        });
        inside.map(|card| Thing::at(self.address(&card.address))).collect()
    }

    /// What the essay draws on.
    fn citations(&self, essay: &Essay) -> Vec<Thing> {
        let Some(filled) = self.filled else { return Vec::new() };
        let mut links = field_links(essay, filled).filter(|(field, ..)| *field == "sources");
        let source = |source: &String| {
            let link = if wikilink::whole(source).is_some() { links.next() } else { None };
            let work = Thing::new("CreativeWork");
            let Some((_, link, way)) = link else {
                let address = is_on_web(source);
                return work.with(if address { "url" } else { "name" }, source.as_str());
            };
            let label = || link.label(way.and_then(|way| way.title.as_deref()));
            let name = link.alt().map_or_else(label, Into::into);
            work.with("name", &*name).with("url", way.and_then(|way| self.whole(way)))
        };
        essay.meta.sources.iter().map(source).collect()
    }

    /// The full address of what a link leads to.
    fn whole(&self, way: &ResolvedLink) -> Option<String> {
        let path = way.path.as_ref()?;
        match self.view.reader.card(path) {
            Some(card) => self.address(&card.address),
            None => self.base.map(|base| base.file(path.as_str())),
        }
    }

    /// The way from the book to the page, by the pages that stand above it: a folder counts if it has
    /// a page. None where it would have one step.
    fn breadcrumbs(&self) -> Option<Thing> {
        let base = self.base?;
        let address = self.view.address;
        if address.is_empty() {
            return None;
        }
        let above = address.match_indices('/').map(|(at, _)| &address[..=at]).filter(|above| *above != address);
        let above = above.filter_map(|above| Some((self.name(above)?, above)));
        let home = &self.view.setting.config.book.title;
        let home = if home.is_empty() { "Home" } else { home };
        let steps = std::iter::once((home.to_owned(), "")).chain(above);
        let steps = steps.chain([(self.view.title.clone(), address)]).enumerate().map(|(at, (name, address))| {
            Thing::new("ListItem").with("position", at + 1).with("name", name).with("item", base.page(address))
        });
        Some(Thing::new("BreadcrumbList").with("itemListElement", steps.collect::<Vec<_>>()))
    }

    /// What the page at `address` is called, if there is one.
    fn name(&self, address: &str) -> Option<String> {
        let (reader, config) = (self.view.reader, &self.view.setting.config);
        let file = page_file(address);
        let text = reader.claims(&slug::comparable(&file)).iter().find_map(|claim| match claim {
            Claim::Page { path, .. } => reader.card(path),
            _ => None,
        });
        match text {
            Some(card) => (!card.unlisted).then(|| card.title.to_string()),
            None if address == ARCHIVE => Some("All essays".to_owned()),
            None if address == tags_address(config) => Some(config.tags.label.clone()),
            None if address == paths_address(config) => {
                has_paths(reader, self.view.setting).then(|| config.paths.label.clone())
            }
            None => reader.tag(&tag_at(&file, config)?).map(|card| card.label.to_string()),
        }
    }
}
