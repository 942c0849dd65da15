//! The page for addresses that do not exist. It is shown at any of them, so its links cannot be
//! relative.

use crate::address::Base;
use crate::config::NOT_FOUND;
use crate::diagnostic::Diagnostic;
use crate::page::id::{Output, Setting};
use crate::page::view::{View, standing};
use crate::reader::Reader;

pub(super) fn make(reader: &Reader<'_>, setting: &Setting, diagnostics: &mut Vec<Diagnostic>) -> Option<Output> {
    let base = Base::absolute(setting.config.base_path(), &setting.config);
    let view = View { base, ..standing(reader, setting, NOT_FOUND, "404", ("Page not found", "")) };
    view.render(NOT_FOUND, diagnostics, |_| None)
}
