//! What the fields mean: one meaning, many names.
//!
//! A value that cannot be used, or not all of it, is reported and kept for the theme under the name of its field.

use serde_yaml::{Mapping, Value};

use super::format::Format;
use super::head::Head;
use super::meta::{Field, Meta, Trait};
use super::names;
use super::reading::{FIELDS_BELOW, Fields};
use super::references::linked;
use super::scalar::text_of;
use super::{held, values};
use crate::base::config::Config;
use crate::base::config::pattern::{from_jekyll, from_template};
use crate::base::date::When;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::front_matter::{field_near_miss, field_synonym, held_back, updated_before};
use crate::base::nearest::nearest;
use crate::read::syntax::wikilink;

/// What `mapping` says, and what is wrong with it.
pub(super) fn read(head: &Head<'_>, mapping: Mapping, config: &Config) -> (Meta, Vec<Diagnostic>) {
    let mut fields = Fields::new(head, config);
    if head.format == Format::Toml {
        fields.in_tables(&mapping);
    }
    let mapping = if config.build.has_day_fields() { by_rank(mapping, config) } else { mapping };
    for (key, value) in mapping {
        fields.field(key, value);
    }
    fields.dates();
    (fields.meta, fields.diagnostics)
}

/// The fields in the order in which they are to be read: of several that say one day, the last that is read counts.
fn by_rank(mapping: Mapping, config: &Config) -> Mapping {
    let mut fields: Vec<(Value, Value)> = mapping.into_iter().collect();
    fields.sort_by_key(|(key, _)| key.as_str().map_or(0, |key| config.build.day_rank(key)));
    fields.into_iter().collect()
}

