//! MkDocs and what follows it: Material, Zensical.

use std::fmt::Write;
use std::path::Path;

use toml::{Table, Value};

use crate::edge::book::expressions::fault;
use crate::edge::file;

use super::files::{below, crossing, first, get, is_within, lines, literal, table, text, texts, truth};
use super::found::{Found, usable_address};
use super::settings::Settings;

/// The files of its settings.
const FILES: [&str; 3] = ["mkdocs.yml", "mkdocs.yaml", "zensical.toml"];

/// Tells a MkDocs site by its `mkdocs.yml`, or the `zensical.toml` that follows it.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let by = first(root, &FILES)?;
    let own = table(root, by)?;
    let own = if by == "zensical.toml" { below(&own, "project") } else { own };
    let table = ungrouped(inherited(root, own, 0));
    let docs =
        Some(value(&table, "docs_dir")).filter(|folder| is_within(root, folder)).unwrap_or_else(|| "docs".into());
    let mut settings = Settings::default();
    settings.set("book", "title", value(&table, "site_name"));
    settings.set("book", "description", value(&table, "site_description"));
    let author = value(&table, "site_author");
    settings.set("book", "authors", if author.is_empty() { Vec::new() } else { vec![author] });
    settings.set("book", "language", text(&below(&table, "theme"), "language"));
    let mut ignore: Vec<String> = vec!["/templates/".into()];
    // The lists of what lies in each folder, which are no pages.
    let lists = text(&options(&table, "plugins", "literate-nav"), "nav_file");
    ignore.extend(Some(literal(&lists)).filter(|name| !name.is_empty() && lists != "SUMMARY.md"));
    // A list is meant as the lines that it should be.
    let lines_of = |key: &str| texts(&table, key).iter().flat_map(|text| lines(text)).collect::<Vec<_>>();
    ignore.extend(lines_of("exclude_docs"));
    settings.set("build", "hold-back", lines_of("draft_docs"));
    // A `README.md` beside an `index.md` is not a page.
    if root.join(&docs).join("index.md").is_file() {
        ignore.push("/README.md".into());
    }
    settings.set("book", "ignore-matching", excluded(&table, &docs));
    settings.set("book", "src", docs.as_str());
    settings.set("book", "ignore", ignore);
    let mut chapters = String::new();
    let nav = get(&table, "nav").map(|nav| in_own_language(nav, &table, &root.join(&docs)));
    if let Some(Value::Array(nav)) = &nav {
        for item in nav {
            chapter(item, 0, &mut chapters);
        }
    }
    settings.set("book", "chapters", chapters);
    settings.set("book", "file-titles", "sentence");
    settings.allow(&["missing-title"]);
    if by != "zensical.toml" {
        settings.set("markdown", "metadata-lines", true);
    }
    if let Some(nav) = &nav {
        titles(nav, &mut settings);
    }
    markdown(&extensions(&table), by == "zensical.toml", &mut settings);
    // A site may name a rule of its own, by a tag of YAML that says nothing here.
    if !names_slugs(root, by, 0) {
        settings.set("markdown", "heading-ids", "mkdocs");
    }
    settings.set("addresses", "slugs", "as-named");
    settings.set("addresses", "keep-case", true);
    // No field says where a page stands, but for the slug of a post.
    let posts = ["blog", "material/blog"].iter().any(|blog| names(&table, "plugins").iter().any(|name| name == blog));
    settings.put("addresses", "fields", if posts { vec!["slug"] } else { Vec::new() });
    if truth(&table, "use_directory_urls") == Some(false) {
        settings.set("addresses", "html", "page");
    }
    let known = [names(&table, "plugins"), extensions(&table)].concat();
    let links = ["wikilinks", "roamlinks", "ezlinks", "obsidian", "obsidian-bridge", "obsidian-support", "wiki"];
    settings.set("markdown", "wikilinks", known.iter().any(|name| links.contains(&name.as_str())));
    let plugins = names(&table, "plugins");
    let has = |plugin: &str| plugins.iter().any(|name| name.trim_start_matches("material/") == plugin);
    let (includes, macros) =
        (has("include-markdown") || known.iter().any(|name| name.starts_with("markdown_include")), has("macros"));
    let mut folders = snippet_folders(&table);
    if macros {
        folders.extend(
            Some(text(&options(&table, "plugins", "macros"), "include_dir")).filter(|folder| !folder.is_empty()),
        );
    }
    settings.set("markdown", "include-folders", folders);
    if includes || macros {
        settings.set("markdown", "include-statements", true);
        // What is taken in from beside the texts names them from there.
        settings.lies_in_site(docs.trim_end_matches('/'));
    }
    let snippets = options(&table, "markdown_extensions", "pymdownx.snippets");
    settings.set("markdown", "include-after", texts(&snippets, "auto_append"));
    languages(&table, &mut settings);
    settings.set("output.html", "base-url", usable_address(value(&table, "site_url")));
    if plugins.iter().any(|plugin| matches!(plugin.as_str(), "meta" | "material/meta")) {
        settings.set("build", "hold-back-as", "mkdocs");
    }
    let mut made = vec!["/sitemap.xml", "/sitemap.xml.gz", "/search/*"];
    made.extend(if has("rss") { vec!["/feed_*"] } else { Vec::new() });
    made.extend(if has("blog") { vec!["*/category/*", "*/archive/*", "*/author/*", "*/page/*"] } else { Vec::new() });
    settings.set("links", "elsewhere", made);
    let mut found = Found::new("a MkDocs site", by, &settings);
    let makers = ["macros", "mkdocstrings", "gen-files", "awesome-pages", "literate-nav", "mkdocs-jupyter", "monorepo"];
    let missing = makers.iter().filter(|maker| plugins.iter().any(|plugin| plugin == *maker));
    found.missing.extend(missing.map(|maker| format!("what the plugin `{maker}` makes")));
    Some(found)
}

