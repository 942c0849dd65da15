//! Texts as they are typed. YAML takes `1e3`, `0x10`, `1.10` and `007` for numbers, and what it makes of them is not
//! what a link or a reader calls them.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Mapping, Value};

use super::meta::Trait;
use super::names;

/// Puts what is typed in `yaml` in the place of numbers in texts of `fields`, which were read from it.
pub(super) fn restore(yaml: &str, fields: &mut Mapping) {
    if !fields.iter().any(|(name, value)| is_text(name) && has_number(value)) {
        return;
    }
    let whole = Value::Mapping(std::mem::take(fields));
    let read =
        Typed { read: &whole, is_text: false, is_top: true }.deserialize(serde_yaml::Deserializer::from_str(yaml));
    if let Value::Mapping(typed) = read.unwrap_or(whole) {
        *fields = typed;
    }
}

fn is_text(name: &Value) -> bool {
    name.as_str().is_some_and(|name| names::with(Trait::Text).any(|known| known.eq_ignore_ascii_case(name)))
}

fn has_number(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::Sequence(items) => items.iter().any(has_number),
        Value::Mapping(fields) => fields.values().any(has_number),
        _ => false,
    }
}

/// What stands where `read` was read, with texts for its numbers if it `is_text`.
#[derive(Clone, Copy)]
struct Typed<'a> {
    read: &'a Value,
    is_text: bool,
    is_top: bool,
}

impl<'de> DeserializeSeed<'de> for Typed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.read {
            Value::Number(_) if self.is_text => deserializer.deserialize_str(self),
            Value::Sequence(_) if self.is_text => deserializer.deserialize_seq(self),
            Value::Mapping(_) if self.is_text || self.is_top => deserializer.deserialize_map(self),
            other => deserializer.deserialize_ignored_any(IgnoredAny).map(|_| other.clone()),
        }
    }
}

impl<'de> Visitor<'de> for Typed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what was read before")
    }

    fn visit_str<E: Error>(self, typed: &str) -> Result<Value, E> {
        Ok(Value::String(typed.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut typed = Vec::new();
        for read in self.read.as_sequence().into_iter().flatten() {
            typed.extend(items.next_element_seed(Self { read, ..self })?);
        }
        Ok(Value::Sequence(typed))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut typed = Mapping::new();
        for (name, read) in self.read.as_mapping().into_iter().flatten() {
            fields.next_key::<IgnoredAny>()?;
            let is_text = self.is_text || is_text(name);
            typed.insert(name.clone(), fields.next_value_seed(Self { read, is_text, is_top: false })?);
        }
        Ok(Value::Mapping(typed))
    }
}
