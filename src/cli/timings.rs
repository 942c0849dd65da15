//! What the time of a build went into: its phases, and the pages that took longest.

use std::cell::Cell;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::ValueEnum;
use serde::Serialize;

use super::outcome::{count, say, say_json};
use crate::edge::publish::Published;
use crate::render::page::Output;
use crate::site::Site;

/// How many pages are named.
const NAMED: usize = 10;

/// In what form they are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// A table for people
    Table,
    /// One JSON object on standard output; everything else goes to standard error
    Json,
}

/// How long each phase took.
pub(super) struct Clock {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Clock {
    pub(super) fn start() -> Self {
        Self { last: Instant::now(), laps: Vec::new() }
    }

    pub(super) fn lap(&mut self, phase: &'static str) {
        let now = Instant::now();
        match self.laps.iter_mut().find(|(lap, _)| *lap == phase) {
            Some((_, took)) => *took += now - self.last,
            None => self.laps.push((phase, now - self.last)),
        }
        self.last = now;
    }
}

thread_local! {
    /// When this thread handed on its last page.
    static LAST: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// How long each page took to make. Pages know no clock: what passes on a thread between handing on one
/// and handing on the next is the making of that.
pub(super) struct Watch {
    start: Instant,
    /// The slowest so far, the slowest first.
    slowest: Mutex<Vec<Slow>>,
}

/// A page, how long it took to make, and how large it is in bytes.
struct Slow {
    took: Duration,
    file: String,
    bytes: usize,
}

impl Watch {
    pub(super) fn start() -> Self {
        Self { start: Instant::now(), slowest: Mutex::default() }
    }

    /// Takes note of a page that is handed on; what is done with it by `then` is not part of its making.
    pub(super) fn hand_on(&self, file: &str, output: &Output, then: impl FnOnce()) {
        let took = LAST.get().unwrap_or(self.start).elapsed();
        let mut slowest = self.slowest.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if slowest.len() < NAMED || slowest.last().is_some_and(|last| last.took < took) {
            let bytes = if let Output::Bytes(bytes) = output { bytes.len() } else { 0 };
            let at = slowest.partition_point(|other| other.took >= took);
            slowest.insert(at, Slow { took, file: file.to_owned(), bytes });
            slowest.truncate(NAMED);
        }
        drop(slowest);
        then();
        LAST.set(Some(Instant::now()));
    }
}

/// Everything that is reported.
#[derive(Serialize)]
struct Timings {
    milliseconds: f64,
    phases: Vec<Phase>,
    /// Of making and writing pages, the writing, summed over threads.
    writing_milliseconds: f64,
    threads: usize,
    pages_made: usize,
    files_written: usize,
    files_removed: usize,
    slowest: Vec<Page>,
}

#[derive(Serialize)]
struct Phase {
    name: &'static str,
    milliseconds: f64,
}

/// A page with what may have made it slow.
#[derive(Serialize)]
struct Page {
    file: String,
    milliseconds: f64,
    bytes: usize,
    /// How many things of the book it reads.
    reads: usize,
}

/// Tells what a build came to.
///
/// # Errors
/// None that is known: all of it can be said in JSON.
pub(super) fn tell(
    form: Form,
    clock: &Clock,
    watch: Watch,
    writing: Duration,
    site: &Site,
    (made, published): (usize, &Published),
) -> Result<()> {
    let milliseconds = |took: Duration| 1000.0 * took.as_secs_f64();
    let slowest = watch.slowest.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let timings = Timings {
        milliseconds: milliseconds(clock.laps.iter().map(|(_, took)| *took).sum()),
        phases: clock.laps.iter().map(|(name, took)| Phase { name, milliseconds: milliseconds(*took) }).collect(),
        writing_milliseconds: milliseconds(writing),
        threads: rayon::current_num_threads(),
        pages_made: made,
        files_written: published.written,
        files_removed: published.removed,
        slowest: slowest
            .into_iter()
            .map(|slow| Page {
                reads: site.page_at(&slow.file).map_or(0, |page| site.reads(&page)),
                milliseconds: milliseconds(slow.took),
                bytes: slow.bytes,
                file: slow.file,
            })
            .collect(),
    };
    match form {
        Form::Json => say_json(&timings)?,
        Form::Table => say_table(&timings),
    }
    Ok(())
}

/// Pages are written as they are made, on all threads, so the time of writing is given as the sum over
/// threads.
fn say_table(timings: &Timings) {
    let all = timings.milliseconds;
    for Phase { name, milliseconds } in &timings.phases {
        let share = 100.0 * milliseconds / all.max(f64::EPSILON);
        say(&format!("{name:<18}{milliseconds:>9.1} ms {share:>5.1} %"));
    }
    let threads = count(timings.threads, "thread");
    say(&format!("{:<18}{:>9.1} ms, summed over {threads}", "  of this, writing", timings.writing_milliseconds));
    say(&format!("{:<18}{all:>9.1} ms", "all"));
    if !timings.slowest.is_empty() {
        say("");
        say("The slowest pages:");
    }
    for Page { file, milliseconds, bytes, reads } in &timings.slowest {
        let size = bytes.div_ceil(1000);
        say(&format!("{milliseconds:>9.1} ms  {size:>6} KB, reads {}  /{file}", count(*reads, "thing")));
    }
    let (made, written) = (count(timings.pages_made, "page"), count(timings.files_written, "file"));
    say("");
    say(&format!("{made} made, {written} written, {} removed", timings.files_removed));
}