/// The name of the file in which Material for MkDocs has fields for all texts of a folder.
pub(super) fn meta_file(root: &Path) -> String {
    let own = FILES.iter().find_map(|by| table(root, by)).unwrap_or_default();
    let table = ungrouped(inherited(root, own, 0));
    let named = ["meta", "material/meta"].map(|plugin| text(&options(&table, "plugins", plugin), "meta_file"));
    let named = named.iter().filter_map(|path| path.rsplit('/').next()).find(|name| !name.is_empty());
    named.unwrap_or(".meta.yml").to_owned()
}

/// What the site reads in a text, by the extensions of Markdown that it has; `all` if those of Material are on
/// without being named.
fn markdown(extensions: &[String], all: bool, settings: &mut Settings) {
    let has = |names: &[&str]| names.iter().any(|name| extensions.iter().any(|extension| extension == name));
    let usual = |names: &[&str]| all || has(names);
    settings.plain_signs();
    for (key, on) in [
        ("math", usual(&["pymdownx.arithmatex", "mdx_math", "markdown_katex", "markdown-katex"])),
        ("hard-breaks", has(&["nl2br"])),
        ("smart-punctuation", has(&["smarty"])),
        ("marks", usual(&["pymdownx.mark"])),
        ("emoji", usual(&["pymdownx.emoji"])),
        ("admonitions", usual(&["admonition", "pymdownx.details", "pymdownx.blocks.admonition", "pymdownx.tabbed"])),
        // `[TOC]` is read in every site.
        ("attributes", true),
        ("whole-html", true),
        ("bars-in-code", true),
        ("abbreviations", usual(&["abbr", "extra"])),
        ("keys", usual(&["pymdownx.keys"])),
        ("insertions", usual(&["pymdownx.caret"])),
        ("math-brackets", usual(&["pymdownx.arithmatex"])),
        ("includes", usual(&["pymdownx.snippets"])),
    ] {
        if on != (key == "math") {
            settings.set("markdown", key, on);
        }
    }
}

/// The settings with those that they `INHERIT` from.
fn inherited(root: &Path, own: Table, depth: usize) -> Table {
    fn merge(under: &mut Table, over: Table) {
        for (key, value) in over {
            match (under.get_mut(&key), value) {
                (Some(Value::Table(inner)), Value::Table(more)) => merge(inner, more),
                (_, value) => drop(under.insert(key, value)),
            }
        }
    }
    let parent = text(&own, "INHERIT");
    let Some(parent) = Some(parent).filter(|file| depth < 4 && !file.is_empty()).and_then(|file| table(root, &file))
    else {
        return own;
    };
    let mut all = inherited(root, parent, depth + 1);
    merge(&mut all, own);
    all
}

