//! HTML with holes: what becomes of a text before the rest of the book is known.
//!
//! What a link becomes, the number of a footnote, the level of a heading in a text that is shown
//! inside another: these are left open and filled when a page is made (see [`crate::render::prose`]).

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use memchr::memchr3_iter;
use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use crate::base::exact::exact;
use crate::base::span::{Span, offset};
use crate::base::spill::{Spill, Spilled};

/// HTML with holes, in the order of their places, and the parts that can be shown elsewhere.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Html {
    pub text: String,
    pub holes: Vec<Hole>,
    pub parts: Vec<Part>,
    /// The paragraphs in it, in their order, and the texts that stand in an item without one.
    pub texts: Vec<Text>,
    /// Whether there is raw HTML in it, so that a part of it may lack what closes a tag, or opens it.
    pub has_raw: bool,
    /// Where the text is, if it is not at hand.
    elsewhere: Option<Elsewhere>,
}

#[derive(Debug, PartialEq, Eq)]
enum Elsewhere {
    /// It was let go; this is how long it was.
    Nowhere(usize),
    Spilled(Spilled),
}

/// A place in [`Html::text`] that is filled when a page is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hole {
    pub at: u32,
    pub kind: HoleKind,
    /// What goes in: an index whose meaning depends on the kind.
    pub index: u32,
}

/// What goes into a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoleKind {
    /// The opening tag of a link of the body.
    Open,
    /// The address of a link of the body that is written as an attribute in raw HTML.
    Address,
    /// The text of a link, where the writer gave none.
    Label,
    /// The closing tag of a link.
    Close,
    /// The whole of an image or embed: a link of the body.
    Embed,
    /// A tag of the body, as a link to its page.
    Tag,
    /// The mark of a footnote of the body.
    Note,
    /// The essays that a query of the body finds.
    Query,
    /// The level of a heading, 1 to 6.
    Level,
    /// What comes before an id, so that it stays unique where the text is shown inside another.
    Prefix,
    /// The line of the file where a block begins, for a preview.
    Line,
    /// How many essays link to a heading of the body, after it.
    Echo,
}

/// A part of a text that can be shown elsewhere: what follows a heading, or a block with an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The id of the heading; `^` and the name of the block.
    pub id: Box<str>,
    pub place: Span,
    /// What must stand round it: `ul` or `ol` round an item.
    pub wrap: Option<&'static str>,
}

/// Where a text in words stands, its own tags left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    pub place: Span,
    /// Whether it is a paragraph.
    pub paragraph: bool,
}

/// Whether no page can have a sign: it controls a device, or is not a sign at all.
pub fn is_control(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | '\u{c}' => false,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' => true,
        _ => u32::from(c) & 0xfffe == 0xfffe,
    }
}

/// Whether a text has signs that no page can have.
///
/// Hardly any text has one, and every page is asked. So the first look asks two questions of every byte, without a
/// branch: the compiler makes of them questions to many bytes at a time.
#[expect(clippy::needless_bitwise_bool, reason = "a branch for each byte takes many times as long")]
pub fn has_controls(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_odd = |byte: u8| ((byte < b' ') & (byte != b'\n')) | (byte == 0x7f);
    let is_control_byte = |byte: &u8| byte.is_ascii() && is_control((*byte).into());
    // U+0080 to U+009F, U+FDD0 to U+FDEF, and the last two of each plane: the bytes beside it decide.
    let may = |at: usize| {
        matches!((bytes[at], bytes.get(at + 1)), (0xc2, Some(..0xa0)) | (0xef, Some(0xb7)) | (0xbf, Some(0xbe..)))
    };
    bytes.iter().fold(false, |odd, byte| odd | is_odd(*byte)) && bytes.iter().any(is_control_byte)
        || memchr3_iter(0xc2, 0xef, 0xbf, bytes).any(may) && text.contains(is_control)
}

/// `text` without the signs that no page can have.
pub fn printable(text: &str) -> Cow<'_, str> {
    if has_controls(text) { text.replace(is_control, "").into() } else { text.into() }
}

impl Html {
    /// Appends `other`, holes and all.
    pub fn append(&mut self, other: Html) {
        let by = self.text.len();
        self.has_raw |= other.has_raw;
        self.text.push_str(&other.text);
        self.holes.extend(other.holes.into_iter().map(|hole| Hole { at: hole.at + offset(by), ..hole }));
        self.parts.extend(other.parts.into_iter().map(|part| Part { place: part.place.shifted(by), ..part }));
        self.texts.extend(other.texts.into_iter().map(|text| Text { place: text.place.shifted(by), ..text }));
    }

    /// Leaves a hole.
    pub fn hole(&mut self, kind: HoleKind, index: usize) {
        self.holes.push(Hole { at: offset(self.text.len()), kind, index: offset(index) });
    }

    /// Appends HTML.
    pub fn push(&mut self, html: &str) {
        self.text.push_str(html);
    }

    /// Begins a new line unless one has begun.
    pub fn line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Appends the opening tag of a block on a line of its own.
    pub fn open_block(&mut self, tag: &str) {
        self.line();
        self.push(tag);
    }

    /// Appends text as it stands in an attribute.
    pub fn attribute_text(&mut self, text: &str) {
        // Writing to a `String` cannot fail; the same holds below.
        let _ = escape_html(&mut self.text, text);
    }

    /// Appends text.
    pub fn body_text(&mut self, text: &str) {
        let _ = escape_html_body_text(&mut self.text, text);
    }

    /// Appends an address as it stands in an attribute.
    pub fn href(&mut self, address: &str) {
        // The one sign that escaping leaves, and that no address has.
        for (at, part) in address.split('^').enumerate() {
            self.push(if at > 0 { "%5E" } else { "" });
            let _ = escape_href(&mut self.text, part);
        }
    }

