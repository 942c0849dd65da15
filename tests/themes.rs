//! What templates see, and the themes that come with crosslight.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use crosslight::base::config::Config;
use crosslight::base::inputs::Inputs;
use crosslight::gather::schema::{SHAPES, VARIABLES};
use crosslight::render::page::Setting;
use crosslight::render::theme::{Layer, Theme, built_in_names};
use expect_test::expect_file;

use crate::support::{Bench, edit};

/// The page of the manual on what templates see is written from the shapes that build it.
#[test]
fn the_reference_says_what_templates_see() {
    let mut page = String::from(
        "---\ntitle: What templates see\ndescription: Every variable that a template is given, with its type and the pages \
         that give it.\ntags: [themes]\n---\nA template names the variables it wants, and a page is made of nothing else. The \
         types link to their fields below. An *address* is relative to the root of the site: write `{{ root }}` before it. \
         *HTML* is shown as it is, every other text is escaped.\n\n## Variables\n\n| variable | type | on | what it is |\n|---|---|---|---|\n",
    );
    for (name, kind, pages, says) in VARIABLES {
        writeln!(page, "| `{name}` | {} | {pages} | {says} |", linked(kind)).unwrap();
    }
    for shape in SHAPES {
        let title = shape.name[..1].to_uppercase() + &shape.name[1..];
        write!(page, "\n## {title}\n\n{}\n\n| field | type | what it is |\n|---|---|---|\n", shape.says).unwrap();
        for (name, kind, says) in shape.fields {
            writeln!(page, "| `{name}` | {} | {says} |", linked(kind)).unwrap();
        }
    }
    expect_file!["../docs/content/themes/variables.md"].assert_eq(&page);
}

/// A type with the name of a shape in it as a link to that.
fn linked(kind: &str) -> String {
    let names = SHAPES.iter().map(|shape| shape.name).filter(|name| kind.contains(name));
    match names.max_by_key(|name| name.len()) {
        Some(name) => kind.replacen(name, &format!("[{name}](#{})", name.replace(' ', "-")), 1),
        None => kind.to_owned(),
    }
}

#[test]
fn every_type_is_known() {
    let plain = ["text", "number", "address", "truth", "HTML", "map"];
    let fields = SHAPES.iter().flat_map(|shape| shape.fields).map(|field| field.1);
    for kind in fields.chain(VARIABLES.iter().map(|variable| variable.1)) {
        let bare = kind.trim_end_matches(" or none");
        let bare = bare.strip_prefix("list of ").map_or(bare, |items| match items {
            "matrices" => "matrix",
            items => items.strip_suffix('s').unwrap_or(items),
        });
        assert!(plain.contains(&bare) || SHAPES.iter().any(|shape| shape.name == bare), "`{kind}` is not a type");
    }
}

/// A book of odd cases: nothing said of itself, long and foreign titles, much of one thing.
fn odd_book() -> Vec<(String, String)> {
    let long = "A title that goes on ".repeat(10);
    let mut files: Vec<(String, String)> = vec![
        ("bare.md".into(), "Only text.".into()),
        ("code.md".into(), "```rust\nfn main() {}\n```\n".into()),
        ("long.md".into(), format!("---\ntitle: {long}\ntags: [many]\n---\nSee [[bare]].\n")),
        ("arabic.md".into(), "---\ntitle: مرآة الثقة\nlang: ar\ndate: 2026-01-01\n---\nانظر [[bare]].\n".into()),
        (
            "braces.md".into(),
            "---\ntitle: \"<b>{{ x }}</b> & 'y'\"\n---\n## One {tags=\"many\"}\n\nSee [[bare]]^[A note.].\n".into(),
        ),
        ("heads.md".into(), "## One\n\nText.\n\n## Two\n\nText.\n".into()),
        (
            "tags/many.md".into(),
            "---\ntitle: Many\nbroader: above\nsynonyms: [lots]\nsee-also: [few]\n---\nText.\n".into(),
        ),
        ("tags/above.md".into(), "---\ntitle: Above\n---\n".into()),
        (
            "paths/first.md".into(),
            "Begin.\n\n1. [[bare]]: for its shortness.\n2. [[long]]\n3. Then [[arabic]], perhaps.\n\nEnd.\n".into(),
        ),
    ];
    for number in 0..60 {
        let text = format!(
            "---\ndate: 20{:02}-01-01\ntags: [many, few, lots]\n---\nSee [[bare]], [[heads#Two]] and #inline.\n",
            number % 20 + 1
        );
        files.push((format!("n{number}.md"), text));
    }
    files
}