/// The settings with the plugins of each `group` among the others
/// (<https://squidfunk.github.io/mkdocs-material/plugins/group/>).
fn ungrouped(mut table: Table) -> Table {
    fn flat(plugins: &Value) -> Vec<Value> {
        let of_named = |(name, options): (&String, &Value)| match name.trim_start_matches("material/") {
            "group" => options.get("plugins").map(flat).unwrap_or_default(),
            _ => vec![Table::from_iter([(name.clone(), options.clone())]).into()],
        };
        match plugins {
            Value::Array(items) => items.iter().flat_map(flat).collect(),
            Value::Table(named) => named.iter().flat_map(of_named).collect(),
            name => vec![name.clone()],
        }
    }
    if let Some(plugins) = table.get_mut("plugins") {
        *plugins = flat(plugins).into();
    }
    table
}

/// Whether the settings in `file`, or those that they `INHERIT` from, name a rule for the ids of headings.
fn names_slugs(root: &Path, file: &str, depth: usize) -> bool {
    let parent = || table(root, file).map(|own| text(&own, "INHERIT")).filter(|parent| !parent.is_empty());
    let here = file::read_text(&root.join(file)).unwrap_or_default().contains("slugify");
    here || depth < 4 && parent().is_some_and(|parent| names_slugs(root, &parent, depth + 1))
}

/// A text, or the last one where the environment comes first: `!ENV [NAME, "default"]`.
fn value(table: &Table, key: &str) -> String {
    match get(table, key) {
        Some(Value::Array(items)) => items.last().and_then(Value::as_str).unwrap_or_default().to_owned(),
        _ => text(table, key),
    }
}

/// What is set for the plugin or extension `name`, in a list of them: `- name: {…}`.
fn options(table: &Table, key: &str, name: &str) -> Table {
    let own = |table: &Table| table.get(name).and_then(Value::as_table).cloned();
    let found = match get(table, key) {
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_table).find_map(own),
        Some(Value::Table(named)) => own(named),
        _ => None,
    };
    found.unwrap_or_default()
}

/// Where snippets are looked for: in the folder of the site, if nothing else is said. A path may be one of Windows.
fn snippet_folders(table: &Table) -> Vec<String> {
    let said = texts(&options(table, "markdown_extensions", "pymdownx.snippets"), "base_path");
    let said: Vec<String> = said.iter().map(|folder| folder.replace('\\', "/")).collect();
    let said = said.iter().map(|folder| folder.trim_start_matches("!relative").trim().trim_end_matches('/'));
    let named: Vec<String> = said.map(|folder| if folder.starts_with('$') { "." } else { folder }.to_owned()).collect();
    if named.is_empty() { vec![".".into()] } else { named }
}

/// What plugins leave out of the folder `docs`, as expressions for paths from that of the site.
fn excluded(table: &Table, docs: &str) -> Vec<String> {
    let mut expressions = Vec::new();
    for (plugin, front) in [("exclude", ""), ("excluder", ""), ("file-filter", "exclude_")] {
        let options = options(table, "plugins", plugin);
        let globs = texts(&options, &format!("{front}glob"));
        expressions.extend(globs.iter().map(|glob| crossing(&format!("{docs}/{glob}")) + "$"));
        let own = texts(&options, &format!("{front}regex"));
        // One with a fault stays as it is typed.
        let typed = |expression: &String| fault(expression).map(|_| expression.clone());
        let below = |expression: &String| format!("{}(?:{expression})", crossing(&format!("{docs}/")));
        expressions.extend(own.iter().map(|expression| typed(expression).unwrap_or_else(|| below(expression))));
    }
    expressions
}

/// The languages of the plugin `i18n`: by the endings of file names, or by folders. Before its version 1 they were a
/// table of their names, and one setting told the site's own.
fn languages(table: &Table, settings: &mut Settings) {
    let options = options(table, "plugins", "i18n");
    let own = text(&options, "default_language");
    let languages: Vec<(String, bool)> = match options.get("languages") {
        Some(Value::Array(languages)) => {
            let languages = languages.iter().filter_map(Value::as_table);
            languages.map(|language| (text(language, "locale"), truth(language, "default") == Some(true))).collect()
        }
        Some(Value::Table(named)) => {
            let codes = named.keys().filter(|code| *code != "default");
            codes.map(|code| (code.clone(), *code == own)).collect()
        }
        _ => return,
    };
    let by_folder = text(&options, "docs_structure") == "folder";
    for (code, is_own) in languages {
        if is_own {
            settings.set("book", "language", code.as_str());
        }
        if !code.is_empty() && (by_folder || !is_own) {
            let section = format!("languages.{code}");
            settings.put(&section, "folder", code);
            if !is_own && truth(&options, "fallback_to_default") != Some(false) {
                settings.set(&section, "fallback", true);
            }
        }
    }
}

