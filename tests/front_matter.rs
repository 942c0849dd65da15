//! A value that cannot be used costs that value: the essay is published, the finding has a place, and the theme
//! finds the value as it is written.

use crosslight::base::config::Config;
use crosslight::base::diagnostic::{Code, Severity, Weight};
use crosslight::base::inputs::Inputs;
use crosslight::base::path::SourcePath;
use crosslight::read::essay;
use crosslight::read::essay::Essay;
use crosslight::read::front_matter::{field_names, truth_names};
use crosslight::read::syntax::code::Painter;

use crate::support::{Bench, Folder, edit, toy};

/// Odd values for a field, in YAML.
fn odd_values() -> Vec<String> {
    let long = "word ".repeat(2000);
    let part = "y".repeat(300);
    let values = [
        "~",
        "true",
        "7",
        "4.5",
        ".nan",
        "\"\"",
        "[one, two]",
        "[[one], [two]]",
        "[[one]]",
        "{a: b}",
        "[{a: b}, {c: d}]",
        "[~, 1815, true, 2026-11-03]",
        "2026-02-30",
        "!odd one",
        "\"see [[Ada]] there\"",
        "\"{{date}}\"",
        "\"[[]] ![[]] ]] [[\"",
        "\"../../x\"",
        "\"\\u0000 \\u202e <script>\"",
    ];
    let own = [format!("\"{long}\""), format!("\"/a/{part}/b/\"")];
    values.into_iter().map(str::to_owned).chain(own).collect()
}

fn read(text: &str) -> Essay {
    essay::read(&SourcePath::new("a.md"), text, &Config::default(), &Inputs::default(), &Painter::default())
}

/// A value with the numbers in it as texts, which they are in texts.
fn typed(value: &serde_yaml::Value) -> serde_yaml::Value {
    match value {
        serde_yaml::Value::Number(number) => number.to_string().into(),
        serde_yaml::Value::Sequence(items) => items.iter().map(typed).collect::<Vec<_>>().into(),
        other => other.clone(),
    }
}

/// All that the fields of an essay say, but for what is kept for the theme and whether it is published.
fn said(mut essay: Essay) -> String {
    let meta = &mut essay.meta;
    (meta.extra, meta.draft, meta.publish, meta.unlisted) = (None, false, None, false);
    meta.links.clear();
    format!("{meta:?}")
}

/// Whether an essay with this value must be held back.
fn must_be_held(field: &str, value: &str) -> bool {
    match field {
        _ if ["~", "\"\""].contains(&value) => false,
        "draft" | "private" | "headless" | "publishDate" | "expiryDate" | "unpublishdate" | "unpublish"
        | "unpublished" => true,
        "publish" | "dg-publish" | "public" => value != "true",
        // A word that is none of those that it may be.
        "render" | "published" => value == "!odd one",
        _ => false,
    }
}

#[test]
fn an_odd_value_costs_that_value_alone() {
    let nothing = said(read("---\n---\nText.\n"));
    let mut unused = 0;
    for field in &field_names() {
        for value in odd_values() {
            let text = format!("---\n{field}: {value}\n---\nText.\n");
            let shown: String = text.chars().take(100).collect();
            let essay = read(&text);
            assert_eq!(essay.held.is_some(), must_be_held(field, &value), "{shown}");
            assert_eq!(essay.body.words, 1, "{shown}");
            for found in &essay.diagnostics {
                assert_eq!(found.severity, Severity::Warning, "{shown}: {}", found.message);
                let place = found.span.unwrap_or_else(|| panic!("{shown}: {} has no place", found.message)).range();
                assert!(place.start >= 4 && place.end <= text.len() - "\n---\nText.\n".len(), "{shown}: {place:?}");
            }
            let raw: serde_yaml::Value = serde_yaml::from_str(&value).unwrap();
            let kept = essay.meta.extra.as_ref().and_then(|extra| extra.get(*field)).cloned();
            let says_nothing = raw.is_null()
                || raw.as_str() == Some("")
                || (truth_names().contains(field) && raw.is_bool())
                || (["extra", "taxonomies"].contains(field) && raw.is_mapping());
            if said(essay) == nothing && !says_nothing {
                // What is not a number does not equal itself.
                let same = kept.as_ref().map(typed) == Some(typed(&raw)) || value == ".nan" && kept.is_some();
                assert!(same, "{shown}: {kept:?}");
                unused += 1;
            }
        }
    }
    assert!(unused > 500, "{unused} values were kept");
}

