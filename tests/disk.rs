//! Books on disk, through the `crosslight` command.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use expect_test::{Expect, expect};

use crate::corpus;
use crate::support::Folder;

impl Folder {
    /// What a build that fails says, without its closing line's time.
    #[track_caller]
    fn fails(&self, expected: &Expect) {
        expected.assert_eq(&self.run(&["build"], 1));
    }

    fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        tree(&self.path(folder))
    }
}

fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files =
        walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            (entry.path().strip_prefix(folder).unwrap().display().to_string(), fs::read(entry.path()).unwrap())
        })
        .collect()
}

const SMALL: &str = "== content/index.md\n---\ntitle: Home\n---\nBegin with [[a]].\n== content/a.md\n# A\n\nSee [[b]].\n== content/b.md\n# B\n\n![x](pic.png)\n== content/pic.png\nPNG\n";

#[test]
fn a_book_whose_folder_of_essays_is_missing_says_which() {
    let folder = Folder::new("== book.toml\n[book]\ntitle = \"T\"\n");
    for (settings, name) in [("title = \"T\"", "content"), ("src = \"texts\"", "texts")] {
        folder.write(&format!("== book.toml\n[book]\n{settings}\n"));
        let told = folder.run(&["build"], 2);
        assert!(told.contains(&format!("there is no folder `{name}` in ")), "{told}");
        assert!(told.contains("make the folder, or name the one that has them") && !told.contains("init"), "{told}");
    }
}

#[test]
fn an_empty_folder_becomes_a_book_that_builds() {
    let folder = Folder::new("");
    folder.run(&["init"], 0);
    let text = folder.run(&["build", "--strict"], 0);
    assert!(text.starts_with("2 essays and "), "{text}");
    assert!(folder.path("public/essays/a-first-essay/index.html").is_file());
    assert_eq!(folder.run(&["init"], 2), "error: `.` is already a book\n");
    assert_eq!(folder.run(&["new", "What: \"now\"?", "--tag", "writing"], 0), "content/essays/what-now.md\n");
    let there = folder.run(&["new", "What now"], 2);
    assert!(there.contains("`content/essays/what-now.md` already exists"), "{there}");
    assert!(there.contains("choose another title"), "{there}");
    folder.run(&["build", "--strict"], 0);
    assert!(
        fs::read_to_string(folder.path("public/essays/what-now/index.html"))
            .unwrap()
            .contains("What: &quot;now&quot;?")
    );
}

#[test]
fn a_folder_of_another_tool_says_what_it_is() {
    let folder =
        Folder::new("== .obsidian/app.json\n{}\n== One \\\"note.md\nA line\nand [[Two]]\n== sub/Two.md\nText\n");
    let said = folder.run(&["build", "--strict"], 0);
    assert!(said.starts_with("read as an Obsidian vault (`.obsidian`)\n"), "{said}");
    let page = fs::read_to_string(folder.path("public/one-note/index.html")).unwrap();
    assert!(page.contains("A line<br />"), "{page}");
    let said = folder.run(&["init"], 0);
    assert!(said.contains("an Obsidian vault"), "{said}");
    assert!(fs::read_to_string(folder.path("book.toml")).unwrap().contains("hard-breaks = true"));
    let said = folder.run(&["build", "--strict"], 0);
    assert!(!said.contains("read as") && said.contains("nothing changed"), "{said}");

    let folder = Folder::new(
        "== config.toml\nbase_url = \"https://example.org\"\ntitle = \"A \\\"b\\\"\"\n== content/a.md\n![](/p.png)\n== static/p.png\nx\n",
    );
    let said = folder.run(&["build", "content", "--strict"], 0);
    assert!(said.starts_with("read as a Zola site"), "{said}");
    assert!(folder.path("public/p.png").is_file());

    let folder = Folder::new(
        "== book.toml\n[book]\ntitle = \"T\"\n[rust]\nedition = \"2024\"\n== src/SUMMARY.md\n- [A](a.md)\n== src/a.md\nText\n",
    );
    let said = folder.run(&["build", "--strict"], 0);
    assert!(said.starts_with("read as an mdBook (`SUMMARY.md`); not used of its settings: rust\n"), "{said}");
    folder.run(&["init"], 2);
}

#[test]
fn a_folder_of_markdown_gets_a_settings_file_only() {
    let folder = Folder::new(
        "== one.md\n[[two]]\n== sub/two.md\nText\n== themes/mine/theme.toml\n== themes/mine/notes.md\nNot an essay\n",
    );
    let before = folder.tree(".");
    folder.run(&["build", "--strict"], 0);
    folder.run(&["clean"], 0);
    assert_eq!(folder.tree("."), before, "clean takes away all that build made");
    folder.run(&["init"], 0);
    assert_eq!(folder.tree(".").len(), before.len() + 1);
    folder.run(&["build", "--strict"], 0);
    assert!(folder.path("public/sub/two/index.html").is_file());
    folder.write("== .gitignore\n/private/\n== private/x.md\nX\n");
    folder.run(&["build", "--strict"], 0);
    assert!(!folder.path("public/private").exists(), "rules from the root hold");
    fs::create_dir(folder.path("deep")).unwrap();
    for _ in 0..2 {
        let output =
            folder.command(&["build", "..", "-d", "../made"]).current_dir(folder.path("deep")).output().unwrap();
        assert!(output.status.success() && !folder.path("made/made").exists() && !folder.path("made/public").exists());
    }
    // Built again, the site is not taken for essays.
    assert!(folder.run(&["build", "--strict"], 0).contains("2 essays"));
    for _ in 0..2 {
        let text = folder.run(&["build", "--strict", "--dest-dir", "site"], 0);
        assert!(text.contains("2 essays") && !folder.path("site/site").exists());
        fs::remove_dir_all(folder.path("public")).ok();
    }
}

