//! What is unusual in a text is right on its page, in both themes.

use crosslight::base::path::SourcePath;
use crosslight::base::source::{Edit, Source};

use crate::support::{Bench, Folder, edit};

/// A site of these files in a theme.
fn site(theme: &str, files: &str) -> Folder {
    let folder = Folder::new(&format!(
        "== book.toml\n[book]\ntitle = \"The book\"\n[output.html]\ntheme = \"{theme}\"\nbase-url = \"https://example.org/kb/\"\n{files}"
    ));
    folder.run(&["build", "--dest-dir", "out"], 0);
    folder
}

fn read(site: &Folder, file: &str) -> String {
    std::fs::read_to_string(site.path("out").join(file)).unwrap()
}

/// What stands between the first `start` and the next `end`.
#[track_caller]
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start} in {text}"));
    rest.split_once(end).unwrap().0
}

#[test]
fn a_page_has_one_title_with_all_that_is_in_it() {
    let files = "== content/noted.md\n# Noted[^1]\n\nText.\n\n[^1]: The note.\n\
                 == content/linked.md\n---\ntitle: About trust\n---\n# About [[trust]]\n\nText. See [[noted]].\n\
                 == content/tagged.md\n# Tagged #ours\n\nText.\n== content/trust.md\n# Trust\n\n![[linked]]\n\
                 == content/tags/ours.md\n# Ours, and [[trust]]\n\nText.\n";
    for theme in ["lantern", "ledger"] {
        let site = site(theme, files);
        for (page, title) in [
            ("noted", "Noted<sup class=\"footnote-reference\"><a id=\"fnref:1\""),
            ("linked", "About <a href=\"../trust/\" id=\"cite-trust\">Trust</a>"),
            ("tagged", "Tagged <a class=\"tag\" id=\"tag:ours\" href=\"../tags/ours/\">#ours</a>"),
            ("tags/ours", "Ours, and <a href=\"../../trust/\" id=\"cite-trust\">Trust</a>"),
        ] {
            let page = read(&site, &format!("{page}/index.html"));
            assert_eq!(page.matches("<h1").count(), 1, "{theme}: {page}");
            let shown = between(&page, "<h1", "</h1>").split_once('>').unwrap().1;
            assert!(shown.starts_with(title), "{theme}: {shown}");
            assert!(!page.contains("</h1></h1>"));
        }
        // What is shown elsewhere is called by its title there.
        let trust = read(&site, "trust/index.html");
        let embedded = between(&trust, "aria-label=\"About trust\">", "</p>").trim();
        assert!(embedded.starts_with("<p>Text. See "), "{theme}: {embedded}");
        // A backlink lands on the link in the title.
        assert!(trust.contains("../linked/#cite-trust"), "{theme}: {trust}");
    }
}

#[test]
fn the_text_for_addresses_that_do_not_exist_is_the_books() {
    let files = "== content/404.md\n# Nothing here\n\nAsk [the others](a.md).\n== content/a.md\n# A\n";
    for theme in ["lantern", "ledger"] {
        let site = site(theme, files);
        let page = read(&site, "404.html");
        assert!(page.contains("Nothing here</h1>") && page.contains("href=\"/kb/a/\""), "{theme}: {page}");
        assert!(!page.contains("There is no such page") && !site.path("out/404").exists());
        for list in ["sitemap.xml", "essays/index.html", "graph.json", "search/index.js"] {
            let Ok(list) = std::fs::read_to_string(site.path("out").join(list)) else { continue };
            assert!(!list.contains("404") && !list.contains("Nothing here"), "{theme}: {list}");
        }
    }
    // Jekyll has the address in the file, and others have the page itself.
    let bench = Bench::book("", "== x/gone.md\n---\npermalink: /404.html\n---\nGone.\n== b.md\nB\n");
    assert_eq!(bench.findings(), [""; 0]);
    assert!(bench.outputs.contains_key("404.html") && !bench.text("essays/index.html").contains("gone"));
}

