//! The rules of what a book leaves out, from its settings and from the files that have them.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use toml::Spanned;

use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::files::{Unreadable, unreadable};
use crate::base::path::SourcePath;
use crate::edge::book::fence::rules_in;

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
        // A line that is not a pattern ignores nothing, as in a `.gitignore`.
        let _ = builder.add_line(None, line);
    }
    builder.build().ok().filter(|rules| !rules.is_empty())
}

/// The rules of the `.gitignore` in `folder`, if there is one, and why they cannot be read.
pub(super) fn gitignore(folder: &Path) -> Option<(Gitignore, Option<Diagnostic>)> {
    told_rules(folder, &folder.join(".gitignore"))
}

/// The same of the rules in `file`, which hold in `folder`.
pub(super) fn told_rules(folder: &Path, file: &Path) -> Option<(Gitignore, Option<Diagnostic>)> {
    let (rules, fault) = rules_in(folder, file)?;
    let told = |why: String| unreadable(&SourcePath::new(&file.to_string_lossy()), &Unreadable::Refused(why.into()));
    Some((rules, fault.map(told)))
}
