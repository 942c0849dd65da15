//! What templates see on every page. The shapes of it are in [`crate::gather::schema`].

use serde_yaml::Mapping;
use tera::Value;

use crate::base::config::{ARCHIVE, MAP, SEARCH};
use crate::base::diagnostic::Diagnostic;
use crate::base::own_file::FEED;
use crate::base::page_file::{beside, page_url};
use crate::base::path::SourcePath;
use crate::gather::facts::Mention;
use crate::gather::schema::{BACKLINK, CHAPTER, ESSAY, HEADING, LINKS, PAGE, PASSAGE, PIECE};
use crate::gather::stop::stops;
use crate::gather::{section, value};
use crate::read::essay::Essay;
use crate::read::front_matter::Order;
use crate::read::syntax::heading::{self, Found, Heading, Outline};
use crate::render::address::{self, Base};
use crate::render::page::fields::{byline, image, relations, sources};
use crate::render::page::making::Output;
use crate::render::page::routes::{MAP_TEMPLATE, SEARCH_TEMPLATE, has_paths, paths_address, tags_address};
use crate::render::page::structured::structured;
use crate::render::page::tree::tree;
use crate::render::page::view::{View, inside};
use crate::render::page::{head, path, social_card};
use crate::render::prose::{self, Echoes, Filled};

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
        let page = || match self.essay {
            Some(essay) => format!("`/{}`, the page of `{}`", self.address, essay.path),
            None => format!("`/{}`", self.address),
        };
        match setting.theme.render(template, page, give) {
            Ok(bytes) => Some(Output::Bytes(bytes)),
            Err(error) => {
                diagnostics.push(*error);
                None
            }
        }
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
            "stops" if self.kind == "path" => path::shown(self, &self.essay?.path, filled?),
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
                value::list(reader.trails().into_iter().map(|card| self.trail(card, stops(reader, &card.path).len())))
            }
            _ => return None,
        })
    }

    /// The pages that every site has.
    fn links(&self) -> Value {
        let config = &self.setting.config;
        let to = |address: &str| Value::from([address, self.base.index].concat());
        let drawn = |template: &str, address: &str| {
            if self.setting.theme.has(template) { to(address) } else { Value::none() }
        };
        let trails = has_paths(self.reader, self.setting);
        LINKS.map([
            ("home", to("")),
            ("archive", to(ARCHIVE)),
            ("tags", to(&tags_address(config))),
            ("paths", if trails { to(&paths_address(config)) } else { Value::none() }),
            ("map", drawn(MAP_TEMPLATE, MAP)),
            ("search", drawn(SEARCH_TEMPLATE, SEARCH)),
        ])
    }

    fn page(&self, filled: Option<&Filled>) -> Value {
        let config = &self.setting.config;
        let canonical = config.base_url().map(|url| Base::absolute(url, config).page(self.address));
        let own_feed = ["tag", "path"].contains(&self.kind).then(|| page_url(&beside(self.address, FEED), ""));
        PAGE.map([
            ("kind", self.kind.into()),
            ("title", value::text(&self.title)),
            ("description", value::optional(self.description.as_deref())),
            ("url", page_url(self.address, self.base.index).into()),
            ("permalink", value::optional(canonical.as_deref())),
            ("feed", config.base_url().map(|_| FEED).into()),
            ("own_feed", value::optional(own_feed.filter(|_| config.base_url().is_some()).as_deref())),
            ("published", head::published(self).into()),
            ("modified", head::modified(self).into()),
            ("image", head::image(self, filled).into()),
            ("structured", structured(self, filled)),
            ("edit_url", self.essay.and_then(|essay| config.edit_url(&essay.path)).into()),
            ("markdown", head::markdown(self).into()),
        ])
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
            let url = card.flatten().map(|card| page_url(&card.address, self.base.index));
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
