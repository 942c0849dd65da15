//! What the text of a block has that the parser left as text, sign by sign.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::piece::{Piece, Pieces, is_typed};
use super::signs::Signs;
use crate::read::html::Html;
use crate::read::syntax::{autolink, emoji, is_escaped, keys, mark, script, tag};

/// Weaves the text of a block that begins at `start`.
pub(super) fn extend<'a>(source: &'a str, signs: Signs<'a>, start: usize, pieces: Pieces<'a>) -> Pieces<'a> {
    let out = Vec::with_capacity(pieces.len() + 8);
    Extender { source, signs, start, out, frames: vec![Frame::default()] }.extend(pieces)
}

/// An element that is open, or an inline note that may be.
#[derive(Default)]
struct Frame {
    /// For a note: where its sign stands among the pieces.
    note: Option<usize>,
    /// Square brackets that are open within a note.
    brackets: usize,
    /// Where the sign of an open mark stands among the pieces.
    mark: Option<usize>,
    /// The same for text that was put in later.
    insertion: Option<usize>,
    /// Whether links may not stand here.
    linked: bool,
}

struct Extender<'a> {
    source: &'a str,
    signs: Signs<'a>,
    /// Where the block begins.
    start: usize,
    out: Pieces<'a>,
    frames: Vec<Frame>,
}

/// The signs that may begin or end something; what else does is an abbreviation.
static IS_SIGN: [bool; 256] = {
    let (signs, mut is_sign, mut at) = (b"=^:+~[]#@", [false; 256], 0);
    while at < signs.len() {
        is_sign[signs[at] as usize] = true;
        at += 1;
    }
    is_sign
};

impl<'a> Extender<'a> {
    fn extend(mut self, pieces: Pieces<'a>) -> Pieces<'a> {
        for (piece, range) in pieces {
            match &piece {
                Piece::Markdown(Event::Start(tag)) => {
                    let linked = self.linked() || matches!(tag, Tag::Link { .. } | Tag::Image { .. });
                    self.frames.push(Frame { linked, ..Frame::default() });
                }
                Piece::Markdown(Event::End(_)) => while self.frames.pop().is_some_and(|frame| frame.note.is_some()) {},
                Piece::Markdown(Event::Text(text)) if is_typed(self.source, text, &range) => {
                    self.text(range);
                    continue;
                }
                _ => {}
            }
            self.out.push((piece, range));
        }
        self.out
    }

    fn linked(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.linked)
    }

    fn push(&mut self, piece: Piece<'a>, range: Range<usize>) {
        self.out.push((piece, range));
    }

