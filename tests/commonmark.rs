//! Every example of the `CommonMark` specification, through the path that essays take, with the
//! extensions off.
//!
//! The specification comes from the npm package `commonmark-spec`; `tests/run` installs it.

use crosslight::base::config::Config;
use crosslight::base::inputs::Inputs;
use crosslight::base::path::SourcePath;
use crosslight::read::html::HoleKind;
use crosslight::read::markdown::{Dialect, Rules, read};
use crosslight::read::syntax::code::Painter;

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
    let (config, painter) = (Config::default(), Painter::default());
    let examples = specification();
    assert_eq!(examples.len(), EXAMPLES);
    let mut different = Vec::new();
    for (at, example) in examples.iter().enumerate() {
        let rules = Rules {
            config: &config,
            inputs: &Inputs::default(),
            painter: &painter,
            dialect: Dialect::CommonMark,
            meta: None,
            is_path: false,
        };
        let body = read(&path, &example.markdown, 0, None, rules);
        assert!(body.prose.holes.is_empty() && body.diagnostics.is_empty());
        let made = body.prose.text;
        if normalised(&made) != normalised(&example.html) {
            different.push((at + 1, example.markdown.clone(), made, example.html.clone()));
        }
    }
    let numbers: Vec<usize> = different.iter().map(|(number, ..)| *number).collect();
    let expected: Vec<usize> = DIFFERENT.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, expected, "{different:#?}");
}

/// The body as every essay shows it, with the holes filled that do not depend on other files.
fn filled(example: &Example) -> String {
    let (config, painter) = (Config::default(), Painter::default());
    let rules = Rules {
        config: &config,
        inputs: &Inputs::default(),
        painter: &painter,
        dialect: Dialect::Crosslight,
        meta: None,
        is_path: false,
    };
    // With a title of its own, an essay keeps its first heading.
    let body = read(&SourcePath::new("example.md"), &example.markdown, 0, Some("-"), rules);
    let mut html = String::new();
    let mut from = 0;
    for hole in &body.prose.holes {
        html.push_str(&body.prose.text[from..hole.at as usize]);
        from = hole.at as usize;
        match hole.kind {
            HoleKind::Open => html.push_str("<a>"),
            HoleKind::Close => html.push_str("</a>"),
            HoleKind::Embed => html.push_str("<img />"),
            HoleKind::Level => html.push_str(&hole.index.to_string()),
            HoleKind::Address => html.push_str(&body.links[hole.index as usize].typed),
            HoleKind::Echo | HoleKind::Prefix => {}
            kind => html.push_str(&format!("{{{kind:?}}}")),
        }
    }
    html + &body.prose.text[from..]
}

/// HTML without what the dialect gives every link, picture, heading and block of code: addresses
/// found, ids, classes, colours.
fn bare(html: &str) -> String {
    let mut bare = String::new();
    for part in normalised(html).split_inclusive('>') {
        let (text, tag) = part.rfind('<').map_or((part, ""), |at| part.split_at(at));
        let name: String = tag.chars().skip(1).take_while(char::is_ascii_alphanumeric).collect();
        bare.push_str(text);
        match name.as_str() {
            "a" => bare.push_str("<a>"),
            "img" => bare.push_str("<img />"),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => bare.push_str(&format!("<{name}>")),
            "span" if tag.contains("\"hl-") => {}
            "" if tag == "</span>" => {}
            _ => bare.push_str(tag),
        }
    }
    bare
}

/// The examples that mean something else with all extensions on, and what they mean.
const CHANGED: [(usize, &str); 8] = [
    (64, "`#hashtag` is a tag"),
    (79, "a heading without words is left out"),
    (548, "`[[foo]]` is a link by name, also within brackets"),
    (559, "`[[*foo* bar]]` is a link by name, not a reference in brackets"),
    (590, "`![[foo]]` is an embed"),
    (608, "an address needs no brackets"),
    (611, "an address needs no brackets"),
    (612, "nor does one of mail"),
];

/// The examples in which a tag has no counterpart or no end: it is closed, left out or shown, so that it
/// does not reach into the page.
const UNBALANCED: [usize; 32] = [
    21, 31, 150, 151, 155, 156, 157, 158, 165, 173, 174, 175, 184, 187, 201, 344, 476, 477, 491, 494, 524, 536, 613,
    614, 615, 616, 617, 623, 630, 631, 642, 643,
];

#[test]
fn extensions_change_what_they_are_for() {
    let mut changed = Vec::new();
    for (at, example) in specification().iter().enumerate() {
        let (made, expected) = (bare(&filled(example)), bare(&example.html));
        if made != expected {
            changed.push((at + 1, example.markdown.clone(), made, expected));
        }
    }
    let numbers: Vec<usize> = changed.iter().map(|(number, ..)| *number).collect();
    let mut expected: Vec<usize> = CHANGED.iter().map(|(number, _)| *number).chain(UNBALANCED).collect();
    expected.sort_unstable();
    assert_eq!(numbers, expected, "{changed:#?}");
}
