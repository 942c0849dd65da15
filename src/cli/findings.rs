//! How findings are printed.

use anstream::AutoStream;
use clap::{Args, ValueEnum};

use super::outcome::{count, say};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::edge::report::{self, Sources, machine, visible};
use crate::edge::terminal;

/// The most findings that are shown unless all are asked for.
const MOST: usize = 100;

/// In what way findings are printed.
#[derive(Args, Clone, Default)]
pub(super) struct Manner {
    /// How to print findings
    #[arg(long, alias = "format", value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
    /// Print every finding (default: the first 100)
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// With the line, the reason and what to do
    #[default]
    Human,
    /// One line per finding: file:line:column: severity[code]: message
    Short,
    /// One JSON object per line, on standard output
    Json,
    /// Commands for a GitHub workflow, which shows them beside the lines
    Github,
}

impl Manner {
    /// Says something for people: where a program reads, beside what it reads.
    pub(super) fn say(&self, text: &str) {
        match self.message_format {
            MessageFormat::Human | MessageFormat::Short => say(text),
            MessageFormat::Json | MessageFormat::Github => terminal::err(format_args!("{}", visible(text))),
        }
    }
}

/// Prints sorted findings. People see a hundred, errors before warnings; programs see all.
pub(super) fn tell(diagnostics: &[Diagnostic], sources: &Sources<'_>, manner: &Manner) {
    let for_people = matches!(manner.message_format, MessageFormat::Human | MessageFormat::Short);
    let shown = if for_people && !manner.all { heaviest(diagnostics) } else { diagnostics.to_vec() };
    let styled = AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
    for told in report::tell(&shown, sources, styled && manner.message_format == MessageFormat::Human) {
        match manner.message_format {
            MessageFormat::Human => terminal::err(format_args!("{}\n", told.text)),
            MessageFormat::Short => terminal::err(format_args!("{}", machine::short(&told))),
            MessageFormat::Json => terminal::out(format_args!("{}", machine::json(&told))),
            MessageFormat::Github => terminal::out(format_args!("{}", machine::github(&told))),
        }
    }
    let rest = diagnostics.len() - shown.len();
    if rest > 0 {
        terminal::err(format_args!("and {rest} more: give --all to see them"));
    }
}

/// The findings that are shown: as many as may be, errors before warnings, in their order.
fn heaviest(diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
    let mut warnings = MOST.saturating_sub(errors);
    let mut take = |found: &&Diagnostic| {
        found.severity == Severity::Error || warnings.checked_sub(1).map(|left| warnings = left).is_some()
    };
    diagnostics.iter().filter(|found| take(found)).take(MOST).cloned().collect()
}

/// `2 errors and 1 warning`, `no warnings`.
pub(super) fn tally(diagnostics: &[Diagnostic]) -> String {
    let warnings = diagnostics.iter().filter(|found| found.severity == Severity::Warning).count();
    let errors = diagnostics.len() - warnings;
    match (errors, warnings) {
        (0, 0) => "no warnings".to_owned(),
        (0, _) => count(warnings, "warning"),
        (_, 0) => count(errors, "error"),
        _ => format!("{} and {}", count(errors, "error"), count(warnings, "warning")),
    }
}

/// Whether there are findings of this severity.
pub(super) fn has(severity: Severity, diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|found| found.severity == severity)
}
