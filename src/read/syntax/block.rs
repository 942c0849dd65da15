//! Block ids: `^quote-1` at the end of a paragraph or item, or on a line of its own below a block.

use std::ops::Range;

/// Where a block id, with its `^`, stands at the end of `text`: letters, digits and hyphens, after
/// white space or alone.
pub fn id_at_end(text: &str) -> Option<Range<usize>> {
    let text = text.trim_end();
    let at = text.rfind('^')?;
    let name = &text[at + 1..];
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let apart = text[..at].chars().next_back().is_none_or(char::is_whitespace);
    (plain && apart).then_some(at..text.len())
}

/// The form in which ids are compared and printed: they are the same in capitals.
pub fn folded(id: &str) -> String {
    id.to_ascii_lowercase()
}
