//! The edge under attack: a book whose files come from strangers, and a machine on which anything may fail.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::support::Folder;

/// Whether a site holds a text anywhere.
fn holds(folder: &Folder, site: &str, text: &str) -> bool {
    let files = walkdir::WalkDir::new(folder.path(site)).into_iter().flatten();
    let mut bytes = files.filter_map(|file| fs::read(file.path()).ok());
    bytes.any(|bytes| String::from_utf8_lossy(&bytes).contains(text))
}

/// A book in a repository, with secrets in and round it.
fn book_among_secrets() -> Folder {
    let folder = Folder::new(
        "== home/key.txt\nSECRET\n== home/notes/n.md\nSECRET\n== home/style.css\nSECRET\n\
         == work/.git/config\nSECRET\n== work/.gitignore\n/made/\n== work/made/m.md\nSECRET\n== work/.ci/c.md\nSECRET\n\
         == work/code/main.rs\nOPEN\n== work/code/.env\nSECRET\n== work/code/.git/x\nSECRET\n\
         == work/book/book.toml\n[markdown]\nincludes = true\n== work/book/content/a.md\nA\n== work/book/parts/p.md\nOPEN\n",
    );
    for (to, at) in [
        ("home/key.txt", "key.txt"),
        ("home/notes", "notes"),
        ("home/notes/n.md", "n.md"),
        ("work/.git/config", "config.txt"),
        ("work/made/m.md", "m.md"),
        ("work/made", "made"),
        ("work/.ci", "ci"),
        ("work/code", "code"),
        ("work/book/parts/p.md", "p.md"),
    ] {
        symlink(folder.path(to), folder.path(&format!("work/book/content/{at}"))).unwrap();
    }
    symlink("/proc/self/environ", folder.path("work/book/content/env.md")).unwrap();
    folder
}

#[test]
#[cfg(unix)]
fn a_draft_is_not_published_by_another_name_nor_included_by_one() {
    let folder = Folder::new(
        "== book.toml\n[markdown]\nincludes = true\n[build.publish-below]\nown = \"explicit\"\n== content/d.md\n---\ndraft: true\n---\nHush hush.\n\
         == content/own/a.md\nHush hush.\n== content/k.md.bak\nHush hush.\n== content/never.md\n---\nrender: never\n---\nHush hush.\n\
         == content/p.md\n{{#include l.txt:4}}\n{{#include m.md}}\n{{#include k.md.bak}}\n",
    );
    std::os::unix::fs::symlink("d.md", folder.path("content/l.txt")).unwrap();
    std::os::unix::fs::symlink("own/a.md", folder.path("content/m.md")).unwrap();
    let said = folder.run(&["build", "--dest-dir", "out"], 0);
    assert!(said.contains("it is a link to an essay, and has no name of one"), "{said}");
    assert_eq!(said.matches("CL0209").count(), 3, "{said}");
    for entry in walkdir::WalkDir::new(folder.path("out")).into_iter().map(Result::unwrap) {
        let bytes = std::fs::read(entry.path()).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&bytes).contains("Hush"), "{}", entry.path().display());
    }
}

#[test]
fn links_that_lead_out_of_a_book_are_named_and_not_followed() {
    let folder = book_among_secrets();
    let build = |folder: &Folder| {
        let ended = folder.command(&["build", "work/book"]).env("TOKEN", "SECRET").output().unwrap();
        assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
        String::from_utf8_lossy(&ended.stderr).into_owned()
    };
    let told = build(&folder);
    assert!(!holds(&folder, "work/book/public", "SECRET"), "{told}");
    assert_eq!(told.matches("which lies outside the book, so it is left out").count(), 4, "{told}");
    assert_eq!(told.matches("which is kept private, so it is left out").count(), 4, "{told}");
    assert!(told.contains("follow-links = true"), "{told}");
    for there in ["code/main.rs", "p/index.html"] {
        assert!(folder.path(&format!("work/book/public/{there}")).exists(), "{there}");
    }
    folder.write("== work/book/book.toml\n[book]\nfollow-links = true\n");
    let told = build(&folder);
    assert!(!told.contains("so it is left out"), "{told}");
    for there in ["key.txt", "notes/n/index.html", "m/index.html"] {
        assert!(folder.path(&format!("work/book/public/{there}")).exists(), "{there}");
    }
}

