//! `atom.xml`, by RFC 4287: the newest essays of the book with their whole text, and beside the page of
//! a tag or path, what is new there.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::base::config::Config;
use crate::base::date::When;
use crate::base::own_file::FEED;
use crate::base::page_file::beside;
use crate::base::path::SourcePath;
use crate::base::tag::Tag;
use crate::gather::card::Card;
use crate::gather::facet::RECENT;
use crate::gather::reader::Reader;
use crate::gather::stop::stops;
use crate::read::html::printable;
use crate::read::syntax::markup::{TagKind, Token, tokens};
use crate::render::address::Base;
use crate::render::page::making::{Output, Setting};
use crate::render::page::view::MOST_TAGS;
use crate::render::prose::{self, Echoes};

/// When a book without a dated essay was last changed: a feed must say, and the clock is not asked.
const NEVER: &str = "1970-01-01T00:00:00Z";

/// What a feed is about.
struct Feed<'a> {
    title: &'a str,
    subtitle: &'a str,
    /// The page that it belongs to.
    address: &'a str,
    cards: &'a [&'a Arc<Card>],
    /// Whether its entries have the whole text of their essays, rather than the description.
    whole: bool,
}

/// The newest essays of the book.
pub(super) fn make(reader: &Reader<'_>, setting: &Setting) -> Output {
    let book = &setting.config.book;
    let cards: Vec<_> = reader.recent().iter().collect();
    let feed = Feed { title: &book.title, subtitle: &book.description, address: "", cards: &cards, whole: true };
    write(&feed, reader, setting)
}

/// The newest essays with a tag.
pub(super) fn of_tag(tag: &Tag, reader: &Reader<'_>, setting: &Setting) -> Option<Output> {
    let card = reader.tag(tag)?;
    let paths = reader.filed(tag);
    let dated = paths.iter().filter_map(|path| reader.card(path)).filter(|card| card.date.is_some());
    let cards: Vec<_> = dated.take(RECENT).collect();
    let (title, subtitle) = (titled(&card.label, setting), card.description.as_deref().unwrap_or_default());
    let feed = Feed { title: &title, subtitle, address: &card.address, cards: &cards, whole: false };
    Some(write(&feed, reader, setting))
}

/// The stops of a reading path, in order.
pub(super) fn of_path(path: &SourcePath, reader: &Reader<'_>, setting: &Setting) -> Option<Output> {
    let card = reader.card(path)?;
    let cards: Vec<_> = stops(reader, path).into_iter().map(|stop| stop.card).filter(|card| !card.unlisted).collect();
    let (title, subtitle) = (titled(&card.title, setting), card.description.as_deref().unwrap_or_default());
    let feed = Feed { title: &title, subtitle, address: &card.address, cards: &cards, whole: false };
    Some(write(&feed, reader, setting))
}

fn titled(what: &str, setting: &Setting) -> String {
    let book = &setting.config.book.title;
    if book.is_empty() { what.to_owned() } else { format!("{what} · {book}") }
}

fn write(feed: &Feed<'_>, reader: &Reader<'_>, setting: &Setting) -> Output {
    let config = &setting.config;
    let base = Base::absolute(config.base_url().unwrap_or_default(), config);
    let updated = feed.cards.iter().filter_map(|card| card.updated.max(card.date)).max();
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    // Writing to a `Vec` cannot fail.
    let _ = xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    let element = xml
        .create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .with_attribute(("xml:lang", config.book.language.as_str()));
    let _ = element.write_inner_content(|xml| {
        text(xml, "title", feed.title)?;
        if !feed.subtitle.is_empty() {
            text(xml, "subtitle", feed.subtitle)?;
        }
        text(xml, "id", &base.page(feed.address))?;
        link(xml, "alternate", &base.page(feed.address))?;
        link(xml, "self", &base.file(&beside(feed.address, FEED)))?;
        text(xml, "updated", &moment(updated))?;
        let name = if config.book.authors.is_empty() { &config.book.title } else { &config.book.authors.join(", ") };
        author(xml, name)?;
        feed.cards.iter().try_for_each(|card| entry(xml, card, feed.whole, (reader, &base, config)))
    });
    let mut bytes = xml.into_inner();
    let _ = bytes.write_all(b"\n");
    Output::Bytes(bytes)
}

fn entry(
    xml: &mut Writer<Vec<u8>>,
    card: &Card,
    whole: bool,
    (reader, base, config): (&Reader<'_>, &Base, &Config),
) -> io::Result<()> {
    let essay = if whole { reader.essay(&card.path) } else { None };
    let address = base.page(&card.address);
    xml.create_element("entry").write_inner_content(|xml| {
        text(xml, "title", &card.title)?;
        text(xml, "id", &address)?;
        link(xml, "alternate", &address)?;
        if card.date.is_some() {
            text(xml, "published", &moment(card.date))?;
        }
        text(xml, "updated", &moment(card.updated.max(card.date)))?;
        for name in essay.iter().flat_map(|essay| &essay.meta.authors).map(|author| &author.name) {
            author(xml, name)?;
        }
        for tag in reader.tag_cards(card.tags.iter().take(MOST_TAGS)) {
            let category = xml.create_element("category").with_attribute(("term", tag.tag.as_str()));
            category.with_attribute(("label", &*tag.label)).write_empty()?;
        }
        if let Some(description) = &card.description {
            text(xml, "summary", description)?;
        }
        if let Some(essay) = essay {
            let html = prose::fill(reader, essay, base, config, &Echoes::default(), false).html;
            let content = xml.create_element("content").with_attribute(("type", "html"));
            content.write_text_content(BytesText::new(&fit(&without_scripts(html))))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn moment(when: Option<When>) -> String {
    when.map_or_else(|| NEVER.to_owned(), When::rfc3339)
}

fn text(xml: &mut Writer<Vec<u8>>, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&fit(text)))?;
    Ok(())
}

fn link(xml: &mut Writer<Vec<u8>>, rel: &str, href: &str) -> io::Result<()> {
    xml.create_element("link").with_attribute(("rel", rel)).with_attribute(("href", href)).write_empty()?;
    Ok(())
}

fn author(xml: &mut Writer<Vec<u8>>, name: &str) -> io::Result<()> {
    xml.create_element("author").write_inner_content(|xml| text(xml, "name", name))?;
    Ok(())
}

/// `text` without what XML 1.0 cannot hold, even escaped: what no page can, and the end of a printed page.
fn fit(text: &str) -> Cow<'_, str> {
    match printable(text) {
        text if text.contains('\u{c}') => text.replace('\u{c}', " ").into(),
        text => text,
    }
}

/// HTML without its programs, which no reader of feeds runs, and some show.
fn without_scripts(html: String) -> String {
    if !html.to_ascii_lowercase().contains("<script") {
        return html;
    }
    let mut kept = String::with_capacity(html.len());
    let mut is_inside = false;
    for Token { place, kind } in tokens(&html) {
        match kind {
            TagKind::Open(open) if &*open.name == "script" => is_inside = true,
            TagKind::Close(name) if &*name == "script" => is_inside = false,
            _ if is_inside => {}
            _ => kept.push_str(&html[place]),
        }
    }
    kept
}
