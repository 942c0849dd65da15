//! `crosslight clean`: removes what crosslight wrote.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::book::{sound, sources};
use super::outcome::{Done, count, say};
use crate::edge::publish;

/// Remove the published site
///
/// Only files that crosslight wrote are removed; whatever else lies in the folder stays.
#[derive(Args)]
pub(super) struct Arguments {
    /// The folder of the book [default: the nearest one with a book.toml]
    dir: Option<PathBuf>,
    /// Where the site was written [default: `build-dir` of book.toml, or `public`]
    #[arg(short, long, aliases = ["output-dir", "output", "destination"], value_name = "DIR")]
    dest_dir: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Done> {
    let Some(book) = sound(arguments.dir.as_deref())? else { return Ok(Done::Faulty) };
    let dest = arguments.dest_dir.clone().unwrap_or_else(|| book.dest());
    let (removed, others) = publish::clean(&dest, &sources(&book))?;
    let kept = if others == 0 { String::new() } else { format!(", {} of others kept", count(others, "file")) };
    say(&format!("{} removed{kept}", count(removed, "file")));
    Ok(Done::Well)
}