impl Fields<'_> {
    fn field(&mut self, key: Value, value: Value) {
        let Some(field) = text_of(&key) else {
            self.extra().insert(key, value);
            return;
        };
        if value.is_null() {
            self.emptied(&field);
            return;
        }
        self.links(&field, &value);
        let by_book = self.config.build.day_field(&field).filter(|_| names::known(&field).is_none());
        let known = names::known(&field).or(by_book).and_then(|known| Some((known, names::named(known)?)));
        let Some((known, means)) = known.filter(|(known, means)| self.is_meant(&field, known, *means)) else {
            self.own(key, &field, value);
            return;
        };
        if value.as_str().is_some_and(|text| text.trim().is_empty()) {
            return;
        }
        if self.config.build.hold_back_as.is_some() {
            self.meta.said.extend(names::bearing(&field, self.config));
        }
        self.unused = false;
        if by_book.is_none() && !field.eq_ignore_ascii_case(known) {
            let span = self.head.key_span(&field);
            self.diagnostics.push(field_synonym(self.head.path, span, &field, known));
        }
        if self.says_nothing(means, known) {
            self.unused = true;
        } else {
            self.known(means, &field, &linked(&value));
        }
        if self.unused {
            match (means, value) {
                (Field::Extra, Value::Mapping(more)) => self.extra().extend(more),
                (_, value) => drop(self.extra().insert(key, value)),
            }
        }
    }

    /// Whether a field that could say where the page stands says nothing of it in this book.
    fn says_nothing(&self, means: Field, known: &str) -> bool {
        let rules = self.config.addresses.fields.as_ref();
        matches!(means, Field::Path | Field::Url | Field::Permalink | Field::Slug)
            && rules.is_some_and(|fields| !fields.iter().any(|field| field == known))
    }

    /// Whether a field whose capitals may be others is the one that is called `known`: if that is here as
    /// well, this one is the writer's own, unless it keeps the essay back, or adds to what that one says.
    fn is_meant(&self, field: &str, known: &str, means: Field) -> bool {
        let adds = matches!(means, Field::Tags | Field::Tag | Field::Aliases);
        field == known || adds || held::is_one(known) || !self.head.has(known)
    }

    /// Reads what a field says that is typed as `field`.
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn known(&mut self, means: Field, field: &str, value: &Value) {
        match means {
            Field::Title => set(self.text(field, value), &mut self.meta.title),
            Field::ShortTitle => set(self.text(field, value), &mut self.meta.short_title),
            Field::Description => set(self.text(field, value), &mut self.meta.description),
            Field::Summary => {
                let text = self.text(field, value);
                self.meta.description = self.meta.description.take().or(text.map(Into::into));
            }
            Field::Date => {
                let date = self.day(field, value);
                self.meta.date = date.or(self.meta.date);
            }
            Field::Created => {
                let date = self.day(field, value);
                self.meta.date = self.meta.date.or(date);
            }
            Field::PublishDate => {
                self.meta.publish_date = self.limit(field, value).or(self.meta.publish_date);
                self.meta.date = self.meta.date.or(self.meta.publish_date);
            }
            Field::Expires => self.meta.expires = self.limit(field, value).or(self.meta.expires),
            Field::Updated => {
                self.meta.updated = self.day(field, value).or(self.meta.updated);
                self.updated = Some(field.into());
            }
            // Starlight and Docusaurus: a day, or whether it is shown; who changed it besides.
            Field::LastUpdated => {
                let day = value.get("date").unwrap_or(value);
                if day.is_string() {
                    self.meta.updated = self.date(field, day).or(self.meta.updated);
                }
                self.unused |= !value.is_string();
            }
            Field::Tags => self.tags(field, value),
            Field::Tag => {
                let span = self.head.key_span(field);
                self.diagnostics.push(field_synonym(self.head.path, span, field, "tags"));
                self.tags(field, value);
            }
            Field::Taxonomies => self.taxonomies(field, value),
            Field::Aliases => self.aliases(field, value),
            Field::Authors => self.authors(field, value),
            Field::Slug => set(self.address(field, value), &mut self.meta.slug),
            // Where texts were found.
            Field::Url
                if value.as_sequence().is_some_and(|items| {
                    items.iter().all(|item| text_of(item).is_some_and(|address| address.contains("://")))
                }) =>
            {
                self.unused = true;
            }
            // Eleventy's way to say that there is no page.
            Field::Permalink if is_without_page(value) => self.meta.draft = true,
            // Emanote has settings of its templates there, GitBook says what a page shows, and Eleventy whether it is written.
            Field::Template | Field::Layout | Field::Permalink if value.is_mapping() => self.unused = true,
            Field::Path | Field::Url | Field::Permalink => {
                if let Some(address) = self.address(field, value) {
                    // Where a text was found is not an address of its page.
                    let elsewhere = address.contains("://");
                    self.unused = elsewhere;
                    let ours = match means {
                        Field::Permalink if address.contains("{{") || address.contains("{%") => from_template(&address),
                        Field::Permalink => Some(from_jekyll(&address)),
                        _ => Some(address),
                    };
                    self.unused |= ours.is_none();
                    let kept = if elsewhere { self.meta.address.take() } else { None };
                    self.meta.address = kept.or(ours.filter(|_| !elsewhere).map(Into::into));
                }
            }
            Field::Unpublish if text_of(value).is_some_and(|text| When::parse(&text).is_some()) => {
                self.meta.expires = self.limit(field, value).or(self.meta.expires);
            }
            Field::Draft | Field::Unpublish => {
                self.meta.draft |= self.held(field, value, true);
            }
            Field::Render | Field::Build | Field::Transparent | Field::SortBy | Field::Sidebar => {
                self.placed(means, field, value);
            }
            // A day, as some tools write it, hides nothing unless it is still to come.
            Field::Published if text_of(value).is_some_and(|text| is_like_a_day(&text)) => {
                let day = text_of(value).and_then(|text| When::parse(&text));
                self.meta.publish_date = self.meta.publish_date.or(day);
                self.unused = true;
            }
            Field::Published if is_other(value) => self.wrong(field, values::TRUTH, value),
            Field::Published | Field::Publish => {
                let truth = self.held(field, value, false);
                // That of another tool opens no door, but closes it.
                if !truth || self.config.build.is_asked_by(names::known(field).unwrap_or(field)) {
                    self.meta.publish = Some(truth && self.meta.publish != Some(false));
                }
            }
            Field::Unlisted => self.meta.unlisted |= self.truth(field, value).unwrap_or(true),
            // Of some lists alone, if it names them.
            Field::ExcludeFromCollections => {
                self.meta.unlisted |= value.as_bool() == Some(true);
                self.unused = !value.is_bool();
            }
            Field::Weight => {
                self.meta.weight = self.number(field, value).or(self.meta.weight);
            }
            Field::Status => {
                let status = self.own_text(field, value);
                let is_one = |draft: &String| status.as_ref().is_some_and(|status| draft.eq_ignore_ascii_case(status));
                self.meta.draft |= self.config.build.draft_status.iter().any(is_one);
                set(status, &mut self.meta.status);
            }
            Field::Confidence => set(self.own_text(field, value), &mut self.meta.confidence),
            Field::Importance => set(self.own_text(field, value), &mut self.meta.importance),
            Field::Template => {
                let span = self.head.value_span(field);
                // Starlight's two say how a page looks there.
                if let Some(template) =
                    self.word(field, value).filter(|name| !matches!(name.as_str(), "doc" | "splash"))
                {
                    self.meta.template = Some((template.into(), Some(span)));
                }
            }
            Field::Layout => {
                let layout = self.word(field, value).filter(|layout| !matches!(layout.as_str(), "none" | "null"));
                if let Some(layout) = layout.filter(|_| self.meta.template.is_none()) {
                    self.meta.template = Some((format!("{layout}.html").into(), None));
                }
            }
            Field::Lang => set(self.language(field, value), &mut self.meta.lang),
            Field::CssClasses => self.meta.css_classes = self.list(field, value, true, &[]),
            // Whether there is one, or, in Starlight and themes of Hugo, which levels stand in it and the like.
            Field::Toc => match value {
                Value::Mapping(_) => self.unused = true,
                value => self.meta.toc = self.truth(field, value).or(self.meta.toc),
            },
            Field::Backlinks => self.meta.no_backlinks = self.truth(field, value) == Some(false),
            Field::Search => match value {
                Value::Mapping(_) => {
                    self.meta.searched = names::is_searched(value).or(self.meta.searched);
                    self.unused = true;
                }
                value => self.meta.searched = self.truth(field, value).or(self.meta.searched),
            },
            Field::Image => self.image(field, value),
            Field::Sources => self.sources(field, value),
            Field::Broader | Field::SeeAlso | Field::Synonyms => {
                let said = self.taggings(field, value);
                match (means, self.term()) {
                    (Field::Broader, term) => term.broader = said.into_iter().next(),
                    (Field::Synonyms, term) => term.synonyms = said,
                    (_, term) => term.see_also = said,
                }
            }
            Field::Label => {
                let label = text_of(value).map(|label| wikilink::plain(&label).into());
                self.term().label = label;
                self.unused = true;
            }
            // Eleventy's values that are worked out: those that are written down hold.
            Field::Computed => {
                let fields = value.as_mapping().into_iter().flatten();
                self.meta.draft |=
                    fields.filter_map(|(name, value)| Some((name.as_str()?, value))).any(|(name, value)| {
                        name == "permalink" && is_without_page(value)
                            || held::is_one(name) && held::says(name, &text_of(value).unwrap_or_default(), false)
                    });
                self.unused = true;
            }
            Field::Cascade => {
                let sets = value.as_sequence().map_or(std::slice::from_ref(value), Vec::as_slice);
                for set in sets {
                    self.handed_down(field, set);
                }
                self.unused = true;
            }
            Field::Extra => match value {
                Value::Mapping(_) => self.unused = true,
                other => self.wrong(field, ("a set of fields", FIELDS_BELOW), other),
            },
            Field::Categories | Field::Kept | Field::Own => {
                if self.config.tags.also.iter().any(|also| also == field) {
                    self.tags(field, value);
                }
                self.unused = true;
            }
        }
    }

    /// Keeps a field of the writer's own.
    fn own(&mut self, key: Value, field: &str, value: Value) {
        let is_foreign = names::is_foreign(field);
        if self.config.tags.also.iter().any(|also| also == field) {
            self.tags(field, &linked(&value));
        } else if self.is_nearly_build(field, &value) {
            let span = self.head.key_span(field);
            self.diagnostics.push(held_back(field_near_miss(self.head.path, span, field, "build")));
        } else if let Some(known) = held::slip(field).or_else(|| held::opposite(field).and(Some("draft")))
            && !is_foreign
            && held::says(field, &text_of(&value).unwrap_or_default(), false)
        {
            self.meta.draft = true;
            let span = self.head.key_span(field);
            self.diagnostics.push(held_back(field_near_miss(self.head.path, span, field, known)));
        } else if self.meta.links.last().is_none_or(|link| *link.field != *field)
            && names::known(field).is_none()
            && !is_foreign
            && held::opposite(field).is_none()
            && let Some(known) = nearest(field, names::all()).filter(|known| !is_of_other_words(field, known))
            && (names::with(Trait::Idle).all(|idle| idle != known)
                || self.config.tags.also.iter().any(|also| also == known))
        {
            let span = self.head.key_span(field);
            self.diagnostics.push(field_near_miss(self.head.path, span, field, known));
        }
        self.extra().insert(key, value);
    }

    /// The truth of a field that can keep the essay from being published; `held` is the one that does so, and
    /// holds for what cannot be read.
    fn held(&mut self, field: &str, value: &Value, held: bool) -> bool {
        let before = self.diagnostics.len();
        let truth = self.truth(field, value);
        if truth.is_none() {
            self.tell_held(before);
        }
        truth.unwrap_or(held)
    }

    /// A day from which, or until which, the essay is published. It is held back if that cannot be read.
    fn limit(&mut self, field: &str, value: &Value) -> Option<When> {
        let before = self.diagnostics.len();
        let date = self.date(field, value);
        if date.is_none() {
            self.meta.draft = true;
            self.tell_held(before);
        }
        date
    }

    /// A date; Material for MkDocs has the day of the last change in the same field.
    fn day(&mut self, field: &str, value: &Value) -> Option<When> {
        // What Dendron writes where no day is known.
        if value.as_i64() == Some(0) || value.as_str() == Some("0") {
            return None;
        }
        let Some(created) = value.get("created") else { return self.date(field, value) };
        if let Some(updated) = value.get("updated") {
            self.meta.updated = self.date(field, updated).or(self.meta.updated);
        }
        self.date(field, created)
    }

    /// Says of an essay that it was changed before it was there. One that is to appear later may well have been.
    fn dates(&mut self) {
        if let (Some(date), Some(updated), Some(field)) = (self.meta.date, self.meta.updated, &self.updated)
            && updated.day() < date.day()
            && self.meta.publish_date != Some(date)
            // Programs write when a file was made, which a copy is after its last change.
            && self.head.has("date")
        {
            let (updated, date) = (updated.day().to_string(), date.day().to_string());
            let span = self.head.value_span(field);
            self.diagnostics.push(updated_before(self.head.path, span, field, &updated, &date));
        }
    }
}

