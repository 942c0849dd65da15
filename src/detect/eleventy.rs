//! Eleventy sites.

use std::fs;
use std::path::Path;

use toml::Value;
use walkdir::WalkDir;

use super::files::{get, holds_markdown, is_within, lines, present, table, text, truth};
use super::program::Program;
use super::settings::Settings;
use super::{Found, rebased, usable_address};
use crate::config::pattern::from_template;

const FILES: [&str; 5] =
    [".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", "eleventy.config.ts"];

/// What plugins of markdown-it there are, and what reads the same here.
const PLUGINS: [(&str, &str); 7] = [
    ("markdown-it-container", "admonitions"),
    ("markdown-it-attrs", "attributes"),
    ("markdown-it-emoji", "emoji"),
    ("markdown-it-abbr", "abbreviations"),
    ("markdown-it-ins", "insertions"),
    ("markdown-it-mark", "marks"),
    ("markdown-it-footnote", "inline-footnotes"),
];

/// What the data of a folder is called after the name of the folder.
const ENDS: [&str; 5] = [".json", ".11tydata.json", ".11tydata.js", ".11tydata.cjs", ".11tydata.mjs"];

/// Tells an Eleventy site by its configuration.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let (by, program) = Program::read(root, &FILES)?;
    let input = program.text("input");
    let input = input.trim_start_matches("./").trim_matches('/');
    let src = if !input.is_empty() && is_within(root, input) { input } else { "." };
    let at = root.join(src);
    let mut ignore: Vec<String> = ["_*", "*.njk", "*.liquid", "*.11ty.*", "*.11tydata.*"].map(str::to_owned).into();
    if src == "." {
        let own = ["/README.md", "/package*.json", "/eleventy.config.*", "/netlify.toml", "/vercel.json", "/LICENSE*"];
        ignore.extend(own.map(str::to_owned));
        ignore.extend(["/CHANGELOG.md", "/CONTRIBUTING.md", "/CODE_OF_CONDUCT.md"].map(str::to_owned));
    }
    let named = |key: &str| Some(program.text(key)).map(|folder| folder.trim_matches(['.', '/']).to_owned());
    let data = named("data").filter(|data| !data.is_empty()).unwrap_or_else(|| "_data".into());
    // Parts of pages are no pages.
    let parts = ["includes", "layouts"].into_iter().filter_map(named).chain([data.clone()]);
    ignore.extend(parts.filter(|part| !part.is_empty() && at.join(part).is_dir()).map(|part| format!("/{part}/")));
    let lines = lines(&fs::read_to_string(root.join(".eleventyignore")).unwrap_or_default());
    ignore.extend(lines.iter().filter_map(|line| if src == "." { Some(line.clone()) } else { rebased(line, src) }));
    ignore.extend(program.given_to("addPassthroughCopy").iter().flat_map(|path| copied(path, src)));
    let mut settings = Settings::default();
    folders(&at, &mut ignore, &mut settings);
    settings.set("book", "src", src);
    settings.set("book", "static", present(root, &["public"]));
    settings.set("book", "ignore", ignore);
    settings.set("book", "html-pages", true);
    settings.set("markdown", "macros", "liquid");
    settings.plain_signs();
    settings.set("markdown", "wikilinks", program.says("wiki") || program.says("[["));
    // What the site adds to its Markdown.
    for (plugin, key) in PLUGINS {
        if program.says(plugin) {
            settings.set("markdown", key, true);
        }
    }
    let about = |ends: &[&str]| -> Vec<String> {
        let of = |name: &str| ends.iter().map(|end| format!("{data}/{name}.{end}")).collect::<Vec<_>>();
        ["meta", "global", "site", "metadata"].iter().flat_map(|name| of(name)).collect()
    };
    for file in about(&["yaml", "json"]) {
        let about = table(&at, &file).unwrap_or_default();
        settings.set("book", "title", first(["title", "name"].map(|key| text(&about, key))));
        settings.set("book", "description", text(&about, "description"));
        settings.set("book", "language", first(["language", "lang"].map(|key| text(&about, key))));
        settings.set("output.html", "base-url", usable_address(text(&about, "url")));
    }
    for file in about(&["cjs", "mjs", "js"]) {
        let Some((_, about)) = Program::read(&at, &[&file]) else { continue };
        settings.set("book", "title", first(["title", "name"].map(|key| about.text(key))));
        settings.set("book", "description", about.text("description"));
        settings.set("output.html", "base-url", usable_address(about.text("url")));
    }
    let mut found = Found::new("an Eleventy site", by, &settings);
    found.missing.push("pages that only templates make".into());
    holds_markdown(&at).then_some(found)
}

/// The first of several texts that is not empty.
fn first<const N: usize>(texts: [String; N]) -> String {
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

/// The lines that keep what the site copies as it is, although its name begins with `_`.
fn copied(path: &str, src: &str) -> Vec<String> {
    let path = path.trim_start_matches("./").trim_end_matches('/');
    let path = if src == "." { Some(path) } else { path.strip_prefix(src).and_then(|path| path.strip_prefix('/')) };
    let Some(path) = path.filter(|path| path.split('/').any(|part| part.starts_with('_'))) else { return Vec::new() };
    let mut kept = Vec::new();
    for (at, _) in path.match_indices('/') {
        let folder = &path[..at];
        if folder.rsplit('/').next().is_some_and(|name| name.starts_with('_')) {
            kept.extend([format!("!/{folder}/"), format!("/{folder}/*")]);
        }
    }
    kept.push(format!("!/{path}"));
    kept
}

/// What the data of folders says of all that lies in them: where it stands, and whether it has pages at all.
fn folders(at: &Path, ignore: &mut Vec<String>, settings: &mut Settings) {
    let aside = |name: &str| name.starts_with(['.', '_']) || name == "node_modules";
    let walk = WalkDir::new(at).min_depth(1).max_depth(6).sort_by_file_name().into_iter();
    let walk = walk.filter_entry(|entry| entry.file_type().is_dir() && !entry.file_name().to_str().is_none_or(aside));
    for entry in walk.flatten() {
        let (Some(name), Ok(below)) = (entry.file_name().to_str(), entry.path().strip_prefix(at)) else { continue };
        let Some(below) = below.to_str().map(|below| below.replace(std::path::MAIN_SEPARATOR, "/")) else { continue };
        for end in ENDS {
            let file = format!("{name}{end}");
            if entry.path().join(&file).is_file() {
                ignore.push(format!("/{below}/{file}"));
            }
            let (address, hidden) = if end.ends_with("json") {
                let said = table(entry.path(), &file).unwrap_or_default();
                let hidden = truth(&said, "draft") == Some(true) || truth(&said, "permalink") == Some(false);
                (get(&said, "permalink").and_then(Value::as_str).unwrap_or_default().to_owned(), hidden)
            } else {
                let Some((_, said)) = Program::read(entry.path(), &[&file]) else { continue };
                (said.text("permalink"), said.says("permalink: false"))
            };
            if hidden {
                ignore.push(format!("/{below}/"));
            }
            settings.set("addresses.patterns", &below, from_template(&address).unwrap_or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::copied;

    #[test]
    fn what_is_copied_is_kept() {
        assert_eq!(copied("./src/_img/", "src"), ["!/_img"]);
        assert_eq!(copied("src/_css/img", "src"), ["!/_css/", "/_css/*", "!/_css/img"]);
        assert_eq!(copied("assets", "."), [""; 0]);
        assert_eq!(copied("other/_img", "src"), [""; 0]);
    }
}
