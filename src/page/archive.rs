//! All essays, by year.

use crate::diagnostic::Diagnostic;
use crate::page::id::{Output, Setting};
use crate::page::view::{self, standing};
use crate::reader::Reader;

pub(super) fn make(
    reader: &Reader<'_>,
    setting: &Setting,
    file: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Output> {
    let view = standing(reader, setting, file, "archive", ("All essays", ""));
    view.render("archive.html", diagnostics, |name| {
        (name == "years").then(|| view::years(&view, &reader.listed().iter().collect::<Vec<_>>()))
    })
}
