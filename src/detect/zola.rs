//! Zola sites.

use std::path::Path;

use toml::Value;

use super::files::{alternatives, present, table, text, texts};
use super::settings::Settings;
use super::{Found, usable_address};

const BY: &str = "config.toml";

/// Tells a Zola site by a `config.toml` with a `base_url`.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let table = table(root, BY).filter(|table| table.contains_key("base_url"))?;
    let markdown = table.get("markdown").and_then(Value::as_table);
    let mut settings = Settings::default();
    settings.set("book", "title", text(&table, "title"));
    settings.set("book", "description", text(&table, "description"));
    settings.set("book", "language", text(&table, "default_language"));
    settings.set("book", "src", "content");
    settings.set("book", "static", present(root, &["static"]));
    let ignored = texts(&table, "ignored_content");
    settings.set("book", "ignore", ignored.iter().flat_map(|line| alternatives(line)).collect::<Vec<_>>());
    settings.set("output.html", "section-lists", true);
    settings.set("markdown", "macros", "shortcodes");
    settings.set("markdown", "inline-tags", false);
    for (theirs, ours) in [("smart_punctuation", "smart-punctuation"), ("render_emoji", "emoji")] {
        if markdown.and_then(|markdown| markdown.get(theirs)).and_then(Value::as_bool) == Some(true) {
            settings.set("markdown", ours, true);
        }
    }
    // Zola makes ids by the same rule as addresses, unless it is told otherwise.
    let slugify = table.get("slugify").and_then(Value::as_table);
    let anchors = slugify.map(|slugify| text(slugify, "anchors")).unwrap_or_default();
    let safe = matches!(anchors.as_str(), "safe" | "off");
    settings.set("markdown", "heading-ids", if safe { "zola-safe" } else { "zola" });
    let slugify = table.get("slugify").and_then(|slugify| slugify.get("paths")).and_then(Value::as_str);
    let spelled = slugify.is_none_or(|slugify| slugify == "on");
    settings.set("addresses", "slugs", if spelled { "ascii" } else { "as-named" });
    settings.set("addresses", "days", "cut");
    for code in table.get("languages").and_then(Value::as_table).into_iter().flat_map(toml::Table::keys) {
        let is_own = *code == text(&table, "default_language");
        settings.set(&format!("languages.{code}"), "path", if is_own { "" } else { code });
    }
    settings.set("output.html", "base-url", usable_address(text(&table, "base_url")));
    Some(Found::new("a Zola site", BY, &settings))
}
