//! The live preview beside `hugo server` and `mdbook serve`: how long a save takes to be seen.
//!
//! ```text
//! cargo bench --bench preview                     1,000 and 10,000 essays
//! cargo bench --bench preview -- 300 2000         these numbers of essays
//! cargo bench --bench preview -- --rename 1000    saved by renaming, rather than in place
//! ```
//!
//! Peers are found on the path or named by `HUGO=` and `MDBOOK=`; `CROSSLIGHT=` names another build.
//! One after the other they serve the same generated book, each in the form that it reads (`peer.rs`),
//! crosslight with its usual theme. The same
//! edits are made for all, at random essays, with pauses of 150 to 350 ms: a word, seen on the page
//! of its essay; a title, seen on the page of an essay that links to it; a new essay, seen once its
//! page is there. A connection that stays open asks for that page, and half a millisecond after the
//! answer again, until an answer holds what was written: the time from the end of the save to its
//! last byte. crosslight is also asked as by browsers: when an event tells that the page differs.
//!
//! What is not equal:
//! - Hugo finds the targets of links in the front matter, has backlinks without the passages that
//!   cite, no graph, does not notice that a new title breaks links written with the old one, and
//!   keeps only pages fresh that were visited of late. It looks for changes twice a second, and the
//!   pauses begin when it has just looked: edits at any moment would wait longer.
//! - mdBook has no backlinks, tags, lists, dates nor checks of links; its search and its page for
//!   printing are off. Its links have fixed texts, so a title is looked for on the essay's own page.
//!   A new essay goes into `SUMMARY.md` too, which is saved last.

// A benchmark reads clocks and files.
#![allow(clippy::disallowed_methods)]
#![expect(clippy::cast_precision_loss, reason = "figures are shown with three digits")]

mod corpus;
mod peer;
mod shapes;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use peer::{Book, Peer, Tool, found, title};

const EDITS: u32 = 50;
/// What one edit may take to be seen, and after which no further edits of its kind are made.
const LIMIT: Duration = Duration::from_mins(1);
const START_LIMIT: Duration = Duration::from_mins(5);
/// Between an answer and the next question.
const BREATH: Duration = Duration::from_micros(500);

fn main() {
    let arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let (flags, sizes): (Vec<_>, Vec<_>) = arguments.partition(|argument| argument == "--rename");
    let rename = !flags.is_empty();
    let number = |text: &String| text.parse().unwrap_or_else(|_| panic!("`{text}` is not a number of essays"));
    let sizes = if sizes.is_empty() { vec![1000, 10_000] } else { sizes.iter().map(number).collect() };
    let folder = tempfile::Builder::new().prefix("crosslight-preview-").tempdir().unwrap().keep();
    println!("books, and what the servers say, are left in {}", folder.display());
    let peers = found(|tool| !matches!(tool, Tool::Plain | Tool::Zola));
    for size in sizes {
        let book = Book::generate(size);
        let mut columns = Vec::new();
        for peer in &peers {
            let name = peer.tool.name();
            eprintln!("{name} with {size} essays …");
            match measure(peer, &book, &folder.join(format!("{name}-{size}")), rename) {
                Ok(figures) => columns.push((name, figures)),
                Err(error) => println!("{name} with {size} essays: {error}"),
            }
        }
        println!("\n{size} essays, saved {}\n{}", if rename { "by renaming" } else { "in place" }, table(&columns));
    }
}

/// Essays with links that show the title of their target, and these targets.
fn citing(book: &Book) -> Vec<(usize, usize)> {
    let mut citing = Vec::new();
    for (source, text) in book.essays.iter().enumerate() {
        let targets = text.split("[[essay-").filter_map(|part| part.split_once("]]")?.0.parse().ok());
        citing.extend(targets.map(|target: usize| (source, target)));
    }
    citing
}

/// The address of the page that a tool makes of a file.
fn page(tool: Tool, path: &str) -> String {
    let path = path.strip_suffix(".md").unwrap();
    if tool == Tool::Mdbook { format!("/{path}.html") } else { format!("/{path}/") }
}

