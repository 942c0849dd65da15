//! Diagnostics in a terminal, in the manner of rustc: the place, what is wrong, why, what to do.

use std::collections::HashMap;
use std::fs;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, File, Severity};
use crate::disk::{self, Book};
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
        match file {
            File::Book => "book.toml".to_owned(),
            File::Content(path) => self.book.shown(path),
            File::Theme(theme, path) => {
                let file = self.theme.and_then(|loaded| loaded.file(theme, path));
                let below = file.as_ref().and_then(|file| file.strip_prefix(&self.book.root).ok());
                below.map_or_else(|| format!("themes/{theme}/{path}"), |file| file.display().to_string())
            }
        }
    }

    fn text(&self, file: &File) -> Option<String> {
        match file {
            File::Book => Some(self.book.settings.clone()),
            File::Content(path) => {
                let bytes = fs::read(disk::file(&self.book.roots(), path)).ok()?;
                Some(String::from_utf8_lossy(&bytes).into_owned())
            }
            File::Theme(theme, path) => match self.theme {
                Some(loaded) => loaded.source(theme, path).map(str::to_owned),
                None => fs::read_to_string(self.book.root.join("themes").join(&**theme).join(&**path)).ok(),
            },
        }
    }
}

/// A text with the places where its lines begin, so that each diagnostic looks at its own line only.
struct Text {
    text: String,
    starts: Vec<usize>,
}

impl Text {
    fn new(text: String) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The number of the line that holds the byte at `at`, from 1, and where the line stands.
    fn line(&self, at: usize) -> (usize, std::ops::Range<usize>) {
        let number = self.starts.partition_point(|start| *start <= at);
        let end = self.starts.get(number).map_or(self.text.len(), |next| next - 1);
        (number, self.starts[number - 1]..end)
    }
}

/// Longer lines are not quoted.
const LONGEST_LINE: usize = 2000;

/// A diagnostic as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub severity: Severity,
    /// The file from the folder of the book.
    pub path: String,
    /// Line and column, from 1, where there is a place.
    pub place: Option<(usize, usize)>,
    /// What is wrong, and why, which may be empty.
    pub message: String,
    pub label: String,
    /// All of it, in several lines.
    pub text: String,
}

/// The diagnostics as one text, with colours if `styled`.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources<'_>, styled: bool) -> String {
    tell(diagnostics, sources, styled).into_iter().map(|told| told.text + "\n\n").collect()
}

/// The diagnostics, each by itself, with colours if `styled`.
pub fn tell(diagnostics: &[Diagnostic], sources: &Sources<'_>, styled: bool) -> Vec<Told> {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let mut texts: HashMap<&File, Option<Text>> = HashMap::new();
    let mut all = Vec::with_capacity(diagnostics.len());
    for found in diagnostics {
        // Only a file with a place in it is sure to be one that can be read without waiting.
        let text = found.span.and_then(|_| {
            texts.entry(&found.file).or_insert_with(|| sources.text(&found.file).map(Text::new)).as_ref()
        });
        let level = match found.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let path = visible(&sources.path(&found.file));
        let mut group = Group::with_title(level.primary_title(found.message.as_str()));
        let spot = match (text, found.span) {
            (Some(text), Some(span)) if text.text.get(span.range()).is_some() => {
                let (number, line) = text.line(span.range().start);
                let column = text.text[line.start..span.range().start].chars().count() + 1;
                Some((text, span.range(), line, (number, column)))
            }
            _ => None,
        };
        let place = spot.as_ref().map(|(.., place)| *place);
        group = match spot {
            Some((text, range, line, (number, _))) if line.len() <= LONGEST_LINE => {
                let start = range.start - line.start;
                let end = range.end.min(line.end).max(range.start) - line.start;
                let mut annotation = AnnotationKind::Primary.span(start..end);
                if !found.label.is_empty() {
                    annotation = annotation.label(found.label.as_str());
                }
                let snippet = Snippet::source(&text.text[line]).line_start(number).path(path.as_str());
                group.element(snippet.annotation(annotation))
            }
            _ => {
                let mut origin = Origin::path(path.as_str());
                if let Some((line, column)) = place {
                    origin = origin.line(line).char_column(column);
                }
                let group = group.element(origin);
                if found.label.is_empty() { group } else { group.element(Level::NOTE.message(found.label.as_str())) }
            }
        };
        for help in &found.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        let text = renderer.render(&[group]);
        let (message, label) = (found.message.clone(), found.label.clone());
        all.push(Told { severity: found.severity, path, place, message, label, text });
    }
    all
}

/// `text` without anything that could move the cursor or turn the direction of writing.
pub fn visible(text: &str) -> String {
    let harmless = |c: char| {
        !c.is_control() && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if harmless(c) { c } else { '\u{fffd}' }).collect()
}
