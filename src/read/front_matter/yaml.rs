//! Fields in YAML, and what goes wrong in them.
//!
//! The YAML library says what it stumbled over in the words of its grammar, and often lines after
//! the place. So the fields are parsed one by one until the one is found that cannot be read by
//! itself, and its first line is looked at the way a person would.

use std::ops::Range;

use serde_yaml::{Mapping, Value};

use crate::base::diagnostic::{
    Diagnostic, bad_escape, broken_yaml, colon_in_value, duplicate_field, list_not_closed, loose_line, missing_space,
    tab_in_yaml, unclosed_quote, unreadable_sign, yaml_anchor,
};
use crate::base::path::SourcePath;
use crate::base::span::Span;

use super::escape::{UNKNOWN_ESCAPE, escape};
use super::format::{Format, key};
use super::lines::{chunks, lines, quoted, value_of};
use super::merged;
use super::names::is_known;
use super::slip::{self, Slip};

/// One field with all its lines, read by itself, where need be without the slip of which it is clear what
/// was meant.
pub(super) fn mended(chunk: &str) -> Option<Mapping> {
    let chunk = slip::spaced_items(&spaced(chunk));
    if anchor(&chunk).is_some() {
        return None;
    }
    let read = |chunk: &str| match serde_yaml::from_str(chunk) {
        Ok(Value::Mapping(mut fields)) => {
            merged::restore(chunk, &mut fields);
            Some(fields)
        }
        Ok(Value::Null) => Some(Mapping::new()),
        _ => None,
    };
    let line = chunk.lines().next().unwrap_or_default();
    read(&chunk).or_else(|| {
        if let Some(Fault::Space { after, .. }) = missing(0, &chunk) {
            let (name, value) = chunk.split_at(after);
            return read(&format!("{name} {value}"));
        }
        let field = key(line, Format::Yaml)?;
        let error = serde_yaml::from_str::<Value>(&chunk).err()?;
        match in_field(0, &chunk, field, &error) {
            // Nothing that could belong to the value stands below.
            Fault::Colon { value, .. } | Fault::Sign { value } if chunk.trim_end() == line.trim_end() => {
                let plain = !line[value.clone()].starts_with(['[', '{', ']', '}', '|', '>', '!', '%', ',']);
                let value = Value::String(line[value].to_owned());
                plain.then(|| Mapping::from_iter([(Value::String(field.to_owned()), value)]))
            }
            _ => None,
        }
    })
}

