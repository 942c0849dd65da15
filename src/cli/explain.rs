//! `crosslight explain`: the long story behind a code.

use anyhow::{Result, bail};
use clap::Args;

use super::outcome::Done;
use crate::base::diagnostic::{Code, Level, Weight};
use crate::base::nearest::nearest;
use crate::edge::terminal;

/// Explain what a code such as CL0301 means, with an example
///
/// Without a code, it lists all of them.
#[derive(Args)]
pub(super) struct Arguments {
    /// The code, as in CL0301, or its name, as in broken-link
    code: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Done> {
    let Some(asked) = &arguments.code else {
        for code in Code::all() {
            terminal::out(format_args!("{code} {:<22} {}", code.name(), weight(code)));
        }
        return Ok(Done::Well);
    };
    let Some(code) = Code::find(asked) else {
        match nearest(&asked.to_lowercase(), Code::all().map(Code::name)) {
            Some(near) => bail!("there is no code `{asked}`\ndid you mean `{near}`?"),
            None => bail!("there is no code `{asked}`\nsee all of them with `crosslight explain`"),
        }
    };
    terminal::out(format_args!("{code} {} ({})\n\n{}", code.name(), weight(code), code.story().trim_end()));
    Ok(Done::Well)
}

/// Who says it and how much it weighs, in words.
fn weight(code: Code) -> String {
    let level = |level| match level {
        Level::Allow => "allowed",
        Level::Warn => "a warning",
        Level::Deny => "an error",
    };
    match code.weight() {
        Weight::Error => "always an error".to_owned(),
        Weight::Lint(weight) => level(weight).to_owned(),
        Weight::External(weight) => format!("{}, by `crosslight check --external` alone", level(weight)),
        Weight::Check(weight) => format!("{}, by `crosslight check` alone", level(weight)),
    }
}
