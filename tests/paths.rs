//! Reading paths.

use crate::support::Bench;

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
        "Walk\n<p>Before.</p>\n<p>After.</p>\n2 min\n1 A a/index.html (1): begin here.\n\
         2 B b/index.html (1): After that, the second opens. It is the last."
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