#[test]
fn includes_stay_within_the_book_and_its_repository() {
    let folder = book_among_secrets();
    let outside = folder.path("home/key.txt");
    folder.write(&format!(
        "== work/book/content/a.md\n{{{{#include ../../../../../../../../../../..{}}}}}\n\n{{{{#include key.txt}}}}\n\n\
         {{{{#include ../../made/m.md}}}}\n\n{{{{#include ../../.git/config}}}}\n\n{{{{#include ../../code/main.rs}}}}\n\n\
         {{{{#include ../parts/p.md}}}}\n",
        outside.display()
    ));
    let told = folder.run(&["build", "work/book"], 0);
    assert!(!holds(&folder, "work/book/public", "SECRET"), "{told}");
    assert_eq!(told.matches("lies outside the book, so it is not included").count(), 2, "{told}");
    assert_eq!(told.matches("is kept private, so it is not included").count(), 2, "{told}");
    let page = fs::read_to_string(folder.path("work/book/public/a/index.html")).unwrap();
    assert!(page.matches("OPEN").count() >= 2, "{page}");
    // Folders that the settings name are meant.
    folder.write("== work/book/book.toml\n[markdown]\nincludes = true\ninclude-folders = [\"../../home\"]\n");
    folder.write("== work/book/content/a.md\n--8<-- \"key.txt\"\n");
    folder.run(&["build", "work/book"], 0);
    assert!(holds(&folder, "work/book/public", "SECRET"));
}

/// What is not part of the site becomes none by way of another essay.
#[test]
fn what_is_held_back_is_not_included() {
    let folder = Folder::new(
        "== book.toml\n[markdown]\nincludes = true\ninclude-after = [\"content/later.md\"]\n\
         == content/draft.md\n---\ndraft: true\n---\n# Heading\n\nSECRET\n\
         == content/later.md\n---\npublishDate: 2999-01-01\n---\nSECRET\n\
         == content/gone.md\n---\nexpiryDate: 2001-01-01\n---\nSECRET\n\
         == content/no.md\n---\npublished: false\n---\nSECRET\n\
         == content/slip.md\n---\ntitle: A\nDarft: true\n---\nSECRET\n\
         == content/_drafts/d.md\nSECRET\n== parts/p.md\n---\ndraft: true\n---\nSECRET\n\
         == content/a.md\n{{#include draft.md}}\n\n{{#include later.md:4}}\n\n--8<-- \"gone.md\"\n\n\
         <!--@include: ./no.md-->\n\n<!--@include: ./draft.md#heading-->\n\n{{#include slip.md}}\n\n\
         {{#include _drafts/d.md}}\n\n```\n{{#include ../parts/p.md}}\n```\n",
    );
    let told = folder.run(&["build"], 0);
    assert!(!holds(&folder, "public", "SECRET"), "{told}");
    assert_eq!(told.matches("is held back, so it is not included").count(), 8, "{told}");
    // The essay itself is published, whatever the fields of another say.
    assert!(folder.path("public/a/index.html").exists(), "{told}");
    folder.run(&["build", "--drafts"], 0);
    assert!(holds(&folder, "public", "SECRET"));
}

/// The fields at the head of a file are none of the essay that takes it in, nor words of it.
#[test]
fn the_fields_of_what_is_included_are_left_out() {
    let folder = Folder::new(
        "== book.toml\n[markdown]\nincludes = true\ninclude-after = [\"content/part.md\"]\n\
         == content/part.md\n---\ntitle: PARTS\ntags: [PARTS]\n---\nwords\n\
         == content/a.md\n{{#include part.md}}\n\n{{#include part.md:2:}}\n\n--8<-- \"part.md\"\n\n\
         <!--@include: ./part.md-->\n== content/b.md\n```yaml\n{{#include part.md}}\n```\n",
    );
    let told = folder.run(&["build"], 0);
    let page = |name: &str| fs::read_to_string(folder.path(&format!("public/{name}/index.html"))).unwrap();
    let (page, code) = (page("a"), page("b"));
    assert!(!page.contains("PARTS") && page.matches("<p>words</p>").count() == 5, "{told}\n{page}");
    // In code they are what is shown.
    assert!(code.contains("PARTS"), "{code}");
}

