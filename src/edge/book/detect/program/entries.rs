//! Objects in a table.

use super::code::{enclosed, name_at};
use super::{DEPTH, Program};

impl Program {
    /// The objects with names in the table that is given to `key`, also by a name: `locales: { de: { … } }`.
    pub(in super::super) fn entries_of(&self, key: &str) -> Vec<(String, Self)> {
        let table = |mut value| {
            for _ in 0..DEPTH {
                let inside = enclosed(str::trim_start(value)).filter(|_| value.trim_start().starts_with('{'));
                if inside.is_some() {
                    return inside;
                }
                value = self.constant(name_at(value))?;
            }
            None
        };
        let tables = self.after(key).filter_map(table);
        tables.flat_map(|table| self.part(table).objects()).filter(|(name, _)| !name.is_empty()).collect()
    }
}
