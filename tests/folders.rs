//! Folders that hold essays: what their pages list, what is kept private, and where a book is found.

use crosslight::base::path::SourcePath;
use crosslight::base::source::{Edit, Source};
use crosslight::render::page::PageId;

use crate::support::{Bench, Folder, edit, ids};

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
fn files_that_a_style_names_follow_the_essays_that_use_it() {
    let files = [
        "img/inline.png",
        "img/block.png",
        "img/sheet.png",
        "img/base.png",
        "img/shared.png",
        "mine.css",
        "base.css",
        "open.css",
        "img/free.png",
        "_drafts/beside.png",
    ];
    let held = "Text <b style=\"background: url('img/inline.png')\">b</b>\n\n<style>\nb { background: URL(img/block.png) }\n</style>\n\n\
                <link rel=\"stylesheet\" href=\"mine.css\">\n";
    let mut book = format!(
        "== index.md\n<link rel=\"stylesheet\" href=\"open.css\">\n== a.md\n---\ndraft: true\n---\n{held}\
         == _drafts/d.md\nD\n"
    );
    for file in files {
        let text = match file {
            "mine.css" => "@import \"base.css\"; b { background: url(img/sheet.png), url(img/shared.png) }",
            "base.css" => "@import 'mine.css'; b { background: url(img/base.png) }",
            "open.css" => "b { background: url(\"img/shared.png\") }",
            _ => "P",
        };
        book += &format!("== {file}\n{text}\n");
    }
    let mut bench = Bench::book("", &book);
    let there = |bench: &Bench| {
        files
            .iter()
            .filter(|file| bench.outputs.contains_key(**file))
            .map(|file| (*file).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(there(&bench), ["img/shared.png", "open.css", "img/free.png"]);
    // With the essay comes all that its styles name, by whatever way, and it goes with it.
    bench.write(&format!("== a.md\n{held}"));
    assert_eq!(there(&bench), files[..9]);
    bench.write("== base.css\nb {}\n");
    bench.write("== index.md\n# Home\n");
    bench.write(&format!("== a.md\n---\ndraft: true\n---\n{held}"));
    // What no style names any more is any file of the book.
    assert_eq!(there(&bench), ["img/base.png", "img/shared.png", "open.css", "img/free.png"]);
    // Drafts that are shown have their files with them.
    let bench = Bench::book("[build]\ndrafts = true\n", &book);
    assert_eq!(there(&bench), files);
}

#[test]
fn files_follow_the_essays_that_use_them() {
    let book = "== index.md
[a](a.md)
== a.md
![one](pics/one.png)
== b.md
---
draft: true
---
![one](pics/one.png) <img src=\"pics/two.png\"> [three](pics/three.csv)
== pics/one.png
1
== pics/two.png
2
== pics/three.csv
3
== pics/none.png
4
== bundle/index.md
---
draft: true
cover: cover.png
---
== bundle/cover.png
5
== bundle/data/loose.csv
6
== bundle/own/index.md
# Own
== bundle/own/beside.png
7
";
    let mut bench = Bench::book("", book);
    let there = |bench: &Bench| {
        let files = [
            "pics/one.png",
            "pics/two.png",
            "pics/three.csv",
            "pics/none.png",
            "bundle/cover.png",
            "bundle/data/loose.csv",
            "bundle/own/beside.png",
        ];
        files
            .iter()
            .filter(|file| bench.outputs.contains_key(**file))
            .map(|file| (*file).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(there(&bench), ["pics/one.png", "pics/none.png", "bundle/own/beside.png"]);
    // A text that is published has its files with it, and one that is no more takes them along.
    bench.write("== b.md\n![one](pics/one.png) <img src=\"pics/two.png\">\n== a.md\n---\ndraft: true\n---\n![one](pics/one.png) [three](pics/three.csv)\n");
    assert_eq!(there(&bench), ["pics/one.png", "pics/two.png", "pics/none.png", "bundle/own/beside.png"]);
    bench.write("== bundle/index.md\n# Bundle\n");
    assert!(there(&bench).contains(&"bundle/data/loose.csv".to_owned()));
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
    assert!(bench.text("b/index.html").contains(&format!("href=\"../a/index.html#%5E{id}\"")));
    assert_eq!(bench.findings(), ["b.md: `{{ query x }}` is left as text"]);
}

#[test]
fn every_page_between_brackets_in_a_field_is_one() {
    let files = "== a.md\ntags:: [[Front End]]. [[Web, and more]] one, #two\n\n- A\n== b.md\ntags:: [[Web]], [[Front-End]]\n\n- B\n";
    let bench = Bench::book("[markdown]\nproperties = true\n", files);
    for tag in ["front-end", "web-and-more", "one", "two", "web"] {
        assert!(bench.outputs.contains_key(&*format!("tags/{tag}/index.html")), "{tag}");
    }
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
            "a.mdx: only the text of these components is shown: `Fancy`, `{…}`",
            "b.md: `<Note>` is not an HTML element: readers see only its content",
        ]
    );
}

#[test]
fn sites_build_whose_texts_or_statics_lie_where_others_have_none() {
    let built = |files: &str, dir: &str, site: &str, pages: &[&str]| {
        let folder = Folder::new(files);
        let told = folder.run(&["build", dir, "--strict"], 0);
        for page in pages {
            assert!(folder.path(&format!("{site}/{page}")).is_file(), "{page}: {told}");
        }
    };
    // The docs lie beside the site, and a second plugin has a folder of its own.
    let website = "== repo/README.md\n# Code\n== repo/docs/start.md\n---\nid: begin\n---\n# Start\n[Why](./why.md) and \
                   [post](/blog/2020/01/02/news)\n== repo/docs/why.md\n# Why\n![](../website/static/a.png) [d](/team/ada)\n\
                   == repo/website/docusaurus.config.js\nconst TITLE = 'Both';\nmodule.exports = { title: TITLE, baseUrl: '/', \
                   presets: [['classic', { docs: { path: '../docs', routeBasePath: '/' } }]], \
                   plugins: [['x', { id: 'team', path: 'team', routeBasePath: '/team' }]] };\n\
                   == repo/website/blog/2020-01-02-news.md\n# News\n== repo/website/team/ada.md\n# Ada\n\
                   == repo/website/static/a.png\nx\n";
    let pages =
        ["begin/index.html", "why/index.html", "blog/2020/01/02/news/index.html", "team/ada/index.html", "a.png"];
    built(website, "repo/website", "repo/website/public", &pages);
    built(website, "repo", "repo/website/public", &pages);
    // What a tool has in `public` is not written over.
    let starlight = "== s/astro.config.mjs\nexport default { integrations: [starlight({ title: 'S' })] };\n\
                     == s/public/a.svg\nx\n== s/src/content/docs/index.md\n---\ntitle: S\ntemplate: doc\n---\n![A](/a.svg)\n";
    built(starlight, "s", "s/site", &["index.html", "a.svg"]);
    let vitepress = "== v/.vitepress/config.js\nexport default { title: 'V' };\n== v/public/a.svg\nx\n== v/index.md\n# V\n[x](/b.html)\n\
                     == v/b.md\n# B\nCosts $5, then $6.\n";
    built(vitepress, "v", "v/site", &["index.html", "b.html", "a.svg"]);
}

#[test]
fn a_name_after_colons_that_nothing_ends_is_no_box() {
    let admonitions = "[markdown]\nadmonitions = true\n";
    let bench = Bench::book(admonitions, "== a.md\n::: pkg.module\n\n# After\n\n::: other\n");
    assert_eq!(bench.findings(), ["a.md: this `:::` is left as text"]);
    assert!(bench.text("a/index.html").contains("::: pkg.module"), "{}", bench.text("a/index.html"));
    let bench =
        Bench::book(admonitions, "== a.md\n::: own\n\nInside.\n\n:::\n\n::: tip\n<details>\n\nx\n\n</details>\n:::\n");
    assert_eq!(bench.findings(), [""; 0]);
    assert!(bench.text("a/index.html").contains("class=\"own\""), "{}", bench.text("a/index.html"));
}

#[test]
fn titles_may_stand_in_the_settings() {
    let settings = "[book]\nfile-titles = \"sentence\"\n[book.titles]\n\"a.md\" = \"Ay\"\n\"b.md\" = \"Bee\"\n";
    let bench = Bench::book(
        settings,
        "== a.md\n---\ntitle: Own\n---\nText.\n== b.md\n# Head\n== to_be-sure.md\nx\n== iOS_x.md\ny\n",
    );
    for (page, title) in [("a", "Ay"), ("b", "Head"), ("to-be-sure", "To be sure"), ("ios-x", "iOS x")] {
        let text = bench.text(&format!("{page}/index.html"));
        assert!(text.starts_with(&format!("{title}\n")), "{text}");
    }
}

#[test]
fn a_link_by_its_address_is_spelled_right() {
    let bench = Bench::book("", "== Two Words/a.md\n# A\n== b.md\n[x](/two-words/a)\n");
    assert_eq!(bench.findings(), [""; 0]);
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
    // The one site in a repository, wherever it lies, if most of its texts are there.
    let folder_of = |more: &str| {
        Folder::new(&format!(
            "== repo/README.md\n# Code\n== repo/notes.md\nN\n== repo/packages/pages/hugo.toml\ntitle = \"Small\"\n\
             == repo/packages/pages/content/a.md\nA\n== repo/packages/pages/content/b.md\nB\n\
             == repo/node_modules/x/mkdocs.yml\nsite_name: No\n{more}"
        ))
    };
    let says = |more: &str| folder_of(more).run(&["build", "repo", "--dest-dir", "out"], 0);
    assert!(says("").starts_with("read as a Hugo site (`packages/pages/hugo.toml`)\n"), "{}", says(""));
    for more in [
        "== repo/other/a.md\nA\n== repo/other/b.md\nB\n",
        "== repo/two/mkdocs.yml\nsite_name: T\n== repo/two/docs/a.md\nA\n",
    ] {
        assert!(says(more).starts_with("read as plain Markdown\n"), "{}", says(more));
    }
    assert!(folder.run(&["build", "plain"], 0).starts_with("read as plain Markdown\n"));
    let none = folder.run(&["build", "empty"], 2);
    assert!(none.contains("no file by which another tool is known"), "{none}");
}

/// The essays of a folder that another tool made, by their files.
#[track_caller]
fn kept(files: &str, expected: &[&str]) {
    let folder = Folder::new(files);
    let told = folder.run(&["list", "essays", ".", "--json"], 0);
    let json = told.lines().filter(|line| !line.starts_with("read as") && !line.contains("not published"));
    let text: String = json.take_while(|line| !line.ends_with("essays") && !line.ends_with("essay")).collect();
    let rows: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {told}"));
    let mut paths: Vec<&str> = rows.as_array().unwrap().iter().map(|row| row["path"].as_str().unwrap()).collect();
    paths.sort_unstable();
    assert_eq!(paths, expected, "{told}");
}

#[test]
fn what_programs_and_publishers_leave_out_is_left_out() {
    kept(
        "== .eleventy.js\nconst OWN = 'own/**';\nmodule.exports = (c) => {\n  c.ignores.add(OWN);\n  c.ignores.add('./b.md');\n};\n\
         == _posts/2025-01-02-a.md\nA\n== _includes/part.md\nP\n== _data/d.md\nD\n== own/c.md\nC\n== b.md\nB\n",
        &["_posts/2025-01-02-a.md"],
    );
    kept(
        "== docusaurus.config.js\nmodule.exports = { title: 'T', presets: [['classic', { docs: { exclude: ['own/**', '**/[bc]x.md'] },\n\
         blog: { include: ['*.md'] } }]], themeConfig: { docs: { sidebar: { hideable: true } } } };\n== docs/a.md\nA\n\
         == docs/own/b.md\nB\n== docs/in/cx.md\nC\n== blog/d.md\nD\n== blog/in/e.md\nE\n== blog/.f.md\nF\n",
        &["blog/d.md", "docs/a.md"],
    );
    kept(
        "== .vitepress/config.mts\nconst own: string[] = ['**/own.md']\nexport default { title: 'T', srcExclude: [...own, 'in/'] }\n\
         == a.md\nA\n== in/b.md\nB\n== out/own.md\nC\n",
        &["a.md"],
    );
    kept(
        "== .obsidian/publish.json\n{\"excluded\": [\"own/\", \"in/b.md\"], \"included\": []}\n== own/a.md\nA\n== in/b.md\nB\n== in/c.md\nC\n",
        &["in/c.md"],
    );
    kept(
        "== .obsidian/publish.json\n{\"excluded\": [\"in/own\"], \"included\": [\"in\", \"d.md\"]}\n== in/a.md\nA\n== in/.b.md\nB\n== in/own/c.md\nC\n\
         == d.md\nD\n== e.md\nE\n",
        &["d.md", "in/a.md"],
    );
}

#[test]
fn what_other_tools_leave_out_is_left_out() {
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
    // What settings hand down, what lies beside an `index.md`, and what needs another program.
    kept(
        "== hugo.toml\nbaseURL = \"https://example.org/\"\n[[cascade]]\n[cascade.target]\npath = \"{/own/**,/b}\"\n[cascade.build]\n\
         render = \"never\"\n[[cascade]]\ndraft = true\n[cascade.target]\nenvironment = \"development\"\n\
         == config/production/hugo.toml\nignoreFiles = [\"c\\\\.md$\"]\n== content/a.md\nA\n== content/b.md\nB\n== content/c.md\nC\n\
         == content/own/deep/d.md\nD\n== content/e/index.md\nE\n== content/e/part.md\nP\n== content/e/deep/part.md\nP\n\
         == content/f/index.md\n---\nheadless: true\n---\n== content/f/part.md\nP\n== content/g.org\n#+draft: true\n\
         == content/h/_content.gotmpl\n{{ $x }}\n",
        &["content/a.md", "content/e/index.md"],
    );
    kept(
        "== config.toml\nbase_url = \"https://example.org\"\nignored_content = [\"*/larder/*\", \"*.{x,y}.md\"]\n== content/a.md\nA\n\
         == content/b.x.md\nB\n== content/c/larder/d.md\nD\n== content/draft/_index.md\n+++\ndraft = true\n+++\n\
         == content/draft/deep/e.md\nE\n== content/f/_index.md\n+++\nrender = false\n+++\n== content/f/g.md\nG\n",
        &["content/a.md", "content/f/g.md"],
    );
    // Where every language has a folder, nothing else counts; a language can be switched off.
    kept(
        "== hugo.toml\nbaseURL = \"https://example.org/\"\n[languages.en]\ncontentDir = \"content/en\"\n[languages.fr]\n\
         contentDir = \"content/fr\"\n[languages.de]\ncontentDir = \"content/de\"\ndisabled = true\n== content/en/a.md\nA\n\
         == content/fr/b.md\nB\n== content/de/c.md\nC\n== content/drafts/d.md\nD\n== content/README.md\nR\n",
        &["content/en/a.md", "content/fr/b.md"],
    );
    kept(
        "== config/_default/hugo.toml\nbaseURL = \"https://example.org/\"\ndisableLanguages = [\"fr\"]\n\
         == config/_default/languages.en.toml\ntitle = \"T\"\n== config/_default/languages.fr.toml\ntitle = \"U\"\n\
         == content/a.md\nA\n== content/a.fr.md\nB\n",
        &["content/a.md"],
    );
    kept(
        "== _config.yml\ntitle: T\ncollections:\n  shown:\n    output: true\n  kept:\n    order: [x]\n== _shown/a.md\nA\n\
         == _kept/b.md\nB\n== index.md\nI\n== README.md\nR\n== LICENSE.md\nL\n",
        &["_shown/a.md"],
    );
    kept(
        "== _config.yml\ntitle: T\ninclude: [_pages]\n== _pages/start.md\n---\npermalink: /\n---\nI\n== README.md\nR\n\
         == LICENSE.md\n---\ntitle: Terms\n---\nL\n== SECURITY.md\nS\n",
        &["LICENSE.md"],
    );
    kept("== _config.yml\ntitle: T\n== index.md\nI\n== readme.md\nR\n== contributing.md\nC\n== a.md\nA\n", &["a.md"]);
    kept(
        "== _posts/2025-01-02-a.md\nA\n== _layouts/post.html\n<p>\n== _drafts/b.md\nB\n== README.md\nR\n== index.html\n<p>\n",
        &["_posts/2025-01-02-a.md"],
    );
    kept(
        "== eleventy.config.js\nmodule.exports = () => ({ dir: { input: 'src', includes: 'parts', layouts: 'frames' } });\n\
         == src/parts/a.md\nA\n== src/frames/b.html\n---\nx: y\n---\nB\n== src/held/held.json\n{\"permalink\": false}\n\
         == src/held/c.md\nC\n== src/d.md\n---\ndate: git Last Modified\n---\nD\n",
        &["src/d.md"],
    );
    kept(
        "== .gitbook.yaml\nroot: ./pages/\nstructure:\n  readme: start.md\n  summary: list.md\n== pages/list.md\n- [A](a.md)\n\
         == pages/start.md\nS\n== pages/a.md\nA\n== pages/notes.md\nN\n",
        &["pages/a.md"],
    );
    kept("== SUMMARY.md\n- [A](a.md)\n== README.md\nR\n== a.md\nA\n== notes.md\nN\n", &["a.md"]);
    kept(
        "== book.toml\n[book]\ntitle = \"T\"\n== src/SUMMARY.md\n- [First](first.md)\n- [A](a.md)\n== src/first.md\nF\n== src/a.md\nA\n\
         == src/notes.md\nN\n",
        &["src/a.md", "src/first.md"],
    );
    kept(
        "== .obsidian/app.json\n{\"userIgnoreFilters\": [\"own/\", \"/\\\\.secret/\"]}\n== .obsidian/templates.json\n{\"folder\": \"forms\"}\n\
         == own/a.md\nA\n== b.secret.md\nB\n== forms/c.md\nC\n== d.md\nD\n",
        &["d.md"],
    );
    // What a path begins with, signs of patterns and all; templates wherever they lie.
    kept(
        "== .obsidian/app.json\n{\"userIgnoreFilters\": [\"[own]/\", \"Half-\"]}\n== .obsidian/daily-notes.json\n\
         {\"template\": \"forms/Day\"}\n== [own]/a.md\nA\n== Half-b.md\nB\n== forms/Day.md\nC\n== d.md\nD\n",
        &["d.md"],
    );
    kept(
        "== dendron.yml\nworkspace:\n  vaults:\n    - fsPath: a\n    - fsPath: b\n      name: bee\npublishing:\n  duplicateNoteBehavior:\n\
         \x20   payload: [bee, a]\n  hierarchy:\n    root:\n      publishByDefault: false\n    open:\n      publishByDefault: true\n    \
         half:\n      publishByDefault:\n        a: true\n        bee: false\n== a/one.md\nA\n== a/two.md\n---\npublished: true\n---\n\
         == a/open.x.md\nA\n== a/half.x.md\nA\n== a/notes.txt\nt\n== b/half.y.md\nB\n== b/open.md\nB\n== b/two.md\nB\n",
        &["a/half.x.md", "a/open.x.md", "b/open.md"],
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
fn what_cannot_be_read_of_settings_is_said() {
    let folder = Folder::new(
        "== vite/.vitepress/config.js\nexport default { srcExclude: made() }\n== vite/a.md\nA\n== eleven/.eleventy.js\n\
         module.exports = (c) => names.forEach((name) => c.ignores.add(name));\n== eleven/a.md\nA\n== saur/docusaurus.config.js\n\
         module.exports = { presets: [['classic', { docs: { exclude: ['a'].concat(others) } }]] };\n== saur/docs/a.md\nA\n",
    );
    for (site, setting) in [("vite", "srcExclude"), ("eleven", "ignores.add"), ("saur", "exclude")] {
        let told = folder.run(&["build", site], 0);
        let words = format!("; not used of its settings: `{setting}` (put together while it runs)");
        assert!(told.contains(&words), "{told}");
    }
}

/// A file as the edge has it that is published only if an essay uses it.
fn spare(path: &str, hash: u128) -> Edit {
    Edit { path: SourcePath::new(path), source: Some(Source::Spare(hash)) }
}

#[test]
fn a_spare_file_is_published_while_an_essay_uses_it() {
    let mut bench = Bench::book("[build]\ncopy = []\n", "== a.md\n# A\n== b.md\n# B\n");
    let has = |bench: &Bench, file: &str| bench.outputs.contains_key(file);
    bench.apply(vec![spare("x.png", 1), spare("y.txt", 2), spare("z.pdf", 3)]);
    assert!(!has(&bench, "x.png") && !has(&bench, "y.txt"));
    bench.write("== a.md\n![](x.png)\n");
    assert!(has(&bench, "x.png") && !has(&bench, "y.txt"));
    // By every way to use it: raw HTML, a field, an essay that is in no list.
    bench.write("== a.md\n<img src=\"x.png\">\n== b.md\n---\nimage: y.txt\nunlisted: true\n---\n[z](z.pdf)\n");
    assert!(has(&bench, "x.png") && has(&bench, "y.txt") && has(&bench, "z.pdf"));
    // What is held back uses nothing.
    bench.write("== b.md\n---\ndraft: true\n---\n[z](z.pdf)\n");
    assert!(has(&bench, "x.png") && !has(&bench, "z.pdf"));
    // A file that comes after the link to it, and one of the same name that is nearer.
    bench.write("== in/c.md\n![](w.png)\n");
    bench.apply(vec![spare("w.png", 4)]);
    assert!(has(&bench, "w.png"));
    bench.apply(vec![spare("in/w.png", 5)]);
    assert!(has(&bench, "in/w.png") && !has(&bench, "w.png"));
    assert_eq!(bench.findings(), [""; 0]);
    // In whatever order they come.
    let mut other = Bench::book("[build]\ncopy = []\n", "== in/c.md\n![](w.png)\n");
    other.write("== a.md\n<img src=\"x.png\">\n== b.md\n---\ndraft: true\n---\n[z](z.pdf)\n");
    let files = [("x.png", 1), ("y.txt", 2), ("z.pdf", 3), ("w.png", 4), ("in/w.png", 5)];
    other.apply(files.map(|(path, hash)| spare(path, hash)).into());
    assert_eq!(bench.outputs, other.outputs);
}

#[test]
fn what_jekyll_mkdocs_and_gitbook_leave_out_is_left_out() {
    // Signs at the front of names, fronts of paths, patterns that fit across folders, and what is wanted all the same.
    kept(
        "== _config.yml\ntitle: T\nexclude: [idea, old/, \"*.own.md\", \"*/hid.md\"]\ninclude: [_pages, _one.md]\n== a.md\nA\n\
         == x/_y/b.md\nB\n== x/#c.md\nC\n== x/~d.md\nD\n== ideas/e.md\nE\n== idea.md\nE\n== older.md\nO\n== old/f.md\nF\n\
         == x/y/g.own.md\nG\n== x/y/hid.md\nH\n== _pages/i.md\nI\n== _pages/_j.md\nJ\n== x/_one.md\nK\n",
        &["_pages/i.md", "a.md", "older.md", "x/_one.md"],
    );
    // What the defaults say of posts and of folders, unless a file says otherwise.
    kept(
        "== _config.yml\ntitle: T\ncollections:\n  notes:\n    output: true\ndefaults:\n  - scope: {path: \"\", type: posts}\n\
         \x20   values: {published: false}\n  - scope: {path: own}\n    values: {published: no}\n  - scope: {path: own/open}\n\
         \x20   values: {published: true}\n== _posts/2025-01-02-a.md\nA\n== _posts/2025-01-03-b.md\n---\npublished: true\n---\nB\n\
         == x/_posts/2025-01-04-c.md\nC\n== own/d.md\nD\n== own/open/e.md\nE\n== _notes/f.md\nF\n== g.md\nG\n",
        &["_notes/f.md", "_posts/2025-01-03-b.md", "g.md", "own/open/e.md"],
    );
    // A `README` beside a page is none; with front matter it is.
    kept(
        "== _config.yml\n== a/README.md\nA\n== a/index.html\n<p>A</p>\n== b/README.md\n---\n---\nB\n== b/index.md\nB\n== c/README.md\nC\n",
        &["b/README.md", "b/index.md", "c/README.md"],
    );
    kept(
        "== mkdocs.yml\nsite_name: T\nplugins:\n  - exclude:\n      glob: [\"own/*\", \"*.x.md\"]\n      regex: ['.*/(un|half)-']\n\
         == docs/a.md\nA\n== docs/own/deep/b.md\nB\n== docs/c/d.x.md\nC\n== docs/c/un-e.md\nE\n== docs/c/fun-f.md\nF\n",
        &["docs/a.md", "docs/c/fun-f.md"],
    );
    // Of a book in several languages, what the list of each names.
    kept(
        "== LANGS.md\n* [English](en)\n* [Français](fr/)\n== README.md\nR\n== en/SUMMARY.md\n* [A](a.md)\n== en/README.md\nE\n\
         == en/a.md\nA\n== en/b.md\nB\n== fr/SUMMARY.md\n* [A](deep/a.md)\n== fr/deep/a.md\nA\n== de/c.md\nC\n",
        &["en/README.md", "en/a.md", "fr/deep/a.md"],
    );
}

/// Checks that the folder `site` builds without a warning and has the files `expected`, and none of `held`.
#[track_caller]
fn published(files: &str, expected: &[&str], held: &[&str]) {
    let folder = Folder::new(files);
    let told = folder.run(&["build", "site", "--dest-dir", "out"], 0);
    assert!(told.contains("no warnings"), "{told}");
    for file in expected {
        assert!(folder.path("out").join(file).is_file(), "{file}: {told}");
    }
    for file in held {
        assert!(!folder.path("out").join(file).exists(), "{file}: {told}");
    }
}

#[test]
fn what_another_tool_publishes_is_there() {
    // Pictures in a hidden folder, and nothing else that is hidden.
    published(
        "== site/.gitbook/assets/plan.png\nx\n== site/.gitbook/own.txt\nx\n== site/SUMMARY.md\n- [A](a.md)\n\
         == site/README.md\n![The plan](.gitbook/assets/plan.png) [A](a.md)\n== site/a.md\n# A\n== site/.secret/b.png\nx\n",
        &["index.html", "a/index.html", ".gitbook/assets/plan.png"],
        &[".gitbook/own.txt", ".secret/b.png"],
    );
    // Addresses that the data of a folder gives, and files that are copied whatever they are called.
    published(
        "== site/.eleventy.js\nmodule.exports = (c) => {\n  c.addPassthroughCopy('src/_img');\n  return { dir: { input: 'src' } };\n};\n\
         == site/src/posts/posts.json\n{\"permalink\": \"/blog/{{ page.fileSlug }}/\"}\n\
         == site/src/posts/2025-01-02-one.md\n![A bench](/_img/bench.png) [two](/blog/two/)\n\
         == site/src/posts/two/2025-01-03-index.md\nTwo.\n== site/src/_img/bench.png\nx\n== site/src/_data/own.json\n{}\n",
        &["blog/one/index.html", "blog/two/index.html", "_img/bench.png"],
        &["_data/own.json"],
    );
    // Beside the texts, what pages use is published, and what the settings say.
    published(
        "== site/.eleventy.js\nmodule.exports = (c) => {\n  c.addPassthroughCopy('files');\n  c.addPassthroughCopy({ './root/': '/' });\n  \
         return { templateFormats: ['md', 'html', 'css'] };\n};\n== site/files/a.txt\nx\n== site/root/b.txt\nx\n== site/in/c.css\nx\n\
         == site/in/d.md\n![A bench](bench.png)\n== site/in/bench.png\nx\n== site/own.json\n{}\n== site/in/own.txt\nx\n",
        &["files/a.txt", "b.txt", "in/c.css", "in/bench.png"],
        &["own.json", "in/own.txt"],
    );
    published(
        "== site/docusaurus.config.js\nmodule.exports = { title: 'Ada\\'s', url: 'https://example.org', baseUrl: '/' };\n== site/static/a.txt\nx\n\
         == site/docs/index.md\n[b](./b.txt)\n== site/docs/b.txt\nx\n== site/docs/own.txt\nx\n",
        &["a.txt", "docs/b.txt"],
        &["docs/own.txt"],
    );
    published(
        "== site/.vitepress/config.js\nexport default { base: '/base/', themeConfig: { sidebar: [{ base: '/no/' }] } };\n== site/public/a.txt\nx\n\
         == site/index.md\n<a href=\"/base/b\">b</a> ![A bench](./bench.png)\n== site/b.md\n# B\n== site/bench.png\nx\n== site/own.json\n{}\n",
        &["a.txt", "b.html", "bench.png"],
        &["own.json"],
    );
    published(
        "== site/astro.config.mjs\nexport default { base: '/base', integrations: [other({ title: 'No' }), starlight({ title: 'S' })] };\n\
         == site/src/content/docs/index.md\n[a](/base/in/a/) [b](/base) ![A bench](../../assets/bench.png)\n\
         == site/src/content/docs/in/a.md\n[home](/base/)\n== site/src/content/docs/own.txt\nx\n== site/src/assets/bench.png\nx\n\
         == site/src/assets/own.png\nx\n",
        &["in/a/index.html", "assets/bench.png"],
        &["own.txt", "assets/own.png"],
    );
    published(
        "== site/logseq/config.edn\n{}\n== site/pages/a.md\npublic:: true\n\n- ![A bench](/../assets/bench.png)\n== site/pages/b.org\n* B\n\
         == site/journals/2025_01_02.org\n* C\n== site/assets/bench.png\nx\n== site/assets/own.png\nx\n",
        &["pages/a/index.html", "assets/bench.png"],
        &["pages/b.org", "journals/2025_01_02.org", "assets/own.png"],
    );
    // Patterns for pages and for the texts of folders, whose own address leads there; a folder that stands for `static`.
    published(
        "== site/hugo.toml\nbaseURL = \"https://example.org/\"\n[permalinks.page]\nnotes = \"/:sections[last]/:year/:slug/\"\n\
         [permalinks.section]\nnotes = \"/n/\"\n[frontmatter]\ndate = [\":filename\", \":default\"]\n[[module.mounts]]\n\
         source = \"drawings\"\ntarget = \"static\"\n== site/drawings/a.svg\nx\n== site/static/own.svg\nx\n== site/content/notes/_index.md\n\
         ---\ntitle: Notes\n---\n== site/content/notes/deep/2025-01-02-snow.md\n---\ntitle: Much snow\n---\n![A plan](/a.svg) [notes](/n/)\n",
        &["a.svg", "deep/2025/snow/index.html", "n/index.html", "notes/index.html"],
        &["own.svg"],
    );
    published(
        "== site/zola.toml\nbase_url = \"https://example.org\"\n[slugify]\npaths_keep_dates = true\n\
         == site/content/2025-01-02-a.md\n+++\ntemplate = \"own.html\"\n+++\nA\n\n<!-- more -->\n\n[below](#continue-reading)\n",
        &["2025-01-02-a/index.html"],
        &["a/index.html"],
    );
}

#[test]
fn what_jekyll_mkdocs_and_gitbook_publish_is_there() {
    // What lies among posts and drafts and is none is not published, nor what remains of a text beside it.
    published(
        "== site/_config.yml\nfuture: yes\n== site/_posts/2025-1-2-one.md\n---\ntitle: One\n---\n[two](/talk/)\n\
         == site/_posts/plan.pdf\nx\n== site/_drafts/plan.pdf\nx\n== site/talk/README.md\nNo page\n== site/talk/index.html\n<p>Two</p>\n\
         == site/own.htm\n<p>x</p>\n",
        &["2025/01/02/one.html", "talk/index.html", "own.htm"],
        &["_posts/plan.pdf", "_drafts/plan.pdf", "talk/readme/index.html"],
    );
    // No field says where a page of MkDocs stands; what its plugins leave out; languages of before.
    published(
        "== site/mkdocs.yml\nsite_name: T\nplugins:\n  - i18n:\n      default_language: en\n      languages: {en: English, fr: Français}\n\
         \x20 - exclude:\n      glob: '*.txt'\n== site/docs/index.md\n[a](a.md)\n== site/docs/a.md\n---\npermalink: /b.html\nslug: c\n---\nA\n\
         == site/docs/a.fr.md\n---\nurl: /d/\n---\nA\n== site/docs/own.txt\nx\n",
        &["a/index.html", "fr/a/index.html"],
        &["b.html", "c/index.html", "d/index.html", "own.txt"],
    );
    // Underscores in the addresses of a GitBook, what its own lists of files leave out, and a language each.
    published(
        "== site/book.json\n{}\n== site/SUMMARY.md\n* [A](part_one/a_b.md)\n* [Elsewhere](https://example.org/c.md)\n== site/README.md\nR\n\
         == site/part_one/a_b.md\nA\n== site/.bookignore\nown.txt\n== site/.ignore\n# rest\n/x\n== site/own.txt\nx\n== site/x/y.pdf\nx\n",
        &["index.html", "part_one/a_b/index.html", "part_one/a_b.html"],
        &["own.txt", "x/y.pdf"],
    );
    published(
        "== site/LANGS.md\n* [English](en)\n* [Français](fr)\n== site/en/SUMMARY.md\n* [A](a.md)\n== site/en/README.md\nE\n== site/en/a.md\nA\n\
         == site/fr/SUMMARY.md\n* [A](a.md)\n== site/fr/README.md\nF\n== site/fr/a.md\nA\n",
        &["en/index.html", "en/a/index.html", "fr/index.html", "fr/a/index.html"],
        &["langs/index.html", "en/summary/index.html"],
    );
    // A chapter stands where its old address leads.
    published(
        "== site/src/SUMMARY.md\n[First `Vec<T>`](first.md)\n- [B](b.md)\n== site/src/first.md\n## First\n== site/src/b.md\n# B\n[first](first.md)\n",
        &["first.html", "first/index.html", "b/index.html"],
        &[],
    );
}

#[test]
fn a_post_is_found_by_its_name_or_by_its_folder_on_either_side() {
    let folder = Folder::new(
        "== _config.yml\ntitle: T\n== _posts/near/2025-01-02-a.md\nA\n== far/_posts/2025-01-03-b.md\nB\n== c.md\n\
         [a]({% post_url near/2025-01-02-a %}) [a]({% post_url /near/2025-01-02-a %}) [a]({% post_url 2025-01-02-a %}) \
         [b]({% post_url far/2025-01-03-b %}) [b]({% post_url 2025-01-03-b %})\n\n[x]({% post_url other/2025-01-02-a %})\n",
    );
    let told = folder.run(&["check", "--message-format", "short"], 0);
    assert_eq!(told.matches("broken link").count(), 1, "{told}");
    assert!(told.contains("c.md:3:1"), "{told}");
}

#[test]
fn a_chapter_without_a_title_has_that_of_the_list() {
    let folder = Folder::new(
        "== README.md\n# Book\n== SUMMARY.md\n* [One](a.md)\n* [Two](b.md)\n* [Three](c.md)\n* [Four](d.md)\n\
         == a.md\n## Part\n== b.md\n# Bee\n== c.md\n---\ntitle: See\n---\nC\n== d.md\n---\ndescription: x\n---\nDee\n===\n",
    );
    folder.run(&["build"], 0);
    let title = |page: &str| {
        let page = std::fs::read_to_string(folder.path(&format!("public/{page}/index.html"))).unwrap();
        page.split("<title>").nth(1).unwrap().split(" · ").next().unwrap().to_owned()
    };
    assert_eq!(["a", "b", "c", "d"].map(title), ["One", "Bee", "See", "Dee"]);
}

#[test]
fn a_source_of_jekylls_that_is_made_while_building_is_the_folder_called_so() {
    published(
        "== site/_config.yml\nsource: .tmp/src\n== site/src/_posts/2025-1-2-one.md\nOne\n== site/src/_layouts/post.html\n<p>\n\
         == site/gulpfile.js\nx\n",
        &["2025/01/02/one.html"],
        &["gulpfile.js", "src/index.html"],
    );
}

#[test]
fn brackets_in_a_field_are_no_link_where_they_are_none_in_a_text() {
    let folder = Folder::new(
        "== docusaurus.config.js\nmodule.exports = { title: 'T' };\n== docs/a.md\n---\ntitle: A\nkeywords: [\"[[Prototype]]\"]\n---\nA\n",
    );
    let told = folder.run(&["check", "--message-format", "short"], 0);
    assert!(!told.contains("Prototype"), "{told}");
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
    let eleventy = |site: &str| {
        format!("== open-doors/.eleventy.js\nx\n== open-doors/index.md\nx\n== open-doors/_data/meta.js\n{site}\n")
    };
    let feed = "export const feed = { parts: [{ title: 'Feed' }], title: 'News' };\n";
    titled(&eleventy(&format!("{feed}export const siteName = 'Ours';")), "Ours");
    titled(&eleventy(feed), "Open doors");
    titled(
        "== open-doors/eleventy.config.js\nexport const config = { dir: { input: 'content', data: '../_data' } };\n\
         == open-doors/content/index.md\nx\n== open-doors/_data/metadata.js\nexport default { title: 'Beside' };\n",
        "Beside",
    );
    titled(
        "== open-doors/docusaurus.config.js\nmodule.exports = { title: 'Ada\\'s own', baseUrl: '/' };\n== open-doors/docs/a.md\nA\n",
        "Ada&#39;s own",
    );
    titled(
        "== open-doors/.gitbook.yaml\nstructure:\n  readme: start.md\n== open-doors/start.md\n# Sharing a room\n",
        "Sharing a room",
    );
    titled(
        "== open-doors/hugo.toml\ndefaultContentLanguage = \"de\"\ntitle = \"x\"\n[languages.de]\ntitle = \"Offene Türen\"\n\
         == open-doors/content/a.md\nA\n",
        "Offene Türen",
    );
}

#[test]
fn a_home_page_in_html_is_shown_or_its_loss_is_told() {
    let home = |html: &str| {
        let folder = Folder::new(&format!("== _config.yml\ntitle: T\n== a.md\n---\n---\nA\n== index.html\n{html}\n"));
        let told = folder.run(&["build", "--dest-dir", "out"], 0);
        let page = std::fs::read_to_string(folder.path("out/index.html")).unwrap();
        (told.contains("missing here: what the template `index.html` makes"), page.contains("Welcome"))
    };
    assert_eq!(home("---\nlayout: home\n---\n<p>Welcome</p>"), (false, true));
    assert_eq!(home("<!doctype html><p>Welcome {% raw %}</p>"), (false, true));
    assert_eq!(home("---\nlayout: home\n---"), (false, false));
    assert_eq!(home("---\n---\n<p>Welcome</p>{% for post in site.posts %}x{% endfor %}"), (true, false));
}

#[test]
fn a_chapter_that_is_not_there_is_told() {
    let folder = Folder::new(
        "== a/src/SUMMARY.md\n- [One](one.md)\n- [Two](two.md)\n- [Two again](two.md#x)\n- [Three]()\n== a/src/one.md\nOne\n\
         == b/mkdocs.yml\nsite_name: T\nnav:\n  - index.md\n  - Two: two.md\n  - Made: made/\n  - Site: https://example.org/a.md\n\
         == b/docs/index.md\nOne\n",
    );
    for (book, place) in [("a", "a/src/SUMMARY.md"), ("b", "b/mkdocs.yml")] {
        let told = folder.run(&["build", book], 0);
        let found = "warning[CL0023]: the list of chapters names `two.md`, which is not there\n--> ";
        let shown = place.strip_prefix(&format!("{book}/")).unwrap();
        assert!(told.contains(&format!("{found}{shown}\n")) && told.matches("CL0023").count() == 1, "{told}");
    }
}

#[test]
fn what_programs_leave_beside_texts_is_not_published() {
    let names = [
        "a.md.bak",
        "a.md.old",
        "a.md.save.1",
        "a.txt.tmp",
        "a.txt.swp",
        "id_rsa",
        "own.pem",
        "Thumbs.db",
        "desktop.ini",
        ".env",
        ".env.local",
        "~$a.docx",
        "node_modules/x/readme.md",
    ];
    let meant = ["a.md.pdf", "a.md.html", "tmp.txt", "keys/id_rsa.pub"];
    let files: Vec<String> = names.iter().chain(&meant).map(|name| format!("== {name}\nx\n")).collect();
    let folder = Folder::new(&format!("== a.md\n# A\n{}", files.concat()));
    folder.run(&["build", "--dest-dir", "out"], 0);
    for (name, is_there) in names.iter().map(|name| (name, false)).chain(meant.iter().map(|name| (name, true))) {
        assert_eq!(folder.path("out").join(name).exists(), is_there, "{name}");
    }
    // A book may ask for such a file by its name; a pattern for all texts means no hidden one.
    folder.write("== book.toml\n[book]\nsrc = \".\"\nignore = [\"/*\", \"!*.md\", \"!*.bak\"]\n== .b.md\n# B\n");
    folder.run(&["build", "--dest-dir", "two"], 0);
    for (name, is_there) in [("a.md.bak", true), ("a/index.html", true), ("b/index.html", false), ("own.pem", false)] {
        assert_eq!(folder.path("two").join(name).exists(), is_there, "{name}");
    }
}

#[test]
fn a_mkdocs_site_says_where_snippets_lie_and_how_ids_are_made() {
    let folder = Folder::new(
        "== mkdocs.yml\nsite_name: T\nINHERIT: common.yml\n== common.yml\nmarkdown_extensions:\n  pymdownx.snippets:\n    \
         base_path: docs\\.parts\\\n  toc:\n    slugify: !!python/object/apply:pymdownx.slugs.slugify\n      kwds: {case: lower}\n\
         == docs/.parts/more.md\nMore *words*.\n== docs/index.md\n# T\n\nSee [there](#двери-дома) and [hours](#hours).\n\n--8<-- \"more.md\"\n\n\
         ## Двери дома\n\n[](){: #hours }\nFrom ten.\n",
    );
    let told = folder.run(&["build", "--dest-dir", "out"], 0);
    assert!(told.contains("no warnings"), "{told}");
    let page = std::fs::read_to_string(folder.path("out/index.html")).unwrap();
    assert!(page.contains("More <em>words</em>.") && page.contains("id=\"двери-дома\""), "{page}");
    assert!(page.contains("id=\"hours\""), "{page}");
    // What is not there is reported once, as the line is written.
    folder.write("== docs/index.md\n# T\n\n--8<-- \"gone.md\"\n\n;--8<-- \"more.md\"\n");
    let told = folder.run(&["check"], 0);
    assert_eq!(told.matches("warning[").count(), 1, "{told}");
    assert!(
        told.contains("there is no file `gone.md` to include") && told.contains("write `;` before `--8<--`"),
        "{told}"
    );
}

#[test]
fn pages_are_called_as_their_tool_calls_them() {
    let folder = Folder::new(
        "== mkdocs.yml\nsite_name: T\n== docs/index.md\n# T\n\nSee [it](other.md).\n\
         == docs/other.md\ntitle: The other one\ndate: 2020-03-28 21:20:00\n\nWords.\n",
    );
    folder.run(&["build", "--dest-dir", "out"], 0);
    let page = std::fs::read_to_string(folder.path("out/other/index.html")).unwrap();
    assert!(page.contains(">The other one</h1>") && !page.contains("date: 2020"), "{page}");
    let folder = Folder::new(
        "== quartz.config.ts\nconst c = { configuration: { pageTitle: \"T\" } }\n== content/index.md\nSee [[Perceptron]].\n\
         == content/Perceptron.md\n# Theory\n\nWords.\n\n# Model\n\nMore.\n",
    );
    folder.run(&["build", "--dest-dir", "out"], 0);
    let page = std::fs::read_to_string(folder.path("out/Perceptron/index.html")).unwrap();
    assert!(page.contains(">Perceptron</h1>") && page.contains(">Theory"), "{page}");
}

#[test]
fn a_home_page_without_a_title_is_called_as_the_site_is() {
    let folder = Folder::new(
        "== docs/.vitepress/config.ts\nexport default { title: 'Open Doors' }\n\
         == docs/index.md\n---\nlayout: home\n---\nWords on [hours](hours.md).\n== docs/hours.md\nFrom ten, see [[index]].\n",
    );
    let told = folder.run(&["check"], 0);
    assert!(told.contains("docs/hours.md") && told.contains("CL0124") && !told.contains("docs/index.md"), "{told}");
}

#[test]
fn a_snippet_may_follow_every_text() {
    let folder = Folder::new(
        "== mkdocs.yml\nsite_name: T\nmarkdown_extensions:\n  - abbr\n  - pymdownx.snippets:\n      auto_append: [parts/words.md, gone.md]\n\
         == parts/words.md\n*[HTML]: Hypertext\n\n[home]: index.md\n== docs/index.md\n# T\n== docs/a.md\n# A\n\nHTML [home]\n",
    );
    let told = folder.run(&["build", "--dest-dir", "out"], 0);
    let page = std::fs::read_to_string(folder.path("out/a/index.html")).unwrap();
    assert!(page.contains("title=\"Hypertext\"") && page.contains("href=\"../index.html\""), "{page}");
    assert!(told.contains("no warnings"), "{told}");
}

#[test]
fn settings_of_other_tools_are_read_as_they_read_them() {
    // A sign before the text, a field that stands twice, a truth in the words of YAML 1.1.
    kept(
        "== _config.yml\n\u{feff}title: T\nexclude: [own]\ntitle: Two\ncollections:\n  notes:\n    output: yes\n== own/a.md\nA\n\
         == b.md\nB\n== _notes/c.md\nC\n",
        &["_notes/c.md", "b.md"],
    );
    // What cannot be read may say what is private.
    for (file, text) in [
        ("_config.yml", "title: \"T\n"),
        ("hugo.toml", "title = [\n"),
        ("mkdocs.yml", "a: b: c\n"),
        (".obsidian/app.json", "{\"userIgnoreFilters\": [\"a\" \"b\"]}"),
        ("config/_default/params.toml", "x = \n"),
    ] {
        let folder = Folder::new(&format!("== site/{file}\n{text}\n== site/content/a.md\nA\n== site/docs/a.md\nA\n"));
        for command in ["build", "check", "init"] {
            let told = folder.run(&[command, "site"], 2);
            assert!(told.contains(&format!("{file}` cannot be read")), "{told}");
        }
    }
}

#[test]
fn keys_and_folders_of_others_are_not_taken_for_what_they_are_not() {
    let folder = Folder::new(
        "== mkdocs.yml\nsite_name: T\n== docs/index.md\n# T\n[a](paths/a.md) [k](made.key)\n== docs/paths/a.md\n# A\n[T](../index.md)\n\
         == docs/made.key\n-----BEGIN PRIVATE KEY-----\nx\n== docs/other.txt\n-----BEGIN RSA PRIVATE KEY-----\nx\n== docs/open.txt\n-----BEGIN CERTIFICATE-----\nx\n",
    );
    let told = folder.run(&["build"], 0);
    assert!(!told.contains("reading path"), "{told}");
    let there = ["paths/a/index.html", "open.txt", "made.key", "other.txt"]
        .map(|file| folder.path("public").join(file).is_file());
    assert_eq!(there, [true, true, false, false]);
}

#[test]
fn what_a_tool_has_no_field_for_is_not_asked_for() {
    let says = |files: &str, expected: [&str; 2]| {
        let folder = Folder::new(files);
        let said = folder.run(&["check", "book", "--message-format", "short"], 0);
        let codes = ["CL0124", "CL0125"].map(|code| if said.contains(code) { code } else { "" });
        assert_eq!(codes, expected, "{said}");
    };
    says("== book/.obsidian/app.json\n{}\n== book/One.md\n[[Two]]\n== book/Two.md\n[[One]]\n", ["", ""]);
    says("== book/src/SUMMARY.md\n- [One](one.md)\n== book/src/one.md\nOne\n", ["", ""]);
    says("== book/hugo.toml\ntitle = \"T\"\n== book/content/one.md\nOne\n", ["CL0124", ""]);
    // A folder without settings never asked for either.
    says("== book/content/one.md\nOne\n", ["", ""]);
    says("== book/book.toml\n== book/content/one.md\nOne\n", ["CL0124", "CL0125"]);
    // What nobody reads yet needs neither.
    says("== book/book.toml\n== book/content/one.md\n---\ndraft: true\n---\nOne\n", ["", ""]);
}

#[test]
fn languages_of_a_hugo_site_stand_where_they_stand_there() {
    let stands = |files: &str, pages: &[(&str, &str)]| {
        let folder = Folder::new(files);
        folder.run(&["build", "-d", "out"], 0);
        for (page, words) in pages {
            let text = std::fs::read_to_string(folder.path(&format!("out/{page}/index.html"))).unwrap_or_default();
            assert!(text.contains(words), "{page}: {text}");
        }
    };
    // A folder each, and none called `content`.
    stands(
        "== hugo.toml\ntitle = \"Doors\"\n[languages.en]\ncontentDir = \"content.en\"\n[languages.he]\n\
         contentDir = \"content.he\"\n== content.en/docs/a.md\nOne\n== content.he/docs/a.md\nTwo\n== README.md\nNo page\n",
        &[("docs/a", "One"), ("he/docs/a", "Two"), ("docs", "<h1>Docs"), ("he/docs", "<h1>Docs"), ("he", "<h1>Doors")],
    );
    // A folder for each but the site's own.
    stands(
        "== hugo.toml\ntitle = \"Doors\"\n[languages.en]\n[languages.fr]\ncontentDir = \"content-fr\"\n== content/docs/a.md\nOne\n\
         == content-fr/docs/a.md\nTwo\n== README.md\nNo page\n",
        &[("docs/a", "One"), ("fr/docs/a", "Two"), ("docs", "<h1>Docs"), ("fr", "<h1>Doors")],
    );
    stands(
        "== hugo.toml\ntitle = \"Doors\"\n[languages.en]\n[languages.fr]\ncontentDir = \"content/fr\"\n== content/docs/a.md\nOne\n\
         == content/fr/docs/a.md\nTwo\n",
        &[("docs/a", "One"), ("fr/docs/a", "Two")],
    );
    // Codes with capitals, settings in a file each, names of files.
    stands(
        "== config/_default/config.toml\ntitle = \"Doors\"\ndefaultContentLanguage = \"en\"\n\
         == config/_default/languages.en.toml\ntitle = \"Doors\"\n== config/_default/languages.zh-Hans.toml\ntitle = \"Men\"\n\
         == content/docs/_index.md\n---\ntitle: Docs\n---\n== content/docs/b.md\nOne\n== content/docs/b.zh-Hans.md\nTwo\n",
        &[("docs/b", "One"), ("zh-hans/docs/b", "Two")],
    );
    // A folder that stands for that of the texts, and one that is called after the site's own language.
    stands(
        "== hugo.yaml\nbaseURL: https://example.org/\nlanguages:\n  en:\n    weight: 1\nmodule:\n  mounts:\n    - source: content/en\n\
         \x20     target: content\n== content/en/a.md\n[b](/blog/b/)\n== content/en/blog/b.md\nTwo\n",
        &[("a", "href=\"../blog/b/\""), ("blog/b", "Two"), ("blog", "<h1>Blog")],
    );
    stands(
        "== hugo.yaml\nbaseURL: https://example.org/\nlanguages:\n  en: {}\n  fr: {}\n== content/en/a.md\nOne\n== content/fr/a.md\nTwo\n",
        &[("a", "One"), ("fr/a", "Two")],
    );
    // Pages that are files, in one section; what some programs call headings; a parameter in a page of HTML.
    stands(
        "== hugo.toml\nbaseURL = \"https://example.org/\"\n[params.versions]\nlatest = \"v3\"\n[permalinks]\npost = \"/:year/:slug/\"\n\
         [uglyURLs]\npost = true\nnotes = true\n[markup.goldmark.parser]\nautoHeadingIDType = \"blackfriday\"\n\
         == content/post/a.md\n---\ndate: 2025-01-02\nslug: one\n---\n## Let's go\n== content/notes/n.md\nNote\n\
         == content/_index.html\n---\ntitle: Doors\n---\n{{< cover >}}<a href=\"/2025/one.html\">{{< param versions.latest >}}</a>{{< /cover >}}\n",
        &[("", "href=\"./2025/one.html\">v3</a>")],
    );
}

#[test]
fn what_a_shortcode_keeps_from_readers_is_not_shown() {
    let folder = Folder::new(
        "== hugo.toml\nbaseURL = \"https://example.org/\"\n[uglyURLs]\nnotes = true\n[markup.goldmark.parser]\n\
         autoHeadingIDType = \"blackfriday\"\n== content/_index.html\n---\ntitle: Doors\n---\n{{< door >}}<b>shown</b>{{< /door >}}\n\
         {{% comment %}}<i>unsaid</i>{{% /comment %}}\n{{<left>}}\n== content/notes/n.md\n## Let's go\n\nA\n\n{{< comment >}}\nunsaid\n\nunsaid\n\
         {{< /comment >}}\n\nB\n",
    );
    let said = folder.run(&["build", "-d", "out"], 0);
    assert!(said.contains("`left` is left as text"), "{said}");
    let home = std::fs::read_to_string(folder.path("out/index.html")).unwrap();
    assert!(home.contains("<b>shown</b>") && home.contains("{{&lt;left>}}") && !home.contains("unsaid"), "{home}");
    let note = std::fs::read_to_string(folder.path("out/notes/n.html")).unwrap();
    assert!(note.contains("id=\"let-s-go\"") && !note.contains("unsaid") && note.contains("<p>B</p>"), "{note}");
}

#[test]
fn files_that_are_not_utf8_are_read_as_what_they_are() {
    let folder = Folder::new(
        "== .obsidian/app.json\n{}\n== a.md\n# A\nSee [[latin]], [[wide]], [[cut]] and [[picture]].\n== empty.md\n",
    );
    let wide: Vec<u8> = "\u{feff}# Wide\r\n\r\nÄpfel [[a]]\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    folder.write_bytes("wide.md", &wide);
    folder.write_bytes("latin.md", b"---\ntitle: Caf\xe9\n---\nNa\xefve \x96 [[nobody]]\n");
    folder.write_bytes("cut.md", b"# Cut\n\nThe last letter is half an \xc3");
    folder.write_bytes("picture.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let told = folder.run(&["build"], 0);
    let page = |path: &str| std::fs::read_to_string(folder.path(&format!("public/{path}index.html"))).unwrap();
    assert!(page("a/").contains("href=\"../latin/index.html\""), "{}", page("a/"));
    assert!(page("latin/").contains("Café</h1>") && page("latin/").contains("Naïve – "), "{}", page("latin/"));
    assert!(page("wide/").contains("Äpfel <a href=\"../a/index.html\""), "{}", page("wide/"));
    assert!(page("cut/").contains("half an \u{fffd}"));
    assert!(!folder.path("public/picture").exists() && folder.path("public/empty/index.html").exists());
    for line in [
        "warning[CL0011]: this file is not saved as UTF-8; it is read as Windows-1252\n --> latin.md:2:11",
        "warning[CL0011]: this file is saved as UTF-16, not as UTF-8\n --> wide.md:1:1",
        "warning[CL0011]: some letters of this file are not UTF-8",
        "warning[CL0011]: this file is not saved as UTF-8 and does not look like a text, so it is left out",
        "broken link: nothing is called `nobody`\n --> latin.md:4:9",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    folder.run(&["build", "--strict"], 1);
    // What is mended by hand only is not mended by program.
    folder.run(&["check", "--fix"], 0);
    assert_eq!(std::fs::read(folder.path("wide.md")).unwrap(), wide);
}

#[cfg(unix)]
#[test]
fn what_a_link_of_the_file_system_leads_to_outside_stays_there() {
    let folder = Folder::new(
        "== outside/secret.md\n# Secret\n== outside/key.txt\nkey\n== vault/.obsidian/app.json\n{}\n== vault/a.md\n# A\n\
         == vault/shared/b.md\n# B\n",
    );
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(folder.path(to), folder.path(at)).unwrap();
    link("outside", "vault/elsewhere");
    link("outside/key.txt", "vault/key.txt");
    link("vault/shared", "vault/again");
    link("outside/secret.md", "vault/secret.md");
    let told = folder.run(&["build", "vault"], 0);
    assert!(told.contains("elsewhere\n") && told.contains("which lies outside the book, so it is left out"), "{told}");
    for (path, is_there) in
        [("elsewhere", false), ("key.txt", false), ("again/b/index.html", true), ("secret/index.html", false)]
    {
        assert_eq!(folder.path(&format!("vault/public/{path}")).exists(), is_there, "{path}");
    }
}

#[test]
fn copies_that_programs_made_of_essays_are_left_out() {
    let folder = Folder::new(
        "== .obsidian/app.json\n{}\n== a.md\n# A\n== a.sync-conflict-20260102-030405-ABCDEFG.md\n# A\n\
         == a (Ann's conflicted copy 2026-01-02).md\n# A\n== a (conflicted copy 2026-01-02 030405).md\n# A\n\
         == a_conflict-20260102-030405.md\n# A\n== a.md.orig\nA\n== ~$a.md\nA\n== .trash/b.md\nB\n== .stversions/a.md\nA\n\
         == a conflicted copy.md\n# An essay about copies\n",
    );
    let told = folder.run(&["build"], 0);
    assert!(told.contains("2 essays and ") && told.matches("warning[CL0013]: this is a copy").count() == 4, "{told}");
    assert!(folder.path("public/a-conflicted-copy/index.html").exists() && !folder.path("public/a.md.orig").exists());
}

#[test]
fn a_site_that_another_program_wrote_stays() {
    let folder = Folder::new("== .obsidian/app.json\n{}\n== a.md\n# A\n== public/index.html\nmine\n");
    for _ in 0..2 {
        assert!(folder.run(&["build"], 0).contains(" in _site"));
    }
    assert_eq!(std::fs::read_to_string(folder.path("public/index.html")).unwrap(), "mine\n");
    assert!(folder.path("_site/a/index.html").exists());
    // Who has said where the site goes is asked.
    folder.write("== book.toml\n[book]\nsrc = \".\"\n");
    assert!(folder.run(&["build"], 2).contains("holds files that crosslight did not write"));
}

#[test]
fn notes_are_found_where_their_tool_finds_them() {
    let read = |files: &str, words: &[&str]| {
        let told = Folder::new(files).run(&["build"], 0);
        assert!(words.iter().all(|word| told.contains(word)), "{words:?}: {told}");
    };
    read(
        "== quartz.config.ts\nconst c = { configuration: { pageTitle: \"T\" } }\n== docs/quartz.md\nQ\n== notes/a.md\nA\n\
         == .github/workflows/site.yml\nsteps:\n  - run: npx quartz build -d notes\n",
        &["read as a Quartz garden (`quartz.config.ts`)", "1 essay and "],
    );
    read(
        "== quartz.config.yaml\nconfiguration:\n  pageTitle: T\n  ignorePatterns: [private]\nplugins:\n\
         \x20 - source: github:quartz-community/explicit-publish\n    enabled: true\n== content/a.md\n---\npublish: true\n---\n\
         == content/b.md\nB\n== content/private/c.md\n---\npublish: true\n---\n",
        &["read as a Quartz garden (`quartz.config.yaml`)", "1 essay and "],
    );
    read(
        "== flake.nix\n{ imports = [ inputs.emanote.flakeModule ]; emanote.sites.x.layers = [{ path = ./en; }]; }\n\
         == en/a.md\nA\n== README.md\nR\n",
        &["read as an Emanote site (`flake.nix`)", "1 essay and "],
    );
    // A key twice is a fault for YAML, and none for Emanote.
    read(
        "== index.yaml\ntemplate:\n  sidebar:\n    x: 1\n  sidebar:\n    x: 2\n== a.md\nA\n",
        &["read as an Emanote site (`index.yaml`)", "1 essay and "],
    );
    read(
        "== root.schema.yml\nversion: 1\n== root.md\n# R\n== a.b.md\n---\ntitle: Bee\n---\n",
        &["read as a Dendron vault (`root.schema.yml`)", "1 essay and "],
    );
    // What is private to a site is so in its folder of notes, which is a vault as well.
    let inner = |files: &str, folder: &str, words: &[&str]| {
        let told = Folder::new(files).run(&["build", folder], 0);
        assert!(words.iter().all(|word| told.contains(word)), "{words:?}: {told}");
    };
    inner(
        "== quartz.config.ts\nconst c = { configuration: { pageTitle: \"T\", ignorePatterns: [\"own\"] } }\n\
         == content/.obsidian/app.json\n{}\n== content/a.md\nA\n== content/own/b.md\nB\n",
        "content",
        &["read as a Quartz garden (`quartz.config.ts`)", "1 essay and "],
    );
    inner(
        "== dendron.yml\nworkspace:\n  vaults:\n    - fsPath: v\n    - fsPath: w\npublishing:\n  hierarchy:\n    own:\n      \
         publishByDefault: false\n== v/root.schema.yml\nversion: 1\n== v/root.md\nR\n== v/a.md\nA\n== v/own.b.md\nB\n== w/c.md\nC\n",
        "v",
        &["read as a Dendron workspace (`dendron.yml`)", "1 essay and "],
    );
    // Vaults that are elsewhere leave a folder like any other.
    read("== dendron.yml\nworkspace:\n  vaults:\n    - fsPath: ../other\n== notes/a.md\nA\n", &["1 essay and "]);
}

#[test]
fn files_of_a_folder_are_held_back_while_no_text_of_it_is_published() {
    let mut bench = Bench::book("", "== x/_index.md\n---\ndraft: true\n---\n== y/Index.MD\n---\ndraft: true\n---\n");
    let file = |path: &str| Edit { path: SourcePath::new(path), source: Some(Source::Asset(1)) };
    bench.apply(vec![file("x/in/a.png"), file("x/in/index.html"), file("y/b.png")]);
    let has = |bench: &Bench, file: &str| bench.outputs.contains_key(file);
    assert!(!has(&bench, "x/in/a.png") && !has(&bench, "x/in/index.html") && !has(&bench, "y/b.png"));
    // Whichever of its texts it is that the folder shows.
    bench.write("== x/README.md\n# X\n");
    assert!(has(&bench, "x/in/a.png") && has(&bench, "x/in/index.html") && !has(&bench, "y/b.png"));
    bench.apply(vec![edit("x/README.md", None)]);
    assert!(!has(&bench, "x/in/a.png"));
}
