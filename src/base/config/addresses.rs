//! `[addresses]`: where pages stand.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::base::slug::SlugRule;

/// `[addresses]`: where pages stand.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the book")]
pub struct Addresses {
    /// What becomes of a day at the front of a file name.
    pub days: Days,
    /// How names become parts of addresses.
    pub slugs: SlugRule,
    /// Whether capitals stay.
    pub keep_case: bool,
    pub html: Html,
    /// Whether an alias is an address from the folder of the page, or with `/` at its front from the first address
    /// of its language.
    pub relative_aliases: bool,
    /// Patterns as in `/:year/:slug/`, by the folders that they are for. With `**/` in front, a folder of
    /// this name anywhere.
    pub patterns: BTreeMap<String, Spanned<String>>,
    /// The same for the texts of these folders themselves and of those below, which have no other address by a pattern.
    pub section_patterns: BTreeMap<String, Spanned<String>>,
    /// Where the essays of a folder stand that is not called like their address: `notes = "blog"`. An address that
    /// an essay asks for begins there as well.
    pub folders: BTreeMap<String, String>,
    /// Another field that says the last part of an address as `slug` does; none if empty.
    pub slug_field: String,
    /// Whether `slug` is a whole address, from the first one of the essays, rather than the last part of one.
    pub slug_from_root: bool,
    /// Whether `x/x.md` is the text of the folder `x`, as `x/index.md` is.
    pub named_indexes: bool,
    /// Which of the fields `path`, `url`, `permalink` and `slug` say where a page stands; all of them if nothing is set.
    pub fields: Option<Vec<String>>,
    /// Whether a `permalink` is an address that leads to the page, rather than where it stands.
    pub permalink_redirects: bool,
    /// The first part of addresses that lead to essays by their `id`; none if empty.
    pub ids: String,
}

/// What becomes of a day at the front of a file name in the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Days {
    #[default]
    Keep,
    Cut,
    /// As folders: `2026/11/03/`.
    Folders,
}

/// Whether there are files such as `mirror.html`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Html {
    /// Every page stands in a folder: `mirror/`.
    #[default]
    None,
    /// So it does, and `mirror.html` leads there.
    Redirect,
    /// Every page but those of folders stands in such a file.
    Page,
}
