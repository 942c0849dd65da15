//! Badges of `VitePress`, a word beside others in a text that is no MDX: `<Badge type="tip" text="new" />`.

use std::ops::Range;

use super::element::Element;
use crate::base::source_map::Patch;
use crate::read::syntax::holds;

/// What makes the words of badges of them. Those in one of `verbatim` (code and the like) are left alone.
pub fn badges(text: &str, verbatim: &[Range<usize>]) -> Vec<Patch> {
    const LONGEST: usize = 500;
    let mut patches = Vec::new();
    // The id of a heading is made of its words, and a badge is none of them.
    let in_heading = |at: usize| {
        let near = &text[text.floor_char_boundary(at.saturating_sub(LONGEST))..at];
        near.rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with('#'))
    };
    let is_meant = |at: usize| !holds(verbatim, at) && !in_heading(at);
    for (start, _) in text.match_indices("<Badge").filter(|(start, _)| is_meant(*start)) {
        let near = &text[start..text.floor_char_boundary(start + LONGEST)];
        let Some((element, length)) = Element::read(near) else { continue };
        if element.name == "Badge"
            && let Some(words) = element.text("text")
        {
            patches.push((start..start + length, words.to_owned()));
        }
    }
    patches
}

#[cfg(test)]
mod tests {
    use super::badges;

    #[test]
    fn a_badge_is_its_words() {
        let text = "A <Badge type=\"tip\" text=\"new\" /> `<Badge text=\"x\" />` <Badge>y</Badge> <Badge text=\"z\n";
        assert_eq!(badges(text, std::slice::from_ref(&(35..59))), [(2..33, "new".to_owned())]);
        assert_eq!(badges("## A <Badge text=\"v2\" />\n", &[]), []);
    }
}
