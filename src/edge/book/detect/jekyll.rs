//! Jekyll sites.

mod besides;

use std::fs;
use std::path::Path;

use toml::{Table, Value};

use super::files::{
    below, crossing, first, get, indexes, is_within, left_out, let_in, literal, table, text, texts, truth, yaml,
};
use super::found::{Found, usable_address};
use super::judge::Judge;
use super::settings::Settings;
use crate::base::config::pattern::{self, from_jekyll};
use crate::base::path::{SourcePath, last_part};
use crate::edge::file;

/// Tells a Jekyll site by its `_config.yml`.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let read = |file| Some((file, table(root, file)?));
    let (by, table) = ["_config.yml", "_config.yaml"].into_iter().find_map(read)?;
    Some(site(root, by, &table))
}

/// Whether a program of the site reads `[[name]]` as a link: a plugin, or one of its own.
fn says_wiki(root: &Path, table: &Table) -> bool {
    let is_named = plugins(table).any(|plugin| plugin.contains("wiki"));
    let own = fs::read_dir(root.join("_plugins")).into_iter().flatten().flatten();
    is_named || own.filter_map(|file| file::read_text(&file.path()).ok()).any(|text| text.contains("[["))
}

/// Tells a Jekyll site without settings by its posts and its templates.
pub(super) fn detect_posts(root: &Path) -> Option<Found> {
    is_source(root).then(|| site(root, "_posts", &Table::new()))
}

/// Whether a folder has what a site of Jekyll's is made of.
fn is_source(folder: &Path) -> bool {
    ["_posts", "_layouts"].iter().all(|name| folder.join(name).is_dir())
}

fn site(root: &Path, by: &str, table: &Table) -> Found {
    let collections = get(table, "collections").and_then(Value::as_table).cloned().unwrap_or_default();
    let source = text(table, "source");
    let source = source.trim_start_matches("./").trim_end_matches('/');
    // What another program puts there while building lies in a folder called so.
    let of = |folder: &&str| !folder.is_empty() && is_within(root, folder);
    let made = Some(last_part(source)).filter(|folder| of(folder) && is_source(&root.join(folder)));
    let source = Some(source).filter(of).or(made).unwrap_or(".");
    let src = root.join(source);
    let home = Home::of(&src);
    let author = text(table, "author");
    let mut settings = Settings::default();
    let title = [text(table, "title"), text(table, "name")].into_iter().find(|title| !title.is_empty());
    settings.set("book", "title", title.unwrap_or_default());
    settings.set("book", "description", text(table, "description"));
    settings.set("book", "authors", if author.is_empty() { Vec::new() } else { vec![author] });
    settings.set("book", "language", text(table, "lang"));
    settings.set("book", "src", source);
    if truth(table, "future") == Some(true) {
        settings.set("build", "future", true);
    }
    settings.set("book", "ignore", ignored(&src, table, &collections, home));
    let mut is_read = true;
    settings.set("build", "hold-back", unpublished(&src, table, &collections, &mut is_read));
    let front = if source == "." { String::new() } else { format!("{source}/") };
    let globs = texts(table, "exclude").into_iter().filter(|path| is_glob(path));
    // A folder that is left out is so with all that lies in it.
    let globs = globs.map(|glob| crossing(&format!("{front}{}", glob.trim_start_matches('/'))) + "(/|$)");
    settings.set("book", "ignore-matching", globs.collect::<Vec<_>>());
    settings.set("book", "html-pages", true);
    // Jekyll reads Markdown by GitHub's rules unless it is told to keep to kramdown's own.
    if get(table, "kramdown").and_then(Value::as_table).is_some_and(|kramdown| text(kramdown, "input") == "kramdown") {
        settings.set("markdown", "heading-ids", "kramdown");
    }
    addresses(table, &collections, &mut settings);
    settings.set("markdown", "macros", "liquid");
    settings.set("tags", "divide-at-spaces", true);
    settings.plain_signs();
    settings.set("markdown", "wikilinks", says_wiki(root, table));
    for on in ["attributes", "abbreviations", "math-brackets", "inline-double-dollars"] {
        settings.set("markdown", on, true);
    }
    let kramdown = get(table, "kramdown").and_then(Value::as_table);
    let is_other = !matches!(text(table, "markdown").to_lowercase().as_str(), "" | "kramdown");
    let is_parsed = kramdown.is_some_and(|kramdown| truth(kramdown, "parse_block_html") == Some(true));
    if !is_other && !is_parsed {
        settings.set("markdown", "whole-html", true);
    }
    settings.set("markdown", "bars-in-code", !is_other);
    settings.set("markdown", "loose-tables", !is_other);
    if plugins(table).any(|plugin| plugin == "jemoji") {
        settings.set("markdown", "emoji", true);
    }
    // The plugins show every page in each language, in the words of the site's own until somebody has translated it.
    if plugins(table).any(|plugin| plugin.contains("polyglot") || plugin.contains("multiple-languages")) {
        let codes = texts(table, "languages");
        let own = Some(text(table, "default_lang")).filter(|own| !own.is_empty()).or_else(|| codes.first().cloned());
        for code in codes.iter().filter(|code| Some(*code) != own.as_ref()) {
            settings.put("links.aliases", &format!("/{code}/"), "/");
        }
        settings.allow(&["address-taken"]);
    }
    // Jekyll writes the address of a link as it stands; a plugin finds those that name a text.
    settings.set("links", "by-address", true);
    settings.set("links", "lists", besides::lists(table));
    settings.set("links", "elsewhere", besides::files(root, &src, table));
    settings.set_plain("extra", table, &["title", "description", "author", "lang", "url", "baseurl"]);
    let address = format!("{}{}", text(table, "url"), text(table, "baseurl"));
    settings.set("output.html", "base-url", usable_address(address));
    let mut found = Found::new("a Jekyll site", by, &settings);
    found.cannot_choose("defaults", is_read);
    if home == Home::Program {
        found.missing.push(format!("what the template `{HOME}` makes"));
    }
    found
}