/// A book with an essay for each field and odd value, each in a folder of its own.
fn odd_book() -> Vec<(String, String)> {
    let mut files = vec![("content/index.md".to_owned(), "# Home\n".to_owned())];
    for (f, field) in field_names().iter().enumerate() {
        for (v, value) in odd_values().iter().enumerate() {
            files.push((format!("content/f{f}/v{v}.md"), format!("---\n{field}: {value}\n---\nText.\n")));
        }
    }
    files
}

#[test]
fn a_book_of_odd_values_is_published() {
    let folder = Folder::new("");
    for (path, text) in odd_book() {
        folder.write_bytes(&path, text.as_bytes());
    }
    folder.run(&["build"], 0);
    // What has an address of its own stands there.
    let title = field_names().iter().position(|field| *field == "title").unwrap();
    for value in 0..odd_values().len() {
        assert!(folder.path(&format!("public/f{title}/v{value}/index.html")).exists(), "{value}");
    }
    folder.run(&["build", "--strict"], 1);
}

#[test]
fn odd_values_are_told_the_same_in_any_order() {
    let edits = || odd_book().into_iter().map(|(path, text)| edit(&path["content/".len()..], Some(&text)));
    let mut whole = Bench::new(toy(""));
    whole.apply(edits().collect());
    let mut parts = Bench::new(toy(""));
    let mut rest: Vec<_> = edits().collect();
    while !rest.is_empty() {
        parts.apply(rest.split_off(rest.len().saturating_sub(500)));
    }
    assert!(whole.site.diagnostics() == parts.site.diagnostics());
    assert!(whole.outputs == parts.outputs);
}

#[test]
fn every_finding_about_what_a_writer_wrote_has_a_level() {
    let settable = Code::all().filter(|code| code.weight() != Weight::Error);
    let deny: Vec<_> = settable.map(|code| format!("{} = \"deny\"", code.name())).collect();
    let (config, errors) = Config::parse(&format!("[lints]\n{}", deny.join("\n")));
    assert_eq!(errors, []);
    for text in [
        "---\ntitle: [a]\n---\n",
        "---\ndate: soon\n---\n",
        "---\ndraft: \"false\"\n---\n",
        "---\naliases: [a/../b]\n---\n",
        "---\ntags: ['!!']\n---\n",
        "---\ntitle: A: B\n---\n",
        "---\ntitle: 'A\n---\n",
        "---\ntitle:A\n---\n",
        "---\n- a\n---\n",
        "---\na: &x 1\n---\n",
        "---\ntitle: a\ntitle: b\n---\n",
        "---\ntags:\n\t- a\n---\n",
        "---\ntitle: a\nand b\n---\n",
        "---\ntitle: a\n",
        "—\ntitle: a\n—\n",
        "+++\ntitle = a\n+++\n",
        "{\"title\": \"a\",}\n",
        "---\ntitle: a #b\n---\n",
        "One. ^a\n\nTwo. ^a\n",
    ] {
        let levels = |config: &Config| {
            let found = essay::read(&SourcePath::new("a.md"), text, config, &Inputs::default(), &Painter::default())
                .diagnostics;
            found.iter().map(|found| found.severity).collect::<Vec<_>>()
        };
        assert_eq!(levels(&Config::default()).first(), Some(&Severity::Warning), "{text}");
        assert!(levels(&Config::default()).iter().all(|level| *level == Severity::Warning), "{text}");
        assert_eq!(levels(&config).first(), Some(&Severity::Error), "{text}");
    }
}

