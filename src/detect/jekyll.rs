//! Jekyll sites.

use std::fs;
use std::path::Path;

use toml::{Table, Value};

use super::files::{first, get, is_within, table, text, texts, truth};
use super::settings::Settings;
use super::{Found, usable_address};
use crate::config::pattern::{self, from_jekyll};

/// Tells a Jekyll site by its `_config.yml`.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let read = |file| Some((file, table(root, file)?));
    let (by, table) = ["_config.yml", "_config.yaml"].into_iter().find_map(read)?;
    Some(site(root, by, &table))
}

/// Whether a program of the site reads `[[name]]` as a link: a plugin, or one of its own.
fn says_wiki(root: &Path, table: &Table) -> bool {
    let is_named = ["plugins", "gems"].iter().any(|key| texts(table, key).iter().any(|plugin| plugin.contains("wiki")));
    let own = fs::read_dir(root.join("_plugins")).into_iter().flatten().flatten();
    is_named || own.filter_map(|file| fs::read_to_string(file.path()).ok()).any(|text| text.contains("[["))
}

/// Tells a Jekyll site without settings by its posts and its templates.
pub(super) fn detect_posts(root: &Path) -> Option<Found> {
    let is_one = ["_posts", "_layouts"].iter().all(|folder| root.join(folder).is_dir());
    is_one.then(|| site(root, "_posts", &Table::new()))
}

fn site(root: &Path, by: &str, table: &Table) -> Found {
    // Jekyll leaves out what begins with `_`, but for posts, drafts and collections.
    let mut ignore: Vec<String> = ["/_*", "!/_posts", "!/_drafts"].map(str::to_owned).into();
    let collections = get(table, "collections").and_then(Value::as_table).cloned().unwrap_or_default();
    // A collection has pages only if it says so.
    let folder = text(table, "collections_dir");
    let folder = if folder.is_empty() { String::new() } else { format!("{}/", folder.trim_matches('/')) };
    let shown = |of: &&String| collections[*of].as_table().is_some_and(|of| truth(of, "output") == Some(true));
    ignore.extend(collections.keys().filter(shown).map(|name| format!("!/{folder}_{name}")));
    let kept = collections.keys().filter(|of| !shown(of)).filter(|name| !["posts", "drafts"].contains(&name.as_str()));
    ignore.extend(kept.map(|name| format!("/{folder}_{name}")));
    ignore.extend(texts(table, "include").iter().map(|path| format!("!/{}", path.trim_start_matches('/'))));
    // These are templates of the site that was.
    ignore.extend(["/Gemfile*", "/vendor/", "/node_modules/", "/index.html", "/404.html"].map(str::to_owned));
    // On GitHub, where most of these sites are made, what speaks of the repository is no page, and its
    // `README` is the home page of a site that has no other.
    let about = ["LICENSE", "LICENCE", "COPYING", "CODE_OF_CONDUCT", "CONTRIBUTING", "SECURITY", "CHANGELOG"];
    ignore.extend(about.map(|name| format!("/{name}*")));
    if first(root, &["index.md", "index.markdown", "index.html"]).is_some() || has_home(root) {
        ignore.push("/README*".into());
    }
    // What begins with front matter is a page there, whatever it is called.
    let own = about.iter().chain(&["README"]).map(|name| format!("{name}.md"));
    ignore.extend(own.filter(|file| !front_matter(&root.join(file)).is_empty()).map(|file| format!("!/{file}")));
    ignore.extend(texts(table, "exclude").iter().map(|path| format!("/{}", path.trim_start_matches('/'))));
    let author = text(table, "author");
    let mut settings = Settings::default();
    let title = [text(table, "title"), text(table, "name")].into_iter().find(|title| !title.is_empty());
    settings.set("book", "title", title.unwrap_or_default());
    settings.set("book", "description", text(table, "description"));
    settings.set("book", "authors", if author.is_empty() { Vec::new() } else { vec![author] });
    settings.set("book", "language", text(table, "lang"));
    let source = text(table, "source");
    let source = source.trim_start_matches("./").trim_end_matches('/');
    settings.set("book", "src", if !source.is_empty() && is_within(root, source) { source } else { "." });
    if truth(table, "future") == Some(true) {
        settings.set("build", "future", true);
    }
    settings.set("book", "ignore", ignore);
    settings.set("book", "html-pages", true);
    // Jekyll reads Markdown by GitHub's rules unless it is told to keep to kramdown's own.
    if get(table, "kramdown").and_then(Value::as_table).is_some_and(|kramdown| text(kramdown, "input") == "kramdown") {
        settings.set("markdown", "heading-ids", "kramdown");
    }
    addresses(table, &collections, &mut settings);
    settings.set("markdown", "macros", "liquid");
    settings.set("tags", "divide-at-spaces", true);
    settings.plain_signs();
    settings.set("markdown", "wikilinks", says_wiki(root, table));
    for on in ["attributes", "abbreviations", "math-brackets", "inline-double-dollars"] {
        settings.set("markdown", on, true);
    }
    if ["plugins", "gems"].iter().any(|key| texts(table, key).iter().any(|plugin| plugin == "jemoji")) {
        settings.set("markdown", "emoji", true);
    }
    settings.set_plain("extra", table, &["title", "description", "author", "lang", "url", "baseurl"]);
    let address = format!("{}{}", text(table, "url"), text(table, "baseurl"));
    settings.set("output.html", "base-url", usable_address(address));
    Found::new("a Jekyll site", by, &settings)
}

