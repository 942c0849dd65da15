//! `crosslight watch`: builds to disk again at each change.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::Args;

use super::book::{What, shown, sources};
use super::closing::{closing_line, held_by_others, held_in_short};
use super::findings::has;
use super::findings::{Manner as Telling, tell};
use super::outcome::{Done, count, say};
use crate::base::config::Config;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::edge::book::Book;
use crate::edge::preview::file_event::FileEvent;
use crate::edge::preview::session::{Adjust, Session};
use crate::edge::preview::watch::Manner;
use crate::edge::publish::generation::Stand;
use crate::edge::publish::{Published, Publisher};
use crate::edge::refusal;
use crate::edge::report::Sources;

/// Build the site, and build it again whenever a file changes
///
/// Only files that are different are written, and the folder is exchanged for the new site in one
/// step each time. While the book has errors the folder stays as it was. Stop it with Ctrl-C.
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    what: What,
    /// How to detect file changes
    #[arg(long, value_enum, default_value_t)]
    watcher: Manner,
}

/// How long after a failure it is tried again.
const AGAIN: Duration = Duration::from_millis(500);

/// How much longer than a failed attempt took the next one is waited for: a full disk is not written to all
/// the time.
const AGAIN_SHARE: u32 = 4;

/// How long a change is held back while something else is in doubt.
const LONGEST_DOUBT: Duration = Duration::from_secs(1);

/// A book with its site in a folder.
struct Kept<'a> {
    session: Session,
    what: &'a What,
    /// What was published last, if all pages that were made are there.
    stand: Option<Stand>,
    /// What is wrong with the book, as it was told last.
    told: Option<Vec<Diagnostic>>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Done> {
    let what = &arguments.what;
    what.adjust(&mut Config::default())?;
    let (news, heard) = channel();
    let tell = Arc::new(move |sign| drop(news.send(sign)));
    let session = Session::open(what.dir.as_deref(), adjust(what.clone()), false, arguments.watcher, tell)?;
    if let Some(line) = session.book.read_as() {
        say(&line);
    }
    let mut kept = Kept { session, what, stand: None, told: None };
    let mut complaint = String::new();
    loop {
        let start = Instant::now();
        let was_trusted = kept.stand.is_some();
        let again = match kept.build(start) {
            Ok(()) => {
                complaint.clear();
                None
            }
            // Somebody is at work in the folder: everything is put there anew.
            Err(_) if was_trusted && kept.stand.is_none() => continue,
            Err(error) => {
                let now = format!("nothing published: {}", refusal::told(&error));
                if now != complaint {
                    now.lines().for_each(say);
                    say("crosslight will try again");
                    complaint = now;
                }
                Some(Instant::now() + AGAIN.max(start.elapsed() * AGAIN_SHARE))
            }
        };
        if wait(&mut kept.session, &heard, again)? {
            kept.told = None;
        }
        if let Some(why) = kept.session.poll_reason() {
            say(&format!(
                "looking for changes twice a second from now on, because the system cannot report them: {why}"
            ));
        }
    }
}

/// Waits until something has changed, or to `until`; gives whether something has. What is in doubt is waited for as
/// well, for a while: nobody wants a site of the moment in which a file is saved.
fn wait(session: &mut Session, heard: &Receiver<FileEvent>, until: Option<Instant>) -> Result<bool> {
    let mut changed: Option<Instant> = None;
    loop {
        let event = match session.due().into_iter().chain(until.filter(|_| changed.is_none())).min() {
            Some(due) => match heard.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Err(RecvTimeoutError::Disconnected) => bail!("the watcher stopped unexpectedly"),
                event => event.ok(),
            },
            None => Some(heard.recv()?),
        };
        let now = Instant::now();
        for event in event.into_iter().chain(heard.try_iter()) {
            session.on_event(event, now);
        }
        if session.poll(now).is_some() {
            changed.get_or_insert(now);
        }
        if changed.is_some_and(|since| !session.is_in_doubt() || now >= since + LONGEST_DOUBT) {
            return Ok(true);
        }
        if changed.is_none() && until.is_some_and(|until| until <= now) {
            return Ok(false);
        }
    }
}

impl Kept<'_> {
    /// Makes what is stale and publishes the site unless it has errors. If the folder is not as it was left, by
    /// a failure or by somebody else, all is made and compared with what stands there.
    fn build(&mut self, start: Instant) -> Result<()> {
        let Self { session, what, stand, told } = self;
        let dest = what.dest(&session.book);
        let mut publisher = Publisher::open(&dest, session.book.roots(), &sources(&session.book))?;
        let left = stand.take();
        if left.is_none() || publisher.stand() != left {
            session.site.forget();
        }
        session.site.settle(&|file, output| publisher.put(file, output));
        let mut diagnostics = session.site.diagnostics();
        diagnostics.extend(session.faults().cloned());
        diagnostics.sort_unstable();
        let warnings = diagnostics.iter().filter(|found| found.severity == Severity::Warning).count();
        let (errors, is_faulty) = (diagnostics.len() - warnings, has(Severity::Error, &diagnostics));
        if told.as_ref() != Some(&diagnostics) {
            let theme = Some(&session.site.setting().theme).filter(|_| !session.has_theme_faults());
            tell(&diagnostics, &Sources { book: &session.book, theme }, &Telling::default());
            *told = Some(diagnostics);
        }
        if is_faulty {
            say(&format!("nothing published: {}", count(errors, "error")));
            return Ok(());
        }
        let published: Published = publisher.finish(session.site.outputs().map(|(file, _)| &**file))?;
        *stand = publisher.stand();
        let took = start.elapsed();
        let pages = session.site.outputs().count();
        let closing = closing_line(session.site.essays(), pages, &published, took, warnings, &shown(&dest));
        let by_others = held_by_others(&session.book.inputs.held, session.site.library(), session.site.left_out());
        say(&format!("{closing}{}{by_others}", held_in_short(session.site.library(), &session.book.config.build)));
        Ok(())
    }
}

fn adjust(what: What) -> Adjust {
    // That the address is one has been seen.
    Box::new(move |book: &mut Book| drop(what.adjust(&mut book.config)))
}