/// The lines of a tool in the table: what is measured, and one figure or several.
type Figures = Vec<(String, Vec<f64>)>;

/// All figures of a tool, or why there are none.
fn measure(peer: &Peer, book: &Book, folder: &Path, rename: bool) -> Result<Figures, String> {
    peer.write(book, folder);
    let tool = peer.tool;
    // What is still to be written to the disk would be waited for while the server starts.
    assert!(Command::new("sync").status().is_ok_and(|status| status.success()));
    let first = Server::start(peer, book, folder)?.1;
    let (server, second) = Server::start(peer, book, folder)?;
    let mut figures: Figures = Vec::new();
    let mut put = |label: &str, values| figures.push((label.to_owned(), values));
    // The first start may wait for the program to be read from the disk.
    put("start to first page, ms", vec![spread([first.min(second)])[0]]);
    server.settle();
    put("resident then, MiB", vec![server.memory("VmRSS:")]);
    let (book, citing, address, random) = (book.clone(), citing(book), server.address, fastrand::Rng::new());
    let mut desk = Desk { tool, folder, rename, book, citing, address, random, made: 0 };
    for (kind, name) in [(Kind::Word, "word"), (Kind::Title, "title"), (Kind::New, "new essay")] {
        let (made, _, pages) = desk.edits(kind, false);
        put(&format!("{name}: seen, made"), vec![pages.len() as f64, made]);
        put(&format!("{name}: p50 / p95 / max, ms"), spread(pages));
        if tool == Tool::Crosslight {
            let (made, events, pages) = desk.edits(kind, true);
            put(&format!("{name}, told: seen, made"), vec![pages.len() as f64, made]);
            put(&format!("{name}, told: event, ms"), spread(events));
            put(&format!("{name}, told: page, ms"), spread(pages));
        }
    }
    server.settle();
    put("resident at the end, MiB", vec![server.memory("VmRSS:")]);
    put("peak, MiB", vec![server.memory("VmHWM:")]);
    put("idle, % of a core", vec![server.load(5)]);
    Ok(figures)
}

/// A running server, which ends with its owner.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts it, and waits for the page of the last essay.
    fn start(peer: &Peer, book: &Book, folder: &Path) -> Result<(Self, Duration), String> {
        let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).unwrap();
        let log = File::create(folder.join("server.log")).unwrap();
        let mut command = Command::new(&peer.program);
        match peer.tool {
            Tool::Hugo => command.args(["server", "--renderToMemory", "--bind", "127.0.0.1", "--source"]),
            _ => command.args(["serve", "--hostname", "127.0.0.1"]),
        };
        command.arg(folder).arg("--port").arg(address.port().to_string());
        command.stdout(log.try_clone().unwrap()).stderr(log);
        let last = book.essays.last().unwrap();
        let (page, marker) = (page(peer.tool, &corpus::path(book.essays.len() - 1)), &last[title(last)]);
        let began = Instant::now();
        let mut server = Self { child: command.spawn().map_err(|error| error.to_string())?, address };
        let mut client = Client { address, stream: None };
        while began.elapsed() < START_LIMIT {
            if let Some(time) = client.ask(&page, marker, began) {
                return Ok((server, time));
            }
            if server.child.try_wait().unwrap().is_some() {
                return Err("it ended without an answer".to_owned());
            }
            sleep(BREATH);
        }
        Err(format!("no answer in {} s", START_LIMIT.as_secs()))
    }

    /// How much of a core it uses for some seconds, in percent, which are the ticks that Linux counts.
    fn load(&self, seconds: u64) -> f64 {
        let ticks = || {
            let text = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
            // The name of the program, in brackets, may hold anything.
            let fields = text.rsplit_once(')').unwrap().1.split(' ').skip(12).take(2);
            fields.map(|field| field.parse::<u64>().unwrap()).sum::<u64>()
        };
        let before = ticks();
        sleep(Duration::from_secs(seconds));
        (ticks() - before) as f64 / seconds as f64
    }

    /// A field in MiB, which a server that has ended does not have.
    fn memory(&self, field: &str) -> f64 {
        let text = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let value = text.split_whitespace().skip_while(|word| *word != field).nth(1);
        value.map_or(f64::NAN, |value| value.parse::<f64>().unwrap() / 1024.0)
    }

    /// Waits, but not for ever, until it does next to nothing.
    fn settle(&self) {
        (0..60).find(|_| self.load(1) <= 2.0);
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Word,
    Title,
    New,
}

