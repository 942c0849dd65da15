//! Docusaurus sites.

use std::path::{Path, PathBuf};

use super::files::{holds_markdown, left_out, let_in, only, present};
use super::found::{Found, placed};
use super::pages;
use super::pictures::{self, without_texts};
use super::program::Program;
use super::settings::Settings;
use crate::base::config::is_language;
use crate::base::path::joined_anywhere;

const FILES: [&str; 4] =
    ["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs", "docusaurus.config.cjs"];

/// What files there are besides Markdown in `src/pages`.
const PROGRAMS: [&str; 6] = ["js", "jsx", "ts", "tsx", "css", "scss"];

/// How the pages end that are programs.
const PAGES: [&str; 4] = [".js", ".jsx", ".ts", ".tsx"];

/// A folder of essays, and the address that they stand below.
struct Part {
    /// From the folder of the site.
    folder: String,
    route: String,
    /// What is left out of it, as lines of a `.gitignore`: with `!` what is not.
    rules: Vec<String>,
    /// Whether it is a blog.
    is_blog: bool,
    /// Whether that is all.
    is_whole: bool,
    /// Whether all choices of its patterns are.
    is_read: bool,
}

/// Tells a Docusaurus site by its configuration.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let (by, program) = Program::read(root, &FILES)?;
    let mut parts = parts(root, &program);
    if !program.is("pages", false) {
        let own = program.objects_of("pages").into_iter().next();
        if let Some(pages) = part(root, &own.unwrap_or(Program::of("")), "src/pages", "") {
            let programs = PROGRAMS.iter().map(|ending| format!("**/*.{ending}"));
            parts.push(Part { rules: programs.chain(pages.rules).collect(), ..pages });
        }
    }
    let (base, own) = base(root, &parts);
    let from_base = |folder: &str| joined_anywhere(&own, folder);
    let mut settings = Settings::default();
    let objects = program.objects();
    let site = objects.iter().rev().find(|(_, own)| !own.text("baseUrl").is_empty()).map_or(&program, |(_, own)| own);
    settings.set("book", "title", site.text("title"));
    settings.set("book", "description", site.text("tagline"));
    settings.set("book", "language", program.text("defaultLocale"));
    let mut ignore = Vec::new();
    if let [part] = parts.as_slice()
        && part.route.is_empty()
    {
        settings.set("book", "src", from_base(&part.folder));
        ignore.extend(part.rules.iter().map(|rule| below(rule, "")));
    } else {
        settings.set("book", "src", ".");
        // A picture may lie anywhere in the project: `../../assets/a.png`.
        let folders = parts.iter().map(|part| part.folder.clone());
        let away = folders.chain(["static", "versioned_docs", "i18n"].map(str::to_owned)).collect::<Vec<_>>();
        let pictures = pictures::folders(root, &away).iter().map(|folder| from_base(folder)).collect::<Vec<_>>();
        let all: Vec<String> =
            parts.iter().map(|part| from_base(&part.folder)).chain(pictures.iter().cloned()).collect();
        ignore = only(&all);
        ignore.extend(without_texts(&pictures));
        for part in &parts {
            let folder = from_base(&part.folder);
            ignore.extend(part.rules.iter().map(|rule| below(rule, &format!("/{folder}"))));
            // An address that a text asks for is one below that of its part.
            settings.put("addresses.folders", &folder, part.route.clone());
        }
    }
    // What a part includes names no hidden files.
    ignore.extend([".*", "_*", "*.api.mdx", "*.test.*", "__tests__"].map(str::to_owned));
    // Beside the texts, what these show or link to is published.
    settings.put("build", "copy", Vec::<String>::new());
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
    settings.set("addresses", "named-indexes", true);
    for folder in &statics {
        settings.put("links.aliases", &format!("@site/{}/", folder.trim_start_matches(&own).trim_matches('/')), "/");
        // From where they lie, as a path in the folders of the site.
        settings.lies_in_site(folder);
        settings.lies_in_site(folder.rsplit('/').next().unwrap_or_default());
    }
    let at = if own.is_empty() { String::from("/") } else { format!("/{own}/") };
    settings.put("links.aliases", "@site/", at);
    // Another language has every page, in the words of the site's own until somebody has translated it.
    let base_url = site.text("baseUrl");
    let base_url = base_url.trim_matches('/');
    for code in program.texts("locales").iter().filter(|code| **code != program.text("defaultLocale")) {
        let is_folder = parts.iter().any(|part| root.join(&part.folder).join(code).is_dir() && part.route.is_empty());
        if is_language(code) && !is_folder {
            settings.put("links.aliases", &format!("/{code}/"), "/");
            if !base_url.is_empty() {
                settings.put("links.aliases", &format!("/{base_url}/{code}/"), "/");
            }
        }
    }
    // The lists that the site makes.
    let lists = parts.iter().filter(|part| !part.folder.ends_with("src/pages")).flat_map(|part| {
        let own: &[&str] = if part.is_blog { &["", "/archive", "/tags", "/authors"] } else { &["/tags"] };
        own.iter().map(|list| format!("{}{list}/", route(part))).collect::<Vec<_>>()
    });
    settings.set("links", "lists", lists.collect::<Vec<_>>());
    let made = parts.iter().flat_map(|part| {
        let feeds = ["rss.xml", "atom.xml", "feed.json", "page/*"].map(|feed| format!("{}/{feed}", route(part)));
        let categories = format!("{}/category/*", route(part));
        if part.is_blog { feeds.to_vec() } else { vec![categories] }
    });
    let own_pages = program.objects_of("pages").into_iter().next();
    let own_pages = own_pages.map(|own| own.text("path")).filter(|path| !path.is_empty());
    let own_pages = root.join(own_pages.as_deref().unwrap_or("src/pages"));
    let routes = if program.is("pages", false) { Vec::new() } else { pages::routes(&own_pages, &PAGES, |_| true) };
    let made = made.chain(["/sitemap.xml", "/search"].map(str::to_owned)).chain(routes);
    settings.set("links", "elsewhere", made.collect::<Vec<_>>());
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
    // Without one a page is called after its file.
    settings.allow(&["missing-title"]);
    settings.set("output.html", "section-lists", true);
    placed(&mut settings, &site.text("url"), &site.text("baseUrl"));
    if !own.is_empty() {
        settings.set("build", "build-dir", format!("{own}/public"));
    }
    let mut found = Found::new("a Docusaurus site", by, &settings);
    found.base = Some(base).filter(|_| !own.is_empty());
    found.cannot_read("exclude", parts.iter().all(|part| part.is_whole));
    found.cannot_choose("exclude", parts.iter().all(|part| part.is_read));
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

