//! Embeds: `![[note]]`, `![[note#heading]]`, `![[note#^block]]`.

/// Where an embed stands, which decides what can be put there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EmbedPlace {
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

/// A stretch of a note, as Dendron names one: `start:#end`, where `start,1` leaves out the heading and `*` is the
/// next heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch<'a> {
    /// The heading or block that it begins with.
    pub start: &'a str,
    /// Whether it begins below its heading.
    pub beheaded: bool,
    /// The heading that it ends before, or the block that it ends with.
    pub end: Option<&'a str>,
}

/// The name of the next heading, whatever that is.
pub const NEXT: &str = "*";

/// What follows the `#` of an embed as a stretch, if it names one.
pub fn stretch(fragment: &str) -> Option<Stretch<'_>> {
    let (start, end) = match fragment.split_once(":#") {
        Some((start, end)) => (start, Some(end)),
        None => (fragment, None),
    };
    let lines = |number: &str| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let (start, beheaded) = match start.rsplit_once(',') {
        Some((start, number)) if lines(number) => (start, !number.trim_start_matches('0').is_empty()),
        _ => (start, false),
    };
    (start.len() < fragment.len()).then_some(Stretch { start, beheaded, end })
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

#[cfg(test)]
mod tests {
    use super::{Stretch, stretch};

    #[test]
    fn stretches_are_read() {
        for (fragment, start, beheaded, end) in [
            ("rain:#can", "rain", false, Some("can")),
            ("well,1:#*", "well", true, Some("*")),
            ("well,1", "well", true, None),
            ("^a:#^b", "^a", false, Some("^b")),
        ] {
            assert_eq!(stretch(fragment), Some(Stretch { start, beheaded, end }));
        }
        assert_eq!(["rain", "one, two", "a:b"].map(stretch), [None; 3]);
    }
}
