//! Every address of its own that a site names has a file: in pages, lists, feeds, the sitemap, the search index, the graph.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use percent_encoding::percent_decode_str;

use crosslight::base::config::set_base_url;
use crosslight::base::inputs::Inputs;
use crosslight::edge::book::{list, read};
use crosslight::render::page::{Output, Setting};
use crosslight::render::theme::{Layer, Theme};
use crosslight::site::Site;

use crate::support::{Bench, edit};

/// Where the sites of these tests stand.
const BASE: &str = "https://written.example/";

/// The addresses that a site names and has no file for, each with the file that names it.
fn lost(bench: &Bench) -> Vec<String> {
    let mut lost = BTreeSet::new();
    for (file, output) in &bench.outputs {
        let Output::Bytes(bytes) = output else { continue };
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        // What such a file names stands below the root, and addresses in feeds are whole.
        let (fronts, folder): (&[&str], &str) = match file.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "html" => {
                (&[" href=\"", " src=\"", " data=\"", "url="], file.rsplit_once('/').map_or("", |(folder, _)| folder))
            }
            "xml" => (&["<loc>", " href=\"", "<id>"], ""),
            "json" => (&["\"url\":\""], ""),
            "txt" => (&["]("], ""),
            _ => continue,
        };
        for front in fronts {
            for (at, _) in text.match_indices(front) {
                let rest = &text[at + front.len()..];
                let end: &[char] = if *front == "](" { &[')'] } else { &['"', '<', '>', '\n'] };
                let address = rest.split(end).next().unwrap_or_default().replace("&amp;", "&");
                if !has_file(bench, folder, &address) {
                    lost.insert(format!("{file}: {address}"));
                }
            }
        }
    }
    lost.into_iter().collect()
}

/// Whether an address on a page in `folder` leads to another site, or to a file of this one.
fn has_file(bench: &Bench, folder: &str, address: &str) -> bool {
    let path = address.split(['#', '?']).next().unwrap_or_default();
    let (path, mut parts) = match path.strip_prefix(BASE) {
        Some(path) => (path, Vec::new()),
        None if path.contains(':') || path.is_empty() || path.starts_with("//") => return true,
        None if path.starts_with('/') => (path, Vec::new()),
        None => (path, folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()),
    };
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        match part {
            ".." => drop(parts.pop()),
            _ => parts.push(percent_decode_str(part).decode_utf8_lossy().into_owned()),
        }
    }
    let file = parts.join("/");
    let index = if file.is_empty() { "index.html".to_owned() } else { format!("{file}/index.html") };
    bench.outputs.contains_key(&file) || bench.outputs.contains_key(&index)
}

/// A site with the theme that comes with crosslight.
fn site(toml: &str) -> Bench {
    let (mut config, errors) = crosslight::base::config::Config::parse(toml);
    assert_eq!(errors, []);
    set_base_url(&mut config, BASE).unwrap();
    let theme = Theme::new(vec![Layer::built_in("lantern").unwrap()], &config).unwrap();
    Bench { site: Site::empty(Setting { config, inputs: Inputs::default(), theme }), outputs: BTreeMap::new() }
}

#[test]
fn the_books_of_other_tools_name_no_address_without_a_file() {
    let books = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books");
    let folders = std::fs::read_dir(&books).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut found = Vec::new();
    for folder in folders {
        let mut book = read::open(Some(&folder)).unwrap();
        book.inputs.today = Some("2026-11-03".parse().unwrap());
        set_base_url(&mut book.config, BASE).unwrap();
        let theme = Theme::new(vec![Layer::built_in("lantern").unwrap()], &book.config).unwrap();
        let paths = list::list(&book).files;
        let edits = read::read(&book, paths);
        let mut bench = Bench {
            site: Site::empty(Setting { config: book.config, inputs: book.inputs, theme }),
            outputs: BTreeMap::new(),
        };
        bench.apply(edits);
        assert!(bench.outputs.len() > 20, "{}", folder.display());
        found.extend(lost(&bench));
    }
    // Raw HTML in a page of Hugo, which is reported.
    assert_eq!(found, ["essays/hinges/index.html: nowhere.png"]);
}

