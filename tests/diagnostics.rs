//! Every code has a story with examples, and every example is said as it stands there.
//!
//! An example is a group of code blocks: the files of a book (`markdown`: the essay `content/example.md`;
//! `toml`: the `book.toml`; or several files, each begun with `== path` from the folder of the book), and
//! `text`: all that is said under this code, as a terminal shows it. `UPDATE_EXPECT=1` writes these anew.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::net::UnixListener;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crosslight::base::diagnostic::outside::{dead_outside_link, moved_outside_link, silent_outside_link};
use crosslight::base::diagnostic::text::uncoloured_code;
use crosslight::base::diagnostic::theme::page_panicked;
use crosslight::base::diagnostic::{Code, Diagnostic, File, Level, Weight};
use crosslight::base::path::SourcePath;
use crosslight::base::span::Span;
use crosslight::edge::book::read;
use crosslight::edge::report::{Sources, render};

use crate::support::{Block, Folder, blocks};

/// The address of the examples with links to another site.
const OUTSIDE: &str = "https://example.org/essays/rounds";

/// The folder of an example, with its files.
fn folder(code: Code, input: &[&Block<'_>]) -> Folder {
    let folder = Folder::new("");
    for block in input {
        match block.info {
            _ if block.text.starts_with("== ") => folder.write(block.text),
            "markdown" => folder.write_bytes("content/example.md", block.text.as_bytes()),
            "toml" => folder.write_bytes("book.toml", block.text.as_bytes()),
            info => panic!("a block of `{info}` that does not say which file it is"),
        }
    }
    // What cannot be shown in a text.
    match code {
        Code::NotUtf8 => folder.write_bytes("content/caf\u{e9}.md", b"# A caf\xe9\n"),
        Code::LargeEssay => {
            fs::create_dir_all(folder.path("content")).unwrap();
            fs::File::create(folder.path("content/log.md")).unwrap().set_len((256 << 20) + 1).unwrap();
        }
        Code::UnreadableFile => {
            fs::create_dir_all(folder.path("content")).unwrap();
            folder.write("== book.toml\n[book]\nfollow-links = true\n");
            // Nobody can read it, root included.
            std::os::unix::fs::symlink("/proc/self/mem", folder.path("content/log.md")).unwrap();
        }
        // A folder without settings is not asked for these.
        Code::MissingTitle | Code::MissingDescription | Code::OrphanEssay | Code::DeadEnd => {
            folder.write("== book.toml\n[book]\n");
        }
        Code::LongFrontMatter => {
            let notes = "Nothing was decided. ".repeat(4000);
            folder.write(&format!("== content/minutes.md\n---\ntitle: Minutes\nnotes: {notes}\n---\n"));
        }
        Code::ControlSign => {
            folder.write_bytes("content/example.md", b"The log says\x07: \x1b[31mno answer\x1b[0m.\n");
        }
        Code::UnreadableTheme => folder.write_bytes("themes/mine/templates/essay.html", b"caf\xe9"),
        Code::SecondName => {
            std::os::unix::fs::symlink("agents.md", folder.path("content/claude.md")).unwrap();
        }
        Code::UnusableEntry if folder.path("static").exists() => {
            fs::create_dir_all(folder.path("content")).unwrap();
            UnixListener::bind(folder.path("content/editor.sock")).unwrap();
        }
        _ => {}
    }
    folder
}

/// All that a check says, as JSON.
fn check(folder: &Folder, more: &[&str]) -> Vec<serde_json::Value> {
    let arguments = [&["check", "--message-format", "json"], more].concat();
    let output = folder.command(&arguments).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.code() < Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    said.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What is said under a code, as a terminal shows it.
fn said(folder: &Folder, code: Code) -> String {
    let constructed = |make: &dyn Fn(&SourcePath, Span) -> Diagnostic| {
        let path = SourcePath::new("example.md");
        let text = fs::read_to_string(folder.path("content/example.md")).unwrap();
        let place = text.find('[').unwrap_or_default()..text.find(')').map_or(0, |end| end + 1);
        let book = read::open(Some(&folder.path(""))).unwrap();
        render(&[make(&path, Span::from(place))], &Sources { book: &book, theme: None }, false)
    };
    match code {
        // Nothing is known that makes crosslight fail so.
        Code::InternalFault => constructed(&|path, _| page_panicked(File::Content(path.clone()), "example/")),
        Code::UncolouredCode => constructed(&|path, _| uncoloured_code(path, Span::from(0..5), "js")),
        // No other site is asked here; `external.rs` does that.
        Code::DeadOutsideLink => constructed(&|path, span| dead_outside_link(path, span, OUTSIDE, 404)),
        Code::MovedOutsideLink => {
            constructed(&|path, span| moved_outside_link(path, span, OUTSIDE, "https://example.org/new/"))
        }
        Code::SilentOutsideLink => {
            constructed(&|path, span| silent_outside_link(path, span, OUTSIDE, "`example.org` did not answer in 20 s"))
        }
        _ => {
            let of_code = |found: &serde_json::Value| found["code"] == code.to_string();
            let all = check(folder, &[]).into_iter().filter(of_code);
            all.map(|found| found["rendered"].as_str().unwrap().to_owned() + "\n\n").collect()
        }
    }
}

/// A check says everything that a build says.
fn says_what_a_build_says(folder: &Folder) {
    let output = folder.command(&["build", "--message-format", "json"]).output().unwrap();
    let checked = check(folder, &[]);
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let built: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(checked.contains(&built), "a check does not say {}", built["rendered"].as_str().unwrap());
    }
}

/// The examples of a story: the input of each, and the block that says what is said.
fn examples<'a, 'b>(blocks: &'a [Block<'b>]) -> Vec<(Vec<&'a Block<'b>>, &'a Block<'b>)> {
    let mut examples = Vec::new();
    let mut input = Vec::new();
    for block in blocks {
        match block.info {
            "text" => examples.push((std::mem::take(&mut input), block)),
            "markdown" | "toml" | "html" | "yaml" => input.push(block),
            _ => {}
        }
    }
    assert!(input.is_empty(), "an example that does not say what is said");
    examples
}

