//! Values for templates, built without serialising.

use std::borrow::Cow;

use tera::value::Key;
use tera::{Map, Value};

use crate::when::When;

/// A map with its keys in the order given.
pub fn map<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    let mut map = Map::with_capacity(N);
    for (key, value) in fields {
        map.insert(Key::Str(key), value);
    }
    Value::from(map)
}

/// `base` with more fields; a field that `base` has already is replaced.
pub fn with<const N: usize>(base: &Value, fields: [(&'static str, Value); N]) -> Value {
    let mut map = base.as_map().cloned().unwrap_or_default();
    for (key, value) in fields {
        map.insert(Key::Str(key), value);
    }
    Value::from(map)
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

/// An array.
pub fn list(items: impl IntoIterator<Item = Value>) -> Value {
    Value::from(items.into_iter().collect::<Vec<_>>())
}

/// Texts in a list.
pub fn texts<'a>(items: impl IntoIterator<Item = impl Into<Cow<'a, str>>>) -> Value {
    list(items.into_iter().map(|item| text(&item.into())))
}
