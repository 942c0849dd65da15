//! Comments: `%%` … `%%`, within a line or over many. They are cut out before anything is read, so
//! that nothing of them gets anywhere. And what Dendron shows to the writer alone.

use std::ops::Range;

use crate::base::source_map::Patch;
use crate::read::syntax::{is_escaped, seam};

/// A comment that never ends.
#[derive(Debug, PartialEq, Eq)]
pub struct Unclosed {
    /// Its sign.
    pub place: Range<usize>,
    /// Whether the rest of the text is taken for it: nothing stands before it in its line, so that it is a comment beyond
    /// doubt. Elsewhere the sign may be one of percent, and all stays as it is.
    pub is_cut: bool,
}

/// What is left of the comments of `text`: nothing. And where one begins that never ends. Those in one of `verbatim` (code
/// and the like) are none.
pub fn patches(text: &str, verbatim: &[Range<usize>]) -> (Vec<Patch>, Option<Unclosed>) {
    let mut patches = Vec::new();
    let mut at = 0;
    // Where a comment ends that has nothing before it in its line.
    let mut front = None;
    let mut line = 0..text.find('\n').unwrap_or(text.len());
    while let Some(start) = next(text, at, verbatim) {
        let Some(end) = end(text, start + 2) else {
            let is_cut = is_front(&text[line_at(text, &line, start).start..start]);
            if is_cut {
                patches.push((start..text.len(), String::new()));
            }
            return (patches, Some(Unclosed { place: start..start + 2, is_cut }));
        };
        at = end + 2;
        // One after another at the front of a line are as one.
        let gap = &text[front.unwrap_or(start)..start];
        let is_first = gap.trim_matches([' ', '\t']).is_empty() && front.is_some();
        line = line_at(text, &line, start);
        let begin = line.start;
        let is_front = is_first || is_front(&text[begin..start]);
        front = is_front.then_some(at);
        line = line_at(text, &line, at);
        patches.push(patch(text, start..at, begin..line.end, is_front));
    }
    (patches, None)
}

/// The line of `at`, which is not before the `line` that was asked for last: no line is looked through twice.
fn line_at(text: &str, line: &Range<usize>, at: usize) -> Range<usize> {
    if at <= line.end {
        return line.clone();
    }
    let start = text[line.end..at].rfind('\n').map_or(line.start, |found| line.end + found + 1);
    start..text[at..].find('\n').map_or(text.len(), |found| at + found)
}

/// The front of the marks for what Dendron shows to the writer alone: lines that end with `LINE`, and what stands between
/// `START` and `END`.
const LOCAL: &str = "LOCAL_ONLY_";

/// What is left of the lines and stretches of `text` that are marked as the writer's own: nothing. A stretch that
/// never ends goes to the end, lest something be published that was to stay. Code does not hide the marks, for it
/// hides nothing from readers. The marks may have spaces, and small letters.
pub fn local(text: &str) -> Vec<Patch> {
    let mut patches = Vec::new();
    let mut at = 0;
    while let Some((place, name)) = local_mark(text, at) {
        at = place.end;
        let cut = match name.as_str() {
            "START" => {
                let mut marks = std::iter::successors(local_mark(text, at), |(place, _)| local_mark(text, place.end));
                place.start..marks.find(|(_, name)| name == "END").map_or(text.len(), |(end, _)| end.end)
            }
            "LINE" => {
                let line = text[..place.start].rfind('\n').map_or(0, |line| line + 1);
                let from = patches.last().map_or(0, |(last, _): &Patch| last.end);
                line.max(from)..text[place.start..].find('\n').map_or(text.len(), |length| place.start + length + 1)
            }
            _ => continue,
        };
        at = cut.end;
        patches.push((cut, String::new()));
    }
    patches
}

/// The next mark for what is the writer's own, and its name in capitals.
fn local_mark(text: &str, from: usize) -> Option<(Range<usize>, String)> {
    text[from..].match_indices("<!--").map(|(at, _)| from + at).find_map(|start| {
        let inside = text[start + 4..].trim_start();
        let name = inside
            .get(..LOCAL.len())
            .filter(|front| front.eq_ignore_ascii_case(LOCAL))
            .map(|_| &inside[LOCAL.len()..])?;
        let length = name.find("-->")?;
        let end = text.len() - name.len() + length + 3;
        Some((start..end, name[..length].trim().to_ascii_uppercase()))
    })
}

/// The next `%%` that is neither code nor escaped.
fn next(text: &str, from: usize, verbatim: &[Range<usize>]) -> Option<usize> {
    let mut at = from;
    loop {
        let found = at + text[at..].find("%%")?;
        let before = verbatim.partition_point(|range| range.end <= found);
        match verbatim.get(before) {
            // What begins inside a comment is not code after all.
            Some(code) if code.start <= found && code.start >= from => at = code.end,
            _ if is_escaped(text, found) || is_in_address(text, found) => at = found + 2,
            _ => return Some(found),
        }
    }
}

