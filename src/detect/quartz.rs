//! Quartz gardens.

use std::fs;
use std::path::Path;

use super::settings::Settings;
use super::{Found, usable_address};

/// Tells a Quartz garden by its configuration. That is a program; the few settings that matter stand
/// in it as plain texts.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let read = |file| Some((file, fs::read_to_string(root.join(file)).ok()?));
    let (by, program) = ["quartz.config.ts", "quartz.config.js"].into_iter().find_map(read)?;
    let quoted = |text: &str| {
        let quote = text.trim_start().chars().next().filter(|c| "\"'`".contains(*c))?;
        text.split(quote).nth(1).map(str::to_owned)
    };
    let all_quoted =
        |text: &str| -> Vec<String> { text.split(['"', '\'', '`']).skip(1).step_by(2).map(str::to_owned).collect() };
    let after = |key: &str| program.split_once(&format!("{key}:")).map(|(_, after)| after);
    let text = |key: &str| after(key).and_then(quoted).unwrap_or_default();
    let patterns = after("ignorePatterns").and_then(|after| after.split_once('[')?.1.split_once(']'));
    let address = text("baseUrl");
    let mut settings = Settings::default();
    settings.set("book", "title", text("pageTitle"));
    settings.set("book", "language", text("locale"));
    settings.set("book", "file-titles", "typed");
    settings.set("book", "src", "content");
    settings.set("book", "ignore", patterns.map(|(patterns, _)| all_quoted(patterns)).unwrap_or_default());
    if program.contains("ExplicitPublish(") {
        settings.set("build", "publish", "explicit");
    }
    settings.set("addresses", "slugs", "quartz");
    settings.set("addresses", "html", "redirect");
    settings.set("output.html", "base-url", usable_address(format!("https://{address}")));
    Some(Found::new(root, "a Quartz garden", by, &settings))
}
