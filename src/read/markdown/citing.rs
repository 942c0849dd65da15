//! What others quote of a text, noted while its blocks are written: the passages of its links, the
//! places that are marked with tags, what a path says of its stops.

use super::blocks::Writer;
use super::container::Kind;
use crate::base::span::Span;
use crate::read::html::{HoleKind, Html};
use crate::read::passage;
use crate::read::syntax::trail::{self, Stop};

/// The most of a marked place that is quoted, in bytes.
const MARKED: usize = 400;

impl Writer<'_> {
    /// Ends the text of a block: counts its words and cuts the passages of its links.
    pub(super) fn end_block(&mut self) {
        self.end_raw_link();
        self.words += words(&self.block.text);
        let in_note = self.containers.iter().any(|container| matches!(container.kind, Kind::Footnote { .. }));
        if let Some(stop) = self.stop.as_mut().filter(|_| !in_note) {
            let first = self.block.links.first().cloned();
            if let Some((link, _)) = first.as_ref().filter(|_| stop.link.is_none()) {
                part_from_link(stop, *link, &self.html);
            }
            stop.take_in(&self.block.text, first);
        }
        self.quote_marked();
        for (link, range) in self.block.links.drain(..) {
            let under = self.under.clone();
            let unseen = self.rules.config.unseen;
            let passage = if unseen { passage::unseen(under) } else { passage::cut(&self.block.text, range, under) };
            self.links[link].passage = Some(passage.into());
        }
        self.block.text.clear();
    }

    /// Notes what stands at the marked places of the block that ends.
    fn quote_marked(&mut self) {
        for (at, place) in self.block.marked.drain(..) {
            let passage = passage::cut(&self.block.text, place, None);
            self.marked[at].text = passage::beginning(passage.quote().sentence(), MARKED);
        }
        if !self.awaiting.is_empty() && !self.block.text.trim().is_empty() {
            let text = passage::beginning(&self.block.text, MARKED);
            for at in self.awaiting.drain(..) {
                self.marked[at].text = text.clone();
            }
        }
    }
}

/// Lets what a stop says begin after its link, if that comes first in the text just written.
fn part_from_link(stop: &mut Stop, link: usize, html: &Html) {
    let Some(text) = html.texts.last().filter(|text| text.place.start >= stop.place.start) else { return };
    let place = text.place.range();
    let of_link = |kind: &[HoleKind]| {
        let hole = html.holes_in(&(place.start..place.end + 1)).iter();
        let mut hole = hole.filter(|hole| hole.index as usize == link && kind.contains(&hole.kind));
        hole.next().map(|hole| hole.at as usize)
    };
    let (Some(start), Some(end)) =
        (of_link(&[HoleKind::Open, HoleKind::Embed]), of_link(&[HoleKind::Close, HoleKind::Embed]))
    else {
        return;
    };
    if let Some(length) = trail::goes_with_link(&html.text[place.start..start], &html.text[end..place.end]) {
        stop.place = Span::from(end + length..end + length);
        (stop.in_paragraph, stop.is_apart) = (text.paragraph, true);
    }
}

/// Words as a reader counts them: runs of anything but white space. Bytes are enough to see where one
/// begins. Every essay is counted: bytes are compared many at once, and counted in a byte as long as that
/// can hold them.
fn words(text: &str) -> usize {
    let bytes = text.as_bytes();
    let Some((first, rest)) = bytes.split_first() else { return 0 };
    let begins = |(before, byte): (&u8, &u8)| u8::from(*before <= b' ') & u8::from(*byte > b' ');
    let some = |(before, bytes): (&[u8], &[u8])| usize::from(before.iter().zip(bytes).map(begins).sum::<u8>());
    let most = usize::from(u8::MAX);
    usize::from(*first > b' ') + bytes.chunks(most).zip(rest.chunks(most)).map(some).sum::<usize>()
}
