//! The book for readers that are programs.

use expect_test::expect;

use crate::support::{Bench, Folder};

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
    assert!(matches!(bench.outputs["llms.txt"], crosslight::render::page::Output::Copy(..)));
}

/// What becomes of the text of an essay.
fn written(text: &str) -> String {
    let bench =
        Bench::book("[output.llms]\n", &format!("== a.md\n{text}\n== door.md\n# Door\n== x.png\nx\n== x(1).png\nx\n"));
    let page = bench.text("a/index.md");
    page.split_once("---\n\n").unwrap().1.trim_end().to_owned()
}

#[test]
fn links_are_put_right_in_their_true_places() {
    for (typed, text) in [
        ("[![alt](x.png)](door.md)", "[![alt](../x.png)](../door/index.html)"),
        ("[![alt](x.png)](door.md \"a ](b\")", "[![alt](../x.png)](../door/index.html \"a ](b\")"),
        ("[![alt](x.png)][d]\n\n[d]: door.md", "[![alt](../x.png)](../door/index.html)\n\n[d]: door.md"),
        (
            "[![alt][p]][d]\n\n[d]: door.md\n[p]: x.png",
            "[![alt](../x.png)](../door/index.html)\n\n[d]: door.md\n[p]: x.png",
        ),
        ("[![alt](x.png)](gone.md) and", "![alt](../x.png) and"),
        ("[![alt](x.png)][g]\n\n[g]: gone.md", "![alt](../x.png)\n\n[g]: gone.md"),
        ("[![alt](gone.png) more](door.md)", "[alt more](../door/index.html)"),
        ("[a](door.md \"(see](this)\") b)", "[a](../door/index.html \"(see](this)\") b)"),
        ("[a [b] `](` c](door.md)", "[a [b] `](` c](../door/index.html)"),
        ("[a \\] b](<door.md> 'x')", "[a \\] b](../door/index.html \"x\")"),
        ("![a](<x(1).png> \"](\")", "![a](../x%281%29.png \"](\")"),
        ("[a]( door.md )", "[a](../door/index.html)"),
        ("[](door.md)", "[](../door/index.html)"),
        ("![](x.png)", "![](../x.png)"),
        ("[*a* ==b==](door.md), [c^2^](door.md)", "[*a* ==b==](../door/index.html), [c^2^](../door/index.html)"),
        (
            "[d][], [d] and [D ][d]\n\n[d]: door.md 'T'",
            "[d](../door/index.html \"T\"), [d](../door/index.html \"T\") and [D ](../door/index.html \"T\")\n\n[d]: door.md 'T'",
        ),
        ("[two\nlines](door.md)", "[two\nlines](../door/index.html)"),
        ("[a %% no %%](door.md)", "[a ](../door/index.html)"),
        ("[gone](gone.md \"](\")", "gone"),
    ] {
        assert_eq!(written(typed), text, "{typed}");
    }
}

/// What pages do not show, programs that read the texts are not handed either: by the patches that the page is made with.
#[test]
fn what_no_page_shows_is_in_no_copy() {
    let files = |text: &str| format!("== a.md\n{text}\n== door.md\n# Door\n");
    for (settings, typed, text) in [
        ("", "One <!-- hush -->two.", "One two."),
        ("", "One\n\n<!-- hush\n\nhush -->\n\nTwo", "One\n\n\n\nTwo"),
        ("", "<div>\n<!-- hush -->\nOne</div>", "<div>\n\nOne</div>"),
        ("", "`<!-- shown -->` and\n\n    <!-- shown -->", "`<!-- shown -->` and\n\n    <!-- shown -->"),
        ("", "One\n\n[//]: # (hush)\n[//]: # \"hush\"\n[comment]: <> (hush)\n\nTwo", "One\n\n\n\n\n\nTwo"),
        ("", "> One\n>\n> [//]: # (hush)\n>\n> Two", "> One\n>\n> \n>\n> Two"),
        ("", "- One\n\n  [//]: # (hush)\n- Two", "- One\n\n  \n- Two"),
        ("", "[d]\n\n[d]: door.md\n[e]: hush.md", "[d](../door/index.html)\n\n[d]: door.md"),
        ("", "One[^1]\n\n[^1]: Two", "One[^1]\n\n[^1]: Two"),
        ("[markdown]\nmacros = \"liquid\"\n", "One {% comment %}hush{% endcomment %}two", "One two"),
        ("", "One {{< comment >}}hush{{< /comment >}}{{< ref \"door.md\" >}}two", "One {{< ref \"door.md\" >}}two"),
        ("[markdown]\nmacros = \"nunjucks\"\n", "One {# hush #}two", "One two"),
        ("", "One {{< comment >}}hush{{< /comment >}}two", "One two"),
        ("[markdown]\nattributes = true\n", "One\n\n{::comment}\nhush\n{:/comment}\n\nTwo", "One\n\n\nTwo"),
        ("[markdown]\ncomponents = true\n", "import Hush from 'hush'\n\nOne {/* hush */}two", "One two"),
        ("[markdown]\nscripts = false\n", "<script setup>\nconst hush = 1\n</script>\n\nOne", "One"),
        (
            "[markdown]\nproperties = true\n",
            "- One\n- #+BEGIN_COMMENT\n  hush\n  #+END_COMMENT\n- Two",
            "- One\n- \n- Two",
        ),
        ("[markdown]\nabbreviations = true\n", "The HTML\n\n*[HTML]: a language", "The HTML\n\n*[HTML]: a language"),
    ] {
        let bench = Bench::book(&format!("[output.llms]\n{settings}"), &files(typed));
        let page = bench.text("a/index.md");
        let body = page.split_once("---\n\n").unwrap().1.trim_end();
        assert!(!bench.text("a/index.html").contains("hush") || typed.contains("<!--"), "{typed}");
        // What is cut out leaves empty lines.
        let lines =
            |text: &str| text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        assert_eq!(lines(body), lines(text), "{typed}");
    }
}

/// What strangers write runs in no copy of it.
#[test]
fn copies_of_untrusted_texts_are_clean() {
    let folder = Folder::new(
        "== book.toml\n[markdown]\nuntrusted = true\n[output.llms]\nfull = true\n\
         == content/a.md\n---\ntitle: A\ndescription: Of <script>x()</script> doors\n---\n\
         A <script>x()</script> b <scr<b x>ipt>x()</script> [c](javascript:x) <scr[ipt](nowhere.md)>x()\n\n\
         <div onclick=\"x()\">Kept</div>\n\n`<script>` is code.\n",
    );
    folder.run(&["build", ".", "-d", "out"], 0);
    for file in ["a/index.md", "llms.txt", "llms-full.txt"] {
        let text = std::fs::read_to_string(folder.path("out").join(file)).unwrap();
        let text = text.replace("`<script>`", "");
        for word in ["<script", "onclick", "javascript:"] {
            let fields = text.replace("description: \"Of <script>x()</script> doors\"", "");
            assert!(!fields.contains(word), "{file}: {text}");
        }
        assert!(file == "llms.txt" || text.contains("Kept"), "{file}: {text}");
    }
}
