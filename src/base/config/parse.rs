//! TOML into settings, and what is wrong with it in the words of people who write prose.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::DeserializeOwned;

use crate::base::diagnostic::settings::{bad_setting, bad_toml, repeated_setting, unknown_setting};
use crate::base::diagnostic::{Diagnostic, File};
use crate::base::span::Span;

/// The most faults that are reported one file.
const MOST: usize = 50;

/// Reads TOML into `T`, with a diagnostic for each setting that is wrong. These are left out; of what is not TOML
/// nothing can be read.
pub fn parse_toml<T: DeserializeOwned + Default>(text: &str, file: &File) -> (T, Vec<Diagnostic>) {
    let mut read = Cow::Borrowed(text);
    let mut faults: Vec<Diagnostic> = Vec::new();
    loop {
        let error = match toml::from_str(&read) {
            Ok(value) => return (value, faults),
            Err(error) => error,
        };
        let found = fault::<T>((text, &read), &error, file);
        let is_new = faults.iter().all(|other| other.message != found.message || other.span != found.span);
        // The library stops at the first, so it is asked again about the rest.
        let rest = error.span().and_then(|span| without(&read, span)).filter(|_| is_new && faults.len() < MOST);
        faults.extend(Some(found).filter(|_| is_new));
        match rest {
            Some(rest) => read = Cow::Owned(rest),
            None => return (T::default(), faults),
        }
    }
}

/// The text with spaces for the lines of the setting or table at `span`, if that is TOML.
fn without(text: &str, span: Range<usize>) -> Option<String> {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |length| at + length);
    let is_header = text[start..].trim_start().starts_with('[');
    let ends = text[start..].match_indices('\n').map(|(at, _)| start + at);
    // A table goes up to the next; a value may have many lines.
    let next = |at: &usize| text[at + 1..].trim_start_matches([' ', '\t']).starts_with('[');
    let candidates: Vec<usize> = if is_header {
        ends.filter(next).chain([text.len()]).take(1).collect()
    } else {
        let first = line_end(span.end.max(start));
        std::iter::once(first).chain(ends.filter(|at| *at > first)).chain([text.len()]).take(MOST).collect()
    };
    candidates.into_iter().find_map(|end| {
        let blank: String = text[start..end].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
        let rest = [&text[..start], &*blank, &text[end..]].concat();
        toml::from_str::<toml::Table>(&rest).is_ok().then_some(rest)
    })
}

/// What is wrong with the settings `T` in a text, as far as it was `read`: what has been told is not in that.
fn fault<T: DeserializeOwned>((text, read): (&str, &str), error: &toml::de::Error, file: &File) -> Diagnostic {
    let span = Span::from(error.span().unwrap_or(0..0));
    let message = error.message().lines().collect::<Vec<_>>().join("; ");
    if toml::from_str::<toml::Table>(read).is_err() {
        if error.message().contains(TWICE) {
            let (name, first) = first_of_two(text, span);
            return repeated_setting(file.clone(), span, &name, first);
        }
        let typed = text[span.range()].lines().next().unwrap_or_default().trim();
        // The word is meant, whatever is said of texts.
        let is_truth = ["yes", "no", "on", "off"].iter().any(|word| word.eq_ignore_ascii_case(typed));
        let reason = if is_truth {
            format!("`{typed}` is no value, write `true` or `false`")
        } else {
            toml_reason(error.message())
        };
        return bad_toml(file.clone(), Some(span), &reason);
    }
    // The only place where the list of keys that fit is to be had.
    if let Some((_, expected)) = message.split_once("expected ").filter(|_| message.starts_with("unknown field")) {
        let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        let key = text[span.range()].trim_matches(['"', '\'']);
        let known_here = |typed: &str| known.iter().any(|known| bare(known) == bare(typed));
        let elsewhere = (*file == File::Book && !known_here(key)).then(|| place_of::<T>(key)).flatten();
        let elsewhere = elsewhere.as_ref().map(|(name, table)| (&**name, *table));
        let mut found = unknown_setting(file.clone(), span, key, &known, elsewhere);
        // The right name may stand there already.
        if let Some(fix) = found.fix.take_if(|fix| {
            let mended = [&text[..fix.span.range().start], &fix.text, &text[fix.span.range().end..]].concat();
            toml::from_str::<toml::Table>(&mended).is_err()
        }) {
            found.help.push(fix.help);
        }
        return found;
    }
    let name = text[..span.range().start].rsplit('\n').next().and_then(|line| line.split_once('='));
    let name = name.map_or("", |(name, _)| name.trim());
    let (message, help) = plain(name, text[span.range()].lines().next().unwrap_or_default(), &message);
    bad_setting(file.clone(), Some(span), message, &help)
}

/// What the library says of a name that is there already.
const TWICE: &str = "duplicate key";

