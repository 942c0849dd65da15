//! `crosslight watch`: builds to disk again at each change.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Instant;

use anyhow::{Result, bail};
use clap::Args;

use super::build::{What, closing_line, has, shown, sources};
use super::findings::{Manner as Telling, tell};
use super::{Done, count, say};
use crate::config::Config;
use crate::diagnostic::Severity;
use crate::live::{Adjust, Live};
use crate::publish::{Published, Publisher};
use crate::report::Sources;
use crate::watch::{Manner, Sign};

/// Build the site to a folder, and again whenever a file changes
///
/// Only files that are different are written, and the folder is exchanged for the new site in one
/// step each time. While the book has errors the folder stays as it was. Stop it with Ctrl-C.
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    what: What,
    /// How to hear of changes
    #[arg(long, value_enum, default_value_t)]
    watcher: Manner,
}

pub(super) fn run(arguments: &Arguments) -> Result<Done> {
    let what = &arguments.what;
    what.adjust(&mut Config::default())?;
    let (news, heard) = channel();
    let tell = Arc::new(move |sign| drop(news.send(sign)));
    let mut live = Live::open(what.dir.as_deref(), adjust(what.clone()), false, arguments.watcher, tell)?;
    if let Some(line) = live.book.read_as() {
        say(&line);
    }
    let mut whole = true;
    loop {
        let start = Instant::now();
        match build(&mut live, what, whole, start) {
            Ok(published) => whole = !published,
            // The folder is not as it was left: everything is put there anew.
            Err(_) if !whole => {
                whole = true;
                continue;
            }
            Err(error) => say(&format!("nothing published: {error:#}")),
        }
        wait(&mut live, &heard)?;
        if let Some(why) = live.silence() {
            say(&format!("looking for changes from now on, since the system cannot tell of them: {why}"));
        }
    }
}

/// Waits until something has changed.
fn wait(live: &mut Live, heard: &Receiver<Sign>) -> Result<()> {
    loop {
        let sign = match live.due() {
            Some(due) => match heard.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Err(RecvTimeoutError::Disconnected) => bail!("the watcher has broken down"),
                sign => sign.ok(),
            },
            None => Some(heard.recv()?),
        };
        let now = Instant::now();
        for sign in sign.into_iter().chain(heard.try_iter()) {
            live.hear(sign, now);
        }
        if live.turn(now).is_some() {
            return Ok(());
        }
    }
}

/// Makes what is stale, or all if `whole`, and publishes the site unless it has errors; gives whether
/// it did.
fn build(live: &mut Live, what: &What, whole: bool, start: Instant) -> Result<bool> {
    if whole {
        live.site.forget();
    }
    let dest = what.dest(&live.book);
    let publisher = Publisher::open(&dest, live.book.roots(), &sources(&live.book))?;
    let settled = live.site.settle(&|file, output| publisher.put(file, output));
    let mut diagnostics = live.site.diagnostics();
    diagnostics.extend(live.faults().cloned());
    diagnostics.sort_unstable();
    let theme = Some(&live.site.setting().theme).filter(|_| !live.has_theme_faults());
    tell(&diagnostics, &Sources { book: &live.book, theme }, &Telling::default());
    let warnings = diagnostics.iter().filter(|found| found.severity == Severity::Warning).count();
    if has(Severity::Error, &diagnostics) {
        say(&format!("nothing published: {}", count(diagnostics.len() - warnings, "error")));
        return Ok(false);
    }
    let published: Published = publisher.finish(live.site.outputs().map(|(file, _)| &**file))?;
    let took = start.elapsed();
    say(&closing_line(live.site.essays(), settled.made.len(), &published, took, warnings, &shown(&dest)));
    Ok(true)
}

fn adjust(what: What) -> Adjust {
    // That the address is one has been seen.
    Box::new(move |config: &mut Config| drop(what.adjust(config)))
}
