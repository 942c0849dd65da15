//! The words that an essay uses often: what two essays may have in common without saying so. Code is
//! left out: two essays that show the same language are not about the same subject.
//!
//! Which of them are rare, and so tell something, is only known once the whole book has been read
//! (see [`crate::gather::related`]).

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;
use memchr::{memchr, memchr_iter, memchr2, memmem};
use xxhash_rust::xxh3::xxh3_64;

/// The most words that are kept of an essay.
const MOST: usize = 48;

/// The least a word must have, in bytes: shorter ones hold sentences together.
const SHORTEST: usize = 5;

/// The most.
const LONGEST: usize = 40;

/// In how many bytes there is a word that did not come before, more or less.
const SPARSE: usize = 32;

/// How often an essay must use a word.
const OFTEN: u32 = 2;

/// The words of an essay.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Keywords {
    /// Those that it uses more than once, the most used first, in lower case, with a space between them.
    pub often: Box<str>,
    /// All of some length, hashed, in order. Whether a word is rare in a book is to be seen from all
    /// essays that have it.
    pub all: Box<[u32]>,
}

/// The words in the text of `html`.
pub fn keywords(html: &str) -> Keywords {
    // Each by its hash: how often it comes, and where first. Two with one hash would count as one.
    let mut counts: HashMap<u64, (u32, Range<usize>), FixedState> = HashMap::default();
    counts.reserve(html.len() / SPARSE);
    words(html.as_bytes(), |word, place| counts.entry(xxh3_64(word)).or_insert((0, place)).0 += 1);
    let mut all: Vec<u32> = counts.keys().map(|hash| short(*hash)).collect();
    all.sort_unstable();
    let often = counts.into_values().filter(|(count, _)| *count >= OFTEN);
    let often = often.filter_map(|(count, place)| Some((Reverse(count), Lower(html.get(place)?))));
    let mut often: Vec<(Reverse<u32>, Lower<'_>)> = often.collect();
    if often.len() > MOST {
        often.select_nth_unstable(MOST);
        often.truncate(MOST);
    }
    often.sort_unstable();
    let mut words = often.iter().map(|(_, word)| word.0).collect::<Vec<_>>().join(" ");
    words.make_ascii_lowercase();
    Keywords { often: words.into(), all: all.into() }
}

/// A word, ordered as if it were in lower case.
#[derive(PartialEq, Eq)]
struct Lower<'a>(&'a str);

impl Ord for Lower<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let lower = |word: &Self| word.0.bytes().map(|byte| byte.to_ascii_lowercase());
        lower(self).cmp(lower(other))
    }
}

