//! Dendron workspaces.

use std::path::Path;

use toml::{Table, Value};

use super::files::{below, get, is_within, only, table, text, texts};
use super::settings::Settings;
use super::{Found, usable_address};

const BY: &str = "dendron.yml";

/// Tells a Dendron workspace by its settings.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let Some(table) = table(root, BY) else { return alone(root) };
    let workspace = below(&table, "workspace");
    // Older ones have the vaults at the top.
    let vaults = get(&workspace, "vaults").or_else(|| get(&table, "vaults")).and_then(Value::as_array);
    let vaults: Vec<&Table> = vaults.into_iter().flatten().filter_map(Value::as_table).collect();
    let is_public = |vault: &&&Table| text(vault, "visibility") != "private";
    let mut folders: Vec<String> = vaults.iter().filter(is_public).filter_map(|vault| folder(root, vault)).collect();
    if folders.is_empty() && vaults.is_empty() {
        folders = super::files::present(root, &["notes", "vault"]);
        folders.truncate(1);
    }
    if folders.is_empty() {
        // What is here without its vaults is a folder like any other.
        return None;
    }
    let publishing = Some(below(&table, "publishing")).filter(|table| !table.is_empty());
    let site = publishing.unwrap_or_else(|| below(&table, "site"));
    let seo = below(&site, "seo");
    let mut settings = Settings::default();
    let mut ignore = Vec::new();
    match folders.as_slice() {
        [one] => settings.set("book", "src", one.as_str()),
        many => {
            settings.set("book", "src", ".");
            ignore.extend(only(many));
        }
    }
    // Only some hierarchies are published; `root` stands for all.
    let hierarchies = texts(&site, "siteHierarchies");
    if !hierarchies.is_empty() && hierarchies.iter().all(|name| name != "root") {
        ignore.push("*.md".into());
        ignore.extend(hierarchies.iter().flat_map(|name| [format!("!{name}.md"), format!("!{name}.*.md")]));
    }
    let index = text(&site, "siteIndex");
    let index = if index.is_empty() { "root" } else { &index };
    let title = [text(&seo, "title"), text(&site, "title")].into_iter().find(|title| !title.is_empty());
    settings.set("book", "title", title.unwrap_or_default());
    settings.set("book", "description", text(&seo, "description"));
    settings.set("book", "ignore", ignore);
    settings.extend(&of_notes(index));
    settings.set("output.html", "base-url", usable_address(text(&site, "siteUrl")));
    let mut found = Found::new("a Dendron workspace", BY, &settings);
    if folders.len() < vaults.iter().filter(is_public).count() {
        found.missing.push("vaults that are not here".into());
    }
    Some(found)
}

/// A vault without its workspace: the note and the schema that each has at its root.
fn alone(root: &Path) -> Option<Found> {
    const SCHEMA: &str = "root.schema.yml";
    let is_one = root.join(SCHEMA).is_file() && root.join("root.md").is_file();
    let mut settings = Settings::default();
    settings.set("book", "src", ".");
    settings.extend(&of_notes("root"));
    is_one.then(|| Found::new("a Dendron vault", SCHEMA, &settings))
}

/// How notes are named and linked, whose first one is `index`.
fn of_notes(index: &str) -> Settings {
    let mut settings = Settings::default();
    settings.set("book", "home", format!("{index}.md"));
    settings.set("book", "name-separator", ".");
    settings.set("links", "label-first", true);
    settings.set("output.html", "section-lists", true);
    settings
}

/// Where the notes of a vault are.
fn folder(root: &Path, vault: &Table) -> Option<String> {
    let path = text(vault, "fsPath");
    let path = path.trim_start_matches("./").trim_end_matches('/').to_owned();
    let places = [format!("{path}/notes"), format!("dependencies/{path}/notes"), path.clone()];
    let places = if path == "." { ["notes".to_owned(), "vault".to_owned(), ".".to_owned()] } else { places };
    places.into_iter().find(|folder| folder == "." || is_within(root, folder))
}
