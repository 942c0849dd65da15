//! The macros that include a file, as they stand in a text.

use std::collections::BTreeMap;
use std::ops::Range;

use memchr::memchr3;

use crate::base::path::without_markdown_ending;
use crate::read::syntax::code::OpenFence;

/// How far into the text after `{{#` its end is looked for.
const LONGEST_MACRO: usize = 1000;

/// The name of `--8<-- "argument"`, which may have a semicolon before it.
pub(super) const SNIPPET: &str = "--8<--";

/// The name of several snippets, each on a line between two lines of `--8<--`.
pub(super) const BLOCK: &str = "--8<-- …";

/// The name of `<!--@include: argument-->`.
pub(super) const INCLUSION: &str = "@include:";

/// The name of `{% include-markdown "path" start="…" %}`, as plugins of `MkDocs` have it.
pub(super) const STATEMENT: &str = "include-markdown";

/// The name of `{% include "path" %}`, which leaves the addresses in the file as they are.
pub(super) const PLAIN_STATEMENT: &str = "include ";

/// The name of `<Part />`, where a page in MDX imports `Part` from a file of Markdown.
pub(super) const COMPONENT: &str = "import";

/// `{{#name argument}}` or another form of it, or the same with a backslash before it.
pub(super) struct IncludeMacro<'a> {
    pub place: Range<usize>,
    pub escaped: bool,
    pub name: &'a str,
    pub argument: &'a str,
}

/// Where a text in MDX shows a file of Markdown that it imports, alone on a line, and the path of that file; in their order.
pub(super) fn shown(text: &str) -> Vec<(Range<usize>, &str)> {
    let lines = spoken(text);
    let mut imported = BTreeMap::new();
    for (name, path) in lines.iter().filter_map(|(_, line)| import(line)) {
        imported.entry(name).or_insert(path);
    }
    let shown = lines.into_iter().filter_map(|(at, line)| {
        let own = line.trim();
        let is_one = own.starts_with('<') && own.matches('>').count() == 1;
        let name = own.strip_suffix("/>").filter(|_| is_one)?[1..].split_whitespace().next()?;
        let start = at + line.len() - line.trim_start().len();
        Some((start..start + own.len(), *imported.get(name)?))
    });
    shown.collect()
}

/// What a line imports, if that is a file of Markdown: its name here, and its path.
fn import(line: &str) -> Option<(&str, &str)> {
    let (name, file) = line.strip_prefix("import ")?.split_once(" from ")?;
    let (name, file) = (name.trim(), file.trim().trim_end_matches(';').trim_matches(['"', '\'']));
    let is_name = name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphanumeric);
    (is_name && without_markdown_ending(file) != file).then_some((name, file))
}

/// The lines of a text in MDX with their places, without those of code and those with remarks.
fn spoken(text: &str) -> Vec<(usize, &str)> {
    const REMARKS: [(&str, &str); 2] = [("<!--", "-->"), ("{/*", "*/")];
    let (mut fence, mut until, mut end) = (OpenFence::default(), None, 0);
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        if let Some(close) = until {
            until = (!line.contains(close)).then_some(close);
            continue;
        }
        if fence.read(line) {
            continue;
        }
        let opened = REMARKS.iter().find_map(|(open, close)| Some((line.rfind(open)?, *close)));
        match opened {
            Some((at, close)) => until = (!line[at..].contains(close)).then_some(close),
            None => lines.push((start, line)),
        }
    }
    lines
}

/// The inclusion whose `<` is at `at`.
fn inclusion(text: &str, at: usize, end: usize) -> Option<IncludeMacro<'_>> {
    let near = text.floor_char_boundary(end.min(at + LONGEST_MACRO));
    let line = text.get(at..near)?.lines().next()?;
    let (inside, _) = line.strip_prefix("<!--")?.split_once("-->")?;
    let argument = inside.trim().strip_prefix(INCLUSION)?.trim();
    let escaped = text[..at].ends_with('\\');
    let place = at - usize::from(escaped)..at + inside.len() + "<!---->".len();
    Some(IncludeMacro { place, escaped, name: INCLUSION, argument })
}

