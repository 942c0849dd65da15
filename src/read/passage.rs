//! The passage round a link: what a backlink quotes.
//!
//! Sentences are found by a short search outwards from the link rather than by segmenting whole
//! texts: it looks at the sentence and its neighbours only, however long the essay is.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_128;

use crate::base::spill::{Spill, Spilled};
use crate::read::syntax::heading::Heading;

/// The most of a block that is quoted on either side of the sentence, in bytes.
const AROUND: usize = 280;
/// The most of a sentence on either side of the link, in bytes.
const SENTENCE: usize = 420;

/// A link where it stands: the sentence, what stands round it in the same block, and the heading
/// above. Plain text, so that it can be quoted anywhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Passage {
    text: PassageText,
    cuts: Cuts,
    /// The heading that the block stands under.
    pub heading: Option<Arc<Heading>>,
}

/// Where in a text the sentence begins, the link begins, the link ends, the sentence ends.
type Cuts = [u32; 4];

/// A text that is at hand or not. Two are the same if their hashes are.
#[derive(Clone, Debug)]
struct PassageText {
    hash: u128,
    place: TextPlace,
}

#[derive(Clone, Debug)]
enum TextPlace {
    Hand(Box<str>),
    Spilled(Spilled),
}

/// A passage in words.
#[derive(Debug)]
pub struct Quote<'a> {
    text: Cow<'a, str>,
    cuts: Cuts,
}

impl Passage {
    fn new(text: String, cuts: Cuts, heading: Option<Arc<Heading>>) -> Self {
        let hash = xxh3_128(text.as_bytes());
        Self { text: PassageText { hash, place: TextPlace::Hand(text.into()) }, cuts, heading }
    }

    /// Whether it is the same sentence of the same text, round another link perhaps.
    pub fn is_same_sentence(&self, other: &Self) -> bool {
        let of = |passage: &Self| (passage.cuts[0], passage.cuts[3]);
        self.text == other.text && of(self) == of(other) && self.heading == other.heading
    }

    /// Where its link stands in the text that is quoted.
    pub fn link_place(&self) -> Range<usize> {
        self.cuts[1] as usize..self.cuts[2] as usize
    }

    /// What it says.
    pub fn quote(&self) -> Quote<'_> {
        let text = match &self.text.place {
            TextPlace::Hand(text) => Cow::Borrowed(&**text),
            TextPlace::Spilled(stored) => stored.text().into(),
        };
        Quote { text, cuts: self.cuts }
    }
}

/// Spills the words of passages, if there is room for them.
pub fn spill_to<'a>(passages: impl Iterator<Item = &'a mut Passage>, spill: &Arc<dyn Spill>) {
    let mut all = String::new();
    let mut places = Vec::new();
    for passage in passages {
        let start = all.len();
        all.push_str(&passage.quote().text);
        places.push((&mut passage.text.place, start..all.len()));
    }
    let Some(stored) = Spilled::new(&all, spill) else { return };
    for (place, range) in places {
        *place = TextPlace::Spilled(stored.part(&range));
    }
}

impl PartialEq for PassageText {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash
    }
}

impl Eq for PassageText {}

impl PartialOrd for PassageText {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PassageText {
    fn cmp(&self, other: &Self) -> Ordering {
        self.hash.cmp(&other.hash)
    }
}

impl Hash for PassageText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hash.hash(state);
    }
}

impl Quote<'_> {
    /// The whole sentence.
    pub fn sentence(&self) -> &str {
        &self.text[self.cut(0)..self.cut(3)]
    }

    /// What stands in the block before the sentence, begun with `…` where it was cut.
    pub fn before(&self) -> &str {
        &self.text[..self.cut(0)]
    }

    /// The sentence up to the link.
    pub fn lead(&self) -> &str {
        &self.text[self.cut(0)..self.cut(1)]
    }

    /// The text of the link.
    pub fn link(&self) -> &str {
        &self.text[self.cut(1)..self.cut(2)]
    }

    /// The sentence after the link.
    pub fn tail(&self) -> &str {
        &self.text[self.cut(2)..self.cut(3)]
    }

    /// What stands in the sentence between one place in the text and another.
    pub fn between(&self, from: usize, to: usize) -> &str {
        self.text.get(from..to.min(self.cut(3))).unwrap_or_default()
    }

    /// Where the sentence ends in the text.
    pub fn end(&self) -> usize {
        self.cut(3)
    }

    /// What stands in the block after the sentence, ended with `…` where it was cut.
    pub fn after(&self) -> &str {
        &self.text[self.cut(3)..]
    }

    fn cut(&self, at: usize) -> usize {
        self.cuts[at] as usize
    }
}

/// The beginning of `text`, at most `most` bytes, ended with `…` where it was cut.
pub fn beginning(text: &str, most: usize) -> Box<str> {
    let text = text.trim();
    if text.len() <= most {
        return text.into();
    }
    let end = word_end_before(text, most, 0);
    let end = if end == 0 { text.floor_char_boundary(most) } else { end };
    format!("{}…", text[..end].trim_end()).into()
}

/// The passage round a link of a text that nobody sees: no words.
pub fn unseen(heading: Option<Arc<Heading>>) -> Passage {
    Passage::new(String::new(), [0; 4], heading)
}

