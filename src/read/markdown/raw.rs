//! The raw HTML of a text, looked at as a whole before anything is written: which tags belong together,
//! and what must be done so that none of them reaches out of where it stands.

mod chunk;

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;
use pulldown_cmark::{Event, Tag as Element, TagEnd};
use pulldown_cmark_escape::escape_html_body_text;

use crate::base::source_map::Patch;
use crate::read::syntax::markup::{OpenTag, TagKind, Token, is_block, is_raw_text, is_verbatim, is_void, tokens};
use crate::read::syntax::scope::{Opened, Scope, end_tags};

pub(super) use self::chunk::{Chunk, Fate};

/// The raw HTML of a text.
#[derive(Debug, Default)]
pub(super) struct RawHtml {
    /// By where each begins in the text.
    chunks: HashMap<usize, Chunk, FixedState>,
    /// End tags that the writer left out, by the number of the event before which they are written.
    closings: Vec<(usize, String)>,
    /// What is wrong with it.
    pub(super) faults: Vec<(Range<usize>, TagFault)>,
}

/// What can be wrong with raw HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TagFault {
    /// An element without its end tag.
    Unclosed(Box<str>),
    /// An end tag without its element.
    Stray(Box<str>),
    /// A comment without its end.
    Comment,
    /// A tag without its `>`.
    Unfinished,
}

impl RawHtml {
    /// The chunk that begins at `start`.
    pub(super) fn take(&mut self, start: usize) -> Option<Chunk> {
        self.chunks.remove(&start)
    }

    /// The end tags to be written before the event `number`.
    pub(super) fn closing(&mut self, number: usize) -> Option<String> {
        self.closings.pop_if(|(at, _)| *at <= number).map(|(_, tags)| tags)
    }
}

/// A place that tags do not reach out of, and the leaf that is being read in it: a paragraph, say.
#[derive(Default)]
struct TagPlace {
    scope: Scope,
    leaf: Option<usize>,
}

/// A start tag: its leaf, and where it stands.
struct Tag {
    leaf: usize,
    origin: Range<usize>,
}

struct Reading {
    raw: RawHtml,
    /// From the body inwards; never empty.
    places: Vec<TagPlace>,
    tags: Vec<Tag>,
    /// The first event that is part of a leaf no more, of those that have ended.
    leaves: Vec<Option<usize>>,
}

/// Reads the raw HTML among the events of `text`.
pub(super) fn read(text: &str, events: &[(Event<'_>, Range<usize>)]) -> RawHtml {
    let places = vec![TagPlace::default()];
    let mut reading = Reading { raw: RawHtml::default(), places, tags: Vec::new(), leaves: Vec::new() };
    let mut block: Option<(usize, Chunk)> = None;
    let mut in_image = 0_usize;
    for (number, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Element::Image { .. }) => in_image += 1,
            Event::End(TagEnd::Image) => in_image = in_image.saturating_sub(1),
            Event::Start(element) if is_phrase(element.to_end()) => {}
            Event::End(element) if is_phrase(*element) => {}
            Event::Start(Element::HtmlBlock) => {
                reading.end_leaf(number);
                block = Some((range.start, Chunk::default()));
            }
            Event::Html(html) => {
                if let Some((_, block)) = &mut block {
                    block.push(html, range.start);
                }
            }
            Event::Text(words) if block.is_some() => {
                if let Some((_, block)) = &mut block {
                    let mut escaped = String::new();
                    // Writing to a `String` cannot fail.
                    let _ = escape_html_body_text(&mut escaped, words);
                    block.push(&escaped, range.start);
                }
            }
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((start, chunk)) = block.take() {
                    reading.begin_leaf();
                    reading.chunk(chunk, start);
                    reading.end_leaf(number);
                }
            }
            Event::InlineHtml(html) if in_image == 0 => {
                reading.begin_leaf();
                let mut chunk = Chunk::default();
                chunk.push_lines(html, range.start, text);
                reading.chunk(chunk, range.start);
            }
            Event::Start(element) => {
                reading.end_leaf(number);
                if !matches!(element, Element::Paragraph | Element::Heading { .. } | Element::CodeBlock(_)) {
                    reading.places.push(TagPlace::default());
                }
            }
            Event::End(element) => {
                reading.end_leaf(number);
                if !matches!(element, TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock) {
                    reading.end_place(number);
                }
            }
            Event::Rule => reading.end_leaf(number),
            _ => {}
        }
    }
    reading.end_leaf(events.len());
    reading.end_place(events.len());
    let mut raw = reading.raw;
    // The first are taken from the end.
    raw.closings.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    raw.closings.dedup_by(|(number, more), (before, tags)| {
        let same = number == before;
        if same {
            tags.push_str(more);
        }
        same
    });
    raw.faults.sort_by_key(|(place, _)| (place.start, place.end));
    raw
}

