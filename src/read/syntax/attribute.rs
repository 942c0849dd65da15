//! Attributes as kramdown and Python-Markdown write them: `{: #id .class key="value" }` after a block, a heading
//! or a phrase. An id is one that links find; a class that is a type of a callout makes one; the size of a
//! picture is one. Other classes stay on headings and are dropped elsewhere.

mod callout;

use std::ops::Range;

use crate::base::source_map::{Patch, in_order};
use crate::read::html::Html;

use self::callout::{callout_above, callout_below, callout_type, is_plain};

/// The most that braces may have, in bytes.
const LONGEST: usize = 1000;

/// What stands between the braces.
#[derive(Debug, Default)]
pub struct Attributes<'a> {
    id: Option<&'a str>,
    classes: Vec<&'a str>,
    values: Vec<(&'a str, &'a str)>,
}

impl<'a> Attributes<'a> {
    /// Reads the inside of the braces.
    pub fn read(inside: &'a str) -> Self {
        let mut attributes = Self::default();
        let mut rest = inside.trim_start_matches(':').trim();
        while !rest.is_empty() {
            let length = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
            let (word, after) = rest.split_at(length);
            if let Some(value) = after.strip_prefix('=') {
                let quote = value.chars().next().filter(|c| "\"'".contains(*c));
                let (value, after) = match quote {
                    Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
                    None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
                };
                attributes.values.push((word, value));
                rest = after.trim_start();
            } else {
                attributes.word(word);
                rest = after.trim_start();
            }
        }
        attributes
    }

    /// `#id`, `.a.b`, or a word that means nothing here.
    fn word(&mut self, word: &'a str) {
        let mut from = 0;
        // No class begins with a digit: `#door-1.2` is one id.
        let begins = |at: usize| !word[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        let ends = word.char_indices().skip(1).filter(|(at, c)| ".#".contains(*c) && begins(*at)).map(|(at, _)| at);
        for end in ends.chain([word.len()]) {
            let part = &word[from..end];
            from = end;
            if let Some(id) = part.strip_prefix('#').filter(|id| !id.is_empty()) {
                self.id = Some(id);
            } else if let Some(class) = part.strip_prefix('.').filter(|class| !class.is_empty()) {
                self.classes.push(class);
            } else if part == word {
                // `{note}` of MyST.
                self.classes.push(word.trim_matches(|c: char| !c.is_alphanumeric()));
            }
        }
        self.classes.retain(|class| !class.is_empty());
    }

    /// What it is called.
    pub fn id(&self) -> Option<&'a str> {
        self.id.or(self.value("id"))
    }

    /// Its classes, in the order written.
    pub fn classes(&self) -> impl Iterator<Item = &'a str> {
        self.classes.iter().copied()
    }

    /// The value of `name`.
    pub fn value(&self, name: &str) -> Option<&'a str> {
        self.values.iter().find(|(own, _)| *own == name).map(|(_, value)| *value)
    }

    /// Whether nothing stands there.
    pub fn is_empty(&self) -> bool {
        self.id.is_none() && self.classes.is_empty() && self.values.is_empty()
    }
}

/// Braces with attributes, as they stand in a text.
struct Braces {
    place: Range<usize>,
    inside: Range<usize>,
}

