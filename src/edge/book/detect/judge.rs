//! Whether what a file says of others holds them back.

use toml::Table;

use super::files::{head, literal};
use crate::base::config::{Config, Publish};
use crate::base::inputs::Inputs;
use crate::base::path::SourcePath;
use crate::edge::clock::today;
use crate::read::essay;

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
        let inputs = Inputs { today: Some(today()), ..Inputs::default() };
        head(text).is_none() && essay::part(&SourcePath::new("x.md"), text, &self.config, &inputs).is_none()
    }

    /// Whether an essay with these fields would be held back: for what is said of one is said of all below.
    pub(super) fn holds_back(&self, fields: &Table) -> bool {
        // What cannot be written as text cannot be judged.
        toml::to_string(fields).map_or(true, |text| {
            let inputs = Inputs { today: Some(today()), ..Inputs::default() };
            essay::part(&SourcePath::new("x.md"), &format!("+++\n{text}+++\n"), &self.config, &inputs).is_none()
        })
    }
}

/// The line for all that lies in a folder.
pub(super) fn below(folder: &str) -> String {
    if folder.is_empty() { "/*".to_owned() } else { format!("/{}/*", literal(folder)) }
}
