//! Whole builds and checks beside the physical floor and other generators, as ratios; and how many
//! instructions each phase of a build takes.
//!
//! ```text
//! cargo bench --bench build                               10,000 essays, five rounds
//! cargo bench --bench build -- run 1000 9                 1,000 essays, nine rounds
//! cargo bench --bench build -- run 10000 5 one-tag        an unusual book
//! cargo bench --bench build -- all 5                      1,000 to 100,000 essays, and unusual books of 10,000
//! cargo bench --bench build -- phases 300                 instructions with 300 essays, see phases.rs
//! cargo bench --bench build -- generate DIR 1000          write a book to DIR
//! cargo bench --bench build -- generate DIR 1000 one-tag zola
//!                                                         an unusual one, in the form that Zola reads
//! ```
//!
//! Unusual books are those of `SHAPES` in shapes.rs. Other tools read the first three of them.
//!
//! Peers are found on the path or named by `HUGO=`, `ZOLA=` and `MDBOOK=`; `CROSSLIGHT=` names another
//! build, and an empty variable leaves a tool out. A wrapper in another language adds its own start
//! and memory: name the program itself.
//!
//! The floor reads all sources, parses them with pulldown-cmark and writes files of the sizes that
//! crosslight wrote with its usual theme, on all cores: what any generator must do. In each round
//! every tool builds into a new folder, builds again with nothing changed, and once more with a word
//! of one essay changed. Nothing is deleted, since writing just after deleting a tree measures the
//! deletion: where a tool would empty the folder first, its old site is moved aside.
//!
//! | column | |
//! |---|---|
//! | x floor | time, in multiples of the floor's in the same round |
//! | x plain | time, in multiples of that of `plain` for the same work in the same round |
//! | x cpu, x memory | processor time and peak memory, likewise |
//! | seconds, cpu, MiB | time, processor time of all threads, and peak memory |
//! | files, MB | what the run wrote, however much of it was the same |
//!
//! All that is written stays until you remove it, some 4 GB for 10,000 essays in five rounds, and for
//! 100,000 ten times as much.
//!
//! Each figure is the median over the rounds; a median of ratios need not be the ratio of the medians.
//!
//! What is not equal:
//! - `crosslight` is the usual theme with all it does: passages that cite, relatives, previews, a map,
//!   search, structured descriptions, code in colour. `plain` is crosslight with templates that show
//!   what those of the others show, without colours for code, which the others leave out too. Both
//!   find relatives, make `graph.json`, name every link that leads nowhere and exchange the whole site
//!   in one step.
//! - Hugo is reported in the front matter which essays each one cites, since it cannot ask for backlinks.
//!   It writes all files each time.
//! - Zola has no texts of tags, and a tag is called by its name rather than by the title of its text. It
//!   removes the old site before it builds, so both later runs are whole builds; so are mdBook's.
//! - mdBook has no backlinks, tags, lists, dates, feeds, sitemap nor checks of links, but its list of
//!   chapters on every page, which is why more than 1,000 essays are too many for it. Its search and its
//!   page for printing are off.
//! - Zola is left out above 10,000 essays: it takes half a gigabyte for 1,000. Hugo, too, may want more
//!   memory than there is for 100,000; a tool that fails is named and left out.

// A benchmark reads clocks and files.
#![allow(clippy::disallowed_methods)]
#![expect(clippy::cast_precision_loss, reason = "figures are shown with three digits")]

mod corpus;
mod peer;
mod phases;
mod shapes;

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Instant, SystemTime};

use mimalloc::MiMalloc;
use rayon::prelude::*;
use wait4::Wait4;

use peer::{Book, Peer, Tool, found};
use shapes::SHAPES;

