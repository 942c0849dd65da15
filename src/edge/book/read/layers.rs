//! The folders of themes, read.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use crate::base::diagnostic::theme::{theme_cycle, unknown_theme, unreadable_theme};
use crate::base::diagnostic::{Diagnostic, File};
use crate::base::span::Span;
use crate::edge::book::Book;
use crate::edge::book::fence::Fence;
use crate::edge::file::relative;
use crate::edge::refusal;
use crate::render::theme::{Layer, Theme, built_in_names};

/// The theme that the book names, with all that it extends.
///
/// # Errors
/// What is wrong with it.
pub fn theme(book: &Book) -> Result<Theme, Vec<Diagnostic>> {
    Theme::new(layers(book, None)?, &book.config)
}

/// The folders of the theme called `asked`, or of the one that the book names: its own first, then
/// those of the themes that it builds on.
///
/// # Errors
/// What is wrong with them.
pub fn layers(book: &Book, asked: Option<&str>) -> Result<Vec<Layer>, Vec<Diagnostic>> {
    let (name, span) = asked.map_or_else(|| book.config.theme(), |name| (name, None));
    let mut layers: Vec<Layer> = Vec::new();
    let mut wanted = Some((name.to_owned(), File::Book, span));
    while let Some((name, file, span)) = wanted.take() {
        let hidden_by_itself = layers.last().is_some_and(|above: &Layer| above.name == name);
        let layer = if hidden_by_itself { None } else { layer_on_disk(book, &name, &file)? };
        let Some(layer) = layer.or_else(|| Layer::built_in(&name)) else {
            return Err(vec![unknown_theme(file, span, &name, &known_themes(&book.root))]);
        };
        if layers.iter().any(|above| above.name == layer.name) {
            let chain: Vec<_> = layers.iter().map(|layer| layer.name.clone()).chain([layer.name]).collect();
            return Err(vec![theme_cycle(file, span, &chain)]);
        }
        let (manifest, errors) = layer.manifest();
        if !errors.is_empty() {
            layers.push(layer);
            return Err(errors);
        }
        wanted = manifest.extends.map(|name| {
            let place = extends_place(&layer, &name);
            (name, File::Theme(layer.name.as_str().into(), "theme.toml".into()), place)
        });
        layers.push(layer);
    }
    Ok(layers)
}

/// Where a theme names the one that it extends, quotation marks and all.
fn extends_place(layer: &Layer, name: &str) -> Option<Span> {
    let text = std::str::from_utf8(layer.files.get("theme.toml")?).ok()?;
    let key = "extends";
    let after = if text.starts_with(key) { key.len() } else { text.find("\nextends")? + 1 + key.len() };
    let start = after + text[after..].find(name)?;
    Some(Span::from(start - 1..start + name.len() + 1))
}

/// The folder of one theme, without those behind it.
///
/// # Errors
/// If it cannot be read.
pub fn layer(book: &Book, name: &str) -> Result<Option<Layer>, Vec<Diagnostic>> {
    Ok(layer_on_disk(book, name, &File::Book)?.or_else(|| Layer::built_in(name)))
}

/// The names of the themes that come with crosslight and of those in `themes/`.
pub fn known_themes(root: &Path) -> Vec<String> {
    let mut names = built_in_names();
    let folders = fs::read_dir(root.join("themes")).into_iter().flatten().flatten();
    names
        .extend(folders.filter(|entry| entry.path().is_dir()).filter_map(|entry| entry.file_name().into_string().ok()));
    names.sort();
    names.dedup();
    names
}

/// The theme in `themes/<name>`, or for a path, in that folder.
fn layer_on_disk(book: &Book, name: &str, file: &File) -> Result<Option<Layer>, Vec<Diagnostic>> {
    let is_path = name.contains(['/', '\\']) || name == ".";
    let typed = if is_path { book.root.join(name) } else { book.root.join("themes").join(name) };
    if !typed.is_dir() {
        return Ok(None);
    }
    let folder = fs::canonicalize(&typed).unwrap_or_else(|_| typed.clone());
    let refused = |error: &str| {
        vec![unreadable_theme(file.clone(), None, &format!("the theme `{name}` cannot be read: {error}"))]
    };
    let fence = Fence::of(book);
    // A path in the settings is meant, wherever it leads.
    let strays =
        |link: &Path| fence.keeps_out(link).filter(|(target, _)| link == typed || !target.starts_with(&folder));
    let stray = |link: &Path, target: &Path| {
        let (link, target) = (relative(&book.root, link), target.display());
        refused(&format!("`{link}` is a link to `{target}`, which lies outside the book"))
    };
    if let Some((target, _)) = strays(&typed).filter(|_| !is_path) {
        return Err(stray(&typed, &target));
    }
    let mut files = std::collections::BTreeMap::new();
    for entry in WalkDir::new(&folder).follow_links(true).sort_by_file_name() {
        let entry = entry.map_err(|error| refused(&refusal::reason(&error.into())))?;
        let path = relative(&folder, entry.path());
        if entry.file_type().is_file() && !path.split('/').any(|part| part.starts_with('.')) {
            if let Some((target, _)) = strays(entry.path()).filter(|_| entry.path_is_symlink()) {
                return Err(stray(entry.path(), &target));
            }
            files.insert(path, fs::read(entry.path()).map_err(|error| refused(&refusal::reason(&error)))?.into());
        }
    }
    let name = folder.file_name().map_or_else(|| name.to_owned(), |name| name.to_string_lossy().into_owned());
    Ok(Some(Layer { name, files, folder: Some(folder) }))
}
