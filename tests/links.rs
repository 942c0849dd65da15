//! What links mean, what they become, and what stands at the other end.

use std::collections::BTreeSet;

use crosslight::render::page::Output;

use crate::support::{Bench, edit, toy};

/// A settled book, and nothing to say about it.
#[track_caller]
fn clean(files: &str) -> Bench {
    let bench = Bench::book("", files);
    assert_eq!(bench.findings(), [""; 0]);
    bench
}

#[test]
fn names_are_found_in_order() {
    for (link, files, found) in [
        // A stem comes before an alias, an alias before a title.
        ("[[one]]", "== one.md\n# X\n== b.md\n---\naliases: [one]\n---\n", "one/"),
        ("[[one]]", "== c.md\n# One\n== b.md\n---\naliases: [one]\n---\n", "b/"),
        ("[[One day]]", "== c.md\n# One day\n", "c/"),
        // Exact case before folded case; NFD and NFC are one.
        ("[[ONE]]", "== one.md\n== x/ONE.md\n", "x/one/"),
        ("[[E\u{301}lan]]", "== \u{e9}lan.md\n", "%C3%A9lan/"),
        // Paths from the root, from here, by their end.
        ("[[/x/a]]", "== x/a.md\n== y/a.md\n", "x/a/"),
        ("[[x/a]]", "== x/a.md\n== y/x/a.md\n", "x/a/"),
        ("[[x/a]]", "== z/y/x/a.md\n", "z/y/x/a/"),
        ("[t](x/a.md)", "== x/a.md\n", "x/a/"),
        ("[t](x/a)", "== x/a.md\n", "x/a/"),
        ("[t](a%20b.md)", "== a b.md\n", "a-b/"),
        // A folder, unless a file has its name.
        ("[[x]]", "== x/index.md\n", "x/"),
        ("[[x]]", "== x.md\n---\nslug: y\n---\n== x/index.md\n# Z\n", "y/"),
        // Of the texts of a folder, the one that has its page.
        ("[t](../x/)", "== x/index.md\n# Z\n== x/README.md\n---\nslug: y\n---\n", "x/"),
        ("[[X]]", "== x/README.md\n# Z\n== x/index.md\n---\npath: /y/\n---\n", "y/"),
        ("[[x/index]]", "== x/README.md\n---\nslug: y\n---\n== x/_index.md\n# Z\n", "x/"),
        ("[[x]]", "== x/README.md\n---\nslug: y\n---\n== x/index.md\n# Z\n", "x/"),
        ("[[x]]", "== x/README.md\n# Z\n== x/index.md\n---\ndraft: true\n---\n", "x/"),
        // What ends in a slash is a folder, whatever file has its name.
        ("[t](../x/)", "== x.md\n---\nslug: y\n---\n== x/index.md\n# Z\n", "x/"),
        ("[[x/]]", "== x.md\n---\nslug: y\n---\n== x/index.md\n# Z\n", "x/"),
        ("[t](./)", "== here.md\n---\nslug: y\n---\n== here/index.md\n# Z\n", "here/"),
        ("[t](x/)", "== x.md\n---\nslug: y\n---\n", "y/"),
        // A title and an alias may have a slash.
        ("[[Either/Or]]", "== c.md\n# Either/Or\n", "c/"),
        ("[[old/name]]", "== c.md\n---\naliases: [old/name]\n---\n", "c/"),
        // Folders that the path does not name, and the home page.
        ("[t](./)", "== here/index.md\n", "here/"),
        ("[t](../x/..)", "", ""),
        ("[t](/)", "", ""),
        ("[t](..)", "== index.md\n", ""),
        // A day at the front of a file name need not be typed.
        ("[[news]]", "== 2026-01-02-news.md\n", "2026-01-02-news/"),
        // In a table the bar is written with a backslash.
        ("| [[one\\|x]] |\n| --- |", "== one.md\n", "one/"),
    ] {
        let bench = clean(&format!("== here/from.md\n{link}\n{files}"));
        let page = bench.text("here/from/index.html");
        assert!(page.contains(&format!("href=\"../../{found}index.html\"")), "{link} among {files}: {page}");
    }
}

