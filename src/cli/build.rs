//! `crosslight build`: reads the book, makes its pages, publishes them.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::thread::Builder;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::findings::{Manner, tell};
use super::list::held_in_short;
use super::timings::{self, Clock, Form, Watch};
use super::{Done, count};
use crate::config::{Config, set_base_url};
use crate::diagnostic::{Diagnostic, Severity};
use crate::disk::{self, Book};
use crate::page::Setting;
use crate::path::SourcePath;
use crate::publish::{Published, Publisher};
use crate::report::{Sources, visible};
use crate::site::{Batch, Site};
use crate::{history, memory, spill, terminal, walk};

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
    /// Say what the time went into, and which pages took longest
    #[arg(long, value_name = "FORM", num_args = 0..=1, require_equals = true, default_missing_value = "table")]
    timings: Option<Form>,
}

/// Which book is built, in what way, and where to.
#[derive(Args, Clone)]
pub(super) struct What {
    /// The folder of the book [default: the nearest one with a book.toml]
    pub(super) dir: Option<PathBuf>,
    /// Where to write the site [default: `build-dir` of book.toml, or `public`]
    #[arg(short, long, value_name = "DIR")]
    pub(super) dest_dir: Option<PathBuf>,
    /// Where the site will stand, as in https://example.org/essays/
    #[arg(short = 'u', long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// Publish drafts too
    #[arg(long)]
    pub(super) drafts: bool,
    /// Publish essays that are dated in the future too
    #[arg(long)]
    pub(super) future: bool,
}

impl What {
    /// Changes the settings of the book.
    ///
    /// # Errors
    /// If the address of the site is none.
    pub(super) fn adjust(&self, config: &mut Config) -> Result<()> {
        config.build.drafts |= self.drafts;
        config.build.future |= self.future;
        match &self.base_url {
            Some(url) => {
                set_base_url(config, url).map_err(|reason| anyhow!(reason.replace("`base-url`", "--base-url")))
            }
            None => Ok(()),
        }
    }

