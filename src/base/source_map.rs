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
    /// How long the text was as it was typed.
    typed: usize,
    /// For each round: where each patch stands now, and where it stood.
    rounds: Vec<Vec<(Range<usize>, Range<usize>)>>,
    /// The rounds that have taken away what is shown elsewhere.
    moving: Vec<usize>,
}

impl<'a> Patched<'a> {
    /// The text as it was typed.
    pub fn new(text: &'a str) -> Self {
        Self { text: Cow::Borrowed(text), typed: text.len(), rounds: Vec::new(), moving: Vec::new() }
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

    /// The same, of patches that take away what is shown elsewhere.
    pub fn apply_moving(&mut self, patches: Vec<Patch>) {
        if !patches.is_empty() {
            self.moving.push(self.rounds.len());
            self.apply(patches);
        }
    }

    /// The stretches as they were typed that have words, and for which nothing stands now, or only what `is_nothing`.
    pub fn cut(&self, is_nothing: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
        // The text in pieces: how long each is, and where it was typed, or whether it stands for anything.
        let mut pieces: Vec<(usize, Option<usize>)> = vec![(self.typed, Some(0))];
        let mut moved: Vec<Range<usize>> = Vec::new();
        for (number, round) in self.rounds.iter().enumerate() {
            let mut next = Vec::with_capacity(pieces.len() + 2 * round.len());
            let mut left = pieces.into_iter();
            let mut piece = left.next();
            let mut at = 0;
            // Takes pieces up to `end`, and keeps them or not.
            let mut take =
                |end: usize, mut keep: Option<&mut Vec<(usize, Option<usize>)>>, lost: &mut Vec<Range<usize>>| {
                    while at < end
                        && let Some((length, typed)) = piece
                    {
                        let part = length.min(end - at);
                        match &mut keep {
                            Some(kept) => kept.push((part, typed)),
                            None => lost.extend(typed.map(|start| start..start + part)),
                        }
                        at += part;
                        let rest = (length - part, typed.map(|start| start + part));
                        piece = if rest.0 > 0 { Some(rest) } else { left.next() };
                    }
                };
            let mut lost = Vec::new();
            for (new, old) in round {
                take(old.start, Some(&mut next), &mut lost);
                take(old.end, None, &mut lost);
                if !new.is_empty() {
                    next.push((new.len(), None));
                }
            }
            take(usize::MAX, Some(&mut next), &mut lost);
            if self.moving.contains(&number) {
                moved.append(&mut lost);
            }
            pieces = next;
        }
        let mut found = Vec::new();
        let (mut at, mut typed_end, mut from) = (0, 0, 0);
        for (length, typed) in pieces.into_iter().chain([(0, Some(self.typed))]) {
            if let Some(start) = typed {
                if start > typed_end && is_nothing(&self.text[from..at]) {
                    found.push(typed_end..start);
                }
                typed_end = start + length;
                from = at + length;
            }
            at += length;
        }
        moved.sort_unstable_by_key(|place| place.start);
        found.retain(|place| {
            let before = moved.partition_point(|moved| moved.end <= place.start);
            moved.get(before).is_none_or(|moved| moved.start >= place.end)
        });
        found
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
    fn what_is_gone_is_known() {
        let typed = "one %%two%% three {x} four *[a] five";
        let mut text = Patched::new(typed);
        text.apply(vec![(4..12, String::new()), (18..21, "yy".into())]);
        text.apply_moving(vec![(18..23, String::new())]);
        assert_eq!(text.text(), "one three yy four  five");
        text.apply(vec![(4..10, " ".into())]);
        let cut: Vec<&str> =
            text.cut(|instead| instead.trim().is_empty()).into_iter().map(|place| &typed[place]).collect();
        assert_eq!(cut, ["%%two%% three "]);
        assert_eq!(Patched::new(typed).cut(str::is_empty), [0..0; 0]);
    }

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
