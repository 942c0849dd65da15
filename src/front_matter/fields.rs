//! What the fields mean: one meaning, many names.

use std::sync::Arc;

use serde_yaml::{Mapping, Value};

use super::meta::{Alias, FieldLink, Meta};
use super::names::{self, FIELDS, FOREIGN};
use super::term::Term;
use super::yaml::{kind, text_of};
use super::{Format, Head, yaml};
use crate::config::Config;
use crate::diagnostic::{
    Diagnostic, bad_alias, bad_date, comma_list, curly_quotes, field_near_miss, field_synonym, nearest, special_sign,
    uneven_list, unquoted_link, unusable_name, word_for_truth, wrong_type,
};
use crate::source::is_plain_segment;
use crate::span::Span;
use crate::syntax::link::{Outside, is_outside};
use crate::syntax::wikilink;
use crate::tag::{Tag, Tagging};
use crate::when::{self, When};

/// What `mapping` says, and what is wrong with it.
pub(super) fn read(head: &Head<'_>, mapping: Mapping, config: &Config) -> (Meta, Vec<Diagnostic>) {
    let mut fields = Fields { head, config, meta: Meta::default(), diagnostics: Vec::new() };
    for (key, value) in mapping {
        fields.field(key, value);
    }
    (fields.meta, fields.diagnostics)
}

/// How a truth value is written.
const TRUTH: (&str, &str) = ("`true` or `false`", "`true` or `false`, without quotation marks");

/// How a text in brackets is written.
const BRACKETS: &str =
    "one text: a list stands in `[` `]`, so put quotation marks round it if the brackets belong to it";

/// How a list is written.
const LIST: &str = "a list as in `[one, two]`";

/// How a set of fields is written.
const FIELDS_BELOW: &str = "one field a line below it, each indented by two spaces";

struct Fields<'a> {
    head: &'a Head<'a>,
    config: &'a Config,
    meta: Meta,
    diagnostics: Vec<Diagnostic>,
}

