//! Docusaurus sites.

use std::path::{Path, PathBuf};

use super::files::{alternatives, holds_markdown, only, present};
use super::program::Program;
use super::settings::Settings;
use super::{Found, usable_address};
use crate::source::joined_anywhere;

const FILES: [&str; 4] =
    ["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs", "docusaurus.config.cjs"];

/// What files there are besides Markdown in `src/pages`.
const PROGRAMS: [&str; 6] = ["js", "jsx", "ts", "tsx", "css", "scss"];

/// A folder of essays, and the address that they stand below.
struct Part {
    /// From the folder of the site.
    folder: String,
    route: String,
    excluded: Vec<String>,
}

/// Tells a Docusaurus site by its configuration.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let (by, program) = Program::read(root, &FILES)?;
    let mut parts = parts(root, &program);
    if holds_markdown(&root.join("src/pages")) {
        let excluded = PROGRAMS.map(|ending| format!("**/*.{ending}")).to_vec();
        parts.push(Part { folder: "src/pages".into(), route: String::new(), excluded });
    }
    let (base, own) = base(root, &parts);
    let from_base = |folder: &str| joined_anywhere(&own, folder);
    let mut settings = Settings::default();
    let objects = program.objects();
    let site = objects.iter().rev().find(|(_, own)| !own.text("baseUrl").is_empty()).map_or(&program, |(_, own)| own);
    settings.set("book", "title", site.text_or_named("title", &program));
    settings.set("book", "description", site.text_or_named("tagline", &program));
    settings.set("book", "language", program.text("defaultLocale"));
    let mut ignore = Vec::new();
    if let [part] = parts.as_slice()
        && part.route.is_empty()
    {
        settings.set("book", "src", from_base(&part.folder));
        ignore.extend(part.excluded.iter().map(|pattern| format!("/{pattern}")));
    } else {
        settings.set("book", "src", ".");
        ignore = only(&parts.iter().map(|part| from_base(&part.folder)).collect::<Vec<_>>());
        for part in &parts {
            let folder = from_base(&part.folder);
            ignore.extend(part.excluded.iter().map(|pattern| format!("/{folder}/{pattern}")));
            // An address that a text asks for is one below that of its part.
            settings.put("addresses.folders", &folder, part.route.clone());
        }
    }
    ignore.extend(["_*", "*.api.mdx", "*.test.*", "__tests__"].map(str::to_owned));
    let mut statics = program.texts("staticDirectories");
    if statics.is_empty() {
        statics.push("static".into());
    }
    let statics: Vec<String> = statics.iter().map(|folder| from_base(folder)).collect();
    settings.set("book", "static", present(&base, &statics.iter().map(String::as_str).collect::<Vec<_>>()));
    settings.set("book", "ignore", ignore);
    settings.set("book", "number-prefixes", true);
    settings.set("addresses", "days", "folders");
    settings.set("addresses", "slugs", "as-named");
    settings.set("addresses", "keep-case", true);
    settings.set("addresses", "slug-field", "id");
    for folder in &statics {
        settings.put("links.aliases", &format!("@site/{}/", folder.trim_start_matches(&own).trim_matches('/')), "/");
        // From where they lie, as a path in the folders of the site.
        for up in 1..=4 {
            for folder in [folder.as_str(), folder.rsplit('/').next().unwrap_or_default()] {
                settings.put("links.aliases", &format!("{}{folder}/", "../".repeat(up)), "/");
            }
        }
    }
    let at = if own.is_empty() { String::from("/") } else { format!("/{own}/") };
    settings.put("links.aliases", "@site/", at);
    if root.join("versioned_docs").is_dir() {
        // The newest texts stand there on a site with versions.
        settings.put("links.aliases", "/docs/next/", "/docs/");
    }
    settings.set("markdown", "admonitions", true);
    settings.set("markdown", "components", !program.says("format: 'detect'") && !program.says("format: \"detect\""));
    settings.plain_signs();
    settings.set("markdown", "wikilinks", program.says("wiki"));
    if !program.says("math") {
        settings.set("markdown", "math", false);
    }
    settings.set("output.html", "section-lists", true);
    let address = format!("{}{}", site.text_or_named("url", &program), site.text_or_named("baseUrl", &program));
    settings.set("output.html", "base-url", usable_address(address));
    if !own.is_empty() {
        settings.set("build", "build-dir", format!("{own}/public"));
    }
    let mut found = Found::new("a Docusaurus site", by, &settings);
    found.base = Some(base).filter(|_| !own.is_empty());
    if root.join("src/pages").is_dir() {
        found.missing.push("the pages in `src/pages` that are programs".into());
    }
    if root.join("versioned_docs").is_dir() {
        found.missing.push("older versions (`versioned_docs`)".into());
    }
    if root.join("i18n").is_dir() {
        found.missing.push("translations (`i18n`)".into());
    }
    Some(found)
}

/// The folders of the site, by the plugins that have them.
fn parts(root: &Path, program: &Program) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let objects = program.objects();
    for (usual, keys) in [
        ("docs", ["sidebarPath", "routeBasePath", "editUrl", "path"]),
        ("blog", ["showReadingTime", "routeBasePath", "blogTitle", "path"]),
    ] {
        let own = objects.iter().find(|(name, own)| name == usual && keys.iter().any(|key| own.gives(key)));
        let none = Program::of("");
        let own = own.map_or(&none, |(_, own)| own);
        if !program.is(usual, false) {
            parts.extend(part(root, own, usual));
        }
    }
    for (_, own) in objects.iter().filter(|(name, own)| {
        !["docs", "blog"].contains(&name.as_str())
            && own.gives("path")
            && (own.gives("routeBasePath") || own.gives("id"))
    }) {
        let usual = if own.gives("blogTitle") || own.text("path").contains("blog") { "blog" } else { "docs" };
        let more = part(root, own, usual);
        parts.extend(more.filter(|more| parts.iter().all(|part| part.folder != more.folder)));
    }
    parts
}

/// What one plugin publishes, if its folder is there.
fn part(root: &Path, own: &Program, usual: &str) -> Option<Part> {
    let named = own.text("path");
    let folder = if named.is_empty() { usual.to_owned() } else { named.trim_start_matches("./").to_owned() };
    let route = if own.gives("routeBasePath") { own.text("routeBasePath") } else { usual.to_owned() };
    let folder = folder.trim_end_matches('/').to_owned();
    let is_near = !folder.starts_with('/') && folder.matches("..").count() <= 2;
    let excluded = own.texts("exclude").iter().flat_map(|pattern| alternatives(pattern)).collect();
    (is_near && holds_markdown(&root.join(&folder))).then(|| Part {
        folder,
        route: route.trim_matches('/').to_owned(),
        excluded,
    })
}

/// The nearest folder that holds all parts, and the way from there to that of the site.
fn base(root: &Path, parts: &[Part]) -> (PathBuf, String) {
    let ups = parts.iter().map(|part| part.folder.split('/').take_while(|part| *part == "..").count());
    let base = root.ancestors().nth(ups.max().unwrap_or_default()).unwrap_or(root);
    let own = root.strip_prefix(base).unwrap_or(Path::new(""));
    (base.to_owned(), own.to_string_lossy().replace('\\', "/"))
}