#[test]
fn what_cannot_be_read_never_publishes_a_draft() {
    for held in [
        "---\ntitle: 'A\ndraft: true\n---\nText.\n",
        "---\ntitle: a\ndraft: \"true\n---\nText.\n",
        "---\ntitle: a\ndraft:true\ntags: [a\n---\nText.\n",
        "---\ndraft: true\ntitle: a\ntitle: b\n---\nText.\n",
        "---\ndraft: true\ndraft: false\n---\nText.\n",
        "---\ndraft: &x true\n---\nText.\n",
        "---\ntitle: [a\nexpiryDate: soon\n---\nText.\n",
        "---\nDRAFT: yes\n---\nText.\n",
        "---\npublish: \"No\"\n---\nText.\n",
        "---\nPublished: flase\n---\nText.\n",
        "---\ndraft: #true\n---\nText.\n",
        "---\nexpirydate: #2020\n---\nText.\n",
        "---\ntitle: a\n\ndraft: true\n\nText.\n",
        "---\ndraft: true\nText.\n",
        "----\ndraft: true\n----\nText.\n",
        "\n---\ndraft: true\n---\nText.\n",
        "---\n- draft: true\n---\nText.\n",
        "+++\ntitle = a\ndraft = true\n+++\nText.\n",
        "+++\ntitle = \"a\"\ndraft = \"true\n+++\nText.\n",
        "+++\ndraft = true\ndraft = false\n+++\nText.\n",
        "{\"title\": \"a\", \"draft\": true,}\nText.\n",
        "{\"draft\": true, \"draft\": false}\nText.\n",
        "{\n\"draft\": true\nText.\n",
    ] {
        assert!(read(held).held.is_some(), "{held}");
    }
    let long = format!("---\nnotes: {}\ndraft: true\n---\nText.\n", "word ".repeat(20_000));
    assert!(read(&long).held.is_some());
    for public in [
        "---\ntitle: 'A\ndraft: false\n---\nText.\n",
        "---\ntitle: [a\npublish: true\n---\nText.\n",
        "---\npublished: The Times\n---\nText.\n",
        "---\npublished: 1984\n---\nText.\n",
        "+++\ntitle = a\ndraft = false\n+++\nText.\n",
        "---\ntitle: a\nText.\n",
        "---\nThe draft: a story\n---\nText.\n",
    ] {
        assert!(read(public).held.is_none(), "{public}");
    }
}

#[test]
fn fields_that_can_be_read_by_themselves_count() {
    for text in [
        "---\ntitle: On trust\ntags: [trust\n---\nText.\n",
        "---\nmood: 'calm\ntitle: On trust\n---\nText.\n",
        "---\n@odd: x\ntitle: On trust\n---\nText.\n",
        "---\naliases:\n- @ada\ntitle: On trust\n---\nText.\n",
        "---\nmood:\n\t- calm\ntitle: On trust\n---\nText.\n",
        "---\nmood: &x calm\ntitle: On trust\n---\nText.\n",
        "---\ntitle:On trust\nmood: [calm]\n---\nText.\n",
        "---\ntitle: On time\ntitle: On trust\n---\nText.\n",
        "+++\nmood = calm\ntitle = \"On trust\"\n+++\nText.\n",
        "+++\ntitle = \"On trust\"\n[extra]\nmood = calm\n+++\nText.\n",
        "+++\ntitle = \"On time\"\ntitle = \"On trust\"\n+++\nText.\n",
        "{\"title\": \"On time\", \"title\": \"On trust\"}\nText.\n",
        "---\ntitle: On trust\n\nText.\n",
    ] {
        let essay = read(text);
        assert_eq!((&*essay.title, essay.body.words), ("On trust", 1), "{text}");
        assert!(essay.held.is_none() && !essay.diagnostics.is_empty(), "{text}");
    }
    assert_eq!(&*read("---\ntitle: Trust: a history\ndate: 2026-11-03\n---\n").title, "Trust: a history");
    assert_eq!(&*read("---\ntitle: 1.10\n---\n").title, "1.10");
}

#[test]
fn a_template_is_never_run_with_what_it_is_not_for() {
    let essay = |name: &str, template: &str| format!("== content/{name}.md\n---\ntemplate: {template}\n---\nWords.\n");
    let all =
        ["archive.html", "home.html", "tag.html", "path.html", "404.html", "base.html", "page.html", "essay.html"];
    let files: Vec<String> = all.iter().enumerate().map(|(at, name)| essay(&format!("e{at}"), name)).collect();
    for theme in ["lantern", "ledger"] {
        let folder = Folder::new(&files.join("\n"));
        folder.write(&format!(
            "== book.toml\n[output.html]\ntheme = \"{theme}\"\n== content/more.md\n---\nlayout: home\n---\nWords.\n"
        ));
        folder.write(&essay("same", "archive.html"));
        let said = folder.run(&["build", "--message-format", "short"], 0);
        assert_eq!(said.matches("CL0123").count(), 7, "{said}");
        assert_eq!(said.matches("`archive.html`").count(), 1, "{said}");
        let page = |name: &str| std::fs::read_to_string(folder.path(&format!("public/{name}/index.html"))).unwrap();
        for name in (0..all.len()).map(|at| format!("e{at}")).chain(["more".to_owned(), "same".to_owned()]) {
            assert!(page(&name).contains("<p>Words.</p>") || page(&name).contains(">Words.</p>"), "{name}");
        }
    }
}

