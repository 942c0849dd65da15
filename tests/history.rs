//! Dates that essays take from the commits of a git repository.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::server::Server;
use crate::support::Folder;

/// A book that shows the dates of its essays.
const BOOK: &str = "== book.toml\n[book]\ngit-dates = true\n[output.html]\ntheme = \"mine\"\n\
                    == themes/mine/theme.toml\nextends = \"lantern\"\n\
                    == themes/mine/templates/essay.html\n{{ essay.date }} {{ essay.updated }}\n";

fn git(folder: &Path, day: &str, arguments: &[&str]) {
    let moment = format!("{day}T23:30:00-0500");
    let mut command = Command::new("git");
    command.args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "protocol.file.allow=always"]);
    command.args(arguments).current_dir(folder);
    command.env("GIT_AUTHOR_DATE", &moment).env("GIT_COMMITTER_DATE", "2026-12-24T00:00:00Z");
    command.env("GIT_CONFIG_GLOBAL", "/dev/null");
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn commit(folder: &Folder, day: &str, files: &str) {
    folder.write(files);
    git(&folder.path(""), day, &["add", "--all"]);
    git(&folder.path(""), day, &["commit", "--quiet", "--message", day]);
}

fn dates(folder: &Folder, page: &str) -> String {
    fs::read_to_string(folder.path(&format!("public/{page}/index.html"))).unwrap().trim_end().to_owned()
}

/// A repository with three commits.
fn repository() -> Folder {
    let folder = Folder::new(BOOK);
    git(&folder.path(""), "2025-01-01", &["init", "--quiet"]);
    commit(
        &folder,
        "2025-03-01",
        "== .gitignore\n/public\n/.public*\n== content/plain.md\nText\n== content/quiet.md\nText\n\
         == content/own.md\n---\ndate: 2020-02-02\nupdated: 2020-03-03\n---\nText\n\
         == content/2021-04-04-named.md\nText\n== content/sub dir/Ünter \"x\".md\nText\n== content/old.md\nA text that moves.\n",
    );
    commit(
        &folder,
        "2025-05-05",
        "== content/plain.md\nMore text\n== content/own.md\n---\ndate: 2020-02-02\nupdated: 2020-03-03\n---\nMore\n\
         == content/2021-04-04-named.md\nMore\n",
    );
    fs::rename(folder.path("content/old.md"), folder.path("content/new.md")).unwrap();
    commit(&folder, "2025-06-06", "== content/sub dir/later.md\nText\n");
    folder.write("== content/uncommitted.md\nText\n");
    folder
}

#[test]
fn essays_without_a_date_take_it_from_git() {
    let folder = repository();
    folder.run(&["build", "--strict"], 0);
    assert_eq!(dates(&folder, "plain"), "2025-03-01 2025-05-05");
    assert_eq!(dates(&folder, "quiet"), "2025-03-01", "not revised since");
    assert_eq!(dates(&folder, "own"), "2020-02-02 2020-03-03", "what is written comes first");
    assert_eq!(dates(&folder, "2021-04-04-named"), "2021-04-04 2025-05-05");
    assert_eq!(dates(&folder, "sub-dir/ünter-x"), "2025-03-01");
    assert_eq!(dates(&folder, "sub-dir/later"), "2025-06-06");
    assert_eq!(dates(&folder, "new"), "2025-06-06", "renamed files begin anew");
    assert_eq!(dates(&folder, "uncommitted"), "");
    // In a hook, git tells where it is: from another folder that would lead astray.
    let mut hook = folder.command(&["build", "--strict"]);
    let output = hook.env("GIT_DIR", ".git").env("GIT_INDEX_FILE", ".git/index").output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("nothing changed"), "{output:?}");

    let settings = fs::read_to_string(folder.path("book.toml")).unwrap().replace("= true", "= false");
    folder.write(&format!("== book.toml\n{settings}"));
    folder.run(&["build", "--strict"], 0);
    assert_eq!(dates(&folder, "plain"), "");
}

#[test]
fn a_history_that_is_not_there_is_told() {
    let folder = repository();
    // Cut off after its newest commit.
    let clone = Folder::new("");
    let from = format!("file://{}", folder.path("").display());
    git(&clone.path(""), "2025-01-01", &["clone", "--quiet", "--depth=1", &from, "."]);
    let said = clone.run(&["build", "--message-format", "short"], 0);
    assert!(
        said.contains("book.toml:2:13: warning[CL0021]: no dates are taken from git: this is a shallow clone"),
        "{said}"
    );
    assert_eq!(dates(&clone, "plain"), "");
    clone.run(&["build", "--strict"], 1);

    // No commit yet.
    fs::remove_dir_all(clone.path(".git")).unwrap();
    git(&clone.path(""), "2025-01-01", &["init", "--quiet", "--initial-branch=main"]);
    let said = clone.run(&["check", "--message-format", "short"], 0);
    assert!(said.contains("git says: your current branch 'main' does not have any commits yet"), "{said}");

    // No git.
    let mut without = clone.command(&["build"]);
    let output = without.env("PATH", "/nonexistent").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.contains("git is not installed"), "{said}");

    clone.write("== book.toml\n[book]\ngit-dates = true\n[lints]\nmissing-history = \"allow\"\n");
    fs::remove_dir_all(clone.path(".git")).unwrap();
    clone.run(&["build", "--strict"], 0);
}

