//! Eleventy sites.

pub(super) mod data;
pub(super) mod handed;
mod templates;
mod value;

use std::path::Path;

use super::files::{holds_markdown, is_within, lines, table, text};
use super::found::{Found, rebased, usable_address};
use super::program::Program;
use super::settings::Settings;
use crate::base::config::pattern::from_template;
use crate::edge::file;

/// What plugins of markdown-it there are, and what reads the same here.
const PLUGINS: [(&str, &str); 8] = [
    ("markdown-it-container", "admonitions"),
    ("markdown-it-attrs", "attributes"),
    ("markdown-it-attrs", "attributes-at-ends"),
    ("markdown-it-emoji", "emoji"),
    ("markdown-it-abbr", "abbreviations"),
    ("markdown-it-ins", "insertions"),
    ("markdown-it-mark", "marks"),
    ("markdown-it-footnote", "inline-footnotes"),
];

/// The names of the title among the data of a site.
const NAMES: [&str; 4] = ["title", "name", "siteName", "siteTitle"];

/// The endings of texts that Eleventy makes pages of. Only those in Markdown and HTML are read here.
const TEMPLATES: [&str; 11] =
    ["md", "html", "njk", "liquid", "11ty.js", "hbs", "mustache", "ejs", "haml", "pug", "webc"];

/// Tells an Eleventy site by its configuration.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let (by, program) = Program::read(root, &data::FILES)?;
    let input = program.text("input");
    let input = input.trim_start_matches("./").trim_matches('/');
    let src = if !input.is_empty() && is_within(root, input) { input } else { "." };
    let at = root.join(src);
    let mut ignore: Vec<String> = vec!["*.11ty.*".into(), "*.11tydata.*".into()];
    let read_here = ["md", "html"];
    ignore.extend(TEMPLATES.iter().filter(|ending| !read_here.contains(ending)).map(|ending| format!("*.{ending}")));
    if src == "." {
        let own = ["/README.md", "/package*.json", "/eleventy.config.*", "/netlify.toml", "/vercel.json", "/LICENSE*"];
        ignore.extend(own.map(str::to_owned));
        ignore.extend(["/CHANGELOG.md", "/CONTRIBUTING.md", "/CODE_OF_CONDUCT.md"].map(str::to_owned));
    }
    let named = |key: &str, usual: &str| {
        let named = program.text(key).trim_matches(['.', '/']).to_owned();
        if named.is_empty() { usual.to_owned() } else { named }
    };
    let data = named("data", "_data");
    // Parts of pages are not pages, and neither is what an earlier build has left.
    let parts = [named("includes", "_includes"), named("layouts", ""), data.clone(), named("output", "_site")];
    ignore
        .extend(parts.iter().filter(|part| !part.is_empty() && at.join(part).is_dir()).map(|part| format!("/{part}/")));
    let lines_of = |folder: &Path| lines(&file::read_text(&folder.join(".eleventyignore")).unwrap_or_default());
    let mut named = lines_of(root);
    let added = program.given_to("ignores.add");
    named.extend(added.texts.iter().map(|path| format!("/{}", path.trim_start_matches("./").trim_start_matches('/'))));
    ignore.extend(named.iter().flat_map(|line| if src == "." { vec![line.clone()] } else { rebased(line, src) }));
    if src != "." {
        ignore.extend(lines_of(&at));
    }
    let copies = Copies::of(&program, root, src);
    let mut settings = Settings::default();
    let mut made = templates::addresses(&at);
    if file::read_text(&root.join("package.json")).is_ok_and(|text| text.contains("eleventy-plugin-rss")) {
        made.extend(["*feed.xml", "*atom.xml", "*rss.xml", "*feed.json"].map(str::to_owned));
    }
    made.extend(copies.others);
    let names = data::DataNames::of(&program);
    made.extend(folders(&at, &names, &mut ignore, &mut settings));
    settings.set("book", "src", src);
    settings.set("book", "static", copies.to_root);
    settings.set("book", "ignore", ignore);
    settings.put("build", "copy", copies.kept);
    settings.set("build", "hold-back-as", "eleventy");
    // Plugins that make pictures take paths from the folder of the site as well.
    if src != "." {
        for way in ["", "./", "/"] {
            settings.put("links.aliases", &format!("{way}{src}/"), "/");
        }
    }
    for (address, path) in copies.elsewhere {
        settings.set("links.aliases", &address, path);
    }
    settings.set("links", "elsewhere", made);
    settings.set("book", "html-pages", true);
    // `blog/blog.md` is `/blog/`.
    settings.set("addresses", "named-indexes", true);
    let is_nunjucks = program.text("markdownTemplateEngine") == "njk";
    settings.set("markdown", "macros", if is_nunjucks { "nunjucks" } else { "liquid" });
    settings.plain_signs();
    // Plugins give headings their ids, each by a rule of its own, and templates what a page is called.
    settings.allow(&["foreign-anchor", "missing-title"]);
    settings.set("markdown", "wikilinks", program.says("wiki") || program.says("[["));
    // What the site adds to its Markdown.
    for (plugin, key) in PLUGINS {
        if program.says(plugin) {
            settings.set("markdown", key, true);
        }
    }
    // The folder of the data is named from the input, and may lie beside it.
    let data = data::common(&program, src).unwrap_or(data);
    let about = |ends: &[&str]| -> Vec<String> {
        let of = |name: &str| ends.iter().map(|end| format!("{data}/{name}.{end}")).collect::<Vec<_>>();
        ["meta", "global", "site", "metadata"].iter().flat_map(|name| of(name)).collect()
    };
    for file in about(&["yaml", "json"]) {
        let about = table(root, &file).unwrap_or_default();
        settings.set("book", "title", first(NAMES.map(|key| text(&about, key))));
        settings.set("book", "description", text(&about, "description"));
        settings.set("book", "language", first(["language", "lang"].map(|key| text(&about, key))));
        settings.set("output.html", "base-url", usable_address(text(&about, "url")));
    }
    for file in about(&["cjs", "mjs", "js"]) {
        let Some((_, about)) = Program::read(root, &[&file]) else { continue };
        let about = about.top();
        settings.set("book", "title", first(NAMES.map(|key| about.text(key))));
        settings.set("book", "description", about.text("description"));
        settings.set("output.html", "base-url", usable_address(about.text("url")));
    }
    let mut found = Found::new("an Eleventy site", by, &settings);
    found.missing.push("pages that only templates make".into());
    found.cannot_read("ignores.add", added.is_whole);
    found.cannot_read("addPassthroughCopy", copies.is_whole);
    let calls = ["setDataFileSuffixes", "setDataFileBaseName", "addDataExtension"];
    for (call, is_whole) in calls.iter().zip(names.is_whole) {
        found.cannot_read(call, is_whole);
    }
    // What a program leaves out that is no draft cannot be told from its texts.
    let mut preprocessors = program.calls("addPreprocessor").into_iter();
    found.cannot_read("addPreprocessor", preprocessors.all(|call| value::leaves_out_drafts(&call)));
    for name in handed::unknown(root, &at) {
        found.cannot_read(name, false);
    }
    holds_markdown(&at).then_some(found)
}

