//! A preview at work: `crosslight serve` on a book in a folder that goes when the test ends, and a
//! client that speaks HTTP byte by byte.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;

pub(crate) use crate::support::Folder as Book;

/// How long anything may take: only a fault takes that long.
pub(crate) const LIMIT: Duration = Duration::from_secs(20);

/// A moment that lies before anything a machine notices.
const PAUSE: Duration = Duration::from_millis(10);

/// What a clean build comes to.
pub(crate) struct Built {
    /// By path below the root of the site.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    pub(crate) errors: u64,
    pub(crate) warnings: u64,
    /// What is wrong, in its words.
    pub(crate) complaints: String,
}

impl Book {
    /// Puts `new` for `old` in a file.
    #[track_caller]
    pub(crate) fn replace(&self, path: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(old), "{path} has no `{old}`: {text}");
        fs::write(self.path(path), text.replace(old, new)).unwrap();
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).unwrap();
    }

    /// The folder of the book by the name that the system has for it.
    pub(crate) fn real_path(&self) -> String {
        fs::canonicalize(self.0.path()).unwrap().display().to_string()
    }

    /// Everything in the folder of the book, and when it was changed.
    pub(crate) fn listing(&self) -> BTreeMap<PathBuf, (SystemTime, u64)> {
        let entries = walkdir::WalkDir::new(self.0.path()).into_iter().map(Result::unwrap);
        entries
            .map(|entry| {
                let metadata = entry.metadata().unwrap();
                (entry.into_path(), (metadata.modified().unwrap(), metadata.len()))
            })
            .collect()
    }

    /// A clean build into a folder elsewhere.
    #[track_caller]
    pub(crate) fn build(&self, arguments: &[&str]) -> Built {
        let folder = tempfile::tempdir().unwrap();
        self.build_to(&folder.path().join("site"), arguments)
    }

    /// A build into this folder, in which an earlier one may stand.
    #[track_caller]
    pub(crate) fn build_to(&self, site: &Path, arguments: &[&str]) -> Built {
        let output = command("build", self).arg("--all").arg("--dest-dir").arg(site).args(arguments).output().unwrap();
        let (said, complaints) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let counted = |severity: &str| complaints.lines().filter(|line| line.starts_with(severity)).count() as u64;
        let (errors, warnings) = (counted("error["), counted("warning["));
        let summary = match (errors, warnings) {
            (0, 0) => ", no warnings".to_owned(),
            (0, 1) => ", 1 warning".to_owned(),
            (0, warnings) => format!(", {warnings} warnings"),
            (1, _) => "nothing published: 1 error".to_owned(),
            (errors, _) => format!("nothing published: {errors} errors"),
        };
        let closing = said.trim_end().split("; ").next().unwrap_or_default();
        assert!(closing.ends_with(&summary), "{said}{complaints}");
        Built { files: files_in(site), errors, warnings, complaints: complaints.into_owned() }
    }
}

/// The files of a site by their paths. The list of what was written is for the next build.
pub(crate) fn files_in(site: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(site).into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| entry.file_type().is_file()).filter_map(|entry| {
        let path = entry.path().strip_prefix(site).unwrap().display().to_string();
        // It may be exchanged meanwhile.
        Some((path, fs::read(entry.path()).ok()?))
    });
    files.filter(|(path, _)| path != ".crosslight-manifest.json").collect()
}

/// A command on a book. It starts in another folder, so that no path is right by chance.
pub(crate) fn command(name: &str, book: &Book) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosslight"));
    command.arg(name).arg(book.0.path()).current_dir("/");
    command.env("SOURCE_DATE_EPOCH", "1767225600").env_remove("CLICOLOR_FORCE");
    command
}

/// What `/.crosslight/status` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Status {
    pub(crate) revision: u64,
    pub(crate) settled: bool,
    pub(crate) essays: u64,
    pub(crate) errors: u64,
    pub(crate) warnings: u64,
}

