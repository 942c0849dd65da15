//! The page of an essay, or of a reading path.

use std::cell::{OnceCell, RefCell};

use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::files::{address_taken, second_text};
use crate::base::diagnostic::tags::{aimless_path, missing_stop};
use crate::base::diagnostic::text::case_collision;
use crate::base::diagnostic::theme::{no_such_template, unfit_template};
use crate::base::nearest::nearest;
use crate::base::page_file::{address_of, page_file};
use crate::base::path::SourcePath;
use crate::base::slug;
use crate::gather::reader::Reader;
use crate::gather::resolve::{Resolution, resolve};
use crate::gather::stop;
use crate::read::essay::Essay;
use crate::read::permalink::Role;
use crate::render::address::Base;
use crate::render::page::making::{Making, Output};
use crate::render::page::path;
use crate::render::page::place::above_essay;
use crate::render::page::related::relatives;
use crate::render::page::routes::{ESSAY_TEMPLATE, PATH_TEMPLATE};
use crate::render::page::view::{self, View};

pub(super) fn make(path: &SourcePath, making: &mut Making<'_>) -> Option<Output> {
    let &mut Making { reader, setting, file, ref mut diagnostics } = making;
    let essay = reader.essay(path)?;
    diagnostics.extend(displaced(essay, reader));
    let template = match &essay.meta.template {
        Some((name, span)) if !setting.theme.is_for_essays(name) => {
            if span.is_some() {
                let fit = setting.theme.templates().filter(|template| setting.theme.is_for_essays(template));
                let found = if setting.theme.has(name) {
                    unfit_template(path, *span, name)
                } else {
                    no_such_template(path, *span, name, nearest(name, fit))
                };
                diagnostics.push(found);
            }
            if essay.role == Role::Path { view::template(setting, PATH_TEMPLATE) } else { ESSAY_TEMPLATE }
        }
        Some((name, _)) => name,
        None if essay.role == Role::Path => view::template(setting, PATH_TEMPLATE),
        None => ESSAY_TEMPLATE,
    };
    let is_path = essay.role == Role::Path;
    if is_path {
        diagnostics.extend(misled(essay, reader));
    }
    let view = View {
        reader,
        setting,
        base: Base::of(file, &setting.config),
        kind: if is_path { "path" } else { "essay" },
        title: essay.title.to_string(),
        description: essay.meta.description.clone(),
        address: address_of(file),
        essay: Some(essay),
        citing: OnceCell::new(),
        shown_tags: RefCell::default(),
    };
    let neighbours = OnceCell::new();
    let neighbours = || *neighbours.get_or_init(|| reader.neighbours(path));
    view.render(template, diagnostics, |name| match name {
        "minutes" if is_path => Some(path::minutes(reader, path)),
        "related" => Some(relatives(&view, path)),
        "walks" => Some(path::stages(&view, path)),
        "previous" => Some(view.optional_card(neighbours().1)),
        "next" => Some(view.optional_card(neighbours().0)),
        _ => None,
    })
}

/// Says of an essay that stands elsewhere than it wants who has that address.
fn displaced(essay: &Essay, reader: &Reader<'_>) -> Option<Diagnostic> {
    let (path, wanted) = (&essay.path, &*essay.wanted.address);
    if essay.address == essay.wanted.address {
        return None;
    }
    let file = page_file(wanted);
    let by = reader.claims(&slug::comparable(&file)).first()?.path();
    let new = Some(&*essay.address);
    if by == path {
        return Some(address_taken(path, &file, &above_essay(reader, &file)?, new));
    }
    let texts = [path, by].map(|path| path.is_index().then(|| path.folder()));
    Some(match () {
        () if slug::comparable(path.as_str()) == slug::comparable(by.as_str()) => case_collision(path, by, new),
        () if texts[0].is_some() && texts[0] == texts[1] => second_text(path, wanted, by, &essay.address),
        () => address_taken(path, &file, &format!("`{by}`"), new),
    })
}

/// What is wrong with the stops of a reading path.
fn misled(essay: &Essay, reader: &Reader<'_>) -> Vec<Diagnostic> {
    let stops = essay.body.stops();
    if stops.is_empty() {
        return vec![aimless_path(&essay.path)];
    }
    let mut found = Vec::new();
    for (at, item) in stops.iter().enumerate() {
        let link = item.link.map(|link| &essay.body.links[link]);
        let reason = match link.map(|link| resolve(reader, &essay.path, &link.target)) {
            None => "it has no link to one",
            Some(Resolution::Found { path, .. }) if stop::essay(reader, path).is_some() => continue,
            Some(Resolution::Found { .. } | Resolution::Here) => "its link leads to something else",
            // The link itself is reported as any other.
            Some(Resolution::Hidden(_) | Resolution::Missing) => continue,
        };
        found.push(missing_stop(&essay.path, link.map(|link| link.span), at + 1, reason));
    }
    found
}
