//! Which book a command is about, and what commands do with it.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use clap::Args;

use super::findings::{Manner, tell};
use crate::base::config::{Config, set_base_url};
use crate::base::diagnostic::Diagnostic;
use crate::edge::book::{Book, read};
use crate::edge::load;
use crate::edge::report::Sources;
use crate::site::Site;

/// Which book is built, in what way, and where to.
#[derive(Args, Clone)]
pub(super) struct What {
    /// The folder of the book [default: the nearest one with a book.toml]
    pub(super) dir: Option<PathBuf>,
    /// Where to write the site [default: `build-dir` of book.toml, or `public`]
    #[arg(short, long, aliases = ["output-dir", "output", "destination"], value_name = "DIR")]
    pub(super) dest_dir: Option<PathBuf>,
    /// The address of the site, such as https://example.org/essays/
    #[arg(short = 'u', long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// Publish drafts too
    #[arg(long)]
    pub(super) drafts: bool,
    /// Publish essays that are dated in the future too
    #[arg(long)]
    pub(super) future: bool,
}

impl What {
    /// Changes the settings of the book.
    ///
    /// # Errors
    /// If the address of the site is none.
    pub(super) fn adjust(&self, config: &mut Config) -> Result<()> {
        config.build.drafts |= self.drafts;
        config.build.future |= self.future;
        match &self.base_url {
            Some(url) => {
                set_base_url(config, url).map_err(|reason| anyhow!(reason.replace("`base-url`", "--base-url")))
            }
            None => Ok(()),
        }
    }

    /// Where the site goes.
    pub(super) fn dest(&self, book: &Book) -> PathBuf {
        self.dest_dir.clone().unwrap_or_else(|| book.dest())
    }
}

/// The book as a site with everything gathered and nothing made, for commands that only query it. What keeps it from
/// being read is printed.
pub(super) fn gathered(book: &Book) -> Option<Site> {
    let tell = |errors: Vec<Diagnostic>| tell(&errors, &Sources { book, theme: None }, &Manner::default());
    load::load(book).map_err(tell).map(|(site, _)| site).ok()
}

/// The book, for who goes by its settings without reading its essays: what is wrong with them is printed.
///
/// # Errors
/// As of [`read::open`].
pub(super) fn sound(dir: Option<&Path>) -> Result<Option<Book>> {
    let book = read::open(dir)?;
    tell(&book.diagnostics, &Sources { book: &book, theme: None }, &Manner::default());
    Ok(Some(book).filter(|book| book.diagnostics.is_empty()))
}

/// What a build must not overwrite.
pub(super) fn sources(book: &Book) -> Vec<PathBuf> {
    let mut sources = vec![book.root.join("book.toml"), book.root.join("themes")];
    // Where the essays lie beside `book.toml`, the site may lie there too: it is left out of them.
    let beside = std::fs::canonicalize(book.src()).is_ok_and(|src| src == book.root);
    sources.push(if beside { book.root.join("book.toml") } else { book.src() });
    sources.extend(book.roots().into_iter().skip(1));
    let (theme, _) = book.config.theme();
    if theme.contains('/') {
        sources.push(book.root.join(theme));
    }
    sources
}

/// The path from here, where it is below.
pub(super) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}
