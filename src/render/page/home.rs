//! The home page: the text of `index.md`, the tags, the newest essays.

use crate::base::diagnostic::Diagnostic;
use crate::gather::reader::Reader;
use crate::render::page::id::{Output, Setting};
use crate::render::page::view::standing;

pub(super) fn make(
    reader: &Reader<'_>,
    setting: &Setting,
    file: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Output> {
    let title = if setting.config.book.title.is_empty() { "Home" } else { &setting.config.book.title };
    let mut view = standing(reader, setting, file, "home", (title, ""));
    let description = &setting.config.book.description;
    if view.description.is_none() && !description.is_empty() {
        view.description = Some(description.as_str().into());
    }
    view.render("home.html", diagnostics, |_| None)
}
