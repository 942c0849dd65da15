//! Raw HTML in essays, and essays that are HTML.

use crate::support::{Bench, Folder, edit, ids};

#[test]
fn links_in_html_are_backlinks() {
    let bench = Bench::book(
        "",
        "== a.md\n<div>\n<p>Nothing here. But <a href=\"b.md\">the other</a> knows. So far.</p>\n</div>\n\nAnd <a href=\"b.md#x\">more</a> of it.\n\
         == b.md\n# B\n<i id=\"x\"></i>\n",
    );
    assert_eq!(bench.findings(), [""; 0]);
    let page = bench.text("b/index.html");
    assert!(
        page.contains(
            "< a a/index.html | : Nothing here. [But *the other* knows.] So far. # | : [And *more* of it.] #"
        ),
        "{page}"
    );
}

#[test]
fn a_name_that_comes_or_goes_changes_pages_that_link_to_it_only() {
    let mut bench = Bench::book("", "== a.md\n[[b#x]]\n== b.md\nB\n== c.md\n[[b]]\n");
    assert_eq!(bench.findings(), ["a.md: broken link: `b.md` has no heading `x`"]);
    let settled = bench.write("== b.md\n<i id=\"x\"></i>B\n");
    let made = ids(&settled.made);
    assert!(made.contains(&"Essay(\"a.md\")".to_owned()) && !made.contains(&"Essay(\"c.md\")".to_owned()), "{made:?}");
    assert_eq!(bench.findings(), [""; 0]);
    assert!(bench.text("a/index.html").contains("b/index.html#x"));
}

#[test]
fn a_part_that_is_shown_elsewhere_is_whole() {
    let files = "== a.md\n![[b#Two]]\n\nEnd.\n== b.md\n## One\n\n<div class=\"x\">\n\n## Two\n\nText <b id=\"n\">bold</b>.\n\n</div>\n\n<section>\n\n## Three\n\n</section>\n";
    let bench = Bench::book("", files);
    assert_eq!(bench.findings(), [""; 0]);
    let page = bench.text("a/index.html");
    assert!(page.contains("id=\"embed-1:n\"") && !page.contains("</div>"), "{page}");
    assert_eq!(page.matches("<section").count(), page.matches("</section>").count(), "{page}");
}

#[test]
fn what_is_kept_back_is_not_named() {
    let bench = Bench::book("", "== a.md\n<a href=\"secret.md\">x</a>\n== secret.md\n---\ndraft: true\n---\n");
    assert!(!bench.text("a/index.html").contains("secret"));
}

#[test]
fn a_file_of_html_becomes_a_page_and_a_file_again() {
    let settings = "[book]\nhtml-pages = true\n";
    let page = "---\ntitle: Statistics\n---\n<p>Numbers, and <a href=\"a.md\">more</a>.</p>";
    let mut bench = Bench::book(settings, "== a.md\n[s](stats.html)\n== stats.html\n<p>Plain.</p>\n");
    let before = bench.outputs.clone();
    assert!(bench.text("a/index.html").contains("href=\"../stats.html\""));
    bench.apply(vec![edit("stats.html", Some(page))]);
    let clean = Bench::book(settings, &format!("== stats.html\n{page}\n== a.md\n[s](stats.html)\n"));
    assert_eq!(bench.outputs, clean.outputs);
    assert!(bench.text("a/index.html").contains("href=\"../stats/index.html\""));
    assert!(bench.text("stats/index.html").contains("<p>Numbers, and <a href=\"../a/index.html\">more</a>.</p>"));
    bench.apply(vec![edit("stats.html", Some("<p>Plain.</p>\n"))]);
    assert_eq!(bench.outputs, before);
}

#[test]
fn pages_in_html_are_read_from_disk() {
    let folder = Folder::new(
        "== hugo.toml\nbaseURL = \"https://example.org/\"\n== content/_index.md\n[s](/stats/)\n\
         == content/stats.html\n---\ntitle: Statistics\n---\n<p>Numbers.</p>\n== content/plain.html\n<p>As it is.</p>\n\
         == content/all.html\n---\ntitle: All\n---\n{{ range .Pages }}{{ .Title }}{{ end }}\n",
    );
    let said = folder.run(&["build", "-d", "out"], 0);
    assert!(said.contains("this page is a template of another tool") && said.contains("1 warning"), "{said}");
    let read = |file: &str| std::fs::read_to_string(folder.path(file)).unwrap();
    assert!(read("out/stats/index.html").contains("<p>Numbers.</p>"));
    assert_eq!(read("out/plain.html"), "<p>As it is.</p>");
    assert!(!folder.path("out/all").exists() && !folder.path("out/all.html").exists());
}
