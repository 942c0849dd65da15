//! All essays, by year.

use crate::base::diagnostic::Diagnostic;
use crate::gather::reader::Reader;
use crate::render::page::id::{Output, Setting};
use crate::render::page::view::{self, standing};

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
