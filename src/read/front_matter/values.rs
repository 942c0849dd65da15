//! What the values of fields may look like: texts, lists, truth values, numbers, dates.

use serde_yaml::Value;

use super::format::Format;
use super::rank::Rank;
use super::reading::Fields;
use super::scalar::{kind, text_of};
use super::{held, lines, names};
use crate::base::config::{Publish, is_language};
use crate::base::date::{self, When};
use crate::base::diagnostic::front_matter::{
    bad_date, comma_list, curly_quotes, empty_item, no_language, tag_of_words, word_for_truth, wrong_item, wrong_type,
};
use crate::base::diagnostic::yaml::special_sign;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::read::syntax::wikilink;

/// How a truth value is written.
pub(super) const TRUTH: (&str, &str) = ("`true` or `false`", "`true` or `false`, without quotation marks");

/// How a text in brackets is written.
const BRACKETS: &str =
    "one text: a list stands in `[` `]`, so put quotation marks round it if the brackets belong to it";

/// How a list is written.
const LIST: &str = "a list as in `[one, two]`";

impl Fields<'_> {
    /// A text that readers see, without the brackets of links in it.
    pub(super) fn text(&mut self, field: &str, value: &Value) -> Option<String> {
        self.string(field, value).map(|text| wikilink::plain(&text).into_owned())
    }

    /// A text of the writer's own making, which in Obsidian is often a list with one item.
    pub(super) fn own_text(&mut self, field: &str, value: &Value) -> Option<String> {
        match value.as_sequence().map(Vec::as_slice) {
            Some([only]) if only.is_string() => {
                self.unused = true;
                self.text(field, only)
            }
            _ => self.text(field, value),
        }
    }

    /// A word for the program, where `false` says that there is none.
    pub(super) fn word(&mut self, field: &str, value: &Value) -> Option<String> {
        if *value == Value::Bool(false) { None } else { self.string(field, value) }
    }

    fn string(&mut self, field: &str, value: &Value) -> Option<String> {
        let text = self.number_as_typed(field, value).or_else(|| text_of(value));
        match &text {
            None if value.is_sequence() => self.wrong(field, ("text", BRACKETS), value),
            None => self.wrong(field, ("text", "words, between quotation marks if they have signs in them"), value),
            Some(text) => self.cut_short(field, text),
        }
        // In straight marks, the curly ones are part of the text on purpose.
        let span = self.head.value_span(field);
        let plain = text.as_deref().filter(|text| *text == &self.head.text[span.range()]);
        // Of one with a colon it is said that it needs marks, and which.
        let plain = plain.filter(|text| self.head.format != Format::Yaml || !text.contains(": "));
        if let Some(straight) = plain.and_then(lines::straightened) {
            self.diagnostics.push(curly_quotes(self.head.path, span, field, &straight));
        }
        text
    }

    /// A number as it stands in the file: `1.10` is not `1.1` to people.
    fn number_as_typed(&self, field: &str, value: &Value) -> Option<String> {
        let typed = Some(value).filter(|value| value.is_number()).map(|_| self.head.value_span(field))?;
        let typed = &self.head.text[typed.range()];
        let same = serde_yaml::from_str::<Value>(typed).is_ok_and(|read| read == *value);
        same.then(|| typed.to_owned())
    }

    /// Says of a field without a value that it had one, which begins with the sign of a comment:
    /// `tags: #trust`.
    pub(super) fn emptied(&mut self, field: &str) {
        let start = self.head.value_span(field).range().start;
        let typed = without_note(self.head.text[start..].lines().next().unwrap_or_default());
        let span = (start..start + typed.len()).into();
        if self.head.format != Format::Yaml || !begins_with_sign(typed) {
            return;
        }
        if held::is_one(field) {
            let before = self.diagnostics.len();
            self.wrong(field, TRUTH, &Value::Null);
            self.meta.draft = true;
            return self.tell_held(before);
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
            let whole = place.start..place.end + without_note(rest).len();
            let written = self.meant(field, &self.head.text[whole.clone()]);
            self.diagnostics.push(special_sign(self.head.path, whole.into(), &written));
        }
    }

    /// How a value with a `#` in it is written that is not a comment.
    fn meant(&self, field: &str, typed: &str) -> String {
        if !self.is_tags(field) {
            return lines::quoted(typed);
        }
        let tags = typed.split('#').map(|tag| tag.trim_matches([' ', ','])).filter(|tag| !tag.is_empty());
        format!("[{}]", tags.collect::<Vec<_>>().join(", "))
    }

    fn is_tags(&self, field: &str) -> bool {
        ["tags", "tag", "themes", "theme"].contains(&field) || self.config.tags.also.iter().any(|also| also == field)
    }

    /// The texts of a list, or of one text, divided at its commas if `commas`. Of an item that is a set of fields
    /// the first of `names` that it has counts.
    pub(super) fn list(&mut self, field: &str, value: &Value, commas: bool, names: &[&str]) -> Vec<String> {
        if let Some(text) = text_of(value) {
            self.cut_short(field, &text);
            return self.divided(field, &text, commas);
        }
        let items = match value {
            Value::Sequence(items) => items.as_slice(),
            Value::Mapping(_) if !names.is_empty() => std::slice::from_ref(value),
            _ => {
                self.wrong(field, ("a list of texts", LIST), value);
                return Vec::new();
            }
        };
        let mut list = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            let named = names.iter().find_map(|name| item.get(*name)).and_then(text_of);
            // What else the item says is for the theme.
            self.unused |= named.is_some();
            match text_of(item).or(named) {
                Some(text) if text.trim().is_empty() => {}
                Some(text) => {
                    if !self.is_tags(field) {
                        self.cut_short(field, &text);
                    }
                    list.push(text);
                }
                None if item.is_null() => self.nothing(field),
                None if value.is_sequence() && !self.is_unfilled(field) => {
                    self.unused = true;
                    let place = self.item_place(field, at);
                    self.diagnostics.push(wrong_item(self.head.path, place, field, kind(item)));
                }
                None => self.wrong(field, ("a list of texts", LIST), item),
            }
        }
        list
    }

    /// Where an item of a list stands; of a list in brackets, where the list does.
    fn item_place(&self, field: &str, number: usize) -> Span {
        let whole = self.head.value_span(field);
        let name = self.head.key_span(field);
        if whole != name || self.head.format != Format::Yaml {
            return whole;
        }
        let mut at = name.range().end;
        let (mut depth, mut seen) = (None, 0);
        for line in self.head.text[at..self.head.fields.range().end].split_inclusive('\n') {
            let typed = line.trim_start();
            let indent = line.len() - typed.len();
            if let Some(item) = typed.strip_prefix("- ").filter(|_| *depth.get_or_insert(indent) == indent) {
                if seen == number {
                    let start = at + line.len() - item.trim_start().len();
                    return Span::from(start..start + item.trim().len());
                }
                seen += 1;
            }
            at += line.len();
        }
        whole
    }

    /// Says of an item that is nothing to YAML that something was typed there.
    fn nothing(&mut self, field: &str) {
        let is_told = |found: &Diagnostic| matches!(found.code, Code::WrongType | Code::SpecialSign);
        let told = self.diagnostics.iter().filter(|found| is_told(found)).filter_map(|found| Some(found.span?.end));
        let from = told.max().unwrap_or_default().max(self.head.key_span(field).end);
        let places = ["null", "~", "Null", "NULL"].map(|typed| (typed, self.head.place_after(from, typed)));
        let places = places.into_iter().filter(|(typed, span)| self.head.text[span.range()] == **typed);
        let word = places.min_by_key(|(_, span)| span.start);
        let sign = self.item_with_sign(from as usize);
        match (word, sign) {
            (Some((_, word)), Some(sign)) if sign.start < word.start => self.sign_in_item(field, sign),
            (Some((typed, span)), _) => self.diagnostics.push(empty_item(self.head.path, span, field, typed)),
            (None, Some(sign)) => self.sign_in_item(field, sign),
            (None, None) => {}
        }
    }

    /// The first item from a place on of which nothing is left since it begins with the sign of a comment: `- #trust`.
    fn item_with_sign(&self, from: usize) -> Option<Span> {
        let mut at = from;
        for line in self.head.text.get(from..self.head.fields.range().end)?.split_inclusive('\n') {
            let item = line.trim_start().strip_prefix("- ").map(str::trim_start);
            if let Some(item) = item.filter(|item| begins_with_sign(item)) {
                let start = at + line.len() - item.len();
                return Some((start..start + without_note(item).len()).into());
            }
            at += line.len();
        }
        None
    }

    /// Says of an item that it begins with the sign of a comment.
    fn sign_in_item(&mut self, field: &str, span: Span) {
        let typed = &self.head.text[span.range()];
        let bare = typed.trim_start_matches('#');
        let is_one = self.is_tags(field) && !bare.contains('#');
        let written = if is_one { bare.to_owned() } else { lines::quoted(typed) };
        self.diagnostics.push(special_sign(self.head.path, span, &written));
    }

    /// The code of a language.
    pub(super) fn language(&mut self, field: &str, value: &Value) -> Option<String> {
        let code = self.text(field, value)?;
        if !code.trim().is_empty() && !is_language(code.trim()) {
            self.diagnostics.push(no_language(self.head.path, self.head.value_span(field), field, &code));
        }
        Some(code)
    }

    /// One text as a list.
    fn divided(&mut self, field: &str, text: &str, commas: bool) -> Vec<String> {
        let parts = text.split(|c| commas && c == ',').map(str::trim);
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let span = self.head.value_span(field);
        let words: Vec<&str> = text.split_whitespace().collect();
        if commas
            && let [one] = &*parts
            && ["tags", "themes"].contains(&field)
            && words.len() > 2
            && words.iter().all(|word| word.chars().all(|c| c.is_alphanumeric() || "-_/#".contains(c)))
            && self.head.text[span.range()] == *one
            && !self.config.tags.divide_at_spaces
        {
            let list =
                format!("[{}]", words.iter().map(|word| word.trim_start_matches('#')).collect::<Vec<_>>().join(", "));
            let one = format!("[{one}]");
            self.diagnostics.push(tag_of_words(self.head.path, span, field, words.len(), (&one, &list)));
        }
        if parts.len() > 1 && self.head.format == Format::Yaml && self.head.text[span.range()] == *text {
            let bare = |part: &String| part.trim_matches(['"', '\'']).to_owned();
            let plain = |part: &String| {
                part.starts_with(char::is_alphanumeric)
                    && part.chars().all(|c| c.is_alphanumeric() || " -_/".contains(c))
            };
            let items = parts.iter().map(bare).map(|part| if plain(&part) { part } else { lines::quoted(&part) });
            // The bracket at the front may be missing.
            let is_open = text.ends_with(']') && !text.contains(['[', '"', '\'']);
            let list = if is_open { format!("[{text}") } else { format!("[{}]", items.collect::<Vec<_>>().join(", ")) };
            self.diagnostics.push(comma_list(self.head.path, span, field, &list));
        }
        parts
    }

    /// A date. One that a template is to fill in is missing, and in a folder of templates rightly so.
    pub(super) fn date(&mut self, field: &str, value: &Value) -> Option<When> {
        let span = self.head.value_span(field);
        let typed = &self.head.text[span.range()];
        let text = match text_of(value) {
            Some(text) => text,
            None if date::is_placeholder(typed) => typed.to_owned(),
            None => {
                self.wrong(field, ("a date", "year, month and day, as in 2026-11-03"), value);
                return None;
            }
        };
        if text.trim().is_empty() {
            return None;
        }
        if date::is_of_the_file(&text) {
            self.unused = true;
            return None;
        }
        let date = When::parse(&text);
        if date.is_none() {
            self.unused = true;
            if !(date::is_placeholder(&text) && is_template(self.head.path)) {
                self.diagnostics.push(bad_date(self.head.path, span, field, &text, &date::fault(&text)));
            }
        }
        date
    }

    /// A truth value, in whatever words.
    pub(super) fn truth(&mut self, field: &str, value: &Value) -> Option<bool> {
        if let Some(truth) = value.as_bool() {
            return Some(truth);
        }
        let word = text_of(value).unwrap_or_default();
        // In a graph whose pages have to ask, Logseq publishes only what says `true`.
        let build = &self.config.build;
        let is_asked = build.publish == Publish::Explicit && build.is_asked_by(names::known(field).unwrap_or(field));
        let truth = held::truth(&word).filter(|yes| !(*yes && is_asked && self.config.markdown.properties));
        match truth {
            Some(truth) => {
                let span = self.head.value_span(field);
                let typed = &self.head.text[span.range()];
                self.diagnostics.push(word_for_truth(self.head.path, span, field, typed, truth));
            }
            None => self.wrong(field, TRUTH, value),
        }
        truth
    }

    /// A place in an order, as a number or in digits.
    pub(super) fn number(&mut self, field: &str, value: &Value) -> Option<Rank> {
        let digits = value.as_str().and_then(|text| text.trim().parse().ok());
        let number = value.as_f64().or(digits).and_then(Rank::new);
        if number.is_none() {
            self.wrong(field, ("a number", "a number such as 3"), value);
        }
        number
    }

    /// Reports a value of another kind than the field has. The value is kept for the theme.
    pub(super) fn wrong(&mut self, field: &str, expected: (&str, &str), found: &Value) {
        self.unused = true;
        if !self.is_unfilled(field) {
            let span = self.head.value_span(field);
            self.diagnostics.push(wrong_type(self.head.path, span, field, expected, kind(found)));
        }
    }

    /// Whether a field of a template has what another tool will put something in the place of.
    fn is_unfilled(&self, field: &str) -> bool {
        is_template(self.head.path) && date::is_placeholder(&self.head.text[self.head.value_span(field).range()])
    }
}

/// Whether a file lies in a folder of templates, whose fields a program fills in.
fn is_template(path: &SourcePath) -> bool {
    let is_one = |folder: &str| {
        let name = folder.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
        matches!(name.as_str(), "template" | "templates" | "archetypes")
    };
    path.folder().split('/').any(is_one)
}

/// Whether a value begins with a sign that makes a comment of it: `#trust`.
fn begins_with_sign(value: &str) -> bool {
    value.strip_prefix('#').is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}

/// A value without what is a comment to its writer as well: `#trust # for now`.
fn without_note(value: &str) -> &str {
    value.find(" # ").map_or(value, |at| &value[..at]).trim_end()
}
