//! Callouts: a quote whose first line is `[!type]`, with a title, folding and metadata as Obsidian
//! has them. GitHub's five alerts are among them.

use std::ops::Range;

use crate::base::nearest::nearest;
use crate::read::html::Html;

/// The types that a theme knows, each with its other names.
const TYPES: [(&str, &[&str]); 13] = [
    ("note", &[]),
    ("abstract", &["summary", "tldr"]),
    ("info", &[]),
    ("todo", &[]),
    ("tip", &["hint", "important"]),
    ("success", &["check", "done"]),
    ("question", &["help", "faq"]),
    ("warning", &["caution", "attention"]),
    ("failure", &["fail", "missing"]),
    ("danger", &["error"]),
    ("bug", &[]),
    ("example", &[]),
    ("quote", &["cite"]),
];

/// Whether a theme knows the type `name`.
pub fn is_known(name: &str) -> bool {
    known(&name.to_lowercase()).is_some()
}

/// The type that a theme has for `name`.
fn known(name: &str) -> Option<&'static str> {
    TYPES.iter().find(|(own, others)| *own == name || others.contains(&name)).map(|(own, _)| *own)
}

/// What the front of a line is that was meant to begin a callout and has its `!` in another place, `[note!]` and `[ !note]`: all
/// of it, and the type that is meant.
pub fn turned(line: &str) -> Option<(&str, &str)> {
    let inner = line.strip_prefix('[')?;
    let (inner, rest) = inner.split_at(inner.find(']')?);
    let name = inner.trim_matches([' ', '!']);
    let is_meant = inner.matches('!').count() == 1 && inner != format!("!{name}") && is_known(name);
    // A link to somewhere is one.
    (is_meant && !rest[1..].starts_with(['(', '[', ':'])).then(|| (&line[..inner.len() + 2], name))
}

/// The first line of a callout, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callout {
    /// The type as it is written, in lower case.
    pub name: String,
    /// What follows a `|` in the brackets.
    pub metadata: Option<String>,
    pub fold: Fold,
    /// The title in the line, by its place in what was read. May be empty.
    pub title: Range<usize>,
}

/// Whether a callout can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    None,
    Open,
    Closed,
}

/// Reads a quote, its marker and all, as a callout.
pub fn read(quote: &str) -> Option<Callout> {
    // A quote may hold a thousand others: what is none is seen at once.
    let start = quote.find('>')? + 1;
    let inner = quote[start..].trim_start_matches(' ');
    // Deeper, it is code.
    if !inner.starts_with("[!") || quote[start..].len() - inner.len() > 4 {
        return None;
    }
    let line = quote[start..].lines().next()?;
    let inner = line.trim_start().strip_prefix("[!")?;
    let close = inner.find(']')?;
    let (name, metadata) = match inner[..close].split_once('|') {
        Some((name, metadata)) => (name, Some(metadata.trim().to_owned())),
        None => (&inner[..close], None),
    };
    let name = name.trim().to_lowercase();
    if name.is_empty() || name.contains('[') || is_underlined(quote) {
        return None;
    }
    let after = &inner[close + 1..];
    let (fold, rest) = match after.as_bytes().first() {
        Some(b'+') => (Fold::Open, &after[1..]),
        Some(b'-') => (Fold::Closed, &after[1..]),
        _ => (Fold::None, after),
    };
    if !rest.is_empty() && !rest.starts_with([' ', '\t']) {
        return None;
    }
    let title = rest.trim();
    let end = start + line.trim_end().len();
    Some(Callout { name, metadata, fold, title: end - title.len()..end })
}

/// Whether the second line makes the first one a heading, or the head of a table.
fn is_underlined(quote: &str) -> bool {
    let second = quote.lines().nth(1).and_then(|line| line.trim_start().strip_prefix('>')).map_or("", str::trim);
    let all = |signs: &str| second.chars().all(|c| signs.contains(c));
    !second.is_empty() && (all("=") || (second.contains('-') && all("-:| ")))
}

impl Callout {
    /// The name that may have been meant, if a theme knows none like it.
    pub fn near(&self) -> Option<&'static str> {
        let names = TYPES.iter().flat_map(|(name, others)| std::iter::once(*name).chain(others.iter().copied()));
        // A word of its own, though it is near to `caution`.
        let is_meant = is_known(&self.name) || self.name.eq_ignore_ascii_case("caption");
        if is_meant || self.name.len() < 4 { None } else { nearest(&self.name, names) }
    }

    /// The opening tags, up to where the title stands; whether its letters may go another way than those round it.
    pub fn open(&self, is_mixed: bool) -> String {
        let mut html = Html::default();
        html.push(if self.fold == Fold::None { "<div" } else { "<details" });
        html.attribute("class", &format!("callout callout-{}", known(&self.name).unwrap_or("note")));
        html.attribute("data-callout", &self.name);
        if let Some(metadata) = &self.metadata {
            html.attribute("data-callout-metadata", metadata);
        }
        if self.fold == Fold::Open {
            html.attribute("open", "");
        }
        html.push(">\n");
        html.push(if self.fold == Fold::None { "<p" } else { "<summary" });
        html.attribute("class", "callout-title");
        if is_mixed {
            html.attribute("dir", "auto");
        }
        html.push(">");
        html.text
    }

    /// What ends the title.
    pub fn close_title(&self) -> &'static str {
        if self.fold == Fold::None { "</p>\n" } else { "</summary>\n" }
    }

    /// What ends the callout.
    pub fn close(&self) -> &'static str {
        if self.fold == Fold::None { "</div>\n" } else { "</details>\n" }
    }

    /// The title where none is written: the type with a capital.
    pub fn label(&self) -> String {
        let words = self.name.replace(['-', '_'], " ");
        let mut chars = words.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Fold, read};

    #[test]
    fn first_lines_are_read() {
        let quote = "> [!FAQ|wide]- Why *so*?\n> text";
        let callout = read(quote).unwrap();
        assert_eq!(
            (callout.name.as_str(), callout.metadata.as_deref(), callout.fold),
            ("faq", Some("wide"), Fold::Closed)
        );
        assert_eq!(&quote[callout.title], "Why *so*?");
        assert!(read("> [!note]\n").unwrap().title.is_empty());
        for none in ["> [note]", "> text [!note]", "> [!]", "> [!note](x)", "> [!note]\n> ---"] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
