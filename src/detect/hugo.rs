//! Hugo sites.

use std::fs;
use std::path::Path;

use toml::{Table, Value};

use super::files::{below, get, is_within, present, table, text, texts, truth};
use super::languages::Languages;
use super::settings::{Settings, merge};
use super::{Found, usable_address};
use crate::config::pattern;

/// The files of settings that no other tool has.
const OWN: [&str; 4] = ["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"];

/// Those that other tools have too.
const COMMON: [&str; 4] = ["config.toml", "config.yaml", "config.yml", "config.json"];

/// The folder whose files are read together, each of them one table: `params.toml` is `[params]`.
const FOLDER: &str = "config/_default";

/// Tells a Hugo site by a file of settings of its own.
pub(super) fn detect_own(root: &Path) -> Option<Found> {
    let by = OWN.into_iter().find(|file| root.join(file).is_file());
    let by = by.or_else(|| root.join(FOLDER).is_dir().then_some(FOLDER))?;
    Some(found(root, by, &settled(root, by)))
}

/// Tells a Hugo site by a file of the usual name with a `baseURL`.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let by = COMMON.into_iter().find(|file| root.join(file).is_file())?;
    let table = settled(root, by);
    let signs = ["baseURL", "languageCode", "paginate", "enableRobotsTXT"];
    let is_one = signs.iter().any(|key| get(&table, key).is_some()) && root.join("content").is_dir();
    if is_one || get(&table, "baseURL").is_some() { Some(found(root, by, &table)) } else { None }
}

/// The settings in `by`, with those in the folder.
fn settled(root: &Path, by: &str) -> Table {
    let mut all = if by == FOLDER { Table::new() } else { table(root, by).unwrap_or_default() };
    let mut files: Vec<String> = fs::read_dir(root.join(FOLDER))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    files.sort();
    for file in files {
        let Some((name, ending)) = file.rsplit_once('.') else { continue };
        let known = ["toml", "yaml", "yml", "json"].contains(&ending);
        let Some(table) = Some(format!("{FOLDER}/{file}")).filter(|_| known).and_then(|file| table(root, &file)) else {
            continue;
        };
        let (section, code) = name.split_once('.').unwrap_or((name, ""));
        let within = |section: &str, table: Table| Table::from_iter([(section.to_owned(), Value::from(table))]);
        let table = match (section, code) {
            ("hugo" | "config", _) => table,
            // `languages.de.toml` is `[languages.de]`, and `params.de.toml` what is set for that language alone.
            ("languages", code) if !code.is_empty() => within("languages", within(code, table)),
            (section, code) if !code.is_empty() => within("languages", within(code, within(section, table))),
            _ => within(section, table),
        };
        merge(&mut all, &table);
    }
    all
}

fn found(root: &Path, by: &'static str, table: &Table) -> Found {
    // A folder elsewhere may hold what nobody means to publish.
    let within = |folder: &String| is_within(root, folder);
    let statics: Vec<String> = texts(table, "staticDir").into_iter().filter(within).collect();
    let params = below(table, "params");
    let languages = Languages::of(root, table);
    let default = languages.own_settings();
    let first = |texts: Vec<String>| texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    let src = languages.src(root, table);
    let mut settings = Settings::default();
    settings.set("book", "title", first(vec![text(&default, "title"), text(table, "title"), text(&params, "title")]));
    let described = vec![text(&below(&default, "params"), "description"), text(&params, "description")];
    settings.set("book", "description", first(described));
    // Where there are several languages, essays are told apart by their codes.
    let mut language = if languages.all.is_empty() { Vec::new() } else { vec![languages.own.clone()] };
    language.extend(["locale", "languageCode", "defaultContentLanguage"].map(|key| text(table, key)));
    settings.set("book", "language", first(language));
    settings.set("book", "static", if statics.is_empty() { present(root, &["static"]) } else { statics });
    settings.set("book", "html-pages", true);
    settings.set("book", "ignore-matching", texts(table, "ignoreFiles"));
    for (theirs, ours) in [("buildDrafts", "drafts"), ("buildFuture", "future"), ("buildExpired", "expired")] {
        if truth(table, theirs) == Some(true) {
            settings.set("build", ours, true);
        }
    }
    let mut ignore = languages.ignored(&src);
    ignore.extend(cascaded(&root.join(&src)));
    settings.set("book", "ignore", ignore);
    settings.set("book", "src", src.as_str());
    addresses(table, &mut settings);
    languages.set(&src, truth(table, "defaultContentLanguageInSubdir") == Some(true), &mut settings);
    markdown(table, &mut settings);
    settings.extend(&Settings::from(Table::from_iter([("extra".to_owned(), params.into())])));
    settings.set("output.html", "section-lists", true);
    settings.set("output.html", "folder-pages", true);
    settings.set("output.html", "base-url", usable_address(text(table, "baseURL")));
    Found::new("a Hugo site", by, &settings)
}

