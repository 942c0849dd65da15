//! Hugo sites.

use std::fs;
use std::path::Path;

use toml::{Table, Value};

use super::cascade::{self, across};
use super::files::{
    below, content, crossing, get, indexes, is_within, left_out, let_in, present, table, text, texts, truth, value,
    within as globbed,
};
use super::found::{Found, usable_address};
use super::judge::Judge;
use super::languages::{self, Languages};
use super::settings::{Settings, merge};
use crate::base::config::pattern;
use crate::base::path::joined;

/// The files of settings that no other tool has.
const OWN: [&str; 4] = ["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"];

/// Those that other tools have too.
const COMMON: [&str; 4] = ["config.toml", "config.yaml", "config.yml", "config.json"];

/// The folder whose files are read together, each of them one table: `params.toml` is `[params]`.
const FOLDER: &str = "config/_default";

/// What is set besides where the site is published.
const PUBLISHED: &str = "config/production";

/// Endings of files that are pages there, and that need another program to be read.
const OTHER_MARKUP: [&str; 7] = ["org", "adoc", "asciidoc", "ad", "rst", "pandoc", "pdc"];

/// Tells a Hugo site by a file of settings of its own.
pub(super) fn detect_own(root: &Path) -> Option<Found> {
    let by = OWN.into_iter().find(|file| root.join(file).is_file());
    let by = by.or_else(|| root.join(FOLDER).is_dir().then_some(FOLDER))?;
    Some(found(root, by, &settled(root, by)))
}

/// Tells a Hugo site by a file of the usual name with a `baseURL`, or by its folders and settings of another name.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let Some(by) = COMMON.into_iter().find(|file| root.join(file).is_file()) else {
        let by = other_settings(root)?;
        return Some(found(root, &by, &settled(root, &by)));
    };
    let table = settled(root, by);
    let signs = ["baseURL", "languageCode", "paginate", "enableRobotsTXT"];
    let is_one = signs.iter().any(|key| get(&table, key).is_some()) && root.join("content").is_dir();
    if is_one || get(&table, "baseURL").is_some() { Some(found(root, by, &table)) } else { None }
}

/// The file of settings in the folder of a Hugo site that has no other name than `hugo --config` is given: `config-prod.toml`.
fn other_settings(root: &Path) -> Option<String> {
    let has = |folder: &str| root.join(folder).is_dir();
    if !has("content") || !["themes", "archetypes", "layouts"].into_iter().any(has) {
        return None;
    }
    let names = files_in(root, "").into_iter().filter(|name| name.starts_with("config") || name.starts_with("hugo"));
    // What the build of a site notes for other programs is none.
    let names = names.filter(|name| name != "hugo_stats.json");
    // What is published counts before what is tried out.
    names.min_by_key(|name| (!name.contains("prod"), name.clone()))
}

/// The settings of the Hugo site in `root`, and the file of them that hands fields down to texts, if one does.
pub(super) fn site(root: &Path) -> Option<(String, Table)> {
    let by = OWN.iter().chain([&FOLDER]).chain(&COMMON).find(|file| root.join(file).exists());
    let by = by.map(|by| (*by).to_owned()).or_else(|| other_settings(root))?;
    let table = settled(root, &by);
    let is_there = |file: &String| content(root, file).is_some_and(|text| text.to_lowercase().contains("cascad"));
    let by = files(root).into_iter().find(|file| file.contains("/cascade.") || is_there(file)).unwrap_or(by);
    Some((by, table))
}

/// The settings in `by`, with those in the folder.
fn settled(root: &Path, by: &str) -> Table {
    let mut all = if by == FOLDER { Table::new() } else { table(root, by).unwrap_or_default() };
    for folder in [FOLDER, PUBLISHED] {
        merge(&mut all, &in_folder(root, folder));
    }
    all
}

/// The files that settings are read from besides the one in the folder of the site.
pub(super) fn files(root: &Path) -> Vec<String> {
    let usual = OWN.iter().chain(&COMMON).any(|file| root.join(file).is_file());
    let named = if usual { None } else { other_settings(root) };
    [FOLDER, PUBLISHED].iter().flat_map(|folder| files_in(root, folder)).chain(named).collect()
}

