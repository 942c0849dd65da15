//! `crosslight links`: what links to an essay, and where it leads.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Result, bail};
use clap::Args;
use serde_json::{Value, json};

use super::asked;
use super::book::gathered;
use super::outcome::{Done, count, say, say_json};
use super::ruled;
use crate::base::diagnostic::File;
use crate::base::name::Name;
use crate::base::span::Span;
use crate::edge::book::{Book, read};
use crate::edge::report::{Sources, lines_of};
use crate::gather::card::Card;
use crate::gather::facts::Mention;
use crate::gather::index::Entry;
use crate::gather::library::Library;
use crate::gather::resolve::{Resolution, citing, resolve};
use crate::read::essay::Essay;
use crate::site::Site;

/// Show the links to an essay, and the links in it
#[derive(Args)]
pub(super) struct Arguments {
    /// The essay: its file, its address, its name or its title
    essay: String,
    /// The folder of the book [default: the nearest one with a book.toml]
    dir: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A link with its file and line.
struct Row {
    file: String,
    line: Option<usize>,
    title: String,
    /// The sentence round a link that leads here; what is typed, for one that leads away.
    words: String,
    broken: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Done> {
    let mut book = read::open(arguments.dir.as_deref())?;
    // With the links to other sites.
    book.config.levels.check(true);
    let Some(site) = gathered(&book) else { return Ok(Done::Faulty) };
    let essay = find(&site, &book, &arguments.essay)?;
    let sources = Sources { book: &book, theme: None };
    let (into, out) = (into(essay, site.library(), &sources), out(essay, site.library(), &sources));
    if arguments.json {
        let json = json!({
            "path": book.shown(&essay.path),
            "title": &*essay.title,
            "in": into.iter().map(|row| row.json("passage")).collect::<Vec<_>>(),
            "out": out.iter().map(|row| row.json("typed")).collect::<Vec<_>>(),
        });
        say_json(&json)?;
        return Ok(Done::Well);
    }
    say(&format!("{} ({})", essay.title, book.shown(&essay.path)));
    if essay.held.is_some() {
        say(&format!("not published: {}", ruled::why(&book, essay)));
    }
    say(&format!("{} in", count(into.len(), "link")));
    for row in &into {
        say(&format!("  {}  {}", row.place(), row.title));
        say(&format!("    “{}”", row.words));
    }
    say(&format!("{} out", count(out.len(), "link")));
    for row in &out {
        let to = if row.file.is_empty() { row.words.clone() } else { format!("{}  {}", row.file, row.title) };
        let broken = if row.broken { "  (broken)" } else { "" };
        say(&format!("  {:>4}  {to}{broken}", row.line.map_or_else(String::new, |line| line.to_string())));
    }
    Ok(Done::Well)
}

impl Row {
    fn place(&self) -> String {
        self.line.map_or_else(|| self.file.clone(), |line| format!("{}:{line}", self.file))
    }

    fn json(&self, words: &str) -> Value {
        let file = Some(&self.file).filter(|file| !file.is_empty());
        json!({"path": file, "title": self.title, "line": self.line, words: self.words, "broken": self.broken})
    }
}

/// The essay that is asked for.
fn find<'a>(site: &'a Site, book: &Book, asked: &str) -> Result<&'a Essay> {
    if let Some(found) = asked::essay(site, book, asked) {
        return Ok(found);
    }
    match site.near(asked).first() {
        Some(near) => bail!("there is no essay `{asked}`\ndid you mean `{}` ({})?", near.title, book.shown(&near.path)),
        None => {
            bail!("there is no essay `{asked}`\ngive its file, its name or its title; `crosslight list essays` has all")
        }
    }
}

/// The links of other essays that lead to `essay`.
fn into(essay: &Essay, library: &Library, sources: &Sources<'_>) -> Vec<Row> {
    let reader = library.reader();
    let row = |(card, mention): (&Arc<Card>, &Arc<Mention>)| {
        let source = library.entry(&mention.source).and_then(Entry::as_essay);
        let is_it = |key: &Name, nth: u32| *key == mention.target.key && nth == mention.nth;
        let link = source.and_then(|essay| essay.body.links.iter().find(|link| is_it(&link.target.key, link.nth)));
        let passage = mention.passage.quote();
        let shown = if mention.shows_title { &*essay.title } else { passage.link() };
        let words = format!("{}{shown}{}", passage.lead(), passage.tail());
        Row {
            file: sources.book.shown(&card.path),
            line: source.zip(link).and_then(|(essay, link)| *lines(essay, &[link.span], sources).first()?),
            title: card.title.to_string(),
            words: words.trim().to_owned(),
            broken: false,
        }
    };
    citing(&reader, &essay.path).into_iter().map(row).collect()
}

/// The links of `essay`, in the order in which they stand there.
fn out(essay: &Essay, library: &Library, sources: &Sources<'_>) -> Vec<Row> {
    let reader = library.reader();
    let mut rows: Vec<(Span, Row)> = Vec::new();
    for link in &essay.body.links {
        let (path, broken) = match resolve(&reader, &essay.path, &link.target) {
            Resolution::Found { path, .. } => (Some(path), false),
            Resolution::Here => (Some(&essay.path), false),
            Resolution::Hidden(_) | Resolution::Missing => (None, true),
        };
        let title = path.and_then(|path| library.card(path)).map_or_else(String::new, |card| card.title.to_string());
        let file = path.map_or_else(String::new, |path| sources.book.shown(path));
        let words = link.target.path.to_string();
        rows.push((link.span, Row { file, line: None, title, words, broken }));
    }
    for link in essay.meta.outside.iter().chain(&essay.body.outside) {
        let words = link.address.to_string();
        rows.push((link.span, Row { file: String::new(), line: None, title: String::new(), words, broken: false }));
    }
    rows.sort_by_key(|(span, _)| *span);
    let spans: Vec<Span> = rows.iter().map(|(span, _)| *span).collect();
    let lines = lines(essay, &spans, sources);
    rows.into_iter().zip(lines).map(|((_, row), line)| Row { line, ..row }).collect()
}

/// The lines of places in an essay; none where it was put together from several files.
fn lines(essay: &Essay, spans: &[Span], sources: &Sources<'_>) -> Vec<Option<usize>> {
    let whole =
        essay.assembled.is_none().then(|| lines_of(sources, &File::Content(essay.path.clone()), spans)).flatten();
    whole.map_or_else(|| vec![None; spans.len()], |lines| lines.into_iter().map(Some).collect())
}