#[test]
fn who_wrote_an_essay_is_shown_without_brackets() {
    for theme in ["lantern", "ledger"] {
        let folder = Folder::new(
            "== content/clip.md\n---\nauthor:\n  - \"[[Ada Writer]]\"\n  - \"[[Ben]] and [[people/Cy|Cy]]\"\n---\nWords.\n\
             == content/bare.md\n---\nauthors: [[Ada Writer]]\n---\nWords.\n\
             == content/people/Ada Writer.md\n# Ada Writer\n",
        );
        folder.write(&format!("== book.toml\n[output.html]\ntheme = \"{theme}\"\n"));
        folder.run(&["build"], 0);
        let page = |name: &str| std::fs::read_to_string(folder.path(&format!("public/{name}/index.html"))).unwrap();
        assert!(
            page("clip").contains("people/ada-writer/index.html\"><bdi>Ada Writer</bdi></a>, <bdi>Ben and Cy</bdi>")
        );
        assert!(page("bare").contains("<bdi>Ada Writer</bdi></a>"));
        assert!(!page("clip").contains("[[") && !page("bare").contains("[["));
        assert!(page("people/ada-writer").contains("clip/index.html"));
    }
}

/// What a check finds in `text`, each message with the words at its place.
fn found(text: &str) -> Vec<(String, String)> {
    let mut config = Config::default();
    config.levels.check(false);
    let essay = essay::read(&SourcePath::new("a.md"), text, &config, &Inputs::default(), &Painter::default());
    let is_missing = |code| matches!(code, Code::MissingTitle | Code::MissingDescription);
    let found = essay.diagnostics.iter().filter(|found| !is_missing(found.code));
    found.map(|found| (found.message.clone(), found.span.map_or("", |span| &text[span.range()]).to_owned())).collect()
}

#[test]
fn a_field_that_is_nearly_one_that_keeps_back_keeps_back() {
    for field in [
        "Draft: true",
        "DRAFT: true",
        "publishdate: 2099-01-01",
        "publish_date: 2099-01-01",
        "Publish-Date: 2099-01-01",
        "expirydate: 2020-01-01",
        "expiry date: 2020-01-01",
        "Darft: true",
        "darft: true",
        "darft: yes # until May",
        "drafts: true",
        "publihsed: false",
        "publis: false",
        "un-listde: true",
        "expriyDate: 2020-01-01",
        "unpublished: true",
        "Unpublished: yes",
        "unpublised: true",
        "unpublish: true",
        "unpublish: 2020-01-01",
        "not-public: true",
        "unpublic: yes",
        "no_publish: true",
    ] {
        let config = Config::default();
        let inputs = Inputs { today: Some("2026-11-03".parse().unwrap()), ..Inputs::default() };
        let text = format!("---\ntitle: A\n{field}\n---\nText.\n");
        let essay = essay::read(&SourcePath::new("a.md"), &text, &config, &inputs, &Painter::default());
        assert!(essay.held.is_some(), "{field}");
        // What is not read as it was meant is said.
        let is_read = ["draft: ", "unpublish"].iter().any(|read| field.to_lowercase().starts_with(read))
            || field.contains("date:");
        assert!(is_read || essay.diagnostics.len() == 1, "{field}: {:?}", essay.diagnostics);
        // As in fields that cannot be read.
        let text = format!("---\nother: [a\n{field}\n---\nText.\n");
        assert!(
            essay::read(&SourcePath::new("a.md"), &text, &config, &inputs, &Painter::default()).held.is_some(),
            "{text}"
        );
    }
    for field in [
        "craft: beer",
        "craft: false",
        "publisher: true",
        "darft: false",
        "publis: true",
        "publish_date: 2020-01-01",
        "unpublished: false",
        "unpublish: 2099-01-01",
        "undraft: true",
        "not-public: false",
        "notes: true",
    ] {
        assert!(read(&format!("---\ntitle: A\n{field}\n---\nText.\n")).held.is_none(), "{field}");
    }
}

