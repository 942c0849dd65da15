//! The known word that a slip of the pen means.

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
