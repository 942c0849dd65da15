//! `crosslight watch`: the site on disk follows the book.

use std::cell::Cell;
use std::fs::{self, OpenOptions};
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::server::{Book, LIMIT, command};

pub(crate) struct Watch {
    child: Child,
    /// What it says and complains of, in the order in which that comes.
    said: tempfile::NamedTempFile,
    /// How much of it has been waited for.
    heard: Cell<usize>,
}

impl Watch {
    fn start(book: &Book) -> Self {
        Self::start_with(book, &[])
    }

    pub(crate) fn start_with(book: &Book, arguments: &[&str]) -> Self {
        let said = tempfile::NamedTempFile::new().unwrap();
        let to = || OpenOptions::new().append(true).open(said.path()).unwrap();
        let mut command = command("watch", book);
        command.args(arguments).stdin(Stdio::null()).stdout(to()).stderr(to());
        Self { child: command.spawn().unwrap(), said, heard: Cell::new(0) }
    }

    pub(crate) fn said(&self) -> String {
        fs::read_to_string(self.said.path()).unwrap()
    }

    /// What was wrong when it last published the site, or did not for that.
    pub(crate) fn complaints(&self) -> String {
        let said = self.said();
        let is_end = |line: &str| {
            line.contains(" in ") && line.contains(" s, ") && line.contains(" essay")
                || line.starts_with("nothing published: ") && line.trim_end_matches('s').ends_with(" error")
        };
        let mut last = String::new();
        let mut since = String::new();
        for line in said.split_inclusive('\n') {
            if is_end(line.trim_end()) {
                last = std::mem::take(&mut since);
            } else {
                since.push_str(line);
            }
        }
        last
    }

