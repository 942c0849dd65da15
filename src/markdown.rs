//! Markdown to HTML with holes where links go.
//!
//! What a link becomes depends on the rest of the book, so it is left open and filled when a page
//! is made (see [`crate::prose`]). Everything else is final here.
//!
//! **Incremental:** because links are holes, retitling or moving an essay makes the pages that link
//! to it again without reading a line of their Markdown.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use crate::diagnostic::{Diagnostic, blocked_scheme, duplicate_id, unused_footnote};
use crate::name::Name;
use crate::passage::{self, Passage};
use crate::slug;
use crate::source::SourcePath;
use crate::span::{Span, offset};
use crate::syntax::footnote::Footnotes;
use crate::syntax::heading::{Heading, Ids};
use crate::syntax::link::{Destination, Target, destination};
use crate::syntax::{alert, wikilink};

/// How much beyond CommonMark is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// CommonMark 0.31 and nothing else: links are left as they are.
    CommonMark,
    /// What an essay may hold.
    Crosslight,
}

impl Dialect {
    fn options(self) -> Options {
        match self {
            Self::CommonMark => Options::empty(),
            Self::Crosslight => {
                Options::ENABLE_TABLES
                    | Options::ENABLE_STRIKETHROUGH
                    | Options::ENABLE_TASKLISTS
                    | Options::ENABLE_FOOTNOTES
                    | Options::ENABLE_GFM
                    | Options::ENABLE_HEADING_ATTRIBUTES
                    | Options::ENABLE_WIKILINKS
            }
        }
    }
}

/// The body of an essay, read.
#[derive(Debug, Default)]
pub struct Body {
    pub prose: Html,
    pub links: Vec<Link>,
    pub outline: Arc<[Heading]>,
    /// The text of the heading that names the essay.
    pub title: Option<Arc<str>>,
    pub words: usize,
    pub diagnostics: Vec<Diagnostic>,
}

/// HTML with holes, in the order of their places.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Html {
    pub text: String,
    pub holes: Vec<Hole>,
}

/// A place in [`Html::text`] that a link fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hole {
    pub at: u32,
    pub kind: HoleKind,
    /// Index into [`Body::links`].
    pub link: u32,
}

/// Which part of a link goes into a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoleKind {
    /// The opening tag.
    Open,
    /// The text, where the writer gave none.
    Label,
    /// The closing tag.
    Close,
    /// The whole of an image.
    Image,
}

impl Html {
    /// Appends `other`, holes and all.
    pub fn append(&mut self, other: Html) {
        let by = offset(self.text.len());
        self.text.push_str(&other.text);
        self.holes.extend(other.holes.into_iter().map(|hole| Hole { at: hole.at + by, ..hole }));
    }

    fn hole(&mut self, kind: HoleKind, link: usize) {
        self.holes.push(Hole { at: offset(self.text.len()), kind, link: offset(link) });
    }

    /// Begins a new line unless one has begun.
    fn line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn open_block(&mut self, tag: &str) {
        self.line();
        self.text.push_str(tag);
    }

    fn escaped(&mut self, text: &str) {
        // Writing to a `String` cannot fail; the same holds below.
        let _ = escape_html(&mut self.text, text);
    }
}

/// A link or image that leads to another file of the book.
#[derive(Debug)]
pub struct Link {
    pub target: Arc<Target>,
    /// Where it stands in the file, brackets and all.
    pub span: Span,
    /// The text between quotation marks in `[text](path "title")`; empty without one.
    pub title: Box<str>,
    /// What the writer typed: the inside of a wikilink, or the alternative text of an image.
    pub typed: Box<str>,
    /// What surrounds it; `None` for images, which are no citations.
    pub passage: Option<Passage>,
    /// The id of the place, where a backlink lands.
    pub anchor: Box<str>,
    /// Which link to the same name it is, from 0. Together with the name it stays the same when
    /// other links come and go.
    pub nth: u32,
    /// Whether the text was left to crosslight.
    pub unlabelled: bool,
}

