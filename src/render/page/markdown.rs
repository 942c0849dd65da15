//! `index.md` beside the page of an essay: the essay for readers that are programs.
//!
//! The text is the writer's, with what it includes put in and without what no page shows. Links lead to pages, by
//! addresses that are whole where the book knows its own: a program that quotes the text can say
//! where it is from.

use std::fmt::Write;
use std::ops::Range;

use crate::base::config::Config;
use crate::base::page_file::page_file;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::gather::reader::Reader;
use crate::read::essay::{Essay, TypedDate};
use crate::read::markdown::{Link, LinkKind};
use crate::read::syntax::link::Manner;
use crate::render::address::Base;
use crate::render::page::harmless::harmless;
use crate::render::page::making::{Output, Setting};
use crate::render::prose::{ResolvedLink, resolved_links};

pub(super) fn make(path: &SourcePath, reader: &Reader<'_>, setting: &Setting) -> Option<Output> {
    Some(Output::Bytes(text(reader.essay(path)?, reader, &setting.config)?.into_bytes()))
}

/// The Markdown form of an essay, with a line break at its end.
pub(super) fn text(essay: &Essay, reader: &Reader<'_>, config: &Config) -> Option<String> {
    let card = reader.card(&essay.path)?;
    let base = match config.base_url() {
        Some(url) => Base::absolute(url, config),
        None => Base::of(&page_file(&card.address), config),
    };
    let tags: Vec<_> = reader.tag_cards(&card.tags).into_iter().map(|tag| &*tag.label).collect();
    let mut text = "---\n".to_owned();
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(text, "{name}: {value}");
        }
    };
    // A text of JSON is one of YAML.
    let quoted = |text: &str| serde_json::to_string(text).ok();
    field("title", quoted(&card.title));
    field("description", card.description.as_deref().and_then(quoted));
    field("date", card.date.map(|date| date.day().to_string()));
    field("updated", card.updated.map(|date| date.day().to_string()));
    field("tags", serde_json::to_string(&tags).ok().filter(|_| !tags.is_empty()));
    field("url", config.base_url().and_then(|_| quoted(&base.page(&card.address))));
    text.push_str("---\n\n");
    let body = body(essay, &resolved_links(reader, essay, &base, config));
    let body = if config.markdown.untrusted { harmless(body) } else { body };
    text.push_str(body.trim());
    text.push('\n');
    Some(text)
}

/// The body as it was typed, its comments left out and its links put right.
fn body(essay: &Essay, ways: &[Option<ResolvedLink>]) -> String {
    let Some(typed) = &essay.typed else { return String::new() };
    let links = essay.body.links.iter().zip(ways);
    let links = links.filter(|(link, _)| !matches!(link.kind, LinkKind::Field(_)));
    let patches = links.flat_map(|(link, way)| rewritten(link, way.as_ref(), typed).unwrap_or_default());
    let mut patches: Vec<_> = typed.unshown.iter().map(|place| (place.clone(), String::new())).chain(patches).collect();
    patches.sort_by_key(|(place, _)| (place.start, place.end));
    let mut text = String::with_capacity(typed.text.len() + 64 * patches.len());
    let mut from = 0;
    for (place, new) in patches {
        if place.start >= from {
            text.push_str(&typed.text[from..place.start]);
            text.push_str(&new);
            from = place.end;
        }
    }
    text.push_str(&typed.text[from..]);
    text
}

/// What stands for the stretches of a link that are not its text: an ordinary link of Markdown, or plain
/// text where it leads nowhere. Links and pictures in its text are put right in their own places.
fn rewritten(link: &Link, way: Option<&ResolvedLink>, typed: &TypedDate) -> Option<Vec<(Range<usize>, String)>> {
    let place = typed.place(link.span)?;
    let embeds = matches!(link.kind, LinkKind::Embed(_));
    if link.is_raw {
        return Some(vec![(place, way?.href.clone())]);
    }
    if matches!(link.target.manner, Manner::Path | Manner::Named) {
        let end = typed.place(Span { start: link.text_end, ..link.span })?;
        // `](path "title")`, and by reference `][name]` or `]`. What a name stands for may be said anywhere.
        let rest = &typed.text[end.clone()];
        let close = rest.find(']')?;
        // The parser may leave a last bracket out of the text, and leaves `[]` out of a link.
        let inner = rest[close + 1..].bytes().take_while(|byte| *byte == b']').count();
        let empty = if &rest[close..] == "]" && typed.text[end.end..].starts_with("[]") { 2 } else { 0 };
        let end = end.start + close + inner..end.end + empty;
        return Some(match way {
            Some(way) => vec![(end, format!("]({})", titled(&way.href, &link.title)))],
            None => vec![(place.start..place.start + if embeds { 2 } else { 1 }, String::new()), (end, String::new())],
        });
    }
    let source = &typed.text[place.clone()];
    let start = source.find("[[")?;
    let inside = source.get(start + 2..source.rfind("]]")?)?;
    // In a table, the line between the name and the words is escaped.
    let words = inside.split_once('|').map(|(_, words)| words.trim()).filter(|words| !words.is_empty() && !embeds);
    let title = way.and_then(|way| way.title.as_deref());
    let label = match words {
        Some(words) => words.to_owned(),
        None => match link.alt() {
            Some(alt) => escaped(alt),
            None if embeds => escaped(title.unwrap_or_default()),
            None => escaped(&link.label(title)),
        },
    };
    let picture = embeds && way.is_some_and(|way| way.path.as_ref().is_some_and(|path| !path.is_markdown()));
    let sign = if picture { "!" } else { "" };
    let from = if embeds { start.checked_sub(1)? } else { start };
    let new = match way {
        Some(way) => format!("{sign}[{label}]({})", way.href),
        None => label,
    };
    Some(vec![(place.start + from..place.start + source.rfind("]]")? + 2, new)])
}

/// The inside of the round brackets of a link.
fn titled(href: &str, title: &str) -> String {
    if title.is_empty() {
        href.to_owned()
    } else {
        format!("{href} \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// Text that Markdown reads as it is, in the text of a link.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '[' | ']' | '`' | '*' | '_' | '<' => escaped.extend(['\\', c]),
            c if c.is_whitespace() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
