//! What git tracks, whatever a `.gitignore` says of it: "files already tracked by Git are not affected"
//! (<https://git-scm.com/docs/gitignore>).

use std::cell::OnceCell;
use std::fs;
use std::path::{Path, PathBuf};

use crate::edge::book::Book;
use crate::edge::file::{self, relative};

/// The files that git tracks in a repository, for a book of a tool that has them in its site.
pub(super) struct Tracked {
    repository: Option<PathBuf>,
    /// Their paths from that folder, in order; read when something is left out.
    paths: OnceCell<Vec<String>>,
}

impl Tracked {
    /// What git tracks in the repository of a book. In one that no other tool made, and in notes, a `.gitignore` may be what
    /// keeps a file to its writer.
    pub(super) fn of(book: &Book, repository: Option<&Path>) -> Self {
        let is_site = book.found.as_ref().is_some_and(|found| WITHOUT_GITIGNORE.contains(&found.what));
        Self { repository: repository.filter(|_| is_site).map(Path::to_owned), paths: OnceCell::new() }
    }

    /// Whether git tracks a file, or one in a folder.
    pub(super) fn has(&self, path: &Path, is_folder: bool) -> bool {
        let Some(repository) = self.repository.as_ref().filter(|repository| path.starts_with(repository)) else {
            return false;
        };
        let paths = self.paths.get_or_init(|| index(repository));
        let path = relative(repository, path) + if is_folder { "/" } else { "" };
        let found = paths.get(paths.partition_point(|tracked| **tracked < *path));
        found.is_some_and(|tracked| if is_folder { tracked.starts_with(&path) } else { *tracked == path })
    }
}

/// The tools that do not read a `.gitignore` for their texts.
const WITHOUT_GITIGNORE: [&str; 9] = [
    "a Hugo site",
    "a Zola site",
    "a Jekyll site",
    "an mdBook",
    "a MkDocs site",
    "a Docusaurus site",
    "a Starlight site",
    "an Astro site",
    "a VitePress site",
];

/// The paths in the index of a repository; none if it cannot be read.
fn index(repository: &Path) -> Vec<String> {
    let git = repository.join(".git");
    // A further work tree says where its folder is.
    let said = file::read_text(&git).unwrap_or_default();
    let git = said.strip_prefix("gitdir:").map_or(git, |elsewhere| repository.join(elsewhere.trim()));
    let mut paths = fs::read(git.join("index")).ok().and_then(|index| entries(&index)).unwrap_or_default();
    paths.sort_unstable();
    paths
}

/// The paths in an index (<https://git-scm.com/docs/index-format>).
fn entries(index: &[u8]) -> Option<Vec<String>> {
    /// What stands before the path of an entry: times, numbers, a hash, flags.
    const HEAD: usize = 62;
    let number = |at: usize| Some(u32::from_be_bytes(index.get(at..at + 4)?.try_into().ok()?));
    let version = number(4).filter(|_| index.starts_with(b"DIRC"))?;
    let mut at = 12;
    let mut path: Vec<u8> = Vec::new();
    let mut paths = Vec::new();
    for _ in 0..number(8)? {
        let is_extended = index.get(at + HEAD - 2)? & 0x40 != 0;
        let mut name = at + HEAD + if is_extended { 2 } else { 0 };
        let mut kept = 0;
        if version == 4 {
            // How much of the path before it goes.
            let mut cut = 0_usize;
            loop {
                let byte = *index.get(name)?;
                name += 1;
                cut = cut.checked_mul(128)? + usize::from(byte & 127);
                if byte & 128 == 0 {
                    break;
                }
                cut += 1;
            }
            kept = path.len().checked_sub(cut)?;
        }
        path.truncate(kept);
        let length = index.get(name..)?.iter().position(|byte| *byte == 0)?;
        path.extend_from_slice(&index[name..name + length]);
        paths.extend(String::from_utf8(path.clone()));
        let end = name + length;
        // Up to eight bytes fill an entry up, one at least.
        at = if version == 4 { end + 1 } else { at + (end - at + 8) / 8 * 8 };
    }
    Some(paths)
}
