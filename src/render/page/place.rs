//! The file in which a page stands, and who has it otherwise.

use crate::base::config::{ARCHIVE, MAP, NOT_FOUND, SEARCH};
use crate::base::diagnostic::{Diagnostic, address_taken, case_collision, taken_alias};
use crate::base::page_file::{INDEX, address_of, beside, page_file};
use crate::base::path::SourcePath;
use crate::base::slug;
use crate::gather::facts::Claim;
use crate::gather::reader::Reader;
use crate::read::permalink::Role;
use crate::render::page::id::{OWN, PageId, Setting};
use crate::render::page::routes::{
    FEED, GRAPH, LLMS, LLMS_FULL, MAP_TEMPLATE, MARKDOWN, Place, ROBOTS, SEARCH_TEMPLATE, SITEMAP, has_llms, has_paths,
    part_at, parts_of, paths_address, route, search_index, shard_at, tag_like, tags_address,
};
use crate::render::theme::STATIC;

/// The file in which a page stands; `None` if another page or file has it.
pub(super) fn file_of(page: &PageId, reader: &Reader<'_>, setting: &Setting) -> Option<String> {
    match route(page, setting).place {
        Place::Text(file) => (!is_theirs(reader, &file, true)).then_some(file),
        Place::File(file) => (!is_theirs(reader, &file, false)).then_some(file),
        Place::Beside(of, name) => {
            let file = beside(address_of(&file_of(&of, reader, setting)?), name);
            (name == MARKDOWN || !is_theirs(reader, &file, false)).then_some(file)
        }
        Place::Essay(path) => {
            let file = page_file(&reader.card(path)?.address);
            above_essay(reader, setting, &file).is_none().then_some(file)
        }
        Place::Copy(path) => {
            let comparable = slug::comparable(path.as_str());
            let is_free = !comparable.starts_with(OWN) && rival(reader, &comparable, path).is_none();
            is_free.then(|| path.as_str().to_owned())
        }
        Place::Alias(address) => {
            let leads_on = |claim: &&Claim| {
                let (Claim::Alias(_, written) | Claim::Nickname(_, written)) = claim else { return false };
                before(reader, written, claim).is_none() && made_at(reader, setting, written).is_none()
            };
            match reader.claims(address).iter().filter(leads_on).last()? {
                Claim::Alias(_, written) | Claim::Nickname(_, written) => Some(written.to_string()),
                _ => None,
            }
        }
    }
}

/// What is to be said of a page that has not the file it wants.
pub(super) fn contest(page: &PageId, reader: &Reader<'_>, setting: &Setting) -> Vec<Diagnostic> {
    match route(page, setting).place {
        Place::Text(_) | Place::File(_) | Place::Beside(..) => Vec::new(),
        Place::Essay(path) => {
            let Some(card) = reader.card(path) else { return Vec::new() };
            let file = page_file(&card.address);
            let by = above_essay(reader, setting, &file);
            by.map(|by| address_taken(path, &file, &by, None)).into_iter().collect()
        }
        Place::Copy(path) => {
            let comparable = slug::comparable(path.as_str());
            if comparable.starts_with(OWN) {
                return vec![address_taken(path, path.as_str(), "crosslight itself", None)];
            }
            let Some(first) = rival(reader, &comparable, path) else { return Vec::new() };
            if slug::comparable(first.as_str()) == comparable {
                return vec![case_collision(path, first, None)];
            }
            vec![address_taken(path, path.as_str(), &format!("`{first}`"), None)]
        }
        Place::Alias(address) => {
            let taken = |claim: &Claim| {
                // A nickname is told of where it is given.
                let Claim::Alias(_, written) = claim else { return None };
                let by = match before(reader, written, claim) {
                    Some(first) if first.path() == claim.path() => return None,
                    Some(first) => format!("`{}`", first.path()),
                    None => made_at(reader, setting, written)?,
                };
                Some(taken_alias(claim.path(), written, &by))
            };
            reader.claims(address).iter().filter_map(taken).collect()
        }
    }
}

/// Whether the book has something at `file` that comes before what would be made there. What gives the page
/// its text does not.
fn is_theirs(reader: &Reader<'_>, file: &str, takes_text: bool) -> bool {
    match reader.claims(&slug::comparable(file)).first() {
        Some(Claim::Page { .. } | Claim::Spare { .. }) => !takes_text,
        Some(Claim::Asset(_)) => true,
        Some(Claim::Alias(..) | Claim::Nickname(..)) | None => false,
    }
}

