//! The prose of an essay with its holes filled: every link found, or marked where it is not; embeds
//! shown; footnotes numbered.
//!
//! **Incremental:** no Markdown is read here. What a link becomes is read from the library, link by
//! link, so a page is made again when one of its links means something else or a text it embeds has
//! changed, and not otherwise.

mod embedded;
pub mod excerpt;
mod link;

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use foldhash::fast::FixedState;
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use crate::base::config::Config;
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::gather::reader::Reader;
use crate::gather::resolve::{Resolution, resolve};
use crate::gather::stop::stops;
use crate::read::essay::Essay;
use crate::read::html::{Hole, HoleKind};
use crate::read::markdown::Link;
use crate::read::syntax::trail::Stop;
use crate::read::syntax::{footnote, untrusted};
use crate::render::address::Base;

pub use link::ResolvedLink;
use link::{address, find, isolated, open};

/// The text of an essay, filled.
pub struct Filled {
    pub html: String,
    /// The heading that has the words of the title, if there is more in it.
    pub heading: Option<String>,
    /// What follows the last list of a reading path.
    pub closing: String,
    /// What a reading path says of each of the stops that are shown, besides its link.
    pub reasons: Vec<String>,
    /// Where each link of the essay leads; `None` for those that lead nowhere.
    pub links: Vec<Option<ResolvedLink>>,
    pub diagnostics: Vec<Diagnostic>,
}

/// How many essays link to each heading of an essay, by its id.
pub type Echoes<'a> = HashMap<&'a str, usize, FixedState>;

/// The HTML of `essay` as seen from `base`, with what is wrong with its links. `echoes` are shown below
/// the headings that have any. The lists of a reading path are left out if they are `shown_apart`, with what
/// is said of a stop that is not shown.
pub fn fill(
    reader: &Reader<'_>,
    essay: &Essay,
    base: &Base,
    config: &Config,
    echoes: &Echoes<'_>,
    shown_apart: bool,
) -> Filled {
    let mut diagnostics = Vec::new();
    // In a feed, every text stands among others.
    let own = !base.is_absolute();
    let links: Vec<Option<ResolvedLink>> =
        essay.body.links.iter().map(|link| find(reader, essay, link, base, (config, own), &mut diagnostics)).collect();
    let mut page = Page::new(reader, base, config, echoes);
    page.diagnostics = diagnostics;
    page.away = reader.card(&essay.path).filter(|_| !own).map(|card| base.page(&card.address));
    let text = essay.body.prose.open();
    let host = Host { essay, text: &text, links: Some(&links), prefix: "", below: 0 };
    page.chain.push(Level { path: essay.path.clone(), part: None, title: essay.title.to_string() });
    let heading = essay.body.titled.map(|place| {
        page.write_some(place.range(), &host, |_| true);
        std::mem::take(&mut page.html).trim_end().to_owned()
    });
    let trail = essay.body.trail.as_deref().filter(|_| shown_apart);
    let lists = trail.map_or(&[][..], |trail| &trail.lists);
    let stops = if lists.is_empty() { Vec::new() } else { stops(reader, &essay.path) };
    let mut stops = stops.iter().map(|stop| &essay.body.stops()[stop.nth]).peekable();
    let mut reasons = Vec::with_capacity(stops.len());
    page.html.reserve(text.len() + 96 * links.len());
    let mut from = 0;
    for list in lists.iter().map(|list| list.range()) {
        page.write(from..list.start, &host);
        // Notes are numbered as they come.
        while let Some(stop) = stops.next_if(|stop| stop.place.range().start < list.end) {
            reasons.push(page.reason(stop, &host));
        }
        from = list.end;
    }
    let end = page.html.len();
    page.write(from..essay.body.prose.length(), &host);
    for index in 0..essay.body.notes.len() {
        // Those that nothing refers to come last.
        if !essay.body.notes[index].used {
            page.number(&host, index);
        }
    }
    page.write_notes(&host);
    let closing = if from == 0 { String::new() } else { page.html.split_off(end) };
    let shown = |html: String| if config.markdown.untrusted { untrusted::clean(&html) } else { html };
    Filled {
        html: shown(page.html),
        heading: heading.map(shown),
        closing: shown(closing),
        reasons: reasons.into_iter().map(shown).collect(),
        diagnostics: page.diagnostics,
        links,
    }
}

