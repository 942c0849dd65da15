//! What a published folder holds that no page leads to: nothing without a reason.

use std::collections::BTreeSet;
use std::path::Path;

use crosslight::edge::book::list;
use crosslight::edge::book::read;
use crosslight::render::page::{Output, Setting};
use crosslight::site::Site;
use percent_encoding::percent_decode_str;

use crate::support::Bench;

/// Outputs of every site that are asked for without a link, and by whom.
const REASONS: [(&str, &str); 7] = [
    ("404.html", "servers show it for addresses that are not there"),
    ("sitemap.xml", "search engines read it"),
    ("robots.txt", "search engines read it"),
    ("graph.json", "the script of the map reads it"),
    ("search/", "the script of the search page reads it"),
    ("previews/", "the script that shows where a link leads reads it"),
    ("theme/", "the styles and scripts of the theme ask for it"),
];

/// Files of the books that their tools publish though nothing leads to them, and pages that stand for those below them.
const OWN: [(&str, &[&str]); 6] = [
    ("dendron", &["journal/", "user/"]),
    ("jekyll", &["assets/css/main.css"]),
    ("mdbook", &["listings/circle.rs"]),
    ("quartz", &["songs/books.bib"]),
    ("starlight", &["favicon.svg"]),
    ("zola", &["humans.txt"]),
];

/// The outputs of the book in `dir`.
fn built(dir: &Path) -> Bench {
    let mut book = read::open(Some(dir)).unwrap();
    book.inputs.today = Some("2026-11-03".parse().unwrap());
    let theme = read::theme(&book).unwrap();
    let paths = list::list(&book).files;
    let edits = read::read(&book, paths);
    let site = Site::empty(Setting { config: book.config, inputs: book.inputs, theme });
    let mut bench = Bench { site, outputs: std::collections::BTreeMap::new() };
    bench.apply(edits);
    bench
}

/// The output that `address` in `file` may mean.
fn meant(bench: &Bench, file: &str, address: &str) -> Option<String> {
    let address = address.split(['#', '?']).next()?;
    let address = percent_decode_str(address).decode_utf8().ok()?;
    let mut parts: Vec<&str> = if address.starts_with('/') { Vec::new() } else { file.split('/').collect() };
    parts.pop();
    for part in address.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "" | "." => {}
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    let index = if path.is_empty() { "index.html".to_owned() } else { format!("{path}/index.html") };
    [path, index].into_iter().find(|path| bench.outputs.contains_key(path))
}

/// The outputs that nothing leads to from the home page, whatever a word between quotation marks may mean.
fn unlinked(bench: &Bench) -> Vec<String> {
    let mut reached = BTreeSet::new();
    let mut next = vec!["index.html".to_owned()];
    while let Some(file) = next.pop() {
        if !reached.insert(file.clone()) || !matches!(bench.outputs[&file], Output::Bytes(_)) {
            continue;
        }
        let is_text = ["html", "css", "js", "xml"].iter().any(|ending| file.ends_with(ending));
        let text = if is_text { bench.text(&file) } else { "" };
        let words = text.split(|c: char| c.is_whitespace() || "\"'`()<>=,".contains(c));
        next.extend(words.filter_map(|word| meant(bench, &file, word)).filter(|file| !reached.contains(file)));
    }
    bench.outputs.keys().filter(|file| !reached.contains(*file)).cloned().collect()
}

/// Why an output is there that nothing leads to, in the book of `tool`.
fn reason(bench: &Bench, tool: &str, file: &str) -> Option<&'static str> {
    let is_page = file.ends_with(".html") && matches!(bench.outputs[file], Output::Bytes(_));
    if is_page && bench.text(file).contains("http-equiv=\"refresh\"") {
        return Some("an old address leads on to the page");
    }
    let known = REASONS.iter().find(|(front, _)| file == *front || (front.ends_with('/') && file.starts_with(front)));
    let own = OWN.iter().find(|(of, _)| *of == tool).map_or(&[][..], |(_, files)| files);
    let is_own = own.iter().any(|front| file.starts_with(front));
    known.map(|(_, why)| *why).or_else(|| is_own.then_some("the tool publishes it as well"))
}

#[test]
fn what_no_page_leads_to_has_a_reason() {
    let books = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books");
    for entry in std::fs::read_dir(books).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        let name = entry.file_name();
        let tool = name.to_str().unwrap();
        let bench = built(&entry.path());
        let found = unlinked(&bench);
        assert!(!found.contains(&"essays/index.html".to_owned()), "{tool}");
        for file in found {
            let why = reason(&bench, tool, &file);
            println!("{tool}: {file}: {}", why.unwrap_or("?"));
            assert!(why.is_some(), "{tool}: nothing leads to `{file}`");
        }
    }
}
