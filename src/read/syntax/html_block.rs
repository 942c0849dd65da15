//! Blocks of HTML as kramdown and Python-Markdown read them: from a tag at the beginning of a line to its end tag, empty
//! lines and all. To `CommonMark`, such a block ends with the first empty line, and what is indented below that is code.

use std::collections::HashMap;
use std::ops::Range;

use crate::base::source_map::{Patch, in_order};
use crate::read::syntax::holds;
use crate::read::syntax::markup::{self, ENDED_BY_OTHERS, OpenTag, TagKind};

/// What makes one block of each such block of `text` to the parser: its empty lines go, and one comes after it. What begins
/// in one of `verbatim` (code and the like) is left alone, and so are blocks with Markdown in them (`markdown="1"`).
/// With `has_code`, code between fences in it is read as such.
pub fn patches(text: &str, verbatim: &[Range<usize>], has_code: bool) -> Vec<Patch> {
    let mut patches = Vec::new();
    let mut free = 0;
    let Blocks { places, preformatted, with_text } = Blocks::of(text);
    // Code right below an element with Markdown in it is no part of that.
    for end in with_text {
        let below = end + text[end..].find('\n').map_or(text.len() - end, |at| at + 1);
        let is_last = text[end..below].trim().is_empty() && !holds(verbatim, end);
        if is_last && ["```", "~~~", "{% highlight"].iter().any(|sign| text[below..].starts_with(sign)) {
            patches.push((below..below, "\n".to_owned()));
        }
    }
    for place in places {
        if place.start < free || holds(verbatim, place.start) {
            continue;
        }
        let mut start = place.start;
        let mut fence: Option<&str> = None;
        let is_quoted = text[..place.start].trim_end_matches([' ', '\t']).ends_with('>');
        for line in text[place.clone()].split_inclusive('\n') {
            // Where an empty line is seen, it gets a space, which is not.
            let own = line.trim_end();
            let sign = ["```", "~~~"].into_iter().find(|sign| has_code && own.starts_with(sign));
            match (fence, sign) {
                (Some(open), Some(sign)) if open == sign && own.trim_start_matches(&sign[..1]).is_empty() => {
                    fence = None;
                    patches.push((start + line.len()..start + line.len(), "\n".to_owned()));
                }
                (None, Some(sign)) if !holds(&preformatted, start) => {
                    fence = Some(sign);
                    patches.push((start..start, "\n".to_owned()));
                }
                _ => {}
            }
            if fence.is_some() {
                start += line.len();
                continue;
            }
            match line.trim_matches(|c: char| c.is_whitespace() || (c == '>' && is_quoted)).is_empty() {
                true if holds(&preformatted, start) => patches.push((start..start, "&#32;".to_owned())),
                true => patches.push((start..start + line.len(), String::new())),
                false => {}
            }
            start += line.len();
        }
        let rest = &text[place.end..];
        free = place.end + rest.find('\n').map_or(rest.len(), |at| at + 1);
        let next = text[free..].lines().next().unwrap_or_default().trim_start();
        if is_quoted && next.starts_with('>') {
            let line = text[..place.start].rfind('\n').map_or(0, |end| end + 1);
            patches.push((free..free, format!("{}\n", &text[line..place.start])));
        } else if !is_quoted && !next.is_empty() {
            patches.push((free..free, "\n".to_owned()));
        }
    }
    in_order(patches)
}

/// The blocks of a text, in order, the outer before the inner.
#[derive(Default)]
struct Blocks {
    places: Vec<Range<usize>>,
    /// The elements in which empty lines are seen.
    preformatted: Vec<Range<usize>>,
    /// Where those end that have Markdown in them.
    with_text: Vec<usize>,
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
                    if attributes.iter().any(|own| &*own.name == "markdown" && &*own.value != "0") {
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
                    match markdown {
                        Some(at) if begins && at >= start => blocks.with_text.push(place.end),
                        _ if begins => blocks.places.push(place),
                        _ => {}
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

/// Whether nothing stands before a place in its line but spaces, and what begins quotes and items of lists.
fn begins_line(text: &str, at: usize) -> bool {
    const DEEPEST: usize = 40;
    let near = &text.as_bytes()[at.saturating_sub(DEEPEST)..at];
    let line = near.iter().rposition(|byte| *byte == b'\n').map(|end| &near[end + 1..]);
    let Some(line) = line.or((at <= DEEPEST).then_some(near)) else { return false };
    let digits = |word: &[u8]| word.strip_suffix(b".").is_some_and(|front| front.iter().all(u8::is_ascii_digit));
    let mut words = line.split(|byte| matches!(byte, b' ' | b'\t')).filter(|word| !word.is_empty());
    (line.is_empty() || line.ends_with(b" ") || line.ends_with(b"\t") || line.ends_with(b">"))
        && words.all(|word| matches!(word, b">" | b"-" | b"*" | b"+") || digits(word))
}

#[cfg(test)]
mod tests {
    use super::patches;
    use crate::base::source_map::Patched;

    #[test]
    fn a_block_goes_to_its_end_tag() {
        for (typed, read) in [
            ("<div>\n\n    <p>a</p>\n\n</div>\n\n*b*\n", "<div>\n    <p>a</p>\n</div>\n\n*b*\n"),
            ("- a\n\n  <div>\n\n      <p>\n\n  </div>\n", "- a\n\n  <div>\n      <p>\n  </div>\n"),
            ("> <div>\n>\n>     <p>\n>\n> </div>\n> b\n", "> <div>\n>     <p>\n> </div>\n> \n> b\n"),
            ("<div markdown=\"0\">\n\n    a\n</div>\n", "<div markdown=\"0\">\n    a\n</div>\n"),
            (
                "<div markdown=\"1\">\n*a*\n\nb\n</div>\n```c\nd\n```\n",
                "<div markdown=\"1\">\n*a*\n\nb\n</div>\n\n```c\nd\n```\n",
            ),
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
            patched.apply(patches(typed, &[], false));
            assert_eq!(patched.text(), read);
        }
        for typed in [
            "<div>\n\nnever closed\n",
            "<div markdown=\"1\">\n\n*a*\n\n</div>\n",
            "<div>\n\n<p markdown=\"1\">\n\n*a*\n\n</p>\n\n</div>\n",
            "a <div>\n\n</div>\n",
            "<span>\n\n</span>\n",
            "<div>a</div>\n\nb\n",
        ] {
            assert_eq!(patches(typed, &[], false), [], "{typed}");
        }
        let code = 0..15;
        assert_eq!(patches("```\n<div>\n\n```\n\n</div>\n", std::slice::from_ref(&code), false), []);
        let mut patched = Patched::new("<div>\n\n```\na\n\n```\n\n<p></p>\n</div>\n");
        patched.apply(patches(patched.text(), &[], true));
        assert_eq!(patched.text(), "<div>\n\n```\na\n\n```\n\n<p></p>\n</div>\n");
    }
}
