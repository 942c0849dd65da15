//! A book read from disk into a site.

use std::path::Path;

use crate::base::diagnostic::Diagnostic;
use crate::base::inputs::Inputs;
use crate::edge::book::list::{self, Inventory};
use crate::edge::book::{Book, git_dates, read};
use crate::edge::publish::spill_file;
use crate::render::page::Setting;
use crate::site::{Batch, Site};

/// How many files are read before they are parsed.
const PART: usize = 1024;

/// The most files of a book whose texts stay in memory. To have them back from the disk would take such a book
/// a twentieth of its time, and a larger one more memory than there may be to keep them.
const AT_HAND: usize = 16_000;

/// Reads the book and its theme: a site, what is to be gathered into it, and what is wrong with files
/// that are not part of it. The texts of a large book go to the disk of `side`; `lap` hears of each phase that ends.
///
/// # Errors
/// What is wrong with `book.toml` or the theme: there is no site then.
pub fn read(
    book: &Book,
    side: Option<&Path>,
    lap: &mut dyn FnMut(&'static str),
) -> Result<(Site, Batch, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut early = book.diagnostics.clone();
    let theme = read::theme(book).map_err(|errors| early.extend(errors)).ok();
    let Some(theme) = theme.filter(|_| early.is_empty()) else { return Err(early) };
    let (commits, warnings) = git_dates::commits(book);
    let mut site =
        Site::empty(Setting { config: book.config.clone(), inputs: Inputs { commits, ..book.inputs.clone() }, theme });
    if book.config.book.git_dates.is_some() {
        lap("ask git");
    }
    let Inventory { files: paths, mut diagnostics, left_out, names } = list::list(book);
    site.leave_out(left_out.into());
    site.join_names(&names);
    diagnostics.extend(warnings);
    lap("list");
    if let Some(spill) = side.filter(|_| paths.len() > AT_HAND).and_then(spill_file::open) {
        site.use_spill(spill);
    }
    let mut batch = Batch::default();
    // Part by part, so that the texts of a large book are never in memory all at once.
    for part in paths.chunks(PART) {
        let edits = read::read(book, part.to_vec());
        lap("read");
        batch.append(site.read(edits));
        lap("parse");
    }
    Ok((site, batch, diagnostics))
}

/// Reads the book and its theme into a site with everything gathered and nothing made, with what is wrong
/// with files that are not part of it.
///
/// # Errors
/// What is wrong with `book.toml` or the theme: there is no site then.
pub fn load(book: &Book) -> Result<(Site, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (mut site, batch, diagnostics) = read(book, None, &mut |_| ())?;
    site.gather(batch);
    Ok((site, diagnostics))
}
