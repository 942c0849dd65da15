//! The blocks of a text: paragraphs, headings, lists, quotes, tables, code.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use foldhash::fast::FixedState;
use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, Tag as Element, TagEnd};

use super::body::Body;
use super::container::{Block, Code, Container, Kind, Opening};
use super::raw::RawHtml;
use super::rules::{Dialect, Rules};
use super::sieve::has;
use crate::base::diagnostic::text::duplicate_footnote;
use crate::base::exact::exact;
use crate::base::name::Name;
use crate::base::path::SourcePath;
use crate::base::source_map::Patched;
use crate::base::span::{Span, offset};
use crate::read::extensions::{Piece, Pieces, Signs};
use crate::read::html::{Html, Part};
use crate::read::syntax::direction::{has_letters, is_leftward};
use crate::read::syntax::footnote::Footnotes;
use crate::read::syntax::foreign::Left;
use crate::read::syntax::heading::{Heading, Ids, Outline};
use crate::read::syntax::own_command::Defined;
use crate::read::syntax::trail::{Stop, Trail};
use crate::read::syntax::{callout, seam};

#[expect(clippy::struct_excessive_bools, reason = "each is a state of the walk of its own")]
pub(super) struct Writer<'a> {
    pub(super) path: &'a SourcePath,
    pub(super) rules: Rules<'a>,
    pub(super) patched: &'a Patched<'a>,
    pub(super) signs: Signs<'a>,
    pub(super) source: &'a str,
    /// The whole file as it was typed.
    pub(super) typed: &'a str,
    pub(super) body_start: usize,
    pub(super) given_title: Option<&'a str>,
    pub(super) plain: bool,
    /// Whether the page goes from right to left.
    pub(super) is_leftward: bool,
    /// Whether there are letters in the text that go the other way.
    pub(super) is_mixed: bool,
    /// Whether the text has `$$` or `[^` somewhere.
    pub(super) loose_ends: bool,
    /// Whether a line of it begins like a footnote.
    pub(super) has_notes: bool,
    /// The commands that formulas have defined.
    pub(super) defined: Defined,
    /// What was read so far, but for its prose, outline and trail.
    pub(super) body: Body,
    pub(super) html: Html,
    /// The text of the block that is being read.
    pub(super) leaf: Pieces<'a>,
    /// From the body inwards; never empty.
    pub(super) containers: Vec<Container>,
    pub(super) block: Block,
    pub(super) outline: Outline,
    /// The level of the heading that gave the title.
    pub(super) title_level: u8,
    pub(super) ids: Ids,
    pub(super) cited: HashMap<Name, u32, FixedState>,
    pub(super) footnotes: Footnotes,
    /// The marked headings whose first text comes next, by their indexes among the marked places.
    pub(super) awaiting: Vec<usize>,
    pub(super) trail: Trail,
    /// The stop of a path whose item is being read.
    pub(super) stop: Option<Stop>,
    pub(super) under: Option<Arc<Heading>>,
    pub(super) heading: Option<Opening>,
    /// Where the title of the callout begins whose first paragraph comes next.
    pub(super) callout_title: Option<usize>,
    pub(super) code: Option<Code>,
    /// What was found out about its raw HTML beforehand.
    pub(super) raw: RawHtml,
    /// The link of raw HTML whose text is being read, and where that begins in the text of the block.
    pub(super) raw_link: Option<(usize, usize)>,
    /// How many events were read.
    number: usize,
    in_html: bool,
    table: Table,
    /// How far lines have been counted, for a preview: a place in the body as typed, and its line in the file.
    pub(super) counted: (usize, usize),
    /// The names and places of references to footnotes that are not there.
    pub(super) missing_footnotes: Vec<(Box<str>, Span)>,
    /// What other tools would read, and readers see.
    pub(super) left: Left,
    /// The labels that lines of the text begin with as definitions do, in small letters, once they are asked for.
    pub(super) labels: OnceCell<HashSet<String>>,
}

