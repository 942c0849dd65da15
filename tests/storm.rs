//! Ten thousand edits and a queue of events that overflows, and scripts of changes of every kind: in the end a
//! preview, and the site that is kept up on disk, are a clean build.
//!
//! Scripts take long: a short one is run, and as many steps as `STORM_STEPS` says, beginning with the seed in
//! `STORM_SEED`.

mod hand;

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use fastrand::Rng;

use crate::server::{Answer, Book, Built, Server, files_in, first_difference, url_of};
use crate::watch::Watch;

use hand::Hand;

const WRITERS: usize = 8;

/// Edits of each writer before the queue overflows, and once more after it.
const EDITS: usize = 10_000 / WRITERS / 2;

/// How long the preview may take to catch up. It needs a small part of it.
const PATIENCE: Duration = Duration::from_mins(1);

/// The names of a writer's folders, below its own.
const FOLDERS: [&str; 4] = ["", "one/", "two/", "two/deep/"];

const NAMES: [&str; 8] = ["a", "b", "c", "shore", "lake", "mirror", "The sea", "2025-02-03-day"];

const TITLES: [&str; 6] = ["The lake", "The shore", "Salt", "A mirror of glass", "lake", "Day by day"];

const TAGS: [&str; 6] = ["glass", "water", "water/salt", "light", "Light", "time"];

/// One who writes, moves and removes files in a folder of its own.
struct Writer {
    /// The folder.
    home: PathBuf,
    /// Where a folder is put for a while, outside of the book.
    away: PathBuf,
    random: Rng,
}

impl Writer {
    fn new(book: &Book, number: usize, seed: u64) -> Self {
        let home = book.path(&format!("content/w{number}"));
        Self { home, away: book.path(&format!("away-{number}")), random: Rng::with_seed(seed) }
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.random.usize(..of.len())]
    }

    fn folder(&mut self) -> PathBuf {
        let folder = self.pick(&FOLDERS);
        self.home.join(folder)
    }

    fn essay(&mut self) -> PathBuf {
        let name = self.pick(&NAMES);
        self.folder().join(format!("{name}.md"))
    }

    /// One edit. Much of what is tried fails, as there is nothing to move or remove.
    fn edit(&mut self) {
        let (one, other) = (self.home.join("one"), self.home.join("two"));
        match self.random.u8(..100) {
            0..55 => {
                let (path, text) = (self.essay(), self.text());
                self.write(&path, &text);
            }
            55..60 => {
                let path = self.folder().join("pic.png");
                let bytes = self.random.u32(..).to_string();
                self.write(&path, &bytes);
            }
            60..70 => drop(fs::rename(self.essay(), self.essay())),
            70..80 => drop(fs::remove_file(self.essay())),
            80..84 => drop(fs::rename(one, other)),
            84..88 => drop(fs::rename(other, one)),
            88..91 => drop(fs::rename(other.join("deep"), one)),
            91..94 => drop(fs::remove_dir_all(self.folder())),
            94..97 => drop(fs::rename(other, &self.away)),
            _ => drop(fs::rename(&self.away, other)),
        }
    }

    fn write(&mut self, path: &Path, text: &str) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // A link may lead to nothing, or a folder have the name.
        if self.random.bool() {
            drop(fs::write(path, text));
        } else {
            let new = path.with_extension("new");
            fs::write(&new, text).unwrap();
            drop(fs::rename(new, path));
        }
    }

    fn text(&mut self) -> String {
        let mut text = String::from("---\n");
        if self.random.bool() {
            text.push_str(&format!("title: {}\n", self.pick(&TITLES)));
        }
        match self.random.u8(..16) {
            0 => text.push_str("date: never\n"),
            day @ 1..8 => text.push_str(&format!("date: 2025-01-0{day}\n")),
            _ => {}
        }
        text.push_str(&format!("tags: [{}, {}]\n---\n", self.pick(&TAGS), self.pick(&TAGS)));
        for _ in 0..self.random.u8(..4) {
            let writer = self.random.usize(..WRITERS);
            let (folder, name, title) = (self.pick(&FOLDERS), self.pick(&NAMES), self.pick(&TITLES));
            let link = match self.random.u8(..6) {
                0 => format!("[[{title}]]"),
                1 => format!("[[{name}]]"),
                2 => format!("[[{name}#Here]]"),
                3 => format!("![](/w{writer}/{folder}pic.png)"),
                4 => format!("\n\n![[w{writer}/{folder}{name}]]\n\n"),
                _ => format!("[[w{writer}/{folder}{name}]]"),
            };
            text.push_str(&format!("Before it. Here is {link} in a sentence. After it.\n\n"));
        }
        if self.random.bool() {
            text.push_str("## Here\n\n");
        }
        text.push_str(&format!("Number {}.\n", self.random.u16(..)));
        text
    }
}

