//! Fields in YAML, and what goes wrong in them.
//!
//! The YAML library says what it stumbled over in the words of its grammar, and often lines after
//! the place. So the fields are parsed one by one until the one is found that cannot be read by
//! itself, and its first line is looked at the way a person would.

mod anchor;
mod fault;
mod tabs;

use serde_yaml::{Mapping, Value};

use super::escape::{UNKNOWN_ESCAPE, escape};
use super::format::{Format, key};
use super::lines::{chunks, value_of};
use super::merged;
use super::names::is_known;
use super::slip;

use self::anchor::anchor;
pub(super) use self::fault::Fault;
use self::tabs::{spaced, tabs};

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
            if fields.iter().any(is_text)
                && let Some(slip) = slip::between(yaml)
            {
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
            // A tab, or what refers to another field, is reported once for all of them.
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
