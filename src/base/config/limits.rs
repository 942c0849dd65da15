//! `[limits]`: how much a book may have.

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer};

/// `[limits]`: how much a book may have of what grows, so that a slip, or a stranger, fills neither the disk nor the
/// memory of whoever builds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Limits {
    /// The most of one essay, in MiB. A file this large is not an essay but a mistake.
    #[serde(deserialize_with = "up_to::<1024, _>")]
    pub essay_mib: u32,
    /// How many levels a tag may have: each makes a page, with the way to it.
    #[serde(deserialize_with = "up_to::<100, _>")]
    pub tag_levels: u32,
    /// How many folders may lie in one another.
    #[serde(deserialize_with = "up_to::<256, _>")]
    pub folder_levels: u32,
    /// How deep embeds may stand in one another.
    #[serde(deserialize_with = "up_to::<100, _>")]
    pub embed_levels: u32,
    /// How many embeds a page may show, those within embeds among them.
    #[serde(deserialize_with = "up_to::<1_000_000, _>")]
    pub embeds: u32,
    /// How much HTML they may add, in MiB: a few essays that embed each other twice could fill a disk.
    #[serde(deserialize_with = "up_to::<1024, _>")]
    pub embeds_mib: u32,
    /// How deep includes may stand in one another; as in mdBook.
    #[serde(deserialize_with = "up_to::<100, _>")]
    pub include_levels: u32,
    /// How many files an essay may include, those in what it includes among them.
    #[serde(deserialize_with = "up_to::<1_000_000, _>")]
    pub includes: u32,
    /// The most that an essay may have with all that it includes, in MiB.
    #[serde(deserialize_with = "up_to::<1024, _>")]
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

/// Reads a limit. None of them may be such that the stack of a thread, 2 MiB, or a place in a text, 4 GiB, is too small: what
/// stands in one another is made by functions that call themselves, and a tag has as many pages as levels.
fn up_to<'de, const MOST: u32, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let limit = u32::deserialize(deserializer)?;
    let refused = || {
        let expected = format!("a whole number up to {MOST}");
        D::Error::invalid_value(Unexpected::Unsigned(limit.into()), &expected.as_str())
    };
    if limit > MOST { Err(refused()) } else { Ok(limit) }
}

/// So many MiB in bytes.
pub fn bytes(mib: u32) -> usize {
    usize::try_from(u64::from(mib) << 20).unwrap_or(usize::MAX)
}