/// Every address that an essay of a writer may ever have had.
fn addresses() -> Vec<String> {
    let mut all = Vec::new();
    for writer in 0..WRITERS {
        for folder in FOLDERS.iter().chain(&["one/deep/"]) {
            for name in ["a", "b", "c", "shore", "lake", "mirror", "the-sea", "day", "2025-02-03-day"] {
                all.push(format!("/w{writer}/{folder}{name}/"));
            }
            all.push(format!("/w{writer}/{folder}pic.png"));
        }
    }
    all
}

/// Reads pages all the time.
struct Reader {
    done: AtomicBool,
    /// Answers that were as they should be.
    good: AtomicUsize,
    faults: Mutex<Vec<String>>,
}

impl Reader {
    fn read(&self, server: &Server) {
        let mut random = Rng::with_seed(77);
        let mut addresses = addresses();
        addresses.extend(["/", "/essays/", "/tags/", "/tags/water/", "/atom.xml", "/graph.json"].map(str::to_owned));
        let mut connection = None;
        while !self.done.load(Ordering::SeqCst) {
            let address = &addresses[random.usize(..addresses.len())];
            let is_new = connection.is_none();
            let mut kept = connection.take().unwrap_or_else(|| server.connect().unwrap());
            // While the process is stopped, nothing is answered.
            kept.patience(PATIENCE);
            match kept.ask("GET", address, &[]) {
                Ok(answer) => {
                    match fault(address, &answer) {
                        Some(fault) => self.faults.lock().unwrap().push(fault),
                        None => drop(self.good.fetch_add(1, Ordering::SeqCst)),
                    }
                    connection = Some(kept);
                }
                // A connection may be closed between two requests, and not in an answer.
                Err(error) if !is_new && error.kind() != ErrorKind::UnexpectedEof => {}
                Err(error) => self.faults.lock().unwrap().push(format!("{address}: {error}")),
            }
        }
    }
}

/// What is wrong with an answer.
fn fault(address: &str, answer: &Answer) -> Option<String> {
    let is_whole = || {
        let text = String::from_utf8_lossy(&answer.body);
        match answer.header("content-type").unwrap_or_default() {
            kind if kind.starts_with("text/html") => text.trim_end().ends_with("</html>"),
            kind if kind.contains("json") => serde_json::from_str::<serde_json::Value>(&text).is_ok(),
            kind if kind.contains("xml") => text.trim_end().ends_with("</feed>"),
            _ => text.parse::<u32>().is_ok() || text.is_empty(),
        }
    };
    match answer.status {
        200 | 404 if is_whole() => None,
        status => Some(format!("{address}: {status} with {}", String::from_utf8_lossy(&answer.body))),
    }
}

/// Ends the reading, also when the test fails.
struct Ending<'a>(&'a Reader);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.done.store(true, Ordering::SeqCst);
    }
}

fn all_write(writers: &mut [Writer]) {
    thread::scope(|scope| {
        for writer in writers {
            scope.spawn(move || {
                for _ in 0..EDITS {
                    writer.edit();
                    thread::sleep(Duration::from_millis(1));
                }
            });
        }
    });
}

/// Puts right what keeps a book from being built.
fn mend(book: &Book) {
    for entry in walkdir::WalkDir::new(book.path("content")) {
        let entry = entry.unwrap();
        if entry.path().extension().is_some_and(|ending| ending == "md") {
            let text = fs::read_to_string(entry.path()).unwrap();
            if text.contains("date: never") {
                fs::write(entry.path(), text.replace("date: never", "date: 2025-03-03")).unwrap();
            }
        }
    }
}

