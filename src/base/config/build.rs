//! `[build]`: what becomes of the book.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use toml::Spanned;

/// `[build]`: what becomes of the book.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the book")]
pub struct Build {
    /// Where the site is written, from `book.toml`.
    pub build_dir: PathBuf,
    /// Whether drafts are published.
    pub drafts: bool,
    /// Whether essays dated after today are published.
    pub future: bool,
    /// Whether essays past their expiry date are published.
    pub expired: bool,
    /// What `status` says of an essay that is a draft, in any capitals.
    pub draft_status: Vec<String>,
    pub publish: Publish,
    /// The fields by which an essay asks for being published where that is needed; any that may, if none is named.
    pub publish_fields: Vec<String>,
    /// The same for what lies below a folder or a note, by its path from the folder of the essays; the longest
    /// that fits counts.
    pub publish_below: BTreeMap<String, Publish>,
    /// Fields of the book's own that say when an essay is dated, published and expires.
    pub date_fields: Vec<String>,
    pub publish_date_fields: Vec<String>,
    pub expiry_date_fields: Vec<String>,
    /// Which essays nobody is to see, as lines of a `.gitignore`.
    pub hold_back: Vec<Spanned<String>>,
    /// The tool by whose rules the files of the folder hold back more than each text says of itself.
    pub hold_back_as: Option<HeldBackAs>,
    /// Whether only those files are essays that a `SUMMARY.md` names.
    pub only_listed: bool,
    /// Which files beside the essays are published though no essay uses them, as lines of a `.gitignore`; all if
    /// nothing is said.
    pub copy: Option<Vec<String>>,
}

impl Build {
    /// Whether a field that says so opens the door where essays have to ask for being published.
    pub fn is_asked_by(&self, field: &str) -> bool {
        self.publish_fields.is_empty() || self.publish_fields.iter().any(|asks| asks.eq_ignore_ascii_case(field))
    }

    /// Whether the book has fields of its own that say a day.
    pub fn has_day_fields(&self) -> bool {
        self.day_fields().iter().any(|(own, _)| !own.is_empty())
    }

    /// How late a field of the book's own is to be read among those that say a day: the first that is named counts, so it is
    /// the last; before all of them comes what is not named.
    pub fn day_rank(&self, field: &str) -> usize {
        let place = |own: &Vec<String>| own.iter().rev().position(|own| own.eq_ignore_ascii_case(field));
        self.day_fields().into_iter().find_map(|(own, _)| place(own)).map_or(0, |place| place + 1)
    }

    /// The field that one of the book's own stands for, which says a day.
    pub fn day_field(&self, field: &str) -> Option<&'static str> {
        let is_one = |own: &String| own.eq_ignore_ascii_case(field);
        self.day_fields().into_iter().find(|(own, _)| own.iter().any(is_one)).map(|(_, known)| known)
    }

    fn day_fields(&self) -> [(&Vec<String>, &'static str); 3] {
        [
            (&self.date_fields, "date"),
            (&self.publish_date_fields, "publishDate"),
            (&self.expiry_date_fields, "expiryDate"),
        ]
    }

    /// The field to ask with.
    pub fn asking_field(&self) -> &str {
        self.publish_fields.first().map_or("publish", String::as_str)
    }
}

/// Which essays are published, if nothing else keeps them back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Publish {
    #[default]
    All,
    /// Those that say `publish: true`.
    Explicit,
}

/// A tool in whose folders some files say what is held back besides themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeldBackAs {
    /// What lies beside an `index.md`, and what the `cascade` of an `_index.md` keeps back.
    Hugo,
    /// What lies in a section that is a draft.
    Zola,
    /// What the data of a folder or of a file keep back.
    Eleventy,
    /// What the `.meta.yml` of a folder keeps back.
    Mkdocs,
    /// All pages that do not say that they are public.
    Logseq,
    /// The same as soon as anything speaks of being public.
    LogseqIfMarked,
}
