//! Blocks that hold text rather than blocks: paragraphs, headings, code.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag as Element};

use super::blocks::Writer;
use super::container::{Code, Kind};
use super::picture::is_wiki;
use crate::base::diagnostic::foreign::Foreign;
use crate::base::diagnostic::text::{bad_query, duplicate_block, uncoloured_code};
use crate::base::span::Span;
use crate::read::extensions::{Extended, Piece, Pieces, extend};
use crate::read::html::{HoleKind, Text};
use crate::read::syntax::code::{Painted, language};
use crate::read::syntax::direction::has_letters;
use crate::read::syntax::embed::EmbedPlace;
use crate::read::syntax::{block, foreign, hidden_line, query, task};

impl<'a> Writer<'a> {
    /// The text of a block, extended.
    pub(super) fn extended(&mut self, with_id: bool) -> Extended<'a> {
        let pieces = std::mem::take(&mut self.leaf);
        if self.plain {
            return Extended { pieces, ..Extended::default() };
        }
        let extended = extend(self.source, pieces, with_id, self.signs);
        self.left_in(&extended.pieces);
        extended
    }

    /// Writes text that stands in its container without a paragraph round it.
    pub(super) fn loose_text(&mut self) {
        if self.leaf.is_empty() {
            return;
        }
        let in_item = matches!(self.container().kind, Kind::Item { .. });
        let mut extended = self.extended(in_item);
        let id = extended.id.take().and_then(|place| self.block_id(&place));
        let checkbox = self.begin_item(&mut extended.pieces, id);
        self.html.push(checkbox);
        let start = self.html.text.len();
        self.phrase(extended, EmbedPlace::Flow);
        if in_item {
            self.text(start, false);
        }
        self.end_block();
    }

    /// Writes the tag of an item that begins with `pieces`; gives the box of a task.
    fn begin_item(&mut self, pieces: &mut Pieces<'a>, id: Option<Box<str>>) -> &'static str {
        let fresh = matches!(self.container().kind, Kind::Item { open: false, .. }) && !self.plain;
        let sign = if fresh { take_task(self.source, pieces).or_else(|| self.open_task(pieces)) } else { None };
        let (attributes, checkbox) = sign.map(task::html).unwrap_or_default();
        self.open_item(&attributes, id);
        checkbox
    }

    pub(super) fn close_paragraph(&mut self) {
        let mut extended = self.extended(true);
        let mut id = None;
        if let Some(place) = extended.id.take() {
            let before = self.container().last;
            id = self.block_id(&place);
            if extended.pieces.is_empty() {
                if let (Some(start), Some(id)) = (before, id) {
                    match self.html.identify(start, &id) {
                        Some(new) => {
                            self.trail.make_room(&new);
                            self.stop.iter_mut().for_each(|stop| stop.make_room(&new));
                        }
                        None => self.place_id(&id),
                    }
                    self.part(id, start, None);
                }
                return;
            }
        }
        if let Some(start) = self.callout_title.take() {
            self.write_callout_title(&mut extended, start);
        }
        if extended.pieces.is_empty() {
            // The line of a callout's title has nothing else to carry an id.
            if let Some(id) = id {
                let start = self.html.text.len();
                self.place_id(&id);
                self.part(id, start, None);
            }
            return;
        }
        if let Some(embeds) = alone(&mut extended.pieces) {
            let start = self.begin_block();
            if let Some(id) = &id {
                self.place_id(id);
            }
            for pieces in embeds {
                self.phrase(Extended { pieces, ..Extended::default() }, EmbedPlace::Alone);
                self.html.push("\n");
            }
            self.end_block();
            if let Some(id) = id {
                self.part(id, start, None);
            }
            return;
        }
        self.left_front(&extended.pieces);
        let checkbox = self.begin_item(&mut extended.pieces, None);
        let start = self.begin_block();
        self.html.push("<p");
        if let (Some((_, first)), Some((_, last))) = (extended.pieces.first(), extended.pieces.last()) {
            self.line(first.start);
            self.direction(&(first.start..last.end.max(first.start)));
        }
        if let Some(id) = &id {
            self.html.id(id);
        }
        self.html.push(">");
        self.html.push(checkbox);
        let text = self.html.text.len();
        self.phrase(extended, EmbedPlace::Paragraph);
        self.text(text, true);
        self.html.push("</p>\n");
        self.end_block();
        if let Some(id) = id {
            self.part(id, start, None);
        }
    }

    /// Lets a block go in the direction of its own words, if they may have another than those round it: the first letter
    /// decides. `range` is where it stands in the source.
    pub(super) fn direction(&mut self, range: &Range<usize>) {
        if self.goes_another_way(range) {
            self.html.push(" dir=\"auto\"");
        }
    }

    /// Whether what stands at `range` may have another direction than the page.
    pub(super) fn goes_another_way(&self, range: &Range<usize>) -> bool {
        self.is_mixed && has_letters(&self.source[range.clone()], self.is_leftward)
    }

    /// Leaves a hole, in a preview, for the line of the block that begins at `at`.
    pub(super) fn line(&mut self, at: usize) {
        if !self.rules.inputs.lines {
            return;
        }
        let at = self.body_start + self.patched.origin(at..at).start;
        let (from, number) = self.counted;
        // Blocks come in their order, but for what patches moved.
        if let Some(between) = self.typed.as_bytes().get(from..at) {
            self.counted = (at, number + memchr::memchr_iter(b'\n', between).count());
        }
        self.html.hole(HoleKind::Line, self.counted.1);
    }

    /// Notes that a text in words has been written from `start` on.
    fn text(&mut self, start: usize, paragraph: bool) {
        let place = Span::from(start..self.html.text.len());
        self.html.texts.push(Text { place, paragraph });
    }

    /// Writes an id where there is no element to carry it.
    pub(super) fn place_id(&mut self, id: &str) {
        self.html.push("<span");
        self.html.id(id);
        self.html.push("></span>\n");
    }

    /// The id of a block at `place`, with its `^`, unless another block has it.
    pub(super) fn block_id(&mut self, place: &Range<usize>) -> Option<Box<str>> {
        let id: Box<str> = block::folded(&self.source[place.clone()]).into();
        if self.ids.has(&id) {
            let span = self.span(place);
            self.body.diagnostics.push(duplicate_block(self.path, span, &id));
            return None;
        }
        self.outline.blocks.push(id.clone());
        Some(self.ids.take(&id))
    }

    /// Writes the first line of a callout, from `start` on, and takes it from its paragraph.
    fn write_callout_title(&mut self, extended: &mut Extended<'a>, start: usize) {
        if is_text_before(&extended.pieces, start) {
            cut_front(self.source, &mut extended.pieces, start);
        }
        let pieces = std::mem::take(&mut extended.pieces);
        let mut title = Pieces::new();
        let mut depth = 0_usize;
        let mut in_title = true;
        for (piece, range) in pieces {
            match &piece {
                Piece::Markdown(Event::Start(_)) | Piece::NoteStart | Piece::MarkStart => depth += 1,
                Piece::Markdown(Event::End(_)) | Piece::NoteEnd | Piece::MarkEnd => depth = depth.saturating_sub(1),
                Piece::Markdown(Event::SoftBreak | Event::HardBreak) if in_title && depth == 0 => {
                    in_title = false;
                    continue;
                }
                _ => {}
            }
            if in_title { title.push((piece, range)) } else { extended.pieces.push((piece, range)) }
        }
        let last = self.containers.len() - 1;
        let Kind::Callout(callout) = &self.containers[last].kind else { return };
        let (label, end) = (callout.label(), callout.close_title());
        if title.is_empty() {
            self.html.body_text(&label);
        }
        self.phrase(Extended { pieces: title, ..Extended::default() }, EmbedPlace::Phrase);
        self.html.push(end);
        self.end_block();
    }

    /// Gives a callout its title whose first line turns out to be no paragraph.
    pub(super) fn untitled_callout(&mut self) {
        if self.callout_title.take().is_some() {
            self.write_callout_title(&mut Extended::default(), 0);
        }
    }

    pub(super) fn close_code(&mut self) {
        let Some(Code { info, text, span }) = self.code.take() else { return };
        if info.is_some() {
            self.left_open(&span);
        }
        self.begin_block();
        let word = info.as_deref().and_then(|info| info.split_whitespace().next());
        if self.plain {
            self.html.push("<pre><code");
            if let Some(word) = word {
                self.html.attribute("class", &format!("language-{word}"));
            }
            self.html.push(">");
            self.html.body_text(&text);
            self.html.push("</code></pre>\n");
            return;
        }
        let language = info.as_deref().map(language).unwrap_or_default();
        let hidden = &self.rules.config.markdown.hidden_lines;
        let text = hidden_line::shown(language, info.as_deref().unwrap_or_default(), &text, hidden);
        if language == "query" {
            match query::read(&text, self.path) {
                Ok(query) => {
                    self.html.hole(HoleKind::Query, self.body.queries.len());
                    self.html.push("\n");
                    self.body.queries.push(query);
                    return;
                }
                Err(word) => {
                    let code = &self.source[span.clone()];
                    let first = code.lines().next().unwrap_or_default().len();
                    let found = code[first..].find(word).filter(|_| !word.is_empty());
                    let place = found.map_or(0..first, |at| first + at..first + at + word.len());
                    let place = self.span(&(span.start + place.start..span.start + place.end));
                    self.body.diagnostics.push(bad_query(self.path, place, word));
                }
            }
        }
        if foreign::is_program(language) {
            let first = self.source[span.clone()].lines().next().unwrap_or_default().len();
            self.left.count(Foreign::Program, self.patched.origin(span.start..span.start + first), language);
        }
        self.html.push("<pre");
        self.line(span.start);
        self.html.push("><code");
        if !language.is_empty() {
            self.html.attribute("class", &format!("language-{language}"));
        }
        self.html.push(">");
        let coloured = self.rules.config.markdown.highlight;
        match if coloured { self.rules.painter.paint(language, &text) } else { Painted::Plain } {
            Painted::Coloured(html) => self.html.push(&html),
            Painted::Plain => self.html.body_text(&text),
            Painted::TooTangled => {
                let first = self.source[span.clone()].lines().next().unwrap_or_default().len();
                let place = self.span(&(span.start..span.start + first));
                self.body.diagnostics.push(uncoloured_code(self.path, place, language));
                self.html.body_text(&text);
            }
        }
        self.html.push("</code></pre>\n");
    }
}

