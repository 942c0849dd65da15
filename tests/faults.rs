//! Any call of the system may fail: a build then says so, and what was published is the old site or the new one.
//!
//! `strace` has the n-th call of each thread fail. A few of them are tried here; `FAULTS=1 cargo test faults::` tries
//! every one, `FAULTS=10` every tenth, and prints what came of them.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::corpus;
use crate::support::Folder;

/// Calls, and with what each of them fails.
const CALLS: [(&str, [&str; 2]); 19] = [
    ("openat", ["EIO", "EACCES"]),
    ("read", ["EIO", "ENOMEM"]),
    ("write", ["EIO", "ENOSPC"]),
    ("close", ["EIO", "ENOSPC"]),
    ("statx", ["EIO", "EACCES"]),
    ("getdents64", ["EIO", "ENOMEM"]),
    ("renameat2", ["EIO", "ENOSPC"]),
    ("rename", ["EIO", "ENOSPC"]),
    ("linkat", ["EIO", "ENOSPC"]),
    ("mkdir", ["EIO", "ENOSPC"]),
    ("unlink", ["EIO", "EACCES"]),
    ("fsync", ["EIO", "ENOSPC"]),
    ("syncfs", ["EIO", "ENOSPC"]),
    ("flock", ["EIO", "ENOLCK"]),
    ("readlink", ["EIO", "ENOMEM"]),
    ("ftruncate", ["EIO", "ENOSPC"]),
    ("getrandom", ["EIO", "ENOSYS"]),
    ("clone3", ["EAGAIN", "ENOMEM"]),
    ("mmap", ["ENOMEM", "EAGAIN"]),
];

/// How long a build may take that is traced.
const PATIENCE: Duration = Duration::from_mins(1);

/// What came of the trials with one call and one error.
#[derive(Default)]
struct Outcome {
    trials: usize,
    exits: BTreeMap<i32, usize>,
    /// What must not be, each with its number.
    wrong: Vec<String>,
}

/// A book with an old site, of which the new one is made.
struct Case {
    folder: Folder,
    old: Tree,
    new: Tree,
}

type Tree = BTreeMap<String, Vec<u8>>;

fn tree(folder: &Path) -> Tree {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let named = |file: walkdir::DirEntry| {
        (file.path().strip_prefix(folder).unwrap().display().to_string(), fs::read(file.path()).unwrap())
    };
    files.map(named).collect()
}

impl Case {
    fn new(essays: usize) -> Self {
        let folder =
            Folder::new("== book.toml\n[book]\ntitle = \"Faults\"\n== .gitignore\n*.own\n== content/a/x.own\nX\n");
        for (path, text) in corpus::generate(essays, 11) {
            folder.write_bytes(&format!("content/{path}"), text.as_bytes());
        }
        folder
            .write("== content/gone.md\n# Gone\n== content/pics/p.png\nP\n== content/a.md\n# A\n\n![p](pics/p.png)\n");
        folder.run(&["build"], 0);
        folder.write("== public/mine.txt\nmine\n== content/b.md\n# B\n\n[[a]]\n== content/pics/p.png\nQ\n");
        folder.run(&["build"], 0);
        fs::remove_file(folder.path("content/gone.md")).unwrap();
        folder.write(
            "== content/a.md\n# A, retitled\n\n![p](pics/p.png)\n== content/pics/p.png\nR\n== content/c/d.md\n# D\n",
        );
        let old = tree(&folder.path("public"));
        folder.run(&["build", "--dest-dir", "clean"], 0);
        let mut new = tree(&folder.path("clean"));
        new.insert("mine.txt".to_owned(), old["mine.txt"].clone());
        fs::remove_dir_all(folder.path("clean")).unwrap();
        fs::remove_dir_all(folder.path(".clean.crosslight")).unwrap();
        for place in ["public", ".public.crosslight"] {
            copy(&folder.path(place), &folder.path(&format!("kept/{place}")));
        }
        Self { folder, old, new }
    }

    /// Puts the old site back.
    fn reset(&self) {
        for place in ["public", ".public.crosslight"] {
            let _ = fs::remove_dir_all(self.folder.path(place));
            copy(&self.folder.path(&format!("kept/{place}")), &self.folder.path(place));
        }
    }