#[test]
fn folders_and_themes_that_are_links_stay_within_the_book() {
    let folder = Folder::new(
        "== book/book.toml\n[output.html]\ntheme = \"mine\"\n== home/n.md\nSECRET\n== home/key\nSECRET\n\
         == book/themes/mine/theme.toml\nextends = \"lantern\"\n== book/themes/mine/static/a.css\nb {}\n== book/own/n.md\nN\n",
    );
    symlink(folder.path("home"), folder.path("book/content")).unwrap();
    let told = folder.run(&["build", "book"], 2);
    assert!(told.contains("`content` is a link to `BOOK/home`, which lies outside the book\n  help: name"), "{told}");
    fs::remove_file(folder.path("book/content")).unwrap();
    symlink("own", folder.path("book/content")).unwrap();
    folder.run(&["build", "book"], 0);
    symlink(folder.path("home/key"), folder.path("book/themes/mine/static/key.css")).unwrap();
    let told = folder.run(&["build", "book"], 1);
    assert!(told.contains("`themes/mine/static/key.css` is a link to `BOOK/home/key`"), "{told}");
    folder.write("== book/book.toml\n[book]\nfollow-links = true\n[output.html]\ntheme = \"mine\"\n");
    folder.run(&["build", "book"], 0);
    assert!(folder.path("book/public/theme/key.css").exists());
}

/// A pipe would be waited for, and a device never ends.
#[test]
fn neither_pipes_nor_devices_are_read() {
    let pipe = |folder: &Folder, at: &str| {
        assert!(Command::new("mkfifo").arg(folder.path(at)).status().unwrap().success());
    };
    let folder = Folder::new("== content/a.md\n{{#include pipe.txt}}\n\n{{#include zero.txt}}\n");
    pipe(&folder, "content/pipe.txt");
    symlink("/dev/zero", folder.path("content/zero.txt")).unwrap();
    symlink("/dev/zero", folder.path("content/zero.md")).unwrap();
    let told = folder.run(&["build"], 0);
    assert!(told.contains("neither a file nor a folder"), "{told}");
    assert_eq!(told.matches("lies outside the book").count(), 2, "{told}");
    if cfg!(feature = "social-cards") {
        folder.write("== book.toml\n[markdown]\nincludes = true\n[output.html.social-cards]\nfont = \"/dev/zero\"\n");
        assert!(folder.run(&["build"], 1).contains("it is not a plain file"));
    }
    folder.write("== book.toml\n[book]\nfollow-links = true\n[markdown]\nincludes = true\n");
    assert!(folder.run(&["build"], 0).contains("there is no file `pipe.txt` to include"));
    for settings in
        ["book.toml", "hugo.toml", "mkdocs.yml", "_config.yml", "SUMMARY.md", "astro.config.mjs", "dendron.yml"]
    {
        let folder = Folder::new("== content/a.md\nA\n");
        pipe(&folder, settings);
        let ended = folder.command(&["build"]).output().unwrap();
        assert!(matches!(ended.status.code(), Some(0 | 2)), "{settings}: {ended:?}");
    }
}

