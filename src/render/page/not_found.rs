//! The page for addresses that do not exist. It is shown at any of them, so its links cannot be
//! relative.

use crate::base::config::NOT_FOUND;
use crate::base::diagnostic::Diagnostic;
use crate::gather::reader::Reader;
use crate::render::address::Base;
use crate::render::page::id::{Output, Setting};
use crate::render::page::view::{View, standing};

pub(super) fn make(reader: &Reader<'_>, setting: &Setting, diagnostics: &mut Vec<Diagnostic>) -> Option<Output> {
    let base = Base::absolute(setting.config.base_path(), &setting.config);
    let view = View { base, ..standing(reader, setting, NOT_FOUND, "404", ("Page not found", "")) };
    view.render(NOT_FOUND, diagnostics, |_| None)
}
