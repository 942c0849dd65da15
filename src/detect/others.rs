//! Tools of which a line or two is known: where the essays lie, and what the site is called.

use std::fs;
use std::path::Path;

use super::files::{below, first, holds_markdown, is_within, only, present, table, text};
use super::program::Program;
use super::settings::Settings;
use super::{Found, usable_address};

/// Tells an Emanote site by its `index.yaml`, and one of neuron, which came before it.
pub(super) fn emanote(root: &Path) -> Option<Found> {
    let by = first(root, &["index.yaml", "neuron.dhall", "neuron.yml"])?;
    let table = table(root, by).unwrap_or_default();
    let page = below(&table, "page");
    let is_one =
        by != "index.yaml" || ["page", "template", "pandoc", "emanote"].iter().any(|key| table.contains_key(*key));
    let mut settings = Settings::default();
    settings.set("book", "src", ".");
    settings.set("book", "title", text(&page, "siteTitle"));
    settings.set("book", "description", text(&page, "description"));
    settings.set("book", "ignore", vec!["*.yaml", "*.tpl", "/neuron.*", "/flake.*"]);
    settings.set("markdown", "admonitions", true);
    settings.set("markdown", "emoji", true);
    settings.set("output.html", "section-lists", true);
    settings.set("output.html", "base-url", usable_address(text(&page, "siteUrl")));
    is_one.then(|| Found::new("an Emanote site", by, &settings))
}

/// Tells a Foam workspace by its settings.
pub(super) fn foam(root: &Path) -> Option<Found> {
    let extensions = fs::read_to_string(root.join(".vscode/extensions.json")).unwrap_or_default();
    let settings_of_code = fs::read_to_string(root.join(".vscode/settings.json")).unwrap_or_default();
    let by = match () {
        () if root.join(".foam").is_dir() => ".foam",
        () if root.join(".vscode/foam.json").is_file() => ".vscode/foam.json",
        () if settings_of_code.contains("\"foam.") => ".vscode/settings.json",
        () if extensions.contains("foam-vscode") && !root.join("package.json").is_file() => ".vscode/extensions.json",
        () => return None,
    };
    let mut settings = Settings::default();
    settings.set("book", "src", ".");
    settings.set("book", "ignore", vec!["/_layouts/", "/_includes/", "/_sass/", "/_config.yml", "/Gemfile*"]);
    Some(Found::new("a Foam workspace", by, &settings))
}

/// Tells an Eleventy site by its configuration.
pub(super) fn eleventy(root: &Path) -> Option<Found> {
    const FILES: [&str; 5] =
        [".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", "eleventy.config.ts"];
    let (by, program) = Program::read(root, &FILES)?;
    let input = program.text("input");
    let input = input.trim_start_matches("./").trim_end_matches('/');
    let src = if !input.is_empty() && is_within(root, input) { input } else { "." };
    let mut ignore = vec!["_*".to_owned(), "*.njk".into(), "*.liquid".into(), "*.11ty.*".into(), "*.11tydata.*".into()];
    let mut sources = lines_of(root, ".eleventyignore");
    if src == "." {
        let own = ["/README.md", "/package*.json", "/eleventy.config.*", "/netlify.toml", "/vercel.json", "/LICENSE*"];
        ignore.extend(own.map(str::to_owned));
        ignore.extend(["/CHANGELOG.md", "/CONTRIBUTING.md", "/CODE_OF_CONDUCT.md"].map(str::to_owned));
    }
    ignore.append(&mut sources);
    let mut settings = Settings::default();
    settings.set("book", "src", src);
    settings.set("book", "static", present(root, &["public"]));
    settings.set("book", "ignore", ignore);
    settings.set("book", "html-pages", true);
    settings.set("markdown", "macros", "liquid");
    settings.set("markdown", "inline-tags", false);
    for file in ["_data/metadata.json", "_data/site.json", "_data/metadata.yaml", "_data/site.yaml", "_data/meta.json"]
    {
        let about = table(&root.join(src), file).unwrap_or_default();
        settings.set("book", "title", text(&about, "title"));
        settings.set("book", "description", text(&about, "description"));
        settings.set("book", "language", text(&about, "language"));
        settings.set("output.html", "base-url", usable_address(text(&about, "url")));
    }
    let about = ["_data/metadata.js", "_data/site.js", "_data/meta.js"];
    if let Some((_, about)) = Program::read(&root.join(src), &about) {
        settings.set("book", "title", about.text("title"));
        settings.set("book", "description", about.text("description"));
        settings.set("output.html", "base-url", usable_address(about.text("url")));
    }
    let mut found = Found::new("an Eleventy site", by, &settings);
    found.missing.push("pages that only templates make".into());
    holds_markdown(&root.join(src)).then_some(found)
}

