//! The index of tags.

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::page::view::standing;
use crate::page::{Output, Setting};
use crate::reader::Reader;

/// Its address, which those of the tag pages begin with.
pub(super) fn address(config: &Config) -> String {
    format!("{}/", config.tags.path.get_ref())
}

pub(super) fn make(
    reader: &Reader<'_>,
    setting: &Setting,
    file: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Output> {
    standing(reader, setting, file, "tags", &setting.config.tags.label).render("tags.html", diagnostics, |_| None)
}
