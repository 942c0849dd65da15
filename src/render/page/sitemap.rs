//! `sitemap.xml`, by the protocol of sitemaps.org (version 0.9): the addresses of a book, or where they are
//! too many for one file, the files that have them.

use std::collections::BTreeMap;
use std::io::Write;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use xxhash_rust::xxh3::xxh3_64;

use crate::base::config::{ARCHIVE, MAP};
use crate::base::date::When;
use crate::gather::reader::Reader;
use crate::render::address::Base;
use crate::render::page::making::{Output, Setting};
use crate::render::page::routes::{MAP_TEMPLATE, has_paths, part_file, parts_of, paths_address, tags_address};

pub(super) fn make(reader: &Reader<'_>, setting: &Setting) -> Output {
    match parts_of(reader) {
        0 => urls(reader, setting, |_| true),
        parts => {
            let base = Base::absolute(setting.config.base_url().unwrap_or_default(), &setting.config);
            let files = (0..parts).map(|part| (base.file(&part_file(part)), None));
            write("sitemapindex", "sitemap", files)
        }
    }
}

/// One of several files. What stands in it depends on its address alone, so that a new essay changes one.
pub(super) fn make_part(part: u8, reader: &Reader<'_>, setting: &Setting) -> Output {
    let parts = u64::from(parts_of(reader).max(1));
    urls(reader, setting, |address| xxh3_64(address.as_bytes()) % parts == u64::from(part))
}

/// The addresses that are wanted, each with the day of its last revision.
fn urls(reader: &Reader<'_>, setting: &Setting, wants: impl Fn(&str) -> bool) -> Output {
    let config = &setting.config;
    let base = Base::absolute(config.base_url().unwrap_or_default(), config);
    let mut pages = BTreeMap::from([(String::new(), None), (ARCHIVE.to_owned(), None), (tags_address(config), None)]);
    pages.extend(reader.tags().values().map(|tag| (tag.address.to_string(), None)));
    if setting.theme.has(MAP_TEMPLATE) {
        pages.insert(MAP.to_owned(), None);
    }
    if has_paths(reader, setting) {
        pages.insert(paths_address(config), None);
    }
    for card in reader.cards().filter(|card| !card.unlisted && wants(&card.address)) {
        pages.insert(card.address.to_string(), card.updated.max(card.date));
    }
    pages.retain(|address, _| wants(address));
    write("urlset", "url", pages.iter().map(|(address, day)| (base.page(address), *day)))
}

/// A list of addresses, each of which may have a day.
fn write(list: &str, item: &str, addresses: impl Iterator<Item = (String, Option<When>)>) -> Output {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    // Writing to a `Vec` cannot fail.
    let _ = xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    let _ = xml
        .create_element(list)
        .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
        .write_inner_content(|xml| {
            for (address, day) in addresses {
                xml.create_element(item).write_inner_content(|xml| {
                    xml.create_element("loc").write_text_content(BytesText::new(&address))?;
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