impl PartialOrd for Lower<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A word in [`Keywords::all`].
pub fn hash(word: &[u8]) -> u32 {
    short(xxh3_64(word))
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half of a hash")]
fn short(hash: u64) -> u32 {
    hash as u32
}

/// Elements whose text is for machines.
const UNSPOKEN: [&[u8]; 3] = [b"pre", b"script", b"style"];

/// The last byte of the tag or comment that begins `html`, or of what is in an element which nobody
/// reads as prose.
fn unspoken(html: &[u8]) -> usize {
    if html.starts_with(b"<!--") {
        return memmem::find(html, b"-->").map_or(html.len(), |at| at + 2);
    }
    let end = memchr(b'>', html).unwrap_or(html.len());
    let is = |at: usize, name: &[u8]| {
        html.get(at..at + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
            && html.get(at + name.len()).is_none_or(|after| !after.is_ascii_alphanumeric())
    };
    let Some(name) = UNSPOKEN.into_iter().find(|name| is(1, name)) else { return end };
    let close = memchr_iter(b'<', &html[1..]).map(|at| at + 1);
    let mut close = close.filter(|at| html.get(at + 1) == Some(&b'/') && is(at + 2, name));
    close.next().map_or(html.len(), |at| at - 1)
}

/// Each letter of ASCII in lower case, 0 for its other signs, and what is not of ASCII as it is.
static LOWER: [u8; 256] = {
    let mut lower = [0; 256];
    let mut sign = u8::MAX;
    while sign > 0 {
        lower[sign as usize] =
            if sign.is_ascii() && !sign.is_ascii_alphabetic() { 0 } else { sign.to_ascii_lowercase() };
        sign -= 1;
    }
    lower
};

/// Gives the words of some length in HTML, outside its tags and outside code, in lower case, each with its place.
fn words(html: &[u8], mut give: impl FnMut(&[u8], Range<usize>)) {
    let mut start = 0;
    while start < html.len() {
        let end = memchr2(b'<', b'&', &html[start..]).map_or(html.len(), |at| start + at);
        words_of_text(html, start..end, &mut give);
        start = end + 1;
        match html.get(end) {
            Some(b'<') => start += unspoken(&html[end..]),
            // `&lt;` and the like
            Some(b'&') => start += memchr(b';', &html[end..(end + 8).min(html.len())]).unwrap_or(0),
            _ => {}
        }
    }
}

/// The same for a stretch without tags. Most words are short: where the last byte that one of some length would need is
/// none of a word, no such word begins before it.
fn words_of_text(html: &[u8], text: Range<usize>, give: &mut impl FnMut(&[u8], Range<usize>)) {
    let is_in_word = |at: &usize| match LOWER[usize::from(html[*at])] {
        0 => false,
        0x80.. => is_letter(html, *at),
        _ => true,
    };
    let mut folded = [0; LONGEST];
    let mut start = text.start;
    while start + SHORTEST <= text.end {
        let probe = start + SHORTEST - 1;
        if !is_in_word(&probe) {
            start = probe + 1;
            continue;
        }
        if let Some(before) = (start..probe).rev().find(|at| !is_in_word(at)) {
            start = before + 1;
            continue;
        }
        let end = (probe + 1..text.end).find(|at| !is_in_word(at)).unwrap_or(text.end);
        if let Some(folded) = folded.get_mut(..end - start) {
            for (folded, byte) in folded.iter_mut().zip(&html[start..end]) {
                *folded = LOWER[usize::from(*byte)];
            }
            give(folded, start..end);
        }
        start = end + 1;
    }
}

/// Whether the byte at `at`, which is not of ASCII, is part of a word. All are but for the punctuation of
/// U+2000 to U+207F and of Latin-1: quotation marks and dashes.
fn is_letter(html: &[u8], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map_or(0, |at| html[at]);
    match html[at] {
        0xe2 => !matches!(html.get(at + 1), Some(0x80 | 0x81)),
        0xc2 => false,
        0x80 | 0x81 if before(1) == 0xe2 => false,
        0x80..=0xbf if before(1) == 0xc2 => false,
        0x80..=0xbf if before(2) == 0xe2 => !matches!(before(1), 0x80 | 0x81),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    fn keywords(html: &str) -> Box<str> {
        super::keywords(html).often
    }

    #[test]
    fn words_that_come_often_are_kept() {
        let html = "<p title=\"mirror mirror\">Mirror, mirror; “Pyramid” &amp; pyramid — the the the Straße Straße once.</p> mirror";
        assert_eq!(&*keywords(html), "mirror pyramid straße");
        assert_eq!(&*keywords(""), "");
        assert_eq!(&*keywords("<unclosed unclosed unclosed"), "");
        assert_eq!(&*keywords("<pre><code><span>let's lantern</span> lantern</code></pre> house house"), "house");
        assert_eq!(&*keywords("<SCRIPT>\"<b>\" lantern lantern</Script><style>lantern lantern"), "");
        assert_eq!(super::keywords("<script>lantern</script>").all.len(), 0);
        assert_eq!(&*keywords("<preface>lantern</preface> lantern <!-- house > house --> house"), "lantern");
        assert_eq!(&*keywords("\u{2013}wort\u{2013} größer\u{201d} größer\u{a0}größer"), "größer");
    }
}
