//! The preview as a host of the site, as a watcher of the book, and under attack.

use std::fs;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::server::{Book, Connection, LIMIT, Server, encoded, keep};

/// A book whose pages show each other.
const LAKE: &str = "\
== book.toml
[book]
title = \"Inside out\"
[output.html]
base-url = \"https://example.org/\"
== content/index.md
---
title: Home
---
Begin with [[mirror]].
== content/mirror.md
---
title: The mirror
date: 2025-03-04
tags: [glass]
---
It shows what is before it.
== content/lake.md
---
title: The lake
date: 2025-03-05
---
Look into the [[mirror]] there.
== content/pic.png
PNG
";

#[test]
fn pages_are_served_as_on_a_real_host() {
    let book = Book::new(LAKE);
    book.write(
        "== content/sub/deep.md\n# Deep\n== content/draft.md\n---\ntitle: Unfinished\ndraft: true\n---\n\
         == content/a b.txt\nspace\n== content/naïve.txt\naccent\n== content/.well-known/z\nfound\n\
         == content/old.md\n---\naliases: [/once/]\n---\nIt has moved.\n",
    );
    let bytes: Vec<u8> = (0..1000_u32).map(|at| (at % 251) as u8).collect();
    book.write_bytes("content/bytes.qqq", &bytes);
    for ending in ["css", "js", "svg", "json", "xml", "atom", "webmanifest", "woff2"] {
        book.write_bytes(&format!("content/file.{ending}"), b"/* any */");
    }
    let server = Server::start(&book, &[]);

    for (path, part) in [
        ("/", "Begin with"),
        ("/mirror/", "It shows what"),
        ("/mirror/?a=b&c", "It shows what"),
        ("/sub/deep/", "Deep"),
        ("/draft/", "Unfinished"),
        ("/once/", "has moved"),
        ("/%6Dirror/", "It shows what"),
        ("/a%20b.txt", "space"),
        ("/na%C3%AFve.txt", "accent"),
        ("/.well-known/z", "found"),
        ("/index.html", "Begin with"),
        ("/404.html", "There is no such page"),
    ] {
        assert!(server.shows(path, part), "{path}: {:?}", server.get(path));
    }
    for (path, to) in [("/mirror", "/mirror/"), ("/sub/deep", "/sub/deep/")] {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.header("location")), (301, Some(to)), "{path}");
    }
    // No path leads a browser to another host.
    for path in ["//mirror", "//evil.example/mirror", "/\\evil.example/mirror", "//evil.example//%2e%2e"] {
        let place = server.get(path).header("location").unwrap_or("/").to_owned();
        assert!(place.starts_with('/') && !place.starts_with("//") && !place.starts_with("/\\"), "{path}: {place}");
    }

    content_types(&server);
    conditions(&server);

    // One connection, several requests, of which two are sent at once.
    let mut connection = server.connect().unwrap();
    for path in ["/", "/mirror/", "/bytes.qqq"] {
        let whole = connection.ask("GET", path, &[]).unwrap();
        let head = connection.ask("HEAD", path, &[]).unwrap();
        assert_eq!((head.status, head.header("content-length")), (200, Some(&*whole.body.len().to_string())), "{path}");
        assert_eq!(head.header("content-type"), whole.header("content-type"));
        assert_eq!(head.header("etag"), whole.header("etag"));
    }
    connection.request("GET", "/mirror/", &[]).unwrap();
    connection.request("GET", "/bytes.qqq", &[]).unwrap();
    assert!(connection.receive(true).unwrap().text().contains("It shows what"));
    assert_eq!(connection.receive(true).unwrap().body, bytes);
    ranges(&server, &bytes);
}

fn content_types(server: &Server) {
    for (path, types) in [
        ("/", &["text/html; charset=utf-8"][..]),
        ("/no-such-page/", &["text/html; charset=utf-8"]),
        ("/theme/lantern.css", &["text/css"]),
        ("/file.css", &["text/css"]),
        ("/file.js", &["text/javascript", "application/javascript"]),
        ("/.crosslight/live.js", &["text/javascript", "application/javascript"]),
        ("/file.svg", &["image/svg+xml"]),
        ("/pic.png", &["image/png"]),
        ("/graph.json", &["application/json"]),
        ("/.crosslight/status", &["application/json"]),
        ("/sitemap.xml", &["application/xml", "text/xml"]),
        ("/atom.xml", &["application/atom+xml", "application/xml", "text/xml"]),
        ("/file.atom", &["application/atom+xml"]),
        ("/file.webmanifest", &["application/manifest+json"]),
        ("/file.woff2", &["font/woff2"]),
        ("/robots.txt", &["text/plain"]),
        ("/bytes.qqq", &["application/octet-stream"]),
    ] {
        let answer = server.get(path);
        let found = answer.header("content-type").unwrap_or_default().to_ascii_lowercase();
        assert!(types.iter().any(|kind| found.starts_with(kind)), "{path} is {found:?}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-cache"), "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"), "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), None, "{path}");
    }
}

fn conditions(server: &Server) {
    for path in ["/mirror/", "/pic.png", "/theme/lantern.css"] {
        let tag = server.get(path).header("etag").expect("an ETag").to_owned();
        let weak = format!("W/{}", tag.trim_start_matches("W/"));
        for same in [tag.clone(), weak, format!("\"other\", {tag}"), "*".to_owned()] {
            let mut connection = server.connect().unwrap();
            let answer = connection.ask("GET", path, &[("if-none-match", &same)]).unwrap();
            assert_eq!((answer.status, answer.header("etag")), (304, Some(&*tag)), "{path} {same}");
            // Nothing follows: the connection is good for another request.
            assert_eq!(connection.ask("GET", "/", &[]).unwrap().status, 200);
        }
        assert_eq!(server.ask("GET", path, &[("if-none-match", "\"other\"")]).status, 200);
    }
}

fn ranges(server: &Server, bytes: &[u8]) {
    let of_all = ("", 0..1000);
    for (range, status, (says, part)) in [
        ("bytes=0-9", 206, ("bytes 0-9/1000", 0..10)),
        ("bytes=5-5", 206, ("bytes 5-5/1000", 5..6)),
        ("bytes=-10", 206, ("bytes 990-999/1000", 990..1000)),
        ("bytes=990-", 206, ("bytes 990-999/1000", 990..1000)),
        ("bytes=0-", 206, ("bytes 0-999/1000", 0..1000)),
        ("bytes=900-99999", 206, ("bytes 900-999/1000", 900..1000)),
        ("bytes=-5000", 206, ("bytes 0-999/1000", 0..1000)),
        ("bytes=1000-", 416, ("bytes */1000", 0..0)),
        // What is not a range is not there, and neither are ranges of more than one part.
        ("bytes=a-b", 200, of_all.clone()),
        ("bytes=-", 200, of_all.clone()),
        ("bytes=", 200, of_all.clone()),
        ("bytes", 200, of_all.clone()),
        ("lines=0-1", 200, of_all.clone()),
        ("bytes=0-1,4-5", 200, of_all.clone()),
        ("bytes=0-9,5-14", 200, of_all),
    ] {
        let answer = server.ask("GET", "/bytes.qqq", &[("range", range)]);
        assert_eq!(answer.status, status, "{range}");
        assert_eq!(answer.header("content-range").unwrap_or_default(), says, "{range}");
        assert!(status == 416 || answer.body == bytes[part], "{range}");
    }
    // These may be taken for no ranges, or for some that are not there.
    for range in ["bytes=5-2", "bytes=-0", "bytes=99999999999999999999999-"] {
        assert!([200, 416].contains(&server.ask("GET", "/bytes.qqq", &[("range", range)]).status), "{range}");
    }
    let fields = [("range", "bytes=0-9"), ("if-range", "\"another\"")];
    assert_eq!(server.ask("GET", "/bytes.qqq", &fields).status, 200, "a part of what is there no more");
}

