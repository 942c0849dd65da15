//! What a writer or another tool holds back is in no file of the site: not in a page, a list, the search, the graph, a feed or a copy.

use std::fs;
use std::path::Path;

use crosslight::base::path::SourcePath;
use walkdir::WalkDir;

use crate::support::{Bench, Folder, edit};

/// The word that nobody is to see. It stands in texts, in pictures and in the names of files.
const WORD: &str = "hushhush";

/// The files of the site in which the word is, or in whose names.
fn shown(site: &Path) -> Vec<String> {
    let files = WalkDir::new(site).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let all = files.map(|entry| {
        let name = entry.path().strip_prefix(site).unwrap().display().to_string();
        let text = String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned();
        (name, text)
    });
    all.filter(|(name, text)| name.contains(WORD) || text.contains(WORD)).map(|(name, _)| name).collect()
}

/// Builds the folder and gives what is said; nothing of the site has the word.
#[track_caller]
fn unseen(folder: &Folder) -> String {
    let told = folder.run(&["build", ".", "-d", "out"], 0);
    assert_eq!(shown(&folder.path("out")), [""; 0], "{told}");
    told
}

/// Whether the word can be seen at all: that what held it back does so.
#[track_caller]
fn seen(files: &str) {
    let folder = Folder::new(files);
    let told = folder.run(&["build", ".", "-d", "out"], 0);
    assert!(!shown(&folder.path("out")).is_empty(), "{told}");
    assert!(told.contains("no warnings") && !told.contains("held back"), "{told}");
}

const BOOK: &str = "== book.toml\n[book]\ntitle = \"Doors\"\n[output.html]\nbase-url = \"https://example.org/\"\n[output.llms]\nfull = true\n\
                    == content/index.md\n# Doors\n";

/// An essay that shows a picture, below what holds it back.
fn essay(above: &str) -> String {
    format!(
        "{BOOK}== content/hushhush.md\n{above}On doors hushhush. ![A door](hushhush.png)\n== content/hushhush.png\nhushhush\n"
    )
}

#[test]
fn whatever_a_head_is_written_in_it_holds_back() {
    for (head, warned) in [
        ("---json\n{\"title\": \"A\", \"draft\": true}\n---\n", false),
        ("---toml\ndraft = true\n---\n", false),
        ("---yaml\ndraft: true\n---\n", true),
        ("---js\n{ title: \"A\", draft: true }\n---\n", true),
        ("---js\n{ title: \"A\", permalink: false }\n---\n", true),
        ("---javascript\n{\n  title: \"A\",\n\n  permalink: () => false,\n}\n---\n", true),
        ("---js\nconst title = \"A\";\n\nconst permalink = false;\n---\n", true),
        ("---js\n{\"title\": \"A\", \"draft\": true}\n---\n", false),
        ("---js\n{ title: \"A\", ...require(\"./shared.json\") }\n---\n", true),
        (";;;\n\"title\": \"A\",\n\"draft\": true\n;;;\n", true),
        ("\"title\": \"A\",\n\"published\": false\n;;;\n", true),
        ("---\ntitle: A\n<<: {draft: true}\n---\n", false),
        ("---\n<<: [{title: A}, {published: false}]\n---\n", false),
        ("---\nshared: &shared\n  draft: true\n<<: *shared\n---\n", true),
        ("---\nbuild:\n  <<: {render: never}\n---\n", false),
        ("---\npermalink: false\n---\n", false),
        ("---\npermalink: {build: false}\n---\n", false),
        ("---\neleventyComputed: {permalink: false}\n---\n", false),
        ("---\neleventyComputed:\n  draft: true\n---\n", false),
        ("---\nisDraft: true\n---\n", true),
        ("---\nis_published: false\n---\n", true),
    ] {
        let told = unseen(&Folder::new(&essay(head)));
        assert!(told.contains("1 essay held back: 1 draft"), "{head}{told}");
        assert_eq!(told.contains("no warnings"), !warned, "{head}{told}");
    }
    seen(&essay("---json\n{\"title\": \"A\"}\n---\n"));
    seen(&essay("---js\n{\"title\": \"A\"}\n---\n"));
    seen(&essay("---toml\ntitle = \"A\"\ndraft = false\n---\n"));
    seen(&essay("---\n<<: {draft: true}\ndraft: false\n---\n"));
}

#[test]
fn a_slip_in_what_holds_back_holds_back() {
    for field in [
        "pubilc: false",
        "headles: true",
        "rendr: false",
        "render: maybe",
        "published: maybe",
        "dg-publsh: false",
        "unpublishdat: 2020-01-01",
        "publishdat: 2090-01-01",
        "expirydat: 2020-01-01",
        "_build: {rendr: never}",
        "build: {render: nevr}",
        "biuld: {render: never}",
        "unlistd: true\nprivat: true",
    ] {
        let told = unseen(&Folder::new(&essay(&format!("---\n{field}\n---\n"))));
        assert!(
            told.contains("1 essay held back: 1 draft") && told.contains("the essay is held back"),
            "{field}: {told}"
        );
    }
    for field in ["Build: {Render: never}", "Render: false", "_build: {render: \"false\"}", "BUILD:\n  RENDER: Never"] {
        let told = unseen(&Folder::new(&essay(&format!("---\n{field}\n---\n"))));
        assert!(told.contains("1 essay held back: 1 draft") && told.contains("no warnings"), "{field}: {told}");
    }
    for field in ["gender: no", "render: always", "build: {render: always}", "guild: {name: Doors}"] {
        let folder = Folder::new(&essay(&format!("---\n{field}\n---\n")));
        let told = folder.run(&["build", ".", "-d", "out"], 0);
        assert!(!told.contains("held back"), "{field}: {told}");
    }
}

#[test]
fn a_field_in_the_text_holds_back_where_it_is_meant_as_one() {
    for above in [
        "draft: true\n\n# A\n\n",
        "\ndraft: true\n\n",
        "\u{feff}draft: true\n\n",
        "title: A\ndraft: true\n\n",
        "title = \"A\"\ndraft = true\n\n",
        "published: false\n\n",
        "<!-- On doors -->\ndraft: true\n\n",
        "<!-- draft: true -->\n\n",
        "<!--\ntitle: A\ndraft: true\n-->\n\n",
        "# A\n\ndraft: true\n\n",
        "# A\ndraft: true\n\n",
        "---\ntitle: A\n---\n---\ndraft: true\n---\n",
        "---\ntitle: A\n---\n\n---\ndraft: true\n---\n",
        "---\ntitle: A\n---\n+++\ndraft = true\n+++\n",
        "---\ntitle: A\n---\ndraft: true\n\n",
        "---\n---\ndraft: true\n\n",
        "---\ntitle: A\n---\ndraft: true\n---\n",
        "---\ntitle: A\n---\n\ntags: [a]\ndraft: true\n---\nText\n",
        "+++\ntitle = \"A\"\n+++\ndraft = true\n+++\n",
        "draft: true\nText right below.\n\n",
        "# A\n\npublished: false\nText right below.\n\n",
        "%% draft: true %%\n\n",
        "%%\ntitle: A\ndraft: true\n%%\n\n",
        "{{/* draft: true */}}\n\n",
        "{% comment %}\ndraft: true\n{% endcomment %}\n",
        "[//]: # (draft: true)\n\n",
        "draft:: true\n\n",
        "# A\n\nWords.\n\n- publish:: false\n\n",
        "On doors [draft:: true] and more.\n\n",
    ] {
        let told = unseen(&Folder::new(&essay(above)));
        assert!(told.contains("1 essay held back: 1 draft") && told.contains("warning[CL01"), "{above}{told}");
    }
    for text in [
        "draft: true is what I write above.\n\n",
        "Draft: 1\nAuthor: Ada\n\n",
        "Draft: true\nto the plan.\n\n",
        "# A\n\n```yaml\n---\ntitle: x\ndraft: true\n---\n```\n\n",
        "# A\n\nWords.\n\ndraft: true\n\n",
        "draft: false\n\n",
        "---\ntitle: A\n---\n\n```yaml\ndraft: true\n```\n\n",
        "<!-- a draft: true to life -->\n\n",
        "# A\n\nWords.\n\n```\ndraft:: true\n```\n\n",
        "Dataview reads `[draft:: true]` so.\n\n",
        "Write [draft:: maybe] or std::true.\n\n",
    ] {
        let folder = Folder::new(&essay(text));
        let told = folder.run(&["build", ".", "-d", "out"], 0);
        assert!(!told.contains("held back"), "{text}{told}");
    }
}

#[test]
fn a_file_of_any_kind_that_begins_with_a_head_is_held_back_by_it() {
    for end in ["html", "txt", "css", "scss", "xml", "js", "json", "svg"] {
        let files = format!("{BOOK}== content/hushhush.{end}\n---\npublished: false\n---\nhushhush\n");
        let told = unseen(&Folder::new(&files));
        assert!(
            told.contains("warning[CL0013]: the front matter of this file says that it is not published"),
            "{told}"
        );
        let site = format!(
            "== _config.yml\ntitle: Doors\n== index.md\n---\n---\nDoors\n== assets/hushhush.{end}\n---\npublished: false\n---\nhushhush\n"
        );
        let told = unseen(&Folder::new(&site));
        assert!(told.contains("held back") || told.contains("is not published, so it is left out"), "{told}");
    }
    seen(&format!("{BOOK}== content/hushhush.css\n---\n---\nhushhush\n"));
    for end in ["rss", "atom", "php", "webmanifest", "yml", "hushhush", "htaccess"] {
        let files = format!("{BOOK}== content/hushhush.{end}\n---\ndraft: true\n---\nhushhush\n");
        assert!(unseen(&Folder::new(&files)).contains("warning[CL0013]"), "{end}");
    }
    // Data in JSON say nothing of their file.
    seen(&format!("{BOOK}== content/hushhush.json\n{{\"private\": true, \"public\": false}}\n"));
}

