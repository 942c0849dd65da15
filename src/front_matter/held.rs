//! What keeps an essay from being published, in fields that cannot be read: a draft must not be published
//! because of a slip somewhere above it.

use super::block::{Format, key};

/// The fields that can keep an essay from being published, in lower case.
const FIELDS: [&str; 11] = [
    "draft",
    "private",
    "headless",
    "public",
    "publish",
    "published",
    "dg-publish",
    "unlisted",
    "publishdate",
    "expirydate",
    "unpublishdate",
];

/// Whether a field can keep an essay from being published.
pub(super) fn is_one(field: &str) -> bool {
    FIELDS.iter().any(|known| known.eq_ignore_ascii_case(field))
}

/// Whether a line is a field that keeps an essay from being published, however it is spelled.
pub(super) fn keeps_back(line: &str, format: Format) -> bool {
    let value = line.split([':', '=']).nth(1).unwrap_or_default();
    key(line, format).is_some_and(|field| says(field, value, false))
}

/// Whether a text that cannot be read as fields may say that the essay is not to be published: a field that
/// could say so is named in it, and what follows does not clearly say the opposite.
pub(super) fn may_be(text: &str, format: Format) -> bool {
    // Who takes one kind of fields for the other means the same.
    let is_sign = |c: char| c == ':' || (c == '=' && format != Format::Json);
    let is_word = |c: char| c.is_alphanumeric() || "-_".contains(c);
    text.match_indices(is_sign).any(|(at, _)| {
        let name = text[..at].trim_end_matches([' ', '\t', '"', '\'']);
        let start = name.char_indices().rev().take_while(|(_, c)| is_word(*c)).last().map_or(at, |(start, _)| start);
        let value = text[at + 1..].lines().next().unwrap_or_default();
        let value = if format == Format::Json { value.split([',', '}']).next().unwrap_or_default() } else { value };
        says(name.get(start..).unwrap_or_default(), value, true)
    })
}

/// Whether `field: value` keeps an essay back; what is neither yes nor no does so if `in_doubt`.
fn says(field: &str, value: &str, in_doubt: bool) -> bool {
    let value = value.split(" #").next().unwrap_or_default();
    let truth = truth(value.trim().trim_matches(['"', '\'']));
    match field.to_lowercase().as_str() {
        "draft" | "private" | "headless" | "unlisted" => truth.unwrap_or(in_doubt),
        "publish" | "dg-publish" | "public" => !truth.unwrap_or(!in_doubt),
        // Elsewhere it is a day, or the name of a publisher.
        "published" => truth == Some(false),
        "publishdate" | "expirydate" | "unpublishdate" => true,
        _ => false,
    }
}

/// The truth that a word means, in whatever capitals.
pub(super) fn truth(word: &str) -> Option<bool> {
    match word.trim().to_lowercase().as_str() {
        "true" | "yes" | "on" | "y" | "t" | "1" => Some(true),
        "false" | "no" | "off" | "n" | "f" | "0" => Some(false),
        _ => None,
    }
}
