//! Comments: `%%` … `%%`, within a line or over many. They are cut out before anything is read, so
//! that nothing of them gets anywhere.

use std::ops::Range;

use crate::patch::Patch;
use crate::syntax::is_escaped;

/// What is left of the comments of `text`: nothing. And where one begins that never ends, which
/// stays as it is. Those in one of `verbatim` (code and the like) are none.
pub fn patches(text: &str, verbatim: &[Range<usize>]) -> (Vec<Patch>, Option<Range<usize>>) {
    let mut patches = Vec::new();
    let mut at = 0;
    while let Some(start) = next(text, at, verbatim) {
        let Some(length) = text[start + 2..].find("%%") else { return (patches, Some(start..start + 2)) };
        at = start + 2 + length + 2;
        patches.push((alone(text, start..at), String::new()));
    }
    (patches, None)
}

/// The next `%%` that is neither code nor escaped.
fn next(text: &str, from: usize, verbatim: &[Range<usize>]) -> Option<usize> {
    let mut at = from;
    loop {
        let found = at + text[at..].find("%%")?;
        let before = verbatim.partition_point(|range| range.end <= found);
        match verbatim.get(before) {
            // What begins inside a comment is no code after all.
            Some(code) if code.start <= found && code.start >= from => at = code.end,
            _ if is_escaped(text, found) => at = found + 2,
            _ => return Some(found),
        }
    }
}

/// A comment with the whole of its lines, if nothing else stands on them.
fn alone(text: &str, comment: Range<usize>) -> Range<usize> {
    let start = text[..comment.start].trim_end_matches([' ', '\t']).len();
    let after = text[comment.end..].trim_start_matches([' ', '\t', '\r']);
    let end = text.len() - after.len() + usize::from(after.starts_with('\n'));
    let begins = start == 0 || text[..start].ends_with('\n');
    if begins && (after.is_empty() || after.starts_with('\n')) { start..end } else { comment }
}