#[test]
fn a_missing_page_of_a_plain_theme_names_the_nearest() {
    let book = Book::new(LAKE);
    book.write(
        "== book.toml\n[book]\ntitle = \"Inside out\"\n[output.html]\ntheme = \"mine\"\n\
         == themes/mine/theme.toml\nextends = \"lantern\"\n== themes/mine/templates/404.html\n<!doctype html>\n<title>Gone</title>\n",
    );
    let text = Server::start(&book, &[]).get("/miror/").text().to_owned();
    assert!(text.contains("Did you mean") && text.contains("href=\"/mirror/\">The mirror</a>"), "{text}");
}

#[test]
fn a_missing_page_names_the_nearest() {
    let book = Book::new(LAKE);
    let server = Server::start(&book, &[]);
    let answer = server.get("/miror/");
    assert_eq!(answer.status, 404);
    assert!(answer.text().contains("There is no such page") && answer.text().contains("Inside out"));
    // The page of this theme looks for them itself.
    assert!(answer.text().contains("page:nearest") && !answer.text().contains("Did you mean"), "{}", answer.text());
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    for path in ["/no.png", "/mirror/no/", "/mirror/index.htm", "/mirror.html", "/mirror.md", "/content/", "/theme/"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    let head = server.ask("HEAD", "/miror/", &[]);
    assert_eq!((head.status, head.header("content-length")), (404, Some(&*answer.body.len().to_string())));
    // What is asked for is shown as text, if at all.
    let answer = server.get("/%3Cscript%3Ealert(1)%3C/script%3E%22%3E/");
    assert!(answer.status == 404 && !answer.text().contains("<script>alert"), "{}", answer.text());
}

#[test]
fn an_edit_shows_on_every_page_that_shows_it() {
    let book = Book::new(LAKE);
    let server = Server::start(&book, &[]);
    let before = server.status();
    assert_eq!((before.essays, before.errors, before.warnings), (2, 0, 0));

    book.replace("content/lake.md", "Look into", "On calm days, look into");
    server.wait_to_show("/lake/", "On calm days");
    server.wait_to_show("/mirror/", "On calm days");
    server.wait_to_show("/atom.xml", "On calm days");
    server.settled();
    assert!(server.status().revision > before.revision);

    book.replace("content/mirror.md", "The mirror", "A looking-glass");
    for path in ["/mirror/", "/lake/", "/", "/essays/", "/tags/glass/", "/atom.xml"] {
        server.wait_to_show(path, "A looking-glass");
    }
    book.replace("content/mirror.md", "tags: [glass]", "tags: [silver]");
    server.wait_to_show("/tags/silver/", "A looking-glass");
    server.wait_for_status("/tags/glass/", 404);

    book.write("== content/shore.md\n---\ntitle: The shore\n---\nFrom [[lake]] to [[sea]].\n");
    server.wait_to_show("/shore/", "From ");
    server.wait_to_show("/lake/", "The shore");
    server.wait_to_show("/essays/", "The shore");
    server.wait_for("a broken link", |server| server.status().warnings == 1);
    book.write("== content/sea.md\n---\ntitle: The sea\n---\nSalt.\n");
    server.wait_to_show("/shore/", "The sea");
    server.wait_for("no broken link", |server| server.status().warnings == 0);
    assert_eq!(server.status().essays, 4);
    book.remove("content/shore.md");
    server.wait_for_status("/shore/", 404);
    server.wait_for("a list without it", |server| !server.shows("/essays/", "The shore"));
    server.wait_for("a page without it", |server| !server.shows("/lake/", "The shore"));

    book.write_bytes("content/pic.png", b"PNG, and more of it");
    server.wait_for("the new picture", |server| server.get("/pic.png").body == b"PNG, and more of it");
    book.remove("content/pic.png");
    server.wait_for_status("/pic.png", 404);

    // A broken essay stays on the screen, beside the error.
    book.replace("book.toml", "[output.html]", "[lints]\nbad-date = \"deny\"\n[output.html]");
    book.replace("content/sea.md", "title: The sea", "title: The sea\ndate: never");
    server.wait_for("an error", |server| server.status().errors == 1);
    assert!(server.shows("/sea/", "The sea") && server.shows("/lake/", "On calm days"));
    book.replace("content/sea.md", "date: never", "date: 2025-01-01");
    server.wait_for("no error", |server| server.status().errors == 0);
    server.wait_to_equal(LIMIT, &book.build(&["--drafts", "--base-url", &server.base_url()]));
}

#[test]
fn what_is_left_out_of_a_build_is_left_out_of_the_preview() {
    let book = Book::new(
        "== book.toml\n[book]\ntitle = \"T\"\nignore = [\"*.dat\", \"/notes/\"]\n== .gitignore\nprivate/\n*.log\n\
         == content/a.md\nA\n== content/private/old.md\nOld\n",
    );
    let server = Server::start(&book, &[]);
    assert_eq!(server.get("/private/old/").status, 404);
    book.write(
        "== content/private/x.md\nX\n== content/x.log\nX\n== content/x.dat\nX\n== content/notes/x.md\nX\n\
         == content/.hidden.md\nX\n== content/.folder/x.md\nX\n== content/fresh/notes/x.md\nX\n",
    );
    // Written later, so that the others have been looked at when it is there.
    book.write("== content/last.md\nThe last\n");
    server.wait_to_show("/last/", "The last");
    server.wait_to_show("/fresh/notes/x/", "X");
    server.settled();
    let left_out = ["/private/x/", "/x.log", "/x.dat", "/notes/x/", "/.hidden/", "/.hidden.md", "/.folder/x/"];
    for path in left_out {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    book.write("== .gitignore\nfresh/\n");
    server.wait_to_show("/private/x/", "X");
    server.wait_to_show("/x.log", "X");
    server.wait_for_status("/fresh/notes/x/", 404);
    book.replace("book.toml", "\"/notes/\"", "\"last.md\"");
    server.wait_to_show("/notes/x/", "X");
    server.wait_for_status("/last/", 404);
    // In a folder of its own, the rules are those of this folder.
    book.write("== content/notes/.gitignore\nx.md\n");
    server.wait_for_status("/notes/x/", 404);
    assert_eq!(server.get("/x.dat").status, 404);
}

#[test]
fn broken_settings_leave_the_last_good_pages() {
    let book = Book::new(LAKE);
    let server = Server::start(&book, &[]);
    let events = server.events("/lake/");
    assert_eq!(events.next("diagnostics")["errors"], 0);
    for broken in ["title = \"Inside out\"\ntitel = 1", "title = ", "title = \"Inside out\"\nsrc = \"nowhere\""] {
        book.replace("book.toml", "title = \"Inside out\"", broken);
        let found = events.find("diagnostics", |found| found["errors"].as_u64() > Some(0));
        let shown = &found["shown"][0];
        assert_eq!(shown["severity"], "error", "{found}");
        assert!(broken.contains("nowhere") || shown["file"] == "book.toml", "{found}");
        assert!(!shown["text"].as_str().unwrap().is_empty());
        assert!(server.status().errors > 0);
        assert!(server.shows("/lake/", "there.") && server.shows("/", "Inside out"), "{broken}");
        book.replace("book.toml", broken, "title = \"Inside out\"");
        events.find("diagnostics", |found| found["errors"] == 0);
        server.wait_for("no error", |server| server.status().errors == 0);
        assert!(server.shows("/lake/", "there.") && server.shows("/", "Inside out"), "{broken}");
    }
    // What was written meanwhile is there when the settings are right again.
    book.replace("book.toml", "title = \"Inside out\"", "titel = \"Outside in\"");
    server.wait_for("an error", |server| server.status().errors > 0);
    book.replace("content/lake.md", "Look", "Do look");
    book.replace("book.toml", "titel", "title");
    server.wait_to_show("/lake/", "Do look");
    server.wait_to_show("/", "Outside in");
    book.remove("book.toml");
    server.wait_for("the settings of no settings", |server| !server.shows("/lake/", "Outside in"));
    server.wait_to_show("/lake/", "Do look");
}

#[test]
fn a_theme_is_read_again_while_it_is_written() {
    let book = Book::new(LAKE);
    book.replace("book.toml", "[output.html]", "[output.html]\ntheme = \"mine\"");
    book.write(
        "== themes/mine/theme.toml\nextends = \"lantern\"\n== themes/mine/static/extra.css\nbody {}\n\
         == themes/mine/templates/essay.html\n{% extends \"lantern/essay.html\" %}{% block footer %}MY FOOTER{% endblock footer %}\n",
    );
    let server = Server::start(&book, &[]);
    assert!(server.shows("/lake/", "MY FOOTER"));
    book.replace("themes/mine/templates/essay.html", "MY FOOTER", "MY OTHER FOOTER");
    server.wait_to_show("/lake/", "MY OTHER FOOTER");
    let events = server.events("/lake/");
    for (at, broken) in ["{% if x %}", "{{ essay.title | uper }}", "{{ essay.titel }}"].into_iter().enumerate() {
        book.replace("themes/mine/templates/essay.html", "MY OTHER FOOTER", broken);
        events.find("diagnostics", |found| found["errors"].as_u64() > Some(0));
        server.settled();
        // That a field is not there is only seen when a page is made.
        let is_seen_early = broken != "{{ essay.titel }}";
        assert!(!is_seen_early || server.shows("/lake/", "MY OTHER FOOTER"), "{broken}: the last good page stays");
        book.replace("themes/mine/templates/essay.html", broken, &format!("FOOTER {at}"));
        server.wait_for("no error", |server| server.status().errors == 0);
        // Nothing was sent to who looked at the page until it was good again.
        let change = events.next("change");
        server.wait_for("the mended page", |server| server.shows("/lake/", change["hash"].as_str().unwrap_or("none")));
        book.replace("themes/mine/templates/essay.html", &format!("FOOTER {at}"), "MY OTHER FOOTER");
        events.next("change");
    }
    book.write("== themes/mine/static/extra.css\nbody { color: red }\n== themes/mine/static/new.css\nnew\n");
    server.wait_to_show("/theme/extra.css", "color: red");
    server.wait_to_show("/theme/new.css", "new");
    book.remove("themes/mine/static/new.css");
    server.wait_for_status("/theme/new.css", 404);
    // A template hides the one of the theme below it from when it is there to when it is gone.
    book.write("== themes/mine/templates/404.html\nNOT HERE {{ root }}\n");
    server.wait_to_show("/404.html", "NOT HERE");
    book.remove("themes/mine/templates/404.html");
    server.wait_to_show("/404.html", "There is no such page");
    book.write("== themes/mine/theme.toml\nextends = \"mine\"\n");
    book.write("== themes/other/theme.toml\nextends = \"lantern\"\n== themes/other/static/other.css\nother\n");
    book.replace("book.toml", "theme = \"mine\"", "theme = \"other\"");
    server.wait_to_show("/theme/other.css", "other");
    server.wait_for("pages of the other theme", |server| !server.shows("/lake/", "MY OTHER FOOTER"));
    server.wait_for_status("/theme/extra.css", 404);
    server.wait_to_equal(LIMIT, &book.build(&["--drafts", "--base-url", &server.base_url()]));
}

#[test]
fn a_page_follows_what_it_includes() {
    let book = Book::new(
        "== book.toml\n[markdown]\nincludes = true\n[output.html]\nclean-urls = true\n\
         == content/a.md\n# A\n\n{{#include x.md}}\n\n{{#include ../shared/part.txt}}\n\n{{#include later.txt}}\n\
         == content/x.md\nFirst inner\n== shared/part.txt\nFirst outer\n",
    );
    let server = Server::start(&book, &[]);
    assert!(server.shows("/a/", "First inner") && server.shows("/a/", "First outer"));
    book.write("== content/x.md\nSecond inner\n");
    server.wait_to_show("/a/", "Second inner");
    book.write("== content/later.txt\nNow there\n");
    server.wait_to_show("/a/", "Now there");
    book.write("== shared/part.txt\nSecond outer\n");
    server.wait_to_show("/a/", "Second outer");
    book.write("== shared/new.txt\nThird outer\n");
    book.rename("shared/new.txt", "shared/part.txt");
    server.wait_to_show("/a/", "Third outer");
    book.remove("content/x.md");
    server.wait_for_status("/x/", 404);
    server.wait_for("a page without it", |server| !server.shows("/a/", "Second inner"));
    book.write("== content/x.md\nThird inner\n");
    server.wait_to_show("/a/", "Third inner");
    server.wait_to_equal(LIMIT, &book.build(&["--drafts"]));
}

#[test]
fn folders_come_and_go() {
    let book = Book::new(LAKE);
    book.write("== content/sub/one.md\nOne\n== content/sub/deeper/two.md\nTwo\n");
    let server = Server::start(&book, &[]);
    for _ in 0..2 {
        book.rename("content/sub", "away");
        server.wait_for_status("/sub/one/", 404);
        server.wait_for_status("/sub/deeper/two/", 404);
        book.write("== away/one.md\nChanged while away\n");
        book.rename("away", "content/sub");
        server.wait_to_show("/sub/one/", "Changed while away");
        // It is watched again.
        book.write("== content/sub/one.md\nOne\n== content/sub/deeper/two.md\nTwo, changed\n");
        server.wait_to_show("/sub/one/", "One");
        server.wait_to_show("/sub/deeper/two/", "Two, changed");
    }
    book.rename("content/sub", "content/other");
    server.wait_for_status("/sub/deeper/two/", 404);
    book.write("== content/other/deeper/two.md\nElsewhere\n");
    server.wait_to_show("/other/deeper/two/", "Elsewhere");
    // A tree that is moved in is there as a whole.
    book.write("== tree/a/b/c.md\nC\n== tree/a/d.md\nD\n");
    book.rename("tree", "content/tree");
    server.wait_to_show("/tree/a/b/c/", "C");
    book.write("== content/tree/a/b/c.md\nC, changed\n");
    server.wait_to_show("/tree/a/b/c/", "C, changed");

    for round in ["first", "second"] {
        fs::remove_dir_all(book.path("content")).unwrap();
        server.wait_for("nothing, or the last that was", |server| {
            let status = server.status();
            status.errors > 0 || status.essays == 0
        });
        assert!([200, 404].contains(&server.get("/").status));
        book.write(&format!("== content/index.md\nBegin the {round} time.\n== content/deep/new.md\nNew {round}\n"));
        server.wait_to_show("/", &format!("Begin the {round} time."));
        server.wait_to_show("/deep/new/", &format!("New {round}"));
        server.wait_for_status("/tree/a/b/c/", 404);
        book.write(&format!("== content/deep/new.md\nNewer {round}\n"));
        server.wait_to_show("/deep/new/", &format!("Newer {round}"));
    }
    server.wait_to_equal(LIMIT, &book.build(&["--drafts", "--base-url", &server.base_url()]));
}

#[test]
fn two_thousand_files_at_once_come_to_a_clean_build() {
    let book = Book::new(LAKE);
    let server = Server::start(&book, &["--no-reload"]);
    thread::scope(|scope| {
        for part in 0..4 {
            let book = &book;
            scope.spawn(move || {
                for at in (part * 500)..(part + 1) * 500 {
                    let next = (at + 1) % 2000;
                    let text = format!("---\ntitle: Number {at}\ntags: [t{}]\n---\nOn to [[n{next}]].\n", at % 9);
                    book.write_bytes(&format!("content/f{}/g{}/n{at}.md", at % 20, at % 3), text.as_bytes());
                }
            });
        }
    });
    let built = book.build(&["--drafts", "--base-url", &server.base_url()]);
    assert!(built.files.len() > 2000);
    server.wait_to_equal(3 * LIMIT, &built);
    assert_eq!(server.status().essays, 2002);
}

#[test]
fn the_preview_is_a_build_to_the_byte_and_writes_nothing() {
    let book = Book::new(LAKE);
    book.write(
        "== content/all.md\n# All\n\nText.\n\n## Second\n\n- one\n- two\n\n> [!note] Quoted\n> text\n\n```rust\nlet a = 1;\n```\n\n\
         | a | b |\n|---|---|\n| 1 | 2 |\n\n1. one\n\n   two\n\n***\n\n$$x^2$$\n\nTerm\n: what it means\n\n<div>raw</div>\n\n\
         ![[lake]]\n\n```query\ntag:#glass\n```\n\nEnd[^n].\n\n[^n]: A note.\n\
         == content/tags/glass.md\nAbout glass.\n== content/draft.md\n---\ndraft: true\n---\nUnfinished\n\
         == content/two words.txt\nx\n== content/raw.html\n<p>As it is</p>\n",
    );
    let before = book.listing();
    for arguments in [&["--no-reload"][..], &[], &["--no-reload", "--no-drafts"]] {
        let server = Server::start(&book, arguments);
        let url = server.base_url();
        let mut of_build = vec!["--base-url", &*url];
        if !arguments.contains(&"--no-drafts") {
            of_build.push("--drafts");
        }
        let built = book.build(&of_build);
        assert_eq!(server.difference(&built), None, "{arguments:?}");
        assert_eq!(server.get("/draft/").status, if built.files.contains_key("draft/index.html") { 200 } else { 404 });
    }
    assert_eq!(book.listing(), before);
    let plain =
        Book::new("== book.toml\n[output.html]\nclean-urls = true\n== content/a.md\n[[b]]\n== content/b.md\nB\n");
    let server = Server::start(&plain, &["--no-reload"]);
    assert_eq!(server.difference(&plain.build(&[])), None);
    assert_eq!(server.get("/atom.xml").status, 404);
}

#[test]
fn a_port_that_is_taken_is_passed_over() {
    let book = Book::new(LAKE);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let server = Server::start_at(&port.to_string(), &book, &[]);
    let said = server.said();
    assert!(
        server.port != port && said.starts_with(&format!("port {port} is taken: using {}\n", server.port)),
        "{said}"
    );
    server.settled();
    assert!(server.shows("/lake/", "there."));
    assert!(server.said().contains("\nread 2 essays in "), "{}", server.said());
    // Nobody else's machine can reach it: each line of the kernel's list has an address in hexadecimal digits.
    for list in ["/proc/net/tcp", "/proc/net/tcp6"] {
        let sockets = fs::read_to_string(list).unwrap_or_default();
        let open_to_all = sockets.lines().any(|line| line.contains(&format!(" {:0>8}:{:04X} ", "", server.port)));
        assert!(!open_to_all, "{sockets}");
    }
}

#[test]
fn without_news_from_the_system_it_looks_itself() {
    let book = Book::new(LAKE);
    let server = Server::start(&book, &["--watcher", "poll"]);
    book.replace("content/lake.md", "Look into", "On calm days, look into");
    server.wait_to_show("/lake/", "On calm days");
    server.wait_to_show("/mirror/", "On calm days");
    // As long as before, and written at the same time as before.
    let time = fs::metadata(book.path("content/lake.md")).unwrap().modified().unwrap();
    book.replace("content/lake.md", "calm", "cold");
    fs::OpenOptions::new().append(true).open(book.path("content/lake.md")).unwrap().set_modified(time).unwrap();
    server.wait_to_show("/mirror/", "On cold days");
    book.write("== content/deep/new.md\nNew\n");
    server.wait_to_show("/deep/new/", "New");
    book.remove("content/deep/new.md");
    server.wait_for_status("/deep/new/", 404);
    server.wait_to_equal(LIMIT, &book.build(&["--drafts", "--base-url", &server.base_url()]));
}

#[test]
fn a_book_that_is_broken_from_the_start_is_mended_in_the_preview() {
    let book = Book::new(LAKE);
    book.replace("book.toml", "title", "titel");
    let server = Server::start(&book, &[]);
    assert!(server.status().errors > 0);
    assert!(server.get("/").status >= 200);
    book.replace("book.toml", "titel", "title");
    server.wait_to_show("/lake/", "there.");
    drop(server);

    book.write("== themes/mine/theme.toml\n");
    let settings = "[lints]\nbad-yaml = \"deny\"\n[output.html]\ntheme = \"mine\"";
    book.replace("book.toml", "[output.html]", settings);
    book.replace("content/lake.md", "title: The lake", "title: [");
    let server = Server::start(&book, &[]);
    assert!(server.status().errors > 0);
    book.write("== themes/mine/theme.toml\nextends = \"lantern\"\n");
    server.wait_to_show("/mirror/", "It shows");
    server.wait_for("one error, in the essay", |server| server.status().errors == 1);
    book.replace("content/lake.md", "title: [", "title: The lake");
    server.wait_to_show("/lake/", "The lake");
    server.wait_for("no error", |server| server.status().errors == 0);
}

#[test]
fn events_tell_what_changed_on_a_page() {
    let book = Book::new(LAKE);
    book.replace("book.toml", "[output.html]", "[output.html]\ntheme = \"mine\"");
    book.write(
        "== themes/mine/theme.toml\nextends = \"lantern\"\n== themes/mine/static/extra.css\nbody {}\n\
         == themes/mine/static/extra.js\n1\n== content/other.md\nBy itself.\n",
    );
    let server = Server::start(&book, &["--follow"]);
    let hash = |path: &str| {
        let text = server.get(path).text().to_owned();
        let (_, hash) = text.rsplit_once("data-hash=\"").unwrap();
        hash[..32].to_owned()
    };
    let events = server.events("/lake/");
    let hello = events.next("hello");
    assert_eq!(hello["hash"], hash("/lake/"));
    assert_eq!(hello["revision"], server.status().revision);
    assert_eq!(server.events("/nowhere/").next("hello")["hash"], Value::Null);
    assert_eq!(events.next("diagnostics")["warnings"], 0);

    // Of the first edit this page shows nothing, so the first change is that of the second.
    book.replace("content/other.md", "By itself.", "By itself, still.");
    let saved = events.next("saved");
    assert_eq!((&saved["url"], saved["line"].as_u64()), (&"/other/".into(), Some(1)));
    server.wait_to_show("/other/", "still");
    server.settled();
    book.replace("content/lake.md", "there.", "there.\n\nAnd [[nothing]].");
    let change = events.next("change");
    server.wait_to_show("/lake/", "And ");
    assert_eq!(change["hash"], hash("/lake/"));
    assert_ne!(change["hash"], hello["hash"]);
    assert!(change["revision"].as_u64() > hello["revision"].as_u64());
    let found = events.find("diagnostics", |found| found["warnings"] == 1);
    let shown = &found["shown"][0];
    assert_eq!((&shown["file"], &shown["here"]), (&"content/lake.md".into(), &true.into()), "{found}");
    assert_eq!((shown["line"].as_u64(), shown["column"].as_u64()), (Some(7), Some(5)), "{found}");
    let margin: Value = serde_json::from_slice(&server.get("/.crosslight/margin?page=%2Flake%2F").body).unwrap();
    assert_eq!((&margin["file"], &margin["title"]), (&"content/lake.md".into(), &"The lake".into()), "{margin}");
    assert_eq!((&margin["out"][0]["url"], &margin["broken"][0]["line"]), (&"/mirror/".into(), &7.into()), "{margin}");
    assert_eq!(server.get("/.crosslight/margin?page=%2F404%2F").body, b"{}");
    book.replace("content/other.md", "By itself, still.", "Before The mirror I stand.");
    server.wait_for("a mention", |server| {
        let answer = server.get(&format!("/.crosslight/unlinked?page={}", encoded("/mirror/", b"")));
        serde_json::from_slice::<Value>(&answer.body).is_ok_and(|found| found[0]["url"] == "/other/")
    });

    let names = |event: &Value, url: &str| event["urls"].as_array().is_some_and(|urls| urls.contains(&url.into()));
    book.write("== themes/mine/static/extra.css\nbody { color: red }\n");
    events.find("asset", |event| names(event, "/theme/extra.css"));
    book.write_bytes("content/pic.png", b"another");
    events.find("asset", |event| names(event, "/pic.png"));
    book.write("== themes/mine/static/extra.js\n2\n");
    events.next("reload");
    book.remove("content/lake.md");
    events.find("change", |event| event["hash"].is_null());

    server.signal("TERM");
    assert!(events.ends(), "the stream ends with the server");
    let end = Instant::now() + LIMIT;
    while server.is_alive() {
        assert!(Instant::now() < end, "it goes on");
        thread::sleep(Duration::from_millis(10));
    }
}

/// What stands in files beside the site, and must never be sent.
const SECRET: &str = "what nobody else is to read";

/// In place of a status: the connection is closed without an answer.
const CLOSED: u16 = 0;

#[test]
fn hostile_requests_find_nothing_and_break_nothing() {
    let book = Book::new(LAKE);
    book.write(&format!(
        "== secret.txt\n{SECRET}\n== content/.secret\n{SECRET}\n\
         == .gitignore\n*.key\n== content/a.key\n{SECRET}\n== contents/x.txt\n{SECRET}\n"
    ));
    book.replace("book.toml", "[book]", &format!("# {SECRET}\n[book]"));
    let server = Server::start(&book, &[]);
    let trace = Trace::attach(server.pid());
    good_requests(&server);
    is_well(&server);
    paths_that_lead_out(&server);
    is_well(&server);
    foreign_hosts(&server);
    is_well(&server);
    foreign_origins(&server);
    is_well(&server);
    malformed_requests(&server);
    is_well(&server);
    random_requests(&server);
    is_well(&server);
    other_methods(&server);
    is_well(&server);
    let Some(trace) = trace else { return };
    // Whatever was opened up to now has been told when this is.
    book.replace("content/lake.md", "there.", "here.");
    server.wait_to_show("/lake/", "here.");
    let opened = trace.until("lake.md");
    let in_book = opened.lines().filter(|line| line.contains(&book.real_path()));
    let (of_edit, of_requests): (Vec<_>, Vec<_>) = in_book.partition(|line| line.contains("lake.md"));
    assert!(!of_edit.is_empty() && of_requests.is_empty(), "a file was opened for a request: {of_requests:?}");
}

#[track_caller]
fn is_well(server: &Server) {
    assert!(server.is_alive() && server.shows("/", "Begin with"));
}

/// The system calls of a process that open files, as `strace` sees them.
struct Trace {
    strace: Child,
    seen: Arc<Mutex<String>>,
}

impl Trace {
    /// Nothing where there is no `strace`, or where it may not look.
    fn attach(pid: u32) -> Option<Self> {
        let tried = Command::new("strace").args(["-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
        if !tried.is_ok_and(|status| status.success()) {
            println!("strace cannot be run here, so whether files are opened for requests is not seen");
            return None;
        }
        let mut command = Command::new("strace");
        command.args(["-f", "-y", "-s", "4096", "-e", "trace=open,openat,openat2", "-p", &pid.to_string()]);
        let mut strace = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let seen = keep(strace.stderr.take().unwrap());
        let mut trace = Self { strace, seen };
        while !trace.seen.lock().unwrap().contains("attached") {
            if trace.strace.try_wait().unwrap().is_some() {
                println!("strace may not attach here, so whether files are opened for requests is not seen");
                return None;
            }
            thread::sleep(Duration::from_millis(10));
        }
        Some(trace)
    }

    /// What was seen up to the opening of a file of this name.
    #[track_caller]
    fn until(&self, name: &str) -> String {
        let end = Instant::now() + LIMIT;
        loop {
            let seen = self.seen.lock().unwrap().clone();
            if seen.contains(name) {
                return seen;
            }
            assert!(Instant::now() < end, "strace does not see what it should: {seen}");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Trace {
    fn drop(&mut self) {
        let _ = self.strace.kill();
        let _ = self.strace.wait();
    }
}

/// Requests, each with the statuses of which one must come back for it.
#[derive(Default)]
struct Table(Vec<(String, Vec<u16>)>);

impl Table {
    /// Each line of `text` has statuses, `|`, and a request in which `¶` ends a line and `␀` is a
    /// NUL.
    fn of(text: &str) -> Self {
        let row = |line: &str| {
            let (statuses, request) = line.split_once(" | ").unwrap();
            let statuses = statuses.split(' ').map(|status| status.parse().unwrap()).collect();
            (request.replace('¶', "\r\n").replace('␀', "\0"), statuses)
        };
        Self(text.lines().map(row).collect())
    }

    fn add(&mut self, statuses: &[u16], request: impl Into<String>) {
        self.0.push((request.into(), statuses.to_vec()));
    }

    fn get(&mut self, statuses: &[u16], target: &str) {
        self.add(statuses, format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    }

    /// Sends them all, several at a time. No answer has a secret in it, or is for other sites.
    #[track_caller]
    fn send(&self, server: &Server) {
        let judge = |(request, allowed): &(String, Vec<u16>)| {
            let answer = server.send(request.as_bytes());
            let status = answer.as_ref().map_or(CLOSED, |answer| answer.status);
            let is_secret = answer.as_ref().is_some_and(|answer| {
                String::from_utf8_lossy(&answer.body).contains(SECRET)
                    || format!("{:?}", answer.headers).contains(SECRET)
            });
            let is_open = answer.is_some_and(|answer| answer.header("access-control-allow-origin").is_some());
            let start: String = request.chars().take(200).collect();
            let is_wrong = is_secret || is_open || !allowed.contains(&status);
            is_wrong.then(|| format!("{status} and not one of {allowed:?} for {start:?} (secret: {is_secret})"))
        };
        let wrong = thread::scope(|scope| {
            let parts = self.0.chunks(self.0.len().div_ceil(8));
            let workers: Vec<_> =
                parts.map(|part| scope.spawn(move || part.iter().filter_map(judge).collect::<Vec<_>>())).collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect::<Vec<_>>()
        });
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

fn good_requests(server: &Server) {
    for path in ["/", "/mirror/", "/lake/", "/essays/", "/tags/glass/", "/atom.xml", "/graph.json", "/pic.png"] {
        assert_eq!(server.get(path).status, 200, "{path}");
        assert_eq!(server.ask("HEAD", path, &[]).status, 200, "{path}");
    }
    for path in ["/theme/lantern.css", "/404.html", "/.crosslight/live.js", "/.crosslight/margin?page=%2Flake%2F"] {
        assert_eq!(server.get(path).status, 200, "{path}");
    }
    for path in ["/no-such-page/", "/lake.md", "/book.toml", "/a.key", "/.secret"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    assert_eq!(server.ask("GET", "/pic.png", &[("range", "bytes=0-1")]).body, b"PN");
    server.get("/.crosslight/unlinked?page=%2Flake%2F");
    server.events("/lake/").next("hello");
}

/// One step up, in the spellings of those who would like to take it.
const UP: &str = r"../ ..\ %2e%2e/ %2E%2E/ .%2e/ %2e./ %2e%2e%2f ..%2f ..%5c %2e%2e%5c %252e%252e/ %252e%252e%252f ..%252f
..%255c %c0%ae%c0%ae/ %c0%ae%c0%ae%c0%af ..%c0%af ..%ef%bc%8f %uff0e%uff0e/ ..;/ ....// ..%00/ ..%01/ .../
%e0%80%ae%e0%80%ae/ ..// ./../ %2e%2e%3b/ ..%09/";

const TARGETS: &str = r"/.crosslight/../../book.toml
/.crosslight/%2e%2e/%2e%2e/book.toml
/.crosslight/live.js/../../secret.txt
/.crosslight/ /.crosslight/x /.crosslight /.crosslight%2fstatus%00 /.crosslight/margin/../../secret.txt
/book.toml /secret.txt /content/lake.md /content/.secret /.secret /a.key /draft.md /lake.md /contents/x.txt
/.gitignore /.git/config //etc/passwd ///etc/passwd //secret.txt /\secret.txt \secret.txt \..\secret.txt
/C:/secret.txt /% /%2 /%zz /%%35%63 /%00 /lake%00 /lake%00.txt /secret.txt%00.html /%ff%fe /%c3%28 /%ed%a0%80
/lake/%2e%2e%2f%2e%2e%2fsecret.txt /lake/..%2f..%2f..%2fsecret.txt /lake.md%20 /lake/index.html/ /pic.png/
/pic.png/x /pic.png%2f /PIC.PNG%20 /pic.png::$DATA /CON /~root/ /proc/self/environ /dev/stdin secret.txt
../secret.txt file:///etc/passwd ftp://localhost/secret.txt http:///secret.txt http://localhost/../secret.txt
http://localhost/%2e%2e/secret.txt http:/secret.txt http:secret.txt //localhost/secret.txt /@fs/secret.txt
/@fs/etc/passwd?raw /static/secret.txt /;/secret.txt";

fn paths_that_lead_out(server: &Server) {
    const REFUSED: &[u16] = &[400, 403, 404];
    let mut table = Table::default();
    for up in UP.split_whitespace() {
        table.get(REFUSED, &format!("/{up}secret.txt"));
        table.get(REFUSED, &format!("/sub/{up}{up}book.toml"));
        table.get(REFUSED, &format!("/theme/{up}{up}contents/x.txt"));
        table.get(REFUSED, &format!("/{}etc/passwd", up.repeat(12)));
    }
    for target in TARGETS.split_whitespace() {
        table.get(REFUSED, target);
    }
    // Those that mean the first page, in one way of reading, may be answered with it.
    for target in [
        "?",
        "#",
        "*",
        "/#/../secret.txt",
        "/?/../../secret.txt%00",
        "/?\u{0}",
        "/./",
        "/lake/..",
        "/.crosslight/margin",
        "/.crosslight/margin?page=",
    ] {
        table.get(&[200, 301, 400, 403, 404], target);
    }
    for (part, times) in [("/x", 500), ("/lake/../", 300), ("/%2e%2e", 500), ("/", 4_000), ("/a/", 2_500)] {
        table.get(&[200, 301, 400, 403, 404, 414], &part.repeat(times));
    }
    for times in [17_000, 100_000, 1_000_000] {
        table.get(&[400, 414, 431, CLOSED], &format!("/{}", "x".repeat(times)));
        table.get(&[400, 414, 431, CLOSED], &format!("/?{}", "x".repeat(times)));
    }
    table.send(server);
    for page in ["%", "%c0%ae", "..%2Fsecret.txt", "%2F..%2F..%2Fsecret", "file:///etc/passwd", "%2Fbook.toml"] {
        let margin = server.get(&format!("/.crosslight/margin?page={page}"));
        assert!(margin.status == 400 || margin.body == b"{}", "{page}: {}", margin.text());
    }
    let unlinked = server.get("/.crosslight/unlinked?page=%2F..%2Fsecret.txt");
    assert!([200, 400, 404].contains(&unlinked.status) && !unlinked.text().contains(SECRET));
}

/// Lines in place of a `Host` that is the server's own. PORT is its port.
const FOREIGN_HOSTS: &str = "\
Host: evil.example
Host: evil.example:80
Host: evil.example:PORT
Host: localhost.evil.example
Host: localhost.evil.example:PORT
Host: 127.0.0.1.evil.example
Host: evil-localhost
Host: localhostevil
Host: evil.localhost.example
Host: localhost:80@evil
Host: evil@localhost
Host: evil.example#localhost
Host: evil.example/localhost
Host: localhost/evil.example
Host: evil.example?localhost
Host: localhost evil.example
Host: localhost,evil.example
Host: 127.0.0.1x
Host: 0.0.0.0
Host: 0.0.0.0:PORT
Host: 10.0.0.1
Host: 127.1
Host: 2130706433
Host: 0x7f000001
Host: [::1
Host: [::1].evil.example
Host: [::ffff:10.0.0.1]
Host: [::]
Host: http://localhost
Host: %6cocalhost
Host: localhost%00
Host: \u{217c}ocalhost
Host:
Host: :80
Accept: */*
X-Forwarded-Host: localhost
Host: evil.example¶X-Forwarded-Host: localhost
Host: localhost¶Host: evil.example
Host: evil.example¶Host: localhost
Host: localhost¶Host: localhost
Host: localhost¶hOST: evil.example";

fn foreign_hosts(server: &Server) {
    let port = server.port.to_string();
    let mut table = Table::default();
    for own in "localhost LocalHost 127.0.0.1 127.0.0.1:1 [::1] [::1]:3000 localhost:PORT 127.0.0.1:PORT".split(' ') {
        table.add(&[200], format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", own.replace("PORT", &port)));
    }
    for path in "/ /pic.png /lake /no-such-page /.crosslight/status /.crosslight/events?page=%2F /.crosslight/live.js"
        .split(' ')
    {
        for line in FOREIGN_HOSTS.lines() {
            let line = line.replace("PORT", &port).replace('¶', "\r\n");
            table.add(&[400, 403], format!("GET {path} HTTP/1.1\r\n{line}\r\n\r\n"));
        }
    }
    table.send(server);
    Table::of(
        "400 403 | GET http://evil.example/ HTTP/1.1¶Host: localhost¶¶\n\
         400 403 | GET http://localhost@evil.example/ HTTP/1.1¶Host: localhost¶¶\n\
         400 403 | GET http://evil.example/ HTTP/1.1¶Host: evil.example¶¶\n\
         200 400 | GET http://localhost/ HTTP/1.1¶Host: localhost¶¶\n\
         400 403 505 | GET / HTTP/1.0¶Host: evil.example¶¶\n\
         400 403 505 | GET / HTTP/1.0¶¶",
    )
    .send(server);
    let refused = server.ask("GET", "/", &[("host", "evil.example")]);
    assert!(refused.status == 403 && !refused.text().contains("Inside out"), "{}", refused.text());
}

/// Lines with which a request to `localhost:PORT` comes from another site.
const FOREIGN_ORIGINS: &str = "\
Origin: http://evil.example
Origin: null
Origin: http://localhost:1
Origin: http://localhost
Origin: https://localhost:PORT
Origin: http://localhost:PORT.evil.example
Origin: http://127.0.0.1:PORT
Origin: localhost:PORT
Origin: http://evil.example#http://localhost:PORT
Origin: http://localhost:PORT@evil.example
Origin: http://localhost:PORT http://evil.example
Origin: *
Origin: file://
Origin:
Sec-Fetch-Site: cross-site
sec-fetch-site:cross-site¶Sec-Fetch-Mode: no-cors
Origin: http://localhost:PORT¶Origin: http://evil.example
Origin: http://evil.example¶Origin: http://localhost:PORT
Origin: http://localhost:PORT¶Sec-Fetch-Site: cross-site";

fn foreign_origins(server: &Server) {
    let port = server.port.to_string();
    let mut table = Table::default();
    for path in "status margin?page=%2Flake%2F unlinked?page=%2Flake%2F live.js events?page=%2Flake%2F".split(' ') {
        let mut ask = |statuses: &[u16], lines: &str| {
            let lines = format!("Host: localhost:PORT¶{lines}").replace("PORT", &port).replace('¶', "\r\n");
            table.add(statuses, format!("GET /.crosslight/{path} HTTP/1.1\r\n{lines}\r\n\r\n"));
        };
        FOREIGN_ORIGINS.lines().for_each(|lines| ask(&[400, 403], lines));
        if !path.starts_with("events") {
            ask(&[200], "Origin: http://localhost:PORT¶Sec-Fetch-Site: same-origin");
            ask(&[200], "Sec-Fetch-Site: none");
        }
    }
    table.send(server);
    // Pages may be linked to from anywhere, and read from nowhere.
    Table::of(
        "200 | GET / HTTP/1.1¶Host: localhost¶Sec-Fetch-Site: cross-site¶¶\n\
         200 403 | GET / HTTP/1.1¶Host: localhost¶Origin: http://evil.example¶¶",
    )
    .send(server);
}

/// Requests that break a rule of HTTP/1.1, with what may be said to them; 0 is nothing at all.
const MALFORMED: &str = "\
400 0 | ¶¶
400 0 | ␀\u{1}\u{2}\u{3}¶¶
400 0 | \u{7f}ELF¶¶¶
400 0 | GET¶¶
400 505 0 | GET /¶¶
400 505 0 | GET / ¶¶
400 0 | GET  / HTTP/1.1¶Host: localhost¶¶
400 0 | GET / HTTP/1.1 x¶Host: localhost¶¶
400 0 | GET / x HTTP/1.1¶Host: localhost¶¶
400 0 |  GET / HTTP/1.1¶Host: localhost¶¶
400 0 | GET\t/\tHTTP/1.1¶Host: localhost¶¶
400 405 501 | get / HTTP/1.1¶Host: localhost¶¶
400 505 0 | GET / HTTP/11¶Host: localhost¶¶
400 505 0 | GET / HTTP/2.0¶Host: localhost¶¶
400 505 0 | GET / HTTP/9.9¶Host: localhost¶¶
400 505 0 | GET / http/1.1¶Host: localhost¶¶
400 505 0 | GET / ICY/1.1¶Host: localhost¶¶
400 403 405 501 505 0 | PRI * HTTP/2.0¶¶SM¶¶
400 0 | GET / HTTP/1.1\rHost: localhost\r¶¶
400 0 | GET / HTTP/1.1¶Host: localhost¶no colon¶¶
400 0 | GET / HTTP/1.1¶Host: localhost¶: no name¶¶
400 403 0 | GET / HTTP/1.1¶Host : localhost¶¶
400 0 | GET / HTTP/1.1¶Host: localhost¶a b: c¶¶
400 0 | GET / HTTP/1.1¶Host: localhost¶X: a␀b¶¶
400 0 | GET / HTTP/1.1¶Host: localhost¶X␀: b¶¶
400 0 | GET / HTTP/1.1¶Host: localhost¶X: a\rb¶¶
200 400 0 | GET / HTTP/1.1¶Host: localhost¶X: a¶ folded¶¶
400 403 0 | GET / HTTP/1.1¶ Host: localhost¶¶
400 404 0 | GET /a␀b HTTP/1.1¶Host: localhost¶¶
400 404 0 | GET /\u{1b}[31m HTTP/1.1¶Host: localhost¶¶
400 0 | GET / HTTP/1.1¶Host: localhost¶Content-Length: -1¶¶
400 0 | GET / HTTP/1.1¶Host: localhost¶Content-Length: x¶¶
400 413 0 | GET / HTTP/1.1¶Host: localhost¶Content-Length: 99999999999999999999999999¶¶
400 0 | GET / HTTP/1.1¶Host: localhost¶Content-Length: 1¶Content-Length: 2¶¶ab
200 400 413 0 | GET / HTTP/1.1¶Host: localhost¶Content-Length: 2¶¶ab
200 400 411 413 501 0 | GET / HTTP/1.1¶Host: localhost¶Transfer-Encoding: chunked¶¶2¶ab¶0¶¶
200 400 413 501 0 | GET / HTTP/1.1¶Host: localhost¶Transfer-Encoding: chunked¶Content-Length: 5¶¶0¶¶
200 400 501 0 | GET / HTTP/1.1¶Host: localhost¶Transfer-Encoding: what¶¶
200 400 413 501 0 | GET / HTTP/1.1¶Host: localhost¶Transfer-Encoding: chunked¶¶ffffffffffffffffff¶
405 417 0 | POST / HTTP/1.1¶Host: localhost¶Content-Length: 5¶Expect: 100-continue¶¶
200 400 426 | GET / HTTP/1.1¶Host: localhost¶Upgrade: websocket¶Connection: upgrade¶Sec-WebSocket-Key: x¶¶
200 400 | GET / HTTP/1.1¶Host: localhost¶Upgrade: h2c¶Connection: upgrade¶¶
200 416 | GET / HTTP/1.1¶Host: localhost¶Range: bytes=0-,0-,0-,0-,0-,0-,0-¶¶
200 400 | GET / HTTP/1.1¶Host: localhost¶If-None-Match: \"\"\"\",,,,W/W/\"¶¶
400 0 | GET /.crosslight/events HTTP/1.1¶Host: localhost¶X: a␀¶¶";

fn malformed_requests(server: &Server) {
    Table::of(MALFORMED).send(server);
    let mut table = Table::default();
    // Some take a line feed for the end of a line, and the standard lets them.
    table.add(&[200, 400, CLOSED], "GET / HTTP/1.1\nHost: localhost\n\n");
    let full = |lines: &str| format!("GET / HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n");
    table.add(&[200], full(&"X: a\r\n".repeat(50)));
    table.add(&[200], full(&format!("X: {}\r\n", "a".repeat(8_000))));
    table.add(&[431, CLOSED], full(&format!("X: {}\r\n", "a".repeat(17_000))));
    table.add(&[431, CLOSED], full(&format!("X: {}\r\n", "a".repeat(1 << 20))));
    table.add(&[400, 431, CLOSED], full(&format!("{}: a\r\n", "X".repeat(1 << 20))));
    table.add(&[400, 431, CLOSED], full(&"X: a\r\n".repeat(150)));
    table.add(&[400, 431, CLOSED], full(&"X: a\r\n".repeat(10_000)));
    table.add(&[400, 431, CLOSED], format!("{}{}", "\r\n".repeat(20_000), full("")));
    table.add(&[400, 405, 414, 431, 501, CLOSED], "G".repeat(100_000));
    table.send(server);

    // A second request in the body of the first is a body, if anything.
    let mut connection = server.connect().unwrap();
    let inner = "GET /pic.png HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let text = full(&format!("Content-Length: {}\r\n", inner.len()));
    connection.send(format!("{text}{inner}").as_bytes()).unwrap();
    let _ = connection.send(full("Connection: close\r\n").as_bytes());
    while let Ok(answer) = connection.receive(true) {
        assert_ne!(answer.body, b"PNG\n");
    }
}

fn random_requests(server: &Server) {
    let mut random = fastrand::Rng::with_seed(9);
    for _ in 0..100 {
        let mut bytes: Vec<u8> = (0..random.usize(1..400)).map(|_| random.u8(..)).collect();
        bytes.extend(b"\r\n\r\n");
        let status = server.send(&bytes).map_or(CLOSED, |answer| answer.status);
        assert!([400, 405, 431, 501, 505, CLOSED].contains(&status), "{status} for {bytes:?}");
    }
    // A request that is right but for one byte. There is an end after it in any case.
    let right = b"GET /lake/ HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-9\r\nIf-None-Match: \"x\"\r\n\r\n";
    for _ in 0..200 {
        let mut bytes = right.to_vec();
        let at = random.usize(..bytes.len() - 4);
        bytes[at] = random.u8(..);
        let answer = server.send(&bytes);
        assert!(answer.is_none_or(|answer| answer.status != 500), "{bytes:?}");
    }
}

fn other_methods(server: &Server) {
    for path in ["/", "/lake", "/pic.png", "/no-such-page/", "/.crosslight/status", "/.crosslight/events?page=%2F"] {
        for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND", "BREW"] {
            let answer = server.ask(method, path, &[]);
            assert_eq!(answer.status, 405, "{method} {path}");
            let allow = answer.header("allow").unwrap_or_default();
            assert!(allow.contains("GET") && allow.contains("HEAD") && !allow.contains(method), "{method}: {allow}");
            assert_eq!(answer.header("access-control-allow-origin"), None);
        }
    }
    Table::of(
        "400 403 405 | CONNECT evil.example:80 HTTP/1.1¶Host: evil.example:80¶¶\n\
         400 405 | CONNECT localhost:80 HTTP/1.1¶Host: localhost:80¶¶\n\
         400 404 405 | OPTIONS * HTTP/1.1¶Host: localhost¶¶\n\
         405 | POST / HTTP/1.1¶Host: localhost¶Content-Length: 5¶¶hello\n\
         403 405 | POST / HTTP/1.1¶Host: evil.example¶Content-Length: 5¶¶hello\n\
         400 405 501 | BREWBREWBREWBREWBREWBREWBREWBREWBREWBREW / HTTP/1.1¶Host: localhost¶¶",
    )
    .send(server);
}

#[test]
fn clients_that_dawdle_hold_nobody_up() {
    let book = Book::new(LAKE);
    let large: Vec<u8> = (0..8_u32 << 20).map(|at| (at % 251) as u8).collect();
    book.write_bytes("content/large.qqq", &large);
    let server = Server::start(&book, &[]);
    let files = || fs::read_dir(format!("/proc/{}/fd", server.pid())).map_or(0, Iterator::count);
    let files_before = files();

    // Some ask for much, or for events, and read nothing.
    let mut deaf = Vec::new();
    for at in 0..40 {
        let path = if at % 2 == 0 { "/large.qqq" } else { "/.crosslight/events?page=%2Flake%2F" };
        let mut connection = server.connect().unwrap();
        connection.request("GET", path, &[]).unwrap();
        deaf.push(connection);
    }
    // Some never come to the end of what they want.
    let tls = "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{3}\u{3}";
    let beginnings =
        ["", "G", "GET / HT", "GET / HTTP/1.1\r\nHost: localhost\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\nX: ", tls];
    let mut unfinished = Vec::new();
    let most = 2_000.min(files_allowed() / 2);
    while unfinished.len() < most {
        let Ok(mut connection) = server.connect() else { break };
        if connection.send(beginnings[unfinished.len() % beginnings.len()].as_bytes()).is_err() {
            break;
        }
        unfinished.push(connection);
    }
    println!("{} connections were opened and left", unfinished.len());

    thread::scope(|scope| {
        // One sends a byte a second.
        let slow = scope.spawn(|| is_closed_while_dripping(server.connect().unwrap()));
        // Some promise a body.
        for method in ["GET", "POST"] {
            let text = format!("{method} / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n");
            let status = server.send(text.as_bytes()).map_or(CLOSED, |answer| answer.status);
            assert!([200, 400, 405, 408, 413, CLOSED].contains(&status), "{method}: {status}");
        }
        for _ in 0..20 {
            assert!(server.shows("/", "Begin with"));
        }
        book.replace("content/lake.md", "there.", "here.");
        server.wait_to_show("/lake/", "here.");
        assert!(slow.join().unwrap(), "a header may not take for ever");
        for connection in &mut unfinished {
            assert!(connection.is_closed(), "a header that does not come is not waited for");
        }
    });
    assert!(server.get("/large.qqq").body == large);
    drop((deaf, unfinished));
    server.wait_for("no connection left", |_| files() < files_before + 20);
    assert!(server.is_alive() && server.shows("/", "Begin with"));
}

/// Sends a byte a second until the server has had enough.
fn is_closed_while_dripping(mut connection: Connection) -> bool {
    connection.patience(Duration::from_secs(1));
    let request = b"GET / HTTP/1.1\r\nHost: localhost\r\nX: and so on, and so on\r\n\r\n";
    for byte in request.iter().take(20) {
        if connection.send(&[*byte]).is_err() || connection.is_closed() {
            return true;
        }
    }
    false
}

/// How many files this process may have open.
fn files_allowed() -> usize {
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(256)
}

/// What stands in the place of an essay may be no file, or one elsewhere.
#[test]
#[cfg(unix)]
fn whatever_takes_the_place_of_a_file_is_looked_at() {
    use std::os::unix::fs::symlink;

    let book = Book::new(LAKE);
    book.write(
        "== elsewhere/linked.md\nFrom elsewhere\n== content/pipe.md\nA file yet\n== content/folder.md\nOne too\n",
    );
    symlink(book.path("elsewhere/linked.md"), book.path("content/linked.md")).unwrap();
    let server = Server::start(&book, &[]);
    book.write("== elsewhere/linked.md\nFrom elsewhere, changed\n");
    server.wait_to_show("/linked/", "From elsewhere, changed");

    // Reading a pipe would wait for ever.
    book.remove("content/pipe.md");
    assert!(Command::new("mkfifo").arg(book.path("content/pipe.md")).status().unwrap().success());
    book.remove("content/folder.md");
    book.write("== content/folder.md/inner.md\nInside\n");
    server.wait_for_status("/pipe/", 404);
    server.wait_for_status("/folder/", 404);
    // A build says one thing too: that a pipe cannot be part of a book.
    server.wait_for("the inner one", |server| (server.status().essays, server.status().warnings) == (4, 1));
    server.wait_to_show("/folder-md/inner/", "Inside");
}

/// The folder of the whole book is moved away and back, as a checkout or a sync program does it.
#[test]
fn the_whole_book_goes_away_and_comes_back() {
    let around = Book::new("== keep\n");
    let book = Book::new(LAKE);
    let (here, away) = (book.path(""), around.path("away"));
    let here = here.components().collect::<std::path::PathBuf>();
    let server = Server::start(&book, &[]);
    for round in ["first", "second"] {
        fs::rename(&here, &away).unwrap();
        server.wait_for("an empty book", |server| server.status().essays == 0);
        fs::rename(&away, &here).unwrap();
        server.wait_to_show("/lake/", "Look");
        book.write(&format!("== content/lake.md\nLook a {round} time\n"));
        server.wait_to_show("/lake/", &format!("Look a {round} time"));
    }
}

/// A browser that comes back while its page is broken is reported when it is mended, even if the page is
/// then what it was when the browser came.
#[test]
fn a_browser_that_returns_to_a_broken_page_hears_of_its_mending() {
    let book = Book::new(LAKE);
    book.replace("book.toml", "[output.html]", "[lints]\nbad-date = \"deny\"\n[output.html]");
    let server = Server::start(&book, &[]);
    book.write("== content/lake.md\n---\ntitle: The lake\ndate: maybe\n---\nWritten anew\n");
    server.wait_for("an error", |server| server.status().errors == 1);
    let events = server.events("/lake/");
    assert_eq!(events.next("hello")["broken"], true);
    book.write("== content/lake.md\n---\ntitle: The lake\ndraft: false\n---\nWritten anew\n");
    assert!(events.next("change")["hash"].is_string());
}

#[test]
fn what_is_moved_is_never_there_twice() {
    let book = Book::new(
        "== book.toml\n[book]\ntitle = \"A book\"\n== content/Trust.md\n---\naliases: [/old/, faith]\n---\nText\n\
         == content/Sub/a.md\n---\naliases: [/older/]\n---\nText\n== content/Sub/deep/b.md\n[[faith]]\n",
    );
    let server = Server::start(&book, &[]);
    let moves = [
        ("content/Trust.md", "content/trust.md"),
        ("content/trust.md", "content/Trust.md"),
        ("content/Sub", "content/sub"),
        ("content/sub", "content/Sub"),
        ("content/Trust.md", "content/Sub/another.md"),
        ("content/Sub/another.md", "content/Trust.md"),
        ("content/Sub", "content/Other"),
    ];
    for (from, to) in moves {
        let before = server.status().revision;
        book.rename(from, to);
        server.wait_for("a change", |server| server.status().revision > before);
        server.settled();
        let words = server.words();
        assert!(!words.contains("[CL"), "{from} to {to}: {words}");
    }
}