#[test]
fn texts_that_nobody_vouches_for_only_show_something() {
    let essay = "# A\n\n<script>alert(1)</script><b onclick=\"x()\" style=\"position: fixed\">Bold</b> <iframe src=\"https://x\"></iframe>\n\n\
                 [odd](steam://run/1) [mail](mailto:a@b.org) ![](data:image/svg+xml;base64,AA) <a href=\"odd:1\">raw</a>\n\n\
                 | a | b |\n|:-:|---|\n| $x^2$ | [^1] |\n\n- [x] done\n\n> [!tip] Title\n> Text\n\n[^1]: A note, with ![a](p.png)\n";
    let folder = Folder::new(&format!(
        "== book.toml\n[markdown]\nuntrusted = true\n[book]\nstatic = [\"static\"]\n[output.html]\nbase-url = \"https://example.org\"\n\
         == content/a.md\n{essay}== content/b.md\n![[a]]\n\
         == content/p.png\nP\n== content/evil.html\n<script>alert(1)</script>\n== content/evil.svg\n<svg/>\n\
         == content/_redirects\n/* https://x\n== content/CNAME\nx\n== content/a/page.php\n<?php\n== content/web.config\n<x/>\n\
         == content/mail.mht\nx\n== content/data.csv\na,b\n== static/CNAME\nexample.org\n== static/ours.js\nalert(2)\n"
    ));
    let told = folder.run(&["build"], 0);
    for (words, times) in [
        ("warning[CL0040]: `<script>` is left out", 1),
        ("warning[CL0040]: `<iframe>` is left out", 1),
        ("a browser or a server may act on this file", 7),
        ("a link may not begin with `steam:`", 1),
        ("a link may not begin with `odd:`", 1),
    ] {
        assert_eq!(told.matches(words).count(), times, "{words}: {told}");
    }
    assert!(folder.path("public/ours.js").exists() && !folder.path("public/evil.html").exists());
    for gone in ["evil.svg", "_redirects", "a/page.php", "web.config", "mail.mht"] {
        assert!(!folder.path("public").join(gone).exists(), "{gone}");
    }
    assert!(folder.path("public/CNAME").exists() && folder.path("public/data.csv").exists());
    let page = fs::read_to_string(folder.path("public/a/index.html")).unwrap();
    for kept in [
        "<b>Bold</b>",
        "mailto:a@b.org",
        "<math",
        "type=\"checkbox\"",
        "data-callout=\"tip\"",
        "text-align: center",
        "--ref",
        "p.png",
    ] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
    for name in ["a/index.html", "b/index.html", "atom.xml"] {
        let page = fs::read_to_string(folder.path(&format!("public/{name}"))).unwrap();
        for gone in ["alert(1)", "onclick", "position: fixed", "iframe", "steam:", "odd:1"] {
            assert!(!page.contains(gone), "{name} has {gone}: {page}");
        }
    }
    // As long as the book does not say so, the texts are its own.
    folder.write("== book.toml\n[book]\ntitle = \"T\"\n");
    folder.run(&["build"], 0);
    assert!(holds(&folder, "public/a", "alert(1)") && folder.path("public/evil.svg").exists());
}

#[test]
fn what_grows_without_end_has_a_limit_with_a_key() {
    let tag = |levels: usize| format!("{}b", "a/".repeat(levels - 1));
    let folder = Folder::new(&format!(
        "== content/a.md\n---\ntags: [fine, {0}]\n---\n# A\n\n## H {{tags=\"{0}\"}}\n\nSee #{0} and #{1}.\n",
        tag(800),
        tag(16)
    ));
    folder.write(&format!("== content/tags/{}.md\nText\n== content/{}x.md\nDeep\n", tag(40), "d/".repeat(400)));
    let told = folder.run(&["build"], 0);
    assert_eq!(told.matches("warning[CL0041]: the tag `a/a/a/…` has more than 16 levels").count(), 3, "{told}");
    assert!(told.contains("raise `tag-levels` under `[limits]` in book.toml"), "{told}");
    assert!(told.contains("this folder lies more than 64 folders deep"), "{told}");
    assert!(folder.path("public/tags/fine/index.html").exists());
    assert!(folder.path(&format!("public/tags/{}/index.html", tag(16))).exists());
    let size: u64 = walkdir::WalkDir::new(folder.path("public"))
        .into_iter()
        .flatten()
        .map(|file| file.metadata().unwrap().len())
        .sum();
    assert!(size < 4 << 20, "{size} bytes");
    folder.write("== book.toml\n[limits]\ntag-levels = 1\nessay-mib = 0\n");
    let told = folder.run(&["build"], 1);
    assert!(told.contains("raise `essay-mib` under `[limits]`"), "{told}");
    folder.write("== book.toml\n[limits]\nembeds = 1\nembed-levels = 1\nincludes = 1\n[markdown]\nincludes = true\n");
    folder.write(
        "== content/a.md\n- ![[b]]\n- ![[b]]\n\n{{#include c.txt}}\n{{#include c.txt}}\n== content/c.txt\nC\n== content/b.md\n![[d]]\n\
         == content/d.md\nD\n",
    );
    let told = folder.run(&["build"], 0);
    for key in ["embeds` or `embeds-mib", "`embed-levels`", "`includes`, `include-levels`"] {
        assert!(told.contains(key), "{key}: {told}");
    }
}

