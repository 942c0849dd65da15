//! `crosslight check`: says what is wrong with the book, and publishes nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::Args;
use similar::TextDiff;

use super::closing::{progress, waiting};
use super::findings::{Manner, tally, tell};
use super::outcome::{Done, count};
use crate::base::diagnostic::outside::{dead_outside_link, moved_outside_link, silent_outside_link};
use crate::base::diagnostic::{Diagnostic, File, Severity};
use crate::base::path::SourcePath;
use crate::base::ruled::Ruled;
use crate::edge::book::detect::{detect, holds_markdown};
use crate::edge::book::fix::{self, Mending};
use crate::edge::book::read::{self, own_above, root_of};
use crate::edge::book::{self, Book};
use crate::edge::file::is_gone;
use crate::edge::link_checker::{self, Answer};
use crate::edge::report::{self, Sources, Told, machine, visible};
use crate::edge::{load, terminal};
use crate::read::essay::{Essay, Held};
use crate::site::Site;

/// Report what is wrong with the book, without building it
///
/// It reports everything a build would, and more: essays that nothing links to, pictures without a
/// description, names that Windows cannot have, and so on. `crosslight explain` has the whole list, and
/// `[lints]` in book.toml sets how much each matters.
#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(super) struct Arguments {
    /// The folder of a book, or files and folders in one [default: the nearest folder with a book.toml]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    manner: Manner,
    /// Apply the fixes that are certain: names with one near miss, quotation marks, …
    #[arg(long)]
    fix: bool,
    /// With --fix: show what would be written, and write nothing
    #[arg(long, requires = "fix", conflicts_with = "external")]
    dry_run: bool,
    /// Check links to other sites over the network
    #[arg(long)]
    external: bool,
    /// Fail if there are warnings
    #[arg(long)]
    strict: bool,
    /// Check drafts too
    #[arg(long)]
    drafts: bool,
    /// Check essays that are dated in the future too
    #[arg(long)]
    future: bool,
}

/// How often a book is looked at again after it was mended: what is mended may show what it hid.
const ROUNDS: usize = 10;

/// A book that was looked at.
struct Checked {
    book: Book,
    /// Missing if the settings or the theme cannot be used.
    site: Option<Site>,
    diagnostics: Vec<Diagnostic>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Done> {
    let start = Instant::now();
    let manner = &arguments.manner;
    let (dir, places) = places(&arguments.paths)?;
    let mut checked = look(dir.as_deref(), &places, arguments)?;
    if let Some(line) = checked.book.read_as() {
        manner.say(&line);
    }
    if arguments.dry_run {
        return show_mending(&checked, manner);
    }
    let mut fixed = 0;
    for _ in 0..if arguments.fix { ROUNDS } else { 0 } {
        let mended = mend(&checked, &places, manner)?;
        if mended == 0 {
            break;
        }
        fixed += mended;
        checked = look(dir.as_deref(), &places, arguments)?;
    }
    let Checked { book, site, mut diagnostics } = checked;
    // Whoever mends a book asks other sites once, at the end.
    if let Some(site) = site.as_ref().filter(|_| arguments.external) {
        diagnostics
            .extend(ask_outside(&book, site, manner)?.into_iter().filter(|found| is_among(found, &book, &places)));
        diagnostics.sort_unstable();
    }
    let theme = site.as_ref().map(|site| &site.setting().theme);
    tell(&diagnostics, &Sources { book: &book, theme }, manner);
    let fixable = diagnostics.iter().filter(|found| found.fix.is_some()).count();
    let hint = match (fixed, fixable) {
        (0, 0) => String::new(),
        (0, _) => format!(" ({fixable} can be fixed with --fix)"),
        (fixed, _) => format!(" left, {fixed} fixed"),
    };
    let found = tally(&diagnostics) + &hint;
    match &site {
        Some(site) => {
            let took = start.elapsed().as_secs_f64();
            let waiting = if places.is_empty() { waiting(site.waiting()) } else { String::new() };
            let essays = if places.is_empty() {
                site.essays()
            } else {
                essays_in(site, &book, &places).filter(|essay| essay.held.is_none()).count()
            };
            manner.say(&format!("{} checked, {took:.2} s, {found}{waiting}", count(essays, "essay")));
        }
        None => manner.say(&format!("nothing more could be checked: {found}")),
    }
    // The process is about to end: taking a large book apart piece by piece takes its time.
    std::mem::forget(site);
    let faulty = diagnostics.iter().any(|found| arguments.strict || found.severity == Severity::Error);
    Ok(if faulty { Done::Faulty } else { Done::Well })
}

/// Reads a book and finds what is wrong with it, or with some files and folders in it.
fn look(dir: Option<&Path>, places: &[PathBuf], arguments: &Arguments) -> Result<Checked> {
    let mut book = read::open(dir)?;
    book.config.build.drafts |= arguments.drafts;
    book.config.build.future |= arguments.future;
    book.config.levels.check(arguments.external);
    book.inputs.unseen = true;
    // Colours say nothing of what is wrong.
    book.config.markdown.highlight = false;
    let mut loaded = load::load(&book);
    // Who asks for a draft means what will be wrong with it.
    if loaded.as_ref().is_ok_and(|(site, _)| is_held(site, &book, places)) {
        let build = &mut book.config.build;
        (build.drafts, build.future, build.expired) = (true, true, true);
        book.inputs.held = Ruled::new(std::mem::take(&mut book.inputs.held.parts), Vec::new());
        loaded = load::load(&book);
    }
    let (mut site, mut diagnostics) = match loaded {
        Ok(loaded) => loaded,
        Err(diagnostics) => return Ok(Checked { book, site: None, diagnostics }),
    };
    site.survey();
    // Whoever asks for some files is told what is wrong with each.
    diagnostics.extend(if places.is_empty() { site.diagnostics() } else { site.each_diagnostic() });
    diagnostics.sort_unstable();
    among(&mut diagnostics, &book, &site, places)?;
    Ok(Checked { book, site: Some(site), diagnostics })
}

/// The essays in some files and folders.
fn essays_in<'a>(site: &'a Site, book: &Book, places: &[PathBuf]) -> impl Iterator<Item = &'a Essay> {
    let essays = site.library().entries().filter_map(|(_, entry)| entry.as_essay());
    essays.filter(|essay| places.iter().any(|place| absolute(&essay.path, book).starts_with(place)))
}