/// The files of settings in `folder`, in order.
fn files_in(root: &Path, folder: &str) -> Vec<String> {
    let names = fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
    let names = names.filter_map(|entry| entry.file_name().into_string().ok());
    let is_known = |name: &String| [".toml", ".yaml", ".yml", ".json"].iter().any(|ending| name.ends_with(ending));
    let files = names.filter(is_known);
    let mut files: Vec<String> =
        files.map(|name| if folder.is_empty() { name } else { format!("{folder}/{name}") }).collect();
    files.sort();
    files
}

/// The settings in the files of `folder`.
fn in_folder(root: &Path, folder: &str) -> Table {
    let mut all = Table::new();
    for file in files_in(root, folder) {
        let name = file.rsplit('/').next().unwrap_or_default();
        let name = name.rsplit_once('.').map_or(name, |(name, _)| name);
        let (section, code) = name.split_once('.').unwrap_or((name, ""));
        let table = match (section, value(root, &file)) {
            // It may be a list of them.
            ("cascade", Some(list @ Value::Array(_))) => Table::from_iter([(section.to_owned(), list)]),
            (_, Some(Value::Table(table))) => table,
            _ => continue,
        };
        let within = |section: &str, table: Table| Table::from_iter([(section.to_owned(), Value::from(table))]);
        let is_said_again = table.len() == 1 && table.contains_key(section);
        let table = match (section, code) {
            ("hugo" | "config", _) => table,
            // Said again in the file itself.
            (_, "") if is_said_again => table,
            // `languages.de.toml` is `[languages.de]`, and `params.de.toml` what is set for that language alone.
            ("languages", code) if !code.is_empty() => within("languages", within(code, table)),
            (_, code) if !code.is_empty() && is_said_again => within("languages", within(code, table)),
            (section, code) if !code.is_empty() => within("languages", within(code, within(section, table))),
            _ => within(section, table),
        };
        merge(&mut all, &table);
    }
    all
}

