//! `sitemap.xml`, by the protocol of sitemaps.org (version 0.9).

use std::collections::BTreeMap;
use std::io::Write;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::address::Base;
use crate::config::{ARCHIVE, MAP};
use crate::page::{Output, Setting, map, paths, tags};
use crate::reader::Reader;

pub(super) const FILE: &str = "sitemap.xml";

pub(super) fn make(reader: &Reader<'_>, setting: &Setting) -> Output {
    let config = &setting.config;
    let base = Base::absolute(config.base_url().unwrap_or_default(), config);
    let mut pages = BTreeMap::from([(String::new(), None), (ARCHIVE.to_owned(), None), (tags::address(config), None)]);
    pages.extend(reader.tags().values().map(|tag| (tag.address.to_string(), None)));
    if setting.theme.has(map::TEMPLATE) {
        pages.insert(MAP.to_owned(), None);
    }
    if paths::exists(reader, setting) {
        pages.insert(paths::address(config), None);
    }
    for card in reader.cards().filter(|card| !card.unlisted) {
        pages.insert(card.address.to_string(), card.updated.max(card.date));
    }
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    // Writing to a `Vec` cannot fail.
    let _ = xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    let _ = xml
        .create_element("urlset")
        .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
        .write_inner_content(|xml| {
            for (address, day) in &pages {
                xml.create_element("url").write_inner_content(|xml| {
                    xml.create_element("loc").write_text_content(BytesText::new(&base.page(address)))?;
                    if let Some(day) = day {
                        let day = day.day().to_string();
                        xml.create_element("lastmod").write_text_content(BytesText::new(&day))?;
                    }
                    Ok(())
                })?;
            }
            Ok(())
        });
    let mut bytes = xml.into_inner();
    let _ = bytes.write_all(b"\n");
    Output::Bytes(bytes)
}
