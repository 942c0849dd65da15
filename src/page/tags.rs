//! The index of tags, and which of them meet.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use tera::Value;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::facet::TagCard;
use crate::page::view::{View, standing};
use crate::page::{Output, Setting};
use crate::reader::Reader;
use crate::shape::{CELL, MATRIX, ROW};
use crate::source::SourcePath;
use crate::value;

/// How many tags the matrix has: as many as a page is wide.
const WIDTH: usize = 12;

/// Its address, which those of the tag pages begin with.
pub(super) fn address(config: &Config) -> String {
    format!("{}/", config.tags.path.get_ref())
}

pub(super) fn make(
    reader: &Reader<'_>,
    setting: &Setting,
    file: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Output> {
    let view = standing(reader, setting, file, "tags", &setting.config.tags.label);
    view.render("tags.html", diagnostics, |name| (name == "matrix").then(|| matrix(&view)))
}

fn matrix(view: &View<'_>) -> Value {
    let reader = view.reader;
    let mut tags: Vec<&TagCard> = reader.tags().values().filter(|tag| tag.count > 0).collect();
    tags.sort_by_key(|tag| Reverse(tag.count));
    tags.truncate(WIDTH);
    tags.sort_by_key(|tag| &tag.tag);
    let filed: Vec<BTreeSet<SourcePath>> =
        tags.iter().map(|tag| reader.filed(&tag.tag).into_iter().collect()).collect();
    let both = |row: usize, column: usize| filed[row].intersection(&filed[column]).count();
    let cell = |row: usize, column: usize| {
        CELL.map([
            ("tag", view.tag(tags[column])),
            ("count", both(row, column).into()),
            ("same", (row == column || tags[row].tag.is_nested_with(&tags[column].tag)).into()),
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
