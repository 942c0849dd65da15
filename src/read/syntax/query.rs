//! Queries: a block of code in the language `query`, with lines of `tag:#a`, `path:folder/` and `children:note`.

use std::sync::Arc;

use crate::base::path::{SourcePath, joined};
use crate::base::tag::Tag;

/// What essays must have to be listed: all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub tags: Vec<Tag>,
    /// What their paths begin with.
    pub paths: Vec<Arc<str>>,
    /// The folders right in which they lie.
    pub folders: Vec<Arc<str>>,
}

impl Query {
    /// Whether an essay at `path` is where the query looks.
    pub fn is_at(&self, path: &SourcePath) -> bool {
        // The index of a folder is a note of the one above.
        let above = path.folder().rsplit_once('/').map_or("", |(above, _)| above);
        let is_first = path.is_index() && path.folder().is_empty();
        let own = if path.is_index() { above } else { path.folder() };
        let lies_in = |folder: &str| own == folder && !is_first;
        self.paths.iter().all(|front| path.as_str().starts_with(&**front))
            && self.folders.iter().all(|folder| lies_in(folder))
    }
}

/// Reads a query that stands in the essay at `path`; the first word that is none comes back as the error. As in
/// Emanote, a path that begins with a dot goes from the folder of the essay, the notes below a note lie in the folder
/// with its name, `.` is the essay itself, and stars may end what they would match anyway.
///
/// # Errors
/// The word that is neither `tag:`, `path:` nor `children:` with something after it.
pub fn read<'a>(text: &'a str, path: &SourcePath) -> Result<Query, &'a str> {
    let mut query = Query::default();
    for word in words(text) {
        let value = |key: &str| {
            let value = word.strip_prefix(key)?.trim_matches('"');
            // `a/*` is all that begins with `a/`.
            Some(value.trim_end_matches('*')).filter(|_| !value.is_empty())
        };
        let from_here = |typed: &str| match typed.strip_prefix('.') {
            Some(_) => joined(path.folder(), typed),
            None => Some(typed.trim_start_matches('/').to_owned()),
        };
        if let Some(tag) = value("tag:").and_then(|tag| Tag::new(tag.trim_end_matches('/'))) {
            query.tags.push(tag);
        } else if let Some(front) = value("path:") {
            let slash = if front.starts_with('.') && front.ends_with('/') { "/" } else { "" };
            let front = from_here(front).ok_or(word)?;
            query.paths.push(if front.is_empty() { "".into() } else { format!("{front}{slash}").into() });
        } else if let Some(note) = value("children:") {
            let folder = match note {
                "." if path.is_index() => Some(path.folder().to_owned()),
                "." => Some(path.id().to_owned()),
                _ => from_here(note.trim_end_matches(".md")).map(|note| note.trim_end_matches("/index").to_owned()),
            };
            query.folders.push(folder.ok_or(word)?.into());
        } else {
            return Err(word);
        }
    }
    if query == Query::default() { Err("") } else { Ok(query) }
}

/// The words of a query: spaces between quotation marks are part of one.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let ends = move |c: char| {
        quoted = c != '\n' && (quoted ^ (c == '"'));
        c.is_whitespace() && !quoted
    };
    text.split(ends).filter(|word| !word.is_empty())
}
