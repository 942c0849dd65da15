//! The vocabulary of tags: labels, synonyms, broader and related tags, and marked passages.

use std::fs;

use crosslight::render::page::{Output, PageId};

use crate::support::{Bench, Folder, ids};

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
            "tags/trust.md: `broader` names `nothing`, which is not a tag of this book",
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

/// A pair may stand on the page of one of its tags only: an essay with a tag below the other one, or too
/// many neighbours. The matrix leads to where it stands.
#[test]
fn every_cell_of_the_matrix_leads_to_a_list() {
    let below = "== a.md\n---\ntags: [x/y, z]\n---\n# A\n== b.md\n---\ntags: [x, w]\n---\n# B\n".to_owned();
    // One tag with more neighbours than its page lists.
    let mut many = String::new();
    for at in 0..60 {
        let more = if at < 12 { format!(", m{at}, m{}", (at + 1) % 12) } else { String::new() };
        many.push_str(&format!("== e{at}.md\n---\ntags: [hub, t{at}{more}]\n---\n"));
    }
    for (files, at_least) in [(below, 4), (many, 20)] {
        let folder = Folder::new(&format!(
            "== book.toml\n[output.html]\nclean-urls = true\n{}",
            files.replace("== ", "== content/")
        ));
        folder.run(&["build"], 0);
        let read = |page: &str| fs::read_to_string(folder.path(&format!("public/tags/{page}"))).unwrap();
        let index = read("index.html");
        let links: Vec<_> =
            index.split("href=\"../tags/").filter_map(|link| link.split('"').next()?.split_once('#')).collect();
        assert!(links.len() >= at_least, "{links:?}");
        for (page, id) in links {
            assert!(read(&format!("{page}index.html")).contains(&format!("id=\"{id}\"")), "{page}#{id}");
        }
    }
}

#[test]
fn a_text_that_moves_to_another_tag_is_noticed() {
    let mut bench = Bench::book(
        "",
        "== e.md\n---\ntitle: E\ntags: [bb]\n---\n== tags/c.md\n---\nsynonyms: [bb]\n---\n== tags/x.md\n# X\n",
    );
    assert!(bench.text("tags/c/index.html").starts_with("c:  E"));
    bench.write("== tags/x.md\n---\nslug: bb\n---\n# X\n");
    assert!(bench.text("tags/bb/index.html").starts_with("X:  E"));
    assert!(bench.text("tags/c/index.html").starts_with("c: "));
    assert_eq!(bench.findings(), ["tags/c.md: `bb` cannot be a synonym here: it belongs to the tag `X`"]);
}

#[test]
fn an_essay_with_a_tag_and_its_synonym_has_it_once() {
    let bench = Bench::book(
        "[output.html]\nbase-url = \"https://example.org/\"\n",
        "== a.md\n---\ntitle: A\ndate: 2026-01-01\ntags: [faith, trust]\n---\n== tags/trust.md\n---\ntitle: Trust\nsynonyms: [faith]\n---\n",
    );
    for (file, sign) in [("a/index.html", "#Trust\n"), ("atom.xml", "<category "), ("search/index.js", ",[0],")] {
        assert_eq!(bench.text(file).matches(sign).count(), 1, "{}", bench.text(file));
    }
}

#[test]
fn a_tag_is_not_its_own_neighbour() {
    let bench = Bench::book(
        "",
        "== a.md\n---\ntags: [trust, trust/deep]\n---\n\
         == tags/trust.md\n---\ntitle: Trust\nsynonyms: [faith]\nbroader: faith\nsee-also: [trust, trust/deep, trust/deep]\n---\n\
         == tags/trust/deep.md\n---\ntitle: Deep\nbroader: trust\n---\n",
    );
    let page = bench.text("tags/trust/index.html");
    assert!(page.starts_with("Trust:  a _Deep ~Deep\n"), "{page}");
    assert!(bench.text("tags/trust/deep/index.html").starts_with("Deep:  a ^Trust\n"));
    // What stands below another always meets it: the matrix does not count that.
    assert_eq!(
        bench.findings(),
        [
            "tags/trust.md: `broader` changes nothing here",
            "tags/trust.md: `see-also` changes nothing here",
            "tags/trust/deep.md: `broader` changes nothing here",
        ]
    );
}

