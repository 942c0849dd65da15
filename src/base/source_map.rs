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

    /// The stretches as they were typed for which nothing stands now, or only what `is_nothing`.
    pub fn cut(&self, is_nothing: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
        let mut pieces = vec![Piece { length: self.typed, from: Origin::Typed(0) }];
        let mut made: Vec<Made> = Vec::new();
        let mut gone: Vec<Range<usize>> = Vec::new();
        // Of what patches made, what has gone elsewhere.
        let mut moved: Vec<usize> = Vec::new();
        for (number, round) in self.rounds.iter().enumerate() {
            let mut left = Pieces::new(pieces);
            let mut next = Vec::new();
            for (new, old) in round {
                next.extend(left.up_to(old.start));
                let mut lost = Made::default();
                left.up_to(old.end).for_each(|piece| lost.take(&piece));
                if !new.is_empty() {
                    next.push(Piece { length: new.len(), from: Origin::Made(made.len()) });
                    made.push(lost);
                } else if self.moving.contains(&number) {
                    moved.extend(lost.of);
                } else {
                    gone.extend(lost.typed);
                }
            }
            next.extend(left.up_to(usize::MAX));
            pieces = next;
        }
        let mut is_shown = vec![false; made.len()];
        for number in moved {
            is_shown[number] = true;
        }
        let mut at = 0;
        for Piece { length, from } in pieces {
            if let Origin::Made(number) = from {
                is_shown[number] |= !is_nothing(&self.text[at..at + length]);
            }
            at += length;
        }
        // What was made of something stands for it.
        for (number, made) in made.into_iter().enumerate().rev() {
            if is_shown[number] {
                for number in made.of {
                    is_shown[number] = true;
                }
            } else {
                gone.extend(made.typed);
            }
        }
        gone.sort_unstable_by_key(|place| place.start);
        gone
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

/// A stretch of a text between two rounds.
#[derive(Clone, Copy)]
struct Piece {
    length: usize,
    from: Origin,
}

/// Where a stretch comes from.
#[derive(Clone, Copy)]
enum Origin {
    /// It was typed, there.
    Typed(usize),
    /// A patch has put it there, by its number.
    Made(usize),
}

/// What a patch has taken away: what was typed, and what earlier patches had put there.
#[derive(Default)]
struct Made {
    typed: Vec<Range<usize>>,
    of: Vec<usize>,
}

impl Made {
    fn take(&mut self, piece: &Piece) {
        match piece.from {
            Origin::Typed(start) => self.typed.push(start..start + piece.length),
            Origin::Made(number) => self.of.push(number),
        }
    }
}

/// Pieces that are taken one after another.
struct Pieces {
    rest: std::vec::IntoIter<Piece>,
    /// What is left of the one that was cut last.
    open: Option<Piece>,
    at: usize,
}

impl Pieces {
    fn new(pieces: Vec<Piece>) -> Self {
        Self { rest: pieces.into_iter(), open: None, at: 0 }
    }

    /// The pieces up to `end` that have not been taken.
    fn up_to(&mut self, end: usize) -> impl Iterator<Item = Piece> {
        std::iter::from_fn(move || {
            if self.at >= end {
                return None;
            }
            let Piece { length, from } = self.open.take().or_else(|| self.rest.next())?;
            let part = length.min(end - self.at);
            self.at += part;
            if part < length {
                let from = match from {
                    Origin::Typed(start) => Origin::Typed(start + part),
                    Origin::Made(number) => Origin::Made(number),
                };
                self.open = Some(Piece { length: length - part, from });
            }
            Some(Piece { length: part, from })
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
        assert_eq!(text.text(), "one three yy four five");
        text.apply(vec![(4..10, " ".into())]);
        let cut: Vec<&str> =
            text.cut(|instead| instead.trim().is_empty()).into_iter().map(|place| &typed[place]).collect();
        assert_eq!(cut, ["%%two%% ", "three "]);
        text.apply(vec![(5..7, " ".into())]);
        let cut: Vec<&str> =
            text.cut(|instead| instead.trim().is_empty()).into_iter().map(|place| &typed[place]).collect();
        assert_eq!(cut, ["%%two%% ", "three ", "{x}"]);
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
