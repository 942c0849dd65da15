//! Reading paths: the stops that the ordered lists of a path's text name, each with a sentence on why
//! it comes next.

use std::ops::Range;

use crate::base::span::{Span, offset};

/// The stops of a path.
#[derive(Debug, Default)]
pub struct Trail {
    pub stops: Vec<Stop>,
    /// Where the lists stand in the prose. The page of the path shows them in a form of its own.
    pub lists: Vec<Span>,
}

/// An item of such a list.
#[derive(Debug, Default)]
pub struct Stop {
    /// Its first link, by its index among the links of the text.
    pub link: Option<usize>,
    /// What the item says besides, in plain text.
    pub why: String,
    /// Where that stands in the prose, with its links and notes.
    pub place: Span,
    /// Whether `place` begins within a paragraph.
    pub in_paragraph: bool,
    /// Whether the link stands before `place` and is not part of it.
    pub is_apart: bool,
}

impl Trail {
    /// Makes room for what has been put into the prose at `new`.
    pub fn make_room(&mut self, new: &Range<usize>) {
        for place in self.lists.iter_mut().chain(self.stops.iter_mut().map(|stop| &mut stop.place)) {
            make_room(place, new);
        }
    }
}

/// Moves a place, or what of it stands behind, for what has been put in at `new`.
fn make_room(place: &mut Span, new: &Range<usize>) {
    let by = offset(new.len());
    if place.range().end > new.start {
        place.end += by;
    }
    if place.range().start >= new.start {
        place.start += by;
    }
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

    /// Makes room for what has been put into the prose at `new`.
    pub fn make_room(&mut self, new: &Range<usize>) {
        make_room(&mut self.place, new);
    }
}

/// `text` without a link that it begins with, and what separates that from the rest: the link is
/// the stop itself. A link within a sentence is part of it.
fn without_link<'a>(text: &'a str, link: &Range<usize>) -> &'a str {
    if !text[..link.start].trim().is_empty() {
        return text;
    }
    said_after(&text[link.end..])
}

/// What is said after a link that is a stop.
fn said_after(text: &str) -> &str {
    text.trim_start().trim_start_matches([':', '.', ',', ';', '—', '–', '-']).trim_start()
}

/// The same in HTML, with what stands `before` the link and `after` it in its block: how much of the
/// latter goes with the link. Nothing if the link is part of a sentence.
pub fn goes_with_link(before: &str, after: &str) -> Option<usize> {
    let mut rest = after;
    let mut open = before.trim();
    // Emphasis round the link alone goes with it.
    while let Some((outer, name)) = open.strip_suffix('>').and_then(|open| open.rsplit_once('<')) {
        rest = rest.strip_prefix("</")?.strip_prefix(name)?.strip_prefix('>')?;
        open = outer.trim_end();
    }
    open.is_empty().then(|| after.len() - said_after(rest).len())
}

#[cfg(test)]
mod tests {
    use super::{Stop, goes_with_link};

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

    #[test]
    fn what_goes_with_a_link_is_left_out() {
        assert_eq!(goes_with_link("", ": begin"), Some(2));
        assert_eq!(goes_with_link("<em><strong>", "</strong></em> — begin"), Some("</strong></em> — ".len()));
        assert_eq!(goes_with_link("<em>", " begins</em>"), None);
        assert_eq!(goes_with_link("Then ", " opens"), None);
        assert_eq!(goes_with_link("", ""), Some(0));
    }
}
