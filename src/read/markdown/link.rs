//! Links, from the sign that opens one to the sign that closes it.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::LinkType;

use super::blocks::Writer;
use super::body::{Link, LinkKind};
use super::inlines::{Closer, Open};
use super::picture::is_wiki;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::links::blocked_scheme;
use crate::base::path::{last_part, without_markdown_ending};
use crate::base::slug;
use crate::base::span::Span;
use crate::read::html::HoleKind;
use crate::read::syntax::link::{Destination, Manner, Outside, Target, behind_slashes, destination};
use crate::read::syntax::{untrusted, wikilink};

/// The title by which `GitBook` tells a link whose text is that of its page.
const MENTION: &str = "mention";

impl Writer<'_> {
    pub(super) fn open_link(
        &mut self,
        open: &mut Open,
        link_type: LinkType,
        kind: LinkKind,
        (dest, title): (&str, &str),
        range: Range<usize>,
    ) {
        let wiki = is_wiki(link_type);
        let found = match link_type {
            LinkType::Email => Destination::Outside,
            _ => self.destination(dest, wiki),
        };
        self.left_link_to_nowhere(link_type, dest, &range);
        open.closers.push(match found {
            Destination::Outside if self.rules.config.links.is_of_other_list(dest) => {
                self.html.push("<span>");
                Closer::Text
            }
            Destination::Outside => {
                self.note_outside(dest, &range);
                self.html.push("<a href=\"");
                self.html.push(if link_type == LinkType::Email { "mailto:" } else { "" });
                self.html.href(dest);
                self.html.push("\"");
                self.title_attribute(title);
                self.html.push(if self.plain { ">" } else { " class=\"external\">" });
                Closer::Anchor
            }
            Destination::Blocked { scheme } => {
                let span = self.span(&range);
                self.body.diagnostics.push(blocked_scheme(self.path, span, &scheme, false));
                self.html.push("<span class=\"broken\" title=\"This link is not allowed\">");
                Closer::Text
            }
            Destination::Inside(target) => {
                let mention = self.rules.config.links.titles_for_file_names && title == MENTION;
                let named = mention || self.is_titled(&range) || self.names_its_file(dest, &range);
                let title = if mention { "" } else { title };
                let unlabelled = named || link_type == (LinkType::WikiLink { has_pothole: false });
                // What comes after a path is asked of links that leave the book.
                let beside =
                    dest.starts_with(['.', '/']) && (dest.contains('?') || dest.contains("/#") || dest.ends_with('/'));
                let behind = target.manner == Manner::Host;
                let typed = if wiki || beside || named || behind { dest } else { "" };
                let link = self.push_link(target, kind, range, title, typed);
                self.body.links[link].shows_title =
                    named || (unlabelled && wikilink::shows_title(typed.trim(), self.rules.config.links.wikilink_text));
                self.html.hole(HoleKind::Open, link);
                if unlabelled {
                    self.html.hole(HoleKind::Label, link);
                    open.label = Some(std::mem::take(&mut self.html));
                }
                Closer::Inside { link, text_start: self.block.text.len() }
            }
        });
    }

    /// Whether a link in Markdown has no words, in a book in which it then shows the title of what it leads to, as in `MyST`.
    pub(super) fn is_titled(&self, range: &Range<usize>) -> bool {
        self.rules.config.markdown.labels && self.source[range.clone()].starts_with("[](")
    }

    /// Whether a link in Markdown stands alone and shows no more than the name of the file that it leads to, in a book in
    /// which that means its title.
    fn names_its_file(&self, dest: &str, range: &Range<usize>) -> bool {
        if !self.rules.config.links.titles_for_file_names {
            return false;
        }
        let (before, after) = (&self.source[..range.start], &self.source[range.end..]);
        let label = self.source[range.clone()].strip_prefix('[').and_then(|inner| inner.split_once("]("));
        let Some((label, _)) = label.filter(|_| before.is_empty() || before.ends_with('\n')) else { return false };
        let path = dest.split('#').next().unwrap_or_default().trim_end_matches('/');
        let name = last_part(path);
        let ends = after.is_empty() || after.starts_with(['\n', '\r']);
        let label = label.replace('\\', "");
        ends && !name.is_empty() && (label == name || label == without_markdown_ending(name))
    }

    /// What a destination is; `wiki` says that it stands in double brackets.
    pub(super) fn destination(&self, dest: &str, wiki: bool) -> Destination {
        let links = &self.rules.config.links;
        let found = match () {
            () if self.plain => Destination::Outside,
            () if let Some(target) = behind_slashes(dest) => Destination::Inside(target),
            () if dest.contains("://")
                && let Some(path) = self.rules.config.own_path(dest) =>
            {
                destination(&links.aliased(&path), "").or_still(links.still(&path)).whole()
            }
            () if wiki && !dest.contains("://") => Destination::Inside(wikilink::target(dest)),
            () => destination(&links.aliased(dest), self.path.folder()).or_still(links.still(dest)),
        };
        self.trusted(found, dest)
    }

    /// Where an address leads in a book that may not trust it.
    pub(super) fn trusted(&self, found: Destination, address: &str) -> Destination {
        let is_kept = found != Destination::Outside || self.plain || untrusted::is_allowed(address);
        if is_kept || !self.rules.config.markdown.untrusted {
            return found;
        }
        Destination::Blocked { scheme: address.split(':').next().unwrap_or_default().trim().to_ascii_lowercase() }
    }

    pub(super) fn push_link(
        &mut self,
        target: Target,
        kind: LinkKind,
        range: Range<usize>,
        title: &str,
        typed: &str,
    ) -> usize {
        let place = self.place_of(&target, &range);
        let span = self.span(&range);
        let nth = self.cited.entry(target.key.clone()).or_insert(0);
        let anchor = format!("cite-{}", slug::segment(target.key.as_str()).unwrap_or_default());
        let link = Link {
            place,
            text_end: span.end,
            target: Arc::new(target),
            kind,
            span,
            title: title.into(),
            typed: typed.into(),
            passage: None,
            anchor: self.ids.take(&anchor),
            nth: *nth,
            shows_title: false,
            is_raw: false,
            look: None,
        };
        *nth += 1;
        self.body.links.push(link);
        self.body.links.len() - 1
    }

    /// Remembers a link to another site, if somebody asks for these.
    pub(super) fn note_outside(&mut self, address: &str, range: &Range<usize>) {
        if self.rules.config.levels.ask_for(Code::DeadOutsideLink) && !self.plain {
            self.body.outside.push(Outside { address: address.into(), span: self.span(range) });
        }
    }

    /// Where the destination of the link in `range` stands in the file, if it is typed as it is in
    /// `target`.
    fn place_of(&self, target: &Target, range: &Range<usize>) -> Option<Span> {
        let place = target.place_in(&self.source[range.clone()])?;
        let now = range.start + place.start..range.start + place.end;
        let span = self.span(&now);
        (self.typed.get(span.range())? == &self.source[now]).then_some(span)
    }

    /// Closes a link whose text ends at `text_end`.
    pub(super) fn close_link(&mut self, open: &mut Open, text_end: usize) {
        match open.closers.pop() {
            Some(Closer::Anchor) => self.html.push("</a>"),
            Some(Closer::Text) => self.html.push("</span>"),
            Some(Closer::Inside { link, text_start }) => {
                self.body.links[link].text_end = self.span(&(text_end..text_end)).start;
                if let Some(html) = open.label.take() {
                    self.html = html;
                    let typed = &self.body.links[link].typed;
                    self.block.text.truncate(text_start);
                    if self.body.links[link].shows_title {
                        self.block.text.push_str(&wikilink::spoken(typed.trim()));
                    } else {
                        self.block.text.push_str(&wikilink::typed_text(typed));
                    }
                }
                self.block.links.push((link, text_start..self.block.text.len()));
                self.html.hole(HoleKind::Close, link);
            }
            None => {}
        }
    }

    pub(super) fn title_attribute(&mut self, title: &str) {
        if !title.is_empty() {
            self.html.attribute("title", title);
        }
    }
}