#[test]
fn an_old_address_leads_where_its_essays_are() {
    let bench = Bench::book(
        "",
        "== e.md\n---\ntags: [faith]\n---\n== tags/z.md\n---\nslug: a\ntitle: First\nsynonyms: [faith]\n---\n== tags/b.md\n---\ntitle: Second\nsynonyms: [faith]\n---\n",
    );
    assert!(bench.text("tags/a/index.html").starts_with("First:  e"));
    assert!(bench.text("tags/faith/index.html").contains("url=../../tags/a/index.html"));
}

#[test]
fn a_line_more_is_no_new_vocabulary() {
    let mut bench = Bench::book("", BOOK);
    let text = BOOK[BOOK.find("== tags/trust.md").unwrap()..].replace("title: What", "# A remark.\ntitle: What");
    let settled = bench.write(&text);
    assert!(!settled.made.iter().any(|page| matches!(page, PageId::Essay(_))), "{:?}", ids(&settled.made));
}

#[test]
fn a_mark_before_another_heading_quotes_nothing() {
    let bench = Bench::book(
        "",
        "== a.md\n# A\n\n## One {tags=\"trust\"}\n\n## Two\n\nOf two.\n\n## Three {tags=\"trust\"}\n\n```\ncode\n```\n\n### Four\n\nOf four.\n",
    );
    let page = bench.text("tags/trust/index.html");
    assert!(page.contains("marked a/index.html#one One: \n"), "{page}");
    assert!(page.contains("marked a/index.html#three Three: \n"), "{page}");
}

#[test]
fn a_mark_on_the_title_leads_to_the_top() {
    let bench = Bench::book("", "== a.md\n# The mirror {tags=\"trust\"}\n\nBegin here.\n");
    let page = bench.text("tags/trust/index.html");
    assert!(page.contains("marked a/index.html# : Begin here."), "{page}");
    assert!(!bench.text("a/index.html").contains("the-mirror"));
}

#[test]
fn a_synonym_has_no_feed_that_a_file_could_be_in_the_way_of() {
    let settings = "[output.html]\nbase-url = \"https://example.org/\"\n";
    let bench =
        Bench::book(settings, &format!("{BOOK}== tags/faith/atom.xml\n<feed/>\n== tags/trust/atom.xml\n<feed/>\n"));
    assert!(bench.outputs.contains_key("tags/faith/atom.xml"));
    // A file comes before a feed that would be made.
    assert_eq!(bench.findings(), [""; 0]);
    assert!(matches!(bench.outputs["tags/trust/atom.xml"], Output::Copy(..)));
}

/// Two tags that a disk which ignores case takes for one are reported; words that are written in capitals are one tag with them.
#[test]
fn tags_that_differ_only_by_letters_without_capitals_are_told() {
    let told = "a.md: the tag `Groß` is spelled `GROSS` elsewhere";
    let a = "== a.md\n---\ntags: [Groß, ΣΊΣΥΦΟΣ]\n---\nText\n";
    let mut bench = Bench::book("", &format!("{a}== b.md\n---\ntags: [GROSS, Σίσυφος]\n---\nText\n"));
    assert_eq!(bench.findings(), [told]);
    assert!(bench.outputs.contains_key("tags/σίσυφος/index.html"));
    assert!(!bench.outputs.contains_key("tags/σίσυφοσ/index.html"));
    bench.write("== b.md\nText\n");
    assert_eq!(bench.findings(), [""; 0]);
    bench.write("== c.md\nAn aside on #GROSS things.\n");
    assert_eq!(bench.findings(), [told]);
}