/// The file of the book that stands where the one at `path` would be copied to.
fn rival<'a>(reader: &Reader<'a>, comparable: &str, path: &SourcePath) -> Option<&'a SourcePath> {
    reader.claims(comparable).first().map(Claim::path).filter(|first| *first != path)
}

/// The claim that comes before an old address on its file.
fn before<'a>(reader: &Reader<'a>, file: &str, claim: &Claim) -> Option<&'a Claim> {
    reader.claims(&slug::comparable(file)).first().filter(|first| *first != claim)
}

/// What the site has by itself at `file`, or where that needs a folder, in words.
fn made_at(reader: &Reader<'_>, setting: &Setting, file: &str) -> Option<String> {
    let own = generated(reader, setting, &slug::comparable(file)).map(str::to_owned);
    own.or_else(|| file_above(reader, setting, file, |_| true))
}

/// Who has a file that would be a folder of an essay's page.
fn above_essay(reader: &Reader<'_>, setting: &Setting, file: &str) -> Option<String> {
    // All but a few files have an ending, and few folders.
    let has_dot = |folder: &str| folder.rsplit('/').next().is_some_and(|name| name.contains('.'));
    file_above(reader, setting, file, has_dot)
}

/// Who has a file that would be a folder of `file`, of the folders that may be files.
fn file_above(reader: &Reader<'_>, setting: &Setting, file: &str, may_be: impl Fn(&str) -> bool) -> Option<String> {
    let comparable = slug::comparable(file);
    let folders = comparable.match_indices('/').map(|(at, _)| &comparable[..at]);
    // A file in a folder claims that as well: no page can be such a file, but pages may lie in it.
    let is_file = |claim: &&Claim, folder: &str| match claim {
        Claim::Asset(path) => slug::comparable(path.as_str()) == folder,
        _ => true,
    };
    let first = |folder: &str| reader.claims(folder).iter().find(|claim| is_file(claim, folder));
    folders.filter(|folder| may_be(folder)).find_map(|folder| match first(folder) {
        Some(claim) => Some(format!("`{}`", claim.path())),
        None => generated(reader, setting, folder).map(str::to_owned),
    })
}

/// What the site makes by itself at the file with the `comparable` form, in words.
fn generated(reader: &Reader<'_>, setting: &Setting, comparable: &str) -> Option<&'static str> {
    let config = &setting.config;
    let of_theme = comparable
        .strip_prefix(STATIC)
        .is_some_and(|rest| setting.theme.statics().keys().any(|name| slug::comparable(name) == rest));
    let has_tag = |page: &str| tag_like(page, config).is_some_and(|tag| reader.has_tag_like(&tag));
    let folder = comparable.strip_suffix(FEED).filter(|_| config.base_url().is_some());
    let sitemap = comparable == SITEMAP || part_at(comparable).is_some_and(|part| part < parts_of(reader));
    let online = (sitemap || comparable == ROBOTS) && config.base_url().is_some() || folder == Some("");
    let (has_llms, has_full) = has_llms(config);
    let for_programs = has_llms && comparable == LLMS || has_full && comparable == LLMS_FULL;
    let feed = folder.is_some_and(|folder| {
        let page = page_file(folder);
        let of_path = |claim: &Claim| reader.card(claim.path()).is_some_and(|card| card.role == Role::Path);
        has_tag(&page) || reader.claims(&page).first().is_some_and(of_path)
    });
    let drawn = |template: &str| setting.theme.has(template);
    let always = [INDEX, NOT_FOUND, GRAPH].contains(&comparable)
        || comparable == page_file(ARCHIVE)
        || comparable == slug::comparable(&page_file(&tags_address(config)))
        || drawn(MAP_TEMPLATE) && comparable == page_file(MAP)
        || drawn(SEARCH_TEMPLATE) && (comparable == page_file(SEARCH) || comparable == search_index())
        || setting.theme.shows_previews() && shard_at(comparable).is_some()
        || comparable == slug::comparable(&page_file(&paths_address(config))) && has_paths(reader, setting);
    match () {
        () if of_theme => Some("a file of the theme"),
        () if comparable.starts_with(OWN) => Some("crosslight itself"),
        () if always || online || feed || for_programs => Some("a page that crosslight makes"),
        () if has_tag(comparable) => Some("the page of a tag"),
        () => None,
    }
}
