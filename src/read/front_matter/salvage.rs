//! The fields that can be read by themselves, where the whole cannot.

use std::ops::Range;

use serde_yaml::{Mapping, Value};

use super::format::{Format, key};
use super::scalar::text_of;
use super::{head, held, lines, yaml};

/// What could be read, and whether the rest may keep the essay from being published.
pub(super) struct Salvage {
    pub fields: Mapping,
    pub held: bool,
}

/// Reads what can be read of fields that cannot be read as a whole. Of two with one name the last counts,
/// as nearly everywhere.
pub(super) fn salvage(source: &str, format: Format) -> Salvage {
    let mut made = Salvage { fields: Mapping::new(), held: false };
    match format {
        Format::Yaml | Format::Outline => {
            for (_, chunk) in lines::chunks(source) {
                match yaml::mended(chunk) {
                    Some(fields) => made.add(fields, chunk, format),
                    None => made.held |= held::may_be(chunk, format),
                }
            }
        }
        Format::Toml => {
            for chunk in tables(source) {
                match toml::from_str::<toml::Table>(&source[chunk.clone()]) {
                    Ok(table) => {
                        let table = head::from_toml(toml::Value::Table(table));
                        made.add(table.as_mapping().cloned().unwrap_or_default(), &source[chunk], format);
                    }
                    Err(_) => made.held |= held::may_be(&source[chunk], format),
                }
            }
        }
        Format::Json => {
            // Brackets and commas hold all of it together, so only a field that is there twice can be left out.
            let fields = serde_json::from_str::<serde_json::Value>(source).ok();
            if let Some(Value::Mapping(fields)) = fields.and_then(|fields| serde_yaml::to_value(fields).ok()) {
                made.fields = fields;
            }
            made.held = held::may_be(source, format);
        }
    }
    made
}

impl Salvage {
    fn add(&mut self, fields: Mapping, chunk: &str, format: Format) {
        for (name, value) in fields {
            // That the other of two says `draft` counts as well.
            let known = name.as_str().is_some_and(held::is_one);
            if let Some(other) = self.fields.insert(name.clone(), value)
                && known
            {
                let sign = if format == Format::Toml { '=' } else { ':' };
                let name = name.as_str().unwrap_or_default();
                self.held |= held::may_be(&format!("{name}{sign} {}", text_of(&other).unwrap_or_default()), format);
                self.held |= held::may_be(chunk, format);
            }
        }
    }
}

/// The fields of TOML above all tables, each with its lines, and the tables.
fn tables(source: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let (mut at, mut in_table) = (0, false);
    for line in source.split_inclusive('\n') {
        let table = line.starts_with('[');
        if at > 0 && (table || (!in_table && key(line, Format::Toml).is_some())) {
            starts.push(at);
        }
        in_table |= table;
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([source.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}