/// Where the sign stands that ends a comment which begins before `from`. One within an address ends it only if there is no
/// other, lest half of it be published.
fn end(text: &str, from: usize) -> Option<usize> {
    let mut signs = text[from..].match_indices("%%").map(|(at, _)| from + at);
    let first = signs.next()?;
    std::iter::once(first).chain(signs).find(|sign| !is_in_address(&text[from..], *sign - from)).or(Some(first))
}

/// As far as is looked for the ends of an address.
const LONGEST: usize = 512;

/// Whether the `%%` at `at` stands within an address: in that of a link or a picture, in an attribute or between `<` and
/// `>`; or in a bare one, which it does not follow as one of a pair.
fn is_in_address(text: &str, at: usize) -> bool {
    let before = &text[text.floor_char_boundary(at.saturating_sub(LONGEST))..at];
    let before = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let after = &text[at + 2..text.floor_char_boundary(at + 2 + LONGEST)];
    let after = after.split(char::is_whitespace).next().unwrap_or_default();
    let within = |(open, close): (&str, char)| {
        let inside = before.rsplit_once(open).map(|(_, inside)| inside);
        inside.is_some_and(|inside| !inside.is_empty() && !inside.contains(close) && after.contains(close))
    };
    let is_scheme = |inside: &str| inside.contains(':') || inside.contains('@');
    [("](", ')'), ("=\"", '"'), ("='", '\'')].into_iter().any(within)
        || (within(("<", '>')) && before.rsplit_once('<').is_some_and(|(_, inside)| is_scheme(inside)))
        || before.rsplit_once("://").is_some_and(|(_, address)| {
            !address.is_empty() && !address.contains([')', '>', '"', '\'', ']']) && !after.contains("%%")
        })
}

/// What takes the place of a comment: nothing, and where it begins a line of which the rest would then begin a block of
/// another kind, a seam, so that the rest goes on being text. `lines` are those in which it stands.
fn patch(text: &str, comment: Range<usize>, lines: Range<usize>, is_front: bool) -> Patch {
    let whole = alone(text, comment.clone());
    if whole != comment {
        return (whole, String::new());
    }
    let (line, rest) = (lines.start, text[comment.end..lines.end].trim_end_matches('\r'));
    if rest.trim().is_empty() {
        // Spaces at the end of a line would break it.
        let start = line + text[line..comment.start].trim_end_matches([' ', '\t']).len();
        return (start..comment.end + rest.len(), String::new());
    }
    let words = rest.trim_start();
    if is_front && begins_block(words) {
        return (comment.start..comment.end + rest.len() - words.len(), seam::TYPED.to_owned());
    }
    (comment, String::new())
}

/// Whether nothing stands in a line up to here but the signs of quotes and items.
fn is_front(before: &str) -> bool {
    let own = before.trim_start_matches([' ', '\t', '>']);
    let item = own.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_item = |rest: &str, signs: &[char]| {
        rest.strip_prefix(signs).is_some_and(|rest| rest.starts_with([' ', '\t']) && rest.trim().is_empty())
    };
    own.is_empty() || is_item(own, &['-', '+', '*']) || (item.len() < own.len() && is_item(item, &['.', ')']))
}

/// Whether a line may begin another block than a paragraph.
fn begins_block(line: &str) -> bool {
    line.starts_with(|c: char| "#-+*_=>~`|:?<".contains(c) || c.is_ascii_digit())
        || line.starts_with("!!!")
        || (line.starts_with('[') && !line.starts_with("[["))
}

/// A comment with the whole of its lines, if nothing else stands on them.
fn alone(text: &str, comment: Range<usize>) -> Range<usize> {
    let start = text[..comment.start].trim_end_matches([' ', '\t']).len();
    let after = text[comment.end..].trim_start_matches([' ', '\t', '\r']);
    let end = text.len() - after.len() + usize::from(after.starts_with('\n'));
    let begins = start == 0 || text[..start].ends_with('\n');
    if begins && (after.is_empty() || after.starts_with('\n')) { start..end } else { comment }
}

#[cfg(test)]
mod tests {
    use super::local;
    use crate::base::source_map::Patched;

    #[test]
    fn what_is_marked_as_local_goes() {
        for (text, left) in [
            ("a\n- b <!--LOCAL_ONLY_LINE-->\nc", "a\nc"),
            ("a <!--LOCAL_ONLY_LINE-->", ""),
            ("a <!--LOCAL_ONLY_START-->b\n\nc<!--LOCAL_ONLY_END--> d", "a  d"),
            ("a\n<!--LOCAL_ONLY_START-->\nb <!--LOCAL_ONLY_LINE-->", "a\n"),
            ("<!--LOCAL_ONLY_OTHER--> a", "<!--LOCAL_ONLY_OTHER--> a"),
            ("a <!-- local_only_start -->b<!-- LOCAL_ONLY_END --> c", "a  c"),
            ("a <!--LOCAL_ONLY_LINE-->\nb <!--LOCAL_ONLY_LINE-->\nc\n", "c\n"),
        ] {
            let mut patched = Patched::new(text);
            patched.apply(local(text));
            assert_eq!(patched.text(), left, "{text}");
        }
    }
}
