//! Diagnostics in a terminal, in the manner of rustc: the place, what is wrong, why, what to do.

use std::collections::HashMap;
use std::fs;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, File, Severity};
use crate::disk::Book;
use crate::theme::Theme;

/// Where the texts are that diagnostics quote.
pub struct Sources<'a> {
    pub book: &'a Book,
    /// Missing if it is the theme that could not be loaded.
    pub theme: Option<&'a Theme>,
}

impl Sources<'_> {
    /// The path as the writer knows it, from the book's folder.
    fn path(&self, file: &File) -> String {
        let src = self.book.config.book.src.trim_end_matches('/');
        match file {
            File::Book => "book.toml".to_owned(),
            File::Content(path) if src == "." => path.to_string(),
            File::Content(path) => format!("{src}/{path}"),
            File::Theme(theme, path) => format!("themes/{theme}/{path}"),
        }
    }

    fn text(&self, file: &File) -> Option<String> {
        match file {
            File::Book => Some(self.book.settings.clone()),
            File::Content(path) => {
                let bytes = fs::read(self.book.src().join(path.as_str())).ok()?;
                Some(String::from_utf8_lossy(&bytes).into_owned())
            }
            File::Theme(theme, path) => match self.theme {
                Some(loaded) => loaded.source(theme, path).map(str::to_owned),
                None => fs::read_to_string(self.book.root.join("themes").join(&**theme).join(&**path)).ok(),
            },
        }
    }
}

/// The diagnostics as one text, with colours if `styled`.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources<'_>, styled: bool) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let mut texts: HashMap<&File, Option<String>> = HashMap::new();
    let mut out = String::new();
    for found in diagnostics {
        // Only a file with a place in it is sure to be one that can be read without waiting.
        let text =
            found.span.and_then(|_| texts.entry(&found.file).or_insert_with(|| sources.text(&found.file)).as_deref());
        let level = match found.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let path = visible(&sources.path(&found.file));
        let mut group = Group::with_title(level.primary_title(found.message.as_str()));
        group = match (text, found.span) {
            (Some(text), Some(span)) if span.range().end <= text.len() && text.get(span.range()).is_some() => {
                let mut annotation = AnnotationKind::Primary.span(first_line(text, span.range()));
                if !found.label.is_empty() {
                    annotation = annotation.label(found.label.as_str());
                }
                group.element(Snippet::source(text).path(path).annotation(annotation))
            }
            _ => {
                let group = group.element(Origin::path(path));
                if found.label.is_empty() { group } else { group.element(Level::NOTE.message(found.label.as_str())) }
            }
        };
        for help in &found.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }
    out
}

/// A stretch of text that goes on over several lines is shown by its first.
fn first_line(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let end = text[range.clone()].find('\n').map_or(range.end, |at| range.start + at);
    range.start..end
}

/// `text` without anything that could move the cursor or turn the direction of writing.
pub fn visible(text: &str) -> String {
    let harmless = |c: char| {
        !c.is_control() && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if harmless(c) { c } else { '\u{fffd}' }).collect()
}
