//! The body of an essay, read, and the links in it.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::span::{Span, offset};
use crate::base::tag::Tagging;
use crate::read::html::Html;
use crate::read::passage::Passage;
use crate::read::syntax::embed::EmbedPlace;
use crate::read::syntax::footnote::Note;
use crate::read::syntax::heading::Outline;
use crate::read::syntax::link::{Outside, Target};
use crate::read::syntax::media::Look;
use crate::read::syntax::query::Query;
use crate::read::syntax::tag::Marked;
use crate::read::syntax::trail::{Stop, Trail};
use crate::read::syntax::wikilink;

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
    pub trail: Option<Box<Trail>>,
    /// The links to other sites, if they are asked for.
    pub outside: Vec<Outside>,
    pub outline: Arc<Outline>,
    /// The text of the heading that names the essay.
    pub title: Option<Arc<str>>,
    /// Where the heading stands in the prose that has the words of the title and more. Pages show it as their title.
    pub titled: Option<Span>,
    pub words: usize,
    /// What of the text as it was typed no page shows, if the book hands that on.
    pub unshown: Vec<Range<usize>>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Body {
    /// The stops of a reading path.
    pub fn stops(&self) -> &[Stop] {
        self.trail.as_deref().map_or(&[], |trail| &trail.stops)
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
    /// What surrounds it; `None` for pictures and the like, which are not citations.
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
    Embed(EmbedPlace),
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

    /// Whether it is a name behind an `@`, which stands for a link that begins with `front`: it is shorter than that.
    pub fn is_mention(&self, front: &str) -> bool {
        !front.is_empty() && self.typed.starts_with(front) && self.span.range().len() < self.typed.len()
    }

    /// Where the path of its destination stands in the file, if it can be exchanged there.
    pub fn path_place(&self) -> Option<Span> {
        let place = self.place?;
        Some(Span { end: place.start + offset(self.target.path.len()), ..place })
    }

    /// Whether it is a wikilink with nothing between its brackets but a name, typed letter by letter.
    pub fn is_bare(&self) -> bool {
        let length = |span: Span| span.end - span.start;
        self.place.is_some_and(|place| length(self.span) == length(place) + offset("[[]]".len()))
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
