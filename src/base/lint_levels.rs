//! How much a book minds each finding: `[lints]` in `book.toml`.
//!
//! Pages and essays report everything that they find. Findings are dropped and weighed here, where they are handed on, and
//! nothing else knows about levels. What only a check reports is not looked for unless it is asked for here.

use std::collections::BTreeMap;

use crate::base::diagnostic::{Code, Diagnostic, Level, Severity, Weight};

/// The levels that a book sets, and whether findings are asked for that only a check tells.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    by_code: BTreeMap<Code, Level>,
    checking: bool,
    external: bool,
}

impl Levels {
    /// Sets the level of a code.
    pub fn set(&mut self, code: Code, level: Level) {
        self.by_code.insert(code, level);
    }

    /// Asks for what only a check tells, and if `external`, for what only other sites know.
    pub fn check(&mut self, external: bool) {
        self.checking = true;
        self.external = external;
    }

    /// Whether a finding with this code is reported.
    pub fn ask_for(&self, code: Code) -> bool {
        self.level(code) != Level::Allow
    }

    fn level(&self, code: Code) -> Level {
        let set = |level| self.by_code.get(&code).copied().unwrap_or(level);
        match code.weight() {
            Weight::Error => Level::Deny,
            Weight::Lint(level) => set(level),
            Weight::Check(level) if self.checking => set(level),
            Weight::External(level) if self.external => set(level),
            Weight::Check(_) | Weight::External(_) => Level::Allow,
        }
    }

    /// The findings that are reported, each with the weight that the book gives it.
    pub fn weigh(&self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let weigh = |found: Diagnostic| match self.level(found.code) {
            Level::Allow => None,
            Level::Warn => Some(Diagnostic { severity: Severity::Warning, ..found }),
            Level::Deny => Some(Diagnostic { severity: Severity::Error, ..found }),
        };
        found.into_iter().filter_map(weigh).collect()
    }
}
