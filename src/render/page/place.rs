//! The file in which a page stands, and who has it otherwise.

use crate::base::config::{ARCHIVE, MAP, NOT_FOUND, SEARCH};
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::files::{address_taken, taken_alias};
use crate::base::diagnostic::text::case_collision;
use crate::base::own_file::{FEED, GRAPH, LLMS, LLMS_FULL, MARKDOWN, ROBOTS, SITEMAP, SOCIAL_CARD, STATIC};
use crate::base::page_file::{INDEX, address_of, beside, dotted_folders, page_file, pages_beside};
use crate::base::path::SourcePath;
use crate::base::slug;
use crate::gather::facts::Claim;
use crate::gather::reader::Reader;
use crate::read::permalink::Role;
use crate::render::page::making::{OWN, Setting};
use crate::render::page::routes::{
    MAP_TEMPLATE, PageId, Place, SEARCH_TEMPLATE, has_folder, has_llms, has_paths, has_social_cards, part_at, parts_of,
    paths_address, place, search_index, shard_at, tag_like, tags_address,
};

/// The file in which a page stands; `None` if another page or file has it.
pub(super) fn file_of(page: &PageId, reader: &Reader<'_>, setting: &Setting) -> Option<String> {
    match place(page, setting) {
        Place::Text(file) => (!is_theirs(reader, &file, true)).then_some(file),
        Place::File(file) => (!is_theirs(reader, &file, false)).then_some(file),
        Place::Beside(of, name) => {
            let file = beside(address_of(&file_of(&of, reader, setting)?), name);
            (name == MARKDOWN || !is_theirs(reader, &file, false)).then_some(file)
        }
        Place::Essay(path) => {
            let file = page_file(&reader.card(path)?.address);
            above_essay(reader, &file).is_none().then_some(file)
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
    match place(page, setting) {
        Place::Text(_) | Place::File(_) | Place::Beside(..) => Vec::new(),
        Place::Essay(path) => {
            let Some(card) = reader.card(path) else { return Vec::new() };
            let file = page_file(&card.address);
            let by = above_essay(reader, &file);
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
                // A nickname is reported where it is given.
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
    let comparable = slug::comparable(file);
    let folder = file.strip_suffix(INDEX).and_then(|folder| folder.strip_suffix('/'));
    if folder.is_some_and(|folder| has_folder(folder, reader, setting)) {
        return Some("the page of a folder".to_owned());
    }
    let above =
        |folder: &str| file_in(reader, folder).or_else(|| generated(reader, setting, folder).map(str::to_owned));
    let mut folders = comparable.match_indices('/').map(|(at, _)| &comparable[..at]);
    generated(reader, setting, &comparable).map(str::to_owned).or_else(|| folders.find_map(above))
}

/// Who has a file that would be a folder of an essay's page.
pub(super) fn above_essay(reader: &Reader<'_>, file: &str) -> Option<String> {
    dotted_folders(&slug::comparable(file)).find_map(|folder| file_in(reader, folder))
}

/// Who has a file in the place of a folder: another one may lie in that.
fn file_in(reader: &Reader<'_>, folder: &str) -> Option<String> {
    let is_file = |claim: &&Claim| !matches!(claim, Claim::Asset(path) if slug::comparable(path.as_str()) != folder);
    reader.claims(folder).iter().find(is_file).map(|claim| format!("`{}`", claim.path()))
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
    let is_page =
        |claim: &Claim| reader.card(claim.path()).is_some_and(|card| matches!(card.role, Role::Essay | Role::Path));
    let is_beside = |name: &str| {
        let pages = pages_beside(comparable, name);
        pages.iter().any(|page| reader.claims(page).first().is_some_and(is_page))
    };
    let for_programs = has_llms && (comparable == LLMS || is_beside(MARKDOWN))
        || has_full && comparable == LLMS_FULL
        || has_social_cards(config) && is_beside(SOCIAL_CARD);
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
