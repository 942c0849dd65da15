//! `crosslight check`, `explain`, `list` and `links`, as commands.

use std::fs;

use expect_test::{Expect, expect};

use crosslight::edge::book::fix;
use crosslight::edge::book::list;
use crosslight::edge::book::read;
use crosslight::render::page::Setting;
use crosslight::site::Site;

use crate::support::Folder;

/// A small book with nothing to say about it but what `more` adds.
fn sound(more: &str) -> Folder {
    Folder::new(&format!(
        "== book.toml\n[book]\ntitle = \"Sound\"\n\
         == content/one.md\n---\ntitle: One\ndescription: The first.\ntags: [trust]\n---\nOn to [[two]].\n\
         == content/two.md\n---\ntitle: Two\ndescription: The second.\n---\nBack to [[one]].\n{more}"
    ))
}

/// What a command prints, without the time it took.
#[track_caller]
fn says(folder: &Folder, arguments: &[&str], code: i32, expected: &Expect) {
    let said = folder.run(arguments, code);
    let timeless = |line: &str| match line.split_once(" checked, ") {
        Some((essays, rest)) => format!("{essays} checked,{}\n", rest.split_once(" s,").map_or(rest, |(_, rest)| rest)),
        None => format!("{line}\n"),
    };
    expected.assert_eq(&said.lines().map(timeless).collect::<String>());
}