/// Tells a site of `VitePress` or `VuePress` by its folder of settings.
pub(super) fn vitepress(root: &Path) -> Option<Found> {
    const NAMES: [(&str, &str, &str); 2] =
        [(".vitepress", "a VitePress site", "public"), (".vuepress", "a VuePress site", ".vuepress/public")];
    for src in [".", "docs", "src"] {
        for (folder, what, statics) in NAMES {
            let at = root.join(src).join(folder);
            if !at.is_dir() {
                continue;
            }
            let ends = ["config.ts", "config.js", "config.mts", "config.mjs", "config/index.ts", "config/index.js"];
            let mut settings = Settings::default();
            if let Some((_, program)) = Program::read(&at, &ends) {
                settings.set("book", "title", program.text("title"));
                settings.set("book", "description", program.text("description"));
                settings.set("book", "language", program.text("lang"));
                let own = program.text("srcDir");
                if !own.is_empty() && is_within(&root.join(src), &own) {
                    settings.set("book", "src", format!("{src}/{own}"));
                }
                settings.set("book", "ignore", program.texts("srcExclude"));
            }
            let mut all = Settings::default();
            all.set("book", "src", src);
            all.set("book", "static", present(root, &[&format!("{src}/{statics}")]));
            all.set("markdown", "admonitions", true);
            all.set("markdown", "emoji", true);
            all.set("markdown", "inline-tags", false);
            all.extend(&settings);
            let by = if src == "." { folder.to_owned() } else { format!("{src}/{folder}") };
            let mut found = Found::new(what, &by, &all);
            found.missing.push("what components in Vue make".into());
            return Some(found);
        }
    }
    None
}

/// Tells a Hexo site by its `_config.yml` beside a folder `source`.
pub(super) fn hexo(root: &Path) -> Option<Found> {
    let by = "_config.yml";
    let packages = fs::read_to_string(root.join("package.json")).unwrap_or_default();
    let table = table(root, by).filter(|_| packages.contains("\"hexo\"") && root.join("source").is_dir())?;
    let mut settings = Settings::default();
    settings.set("book", "title", text(&table, "title"));
    settings.set("book", "description", text(&table, "description"));
    settings.set("book", "language", text(&table, "language"));
    let author = text(&table, "author");
    settings.set("book", "authors", if author.is_empty() { Vec::new() } else { vec![author] });
    settings.set("markdown", "inline-tags", false);
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
    settings.set("markdown", "inline-tags", false);
    settings.set("book", "src", if is_within(root, &src) && !src.is_empty() { src } else { "content".into() });
    settings.set("output.html", "base-url", usable_address(program.text("SITEURL")));
    let mut found = Found::new("a Pelican site", by, &settings);
    found.missing.push("essays in reStructuredText".into());
    Some(found)
}

