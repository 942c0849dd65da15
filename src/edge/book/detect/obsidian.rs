//! Obsidian vaults.

use std::path::Path;

use super::files::{content, literal};
use super::found::Found;
use super::settings::Settings;
use crate::base::path::SourcePath;

const BY: &str = ".obsidian";

/// The endings of files with texts, which stay hidden whatever shows them.
const TEXTS: [&str; 10] = ["md", "markdown", "canvas", "base", "txt", "html", "htm", "org", "tex", "csv"];

/// Tells an Obsidian vault by its folder of settings.
pub(super) fn detect(root: &Path) -> Option<Found> {
    if !root.join(BY).is_dir() {
        return None;
    }
    let read = |file: &str| -> serde_json::Value {
        let text = content(&root.join(BY), file).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    };
    let app = read("app.json");
    let mut settings = Settings::default();
    settings.set("book", "file-titles", "typed");
    settings.set("book", "src", ".");
    // No tag has a space in it there.
    settings.set("tags", "divide-at-spaces", true);
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
            if SourcePath::new(path).is_markdown() {
                format!("!/{}", literal(path))
            } else {
                format!("!/{}/**/*.md", literal(path))
            }
        }));
        // That names no hidden notes.
        ignore.push(".*".to_owned());
    }
    let excluded = listed("excluded");
    // Digital Garden takes the notes that ask for it.
    let is_garden = root.join(BY).join("plugins/digitalgarden").is_dir();
    if is_garden {
        settings.set("build", "publish", "explicit");
        settings.set("build", "publish-fields", vec!["dg-publish"]);
    }
    let takes_what_is_used = is_garden || !included.is_empty() || !excluded.is_empty();
    ignore.extend(excluded.iter().map(|path| format!("/{}", literal(path))));
    ignore.extend(folders.filter(|folder| !folder.is_empty()).map(|folder| format!("/{}/", literal(&folder))));
    // The template of the journal may lie elsewhere.
    let daily = read("daily-notes.json");
    let daily = daily.get("template").and_then(serde_json::Value::as_str).map(|file| file.trim_matches('/'));
    let daily = daily.filter(|file| !file.is_empty()).map(|file| file.trim_end_matches(".md"));
    ignore.extend(daily.map(|file| format!("/{}.md", literal(file))));
    // What the vault leaves out: fronts of paths, or regular expressions between slashes.
    let filters = app.get("userIgnoreFilters").and_then(serde_json::Value::as_array);
    let filters =
        filters.into_iter().flatten().filter_map(serde_json::Value::as_str).filter(|filter| !filter.is_empty());
    let (expressions, fronts): (Vec<&str>, Vec<&str>) =
        filters.partition(|filter| filter.len() > 2 && filter.starts_with('/') && filter.ends_with('/'));
    // All that a path begins with counts: `Essays/Half-` leaves out `Essays/Half-written.md`. It is left out of searches:
    // what notes show is there for these.
    let places = |front: &&str| match literal(front.trim_start_matches('/')) {
        folder if folder.ends_with('/') => vec![format!("/{folder}**/")],
        front => vec![format!("/{front}*"), format!("/{front}*/**/")],
    };
    let places: Vec<String> = fronts.iter().flat_map(places).collect();
    let hidden = |place: &String| TEXTS.map(|ending| format!("{place}*.{ending}").replace("**.", "*."));
    ignore.extend(places.iter().flat_map(hidden));
    // One that names a text to the end leaves out that.
    let whole = fronts.iter().filter(|front| TEXTS.iter().any(|ending| front.ends_with(&format!(".{ending}"))));
    ignore.extend(whole.map(|front| format!("/{}", literal(front.trim_start_matches('/')))));
    ignore.dedup();
    // Notes that are published take with them the files that they use.
    if takes_what_is_used {
        settings.put("build", "copy", Vec::<String>::new());
    } else if !places.is_empty() {
        let spare = places
            .iter()
            .map(|place| format!("!{}", if place.ends_with('/') { format!("{place}*") } else { place.clone() }));
        settings.put("build", "copy", std::iter::once("*".to_owned()).chain(spare).collect::<Vec<_>>());
    }
    settings.set("book", "ignore", ignore);
    let expressions: Vec<_> = expressions.iter().map(|filter| filter[1..filter.len() - 1].to_owned()).collect();
    settings.set("book", "ignore-matching", expressions);
    // A property called `url` says where a text was found.
    settings.put("addresses", "fields", vec!["permalink", "slug", "path"]);
    let mut found = Found::notes("an Obsidian vault", BY, &settings);
    if !included.is_empty() {
        found.missing.push("notes outside the folders that Obsidian Publish includes".into());
    }
    Some(found)
}