#[test]
fn limits_have_a_most_that_the_stack_bears() {
    let most = [
        ("essay-mib", 1024),
        ("tag-levels", 100),
        ("folder-levels", 256),
        ("embed-levels", 100),
        ("embeds", 1_000_000),
        ("embeds-mib", 1024),
        ("include-levels", 100),
        ("includes", 1_000_000),
        ("includes-mib", 1024),
    ];
    let settings = |more: u32| {
        let lines = most.map(|(key, most)| format!("{key} = {}\n", most + more)).concat();
        format!("== book.toml\n[markdown]\nincludes = true\n[limits]\n{lines}")
    };
    let folder = Folder::new(&settings(1));
    folder.write("== content/a.md\nText\n");
    let told = folder.run(&["build"], 1);
    for (key, most) in most {
        let words = format!("`{key}` should be a whole number up to {most}, but it is `{}`", most + 1);
        assert!(told.contains(&words), "{words}: {told}");
    }
    // What stands in one another as deep as it may, and deeper.
    let folder = Folder::new(&settings(0));
    for at in 0..110 {
        let next = at + 1;
        folder.write(&format!(
            "== content/e{at}.md\n# E{at}\n\n> [!tip] T\n> - a\n>\n>   ![[e{next}]]\n== content/i{at}.txt\n> I\n\n{{{{#include i{next}.txt}}}}\n"
        ));
    }
    folder.write("== content/a.md\n# A\n\n{{#include i0.txt}}\n");
    folder.write(&format!("== content/b.md\n#{}b\n== content/{}x.md\nDeep\n", "a/".repeat(99), "d/".repeat(255)));
    let told = folder.run(&["build"], 0);
    assert!(told.contains("`embed-levels`") && told.contains("`includes`, `include-levels`"), "{told}");
    assert!(folder.path(&format!("public/tags/{}b/index.html", "a/".repeat(99))).exists());
    assert!(folder.path(&format!("public/{}x/index.html", "d/".repeat(255))).exists());
}

#[test]
fn what_cannot_be_printed_does_not_keep_a_site_from_being_published() {
    let folder = Folder::new("== content/a.md\n# A\n\n[[x]]\n");
    let shell = |line: &str| {
        let line = format!("{line}; exit $?");
        let program = env!("CARGO_BIN_EXE_crosslight");
        let mut command = Command::new("bash");
        command.args(["-c", &line]).env("CL", program).current_dir(folder.path(""));
        command.env("SOURCE_DATE_EPOCH", "1767225600").output().unwrap()
    };
    let ended = shell("$CL build 2>/dev/full");
    assert!(ended.status.success() && folder.path("public/a/index.html").exists(), "{ended:?}");
    let ended = shell("$CL list essays >/dev/full");
    assert_eq!(ended.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&ended.stderr).starts_with("error: what this prints cannot be written"),
        "{ended:?}"
    );
    // A reader that has gone away keeps nothing from being done.
    folder.write("== content/b.md\n# B\n");
    let ended = shell("$CL build | true; test ${PIPESTATUS[0]} = 0");
    assert!(ended.status.success() && folder.path("public/b/index.html").exists(), "{ended:?}");
    let ended = shell("$CL list essays | true; test ${PIPESTATUS[0]} = 0");
    assert!(ended.status.success() && !String::from_utf8_lossy(&ended.stderr).contains("panicked"), "{ended:?}");
}

/// Runs a shell as root of a namespace of its own, where it may mount; none where the system does not allow it.
fn among_mounts(folder: &Folder, script: &str) -> Option<std::process::Output> {
    let shell = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "--mount", "bash", "-ec", script]).current_dir(folder.path(""));
        command.env("CL", env!("CARGO_BIN_EXE_crosslight")).env("SOURCE_DATE_EPOCH", "1767225600");
        command.output()
    };
    let can = shell("mkdir -p tried && mount -t tmpfs none tried").is_ok_and(|ended| ended.status.success());
    if !can {
        println!("nothing can be mounted here, so mounted folders are not tried");
        return None;
    }
    Some(shell(script).unwrap())
}