    /// Where the site goes.
    pub(super) fn dest(&self, book: &Book) -> PathBuf {
        self.dest_dir.clone().unwrap_or_else(|| book.dest())
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Done> {
    let start = Instant::now();
    // Without a thread for it, pages that an earlier build made are made again.
    let program = Builder::new().spawn(memory::program).ok();
    let what = &arguments.what;
    let mut book = disk::open(what.dir.as_deref())?;
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
    let (mut site, batch, mut diagnostics) = match read(&book, Some(publisher.side()), &mut clock) {
        Ok(read) => read,
        Err(errors) => {
            tell(&errors, &Sources { book: &book, theme: None }, manner);
            say(&format!("nothing published: {}", count(errors.len(), "error")));
            return Ok(Done::Faulty);
        }
    };
    let maker = program.and_then(|program| program.join().ok().flatten()).map(|program| site.maker(program));
    let gather = || {
        site.gather(batch);
        clock.lap("gather");
        site.weave();
        clock.lap("relate");
    };
    // Much of gathering is done by one thread.
    let ((), left) = rayon::join(gather, || Some(memory::left(&publisher, maker?)));
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
    say(&format!("{closing}{}", held_in_short(site.library())));
    // The process is about to end: taking a large book apart piece by piece would cost 3 % of it.
    std::mem::forget(site);
    if arguments.open {
        opener::open(dest.join("index.html"))?;
    }
    Ok(Done::Well)
}

/// How many files are read before they are parsed.
const PART: usize = 1024;

/// The most files of a book whose texts stay in memory. To have them back from the disk would take such a book
/// a twentieth of its time, and a larger one more memory than there may be to keep them.
const AT_HAND: usize = 16_000;

/// Reads the book and its theme: a site, what is to be gathered into it, and what is wrong with files
/// that are no part of it. The texts of a large book go to the disk of `side`.
///
/// # Errors
/// What is wrong with `book.toml` or the theme: there is no site then.
fn read(
    book: &Book,
    side: Option<&Path>,
    clock: &mut Clock,
) -> Result<(Site, Batch, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut early = book.diagnostics.clone();
    let theme = disk::theme(book).map_err(|errors| early.extend(errors)).ok();
    let Some(theme) = theme.filter(|_| early.is_empty()) else { return Err(early) };
    let (commits, warnings) = history::commits(book);
    let mut site = Site::empty(Setting { config: Config { commits, ..book.config.clone() }, theme });
    if book.config.book.git_dates.is_some() {
        clock.lap("ask git");
    }
    let (paths, mut diagnostics, left_out) = walk::list(book);
    site.leave_out(left_out.into());
    diagnostics.extend(warnings);
    clock.lap("list");
    if let Some(attic) = side.filter(|_| paths.len() > AT_HAND).and_then(spill::attic) {
        site.use_attic(attic);
    }
    let mut batch = Batch::default();
    // Part by part, so that the texts of a large book are never in memory all at once.
    for part in paths.chunks(PART) {
        let edits = disk::read(book, part.to_vec());
        clock.lap("read");
        batch.append(site.read(edits));
        clock.lap("parse");
    }
    Ok((site, batch, diagnostics))
}

/// Reads the book and its theme into a site with everything gathered and nothing made, with what is wrong
/// with files that are no part of it.
///
/// # Errors
/// What is wrong with `book.toml` or the theme: there is no site then.
pub(super) fn load(book: &Book) -> Result<(Site, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (mut site, batch, diagnostics) = read(book, None, &mut Clock::start())?;
    site.gather(batch);
    Ok((site, diagnostics))
}

/// As [`load`], for who only wants to know something of the book: what keeps it from being read is
/// printed.
pub(super) fn gathered(book: &Book) -> Option<Site> {
    let tell = |errors: Vec<Diagnostic>| tell(&errors, &Sources { book, theme: None }, &Manner::default());
    load(book).map_err(tell).map(|(site, _)| site).ok()
}

/// The book, for who goes by its settings without reading its essays: what is wrong with them is printed.
///
/// # Errors
/// As of [`disk::open`].
pub(super) fn sound(dir: Option<&Path>) -> Result<Option<Book>> {
    let book = disk::open(dir)?;
    tell(&book.diagnostics, &Sources { book: &book, theme: None }, &Manner::default());
    Ok(Some(book).filter(|book| book.diagnostics.is_empty()))
}

/// What a build must not overwrite.
pub(super) fn sources(book: &Book) -> Vec<PathBuf> {
    let mut sources = vec![book.root.join("book.toml"), book.root.join("themes")];
    // Where the essays lie beside `book.toml`, the site may lie there too: it is left out of them.
    let beside = std::fs::canonicalize(book.src()).is_ok_and(|src| src == book.root);
    sources.push(if beside { book.root.join("book.toml") } else { book.src() });
    sources.extend(book.roots().into_iter().skip(1));
    let (theme, _) = book.config.theme();
    if theme.contains('/') {
        sources.push(book.root.join(theme));
    }
    sources
}

pub(super) fn has(severity: Severity, diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|found| found.severity == severity)
}

/// A bar that appears when a build takes over half a second at a terminal.
pub(super) fn progress(length: usize, what: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::hidden());
    bar.set_style(
        ProgressStyle::with_template(&format!("{{bar:30}} {{pos}}/{{len}} {what}"))
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    if std::io::stderr().is_terminal() {
        let shown = bar.clone();
        let _ = Builder::new().spawn(move || {
            std::thread::sleep(Duration::from_millis(500));
            if !shown.is_finished() {
                shown.set_draw_target(ProgressDrawTarget::stderr());
            }
        });
    }
    bar
}

/// The path from here, where it is below.
pub(super) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}

/// What is said of files that stay out of the site; nothing if there are none.
fn held_back(files: &[&SourcePath]) -> Option<String> {
    const MOST_NAMED: usize = 3;
    let named = files.iter().take(MOST_NAMED).map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
    let more = if files.len() > MOST_NAMED { ", …" } else { "" };
    let count = count(files.len(), "file");
    (!files.is_empty()).then(|| format!("left out with essays that are not published: {count} ({named}{more})"))
}

pub(super) fn closing_line(
    essays: usize,
    pages: usize,
    published: &Published,
    took: Duration,
    warnings: usize,
    dest: &str,
) -> String {
    let wrote = match published {
        Published { written: 0, removed: 0, .. } => "nothing changed".to_owned(),
        Published { written, removed: 0, .. } => format!("{written} written"),
        Published { written, removed, .. } => format!("{written} written, {removed} removed"),
    };
    let foreign = match published.foreign {
        0 => String::new(),
        foreign => format!(", {} of others kept", count(foreign, "file")),
    };
    let warnings = if warnings == 0 { "no warnings".to_owned() } else { count(warnings, "warning") };
    format!(
        "{} and {} in {dest} ({wrote}{foreign}), {:.2} s, {warnings}",
        count(essays, "essay"),
        count(pages, "page"),
        took.as_secs_f64()
    )
}
