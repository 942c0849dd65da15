//! `crosslight new`: a new essay.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use jiff::tz::TimeZone;

use super::{Done, say};
use crate::source::joined;
use crate::{disk, slug};

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
    let book = disk::open(None)?;
    let title = arguments.title.trim();
    let Some(name) = slug::segment(title) else {
        bail!("`{title}` leaves nothing for a file name\nuse at least one letter or digit");
    };
    let usual = book.src().join("essays");
    let folder = match &arguments.folder {
        Some(folder) => {
            let below = folder.to_str().and_then(|folder| joined("", folder)).filter(|_| folder.is_relative());
            let Some(below) = below else {
                bail!("`{}` is not below the folder of the essays, `{}`", folder.display(), book.src().display());
            };
            book.src().join(below)
        }
        None if usual.is_dir() => usual,
        None => book.src(),
    };
    fs::create_dir_all(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    let path = folder.join(format!("{name}.md"));
    let scalar = |text: &str| serde_yaml::to_string(text).map(|yaml| yaml.trim_end().to_owned());
    // Between brackets more signs have a meaning than on a line of their own.
    let is_plain = |tag: &str| tag.chars().all(|c| c.is_alphanumeric() || " /_-".contains(c));
    let item = |tag: &String| if is_plain(tag) { scalar(tag) } else { Ok(format!("{tag:?}")) };
    let tags: Vec<String> = arguments.tag.iter().map(item).collect::<Result<_, _>>()?;
    let date = disk::now().to_zoned(TimeZone::system()).date();
    let text =
        format!("---\ntitle: {}\ndescription:\ndate: {date}\ntags: [{}]\n---\n\n", scalar(title)?, tags.join(", "));
    // A file that is there already is never written over.
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)
        .with_context(|| format!("cannot write `{}`", path.display()))?;
    file.write_all(text.as_bytes())?;
    let shown = path.strip_prefix(&book.root).unwrap_or(&path);
    say(&format!("{}", shown.display()));
    Ok(Done::Well)
}
