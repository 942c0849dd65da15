//! Tools of which a line or two is known: where the essays lie, and what the site is called.

use std::fs;
use std::path::Path;

use crate::edge::file;

use super::files::{below, first, holds_markdown, is_within, only, present, table, text};
use super::found::{Found, usable_address};
use super::pages;
use super::program::Program;
use super::settings::Settings;

/// Tells an Emanote site by its `index.yaml`, and one of neuron, which came before it.
pub(super) fn emanote(root: &Path) -> Option<Found> {
    let notes = emanote_notes(root)?;
    let about = if notes.folder == "." { "index.yaml".to_owned() } else { format!("{}/index.yaml", notes.folder) };
    let table = table(root, if notes.by == "flake.nix" { &about } else { notes.by }).unwrap_or_default();
    let page = below(&table, "page");
    let mut settings = Settings::default();
    settings.set("book", "src", notes.folder);
    settings.set("book", "static", notes.shared);
    settings.set("book", "title", text(&page, "siteTitle"));
    settings.set("book", "description", text(&page, "description"));
    settings.set("book", "ignore", vec!["*.yaml", "*.tpl", "/neuron.*", "/flake.*"]);
    settings.allow(&["missing-title"]);
    settings.set("markdown", "admonitions", true);
    settings.set("markdown", "emoji", true);
    settings.set("output.html", "section-lists", true);
    settings.set("output.html", "base-url", usable_address(text(&page, "siteUrl")));
    // Lists that it makes, of tasks and the like.
    settings.set("links", "elsewhere", vec!["/-/*"]);
    Some(Found::notes("an Emanote site", notes.by, &settings))
}

/// The notes of an Emanote site. One that is built with Nix names their folder as its first layer; further ones hold what
/// several languages share.
fn emanote_notes(root: &Path) -> Option<Notes> {
    let here = |by| Some(Notes { folder: ".".into(), by, shared: Vec::new() });
    if let Some(by) = first(root, &["neuron.dhall", "neuron.yml"]) {
        return here(by);
    }
    let flake = file::read_text(&root.join("flake.nix")).unwrap_or_default();
    let is_built = ["emanote.flakeModule", "emanote.sites", "bin/emanote "].iter().any(|sign| flake.contains(sign));
    let says = |folder: &str| {
        let text = file::read_text(&root.join(folder).join("index.yaml")).unwrap_or_default();
        let keys = ["page:", "template:", "pandoc:", "emanote:"];
        text.lines().any(|line| keys.iter().any(|key| line.starts_with(key)))
    };
    if says(".") {
        return here("index.yaml");
    }
    if !is_built {
        return None;
    }
    let named = ["path = ./", "${self}/"].into_iter().flat_map(|front| flake.match_indices(front));
    let layers = named.map(|(at, front)| &flake[at + front.len()..]);
    let layers = layers.filter_map(|rest| rest.split([';', ' ', '}', '\n']).next());
    let mut layers = layers.filter(|folder| is_within(root, folder));
    let folder = layers.find(|folder| holds_markdown(&root.join(folder)));
    let folder = folder.or_else(|| ["content", "notes", "docs", "doc"].into_iter().find(|folder| says(folder)));
    let folder = folder.or_else(|| holds_markdown(root).then_some("."))?;
    let shared = layers.filter(|layer| !root.join(layer).join("index.md").is_file()).map(str::to_owned).collect();
    Some(Notes { folder: folder.to_owned(), by: "flake.nix", shared })
}

/// Where the notes of an Emanote site lie.
struct Notes {
    folder: String,
    /// The file that the site is told by.
    by: &'static str,
    /// Folders with what they show.
    shared: Vec<String>,
}