/// Sites of other tools, each with what holds back the word.
const SITES: [(&str, &[&str]); 4] = [
    (
        "== hugo.toml\nbaseURL = \"https://example.org/\"\ntitle = \"Doors\"\n== content/_index.md\n---\ntitle: Doors\n---\n\
         == content/posts/a.md\n# A\n",
        &[
            "== content/own/_index.md\n---\ncascade: {draft: true}\n---\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n---\ncascade: {draft: true}\n---\n== content/own/a.html\nhushhush\n== content/b.md\n[A door](own/a.html)\n== content/own/x.md\nx\n",
            "== content/own/_index.md\n---\ncascade:\n  headless: true\n---\n== content/own/in/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n---\ncascade:\n  expiryDate: 2020-01-01\n---\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n---\ncascade:\n  publishDate: 2090-01-01\n---\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n---\ncascade:\n  date: 2090-01-01\n---\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n---\ncascade:\n  Build: {Render: Never}\n---\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n---\ncascade:\n  <<: {draft: true}\n---\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n{\"cascade\": {\"draft\": true}}\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n+++\n[[cascade]]\ndraft = true\n[cascade.target]\nkind = \"page\"\n+++\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n---\ncascade:\n  - build: {render: never}\n    _target: {path: \"/own/hush*\"}\n---\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n---\ncascade:\n  - draft: true\n    target: {lang: fr}\n---\n== content/own/hushhush.fr.md\nhushhush\n",
            "== content/posts/b/index.md\n---\ntitle: B\n---\n== content/posts/b/hushhush.md\nhushhush\n",
            // Hugo knows a page by its path in small letters, with hyphens for spaces.
            "== content/_index.md\n---\ncascade: {draft: true, target: {path: \"/own-notes/**\"}}\n---\n== content/Own Notes/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n---\ncascade: {draft: true, target: {path: /Own/A-hushhush}}\n---\n== content/own/a hushhush.md\nhushhush\n",
            "== content/own/_index.md\n---\ncascade: {draft: true, target: {kind: section}}\n---\n== content/own/in/_index.md\nhushhush\n",
            // What cannot be read may hold back.
            "== content/own/_index.md\n+++\ntitle = Own\n[[cascade]]\ndraft = true\n[cascade.target]\nkind = \"page\"\n+++\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n+++\ntitle = Own\n[cascade]\ndraft = true\n[cascade.target]\nkind = \"page\"\n+++\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n---\ncascade:\n draft:true\n---\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n---\ncascade:\n  - draft:true\n---\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n---\ncascade: {draft: true}\ncascade: {type: x}\n---\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n---\ncascade: draft\n---\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n---\ncascad:\n  draft: true\n---\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n---\ncascad:\n  draft: true\n  target: {kind: page}\n---\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n---\ntitle: Own\n---\ncascade:\n  draft: true\n---\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n+++\ntitle = \"Own\"\n+++\n[cascade]\ndraft = true\n+++\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n{\"title\": \"Own\", \"cascade\": {\"draft\": true,}\n== content/own/hushhush.md\nhushhush\n",
            "== content/own/_index.md\n\n--\ncascade:\n  draft: true\n--\n== content/own/hushhush.md\nhushhush\n",
        ],
    ),
    (
        "== zola.toml\nbase_url = \"https://example.org/\"\ntitle = \"Doors\"\n== content/_index.md\n+++\n+++\n== content/a.md\n+++\n+++\nA\n",
        &[
            "== content/own/_index.md\n+++\ndraft = true\n+++\n== content/own/in/hushhush.md\n+++\n+++\nhushhush\n== content/own/hushhush.txt\nhushhush\n",
            "== content/own/_index.md\n+++\ntitle = \"Own\"\n+++\ndraft = true\n+++\n== content/own/hushhush.md\n+++\n+++\nhushhush\n",
        ],
    ),
    (
        "== eleventy.config.js\nexport default function (config) {}\n== index.md\n# Doors\n== blog/a.md\n# A\n",
        &[
            "== blog/hushhush.md\nhushhush\n== blog/hushhush.11tydata.json\n{\"draft\": true}\n",
            "== blog/hushhush.md\nhushhush\n== blog/hushhush.json\n{\"permalink\": false}\n",
            "== blog/hushhush.md\nhushhush\n== blog/hushhush.json\n{\"permalink\": {\"build\": false}}\n",
            "== blog/hushhush.md\nhushhush\n== blog/hushhush.json\n{\"eleventyComputed\": {\"permalink\": false}}\n",
            "== blog/hushhush.md\nhushhush\n== blog/hushhush.11tydata.js\nmodule.exports = { permalink: false };\n",
            "== blog/hushhush.md\n---\npermalink: false\n---\nhushhush\n",
            "== own/own.json\n{\"draft\": true}\n== own/hushhush.md\nhushhush\n",
            "== own/own.11tydata.js\nexport default { \"permalink\": false };\n== own/in/hushhush.md\nhushhush\n",
            "== own/own.json\n{\n// No page\n\"permalink\": false\n}\n== own/hushhush.md\nhushhush\n",
            "== own/own.json\n{\"tags\": \"a\", \"perma\n== own/hushhush.md\nhushhush\n",
            "== own/own.11tydata.js\nmodule.exports = { eleventyComputed: { permalink: (data) => data.is_shown ? data.page.url : false } };\n== own/hushhush.md\nhushhush\n",
            "== own/own.11tydata.js\nmodule.exports = { permalink: (data) => data.draft || !data.ready ? false : data.permalink };\n== own/hushhush.md\nhushhush\n",
            "== own/own.11tydata.js\nmodule.exports = { permalink: () => false, drafts: \"x\" };\n== own/hushhush.md\nhushhush\n",
            "== own/own.11tydata.js\nmodule.exports = { permalink() { return false; } };\n== own/hushhush.md\nhushhush\n",
            "== _data/permalink.json\nfalse\n== own/hushhush.md\nhushhush\n",
            "== _data/draft.js\nmodule.exports = true;\n== own/hushhush.md\nhushhush\n",
            "== _data/eleventyComputed.js\nexport default { permalink: () => false };\n== own/hushhush.md\nhushhush\n",
        ],
    ),
    (
        "== mkdocs.yml\nsite_name: Doors\nplugins:\n  - meta\n== docs/index.md\n# Doors\n",
        &[
            "== docs/own/.meta.yml\ndraft: true\n== docs/own/in/hushhush.md\nhushhush\n",
            "== docs/own/.meta.yml\ndraft:true\n== docs/own/hushhush.md\nhushhush\n",
        ],
    ),
];

/// Read as it is, or by the `book.toml` that `init` writes, before there was anything to hold back.
#[test]
fn what_files_hold_back_of_others_stays_so_for_files_that_are_added_later() {
    for (site, later) in SITES {
        for files in later {
            let told = unseen(&Folder::new(&format!("{site}{files}")));
            assert!(told.contains("held back"), "{files}{told}");
            let folder = Folder::new(site);
            folder.run(&["init"], 0);
            folder.write(files);
            let told = unseen(&folder);
            assert!(told.contains("held back"), "{files}{told}");
        }
    }
}

#[test]
fn what_says_nothing_of_others_holds_nothing_back() {
    let (hugo, zola) = (SITES[0].0, SITES[1].0);
    for files in [
        format!("{hugo}== content/own/_index.md\n---\ndraft: true\n---\n== content/own/hushhush.md\nhushhush\n"),
        format!(
            "{hugo}== content/own/_index.md\n---\ncascade: {{draft: true, target: {{environment: staging}}}}\n---\n== content/own/hushhush.md\nhushhush\n"
        ),
        format!(
            "{hugo}== content/own/_index.md\n---\ncascade: {{expiryDate: 2090-01-01, type: x}}\n---\n== content/own/hushhush.md\nhushhush\n"
        ),
        format!(
            "{hugo}== content/own/_index.md\n---\ncascade: {{draft: true, target: {{kind: section}}}}\n---\n== content/own/hushhush.md\nhushhush\n"
        ),
        format!(
            "{zola}== content/own/_index.md\n+++\nrender = false\n+++\n== content/own/hushhush.md\n+++\n+++\nhushhush\n"
        ),
    ] {
        let folder = Folder::new(&files);
        let told = folder.run(&["build", ".", "-d", "out"], 0);
        assert!(!shown(&folder.path("out")).is_empty(), "{files}{told}");
    }
}

/// What holds back may have another name, or a file of its own.
#[test]
fn what_holds_back_others_is_read_where_the_tool_has_it() {
    let mkdocs = "== mkdocs.yml\nsite_name: Doors\nplugins:\n  - meta:\n      meta_file: _fields.yml\n== docs/index.md\n# Doors\n";
    unseen(&Folder::new(&format!("{mkdocs}== docs/own/_fields.yml\ndraft: true\n== docs/own/hushhush.md\nhushhush\n")));
    for (plugins, files) in [
        (
            "- search\n  - group:\n      plugins:\n        - meta:\n            meta_file: _fields.yml",
            "== docs/own/_fields.yml\ndraft: true\n",
        ),
        ("- group:\n      enabled: true\n      plugins:\n        - exclude:\n            glob: [\"own/*\"]", ""),
        (
            "group:\n    plugins:\n      material/group:\n        plugins: [material/meta]",
            "== docs/own/.meta.yml\ndraft: true\n",
        ),
    ] {
        unseen(&Folder::new(&format!(
            "== mkdocs.yml\nsite_name: Doors\nplugins:\n  {plugins}\n== docs/index.md\n# Doors\n{files}== docs/own/hushhush.md\nhushhush\n"
        )));
    }
    unseen(&Folder::new(
        "== _config.yml\ntitle: Doors\ninclude: [_pages]\n== index.md\n---\n---\nDoors\n== _pages/a.md\n---\n---\nA\n\
         == _pages/_hushhush.md\n---\n---\nhushhush\n",
    ));
    let hugo = "== config/_default/hugo.toml\ntitle = \"Doors\"\nbaseURL = \"https://example.org/\"\n== content/a.md\n# A\n\
                == content/own/hushhush.md\nhushhush\n";
    for cascade in [
        "cascade.toml\n[[cascade]]\ndraft = true\n[cascade.target]\npath = \"/own/**\"\n",
        "cascade.yaml\ncascade:\n  - draft: true\n    target: {path: \"/own/**\"}\n",
        "cascade.yaml\ndraft: true\ntarget: {path: \"/own/**\"}\n",
        "cascade.yaml\n- draft: true\n  target: {path: \"/own/**\"}\n",
        "cascade.json\n[{\"draft\": true, \"target\": {\"path\": \"/own/**\"}}]\n",
    ] {
        unseen(&Folder::new(&format!("{hugo}== config/_default/{cascade}")));
    }
}

/// What a text says of itself counts before what is said of others, and what is said nearer to it before what is said further off.
#[test]
fn the_nearest_word_counts() {
    let [hugo, _, eleventy, mkdocs] = SITES.map(|(site, _)| site);
    let below = |handed: &str, own: &str| {
        format!(
            "{hugo}== content/own/_index.md\n---\ncascade: {{{handed}}}\n---\n== content/own/hushhush.md\n---\n{own}\n---\n![A door](hushhush.png) hushhush\n\
             == content/own/hushhush.png\nhushhush\n"
        )
    };
    for (handed, own) in [
        ("draft: true", "draft: false"),
        ("params: {draft: true}", "type: x"),
        ("build: {render: never}", "build: {render: always}"),
        ("_build: {render: never}", "_build: {render: always}"),
        ("date: 2090-01-01", "date: 2020-01-01"),
        ("publishDate: 2090-01-01", "publishDate: 2020-01-01"),
        ("expiryDate: 2020-01-01", "expiryDate: 2090-01-01"),
    ] {
        let folder = Folder::new(&below(handed, own));
        let told = folder.run(&["build", ".", "-d", "out"], 0);
        assert!(folder.path("out/own/hushhush/index.html").is_file(), "{handed}: {own}: {told}");
        assert!(folder.path("out/own/hushhush.png").is_file(), "{handed}: {own}: {told}");
    }
    for (handed, own) in [("draft: true", "date: 2020-01-01"), ("draft: true, date: 2090-01-01", "draft: false")] {
        unseen(&Folder::new(&below(handed, own)));
    }
    for files in [
        format!(
            "{hugo}== content/_index.md\n---\ncascade: {{draft: true}}\n---\n== content/own/_index.md\n---\ncascade: {{draft: false}}\n---\n== content/own/hushhush.md\nhushhush\n"
        ),
        format!("{hugo}[[cascade]]\ndraft = true\n== content/own/hushhush.md\n---\ndraft: false\n---\nhushhush\n")
            .replace("== content/_index.md\n---\ntitle: Doors\n---\n== content/posts/a.md\n# A\n[[", "[["),
        format!(
            "{eleventy}== own/own.json\n{{\"permalink\": false}}\n== own/hushhush.md\n---\npermalink: /hushhush/\n---\nhushhush\n"
        ),
        format!(
            "{eleventy}== own/own.json\n{{\"draft\": true}}\n== own/hushhush.json\n{{\"draft\": false}}\n== own/hushhush.md\nhushhush\n"
        ),
        format!(
            "{eleventy}== _data/draft.json\ntrue\n== own/own.json\n{{\"draft\": false}}\n== own/hushhush.md\nhushhush\n"
        ),
        format!(
            "{eleventy}== _data/eleventyComputed.js\nexport default {{ permalink: (data) => data.draft ? false : data.permalink }};\n== own/hushhush.md\nhushhush\n"
        ),
        format!(
            "{mkdocs}== docs/own/.meta.yml\ndraft: true\n== docs/own/in/.meta.yml\ndraft: false\n== docs/own/in/hushhush.md\nhushhush\n"
        ),
        format!(
            "{mkdocs}== docs/own/.meta.yml\ndraft: true\n== docs/own/hushhush.md\n---\ndraft: false\n---\nhushhush\n"
        ),
    ] {
        let folder = Folder::new(&files);
        let told = folder.run(&["build", ".", "-d", "out"], 0);
        assert!(!shown(&folder.path("out")).is_empty(), "{files}{told}");
    }
}

