//! The page of a folder that no essay stands for: what is in it.

use std::cell::{OnceCell, RefCell};

use crate::base::page_file::INDEX;
use crate::gather::section;
use crate::read::front_matter::Order;
use crate::render::address::Base;
use crate::render::page::making::{Making, Output};
use crate::render::page::routes::FOLDER_TEMPLATE;
use crate::render::page::view::{self, View};

pub(super) fn make(of: &str, making: &mut Making<'_>) -> Option<Output> {
    let &mut Making { reader, setting, file, ref mut diagnostics } = making;
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
