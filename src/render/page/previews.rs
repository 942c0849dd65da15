//! What a script shows of a page beside a link to it: `previews/3fa.js`, one of 4,096 files.
//!
//! Each is a script rather than JSON, since a page that is read from disk may load no other file.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;
use serde::Serialize;

use crate::base::path::SourcePath;
use crate::gather::reader::Reader;
use crate::gather::shard::Shard;
use crate::read::html::Part;
use crate::render::page::making::{Output, Setting};
use crate::render::prose::excerpt::{block_excerpt, excerpt};

/// The most of a paragraph that is shown, in bytes.
const MOST: usize = 320;

#[derive(Serialize)]
struct Preview<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    minutes: usize,
    /// The first paragraph, in plain text; empty for a text without one.
    text: Box<str>,
    /// By the id of a heading or block: the heading, and the first paragraph there.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    parts: BTreeMap<&'a str, (&'a str, Box<str>)>,
}

pub(super) fn make(shard: Shard, reader: &Reader<'_>, setting: &Setting) -> Option<Output> {
    let of = |path: &SourcePath| Some((&*reader.card(path)?.address, preview(path, reader, setting)?));
    let previews: BTreeMap<&str, Preview<'_>> = reader.shard(shard).iter().filter_map(of).collect();
    if previews.is_empty() {
        return None;
    }
    // These types have nothing that JSON cannot hold.
    let json = serde_json::to_string(&previews).unwrap_or_default();
    let name = shard.name();
    let script = format!("((window.crosslight??={{}}).previews??={{}})[\"{name}\"]={json};\n");
    Some(Output::Bytes(script.into_bytes()))
}

fn preview<'a>(path: &SourcePath, reader: &Reader<'a>, setting: &Setting) -> Option<Preview<'a>> {
    let (card, essay) = (reader.card(path)?, reader.essay(path)?);
    let (prose, opened) = (&essay.body.prose, essay.body.prose.open());
    let headings = essay.body.outline.headings.iter().map(|heading| (&*heading.id, &*heading.text));
    let headings: HashMap<&str, &str, FixedState> = headings.collect();
    let part = |part: &'a Part| {
        let heading = headings.get(&*part.id).copied();
        let excerpt = if heading.is_some() { excerpt } else { block_excerpt };
        let text = excerpt(reader, (essay, &opened), part.place.range(), &setting.config, MOST);
        (&*part.id, (heading.unwrap_or_default(), text))
    };
    Some(Preview {
        title: &card.title,
        description: card.description.as_deref(),
        tags: reader.tag_cards(&card.tags).into_iter().map(|tag| &*tag.label).collect(),
        minutes: essay.minutes(),
        text: excerpt(reader, (essay, &opened), 0..prose.length(), &setting.config, MOST),
        parts: prose.parts.iter().map(part).collect(),
    })
}