#[test]
fn a_text_for_addresses_that_do_not_exist_comes_and_goes() {
    let mut bench = Bench::book("", "== a.md\nA\n");
    let before = bench.outputs.clone();
    bench.write("== 404.md\nGone. [[a]]\n");
    let clean = Bench::book("", "== 404.md\nGone. [[a]]\n== a.md\nA\n");
    assert_eq!(bench.outputs, clean.outputs);
    bench.apply(vec![edit("404.md", None)]);
    assert_eq!(bench.outputs, before);
}

#[test]
fn what_no_page_can_have_is_in_none() {
    let text = "== content/a.md\n---\ntitle: \"A \\u0007bell\"\ndate: 2020-01-02\n---\nOne\u{7}\u{1b}[1m two\u{85}, &#x1;three \u{fdd0} &#xFFFF;.\n\n```text\n\u{b}code\n```\n";
    for theme in ["lantern", "ledger"] {
        let site = site(theme, text);
        for file in ["a/index.html", "essays/index.html", "atom.xml"] {
            let file = read(&site, file);
            let odd = |c: char| {
                (c.is_control() && !c.is_whitespace()) || matches!(c, '\u{85}' | '\u{b}' | '\u{fdd0}' | '\u{ffff}')
            };
            assert!(!file.contains(odd), "{theme}: {file:?}");
        }
        assert!(read(&site, "a/index.html").contains("One[1m two, "));
    }
    let bench =
        Bench::book("", "== a.md\nOne\u{7} two\u{1b}.\n== b.md\nA tab\tand \u{c} a page, \u{feff}and no more.\n");
    assert_eq!(bench.findings(), ["a.md: this text has 2 control signs, the first U+0007"]);
}

#[test]
fn a_feed_leads_to_its_pages_and_runs_nothing() {
    let text = "== content/a.md\n---\ndate: 2020-01-02\n---\nA note[^1], again[^1], and [below](#there).\n\n\
                <div><SCRIPT>alert(1)</SCRIPT><b>kept</b></div>\n\n## There\n\nSo.\n\n[^1]: The note.\n";
    let feed = read(&site("lantern", text), "atom.xml");
    let content = between(&feed, "<content", "</content>").to_ascii_lowercase();
    assert!(!content.contains("script") && !content.contains("alert") && content.contains("kept"), "{content}");
    assert!(!content.contains("href=\"#") && !content.contains("href=&quot;#"), "{content}");
    for id in ["fn:1", "fnref:1", "fnref:1-2", "there"] {
        assert!(content.contains(&format!("https://example.org/kb/a/#{id}")), "{id} in {content}");
    }
}

#[test]
fn the_letters_of_a_page_are_said_at_its_front() {
    let title = "One \\ \"two\" 'three' <b>&amp; four</style>".repeat(30);
    let files =
        format!("== content/a.md\n---\ntitle: {}\ntags: [trust]\n---\nA\n", serde_json::to_string(&title).unwrap());
    for theme in ["lantern", "ledger"] {
        let page = read(&site(theme, &files), "a/index.html");
        assert!(page.find("<meta charset=\"utf-8\">").unwrap() < 1000, "{theme}: {page}");
        assert_eq!(page.matches("</style>").count(), page.matches("<style>").count(), "{theme}: {page}");
        assert_eq!(page.matches("<h1").count(), 1);
    }
}

#[test]
fn one_sentence_is_quoted_once_with_all_its_links() {
    let files = "== content/a.md\nOne [x](b.md), two [[b]] and [z](b.md) in a sentence. Another [[b]].\n== content/b.md\n# The other\n";
    for (theme, spot) in [("lantern", "quoted"), ("ledger", "lead")] {
        let page = read(&site(theme, files), "b/index.html");
        assert_eq!(page.matches(&format!("class=\"{spot}\"")).count(), 2, "{theme}: {page}");
        for (anchor, text) in [("cite-b", "x"), ("cite-b-1", "The other"), ("cite-b-2", "z"), ("cite-b-3", "The other")]
        {
            assert!(page.contains(&format!("<a href=\"../a/#{anchor}\">{text}</a>")), "{theme}: {text} in {page}");
        }
        assert!(page.contains("two <a href"), "{theme}: {page}");
    }
}