/// A section speaks for the texts in its own language.
#[test]
fn a_section_holds_back_in_its_own_language() {
    let zola = "== zola.toml\nbase_url = \"https://example.org/\"\ntitle = \"Doors\"\ndefault_language = \"en\"\n[languages.de]\n== content/_index.md\n+++\n+++\n";
    let hugo = "== hugo.toml\nbaseURL = \"https://example.org/\"\ndefaultContentLanguage = \"en\"\n[languages.en]\nweight = 1\n[languages.de]\nweight = 2\n\
                == content/_index.md\n---\ntitle: Doors\n---\n";
    for (site, head) in [(zola, "+++\ndraft = true\n+++\n"), (hugo, "---\ncascade: {draft: true}\n---\n")] {
        for (index, held, open) in [("_index.de.md", "a.de.md", "a.md"), ("_index.md", "a.md", "a.de.md")] {
            let texts = |word: &str, text: &str| format!("== content/own/{text}\n+++\n+++\n{word}\n");
            let files = format!("{site}== content/own/{index}\n{head}");
            unseen(&Folder::new(&format!("{files}{}", texts(WORD, held))));
            let folder = Folder::new(&format!("{files}{}", texts(WORD, open)));
            let told = folder.run(&["build", ".", "-d", "out"], 0);
            assert!(!shown(&folder.path("out")).is_empty(), "{files}{told}");
        }
    }
}

/// What the settings of a Hugo site say of one language holds back its texts.
#[test]
fn settings_for_one_language_hold_back() {
    let site = "== hugo.toml\nbaseURL = \"https://example.org/\"\ndefaultContentLanguage = \"en\"\n[languages.en]\nweight = 1\n[languages.de]\nweight = 2\n";
    let texts = |held: &str| {
        format!(
            "== content/_index.md\n---\ntitle: Doors\n---\n== content/own/{held}\n---\nembargo: 2990-01-01\n---\nhushhush\n"
        )
    };
    for (settings, is_alone) in [
        ("[[languages.de.cascade]]\ndraft = true\n", true),
        ("[[languages.de.cascade]]\ndraft = true\n[languages.de.cascade.target]\npath = \"/own/**\"\n", true),
        ("[languages.de.frontmatter]\npublishDate = [\"embargo\"]\n", false),
        ("[languages.de]\nignoreFiles = [\"\\\\.de\\\\.md$\"]\n", true),
        ("== config/_default/cascade.de.toml\n[[cascade]]\ndraft = true\n", true),
        ("== config/_default/cascade.de.yaml\n- draft: true\n", true),
    ] {
        let settings = match settings.strip_prefix("[languages.de]\n") {
            Some(more) => format!("{site}{more}"),
            None => format!("{site}{settings}"),
        };
        unseen(&Folder::new(&format!("{settings}{}", texts("x.de.md"))));
        let folder = Folder::new(&format!("{settings}{}", texts("x.md")));
        let told = folder.run(&["build", ".", "-d", "out"], 0);
        assert!(!is_alone || !shown(&folder.path("out")).is_empty(), "{settings}{told}");
    }
    // Each in a folder of its own, which is built alone.
    let site = "== hugo.toml\nbaseURL = \"https://example.org/\"\ndefaultContentLanguage = \"en\"\n[languages.en]\ncontentDir = \"content/en\"\n\
                [languages.de]\ncontentDir = \"content/de\"\n[[languages.de.cascade]]\ndraft = true\n\
                == content/en/own/a.md\nA\n== content/de/own/hushhush.md\nhushhush\n";
    for place in ["content/de", "content/de/own", "content/en"] {
        let folder = Folder::new(site);
        let told = folder.run(&["build", place, "-d", "out"], 0);
        assert_eq!(shown(&folder.path("out")), [""; 0], "{place}: {told}");
        assert!(folder.path("out/own/a/index.html").exists() || told.contains("0 essays"), "{place}: {told}");
    }
}

/// Where it is said is told.
#[test]
fn what_another_file_holds_back_is_told_with_its_place() {
    for (site, files, text, place) in [
        (
            SITES[0].0,
            "== content/own/_index.md\n---\ntitle: Own\ncascade:\n  draft: true\n---\n",
            "content/own/x.md",
            "content/own/_index.md:4",
        ),
        (
            SITES[1].0,
            "== content/own/_index.md\n+++\ndraft = true\n+++\n",
            "content/own/x.md",
            "content/own/_index.md:2",
        ),
        (SITES[2].0, "== own/own.json\n{\n\"draft\": true\n}\n", "own/x.md", "own/own.json:2"),
        (SITES[3].0, "== docs/own/.meta.yml\ntags: [a]\ndraft: true\n", "docs/own/x.md", "docs/own/.meta.yml:2"),
        (
            "== mkdocs.yml\nsite_name: Doors\ndraft_docs: |\n  own/\n== docs/index.md\n# Doors\n",
            "",
            "docs/own/x.md",
            "mkdocs.yml:3",
        ),
        (BOOK, "== book.toml\n[build]\nhold-back = [\"own/\"]\n", "content/own/x.md", "book.toml:2"),
    ] {
        let folder = Folder::new(&format!("{site}{files}== {text}\n+++\n+++\nWords.\n"));
        let listed = folder.run(&["list", "held"], 0);
        assert!(listed.to_lowercase().contains(&format!("{text}  x  by `{place}`")), "{listed}");
        let links = folder.run(&["links", text], 0);
        assert!(
            links.contains(&format!("not published: another file of the book holds it back (`{place}`)")),
            "{links}"
        );
        assert!(folder.run(&["why", text], 2).contains(&format!("(`{place}`)")), "{place}");
    }
}

/// Hugo reads fields in HTML as it does in Markdown, in whatever they are written.
#[test]
fn a_page_of_html_is_held_back_by_its_head() {
    for head in [
        "{\"title\": \"A\", \"draft\": true}\n",
        "{\n  \"draft\": true\n}\n",
        "+++\ndraft = true\n+++\n",
        "\n\n---\ndraft: true\n---\n",
        "\u{feff}---\ndraft: true\n---\n",
    ] {
        for site in [SITES[0].0, BOOK] {
            unseen(&Folder::new(&format!("{site}== content/hushhush.html\n{head}<p>hushhush</p>\n")));
        }
    }
    seen(&format!("{}== content/hushhush.html\n{{\"title\": \"A\"}}\n<p>hushhush</p>\n", SITES[0].0));
}

/// A slip in what is handed down is told where it stands.
#[test]
fn a_slip_in_a_cascade_is_told() {
    let files = "== content/own/_index.md\n---\ncascade:\n  darft: true\n---\n== content/own/hushhush.md\nhushhush\n";
    let told = unseen(&Folder::new(&format!("{}{files}", SITES[0].0)));
    assert!(told.contains("unknown field `darft`") && told.contains("content/own/_index.md:3:3"), "{told}");
}

/// A folder further in is a book with what the whole holds back.
#[test]
fn a_folder_of_a_site_holds_back_what_the_site_does() {
    let folder = Folder::new(&format!(
        "{}== content/posts/own/_index.md\n---\ncascade: {{draft: true}}\n---\n== content/posts/own/hushhush.md\nhushhush\n",
        SITES[0].0
    ));
    for place in ["content/posts", "content/posts/own"] {
        let told = folder.run(&["build", place, "-d", "out"], 0);
        assert_eq!(shown(&folder.path("out")), [""; 0], "{place}: {told}");
    }
    let hugo = "== hugo.toml\nbaseURL = \"https://example.org/\"\ntitle = \"Doors\"\n";
    let texts = "== content/s/b.md\nB\n== content/s/a/c.md\nC\n== content/s/a/hushhush.md\nhushhush\n";
    let target = |path: &str| format!("draft = true\n[cascade.target]\npath = \"{path}\"\n");
    let mut sites: Vec<String> = Vec::new();
    for path in ["/s/a/**", "/s/**", "**/a/**", "/*/A/hush*", "/s/{b,a/{x,hush*}}", "/S**", "**hush**", "/s/a**sh"] {
        sites.push(format!("{hugo}[[cascade]]\n{}{texts}", target(path)));
    }
    sites.push(format!("{hugo}{texts}== config/_default/cascade.toml\n[[cascade]]\n{}", target("/s/a/**")));
    for section in ["", "s/", "s/a/"] {
        let head = format!("+++\n[[cascade]]\n{}+++\n", target("**/a/**"));
        sites.push(format!("{hugo}{texts}== content/{section}_index.md\n{head}"));
    }
    for glob in ["s/b.md", "**b.md", "{x,s/{b,d}}.md"] {
        let mount =
            format!("[[module.mounts]]\nsource = \"content\"\ntarget = \"content\"\nincludeFiles = \"{glob}\"\n");
        sites.push(format!("{hugo}{mount}{texts}"));
    }
    for site in sites {
        for place in ["content/s", "content/s/a"] {
            let folder = Folder::new(&site);
            let told = folder.run(&["build", place, "-d", "out"], 0);
            assert_eq!(shown(&folder.path("out")), [""; 0], "{place}: {site}{told}");
        }
    }
    let jekyll = "== _config.yml\ntitle: Doors\ndefaults:\n  - scope: {path: \"*/a\", type: pages}\n    values: {published: false}\n\
                  == index.md\n---\n---\nDoors\n== s/b.md\n---\n---\nB\n== s/a/hushhush.md\n---\n---\nhushhush\n";
    for place in [".", "s", "s/a"] {
        let folder = Folder::new(jekyll);
        let told = folder.run(&["build", place, "-d", "out"], 0);
        assert_eq!(shown(&folder.path("out")), [""; 0], "{place}: {told}");
    }
}

/// What a site leaves out stays so if just that folder is built, and the first line of the build or a warning says it.
#[test]
fn a_folder_that_a_site_leaves_out_has_nothing_to_publish() {
    let page = |place: &str, word: &str| format!("== {place}\n---\ntitle: A\n---\n{word}\n");
    let files = |src: &str| {
        let file = |file: &str, word: &str| page(&format!("{src}{file}"), word);
        [file("index.md", "A"), file("own/a.md", WORD), file("own/in/b.md", WORD), file("shown/c.md", "C")].concat()
    };
    for (site, src) in [
        ("== _config.yml\ntitle: Doors\nexclude: [own]\n", ""),
        ("== _config.yml\ntitle: Doors\nexclude: [\"ow*\"]\n", ""),
        ("== mkdocs.yml\nsite_name: Doors\nexclude_docs: |\n  own/\n", "docs/"),
        ("== mkdocs.yml\nsite_name: Doors\nexclude_docs: |\n  own/\n  !own/in/\n", "docs/"),
        ("== hugo.toml\nignoreFiles = [\"/own/\"]\n", "content/"),
        ("== .vitepress/config.ts\nexport default { srcExclude: ['own/**'] }\n", ""),
        ("== .obsidian/app.json\n{\"userIgnoreFilters\": [\"own/\"]}\n", ""),
        ("== logseq/config.edn\n{:publishing/all-pages-public? true :hidden [\"/pages/own\"]}\n", "pages/"),
        ("== mkdocs.yml\nsite_name: Doors\n== .gitignore\nown/\n", "docs/"),
        ("== mkdocs.yml\nsite_name: Doors\n== docs/.gitignore\nown/\n", "docs/"),
    ] {
        let folder = Folder::new(&format!("{site}{}", files(src)));
        fs::create_dir(folder.path(".git")).unwrap();
        for place in ["own", "own/in"] {
            let told = folder.run(&["build", &format!("{src}{place}"), "-d", "out"], 0);
            assert_eq!(shown(&folder.path("out")), [""; 0], "{site}{place}: {told}");
            let said = format!("missing here: all that is in `{place}`, which the site leaves out");
            assert!(told.contains(&said) || told.contains("there is no essay in"), "{site}{place}: {told}");
            assert!(site.contains(".gitignore") || told.contains("which the site leaves out"), "{site}{place}: {told}");
        }
        let told = folder.run(&["build", &format!("{src}shown"), "-d", "out"], 0);
        assert!(told.contains("1 essay and") && !told.contains("leaves out"), "{site}: {told}");
    }
    // Lines between the folder of a site and the one that is built count as well.
    let folder = Folder::new(&format!(
        "== mkdocs.yml\nsite_name: Doors\n== docs/.gitignore\nhush*\n{}",
        page("docs/a/b/hushhush.md", WORD)
    ));
    fs::create_dir(folder.path(".git")).unwrap();
    for place in ["docs", "docs/a", "docs/a/b"] {
        folder.run(&["build", place, "-d", "out"], 0);
        assert_eq!(shown(&folder.path("out")), [""; 0], "{place}");
    }
    // Where no site says so, whoever names a folder wants it.
    let plain = Folder::new(&format!(".gitignore\nown/\n{}", files("")));
    fs::create_dir(plain.path(".git")).unwrap();
    plain.run(&["build", "own", "-d", "out"], 0);
    assert!(!shown(&plain.path("out")).is_empty());
}

