//! The index of reading paths.

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::page::view::{self, standing};
use crate::page::{Output, Setting};
use crate::reader::Reader;

/// The template of its page. A theme without it has no index of paths.
pub(super) const TEMPLATE: &str = "paths.html";

/// Its address, which those of the paths begin with.
pub(super) fn address(config: &Config) -> String {
    format!("{}/", config.paths.path.get_ref())
}

/// Whether the site has the page, be there a text for it or not.
pub(super) fn exists(reader: &Reader<'_>, setting: &Setting) -> bool {
    setting.theme.has(TEMPLATE) && reader.has_walks()
}

pub(super) fn make(
    reader: &Reader<'_>,
    setting: &Setting,
    file: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Output> {
    let view = standing(reader, setting, file, "paths", (&setting.config.paths.label, ""));
    view.render(view::template(setting, TEMPLATE), diagnostics, |_| None)
}
