//! What the settings say of where links lead, which is the same for all pages.

use crate::base::config::{Config, Html, Language};
use crate::base::slug::SlugRule;

/// What the settings say of where links lead.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the book")]
pub struct Bearings {
    /// The path of the site on its host: `/` where that is not known.
    pub base_path: Box<str>,
    /// The folders that have an address of their own, with it.
    pub mounts: Vec<(Box<str>, Box<str>)>,
    /// The languages of the book, if it says which it has.
    pub languages: Vec<Tongue>,
    /// Whether a link in Markdown is never a name.
    pub by_path: bool,
    /// Whether a relative link in Markdown is an address, from that of the page, before it is a path.
    pub by_address: bool,
    /// Whether a page that has no other address stands in a file in the tool that the book was made for.
    pub page_files: bool,
    /// Whether a path from the root may be that of a file beside the text, as in the bundles of Hugo.
    pub bundles: bool,
}

impl Bearings {
    pub fn of(config: &Config) -> Self {
        let mounts = config.addresses.folders.iter();
        Self {
            base_path: config.base_path().into(),
            mounts: mounts.map(|(of, at)| (of.trim_matches('/').into(), at.trim_matches('/').into())).collect(),
            languages: Tongue::all(config),
            by_path: config.links.by_path,
            by_address: config.links.by_address,
            page_files: config.addresses.html == Html::Redirect,
            bundles: config.addresses.slugs == SlugRule::Hugo,
        }
    }
}

/// A language of the book.
#[derive(Debug)]
pub struct Tongue {
    /// Its code, as names of files have it: `hall.fr.png`.
    pub code: Box<str>,
    /// The folder of its essays.
    pub folder: Box<str>,
    /// The first part of its addresses; may be empty.
    pub path: Box<str>,
    /// Whether it is the book's own.
    pub is_own: bool,
    /// Whether it has the pages of the book's own language where it has none itself.
    pub falls_back: bool,
}

impl Tongue {
    /// The languages of a book, by their codes.
    fn all(config: &Config) -> Vec<Self> {
        let tongue = |(code, language): (&String, &Language)| {
            let is_own = *code == config.book.language;
            let folder = language.folder.as_deref().unwrap_or(code).trim_matches('/');
            let path = language.path.as_deref().unwrap_or(if is_own { "" } else { code }).trim_matches('/');
            let falls_back = language.fallback && !is_own;
            Self { code: code.as_str().into(), folder: folder.into(), path: path.into(), is_own, falls_back }
        };
        config.languages.iter().map(tongue).collect()
    }
}
