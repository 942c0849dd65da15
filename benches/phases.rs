//! How many instructions each phase of a build takes, and its pages by kind: figures that are nearly
//! the same on a busy machine and from day to day.
//!
//! `cargo bench --bench build -- phases 300` runs this program under valgrind's cachegrind, on one
//! thread, once for each phase and stopping there: what a phase took is what that run took more than
//! the one that stopped before. Only what the program does itself is counted: most of reading and
//! writing files is done by the system. With 300 essays it takes a minute or two, and with ten times
//! the essays nearly ten times as long.
//!
//! | column | |
//! |---|---|
//! | % | the share of a clean build |
//! | millions | instructions |
//! | pieces | essays or pages |
//! | thousands each | instructions for one of them |
//!
//! `a word changed` is what follows when all pages are there: that essay is read, gathered and related
//! again, and what is stale is made. Each kind of page is made alone, so together they take more than
//! all pages do: what several kinds show is then made for each of them. The same run differs by some
//! tens of thousands from time to time.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use crosslight::base::source::Source;
use crosslight::edge::book::list;
use crosslight::edge::book::read;
use crosslight::edge::publish::Publisher;
use crosslight::render::page::{Output, PageId, Setting};
use crosslight::site::Site;
use rayon::prelude::*;

use crate::peer::{Book, Peer, Tool};

/// The phases of a clean build, each of which is run after those before it.
const PHASES: [&str; 7] = ["start", "read", "parse", "gather", "relate", "pages", "write"];
/// What follows on all pages instead of writing them: a word of one essay is changed.
const WORD: &str = "a word changed";

/// What is done before the pages of a kind are made: they are looked for.
const KINDS: &str = "kinds";

/// Does the work up to the end of a phase, or of the pages of a kind. The program ends there, without
/// taking anything apart.
pub(crate) fn work(phase: &str, folder: &Path) {
    let stop = |at: &str| {
        if at == phase {
            std::process::exit(0);
        }
    };
    let (book, mut site) = load(folder, &stop);
    let nowhere = |_: &str, _: &Output| {};
    match phase {
        "pages" => drop(site.settle(&nowhere)),
        "write" => {
            let mut publisher = Publisher::open(&folder.join("site"), book.roots(), &[]).unwrap();
            site.settle(&|file, output| publisher.put(file, output));
            publisher.finish(site.outputs().map(|(file, _)| &**file)).unwrap();
        }
        WORD => {
            site.settle(&nowhere);
            let essay = list::list(&book).files.swap_remove(0);
            let mut edits = read::read(&book, vec![essay]);
            let Some(Source::Text(text)) = &mut edits[0].source else { panic!("an essay is text") };
            *text = format!("{text}\nReworded.\n").into();
            site.apply(edits);
            site.settle(&nowhere);
        }
        _ => {
            let mut pages = pages(&site);
            stop(KINDS);
            site.make(pages.remove(phase).expect("a kind of page"), &nowhere);
        }
    }
    std::process::exit(0);
}

/// The book below `folder` with everything gathered and nothing made; `lap` hears of every phase.
fn load(folder: &Path, lap: &dyn Fn(&str)) -> (crosslight::edge::book::Book, Site) {
    let book = read::open(Some(&folder.join("book"))).unwrap();
    let theme = read::theme(&book).unwrap_or_else(|errors| panic!("{errors:?}"));
    let mut site = Site::empty(Setting { config: book.config.clone(), inputs: book.inputs.clone(), theme });
    lap("start");
    let edits = read::read(&book, list::list(&book).files);
    lap("read");
    let batch = site.read(edits);
    lap("parse");
    site.gather(batch);
    lap("gather");
    site.derive();
    lap("relate");
    (book, site)
}

/// The pages of a site by kind.
fn pages(site: &Site) -> BTreeMap<String, Vec<PageId>> {
    let mut pages: BTreeMap<String, Vec<PageId>> = BTreeMap::new();
    for (page, _) in site.pages() {
        let kind = format!("{page:?}").split('(').next().unwrap_or_default().to_owned();
        pages.entry(kind).or_default().push(page.clone());
    }
    pages
}

pub(crate) fn run(essays: usize) {
    let folder = tempfile::Builder::new().prefix("crosslight-phases-").tempdir().unwrap().keep();
    let peer = Peer { tool: Tool::Crosslight, program: String::new(), version: String::new() };
    peer.write(&Book::generate(essays), &folder.join("book"));
    let pages = pages(&load(&folder, &|_| {}).1);
    let phases: Vec<&str> = PHASES.into_iter().chain([WORD, KINDS]).chain(pages.keys().map(String::as_str)).collect();
    let counts: Vec<f64> = phases.par_iter().map(|phase| instructions(phase, &folder)).collect();
    let count = |phase: &str| counts[phases.iter().position(|other| *other == phase).unwrap()];

    let mut table = format!("{:<20}{:>8}{:>12}{:>8}{:>16}\n", "", "%", "millions", "pieces", "thousands each");
    let mut line = |name: &str, before: f64, pieces: usize| {
        let took = count(name) - before;
        // Of a clean build, which other runs are not part of.
        let share = PHASES.contains(&name).then(|| format!("{:.1}", 100.0 * took / count("write")));
        let share = share.unwrap_or_default();
        let each = took / 1e3 / pieces as f64;
        let _ = writeln!(table, "{name:<20}{share:>8}{:>12.2}{pieces:>8}{each:>16.1}", took / 1e6);
    };
    let all: usize = pages.values().map(Vec::len).sum();
    line("start", 0.0, 1);
    for pair in PHASES.windows(2) {
        line(pair[1], count(pair[0]), if ["pages", "write"].contains(&pair[1]) { all } else { essays });
    }
    line(WORD, count("pages"), 1);
    for (kind, pages) in &pages {
        line(kind, count(KINDS), pages.len());
    }
    println!("{essays} essays, instructions on one thread\n{table}");
}

/// The instructions that the work up to a phase takes.
fn instructions(phase: &str, folder: &Path) -> f64 {
    let output = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
        .arg(std::env::current_exe().unwrap())
        .args(["phase", phase])
        .arg(folder)
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .expect("valgrind counts instructions: install it first");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{phase}: {said}");
    // `I refs:`, or in older versions `I   refs:`.
    let count = said.lines().find(|line| line.contains(" I ") && line.contains("refs:")).expect("a count");
    let digits: String = count.rsplit(':').next().unwrap().chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}
