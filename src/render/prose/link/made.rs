//! Links to pages that no essay has: those that the site makes itself, and what stands for those that another tool makes.

use crate::base::config::{ARCHIVE, Config};
use crate::base::page_file::page_file;
use crate::base::path::{SourcePath, joined, last_part, without_page_ending};
use crate::base::tag::Tag;
use crate::gather::facet::tag_address;
use crate::gather::reader::Reader;
use crate::read::markdown::Link;
use crate::render::address::Base;
use crate::render::prose::link::place::fragment;

/// Where a link leads that names a page which the site makes itself: that of a tag, the list of all essays,
/// the search. An address is sought from the root, and a path also from where the essay stands.
pub(super) fn made(
    reader: &Reader<'_>,
    from: &SourcePath,
    link: &Link,
    base: &Base,
    config: &Config,
) -> Option<String> {
    let typed = &*link.target.path;
    let base_path = &*reader.bearings().base_path;
    let below_base = typed.strip_prefix(base_path).filter(|_| base_path.len() > 1);
    let near = || [Some(from.folder()), reader.card(from).map(|card| &*card.address)];
    let near = (!typed.starts_with('/')).then(near).into_iter().flatten().flatten();
    let paths = near.chain([""]).filter_map(|folder| joined(folder, typed));
    let paths: Vec<String> = paths.chain(below_base.map(str::to_owned)).filter(|path| !path.is_empty()).collect();
    let place = |path: String| {
        let page = page_file(&format!("{path}/"));
        if reader.stands(&page) {
            return Some(base.page(&format!("{path}/")));
        }
        if reader.stands(&path) {
            return Some(base.file(&path));
        }
        let tag = Tag::new(path.strip_prefix(&**config.tags.path.get_ref())?.strip_prefix('/')?)?;
        reader.tag(&tag).map(|card| base.page(&tag_address(&card.tag, config)))
    };
    let stays = |path: &String| is_elsewhere(path, &config.links.elsewhere).then(|| base.file(path));
    let href = paths.iter().find_map(|path| place(path.clone()));
    let href = href.or_else(|| paths.iter().find_map(|path| list(reader, path, base, config)));
    let mut href = href.or_else(|| paths.iter().find_map(stays))?;
    href.extend(link.target.fragment.as_deref().map(fragment));
    Some(href)
}

/// The page that is nearest to a list which another tool makes: that of the tag, or the list of all tags or essays.
fn list(reader: &Reader<'_>, path: &str, base: &Base, config: &Config) -> Option<String> {
    let languages = reader.bearings().languages.iter().filter(|tongue| !tongue.path.is_empty());
    let inside = |code: &str| path.strip_prefix(code)?.strip_prefix('/');
    let path = languages.filter_map(|tongue| inside(&tongue.path)).min_by_key(|path| path.len()).unwrap_or(path);
    let path = path.trim_matches('/');
    config.links.lists.iter().find_map(|entry| {
        let (list, any) = entry.strip_suffix('*').map_or((&**entry, false), |list| (list, true));
        let list = list.trim_matches('/');
        if path != list {
            let term = path.strip_prefix(list)?.strip_prefix('/').filter(|term| !term.contains('/'))?;
            let tag = Tag::new(term).and_then(|tag| reader.tag(&tag));
            if tag.is_some() || !any {
                return tag.map(|card| base.page(&tag_address(&card.tag, config)));
            }
        }
        let tags = format!("{}/", config.tags.path.get_ref());
        let lists = if last_part(list) == "tags" { [&*tags, ARCHIVE] } else { [ARCHIVE, &*tags] };
        lists.into_iter().find(|list| reader.stands(&page_file(list))).map(|list| base.page(list))
    })
}

/// Whether something else makes what stands at a path.
fn is_elsewhere(path: &str, addresses: &[String]) -> bool {
    addresses.iter().any(|address| {
        let mut parts = address.trim_start_matches('/').split('*');
        let (front, mut parts) = (parts.next().unwrap_or_default(), parts.peekable());
        if parts.peek().is_none() {
            return without_page_ending(path) == without_page_ending(front.trim_end_matches('/'));
        }
        path.strip_prefix(front).is_some_and(|rest| fits(rest, parts))
    })
}

/// Whether what is left of a path has the `parts` of a pattern in their order, with anything before each, the last at its end.
fn fits<'a>(mut rest: &str, parts: impl Iterator<Item = &'a str>) -> bool {
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    true
}
