//! Anchors and aliases, by which a few lines of YAML could unfold to a text of any size.

use memchr::memchr2;

use crate::read::front_matter::format::{Format, key};
use crate::read::front_matter::lines::lines;

use super::fault::Fault;

/// The place of the first anchor (`&x`) or alias (`*x`) that is a value: after the key, after the
/// hyphen of an item, or in a list in brackets. Elsewhere these signs are text.
pub(super) fn anchor(yaml: &str) -> Option<Fault> {
    memchr2(b'&', b'*', yaml.as_bytes())?;
    let mut scalar_indent = None;
    let mut named = Vec::new();
    for (start, line) in lines(yaml) {
        let content = line.trim_start();
        let indent = line.len() - content.len();
        if content.trim().is_empty() || content.starts_with('#') || scalar_indent.is_some_and(|outer| indent > outer) {
            continue;
        }
        scalar_indent = content.trim_end().ends_with(['|', '>', '-', '+']).then_some(indent);
        let mut value = content;
        while let Some(item) = value.strip_prefix("- ") {
            value = item.trim_start();
        }
        let item = value.len() < content.len();
        let keyed = key(value, Format::Yaml).is_some();
        if keyed {
            value = value.split_once(':').map_or("", |(_, value)| value.trim_start());
        }
        let at = start + line.len() - value.len();
        if (item || keyed)
            && let Some(length) = reference(value)
        {
            // With words after it, it was meant as text, unless another value refers to it.
            let whole = value.trim_end().len();
            let rest = value[length..].trim_start();
            let referred = || yaml.contains(&format!("*{}", &value[1..length]));
            let words = whole > length && !rest.starts_with(['[', '{']);
            // The name of one text, and that text again, unfold to nothing large.
            let name = &value[1..length];
            if words && value.starts_with('&') && (referred() || rest.starts_with(['|', '>'])) {
                named.push(name);
                continue;
            }
            // So does the name of nothing, as a field that is still to be filled in has it.
            let below = || {
                let next =
                    lines(&yaml[start + line.len()..]).map(|(_, next)| next).find(|next| !next.trim().is_empty());
                next.map_or((0, ""), |next| (next.len() - next.trim_start().len(), next.trim_start()))
            };
            if whole == length && value.starts_with('&') && keyed && below().0 <= indent && !below().1.starts_with('-')
            {
                named.push(name);
                continue;
            }
            if whole == length && value.starts_with('*') && named.contains(&name) {
                continue;
            }
            let text = words && !(value.starts_with('&') && referred());
            return Some(Fault::Anchor { place: at..at + length, value: text.then_some(at..at + whole) });
        }
        let in_brackets = |(open, _): (usize, &str)| {
            let inside = value[open + 1..].trim_start();
            reference(inside).map(|length| at + value.len() - inside.len()..at + value.len() - inside.len() + length)
        };
        if value.starts_with(['[', '{'])
            && !value.contains(['"', '\''])
            && let Some(place) = value.match_indices(['[', '{', ',', ':']).find_map(in_brackets)
        {
            return Some(Fault::Anchor { place, value: None });
        }
    }
    None
}

/// The length of the anchor or alias that begins `text`.
fn reference(text: &str) -> Option<usize> {
    let name = text.strip_prefix(['&', '*'])?;
    let length = name.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(name.len());
    (length > 0).then_some(1 + length)
}
