//! The command line. One file a command in `cli/`, and beside them what they share: `book.rs`, `asked.rs`, `outcome.rs`,
//! `findings.rs`, `closing.rs`, `timings.rs`.
//!
//! Exit codes: 0, all is well; 1, the book has errors (or with --strict, warnings) and nothing was
//! published; 2, crosslight could not do what it was asked.

mod asked;
mod book;
mod build;
mod check;
mod clean;
mod closing;
mod explain;
mod findings;
mod init;
mod links;
mod list;
mod new;
mod outcome;
mod ruled;
mod serve;
mod theme;
mod timings;
mod watch;
mod why;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use anstream::ColorChoice;
use anyhow::{Error, Result, anyhow};
use clap::{Parser, Subcommand, ValueEnum};
use rayon::ThreadPoolBuilder;

use crate::edge::report::visible;
use crate::edge::{refusal, terminal};
use outcome::Done;

/// Turns a folder of Markdown essays into a cross-linked site.
#[derive(Parser)]
#[command(name = "crosslight", version, arg_required_else_help = true, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Color::Auto, global = true)]
    color: Color,
}

#[derive(Clone, Copy, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
enum Command {
    Init(init::Arguments),
    New(new::Arguments),
    Build(build::Arguments),
    Serve(serve::Arguments),
    Watch(watch::Arguments),
    Check(check::Arguments),
    Explain(explain::Arguments),
    List(list::Arguments),
    Links(links::Arguments),
    Theme(theme::Arguments),
    Clean(clean::Arguments),
    Why(why::Arguments),
}

/// Runs the command that the arguments of this process name.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::AlwaysAnsi,
        Color::Never => ColorChoice::Never,
    }
    .write_global();
    // Made where it is first needed, a pool that cannot be made would be a panic.
    let done = match ThreadPoolBuilder::new().build_global() {
        Ok(()) => catch_unwind(AssertUnwindSafe(|| command(arguments.command))),
        Err(error) => Ok(Err(anyhow!(
            "no thread can be started: {error}\nend other programs, or let this one have more of them (`ulimit -u`)"
        ))),
    };
    match done {
        Ok(Ok(Done::Well)) => ExitCode::SUCCESS,
        Ok(Ok(Done::Faulty)) => ExitCode::from(1),
        Ok(Err(error)) => failed(&error),
        // What it was has been printed.
        Err(_) => failed(&anyhow!(
            "crosslight failed inside, as the lines above say; the published site is unchanged\n\
             if it does so again, please report these lines"
        )),
    }
}

fn command(command: Command) -> Result<Done> {
    match command {
        Command::Init(arguments) => init::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Build(arguments) => build::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Watch(arguments) => watch::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::List(arguments) => list::run(&arguments),
        Command::Links(arguments) => links::run(&arguments),
        Command::Theme(arguments) => theme::run(&arguments),
        Command::Clean(arguments) => clean::run(&arguments),
        Command::Why(arguments) => why::run(&arguments),
    }
}

/// Says why a command could not do what it was asked.
fn failed(error: &Error) -> ExitCode {
    let text = refusal::told(error);
    let mut lines = text.lines().map(visible);
    terminal::err(format_args!("\u{1b}[1m\u{1b}[31merror\u{1b}[0m: {}", lines.next().unwrap_or_default()));
    for help in lines {
        terminal::err(format_args!("  \u{1b}[1m\u{1b}[36mhelp\u{1b}[0m: {help}"));
    }
    ExitCode::from(2)
}