/// What the attributes in `text` mean, written as this book reads it. Those in one of `verbatim` (code and the
/// like) are left alone. With `at_ends`, those at the end of a line are of its block, whatever stands before them.
pub fn patches(text: &str, verbatim: &[Range<usize>], at_ends: bool) -> Vec<Patch> {
    let mut patches: Vec<Patch> = Vec::new();
    let mut at = 0;
    let mut lines = AttributeLines::default();
    while let Some(start) = text[at..].find('{').map(|found| at + found) {
        at = start + 1;
        let before = verbatim.partition_point(|range| range.end <= start);
        if let Some(code) = verbatim.get(before).filter(|code| code.start <= start) {
            at = code.end;
            continue;
        }
        let Some(braces) = braces(text, start, &mut lines.unclosed, &mut patches) else { continue };
        at = braces.place.end;
        if braces.inside.is_empty() {
            continue;
        }
        let attributes = Attributes::read(&text[braces.inside.clone()]);
        lines.forward(text, start);
        if lines.is_alone(text, &braces.place) {
            lines.quoted = lines.quoted.max(block(text, &lines, &braces, &attributes, &mut patches));
            // What follows is a block of its own.
            lines.block = text.len().min(braces.place.end + 1);
        } else if !phrase(text, &lines, &braces, &attributes, &mut patches)
            && (at_ends && ends_block(text, &braces.place) || ends_term(text, &braces.place))
        {
            let spaces = text[..start].len() - text[..start].trim_end_matches([' ', '\t']).len();
            patches.push((start - spaces..braces.place.end, attributes.id().map(anchor).unwrap_or_default()));
        }
    }
    in_order(patches)
}

/// What makes `{#id}` of `%{#id}%` at the end of a heading.
pub fn signed(text: &str) -> Vec<Patch> {
    let found = text.match_indices("%{#").filter_map(|(at, _)| {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let inside = text[at + 1..].lines().next()?.trim_end().strip_suffix("}%")?;
        let end = at + 1 + inside.len() + 1;
        text[line..].starts_with('#').then(|| [(at..at + 1, String::new()), (end..end + 1, String::new())])
    });
    found.flatten().collect()
}

/// Whether what stands at `place` ends a line that is explained below: a term, which Python-Markdown's `attr_list` and
/// markdown-it-attrs take for a heading.
fn ends_term(text: &str, place: &Range<usize>) -> bool {
    let Some((rest, below)) = text[place.end..].split_once('\n') else { return false };
    let below = below.strip_prefix('\n').unwrap_or(below).trim_start_matches(' ');
    rest.trim().is_empty() && below.strip_prefix(':').is_some_and(|words| words.starts_with([' ', '\t']))
}

/// Reads `{: … }` or `{ #id .class }` at `start`. Comments and names of attributes of kramdown are taken out.
fn braces(text: &str, start: usize, unclosed: &mut bool, patches: &mut Vec<Patch>) -> Option<Braces> {
    let rest = &text[start..];
    let line = rest[..rest.floor_char_boundary(LONGEST)].lines().next()?;
    if let Some(after) = line.strip_prefix("{::") {
        return Some(extension(text, start, after, unclosed, patches));
    }
    if let Some(after) = line.strip_prefix("{:/") {
        let end = start + 3 + after.find('}')? + 1;
        patches.push((start..end, String::new()));
        return Some(Braces { place: start..end, inside: end..end });
    }
    let end = line.find('}')?;
    let inside = &line[1..end];
    // `{{ a }}` is for a program.
    if text[..start].ends_with('{') && !inside.starts_with(':') {
        return None;
    }
    let attribute = |word: &str| word.starts_with(['.', '#']) && word.len() > 1 || word.contains('=');
    let is_list = inside.starts_with(':') && !inside.starts_with("::")
        || (text[..start].ends_with([')', ']']) && inside.split_whitespace().next().is_some_and(attribute))
        || (inside.starts_with([' ', '.', '#']) && inside.split_whitespace().next().is_some_and(attribute));
    let place = start..start + end + 1;
    if !is_list {
        return None;
    }
    // `{:name: .class}` gives a name to attributes.
    let named = inside.strip_prefix(':').and_then(|rest| rest.split_once(':'));
    if named.is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    }) {
        patches.push((place.clone(), String::new()));
        return Some(Braces { inside: place.end..place.end, place });
    }
    Some(Braces { inside: start + 1..start + end, place })
}

