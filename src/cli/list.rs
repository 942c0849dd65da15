//! `crosslight list`: the essays of a book, or some of them, and its tags.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::book::gathered;
use super::closing::hidden;
use super::outcome::{Done, count, say, say_json};
use super::ruled;
use crate::base::charset;
use crate::base::date::When;
use crate::base::nearest::nearest;
use crate::base::tag::Tag;
use crate::edge::book::{self, Book, read};
use crate::edge::{file, terminal};
use crate::gather::card::Card;
use crate::gather::facet::TagCard;
use crate::gather::library::Library;
use crate::read::essay::{Essay, Held};
use crate::read::front_matter::saying;
use crate::site::lint::Linked;

/// List the essays of the book, some of them, or its tags
#[derive(Args)]
pub(super) struct Arguments {
    /// What to list
    #[arg(value_enum)]
    what: What,
    /// The folder of the book [default: the nearest one with a book.toml]
    dir: Option<PathBuf>,
    /// Only essays with this tag, or one below it
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Every published essay, newest first
    Essays,
    /// Essays that no other essay links to
    Orphans,
    /// Essays that link to no other essay
    Deadends,
    /// Names that links use but nothing has, the most wanted first
    Wanted,
    /// Essays that are not published
    Drafts,
    /// Essays that are not published, each with the reason and the line that says so
    Held,
    /// The tags, with how many essays have each
    Tags,
}

pub(super) fn run(arguments: &Arguments) -> Result<Done> {
    let book = read::open(arguments.dir.as_deref())?;
    let Some(site) = gathered(&book) else { return Ok(Done::Faulty) };
    let library = site.library();
    let tag = arguments.tag.as_deref().map(|typed| known_tag(typed, library)).transpose()?;
    let tag = tag.as_ref();
    let carded = |cards: &mut dyn Iterator<Item = &Card>| {
        let cards = cards.filter(|card| is_tagged(&card.tags, tag));
        cards.map(|card| shown(&book, card)).collect::<Vec<_>>()
    };
    let rows = match arguments.what {
        What::Essays => carded(&mut library.listed().iter().map(|card| &**card)),
        What::Orphans => carded(&mut Linked::of(library).orphans(library, &book.config)),
        What::Deadends => carded(&mut Linked::of(library).dead_ends(library, &book.config)),
        What::Wanted => wanted(&book, library, tag),
        What::Drafts => hidden(library)
            .filter(|essay| is_tagged(essay.tags.iter().map(|tagging| &tagging.tag), tag))
            .map(|essay| {
                let path = book.shown(&essay.path);
                let line = format!("{path}  {}", essay.title);
                (line, json!({"path": path, "title": &*essay.title, "draft": essay.meta.draft}))
            })
            .collect(),
        What::Held => hidden(library)
            .filter(|essay| is_tagged(essay.tags.iter().map(|tagging| &tagging.tag), tag))
            .map(|essay| held(&book, essay))
            .collect(),
        What::Tags if tag.is_some() => bail!("`--tag` is for essays\nleave it out to see all tags"),
        What::Tags => tags(library),
    };
    if arguments.json {
        let rows: Vec<Value> = rows.into_iter().map(|(_, json)| json).collect();
        say_json(&rows)?;
        return Ok(Done::Well);
    }
    for (line, _) in &rows {
        say(line);
    }
    terminal::err(format_args!("{}", total(arguments.what, rows.len())));
    Ok(Done::Well)
}

fn total(what: What, rows: usize) -> String {
    match what {
        What::Essays => count(rows, "essay"),
        What::Orphans => format!("{} without a link from another", count(rows, "essay")),
        What::Deadends => format!("{} without a link to another", count(rows, "essay")),
        What::Wanted => format!("{} that nothing has", count(rows, "name")),
        What::Drafts | What::Held => format!("{} not published", count(rows, "essay")),
        What::Tags => count(rows, "tag"),
    }
}

/// Whether one of `tags` is the one that is asked for, or stands below it.
fn is_tagged<'a>(tags: impl IntoIterator<Item = &'a Tag>, asked: Option<&Tag>) -> bool {
    asked.is_none_or(|asked| tags.into_iter().any(|tag| tag == asked || tag.above().any(|above| above == *asked)))
}

