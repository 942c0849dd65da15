//! Pages that are programs: their addresses, which another tool gives to them by where they lie.

use std::path::Path;

use walkdir::WalkDir;

/// How many files of a folder of pages are looked at, and how deep.
const MOST: usize = 5_000;
const DEEPEST: usize = 8;

/// The addresses of the programs in a folder of pages, by how their names end: `team/index.tsx` stands at `/team`, and
/// `blog/[slug].astro` anywhere below `/blog/`, unless that `is_told` otherwise.
pub(super) fn routes(pages: &Path, endings: &[&str], is_told: impl Fn(&str) -> bool) -> Vec<String> {
    let is_own = |name: &str| !name.starts_with(['_', '.']);
    let walk = WalkDir::new(pages).max_depth(DEEPEST).sort_by_file_name().into_iter();
    let own = walk.filter_entry(|entry| entry.depth() == 0 || entry.file_name().to_str().is_some_and(is_own));
    let files = own.flatten().take(MOST).filter(|entry| entry.file_type().is_file());
    let paths = files.filter_map(|entry| Some(entry.path().strip_prefix(pages).ok()?.to_str()?.replace('\\', "/")));
    let mut routes: Vec<String> = paths.filter_map(|path| route(&path, endings, &is_told)).collect();
    routes.sort();
    routes.dedup();
    routes
}

/// The address of the program at a path; none of one that is no page, or that may stand anywhere.
fn route(path: &str, endings: &[&str], is_told: impl Fn(&str) -> bool) -> Option<String> {
    let name = path.strip_suffix(endings.iter().find(|ending| path.ends_with(**ending))?)?;
    if [".test", ".spec", ".d", ".stories"].iter().any(|end| name.ends_with(end)) {
        return None;
    }
    if let Some((front, _)) = name.split_once('[') {
        let folder = front.rsplit_once('/').map_or("", |(folder, _)| folder);
        return (!folder.is_empty() && !is_told(folder)).then(|| format!("/{front}*"));
    }
    let address = name.strip_suffix("index").filter(|front| front.is_empty() || front.ends_with('/')).unwrap_or(name);
    let address = address.trim_end_matches('/');
    (!address.is_empty()).then(|| format!("/{address}"))
}

#[cfg(test)]
mod tests {
    use super::route;

    #[test]
    fn a_program_stands_where_it_lies() {
        let endings = [".astro", ".js"];
        for (path, address) in [
            ("showcase.astro", Some("/showcase")),
            ("team/index.js", Some("/team")),
            ("feed.xml.js", Some("/feed.xml")),
            ("shop/[id]/more.astro", Some("/shop/*")),
            ("shop/a-[id].js", Some("/shop/a-*")),
            ("blog/[slug].astro", None),
            ("[...all].astro", None),
            ("index.astro", None),
            ("a.test.js", None),
            ("a.css", None),
        ] {
            assert_eq!(route(path, &endings, |folder| folder == "blog").as_deref(), address, "{path}");
        }
    }
}
