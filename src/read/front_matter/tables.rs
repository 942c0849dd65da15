//! Fields that stand below the name of a table, where TOML makes them part of that.

use serde_yaml::Mapping;

use super::meta::Field;
use super::reading::Fields;
use super::scalar::text_of;
use super::{held, names};
use crate::base::diagnostic::withheld::field_in_table;

impl Fields<'_> {
    /// A field below `[taxonomies]` that says that the essay is private was meant for the essay.
    pub(super) fn in_tables(&mut self, mapping: &Mapping) {
        let own = |table: &str| matches!(names::named(table), Some(Field::Cascade | Field::Build | Field::Sidebar));
        for (table, inner) in mapping {
            let (Some(table), Some(inner)) = (text_of(table), inner.as_mapping()) else { continue };
            let mut said = inner.iter().filter_map(|(name, value)| Some((text_of(name)?, text_of(value)?)));
            if let Some((name, _)) = said.find(|(name, value)| held::is_meant(name, value) && !own(&table)) {
                self.meta.draft = true;
                let span = self.head.key_span_below(&table, &name);
                self.diagnostics.push(field_in_table(self.head.path, span, &name, &table));
            }
        }
    }
}
