//! mdBooks.

use std::path::Path;

use toml::{Table, Value};

use super::files::{table, text, texts};
use super::found::{Found, usable_address};
use super::settings::Settings;

const WHAT: &str = "an mdBook";
const BY: &str = "SUMMARY.md";

/// Tells an mdBook without settings by its list of chapters.
pub(super) fn detect_contents(root: &Path) -> Option<Found> {
    let src = ["src", "."].into_iter().find(|src| root.join(src).join(BY).is_file())?;
    let mut settings = Settings::default();
    settings.set("book", "src", src);
    chapters(&mut settings);
    settings.set("markdown", "smart-punctuation", true);
    code(&mut settings, &Table::new(), &Table::new());
    Some(Found::new(WHAT, BY, &settings))
}

/// Tells an mdBook whose settings stand in a `book.toml` of its own.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let table = table(root, "book.toml")?;
    let book = table.get("book").and_then(Value::as_table).cloned().unwrap_or_default();
    let src = Some(text(&book, "src")).filter(|src| !src.is_empty()).unwrap_or_else(|| "src".into());
    // An own book with a list of chapters says something that mdBook does not know. Taken for an
    // mdBook, its `ignore` would be lost, and with it what is private.
    let keys = |section: &str| table.get(section).and_then(Value::as_table).cloned().unwrap_or_default();
    let html = keys("output").get("html").and_then(Value::as_table).cloned().unwrap_or_default();
    let ours = ["markdown", "links", "tags", "extra", "addresses", "languages"]
        .iter()
        .any(|section| table.contains_key(*section))
        || ["static", "ignore"].iter().any(|key| book.contains_key(*key))
        || ["drafts", "future", "expired", "publish"].iter().any(|key| keys("build").contains_key(*key))
        || ["base-url", "clean-urls"].iter().any(|key| html.contains_key(*key));
    if ours || src == "content" || !root.join(&src).join(BY).is_file() {
        return None;
    }
    let smart = html.get("smart-punctuation").or_else(|| html.get("curly-quotes")).and_then(Value::as_bool);
    let mut settings = Settings::default();
    settings.set("book", "title", text(&book, "title"));
    settings.set("book", "description", text(&book, "description"));
    settings.set("book", "authors", texts(&book, "authors"));
    settings.set("book", "language", text(&book, "language"));
    settings.set("book", "src", src);
    chapters(&mut settings);
    if smart != Some(false) {
        settings.set("markdown", "smart-punctuation", true);
    }
    code(&mut settings, &table, &html);
    settings.set("output.html", "base-url", usable_address(text(&html, "site-url")));
    Some(Found { unused: unused(&table, &html), ..Found::new(WHAT, BY, &settings) })
}

/// Which chapters there are: what the list in the folder of the texts names. They stand in files there, called as
/// they are. What they are called is said in the list, and by a heading of whatever level.
fn chapters(settings: &mut Settings) {
    settings.set("build", "only-listed", true);
    settings.set("book", "title-level", 6);
    settings.set("markdown", "includes", true);
    settings.set("markdown", "heading-ids", "mdbook");
    settings.set("markdown", "term-ids", true);
    settings.set("addresses", "slugs", "as-named");
    settings.set("addresses", "html", "redirect");
    // No field means anything there.
    settings.allow(&["missing-title", "hiding-alias", "comma-list"]);
}

/// What an mdBook does to the text of its chapters.
fn code(settings: &mut Settings, table: &Table, html: &Table) {
    settings.plain_signs();
    let programs = table.get("preprocessor").and_then(Value::as_table);
    let is_wiki = programs.into_iter().flat_map(Table::keys).any(|name| name.contains("wiki"));
    settings.set("markdown", "wikilinks", is_wiki);
    if html.get("mathjax-support").and_then(Value::as_bool) == Some(true) {
        settings.set("markdown", "math-brackets", true);
    }
    settings.set("markdown.hidden-lines", "rust", "#");
    let own = html.get("code").and_then(|code| code.get("hidelines")).and_then(Value::as_table);
    for (language, sign) in own.into_iter().flatten() {
        settings.set("markdown.hidden-lines", language, sign.clone());
    }
}

/// What is set for mdBook and has no meaning here.
fn unused(table: &Table, html: &Table) -> Vec<String> {
    let used = ["title", "description", "authors", "language", "src"];
    let mut unused: Vec<String> = Vec::new();
    for (section, value) in table {
        match (section.as_str(), value) {
            ("book", Value::Table(keys)) => {
                unused.extend(keys.keys().filter(|key| !used.contains(&key.as_str())).map(|key| format!("book.{key}")));
            }
            ("output", Value::Table(outputs)) => {
                unused.extend(outputs.keys().filter(|name| *name != "html").map(|name| format!("output.{name}")));
                let known = ["smart-punctuation", "curly-quotes", "mathjax-support", "code"];
                let others = html.keys().filter(|key| !known.contains(&key.as_str()));
                unused.extend(others.map(|key| format!("output.html.{key}")));
            }
            ("output" | "book", _) => {}
            (section, _) => unused.push(section.to_owned()),
        }
    }
    unused
}
