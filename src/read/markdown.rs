//! Markdown to HTML with holes where the rest of the book comes in.
//!
//! What a link becomes depends on other essays, so it is left open and filled when a page is made
//! (see [`crate::render::prose`]). Everything else is final here. `blocks.rs` and `leaf_blocks.rs` write
//! blocks; [`crate::read::extensions`] adds to the text in them what the parser does not know, and `inlines.rs`
//! writes it; `citing.rs` notes what others quote of it. Before all of that, `prepare.rs` rewrites what the parser
//! could not make sense of.
//!
//! **Incremental:** because links are holes, retitling or moving an essay makes the pages that link
//! to it again without reading a line of their Markdown.

mod blocks;
mod body;
mod citing;
mod container;
mod element;
mod formulas;
mod headings;
mod html_title;
mod inlines;
mod leaf_blocks;
mod left;
mod link;
mod list;
mod picture;
mod prepare;
mod raw;
mod rules;
mod sieve;
mod silent;
mod unshown;
mod verbatim;

use std::ops::Range;

use pulldown_cmark::Parser;

use self::blocks::Writer;
use self::prepare::Prepared;
use self::verbatim::{is_block_of_code, places};
use crate::base::path::SourcePath;
use crate::read::extensions::Signs;
use crate::read::syntax::markup;

pub use self::body::{Body, Link, LinkKind};
pub use self::rules::{Dialect, Rules};

/// Reads the body of an essay, which begins at `body_start` in `text`. A leading heading that only
/// repeats `title`, or that gives the essay its title, is left out of the prose.
pub fn read(path: &SourcePath, text: &str, body_start: usize, title: Option<&str>, rules: Rules<'_>) -> Body {
    let Prepared { patched, abbreviations, left, diagnostics } =
        prepare::prepare(path, &text[body_start..], body_start, rules);
    let source = patched.text();
    let signs = Signs::new(rules.config, &abbreviations);
    let mut writer = Writer::new(path, rules, (&patched, signs), (text, body_start), title);
    writer.body.diagnostics = diagnostics;
    writer.left = left;
    if rules.config.output.llms.is_some() {
        writer.body.unshown = unshown::places(&patched, rules);
    }
    let parser = Parser::new_ext(source, rules.options());
    writer.swallowed(&parser);
    let events = parser.into_offset_iter();
    if rules.dialect == Dialect::CommonMark || !markup::may_be_in(source) {
        for (event, range) in events {
            writer.event(event, range);
        }
    } else {
        // Whether a tag is ever closed, nobody knows before the end.
        let events: Vec<_> = events.collect();
        writer.raw = raw::read(source, &events);
        for (event, range) in events {
            writer.event(event, range);
        }
    }
    writer.finish()
}

/// Reads the body of an essay that is HTML and begins at `body_start` in `text`.
pub fn read_html(path: &SourcePath, text: &str, body_start: usize, rules: Rules<'_>) -> Body {
    let Prepared { patched, abbreviations, left, .. } = prepare::html(path, &text[body_start..], rules);
    let source = patched.text();
    let signs = Signs::new(rules.config, &abbreviations);
    let mut writer = Writer::new(path, rules, (&patched, signs), (text, body_start), None);
    writer.left = left;
    if rules.config.output.llms.is_some() {
        writer.body.unshown = unshown::of_html(&patched);
    }
    let events = raw::whole(source);
    writer.raw = raw::read(source, &events);
    for (event, range) in events {
        writer.event(event, range);
    }
    writer.finish()
}

/// The first piece of a program that makes the text of a page: a loop, a condition, a part that is put in.
/// No page can be made of it without that program.
pub fn template_code(body: &str) -> Option<Range<usize>> {
    const WORDS: [&str; 17] = [
        "for",
        "if",
        "unless",
        "case",
        "include",
        "include_relative",
        "assign",
        "capture",
        "tablerow",
        "render",
        "extends",
        "block",
        "macro",
        "set",
        "import",
        "range",
        "with",
    ];
    memchr::memchr_iter(b'{', body.as_bytes()).find_map(|at| {
        let rest = &body[at + 1..];
        let inside = rest.strip_prefix('%').or_else(|| rest.strip_prefix('{'))?.trim_start_matches('-').trim_start();
        let word = inside.split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
        let is_code = WORDS.contains(&word)
            || (rest.starts_with('{') && ["partial", "template", "define", "end"].contains(&word));
        let end = inside.find('}').map(|end| body.len() - inside.len() + end + 1);
        is_code.then(|| at..end.map_or(body.len(), |end| if body[end..].starts_with('}') { end + 1 } else { end }))
    })
}

/// The places of blocks of code in a body, in order.
pub fn blocks_of_code(body: &str, rules: Rules<'_>) -> Vec<Range<usize>> {
    places(body, rules, is_block_of_code)
}
