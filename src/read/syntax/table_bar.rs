//! Bars in code within a table, which kramdown and Python-Markdown read as part of the code, and `CommonMark`'s tables as the
//! end of a cell.

use std::ops::Range;

use crate::base::source_map::Patch;
use crate::read::syntax::{holds, is_escaped};

/// What puts a backslash before each of these bars. Lines in one of `verbatim` (code and the like) are left alone.
pub fn patches(text: &str, verbatim: &[Range<usize>]) -> Vec<Patch> {
    let mut patches = Vec::new();
    let mut start = 0;
    let mut in_table = false;
    let mut head: Option<Range<usize>> = None;
    for line in text.split_inclusive('\n') {
        let place = start..start + line.len();
        start = place.end;
        if line.trim().is_empty() {
            (in_table, head) = (false, None);
            continue;
        }
        if !in_table && is_rule(line) {
            in_table = head.is_some();
            patches.extend(head.take().into_iter().flat_map(|head| in_code(text, head)));
        } else if in_table {
            patches.extend(in_code(text, place.clone()));
        }
        head = Some(place);
    }
    // Code in a line may be what a bar cuts short; blocks are not.
    let blocks: Vec<_> = verbatim.iter().filter(|place| text[(*place).clone()].contains('\n')).cloned().collect();
    patches.retain(|(place, _)| !holds(&blocks, place.start));
    patches
}

/// Whether a line is the one below the head of a table.
fn is_rule(line: &str) -> bool {
    line.contains('|') && line.contains('-') && line.trim().chars().all(|c| "|-: >".contains(c))
}

/// The bars in code in one line.
fn in_code(text: &str, line: Range<usize>) -> Vec<Patch> {
    let row = &text[line.clone()];
    let mut bars = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut at = 0;
    while let Some(tick) = row[at..].find('`').map(|found| at + found) {
        let length = row[tick..].len() - row[tick..].trim_start_matches('`').len();
        at = tick + length;
        match open {
            None if is_escaped(row, tick) => {}
            None => open = Some((at, length)),
            Some((from, opened)) if opened == length => {
                let inside = row[from..tick].match_indices('|').map(|(bar, _)| from + bar);
                bars.extend(inside.filter(|bar| !is_escaped(row, *bar)));
                open = None;
            }
            Some(_) => {}
        }
    }
    let patch = |bar: usize| (line.start + bar..line.start + bar, "\\".to_owned());
    bars.into_iter().map(patch).collect()
}

#[cfg(test)]
mod tests {
    use super::patches;
    use crate::base::source_map::Patched;

    #[test]
    fn bars_in_code_end_no_cell() {
        for (typed, read) in [
            ("| a | b |\n|---|---|\n| `x|y` | z |\n", "| a | b |\n|---|---|\n| `x\\|y` | z |\n"),
            ("`a|b` | c\n--- | ---\n``d|`|`` | e\n", "`a\\|b` | c\n--- | ---\n``d\\|`\\|`` | e\n"),
            ("| `a\\|b` |\n|---|\n| `c |\n", "| `a\\|b` |\n|---|\n| `c |\n"),
            ("a `b|c`\n\n---\n`d|e`\n", "a `b|c`\n\n---\n`d|e`\n"),
        ] {
            let mut patched = Patched::new(typed);
            patched.apply(patches(typed, &[]));
            assert_eq!(patched.text(), read);
        }
    }
}
