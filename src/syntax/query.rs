//! Queries: a block of code in the language `query`, with lines of `tag:#a` and `path:folder/`.

use std::sync::Arc;

use crate::tag::Tag;

/// What essays must have to be listed: all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub tags: Vec<Tag>,
    /// What their paths begin with.
    pub paths: Vec<Arc<str>>,
}

/// Reads a query; the first word that is none comes back as the error.
///
/// # Errors
/// The word that is neither `tag:` nor `path:` with something after it.
pub fn read(text: &str) -> Result<Query, &str> {
    let mut query = Query::default();
    for word in words(text) {
        let unquoted = |value: &str| value.trim_matches('"').to_owned();
        if let Some(tag) = word.strip_prefix("tag:").and_then(|value| Tag::new(&unquoted(value))) {
            query.tags.push(tag);
        } else if let Some(path) = word.strip_prefix("path:").map(unquoted).filter(|path| !path.is_empty()) {
            query.paths.push(path.trim_start_matches("./").into());
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
