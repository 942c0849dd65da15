//! Pictures, and whatever else is shown with `![…](…)`, written.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType};

use super::blocks::Writer;
use super::body::LinkKind;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::links::blocked_scheme;
use crate::base::diagnostic::text::missing_alt;
use crate::read::extensions::Piece;
use crate::read::html::HoleKind;
use crate::read::syntax::embed::EmbedPlace;
use crate::read::syntax::link::{Destination, media_destination};
use crate::read::syntax::media::{self, Look};
use crate::read::syntax::wikilink;

/// An image whose text is being collected.
pub(super) struct Image {
    pub(super) alt: String,
    /// Elements open inside, images and others.
    pub(super) depth: usize,
    pub(super) link_type: LinkType,
    pub(super) dest: String,
    pub(super) title: String,
    pub(super) span: Range<usize>,
    /// How far its text goes.
    pub(super) text_end: usize,
}

impl Image {
    /// Takes a piece between the start and the end of the image, which makes its text. Returns whether the
    /// image ends here.
    pub(super) fn take(&mut self, piece: &Piece<'_>) -> bool {
        match piece {
            Piece::Markdown(Event::Start(_)) => self.depth += 1,
            Piece::Markdown(Event::End(_)) if self.depth > 0 => self.depth -= 1,
            Piece::Markdown(Event::End(_)) => return true,
            Piece::Markdown(
                Event::Text(text)
                | Event::Code(text)
                | Event::InlineHtml(text)
                | Event::InlineMath(text)
                | Event::DisplayMath(text),
            ) => {
                self.alt.push_str(text);
            }
            Piece::Markdown(Event::SoftBreak | Event::HardBreak) => self.alt.push(' '),
            _ => {}
        }
        false
    }
}

/// Whether a link stands in double brackets.
pub(super) fn is_wiki(link_type: LinkType) -> bool {
    matches!(link_type, LinkType::WikiLink { .. })
}

impl Writer<'_> {
    /// Writes an image that has ended, or what is shown in its place.
    pub(super) fn close_image(&mut self, image: Image, place: EmbedPlace) {
        let Image { alt, link_type, dest, title, span, text_end, .. } = image;
        let wiki = is_wiki(link_type);
        let unlabelled = link_type == (LinkType::WikiLink { has_pothole: false });
        let look = match () {
            () if self.plain => Look { alt: alt.as_str().into(), ..Look::default() },
            () if unlabelled => Look::default(),
            () => media::look(&alt),
        };
        if look.alt.is_empty() && media::is_picture(&dest) && self.rules.config.levels.ask_for(Code::MissingAlt) {
            let size = match (look.width, look.height) {
                (Some(width), Some(height)) => format!("|{width}x{height}"),
                (Some(width), None) => format!("|{width}"),
                _ => String::new(),
            };
            let example = if wiki {
                format!("![[{dest}|what it shows{size}]]")
            } else {
                format!("![what it shows{size}]({dest})")
            };
            let span = self.span(&span);
            self.body.diagnostics.push(missing_alt(self.path, span, &example));
        }
        let found = match () {
            () if dest.is_empty() && !wiki => Destination::Outside,
            () if !self.plain && !wiki => {
                let links = &self.rules.config.links;
                media_destination(&links.aliased(&dest), self.path.folder()).or_still(links.still(&dest))
            }
            () => self.destination(&dest, wiki),
        };
        match found {
            Destination::Outside => {
                self.note_outside(&dest, &span);
                self.block.text.push_str(&look.alt);
                self.html.push("<img src=\"");
                self.html.href(&dest);
                self.html.push("\"");
                self.html.attribute("alt", &look.alt);
                for (name, pixels) in [("width", look.width), ("height", look.height)] {
                    if let Some(pixels) = pixels {
                        self.html.attribute(name, &pixels.to_string());
                    }
                }
                self.title_attribute(&title);
                self.html.push(if self.plain { " />" } else { " loading=\"lazy\" />" });
            }
            Destination::Blocked { scheme } => {
                let span = self.span(&span);
                self.body.diagnostics.push(blocked_scheme(self.path, span, &scheme, true));
                self.html.push("<span class=\"broken\" title=\"This image is not allowed\">");
                self.html.body_text(&look.alt);
                self.html.push("</span>");
            }
            Destination::Inside(target) => {
                let cites = !media::is_file(&target.path);
                let text_start = self.block.text.len();
                let is_typed = cites && look.alt.is_empty();
                let shown = if is_typed { wikilink::typed_text(&dest) } else { (&*look.alt).into() };
                self.block.text.push_str(&shown);
                let link = self.push_link(target, LinkKind::Embed(place), span, &title, &dest);
                self.body.links[link].shows_title = cites && look.alt.is_empty();
                self.body.links[link].look = (look != Look::default()).then(|| look.into());
                self.body.links[link].text_end = self.span(&(text_end..text_end)).start;
                if cites {
                    self.block.links.push((link, text_start..self.block.text.len()));
                }
                self.html.hole(HoleKind::Embed, link);
            }
        }
    }
}