#[test]
fn what_is_not_exact_is_said() {
    let bench = Bench::book("", "== from.md\n[[a b]] and [[twin]]\n== a-b.md\n# X\n== x/twin.md\n== y/twin.md\n");
    assert_eq!(
        bench.findings(),
        ["from.md: `a b` is spelled `a-b`", "from.md: ambiguous link: several files answer to `twin`",]
    );
    assert!(bench.text("from/index.html").contains("../x/twin/index.html"));
}

#[test]
fn labels_are_typed_titles_or_words() {
    let bench =
        clean("== from.md\n[[to]] [[To]] [[to|any *thing*]] [[#Here]] [t](to.md)\n\n## Here\n== to.md\n# The title\n");
    let page = bench.text("from/index.html");
    for text in [">The title</a>", ">To</a>", ">any <em>thing</em></a>", "<a href=\"#here\">Here</a>", ">t</a>"] {
        assert!(page.contains(text), "{text} in {page}");
    }
}

#[test]
fn headings_are_found_by_text_and_id() {
    let files = "== from.md\n[[to#What: now?]] [[to#own]] [t](to.md#two-words) [[to#The title]]\n\
                 == to.md\n# The title\n\n## What: now?\n\n## Other {#own}\n\n## Two words\n";
    let page = clean(files).text("from/index.html").to_owned();
    for fragment in ["#what-now\"", "#own\"", "#two-words\"", "to/index.html\""] {
        assert!(page.contains(fragment), "{fragment} in {page}");
    }
    let bench = Bench::book("", "== from.md\n[[to#Two wrods]]\n== to.md\n## Two words\n");
    assert_eq!(bench.findings(), ["from.md: broken link: `to.md` has no heading `Two wrods`"]);
    assert_eq!(bench.site.diagnostics()[0].fix.as_ref().unwrap().help, "did you mean `#Two words`?");
}

#[test]
fn broken_links_are_marked_and_explained() {
    let bench = Bench::book("", "== from.md\nSee [[the-miror]] and ![x](gone.png).\n== the-mirror.md\n");
    let page = bench.text("from/index.html");
    assert!(
        page.contains("<span class=\"broken\" title=\"Nothing in this book has this name yet\">the miror</span>"),
        "{page}"
    );
    let found = &bench.site.diagnostics()[0];
    assert_eq!(found.fix.as_ref().unwrap().help, "did you mean `the-mirror`?");
    assert_eq!(found.span.unwrap().range(), 4..17);
    assert_eq!(bench.findings().len(), 2);
}

#[test]
fn backlinks_quote_the_sentence_and_land_on_the_spot() {
    let bench = clean(
        "== from.md\n# From\n\n## Under this\n\nBefore. It *cites* [[to|the other]] here. After.\n\n- also [[to]] in a list\n== to.md\n# To\n",
    );
    let page = bench.text("to/index.html");
    assert!(page.contains("< From from/index.html | Under this: Before. [It cites *the other* here.] After. #cite-to | Under this: [also *To* in a list] #cite-to-1"), "{page}");
    let citing = bench.text("from/index.html");
    assert!(citing.contains("id=\"cite-to\"") && citing.contains("id=\"cite-to-1\""));
}

#[test]
fn a_picture_that_links_is_quoted_by_its_text() {
    let bench =
        clean("== from.md\n[![A view](pic.png)](to.md)\n\nA wholly other paragraph.\n== to.md\n# To\n== pic.png\n");
    let page = bench.text("to/index.html");
    assert!(page.contains("| : [*A view*] #cite-to"), "{page}");
}

