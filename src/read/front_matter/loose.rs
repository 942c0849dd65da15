//! Fields that stand in the text, below the front matter or without any, and say that nobody is to see it.

use memchr::memchr2;

use super::block::{self, Extent};
use super::format::{Format, key};
use super::held;
use crate::base::span::Span;
use crate::read::syntax::property;

/// What begins and ends a comment in one tool or another.
const COMMENTS: [(&str, &str); 8] = [
    ("<!--", "-->"),
    ("%%", "%%"),
    ("{/*", "*/}"),
    ("{{/*", "*/}}"),
    ("{{< comment >}}", "{{< /comment >}}"),
    ("{% comment %}", "{% endcomment %}"),
    ("{::comment}", "{:/comment}"),
    ("[//]: # (", ")"),
];

/// A field that keeps the essay back, where the text begins that stands at `start`: in a paragraph, a comment or a second front
/// matter of nothing but fields, below a heading too; or as Dataview reads it, anywhere. Its place and its name.
pub(super) fn field(text: &str, start: usize) -> Option<(Span, String)> {
    at_top(text, start).or_else(|| inline(text, start))
}

fn at_top(text: &str, start: usize) -> Option<(Span, String)> {
    let mut at = start;
    let mut may_have_heading = true;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let rest = &text[at..];
        let comment = COMMENTS.iter().find_map(|(open, close)| Some((open.len(), rest.strip_prefix(open)?, close)));
        if let Some((length, inside, close)) = comment {
            let end = inside.find(close)?;
            if let Some(found) = among(at + length, &inside[..end]) {
                return Some(found);
            }
            at += length + end + close.len();
        } else if may_have_heading && rest.starts_with("# ") {
            may_have_heading = false;
            at += rest.find('\n')?;
        } else if let Some((_, Extent::Closed { fields, .. })) = second(text, at) {
            return among(fields.range().start, &text[fields.range()]);
        } else {
            // Below a line of hyphens that closes them, a second one perhaps, stands the text.
            let lines = rest.split_inclusive('\n');
            let lines = lines.take_while(|line| !line.trim().is_empty() && !is_fence(line.trim_end()));
            let fields = &rest[..lines.map(str::len).sum()];
            let alone = || rest.lines().next().and_then(|line| among(at, line)).filter(|(_, field)| is_typed(field));
            return among(at, fields).or_else(alone);
        }
    }
}

/// Whether a line closes fields.
fn is_fence(line: &str) -> bool {
    matches!(line, "---" | "+++" | "...")
}

/// Whether a name is typed as programs write it. A sentence begins with a capital.
fn is_typed(field: &str) -> bool {
    !field.starts_with(char::is_uppercase)
}

/// The first field that keeps the essay back of those that Dataview reads: `draft:: true` as a line or an item, or in brackets.
fn inline(text: &str, start: usize) -> Option<(Span, String)> {
    let mut seen = start;
    let (mut in_block, mut ticks) = (false, 0);
    for sign in memchr::memmem::find_iter(&text.as_bytes()[start..], "::").map(|at| start + at) {
        let (field, value) = (text[..sign].rsplit(|c: char| !is_of_name(c)).next()?, &text[sign + 2..]);
        // No value that counts is longer.
        let value = &value[..value.floor_char_boundary(16)];
        let value = value.split(['\n', ']', ')']).next()?;
        if !held::is_meant(field, value) {
            continue;
        }
        let from = sign - field.len();
        let between = &text[seen..from];
        let fences = between.lines().filter(|line| ["```", "~~~"].iter().any(|at| line.trim_start().starts_with(at)));
        in_block ^= fences.count() % 2 == 1;
        ticks = between.rfind('\n').map_or(ticks, |_| 0) + between.rsplit('\n').next()?.matches('`').count();
        seen = from;
        let before = text[..from].trim_end_matches([' ', '\t', '-', '*', '>', '[', '(']);
        let is_apart = text[..from].ends_with(['[', '(']) || before.is_empty() || before.ends_with('\n');
        if is_apart && !in_block && ticks % 2 == 0 {
            let end = sign + 2 + value.trim_end().len();
            return Some((Span::from(from..end), field.to_owned()));
        }
    }
    None
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
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
        // Every essay is asked, and hardly any begins like this.
        let (field, sign) = if memchr2(b':', b'=', typed.as_bytes()).is_none() {
            (None, "")
        } else {
            match (property::property(typed), key(typed, Format::Yaml)) {
                (Some((field, _)), _) => (Some(field), "::"),
                (None, Some(field)) => (Some(field), ":"),
                (None, None) => (key(typed, Format::Toml), "="),
            }
        };
        let is_more = line.starts_with([' ', '\t']) || typed.starts_with(['-', '#']) || typed.is_empty();
        match (field, typed.split_once(sign)) {
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
