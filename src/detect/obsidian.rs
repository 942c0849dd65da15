//! Obsidian vaults.

use std::fs;
use std::path::Path;

use super::Found;
use super::settings::Settings;

const BY: &str = ".obsidian";

/// Tells an Obsidian vault by its folder of settings.
pub(super) fn detect(root: &Path) -> Option<Found> {
    if !root.join(BY).is_dir() {
        return None;
    }
    let app = fs::read_to_string(root.join(".obsidian/app.json")).unwrap_or_default();
    let app: serde_json::Value = serde_json::from_str(&app).unwrap_or_default();
    let mut settings = Settings::default();
    settings.set("book", "file-titles", "typed");
    settings.set("book", "src", ".");
    if app.get("strictLineBreaks").and_then(serde_json::Value::as_bool) != Some(true) {
        settings.set("markdown", "hard-breaks", true);
    }
    Some(Found::new(root, "an Obsidian vault", BY, &settings))
}
