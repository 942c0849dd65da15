//! The prose of an essay with its holes filled: every link found, or marked where it is not; embeds
//! shown; footnotes numbered.
//!
//! **Incremental:** no Markdown is read here. What a link becomes is read from the library, link by
//! link, so a page is made again when one of its links means something else or a text it embeds has
//! changed, and not otherwise.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use foldhash::fast::FixedState;
use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use crate::address::Base;
use crate::config::Config;
use crate::diagnostic::{
    Diagnostic, Wanted, ambiguous_link, broken_anchor, broken_link, cyclic_embed, embeds_too_deep, foreign_anchor,
    link_to_hidden, loosely_spelled, missing_file, too_many_embeds,
};
use crate::essay::Essay;
use crate::html::{Hole, HoleKind, Html};
use crate::markdown::{Link, LinkKind};
use crate::name::{Name, case_folded};
use crate::reader::Reader;
use crate::resolve::{Fit, Resolution, resolve, shortest};
use crate::slug;
use crate::source::SourcePath;
use crate::syntax::embed::{self, Place};
use crate::syntax::link::{Manner, ROOT};
use crate::syntax::{footnote, heading, media};

/// The text of an essay, filled.
pub struct Filled {
    pub html: String,
    /// Where each link of the essay leads; `None` for those that lead nowhere.
    pub links: Vec<Option<Way>>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Where a link leads.
#[derive(Clone, Debug)]
pub struct Way {
    /// From the page that is made.
    pub href: String,
    /// The title of the essay it leads to; empty for the essay that holds the link.
    pub title: Option<Arc<str>>,
    /// The file that it leads to, if that is another one.
    path: Option<SourcePath>,
    /// The id of the place in that file.
    anchor: Option<Box<str>>,
    /// Whether another essay may quote this place.
    cites: bool,
    /// Whether the place in the file is not there.
    lost: bool,
}

/// The HTML of `essay` as seen from `base`, with what is wrong with its links.
pub fn fill(reader: &Reader<'_>, essay: &Essay, base: &Base, config: &Config) -> Filled {
    let mut diagnostics = Vec::new();
    // In a feed, every text stands among others.
    let own = !base.is_absolute();
    let links: Vec<Option<Way>> =
        essay.body.links.iter().map(|link| find(reader, essay, link, base, (config, own), &mut diagnostics)).collect();
    let mut page = Page {
        reader,
        base,
        config,
        html: String::with_capacity(essay.body.prose.length() + 96 * links.len()),
        chain: Vec::new(),
        notes: Vec::new(),
        numbers: HashMap::default(),
        embeds: 0,
        embedded: 0,
        diagnostics,
    };
    let whole = 0..essay.body.prose.length();
    let host = Host { essay, links: Some(&links), prefix: "", below: 0 };
    page.chain.push(Level { path: essay.path.clone(), part: None, title: essay.title.to_string() });
    page.write(&essay.body.prose, whole, &host);
    for index in 0..essay.body.notes.len() {
        // Those that nothing refers to come last.
        if !essay.body.notes[index].used {
            page.number(&host, index);
        }
    }
    page.write_notes(&host);
    Filled { html: page.html, diagnostics: page.diagnostics, links }
}

/// The essay whose text is written, and how it stands on the page.
struct Host<'a> {
    essay: &'a Essay,
    /// What its links are, for the essay whose page it is; an embedded one looks them up.
    links: Option<&'a [Option<Way>]>,
    /// What its ids begin with.
    prefix: &'a str,
    /// The level of the heading that it stands under, for embedded ones.
    below: u32,
}

/// A footnote on the page: how often it is referred to, and its essay and index.
struct Noted {
    references: usize,
    path: SourcePath,
    index: usize,
    prefix: String,
}

/// An essay, or the part of one with an id, inside which others are embedded.
struct Level {
    path: SourcePath,
    part: Option<Box<str>>,
    title: String,
}

