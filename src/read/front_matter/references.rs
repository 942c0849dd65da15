//! Fields that name other things: links, tags, other names and addresses, people, pictures.

use std::borrow::Cow;

use serde_yaml::Value;

use super::format::Format;
use super::meta::{Alias, Author, FieldLink};
use super::reading::{FIELDS_BELOW, Fields};
use super::scalar::text_of;
use crate::base::diagnostic::front_matter::{bad_alias, relative_address, unquoted_link, unusable_name};
use crate::base::diagnostic::tags::deep_tag;
use crate::base::diagnostic::yaml::uneven_list;
use crate::base::page_file::as_served;
use crate::base::path::is_plain_segment;
use crate::base::slug;
use crate::base::span::Span;
use crate::base::tag::{Tag, Tagging};
use crate::read::syntax::link::{Outside, is_outside};
use crate::read::syntax::wikilink;

/// The longest part that an old address may have, in bytes: file names have 255 at most.
const LONGEST_PART: usize = 200;

impl Fields<'_> {
    /// A picture by its address, or a set of fields that has it, as in Hugo and Jekyll.
    pub(super) fn image(&mut self, field: &str, value: &Value) {
        let address = match value {
            Value::Mapping(_) => {
                let names = ["image", "path", "src", "url", "file", "filename", "feature", "teaser"];
                names.iter().find_map(|name| value.get(*name))
            }
            Value::Sequence(items) => items.first(),
            value => Some(value),
        };
        self.unused = !value.is_string();
        match address {
            Some(Value::String(address)) => {
                let address = address.trim().trim_start_matches('!');
                let span = self.head.place_after(self.head.key_span(field).end, address);
                if !address.is_empty() {
                    self.meta.image = Some((address.into(), span));
                }
                // However it is called, it is not a relation.
                let links = self.meta.links.iter_mut().filter(|link| *link.field == *field);
                links.for_each(|link| link.field = "image".into());
            }
            _ if value.is_mapping() || *value == Value::Bool(false) => {}
            _ => self.wrong(field, ("an address", "the name of a file, or an address on another site"), value),
        }
    }

    /// What an address is made of, if every part of it has a letter or a digit.
    pub(super) fn address(&mut self, field: &str, value: &Value) -> Option<String> {
        let address = self.word(field, value)?;
        let mut parts = address.split('/').filter(|part| !part.is_empty());
        let span = self.head.value_span(field);
        let Some(bad) = parts.find(|part| slug::segment(part).is_none()) else {
            self.meta.address_span = Some(span);
            return Some(as_served(&address).into_owned());
        };
        self.unused = true;
        let found = match bad {
            "." | ".." => relative_address(self.head.path, span, &address, bad),
            _ if bad == address => unusable_name(self.head.path, Some(span), "the address", bad),
            _ => unusable_name(self.head.path, Some(span), &format!("in the address `{address}`,"), bad),
        };
        self.diagnostics.push(found);
        None
    }

    pub(super) fn authors(&mut self, field: &str, value: &Value) {
        let names = self.list(field, value, false, &["name", "title"]);
        let author = |typed: &String| Author {
            name: wikilink::plain(typed).into_owned(),
            target: wikilink::whole(typed).map(|(target, _)| target.trim().into()),
        };
        self.meta.authors = names.iter().map(author).filter(|author| !author.name.is_empty()).collect();
    }

    /// Notes the links in a value: texts that are nothing but a wikilink, alone or in a list.
    pub(super) fn links(&mut self, field: &str, value: &Value) {
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
    pub(super) fn taxonomies(&mut self, field: &str, value: &Value) {
        let Value::Mapping(taxonomies) = value else {
            return self.wrong(field, ("a set of fields", FIELDS_BELOW), value);
        };
        // One without a value is none.
        for (key, value) in taxonomies.iter().filter(|(_, value)| !value.is_null()) {
            match text_of(key).as_deref() {
                Some(name @ ("tags" | "themes")) => self.tags(name, value),
                Some("authors") => self.authors("authors", value),
                Some(name) if self.config.tags.also.iter().any(|also| also == name) => self.tags(name, value),
                _ => drop(self.extra().insert(key.clone(), value.clone())),
            }
        }
    }

    pub(super) fn sources(&mut self, field: &str, value: &Value) {
        self.meta.sources = self.list(field, value, false, &["url", "title", "name"]);
        let from = self.head.key_span(field).end;
        let address =
            |source: &String| Outside { address: source.as_str().into(), span: self.head.place_after(from, source) };
        self.meta.outside = self.meta.sources.iter().filter(|source| is_outside(source)).map(address).collect();
    }

    pub(super) fn tags(&mut self, field: &str, value: &Value) {
        for tagging in self.taggings(field, value) {
            if self.meta.tags.iter().all(|known| known.tag != tagging.tag) {
                self.meta.tags.push(tagging);
            }
        }
    }

    /// The tags in a value, each once.
    pub(super) fn taggings(&mut self, field: &str, value: &Value) -> Vec<Tagging> {
        let from = self.head.key_span(field).end;
        let mut taggings: Vec<Tagging> = Vec::new();
        let at_spaces = self.config.tags.divide_at_spaces && !value.is_sequence();
        let listed = self.list(field, value, true, &[]);
        let divided = |listed: &String| -> Vec<String> {
            if at_spaces && !listed.contains("[[") {
                listed.split_whitespace().map(str::to_owned).collect()
            } else {
                vec![listed.clone()]
            }
        };
        for spelling in listed.iter().flat_map(divided) {
            let spelling = wikilink::plain(&spelling);
            let spelling = spelling.trim().trim_start_matches('#');
            let span = self.head.place_after(from, spelling);
            let spelling = &*self.config.nested(spelling);
            match Tag::new(spelling) {
                Some(tag) if taggings.iter().any(|known| known.tag == tag) => {}
                Some(tag) if tag.levels() > self.config.limits.tag_levels => {
                    let most = self.config.limits.tag_levels;
                    self.unused = true;
                    self.diagnostics.push(deep_tag(self.head.path, span, spelling, most));
                }
                Some(tag) => {
                    self.uneven(field, from, spelling);
                    taggings.push(Tagging { tag, spelling: spelling.into(), span });
                }
                None => {
                    self.unused = true;
                    self.diagnostics.push(unusable_name(self.head.path, Some(span), "the tag", spelling));
                }
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

    pub(super) fn aliases(&mut self, field: &str, value: &Value) {
        let from = self.head.key_span(field).end;
        // A name may have a comma in it. Foam, which calls the field so, divides there.
        for alias in self.list(field, value, field == "alias", &[]) {
            let span = self.head.place_after(from, &alias);
            let name = wikilink::plain(&alias);
            let relative = self.config.addresses.relative_aliases;
            let plain = if relative { name.trim_start_matches("../").trim_start_matches("./") } else { &name };
            let addressed = is_address(plain);
            // With a space in it, it is meant as a name.
            let is_name = plain.contains(' ') && !plain.contains("://") && !plain.starts_with('/');
            if !addressed && !is_name {
                self.diagnostics.push(bad_alias(self.head.path, span, &name));
            }
            self.meta.aliases.push(Alias { span, name: name.into(), addressed });
        }
    }
}

/// Whether an alias that looks like an address is one. Any other is a name, of which one can be made.
fn is_address(alias: &str) -> bool {
    let safe = alias.strip_prefix('/').unwrap_or(alias);
    let safe = safe.strip_suffix('/').unwrap_or(safe);
    let plain = |part: &str| is_plain_segment(part) && part.len() <= LONGEST_PART && part.trim() == part;
    !alias.contains('/') || (safe.split('/').all(plain) && !alias.contains("://") && !alias.contains(['?', '#']))
}

/// A value in which each `[[x]]` without quotation marks, to YAML a list in a list, is the text that was meant.
pub(super) fn linked(value: &Value) -> Cow<'_, Value> {
    let link = |value: &Value| match value {
        Value::Sequence(outer) => match outer.as_slice() {
            [Value::Sequence(inner)] if inner.len() == 1 => {
                inner[0].as_str().map(|target| Value::String(format!("[[{target}]]")))
            }
            _ => None,
        },
        _ => None,
    };
    match value {
        Value::Sequence(items) => match link(value) {
            Some(link) => Cow::Owned(link),
            None if items.iter().any(|item| link(item).is_some()) => {
                let items = items.iter().map(|item| link(item).unwrap_or_else(|| item.clone()));
                Cow::Owned(Value::Sequence(items.collect()))
            }
            None => Cow::Borrowed(value),
        },
        _ => Cow::Borrowed(value),
    }
}
