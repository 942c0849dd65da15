//! What a page is made with, and what comes of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::config::Config;
use crate::base::diagnostic::Diagnostic;
use crate::base::inputs::Inputs;
use crate::base::path::SourcePath;
use crate::gather::group::GroupId;
use crate::gather::reader::Reader;
use crate::render::theme::Theme;

/// What the names of crosslight's own files in a published folder begin with.
pub(super) const OWN: &str = ".crosslight";

/// What an output holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    Bytes(Vec<u8>),
    /// The bytes of a source file, known by their hash.
    Copy(SourcePath, u128),
}

/// A page that was made.
pub struct Made {
    /// Where it stands below the root of the site, with its output; `None` if it could not be made.
    pub output: Option<(Arc<str>, Output)>,
    pub reads: Box<[GroupId]>,
    pub diagnostics: Vec<Diagnostic>,
    /// What was read, in words, if that was asked for.
    pub words: BTreeSet<String>,
}

/// What is the same for all pages.
pub struct Setting {
    pub config: Config,
    pub inputs: Inputs,
    pub theme: Theme,
}

/// What the page of one kind is made with.
pub(super) struct Making<'a> {
    pub reader: &'a Reader<'a>,
    pub setting: &'a Setting,
    /// Where the page stands, below the root of the site.
    pub file: &'a str,
    /// What is found wrong meanwhile.
    pub diagnostics: &'a mut Vec<Diagnostic>,
}