struct Page<'a> {
    reader: &'a Reader<'a>,
    base: &'a Base,
    config: &'a Config,
    html: String,
    /// What is being written, from the page's own essay inwards.
    chain: Vec<Level>,
    /// The footnotes by number.
    notes: Vec<Noted>,
    numbers: HashMap<(SourcePath, usize), usize, FixedState>,
    embeds: usize,
    /// Bytes of embedded text.
    embedded: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Page<'_> {
    /// Writes a stretch of `prose`.
    fn write(&mut self, prose: &Html, place: Range<usize>, host: &Host<'_>) {
        let mut from = place.start;
        let mut level = host.below;
        for hole in prose.holes_in(&place) {
            let at = hole.at as usize;
            self.html.push_str(prose.stretch(from..at));
            from = at;
            self.fill_hole(*hole, host, &mut level);
        }
        self.html.push_str(prose.stretch(from..place.end));
    }

    fn fill_hole(&mut self, hole: Hole, host: &Host<'_>, level: &mut u32) {
        let index = hole.index as usize;
        match hole.kind {
            HoleKind::Level => {
                let shown = if host.links.is_some() { hole.index } else { (host.below + hole.index).min(6) };
                *level = shown;
                self.html.push_str(&shown.to_string());
            }
            HoleKind::Prefix => self.html.push_str(host.prefix),
            // The lines of other files would mislead, and a feed is no page.
            HoleKind::Line if host.links.is_some() && !self.base.is_absolute() => {
                let _ = write!(self.html, " data-line=\"{index}\"");
            }
            HoleKind::Line => {}
            HoleKind::Note => {
                let (number, count) = self.number(host, index);
                self.html.push_str(&footnote::mark(number, count));
            }
            HoleKind::Tag => {
                let tagging = &host.essay.body.tags[index];
                // The text of a page that lists essays, or an unlisted one, gives no tag a page.
                let address = self.reader.tag(&tagging.tag).map(|card| self.base.page(&card.address));
                self.html.push_str(if address.is_some() { "<a class=\"tag\" href=\"" } else { "<span class=\"tag" });
                self.html.push_str(address.as_deref().unwrap_or_default());
                self.html.push_str("\">#");
                let _ = escape_html_body_text(&mut self.html, &tagging.spelling);
                self.html.push_str(if address.is_some() { "</a>" } else { "</span>" });
            }
            HoleKind::Query => self.query(host, index),
            HoleKind::Open | HoleKind::Label | HoleKind::Close | HoleKind::Embed => {
                let link = &host.essay.body.links[index];
                let found;
                let way = if let Some(links) = host.links {
                    links[index].as_ref()
                } else {
                    found = find(self.reader, host.essay, link, self.base, (self.config, false), &mut Vec::new());
                    found.as_ref()
                };
                match hole.kind {
                    HoleKind::Open => open(&mut self.html, link, way, host.links.is_some()),
                    HoleKind::Label => {
                        let shown = link.label(way.and_then(|way| way.title.as_deref()));
                        let _ = escape_html_body_text(&mut self.html, &shown);
                    }
                    HoleKind::Close => self.html.push_str(if way.is_some() { "</a>" } else { "</span>" }),
                    _ => self.embed(link, way, host, *level),
                }
            }
        }
    }

    /// The number of a footnote, and which reference to it this is.
    fn number(&mut self, host: &Host<'_>, index: usize) -> (usize, usize) {
        let key = (host.essay.path.clone(), index);
        let number = *self.numbers.entry(key).or_insert_with(|| {
            let prefix = host.prefix.to_owned();
            self.notes.push(Noted { references: 0, path: host.essay.path.clone(), index, prefix });
            self.notes.len()
        });
        let note = &mut self.notes[number - 1];
        if host.essay.body.notes[index].used {
            note.references += 1;
        }
        (number, note.references)
    }

    /// The footnotes at the end of the page. One may refer to others, which are numbered as they come.
    fn write_notes(&mut self, host: &Host<'_>) {
        let mut items: Vec<String> = Vec::new();
        while items.len() < self.notes.len() {
            let note = &self.notes[items.len()];
            let (index, prefix) = (note.index, note.prefix.clone());
            let own = note.path == host.essay.path;
            let Some(essay) = (if own { Some(host.essay) } else { self.reader.essay(&note.path) }) else {
                items.push(String::new());
                continue;
            };
            let host = Host { essay, links: if own { host.links } else { None }, prefix: &prefix, below: 1 };
            let outer = std::mem::take(&mut self.html);
            let html = &essay.body.notes[index].html;
            self.write(html, 0..html.length(), &host);
            items.push(std::mem::replace(&mut self.html, outer));
        }
        if items.is_empty() {
            return;
        }
        if !self.html.is_empty() && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
        self.html.push_str("<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        for (at, html) in items.into_iter().enumerate() {
            self.html.push_str(&footnote::item(html, at + 1, self.notes[at].references));
        }
        self.html.push_str("</ol>\n</section>\n");
    }

    fn query(&mut self, host: &Host<'_>, index: usize) {
        let query = &host.essay.body.queries[index];
        self.html.push_str("<ul class=\"query\">\n");
        for card in self.reader.matching(query) {
            self.html.push_str("<li><a href=\"");
            self.html.push_str(&self.base.page(&card.address));
            self.html.push_str("\">");
            let _ = escape_html_body_text(&mut self.html, &card.title);
            self.html.push_str("</a></li>\n");
        }
        self.html.push_str("</ul>");
    }

    /// Writes an image or a text that is shown inside another.
    fn embed(&mut self, link: &Link, way: Option<&Way>, host: &Host<'_>, level: u32) {
        let LinkKind::Embed(place) = link.kind else { return };
        let Some(way) = way else {
            let image = media::is_media(&link.target.path);
            self.paragraph(place, |html| {
                broken(html, if image { "This picture is missing" } else { NOWHERE });
                let shown = if link.look.alt.is_empty() { &*link.target.path } else { &*link.look.alt };
                let _ = escape_html_body_text(&mut *html, shown);
                html.push_str("</span>");
            });
            return;
        };
        let essay = match &way.path {
            Some(path) => self.reader.card(path).and_then(|_| self.reader.essay(path)),
            None if way.title.is_some() => Some(host.essay),
            None => None,
        };
        match essay {
            Some(essay) if place == Place::Link => {
                let shown = if link.look.alt.is_empty() { &*essay.title } else { &*link.look.alt };
                let _ = escape_html_body_text(&mut self.html, shown);
            }
            Some(essay) if place != Place::Phrase && !way.lost => {
                self.embed_essay(link, way, essay, host, (place, level));
            }
            Some(essay) => {
                let own = host.links.is_some();
                self.paragraph(place, |html| {
                    open(html, link, Some(way), own);
                    let shown = if link.look.alt.is_empty() { &*essay.title } else { &*link.look.alt };
                    let _ = escape_html_body_text(&mut *html, shown);
                    html.push_str("</a>");
                });
            }
            None => {
                let name = way.path.as_ref().map_or("", SourcePath::file_name);
                let fragment = link.target.fragment.as_deref();
                let element = media::element(&way.href, name, fragment, &link.look, &link.title);
                self.paragraph(place, |html| html.push_str(&element));
            }
        }
    }

    /// Writes what stands in a line: in a paragraph of its own where there is none yet.
    fn paragraph(&mut self, place: Place, write: impl FnOnce(&mut String)) {
        self.html.push_str(if place == Place::Alone { "<p>" } else { "" });
        write(&mut self.html);
        self.html.push_str(if place == Place::Alone { "</p>" } else { "" });
    }

    fn embed_essay(&mut self, link: &Link, way: &Way, essay: &Essay, host: &Host<'_>, (place, level): (Place, u32)) {
        self.html.push_str(if place == Place::Paragraph { "</p>\n" } else { "" });
        let part = way.anchor.as_deref();
        if let Some(reason) = self.refused(link, essay, part, host) {
            self.html.push_str("<p class=\"embed-cycle\">↺ ");
            let _ = escape_html_body_text(&mut self.html, &reason);
            self.html.push_str("</p>");
        } else {
            self.embeds += 1;
            self.html.push_str("<section class=\"embed\" aria-label=\"");
            let _ = escape_html(&mut self.html, &essay.title);
            self.html.push_str("\">\n");
            self.embedded_text(essay, part, level);
            self.html.push_str("<p class=\"embed-source\">");
            open(&mut self.html, link, Some(way), host.links.is_some());
            let _ = escape_html_body_text(&mut self.html, &essay.title);
            self.html.push_str("</a></p>\n</section>");
        }
        self.html.push_str(if place == Place::Paragraph { "\n<p>" } else { "" });
    }

    /// Why an embed is not shown: it would go on for ever, or is too much.
    fn refused(&mut self, link: &Link, essay: &Essay, part: Option<&str>, host: &Host<'_>) -> Option<String> {
        let from = &host.essay.path;
        let inside = |level: &Level| level.path == essay.path && level.part.as_deref() == part;
        if let Some(at) = self.chain.iter().position(inside) {
            let via: Vec<&str> = self.chain[at..].iter().map(|level| level.title.as_str()).collect();
            let via = via.join(" → ");
            self.diagnostics.push(cyclic_embed(from, link.span, &essay.title, &via));
            return Some(format!("Cyclic embed: {} (via {via})", essay.title));
        }
        if self.chain.len() > embed::DEPTH {
            self.diagnostics.push(embeds_too_deep(from, link.span, embed::DEPTH));
            return Some(format!("Embedded too deep to be shown: {}", essay.title));
        }
        if self.embeds >= embed::MOST || self.embedded > embed::LONGEST {
            self.diagnostics.push(too_many_embeds(from, link.span, embed::MOST, embed::LONGEST));
            return Some(format!("Too much is embedded to be shown here: {}", essay.title));
        }
        None
    }

    /// Writes the part of `essay` that has the id `part`, or all of it.
    fn embedded_text(&mut self, essay: &Essay, part: Option<&str>, level: u32) {
        let prose = &essay.body.prose;
        let found = part.and_then(|id| prose.parts.iter().find(|part| *part.id == *id));
        let place = found.map_or(0..prose.length(), |part| part.place.range());
        self.embedded += place.len();
        // The highest heading of what is shown comes one level below the heading above it.
        let levels = prose.holes_in(&place).iter().filter(|hole| hole.kind == HoleKind::Level);
        let highest = levels.map(|hole| hole.index).min().unwrap_or(1);
        let prefix = format!("embed-{}:", self.embeds);
        let below = (level.max(1) + 1).saturating_sub(highest);
        let wrap = found.and_then(|part| part.wrap);
        if let Some(tag) = wrap {
            let _ = writeln!(self.html, "<{tag}>");
        }
        self.chain.push(Level { path: essay.path.clone(), part: part.map(Into::into), title: essay.title.to_string() });
        self.write(prose, place, &Host { essay, links: None, prefix: &prefix, below });
        self.chain.pop();
        if !self.html.ends_with('\n') {
            self.html.push('\n');
        }
        if let Some(tag) = wrap {
            let _ = writeln!(self.html, "</{tag}>");
        }
    }
}

