//! What a folder is that another tool made: the settings that it would have as a book of crosslight.
//!
//! The settings are inferred as the text of a `book.toml`. A build reads that text as it would read
//! the file, and `crosslight init` writes it.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use toml::{Table, Value};

use crate::config::{Config, set_base_url};
use crate::source::joined;

/// A folder that another tool made.
pub struct Found {
    /// What it is, in words: `an Obsidian vault`.
    pub what: &'static str,
    /// What it was told by.
    pub by: &'static str,
    /// The `book.toml` that it would have.
    pub settings: String,
    /// Settings of that tool that are not used.
    pub unused: Vec<String>,
}

impl Found {
    /// What a build says of it.
    pub fn line(&self) -> String {
        let unused = match self.unused.as_slice() {
            [] => String::new(),
            unused => format!("; not used of its settings: {}", unused.join(", ")),
        };
        format!("read as {} (`{}`){unused}", self.what, self.by)
    }
}

/// What is set for a book, as far as it can be inferred.
#[derive(Default)]
struct Inferred {
    title: String,
    description: String,
    authors: Vec<String>,
    language: String,
    src: String,
    statics: Vec<String>,
    ignore: Vec<String>,
    base_url: String,
    /// Whether only what says so is published.
    explicit: bool,
    /// Lines of `[markdown]`.
    markdown: Vec<&'static str>,
}

/// What `root` is, if it is not a book of crosslight.
pub fn detect(root: &Path) -> Option<Found> {
    let found =
        |what, by, inferred: Inferred| Some(Found { what, by, settings: inferred.settings(root), unused: Vec::new() });
    if root.join("book.toml").is_file() {
        return mdbook(root);
    }
    for file in ["quartz.config.ts", "quartz.config.js"] {
        if let Ok(text) = fs::read_to_string(root.join(file)) {
            return found("a Quartz garden", file, quartz(&text));
        }
    }
    if let Some(table) = table(root, "config.toml").filter(|table| table.contains_key("base_url")) {
        return found("a Zola site", "config.toml", zola(root, &table));
    }
    for file in [
        "hugo.toml",
        "hugo.yaml",
        "hugo.yml",
        "hugo.json",
        "config.toml",
        "config.yaml",
        "config.yml",
        "config/_default/hugo.toml",
        "config/_default/config.toml",
    ] {
        let own = file.contains("hugo");
        if let Some(table) = table(root, file).filter(|table| own || get(table, "baseURL").is_some()) {
            return found("a Hugo site", file, hugo(root, &table));
        }
    }
    if let Some(table) = table(root, "_config.yml").or_else(|| table(root, "_config.yaml")) {
        return found("a Jekyll site", "_config.yml", jekyll(&table));
    }
    if root.join(".obsidian").is_dir() {
        return found("an Obsidian vault", ".obsidian", obsidian(root));
    }
    ["src", "."].into_iter().find(|src| root.join(src).join("SUMMARY.md").is_file()).and_then(|src| {
        let markdown = vec!["includes = true", "smart-punctuation = true"];
        found("an mdBook", "SUMMARY.md", Inferred { src: src.into(), markdown, ..Inferred::default() })
    })
}

impl Inferred {
    /// As the text of a `book.toml`.
    fn settings(&self, root: &Path) -> String {
        let quoted = |text: &str| Value::String(text.to_owned()).to_string();
        let list = |texts: &[String]| texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ");
        let name = root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let title = if self.title.is_empty() { &name } else { &self.title };
        let language = if self.language.is_empty() { "en" } else { &self.language };
        // Writing to a `String` cannot fail.
        let mut text = format!("[book]\ntitle = {}\n", quoted(title));
        if !self.description.is_empty() {
            let _ = writeln!(text, "description = {}", quoted(&self.description));
        }
        if !self.authors.is_empty() {
            let _ = writeln!(text, "authors = [{}]", list(&self.authors));
        }
        let _ = writeln!(text, "language = {}\nsrc = {}", quoted(language), quoted(&self.src));
        if !self.statics.is_empty() {
            let _ = writeln!(text, "static = [{}]", list(&self.statics));
        }
        if !self.ignore.is_empty() {
            let _ = writeln!(text, "ignore = [{}]", list(&self.ignore));
        }
        if self.explicit {
            let _ = writeln!(text, "\n[build]\npublish = \"explicit\"");
        }
        if !self.markdown.is_empty() {
            let _ = writeln!(text, "\n[markdown]\n{}", self.markdown.join("\n"));
        }
        if set_base_url(&mut Config::default(), &self.base_url).is_ok() {
            let _ = writeln!(text, "\n[output.html]\nbase-url = {}", quoted(&self.base_url));
        }
        text
    }
}