#[test]
fn a_page_has_one_text() {
    let bench = Bench::book("", "== index.md\nOne\n== README.md\nTwo\n== tags/t.md\nOne\n== tags/T.md\nTwo\n");
    assert_eq!(
        bench.findings(),
        [
            "README.md: the page `/` already has its text from `index.md`",
            "tags/T.md: the name of this file differs from `tags/t.md` only in capitals",
        ]
    );
}

#[test]
fn a_tag_is_shown_once() {
    let bench = clean("== a.md\n---\ntags: [Trust, trust]\nthemes: [TRUST]\n---\n");
    assert_eq!(bench.text("a/index.html").matches("#Trust").count(), 1);
}

#[test]
fn no_scheme_that_runs_code() {
    for link in [
        "[x](javascript:alert(1))",
        "[x](JAVASCRIPT:alert(1))",
        "<javascript:alert(1)>",
        "![x](data:text/html,y)",
        "[x][y]\n\n[y]: vbscript:z",
        "[x](java&#115;cript:a)",
        "[x](<java\tscript:a>)",
        "[x](&#1;javascript:a)",
        "[x](java&#10;script&colon;a)",
        "[[javascript://x]]",
        "![[javascript://x]]",
        "[x](data:image/svg+xml,y)",
        "[x](data:image/png,y)",
        "<form action=\"javascript:a\"></form>",
        "<button formaction=\" vbscript:a\">x</button>",
        "<base href=\"data:text/html,a\">",
        "<meta http-equiv=\"Refresh\" content=\"0; URL='javascript:a'\">",
        "<meta content=\"0,data:text/html,a\" http-equiv=refresh>",
    ] {
        let bench = Bench::book("", &format!("== from.md\n{link}\n"));
        let page = bench.text("from/index.html").to_lowercase();
        assert!(!page.contains("href=\"j") && !page.contains("href=\"v") && !page.contains("src=\"d"), "{page}");
        let is_kept = |at: &str| page.contains(&format!("{at}=\"")) && link.contains(&format!("{at}=\""));
        assert!(!is_kept("action") && !page.contains("content=\"0") && !page.contains("href=\"d"), "{page}");
        assert_eq!(bench.findings().len(), 1, "{link}");
    }
}

#[test]
fn drafts_leak_nowhere() {
    let secret = "---\ntitle: Hidden thing\ndraft: true\ntags: [hush]\naliases: [/secret-way/, Nickname]\ndescription: Whisper\n---\n[[open]] Murmur\n";
    let settings = "[output.html]\nbase-url = \"https://example.org\"\n";
    let files =
        format!("== open.md\n---\ndate: 2026-01-01\n---\nSee [[secret]] and [[Nickname]].\n== secret.md\n{secret}");
    let bench = Bench::book(settings, &files);
    for file in bench.outputs.keys() {
        let text = bench.text(file);
        for word in ["Hidden", "hush", "Whisper", "Murmur", "secret-way"] {
            assert!(!text.contains(word) && !file.contains(word), "{word} in {file}: {text}");
        }
    }
    assert_eq!(
        bench.findings(),
        ["open.md: broken link: `secret` is not published", "open.md: broken link: `Nickname` is not published"]
    );
    let shown = Bench::book("[build]\ndrafts = true\n", &files);
    assert!(shown.text("open/index.html").contains("Hidden thing"));
}

