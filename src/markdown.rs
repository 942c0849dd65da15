//! Markdown to HTML with holes where the rest of the book comes in.
//!
//! What a link becomes depends on other essays, so it is left open and filled when a page is made
//! (see [`crate::prose`]). Everything else is final here. `blocks.rs` and `leaf.rs` write blocks; the text in them
//! is woven in [`crate::inline`] and written in `phrase.rs`; `quote.rs` notes what others quote of it. Before all of
//! that, `prepare.rs` rewrites what the parser could not make sense of.
//!
//! **Incremental:** because links are holes, retitling or moving an essay makes the pages that link
//! to it again without reading a line of their Markdown.

mod blocks;
mod container;
mod element;
mod leaf;
mod left;
mod phrase;
mod picture;
mod prepare;
mod quote;
mod raw;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Options, Parser, Tag as Element};

use self::blocks::Writer;
use self::prepare::Prepared;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::front_matter::Meta;
use crate::html::Html;
use crate::inline::Signs;
use crate::passage::Passage;
use crate::source::SourcePath;
use crate::span::{Span, offset};
use crate::syntax::code::Painter;
use crate::syntax::embed::Place;
use crate::syntax::footnote::Note;
use crate::syntax::heading::Outline;
use crate::syntax::link::{Outside, Target};
use crate::syntax::media::Look;
use crate::syntax::query::Query;
use crate::syntax::tag::Marked;
use crate::syntax::walk::{Stop, Walk};
use crate::syntax::{comment, markup, wikilink};
use crate::tag::Tagging;

/// How much beyond CommonMark is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// CommonMark 0.31 and nothing else: links are left as they are.
    CommonMark,
    /// What an essay may hold.
    Crosslight,
}

/// What reading an essay depends on besides its text.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    pub config: &'a Config,
    pub painter: &'a Painter,
    pub dialect: Dialect,
    /// The front matter, which macros may ask of.
    pub meta: Option<&'a Meta>,
    /// Whether the text is a reading path, whose ordered lists are its stops.
    pub is_path: bool,
}

impl Rules<'_> {
    fn options(&self) -> Options {
        if self.dialect == Dialect::CommonMark {
            return Options::empty();
        }
        let switches = &self.config.markdown;
        let mut options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_DEFINITION_LIST;
        options.set(Options::ENABLE_WIKILINKS, switches.wikilinks);
        options.set(Options::ENABLE_MATH, switches.math);
        options.set(Options::ENABLE_SMART_PUNCTUATION, switches.smart_punctuation);
        options
    }
}

/// The body of an essay, read.
#[derive(Debug, Default)]
pub struct Body {
    pub prose: Html,
    pub links: Vec<Link>,
    /// The files that styles name in raw HTML.
    pub styled: Vec<Target>,
    pub notes: Vec<Note>,
    /// The tags in the text, in their order.
    pub tags: Vec<Tagging>,
    /// The places that are marked with a tag.
    pub marked: Vec<Marked>,
    pub queries: Vec<Query>,
    /// The stops of a reading path, if it has any.
    pub walk: Option<Box<Walk>>,
    /// The links to other sites, if they are asked for.
    pub outside: Vec<Outside>,
    pub outline: Arc<Outline>,
    /// The text of the heading that names the essay.
    pub title: Option<Arc<str>>,
    /// Where the heading stands in the prose that has the words of the title and more. Pages show it as their title.
    pub titled: Option<Span>,
    pub words: usize,
    pub diagnostics: Vec<Diagnostic>,
}

impl Body {
    /// The stops of a reading path.
    pub fn stops(&self) -> &[Stop] {
        self.walk.as_deref().map_or(&[], |walk| &walk.stops)
    }
}