fn obsidian(root: &Path) -> Inferred {
    let app = fs::read_to_string(root.join(".obsidian/app.json")).unwrap_or_default();
    let app: serde_json::Value = serde_json::from_str(&app).unwrap_or_default();
    let strict = app.get("strictLineBreaks").and_then(serde_json::Value::as_bool).unwrap_or(false);
    let markdown = if strict { Vec::new() } else { vec!["hard-breaks = true"] };
    Inferred { src: ".".into(), markdown, ..Inferred::default() }
}

/// Its settings are a program; the few that matter stand in it as plain texts.
fn quartz(program: &str) -> Inferred {
    let quoted = |text: &str| {
        let quote = text.trim_start().chars().next().filter(|c| "\"'`".contains(*c))?;
        text.split(quote).nth(1).map(str::to_owned)
    };
    let all_quoted = |text: &str| text.split(['"', '\'', '`']).skip(1).step_by(2).map(str::to_owned).collect();
    let after = |key: &str| program.split_once(&format!("{key}:")).map(|(_, after)| after);
    let text = |key: &str| after(key).and_then(quoted).unwrap_or_default();
    let patterns = after("ignorePatterns").and_then(|after| after.split_once('[')?.1.split_once(']'));
    let patterns = patterns.map(|(patterns, _)| all_quoted(patterns));
    let address = text("baseUrl");
    Inferred {
        title: text("pageTitle"),
        language: text("locale"),
        src: "content".into(),
        ignore: patterns.unwrap_or_default(),
        base_url: if address.is_empty() { address } else { format!("https://{address}") },
        explicit: program.contains("ExplicitPublish("),
        ..Inferred::default()
    }
}

fn zola(root: &Path, table: &Table) -> Inferred {
    let markdown = table.get("markdown").and_then(Value::as_table);
    let smart = markdown.and_then(|markdown| markdown.get("smart_punctuation")).and_then(Value::as_bool);
    Inferred {
        title: text(table, "title"),
        description: text(table, "description"),
        language: text(table, "default_language"),
        src: "content".into(),
        statics: present(root, &["static"]),
        ignore: texts(table, "ignored_content"),
        base_url: text(table, "base_url"),
        markdown: if smart == Some(true) { vec!["smart-punctuation = true"] } else { Vec::new() },
        ..Inferred::default()
    }
}

fn hugo(root: &Path, table: &Table) -> Inferred {
    // A folder elsewhere may hold what nobody means to publish.
    let within =
        |folder: &String| joined("", folder).is_some() && !folder.starts_with('/') && root.join(folder).is_dir();
    let src = Some(text(table, "contentDir")).filter(within).unwrap_or_default();
    let statics: Vec<String> = texts(table, "staticDir").into_iter().filter(within).collect();
    let params = get(table, "params").and_then(Value::as_table).cloned().unwrap_or_default();
    let language = ["locale", "languageCode", "defaultContentLanguage"].map(|key| text(table, key));
    Inferred {
        title: text(table, "title"),
        description: text(&params, "description"),
        language: language.into_iter().find(|language| !language.is_empty()).unwrap_or_default(),
        src: if src.is_empty() { "content".into() } else { src },
        statics: if statics.is_empty() { present(root, &["static"]) } else { statics },
        base_url: text(table, "baseURL"),
        ..Inferred::default()
    }
}

fn jekyll(table: &Table) -> Inferred {
    // Jekyll leaves out what begins with `_`, but for posts, drafts and collections.
    let mut ignore: Vec<String> = ["/_*", "!/_posts", "!/_drafts"].map(str::to_owned).into();
    let collections = get(table, "collections").and_then(Value::as_table).cloned().unwrap_or_default();
    ignore.extend(collections.keys().map(|name| format!("!/_{name}")));
    ignore.extend(texts(table, "collections").iter().map(|name| format!("!/_{name}")));
    ignore.extend(texts(table, "include").iter().map(|path| format!("!/{}", path.trim_start_matches('/'))));
    // These are templates of the site that was.
    ignore.extend(["/Gemfile*", "/vendor/", "/node_modules/", "/index.html", "/404.html"].map(str::to_owned));
    ignore.extend(texts(table, "exclude").iter().map(|path| format!("/{}", path.trim_start_matches('/'))));
    Inferred {
        title: text(table, "title"),
        description: text(table, "description"),
        language: text(table, "lang"),
        authors: Some(text(table, "author")).filter(|author| !author.is_empty()).into_iter().collect(),
        src: ".".into(),
        ignore,
        base_url: format!("{}{}", text(table, "url"), text(table, "baseurl")),
        ..Inferred::default()
    }
}

