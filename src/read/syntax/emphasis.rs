//! Emphasis in languages that are written without spaces. By CommonMark's rule the second `**` in `**「好」**的` ends
//! nothing, since a bracket stands before it and a letter after it. Its authors are about to mend the rule (pull
//! request 839 of cmark): beside a sign of Chinese, Japanese or Korean a run of `*` or `~` needs no space.

use std::ops::Range;

use crate::base::source_map::Patch;
use crate::read::syntax::heading::is_unseen;
use crate::read::syntax::{is_escaped, seam};

/// Puts a sign that is not a letter beside each run which the rule leaves alone for want of one. What is in one of the
/// places that `verbatim` finds (code and the like) stays as it is.
pub fn patches(text: &str, verbatim: impl FnOnce() -> Vec<Range<usize>>) -> Vec<Patch> {
    let mut patches = Vec::new();
    if text.is_ascii() {
        return patches;
    }
    let mut at = 0;
    while let Some(start) = text[at..].find(['*', '~']).map(|found| at + found) {
        let sign = text.as_bytes()[start];
        let length = text.as_bytes()[start..].iter().take_while(|byte| **byte == sign).count();
        at = start + length;
        let (Some(before), Some(after)) = (text[..start].chars().next_back(), text[at..].chars().next()) else {
            continue;
        };
        let is_spoken = is_east_asian(before) || is_east_asian(after);
        let is_space = before.is_whitespace() || after.is_whitespace();
        // The rule asks for a space or a sign where one of the two is a letter and the other a sign.
        // What is not seen is neither.
        let is_unseen = is_unseen(before) || is_unseen(after);
        if !is_spoken
            || is_space
            || is_unseen
            || before.is_alphanumeric() == after.is_alphanumeric()
            || is_escaped(text, start)
        {
            continue;
        }
        let place = if before.is_alphanumeric() { start } else { at };
        patches.push((place..place, seam::TYPED.to_owned()));
    }
    if !patches.is_empty() {
        let verbatim = verbatim();
        let is_code = |at: usize| {
            let before = verbatim.partition_point(|range| range.end <= at);
            verbatim.get(before).is_some_and(|code| code.start < at)
        };
        patches.retain(|(place, _)| !is_code(place.start));
    }
    patches
}

/// Whether a character is one of Chinese, Japanese or Korean, letter or sign.
fn is_east_asian(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x11FF | 0x2E80..=0x303E | 0x3041..=0x9FFF | 0xA960..=0xA97F | 0xAC00..=0xD7FF | 0xF900..=0xFAFF
        | 0xFE30..=0xFE4F | 0xFF01..=0xFFEE | 0x1B000..=0x1B2FF | 0x20000..=0x3FFFD)
}

#[cfg(test)]
mod tests {
    use super::patches;
    use crate::base::source_map::Patched;
    use crate::read::syntax::seam;

    #[test]
    fn runs_beside_signs_without_spaces_get_a_seam() {
        for (typed, read) in [
            ("**「好」**的**b**", "**「好」**|的**b**"),
            ("这是**「强调」**。", "这是|**「强调」**。"),
            ("**强调。**abc", "**强调。**|abc"),
            ("可以\u{200b}**改进**", "可以\u{200b}**改进**"),
            ("**重要（注）**です", "**重要（注）**|です"),
            ("**`code`**는", "**`code`**|는"),
            ("~~（旧）~~的", "~~（旧）~~|的"),
            ("**强调**的 **好** \\*「」", "**强调**的 **好** \\*「」"),
            ("**(a)**b é", "**(a)**b é"),
        ] {
            let mut patched = Patched::new(typed);
            patched.apply(patches(typed, Vec::new));
            assert_eq!(patched.text().replace(seam::TYPED, "|"), read);
        }
    }
}