    /// Appends ` name="value"`.
    pub fn attribute(&mut self, name: &str, value: &str) {
        for part in [" ", name, "=\""] {
            self.push(part);
        }
        self.attribute_text(value);
        self.push("\"");
    }

    /// Appends ` id="id"` with a hole for what comes before the id.
    pub fn id(&mut self, id: &str) {
        self.push(" id=\"");
        self.hole(HoleKind::Prefix, 0);
        self.attribute_text(id);
        self.push("\"");
    }

    /// Gives an id to the element whose opening tag begins at `start`, unless it has one; says where that
    /// stands now.
    pub fn identify(&mut self, start: usize, id: &str) -> Option<Range<usize>> {
        let tag = &self.text[start..];
        let end = tag.find('>').unwrap_or(tag.len());
        let ours = tag.strip_prefix('<').is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()));
        if !ours || tag[..end].contains(" id=") {
            return None;
        }
        let name = tag[1..].find(|c: char| !c.is_ascii_alphanumeric()).map_or(tag.len(), |length| 1 + length);
        let mut given = Html::default();
        given.id(id);
        let (at, by) = (start + name, given.text.len());
        self.text.insert_str(at, &given.text);
        let later = self.holes.iter().rposition(|hole| (hole.at as usize) < at).map_or(0, |last| last + 1);
        for hole in &mut self.holes[later..] {
            hole.at += offset(by);
        }
        let hole = Hole { at: given.holes[0].at + offset(at), ..given.holes[0] };
        self.holes.insert(later, hole);
        for part in self.parts.iter_mut().rev().take_while(|part| part.place.end as usize > at) {
            part.place.end += offset(by);
            if part.place.start as usize > start {
                part.place.start += offset(by);
            }
        }
        for text in self.texts.iter_mut().rev().take_while(|text| text.place.start as usize >= at) {
            text.place = text.place.shifted(by);
        }
        Some(at..at + by)
    }

    /// Whether it shows nothing to read so far: pictures and lines at most.
    pub fn is_wordless(&self) -> bool {
        let shows =
            |hole: &Hole| matches!(hole.kind, HoleKind::Label | HoleKind::Tag | HoleKind::Note | HoleKind::Query);
        let between = |part: &str| part.split_once('>').map_or(part, |(_, text)| text).trim().is_empty();
        !self.holes.iter().any(shows) && self.text.split('<').all(between)
    }

    /// Gives back the room that was kept for more.
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        exact(&mut self.holes);
        exact(&mut self.parts);
        exact(&mut self.texts);
    }

    /// Lets the text go, and keeps the holes: for who makes pages that nobody sees.
    pub fn forget_text(&mut self) {
        self.elsewhere = Some(Elsewhere::Nowhere(self.length()));
        self.text = String::new();
        self.texts = Vec::new();
    }

    /// Spills the text, which reads as before. It stays in memory if there is no room.
    pub fn spill_to(&mut self, spill: &Arc<dyn Spill>) {
        if self.elsewhere.is_none() {
            self.elsewhere = Spilled::new(&self.text, spill).map(Elsewhere::Spilled);
        }
        if self.elsewhere.is_some() {
            self.text = String::new();
        }
    }

    /// The length of the text, in bytes, whether it is at hand or not.
    pub fn length(&self) -> usize {
        match &self.elsewhere {
            None => self.text.len(),
            Some(Elsewhere::Nowhere(length)) => *length,
            Some(Elsewhere::Spilled(stored)) => stored.length,
        }
    }

    /// The text, wherever it is; empty if it was let go.
    pub fn open(&self) -> Cow<'_, str> {
        match &self.elsewhere {
            None => self.text.as_str().into(),
            Some(Elsewhere::Nowhere(_)) => "".into(),
            Some(Elsewhere::Spilled(stored)) => stored.text().into(),
        }
    }

    /// The texts of a stretch: its paragraphs, or if it has none, those of its items.
    pub fn texts_in(&self, place: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let first = self.texts.partition_point(|text| (text.place.start as usize) < place.start);
        let end = self.texts.partition_point(|text| (text.place.start as usize) < place.end);
        let texts = &self.texts[first..end];
        let has_paragraph = texts.iter().any(|text| text.paragraph);
        texts.iter().filter(move |text| text.paragraph || !has_paragraph).map(|text| text.place.range())
    }

    /// The holes of a stretch.
    pub fn holes_in(&self, place: &Range<usize>) -> &[Hole] {
        let first = self.holes.partition_point(|hole| (hole.at as usize) < place.start);
        let end = self.holes.partition_point(|hole| (hole.at as usize) < place.end);
        &self.holes[first..end]
    }
}

#[cfg(test)]
mod tests {
    use super::{has_controls, is_control};

    #[test]
    fn the_bytes_tell_of_every_control_sign() {
        for c in '\0'..=char::MAX {
            assert_eq!(has_controls(c.encode_utf8(&mut [0; 4])), is_control(c), "{c:?}");
        }
        for before in 0..20 {
            let text = |sign: &str| format!("{}{sign}{}", "a\n".repeat(before), "z".repeat(9));
            assert!(["\0", "\u{1f}", "\u{7f}", "\u{85}", "\u{fdd0}"].iter().all(|sign| has_controls(&text(sign))));
            assert!(
                [" ", "\t\r", "~", "\u{80}é", "·"].iter().filter(|sign| has_controls(&text(sign))).eq([&"\u{80}é"])
            );
        }
        assert!(has_controls("a«\u{85}»") && has_controls("a\u{1}") && !has_controls("é « » 。\u{ff0c} 🚪\t\r\n\u{c}"));
    }
}