/// A story with what is said as it really is, and how many examples it has.
fn actual(code: Code, story: &str) -> (String, usize) {
    let blocks = blocks(story);
    let examples = examples(&blocks);
    let mut made = String::new();
    let mut from = 0;
    for (input, output) in &examples {
        let folder = folder(code, input);
        let said = said(&folder, code);
        says_what_a_build_says(&folder);
        assert!(!said.is_empty(), "{} is not said of an example of it: {:?}", code.name(), input[0].text);
        made.push_str(&story[from..output.place.start]);
        made.push_str(said.trim_end());
        made.push('\n');
        from = output.place.end;
    }
    made.push_str(&story[from..]);
    (made, examples.len())
}

#[test]
fn every_code_is_said_as_its_story_has_it() {
    let stories = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/base/diagnostic/explanations");
    let mut failed = Vec::new();
    let mut all = 0;
    for code in Code::all() {
        let file = stories.join(format!("{}.md", code.name()));
        let story = fs::read_to_string(&file).unwrap();
        let checked = std::panic::catch_unwind(|| {
            let (made, examples) = actual(code, &story);
            expect_test::expect_file![file].assert_eq(&made);
            assert!(examples > 0, "{} has no example", code.name());
            examples
        });
        match checked {
            Ok(examples) => all += examples,
            Err(_) => failed.push(code.name()),
        }
    }
    assert_eq!(failed, [""; 0], "stories that do not hold");
    assert!(all >= Code::all().count(), "{all} examples");
}

/// Twenty essays as hurried people write them, in a book with sound ones: what a check says of each.
#[test]
fn hurried_people_are_told_what_to_do() {
    let folder = Folder::new(include_str!("diagnostics/hurried.txt"));
    let said = check(&folder, &["--future"]);
    let said: String = said.iter().flat_map(|found| [found["rendered"].as_str().unwrap(), "\n\n"]).collect();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics/hurried.said.txt");
    expect_test::expect_file![file].assert_eq(&said);
}

/// What `--fix` mends is not said any more, and whatever it does not speak of stays as it was.
#[test]
fn what_can_be_mended_in_the_stories_is() {
    let mut mended = 0;
    for code in Code::all() {
        let blocks = blocks(code.story());
        for (input, _) in examples(&blocks) {
            mended += mend(&|| folder(code, &input));
        }
    }
    assert!(mended >= 25, "{mended}");
}