/// What makes Markdown of the text in blocks of HTML that ask for it (`<div markdown="1">` of kramdown,
/// `<div markdown>` of Python-Markdown): empty lines after their tag and before their end tag.
pub(super) fn nested_markdown<'a>(text: &str, events: impl Iterator<Item = (Event<'a>, Range<usize>)>) -> Vec<Patch> {
    let blocks = events.filter(|(event, _)| matches!(event, Event::Start(Element::HtmlBlock)));
    let mut patches: Vec<Patch> = Vec::new();
    for (_, block) in blocks {
        let html = &text[block.clone()];
        if !html.contains("markdown") {
            continue;
        }
        // The elements that are open, and whether each asks for it.
        let mut open: Vec<(Box<str>, bool)> = Vec::new();
        // No paragraph may hold what Markdown makes paragraphs of.
        let mut renamed: Vec<usize> = Vec::new();
        let mut gap = |at: usize, begins: bool| {
            let at = block.start + at;
            let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let alone = if begins { text[at..].starts_with(['\n', '\r']) } else { text[line..at].trim().is_empty() };
            let (at, gap) = match (begins, alone) {
                (false, true) => (line, "\n"),
                (true, true) => (at, "\n"),
                _ => (at, "\n\n"),
            };
            patches.push((at..at, gap.to_owned()));
        };
        for Token { place, kind } in tokens(html) {
            match kind {
                TagKind::Open(tag) if !is_void(&tag.name) => {
                    let asks = matches!(tag.get("markdown"), Some("" | "1" | "block" | "span" | "true"));
                    // In these no paragraph may stand.
                    let is_text = ["summary", "h1", "h2", "h3", "h4", "h5", "h6"].contains(&&*tag.name);
                    let is_line = || html[place.end..].split('\n').next().is_some_and(|line| line.contains("</p"));
                    let is_text = is_text || (&*tag.name == "p" && !is_line());
                    let asks = asks && (is_block(&tag.name) || ["li", "td", "th"].contains(&&*tag.name)) && !is_text;
                    if asks {
                        gap(place.end, true);
                        renamed.extend((&*tag.name == "p").then(|| block.start + place.start + 1));
                    }
                    open.push((tag.name, asks));
                }
                TagKind::Close(name) => {
                    if let Some(at) = open.iter().rposition(|(opened, _)| *opened == name) {
                        let (_, asks) = open.swap_remove(at);
                        open.truncate(at);
                        if asks {
                            gap(place.start, false);
                            renamed.extend((&*name == "p").then(|| block.start + place.start + 2));
                        }
                    }
                }
                _ => {}
            }
        }
        patches.extend(renamed.into_iter().map(|name| (name..name + 1, "div".to_owned())));
    }
    patches.sort_by_key(|(place, _)| place.start);
    patches
}

/// What takes out a comment before a text in its line, which CommonMark takes for HTML and Python-Markdown and kramdown
/// for Markdown. A text stays one: what would begin another kind of block is left alone.
pub(super) fn comments_before_text<'a>(
    text: &str,
    events: impl Iterator<Item = (Event<'a>, Range<usize>)>,
) -> Vec<Patch> {
    let blocks = events.filter(|(event, _)| matches!(event, Event::Start(Element::HtmlBlock)));
    let comment = |block: Range<usize>| {
        let html = &text[block.clone()];
        let begin = html.len() - html.trim_start().len();
        let end = html[begin..].strip_prefix("<!--")?.find("-->")? + begin + "<!---->".len();
        let after = html[end..].trim_start_matches([' ', '\t']);
        let first = after.chars().next()?;
        let begins_text = first.is_alphabetic() || "[!`\"'(".contains(first) || after.starts_with("**");
        begins_text.then(|| (block.start + begin..block.end - after.len(), String::new()))
    };
    blocks.filter_map(|(_, block)| comment(block)).collect()
}

