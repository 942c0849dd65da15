//! How a command ends, and how it says what it has to say.

use anyhow::Result;
use serde::Serialize;

use crate::edge::report::machine::harmless_json;
use crate::edge::report::visible;
use crate::edge::terminal;

/// How a command ended, other than by failing.
pub(super) enum Done {
    Well,
    /// The book has errors.
    Faulty,
}

/// Prints what a command has to say for itself.
pub(super) fn say(text: &str) {
    terminal::out(format_args!("{}", visible(text)));
}

/// Prints JSON for a program.
pub(super) fn say_json(value: &impl Serialize) -> Result<()> {
    terminal::out(format_args!("{}", harmless_json(&serde_json::to_string_pretty(value)?)));
    Ok(())
}

/// `1 essay`, `2 essays`.
pub(super) fn count(number: usize, singular: &str) -> String {
    if number == 1 { format!("1 {singular}") } else { format!("{number} {singular}s") }
}
