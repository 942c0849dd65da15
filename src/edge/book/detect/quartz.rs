//! Quartz gardens.

use std::fs;
use std::path::Path;

use toml::{Table, Value};

use crate::edge::file;

use super::files::{below, first, holds_markdown, is_within, table, text, texts, truth};
use super::found::{Found, usable_address};
use super::program::Program;
use super::settings::Settings;

/// Tells a Quartz garden by its configuration.
pub(super) fn detect(root: &Path) -> Option<Found> {
    of_program(root).or_else(|| of_table(root))
}

/// The garden of Quartz 4, whose configuration is a program; the few settings that matter stand in it as
/// plain texts.
fn of_program(root: &Path) -> Option<Found> {
    let (by, program) = Program::read(root, &["quartz.config.ts", "quartz.config.js"])?;
    let ignored = program.list("ignorePatterns");
    let garden = Garden {
        title: program.text("pageTitle"),
        language: program.text("locale"),
        address: program.text("baseUrl"),
        ignore: ignored.texts,
        is_explicit: program.says("ExplicitPublish("),
        breaks_lines: program.says("HardLineBreaks("),
        lists_folders: program.says("FolderPage("),
    };
    let mut found = garden.found(root, by);
    found.cannot_read("ignorePatterns", ignored.is_whole);
    Some(found)
}

/// The garden of Quartz 5, whose configuration is a table.
fn of_table(root: &Path) -> Option<Found> {
    let by = first(root, &["quartz.config.yaml", "quartz.config.yml"])?;
    let table = table(root, by)?;
    let about = below(&table, "configuration");
    let plugins = table.get("plugins").and_then(Value::as_array);
    let plugins: Vec<&Table> = plugins.into_iter().flatten().filter_map(Value::as_table).collect();
    let has = |name: &str| {
        let called = |plugin: &&&Table| text(plugin, "source").rsplit(['/', ':']).next() == Some(name);
        plugins.iter().find(called).is_some_and(|plugin| truth(plugin, "enabled") != Some(false))
    };
    let garden = Garden {
        title: text(&about, "pageTitle"),
        language: text(&about, "locale"),
        address: text(&about, "baseUrl"),
        ignore: texts(&about, "ignorePatterns"),
        is_explicit: has("explicit-publish"),
        breaks_lines: has("hard-line-breaks"),
        lists_folders: has("folder-page"),
    };
    Some(garden.found(root, by))
}

/// What a configuration says.
struct Garden {
    title: String,
    language: String,
    address: String,
    ignore: Vec<String>,
    is_explicit: bool,
    breaks_lines: bool,
    lists_folders: bool,
}

impl Garden {
    fn found(self, root: &Path, by: &str) -> Found {
        let mut settings = Settings::default();
        settings.set("book", "title", self.title);
        settings.set("book", "language", self.language);
        settings.set("book", "file-titles", "typed");
        // A page is called as its fields or its file say; a heading at the top is a section.
        settings.set("book", "title-level", 0);
        settings.set("book", "src", folder(root));
        // `tag` and lines with commas mean the same there.
        settings.allow(&["comma-list", "renamed-field"]);
        settings.set("book", "ignore", self.ignore);
        if self.is_explicit {
            settings.set("build", "publish", "explicit");
            settings.set("build", "publish-fields", vec!["publish"]);
        }
        if self.breaks_lines {
            settings.set("markdown", "hard-breaks", true);
        }
        settings.set("addresses", "slugs", "quartz");
        settings.set("addresses", "html", "redirect");
        // Tags of what no list names have a page as well.
        settings.set("links", "lists", vec!["/tags/*"]);
        settings.set("addresses", "permalink-redirects", true);
        if self.lists_folders {
            settings.set("output.html", "section-lists", true);
            settings.set("output.html", "folder-pages", true);
        }
        settings.set("output.html", "base-url", usable_address(format!("https://{}", self.address)));
        Found::notes("a Quartz garden", by, &settings)
    }
}

/// The folder of the notes: `content`, or the one that a program names which builds the site.
fn folder(root: &Path) -> String {
    const USUAL: &str = "content";
    if holds_markdown(&root.join(USUAL)) {
        return USUAL.to_owned();
    }
    let workflows = fs::read_dir(root.join(".github/workflows")).into_iter().flatten().flatten();
    let mut files: Vec<_> = workflows.map(|file| file.path()).collect();
    files.sort_unstable();
    let own =
        ["package.json", "netlify.toml", "vercel.json", "Makefile", "justfile", "build.sh", "build.bat", "Dockerfile"];
    files.extend(own.map(|name| root.join(name)));
    let texts = files.iter().filter_map(|file| file::read_text(file).ok());
    let named = texts.into_iter().find_map(|text| text.lines().find_map(|line| built(root, line)));
    named.unwrap_or_else(|| USUAL.to_owned())
}

/// The folder that a command builds: `quartz build -d notes`. The documentation of Quartz lies in `docs` of every garden.
fn built(root: &Path, line: &str) -> Option<String> {
    let (_, rest) = line.split_once("quartz")?.1.split_once(" build")?;
    let mut words = rest.split([' ', '=', '"', '\'', ',']).filter(|word| !word.is_empty());
    words.find(|word| matches!(*word, "-d" | "--directory"))?;
    let folder = words.next()?.trim_start_matches("./").trim_end_matches('/');
    (folder != "docs" && is_within(root, folder) && holds_markdown(&root.join(folder))).then(|| folder.to_owned())
}
