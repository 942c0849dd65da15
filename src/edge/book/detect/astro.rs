//! Astro sites, and those that Starlight makes of them.

use std::path::Path;

use super::files::{ASTRO, first, only, present, yaml};
use super::found::{Found, placed};
use super::pages;
use super::pictures::{self, without_texts};
use super::program::Program;
use super::settings::Settings;
use super::translated::language_folders;
use crate::base::path::joined;

/// How the pages end that are programs.
const PAGES: [&str; 4] = [".astro", ".js", ".ts", ".html"];

/// Tells an Astro site by its configuration and a folder of Markdown.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let (by, program) = Program::read(root, &ASTRO)?;
    let starlight = program.says("starlight(") || root.join("src/content/docs").is_dir();
    let mut settings = Settings::default();
    let src = if starlight { vec!["src/content/docs"] } else { vec!["src/content", "src/pages"] };
    let src = present(root, &src).into_iter().next()?;
    let mut ignore: Vec<String> = vec!["_*".into()];
    if starlight {
        // What it is called stands in `starlight({ … })`; the site as a whole has no title.
        let about = program.calls("starlight").into_iter().next().map(|call| call.top());
        let about = |key: &str| about.as_ref().map(|about| about.text(key)).unwrap_or_default();
        settings.set("book", "title", about("title"));
        settings.set("book", "description", about("description"));
        settings.set("markdown", "admonitions", true);
        settings.set("markdown", "hero", true);
        settings.set("output.html", "section-lists", true);
        settings.set("addresses", "slug-from-root", true);
    }
    // A picture may lie anywhere in the project: `../../assets/a.png`.
    let pictures = pictures::folders(root, &[src.clone(), "public".to_owned()]);
    let beside = !pictures.is_empty();
    let base = if pictures.iter().all(|folder| folder.starts_with("src/")) { "src/" } else { "" };
    let within = |folder: &String| folder.strip_prefix(base).unwrap_or(folder).to_owned();
    let texts = within(&src);
    if beside {
        settings.set("book", "src", if base.is_empty() { "." } else { "src" });
        settings.put("addresses.folders", &texts, "");
        let pictures: Vec<String> = pictures.iter().map(within).collect();
        let all: Vec<String> = std::iter::once(texts.clone()).chain(pictures.iter().cloned()).collect();
        ignore.splice(0..0, only(&all).into_iter().chain(without_texts(&pictures)));
    } else {
        settings.set("book", "src", src.as_str());
    }
    ignore.extend(["*.astro", "*.ts", "*.js", "*.mjs", "*.css"].map(str::to_owned));
    settings.set("book", "static", present(root, &["public"]));
    settings.lies_in_site("public");
    settings.set("book", "ignore", ignore);
    // Beside the texts, what these show or link to is published.
    settings.put("build", "copy", Vec::<String>::new());
    if starlight {
        let folder = if beside { format!("{texts}/") } else { String::new() };
        languages(&program, &root.join(&src), &folder, &mut settings);
    } else {
        settings.set("book", "language", program.text("defaultLocale"));
    }
    settings.set("addresses", "slugs", "github");
    settings.set("markdown", "blank-first-lines", true);
    for (front, meant) in aliases(root, if beside { base.trim_end_matches('/') } else { &src }) {
        settings.put("links.aliases", &front, meant);
    }
    // Those of texts in a folder of that name are known.
    let is_told = |folder: &str| root.join("src/content").join(folder).is_dir();
    settings.set("links", "elsewhere", pages::routes(&root.join("src/pages"), &PAGES, is_told));
    settings.plain_signs();
    settings.set("markdown", "wikilinks", program.says("wiki"));
    if !program.says("math") && !program.says("katex") {
        settings.set("markdown", "math", false);
    }
    let site = program.top();
    placed(&mut settings, &site.text("site"), &site.text("base"));
    let what = if starlight { "a Starlight site" } else { "an Astro site" };
    let mut found = Found::new(what, by, &settings);
    if !starlight && first(root, &["src/pages/index.astro"]).is_some() {
        found.missing.push("the pages in `src/pages`".into());
    }
    Some(found)
}

/// The languages of a Starlight site, whose texts lie in folders of `docs`. Each has every page of the default one, in the
/// words of that until somebody has translated it.
fn languages(program: &Program, docs: &Path, folder: &str, settings: &mut Settings) {
    let locales = program.entries_of("locales");
    let locales: Vec<_> = locales.into_iter().filter(|(_, own)| own.gives("label") || own.gives("lang")).collect();
    let own = match program.text("defaultLocale") {
        own if own.is_empty() || own == "root" => {
            locales.iter().find(|(code, _)| code == "root").map(|(_, own)| own.text("lang")).unwrap_or_default()
        }
        own => own,
    };
    settings.set("book", "language", own.as_str());
    // Where the program puts them together, folders are told by their names.
    let named: Vec<String> = if locales.is_empty() && program.says("locales") {
        language_folders(docs)
    } else {
        locales.into_iter().map(|(code, _)| code).filter(|code| code != "root").collect()
    };
    for code in named {
        let section = format!("languages.{code}");
        settings.put(&section, "folder", format!("{folder}{code}"));
        settings.put(&section, "path", code.as_str());
        if code != own {
            settings.put(&section, "fallback", true);
        }
    }
}

/// What paths may begin with by the settings of TypeScript, as paths from the essays in `src`: `@assets/*`.
fn aliases(root: &Path, src: &str) -> Vec<(String, String)> {
    let Some((_, program)) = Program::read(root, &["tsconfig.json", "jsconfig.json"]) else { return Vec::new() };
    let Ok(fields) = yaml(program.plain()) else { return Vec::new() };
    let paths = fields.get("compilerOptions").and_then(|options| options.get("paths")).and_then(toml::Value::as_table);
    let first = |value: &toml::Value| value.as_array()?.first()?.as_str().map(str::to_owned);
    let meant = |(front, value): (&String, &toml::Value)| {
        let path = joined("", first(value)?.strip_suffix('*')?)?;
        let path = format!("{path}/");
        let inside = format!("/{}", path.strip_prefix(src)?.trim_start_matches('/'));
        Some((front.strip_suffix('*')?.to_owned(), inside))
    };
    paths.into_iter().flatten().filter_map(meant).collect()
}
