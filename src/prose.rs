//! The prose of an essay with its holes filled: every link found, or marked where it is not.
//!
//! **Incremental:** no Markdown is read here. What a link becomes is read from the library, link by
//! link, so a page is made again when one of its links means something else, and not otherwise.

use std::borrow::Cow;

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use crate::address::Base;
use crate::diagnostic::{
    Diagnostic, ambiguous_link, broken_anchor, broken_link, link_to_hidden, loosely_spelled, nearest,
};
use crate::essay::Essay;
use crate::markdown::{HoleKind, Link};
use crate::name::case_folded;
use crate::reader::Reader;
use crate::resolve::{Fit, Resolution, resolve};
use crate::source::SourcePath;
use crate::syntax::link::ROOT;
use crate::syntax::{heading, wikilink};

/// A link, found.
struct Filled<'a> {
    /// The address it leads to; `None` if there is none.
    href: Option<String>,
    /// The title of the essay it leads to.
    title: Option<&'a str>,
    /// Whether it is a picture or other file.
    asset: bool,
    /// Whether another essay may quote this place.
    cites: bool,
    /// Why it leads nowhere.
    reason: &'static str,
}

/// The HTML of `essay` as seen from `base`, with what is wrong with its links.
pub fn fill(reader: &Reader<'_>, essay: &Essay, base: &Base) -> (String, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let body = &essay.body;
    let filled: Vec<Filled<'_>> =
        body.links.iter().map(|link| find(reader, essay, link, base, &mut diagnostics)).collect();
    let mut html = String::with_capacity(body.prose.text.len() + 96 * body.links.len());
    let mut from = 0;
    for hole in &body.prose.holes {
        let at = hole.at as usize;
        html.push_str(&body.prose.text[from..at]);
        from = at;
        let index = hole.link as usize;
        write(&mut html, hole.kind, &body.links[index], &filled[index]);
    }
    html.push_str(&body.prose.text[from..]);
    (html, diagnostics)
}

fn find<'a>(
    reader: &Reader<'a>,
    essay: &Essay,
    link: &Link,
    base: &Base,
    diagnostics: &mut Vec<Diagnostic>,
) -> Filled<'a> {
    let from = &essay.path;
    let target = &link.target;
    let nowhere = |reason| Filled { href: None, title: None, asset: false, cites: false, reason };
    if *target.path == *ROOT {
        return Filled { href: Some(base.page("")), title: None, asset: false, cites: false, reason: "" };
    }
    match resolve(reader, from, target) {
        Resolution::Here => {
            let fragment = target
                .fragment
                .as_deref()
                .and_then(|typed| anchor(reader, from, &essay.title, typed, link, from, diagnostics));
            let href = fragment.unwrap_or_else(|| "#".to_owned());
            Filled { href: Some(href), title: Some(""), asset: false, cites: false, reason: "" }
        }
        Resolution::Missing => {
            diagnostics.push(broken_link(from, link.span, &target.path, target.key.clone()));
            nowhere("Nothing in this book has this name yet")
        }
        Resolution::Hidden => {
            diagnostics.push(link_to_hidden(from, link.span, &target.path));
            nowhere("Nothing in this book has this name yet")
        }
        Resolution::Found { path, fit } => {
            match fit {
                Fit::Exact => {}
                Fit::Loose(exact) => diagnostics.push(loosely_spelled(from, link.span, &target.path, exact)),
                Fit::Ambiguous(all) => {
                    let candidates: Vec<_> = all.iter().map(|path| format!("`{}`", path.id())).collect();
                    diagnostics.push(ambiguous_link(from, link.span, &target.path, path, &candidates));
                }
            }
            let Some(card) = reader.card(path) else {
                return Filled {
                    href: Some(base.file(path.as_str())),
                    title: None,
                    asset: true,
                    cites: false,
                    reason: "",
                };
            };
            let mut href = base.page(&card.address);
            if let Some(typed) = &target.fragment
                && let Some(fragment) = anchor(reader, path, &card.title, typed, link, from, diagnostics)
            {
                href.push_str(&fragment);
            }
            Filled { href: Some(href), title: Some(&card.title), asset: false, cites: true, reason: "" }
        }
    }
}

/// The `#id` of the heading of `path` that was typed; `None`, and a diagnostic, if it has none.
fn anchor(
    reader: &Reader<'_>,
    path: &SourcePath,
    title: &str,
    typed: &str,
    link: &Link,
    from: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let outline = reader.outline(path);
    if let Some(found) = heading::find(outline, typed) {
        let mut fragment = "#".to_owned();
        let _ = escape_href(&mut fragment, &found.id);
        return Some(fragment);
    }
    if case_folded(typed) == case_folded(title) {
        // The heading that names the essay is the head of its page.
        return None;
    }
    let near = nearest(typed, outline.iter().flat_map(|heading| [&*heading.id, &*heading.text]));
    diagnostics.push(broken_anchor(from, link.span, path, typed, near));
    None
}

fn write(html: &mut String, kind: HoleKind, link: &Link, filled: &Filled<'_>) {
    // Writing to a `String` cannot fail.
    match (kind, &filled.href) {
        (HoleKind::Open, Some(href)) => {
            html.push_str("<a href=\"");
            html.push_str(href);
            if filled.cites {
                html.push_str("\" id=\"");
                let _ = escape_html(&mut *html, &link.anchor);
            }
            html.push('"');
            title(html, &link.title);
            html.push('>');
        }
        (HoleKind::Open, None) => broken(html, filled.reason),
        (HoleKind::Label, _) => {
            let _ = escape_html_body_text(html, &label(&link.typed, filled.title));
        }
        (HoleKind::Close, Some(_)) => html.push_str("</a>"),
        (HoleKind::Close, None) => html.push_str("</span>"),
        (HoleKind::Image, Some(href)) if filled.asset => {
            html.push_str("<img src=\"");
            html.push_str(href);
            html.push_str("\" alt=\"");
            let _ = escape_html(&mut *html, &link.typed);
            html.push('"');
            title(html, &link.title);
            html.push_str(" loading=\"lazy\" />");
        }
        (HoleKind::Image, Some(href)) => {
            html.push_str("<a href=\"");
            html.push_str(href);
            html.push_str("\">");
            let shown = if link.typed.is_empty() { filled.title.unwrap_or_default() } else { &link.typed };
            let _ = escape_html_body_text(&mut *html, shown);
            html.push_str("</a>");
        }
        (HoleKind::Image, None) => {
            broken(html, "This picture is missing");
            let shown = if link.typed.is_empty() { &*link.target.path } else { &*link.typed };
            let _ = escape_html_body_text(&mut *html, shown);
            html.push_str("</span>");
        }
    }
}

fn broken(html: &mut String, reason: &str) {
    html.push_str("<span class=\"broken\" title=\"");
    html.push_str(reason);
    html.push_str("\">");
}

fn title(html: &mut String, title: &str) {
    if !title.is_empty() {
        html.push_str(" title=\"");
        let _ = escape_html(&mut *html, title);
        html.push('"');
    }
}

/// The text of a wikilink to which the writer gave none.
fn label<'a>(typed: &'a str, title: Option<&'a str>) -> Cow<'a, str> {
    let typed = typed.trim().trim_end_matches('\\');
    if !wikilink::shows_title(typed) {
        return typed.trim_start_matches('#').into();
    }
    match title {
        Some(title) if !title.is_empty() => title.into(),
        _ => wikilink::spoken(typed).into(),
    }
}