/// Tells a Foam workspace by its settings.
pub(super) fn foam(root: &Path) -> Option<Found> {
    let extensions = file::read_text(&root.join(".vscode/extensions.json")).unwrap_or_default();
    let settings_of_code = file::read_text(&root.join(".vscode/settings.json")).unwrap_or_default();
    let by = match () {
        () if root.join(".foam").is_dir() => ".foam",
        () if root.join(".vscode/foam.json").is_file() => ".vscode/foam.json",
        () if settings_of_code.contains("\"foam.") => ".vscode/settings.json",
        () if extensions.contains("foam-vscode") && !root.join("package.json").is_file() => ".vscode/extensions.json",
        () => return None,
    };
    let mut settings = Settings::default();
    settings.set("book", "src", ".");
    let own = ["/_layouts/", "/_includes/", "/_sass/", "/_config.yml", "/Gemfile*"];
    let mut ignore: Vec<String> = own.map(str::to_owned).to_vec();
    // What its editor hides is not one of its notes.
    let editor = Program::of(&settings_of_code);
    ignore.extend(editor.texts("foam.files.ignore"));
    ignore.extend(editor.texts("foam.files.exclude"));
    ignore.extend(editor.keys_that_hold("files.exclude"));
    settings.set("book", "ignore", ignore);
    // A line with commas is a list of tags there.
    settings.allow(&["missing-title", "comma-list"]);
    Some(Found::notes("a Foam workspace", by, &settings))
}

/// Tells a Hexo site by its `_config.yml` beside a folder `source`.
pub(super) fn hexo(root: &Path) -> Option<Found> {
    let by = "_config.yml";
    let packages = file::read_text(&root.join("package.json")).unwrap_or_default();
    let table = table(root, by).filter(|_| packages.contains("\"hexo\"") && root.join("source").is_dir())?;
    let mut settings = Settings::default();
    settings.set("book", "title", text(&table, "title"));
    settings.set("book", "description", text(&table, "description"));
    settings.set("book", "language", text(&table, "language"));
    let author = text(&table, "author");
    settings.set("book", "authors", if author.is_empty() { Vec::new() } else { vec![author] });
    settings.plain_signs();
    settings.set("book", "src", "source");
    settings.set("book", "ignore", vec!["_*", "!/_posts", "!/_drafts"]);
    settings.set("output.html", "base-url", usable_address(text(&table, "url")));
    Some(Found::new("a Hexo site", by, &settings))
}

/// Tells a Pelican site by its settings.
pub(super) fn pelican(root: &Path) -> Option<Found> {
    let (by, program) = Program::read(root, &["pelicanconf.py"])?;
    let mut settings = Settings::default();
    let src = program.text("PATH");
    settings.set("book", "title", program.text("SITENAME"));
    settings.set("book", "language", program.text("DEFAULT_LANG"));
    let author = program.text("AUTHOR");
    settings.set("book", "authors", if author.is_empty() { Vec::new() } else { vec![author] });
    settings.plain_signs();
    settings.set("book", "src", if is_within(root, &src) && !src.is_empty() { src } else { "content".into() });
    settings.set("output.html", "base-url", usable_address(program.text("SITEURL")));
    // Pictures in folders that it names, and what its pages link to.
    let copied = program.list("STATIC_PATHS").texts;
    let copied = if program.gives("STATIC_PATHS") { copied } else { vec!["images".into()] };
    settings.put("build", "copy", copied.iter().map(|path| format!("/{path}")).collect::<Vec<_>>());
    settings.set("markdown", "metadata-lines", true);
    settings.set("build", "draft-status", vec!["draft", "hidden"]);
    let mut found = Found::new("a Pelican site", by, &settings);
    found.missing.push("essays in reStructuredText".into());
    Some(found)
}

/// Tells a Docsify site by its one page.
pub(super) fn docsify(root: &Path) -> Option<Found> {
    for (src, by) in [(".", "index.html"), ("docs", "docs/index.html")] {
        let Some((_, program)) = Program::read(root, &[by]).filter(|(_, page)| page.says("$docsify")) else { continue };
        let mut settings = Settings::default();
        settings.set("book", "title", program.text("name"));
        settings.plain_signs();
        settings.set("book", "src", src);
        settings.set("book", "ignore", vec!["/index.html", "_*.md"]);
        return Some(Found::new("a Docsify site", by, &settings));
    }
    None
}