#[test]
fn a_folder_that_cannot_be_exchanged_is_refused_at_once() {
    let folder = Folder::new("== book/content/a.md\n# A\n");
    let script = "mkdir mounted && mount -t tmpfs none mounted; set +e; $CL build book -d mounted; code=$?; $CL build book -d mounted/site || exit 9; \
                  test -e mounted/site/a/index.html || exit 8; exit $code";
    let Some(ended) = among_mounts(&folder, script) else { return };
    let told = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(2), "{told}");
    assert!(told.contains("something is mounted at `") && told.contains("/mounted/site`, or `build-dir`"), "{told}");

    // A site that comes with the image of a container lies in a layer below.
    folder.run(&["build", "book"], 0);
    let script = "mkdir over && mount -t tmpfs none over && cd over && mkdir up work all; \
                  mount -t overlay overlay -o userxattr,lowerdir=../book,upperdir=up,workdir=work all || exit 77; \
                  echo more >> all/content/a.md; set +e; $CL build all; code=$?; \
                  $CL clean all && $CL build all && $CL build all && grep -q more all/public/a/index.html || exit 9; \
                  echo again >> all/content/a.md; $CL build all && grep -q again all/public/a/index.html || exit 8; exit $code";
    let ended = among_mounts(&folder, script).unwrap();
    let told = String::from_utf8_lossy(&ended.stderr);
    if ended.status.code() != Some(77) {
        assert_eq!(ended.status.code(), Some(2), "{told}");
        assert!(told.contains("lies in a layer below this file system"), "{told}");
        assert!(told.contains("crosslight clean"), "{told}");
    }
}

#[test]
fn nobody_means_a_folder_called_after_the_home_folder() {
    let folder = Folder::new("== content/a.md\nA\n== .git/HEAD\nx\n");
    let before = || walkdir::WalkDir::new(folder.path("")).into_iter().count();
    let count = before();
    for place in ["~", "~/site", "$HOME/site", ".git", ".git/site"] {
        let told = folder.run(&["build", "-d", place], 2);
        assert!(told.contains("no shell has put") || told.contains("where your versions are kept"), "{told}");
        folder.run(&["init", place], 2);
        assert_eq!(before(), count, "{place}");
    }
}

#[test]
fn a_new_book_that_was_cut_off_is_completed() {
    let whole = Folder::new("");
    whole.run(&["init"], 0);
    let files: Vec<_> = walkdir::WalkDir::new(whole.path(""))
        .into_iter()
        .flatten()
        .filter(|file| file.file_type().is_file())
        .map(|file| file.path().strip_prefix(whole.path("")).unwrap().display().to_string())
        .collect();
    let bytes = |folder: &Folder, file: &str| fs::read(folder.path(file)).unwrap();
    for cut in &files {
        let half = Folder::new("");
        let full = bytes(&whole, cut);
        // The title is that of the folder.
        let part = if cut == "book.toml" { 4 } else { full.len() / 2 };
        half.write_bytes(cut, &full[..part]);
        half.run(&["init"], 0);
        half.run(&["build", "--strict"], 0);
        for file in files.iter().filter(|file| *file != "book.toml") {
            assert_eq!(bytes(&half, file), bytes(&whole, file), "{file} after {cut}");
        }
    }
    assert!(whole.run(&["init"], 2).contains("is already a book"));
    // What somebody has written stays.
    let own = Folder::new("== content/index.md\nMine\n");
    own.run(&["init"], 0);
    assert_eq!(bytes(&own, "content/index.md"), b"Mine\n");
    assert!(!own.path("content/essays").exists());
}

#[test]
fn what_a_mending_left_that_was_cut_off_goes() {
    let folder = Folder::new("== content/a.md\nSee [[bubmlebee]].\n== content/bumblebee.md\n# Bumblebee\n");
    folder.write("== content/.crosslight-fix-old\nhalf\n== content/.crosslight-fix-new\nhalf\n");
    let hour = std::time::SystemTime::now() - std::time::Duration::from_hours(1);
    fs::File::options()
        .write(true)
        .open(folder.path("content/.crosslight-fix-old"))
        .unwrap()
        .set_modified(hour)
        .unwrap();
    folder.run(&["check", "--fix"], 0);
    assert_eq!(fs::read_to_string(folder.path("content/a.md")).unwrap(), "See [[bumblebee]].");
    assert!(!folder.path("content/.crosslight-fix-old").exists());
    assert!(folder.path("content/.crosslight-fix-new").exists(), "somebody may be writing it");
}

