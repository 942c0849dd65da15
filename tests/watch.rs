//! `crosslight watch`: the site on disk follows the book.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use crate::server::{Book, LIMIT};

struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(book: &Book) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crosslight"));
        command.arg("watch").arg(book.path("")).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let (to, lines) = channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| to.send(line)));
        Self { child, lines }
    }

    /// Waits for a line with these words.
    #[track_caller]
    fn says(&self, words: &str) {
        let mut said = Vec::new();
        while !said.last().is_some_and(|line: &String| line.contains(words)) {
            let line = self.lines.recv_timeout(LIMIT);
            said.push(line.unwrap_or_else(|_| panic!("it never said `{words}`, but {said:?}")));
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const FILES: &str = "== book.toml
[book]
title = \"A book\"
[lints]
not-utf-8 = \"deny\"
== content/lake.md
A lake.
== content/mirror.md
It shows [[lake]].
== content/pic.svg
<svg xmlns=\"http://www.w3.org/2000/svg\"/>
";

#[test]
fn only_what_is_different_is_written() {
    let book = Book::new(FILES);
    let watch = Watch::start(&book);
    watch.says("2 essays");
    let written = |path: &str| fs::metadata(book.path(path)).unwrap().modified().unwrap();
    let (lake, css) = (written("public/lake/index.html"), written("public/theme/lantern.css"));
    book.write("== content/mirror.md\nIt shows [[lake]] no more than itself.\n");
    // The essay and the page that quotes it.
    watch.says("3 written");
    let page = |path: &str| fs::read_to_string(book.path(path)).unwrap();
    assert!(page("public/lake/index.html").contains("no more than itself"));
    assert_ne!(lake, written("public/lake/index.html"));
    assert_eq!(css, written("public/theme/lantern.css"));
    // A mistake leaves the site as it is; what was written meanwhile comes with the mending.
    fs::write(book.path("content/mirror.md"), b"Broken \xff.\n").unwrap();
    book.write("== content/lake.md\nA deep lake.\n");
    watch.says("nothing published: 1 error");
    assert!(page("public/lake/index.html").contains("no more than itself"));
    book.write("== content/mirror.md\nMended.\n");
    watch.says("written");
    assert!(page("public/mirror/index.html").contains("Mended.") && page("public/lake/index.html").contains("A deep"));
    book.remove("content/pic.svg");
    watch.says("1 removed");
    assert!(!book.path("public/pic.svg").exists());
    // Someone takes the site away: the next change brings all of it back.
    fs::remove_dir_all(book.path("public")).unwrap();
    book.write("== content/mirror.md\nMended for good.\n");
    watch.says("written");
    assert!(page("public/mirror/index.html").contains("for good") && book.path("public/lake/index.html").exists());
}
