//! Obsidian vaults.

use std::fs;
use std::path::Path;

use super::Found;
use super::settings::Settings;
use crate::source::SourcePath;

const BY: &str = ".obsidian";

/// Tells an Obsidian vault by its folder of settings.
pub(super) fn detect(root: &Path) -> Option<Found> {
    if !root.join(BY).is_dir() {
        return None;
    }
    let read = |file: &str| -> serde_json::Value {
        let text = fs::read_to_string(root.join(BY).join(file)).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    };
    let app = read("app.json");
    let mut settings = Settings::default();
    settings.set("book", "file-titles", "typed");
    settings.allow(&["missing-title", "missing-description"]);
    settings.set("book", "src", ".");
    if app.get("strictLineBreaks").and_then(serde_json::Value::as_bool) != Some(true) {
        settings.set("markdown", "hard-breaks", true);
    }
    // Templates are for making notes, and are none.
    let templates = [("templates.json", "folder"), ("plugins/templater-obsidian/data.json", "templates_folder")];
    let folders =
        templates.map(|(file, key)| read(file).get(key).and_then(serde_json::Value::as_str).map(str::to_owned));
    let folders = folders.into_iter().flatten().map(|folder| folder.trim_matches('/').to_owned());
    // Which folders Obsidian Publish takes notes from: all but some, or only some.
    let publish = read("publish.json");
    let listed = |key: &str| -> Vec<String> {
        let paths = publish.get(key).and_then(serde_json::Value::as_array).into_iter().flatten();
        let paths = paths.filter_map(serde_json::Value::as_str).map(|path| path.trim_matches('/').to_owned());
        paths.filter(|path| !path.is_empty()).collect()
    };
    let included = listed("included");
    let mut ignore = Vec::new();
    if !included.is_empty() {
        ignore.push("*.md".to_owned());
        ignore.extend(included.iter().map(|path| {
            if SourcePath::new(path).is_markdown() { format!("!/{path}") } else { format!("!/{path}/**/*.md") }
        }));
        // That names no hidden notes.
        ignore.push(".*".to_owned());
    }
    ignore.extend(listed("excluded").iter().map(|path| format!("/{path}")));
    ignore.extend(folders.filter(|folder| !folder.is_empty()).map(|folder| format!("/{folder}/")));
    // What the vault leaves out: fronts of paths, or regular expressions between slashes.
    let filters = app.get("userIgnoreFilters").and_then(serde_json::Value::as_array);
    let filters =
        filters.into_iter().flatten().filter_map(serde_json::Value::as_str).filter(|filter| !filter.is_empty());
    let (expressions, fronts): (Vec<&str>, Vec<&str>) =
        filters.partition(|filter| filter.len() > 2 && filter.starts_with('/') && filter.ends_with('/'));
    ignore.extend(fronts.iter().map(|front| format!("/{}", front.trim_start_matches('/'))));
    ignore.dedup();
    settings.set("book", "ignore", ignore);
    let expressions: Vec<_> = expressions.iter().map(|filter| filter[1..filter.len() - 1].to_owned()).collect();
    settings.set("book", "ignore-matching", expressions);
    let mut found = Found::new("an Obsidian vault", BY, &settings);
    if !included.is_empty() {
        found.missing.push("notes outside the folders that Obsidian Publish includes".into());
    }
    Some(found)
}
