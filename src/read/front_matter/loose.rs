//! Fields that stand in the text, below the front matter or without any, and say that nobody is to see it.

use super::block::{self, Extent};
use super::format::{Format, key};
use super::held;
use crate::base::span::Span;
use crate::read::syntax::property;

/// A field that keeps the essay back, where the text begins that stands at `start`: in a paragraph, a comment or a second front
/// matter of nothing but fields, below a heading too. Its place and its name.
pub(super) fn field(text: &str, start: usize) -> Option<(Span, String)> {
    let mut at = start;
    let mut may_have_heading = true;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let rest = &text[at..];
        if let Some(inside) = rest.strip_prefix("<!--") {
            let end = inside.find("-->")?;
            if let Some(found) = among(at + 4, &inside[..end]) {
                return Some(found);
            }
            at += 4 + end + 3;
        } else if may_have_heading && rest.starts_with("# ") {
            may_have_heading = false;
            at += rest.find('\n')?;
        } else if let Some((_, Extent::Closed { fields, .. })) = second(text, at) {
            return among(fields.range().start, &text[fields.range()]);
        } else {
            let lines = rest.split_inclusive('\n').take_while(|line| !line.trim().is_empty());
            return among(at, &rest[..lines.map(str::len).sum()]);
        }
    }
}

/// The front matter that begins at `at`, if one does.
fn second(text: &str, at: usize) -> Option<(Format, Extent)> {
    matches!(text[at..].lines().next()?.trim_end(), "---" | "+++").then(|| block::find(text, at)).flatten()
}

/// The first of `lines` that is meant as a field which keeps the essay back, if all of them are fields. They begin at `at`.
fn among(at: usize, lines: &str) -> Option<(Span, String)> {
    let mut place = at;
    let mut found = None;
    for line in lines.split_inclusive('\n') {
        let typed = line.trim();
        let (format, sign) = if key(typed, Format::Yaml).is_some() { (Format::Yaml, ':') } else { (Format::Toml, '=') };
        let is_more = line.starts_with([' ', '\t']) || typed.starts_with(['-', '#']) || typed.is_empty();
        match (key(typed, format), typed.split_once(sign)) {
            (Some(field), Some((_, value))) => {
                if found.is_none() && held::is_meant(field, value) {
                    let start = place + line.len() - line.trim_start().len();
                    found = Some((Span::from(start..start + typed.len()), field.to_owned()));
                }
            }
            _ if is_more => {}
            _ => return None,
        }
        place += line.len();
    }
    found
}

/// A line at the top of an outline that would be a property which keeps the page back, were it typed right: its place, and the
/// right way.
pub(super) fn property(text: &str, start: usize) -> Option<(Span, String)> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let typed = line.strip_prefix("- ").unwrap_or(line).trim();
        if typed.is_empty() {
            return None;
        }
        let named = typed.split_once(':').filter(|_| property::property(typed).is_none());
        if let Some((name, value)) = named {
            let (name, value) = (name.trim(), value.trim_start_matches(':').trim());
            if held::is_meant(name, value) {
                let start = at + line.find(typed)?;
                return Some((Span::from(start..start + typed.len()), format!("{}:: {value}", name.to_lowercase())));
            }
        }
        at += line.len();
    }
    None
}
