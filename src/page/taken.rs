//! Which files a site makes by itself, and which it needs as folders.

use super::{OWN, Setting, graph, map, not_found, paths, search, sitemap, tag_like, tags};
use crate::config::{ARCHIVE, MAP, SEARCH};
use crate::diagnostic::{Diagnostic, address_taken};
use crate::essay::Role;
use crate::facts::{Claim, INDEX, page_file};
use crate::page::feed;
use crate::reader::Reader;
use crate::shard::Shard;
use crate::slug;
use crate::source::SourcePath;
use crate::theme::STATIC;

/// The file of an essay's page, unless one of its folders would be a file; says who has that one otherwise.
pub(super) fn essay_file(
    path: &SourcePath,
    reader: &Reader<'_>,
    setting: &Setting,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let file = page_file(&reader.card(path)?.address);
    // All but a few files have an ending, and few folders.
    let has_dot = |folder: &str| folder.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if let Some(by) = file_above(reader, setting, &file, has_dot) {
        diagnostics.push(address_taken(path, &file, &by, None));
        return None;
    }
    Some(file)
}

/// Who has a file that would be a folder of `file`, of the folders that may be files.
pub(super) fn file_above(
    reader: &Reader<'_>,
    setting: &Setting,
    file: &str,
    may_be: impl Fn(&str) -> bool,
) -> Option<String> {
    let comparable = slug::comparable(file);
    let folders = comparable.match_indices('/').map(|(at, _)| &comparable[..at]);
    folders.filter(|folder| may_be(folder)).find_map(|folder| match reader.claims(folder).first() {
        Some(claim) => Some(format!("`{}`", claim.path())),
        None => generated(reader, setting, folder).map(str::to_owned),
    })
}

/// What the site makes by itself at the file with the `comparable` form, in words.
pub(super) fn generated(reader: &Reader<'_>, setting: &Setting, comparable: &str) -> Option<&'static str> {
    let config = &setting.config;
    let of_theme = comparable
        .strip_prefix(STATIC)
        .is_some_and(|rest| setting.theme.statics().keys().any(|name| slug::comparable(name) == rest));
    let has_tag = |page: &str| tag_like(page, config).is_some_and(|tag| reader.has_tag_like(&tag));
    let folder = comparable.strip_suffix(feed::FILE).filter(|_| config.base_url().is_some());
    let sitemap = comparable == sitemap::FILE
        || sitemap::part_at(comparable).is_some_and(|part| part < sitemap::parts_of(reader));
    let online = sitemap && config.base_url().is_some() || folder == Some("");
    let feed = folder.is_some_and(|folder| {
        let page = page_file(folder);
        let of_path = |claim: &Claim| reader.card(claim.path()).is_some_and(|card| card.role == Role::Path);
        has_tag(&page) || reader.claims(&page).first().is_some_and(of_path)
    });
    let drawn = |template: &str| setting.theme.has(template);
    let shard = comparable.strip_prefix("previews/").and_then(|name| name.strip_suffix(".js"));
    let previews = shard.is_some_and(|name| Shard::named(name).is_some());
    let always = [INDEX, not_found::FILE, graph::FILE].contains(&comparable)
        || comparable == page_file(ARCHIVE)
        || comparable == slug::comparable(&page_file(&tags::address(config)))
        || drawn(map::TEMPLATE) && comparable == page_file(MAP)
        || drawn(search::TEMPLATE) && (comparable == page_file(SEARCH) || comparable == search::index_file())
        || setting.theme.shows_previews() && previews
        || comparable == slug::comparable(&page_file(&paths::address(config))) && paths::exists(reader, setting);
    match () {
        () if of_theme => Some("a file of the theme"),
        () if comparable.starts_with(OWN) => Some("crosslight itself"),
        () if always || online || feed => Some("a page that crosslight makes"),
        () if has_tag(comparable) => Some("the page of a tag"),
        () => None,
    }
}