/// `{::comment}` … `{:/comment}` is taken out; of every other extension its signs alone.
fn extension(text: &str, start: usize, after: &str, unclosed: &mut bool, patches: &mut Vec<Patch>) -> Braces {
    let length = after.find('}').map_or(after.len(), |at| at + 1);
    let mut end = start + 3 + length;
    let is_comment = after.starts_with("comment") && !after[..length].ends_with("/}");
    if is_comment && !*unclosed {
        match text[end..].find("{:/") {
            Some(close) => {
                let close = end + close;
                end = close + text[close..].find('}').map_or(3, |at| at + 1);
            }
            None => *unclosed = true,
        }
    }
    patches.push((start..end, String::new()));
    Braces { place: start..end, inside: end..end }
}

/// The line that is being looked at, and the block that it ends.
#[derive(Default)]
struct AttributeLines {
    /// Where the block begins: after the last empty line.
    block: usize,
    /// Where the line before begins.
    last: usize,
    start: usize,
    /// How far line breaks were looked for.
    seen: usize,
    /// How far callouts reach that were made.
    quoted: usize,
    /// Whether a comment was sought to its end in vain.
    unclosed: bool,
}

impl AttributeLines {
    /// Goes on to the line of `at`.
    fn forward(&mut self, text: &str, at: usize) {
        while let Some(length) = text[self.seen.min(at)..at].find('\n') {
            let end = self.seen + length + 1;
            self.seen = end;
            if text[self.start..end].trim().is_empty() {
                self.block = end;
            }
            (self.last, self.start) = (self.start, end);
        }
        self.seen = self.seen.max(at);
    }

    /// Whether `place` has its line for itself.
    fn is_alone(&self, text: &str, place: &Range<usize>) -> bool {
        let after = text[place.end..].trim_start_matches([' ', '\t', '\r']);
        place.start - self.start < LONGEST
            && text[self.start..place.start].trim_matches([' ', '\t', '>']).is_empty()
            && (after.is_empty() || after.starts_with('\n'))
    }
}

/// Attributes on a line of their own, which belong to the block above; to the one below if there is none.
/// Gives where a callout ends that was made of it.
fn block(
    text: &str,
    lines: &AttributeLines,
    braces: &Braces,
    attributes: &Attributes<'_>,
    patches: &mut Vec<Patch>,
) -> usize {
    let above = &text[lines.last..lines.start];
    let line = lines.start..braces.place.end;
    let margin = &text[lines.start..braces.place.start];
    let has_above = !above.trim_matches([' ', '\t', '>', '\n', '\r']).is_empty() && lines.block < lines.start;
    let words: Vec<&str> = attributes.classes().collect();
    if words.contains(&"toc") && has_above && lines.last >= lines.block {
        // The theme has a table of contents.
        patches.push((lines.last..line.end, String::new()));
        return 0;
    }
    let heading = above.trim_start_matches([' ', '\t', '>']);
    let is_underline = has_above
        && lines.block < lines.last
        && ["=", "-"]
            .iter()
            .any(|sign| !heading.trim().is_empty() && heading.trim().trim_matches(|c| sign.contains(c)).is_empty());
    if has_above && (heading.starts_with('#') || is_underline) {
        let end = if is_underline { lines.last } else { lines.start };
        let end = end - (text[..end].len() - text[..end].trim_end().len());
        let given = heading_attributes(attributes);
        let braced = text[..end].ends_with('}');
        if !given.is_empty() && !braced {
            patches.push((end..end, format!(" {{{given}}}")));
        }
        patches.push((line, margin.to_owned()));
        return 0;
    }
    let kind = callout_type(attributes.classes());
    let first = if has_above { lines.block.min(lines.last) } else { braces.place.end };
    if let Some((kind, titled)) = kind.filter(|_| braces.place.start >= lines.quoted) {
        if has_above && callout_above(text, &(first..lines.start), kind, titled, patches) {
            patches.push((line.clone(), String::new()));
            return line.end;
        }
        if !has_above && let Some(end) = callout_below(text, braces.place.end, kind, titled, patches) {
            patches.push((line, margin.to_owned()));
            return end;
        }
    }
    match attributes.id() {
        // A paragraph begins with the anchor; after a list, a table or code it stands below.
        Some(id) if has_above && is_plain(&text[first..]) => {
            let at = first + text[first..].len() - text[first..].trim_start_matches([' ', '\t', '>']).len();
            patches.push((at..at, anchor(id)));
            patches.push((line, margin.to_owned()));
        }
        Some(id) => patches.push((line, format!("\n{margin}{}\n{margin}", anchor(id)))),
        None => patches.push((line, margin.to_owned())),
    }
    0
}