#[test]
fn what_is_held_back_is_told_with_its_reason() {
    let folder = Folder::new(
        "== content/a.md\n# A\n== content/b.md\n---\ntitle: Bee\ndraft: true\n---\n== content/c.md\n+++\ntitle = \"Cee\"\ndate = 2099-01-02\n+++\n\
         == content/d.md\n---\nexpiryDate: 2020-01-02\n---\n== content/_drafts/e.md\nE\n== content/2099-03-04-f.md\n# F\n\
         == content/g.md\n---\npublish: maybe\n---\n== content/h.md\n---\n{\"private\": true}\n---\n",
    );
    let told = folder.run(&["build"], 0);
    assert!(told.contains("; 7 essays held back: 4 drafts, 2 dated in the future, 1 expired\n"), "{told}");
    let told = folder.run(&["list", "held"], 0);
    for line in [
        "content/b.md:3  Bee  `draft: true`",
        "content/c.md:3  Cee  dated 2099-01-02",
        "content/d.md:2  d  expired 2020-01-02",
        "content/_drafts/e.md  e  in `_drafts`",
        "content/2099-03-04-f.md  F  dated 2099-03-04",
        "content/g.md:2  g  `publish: maybe`",
        "7 essays not published",
    ] {
        assert!(told.contains(&format!("{line}\n")), "{line}: {told}");
    }
    let json = folder.run(&["list", "held", "--json"], 0);
    assert!(json.contains("\"reason\": \"draft\"") && json.contains("\"line\": 3"), "{json}");
    folder.write("== book.toml\n[build]\npublish = \"explicit\"\n");
    assert!(folder.run(&["build"], 0).contains("1 without `publish: true`"));
}

/// Nobody means to publish what editors, merges and systems leave beside a text.
#[test]
fn copies_of_a_draft_stay_as_private_as_the_draft() {
    let folder = Folder::new("== content/a.md\n# A\n== content/s.md\n---\ndraft: true\n---\nSECRET\n");
    for name in [
        "s.md.orig",
        "s.md.bak",
        "s.md.rej",
        "s.md.swp",
        "s.md.tmp",
        "s.md.txt",
        "s.md.old",
        "s.md.1",
        "s.md~",
        "~$s.docx",
        "Thumbs.db",
        "desktop.ini",
        "id_rsa",
        "S.MD.BAK",
        "s.orig",
        ".s.md.swp",
        "#s.md#",
    ] {
        folder.write(&format!("== content/{name}\nSECRET\n"));
    }
    folder.run(&["build", "--strict"], 0);
    assert!(!holds(&folder, "public", "SECRET"));
}

/// As on most Macs and on Windows.
#[test]
fn where_files_are_found_in_any_case_they_have_the_spelling_of_the_site() {
    let folder = Folder::new("== content/a.md\n# A\n== content/pics/p.png\nP\n");
    let script = "truncate -s 50M disk && mkfs.ntfs -F -q -Q disk && mkdir any && lowntfs-3g -o ignore_case disk any";
    let shell = |script: &str| {
        let shell = Command::new("bash").args(["-ec", script]).current_dir(folder.path("")).output();
        shell.is_ok_and(|ended| ended.status.success())
    };
    if !shell(script) {
        println!("no file system that finds files in any case can be made here, so none is tried");
        return;
    }
    // Mounted in the usual way, it tells its names as they are.
    let spelled = || {
        assert!(shell("umount any; mkdir -p as-is && lowntfs-3g -o ro disk as-is"));
        let there = folder.path("as-is/site/Pics/P.png").exists();
        assert!(shell("umount as-is; lowntfs-3g -o ignore_case disk any"));
        there
    };
    let mut seen = Vec::new();
    for (from, to) in [("pics/p.png", "pics/P.png"), ("pics", "Pics"), ("Pics/P.png", "Pics/p.png")] {
        folder.run(&["build", "-d", "any/site"], 0);
        fs::rename(folder.path(&format!("content/{from}")), folder.path(&format!("content/{to}"))).unwrap();
        folder.run(&["build", "-d", "any/site"], 0);
        seen.push(spelled());
    }
    let cleaned = folder.run(&["clean", "-d", "any/site"], 0);
    let is_empty = !folder.path("any/site").exists() && !folder.path("any/.site.crosslight").exists();
    assert!(shell("umount any"));
    assert_eq!(seen, [false, true, false]);
    assert!(is_empty && cleaned.contains("files removed"), "{cleaned}");
}