#[test]
fn two_essays_at_one_address_have_two() {
    let bench = Bench::book(
        "",
        "== a-b.md\nX\n== A b.md\nY [[a-b]]\n== c.md\n---\naliases: [/a-b/]\n---\n[[A b]] [t](/a-b/) [t](/a-b-md/)\n\
         == x/index.md\nX\n== x/README.md\nR\n== d.md\n---\nurl: /a-b/\n---\n",
    );
    assert_eq!(
        bench.findings(),
        [
            "A b.md: the address `/a-b/` is taken by `d.md`",
            "a-b.md: the address `/a-b/` is taken by `d.md`",
            "c.md: the address `/a-b/` is taken by `d.md`",
            "x/README.md: the page `/x/` already has its text from `x/index.md`",
        ]
    );
    let at = |address: &str| bench.text(&format!("{address}index.html")).lines().next().unwrap_or_default().to_owned();
    assert_eq!(["a-b/", "a-b-md/", "x/", "x/readme/"].map(at), ["d", "A b", "x", "x"]);
    let links = bench.text("c/index.html");
    // A link by a path leads to the file that has it, wherever that stands.
    for link in ["\"../a-b-md/index.html\"", "\"../a-b-5d5dc2ce/index.html\""] {
        assert!(links.contains(link), "{link} in {links}");
    }
}

#[test]
fn a_file_of_the_book_comes_before_a_page_that_is_made() {
    let settings = "[output.html]\nbase-url = \"https://example.org/\"\n";
    let files = "== index.md\n# Home\n== 404.html\n== robots.txt\n== sitemap.xml\n== atom.xml\n== tags/index.html\n\
                 == search/index.html\n== essays/index.html\n== graph.json\n== map/index.html\n== static/style.css\n";
    let bench = Bench::book(settings, files);
    assert_eq!(bench.findings(), [""; 0]);
    for file in files.split("== ").filter_map(|file| file.lines().next()).filter(|file| !file.ends_with(".md")) {
        assert!(file.is_empty() || matches!(bench.outputs[file], Output::Copy(..)), "{file}");
    }
    let bench = Bench::book("", "== index.html\n== a.md\n");
    assert!(matches!(bench.outputs["index.html"], Output::Copy(..)));
    let bench = Bench::book("", "== index.html\n== index.md\nHere.\n== .crosslight-manifest\n");
    assert_eq!(
        bench.findings(),
        [
            ".crosslight-manifest: the address `/.crosslight-manifest` is taken by crosslight itself",
            "index.html: the address `/index.html` is taken by `index.md`",
        ]
    );
    assert!(bench.text("index.html").contains("Here."));
}

#[test]
fn old_addresses_lead_on() {
    let bench = clean("== a.md\n---\ntitle: A\naliases: [/old/way/, gone.html, \"x/y\"]\n---\n");
    for (file, link) in [
        ("old/way/index.html", "../../a/index.html"),
        ("gone.html", "./a/index.html"),
        ("x/y/index.html", "../../a/index.html"),
    ] {
        assert!(bench.text(file).contains(&format!("url={link}\"")), "{}", bench.text(file));
    }
}

#[test]
fn a_book_with_an_address_has_feed_sitemap_and_robots() {
    let files = "== a.md\n---\ntitle: A & B\ndate: 2026-01-02\nupdated: 2026-02-03\ntags: [t]\n---\nText & [[b]]\n== b.md\n# B\n";
    let bench = Bench::book("[book]\ntitle = \"T\"\n[output.html]\nbase-url = \"https://example.org/sub\"\n", files);
    let feed = bench.text("atom.xml");
    for part in [
        "<title>A &amp; B</title>",
        "<id>https://example.org/sub/a/</id>",
        "<updated>2026-02-03T00:00:00Z</updated>",
        "https://example.org/sub/b/",
        "<category term=\"t\" label=\"t\"/>",
    ] {
        assert!(feed.contains(part), "{part} in {feed}");
    }
    let mut reader = quick_xml::Reader::from_str(feed);
    while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    assert!(
        bench.text("sitemap.xml").contains("<loc>https://example.org/sub/a/</loc>\n  <lastmod>2026-02-03</lastmod>")
    );
    assert!(bench.text("robots.txt").contains("Sitemap: https://example.org/sub/sitemap.xml"));
    assert!(Bench::book("", files).outputs.keys().all(|file| !file.ends_with(".xml") && file != "robots.txt"));
}

