//! The page for addresses that do not exist. It is shown at any of them, so its links cannot be
//! relative.

use crate::base::config::NOT_FOUND;
use crate::render::address::Base;
use crate::render::page::making::{Making, Output};
use crate::render::page::view::{View, standing};

pub(super) fn make(making: &mut Making<'_>) -> Option<Output> {
    let Making { setting, .. } = *making;
    let base = Base::absolute(setting.config.base_path(), &setting.config);
    let view = View { base, ..standing(making, "404", ("Page not found", "")) };
    view.render(NOT_FOUND, making.diagnostics, |_| None)
}
