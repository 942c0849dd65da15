//! The code as a text: the map in `ARCHITECTURE.md` is true, and its arrows are kept.

use std::collections::BTreeMap;
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
