//! What other tools put into links: Hugo's `{{< ref "x" >}}`, Jekyll's `{% link x.md %}`,
//! `{% post_url x %}`, `{{ site.baseurl }}` and `{{ "/x/" | relative_url }}`.
//!
//! Where they are the destination of a link they become the file that they name. Everywhere else
//! they stay as text, and the writer is told once a file.

use std::ops::Range;

use crate::patch::Patch;

/// How macros begin and end.
const BRACKETS: [(&str, &str); 4] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{{", "}}")];

/// The most that a macro, or a destination made of several, may have in bytes: looking for an end
/// that is not there must not take long.
const LONGEST: usize = 1000;

/// The destinations of `text` that are macros, as plain ones; and the first macro that stays. What
/// lies in one of `verbatim` (code and the like) is left alone.
pub fn patches(text: &str, verbatim: &[Range<usize>]) -> (Vec<Patch>, Option<Range<usize>>) {
    let mut patches: Vec<Patch> = Vec::new();
    let mut stays = None;
    let mut at = 0;
    while let Some(found) = text[at..].find('{').map(|found| at + found) {
        at = found + 1;
        let before = verbatim.partition_point(|range| range.end <= found);
        if let Some(code) = verbatim.get(before).filter(|code| code.start <= found) {
            at = code.end;
            continue;
        }
        let Some((opening, end)) = span(text, found) else { continue };
        if text[..found].ends_with("](")
            && let Some((end, destination)) = destination(text, found)
        {
            patches.push((found..end, format!("<{destination}>")));
            at = end;
            continue;
        }
        if opening != "{{" && stays.is_none() {
            stays = Some(found..end);
        }
        at = end;
    }
    (patches, stays)
}

/// The brackets of the macro at `at`, and where it ends: in the same line.
fn span(text: &str, at: usize) -> Option<(&'static str, usize)> {
    let rest = &text[at..];
    let (opening, closing) = BRACKETS.iter().find(|(opening, _)| rest.starts_with(opening))?;
    let near = &rest[..rest.floor_char_boundary(LONGEST)];
    let length = near.lines().next()?.find(closing)?;
    Some((opening, at + length + closing.len()))
}

/// The destination that begins with a macro at `at`, as a plain one: the macros, with whatever
/// stands between them, up to the bracket or the title.
fn destination(text: &str, mut at: usize) -> Option<(usize, String)> {
    let mut plain = String::new();
    while plain.len() < LONGEST {
        let rest = &text[at..];
        let next = rest.chars().next()?;
        if next == ')' || next == ' ' {
            return (!plain.contains(['<', '>', '\n'])).then_some((at, plain));
        }
        match span(text, at) {
            Some((opening, end)) => {
                let inside = text[at + opening.len()..end].trim_end_matches(['>', '%', '}']);
                plain.push_str(&meaning(inside.trim())?);
                at = end;
            }
            None if next.is_whitespace() || "[(".contains(next) => return None,
            None => {
                plain.push(next);
                at += next.len_utf8();
            }
        }
    }
    None
}

/// An address that has macros in it, as a plain one; `None` if it has none, or others than make a link.
pub fn plain(address: &str) -> Option<String> {
    let text = format!("{address})");
    let (end, plain) = destination(&text, 0).filter(|_| address.contains("{{") || address.contains("{%"))?;
    (end == address.len()).then_some(plain)
}

/// The path that a macro stands for.
fn meaning(inside: &str) -> Option<String> {
    let inside = inside.trim_matches('-').trim();
    if matches!(inside, "site.baseurl" | "site.url") {
        return Some(String::new());
    }
    if let Some((path, filter)) = inside.split_once('|') {
        let filter = filter.trim();
        return ["relative_url", "absolute_url"].contains(&filter).then(|| unquoted(path.trim()).to_owned());
    }
    let (name, rest) = inside.split_once(char::is_whitespace)?;
    let rest = rest.trim();
    let path = match name {
        "ref" | "relref" => {
            let path = rest.split_once("path=").map_or(rest, |(_, path)| path.trim());
            match path.chars().next().filter(|c| "\"'`".contains(*c)) {
                Some(quote) => path[1..].split(quote).next()?,
                None => path.split_whitespace().next()?,
            }
        }
        "link" => rest,
        "post_url" => return Some(format!("_posts/{}.md", unquoted(rest))),
        _ => return None,
    };
    Some(path.to_owned())
}

/// What a macro calls: its first word.
pub fn name(text: &str) -> &str {
    let words = text.trim_matches(|c: char| "{}<>%-/".contains(c) || c.is_whitespace());
    words.split(|c: char| c.is_whitespace() || c == '(').next().unwrap_or(words)
}

fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '\''])
}

#[cfg(test)]
mod tests {
    use super::patches;

    #[test]
    fn destinations_are_made_plain() {
        for (typed, plain) in [
            ("[a]({{< ref \"x.md#y\" >}})", "[a](<x.md#y>)"),
            ("[a]({{% relref path=\"b/x\" lang=\"fr\" %}} \"t\")", "[a](<b/x> \"t\")"),
            ("[a]({% link _posts/2026-01-02-x.md %}#y)", "[a](<_posts/2026-01-02-x.md#y>)"),
            ("[a]({{ site.baseurl }}{% post_url 2026-01-02-x %})", "[a](<_posts/2026-01-02-x.md>)"),
            ("[a]({{ \"/about/\" | relative_url }})", "[a](</about/>)"),
            ("[a]({{ site.baseurl }}/about/)", "[a](</about/>)"),
        ] {
            let (found, stays) = patches(typed, &[]);
            let mut text = crate::patch::Patched::new(typed);
            text.apply(found);
            assert_eq!((text.text(), stays), (plain, None));
        }
        let (found, stays) = patches("{{ x }} {{< figure src=\"x\" >}} {% include y %}", &[]);
        assert_eq!((found.len(), stays), (0, Some(8..30)));
    }
}