/// A link, image or embed that leads to another file of the book.
#[derive(Debug)]
pub struct Link {
    pub target: Arc<Target>,
    pub kind: LinkKind,
    /// Where it stands in the file, brackets and all.
    pub span: Span,
    /// Where its destination stands in the file, if that is typed letter by letter as it is in
    /// `target`, so that it can be exchanged there.
    pub place: Option<Span>,
    /// Where its text ends in the file: at the bracket before the destination or the name of a reference.
    pub text_end: u32,
    /// The text between quotation marks in `[text](path "title")`; empty without one.
    pub title: Box<str>,
    /// What the writer typed: the inside of a wikilink, or the text of an image.
    pub typed: Box<str>,
    /// What surrounds it; `None` for pictures and the like, which are no citations.
    pub passage: Option<Arc<Passage>>,
    /// The id of the place, where a backlink lands; empty for links in front matter.
    pub anchor: Box<str>,
    /// Which link to the same name it is, from 0. Together with the name it stays the same when
    /// other links come and go.
    pub nth: u32,
    /// Whether the text was left to crosslight, which shows the title of the target.
    pub shows_title: bool,
    /// Whether it is an attribute in raw HTML. What is typed then is its value, and its place that of the value.
    pub is_raw: bool,
    /// The description and size of an image, if the writer gave any.
    pub look: Option<Box<Look>>,
}

/// In what way an essay names another file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    Link,
    /// `![[x]]` and `![](x)`, by where they stand.
    Embed(Place),
    /// `#[[x]]`: x stands above.
    Parent,
    /// `[[x]]#`: x stands below.
    Child,
    /// A link in front matter, by the name of its field.
    Field(Arc<str>),
}

impl Link {
    /// The description that the writer gave, or the text of a link in front matter.
    pub fn alt(&self) -> Option<&str> {
        self.look.as_deref().map(|look| &*look.alt).filter(|alt| !alt.is_empty())
    }

    /// Where the path of its destination stands in the file, if it can be exchanged there.
    pub fn path_place(&self) -> Option<Span> {
        let place = self.place?;
        Some(Span { end: place.start + offset(self.target.path.len()), ..place })
    }

    /// What it shows if it is a wikilink to which the writer gave no text.
    pub fn label<'a>(&'a self, title: Option<&'a str>) -> Cow<'a, str> {
        let typed = self.typed.trim();
        match title {
            _ if !self.shows_title => wikilink::typed_text(typed),
            Some(title) => title.into(),
            None => wikilink::spoken(typed).into(),
        }
    }

    /// Where the part of its destination after the `#` stands, if it can be exchanged there.
    pub fn fragment_place(&self) -> Option<Span> {
        let (place, fragment) = (self.place?, self.target.fragment.as_ref()?);
        Some(Span { start: place.end - offset(fragment.len()), ..place })
    }
}

impl LinkKind {
    /// What the graph calls it.
    pub fn name(&self) -> &str {
        match self {
            Self::Link => "link",
            Self::Embed(_) => "embeds",
            Self::Parent => "parent",
            Self::Child => "child",
            Self::Field(name) => name,
        }
    }
}

/// Reads the body of an essay, which begins at `body_start` in `text`. A leading heading that only
/// repeats `title`, or that gives the essay its title, is left out of the prose.
pub fn read(path: &SourcePath, text: &str, body_start: usize, title: Option<&str>, rules: Rules<'_>) -> Body {
    let Prepared { patched, abbreviations, left, diagnostics } =
        prepare::prepare(path, &text[body_start..], body_start, rules);
    let source = patched.text();
    let signs = Signs::new(rules.config, &abbreviations);
    let mut writer = Writer::new(path, rules, (&patched, signs), (text, body_start), title);
    writer.diagnostics = diagnostics;
    writer.left = left;
    let events = Parser::new_ext(source, rules.options()).into_offset_iter();
    if rules.dialect == Dialect::CommonMark || !markup::may_be_in(source) {
        for (event, range) in events {
            writer.event(event, range);
        }
    } else {
        // Whether a tag is ever closed, nobody knows before the end.
        let events: Vec<_> = events.collect();
        writer.raw = raw::read(source, &events);
        for (event, range) in events {
            writer.event(event, range);
        }
    }
    writer.finish()
}

