//! The known word that a slip of the pen means.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The known word nearest to `typed`, if it is near enough to be meant.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_of(typed, known.into_iter().map(|word| (Letters::of(word), word))).first().copied()
}

/// As [`nearest`], for words whose letters have been looked at already: all words that are as near,
/// in order.
pub fn nearest_of<'a>(typed: &str, known: impl IntoIterator<Item = (Letters, &'a str)>) -> Vec<&'a str> {
    let letters = Letters::of(typed);
    let reach = match letters.count {
        0..=2 => return Vec::new(),
        3..=5 => 1,
        6..=11 => 2,
        _ => 3,
    };
    let near = known
        .into_iter()
        .filter(|(of_word, _)| of_word.is_within(reach, letters))
        .map(|(_, word)| (strsim::damerau_levenshtein(typed, word), word))
        .filter(|(distance, _)| *distance <= reach);
    let mut near: Vec<_> = near.collect();
    near.sort_unstable();
    near.dedup();
    let least = near.first().map(|(distance, _)| *distance);
    near.into_iter().take_while(|(distance, _)| Some(*distance) == least).map(|(_, word)| word).collect()
}

/// Whether `typed` can only be a slip of the pen for `known`: the same but for capitals, accents, hyphens and spaces; or
/// one key that is hit twice or not twice, beside the right one or before it in a name of eight letters or more. Another
/// ending is another word, and so are another digit, another vowel, an umlaut, and a letter more or less.
pub fn is_slip(typed_as: &str, known_as: &str) -> bool {
    let (typed, known) = (bare(typed_as), bare(known_as));
    if typed == known {
        return true;
    }
    // `IV` is another number than `VI`.
    let is_roman = |text: &str| {
        let last = text.rsplit([' ', '-', '_']).next().unwrap_or_default();
        !last.is_empty() && last.chars().all(|c| "IVXLC".contains(c))
    };
    if is_roman(typed_as) || is_roman(known_as) {
        return false;
    }
    let digits = |text: &[char]| text.iter().copied().filter(|c| c.is_numeric()).collect::<Vec<_>>();
    if known.iter().filter(|c| c.is_alphabetic()).count() < LEAST_LETTERS || digits(&typed) != digits(&known) {
        return false;
    }
    let front = typed.iter().zip(&known).take_while(|(a, b)| a == b).count();
    let back = typed.iter().rev().zip(known.iter().rev()).take_while(|(a, b)| a == b).count();
    let back = back.min(typed.len() - front).min(known.len() - front);
    let is_letter = |at: Option<&char>| at.is_some_and(|c| c.is_alphabetic());
    let is_inside = front > 0 && is_letter(typed.get(front - 1)) && is_letter(typed.get(typed.len() - back));
    match (&typed[front..typed.len() - back], &known[front..known.len() - back]) {
        // `Contact` is another word than `Contract`; but a letter that is to stand twice stands once or a third time, and
        // without its vowel no syllable can be said.
        ([], [one]) if is_twice(&known, front) => is_inside && one.is_alphabetic(),
        ([one], []) => is_inside && one.is_alphabetic() && is_twice(&typed, front),
        ([], [one]) => is_inside && is_vowel(*one) && is_unsayable(&typed, front),
        ([one], [other]) => is_inside && are_beside(*one, *other) && !(is_vowel(*one) && is_vowel(*other)),
        ([first, second], known) => *known == [*second, *first] && first.is_alphabetic() && second.is_alphabetic(),
        _ => false,
    }
}

/// The fewest letters of a name in which one is seen to be wrong.
const LEAST_LETTERS: usize = 8;

/// A name without capitals and accents, with one kind of space.
fn bare(text: &str) -> Vec<char> {
    let is_umlaut = |c: char| matches!(c, 'ä' | 'ö' | 'ü' | 'å');
    let plain = |c: char| if is_umlaut(c) { vec![c] } else { c.nfd().filter(|c| !is_combining_mark(*c)).collect() };
    let lower: String = text.nfc().flat_map(char::to_lowercase).collect();
    lower.nfc().flat_map(plain).map(|c| if matches!(c, '-' | '_') { ' ' } else { c }).collect()
}

/// Whether two letters are beside each other on a keyboard.
fn are_beside(a: char, b: char) -> bool {
    const ROWS: [&str; 5] = ["qwertyuiop", "qwertzuiopü", "asdfghjklöä", "zxcvbnm", "yxcvbnm"];
    let pairs = ROWS.iter().flat_map(|row| row.chars().zip(row.chars().skip(1)));
    pairs.into_iter().any(|pair| pair == (a, b) || pair == (b, a))
}

/// Whether the letter at a place stands beside another one that is the same.
fn is_twice(word: &[char], at: usize) -> bool {
    let one = word.get(at);
    at.checked_sub(1).and_then(|before| word.get(before)) == one || word.get(at + 1) == one
}

/// Whether three or more letters that are no vowels stand round a place.
fn is_unsayable(word: &[char], at: usize) -> bool {
    let is_consonant = |c: &&char| c.is_alphabetic() && !is_vowel(**c) && **c != 'y';
    let before = word[..at].iter().rev().take_while(is_consonant).count();
    let after = word[at..].iter().take_while(is_consonant).count();
    before > 0 && after > 0 && before + after > 2
}

fn is_vowel(c: char) -> bool {
    "aeiouäöü".contains(c)
}

/// How many letters a word has, and which: enough to see of nearly all words that they are far from
/// each other, a hundred times faster than by comparing them.
#[derive(Clone, Copy, Debug)]
pub struct Letters {
    count: usize,
    set: u64,
}

impl Letters {
    /// Those of `word`.
    pub fn of(word: &str) -> Self {
        let add = |Self { count, set }, letter| Self { count: count + 1, set: set | 1 << (u32::from(letter) % 64) };
        word.chars().fold(Self { count: 0, set: 0 }, add)
    }

    /// How many there are.
    pub fn count(self) -> usize {
        self.count
    }

    /// Whether words with these letters can be at most `reach` edits apart: an edit changes the
    /// count by one at most, and the set by two letters.
    pub fn is_within(self, reach: usize, other: Self) -> bool {
        self.count.abs_diff(other.count) <= reach && (self.set ^ other.set).count_ones() as usize <= 2 * reach
    }
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn slips_are_told_from_other_words() {
        for (typed, known) in [
            ("the-mirror-tset", "the-mirror-test"),
            ("borowed desk", "Borrowed-Desk"),
            ("hte mirror", "the mirror"),
            ("commumity", "community"),
            ("Cafe", "Café"),
            ("borrrowed desk", "borrowed desk"),
            ("on meetngs", "on meetings"),
            ("open_door", "open door"),
        ] {
            assert!(is_slip(typed, known), "{typed} {known}");
        }
        for (typed, known) in [
            ("Man", "Men"),
            ("Casual", "Causal"),
            ("unclear", "nuclear"),
            ("Section IV", "Section VI"),
            ("foreman", "foremen"),
            ("chapter-1", "chapter-2"),
            ("meeting", "meetings"),
            ("meetings at work", "meeting at work"),
            ("Mutter", "Mütter"),
            ("fighter", "lighter"),
            ("turst", "trust"),
            ("walked", "walker"),
            ("the contact", "the contract"),
            ("through the doors", "though the doors"),
            ("a single county", "a single country"),
            ("the mirror", "the mirrors"),
            ("a2026-11-03", "a2026-11-02"),
        ] {
            assert!(!is_slip(typed, known), "{typed} {known}");
        }
    }
}
