//! `GitBooks`.

use std::fs;
use std::path::Path;

use super::Found;
use super::files::{below, first, is_within, table, text};
use super::settings::Settings;
use crate::syntax::summary;

const WHAT: &str = "a GitBook";

/// Tells a `GitBook` by its settings, or by the folder in which it keeps its pictures.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let kept = || root.join(".gitbook").is_dir() && root.join(summary::FILE).is_file();
    match first(root, &[".gitbook.yaml", ".gitbook.yml", "book.json"]) {
        Some(by) => read(root, by),
        None => kept().then(|| read(root, ".gitbook"))?,
    }
}

/// Tells a `GitBook` without settings by a list of chapters beside its first page.
pub(super) fn detect_contents(root: &Path) -> Option<Found> {
    let is_one = root.join(summary::FILE).is_file() && root.join("README.md").is_file();
    let is_one = is_one && !root.join("src").join(summary::FILE).is_file();
    is_one.then(|| read(root, summary::FILE))?
}

fn read(root: &Path, by: &str) -> Option<Found> {
    let table = if by.contains("book.") { table(root, by)? } else { toml::Table::new() };
    let named = text(&table, "root");
    let folder = named.trim_start_matches("./").trim_end_matches('/');
    let folder = if !folder.is_empty() && is_within(root, folder) { folder } else { "." };
    let at = root.join(folder);
    let structure = below(&table, "structure");
    let file = |key: &str, usual: &str| {
        let named = text(&structure, key);
        let named = named.trim_start_matches("./").trim_start_matches('/');
        Some(named).filter(|named| at.join(named).is_file()).unwrap_or(usual).to_owned()
    };
    let (home, list) = (file("readme", "README.md"), file("summary", summary::FILE));
    let mut settings = Settings::default();
    settings.set("book", "title", text(&table, "title"));
    settings.set("book", "description", text(&table, "description"));
    settings.set("book", "language", text(&table, "language"));
    settings.plain_signs();
    settings.set("markdown", "wikilinks", false);
    settings.set("markdown", "emoji", true);
    settings.set("markdown", "heading-ids", "gitbook");
    settings.set("book", "src", folder);
    settings.set("book", "home", if at.join(&home).is_file() { home } else { String::new() });
    // Pictures are kept in a hidden folder.
    let own = ["/book.json", "/node_modules/", "/_book/", "/GLOSSARY.md", "!/.gitbook/", "/.gitbook/*"];
    let mut ignore = own.map(str::to_owned).to_vec();
    ignore.push("!/.gitbook/assets/".into());
    if list != summary::FILE {
        settings.set("book", "chapters", fs::read_to_string(at.join(&list)).unwrap_or_default());
        ignore.push(format!("/{list}"));
    }
    settings.set("book", "ignore", ignore);
    settings.set("build", "only-listed", at.join(&list).is_file());
    Some(Found::new(WHAT, by, &settings))
}
