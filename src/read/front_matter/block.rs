//! Where the fields of an essay stand in its text, and what is wrong with the lines round them.

use std::ops::Range;

use super::format::{Format, key};
use super::held;
use super::names::{is_foreign, is_known, known};
use crate::base::span::Span;

/// The fields, as far as they have an end.
pub(super) enum Extent {
    Closed { fields: Span, body: usize },
    Open,
}

/// The length of the invisible mark at the front of a file, if there is one.
pub(super) fn bom(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// Where front matter may begin: at the front of the file, or, if `blanks` may stand above it, below empty lines.
pub(super) fn start(text: &str, blanks: bool) -> usize {
    let own = &text[bom(text)..];
    let rest = if blanks { own.trim_start() } else { own };
    text.len() - rest.len()
}

/// Where the fields stand in what begins at `start`. An opening line that is never closed and not followed by a field is a
/// thematic break, as CommonMark has it.
pub(super) fn find(text: &str, start: usize) -> Option<(Format, Extent)> {
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next()?;
    let (format, ends): (_, &[&str]) = match first.trim_end() {
        "---" => (Format::Yaml, &["---", "..."]),
        "+++" => (Format::Toml, &["+++"]),
        // The programs of several tools read fields of any language so.
        line if language(line).is_some() => {
            let format = language(line)?;
            let fields_start = start + first.len();
            let (at, line) = lines_at(text, fields_start).find(|(_, line)| line.trim_end() == "---")?;
            // Nothing needs to run for a program that is nothing but JSON.
            let is_read = !is_program(line_language(first)) || is_object(&text[fields_start..at]);
            return is_read.then(|| (format, closed(fields_start..at, at + line.len())));
        }
        line if line == "{" || (line.starts_with('{') && key(line, Format::Json).is_some()) => {
            let Some(length) = json_end(&text[start..]) else {
                let fields = text[start..].lines().take(2).filter_map(|line| key(line, Format::Json));
                return fields.into_iter().any(is_known).then_some((Format::Json, Extent::Open));
            };
            let body = start + length;
            return Some((Format::Json, closed(start..body, body)));
        }
        _ => return None,
    };
    let fields_start = start + first.len();
    let mut at = fields_start;
    let mut looks_like_fields = None;
    for line in lines {
        if ends.contains(&line.trim_end()) {
            return Some((format, closed(fields_start..at, at + line.len())));
        }
        looks_like_fields.get_or_insert_with(|| key(line, format).is_some());
        at += line.len();
    }
    looks_like_fields.unwrap_or(false).then_some((format, Extent::Open))
}

fn closed(fields: Range<usize>, body: usize) -> Extent {
    Extent::Closed { fields: fields.into(), body }
}

/// The lines of a text from `start` on, each with its place.
fn lines_at(text: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    text[start..].split_inclusive('\n').scan(start, |at, line| {
        *at += line.len();
        Some((*at - line.len(), line))
    })
}

/// The language that a line names behind three hyphens, if fields in it are read.
fn language(line: &str) -> Option<Format> {
    match line_language(line) {
        "toml" => Some(Format::Toml),
        "json" => Some(Format::Json),
        name if is_program(name) => Some(Format::Json),
        _ => None,
    }
}

/// What a line says behind three hyphens.
fn line_language(line: &str) -> &str {
    line.strip_prefix("---").unwrap_or_default().trim()
}

/// Whether a language of fields is that of programs.
fn is_program(language: &str) -> bool {
    ["js", "javascript"].contains(&language)
}

/// Whether a text is one object in JSON.
fn is_object(text: &str) -> bool {
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text).is_ok()
}

/// Where the object that begins `text` ends, whether it is right or not: at the bracket that closes
/// the first one.
fn json_end(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Where front matter that is never closed was meant to end: the number of a line, and the place before
/// it, or that of the line itself if it is nearly the closing one. Only where an empty line or the end
/// of the file says so, and no field stands below, which might keep the essay from being published. The fields
/// open at `start`.
pub(super) fn end(text: &str, start: usize, format: Format) -> Option<(usize, Span)> {
    let above = text[..start].matches('\n').count();
    let (number, place) = end_below(&text[start..], format)?;
    Some((above + number, place.shifted(start)))
}

/// As [`end`], in what begins with the opening line.
fn end_below(text: &str, format: Format) -> Option<(usize, Span)> {
    let mut at = 0;
    let mut in_gap = false;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let below = || text[at..].lines().find(|line| !line.trim().is_empty());
        let empty = line.trim().is_empty();
        let field_below = || text[at..].lines().any(|line| key(line, format).is_some_and(is_known));
        if number > 0 && format == Format::Yaml && is_dashes(line.trim_end()) {
            return (!field_below()).then(|| (number + 1, Span::from(at..at + line.trim_end().len())));
        }
        let goes_on = if empty {
            in_gap || below().and_then(|line| key(line, format)).is_some_and(is_known)
        } else {
            key(line, format).is_some() || line.starts_with([' ', '\t']) || line.starts_with("- ")
        };
        if number > 0 && !goes_on {
            let unsure = field_below() || below().is_some_and(|line| key(line, format).is_some());
            return (empty && !unsure).then(|| (number + 1, Span::from(at..at)));
        }
        in_gap = empty;
        at += line.len();
    }
    text.ends_with('\n').then(|| (text.lines().count() + 1, Span::from(at..at)))
}

