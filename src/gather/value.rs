//! Values for templates, built without serialising.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tera::Value;
use tera::value::Key;

use crate::base::date::When;
use crate::read::front_matter::Rank;

/// A map with its keys in the order given.
pub fn map<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    ordered(fields.into_iter().map(|(key, value)| (Key::Str(key), value)))
}

/// `base` with more fields; a field that `base` has already is replaced.
pub fn with<const N: usize>(base: &Value, fields: [(&'static str, Value); N]) -> Value {
    let base = base.as_map().into_iter().flatten().map(|(key, value)| (key.clone(), value.clone()));
    ordered(base.chain(fields.into_iter().map(|(key, value)| (Key::Str(key), value))))
}

/// A key and its place among others.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Slots(usize, Key<'static>);

impl From<Slots> for Key<'static> {
    fn from(Slots(_, key): Slots) -> Self {
        key
    }
}

/// A map with its keys in the order in which they first come; the last value of each counts. Tera makes its
/// maps of others, and hashes each key for that: a tree costs no hashing besides.
fn ordered(fields: impl Iterator<Item = (Key<'static>, Value)>) -> Value {
    let placed = fields.enumerate().map(|(at, (key, value))| (Slots(at, key), value));
    Value::from(placed.collect::<BTreeMap<_, _>>())
}

/// Text, to be escaped when shown.
pub fn text(text: &str) -> Value {
    Value::normal_string(text)
}

/// Text or none.
pub fn optional(text: Option<&str>) -> Value {
    text.map_or_else(Value::none, Value::normal_string)
}

/// HTML, shown as it is.
pub fn html(html: &str) -> Value {
    Value::safe_string(html)
}

/// A day as `2026-11-03`, or none.
pub fn date(when: Option<When>) -> Value {
    when.map_or_else(Value::none, |when| Value::from(when.day().to_string()))
}

/// A whole number as such, or any other, or none.
pub fn number(rank: Option<Rank>) -> Value {
    rank.map_or_else(Value::none, |rank| rank.whole().map_or_else(|| rank.number().into(), Value::from))
}

/// An array.
pub fn list(items: impl IntoIterator<Item = Value>) -> Value {
    Value::from(items.into_iter().collect::<Vec<_>>())
}

/// Texts in a list.
pub fn texts<'a>(items: impl IntoIterator<Item = impl Into<Cow<'a, str>>>) -> Value {
    list(items.into_iter().map(|item| text(&item.into())))
}
