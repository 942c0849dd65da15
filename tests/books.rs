//! Folders as other tools make them: each builds as it is, with every link leading where it does
//! there and no file lost. The lists beside the books were written by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crosslight::base::path::SourcePath;
use crosslight::edge::book::Book;
use crosslight::edge::book::list;
use crosslight::edge::book::read;
use crosslight::render::page::{Output, PageId, Setting};
use crosslight::render::theme::Theme;
use crosslight::site::Site;

use crate::support::{Bench, Folder, toy_layer};

/// A book built, in which a page is the text of its essay.
struct Built {
    bench: Bench,
    files: BTreeSet<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books")
}

fn build(mut book: Book) -> Built {
    assert_eq!(book.diagnostics, []);
    book.inputs.today = Some("2026-11-03".parse().unwrap());
    let mut layer = toy_layer();
    for template in ["essay", "home", "tag", "tags", "archive"] {
        let text = "{% for r in essay.relations %}{% for l in r.links %}<a href=\"{{ l.url }}\">{% endfor %}{% endfor %}\
                    {% for s in essay.sources %}<a href=\"{{ s.url }}\">{% endfor %}\
                    {{ essay.content }}";
        let text = format!("{{% if essay %}}{text}{{% endif %}}");
        layer.files.insert(format!("templates/{template}.html"), text.as_bytes().into());
    }
    let theme = Theme::new(vec![layer], &book.config).unwrap();
    let list::Inventory { files: paths, diagnostics, .. } = list::list(&book);
    assert_eq!(diagnostics, []);
    let files = paths.iter().map(|path| path.as_str().to_owned()).collect();
    let edits = read::read(&book, paths);
    let mut bench = Bench {
        site: Site::empty(Setting { config: book.config, inputs: book.inputs, theme }),
        outputs: BTreeMap::new(),
    };
    bench.apply(edits);
    Built { bench, files }
}

impl Built {
    /// The file from which each output comes.
    fn sources(&self) -> BTreeMap<String, String> {
        let mut sources = BTreeMap::new();
        for (file, output) in &self.bench.outputs {
            if let Output::Copy(path, _) = output {
                sources.insert(file.clone(), path.to_string());
            }
        }
        let graph: serde_json::Value = serde_json::from_str(self.bench.text("graph.json")).unwrap();
        for node in graph["nodes"].as_array().unwrap() {
            let url = percent_encoding::percent_decode_str(node["url"].as_str().unwrap()).decode_utf8().unwrap();
            let file = if url.ends_with(".html") { url.to_string() } else { format!("{url}index.html") };
            sources.insert(file, node["path"].as_str().unwrap().to_owned());
        }
        sources
    }

    /// Every link in the text of every essay, as `from -> to#id` (`=>` for what is shown in place).
    fn links(&self) -> Vec<String> {
        let sources = self.sources();
        let mut found = Vec::new();
        for (file, path) in &sources {
            if SourcePath::new(path).is_markdown() {
                let depth = file.matches('/').count();
                let own = without_embeds(self.bench.text(file));
                for (sign, link) in addresses(&own) {
                    if let Some(target) = target(&link, file, depth, &sources, &self.bench.outputs) {
                        found.push((path.clone(), format!("{path} {sign} {target}")));
                    }
                }
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found.into_iter().map(|(_, line)| line).collect()
    }
}

/// A page with the texts that are embedded in it taken out; the link to their source stays.
fn without_embeds(html: &str) -> String {
    let mut own = String::new();
    let mut depth = 0_usize;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if depth == 0 {
            own.push_str(&rest[..at]);
        }
        rest = &rest[at..];
        let end = rest.find('>').unwrap() + 1;
        let tag = &rest[..end];
        if tag.starts_with("<section class=\"embed\"") {
            depth += 1;
        } else if tag == "<p class=\"embed-source\">" && depth == 1 {
            own.push_str("<embed>");
            depth = 0;
        } else if tag == "<p class=\"embed-source\">" {
            depth -= 1;
        }
        if depth == 0 {
            own.push_str(tag);
        }
        rest = &rest[end..];
    }
    own + rest
}

/// The addresses of a page in their order, with `=>` for those of what is shown in place.
fn addresses(html: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let mut embedded = false;
    let mut in_object = false;
    for tag in html.split('<').skip(1) {
        let attribute = |name: &str| {
            let value = tag.split('>').next()?.split_once(&format!(" {name}=\""))?.1.split('"').next()?;
            Some(value.replace("&amp;", "&"))
        };
        if tag.starts_with("embed>") {
            embedded = true;
        } else if tag.starts_with("object ") {
            in_object = true;
            found.extend(attribute("data").map(|data| ("=>", data.split('#').next().unwrap().to_owned())));
        } else if tag.starts_with("/object") {
            in_object = false;
        } else if ["img ", "audio ", "video "].iter().any(|name| tag.starts_with(name)) {
            found.extend(attribute("src").map(|src| ("=>", src)));
        } else if tag.starts_with("a ") && !in_object {
            let skip = ["#page:cited-by", "class=\"tag\"", "class=\"footnote-back\"", "role=\"doc-noteref\""];
            if !skip.iter().any(|skip| tag.contains(skip)) {
                found.extend(attribute("href").map(|href| (if embedded { "=>" } else { "->" }, href)));
            }
            embedded = false;
        }
    }
    found
}

/// The source file that an address leads to, with the id, or the folder whose page stands there; `None` for other
/// sites and programs.
fn target(
    link: &str,
    file: &str,
    depth: usize,
    sources: &BTreeMap<String, String>,
    outputs: &BTreeMap<String, Output>,
) -> Option<String> {
    if link.contains("://") || ["mailto:", "tel:", "#fnref"].iter().any(|front| link.starts_with(front)) {
        return None;
    }
    let decoded = percent_encoding::percent_decode_str(link).decode_utf8().unwrap().into_owned();
    let (path, id) = decoded.split_once('#').map_or((decoded.as_str(), ""), |(path, id)| (path, id));
    let mut place: Vec<&str> = file.split('/').take(depth).collect();
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        match part {
            ".." => assert!(place.pop().is_some(), "{file}: {link} leads out of the site"),
            part => place.push(part),
        }
    }
    let mut to = if path.is_empty() { file.to_owned() } else { place.join("/") };
    if path.ends_with('/') || to.is_empty() {
        to.push_str(if to.is_empty() { "index.html" } else { "/index.html" });
    }
    let folder = to.strip_suffix("index.html").filter(|_| outputs.contains_key(&to)).map(str::to_owned);
    let source = sources.get(&to).or(folder.as_ref());
    let source = source.unwrap_or_else(|| panic!("{file}: {link} leads to {to}, which is not a page"));
    Some(if id.is_empty() { source.clone() } else { format!("{source}#{id}") })
}

