//! Files that are read alone, before they are gathered.

use std::panic::{AssertUnwindSafe, catch_unwind};

use xxhash_rust::xxh3::xxh3_128;

use crate::base::config::Config;
use crate::base::diagnostic::files::Unreadable;
use crate::base::inputs::Inputs;
use crate::base::path::SourcePath;
use crate::base::source::Source;
use crate::gather::index::Volume;
use crate::read::essay::{self, Essay};
use crate::read::syntax::code::Painter;

/// Files that were read, ready to be gathered.
#[derive(Default)]
pub struct Batch(pub(super) Vec<(SourcePath, u128, Option<Box<Volume>>)>);

impl Batch {
    /// Whether nothing is different.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds another one, of other files.
    pub fn append(&mut self, other: Batch) {
        self.0.extend(other.0);
    }
}

/// The hash of what a file holds.
pub(super) fn hash_of(source: &Source) -> u128 {
    match source {
        Source::Text(text) => xxh3_128(text.as_bytes()),
        // Where it comes from counts too: that is what diagnostics name.
        Source::Assembled(assembled) => xxh3_128(format!("{assembled:?}").as_bytes()),
        Source::Asset(hash) | Source::Spare(hash) | Source::Sheet { hash, .. } => *hash,
        Source::Unreadable(why) => xxh3_128(format!("{why:?}").as_bytes()),
    }
}

/// Reads an essay; if that breaks down, the essay is named and the others go on.
pub(super) fn read_safely(path: &SourcePath, text: &str, config: &Config, inputs: &Inputs, painter: &Painter) -> Essay {
    catch_unwind(AssertUnwindSafe(|| essay::read(path, text, config, inputs, painter)))
        .unwrap_or_else(|_| essay::unread(path, &Unreadable::Panicked, config))
}
