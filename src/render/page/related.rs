//! The essays that are near to one, with the reasons.

use tera::Value;

use crate::base::path::SourcePath;
use crate::gather::related::{Reason, Relative};
use crate::gather::schema::{REASON, RELATIVE};
use crate::gather::value;
use crate::render::page::view::View;

/// The relatives of the essay in the file `path`.
pub(super) fn relatives(view: &View<'_>, path: &SourcePath) -> Value {
    let shown = |relative: &Relative| {
        let card = view.reader.card(&relative.path)?;
        let reasons = relative.reasons.iter().map(|why| reason(view, why));
        Some(RELATIVE.map([("essay", view.card(card)), ("reasons", value::list(reasons))]))
    };
    value::list(view.reader.related(path).iter().filter_map(shown))
}

fn reason(view: &View<'_>, reason: &Reason) -> Value {
    let cards = |paths: &[SourcePath]| {
        value::list(paths.iter().filter_map(|path| view.reader.card(path)).map(|card| view.card(card)))
    };
    let nothing = || value::list([]);
    let (kind, tags, essays, words) = match reason {
        Reason::Tags(tags) => ("tags", view.tags(&**tags), nothing(), nothing()),
        Reason::Cite(paths) => ("cite", nothing(), cards(paths), nothing()),
        Reason::Cited(paths) => ("cited", nothing(), cards(paths), nothing()),
        Reason::Words(words) => ("words", nothing(), nothing(), value::texts(words.iter().map(|word| &**word))),
    };
    REASON.map([("kind", kind.into()), ("tags", tags), ("essays", essays), ("words", words)])
}