/// A preview of a book. It ends with this value.
pub(crate) struct Server {
    child: Mutex<Child>,
    pub(crate) port: u16,
    /// Whether its pages are those of a build to the byte.
    bare: bool,
    said: Arc<Mutex<String>>,
    complained: Arc<Mutex<String>>,
}

impl Server {
    /// A preview at any free port that has read its book.
    #[track_caller]
    pub(crate) fn start(book: &Book, arguments: &[&str]) -> Self {
        let server = Self::start_at("0", book, arguments);
        server.settled();
        server
    }

    /// A preview that has an address and may be reading its book yet.
    #[track_caller]
    pub(crate) fn start_at(port: &str, book: &Book, arguments: &[&str]) -> Self {
        let mut command = command("serve", book);
        command.args(["--port", port]).args(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let said = keep(child.stdout.take().unwrap());
        let complained = keep(child.stderr.take().unwrap());
        let bare = arguments.contains(&"--no-reload");
        let mut server = Self { child: Mutex::new(child), port: 0, bare, said, complained };
        server.wait_for("its address", |server| server.address().is_some());
        server.port = server.address().unwrap();
        server
    }

    /// The port in the line `preview at http://127.0.0.1:3000/`.
    fn address(&self) -> Option<u16> {
        let said = self.said();
        let (_, address) = said.split_once("preview at http://127.0.0.1:")?;
        address.split_once("/\n")?.0.parse().ok()
    }

    /// What it has printed.
    pub(crate) fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Its address as the `base-url` of a book.
    pub(crate) fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.lock().unwrap().id()
    }

    pub(crate) fn is_alive(&self) -> bool {
        self.child.lock().unwrap().try_wait().unwrap().is_none()
    }

