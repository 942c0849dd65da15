//! Zola sites.

use std::path::Path;

use toml::Value;

use super::files::{left_out, present, table, text, texts, truth};
use super::found::{Found, usable_address};
use super::settings::Settings;

/// The files of settings, the newer name first.
const BY: [&str; 2] = ["zola.toml", "config.toml"];

/// The folder of the texts.
const SRC: &str = "content";

/// Tells a Zola site by a file of settings with a `base_url`.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let read = |by: &'static str| Some((by, table(root, by).filter(|table| table.contains_key("base_url"))?));
    let (by, table) = BY.into_iter().find_map(read)?;
    let markdown = table.get("markdown").and_then(Value::as_table);
    let mut settings = Settings::default();
    settings.set("book", "title", text(&table, "title"));
    settings.set("book", "description", text(&table, "description"));
    settings.set("book", "language", text(&table, "default_language"));
    settings.set("book", "src", SRC);
    settings.set("book", "static", present(root, &["static"]));
    settings.set("build", "hold-back-as", "zola");
    let ignored = [(SRC, "ignored_content"), ("static", "ignored_static")];
    let mut is_read = [true; 2];
    let ignored = ignored.iter().zip(&mut is_read).flat_map(|((folder, key), is_read)| {
        left_out(&texts(&table, key), is_read).iter().map(|glob| expression(folder, glob)).collect::<Vec<_>>()
    });
    settings.set("book", "ignore-matching", ignored.collect::<Vec<_>>());
    settings.set("output.html", "section-lists", true);
    settings.set("markdown", "macros", "shortcodes");
    settings.set("markdown", "blank-first-lines", true);
    settings.plain_signs();
    settings.set("markdown", "wikilinks", false);
    for (theirs, ours) in [("smart_punctuation", "smart-punctuation"), ("render_emoji", "emoji")] {
        if markdown.and_then(|markdown| truth(markdown, theirs)) == Some(true) {
            settings.set("markdown", ours, true);
        }
    }
    // Zola makes ids by the same rule as addresses, unless it is told otherwise.
    let slugify = table.get("slugify").and_then(Value::as_table).cloned().unwrap_or_default();
    let safe = matches!(text(&slugify, "anchors").as_str(), "safe" | "off");
    settings.set("markdown", "heading-ids", if safe { "zola-safe" } else { "zola" });
    let spelled = matches!(text(&slugify, "paths").as_str(), "" | "on");
    settings.set("addresses", "slugs", if spelled { "ascii" } else { "as-named" });
    if truth(&slugify, "paths_keep_dates") != Some(true) {
        settings.set("addresses", "days", "cut");
    }
    for code in table.get("languages").and_then(Value::as_table).into_iter().flat_map(toml::Table::keys) {
        let is_own = *code == text(&table, "default_language");
        settings.set(&format!("languages.{code}"), "path", if is_own { "" } else { code });
    }
    // The lists that the site makes: those of its taxonomies, and of the words in them.
    let taxonomies = table.get("taxonomies").and_then(Value::as_array);
    let named = taxonomies.into_iter().flatten().filter_map(Value::as_table).map(|taxonomy| text(taxonomy, "name"));
    let lists = named.map(|name| if name == "tags" { "/tags/".to_owned() } else { format!("/{name}/*") });
    settings.set("links", "lists", lists.collect::<Vec<_>>());
    // What a page names is a template of that site.
    settings.set("lints", "unknown-template", "allow");
    settings.set("output.html", "base-url", usable_address(text(&table, "base_url")));
    let mut found = Found::new("a Zola site", by, &settings);
    for (name, is_read) in ["ignored_content", "ignored_static"].iter().zip(is_read) {
        found.cannot_choose(name, is_read);
    }
    Some(found)
}

/// A pattern of `ignored_content` as a regular expression for paths that begin with `folder`. There it is meant for the
/// whole path of a file on disk, and `*` for any part of that, with the `/` in it.
fn expression(folder: &str, glob: &str) -> String {
    let mut rest = glob;
    while let Some(more) = ["**/", "*/", "/"].iter().find_map(|front| rest.strip_prefix(front)) {
        rest = more;
    }
    let mut expression = format!("^{folder}/(?:.*/)?");
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '*' => {
                while chars.next_if_eq(&'*').is_some() {}
                expression.push_str(".*");
            }
            '?' => expression.push('.'),
            '[' => {
                expression.push('[');
                expression.extend(chars.next_if_eq(&'!').map(|_| '^'));
            }
            '\\' => {
                expression.push('\\');
                expression.extend(chars.next());
            }
            c if c.is_ascii_punctuation() && !"]-<>".contains(c) => expression.extend(['\\', c]),
            c => expression.push(c),
        }
    }
    // What lies in a folder that is named is named with it.
    expression + "(?:/.*)?$"
}

#[cfg(test)]
mod tests {
    use super::expression;

    #[test]
    fn patterns_are_for_whole_paths() {
        let matches = |glob: &str, path: &str| {
            regex_automata::meta::Regex::new(&expression("content", glob)).unwrap().is_match(path)
        };
        for (glob, path) in [
            ("*.xcf", "content/a/b.xcf"),
            ("*/larder/*", "content/a/larder/b/jam.md"),
            ("**/build", "content/a/build/x.txt"),
            ("temp.*", "content/temp.md"),
            ("a[!b]?.md", "content/x/acd.md"),
            ("a (1)+.md", "content/a (1)+.md"),
        ] {
            assert!(matches(glob, path), "{glob}");
        }
        for (glob, path) in [("*.xcf", "content/a.xcf.md"), ("*.xcf", "static/b.xcf"), ("temp.*", "content/xtemp.md")] {
            assert!(!matches(glob, path), "{glob}");
        }
    }
}
