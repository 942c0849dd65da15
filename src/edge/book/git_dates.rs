//! When the essays of a book came and were changed, by the commits of its git repository.
//!
//! Two processes however large the book is: one asks what kind of repository it is, the other tells
//! of every commit with the files it touched, newest first. A file that was renamed begins anew.

use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use crate::base::date::When;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::settings::missing_history;
use crate::base::inputs::Commits;
use crate::base::path::SourcePath;
use crate::edge::book::Book;
use crate::edge::refusal;

/// What comes before the moment of a commit; no name of a status begins so.
const COMMIT: u8 = 2;

/// The first and the last commit of each essay, if `git-dates` asks for them, and why there are none.
pub fn commits(book: &Book) -> (Arc<Commits>, Vec<Diagnostic>) {
    let Some(asked) = book.config.book.git_dates.as_ref().filter(|asked| *asked.get_ref()) else {
        return Default::default();
    };
    match read(book) {
        Ok(commits) => (commits.into(), Vec::new()),
        Err(Obstacle { reason, help }) => {
            let found = missing_history(asked.span().into(), &reason, help);
            (Arc::default(), book.config.levels.weigh(vec![found]))
        }
    }
}

/// What the repository of a book is at, as git says it, if `git-dates` asks for dates: another one after a commit.
pub fn state(book: &Book) -> Option<String> {
    is_asked(book).then(|| match git(book, &["rev-parse", "--is-shallow-repository", "HEAD"]).output() {
        Ok(told) => [told.stdout, told.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).concat(),
        Err(error) => error.to_string(),
    })
}

/// The folders in which a commit leaves a trace: that of the repository, and that of its branches.
pub fn folders(book: &Book) -> Vec<PathBuf> {
    if !is_asked(book) {
        return Vec::new();
    }
    // A further work tree has a folder of its own within that of its repository.
    let told = git(book, &["rev-parse", "--git-dir", "--git-common-dir"]).output();
    let said = told.map(|told| String::from_utf8_lossy(&told.stdout).into_owned()).unwrap_or_default();
    let folders = said.lines().filter_map(|line| fs::canonicalize(book.src().join(line)).ok());
    folders.flat_map(|folder| [folder.join("refs/heads"), folder]).collect()
}

fn is_asked(book: &Book) -> bool {
    book.config.book.git_dates.as_ref().is_some_and(|asked| *asked.get_ref())
}

/// Why there are no dates, and what to do.
struct Obstacle {
    reason: String,
    help: &'static str,
}

fn read(book: &Book) -> Result<Commits, Obstacle> {
    let kind = git(book, &["rev-parse", "--is-shallow-repository"]).output().map_err(|error| unstartable(&error))?;
    if !kind.status.success() {
        return Err(refused(&kind.stderr));
    }
    if kind.stdout.starts_with(b"true") {
        return Err(Obstacle {
            reason: "this is a shallow clone, whose oldest commit seems to have made every file".to_owned(),
            help: "get the whole history with `git fetch --unshallow`; in a workflow of GitHub, give `fetch-depth: 0` to `actions/checkout`",
        });
    }
    let log = [
        "-c",
        "log.showSignature=false",
        "log",
        "--format=%x02%aI",
        "--name-status",
        "-z",
        "--no-renames",
        "--diff-merges=off",
        "--no-ext-diff",
        "--no-color",
        "--relative",
        "--",
        ".",
    ];
    let mut process =
        git(book, &log).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(|error| unstartable(&error))?;
    let commits = process.stdout.take().map(|told| listed(BufReader::with_capacity(1 << 16, told))).unwrap_or_default();
    // What git complains of is a few lines: the pipe holds them until everything else is read.
    let mut said = Vec::new();
    if let Some(mut stderr) = process.stderr.take() {
        let _ = stderr.read_to_end(&mut said);
    }
    match process.wait() {
        Ok(status) if status.success() => Ok(commits),
        Ok(_) => Err(refused(&said)),
        Err(error) => Err(unstartable(&error)),
    }
}

/// git, in the folder of the essays. A hook that builds the book has set variables that would lead it
/// elsewhere.
fn git(book: &Book, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(book.src()).stdin(Stdio::null());
    command.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0");
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(variable);
    }
    command
}

/// Reads what git tells: a moment, then in turn what was done to a file and its name.
fn listed(mut told: impl BufRead) -> Commits {
    let mut commits = Commits::default();
    let mut moment = None;
    let mut status = None;
    let mut part = Vec::new();
    while told.read_until(0, &mut part).is_ok_and(|length| length > 0) {
        let text = String::from_utf8_lossy(part.strip_suffix(&[0]).unwrap_or(&part));
        match (status.take(), text.trim_start_matches('\n')) {
            (None, text) if text.as_bytes().first() == Some(&COMMIT) => moment = When::parse(&text[1..]),
            (None, text) => status = text.chars().next(),
            // A file that is there now came back after it was taken away.
            (Some('D'), _) => {}
            (Some(_), _) => note(&mut commits, SourcePath::new(&text), moment),
        }
        part.clear();
    }
    commits
}

fn note(commits: &mut Commits, path: SourcePath, moment: Option<When>) {
    if let Some(moment) = moment.filter(|_| path.is_markdown() || path.is_html()) {
        commits.entry(path).or_insert((moment, moment)).0 = moment;
    }
}

fn unstartable(error: &std::io::Error) -> Obstacle {
    match error.kind() {
        ErrorKind::NotFound => {
            Obstacle { reason: "git is not installed".to_owned(), help: "install git, or take `git-dates` out" }
        }
        _ => Obstacle {
            reason: format!("git cannot be run: {}", refusal::reason(error)),
            help: "mend that, or take `git-dates` out",
        },
    }
}

/// What git says of a folder that it does not read.
fn refused(said: &[u8]) -> Obstacle {
    let said = String::from_utf8_lossy(said);
    if said.contains("not a git repository") {
        return Obstacle {
            reason: "the book lies in no git repository".to_owned(),
            help: "make one with `git init`, or take `git-dates` out",
        };
    }
    let said = said.lines().next().unwrap_or("git failed without a word");
    let said = said.strip_prefix("fatal: ").unwrap_or(said);
    Obstacle { reason: format!("git says: {said}"), help: "mend that, or take `git-dates` out" }
}

#[cfg(test)]
mod tests {
    use super::listed;
    use crate::base::path::SourcePath;

    #[test]
    fn the_first_and_the_last_commit_of_a_file_count() {
        let told = b"\x022026-03-01T10:00:00+01:00\0\nD\0c.md\0M\0a.md\0\x022026-02-01T10:00:00Z\0\nA\0pic.png\0A\0\n\x02b.md\0\
                     \x022026-01-01T23:30:00-05:00\0\nA\0a.md\0A\0c.md\0";
        let commits = listed(&told[..]);
        let days =
            |path: &str| commits.get(&SourcePath::new(path)).map(|(a, b)| (a.day().to_string(), b.day().to_string()));
        let both = |first: &str, last: &str| Some((first.to_owned(), last.to_owned()));
        assert_eq!(days("a.md"), both("2026-01-01", "2026-03-01"));
        assert_eq!(days("\n\x02b.md"), both("2026-02-01", "2026-02-01"), "names may hold anything but a zero");
        assert_eq!(days("c.md"), both("2026-01-01", "2026-01-01"));
        assert_eq!(commits.len(), 3, "pictures have no dates");
    }
}
