//! Folders that hold essays: what their pages list, what is kept private, and where a book is found.

use crosslight::page::PageId;

use crate::support::{Bench, Folder, ids};

const LISTS: &str = "[output.html]\nsection-lists = true\n";

const SECTIONS: &str = "== index.md
# Start
== docs/_index.md
# Docs
== docs/a.md
---
title: Alpha
weight: 2
---
== docs/b.md
---
title: Beta
weight: 1
---
== docs/c.md
---
title: Gamma
date: 2026-01-02
---
== docs/d.md
---
title: Delta
date: 2026-03-04
---
== loose/x.md
# Ex
== loose/deep/y.md
# Why
";

/// The lines of a page that list what is in its folder.
fn listed(bench: &Bench, file: &str) -> Vec<String> {
    bench.text(file).lines().filter_map(|line| line.strip_prefix("/ ").map(str::to_owned)).collect()
}

#[test]
fn the_page_of_a_folder_lists_what_is_in_it() {
    let mut bench = Bench::book(LISTS, SECTIONS);
    let docs =
        ["Beta docs/b/index.html", "Alpha docs/a/index.html", "Delta docs/d/index.html", "Gamma docs/c/index.html"];
    assert_eq!(listed(&bench, "docs/index.html"), docs);
    // What lies in a folder without a page is part of the one above.
    assert_eq!(
        listed(&bench, "index.html"),
        ["Docs docs/index.html", "Ex loose/x/index.html", "Why loose/deep/y/index.html"]
    );
    assert_eq!(listed(&bench, "docs/a/index.html"), [""; 0]);
    bench.write("== docs/_index.md\n---\ntitle: Docs\nsort_by: title\n---\n");
    assert!(listed(&bench, "docs/index.html")[0].starts_with("Alpha"));
    assert_eq!(bench.findings(), [""; 0]);
    let plain = Bench::book("", SECTIONS);
    assert_eq!(listed(&plain, "docs/index.html"), [""; 0]);
}

#[test]
fn an_edit_makes_the_list_again_only_if_it_shows_it() {
    let mut bench = Bench::book(LISTS, SECTIONS);
    let made = bench.write("== docs/a.md\n---\ntitle: Alpha\nweight: 2\n---\nMore words.\n").made;
    assert!(!ids(&made).iter().any(|page| page.contains("_index")), "{made:?}");
    let made = bench.write("== docs/a.md\n---\ntitle: Aleph\nweight: 2\n---\nMore words.\n").made;
    assert!(ids(&made).iter().any(|page| page.contains("_index")), "{made:?}");
    assert!(listed(&bench, "docs/index.html")[1].starts_with("Aleph"));
}

#[test]
fn a_folder_without_an_index_has_a_page_where_that_is_set() {
    let mut bench = Bench::book("[output.html]\nsection-lists = true\nfolder-pages = true\n", SECTIONS);
    assert_eq!(listed(&bench, "index.html"), ["Loose loose/index.html", "Docs docs/index.html"]);
    assert_eq!(bench.text("loose/index.html").lines().next(), Some("Loose"));
    assert_eq!(listed(&bench, "loose/index.html"), ["Deep loose/deep/index.html", "Ex loose/x/index.html"]);
    assert_eq!(listed(&bench, "loose/deep/index.html"), ["Why loose/deep/y/index.html"]);
    // An essay takes the place, and gives it back.
    bench.write("== loose/index.md\n# Told\n");
    assert_eq!(bench.text("loose/index.html").lines().next(), Some("Told"));
    assert_eq!(listed(&bench, "loose/index.html"), ["Deep loose/deep/index.html", "Ex loose/x/index.html"]);
    bench.apply(vec![crate::support::edit("loose/index.md", None)]);
    assert_eq!(bench.text("loose/index.html").lines().next(), Some("Loose"));
    bench.apply(vec![crate::support::edit("loose/deep/y.md", None), crate::support::edit("loose/x.md", None)]);
    assert!(!bench.outputs.contains_key("loose/index.html"));
    assert!(!bench.site.pages().any(|(page, _)| matches!(page, PageId::Folder(_))));
}

