//! Abbreviations: a line `*[HTML]: HyperText Markup Language` says what the word means wherever it stands
//! in the essay.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::base::source_map::Patch;
use crate::read::syntax::holds;

/// What each abbreviation of an essay stands for.
#[derive(Debug, Default)]
pub struct Abbreviations {
    meanings: BTreeMap<String, String>,
    /// The longest of them, in bytes.
    longest: usize,
}

impl Abbreviations {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.meanings.is_empty()
    }

    /// The abbreviation that the word at `at` begins with, and what it stands for: the longest one that ends
    /// with a word.
    pub fn at<'a, 'b>(&'a self, text: &'b str, at: usize) -> Option<(&'b str, &'a str)> {
        if self.is_empty() || text[..at].ends_with(is_part_of_word) {
            return None;
        }
        let rest = &text[at..];
        let near = &rest[..rest.floor_char_boundary(self.longest)];
        let fits = |length: usize| {
            let (word, after) = rest.split_at(length);
            let meaning = self.meanings.get(word)?;
            (!after.starts_with(is_part_of_word)).then_some((word, meaning.as_str()))
        };
        let ends = near.char_indices().map(|(at, c)| at + c.len_utf8());
        ends.rev().find_map(fits)
    }
}

/// Whether a word that ends before `c` goes on with it.
fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The abbreviations that `text` explains, and what takes these lines out. Lines in `verbatim` (code and
/// the like) explain nothing.
pub fn take(text: &str, verbatim: &[Range<usize>]) -> (Abbreviations, Vec<Patch>) {
    let mut all = Abbreviations::default();
    let mut patches = Vec::new();
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        let Some((word, meaning)) = line.strip_prefix("*[").and_then(|line| line.split_once("]:")) else { continue };
        let in_code = holds(verbatim, start);
        if word.is_empty() || word.len() > 100 || word.contains(['[', ']']) || in_code {
            continue;
        }
        all.longest = all.longest.max(word.len());
        all.meanings.insert(word.to_owned(), meaning.trim().to_owned());
        patches.push((start..end, String::new()));
    }
    (all, patches)
}

#[cfg(test)]
mod tests {
    use super::take;

    #[test]
    fn the_longest_abbreviation_holds() {
        let (all, patches) = take("*[C]: a\n*[C lib]: b\nx\n*[W3C]:c\n", &[]);
        assert_eq!(patches.len(), 3);
        let text = "C lib, C, CC, W3C C libs";
        let found: Vec<_> = text.char_indices().filter_map(|(at, _)| all.at(text, at)).collect();
        assert_eq!(found, [("C lib", "b"), ("C", "a"), ("W3C", "c"), ("C", "a")]);
    }
}
