//! The index of tags, and which of them meet.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use tera::Value;

use crate::base::path::SourcePath;
use crate::base::tag::Tag;
use crate::gather::facet::TagCard;
use crate::gather::schema::{CELL, MATRIX, ROW};
use crate::gather::value;
use crate::render::page::making::{Making, Output};
use crate::render::page::tag::{meeting_id, neighbours};
use crate::render::page::view::{View, standing};

/// How many tags the matrix has: as many as a page is wide.
const WIDTH: usize = 12;

pub(super) fn make(making: &mut Making<'_>) -> Option<Output> {
    let Making { setting, .. } = *making;
    let view = standing(making, "tags", (&setting.config.tags.label, ""));
    view.render("tags.html", making.diagnostics, |name| (name == "matrix").then(|| matrix(&view)))
}

fn matrix(view: &View<'_>) -> Value {
    let reader = view.reader;
    let mut tags: Vec<&TagCard> = reader.tags().values().filter(|tag| tag.count > 0).collect();
    tags.sort_by_key(|tag| Reverse(tag.count));
    tags.truncate(WIDTH);
    tags.sort_by_key(|tag| &tag.tag);
    let filed: Vec<BTreeSet<SourcePath>> =
        tags.iter().map(|tag| reader.filed(&tag.tag).into_iter().collect()).collect();
    let listed = |at: usize| -> BTreeSet<&Tag> {
        let essays: Vec<_> = filed[at].iter().filter_map(|path| reader.card(path)).collect();
        neighbours(tags[at], &essays, reader).into_iter().map(|(other, _)| &other.tag).collect()
    };
    let listed: Vec<_> = (0..tags.len()).map(listed).collect();
    // One of the two pages may not list the other tag: it has too many, or the essays have a tag below it.
    let place = |row: usize, column: usize| match () {
        () if listed[row].contains(&tags[column].tag) => Some((row, column)),
        () if listed[column].contains(&tags[row].tag) => Some((column, row)),
        () => None,
    };
    let page = |at: usize| format!("{}{}", tags[at].address, view.base.index);
    let url = |row: usize, column: usize| match place(row, column) {
        Some((of, other)) => format!("{}#{}", page(of), meeting_id(&tags[other].tag)),
        None => page(row),
    };
    let both = |row: usize, column: usize| filed[row].intersection(&filed[column]).count();
    let cell = |row: usize, column: usize| {
        CELL.map([
            ("tag", view.tag(tags[column])),
            ("count", both(row, column).into()),
            ("same", (row == column || tags[row].tag.is_nested_with(&tags[column].tag)).into()),
            ("url", url(row, column).into()),
        ])
    };
    let row = |row: usize| {
        let cells = (0..tags.len()).map(|column| cell(row, column));
        ROW.map([("tag", view.tag(tags[row])), ("cells", value::list(cells))])
    };
    MATRIX.map([
        ("tags", value::list(tags.iter().map(|tag| view.tag(tag)))),
        ("rows", value::list((0..tags.len()).map(row))),
    ])
}
