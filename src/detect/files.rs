//! The settings of other tools, read from their files.

use std::fs;
use std::path::Path;

use toml::{Table, Value};

/// The settings in a file, whatever language they are in.
pub(super) fn table(root: &Path, file: &str) -> Option<Table> {
    let text = fs::read_to_string(root.join(file)).ok()?;
    match file.rsplit_once('.')?.1 {
        "toml" => toml::from_str(&text).ok(),
        "json" => serde_json::from_str(&text).ok().and_then(without_nulls),
        _ => serde_yaml::from_str(&text).ok().and_then(without_nulls),
    }
}

/// A table of JSON or YAML without what is empty, which TOML does not know.
fn without_nulls(value: serde_json::Value) -> Option<Table> {
    fn clean(value: serde_json::Value) -> serde_json::Value {
        match value {
            serde_json::Value::Object(fields) => fields
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(key, value)| (key, clean(value)))
                .collect(),
            serde_json::Value::Array(items) => items.into_iter().filter(|item| !item.is_null()).map(clean).collect(),
            value => value,
        }
    }
    serde_json::from_value(clean(value)).ok()
}

/// A setting, whose name may have other capitals: Hugo does not care.
pub(super) fn get<'a>(table: &'a Table, key: &str) -> Option<&'a Value> {
    table.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
}

pub(super) fn text(table: &Table, key: &str) -> String {
    get(table, key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A list of texts, or one text alone.
pub(super) fn texts(table: &Table, key: &str) -> Vec<String> {
    match get(table, key) {
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(text)) => vec![text.clone()],
        _ => Vec::new(),
    }
}

/// Those of `folders` that there are.
pub(super) fn present(root: &Path, folders: &[&str]) -> Vec<String> {
    folders.iter().filter(|folder| root.join(folder).is_dir()).map(|folder| (*folder).to_owned()).collect()
}