fn found(root: &Path, by: &str, table: &Table) -> Found {
    // A folder elsewhere may hold what nobody means to publish.
    let within = |folder: &String| is_within(root, folder);
    let mounted = languages::mounted(table);
    let mut statics: Vec<String> = mounted
        .iter()
        .filter(|(target, _)| target == "static")
        .filter_map(|(_, mount)| joined("", &text(mount, "source")))
        .filter(within)
        .collect();
    if statics.is_empty() {
        statics = texts(table, "staticDir").into_iter().filter(within).collect();
    }
    let params = below(table, "params");
    let languages = Languages::of(root, table);
    let default = languages.own_settings();
    let first = |texts: Vec<String>| texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    let src = languages.src(root, table);
    let mut settings = Settings::default();
    settings.set("book", "title", first(vec![text(&default, "title"), text(table, "title"), text(&params, "title")]));
    let described = vec![text(&below(&default, "params"), "description"), text(&params, "description")];
    settings.set("book", "description", first(described));
    // Where there are several languages, essays are told apart by their codes.
    let mut language = if languages.all.is_empty() { Vec::new() } else { vec![languages.own.clone()] };
    language.extend(["locale", "languageCode", "defaultContentLanguage"].map(|key| text(table, key)));
    settings.set("book", "language", first(language));
    settings.set("book", "static", if statics.is_empty() { present(root, &["static"]) } else { statics });
    settings.set("book", "html-pages", true);
    let others = OTHER_MARKUP.join("|");
    let front = if src == "." { String::new() } else { format!("{}/", src.replace('.', "\\.")) };
    // What is said for one language that keeps texts back is read for all.
    let spoken = below(table, "languages");
    let spoken: Vec<&Table> = [table].into_iter().chain(spoken.values().filter_map(Value::as_table)).collect();
    let mut expressions: Vec<String> = spoken.iter().flat_map(|table| texts(table, "ignoreFiles")).collect();
    let mut is_read = true;
    expressions.extend(excluded(&mounted, &mut is_read));
    expressions.push(format!("^{front}.*\\.({others})$"));
    expressions.push(format!("^{front}(.*/)?_content\\.[^/]*gotmpl$"));
    settings.set("book", "ignore-matching", expressions);
    for (theirs, ours) in [("buildDrafts", "drafts"), ("buildFuture", "future"), ("buildExpired", "expired")] {
        if truth(table, theirs) == Some(true) {
            settings.set("build", ours, true);
        }
    }
    settings.set("build", "hold-back", [only_included(&mounted, &src, &mut is_read), handed_down(table)].concat());
    settings.set("book", "ignore", languages.ignored(&src));
    settings.set("build", "hold-back-as", "hugo");
    settings.set("book", "src", src.as_str());
    let days: Vec<Table> = spoken.iter().map(|table| below(table, "frontmatter")).collect();
    for (theirs, ours) in
        [("date", "date-fields"), ("publishDate", "publish-date-fields"), ("expiryDate", "expiry-date-fields")]
    {
        // The first that a text has counts, the usual one where it is named.
        let named = days.iter().flat_map(|days| texts(days, theirs));
        let named = named.map(|field| if field == ":default" { theirs.to_owned() } else { field });
        let named: Vec<String> = named.filter(|field| !field.starts_with(':')).collect();
        let is_usual = named.iter().all(|field| field.eq_ignore_ascii_case(theirs));
        settings.set("build", ours, if is_usual { Vec::new() } else { named });
    }
    addresses(table, &mut settings);
    languages.set(&src, truth(table, "defaultContentLanguageInSubdir") == Some(true), &mut settings);
    markdown(table, &mut settings);
    // Who writes the texts in Obsidian has a program turn them into those of Hugo, or templates that do.
    settings.set("markdown", "wikilinks", [".", "content"].iter().any(|at| root.join(at).join(".obsidian").is_dir()));
    settings.extend(&Settings::from(Table::from_iter([("extra".to_owned(), params.into())])));
    settings.set("links", "lists", lists(table));
    settings.set("links", "elsewhere", besides(table));
    settings.set("output.html", "section-lists", true);
    settings.set("output.html", "folder-pages", true);
    settings.set("output.html", "base-url", usable_address(text(table, "baseURL")));
    let mut found = Found::new("a Hugo site", by, &settings);
    found.cannot_choose("module.mounts", is_read);
    let is_other = |name: &str| name.rsplit_once('.').is_some_and(|(_, ending)| OTHER_MARKUP.contains(&ending));
    if indexes(&root.join(&src), is_other).next().is_some() {
        found.missing.push("pages in Org, AsciiDoc and the like".into());
    }
    if indexes(&root.join(&src), |name| name.starts_with("_content.") && name.ends_with("gotmpl")).next().is_some() {
        found.missing.push("pages that a `_content.gotmpl` makes".into());
    }
    let below = |target: &str| target.starts_with("static/") || target.starts_with("content/");
    let elsewhere = mounted.iter().filter(|(target, _)| below(target));
    found.missing.extend(elsewhere.map(|(target, _)| format!("what `module.mounts` puts in `{target}`")));
    found
}

/// The lines for what the settings hand down that keeps texts back, for whoever keeps the settings of the book alone.
pub(super) fn handed_down(table: &Table) -> Vec<String> {
    // Lines know no languages.
    let table = table.clone().into_iter().filter(|(name, _)| name != "languages").collect();
    let rules = cascade::of_site(&table, "", &Judge::at_first()).into_iter().filter(|rule| rule.holds);
    // Lines cannot say of a page that it must fit both.
    let lines = rules.flat_map(|rule| match (rule.lines.is_empty(), rule.kinds.is_empty()) {
        (false, _) => rule.lines,
        (true, false) => rule.kinds.into_iter().filter(|line| !line.starts_with('!')).collect(),
        (true, true) => vec!["/*".to_owned()],
    });
    let mut lines: Vec<String> = lines.collect();
    lines.dedup();
    lines
}

