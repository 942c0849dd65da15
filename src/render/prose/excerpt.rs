//! What is shown of a text where there is no room for it: its first paragraph, in plain words.

use std::borrow::Cow;
use std::ops::Range;

use super::{Echoes, Host, Page};
use crate::base::config::Config;
use crate::gather::reader::Reader;
use crate::read::essay::Essay;
use crate::read::html::{Hole, HoleKind};
use crate::read::passage;
use crate::render::address::Base;

/// The most of a paragraph that is looked at for an excerpt, in bytes of HTML.
const LONGEST_EXCERPT: usize = 4096;

/// What most words are shorter than, in bytes.
const LONG_WORD: usize = 32;

/// The most paragraphs in which words are looked for: some have pictures alone.
const MOST_TEXTS: usize = 8;

/// The first paragraph in `place` that has words, of `essay` with the opened prose `text`; as plain text of at
/// most `most` bytes, empty where there is none. A list without paragraphs has its first item.
pub fn excerpt(
    reader: &Reader<'_>,
    (essay, text): (&Essay, &str),
    place: Range<usize>,
    config: &Config,
    most: usize,
) -> Box<str> {
    let texts = essay.body.prose.texts_in(&place).take(MOST_TEXTS);
    let mut spoken = texts.map(|place| spoken(reader, (essay, text), place, config, most));
    passage::beginning(&spoken.find(|text| !text.is_empty()).unwrap_or_default(), most)
}

/// The same of the block in `place`: all of its words if it has no paragraph.
pub fn block_excerpt(
    reader: &Reader<'_>,
    (essay, text): (&Essay, &str),
    place: Range<usize>,
    config: &Config,
    most: usize,
) -> Box<str> {
    let found = excerpt(reader, (essay, text), place.clone(), config, most);
    if found.is_empty() { passage::beginning(&spoken(reader, (essay, text), place, config, most), most) } else { found }
}

/// The words of a stretch of the text of `essay`, in one line: all that fit into `most` bytes, and one more.
fn spoken(
    reader: &Reader<'_>,
    (essay, text): (&Essay, &str),
    place: Range<usize>,
    config: &Config,
    most: usize,
) -> String {
    let place = place.start..text.floor_char_boundary(place.end.min(place.start + LONGEST_EXCERPT));
    let base = Base::absolute(String::new(), config);
    let echoes = Echoes::default();
    let mut page = Page::new(reader, &base, config, &echoes);
    let host = Host { essay, text, links: None, prefix: "", below: 0 };
    // Where links lead is not said; a note is not part of the text, and an embed another text.
    let spoken = |hole: &Hole| matches!(hole.kind, HoleKind::Label | HoleKind::Tag);
    page.html.reserve(place.len());
    page.write_some(place, &host, spoken);
    plain(&page.html, most)
}

/// The text of HTML that crosslight wrote, in one line, with what the writer may have put in: the words that
/// fit into `most` bytes, and one more.
fn plain(html: &str, most: usize) -> String {
    let mut line = String::with_capacity(html.len().min(most + LONG_WORD));
    // Whether what comes next is a word of its own.
    let mut apart = false;
    let mut rest = html;
    loop {
        let (before, tag) = rest.split_once('<').unwrap_or((rest, ""));
        let text = unescaped(before);
        let is_blank = |sign: char| sign.is_ascii_whitespace();
        apart |= text.starts_with(is_blank);
        for word in text.split_ascii_whitespace() {
            if apart && !line.is_empty() {
                if line.len() > most {
                    return line;
                }
                line.push(' ');
            }
            line.push_str(word);
            apart = true;
        }
        if !text.is_empty() {
            apart = text.ends_with(is_blank);
        }
        if tag.is_empty() {
            return line;
        }
        let end = if tag.starts_with("!--") { "-->" } else { ">" };
        // Cells stand apart on the page.
        apart |= tag.starts_with("/td>") || tag.starts_with("/th>");
        rest = tag.split_once(end).map_or("", |(_, after)| after);
    }
}

/// Text of HTML as it is read.
fn unescaped(text: &str) -> Cow<'_, str> {
    let mut text = Cow::from(text);
    if text.contains('&') {
        for (entity, sign) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            text = text.replace(entity, sign).into();
        }
    }
    text
}
