//! The home page: the text of `index.md`, the tags, the newest essays.

use crate::render::page::making::{Making, Output};
use crate::render::page::view::standing;

pub(super) fn make(making: &mut Making<'_>) -> Option<Output> {
    let Making { setting, .. } = *making;
    let title = if setting.config.book.title.is_empty() { "Home" } else { &setting.config.book.title };
    let mut view = standing(making, "home", (title, ""));
    let description = &setting.config.book.description;
    if view.description.is_none() && !description.is_empty() {
        view.description = Some(description.as_str().into());
    }
    view.render("home.html", making.diagnostics, |_| None)
}
