//! What of a text no page shows: comments of all kinds, what other tools run as programs, and definitions that no link uses.
//! What else is made of the text as it was typed goes without.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use super::rules::Rules;
use crate::base::source_map::Patched;
use crate::read::syntax::seam;

/// The stretches of the text as it was typed that nothing on its page comes from, in order and apart.
pub(super) fn places(patched: &Patched<'_>, rules: Rules<'_>) -> Vec<Range<usize>> {
    let mut places = patched.cut(|instead| instead.replace(seam::TYPED, "").trim().is_empty());
    let text = patched.text();
    let mut found = Vec::new();
    if text.contains("<!--") || text.contains("]:") {
        of_markdown(text, rules, &mut found);
    }
    places.extend(found.into_iter().map(|place| patched.origin(place)));
    apart(places)
}

/// The same of a page in HTML.
pub(super) fn of_html(patched: &Patched<'_>) -> Vec<Range<usize>> {
    let mut places = patched.cut(|instead| instead.trim().is_empty());
    let mut found = Vec::new();
    comments(patched.text(), 0..patched.text().len(), &mut found);
    places.extend(found.into_iter().map(|place| patched.origin(place)));
    apart(places)
}

/// Places in order, those that touch each other as one.
fn apart(mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    places.sort_unstable_by_key(|place| (place.start, place.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(places.len());
    for place in places {
        match merged.last_mut().filter(|last| place.start <= last.end) {
            Some(last) => last.end = last.end.max(place.end),
            None => merged.push(place),
        }
    }
    merged
}

/// Comments of HTML, and definitions that no link uses: nothing comes of these, so they stand where no event of the parser is.
fn of_markdown(text: &str, rules: Rules<'_>, found: &mut Vec<Range<usize>>) {
    let mut used: HashSet<String> = HashSet::new();
    let mut gaps = Vec::new();
    let mut end = 0;
    for (event, place) in Parser::new_ext(text, rules.options()).into_offset_iter() {
        match &event {
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => comments(text, place.clone(), found),
            Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. })
                if matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) =>
            {
                used.insert(label(id));
            }
            _ => {}
        }
        // What holds other blocks may have definitions in it.
        let is_whole = match &event {
            Event::Start(tag) => {
                matches!(tag, Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Table(_))
            }
            Event::End(_) => false,
            _ => true,
        };
        if is_whole {
            if place.start > end {
                gaps.push(end..place.start);
            }
            end = end.max(place.end);
        }
    }
    gaps.push(end..text.len());
    for gap in gaps.into_iter().filter(|gap| text[gap.clone()].contains("]:")) {
        let mut open: Option<usize> = None;
        let mut at = gap.start;
        let close = |open: &mut Option<usize>, at: usize, found: &mut Vec<Range<usize>>| {
            if let Some(start) = open.take() {
                found.push(start..start + text[start..at].trim_end_matches([' ', '\t', '>', '\n', '\r']).len());
            }
        };
        for line in text[gap.clone()].split_inclusive('\n') {
            let own = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
            // It ends with an empty line, and the front of one that holds other text is none of it.
            let is_front = !line.ends_with('\n') && gap.end < text.len();
            if own.trim().is_empty() || is_front {
                close(&mut open, at, found);
            } else if let Some((name, _)) = own.strip_prefix('[').and_then(|inner| inner.split_once("]:")) {
                close(&mut open, at, found);
                // A footnote is shown, and a name is one for several definitions.
                if !name.starts_with('^') && !used.contains(&label(name)) {
                    open = Some(at + line.len() - own.len());
                }
            }
            at += line.len();
        }
        close(&mut open, gap.end, found);
    }
}

/// A label as labels are compared.
fn label(typed: &str) -> String {
    typed.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The comments of HTML in a stretch of a text. One that never ends goes to the end of the stretch.
fn comments(text: &str, place: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut at = place.start;
    while let Some(start) = text[at..place.end].find("<!--").map(|start| at + start) {
        at = text[start..place.end].find("-->").map_or(place.end, |end| start + end + 3);
        found.push(start..at);
    }
}