/// The setting or table at `span`, which is there a second time, and the line where it is first, if it is written alike
/// there.
fn first_of_two(text: &str, span: Span) -> (String, Option<usize>) {
    let code = |line: &str| line.split('#').next().unwrap_or_default().replace([' ', '\t', '\r'], "");
    let key = |line: &str| line.split_once('=').map(|(key, _)| key.trim().trim_matches(['"', '\'']).to_owned());
    let above = text[..span.range().start].matches('\n').count();
    let lines: Vec<&str> = text.lines().collect();
    let typed = lines.get(above).copied().unwrap_or_default();
    let mut before = lines.iter().take(above).enumerate().rev();
    if typed.trim_start().starts_with('[') {
        let first = before.find(|(_, line)| code(line) == code(typed));
        return (code(typed), first.map(|(at, _)| at + 1));
    }
    let name = key(typed);
    // Only down from the name of the table that it is in.
    let mut inside = before.take_while(|(_, line)| !line.trim_start().starts_with('['));
    let first = inside.find(|(_, line)| key(line) == name).filter(|_| name.is_some());
    (name.unwrap_or_else(|| text[span.range()].to_owned()), first.map(|(at, _)| at + 1))
}

/// A name without what is often left out of one.
fn bare(name: &str) -> String {
    name.to_lowercase().replace(['-', '_'], "")
}

/// The name and the table of the settings `T` that a key is meant to have, however its hyphens and capitals are.
fn place_of<T: DeserializeOwned>(key: &str) -> Option<(String, &'static str)> {
    const TABLES: [&str; 12] = [
        "book",
        "build",
        "addresses",
        "markdown",
        "links",
        "output.html",
        "output.html.social-cards",
        "output.llms",
        "tags",
        "preview",
        "link-checker",
        "limits",
    ];
    let meant = bare(key);
    // A setting that no table has makes the library list those that it has.
    let listed = |table: &&'static str| {
        let error = toml::from_str::<T>(&format!("[{table}]\n\"?\" = 0\n")).err()?;
        let name = error.message().split('`').skip(3).step_by(2).find(|name| bare(name) == meant)?.to_owned();
        Some((name, *table))
    };
    TABLES.iter().filter(|_| !meant.is_empty()).find_map(listed)
}

/// What is wrong with a path of Windows in double quotation marks.
const ESCAPE: &str = "a `\\` in double quotation marks is written twice, or the text stands between `'`";

/// What is wrong with TOML, in plain words.
pub fn toml_reason(message: &str) -> String {
    let plain = [
        ("string values must be quoted", "a text needs quotation marks"),
        (TWICE, "this name occurs twice"),
        ("missing closing quote", "a quotation mark is never closed"),
        ("invalid basic string", "a quotation mark is never closed"),
        ("invalid literal string", "a quotation mark is never closed"),
        ("invalid boolean", "a text needs quotation marks, and `true` and `false` have small letters"),
        ("unicode value digits", ESCAPE),
        ("escaped value", ESCAPE),
        ("expected key", "a line begins with the name of a setting, as in `title = \"words\"`"),
        ("key with no value", "there is no `=` after the name"),
        ("missing value", "there is nothing after the `=`"),
        ("unclosed array", "a list is never closed with `]`"),
        ("unclosed table", "the name of a table is never closed with `]`"),
    ];
    let found = plain.iter().find(|(theirs, _)| message.contains(theirs));
    found.map_or_else(|| message.lines().collect::<Vec<_>>().join("; "), |(_, ours)| (*ours).to_owned())
}

/// What serde says of the value `typed` of the setting `name`, in plain words.
fn plain(name: &str, typed: &str, message: &str) -> (String, String) {
    let expected = |message: &str| message.rsplit_once("expected ").map(|(_, expected)| expected.to_owned());
    let Some(expected) = expected(message) else {
        return (message.to_owned(), "write another value, or take the line out".to_owned());
    };
    let (what, example) = match expected.as_str() {
        "a string" | "a borrowed string" | "path string" => {
            ("a text", "put it between quotation marks, as in `\"a text\"`")
        }
        "a boolean" => ("`true` or `false`", "write `true` or `false`, without quotation marks"),
        "a colour" => ("a colour", "write it as in `\"#8a3d0f\"`: red, green and blue, two hexadecimal digits each"),
        "a sequence" => ("a list", "write a list as in `[\"one\", \"two\"]`"),
        "a nonzero u16" => ("a whole number from 1 to 65535", "write a number without quotation marks"),
        "u32" => ("a whole number", "write a number, 0 or more, without quotation marks"),
        number if number.starts_with(['u', 'i']) || number.contains("integer") => {
            ("a whole number", "write a number without quotation marks")
        }
        "a map" => ("a table", "write its settings below a line with its name in brackets, as in `[book]`"),
        choice if choice.contains('`') => (choice, "write one of these, in quotation marks"),
        other if other.starts_with("struct") => {
            ("a table", "write its settings below a line with its name in brackets, as in `[book]`")
        }
        other => (other, "write another value"),
    };
    let message = match name {
        "" => format!("`{typed}` should be {what}"),
        _ => format!("`{name}` should be {what}, but it is `{typed}`"),
    };
    (message, example.to_owned())
}
