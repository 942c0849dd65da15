//! Whole builds and checks beside the physical floor, as ratios.
//!
//! ```text
//! cargo bench --bench build                     10,000 essays, five rounds
//! cargo bench --bench build -- run 1000 9       1,000 essays, nine rounds
//! cargo bench --bench build -- generate DIR N   write a book of N essays to DIR
//! ```
//!
//! The floor reads all sources, parses them with pulldown-cmark and writes files of the sizes that
//! crosslight wrote, on all cores: what any generator must do. Rounds alternate between the two,
//! and every run writes to a folder of its own, since writing just after deleting a tree measures
//! the deletion.

// A benchmark reads clocks and files.
#![allow(clippy::disallowed_methods)]
#![expect(clippy::cast_precision_loss, reason = "memory is shown in whole MiB")]

mod corpus;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use rayon::prelude::*;
use wait4::Wait4;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse().unwrap_or_else(|_| panic!("`{text}` is not a number"));
    match arguments.as_slice() {
        [] => run(10_000, 5),
        ["run", essays, rounds] => run(number(essays), number(rounds)),
        ["generate", dir, essays] => generate(Path::new(dir), number(essays)),
        ["floor", content, sizes, out] => floor(Path::new(content), Path::new(sizes), Path::new(out)),
        other => panic!("unknown arguments {other:?}"),
    }
}

fn generate(dir: &Path, essays: usize) {
    for (path, text) in corpus::generate(essays, 1) {
        let path = dir.join("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    fs::write(
        dir.join("book.toml"),
        "[book]\ntitle = \"Generated\"\n\n[output.html]\nbase-url = \"https://example.org/\"\n",
    )
    .unwrap();
}

/// One run of a command: seconds, processor seconds, peak memory in MiB.
struct Run {
    wall: f64,
    processor: f64,
    peak: f64,
}

fn measure(command: &mut Command) -> Run {
    // What the run before left to be written would be waited for in this one.
    assert!(Command::new("sync").status().is_ok_and(|status| status.success()));
    let start = Instant::now();
    let mut child = command.stdout(std::process::Stdio::null()).spawn().unwrap();
    let used = child.wait4().unwrap();
    assert!(used.status.success(), "{command:?}");
    Run {
        wall: start.elapsed().as_secs_f64(),
        processor: (used.rusage.utime + used.rusage.stime).as_secs_f64(),
        peak: (used.rusage.maxrss >> 10) as f64 / 1024.0,
    }
}

fn run(essays: usize, rounds: usize) {
    let folder = tempfile::Builder::new().prefix("crosslight-bench-").tempdir().unwrap().keep();
    let book = folder.join("book");
    generate(&book, essays);
    let sizes = folder.join("sizes");
    let program = env!("CARGO_BIN_EXE_crosslight");
    let build = |dest: &Path| measure(Command::new(program).arg("build").arg(&book).arg("--dest-dir").arg(dest));
    // Once unmeasured, to warm the page cache and to learn the sizes.
    let first = folder.join("first");
    build(&first);
    fs::write(&sizes, list(&first)).unwrap();

    let this = std::env::current_exe().unwrap();
    let check = || measure(Command::new(program).arg("check").arg(&book).stderr(std::process::Stdio::null()));
    let (mut floors, mut builds, mut again, mut checks) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for round in 0..rounds {
        let out = folder.join(format!("floor-{round}"));
        floors.push(measure(Command::new(&this).arg("floor").arg(book.join("content")).arg(&sizes).arg(&out)));
        let out = folder.join(format!("build-{round}"));
        builds.push(build(&out));
        again.push(build(&out));
        checks.push(check());
    }
    println!("{essays} essays, medians of {rounds} interleaved rounds, {} threads", rayon::current_num_threads());
    println!("{:<24} {:>9} {:>12} {:>10} {:>9}", "", "seconds", "cpu seconds", "peak MiB", "x floor");
    let floor = median(&floors, |run| run.wall);
    let named = [("floor", &floors), ("build, clean", &builds), ("build, no change", &again), ("check", &checks)];
    for (name, runs) in named {
        let wall = median(runs, |run| run.wall);
        println!(
            "{name:<24} {wall:>9.3} {:>12.3} {:>10.0} {:>9.2}",
            median(runs, |run| run.processor),
            median(runs, |run| run.peak),
            wall / floor
        );
    }
    let sample = folder.join("timings");
    println!("\nwhere the time of one clean build goes:");
    let status = Command::new(program).arg("build").arg(&book).arg("--dest-dir").arg(sample).arg("--timings").status();
    assert!(status.is_ok_and(|status| status.success()));
    println!("\nbooks and sites are left in {}", folder.display());
}

fn median(runs: &[Run], of: impl Fn(&Run) -> f64) -> f64 {
    let mut values: Vec<f64> = runs.iter().map(of).collect();
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
        file.unwrap().write_all(&filling[..*size]).unwrap();
    });
    println!("{parsed}");
}
