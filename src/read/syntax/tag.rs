//! Tags in the text: `#trust`, `#trust/at-work`, and `{tags="trust, change"}` on a heading.

use std::ops::Range;
use std::sync::Arc;

use crate::base::tag::Tag;
use crate::read::syntax::heading::Heading;

/// A place in an essay that is marked with a tag, for the page of the tag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Marked {
    pub tag: Tag,
    /// The id of the place; empty for the whole essay, whose title is marked.
    pub anchor: Box<str>,
    /// The heading that is marked, or that the place stands under; none if that is the title.
    pub heading: Option<Arc<Heading>>,
    /// What stands there, in plain text: the sentence, or the first paragraph below the heading, if one
    /// comes before the next heading.
    pub text: Box<str>,
}

/// Where the tags stand that the braces at the end of a heading give it, `heading` being all of it as
/// written. The same letters may stand in the heading, in a class or within another tag.
pub fn of_heading(heading: &str) -> Vec<Range<usize>> {
    let Some(list) = list_of_heading(heading) else { return Vec::new() };
    let mut places = Vec::new();
    let mut at = list.start;
    for part in heading[list].split(',') {
        let start = at + part.len() - part.trim_start().len();
        at += part.len() + 1;
        let tag = part.trim();
        if !tag.is_empty() {
            places.push(start..start + tag.len());
        }
    }
    places
}

/// Where the value of `tags` stands in the braces at the end of a heading, without quotation marks.
fn list_of_heading(heading: &str) -> Option<Range<usize>> {
    let text = heading.trim_end();
    let text = match text.rsplit_once('\n') {
        // The line below makes it a heading.
        Some((text, _)) => text.trim_end(),
        None => text.trim_end_matches('#').trim_end(),
    };
    let end = text.strip_suffix('}')?.len();
    let open = text[..end].rfind('{')? + 1;
    let begins_word = |at: &usize| text[open..*at].chars().next_back().is_none_or(char::is_whitespace);
    let mut found = text[open..end].match_indices("tags=").map(|(at, _)| open + at);
    let start = found.find(begins_word)? + "tags=".len();
    let given = &text[start..end];
    Some(match given.strip_prefix('"') {
        Some(quoted) => start + 1..start + 1 + quoted.find('"').unwrap_or(quoted.len()),
        None => start..start + given.find(char::is_whitespace).unwrap_or(given.len()),
    })
}

/// Whether `c` may stand in a tag: letters and digits of any script, `_`, `-`, `/`, and symbols
/// beyond ASCII such as emoji.
pub fn may_hold(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '_' | '-' | '/' | '\u{200d}')
        || (!c.is_ascii() && !c.is_whitespace() && !c.is_control() && !is_punctuation(c))
}

/// Punctuation beyond ASCII that ends a tag rather than belonging to it.
fn is_punctuation(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{bf}' | '\u{2010}'..='\u{206f}' | '\u{3001}'..='\u{3020}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}')
}

/// The name of the tag whose `#` stands at `at`, if one does: at the start of the block, or after
/// white space or `(`; with a character that is not a digit, since `#1984` is a number. `dots` says that a
/// dot may stand within it.
pub fn at(source: &str, block_start: usize, at: usize, end: usize, dots: bool) -> Option<&str> {
    let rest = word(source, block_start, at, end)?;
    let length = rest.find(|c: char| !(may_hold(c) || (dots && c == '.'))).unwrap_or(rest.len());
    let name = rest[..length].trim_end_matches(['/', '-', '.']);
    let named = name.chars().any(|c| !c.is_ascii_digit() && !matches!(c, '/' | '-' | '_'));
    (named && !name.starts_with('/')).then_some(name)
}

/// The name of somebody whose `@` stands at `at`, if one does: where a tag might begin, a letter first, then
/// letters, digits, dots, `-` and `_`.
pub fn mentioned(source: &str, block_start: usize, at: usize, end: usize) -> Option<&str> {
    let rest = word(source, block_start, at, end)?;
    let length = rest.find(|c: char| !(c.is_alphanumeric() || "._-".contains(c))).unwrap_or(rest.len());
    let name = rest[..length].trim_end_matches(['.', '-', '_']);
    name.starts_with(char::is_alphabetic).then_some(name)
}

/// What follows the sign at `at` that begins a word.
fn word(source: &str, block_start: usize, at: usize, end: usize) -> Option<&str> {
    let before = source[block_start..at].chars().next_back();
    before.is_none_or(|c| c.is_whitespace() || c == '(').then(|| &source[at + 1..end])
}

#[cfg(test)]
mod tests {
    #[test]
    fn tags_of_a_heading_have_places() {
        let tags =
            |heading: &str| super::of_heading(heading).into_iter().map(|place| heading[place].to_owned()).collect();
        let check = |heading: &str, expected: &[&str]| {
            let found: Vec<String> = tags(heading);
            assert_eq!(found, expected, "{heading}");
        };
        check("## Art {tags=\"art , part\" .art}\n", &["art", "part"]);
        check("# A {#id tags=one,two} ##\n", &["one", "two"]);
        check("A {tags=\"a b\"}\n---\n", &["a b"]);
        check("# A {data-tags=\"x\"}", &[]);
        check("# A {tags=\"", &[]);
        check("# A tags=x", &[]);
        check("# {tags=\", ,\"}", &[]);
    }
}