/// As in crosslight itself, so that its phases count the same here.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse().unwrap_or_else(|_| panic!("`{text}` is not a number"));
    match arguments.as_slice() {
        [] => run(10_000, 5, "usual"),
        ["run", essays, rounds] => run(number(essays), number(rounds), "usual"),
        ["run", essays, rounds, shape] => run(number(essays), number(rounds), shape),
        ["all", rounds] => {
            for essays in [1000, 10_000, 100_000] {
                run(essays, number(rounds), "usual");
            }
            for shape in SHAPES {
                run(10_000, number(rounds), shape);
            }
        }
        ["generate", dir, essays] => generate(dir, number(essays), "usual", "crosslight"),
        ["generate", dir, essays, shape] => generate(dir, number(essays), shape, "crosslight"),
        ["generate", dir, essays, shape, tool] => generate(dir, number(essays), shape, tool),
        ["phases", essays] => phases::run(number(essays)),
        ["phase", phase, folder] => phases::work(phase, Path::new(folder)),
        ["floor", content, sizes, out] => floor(Path::new(content), Path::new(sizes), Path::new(out)),
        other => panic!("unknown arguments {other:?}"),
    }
}

/// Whether a tool can read a book of this shape: what names and finds essays otherwise, only crosslight can.
fn reads(tool: Tool, shape: &str) -> bool {
    tool.is_crosslight() || ["usual", "one-cited", "one-tag", "own-tags"].contains(&shape)
}

fn generate(dir: &str, essays: usize, shape: &str, tool: &str) {
    let peers = found(|other| other.name() == tool);
    peers.first().expect("a tool that runs").write(&Book::shaped(essays, shape), Path::new(dir));
}

/// One run of a command: seconds, processor seconds, peak memory in MiB; and what was written.
struct Run {
    wall: f64,
    processor: f64,
    peak: f64,
    files: f64,
    megabytes: f64,
}

/// Runs a command that writes to `out`, and looks at what it has used.
///
/// # Errors
/// If it fails; what it said is in `log`.
fn measure(command: &mut Command, out: &Path, log: &Path) -> Result<Run, String> {
    let said = File::create(log).unwrap();
    // By the clock of the file system, which is coarser than ours.
    let began = said.metadata().unwrap().modified().unwrap();
    // What the run before left to be written would be waited for in this one.
    assert!(Command::new("sync").status().is_ok_and(|status| status.success()));
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(said).spawn().unwrap();
    let used = child.wait4().unwrap();
    let wall = start.elapsed().as_secs_f64();
    if !used.status.success() {
        return Err(format!("{}, {}: {}", used.status, log.display(), fs::read_to_string(log).unwrap()));
    }
    let written: Vec<u64> = written(out, began).collect();
    Ok(Run {
        wall,
        processor: (used.rusage.utime + used.rusage.stime).as_secs_f64(),
        peak: (used.rusage.maxrss >> 10) as f64 / 1024.0,
        files: written.len() as f64,
        megabytes: written.iter().sum::<u64>() as f64 / 1e6,
    })
}

/// The lengths of the files below `out` that were written since.
fn written(out: &Path, since: SystemTime) -> impl Iterator<Item = u64> {
    let entries = walkdir::WalkDir::new(out).into_iter().filter_map(Result::ok);
    let files = entries.filter_map(|entry| entry.metadata().ok()).filter(std::fs::Metadata::is_file);
    files.filter(move |file| file.modified().unwrap() > since).map(|file| file.len())
}

/// What is done with a book.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Work {
    Clean,
    Again,
    OneWord,
    Check,
}

impl Work {
    fn name(self) -> &'static str {
        match self {
            Self::Clean => "build, clean",
            Self::Again => "build, no change",
            Self::OneWord => "build, a word changed",
            Self::Check => "check",
        }
    }
}

/// A row of the table: whose and what it is, and a run for each round.
struct Row {
    name: String,
    work: Work,
    runs: Vec<Run>,
}

/// A tool with its book.
struct Desk {
    peer: Peer,
    folder: PathBuf,
}

impl Desk {
    /// The command that does a work, and writes to `out`.
    fn command(&self, work: Work, out: &Path) -> Command {
        let (tool, book) = (self.peer.tool, self.folder.join("book"));
        let mut command = Command::new(&self.peer.program);
        match tool {
            _ if work == Work::Check => command.arg("check").arg(book),
            Tool::Crosslight | Tool::Plain | Tool::Mdbook => command.arg("build").arg(book).arg("--dest-dir").arg(out),
            Tool::Hugo => command.arg("--source").arg(book).arg("--destination").arg(out),
            Tool::Zola => command.arg("--root").arg(book).args(["build", "--output-dir"]).arg(out),
        };
        command
    }