fn lines(file: &str) -> Vec<String> {
    let text = std::fs::read_to_string(folder().join(file)).unwrap();
    text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}

/// All files below `root`, by path.
fn tree(root: &Path) -> BTreeSet<String> {
    let entries = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(|entry| entry.path().strip_prefix(root).unwrap().display().to_string()).collect()
}

fn check(kind: &str, what: &str) {
    let book = read::open(Some(&folder().join(kind))).unwrap();
    assert_eq!(book.found.as_ref().map(|found| found.what), Some(what));
    let there: BTreeSet<String> = book.roots().iter().flat_map(|root| tree(root)).collect();
    let built = build(book);

    let sources = built.sources();
    let published: BTreeSet<String> = sources.values().cloned().collect();
    let lost: BTreeSet<String> =
        lines(&format!("{kind}.lost.txt")).iter().map(|line| line.split(" : ").next().unwrap().to_owned()).collect();
    let missing: Vec<_> = there.difference(&published).cloned().collect();
    assert_eq!(missing, lost.into_iter().collect::<Vec<_>>(), "what is not in the site of {kind}");
    assert!(built.files.is_superset(&published));

    let expected = lines(&format!("{kind}.links.txt"));
    // Footnotes stand at the end of a page, wherever they are written.
    let sorted = |mut lines: Vec<String>| {
        lines.sort();
        lines.join("\n")
    };
    assert_eq!(sorted(built.links()), sorted(expected), "the links of {kind}");
    let broken: Vec<_> = built
        .bench
        .findings()
        .into_iter()
        .filter(|found| found.contains("broken") || found.contains("missing"))
        .collect();
    assert_eq!(broken, [""; 0]);
    assert!(!built.bench.site.has_errors(), "{:#?}", built.bench.findings());
    assert!(built.bench.site.pages().any(|(page, _)| *page == PageId::Home));
}

#[test]
fn an_obsidian_vault_builds_as_it_is() {
    check("obsidian", "an Obsidian vault");
}

#[test]
fn a_zola_site_builds_as_it_is() {
    check("zola", "a Zola site");
}

#[test]
fn a_hugo_site_builds_as_it_is() {
    check("hugo", "a Hugo site");
}

#[test]
fn a_jekyll_site_builds_as_it_is() {
    check("jekyll", "a Jekyll site");
}

#[test]
fn a_quartz_garden_builds_as_it_is() {
    check("quartz", "a Quartz garden");
}

#[test]
fn an_mdbook_builds_as_it_is() {
    check("mdbook", "an mdBook");
}

#[test]
fn a_gitbook_builds_as_it_is() {
    check("gitbook", "a GitBook");
}

#[test]
fn an_eleventy_site_builds_as_it_is() {
    check("eleventy", "an Eleventy site");
}

#[test]
fn a_mkdocs_site_builds_as_it_is() {
    check("mkdocs", "a MkDocs site");
}

#[test]
fn a_docusaurus_site_builds_as_it_is() {
    check("docusaurus", "a Docusaurus site");
}

#[test]
fn a_starlight_site_builds_as_it_is() {
    check("starlight", "a Starlight site");
}

#[test]
fn a_vitepress_site_builds_as_it_is() {
    check("vitepress", "a VitePress site");
}

#[test]
fn a_logseq_graph_builds_as_it_is() {
    check("logseq", "a Logseq graph");
}

#[test]
fn a_dendron_workspace_builds_as_it_is() {
    check("dendron", "a Dendron workspace");
}

#[test]
fn an_emanote_site_builds_as_it_is() {
    check("emanote", "an Emanote site");
}

#[test]
fn a_foam_workspace_builds_as_it_is() {
    check("foam", "a Foam workspace");
}

/// Whoever writes down the settings of a folder gets the same site.
#[test]
fn a_folder_is_the_same_site_before_and_after_init() {
    for kind in fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let book = Folder::new("");
        for file in tree(&kind) {
            book.write_bytes(&file, &fs::read(kind.join(&file)).unwrap());
        }
        // An mdBook has a book.toml of its own, which is read.
        if book.path("book.toml").exists() {
            continue;
        }
        book.run(&["build", "-d", "before"], 0);
        book.run(&["init"], 0);
        assert!(book.path("book.toml").exists(), "{kind:?}");
        book.run(&["build", "-d", "after"], 0);
        let (before, after) = (tree(&book.path("before")), tree(&book.path("after")));
        assert_eq!(before, after, "{kind:?}");
        for file in before {
            let [before, after] = ["before", "after"].map(|site| fs::read(book.path(site).join(&file)).unwrap());
            assert!(before == after, "{kind:?}: {file}");
        }
    }
}