/// No advice turns the meaning of a field round.
#[test]
fn a_field_is_not_taken_for_its_opposite() {
    for field in ["undraft: true", "nodraft: true", "not-published: false", "unprivate: true", "nonpublic: false"] {
        assert!(found(&format!("---\ntitle: A\n{field}\n---\nText.\n")).is_empty(), "{field}");
    }
    let told = found("---\ntitle: A\nnot-public: true\n---\nText.\n");
    assert_eq!(told, [("unknown field `not-public`".to_owned(), "not-public".to_owned())]);
}

/// Among the fields, words that are not a field keep an essay back if they say so.
#[test]
fn whatever_says_draft_among_the_fields_keeps_back() {
    for line in [
        "draft; true",
        "draft",
        "Draft",
        "draft true",
        "draft = true",
        "draft, yes",
        "**draft**: true",
        "*draft*",
        "`draft`: true",
        "@draft: true",
        "draft\u{ff1a} true",
        "draft\u{ff1a}true",
        "- draft",
        "- draft: true",
        "> draft: true",
        "private",
        "publish false",
        "published; false",
        "unpublished",
        "darft; true",
        "expiryDate 2020-01-01",
    ] {
        for text in [format!("---\ntitle: A\n{line}\n---\nText.\n"), format!("---\n{line}\ntags: [a]\n---\nText.\n")] {
            let essay = read(&text);
            assert!(essay.held.is_some() && !essay.diagnostics.is_empty(), "{text}: {:?}", essay.diagnostics);
            // What lets the essay go is for its writer to say.
            for fix in essay.diagnostics.into_iter().filter_map(|found| found.fix) {
                let mended = [&text[..fix.span.range().start], &fix.text, &text[fix.span.range().end..]].concat();
                assert!(read(&mended).held.is_some(), "{mended}");
            }
        }
    }
    for line in
        ["draft of a letter", "draft; false", "publish", "published", "private letters", "drafty", "- a", "public"]
    {
        assert!(read(&format!("---\ntitle: A\n{line}\n---\nText.\n")).held.is_none(), "{line}");
    }
}

/// A line that is nearly `---` publishes nothing that the fields keep back.
#[test]
fn whatever_nearly_opens_front_matter_keeps_back() {
    for (opens, closes) in [
        (" ---\n", "---\n"),
        ("\t---\n", "---\n"),
        ("\u{a0}---\n", "---\n"),
        ("\u{200b}---\n", "---\n"),
        ("\u{feff}\u{feff}---\n", "---\n"),
        ("---\u{200b}\n", "---\n"),
        ("\\---\n", "\\---\n"),
        ("---yaml\n", "---\n"),
        ("--- # about\n", "---\n"),
        ("----\n", "----\n"),
        ("\n ---\n", "---\n"),
        ("***\n", "***\n"),
        ("* * *\n", "* * *\n"),
        ("___\n", "___\n"),
        ("- - -\n", "- - -\n"),
        ("===\n", "===\n"),
        ("```\n", "```\n"),
        ("```yaml\n", "```\n"),
        ("~~~\n", "~~~\n"),
        ("", "---\n"),
        ("", "----\n"),
    ] {
        for fields in ["title: A\ndraft: true\n", "draft: true\n", "title: A\ntags:\n  - a\nPublished: no\n"] {
            for eol in ["\n", "\r\n"] {
                let text = format!("{opens}{fields}{closes}Text.\n").replace('\n', eol);
                let essay = read(&text);
                assert!(essay.held.is_some() && essay.diagnostics.len() == 1, "{text:?}: {:?}", essay.diagnostics);
            }
        }
    }
    let old = "---\rtitle: A\rdraft: true\r---\rText.\r";
    for text in [old.to_owned(), format!("{old}\nMore.\n"), " +++\ndraft = true\n+++\nText.\n".to_owned()] {
        let essay = read(&text);
        assert!(essay.held.is_some() && essay.diagnostics.len() == 1, "{text:?}: {:?}", essay.diagnostics);
    }
    let message = |text: &str| found(text).swap_remove(0).0;
    let begins = |instead: &str| format!("front matter begins with `---`, not with {instead}");
    assert_eq!(message(" ---\ntitle: A\n---\nText.\n"), begins("a space"));
    assert_eq!(message("\u{200b}---\ntitle: A\n---\nText.\n"), begins("an invisible sign (U+200B)"));
    assert_eq!(message("***\ntitle: A\n***\nText.\n"), begins("`***`"));
    assert_eq!(message("title: A\ntags: [a]\n---\nText.\n"), begins("a field"));
    // Rules across the page, headings, letters and examples of code are what they are.
    for text in [
        "***\n\ntitle: A\n\n***\n",
        "***\nOnce upon a time: a tale.\n***\nText.\n",
        " ---\nText: more of it.\n---\nText.\n",
        "Title: a heading\n---\nText.\n",
        "title: a heading\n---\nText.\n",
        "Draft: a letter\n---\nText.\n",
        "Draft: yes or no?\n\nText.\n",
        "```yaml\ntitle: A\ntags: [a]\n```\nText.\n",
        "```yaml\ndraft: false\n```\nText.\n",
        "```rust\ndraft: true\n```\nText.\n",
        "- - -\n- a\n- b\n",
        "Text\rwith: old\rline ends\r",
    ] {
        let essay = read(text);
        assert!(essay.held.is_none() && essay.diagnostics.is_empty(), "{text:?}: {:?}", essay.diagnostics);
    }
}