/// Whether a name is `known` with a word more: `last_updated_by` is no slip for `last_updated`.
fn is_of_other_words(field: &str, known: &str) -> bool {
    field.strip_prefix(known).is_some_and(|rest| rest.len() > 1 && rest.starts_with(['_', '-', ' ']))
}

/// Whether a `permalink` says that there is no page: `false`, or `{build: false}`.
fn is_without_page(value: &Value) -> bool {
    let is_no = |value: &Value| value.as_bool() == Some(false) || text_of(value).as_deref() == Some("false");
    is_no(value) || value.get("build").is_some_and(is_no)
}

/// Whether a value of `published` is none of those that hide an essay, nor nearly one: to some tools it
/// names a publisher.
fn is_other(value: &Value) -> bool {
    let word = text_of(value).unwrap_or_default();
    // No publisher is called `maybe`.
    let is_plain = value.is_string() && word.chars().all(char::is_lowercase);
    let word = word.to_lowercase();
    !is_plain && held::truth(&word).is_none() && nearest(&word, ["false", "true", "private"]).is_none()
}

/// Puts a text in its place, if there is one.
fn set<T: From<String>>(text: Option<String>, place: &mut Option<T>) {
    if let Some(text) = text {
        *place = Some(text.into());
    }
}

/// Whether a text is meant as a day, whether there is such a day or not.
fn is_like_a_day(text: &str) -> bool {
    let begins_with_year = text.len() > 4 && text.as_bytes()[..4].iter().all(u8::is_ascii_digit);
    begins_with_year || When::parse(text).is_some()
}
