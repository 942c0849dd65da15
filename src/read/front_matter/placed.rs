//! What other tools say of a page as one of a site: whether there is one, and how it is listed.

use serde_yaml::Value;

use super::meta::{Field, Order};
use super::reading::Fields;
use super::scalar::text_of;
use super::{fields, held, values};
use crate::base::diagnostic::front_matter::{field_near_miss, held_back};

impl Fields<'_> {
    /// What other tools say of the page as one of a site: whether there is one, and how it is listed.
    pub(super) fn placed(&mut self, means: Field, field: &str, value: &Value) {
        match means {
            // Zola's way to say that there is no page.
            Field::Render if is_never(value) => self.meta.draft = true,
            Field::Render if is_in_doubt(value) => self.doubted(field, value),
            Field::Build if value.is_mapping() => {
                self.build(field, value);
                self.unused = true;
            }
            Field::Transparent => self.meta.transparent = self.truth(field, value).unwrap_or_default(),
            _ => {
                self.unused = true;
                if means == Field::SortBy {
                    self.meta.sort_by = Order::named(&text_of(value).unwrap_or_default());
                } else if let (Value::Mapping(_), Field::Sidebar) = (value, means) {
                    // Starlight's `sidebar: {order: 1, label: x}`.
                    let order = value.get("order").and_then(|order| self.number(field, order));
                    self.meta.weight = self.meta.weight.or(order);
                    let label = value.get("label").and_then(text_of).map(Into::into);
                    self.meta.short_title = self.meta.short_title.take().or(label);
                }
            }
        }
    }

    /// Hugo's `build`: whether there is a page, and whether lists name it.
    fn build(&mut self, field: &str, value: &Value) {
        let said = |key: &str| {
            let mut fields = value.as_mapping().into_iter().flatten();
            fields
                .find(|(name, _)| name.as_str().is_some_and(|name| name.eq_ignore_ascii_case(key)))
                .map(|(_, value)| value)
        };
        match said("render") {
            Some(render) if is_in_doubt(render) => self.doubted(field, render),
            Some(render) => self.meta.draft |= is_never(render) || render.as_str() == Some("link"),
            None => self.slips_in(field, value),
        }
        self.meta.unlisted |= said("list").is_some_and(is_never);
    }

    /// Hugo's `cascade`: what the text of a section hands down counts for itself as well, where it says nothing else and no pages
    /// are named that it is for.
    pub(super) fn handed_down(&mut self, field: &str, set: &Value) {
        let before = self.meta.draft;
        self.slips_in(field, set);
        let Some(fields) = set.as_mapping() else { return };
        if ["target", "_target"].iter().any(|target| fields.contains_key(*target)) {
            self.meta.draft = before;
            return;
        }
        let mut more = fields.clone();
        more.retain(|name, _| name.as_str().is_none_or(|name| !self.head.has(name)));
        let (said, _) = fields::read(self.head, more, self.config);
        self.meta.draft |= said.draft;
        self.meta.publish = self.meta.publish.or(said.publish);
        self.meta.publish_date = self.meta.publish_date.or(said.publish_date);
        self.meta.expires = self.meta.expires.or(said.expires);
        self.meta.date = self.meta.date.or(said.date);
    }

    /// Holds the essay back if one of the fields below `field` keeps it back but for a slip in its name.
    pub(super) fn slips_in(&mut self, field: &str, value: &Value) {
        for (name, value) in value.as_mapping().into_iter().flatten() {
            let Some(name) = name.as_str() else { continue };
            if let Some(known) = held::slip(name)
                && held::says(name, &text_of(value).unwrap_or_default(), false)
            {
                self.meta.draft = true;
                let span = self.head.key_span_below(field, name);
                self.diagnostics.push(held_back(field_near_miss(self.head.path, span, name, known)));
            }
        }
    }

    /// Whether a field is `build` but for a slip, and says that there is no page: the essay is held back then.
    pub(super) fn is_nearly_build(&mut self, field: &str, value: &Value) -> bool {
        let is_slip = strsim::damerau_levenshtein(&field.to_lowercase(), "build") == 1;
        let before = std::mem::take(&mut self.meta.draft);
        if is_slip && value.is_mapping() {
            self.build(field, value);
        }
        let holds = self.meta.draft;
        self.meta.draft |= before;
        holds
    }

    /// Reports a value that says neither that there is a page nor that there is none, and holds the essay back for it.
    fn doubted(&mut self, field: &str, value: &Value) {
        let before = self.diagnostics.len();
        self.wrong(field, values::TRUTH, value);
        self.tell_held(before);
        self.meta.draft = true;
    }
}

/// Whether a value of `render` is a word, but none of those that it may be.
fn is_in_doubt(value: &Value) -> bool {
    let word = value.as_str().unwrap_or_default().to_lowercase();
    let is_known = ["always", "never", "link"].contains(&word.as_str()) || held::truth(&word).is_some();
    !word.is_empty() && word.chars().all(char::is_alphabetic) && !is_known
}

/// Whether a value says `never`, or no in any of its spellings.
fn is_never(value: &Value) -> bool {
    text_of(value).is_some_and(|word| word.eq_ignore_ascii_case("never") || held::truth(&word) == Some(false))
}
