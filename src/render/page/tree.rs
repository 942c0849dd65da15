//! The folders of the book as one list of contents, for a book that has no other.

use tera::Value;

use crate::base::page_file::page_url;
use crate::gather::schema::CHAPTER;
use crate::gather::{section, value};
use crate::read::front_matter::Order;
use crate::render::page::routes::has_folder_pages;
use crate::render::page::view::View;

/// How many folders in one another are shown: a template goes down into each.
const DEEPEST: usize = 24;

/// What is in the folder of a section and in those below it: folders first, and all by their titles.
pub(super) fn tree(view: &View<'_>, of: &str) -> Value {
    below(view, of, 0)
}

fn below(view: &View<'_>, of: &str, depth: usize) -> Value {
    if depth == DEEPEST {
        return value::list([]);
    }
    let (cards, folders) = view.reader.inside(of, Order::Title, true);
    let pages = has_folder_pages(view.setting);
    let chapter = |title: &str, url: Option<String>, of: &str| {
        CHAPTER.map([
            ("title", value::text(title)),
            ("url", value::optional(url.as_deref())),
            ("children", below(view, of, depth + 1)),
        ])
    };
    let mut named: Vec<(String, &str)> = folders
        .into_iter()
        .filter_map(|section| {
            let first = view.reader.first_in(section)?;
            Some((section::title(section, first, &view.setting.config), section))
        })
        .collect();
    named.sort_by_cached_key(|(title, section)| (title.to_lowercase(), *section));
    let folders = named.iter().map(|(title, section)| {
        let url = pages.then(|| page_url(&format!("{section}/"), view.base.index));
        chapter(title, url, section)
    });
    let essays = cards.into_iter().map(|card| {
        let url = page_url(&card.address, view.base.index);
        chapter(&card.title, Some(url), &section::named(&card.section))
    });
    value::list(folders.chain(essays).collect::<Vec<_>>())
}