#[test]
fn numbers_in_texts_are_as_they_are_typed() {
    let text = "---\ntitle: 007\ntags: [1e3, 0x10, 1_000, 1.10, \"2.0\"]\naliases:\n  - 0x1F\n  - 1.10\nauthors: [{name: 0o7}]\nweight: 1e1\nother: 1.10\n---\n";
    let essay = read(text);
    assert_eq!(&*essay.title, "007");
    assert_eq!(
        essay.tags.iter().map(|tag| &*tag.spelling).collect::<Vec<_>>(),
        ["1e3", "0x10", "1_000", "1.10", "2.0"]
    );
    assert_eq!(essay.meta.aliases.iter().map(|alias| &*alias.name).collect::<Vec<_>>(), ["0x1F", "1.10"]);
    assert_eq!(essay.meta.authors[0].name, "0o7");
    assert!(essay.meta.extra.unwrap()["other"].is_number() && essay.meta.weight.is_some());
    // Where one field cannot be read, too.
    assert_eq!(&*read("---\ntags: [1.10]\nother: [a\n---\n").tags[0].spelling, "1.10");
    assert_eq!(
        found("---\ntags: [a, null, ~]\naliases:\n  -\n---\n"),
        [("null", "null"), ("~", "~")]
            .map(|(typed, place)| (format!("`{typed}` in `tags` is not text"), place.to_owned()))
    );
}

/// What YAML takes for a comment was meant to be a tag, and no mending loses one.
#[test]
fn tags_with_their_sign_are_told_and_none_is_lost() {
    let mended = |text: &str| {
        let essay = read(text);
        let [found] = &*essay.diagnostics else { panic!("{text}: {:?}", essay.diagnostics) };
        let fix = found.fix.clone().unwrap();
        [&text[..fix.span.range().start], &fix.text, &text[fix.span.range().end..]].concat()
    };
    for (typed, right) in [
        ("tags: #essay", "tags: [essay]"),
        ("tags: #essay #trust", "tags: [essay, trust]"),
        ("tags: #essay, #trust #time", "tags: [essay, trust, time]"),
        ("tags: #essay #trust # for now", "tags: [essay, trust] # for now"),
        ("tags: essay #trust # for now", "tags: [essay, trust] # for now"),
        ("title: #1 of #2", "title: \"#1 of #2\""),
    ] {
        assert_eq!(mended(&format!("---\n{typed}\n---\n")), format!("---\n{right}\n---\n"));
    }
    let places = |text: &str| found(text).into_iter().map(|(_, place)| place).collect::<Vec<_>>();
    assert_eq!(places("---\ntags:\n  - #x\n  - a\n  - #y # note\n---\n"), ["#x", "#y"]);
    assert_eq!(places("---\naliases:\n- null\n- #1 fan\n---\n"), ["null", "#1 fan"]);
    assert!(found("---\ntags:\n  - # x\n  - a\n---\n").is_empty());
}

