//! Links to other sites, asked: the other sites are threads of this process.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crosslight::base::config::LinkChecker;
use crosslight::edge::link_checker::{Answer, Manners, ask_with};
use expect_test::{Expect, expect};

use crate::server::LIMIT;

/// A request, as a site hears it.
struct Request {
    method: String,
    path: String,
    /// How many with the same method and path came before.
    before: usize,
}

impl Request {
    fn is(&self, method: &str) -> bool {
        self.method == method
    }
}

/// How many requests are being answered, and how many were at most.
#[derive(Default)]
struct Crowd {
    now: AtomicUsize,
    most: AtomicUsize,
}

/// A server for HTTP on this machine. It runs until the tests end.
struct Site {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
    heads: Arc<Mutex<Vec<String>>>,
    crowd: Arc<Crowd>,
}

impl Site {
    /// A site that answers with the bytes that `script` gives, and closes the connection when they
    /// are not a HTTP.
    fn new(script: impl Fn(&Request) -> String + Send + Sync + 'static) -> Self {
        Self::raw("127.0.0.1", Arc::default(), move |request, _| Some(script(request)))
    }

    /// A site at an address of this machine. `script` may write by itself: the connection is then
    /// closed.
    fn raw(
        ip: &str,
        crowd: Arc<Crowd>,
        script: impl Fn(&Request, &mut TcpStream) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((ip, 0)).unwrap();
        let site =
            Self { address: listener.local_addr().unwrap(), heard: Arc::default(), heads: Arc::default(), crowd };
        let (heard, heads, crowd) = (Arc::clone(&site.heard), Arc::clone(&site.heads), Arc::clone(&site.crowd));
        let script = Arc::new(script);
        thread::spawn(move || {
            for mut stream in listener.incoming().map(Result::unwrap) {
                let (heard, heads, crowd) = (Arc::clone(&heard), Arc::clone(&heads), Arc::clone(&crowd));
                let script = Arc::clone(&script);
                thread::spawn(move || {
                    while let Some((method, path, head)) = read_head(&stream) {
                        let now = crowd.now.fetch_add(1, Ordering::SeqCst) + 1;
                        crowd.most.fetch_max(now, Ordering::SeqCst);
                        let line = format!("{method} {path}");
                        let before = {
                            let mut heard = heard.lock().unwrap();
                            let before = heard.iter().filter(|other| **other == line).count();
                            heard.push(line);
                            before
                        };
                        heads.lock().unwrap().push(head);
                        let reply = script(&Request { method, path, before }, &mut stream);
                        // Who has an answer may ask again.
                        crowd.now.fetch_sub(1, Ordering::SeqCst);
                        let Some(reply) = reply else { return };
                        if stream.write_all(reply.as_bytes()).is_err() || !reply.starts_with("HTTP/1.1") {
                            return;
                        }
                    }
                });
            }
        });
        site
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests so far, in order.
    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

fn read_head(stream: &TcpStream) -> Option<(String, String, String)> {
    let mut head = String::new();
    let mut reader = BufReader::new(stream);
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let mut words = head.split(' ').map(str::to_owned);
    Some((words.next()?, words.next()?, head))
}

/// An answer without a body.
fn status(line: &str) -> String {
    format!("HTTP/1.1 {line}\r\nContent-Length: 0\r\n\r\n")
}

fn redirect(line: &str, to: &str) -> String {
    format!("HTTP/1.1 {line}\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n")
}

/// Somebody who asks, with a cache in a folder that goes when the test ends.
struct Asker {
    folder: tempfile::TempDir,
    rules: LinkChecker,
    pause: Duration,
    reply: Duration,
    waits: Mutex<Vec<Duration>>,
}

impl Asker {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            rules: LinkChecker::default(),
            pause: Duration::ZERO,
            reply: LIMIT,
            waits: Mutex::default(),
        }
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache/links.json")
    }

    fn try_ask(
        &self,
        urls: &[String],
        cache: &Path,
        progress: &dyn Fn(usize),
    ) -> anyhow::Result<BTreeMap<String, Answer>> {
        let manners = Manners {
            connect: LIMIT,
            reply: self.reply,
            pause: self.pause,
            patience: Duration::from_secs(10),
            proxy: false,
            wait: &|time| self.waits.lock().unwrap().push(time),
        };
        ask_with(&urls.iter().cloned().collect::<BTreeSet<_>>(), &self.rules, cache, &manners, progress)
    }

