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
mod harmless;
mod head;
mod home;
mod inventory;
mod llms;
mod making;
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

use making::Making;
use place::{contest, file_of};
use routes::{Audience, route};

pub use inventory::{at, blamed, candidates, fixed, shown, standing, themed};
pub use making::{Made, Output, Setting};
pub use routes::{DRAWS, PageId, exists, has_folder_pages, is_for_programs, may_have_faults};
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
        let mut making = Making { reader: &reader, setting, file: &file, diagnostics: &mut diagnostics };
        let output = match page {
            PageId::Home => home::make(&mut making),
            PageId::Archive => archive::make(&mut making),
            PageId::Tags => tags::make(&mut making),
            PageId::NotFound => not_found::make(&mut making),
            PageId::Feed => Some(feed::make(&reader, setting)),
            PageId::Sitemap => Some(sitemap::make(&reader, setting)),
            PageId::SitemapPart(part) => Some(sitemap::make_part(*part, &reader, setting)),
            PageId::Robots => Some(robots::make(setting)),
            PageId::Graph => Some(graph::make(&reader, setting)),
            PageId::Markdown(path) => markdown::make(path, &reader, setting),
            PageId::Llms => Some(llms::make(&reader, setting)),
            PageId::LlmsFull => Some(llms::make_full(&reader, setting)),
            PageId::Map => map::make(&mut making),
            PageId::Search => search::make(&mut making),
            PageId::SearchIndex => Some(search::index(&reader, setting)),
            PageId::Paths => paths::make(&mut making),
            PageId::Tag(tag) => tag::make(tag, &mut making),
            PageId::TagFeed(tag) => feed::of_tag(tag, &reader, setting),
            PageId::PathFeed(path) => feed::of_path(path, &reader, setting),
            PageId::Previews(shard) => previews::make(*shard, &reader, setting),
            PageId::Essay(path) => essay::make(path, &mut making),
            PageId::Folder(of) => folder::make(of, &mut making),
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
