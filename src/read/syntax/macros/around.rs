//! A link or a picture of which the address stays as it was typed, in two parts round it, as HTML has it.

use crate::read::html::Html;

/// What ends the link or the picture that is open.
#[derive(Default)]
pub(super) struct Around {
    end: Option<String>,
    /// Whether the picture is a link as well.
    linked: bool,
}

impl Around {
    /// The part `markdown` as HTML has it; `None` of what is none.
    pub(super) fn in_html(&mut self, markdown: &str) -> Option<String> {
        if let Some(after) = markdown.strip_prefix(">)")
            && let Some(end) = self.end.take()
        {
            let after = after.split_once(">)").filter(|_| self.linked).map_or(after, |(_, rest)| rest);
            // An empty line would end the block.
            let said = in_a_line(after).replacen("**", "<strong>", 1).replacen("**", "</strong>", 1);
            return Some(format!("{end}{}", unescaped(&said)));
        }
        let before = markdown.strip_suffix("](<")?;
        let mut html = Html::default();
        if let Some((front, words)) = before.rsplit_once("![") {
            self.linked = front.ends_with('[');
            html.push(&in_a_line(front.trim_end_matches('[')));
            html.push("<img");
            let (alt, size) = words.rsplit_once('|').unwrap_or((words, ""));
            html.attribute("alt", &alt.replace('\\', ""));
            for (name, pixels) in
                ["width", "height"].into_iter().zip(size.split('x')).filter(|(_, size)| !size.is_empty())
            {
                html.attribute(name, pixels);
            }
            html.push(" src=\"");
            self.end = Some("\">".to_owned());
        } else {
            let label = before.strip_prefix('[')?;
            html.push("<a href=\"");
            self.linked = false;
            self.end = Some(format!("\">{}</a>", unescaped(label)));
        }
        Some(html.text)
    }
}

/// Lines as one, without their margins.
fn in_a_line(text: &str) -> String {
    if text.contains('\n') { text.lines().map(str::trim).collect() } else { text.to_owned() }
}

/// What is escaped for Markdown, as HTML has it.
pub(super) fn unescaped(text: &str) -> String {
    let mut html = Html::default();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let next = rest[at + 1..].chars().next().map_or(0, |c| usize::from(c.is_ascii_punctuation()));
        html.push(&rest[..at]);
        html.attribute_text(&rest[at + 1..at + 1 + next]);
        rest = &rest[at + 1 + next..];
    }
    html.push(rest);
    html.text
}
