//! The code as a text: the map in `ARCHITECTURE.md` is true, its arrows are kept, and no file imports itself by way
//! of others.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The layers of the code map, left to right, and the layer of each top-level module.
fn map() -> BTreeMap<String, usize> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, map) = text.split_once("## Code map").expect("a code map");
    let map = map.split("\n## ").next().unwrap();
    let mut layer = 0;
    let mut modules = BTreeMap::new();
    for line in map.lines() {
        if line.starts_with("### ") {
            layer += 1;
        } else if let Some(name) = line.strip_prefix("- `").and_then(|line| line.split('`').next()) {
            modules.insert(name.trim_end_matches(".rs").trim_end_matches('/').to_owned(), layer);
        }
    }
    assert_eq!(layer, 5, "words, read, gather, show, edge");
    modules
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

fn module(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap()
}

/// The code of a file, without its tests and comments.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
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
    for (at, _) in code.match_indices("crate::").chain(code.match_indices("super::")) {
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

#[test]
fn the_map_has_every_module() {
    let map = map();
    for (path, _) in sources() {
        let name = module(&path);
        assert!(map.contains_key(name) || ["lib", "main"].contains(&name), "`{name}` is missing in the code map");
    }
    for name in map.keys() {
        assert!(sources().iter().any(|(path, _)| module(path) == name), "`{name}` is in the code map only");
    }
}

#[test]
fn arrows_point_left() {
    let map = map();
    let mut arrows = 0;
    for (path, text) in sources() {
        let Some(here) = map.get(module(&path)) else { continue };
        let code = text.split("#[cfg(test)]").next().unwrap();
        let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for used in code.split("crate::").skip(1) {
            let used = used.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
            let Some(there) = map.get(used) else { continue };
            assert!(there <= here, "{path} uses `{used}`, which stands to its right");
            arrows += 1;
        }
    }
    assert!(arrows > 100, "the imports are where they were");
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

#[test]
fn files_are_short() {
    for (path, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap();
        // The Markdown writer is one walk over one list of events.
        let most = if path == "markdown.rs" { 660 } else { 520 };
        assert!(code.lines().count() <= most, "{path} has {} lines: is it one noun?", code.lines().count());
    }
}
