//! `crosslight why`: what a page was made of.

use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};
use clap::Args;

use super::asked::{essay, page, page_of};
use super::book::gathered;
use super::outcome::{Done, count, say};
use super::ruled;
use crate::base::nearest::nearest;
use crate::edge::book::{Book, read};
use crate::render::page::PageId;
use crate::site::Site;

/// Show what a page depends on
///
/// A change to anything in the list changes the page; a change to anything else does not.
#[derive(Args)]
pub(super) struct Arguments {
    /// The page: its address, its file in the site, or the file, the name or the title of its essay
    page: String,
    /// The folder of the book [default: the nearest one with a book.toml]
    dir: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Done> {
    let book = read::open(arguments.dir.as_deref())?;
    let Some(site) = gathered(&book) else { return Ok(Done::Faulty) };
    let (page, address) = find(&site, &book, &arguments.page)?;
    let reads = site.why(&page);
    say(&format!("{address} reads {}:", count(reads.len(), "thing")));
    for read in reads {
        say(&format!("  {read}"));
    }
    Ok(Done::Well)
}

fn find(site: &Site, book: &Book, asked: &str) -> Result<(PageId, String)> {
    if let Some(found) = page(site, book, asked) {
        return Ok(found);
    }
    if let Some(essay) = essay(site, book, asked) {
        if essay.held.is_some() {
            bail!(
                "`{}` has no page, since it is not published: {}\nsee the line that says so with `crosslight list held`",
                book.shown(&essay.path),
                ruled::why(book, essay)
            );
        }
        return page_of(site, essay).ok_or_else(|| {
            anyhow!("`{}` has no page of its own\nask for a page that shows it", book.shown(&essay.path))
        });
    }
    let pages: Vec<String> = site.pages().map(|(_, address)| address).collect();
    match nearest(asked.trim_matches('/'), pages.iter().map(|address| address.trim_matches('/'))) {
        Some(near) => bail!("there is no page `{asked}`\ndid you mean `/{near}/`?"),
        None => bail!("there is no page `{asked}`\ngive an address as in `/essays/mirror/`, or the file of an essay"),
    }
}