/// Hugo's `**` is any signs wherever it stands, its `{}` may be in one another, and letters are large or small in any script.
#[test]
fn a_target_of_hugo_is_read_as_hugo_does() {
    let site = |path: &str, file: &str| {
        format!(
            "{}== content/{file}.md\nhushhush\n== hugo.toml\nbaseURL = \"https://example.org/\"\n[[cascade]]\ndraft = true\n[cascade.target]\npath = \"{path}\"\n",
            SITES[0].0
        )
    };
    for (path, file) in [
        ("/übung/**", "Übung/x"),
        ("/ÜBUNG/x", "übung/x"),
        ("/приват/**", "Приват/x"),
        ("/s**", "sub/in/x"),
        ("/s**", "sub"),
        ("/s**", "sub/in/_index"),
        ("**x", "sub/in/ax"),
        ("**secret**", "sub/a-secret-thing/in/x"),
        ("/a**b/c", "a/in/b/c"),
        ("/{q,t/{a,b}}/**", "t/b/x"),
        ("/{q,q/**}", "q/_index"),
        ("/{q/**,q/a/**}", "q/a/_index"),
    ] {
        unseen(&Folder::new(&site(path, file)));
    }
    for (path, file) in [("/s**", "as"), ("**x", "sub/xa"), ("/{q,t/{a,b}}/**", "t/c/x"), ("/übung/**", "ubung/x")] {
        let folder = Folder::new(&site(path, file));
        let told = folder.run(&["build", ".", "-d", "out"], 0);
        assert!(!shown(&folder.path("out")).is_empty(), "{path}: {told}");
    }
}

/// The fields are for pages of one kind, of one environment, of one path: what holds back is for all that may be meant, and what
/// lets be seen only for what is.
#[test]
fn a_target_that_cannot_be_judged_holds_back() {
    let hugo = SITES[0].0.replace("== content/_index.md\n---\ntitle: Doors\n---\n", "");
    let below = |fields: &str| format!("{hugo}== content/own/_index.md\n---\ncascade: {fields}\n---\n");
    let whole = |fields: &str, file: &str| {
        format!("{hugo}== config/_default/cascade.yaml\n{fields}\n== content/{file}\nhushhush\n")
    };
    for (target, file) in [
        ("{kind: home}", "_index.md"),
        ("{kind: \"{home,page}\"}", "_index.md"),
        ("{kind: \"[hp]*\"}", "own/x.md"),
        ("{kind: taxonomy}", "tags/_index.md"),
        ("{kind: term}", "tags/a/_index.md"),
        ("{kind: \"t*\"}", "categories/a/_index.md"),
        ("{kind: \"sec*\"}", "own/_index.md"),
        ("{kind: \"*\"}", "own/_index.md"),
        ("{kind: pages}", "own/_index.md"),
        ("{kind: [page]}", "own/_index.md"),
        ("{kind: \"pag[e\"}", "own/x.md"),
        ("{kind: Page}", "own/x.md"),
        ("{environment: \"prod*\"}", "own/x.md"),
        ("{environment: \"{staging,production}\"}", "own/x.md"),
        ("{environment: \"[!d]*\"}", "own/x.md"),
        ("{lang: \"e[mn]\"}", "own/x.md"),
        ("{lang: \"[e\"}", "own/x.md"),
        ("{path: /}", "_index.md"),
        ("{path: \"/**\"}", "_index.md"),
        ("{path: \"**\"}", "_index.md"),
        ("{path: \"/[o]wn/x\"}", "Own/x.md"),
        ("{path: \"/[m-p]wn/x\"}", "OWN/x.md"),
        ("{path: \"/[äö]wn/x\"}", "Äwn/x.md"),
        ("{path: \"/[ß-ü]wn/x\"}", "Öwn/x.md"),
        ("{path: \"/[!a]wn/x\"}", "Öwn/x.md"),
        ("{path: \"/[!ä]wn/x\"}", "own/x.md"),
        ("{path: \"/?wn/?\"}", "Öwn/ж.md"),
        ("{path: \"/a[-]b\"}", "a b.md"),
        ("{path: \"/\\\\own/x\"}", "Own/x.md"),
        ("{path: \"/[own/x\"}", "own/x.md"),
        ("{path: \"/{own/x\"}", "own/x.md"),
        ("{path: [/a]}", "own/x.md"),
        ("{pathh: /a, sites: {}}", "own/x.md"),
        ("/a/**", "own/x.md"),
        ("[{path: /a}]", "own/x.md"),
        ("{path: \"{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}\"}", "own/x.md"),
        ("{path: \"/a**b**c**d**e**f**g**h**i**j**k\"}", "own/x.md"),
    ] {
        unseen(&Folder::new(&whole(&format!("- {{draft: true, target: {target}}}"), file)));
    }
    for (target, file) in [
        ("{kind: home}", "own/x.md"),
        ("{kind: home}", "own/_index.md"),
        ("{kind: section}", "_index.md"),
        ("{kind: section}", "tags/a/_index.md"),
        ("{kind: term}", "tags/_index.md"),
        ("{kind: taxonomy}", "tags/a/_index.md"),
        ("{kind: taxonomy}", "own/a/_index.md"),
        ("{kind: \"{home,page}\"}", "own/_index.md"),
        ("{environment: \"stag*\"}", "own/x.md"),
        ("{environment: \"[!p]*\"}", "own/x.md"),
        ("{lang: \"d*\"}", "own/x.md"),
        ("{path: /}", "own/x.md"),
        ("{path: \"/[äö]wn/x\"}", "own/x.md"),
        ("{path: \"/[!o]wn/x\"}", "Own/x.md"),
        ("{path: \"/??wn/x\"}", "own/x.md"),
    ] {
        let folder = Folder::new(&whole(&format!("- {{draft: true, target: {target}}}"), file));
        let told = folder.run(&["build", ".", "-d", "out"], 0);
        assert!(!shown(&folder.path("out")).is_empty(), "{target} {file}: {told}");
    }
    let page = "== content/own/hushhush.md\nhushhush\n";
    for target in [
        "{environment: \"stag*\"}",
        "{environment: [staging]}",
        "{kind: pages}",
        "{kind: home}",
        "{lang: \"[e\"}",
        "{lang: \"d*\"}",
        "{path: \"/{own/**\"}",
        "{path: \"own/**\"}",
        "{path: \"/own/[!x]**\"}",
        "{path: [/a]}",
        "{sites: {}}",
        "/a",
        "[{path: /a}]",
        "{path: \"/own/**{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}\"}",
    ] {
        unseen(&Folder::new(&format!(
            "{}{page}",
            below(&format!("[{{draft: false, target: {target}}}, {{draft: true}}]"))
        )));
    }
    for target in ["{environment: \"prod*\"}", "{kind: page}", "{lang: \"e*\"}", "{path: \"/own/**\"}", "{}"] {
        let folder =
            Folder::new(&format!("{}{page}", below(&format!("[{{draft: false, target: {target}}}, {{draft: true}}]"))));
        let told = folder.run(&["build", ".", "-d", "out"], 0);
        assert!(!shown(&folder.path("out")).is_empty(), "{target}: {told}");
    }
    // Taxonomies have other names, and their pages a folder of their own.
    let named = format!("{hugo}[taxonomies]\nword = \"words\"\n");
    let of_term = "== config/_default/cascade.yaml\n- {draft: true, target: {kind: term}}\n== content/words/a/_index.md\nhushhush\n";
    for place in [".", "content/words", "content/words/a"] {
        let folder = Folder::new(
            &format!("{named}{of_term}== content/words/_index.md\nW\n").replace("== content/posts/a.md\n# A\n", ""),
        );
        let told = folder.run(&["build", place, "-d", "out"], 0);
        assert_eq!(shown(&folder.path("out")), [""; 0], "{place}: {told}");
    }
}

/// What the configuration of an Eleventy site says of all texts, and what it calls the files that speak for some.
#[test]
fn a_configuration_of_eleventy_holds_back() {
    let site = |code: &str, files: &str| {
        format!(
            "== eleventy.config.js\nconst none = false;\nexport default function (config) {{\n{code}\n}}\n== index.md\n---\npermalink: /\ndraft: false\n---\n# Doors\n{files}"
        )
    };
    let text = "== own/hushhush.md\nhushhush\n";
    let draft = "== own/hushhush.md\n---\ndraft: true\n---\nhushhush\n";
    for (code, files) in [
        ("config.addGlobalData(\"permalink\", false);", text),
        ("config.addGlobalData('permalink', () => false);", text),
        ("config.addGlobalData('permalink', none);", text),
        ("config.addGlobalData('permalink', require('./permalink'));", text),
        ("config.addGlobalData(\"draft\", true);", text),
        (
            "config.addGlobalData(\"eleventyComputed\", { permalink: (data) => data.is_shown ? data.permalink : false });",
            text,
        ),
        (
            "config.addGlobalData(\"eleventyComputed.permalink\", () => (data) => data.is_shown ? data.permalink : false);",
            text,
        ),
        ("config.addGlobalData(\"eleventyComputed.draft\", () => true);", text),
        (
            "config.setDataFileSuffixes([\".data\", \"\"]);",
            "== own/own.data.json\n{\"draft\": true}\n== own/hushhush.md\nhushhush\n",
        ),
        (
            "config.setDataFileSuffixes([\".data\"]);",
            "== own/own.data.js\nexport default { permalink: false };\n== own/hushhush.md\nhushhush\n",
        ),
        (
            "config.setDataFileSuffixes([\".data\"]);",
            "== own/hushhush.data.json\n{\"permalink\": false}\n== own/hushhush.md\nhushhush\n",
        ),
        (
            "config.setDataFileBaseName(\"index\");",
            "== own/index.11tydata.js\nexport default { draft: true };\n== own/in/hushhush.md\nhushhush\n",
        ),
        (
            "config.setDataFileBaseName(\"index\");",
            "== own/index.json\n{\"permalink\": false}\n== own/hushhush.md\nhushhush\n",
        ),
        (
            "config.addDataExtension(\"yaml,yml\", (text) => yaml.load(text));",
            "== own/own.yaml\ndraft: true\n== own/hushhush.md\nhushhush\n",
        ),
        (
            "config.addDataExtension(\"yml\", (text) => yaml.load(text));",
            "== _data/draft.yml\ntrue\n== own/hushhush.md\nhushhush\n",
        ),
        (
            "config.addPreprocessor(\"drafts\", \"*\", (data, content) => {\n  if (data.draft && process.env.ELEVENTY_RUN_MODE === \"build\") {\n    return false;\n  }\n});",
            draft,
        ),
    ] {
        let told = unseen(&Folder::new(&site(code, files)));
        assert!(told.contains("held back") && !told.contains("not used of its settings"), "{code}: {told}");
        // The rules are asked for again wherever the settings of the book are.
        let folder = Folder::new(&site(code, ""));
        folder.run(&["init"], 0);
        folder.write(files);
        unseen(&folder);
    }
    for code in [
        "config.addGlobalData(\"title\", require('./title'));",
        "config.addGlobalData(\"permalink\", () => \"/{{ page.fileSlug }}/\");",
        "config.addGlobalData(\"eleventyComputed.permalink\", () => (data) => {\n if (data.draft) { return false; }\n return data.permalink; });",
        "config.addGlobalData(\"eleventyComputed.eleventyExcludeFromCollections\", () => (data) => !!data.draft);",
        "config.addGlobalData(\"draft\", false);",
        "config.addPreprocessor(\"drafts\", \"md\", ({ draft }) => { if (draft) return false; });",
    ] {
        let folder =
            Folder::new(&site(code, "== own/hushhush.md\n---\neleventyExcludeFromCollections: true\n---\nhushhush\n"));
        let told = folder.run(&["build", ".", "-d", "out"], 0);
        assert!(!shown(&folder.path("out")).is_empty() && !told.contains("not used of its settings"), "{code}: {told}");
    }
    // What nobody knows before the program runs is told.
    for (code, name) in [
        ("config.setDataFileSuffixes(suffixes);", "setDataFileSuffixes"),
        ("config.setDataFileBaseName(require('./names').base);", "setDataFileBaseName"),
        ("config.addPreprocessor(\"own\", \"*\", (data) => { if (data.own) return false; });", "addPreprocessor"),
        ("config.addPreprocessor(\"own\", \"*\", require('./own'));", "addPreprocessor"),
        ("config.addGlobalData(\"eleventyComputed\", require('./computed'));", "eleventyComputed"),
        ("config.addGlobalData(name, () => false);", "addGlobalData"),
    ] {
        let told = Folder::new(&site(code, text)).run(&["build", ".", "-d", "out"], 0);
        assert!(
            told.contains(&format!("not used of its settings: `{name}` (put together while it runs)")),
            "{code}: {told}"
        );
    }
}

