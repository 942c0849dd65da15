//! What an argument names: a file of the book, an address, a name.

use std::path::{Path, PathBuf};

use super::closing::hidden;
use crate::base::name::Name;
use crate::base::path::SourcePath;
use crate::edge::book::Book;
use crate::gather::index::Entry;
use crate::gather::resolve::{Resolution, resolve};
use crate::read::essay::Essay;
use crate::read::syntax::link::{Manner, Target};
use crate::render::page::PageId;
use crate::site::Site;

/// The essay that is asked for by its file, its address, its name or its title.
pub(super) fn essay<'a>(site: &'a Site, book: &Book, asked: &str) -> Option<&'a Essay> {
    let library = site.library();
    let essay = |path: &SourcePath| library.entry(path).and_then(Entry::as_essay);
    let file = below(&book.src(), book, asked).unwrap_or_else(|| asked.trim_start_matches("./").to_owned());
    if let Some(found) = essay(&SourcePath::new(&file)) {
        return Some(found);
    }
    let name = address(book, &file);
    let target = Target::new(name.trim_matches('/'), None, Manner::Wiki);
    match resolve(&library.reader(), &SourcePath::new(""), &target) {
        Resolution::Found { path, .. } => essay(path),
        // One that is held back has its name as well.
        Resolution::Hidden(_) => {
            let is_one = |essay: &&Essay| {
                let names = [essay.path.stem(), &*essay.title, essay.path.id()];
                names.iter().any(|name| Name::of(name) == target.key)
            };
            hidden(library).find(is_one)
        }
        _ => None,
    }
}

/// The page that is asked for by its address or by its file in the site, with its address.
pub(super) fn page(site: &Site, book: &Book, asked: &str) -> Option<(PageId, String)> {
    let file = below(&book.dest(), book, asked);
    let wanted = address(book, file.as_deref().unwrap_or(asked));
    page_at(site, &wanted)
}

/// The page of an essay, which may be that of a tag or of the whole book.
pub(super) fn page_of(site: &Site, essay: &Essay) -> Option<(PageId, String)> {
    let own = PageId::Essay(essay.path.clone());
    let found = site.pages().find(|(page, _)| **page == own).map(|(page, address)| (page.clone(), address));
    found.or_else(|| page_at(site, &site.library().card(&essay.path)?.address))
}

fn page_at(site: &Site, address: &str) -> Option<(PageId, String)> {
    let found = site.pages().find(|(_, known)| bare(known) == bare(address));
    found.map(|(page, address)| (page.clone(), address))
}

/// An address without what may be left out of one.
fn bare(address: &str) -> &str {
    let folder = address.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
    folder.unwrap_or(address).trim_matches('/')
}

/// The path of an address in the site: that of a browser has a host before it, and may have a place in the page behind.
fn address(book: &Book, asked: &str) -> String {
    let here = ["http://localhost", "http://127.0.0.1", "http://[::1]"].iter().find_map(|host| {
        let rest = asked.strip_prefix(host)?;
        Some(rest.find('/').map_or("", |at| &rest[at..]))
    });
    let own = book.config.own_path(asked).unwrap_or_else(|| here.unwrap_or(asked).into());
    let path = own.split(['?', '#']).next().unwrap_or_default();
    path.trim_start_matches("./").to_owned()
}

/// The path in a folder of the book of what is named by its path from here, or from the folder of the book.
fn below(folder: &Path, book: &Book, asked: &str) -> Option<String> {
    let whole = |path: PathBuf| std::fs::canonicalize(&path).unwrap_or(path);
    let folder = whole(folder.to_owned());
    // A path from the root of the site begins like one from that of the disk.
    let places = [std::path::absolute(asked).ok(), Some(book.root.join(asked))];
    let mut places = places.into_iter().flatten().map(|place| whole(place.components().collect()));
    let inside = places.find_map(|place| place.strip_prefix(&folder).ok().map(Path::to_owned))?;
    Some(inside.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"))
}
