//! Reading paths.

use crosslight::base::path::SourcePath;
use crosslight::render::page::PageId;

use crate::support::{Bench, bare};

const BOOK: &str = "== a.md
# A
== b.md
# B
== c.md
---
draft: true
---
# C
== paths/walk.md
---
title: Walk
---
Before.

1. [[a]]: begin here.
2. [[c]]
3. After that, [[b|the second]] opens.

   It is the last.

After.
";

#[test]
fn a_path_has_its_stops_and_each_essay_its_place() {
    let bench = Bench::book("", BOOK);
    let page = bench.text("paths/walk/index.html");
    assert_eq!(
        page,
        "Walk\n<p>Before.</p>\n<p>After.</p>\n2 min\n1 A a/index.html (1): begin here. = <p>begin here.</p>\n\
         2 B b/index.html (1): After that, the second opens. It is the last. = \
         <p>After that, <a href=\"../../b/index.html\" id=\"cite-b\">the second</a> opens.</p>\n<p>It is the last.</p>"
    );
    assert!(bench.text("a/index.html").contains("on Walk 1/2 then B: After that, the second opens. It is the last.\n"));
    assert!(bench.text("b/index.html").contains("on Walk 2/2\n"));
    assert_eq!(bench.text("paths/index.html"), "Walk paths/walk/index.html 2\n");
}

#[test]
fn a_stop_appears_when_its_essay_is_published() {
    let mut bench = Bench::book("", BOOK);
    bench.write("== c.md\n# C\n");
    assert!(bench.text("a/index.html").contains("on Walk 1/3 then C: \n"));
    assert!(bench.text("c/index.html").contains("on Walk 2/3 then B"));
}

#[test]
fn what_is_no_stop_is_said() {
    let bench = Bench::book(
        "",
        "== a.md\n# A\n== tags/t.md\n# T\n== paths/walk.md\n1. [[a]]\n2. A pause.\n3. [[tags/t]]\n4. [[gone]]\n== paths/none.md\n# None\n\n- [[a]]\n",
    );
    assert_eq!(
        bench.findings(),
        [
            "paths/none.md: this reading path has no stops",
            "paths/walk.md: stop 3 of this path names no essay",
            "paths/walk.md: broken link: nothing is called `gone`",
            "paths/walk.md: stop 2 of this path names no essay",
        ]
    );
}

#[test]
fn paths_have_feeds_and_another_folder_if_asked_for() {
    let settings = "[paths]\npath = \"walks\"\n[output.html]\nbase-url = \"https://example.org/\"\n";
    let bench = Bench::book(
        settings,
        "== a.md\n---\ndate: 2026-01-01\n---\n# A\n== walks/w.md\n# W\n\n1. [[a]]\n== paths/x.md\nAn essay.\n",
    );
    let feed = bench.text("walks/w/atom.xml");
    assert!(feed.contains("<id>https://example.org/a/</id>") && feed.contains("<title>W</title>"), "{feed}");
    assert!(bench.outputs.contains_key("paths/x/index.html"));
    assert_eq!(bench.findings(), [""; 0]);
}

#[test]
fn a_book_without_paths_has_no_index_of_them() {
    let bench = Bench::book("", "== a.md\n# A\n");
    assert!(!bench.outputs.contains_key("paths/index.html"));
}

#[test]
fn a_theme_without_paths_shows_them_as_essays() {
    let mut bench = Bench::new(bare(""));
    bench.write(BOOK);
    let page = bench.text("paths/walk/index.html");
    assert!(page.contains("<ol>") && page.contains("opens.") && page.contains("After."), "{page}");
    assert!(!bench.outputs.contains_key("paths/index.html"));
}

#[test]
fn an_unlisted_path_has_its_stops() {
    let unlisted = BOOK.replace("title: Walk", "title: Walk\nunlisted: true");
    let bench = Bench::book("[output.html]\nbase-url = \"https://example.org/\"\n", &unlisted);
    let page = bench.text("paths/walk/index.html");
    assert!(page.contains("\n1 A a/") && page.contains("\n2 B b/"), "{page}");
    assert!(!bench.text("a/index.html").contains("on Walk"));
    assert!(!bench.outputs.contains_key("paths/index.html"));
}

#[test]
fn a_reason_makes_the_pages_that_show_it() {
    let mut bench = Bench::book("", &format!("{BOOK}== far.md\n# Far\n"));
    let settled = bench.write(&BOOK[BOOK.find("== paths").unwrap()..].replace("begin here", "start here"));
    let made = |page: PageId| settled.made.contains(&page);
    let essay = |path: &str| PageId::Essay(SourcePath::new(path));
    // The stop after it shows why a reader came by the one before.
    assert!(made(essay("paths/walk.md")) && made(essay("b.md")) && !made(essay("a.md")), "{:?}", settled.made);
    assert!(!made(essay("far.md")) && !made(PageId::Home) && !made(PageId::Archive), "{:?}", settled.made);
}

#[test]
fn two_paths_at_one_address_have_two_with_their_feeds() {
    let settings = "[output.html]\nbase-url = \"https://example.org/\"\n";
    let bench = Bench::book(
        settings,
        "== a.md\n# A\n== paths/w.md\n# One\n\n1. [[a]]\n== paths/x.md\n---\nslug: w\n---\n# Two\n\n1. [[a]]\n",
    );
    for (address, title) in [("paths/w", "Two"), ("paths/w-md", "One")] {
        assert!(bench.text(&format!("{address}/index.html")).starts_with(title));
        assert!(bench.text(&format!("{address}/atom.xml")).contains(&format!("<title>{title}</title>")));
    }
}