/// What the plugin `i18n` takes paths in `nav` for: those of the site's own language, in `docs`.
fn in_own_language(nav: &Value, table: &Table, docs: &Path) -> Value {
    let options = options(table, "plugins", "i18n");
    let languages = codes(get(&options, "languages"));
    let Some(own) = languages.first().filter(|own| !own.is_empty()) else { return nav.clone() };
    match nav {
        Value::String(path) if is_page(path) && !docs.join(path).is_file() => {
            let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
            let meant = [format!("{own}/{path}"), format!("{stem}.{own}.{ending}")];
            let meant = meant.into_iter().find(|meant| docs.join(meant).is_file());
            meant.map_or_else(|| nav.clone(), Value::String)
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| in_own_language(item, table, docs)).collect()),
        Value::Table(named) => {
            let named = named.iter().map(|(title, item)| (title.clone(), in_own_language(item, table, docs)));
            Value::Table(named.collect())
        }
        other => other.clone(),
    }
}

/// The codes of the languages in a list, the site's own first.
fn codes(languages: Option<&Value>) -> Vec<String> {
    let languages = languages.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table);
    let mut languages: Vec<_> = languages.collect();
    languages.sort_by_key(|language| truth(language, "default") != Some(true));
    languages.into_iter().map(|language| text(language, "locale")).collect()
}

/// The names in a list whose items may have settings of their own: `- toc: {permalink: true}`.
fn names(table: &Table, key: &str) -> Vec<String> {
    match get(table, key) {
        Some(Value::Array(items)) => items
            .iter()
            .flat_map(|item| match item {
                Value::String(name) => vec![name.clone()],
                Value::Table(named) => named.keys().cloned().collect(),
                _ => Vec::new(),
            })
            .collect(),
        Some(Value::Table(named)) => named.keys().cloned().collect(),
        _ => Vec::new(),
    }
}

/// The extensions of Markdown that the site uses, by their short names.
fn extensions(table: &Table) -> Vec<String> {
    let short = |name: String| name.strip_prefix("markdown.extensions.").map_or(name.clone(), str::to_owned);
    names(table, "markdown_extensions").into_iter().map(short).collect()
}

/// Adds an item of `nav` to a list of chapters: `x.md`, `Title: x.md` or `Part: [...]`.
fn chapter(item: &Value, depth: usize, list: &mut String) {
    let indent = "    ".repeat(depth);
    match item {
        Value::String(path) if is_page(path) => drop(writeln!(list, "{indent}- [](<{path}>)")),
        Value::Table(named) => {
            for (title, value) in named {
                let title = title.replace(['[', ']'], "");
                match value {
                    Value::String(path) if is_page(path) => drop(writeln!(list, "{indent}- [{title}](<{path}>)")),
                    Value::Array(items) => {
                        let _ = writeln!(list, "{indent}- [{title}]()");
                        for item in items {
                            chapter(item, depth + 1, list);
                        }
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// Sets the titles that `nav` gives to pages.
fn titles(item: &Value, settings: &mut Settings) {
    match item {
        Value::Array(items) => items.iter().for_each(|item| titles(item, settings)),
        Value::Table(named) => {
            for (title, value) in named {
                match value {
                    Value::String(path) if is_page(path) => {
                        let path = path.trim_start_matches("./").trim_start_matches('/');
                        settings.put("book.titles", path, plain(title));
                    }
                    other => titles(other, settings),
                }
            }
        }
        _ => {}
    }
}

/// A title without the tags of HTML that may stand in it.
fn plain(title: &str) -> String {
    let mut texts = title.split('<');
    let first = texts.next().unwrap_or_default().to_owned();
    let rest = texts.filter_map(|text| text.split_once('>').map(|(_, text)| text));
    let all: String = std::iter::once(first.as_str()).chain(rest).collect();
    all.replace("&nbsp;", " ").replace("&nbsp", " ").replace("&amp;", "&").trim().to_owned()
}

fn is_page(path: &str) -> bool {
    !path.contains("://") && !path.contains(['*', '<', '>', '\n'])
}