/// Lines of front matter as hurried people write them.
const FIELDS: [&str; 36] = [
    "title: Trust: a beginning",
    "title: 'It's time'",
    "title: \"Open",
    "title:Said too fast",
    "title: “Curly”",
    "title: *Almost* a family",
    "title: @home",
    "title: Sound",
    "Title: Loud",
    "descripton: What it is about",
    "description: What it is about",
    "description: The best #1 of all",
    "date: 3.11.2026",
    "date: 2026-11-03",
    "updated: Nov 3, 2026",
    "draft: no",
    "toc: true",
    "tags: trust, meetings",
    "tags: [trust, meetings]",
    "tags:\n\t- trust\n\t- meetings",
    "tags: [trust",
    "tag: trust",
    "up: [[trust]]",
    "status: seed",
    "tags: [trust, \"meetings]",
    "tags: [trust,, meetings]",
    "tags: trust, meetings]",
    "tags:\n  - trust\n  -meetings",
    "tags:\n-trust\n-meetings",
    "  date: 2026-11-03",
    " draft: true",
    "title: \"Sound\",",
    "up: [[trust]], [[meetings]]",
    "title = \"Sound\"",
    "draft = true",
    "extra:\n  a: 1\n b: 2",
];

/// Lines of text, as well.
const LINES: [&str; 26] = [
    "We begin with [[turst]].",
    "We begin with [[trust#The frist step]], and go on.",
    "Élan: see [the other](trsut.md) and [it again](/essays/meetngs.md#who-speaks).",
    "![A circle](pictures\\circle.png) and ![[crcle.png|A circle]]",
    "Go to [the other](“trust.md”).",
    "Nothing is wrong here, not even the `[[turst]]` in code.",
    "",
    "[[open_door]] and [[trust|words]] and [[nobody at all]]",
    "## Who speaks",
    "#trust and 日本 [[meetngs]] in one line",
    "> [[turst]] in a quotation",
    "- an item with [[turst|a name]]\r",
    "%%a note%% before [[turst]]",
    "[words](www.example.org)",
    "[[part-2]] is not written yet",
    "[words](open door.md) and [more](my notes/open door.md) and ![x](a picture.png)",
    "See htps://example.org and [x](https//example.org/y), or [y](http:/example.org).",
    "> [!note Title",
    "[Warning]: Danger!",
    "*word * and __ bold__ and ==mark",
    "[ ](trust.md) and [[]] and [[ ]] and []( )",
    "[a](trust.md \"title) and [b](<trust.md) and [c](trust.md and so on",
    "1.one\n2.two",
    "- [x]done",
    "<!-- never closed",
    "[[meeting]] and [[Meetings]] and [[trusts]]",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// As with the stories, for books that are wrong in several ways at once.
    #[test]
    fn what_can_be_mended_is(essays in vec((vec(select(&FIELDS[..]), 0..5), vec(select(&LINES[..]), 0..6)), 1..3)) {
        let make = || {
            let folder = Folder::new(
                "== book.toml\n[lints]\nunknown-tag = \"warn\"\n== content/trust.md\n# Trust\n\n## The first step\n\
                 == content/essays/meetings.md\n# Meetings\n\n## Who speaks\n== content/open-door.md\n# Open\n== content/open door.md\n# Doors\n== content/part-1.md\n\
                 == content/tags/trust.md\n# Trust\n== content/tags/meetings.md\n== content/pictures/circle.png\nx",
            );
            for (at, (fields, lines)) in essays.iter().enumerate() {
                let head = if fields.is_empty() { String::new() } else { format!("---\n{}\n---\n", fields.join("\n")) };
                let text = format!("{head}{}\n", lines.join("\n"));
                folder.write_bytes(&format!("content/essay-{at}.md"), text.as_bytes());
            }
            folder
        };
        mend(&make);
        let folder = make();
        let (before, told) = (words(&folder), check(&folder, &[]));
        folder.command(&["check", "--fix"]).output().unwrap();
        prop_assert_eq!(words(&folder), before);
        let left = check(&folder, &[]);
        prop_assert!(faults(&left) <= faults(&told), "more is said than before: {:#?}", left);
    }
}

/// Mends a book twice: by `--fix`, and here, by putting in what the findings say. Gives how many
/// findings that took.
fn mend(make: &dyn Fn() -> Folder) -> usize {
    let (by_hand, by_command) = (make(), make());
    let mut mended = 0;
    for _ in 0..10 {
        let found = check(&by_hand, &[]);
        let fixes: Vec<_> = found.iter().filter(|found| !found["fix"].is_null()).collect();
        if fixes.is_empty() {
            break;
        }
        mended += put_in(&by_hand, &fixes);
        let left = check(&by_hand, &[]);
        for fixed in &fixes {
            let same = |left: &serde_json::Value| left["rendered"] == fixed["rendered"];
            let times = |found: &[serde_json::Value]| found.iter().filter(|found| same(found)).count();
            assert!(times(&left) < times(&found), "still said: {}", fixed["rendered"].as_str().unwrap());
        }
    }
    let ended = by_command.command(&["check", "--fix", "--color", "never"]).output().unwrap();
    let (hand, command) = (files(&by_hand), files(&by_command));
    assert_eq!(hand.keys().collect::<Vec<_>>(), command.keys().collect::<Vec<_>>());
    for (path, text) in &hand {
        let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(shown(&command[path]), shown(text), "{path}: {}", String::from_utf8_lossy(&ended.stderr));
    }
    let left = check(&by_command, &[]);
    assert!(left.iter().all(|left| left["fix"].is_null()), "mended only in part");
    mended
}