/// The table that is being read.
#[derive(Default)]
struct Table {
    columns: Vec<Alignment>,
    /// Which column the next cell is in, from 0.
    column: usize,
    /// Where the opening tag of the last cell is in the prose.
    cell: Range<usize>,
    in_head: bool,
    /// Where its head begins in the prose.
    head: usize,
}

impl<'a> Writer<'a> {
    /// A writer for the body that begins at `body_start` and was rewritten to `patched`.
    pub(super) fn new(
        path: &'a SourcePath,
        rules: Rules<'a>,
        (patched, signs): (&'a Patched<'a>, Signs<'a>),
        (typed, body_start): (&'a str, usize),
        given_title: Option<&'a str>,
    ) -> Self {
        let source = patched.text();
        let lang = rules.meta.and_then(|meta| meta.lang.as_deref()).unwrap_or(&rules.config.book.language);
        let is_leftward = is_leftward(lang);
        Self {
            is_leftward,
            is_mixed: rules.dialect == Dialect::Crosslight && has_letters(source, is_leftward),
            path,
            rules,
            patched,
            signs,
            source,
            typed,
            body_start,
            given_title,
            plain: rules.dialect == Dialect::CommonMark,
            loose_ends: rules.dialect == Dialect::Crosslight && ["$$", "[^"].iter().any(|signs| has(source, signs)),
            has_notes: source.starts_with("[^") || has(source, "\n[^"),
            defined: Defined::default(),
            body: Body::default(),
            html: Html::default(),
            leaf: Vec::new(),
            containers: vec![Container::new(Kind::Body, 0)],
            block: Block::default(),
            outline: Outline::default(),
            title_level: 1,
            ids: Ids::default(),
            cited: HashMap::default(),
            footnotes: Footnotes::default(),
            awaiting: Vec::new(),
            trail: Trail::default(),
            stop: None,
            under: None,
            heading: None,
            callout_title: None,
            code: None,
            raw: RawHtml::default(),
            raw_link: None,
            number: 0,
            in_html: false,
            table: Table::default(),
            counted: (0, 1),
            missing_footnotes: Vec::new(),
            left: Left::default(),
            labels: OnceCell::new(),
        }
    }

    pub(super) fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        if let Some(tags) = self.raw.closing(self.number) {
            let at = if matches!(event, Event::End(_)) { range.end } else { range.start };
            self.close_raw(tags, at);
        }
        self.number += 1;
        match event {
            Event::Start(element) => self.start(element, range),
            Event::End(element) => self.end(element, range),
            Event::Rule => {
                self.begin_block();
                self.html.push("<hr />\n");
            }
            // It was written where it begins.
            Event::Html(_) | Event::Text(_) if self.in_html && !self.plain => {}
            Event::Html(html) => self.html.push(&html),
            // It has done what it was put there for.
            Event::Text(text) if &*text == seam::READ => {}
            Event::Text(text) if self.in_html => self.html.body_text(&text),
            Event::Text(text) if self.code.is_some() => {
                if let Some(code) = &mut self.code {
                    code.text.push_str(&text);
                }
            }
            _ => self.leaf.push((Piece::Markdown(event), range)),
        }
    }

    fn start(&mut self, element: Element<'a>, range: Range<usize>) {
        match element {
            Element::Paragraph => self.loose_text(),
            Element::Heading { level, id, classes, .. } => {
                self.begin_block();
                self.heading = Some(Opening {
                    level: level as u8,
                    id: id.map(CowStr::into_string),
                    classes: classes.into_iter().map(CowStr::into_string).collect(),
                    span: range,
                });
            }
            Element::BlockQuote(_) => self.start_quote(range),
            Element::CodeBlock(kind) => {
                self.loose_text();
                let info = match kind {
                    CodeBlockKind::Fenced(info) => Some(info.into_string()),
                    CodeBlockKind::Indented => None,
                };
                self.code = Some(Code { info, text: String::new(), span: range });
            }
            Element::List(first) => self.start_list(first, &range),
            Element::Item => {
                self.html.line();
                if self.rules.is_path && self.is_in_top_list() {
                    self.stop = Some(Stop::default());
                }
                self.open(Kind::Item { open: false, id: None, at: range.start }, self.html.text.len());
            }
            Element::FootnoteDefinition(name) => {
                self.loose_text();
                let outer = std::mem::take(&mut self.html);
                self.open(Kind::Footnote { outer, name: name.into_string().into() }, 0);
            }
            Element::Table(columns) => {
                self.table.columns = columns;
                let start = self.begin_block();
                self.html.push("<div");
                self.line(range.start);
                self.html.push(" class=\"table\"><table>");
                self.open(Kind::Table, start);
            }
            Element::TableHead => {
                (self.table.in_head, self.table.column) = (true, 0);
                self.table.head = self.html.text.len();
                self.html.push("<thead><tr>");
            }
            Element::TableRow => {
                self.left_cells(&range, self.table.columns.len());
                self.table.column = 0;
                self.html.push("<tr>");
            }
            Element::TableCell => {
                let start = self.html.text.len();
                self.html.push(match self.table.in_head {
                    true if self.plain => "<th",
                    true => "<th scope=\"col\"",
                    false => "<td",
                });
                self.direction(&range);
                self.html.push(match self.table.columns.get(self.table.column) {
                    Some(Alignment::Left) => " style=\"text-align: left\">",
                    Some(Alignment::Center) => " style=\"text-align: center\">",
                    Some(Alignment::Right) => " style=\"text-align: right\">",
                    _ => ">",
                });
                self.table.cell = start..self.html.text.len();
            }
            Element::DefinitionList => {
                let start = self.begin_block();
                self.html.push("<dl");
                self.direction(&range);
                self.html.push(">\n");
                self.open(Kind::Definitions, start);
            }
            Element::DefinitionListTitle => {
                self.loose_text();
                self.html.open_block("<dt>");
            }
            Element::DefinitionListDefinition => {
                self.loose_text();
                self.html.open_block("<dd>");
                self.open(Kind::Definition, self.html.text.len());
            }
            Element::HtmlBlock => {
                self.begin_block();
                // It is not ours to write an id into.
                self.container().last = None;
                self.in_html = true;
                self.raw_block(range.start);
            }
            phrase @ (Element::Emphasis
            | Element::Strong
            | Element::Strikethrough
            | Element::Superscript
            | Element::Subscript
            | Element::Link { .. }
            | Element::Image { .. }) => self.leaf.push((Piece::Markdown(Event::Start(phrase)), range)),
            // It is not switched on.
            Element::MetadataBlock(_) => {}
        }
    }

    fn start_quote(&mut self, range: Range<usize>) {
        let callout = if self.plain { None } else { callout::read(&self.source[range.clone()]) };
        let start = self.begin_block();
        self.left_callout(callout.as_ref(), &range);
        if let Some(callout) = callout {
            let title = range.start + callout.title.start..range.start + callout.title.end;
            self.html.push(&callout.open(self.goes_another_way(&title)));
            self.callout_title = Some(title.start);
            self.open(Kind::Callout(callout), start);
        } else {
            self.html.push("<blockquote");
            self.line(range.start);
            self.direction(&range);
            self.html.push(">\n");
            self.open(Kind::Quote, start);
        }
    }

    fn end(&mut self, element: TagEnd, range: Range<usize>) {
        match element {
            TagEnd::Paragraph => self.close_paragraph(),
            TagEnd::Heading(_) => self.close_heading(),
            TagEnd::CodeBlock => self.close_code(),
            TagEnd::HtmlBlock => self.in_html = false,
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::Table
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition => {
                self.loose_text();
                self.close(&range);
            }
            TagEnd::TableHead => {
                self.table.in_head = false;
                // A head without a word in any cell is none.
                if self.plain || self.html.text[self.table.head..].contains("<th ") {
                    self.html.push("</tr></thead>\n");
                } else {
                    self.html.text.truncate(self.table.head);
                }
                self.html.push("<tbody>\n");
            }
            TagEnd::TableRow => self.html.push("</tr>\n"),
            TagEnd::TableCell => {
                self.loose_text();
                let end = self.table.cell.end;
                let has_hole = self.html.holes.last().is_some_and(|hole| hole.at as usize >= end);
                let is_empty = self.table.in_head && self.html.text.len() == end && !has_hole;
                if is_empty && !self.plain {
                    // A head without a word is none.
                    let head = self.table.cell.start..self.table.cell.start + "<th scope=\"col\"".len();
                    self.html.text.replace_range(head, "<td");
                }
                let head = self.table.in_head && (self.plain || !is_empty);
                self.html.push(if head { "</th>" } else { "</td>" });
                self.table.column += 1;
            }
            TagEnd::DefinitionListTitle => self.close_term(&range),
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image => self.leaf.push((Piece::Markdown(Event::End(element)), range)),
            TagEnd::MetadataBlock(_) => {}
        }
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::from(self.patched.origin(range.clone())).shifted(self.body_start)
    }

    pub(super) fn container(&mut self) -> &mut Container {
        let last = self.containers.len() - 1;
        &mut self.containers[last]
    }

    pub(super) fn open(&mut self, kind: Kind, start: usize) {
        self.containers.push(Container::new(kind, start));
    }

    /// Ends the innermost container.
    fn close(&mut self, range: &Range<usize>) {
        self.untitled_callout();
        self.open_item("", None);
        self.end_sections(0);
        let Some(Container { kind, start, .. }) = self.containers.pop() else { return };
        match kind {
            Kind::Body => {}
            Kind::Quote => self.html.open_block("</blockquote>\n"),
            Kind::Callout(callout) => self.html.open_block(callout.close()),
            Kind::List { ordered } => {
                self.html.push(if ordered { "</ol>\n" } else { "</ul>\n" });
                if ordered && self.rules.is_path && self.containers.len() == 1 {
                    self.trail.lists.push(Span::from(start..self.html.text.len()));
                }
            }
            Kind::Item { id, .. } => {
                let end = self.html.text.len();
                self.html.push("</li>\n");
                if self.is_in_top_list()
                    && let Some(mut stop) = self.stop.take()
                {
                    stop.place.end = offset(end);
                    self.trail.stops.push(stop);
                }
                let wrap = match self.container().kind {
                    Kind::List { ordered: true } => "ol",
                    _ => "ul",
                };
                if let Some(id) = id {
                    self.part(id, start, Some(wrap));
                }
            }
            Kind::Footnote { outer, name } => {
                let html = std::mem::replace(&mut self.html, outer);
                let span = self.span(range);
                if !self.footnotes.define(&name, html, span) {
                    self.body.diagnostics.push(duplicate_footnote(self.path, span, &name));
                }
            }
            Kind::Table => self.html.push("</tbody></table></div>\n"),
            Kind::Definitions => self.html.push("</dl>\n"),
            Kind::Definition => self.html.push("</dd>\n"),
        }
    }

    /// Prepares for a block in the innermost container; gives the place where it begins.
    pub(super) fn begin_block(&mut self) -> usize {
        self.loose_text();
        self.untitled_callout();
        self.open_item("", None);
        self.html.line();
        let start = self.html.text.len();
        self.container().last = Some(start);
        start
    }

    pub(super) fn part(&mut self, id: Box<str>, start: usize, wrap: Option<&'static str>) {
        let place = Span::from(start..self.html.text.len());
        self.html.parts.push(Part { id, place, wrap });
    }

    /// Ends the parts of the text that belong to headings of `level` and below.
    pub(super) fn end_sections(&mut self, level: u8) {
        while let Some((_, id, start)) = self.container().sections.pop_if(|(open, ..)| *open >= level) {
            self.part(id, start, None);
        }
    }

    pub(super) fn finish(mut self) -> Body {
        if let Some(tags) = self.raw.closing(self.number) {
            self.close_raw(tags, self.source.len());
        }
        self.loose_text();
        self.end_block();
        self.end_sections(0);
        self.blame_raw();
        let (notes, unused) = std::mem::take(&mut self.footnotes).finish();
        self.left_at_end(&unused);
        self.html.shrink();
        exact(&mut self.body.links);
        exact(&mut self.outline.headings);
        Body {
            prose: self.html,
            notes,
            trail: self.rules.is_path.then(|| self.trail.into()),
            outline: self.outline.into(),
            ..self.body
        }
    }
}