/// Tells a Jupyter Book, or another site of Sphinx or `MyST` with Markdown in it.
pub(super) fn sphinx(root: &Path) -> Option<Found> {
    let mut settings = Settings::default();
    let book = first(root, &["_toc.yml"]).filter(|_| root.join("_config.yml").is_file());
    let by = book.or_else(|| first(root, &["myst.yml", "conf.py"]))?;
    let ignore = ["/_build/", "/_static/", "/_templates/", "*.py", "*.rst", "/Makefile", "/make.bat", "/_*.yml"];
    settings.set("markdown", "inline-tags", false);
    settings.set("book", "src", ".");
    settings.set("book", "ignore", ignore.map(str::to_owned).to_vec());
    if by == "conf.py" {
        let (_, program) = Program::read(root, &["conf.py"])?;
        if !program.says("extensions") || !holds_markdown(root) {
            return None;
        }
        settings.set("book", "title", program.text("project"));
    } else {
        let about = table(root, if by == "myst.yml" { by } else { "_config.yml" }).unwrap_or_default();
        let project = below(&about, "project");
        settings.set("book", "title", [text(&about, "title"), text(&project, "title")].concat());
    }
    let (what, missing) = match by {
        "_toc.yml" => ("a Jupyter Book", "notebooks, and directives of MyST"),
        "myst.yml" => ("a MyST site", "notebooks, and directives of MyST"),
        _ => ("a Sphinx site", "pages in reStructuredText, and directives of MyST"),
    };
    let mut found = Found::new(what, by, &settings);
    found.missing.push(missing.into());
    Some(found)
}

/// Tells a `GitBook` by its settings.
pub(super) fn gitbook(root: &Path) -> Option<Found> {
    let by = first(root, &[".gitbook.yaml", ".gitbook.yml", "book.json"])?;
    let table = table(root, by)?;
    let named = text(&table, "root");
    let folder = named.trim_start_matches("./").trim_end_matches('/');
    let folder = if !folder.is_empty() && is_within(root, folder) { folder } else { "." };
    let mut settings = Settings::default();
    settings.set("book", "title", text(&table, "title"));
    settings.set("book", "description", text(&table, "description"));
    settings.set("book", "language", text(&table, "language"));
    settings.set("markdown", "inline-tags", false);
    settings.set("book", "src", folder);
    settings.set("book", "ignore", vec!["/book.json", "/node_modules/", "/_book/", "/GLOSSARY.md"]);
    settings.set("build", "only-listed", root.join(folder).join("SUMMARY.md").is_file());
    Some(Found::new("a GitBook", by, &settings))
}

/// Tells a Docsify site by its one page.
pub(super) fn docsify(root: &Path) -> Option<Found> {
    for (src, by) in [(".", "index.html"), ("docs", "docs/index.html")] {
        let Some((_, program)) = Program::read(root, &[by]).filter(|(_, page)| page.says("$docsify")) else { continue };
        let mut settings = Settings::default();
        settings.set("book", "title", program.text("name"));
        settings.set("markdown", "inline-tags", false);
        settings.set("book", "src", src);
        settings.set("book", "ignore", vec!["/index.html", "_*"]);
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
    settings.set("markdown", "inline-tags", false);
    settings.set("book", "src", src);
    settings.set("book", "static", present(root, &[if gatsby { "static" } else { "public" }]));
    settings.set("book", "ignore", vec!["_*", "*.js", "*.jsx", "*.ts", "*.tsx"]);
    let mut found = Found::new(if gatsby { "a Gatsby site" } else { "a Next site" }, by, &settings);
    found.missing.push("pages that only components make".into());
    Some(found)
}

/// Tells a wiki of `TiddlyWiki` by its settings.
pub(super) fn tiddlywiki(root: &Path) -> Option<Found> {
    let by = first(root, &["tiddlywiki.info"])?;
    let mut settings = Settings::default();
    settings.set("book", "src", ".");
    settings.set("book", "ignore", only(&["tiddlers".to_owned()]));
    let mut found = Found::new("a TiddlyWiki", by, &settings);
    found.missing.push("tiddlers that are not in Markdown".into());
    holds_markdown(&root.join("tiddlers")).then_some(found)
}

/// The lines of a file such as a `.gitignore`.
fn lines_of(root: &Path, file: &str) -> Vec<String> {
    super::files::lines(&fs::read_to_string(root.join(file)).unwrap_or_default())
}
