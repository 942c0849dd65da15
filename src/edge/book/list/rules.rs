//! The rules of what a book leaves out, from its settings and from the files that have them.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use toml::Spanned;

use crate::base::diagnostic::files::{Unreadable, unreadable};
use crate::base::diagnostic::withheld::{no_pattern, unread_rule};
use crate::base::diagnostic::{Diagnostic, File};
use crate::base::ignore_line;
use crate::base::path::SourcePath;
use crate::edge::book::Book;
use crate::edge::book::fence::{Fault, rules_in};

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
        Fault::Line(line, why) => no_pattern(File::Content(path.clone()), &line, &why),
    };
    Some((rules, faults.into_iter().map(told).collect()))
}

/// Says which lines are not patterns that the settings of another tool have, and which files cannot be read that may hold
/// others back; lines of the book itself stop the build.
pub(super) fn faults(book: &Book) -> Vec<Diagnostic> {
    let lines = book.config.book.ignore.iter().chain(&book.config.build.hold_back).filter(|_| book.found.is_some());
    let told = |line: &Spanned<String>| {
        let line = line.get_ref();
        ignore_line::fault(line).map(|why| no_pattern(File::Book, line, &why))
    };
    lines.filter_map(told).chain(book.inputs.held.doubts.iter().map(unread_rule)).collect()
}
