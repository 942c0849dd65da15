//! What is derived from all links at once: relatives, citations of headings, the map, and the files
//! for scripts.

use crosslight::base::path::SourcePath;
use crosslight::render::page::PageId;
use crosslight::site::margin::{Margin, Search};

use crate::support::Bench;

/// Five essays: two cite the same third, two are cited by one, two share rare words.
const BOOK: &str = "== a.md
# A
See [[hub]]. The lantern, the lantern and the lighthouse, a lighthouse.
== b.md
# B
See [[hub]]. A lantern is a lantern, a lighthouse a lighthouse.
== hub.md
# Hub
== c.md
# C
== index.md
Home.
== d.md
# D
See [[c]] and [[a]].
";

#[test]
fn relatives_have_reasons() {
    let bench = Bench::book("", BOOK);
    let page = bench.text("a/index.html");
    assert!(page.contains("near b/index.html cite Hub words lantern lighthouse\n"), "{page}");
    assert!(!page.contains("near c"), "to be cited once together is little: {page}");
    assert!(!page.contains("near hub"), "what is linked is not told again: {page}");
}

#[test]
fn a_new_relative_makes_the_pages_that_show_it() {
    let mut bench = Bench::book("", BOOK);
    let settled = bench.write("== b.md\n# B\nSee nothing. A candle is a candle.\n");
    assert!(!bench.text("a/index.html").contains("near b"));
    let essay = |path: &str| PageId::Essay(SourcePath::new(path));
    let essays: Vec<_> = settled.made.iter().filter(|page| matches!(page, PageId::Essay(_))).cloned().collect();
    assert_eq!(essays, [essay("a.md"), essay("b.md"), essay("hub.md")], "c.md and d.md show nothing of it");
}

#[test]
fn a_heading_knows_how_often_it_is_cited() {
    let bench = Bench::book(
        "",
        "== a.md\n# A\n\n## One\n\nText.\n\n## Two\n== b.md\n[[a#One]], [[a#One|again]] and [[a#Two]].\n== c.md\n[t](a.md#one)\n",
    );
    let page = bench.text("a/index.html");
    let echo = |count: &str| format!("</h2>\n<p class=\"echo\"><a href=\"#page:cited-by\">{count} this</a></p>");
    assert!(page.contains(&format!("One{}", echo("2 essays cite"))), "{page}");
    assert!(page.contains(&format!("Two{}", echo("1 essay cites"))), "{page}");
    assert!(page.contains("One 2\nTwo 1\n"), "{page}");
}

#[test]
fn the_map_has_every_essay_and_its_links() {
    let bench = Bench::book("", BOOK);
    let map = bench.text("map/index.html");
    assert_eq!(map.matches("<circle").count(), 5);
    assert!(map.contains(" A 1 1 2 b/index.html c/index.html"), "who is two steps from A: {map}");
    assert!(map.contains("data-to=\"3 4\""), "what A is linked with: {map}");
}

#[test]
fn a_preview_has_the_first_paragraphs() {
    let bench = Bench::book(
        "",
        "== a.md\n---\ntitle: A\ndescription: What it is\ntags: [t]\n---\nThe *first* of [[b]] & more^[A note.].\n\n## Door\n\n- an item\n\nBelow it.\n\nA quote. ^q\n== b.md\n# Bee\n",
    );
    let files: Vec<_> = bench.outputs.keys().filter(|file| file.starts_with("previews/")).collect();
    let all: String = files.iter().map(|file| bench.text(file)).collect();
    assert!(
        all.contains("{\"a/\":{\"title\":\"A\",\"description\":\"What it is\",\"tags\":[\"t\"],\"minutes\":1,\"text\":\"The first of Bee & more.\",\"parts\":{\"^q\":[\"\",\"A quote.\"],\"door\":[\"Door\",\"Below it.\"]}}}"),
        "{all}"
    );
}

/// What the previews of `a.md` show of it, and of its parts.
fn previewed(text: &str) -> (String, serde_json::Value) {
    let bench = Bench::book("", &format!("== a.md\n---\ntitle: A\n---\n{text}"));
    let file = bench.outputs.keys().find(|file| file.starts_with("previews/")).unwrap();
    let script = bench.text(file);
    let json = &script[script.find('=').map_or(0, |_| script.rfind("]={").unwrap() + 2)..script.len() - 2];
    let previews: serde_json::Value = serde_json::from_str(json).unwrap();
    let preview = &previews["a/"];
    (preview["text"].as_str().unwrap().to_owned(), preview["parts"].clone())
}

