//! Blocks of HTML as kramdown and Python-Markdown read them: from a tag at the beginning of a line to its end tag, empty
//! lines and all. To `CommonMark`, such a block ends with the first empty line, and what is indented below that is code.

use std::collections::HashMap;
use std::ops::Range;

use crate::base::source_map::Patch;
use crate::read::syntax::holds;
use crate::read::syntax::markup::{self, ENDED_BY_OTHERS, OpenTag, TagKind};

/// What makes one block of each such block of `text` to the parser: its empty lines go, and one comes after it. What begins
/// in one of `verbatim` (code and the like) is left alone, and so are blocks with Markdown in them (`markdown="1"`).
pub fn patches(text: &str, verbatim: &[Range<usize>]) -> Vec<Patch> {
    let mut patches = Vec::new();
    let mut free = 0;
    let Blocks { places, preformatted } = Blocks::of(text);
    for place in places {
        if place.start < free || holds(verbatim, place.start) {
            continue;
        }
        let mut start = place.start;
        for line in text[place.clone()].split_inclusive('\n') {
            // Where an empty line is seen, it gets a space, which is not.
            match line.trim().is_empty() {
                true if holds(&preformatted, start) => patches.push((start..start, "&#32;".to_owned())),
                true => patches.push((start..start + line.len(), String::new())),
                false => {}
            }
            start += line.len();
        }
        let rest = &text[place.end..];
        free = place.end + rest.find('\n').map_or(rest.len(), |at| at + 1);
        if text[free..].lines().next().is_some_and(|next| !next.trim().is_empty()) {
            patches.push((free..free, "\n".to_owned()));
        }
    }
    patches
}

/// The blocks of a text, in order, the outer before the inner.
#[derive(Default)]
struct Blocks {
    places: Vec<Range<usize>>,
    /// The elements in which empty lines are seen.
    preformatted: Vec<Range<usize>>,
}

impl Blocks {
    fn of(text: &str) -> Self {
        let mut blocks = Self::default();
        // Where those begin that are open, by their names, and whether they may be blocks.
        let mut open: HashMap<Box<str>, Vec<(usize, bool)>> = HashMap::new();
        // The last tag that says that there is Markdown in its element.
        let mut markdown = None;
        for token in markup::tokens(text) {
            let start = token.place.start;
            match token.kind {
                TagKind::Open(OpenTag { name, slash, attributes }) if !slash && !markup::is_void(&name) => {
                    if attributes.iter().any(|attribute| &*attribute.name == "markdown") {
                        markdown = Some(start);
                    }
                    let is_block = markup::is_block(&name) || ENDED_BY_OTHERS.contains(&&*name);
                    open.entry(name).or_default().push((start, is_block && begins_line(text, start)));
                }
                TagKind::Close(name) => {
                    let Some((start, begins)) = open.get_mut(&name).and_then(Vec::pop) else { continue };
                    let place = start..token.place.end;
                    if matches!(&*name, "pre" | "textarea") {
                        blocks.preformatted.push(place.clone());
                    }
                    if begins && markdown.is_none_or(|at| at < start) {
                        blocks.places.push(place);
                    }
                }
                _ => {}
            }
        }
        blocks.places.sort_by_key(|place| place.start);
        // One in another ends with it.
        blocks.preformatted.sort_by_key(|place| place.start);
        blocks.preformatted.dedup_by(|inner, outer| inner.end <= outer.end);
        blocks
    }
}

/// Whether nothing but three spaces at most stands before a place in its line.
fn begins_line(text: &str, at: usize) -> bool {
    let before = &text.as_bytes()[at.saturating_sub(4)..at];
    let spaces = before.iter().rev().take_while(|byte| **byte == b' ').count();
    spaces < 4 && (spaces == at || before[before.len() - spaces - 1] == b'\n')
}

#[cfg(test)]
mod tests {
    use super::patches;
    use crate::base::source_map::Patched;

    #[test]
    fn a_block_goes_to_its_end_tag() {
        for (typed, read) in [
            ("<div>\n\n    <p>a</p>\n\n</div>\n\n*b*\n", "<div>\n    <p>a</p>\n</div>\n\n*b*\n"),
            // What follows is text again.
            ("<div>\n\n</div>\n*b*\n", "<div>\n</div>\n\n*b*\n"),
            ("<p></p>\n<script>\na\n\nb\n</script>\n", "<p></p>\n\n<script>\na\n\nb\n</script>\n"),
            ("<div>\n<div>\n\n</div>\n\n</div>\n", "<div>\n<div>\n</div>\n</div>\n"),
            ("<div>\n<pre>\na\n\nb</pre>\n\n</div>\n", "<div>\n<pre>\na\n&#32;\nb</pre>\n</div>\n"),
            (
                "<div>\n<script>\na = '</div>';\n\nb\n</script>\n</div>\n",
                "<div>\n<script>\na = '</div>';\nb\n</script>\n</div>\n",
            ),
        ] {
            let mut patched = Patched::new(typed);
            patched.apply(patches(typed, &[]));
            assert_eq!(patched.text(), read);
        }
        for typed in [
            "<div>\n\nnever closed\n",
            "<div markdown=\"1\">\n\n*a*\n\n</div>\n",
            "<div>\n\n<p markdown=\"1\">\n\n*a*\n\n</p>\n\n</div>\n",
            "a <div>\n\n</div>\n",
            "    <div>\n\n</div>\n",
            "<span>\n\n</span>\n",
            "<div>a</div>\n\nb\n",
        ] {
            assert_eq!(patches(typed, &[]), [], "{typed}");
        }
        let code = 0..15;
        assert_eq!(patches("```\n<div>\n\n```\n\n</div>\n", std::slice::from_ref(&code)), []);
    }
}