#[test]
fn a_link_to_what_the_book_leaves_out_publishes_nothing_of_it() {
    let folder = Folder::new(
        "== book.toml\n[book]\nignore = [\"private/\", \"all/own.md\"]\nignore-matching = [\"/secret-\"]\n[build.publish-below]\njournal = \"explicit\"\n\
         == content/a.md\nA\n== content/private/p.md\nSECRET\n== content/private/sub/q.md\nSECRET\n== content/.hidden/h.md\nSECRET\n\
         == content/_drafts/d.md\nSECRET\n== content/secret-plan.md\nSECRET\n== content/journal/j.md\nSECRET\n\
         == content/all/own.md\nSECRET\n== content/all/open.md\nOPEN\n== content/parts/x.txt\nOPEN\n",
    );
    let links = [
        ("private/p.md", "pub1.md"),
        ("private", "pub2"),
        ("private/sub", "pub3"),
        (".hidden/h.md", "pub4.md"),
        (".hidden", "pub5"),
        ("_drafts/d.md", "pub6.md"),
        ("_drafts", "pub7"),
        ("secret-plan.md", "pub8.md"),
        ("journal/j.md", "pub9.md"),
        ("pub1.md", "pub10.md"),
    ];
    for (to, at) in links {
        symlink(to, folder.path(&format!("content/{at}"))).unwrap();
    }
    symlink("all", folder.path("content/again")).unwrap();
    let told = folder.run(&["build"], 0);
    assert!(!holds(&folder, "public", "SECRET"), "{told}");
    assert!(folder.path("public/again/open/index.html").exists() && !folder.path("public/again/own").exists());
    assert_eq!(told.matches("which the book leaves out, so it is left out too").count(), links.len(), "{told}");
    assert_eq!(told.matches("CL0025").count(), 1, "the folder with a second name: {told}");
    // Who shows drafts shows them by any name.
    let told = folder.run(&["build", "--drafts"], 0);
    assert!(folder.path("public/pub6/index.html").exists() && folder.path("public/pub9/index.html").exists(), "{told}");
    assert!(!folder.path("public/pub1").exists());
    // A book that follows all links may collect what it publishes from folders that it leaves out.
    folder.write("== book.toml\n[book]\nignore = [\"private/\"]\nfollow-links = true\n");
    folder.run(&["build"], 0);
    assert!(folder.path("public/pub1/index.html").exists() && folder.path("public/pub3/q/index.html").exists());
}

#[test]
fn an_essay_with_two_names_is_told_of_once() {
    let folder = Folder::new(
        "== book.toml\n[languages.de]\n== content/agents.md\nA\n== content/b.md\nB\n== content/pic.png\nP\n== content/img/x.png\nP\n",
    );
    symlink("agents.md", folder.path("content/claude.md")).unwrap();
    fs::hard_link(folder.path("content/b.md"), folder.path("content/c.md")).unwrap();
    // Neither pictures nor the same text for readers of another language.
    symlink("pic.png", folder.path("content/cover.png")).unwrap();
    symlink("img", folder.path("content/img2")).unwrap();
    fs::create_dir(folder.path("content/de")).unwrap();
    symlink("../b.md", folder.path("content/de/b.md")).unwrap();
    let told = folder.run(&["build"], 0);
    assert_eq!(told.matches("CL0025").count(), 2, "{told}");
    for (path, other) in [("claude.md", "agents.md"), ("c.md", "b.md")] {
        let message = format!("warning[CL0025]: this file is `{other}` by another name");
        let (_, rest) = told.split_once(&message).unwrap_or_else(|| panic!("{other}: {told}"));
        assert!(rest.lines().nth(1).unwrap().ends_with(&format!("content/{path}")), "{told}");
    }
}