/// What has more choices than anybody writes is told, and leaves out what begins so.
#[test]
fn patterns_with_too_many_choices_leave_out_what_begins_so() {
    let many = "{a,b}".repeat(30);
    let mount = |line: &str| {
        format!(
            "== hugo.toml\ntitle = \"Doors\"\n[[module.mounts]]\nsource = \"content\"\ntarget = \"content\"\n{line}\n== content/own/hushhush.md\nhushhush\n== content/b.md\nB\n"
        )
    };
    for (files, name) in [
        (mount(&format!("excludeFiles = \"own/{many}\"")), "module.mounts"),
        (mount(&format!("includeFiles = [\"b.md\", \"own/{many}**\"]")), "module.mounts"),
        (mount(&format!("includeFiles = [\"b.md\", \"own/{}\"]", "a**".repeat(30))), "module.mounts"),
        (
            format!(
                "== zola.toml\nbase_url = \"https://example.org/\"\nignored_content = [\"own/{many}\"]\n== content/b.md\nB\n== content/own/hushhush.md\nhushhush\n"
            ),
            "ignored_content",
        ),
        (
            format!(
                "== .vitepress/config.ts\nexport default {{ title: 'Doors', srcExclude: ['own/{many}'] }}\n== b.md\nB\n== own/hushhush.md\nhushhush\n"
            ),
            "srcExclude",
        ),
        (
            format!(
                "== docusaurus.config.js\nmodule.exports = {{ presets: [['classic', {{ docs: {{ exclude: ['own/{many}'] }} }}]] }};\n== docs/b.md\nB\n== docs/own/hushhush.md\nhushhush\n"
            ),
            "exclude",
        ),
        (
            format!(
                "== docusaurus.config.js\nmodule.exports = {{ presets: [['classic', {{ docs: {{ include: ['b.md', 'own/{many}'] }} }}]] }};\n== docs/b.md\nB\n== docs/own/hushhush.md\nhushhush\n"
            ),
            "exclude",
        ),
        (
            format!(
                "== _config.yml\ntitle: Doors\ndefaults:\n  - scope: {{path: \"own/*{many}\"}}\n    values: {{published: false}}\n== b.md\n---\n---\nB\n== own/hushhush.md\n---\n---\nhushhush\n"
            ),
            "defaults",
        ),
    ] {
        let folder = Folder::new(&files);
        let told = unseen(&folder);
        assert!(told.contains(&format!("`{name}` (a pattern with more than 1000 choices)")), "{files}{told}");
        assert!(
            WalkDir::new(folder.path("out"))
                .into_iter()
                .flatten()
                .any(|entry| ["b/index.html", "b.html"].iter().any(|page| entry.path().ends_with(page))),
            "{files}{told}"
        );
    }
}

#[test]
fn a_property_that_is_nearly_right_holds_its_page_back() {
    let site = "== logseq/config.edn\n{:publishing/all-pages-public? true}\n== pages/Contents.md\n- Doors\n== pages/a.md\n- A\n";
    for property in [
        "pubilc:: false",
        "public : false",
        "public :: false",
        "public::false",
        "public: false",
        "title:: x\npublic::false",
    ] {
        let told = unseen(&Folder::new(&format!("{site}== pages/hushhush.md\n{property}\n\n- hushhush\n")));
        assert!(told.contains("1 essay held back: 1 draft") && told.contains("1 warning"), "{property}: {told}");
    }
    seen(&format!("{site}== pages/hushhush.md\npublic:: true\n\n- hushhush: a word\n"));
}

#[test]
fn drafts_of_pelican_are_drafts() {
    let site = "== pelicanconf.py\nSITENAME = 'Doors'\nPATH = 'content'\n== content/a.md\nTitle: A\n\nDoors\n";
    for status in ["draft", "Hidden"] {
        let told =
            unseen(&Folder::new(&format!("{site}== content/hushhush.md\nTitle: B\nStatus: {status}\n\nhushhush\n")));
        assert!(told.contains("1 essay held back: 1 draft"), "{told}");
    }
}

#[test]
fn a_vault_publishes_of_its_files_what_its_published_notes_use() {
    let note = "== own/hushhush.md\n![[hushhush.png]] hushhush\n== own/hushhush.png\nhushhush\n== own/hushhush.pdf\nhushhush\n\
                == shown/a.png\nA\n";
    for (settings, field) in [
        ("== .obsidian/publish.json\n{\"included\": [\"shown\"]}\n", ""),
        ("== .obsidian/publish.json\n{\"excluded\": [\"own/hushhush.md\"]}\n", ""),
        ("== .obsidian/plugins/digitalgarden/data.json\n{}\n", "---\ndg-publish: true\n---\n"),
    ] {
        let folder = Folder::new(&format!("{settings}{note}== shown/a.md\n{field}![[a.png]]\n"));
        unseen(&folder);
        assert!(folder.path("out/shown/a.png").is_file() && folder.path("out/shown/a/index.html").is_file());
    }
}

#[test]
fn no_include_takes_a_hidden_file() {
    let files = format!("{BOOK}== content/.own.md\nhushhush\n== content/a.md\n# A\n\n");
    let files = files.replace("[output.html]", "[markdown]\nincludes = true\n[output.html]");
    for include in ["{{#include .own.md}}", "--8<-- \".own.md\"", "<!--@include: ./.own.md-->"] {
        let told = unseen(&Folder::new(&format!("{files}{include}\n")));
        assert!(told.contains("`.own.md` is kept private") || told.contains("`./.own.md` is kept private"), "{told}");
    }
}

#[test]
fn a_folder_of_a_book_is_built_by_the_settings_of_the_book() {
    let folder = Folder::new(
        "== book.toml\n[book]\nignore = [\"private/\"]\n== content/index.md\n# Doors\n== content/private/a.md\nOn doors hushhush.\n\
         == content/notes/b.md\n# Hinges\n",
    );
    for dir in ["content", "content/notes", "content/private"] {
        let told = folder.run(&["build", dir, "-d", "out"], 0);
        assert_eq!(shown(&folder.path("out")), [""; 0], "{told}");
        assert!(folder.path("out/notes/b/index.html").is_file(), "{told}");
    }
    assert!(folder.run(&["init", "content"], 2).contains("belongs to the book"));
    assert!(!folder.path("content/book.toml").exists());
}

#[test]
fn what_is_no_post_lies_among_posts_unpublished() {
    for name in ["idea.md", "sub/idea.md", "idea.html", "2020-1-idea.md"] {
        unseen(&Folder::new(&format!(
            "== _config.yml\ntitle: Doors\n== index.md\n---\n---\nA\n== _posts/{name}\n---\ntitle: x\n---\nhushhush\n"
        )));
    }
}

#[test]
fn a_day_to_come_and_marks_with_spaces_hold_back() {
    unseen(&Folder::new(&essay("---\npublished: 2999-01-01\n---\n")));
    let dendron = "== dendron.yml\nworkspace:\n  vaults:\n    - fsPath: .\n== root.md\n# Doors\n\n<!-- local_only_start -->\nhushhush\n<!-- LOCAL_ONLY_END -->\n";
    unseen(&Folder::new(dendron));
    let logseq = "== logseq/config.edn\n{:hidden [] ;; :publishing/all-pages-public? true\n}\n== pages/a.md\npublic:: true\n\nA\n== pages/b.md\nhushhush\n";
    unseen(&Folder::new(logseq));
}

/// What a section says itself counts before what it hands down to all in it.
#[test]
fn a_section_may_be_shown_that_holds_back_what_is_in_it() {
    let site = "== hugo.toml\n== content/words/_index.md\n---\ntitle: hushhush\nbuild:\n  render: always\ncascade:\n  build:\n    render: never\n---\n";
    seen(site);
    unseen(&Folder::new(&site.replace("build:\n  render: always\n", "")));
    unseen(&Folder::new(&format!(
        "{}== content/words/a.md\nhushhush\n",
        site.replace("title: hushhush", "title: Words")
    )));
}

/// Where a tool publishes what asks for it, only its own field asks, and any may say no.
#[test]
fn only_the_field_of_the_tool_opens_its_door() {
    let garden = "== .obsidian/plugins/digitalgarden/data.json\n{}\n";
    let quartz = "== quartz.config.ts\nexport default { plugins: { filters: [Plugin.ExplicitPublish()] } }\n";
    for (site, folder, own, others) in [
        (garden, "", "dg-publish", ["publish", "public", "published"]),
        (quartz, "content/", "publish", ["dg-publish", "public", "published"]),
    ] {
        let note = |field: &str| format!("{site}== {folder}hushhush.md\n---\n{field}\n---\nhushhush\n");
        for other in others {
            let folder = Folder::new(&note(&format!("{other}: true")));
            let told = unseen(&folder);
            assert!(told.contains(&format!("1 essay held back: 1 without `{own}: true`")), "{told}");
            assert!(told.contains("warning[CL0026]: no essay of this book is published"), "{told}");
            folder.run(&["init"], 0);
            unseen(&folder);
            unseen(&Folder::new(&note(&format!("{own}: true\n{other}: false"))));
        }
        seen(&note(&format!("{own}: true")));
    }
}

