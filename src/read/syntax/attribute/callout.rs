//! Callouts that a class asks for: the paragraph or quote beside it becomes one.

use std::ops::Range;

use crate::base::source_map::Patch;
use crate::read::syntax::callout;

/// The type of the callout that a class asks for, as themes of Jekyll name them, and whether the block begins with
/// its title.
pub(super) fn callout_type<'a>(mut classes: impl Iterator<Item = &'a str>) -> Option<(&'a str, bool)> {
    classes.find_map(|class| {
        let name = class.strip_prefix("prompt-").unwrap_or(class);
        let titled = name.strip_suffix("-title");
        let name = titled.unwrap_or(name);
        callout::is_known(name).then_some((name, titled.is_some()))
    })
}

/// Makes a callout of the quote at `place`; says whether there is one.
pub(super) fn callout_above(
    text: &str,
    place: &Range<usize>,
    kind: &str,
    titled: bool,
    patches: &mut Vec<Patch>,
) -> bool {
    let block = &text[place.clone()];
    if let Some(quoted) = block.strip_prefix('>') {
        let new = if titled { format!("[!{kind}] ") } else { format!("[!{kind}]\n> ") };
        let own = place.start + 1 + usize::from(quoted.starts_with(' '));
        patches.push((own..own, new));
        return true;
    }
    if !is_plain(block) || block.starts_with([' ', '\t']) {
        return false;
    }
    quote(block, place.start, kind, titled, patches);
    true
}

/// Makes a callout of the paragraph or quote below; gives where that ends, if there is one.
pub(super) fn callout_below(
    text: &str,
    from: usize,
    kind: &str,
    titled: bool,
    patches: &mut Vec<Patch>,
) -> Option<usize> {
    let start = from + text[from..].find('\n').map_or(text.len() - from, |at| at + 1);
    let block = &text[start..];
    let is_quote = block.starts_with('>');
    if !is_quote && (!is_plain(block) || block.starts_with([' ', '\t', '\n', '\r'])) {
        return None;
    }
    let end = block.find("\n\n").map_or(block.len(), |at| at + 1);
    if is_quote {
        return callout_above(text, &(start..start + end), kind, titled, patches).then_some(start + end);
    }
    if block[..end].trim().is_empty() {
        return None;
    }
    quote(&block[..end], start, kind, titled, patches);
    Some(start + end)
}

/// Makes a callout of a paragraph.
fn quote(block: &str, start: usize, kind: &str, titled: bool, patches: &mut Vec<Patch>) {
    let mut end = start;
    for line in block.split_inclusive('\n') {
        let sign = match (end == start, titled) {
            (true, true) => format!("> [!{kind}] "),
            (true, false) => format!("> [!{kind}]\n> "),
            _ => "> ".to_owned(),
        };
        patches.push((end..end, sign));
        end += line.len();
    }
}

/// Whether a block is a paragraph: its first signs begin nothing else.
pub(super) fn is_plain(block: &str) -> bool {
    let own = block.trim_start_matches([' ', '\t', '>']);
    let is_item =
        own.starts_with(|c: char| c.is_ascii_digit()) || ["- ", "* ", "+ "].iter().any(|sign| own.starts_with(sign));
    !is_item && !own.starts_with(['|', '`', '~', '<', '#', '$', '{'])
}