/// Where the book of a running server is written.
struct Desk<'a> {
    tool: Tool,
    folder: &'a Path,
    rename: bool,
    book: Book,
    citing: Vec<(usize, usize)>,
    address: SocketAddr,
    random: fastrand::Rng,
    made: usize,
}

impl Desk<'_> {
    /// Makes edits of a kind, until there are enough or the time is over: how many, and when the
    /// answers that showed them were asked for and had arrived.
    fn edits(&mut self, kind: Kind, told: bool) -> (f64, Vec<Duration>, Vec<Duration>) {
        // So that the edits are the same for all tools.
        self.random = fastrand::Rng::with_seed(kind as u64);
        let (began, mut made, mut times) = (Instant::now(), 0, Vec::new());
        while made < EDITS && began.elapsed() < LIMIT {
            made += 1;
            times.extend(self.seen(kind, told));
        }
        let (asked, arrived) = times.into_iter().unzip();
        (f64::from(made), asked, arrived)
    }

    /// Makes an edit, and asks until it is seen: all the time, or when told to by events.
    fn seen(&mut self, kind: Kind, told: bool) -> Option<(Duration, Duration)> {
        let (files, page, marker) = self.edit(kind);
        let client = || Client { address: self.address, stream: None };
        let (mut pages, mut events) = (client(), None);
        // A writer looks at the page, which is why it is to be kept fresh.
        pages.ask(&page, "", Instant::now());
        if told {
            let mut stream = client().request(&format!("/.crosslight/events?page={}", page.replace('/', "%2F")))?;
            wait_for(&mut stream, "hello")?;
            events = Some(stream);
        }
        sleep(Duration::from_millis(self.random.u64(150..=350)));
        for (path, text) in files {
            let beside = path.with_extension("tmp");
            fs::write(if self.rename { &beside } else { &path }, text).unwrap();
            if self.rename {
                fs::rename(beside, path).unwrap();
            }
        }
        let saved = Instant::now();
        while saved.elapsed() < LIMIT {
            if let Some(events) = &mut events {
                wait_for(events, "change")?;
            }
            let asked = saved.elapsed();
            if let Some(arrived) = pages.ask(&page, &marker, saved) {
                return Some((asked, arrived));
            }
            sleep(BREATH);
        }
        None
    }

    /// The files to save, the page to look at, and what it is to show.
    fn edit(&mut self, kind: Kind) -> (Vec<(PathBuf, String)>, String, String) {
        self.made += 1;
        let (tool, book) = (self.tool, &mut self.book);
        let marker = format!("Marker{}x", self.made);
        let (source, target) = self.citing[self.random.usize(..self.citing.len())];
        let (number, path, shown) = match kind {
            Kind::Word => {
                book.reword(source, &marker);
                (source, corpus::path(source), corpus::path(source))
            }
            Kind::Title => {
                let title = title(&book.essays[target]);
                book.essays[target].replace_range(title, &format!("{marker} {target}"));
                (target, corpus::path(target), corpus::path(if tool == Tool::Mdbook { target } else { source }))
            }
            Kind::New => {
                book.essays.push(format!("---\ntitle: New\ntags: [tag-1]\n---\n\n{marker} and [[essay-{target}]].\n"));
                let path = format!("essays/000/new-{}.md", self.made);
                (book.essays.len() - 1, path.clone(), path)
            }
        };
        let content = self.folder.join("content");
        let mut files = vec![(content.join(&path), tool.text(&book.essays[number], &book.essays))];
        if kind == Kind::New && tool == Tool::Mdbook {
            let summary = content.join("SUMMARY.md");
            let text = fs::read_to_string(&summary).unwrap() + &format!("- [New]({path})\n");
            files.push((summary, text));
        }
        (files, page(tool, &shown), marker)
    }
}

