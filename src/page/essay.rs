//! The page of an essay.

use crate::address::Base;
use crate::diagnostic::{Diagnostic, nearest, no_such_template};
use crate::facts::INDEX;
use crate::page::view::View;
use crate::page::{Output, Setting};
use crate::reader::Reader;
use crate::source::SourcePath;

const TEMPLATE: &str = "essay.html";

pub(super) fn make(
    path: &SourcePath,
    reader: &Reader<'_>,
    setting: &Setting,
    file: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Output> {
    let essay = reader.essay(path)?;
    let template = match &essay.meta.template {
        Some((name, span)) if !setting.theme.has(name) => {
            if span.is_some() {
                let near = nearest(name, setting.theme.templates());
                diagnostics.push(no_such_template(path, *span, name, near));
            }
            TEMPLATE
        }
        Some((name, _)) => name,
        None => TEMPLATE,
    };
    let view = View {
        reader,
        setting,
        base: Base::of(file, &setting.config),
        kind: "essay",
        title: essay.title.to_string(),
        description: essay.meta.description.clone(),
        address: file.strip_suffix(INDEX).unwrap_or(file),
        essay: Some(essay),
    };
    view.render(template, diagnostics, |name| match name {
        "previous" => Some(view.optional_card(reader.neighbours(path).1)),
        "next" => Some(view.optional_card(reader.neighbours(path).0)),
        _ => None,
    })
}