    /// All works of a round, as far as the tool can: a run of each.
    ///
    /// # Errors
    /// What the tool said when it failed.
    fn round(&self, round: usize, number: usize, book: &Book) -> Result<Vec<(Work, Run)>, String> {
        let out = self.folder.join(format!("out-{round}"));
        let tool = self.peer.tool;
        let works = [Work::Clean, Work::Again, Work::OneWord, Work::Check];
        let works = works.into_iter().filter(|work| *work != Work::Check || tool == Tool::Crosslight);
        let run = |work: Work| {
            if work == Work::OneWord {
                let (path, text) = tool.essay(number, book);
                fs::write(self.folder.join("book").join(path), text).unwrap();
            }
            if matches!(tool, Tool::Zola | Tool::Mdbook) && out.exists() {
                fs::rename(&out, self.folder.join(format!("before-{round}-{work:?}"))).unwrap();
            }
            Ok((work, self.measure(work, &out)?))
        };
        works.map(run).collect()
    }

    fn measure(&self, work: Work, out: &Path) -> Result<Run, String> {
        measure(&mut self.command(work, out), out, &self.folder.join("log"))
    }
}

fn run(essays: usize, rounds: usize, shape: &str) {
    let folder = tempfile::Builder::new().prefix("crosslight-bench-").tempdir().unwrap().keep();
    println!("\n{essays} essays, {shape}; books and sites are left in {}", folder.display());
    let mut book = Book::shaped(essays, shape);
    let mut desks = Vec::new();
    for peer in found(|tool| essays <= most(tool) && reads(tool, shape)) {
        let desk = Desk { folder: folder.join(peer.tool.name()), peer };
        desk.peer.write(&book, &desk.folder.join("book"));
        // Once unmeasured: programs and sources are in memory then.
        match desk.measure(Work::Clean, &desk.folder.join("first")) {
            Ok(_) => desks.push(desk),
            Err(error) => println!("{} is left out: {error}", desk.peer.tool.name()),
        }
    }
    let usual = desks.first().filter(|desk| desk.peer.tool == Tool::Crosslight).expect("crosslight builds the book");
    let (content, sizes) = (usual.folder.join("book/content"), folder.join("sizes"));
    fs::write(&sizes, list(&usual.folder.join("first"))).unwrap();

    let mut rows: Vec<Row> = Vec::new();
    let mut note =
        |name: &str, work: Work, run: Run| match rows.iter_mut().find(|row| (&*row.name, row.work) == (name, work)) {
            Some(row) => row.runs.push(run),
            None => rows.push(Row { name: name.to_owned(), work, runs: vec![run] }),
        };
    for round in 0..rounds {
        let number = essays * (round + 1) / (rounds + 1);
        book.reword(number, &format!("Reworded{round}"));
        let mut command = Command::new(std::env::current_exe().unwrap());
        let out = folder.join(format!("floor-{round}"));
        command.arg("floor").arg(&content).arg(&sizes).arg(&out);
        note(FLOOR, Work::Clean, measure(&mut command, &out, &folder.join("log")).unwrap());
        desks.retain(|desk| {
            let name = desk.peer.tool.name();
            let runs = desk.round(round, number, &book);
            let works = runs.is_ok();
            match runs {
                Ok(runs) => runs.into_iter().for_each(|(work, run)| note(&name, work, run)),
                Err(error) if desk.peer.tool.is_crosslight() => panic!("{error}"),
                Err(error) => println!("{name} is left out: {error}"),
            }
            works
        });
    }
    rows.retain(|row| row.runs.len() == rounds);
    println!("medians of {rounds} interleaved rounds, {} threads\n{}", rayon::current_num_threads(), table(&rows));
    println!("\nwhere the time of one clean build goes:");
    let mut command = desks[0].command(Work::Clean, &folder.join("timings"));
    assert!(command.arg("--timings").status().is_ok_and(|status| status.success()));
}