/// Reads the body of an essay that is HTML and begins at `body_start` in `text`.
pub fn read_html(path: &SourcePath, text: &str, body_start: usize, rules: Rules<'_>) -> Body {
    let Prepared { patched, abbreviations, left, .. } = prepare::html(path, &text[body_start..], rules);
    let source = patched.text();
    let signs = Signs::new(rules.config, &abbreviations);
    let mut writer = Writer::new(path, rules, (&patched, signs), (text, body_start), None);
    writer.left = left;
    let events = raw::whole(source);
    writer.raw = raw::read(source, &events);
    for (event, range) in events {
        writer.event(event, range);
    }
    writer.finish()
}

/// The first piece of a program that makes the text of a page: a loop, a condition, a part that is put in.
/// No page can be made of it without that program.
pub fn template_code(body: &str) -> Option<Range<usize>> {
    const WORDS: [&str; 17] = [
        "for",
        "if",
        "unless",
        "case",
        "include",
        "include_relative",
        "assign",
        "capture",
        "tablerow",
        "render",
        "extends",
        "block",
        "macro",
        "set",
        "import",
        "range",
        "with",
    ];
    memchr::memchr_iter(b'{', body.as_bytes()).find_map(|at| {
        let rest = &body[at + 1..];
        let inside = rest.strip_prefix('%').or_else(|| rest.strip_prefix('{'))?.trim_start_matches('-').trim_start();
        let word = inside.split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
        let is_code = WORDS.contains(&word)
            || (rest.starts_with('{') && ["partial", "template", "define", "end"].contains(&word));
        let end = inside.find('}').map(|end| body.len() - inside.len() + end + 1);
        is_code.then(|| at..end.map_or(body.len(), |end| if body[end..].starts_with('}') { end + 1 } else { end }))
    })
}

/// The places of comments in a body.
pub fn comments(body: &str, rules: Rules<'_>) -> Vec<Range<usize>> {
    let mut places: Vec<_> = comment::local(body).into_iter().map(|(place, _)| place).collect();
    if rules.config.markdown.comments && body.contains("%%") {
        let (comments, _) = comment::patches(body, &verbatim(body, rules));
        let outside =
            |place: &Range<usize>| !places.iter().any(|local| place.start < local.end && local.start < place.end);
        let comments: Vec<_> = comments.into_iter().map(|(place, _)| place).filter(outside).collect();
        places.extend(comments);
        places.sort_unstable_by_key(|place| place.start);
    }
    places
}

/// The places of blocks of code in a body, in order.
pub fn blocks_of_code(body: &str, rules: Rules<'_>) -> Vec<Range<usize>> {
    places(body, rules, is_block_of_code)
}

/// The places of code, maths and blocks of HTML, in order: nothing of the dialect is found there.
fn verbatim(text: &str, rules: Rules<'_>) -> Vec<Range<usize>> {
    places(text, rules, |event| is_code(event) || matches!(event, Event::Start(Element::HtmlBlock)))
}

/// The places of raw HTML, in order.
fn raw_html(text: &str, rules: Rules<'_>) -> Vec<Range<usize>> {
    places(text, rules, |event| matches!(event, Event::Start(Element::HtmlBlock) | Event::InlineHtml(_)))
}

/// The places of code and maths, in order.
fn code(text: &str, rules: Rules<'_>) -> Vec<Range<usize>> {
    places(text, rules, is_code)
}

fn is_code(event: &Event<'_>) -> bool {
    matches!(event, Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) | Event::Start(Element::CodeBlock(_)))
}

fn is_block_of_code(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Element::CodeBlock(_)))
}

fn places(text: &str, rules: Rules<'_>, is_meant: impl Fn(&Event<'_>) -> bool) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, rules.options()).into_offset_iter();
    events.filter(|(event, _)| is_meant(event)).map(|(_, range)| range).collect()
}