const HOME: &str = "index.html";

/// The home page of a site that is written in HTML.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Home {
    /// There is none, or it says nothing but which template it is for.
    Empty,
    /// A page or a file like any other.
    Page,
    /// It is put together from posts and other files, which only Jekyll can do.
    Program,
}

impl Home {
    fn of(src: &Path) -> Self {
        let text = file::read_text(&src.join(HOME)).unwrap_or_default();
        let text = text.trim_start_matches('\u{feff}');
        // Without front matter, nothing in it is run.
        let body = front_matter(text).map(|(_, body)| body);
        match body {
            Some(body) if body.contains("{%") => Self::Program,
            body if body.unwrap_or(text).trim().is_empty() => Self::Empty,
            _ => Self::Page,
        }
    }
}

/// What of the folder is not part of the site, as lines of a `.gitignore`. The later ones count: as in Jekyll, what the
/// settings `include` is part of it, whatever else is said.
fn ignored(src: &Path, table: &Table, collections: &Table, home: Home) -> Vec<String> {
    let mut ignore = Vec::new();
    // Of what lies among posts, only posts are read, and the plugin `postfiles` copies the rest.
    let copies = plugins(table).any(|plugin| plugin == "jekyll-postfiles");
    for folder in ["_posts", "_drafts"].into_iter().filter(|folder| *folder == "_drafts" || !copies) {
        ignore.extend([format!("**/{folder}/**"), format!("!**/{folder}/**/")]);
        let is_posts = folder == "_posts";
        // A post begins with its day; what does not is none.
        let begins = if is_posts { "[0-9]*-[0-9]*-[0-9]*-" } else { "" };
        ignore.extend(texts_in(&format!("**/{folder}"), begins, is_posts));
    }
    // What begins with one of these signs is left out, but for posts, drafts and collections, which have pages only if
    // they say so.
    ignore.extend(["_*", "\\#*", "~*", "!_posts/", "!_drafts/"].map(str::to_owned));
    let shown = |of: &&String| collections[*of].as_table().is_some_and(|of| truth(of, "output") == Some(true));
    ignore.extend(collections.keys().filter(shown).map(|name| format!("!/{}", folder_of(table, name))));
    ignore.extend(["/Gemfile*", "/vendor/", "/node_modules/", "/404.html"].map(str::to_owned));
    if home != Home::Page {
        ignore.push(format!("/{HOME}"));
    }
    // On GitHub, where most of these sites are made, what speaks of the repository is not a page, and a `README` is the
    // page of a folder that has no other.
    let about = ["LICENSE", "LICENCE", "COPYING", "CODE_OF_CONDUCT", "CONTRIBUTING", "SECURITY", "CHANGELOG"];
    // What is no page is copied as it is.
    ignore.extend(about.iter().flat_map(|name| [format!("/{name}*"), format!("!/{name}"), format!("!/{name}.txt")]));
    ignore.extend(about.map(|name| format!("/{}.md", name.to_lowercase())));
    if has_index(src) || has_home(src) {
        ignore.extend(["/README*", "/Readme.md", "/readme.md"].map(str::to_owned));
    }
    ignore.extend(idle_readmes(src));
    // What begins with front matter is a page there, whatever it is called.
    let own = about.iter().chain(&["README", "Readme"]).flat_map(|name| [name.to_string(), name.to_lowercase()]);
    let own = own.map(|name| format!("{name}.md"));
    ignore.extend(own.filter(|file| head_of(&src.join(file)).is_some()).map(|file| format!("!/{file}")));
    // What is excluded is the front of a path. What may be any sign is a matter of expressions.
    let excluded = texts(table, "exclude").into_iter().filter(|path| !is_glob(path));
    ignore.extend(excluded.map(|path| {
        let end = if path.ends_with('/') { "" } else { "*" };
        format!("/{}{end}", literal(path.trim_start_matches('/')))
    }));
    for path in texts(table, "include") {
        let path = path.trim_matches('/');
        ignore.push(if path.contains('/') { format!("!/{path}") } else { format!("!{path}") });
    }
    ignore
}

