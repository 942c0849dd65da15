//! `[[name]]`, `[[name|label]]`, `[[name#heading]]`, `[[#heading]]`.
//!
//! The parser finds the brackets and the label; this takes the inside apart.

use std::borrow::Cow;
use std::ops::Range;

use crate::base::config::{Links, WikilinkText};
use crate::base::slug::is_slug_like;
use crate::base::source_map::Patch;
use crate::read::syntax::holds;
use crate::read::syntax::link::{Manner, Target};

/// How a link in brackets ends that is none by name.
pub const BRACKETED: &str = "]](http";

/// The target of `[[inside]]` or `[[inside|label]]`, without the label. In a table the bar is
/// written `\|`, which leaves the backslash behind.
pub fn target(inside: &str) -> Target {
    let inside = inside.strip_suffix('\\').unwrap_or(inside);
    let (path, fragment) = match inside.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment.trim())),
        None => (inside, None),
    };
    Target::new(path.trim(), fragment, Manner::Wiki)
}

/// What must be written instead of `[[1]](https://…)`: to Markdown it is a link that shows `[1]`, as encyclopedias have
/// them, and nobody writes an address in brackets right behind the name of an essay.
pub fn bracketed(text: &str, verbatim: &[Range<usize>]) -> Vec<Patch> {
    let (mut patches, mut last) = (Vec::new(), 0);
    for (end, _) in text.match_indices(BRACKETED) {
        let before = std::mem::replace(&mut last, end);
        let Some(start) = text[before..end].rfind("[[").map(|at| before + at) else { continue };
        if holds(verbatim, start) || text[start + 2..end].contains(['[', ']', '\n']) {
            continue;
        }
        patches.push((start + 1..start + 1, "\\".to_owned()));
        patches.push((end..end, "\\".to_owned()));
    }
    patches
}

/// What must be written instead in a book whose links have the label first: `[[label|name]]`. A name may
/// be that of a note in a vault (`dendron://vault/name`): where that lies, `links` may say.
pub fn turned(text: &str, verbatim: &[Range<usize>], links: &Links) -> Vec<Patch> {
    let mut patches = Vec::new();
    for (at, _) in text.match_indices("[[") {
        let before = verbatim.partition_point(|range| range.end <= at);
        let in_code = verbatim.get(before).is_some_and(|code| code.start <= at);
        let Some((inside, _)) = text[at + 2..].split_once("]]").filter(|_| !in_code) else { continue };
        if inside.contains(['[', '\n']) {
            continue;
        }
        let (label, name) = match inside.rsplit_once('|') {
            Some((label, name)) => (Some(label.trim()), name.trim()),
            None => (None, inside),
        };
        if let Some(label) = label.filter(|_| name.starts_with("https://") || name.starts_with("http://")) {
            patches.push((at..at + inside.len() + 4, format!("[{label}](<{name}>)")));
            continue;
        }
        let name = &*links.aliased(name);
        let name = name.strip_prefix("dendron://").and_then(|name| name.split_once('/')).map_or(name, |(_, name)| name);
        let written = label.map_or_else(|| name.to_owned(), |label| format!("{name}|{label}"));
        if written != inside {
            patches.push((at + 2..at + 2 + inside.len(), written));
        }
    }
    patches
}

/// Whether a wikilink without a label shows the title of its target rather than what was typed.
pub fn shows_title(typed: &str, text: WikilinkText) -> bool {
    let names_a_page = !typed.is_empty() && !typed.contains('#');
    names_a_page
        && match text {
            WikilinkText::Auto => is_slug_like(typed),
            WikilinkText::Typed => false,
            WikilinkText::Title => true,
        }
}

/// What stands for such a link where its target is not known: the words of the slug.
pub fn spoken(typed: &str) -> String {
    let typed = typed.trim_end_matches('/');
    typed.rsplit('/').next().unwrap_or(typed).replace(['-', '_'], " ")
}

/// What such a link shows as it was typed, with the heading set off as in Obsidian: `note > heading`.
pub fn typed_text(typed: &str) -> Cow<'_, str> {
    let typed = typed.trim().trim_end_matches('\\').trim_start_matches('#');
    if !typed.contains('#') {
        return typed.into();
    }
    typed.split('#').map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" > ").into()
}

/// A text without the brackets of the wikilinks in it: what each of them shows.
pub fn plain(text: &str) -> Cow<'_, str> {
    let mut made = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("[[") {
        let Some(length) = rest[start..].find("]]").map(|end| end + "]]".len()) else { break };
        let (before, link) = (&rest[..start], &rest[start..start + length]);
        match whole(link) {
            Some((target, label)) => {
                made.push_str(before.strip_suffix('!').unwrap_or(before));
                let label = label.filter(|label| !label.is_empty()).map(Cow::Borrowed);
                made.push_str(&label.unwrap_or_else(|| typed_text(target)));
            }
            None => made.push_str(&rest[..start + length]),
        }
        rest = &rest[start + length..];
    }
    if made.is_empty() { Cow::Borrowed(rest) } else { Cow::Owned(made + rest) }
}

/// The target and the label of a value such as `"[[name|label]]"` that is nothing but a wikilink.
pub fn whole(value: &str) -> Option<(&str, Option<&str>)> {
    let inside = value.trim().strip_prefix("[[")?.strip_suffix("]]")?;
    let plain = !inside.trim().is_empty() && !inside.contains(['[', ']', '\n']);
    let (target, label) = match inside.split_once('|') {
        Some((target, label)) => (target, Some(label.trim())),
        None => (inside, None),
    };
    plain.then_some((target, label))
}