/// The first of several texts that is not empty.
fn first<const N: usize>(texts: [String; N]) -> String {
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

/// What a site copies as it is.
struct Copies {
    /// The files beside the essays, as lines of a `.gitignore`.
    kept: Vec<String>,
    /// The addresses of folders that stand elsewhere than they lie, and where they do.
    elsewhere: Vec<(String, String)>,
    /// The addresses of what lies outside the folder of the texts.
    others: Vec<String>,
    /// Folders whose files stand at the root of the site.
    to_root: Vec<String>,
    /// Whether that is all.
    is_whole: bool,
}

impl Copies {
    fn of(program: &Program, root: &Path, src: &str) -> Self {
        // A page of HTML need not have front matter.
        let mut copies =
            Self { kept: vec!["*.html".into()], elsewhere: vec![], others: vec![], to_root: vec![], is_whole: true };
        for call in program.calls("addPassthroughCopy") {
            let pairs = call.pairs();
            let is_to_root = |to: &str| to.trim_matches(['.', '/']).is_empty();
            for (from, to) in &pairs {
                let folder = from.trim_start_matches("./").trim_end_matches(['*', '/']);
                if is_to_root(to) && is_within(root, folder) {
                    copies.to_root.push(folder.to_owned());
                } else {
                    let line = copied(from, src);
                    let is_outside = line.is_none() || from.contains("node_modules/");
                    copies.others.extend(is_outside.then(|| format!("/{}*", to.trim_matches(['.', '/']))));
                    // Addresses name it by where it stands.
                    if let Some(path) =
                        line.as_deref().filter(|_| is_within(root, folder) && root.join(folder).is_dir())
                    {
                        copies.elsewhere.push((format!("/{}/", to.trim_matches(['.', '/'])), format!("{path}/")));
                    }
                    copies.kept.extend(line);
                }
            }
            if pairs.is_empty() {
                let first = call.first();
                copies.kept.extend(first.texts.iter().filter_map(|path| copied(path, src)));
                copies.is_whole &= first.is_whole;
            }
        }
        // What no template is made of is copied if its ending is among those of templates.
        let calls = ["setTemplateFormats", "addTemplateFormats"].map(|call| program.given_to(call).texts);
        let formats = calls.into_iter().flatten().chain(program.texts("templateFormats"));
        let endings: Vec<String> =
            formats.flat_map(|list| list.split(',').map(str::to_owned).collect::<Vec<_>>()).collect();
        let others = endings.iter().map(|ending| ending.trim()).filter(|ending| !TEMPLATES.contains(ending));
        copies.kept.extend(others.filter(|ending| !ending.is_empty()).map(|ending| format!("*.{ending}")));
        copies
    }
}

/// The line for what the site copies, by its path in the folder of the site.
fn copied(path: &str, src: &str) -> Option<String> {
    let path = path.trim_start_matches("./").trim_end_matches('/');
    let path = if src == "." { path } else { path.strip_prefix(src)?.strip_prefix('/')? };
    (!path.is_empty()).then(|| format!("/{path}"))
}

/// Where the data of folders say that all stands which lies in them; the addresses of those that only a program knows.
fn folders(at: &Path, names: &data::DataNames, ignore: &mut Vec<String>, settings: &mut Settings) -> Vec<String> {
    let mut unknown = Vec::new();
    for (folder, file) in
        names.files(at).filter(|(folder, file)| !folder.is_empty() && names.is_of_folder(at, folder, file))
    {
        let address = data::address(&file);
        ignore.extend(file.file_name().and_then(|name| name.to_str()).map(|name| format!("/{folder}/{name}")));
        let pattern = from_template(&address);
        let is_program = address.is_empty() && data::works_out_address(&file);
        unknown.extend(is_program.then(|| format!("/{folder}/*")));
        unknown.extend(templates::front(&address).filter(|_| pattern.is_none()));
        settings.set("addresses.patterns", &folder, pattern.unwrap_or_default());
    }
    unknown
}

#[cfg(test)]
mod tests {
    use super::copied;

    #[test]
    fn what_is_copied_is_kept() {
        assert_eq!(copied("./src/_img/", "src").as_deref(), Some("/_img"));
        assert_eq!(copied("**/*.jpg", ".").as_deref(), Some("/**/*.jpg"));
        assert_eq!(copied("assets", "src"), None);
    }
}