#[test]
fn text_between_two_lines_of_hyphens_is_text() {
    for text in [
        "---\n\nFirst block: keep me.\n\n---\n\nSecond.\n",
        "---\n\n# A heading only\n\n---\n\nSecond.\n",
        "---\n# A heading only\n---\nSecond.\n",
        "\u{feff}---\r\n\r\nNote: a text.\r\n---\r\n",
    ] {
        let essay = read(text);
        assert!(essay.body.words > 2, "{text}");
        assert!(essay.diagnostics.is_empty(), "{text}: {:?}", essay.diagnostics);
    }
    for text in [
        "---\n\ntitle: A\n---\nText.\n",
        "---\n# title: A\n---\nText.\n",
        "---\n\n---\nText.\n",
        "---\nmine: A b\n---\nText.\n",
    ] {
        assert_eq!(read(text).body.words, 1, "{text}");
        assert!(found(text).is_empty(), "{text}");
    }
    assert!(read("---\n\nDarft: true\n---\nText.\n").held.is_some());
    let said = "these lines are read as fields, but crosslight knows none of them";
    assert_eq!(
        found("---\nNote: this is prose.\nTo the reader: also prose.\n---\nText.\n"),
        [(said.to_owned(), "Note: this is prose.".to_owned())]
    );
    let (message, _) = &found("---\n\"So it begins,\" she said.\n---\nText.\n")[0];
    assert_eq!(message, "the front matter cannot be read: these lines are not fields");
}

#[test]
fn values_that_cannot_be_are_told() {
    for (fields, message, place) in [
        (
            "date: 2026-11-03\nupdated: 2026-11-02",
            "`updated: 2026-11-02` is before the date of the essay",
            "2026-11-02",
        ),
        ("aliases: [\"/?p=123\"]", "the alias `/?p=123` is not an address", "/?p=123"),
        ("aliases: [/a/#b]", "the alias `/a/#b` is not an address", "/a/#b"),
        ("lang: english", "`lang` should be the code of a language, not `english`", "english"),
        ("tags: trust listening hope", "`tags` is one tag of 3 words", "trust listening hope"),
        ("links:\n  - \"[[b\\|Words]]\"", "`\\|` in double quotation marks means nothing to YAML", "\"[[b\\|Words]]\""),
        ("path: \"C:\\docs\"", "`\\d` in double quotation marks means nothing to YAML", "\"C:\\docs\""),
    ] {
        let all = found(&format!("---\n{fields}\n---\nText.\n"));
        assert_eq!(all, [(message.to_owned(), place.to_owned())]);
    }
    let fine = [
        "updated: 2026-11-03\ndate: 2026-11-03",
        "publishDate: 2026-11-03\nupdated: 2026-11-02",
        "lang: pt-BR",
        "lang: zh_Hant",
        "tags: Co Creation",
        "tags: [the practice of listening]",
        "aliases: [\"What is it?\"]",
    ];
    for fields in fine {
        assert_eq!(found(&format!("---\n{fields}\n---\nText.\n")), [], "{fields}");
    }
    for (name, is_told) in
        [("2026-02-30-k.md", true), ("2026-13-01.md", true), ("2026-02-28-k.md", false), ("2026-02-301.md", false)]
    {
        let essay =
            essay::read(&SourcePath::new(name), "Text.\n", &Config::default(), &Inputs::default(), &Painter::default());
        assert_eq!(essay.diagnostics.len(), usize::from(is_told), "{name}");
    }
    let right = read("---\nlinks:\n  - \"[[b\\|Words]]\"\n---\n").diagnostics.remove(0);
    assert!(right.help.contains(&"write \"[[b|Words]]\"".to_owned()), "{:?}", right.help);
}

#[test]
fn a_field_of_which_the_theme_knows_is_no_slip() {
    let folder = Folder::new(
        "== book.toml\n[book]\ntitle = \"T\"\n[output.html]\ntheme = \"mine\"\n\
         == themes/mine/theme.toml\nextends = \"lantern\"\n\
         == themes/mine/templates/recipe.html\n{% extends \"lantern/essay.html\" %}{% block footer %}{{ essay.extra.titel }}{% endblock footer %}\n\
         == content/soup.md\n---\ntitle: Soup\ntitel: 4\nserves: 4\nsumary: x\n---\nText.\n",
    );
    let said = folder.run(&["build", "--message-format", "short"], 0);
    assert!(!said.contains("titel") && !said.contains("serves") && said.contains("`sumary`"), "{said}");
}

#[test]
fn all_that_is_wrong_is_told_in_one_run() {
    let all = found("---\ntitle: a: b\ntags: [[x\nauthor: \"Ada\ndate: 2026-02-30\n---\nText.\n");
    let places: Vec<&str> = all.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(places, ["a: b", "[[x", "\"Ada", "2026-02-30"], "{all:?}");
}
