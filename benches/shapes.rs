//! The generated book in unusual shapes: its essays share what is else each one's own.

use std::fmt::Write;

use crate::corpus::path;

/// What is unusual in a book:
/// - `one-cited`: every essay cites the first one;
/// - `one-tag`: every essay has the same tag besides others;
/// - `own-tags`: every essay has a tag that no other one has;
/// - `one-name`: every essay is called `index.md`, in a folder of its own;
/// - `one-title`, `one-alias`: every essay has the same title, or the same alias, and is linked by it;
/// - `one-heading`: every essay has the same headings, and is linked by them;
/// - `one-folder`: all essays lie in one folder;
/// - `deep`: essays lie up to a hundred folders deep, one in each.
pub(crate) const SHAPES: [&str; 9] =
    ["one-cited", "one-tag", "own-tags", "one-name", "one-title", "one-alias", "one-heading", "one-folder", "deep"];

/// Where an essay lies in a book of a shape.
pub(crate) fn path_in(shape: &str, number: usize) -> String {
    match shape {
        "one-name" => format!("essays/{:03}/essay-{number}/index.md", number / 100),
        "one-folder" => format!("essays/essay-{number}.md"),
        "deep" => format!("essays/{:03}/{}essay-{number}.md", number / 100, "in/".repeat(number % 100)),
        _ => path(number),
    }
}

/// The text of an essay in a book of a shape.
pub(crate) fn text_in(shape: &str, number: usize, text: &str) -> String {
    let text = moved(shape, number, text);
    let once = |from: &str, to: &str| text.replacen(from, to, 1);
    match shape {
        "one-cited" if number > 0 => once("---\n\n", "---\n\nFirst read [[essay-0]]. "),
        "one-tag" => once("\ntags: [", "\ntags: [everything, "),
        "own-tags" => once("\ntags: [", &format!("\ntags: [own-{number}, ")),
        "one-title" => {
            let end = text.find("\ndescription: ").unwrap();
            format!("---\ntitle: Untitled{}", by_title(&text[end..], "Untitled"))
        }
        "one-alias" => by_title(&once("\ntags: [", "\naliases: [Everybody]\ntags: ["), "Everybody"),
        "one-heading" => {
            let mut headings = String::new();
            for line in text.split_inclusive('\n') {
                headings.push_str(if line.starts_with("## ") { "## Notes\n" } else { line });
            }
            by_title(&headings, "essay-0#Notes")
        }
        _ => text,
    }
}

/// `text` with the paths in its links as they are in a book of a shape.
fn moved(shape: &str, number: usize, text: &str) -> String {
    let mut moved = String::with_capacity(text.len());
    for (at, part) in text.split("](/essays/").enumerate() {
        let target = part.split_once(".md)").filter(|_| at > 0);
        let Some((target, rest)) = target else {
            moved.push_str(part);
            continue;
        };
        let path = path_in(shape, target.rsplit('-').next().unwrap().parse().unwrap());
        // From the folder of the essay, as most tools write it.
        let up = "../".repeat(path_in(shape, number).matches('/').count() - 1);
        let _ = write!(moved, "]({up}{}){rest}", &path["essays/".len()..]);
    }
    if shape != "one-name" {
        return moved;
    }
    let mut named = String::with_capacity(moved.len());
    for (at, part) in moved.split("[[essay-").enumerate() {
        let end = part.find(['|', ']']).unwrap_or_default();
        let _ = if at == 0 {
            write!(named, "{part}")
        } else {
            write!(named, "[[essay-{}/index{}", &part[..end], &part[end..])
        };
    }
    named
}

/// `text` with `name` in links for titles.
fn by_title(text: &str, name: &str) -> String {
    let mut named = String::with_capacity(text.len());
    for (at, part) in text.split("[[").enumerate() {
        match part.split_once("]]").filter(|(title, _)| at > 0 && !title.starts_with("essay-")) {
            Some((_, rest)) => drop(write!(named, "[[{name}]]{rest}")),
            None if at == 0 => named.push_str(part),
            None => drop(write!(named, "[[{part}")),
        }
    }
    named
}