#[test]
fn only_essays_are_stops() {
    let bench = Bench::book(
        "",
        "== a.md\n# A\n== tags/t.md\n# T\n== paths/walk.md\n# Walk\n\n1. [[tags/t]]: a tag\n2. [[a]]: an essay\n3. [[other]]: a path\n== paths/other.md\n# Other\n\n1. [[a]]\n",
    );
    assert_eq!(
        bench.text("paths/walk/index.html"),
        "Walk\n2 min\n1 A a/index.html (1): an essay".replace("2 min", "1 min")
    );
    assert!(bench.text("a/index.html").contains("on Walk 1/1\n"));
    assert!(bench.text("paths/index.html").contains("Walk paths/walk/index.html 1\n"));
    assert_eq!(
        bench.findings(),
        ["paths/walk.md: stop 1 of this path names no essay", "paths/walk.md: stop 3 of this path names no essay"]
    );
}

#[test]
fn a_reason_keeps_its_notes_and_links() {
    let bench = Bench::book(
        "",
        "== a.md\n# A\n== b.md\n# B\n== c.md\n# C\n== paths/walk.md\n---\ntitle: Walk\n---\nBefore.[^1]\n\n\
         1. [[a]]: begin here,^[The door.] then see [[c]] and *[[b|the other]]*.\n2. **[[b]]**\n\n   It *is* the last.[^2]\n3. So [[c]] closes.\n\n   - a reason\n\n\
         After.^[Last.]\n\n[^1]: One.\n[^2]: Two.\n",
    );
    let page = bench.text("paths/walk/index.html");
    let note = |number: usize| format!("id=\"fnref:{number}\"");
    let places: Vec<_> =
        (1..=4).map(|number| page.find(&note(number)).unwrap_or_else(|| panic!("{number}: {page}"))).collect();
    assert!(places[0] < page.find("After.").unwrap(), "{page}");
    assert!(page.contains("(1): begin here, then see c and the other. = "), "{page}");
    for text in ["The door.", "One.", "Two.", "Last."] {
        assert_eq!(page.matches(text).count(), 1, "{text}: {page}");
    }
    for says in [
        "= <p>begin here,<sup",
        " then see <a href=\"../../c/index.html\" id=\"cite-c\">C</a> and <em><a href=\"../../b/index.html\" id=\"cite-b\">the other</a></em>.",
        "= <p>It <em>is</em> the last.<sup",
        "= <p>So <a href=\"../../c/index.html\" id=\"cite-c-1\">C</a> closes.</p>\n<ul>\n<li>a reason</li>\n</ul>",
    ] {
        assert!(page.contains(says), "{says}: {page}");
    }
    // Identifiers on lines of their own move what stands behind them.
    let bench = Bench::book(
        "",
        "== a.md\n# A\n== paths/walk.md\n# Walk\n\n1. [[a]]: begin *here*.\n\n   ^x\n\n   And on.\n\n^y\n\nAfter.\n",
    );
    assert_eq!(
        bench.text("paths/walk/index.html"),
        "Walk\n<p>After.</p>\n1 min\n1 A a/index.html (1): begin here. And on. = <p>begin <em>here</em>.</p>\n<p>And on.</p>"
    );
    // Tight items, emphasis round the link, and a stop that is written as an embed.
    let bench = Bench::book(
        "",
        "== a.md\n# A\n== b.md\n# B\n== c.md\n# C\n== d.md\n# D\n== paths/walk.md\n# Walk\n\n1. **[[a]]** — *here*\n2. [[b]]\n3. ![[c]]\n4. [D](d.md), *then* [[a]]\n   - on\n",
    );
    let page = bench.text("paths/walk/index.html");
    let stops: Vec<_> =
        page.split_once(" min\n").unwrap().1.lines().map(|line| line.split(" = ").nth(1).unwrap_or("")).collect();
    assert_eq!(
        stops,
        ["<em>here</em>", "", "", "<em>then</em> <a href=\"../../a/index.html\" id=\"cite-a-1\">A</a>", "", "", ""],
        "{page}"
    );
}

#[test]
fn what_a_reason_links_to_is_cited() {
    let bench = Bench::book(
        "",
        "== a.md\n# A\n== b.md\n# B\n== c.md\n# C\n== paths/walk.md\n# Walk\n\n1. [[a]]: begin here, then see [[c]] and *[[b|the other]]*.\n2. [[b]]\n3. So [[c]] closes.\n",
    );
    // What only a reason cites is cited; a stop is not, since its essay says which paths it is on.
    let cited = |file: &str| bench.text(file).matches("< Walk").count();
    assert_eq!([cited("a/index.html"), cited("b/index.html"), cited("c/index.html")], [0, 1, 1]);
    assert!(
        bench.text("c/index.html").contains("< Walk paths/walk/index.html | : [a: begin here, then see *C* and"),
        "{}",
        bench.text("c/index.html")
    );
    assert!(!bench.text("c/index.html").contains("*So"), "{}", bench.text("c/index.html"));
}
