//! `crosslight why`: what a page was made of.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::build::gathered;
use super::{Done, count, say};
use crate::diagnostic::nearest;
use crate::disk::{self, Book};
use crate::page::PageId;
use crate::site::Site;

/// Show what a page reads, and so what would make it again
///
/// A change to anything in the list changes the page; a change to anything else does not.
#[derive(Args)]
pub(super) struct Arguments {
    /// The page: its address, its file in the site, or the file of its essay
    page: String,
    /// The folder of the book [default: the nearest one with a book.toml]
    dir: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Done> {
    let book = disk::open(arguments.dir.as_deref())?;
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
    let wanted = asked.trim_start_matches("./").trim_matches('/');
    let wanted = wanted.strip_suffix("index.html").unwrap_or(wanted).trim_end_matches('/');
    let src = format!("{}/", book.config.book.src);
    let source = wanted.strip_prefix(&src).unwrap_or(wanted);
    let is_it = |page: &PageId, address: &str| match page {
        PageId::Essay(path) => path.as_str() == source || path.id() == source || address.trim_matches('/') == wanted,
        _ => address.trim_matches('/') == wanted,
    };
    let pages: Vec<(PageId, String)> = site.pages().map(|(page, address)| (page.clone(), address)).collect();
    if let Some(found) = pages.iter().find(|(page, address)| is_it(page, address)) {
        return Ok(found.clone());
    }
    let near = nearest(wanted, pages.iter().map(|(_, address)| address.trim_matches('/')));
    match near {
        Some(near) => bail!("there is no page `{asked}`\ndid you mean `/{near}/`?"),
        None => bail!("there is no page `{asked}`\ngive an address as in `/essays/mirror/`, or the file of an essay"),
    }
}
