//! `llms.txt`: what is in the book, for programs that read it, in the form that llmstxt.org asks for; and
//! `llms-full.txt`: all of it.

use std::fmt::Write;
use std::sync::Arc;

use crate::base::config::Config;
use crate::base::own_file::{LLMS, LLMS_FULL};
use crate::gather::card::Card;
use crate::gather::reader::Reader;
use crate::render::address::Base;
use crate::render::page::harmless::harmless;
use crate::render::page::making::{Output, Setting};
use crate::render::page::markdown::{self, escaped};
use crate::render::page::routes::{has_llms, markdown_file};

pub(super) fn make(reader: &Reader<'_>, setting: &Setting) -> Output {
    let config = &setting.config;
    let base = match config.base_url() {
        Some(url) => Base::absolute(url, config),
        None => Base::of(LLMS, config),
    };
    let mut text = head(config);
    text.push_str("Each essay is linked as Markdown; its page has the same address without `index.md`.\n");
    if has_llms(config).1 {
        let _ = writeln!(text, "All of them in one file: [{LLMS_FULL}]({})", base.file(LLMS_FULL));
    }
    let said = |description: Option<&Arc<str>>| {
        let description = description?;
        if config.markdown.untrusted {
            Some(harmless(description.to_string()).into())
        } else {
            Some(description.clone())
        }
    };
    let card = |card: &Arc<Card>| {
        (card.title.clone(), base.file(&markdown_file(&card.address)), said(card.description.as_ref()))
    };
    section(&mut text, &config.paths.label, reader.trails().into_iter().map(card));
    let tags =
        reader.tags().values().map(|tag| (tag.label.clone(), base.page(&tag.address), said(tag.description.as_ref())));
    section(&mut text, &config.tags.label, tags);
    section(&mut text, "Essays", reader.listed().iter().map(card));
    Output::Bytes(text.into_bytes())
}

pub(super) fn make_full(reader: &Reader<'_>, setting: &Setting) -> Output {
    let mut text = head(&setting.config);
    for card in reader.trails().into_iter().chain(reader.listed()) {
        let essay = reader.essay(&card.path).and_then(|essay| markdown::text(essay, reader, &setting.config));
        text.extend(["\n", &essay.unwrap_or_default()]);
    }
    Output::Bytes(text.into_bytes())
}

/// The title of the book and what it is.
fn head(config: &Config) -> String {
    let title = if config.book.title.is_empty() { "Essays" } else { &config.book.title };
    let mut text = format!("# {}\n\n", escaped(title));
    if !config.book.description.is_empty() {
        let _ = writeln!(text, "> {}\n", in_a_line(&config.book.description));
    }
    text
}

/// A list of links below a heading; nothing of an empty one.
fn section(text: &mut String, name: &str, links: impl Iterator<Item = (Arc<str>, String, Option<Arc<str>>)>) {
    let mut links = links.peekable();
    if links.peek().is_some() {
        let _ = writeln!(text, "\n## {}\n", escaped(name));
    }
    for (title, address, description) in links {
        let description = description.map(|says| format!(": {}", in_a_line(&says))).unwrap_or_default();
        let _ = writeln!(text, "- [{}]({address}){description}", escaped(&title));
    }
}

fn in_a_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