#[test]
fn more_addresses_than_a_sitemap_may_have_are_in_several() {
    const MOST: usize = 50_000;
    let mut bench = Bench::new(toy("[output.html]\nbase-url = \"https://example.org\"\n"));
    let path = |number: usize| format!("n{number}.md");
    let write = |number: usize| edit(&path(number), Some("# A\n"));
    bench.site.apply((0..MOST).map(write).collect());
    let locations = |bench: &mut Bench, file: &str| -> BTreeSet<String> {
        let page = bench.site.page_at(file).unwrap();
        let Some((Output::Bytes(bytes), _)) = bench.site.show(&page) else { panic!("{file}") };
        let text = String::from_utf8(bytes).unwrap();
        let locations = text.split("<loc>").skip(1).map(|rest| rest.split("</loc>").next().unwrap().to_owned());
        locations.collect()
    };
    let files = locations(&mut bench, "sitemap.xml");
    assert_eq!(files.len(), 4, "{files:?}");
    let mut all = BTreeSet::new();
    for file in &files {
        let part = locations(&mut bench, file.strip_prefix("https://example.org/").unwrap());
        assert!(part.len() < MOST && !part.is_empty());
        let before = all.len();
        all.extend(part.iter().cloned());
        assert_eq!(all.len(), before + part.len(), "each address once");
    }
    let essay = |number: usize| format!("https://example.org/n{number}/");
    assert!((0..MOST).all(|number| all.contains(&essay(number))));
    assert_eq!(bench.site.page_at("sitemap-5.xml"), None);

    bench.site.apply((10..MOST).map(|number| edit(&path(number), None)).collect());
    assert_eq!(bench.site.page_at("sitemap-1.xml"), None);
    for number in 10..MOST {
        all.remove(&essay(number));
    }
    assert_eq!(locations(&mut bench, "sitemap.xml"), all);
    let settled = bench.settle();
    assert!(files.iter().all(|file| settled.removed.iter().any(|gone| file.ends_with(&**gone))));
}

#[test]
fn a_books_own_robots_file_comes_first() {
    let settings = "[output.html]\nbase-url = \"https://example.org\"\n";
    let mut bench = Bench::book(settings, "== a.md\n# A\n== robots.txt\nown\n");
    assert_eq!(bench.findings(), [""; 0]);
    assert!(matches!(bench.outputs["robots.txt"], crosslight::render::page::Output::Copy(..)));
    bench.apply(vec![crate::support::edit("robots.txt", None)]);
    assert!(bench.text("robots.txt").contains("Allow"));
}

#[test]
fn the_graph_has_every_essay_and_each_link_once() {
    let bench = clean(
        "== x/a.md\n---\ntitle: A\ntags: [t]\n---\n[[b]] [[b|again]] [[a]] [[pic.png]]\n== b.md\n# B\n== x/pic.png\n",
    );
    assert_eq!(
        bench.text("graph.json"),
        "{\"nodes\":[{\"id\":\"b\",\"path\":\"b.md\",\"title\":\"B\",\"url\":\"b/index.html\",\"tags\":[]},\
         {\"id\":\"x/a\",\"path\":\"x/a.md\",\"title\":\"A\",\"url\":\"x/a/index.html\",\"tags\":[\"t\"]}],\
         \"links\":[{\"source\":\"x/a\",\"target\":\"b\",\"kind\":\"link\"}]}\n"
    );
}

#[test]
fn assets_are_copied_and_linked() {
    let bench =
        clean("== x/a.md\n![A pic](my%20pic.png) [[my pic.png]] [file](../top.pdf)\n== x/my pic.png\n== top.pdf\n");
    let page = bench.text("x/a/index.html");
    for part in [
        "<img src=\"../../x/my%20pic.png\" alt=\"A pic\"",
        "<a href=\"../../x/my%20pic.png\"",
        "<a href=\"../../top.pdf\"",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
}
