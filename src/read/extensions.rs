//! The text of one block, with what crosslight knows beyond the parser: marks, inline
//! notes, superscripts, tags, bare addresses, block ids.
//!
//! It works on what the parser left as text, never on code, maths or HTML, and looks at each byte
//! once. Opening and closing signs belong together only where they stand in the same element.

use std::ops::Range;

use memchr::{memchr, memchr2_iter, memchr3, memmem};
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use crate::base::config::Config;
use crate::read::html::Html;
use crate::read::syntax::abbreviation::Abbreviations;
use crate::read::syntax::{autolink, block, embed, emoji, is_escaped, keys, mark, script, tag};

/// What writers may type in the text of a block, where that is up to the book.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the book")]
pub struct Signs<'a> {
    tags: bool,
    marks: bool,
    notes: bool,
    /// Whether a dot may stand in a tag.
    dots: bool,
    /// What stands before the name in the link that `@name` is; nothing if it is none.
    mentions: &'a str,
    emoji: bool,
    keys: bool,
    insertions: bool,
    abbreviations: &'a Abbreviations,
}

impl<'a> Signs<'a> {
    /// Those of a book with these settings, in an essay with these abbreviations.
    pub fn new(config: &'a Config, abbreviations: &'a Abbreviations) -> Self {
        let settings = &config.markdown;
        Self {
            tags: settings.inline_tags,
            marks: settings.marks,
            notes: settings.inline_footnotes,
            dots: config.book.name_separator == ".",
            mentions: &settings.mentions,
            emoji: settings.emoji,
            keys: settings.keys,
            insertions: settings.insertions,
            abbreviations,
        }
    }
}

/// A piece of the text of a block.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece<'a> {
    /// As the parser has it.
    Markdown(Event<'a>),
    MarkStart,
    MarkEnd,
    NoteStart,
    NoteEnd,
    /// A tag without its `#`.
    Tag(&'a str),
    /// An address without brackets round it.
    Address(&'a str),
    /// A tag of HTML, written as it is.
    Html(CowStr<'a>),
    /// A picture of a theme, by its name between colons, of which nothing is shown.
    Icon,
}

/// The pieces of a block, each with its place.
pub type Pieces<'a> = Vec<(Piece<'a>, Range<usize>)>;

/// An extended block.
#[derive(Debug, Default)]
pub struct Extended<'a> {
    pub pieces: Pieces<'a>,
    /// The block's id, with its `^`.
    pub id: Option<Range<usize>>,
    /// Where wikilinks start that name the essay above this one (`#[[x]]`).
    pub parents: Vec<usize>,
    /// Where wikilinks start that name an essay below this one (`[[x]]#`).
    pub children: Vec<usize>,
}

/// Weaves the text of one block. `source` is what it was read from; `with_id` says whether a block id
/// may stand at the end.
pub fn extend<'a>(source: &'a str, pieces: Pieces<'a>, with_id: bool, signs: Signs<'a>) -> Extended<'a> {
    let mut extended = Extended { pieces, ..Extended::default() };
    let (Some((_, first)), Some((_, last))) = (extended.pieces.first(), extended.pieces.last()) else {
        return extended;
    };
    let block = first.start..last.end.max(first.end);
    let bytes = &source.as_bytes()[block.clone()];
    if !may_hold_syntax(bytes) && !may_hold_signs(bytes, signs) {
        return extended;
    }
    merge(source, &mut extended.pieces);
    if with_id {
        extended.id = take_id(source, &mut extended.pieces);
    }
    let mut pieces = std::mem::take(&mut extended.pieces);
    folgezettel(source, &mut pieces, &mut extended);
    let out = Vec::with_capacity(pieces.len() + 8);
    extended.pieces =
        Extender { source, signs, start: block.start, out, frames: vec![Frame::default()] }.extend(pieces);
    extended
}

/// Whether a block needs a closer look. Most do not, and every block is asked: a loop over its bytes
/// was 4 % of a build, so each question is put to many bytes at a time.
fn may_hold_syntax(block: &[u8]) -> bool {
    let pair = |at: usize| block.get(at..at + 2).unwrap_or_default();
    memchr3(b'^', b'#', b'~', block).is_some()
        || memchr(b'@', block).is_some()
        || memchr2_iter(b'=', b'$', block).any(|at| matches!(pair(at), b"==" | b"$$"))
        || memchr2_iter(b':', b'[', block)
            .any(|at| pair(at + 1) == b"//" || pair(at) == b"[^" || (pair(at) == b"[[" && block[..at].ends_with(b"!")))
        || memmem::find(block, b"www.").is_some()
}

/// The same for what is up to the book.
fn may_hold_signs(block: &[u8], signs: Signs<'_>) -> bool {
    !signs.abbreviations.is_empty()
        || (signs.emoji && memchr(b':', block).is_some())
        || ((signs.keys || signs.insertions) && memmem::find(block, b"++").is_some())
}