/// The snippet whose sign has its `8` at `at`: alone on its line, between quotation marks.
fn snippet(text: &str, at: usize, end: usize) -> Option<IncludeMacro<'_>> {
    let before = text[..at].trim_end_matches('-');
    let signs = at - before.len();
    let inner = text[at..end].strip_prefix("8<")?.trim_start_matches('-');
    let line = inner.lines().next()?;
    if line.trim().is_empty() {
        return block(text, before, at, end - inner.len() + line.len()..end);
    }
    let quote = line.trim_start().chars().next().filter(|c| "\"'".contains(*c))?;
    let argument = line.trim().strip_prefix(quote)?.strip_suffix(quote)?;
    let escaped = before.ends_with(';');
    let own = before.strip_suffix(';').unwrap_or(before).trim_end_matches([' ', '\t']);
    let begins = own.is_empty() || own.ends_with('\n');
    let start = before.len() - usize::from(escaped);
    let place = start..end - inner.len() + line.trim_end().len();
    (signs > 0 && begins && !argument.is_empty()).then_some(IncludeMacro { place, escaped, name: SNIPPET, argument })
}

/// The snippets between the sign at `at`, whose line ends where `below` begins, and the next one.
fn block<'a>(text: &'a str, before: &str, at: usize, below: Range<usize>) -> Option<IncludeMacro<'a>> {
    let is_sign = |line: &str| {
        let inner = line.trim().trim_start_matches('-').strip_prefix("8<");
        line.trim().starts_with('-') && inner.is_some_and(|dashes| dashes.chars().all(|c| c == '-'))
    };
    let begins = before.is_empty() || before.trim_end_matches([' ', '\t']).ends_with('\n');
    let inside = text[below.clone()].trim_start_matches(['\r', '\n']);
    let start = below.end - inside.len();
    let mut end = start;
    for line in inside.split_inclusive('\n') {
        if is_sign(line) {
            let place = before.len()..end + line.trim_end().len();
            let argument = &text[start..end];
            let found = IncludeMacro { place, escaped: false, name: BLOCK, argument };
            return (begins && text[..at].ends_with('-')).then_some(found);
        }
        end += line.len();
    }
    None
}

/// The statement whose `{` is at `at`. The plugins read it in code as well.
fn statement(text: &str, at: usize, end: usize) -> Option<IncludeMacro<'_>> {
    let near = &text[at..text.floor_char_boundary(end.min(at + LONGEST_MACRO))];
    let sign = near[1..].chars().next().filter(|sign| "%!".contains(*sign))?;
    let length = near.find(if sign == '%' { "%}" } else { "!}" })?;
    let inside = near[2..length].trim().trim_matches('-').trim();
    let (name, argument) = match inside.split_once(char::is_whitespace) {
        Some(("include-markdown", argument)) => (STATEMENT, argument),
        Some(("include", argument)) => (PLAIN_STATEMENT, argument),
        // `{!path!}`, of the extension `markdown_include`.
        None if sign == '!' => (PLAIN_STATEMENT, inside),
        _ => return None,
    };
    Some(IncludeMacro { place: at..at + length + 2, escaped: false, name, argument: argument.trim() })
}

/// The first macro in a stretch of `text`: statements among them if they are asked for, and the files that it has `shown`.
pub(super) fn next<'a>(
    text: &'a str,
    stretch: Range<usize>,
    statements: bool,
    shown: &[(Range<usize>, &'a str)],
) -> Option<IncludeMacro<'a>> {
    let bytes = &text.as_bytes()[..stretch.end];
    let mut at = stretch.start;
    while let Some(found) = memchr3(b'{', b'8', b'<', &bytes[at..]).map(|found| at + found) {
        at = found + 1;
        if bytes[found] == b'<' {
            let component = || {
                let (place, argument) = &shown[shown.binary_search_by_key(&found, |(place, _)| place.start).ok()?];
                Some(IncludeMacro { place: place.clone(), escaped: false, name: COMPONENT, argument })
            };
            match inclusion(text, found, stretch.end).or_else(component) {
                Some(found) if found.place.start >= stretch.start => return Some(found),
                _ => continue,
            }
        }
        if bytes[found] == b'8' {
            match snippet(text, found, stretch.end) {
                Some(macros) if macros.place.start >= stretch.start => return Some(macros),
                _ => continue,
            }
        }
        if statements && let Some(found) = statement(text, found, stretch.end) {
            return Some(found);
        }
        if !bytes[at..].starts_with(b"{") {
            continue;
        }
        at = found + 2;
        let near = text.floor_char_boundary(stretch.end.min(at + LONGEST_MACRO));
        let Some(inside) = text[at..near].find('}').map(|length| &text[at..at + length]) else { continue };
        let end = at + inside.len() + 2;
        let Some(call) = inside.trim().strip_prefix('#').filter(|_| text.get(end - 2..end) == Some("}}")) else {
            continue;
        };
        let (name, argument) = call.split_once(char::is_whitespace).unwrap_or((call, ""));
        let escaped = found > stretch.start && text[..found].ends_with('\\');
        return Some(IncludeMacro {
            place: found - usize::from(escaped)..end,
            escaped,
            name,
            argument: argument.trim(),
        });
    }
    None
}
