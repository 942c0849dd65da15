//! Addresses by a pattern, filled.

use super::place::Place;
use crate::base::config::pattern::{DATES, sliced, words};
use crate::base::config::{Config, Days};
use crate::base::path::SourcePath;
use crate::base::slug::{SlugRule, part, segment};
use crate::read::front_matter::Meta;

/// An essay, as far as its address can be made of it.
pub(super) struct Given<'a> {
    pub(super) path: &'a SourcePath,
    pub(super) place: Place<'a>,
    pub(super) meta: &'a Meta,
    pub(super) config: &'a Config,
    /// The folder that the pattern is for.
    pub(super) within: &'a str,
}

/// `pattern` with its words exchanged for what they are of this essay; `None` if it has not the date that
/// they need, or nothing is left.
pub(super) fn filled(pattern: &str, given: &Given<'_>) -> Option<String> {
    let mut address = String::new();
    for (text, word) in words(pattern) {
        address.push_str(text);
        if let Some(word) = word {
            address.push_str(&given.word(word)?);
        }
    }
    Some(address).filter(|address| !address.trim_matches('/').is_empty())
}

impl Given<'_> {
    /// What a word of a pattern is of this essay.
    fn word(&self, word: &str) -> Option<String> {
        let Self { path, place, meta, config, within } = self;
        let rule = |text: &str| part(text, config.addresses.slugs, config.addresses.keep_case).unwrap_or_default();
        // The other rules have a sign of their own for a space.
        let spaced = config.addresses.slugs == SlugRule::AsNamed;
        let hyphened =
            |text: &str| if spaced { rule(&text.split_whitespace().collect::<Vec<_>>().join("-")) } else { rule(text) };
        // What follows a day that is cut off is as good as a slug.
        let undated = place.day.filter(|_| config.addresses.days == Days::Cut).map(|(_, rest)| rest);
        let slug = meta.slug.as_deref().or(undated).map(hyphened);
        let bundle = place.rank.is_some();
        let file = if bundle { place.name() } else { place.stem };
        if let Some((_, format)) = DATES.iter().find(|(name, _)| *name == word) {
            let date = meta.date.or(place.day.map(|(day, _)| day))?;
            return Some(rule(&date.day().strftime(format).to_string()));
        }
        let title = || hyphened(meta.title.as_deref().unwrap_or(file));
        let below = |folder: &str| folder.rsplit_once('/').map_or("", |(above, _)| above).to_owned();
        let sections = if bundle && !place.is_section() { below(place.folder) } else { place.folder.to_owned() };
        let parts =
            |folders: &str| -> Vec<String> { folders.split('/').filter(|part| !part.is_empty()).map(rule).collect() };
        let folders = |folders: &str| parts(folders).join("/");
        Some(match word {
            "section" => folders(sections.split('/').next().unwrap_or_default()),
            word if word.split('[').next() == Some("sections") => sliced(&parts(&sections), word)?.join("/"),
            "title" => title(),
            "slug" => slug.unwrap_or_else(title),
            "filename" | "contentbasename" => hyphened(file),
            "slugorfilename" | "slugorcontentbasename" => slug.unwrap_or_else(|| hyphened(file)),
            "name" => hyphened(place.name()),
            "slugorname" => slug.unwrap_or_else(|| hyphened(place.name())),
            "path" => {
                let folder = place.folder.strip_prefix(within.trim_matches('/')).unwrap_or(place.folder);
                folders(&format!("{folder}/{}", path.stem()))
            }
            "collection" => folders(place.folder.split('/').next().unwrap_or_default().trim_start_matches('_')),
            "categories" => self.categories().join("/"),
            "slugified_categories" => {
                self.categories().iter().filter_map(|category| segment(category)).collect::<Vec<_>>().join("/")
            }
            "output_ext" => ".html".to_owned(),
            _ => return None,
        })
    }

    /// The folders above the one that the pattern is for, if that may lie anywhere, and the categories of the
    /// fields, each once.
    fn categories(&self) -> Vec<String> {
        let stop = self.within.strip_prefix("**/");
        let folders = self.place.folder.split('/').take_while(|folder| stop.is_some_and(|stop| stop != *folder));
        let fields = self.meta.words("categories").chain(self.meta.words("category"));
        let mut all: Vec<String> = Vec::new();
        for category in folders.filter(|folder| !folder.is_empty()).map(str::to_owned).chain(fields) {
            let category = part(&category.to_lowercase(), self.config.addresses.slugs, true).unwrap_or_default();
            if !category.is_empty() && !all.contains(&category) {
                all.push(category);
            }
        }
        all
    }
}