/// Takes the marker of a task from the front of an item; gives its sign.
fn take_task<'a>(source: &'a str, pieces: &mut Pieces<'a>) -> Option<char> {
    let (Piece::Markdown(Event::TaskListMarker(_) | Event::Text(_)), first) = pieces.first()? else { return None };
    let start = first.start;
    let (sign, length) = task::marker(source[start..].lines().next()?)?;
    if !is_text_before(pieces, start + length) {
        return None;
    }
    cut_front(source, pieces, start + length);
    Some(sign)
}

/// Whether nothing but text, no element that is open, stands before `start`.
fn is_text_before(pieces: &Pieces<'_>, start: usize) -> bool {
    let before = pieces.iter().take_while(|(_, range)| range.start < start);
    before
        .map(|(piece, _)| piece)
        .all(|piece| matches!(piece, Piece::Markdown(Event::Text(_) | Event::TaskListMarker(_))))
}

/// Takes from the front of `pieces` what stands before `start`.
fn cut_front<'a>(source: &'a str, pieces: &mut Pieces<'a>, start: usize) {
    let gone = pieces.iter().take_while(|(_, range)| range.end <= start).count();
    pieces.drain(..gone);
    if let Some((Piece::Markdown(Event::Text(text)), range)) = pieces.first_mut()
        && range.start < start
    {
        range.start = start;
        *text = CowStr::Borrowed(&source[range.clone()]);
    }
}

