//! The index of reading paths.

use crate::render::page::making::{Making, Output};
use crate::render::page::routes::PATHS_TEMPLATE;
use crate::render::page::view::{self, standing};

pub(super) fn make(making: &mut Making<'_>) -> Option<Output> {
    let Making { setting, .. } = *making;
    let view = standing(making, "paths", (&setting.config.paths.label, ""));
    view.render(view::template(setting, PATHS_TEMPLATE), making.diagnostics, |_| None)
}
