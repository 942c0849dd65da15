//! Every example of the CommonMark specification, through the path that essays take, with the
//! extensions off.
//!
//! The specification comes from the npm package `commonmark-spec`; `tests/run` installs it.

use crosslight::markdown::{Dialect, read};
use crosslight::source::SourcePath;

/// Examples that come out differently, with the reason for each.
const DIFFERENT: [(usize, &str); 0] = [];

const EXAMPLES: usize = 652;

struct Example {
    markdown: String,
    html: String,
}

fn specification() -> Vec<Example> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/node_modules/commonmark-spec/spec.txt");
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| {
        panic!("the CommonMark specification is missing ({error}): run tests/run, or `npm ci` in tests")
    });
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    let mut rest = text.as_str();
    while let Some((_, after)) = rest.split_once(&format!("\n{fence} example\n")) {
        let (example, after) = after.split_once(&format!("\n{fence}\n")).unwrap_or((after, ""));
        let example = format!("{example}\n").replace('→', "\t");
        let (markdown, html) = match example.strip_prefix(".\n") {
            Some(html) => ("", html),
            None => example.split_once("\n.\n").unwrap_or_else(|| panic!("{example}")),
        };
        let markdown = if markdown.is_empty() { String::new() } else { format!("{markdown}\n") };
        examples.push(Example { markdown, html: html.to_owned() });
        rest = after;
    }
    examples
}

/// A quotation mark in text may be written as an entity or not: they are the same HTML.
fn normalised(html: &str) -> String {
    html.replace("&quot;", "\"")
}

#[test]
fn the_specification_holds() {
    let path = SourcePath::new("example.md");
    let examples = specification();
    assert_eq!(examples.len(), EXAMPLES);
    let mut different = Vec::new();
    for (at, example) in examples.iter().enumerate() {
        let body = read(&path, &example.markdown, 0, None, Dialect::CommonMark);
        assert!(body.prose.holes.is_empty() && body.diagnostics.is_empty());
        if normalised(&body.prose.text) != normalised(&example.html) {
            different.push((at + 1, example.markdown.clone(), body.prose.text, example.html.clone()));
        }
    }
    let numbers: Vec<usize> = different.iter().map(|(number, ..)| *number).collect();
    let expected: Vec<usize> = DIFFERENT.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, expected, "{different:#?}");
}