    fn ask_all(&self, urls: &[String]) -> BTreeMap<String, Answer> {
        let answers = self.try_ask(urls, &self.cache(), &|_| ()).unwrap();
        assert!(answers.keys().eq(urls.iter().collect::<BTreeSet<_>>()), "each has its answer");
        answers
    }

    fn ask(&self, url: &str) -> Answer {
        self.ask_all(&[url.to_owned()]).remove(url).unwrap()
    }
}

fn failed(why: &str) -> Answer {
    Answer::Failed { why: why.to_owned() }
}

/// Asks for `/` of a site, and compares the answer and what the site heard.
#[track_caller]
fn check(script: impl Fn(&Request) -> String + Send + Sync + 'static, expected: &Expect) {
    let site = Site::new(script);
    let answer = format!("{:?}", Asker::new().ask(&site.url("/")));
    let answer = answer.replace(&site.address.to_string(), "site");
    expected.assert_eq(&format!("{answer} after {}", site.heard().join(", ")));
}

#[test]
fn a_page_that_is_there_is_asked_for_its_head() {
    check(|_| status("200 OK"), &expect!["Well after HEAD /"]);
    check(|_| status("204 No Content"), &expect!["Well after HEAD /"]);
}

#[test]
fn who_asks_says_so() {
    let site = Site::new(|_| status("200 OK"));
    assert_eq!(Asker::new().ask(&site.url("/a%20b?c=d|e")), Answer::Well);
    let agent = format!("user-agent: crosslight/{} (link checker)\r\n", env!("CARGO_PKG_VERSION"));
    let heads = site.heads.lock().unwrap();
    assert!(heads[0].starts_with("HEAD /a%20b?c=d|e HTTP/1.1\r\n"), "{heads:?}");
    assert!(heads[0].to_lowercase().contains(&agent), "{heads:?}");
}

#[test]
fn servers_that_know_only_get_are_asked_with_it() {
    let only_get =
        |line: &'static str| move |request: &Request| status(if request.is("GET") { "200 OK" } else { line });
    check(only_get("405 Method Not Allowed"), &expect!["Well after HEAD /, GET /"]);
    check(only_get("501 Not Implemented"), &expect!["Well after HEAD /, GET /"]);
    check(only_get("404 Not Found"), &expect!["Well after HEAD /, GET /"]);
    check(only_get("500 Internal Server Error"), &expect!["Well after HEAD /, GET /"]);
    check(
        |request| if request.is("GET") { status("200 OK") } else { "what?\r\n\r\n".to_owned() },
        &expect!["Well after HEAD /, GET /"],
    );
}

#[test]
fn a_server_that_does_not_know_head_is_spared_it() {
    let site = Site::new(|request| status(if request.is("GET") { "200 OK" } else { "405 Method Not Allowed" }));
    let asker = Asker::new();
    asker.ask_all(&[site.url("/a"), site.url("/b"), site.url("/c")]);
    assert_eq!(site.heard(), ["HEAD /a", "GET /a", "GET /b", "GET /c"]);
}

#[test]
fn pages_that_are_gone() {
    check(|_| status("404 Not Found"), &expect!["Gone { status: 404 } after HEAD /, GET /"]);
    check(|_| status("410 Gone"), &expect!["Gone { status: 410 } after HEAD /, GET /"]);
}

