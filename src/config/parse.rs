//! TOML into settings, and what is wrong with it in the words of people who write prose.

use serde::de::DeserializeOwned;

use super::Config;
use crate::diagnostic::{Diagnostic, File, bad_setting, bad_toml, unknown_setting};
use crate::span::Span;

/// Reads TOML into `T`; on an error the default, with a diagnostic that names the place.
pub fn parse_toml<T: DeserializeOwned + Default>(text: &str, file: &File) -> (T, Vec<Diagnostic>) {
    match toml::from_str(text) {
        Ok(value) => (value, Vec::new()),
        Err(error) => (T::default(), vec![fault(text, &error, file)]),
    }
}

fn fault(text: &str, error: &toml::de::Error, file: &File) -> Diagnostic {
    let span = Span::from(error.span().unwrap_or(0..0));
    let message = error.message().lines().collect::<Vec<_>>().join("; ");
    if toml::from_str::<toml::Table>(text).is_err() {
        return bad_toml(file.clone(), Some(span), &toml_reason(error.message()));
    }
    // The only place where the list of keys that fit is to be had.
    if let Some((_, expected)) = message.split_once("expected ").filter(|_| message.starts_with("unknown field")) {
        let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        let key = text[span.range()].trim_matches(['"', '\'']);
        let table = if *file == File::Book { table_of(key) } else { None };
        let mut found = unknown_setting(file.clone(), span, key, &known, table);
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

/// The table of `book.toml` in which a key means something.
fn table_of(key: &str) -> Option<&'static str> {
    const TABLES: [&str; 11] = [
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
    ];
    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let knows = |table: &&&str| match toml::from_str::<Config>(&format!("[{table}]\n{key} = 0\n")) {
        Ok(_) => true,
        Err(error) => !error.message().starts_with("unknown field"),
    };
    TABLES.iter().filter(|_| plain).find(knows).copied()
}

/// What is wrong with TOML, in plain words.
pub fn toml_reason(message: &str) -> String {
    let plain = [
        ("string values must be quoted", "a text needs quotation marks"),
        ("duplicate key", "this name is here a second time"),
        ("missing closing quote", "a quotation mark is never closed"),
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
