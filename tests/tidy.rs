//! The code as a text: parts import from those to their left, no file imports itself by way of others, files are
//! short, and a name has one meaning within a part.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The parts in their order, as `lib.rs` declares them.
fn parts() -> Vec<String> {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let named = |line: &str| line.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned);
    text.lines().filter_map(named).collect()
}

/// The files below `src`, by their path in it.
fn sources() -> Vec<(String, String)> {
    let src = root().join("src");
    let files = walkdir::WalkDir::new(&src).sort_by_file_name().into_iter().map(Result::unwrap);
    files
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "rs"))
        .map(|entry| {
            let path = entry.path().strip_prefix(&src).unwrap().display().to_string();
            (path, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

/// The part that a file belongs to: its folder, or the file that declares that.
fn part(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap()
}

/// The code of a file, without its tests and comments.
fn code(text: &str) -> String {
    text.split("#[cfg(test)]\nmod ")
        .next()
        .unwrap()
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The paths that a tree of imports names: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths(tree: &str, before: &str, all: &mut Vec<String>) {
    let Some((head, inside)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap().trim();
        all.push(format!("{before}{path}"));
        return;
    };
    let before = format!("{before}{}", head.trim());
    let (mut depth, mut from) = (0, 0);
    let inside = &inside[..inside.rfind('}').unwrap()];
    for (at, sign) in inside.char_indices().chain([(inside.len(), ',')]) {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !inside[from..at].trim().is_empty() {
                    paths(&inside[from..at], &before, all);
                }
                from = at + 1;
            }
            _ => {}
        }
    }
}

/// Which files the file of the module `here` imports from, of those in `files`, by their modules.
fn imports(here: &str, text: &str, files: &BTreeMap<String, String>) -> BTreeSet<String> {
    let code = code(text);
    let mut all = Vec::new();
    let mut rest = code.as_str();
    while let Some(at) = rest.find("use ") {
        let is_first = rest[..at].rsplit('\n').next().unwrap().trim_start();
        let end = rest[at..].find(';').map_or(rest.len(), |end| at + end);
        if is_first.is_empty() || is_first.starts_with("pub") {
            paths(&rest[at + "use ".len()..end], "", &mut all);
        }
        rest = &rest[at + "use ".len()..];
    }
    // And what is named by its whole path.
    let whole = code.match_indices("crate::").chain(code.match_indices("super::"));
    // Who may see a thing is not an import.
    for (at, _) in whole.filter(|(at, _)| !code[..*at].ends_with("pub(in ")) {
        let path = &code[at..];
        let end = path.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').unwrap_or(path.len());
        all.push(path[..end].to_owned());
    }
    let mut found = BTreeSet::new();
    for path in all {
        let mut parts: Vec<&str> = path.split("::").map(str::trim).filter(|part| !part.is_empty()).collect();
        let mut base: Vec<&str> = here.split("::").collect();
        match parts.first() {
            Some(&"crate") => base.clear(),
            Some(&"super") => {}
            _ => base.push("self"),
        }
        if base.last() == Some(&"self") {
            base.pop();
        }
        while matches!(parts.first(), Some(&("crate" | "self" | "super"))) {
            if parts.remove(0) == "super" {
                base.pop();
            }
        }
        base.extend(parts);
        let longest =
            (1..=base.len()).rev().map(|length| base[..length].join("::")).find(|path| files.contains_key(path));
        found.extend(longest.filter(|path| path != here));
    }
    found
}

/// A ring of imports, from a file back to itself.
fn ring(files: &BTreeMap<String, String>) -> Option<Vec<String>> {
    fn search(
        here: &str,
        files: &BTreeMap<String, String>,
        way: &mut Vec<String>,
        done: &mut BTreeSet<String>,
    ) -> Option<Vec<String>> {
        if let Some(at) = way.iter().position(|module| module == here) {
            return Some(way[at..].to_vec());
        }
        if done.contains(here) {
            return None;
        }
        way.push(here.to_owned());
        let found = imports(here, &files[here], files).iter().find_map(|there| search(there, files, way, done));
        way.pop();
        done.insert(here.to_owned());
        found
    }
    let mut done = BTreeSet::new();
    files.keys().find_map(|module| search(module, files, &mut Vec::new(), &mut done))
}

fn modules() -> BTreeMap<String, String> {
    let named = |(path, text): (String, String)| (path.trim_end_matches(".rs").replace('/', "::"), text);
    sources().into_iter().map(named).filter(|(module, _)| module != "lib" && module != "main").collect()
}

#[test]
fn no_file_imports_itself_by_way_of_others() {
    assert_eq!(ring(&modules()), None);
}

#[test]
fn a_ring_is_found() {
    let files = [("a", "use crate::b::{self, c::{D, E}};"), ("b", "pub mod c;"), ("b::c", "use super::super::d::F;")];
    let mut files: BTreeMap<String, String> =
        files.into_iter().map(|(module, text)| (module.to_owned(), text.to_owned())).collect();
    files.insert("d".into(), "fn f() {}".into());
    assert_eq!(ring(&files), None);
    files.insert("d".into(), "fn f() { crate::a::g() }".into());
    assert_eq!(ring(&files).unwrap(), ["a", "b::c", "d"]);
}

/// An import of a part from one to its left.
fn upward(files: &[(String, String)], parts: &[String]) -> Option<String> {
    let place = |part: &str| parts.iter().position(|other| other == part);
    files.iter().find_map(|(path, text)| {
        let here = place(part(path))?;
        let code = code(text);
        let mut used = code.split("crate::").skip(1).filter_map(|used| used.split([':', ';', '{', ')', ' ']).next());
        let above = used.find(|used| place(used).is_some_and(|there| there > here))?;
        Some(format!("{path} imports from `{above}`"))
    })
}

#[test]
fn parts_import_from_those_to_their_left() {
    let parts = parts();
    assert_eq!(parts, ["base", "read", "gather", "render", "site", "edge", "cli"]);
    let files = sources();
    for (path, _) in &files {
        assert!(
            parts.iter().any(|part| part == self::part(path)) || ["lib.rs", "main.rs"].contains(&&**path),
            "{path}"
        );
    }
    assert_eq!(upward(&files, &parts), None);
    let planted = [("base/path.rs".to_owned(), "use crate::site::Site;\n".to_owned())];
    assert_eq!(upward(&planted, &parts).unwrap(), "base/path.rs imports from `site`");
}

/// The types that two files of a part define, in order.
fn doubled(files: &[(String, String)]) -> Vec<String> {
    let mut first: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut found = Vec::new();
    for (path, text) in files {
        for line in code(text).lines() {
            let line = line.strip_prefix("pub ").or_else(|| line.strip_prefix("pub(super) ")).unwrap_or(line);
            let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
            let Some((kind, rest)) = line.split_once(' ') else { continue };
            if ["struct", "enum", "trait", "type"].contains(&kind) {
                let name = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned();
                let other = first.entry((part(path).to_owned(), name.clone())).or_insert_with(|| path.clone());
                if other != path {
                    found.push(format!("`{name}` in {other} and {path}"));
                }
            }
        }
    }
    found
}

#[test]
fn a_type_has_one_meaning_within_a_part() {
    let mut files = sources();
    // What each command takes.
    files.retain(|(path, _)| part(path) != "cli");
    assert_eq!(doubled(&files), [""; 0]);
    let planted = ["a", "b"].map(|name| (format!("base/{name}.rs"), "pub(super) struct Slug(String);\n".to_owned()));
    assert_eq!(doubled(&planted), ["`Slug` in base/a.rs and base/b.rs"]);
}

#[test]
fn imports_name_what_they_take() {
    for (path, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap();
        for line in code.lines().filter(|line| line.trim_start().starts_with("use ")) {
            let glob = line.contains("::*") && !line.contains("rayon::prelude::*");
            assert!(!glob, "{path}: {line}");
        }
    }
}

/// The most lines of code that a file has.
const MOST: usize = 400;

/// Files that have more, with as many as they have and why: they may become shorter, and none longer.
const LONGER: [(&str, usize, &str); 3] = [
    ("edge/preview.rs", 459, "one loop over one set of events"),
    ("gather/index.rs", 435, "one change of all relations"),
    ("read/markdown/blocks.rs", 471, "one walk over one list of events"),
];

#[test]
fn files_are_short() {
    for (path, text) in sources() {
        let lines = text.split("#[cfg(test)]\nmod ").next().unwrap().lines().count();
        let most = LONGER.iter().find(|(longer, ..)| *longer == path).map_or(MOST, |(_, most, _)| *most);
        assert!(lines <= most, "{path} has {lines} lines: is it one noun?");
    }
    for (path, ..) in LONGER {
        assert!(root().join("src").join(path).is_file(), "{path} is an exception, and is not there");
    }
}