    /// Sends it a signal by its name.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.pid().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    pub(crate) fn connect(&self) -> io::Result<Connection> {
        Connection::open(self.port)
    }

    /// The answer to `GET path` on a connection of its own.
    #[track_caller]
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    #[track_caller]
    pub(crate) fn ask(&self, method: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        match self.connect().and_then(|mut connection| connection.ask(method, path, fields)) {
            Ok(answer) => answer,
            Err(error) => panic!("{method} {path}: {error}\n{}", self.words()),
        }
    }

    /// Whether the page answers and has `text` in it.
    #[track_caller]
    pub(crate) fn shows(&self, path: &str, text: &str) -> bool {
        let answer = self.get(path);
        answer.status == 200 && answer.text().contains(text)
    }

    /// What comes back for these very bytes; nothing if the connection is closed without an answer.
    #[track_caller]
    pub(crate) fn send(&self, bytes: &[u8]) -> Option<Answer> {
        let mut connection = self.connect().unwrap();
        // It may have been closed before all was sent.
        let _ = connection.send(bytes);
        match connection.receive(!bytes.starts_with(b"HEAD ")) {
            Ok(answer) => Some(answer),
            Err(error) if is_timeout(&error) => {
                let start = String::from_utf8_lossy(&bytes[..bytes.len().min(80)]).into_owned();
                panic!("neither answered nor closed: {start:?}\n{}", self.words())
            }
            Err(_) => None,
        }
    }

    pub(crate) fn status(&self) -> Status {
        let answer = self.get("/.crosslight/status");
        assert_eq!(answer.status, 200, "{}", answer.text());
        let value: Value = serde_json::from_slice(&answer.body).unwrap();
        let number = |name: &str| value[name].as_u64().unwrap_or_else(|| panic!("no `{name}` in {value}"));
        Status {
            revision: number("revision"),
            settled: value["settled"].as_bool().unwrap(),
            essays: number("essays"),
            errors: number("errors"),
            warnings: number("warnings"),
        }
    }

    /// Waits until nothing is pending. That an edit has been noticed is for the caller to know.
    #[track_caller]
    pub(crate) fn settled(&self) {
        self.wait_for("a settled book", |server| server.status().settled);
    }

    #[track_caller]
    pub(crate) fn wait_for(&self, what: &str, is: impl FnMut(&Self) -> bool) {
        self.wait_within(LIMIT, what, is);
    }

    #[track_caller]
    pub(crate) fn wait_within(&self, limit: Duration, what: &str, mut is: impl FnMut(&Self) -> bool) {
        let start = Instant::now();
        loop {
            assert!(self.is_alive(), "it ended before there was {what}\n{}", self.words());
            if is(self) {
                return;
            }
            assert!(start.elapsed() < limit, "there never was {what}\n{}", self.words());
            thread::sleep(PAUSE);
        }
    }

    /// Waits until the page has `text` in it.
    #[track_caller]
    pub(crate) fn wait_to_show(&self, path: &str, text: &str) {
        self.wait_for(&format!("`{text}` in {path}"), |server| server.shows(path, text));
    }

    /// Waits until the answer for `path` has this status.
    #[track_caller]
    pub(crate) fn wait_for_status(&self, path: &str, status: u16) {
        self.wait_for(&format!("{status} for {path}"), |server| server.get(path).status == status);
    }

    /// Waits until every file of a clean build is what is answered for it.
    #[track_caller]
    pub(crate) fn wait_to_equal(&self, limit: Duration, built: &Built) {
        let start = Instant::now();
        while start.elapsed() < limit {
            if self.status().settled && self.difference(built).is_none() {
                return;
            }
            thread::sleep(10 * PAUSE);
        }
        let difference = self.difference(built);
        assert_eq!(difference, None, "{:?}\n{}", self.status(), self.words());
    }

    /// The first file of a clean build that is answered otherwise, and how.
    #[track_caller]
    pub(crate) fn difference(&self, built: &Built) -> Option<String> {
        let mut connection = self.connect().unwrap();
        for (file, bytes) in &built.files {
            let url = url_of(file);
            let answer = connection.ask("GET", &url, &[]).unwrap_or_else(|_| {
                // A connection need not be kept for ever.
                connection = self.connect().unwrap();
                connection.ask("GET", &url, &[]).unwrap()
            });
            if answer.status != 200 {
                return Some(format!("{url} is answered with {}", answer.status));
            }
            let is_marked = !self.bare && (file.ends_with("index.html") || file == "404.html");
            let body = if is_marked { without_marks(&answer) } else { answer.body };
            if body != *bytes {
                return Some(format!("{url}: {}", first_difference(&body, bytes)));
            }
        }
        None
    }

    /// The events of a page, from `hello` on.
    #[track_caller]
    pub(crate) fn events(&self, page: &str) -> Events {
        let mut connection = self.connect().unwrap();
        let path = format!("/.crosslight/events?page={}", encoded(page, b""));
        connection.request("GET", &path, &[("accept", "text/event-stream")]).unwrap();
        let (status, headers) = connection.head().unwrap();
        assert_eq!((status, header(&headers, "content-type")), (200, Some("text/event-stream")), "{headers:?}");
        // Comments keep a stream alive, and a quiet one is not ended.
        connection.reader.get_ref().set_read_timeout(None).unwrap();
        let chunked = header(&headers, "transfer-encoding").is_some();
        let (sender, receiver) = channel();
        thread::spawn(move || {
            let body: Box<dyn Read> =
                if chunked { Box::new(Chunks::new(connection.reader)) } else { Box::new(connection.reader) };
            let mut name = String::new();
            for line in BufReader::new(body).lines().map_while(Result::ok) {
                if let Some(text) = line.strip_prefix("event:") {
                    text.trim_start().clone_into(&mut name);
                } else if let Some(data) = line.strip_prefix("data:") {
                    let data = serde_json::from_str(data.trim_start()).unwrap_or(Value::Null);
                    if sender.send((name.clone(), data)).is_err() {
                        return;
                    }
                }
            }
        });
        Events(receiver)
    }

    /// All that it has said, for the message of a test that fails.
    pub(crate) fn words(&self) -> String {
        format!("it said: {}and complained: {}", self.said(), self.complained.lock().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Ok(child) = self.child.get_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// The events of a stream as they come in.
pub(crate) struct Events(Receiver<(String, Value)>);

impl Events {
    /// The data of the next event of this name; others before it are passed over.
    #[track_caller]
    pub(crate) fn next(&self, name: &str) -> Value {
        self.find(name, |_| true)
    }

    /// The data of the next event of this name that is right.
    #[track_caller]
    pub(crate) fn find(&self, name: &str, is: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + LIMIT;
        let mut passed = Vec::new();
        loop {
            match self.0.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok((found, data)) if found == name && is(&data) => return data,
                Ok(other) => passed.push(other),
                Err(error) => panic!("no such `{name}` ({error}) after {passed:?}"),
            }
        }
    }

    /// Whether the server closes the stream.
    pub(crate) fn ends(&self) -> bool {
        loop {
            match self.0.recv_timeout(LIMIT) {
                Ok(_) => {}
                Err(error) => return error == RecvTimeoutError::Disconnected,
            }
        }
    }
}

/// What came back for a request.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    #[track_caller]
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// A connection that is kept from one request to the next.
pub(crate) struct Connection {
    reader: BufReader<TcpStream>,
    port: u16,
}

impl Connection {
    pub(crate) fn open(port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(LIMIT))?;
        stream.set_write_timeout(Some(LIMIT))?;
        stream.set_nodelay(true)?;
        Ok(Self { reader: BufReader::new(stream), port })
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.reader.get_mut().write_all(bytes)
    }

    pub(crate) fn request(&mut self, method: &str, path: &str, fields: &[(&str, &str)]) -> io::Result<()> {
        let mut text = format!("{method} {path} HTTP/1.1\r\n");
        if fields.iter().all(|(name, _)| *name != "host") {
            text.push_str(&format!("host: 127.0.0.1:{}\r\n", self.port));
        }
        for (name, value) in fields {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("\r\n");
        self.send(text.as_bytes())
    }

    pub(crate) fn ask(&mut self, method: &str, path: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
        self.request(method, path, fields)?;
        self.receive(method != "HEAD")
    }

    /// The next answer, which must be complete.
    pub(crate) fn receive(&mut self, has_body: bool) -> io::Result<Answer> {
        let (status, headers) = self.head()?;
        let mut body = Vec::new();
        // Events have no end.
        let is_endless = header(&headers, "content-type").is_some_and(|kind| kind.starts_with("text/event-stream"));
        if !has_body || is_endless || status == 304 || status == 204 {
        } else if header(&headers, "transfer-encoding").is_some() {
            Chunks::new(&mut self.reader).read_to_end(&mut body)?;
        } else if let Some(length) = header(&headers, "content-length") {
            let length = length.parse().map_err(|_| wrong("a content-length that is not a number"))?;
            body.resize(length, 0);
            self.reader.read_exact(&mut body)?;
        } else {
            self.reader.read_to_end(&mut body)?;
        }
        Ok(Answer { status, headers, body })
    }

    /// The status and the headers of the next answer.
    fn head(&mut self) -> io::Result<(u16, Vec<(String, String)>)> {
        let first = match self.reader.fill_buf()? {
            // Closed before there is anything of an answer.
            [] => return Err(ErrorKind::ConnectionAborted.into()),
            _ => self.line()?,
        };
        let status = first.strip_prefix("HTTP/1.1 ").or_else(|| first.strip_prefix("HTTP/1.0 "));
        let status = status.and_then(|rest| rest.get(..3)?.parse().ok()).ok_or_else(|| wrong(&first))?;
        let mut headers = Vec::new();
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok((status, headers));
            }
            let (name, value) = line.split_once(':').ok_or_else(|| wrong(&line))?;
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.reader.read_line(&mut line)?;
        let line = line.strip_suffix("\r\n").ok_or(ErrorKind::UnexpectedEof)?;
        Ok(line.to_owned())
    }

    /// How long this end waits for anything.
    pub(crate) fn patience(&mut self, limit: Duration) {
        self.reader.get_ref().set_read_timeout(Some(limit)).unwrap();
    }

    /// Waits until the server closes the connection, whatever it sends before.
    pub(crate) fn is_closed(&mut self) -> bool {
        match io::copy(&mut self.reader, &mut io::sink()) {
            Ok(_) => true,
            Err(error) => !is_timeout(&error),
        }
    }
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

fn wrong(what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("not HTTP: {what:?}"))
}