    fn strace(&self, arguments: &[&str], log: &str) -> Command {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o", log]).args(arguments).arg(env!("CARGO_BIN_EXE_crosslight"));
        command.arg("build").current_dir(self.folder.path("")).env("SOURCE_DATE_EPOCH", "1767225600");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    /// The same in a folder of its own.
    fn again(&self) -> Self {
        let folder = Folder::new("");
        copy(&self.folder.path("."), &folder.path("."));
        Self { folder, old: self.old.clone(), new: self.new.clone() }
    }

    /// How often the thread makes each call that makes it most often.
    fn counts(&self) -> BTreeMap<&'static str, usize> {
        self.reset();
        let log = self.folder.path("calls");
        let calls = CALLS.map(|(call, _)| call);
        let trace = format!("trace={}", calls.join(","));
        let mut command = self.strace(&["-e", &trace, "-e", "signal=none"], log.to_str().unwrap());
        assert!(command.stderr(Stdio::null()).status().unwrap().success());
        let mut threads: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
        for line in fs::read_to_string(log).unwrap().lines() {
            let (thread, rest) = line.split_once(' ').unwrap();
            let name = rest.trim_start().split('(').next().unwrap();
            if let Some(call) = calls.iter().find(|call| **call == name) {
                *threads.entry((call, thread.to_owned())).or_default() += 1;
            }
        }
        let mut most = BTreeMap::new();
        for ((call, _), count) in threads {
            let most = most.entry(call).or_default();
            *most = count.max(*most);
        }
        most
    }

    /// Has the `nth` call fail in each thread, and looks at what comes of it.
    fn try_one(&self, call: &str, error: &str, nth: usize, outcome: &mut Outcome) {
        self.reset();
        let (trace, inject) = (format!("trace={call}"), format!("inject={call}:error={error}:when={nth}"));
        let begun = Instant::now();
        let mut child = self.strace(&["-e", &trace, "-e", &inject], "/dev/null").spawn().unwrap();
        let mut said = child.stderr.take().unwrap();
        let reader = std::thread::spawn(move || {
            let mut text = Vec::new();
            let _ = said.read_to_end(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        });
        let ended = loop {
            match child.try_wait().unwrap() {
                None if begun.elapsed() > PATIENCE => {
                    child.kill().unwrap();
                    child.wait().unwrap();
                    break None;
                }
                None => std::thread::sleep(Duration::from_millis(5)),
                ended => break ended,
            }
        };
        outcome.trials += 1;
        let told = if ended.is_some() { reader.join().unwrap() } else { String::new() };
        let mut blame = |what: &str| {
            let last = told.lines().rev().take(3).collect::<Vec<_>>().join(" | ");
            outcome.wrong.push(format!("{call} {error} {nth}: {what}: {last}"));
        };
        let Some(ended) = ended else { return blame("hangs") };
        // A signal is shown as a shell has it.
        let code =
            ended.code().unwrap_or_else(|| 128 + std::os::unix::process::ExitStatusExt::signal(&ended).unwrap_or(0));
        *outcome.exits.entry(code).or_default() += 1;
        let now = tree(&self.folder.path("public"));
        match code {
            0 if now != self.new => blame("exit 0 with less than the whole"),
            1 | 2 if told.trim().is_empty() && call != "write" => blame("no word"),
            // Before crosslight begins, its libraries are loaded; 127 says that they could not be.
            0 | 1 | 2 | 127 => {}
            // Without any memory nothing can be said; what was published stays.
            134 | 139 if call == "mmap" => {}
            _ => blame(&format!("exit {code}")),
        }
        if now != self.old && now != self.new {
            blame("half a site");
        }
    }
}

/// Copies a folder, or what is in it to one that is there.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    // With times and links as they are.
    assert!(Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap().success());
}

/// Whether `strace` can be run here.
fn can_trace() -> bool {
    let tried = Command::new("strace").args(["-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    tried.is_ok_and(|status| status.success())
}

#[test]
fn a_call_that_fails_leaves_the_old_site_or_the_new_one() {
    if !can_trace() {
        println!("strace cannot be run here, so no call is made to fail");
        return;
    }
    let step = std::env::var("FAULTS").ok().and_then(|step| step.parse::<usize>().ok());
    let only = std::env::var("FAULTS_ONLY").ok();
    let calls =
        CALLS.iter().filter(|(call, _)| only.as_ref().is_none_or(|only| only.split(',').any(|one| one == *call)));
    let pairs: Vec<_> = match step {
        Some(_) => calls.flat_map(|(call, errors)| errors.map(|error| (*call, error))).collect(),
        None => calls.map(|(call, [error, _])| (*call, *error)).collect(),
    };
    let essays = if step.is_some() { 50 } else { 8 };
    let first = Case::new(essays);
    let counts = first.counts();
    let tried = |(call, error): &(&'static str, &'static str)| {
        let case = first.again();
        let most = counts.get(call).copied().unwrap_or_default();
        let mut outcome = Outcome::default();
        let chosen: Vec<usize> = match step {
            Some(step) => (1..=most).step_by(step).collect(),
            // Late, when something has been made.
            None => (most > 0).then_some(most.div_ceil(2)).into_iter().collect(),
        };
        for nth in chosen {
            case.try_one(call, error, nth, &mut outcome);
        }
        (*call, *error, outcome)
    };
    let outcomes: Vec<_> = pairs.par_iter().map(tried).collect();
    let mut wrong = Vec::new();
    for (call, error, outcome) in outcomes {
        println!("{call} {error}: {} trials, exits {:?}, {} wrong", outcome.trials, outcome.exits, outcome.wrong.len());
        wrong.extend(outcome.wrong);
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
