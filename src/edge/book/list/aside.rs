//! What is left out of a book, and what would be published by a second name.

use std::fs;
use std::path::{Path, PathBuf};

use ignore::gitignore::Gitignore;
use walkdir::{DirEntry, WalkDir};

use super::Walk;
use super::beside::second_ended;
use super::is_essay;
use super::names::{MOST_LEFT_OUT, is_held_where_it_lies};
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::files::second_name;
use crate::base::path::SourcePath;
use crate::edge::book::detect::holds_markdown;
use crate::edge::book::left_out::{is_a_site, is_hidden, is_left_behind};
use crate::edge::file::relative;
use crate::read::permalink::Place;

impl Walk<'_> {
    /// Takes in the rules of the folder of the book, and of those on the way from there. A folder of a site that is looked
    /// through alone has nothing in it where these leave it out.
    pub(super) fn take_way(&mut self) {
        let (book, root) = (&self.book.root, self.root);
        self.take_rules(book);
        let Ok(way) = root.strip_prefix(book) else {
            if !self.is_whole {
                self.take_rules(root);
            }
            return;
        };
        let below = self.book.found.as_ref().map_or("", |found| &found.below);
        let outside = way.components().count() - Path::new(below).components().count().min(way.components().count());
        let mut folder = book.clone();
        for (at, part) in way.components().enumerate() {
            folder.push(part);
            if at < outside {
                self.take_rules(&folder);
            } else {
                self.is_closed |= self.is_left_out(&folder, true);
                self.enter(&folder);
            }
        }
    }

    /// Takes in rules of git, and what is wrong with them.
    pub(super) fn hold(&mut self, rules: Gitignore, faults: Vec<Diagnostic>) {
        self.aside.by_git.push(rules.path().to_owned());
        self.rules.push(rules);
        self.faults.extend(faults);
    }

    /// Takes in the rules of a folder that is looked through. One that git leaves out has only what it tracks there.
    pub(super) fn enter(&mut self, folder: &Path) {
        if self.verdict(folder, true).is_some_and(|(at, is_ignored)| is_ignored && at != self.own_at) {
            self.within.push(folder.to_owned());
        }
        self.take_rules(folder);
    }

    /// Whether rules leave out an entry. What git tracks it does not leave out.
    pub(super) fn is_left_out(&self, path: &Path, is_folder: bool) -> bool {
        let mut own = self.own.iter().filter(|own| path.starts_with(own.path()));
        let by_git = || self.within.iter().any(|folder| path.starts_with(folder));
        match self.verdict(path, is_folder) {
            Some((at, true)) if at == self.own_at => true,
            Some((_, true)) => {
                !self.tracked.has(path, is_folder) || own.any(|own| own.matched(path, is_folder).is_ignore())
            }
            _ => by_git() && !self.tracked.has(path, is_folder),
        }
    }

    /// The nearest rule that says something of an entry, and whether it leaves that out.
    fn verdict(&self, path: &Path, is_folder: bool) -> Option<(usize, bool)> {
        let nearest_first = self.rules.iter().enumerate().rev().filter(|(_, rule)| path.starts_with(rule.path()));
        let mut verdicts = nearest_first.map(|(at, rule)| (at, rule.matched(path, is_folder)));
        verdicts.find(|(_, verdict)| !verdict.is_none()).map(|(at, verdict)| (at, verdict.is_ignore()))
    }

    /// Notes which files are left out with an entry, so that links to them can be told from those to nothing. What programs
    /// make and git leaves out is not looked through.
    pub(super) fn note_left_out(&mut self, entry: &Path, is_folder: bool) {
        let is_told = |path: &Path, is_folder| !is_left_behind(path, is_folder) && !path.ends_with(".git");
        let by_book = || self.own.iter().chain(&self.theirs).any(|rules| rules.matched(entry, is_folder).is_ignore());
        if !is_told(entry, is_folder) || (is_folder && is_a_site(entry)) {
            if !is_folder {
                let path = SourcePath::new(&relative(self.root, entry));
                self.faults.extend(second_ended(&path, entry));
            }
            return;
        }
        if is_folder && !(by_book() || is_hidden(entry)) {
            self.aside.folders.push(entry.to_owned());
            return;
        }
        let below = WalkDir::new(entry).sort_by_file_name().into_iter();
        let below = below.filter_entry(|below| is_told(below.path(), below.file_type().is_dir()));
        let files = below.flatten().filter(|below| below.file_type().is_file()).take(MOST_LEFT_OUT);
        self.aside.ignored.extend(files.map(|file| SourcePath::new(&relative(self.root, file.path()))));
    }

    /// Whether rules leave out an entry, or other files hold it back.
    fn is_ignored(&self, path: &Path, is_folder: bool) -> bool {
        let is_held = || self.is_held_back(&SourcePath::new(&relative(self.root, path)), is_folder);
        self.is_theirs(path, is_folder) || self.is_left_out(path, is_folder) || is_held()
    }

    /// Whether an entry belongs to another text, which shows it or not, or is a page as it lies among those that are held back.
    pub(super) fn is_theirs(&self, path: &Path, is_folder: bool) -> bool {
        let theirs = |theirs: &Gitignore| theirs.matched_path_or_any_parents(path, is_folder).is_ignore();
        let is_page = || {
            let below = SourcePath::new(&relative(self.root, path));
            below.is_html() && self.is_held_back(&below, false) && !is_essay(self.book, &below, path)
        };
        self.theirs.as_ref().is_some_and(theirs) || !is_folder && !self.book.inputs.held.is_empty() && is_page()
    }

    /// Whether another file holds back what lies at a path.
    fn is_held_back(&self, path: &SourcePath, is_folder: bool) -> bool {
        self.root == self.book.src() && self.book.inputs.held.holds(path, is_folder)
    }

    /// Whether the book leaves out what lies at `place`, a path without links, or holds it back for where it lies: it is not
    /// to be published by its other name `entry`. A book that follows links wherever they lead may collect what it publishes
    /// from folders that it leaves out.
    pub(super) fn has_left_out(&self, place: &Path, entry: &Path) -> bool {
        let book = &self.book.root;
        let in_root = place.strip_prefix(&self.real).map(|below| (self.root, below));
        let Ok((root, below)) = in_root.or_else(|_| place.strip_prefix(book).map(|below| (&**book, below))) else {
            return false;
        };
        if self.book.config.book.follow_links {
            return false;
        }
        let mut way = root.to_owned();
        let mut parts = below.components();
        let on_the_way = parts.any(|part| {
            way.push(part);
            let is_folder = way.is_dir();
            (is_hidden(&way) || is_left_behind(&way, is_folder)) && !self.is_named(&way, is_folder)
                || self.is_ignored(&way, is_folder)
                || (is_folder && is_a_site(&way))
        });
        let matches = || self.expressions.leave_out(|| relative(book, &root.join(below)));
        on_the_way || matches() || (root == self.root && self.is_held(below, &relative(self.root, entry)))
    }

    /// Whether essays at a path of the folder are held back unless they ask for being published, and by their name `entry` are
    /// not.
    fn is_held(&self, place: &Path, entry: &str) -> bool {
        let is_held = |path: &SourcePath| is_held_where_it_lies(path, self.book);
        let (place, entry) = (SourcePath::new(&relative(Path::new(""), place)), SourcePath::new(entry));
        (place.is_markdown() || self.root.join(place.as_str()).is_dir()) && is_held(&place) && !is_held(&entry)
    }

    /// Whether an entry is a link to an essay of the book, but has not the name of one.
    pub(super) fn is_essay_behind(&self, path: &SourcePath, entry: &DirEntry) -> bool {
        let is_essay = |target: PathBuf| {
            let src = fs::canonicalize(self.book.src());
            SourcePath::new(&target.to_string_lossy()).is_markdown() && src.is_ok_and(|src| target.starts_with(src))
        };
        entry.path_is_symlink()
            && !path.is_markdown()
            && !self.book.config.book.follow_links
            && fs::canonicalize(entry.path()).is_ok_and(is_essay)
    }

    /// Says it of an essay, or a folder of them, that is a link to another one which is published as well.
    pub(super) fn tell_of_second(&self, path: &SourcePath, entry: &Path, is_folder: bool) -> Option<Diagnostic> {
        let target = fs::canonicalize(entry).ok()?;
        let first = SourcePath::new(&relative(&self.real, target.strip_prefix(&self.real).ok().map(|_| &*target)?));
        let language = |path: &SourcePath| Place::of(path, &self.book.config).language;
        let is_one = if is_folder { holds_markdown(&target) } else { path.is_markdown() };
        (is_one && language(path) == language(&first)).then(|| second_name(path, first.as_str(), is_folder))
    }

    /// Says it of an essay whose file has been met by another name (a hard link).
    #[cfg(unix)]
    pub(super) fn tell_of_same(&mut self, path: &SourcePath, entry: &DirEntry) -> Option<Diagnostic> {
        use std::collections::hash_map::Entry;
        use std::os::unix::fs::MetadataExt;
        use walkdir::DirEntryExt;
        // The number is at hand, and that of the disk is asked only where two are alike.
        let first = match self.met.entry(entry.ino()) {
            Entry::Vacant(place) => {
                place.insert(path.clone());
                return None;
            }
            Entry::Occupied(first) => first.get().clone(),
        };
        let identity = |file: &Path| file.metadata().ok().map(|file| (file.dev(), file.ino()));
        let is_same = identity(entry.path()) == identity(&self.root.join(first.as_str()));
        let language = |path: &SourcePath| Place::of(path, &self.book.config).language;
        (is_same && language(path) == language(&first)).then(|| second_name(path, first.as_str(), false))
    }

    /// Elsewhere the system does not tell without opening both.
    #[cfg(not(unix))]
    pub(super) fn tell_of_same(&mut self, _: &SourcePath, _: &DirEntry) -> Option<Diagnostic> {
        None
    }
}