#[test]
fn hidden_and_ignored_files_stay_private() {
    let folder = Folder::new(
        "== .gitignore\n*.old\n== content/a.md\nA\n== content/.obsidian/x.md\nX\n== content/.notes.md\nX\n== content/x.old\nX\n== content/sub/.gitignore\nprivate/\n!keep.old\n== content/sub/private/y.md\nY\n== content/sub/keep.old\nK\n== content/.well-known/z\nZ\n",
    );
    folder.run(&["build", "--strict"], 0);
    let sources: Vec<_> = folder
        .tree("public")
        .into_keys()
        .filter(|file| {
            !file.starts_with("theme/") && !file.ends_with("html") && !file.ends_with("json") && !file.ends_with(".js")
        })
        .collect();
    assert_eq!(sources, [".well-known/z", "sub/keep.old"]);
    assert!(!folder.path("public/sub/private").exists() && folder.path("public/a/index.html").exists());
}

#[test]
fn what_git_leaves_out_above_the_book_stays_private() {
    let folder = Folder::new(
        "== .git/info/exclude\n*.local.md\n== .gitignore\n/site/content/private/\n!kept.local.md\n== site/book.toml\n[book]\ntitle = \"T\"\n\
         == site/content/a.md\nA\n== site/content/b.local.md\nB\n== site/content/kept.local.md\nK\n== site/content/private/x.md\nX\n",
    );
    assert!(folder.run(&["build", "site"], 0).contains("2 essays"));
    let files = folder.tree("site/public");
    assert!(files.keys().any(|file| file.contains("kept")) && !files.keys().any(|file| file.contains("private")));
    // A book that is itself left out is built by whoever asks for it.
    folder.write("== .gitignore\n/site/\n/site/*\n");
    folder.run(&["build", "site"], 0);
    assert!(folder.path("site/public/private/x/index.html").exists());
}

