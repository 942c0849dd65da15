//! One folder of a theme.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use crate::base::config::parse_toml;
use crate::base::diagnostic::theme::unreadable_theme;
use crate::base::diagnostic::{Diagnostic, File};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// One folder of a theme: paths within it, and what they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    pub name: String,
    pub files: BTreeMap<String, Arc<[u8]>>,
    /// Where they lie, unless they come with crosslight.
    pub folder: Option<PathBuf>,
}

/// `theme.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Manifest {
    /// What the theme is, in a line.
    pub description: String,
    /// The theme that stands behind this one.
    pub extends: Option<String>,
    /// Whether its script shows previews of links, for which each page then has a summary in a file.
    pub previews: bool,
}

impl Layer {
    /// A theme that comes with crosslight.
    pub fn built_in(name: &str) -> Option<Self> {
        let dir = BUILT_IN.dirs().find(|dir| dir.path().to_str() == Some(name))?;
        let mut files = BTreeMap::new();
        collect(dir, name, &mut files);
        Some(Self { name: name.to_owned(), files, folder: None })
    }

    /// What `theme.toml` says; a theme without one extends nothing.
    pub fn manifest(&self) -> (Manifest, Vec<Diagnostic>) {
        let Some(bytes) = self.files.get("theme.toml") else { return Default::default() };
        let file = File::Theme(self.name.as_str().into(), "theme.toml".into());
        match std::str::from_utf8(bytes) {
            Ok(text) => parse_toml(text, &file),
            Err(_) => (Manifest::default(), vec![unreadable_theme(file, None, "this file is not UTF-8 text")]),
        }
    }
}

fn collect(dir: &Dir<'_>, theme: &str, files: &mut BTreeMap<String, Arc<[u8]>>) {
    for file in dir.files() {
        if let Some(path) = file.path().strip_prefix(theme).ok().and_then(|path| path.to_str()) {
            files.insert(path.replace('\\', "/"), file.contents().into());
        }
    }
    for inner in dir.dirs() {
        collect(inner, theme, files);
    }
}

/// The names of the themes that come with crosslight.
pub fn built_in_names() -> Vec<String> {
    BUILT_IN.dirs().filter_map(|dir| dir.path().to_str().map(str::to_owned)).collect()
}
