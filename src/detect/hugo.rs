//! Hugo sites.

use std::path::Path;

use toml::{Table, Value};

use super::files::{get, present, table, text, texts};
use super::settings::Settings;
use super::{Found, usable_address};
use crate::config::pattern;
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
    let languages = get(&table, "languages").and_then(Value::as_table).cloned().unwrap_or_default();
    let own = own_language(&table, &languages);
    let of_own =
        |key: &str| languages.get(&own).and_then(Value::as_table).map(|own| text(own, key)).unwrap_or_default();
    let folders = languages.values().filter_map(Value::as_table).map(|language| text(language, "contentDir"));
    let folders: Vec<String> = folders.filter(within).collect();
    // Where each language has a folder of its own, the first part of that holds them all.
    let src = match folders.first().and_then(|folder| folder.split('/').next()) {
        Some(first) if src.is_empty() && folders.iter().all(|folder| folder.split('/').next() == Some(first)) => {
            first.to_owned()
        }
        _ => src,
    };
    let src = if src.is_empty() { "content".to_owned() } else { src };
    let language = if languages.is_empty() { language } else { [own.clone(), String::new(), String::new()] };
    let mut settings = Settings::default();
    settings.set("book", "title", of_own("title"));
    settings.set("book", "title", text(&table, "title"));
    settings.set("book", "description", text(&params, "description"));
    settings.set("book", "language", language.into_iter().find(|language| !language.is_empty()).unwrap_or_default());
    settings.set("book", "src", src.as_str());
    settings.set("book", "static", if statics.is_empty() { present(root, &["static"]) } else { statics });
    let parser = ["markup", "goldmark", "parser"].iter().try_fold(&table, |table, key| get(table, key)?.as_table());
    let rule =
        ["autoHeadingIDType", "autoIDType"].map(|key| parser.map(|parser| text(parser, key)).unwrap_or_default());
    let ascii = rule.iter().any(|rule| rule == "github-ascii");
    settings.set("markdown", "heading-ids", if ascii { "github-ascii" } else { "hugo" });
    settings.set("book", "html-pages", true);
    addresses(&table, &mut settings);
    for (code, language) in languages.iter().filter_map(|(code, language)| Some((code, language.as_table()?))) {
        let section = format!("languages.{code}");
        let folder = text(language, "contentDir");
        let folder = if within(&folder) { joined("", &folder) } else { None };
        let folder = folder.and_then(|folder| folder.strip_prefix(&src).map(|rest| rest.trim_matches('/').to_owned()));
        let in_folder = get(&table, "defaultContentLanguageInSubdir").and_then(Value::as_bool) == Some(true);
        settings.set(&section, "folder", folder.unwrap_or_default());
        settings.set(&section, "path", if *code == own && !in_folder { "" } else { code });
    }
    settings.set("markdown", "macros", "shortcodes");
    settings.set("markdown", "inline-tags", false);
    let goldmark = ["markup", "goldmark"].iter().try_fold(&table, |table, key| get(table, key)?.as_table());
    let is_on = |keys: &[&str]| {
        let (last, path) = keys.split_last()?;
        let inner = path.iter().try_fold(goldmark?, |table, key| get(table, key)?.as_table())?;
        get(inner, last)?.as_bool()
    };
    for (key, on) in [
        ("emoji", get(&table, "enableEmoji").and_then(Value::as_bool)),
        ("attributes", is_on(&["parser", "attribute", "block"])),
        ("math-brackets", is_on(&["extensions", "passthrough", "enable"])),
    ] {
        if on == Some(true) {
            settings.set("markdown", key, true);
        }
    }
    settings.set_plain("extra", &params, &[]);
    settings.set("output.html", "base-url", usable_address(text(&table, "baseURL")));
    Some(Found::new(root, "a Hugo site", by, &settings))
}

/// The language of the site: the one that is named, or the first of its languages by weight.
fn own_language(table: &Table, languages: &Table) -> String {
    let named = text(table, "defaultContentLanguage");
    let weight =
        |language: &Value| language.as_table().and_then(|table| get(table, "weight")?.as_integer()).unwrap_or(0);
    let first = languages.iter().min_by_key(|(code, language)| (weight(language), *code)).map(|(code, _)| code.clone());
    match named.as_str() {
        "" if languages.contains_key("en") => "en".to_owned(),
        "" => first.unwrap_or_default(),
        _ => named,
    }
}

/// Where pages stand.
fn addresses(table: &Table, settings: &mut Settings) {
    settings.set("addresses", "slugs", "hugo");
    let is_set = |key: &str| get(table, key).and_then(Value::as_bool) == Some(true);
    if is_set("disablePathToLower") {
        settings.set("addresses", "keep-case", true);
    }
    if is_set("uglyURLs") {
        settings.set("addresses", "html", "page");
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
            settings.set("addresses.patterns", folder, text);
        }
    }
}
