//! What was meant as a link and is none: `[[name]` with one bracket, `[text] (path.md)` with a space
//! between, `(text)[path.md]` the wrong way round.

use std::ops::Range;

use crate::base::path::without_markdown_ending;
use crate::read::syntax::{is_escaped, media};

/// What was meant as a link.
#[derive(Debug, PartialEq, Eq)]
pub struct Half {
    pub place: Range<usize>,
    /// How it is written right.
    pub right: String,
    /// The address in it, where nothing is wrong but the spaces in that.
    pub spaced: Option<Range<usize>>,
}

/// Where half links stand, and how each is written right. They may still be code.
pub fn find(text: &str) -> Vec<Half> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let places = line.match_indices(['[', '(']).filter(|(at, _)| !is_escaped(text, start + at));
        let is_address = |at: usize| line[..at].ends_with(']');
        let half = |at: usize, is_outer: bool| {
            let turned = || if is_address(at) { None } else { turned(&line[at..]) };
            unclosed(&line[at..]).or_else(|| apart(&line[at..])).or_else(|| open(&line[at..], is_outer)).or_else(turned)
        };
        let mut free = 0;
        // How many brackets are open before a place: counted on, since a line may be nothing but brackets.
        let (mut counted, mut opened, mut closed) = (0, 0, 0);
        for (at, _) in places {
            if at < free {
                continue;
            }
            opened += line[counted..at].matches('[').count();
            closed += line[counted..at].matches(']').count();
            counted = at;
            let is_outer = opened <= closed;
            let spaced = spaced(&line[at..]).map(|(address, length, right)| {
                let address = start + at + address.start..start + at + address.end;
                (length, right, Some(address))
            });
            if let Some((length, right, spaced)) =
                spaced.or_else(|| half(at, is_outer).map(|(length, right)| (length, right, None)))
            {
                found.push(Half { place: start + at..start + at + length, right, spaced });
                free = at + length;
            }
        }
        start += line.len();
    }
    found
}

/// `[[name]`.
fn unclosed(text: &str) -> Option<(usize, String)> {
    let (inside, rest) = inside(text.strip_prefix('[')?, '[', ']')?;
    // What follows may be the rest of the words of a link: `[[x] y](z)`. And lists of numbers have brackets in brackets.
    let next = rest.find(['[', ']']).map(|at| &rest[at..]).unwrap_or_default();
    let is_link = ["](", "][", "]:"].iter().any(|sign| next.starts_with(sign));
    let is_named = inside.contains(char::is_alphabetic);
    (is_named && !is_link && !rest.starts_with([']', '(', '['])).then(|| (inside.len() + 3, format!("[[{inside}]]")))
}

/// `[text] (path.md)`.
fn apart(text: &str) -> Option<(usize, String)> {
    let (words, rest) = inside(text, '[', ']')?;
    let (path, _) = inside(rest.strip_prefix(' ')?, '(', ')')?;
    leads(path).then(|| (words.len() + path.len() + 5, format!("[{words}]({path})")))
}

/// `[text](a path.md)`: the address in it, how long all of it is, and how it is written right.
fn spaced(text: &str) -> Option<(Range<usize>, usize, String)> {
    let (words, rest) = inside(text, '[', ']')?;
    let (address, _) = inside(rest, '(', ')')?;
    let typed = address.trim();
    let path = typed.split('#').next().unwrap_or(typed);
    let is_web = typed.starts_with("https://") || typed.starts_with("http://");
    let is_file = without_markdown_ending(path) != path || media::is_file(path);
    let is_meant =
        typed.contains(' ') && !typed.contains(['"', '\'', '<', '>', '`', '|']) && is_file && !words.starts_with('^');
    // A sentence in brackets may end with the name of a file: what follows the first word is read as a title.
    let first = typed.split(' ').next().unwrap_or(typed);
    if !is_meant || leads(first) && !is_web {
        return None;
    }
    let start = words.len() + 3 + address.len() - address.trim_start().len();
    Some((start..start + typed.len(), words.len() + address.len() + 4, format!("[{words}](<{typed}>)")))
}