/// How many findings there are, but for those that an essay lacks something, which is seen once it can be read.
fn faults(found: &[serde_json::Value]) -> usize {
    const LACKS: [&str; 4] = ["missing-title", "missing-description", "orphan-essay", "dead-end"];
    found.iter().filter(|found| !LACKS.iter().any(|lack| found["name"] == *lack)).count()
}

/// How many words each essay has, whatever signs stand round them, but for the fronts of addresses.
fn words(folder: &Folder) -> BTreeMap<String, usize> {
    let count = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.starts_with(char::is_alphabetic));
        words.filter(|word| !word.starts_with("http") && *word != "htps").count()
    };
    files(folder)
        .iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(path, text)| (path.clone(), count(text)))
        .collect()
}

/// Puts fixes in, of two at one place the first; gives how many.
fn put_in(folder: &Folder, fixes: &[&serde_json::Value]) -> usize {
    let byte =
        |fix: &serde_json::Value, end: &str| usize::try_from(fix["place"][end]["byte"].as_u64().unwrap()).unwrap();
    let mut by_file: BTreeMap<&str, Vec<(usize, usize, &str)>> = BTreeMap::new();
    for found in fixes {
        let fix = &found["fix"];
        let place = (byte(fix, "start"), byte(fix, "end"), fix["text"].as_str().unwrap());
        by_file.entry(found["file"].as_str().unwrap()).or_default().push(place);
    }
    let mut mended = 0;
    for (file, mut places) in by_file {
        let before = fs::read(folder.path(file)).unwrap();
        places.sort_by_key(|(start, end, _)| (*start, *end));
        let (mut after, mut from, mut free) = (Vec::new(), 0, 0);
        for (start, end, text) in places {
            if start >= free {
                after.extend_from_slice(&before[from..start]);
                after.extend_from_slice(text.as_bytes());
                (from, free) = (end, end.max(start + 1));
                mended += 1;
            }
        }
        after.extend_from_slice(&before[from..]);
        fs::write(folder.path(file), after).unwrap();
    }
    mended
}

/// The files of a book, small ones with what they hold.
fn files(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder.path("")).into_iter().map(Result::unwrap);
    let files = files.filter(|file| file.file_type().is_file() && file.metadata().unwrap().len() < 1 << 20);
    let named = |file: &Path| file.strip_prefix(folder.path("")).unwrap().to_str().unwrap().to_owned();
    files.map(|file| (named(file.path()), fs::read(file.path()).unwrap())).collect()
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Allow => "allow",
        Level::Warn => "warn",
        Level::Deny => "deny",
    }
}

/// The page of the manual that lists every code is made from the registry.
#[test]
fn the_manual_has_every_code() {
    let mut page = include_str!("diagnostics/head.md").to_owned();
    let mut part = None;
    for code in Code::all() {
        let digits = &code.to_string()[2..4];
        if part != Some(digits.to_owned()) {
            part = Some(digits.to_owned());
            let title = match digits {
                "00" => "The book and its files",
                "01" => "Front matter",
                "02" => "The text of an essay",
                "03" => "Links",
                "04" => "Tags",
                "05" => "Themes",
                other => panic!("codes that begin with CL{other} have no title"),
            };
            page += &format!("\n## {title}\n");
        }
        let weight = match code.weight() {
            Weight::Error => "Always an error.".to_owned(),
            Weight::Lint(level) => format!("Level: `{}`.", level_name(level)),
            Weight::Check(level) => format!("Level: `{}`; said by `crosslight check` alone.", level_name(level)),
            Weight::External(level) => {
                format!("Level: `{}`; said by `crosslight check --external` alone.", level_name(level))
            }
        };
        page += &format!(
            "\n### {code} {} {{#{}}}\n\n{weight}\n\n{}",
            code.name(),
            code.name(),
            code.story().replace("{{#", "\\{{#")
        );
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/content/checking/codes.md");
    expect_test::expect_file![file].assert_eq(&page);
}