type Stream = BufReader<TcpStream>;

/// A connection that stays open from question to question.
struct Client {
    address: SocketAddr,
    stream: Option<Stream>,
}

impl Client {
    /// Asks once: the time since `from`, if the answer is the page with the marker in it.
    fn ask(&mut self, page: &str, marker: &str, from: Instant) -> Option<Duration> {
        let mut stream = self.request(page)?;
        let (status, mut length) = (line(&mut stream)?, None);
        while let Some(line) = line(&mut stream).filter(|line| line != "\r\n") {
            let line = line.to_ascii_lowercase();
            length = length.or_else(|| line.strip_prefix("content-length:")?.trim().parse().ok());
        }
        let mut body = vec![0; length?];
        stream.read_exact(&mut body).ok()?;
        let time = from.elapsed();
        // Put back here, so that a connection that has failed is not used again.
        self.stream = Some(stream);
        (status.starts_with("HTTP/1.1 200 ") && String::from_utf8_lossy(&body).contains(marker)).then_some(time)
    }

    fn request(&mut self, target: &str) -> Option<Stream> {
        let connect = || {
            let stream = TcpStream::connect(self.address).ok()?;
            stream.set_nodelay(true).ok()?;
            stream.set_read_timeout(Some(LIMIT)).ok()?;
            Some(BufReader::with_capacity(1 << 16, stream))
        };
        let mut stream = self.stream.take().or_else(connect)?;
        let request = format!("GET {target} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        stream.get_mut().write_all(request.as_bytes()).ok()?;
        Some(stream)
    }
}

fn line(stream: &mut Stream) -> Option<String> {
    let mut line = String::new();
    (stream.read_line(&mut line).ok()? > 0).then_some(line)
}

/// Reads until an event of this name begins.
fn wait_for(events: &mut Stream, name: &str) -> Option<()> {
    while line(events)?.strip_prefix("event:").is_none_or(|event| event.trim() != name) {}
    Some(())
}

/// The median, what 95 in 100 do not exceed, and the longest, in milliseconds; nothing of nothing.
fn spread(times: impl IntoIterator<Item = Duration>) -> Vec<f64> {
    let mut times: Vec<f64> = times.into_iter().map(|time| time.as_secs_f64() * 1000.0).collect();
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times.get((times.len() * percent).div_ceil(100).max(1) - 1).copied();
    [50, 95, 100].into_iter().filter_map(at).collect()
}

/// A column for each tool, and for each but the first one of ratios to it.
fn table(columns: &[(String, Figures)]) -> String {
    let Some(((first, lines), peers)) = columns.split_first() else { return String::new() };
    let mut text = format!("{:<34}{first:>24}", "");
    for (name, _) in peers {
        let _ = write!(text, "{name:>24}{:>24}", format!(": {first}"));
    }
    for (label, values) in lines {
        let _ = write!(text, "\n{label:<34}{:>24}", show(values));
        for (_, figures) in peers {
            let here = figures.iter().find(|(other, _)| other == label).map_or(&[][..], |(_, values)| values);
            // Counts, and what may be nothing, are not compared.
            let compared = label.ends_with("ms") || label.ends_with("MiB");
            let ratios: Vec<f64> = here.iter().zip(values).filter(|_| compared).map(|(a, b)| a / b).collect();
            let _ = write!(text, "{:>24}{:>24}", show(here), show(&ratios));
        }
    }
    text
}

/// Numbers with about three digits.
fn show(values: &[f64]) -> String {
    let places = |value: f64| if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    values.iter().map(|value| format!("{value:.*}", places(*value))).collect::<Vec<_>>().join(" / ")
}
