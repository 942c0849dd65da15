//! `[limits]`: how much a book may have.

use serde::Deserialize;

/// `[limits]`: how much a book may have of what grows, so that a slip, or a stranger, fills neither the disk nor the
/// memory of whoever builds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Limits {
    /// The most of one essay, in MiB. A file this large is no essay but a mistake.
    pub essay_mib: u32,
    /// How many levels a tag may have: each makes a page, with the way to it.
    pub tag_levels: u32,
    /// How many folders may lie in one another.
    pub folder_levels: u32,
    /// How deep embeds may stand in one another.
    pub embed_levels: u32,
    /// How many embeds a page may show, those within embeds among them.
    pub embeds: u32,
    /// How much HTML they may add, in MiB: a few essays that embed each other twice could fill a disk.
    pub embeds_mib: u32,
    /// How deep includes may stand in one another; as in mdBook.
    pub include_levels: u32,
    /// How many files an essay may include, those in what it includes among them.
    pub includes: u32,
    /// The most that an essay may have with all that it includes, in MiB.
    pub includes_mib: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            essay_mib: 256,
            tag_levels: 16,
            folder_levels: 64,
            embed_levels: 8,
            embeds: 1000,
            embeds_mib: 16,
            include_levels: 10,
            includes: 1000,
            includes_mib: 16,
        }
    }
}

/// So many MiB in bytes.
pub fn bytes(mib: u32) -> usize {
    usize::try_from(u64::from(mib) << 20).unwrap_or(usize::MAX)
}
