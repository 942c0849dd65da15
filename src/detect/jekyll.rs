//! Jekyll sites.

use std::path::Path;

use toml::Value;

use super::files::{get, table, text, texts};
use super::settings::Settings;
use super::{Found, usable_address};

/// Tells a Jekyll site by its `_config.yml`.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let read = |file| Some((file, table(root, file)?));
    let (by, table) = ["_config.yml", "_config.yaml"].into_iter().find_map(read)?;
    // Jekyll leaves out what begins with `_`, but for posts, drafts and collections.
    let mut ignore: Vec<String> = ["/_*", "!/_posts", "!/_drafts"].map(str::to_owned).into();
    let collections = get(&table, "collections").and_then(Value::as_table).cloned().unwrap_or_default();
    ignore.extend(collections.keys().map(|name| format!("!/_{name}")));
    ignore.extend(texts(&table, "collections").iter().map(|name| format!("!/_{name}")));
    ignore.extend(texts(&table, "include").iter().map(|path| format!("!/{}", path.trim_start_matches('/'))));
    // These are templates of the site that was.
    ignore.extend(["/Gemfile*", "/vendor/", "/node_modules/", "/index.html", "/404.html"].map(str::to_owned));
    ignore.extend(texts(&table, "exclude").iter().map(|path| format!("/{}", path.trim_start_matches('/'))));
    let author = text(&table, "author");
    let mut settings = Settings::default();
    settings.set("book", "title", text(&table, "title"));
    settings.set("book", "description", text(&table, "description"));
    settings.set("book", "authors", if author.is_empty() { Vec::new() } else { vec![author] });
    settings.set("book", "language", text(&table, "lang"));
    settings.set("book", "src", ".");
    settings.set("book", "ignore", ignore);
    // Jekyll reads Markdown by GitHub's rules unless it is told to keep to kramdown's own.
    if get(&table, "kramdown").and_then(Value::as_table).is_some_and(|kramdown| text(kramdown, "input") == "kramdown") {
        settings.set("markdown", "heading-ids", "kramdown");
    }
    let address = format!("{}{}", text(&table, "url"), text(&table, "baseurl"));
    settings.set("output.html", "base-url", usable_address(address));
    Some(Found::new(root, "a Jekyll site", by, &settings))
}