#[test]
fn a_transparent_section_is_listed_above() {
    let bench = Bench::book(
        LISTS,
        "== a/_index.md\n# A\n== a/years/_index.md\n---\ntransparent: true\n---\n== a/years/x.md\n# Ex\n",
    );
    assert_eq!(listed(&bench, "a/index.html"), ["Ex a/years/x/index.html"]);
}

#[test]
fn whatever_says_that_an_essay_is_private_keeps_it_so() {
    for field in [
        "draft: true",
        "private: true",
        "headless: true",
        "render: false",
        "published: false",
        "publish: false",
        "public: false",
        "build: {render: never}",
        "_build: {render: false, list: never}",
    ] {
        let text = format!("== a.md\n---\n{field}\n---\nSecret.\n== b.md\n# B\n");
        let bench = Bench::book("", &text);
        assert!(!bench.outputs.contains_key("a/index.html"), "{field}");
        assert_eq!(bench.findings(), [""; 0], "{field}");
    }
    for field in ["render: true", "build: {render: always}", "private: false", "public: true", "headless: false"] {
        let bench = Bench::book("", &format!("== a.md\n---\n{field}\n---\nSeen.\n"));
        assert!(bench.outputs.contains_key("a/index.html"), "{field}");
    }
    let bench = Bench::book("", "== a.md\n---\ntitle: Quiet\nbuild: {list: never}\n---\nSeen.\n");
    assert!(bench.outputs.contains_key("a/index.html") && !bench.text("essays/index.html").contains("Quiet"));
}

#[test]
fn the_contents_can_be_those_of_the_folders() {
    let mut bench = Bench::book("[output.html]\nfolder-tree = true\n", SECTIONS);
    let home = bench.text("index.html").to_owned();
    let tree = "Loose  >  > loose/x/index.html\nDocs docs/index.html > docs/a/index.html > docs/b/index.html \
                > docs/d/index.html > docs/c/index.html\n";
    assert!(home.starts_with(tree), "{home}");
    let settled = bench.write("== loose/x.md\n# Exit\n");
    assert!(ids(&settled.made).contains(&"Home".to_owned()));
    bench.write("== SUMMARY.md\n- [Only](docs/a.md)\n");
    assert!(bench.text("index.html").starts_with("Only docs/a/index.html\n"));
}

#[test]
fn chapters_can_stand_in_the_settings() {
    let settings = "[book]\nchapters = \"- [](b.md)\\n- [Part]()\\n    - [First](a.md)\"\n";
    let mut bench = Bench::book(settings, "== a.md\n# A\n== b.md\n# Bee\n");
    let home = bench.text("index.html").to_owned();
    assert!(home.starts_with("Bee b/index.html\nPart  > a/index.html\n"), "{home}");
    assert!(bench.text("a/index.html").contains("previous Bee, next"));
    // A list of chapters in the book comes first, while there is one.
    bench.write("== SUMMARY.md\n- [Only](a.md)\n");
    assert!(bench.text("index.html").starts_with("Only a/index.html\nrecent"));
    bench.apply(vec![crate::support::edit("SUMMARY.md", None)]);
    assert_eq!(bench.text("index.html"), home);
}