/// How many essays a tool is given at most.
fn most(tool: Tool) -> usize {
    match tool {
        Tool::Mdbook => 1000,
        Tool::Zola => 10_000,
        Tool::Crosslight | Tool::Plain | Tool::Hugo => usize::MAX,
    }
}

const FLOOR: &str = "floor";

fn table(rows: &[Row]) -> String {
    let heads = ["x floor", "x plain", "x cpu", "x memory", "seconds", "cpu", "MiB", "files", "MB"];
    let mut lines = vec![format!("{:<38}", "") + &heads.map(|head| format!("{head:>10}")).concat()];
    for row in rows {
        let find = |name: &str, work: Work| rows.iter().find(|row| (&*row.name, row.work) == (name, work));
        let plain = find("plain", row.work).filter(|_| row.name != FLOOR);
        let ratio = |base: Option<&Row>, of: fn(&Run) -> f64| {
            let pairs = row.runs.iter().zip(&base?.runs);
            Some(median(pairs.map(|(run, base)| of(run) / of(base))))
        };
        let figure = |of: fn(&Run) -> f64| Some(median(row.runs.iter().map(of)));
        let figures = [
            ratio(find(FLOOR, Work::Clean), |run| run.wall),
            ratio(plain, |run| run.wall),
            ratio(plain, |run| run.processor),
            ratio(plain, |run| run.peak),
            figure(|run| run.wall),
            figure(|run| run.processor),
            figure(|run| run.peak),
            figure(|run| run.files),
            figure(|run| run.megabytes),
        ];
        let name = if row.name == FLOOR { FLOOR.to_owned() } else { format!("{}: {}", row.name, row.work.name()) };
        lines.push(format!("{name:<38}") + &figures.map(show).concat());
    }
    lines.join("\n")
}

/// A number with about three digits, or nothing.
fn show(figure: Option<f64>) -> String {
    let Some(figure) = figure else { return format!("{:>10}", "") };
    let places = if figure < 10.0 { 2 } else { usize::from(figure < 100.0) };
    format!("{figure:>10.places$}")
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The files below `folder`, a line each: the size and the path.
fn list(folder: &Path) -> String {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    let line = |entry: walkdir::DirEntry| {
        format!("{} {}\n", entry.metadata().unwrap().len(), entry.path().strip_prefix(folder).unwrap().display())
    };
    files.map(line).collect::<Vec<_>>().concat()
}

fn floor(content: &Path, sizes: &Path, out: &Path) {
    let sources: Vec<PathBuf> = walkdir::WalkDir::new(content)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    let parsed: usize = sources
        .par_iter()
        .map(|path| {
            let text = fs::read_to_string(path).unwrap();
            let mut html = String::with_capacity(text.len() * 3 / 2);
            pulldown_cmark::html::push_html(
                &mut html,
                pulldown_cmark::Parser::new_ext(
                    &text,
                    pulldown_cmark::Options::ENABLE_TABLES
                        | pulldown_cmark::Options::ENABLE_FOOTNOTES
                        | pulldown_cmark::Options::ENABLE_STRIKETHROUGH,
                ),
            );
            html.len()
        })
        .sum();
    let filling = vec![b'x'; 1 << 24];
    let wanted: Vec<(usize, PathBuf)> = fs::read_to_string(sizes)
        .unwrap()
        .lines()
        .map(|line| {
            let (size, path) = line.split_once(' ').unwrap();
            (size.parse().unwrap(), out.join(path))
        })
        .collect();
    wanted.par_iter().for_each(|(size, path)| {
        let file = fs::File::create(path).or_else(|_| {
            fs::create_dir_all(path.parent().unwrap())?;
            fs::File::create(path)
        });
        let mut file = file.unwrap();
        for start in (0..*size).step_by(filling.len()) {
            file.write_all(&filling[..filling.len().min(size - start)]).unwrap();
        }
    });
    println!("{parsed}");
}
