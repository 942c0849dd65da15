//! What was meant as a link and is none: `[[name]` with one bracket, `[text] (path.md)` with a space
//! between, `(text)[path.md]` the wrong way round.

use std::ops::Range;

use crate::base::path::without_markdown_ending;
use crate::read::syntax::is_escaped;

/// Where half links stand, and how each is written right. They may still be code.
pub fn find(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let places = line.match_indices(['[', '(']).filter(|(at, _)| !is_escaped(text, start + at));
        let is_address = |at: usize| line[..at].ends_with(']');
        let half = |at: usize| {
            let turned = || if is_address(at) { None } else { turned(&line[at..]) };
            unclosed(&line[at..]).or_else(|| apart(&line[at..])).or_else(turned)
        };
        let mut free = 0;
        for (at, _) in places {
            if let Some((length, right)) = half(at).filter(|_| at >= free) {
                found.push((start + at..start + at + length, right));
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
        ] {
            let found = find(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!((&text[found[0].0.clone()], &*found[0].1), (place, right));
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
            "[a](https://b.c)[^1]",
            "- [ ] (x)",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }
}
