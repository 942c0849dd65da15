//! Patterns of `book.toml` that fit nothing. One with a slip in it publishes what it was to keep out, and nobody is told by
//! anything else.

use std::fs;
use std::path::Path;

use ignore::gitignore::GitignoreBuilder;
use regex_automata::meta::Regex;
use toml::Spanned;
use walkdir::WalkDir;

use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::settings::{idle_path, idle_pattern};
use crate::base::nearest::nearest;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::edge::book::Book;
use crate::edge::book::left_out::{is_foreign, is_private};
use crate::edge::file::relative;
use crate::read::permalink::is_below;
use crate::read::syntax::summary;

/// A book with more files and folders than this is believed.
const MOST: usize = 200_000;

/// What is in the folders of a book, left out or not, but for what no book has.
struct Entries {
    /// The folder of the book that each lies in, its path from there, and whether it is a folder.
    all: Vec<(usize, String, bool)>,
    /// Whether these are all of them.
    is_whole: bool,
}

/// The patterns of a book's own settings that fit nothing. `files` are those of the book.
pub fn patterns(book: &Book, files: &[SourcePath]) -> Vec<Diagnostic> {
    // What another tool would leave out need not be there.
    if book.found.is_some() {
        return Vec::new();
    }
    let below = book.config.build.publish_below.keys();
    let idle_below = below.filter(|front| !files.iter().any(|path| is_below(path, front, &book.config)));
    let mut found: Vec<Diagnostic> = idle_below.map(|front| idle_front(book, files, front)).collect();
    let lines: Vec<_> = book.config.book.ignore.iter().filter(|line| is_telling(line.get_ref())).collect();
    found.extend(paths(book));
    let expressions = &book.config.book.ignore_matching;
    if lines.is_empty() && expressions.is_empty() {
        return found;
    }
    let entries = Entries::of(book);
    if !entries.is_whole {
        return found;
    }
    let lines = lines.into_iter().filter(|line| !entries.fit(line.get_ref()));
    found.extend(lines.map(|line| idle_line(book, &entries, line)));
    let fits = |typed: &Spanned<String>| {
        let roots = book.roots();
        let shown = |(at, path, _): &(usize, String, bool)| relative(&book.root, &roots[*at].join(path));
        // What is not an expression is reported as such.
        let typed = typed.get_ref();
        let typed = typed.strip_prefix('!').unwrap_or(typed);
        Regex::new(typed).map_or(true, |regex| entries.all.iter().any(|entry| regex.is_match(&shown(entry))))
    };
    let expressions = expressions.iter().filter(|typed| !fits(typed));
    found.extend(
        expressions.map(|typed| {
            idle_pattern(Some(typed.span().into()), typed.get_ref(), "ignore-matching", "`book.toml`", None)
        }),
    );
    found
}

/// The folders and files that the settings name and that are not there.
fn paths(book: &Book) -> Vec<Diagnostic> {
    let named = |setting: &'static str, root: &Path, names: Vec<&String>| {
        let root = root.to_owned();
        let names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).cloned().collect();
        let missing = names.into_iter().filter(move |name| !root.join(name).exists());
        missing.map(move |name| (setting, name)).collect::<Vec<_>>()
    };
    let config = &book.config;
    let statics = named("static", &book.root, config.book.statics.iter().collect());
    let folders = named("include-folders", &book.root, config.markdown.include_folders.iter().collect());
    let home = named("home", &book.src(), vec![&config.book.home]);
    let told = |(setting, name): (&str, String)| {
        // What nobody has written need not be there.
        let line = book.settings.find(&format!("{setting} ="))?;
        let at = line + book.settings[line..].find(&name)?;
        let parent = if setting == "home" { book.src() } else { book.root.clone() };
        let entries = fs::read_dir(parent).into_iter().flatten().flatten();
        let entries: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        let near = nearest(name.trim_matches('/'), entries.iter().map(String::as_str));
        Some(idle_path(Some(Span::from(at..at + name.len())), &name, setting, near))
    };
    let is_unlisted =
        config.build.only_listed && config.book.chapters.is_empty() && !book.src().join(summary::FILE).is_file();
    let list = is_unlisted.then(|| idle_path(None, summary::FILE, "only-listed", None));
    statics.into_iter().chain(folders).chain(home).filter_map(told).chain(list).collect()
}

