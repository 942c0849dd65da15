//! Astro sites, and those that Starlight makes of them.

use std::path::Path;

use super::files::{first, present};
use super::program::Program;
use super::settings::Settings;
use super::{Found, usable_address};

const FILES: [&str; 4] = ["astro.config.mjs", "astro.config.ts", "astro.config.js", "astro.config.mts"];

/// Tells an Astro site by its configuration and a folder of Markdown.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let (by, program) = Program::read(root, &FILES)?;
    let starlight = program.says("starlight(") || root.join("src/content/docs").is_dir();
    let mut settings = Settings::default();
    let src = if starlight { vec!["src/content/docs"] } else { vec!["src/content", "src/pages"] };
    let src = present(root, &src).into_iter().next()?;
    if starlight {
        // What it is called stands in `starlight({ … })`; the site as a whole has no title.
        settings.set("book", "title", program.text("title"));
        settings.set("book", "description", program.text("description"));
        settings.set("markdown", "admonitions", true);
        settings.set("output.html", "section-lists", true);
    }
    settings.set("book", "src", src);
    settings.set("book", "static", present(root, &["public"]));
    settings.set("book", "ignore", vec!["_*"]);
    settings.set("book", "language", program.text("defaultLocale"));
    settings.set("markdown", "inline-tags", false);
    if !program.says("math") {
        settings.set("markdown", "math", false);
    }
    let base = program.text("base");
    let site = program.text("site");
    let address = format!("{}/{}", site.trim_end_matches('/'), base.trim_start_matches('/'));
    settings.set("output.html", "base-url", usable_address(address));
    let what = if starlight { "a Starlight site" } else { "an Astro site" };
    let mut found = Found::new(what, by, &settings);
    if !starlight && first(root, &["src/pages/index.astro"]).is_some() {
        found.missing.push("the pages in `src/pages`".into());
    }
    Some(found)
}
