//! The text of one block, with what crosslight knows beyond the parser: marks, inline
//! notes, superscripts, tags, bare addresses, block ids.
//!
//! It works on what the parser left as text, never on code, maths or HTML, and looks at each byte
//! once. Opening and closing signs belong together only where they stand in the same element.

mod piece;
mod signs;
mod text;

use std::ops::Range;
use std::sync::LazyLock;

use memchr::{memchr, memchr2_iter, memchr3, memmem};
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use crate::read::syntax::{block, embed, tag};

use piece::is_typed;

pub use piece::{Piece, Pieces};
pub use signs::Signs;

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
    extended.pieces = text::extend(source, signs, block.start, pieces);
    extended
}

/// What some addresses begin with. To prepare the look for it takes longer than to look through a block.
static WWW: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("www."));

/// Whether a block needs a closer look. Most do not, and every block is asked: a loop over its bytes
/// was 4 % of a build, so each question is put to many bytes at a time.
fn may_hold_syntax(block: &[u8]) -> bool {
    let pair = |at: usize| block.get(at..at + 2).unwrap_or_default();
    memchr3(b'^', b'#', b'~', block).is_some()
        || memchr(b'@', block).is_some()
        || memchr2_iter(b'=', b'$', block).any(|at| matches!(pair(at), b"==" | b"$$"))
        || memchr2_iter(b':', b'[', block)
            .any(|at| pair(at + 1) == b"//" || pair(at) == b"[^" || (pair(at) == b"[[" && block[..at].ends_with(b"!")))
        || WWW.find(block).is_some()
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