#[test]
fn a_graph_publishes_no_page_that_is_not_public() {
    for settings in ["{}", "{:publishing/all-pages-public? false}"] {
        let told = unseen(&Folder::new(&format!(
            "== logseq/config.edn\n{settings}\n== pages/hushhush.md\n- hushhush\n== pages/b.md\npubilc:: true\n\n- hushhush\n\
             == pages/c.md\npublish:: true\n\n- hushhush\n"
        )));
        assert!(told.contains("no essay of this book is published: all 3 are held back"), "{told}");
        assert!(told.contains("`:publishing/all-pages-public? true` in `logseq/config.edn`"), "{told}");
        assert!(told.contains("unknown field `pubilc`") && told.contains("did you mean `public`?"), "{told}");
    }
    seen("== logseq/config.edn\n{}\n== pages/hushhush.md\npublic:: true\n\n- hushhush\n");
    // Nothing in this one speaks of being public: it is published whole, and told.
    let told = Folder::new("== logseq/config.edn\n{}\n== pages/hushhush.md\n- hushhush\n").run(&["build"], 0);
    assert!(told.contains("which pages are public, as none says `public:: true`"), "{told}");
    unseen(&Folder::new(
        "== logseq/config.edn\n{}\n== pages/hushhush.md\n- hushhush\n== pages/b.md\npublic:: true\n\n- B\n",
    ));
    unseen(&Folder::new(
        "== logseq/config.edn\n{:publishing/all-pages-public? false}\n== pages/hushhush.md\n- hushhush\n",
    ));
    // Logseq takes nothing else for a yes.
    for yes in ["yes", "on", "1", "y"] {
        let page = format!("public:: {yes}\n\n- hushhush\n");
        let folder = Folder::new(&format!(
            "== logseq/config.edn\n{{}}\n== pages/a.md\npublic:: true\n\n- A\n== pages/hushhush.md\n{page}"
        ));
        assert!(unseen(&folder).contains("`public` should be `true` or `false`"), "{yes}");
        folder.run(&["build", "pages", "-d", "out"], 0);
        assert_eq!(shown(&folder.path("out")), [""; 0], "{yes}");
        folder.run(&["check", "--fix"], 0);
        assert_eq!(fs::read_to_string(folder.path("pages/hushhush.md")).unwrap(), page);
    }
}

/// From the first page on that is marked as public, only such pages are, whether there is a `book.toml` by then or not.
#[test]
fn a_graph_without_marks_asks_as_soon_as_there_is_one() {
    for (marked, is_asked) in [
        ("== pages/b.md\npublic:: true\n\n- B\n", true),
        ("== journals/2024_01_01.md\n- pubilc:: true\n", true),
        ("== logseq/config.edn\n{:publishing/all-pages-public? false}\n", true),
        ("== logseq/config.edn\n{:a {:publishing/all-pages-public? true}}\n", true),
        ("== logseq/config.edn\n{:a\n", true),
        ("== logseq/config.edn\n{:publishing/all-pages-public? true}\n== pages/b.md\npublic:: true\n\n- B\n", false),
        ("== logseq/bak/pages/b.md\npublic:: true\n", false),
    ] {
        let folder = Folder::new("== logseq/config.edn\n{}\n== pages/hushhush.md\n- hushhush\n== pages/a.md\n- A\n");
        let told = folder.run(&["init"], 0);
        folder.run(&["build", ".", "-d", "out"], 0);
        assert!(!shown(&folder.path("out")).is_empty(), "{told}");
        folder.write(marked);
        for place in [".", "pages"] {
            let told = folder.run(&["build", place, "-d", "out"], 0);
            assert_eq!(shown(&folder.path("out")).is_empty(), is_asked, "{marked}{place}: {told}");
        }
        // Built as it is, it is the same but for settings that cannot be read.
        fs::remove_file(folder.path("book.toml")).unwrap();
        if !marked.ends_with("{:a\n") {
            folder.run(&["build", ".", "-d", "out"], 0);
            assert_eq!(shown(&folder.path("out")).is_empty(), is_asked, "{marked}");
        }
    }
}

/// Logseq reads its settings as EDN, in which `#_` leaves out the next form, however long it is.
#[test]
fn settings_of_a_graph_are_read_as_edn() {
    let graph = |settings: &str| {
        format!(
            "== logseq/config.edn\n{settings}\n== pages/a.md\npublic:: true\n\n- A\n== pages/hushhush.md\n- hushhush\n"
        )
    };
    let yes = ":publishing/all-pages-public? true";
    for settings in [
        format!("{{:a 1\n #_{{:b 2\n {yes}}}\n}}"),
        format!("{{:a 1\n #_ #_\n :b {{{yes}}}\n}}"),
        format!("{{#_#_\n{yes}}}"),
        format!("{{:a \"\n{yes}\n\"}}"),
        format!("{{:a \\\" #_ \"\n{yes} \"}}"),
        format!("{{:macros {{{yes}}}}}"),
        format!("#_{{{yes}}} {{}}"),
        format!("{{}} {{{yes}}}"),
        "{:publishing/all-pages-public? \"true\"}".to_owned(),
        "{:publishing/all-pages-public? yes}".to_owned(),
    ] {
        unseen(&Folder::new(&graph(&settings)));
    }
    seen(&graph(&format!("{{:a \\\" #_{{:publishing/all-pages-public?\n false}}\n {yes}}}")));
    // What cannot be read may say what is hidden.
    for settings in [format!("{{{yes} :hidden [\"pages/hush\"}}"), format!("{{{yes} {yes}}}"), format!("{{{yes}")] {
        let told = Folder::new(&graph(&settings)).run(&["build", ".", "-d", "out"], 2);
        assert!(told.contains("config.edn` cannot be read: ") && told.contains("at line 1"), "{told}");
    }
    let folder = Folder::new(&graph(""));
    folder.write_bytes("logseq/config.edn", b"{:hidden [\"pages/hush\"] :a \"\xff\"}");
    assert!(folder.run(&["build", ".", "-d", "out"], 2).contains("it is not UTF-8"));
    // Logseq hides whatever begins so.
    for hidden in
        ["[\"/pages/hush\"]", "#{\"pages\"\n \"pages/hush\"}", "\"./pages/hushhush.md\"", "[\"/pages/\" ; \"x\"\n]"]
    {
        let told = unseen(&Folder::new(&graph(&format!("{{{yes} :hidden {hidden}}}"))));
        assert!(!told.contains("not used of its settings"), "{hidden}: {told}");
    }
    let told = unseen(&Folder::new(&graph(&format!("{{{yes} :hidden [\"pages/hush\" [1]]}}"))));
    assert!(told.contains("not used of its settings: `:hidden` (not a list of texts)"), "{told}");
}

/// A draft that shows a picture, and essays without any.
const DRAFT: &str = "== book.toml\n[book]\ntitle = \"Doors\"\nignore = [\"private/\"]\n== content/index.md\n# Doors\n\
                     == content/d.md\n---\ndraft: true\n---\n![A door](pics/hushhush.png)\n== content/pics/hushhush.png\nhushhush\n\
                     == content/private/p.png\nhushhush\n== content/private/p.md\nhushhush\n== content/_drafts/d.md\nhushhush\n";

#[cfg(unix)]
#[test]
fn no_file_is_published_by_its_second_name() {
    use std::os::unix::fs::symlink;
    let link = |folder: &Folder, to: &str, at: &str| fs::hard_link(folder.path(to), folder.path(at)).unwrap();
    let book = || Folder::new(DRAFT);
    let folder = book();
    symlink("hushhush.png", folder.path("content/pics/a.png")).unwrap();
    symlink("pics", folder.path("content/shown")).unwrap();
    link(&folder, "content/pics/hushhush.png", "content/b.png");
    let told = unseen(&folder);
    assert!(told.contains("and 5 more") || told.contains("files"), "{told}");
    // What a published essay shows by another name anybody may see.
    folder.write("== content/e.md\n![A door](b.png)\n");
    folder.run(&["build", ".", "-d", "out"], 0);
    assert!(folder.path("out/b.png").is_file());
    for (to, at) in [
        ("private/p.png", "p.png"),
        ("private/p.png", "shown.pdf"),
        ("private/p.md", "p.md"),
        ("_drafts/d.md", "e.md"),
        (".own.md", "own.md"),
        ("left/l.md", "l.md"),
    ] {
        let folder = book();
        folder.write("== content/.own.md\nhushhush\n== .gitignore\nleft/\n== content/left/l.md\nhushhush\n");
        fs::create_dir(folder.path(".git")).unwrap();
        link(&folder, &format!("content/{to}"), &format!("content/{at}"));
        let told = unseen(&folder);
        let message = format!("this file is `content/{to}` by another name, which is not published");
        assert!(told.contains("warning[CL0013]") && told.contains(&message), "{told}");
    }
    let held = "== book.toml\n[build]\nhold-back = [\"own/\"]\n== content/a.md\n# A\n== content/own/p.png\nhushhush\n";
    let folder = Folder::new(held);
    link(&folder, "content/own/p.png", "content/p.png");
    unseen(&folder);
    let folder = Folder::new(held);
    symlink("own/p.png", folder.path("content/q.png")).unwrap();
    unseen(&folder);
    let folder = Folder::new(&essay("---\ndraft: true\n---\n"));
    link(&folder, "content/hushhush.md", "content/raw.txt");
    unseen(&folder);
    // Nor may its comments be read in a text that is published.
    let folder = Folder::new(&format!("{BOOK}== content/a.md\n# A\n\n%% hushhush %%\n"));
    link(&folder, "content/a.md", "content/raw.txt");
    let told = unseen(&folder);
    assert!(told.contains("this file is the essay `content/a.md` by another name"), "{told}");
    // What a program keeps of all files in a folder of its own holds back none.
    let folder = Folder::new("== index.md\n# Doors hushhush\n== .backup/x.md\n\n");
    link(&folder, "index.md", ".backup/index.md");
    unseen_nothing(&folder);
}

/// What one name holds back is held back by the others as long as it is, in a preview too.
#[test]
fn names_of_a_file_follow_each_other() {
    let draft = |is_draft: bool| format!("== d.md\n---\ndraft: {is_draft}\n---\n![A door](a.png)\n");
    let mut bench = Bench::book("", &format!("{}== a.png\nx\n== b.png\nx\n", draft(true)));
    let stands = |bench: &Bench| ["a.png", "b.png"].map(|file| bench.outputs.contains_key(file));
    assert_eq!(stands(&bench), [false, true]);
    let names = ["a.png", "b.png"].map(SourcePath::new);
    bench.site.join_names(&[Box::from(names)]);
    bench.settle();
    assert_eq!(stands(&bench), [false, false]);
    bench.write(&draft(false));
    assert_eq!(stands(&bench), [true, true]);
    bench.write(&draft(true));
    assert_eq!(stands(&bench), [false, false]);
    bench.write("== e.md\n![A door](b.png)\n");
    assert_eq!(stands(&bench), [false, true]);
    bench.apply(vec![edit("e.md", None)]);
    assert_eq!(stands(&bench), [false, false]);
    bench.site.join_names(&[]);
    bench.settle();
    assert_eq!(stands(&bench), [false, true]);
}

#[track_caller]
fn unseen_nothing(folder: &Folder) {
    let told = folder.run(&["build", ".", "-d", "out"], 0);
    assert!(!shown(&folder.path("out")).is_empty(), "{told}");
}

#[test]
fn a_field_below_a_table_of_toml_holds_the_essay_back() {
    for table in ["[taxonomies]\ntags = [\"a\"]", "[extra]\nx = 1", "[cover]"] {
        let head = format!("+++\ntitle = \"x\"\n{table}\ndraft = true\n+++\n");
        for files in ["== content/a.md\n", "== config.toml\nbase_url = \"/\"\n== content/a.md\n"] {
            let told =
                unseen(&Folder::new(&format!("{files}{head}{WORD}\n== content/b.md\n+++\ntitle = \"B\"\n+++\n")));
            assert!(told.contains("[CL0102]: `draft` is part of the table"), "{told}");
        }
    }
    seen(&format!("== content/a.md\n+++\n[extra]\ndraft = false\n+++\n{WORD}\n"));
}

#[test]
fn a_vault_leaves_out_a_note_by_its_whole_name() {
    for filter in ["Diary.md", "in/Diary.md"] {
        let app = format!("{{\"userIgnoreFilters\":[\"{filter}\"]}}");
        unseen(&Folder::new(&format!("== .obsidian/app.json\n{app}\n== a.md\nA\n== {filter}\n{WORD}\n")));
    }
}

#[test]
fn a_site_from_which_every_essay_goes_is_warned_of() {
    let essay = |draft: bool| format!("== content/a.md\n---\ntitle: A\ndraft: {draft}\n---\nText\n");
    let folder = Folder::new(&format!("== book.toml\n{}", essay(false)));
    folder.run(&["build", "-d", "out"], 0);
    folder.write(&essay(true));
    let told = folder.run(&["build", "-d", "out", "--strict"], 1);
    assert!(told.contains("nothing published: every essay is held back"), "{told}");
    assert!(folder.path("out/a/index.html").is_file());
    let told = folder.run(&["build", "-d", "out"], 0);
    assert!(told.contains("warning: every essay is held back (`crosslight list held` says why)"), "{told}");
    assert!(!folder.path("out/a").exists());
}

