//! `GitBooks`.

use std::fmt::Write;
use std::path::Path;

use super::files::{below, content, first, head, is_within, lines, table, text};
use super::found::Found;
use super::settings::Settings;
use crate::base::path::last_part;
use crate::read::syntax::summary::{self, Chapter};

const WHAT: &str = "a GitBook";

/// The list of the languages of a book in several.
const LANGUAGES: &str = "LANGS.md";

/// Tells a `GitBook` by its settings, or by the folder in which it keeps its pictures.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let kept = || root.join(".gitbook").is_dir() && root.join(summary::FILE).is_file();
    match first(root, &[".gitbook.yaml", ".gitbook.yml", "book.json"]) {
        Some(by) => read(root, by),
        None => kept().then(|| read(root, ".gitbook"))?,
    }
}

/// Tells a `GitBook` without settings by a list of chapters beside its first page, or of languages with one each.
pub(super) fn detect_contents(root: &Path) -> Option<Found> {
    if languages(root).iter().any(|(_, folder)| root.join(folder).join(summary::FILE).is_file()) {
        return read(root, LANGUAGES);
    }
    let is_one = root.join(summary::FILE).is_file() && root.join("README.md").is_file();
    let is_one = is_one && !root.join("src").join(summary::FILE).is_file();
    is_one.then(|| read(root, summary::FILE))?
}

fn read(root: &Path, by: &str) -> Option<Found> {
    let table = if by.contains("book.") { table(root, by)? } else { toml::Table::new() };
    let named = text(&table, "root");
    let folder = named.trim_start_matches("./").trim_end_matches('/');
    let folder = if !folder.is_empty() && is_within(root, folder) { folder } else { "." };
    let at = root.join(folder);
    let structure = below(&table, "structure");
    let file = |key: &str, usual: &str| {
        let named = text(&structure, key);
        let named = named.trim_start_matches("./").trim_start_matches('/');
        Some(named).filter(|named| at.join(named).is_file()).unwrap_or(usual).to_owned()
    };
    let (home, list) = (file("readme", "README.md"), file("summary", summary::FILE));
    let mut settings = Settings::default();
    settings.set("book", "title", text(&table, "title"));
    settings.set("book", "description", text(&table, "description"));
    settings.set("book", "language", text(&table, "language"));
    settings.plain_signs();
    settings.set("markdown", "wikilinks", false);
    settings.set("markdown", "emoji", true);
    settings.set("markdown", "heading-ids", "gitbook");
    // It has had several rules for them.
    settings.allow(&["foreign-anchor"]);
    settings.set("book", "src", folder);
    settings.set("book", "home", if at.join(&home).is_file() { home } else { String::new() });
    // What the name of a file stands for is the page in it.
    settings.set("links", "titles-for-file-names", true);
    // Before there was an application, a page stood in a file called after its text.
    if by.starts_with(".gitbook") {
        settings.set("addresses", "slugs", "github");
    } else {
        settings.set("addresses", "slugs", "as-named");
        settings.set("addresses", "html", "redirect");
    }
    // Pictures are kept in a hidden folder.
    let own = ["/book.json", "/node_modules/", "/_book/", "/GLOSSARY.md", "!/.gitbook/", "/.gitbook/*"];
    let mut ignore = own.map(str::to_owned).to_vec();
    ignore.push("!/.gitbook/assets/".into());
    for file in [".ignore", ".bookignore"] {
        ignore.extend(content(&at, file).map(|text| lines(&text)).unwrap_or_default());
    }
    let languages = languages(&at);
    if languages.is_empty() {
        if list != summary::FILE {
            settings.set("book", "chapters", content(&at, &list).unwrap_or_default());
            ignore.push(format!("/{list}"));
        }
        settings.set("build", "only-listed", at.join(&list).is_file());
        titles(&at, &content(&at, &list).unwrap_or_default(), &mut settings);
    } else {
        // Each language is a book of its own, and the files above these only lead to them.
        let own = text(&table, "language");
        settings.set("book", "language", if own.is_empty() { code(&languages[0].1) } else { own });
        let mut chapters = String::new();
        for (title, folder) in &languages {
            let section = format!("languages.{}", code(folder));
            settings.set(&section, "folder", folder.as_str());
            settings.set(&section, "path", folder.as_str());
            chapters.push_str(&chapters_of(&at, (title, folder), &list));
        }
        settings.put("book", "home", "");
        titles(&at, &chapters, &mut settings);
        settings.set("build", "only-listed", !chapters.is_empty());
        settings.set("book", "chapters", chapters);
    }
    settings.set("book", "ignore", ignore);
    Some(Found::new(WHAT, by, &settings))
}

/// Sets the titles that the list gives to chapters whose texts have none.
fn titles(at: &Path, list: &str, settings: &mut Settings) {
    for Chapter { title, path, .. } in summary::chapters(list) {
        let Some(path) = path.filter(|_| !title.is_empty()) else { continue };
        if content(at, path.as_str()).is_some_and(|text| !has_title(&text)) {
            settings.put("book.titles", path.as_str(), &*title);
        }
    }
}

/// Whether a text has a title: a field, or a heading of the highest level at the top.
fn has_title(text: &str) -> bool {
    let fields = head(text);
    let is_fence = |line: &&str| line.trim_end() == "---";
    let mut lines = text.lines().skip_while(|line| line.trim().is_empty());
    if fields.is_some() {
        lines.by_ref().filter(is_fence).nth(1);
    }
    let mut lines = lines.skip_while(|line| line.trim().is_empty());
    let (first, next) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let is_underlined = !next.is_empty() && next.trim_end().bytes().all(|byte| byte == b'=');
    fields.is_some_and(|fields| fields.contains_key("title")) || first.starts_with("# ") || is_underlined
}

/// The languages of a book in several, each with its folder.
fn languages(at: &Path) -> Vec<(String, String)> {
    let list = summary::chapters(&content(at, LANGUAGES).unwrap_or_default());
    let named = list.into_iter().filter_map(|chapter| Some((chapter.title.into(), chapter.path?.as_str().to_owned())));
    named.filter(|(_, folder)| is_within(at, folder)).collect()
}

/// The code of the language whose texts lie in `folder`.
fn code(folder: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    last_part(folder).chars().map(plain).collect()
}

/// The chapters of a language as part of a list of all, with its first page before them.
fn chapters_of(at: &Path, (title, folder): (&str, &str), list: &str) -> String {
    const FIRST: &str = "README.md";
    let mut lines = format!("- [{}]()\n", title.replace(['[', ']'], ""));
    let chapters = summary::chapters(&content(&at.join(folder), list).unwrap_or_default());
    let is_first = |chapter: &Chapter| chapter.path.as_ref().is_some_and(|path| path.as_str() == FIRST);
    if !chapters.iter().any(is_first) && at.join(folder).join(FIRST).is_file() {
        let _ = writeln!(lines, "    - [](<{folder}/{FIRST}>)");
    }
    for Chapter { depth, title, path } in chapters {
        let path = path.map(|path| format!("<{folder}/{path}>")).unwrap_or_default();
        let _ = writeln!(lines, "{}- [{}]({path})", "    ".repeat(depth + 1), title.replace(['[', ']'], ""));
    }
    lines
}