#[test]
fn programs_learn_who_stands_behind_a_page() {
    let page = read(&site("lantern", "== content/a.md\n# A\n\n[[b]]\n== content/b.md\n# B\n"), "a/index.html");
    let said = between(&page, "application/ld+json\">", "</script>");
    let said: serde_json::Value = serde_json::from_str(said).unwrap();
    let article = &said["@graph"][0];
    assert_eq!(article["author"][0]["@type"], "Organization");
    assert_eq!(article["author"][0]["name"], "The book");
    assert_eq!(article["@id"], "https://example.org/kb/a/");
    assert_eq!(article["mentions"], serde_json::json!([{"@id": "https://example.org/kb/b/"}]));
}

#[test]
fn places_and_addresses_have_no_sign_that_no_address_has() {
    let files = "== content/a.md\n---\ntitle: A\n---\nSee [[b#^one]], [[#^two]] and <https://example.org/x^2>.\n\nTwo. ^two\n\n## One {#a^b|c}\n\n## Two\n\n[x](#a^b|c)\n\
                 == content/b.md\nOne. ^one\n";
    for theme in ["lantern", "ledger"] {
        let page = read(&site(theme, files), "a/index.html");
        for link in ["b/#%5Eone\"", "\"#%5Etwo\"", "\"https://example.org/x%5E2\"", "\"#a%5Eb%7Cc\""] {
            assert!(page.contains(link), "{theme}: {link} in {page}");
        }
        assert!(
            page.split("href=\"").skip(1).all(|link| !link.split('"').next().unwrap().contains('^')),
            "{theme}: {page}"
        );
    }
}

#[test]
fn each_block_goes_in_the_direction_of_its_words() {
    let files = "== content/a.md\nWith [[b]].\n\nפסקה.\n\n- אחת\n\n> שתיים\n\n## כותרת\n\n| א | b |\n| --- | --- |\n| ג | d |\n\nPlain.\n\
                 == content/b.md\n---\ntitle: الثقة (Trust)\nlang: ar\n---\nنص.\n\nPlain, and `code()`. See [[c]].\n== content/c.md\n# Plain title\n";
    for theme in ["lantern", "ledger"] {
        let site = site(theme, files);
        let page = read(&site, "a/index.html");
        for block in [
            "<p dir=\"auto\">פסקה",
            "<ul dir=\"auto\">",
            "<blockquote dir=\"auto\">",
            "<h2 id=\"כותרת\" dir=\"auto\">",
            "<th scope=\"col\" dir=\"auto\">א",
            "<th scope=\"col\">b",
            "<p>Plain.",
            "<bdi>الثقة (Trust)</bdi></a>.",
        ] {
            assert!(page.contains(block), "{theme}: {block} in {page}");
        }
        let page = read(&site, "b/index.html");
        assert!(page.contains("<p>نص") && page.contains("<p dir=\"auto\">Plain, and <code>"), "{theme}: {page}");
        assert!(page.contains("<bdi>Plain title</bdi>"), "{theme}: {page}");
    }
}

#[test]
fn what_is_embedded_twice_has_two_names() {
    let bench = Bench::book("", "== a.md\n![[b]]\n\n![[b]]\n\n![[c]]\n== b.md\n# B\n\nB.\n== c.md\n# C\n\nC.\n");
    let page = bench.text("a/index.html");
    for label in ["\"B\"", "\"B (2)\"", "\"C\""] {
        assert_eq!(page.matches(&format!("aria-label={label}")).count(), 1, "{label} in {page}");
    }
}