/// The events of a text that is HTML as a whole.
pub(super) fn whole(html: &str) -> [(Event<'_>, Range<usize>); 3] {
    let events = [Event::Start(Element::HtmlBlock), Event::Html(html.into()), Event::End(TagEnd::HtmlBlock)];
    events.map(|event| (event, 0..html.len()))
}

/// Whether an element stands in the text of a block.
fn is_phrase(element: TagEnd) -> bool {
    use TagEnd::{Emphasis, Image, Link, Strikethrough, Strong, Subscript, Superscript};
    matches!(element, Emphasis | Image | Link | Strikethrough | Strong | Subscript | Superscript)
}

impl Reading {
    fn place(&mut self) -> &mut TagPlace {
        let last = self.places.len() - 1;
        &mut self.places[last]
    }

    /// Begins the text of a block, unless that has begun.
    fn begin_leaf(&mut self) {
        let next = self.leaves.len();
        if *self.place().leaf.get_or_insert(next) == next {
            self.leaves.push(None);
        }
    }

    /// Ends the text of a block before the event `number`.
    fn end_leaf(&mut self, number: usize) {
        let Some(leaf) = self.place().leaf.take() else { return };
        self.leaves[leaf] = Some(number);
        // To these all that follows would be their text, tags and all.
        let open = self.place().scope.take(is_raw_text);
        self.close_before(number, &open);
    }

    fn end_place(&mut self, number: usize) {
        let Some(place) = self.places.pop() else { return };
        let open = place.scope.end();
        self.close_before(number, &open);
    }

    /// Has elements closed before the event `number`, or where the leaf ends that has them.
    fn close_before(&mut self, number: usize, opened: &[Opened]) {
        let here = self.close_in_leaves(opened);
        if !here.is_empty() {
            self.raw.closings.push((number, here));
        }
    }

    /// Has those of `opened` closed at the end of their leaf that hold no blocks, if it has ended; gives the
    /// end tags of the others. All of them are reported.
    fn close_in_leaves(&mut self, opened: &[Opened]) -> String {
        let mut here = String::new();
        for element in opened {
            let Tag { leaf, origin } = &self.tags[element.tag];
            self.raw.faults.push((origin.clone(), TagFault::Unclosed(element.name.clone())));
            let end_tag = end_tags(std::slice::from_ref(element));
            match self.leaves[*leaf].filter(|_| !is_block(&element.name)) {
                Some(number) => self.raw.closings.push((number, end_tag)),
                None => here.push_str(&end_tag),
            }
        }
        here
    }

    /// Takes in a stretch of HTML.
    fn chunk(&mut self, mut chunk: Chunk, start: usize) {
        for token in tokens(&chunk.text) {
            let origin = chunk.origin(&token.place);
            let fate = self.fate(&token, &chunk.text[token.place.clone()], origin);
            chunk.tokens.push((token, fate));
        }
        self.raw.chunks.insert(start, chunk);
    }

    fn fate(&mut self, token: &Token, typed: &str, origin: Range<usize>) -> Fate {
        let mut fate = Fate {
            verbatim: self.is_in(is_verbatim),
            unspoken: self.is_in(|name| is_raw_text(name) || matches!(name, "svg" | "math" | "template")),
            foreign: self.is_foreign(),
            ..Fate::default()
        };
        match &token.kind {
            // It cannot be closed.
            TagKind::Open(OpenTag { name, .. }) if &**name == "plaintext" => {
                fate.dropped = true;
                self.raw.faults.push((origin, TagFault::Stray(name.clone())));
            }
            TagKind::Open(OpenTag { name, slash, .. })
                if is_void(name) || (*slash && self.is_foreign()) || self.is_picture(name) => {}
            TagKind::Open(OpenTag { name, slash: true, .. }) if !matches!(&**name, "svg" | "math") => {
                // To a browser it is open all the same; nobody who writes so means it.
                fate.after = format!("</{name}>");
            }
            TagKind::Open(OpenTag { name, slash, .. }) => {
                if !*slash {
                    let tag = self.tags.len();
                    let leaf = self.place().leaf.unwrap_or_default();
                    self.tags.push(Tag { leaf, origin });
                    let before = self.place().scope.open(name, tag);
                    fate.before = self.close_in_leaves(&before);
                }
            }
            TagKind::Close(name) if is_void(name) || self.is_picture(name) => {}
            TagKind::Close(name) => {
                if let Some(before) = self.place().scope.close(name) {
                    fate.before = self.close_in_leaves(&before);
                } else {
                    fate.dropped = true;
                    self.raw.faults.push((origin, TagFault::Stray(name.clone())));
                }
            }
            TagKind::Comment { closed: false } => {
                fate.after.push_str(TagKind::missing_end(typed));
                self.raw.faults.push((origin, TagFault::Comment));
            }
            TagKind::Unfinished => self.raw.faults.push((origin, TagFault::Unfinished)),
            TagKind::Comment { closed: true } | TagKind::Text => {}
        }
        fate
    }

    /// Whether an element is the other name of `img` that browsers know outside of drawings.
    fn is_picture(&self, name: &str) -> bool {
        name == "image" && !self.is_foreign()
    }

    /// Whether a drawing or a formula is open, in which `/>` ends an element.
    fn is_foreign(&self) -> bool {
        self.is_in(|name| matches!(name, "svg" | "math"))
    }

    /// Whether an element is open for which `is` holds.
    fn is_in(&self, is: fn(&str) -> bool) -> bool {
        self.places.iter().any(|place| place.scope.has(is))
    }
}
