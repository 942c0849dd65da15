//! The text of a block: what stands between words.

use std::ops::Range;

use pulldown_cmark::{Event, Tag as Element, TagEnd};

use super::blocks::Writer;
use super::body::LinkKind;
use super::container::Block;
use super::picture::Image;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::foreign::Foreign as Kind;
use crate::base::diagnostic::front_matter::unusable_name;
use crate::base::diagnostic::tags::deep_tag;
use crate::base::diagnostic::text::{bad_math, unclosed_math, words_in_formula};
use crate::base::span::Span;
use crate::base::tag::{Tag, Tagging};
use crate::read::extensions::{Extended, Piece};
use crate::read::html::{HoleKind, Html};
use crate::read::syntax::embed::EmbedPlace;
use crate::read::syntax::tag::Marked;
use crate::read::syntax::{autolink, footnote, foreign, is_escaped, math};

/// What closes a link.
pub(super) enum Closer {
    /// `</a>` of a link to another site.
    Anchor,
    /// The closing hole of a link in the book, whose text begins here.
    Inside { link: usize, text_start: usize },
    /// Not a link after all.
    Text,
}

/// What is open while the pieces of a block are written.
#[derive(Default)]
pub(super) struct Open {
    pub(super) closers: Vec<Closer>,
    pub(super) image: Option<Image>,
    /// A link whose text a hole gives: what is written until it closes goes nowhere.
    pub(super) label: Option<Html>,
    /// What stands round the inline notes that are being written.
    pub(super) notes: Vec<(Html, Block)>,
    /// Elements open.
    pub(super) depth: usize,
    /// Where the piece before ended: for a link that closes, its text.
    text_end: usize,
}

impl<'a> Writer<'a> {
    /// Writes the pieces of a block that stands at `place`.
    pub(super) fn phrase(&mut self, extended: Extended<'a>, place: EmbedPlace) {
        let mut open = Open::default();
        let Extended { mut pieces, parents, children, .. } = extended;
        let is_alone = pieces.len() == 1;
        for (piece, range) in pieces.drain(..) {
            let before = std::mem::replace(&mut open.text_end, text_start_or_end(&piece, &range));
            if let Some(image) = &mut open.image {
                image.text_end = before;
                if image.take(&piece)
                    && let Some(image) = open.image.take()
                {
                    let place = match () {
                        () if !open.closers.is_empty() => EmbedPlace::Link,
                        () if open.depth > 0 || !open.notes.is_empty() => EmbedPlace::Phrase,
                        () => place,
                    };
                    self.close_image(image, place);
                }
                continue;
            }
            match piece {
                Piece::Markdown(Event::Start(Element::Link { link_type, dest_url, title, .. })) => {
                    let kind = match range.start {
                        start if parents.binary_search(&start).is_ok() => LinkKind::Parent,
                        start if children.binary_search(&start).is_ok() => LinkKind::Child,
                        _ => LinkKind::Link,
                    };
                    open.depth += 1;
                    self.open_link(&mut open, link_type, kind, (&dest_url, &title), range);
                }
                Piece::Markdown(Event::End(TagEnd::Link)) => {
                    open.depth = open.depth.saturating_sub(1);
                    self.close_link(&mut open, before);
                }
                Piece::Markdown(Event::Start(Element::Image { link_type, dest_url, title, .. })) => {
                    open.image = Some(Image {
                        alt: String::new(),
                        depth: 0,
                        link_type,
                        dest: dest_url.into_string(),
                        title: title.into_string(),
                        text_end: open.text_end,
                        span: range,
                    });
                }
                Piece::Markdown(Event::Start(element)) => {
                    open.depth += 1;
                    self.html.push(tag(element.to_end(), true));
                }
                Piece::Markdown(Event::End(element)) => {
                    open.depth = open.depth.saturating_sub(1);
                    self.html.push(tag(element, false));
                }
                Piece::Markdown(event) => self.event_in_text(event, &range, is_alone),
                Piece::MarkStart => {
                    open.depth += 1;
                    self.html.push("<mark>");
                }
                Piece::MarkEnd => {
                    open.depth = open.depth.saturating_sub(1);
                    self.html.push("</mark>");
                }
                Piece::NoteStart => {
                    let outer = (std::mem::take(&mut self.html), std::mem::take(&mut self.block));
                    open.notes.push(outer);
                    self.html.push("<p>");
                }
                Piece::NoteEnd => {
                    let Some((outer, block)) = open.notes.pop() else { continue };
                    self.html.push("</p>\n");
                    // A note is not part of what is said where it stands.
                    let (stop, awaiting) = (self.stop.take(), std::mem::take(&mut self.awaiting));
                    self.end_block();
                    (self.stop, self.awaiting) = (stop, awaiting);
                    let note = std::mem::replace(&mut self.html, outer);
                    self.block = block;
                    let index = self.footnotes.inline(note);
                    self.html.hole(HoleKind::Note, index);
                }
                Piece::Tag(name) => self.tag(name, &range),
                Piece::Html(tag) => self.html.push(&tag),
                Piece::Icon => {
                    let name = &self.source[range.clone()];
                    self.left.count(Kind::Icon, self.patched.origin(range), name);
                }
                Piece::Address(address) => {
                    let destination = autolink::destination(address);
                    self.note_outside(&destination, &range);
                    self.html.push("<a href=\"");
                    self.html.href(&destination);
                    self.html.push("\" class=\"external\">");
                    self.html.body_text(address);
                    self.html.push("</a>");
                    self.block.text.push_str(address);
                }
            }
        }
        // The next block is read into the same memory.
        self.leaf = pieces;
    }

