//! `crosslight theme`, and static files with hashes in their names.

use std::fs;

use expect_test::expect;

use crate::support::Folder;

const BOOK: &str = "== book.toml\n[book]\ntitle = \"B\"\n\n[output.html]\nhash-files = true\n== content/a.md\nText\n";

#[test]
fn a_new_theme_builds_on_the_one_in_use() {
    let folder = Folder::new(BOOK);
    let said = folder.run(&["theme", "new", "evening"], 0);
    expect![[r#"
        made `themes/evening`, which builds on `lantern`:
          themes/evening/theme.toml
          themes/evening/templates/base.html  adds to the block `footer`
        to use it, write into book.toml, below `[output.html]`:
          theme = "evening"
    "#]]
    .assert_eq(&said);
    assert_eq!(
        folder.run(&["theme", "new", "evening"], 2),
        "error: there is already a theme `evening`\n  help: see all of them with `crosslight theme list`\n"
    );
    let said = folder.run(&["theme", "new", "../My Theme"], 2);
    assert!(said.contains("cannot be the name of a theme") && said.contains("did you mean `my-theme`?"), "{said}");

    folder.write("== book.toml\n[output.html]\ntheme = \"evening\"\n");
    folder.run(&["build", "--strict"], 0);
    let page = fs::read_to_string(folder.path("public/a/index.html")).unwrap();
    assert!(page.contains("<p>Set in evening.</p>") && page.contains("</html>"), "{page}");

    let said = folder.run(&["theme", "new", "night"], 0);
    assert!(
        said.contains("which builds on `evening`")
            && said.contains("write in line 2 of book.toml:\n  theme = \"night\""),
        "{said}"
    );
    folder.write("== book.toml\n[output.html]\ntheme = \"night\"\n");
    folder.run(&["build", "--strict"], 0);
    let page = fs::read_to_string(folder.path("public/a/index.html")).unwrap();
    assert!(page.contains("<p>Set in evening.</p>") && page.contains("<p>Set in night.</p>"), "{page}");
}

#[test]
fn themes_are_listed() {
    let folder = Folder::new(
        "== book.toml\n[output.html]\ntheme = \"./looks/mine\"\n== content/a.md\nText\n\
         == looks/mine/theme.toml\nextends = \"old\"\ndescription = \"Ours\"\n== themes/old/theme.toml\nextends = \"lantern\"\n\
         == themes/bad/theme.toml\nextend = 1\n",
    );
    let said = folder.run(&["theme", "list"], 0);
    let words =
        |line: &str| line.split("  ").filter(|part| !part.is_empty()).map(|part| part.trim().to_owned()).collect();
    let lines: Vec<Vec<String>> = said.lines().map(words).collect();
    for line in [
        &["bad", "themes/bad", "its theme.toml cannot be read"][..],
        &["old", "themes/old, on lantern"],
        &["./looks/mine", "looks/mine, on old, used", "Ours"],
    ] {
        assert!(lines.iter().any(|found| found == line), "{said}");
    }
    assert!(lines.iter().any(|found| found[..2] == ["lantern", "built in"] && found[2].len() > 10), "{said}");
    let said = folder.run(&["theme", "list", "--json"], 0);
    let themes: serde_json::Value = serde_json::from_str(&said).unwrap();
    let mine = themes.as_array().unwrap().iter().find(|theme| theme["used"] == true).unwrap();
    assert_eq!(
        (mine["name"].as_str(), mine["folder"].as_str(), mine["extends"].as_str()),
        (Some("./looks/mine"), Some("looks/mine"), Some("old"))
    );
}

#[test]
fn a_file_of_the_theme_behind_is_taken_over() {
    let folder = Folder::new("== book.toml\n[book]\ntitle = \"B\"\n== content/a.md\nText\n");
    let said = folder.run(&["theme", "eject", "essay.html"], 2);
    assert!(
        said.contains("uses `lantern` as it comes with crosslight") && said.contains("`crosslight theme new NAME`"),
        "{said}"
    );
    folder.write("== themes/mine/theme.toml\nextends = \"lantern\"\n");
    let said = folder.run(&["theme", "eject", "essay.html"], 2);
    assert!(said.contains("`mine` builds on it: write `theme = \"mine\"`"), "{said}");

    folder.write("== book.toml\n[output.html]\ntheme = \"mine\"\n");
    let said = folder.run(&["theme", "eject", "essay.html"], 0);
    assert!(
        said.starts_with("copied `templates/essay.html` of `lantern` to `themes/mine/templates/essay.html`\n"),
        "{said}"
    );
    folder.run(&["build", "--strict"], 0);
    let before = fs::read(folder.path("public/a/index.html")).unwrap();
    let said = folder.run(&["theme", "eject", "templates/essay.html"], 2);
    assert_eq!(said, "error: `themes/mine/templates/essay.html` already exists, and is not overwritten\n");
    for (asked, file) in [("theme/lantern.css", "static/lantern.css"), ("./templates/home.html", "templates/home.html")]
    {
        folder.run(&["theme", "eject", asked], 0);
        assert!(folder.path(&format!("themes/mine/{file}")).is_file());
    }
    folder.run(&["build", "--strict"], 0);
    assert_eq!(fs::read(folder.path("public/a/index.html")).unwrap(), before, "a copy looks the same");
    let said = folder.run(&["theme", "eject", "arhive.html"], 2);
    assert_eq!(said, "error: the theme `lantern` has no file `arhive.html`\n  help: did you mean `archive.html`?\n");
    let said = folder.run(&["theme", "eject", "theme.toml"], 2);
    assert!(said.contains("there are `404.html`, `archive.html`"), "{said}");
    assert!(folder.run(&["theme", "eject", "tag.html", "--from", "lantren"], 1).contains("did you mean `lantern`?"));
    folder.run(&["theme", "eject", "tag.html", "--from", "lantern"], 0);
}

#[test]
fn names_of_static_files_follow_what_they_hold() {
    let folder = Folder::new(
        "== book.toml\n[output.html]\ntheme = \"mine\"\nhash-files = true\n== content/a.md\nText\n\
         == themes/mine/theme.toml\nextends = \"lantern\"\n== themes/mine/static/own.css\nbody { color: red }\n\
         == themes/mine/templates/essay.html\n{{ root }}{{ asset(path=\"own.css\") }} {{ root }}theme/lantern.css\n",
    );
    folder.run(&["build", "--strict"], 0);
    let page = || fs::read_to_string(folder.path("public/a/index.html")).unwrap();
    let first = page();
    let name = first.split_whitespace().next().unwrap().strip_prefix("../theme/").unwrap().to_owned();
    assert!(name.starts_with("own-") && name.ends_with(".css") && name.len() == "own-12345678.css".len(), "{name}");
    assert!(folder.path(&format!("public/theme/{name}")).is_file() && !folder.path("public/theme/own.css").exists());
    assert!(folder.path("public/theme/lantern.css").is_file(), "a template names it");
    folder.write("== themes/mine/static/own.css\nbody { color: green }\n");
    folder.run(&["build", "--strict"], 0);
    assert!(page() != first && !folder.path(&format!("public/theme/{name}")).exists());
    folder.write("== book.toml\n[output.html]\ntheme = \"mine\"\n");
    folder.run(&["build", "--strict"], 0);
    assert!(page().starts_with("../theme/own.css "));
}

#[test]
fn themes_are_made_in_the_folder_that_is_named() {
    let folder = Folder::new("== site/book.toml\n[book]\ntitle = \"B\"\n== site/content/a.md\nText\n");
    folder.run(&["theme", "new", "mine", "site"], 0);
    assert!(folder.path("site/themes/mine/theme.toml").is_file());
    folder.write("== site/book.toml\n[output.html]\ntheme = \"mine\"\n");
    folder.run(&["theme", "eject", "essay.html", "site"], 0);
    assert!(folder.path("site/themes/mine/templates/essay.html").is_file());
}
