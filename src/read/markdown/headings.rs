//! Headings, written.

use std::ops::Range;
use std::sync::Arc;

use super::blocks::Writer;
use super::container::{Block, Kind, Opening};
use crate::base::diagnostic::front_matter::unusable_name;
use crate::base::diagnostic::text::{duplicate_id, skipped_heading, wordless_heading};
use crate::base::slug::{self, IdRule};
use crate::base::span::Span;
use crate::base::tag::{Tag, Tagging};
use crate::read::html::HoleKind;
use crate::read::syntax::embed::EmbedPlace;
use crate::read::syntax::emoji;
use crate::read::syntax::heading::{Heading, is_blank};
use crate::read::syntax::tag::{self, Marked};

impl Writer<'_> {
    pub(super) fn close_heading(&mut self) {
        let Some(Opening { level, id: explicit, classes, span }) = self.heading.take() else { return };
        let mut extended = self.extended(true);
        let block = extended.id.take().and_then(|place| self.block_id(&place));
        let outer = std::mem::take(&mut self.html);
        self.phrase(extended, EmbedPlace::Phrase);
        let inner = std::mem::replace(&mut self.html, outer);
        if self.plain {
            self.block = Block::default();
            self.html.push(&format!("<h{level}>"));
            self.html.append(inner);
            self.html.push(&format!("</h{level}>\n"));
            return;
        }
        // Pictures and HTML may stand above the heading that names the essay, but no words.
        let is_first = self.body.title.is_none() && self.outline.headings.is_empty();
        let at_top = is_first && self.containers.len() == 1 && self.html.is_wordless();
        let names = level <= self.rules.config.book.title_level;
        let text = self.block.text.trim().to_owned();
        // A program of the site makes a heading of a comment.
        self.outline.is_partial |= text.is_empty() && self.source[span.clone()].contains("<!--");
        if inner.holes.is_empty() && is_blank(&inner.text) {
            let id = explicit.map(|id| self.ids.take(&id));
            self.outline.anchors.extend(id.clone());
            self.wordless_heading(&[id, block], &span);
            return;
        }
        let is_apart = self.containers.iter().any(|one| matches!(one.kind, Kind::Quote | Kind::Callout(_)));
        let own = self.outline.headings.iter().rev().find(|heading| !heading.is_apart);
        let above = own.map_or(self.title_level, |heading| heading.level);
        if level > above + 1 && !is_apart {
            let span = self.span(&span);
            self.body.diagnostics.push(skipped_heading(self.path, span, level, above));
        }
        let id = self.heading_id(explicit.as_deref(), &text, &span);
        let heading = Arc::new(Heading { level, id, text: text.as_str().into(), is_apart });
        self.under = Some(heading.clone());
        // What stands below the next heading is said under that one.
        self.awaiting.clear();
        self.end_block();
        let named = self.given_title.is_none_or(|title| title == text);
        let repeats_title = at_top && names && named && !text.is_empty();
        if at_top && names && !text.is_empty() {
            self.body.title = Some(text.as_str().into());
            self.title_level = level;
        }
        if repeats_title {
            // What follows stands under the title, and a quotation of it names the essay already.
            self.under = None;
            self.mark_heading(None, &span);
            if let Some(id) = &block {
                self.place_id(id);
            }
            // A place that links name is there without its heading.
            if explicit.is_some() {
                self.place_id(&heading.id);
                self.outline.anchors.push(heading.id.clone());
            }
            if !inner.holes.is_empty() {
                let start = self.html.text.len();
                self.html.append(inner);
                // What stands at its very end is part of it.
                self.html.push("\n");
                self.body.titled = Some(Span::from(start..self.html.text.len()));
            }
            return;
        }
        self.mark_heading(Some(&heading), &span);
        self.end_sections(level);
        let start = self.html.text.len();
        self.container().sections.push((level, heading.id.clone(), start));
        self.html.push("<h");
        self.html.hole(HoleKind::Level, level.into());
        self.line(span.start);
        self.html.id(&heading.id);
        if !classes.is_empty() {
            self.html.attribute("class", &classes.join(" "));
        }
        self.direction(&span);
        self.html.push(">");
        if let Some(id) = &block {
            self.html.push("<span");
            self.html.id(id);
            self.html.push("></span>");
        }
        self.html.append(inner);
        self.html.push("</h");
        self.html.hole(HoleKind::Level, level.into());
        self.html.push(">");
        if let Some(id) = block {
            self.part(id, start, None);
        }
        self.html.hole(HoleKind::Echo, self.outline.headings.len());
        self.html.push("\n");
        self.outline.headings.push(Arc::unwrap_or_clone(heading));
    }

    /// The id of a heading: the one that its writer gave it, or one made of its text.
    fn heading_id(&mut self, explicit: Option<&str>, text: &str, span: &Range<usize>) -> Box<str> {
        if let Some(id) = explicit {
            if self.ids.has(id) {
                let span = self.span(span);
                self.body.diagnostics.push(duplicate_id(self.path, span, id));
            }
            self.ids.take(id)
        } else {
            let settings = &self.rules.config.markdown;
            let rule = settings.heading_ids;
            let is_spelled = settings.emoji && matches!(rule, IdRule::Hugo | IdRule::GithubAscii);
            let words = if is_spelled { emoji::spelled(text, &self.source[span.clone()]) } else { text.into() };
            let id = slug::heading(&words, rule);
            self.ids.take_counted(if id.is_empty() { rule.empty() } else { &id }, rule.counter())
        }
    }

    /// Ends a term that is explained, which has an id of its own in some books.
    pub(super) fn close_term(&mut self, range: &Range<usize>) {
        self.loose_text();
        if self.rules.config.markdown.term_ids && !self.plain {
            let id = self.heading_id(None, self.source[range.clone()].trim(), range);
            self.place_id(&id);
            self.outline.anchors.push(id);
        }
        self.html.push("</dt>\n");
    }

    /// Leaves out a heading that shows nothing; the places that it names are there all the same.
    fn wordless_heading(&mut self, ids: &[Option<Box<str>>], span: &Range<usize>) {
        self.block = Block::default();
        let place = self.span(span);
        self.body.diagnostics.push(wordless_heading(self.path, place));
        ids.iter().flatten().for_each(|id| self.place_id(id));
    }

    /// Notes the tags that a heading gives to what stands below it; one that is not shown, since it
    /// repeats the title, gives them to the essay as a whole.
    fn mark_heading(&mut self, heading: Option<&Arc<Heading>>, span: &Range<usize>) {
        let source = self.source;
        for place in tag::of_heading(&source[span.clone()]) {
            let place = span.start + place.start..span.start + place.end;
            let name = &source[place.clone()];
            let place = self.span(&place);
            let Some(tag) = Tag::new(name) else {
                self.body.diagnostics.push(unusable_name(self.path, Some(place), "the tag", name));
                continue;
            };
            if self.is_too_deep(&tag, place) {
                continue;
            }
            self.awaiting.push(self.body.marked.len());
            self.body.marked.push(Marked {
                tag: tag.clone(),
                anchor: heading.map(|heading| heading.id.clone()).unwrap_or_default(),
                heading: heading.cloned(),
                text: Box::default(),
            });
            self.body.tags.push(Tagging { tag, spelling: name.into(), span: place });
        }
    }
}
