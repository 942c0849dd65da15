//! `sitemap.xml`, by the protocol of sitemaps.org (version 0.9): the addresses of a book, or where they are
//! too many for one file, the files that have them.

use std::collections::BTreeMap;
use std::io::Write;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use xxhash_rust::xxh3::xxh3_64;

use crate::address::Base;
use crate::config::{ARCHIVE, MAP};
use crate::page::{Output, Setting, map, paths, tags};
use crate::reader::Reader;
use crate::when::When;

pub(super) const FILE: &str = "sitemap.xml";

/// The most addresses in one file, by the protocol.
const MOST: usize = 50_000;

/// The most files.
pub(super) const MOST_PARTS: u8 = 128;

/// How many files besides `sitemap.xml` there are for so many essays, paths and tags: none as long as all
/// fit in there, and then so many that each is half full at first.
pub(super) fn parts(things: usize) -> u8 {
    // Some pages are of neither kind.
    let addresses = things + 8;
    if addresses <= MOST {
        return 0;
    }
    let parts = addresses.div_ceil(MOST / 2).next_power_of_two();
    u8::try_from(parts).unwrap_or(MOST_PARTS).min(MOST_PARTS)
}

pub(super) fn part_file(part: u8) -> String {
    format!("sitemap-{}.xml", part + 1)
}

/// The part that would stand in `file`.
pub(super) fn part_at(file: &str) -> Option<u8> {
    let part = file.strip_prefix("sitemap-")?.strip_suffix(".xml")?.parse::<u8>().ok()?.checked_sub(1)?;
    (part_file(part) == file).then_some(part)
}

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

/// How many there are of this book.
pub(super) fn parts_of(reader: &Reader<'_>) -> u8 {
    parts(reader.listed().len() + reader.walks().len() + reader.tags().len())
}

/// The addresses that are wanted, each with the day of its last revision.
fn urls(reader: &Reader<'_>, setting: &Setting, wants: impl Fn(&str) -> bool) -> Output {
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
