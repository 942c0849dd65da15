//! The rules of what a book leaves out, from its settings and from the files that have them.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use toml::Spanned;

use crate::base::diagnostic::files::{Unreadable, unreadable};
use crate::base::diagnostic::withheld::{no_pattern, unread_rule};
use crate::base::diagnostic::{Diagnostic, File};
use crate::base::ignore_line;
use crate::base::path::SourcePath;
use crate::edge::book::Book;
use crate::edge::book::expressions;
use crate::edge::book::fence::{Fault, rules_in};
use crate::edge::file;

/// The rules of `[book] ignore`.
pub(super) fn ignored(root: &Path, lines: &[Spanned<String>], is_src: bool) -> Option<Gitignore> {
    // `/*`, with exceptions after it, says which folders of the essays count, and nothing of other files.
    let lines = lines.iter().map(|line| line.get_ref().as_str()).filter(|line| is_src || *line != "/*");
    rules_of(root, lines)
}

/// Lines as in a `.gitignore` of `root`, if they say anything.
pub(super) fn rules_of<'a>(root: &Path, lines: impl Iterator<Item = &'a str>) -> Option<Gitignore> {
    let mut builder = GitignoreBuilder::new(root);
    for line in lines {
        ignore_line::add(&mut builder, line);
    }
    builder.build().ok().filter(|rules| !rules.is_empty())
}

/// The rules of the `.gitignore` in `folder`, if there is one, and why they cannot be read.
pub(super) fn gitignore(folder: &Path) -> Option<(Gitignore, Vec<Diagnostic>)> {
    told_rules(folder, &folder.join(".gitignore"))
}

/// The same of the rules in `file`, which hold in `folder`.
pub(super) fn told_rules(folder: &Path, file: &Path) -> Option<(Gitignore, Vec<Diagnostic>)> {
    let (rules, faults) = rules_in(folder, file)?;
    let path = SourcePath::new(&file.to_string_lossy());
    let told = |fault| match fault {
        Fault::Unreadable(why) => unreadable(&path, &Unreadable::Refused(why.into())),
        Fault::Line(line, why) => no_pattern(File::Content(path.clone()), None, &line, &why),
    };
    Some((rules, faults.into_iter().map(told).collect()))
}

/// Says which lines and expressions are none that the settings of another tool have, and which files cannot be read that may hold
/// others back; those of the book itself stop the build.
pub(super) fn faults(book: &Book) -> Vec<Diagnostic> {
    let mut faults: Vec<Diagnostic> = book.inputs.held.doubts.iter().map(unread_rule).collect();
    let Some(found) = &book.found else { return faults };
    let lines = book.config.book.ignore.iter().chain(&book.config.build.hold_back).map(Spanned::get_ref);
    let lines = lines.filter_map(|line| Some((line, ignore_line::fault(line)?)));
    let expressions = book.config.book.ignore_matching.iter().map(Spanned::get_ref);
    let expressions = expressions.filter_map(|typed| Some((typed, expressions::fault(typed)?)));
    let patterns: Vec<_> = lines.chain(expressions).collect();
    if patterns.is_empty() {
        return faults;
    }
    let by = book.root.join(&found.by);
    let files = if by.is_dir() { files_in(&by) } else { vec![by] };
    let files: Vec<_> = files.into_iter().filter_map(|file| Some((file::read_text(&file).ok()?, file))).collect();
    faults.extend(patterns.into_iter().map(|(line, why)| {
        let place = files.iter().find_map(|(text, file)| Some((text, file, typed_as(text, line)?)));
        let Some((text, file, place)) = place else { return no_pattern(File::Book, None, line, &why) };
        let path = SourcePath::new(&file.to_string_lossy());
        no_pattern(File::Content(path), Some(place.clone().into()), &text[place], &why)
    }));
    faults
}

/// The files that lie right in a folder, in order.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}

/// Where in `text` a pattern is typed that was made a `line` with a fault of: what stands before that, and what follows it.
fn typed_as(text: &str, line: &str) -> Option<Range<usize>> {
    let front = expressions::known(line).unwrap_or(line).replace(['^', '\\', '!'], "");
    let ends = |c: char| c.is_whitespace() || "\"',".contains(c);
    // What was set before it is not typed.
    let fronts = front.match_indices('/').map(|(at, _)| &front[at + 1..]);
    let mut fronts = std::iter::once(&*front).chain(fronts).filter(|front| front.contains(char::is_alphanumeric));
    fronts.find_map(|front| {
        let places = text.match_indices(front).map(|(at, _)| {
            let start = text[..at].rfind(ends).map_or(0, |sign| sign + 1);
            let end = text[at..].find(ends).map_or(text.len(), |length| at + length);
            start..end
        });
        places.into_iter().find(|place| text[place.clone()].contains(['[', '(', '{', '\\', '*', '+', '?']))
    })
}