fn built(theme: &str, settings: &str, files: &[(String, String)]) -> Bench {
    let (config, errors) = Config::parse(settings);
    assert_eq!(errors, []);
    let layers = vec![Layer::built_in(theme).unwrap()];
    let theme = Theme::new(layers, &config).unwrap_or_else(|errors| panic!("{errors:?}"));
    let mut bench = Bench::new(Setting { config, inputs: Inputs::default(), theme });
    bench.apply(files.iter().map(|(path, text)| edit(path, Some(text))).collect());
    bench
}

/// Every theme that comes with crosslight makes every page of every book, from the smallest on.
#[test]
fn built_in_themes_make_odd_books() {
    let odd = odd_book();
    let one = vec![("one.md".to_owned(), String::new())];
    let addressed = "[book]\ntitle = \"Odd\"\n[output.html]\nbase-url = \"https://example.org/\"\n";
    let names = built_in_names();
    assert!(names.len() >= 2, "{names:?}");
    for theme in &names {
        for (settings, files) in [("", &odd), (addressed, &odd), ("", &one), (addressed, &Vec::new())] {
            let bench = built(theme, settings, files);
            let findings = if files.is_empty() { vec!["book.toml: there is no essay in `content`"] } else { vec![] };
            assert_eq!(bench.findings(), findings, "{theme}");
            check_pages(theme, &bench);
        }
    }
}

/// A part that a theme has of its own stands for that of either built-in theme.
#[test]
fn both_built_in_themes_have_the_same_parts() {
    let parts =
        ["head", "nav", "intro", "byline", "toc", "walks", "backlinks", "related", "meets", "passages", "matrix"];
    let files = odd_book();
    for base in built_in_names() {
        for part in parts {
            let own = (format!("templates/{part}.html"), Arc::from(format!("mine: {part}").as_bytes()));
            let own = Layer { name: "mine".into(), files: [own].into_iter().collect(), folder: None };
            let config = Config::default();
            let theme = Theme::new(vec![own, Layer::built_in(&base).unwrap()], &config);
            let theme = theme.unwrap_or_else(|errors| panic!("{errors:?}"));
            let mut bench = Bench::new(Setting { config, inputs: Inputs::default(), theme });
            bench.apply(files.iter().map(|(path, text)| edit(path, Some(text))).collect());
            let shows = |file: &&String| bench.text(file).contains(&format!("mine: {part}"));
            let pages = bench.outputs.keys().filter(|file| file.ends_with(".html"));
            assert!(pages.filter(shows).count() > 0, "{base}: {part}");
        }
    }
}

/// Ids are unique, every link within the site leads to a file and a place in it, and every page has
/// one main part and one first heading.
fn check_pages(theme: &str, bench: &Bench) {
    let mut ids: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let pages: Vec<&str> = bench.outputs.keys().map(String::as_str).filter(|file| file.ends_with(".html")).collect();
    for file in &pages {
        let seen = ids.entry(file).or_default();
        for id in bench.text(file).split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(seen.insert(id), "{theme} {file}: {id} twice");
        }
    }
    for file in pages {
        let text = bench.text(file);
        if text.contains("http-equiv=\"refresh\"") {
            continue;
        }
        assert_eq!((text.matches("<main").count(), text.matches("<h1").count()), (1, 1), "{theme} {file}");
        let folder: Vec<&str> = file.split('/').collect();
        let links = text.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for link in links.filter(|link| !link.contains(':') || link.starts_with('#') || link.contains("#page:")) {
            let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
            if path.contains("://") || path.starts_with('/') {
                continue;
            }
            let mut place = folder[..folder.len() - 1].to_vec();
            for part in path.split('/').filter(|part| *part != "." && !part.is_empty()) {
                match part {
                    ".." => drop(place.pop().unwrap()),
                    part => place.push(part),
                }
            }
            let mut target = if path.is_empty() { file.to_owned() } else { place.join("/") };
            if !path.is_empty() && (target.is_empty() || path.ends_with('/')) {
                target = if target.is_empty() { "index.html".into() } else { format!("{target}/index.html") };
            }
            assert!(bench.outputs.contains_key(&target), "{theme} {file}: {link} leads to no file ({target})");
            let known = ids.get(target.as_str());
            assert!(fragment.is_empty() || known.is_some_and(|ids| ids.contains(fragment)), "{theme} {file}: {link}");
        }
    }
}
