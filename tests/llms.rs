//! The book for readers that are programs.

use expect_test::expect;

use crate::support::Bench;

const FILES: &str = "== essays/mirror.md\n---\ntitle: \"The mirror: \\\"a test\\\"\"\ndescription: What it shows\ndate: 2026-11-03\n\
    tags: [trust]\nimage: pic.png\nup: \"[[door]]\"\n---\n\
    Begin with [[door]], then [[door#Here|the *inner* one]] and [words](door.md#here \"a \\\"title\\\"\").%% not [[for]] you %%\n\n\
    %%\nnothing\n%%\n![[pic.png|A square|300]] and ![a *b*](pic.png) and ![[door]] and [[gone]] and [text](gone.md).\n\n\
    [![small](pic.png)](door.md) <https://else.example> `[[door]]` [![[pic.png]]](door.md)\n\n\
    | [[door\\|In a table]] | [[#Here]] |\n|---|---|\n\n[ref]\n\n## Here\n\n[ref]: door.md\n\n[[secret]] and [s](secret.md)\n\n#trust [[The *door*_]]\n\
    == essays/door.md\n# The *door*_\n\n## Here\n\nText.\n== essays/pic.png\nx\n== essays/secret.md\n---\ndraft: true\n---\nHidden words\n\
    == essays/quiet.md\n---\nunlisted: true\n---\nQuiet\n\
    == tags/trust.md\n---\ndescription: Who relies\\\n---\n# Trust [or not]\n== paths/first.md\n---\ntitle: First\n---\n1. [[door]]. Begin here.\n";

#[test]
fn an_essay_stands_beside_its_page_as_markdown() {
    let bench = Bench::book("[output.llms]\n", FILES);
    expect![[r#"
        ---
        title: "The mirror: \"a test\""
        description: "What it shows"
        date: 2026-11-03
        tags: ["Trust [or not]"]
        ---

        Begin with [The door\_](../../essays/door/index.html), then [the *inner* one](../../essays/door/index.html#here) and [words](../../essays/door/index.html#here "a \"title\"").

        ![A square](../../essays/pic.png) and ![a *b*](../../essays/pic.png) and [The door\_](../../essays/door/index.html) and gone and text.

        [![small](../../essays/pic.png)](../../essays/door/index.html) <https://else.example> `[[door]]` [![[pic.png]]](../../essays/door/index.html)

        | [In a table](../../essays/door/index.html) | [Here](#here) |
        |---|---|

        [ref](../../essays/door/index.html)

        ## Here

        [ref]: door.md

        secret and s

        #trust The \*door\*\_
    "#]].assert_eq(bench.text("essays/mirror/index.md"));
    assert!(
        !bench.outputs.contains_key("essays/secret/index.md") && bench.outputs.contains_key("essays/quiet/index.md")
    );
    assert!(!bench.outputs.contains_key("llms-full.txt") && !bench.outputs.contains_key("tags/trust/index.md"));
    let site = &bench.site;
    for file in ["essays/mirror/index.md", "llms.txt", "paths/first/index.md"] {
        assert!(site.page_at(file).is_some(), "{file}");
    }
}

#[test]
fn the_whole_book_is_listed() {
    let settings = "[book]\ntitle = \"Inside *out*\"\ndescription = \"Essays\\non communities\"\n\
        [output.html]\nbase-url = \"https://example.org/b\"\n[output.llms]\nfull = true\n";
    let mut bench = Bench::book(settings, FILES);
    expect![[r##"
        # Inside \*out\*

        > Essays on communities

        Each essay is linked as Markdown; its page has the same address without `index.md`.
        All of them in one file: [llms-full.txt](https://example.org/b/llms-full.txt)

        ## Paths

        - [First](https://example.org/b/paths/first/index.md)

        ## Tags

        - [Trust \[or not\]](https://example.org/b/tags/trust/): Who relies\

        ## Essays

        - [The mirror: "a test"](https://example.org/b/essays/mirror/index.md): What it shows
        - [The door\_](https://example.org/b/essays/door/index.md)
    "##]]
    .assert_eq(bench.text("llms.txt"));
    let text = bench.text("essays/mirror/index.md");
    assert!(text.contains("url: \"https://example.org/b/essays/mirror/\"\n"), "{text}");
    assert!(text.contains("Begin with [The door\\_](https://example.org/b/essays/door/), then"), "{text}");
    let full = bench.text("llms-full.txt");
    assert!(full.contains("# The *door*_\n\n## Here\n\nText.\n") && !full.contains("Quiet"), "{full}");
    assert!(!full.contains("Hidden words") && !full.contains("not [[for]] you"), "{full}");
    // The book's own file comes before the one that would be made.
    bench.write("== llms.txt\nours\n");
    assert_eq!(bench.findings().iter().filter(|found| found.contains("llms")).count(), 0, "{:?}", bench.findings());
    assert!(matches!(bench.outputs["llms.txt"], crosslight::page::Output::Copy(..)));
}
