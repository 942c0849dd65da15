//! What a preview shows beside its pages, as JSON for the browser.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Preview, file_at};
use crate::base::config::editor_address;
use crate::base::diagnostic::Severity;
use crate::base::path::SourcePath;
use crate::edge::preview::messages;
use crate::edge::report::Told;
use crate::render::address::encoded;

/// The editor that is opened unless another one is named.
const EDITOR: &str = "vscode";

impl Preview {
    /// The essays whose texts are on a screen.
    pub(super) fn on_screen(&self) -> BTreeSet<SourcePath> {
        let margins = self.clients.iter().filter_map(|client| self.session.site.margin(&file_at(&client.path)));
        margins.map(|margin| margin.path).collect()
    }

    /// What is wrong, as the browser shows it at `path`.
    pub(super) fn shown(&self, path: &str) -> Value {
        let here = self.session.site.margin(&file_at(path)).map(|margin| self.session.book.shown(&margin.path));
        let is_here = |told: &Told| here.as_ref() == Some(&told.path);
        let mut told: Vec<&Told> = self.told.iter().collect();
        told.sort_by_key(|told| (told.severity, !is_here(told)));
        let shown: Vec<Value> = told
            .into_iter()
            .map(|told| {
                json!({
                    "severity": if told.severity == Severity::Error { "error" } else { "warning" },
                    "file": told.path,
                    "line": told.place.as_ref().map(|place| place.start.0),
                    "column": told.place.as_ref().map(|place| place.start.1),
                    "text": told.text,
                    "here": is_here(told),
                    "editor": self.editor(&told.path, told.line()),
                })
            })
            .collect();
        let errors = self.errors();
        json!({
            "errors": errors,
            "warnings": self.diagnostics.len() - errors,
            "more": self.diagnostics.len() - shown.len(),
            "shown": shown,
        })
    }

    fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|found| found.severity == Severity::Error).count()
    }

    pub(super) fn margin(&self, path: &str) -> Option<Value> {
        let margin = self.session.site.margin(&file_at(path))?;
        let file = self.session.book.shown(&margin.path);
        let of_it = self.told.iter().filter(|told| told.path == file && told.severity == Severity::Warning);
        let broken: Vec<Value> = of_it
            .map(|told| {
                let line = told.line();
                json!({"text": told.message, "why": told.label, "line": line, "editor": self.editor(&file, line)})
            })
            .collect();
        Some(json!({
            "file": file,
            "title": &*margin.title,
            "editor": self.editor(&file, 1),
            "block": self.editor_with(&file, "{line}"),
            "words": margin.words,
            "minutes": margin.minutes,
            "draft": margin.draft,
            "out": messages::cards(&margin.out),
            "in": messages::cards(&margin.into),
            "broken": broken,
        }))
    }

    fn editor(&self, file: &str, line: usize) -> Option<String> {
        self.editor_with(file, &line.to_string())
    }

    /// The address that opens a file, given from the folder of the book, in the writer's editor.
    fn editor_with(&self, file: &str, line: &str) -> Option<String> {
        let set = self.session.book.config.preview.editor.as_ref().map(|editor| editor.get_ref().as_str());
        let address = editor_address(self.options.editor.as_deref().or(set).unwrap_or(EDITOR)).ok()?;
        let path = self.session.book.root.join(file);
        let path = path.to_string_lossy();
        let path = encoded(&path);
        // `file/{path}` is for paths that do not begin with a slash of their own.
        let path = if address.contains("/{path}") { path.trim_start_matches('/') } else { &path };
        Some(address.replace("{path}", path).replace("{line}", line))
    }

    pub(super) fn status(&self) -> Value {
        let made = self.stale.as_ref().is_some_and(Vec::is_empty) && self.wide.is_empty() && !self.untold;
        let errors = self.errors();
        json!({
            "revision": self.revision,
            "settled": made && self.searches.is_empty() && self.session.is_quiet(),
            "essays": self.session.site.essays(),
            "errors": errors,
            "warnings": self.diagnostics.len() - errors,
        })
    }
}
