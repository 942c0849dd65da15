//! Backslashes in double quotation marks.

use std::ops::Range;

use super::lines::quoted;

/// What the library says of a backslash that means nothing to YAML.
pub(super) const UNKNOWN_ESCAPE: &str = "unknown escape character";

/// The first text in double quotation marks with a backslash in it that means nothing to YAML: what stands there, its place,
/// and how it is written right if that is sure.
pub(super) fn escape(chunk: &str) -> Option<(String, Range<usize>, Option<String>)> {
    const KNOWN: &str = "0abtnvfre \"/\\N_LPxuU\t\n\r";
    let mut at = 0;
    while let Some(open) = chunk[at..].find('"').map(|found| at + found) {
        let (mut end, mut is_escaped, mut unknown, mut others) = (None, false, None, false);
        for (place, c) in chunk[open + 1..].char_indices() {
            match c {
                _ if is_escaped => {
                    is_escaped = false;
                    if KNOWN.contains(c) { others = true } else { unknown = unknown.or(Some(c)) }
                }
                '\\' => is_escaped = true,
                '"' => {
                    end = Some(open + place + 2);
                    break;
                }
                _ => {}
            }
        }
        let end = end?;
        if let Some(sign) = unknown {
            let typed = &chunk[open..end];
            let in_link = sign == '|' && typed.starts_with("\"[[");
            let right = if in_link { typed.replace("\\|", "|") } else { quoted(&typed[1..typed.len() - 1]) };
            return Some((format!("\\{sign}"), open..end, Some(right).filter(|_| !others)));
        }
        at = end;
    }
    None
}
