//! Docusaurus sites.

use std::path::Path;

use super::files::{only, present};
use super::program::Program;
use super::settings::Settings;
use super::{Found, usable_address};

const FILES: [&str; 4] =
    ["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs", "docusaurus.config.cjs"];

/// Tells a Docusaurus site by its configuration.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let (by, program) = Program::read(root, &FILES)?;
    let mut settings = Settings::default();
    settings.set("book", "title", program.text("title"));
    settings.set("book", "description", program.text("tagline"));
    let language = program.text("defaultLocale");
    settings.set("book", "language", language);
    // The docs, posts and pages keep the places they have there: `/docs/`, `/blog/`.
    let folders = present(root, &["docs", "blog"]);
    let at_root = program.says("routeBasePath: '/'") || program.says("routeBasePath: \"/\"");
    let mut ignore = vec!["_*".to_owned(), "/docs/**/*.api.mdx".to_owned()];
    if folders == ["docs"] && at_root {
        settings.set("book", "src", "docs");
    } else {
        settings.set("book", "src", ".");
        ignore.splice(0..0, only(&folders));
    }
    settings.set("book", "static", present(root, &["static"]));
    settings.set("book", "ignore", ignore);
    settings.set("book", "number-prefixes", true);
    settings.set("markdown", "admonitions", true);
    settings.set("markdown", "inline-tags", false);
    if !program.says("math") {
        settings.set("markdown", "math", false);
    }
    settings.set("output.html", "section-lists", true);
    let base = program.text("baseUrl");
    settings.set("output.html", "base-url", usable_address(format!("{}{base}", program.text("url"))));
    let mut found = Found::new("a Docusaurus site", by, &settings);
    if root.join("src/pages").is_dir() {
        found.missing.push("the pages in `src/pages`".into());
    }
    if root.join("versioned_docs").is_dir() {
        found.missing.push("older versions (`versioned_docs`)".into());
    }
    if root.join("i18n").is_dir() {
        found.missing.push("translations (`i18n`)".into());
    }
    Some(found)
}
