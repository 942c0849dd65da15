//! The vocabulary of tags: labels, synonyms, broader and related tags, and marked passages.

use crate::support::Bench;

const BOOK: &str = "== a.md
---
title: A
tags: [faith]
---
Text.
== b.md
---
title: B
tags: [trust, dialogue]
---
Text.
== tags/trust.md
---
title: What trust is
label: Trust
synonyms: [faith]
broader: community
see-also: [dialogue]
---
== tags/community.md
# Community
";

#[test]
fn essays_with_a_synonym_are_filed_under_the_tag() {
    let mut bench = Bench::book("", BOOK);
    assert!(
        bench.text("tags/trust/index.html").starts_with("Trust:  A B ^Community ~dialogue"),
        "{}",
        bench.text("tags/trust/index.html")
    );
    assert!(bench.text("a/index.html").contains("#Trust\n"));
    assert!(
        bench.text("tags/faith/index.html").contains("url=../../tags/trust/index.html"),
        "the old address leads on"
    );
    assert!(bench.text("tags/index.html").contains("Trust  tags/trust/index.html 2\n"));
    assert!(!bench.text("tags/index.html").contains("faith"));
    assert!(bench.text("tags/community/index.html").contains("_Trust"));
    assert_eq!(bench.findings(), [""; 0]);
    // And no more once the text does not say so.
    bench.write("== tags/trust.md\n# Trust\n");
    assert!(bench.text("tags/trust/index.html").starts_with("Trust:  B"));
    assert!(bench.text("tags/faith/index.html").starts_with("faith:  A"));
    assert!(bench.text("a/index.html").contains("#faith\n"));
}

#[test]
fn words_that_are_taken_or_missing_are_said() {
    let bench = Bench::book(
        "",
        "== a.md\n---\ntags: [trust]\n---\n== tags/faith.md\n# Faith\n== tags/trust.md\n---\nsynonyms: [faith, belief]\nbroader: nothing\n---\n== tags/zeal.md\n---\nsynonyms: [belief]\n---\n",
    );
    assert_eq!(
        bench.findings(),
        [
            "tags/trust.md: `faith` cannot be a synonym here: it belongs to the tag `Faith`",
            "tags/trust.md: `broader` names `nothing`, which is no tag of this book",
            "tags/zeal.md: `belief` cannot be a synonym here: it belongs to the tag `trust`",
        ]
    );
}

#[test]
fn tags_that_name_each_other_as_broader_end() {
    let bench = Bench::book("", "== tags/a.md\n---\nbroader: b\n---\n== tags/b.md\n---\nbroader: a\n---\n");
    assert!(bench.text("tags/a/index.html").contains(" ^b _b"));
}

#[test]
fn a_marked_passage_is_listed_under_its_tag() {
    let bench = Bench::book(
        "",
        "== a.md\n# A\n\nFirst. Here is #trust in a sentence. Last.\n\n## A door {tags=\"trust, change\"}\n\nWhat stands below the door.\n\nAnd more.\n",
    );
    let page = bench.text("tags/trust/index.html");
    assert!(page.contains("marked a/index.html#tag:trust : Here is #trust in a sentence."), "{page}");
    assert!(page.contains("marked a/index.html#a-door A door: What stands below the door."), "{page}");
    assert!(bench.text("tags/change/index.html").contains("marked a/index.html#a-door"));
    assert!(
        bench
            .text("a/index.html")
            .contains("<a class=\"tag\" id=\"tag:trust\" href=\"../tags/trust/index.html\">#trust</a>")
    );
}

#[test]
fn tags_meet_in_essays() {
    let bench = Bench::book(
        "",
        "== a.md\n---\ntags: [x, y]\n---\n# A\n== b.md\n---\ntags: [x, y, z]\n---\n# B\n== c.md\n---\ntags: [x]\n---\n# C\n",
    );
    let page = bench.text("tags/x/index.html");
    assert!(page.contains("meets y 2 A B\nmeets z 1 B"), "{page}");
    assert!(
        bench.text("tags/index.html").ends_with("x 3 2 1\ny 2 2 1\nz 1 1 1\n"),
        "{}",
        bench.text("tags/index.html")
    );
}