/// Whether a path of `exclude` has signs in it that stand for others.
fn is_glob(path: &str) -> bool {
    path.contains(['*', '?', '['])
}

/// The plugins of the site.
fn plugins(table: &Table) -> impl Iterator<Item = String> {
    ["plugins", "gems"].into_iter().flat_map(|key| texts(table, key))
}

/// Where the texts of a collection lie.
fn folder_of(table: &Table, collection: &str) -> String {
    let above = text(table, "collections_dir");
    format!("{}/_{collection}", above.trim_matches('/')).trim_start_matches('/').to_owned()
}

/// Lines that keep the texts at `place` and below, those in HTML as well if `html` says so.
fn texts_in(place: &str, begins: &str, html: bool) -> impl Iterator<Item = String> {
    let endings = ["md", "markdown", "mkdown", "mkdn", "mkd", "html"];
    endings
        .into_iter()
        .filter(move |ending| html || *ending != "html")
        .map(move |ending| format!("!{place}/**/{begins}*.{ending}"))
}

/// The scopes of the defaults for fields, each with these fields.
fn defaults(table: &Table) -> Vec<(Table, Table)> {
    let all = match get(table, "defaults") {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_table).collect(),
        // One alone is meant as a list of it.
        Some(Value::Table(one)) => vec![one],
        _ => Vec::new(),
    };
    all.into_iter().map(|default| (below(default, "scope"), below(default, "values"))).collect()
}

/// Lines for what the defaults keep back with `published: false`, unless a file says otherwise. They hold for posts and
/// collections; of other pages, for those whose folder is named.
fn unpublished(src: &Path, table: &Table, collections: &Table, is_read: &mut bool) -> Vec<String> {
    let judge = Judge::at_first();
    // What is neither yes nor no may be meant as no.
    let published = |values: &Table| truth(values, "published").or_else(|| judge.holds_back(values).then_some(false));
    let mut said: Vec<_> = defaults(table)
        .into_iter()
        .filter_map(|(scope, values)| Some((text(&scope, "path"), text(&scope, "type"), published(&values)?)))
        .collect();
    if said.iter().all(|(.., published)| *published) {
        return Vec::new();
    }
    // The narrower scope counts.
    said.sort_by_key(|(path, kind, _)| (path.len(), !kind.is_empty()));
    let mut lines = Vec::new();
    for (path, kind, published) in said {
        let path = path.trim_matches('/');
        if src.join(path).is_file() {
            lines.push(format!("{}/{path}", if published { "!" } else { "" }));
            continue;
        }
        let places = match (path, kind.as_str()) {
            ("", "") => {
                let folders = collections.keys().map(|name| format!("/{}", folder_of(table, name)));
                folders.chain(["**/_posts".to_owned()]).collect()
            }
            ("", "post" | "posts") => vec!["**/_posts".to_owned()],
            (path, "post" | "posts") if !path.contains("_posts") => vec![format!("/{path}/**/_posts")],
            ("", "page" | "pages" | "draft" | "drafts") => Vec::new(),
            ("", name) => vec![format!("/{}", folder_of(table, name))],
            // A pattern fits the front of a path.
            (path, _) if path.contains('*') => {
                let all = if published { let_in } else { left_out };
                all(&[path.to_owned()], is_read).iter().map(|path| format!("/{path}")).collect()
            }
            (path, _) => vec![format!("/{}", literal(path))],
        };
        for place in places {
            if published {
                lines.extend(texts_in(&place, "", true));
            } else {
                lines.extend([format!("{place}/**"), format!("!{place}/**/")]);
                lines.extend(place.contains('*').then_some(place));
            }
        }
    }
    let texts = indexes(src, |name| SourcePath::new(name).is_markdown() || SourcePath::new(name).is_html());
    let says = |file: &Path| truth(&head_of(file)?, "published").filter(|published| *published);
    lines.extend(texts.filter(|(_, file)| says(file).is_some()).filter_map(|(folder, file)| {
        let name = file.file_name()?.to_str()?;
        Some(format!("!/{}", literal(format!("{folder}/{name}").trim_start_matches('/'))))
    }));
    lines
}

