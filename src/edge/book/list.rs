//! Which files a book has: its folders walked, what is left out left out.

mod aside;
mod beside;
mod names;
mod rules;
mod tracked;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use foldhash::fast::FixedState;
use ignore::Match;
use ignore::gitignore::Gitignore;
use walkdir::WalkDir;

use crate::base::diagnostic::files::{
    Unreadable, conflict_copy, folder_too_deep, leads_out, leads_to_left_out, second_file, static_markdown, unreadable,
    untrusted_file, unusable_entry,
};
use crate::base::diagnostic::withheld::held_file;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::left_out::LeftOut;
use crate::base::path::SourcePath;
use crate::edge::book::expressions::Expressions;
use crate::edge::book::fence::{Beyond, Fence, leaves_out, repository};
use crate::edge::book::left_out::{
    is_a_site, is_conflict_copy, is_hidden, is_left_behind, is_of_the_book, withholds_itself,
};
use crate::edge::book::{Book, idle};
use crate::edge::file::{self, begins_with_fields, is_gone, relative};
use crate::edge::refusal;
use crate::read::syntax::summary;
use crate::read::syntax::untrusted::may_act;

use names::Aside;
use rules::{gitignore, ignored, rules_of, told_rules};
use tracked::Tracked;

pub use names::Names;

/// What is in the folders of a book.
#[derive(Default)]
pub struct Inventory {
    /// The files of the book, by path.
    pub files: Vec<SourcePath>,
    /// What is wrong with some.
    pub diagnostics: Vec<Diagnostic>,
    pub left_out: LeftOut,
    pub names: Names,
}

/// What is in the folders of a book.
pub fn list(book: &Book) -> Inventory {
    let (mut found, mut aside, mut diagnostics) = (Vec::new(), Aside::default(), Vec::new());
    for (at, root) in book.roots().iter().enumerate() {
        list_below(book, (at, root), Path::new(""), (&mut found, &mut aside), &mut diagnostics);
    }
    found.sort_unstable();
    let names = names::take_apart(book, &mut found, &mut aside, &mut diagnostics);
    let left_out = aside.all(&book.src());
    diagnostics.extend(rules::faults(book));
    diagnostics.extend(beside::essays(book));
    if book.config.levels.ask_for(Code::IdlePattern) {
        diagnostics.extend(idle::patterns(book, &found));
    }
    Inventory { files: found, diagnostics: book.config.levels.weigh(diagnostics), left_out, names }
}

/// The files of the book at and below `place`, a path from one of its folders.
pub fn list_at(book: &Book, place: &Path) -> Vec<SourcePath> {
    let mut found = Vec::new();
    for (at, root) in book.roots().iter().enumerate() {
        if let Ok(below) = place.strip_prefix(root) {
            list_below(book, (at, root), below, (&mut found, &mut Aside::default()), &mut Vec::new());
        }
    }
    // What other names say of a file stands anywhere in the book.
    if names::have_others(book, &found) {
        let all: HashSet<SourcePath> = list(book).files.into_iter().collect();
        found.retain(|path| all.contains(path));
    }
    found
}

/// The folders above the book whose `.gitignore` says something of it, and that of what git ignores besides.
pub(crate) fn folders_of_rules_above(book: &Book) -> Vec<PathBuf> {
    let Some(repository) = repository(&book.root) else { return Vec::new() };
    let above = book.root.ancestors().skip(1).take_while(|folder| folder.starts_with(repository));
    above.map(Path::to_owned).chain([repository.join(".git/info")]).collect()
}