/// The lines of front matter at the head of a file; empty without any.
fn front_matter(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let text = text.strip_prefix("---").unwrap_or_default().trim_start_matches([' ', '\r']);
    text.strip_prefix('\n').and_then(|text| text.split_once("\n---")).map_or(String::new(), |(head, _)| head.into())
}

/// Whether a page asks to be the home page in its front matter.
fn has_home(root: &Path) -> bool {
    let folders = [root.to_owned(), root.join("_pages"), root.join("pages")];
    let files = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    let files = files.map(|entry| entry.path()).filter(|file| {
        file.extension().is_some_and(|ending| ["md", "markdown", "html"].iter().any(|known| ending == *known))
    });
    let asks = |head: &str| {
        let value = head.lines().find_map(|line| line.strip_prefix("permalink:"));
        value.is_some_and(|value| ["/", "/index.html"].contains(&value.trim().trim_matches(['"', '\''])))
    };
    files.into_iter().any(|file| asks(&front_matter(&file)))
}

/// Where pages stand: posts and what is in collections by patterns, other pages as they are called.
fn addresses(table: &Table, collections: &Table, settings: &mut Settings) {
    let mut pattern = |folder: String, pattern: &str| {
        let pattern = from_jekyll(style(pattern));
        if pattern::unknown(&pattern).is_none() {
            settings.set("addresses.patterns", &folder, pattern);
        }
    };
    let own = Some(text(table, "permalink")).filter(|own| !own.is_empty()).unwrap_or_else(|| "date".to_owned());
    pattern("**/_posts".to_owned(), &own);
    pattern("**/_drafts".to_owned(), &own);
    let above = text(table, "collections_dir");
    let folder = |name: &str| format!("{above}/_{name}").trim_start_matches('/').to_owned();
    let names = collections.keys().cloned().chain(texts(table, "collections")).filter(|name| name != "posts");
    for name in names {
        let own = collections.get(&name).and_then(Value::as_table).map(|own| text(own, "permalink"));
        let own = own.filter(|own| !own.is_empty());
        pattern(folder(&name), own.as_deref().unwrap_or("/:collection/:path:output_ext"));
    }
    for default in get(table, "defaults").and_then(Value::as_array).into_iter().flatten() {
        let part = |key: &str| default.get(key).and_then(Value::as_table).cloned().unwrap_or_default();
        let (scope, permalink) = (part("scope"), text(&part("values"), "permalink"));
        let within = match (text(&scope, "path"), text(&scope, "type").as_str()) {
            (path, "posts") if path.is_empty() => "**/_posts".to_owned(),
            (path, "" | "pages" | "posts") => path,
            (path, name) if path.is_empty() => folder(name),
            (path, _) => path,
        };
        if !permalink.is_empty() && !within.is_empty() {
            pattern(within, &permalink);
        }
    }
    settings.set("addresses", "slugs", "as-named");
    if own != "pretty" && !own.ends_with('/') {
        settings.set("addresses", "html", "redirect");
    }
}

/// The pattern that a name of Jekyll's stands for.
fn style(name: &str) -> &str {
    match name {
        "date" => "/:categories/:year/:month/:day/:title:output_ext",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
        "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
        "none" => "/:categories/:title:output_ext",
        pattern => pattern,
    }
}