/// Fields that ask for addresses with signs in them, for those of others, and for folders that are files.
#[test]
fn odd_addresses_lead_to_files() {
    let fields = [
        "path: \"/a#b/\"",
        "path: \"/what?/\"",
        "path: \"/%61bc/\"",
        "slug: \"%20x\"",
        "path: \"/a b/\"",
        "slug: \"c#d\"",
        "path: \"/g#h.html\"",
        "path: \"/100%.html\"",
        "path: \"/a&b+c=d@e!f,g;h(i)/\"",
        "path: \"/ä/ß/\"",
        "path: /data.json/x/",
        "path: /page.html",
        "path: /page.html/below/",
        "path: /atom.xml/below/",
        "path: /graph.json",
        "path: /theme/lantern.css/x/",
        "path: /search/index.js/",
        "path: /robots.txt",
        "path: /fold/two/",
        "aliases: [/al#ias/, /al%61s/, /al ias/, /fold/, /fold/two/, /tags/x/, /graph.json, /abc/, /what/index.md, /what/index.md/x/]",
    ];
    let mut bench = site("[output.html]\nfolder-pages = true\n[output.llms]\nfull = true\n");
    let mut edits: Vec<_> = fields
        .iter()
        .enumerate()
        .map(|(at, field)| edit(&format!("e{at}.md"), Some(&format!("---\n{field}\ntags: [x]\n---\nSee [[index]].\n"))))
        .collect();
    let links = (0..fields.len()).map(|at| format!("[[e{at}]]")).collect::<Vec<_>>().join(" ");
    edits.push(edit("index.md", Some(&format!("# Home\n\n{links}\n"))));
    edits.push(edit("data.json", Some("{}")));
    edits.push(edit("fold/one.md", Some("One\n")));
    edits.push(edit("Node.js/about.md", Some("![A tin](tin.png)\n")));
    edits.push(edit("Node.js/tin.png", Some("x")));
    bench.apply(edits);
    assert_eq!(lost(&bench), [""; 0]);
    // What is written with percent signs stands where a server looks for it.
    for file in ["abc/index.html", "a#b/index.html", "100%.html", "alas/index.html", "fold/index.html"] {
        assert!(bench.outputs.contains_key(file), "{file}");
    }
    let found = bench.findings();
    for told in [
        "e10.md: the address `/data.json/x/` is taken by `data.json`",
        "e19.md: the address `/fold/` is taken by the page of a folder",
        "e19.md: the address `/what/index.md/` is taken by a page that crosslight makes",
        "e14.md: the address `/graph.json/` is taken by a page that crosslight makes",
    ] {
        assert!(found.iter().any(|found| found == told), "{told}: {found:#?}");
    }
    // A file that goes leaves its name to a folder.
    bench.apply(vec![edit("data.json", None)]);
    assert!(bench.outputs.contains_key("data.json/x/index.html"));
    bench.apply(vec![edit("data.json", Some("{}"))]);
    assert!(!bench.outputs.contains_key("data.json/x/index.html"));
    assert_eq!(lost(&bench), [""; 0]);
}

/// A folder that is called like a file keeps its pages, whatever pictures lie in it.
#[test]
fn a_picture_in_a_folder_with_a_dot_leaves_the_pages_there() {
    let mut bench = site("[addresses]\nslugs = \"as-named\"\n");
    bench.write("== Node.js/about.md\n![A tin](tin.png)\n== Node.js/tin.png\nx\n== index.md\n[[about]]\n");
    assert!(bench.outputs.contains_key("Node.js/about/index.html"), "{:?}", bench.outputs.keys());
    assert_eq!(lost(&bench), [""; 0]);
    assert!(!bench.findings().iter().any(|found| found.contains("taken by")));
}