/// A body that is sent in chunks.
struct Chunks<R> {
    reader: R,
    /// How much of the chunk is still to come; `None` after the last.
    left: Option<usize>,
}

impl<R: BufRead> Chunks<R> {
    fn new(reader: R) -> Self {
        Self { reader, left: Some(0) }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.reader.read_line(&mut line)?;
        line.strip_suffix("\r\n").map(str::to_owned).ok_or_else(|| ErrorKind::UnexpectedEof.into())
    }
}

impl<R: BufRead> Read for Chunks<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(mut left) = self.left else { return Ok(0) };
        if left == 0 {
            let line = self.line()?;
            left = usize::from_str_radix(&line, 16).map_err(|_| wrong(&line))?;
            if left == 0 {
                while !self.line()?.is_empty() {}
                self.left = None;
                return Ok(0);
            }
        }
        let most = left.min(buffer.len());
        let got = self.reader.read(&mut buffer[..most])?;
        if got == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        if got == left {
            self.line()?;
        }
        self.left = Some(left - got);
        Ok(got)
    }
}

/// Reads a pipe to its end, on a thread of its own, so that nobody ever waits to write to it.
pub(crate) fn keep(pipe: impl Read + Send + 'static) -> Arc<Mutex<String>> {
    let text = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&text);
    thread::spawn(move || {
        let mut reader = BufReader::new(pipe);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
            kept.lock().unwrap().push_str(&String::from_utf8_lossy(&line));
            line.clear();
        }
    });
    text
}

