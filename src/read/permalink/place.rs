//! What the path of an essay says besides a name: its language, its folder, a day.

use super::filed;
use crate::base::config::Config;
use crate::base::date::When;
use crate::base::path::{SourcePath, last_part};

/// The path of an essay, taken apart.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The language, by its number among those of the book; 0 for that of the book itself.
    pub language: u8,
    /// The code of the language, if the path tells it.
    pub code: Option<&'a str>,
    /// The folder, without that of the language.
    pub folder: &'a str,
    /// The file name without its ending and without the code of its language.
    pub stem: &'a str,
    /// The first part of the addresses of its language; empty for that of the book.
    pub prefix: &'a str,
    /// The folder that has an address of its own, and that address, if the essay lies in one.
    pub mount: Option<(&'a str, &'a str)>,
    /// The day at the front of the file name, and the name without it.
    pub day: Option<(When, &'a str)>,
    /// The day that the file is called after and nothing else, in a book that spells such days.
    pub alone: Option<When>,
    /// Which of the files that could stand for a folder comes first.
    pub rank: Option<u8>,
}

/// The rank of a file that is called as its folder is, after those with a name of their own for it.
const NAMED: u8 = 3;

impl<'a> Place<'a> {
    /// The path of `path` in a book with these settings.
    pub fn of(path: &'a SourcePath, config: &'a Config) -> Self {
        let mut place = Self {
            language: 0,
            code: None,
            folder: path.folder(),
            stem: path.stem(),
            prefix: "",
            mount: mount(path.folder(), config),
            day: None,
            alone: None,
            rank: path.index_rank(),
        };
        let own = &config.book.language;
        let mut by_folder = 0;
        for (number, (code, language)) in (1..).zip(&config.languages) {
            let folder = language.folder.as_deref().unwrap_or(code).trim_matches('/');
            let inner = path.folder().strip_prefix(folder).filter(|_| folder.len() > by_folder);
            let inner = inner.filter(|rest| rest.is_empty() || rest.starts_with('/'));
            let stem = without_code(path.stem(), code);
            if let Some(inner) = inner {
                by_folder = folder.len();
                place.folder = inner.trim_start_matches('/');
            }
            if inner.is_some() || stem.is_some() {
                place.stem = stem.unwrap_or(place.stem);
                place.language = if code == own { 0 } else { number };
                place.code = Some(code);
                place.prefix = language.path.as_deref().unwrap_or(if code == own { "" } else { code });
            }
        }
        if !config.languages.is_empty()
            && let Some(stem) = without_code(path.stem(), own)
        {
            place.stem = stem;
            place.code = Some(own);
        }
        if place.code.is_some() {
            place.rank = SourcePath::rank_of(place.stem, place.folder.is_empty());
        }
        let bare = |name| filed::unnumbered(name, config);
        if place.rank.is_none() {
            place.rank = SourcePath::rank_of(bare(place.stem), false);
        }
        if config.addresses.named_indexes
            && place.rank.is_none()
            && bare(place.stem).eq_ignore_ascii_case(bare(last_part(place.folder)))
        {
            place.rank = Some(NAMED);
        }
        let day = if path.is_post() { When::of_post } else { When::prefix };
        place.day = day(place.stem);
        if !config.book.day_titles.is_empty() && place.stem.len() == "YYYY-MM-DD".len() {
            place.alone = When::parse(&place.stem.replace('_', "-"));
        }
        place
    }

    /// Whether the essay stands for a folder that holds others, rather than for one that holds what belongs to
    /// it.
    pub fn is_section(&self) -> bool {
        self.rank.is_some() && self.stem != "index"
    }

    /// What the essay is called by its path: its name without the day, or that of its folder.
    pub fn name(&self) -> &'a str {
        let alone = self.day.map_or(self.stem, |(_, rest)| rest);
        let is_index = self.rank.is_some() || (alone == "index" && !self.folder.is_empty());
        if is_index { last_part(self.folder) } else { alone }
    }
}

/// The folder that `folder` lies in and that has an address of its own, with that address: the longest of them.
fn mount<'a>(folder: &str, config: &'a Config) -> Option<(&'a str, &'a str)> {
    let mounts = config.addresses.folders.iter();
    let mounts = mounts.map(|(of, address)| (of.trim_matches('/'), address.trim_matches('/')));
    mounts.filter(|(of, _)| is_below(folder, of)).max_by_key(|(of, _)| of.len())
}

/// Whether `folder` is `of` or lies in it.
fn is_below(folder: &str, of: &str) -> bool {
    of.is_empty() || folder.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A file name without the code of a language after its last dot, whatever capitals that has.
fn without_code<'a>(stem: &'a str, code: &str) -> Option<&'a str> {
    let (name, end) = stem.rsplit_once('.')?;
    (end.eq_ignore_ascii_case(code) && !name.is_empty()).then_some(name)
}
