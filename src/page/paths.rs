//! The index of reading paths.

use crate::diagnostic::Diagnostic;
use crate::page::id::{Output, Setting};
use crate::page::routes::PATHS_TEMPLATE;
use crate::page::view::{self, standing};
use crate::reader::Reader;

pub(super) fn make(
    reader: &Reader<'_>,
    setting: &Setting,
    file: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Output> {
    let view = standing(reader, setting, file, "paths", (&setting.config.paths.label, ""));
    view.render(view::template(setting, PATHS_TEMPLATE), diagnostics, |_| None)
}