/// Why YAML cannot be read, and where, in bytes from its beginning.
#[derive(Debug)]
pub(super) enum Fault {
    Anchor {
        place: Range<usize>,
        value: Option<Range<usize>>,
    },
    /// Lines that are indented with tabs, from the first such tab to the last.
    Tabs(Range<usize>),
    /// `title: A: B`.
    Colon {
        field: String,
        value: Range<usize>,
    },
    /// `title: "A`, `title: 'It's'`, `title: "A" B`.
    Quote {
        field: String,
        value: Range<usize>,
    },
    /// `"[[b\|Words]]"`: a backslash in double quotation marks; the right way to write the value, if that is sure.
    Escape {
        sign: String,
        value: Range<usize>,
        right: Option<String>,
    },
    /// `title: @home`.
    Sign {
        value: Range<usize>,
    },
    /// `tags: [a, b`.
    List {
        field: String,
        value: Range<usize>,
    },
    /// `title:The mirror`: the place after the colon.
    Space {
        field: String,
        line: Range<usize>,
        after: usize,
    },
    /// A line that is not a field; the one before it, if the line may go on with its value, and whether
    /// it is sure to.
    Loose {
        line: Range<usize>,
        above: Option<String>,
        sure: bool,
    },
    /// The second of two fields with one name.
    Duplicate {
        field: String,
        place: Range<usize>,
    },
    Slip(Slip),
    Other {
        /// What is wrong, and what to do.
        reason: (String, &'static str),
        place: Range<usize>,
    },
}

impl Fault {
    /// As a diagnostic, in fields that begin at `start` in a file with this `text`.
    pub(super) fn told(self, path: &SourcePath, start: usize, text: &str) -> Box<Diagnostic> {
        let span = |place: Range<usize>| Span::from(place).shifted(start);
        let words = |place: &Range<usize>| &text[start + place.start..start + place.end];
        Box::new(match self {
            Self::Anchor { place, value } => {
                let quoted = value.map(|value| (span(value.clone()), quoted(words(&value))));
                let sign = words(&place).chars().next().unwrap_or('*');
                yaml_anchor(path, span(place), sign, quoted)
            }
            Self::Tabs(place) => {
                let spaces = spaced(words(&place));
                let first = words(&place).find(|c| c != '\t').unwrap_or(place.len());
                tab_in_yaml(path, span(place.start..place.start + first), (span(place), spaces))
            }
            Self::Colon { field, value } => {
                // Curly marks round the whole are meant as those that it needs.
                let written = straightened(words(&value)).unwrap_or_else(|| quoted(words(&value)));
                colon_in_value(path, span(value), &field, &written)
            }
            Self::Quote { field, value } => {
                let written = requoted(words(&value));
                unclosed_quote(path, span(value), &field, &written)
            }
            Self::Escape { sign, value, right } => bad_escape(path, span(value), &sign, right.as_deref()),
            Self::Sign { value } => {
                let sign = words(&value).chars().next().unwrap_or_default();
                unreadable_sign(path, span(value.clone()), sign, &quoted(words(&value)))
            }
            Self::List { field, value } => list_not_closed(path, span(value), &field),
            Self::Space { field, line, after } => missing_space(path, span(line), span(after..after), &field),
            Self::Loose { line, above, sure } => {
                let at = sure.then(|| span(line.start..line.start));
                loose_line(path, span(line), above.as_deref().map(|above| (above, at)))
            }
            Self::Slip(slip) => slip.told(path, start, text),
            Self::Duplicate { field, place } => duplicate_field(path, span(place), &field),
            Self::Other { reason: (reason, help), place } => broken_yaml(path, span(place), (&reason, help)),
        })
    }
}

/// Parses YAML without anchors.
pub(super) fn parse(yaml: &str) -> Result<Value, Fault> {
    if let Some(fault) = anchor(yaml) {
        return Err(fault);
    }
    match serde_yaml::from_str(yaml) {
        Ok(Value::Mapping(mut fields)) => {
            // Items without a space after the hyphen are one long text to YAML.
            let is_text = |(name, value): (&Value, &Value)| {
                name.as_str().is_some_and(field_is_list) && value.as_str().is_some_and(|text| text.starts_with('-'))
            };
            if let Some(slip) = slip::between(yaml).filter(|_| fields.iter().any(is_text)) {
                return Err(Fault::Slip(slip));
            }
            merged::restore(yaml, &mut fields);
            Ok(Value::Mapping(fields))
        }
        Ok(Value::Null) => Ok(Value::Null),
        // Lines that are not fields are one long text to YAML.
        Ok(value) => chunks(yaml).find_map(|(start, chunk)| missing(start, chunk)).map_or(Ok(value), Err),
        Err(error) => Err(fault(yaml, &error)),
    }
}

/// What went wrong, found field by field.
fn fault(yaml: &str, error: &serde_yaml::Error) -> Fault {
    if let Some(place) = tabs(yaml) {
        return Fault::Tabs(place);
    }
    if let Some(slip) = slip::between(yaml) {
        return Fault::Slip(slip);
    }
    let words = error.to_string();
    let mut above: Option<(&str, &str)> = None;
    let mut seen = Vec::new();
    for (start, chunk) in chunks(yaml) {
        let line = chunk.lines().next().unwrap_or_default();
        let Some(field) = key(line, Format::Yaml) else {
            let plain = !line.starts_with(['-', '#', '%', '&', '*', '?', '[', '{', '\'', '"']);
            if plain && !line.trim().is_empty() {
                // A sentence that has ended does not go on, and what begins one or stands last may be the essay.
                let sure = line.starts_with(char::is_lowercase)
                    && above.is_some_and(|(_, value)| !value.ends_with(['.', '!', '?', '…', ':']))
                    && !chunk.trim_end().contains('\n')
                    && key(yaml[start + chunk.len()..].lines().next().unwrap_or_default(), Format::Yaml).is_some();
                let above = above.map(|(field, _)| field.to_owned());
                let place = start..start + line.trim_end().len();
                return missing(start, chunk).unwrap_or(Fault::Loose { line: place, above, sure });
            }
            continue;
        };
        if seen.contains(&field) && words.contains("duplicate entry") {
            return Fault::Duplicate { field: field.to_owned(), place: start..start + field.len() };
        }
        seen.push(field);
        if let Err(error) = serde_yaml::from_str::<Value>(chunk) {
            return in_field(start, chunk, field, &error);
        }
        let value = value_of(line);
        let value = &line[value];
        let plain = !value.is_empty() && !value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*']);
        above = plain.then_some((field, value));
    }
    let at = error.location().map_or(0, |place| yaml.floor_char_boundary(place.index()));
    match slip::uneven(0, yaml, at).filter(|_| words.contains("did not find expected key")) {
        Some(slip) => Fault::Slip(slip),
        None => Fault::Other { reason: reason(&words), place: at..at },
    }
}

/// What is wrong with the fields below the place `from` that cannot be read by themselves.
pub(super) fn below(yaml: &str, from: usize) -> Vec<Fault> {
    let whole = chunks(yaml).filter(|(start, _)| *start > from);
    whole
        .filter_map(|(start, chunk)| {
            let field = key(chunk.lines().next()?, Format::Yaml)?;
            // A tab, or what refers to another field, is reported all of them.
            if tabs(chunk).is_some() || anchor(chunk).is_some() {
                return None;
            }
            let error = serde_yaml::from_str::<Value>(chunk).err()?;
            Some(in_field(start, chunk, field, &error))
        })
        .collect()
}

/// What is wrong with one field, which cannot be read by itself.
fn in_field(start: usize, chunk: &str, field: &str, error: &serde_yaml::Error) -> Fault {
    let line = chunk.lines().next().unwrap_or_default();
    let within = value_of(line);
    let (value, field) = (start + within.start..start + within.end, field.to_owned());
    let words = &line[within];
    if error.to_string().contains(UNKNOWN_ESCAPE)
        && let Some((sign, place, right)) = escape(chunk)
    {
        return Fault::Escape { sign, value: start + place.start..start + place.end, right };
    }
    if let Some(slip) = slip::within(start, chunk, &field, !is_text(&field)) {
        return Fault::Slip(slip);
    }
    match words.chars().next() {
        Some('"' | '\'') => Fault::Quote { field, value },
        Some('[') if !words.ends_with(']') && !is_text(&field) => Fault::List { field, value },
        Some('[' | '{' | ']' | '}' | '@' | '`' | '%' | '!' | '|' | '>' | ',') => Fault::Sign { value },
        Some(_) if words.contains(": ") || words.ends_with(':') => Fault::Colon { field, value },
        _ => {
            let at = error.location().map_or(0, |place| chunk.floor_char_boundary(place.index()));
            let words = error.to_string();
            match slip::uneven(start, chunk, at).filter(|_| words.contains("did not find expected key")) {
                Some(slip) => Fault::Slip(slip),
                None => Fault::Other { reason: reason(&words), place: start + at..start + at },
            }
        }
    }
}

/// Whether a field is a list, so that a bracket at its front begins one.
fn field_is_list(field: &str) -> bool {
    ["tags", "tag", "themes", "aliases", "authors", "sources", "categories", "keywords", "cssclasses"].contains(&field)
}

/// Whether a field is words, so that a bracket at its front is one of them.
fn is_text(field: &str) -> bool {
    ["title", "short-title", "description", "summary", "subtitle", "slug", "path", "url", "date"].contains(&field)
}

/// What YAML says, in words for people who write prose, and what to do.
fn reason(words: &str) -> (String, &'static str) {
    const PLAIN: &str = "write one field a line, `name: value`; put a value with signs in it between quotation marks";
    const LIST: &str = "begin each line of a list right below the one above, or write `[one, two]`";
    const PROSE: &str = "write one field a line, `name: value`; put an empty line below the first `---` if the lines are part of the essay";
    let plain = [
        ("mapping values are not allowed", "there is a `: ` where no field can be"),
        ("could not find expected ':'", "a line is not a field: a field is written `name: value`"),
        ("did not find expected key", "the lines of a list do not begin below each other"),
        ("did not find expected '-' indicator", "the lines of a list do not begin below each other"),
        ("block sequence entries are not allowed", "a list begins on the line below its field"),
        ("did not find expected ',' or ']'", "a list is not closed with `]`"),
        ("did not find expected ',' or '}'", "a set of fields is not closed with `}`"),
        ("cannot start any token", "a value begins with a sign that YAML keeps for itself"),
        ("control characters are not allowed", "there is an invisible control character"),
        ("unexpected end of stream", "a quotation mark or a bracket is never closed"),
        (UNKNOWN_ESCAPE, "a `\\` in double quotation marks begins something that YAML does not know"),
    ];
    let found = plain.iter().find(|(theirs, _)| words.contains(theirs));
    let (reason, help) = match found {
        Some((_, reason)) if reason.contains("of a list") => (*reason, LIST),
        Some((_, reason)) => (*reason, PLAIN),
        // Whatever else the library says, it says of its grammar.
        None => ("these lines are not fields", PROSE),
    };
    (reason.to_owned(), help)
}

/// A line such as `title:The mirror`, where the colon of a known field has no space after it.
fn missing(start: usize, chunk: &str) -> Option<Fault> {
    let line = chunk.lines().next()?;
    let (field, rest) = line.split_once(':')?;
    let known = is_known(field) || is_known(&field.to_lowercase());
    (known && !rest.starts_with(char::is_whitespace)).then(|| Fault::Space {
        field: field.to_owned(),
        line: start..start + line.trim_end().len(),
        after: start + field.len() + 1,
    })
}

/// From the first tab that indents a line to the last.
fn tabs(yaml: &str) -> Option<Range<usize>> {
    let mut place: Option<Range<usize>> = None;
    for (start, line) in lines(yaml) {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let (Some(first), Some(last)) = (line[..indent].find('\t'), line[..indent].rfind('\t')) {
            place = Some(place.map_or(start + first, |place| place.start)..start + last + 1);
        }
    }
    place
}

/// Lines with their indenting tabs as two spaces each. The first may begin in the middle.
pub(super) fn spaced(text: &str) -> String {
    let spaced = |line: &str| {
        let rest = line.trim_start_matches([' ', '\t']);
        line[..line.len() - rest.len()].replace('\t', "  ") + rest
    };
    text.split_inclusive('\n').map(spaced).collect()
}

/// A text in typographic quotation marks, or with one at one end, in straight ones.
pub(super) fn straightened(text: &str) -> Option<String> {
    let (opening, closing) = (['“', '„', '‘', '«'], ['”', '“', '’', '»']);
    let opens = text.starts_with(opening) || text.starts_with(['”', '’']);
    let closes = text.ends_with(closing);
    let marks = |c: char| "“”„«»".contains(c);
    let inner = text.trim_start_matches(marks).trim_start_matches(['‘', '’']).trim_end_matches(marks);
    let inner = if opens && text.starts_with(['‘', '’']) { inner.trim_end_matches('’') } else { inner };
    // Marks round some of the words are part of them.
    let whole = opens && closes && !inner.contains(marks);
    let lonely = (opens != closes) && text.matches(marks).count() == 1;
    ((whole || lonely) && !inner.is_empty()).then(|| quoted(inner))
}

/// A value that begins with a quotation mark and is not closed right, with ones that are.
fn requoted(value: &str) -> String {
    let (mark, rest) = value.split_at(1);
    let marks = ['"', '\'', '“', '”', '„', '’'];
    match rest.strip_suffix(marks) {
        // The marks stand round the whole.
        Some(inner) => quoted(inner),
        // Words follow the closing mark, which are part of the value; an apostrophe opens nothing.
        None if mark == "'" || rest.contains(mark) => quoted(value),
        None => quoted(rest),
    }
}

/// The place of the first anchor (`&x`) or alias (`*x`) that is a value: after the key, after the
/// hyphen of an item, or in a list in brackets. Elsewhere these signs are text.
fn anchor(yaml: &str) -> Option<Fault> {
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

/// What a value is, in words.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "`true` or `false`",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a set of fields",
        Value::Tagged(_) => "a value with a YAML tag",
    }
}

/// The text of a value that is written as a word, a number or a truth value.
pub fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}