/// Whether one of the files that were asked for is an essay which is held back for now.
fn is_held(site: &Site, book: &Book, places: &[PathBuf]) -> bool {
    let files: Vec<PathBuf> = places.iter().filter(|place| place.is_file()).cloned().collect();
    let is_to_come = |held| matches!(held, Held::Draft | Held::Future | Held::Expired | Held::Unasked | Held::Ruled);
    !files.is_empty() && essays_in(site, book, &files).any(|essay| essay.held.is_some_and(is_to_come))
}

/// Mends what can be mended, and says what; gives how many findings that were.
fn mend(checked: &Checked, places: &[PathBuf], manner: &Manner) -> Result<usize> {
    let Checked { book, site, diagnostics } = checked;
    let asked = |found: &&Diagnostic| places.is_empty() || matches!(found.file, File::Content(_));
    let diagnostics = diagnostics.iter().filter(asked).cloned().collect();
    let sources = Sources { book, theme: None };
    let mut mended = 0;
    for mending in fix::next(diagnostics, book, site.as_ref())? {
        // The places are those of before.
        let lines = mended_lines(&mending, &sources);
        fix::write(&mending)?;
        mended += mending.mended.len();
        for line in lines {
            manner.say(&line);
        }
    }
    Ok(mended)
}

/// What is fixed in a file, a line each.
fn mended_lines(mending: &Mending, sources: &Sources<'_>) -> Vec<String> {
    let line = |told: &Told| {
        let now = told.fix.as_ref().map(|(_, text, _)| text.trim_end_matches('\n'));
        let now = now.filter(|text| !text.trim().is_empty() && !text.contains('\n'));
        let now = now.map_or_else(String::new, |text| format!(" (now `{text}`)"));
        format!("fixed {}{now}", machine::short(told))
    };
    report::tell(&mending.mended, sources, false).iter().map(line).collect()
}

/// Shows how files would be mended.
fn show_mending(checked: &Checked, manner: &Manner) -> Result<Done> {
    let Checked { book, site, diagnostics } = checked;
    let plan = fix::plan(diagnostics, book, site.as_ref())?;
    for Mending { file, before, after, .. } in &plan {
        let name = file.strip_prefix(&book.root).unwrap_or(file).display().to_string();
        let diff = TextDiff::from_lines(before, after);
        let text = diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_string();
        for line in text.lines() {
            let style = match line.chars().next() {
                Some('+') => "\u{1b}[32m",
                Some('-') => "\u{1b}[31m",
                _ => "",
            };
            // Tabs are often what is mended.
            let line = line.split('\t').map(visible).collect::<Vec<_>>().join("\t");
            terminal::out(format_args!("{style}{line}{}", if style.is_empty() { "" } else { "\u{1b}[0m" }));
        }
    }
    let fixes: usize = plan.iter().map(|mending| mending.mended.len()).sum();
    manner.say(&format!(
        "{fixes} of {} would be fixed in {}",
        count(diagnostics.len(), "finding"),
        count(plan.len(), "file")
    ));
    Ok(Done::Well)
}

