//! Lists and their items, written.

use std::ops::Range;

use super::blocks::Writer;
use super::container::{Container, Kind};
use crate::base::span::Span;

impl Writer<'_> {
    pub(super) fn start_list(&mut self, first: Option<u64>, range: &Range<usize>) {
        let start = self.begin_block();
        self.html.push(if first.is_some() { "<ol" } else { "<ul" });
        if let Some(first) = first.filter(|first| *first != 1) {
            self.html.push(&format!(" start=\"{first}\""));
        }
        self.direction(range);
        self.html.push(">\n");
        self.open(Kind::List { ordered: first.is_some() }, start);
    }

    /// Whether the innermost container is an ordered list that stands in no other.
    pub(super) fn is_in_top_list(&self) -> bool {
        matches!(&*self.containers, [_, Container { kind: Kind::List { ordered: true }, .. }])
    }

    /// Writes the tag of the innermost item, if that has not been done.
    pub(super) fn open_item(&mut self, attributes: &str, block: Option<Box<str>>) {
        if let Kind::Item { open: open @ false, id, at } = &mut self.container().kind {
            (*open, *id) = (true, block.clone());
            let at = *at;
            self.html.push("<li");
            self.line(at);
            if let Some(id) = block {
                self.html.id(&id);
            }
            self.html.push(attributes);
            self.html.push(">");
            if let [_, _, _] = &*self.containers
                && let Some(stop) = &mut self.stop
            {
                stop.place = Span::from(self.html.text.len()..self.html.text.len());
            }
        }
    }
}
