//! Diagnostics as people see them, in the manner of rustc: the place, what is wrong, why, what to do.
//! `machine.rs` has them for programs.

pub mod machine;

use std::collections::HashMap;
use std::fs;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};

use crate::base::charset;
use crate::base::diagnostic::{Code, Diagnostic, File, Severity};
use crate::base::span::Span;
use crate::edge::book::{self, Book};
use crate::render::theme::Theme;

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
            // What was inferred is mended where it was inferred from.
            File::Book => self.book.found.as_ref().map_or("book.toml", |found| &found.by).to_owned(),
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
            File::Content(path) => Some(charset::letters(fs::read(book::file(&self.book.roots(), path)).ok()?)),
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
    fn line(&self, at: usize) -> (usize, Range<usize>) {
        let number = self.starts.partition_point(|start| *start <= at);
        let start = self.starts[number - 1];
        let end = self.starts.get(number).map_or(self.text.len(), |next| next - 1);
        let line = &self.text[start..end];
        (number, start..start + line.strip_suffix('\r').unwrap_or(line).len())
    }

    /// The line and the column of a byte, from 1.
    fn spot(&self, at: usize) -> (usize, usize) {
        let (number, line) = self.line(at);
        // The mark of the order of bytes is not a letter.
        let letters = self.text[line.start..at].trim_start_matches('\u{feff}').chars().count();
        (number, letters + 1)
    }

    /// Where a stretch stands, if the text has it.
    fn place(&self, span: Span) -> Option<Spot> {
        let bytes = span.range();
        self.text.get(bytes.clone())?;
        Some(Spot { start: self.spot(bytes.start), end: self.spot(bytes.end), bytes })
    }
}

/// Where something stands in a file: bytes from 0, lines and columns (in letters) from 1. The end is
/// the first place that is not part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    pub bytes: Range<usize>,
    pub start: (usize, usize),
    pub end: (usize, usize),
}

/// A diagnostic as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub severity: Severity,
    pub code: Code,
    /// The file from the folder of the book.
    pub path: String,
    pub place: Option<Spot>,
    /// What is wrong, and why, which may be empty.
    pub message: String,
    pub label: String,
    /// What to do.
    pub help: Vec<String>,
    /// What would mend it: where, with what, and in words.
    pub fix: Option<(Spot, String, String)>,
    /// All of it, in several lines.
    pub text: String,
}

impl Told {
    /// The line, or the first one.
    pub fn line(&self) -> usize {
        self.place.as_ref().map_or(1, |place| place.start.0)
    }
}

/// Longer lines are not quoted.
const LONGEST_LINE: usize = 2000;

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
        let path = sources.path(&found.file);
        let place = text.and_then(|text| text.place(found.span?));
        let fix = text.zip(found.fix.as_ref());
        let fix = fix.and_then(|(text, fix)| Some((text.place(fix.span)?, fix.text.clone(), visible(&fix.help))));
        let help: Vec<String> = found.help.iter().map(|help| visible(help)).collect();
        let mut told = Told {
            severity: found.severity,
            code: found.code,
            path,
            place,
            message: visible(&found.message),
            label: visible(&found.label),
            help,
            fix,
            text: String::new(),
        };
        told.text = renderer.render(&groups(&told, text));
        all.push(told);
    }
    all
}

/// A diagnostic as the parts that the renderer puts together: the finding, and what would mend it.
fn groups<'a>(told: &'a Told, text: Option<&'a Text>) -> Vec<Group<'a>> {
    let level = match told.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&told.message).id(told.code.to_string()));
    let quoted = text.zip(told.place.as_ref()).map(|(text, place)| (text, place, text.line(place.bytes.start).1));
    group = if let Some((text, place, line)) = quoted.filter(|(.., line)| line.len() <= LONGEST_LINE) {
        let start = place.bytes.start - line.start;
        let end = place.bytes.end.min(line.end).max(place.bytes.start) - line.start;
        let mut annotation = AnnotationKind::Primary.span(start..end);
        if !told.label.is_empty() {
            annotation = annotation.label(&told.label);
        }
        let snippet = Snippet::source(&text.text[line]).line_start(place.start.0).path(visible(&told.path));
        group.element(snippet.annotation(annotation))
    } else {
        let mut origin = Origin::path(visible(&told.path));
        if let Some(Spot { start: (line, column), .. }) = told.place {
            origin = origin.line(line).char_column(column);
        }
        let group = group.element(origin);
        if told.label.is_empty() { group } else { group.element(Level::NOTE.message(&told.label)) }
    };
    for help in &told.help {
        group = group.element(Level::HELP.message(help));
    }
    let mut groups = vec![group];
    if let (Some((place, new, help)), Some(text)) = (&told.fix, text) {
        let title = Level::HELP.secondary_title(help);
        let lines = text.line(place.bytes.start).1.start..text.line(place.bytes.end).1.end;
        groups.push(if lines.len() <= LONGEST_LINE {
            let within = place.bytes.start - lines.start..place.bytes.end - lines.start;
            let snippet = Snippet::source(&text.text[lines]).line_start(place.start.0);
            title.element(snippet.patch(Patch::new(within, new)))
        } else {
            Group::with_title(title)
        });
    }
    groups
}

/// The line of each of some places in one file, from 1; none if the file cannot be read.
pub fn lines_of(sources: &Sources<'_>, file: &File, spans: &[Span]) -> Option<Vec<usize>> {
    let text = Text::new(sources.text(file)?);
    Some(spans.iter().map(|span| text.line(span.range().start).0).collect())
}

/// `text` with everything escaped that could move the cursor or turn the direction of writing.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_harmless(c) { shown.push(c) } else { shown.extend(c.escape_unicode()) }
    }
    shown
}

fn is_harmless(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
