//! The index of reading paths.

use crate::base::diagnostic::Diagnostic;
use crate::gather::reader::Reader;
use crate::render::page::id::{Output, Setting};
use crate::render::page::routes::PATHS_TEMPLATE;
use crate::render::page::view::{self, standing};

pub(super) fn make(
    reader: &Reader<'_>,
    setting: &Setting,
    file: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Output> {
    let view = standing(reader, setting, file, "paths", (&setting.config.paths.label, ""));
    view.render(view::template(setting, PATHS_TEMPLATE), diagnostics, |_| None)
}
