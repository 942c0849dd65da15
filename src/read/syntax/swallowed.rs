//! Lines that the parser reads as the definition of a link, `[Warning]: Danger!`, though they are part of the text.

use std::collections::HashMap;
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
    let mut found: Vec<_> = definitions.filter(|one| is_words(one.dest)).collect();
    if !found.is_empty() {
        let labels = labels(source);
        found.retain(|one| labels.get(&one.label.to_lowercase()).is_none_or(|count| *count < 2));
    }
    found.sort_unstable_by_key(|one| one.place.start);
    found
}

/// How often each label stands in the text: as one, or as the name of what is linked to.
fn labels(source: &str) -> HashMap<String, usize> {
    let mut labels = HashMap::new();
    let ends = [']', '|', '#', '[', '\n'];
    for inside in source.split('[').skip(1) {
        let label = inside.split(ends).next().unwrap_or_default();
        *labels.entry(label.to_lowercase()).or_default() += 1;
    }
    labels
}

/// Whether what is taken for an address, and a title behind it, are words: those of which the first is none of an address.
fn is_words(dest: &str) -> bool {
    let mut words = dest.split_whitespace();
    let Some(first) = words.next() else { return false };
    let is_quoted = first.starts_with(['"', '“', '„', '«', '\'', '‘', '‚']);
    if is_quoted {
        return first.chars().any(char::is_alphabetic);
    }
    match words.next() {
        None => is_word(first),
        // What has a title is meant as an address, unless a sentence ends there or the word has a capital.
        Some(_) => {
            is_word(first) && (first.ends_with(['!', '.', '?', '…', ',', ';']) || first.starts_with(char::is_uppercase))
        }
    }
}

/// Whether an address has nothing of one: no dot, no slash, no sign but those that end a sentence.
fn is_word(dest: &str) -> bool {
    let word = dest.trim_end_matches(['!', '.', '?', '…', ',', ';']);
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let is_name = word.len() == dest.len() && word.contains(['-', '_']);
    letters > 1 && !is_name && word.chars().all(|c| c.is_alphabetic() || "-'’".contains(c))
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
        assert_eq!(found("[Ada]: \"Nein\"", "\"Nein\""), 1);
        assert_eq!(found("[Ada]: „Nein“", "„Nein“"), 1);
        assert_eq!(found("[Ada]: Nein! (laughs)", "Nein! (laughs)"), 1);
        for (source, dest) in [
            ("[a]: b.md", "b.md"),
            ("[a]: #x", "#x"),
            ("[a]: /x", "/x"),
            ("[comment]: <>", ""),
            ("[a]: page \"Its title\"", "page \"Its title\""),
            ("[a]: <my page>", "<my page>"),
            ("[note]: the-note", "the-note"),
            ("[todo]: todo\n\n[[todo]]", "todo"),
            ("[todo]: todo\n\nsee [Todo]", "todo"),
        ] {
            assert_eq!(found(source, dest), 0, "{source}");
        }
    }
}