/// Lists what lies at `below` in the `at`th folder of the book.
fn list_below(
    book: &Book,
    (at, root): (usize, &Path),
    below: &Path,
    (found, aside): (&mut Vec<SourcePath>, &mut Aside),
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut here = Vec::new();
    let mut walk = Walk::of(book, root);
    walk.list(below, &mut here, diagnostics);
    diagnostics.append(&mut walk.faults);
    aside.append(&mut walk.aside);
    let above = &book.roots()[..at];
    for path in here {
        // What a static folder has must not be taken from the folder of the essays, or be one.
        // Nor does what strangers write, and is left out, take the place of that.
        let is_refused = book.config.markdown.untrusted
            && !is_essay(book, &path, &root.join(path.as_str()))
            && may_act(path.as_str());
        let above = above.iter().skip(usize::from(is_refused));
        if let Some(first) = above.map(|above| above.join(path.as_str())).find(|file| file.exists()) {
            let file = root.join(path.as_str());
            diagnostics.push(second_file(&path, &relative(&book.root, &file), &relative(&book.root, &first)));
        } else if at > 0 && path.is_markdown() {
            diagnostics.push(static_markdown(&path));
        } else if at == 0 && is_refused {
            diagnostics.push(untrusted_file(&path));
        } else {
            found.push(path);
        }
    }
}

/// Whether a file is an essay, if it lies in the folder of those.
fn is_essay(book: &Book, path: &SourcePath, file: &Path) -> bool {
    path.is_markdown() || path.is_html() && book.config.book.html_pages && begins_with_fields(file, true)
}

/// A walk through one folder of a book, with the rules that hold where it is.
struct Walk<'a> {
    root: &'a Path,
    /// Whether the folder is that of the whole book.
    is_whole: bool,
    rules: Vec<Gitignore>,
    /// Rules that cannot be read.
    faults: Vec<Diagnostic>,
    /// What is left out.
    aside: Aside,
    /// The essays that were met, by the numbers of their files.
    met: HashMap<u64, SourcePath, FixedState>,
    book: &'a Book,
    expressions: Expressions,
    /// What `[book] ignore` says, in which a line with `!` can name hidden files.
    own: Option<Gitignore>,
    /// What stays of what git leaves out, and the folders that are left out but for that.
    tracked: Tracked,
    within: Vec<PathBuf>,
    /// Where what `[book] ignore` says stands among the rules.
    own_at: usize,
    is_closed: bool,
    /// What belongs to others, by the rules of the tool that the folder was made for.
    theirs: Option<Gitignore>,
    /// Where links may lead.
    fence: Fence,
    /// The folder as it is without links.
    real: PathBuf,
    /// The folders that are links, and where they lead.
    linked: Vec<(PathBuf, PathBuf)>,
    /// The essays that the list of chapters names, if no others count.
    listed: Option<HashSet<SourcePath>>,
}

impl<'a> Walk<'a> {
    fn of(book: &'a Book, root: &'a Path) -> Self {
        let is_whole = fs::canonicalize(root).is_ok_and(|root| root == book.root);
        let own = ignored(root, &book.config.book.ignore, root == book.src());
        let held = Some(&book.inputs.held).filter(|_| root == book.src());
        let theirs = held.and_then(|held| rules_of(root, held.parts.iter().map(String::as_str)));
        let expressions = Expressions::of(&book.config);
        let listed = Some(root.join(summary::FILE)).filter(|_| book.config.build.only_listed);
        let in_settings = || Some(&book.config.book.chapters).filter(|chapters| !chapters.is_empty()).cloned();
        // Without a list, none is named by it.
        let listed =
            listed.map(|file| file::read_text(&file).ok().or_else(in_settings).unwrap_or_default()).map(|text| {
                let chapters = summary::chapters(&text).into_iter().filter_map(|chapter| chapter.path);
                chapters.chain([summary::FILE, &book.config.book.home].map(SourcePath::new)).collect()
            });
        let repository = repository(&book.root);
        let (rules, faults, aside, met, linked, within) = Default::default();
        let tracked = Tracked::of(book, repository);
        let fence = Fence::of(book);
        let real = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let mut walk = Self {
            root,
            is_whole,
            rules,
            faults,
            aside,
            met,
            book,
            expressions,
            own,
            tracked,
            within,
            own_at: usize::MAX,
            is_closed: false,
            theirs,
            fence,
            real,
            linked,
            listed,
        };
        walk.take_rules_above(repository);
        walk.take_way();
        walk.own_at = walk.rules.len();
        walk.rules.push(walk.own.clone().unwrap_or_else(Gitignore::empty));
        walk
    }