#[test]
fn names_of_files_are_read_as_the_book_says() {
    let numbers = "[book]\nnumber-prefixes = true\n[output.html]\nsection-lists = true\n";
    let files = "== 01-a/02-two.md\n== 01-a/01-one.md\nText.\n== 01-a/2026-01-02-day.md\nx\n== 01-a/1.2-x.md\ny\n";
    let bench = Bench::book(numbers, files);
    let pages: Vec<&str> = bench.outputs.keys().map(String::as_str).filter(|file| file.starts_with("a/")).collect();
    assert_eq!(pages, ["a/1-2-x/index.html", "a/2026-01-02-day/index.html", "a/one/index.html", "a/two/index.html"]);
    assert!(listed(&bench, "index.html")[0].starts_with("one a/one/"), "{:?}", listed(&bench, "index.html"));
    let dots = "[book]\nname-separator = \".\"\nhome = \"root.md\"\n[links]\nlabel-first = true\n[output.html]\nsection-lists = true\n";
    let files = "== root.md\n# All\n== a.md\nSee [[the end|a.b.c]] and [[a.b.c]].\n== a.b.c.md\n# End\n";
    let bench = Bench::book(dots, files);
    assert!(bench.outputs.contains_key("a/b/c/index.html"));
    assert!(bench.text("a/index.html").contains(">the end</a>"), "{}", bench.text("a/index.html"));
    assert_eq!(listed(&bench, "a/index.html"), ["End a/b/c/index.html"]);
    assert_eq!(bench.findings(), [""; 0]);
    let days = "[book]\nday-titles = \"MMM do, yyyy\"\n";
    let bench = Bench::book(days, "== j/2024_05_06.md\nx\n== a.md\n[[May 6th, 2024]]\n");
    assert!(bench.text("j/2024-05-06/index.html").starts_with("May 6th, 2024\n"));
    assert_eq!(bench.findings(), [""; 0]);
}

#[test]
fn an_outline_of_blocks_is_read() {
    let id = "64f1c2d3-0a1b-4c2d-8e3f-5a6b7c8d9e0f";
    let files = format!(
        "== a.md\ntitle:: Ay\nalias:: first, [[Second name]]\n\n- Words.\n  id:: {id}\n  collapsed:: true\n== b.md\n- See (({id})) and [[Second name]].\n- {{{{query x}}}}\n- {{{{query y}}}}\n"
    );
    let bench = Bench::book("[markdown]\nproperties = true\n", &files);
    assert!(bench.text("a/index.html").starts_with("Ay\n"));
    assert!(!bench.text("a/index.html").contains("collapsed"));
    assert!(bench.text("b/index.html").contains(&format!("href=\"../a/index.html#^{id}\"")));
    assert_eq!(bench.findings(), ["b.md: `{{ query x }}` is left as text"]);
}

#[test]
fn components_are_read_in_mdx_and_nowhere_else() {
    let text = "import A from 'a';\n\n<Note>Mind.</Note>\n\n<Fancy>Words</Fancy> {1 + 1}\n";
    let bench = Bench::book("", &format!("== a.mdx\n{text}== b.md\n{text}"));
    let page = bench.text("a/index.html");
    assert!(page.contains("data-callout=\"note\"") && page.contains("Words") && !page.contains("import"), "{page}");
    assert!(bench.text("b/index.html").contains("import A"));
    assert_eq!(
        bench.findings(),
        [
            "a.mdx: of these components only the text is shown: `Fancy`, `{…}`",
            "b.md: `<Note>` is no element of HTML: readers see what stands in it, and nothing of itself",
        ]
    );
}

#[test]
fn a_book_is_found_wherever_one_stands() {
    let folder = Folder::new(
        "== repo/README.md\n# Code\n== repo/docs/mkdocs.yml\nsite_name: Small\n== repo/docs/docs/index.md\n# Home\n\
         == plain/guides/two.md\n# Two\n== vault/.obsidian/app.json\n{\"userIgnoreFilters\": [\"notes/own/\"]}\n\
         == vault/notes/a.md\nA\n== vault/notes/own/b.md\nB\n== vault/c.md\nC\n== empty/x.txt\nx\n",
    );
    let listed = |dir: &str| folder.run(&["list", "essays", dir], 0);
    assert!(listed("plain").contains("guides/two.md  Two"), "{}", listed("plain"));
    let vault = listed("vault/notes");
    assert!(vault.contains("notes/a.md") && !vault.contains("b.md") && !vault.contains("c.md"), "{vault}");
    let built = folder.run(&["build", "repo", "--dest-dir", "out"], 0);
    assert!(built.contains("read as a MkDocs site (`mkdocs.yml`)"), "{built}");
    assert!(std::fs::read_to_string(folder.path("out/index.html")).unwrap().contains("Small"));
    let none = folder.run(&["build", "empty"], 2);
    assert!(none.contains("no file by which another tool is known"), "{none}");
}

