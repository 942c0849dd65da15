//! What pages say of themselves to those who do not read them: search engines, social networks.

use crosslight::base::path::SourcePath;
use crosslight::render::page::PageId;
use serde_json::{Value, json};

use crate::support::Bench;

const ONLINE: &str = "[book]\ntitle = \"Inside out\"\nauthors = [\"Ada\"]\nlanguage = \"en-GB\"\n\
                      [output.html]\nbase-url = \"https://example.org/b\"\n";

const FILES: &str = "== essays/mirror.md\n---\ntitle: The mirror </script> & more\ndescription: What it shows\n\
                     date: 2026-11-03\nupdated: 2026-11-05\ntags: [trust]\nimage: ../pictures/a b.png\n\
                     sources: [\"[[s1|Source one]]\", A book, \"https://other.example/x\"]\n---\n\
                     Begin with [[door]], then [[door#Here]] and [[gone]] and <https://else.example>.\n\
                     == essays/door.md\n# The door\n\n## Here\n\nTwo words more.\n\
                     == s1.md\n# Source\n== pictures/a b.png\nx\n== tags/trust.md\n---\ndescription: Who relies on whom\n---\n# Trust\n\
                     == sub/index.md\n# Sub\n== sub/deep/leaf.md\n---\nauthors: [Bea]\nlang: de\nimage: https://pictures.example/p.png\n---\nText\n";

/// The JSON-LD of a page: what follows the line of its days.
fn things(bench: &Bench, file: &str) -> Vec<Value> {
    let text = bench.text(file);
    let line = text.lines().last().unwrap();
    assert!(!line.contains(['<', '>', '&']), "{line}");
    let whole: Value = serde_json::from_str(line).unwrap();
    assert_eq!(whole["@context"], "https://schema.org");
    whole["@graph"].as_array().unwrap().clone()
}

#[test]
fn an_essay_says_what_it_is() {
    let bench = Bench::book(ONLINE, FILES);
    let found = things(&bench, "essays/mirror/index.html");
    let site = json!({"@type": "WebSite", "name": "Inside out", "url": "https://example.org/b/"});
    assert_eq!(
        found[0],
        json!({
            "@id": "https://example.org/b/essays/mirror/",
            "@type": "Article",
            "headline": "The mirror </script> & more",
            "description": "What it shows",
            "url": "https://example.org/b/essays/mirror/",
            "mainEntityOfPage": "https://example.org/b/essays/mirror/",
            "datePublished": "2026-11-03",
            "dateModified": "2026-11-05",
            "author": [{"@type": "Person", "name": "Ada"}],
            "inLanguage": "en-GB",
            "wordCount": 11,
            "image": "https://example.org/b/pictures/a%20b.png",
            "isPartOf": site,
            "about": [{"@type": "DefinedTerm", "name": "Trust", "url": "https://example.org/b/tags/trust/"}],
            "mentions": [{"@id": "https://example.org/b/essays/door/"}],
            "citation": [
                {"@type": "CreativeWork", "name": "Source one", "url": "https://example.org/b/s1/"},
                {"@type": "CreativeWork", "name": "A book"},
                {"@type": "CreativeWork", "url": "https://other.example/x"},
            ],
        })
    );
    let steps = found[1]["itemListElement"].as_array().unwrap();
    let steps: Vec<_> =
        steps.iter().map(|step| (step["name"].as_str().unwrap(), step["item"].as_str().unwrap())).collect();
    assert_eq!(
        steps,
        [
            ("Inside out", "https://example.org/b/"),
            ("All essays", "https://example.org/b/essays/"),
            ("The mirror </script> & more", "https://example.org/b/essays/mirror/"),
        ]
    );
    let text = bench.text("essays/mirror/index.html");
    assert!(text.contains("\n2026-11-03 2026-11-05 https://example.org/b/pictures/a%20b.png\n"), "{text}");
}

#[test]
fn an_essay_below_a_page_has_its_own_word_on_who_wrote_it() {
    let bench = Bench::book(ONLINE, FILES);
    let found = things(&bench, "sub/deep/leaf/index.html");
    assert_eq!(found[0]["author"], json!([{"@type": "Person", "name": "Bea"}]));
    assert_eq!(found[0]["inLanguage"], "de");
    assert_eq!(found[0]["image"], "https://pictures.example/p.png");
    let names: Vec<_> = found[1]["itemListElement"].as_array().unwrap().iter().map(|step| &step["name"]).collect();
    assert_eq!(names, ["Inside out", "Sub", "leaf"], "the folder `deep` has no page");
}

#[test]
fn a_tag_is_a_term() {
    let bench = Bench::book(ONLINE, FILES);
    let found = things(&bench, "tags/trust/index.html");
    assert_eq!(found[0]["@type"], "CollectionPage");
    assert_eq!(
        found[0]["about"],
        json!({
            "@type": "DefinedTerm",
            "name": "Trust",
            "description": "Who relies on whom",
            "url": "https://example.org/b/tags/trust/",
            "inDefinedTermSet": {"@type": "DefinedTermSet", "name": "Tags", "url": "https://example.org/b/tags/"},
        })
    );
    assert_eq!(found[1]["itemListElement"][1]["name"], "Tags");
}

#[test]
fn a_book_without_an_address_names_none() {
    let bench = Bench::book("", FILES);
    let found = things(&bench, "essays/mirror/index.html");
    assert_eq!(found.len(), 1, "no way from page to page");
    let keys: Vec<_> = found[0].as_object().unwrap().keys().map(String::as_str).collect();
    for key in ["url", "mainEntityOfPage", "image", "isPartOf", "mentions"] {
        assert!(!keys.contains(&key), "{key}");
    }
    assert_eq!(found[0]["about"], json!([{"@type": "DefinedTerm", "name": "Trust"}]));
    assert!(bench.text("essays/mirror/index.html").contains("\n2026-11-03 2026-11-05 \n"));
    assert_eq!(things(&bench, "sub/deep/leaf/index.html")[0]["image"], "https://pictures.example/p.png");
}

/// A chapter that gets a title is named on the way to those below it.
#[test]
fn the_way_to_a_page_follows_titles() {
    let mut bench = Bench::book(ONLINE, FILES);
    let settled = bench.write("== sub/index.md\n# Other\n");
    assert!(settled.made.contains(&PageId::Essay(SourcePath::new("sub/deep/leaf.md"))), "{:?}", settled.made);
    assert_eq!(things(&bench, "sub/deep/leaf/index.html")[1]["itemListElement"][1]["name"], "Other");
}

#[test]
fn a_page_leads_to_its_source() {
    let settings =
        "[book]\nsrc = \"text\"\n[output.html]\nedit-url-template = \"https://example.org/edit/main/{path}\"\n";
    let bench = Bench::book(settings, "== sub dir/one.md\nText\n== tags/t.md\nText\n");
    let text = bench.text("sub-dir/one/index.html");
    assert!(text.contains("\nhttps://example.org/edit/main/text/sub%20dir/one.md\n"), "{text}");
}