#[test]
fn drawings_are_no_essays() {
    let drawing = "---\nexcalidraw-plugin: parsed\n---\n# Excalidraw Data\n\n## Text Elements\nWho ^a1\n";
    let mut bench = Bench::book(
        "",
        &format!(
            "== d.excalidraw.md\nData\n== e.md\n{drawing}== a.md\n![[d.excalidraw]], [[d.excalidraw|words]] and [[d.excalidraw.md]].\n"
        ),
    );
    let told = "this file is an Excalidraw drawing, not an essay";
    let findings = bench.findings();
    assert_eq!(findings.iter().filter(|found| found.ends_with(told)).count(), 2, "{findings:?}");
    assert_eq!(findings.len(), 5, "each of the links leads to what is not published: {findings:?}");
    assert!(!bench.outputs.contains_key("e/index.html") && !bench.text("essays/index.html").contains("Excalidraw"));
    // What Excalidraw exported stands for the drawing.
    let picture = Edit { path: SourcePath::new("d.excalidraw.svg"), source: Some(Source::Asset(1)) };
    bench.apply(vec![picture]);
    assert_eq!(bench.findings().len(), 2);
    let page = bench.text("a/index.html");
    assert!(page.contains("<img src=\"../d.excalidraw.svg\""), "{page}");
    assert_eq!(page.matches("href=\"../d.excalidraw.svg\"").count(), 2, "{page}");
}

#[test]
fn an_essay_that_takes_the_page_of_a_tag_is_told_of() {
    let bench = Bench::book(
        "",
        "== essays/a.md\n---\npath: tags/trust\n---\nA\n== tags/hope.md\nHope\n== b.md\n---\ntags: [trust, hope]\n---\nB\n\
         == tags/other.md\n---\npath: /tags/faith/\n---\nFaith\n",
    );
    assert_eq!(bench.findings(), ["essays/a.md: `/tags/trust/` is the address of the page of a tag"]);
}

#[test]
fn the_books_own_address_leads_into_the_book() {
    let settings = "[output.html]\nbase-url = \"https://example.org/kb/\"\n";
    let files = "== sub/a.md\n[one](https://example.org/kb/b/#gone), [two](//b.md#there), [three](https://example.org/kb/nothing/), \
                 [four](https://example.org/kb/tags/), [five](https://example.org/other/) and [six](//example.org/b.md).\n\
                 == b.md\n## There\n";
    let bench = Bench::book(settings, files);
    assert_eq!(
        bench.findings(),
        [
            "sub/a.md: broken link: `b.md` has no heading `gone`",
            "sub/a.md: `//b.md#there` leads to another host by its two slashes",
        ]
    );
    let page = bench.text("sub/a/index.html");
    for link in ["../../b/#there", "https://example.org/kb/nothing/", "../../tags/", "//example.org/b.md"] {
        assert!(page.contains(&format!("href=\"{link}\"")), "{link} in {page}");
    }
    assert!(bench.text("b/index.html").contains("< a sub/a/"));
}

#[test]
fn names_that_begin_alike_stay_apart() {
    let long = "trust between people who have never met ".repeat(8);
    let files = format!(
        "== a.md\n---\ntags: [\"{long}one\"]\nslug: \"{long}one\"\naliases: [\"{long}three\"]\n---\nA\n\
         == b.md\n---\ntags: [\"{long}two\"]\nslug: \"{long}two\"\naliases: [\"{long}four\"]\n---\nB\n== c.md\n---\ntags: [\"{long}ONE\"]\n---\nC\n"
    );
    let bench = Bench::book("", &files);
    let tags = bench.outputs.keys().filter(|file| file.starts_with("tags/trust") && file.ends_with("index.html"));
    assert_eq!(tags.count(), 2);
    let pages = bench.outputs.keys().filter(|file| file.starts_with("trust-") && file.ends_with("index.html"));
    assert_eq!(pages.count(), 4, "two essays, and two that lead on");
}
