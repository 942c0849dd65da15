//! The `book.toml` that a folder of another tool would have.

use toml::{Table, Value};

use crate::base::config::is_language;

/// Settings as they are inferred, in the order in which they are set.
#[derive(Default)]
pub(super) struct Settings(Table);

impl From<Table> for Settings {
    fn from(table: Table) -> Self {
        Self(table)
    }
}

impl Settings {
    /// Sets `key` in `section`, which may be one in another: `output.html`. A text or list without
    /// anything in it sets nothing.
    pub(super) fn set(&mut self, section: &str, key: &str, value: impl Into<Value>) {
        let value = value.into();
        let empty = match &value {
            // Some tools take names of languages, or what is a template, for codes.
            Value::String(text) => text.is_empty() || (key == "language" && !is_language(text)),
            Value::Array(items) => items.is_empty(),
            Value::Table(table) => table.is_empty(),
            _ => false,
        };
        if !empty {
            self.put(section, key, value);
        }
    }

    /// Sets `key` in `section`, to nothing as well.
    pub(super) fn put(&mut self, section: &str, key: &str, value: impl Into<Value>) {
        let mut table = &mut self.0;
        for part in section.split('.') {
            let entry = table.entry(part).or_insert_with(|| Table::new().into());
            let Value::Table(inner) = entry else { return };
            table = inner;
        }
        table.insert(key.to_owned(), value.into());
    }

    /// Reads as text what programs for notes read as tags, marks, remarks and footnotes, and others do not.
    pub(super) fn plain_signs(&mut self) {
        for key in ["inline-tags", "comments", "marks", "inline-footnotes"] {
            self.set("markdown", key, false);
        }
    }

    /// Reads paths to the files of a static folder as they lie among those of the site, too: `../public/a.png`.
    pub(super) fn lies_in_site(&mut self, folder: &str) {
        const DEEPEST: usize = 8;
        for way in ["", "./"].map(str::to_owned).into_iter().chain((1..=DEEPEST).map(|up| "../".repeat(up))) {
            self.put("links.aliases", &format!("{way}{folder}/"), "/");
        }
    }

    /// Leaves the findings `names` unsaid: what that tool does without is nothing to mend.
    pub(super) fn allow(&mut self, names: &[&str]) {
        for name in names {
            self.set("lints", name, "allow");
        }
    }

    /// Whether they name what is to stay out of the book, or be held back.
    pub(super) fn leaves_out(&self) -> bool {
        let has = |table: &str, key: &str| self.0.get(table).and_then(|table| table.get(key)).is_some();
        has("book", "ignore")
            || has("book", "ignore-matching")
            || has("build", "publish-below")
            || has("build", "hold-back")
    }

    /// Whether `key` in `section` is set to true.
    pub(super) fn is_on(&self, section: &str, key: &str) -> bool {
        self.0.get(section).and_then(|table| table.get(key)).and_then(Value::as_bool) == Some(true)
    }

    /// Makes sure that there is the table `section`, which says something even if nothing is set in it.
    pub(super) fn open(&mut self, section: &str) {
        let mut table = &mut self.0;
        for part in section.split('.') {
            let Value::Table(inner) = table.entry(part).or_insert_with(|| Table::new().into()) else { return };
            table = inner;
        }
    }

    /// Sets in `section` the texts, numbers and switches of `table`, but for those that `used` names.
    pub(super) fn set_plain(&mut self, section: &str, table: &Table, used: &[&str]) {
        let plain = table.iter().filter(|(_, value)| !value.is_array() && !value.is_table());
        for (key, value) in plain.filter(|(key, _)| !used.contains(&key.as_str())) {
            self.set(section, key, value.clone());
        }
    }

    /// Sets all that `others` set.
    pub(super) fn extend(&mut self, others: &Self) {
        merge(&mut self.0, &others.0);
    }

    /// As the text of a `book.toml`.
    pub(super) fn text(&self) -> String {
        // A table of texts, lists and numbers can always be written.
        toml::to_string(&self.0).unwrap_or_default()
    }
}

/// Puts `others` into `table`, tables into those of the same name.
pub(super) fn merge(table: &mut Table, others: &Table) {
    for (key, value) in others {
        match (table.get_mut(key), value) {
            (Some(Value::Table(inner)), Value::Table(more)) => merge(inner, more),
            _ => drop(table.insert(key.clone(), value.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;

    #[test]
    fn settings_are_written_as_a_book_toml() {
        let mut settings = Settings::default();
        settings.set("book", "title", "A \"b\"");
        settings.set("book", "description", "");
        settings.set("output.html", "clean-urls", true);
        settings.set("book", "ignore", vec!["/x/"]);
        assert_eq!(
            settings.text(),
            "[book]\ntitle = 'A \"b\"'\nignore = [\"/x/\"]\n\n[output.html]\nclean-urls = true\n"
        );
        let mut all = Settings::default();
        all.set("book", "title", "x");
        all.set("book", "language", "en");
        all.extend(&settings);
        assert!(all.text().starts_with("[book]\ntitle = 'A \"b\"'\nlanguage = \"en\"\nignore"), "{}", all.text());
    }
}