/// Whether a block ends with what stands at `place`, behind a space: a paragraph, or an item of a list.
fn ends_block(text: &str, place: &Range<usize>) -> bool {
    let after = text[place.end..].trim_start_matches([' ', '\t', '\r']);
    let next = after.strip_prefix('\n').map_or(after, |rest| rest.lines().next().unwrap_or_default()).trim_start();
    let ends_line = after.is_empty() || after.starts_with('\n');
    let is_end = next.is_empty() || next.starts_with(['-', '*', '+', '#', '>', '|']) || next.starts_with("1.");
    text[..place.start].ends_with([' ', '\t']) && ends_line && is_end
}

/// Attributes right after a phrase: a link, a picture, a marked text, the words of a heading or of an item. Says whether
/// they are such.
fn phrase(
    text: &str,
    lines: &AttributeLines,
    braces: &Braces,
    attributes: &Attributes<'_>,
    patches: &mut Vec<Patch>,
) -> bool {
    let line = &text[lines.start..braces.place.start];
    let own = line.trim_start_matches([' ', '\t', '>']);
    if own.starts_with(":::") {
        return true;
    }
    let is_heading = own.starts_with('#') && own.trim_start_matches('#').starts_with(' ');
    if is_heading && text[braces.place.end..].trim_start_matches([' ', '#', '\r']).starts_with(['\n']) {
        if text[braces.inside.clone()].starts_with([':', ' ']) {
            let given = heading_attributes(attributes);
            patches.push((braces.place.clone(), if given.is_empty() { given } else { format!("{{{given}}}") }));
        }
        return true;
    }
    let is_item = ["- ", "* ", "+ "].iter().any(|sign| own.starts_with(sign)) && own[2..].trim().is_empty();
    let touches = line.ends_with(|c: char| ")]*_`~=^>:+".contains(c));
    let is_braced = text[braces.inside.clone()].starts_with(':');
    if !(touches || is_item || is_braced) {
        return false;
    }
    let mut shown = attributes.id().map(anchor).unwrap_or_default();
    if line.ends_with(')')
        && let Some(size) = size(attributes)
        && let near = &line[line.floor_char_boundary(line.len().saturating_sub(LONGEST))..]
        && let Some(image) = near.rfind("![")
        && let Some(open) = near[image..].find("](").map(|open| image + open)
        && !near[open..].contains('[')
    {
        let at = lines.start + line.len() - near.len() + open;
        patches.push((at..at, size));
        shown = String::new();
    }
    // A link without words or address is nothing but the place: `[](){ #name }`.
    let bare = line.strip_suffix("[]()").filter(|before| attributes.id().is_some() && !before.ends_with(['!', '\\']));
    let start = bare.map_or(braces.place.start, |before| lines.start + before.len());
    patches.push((start..braces.place.end, shown));
    true
}

/// The size of a picture as it stands in its text.
fn size(attributes: &Attributes<'_>) -> Option<String> {
    let pixels = |name| attributes.value(name)?.trim_end_matches("px").parse::<u32>().ok();
    let width = pixels("width")?;
    Some(pixels("height").map_or_else(|| format!("|{width}"), |height| format!("|{width}x{height}")))
}

/// What stays of the attributes of a heading, as they stand at its end.
fn heading_attributes(attributes: &Attributes<'_>) -> String {
    let id = attributes.id().map(|id| format!("#{id}"));
    let classes = attributes.classes().map(|class| format!(".{class}"));
    id.into_iter().chain(classes).collect::<Vec<_>>().join(" ")
}

/// A place that links find.
fn anchor(id: &str) -> String {
    let mut html = Html::default();
    html.push("<span");
    html.attribute("id", id);
    html.push("></span>");
    html.text
}
