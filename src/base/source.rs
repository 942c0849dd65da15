//! The files a book is made of, as everything outside the edge sees them.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::files::Unreadable;
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// A text put together from several files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assembled {
    pub text: String,
    /// What could not be put in.
    pub faults: Vec<Diagnostic>,
    stretches: Vec<Stretch>,
}

/// Where a stretch begins in the text, and in which file at which place it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stretch {
    start: usize,
    file: SourcePath,
    at: usize,
    /// Whether nobody has typed it: it is the place before which it was put in.
    is_added: bool,
}

impl Assembled {
    /// A text that stands in one file, in which it is written otherwise.
    pub fn of(file: &SourcePath, text: String, faults: Vec<Diagnostic>) -> Self {
        Self { text, faults, stretches: vec![Stretch { start: 0, file: file.clone(), at: 0, is_added: false }] }
    }

    /// Appends text that stands at `at` in `file`.
    pub fn push(&mut self, file: &SourcePath, at: usize, text: &str) {
        if !text.is_empty() {
            self.stretches.push(Stretch { start: self.text.len(), file: file.clone(), at, is_added: false });
            self.text.push_str(text);
        }
    }

    /// Appends text that nobody has typed, before what stands at `at` in `file`.
    pub fn insert(&mut self, file: &SourcePath, at: usize, text: &str) {
        self.push(file, at, text);
        if let Some(last) = self.stretches.last_mut().filter(|_| !text.is_empty()) {
            last.is_added = true;
        }
    }

    /// The files that it was put together from, each once.
    pub fn files(&self) -> impl Iterator<Item = &SourcePath> {
        let files: BTreeSet<&SourcePath> = self.stretches.iter().map(|stretch| &stretch.file).collect();
        files.into_iter()
    }

    /// The file and the place in which a stretch of the text stood; what goes over several files
    /// counts with its first.
    pub fn origin(&self, span: Span) -> Option<(&SourcePath, Span)> {
        let range = span.range();
        let next = self.stretches.partition_point(|stretch| stretch.start <= range.start);
        let Stretch { start, file, at, is_added } = self.stretches.get(next.checked_sub(1)?)?;
        if *is_added {
            return Some((file, Span::from(*at..*at)));
        }
        let end = self.stretches.get(next).map_or(self.text.len(), |stretch| stretch.start);
        let by = range.start - start;
        Some((file, Span::from(at + by..at + by + range.len().min(end - range.start))))
    }
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// An essay's text.
    Text(Arc<str>),
    /// An essay's text with what it includes.
    Assembled(Arc<Assembled>),
    /// Any other file, known by the hash of its bytes; it is copied as it is.
    Asset(u128),
    /// The same, which is part of the site only if an essay uses it.
    Spare(u128),
    /// A style sheet, one of the former if it `is_spare`, with the addresses that it names.
    Sheet { hash: u128, is_spare: bool, addresses: Arc<[Box<str>]> },
    /// An essay that could not be read, and why.
    Unreadable(Unreadable),
}

/// One file that is new, changed, or (`source: None`) gone.
#[derive(Clone, Debug)]
pub struct Edit {
    pub path: SourcePath,
    pub source: Option<Source>,
}