    /// Writes what stands in text and holds nothing; `is_alone` says that the block has nothing else.
    fn event_in_text(&mut self, event: Event<'_>, range: &Range<usize>, is_alone: bool) {
        match event {
            Event::Text(text) => {
                if self.loose_ends {
                    self.loose_ends_in(&text, range);
                }
                self.block.text.push_str(&text);
                self.html.body_text(&text);
            }
            Event::Code(text) => {
                if foreign::is_inline_program(&text) {
                    self.left.count(Kind::Program, self.patched.origin(range.clone()), "dataview");
                }
                self.block.text.push_str(&text);
                self.html.push("<code>");
                self.html.body_text(&text);
                self.html.push("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw_inline(&html, range),
            Event::SoftBreak => {
                self.block.text.push(' ');
                self.html.push(if self.rules.config.markdown.hard_breaks && !self.plain { "<br />\n" } else { "\n" });
            }
            Event::HardBreak => {
                self.block.text.push(' ');
                self.html.push("<br />\n");
            }
            Event::FootnoteReference(name) => {
                let index = self.footnotes.refer(&name);
                self.html.hole(HoleKind::Note, index);
            }
            Event::InlineMath(_) if !math::is_meant(self.source, range.end) => {
                let typed = &self.source[range.clone()];
                self.block.text.push_str(typed);
                self.html.body_text(typed);
            }
            Event::InlineMath(tex) => {
                // GitHub has backticks within the dollars, too.
                let inner = tex.strip_prefix('`').and_then(|inner| inner.strip_suffix('`'));
                self.formula(inner.filter(|inner| !inner.is_empty()).unwrap_or(&tex), false, range);
            }
            Event::DisplayMath(tex) => {
                self.formula(&tex, is_alone || !self.rules.config.markdown.inline_double_dollars, range);
            }
            // Blocks and what is taken out before.
            Event::Start(_) | Event::End(_) | Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    /// Counts a component of another tool, of which readers see what is in it.
    pub(super) fn component(&mut self, html: &str, range: Range<usize>) {
        if let Some(name) = foreign::component(html).filter(|_| !self.plain) {
            self.left.count(Kind::Component, self.patched.origin(range), name);
        }
    }

    /// Says what begins in a text and has no other end: a formula, a reference to a footnote.
    fn loose_ends_in(&mut self, text: &str, range: &Range<usize>) {
        let has = |sign: u8| text.as_bytes().contains(&sign);
        if !(has(b'$') || has(b'[')) || self.source.get(range.clone()) != Some(text) {
            return;
        }
        if self.rules.config.markdown.math
            && let Some(at) = text.find("$$")
            && self.begins_formula(text, at, range)
        {
            let span = self.span(&(range.start + at..range.start + at + 2));
            self.body.diagnostics.push(unclosed_math(self.path, span));
        }
        for place in footnote::references(text) {
            let (name, rest) = (&text[place.start + 2..place.end - 1], &text[place.end..]);
            let place = range.start + place.start..range.start + place.end;
            if !is_escaped(self.source, place.start) && !footnote::is_class(name, rest, self.has_notes) {
                self.missing_footnotes.push((name.into(), self.span(&place)));
            }
        }
    }

    /// Whether the dollars at `at` of the text at `range` may begin a formula that is never closed.
    fn begins_formula(&self, text: &str, at: usize, range: &Range<usize>) -> bool {
        let before = self.source[..range.start + at].trim_end_matches([' ', '\t', '>', '-', '*', '+']);
        let is_first = before.is_empty() || before.ends_with('\n');
        math::may_begin(text, at, is_first, self.is_in_table())
    }

    fn formula(&mut self, tex: &str, display: bool, range: &Range<usize>) {
        let Some(whole) = self.defined.read(tex, &self.rules.config.markdown.math_commands) else { return };
        self.block.text.push_str(tex);
        match math::mathml(&whole, display) {
            Ok(mathml) => {
                let asked = self.rules.config.levels.ask_for(Code::WordsInFormula);
                if let Some(word) = math::word(tex).filter(|_| asked) {
                    let span = self.span(range);
                    self.body.diagnostics.push(words_in_formula(self.path, span, word));
                }
                self.html.push(&mathml);
            }
            Err(reason) => {
                let span = self.span(range);
                self.body.diagnostics.push(bad_math(self.path, span, &reason));
                self.html.push("<code class=\"math-error\">");
                self.html.body_text(&self.source[range.clone()]);
                self.html.push("</code>");
            }
        }
    }

    fn tag(&mut self, name: &str, range: &Range<usize>) {
        let start = self.block.text.len();
        self.block.text.push('#');
        self.block.text.push_str(name);
        let name = &*self.rules.config.nested(name);
        let Some(tag) = Tag::new(name) else {
            let span = self.span(range);
            self.body.diagnostics.push(unusable_name(self.path, Some(span), "the tag", name));
            self.html.push("#");
            self.html.body_text(name);
            return;
        };
        let span = self.span(range);
        if self.is_too_deep(&tag, span) {
            self.html.push("#");
            self.html.body_text(name);
            return;
        }
        self.html.hole(HoleKind::Tag, self.body.tags.len());
        // With a colon, which no heading's id has.
        let anchor = self.ids.take(&format!("tag:{}", tag.as_str()));
        self.block.marked.push((self.body.marked.len(), start..self.block.text.len()));
        let heading = self.under.clone();
        self.body.marked.push(Marked { tag: tag.clone(), anchor, heading, text: Box::default() });
        self.body.tags.push(Tagging { tag, spelling: name.into(), span });
    }

    /// Whether a tag has more levels than a tag may have, which is reported.
    pub(super) fn is_too_deep(&mut self, tag: &Tag, span: Span) -> bool {
        let most = self.rules.config.limits.tag_levels;
        let is_too_deep = tag.levels() > most;
        if is_too_deep {
            self.body.diagnostics.push(deep_tag(self.path, span, tag.as_str(), most));
        }
        is_too_deep
    }
}

/// Where the text of a link begins that opens with `piece`, or else where `piece` ends.
fn text_start_or_end(piece: &Piece<'_>, range: &Range<usize>) -> usize {
    match piece {
        Piece::Markdown(Event::Start(Element::Link { .. })) => range.start + "[".len(),
        Piece::Markdown(Event::Start(Element::Image { .. })) => range.start + "![".len(),
        _ => range.end,
    }
}

/// The tag of an element without attributes.
fn tag(element: TagEnd, opening: bool) -> &'static str {
    match (element, opening) {
        (TagEnd::Emphasis, true) => "<em>",
        (TagEnd::Emphasis, false) => "</em>",
        (TagEnd::Strong, true) => "<strong>",
        (TagEnd::Strong, false) => "</strong>",
        (TagEnd::Strikethrough, true) => "<del>",
        (TagEnd::Strikethrough, false) => "</del>",
        (TagEnd::Superscript, true) => "<sup>",
        (TagEnd::Superscript, false) => "</sup>",
        (TagEnd::Subscript, true) => "<sub>",
        (TagEnd::Subscript, false) => "</sub>",
        _ => "",
    }
}
