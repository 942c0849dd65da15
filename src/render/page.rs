//! The pages of a site: which there are, where they stand, and how one is made.
//!
//! One file a kind in `page/`. A page sees the book through its reader and nothing else.
//!
//! **Incremental:** what a page was made of is recorded with it ([`Made`]), and it is made again
//! when any of that has changed.

mod archive;
mod context;
mod essay;
mod feed;
mod fields;
mod folder;
mod graph;
mod head;
mod home;
mod id;
mod inventory;
mod llms;
mod map;
mod markdown;
mod not_found;
mod path;
mod paths;
mod place;
mod previews;
mod redirect;
mod related;
mod robots;
mod routes;
mod search;
mod sitemap;
mod social_card;
mod structured;
mod tag;
mod tags;
mod tree;
mod view;

use std::sync::Arc;

use crate::gather::library::Library;

use place::{contest, file_of};
use routes::{Audience, route};

pub use id::{Made, Output, PageId, Setting};
pub use inventory::{at, blamed, candidates, fixed, shown, standing, themed};
pub use routes::{DRAWS, exists, has_folder_pages, is_for_programs, may_have_faults};
pub use social_card::{is_font, obstacle};

/// Makes a page.
pub fn make(page: &PageId, library: &Library, setting: &Setting, explain: bool) -> Made {
    let mut reader = if explain { library.reader().explaining() } else { library.reader() };
    if route(page, setting).audience == Audience::ProgramsAtOnce {
        reader.read_coarsely();
    }
    let mut diagnostics = contest(page, &reader, setting);
    let output = file_of(page, &reader, setting).and_then(|file| {
        let file: Arc<str> = file.into();
        let output = match page {
            PageId::Home => home::make(&reader, setting, &file, &mut diagnostics),
            PageId::Archive => archive::make(&reader, setting, &file, &mut diagnostics),
            PageId::Tags => tags::make(&reader, setting, &file, &mut diagnostics),
            PageId::NotFound => not_found::make(&reader, setting, &mut diagnostics),
            PageId::Feed => Some(feed::make(&reader, setting)),
            PageId::Sitemap => Some(sitemap::make(&reader, setting)),
            PageId::SitemapPart(part) => Some(sitemap::make_part(*part, &reader, setting)),
            PageId::Robots => Some(robots::make(setting)),
            PageId::Graph => Some(graph::make(&reader, setting)),
            PageId::Markdown(path) => markdown::make(path, &reader, setting),
            PageId::Llms => Some(llms::make(&reader, setting)),
            PageId::LlmsFull => Some(llms::make_full(&reader, setting)),
            PageId::Map => map::make(&reader, setting, &file, &mut diagnostics),
            PageId::Search => search::make(&reader, setting, &file, &mut diagnostics),
            PageId::SearchIndex => Some(search::index(&reader, setting)),
            PageId::Paths => paths::make(&reader, setting, &file, &mut diagnostics),
            PageId::Tag(tag) => tag::make(tag, &reader, setting, &file, &mut diagnostics),
            PageId::TagFeed(tag) => feed::of_tag(tag, &reader, setting),
            PageId::PathFeed(path) => feed::of_path(path, &reader, setting),
            PageId::Previews(shard) => previews::make(*shard, &reader, setting),
            PageId::Essay(path) => essay::make(path, &reader, setting, &file, &mut diagnostics),
            PageId::Folder(of) => folder::make(of, &reader, setting, &file, &mut diagnostics),
            PageId::SocialCard(of) => social_card::make(of, &reader, setting),
            PageId::Redirect(address) => redirect::make(address, &reader, setting, &file),
            PageId::Asset(path) => reader.asset(path).map(|hash| Output::Copy(path.clone(), hash)),
            PageId::Static(path) => setting.theme.statics().get(&**path).map(|bytes| Output::Bytes(bytes.to_vec())),
        };
        Some((file, output?))
    });
    let (reads, words) = reader.finish();
    Made { output, reads, diagnostics: setting.config.levels.weigh(diagnostics), words }
}