/// Whether a folder has a page of its own, or a file in its place.
fn has_index(folder: &Path) -> bool {
    first(folder, &["index.md", "index.markdown", HOME]).is_some()
}

/// Lines for the files called `README` that stand beside the page of their folder. With front matter they are pages.
fn idle_readmes(src: &Path) -> Vec<String> {
    let is_one =
        |name: &str| SourcePath::new(name).is_markdown() && SourcePath::new(name).stem().eq_ignore_ascii_case("README");
    let beside = indexes(src, is_one)
        .filter(|(folder, file)| !folder.is_empty() && has_index(&src.join(folder)) && head_of(file).is_none());
    let names = beside.filter_map(|(folder, file)| Some((folder, file.file_name()?.to_str()?.to_owned())));
    names.map(|(folder, name)| format!("/{}/{name}", literal(&folder))).collect()
}

/// The lines of front matter at the head of a text, and what follows them.
fn front_matter(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix("---")?.trim_start_matches([' ', '\r']).strip_prefix('\n')?;
    if let Some(body) = text.strip_prefix("---") {
        return Some(("", body));
    }
    text.split_once("\n---")
}

/// The fields at the head of a file, if it has a head.
fn head_of(file: &Path) -> Option<Table> {
    let text = file::read_text(file).ok()?;
    let (head, _) = front_matter(text.trim_start_matches('\u{feff}'))?;
    Some(yaml(head).unwrap_or_default())
}

/// Whether a page asks to be the home page in its front matter.
fn has_home(src: &Path) -> bool {
    let folders = [src.to_owned(), src.join("_pages"), src.join("pages")];
    let files = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    let mut files = files.map(|entry| entry.path()).filter(|file| {
        file.extension().is_some_and(|ending| ["md", "markdown", "html"].iter().any(|known| ending == *known))
    });
    files.any(|file| {
        head_of(&file).is_some_and(|head| ["/", "/index.html"].contains(&text(&head, "permalink").as_str()))
    })
}

/// Where pages stand: posts and what is in collections by patterns, other pages as they are called.
fn addresses(table: &Table, collections: &Table, settings: &mut Settings) {
    let mut pattern = |folder: String, pattern: &str| {
        let pattern = from_jekyll(style(pattern));
        if pattern::unknown(&pattern).is_none() {
            settings.set("addresses.patterns", &folder, pattern);
        }
    };
    let own = Some(text(table, "permalink")).filter(|own| !own.is_empty()).unwrap_or_else(|| "date".to_owned());
    let of = |name: &str| {
        let permalink = collections.get(name).and_then(Value::as_table).map(|own| text(own, "permalink"));
        permalink.filter(|permalink| !permalink.is_empty())
    };
    // What the collection of posts says for itself counts before what is said for all.
    let posts = of("posts").unwrap_or_else(|| own.clone());
    pattern("**/_posts".to_owned(), &posts);
    pattern("**/_drafts".to_owned(), &posts);
    let folder = |name: &str| folder_of(table, name);
    let names = collections.keys().cloned().chain(texts(table, "collections")).filter(|name| name != "posts");
    for name in names {
        pattern(folder(&name), of(&name).as_deref().unwrap_or("/:collection/:path:output_ext"));
    }
    for (scope, values) in defaults(table) {
        let permalink = text(&values, "permalink");
        let within = match (text(&scope, "path"), text(&scope, "type").as_str()) {
            (path, "posts") if path.is_empty() => "**/_posts".to_owned(),
            (path, "" | "pages" | "posts") => path,
            (path, name) if path.is_empty() => folder(name),
            (path, _) => path,
        };
        if !permalink.is_empty() && !within.is_empty() {
            pattern(within, &permalink);
        }
    }
    settings.set("addresses", "slugs", "as-named");
    if own != "pretty" && !own.ends_with('/') {
        settings.set("addresses", "html", "redirect");
    }
}

/// The pattern that a name of Jekyll's stands for.
fn style(name: &str) -> &str {
    match name {
        "date" => "/:categories/:year/:month/:day/:title:output_ext",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
        "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
        "none" => "/:categories/:title:output_ext",
        pattern => pattern,
    }
}