#[test]
fn a_commit_shows_in_a_preview() {
    let folder = Folder::new(BOOK);
    folder.write("== .gitignore\n/public\n== content/plain.md\nText\n== content/quiet.md\nText\n");
    let server = Server::start(&folder, &["--no-reload"]);
    assert!(!server.shows("/plain/", "2025"));
    // From no repository at all.
    git(&folder.path(""), "2025-01-01", &["init", "--quiet"]);
    commit(&folder, "2025-03-01", "== content/plain.md\nText\n");
    server.wait_to_show("/plain/", "2025-03-01");
    server.wait_to_show("/quiet/", "2025-03-01");
    commit(&folder, "2025-05-05", "== content/plain.md\nMore text\n");
    server.wait_to_show("/plain/", "2025-03-01 2025-05-05");
    // One that nothing but the history shows, on another branch, and taken back.
    git(&folder.path(""), "2025-06-06", &["checkout", "--quiet", "-b", "deep/branch"]);
    git(&folder.path(""), "2025-06-06", &["commit", "--quiet", "--amend", "--reset-author", "--message", "Later"]);
    server.wait_to_show("/plain/", "2025-03-01 2025-06-06");
    git(&folder.path(""), "2025-06-06", &["checkout", "--quiet", "-"]);
    server.wait_to_show("/plain/", "2025-03-01 2025-05-05");
    assert!(server.said().contains("the book's commits"), "{}", server.words());
}

#[test]
fn what_git_tracks_is_part_of_a_site_whatever_it_ignores() {
    let folder = Folder::new(
        "== .gitignore\nresources/\n*.own.md\n== hugo.toml\ntitle = \"Doors\"\n== content/a.md\n# A\n\n[r](resources/b.md)\n\
         == content/resources/_index.md\n# R\n== content/resources/b.md\n# B\n== content/resources/deep/c.md\n# C\n\
         == content/resources/secret.md\n# S\n== content/resources/new/secret.md\n# S\n== content/x.own.md\n# X\n",
    );
    let run = |arguments: &[&str]| git(&folder.path(""), "2025-01-01", arguments);
    let pages = || {
        folder.run(&["build", "--dest-dir", "out"], 0);
        let all =
            ["a", "resources", "resources/b", "resources/deep/c", "resources/secret", "resources/new/secret", "x.own"];
        let is_there = |page: &&str| folder.path(&format!("out/{page}/index.html")).exists();
        all.into_iter().filter(is_there).collect::<Vec<_>>()
    };
    run(&["init", "--quiet"]);
    run(&["add", "--all"]);
    assert_eq!(pages(), ["a"]);
    let tracked = ["content/resources/_index.md", "content/resources/b.md", "content/resources/deep/c.md"];
    run(&[&["add", "--force"], &tracked[..]].concat());
    for version in ["2", "4"] {
        run(&["update-index", "--index-version", version]);
        assert_eq!(pages(), ["a", "resources", "resources/b", "resources/deep/c"], "{version}");
    }
    // What the site leaves out besides is left out.
    folder.write("== _config.yml\ntitle: Doors\nexclude: [resources/deep]\n== .gitignore\ndeep/\n");
    fs::rename(folder.path("hugo.toml"), folder.path("hugo.txt")).unwrap();
    fs::rename(folder.path("content/resources"), folder.path("resources")).unwrap();
    run(&["add", "--force", "resources"]);
    folder.run(&["build", "--dest-dir", "site"], 0);
    let is_there = |page: &str| folder.path(&format!("site/{page}/index.html")).exists();
    assert!(is_there("resources/b") && !is_there("resources/deep/c"));
    folder.write("== resources/.gitignore\ndeep/\n");
    folder.run(&["build", "--dest-dir", "site"], 0);
    assert!(is_there("resources/b") && !is_there("resources/deep/c"));
    fs::rename(folder.path("resources"), folder.path("content/resources")).unwrap();
    folder.write("== .gitignore\nresources/\n*.own.md\n");
    // A book of our own is written by these rules.
    folder.write("== book.toml\n[book]\ntitle = \"Doors\"\n");
    assert_eq!(pages(), ["a"]);
}