#[test]
fn a_preview_shows_a_paragraph_and_nothing_that_looks_like_one() {
    for before in [
        "<!-- <p>not this</p> -->\n\n",
        "<p>Raw, and not this.</p>\n\n",
        "<picture>\n<source srcset=\"x.png\">\n</picture>\n\n",
        "```\n<p>code</p>\n```\n\n",
        "    code\n\n",
        "> [!note] A title\n\n",
        "![a picture](https://example.org/x.png)\n\n",
        "| a | b |\n|---|---|\n| c | d |\n\n",
        "- an item\n\n",
    ] {
        assert_eq!(previewed(&format!("{before}The first.\n\nThe second.\n")).0, "The first.", "{before}");
    }
    assert_eq!(previewed("One <!-- a > b --> and two.\n").0, "One and two.");
    let (text, parts) =
        previewed("## Door\n\n- an item\n- another\n\n## Room\n\n```\ncode\n```\n\n## Key\n\n### Lock\n\nIts text.\n");
    assert_eq!(text, "Its text.");
    assert_eq!(parts["door"], serde_json::json!(["Door", "an item"]), "a list is shown by its first item");
    assert_eq!(parts["room"], serde_json::json!(["Room", ""]), "nothing is said twice");
    assert_eq!(parts["key"], serde_json::json!(["Key", "Its text."]));
    let (_, parts) = previewed(
        "- one ^a\n- two\n\n| x | y |\n|---|---|\n| z | w |\n\n^t\n\nA text\nof two lines.\n\n^p\n\nOn *its* own. ^q\n",
    );
    assert_eq!(parts["^a"], serde_json::json!(["", "one"]));
    assert_eq!(parts["^t"], serde_json::json!(["", "x y z w"]), "a block without a paragraph is shown as a whole");
    assert_eq!(parts["^p"], serde_json::json!(["", "A text of two lines."]));
    assert_eq!(parts["^q"], serde_json::json!(["", "On its own."]));
}

#[test]
fn words_of_code_make_no_relatives() {
    for (open, close) in [("```\n", "\n```"), ("<script>", "</script>"), ("<style>", "</style>"), ("<!-- ", " -->")] {
        let words = "lantern lantern lighthouse lighthouse harbour harbour";
        let essay = |name: &str| format!("== {name}.md\n# {name}\n\nText.\n\n{open}{words}{close}\n\n[[hub]]\n");
        let bench =
            Bench::book("", &format!("{}{}== hub.md\n# Hub\n== c.md\n# C\n== d.md\n# D\n", essay("a"), essay("b")));
        let page = bench.text("a/index.html");
        assert!(page.contains("near b/index.html cite Hub\n"), "{open}: {page}");
    }
}

#[test]
fn an_essay_may_stay_out_of_search() {
    for field in ["search: false", "in_search_index: false", "pagefind: false", "search: {exclude: true}"] {
        let mut bench = Bench::book("", "== a.md\n---\ntitle: Alone\n---\nText.\n== b.md\n# Bee\n[[a]]\n");
        assert!(bench.text("search/index.js").contains("Alone"));
        bench.write(&format!("== a.md\n---\ntitle: Alone\n{field}\n---\nText.\n"));
        assert!(!bench.text("search/index.js").contains("Alone"), "{field}");
        assert!(bench.text("search/index.js").contains("Bee"));
        assert!(bench.text("essays/index.html").contains("Alone"), "it is listed all the same");
        assert!(bench.text("b/index.html").contains("a/index.html"));
        bench.write("== a.md\n---\ntitle: Alone\nsearch: true\n---\nText.\n");
        assert!(bench.text("search/index.js").contains("Alone"));
    }
}

#[test]
fn the_search_index_has_titles_headings_and_other_names() {
    let bench = Bench::book(
        "",
        "== a.md\n---\ntitle: \"A </script>\"\naliases: [alpha]\ntags: [t]\n---\n## Door\n== paths/p.md\n# P\n\n1. [[a]]\n",
    );
    assert_eq!(
        bench.text("search/index.js"),
        "(window.crosslight??={}).search={\"tags\":[[\"t\",\"tags/t/index.html\",1]],\"essays\":[[\"A </script>\",\"a/index.html\",[0],[[\"Door\",\"door\"]],[\"alpha\"]]],\"paths\":[[\"P\",\"paths/p/index.html\"]]};\n"
    );
}

#[test]
fn a_draft_is_marked_as_one() {
    let bench = Bench::book("", "== a.md\n[[b]] and [[c]]\n== b.md\n---\ndraft: true\n---\n");
    let page = bench.text("a/index.html");
    assert!(page.contains("<span class=\"unpublished\" title=\"This essay is not published yet\">b</span>"), "{page}");
    assert!(page.contains("<span class=\"broken\""), "{page}");
}

#[test]
fn a_mention_is_quoted_with_the_words_of_links() {
    let files = "== a.md\n# A first essay\n== c.md\n# See\n\
                 == b.md\nLinks: [[c]], [[nope]] & [more](c.md). A first essay is *good*. Some #words.\n";
    let bench = Bench::book("", files);
    let library = bench.site.library();
    let margin = Margin::of("a/index.html", library).unwrap();
    let mut search = Search::new(&margin, library.listed().iter().cloned());
    search.go_on(library, 9);
    let quotes: Vec<_> = search.found.iter().map(|found| found.quote.as_str()).collect();
    assert_eq!(quotes, ["Links: See, nope & more. A first essay is good. Some"]);
}