#[cfg(unix)]
#[test]
fn what_cannot_be_looked_at_has_not_gone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new(
        "== book.toml\n[book]\ntitle = \"T\"\n== content/a.md\nA\n== content/sub/b.md\nB\n== content/sub/c.png\nC\n== content/sub/.gitignore\nsecret.md\n\
         == content/sub/secret.md\nS\n",
    );
    folder.run(&["build"], 0);
    let before = folder.tree("public");
    let allow = |place: &str, mode| fs::set_permissions(folder.path(place), fs::Permissions::from_mode(mode)).unwrap();
    allow("content/sub/.gitignore", 0o000);
    // Whoever may read everything cannot be refused.
    if fs::read(folder.path("content/sub/.gitignore")).is_err() {
        for (place, closed, open) in
            [("content/sub/.gitignore", 0o000, 0o644), ("content/sub", 0o444, 0o755), ("content", 0o444, 0o755)]
        {
            allow(place, closed);
            assert!(folder.run(&["build"], 1).contains("CL0010"));
            allow(place, open);
            assert_eq!(folder.tree("public"), before, "{place}");
        }
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_removed_through_a_link_in_the_site() {
    let folder = Folder::new("== content/a.md\nA\n== precious/p.png\nprecious\n");
    let precious = || fs::read_to_string(folder.path("precious/p.png")).unwrap();
    folder.run(&["build"], 0);
    std::os::unix::fs::symlink(folder.path("precious"), folder.path("public/pics")).unwrap();
    for text in ["B", "C"] {
        folder.write(&format!("== content/a.md\n{text}\n"));
        folder.run(&["build"], 0);
    }
    folder.write("== content/pics/p.png\nnew\n");
    for text in ["D", "E", "F"] {
        folder.write(&format!("== content/a.md\n{text}\n"));
        let said = folder.run(&["build"], 2);
        assert!(
            said.contains("public/pics` was not written by crosslight, and is in the way of `pics/p.png`"),
            "{said}"
        );
        assert_eq!(precious(), "precious\n");
    }
    // The link is taken away, and comes back when the file is published.
    fs::remove_file(folder.path("public/pics")).unwrap();
    folder.run(&["build"], 0);
    assert!(folder.path("public/pics/p.png").is_file());
    fs::remove_dir_all(folder.path("public/pics")).unwrap();
    std::os::unix::fs::symlink(folder.path("precious"), folder.path("public/pics")).unwrap();
    folder.run(&["clean"], 0);
    assert_eq!(precious(), "precious\n");
}

#[test]
fn an_exchange_that_was_cut_off_is_ended() {
    let folder = Folder::new("== content/a.md\nA\n");
    folder.run(&["build"], 0);
    folder.write("== public/mine.txt\nmine\n== content/a.md\nB\n");
    folder.run(&["build"], 0);
    let side = folder.path(".public.crosslight");
    // After the first of two steps there is no site, and after the second the old one is left over.
    fs::rename(folder.path("public"), side.join("aside")).unwrap();
    folder.write("== content/a.md\nC\n");
    folder.run(&["build"], 0);
    assert!(folder.path("public/mine.txt").is_file() && !side.join("aside").exists());
    fs::rename(side.join("next"), side.join("aside")).unwrap();
    for text in ["D", "E"] {
        folder.write(&format!("== content/a.md\n{text}\n"));
        folder.run(&["build"], 0);
        assert!(folder.path("public/mine.txt").is_file() && !side.join("aside").exists());
    }
    fs::rename(folder.path("public"), side.join("aside")).unwrap();
    folder.run(&["clean"], 0);
    assert!(folder.path("public/mine.txt").is_file(), "what is not ours stays");
}

#[test]
fn a_file_of_others_in_the_way_of_a_page_is_told() {
    let folder = Folder::new("== content/a.md\nA\n");
    folder.run(&["build"], 0);
    folder.write("== public/notes\nmine\n== content/notes.md\nN\n");
    for _ in 0..2 {
        let said = folder.run(&["build"], 2);
        assert!(
            said.contains("public/notes` was not written by crosslight, and is in the way of `notes/index.html`"),
            "{said}"
        );
    }
    assert_eq!(fs::read_to_string(folder.path("public/notes")).unwrap().trim(), "mine");
}

#[test]
fn a_second_build_touches_nothing_and_a_third_what_changed() {
    let folder = Folder::new(SMALL);
    folder.run(&["build"], 0);
    let times = |folder: &Folder| -> BTreeMap<String, std::time::SystemTime> {
        folder
            .tree("public")
            .into_keys()
            .map(|file| {
                let time = fs::metadata(folder.path("public").join(&file)).unwrap().modified().unwrap();
                (file, time)
            })
            .collect()
    };
    let before = times(&folder);
    assert!(folder.run(&["build"], 0).contains("(nothing changed)"));
    assert_eq!(times(&folder), before);
    folder.write("== content/a.md\n# A\n\nSee [[b]] now.\n");
    assert!(folder.run(&["build"], 0).contains("(3 written)"), "its page, its preview, and the page that quotes it");
    let after = times(&folder);
    let changed: Vec<_> =
        after.iter().filter(|(file, time)| before.get(*file) != Some(time)).map(|(file, _)| file.as_str()).collect();
    assert_eq!(changed, [".crosslight-manifest.json", "a/index.html", "b/index.html", "previews/fb9.js"]);
    fs::remove_file(folder.path("content/b.md")).unwrap();
    assert!(folder.run(&["build"], 0).contains(", 2 removed"), "its page and its preview");
    assert!(!folder.path("public/b").exists());
    // Two generations ago b was there: nothing of it may come back.
    for round in 0..3 {
        folder.write(&format!("== content/a.md\n# A\n\nRound {round}.\n"));
        folder.run(&["build"], 0);
        assert!(!folder.path("public/b").exists());
        let clean = Folder::new("");
        folder.run(&["build", "--dest-dir", clean.path("site").to_str().unwrap()], 0);
        assert_eq!(folder.tree("public"), clean.tree("site"), "what grew is what is made at once");
    }
}

#[test]
fn an_error_leaves_the_old_site_alone() {
    let folder = Folder::new(SMALL);
    folder.run(&["build"], 0);
    let before = folder.tree("public");
    folder.write("== book.toml\n[lints]\nnot-utf-8 = \"deny\"\n");
    folder.write_bytes("content/a.md", b"New \xff text\n");
    folder.run(&["build"], 1);
    assert_eq!(folder.tree("public"), before);
    folder.write("== book.toml\n== content/a.md\n[[nowhere]]\n");
    folder.run(&["build", "--strict"], 1);
    assert_eq!(folder.tree("public"), before);
    assert!(folder.run(&["build"], 0).contains("1 warning"));
}

#[test]
fn dangerous_places_are_refused() {
    let folder = Folder::new(SMALL);
    folder.write("== other/file.txt\nmine\n");
    std::os::unix::fs::symlink(folder.path("content"), folder.path("link")).unwrap();
    let before = folder.tree(".");
    for place in [
        ".",
        "..",
        "/",
        "content",
        "content/site",
        "other",
        "link",
        "link/site",
        "themes",
        "book.toml",
        "content/..",
        "nothing/../content",
    ] {
        let text = folder.run(&["build", "--dest-dir", place], 2);
        assert!(text.starts_with("error: "), "{place}: {text}");
        assert_eq!(folder.tree("."), before, "{place}");
    }
    let home = folder.path("");
    let output = folder.command(&["build", "content/..", "--dest-dir", home.to_str().unwrap()]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(folder.tree("."), before);
}

#[test]
fn no_alias_leads_out_of_the_site() {
    let folder = Folder::new("== content/notes.html\nmine\n");
    for alias in ["/../../content/notes.html", "/", "a//b/", "./old/", "..", "/a/./b/"] {
        folder.write(&format!("== content/a.md\n---\naliases: [\"{alias}\"]\n---\n"));
        let before = folder.tree("content");
        // Without a `/` it is a name.
        let said = folder.run(&["build"], 0);
        assert!(!alias.contains('/') || said.contains("is not an address"), "{alias}");
        assert_eq!(folder.tree("content"), before);
    }
    folder.write("== content/a.md\nA\n");
    folder.run(&["build"], 0);
    folder.write("== public/.crosslight-manifest.json\n{\"files\": [\"../content/notes.html\"]}\n");
    folder.run(&["clean"], 0);
    assert!(folder.path("content/notes.html").is_file());
}

#[test]
fn files_of_others_are_kept() {
    let folder = Folder::new(SMALL);
    folder.run(&["build"], 0);
    folder.write("== public/CNAME\nexample.org\n");
    folder.write("== content/a.md\nNew\n");
    assert!(folder.run(&["build"], 0).contains("1 file of others kept"));
    assert_eq!(fs::read_to_string(folder.path("public/CNAME")).unwrap(), "example.org\n");
    folder.write("== public/new/index.html\nmine\n== content/new.md\nNew\n");
    assert!(folder.run(&["build"], 2).contains("was not written by crosslight"));
    fs::remove_file(folder.path("content/new.md")).unwrap();
    assert!(folder.run(&["clean"], 0).contains("2 files of others kept"));
    assert_eq!(folder.tree("public").into_keys().collect::<Vec<_>>(), ["CNAME", "new/index.html"]);
}

#[test]
fn a_damaged_list_loses_nothing() {
    let folder = Folder::new(SMALL);
    folder.run(&["build"], 0);
    folder.write("== public/CNAME\nexample.org\n== public/.crosslight-manifest.json\n{\"files\": [\"a/ind");
    folder.write("== content/a.md\nNew\n");
    folder.run(&["build"], 0);
    assert!(folder.path("public/CNAME").is_file());
    assert!(fs::read_to_string(folder.path("public/a/index.html")).unwrap().contains("New"));
}

#[test]
fn a_page_and_a_folder_may_change_places() {
    let folder = Folder::new("== content/x\nfile\n== content/a.md\nA\n");
    for round in 0..2 {
        assert!(folder.run(&["build"], 0).contains("no warnings"), "{round}");
        fs::remove_file(folder.path("content/x")).unwrap();
        folder.write("== content/x/y.md\nY\n");
        folder.run(&["build"], 0);
        assert!(folder.path("public/x/y/index.html").is_file());
        fs::remove_dir_all(folder.path("content/x")).unwrap();
        folder.write("== content/x\nfile\n");
        folder.run(&["build"], 0);
        assert!(folder.path("public/x").is_file());
    }
    folder.write("== content/a/index.html/deep.txt\nX\n");
    assert!(folder.run(&["build"], 2).contains("is a file, but"));
    assert!(folder.path("public/x").is_file());
}

#[test]
fn a_killed_build_leaves_a_whole_site() {
    let folder = Folder::new("");
    let write = |seed| {
        for (path, text) in corpus::generate(150, seed) {
            folder.write_bytes(&format!("content/{path}"), text.as_bytes());
        }
    };
    write(1);
    folder.run(&["build"], 0);
    let mut random = fastrand::Rng::with_seed(3);
    let mut old = folder.tree("public");
    let mut killed = 0;
    for seed in 2..14 {
        write(seed);
        let mut child = folder.command(&["build"]).stdout(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(random.u64(1..400)));
        child.kill().unwrap();
        let ended = child.wait().unwrap();
        killed += usize::from(!ended.success());
        let now = folder.tree("public");
        if now != old {
            let clean = Folder::new("");
            folder.run(&["build", "--dest-dir", clean.path("site").to_str().unwrap()], 0);
            assert_eq!(now, clean.tree("site"), "either the old site or the new one");
            old = now;
        }
    }
    assert!(killed > 0, "some builds were caught at work");
    folder.run(&["build"], 0);
    let clean = Folder::new("");
    folder.run(&["build", "--dest-dir", clean.path("site").to_str().unwrap()], 0);
    assert_eq!(folder.tree("public"), clean.tree("site"));
}

#[test]
fn two_builds_do_not_fight() {
    let folder = Folder::new(SMALL);
    folder.run(&["build"], 0);
    let lock = fs::OpenOptions::new().write(true).open(folder.path(".public.crosslight/lock")).unwrap();
    lock.try_lock().unwrap();
    assert!(folder.run(&["build"], 2).contains("another crosslight (process "));
    drop(lock);
    folder.run(&["build"], 0);
}

#[test]
fn two_processes_give_the_same_bytes() {
    let folder = Folder::new("");
    for (path, text) in corpus::generate(60, 5) {
        folder.write_bytes(&format!("content/{path}"), text.as_bytes());
    }
    folder.write(
        "== book.toml\n[output.html]\nbase-url = \"https://example.org/\"\n[extra]\nb = 1\na = { z = 1, y = [2] }\n",
    );
    let build = |name: &str, threads: &str, zone: &str, from: &Path| {
        let dest = folder.path(name);
        let mut command =
            folder.command(&["build", folder.path("").to_str().unwrap(), "--dest-dir", dest.to_str().unwrap()]);
        command.env("RAYON_NUM_THREADS", threads).env("TZ", zone).env("LC_ALL", "tr_TR.UTF-8").current_dir(from);
        assert!(command.output().unwrap().status.success());
        tree(&dest)
    };
    let one = build("one", "1", "UTC", folder.0.path());
    let two = build("two", "7", "Pacific/Kiritimati", Path::new("/"));
    assert!(one.len() > 100);
    assert_eq!(one, two);
}

#[test]
fn faults_are_shown_with_their_places() {
    let folder = Folder::new(
        "== book.toml\n[book]\ntitle = \"T\"\n[lints]\nnot-utf-8 = \"deny\"\n== content/a.md\n---\ntitle: A\ndate: 2026-13-01\n---\nSee [[bee]].\n\
         == content/b.md\n---\ntags:\n\t- x\n---\n== content/bees.md\n# Bees\n",
    );
    folder.write_bytes("content/c.md", b"Fine\nnot \xff fine\n");
    folder.fails(&expect![[r#"
        warning[CL0115]: `date: 2026-13-01` is not a date
         --> content/a.md:3:7
          |
        3 | date: 2026-13-01
          |       ^^^^^^^^^^ there is no month 13; is it 2026-01-13?
          |
          = help: write year, month and day, as in 2026-11-03

        warning[CL0301]: broken link: nothing is called `bee`
         --> content/a.md:5:5
          |
        5 | See [[bee]].
          |     ^^^^^^^ no essay or file has this name, alias or title
          |
          = help: did you mean `bees`?

        warning[CL0106]: front matter cannot be indented with tabs
         --> content/b.md:3:1
          |
        3 |     - x
          | ^^^^ a tab
          |
        help: use spaces instead, two a level
          |
        3 |   - x
          | ++

        error[CL0011]: this file is not saved as UTF-8; it is read as Windows-1252
         --> content/c.md:2:5
          |
        2 | not ÿ fine
          |     ^
          |
          = help: open it in your editor and save it as UTF-8

        nothing published: 1 error
    "#]]);
}

#[test]
fn settings_are_checked() {
    let folder =
        Folder::new("== book.toml\n[book]\ntitle = \"T\"\n\n[output.html]\nthem = \"x\"\n== content/a.md\nA\n");
    folder.fails(&expect![[r#"
        error[CL0002]: unknown setting `them`
         --> book.toml:5:1
          |
        5 | them = "x"
          | ^^^^ nothing is built, because this may be meant to keep something private
          |
        help: did you mean `theme`?
          |
        5 | theme = "x"
          |     +

        nothing published: 1 error
    "#]]);
    folder.write("== book.toml\n[output.html]\ntheme = \"lanten\"\n");
    folder.fails(&expect![[r#"
        error[CL0501]: there is no theme called `lanten`
         --> book.toml:2:9
          |
        2 | theme = "lanten"
          |         ^^^^^^^^ there are `lantern` and `ledger`
          |
        help: did you mean `lantern`?
          |
        2 | theme = "lantern"
          |               +

        nothing published: 1 error
    "#]]);
    folder.write("== book.toml\n[book]\ntitle = \n");
    folder.fails(&expect![[r#"
        error[CL0001]: the settings cannot be read: a text needs quotation marks
         --> book.toml:2:9
          |
        2 | title = 
          |         ^
          |
          = help: a setting is written `name = value`, a text between quotation marks, a list as in `["a", "b"]`

        nothing published: 1 error
    "#]]);
}

#[test]
fn themes_extend_and_explain_themselves() {
    let folder = Folder::new(
        "== book.toml\n[output.html]\ntheme = \"mine\"\n== content/a.md\n# A\n\nText\n\
         == themes/mine/theme.toml\nextends = \"lantern\"\n\
         == themes/mine/templates/essay.html\n{% extends \"lantern/essay.html\" %}{% block footer %}MY FOOTER{% endblock footer %}\n\
         == themes/mine/static/extra.css\nbody {}\n",
    );
    folder.run(&["build", "--strict"], 0);
    let page = fs::read_to_string(folder.path("public/a/index.html")).unwrap();
    assert!(page.contains("MY FOOTER") && page.contains("class=\"h-entry\""), "block by block");
    assert!(folder.path("public/theme/extra.css").is_file() && folder.path("public/theme/lantern.css").is_file());
    assert!(!fs::read_to_string(folder.path("public/index.html")).unwrap().contains("MY FOOTER"));
    folder.write("== themes/mine/templates/essay.html\n<h1>{{ essay.titel }}</h1>\n{{ essay.title | upper }}\n");
    folder.fails(&expect![[r#"
        error[CL0506]: there is no field `titel` here
         --> themes/mine/templates/essay.html:1:14
          |
        1 | <h1>{{ essay.titel }}</h1>
          |              ^^^^^
          |
          = help: did you mean `title`?
          = help: there are `authors`, `byline`, `confidence`, `content`, `css_classes`, `date`, `description`, `extra`, `heading`, `image`, `importance`, `lang`, `minutes`, `path`, `relations`, `short_title`, `sources`, `status`, `tags`, `title`, `toc`, `updated`, `url`, `weight`, `words`
          = help: seen while making `/a/`, the page of `a.md`

        nothing published: 1 error
    "#]]);
    folder.write("== content/b.md\nB\n== content/c.md\nC\n");
    assert!(folder.run(&["build"], 1).contains("and while making 2 more"));
    folder.write("== themes/mine/templates/essay.html\n{% if x %}\n");
    folder.fails(&expect![[r#"
        error[CL0505]: this template cannot be read: it ends before everything in it is closed
         --> themes/mine/templates/essay.html:1:11
          |
        1 | {% if x %}
          |           ^
          |
          = help: is an `{% endif %}`, `{% endfor %}` or `{% endblock %}` missing?

        nothing published: 1 error
    "#]]);
    folder.write("== themes/mine/templates/essay.html\n{{ essay.title | uper }}\n");
    folder.fails(&expect![[r#"
        error[CL0505]: this template cannot be read: unknown filter `uper`
         --> themes/mine/templates/essay.html:1:18
          |
        1 | {{ essay.title | uper }}
          |                  ^
          |
          = help: templates are written in Tera: https://keats.github.io/tera/

        nothing published: 1 error
    "#]]);
    folder.write("== themes/mine/templates/essay.html\nfine\n== themes/mine/theme.toml\nextends = \"other\"\n== themes/other/theme.toml\nextends = \"mine\"\n");
    folder.fails(&expect![[r#"
        error[CL0502]: themes extend each other in a circle: mine → other → mine
         --> themes/other/theme.toml:1:11
          |
        1 | extends = "mine"
          |           ^^^^^^
          |
          = help: take `extends` out of the theme.toml of one of them

        nothing published: 1 error
    "#]]);
    folder.write("== themes/mine/theme.toml\n");
    folder.fails(&expect![[r#"
        error[CL0504]: the theme `mine` has no template `404.html`
        --> themes/mine/templates/404.html
         = help: add it, or let the theme extend one that has it: `extends = "lantern"` in theme.toml

        error[CL0504]: the theme `mine` has no template `archive.html`
        --> themes/mine/templates/archive.html
         = help: add it, or let the theme extend one that has it: `extends = "lantern"` in theme.toml

        error[CL0504]: the theme `mine` has no template `home.html`
        --> themes/mine/templates/home.html
         = help: add it, or let the theme extend one that has it: `extends = "lantern"` in theme.toml

        error[CL0504]: the theme `mine` has no template `tag.html`
        --> themes/mine/templates/tag.html
         = help: add it, or let the theme extend one that has it: `extends = "lantern"` in theme.toml

        error[CL0504]: the theme `mine` has no template `tags.html`
        --> themes/mine/templates/tags.html
         = help: add it, or let the theme extend one that has it: `extends = "lantern"` in theme.toml

        nothing published: 5 errors
    "#]]);
}

#[test]
fn faults_that_are_no_diagnostics_say_what_to_do() {
    let folder = Folder::new("");
    expect![[r#"
        error: there is no book in `BOOK`: there is no Markdown in it or in its folders, no folder `content`, and no file by which another tool is known
          help: make one with `crosslight init`
    "#]]
    .assert_eq(&folder.run(&["build"], 2));
    expect![[r#"
        error: there is no folder `nowhere`
          help: check the spelling, or start a book there with `crosslight init`
    "#]]
    .assert_eq(&folder.run(&["build", "nowhere"], 2));
    folder.write(SMALL);
    for (url, why) in [
        ("example.org", "`example.org` has no `https://` before it"),
        ("ftp://example.org", "`ftp://example.org` begins with something else"),
        ("https://", "`https://` names no site"),
        ("https://example.org/?q", "`https://example.org/?q` has `?q` at its end"),
        ("https://a b", "`https://a b` has a sign that no address has"),
        ("", "it is empty"),
    ] {
        let wrong = format!("error: --base-url should be an address as in `https://example.org/essays/`, but {why}\n");
        assert_eq!(folder.run(&["build", "--base-url", url], 2), wrong);
    }
    assert!(folder.run(&["build", "--draft"], 2).contains("--drafts"));
}

/// Whatever the system says of a path, people are reported in words of their own, without its number.
#[test]
fn paths_that_are_none_are_told_in_plain_words() {
    let folder = Folder::new("== book.toml\n== content/index.md\nHello.\n== content/essays/a.md\n# A\n");
    let long = "a".repeat(300);
    let commands: [&[&str]; 11] = [
        &["build"],
        &["check"],
        &["serve"],
        &["watch"],
        &["clean"],
        &["list", "essays"],
        &["links", "a"],
        &["why", "/"],
        &["theme", "list"],
        &["theme", "new", "own"],
        &["theme", "eject", "essay.html"],
    ];
    for command in commands {
        for place in ["content/index.md", "nowhere", "content/index.md/below", &long] {
            if command == ["check"] && place == "content/index.md" {
                continue;
            }
            let said = folder.run(&[command, &[place]].concat(), 2);
            assert!(said.contains(&format!("`{place}`")) && said.contains("help: "), "{command:?}: {said}");
            assert!(!said.contains("os error"), "{command:?}: {said}");
        }
    }
    let said = folder.run(&["build", "content/index.md"], 2);
    assert!(said.contains("is a file, and not the folder of a book\n  help: give the folder: `"), "{said}");
    for (command, says) in [
        (&["init", "content/index.md"][..], "is a file, and a book needs a folder"),
        (&["init", "content/index.md/below"], "a part of this path is a file, not a folder"),
        (&["new", "A"], "`content/essays/a.md` already exists"),
        (&["new", "A", "--folder", "index.md"], "`content/index.md` is a file, not a folder"),
        (&["new", "A", "--folder", "../.."], "is not below the folder of the essays"),
        (&["new", "A", "--folder", "index.md/below"], "a part of this path is a file, not a folder"),
        (&["new", " "], "the title is empty"),
        (&["build", "--dest-dir", "book.toml/below"], "a part of this path is a file, not a folder"),
        (&["serve", "--port", "x"], "a port is a number from 0 to 65535"),
        (&["serve", "--port", "0", "--hostname", "192.0.2.1"], "it is not an address of this machine"),
    ] {
        let said = folder.run(command, 2);
        assert!(said.contains(says) && !said.contains("os error"), "{command:?}: {said}");
    }
    // From the folder of the book as well.
    assert_eq!(folder.run(&["new", "B", "--folder", "content/essays"], 0), "content/essays/b.md\n");
}

/// Who goes by the settings does nothing where they cannot be read.
#[test]
fn commands_that_go_by_broken_settings_say_what_is_wrong_with_them() {
    let folder = Folder::new(
        "== book.toml\n[book]\nsrc = \"notes\"\n[output.html]\nclean-urls = true\n\n[ output.html ] # again\n\
         == content/a.md\n== notes/a.md\nHello.\n",
    );
    let told = expect![[r#"
        error[CL0001]: the settings cannot be read: duplicate `[output.html]`
         --> book.toml:6:10
          |
        6 | [ output.html ] # again
          |          ^^^^ it is already in line 3
          |
          = help: put the settings of both below one of them, and remove the other line

    "#]];
    for command in
        [&["new", "A"][..], &["theme", "list"], &["theme", "new", "own"], &["theme", "eject", "essay.html"], &["clean"]]
    {
        told.assert_eq(&folder.run(command, 1));
    }
    assert!(
        !folder.path("notes/essays").exists()
            && !folder.path("content/essays").exists()
            && !folder.path("themes").exists()
    );
}

#[test]
fn why_names_what_a_page_reads() {
    let folder = Folder::new(SMALL);
    let expected = expect![[r#"
            /b/ reads 10 things:
              the text of b.md
              the title, address, date, description, status and tags of a.md
              the title, address, date, description, status and tags of b.md
              the title, address, date, description, status and tags of pic.png
              whether there are reading paths
              which essays are related to b.md
              which essays come before and after b.md
              which essays link to b.md, with their passages
              which files lie or are shown at `/pic.png`
              which paths b.md is on, and what comes next there
    "#]];
    let whole = folder.path("content/b.md").display().to_string();
    let names = ["/b/", "b", "content/b.md", "./content/b.md", "b.md", "b/index.html", "public/b/index.html", &whole];
    for name in names.into_iter().chain(["/b/#place", "/b/?q", "http://localhost:3000/b/"]) {
        expected.assert_eq(&folder.run(&["why", name], 0));
    }
    // The text of a page that is not an essay's own.
    folder.write("== content/c.md\n---\ntags: [light]\n---\nLamp.\n== content/tags/light.md\nLight.\n== content/later.md\n---\ndraft: true\n---\n");
    for (name, page) in [
        ("content/index.md", "/ reads"),
        ("public/index.html", "/ reads"),
        ("content/tags/light.md", "/tags/light/ reads"),
    ] {
        assert!(folder.run(&["why", name], 0).starts_with(page), "{name}");
    }
    assert!(
        folder
            .run(&["why", "content/later.md"], 2)
            .contains("`content/later.md` has no page, since it is not published: a draft, or kept private")
    );
    assert!(folder.run(&["why", "/bb/"], 2).contains("there is no page `/bb/`"));
}

#[test]
fn odd_files_are_named_and_not_waited_for() {
    let folder = Folder::new("== content/a.md\nA\n");
    let made = Command::new("mkfifo").arg(folder.path("content/pipe")).status().unwrap();
    assert!(made.success());
    std::os::unix::fs::symlink(folder.path("content"), folder.path("content/loop")).unwrap();
    let text = folder.run(&["build"], 0);
    assert!(text.contains("content/pipe") && text.contains("neither a file nor a folder"), "{text}");
    assert!(text.contains("content/loop") && text.contains("a link back to a folder that holds it"), "{text}");
}

#[test]
fn text_of_files_never_reaches_the_terminal_raw() {
    let folder = Folder::new("== content/a\u{1b}[31m\u{202e}.md\n[[x\u{1b}[2J\u{202e}y]]\n");
    let text = folder.run(&["build"], 0);
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text:?}");
}

#[test]
fn any_bytes_may_be_an_essay() {
    let folder = Folder::new("");
    for (at, bytes) in [
        &b"\xef\xbb\xbf---\r\ntitle: Bom\r\n---\r\nText\r\n"[..],
        b"nul \0 byte",
        b"",
        b"---",
        b"---\n---\n",
        b"---\n...\n",
        b"[[",
        b"[[]] [[#]] [[|]] ![[]] [](<>)",
        b"# \n\n##\n",
        b"[^1]: x\n[^1]: y\n",
        "\u{feff}\u{202e}\u{0}".as_bytes(),
    ]
    .iter()
    .enumerate()
    {
        folder.write_bytes(&format!("content/{at}.md"), bytes);
    }
    folder.write_bytes("content/deep.md", "> ".repeat(10_000).as_bytes());
    folder.write_bytes("content/brackets.md", "[[".repeat(20_000).as_bytes());
    folder.write_bytes("content/long.md", "word ".repeat(400_000).as_bytes());
    folder.run(&["build"], 0);
    assert!(fs::read_to_string(folder.path("public/0/index.html")).unwrap().contains("<h1 class=\"p-name\">Bom</h1>"));
}

#[test]
fn timings_say_what_a_build_did() {
    let folder = Folder::new(SMALL);
    let text = folder.run(&["build", "--timings"], 0);
    for words in ["render and write", "The slowest pages:", " things  /", " made, "] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // Another page, and what is said is JSON alone.
    folder.write("== content/another.md\n# Another\n");
    let output = folder.command(&["build", "--timings=json"]).output().unwrap();
    let timings: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(timings["pages_made"].as_u64().unwrap() > 1, "{timings}");
    assert_eq!(timings["files_removed"].as_u64(), Some(0), "{timings}");
    assert!(timings["slowest"][0]["file"].is_string() && timings["phases"][0]["milliseconds"].is_f64(), "{timings}");
    assert!(String::from_utf8_lossy(&output.stderr).contains(" written), "), "{output:?}");
}

/// How many pages a build makes and how many files it writes.
fn work(folder: &Folder) -> (u64, u64) {
    let output = folder.command(&["build", "--timings=json"]).output().unwrap();
    let timings: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    (timings["pages_made"].as_u64().unwrap(), timings["files_written"].as_u64().unwrap())
}

#[test]
fn a_new_process_makes_what_is_different_and_nothing_else() {
    let folder = Folder::new(SMALL);
    let (all, _) = work(&folder);
    let site = tree(&folder.path("public"));
    assert_eq!(work(&folder), (0, 0));

    // A page whose file was touched by someone is put right.
    fs::write(folder.path("public/a/index.html"), "mine").unwrap();
    assert_eq!(work(&folder), (1, 1));
    assert_eq!(tree(&folder.path("public")), site);

    // What is remembered may be lost, cut off, changed in one place or another book's: then all is made again.
    let memos = folder.path(".public.crosslight/memos");
    let sound = fs::read(&memos).unwrap();
    let other = Folder::new("== book.toml\n[book]\ntitle = \"Other\"\n== content/a.md\n# Other\n");
    work(&other);
    let foreign = fs::read(other.path(".public.crosslight/memos")).unwrap();
    let mut flipped = sound.clone();
    flipped[sound.len() / 2] ^= 1;
    for bytes in [&[][..], &sound[..9], &sound[..sound.len() - 1], &flipped, &foreign] {
        fs::write(&memos, bytes).unwrap();
        assert_eq!(work(&folder), (all, 0));
        assert_eq!(work(&folder), (0, 0));
    }
    assert_eq!(tree(&folder.path("public")), site);

    // Other settings are other pages.
    folder.write("== book.toml\n[book]\ntitle = \"Renamed\"\n");
    assert_eq!(work(&folder).0, all);
    assert_ne!(tree(&folder.path("public")), site);
}

#[test]
fn a_book_too_large_to_have_at_hand_comes_out_the_same() {
    // Without a title a book is called after its folder.
    let files = format!("{SMALL}== book.toml\n[book]\ntitle = \"B\"\n");
    let (small, large) = (Folder::new(&files), Folder::new(&files));
    fs::create_dir(large.path("content/notes")).unwrap();
    for number in 0..16_000 {
        fs::write(large.path(&format!("content/notes/{number}.txt")), "").unwrap();
    }
    work(&small);
    work(&large);
    let (small, large) = (small.tree("public"), large.tree("public"));
    for (file, bytes) in small.into_iter().filter(|(file, _)| file != ".crosslight-manifest.json") {
        assert_eq!(large.get(&file), Some(&bytes), "{file}");
    }
}

#[test]
fn a_file_where_a_page_needs_a_folder_is_refused() {
    let folder = Folder::new("== content/a.md\n# A\n== content/a\nA file.\n");
    let said = folder.run(&["build"], 2);
    assert!(said.contains("`a` is a file, but `a/index.html` needs a folder of that name"), "{said}");
    assert!(!folder.path("public").exists());
}