/// Reads the body of an essay, which begins at `body_start` in `text`. A leading heading that only
/// repeats `title`, or that gives the essay its title, is left out of the prose.
pub fn read(path: &SourcePath, text: &str, body_start: usize, title: Option<&str>, dialect: Dialect) -> Body {
    let body = &text[body_start..];
    let mut writer = Writer {
        path,
        body_start,
        given_title: title,
        plain: dialect == Dialect::CommonMark,
        html: Html::default(),
        outer: Vec::new(),
        block: Block::default(),
        links: Vec::new(),
        outline: Vec::new(),
        title: None,
        ids: Ids::default(),
        cited: HashMap::new(),
        footnotes: Footnotes::default(),
        under: None,
        closers: Vec::new(),
        columns: Vec::new(),
        column: 0,
        in_table_head: false,
        image: None,
        words: 0,
        diagnostics: Vec::new(),
    };
    for (event, range) in Parser::new_ext(body, dialect.options()).into_offset_iter() {
        writer.event(event, range);
    }
    writer.finish()
}

/// The text of the block that is being written, and the links in it.
#[derive(Default)]
struct Block {
    text: String,
    links: Vec<(usize, Range<usize>)>,
}

/// What closes a link or image.
enum Closer {
    /// `</a>` of a link to another site.
    Anchor,
    /// The closing hole of a link in the book.
    Inside { link: usize, text_start: usize },
    /// Nothing: the link stands in the text of an image, or may not be one.
    Nothing(&'static str),
}

/// An image whose alternative text is being collected.
struct Image {
    alt: String,
    /// Tags open inside, images and others.
    depth: usize,
    dest: String,
    title: String,
    typed_wiki: bool,
    span: Range<usize>,
}

/// A heading that is being written: what its tag says of it.
struct Opening {
    level: u8,
    id: Option<String>,
    classes: Vec<String>,
    span: Range<usize>,
}

/// HTML put aside while something within it is written.
enum Outer {
    Heading(Html, Opening),
    Footnote(Html, Box<str>),
    /// Round the text of a wikilink that a hole will give.
    Label(Html),
}

struct Writer<'a> {
    path: &'a SourcePath,
    body_start: usize,
    given_title: Option<&'a str>,
    plain: bool,
    html: Html,
    outer: Vec<Outer>,
    block: Block,
    links: Vec<Link>,
    outline: Vec<Heading>,
    title: Option<Arc<str>>,
    ids: Ids,
    cited: HashMap<Name, u32>,
    footnotes: Footnotes,
    under: Option<Arc<Heading>>,
    closers: Vec<Closer>,
    columns: Vec<Alignment>,
    column: usize,
    in_table_head: bool,
    image: Option<Image>,
    words: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.image.is_some() {
            self.in_image(event);
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => {
                self.block.text.push_str(&text);
                let _ = escape_html_body_text(&mut self.html.text, &text);
            }
            Event::Code(text) => {
                self.block.text.push_str(&text);
                self.html.text.push_str("<code>");
                let _ = escape_html_body_text(&mut self.html.text, &text);
                self.html.text.push_str("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.html.text.push_str(&html),
            Event::SoftBreak => {
                self.block.text.push(' ');
                self.html.text.push('\n');
            }
            Event::HardBreak => {
                self.block.text.push(' ');
                self.html.text.push_str("<br />\n");
            }
            Event::Rule => self.html.open_block("<hr />\n"),
            Event::FootnoteReference(name) => {
                let mark = self.footnotes.reference(&name);
                self.html.text.push_str(&mark);
            }
            Event::TaskListMarker(done) => {
                let checked = if done { " checked=\"\"" } else { "" };
                let _ = write!(self.html.text, "<input type=\"checkbox\" disabled=\"\"{checked} /> ");
            }
            // Maths is not switched on.
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let inline =
            matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. });
        if !inline {
            self.end_block();
        }
        match tag {
            Tag::Paragraph => self.html.open_block("<p>"),
            Tag::Heading { level, id, classes, .. } => {
                let opening = Opening {
                    level: level as u8,
                    id: id.map(CowStr::into_string),
                    classes: classes.into_iter().map(CowStr::into_string).collect(),
                    span: range,
                };
                self.html.line();
                self.outer.push(Outer::Heading(std::mem::take(&mut self.html), opening));
            }
            Tag::BlockQuote(None) => self.html.open_block("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.html.open_block(&alert::open(kind)),
            Tag::CodeBlock(kind) => {
                self.html.open_block("<pre><code");
                if let CodeBlockKind::Fenced(info) = kind
                    && let Some(language) = info.split_whitespace().next()
                {
                    self.html.text.push_str(" class=\"language-");
                    self.html.escaped(language);
                    self.html.text.push('"');
                }
                self.html.text.push('>');
            }
            Tag::List(None) => self.html.open_block("<ul>\n"),
            Tag::List(Some(1)) => self.html.open_block("<ol>\n"),
            Tag::List(Some(first)) => self.html.open_block(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.html.open_block("<li>"),
            Tag::FootnoteDefinition(name) => {
                let outer = std::mem::take(&mut self.html);
                self.outer.push(Outer::Footnote(outer, name.into_string().into()));
            }
            Tag::Table(columns) => {
                self.columns = columns;
                self.html.open_block("<div class=\"table\"><table>");
            }
            Tag::TableHead => {
                (self.in_table_head, self.column) = (true, 0);
                self.html.text.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.html.text.push_str("<tr>");
            }
            Tag::TableCell => {
                let cell = if self.in_table_head { "<th" } else { "<td" };
                let align = match self.columns.get(self.column) {
                    Some(Alignment::Left) => " style=\"text-align: left\"",
                    Some(Alignment::Center) => " style=\"text-align: center\"",
                    Some(Alignment::Right) => " style=\"text-align: right\"",
                    _ => "",
                };
                self.html.text.push_str(cell);
                self.html.text.push_str(align);
                self.html.text.push('>');
            }
            Tag::Emphasis => self.html.text.push_str("<em>"),
            Tag::Strong => self.html.text.push_str("<strong>"),
            Tag::Strikethrough => self.html.text.push_str("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => self.open_link(link_type, &dest_url, &title, range),
            Tag::Image { link_type, dest_url, title, .. } => {
                self.image = Some(Image {
                    alt: String::new(),
                    depth: 0,
                    dest: dest_url.into_string(),
                    title: title.into_string(),
                    typed_wiki: matches!(link_type, LinkType::WikiLink { .. }),
                    span: range,
                });
            }
            Tag::HtmlBlock => self.html.line(),
            // Not switched on.
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis => return self.html.text.push_str("</em>"),
            TagEnd::Strong => return self.html.text.push_str("</strong>"),
            TagEnd::Strikethrough => return self.html.text.push_str("</del>"),
            TagEnd::Link => return self.close_link(),
            TagEnd::Heading(_) => return self.close_heading(),
            _ => self.end_block(),
        }
        match tag {
            TagEnd::Paragraph => self.html.text.push_str("</p>\n"),
            TagEnd::BlockQuote(None) => self.html.open_block("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.html.open_block(alert::CLOSE),
            TagEnd::CodeBlock => self.html.text.push_str("</code></pre>\n"),
            TagEnd::List(true) => self.html.text.push_str("</ol>\n"),
            TagEnd::List(false) => self.html.text.push_str("</ul>\n"),
            TagEnd::Item => self.html.text.push_str("</li>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some(Outer::Footnote(outer, name)) = self.outer.pop() {
                    let html = std::mem::replace(&mut self.html, outer);
                    let span = self.span(&range);
                    self.footnotes.define(&name, html, span);
                }
            }
            TagEnd::Table => self.html.text.push_str("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.in_table_head = false;
                self.html.text.push_str("</tr></thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.html.text.push_str("</tr>\n"),
            TagEnd::TableCell => {
                self.html.text.push_str(if self.in_table_head { "</th>" } else { "</td>" });
                self.column += 1;
            }
            _ => {}
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::from(range.clone()).shifted(self.body_start)
    }

    /// Ends the text of a block: counts its words and cuts the passages of its links.
    fn end_block(&mut self) {
        self.words += words(&self.block.text);
        for (link, range) in self.block.links.drain(..) {
            self.links[link].passage = Some(passage::cut(&self.block.text, range, self.under.clone()));
        }
        self.block.text.clear();
    }

    fn open_link(&mut self, link_type: LinkType, dest: &str, title: &str, range: Range<usize>) {
        let wiki = matches!(link_type, LinkType::WikiLink { .. });
        let found = match link_type {
            _ if self.plain => Destination::Outside,
            LinkType::Email => Destination::Outside,
            LinkType::WikiLink { .. } if !dest.contains("://") => Destination::Inside(wikilink::target(dest)),
            _ => destination(dest, self.path.folder()),
        };
        let closer = match found {
            Destination::Outside => {
                let email = if link_type == LinkType::Email { "mailto:" } else { "" };
                self.html.text.push_str("<a href=\"");
                self.html.text.push_str(email);
                let _ = escape_href(&mut self.html.text, dest);
                self.html.text.push('"');
                self.title_attribute(title);
                self.html.text.push_str(if self.plain { ">" } else { " class=\"external\">" });
                Closer::Anchor
            }
            Destination::Blocked { scheme } => {
                let span = self.span(&range);
                self.diagnostics.push(blocked_scheme(self.path, span, &scheme));
                self.html.text.push_str("<span class=\"broken\" title=\"This link is not allowed\">");
                Closer::Nothing("</span>")
            }
            Destination::Inside(target) => {
                let link = self.links.len();
                let unlabelled = link_type == (LinkType::WikiLink { has_pothole: false });
                let typed = if wiki { dest } else { "" };
                self.push_link(target, range, title, typed, unlabelled);
                self.html.hole(HoleKind::Open, link);
                if unlabelled {
                    self.html.hole(HoleKind::Label, link);
                }
                Closer::Inside { link, text_start: self.block.text.len() }
            }
        };
        // The text of a wikilink without a label is given by a hole instead: what is written until
        // the link closes goes aside.
        if let Closer::Inside { link, .. } = closer
            && self.links[link].unlabelled
        {
            self.outer.push(Outer::Label(std::mem::take(&mut self.html)));
        }
        self.closers.push(closer);
    }

    fn push_link(&mut self, target: Target, range: Range<usize>, title: &str, typed: &str, unlabelled: bool) {
        let nth = self.cited.entry(target.key.clone()).or_insert(0);
        let anchor = format!("cite-{}", slug::segment(target.key.as_str()).unwrap_or_default());
        let link = Link {
            target: Arc::new(target),
            span: Span::from(range).shifted(self.body_start),
            title: title.into(),
            typed: typed.into(),
            passage: None,
            anchor: self.ids.take(&anchor),
            nth: *nth,
            unlabelled,
        };
        *nth += 1;
        self.links.push(link);
    }

    fn close_link(&mut self) {
        match self.closers.pop() {
            Some(Closer::Anchor) => self.html.text.push_str("</a>"),
            Some(Closer::Nothing(tag)) => self.html.text.push_str(tag),
            Some(Closer::Inside { link, text_start }) => {
                if self.links[link].unlabelled {
                    if let Some(Outer::Label(html)) = self.outer.pop() {
                        self.html = html;
                    }
                    let typed = &self.links[link].typed;
                    if wikilink::shows_title(typed) {
                        self.block.text.truncate(text_start);
                        self.block.text.push_str(&wikilink::spoken(typed));
                    }
                }
                self.block.links.push((link, text_start..self.block.text.len()));
                self.html.hole(HoleKind::Close, link);
            }
            None => {}
        }
    }

    fn close_heading(&mut self) {
        let Some(Outer::Heading(outer, opening)) = self.outer.pop() else { return };
        let inner = std::mem::replace(&mut self.html, outer);
        let Opening { level, id: explicit, classes, span } = opening;
        if self.plain {
            self.block = Block::default();
            let _ = write!(self.html.text, "<h{level}>");
            self.html.append(inner);
            let _ = writeln!(self.html.text, "</h{level}>");
            return;
        }
        let text = self.block.text.trim().to_owned();
        let id = match &explicit {
            Some(id) => {
                if self.ids.has(id) {
                    let span = self.span(&span);
                    self.diagnostics.push(duplicate_id(self.path, span, id));
                }
                self.ids.take(id)
            }
            None => {
                self.ids.take(Some(slug::heading(&text)).filter(|id| !id.is_empty()).as_deref().unwrap_or("section"))
            }
        };
        let heading = Arc::new(Heading { level, id, text: text.as_str().into() });
        self.under = Some(heading.clone());
        self.end_block();
        let first = self.outline.is_empty() && self.html.text.is_empty() && self.outer.is_empty();
        let named = self.given_title.is_none_or(|title| title == text);
        let bare = inner.holes.is_empty() && !inner.text.contains("footnote-reference");
        let repeats_title = first && level == 1 && named && bare;
        if level == 1 && self.title.is_none() && !text.is_empty() {
            self.title = Some(text.as_str().into());
        }
        if repeats_title {
            // What follows stands under the title, and a quotation of it names the essay already.
            self.under = None;
        } else {
            let _ = write!(self.html.text, "<h{level} id=\"");
            self.html.escaped(&heading.id);
            self.html.text.push('"');
            if !classes.is_empty() {
                self.html.text.push_str(" class=\"");
                self.html.escaped(&classes.join(" "));
                self.html.text.push('"');
            }
            self.html.text.push('>');
            self.html.append(inner);
            let _ = writeln!(self.html.text, "</h{level}>");
            self.outline.push(Arc::unwrap_or_clone(heading));
        }
    }

    fn title_attribute(&mut self, title: &str) {
        if !title.is_empty() {
            self.html.text.push_str(" title=\"");
            self.html.escaped(title);
            self.html.text.push('"');
        }
    }

    /// Events between the start and the end of an image make its alternative text.
    fn in_image(&mut self, event: Event<'_>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(_) => image.depth += 1,
            Event::End(_) if image.depth > 0 => image.depth -= 1,
            Event::End(_) => {
                if let Some(image) = self.image.take() {
                    self.close_image(image);
                }
            }
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => image.alt.push_str(&text),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            _ => {}
        }
    }

    fn close_image(&mut self, image: Image) {
        self.block.text.push_str(&image.alt);
        let found = match () {
            () if self.plain => Destination::Outside,
            () if image.typed_wiki => Destination::Inside(wikilink::target(&image.dest)),
            () => destination(&image.dest, self.path.folder()),
        };
        match found {
            Destination::Outside => {
                self.html.text.push_str("<img src=\"");
                let _ = escape_href(&mut self.html.text, &image.dest);
                self.html.text.push_str("\" alt=\"");
                self.html.escaped(&image.alt);
                self.html.text.push('"');
                self.title_attribute(&image.title);
                self.html.text.push_str(" />");
            }
            Destination::Blocked { scheme } => {
                let span = self.span(&image.span);
                self.diagnostics.push(blocked_scheme(self.path, span, &scheme));
                self.html.text.push_str("<span class=\"broken\" title=\"This image is not allowed\">");
                let _ = escape_html_body_text(&mut self.html.text, &image.alt);
                self.html.text.push_str("</span>");
            }
            Destination::Inside(target) => {
                let link = self.links.len();
                self.push_link(target, image.span, &image.title, &image.alt, false);
                self.html.hole(HoleKind::Image, link);
            }
        }
    }

    fn finish(mut self) -> Body {
        self.end_block();
        let (notes, unused) = self.footnotes.finish();
        for (name, span) in unused {
            self.diagnostics.push(unused_footnote(self.path, span, &name));
        }
        self.html.append(notes);
        let first_heading = || self.outline.first().map(|heading| Arc::from(&*heading.text));
        Body {
            title: self.title.or_else(first_heading),
            prose: self.html,
            links: self.links,
            outline: self.outline.into(),
            words: self.words,
            diagnostics: self.diagnostics,
        }
    }
}

/// Words as a reader counts them: runs of anything but white space. Bytes are enough to see where
/// one begins, and every essay is counted, so the loop has no branches.
fn words(text: &str) -> usize {
    let mut words = 0;
    let mut space = true;
    for byte in text.bytes() {
        let next = byte <= b' ';
        words += usize::from(space) & usize::from(!next);
        space = next;
    }
    words
}