    /// Takes in what git leaves out of the repository that the book lies in. Rules that leave out the whole book say
    /// nothing of what is in it.
    fn take_rules_above(&mut self, repository: Option<&Path>) {
        let Some(repository) = repository else { return };
        let book = &self.book.root;
        let folders = book.ancestors().skip(1).take_while(|folder| folder.starts_with(repository));
        let mut above: Vec<_> = folders.filter_map(gitignore).collect();
        above.extend(told_rules(repository, &repository.join(".git/info/exclude")));
        let above = above.into_iter().rev();
        for (rules, fault) in above.filter(|(rules, _)| !leaves_out(rules, book)) {
            self.hold(rules, fault);
        }
    }

    /// Takes in the rules of a folder.
    fn take_rules(&mut self, folder: &Path) {
        if let Some((rules, fault)) = gitignore(folder) {
            self.hold(rules, fault);
        }
    }

    fn list(&mut self, below: &Path, found: &mut Vec<SourcePath>, diagnostics: &mut Vec<Diagnostic>) {
        if self.is_closed {
            return;
        }
        let mut way = self.root.to_owned();
        for part in below.components() {
            way.push(part);
            let is_folder = way.is_dir();
            if self.leaves_out(&way, is_folder) || self.kept_out(&way, way.is_symlink(), is_folder).is_some() {
                return;
            }
            if is_folder && way != self.root.join(below) {
                self.enter(&way);
            }
        }
        let mut walk = WalkDir::new(way).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    diagnostics.extend(self.unusable(&error));
                    continue;
                }
            };
            let is_folder = entry.file_type().is_dir();
            if entry.depth() > 0
                && (self.leaves_out(entry.path(), is_folder) || self.is_theirs(entry.path(), is_folder))
            {
                self.note_left_out(entry.path(), is_folder);
                if is_folder {
                    walk.skip_current_dir();
                }
                continue;
            }
            let path = SourcePath::new(&relative(self.root, entry.path()));
            if entry.depth() > 0
                && let Some((target, why)) = self.kept_out(entry.path(), entry.path_is_symlink(), is_folder)
            {
                self.aside.others.extend((!is_folder).then(|| path.clone()));
                // What a folder behind a link has that is private is left out as if it lay here.
                if entry.path_is_symlink() {
                    let target = fs::read_link(entry.path()).unwrap_or(target);
                    let target = target.to_string_lossy();
                    diagnostics.push(match why {
                        Beyond::LeftOut => leads_to_left_out(&path, &target),
                        Beyond::Outside | Beyond::Private => leads_out(&path, &target, why == Beyond::Outside),
                    });
                }
                if is_folder {
                    walk.skip_current_dir();
                }
                continue;
            }
            if is_folder {
                let most = self.book.config.limits.folder_levels;
                if path.as_str().matches('/').count() >= most as usize {
                    diagnostics.push(folder_too_deep(&path, most));
                    walk.skip_current_dir();
                    continue;
                }
                if entry.path() != self.root {
                    self.enter(entry.path());
                }
                if entry.depth() > 0 && entry.path_is_symlink() {
                    diagnostics.extend(self.tell_of_second(&path, entry.path(), true));
                }
                continue;
            }
            if entry.path().to_str().is_none() {
                diagnostics.push(unusable_entry(&path, "its name is not UTF-8"));
            } else if !entry.file_type().is_file() {
                diagnostics.push(unusable_entry(&path, "it is neither a file nor a folder"));
            } else if path.is_markdown() && is_conflict_copy(path.stem()) {
                diagnostics.push(conflict_copy(&path));
            } else if self.is_essay_behind(&path, &entry) {
                // Its text would be published as it is, with what it keeps back.
                diagnostics.push(unusable_entry(&path, "it is a link to an essay, and has no name of one"));
                self.aside.others.push(path);
            } else if !is_essay(self.book, &path, entry.path())
                && withholds_itself(&path, entry.path(), &self.book.config, &self.book.inputs)
            {
                diagnostics.push(held_file(&path));
                self.aside.others.push(path);
            } else if self.is_wanted(&path, entry.path()) {
                if entry.path_is_symlink() {
                    diagnostics.extend(self.tell_of_second(&path, entry.path(), false));
                } else if path.is_markdown() && !self.linked.iter().any(|(link, _)| entry.path().starts_with(link)) {
                    diagnostics.extend(self.tell_of_same(&path, &entry));
                }
                found.push(path);
            } else {
                self.aside.ignored.push(path);
            }
        }
    }

    /// Where an entry lies that a link leads to, or a link further up, and why the book may not follow it there.
    fn kept_out(&mut self, entry: &Path, is_link: bool, is_folder: bool) -> Option<(PathBuf, Beyond)> {
        let left_out = |place: PathBuf| self.has_left_out(&place, entry).then_some((place, Beyond::LeftOut));
        if is_link {
            let kept_out = self.fence.keeps_out(entry).or_else(|| left_out(fs::canonicalize(entry).ok()?));
            if kept_out.is_none() && is_folder {
                self.linked.extend(fs::canonicalize(entry).ok().map(|target| (entry.to_owned(), target)));
            }
            return kept_out;
        }
        let (link, target) = self.linked.iter().rev().find(|(link, _)| entry.starts_with(link))?;
        let place = target.join(entry.strip_prefix(link).ok()?);
        match self.fence.admit(&place) {
            Ok(()) => left_out(place),
            Err(why) => Some((place, why)),
        }
    }

    /// Whether neither an expression nor the list of chapters leaves out a file.
    fn is_wanted(&self, path: &SourcePath, file: &Path) -> bool {
        let unlisted = || path.is_markdown() && self.listed.as_ref().is_some_and(|listed| !listed.contains(path));
        !(unlisted() || self.expressions.leave_out(|| relative(&self.book.root, file)))
    }

    /// What is wrong with an entry that cannot be looked at.
    fn unusable(&self, error: &walkdir::Error) -> Option<Diagnostic> {
        let place = error.path().unwrap_or(self.root);
        // What has vanished meanwhile is not an entry any more.
        let is_private = is_hidden(place) || is_left_behind(place, false);
        if is_private || place.symlink_metadata().is_err_and(|error| is_gone(&error)) {
            return None;
        }
        let path = SourcePath::new(&relative(self.root, place));
        if error.loop_ancestor().is_some() {
            return Some(unusable_entry(&path, "it is a link back to a folder that holds it"));
        }
        match error.io_error() {
            Some(error) if is_gone(error) => Some(unusable_entry(&path, "it is a link that leads to nothing")),
            // One to itself, or to where nobody may look.
            Some(error) if place.is_symlink() => Some(unusable_entry(&path, &refusal::reason(error))),
            error => {
                let why = error.map_or_else(|| "it cannot be looked at".to_owned(), refusal::reason);
                Some(unreadable(&path, &Unreadable::Refused(why.into())))
            }
        }
    }

    fn leaves_out(&self, path: &Path, is_folder: bool) -> bool {
        ((is_hidden(path) || is_left_behind(path, is_folder)) && !self.is_named(path, is_folder))
            || self.is_left_out(path, is_folder)
            || (is_folder && is_a_site(path))
            || (self.is_whole && path.parent() == Some(self.root) && is_of_the_book(path))
    }

    /// Whether the book asks for an entry in its settings that is left out otherwise, by a name of that kind: `!*.md`
    /// says nothing of `.own.md`. What a `.gitignore` keeps may be private.
    fn is_named(&self, path: &Path, is_folder: bool) -> bool {
        let is_meant = |line: &str| {
            let name = Path::new(line.trim_start_matches('!').trim_end_matches('/'));
            is_hidden(name) || is_left_behind(name, is_folder)
        };
        let mut rules = self.own.iter().filter(|rules| path.starts_with(rules.path()));
        rules.any(|rules| match rules.matched(path, is_folder) {
            Match::Whitelist(line) => is_meant(line.original()),
            Match::None | Match::Ignore(_) => false,
        })
    }
}