/// The lists that the site makes: those of its taxonomies, and of the words in them.
fn lists(table: &Table) -> Vec<String> {
    cascade::taxonomies(table)
        .iter()
        .map(|name| if name == "tags" { "/tags/".to_owned() } else { format!("/{}/*", name.to_lowercase()) })
        .collect()
}

/// What Hugo makes besides pages: feeds of every list, further pages of long ones, and the formats that the site names
/// (<https://gohugo.io/configuration/output-formats/>).
fn besides(table: &Table) -> Vec<String> {
    let feed = text(&below(&below(table, "outputFormats"), "rss"), "baseName");
    let feed = if feed.is_empty() { "index".to_owned() } else { feed };
    let mut files = vec![format!("{feed}.xml"), "sitemap.xml".to_owned(), "page/".to_owned()];
    if below(table, "outputs").values().any(|outputs| outputs.to_string().to_lowercase().contains("json")) {
        files.push("index.json".to_owned());
    }
    for (name, format) in below(table, "outputFormats") {
        let name =
            format.as_table().map(|format| text(format, "baseName")).filter(|own| !own.is_empty() && name != "rss");
        files.extend(name.map(|name| format!("{name}.")));
    }
    let end = |file: &str| if file.ends_with(['/', '.']) { "*" } else { "" };
    files.iter().flat_map(|file| ["/", "/*/"].map(|at| format!("{at}{file}{}", end(file)))).collect()
}

/// What `module.mounts` leaves out of the folders of texts and files, as expressions for paths from that of the site.
fn excluded(mounted: &[(String, Table)], is_read: &mut bool) -> Vec<String> {
    let is_published = |target: &str| ["content", "static"].iter().any(|folder| target.starts_with(folder));
    let mounted = mounted.iter().filter(|(target, _)| is_published(target));
    let of_mount = |(target, mount): &(String, Table)| {
        let source = crossing(&format!("{}/", joined("", &text(mount, "source")).unwrap_or_default()));
        let (out, own): (Vec<String>, Vec<String>) =
            texts(mount, "files").into_iter().partition(|glob| glob.starts_with('!'));
        let out = texts(mount, "excludeFiles").into_iter().chain(out);
        // Texts that are not taken in are held back.
        let own: Vec<String> = texts(mount, "includeFiles").into_iter().chain(own).collect();
        let own = if target.starts_with("static") { own } else { Vec::new() };
        let all = Some(source.clone()).filter(|_| !own.is_empty());
        let plain = |glob: String| glob.trim_start_matches(['!', ' ', '/']).to_owned();
        let (own, out): (Vec<_>, Vec<_>) = (own.into_iter().map(plain).collect(), out.map(plain).collect());
        let expressions = |globs: Vec<String>, sign: &str| -> Vec<String> {
            globs.iter().map(|glob| format!("{sign}{source}{}", globbed(glob))).collect()
        };
        let (own, out) = (expressions(let_in(&own, is_read), "!"), expressions(left_out(&out, is_read), ""));
        all.into_iter().chain(own).chain(out).collect::<Vec<_>>()
    };
    mounted.flat_map(of_mount).collect()
}

/// What `module.mounts` takes in alone of a folder of texts, if it says so of one: lines that hold back the rest.
fn only_included(mounted: &[(String, Table)], src: &str, is_read: &mut bool) -> Vec<String> {
    let content = mounted.iter().filter(|(target, _)| target == "content");
    content.flat_map(|(_, mount)| included(mount, src, is_read)).collect()
}

fn included(mount: &Table, src: &str, is_read: &mut bool) -> Vec<String> {
    let files = texts(mount, "files").into_iter().filter(|glob| !glob.starts_with('!'));
    let globs: Vec<String> = texts(mount, "includeFiles").into_iter().chain(files).collect();
    let source = joined("", &text(mount, "source")).unwrap_or_default();
    let below = if source == src { Some("") } else { source.strip_prefix(src) };
    let Some(below) = below.filter(|_| !globs.is_empty()) else { return Vec::new() };
    let all = [format!("{below}/**"), format!("!{below}/**/")];
    let globs = let_in(&globs, is_read).into_iter().flat_map(|glob| {
        let all = across(glob.trim_start_matches('/'));
        *is_read &= all.is_some();
        all.unwrap_or_default()
    });
    all.into_iter().chain(globs.map(|glob| format!("!{below}/{glob}"))).collect()
}

