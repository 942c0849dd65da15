//! The home page: the text of `index.md`, the tags, the newest essays.

use crate::diagnostic::Diagnostic;
use crate::page::view::standing;
use crate::page::{Output, Setting};
use crate::reader::Reader;

pub(super) fn make(
    reader: &Reader<'_>,
    setting: &Setting,
    file: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Output> {
    let title = if setting.config.book.title.is_empty() { "Home" } else { &setting.config.book.title };
    standing(reader, setting, file, "home", title).render("home.html", diagnostics, |_| None)
}