/// What opens a link to an essay that is not published.
const UNPUBLISHED: &str = "<span class=\"unpublished\" title=\"This essay is not published yet\">";

/// Where each link of `essay` leads; `None` for those that lead nowhere. What is wrong with them is said
/// where its page is made.
pub fn resolved_links(reader: &Reader<'_>, essay: &Essay, base: &Base, config: &Config) -> Vec<Option<ResolvedLink>> {
    let find = |link| find(reader, essay, link, base, (config, !base.is_absolute()), &mut Vec::new());
    essay.body.links.iter().map(find).collect()
}

/// The essay whose text is written, and how it stands on the page.
struct Host<'a> {
    essay: &'a Essay,
    /// The text of its prose, brought to hand.
    text: &'a str,
    /// What its links are, for the essay whose page it is; an embedded one looks them up.
    links: Option<&'a [Option<ResolvedLink>]>,
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
    echoes: &'a Echoes<'a>,
    html: String,
    /// The address of the page, where its text is read elsewhere.
    away: Option<String>,
    /// What is being written, from the page's own essay inwards.
    chain: Vec<Level>,
    /// The footnotes by number.
    notes: Vec<Noted>,
    numbers: HashMap<(SourcePath, usize), usize, FixedState>,
    embeds: usize,
    /// How often something was embedded under one title.
    labels: HashMap<Arc<str>, usize, FixedState>,
    /// Bytes of embedded text.
    embedded: usize,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Page<'a> {
    fn new(reader: &'a Reader<'a>, base: &'a Base, config: &'a Config, echoes: &'a Echoes<'a>) -> Self {
        Self {
            reader,
            base,
            config,
            echoes,
            html: String::new(),
            away: None,
            chain: Vec::new(),
            notes: Vec::new(),
            numbers: HashMap::default(),
            embeds: 0,
            labels: HashMap::default(),
            embedded: 0,
            diagnostics: Vec::new(),
        }
    }

    /// Writes a stretch of the prose, without the heading that is shown as the title of its page.
    fn write(&mut self, place: Range<usize>, host: &Host<'_>) {
        let titled = host.essay.body.titled.map(Span::range);
        match titled.filter(|titled| place.start <= titled.start && titled.end <= place.end) {
            Some(titled) => {
                self.write_some(place.start..titled.start, host, |_| true);
                self.write_some(titled.end..place.end, host, |_| true);
            }
            None => self.write_some(place, host, |_| true),
        }
    }

    /// Writes a stretch of the prose, with some of its holes filled and the others closed.
    fn write_some(&mut self, place: Range<usize>, host: &Host<'_>, fills: impl Fn(&Hole) -> bool) {
        let holes = host.essay.body.prose.holes_in(&place).iter();
        self.write_html(host.text, place, holes.filter(|hole| fills(hole)), host);
    }

    /// Writes a stretch of a text with holes.
    fn write_html<'h>(
        &mut self,
        text: &str,
        place: Range<usize>,
        holes: impl Iterator<Item = &'h Hole>,
        host: &Host<'_>,
    ) {
        // A text that was let go has no length.
        let end = text.len().min(place.end);
        let mut from = end.min(place.start);
        let mut level = host.below;
        for hole in holes {
            let at = end.min(hole.at as usize);
            self.html.push_str(&text[from..at]);
            from = at;
            self.fill_hole(*hole, host, &mut level);
        }
        self.html.push_str(&text[from..end]);
    }

    /// What the stop of a path says besides its link.
    fn reason(&mut self, stop: &Stop, host: &Host<'_>) -> String {
        let outer = std::mem::take(&mut self.html);
        // A stop that is written as an embed is not shown inside the path.
        let is_link = |hole: &Hole| match hole.kind {
            HoleKind::Open | HoleKind::Label | HoleKind::Close => {
                stop.is_apart && stop.link == Some(hole.index as usize)
            }
            HoleKind::Embed => stop.link == Some(hole.index as usize),
            _ => false,
        };
        self.write_some(stop.place.range(), host, |hole| !is_link(hole));
        let html = std::mem::replace(&mut self.html, outer);
        match html.strip_prefix("</p>") {
            Some(rest) => rest.trim().to_owned(),
            None if stop.in_paragraph => format!("<p>{}", html.trim()),
            None => html.trim().to_owned(),
        }
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
            // The lines of other files would mislead, and a feed is not a page.
            HoleKind::Line if host.links.is_some() && !self.base.is_absolute() => {
                let _ = write!(self.html, " data-line=\"{index}\"");
            }
            HoleKind::Echo if host.links.is_some() => {
                let heading = &host.essay.body.outline.headings[index];
                if let Some(count) = self.echoes.get(&*heading.id) {
                    let cite = if *count == 1 { "essay cites" } else { "essays cite" };
                    self.html.push('\n');
                    let echo = format!("{count} {cite} this");
                    let _ = write!(self.html, "<p class=\"echo\"><a href=\"#page:cited-by\">{echo}</a></p>");
                }
            }
            HoleKind::Line | HoleKind::Echo => {}
            HoleKind::Note => {
                let (number, count) = self.number(host, index);
                self.html.push_str(&footnote::mark(number, count, self.away.as_deref()));
            }
            HoleKind::Tag => {
                let tagging = &host.essay.body.tags[index];
                // The text of a page that lists essays, or an unlisted one, gives no tag a page.
                let address = self.reader.tag(&tagging.tag).map(|card| self.base.page(&card.address));
                self.html.push_str(if address.is_some() { "<a class=\"tag\"" } else { "<span class=\"tag\"" });
                if host.links.is_some() && !self.base.is_absolute() {
                    self.html.push_str(" id=\"");
                    let _ = escape_html(&mut self.html, &host.essay.body.marked[index].anchor);
                    self.html.push('"');
                }
                if let Some(address) = &address {
                    let _ = write!(self.html, " href=\"{address}\"");
                }
                self.html.push_str(">#");
                let _ = escape_html_body_text(&mut self.html, &tagging.spelling);
                self.html.push_str(if address.is_some() { "</a>" } else { "</span>" });
            }
            HoleKind::Query => self.query(host, index),
            HoleKind::Open | HoleKind::Label | HoleKind::Close | HoleKind::Embed | HoleKind::Address => {
                let link = &host.essay.body.links[index];
                let found;
                let way = if let Some(links) = host.links {
                    links[index].as_ref()
                } else {
                    found = find(self.reader, host.essay, link, self.base, (self.config, false), &mut Vec::new());
                    found.as_ref()
                };
                match hole.kind {
                    HoleKind::Open if way.is_none() && self.is_hidden(host, link) => self.html.push_str(UNPUBLISHED),
                    // What is kept back is not named.
                    HoleKind::Address if way.is_none() && self.is_hidden(host, link) => {}
                    HoleKind::Address => address(&mut self.html, link, way),
                    HoleKind::Open => open(&mut self.html, link, way, host.links.is_some()),
                    HoleKind::Label => {
                        let shown = link.label(way.and_then(|way| way.title.as_deref()));
                        isolated(&mut self.html, &shown, host.essay, self.config);
                    }
                    HoleKind::Close => self.html.push_str(if way.is_some() { "</a>" } else { "</span>" }),
                    _ => self.embed(link, way, host, *level),
                }
            }
        }
    }

    /// Whether a link that leads nowhere leads to an essay which is not published.
    fn is_hidden(&self, host: &Host<'_>, link: &Link) -> bool {
        matches!(resolve(self.reader, &host.essay.path, &link.target), Resolution::Hidden(_))
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
            let links = if own { host.links } else { None };
            let host = Host { essay, text: host.text, links, prefix: &prefix, below: 1 };
            let outer = std::mem::take(&mut self.html);
            let html = &essay.body.notes[index].html;
            self.write_html(&html.open(), 0..html.length(), html.holes.iter(), &host);
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
            self.html.push_str(&footnote::item(html, at + 1, self.notes[at].references, self.away.as_deref()));
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
            isolated(&mut self.html, &card.title, host.essay, self.config);
            self.html.push_str("</a></li>\n");
        }
        self.html.push_str("</ul>");
    }
}