/// Makes one piece of runs of text that stand in the source as they are.
fn merge<'a>(source: &'a str, pieces: &mut Pieces<'a>) {
    for (piece, range) in pieces.iter_mut() {
        if let Piece::Markdown(event) = piece {
            as_meant(source, event, range);
        }
    }
    pieces.dedup_by(|(piece, range), (last, last_range)| {
        let (Piece::Markdown(Event::Text(text)), Piece::Markdown(Event::Text(last))) = (piece, last) else {
            return false;
        };
        let one = last_range.end == range.start && is_typed(source, text, range) && is_typed(source, last, last_range);
        if one {
            last_range.end = range.end;
            *last = CowStr::Borrowed(&source[last_range.clone()]);
        }
        one
    });
}

/// Whether text is a stretch of the source: no entity, no escape, no quotation mark turned. Where it
/// lies in memory says so at once, however long it is.
fn is_typed(source: &str, text: &str, range: &Range<usize>) -> bool {
    text.len() == range.len() && source.get(range.clone()).is_some_and(|typed| typed.as_ptr() == text.as_ptr())
}

/// A single word between single tildes is a subscript; the parser takes it for a deletion.
fn as_meant(source: &str, event: &mut Event<'_>, range: &Range<usize>) {
    let subscript = || {
        let inside = source.get(range.start + 1..range.end.saturating_sub(1)).unwrap_or_default();
        !inside.starts_with('~') && !inside.contains(char::is_whitespace)
    };
    match event {
        Event::Start(Tag::Strikethrough) if subscript() => *event = Event::Start(Tag::Subscript),
        Event::End(TagEnd::Strikethrough) if subscript() => *event = Event::End(TagEnd::Subscript),
        _ => {}
    }
}

/// Takes the block id from the end, with the line break before it.
fn take_id<'a>(source: &'a str, pieces: &mut Pieces<'a>) -> Option<Range<usize>> {
    let (Piece::Markdown(Event::Text(text)), range) = pieces.last_mut()? else { return None };
    if !is_typed(source, text, range) {
        return None;
    }
    let id = block::id_at_end(text)?;
    let place = range.start + id.start..range.start + id.end;
    let rest = text[..id.start].trim_end().len();
    let breaks_before = rest == 0;
    range.end = range.start + rest;
    *text = CowStr::Borrowed(&source[range.clone()]);
    if breaks_before {
        pieces.pop();
        if matches!(pieces.last(), Some((Piece::Markdown(Event::SoftBreak | Event::HardBreak), _))) {
            pieces.pop();
        }
    }
    Some(place)
}

/// Takes out the signs round wikilinks: `#[[x]]`, `[[x]]#` and Foam's `content![[x]]`.
fn folgezettel<'a>(source: &'a str, pieces: &mut Pieces<'a>, extended: &mut Extended<'a>) {
    let mut in_wikilink = false;
    for at in 0..pieces.len() {
        let (before, rest) = pieces.split_at_mut(at);
        let (Piece::Markdown(event), range) = &rest[0] else { continue };
        if let Event::Start(Tag::Link { link_type, .. }) = event {
            in_wikilink = matches!(link_type, LinkType::WikiLink { .. });
        }
        match event {
            Event::Start(Tag::Link { link_type: LinkType::WikiLink { .. }, .. })
                if trim_end(source, before, range.start, |text| text.strip_suffix('#')) =>
            {
                extended.parents.push(range.start);
            }
            Event::Start(Tag::Image { link_type: LinkType::WikiLink { .. }, .. }) => {
                trim_end(source, before, range.start, embed::without_foam_prefix);
            }
            Event::End(TagEnd::Link) if std::mem::take(&mut in_wikilink) => {
                let (start, end) = (range.start, range.end);
                if let Some((Piece::Markdown(Event::Text(text)), next)) = rest.get_mut(1)
                    && next.start == end
                    && is_typed(source, text, next)
                    && text.starts_with('#')
                    && !text[1..].starts_with(|c: char| c == '#' || tag::may_hold(c))
                {
                    next.start += 1;
                    *text = CowStr::Borrowed(&source[next.clone()]);
                    extended.children.push(start);
                }
            }
            _ => {}
        }
    }
}

/// Shortens the text that ends at `end` by what `strip` takes off, if that begins a word.
fn trim_end<'a>(
    source: &'a str,
    pieces: &mut [(Piece<'a>, Range<usize>)],
    end: usize,
    strip: impl Fn(&str) -> Option<&str>,
) -> bool {
    let Some((Piece::Markdown(Event::Text(text)), range)) = pieces.last_mut() else { return false };
    if range.end != end || !is_typed(source, text, range) {
        return false;
    }
    let Some(kept) = strip(text).map(str::len) else { return false };
    let begins = source[..range.start + kept].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(');
    if begins {
        range.end = range.start + kept;
        *text = CowStr::Borrowed(&source[range.clone()]);
    }
    begins
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