#[test]
fn where_only_listed_essays_count_a_missing_list_publishes_none() {
    let files =
        format!("== book.toml\n[build]\nonly-listed = true\n== content/index.md\n# Home\n== content/a.md\n{WORD}\n");
    let told = unseen(&Folder::new(&files));
    assert!(told.contains("`SUMMARY.md` in `only-listed` is not there"), "{told}");
    seen(&format!("{files}== content/SUMMARY.md\n- [A](a.md)\n"));
}

/// The heads of drafts and their texts, as they name a picture that nobody else shows.
#[test]
fn what_only_a_draft_names_stays_out_however_it_is_named() {
    let book = |head: &str, text: &str| {
        format!(
            "{BOOK}== content/d.md\n---\ndraft: true\n{head}---\n{text}\n== content/pics/hushhush.png\nhushhush\n== content/pics/b.png\nb\n"
        )
    };
    for head in [
        "images: [pics/hushhush.png]\n",
        "images:\n  - pics/hushhush.png\n  - pics/b.png\n",
        "featured_image: /pics/hushhush.png\n",
        "resources:\n  - src: pics/hushhush.png\n    name: cover\n",
        "header:\n  image: a.png\n  teaser: pics/hushhush.png\n",
        "gallery:\n  - {url: a.png, image_path: pics/hushhush.png}\n",
        "banner: \"pics/hushhush.png\"\n",
        "extra: {hero: {src: 'pics/hushhush.png'}}\n",
    ] {
        let folder = Folder::new(&book(head, "Text."));
        let told = unseen(&folder);
        assert!(told.contains("left out with essays that are not published"), "{head}{told}");
        // What a published essay names in the same way, anybody may see.
        folder.write(&format!("== content/p.md\n---\ntitle: P\n{head}---\nText.\n"));
        folder.run(&["build", ".", "-d", "out"], 0);
        assert!(folder.path("out/pics/hushhush.png").is_file(), "{head}");
    }
    for text in [
        "<!-- ![A door](pics/hushhush.png) -->",
        "%% ![[hushhush.png]] %%",
        "{% comment %}![A door](pics/hushhush.png){% endcomment %}",
        "{{/* figure \"pics/hushhush.png\" */}}",
        "{{< figure pics/hushhush.png >}}",
        "{% img pics/hushhush.png %}",
        "{% asset_img pics/hushhush.png %}",
    ] {
        let folder = Folder::new(&book("", text));
        unseen(&folder);
    }
    // Nor is the text published that only drafts take in.
    for (include, settings) in [("{{#include pics/hushhush.txt}}", ""), ("--8<-- \"pics/hushhush.txt\"", "")] {
        let files = format!(
            "{}== content/pics/hushhush.txt\n![A door](hushhush.png) hushhush\n{settings}",
            book("", include).replace("[output.llms]\n", "[markdown]\nincludes = true\n[output.llms]\n")
        );
        unseen(&Folder::new(&files));
    }
}

/// What other files hold back uses files as a draft does.
#[test]
fn what_is_held_back_by_other_files_keeps_its_pictures() {
    let jekyll = "== _config.yml\ntitle: Doors\ncollections: {own: {output: true}}\ndefaults:\n  - scope: {path: \"\", type: own}\n    values: {published: false}\n\
                  == index.md\n---\n---\n# Doors\n== _own/d.md\n---\ntitle: D\n---\n![](/pics/hushhush.png)\n";
    let tools = [
        format!(
            "{}== content/own/_index.md\n---\ncascade: {{draft: true}}\n---\n== content/own/in/d.md\n![](/pics/hushhush.png)\n",
            SITES[0].0
        ),
        format!(
            "{}== content/own/_index.md\n---\ncascade: {{build: {{render: never}}}}\n---\n== content/own/d.md\n---\nimages: [/pics/hushhush.png]\n---\n",
            SITES[0].0
        ),
        "== hugo.toml\nbaseURL = \"https://example.org/\"\n[[cascade]]\ndraft = true\n[cascade.target]\npath = \"/own/**\"\n\
             == content/a.md\n# A\n== content/own/d.md\n![](/pics/hushhush.png)\n"
            .to_owned(),
        format!(
            "{}== content/own/_index.md\n+++\ndraft = true\n+++\n== content/own/in/d.md\n+++\n+++\n![](/pics/hushhush.png)\n",
            SITES[1].0
        ),
        format!(
            "{}== content/own.md\n+++\n[extra]\nhero = \"pics/hushhush.png\"\n+++\n",
            SITES[1].0
        )
        .replace("== content/own.md\n+++\n", "== content/own.md\n+++\nrender = false\n"),
        format!("{}== own/own.json\n{{\"draft\": true}}\n== own/d.md\n![](/pics/hushhush.png)\n", SITES[2].0),
        format!(
            "{}== blog/d.11tydata.json\n{{\"permalink\": false}}\n== blog/d.md\n![](/pics/hushhush.png)\n",
            SITES[2].0
        ),
        format!("{}== docs/own/.meta.yml\ndraft: true\n== docs/own/d.md\n![](../pics/hushhush.png)\n", SITES[3].0),
        jekyll.to_owned(),
        "== mkdocs.yml\nsite_name: Doors\ndraft_docs: |\n  own/\n== docs/index.md\n# Doors\n== docs/own/d.md\n![](../pics/hushhush.png)\n".to_owned(),
        format!("{BOOK}[build]\nhold-back = [\"own/\"]\n== content/own/d.md\n![](../pics/hushhush.png)\n")
            .replace("== content/index.md\n# Doors\n[build]\nhold-back = [\"own/\"]\n", "[build]\nhold-back = [\"own/\"]\n== content/index.md\n# Doors\n"),
    ];
    let places = ["content", "content", "content", "content", "content", ".", ".", "docs", ".", "docs", "content"];
    for (site, place) in tools.iter().zip(places) {
        let picture = format!("== {place}/pics/hushhush.png\nhushhush\n");
        let folder = Folder::new(&format!("{site}{picture}"));
        let told = unseen(&folder);
        assert!(told.contains("left out with essays that are not published"), "{site}{told}");
        folder.write(&format!("== {place}/shows.md\n---\ntitle: S\n---\n![](/pics/hushhush.png)\n"));
        folder.run(&["build", ".", "-d", "out"], 0);
        assert!(folder.path("out/pics/hushhush.png").is_file(), "{site}");
    }
}

/// What rules others and cannot be read may say that they are private.
#[test]
fn a_file_that_rules_others_holds_them_back_if_it_cannot_be_read() {
    let jekyll = |defaults: &str| {
        format!(
            "== _config.yml\ntitle: Doors\ncollections: {{own: {{output: true}}}}\ndefaults:\n{defaults}== index.md\n---\n---\n# Doors\n\
             == _own/hushhush.md\n---\ntitle: D\n---\nhushhush\n"
        )
    };
    for (files, told_of) in [
        (
            format!(
                "{}== content/own/_index.md\n---\ntitle: \"Own\ncascade:\n  draft: true\n---\n== content/own/in/hushhush.md\nhushhush\n",
                SITES[0].0
            ),
            "content/own/_index.md",
        ),
        (
            format!(
                "{}== content/own/_index.md\n+++\ntitle = Own\n[cascade.build]\nrender = \"never\"\n+++\n== content/own/hushhush.md\nhushhush\n",
                SITES[0].0
            ),
            "content/own/_index.md",
        ),
        (
            format!(
                "{}== content/own/_index.md\n+++\ntitle = Own\ndraft = true\n+++\n== content/own/hushhush.md\n+++\n+++\nhushhush\n",
                SITES[1].0
            ),
            "content/own/_index.md",
        ),
        (format!("{}== own/own.json\n{{\"draft\": true,\n== own/hushhush.md\nhushhush\n", SITES[2].0), "own/own.json"),
        (
            format!("{}== own/own.11tydata.json\n{{\"permalink\": fals\n== own/hushhush.md\nhushhush\n", SITES[2].0),
            "own/own.11tydata.json",
        ),
        (
            format!("{}== docs/own/.meta.yml\ntags: [a\n== docs/own/hushhush.md\nhushhush\n", SITES[3].0),
            "docs/own/.meta.yml",
        ),
        (jekyll("  - scope: {path: \"\", type: own}\n    values: {published: flase}\n"), ""),
        (jekyll("  - scope: {path: \"\", type: own}\n    values: {draft: true}\n"), ""),
        (jekyll("  scope: {path: \"\", type: own}\n  values: {published: false}\n"), ""),
    ] {
        let told = unseen(&Folder::new(&files));
        assert!(told.contains("held back by other files"), "{files}{told}");
        let message = "the fields of this file cannot be read";
        assert!(told_of.is_empty() || told.contains(message) && told.contains(told_of), "{files}{told}");
    }
    // One that says nothing of others rules none, nor does one whose fault may hide nothing.
    for files in [
        format!(
            "{}== content/own/_index.md\n---\ntitle: \"Own\n---\n== content/own/hushhush.md\nhushhush\n",
            SITES[0].0
        ),
        format!("{}== own/own.json\n{{\"tags\": [\n== own/hushhush.md\nhushhush\n", SITES[2].0),
    ] {
        let folder = Folder::new(&files);
        let told = folder.run(&["build", ".", "-d", "out"], 0);
        assert!(!shown(&folder.path("out")).is_empty(), "{files}{told}");
    }
}

#[test]
fn a_line_that_is_no_pattern_leaves_out_what_it_may_have_meant() {
    let word = "== content/hushhush/a.md\nhushhush\n";
    let folder = Folder::new(
        &format!("{BOOK}{word}").replace("title = \"Doors\"\n", "title = \"Doors\"\nignore = [\"hush[h\"]\n"),
    );
    let told = folder.run(&["build", ".", "-d", "out"], 1);
    assert!(told.contains("`ignore` has a line that is not a pattern: a `[` is not closed"), "{told}");
    for files in [
        format!("{BOOK}{word}== .gitignore\nhush[h\n"),
        format!("{BOOK}{word}== .gitignore\n/content/hushh[ush/\n"),
        format!(
            "== quartz.config.ts\nconst config = {{configuration: {{pageTitle: \"x\", ignorePatterns: [\"hush[h\"]}}, plugins: {{}}}}\nexport default config\n\
             == content/index.md\n# Doors\n{word}"
        ),
    ] {
        let folder = Folder::new(&files);
        fs::create_dir(folder.path(".git")).unwrap();
        let told = unseen(&folder);
        assert!(told.contains("is not a pattern: a `[` is not closed"), "{files}{told}");
    }
}

/// What `init` writes builds, and leaves out what was left out before, also if a line of the other tool is none.
#[test]
fn a_line_that_is_no_pattern_gives_way_to_what_it_leaves_out() {
    let jekyll = |line: &str| {
        format!(
            "== _config.yml\ntitle: Doors\n{line}\n== index.md\n---\n---\nA\n== hush[a/hushhush.md\n---\n---\nhushhush\n== own/hushhush.md\n---\n---\nhushhush\n"
        )
    };
    for line in
        ["exclude: [\"hush[\", own]", "exclude: [\"hush[a/*\", \"ow[n*\"]", "exclude: [\"hus[h\", \"own/[z-a]\"]"]
    {
        let folder = Folder::new(&jekyll(line));
        unseen(&folder);
        let told = folder.run(&["init"], 0);
        assert!(told.contains("is not a pattern: "), "{line}: {told}");
        let told = unseen(&folder);
        assert!(told.contains("no warnings"), "{line}: {told}");
    }
    let folder = Folder::new(
        "== quartz.config.ts\nconst config = {configuration: {pageTitle: \"x\", ignorePatterns: [\"hush[h\", \"[\"]}, plugins: {}}\nexport default config\n\
         == content/index.md\n# Doors\n== content/hushhush/a.md\nhushhush\n",
    );
    unseen(&folder);
    folder.run(&["init"], 0);
    unseen(&folder);
}