impl Fields<'_> {
    fn field(&mut self, key: Value, value: Value) {
        let Some(field) = text_of(&key) else {
            self.extra().insert(key, value);
            return;
        };
        let name = field.as_str();
        if value.is_null() {
            self.emptied(name);
            return;
        }
        self.links(name, &value);
        match name {
            "title" => self.meta.title = self.string(name, &value),
            "linkTitle" | "short-title" | "sidebar_label" => self.meta.short_title = self.string(name, &value),
            "description" => self.meta.description = self.string(name, &value),
            "summary" | "excerpt" | "abstract" => {
                let text = self.string(name, &value);
                self.meta.description = self.meta.description.take().or(text);
            }
            "date" => self.meta.date = self.date(name, &value),
            "created" | "pubdate" => self.meta.date = self.meta.date.or(self.date(name, &value)),
            "publishDate" => {
                self.meta.publish_date = self.date(name, &value);
                self.meta.date = self.meta.date.or(self.meta.publish_date);
            }
            "expiryDate" | "unpublishdate" => self.meta.expires = self.date(name, &value),
            "updated" | "lastmod" | "modified" | "last_modified_at" => self.meta.updated = self.date(name, &value),
            "tags" | "themes" | "theme" => self.tags(name, &value),
            "tag" => {
                let span = self.head.key_span(name);
                self.diagnostics.push(field_synonym(self.head.path, span, name, "tags"));
                self.tags(name, &value);
            }
            "taxonomies" => self.taxonomies(&field, value),
            "aliases" | "alias" | "redirect_from" => self.aliases(name, &value),
            "authors" | "author" => self.meta.authors = self.list(name, &value, false),
            "slug" => self.meta.slug = self.string(name, &value),
            "path" | "url" | "permalink" => {
                // Jekyll's patterns (`/:year/:title/`) are not an address.
                self.meta.address =
                    self.string(name, &value).filter(|address: &String| !address.contains(':')).map(Into::into);
            }
            "draft" => self.meta.draft = self.boolean(name, &value),
            // A day, as some tools write it, hides nothing.
            "published" if text_of(&value).is_some_and(|text| When::parse(&text).is_some()) => {}
            "published" | "publish" | "dg-publish" => self.meta.publish = Some(self.boolean(name, &value)),
            "unlisted" => self.meta.unlisted = self.boolean(name, &value),
            "weight" | "order" | "nav_order" | "sidebar_position" => self.meta.weight = self.integer(name, &value),
            "status" => self.meta.status = self.string(name, &value),
            "confidence" => self.meta.confidence = self.string(name, &value),
            "importance" => self.meta.importance = self.string(name, &value),
            "template" => {
                let span = Some(self.head.value_span(name));
                self.meta.template = self.string(name, &value).map(|template| (template, span));
            }
            "layout" => self.meta.template = text_of(&value).map(|layout| (format!("{layout}.html").into(), None)),
            "lang" => self.meta.lang = self.string(name, &value),
            "cssclasses" | "cssclass" => self.meta.css_classes = self.list(name, &value, true),
            "toc" => self.meta.toc = value.as_bool(),
            "backlinks" => self.meta.no_backlinks = value.as_bool() == Some(false),
            "search" | "in_search_index" | "pagefind" => self.meta.searched = names::is_searched(&value),
            "image" | "cover" | "thumbnail" => match (text_of(&value), value) {
                (Some(image), _) => {
                    let span = self.head.value_span(name);
                    self.meta.image = Some((image.into(), span));
                }
                (None, value) => drop(self.extra().insert(key, value)),
            },
            "sources" => self.sources(name, &value),
            "broader" | "see-also" | "see_also" | "synonyms" => {
                let said = self.taggings(name, &value);
                match (name, self.term()) {
                    ("broader", term) => term.broader = said.into_iter().next(),
                    ("synonyms", term) => term.synonyms = said,
                    (_, term) => term.see_also = said,
                }
            }
            "label" => {
                self.term().label = text_of(&value).map(Into::into);
                self.extra().insert(key, value);
            }
            "extra" => match value {
                Value::Mapping(more) => self.extra().extend(more),
                other => self.wrong(name, ("a set of fields", FIELDS_BELOW), &other),
            },
            _ => {
                if self.config.tags.also.contains(&field) {
                    self.tags(name, &value);
                } else if self.meta.links.last().is_none_or(|link| *link.field != *name)
                    && !FIELDS.contains(&name)
                    && !FOREIGN.contains(&name)
                    && let Some(known) = nearest(name, FIELDS)
                {
                    let span = self.head.key_span(name);
                    self.diagnostics.push(field_near_miss(self.head.path, span, name, known));
                }
                self.extra().insert(key, value);
            }
        }
    }

    /// The fields of the writer's own so far.
    fn extra(&mut self) -> &mut Mapping {
        self.meta.extra.get_or_insert_default()
    }

    /// What is said of a tag so far.
    fn term(&mut self) -> &mut Term {
        Arc::make_mut(self.meta.term.get_or_insert_default())
    }

    /// Notes the links in a value: texts that are nothing but a wikilink, alone or in a list.
    fn links(&mut self, field: &str, value: &Value) {
        match value {
            Value::String(text) => {
                if let Some((target, label)) = wikilink::whole(text) {
                    let span = self.head.place_after(self.head.key_span(field).end, text.trim());
                    let label = label.map(str::to_owned);
                    self.meta.links.push(FieldLink { field: field.into(), target: target.into(), label, span });
                }
            }
            Value::Sequence(items) => match items.as_slice() {
                // What YAML makes of `[[x]]` without quotes.
                [Value::Sequence(inner)] if inner.len() == 1 && inner[0].is_string() => {
                    let target = text_of(&inner[0]).unwrap_or_default();
                    let from = self.head.key_span(field).end;
                    let span = self.head.place_after(from, &format!("[[{target}]]"));
                    self.diagnostics.push(unquoted_link(self.head.path, span, &target));
                    self.meta.links.push(FieldLink { field: field.into(), target, label: None, span });
                }
                items => {
                    let may_link = |item: &&Value| item.is_string() || item.is_sequence();
                    items.iter().filter(may_link).for_each(|item| self.links(field, item));
                }
            },
            _ => {}
        }
    }

    /// Zola's `[taxonomies]`: tags, and what the book takes for tags too.
    fn taxonomies(&mut self, field: &str, value: Value) {
        let Value::Mapping(taxonomies) = value else {
            return self.wrong(field, ("a set of fields", FIELDS_BELOW), &value);
        };
        for (key, value) in taxonomies {
            match text_of(&key).as_deref() {
                Some(name @ ("tags" | "themes")) => self.tags(name, &value),
                Some("authors") => self.meta.authors = self.list("authors", &value, false),
                Some(name) if self.config.tags.also.iter().any(|also| also == name) => self.tags(name, &value),
                _ => drop(self.extra().insert(key, value)),
            }
        }
    }

    fn sources(&mut self, field: &str, value: &Value) {
        self.meta.sources = self.list(field, value, false);
        let from = self.head.key_span(field).end;
        let address =
            |source: &String| Outside { address: source.as_str().into(), span: self.head.place_after(from, source) };
        self.meta.outside = self.meta.sources.iter().filter(|source| is_outside(source)).map(address).collect();
    }

    fn tags(&mut self, field: &str, value: &Value) {
        for tagging in self.taggings(field, value) {
            if self.meta.tags.iter().all(|known| known.tag != tagging.tag) {
                self.meta.tags.push(tagging);
            }
        }
    }

    /// The tags in a value, each once.
    fn taggings(&mut self, field: &str, value: &Value) -> Vec<Tagging> {
        let from = self.head.key_span(field).end;
        let mut taggings: Vec<Tagging> = Vec::new();
        for spelling in self.list(field, value, true) {
            let spelling = spelling.trim().trim_start_matches('#');
            let span = self.head.place_after(from, spelling);
            match Tag::new(spelling) {
                Some(tag) if taggings.iter().any(|known| known.tag == tag) => {}
                Some(tag) => {
                    self.uneven(field, from, spelling);
                    taggings.push(Tagging { tag, spelling: spelling.into(), span });
                }
                None => self.diagnostics.push(unusable_name(self.head.path, Some(span), "the tag", spelling)),
            }
        }
        taggings
    }

    /// Says of an item of a list that it is two, the second indented further than the first.
    fn uneven(&mut self, field: &str, from: u32, item: &str) {
        let Some((first, second)) = item.split_once(" - ").filter(|_| self.head.format == Format::Yaml) else { return };
        let rest = &self.head.text[from as usize..self.head.fields.end as usize];
        let mut at = from as usize;
        let mut above = None;
        for line in rest.split_inclusive('\n') {
            let words = line.trim_start();
            let indent = line.len() - words.len();
            let starts =
                |item: &str| words.strip_prefix("- ").is_some_and(|words| words.trim_start().starts_with(item));
            if let Some(above) = above
                && starts(second.split(" - ").next().unwrap_or(second))
            {
                let place = Span::from(at..at + indent);
                let span = Span::from(at + indent..at + line.trim_end().len());
                self.diagnostics.push(uneven_list(self.head.path, span, field, place, above));
                return;
            }
            above = starts(first).then_some(&line[..indent]).or(above);
            at += line.len();
        }
    }

    fn aliases(&mut self, field: &str, value: &Value) {
        let aliases = self.list(field, value, false);
        let from = self.head.key_span(field).end;
        let place = |alias: &str| self.head.place_after(from, alias);
        let aliases: Vec<_> = aliases.into_iter().map(|name| Alias { span: place(&name), name: name.into() }).collect();
        let sound: Vec<Alias> = aliases.into_iter().filter(|alias| self.alias(alias)).collect();
        self.meta.aliases.extend(sound);
    }

    /// Whether an alias is safe as an address: one with a part that is empty or leads elsewhere is
    /// reported and dropped.
    fn alias(&mut self, alias: &Alias) -> bool {
        let safe = alias.name.strip_prefix('/').unwrap_or(&alias.name);
        let safe = safe.strip_suffix('/').unwrap_or(safe);
        let sound = safe.split('/').all(is_plain_segment);
        if !sound {
            self.diagnostics.push(bad_alias(self.head.path, alias.span, &alias.name));
        }
        sound
    }

    fn string<T: From<String>>(&mut self, field: &str, value: &Value) -> Option<T> {
        let text = text_of(value);
        match &text {
            None if value.is_sequence() => self.wrong(field, ("text", BRACKETS), value),
            None => self.wrong(field, ("text", "words, between quotation marks if they have signs in them"), value),
            Some(text) => self.cut_short(field, text),
        }
        // In straight marks, the curly ones are part of the text on purpose.
        let span = self.head.value_span(field);
        let plain = text.as_deref().filter(|text| *text == &self.head.text[span.range()]);
        if let Some(straight) = plain.and_then(yaml::straightened) {
            self.diagnostics.push(curly_quotes(self.head.path, span, field, &straight));
        }
        text.map(Into::into)
    }

    /// Says of a field without a value that it had one, which begins with the sign of a comment:
    /// `tags: #trust`.
    fn emptied(&mut self, field: &str) {
        let span = self.head.value_span(field);
        let typed = &self.head.text[span.range()];
        if self.head.format != Format::Yaml
            || !typed.strip_prefix('#').is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        {
            return;
        }
        if ["draft", "publish", "published", "dg-publish", "unlisted"].contains(&field) {
            return self.wrong(field, TRUTH, &Value::Null);
        }
        let written = self.meant(field, typed);
        self.diagnostics.push(special_sign(self.head.path, span, &written));
    }

    /// Says of a value, or of an item of a list, that YAML ends it at a ` #`, and takes the rest for
    /// a comment.
    fn cut_short(&mut self, field: &str, text: &str) {
        // Most front matter has no such sign.
        if !self.head.source().contains('#') {
            return;
        }
        let place = self.head.place_after(self.head.key_span(field).end, text).range();
        let rest = self.head.text[place.end..].lines().next().unwrap_or_default();
        if self.head.format == Format::Yaml
            && self.head.text[place.clone()] == *text
            && rest.starts_with([' ', '\t'])
            && rest.trim_start().strip_prefix('#').is_some_and(|rest| !rest.starts_with([' ', '#']))
        {
            let whole = place.start..place.end + rest.trim_end().len();
            let written = self.meant(field, &self.head.text[whole.clone()]);
            self.diagnostics.push(special_sign(self.head.path, whole.into(), &written));
        }
    }

    /// How a value with a `#` in it is written that is no comment.
    fn meant(&self, field: &str, typed: &str) -> String {
        if !self.is_tags(field) {
            return yaml::quoted(typed);
        }
        let tags = typed.split('#').map(|tag| tag.trim_matches([' ', ','])).filter(|tag| !tag.is_empty());
        format!("[{}]", tags.collect::<Vec<_>>().join(", "))
    }

    fn is_tags(&self, field: &str) -> bool {
        ["tags", "tag", "themes", "theme"].contains(&field) || self.config.tags.also.iter().any(|also| also == field)
    }

    fn list(&mut self, field: &str, value: &Value, commas: bool) -> Vec<String> {
        if let Some(text) = text_of(value) {
            self.cut_short(field, &text);
            let parts = text.split(|c| commas && c == ',').map(str::trim);
            let parts: Vec<String> = parts.filter(|part| !part.is_empty()).map(str::to_owned).collect();
            let span = self.head.value_span(field);
            if parts.len() > 1 && self.head.format == Format::Yaml && self.head.text[span.range()] == text {
                let bare = |part: &String| part.trim_matches(['"', '\'']).to_owned();
                let plain = |part: &String| {
                    part.starts_with(char::is_alphanumeric)
                        && part.chars().all(|c| c.is_alphanumeric() || " -_/".contains(c))
                };
                let items = parts.iter().map(bare).map(|part| if plain(&part) { part } else { yaml::quoted(&part) });
                let list = format!("[{}]", items.collect::<Vec<_>>().join(", "));
                self.diagnostics.push(comma_list(self.head.path, span, field, &list));
            }
            return parts;
        }
        let Value::Sequence(items) = value else {
            self.wrong(field, ("a list of texts", LIST), value);
            return Vec::new();
        };
        let mut list = Vec::with_capacity(items.len());
        for item in items {
            match text_of(item) {
                Some(text) => {
                    if !self.is_tags(field) {
                        self.cut_short(field, &text);
                    }
                    list.push(text);
                }
                None if item.is_null() => {}
                None => self.wrong(field, ("a list of texts", LIST), item),
            }
        }
        list
    }

    fn date(&mut self, field: &str, value: &Value) -> Option<When> {
        let text: String = self.string(field, value)?;
        let date = When::parse(&text);
        if date.is_none() {
            let span = self.head.value_span(field);
            let (why, meant) = (when::fault(&text), when::meant(&text).map(|day| day.to_string()));
            // In quotation marks the place is larger than the date.
            let whole = span.range().len() == text.len();
            self.diagnostics.push(bad_date(
                self.head.path,
                span,
                field,
                &text,
                &why,
                meant.as_deref().filter(|_| whole),
            ));
        }
        date
    }

    fn boolean(&mut self, field: &str, value: &Value) -> bool {
        if let Some(truth) = value.as_bool() {
            return truth;
        }
        let word = text_of(value).unwrap_or_default().to_lowercase();
        let meant = match word.as_str() {
            "yes" | "on" | "y" | "true" => Some(true),
            "no" | "off" | "n" | "false" => Some(false),
            _ => None,
        };
        match meant {
            Some(truth) => {
                let span = self.head.value_span(field);
                self.diagnostics.push(word_for_truth(self.head.path, span, field, &word, truth));
            }
            None => self.wrong(field, TRUTH, value),
        }
        false
    }

    fn integer(&mut self, field: &str, value: &Value) -> Option<i64> {
        let number = value.as_i64();
        if number.is_none() {
            self.wrong(field, ("a whole number", "a number such as 3"), value);
        }
        number
    }

    fn wrong(&mut self, field: &str, expected: (&str, &str), found: &Value) {
        let span = self.head.value_span(field);
        self.diagnostics.push(wrong_type(self.head.path, span, field, expected, kind(found)));
    }
}