/// The folder of the book that is meant, and the files and folders in it that were asked for.
fn places(paths: &[PathBuf]) -> Result<(Option<PathBuf>, Vec<PathBuf>)> {
    let mut whole = Vec::with_capacity(paths.len());
    for path in paths {
        match fs::canonicalize(path) {
            Ok(there) => whole.push(there),
            Err(error) if is_gone(&error) => {
                bail!("there is no file or folder `{}`\ncheck the spelling", path.display())
            }
            Err(error) => return Err(error).with_context(|| format!("`{}` cannot be checked", path.display())),
        }
    }
    let Some(first) = whole.first() else { return Ok((None, whole)) };
    let dir = book_of(first);
    if let Some((path, _)) = paths.iter().zip(&whole).find(|(_, path)| !path.starts_with(&dir)) {
        bail!("`{}` is not in the book `{}`\ncheck one book at a time", path.display(), dir.display());
    }
    whole.retain(|path| *path != dir);
    let all = whole.len() < paths.len();
    Ok((Some(dir), if all { Vec::new() } else { whole }))
}

/// The folder of the book that a file or folder is part of. Where there are no settings, a folder is one itself.
fn book_of(path: &Path) -> PathBuf {
    let is_book = |dir: &&Path| dir.join("book.toml").is_file() || detect(dir).is_some();
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    let is_part = |here: &PathBuf| path != here && path.starts_with(here) && !path.is_dir();
    let here = || std::env::current_dir().ok().filter(is_part).unwrap_or_else(|| folder.to_owned());
    // As `build` takes it: a folder of essays that the book above does not have is a book itself.
    let has_other = |dir: &Path| {
        let is_own = || if dir.join("book.toml").is_file() { own_above(path).is_some() } else { root_of(path) == dir };
        dir != path && path.is_dir() && !is_own()
    };
    match folder.ancestors().find(is_book) {
        Some(dir) if has_other(dir) && holds_markdown(path) => path.to_owned(),
        Some(dir) => dir.to_owned(),
        None => here(),
    }
}

/// Leaves only what was found in some files and folders, or keeps them from being checked.
fn among(diagnostics: &mut Vec<Diagnostic>, book: &Book, site: &Site, places: &[PathBuf]) -> Result<()> {
    if places.is_empty() {
        return Ok(());
    }
    for place in places {
        if !site.files().any(|path| absolute(path, book).starts_with(place)) {
            bail!(
                "`{}` holds no file of the book `{}`\nits essays are in `{}`",
                place.display(),
                book.root.display(),
                book.src().display()
            );
        }
    }
    diagnostics.retain(|found| is_among(found, book, places));
    Ok(())
}

/// Whether something was found in one of some files and folders, or keeps them from being checked.
fn is_among(found: &Diagnostic, book: &Book, places: &[PathBuf]) -> bool {
    match &found.file {
        File::Content(path) => {
            let file = absolute(path, book);
            places.is_empty() || places.iter().any(|place| file.starts_with(place))
        }
        File::Book | File::Theme(..) => places.is_empty() || found.severity == Severity::Error,
    }
}

fn absolute(path: &SourcePath, book: &Book) -> PathBuf {
    let file = book::file(&book.roots(), path);
    fs::canonicalize(&file).unwrap_or(file)
}

/// Where the answers of other sites are kept, from the folder of the book.
const ANSWERS: &str = ".crosslight/links.json";

/// What other sites say of the links to them.
fn ask_outside(book: &Book, site: &Site, manner: &Manner) -> Result<Vec<Diagnostic>> {
    let links = site.outside();
    let addresses: BTreeSet<String> = links.iter().map(|(_, link, _)| link.address.to_string()).collect();
    let bar = progress(addresses.len(), "addresses");
    let answers = link_checker::ask(&addresses, &book.config.link_checker, &book.root.join(ANSWERS), &|done| {
        bar.set_position(done as u64);
    })?;
    bar.finish_and_clear();
    let (mut failed, mut refused) = (0, 0);
    for answer in answers.values() {
        failed += usize::from(matches!(answer, Answer::Failed { .. }));
        refused += usize::from(matches!(answer, Answer::Refused { .. }));
    }
    manner.say(&format!("{} asked for", count(answers.len(), "outside link")));
    if refused > 0 {
        manner.say(&format!("{refused} of them do not answer programs, so they could not be checked"));
    }
    if failed > 1 && failed == answers.len() {
        manner.say("none of them could be reached: is this machine online?");
    }
    let found = links.iter().filter_map(|(path, link, span)| match answers.get(&*link.address)? {
        Answer::Gone { status } => Some(dead_outside_link(path, *span, &link.address, *status)),
        Answer::Moved { to, permanent: true } => Some(moved_outside_link(path, *span, &link.address, to)),
        Answer::Failed { why } => Some(silent_outside_link(path, *span, &link.address, why)),
        Answer::Well | Answer::Moved { .. } | Answer::Refused { .. } | Answer::Skipped => None,
    });
    Ok(book.config.levels.weigh(found.collect()))
}
