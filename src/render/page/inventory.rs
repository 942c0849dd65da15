//! Which pages a site has, and which of them stands at an address.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::config::Config;
use crate::base::diagnostic::File;
use crate::base::own_file::{FEED, MARKDOWN, SOCIAL_CARD};
use crate::base::page_file::{INDEX, address_of, page_file, pages_beside};
use crate::base::slug;
use crate::gather::facts::Claim;
use crate::gather::index::Changes;
use crate::gather::library::Library;
use crate::render::page::making::Setting;
use crate::render::page::place::file_of;
use crate::render::page::routes::{MOST_PARTS, PageId, alone, exists, part_at, shard_at, tag_at};

/// The pages that every site has.
pub fn fixed(setting: &Setting) -> BTreeSet<PageId> {
    let nothing = Library::default();
    let alone = alone().into_iter().filter(|page| exists(page, &nothing, setting));
    let statics = setting.theme.statics().keys().map(|path| PageId::Static(path.as_str().into()));
    alone.chain(statics).collect()
}

/// The files of the pages that every site has. Those of the theme itself are none.
pub fn standing(setting: &Setting) -> BTreeSet<String> {
    let nothing = Library::default();
    let reader = nothing.reader();
    let fixed = fixed(setting).into_iter().filter(|page| !matches!(page, PageId::Static(_)));
    fixed.filter_map(|page| file_of(&page, &reader, setting)).collect()
}

/// The pages whose being there depends on the theme, as far as the site has them.
pub fn themed(library: &Library, setting: &Setting) -> BTreeSet<PageId> {
    let others = [PageId::Map, PageId::Search, PageId::Paths].into_iter();
    let others = others.chain(library.shards().copied().map(PageId::Previews));
    let others = others.chain(library.sections().cloned().map(PageId::Folder));
    fixed(setting).into_iter().chain(others.filter(|page| exists(page, library, setting))).collect()
}

/// The pages that may have come or gone with `changes`; one may come twice.
pub fn candidates(changes: &Changes) -> Vec<PageId> {
    let mut pages = Vec::new();
    for path in &changes.paths {
        if path.is_markdown() || path.is_html() {
            pages.push(PageId::Essay(path.clone()));
        }
        // What a file of HTML is, its text says.
        if !path.is_markdown() {
            pages.push(PageId::Asset(path.clone()));
        }
        pages.extend([PageId::PathFeed(path.clone()), PageId::Markdown(path.clone())]);
        pages.push(PageId::SocialCard(PageId::Essay(path.clone()).into()));
    }
    pages.extend(changes.tags.iter().cloned().flat_map(|tag| [PageId::Tag(tag.clone()), PageId::TagFeed(tag)]));
    pages.extend(changes.tags.iter().cloned().map(|tag| PageId::SocialCard(PageId::Tag(tag).into())));
    pages.extend(changes.used.iter().cloned().map(PageId::Asset));
    let sections = changes.sections.iter().cloned();
    // Something that stands for the folder may have come or gone.
    let claimed = changes.claims.iter().filter_map(|claim| claim.strip_suffix(INDEX)?.strip_suffix('/'));
    pages.extend(sections.chain(claimed.map(Arc::from)).map(PageId::Folder));
    pages.extend(changes.shards.iter().copied().map(PageId::Previews));
    // A text can give them a page where a theme has none.
    pages.extend([PageId::Map, PageId::Search, PageId::Paths]);
    pages.extend(changes.claims.iter().cloned().map(PageId::Redirect));
    pages.extend([PageId::Robots, PageId::Llms, PageId::LlmsFull]);
    pages.extend((0..MOST_PARTS).map(PageId::SitemapPart));
    pages
}

/// The page that stands in `file`, spelled exactly so.
pub fn at(file: &str, library: &Library, setting: &Setting) -> Option<PageId> {
    let comparable = slug::comparable(file);
    let claimed = library.claims(&comparable).iter().map(|claim| match claim {
        Claim::Page { path, .. } | Claim::Spare { path, .. } => PageId::Essay(path.clone()),
        Claim::Asset(path) => PageId::Asset(path.clone()),
        Claim::Alias(..) | Claim::Nickname(..) => PageId::Redirect(comparable.as_str().into()),
    });
    let tag = tag_at(file, &setting.config).map(PageId::Tag);
    let reader = library.reader();
    let claims = |page: &String| library.claims(page);
    let pages = pages_beside(file, FEED).into_iter();
    let tag_feed = pages.filter_map(|page| tag_at(&page, &setting.config)).map(PageId::TagFeed);
    let pages = pages_beside(&comparable, FEED);
    let path_feed = pages.iter().flat_map(claims).map(|claim| PageId::PathFeed(claim.path().clone()));
    let pages = pages_beside(&comparable, MARKDOWN);
    let texts = pages.iter().flat_map(claims).map(|claim| PageId::Markdown(claim.path().clone()));
    let previews = shard_at(&comparable);
    let folder_page = comparable.strip_suffix(INDEX).and_then(|folder| folder.strip_suffix('/'));
    let folder_page = folder_page.map(|section| PageId::Folder(section.into()));
    let part = part_at(&comparable).map(PageId::SitemapPart);
    let pages = pages_beside(file, SOCIAL_CARD).into_iter();
    let subjects = |page: String| subjects(&page, claims(&slug::comparable(&page)), &setting.config);
    let pictured = pages.flat_map(subjects);
    let others = tag.into_iter().chain(tag_feed).chain(path_feed).chain(texts).chain(previews.map(PageId::Previews));
    let others = others.chain(part).chain(folder_page).chain(pictured.map(|page| PageId::SocialCard(page.into())));
    let standing = [PageId::Map, PageId::Search, PageId::Paths];
    claimed.chain(others).chain(standing).chain(fixed(setting)).find(|page| {
        exists(page, library, setting) && file_of(page, &reader, setting).is_some_and(|place| place == file)
    })
}

/// The pages that may stand in `file`, of those that have a card.
fn subjects(file: &str, claims: &[Claim], config: &Config) -> Vec<PageId> {
    let home = (file == page_file("")).then_some(PageId::Home);
    let essays = claims.iter().map(|claim| PageId::Essay(claim.path().clone()));
    home.into_iter().chain(tag_at(file, config).map(PageId::Tag)).chain(essays).collect()
}

/// The page as a reader would name it: `/essays/mirror/`.
pub fn shown(page: &PageId, library: &Library, setting: &Setting) -> String {
    let reader = library.reader();
    let file = file_of(page, &reader, setting).unwrap_or_default();
    format!("/{}", address_of(&file))
}

/// The file that a fault in making `page` is reported at.
pub fn blamed(page: &PageId) -> File {
    match page {
        PageId::Essay(path) | PageId::Asset(path) => File::Content(path.clone()),
        _ => File::Book,
    }
}
