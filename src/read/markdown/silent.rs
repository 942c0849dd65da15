//! What nobody would notice: links without words or with a slip in their address, and signs in the text that were
//! evidently meant to do something.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag as Element, TagEnd};

use super::blocks::Writer;
use super::picture::is_wiki;
use crate::base::diagnostic::slips::{
    empty_box, mistyped_scheme, nameless_link, open_address, open_callout, open_html_comment, stray_sign,
    swallowed_line, turned_callout, undefined_link, unknown_entity, wordless_link,
};
use crate::base::diagnostic::text::unspaced_sign;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::scheme;
use crate::read::extensions::{Piece, Pieces};
use crate::read::syntax::callout;
use crate::read::syntax::link::{Destination, destination};
use crate::read::syntax::stray::{self, Stray};
use crate::read::syntax::swallowed::{self, Swallowed};

impl Writer<'_> {
    /// Says of the links and pictures in a block which of them lead nowhere for a slip, and which nobody sees.
    pub(super) fn silent_links(&mut self, pieces: &Pieces<'_>) {
        if self.plain || self.path.is_html() {
            return;
        }
        for (at, (piece, range)) in pieces.iter().enumerate() {
            let Piece::Markdown(Event::Start(element)) = piece else { continue };
            let (Element::Link { link_type, dest_url, .. } | Element::Image { link_type, dest_url, .. }) = element
            else {
                continue;
            };
            let is_link = matches!(element, Element::Link { .. });
            self.mistyped(dest_url, *link_type, range, is_link);
            let is_asked = is_link && self.asks(Code::WordlessLink) && !self.is_titled(range);
            if is_asked && is_wordless(&pieces[at + 1..]) {
                let span = self.span(range);
                match is_wiki(*link_type) {
                    true if dest_url.trim().is_empty() => {
                        self.body.diagnostics.push(nameless_link(self.path, span, false));
                    }
                    false if !dest_url.trim().is_empty() && !dest_url.starts_with('#') => {
                        self.body.diagnostics.push(wordless_link(self.path, span, dest_url));
                    }
                    _ => {}
                }
            }
        }
    }

    /// Says of an address that leads out of the book that its front has a slip; of others that is said where they are
    /// looked for.
    fn mistyped(&mut self, dest: &str, link_type: LinkType, range: &Range<usize>, is_link: bool) {
        if is_wiki(link_type) || link_type == LinkType::Email {
            return;
        }
        let Some(right) = scheme::mended(dest).filter(|_| destination(dest, "") == Destination::Outside) else {
            return;
        };
        let typed = &self.source[range.clone()];
        let place = typed.rfind(dest).map(|at| range.start + at..range.start + at + dest.len());
        let place = place.map(|place| self.span(&place)).filter(|span| self.typed.get(span.range()) == Some(dest));
        self.body.diagnostics.push(mistyped_scheme(self.path, (self.span(range), place), (dest, &right), is_link));
    }

    /// Says of a stretch of text in one line which signs in it were meant to do something.
    pub(super) fn strays_in(&mut self, run: &Range<usize>) {
        let settings = &self.rules.config.markdown;
        let (marks, wikilinks) = (settings.marks, settings.wikilinks);
        let said = |code: Code, found: Diagnostic| Some(found).filter(|_| self.asks(code));
        let told: Vec<Diagnostic> = stray::find(self.source, run)
            .into_iter()
            .filter_map(|stray| match stray {
                Stray::Sign("==", _) if !marks => None,
                Stray::Sign(sign, place) => said(Code::LeftSigns, stray_sign(self.path, self.span(&place), sign)),
                Stray::Comment(place) => said(Code::UnbalancedHtml, open_html_comment(self.path, self.span(&place))),
                Stray::Entity(place, near) => {
                    let typed = &self.source[place.clone()];
                    said(Code::LeftSigns, unknown_entity(self.path, self.span(&place), typed, near))
                }
                Stray::Address(place, right) => {
                    let (span, typed) = (self.span(&place), &self.source[place.clone()]);
                    let fix = Some(span).filter(|span| self.typed.get(span.range()) == Some(typed));
                    said(Code::MistypedScheme, mistyped_scheme(self.path, (span, fix), (typed, &right), false))
                }
                Stray::Pointed(place) => {
                    said(Code::HalfLink, open_address(self.path, self.span(&place), &self.source[place.clone()]))
                }
                Stray::Reference(place, name) => {
                    let is_tried = self.labels().contains(&name.to_lowercase());
                    said(Code::HalfLink, undefined_link(self.path, self.span(&place), &name, is_tried))
                }
                Stray::Nameless(_) if !wikilinks => None,
                Stray::Nameless(place) => said(Code::HalfLink, nameless_link(self.path, self.span(&place), true)),
            })
            .collect();
        self.body.diagnostics.extend(told);
    }

    /// The labels that lines of the text begin with as definitions do, in small letters.
    fn labels(&self) -> &HashSet<String> {
        self.labels.get_or_init(|| {
            let label = |line: &str| Some(line.strip_prefix('[')?.split_once("]:")?.0.to_lowercase());
            self.source.lines().filter_map(label).collect()
        })
    }

    /// Says of a quotation that it was meant to be a callout: `> [!note Title`.
    pub(super) fn open_callout(&mut self, range: &Range<usize>) {
        let quote = &self.source[range.clone()];
        // First, since quotes may stand in quotes, each a sign further on.
        if !quote
            .trim_start_matches(' ')
            .strip_prefix('>')
            .is_some_and(|quote| quote.trim_start_matches(' ').starts_with('['))
        {
            return;
        }
        let line = quote.lines().next().unwrap_or_default().trim_end();
        let own = line.trim_start_matches(['>', ' ']);
        if let Some((typed, name)) = callout::turned(own) {
            let span = self.span(&(range.start..range.start + line.len()));
            self.body.diagnostics.push(turned_callout(self.path, span, typed, name));
            return;
        }
        let Some(inner) = own.strip_prefix("[!") else { return };
        let length = inner.find(|c: char| !c.is_alphabetic()).unwrap_or(inner.len());
        let (name, rest) = inner.split_at(length);
        if !callout::is_known(name)
            || rest.contains(']')
            || !(rest.is_empty() || rest.starts_with([' ', '-', '+', ':']))
        {
            return;
        }
        let at = range.start + line.len() - rest.len();
        let place = Some(self.span(&(at..at))).filter(|_| rest.is_empty() || rest.starts_with(' '));
        let span = self.span(&(range.start..range.start + line.len()));
        self.body.diagnostics.push(open_callout(self.path, span, place, name));
    }

    /// Says of an item that it was meant to be a task, `- [x]done`; it is none all the same.
    pub(super) fn open_task(&mut self, pieces: &Pieces<'_>) -> Option<char> {
        let (Piece::Markdown(Event::Text(_)), first) = pieces.first()? else { return None };
        let line = self.source[first.start..].lines().next().unwrap_or_default();
        if line.strip_prefix("[] ").is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
            && self.asks(Code::UnspacedSign)
        {
            let span = self.span(&(first.start..first.start + 2));
            self.body.diagnostics.push(empty_box(self.path, span));
            return None;
        }
        let signs = ["[x]", "[X]", "[ ]"].into_iter().find(|signs| line.starts_with(signs));
        let is_meant = |rest: &str| rest.starts_with(char::is_alphabetic) && !rest.contains(['(', '[', ']']);
        if let Some(signs) = signs.filter(|signs| is_meant(&line[signs.len()..]))
            && self.asks(Code::UnspacedSign)
        {
            let span = self.span(&(first.start..first.start + line.trim_end().len()));
            self.body.diagnostics.push(unspaced_sign(self.path, span, "task", signs));
        }
        None
    }

    /// Says which lines of the text are read as definitions of links though they are part of it.
    pub(super) fn swallowed(&mut self, parser: &Parser<'_>) {
        if self.plain || !self.source.contains("]:") {
            return;
        }
        let source = self.source;
        let definitions = parser.reference_definitions().iter().filter_map(|(_, one)| {
            let typed = &source[one.span.clone()];
            let label = typed.strip_prefix('[')?.split(']').next()?;
            let dest = typed.split_once("]:")?.1.trim();
            Some(Swallowed { label, dest, place: one.span.clone() })
        });
        for Swallowed { label, dest, place } in swallowed::find(source, definitions) {
            let span = self.span(&place);
            self.body.diagnostics.push(swallowed_line(self.path, span, label, dest));
        }
    }
}

/// Whether a link of which this follows its beginning has nothing to be seen.
fn is_wordless(after: &[(Piece<'_>, Range<usize>)]) -> bool {
    for (piece, _) in after {
        match piece {
            Piece::Markdown(Event::End(TagEnd::Link)) => return true,
            Piece::Markdown(Event::Text(text)) if text.trim().is_empty() => {}
            Piece::Markdown(Event::SoftBreak) => {}
            _ => return false,
        }
    }
    false
}