/// Waits until the preview is what a clean build comes to, and nothing else.
#[track_caller]
fn is_a_clean_build(book: &Book, server: &Server) -> Built {
    let built = book.build(&["--drafts", "--base-url", &server.base_url()]);
    assert_eq!(built.errors, 0);
    server.wait_to_equal(PATIENCE, &built);
    let there: Vec<String> = built.files.keys().map(|file| url_of(file)).collect();
    for address in addresses() {
        let status = server.get(&address).status;
        assert_eq!(status, if there.contains(&address) { 200 } else { 404 }, "{address}");
    }
    server.wait_for("the diagnostics of a build", |server| {
        let status = server.status();
        (status.errors, status.warnings) == (built.errors, built.warnings)
    });
    assert_eq!(server.get("/no-such-essay/").status, 404);
    built
}

#[test]
fn a_storm_of_edits_comes_to_a_clean_build() {
    let book = Book::new(
        "== book.toml\n[book]\ntitle = \"Weather\"\n[output.html]\nbase-url = \"https://example.org/\"\n\
         == content/index.md\nBegin with [[lake]].\n== content/lost/changed.md\nAs it was.\n\
         == content/lost/gone.md\nHere yet.\n== content/lost/moved.md\nHere yet.\n== content/lost/from.md\n[[gone]], [[moved]].\n",
    );
    let server = Server::start(&book, &["--no-reload"]);
    let mut writers: Vec<Writer> = (0..WRITERS).map(|number| Writer::new(&book, number, number as u64)).collect();
    let reader = Reader { done: AtomicBool::new(false), good: AtomicUsize::new(0), faults: Mutex::default() };
    thread::scope(|scope| {
        let _ending = Ending(&reader);
        scope.spawn(|| reader.read(&server));
        all_write(&mut writers);
        overflow(&book, &server);
        mend(&book);
        is_a_clean_build(&book, &server);
        // What came while nobody looked is looked at from now on.
        book.write("== content/lost/new/deep/x.md\nChanged once more.\n");
        server.wait_to_show("/lost/new/deep/x/", "Changed once more.");
        all_write(&mut writers);
        mend(&book);
        let built = is_a_clean_build(&book, &server);
        assert!(built.files.len() > 100 && built.warnings > 0, "it was a storm");
    });
    let faults = reader.faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{} faults, of which {:?}", faults.len(), &faults[..faults.len().min(3)]);
    assert!(reader.good.into_inner() > 100, "pages were read meanwhile");
}

/// Stops the preview, makes more events than wait for it, of which the last ones matter most, and
/// lets it go on.
fn overflow(book: &Book, server: &Server) {
    let queue = fs::read_to_string("/proc/sys/fs/inotify/max_queued_events").unwrap_or_default();
    let queue: usize = queue.trim().parse().unwrap_or(16_384);
    let writes = (queue + 4_000).clamp(20_000, 100_000);
    if writes < queue {
        println!("the queue of {queue} events is too long to overflow");
    }
    for number in 0..50 {
        book.write(&format!("== content/burst/n{number}.md\nNumber 000000.\n"));
    }
    server.wait_to_show("/burst/n49/", "Number 000000.");
    server.signal("STOP");
    let _going = Going(server);
    for at in 0..writes {
        // Not emptied first, for which some file systems take their time.
        let path = book.path(&format!("content/burst/n{}.md", at % 50));
        let mut file = OpenOptions::new().write(true).open(path).unwrap();
        file.write_all(format!("Number {at:06}.\n").as_bytes()).unwrap();
    }
    book.write("== content/lost/changed.md\nAs it is.\n== content/lost/new/deep/x.md\nNew.\n");
    book.remove("content/lost/gone.md");
    book.rename("content/lost/moved.md", "content/lost/new/moved.md");
}

/// Lets a stopped process go on, also when the test fails.
struct Going<'a>(&'a Server);

impl Drop for Going<'_> {
    fn drop(&mut self) {
        self.0.signal("CONT");
    }
}

/// How many changes are made before it is seen what they came to, at most.
const IN_A_ROW: usize = 50;

/// The steps of a script that is always run.
const STEPS: usize = 40;

