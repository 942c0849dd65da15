//! A hand that changes everything a site is made from: files, folders, links, settings, themes, rules and commits.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use fastrand::Rng;

use super::{NAMES, TAGS, TITLES, Writer};
use crate::server::Book;

/// The book before anything is changed.
const BOOK: &str = "\
== content/index.md
Begin with [[lake]].
== content/SUMMARY.md
- [A](w0/a.md)
- [B](w0/b.md)
== parts/one.txt
Part one.
== themes/mine/theme.toml
extends = \"lantern\"
== themes/mine/templates/essay.html
<!doctype html><html><body>{{ essay.title }} {{ essay.date }} {{ essay.updated }} {{ essay.content }}</body></html>
";

/// What goes on with the settings and the theme that would keep any book from being built.
const LASTING: [&str; 2] = ["book.toml", "themes/mine/templates/essay.html"];

/// Texts of the essay's template; the last one is none.
const TEMPLATES: [&str; 4] = [
    "<!doctype html><html><body>{{ essay.title }} {{ essay.date }} {{ essay.updated }} {{ essay.content }}</body></html>",
    "<!doctype html><html><body>{{ essay.content }}{% for b in backlinks %}{{ b.essay.title }}{% endfor %}</body></html>",
    "<!doctype html><html><body>{{ essay.title }}{% for t in essay.tags %}{{ t.label }} {{ t.url }}{% endfor %}</body></html>",
    "{% if essay",
];

/// Lines of rules on what is left out.
const RULES: [&str; 6] = ["a.md", "/w0/two", "*.png", "!shore.md", "w1", "*.txt"];

/// One who changes a book, and what is linked into it from elsewhere.
pub(super) struct Hand<'a> {
    book: &'a Book,
    elsewhere: &'a Book,
    writer: Writer,
    random: Rng,
    day: u32,
    /// What was done since it was last asked for.
    pub(super) done: Vec<String>,
}

impl<'a> Hand<'a> {
    pub(super) fn new(book: &'a Book, elsewhere: &'a Book, seed: u64) -> Self {
        book.write(BOOK);
        elsewhere.write("== book.toml\n\n== essay.md\nEssay from elsewhere.\n== second.md\nSecond.\n== part.txt\nPart.\n== r1/x.md\nOne.\n== r2/x.md\nTwo.\n");
        let writer = Writer::new(book, 0, seed);
        let mut hand = Self { book, elsewhere, writer, random: Rng::with_seed(seed), day: 0, done: Vec::new() };
        hand.settings(false);
        hand.git(&["init", "--quiet"]);
        hand.commit();
        hand
    }

    /// One change. Some of what is tried fails, as there is nothing to move or remove.
    pub(super) fn change(&mut self) {
        match self.random.u8(..100) {
            0..28 => self.writer.edit(),
            28..37 => self.address(),
            37..44 => self.tag(),
            44..50 => self.path(),
            50..56 => self.part(),
            56..62 => self.capitals(),
            62..73 => self.link(),
            73..78 => self.settings(true),
            78..84 => self.theme(),
            84..88 => self.rules(),
            88..92 => self.commit(),
            92..96 => self.other(),
            _ => self.away(),
        }
    }

    /// Puts right what keeps any book from being built.
    pub(super) fn mend(&mut self) {
        let [settings, template] = LASTING.map(|path| self.book.path(path));
        if fs::read_to_string(&settings).is_ok_and(|text| text.starts_with("[book\n")) {
            self.settings(false);
        }
        if fs::read_to_string(&template).is_ok_and(|text| text == TEMPLATES[3]) {
            self.put("themes/mine/templates/essay.html", TEMPLATES[0]);
        }
        let style = self.book.path("themes/mine/static/mine.css");
        if style.is_symlink() && !style.exists() {
            let _ = fs::remove_file(style);
        }
    }

