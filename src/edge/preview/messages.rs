//! What a preview says: in its pages, to the browser, in the terminal.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

use pulldown_cmark_escape::escape_html_body_text;
use serde_json::{Value, json};

use crate::base::diagnostic::Diagnostic;
use crate::edge::report::{Sources, render, visible};
use crate::edge::terminal;
use crate::gather::card::Card;
use crate::render::address::encoded;
use crate::site::margin::Unlinked;

/// Where the script of the browser end stands.
pub const SCRIPT: &str = "/.crosslight/live.js";

/// The page for one that could not be made.
pub(super) const BROKEN: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
     <title>This page cannot be made</title></head>\n<body><h1>This page cannot be made</h1>\
     <p>The terminal says why. It appears here as soon as that is mended.</p></body></html>\n";

/// The page for one that is not there, in a book whose own cannot be made.
pub(super) const MISSING: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
     <title>Page not found</title></head>\n<body><h1>Page not found</h1></body></html>\n";

/// The most names of changed files in a line.
const NAMED: usize = 3;

/// A page with the script of the browser end, which is told the hash of the page.
pub(super) fn with_script(page: &[u8], hash: Option<u128>) -> Vec<u8> {
    let hash = hash.map(|hash| format!(" data-hash=\"{hash:032x}\"")).unwrap_or_default();
    inserted(page, b"</body>", &format!("<script src=\"{SCRIPT}\"{hash}></script>"))
}

/// A page that says what may have been meant.
pub(super) fn with_near(page: &[u8], near: &[Arc<Card>]) -> Vec<u8> {
    // A theme may look for them itself.
    if near.is_empty() || memchr::memmem::find(page, b"page:nearest").is_some() {
        return page.to_vec();
    }
    let mut list = "<p>Did you mean one of these?</p>\n<ul>\n".to_owned();
    for card in near {
        // Writing to a `String` cannot fail.
        let _ = write!(list, "<li><a href=\"/{}\">", encoded(&card.address));
        let _ = escape_html_body_text(&mut list, &card.title);
        list.push_str("</a></li>\n");
    }
    list.push_str("</ul>\n");
    let place: &[u8] = if memchr::memmem::find(page, b"</main>").is_some() { b"</main>" } else { b"</body>" };
    inserted(page, place, &list)
}

/// `page` with `what` before the last `before`, or at its end.
fn inserted(page: &[u8], before: &[u8], what: &str) -> Vec<u8> {
    let at = memchr::memmem::rfind(page, before).unwrap_or(page.len());
    [&page[..at], what.as_bytes(), &page[at..]].concat()
}

pub(super) fn cards(cards: &[Arc<Card>]) -> Value {
    cards.iter().map(|card| json!({"title": &*card.title, "url": format!("/{}", encoded(&card.address))})).collect()
}

pub(super) fn unlinked(found: &[Unlinked]) -> Value {
    let mut found: Vec<&Unlinked> = found.iter().collect();
    found.sort_unstable_by_key(|found| &found.card);
    let shown = found.into_iter().map(|Unlinked { card, quote }| {
        json!({"title": &*card.title, "url": format!("/{}", encoded(&card.address)), "quote": quote})
    });
    shown.collect()
}

/// Says in the terminal which files have changed, and how many pages were made of that.
pub(super) fn say_changed(names: &BTreeSet<String>, made: usize) {
    let more = names.len().saturating_sub(NAMED);
    let mut named: Vec<String> = names.iter().take(NAMED).map(|name| visible(name)).collect();
    named.extend((more > 0).then(|| format!("{more} more")));
    let pages = if made == 1 { "1 page".to_owned() } else { format!("{made} pages") };
    terminal::out(format_args!("changed: {} ({pages})", named.join(", ")));
}

/// Says in the terminal that the system does not tell of changes any more, and why.
pub(super) fn say_silent(why: &str) {
    terminal::out(format_args!(
        "looking for changes twice a second from now on, because the system cannot report them: {}",
        visible(why)
    ));
}

/// Says in the terminal that nothing is wrong any more.
pub(super) fn say_mended() {
    terminal::out(format_args!("everything is mended"));
}

/// Prints diagnostics, the first of `all`.
pub(super) fn print(diagnostics: &[Diagnostic], all: usize, sources: &Sources<'_>) {
    let styled = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
    anstream::eprint!("{}", render(diagnostics, sources, styled));
    if all > diagnostics.len() {
        terminal::err(format_args!("and {} more", all - diagnostics.len()));
    }
}