/// The address of a part.
fn route(part: &Part) -> String {
    if part.route.is_empty() { String::new() } else { format!("/{}", part.route) }
}

/// The folders of the site, by the plugins that have them.
fn parts(root: &Path, program: &Program) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let objects = program.objects();
    // The looks of the same parts are set under the same names.
    let is_plugin = |own: &Program| !own.gives("sidebar") && !own.gives("versionPersistence");
    for usual in ["docs", "blog"].into_iter().filter(|usual| !program.is(usual, false)) {
        let own = program.objects_of(usual).into_iter().find(is_plugin);
        parts.extend(part(root, &own.unwrap_or(Program::of("")), usual, usual));
    }
    for (_, own) in objects.iter().filter(|(name, own)| {
        !["docs", "blog"].contains(&name.as_str())
            && own.gives("path")
            && (own.gives("routeBasePath") || own.gives("id"))
    }) {
        let usual = if own.gives("blogTitle") || own.text("path").contains("blog") { "blog" } else { "docs" };
        let more = part(root, own, usual, usual);
        parts.extend(more.filter(|more| parts.iter().all(|part| part.folder != more.folder)));
    }
    parts
}

/// What one plugin publishes, if its folder is there: the `usual` one below `route`, if it names no other.
fn part(root: &Path, own: &Program, usual: &str, route: &str) -> Option<Part> {
    let named = own.text("path");
    let folder = if named.is_empty() { usual.to_owned() } else { named.trim_start_matches("./").to_owned() };
    let route = if own.gives("routeBasePath") { own.text("routeBasePath") } else { route.to_owned() };
    let folder = folder.trim_end_matches('/').to_owned();
    let is_near = !folder.starts_with('/') && folder.matches("..").count() <= 2;
    let (included, excluded) = (own.list("include"), own.list("exclude"));
    let (mut rules, mut is_read) = (Vec::new(), true);
    if included.texts.iter().all(|pattern| !pattern.starts_with("**/*.{") && !pattern.starts_with("**/*.md")) {
        let all = ["**/*.md", "**/*.mdx"].map(str::to_owned);
        rules.extend(all.into_iter().filter(|_| !included.texts.is_empty()));
        rules.extend(let_in(&included.texts, &mut is_read).iter().map(|pattern| format!("!{pattern}")));
    }
    rules.extend(left_out(&excluded.texts, &mut is_read));
    (is_near && holds_markdown(&root.join(&folder))).then(|| Part {
        folder,
        route: route.trim_matches('/').to_owned(),
        rules,
        is_blog: usual == "blog",
        is_whole: included.is_whole && excluded.is_whole,
        is_read,
    })
}

/// A rule of a part as it is written in the folder of all.
fn below(rule: &str, folder: &str) -> String {
    let (sign, pattern) = rule.strip_prefix('!').map_or(("", rule), |pattern| ("!", pattern));
    format!("{sign}{folder}/{}", pattern.trim_start_matches("./"))
}

/// The nearest folder that holds all parts, and the way from there to that of the site.
fn base(root: &Path, parts: &[Part]) -> (PathBuf, String) {
    let ups = parts.iter().map(|part| part.folder.split('/').take_while(|part| *part == "..").count());
    let base = root.ancestors().nth(ups.max().unwrap_or_default()).unwrap_or(root);
    let own = root.strip_prefix(base).unwrap_or(Path::new(""));
    (base.to_owned(), own.to_string_lossy().replace('\\', "/"))
}
