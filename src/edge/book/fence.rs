//! What of the disk a book may take in: what lies in it and in its repository, as plain files.
//!
//! A book may be built from what strangers propose. A link of the file system, or an include, that leads elsewhere
//! would publish whatever the machine knows, so it is followed only where the book asks for it.

use std::borrow::Cow;
use std::fs;
use std::path::{Component, Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::base::ignore_line;
use crate::edge::book::Book;
use crate::edge::file::is_gone;
use crate::edge::refusal;

/// Why a book may not take in what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beyond {
    /// It lies elsewhere.
    Outside,
    /// It lies in the book or its repository, and is nobody's to see: what git keeps for itself, or leaves out.
    Private,
    /// The book has it, and leaves it out or holds it back.
    LeftOut,
}

/// The bounds of a book.
pub(crate) struct Fence {
    /// Whether the book follows links wherever they lead.
    is_open: bool,
    root: PathBuf,
    /// The folders of the book and those that it includes from, as they are without links.
    folders: Vec<PathBuf>,
    /// The folder of the repository that the book lies in.
    repository: Option<PathBuf>,
}

impl Fence {
    pub(crate) fn of(book: &Book) -> Self {
        let real = |folder: &Path| fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let root = real(&book.root);
        let said = book.config.markdown.include_folders.iter().map(|folder| book.root.join(folder));
        let folders = book.roots().into_iter().chain(said).map(|folder| real(&folder)).chain([root.clone()]).collect();
        let repository = repository(&root).map(Path::to_owned);
        Self { is_open: book.config.book.follow_links, root, folders, repository }
    }

    /// Where a link leads that the book may not follow, and why.
    pub(crate) fn keeps_out(&self, link: &Path) -> Option<(PathBuf, Beyond)> {
        let target = fs::canonicalize(link).ok()?;
        let why = self.admit(&target).err()?;
        Some((target, why))
    }

    /// Whether the book may take in what lies at `place`, a path without links.
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn admit(&self, place: &Path) -> std::result::Result<(), Beyond> {
        if self.is_open {
            return Ok(());
        }
        if self.is_private(place) {
            return Err(Beyond::Private);
        }
        if self.folders.iter().any(|folder| place.starts_with(folder)) {
            return Ok(());
        }
        match self.repository.as_ref().and_then(|repository| place.strip_prefix(repository).ok()) {
            // Hidden folders further up are settings of other programs.
            Some(below) if below.components().any(|part| is_hidden(part.as_os_str())) => Err(Beyond::Private),
            Some(_) => Ok(()),
            None => Err(Beyond::Outside),
        }
    }
}

impl Fence {
    /// Whether a file is none for readers, wherever a link to it stands.
    fn is_private(&self, place: &Path) -> bool {
        let names = || place.components().map(|part| part.as_os_str().to_string_lossy());
        if names().any(|name| name == ".git") || names().next_back().is_some_and(|name| name.starts_with(".env")) {
            return true;
        }
        let top = self.repository.as_ref().unwrap_or(&self.root);
        let is_folder = place.is_dir();
        let above = place.ancestors().skip(usize::from(!is_folder)).take_while(|folder| folder.starts_with(top));
        let own = above.filter_map(|folder| rules_in(folder, &folder.join(".gitignore")));
        let exclude = self.repository.as_ref().and_then(|top| rules_in(top, &top.join(".git/info/exclude")));
        // Rules that leave out the whole book, or all its essays, say nothing of what is in it.
        let around: Vec<&PathBuf> = self.folders.iter().filter(|folder| place.starts_with(folder)).collect();
        let says_something = |rules: &Gitignore| !around.iter().any(|folder| leaves_out(rules, folder));
        let rules = own.chain(exclude).map(|(rules, _)| rules).filter(says_something);
        let mut rules = rules.map(|rules| rules.matched_path_or_any_parents(place, is_folder).map(|_| ()));
        rules.find(|verdict| !verdict.is_none()).is_some_and(|verdict| verdict.is_ignore())
    }
}

/// Whether rules leave out a folder.
pub(crate) fn leaves_out(rules: &Gitignore, folder: &Path) -> bool {
    folder.starts_with(rules.path()) && rules.matched_path_or_any_parents(folder, true).is_ignore()
}

/// A folder of the book that is, or lies behind, a link which leads out of it, and where that leads. What the settings name
/// by a path that leads out is meant.
pub(crate) fn stray(book: &Book) -> Option<(PathBuf, PathBuf)> {
    let fence = Fence { folders: Vec::new(), ..Fence::of(book) };
    let strays = |folder: &PathBuf| {
        let below = folder.strip_prefix(&book.root).ok()?;
        let is_plain = below.components().all(|part| matches!(part, Component::Normal(_)));
        let target = fs::canonicalize(folder).ok().filter(|target| is_plain && !target.starts_with(&fence.root))?;
        fence.admit(&target).is_err().then_some((below.to_owned(), target))
    };
    book.roots().iter().find_map(strays)
}

/// What is wrong with a file of rules.
pub(crate) enum Fault {
    /// It cannot be read.
    Unreadable(String),
    /// A line is not a pattern, and why.
    Line(String, String),
}

/// The rules in `file` of what git leaves out in `folder`, if there is such a file. One that cannot be read leaves out the
/// whole folder, as nobody knows what it keeps private, and the reason is given.
pub(crate) fn rules_in(folder: &Path, file: &Path) -> Option<(Gitignore, Vec<Fault>)> {
    let mut builder = GitignoreBuilder::new(folder);
    let mut faults = Vec::new();
    let refused = match fs::metadata(file) {
        Ok(metadata) if !metadata.is_file() => return None,
        Ok(_) => match fs::read(file) {
            Ok(bytes) => {
                for line in decoded(&bytes).lines() {
                    let why = ignore_line::add(&mut builder, line);
                    faults.extend(why.map(|why| Fault::Line(line.to_owned(), why)));
                }
                None
            }
            Err(error) => Some(refusal::reason(&error)),
        },
        Err(error) if is_gone(&error) => return None,
        Err(error) => Some(refusal::reason(&error)),
    };
    if let Some(why) = refused {
        // This line can be read.
        let _ = builder.add_line(None, "*");
        faults.push(Fault::Unreadable(why));
    }
    Some((builder.build().ok()?, faults))
}

/// Text as editors write it: some of Windows write UTF-16. To git such lines say nothing; here they hold what they are meant to.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let wide = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().copied().map(read).collect();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        bytes => String::from_utf8_lossy(bytes),
    }
}

/// The folder of the repository that a folder lies in.
pub(crate) fn repository(folder: &Path) -> Option<&Path> {
    folder.ancestors().take(16).find(|folder| folder.join(".git").exists())
}

fn is_hidden(name: &std::ffi::OsStr) -> bool {
    name.to_string_lossy().starts_with('.')
}
