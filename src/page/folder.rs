//! The page of a folder that no essay stands for: what is in it.

use std::cell::{OnceCell, RefCell};

use crate::address::Base;
use crate::diagnostic::Diagnostic;
use crate::front_matter::Order;
use crate::page::id::{Output, Setting};
use crate::page::routes::FOLDER_TEMPLATE;
use crate::page::view::{self, View};
use crate::page_file::INDEX;
use crate::reader::Reader;
use crate::section;

pub(super) fn make(
    of: &str,
    reader: &Reader<'_>,
    setting: &Setting,
    file: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Output> {
    let first = reader.first_in(of)?;
    let view = View {
        reader,
        setting,
        base: Base::of(file, &setting.config),
        kind: "folder",
        title: section::title(of, first, &setting.config),
        description: None,
        address: file.strip_suffix(INDEX).unwrap_or(file),
        essay: None,
        citing: OnceCell::new(),
        shown_tags: RefCell::default(),
    };
    view.render(FOLDER_TEMPLATE, diagnostics, |name| (name == "section").then(|| view::inside(&view, of, Order::Usual)))
}
