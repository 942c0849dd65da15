//! The search page, and the index that its script looks in: `search/index.js`.
//!
//! The index is a script rather than JSON, since a page that is read from disk may load no other
//! file.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;
use serde::Serialize;

use crate::base::diagnostic::Diagnostic;
use crate::base::tag::Tag;
use crate::gather::card::Card;
use crate::gather::named::NameKind;
use crate::gather::reader::Reader;
use crate::read::syntax::heading::is_blank;
use crate::render::address::encoded;
use crate::render::page::id::{Output, Setting};
use crate::render::page::routes::SEARCH_TEMPLATE;
use crate::render::page::view::{self, standing};

/// Title, address, tags by their places in the list of tags, headings with their ids, other names.
type Entry<'a> = (&'a str, String, Vec<usize>, Vec<(&'a str, &'a str)>, Vec<&'a str>);

#[derive(Serialize)]
struct Index<'a> {
    /// Label, address, count.
    tags: Vec<(&'a str, String, usize)>,
    essays: Vec<Entry<'a>>,
    /// Title, address.
    paths: Vec<(&'a str, String)>,
}

pub(super) fn make(
    reader: &Reader<'_>,
    setting: &Setting,
    file: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Output> {
    let view = standing(reader, setting, file, "search", ("Search", "Titles, headings and tags of all essays"));
    view.render(view::template(setting, SEARCH_TEMPLATE), diagnostics, |_| None)
}

/// The index: titles, headings, other names and tags of every essay that does not ask to be left out,
/// newest first.
pub(super) fn index(reader: &Reader<'_>, setting: &Setting) -> Output {
    let end = view::index(setting);
    let address = |address: &str| format!("{}{end}", encoded(address));
    let tags: Vec<_> = reader.tags().values().collect();
    let places: HashMap<&Tag, usize, FixedState> = tags.iter().enumerate().map(|(at, tag)| (&tag.tag, at)).collect();
    let searched = |card: &&Arc<Card>| !card.unsearched;
    let essays = reader.listed().iter().filter(searched).map(|card| {
        // Under the tags above its own, too.
        let tags: Vec<Tag> = card.tags.iter().flat_map(|tag| tag.above().chain([tag.clone()])).collect();
        let tags = reader.tag_cards(&tags).into_iter().filter_map(|card| places.get(&card.tag).copied());
        let outline = reader.outline(&card.path);
        let headings = outline
            .headings
            .iter()
            .filter(|heading| !is_blank(&heading.text))
            .map(|heading| (&*heading.text, &*heading.id));
        let others = reader.spellings(&card.path, NameKind::Alias);
        (&*card.title, address(&card.address), tags.collect(), headings.collect(), others.collect())
    });
    let index = Index {
        essays: essays.collect(),
        tags: tags.iter().map(|tag| (&*tag.label, address(&tag.address), tag.count)).collect(),
        paths: reader
            .trails()
            .into_iter()
            .filter(searched)
            .map(|card| (&*card.title, address(&card.address)))
            .collect(),
    };
    // These types have nothing that JSON cannot hold.
    let json = serde_json::to_string(&index).unwrap_or_default();
    Output::Bytes(format!("(window.crosslight??={{}}).search={json};\n").into_bytes())
}
