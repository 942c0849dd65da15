//! The page for addresses that do not exist. It is shown at any of them, so its links cannot be
//! relative.

use std::cell::{OnceCell, RefCell};

use crate::address::Base;
use crate::diagnostic::Diagnostic;
use crate::page::view::View;
use crate::page::{Output, Setting};
use crate::reader::Reader;

/// The name that web servers look for.
pub(super) const FILE: &str = "404.html";

pub(super) fn make(reader: &Reader<'_>, setting: &Setting, diagnostics: &mut Vec<Diagnostic>) -> Option<Output> {
    let view = View {
        reader,
        setting,
        base: Base::absolute(setting.config.base_path(), &setting.config),
        kind: "404",
        title: "Page not found".to_owned(),
        description: None,
        address: FILE,
        essay: None,
        citing: OnceCell::new(),
        shown_tags: RefCell::default(),
    };
    view.render(FILE, diagnostics, |_| None)
}
