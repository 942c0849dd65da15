//! The knowledge base that ships with crosslight, built by it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crosslight::edge::book::list;
use crosslight::edge::book::read;
use crosslight::render::page::{Output, PageId, Setting};
use crosslight::site::Site;

use crate::support::Bench;

fn book() -> Bench {
    built("")
}

/// The book in a folder of this project.
fn built(folder: &str) -> Bench {
    let book = read::open(Some(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))).unwrap();
    let theme = read::theme(&book).unwrap();
    let list::Inventory { files: paths, diagnostics, .. } = list::list(&book);
    assert_eq!(diagnostics, []);
    let edits = read::read(&book, paths);
    let mut bench = Bench {
        site: Site::empty(Setting { config: book.config, inputs: book.inputs, theme }),
        outputs: BTreeMap::new(),
    };
    bench.apply(edits);
    bench
}

/// The values of `href`, `src` and `cite` in a page.
fn links(html: &str) -> impl Iterator<Item = &str> {
    ["href=\"", "src=\"", "cite=\""]
        .into_iter()
        .flat_map(|name| html.split(name).skip(1))
        .filter_map(|rest| rest.split('"').next())
}

#[test]
fn builds_without_a_word() {
    assert_eq!(book().findings(), [""; 0]);
}

/// The manual is a book too, and has a chapter for every specification of the dialect.
#[test]
fn the_manual_builds_without_a_word() {
    let bench = built("docs");
    assert_eq!(bench.findings(), [""; 0]);
    let specifications = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax");
    for file in std::fs::read_dir(specifications).unwrap() {
        let name = file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
        let page = bench.text(&format!("syntax/{name}/index.html"));
        assert!(page.contains("<code class=\"language-markdown\">"), "{name} has no examples in the manual");
    }
}

/// From disk, with no server: every link of every page leads to a file of the site, and every
/// fragment to an id in it.
#[test]
fn every_link_leads_somewhere() {
    let bench = book();
    let mut checked = 0;
    for file in bench.outputs.keys().filter(|file| file.ends_with(".html") && *file != "404.html") {
        let folder: Vec<&str> = file.split('/').collect();
        for link in links(bench.text(file)).filter(|link| !link.contains("://")) {
            let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
            let mut place = folder[..folder.len() - 1].to_vec();
            for part in path.split('/').filter(|part| *part != "." && !part.is_empty()) {
                match part {
                    ".." => drop(place.pop().unwrap()),
                    part => place.push(part),
                }
            }
            let target = if path.is_empty() { file.clone() } else { place.join("/") };
            assert!(bench.outputs.contains_key(&target), "{file}: {link}");
            if !fragment.is_empty() {
                assert!(bench.text(&target).contains(&format!("id=\"{fragment}\"")), "{file}: {link}");
            }
            checked += 1;
        }
    }
    assert!(checked > 900, "{checked}");
}

#[test]
fn ids_are_unique_on_every_page() {
    let bench = book();
    for file in bench.outputs.keys().filter(|file| file.ends_with(".html")) {
        let mut seen = BTreeSet::new();
        for id in bench.text(file).split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(seen.insert(id), "{file}: {id} twice");
        }
    }
}

#[test]
fn essays_are_entries_with_passages() {
    let bench = book();
    let essays: Vec<_> =
        bench.outputs.keys().filter(|file| file.starts_with("essays/") && *file != "essays/index.html").collect();
    assert!(essays.len() >= 12);
    for file in essays {
        let page = bench.text(file);
        for part in [
            "class=\"h-entry\"",
            "class=\"p-name\"",
            "dt-published",
            "e-content",
            "p-category",
            "u-url",
            "<section class=\"backlinks\">",
            "<ul class=\"tags\">",
            "class=\"sentence\"",
        ] {
            assert!(page.contains(part), "{part} in {file}");
        }
    }
}

/// Links that mean something: four to ten in each essay, at least one to a source, none left alone.
#[test]
fn essays_link_and_name_their_claims() {
    let bench = book();
    let graph: serde_json::Value = serde_json::from_str(bench.text("graph.json")).unwrap();
    let mut out: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut cited = BTreeSet::new();
    for link in graph["links"].as_array().unwrap() {
        let (source, target) = (link["source"].as_str().unwrap(), link["target"].as_str().unwrap());
        out.entry(source).or_default().insert(target);
        cited.insert(target);
    }
    // The home page shows the paths.
    let paths = out.keys().copied().filter(|id| id.starts_with("paths/"));
    let mut next: Vec<&str> = paths.chain(["index"]).collect();
    let mut reached: BTreeSet<&str> = next.iter().copied().collect();
    while let Some(id) = next.pop() {
        for target in out.get(id).into_iter().flatten() {
            if reached.insert(target) {
                next.push(target);
            }
        }
    }
    for page in bench.site.pages().map(|(page, _)| page) {
        let PageId::Essay(path) = page else { continue };
        let links = &out[path.id()];
        assert!(cited.contains(path.id()), "{path} is an orphan");
        assert!(reached.contains(path.id()), "{path} cannot be reached from the home page");
        if path.as_str().starts_with("essays/") {
            assert!((4..=10).contains(&links.len()), "{path} has {} links", links.len());
            assert!(links.iter().any(|link| link.starts_with("sources/")), "{path} names no source");
            let text =
                std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("content").join(path.as_str()))
                    .unwrap();
            let claims = text
                .lines()
                .find_map(|line| line.strip_prefix("sources: ["))
                .unwrap_or_else(|| panic!("{path} has no claims"));
            for claim in claims.trim_end_matches(']').split(", ") {
                let signs: Vec<char> = claim.trim_matches('"').chars().collect();
                let right = matches!(
                    signs.as_slice(),
                    ['[', '[', 'S', '0'..='4', '|', 'S', '0'..='4', '.', '0'..='9', ']', ']']
                );
                assert!(right && signs[3] == signs[6], "{path}: {claim}");
            }
        }
    }
}

#[test]
fn every_tag_is_explained_and_used() {
    let bench = book();
    let tags: Vec<_> =
        bench.site.pages().filter_map(|(page, address)| matches!(page, PageId::Tag(_)).then_some(address)).collect();
    assert!(tags.len() >= 12);
    for tag in tags {
        let page = bench.text(&format!("{}index.html", tag.trim_start_matches('/')));
        assert!(page.contains("class=\"description\"") && page.contains("class=\"e-content\""), "{tag} has no text");
        let essays = page.split("<ul class=\"listing\">").nth(1).unwrap().matches("<li>").count();
        assert!(essays >= 3, "{tag} has {essays}");
    }
}

/// The theme alone, without a font, script or picture of another host.
#[test]
fn pages_ask_no_other_host_for_anything() {
    let bench = book();
    for (file, output) in &bench.outputs {
        let Output::Bytes(bytes) = output else { continue };
        let text = String::from_utf8_lossy(bytes);
        assert!(
            !text.contains("src=\"http")
                && !text.contains("src=\"//")
                && !text.contains("url(http")
                && !text.contains("@import"),
            "{file}"
        );
    }
}
