//! What a book leaves out: files that are there, and what git would leave out if it were there.

use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::base::ignore_line;
use crate::base::path::SourcePath;

/// What a book leaves out.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// The files that are there, as far as anybody may have meant them.
    pub files: Vec<SourcePath>,
    /// The folder of the essays.
    pub root: PathBuf,
    /// The texts of the files `.gitignore` that hold there, each with its folder: the nearest last.
    pub by_git: Vec<(PathBuf, String)>,
}

impl LeftOut {
    /// What git leaves out.
    pub fn of_git(&self) -> OfGit<'_> {
        let rules = self.by_git.iter().filter_map(|(folder, text)| {
            let mut builder = GitignoreBuilder::new(folder);
            for line in text.lines() {
                ignore_line::add(&mut builder, line);
            }
            // Rules that leave out all essays say nothing of what is among them.
            let leaves_out = |rules: &Gitignore| rules.matched_path_or_any_parents(&self.root, true).is_ignore();
            builder.build().ok().filter(|rules| !(self.root.starts_with(rules.path()) && leaves_out(rules)))
        });
        OfGit { root: &self.root, rules: rules.collect() }
    }
}

/// What git leaves out of the folder of the essays.
pub struct OfGit<'a> {
    root: &'a Path,
    rules: Vec<Gitignore>,
}

impl OfGit<'_> {
    /// The folder in which git leaves out what a link leads to, with a `/` at its end: the one that it leaves out as a whole, or
    /// else the one in which the file would lie, from that of the essays.
    pub fn folder(&self, path: &str) -> Option<String> {
        let verdicts = [(path.to_owned(), true), (path.to_owned(), false), (format!("{path}.md"), false)];
        let verdicts = verdicts.map(|(path, is_folder)| self.verdict(&path, is_folder));
        if !verdicts.contains(&Some(true)) || verdicts.contains(&Some(false)) {
            return None;
        }
        let mut folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        let whole = folders.find(|folder| self.verdict(folder, true) == Some(true));
        let folder = whole.or_else(|| path.rsplit_once('/').map(|(folder, _)| folder));
        Some(folder.map_or_else(String::new, |folder| format!("{folder}/")))
    }

    /// Whether the nearest rule that says something of a path leaves it out.
    fn verdict(&self, path: &str, is_folder: bool) -> Option<bool> {
        let whole = self.root.join(path);
        let near = self.rules.iter().rev().filter(|rules| whole.starts_with(rules.path()));
        let mut said = near.map(|rules| rules.matched_path_or_any_parents(&whole, is_folder));
        said.find(|said| !said.is_none()).map(|said| matches!(said, Match::Ignore(_)))
    }
}

#[cfg(test)]
mod tests {
    use super::LeftOut;

    #[test]
    fn git_says_in_which_folder_it_leaves_out_a_file() {
        let by_git = [("/a", "/docs/api/\nsite/\n*.pdf\n"), ("/a/docs", "!kept.pdf\nmade.md\n")];
        let by_git = by_git.map(|(folder, text)| (folder.into(), text.to_owned())).to_vec();
        let left_out = LeftOut { files: Vec::new(), root: "/a/docs".into(), by_git };
        let of_git = left_out.of_git();
        for (path, folder) in [
            ("api/x.md", Some("api/")),
            ("api/deep/x", Some("api/")),
            ("b/site/x.html", Some("b/site/")),
            ("b/x.pdf", Some("b/")),
            ("made", Some("")),
            ("b/kept.pdf", None),
            ("apis/x.md", None),
        ] {
            assert_eq!(of_git.folder(path).as_deref(), folder, "{path}");
        }
    }
}