    /// Waits for a line with these words.
    #[track_caller]
    fn says(&self, words: &str) {
        let start = Instant::now();
        loop {
            let said = self.said();
            let new = &said[self.heard.get()..];
            let whole = new.rfind('\n').map_or(0, |end| end + 1);
            if let Some(at) = new[..whole].find(words) {
                let end = at + new[at..].find('\n').unwrap_or_default() + 1;
                return self.heard.set(self.heard.get() + end);
            }
            assert!(start.elapsed() < LIMIT, "it never said `{words}`, but {new}");
            thread::sleep(Duration::from_millis(10));
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
    // The line counts the pages of the site, as that of a build does.
    let said = watch.said();
    let pages = |line: &str| line.split(" in ").next().filter(|front| front.contains(" pages")).map(str::to_owned);
    let counted: Vec<String> = said.lines().filter_map(pages).collect();
    assert!(counted.len() == 2 && counted[0] == counted[1], "{said}");
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

#[test]
fn a_folder_of_essays_that_goes_away_is_named() {
    let book = Book::new(FILES);
    let watch = Watch::start(&book);
    watch.says("2 essays");
    fs::rename(book.path("content"), book.path("moved")).unwrap();
    watch.says("nothing published: 1 error");
    let said = watch.said();
    assert!(said.contains("error[CL0003]: there is no folder `content` in "), "{said}");
    assert!(said.contains("= help: until then the site stays as it was before") && !said.contains("preview"), "{said}");
    fs::rename(book.path("moved"), book.path("content")).unwrap();
    watch.says("2 essays");
    assert!(book.path("public/lake/index.html").exists());
}

#[test]
fn what_could_not_be_published_is_published_later() {
    let book = Book::new(FILES);
    let watch = Watch::start(&book);
    watch.says("2 essays");
    let page = |path: &str| fs::read_to_string(book.path(path)).unwrap_or_default();
    // Another process is writing there, and ends without a word.
    let lock = fs::File::options().write(true).open(book.path(".public.crosslight/lock")).unwrap();
    lock.lock().unwrap();
    book.write("== content/lake.md\nA deep lake.\n");
    watch.says("nothing published: another crosslight");
    watch.says("wait for it to end");
    watch.says("will try again");
    drop(lock);
    watch.says("written");
    assert!(page("public/lake/index.html").contains("A deep lake."));
    // Something is in the way, and goes.
    book.write("== public/shore/index.html\nNotes on the site.\n== content/shore.md\nA shore.\n");
    watch.says("nothing published: ");
    watch.says("will try again");
    book.remove("public/shore/index.html");
    watch.says("written");
    assert!(page("public/shore/index.html").contains("A shore."));
}

#[test]
fn what_others_have_put_there_does_not_stay() {
    let book = Book::new(FILES);
    book.write("== content/secret.md\n---\ntitle: Unfinished\ndraft: true\n---\nIt shows [[lake]] too.\n");
    let watch = Watch::start(&book);
    watch.says("2 essays");
    let mut other = Command::new(env!("CARGO_BIN_EXE_crosslight"));
    let other = other.args(["build", "--drafts", "--base-url", "https://example.org/"]).arg(book.path(""));
    assert!(other.output().unwrap().status.success());
    assert!(book.path("public/secret/index.html").exists());
    book.write("== content/mirror.md\nIt shows [[lake]] once more.\n");
    watch.says("written");
    let is_a_clean_build = || {
        let built = book.build(&[]);
        let there = |path: &str| fs::read(book.path("public").join(path)).unwrap_or_default();
        assert!(!book.path("public/secret/index.html").exists() && !book.path("public/atom.xml").exists());
        built.files.iter().for_each(|(path, bytes)| assert!(there(path) == *bytes, "{path}"));
    };
    is_a_clean_build();
    // So does what somebody has written into a page, though its text does not change.
    fs::write(book.path("public/lake/index.html"), "By hand.").unwrap();
    book.write("== content/other.md\nAnother essay.\n");
    watch.says("written");
    is_a_clean_build();
}

#[test]
fn what_is_written_elsewhere_is_published() {
    let elsewhere = Book::new(
        "== book.toml\n[book]\ntitle = \"A book\"\nfollow-links = true\n[markdown]\nincludes = true\n[output.html]\ntheme = \"mine\"\n\
         == part.txt\nPart one.\n== mine.css\n/* one */\n== essay.md\nEssay one.\n== moved/there/part.txt\nMoved one.\n\
         == moved/here/part.txt\nMoved two.\n",
    );
    let book = Book::new(
        "== content/a.md\nText.\n\n{{#include ../parts/part.txt}}\n\n{{#include ../moved/part.txt}}\n== content/b.md\nText one.\n\
         == releases/one/x.md\nRelease one.\n== releases/two/x.md\nRelease two.\n== parts/other\n\n\
         == themes/mine/theme.toml\nextends = \"lantern\"\n== themes/mine/static/other.css\n/* */\n",
    );
    let link = |to: PathBuf, at: PathBuf| symlink(to, at).unwrap();
    let turn = |to: &str, at: PathBuf| {
        fs::remove_file(&at).unwrap();
        symlink(to, at).unwrap();
    };
    link(elsewhere.path("book.toml"), book.path("book.toml"));
    link(elsewhere.path("part.txt"), book.path("parts/part.txt"));
    link("there".into(), elsewhere.path("moved/now"));
    link(elsewhere.path("moved/now"), book.path("moved"));
    link(elsewhere.path("mine.css"), book.path("themes/mine/static/mine.css"));
    link(elsewhere.path("essay.md"), book.path("content/essay.md"));
    link("one".into(), book.path("releases/current"));
    link(book.path("releases/current"), book.path("content/release"));
    fs::hard_link(book.path("content/b.md"), elsewhere.path("second.md")).unwrap();
    let watch = Watch::start(&book);
    watch.says("4 essays");
    let page = |path: &str| fs::read_to_string(book.path("public").join(path)).unwrap();
    let is_there = |path: &str, text: &str| {
        watch.says("written");
        assert!(page(path).contains(text), "{path}: {}", page(path));
    };
    elsewhere.replace("part.txt", "one", "two");
    is_there("a/index.html", "Part two.");
    elsewhere.replace("mine.css", "one", "two");
    is_there("theme/mine.css", "two");
    elsewhere.replace("essay.md", "one", "two");
    is_there("essay/index.html", "Essay two.");
    turn("two", book.path("releases/current"));
    is_there("release/x/index.html", "Release two.");
    turn("here", elsewhere.path("moved/now"));
    is_there("a/index.html", "Moved two.");
    fs::write(elsewhere.path("second.md"), "Text two.\n").unwrap();
    is_there("b/index.html", "Text two.");
    elsewhere.replace("book.toml", "A book", "The book");
    is_there("b/index.html", "The book");
    // Where a link led to nothing.
    fs::remove_file(elsewhere.path("essay.md")).unwrap();
    watch.says("removed");
    elsewhere.write("== essay.md\nEssay three.\n");
    is_there("essay/index.html", "Essay three.");
}