/// The passage round the link at `link` in the text of one block.
pub fn cut(block: &str, link: Range<usize>, heading: Option<Arc<Heading>>) -> Passage {
    let sentence = sentence(block, &link);
    let from = word_start_after(block, sentence.start.saturating_sub(AROUND), sentence.start);
    let to = word_end_before(block, sentence.end.saturating_add(AROUND), sentence.end);
    let mut text = String::with_capacity(to - from + 8);
    if from > 0 {
        text.push('…');
    }
    let shift = |at: usize, text: &String| crate::base::span::offset(at - from + text.len());
    let cuts = [sentence.start, link.start, link.end, sentence.end].map(|at| shift(at, &text));
    text.push_str(&block[from..to]);
    if to < block.len() {
        text.push('…');
    }
    Passage::new(text, cuts, heading)
}

/// The sentence that holds the link, without the white space round it.
fn sentence(block: &str, link: &Range<usize>) -> Range<usize> {
    let floor = block.floor_char_boundary(link.start.saturating_sub(SENTENCE));
    let start = (floor..link.start)
        .rev()
        .find(|at| block.is_char_boundary(*at) && ends_before(block, *at))
        .unwrap_or_else(|| word_start_after(block, floor, link.start));
    let start = start + (block[start..link.start].len() - block[start..link.start].trim_start().len());
    let ceiling = block.floor_char_boundary((link.end + SENTENCE).min(block.len()));
    let end = (link.end..=ceiling)
        .find(|at| block.is_char_boundary(*at) && *at > link.start && (*at == block.len() || ends_before(block, *at)))
        .unwrap_or_else(|| word_end_before(block, ceiling, link.end));
    let trimmed = block[link.end..end.max(link.end)].trim_end().len();
    start..link.end + trimmed
}

/// Whether a sentence has just ended at `at`: after `.`, `!`, `?` or `…`, with what closes it, when
/// white space and something that can open a sentence follow; after `。`, `！`, `？` at once.
fn ends_before(block: &str, at: usize) -> bool {
    // Nearly every place follows a letter or a space, which shows at once.
    if at > 0 && block.as_bytes()[at - 1].is_ascii() && !b".!?\"')]".contains(&block.as_bytes()[at - 1]) {
        return false;
    }
    // No further than an abbreviation and its brackets reach.
    let (near, far) = (block.floor_char_boundary(at.saturating_sub(40)), block.floor_char_boundary(at + 40));
    let before = block[near..at].trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']);
    let after = &block[at..far];
    if before.ends_with(['。', '！', '？']) {
        return true;
    }
    if !before.ends_with(['.', '!', '?', '…']) || !after.starts_with(char::is_whitespace) {
        return false;
    }
    let opens = after.trim_start().chars().find(|c| !"\"'“‘«([¿¡—–".contains(*c));
    let abbreviation = before.strip_suffix('.').is_some_and(|word| {
        let word = word.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or(word);
        let single = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
        single || ["e.g", "i.e", "Mr", "Mrs", "Ms", "Dr", "St", "vs", "cf", "Prof"].contains(&word)
    });
    !abbreviation && opens.is_none_or(|c| !c.is_lowercase())
}

/// The first start of a word at or after `at`, at most `limit`.
fn word_start_after(block: &str, at: usize, limit: usize) -> usize {
    let at = block.floor_char_boundary(at);
    if at == 0 {
        return 0;
    }
    match block[at..limit].find(char::is_whitespace) {
        Some(space) => at + space + block[at + space..].chars().next().map_or(0, char::len_utf8),
        None => limit,
    }
}

/// The last end of a word at or before `at`, at least `limit`.
fn word_end_before(block: &str, at: usize, limit: usize) -> usize {
    if at >= block.len() {
        return block.len();
    }
    let at = block.floor_char_boundary(at);
    block[limit..at].rfind(char::is_whitespace).map_or(limit, |space| limit + space)
}

#[cfg(test)]
mod tests {
    use super::{Passage, cut};

    /// The passage round the words in brackets.
    fn round(text: &str) -> Passage {
        let (start, end) = (text.find('[').unwrap(), text.find(']').unwrap() - 1);
        cut(&text.replace(['[', ']'], ""), start..end, None)
    }

    #[track_caller]
    fn check(text: &str, sentence: &str) {
        let passage = round(text);
        let passage = passage.quote();
        assert_eq!([passage.lead(), passage.link(), passage.tail()].concat(), sentence);
        assert_eq!(
            [passage.before(), sentence, passage.after()].concat(),
            text.replace(['[', ']'], ""),
            "nothing of a short block is lost"
        );
    }

    #[test]
    fn the_sentence_is_quoted() {
        check("One. Two has [a link] in it. Three.", "Two has a link in it.");
        check("[All] of it", "All of it");
        check("He said “no.” Then [she] went! Home?", "Then she went!");
        check(
            "As Dr. Who said, e.g. [here], in the U.S. or so. Next.",
            "As Dr. Who said, e.g. here, in the U.S. or so.",
        );
        check("Costs 3.5 or [more]. “So?”", "Costs 3.5 or more.");
        check("第一。第二[链接]在这里。第三。", "第二链接在这里。");
        check("Is it? [Yes.] No.", "Yes.");
    }

    #[test]
    fn long_blocks_are_cut_at_words() {
        let many = "word ".repeat(200);
        let passage = round(&format!("{many}end. Here is [it]. And {many}"));
        let passage = passage.quote();
        assert!(passage.before().starts_with("…word ") && passage.before().len() < 300);
        assert!(passage.after().ends_with("word…") && passage.after().len() < 300);
        let odd = "mot\u{a0}\u{3000}".repeat(150);
        assert!(round(&format!("{odd}[x]{odd}")).quote().lead().len() < 440, "white space of several bytes");
        let passage = round(&format!("{many}[x] {many}"));
        let passage = passage.quote();
        assert!(passage.lead().len() < 440 && passage.tail().len() < 440);
    }
}