/// Whether what stands between two lines of hyphens is part of the essay: no line of it is a field with a meaning, and
/// it begins with an empty line or has nothing but what YAML takes for comments, such as headings.
pub(super) fn is_prose(between: &str) -> bool {
    let begins_empty = between.lines().next().is_some_and(|line| line.trim().is_empty());
    let mut lines = between.lines().filter(|line| !line.trim().is_empty()).peekable();
    lines.peek().is_some()
        && (begins_empty || lines.clone().all(|line| line.starts_with('#')))
        && !lines.any(|line| has_meaning(line.trim_start_matches(['#', ' '])))
}

/// Whether fields of which none has a meaning read like sentences.
pub(super) fn is_like_prose(fields: &str) -> bool {
    let is_sentence = |line: &str| {
        let value = line.split_once(": ").map_or("", |(_, value)| value.trim_end());
        value.contains(' ') && value.ends_with(['.', '!', '?', '…']) && !value.starts_with(['"', '\''])
    };
    let mut lines = fields.lines().filter(|line| !line.trim().is_empty()).peekable();
    lines.peek().is_some() && lines.all(|line| is_sentence(line) && !has_meaning(line))
}

/// Whether a line is a field that means something, here or to another tool, or nearly does so.
fn has_meaning(line: &str) -> bool {
    let Some(field) = key(line, Format::Yaml) else { return false };
    known(field).is_some() || is_foreign(field) || held::slip(field).is_some()
}

/// Whether a line is nothing but hyphens and dashes.
pub(super) fn is_dashes(line: &str) -> bool {
    !line.is_empty() && line != "-" && line.chars().all(|c| "-\u{2013}\u{2014}\u{2015}".contains(c))
}

/// How far down front matter is looked for that does not begin the file, in lines.
const LATEST: usize = 30;

/// Front matter that has something above it: where it begins, what stands above if that is empty, and
/// whether it would keep the essay from being published.
pub(super) fn late(text: &str) -> Option<(Span, Option<Span>, bool)> {
    let mut at = 0;
    let (mut in_code, mut in_remark) = (false, false);
    for line in text.split_inclusive('\n').take(LATEST) {
        // An example of front matter is none.
        in_code ^= ["```", "~~~"].iter().any(|fence| line.trim_start().starts_with(fence));
        in_remark = (in_remark || line.contains("{/*") || line.contains("<!--"))
            && !(line.contains("*/}") || line.contains("-->"));
        if !in_code
            && !in_remark
            && matches!(line.trim_end(), "---" | "+++")
            && at > bom(text)
            && let Some((format, Extent::Closed { fields, .. })) = find(text, at)
        {
            let fields = &text[fields.range()];
            let mut lines = fields.lines().filter(|line| !line.trim().is_empty()).peekable();
            let first = lines.peek().and_then(|first| key(first, format));
            let all = lines.all(|line| key(line, format).is_some() || line.starts_with([' ', '\t', '-', '#']));
            if all && first.is_some_and(is_known) {
                let above = bom(text)..at;
                let empty = text[above.clone()].trim().is_empty().then(|| Span::from(above));
                let held = fields.lines().any(|line| held::keeps_back(line, format));
                return Some((Span::from(at..at + 3), empty, held));
            }
        }
        at += line.len();
    }
    None
}

/// The line of the front matter of a text that keeps the essay back, from 1, and what it says: the one that says so, or
/// else the first that could; of days, the first of these fields.
pub fn saying<'a>(text: &'a str, days: Option<&[&str]>) -> Option<(usize, &'a str)> {
    let (format, block) = find(text, start(text, true))?;
    let end = match block {
        Extent::Closed { fields, .. } => fields.range().end,
        Extent::Open => text.len(),
    };
    let lines = || text[..end].lines().enumerate().map(|(at, line)| (at + 1, line.trim_end().trim_end_matches(',')));
    let of = |line: &str, names: &[&str]| {
        key(line, format).is_some_and(|field| names.iter().any(|name| name.eq_ignore_ascii_case(field)))
    };
    let may = |line: &str| key(line, format).is_some_and(held::is_one);
    if let Some(names) = days {
        return lines().find(|(_, line)| of(line, names));
    }
    let says = lines().find(|(_, line)| held::keeps_back(line, format));
    // `draft:true` is not a field, and held back all the same.
    says.or_else(|| lines().find(|(_, line)| may(line)))
        .or_else(|| lines().find(|(_, line)| held::may_be(line, format)))
}