/// Where a file of a site is served.
pub(crate) fn url_of(file: &str) -> String {
    let address = match file.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => file,
    };
    format!("/{}", encoded(address, b"/"))
}

/// `text` as part of an address, where the bytes of `kept` mean what they are.
pub(crate) fn encoded(text: &str, kept: &[u8]) -> String {
    let mut url = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || kept.contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    url
}

/// Where two files part, in words.
pub(crate) fn first_difference(served: &[u8], built: &[u8]) -> String {
    let at = served.iter().zip(built).take_while(|(left, right)| left == right).count();
    let part =
        |bytes: &[u8]| String::from_utf8_lossy(&bytes[at.saturating_sub(60)..bytes.len().min(at + 100)]).into_owned();
    format!("from byte {at} on, there is {:?} for {:?}", part(served), part(built))
}

/// A page without what only the preview puts in: one script, and the numbers of lines.
#[track_caller]
pub(crate) fn without_marks(answer: &Answer) -> Vec<u8> {
    let text = answer.text();
    let start = "<script src=\"/.crosslight/live.js\" data-hash=\"";
    let (before, after) = text.rsplit_once(start).unwrap_or_else(|| panic!("no script in {text}"));
    let (hash, after) = after.split_once("\"></script>").unwrap();
    assert!(hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
    let text = format!("{before}{after}");
    let mut parts = text.split(" data-line=\"");
    let mut plain = parts.next().unwrap().to_owned();
    for part in parts {
        let (line, rest) = part.split_once('"').unwrap();
        assert!(line.parse::<u32>().is_ok_and(|line| line > 0), "{line}");
        plain.push_str(rest);
    }
    plain.into_bytes()
}