#[test]
fn what_other_tools_leave_out_is_left_out() {
    let kept = |files: &str, expected: &[&str]| {
        let folder = Folder::new(files);
        let told = folder.run(&["list", "essays", ".", "--json"], 0);
        let json = told.lines().filter(|line| !line.starts_with("read as") && !line.contains("not published"));
        let text: String = json.take_while(|line| !line.ends_with("essays") && !line.ends_with("essay")).collect();
        let rows: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {told}"));
        let mut paths: Vec<&str> = rows.as_array().unwrap().iter().map(|row| row["path"].as_str().unwrap()).collect();
        paths.sort_unstable();
        assert_eq!(paths, expected, "{told}");
    };
    kept(
        "== hugo.toml\nbaseURL = \"https://example.org/\"\nignoreFiles = [\"\\\\.own\\\\.md$\"]\n== content/a.md\nA\n\
         == content/b.own.md\nB\n== content/held/_index.md\n---\ncascade:\n  build:\n    render: never\n---\n\
         == content/held/c.md\nC\n",
        &["content/a.md"],
    );
    kept(
        "== config/_default/hugo.toml\nbaseURL = \"https://example.org/\"\n== config/_default/params.toml\ndescription = \"x\"\n\
         == config/_default/languages.toml\n[en]\ntitle = \"T\"\n== content/a.md\nA\n",
        &["content/a.md"],
    );
    kept(
        "== _config.yml\ntitle: T\ncollections:\n  shown:\n    output: true\n  kept:\n    order: [x]\n== _shown/a.md\nA\n\
         == _kept/b.md\nB\n== index.md\nI\n== README.md\nR\n== LICENSE.md\nL\n",
        &["_shown/a.md"],
    );
    kept(
        "== book.toml\n[book]\ntitle = \"T\"\n== src/SUMMARY.md\n- [A](a.md)\n== src/a.md\nA\n== src/notes.md\nN\n",
        &["src/a.md"],
    );
    kept(
        "== .obsidian/app.json\n{\"userIgnoreFilters\": [\"own/\", \"/\\\\.secret/\"]}\n== .obsidian/templates.json\n{\"folder\": \"forms\"}\n\
         == own/a.md\nA\n== b.secret.md\nB\n== forms/c.md\nC\n== d.md\nD\n",
        &["d.md"],
    );
    kept(
        "== logseq/config.edn\n{:hidden [\"/pages/h.md\"]}\n== pages/a.md\npublic:: true\n\n- A\n== pages/b.md\n- B\n== pages/h.md\npublic:: true\n\n- H\n",
        &["pages/a.md"],
    );
    kept(
        "== mkdocs.yml\nsite_name: T\nexclude_docs: |\n  own/\ndraft_docs: d.md\n== docs/a.md\nA\n== docs/own/b.md\nB\n== docs/d.md\nD\n",
        &["docs/a.md"],
    );
}

#[test]
fn a_site_is_called_after_its_settings_its_home_page_or_its_folder() {
    let titled = |files: &str, expected: &str| {
        let folder = Folder::new(files);
        folder.run(&["build", "open-doors", "--dest-dir", "out"], 0);
        let page = std::fs::read_to_string(folder.path("out/index.html")).unwrap();
        let header = page.split("<header").nth(1).unwrap().split("</header>").next().unwrap();
        assert!(header.contains(expected), "{header}");
    };
    titled("== open-doors/_config.yml\nname: Small things\n== open-doors/a.md\nA\n", "Small things");
    titled("== open-doors/.obsidian/app.json\n{}\n== open-doors/index.md\n# Home\n", "Open doors");
    titled("== open-doors/.obsidian/app.json\n{}\n== open-doors/index.md\n# My garden\n", "My garden");
    titled("== open-doors/content/a.md\nA\n", "Open doors");
    titled(
        "== open-doors/hugo.toml\ndefaultContentLanguage = \"de\"\ntitle = \"x\"\n[languages.de]\ntitle = \"Offene Türen\"\n\
         == open-doors/content/a.md\nA\n",
        "Offene Türen",
    );
}
