//! Hugo sites.

use std::path::Path;

use toml::Value;

use super::files::{get, present, table, text, texts};
use super::settings::Settings;
use super::{Found, usable_address};
use crate::source::joined;

/// The files that may hold its settings, the first that is there holds.
const FILES: [&str; 9] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config/_default/hugo.toml",
    "config/_default/config.toml",
];

/// Tells a Hugo site by a file of settings of its own, or one of the usual name with a `baseURL`.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let (by, table) = FILES.into_iter().find_map(|file| {
        let table = table(root, file)?;
        (file.contains("hugo") || get(&table, "baseURL").is_some()).then_some((file, table))
    })?;
    // A folder elsewhere may hold what nobody means to publish.
    let within =
        |folder: &String| joined("", folder).is_some() && !folder.starts_with('/') && root.join(folder).is_dir();
    let src = Some(text(&table, "contentDir")).filter(within).unwrap_or_default();
    let statics: Vec<String> = texts(&table, "staticDir").into_iter().filter(within).collect();
    let params = get(&table, "params").and_then(Value::as_table).cloned().unwrap_or_default();
    let language = ["locale", "languageCode", "defaultContentLanguage"].map(|key| text(&table, key));
    let mut settings = Settings::default();
    settings.set("book", "title", text(&table, "title"));
    settings.set("book", "description", text(&params, "description"));
    settings.set("book", "language", language.into_iter().find(|language| !language.is_empty()).unwrap_or_default());
    settings.set("book", "src", if src.is_empty() { "content".into() } else { src });
    settings.set("book", "static", if statics.is_empty() { present(root, &["static"]) } else { statics });
    let parser = ["markup", "goldmark", "parser"].iter().try_fold(&table, |table, key| get(table, key)?.as_table());
    let rule =
        ["autoHeadingIDType", "autoIDType"].map(|key| parser.map(|parser| text(parser, key)).unwrap_or_default());
    let ascii = rule.iter().any(|rule| rule == "github-ascii");
    settings.set("markdown", "heading-ids", if ascii { "github-ascii" } else { "hugo" });
    settings.set("output.html", "base-url", usable_address(text(&table, "baseURL")));
    Some(Found::new(root, "a Hugo site", by, &settings))
}
