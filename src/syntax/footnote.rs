//! Footnotes: numbered by first reference, printed at the end, with a way back.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use crate::markdown::Html;
use crate::span::Span;

/// The footnotes of one essay while it is read.
#[derive(Debug, Default)]
pub struct Footnotes {
    /// The names in the order of their first reference.
    order: Vec<Box<str>>,
    /// The number of each, and how often it is referred to.
    references: HashMap<Box<str>, (usize, usize)>,
    definitions: BTreeMap<Box<str>, (Html, Span)>,
}

impl Footnotes {
    /// Counts a reference to `name` and gives its mark.
    pub fn reference(&mut self, name: &str) -> String {
        let next = self.order.len() + 1;
        let (number, count) = self.references.entry(name.into()).or_insert_with(|| {
            self.order.push(name.into());
            (next, 0)
        });
        *count += 1;
        let id = back_id(*number, *count);
        format!(
            "<sup class=\"footnote-reference\"><a id=\"{id}\" href=\"#fn:{number}\" role=\"doc-noteref\">{number}</a></sup>"
        )
    }

    /// Keeps the text of `name`.
    pub fn define(&mut self, name: &str, html: Html, span: Span) {
        self.definitions.entry(name.into()).or_insert((html, span));
    }

    /// The section at the end of the page, and the names and places of footnotes that nothing
    /// refers to; they are printed last.
    pub fn finish(mut self) -> (Html, Vec<(Box<str>, Span)>) {
        let mut section = Html::default();
        let mut unused: Vec<(Box<str>, Span)> = Vec::new();
        for (name, (_, span)) in &self.definitions {
            if !self.references.contains_key(name) {
                unused.push((name.clone(), *span));
            }
        }
        unused.sort_by_key(|(_, span)| *span);
        self.order.extend(unused.iter().map(|(name, _)| name.clone()));
        if self.definitions.is_empty() {
            return (section, unused);
        }
        section.text.push_str("<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        for (at, name) in self.order.iter().enumerate() {
            let Some((mut html, _)) = self.definitions.remove(name) else { continue };
            let number = at + 1;
            let count = self.references.get(name).map_or(0, |(_, count)| *count);
            let mut back = String::new();
            for reference in 1..=count {
                let _ = write!(
                    back,
                    " <a class=\"footnote-back\" href=\"#{}\" role=\"doc-backlink\" aria-label=\"Back to reference {number}\">↩</a>",
                    back_id(number, reference)
                );
            }
            let _ = write!(section.text, "<li id=\"fn:{number}\">");
            let paragraph_end = "</p>\n";
            let closing = html.text.ends_with(paragraph_end);
            if closing {
                html.text.truncate(html.text.len() - paragraph_end.len());
            }
            html.text.push_str(&back);
            if closing {
                html.text.push_str(paragraph_end);
            }
            section.append(html);
            section.text.push_str("</li>\n");
        }
        section.text.push_str("</ol>\n</section>\n");
        (section, unused)
    }
}

/// With a colon, which no heading's id has.
fn back_id(number: usize, count: usize) -> String {
    if count == 1 { format!("fnref:{number}") } else { format!("fnref:{number}-{count}") }
}
