//! The words of elements of HTML that stand in a line or follow their tag at once: in MDX Markdown counts in them, to
//! `CommonMark` they are part of a block of HTML.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use pulldown_cmark_escape::escape_html;

use crate::base::source_map::Patch;

/// What begins a block in which no sign counts.
const OTHERS: [&str; 6] = ["<!", "<?", "<pre", "<script", "<style", "<svg"];

/// What makes HTML of the Markdown in `blocks` of HTML.
pub fn phrases(text: &str, blocks: &[Range<usize>]) -> Vec<Patch> {
    let is_meant = |block: &&Range<usize>| {
        let html = text[block.start..block.end].trim_start();
        html.contains(['*', '_', '`', '[', '~', '\\'])
            && !html.contains("```")
            && !OTHERS.iter().any(|front| html.starts_with(front))
    };
    blocks.iter().filter(is_meant).flat_map(|block| of_block(&text[block.clone()], block.start)).collect()
}

/// The same of one block that begins at `start`; nothing if that is more than text.
fn of_block(html: &str, start: usize) -> Vec<Patch> {
    // With a letter before it, a tag begins a paragraph; and one that begins a line would end it.
    let typed = format!("a{}", html.replace('\n', " "));
    let mut patches = Vec::new();
    let mut patch = |place: Range<usize>, instead: &str| {
        patches.push((start + place.start - 1..start + place.end - 1, instead.to_owned()));
    };
    // Where the event before ended.
    let mut end = 0;
    let mut in_picture = false;
    for (event, place) in Parser::new_ext(&typed, Options::ENABLE_STRIKETHROUGH).into_offset_iter() {
        if let Event::End(TagEnd::Image) = event {
            in_picture = false;
        }
        if in_picture {
            continue;
        }
        let begins = matches!(event, Event::Start(_));
        let strikes = if typed[place.clone()].starts_with("~~") { 2 } else { 1 };
        match event {
            Event::Start(Tag::Paragraph) if place.start == 0 => {}
            Event::Code(words) => patch(place.clone(), &format!("<code>{}</code>", escaped(&words))),
            Event::Start(Tag::Emphasis) => patch(place.start..place.start + 1, "<em>"),
            Event::End(TagEnd::Emphasis) => patch(place.end - 1..place.end, "</em>"),
            Event::Start(Tag::Strong) => patch(place.start..place.start + 2, "<strong>"),
            Event::End(TagEnd::Strong) => patch(place.end - 2..place.end, "</strong>"),
            Event::Start(Tag::Strikethrough) => patch(place.start..place.start + strikes, "<del>"),
            Event::End(TagEnd::Strikethrough) => patch(place.end - strikes..place.end, "</del>"),
            Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, .. }) => {
                patch(place.start..place.start + 1, &format!("<a href=\"{}\">", escaped(&dest_url)));
            }
            Event::End(TagEnd::Link) if typed[..place.end].ends_with(')') => patch(end..place.end, "</a>"),
            Event::Start(Tag::Image { link_type: LinkType::Inline, dest_url, .. }) => {
                in_picture = true;
                let words = typed[place.start + 2..place.end].split("](").next().unwrap_or_default();
                let picture = format!("<img src=\"{}\" alt=\"{}\">", escaped(&dest_url), escaped(words));
                patch(place.clone(), &picture);
            }
            Event::Text(words) if place.start > end && typed[..place.start].ends_with('\\') => {
                let sign: String = words.chars().take(1).collect();
                patch(place.start - 1..place.start + sign.len(), &escaped(&sign));
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. })
            | Event::End(TagEnd::Paragraph | TagEnd::Link | TagEnd::Image)
            | Event::Text(_)
            | Event::InlineHtml(_)
            | Event::SoftBreak
            | Event::HardBreak => {}
            _ => return Vec::new(),
        }
        if !begins {
            end = place.end;
        }
    }
    patches
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    // A `String` takes what is written.
    let _ = escape_html(&mut html, text);
    html
}

#[cfg(test)]
mod tests {
    use super::phrases;
    use crate::base::source_map::Patched;

    #[test]
    fn markdown_counts_in_the_words_of_elements() {
        for (typed, expected) in [
            ("<p>A *b* **c** `<d>`.</p>\n", "<p>A <em>b</em> <strong>c</strong> <code>&lt;d&gt;</code>.</p>\n"),
            ("  <p>\n    ~~a~~ *b `c`*\n  </p>\n", "  <p>\n    <del>a</del> <em>b <code>c</code></em>\n  </p>\n"),
            ("<h2>[a *b*](c.md) d</h2>\n", "<h2><a href=\"c.md\">a <em>b</em></a> d</h2>\n"),
            ("<td>![a hall](h.png) \\*x\\<y></td>\n", "<td><img src=\"h.png\" alt=\"a hall\"> *x&lt;y></td>\n"),
            ("<p title=\"*a*\">b_c_d 2 * 3 [e]</p>\n", "<p title=\"*a*\">b_c_d 2 * 3 [e]</p>\n"),
            ("<pre>*a*</pre>\n", "<pre>*a*</pre>\n"),
            ("<!-- *a* -->\n", "<!-- *a* -->\n"),
            ("<div>\n```\n*a*\n```\n</div>\n", "<div>\n```\n*a*\n```\n</div>\n"),
        ] {
            let mut patched = Patched::new(typed);
            patched.apply(phrases(typed, std::slice::from_ref(&(0..typed.len()))));
            assert_eq!(patched.text(), expected);
        }
    }
}