#[test]
fn servers_with_faults() {
    check(
        |_| status("500 Oops"),
        &expect![[
            r#"Failed { why: "the server has a fault of its own: 500 Internal Server Error" } after HEAD /, GET /"#
        ]],
    );
    check(
        |_| status("503 Later"),
        &expect![[
            r#"Failed { why: "the server is not available at the moment: 503 Service Unavailable" } after HEAD /, GET /"#
        ]],
    );
    check(
        |_| status("521 Down"),
        &expect![[r#"Failed { why: "the server has a fault of its own: 521" } after HEAD /, GET /"#]],
    );
    check(
        |_| status("400 No"),
        &expect![[r#"Failed { why: "the server does not accept the request: 400 Bad Request" } after HEAD /, GET /"#]],
    );
    check(
        |_| status("304 Same"),
        &expect![[
            r#"Failed { why: "the server gives an answer that means nothing here: 304 Not Modified" } after HEAD /"#
        ]],
    );
}

#[test]
fn servers_that_refuse_programs_say_nothing_of_the_page() {
    check(|_| status("401 Unauthorized"), &expect!["Refused { status: 401 } after HEAD /, GET /"]);
    check(|_| status("403 Forbidden"), &expect!["Refused { status: 403 } after HEAD /, GET /"]);
    check(|_| status("405 Method Not Allowed"), &expect!["Refused { status: 405 } after HEAD /, GET /"]);
    check(|_| status("999 Request denied"), &expect!["Refused { status: 999 } after HEAD /, GET /"]);
}

#[test]
fn redirects_are_reported() {
    let to_there = |line: &'static str, to: &'static str| {
        move |request: &Request| match request.path.as_str() {
            "/" => redirect(line, to),
            _ => status("200 OK"),
        }
    };
    let for_good = r#"Moved { to: "http://site/there", permanent: true } after HEAD /, HEAD /there"#;
    let for_now = for_good.replace("true", "false");
    for (line, expected) in [
        ("301 Moved Permanently", for_good),
        ("308 Permanent Redirect", for_good),
        ("302 Found", &for_now),
        ("303 See Other", &for_now),
        ("307 Temporary Redirect", &for_now),
    ] {
        let site = Site::new(to_there(line, "/there"));
        let answer = format!("{:?}", Asker::new().ask(&site.url("/"))).replace(&site.address.to_string(), "site");
        assert_eq!(format!("{answer} after {}", site.heard().join(", ")), expected);
    }
    check(
        to_there("301 Moved", "./ä b?q#part"),
        &expect![[
            r#"Moved { to: "http://site/%C3%A4%20b?q#part", permanent: true } after HEAD /, HEAD /%C3%A4%20b?q"#
        ]],
    );
}

#[test]
fn a_chain_of_redirects_is_for_good_only_as_a_whole() {
    let site = Site::new(|request| match request.path.as_str() {
        "/a" => redirect("301 Moved", "/b"),
        "/b" => redirect("308 Moved", "/c"),
        "/x" => redirect("301 Moved", "/y"),
        "/y" => redirect("302 Found", "/c"),
        "/lost" => redirect("301 Moved", "/nowhere"),
        "/nowhere" => status("404 Not Found"),
        _ => status("200 OK"),
    });
    let asker = Asker::new();
    let to = site.url("/c");
    assert_eq!(asker.ask(&site.url("/a")), Answer::Moved { to: to.clone(), permanent: true });
    assert_eq!(asker.ask(&site.url("/x")), Answer::Moved { to, permanent: false });
    assert_eq!(asker.ask(&site.url("/lost")), Answer::Gone { status: 404 });
}

#[test]
fn redirects_end() {
    let counting = |most: usize| {
        move |request: &Request| {
            let number: usize = request.path.trim_start_matches('/').parse().unwrap_or(0);
            if number < most { redirect("302 Found", &format!("/{}", number + 1)) } else { status("200 OK") }
        }
    };
    let site = Site::new(counting(10));
    assert_eq!(Asker::new().ask(&site.url("/0")), Answer::Moved { to: site.url("/10"), permanent: false });
    let site = Site::new(counting(usize::MAX));
    assert_eq!(Asker::new().ask(&site.url("/0")), failed("it redirects more than 10 times"));
    assert_eq!(site.heard().len(), 11, "the address and ten redirects");

    check(
        |request| redirect("301 Moved", if request.path == "/" { "/other" } else { "/#again" }),
        &expect![[r#"Failed { why: "it redirects in a circle" } after HEAD /, HEAD /other"#]],
    );
    check(|_| redirect("301 Moved", ""), &expect![[r#"Failed { why: "it redirects in a circle" } after HEAD /"#]]);
    check(
        |_| "HTTP/1.1 302 Found\r\nSet-Cookie: seen=1\r\nLocation: /\r\nContent-Length: 0\r\n\r\n".to_owned(),
        &expect!["Refused { status: 302 } after HEAD /"],
    );
}

#[test]
fn redirects_stay_on_the_web() {
    for (to, scheme) in [("file:///etc/passwd", "file"), ("javascript:alert(1)", "javascript"), ("data:,x", "data")] {
        let site = Site::new(move |_| redirect("301 Moved", to));
        let why = format!("it redirects to an address that begins with `{scheme}:`");
        assert_eq!(Asker::new().ask(&site.url("/")), failed(&why));
        assert_eq!(site.heard(), ["HEAD /"]);
    }
    check(
        |_| redirect("301 Moved", "http://"),
        &expect![[r#"Failed { why: "it redirects to something that is not an address" } after HEAD /"#]],
    );
    check(|_| redirect("301 Moved", "http://me:secret@127.0.0.1:9/"), &expect!["Skipped after HEAD /"]);
    check(
        |_| status("301 Moved"),
        &expect![[r#"Failed { why: "it redirects without saying where to (301)" } after HEAD /"#]],
    );
}

#[test]
fn a_silent_server_is_given_up() {
    let site = Site::raw("127.0.0.1", Arc::default(), |_, stream| {
        // Until whoever asked goes away.
        let _ = stream.read(&mut [0]);
        None
    });
    let asker = Asker { reply: Duration::from_millis(50), ..Asker::new() };
    let urls = ["/a", "/b", "/c", "/d"].map(|path| site.url(path));
    for answer in asker.ask_all(&urls).values() {
        assert_eq!(*answer, failed("`127.0.0.1` did not answer within 0.05 seconds"));
    }
    assert_eq!(site.heard(), ["HEAD /a", "GET /a", "HEAD /b", "GET /b"]);
}

#[test]
fn time_is_up_for_servers_that_never_come_to_the_point() {
    for (head, drop) in [("HTTP/1.1 200 OK\r\nX: ", "a"), ("", "HTTP/1.1 100 Continue\r\n\r\n")] {
        let site = Site::raw("127.0.0.1", Arc::default(), move |_, stream| {
            let _ = stream.write_all(head.as_bytes());
            while stream.write_all(drop.as_bytes()).is_ok() {
                dwell();
            }
            None
        });
        let asker = Asker { reply: Duration::from_millis(50), ..Asker::new() };
        assert_eq!(asker.ask(&site.url("/")), failed("`127.0.0.1` did not answer within 0.05 seconds"));
    }
}

#[test]
fn a_server_that_is_not_there() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let url = format!("http://{address}/");
    assert_eq!(Asker::new().ask(&url), failed("`127.0.0.1` refuses connections"));
}

#[test]
fn a_broken_connection_is_tried_again() {
    let broken = |times: usize| {
        move |request: &Request| {
            if request.is("HEAD") || request.before < times { String::new() } else { status("200 OK") }
        }
    };
    check(broken(0), &expect!["Well after HEAD /, GET /"]);
    check(broken(1), &expect!["Well after HEAD /, GET /, GET /"]);
    check(
        broken(2),
        &expect![[
            r#"Failed { why: "`127.0.0.1` closes the connection without an answer" } after HEAD /, GET /, GET /"#
        ]],
    );
}

#[test]
fn servers_that_talk_nonsense() {
    check(
        |_| "220 mail.example.org ESMTP\r\n\r\n".to_owned(),
        &expect![[r#"Failed { why: "what `127.0.0.1` answers is not HTTP" } after HEAD /, GET /"#]],
    );

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for mut stream in listener.incoming().map(Result::unwrap) {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(status("400 Bad Request").as_bytes());
        }
    });
    let Answer::Failed { why } = Asker::new().ask(&format!("https://{address}/")) else { panic!("no TLS") };
    assert!(why.starts_with("there is no secure connection to `127.0.0.1`: "), "{why}");
}

/// A site that sends `head`, then `more` without end, tells when it could not send any more.
#[track_caller]
fn endless(head: &'static str, more: &'static str, expected: &Answer) {
    let (tell, told) = channel();
    let site = Site::raw("127.0.0.1", Arc::default(), move |request, stream| {
        if request.is("HEAD") {
            return Some(status("405 Method Not Allowed"));
        }
        let _ = stream.write_all(head.as_bytes());
        let more = more.repeat(1000);
        while stream.write_all(more.as_bytes()).is_ok() {}
        tell.send(()).unwrap();
        None
    });
    assert_eq!(Asker::new().ask(&site.url("/")), *expected);
    told.recv_timeout(LIMIT).expect("nobody goes on reading");
}

#[test]
fn nothing_is_read_without_end() {
    endless("HTTP/1.1 200 OK\r\n\r\n", "more and more ", &Answer::Well);
    endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nagain\r\n", &Answer::Well);
    endless("HTTP/1.1 200 OK\r\nLong: ", "aaaaaaaaaa", &failed("`127.0.0.1` sends headers without end"));
    endless("HTTP/1.1 200 OK\r\n", "More: more\r\n", &failed("`127.0.0.1` sends headers without end"));
}

#[test]
fn a_busy_server_says_when_to_come_back() {
    for line in ["429 Too Many Requests", "503 Service Unavailable"] {
        let site = Site::new(move |request| match request.before {
            0 => format!("HTTP/1.1 {line}\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n"),
            _ => status("200 OK"),
        });
        let asker = Asker::new();
        assert_eq!(asker.ask(&site.url("/")), Answer::Well);
        assert_eq!(site.heard(), ["HEAD /", "HEAD /"]);
        assert_eq!(*asker.waits.lock().unwrap(), [Duration::from_secs(3)]);
    }
    // A date that is past: at once.
    let site = Site::new(move |request| match request.before {
        0 => "HTTP/1.1 429 Slow down\r\nRetry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 0\r\n\r\n"
            .to_owned(),
        _ => status("200 OK"),
    });
    let asker = Asker::new();
    assert_eq!(asker.ask(&site.url("/")), Answer::Well);
    assert_eq!(*asker.waits.lock().unwrap(), [Duration::ZERO]);
}

#[test]
fn a_server_that_was_asked_too_often_is_left_alone() {
    for (after, heard) in [("0", 2), ("3600", 1), ("Fri, 31 Dec 2999 23:59:59 GMT", 1), ("soon", 1)] {
        let site =
            Site::new(move |_| format!("HTTP/1.1 429 Slow down\r\nRetry-After: {after}\r\nContent-Length: 0\r\n\r\n"));
        let asker = Asker::new();
        let urls = ["/a", "/b"].map(|path| site.url(path));
        for round in 1..=2 {
            assert!(asker.ask_all(&urls).values().all(|answer| *answer == Answer::Refused { status: 429 }));
            assert_eq!(site.heard(), vec!["HEAD /a"; heard * round], "{after}: no more in this run, anew in the next");
        }
        assert!(asker.waits.lock().unwrap().iter().all(Duration::is_zero));
    }
}

/// What a site does while it has somebody to attend to.
fn dwell() {
    thread::sleep(Duration::from_millis(1));
}

#[test]
fn a_host_is_asked_one_thing_at_a_time() {
    let crowd = Arc::<Crowd>::default();
    let sites: Vec<_> = (0..2)
        .map(|_| {
            Site::raw("127.0.0.1", Arc::clone(&crowd), |request, _| {
                dwell();
                Some(status(if request.path.ends_with('3') { "404 Not Found" } else { "200 OK" }))
            })
        })
        .collect();
    // Another host, whose links all lead to that one.
    let to = sites[0].url("");
    let elsewhere = Site::new(move |request| redirect("302 Found", &format!("{to}{}", request.path)));
    let mut urls = Vec::new();
    for number in 0..10 {
        urls.extend(sites.iter().map(|site| site.url(&format!("/{number}"))));
        urls.push(elsewhere.url(&format!("/from/{number}")).replace("127.0.0.1", "localhost"));
    }
    Asker::new().ask_all(&urls);
    assert_eq!(elsewhere.heard().len(), 10);
    assert_eq!(sites[0].heard().len() + sites[1].heard().len(), 30 + 3);
    assert_eq!(crowd.most.load(Ordering::SeqCst), 1);
}

/// Only Linux has more than one address of its own without being asked for it.
#[test]
#[cfg(target_os = "linux")]
fn eight_hosts_are_asked_side_by_side() {
    let crowd = Arc::<Crowd>::default();
    let eight = Arc::new(std::sync::Barrier::new(8));
    let sites: Vec<_> = (1..=16)
        .map(|number| {
            let eight = Arc::clone(&eight);
            Site::raw(&format!("127.0.7.{number}"), Arc::clone(&crowd), move |_, _| {
                eight.wait();
                Some(status("200 OK"))
            })
        })
        .collect();
    let urls: Vec<_> = sites.iter().map(|site| site.url("/")).collect();
    assert!(Asker::new().ask_all(&urls).values().all(|answer| *answer == Answer::Well));
    assert_eq!(crowd.most.load(Ordering::SeqCst), 8);
}

#[test]
fn a_host_has_peace_between_two_requests() {
    let site = Site::new(|request| status(if request.path == "/b" { "404 Not Found" } else { "200 OK" }));
    let asker = Asker { pause: Duration::from_hours(1), ..Asker::new() };
    asker.ask_all(&["/a", "/b", "/c"].map(|path| site.url(path)));
    assert_eq!(site.heard(), ["HEAD /a", "HEAD /b", "GET /b", "HEAD /c"]);
    let waits = asker.waits.lock().unwrap();
    assert_eq!(waits.len(), 3);
    assert!(waits.iter().all(|wait| *wait > Duration::from_mins(50)), "{waits:?}");
}

#[test]
fn one_request_for_links_to_parts_of_a_page() {
    let site = Site::new(|request| match request.path.as_str() {
        "/old" => redirect("301 Moved", "/new"),
        "/named" => redirect("301 Moved", "/new#there"),
        _ => status("200 OK"),
    });
    let urls = ["/a", "/a#one", "/a#two", "/old", "/old#part", "/named#part"].map(|path| site.url(path));
    let answers = Asker::new().ask_all(&urls);
    assert_eq!(site.heard(), ["HEAD /a", "HEAD /named", "HEAD /new", "HEAD /old", "HEAD /new"]);
    let moved = |to: &str| Answer::Moved { to: site.url(to), permanent: true };
    assert_eq!(answers[&urls[0]], Answer::Well);
    assert_eq!(answers[&urls[1]], Answer::Well);
    assert_eq!(answers[&urls[3]], moved("/new"));
    assert_eq!(answers[&urls[4]], moved("/new#part"));
    assert_eq!(answers[&urls[5]], moved("/new#there"));
}

#[test]
fn some_links_are_not_asked() {
    let site =
        Site::new(
            |request| {
                if request.path == "/to-private" { redirect("302 Found", "/private/a") } else { status("200 OK") }
            },
        );
    let mut asker = Asker::new();
    asker.rules.skip_prefixes = vec![site.url("/private/"), "https://example.org/".into(), "http://[left".into()];
    let secret = format!("http://me:secret@{}/", site.address);
    let mut urls = vec![
        site.url("/private/a"),
        site.url("/to-private"),
        site.url("/public"),
        secret.clone(),
        format!("http://me@{}/", site.address),
        "HTTPS://EXAMPLE.org/shouted".into(),
        "http://[left out".into(),
        "mailto:me@example.org".into(),
        "ftp://example.org".into(),
        "relative/page".into(),
        "//example.org".into(),
        String::new(),
    ];
    let answers = asker.ask_all(&urls);
    assert_eq!(site.heard(), ["HEAD /public", "HEAD /to-private"]);
    let public = urls.remove(2);
    assert_eq!(answers[&public], Answer::Well);
    assert!(urls.iter().all(|url| answers[url] == Answer::Skipped), "{answers:?}");
    assert!(!fs::read_to_string(asker.cache()).unwrap().contains("secret"));

    for url in ["http://", "https://a b/", "http://[::1/", "http://a.org:99999/"] {
        let Answer::Failed { why } = asker.ask(url) else { panic!("{url}") };
        assert!(why.starts_with("it is not an address: "), "{url}: {why}");
    }
}

#[test]
fn good_answers_are_not_asked_for_again() {
    let site = Site::new(|request| match request.path.as_str() {
        "/gone" => status("404 Not Found"),
        "/ill" => status("500 Oops"),
        "/moved" => redirect("301 Moved", "/well"),
        "/shut" => status("403 Forbidden"),
        _ => status("200 OK"),
    });
    let asker = Asker::new();
    let urls = ["/gone", "/ill", "/moved", "/moved#part", "/shut", "/well"].map(|path| site.url(path));
    let first = asker.ask_all(&urls);
    let heard = site.heard();
    assert_eq!(heard.len(), 9, "{heard:?}");
    assert_eq!(asker.ask_all(&urls), first);
    assert_eq!(site.heard()[9..], ["HEAD /gone", "GET /gone", "HEAD /ill", "GET /ill"]);

    // What is not asked for this time is kept all the same.
    asker.ask_all(&urls[..1]);
    assert_eq!(asker.ask(&urls[5]), Answer::Well);
    assert_eq!(site.heard().len(), 15);

    let mut names: Vec<_> =
        fs::read_dir(asker.cache().parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, [".gitignore", "links.json"]);
    assert_eq!(fs::read_to_string(asker.cache().with_file_name(".gitignore")).unwrap(), "*\n");
}

#[test]
fn answers_grow_old() {
    let site = Site::new(|_| status("200 OK"));
    let mut asker = Asker::new();
    let url = site.url("/");
    asker.ask(&url);
    let aged = |seconds: i64| {
        let mut cache: serde_json::Value = serde_json::from_slice(&fs::read(asker.cache()).unwrap()).unwrap();
        let at = &mut cache["answers"][&url]["at"];
        *at = (at.as_i64().unwrap() - seconds).into();
        fs::write(asker.cache(), cache.to_string()).unwrap();
    };
    let day = 24 * 60 * 60;
    aged(6 * day);
    asker.ask(&url);
    assert_eq!(site.heard().len(), 1);
    aged(day);
    asker.ask(&url);
    assert_eq!(site.heard().len(), 2);
    // Given by a clock that went wrong.
    aged(-365 * day);
    asker.ask(&url);
    assert_eq!(site.heard().len(), 3);
    asker.rules.cache_days = 0;
    asker.ask(&url);
    assert_eq!(site.heard().len(), 4);
}

#[test]
fn without_days_there_is_no_cache() {
    let site = Site::new(|_| status("200 OK"));
    let mut asker = Asker::new();
    asker.rules.cache_days = 0;
    asker.ask(&site.url("/"));
    assert!(!asker.cache().parent().unwrap().exists());
}

#[test]
fn a_cache_that_is_none_is_replaced() {
    let site = Site::new(|_| status("200 OK"));
    let asker = Asker::new();
    let (url, cache) = (site.url("/"), asker.cache());
    fs::create_dir(cache.parent().unwrap()).unwrap();
    let entry = format!(r#"{{"{url}":{{"at":99999999999,"answer":"well"}}}}"#);
    let foreign = [
        String::new(),
        "not JSON".to_owned(),
        "{}".to_owned(),
        "[".repeat(100_000),
        format!(r#"{{"version":1,"answers":{entry},"more":1}}"#),
        format!(r#"{{"version":2,"answers":{entry}}}"#),
        format!(r#"{{"version":1,"answers":{}}}"#, entry.replace("\"well\"", "\"splendid\"")),
        format!(r#"{{"version":1,"answers":{}}}"#, entry.replace("99999999999", "-9223372036854775808")),
        // A bad answer is asked for anew, wherever it comes from.
        format!(r#"{{"version":1,"answers":{}}}"#, entry.replace("\"well\"", r#"{"gone":{"status":404}}"#)),
    ];
    for (number, text) in foreign.iter().enumerate() {
        fs::write(&cache, text).unwrap();
        assert_eq!(asker.ask(&url), Answer::Well);
        assert_eq!(site.heard().len(), number + 1, "{text}");
        let kept: serde_json::Value = serde_json::from_slice(&fs::read(&cache).unwrap()).unwrap();
        assert_eq!(kept["answers"][&url]["answer"], "well");
    }
    fs::write(&cache, [0xff, 0xfe, 0]).unwrap();
    assert_eq!(asker.ask(&url), Answer::Well);
    assert!(!cache.with_file_name(".gitignore").exists(), "the folder was there before");
}

#[test]
fn nobody_is_asked_if_answers_cannot_be_kept() {
    let site = Site::new(|_| status("200 OK"));
    let asker = Asker::new();
    let file = asker.folder.path().join("file");
    fs::write(&file, "").unwrap();
    for cache in [file.join("links.json"), asker.folder.path().to_owned()] {
        let error = asker.try_ask(&[site.url("/")], &cache, &|_| ()).unwrap_err();
        assert!(error.to_string().starts_with("answers of other sites cannot be kept in `"), "{error:#}");
    }
    assert_eq!(site.heard().len(), 0);
    assert_eq!(fs::read_dir(asker.folder.path()).unwrap().count(), 1, "nothing is left behind");
}

#[test]
fn progress_is_told_and_saved() {
    let site = Site::new(|_| status("200 OK"));
    let asker = Asker::new();
    let mut urls: Vec<_> = (100..160).map(|number| site.url(&format!("/{number}"))).collect();
    urls.push("mailto:me@example.org".into());
    let told = RefCell::new(Vec::new());
    let progress = |done: usize| {
        told.borrow_mut().push(done);
        let saved = fs::read_to_string(asker.cache()).unwrap();
        assert_eq!(saved.contains("/149"), done > 50, "{done}");
    };
    asker.try_ask(&urls, &asker.cache(), &progress).unwrap();
    assert_eq!(*told.borrow(), (1..=61).collect::<Vec<_>>());
    assert!(fs::read_to_string(asker.cache()).unwrap().contains("/159"));
}
