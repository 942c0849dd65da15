//! Headings: their ids, and how a `#fragment` finds one.

use std::collections::{HashMap, HashSet};

use crate::name::case_folded;
use crate::slug;

/// A heading of an essay.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Unique on its page.
    pub id: Box<str>,
    /// Its text without markup.
    pub text: Box<str>,
}

/// The ids of one page, each used once.
#[derive(Debug, Default)]
pub struct Ids {
    used: HashSet<Box<str>>,
    /// How often an id was wanted that was used already, so that a thousand headings with one text
    /// do not each count from the start.
    wanted: HashMap<Box<str>, usize>,
}

impl Ids {
    /// Takes `wanted`, or the first of `wanted-1`, `wanted-2`, … that is free.
    pub fn take(&mut self, wanted: &str) -> Box<str> {
        if self.used.insert(wanted.into()) {
            return wanted.into();
        }
        let count = self.wanted.entry(wanted.into()).or_insert(0);
        loop {
            *count += 1;
            let id = format!("{wanted}-{count}").into_boxed_str();
            if self.used.insert(id.clone()) {
                return id;
            }
        }
    }

    /// Whether `id` is used already.
    pub fn has(&self, id: &str) -> bool {
        self.used.contains(id)
    }
}

/// The heading that `fragment` means: by its id, by its text made an id, or by its text, in this
/// order. `[[A#B#C]]` means C, which stands under B.
pub fn find<'a>(outline: &'a [Heading], fragment: &str) -> Option<&'a Heading> {
    if let Some(exact) = outline.iter().find(|heading| &*heading.id == fragment) {
        return Some(exact);
    }
    let last = fragment.rsplit('#').next().unwrap_or(fragment);
    let id = slug::heading(last);
    let words = bare(last);
    outline
        .iter()
        .find(|heading| *heading.id == *id)
        .or_else(|| outline.iter().find(|heading| bare(&heading.text) == words && !words.is_empty()))
}

/// Text as Obsidian compares headings: case-folded, without the characters a link may not have.
fn bare(text: &str) -> String {
    let kept: String = case_folded(text).chars().map(|c| if "#|^:%[]".contains(c) { ' ' } else { c }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Heading, Ids, find};

    #[test]
    fn repeated_ids_are_counted() {
        let mut ids = Ids::default();
        assert_eq!(["a", "a-1", "a", "a"].map(|id| ids.take(id).into_string()), ["a", "a-1", "a-2", "a-3"]);
    }

    #[test]
    fn fragments_find_headings_by_id_and_by_text() {
        let heading = |id: &str, text: &str| Heading { level: 2, id: id.into(), text: text.into() };
        let outline = [heading("own", "What: and why?"), heading("what-and-why", "Other")];
        let found = |fragment: &str| find(&outline, fragment).map(|heading| &*heading.text);
        assert_eq!(found("own"), Some("What: and why?"));
        assert_eq!(found("What and why"), Some("Other"));
        assert_eq!(found("what  AND why?"), Some("What: and why?"));
        assert_eq!(found("Own#Other"), Some("Other"));
        assert_eq!(found("nothing"), None);
    }
}
