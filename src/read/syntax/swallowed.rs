//! Lines that the parser reads as the definition of a link, `[Warning]: Danger!`, though they are part of the text.

use std::ops::Range;

/// A definition: its label, what it takes for the address, and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub struct Swallowed<'a> {
    pub label: &'a str,
    pub dest: &'a str,
    pub place: Range<usize>,
}

/// Those that can only be words, in order: what would be the address is a word, and nothing in the text has the label.
pub fn find<'a>(source: &'a str, definitions: impl Iterator<Item = Swallowed<'a>>) -> Vec<Swallowed<'a>> {
    let mut found: Vec<_> = definitions.filter(|one| is_word(one.dest) && !is_used(source, one)).collect();
    found.sort_unstable_by_key(|one| one.place.start);
    found
}

/// Whether an address has nothing of one: no dot, no slash, no sign but those that end a sentence.
fn is_word(dest: &str) -> bool {
    let word = dest.trim_end_matches(['!', '.', '?', '…', ',', ';']);
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let is_name = word.len() == dest.len() && word.contains(['-', '_']);
    letters > 1 && !is_name && word.chars().all(|c| c.is_alphabetic() || "-'’".contains(c))
}

/// Whether the text refers to a label elsewhere, or links to what is called so.
fn is_used(source: &str, one: &Swallowed<'_>) -> bool {
    let whole = source.to_lowercase();
    let label = format!("[{}", one.label.to_lowercase());
    whole.match_indices(&label).any(|(at, _)| at < one.place.start || at > one.place.start + 3)
}

#[cfg(test)]
mod tests {
    use super::{Swallowed, find};

    #[test]
    fn words_are_told_from_addresses() {
        let found = |source: &'static str, dest: &'static str| {
            let label = source.split(['[', ']']).nth(1).unwrap();
            find(source, std::iter::once(Swallowed { label, dest, place: 0..source.len() })).len()
        };
        assert_eq!(found("[Warnung]: Gefahr!", "Gefahr!"), 1);
        assert_eq!(found("[Note]: none", "none"), 1);
        for (source, dest) in [
            ("[a]: b.md", "b.md"),
            ("[a]: #x", "#x"),
            ("[a]: /x", "/x"),
            ("[comment]: <>", ""),
            ("[note]: the-note", "the-note"),
            ("[todo]: todo\n\n[[todo]]", "todo"),
            ("[todo]: todo\n\nsee [Todo]", "todo"),
        ] {
            assert_eq!(found(source, dest), 0, "{source}");
        }
    }
}
