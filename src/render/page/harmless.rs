//! Markdown of writers nobody vouches for (`untrusted = true`), without what a program that shows it could run: what stands on
//! the page of the essay is clean, and so is its copy.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::read::syntax::link::{Destination, destination};
use crate::read::syntax::untrusted::{is_allowed, keeps};

/// Elements of which the content goes with them.
const WHOLE: [&str; 12] =
    ["script", "style", "iframe", "object", "embed", "template", "noscript", "textarea", "svg", "math", "xmp", "title"];

/// How often a text is cleaned again, since what is cut out of it may bring together what it stood between.
const ROUNDS: usize = 8;

/// `text` without raw HTML that does more than show, and without addresses that do more than lead somewhere.
pub(super) fn harmless(text: String) -> String {
    let mut text = text;
    for _ in 0..ROUNDS {
        let found = places(&text);
        if found.is_empty() {
            return text;
        }
        text = without(&text, &found, " ");
    }
    // Whoever writes like this means no good.
    text.replace('<', "&lt;").replace("](", "] (")
}

/// `text` with `instead` for each place, which are in order.
fn without(text: &str, places: &[Range<usize>], instead: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for place in places.iter().filter(|place| !place.is_empty()) {
        if place.start >= from {
            kept.push_str(&text[from..place.start]);
            kept.push_str(instead);
        }
        from = from.max(place.end);
    }
    kept.push_str(&text[from..]);
    kept
}

/// What has to go.
fn places(text: &str) -> Vec<Range<usize>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut found = Vec::new();
    // Where an element began whose content goes with it.
    let mut hidden: Option<(String, Range<usize>)> = None;
    let mut links: Vec<(usize, bool)> = Vec::new();
    let mut inner = 0;
    for (event, place) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => raw(text, place.clone(), &mut hidden, &mut found),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let is_bad = match destination(dest_url.trim(), "") {
                    Destination::Inside(_) => false,
                    Destination::Outside => !is_allowed(&dest_url),
                    Destination::Blocked { .. } => true,
                };
                links.push((
                    text[place.start..].find(['[', '<']).map_or(place.start, |at| place.start + at + 1),
                    is_bad,
                ));
                inner = place.start;
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some((start, true)) = links.pop() {
                    found.extend([place.start..start, inner.max(start)..place.end]);
                }
            }
            Event::Text(_) | Event::Code(_) => inner = place.end,
            _ => {}
        }
    }
    // What is never closed has no content that is known.
    found.extend(hidden.map(|(_, tag)| tag));
    found.sort_unstable_by_key(|place| (place.start, place.end));
    found
}

/// What has to go of a stretch of raw HTML.
fn raw(text: &str, place: Range<usize>, hidden: &mut Option<(String, Range<usize>)>, found: &mut Vec<Range<usize>>) {
    let mut at = place.start;
    while let Some(start) = text[at..place.end].find('<').map(|start| at + start) {
        let end = text[start..place.end].find('>').map_or(place.end, |end| start + end + 1);
        let inside = text[start + 1..end].trim_end_matches('>');
        let is_end = inside.starts_with('/');
        let name: String = inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        // What says more of itself than its name may act.
        let is_plain = keeps(&name) && inside.trim_matches(['/', ' ']).len() == name.len();
        match hidden {
            Some((open, tag)) if is_end && *open == name => {
                found.push(tag.start..end);
                *hidden = None;
            }
            Some(_) => {}
            None if WHOLE.contains(&&*name) && !is_end => *hidden = Some((name, start..end)),
            None if is_plain => {}
            None => found.push(start..end),
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn what_runs_goes_and_what_shows_stays() {
        for (typed, kept) in [
            ("A <script>x()</script> b", "A   b"),
            ("A\n\n<script>\nx()\n\ny()\n</script>\n\nb", "A\n\n \n\nb"),
            ("<p onclick=\"x()\">A</p>", " A</p>"),
            ("A <b>b</b><br/>", "A <b>b</b><br/>"),
            ("A <img src=x onerror=\"x()\">", "A  "),
            ("A [b](javascript:x) c", "A  b  c"),
            (
                "A [b](https://example.org) [c](d/) <https://example.org>",
                "A [b](https://example.org) [c](d/) <https://example.org>",
            ),
            (
                "`<script>` and\n\n```\n<script>x()</script>\n```\n",
                "`<script>` and\n\n```\n<script>x()</script>\n```\n",
            ),
            ("1 < 2 and a <b", "1 < 2 and a <b"),
        ] {
            assert_eq!(harmless(typed.to_owned()), kept, "{typed}");
        }
        for typed in [
            "<scr<b x>ipt>x()</scr<b x>ipt>",
            "<scr<!-- -->ipt>x()</scr<!-- -->ipt>",
            "<script\n>x()</script>",
            "<ScRipt src=//x>",
            "<svg onload=x()>",
            "![a](javascript:x)",
            "[a][b]\n\n[b]: javascript:x\n",
        ] {
            let kept = harmless(typed.to_owned());
            assert!(!kept.to_lowercase().contains("<script") && !kept.contains("<svg"), "{typed}: {kept}");
            assert!(!kept.contains("](java") && !kept.contains("[a][b]"), "{typed}: {kept}");
        }
    }
}
