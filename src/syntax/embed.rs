//! Embeds: `![[note]]`, `![[note#heading]]`, `![[note#^block]]`.

/// How deep embeds may stand in one another.
pub const DEPTH: usize = 8;

/// How many embeds a page may show, those within embeds among them, and how many bytes of HTML
/// they may add: a few essays that embed each other twice could fill a disk.
pub const MOST: usize = 1000;
pub const LONGEST: usize = 16 << 20;

/// Where an embed stands, which decides what can be put there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Alone in its paragraph, which it replaces.
    Alone,
    /// In the middle of a paragraph, which must end for it.
    Paragraph,
    /// Where blocks may stand beside text: in an item or a cell.
    Flow,
    /// Inside an element that may hold no blocks.
    Phrase,
    /// In the text of a link, which may hold no other.
    Link,
}

/// Foam's words before an embed: what it shows of the note, and how.
const FOAM: [&str; 4] = ["full", "content", "card", "inline"];

/// `text` without one or two of Foam's words at its end (`full`, `content-card`).
pub fn without_foam_prefix(text: &str) -> Option<&str> {
    let word = |text: &str| FOAM.iter().find(|word| text.ends_with(*word)).map(|word| text.len() - word.len());
    let kept = &text[..word(text)?];
    Some(match kept.strip_suffix('-') {
        Some(first) => word(first).map_or(kept, |length| &first[..length]),
        None => kept,
    })
}
