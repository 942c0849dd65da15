//! What would be missing, or stand there as signs, without anybody being told.

use crate::support::{Bench, Folder};

const BOOK: &str = "== book.toml\n[book]\ntitle = \"Doors\"\n";

/// What a check says of a text.
fn said(text: &str) -> String {
    let folder =
        Folder::new(&format!("{BOOK}== content/a.md\n---\ndescription: On doors\n---\n# On doors\n\n{text}\n"));
    let said = folder.command(&["check"]).output().unwrap();
    String::from_utf8(said.stderr).unwrap()
}

#[test]
fn lines_that_vanish_are_told() {
    for (text, code, words) in [
        ("[Ada]: \"Nein\"", "CL0342", "this line is read as the definition of a link"),
        ("[Ada]: „Nein“", "CL0342", "this line is read as the definition of a link"),
        ("[Ada says]: Nein! (She laughs)", "CL0342", "this line is read as the definition of a link"),
        ("<!-- a --!>\n\nWords.", "CL0216", "this does not end the comment"),
        ("- a\n\n  <!-- a --!>\n\n  Words.", "CL0216", "this does not end the comment"),
        ("• one\n• two", "CL0222", "`•` begins no item of a list"),
        ("– one\n– two", "CL0222", "`–` begins no item of a list"),
        ("- [] to do", "CL0222", "there is no space in the box of this task"),
        ("> [note!] Doors\n> open", "CL0208", "`[note!]` begins no callout"),
    ] {
        let said = said(text);
        assert!(said.contains(&format!("warning[{code}]: {words}")), "{text}: {said}");
    }
    for text in [
        "[Ada]: page \"Her page\"",
        "[Ada]: „Nein“\n\nso says [Ada]",
        "<!-- a -->\n\nWords.",
        "– one\n\n– two",
        "A • one\n• two",
        "- [] (nothing)",
        "> [note!](a.md) Doors",
        "> [note] Doors",
        "> [!note] Doors",
    ] {
        let said = said(text);
        for code in ["CL0342", "CL0216", "CL0222", "CL0208"] {
            assert!(!said.contains(code), "{text}: {said}");
        }
    }
}

/// What is right in it is certain: the page has what was meant.
#[test]
fn an_end_that_is_none_is_mended() {
    let folder = Folder::new(&format!("{BOOK}== content/a.md\n# A\n\n<!-- a --!>\n\n- [] to *do*\n"));
    folder.run(&["check", "--fix"], 0);
    let text = std::fs::read_to_string(folder.path("content/a.md")).unwrap();
    assert_eq!(text, "# A\n\n<!-- a -->\n\n- [ ] to *do*\n");
}

#[test]
fn essays_that_no_book_has_are_told() {
    let folder = Folder::new(&format!(
        "{BOOK}== content/a.md\n# A\n== content/trust.md.txt\n# Trust\n== content/a.md.txt\n# A\n== doors.md\n# Doors\n\
         == README.md\n# Read me\n== TODO.md\n# To do\n"
    ));
    let told = folder.run(&["build"], 0);
    assert!(told.contains("rename it to `trust.md`") && told.contains("content/trust.md.txt"), "{told}");
    assert!(told.contains("the essay `doors.md` lies beside `content`") && told.contains("2 warnings"), "{told}");
}

#[test]
fn settings_that_name_what_is_not_there_are_told() {
    let folder = Folder::new(
        "== book.toml\n[book]\nstatic = [\"statc\"]\nhome = \"strat.md\"\n[markdown]\nincludes = true\ninclude-folders = [\"prats\"]\n\
         == content/start.md\n# A\n== static/x.txt\nx\n== parts/y.txt\ny\n",
    );
    let told = folder.run(&["build"], 0);
    for (name, setting, near) in
        [("statc", "static", "static"), ("strat.md", "home", "start.md"), ("prats", "include-folders", "parts")]
    {
        assert!(told.contains(&format!("`{name}` in `{setting}` is not there")), "{told}");
        assert!(told.contains(&format!("did you mean `{near}`?")), "{told}");
    }
    assert!(told.contains("3 warnings"), "{told}");
    let folder = Folder::new("== book.toml\n[book]\nsrc = \"contents\"\n== content/a.md\n# A\n");
    assert!(folder.run(&["build"], 2).contains("there is no folder `contents`"));
}

/// An empty folder is one whose files are not there yet, or another one: what was published stays.
#[test]
fn no_build_takes_all_of_a_site_for_an_empty_folder() {
    let folder = Folder::new(&format!("{BOOK}== content/a.md\n# A\n"));
    folder.run(&["build"], 0);
    std::fs::rename(folder.path("content/a.md"), folder.path("a.md")).unwrap();
    let told = folder.run(&["build"], 1);
    assert!(told.contains("warning[CL0026]: there is no essay in `content`"), "{told}");
    assert!(told.contains("nothing published: there is no essay in `content`, and 2 files"), "{told}");
    assert!(folder.path("public/a/index.html").is_file());
    // What is held back is meant to go.
    folder.write("== content/a.md\n---\ndraft: true\n---\n# A\n");
    let told = folder.run(&["build"], 0);
    assert!(told.contains("1 essay held back: 1 draft") && !folder.path("public/a").exists(), "{told}");
    // A site that is made for the first time takes nothing away.
    let folder = Folder::new(&format!("{BOOK}== content/x.txt\nx\n"));
    assert!(folder.run(&["build"], 0).contains("CL0026"));
    assert_eq!(Bench::book("", "== a.md\n# A\n").findings(), [""; 0]);
}