    fn pick<'b>(&mut self, of: &[&'b str]) -> &'b str {
        of[self.random.usize(..of.len())]
    }

    /// Writes a file in one of the ways in which that is done.
    fn put(&mut self, path: &str, text: &str) {
        self.done.push(format!("  {path}: {text:?}"));
        let path = self.book.path(path);
        // A folder may have been moved away, or a link led to it that leads nowhere.
        if fs::create_dir_all(path.parent().unwrap()).is_err() {
            return;
        }
        if self.random.bool() {
            drop(fs::write(path, text));
        } else {
            let new = path.with_extension("new");
            drop(fs::write(&new, text).and_then(|()| fs::rename(&new, path)));
        }
    }

    fn take_away(&mut self, path: &str) {
        self.done.push(format!("  {path} removed"));
        let path = self.book.path(path);
        if path.is_dir() && !path.is_symlink() {
            let _ = fs::remove_dir_all(path);
        } else {
            let _ = fs::remove_file(path);
        }
    }

    fn essay(&mut self) -> String {
        format!("content/w0/{}.md", self.pick(&NAMES))
    }

    fn address(&mut self) {
        const FIELDS: [&str; 10] = [
            "aliases: [/old/]",
            "aliases: [/w0/a/, nick]",
            "aliases: [/tags/glass/]",
            "aliases: [\"/tags/STRASSE/\"]",
            "url: /w0/lake/",
            "slug: shore",
            "draft: true",
            "date: 2090-01-01",
            "unlisted: true",
            "up: \"[[lake]]\"",
        ];
        let (essay, field, title) = (self.essay(), self.pick(&FIELDS), self.pick(&TITLES));
        let text = format!("---\n{field}\ntags: [straße, water]\n---\n# {title}\n\n[[nick]] [t](/old/) #straße\n");
        self.put(&essay, &text);
    }

    fn tag(&mut self) {
        const FIELDS: [&str; 4] =
            ["synonyms: [light, Straße]", "label: Named", "broader: water", "see-also: [glass, time]"];
        let (tag, field) = (self.pick(&TAGS).to_lowercase(), self.pick(&FIELDS));
        let tag = if self.random.u8(..4) == 0 { "straße".to_owned() } else { tag };
        let path = format!("content/tags/{tag}.md");
        if self.random.u8(..3) == 0 {
            self.take_away(&path);
        } else {
            self.put(&path, &format!("---\n{field}\n---\nWhat it means, in [[lake]].\n"));
        }
    }

    fn path(&mut self) {
        let (one, other) = (self.pick(&NAMES), self.pick(&NAMES));
        match self.random.u8(..4) {
            0 => self.take_away("content/paths/way.md"),
            1 => self.put("content/SUMMARY.md", &format!("- [One](w0/{one}.md)\n- [Other](w0/{other}.md)\n")),
            _ => self.put("content/paths/way.md", &format!("# A way\n\n1. [[{one}]]: first.\n2. [[{other}]]\n")),
        }
    }

    fn part(&mut self) {
        let part = self.pick(&["one.txt", "two.txt", "linked.txt"]);
        match self.random.u8(..5) {
            0 => self.take_away(&format!("parts/{part}")),
            1 | 2 => {
                let number = self.random.u16(..);
                self.put(&format!("parts/{part}"), &format!("Part {number} with [[lake]].\n"));
            }
            _ => {
                let essay = self.essay();
                self.put(&essay, &format!("Before.\n\n{{{{#include ../../parts/{part}}}}}\n\nAfter.\n"));
            }
        }
    }

    /// A name with other capitals, of a file or a folder.
    fn capitals(&mut self) {
        let name = self.pick(&["w0/a.md", "w0/b.md", "w0/lake.md", "w0/one", "w0/two", "tags", "w0/pic.png"]);
        let (folder, last) = name.rsplit_once('/').unwrap_or(("", name));
        let other = format!("{folder}/{}{}", last[..1].to_uppercase(), &last[1..]);
        let (from, to) = if self.random.bool() { (name, &*other) } else { (&*other, name) };
        self.done.push(format!("  {from} to {to}"));
        let of = |name: &str| self.book.path("content").join(name.trim_start_matches('/'));
        let _ = fs::rename(of(from), of(to));
    }

    fn link(&mut self) {
        const FILES: [(&str, &str); 5] = [
            ("essay.md", "content/w0/linked.md"),
            ("part.txt", "parts/linked.txt"),
            ("essay.md", "content/w0/c.md"),
            ("mine.css", "themes/mine/static/mine.css"),
            ("rules", "content/w0/.gitignore"),
        ];
        let (from, at) = FILES[self.random.usize(..FILES.len())];
        let (from, at) = (self.elsewhere.path(from), self.book.path(at));
        let number = self.random.u16(..);
        let made = |at: &Path| {
            let _ = fs::create_dir_all(at.parent().unwrap());
            let _ = fs::remove_file(at);
        };
        let kind = self.random.u8(..12);
        self.done.push(format!("  {kind} {} at {}", from.display(), at.display()));
        match kind {
            0 | 1 => {
                made(&at);
                let _ = symlink(from, at);
            }
            2 => drop(fs::remove_file(at)),
            3 => drop(fs::remove_file(from)),
            4..7 => drop(fs::write(from, format!("w{number}"))),
            // A second name, and what is written by that.
            7 => {
                let essay = self.essay();
                let second = self.elsewhere.path("second.md");
                let _ = fs::remove_file(&second);
                let _ = fs::hard_link(self.book.path(&essay), second);
            }
            8 => drop(fs::write(self.elsewhere.path("second.md"), format!("Second {number}.\n"))),
            // A link to a link to a folder, which is turned.
            9 | 10 => {
                let (release, current) = (self.book.path("releases"), self.book.path("releases/current"));
                let _ = fs::create_dir_all(release.join("r1")).and_then(|()| fs::create_dir_all(release.join("r2")));
                let _ = fs::write(release.join("r1/x.md"), "Release one.\n");
                let _ = fs::write(release.join("r2/x.md"), "Release two.\n");
                made(&current);
                let _ = symlink(if kind == 9 { "r1" } else { "r2" }, &current);
                let at = self.book.path("content/release");
                let _ = symlink(current, at);
            }
            _ => self.take_away("content/release"),
        }
    }

    /// Other settings; with `breaks`, sometimes none that can be read.
    fn settings(&mut self, breaks: bool) {
        let mut coin = |text: &'static str| if self.random.bool() { text } else { "" };
        let text = format!(
            "[book]\ntitle = \"{}\"\nfollow-links = true\n{}{}{}[markdown]\nincludes = true\n{}[output.html]\nbase-url = \"https://example.org/\"\n{}{}{}[lints]\nbroken-link = \"{}\"\n",
            coin("Weather"),
            coin("git-dates = true\n"),
            coin("ignore = [\"w0/b.md\"]\n"),
            coin("static = [\"static\"]\n"),
            coin("[tags]\npath = \"größen\"\n"),
            coin("theme = \"mine\"\n"),
            coin("section-lists = true\n"),
            coin("folder-pages = true\n"),
            if coin("x").is_empty() { "warn" } else { "allow" },
        );
        let kind = self.random.u8(..8);
        match kind {
            0 if breaks => self.put("book.toml", "[book\n"),
            1 => {
                let (from, at) = (self.elsewhere.path("book.toml"), self.book.path("book.toml"));
                self.done.push(format!("  a link to {text:?}"));
                fs::write(&from, text).unwrap();
                let _ = fs::remove_file(&at);
                symlink(from, at).unwrap();
            }
            _ => self.put("book.toml", &text),
        }
    }

    fn theme(&mut self) {
        let number = self.random.u16(..);
        match self.random.u8(..10) {
            0..4 => {
                let text = self.pick(&TEMPLATES);
                self.put("themes/mine/templates/essay.html", text);
            }
            4 => self.take_away("themes/mine/templates/tag.html"),
            5 => self.put("themes/mine/templates/tag.html", "<!doctype html><html>{{ tag.label }}</html>"),
            6 => self.take_away("themes/mine/static"),
            _ => {
                let name = self.pick(&["mine.css", "other.js", "deep/x.css"]);
                self.put(&format!("themes/mine/static/{name}"), &format!("/* {number} */"));
            }
        }
    }

    fn rules(&mut self) {
        let at = self.pick(&["content/.gitignore", ".gitignore", "content/w0/.gitignore", ".git/info/exclude"]);
        if self.random.bool() {
            self.take_away(at);
        } else {
            let (one, other) = (self.pick(&RULES), self.pick(&RULES));
            self.put(at, &format!("{one}\n{other}\n"));
        }
    }

    fn commit(&mut self) {
        self.git(&["add", "--all"]);
        let amends = self.random.u8(..4) == 0;
        let amend = if amends { &["--amend", "--reset-author"][..] } else { &[] };
        self.git(&[&["commit", "--quiet", "--allow-empty", "--message", "x"], amend].concat());
    }

    fn git(&mut self, arguments: &[&str]) {
        self.day += 1;
        self.done.push(format!("  {arguments:?}"));
        let moment = format!("2025-{:02}-{:02}T12:00:00Z", self.day / 28 % 12 + 1, self.day % 28 + 1);
        let mut command = Command::new("git");
        command.args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "gc.auto=0"]).args(arguments);
        command.current_dir(self.book.path("")).env("GIT_AUTHOR_DATE", &moment).env("GIT_COMMITTER_DATE", &moment);
        // A first commit cannot be amended.
        let _ = command.env("GIT_CONFIG_GLOBAL", "/dev/null").output().unwrap();
    }

    /// What is not text, cannot be read as one, or is large and empty.
    fn other(&mut self) {
        let essay = self.essay();
        let number = self.random.u16(..);
        match self.random.u8(..8) {
            0 => drop(fs::write(self.book.path(&essay), b"Not \xff UTF-8.\n")),
            1 => self.put(&essay, ""),
            2 => self.put("static/robots.txt", &format!("# {number}\n")),
            3 => self.take_away("static"),
            4 => self.put("content/w0/a/index.html", "<p>A page of its own.</p>"),
            5 => self.take_away("content/w0/a"),
            6 => self.put("content/w0/pic.svg", &format!("<svg>{number}</svg>")),
            _ => {
                let path = self.book.path(&essay);
                let mode = if self.random.bool() { 0o644 } else { 0o600 };
                let _ = fs::set_permissions(path, Permissions::from_mode(mode));
            }
        }
    }

    /// A folder of the book is put elsewhere, and comes back.
    fn away(&mut self) {
        let name = self.pick(&["content/w0", "content/tags", "themes/mine/static", "parts", "static"]);
        let away = self.away_of(name);
        let at = self.book.path(name);
        self.done.push(format!("  {name}"));
        if at.exists() {
            let _ = fs::rename(at, away);
        } else {
            let _ = fs::rename(away, at);
        }
    }

    fn away_of(&self, name: &str) -> PathBuf {
        self.book.path(&format!("away-{}", name.replace('/', "-")))
    }
}