/// An mdBook, whose settings stand in a `book.toml` of its own.
fn mdbook(root: &Path) -> Option<Found> {
    let table = table(root, "book.toml")?;
    let book = table.get("book").and_then(Value::as_table).cloned().unwrap_or_default();
    let src = Some(text(&book, "src")).filter(|src| !src.is_empty()).unwrap_or_else(|| "src".into());
    // An own book with a list of chapters says something that mdBook does not know. Taken for an
    // mdBook, its `ignore` would be lost, and with it what is private.
    let keys = |section: &str| table.get(section).and_then(Value::as_table).cloned().unwrap_or_default();
    let html = keys("output").get("html").and_then(Value::as_table).cloned().unwrap_or_default();
    let ours = ["markdown", "links", "tags", "extra"].iter().any(|section| table.contains_key(*section))
        || ["static", "ignore"].iter().any(|key| book.contains_key(*key))
        || ["drafts", "future", "expired", "publish"].iter().any(|key| keys("build").contains_key(*key))
        || ["base-url", "clean-urls"].iter().any(|key| html.contains_key(*key));
    if ours || src == "content" || !root.join(&src).join("SUMMARY.md").is_file() {
        return None;
    }
    let smart = html.get("smart-punctuation").or_else(|| html.get("curly-quotes")).and_then(Value::as_bool);
    let inferred = Inferred {
        title: text(&book, "title"),
        description: text(&book, "description"),
        authors: texts(&book, "authors"),
        language: text(&book, "language"),
        src,
        base_url: text(&html, "site-url"),
        markdown: match smart {
            Some(false) => vec!["includes = true"],
            _ => vec!["includes = true", "smart-punctuation = true"],
        },
        ..Inferred::default()
    };
    let used = ["title", "description", "authors", "language", "src"];
    let mut unused: Vec<String> = Vec::new();
    for (section, value) in &table {
        match (section.as_str(), value) {
            ("book", Value::Table(keys)) => {
                unused.extend(keys.keys().filter(|key| !used.contains(&key.as_str())).map(|key| format!("book.{key}")));
            }
            ("output", Value::Table(outputs)) => {
                unused.extend(outputs.keys().filter(|name| *name != "html").map(|name| format!("output.{name}")));
                let known = ["smart-punctuation", "curly-quotes"];
                let others = html.keys().filter(|key| !known.contains(&key.as_str()));
                unused.extend(others.map(|key| format!("output.html.{key}")));
            }
            ("output" | "book", _) => {}
            (section, _) => unused.push(section.to_owned()),
        }
    }
    Some(Found { what: "an mdBook", by: "SUMMARY.md", settings: inferred.settings(root), unused })
}

/// The settings in a file, whatever language they are in.
fn table(root: &Path, file: &str) -> Option<Table> {
    let text = fs::read_to_string(root.join(file)).ok()?;
    match file.rsplit_once('.')?.1 {
        "toml" => toml::from_str(&text).ok(),
        "json" => serde_json::from_str(&text).ok().and_then(without_nulls),
        _ => serde_yaml::from_str(&text).ok().and_then(without_nulls),
    }
}

/// A table of JSON or YAML without what is empty, which TOML does not know.
fn without_nulls(value: serde_json::Value) -> Option<Table> {
    fn clean(value: serde_json::Value) -> serde_json::Value {
        match value {
            serde_json::Value::Object(fields) => fields
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(key, value)| (key, clean(value)))
                .collect(),
            serde_json::Value::Array(items) => items.into_iter().filter(|item| !item.is_null()).map(clean).collect(),
            value => value,
        }
    }
    serde_json::from_value(clean(value)).ok()
}

/// A setting, whose name may have other capitals: Hugo does not care.
fn get<'a>(table: &'a Table, key: &str) -> Option<&'a Value> {
    table.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
}

fn text(table: &Table, key: &str) -> String {
    get(table, key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A list of texts, or one text alone.
fn texts(table: &Table, key: &str) -> Vec<String> {
    match get(table, key) {
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(text)) => vec![text.clone()],
        _ => Vec::new(),
    }
}

/// Those of `folders` that there are.
fn present(root: &Path, folders: &[&str]) -> Vec<String> {
    folders.iter().filter(|folder| root.join(folder).is_dir()).map(|folder| (*folder).to_owned()).collect()
}
