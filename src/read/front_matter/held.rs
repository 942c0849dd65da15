//! What keeps an essay from being published, in fields that cannot be read: a draft must not be published
//! because of a slip somewhere above it.

use super::format::{Format, key};
use super::meta::Trait;
use super::names::{self, bare, spelled};
use crate::base::date::When;
use crate::base::nearest::Letters;

/// The fields that can keep an essay from being published.
fn fields() -> impl Iterator<Item = &'static str> {
    names::with(Trait::Withholding)
}

/// Whether a field can keep an essay from being published.
pub(super) fn is_one(field: &str) -> bool {
    fields().any(|known| known.eq_ignore_ascii_case(field))
}

/// The field that may be meant by a name with one slip in it.
pub(super) fn slip(field: &str) -> Option<&'static str> {
    let typed = bare(field);
    let letters = Letters::of(&typed);
    fields().find(|known| {
        let known = bare(known);
        Letters::of(&known).is_within(1, letters) && strsim::damerau_levenshtein(&known, &typed) == 1
    })
}

/// The field of which a name says the opposite: `not-public`.
pub(super) fn opposite(field: &str) -> Option<&'static str> {
    let bare = bare(field);
    let mut rest = ["un", "non", "not", "no"].iter().filter_map(|no| bare.strip_prefix(no));
    rest.find_map(spelled).filter(|_| spelled(field).is_none())
}

/// Whether a line is a field that keeps an essay from being published, however it is spelled.
pub(super) fn keeps_back(line: &str, format: Format) -> bool {
    let value = line.split([':', '=']).nth(1).unwrap_or_default().trim_end().trim_end_matches(',');
    key(line, format).is_some_and(|field| says(field, value, false))
}

/// Whether `field: value`, found in a text, is meant as a field that keeps the essay back: a number may be that of a draft.
pub(super) fn is_meant(field: &str, value: &str) -> bool {
    let value = value.trim().trim_end_matches(',').trim_matches(['"', '\'']);
    let is_word = ["true", "false", "yes", "no"].iter().any(|word| word.eq_ignore_ascii_case(value));
    is_word && spelled(field).is_some() && says(field, value, false)
}

/// Whether a text that cannot be read as fields may say that the essay is not to be published: a field that
/// could say so is named in it, and what follows does not clearly say the opposite.
pub(super) fn may_be(text: &str, format: Format) -> bool {
    // Who takes one kind of fields for the other means the same.
    let is_sign = |c: char| c == ':' || (c == '=' && format != Format::Json);
    let is_word = |c: char| c.is_alphanumeric() || "-_".contains(c);
    text.lines().any(says_in_words)
        || text.match_indices(is_sign).any(|(at, _)| {
            let name = text[..at].trim_end_matches([' ', '\t', '"', '\'']);
            let start =
                name.char_indices().rev().take_while(|(_, c)| is_word(*c)).last().map_or(at, |(start, _)| start);
            let value = text[at + 1..].lines().next().unwrap_or_default();
            let value = if format == Format::Json { value.split([',', '}']).next().unwrap_or_default() } else { value };
            says(name.get(start..).unwrap_or_default(), value, true)
        })
}

/// Whether a line that is not a field says that the essay is not to be published: `draft; true`, `**draft**: true`, or
/// nothing but `draft`.
fn says_in_words(line: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || "-_".contains(c);
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let name = &line[..line.find(|c| !is_word(c)).unwrap_or(line.len())];
    let value = line[name.len()..].trim_matches(|c: char| !c.is_alphanumeric());
    let alone = ["draft", "private", "unlisted", "unpublished"];
    match value {
        "" => spelled(name).is_some_and(|known| alone.contains(&known)),
        // A sentence may well begin with one of these words.
        _ if value.contains(' ') => false,
        _ => (truth(value).is_some() || When::parse(value).is_some()) && says(name, value, false),
    }
}

/// Whether `field: value` keeps an essay back; what is neither yes nor no does so if `in_doubt`, and under a name
/// with a slip in it never.
pub(super) fn says(field: &str, value: &str, in_doubt: bool) -> bool {
    // What is not public is a draft; what is not a draft may be one for another reason.
    let is_denied = opposite(field).is_some_and(|known| known.to_lowercase().contains("publi"));
    let (field, in_doubt) = if is_denied { ("draft", false) } else { (field, in_doubt) };
    let spelled = spelled(field);
    let (Some(known), in_doubt) = (spelled.or_else(|| slip(field)), in_doubt && spelled.is_some()) else {
        return false;
    };
    let value = value.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']);
    let truth = truth(value);
    match known {
        // `gender` and the like are not slips.
        "render" if spelled.is_none() => ["false", "never"].iter().any(|no| no.eq_ignore_ascii_case(value)),
        "render" => value.eq_ignore_ascii_case("never") || !truth.unwrap_or(!in_doubt),
        "draft" | "private" | "headless" | "unlisted" | "unpublished" => truth.unwrap_or(in_doubt),
        // Where it is not a day.
        "unpublish" => truth.unwrap_or(true),
        "publish" | "dg-publish" | "public" => !truth.unwrap_or(!in_doubt),
        // Elsewhere it is a day, or the name of a publisher.
        "published" => truth == Some(false),
        _ => true,
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
