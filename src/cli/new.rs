//! `crosslight new`: a new essay.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use jiff::tz::TimeZone;

use super::book::sound;
use super::outcome::{Done, say};
use crate::base::path::joined;
use crate::base::slug;
use crate::edge::book::Book;
use crate::edge::clock;

/// Write a new essay with its front matter
#[derive(Args)]
pub(super) struct Arguments {
    /// The title of the essay
    title: String,
    /// A tag for it; may be given several times
    #[arg(short, long, value_name = "TAG")]
    tag: Vec<String>,
    /// The folder for it, from the folder of the essays [default: `essays` if there is one]
    #[arg(short, long, value_name = "DIR")]
    folder: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Done> {
    let Some(book) = sound(None)? else { return Ok(Done::Faulty) };
    let title = arguments.title.trim();
    if title.is_empty() {
        bail!("the title is empty\ngive the essay a title, as in `crosslight new \"Out of the dark\"`");
    }
    let Some(name) = slug::segment(title) else {
        bail!("the title `{title}` has no letter or digit for a file name\nuse at least one");
    };
    let folder = match &arguments.folder {
        Some(asked) => below(&book, asked)?,
        None => Some(book.src().join("essays")).filter(|usual| usual.is_dir()).unwrap_or_else(|| book.src()),
    };
    let shown = |path: &Path| path.strip_prefix(&book.root).unwrap_or(path).display().to_string();
    if folder.is_file() {
        bail!("`{}` is a file, not a folder\ngive --folder the name of a folder", shown(&folder));
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    let path = folder.join(format!("{name}.md"));
    let scalar = |text: &str| serde_yaml::to_string(text).map(|yaml| yaml.trim_end().to_owned());
    // Between brackets more signs have a meaning than on a line of their own.
    let is_plain = |tag: &str| tag.chars().all(|c| c.is_alphanumeric() || " /_-".contains(c));
    let item = |tag: &String| if is_plain(tag) { scalar(tag) } else { Ok(format!("{tag:?}")) };
    let tags: Vec<String> = arguments.tag.iter().map(item).collect::<Result<_, _>>()?;
    let date = clock::now().to_zoned(TimeZone::system()).date();
    let text =
        format!("---\ntitle: {}\ndescription:\ndate: {date}\ntags: [{}]\n---\n\n", scalar(title)?, tags.join(", "));
    // A file that is there already is never written over.
    let mut file = match fs::OpenOptions::new().write(true).create_new(true).open(&path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("`{}` already exists, and is not overwritten\nopen that one, or choose another title", shown(&path))
        }
        opened => opened.with_context(|| format!("cannot write `{}`", path.display()))?,
    };
    file.write_all(text.as_bytes()).with_context(|| format!("cannot write `{}`", path.display()))?;
    say(&shown(&path));
    Ok(Done::Well)
}

/// The folder that is asked for, by its path from the folder of the essays, or from that of the book.
fn below(book: &Book, asked: &Path) -> Result<PathBuf> {
    let src = book.src();
    let typed = asked.to_str().filter(|_| asked.is_relative()).and_then(|asked| joined("", asked));
    let inside = typed.as_ref().map(|typed| src.join(typed));
    let whole = [asked.to_owned(), book.root.join(typed.as_deref().unwrap_or_default())];
    let is_there = inside.as_ref().is_some_and(|folder| folder.is_dir());
    let named = whole.into_iter().find(|folder| folder.is_absolute() && !is_there && folder.starts_with(&src));
    named.or(inside).ok_or_else(|| {
        anyhow!(
            "`{}` is not below the folder of the essays, `{}`\ngive the path of a folder in it, as in `--folder essays`",
            asked.display(),
            src.display()
        )
    })
}
