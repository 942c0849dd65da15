//! A text with stretches replaced, which remembers where everything was.
//!
//! What writers type beyond CommonMark is sometimes rewritten before the parser sees it. Places in
//! what the parser saw lead back to the bytes that were typed.

use std::borrow::Cow;
use std::ops::Range;

/// A stretch of a text and what stands there instead. Stretches are in order and do not overlap.
pub type Patch = (Range<usize>, String);

/// Patches in order, without those that change nothing, and of two for one stretch the first alone.
pub fn in_order(mut patches: Vec<Patch>) -> Vec<Patch> {
    patches.retain(|(place, new)| !place.is_empty() || !new.is_empty());
    patches.sort_by_key(|(place, _)| (place.start, place.end));
    let mut end = 0;
    patches.retain(|(place, _)| {
        let apart = place.start >= end;
        end = end.max(place.end);
        apart
    });
    patches
}

/// A text after any number of rounds of patches.
#[derive(Debug)]
pub struct Patched<'a> {
    text: Cow<'a, str>,
    /// For each round: where each patch stands now, and where it stood.
    rounds: Vec<Vec<(Range<usize>, Range<usize>)>>,
}

impl<'a> Patched<'a> {
    /// The text as it was typed.
    pub fn new(text: &'a str) -> Self {
        Self { text: Cow::Borrowed(text), rounds: Vec::new() }
    }

    /// The text as it is now.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Applies a round of patches.
    pub fn apply(&mut self, patches: Vec<Patch>) {
        if patches.is_empty() {
            return;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut round = Vec::with_capacity(patches.len());
        let mut from = 0;
        for (old, new) in patches {
            text.push_str(&self.text[from..old.start]);
            let start = text.len();
            text.push_str(&new);
            from = old.end;
            round.push((start..text.len(), old));
        }
        text.push_str(&self.text[from..]);
        self.text = Cow::Owned(text);
        self.rounds.push(round);
    }

    /// Where a stretch of the present text was typed. What a patch put there stands for all that it
    /// replaced.
    pub fn origin(&self, place: Range<usize>) -> Range<usize> {
        self.rounds.iter().rev().fold(place, |place, round| {
            let start = back(round, place.start, |old| old.start);
            let last = |old: &Range<usize>| old.end.wrapping_sub(1);
            let end = if place.is_empty() { start } else { back(round, place.end - 1, last).wrapping_add(1) };
            start..end.max(start)
        })
    }
}

/// Where the byte at `at` was before a round. `edge` is taken of a stretch that was replaced.
fn back(round: &[(Range<usize>, Range<usize>)], at: usize, edge: impl Fn(&Range<usize>) -> usize) -> usize {
    let before = round.partition_point(|(new, _)| new.start <= at);
    match before.checked_sub(1).map(|last| &round[last]) {
        Some((new, old)) if at < new.end => edge(old),
        Some((new, old)) => at - new.end + old.end,
        None => at,
    }
}

#[cfg(test)]
mod tests {
    use super::Patched;

    #[test]
    fn places_lead_back() {
        let typed = "one %%two%% three {x} four";
        let mut text = Patched::new(typed);
        text.apply(vec![(4..12, String::new()), (18..21, "yyyyy".into())]);
        assert_eq!(text.text(), "one three yyyyy four");
        text.apply(vec![(0..3, "1".into())]);
        assert_eq!(text.text(), "1 three yyyyy four");
        let was = |now: &str| {
            let at = text.text().find(now).unwrap();
            &typed[text.origin(at..at + now.len())]
        };
        for (now, then) in
            [("1", "one"), ("three", "three"), ("yyy", "{x}"), ("four", "four"), ("e yyyyy f", "e {x} f")]
        {
            assert_eq!(was(now), then);
        }
    }
}
