//! `crosslight build`: reads the book, makes its pages, publishes them.

use std::collections::HashSet;
use std::thread::Builder;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Args;

use super::book::{What, shown, sources};
use super::closing::{closing_line, held_back, held_by_others, held_in_short, progress, waiting};
use super::findings::{Manner, has, tell};
use super::outcome::{Done, count};
use super::timings::{self, Clock, Form, Watch};
use crate::base::diagnostic::Severity;
use crate::edge::book::read;
use crate::edge::publish::{Publisher, build_cache};
use crate::edge::report::{Sources, visible};
use crate::edge::{load, terminal};
use crate::site::Site;

/// Build the site and publish it to a folder
///
/// The folder is exchanged for the new site in one step when everything has been made; a build that
/// fails leaves it as it was.
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    what: What,
    #[command(flatten)]
    manner: Manner,
    /// Publish nothing if there are warnings
    #[arg(long)]
    strict: bool,
    /// Open the site in a browser
    #[arg(short, long)]
    open: bool,
    /// Print where the time went, and the slowest pages
    #[arg(long, value_name = "FORM", num_args = 0..=1, require_equals = true, default_missing_value = "table")]
    timings: Option<Form>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Done> {
    let start = Instant::now();
    // Without a thread for it, pages that an earlier build made are made again.
    let program = Builder::new().spawn(build_cache::program).ok();
    let what = &arguments.what;
    let mut book = read::open(what.dir.as_deref())?;
    what.adjust(&mut book.config)?;
    let dest = what.dest(&book);
    let mut publisher = Publisher::open(&dest, book.roots(), &sources(&book))?;

    let mut clock = Clock::start();
    let manner = &arguments.manner;
    // A program that asked for times reads what is said.
    let say = |text: &str| match arguments.timings {
        Some(Form::Json) => terminal::err(format_args!("{}", visible(text))),
        _ => manner.say(text),
    };
    if let Some(line) = book.read_as() {
        say(&line);
    }
    let (mut site, batch, mut diagnostics) =
        match load::read(&book, Some(publisher.side()), &mut |phase| clock.lap(phase)) {
            Ok(read) => read,
            Err(errors) => {
                tell(&errors, &Sources { book: &book, theme: None }, manner);
                say(&format!("nothing published: {}", count(errors.len(), "error")));
                return Ok(Done::Faulty);
            }
        };
    let fingerprint =
        program.and_then(|program| program.join().ok().flatten()).map(|program| site.fingerprint(program));
    let gather = || {
        site.gather(batch);
        clock.lap("gather");
        site.derive();
        clock.lap("relate");
    };
    // Much of gathering is done by one thread.
    let ((), left) = rayon::join(gather, || Some(build_cache::left(&publisher, fingerprint?)));
    let memory = left.map(|left| left.recall(&mut site));
    clock.lap("recall");
    let faulty = has(Severity::Error, &diagnostics) || site.has_errors();
    let progress = progress(site.page_ids().len(), "pages");
    let watch = Watch::start();
    let settled = site.settle(&|file, output| {
        watch.hand_on(file, output, || {
            if !faulty {
                publisher.put(file, output);
            }
        });
        progress.inc(1);
    });
    progress.finish_and_clear();
    clock.lap("render and write");

    diagnostics.extend(site.diagnostics());
    diagnostics.sort_unstable();
    tell(&diagnostics, &Sources { book: &book, theme: Some(&site.setting().theme) }, manner);
    let warnings = diagnostics.iter().filter(|found| found.severity == Severity::Warning).count();
    let errors = diagnostics.len() - warnings;
    if errors > 0 || (arguments.strict && warnings > 0) {
        let why =
            if errors > 0 { count(errors, "error") } else { format!("{} (--strict)", count(warnings, "warning")) };
        say(&format!("nothing published: {why}"));
        return Ok(Done::Faulty);
    }
    if let Some(line) = emptied(&site, &publisher) {
        // To hide all may be meant; that no essay is there hardly is.
        if site.is_without_essays() || arguments.strict {
            say(&format!("nothing published: {line}; if that is meant, remove the site with `crosslight clean`"));
            return Ok(Done::Faulty);
        }
        say(&format!("warning: {line}"));
    }
    if let Some(line) = held_back(&site.held_back()) {
        manner.say(&line);
    }
    let writing = Duration::from_nanos(publisher.nanoseconds());
    // What is remembered of a site that is then not published is believed of no page.
    let ((), published) = rayon::join(
        || {
            if let Some(memory) = memory {
                memory.keep(&site, &settled.made);
            }
        },
        || publisher.finish(site.outputs().map(|(file, _)| &**file)),
    );
    let published = published?;
    clock.lap("publish");
    let made = settled.made.len();
    let closing =
        closing_line(site.essays(), site.outputs().count(), &published, start.elapsed(), warnings, &shown(&dest));
    if let Some(form) = arguments.timings {
        timings::tell(form, &clock, watch, writing, &site, (made, &published))?;
    }
    let by_others = held_by_others(&book.inputs.held, site.library(), site.left_out());
    let held = held_in_short(site.library(), &book.config.build);
    say(&format!("{closing}{held}{by_others}{}", waiting(site.waiting())));
    // The process is about to end: taking a large book apart piece by piece would cost 3 % of it.
    std::mem::forget(site);
    if arguments.open {
        opener::open(dest.join("index.html"))?;
    }
    Ok(Done::Well)
}

/// What is to be said if no essay is left of a site that had some: the folder of the book is another one, its files are not
/// there yet, or all of them are held back.
fn emptied(site: &Site, publisher: &Publisher) -> Option<String> {
    if site.essays() > 0 {
        return None;
    }
    let outputs: HashSet<&str> = site.outputs().map(|(file, _)| &**file).collect();
    let lost = publisher.published().filter(|file| !outputs.contains(file)).count();
    let why = if site.is_without_essays() {
        format!("there is no essay in `{}`", site.setting().config.book.src)
    } else {
        "every essay is held back (`crosslight list held` says why)".to_owned()
    };
    let are_gone = if lost == 1 { "is no longer part of it" } else { "are no longer part of it" };
    (lost > 0).then(|| format!("{why}, and {} of the published site {are_gone}", count(lost, "file")))
}
