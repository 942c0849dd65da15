//! Whether what a file says of others holds them back.

use toml::{Table, Value};

use super::files::head;
use crate::base::config::{Config, Publish};
use crate::base::inputs::Inputs;
use crate::base::path::SourcePath;
use crate::edge::clock::today;
use crate::read::essay;
use crate::read::front_matter::bearing;

/// What a book with these settings takes for held back.
pub(super) struct Judge {
    pub config: Config,
}

impl Judge {
    /// That of a book whose settings are not known yet.
    pub(super) fn at_first() -> Self {
        Self { config: Config::default() }
    }

    pub(super) fn of(config: &Config) -> Self {
        let mut config = config.clone();
        // What is asked of each text is not asked of those that speak for others.
        config.build.publish = Publish::All;
        config.build.publish_below.clear();
        Self { config }
    }

    /// Whether a text that rules others and has no fields which can be read may hold them back: as an essay it would be held
    /// back itself.
    pub(super) fn doubts(&self, text: &str) -> bool {
        head(text).is_none() && self.holds_text(text)
    }

    /// Whether an essay with this text would be held back.
    pub(super) fn holds_text(&self, text: &str) -> bool {
        let inputs = Inputs { today: Some(today()), ..Inputs::default() };
        essay::part(&SourcePath::new("x.md"), text, &self.config, &inputs).is_none()
    }

    /// What fields say of the texts that they are handed down to: each that bears on whether these are published, and whether
    /// it holds them back. One with a slip in its name has none.
    pub(super) fn rulings(&self, fields: &Table) -> Vec<(String, bool)> {
        let ruling = |(name, value): (&String, &Value)| {
            let alone = Table::from_iter([(name.clone(), value.clone())]);
            // What stands in a table of another name is not said of a text. Below a target it may be meant so.
            let holds = match serde_json::to_string(&alone) {
                Ok(fields) if value.is_table() && !name.ends_with("target") => {
                    self.holds_text(&format!("---\n{fields}\n---\n"))
                }
                _ => self.holds_back(&alone),
            };
            let known = bearing(name, &self.config).map(str::to_owned);
            if holds { Some((known.unwrap_or_default(), true)) } else { Some((known?, false)) }
        };
        fields.iter().filter_map(ruling).collect()
    }

    /// Whether an essay with these fields would be held back: for what is said of one is said of all below.
    pub(super) fn holds_back(&self, fields: &Table) -> bool {
        // What cannot be written as text cannot be judged.
        toml::to_string(fields).map_or(true, |text| self.holds_text(&format!("+++\n{text}+++\n")))
    }
}

/// Whether a name is meant as `known`: it differs from that by one slip at most.
pub(super) fn is_nearly(name: &str, known: &str) -> bool {
    name.len().abs_diff(known.len()) <= 1 && strsim::damerau_levenshtein(&name.to_lowercase(), known) <= 1
}
