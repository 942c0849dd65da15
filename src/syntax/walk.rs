//! Reading paths: the stops that the ordered lists of a path's text name, each with a sentence on why
//! it comes next.

use std::ops::Range;

use crate::span::Span;

/// The stops of a path.
#[derive(Debug, Default)]
pub struct Walk {
    pub stops: Vec<Stop>,
    /// The lists, which the page of the path shows in a form of its own.
    pub lists: Vec<List>,
}

/// A list of stops: where it stands in the prose, and its links among those of the text.
#[derive(Debug)]
pub struct List {
    pub place: Span,
    pub links: Range<usize>,
}

/// An item of such a list.
#[derive(Debug, Default)]
pub struct Stop {
    /// Its first link, by its index among the links of the text.
    pub link: Option<usize>,
    /// What the item says besides, in plain text.
    pub why: String,
}

impl Stop {
    /// Takes in the text of a block of the item, with the first link in it.
    pub fn take_in(&mut self, text: &str, link: Option<(usize, Range<usize>)>) {
        let said = match link {
            Some((index, place)) if self.link.is_none() => {
                self.link = Some(index);
                without_link(text, &place)
            }
            _ => text,
        };
        if !self.why.is_empty() && !said.trim().is_empty() {
            self.why.push(' ');
        }
        self.why.push_str(said.trim());
    }
}

/// `text` without a link that it begins with, and what separates that from the rest: the link is
/// the stop itself. A link within a sentence is part of it.
fn without_link<'a>(text: &'a str, link: &Range<usize>) -> &'a str {
    if !text[..link.start].trim().is_empty() {
        return text;
    }
    let rest = text[link.end..].trim_start();
    rest.trim_start_matches([':', '.', ',', ';', '—', '–', '-']).trim_start()
}

#[cfg(test)]
mod tests {
    use super::Stop;

    #[test]
    fn a_stop_says_why() {
        let why = |text: &str| {
            let (start, end) = (text.find('[').unwrap(), text.find(']').unwrap() - 1);
            let mut stop = Stop::default();
            stop.take_in(&text.replace(['[', ']'], ""), Some((3, start..end)));
            stop.take_in("More.", Some((4, 0..4)));
            assert_eq!(stop.link, Some(3));
            stop.why
        };
        assert_eq!(why("[The mirror]: begin here."), "begin here. More.");
        assert_eq!(why("[The mirror]"), "More.");
        assert_eq!(why("[The mirror] — for its table"), "for its table More.");
        assert_eq!(why("Then [the door] opens."), "Then the door opens. More.");
    }
}