/// Tells a site of Gatsby or Next by its configuration and a folder of Markdown.
pub(super) fn react(root: &Path) -> Option<Found> {
    const GATSBY: [&str; 4] = ["gatsby-config.js", "gatsby-config.ts", "gatsby-config.mjs", "gatsby-config.cjs"];
    const NEXT: [&str; 4] = ["next.config.js", "next.config.mjs", "next.config.ts", "next.config.cjs"];
    let (by, program) = Program::read(root, &GATSBY).or_else(|| Program::read(root, &NEXT))?;
    let gatsby = GATSBY.contains(&by);
    let places = ["content", "src/content", "docs", "src/pages", "pages", "posts", "_posts", "app"];
    let src = places.into_iter().find(|folder| root.join(folder).is_dir() && holds_markdown(&root.join(folder)))?;
    let mut settings = Settings::default();
    if gatsby {
        settings.set("book", "title", program.text("title"));
        settings.set("book", "description", program.text("description"));
        settings.set("output.html", "base-url", usable_address(program.text("siteUrl")));
    }
    settings.plain_signs();
    settings.set("book", "src", src);
    settings.set("book", "static", present(root, &[if gatsby { "static" } else { "public" }]));
    settings.set("book", "ignore", vec!["_*", "*.js", "*.jsx", "*.ts", "*.tsx"]);
    settings.put("build", "copy", Vec::<String>::new());
    // What lies in `docs` stands there, as a rule.
    if ["docs", "posts"].contains(&src) {
        settings.put("links.aliases", &format!("/{src}/"), "/");
    }
    settings.set("links", "elsewhere", routes(root));
    let mut found = Found::new(if gatsby { "a Gatsby site" } else { "a Next site" }, by, &settings);
    found.missing.push("pages that only components make".into());
    Some(found)
}

/// The addresses that programs in the folders of pages make: `app/about/page.tsx` is `/about`.
fn routes(root: &Path) -> Vec<String> {
    let folders = ["app", "src/app", "pages", "src/pages"].map(|folder| root.join(folder));
    let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    let name = |entry: fs::DirEntry| entry.file_name().to_str()?.split('.').next().map(str::to_owned);
    let names = entries.filter_map(name).filter(|name| name.starts_with(char::is_alphanumeric) && name != "index");
    let mut routes: Vec<String> = names.flat_map(|name| [format!("/{name}"), format!("/{name}/*")]).collect();
    routes.sort();
    routes
}

/// Tells a site of Nuxt Content by the packages that it needs. Numbers at the front of names only order there.
pub(super) fn nuxt(root: &Path) -> Option<Found> {
    let packages = file::read_text(&root.join("package.json")).ok()?;
    ["\"undocs\"", "\"docus\"", "\"@nuxt/content\""].iter().any(|name| packages.contains(name)).then_some(())?;
    let src = if holds_markdown(&root.join("content")) { "content" } else { "." };
    let mut settings = Settings::default();
    settings.plain_signs();
    settings.set("book", "src", src);
    settings.set("book", "number-prefixes", true);
    // Parts of pages, and drafts.
    settings.set("book", "ignore", vec!["_*", "*.draft.md"]);
    settings.put("build", "copy", Vec::<String>::new());
    let folders = ["pages", "app/pages"].iter();
    let routes = folders.flat_map(|folder| pages::routes(&root.join(folder), &[".vue"], |_| false));
    settings.set("links", "elsewhere", routes.collect::<Vec<_>>());
    let mut found = Found::new("a site of Nuxt Content", "package.json", &settings);
    found.missing.push("what components in Vue make".into());
    holds_markdown(&root.join(src)).then_some(found)
}

/// Tells a wiki of GitHub or GitLab by the parts that stand round each of its pages. There the label of a link comes first,
/// and a space is as good as a hyphen.
pub(super) fn wiki(root: &Path) -> Option<Found> {
    let parts = ["_Sidebar.md", "_Footer.md", "_Header.md", "_sidebar.md"];
    let by = first(root, &parts).filter(|_| root.join("Home.md").is_file() || root.join("home.md").is_file())?;
    let mut settings = Settings::default();
    settings.set("book", "src", ".");
    settings.set("book", "ignore", parts.map(str::to_owned).to_vec());
    settings.set("links", "label-first", true);
    settings.allow(&["missing-title", "loose-spelling"]);
    Some(Found::notes("a wiki of GitHub or GitLab", by, &settings))
}

/// Tells a wiki of `TiddlyWiki` by its settings.
pub(super) fn tiddlywiki(root: &Path) -> Option<Found> {
    let by = first(root, &["tiddlywiki.info"])?;
    let mut settings = Settings::default();
    settings.set("book", "src", ".");
    settings.set("book", "ignore", only(&["tiddlers".to_owned()]));
    let mut found = Found::notes("a TiddlyWiki", by, &settings);
    found.missing.push("tiddlers that are not in Markdown".into());
    holds_markdown(&root.join("tiddlers")).then_some(found)
}