/// How many files, or headings, are named that a link may mean.
const MOST_OFFERED: usize = 5;

/// What readers are told of a link that leads nowhere.
const NOWHERE: &str = "Nothing in this book has this name yet";

/// Where `link` leads, which stands in `essay`. `own` says that the page is that of the essay.
fn find(
    reader: &Reader<'_>,
    essay: &Essay,
    link: &Link,
    base: &Base,
    (config, own): (&Config, bool),
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Way> {
    let from = &essay.path;
    let target = &link.target;
    let to_page = |href| Way { href, title: None, path: None, anchor: None, cites: false, lost: false };
    if *target.path == *ROOT {
        return Some(to_page(base.page("")));
    }
    match resolve(reader, from, target) {
        Resolution::Here => {
            let card = reader.card(from)?;
            let (anchor, lost) = place(reader, from, link, from, config, diagnostics);
            let page = if own { String::new() } else { base.page(&card.address) };
            let href = match &anchor {
                Some(id) => format!("{page}{}", fragment(id)),
                None if own => "#".to_owned(),
                None => page,
            };
            Some(Way { title: Some(card.title.clone()), anchor, lost, ..to_page(href) })
        }
        Resolution::Missing => {
            let wanted = Wanted {
                name: Name::of(&target.path.replace('\\', "/")),
                typed: target.path.clone(),
                place: link.path_place(),
                by_path: target.manner == Manner::Path,
            };
            let is_file = matches!(link.kind, LinkKind::Embed(_)) && media::is_media(&target.path);
            diagnostics.push(if is_file { missing_file } else { broken_link }(from, link.span, wanted));
            None
        }
        Resolution::Hidden => {
            diagnostics.push(link_to_hidden(from, link.span, &target.path));
            None
        }
        Resolution::Found { path, fit } => {
            match fit {
                Fit::Exact => {}
                Fit::Loose(exact) => {
                    // A path would have to be spelled from the folder of this essay.
                    let by_name = target.manner == Manner::Wiki && !exact.contains(heading::SIGNS);
                    let place = link.path_place().filter(|_| by_name && !target.path.contains('/'));
                    diagnostics.push(loosely_spelled(from, link.span, place, &target.path, exact));
                }
                Fit::Ambiguous(all) => {
                    let others = all.iter().filter(|other| **other != path).take(MOST_OFFERED);
                    let others: Vec<_> = others.map(|other| format!("`{}`", other.id())).collect();
                    let taken = shortest(reader, from, path);
                    diagnostics.push(ambiguous_link(from, link.span, &target.path, &taken, &others));
                }
            }
            let Some(card) = reader.card(path) else {
                return Some(Way { path: Some(path.clone()), ..to_page(base.file(path.as_str())) });
            };
            let mut href = base.page(&card.address);
            let (anchor, lost) = place(reader, path, link, from, config, diagnostics);
            if let Some(id) = &anchor {
                href.push_str(&fragment(id));
            }
            Some(Way { href, title: Some(card.title.clone()), path: Some(path.clone()), anchor, cites: true, lost })
        }
    }
}

fn fragment(id: &str) -> String {
    let mut fragment = "#".to_owned();
    // Writing to a `String` cannot fail; the same holds below.
    let _ = escape_href(&mut fragment, id);
    fragment
}

/// The id of the heading or block of `path` that a link names, and whether it names one that is not
/// there, of which a diagnostic tells.
fn place(
    reader: &Reader<'_>,
    path: &SourcePath,
    link: &Link,
    from: &SourcePath,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<Box<str>>, bool) {
    let Some(typed) = link.target.fragment.as_deref() else { return (None, false) };
    let rule = config.markdown.heading_ids;
    let outline = reader.outline(path);
    match heading::find(outline, typed, rule) {
        Some(heading::Found::Heading(found)) => return (Some(found.id.clone()), false),
        Some(heading::Found::Foreign(found)) => {
            let places = (link.span, link.fragment_place());
            diagnostics.push(foreign_anchor(from, places, (path, &found.text), typed, &found.id));
            return (Some(found.id.clone()), false);
        }
        Some(heading::Found::Block(id)) => return (Some(id.into()), false),
        None => {}
    }
    // The heading that names the essay is the head of its page.
    let named = |title: &str| case_folded(typed) == case_folded(title) || slug::heading(title, rule) == typed;
    let lost = !reader.card(path).is_some_and(|card| named(&card.title));
    if lost {
        let (near, sure) = heading::near(outline, typed, link.target.manner, rule);
        let known: Vec<_> = outline.headings.iter().take(MOST_OFFERED).map(|heading| &*heading.text).collect();
        let place = link.fragment_place().filter(|_| sure);
        diagnostics.push(broken_anchor(from, (link.span, place), path, typed, (near, &known)));
    }
    (None, lost)
}

/// Writes the opening tag of a link. `own` says that the link stands on the page of its essay, where
/// backlinks land.
fn open(html: &mut String, link: &Link, way: Option<&Way>, own: bool) {
    let Some(way) = way else { return broken(html, NOWHERE) };
    html.push_str("<a href=\"");
    html.push_str(&way.href);
    if way.cites && own {
        html.push_str("\" id=\"");
        let _ = escape_html(&mut *html, &link.anchor);
    }
    html.push('"');
    if !link.title.is_empty() {
        html.push_str(" title=\"");
        let _ = escape_html(&mut *html, &link.title);
        html.push('"');
    }
    html.push('>');
}

fn broken(html: &mut String, reason: &str) {
    html.push_str("<span class=\"broken\" title=\"");
    html.push_str(reason);
    html.push_str("\">");
}