/// A link by a path that names a draft leads to no other essay of that name.
#[test]
fn a_link_to_a_draft_beside_leads_nowhere_else() {
    let files = format!(
        "{BOOK}== content/a/n.md\n---\ndraft: true\n---\n# Own\n== content/b/n.md\n# Other\n== content/c.md\n---\ndraft: true\n---\n# C\n\
         == content/a/c.md\n# Near\n"
    );
    for link in ["n.md", "./n.md", "a/n.md"] {
        let folder = Folder::new(&format!("{files}== content/a/x.md\n[Doors]({link})\n"));
        let told = folder.run(&["build", ".", "-d", "out"], 0);
        assert!(told.contains(&format!("broken link: `{link}` is not published")), "{link}{told}");
    }
    for (link, page) in [("../b/n.md", "../../b/n/"), ("c.md", "../../a/c/"), ("[[b/n]]", "../../b/n/")] {
        let text = if link.starts_with("[[") { link.to_owned() } else { format!("[Doors]({link})") };
        let folder = Folder::new(&format!("{files}== content/a/x.md\n{text}\n"));
        let told = folder.run(&["build", ".", "-d", "out"], 0);
        assert!(told.contains("no warnings"), "{link}{told}");
        let shown = fs::read_to_string(folder.path("out/a/x/index.html")).unwrap();
        assert!(shown.contains(&format!("<p><a href=\"{page}\"")), "{link}{shown}");
    }
}

/// Of a mounted folder Hugo takes what the settings include, and not what they exclude.
#[test]
fn what_a_mount_does_not_take_in_is_held_back() {
    let site = |mount: &str| {
        format!(
            "== hugo.toml\nbaseURL = \"https://example.org/\"\n[[module.mounts]]\nsource = \"content\"\ntarget = \"content\"\n{mount}\
             == content/posts/a.md\n# A\n== content/own/hushhush.md\nhushhush\n"
        )
    };
    for mount in [
        "includeFiles = [\"posts/**\"]\n",
        "includeFiles = \"/posts/**.md\"\n",
        "includeFiles = [\"{posts,pages}/*.md\"]\n",
        "files = [\"posts/**\"]\n",
        "excludeFiles = [\"own/**\"]\n",
        "files = [\"! own/**\"]\n",
    ] {
        let folder = Folder::new(&site(mount));
        unseen(&folder);
        assert!(folder.path("out/posts/a/index.html").is_file(), "{mount}");
    }
    unseen(&Folder::new(
        "== hugo.toml\nbaseURL = \"https://example.org/\"\n[[module.mounts]]\nsource = \"content\"\ntarget = \"content\"\n\
         [[module.mounts]]\nsource = \"static\"\ntarget = \"static\"\nexcludeFiles = [\"own/**\"]\n\
         == static/own/hushhush.png\nhushhush\n== content/a.md\n# A\n",
    ));
}

/// A site may have names of its own for days.
#[test]
fn a_day_by_another_name_holds_back() {
    for (days, head) in [
        ("publishDate = [\"go_live\", \":default\"]\n", "go_live: 2999-01-01\n"),
        ("publishDate = \"go_live\"\n", "Go_Live: 2999-01-01\n"),
        ("expiryDate = [\"until\"]\n", "until: 2020-01-01\n"),
        ("date = [\"written\", \":filename\"]\n", "written: 2999-01-01\n"),
        ("expiryDate = [\"until\"]\n", "until: someday\n"),
        // The first that is named and there counts.
        ("expiryDate = [\"until\", \":default\"]\n", "until: 2020-01-01\nexpiryDate: 2090-01-01\n"),
        ("expiryDate = [\":default\", \"until\"]\n", "expiryDate: 2020-01-01\nuntil: 2090-01-01\n"),
        ("expiryDate = [\"until\", \"open\"]\n", "until: 2020-01-01\nopen: 2090-01-01\n"),
        ("publishDate = [\"live\", \"seen\"]\n", "live: 2999-01-01\nseen: 2020-01-01\n"),
    ] {
        let folder = Folder::new(&format!(
            "== hugo.toml\nbaseURL = \"https://example.org/\"\n[frontmatter]\n{days}== content/a.md\n# A\n\
             == content/hushhush.md\n---\ntitle: H\n{head}---\nhushhush\n"
        ));
        unseen(&folder);
    }
}

#[test]
fn lists_of_what_is_left_out_are_read_as_lines() {
    let site = "== mkdocs.yml\nsite_name: Doors\n{}== docs/index.md\n# Doors\n== docs/own/hushhush.md\nhushhush\n";
    for key in ["exclude_docs", "draft_docs"] {
        for value in [" [own/]\n", "\n  - /own/\n", " |\n  own/\n"] {
            unseen(&Folder::new(&site.replace("{}", &format!("{key}:{value}"))));
        }
    }
}

#[test]
fn scopes_of_jekyll_may_be_patterns() {
    for path in ["own/*", "own/h*", "o*", "\"own/{a,h}*\""] {
        unseen(&Folder::new(&format!(
            "== _config.yml\ntitle: Doors\ndefaults:\n  - scope: {{path: {path}}}\n    values: {{published: false}}\n== index.md\n---\n---\nA\n\
             == own/hushhush.md\n---\n---\nhushhush\n"
        )));
    }
}

/// What a mount takes in or leaves out is said of its own folder.
#[test]
fn a_mount_of_files_speaks_for_its_folder() {
    let site = |mount: &str, files: &str| {
        format!(
            "== hugo.toml\nbaseURL = \"https://example.org/\"\n[[module.mounts]]\nsource = \"content\"\ntarget = \"content\"\n\
             [[module.mounts]]\nsource = \"static\"\ntarget = \"static\"\n{mount}== content/a.md\n# A\n{files}"
        )
    };
    let file = "== static/own/hushhush.png\nhushhush\n";
    for mount in [
        "includeFiles = [\"shown/**\"]\n",
        "includeFiles = [\"*.png\"]\n",
        "excludeFiles = \"own/**\"\n",
        "excludeFiles = [\"**/*.png\"]\n",
        "includeFiles = [\"own/**\"]\nexcludeFiles = [\"own/hush*.png\"]\n",
        "files = [\"! own/**\"]\n",
    ] {
        unseen(&Folder::new(&site(mount, file)));
    }
    for (mount, files) in [
        ("includeFiles = [\"own/**\"]\n", file),
        ("includeFiles = [\"shown/**\"]\n", "== content/own/hushhush.png\nhushhush\n"),
        ("excludeFiles = [\"own/**\"]\n", "== content/own/hushhush.png\nhushhush\n"),
        ("excludeFiles = [\"own\"]\n", "== content/own/hushhush.md\nhushhush\n"),
    ] {
        let folder = Folder::new(&site(mount, files));
        let told = folder.run(&["build", ".", "-d", "out"], 0);
        assert!(!shown(&folder.path("out")).is_empty(), "{mount}{told}");
    }
}

/// A pattern of another tool that is none is told where it stands.
#[test]
fn what_is_no_pattern_of_another_tool_leaves_out_what_it_may_have_meant() {
    for (files, place, pattern) in [
        (
            "== _config.yml\ntitle: Doors\nexclude: [\"hush[\"]\n== index.md\n---\n---\nDoors\n== hushhush.md\n---\n---\nhushhush\n",
            "_config.yml:2:12",
            "hush[",
        ),
        (
            "== hugo.toml\nbaseURL = \"https://example.org/\"\nignoreFiles = [\"hush[\"]\n== content/a.md\n# A\n== content/hushhush.md\nhushhush\n",
            "hugo.toml:2:17",
            "hush[",
        ),
        (
            "== .obsidian/app.json\n{\"userIgnoreFilters\": [\"/hush(/\"]}\n== a.md\n# A\n== hushhush.md\nhushhush\n",
            ".obsidian/app.json:1:25",
            "/hush(/",
        ),
        (
            "== mkdocs.yml\nsite_name: Doors\nplugins:\n  - exclude:\n      regex: [\"hush(\"]\n== docs/index.md\n# Doors\n== docs/hushhush.md\nhushhush\n",
            "mkdocs.yml:4:16",
            "hush(",
        ),
    ] {
        let told = unseen(&Folder::new(files));
        assert!(told.contains(&format!("`{pattern}` is not a pattern")) && told.contains(place), "{told}");
    }
    // A book of its own is not built until it is mended.
    let folder = Folder::new(&BOOK.replace("[book]\n", "[book]\nignore-matching = [\"hush[\"]\n"));
    assert!(folder.run(&["build", ".", "-d", "out"], 1).contains("`hush[` is not a regular expression"));
}

#[test]
fn settings_of_hugo_may_have_another_name() {
    let site = "== config-dev.toml\nbuildDrafts = true\n== config-prod.toml\nbaseURL = \"https://example.org/\"\n[[cascade]]\ndraft = true\n\
                [cascade.target]\npath = \"/own/**\"\n== layouts/index.html\n<p>\n== content/a.md\n# A\n== content/own/hushhush.md\nhushhush\n\
                == content/b.md\n+++\ndraft = true\n+++\nhushhush\n";
    let folder = Folder::new(site);
    assert!(unseen(&folder).contains("read as a Hugo site (`config-prod.toml`)"));
    folder.write("== config-prod.toml\n[[cascade\n");
    assert!(folder.run(&["build", ".", "-d", "out"], 2).contains("config-prod.toml` cannot be read"));
}

/// A file that only a draft names stays out wherever it is named, and not if a published page uses it as well.
#[test]
fn a_file_is_used_wherever_a_text_names_it() {
    let book = |text: &str| format!("{BOOK}== content/d.md\n{text}\n== content/pics/hushhush.png\nhushhush\n");
    let draft = "---\ndraft: true\n";
    for text in [
        "summary: \"![](pics/hushhush.png)\"\n---\n",
        "---\n<style>main { background: url(pics/hushhush.png) }</style>\n",
        "---\n<p style=\"background:url('pics/hushhush.png')\">\n",
        "---\nFor the door, see pics/hushhush.png, and so on.\n",
        "---\n```\n![A door](pics/hushhush.png)\n```\n",
        "---\nSee `pics/hushhush.png`.\n",
        "---\n%% pics/hushhush.png %%\n",
    ] {
        unseen(&Folder::new(&book(&format!("{draft}{text}"))));
    }
    for text in [
        "<img alt=\"\" src=\"x.png\" data-src=\"pics/hushhush.png\">\n",
        "<meta property=\"og:image\" content=\"pics/hushhush.png\">\n",
        "---\nsummary: \"![](pics/hushhush.png)\"\n---\n",
        "<p style=\"background: url(pics/hushhush.png)\">On doors.</p>\n",
        "<script data-door=\"1\" src=\"pics/hushhush.png\"></script>\n",
    ] {
        let folder = Folder::new(&book(&format!("{draft}---\n![A door](pics/hushhush.png)\n")));
        folder.write(&format!("== content/p.md\n{text}"));
        let told = folder.run(&["build", ".", "-d", "out"], 0);
        assert!(folder.path("out/pics/hushhush.png").is_file(), "{text}{told}");
    }
}

#[test]
fn a_page_that_defaults_do_not_hold_back_keeps_its_pictures() {
    let site = "== _config.yml\ntitle: Doors\ncollections: {own: {output: true}}\ndefaults:\n  - scope: {path: \"\", type: own}\n    values: {published: false}\n\
                == index.md\n---\n---\n# Doors\n== _own/d.md\n---\npublished: true\n---\n![A door](d.png)\n== _own/d.png\nd\n\
                == _own/e.md\n---\n---\n![A door](hushhush.png)\n== _own/hushhush.png\nhushhush\n";
    let folder = Folder::new(site);
    let told = unseen(&folder);
    assert!(folder.path("out/own/d.png").is_file() || folder.path("out/_own/d.png").is_file(), "{told}");
}
