//! All essays, by year.

use crate::render::page::making::{Making, Output};
use crate::render::page::view::{self, standing};

pub(super) fn make(making: &mut Making<'_>) -> Option<Output> {
    let Making { reader, .. } = *making;
    let view = standing(making, "archive", ("All essays", ""));
    view.render("archive.html", making.diagnostics, |name| {
        (name == "years").then(|| view::years(&view, &reader.listed().iter().collect::<Vec<_>>()))
    })
}
