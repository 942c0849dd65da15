//! Admonitions as other tools write them: `:::note[Title]` … `:::` (Docusaurus, Starlight) and
//! `!!! note "Title"` with an indented text (Material for MkDocs). They are rewritten as callouts.

use std::ops::Range;

use crate::patch::Patch;

/// How deep admonitions may stand in one another; deeper ones stay as text.
const DEEPEST: usize = 50;

/// What must be written instead for the admonitions of `text` to be callouts, and the line of one
/// that is never closed. Lines that begin in one of `verbatim` (code and the like) are left alone.
pub fn patches(text: &str, verbatim: &[Range<usize>]) -> (Vec<Patch>, Option<Range<usize>>) {
    let mut patches = Vec::new();
    // How many colons each open `:::` has and where it stands, and how far the text of each open `!!!` is indented.
    let mut fences: Vec<(usize, Range<usize>)> = Vec::new();
    let mut indents: Vec<usize> = Vec::new();
    let mut verbatim = verbatim.iter().peekable();
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        while verbatim.next_if(|range| range.end <= start).is_some() {}
        let line = line.trim_end();
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        // The indented text of a `!!!` looks like code to the parser, which does not know them.
        let code = indents.is_empty() && verbatim.peek().is_some_and(|range| range.start < start);
        if !line.is_empty() {
            indents.truncate(indents.iter().take_while(|depth| indent >= **depth).count());
        }
        let prefix = "> ".repeat(fences.len() + indents.len());
        let inner = indent.min(indents.last().copied().unwrap_or(0));
        let own = &line[inner..];
        if code {
            patches.push((start..start, prefix));
        } else if let Some(rest) = own.strip_prefix(":::").filter(|_| indents.is_empty()) {
            let colons = 3 + rest.bytes().take_while(|byte| *byte == b':').count();
            let rest = own[colons..].trim();
            if rest.is_empty() && fences.last().is_some_and(|(open, _)| *open <= colons) {
                fences.pop();
                // A line of its own, so that what follows is no part of the quote.
                patches.push((start..start + line.len(), "> ".repeat(fences.len())));
            } else if let Some(head) = fenced_head(rest).filter(|_| fences.len() < DEEPEST) {
                fences.push((colons, start..start + line.len()));
                patches.push((start..start + line.len(), format!("{prefix}\n{prefix}> {head}")));
            } else {
                patches.push((start..start, prefix));
            }
        } else if let Some(head) = marked_head(own.trim_start()).filter(|_| indents.len() < DEEPEST) {
            indents.push(indent + 4);
            patches.push((start..start + line.len(), format!("{prefix}\n{prefix}> {head}")));
        } else {
            patches.push((start..start + inner, prefix));
        }
    }
    patches.retain(|(old, new)| !old.is_empty() || !new.is_empty());
    (patches, fences.pop().map(|(_, line)| line))
}

/// `note[Title]` or `note Title` as the first line of a callout.
fn fenced_head(rest: &str) -> Option<String> {
    let name = rest.split(|c: char| !c.is_alphanumeric() && c != '-').next().filter(|name| !name.is_empty())?;
    let after = rest[name.len()..].trim();
    let title = match after.strip_prefix('[') {
        Some(titled) => &titled[..titled.rfind(']')?],
        None => after,
    };
    let attributes = title.starts_with('{');
    Some(format!("[!{name}] {}", if attributes { "" } else { title }))
}

/// `!!! note "Title"`, `??? note`, `???+ note` as the first line of a callout.
fn marked_head(line: &str) -> Option<String> {
    let (fold, rest) = match () {
        () if line.starts_with("!!! ") => ("", &line[4..]),
        () if line.starts_with("???+ ") => ("+", &line[5..]),
        () if line.starts_with("??? ") => ("-", &line[4..]),
        () => return None,
    };
    let name = rest.split_whitespace().next()?;
    let plain = name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let title = rest.split_once('"').and_then(|(_, after)| after.rsplit_once('"')).map_or("", |(title, _)| title);
    plain.then(|| format!("[!{name}]{fold} {title}"))
}
