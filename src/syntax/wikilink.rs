//! `[[name]]`, `[[name|label]]`, `[[name#heading]]`, `[[#heading]]`.
//!
//! The parser finds the brackets and the label; this takes the inside apart.

use crate::syntax::link::{Manner, Target};

/// The target of `[[inside]]` or `[[inside|label]]`, without the label. In a table the bar is
/// written `\|`, which leaves the backslash behind.
pub fn target(inside: &str) -> Target {
    let inside = inside.strip_suffix('\\').unwrap_or(inside);
    let (path, fragment) = match inside.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment.trim())),
        None => (inside, None),
    };
    Target::new(path.trim(), fragment, Manner::Wiki)
}

/// Whether a wikilink without a label shows the title of its target rather than what was typed:
/// when it was typed like a slug, in lower case and without spaces.
pub fn shows_title(typed: &str) -> bool {
    !typed.is_empty() && !typed.contains('#') && !typed.chars().any(|c| c.is_uppercase() || c.is_whitespace())
}

/// What stands for such a link where its target is not known: the words of the slug.
pub fn spoken(typed: &str) -> String {
    typed.rsplit('/').next().unwrap_or(typed).replace(['-', '_'], " ")
}