#[test]
fn any_changes_come_to_a_clean_build() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let steps = number("STORM_STEPS").unwrap_or(STEPS as u64);
    let mut seed = number("STORM_SEED").unwrap_or(1);
    let mut left = usize::try_from(steps).unwrap();
    while left > 0 {
        left = left.saturating_sub(script(seed, left));
        seed += 1;
    }
}

/// Runs a script of `most` steps or fewer; gives how many there were.
fn script(seed: u64, most: usize) -> usize {
    const LONGEST: usize = 1_000;
    let (book, elsewhere, site) = (Book::new(""), Book::new(""), Book::new(""));
    let mut hand = Hand::new(&book, &elsewhere, seed);
    let mut random = Rng::with_seed(seed);
    let server = Server::start(&book, &["--no-reload"]);
    let (site, again) = (site.path("site"), site.path("again"));
    let url = server.base_url();
    let flags = ["--drafts", "--base-url", &url];
    let watch = Watch::start_with(&book, &[&["--dest-dir", site.to_str().unwrap()][..], &flags[..]].concat());
    let mut ever = BTreeSet::new();
    let mut steps = 0;
    while steps < most.min(LONGEST) {
        let some = random.usize(1..=IN_A_ROW);
        for _ in 0..some {
            hand.change();
            thread::sleep(Duration::from_millis(random.u64(..3) * random.u64(..20)));
        }
        steps += some;
        hand.mend();
        let start = Instant::now();
        let is_same = |built: &Built, ever: &BTreeSet<String>| difference(built, &server, &watch, &site, ever);
        let built = book.build(&flags);
        // One that takes what the last one has left.
        let rebuilt = book.build_to(&again, &flags);
        let is_rebuilt = built.errors > 0 || rebuilt.files == built.files;
        assert!(
            is_rebuilt && rebuilt.complaints == built.complaints,
            "seed {seed}, step {steps}: a build after another"
        );
        let mut different = is_same(&built, &ever);
        while different.is_some() && start.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(100));
            different = is_same(&built, &ever);
        }
        ever.append(&mut built.files.into_keys().collect());
        println!(
            "seed {seed}, step {steps}: {} errors, {} warnings, as a clean build after {:.1} s",
            built.errors,
            built.warnings,
            start.elapsed().as_secs_f64()
        );
        if let Some(different) = different {
            let done = hand.done.join("\n");
            panic!("seed {seed}, step {steps}: {different}\nafter these changes:\n{done}");
        }
        hand.done.clear();
    }
    steps
}

/// What a preview or the site on disk has that a clean build has not, or otherwise.
fn difference(built: &Built, server: &Server, watch: &Watch, site: &Path, ever: &BTreeSet<String>) -> Option<String> {
    let status = server.status();
    if (status.errors, status.warnings) != (built.errors, built.warnings) {
        return Some(format!("{status:?} rather than {} errors, {} warnings", built.errors, built.warnings));
    }
    let said = watch.complaints();
    // People are shown a hundred.
    if built.errors + built.warnings <= 100 && said != built.complaints {
        let only = |left: &str, right: &str| {
            let known: BTreeSet<&str> = right.split("\n\n").collect();
            left.split("\n\n").filter(|found| !known.contains(found)).collect::<Vec<_>>().join("\n\n")
        };
        let (more, less) = (only(&said, &built.complaints), only(&built.complaints, &said));
        return Some(format!("watch says {more}\nrather than {less}"));
    }
    if built.errors > 0 {
        return None;
    }
    if let Some(different) = server.difference(built) {
        return Some(format!("preview: {different}"));
    }
    let gone = |file: &&String| !built.files.contains_key(*file);
    if let Some(file) = ever.iter().filter(gone).find(|file| server.get(&url_of(file)).status != 404) {
        return Some(format!("preview: {file} is still there"));
    }
    let there = files_in(site);
    let all: BTreeSet<&String> = there.keys().chain(built.files.keys()).collect();
    let file = all.into_iter().find(|file| there.get(*file) != built.files.get(*file))?;
    Some(match (there.get(file), built.files.get(file)) {
        (Some(there), Some(built)) => format!("on disk: {file}: {}", first_difference(there, built)),
        (there, _) => format!("on disk: {file} is {}", if there.is_some() { "still there" } else { "missing" }),
    })
}