fn shown(book: &Book, card: &Card) -> (String, Value) {
    let path = book.shown(&card.path);
    let tags: Vec<&str> = card.tags.iter().map(Tag::as_str).collect();
    let day = card.date.map(|date| date.day().to_string());
    let json = json!({"path": path, "title": &*card.title, "url": &*card.address, "date": day, "tags": tags});
    (format!("{path}  {}", card.title), json)
}

/// An essay that is not published, with why, and where that is said.
fn held(book: &Book, essay: &Essay) -> (String, Value) {
    let path = book.shown(&essay.path);
    let text = file::read(&book::file(&book.roots(), &essay.path)).map(charset::letters).unwrap_or_default();
    let days = |names: &'static [&str]| saying(&text, Some(names));
    let day = |when: Option<When>| when.map_or_else(String::new, |when| format!(" {}", when.day()));
    let (kind, place, why) = match essay.held {
        Some(Held::Future) => {
            let date = essay.meta.publish_date.or(essay.date);
            (
                "future",
                days(&["publishDate", "pubDate", "publish_date", "date", "created"]),
                format!("dated{}", day(date)),
            )
        }
        Some(Held::Expired) => (
            "expired",
            days(&["expiryDate", "unpublishDate", "expires", "expiry_date"]),
            format!("expired{}", day(essay.meta.expires)),
        ),
        Some(Held::Unasked) => ("unasked", None, format!("without `{}: true`", book.config.build.asking_field())),
        Some(Held::Ruled) => {
            let by = ruled::place(book, essay);
            let why = by.map_or_else(|| "by another file of the book".to_owned(), |by| format!("by `{by}`"));
            ("ruled", None, why)
        }
        Some(Held::Unread) => ("unread", None, "cannot be read".to_owned()),
        Some(Held::Drawing) => ("drawing", None, "a drawing".to_owned()),
        Some(Held::Template) => ("template", None, "a template of another tool".to_owned()),
        Some(Held::Draft) | None => {
            let place = saying(&text, None);
            let why = match place {
                Some((_, said)) => format!("`{}`", said.trim()),
                None if essay.path.folder().split('/').any(|folder| folder == "_drafts") => "in `_drafts`".to_owned(),
                None => "by its front matter".to_owned(),
            };
            ("draft", place, why)
        }
    };
    let line = place.map(|(line, _)| line);
    let at = line.map_or_else(|| path.clone(), |line| format!("{path}:{line}"));
    let json = json!({"path": path, "line": line, "title": &*essay.title, "reason": kind, "says": why});
    (format!("{at}  {}  {why}", essay.title), json)
}

fn wanted(book: &Book, library: &Library, tag: Option<&Tag>) -> Vec<(String, Value)> {
    let linked = Linked::of(library);
    let mut rows = Vec::new();
    for uses in linked.wanted.values() {
        let uses: Vec<_> =
            uses.iter().filter(|(path, _)| library.card(path).is_some_and(|card| is_tagged(&card.tags, tag))).collect();
        let Some((_, typed)) = uses.first() else { continue };
        let mut by: Vec<String> = uses.iter().map(|(path, _)| book.shown(path)).collect();
        by.dedup();
        let line = format!("{:>5}  {typed}", by.len());
        rows.push((std::cmp::Reverse(by.len()), *typed, line, json!({"name": typed, "essays": by})));
    }
    rows.sort_by(|(a, name_a, ..), (b, name_b, ..)| (a, name_a).cmp(&(b, name_b)));
    rows.into_iter().map(|(.., line, json)| (line, json)).collect()
}

fn tags(library: &Library) -> Vec<(String, Value)> {
    let row = |card: &TagCard| {
        let (slug, label) = (card.tag.as_str(), &*card.label);
        let line = format!("{:>5}  {slug}  {label}", card.count);
        (line, json!({"slug": slug, "label": label, "essays": card.count, "url": &*card.address}))
    };
    library.tags().values().map(row).collect()
}

/// The tag that is asked for.
///
/// # Errors
/// If no essay has it.
fn known_tag(typed: &str, library: &Library) -> Result<Tag> {
    match Tag::new(typed).filter(|tag| library.tags().contains_key(tag)) {
        Some(tag) => Ok(tag),
        None => match nearest(&typed.to_lowercase(), library.tags().keys().map(Tag::as_str)) {
            Some(near) => bail!("there is no tag `{typed}`\ndid you mean `{near}`?"),
            None => bail!("there is no tag `{typed}`\nsee all of them with `crosslight list tags`"),
        },
    }
}
