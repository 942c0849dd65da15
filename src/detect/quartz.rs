//! Quartz gardens.

use std::path::Path;

use super::program::Program;
use super::settings::Settings;
use super::{Found, usable_address};

/// Tells a Quartz garden by its configuration. That is a program; the few settings that matter stand
/// in it as plain texts.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let (by, program) = Program::read(root, &["quartz.config.ts", "quartz.config.js"])?;
    let address = program.text("baseUrl");
    let mut settings = Settings::default();
    settings.set("book", "title", program.text("pageTitle"));
    settings.set("book", "language", program.text("locale"));
    settings.set("book", "file-titles", "typed");
    settings.set("book", "src", "content");
    settings.set("book", "ignore", program.texts("ignorePatterns"));
    if program.says("ExplicitPublish(") {
        settings.set("build", "publish", "explicit");
    }
    settings.set("addresses", "slugs", "quartz");
    settings.set("addresses", "html", "redirect");
    if program.says("FolderPage(") {
        settings.set("output.html", "section-lists", true);
        settings.set("output.html", "folder-pages", true);
    }
    settings.set("output.html", "base-url", usable_address(format!("https://{address}")));
    Some(Found::new("a Quartz garden", by, &settings))
}