/// What Hugo reads in a text.
fn markdown(table: &Table, settings: &mut Settings) {
    let goldmark = below(&below(table, "markup"), "goldmark");
    let parser = below(&goldmark, "parser");
    let rule = ["autoIDType", "autoHeadingIDType"].map(|key| text(&parser, key));
    let rule = match rule.iter().find(|rule| !rule.is_empty()).map(String::as_str) {
        Some("github-ascii") => "github-ascii",
        Some("blackfriday") => "blackfriday",
        _ => "hugo",
    };
    settings.set("markdown", "heading-ids", rule);
    settings.set("markdown", "macros", "shortcodes");
    settings.set("markdown", "inline-tags", false);
    let extensions = below(&goldmark, "extensions");
    let passthrough = below(&extensions, "passthrough");
    // Quotation marks and dashes become typographic ones unless that is switched off.
    let plain = match get(&extensions, "typographer") {
        // Signs of the site's own, or none, as for `--option`.
        Some(Value::Table(signs)) if ["enDash", "emDash"].iter().any(|dash| get(signs, dash).is_some()) => Some(true),
        Some(Value::Table(typographer)) => truth(typographer, "disable"),
        Some(Value::Boolean(on)) => Some(!on),
        _ => None,
    };
    for (key, on) in [
        ("emoji", truth(table, "enableEmoji")),
        ("attributes", truth(&below(&parser, "attribute"), "block")),
        ("math-brackets", truth(&passthrough, "enable")),
        ("smart-punctuation", Some(plain != Some(true))),
    ] {
        if on == Some(true) {
            settings.set("markdown", key, true);
        }
    }
}

/// Folders below `src` whose `_index.md` hands down that nothing in them is published.
fn cascaded(src: &Path) -> Vec<String> {
    let walk = walkdir::WalkDir::new(src).sort_by_file_name().into_iter().flatten();
    let sections = walk.filter(|entry| entry.file_name().to_str().is_some_and(|name| name.starts_with("_index.")));
    let held = sections.filter_map(|entry| {
        let text = fs::read_to_string(entry.path()).ok().filter(|text| text.to_lowercase().contains("cascade"))?;
        let fields = fields(&text)?;
        let handed = match get(&fields, "cascade")? {
            Value::Array(all) => all.iter().filter_map(Value::as_table).cloned().collect(),
            Value::Table(one) => vec![one.clone()],
            _ => Vec::new(),
        };
        // One that is for some pages only is not for all.
        let whole = |table: &Table| ["_target", "target"].iter().all(|key| get(table, key).is_none());
        let never = |table: &Table| {
            let build = [below(table, "build"), below(table, "_build")];
            let render = build.iter().find_map(|build| get(build, "render").cloned());
            truth(table, "draft") == Some(true)
                || render.is_some_and(|render| render.as_str() == Some("never") || render.as_bool() == Some(false))
        };
        let folder = entry.path().parent()?.strip_prefix(src).ok()?.to_str()?.to_owned();
        handed
            .iter()
            .filter(|table| whole(table))
            .any(never)
            .then(|| if folder.is_empty() { "/*".to_owned() } else { format!("/{folder}/*") })
    });
    held.collect()
}

/// The fields at the head of a file.
fn fields(text: &str) -> Option<Table> {
    let fence = text.lines().next()?.trim();
    let inside = text.strip_prefix(fence)?.split_once(&format!("\n{fence}"))?.0;
    match fence {
        "+++" => toml::from_str(inside).ok(),
        "---" => super::files::yaml(inside).ok(),
        _ => None,
    }
}

/// Where pages stand.
fn addresses(table: &Table, settings: &mut Settings) {
    settings.set("addresses", "slugs", "hugo");
    settings.set("addresses", "relative-aliases", true);
    let is_set = |key: &str| truth(table, key) == Some(true);
    if is_set("disablePathToLower") {
        settings.set("addresses", "keep-case", true);
    }
    if is_set("uglyURLs") {
        settings.set("addresses", "html", "page");
    }
    let ugly = below(table, "uglyURLs");
    let is_ugly = |folder: &str| is_set("uglyURLs") || truth(&ugly, folder) == Some(true);
    for folder in ugly.keys().filter(|folder| is_ugly(folder)) {
        settings.set("addresses.patterns", folder, "/:sections/:slugorcontentbasename.html");
    }
    let dates = get(table, "frontmatter").and_then(Value::as_table).map(|fields| texts(fields, "date"));
    if dates.is_some_and(|dates| dates.iter().any(|field| field == ":filename")) {
        settings.set("addresses", "days", "cut");
    }
    let patterns = get(table, "permalinks").and_then(Value::as_table).cloned().unwrap_or_default();
    let of_pages = get(&patterns, "page").and_then(Value::as_table).cloned().unwrap_or_default();
    for (folder, text) in patterns.iter().chain(&of_pages) {
        if let Some(text) = text.as_str().filter(|text| pattern::unknown(text).is_none())
            && !folder.trim_matches('/').is_empty()
        {
            let text = match text.trim_end_matches('/') {
                page if is_ugly(folder) && !page.contains('.') => format!("{page}.html"),
                _ => text.to_owned(),
            };
            settings.set("addresses.patterns", folder, text);
        }
    }
}
