//! The fields of one essay while they are read: what they have said so far, and what is wrong with them.

use std::sync::Arc;

use serde_yaml::Mapping;

use super::head::Head;
use super::meta::Meta;
use super::term::Term;
use crate::base::config::Config;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::front_matter::held_back;

/// How a set of fields is written.
pub(super) const FIELDS_BELOW: &str = "one field a line below it, each indented by two spaces";

/// The fields of one essay while they are read.
pub(super) struct Fields<'a> {
    pub head: &'a Head<'a>,
    pub config: &'a Config,
    pub meta: Meta,
    pub diagnostics: Vec<Diagnostic>,
    /// Whether something of the value at hand could not be used.
    pub unused: bool,
    /// Where the day of the last change is typed.
    pub updated: Option<Box<str>>,
}

impl<'a> Fields<'a> {
    /// Those of `head`, none of which has been read.
    pub(super) fn new(head: &'a Head<'a>, config: &'a Config) -> Self {
        Self { head, config, meta: Meta::default(), diagnostics: Vec::new(), unused: false, updated: None }
    }

    /// Adds to what was found since there were `before` findings that the essay is held back for it.
    pub(super) fn tell_held(&mut self, before: usize) {
        let found = self.diagnostics.split_off(before);
        self.diagnostics.extend(found.into_iter().map(held_back));
    }

    /// The fields of the writer's own so far.
    pub(super) fn extra(&mut self) -> &mut Mapping {
        self.meta.extra.get_or_insert_default()
    }

    /// What is said of a tag so far.
    pub(super) fn term(&mut self) -> &mut Term {
        Arc::make_mut(self.meta.term.get_or_insert_default())
    }
}