/// Whether a line names something of this book, rather than what any book may have: files of a kind, and what is left out
/// anyway.
fn is_telling(line: &str) -> bool {
    let line = line.trim_end();
    let name = line.trim_end_matches('/');
    let is_general = |part: &str| part.contains(['*', '?', '[']) || part.is_empty();
    let is_private = || name.split('/').any(|part| is_private(Path::new(part)));
    !(line.starts_with(['#', '!']) || is_private() || name.split('/').all(is_general))
}

impl Entries {
    fn of(book: &Book) -> Self {
        let mut all = Vec::new();
        for (at, root) in book.roots().iter().enumerate() {
            let entries = WalkDir::new(root).min_depth(1).sort_by_file_name().into_iter();
            let entries = entries.filter_entry(|entry| !(entry.file_type().is_dir() && is_foreign(entry.path())));
            for entry in entries.flatten().take(MOST + 1 - all.len().min(MOST)) {
                all.push((at, relative(root, entry.path()), entry.path().is_dir()));
            }
        }
        Self { is_whole: all.len() <= MOST, all }
    }

    /// Whether a line as in a `.gitignore` fits any.
    fn fit(&self, line: &str) -> bool {
        let mut builder = GitignoreBuilder::new("");
        // What is not a pattern is reported as such.
        let Ok(rules) = builder.add_line(None, line).and_then(|builder| builder.build()) else { return true };
        self.all.iter().any(|(_, path, is_folder)| rules.matched(path, *is_folder).is_ignore())
    }
}

/// A line of `ignore` that fits nothing, with what it may have meant.
fn idle_line(book: &Book, entries: &Entries, line: &Spanned<String>) -> Diagnostic {
    let typed = line.get_ref();
    let src = book.config.book.src.trim_matches(['.', '/']);
    let from_src = || typed.trim_start_matches('/').strip_prefix(src)?.strip_prefix('/').map(|rest| format!("/{rest}"));
    let from_src = from_src().filter(|rest| !src.is_empty() && entries.fit(rest));
    let near = from_src.or_else(|| {
        let bare = typed.trim_matches('/');
        let name = |path: &'_ str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let names: Vec<String> = entries.all.iter().flat_map(|(_, path, _)| [path.clone(), name(path)]).collect();
        let near = nearest(bare, names.iter().map(String::as_str))?.to_owned();
        Some(typed.replace(bare, &near)).filter(|near| entries.fit(near))
    });
    let from = format!("`{}`", if src.is_empty() { "." } else { src });
    idle_pattern(Some(line.span().into()), typed, "ignore", &from, near.as_deref())
}

/// A folder or a note of `publish-below` that is not there.
fn idle_front(book: &Book, files: &[SourcePath], front: &str) -> Diagnostic {
    let folders = files.iter().flat_map(|path| path.folder().match_indices('/').map(|(at, _)| &path.folder()[..at]));
    let known = folders.chain(files.iter().flat_map(|path| [path.folder(), path.id()]));
    let near = nearest(front.trim_matches('/'), known);
    let table = book.settings.find("publish-below").unwrap_or_default();
    let at = book.settings[table..].find(front).map(|at| table + at);
    let span = at.map(|at| Span::from(at..at + front.len()));
    let src = book.config.book.src.trim_matches(['.', '/']);
    idle_pattern(span, front, "publish-below", &format!("`{}`", if src.is_empty() { "." } else { src }), near)
}

#[cfg(test)]
mod tests {
    use super::is_telling;

    #[test]
    fn a_line_that_any_book_may_have_says_nothing_of_this_one() {
        for (line, says) in [
            ("private/", true),
            ("drafts/*.md", true),
            ("/notes/diary.md", true),
            ("*.psd", false),
            ("**/*.key", false),
            ("node_modules", false),
            (".obsidian/workspace.json", false),
            ("Thumbs.db", false),
            ("# private/", false),
            ("!private/kept.md", false),
            ("", false),
        ] {
            assert_eq!(is_telling(line), says, "{line}");
        }
    }
}
