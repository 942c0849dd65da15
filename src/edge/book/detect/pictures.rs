//! Pictures that lie in a project outside the folder of its texts, from where some tools take them.

use std::collections::BTreeSet;
use std::path::Path;

use walkdir::WalkDir;

use crate::edge::file::relative;
use crate::edge::publish::generation::MANIFEST;
use crate::read::syntax::media::is_picture;

/// The folders below `root` that have pictures, but for those in `without` and what no text can mean: hidden folders,
/// packages, what has been built. Each is the highest one that holds no folder of `without`.
pub(super) fn folders(root: &Path, without: &[String]) -> Vec<String> {
    const MOST: usize = 20_000;
    const AWAY: [&str; 5] = ["node_modules", "dist", "build", "vendor", "target"];
    let is_away = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str());
        let below = relative(root, path);
        let is_site = path.join(MANIFEST).is_file();
        is_site || name.is_none_or(|name| name.starts_with('.') || AWAY.contains(&name)) || without.contains(&below)
    };
    let walk = WalkDir::new(root).max_depth(8).sort_by_file_name().into_iter();
    let entries = walk.filter_entry(|entry| entry.depth() == 0 || !is_away(entry.path())).take(MOST).flatten();
    let pictures =
        entries.filter(|entry| entry.file_type().is_file() && entry.file_name().to_str().is_some_and(is_picture));
    let of = |entry: walkdir::DirEntry| {
        let folder = relative(root, entry.path().parent()?);
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        let holds = |folder: &str| without.iter().any(|other| other.starts_with(&format!("{folder}/")));
        let highest = ends.map(|end| &folder[..end]).find(|folder| !folder.is_empty() && !holds(folder));
        highest.map(str::to_owned)
    };
    let found: BTreeSet<String> = pictures.filter_map(of).collect();
    found.into_iter().collect()
}

/// Lines as in a `.gitignore` that keep the texts in such folders out of the book.
pub(super) fn without_texts(folders: &[String]) -> impl Iterator<Item = String> {
    folders.iter().flat_map(|folder| ["md", "mdx", "html"].map(|ending| format!("/{folder}/**/*.{ending}")))
}
