//! The files a book is made of, as everything left of the edge sees them.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Unreadable};
use crate::path::SourcePath;
use crate::span::Span;

/// A text put together from several files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assembled {
    pub text: String,
    /// What could not be put in.
    pub faults: Vec<Diagnostic>,
    /// Where each stretch begins in the text, and in which file at which place it stood.
    stretches: Vec<(usize, SourcePath, usize)>,
}

impl Assembled {
    /// A text that stands in one file, in which it is written otherwise.
    pub fn of(file: &SourcePath, text: String, faults: Vec<Diagnostic>) -> Self {
        Self { text, faults, stretches: vec![(0, file.clone(), 0)] }
    }

    /// Appends text that stands at `at` in `file`.
    pub fn push(&mut self, file: &SourcePath, at: usize, text: &str) {
        if !text.is_empty() {
            self.stretches.push((self.text.len(), file.clone(), at));
            self.text.push_str(text);
        }
    }

    /// The file and the place in which a stretch of the text stood; what goes over several files
    /// counts with its first.
    pub fn origin(&self, span: Span) -> Option<(&SourcePath, Span)> {
        let range = span.range();
        let next = self.stretches.partition_point(|(start, ..)| *start <= range.start);
        let (start, path, at) = self.stretches.get(next.checked_sub(1)?)?;
        let end = self.stretches.get(next).map_or(self.text.len(), |(start, ..)| *start);
        let by = range.start - start;
        Some((path, Span::from(at + by..at + by + range.len().min(end - range.start))))
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