/// `[text](path.md "title)`, `[text](path.md title)`, `[text](<path.md)`, `[text](path.md and so on`, `[text]](path.md)`.
fn open(text: &str, is_outer: bool) -> Option<(usize, String)> {
    let (words, rest) = inside(text, '[', ']')?;
    if let Some((path, _)) = rest.strip_prefix(']').and_then(|rest| inside(rest, '(', ')')) {
        // The first bracket of the words may stand before: `[words [more]](path.md)`.
        return (leads(path) && is_outer).then(|| (words.len() + path.len() + 5, format!("[{words}]({path})")));
    }
    let within = rest.strip_prefix('(')?;
    let Some((address, _)) = inside(rest, '(', ')') else {
        // What follows on the next line may go on with it.
        let line = Some(within.trim_end_matches(['\n', '\r'])).filter(|line| !line.contains([')', '(']))?;
        let (path, after) = line.split_once(' ')?;
        let is_open = leads(path) && after.starts_with(char::is_alphanumeric);
        return is_open.then(|| (words.len() + 3 + path.len(), format!("[{words}]({path})")));
    };
    let length = words.len() + address.len() + 4;
    if let Some(path) = address.strip_prefix('<').filter(|path| !path.contains('>')) {
        let path = path.trim();
        let is_path = path.starts_with("http") || without_markdown_ending(path) != path || media::is_file(path);
        return is_path.then(|| (length, format!("[{words}](<{path}>)")));
    }
    let (path, title) = address.split_once(' ').filter(|(path, _)| leads(path))?;
    let title = title.trim();
    let bare = title.strip_prefix('"').unwrap_or(title);
    let is_title = bare.starts_with(char::is_alphanumeric) && !bare.contains(['"', '\'', '<', '=', '(']);
    is_title.then(|| (length, format!("[{words}]({path} \"{bare}\")")))
}

/// `(text)[path.md]`.
fn turned(text: &str) -> Option<(usize, String)> {
    let (words, rest) = inside(text, '(', ')')?;
    let (path, after) = inside(rest, '[', ']')?;
    if path.starts_with('^') {
        return None;
    }
    let length = words.len() + path.len() + 4;
    // Both the wrong way round, or the path first as well.
    match () {
        () if leads(path) => Some((length, format!("[{words}]({path})"))),
        () if leads(words) && !after.starts_with(['(', '[']) => Some((length, format!("[{path}]({words})"))),
        () => None,
    }
}

/// What stands between the brackets that `text` begins with, none of them in it, and what follows.
fn inside(text: &str, open: char, close: char) -> Option<(&str, &str)> {
    let inside = text.strip_prefix(open)?;
    // The next bracket decides, so that a row of them is looked at once.
    let end = inside.find([open, close, '\n'])?;
    let rest = inside[end..].strip_prefix(close)?;
    Some((&inside[..end], rest)).filter(|(inside, _)| !inside.trim().is_empty())
}

/// Whether a text can only be meant as the destination of a link.
fn leads(text: &str) -> bool {
    let path = text.split('#').next().unwrap_or(text);
    !text.contains(char::is_whitespace)
        && (without_markdown_ending(path) != path || text.starts_with("https://") || text.starts_with("http://"))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn half_links_are_found() {
        for (text, place, right) in [
            ("in [[The cash tin] on", "[[The cash tin]", "[[The cash tin]]"),
            ("a [b c] (d/e.md#f) g", "[b c] (d/e.md#f)", "[b c](d/e.md#f)"),
            ("(d/e.md)[b c] g", "(d/e.md)[b c]", "[b c](d/e.md)"),
            ("see (the site)[https://x.org].", "(the site)[https://x.org]", "[the site](https://x.org)"),
            ("[w](what is a note.md) b", "[w](what is a note.md)", "[w](<what is a note.md>)"),
            ("![w](my picture.png)", "[w](my picture.png)", "[w](<my picture.png>)"),
            ("[w](a note.md#Two words)", "[w](a note.md#Two words)", "[w](<a note.md#Two words>)"),
            ("[w](<a note.md) b", "[w](<a note.md)", "[w](<a note.md>)"),
            ("[w](a.md \"title) b", "[w](a.md \"title)", "[w](a.md \"title\")"),
            ("[w](a.md the title) b", "[w](a.md the title)", "[w](a.md \"the title\")"),
            ("[w](a.md and so on.", "[w](a.md", "[w](a.md)"),
            ("[w]](a.md) b", "[w]](a.md)", "[w](a.md)"),
        ] {
            let found = find(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!((&text[found[0].place.clone()], &*found[0].right), (place, right));
        }
        for text in [
            "[[a]]",
            "[[a](b.md)]",
            "[a](b.md) (c)",
            "[a] (see b.md)",
            "f(x)[0]",
            "\\[[a] b",
            "[[",
            "[[a] b](c)",
            "[[-3, 3], [1, 2]]",
            "[a](b)[^1]",
            "[a [b]](c.md)",
            "[a](b.md \"c d\")",
            "[a](<b c.md>)",
            "[a](b.md 'c')",
            "[a](see above)",
            "[a](b.md\n",
            "f[i](x, y)",
            "[a](https://b.c)[^1]",
            "- [ ] (x)",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }
}