/// What Hugo reads in a text.
fn markdown(table: &Table, settings: &mut Settings) {
    let goldmark = below(&below(table, "markup"), "goldmark");
    let parser = below(&goldmark, "parser");
    let rule = ["autoIDType", "autoHeadingIDType"].map(|key| text(&parser, key));
    let rule = match rule.iter().find(|rule| !rule.is_empty()).map(String::as_str) {
        Some("github-ascii") => "github-ascii",
        Some("blackfriday") => "blackfriday",
        _ => "hugo",
    };
    settings.set("markdown", "heading-ids", rule);
    settings.set("markdown", "macros", "shortcodes");
    settings.set("markdown", "blank-first-lines", true);
    settings.plain_signs();
    let extensions = below(&goldmark, "extensions");
    settings.set("markdown", "marks", truth(&below(&below(&extensions, "extras"), "mark"), "enable") == Some(true));
    let passthrough = below(&extensions, "passthrough");
    // Quotation marks and dashes become typographic ones unless that is switched off.
    let plain = match get(&extensions, "typographer") {
        // Signs of the site's own, or none, as for `--option`.
        Some(Value::Table(signs)) if ["enDash", "emDash"].iter().any(|dash| get(signs, dash).is_some()) => Some(true),
        Some(Value::Table(typographer)) => truth(typographer, "disable"),
        Some(Value::Boolean(on)) => Some(!on),
        _ => None,
    };
    for (key, on) in [
        ("emoji", truth(table, "enableEmoji")),
        ("attributes", truth(&below(&parser, "attribute"), "block")),
        ("term-ids", truth(&parser, "autoDefinitionTermID")),
        ("hard-breaks", truth(&below(&goldmark, "renderer"), "hardWraps")),
        ("insertions", truth(&below(&below(&extensions, "extras"), "insert"), "enable")),
        ("math-brackets", truth(&passthrough, "enable")),
        ("smart-punctuation", Some(plain != Some(true))),
    ] {
        if on == Some(true) {
            settings.set("markdown", key, true);
        }
    }
}

/// Where pages stand.
fn addresses(table: &Table, settings: &mut Settings) {
    settings.set("addresses", "slugs", "hugo");
    settings.set("addresses", "relative-aliases", true);
    let is_set = |key: &str| truth(table, key) == Some(true);
    if is_set("disablePathToLower") {
        settings.set("addresses", "keep-case", true);
    }
    if is_set("uglyURLs") {
        settings.set("addresses", "html", "page");
    }
    let ugly = below(table, "uglyURLs");
    let is_ugly = |folder: &str| is_set("uglyURLs") || truth(&ugly, folder) == Some(true);
    for folder in ugly.keys().filter(|folder| is_ugly(folder)) {
        settings.set("addresses.patterns", folder, "/:sections/:slugorcontentbasename.html");
    }
    let dates = get(table, "frontmatter").and_then(Value::as_table).map(|fields| texts(fields, "date"));
    if dates.is_some_and(|dates| dates.iter().any(|field| field == ":filename")) {
        settings.set("addresses", "days", "cut");
    }
    let patterns = get(table, "permalinks").and_then(Value::as_table).cloned().unwrap_or_default();
    let sound = |text: &Value| text.as_str().filter(|text| pattern::unknown(text).is_none()).map(str::to_owned);
    for (folder, text) in &below(&patterns, "section") {
        if let Some(text) = sound(text) {
            settings.set("addresses.section-patterns", folder, text);
        }
    }
    for (folder, text) in patterns.iter().chain(&below(&patterns, "page")) {
        if let Some(text) = sound(text)
            && !folder.trim_matches('/').is_empty()
        {
            let text = match text.trim_end_matches('/') {
                page if is_ugly(folder) && !page.contains('.') => format!("{page}.html"),
                _ => text,
            };
            settings.set("addresses.patterns", folder, text);
        }
    }
}
