//! Raw HTML, written: the addresses in it made holes, its names noted, links found in its text.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, LinkType};

use super::blocks::Writer;
use super::body::{Link, LinkKind};
use super::picture::Image;
use super::raw::{Chunk, Fate, TagFault};
use crate::base::diagnostic::links::blocked_scheme;
use crate::base::diagnostic::slips::half_closed_comment;
use crate::base::diagnostic::text::{
    stray_tag, unclosed_element, unclosed_html_comment, unfinished_tag, untrusted_element,
};
use crate::base::slug::IdRule;
use crate::read::extensions::Piece;
use crate::read::html::HoleKind;
use crate::read::markdown::inlines::Open as OpenPhrase;
use crate::read::syntax::embed::EmbedPlace;
use crate::read::syntax::link::{Destination, Target, destination, media_destination};
use crate::read::syntax::markup::{
    Attribute, OpenTag, TagKind, TagRole, candidates, decoded, is_block, is_media, requested, role,
};
use crate::read::syntax::{css, foreign, macros, markup, untrusted};

/// What Zola calls the place where the summary of an essay ends.
const MORE: &str = "continue-reading";

impl Writer<'_> {
    /// Writes the block of raw HTML that begins at `start`.
    pub(super) fn raw_block(&mut self, start: usize) {
        let Some(chunk) = self.raw.take(start) else { return };
        self.write_raw(&chunk, true);
        self.end_block();
    }

    /// Writes a tag in a text; one that was not read beforehand stands as it is.
    pub(super) fn raw_inline(&mut self, html: &str, range: &Range<usize>) {
        match self.raw.take(range.start).filter(|_| !range.is_empty()) {
            Some(chunk) => self.write_raw(&chunk, false),
            None => self.html.push(html),
        }
    }

    /// Writes end tags that the writer left out, at `at` in the text.
    pub(super) fn close_raw(&mut self, tags: String, at: usize) {
        if self.leaf.is_empty() {
            self.html.push(&tags);
        } else {
            self.leaf.push((Piece::Markdown(Event::InlineHtml(tags.into())), at..at));
        }
    }

    /// Says what is wrong with the raw HTML of the text.
    pub(super) fn blame_raw(&mut self) {
        // What a program would write round it may open and close it.
        if self.left.is_filled_in() {
            self.raw.faults.clear();
        }
        for (place, fault) in std::mem::take(&mut self.raw.faults) {
            // A component is reported as one.
            let typed = self.source.get(place.clone()).unwrap_or_default();
            let is_component = foreign::component(&typed.replacen("</", "<", 1)).is_some();
            if matches!(fault, TagFault::Unclosed(_) | TagFault::Stray(_)) && !self.plain && is_component {
                continue;
            }
            let span = self.span(&place);
            self.body.diagnostics.push(match fault {
                TagFault::Unclosed(name) => unclosed_element(self.path, span, &name, markup::is_known(&name)),
                TagFault::Stray(name) => stray_tag(self.path, span, &name),
                TagFault::Comment if typed.ends_with("--!>") => {
                    half_closed_comment(self.path, self.span(&(place.end - 4..place.end)))
                }
                TagFault::Comment => unclosed_html_comment(self.path, span),
                TagFault::Unfinished => unfinished_tag(self.path, span),
            });
        }
    }

    fn write_raw(&mut self, chunk: &Chunk, in_block: bool) {
        self.html.has_raw = true;
        let mut in_style = false;
        let mut title = if in_block { self.title_in(chunk) } else { None };
        for (at, (token, fate)) in chunk.tokens.iter().enumerate() {
            if title.as_ref().is_some_and(|(place, _)| place.contains(&at)) {
                // The page has it as its title; what it closes is closed all the same.
                self.html.push(&fate.before);
                if let TagKind::Open(open) = &token.kind
                    && let Some(id) = open.attributes.iter().find(|attribute| &*attribute.name == "id")
                {
                    self.raw_anchor(id);
                    self.place_id(&id.value);
                }
                if let Some((_, words)) = title.as_mut().filter(|(place, _)| place.end == at + 1) {
                    self.body.title = Some(std::mem::take(words).into());
                }
                continue;
            }
            let typed = &chunk.text[token.place.clone()];
            self.html.push(&fate.before);
            if in_style {
                self.note_style(typed);
            }
            in_style = matches!(&token.kind, TagKind::Open(open) if &*open.name == "style");
            match &token.kind {
                _ if fate.dropped => {}
                TagKind::Text if in_block => self.raw_text(chunk, &token.place, fate),
                TagKind::Comment { .. } if self.ends_summary(typed) => {
                    self.html.push("<span id=\"");
                    self.html.hole(HoleKind::Prefix, 0);
                    self.html.push(&format!("{MORE}\"></span>"));
                    self.outline.anchors.push(MORE.into());
                    self.ids.note(MORE);
                }
                TagKind::Text | TagKind::Comment { .. } => self.html.push(typed),
                TagKind::Unfinished => self.html.body_text(typed),
                TagKind::Open(open) => {
                    if self.rules.config.markdown.untrusted && !untrusted::keeps(&open.name) {
                        let span = self.span(&chunk.origin(&token.place));
                        self.body.diagnostics.push(untrusted_element(self.path, span, &open.name));
                    }
                    if in_block && is_block(&open.name) {
                        self.end_block();
                    }
                    self.start_tag(chunk, &token.place, open, fate);
                }
                TagKind::Close(name) => {
                    if &**name == "a" {
                        self.end_raw_link();
                    }
                    let is_title = &**name == "h1" && self.path.is_html() && self.body.title.is_none();
                    if is_title && !self.block.text.trim().is_empty() {
                        self.body.title = Some(self.block.text.trim().into());
                    }
                    if in_block && is_block(name) {
                        self.end_block();
                    }
                    self.html.push(typed);
                }
            }
            self.html.push(&fate.after);
        }
    }

    /// Whether a comment is the first that ends the summary of an essay, in a book that names the place as Zola does.
    fn ends_summary(&self, comment: &str) -> bool {
        let inside = comment.strip_prefix("<!--").and_then(|inside| inside.strip_suffix("-->"));
        inside.is_some_and(|inside| inside.trim() == "more")
            && matches!(self.rules.config.markdown.heading_ids, IdRule::Zola | IdRule::ZolaSafe)
            && !self.outline.anchors.iter().any(|anchor| &**anchor == MORE)
    }

    /// Writes a start tag, with holes where addresses and names stand.
    fn start_tag(&mut self, chunk: &Chunk, place: &Range<usize>, open: &OpenTag, fate: &Fate) {
        let text = &chunk.text;
        self.component(&text[place.clone()], chunk.origin(place));
        let mut from = place.start;
        for attribute in &open.attributes {
            let value = attribute.value_place.clone();
            if &*attribute.name == "style" {
                self.note_style(&attribute.value);
            }
            match role(&open.name, &attribute.name) {
                TagRole::Other => {}
                _ if fate.foreign && (attribute.name.as_ref() == "id" || attribute.value.starts_with('#')) => {}
                TagRole::Anchor => {
                    if !value.is_empty() {
                        self.html.push(&text[from..value.start]);
                        self.html.hole(HoleKind::Prefix, 0);
                        from = value.start;
                        self.raw_anchor(attribute);
                    }
                }
                TagRole::Note => self.cut(text, attribute, &mut from),
                role @ (TagRole::Link | TagRole::Part) => {
                    let origin = chunk.origin(&value);
                    match self.raw_destination(&attribute.value, is_media(&open.name)) {
                        Some(Destination::Inside(target)) => {
                            let kind = if role == TagRole::Link {
                                LinkKind::Link
                            } else {
                                LinkKind::Embed(EmbedPlace::Phrase)
                            };
                            self.html.push(&text[from..value.start]);
                            let link = self.push_raw_link(target, kind, origin, &text[value.clone()]);
                            self.html.hole(HoleKind::Address, link);
                            from = value.end;
                            if role == TagRole::Link {
                                self.begin_raw_link(link, &open.name);
                            }
                        }
                        Some(Destination::Outside) => self.note_outside(&attribute.value, &origin),
                        Some(Destination::Blocked { scheme }) => {
                            self.block(&scheme, is_media(&open.name), chunk, attribute);
                            self.cut(text, attribute, &mut from);
                        }
                        None => {}
                    }
                }
                TagRole::Request => {
                    let found = requested(open, attribute).and_then(|address| self.raw_destination(address, false));
                    if let Some(Destination::Blocked { scheme }) = found {
                        self.block(&scheme, false, chunk, attribute);
                        self.cut(text, attribute, &mut from);
                    }
                }
                TagRole::Parts => {
                    for candidate in candidates(&text[value.clone()]) {
                        let candidate = value.start + candidate.start..value.start + candidate.end;
                        let typed = &text[candidate.clone()];
                        if let Some(Destination::Inside(target)) = self.raw_destination(&decoded(typed), true) {
                            self.html.push(&text[from..candidate.start]);
                            let origin = chunk.origin(&candidate);
                            let link = self.push_raw_link(target, LinkKind::Embed(EmbedPlace::Phrase), origin, typed);
                            self.html.hole(HoleKind::Address, link);
                            from = candidate.end;
                        }
                    }
                }
            }
        }
        self.html.push(&text[from..place.end]);
    }

    /// Reports an attribute with an address that is left out.
    fn block(&mut self, scheme: &str, is_media: bool, chunk: &Chunk, attribute: &Attribute) {
        let span = self.span(&chunk.origin(&attribute.place));
        self.body.diagnostics.push(blocked_scheme(self.path, span, scheme, is_media));
    }

    /// Notes the files that a style names. Their addresses stay as they are typed.
    fn note_style(&mut self, style: &str) {
        for typed in css::addresses(style) {
            if let Some(Destination::Inside(target)) = self.raw_destination(typed, true) {
                self.body.styled.push(target);
            }
        }
    }

    /// Leaves an attribute out, of a tag that is written up to `from`.
    fn cut(&mut self, text: &str, attribute: &Attribute, from: &mut usize) {
        let before = &text[*from..attribute.place.start];
        self.html.push(before.trim_end());
        *from = attribute.place.end;
        // The library knows no place of a value without anything in it.
        let rest = text[*from..].trim_start();
        for empty in ["=\"\"", "=''"] {
            if rest.starts_with(empty) {
                *from = text.len() - rest.len() + empty.len();
            }
        }
    }

    /// What an address is; `None` for what a program is to put something in.
    fn raw_destination(&self, value: &str, is_media: bool) -> Option<Destination> {
        let folder = self.path.folder();
        let value = value.trim();
        let plain = macros::plain(value);
        let value = plain.as_deref().unwrap_or(value);
        let links = &self.rules.config.links;
        let (value, still) = (&*links.aliased(value), links.still(value));
        if value.is_empty() || value.starts_with('{') || macros::is_computed(value) {
            return None;
        }
        let found = if is_media { media_destination(value, folder) } else { destination(value, folder) };
        Some(self.trusted(found.or_still(still), value))
    }

    /// Notes a name that links find.
    fn raw_anchor(&mut self, attribute: &Attribute) {
        let name = &attribute.value;
        if !self.outline.anchors.contains(name) {
            self.outline.anchors.push(name.clone());
        }
        if &*attribute.name == "id" {
            self.ids.note(name);
        }
    }

    /// A link that is the value of an attribute, typed so and in `range` of the text.
    fn push_raw_link(&mut self, target: Target, kind: LinkKind, range: Range<usize>, typed: &str) -> usize {
        let span = self.span(&range);
        let nth = self.cited.entry(target.key.clone()).or_insert(0);
        let fragment = target.fragment.as_deref();
        let whole = fragment.map_or_else(|| target.path.to_string(), |fragment| format!("{}#{fragment}", target.path));
        let is_typed = whole == typed && self.typed.get(span.range()) == Some(typed);
        self.body.links.push(Link {
            place: is_typed.then_some(span),
            text_end: span.end,
            target: Arc::new(target),
            kind,
            span,
            title: Box::default(),
            typed: typed.into(),
            passage: None,
            anchor: Box::default(),
            nth: *nth,
            shows_title: false,
            is_raw: true,
            look: None,
        });
        *nth += 1;
        self.body.links.len() - 1
    }

    /// Begins the text of a link; an area of a picture has none.
    fn begin_raw_link(&mut self, link: usize, element: &str) {
        let start = self.block.text.len();
        self.end_raw_link();
        if element == "area" {
            self.block.links.push((link, start..start));
        } else {
            self.raw_link = Some((link, start));
        }
    }

    /// Ends the text of the link of raw HTML that is open, if one is.
    pub(super) fn end_raw_link(&mut self) {
        if let Some((link, start)) = self.raw_link.take() {
            let end = self.block.text.len();
            self.block.links.push((link, start.min(end)..end));
        }
    }

    /// Writes what stands between tags in a block, with the wikilinks in it.
    fn raw_text(&mut self, chunk: &Chunk, place: &Range<usize>, fate: &Fate) {
        let text = &chunk.text[..place.end];
        let mut from = place.start;
        let are_links = !fate.verbatim && self.rules.config.markdown.wikilinks;
        while let Some((start, end)) = wikilink(text, from).filter(|_| are_links) {
            let is_embed = text[from..start].ends_with('!');
            self.words(&text[from..start - usize::from(is_embed)]);
            let inside = decoded(&text[start + 2..end - 2]).into_owned();
            let span = chunk.origin(&(start - usize::from(is_embed)..end));
            self.raw_wikilink(&inside, is_embed, span);
            from = end;
        }
        if fate.unspoken {
            self.html.push(&text[from..]);
        } else {
            self.words(&text[from..]);
        }
    }

    /// Writes words as they were typed.
    fn words(&mut self, typed: &str) {
        self.html.push(typed);
        for word in decoded(typed).split_inclusive(char::is_whitespace) {
            let text = &mut self.block.text;
            let gap = text.is_empty() || text.ends_with(' ');
            match word.trim_end() {
                "" if gap => {}
                "" => text.push(' '),
                bare => {
                    text.push_str(bare);
                    text.push_str(if bare.len() < word.len() { " " } else { "" });
                }
            }
        }
    }

    /// Writes `[[inside]]`, which stands in `range`.
    fn raw_wikilink(&mut self, inside: &str, is_embed: bool, range: Range<usize>) {
        let (dest, label) = match inside.split_once('|') {
            Some((dest, label)) => (dest, Some(label)),
            None => (inside, None),
        };
        let link_type = LinkType::WikiLink { has_pothole: label.is_some() };
        let text_end = range.end - "]]".len();
        if is_embed {
            let alt = label.unwrap_or(dest).to_owned();
            let image =
                Image { alt, depth: 0, link_type, dest: dest.into(), title: String::new(), span: range, text_end };
            return self.close_image(image, EmbedPlace::Flow);
        }
        let mut open = OpenPhrase::default();
        self.open_link(&mut open, link_type, LinkKind::Link, (dest, ""), range);
        if let Some(label) = label {
            self.block.text.push_str(label);
            self.html.body_text(label);
        }
        self.close_link(&mut open, text_end);
    }
}

/// Where the first `[[…]]` of `text` from `from` on stands, brackets and all: in one line, without other brackets.
fn wikilink(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        let start = at + text[at..].find("[[")?;
        let inside = &text[start + 2..];
        let end = inside.find(['[', ']', '\n'])?;
        if end > 0 && inside[end..].starts_with("]]") && !inside[..end].trim().is_empty() {
            return Some((start, start + 2 + end + 2));
        }
        at = start + 1;
    }
}
