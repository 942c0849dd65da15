//! `atom.xml`: the newest essays with their whole text, by RFC 4287.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::address::Base;
use crate::card::Card;
use crate::config::Config;
use crate::page::{Output, Setting};
use crate::prose;
use crate::reader::Reader;
use crate::when::When;

pub(super) const FILE: &str = "atom.xml";

/// When a book without a dated essay was last changed: a feed must say, and the clock is not asked.
const NEVER: &str = "1970-01-01T00:00:00Z";

pub(super) fn make(reader: &Reader<'_>, setting: &Setting) -> Output {
    let config = &setting.config;
    let base = Base::absolute(config.base_url().unwrap_or_default(), config);
    let cards = reader.recent();
    let updated = cards.iter().filter_map(|card| card.updated.max(card.date)).max();
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    // Writing to a `Vec` cannot fail.
    let _ = xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    let feed = xml
        .create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .with_attribute(("xml:lang", config.book.language.as_str()));
    let _ = feed.write_inner_content(|xml| {
        text(xml, "title", &config.book.title)?;
        if !config.book.description.is_empty() {
            text(xml, "subtitle", &config.book.description)?;
        }
        text(xml, "id", &base.page(""))?;
        link(xml, "alternate", &base.page(""))?;
        link(xml, "self", &base.file(FILE))?;
        text(xml, "updated", &moment(updated))?;
        let name = if config.book.authors.is_empty() { &config.book.title } else { &config.book.authors.join(", ") };
        author(xml, name)?;
        cards.iter().try_for_each(|card| entry(xml, card, reader, &base, config))
    });
    let mut bytes = xml.into_inner();
    let _ = bytes.write_all(b"\n");
    Output::Bytes(bytes)
}

fn entry(xml: &mut Writer<Vec<u8>>, card: &Card, reader: &Reader<'_>, base: &Base, config: &Config) -> io::Result<()> {
    let Some(essay) = reader.essay(&card.path) else { return Ok(()) };
    let address = base.page(&card.address);
    xml.create_element("entry").write_inner_content(|xml| {
        text(xml, "title", &card.title)?;
        text(xml, "id", &address)?;
        link(xml, "alternate", &address)?;
        text(xml, "published", &moment(card.date))?;
        text(xml, "updated", &moment(card.updated.max(card.date)))?;
        for name in &essay.meta.authors {
            author(xml, name)?;
        }
        for tag in card.tags.iter().filter_map(|tag| reader.tag(tag)) {
            let category = xml.create_element("category").with_attribute(("term", tag.tag.as_str()));
            category.with_attribute(("label", &*tag.label)).write_empty()?;
        }
        if let Some(description) = &card.description {
            text(xml, "summary", description)?;
        }
        let html = prose::fill(reader, essay, base, config).html;
        let content = xml.create_element("content").with_attribute(("type", "html"));
        content.write_text_content(BytesText::new(&printable(&html)))?;
        Ok(())
    })?;
    Ok(())
}

fn moment(when: Option<When>) -> String {
    when.map_or_else(|| NEVER.to_owned(), When::rfc3339)
}

fn text(xml: &mut Writer<Vec<u8>>, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&printable(text)))?;
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

/// `text` without the control characters that XML 1.0 cannot hold, even escaped.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| matches!(c, '\t' | '\n' | '\r') || (*c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}')))
        .collect()
}