#[test]
fn a_sound_book_is_passed() {
    says(
        &sound(""),
        &["check", "--strict"],
        0,
        &expect![[r#"
        2 essays checked, no warnings
    "#]],
    );
}

#[test]
fn warnings_fail_a_strict_check_and_errors_any() {
    let folder =
        sound("== content/three.md\n---\ntitle: Three\ndescription: The third, [[twoo]].\n---\n[[twoo]] [[one]]\n");
    folder.write("== content/four.md\n---\ntitle: Four\ndescription: x\n---\n[[three]] [[four]] [[one]]\n");
    folder.run(&["check"], 0);
    folder.run(&["check", "--strict"], 1);
    folder.write("== content/four.md\n---\ntitle: Four: x\n---\n[[three]]\n");
    says(
        &folder,
        &["check", "content/four.md"],
        0,
        &expect![[r#"
            warning[CL0107]: the value of `title` has a colon in it, so it needs quotation marks
             --> content/four.md:2:8
              |
            2 | title: Four: x
              |        ^^^^^^^ the part before the colon looks like the name of another field
              |
            help: put the whole value between quotation marks
              |
            2 - title: Four: x
            2 + title: "Four: x"
              |

            warning[CL0320]: no essay links to this one
            --> content/four.md
             = help: link to it from an essay on a related thought; or set `unlisted: true` if nobody is meant to find it

            1 essay checked, 2 warnings (1 can be fixed with --fix)
        "#]],
    );
}

#[test]
fn files_and_folders_can_be_checked_by_themselves() {
    let folder =
        sound("== content/sub/three.md\n[[nobody]]\n== content/sub/four.md\n[[three]] [[nobody]]\n== notes.txt\nx\n");
    let count = |arguments: &[&str]| {
        let said = folder.run(&[&["check", "--message-format", "short"], arguments].concat(), 0);
        (said.matches("three.md").count(), said.matches("four.md").count(), said.lines().count())
    };
    let (three, four, all) = count(&[]);
    assert!(three > 0 && four > 0 && all == three + four + 1);
    assert_eq!(count(&["content/sub/three.md"]), (three, 0, three + 1));
    assert_eq!(count(&["content/sub"]), (three, four, all));
    assert_eq!(count(&["."]), (three, four, all));
    assert_eq!(count(&["content/one.md", "content/sub/four.md"]), (0, four, four + 1));
}

#[test]
fn a_folder_that_is_built_by_itself_is_checked_by_itself() {
    let folder = sound("== notes/a.md\nSee [[nothing]].\n== notes/b.md\nSee [[a]].\n== content/sub/c.md\n[[none]]\n");
    for (place, found) in [("notes", "a.md:1:5: warning[CL0301]"), ("content/sub", "content/sub/c.md:1:1")] {
        let said = folder.run(&["check", place, "--message-format", "short"], 0);
        assert!(said.contains(found), "{place}: {said}");
    }
}

#[test]
fn what_cannot_be_checked_is_said() {
    let folder = sound("== notes/x.txt\nx\n");
    let empty = Folder::new("");
    says(
        &empty,
        &["check"],
        2,
        &expect![[r#"
            error: there is no book in `BOOK`: there is no Markdown in it or in its folders, no folder `content`, and no file by which another tool is known
              help: make one with `crosslight init`
        "#]],
    );
    says(
        &folder,
        &["check", "nowhere.md"],
        2,
        &expect![[r#"
        error: there is no file or folder `nowhere.md`
          help: check the spelling
    "#]],
    );
    says(
        &folder,
        &["check", "notes"],
        2,
        &expect![[r#"
        error: `BOOK/notes` holds no file of the book `BOOK`
          help: its essays are in `BOOK/content`
    "#]],
    );
    let elsewhere = empty.path("");
    let said = folder.run(&["check", "content/one.md", elsewhere.to_str().unwrap()], 2);
    assert!(said.contains("is not in the book `BOOK`") && said.contains("check one book at a time"), "{said}");
}

#[test]
fn a_thousand_findings_are_cut_and_errors_come_first() {
    let folder = sound("");
    let links = (0..1000).map(|nth| format!("[[nothing {nth} here]]")).collect::<Vec<_>>().join("\n");
    folder.write(&format!("== content/many.md\n---\ntitle: M\ndescription: x\n---\n{links}\n"));
    folder.write("== book.toml\n[lints]\nbad-date = \"deny\"\n");
    folder.write("== content/zero.md\n---\ndate: soon\n---\n[[many]] [[zero]] [[one]]\n");
    let said = folder.run(&["check", "--message-format", "short"], 1);
    assert_eq!(said.matches(": warning[").count(), 99);
    assert!(said.contains("content/zero.md:2:7: error[CL0115]"), "{said}");
    assert!(said.contains("more: give --all to see them"), "{said}");
    let all = folder.run(&["check", "--all", "--message-format", "short"], 1);
    assert!(all.matches("warning[CL0301]").count() == 1000 && !all.contains("more:"));
    assert!(folder.run(&["check", "--message-format", "json"], 1).matches("CL0301").count() >= 1000);
}

#[test]
fn programs_are_told_in_their_ways() {
    let folder = sound(
        "== content/three.md\n---\ntitle: Three, 100 %\ndescription: x\n---\n[[one]] and [[meetngs]]\n== content/meetings.md\n# Meetings\n",
    );
    let output = folder.command(&["check", "--message-format", "json", "content/three.md"]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let found: Vec<serde_json::Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let link = found.iter().find(|found| found["code"] == "CL0301").unwrap();
    assert_eq!(link["file"], "content/three.md");
    assert_eq!(link["place"]["start"], serde_json::json!({"byte": 55, "line": 5, "column": 13}));
    assert_eq!((&link["fix"]["text"], &link["fix"]["place"]["start"]["column"]), (&"meetings".into(), &15.into()));
    assert!(String::from_utf8(output.stderr).unwrap().contains(" checked, "));
    says(
        &folder,
        &["check", "--message-format", "github", "content/three.md"],
        0,
        &expect![[r#"
            1 essay checked, 2 warnings (1 can be fixed with --fix)
            ::warning file=content/three.md,line=5,endLine=5,col=13,endColumn=24,title=CL0301 broken-link::broken link: nothing is called `meetngs`%0Ano essay or file has this name, alias or title%0Adid you mean `meetings`?
            ::warning file=content/three.md,title=CL0320 orphan-essay::no essay links to this one%0Alink to it from an essay on a related thought; or set `unlisted: true` if nobody is meant to find it
        "#]],
    );
    says(
        &folder,
        &["check", "--message-format", "short", "content/three.md"],
        0,
        &expect![[r#"
            content/three.md:5:13: warning[CL0301]: broken link: nothing is called `meetngs`
            content/three.md: warning[CL0320]: no essay links to this one
            1 essay checked, 2 warnings (1 can be fixed with --fix)
        "#]],
    );
}

#[test]
fn a_book_sets_what_it_minds() {
    let broken = "== content/three.md\n---\ntitle: Three\ndescription: x\n---\n[[one]] [[nobody there]]\n";
    let with = |lints: &str| {
        let folder = sound(broken);
        folder.write(&format!("== book.toml\n[lints]\n{lints}\n"));
        folder
    };
    let errors = |folder: &Folder, command: &str, code| folder.run(&[command], code).matches("error[").count();
    assert_eq!(errors(&with("broken-link = \"deny\""), "build", 1), 1);
    assert_eq!(errors(&with("broken-link = \"deny\""), "check", 1), 1);
    assert!(!with("broken-link = \"allow\"").run(&["check"], 0).contains("CL0301"));
    assert!(!with("orphan-essay = \"deny\"").run(&["build"], 0).contains("CL0320"));
    assert_eq!(errors(&with("orphan-essay = \"deny\""), "check", 1), 1);
    let said = with("broken-lnk = \"deny\"\nbad-template = \"allow\"").run(&["check"], 1);
    assert!(said.contains("CL0002") && said.contains("did you mean `broken-link`?"), "{said}");
    assert!(said.contains("`bad-template` is always an error"), "{said}");
}

#[test]
fn nothing_raw_reaches_the_terminal() {
    let folder = sound("");
    let evil = "\u{1b}[31mred\u{7}\u{202e}turned";
    folder.write_bytes(
        &format!("content/{evil}.md"),
        format!("---\ntitle: '{evil}'\n---\n[[x{evil}]] [[one]]\n").as_bytes(),
    );
    folder.write_bytes(
        "content/b.md",
        format!("---\ntags: ['{evil}']\n{evil}: 1\ndate: '{evil}'\n---\n# T\n").as_bytes(),
    );
    for arguments in [
        &["check"][..],
        &["check", "--message-format", "short"],
        &["check", "--message-format", "github"],
        &["check", "--message-format", "json"],
        &["check", "--fix", "--dry-run"],
        &["build"],
        &["list", "essays"],
        &["list", "wanted"],
        &["list", "orphans", "--json"],
        &["links", "one"],
    ] {
        let output = folder.command(&[arguments, &["--color", "never"]].concat()).output().unwrap();
        for stream in [output.stdout, output.stderr] {
            let text = String::from_utf8(stream).unwrap();
            let raw = text.chars().find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
            assert_eq!(raw, None, "{arguments:?}: {text}");
        }
    }
}

#[test]
fn a_file_that_changed_meanwhile_is_left_alone() {
    let folder = sound("== content/three.md\n[x](www.example.org)\n");
    let book = read::open(Some(&folder.path(""))).unwrap();
    let mut site = Site::empty(Setting {
        config: book.config.clone(),
        inputs: book.inputs.clone(),
        theme: read::theme(&book).unwrap(),
    });
    site.apply(read::read(&book, list::list(&book).files));
    site.survey();
    let found = site.diagnostics();
    let plan = fix::plan(&found, &book, Some(&site)).unwrap();
    assert_eq!((plan.len(), plan[0].mended.len()), (1, 1));
    fs::write(folder.path("content/three.md"), "[x](www.example.org) and more\n").unwrap();
    let refused = fix::write(&plan[0]).unwrap_err().to_string();
    assert!(refused.contains("has changed while it was mended"), "{refused}");
    assert!(fix::plan(&found, &book, Some(&site)).unwrap().is_empty(), "what was not checked is not mended");
    assert_eq!(fs::read_to_string(folder.path("content/three.md")).unwrap(), "[x](www.example.org) and more\n");
    let left: Vec<_> = fs::read_dir(folder.path("content")).unwrap().collect();
    assert_eq!(left.len(), 3, "a file was left behind: {left:?}");
}

#[test]
fn a_dry_run_shows_what_would_be_written() {
    let folder = sound("== content/three.md\n---\ntitle: Three: x\n---\n[[one]]\n");
    says(
        &folder,
        &["check", "--fix", "--dry-run"],
        0,
        &expect![[r#"
        --- a/content/three.md
        +++ b/content/three.md
        @@ -1,4 +1,4 @@
         ---
        -title: Three: x
        +title: "Three: x"
         ---
         [[one]]
        1 of 2 findings would be fixed in 1 file
    "#]],
    );
    says(
        &folder,
        &["check", "--fix"],
        0,
        &expect![[r#"
            warning[CL0125]: this essay has no description
            --> content/three.md
             = help: say in a sentence what it is about: `description: …` in its front matter; lists, feeds and search engines show it

            warning[CL0320]: no essay links to this one
            --> content/three.md
             = help: link to it from an essay on a related thought; or set `unlisted: true` if nobody is meant to find it

            fixed content/three.md:2:8: warning[CL0107]: the value of `title` has a colon in it, so it needs quotation marks (now `"Three: x"`)
            3 essays checked, 2 warnings left, 1 fixed
        "#]],
    );
}

#[test]
fn a_link_waits_until_what_it_names_is_mended() {
    let folder = Folder::new(
        "== book.toml\n== content/trust.md\n---\ntitle: \"Trust at first\n---\nSee [[b]].\n\
         == content/two.md\n---\ntitle: Trust at fist\n---\nSee [[b]].\n== content/b.md\n# B\n\nSee [[Trust at first]] and [[two]].\n",
    );
    let said = folder.run(&["check", "--fix"], 0);
    assert!(said.contains("fixed content/trust.md"), "{said}");
    let text = std::fs::read_to_string(folder.path("content/b.md")).unwrap();
    assert!(text.contains("[[Trust at first]]"), "{said}{text}");
}

#[test]
fn codes_are_explained() {
    let folder = Folder::new("");
    let long = folder.run(&["explain", "cl0301"], 0);
    assert!(long.starts_with("CL0301 broken-link (a warning)\n\n"), "{long}");
    assert_eq!(folder.run(&["explain", "broken-link"], 0), long);
    assert!(folder.run(&["explain"], 0).lines().count() > 60);
    for nearly in ["CL301", "301", "Broken link", "broken_link", "warning[CL0301]", "CL0301:"] {
        assert_eq!(folder.run(&["explain", nearly], 0), long, "{nearly}");
    }
    assert!(folder.run(&["explain", "broken-lnk"], 2).contains("did you mean `broken-link`?"));
    for none in ["", "0", "CL9999", "CL00301", "99999999999999999999"] {
        assert!(folder.run(&["explain", none], 2).contains("there is no code"), "{none}");
    }
}

#[test]
fn a_book_can_be_asked() {
    let folder = sound(
        "== content/three.md\n---\ntitle: Three\ntags: [trust/deep]\n---\nSee [[one]], [[nobody]] and [[nobody|them]].\n\
         == content/four.md\n[[nobody]] [[someone]]\n== content/draft.md\n---\ndraft: true\n---\n",
    );
    says(
        &folder,
        &["list", "essays", "--tag", "trust"],
        0,
        &expect![[r#"
        2 essays
        content/one.md  One
        content/three.md  Three
    "#]],
    );
    says(
        &folder,
        &["list", "orphans"],
        0,
        &expect![[r#"
        2 essays without a link from another
        content/four.md  four
        content/three.md  Three
    "#]],
    );
    says(
        &folder,
        &["list", "deadends"],
        0,
        &expect![[r#"
        1 essay without a link to another
        content/four.md  four
    "#]],
    );
    says(
        &folder,
        &["list", "wanted"],
        0,
        &expect![[r#"
        2 names that nothing has
            2  nobody
            1  someone
    "#]],
    );
    says(
        &folder,
        &["list", "drafts"],
        0,
        &expect![[r#"
        1 essay not published
        content/draft.md  draft
    "#]],
    );
    says(
        &folder,
        &["links", "one"],
        0,
        &expect![[r#"
        One (content/one.md)
        2 links in
          content/three.md:5  Three
            “See One, nobody and them.”
          content/two.md:5  Two
            “Back to One.”
        1 link out
             6  content/two.md  Two
    "#]],
    );
    let json: serde_json::Value = serde_json::from_str(&folder.run(&["links", "Three", "--json"], 0)).unwrap();
    assert_eq!(json["out"][1]["typed"], "nobody");
    assert_eq!((&json["out"][1]["broken"], &json["out"][1]["line"]), (&true.into(), &5.into()));
    let tags: serde_json::Value = serde_json::from_str(
        &folder
            .command(&["list", "tags", "--json"])
            .output()
            .map(|output| String::from_utf8(output.stdout).unwrap())
            .unwrap(),
    )
    .unwrap();
    assert_eq!(tags[0]["slug"], "trust");
    assert!(folder.run(&["links", "thre"], 2).contains("did you mean `Three` (content/three.md)?"));
}

#[test]
fn what_a_page_lists_is_linked_from_there() {
    let files = "== content/index.md\n---\ndescription: x\n---\n# Home\n== content/notes/_index.md\n---\ntitle: Notes\n\
                 description: x\n---\n== content/notes/a.md\n---\ntitle: A\ndescription: x\n---\n[[notes/b]]\n\
                 == content/notes/b.md\n---\ntitle: B\ndescription: x\n---\n[[notes/a]]\n\
                 == content/c.md\n---\ntitle: C\ndraft: true\n---\n";
    let listing = "== book.toml\n[book]\ntitle = \"T\"\n[output.html]\nsection-lists = true\n";
    Folder::new(&format!("{listing}{files}")).run(&["check", "--strict"], 0);
    let said = Folder::new(&format!("== book.toml\n[book]\ntitle = \"T\"\n{files}")).run(&["check"], 0);
    assert!(said.contains("CL0320") && said.contains("CL0321") && said.contains("2 warnings"), "{said}");
}

#[test]
fn what_is_still_to_be_written_is_no_slip() {
    let folder = sound(
        "== content/part-1.md\n---\ntitle: Part 1\ndescription: x\naliases: [支付 - 普通支付]\n---\nMore in [[part-2]], by [[meetngs]] or [[twoo]].\n\
         Or [[支付 - 合单支付]].\n\n== content/meetings.md\n# Meetings\n",
    );
    let said = folder.run(&["check", "--fix"], 0);
    assert!(said.contains("nothing is called `part-2`") && said.contains("did you mean `part-1`?"), "{said}");
    let text = fs::read_to_string(folder.path("content/part-1.md")).unwrap();
    assert!(text.ends_with("More in [[part-2]], by [[meetings]] or [[twoo]].\nOr [[支付 - 合单支付]].\n"), "{text}");
}

#[test]
fn a_tag_on_a_heading_is_mended_where_it_stands() {
    let folder = sound(
        "== content/three.md\n---\ntitle: Three\ndescription: The third.\n---\n[[one]]\n\n\
         ## A list {tags=\"borowing, unborowed\" .borowing}\n\nText.\n\nBelow {tags=\"borowing\"}\n------\n\n\
         ## Other {data-tags=\"no\" tags=borowing}\n\nText.\n\
         == content/tags/borrowing.md\n---\ntitle: Borrowing\ndescription: Who relies.\n---\n[[three]]\n\
         == content/tags/unborowed.md\n---\ntitle: Unborowed\ndescription: A word.\n---\n[[three]]\n\
         == book.toml\n[lints]\nunknown-tag = \"warn\"\n",
    );
    folder.run(&["check", "--fix"], 0);
    let text = fs::read_to_string(folder.path("content/three.md")).unwrap();
    assert!(text.contains("\n## A list {tags=\"borrowing, unborowed\" .borowing}\n"), "{text}");
    folder.write_bytes(
        "content/three.md",
        text.replace("## A list {tags=\"borrowing, unborowed\" .borowing}", "## A list").as_bytes(),
    );
    folder.run(&["check", "--fix"], 0);
    let text = fs::read_to_string(folder.path("content/three.md")).unwrap();
    assert!(text.contains("\nBelow {tags=\"borrowing\"}\n------\n"), "{text}");
    folder.write_bytes("content/three.md", text.replace("Below {tags=\"borrowing\"}", "Below").as_bytes());
    folder.run(&["check", "--fix"], 0);
    let text = fs::read_to_string(folder.path("content/three.md")).unwrap();
    assert!(text.contains("\n## Other {data-tags=\"no\" tags=borrowing}\n"), "{text}");
}

#[test]
fn a_pattern_that_fits_nothing_is_told_with_its_line() {
    let files = "== content/journal/monday.md\n# Monday\n\nWords.\n== content/notes/plan.md\n# Plan\n\nWords.\n== content/old.txt\nO\n";
    let told = |settings: &str| {
        let folder = Folder::new(&format!("== book.toml\n{settings}\n{files}"));
        folder.run(&["build"], 0)
    };
    for (settings, place, help) in [
        ("[book]\nignore = [\n  \"notes/\",\n  \"jornal/\",\n]", "book.toml:4:3", "did you mean `journal/`?"),
        (
            "[book]\nignore = [\"content/journal\"]",
            "book.toml:2:11",
            "did you mean `/journal`? paths begin in `content`",
        ),
        ("[book]\nignore = [\"/diary/\"]", "book.toml:2:11", "paths begin in `content`"),
        ("[book]\nignore-matching = [\"^journal/\"]", "book.toml:2:20", "paths begin in `book.toml`"),
        ("[build.publish-below]\njurnal = \"explicit\"", "book.toml:2:1", "did you mean `journal`?"),
    ] {
        let told = told(settings);
        assert_eq!(told.matches("CL0024").count(), 1, "{settings}: {told}");
        assert!(told.contains(place) && told.contains(help), "{settings}: {told}");
    }
    // Those that fit, and those that any book may have.
    for settings in [
        "[book]\nignore = [\"journal/\", \"/notes\", \"notes/plan.md\", \"*.psd\", \"**/*.key\", \"node_modules/\", \".trash/\", \"!kept.md\"]",
        "[book]\nignore-matching = [\"^content/journal/\", \"plan\"]",
        "[build.publish-below]\njournal = \"explicit\"\n\"notes/plan\" = \"explicit\"",
        "[book]\nignore = [\"diary/\"]\n[lints]\nidle-pattern = \"allow\"",
    ] {
        assert!(!told(settings).contains("CL0024"), "{settings}: {}", told(settings));
    }
    // What another tool leaves out need not be there, nor in the settings that are made of it.
    let folder = Folder::new(
        "== quartz.config.ts\nconst config = {configuration: {pageTitle: \"T\", ignorePatterns: [\"private\", \"templates\"]}}\n== content/index.md\n# Home\n",
    );
    assert!(!folder.run(&["build"], 0).contains("CL0024"));
    folder.run(&["init"], 0);
    assert!(fs::read_to_string(folder.path("book.toml")).unwrap().contains("templates"));
    assert!(!folder.run(&["build"], 0).contains("CL0024"));
}

#[test]
fn a_link_to_what_is_left_out_says_so() {
    let folder = Folder::new(
        "== book.toml\n[book]\nignore = [\"/private/\"]\n== content/a.md\n# A\n\n![[Table.base]]\n\n[[Plan]]\n\n[p](private/plan.md)\n\n\
         ![[pic.png]]\n\n[[old note]]\n\n[[Nothing]]\n\n![[none.png]]\n\n![[none.base]]\n\n[[sub/plan]]\n\
         == content/private/Table.base\nviews:\n== content/private/Plan.md\nSECRET\n== content/private/pic.png\nP\n== content/.spill/old-note.md\nSECRET\n",
    );
    let said = folder.run(&["build"], 0);
    let told: Vec<&str> = said.lines().filter(|line| line.starts_with("warning")).collect();
    assert_eq!(
        told,
        [
            "warning[CL0313]: a page cannot show `Table.base`",
            "warning[CL0302]: broken link: `Plan` is not published",
            "warning[CL0302]: broken link: `private/plan.md` is not published",
            "warning[CL0302]: broken link: `pic.png` is not published",
            "warning[CL0302]: broken link: `old note` is not published",
            "warning[CL0301]: broken link: nothing is called `Nothing`",
            "warning[CL0308]: missing file: there is no `none.png`",
            "warning[CL0308]: missing file: there is no `none.base`",
            "warning[CL0301]: broken link: nothing is called `sub/plan`",
        ]
    );
    assert!(said.contains("`private/Plan.md` is there, but left out of the book"), "{said}");
    let page = fs::read_to_string(folder.path("public/a/index.html")).unwrap();
    assert!(!page.contains("left out") && !folder.path("public/private").exists());
}

#[test]
fn links_to_what_git_leaves_out_are_told_once_a_folder() {
    let site = "== mkdocs.yml\nsite_name: T\n== .gitignore\n/docs/api/\n*.pdf\n/site/\n== docs/.gitignore\nmade.md\n\
                == docs/index.md\n# One\n\n[a](api/x.md) [b](api/y/) ![c](api/deep/z.png) [d](made.md) [e](slides.pdf) [f](none.md)\n\
                == docs/two.md\n# Two\n\n[a](/api/x/) [b](more/a.pdf)\n";
    let told = |site: &str| {
        let said = Folder::new(site).run(&["check"], 0);
        let told = said.lines().filter(|line| line.starts_with("warning")).map(str::to_owned).collect::<Vec<_>>();
        (told, said)
    };
    let (told_of, said) = told(site);
    assert_eq!(
        told_of,
        [
            "warning[CL0301]: 4 links lead to what `.gitignore` leaves out in `api/`",
            "warning[CL0301]: 2 links lead to what `.gitignore` leaves out in the folder of the essays",
            "warning[CL0301]: broken link: nothing is called `none.md`",
            "warning[CL0301]: `more/a.pdf` is left out: `.gitignore` says so, in `more/`",
        ],
        "{said}"
    );
    assert!(said.contains("say `elsewhere = [\"/api/*\"]` under `[links]`"), "{said}");
    // It is the same once it has been made.
    let (made, said) =
        told(&format!("{site}== docs/api/x.md\nMade\n== docs/made.md\nMade\n== docs/slides.pdf\nMade\n"));
    assert_eq!(made.len(), told_of.len(), "{said}");
    assert!(said.contains("2 links lead to what `.gitignore` leaves out in the folder"), "{said}");
}

#[test]
fn a_link_to_a_held_essay_says_what_holds_it() {
    let folder = Folder::new(
        "== content/a.md\n# A\n\n[[b]] [[c]] [[d]] [[e]] [[f]]\n== content/b.md\n---\ndraft: true\n---\nB\n\
         == content/c.md\n---\npublishDate: 2999-01-01\n---\nC\n== content/d.md\n---\nexpiryDate: 2001-01-01\n---\nD\n\
         == content/e.md\n---\npublish: false\n---\nE\n== content/f.md\nF\n== book.toml\n[build.publish-below]\nf = \"explicit\"\n",
    );
    let said = folder.run(&["build"], 0);
    for (why, count) in [
        ("a draft, or kept private", 2),
        ("its day lies in the future", 1),
        ("its day of expiry has come", 1),
        ("it does not ask for being published", 1),
    ] {
        assert_eq!(said.matches(why).count(), count, "{why}: {said}");
    }
}

/// What may be another word, or another picture, is offered, and not written.
#[test]
fn a_fix_is_certain_or_absent() {
    let mended = |text: &str| {
        let folder = sound(&format!(
            "== content/a.md\n{text}\n== content/p/a.png\nx\n== content/pics/front-door.png\nx\n== content/Contract.md\n# Contract\n\
             == content/old/borrowed-desk.md\n# The borrowed desk\n"
        ));
        folder.command(&["check", "--fix"]).output().unwrap();
        fs::read_to_string(folder.path("content/a.md")).unwrap().trim_end().to_owned()
    };
    for (text, right) in [
        ("# A\n\n![x](/img/a.png)", "# A\n\n![x](/img/a.png)"),
        ("# A\n\n![x](img/a.png)", "# A\n\n![x](img/a.png)"),
        ("# A\n\n![x](pisc/front-door.png)", "# A\n\n![x](pics/front-door.png)"),
        ("# A\n\n![x](/static/pics/front-door.png)", "# A\n\n![x](/pics/front-door.png)"),
        ("# A\n\n![x](pics/fornt-door.png)", "# A\n\n![x](pics/front-door.png)"),
        ("# A\n\n[[Contact]] and [b](Contact.md)", "# A\n\n[[Contact]] and [b](Contact.md)"),
        ("# A\n\n[[borowed-desk]]", "# A\n\n[[borrowed-desk]]"),
        ("---\ntitle: “On: trust”\n---", "---\ntitle: \"On: trust\"\n---"),
        ("---\ntitle: “On”: trust\n---", "---\ntitle: \"“On”: trust\"\n---"),
    ] {
        assert_eq!(mended(text), right);
    }
}

/// Who asks for a draft is told what will be wrong with it, and of that file alone.
#[test]
fn a_draft_can_be_checked_by_itself() {
    let files = "== content/d.md\n---\ntitle: Later doors\ndraft: true\n---\nSee [[Nowhere]].\n\
                 == content/f.md\n---\ntitle: F\ndate: 2999-01-01\n---\nSee [[Nothing]].\n";
    let folder = sound(files);
    for (file, name) in [("content/d.md", "Nowhere"), ("content/f.md", "Nothing")] {
        let told = folder.run(&["check", file, "--format", "short"], 0);
        assert!(told.contains(name) && told.contains("1 essay checked"), "{told}");
    }
    let told = folder.run(&["check", "content/d.md", "--fix"], 0);
    assert!(told.contains("1 essay checked"), "{told}");
    // Nor is it denied that it is there.
    for name in ["Later doors", "d", "content/d.md"] {
        let told = folder.run(&["links", name], 0);
        assert!(told.contains("not published: a draft, or kept private"), "{told}");
        let told = folder.run(&["why", name], 2);
        assert!(told.contains("has no page, since it is not published: a draft"), "{told}");
    }
}

#[test]
fn a_word_for_true_is_told_once() {
    let folder = Folder::new("== book.toml\n[build]\ndrafts = yes\n== content/a.md\n# A\n");
    let told = folder.run(&["check"], 1);
    assert!(told.contains("`yes` is no value, write `true` or `false`"), "{told}");
    let folder = Folder::new("== book.toml\ntitle = \"Doors\"\ndrafts = yes\n== content/a.md\n# A\n");
    let told = folder.run(&["check"], 1);
    assert!(told.contains("unknown setting `title`") && told.contains("belongs below `[book]`"), "{told}");
}

/// What follows a `#` may be words or a remark, so no fix makes it one of these.
#[test]
fn a_value_before_a_sign_of_a_remark_is_left_alone() {
    for value in ["50% of: x # y", "@x: y # z", "“a: b” # c"] {
        let folder = sound(&format!("== content/a.md\n---\ntitle: A\ndescription: {value}\n---\n[[one]]\n"));
        let before = fs::read_to_string(folder.path("content/a.md")).unwrap();
        let told = folder.run(&["check", "content/a.md"], 0);
        assert!(told.contains("warning[CL01"), "{told}");
        folder.run(&["check", "content/a.md", "--fix"], 0);
        assert_eq!(fs::read_to_string(folder.path("content/a.md")).unwrap(), before, "{value}");
    }
}