    fn push_text(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            let text = CowStr::Borrowed(&self.source[range.clone()]);
            self.push(Piece::Markdown(Event::Text(text)), range);
        }
    }

    fn text(&mut self, range: Range<usize>) {
        let source = self.source;
        let escaped = is_escaped(source, range.start);
        let addresses = if self.linked() { Vec::new() } else { autolink::find(source, range.clone()) };
        let mut addresses = addresses.into_iter().peekable();
        let mut from = range.start;
        let mut at = range.start + usize::from(escaped);
        while at < range.end {
            while addresses.next_if(|address| address.start < from).is_some() {}
            if let Some(address) = addresses.next_if(|address| address.start <= at) {
                self.push_text(from..address.start);
                from = address.end;
                at = address.end;
                self.push(Piece::Address(&source[address.clone()]), address);
                continue;
            }
            if self.signs.abbreviations.is_empty() {
                let end = addresses.peek().map_or(range.end, |address| address.start.min(range.end));
                let plain = source.as_bytes()[at..end].iter().take_while(|byte| !IS_SIGN[usize::from(**byte)]).count();
                if plain > 0 {
                    at += plain;
                    continue;
                }
            }
            let length = match source.as_bytes()[at] {
                b'=' if self.signs.marks => self.mark(at, &range, &mut from),
                b'^' if self.signs.notes && source[at..range.end].starts_with("^[") && !self.linked() => {
                    self.push_text(from..at);
                    self.push_text(at..at + 2);
                    let note = Some(self.out.len() - 1);
                    self.frames.push(Frame { note, linked: self.linked(), ..Frame::default() });
                    from = at + 2;
                    2
                }
                b':' if self.signs.emoji => self.emoji(at, range.end, &mut from),
                b'+' if self.signs.keys => self.keys(at, range.end, &mut from),
                b'^' | b'+' if self.signs.insertions && source[at + 1..range.end].starts_with(&source[at..=at]) => {
                    self.insertion(at, range.end, &mut from)
                }
                b'^' | b'~' => self.script(at, range.end, &mut from),
                b'[' => {
                    if let Some(frame) = self.frames.last_mut() {
                        frame.brackets += 1;
                    }
                    1
                }
                b']' => self.bracket(at, &mut from),
                b'#' if self.signs.tags && !self.linked() => {
                    match tag::at(source, self.start, at, range.end, self.signs.dots) {
                        Some(name) => {
                            self.push_text(from..at);
                            from = at + 1 + name.len();
                            self.push(Piece::Tag(name), at..from);
                            1 + name.len()
                        }
                        None => 1,
                    }
                }
                b'@' if !self.signs.mentions.is_empty() && !self.linked() => self.mention(at, range.end, &mut from),
                _ => self.abbreviation(at, range.end, &mut from),
            };
            at += length;
        }
        self.push_text(from..range.end);
    }

    /// Reads a run of `=`; gives its length.
    fn mark(&mut self, at: usize, range: &Range<usize>, from: &mut usize) -> usize {
        let length = self.source[at..range.end].bytes().take_while(|byte| *byte == b'=').count();
        if length != 2 {
            return length;
        }
        let (closes, opens) = mark::role(self.source, at);
        let open = self.frames.last().and_then(|frame| frame.mark).filter(|_| closes);
        if open.is_none() && !opens {
            return length;
        }
        self.push_text(*from..at);
        *from = at + 2;
        let Some(frame) = self.frames.last_mut() else { return length };
        if let Some(open) = open {
            frame.mark = None;
            self.out[open].0 = Piece::MarkStart;
            self.push(Piece::MarkEnd, at..at + 2);
        } else {
            frame.mark.get_or_insert(self.out.len());
            self.push_text(at..at + 2);
        }
        length
    }

    /// Reads a run of `^`, two of which begin or end text that was put in later; gives its length.
    fn insertion(&mut self, at: usize, end: usize, from: &mut usize) -> usize {
        let sign = self.source.as_bytes()[at];
        let length = self.source[at..end].bytes().take_while(|byte| *byte == sign).count();
        let (closes, opens) = mark::role(self.source, at);
        // One that waits for the other sign waits no longer.
        let begun = self.frames.last().and_then(|frame| frame.insertion);
        let begun = begun.filter(|begun| self.source.as_bytes()[self.out[*begun].1.start] == sign);
        let open = begun.filter(|_| closes);
        if length != 2 || (open.is_none() && !opens) {
            return length;
        }
        self.push_text(*from..at);
        *from = at + 2;
        let Some(frame) = self.frames.last_mut() else { return length };
        if let Some(open) = open {
            frame.insertion = None;
            self.out[open].0 = Piece::Html("<ins>".into());
            self.push(Piece::Html("</ins>".into()), at..at + 2);
        } else {
            frame.insertion = begun.or(Some(self.out.len()));
            self.push_text(at..at + 2);
        }
        length
    }

    /// Reads a `:`, which may begin the name of an emoji; gives the length.
    fn emoji(&mut self, at: usize, end: usize, from: &mut usize) -> usize {
        let Some((sign, length)) = emoji::at(&self.source[..end], at) else { return 1 };
        self.push_text(*from..at);
        *from = at + length;
        let piece = match sign {
            emoji::Sign::Emoji(emoji) => Piece::Markdown(Event::Text(emoji.into())),
            emoji::Sign::Icon => Piece::Icon,
        };
        self.push(piece, at..at + length);
        length
    }

    /// Reads a `+`, which may begin keys; gives the length.
    fn keys(&mut self, at: usize, end: usize, from: &mut usize) -> usize {
        let Some(inside) = keys::inside(&self.source[at..end]) else { return 1 };
        let all = at..at + inside.len() + 4;
        self.push_text(*from..at);
        let mut start = at + 2;
        for (number, key) in inside.split('+').enumerate() {
            let place = start..start + key.len();
            start = place.end + 1;
            if number > 0 {
                self.push_text(place.start - 1..place.start);
            }
            self.push(Piece::Html("<kbd>".into()), place.clone());
            self.push(Piece::Markdown(Event::Text(keys::label(key).into())), place.clone());
            self.push(Piece::Html("</kbd>".into()), place);
        }
        *from = all.end;
        all.len()
    }

    /// Reads a `@`, which may begin the name of somebody; gives the length.
    fn mention(&mut self, at: usize, end: usize, from: &mut usize) -> usize {
        let Some(name) = tag::mentioned(self.source, self.start, at, end) else { return 1 };
        let place = at..at + 1 + name.len();
        self.push_text(*from..at);
        *from = place.end;
        let link = Tag::Link {
            link_type: LinkType::WikiLink { has_pothole: true },
            dest_url: format!("{}{name}", self.signs.mentions).into(),
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        };
        self.push(Piece::Markdown(Event::Start(link)), place.clone());
        self.push_text(place.clone());
        self.push(Piece::Markdown(Event::End(TagEnd::Link)), place);
        1 + name.len()
    }

    /// Reads what may be the beginning of an abbreviation; gives the length.
    fn abbreviation(&mut self, at: usize, end: usize, from: &mut usize) -> usize {
        if self.signs.abbreviations.is_empty() || !self.source.is_char_boundary(at) {
            return 1;
        }
        let Some((word, meaning)) = self.signs.abbreviations.at(&self.source[..end], at) else { return 1 };
        let place = at..at + word.len();
        self.push_text(*from..at);
        let mut tag = Html::default();
        tag.push("<abbr");
        tag.attribute("title", meaning);
        tag.push(">");
        self.push(Piece::Html(tag.text.into()), place.clone());
        self.push_text(place.clone());
        self.push(Piece::Html("</abbr>".into()), place.clone());
        *from = place.end;
        word.len()
    }

    /// Reads a `^` or `~`, which may begin a superscript or subscript; gives the length.
    fn script(&mut self, at: usize, end: usize, from: &mut usize) -> usize {
        let source = self.source;
        let Some(inner) = script::inside(&source[at..end]) else { return 1 };
        let (start, close) = (at + 1, at + 1 + inner.len());
        let (tag, tag_end) = match source.as_bytes()[at] {
            b'^' => (Tag::Superscript, TagEnd::Superscript),
            _ => (Tag::Subscript, TagEnd::Subscript),
        };
        self.push_text(*from..at);
        self.push(Piece::Markdown(Event::Start(tag)), at..start);
        self.push_text(start..close);
        self.push(Piece::Markdown(Event::End(tag_end)), close..close + 1);
        *from = close + 1;
        close + 1 - at
    }

    /// Reads a `]`, which may end an inline note; gives its length.
    fn bracket(&mut self, at: usize, from: &mut usize) -> usize {
        let Some(frame) = self.frames.last_mut() else { return 1 };
        if frame.brackets > 0 {
            frame.brackets -= 1;
        } else if let Some(open) = frame.note {
            self.frames.pop();
            self.push_text(*from..at);
            *from = at + 1;
            self.out[open].0 = Piece::NoteStart;
            self.push(Piece::NoteEnd, at..at + 1);
        }
        1
    }
}