/// The images of a paragraph that has nothing else, wikilinks all of them.
fn alone<'a>(pieces: &mut Pieces<'a>) -> Option<Vec<Pieces<'a>>> {
    let mut depth = 0_usize;
    for (piece, _) in pieces.iter() {
        match piece {
            Piece::Markdown(Event::Start(Element::Image { link_type, .. })) if depth > 0 || is_wiki(*link_type) => {
                depth += 1;
            }
            Piece::Markdown(Event::Start(_)) if depth > 0 => depth += 1,
            Piece::Markdown(Event::End(_)) if depth > 0 => depth -= 1,
            Piece::Markdown(Event::SoftBreak | Event::HardBreak) => {}
            Piece::Markdown(Event::Text(text)) if depth > 0 || text.trim().is_empty() => {}
            _ if depth > 0 => {}
            _ => return None,
        }
    }
    let mut images: Vec<Pieces<'a>> = Vec::new();
    for (piece, range) in pieces.drain(..) {
        let starts = depth == 0 && matches!(piece, Piece::Markdown(Event::Start(_)));
        if starts {
            images.push(Pieces::new());
        }
        match &piece {
            Piece::Markdown(Event::Start(_)) => depth += 1,
            Piece::Markdown(Event::End(_)) => depth -= 1,
            _ if depth == 0 => continue,
            _ => {}
        }
        images.last_mut()?.push((piece, range));
    }
    Some(images)
}
