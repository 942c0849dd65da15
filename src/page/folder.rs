//! The page of a folder that no essay stands for: what is in it.

use std::cell::{OnceCell, RefCell};

use crate::address::Base;
use crate::diagnostic::Diagnostic;
use crate::essay::Role;
use crate::facts::{INDEX, page_file};
use crate::front_matter::Order;
use crate::page::view::{self, View};
use crate::page::{Output, Setting};
use crate::permalink;
use crate::reader::Reader;
use crate::section;

/// The template of its page. A theme without it has no such pages.
const TEMPLATE: &str = "folder.html";

/// Whether the book has such pages.
pub fn asked(setting: &Setting) -> bool {
    setting.config.output.html.folder_pages && setting.theme.has(TEMPLATE)
}

/// Whether there is a page for the folder of this section: the book asks for them, something is in it,
/// and nothing else stands there.
pub(super) fn exists(of: &str, reader: &Reader<'_>, setting: &Setting) -> bool {
    let address = address(of);
    asked(setting)
        && !of.is_empty()
        && permalink::role(&address, &setting.config) == Role::Essay
        && reader.first_in(of).is_some()
        && reader.claims(&page_file(&address)).is_empty()
}

/// The address of the page.
pub(super) fn address(of: &str) -> String {
    format!("{of}/")
}

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
    view.render(TEMPLATE, diagnostics, |name| (name == "section").then(|| view::inside(&view, of, Order::Usual)))
}
