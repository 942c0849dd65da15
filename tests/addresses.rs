//! Where pages stand: by their paths, by their fields, by patterns, and where else if another one is there.

use std::collections::BTreeMap;

use crosslight::base::path::SourcePath;
use crosslight::base::tag::Tag;
use crosslight::render::page::{Output, PageId};
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::{Bench, edit, toy};

/// The address of every essay.
fn addresses(settings: &str, files: &str) -> BTreeMap<String, String> {
    let bench = Bench::book(settings, files);
    bench.site.library().cards().map(|card| (card.path.to_string(), card.address.to_string())).collect()
}

/// The addresses of essays with these fields, each `path` with its front matter.
#[track_caller]
fn stand(settings: &str, essays: &[(&str, &str, &str)]) {
    let texts = essays.iter().map(|(path, fields, _)| format!("== {path}\n---\n{fields}\n---\nText.\n"));
    let found = addresses(settings, &texts.collect::<String>());
    for (path, fields, address) in essays {
        assert_eq!(found.get(*path).map(String::as_str), Some(*address), "{path} with {fields}");
    }
}

#[test]
fn an_alias_at_a_file_for_programs_leaves_the_rest_published() {
    let folder = crate::support::Folder::new(
        "== book.toml\n[output.html]\nbase-url = \"https://example.org/\"\n[output.llms]\n== content/a.md\n---\naliases: [/robots.txt, /llms.txt/x/]\n---\nA\n",
    );
    let said = folder.run(&["build", "--dest-dir", "out"], 0);
    assert_eq!(said.matches("CL0015").count(), 2, "{said}");
    assert!(folder.path("out/robots.txt").is_file() && folder.path("out/a/index.html").is_file(), "{said}");
}

#[test]
fn an_address_in_a_field_is_as_it_is_written() {
    stand(
        "",
        &[
            ("a.md", "url: /On/The.Mirror_2/", "On/The.Mirror_2/"),
            ("b.md", "permalink: /about.html", "about.html"),
            ("c.md", "permalink: /x/", "x/"),
            ("d.md", "path: y", "y/"),
            ("e.md", "slug: V1.2_Notes", "V1.2_Notes/"),
            ("f.md", "slug: Two words", "two-words/"),
            ("g.md", "url: /z/index.html", "z/"),
            ("h.md", "url: https://example.org/elsewhere/", "h/"),
            ("i/index.md", "slug: j", "j/"),
            ("k.md", "slug: /deep/down", "deep/down/"),
            ("l.md", "url: Été/über", "Été/über/"),
            ("m.md", "url: \"\"", "m/"),
        ],
    );
    let bench = Bench::book("", "== a.md\n---\nurl: /../b/\n---\n== !!.md\nText.\n");
    assert_eq!(
        bench.findings(),
        [
            "!!.md: the name `!!` has no letter or digit to make an address of",
            "a.md: the address `/../b/` has `..` in it",
        ]
    );
    assert!(bench.outputs.contains_key("a/index.html"));
}

#[test]
fn a_book_says_which_fields_are_addresses() {
    let settings = "[addresses]\nfields = [\"slug\"]\n";
    stand(
        settings,
        &[("a.md", "url: /b/", "a/"), ("c.md", "permalink: /d/\npath: e", "c/"), ("f.md", "slug: g", "g/")],
    );
}

#[test]
fn the_day_of_a_post_may_lack_its_zeros() {
    let settings = "[addresses]\ndays = \"cut\"\n";
    stand(settings, &[("_posts/2025-1-2-a.md", "x: y", "posts/a/"), ("2025-1-2-b.md", "x: y", "2025-1-2-b/")]);
    stand("[addresses]\ndays = \"folders\"\n", &[("2025-1-2-b.md", "x: y", "2025/1/2/b/")]);
}

#[test]
fn a_page_may_stand_in_a_file() {
    let settings = "[output.html]\nbase-url = \"https://example.org/\"\n[output.llms]\n";
    let bench = Bench::book(
        settings,
        "== a.md\n---\npermalink: /x/about.html\n---\n[[b]]\n== b.md\n[a](/x/about.html) [a](/x/about) [[a]]\n== 404.md\n---\npermalink: /404.html\n---\nLost.\n",
    );
    assert_eq!(bench.findings(), [""; 0]);
    assert!(bench.text("x/about.html").contains("href=\"../b/\""), "{}", bench.text("x/about.html"));
    assert_eq!(bench.text("b/index.html").matches("href=\"../x/about.html\"").count(), 3);
    assert!(bench.text("404.html").contains("Lost."));
    assert!(bench.outputs.contains_key("x/about/index.md"));
    assert!(bench.text("sitemap.xml").contains("<loc>https://example.org/x/about.html</loc>"));
    assert!(bench.site.page_at("x/about.html").is_some() && bench.site.page_at("x/about/index.md").is_some());
}

#[test]
fn names_become_addresses_by_the_rule_of_the_book() {
    let path = "On_Trust/First Step & 2.0.md";
    for (rule, address) in [
        ("unicode", "on-trust/first-step-2-0/"),
        ("ascii", "on-trust/first-step-2-0/"),
        ("hugo", "on_trust/first-step-2.0/"),
        ("quartz", "On_Trust/First-Step--and--2.0/"),
        ("as-named", "On_Trust/First Step & 2.0/"),
    ] {
        stand(&format!("[addresses]\nslugs = \"{rule}\"\n"), &[(path, "", address)]);
    }
    stand("[addresses]\nslugs = \"hugo\"\nkeep-case = true\n", &[(path, "", "On_Trust/First-Step-2.0/")]);
}

#[test]
fn the_day_of_a_file_stays_unless_the_book_cuts_it() {
    let files = "== m/2026-01-09-minutes.md\n# January\n== m/2026-02-13-minutes.md\n# February\n== a.md\n[[2026-01-09-minutes]]\n";
    let bench = Bench::book("", files);
    assert_eq!(bench.findings(), [""; 0]);
    assert!(bench.outputs.contains_key("m/2026-01-09-minutes/index.html"));
    let bench = Bench::book("[addresses]\ndays = \"cut\"\n", files);
    assert_eq!(
        bench.findings(),
        ["m/2026-02-13-minutes.md: the address `/m/minutes/` is taken by `m/2026-01-09-minutes.md`"]
    );
    assert!(bench.outputs.contains_key("m/2026-02-13-minutes/index.html"));
}

#[test]
fn a_folder_may_stand_elsewhere_and_its_days_be_folders() {
    let settings = "[addresses]\ndays = \"folders\"\nslugs = \"as-named\"\nkeep-case = true\nslug-field = \"id\"\n\
                    [addresses.folders]\n\"site/blog\" = \"blog\"\nguide = \"\"\n\"guide/api\" = \"ref/api\"\n";
    stand(
        settings,
        &[
            ("site/blog/2026-03-01-Opening.md", "title: A", "blog/2026/03/01/Opening/"),
            ("site/blog/2026-03-02-tour/index.md", "title: A", "blog/2026/03/02/tour/"),
            ("site/blog/2026-03-03/index.md", "title: A", "blog/2026/03/03/"),
            ("site/blog/2026-03-04-x.md", "slug: short", "blog/short/"),
            ("guide/first_steps.md", "title: A", "first_steps/"),
            ("guide/b.md", "id: Other", "Other/"),
            ("guide/c.md", "slug: /", ""),
            ("guide/h.md", "slug: old rooms/Of the house", "old rooms/Of the house/"),
            ("guide/api/d.md", "slug: /e", "ref/api/e/"),
            ("guide/api/deep/f.md", "title: A", "ref/api/deep/f/"),
            ("guides/g.md", "title: A", "guides/g/"),
        ],
    );
    let github = "[addresses]\nslugs = \"github\"\n";
    stand(github, &[("A Guide/v2.0 (old).md", "title: A", "a-guide/v20-old/")]);
}

#[test]
fn files_of_other_tools_lead_on() {
    let settings = "[addresses]\nslugs = \"as-named\"\nhtml = \"redirect\"\n";
    let bench = Bench::book(
        settings,
        "== index.md\n[x](first_step.html) [y](first_step.md) [z](/Deep/Two)\n== first_step.md\n# One\n== Deep/Two.md\n# Two\n== Deep/two.html\n",
    );
    assert_eq!(bench.findings(), [""; 0]);
    assert!(bench.text("first_step.html").contains("url=./first_step/index.html"));
    // A redirect gives way to everything else, whatever its capitals.
    assert!(matches!(bench.outputs["Deep/two.html"], Output::Copy(..)));
    assert!(!bench.outputs.contains_key("Deep/Two.html"));
    stand(
        "[addresses]\nhtml = \"page\"\n",
        &[("a/b.md", "", "a/b.html"), ("a/index.md", "", "a/"), ("c.md", "slug: D", "D.html")],
    );
}

#[test]
fn the_address_of_an_essay_that_is_the_home_page_leads_there() {
    let settings = "[book]\nhome = \"part/first.md\"\n[addresses]\nhtml = \"redirect\"\n";
    let files = "== part/first.md\n# First\n[[b]]\n== b.md\n# Bee\n[a](part/first.html) [a](part/first.md) [a](/)\n";
    let bench = Bench::book(settings, files);
    assert_eq!(bench.findings(), [""; 0]);
    assert!(bench.outputs.contains_key("index.html"));
    assert!(bench.text("part/first.html").contains("url=../index.html"));
    assert!(bench.text("part/first/index.html").contains("url=../../index.html"));
    assert_eq!(bench.text("b/index.html").matches("href=\"../index.html\"").count(), 3);
}

#[test]
fn addresses_follow_patterns() {
    let settings = "[addresses.patterns]\nposts = \"/:year/:month/:slug/\"\n\"posts/far\" = \"/:section/:yearday/:title/\"\n\
                    \"**/_notes\" = \"/n/:categories/:name:output_ext\"\ndocs = \"/d/:path/\"\n";
    stand(
        settings,
        &[
            ("posts/a.md", "date: 2026-02-03\ntitle: On trust", "2026/02/on-trust/"),
            ("posts/b.md", "date: 2026-02-03\nslug: Bee", "2026/02/bee/"),
            ("posts/undated.md", "", "posts/undated/"),
            ("posts/_index.md", "", "posts/"),
            ("posts/far/c.md", "date: 2026-02-03", "posts/34/c/"),
            ("x/_notes/2026-01-02-d.md", "categories: [Two]", "n/x/two/d.html"),
            ("docs/deep/e.md", "", "d/deep/e/"),
            ("docs/f/index.md", "", "d/f/"),
            ("posts/g.md", "date: 2026-02-03\nurl: /own/", "own/"),
            ("h.md", "date: 2026-02-03\npermalink: /:year/:title/", "2026/h/"),
            ("j.md", "title: On trust\npermalink: \"t/{{ title | slugify }}/index.html\"", "t/on-trust/"),
            ("k/2026-02-03-index.md", "permalink: \"/{{ page.date | date: '%Y' }}/{{ page.fileSlug }}/\"", "2026/k/"),
            ("l.md", "permalink: \"/{{ section }}/x/\"", "l/"),
            ("i.md", "date: 2026-02-03\nurl: \"/:weekdayname/:contentbasename/\"", "tuesday/i/"),
        ],
    );
}

#[test]
fn a_link_may_use_any_address_of_a_page() {
    let settings = "[output.html]\nbase-url = \"https://example.org/book/\"\n";
    let bench = Bench::book(
        settings,
        "== index.md\n# Home\n== new.md\n---\ntitle: New\naliases: [/old/way/, gone.html, Nick/name]\n---\n== x.png\n\
         == from.md\n[a](/old/way/) [a](/old/way) [a](/gone.html) [a](/gone) [[/old/way]] [a](/book/new/) [a](/book/old/way/)\n\
         [a](https://example.org/book/new/#x) [a](https://example.org/book/old/way/) [a](/nick/name/)\n\n\
         [home](https://example.org/book/) [home](/book/) [x](https://example.org/book/x.png) <https://example.org/book/new>\n\n\
         [app](https://example.org/book/app/) [other](https://example.org/other/)\n",
    );
    assert_eq!(bench.findings(), ["from.md: broken link: `new.md` has no heading `x`"]);
    let page = bench.text("from/index.html");
    assert_eq!(page.matches("href=\"../new/\"").count() + page.matches("href=\"../new/#x\"").count(), 11, "{page}");
    assert_eq!(page.matches("href=\"../\"").count(), 2, "{page}");
    for outside in ["\"../x.png\"", "\"https://example.org/book/app/\"", "\"https://example.org/other/\""] {
        assert!(page.contains(outside), "{outside} in {page}");
    }
    assert!(bench.text("new/index.html").contains("< from"));
}

/// Of one part too: a name for links has an address as well, where nothing else stands there.
#[test]
fn a_link_may_use_an_old_address_of_one_part() {
    let bench = Bench::book(
        "",
        "== new.md\n---\naliases: [/old/, older, Oldest of all, \"no: address?\"]\n---\nText\n\
         == from.md\n[a](/old/) [a](/old) [a](../old/) [a](/older/) [a](/oldest-of-all/) [[older]] [[no: address?]]\n",
    );
    assert_eq!(bench.findings(), [""; 0]);
    assert_eq!(bench.text("from/index.html").matches("href=\"../new/index.html\"").count(), 7);
}

#[test]
fn languages_stand_below_their_codes() {
    let settings = "[languages.fr]\n[languages.de]\nfolder = \"deutsch\"\n[languages.en]\nfolder = \"english\"\n";
    let files = "== english/index.md\n# Home\n== index.fr.md\n# Accueil\n== deutsch/_index.md\n# Start\n== a.md\n# A\n\
                 == a.fr.md\n---\ntitle: A\n---\n[[b]] [b](b.md) [b](/b/)\n== b.fr.md\n# B fr\n== b.en.md\n# B\n[[a]]\n\
                 == deutsch/x/a.md\n# A de\n[[b]] [c](/x/c/)\n== english/x/c.md\n# C\n";
    let bench = Bench::book(settings, files);
    assert_eq!(bench.findings(), [""; 0]);
    let found = addresses(settings, files);
    for (path, address) in [
        ("english/index.md", ""),
        ("index.fr.md", "fr/"),
        ("deutsch/_index.md", "de/"),
        ("a.md", "a/"),
        ("a.fr.md", "fr/a/"),
        ("b.en.md", "b/"),
        ("deutsch/x/a.md", "de/x/a/"),
        ("english/x/c.md", "x/c/"),
    ] {
        assert_eq!(found[path], address, "{path}");
    }
    let french = bench.text("fr/a/index.html");
    // By name, that of its own language; an address means the page that stands there.
    assert_eq!(french.matches("href=\"../../fr/b/index.html\"").count(), 2, "{french}");
    assert_eq!(french.matches("href=\"../../b/index.html\"").count(), 1, "{french}");
    assert!(french.contains("\"inLanguage\":\"fr\""), "{french}");
    assert!(bench.text("de/x/a/index.html").contains("href=\"../../../x/c/index.html\""));
}

#[test]
fn an_edit_of_an_essay_that_stands_elsewhere_makes_its_page_alone() {
    let files = "== tags/s.md\n---\nsynonyms: [u v, s]\n---\nPlain.\n== tags/t.md\n---\nslug: s\n---\nText.\n";
    let mut bench = Bench::book("", files);
    let settled = bench.apply(vec![edit("tags/s.md", Some("---\nsynonyms: [u v, s]\n---\nQuite plain.\n"))]);
    let pages = settled.made.iter().filter(|page| !matches!(page, PageId::Previews(_)));
    assert_eq!(pages.collect::<Vec<_>>(), [&PageId::Essay(SourcePath::new("tags/s.md"))]);
}

#[test]
fn tags_have_their_addresses_in_every_script() {
    let settings = "[output.html]\nbase-url = \"https://example.org/\"\n[tags]\npath = \"größen\"\n";
    let files = "== a.md\n---\ntags: [straße, λόγος, été, Ἀθήνᾳ, trust]\n---\nText\n";
    let mut bench = Bench::book(settings, files);
    for tag in ["straße", "λόγος", "été", "ἀθήνᾳ", "trust"] {
        let page = PageId::Tag(Tag::new(tag).unwrap());
        let feed = PageId::TagFeed(Tag::new(tag).unwrap());
        assert_eq!(bench.site.page_at(&format!("größen/{tag}/index.html")), Some(page), "{tag}");
        assert_eq!(bench.site.page_at(&format!("größen/{tag}/atom.xml")), Some(feed), "{tag}");
        let folded = tag.replace('ß', "ss").to_uppercase();
        for alias in [format!("/größen/{tag}/"), format!("/GRÖSSEN/{folded}/")] {
            bench.write(&format!("== b.md\n---\naliases: [\"{alias}\"]\n---\nText\n"));
            let found = bench.findings().join("\n");
            assert!(found.contains("b.md") && found.contains("is taken by"), "{alias}: {found}");
            assert!(!bench.text(&format!("größen/{tag}/index.html")).contains("has moved"), "{alias}");
        }
        // The essay's own text of the tag is the text of this one.
        bench.write(&format!("== b.md\n---\n---\nText\n== größen/{tag}.md\nWhat it means.\n"));
        assert!(bench.text(&format!("größen/{tag}/index.html")).contains("What it means."), "{tag}");
        assert!(bench.findings().is_empty(), "{:?}", bench.findings());
        bench.write(&format!("== größen/{tag}.md\nWhat it is.\n"));
        assert!(bench.text(&format!("größen/{tag}/index.html")).contains("What it is."), "{tag}");
    }
    // Once nothing has the tag, its address is free.
    bench.write("== a.md\nText\n== b.md\n---\naliases: [\"/größen/weiß/\"]\n---\nText\n");
    assert!(bench.text("größen/weiß/index.html").contains("has moved"));
    bench.write("== a.md\n---\ntags: [weiß]\n---\nText\n");
    assert!(!bench.text("größen/weiß/index.html").contains("has moved"));
}

const PATHS: [&str; 14] = [
    "a.md",
    "A.md",
    "a.markdown",
    "2026-01-02-a.md",
    "2026-01-03-a.md",
    "a-md.md",
    "a/index.md",
    "a/README.md",
    "x/a.md",
    "x/A.md",
    "tags/a.md",
    "tags/A.md",
    "paths/a.md",
    "a/index.html",
];

const TEXTS: [&str; 9] = [
    "A.\n",
    "---\nurl: /a/\n---\nB.\n",
    "---\nurl: /a-md/\n---\n[[a]]\n",
    "---\nslug: a\ntags: [a]\n---\n[t](/a/)\n",
    "---\naliases: [/a-md/, /x/a/]\n---\n",
    "---\ndraft: true\n---\n",
    "---\nurl: /tags/a/\n---\nT.\n",
    "---\nurl: /paths/a/\n---\n1. [[x/a]]\n",
    "---\nurl: /2026-01-02-a/\n---\n![[x/a]]\n",
];

type Write = (&'static str, Option<&'static str>);

fn write() -> impl Strategy<Value = Write> {
    (select(&PATHS[..]), prop::option::weighted(0.8, select(&TEXTS[..])))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// However many essays want one address, each has one, all are different, and none depends on the order in
    /// which the files came.
    #[test]
    fn no_two_pages_share_an_address(
        script in prop::collection::vec(prop::collection::vec(write(), 1..5), 1..7),
        cut in any::<bool>(),
    ) {
        let settings = if cut { "[addresses]\ndays = \"cut\"\n" } else { "" };
        let mut bench = Bench::new(toy(settings));
        let mut files: BTreeMap<&str, &str> = BTreeMap::new();
        for batch in &script {
            for (path, text) in batch {
                match text {
                    Some(text) => files.insert(path, text),
                    None => files.remove(path),
                };
            }
            bench.apply(batch.iter().map(|(path, text)| edit(path, *text)).collect());
        }
        let mut clean = Bench::new(toy(settings));
        for (path, text) in files.iter().rev() {
            clean.site.apply(vec![edit(path, Some(text))]);
        }
        clean.settle();
        prop_assert_eq!(&bench.outputs, &clean.outputs);
        prop_assert_eq!(bench.site.diagnostics(), clean.site.diagnostics());
        let cards: Vec<_> = bench.site.library().cards().cloned().collect();
        let mut addresses: Vec<_> = cards.iter().map(|card| card.address.to_lowercase()).collect();
        addresses.sort_unstable();
        addresses.dedup();
        prop_assert_eq!(addresses.len(), cards.len());
        for card in cards {
            let file = if card.address.is_empty() || card.address.ends_with('/') { "index.html" } else { "" };
            let file = format!("{}{file}", card.address);
            prop_assert!(matches!(bench.outputs.get(&file), Some(Output::Bytes(_))), "{file}");
        }
    }
}

#[test]
fn what_an_essay_wants_decides_where_it_stands_instead() {
    // Its first other address is the same for both, and its second is not.
    let mut bench = Bench::book(
        "",
        "== 2026-01-03-a.md\n---\nurl: /a-md/\n---\n== a.md\nA\n== 2026-01-02-a.md\n---\nurl: /2026-01-02-a/\n---\n\
         == A.md\n---\nurl: /2026-01-02-a/\n---\n",
    );
    bench.write("== A.md\n---\nurl: /a-md/\n---\n");
    let clean = Bench::book(
        "",
        "== 2026-01-03-a.md\n---\nurl: /a-md/\n---\n== a.md\nA\n== 2026-01-02-a.md\n---\nurl: /2026-01-02-a/\n---\n\
         == A.md\n---\nurl: /a-md/\n---\n",
    );
    assert_eq!(bench.outputs.keys().collect::<Vec<_>>(), clean.outputs.keys().collect::<Vec<_>>());
}

#[test]
fn the_slug_of_a_folder_is_the_name_of_that_folder() {
    let section = ("things/awards/_index.md", "slug: prizes", "things/prizes/");
    stand("", &[section, ("things/cups/index.md", "slug: goblets", "things/goblets/")]);
    stand("[addresses.patterns]\nthings = \"/t/:slug/\"\n", &[section]);
    // Tools that spell names by a rule spell slugs by it.
    stand("[addresses]\nslugs = \"hugo\"\n", &[("a.md", "slug: Camel/Case_1", "camel/case_1/")]);
    stand("[addresses]\nslugs = \"ascii\"\n", &[("a.md", "slug: Ünder_Score", "under-score/")]);
}

#[test]
fn a_hyphen_in_a_title_stays_one_hyphen() {
    let settings = "[addresses]\nslugs = \"hugo\"\n[addresses.patterns]\nposts = \"/:slug/\"\n";
    stand(settings, &[("posts/a.md", "title: \"July - what we read: all of it\"", "july-what-we-read-all-of-it/")]);
}

#[test]
fn an_alias_can_be_an_address_from_the_folder_of_its_page() {
    let files = "== guide/boxes.md\n---\naliases: [callouts, ../old/box, /older/box/]\n---\nText.\n\
                 == guide/boxes.fr.md\n---\naliases: [callouts, /older/box/, /fr/oldest/]\n---\nTexte.\n\
                 == a.md\n[x](/older/box/) [y](/guide/callouts) [z](/fr/older/box/)\n";
    let bench = Bench::book("[addresses]\nrelative-aliases = true\n[languages.fr]\n", files);
    assert_eq!(bench.findings(), [""; 0]);
    for file in ["guide/callouts", "old/box", "older/box", "fr/guide/callouts", "fr/older/box", "fr/oldest"] {
        assert!(bench.outputs.contains_key(&*format!("{file}/index.html")), "{file}");
    }
    let text = bench.text("a/index.html");
    for href in ["../guide/boxes/index.html", "../fr/guide/boxes/index.html"] {
        assert!(text.contains(href), "{text}");
    }
}

#[test]
fn a_file_is_found_by_the_address_of_its_page() {
    let files = "== posts/2026-05-06-kwok/index.md\n---\nslug: kwok\ndate: 2026-05-06\n---\n<img src=\"/posts/2026/kwok/a.svg\">\n\
                 == posts/2026-05-06-kwok/a.svg\n<svg/>\n== b.md\n![a](/posts/2026/kwok/a.svg)\n";
    let bench = Bench::book("[addresses.patterns]\nposts = \"/:section/:year/:slug/\"\n", files);
    assert_eq!(bench.findings(), [""; 0]);
    assert!(bench.text("b/index.html").contains("src=\"../posts/2026-05-06-kwok/a.svg\""));
    // In the folder of a language a file is called by where the pages stand.
    let files = "== en/blog/a.md\n![f](../a/f.png)\n== en/blog/a/f.png\nPNG\n== fr/b.md\n![f](/blog/a/f.png)\n";
    let settings = "[book]\nlanguage = \"en\"\n[addresses]\nslugs = \"hugo\"\n[languages.en]\n[languages.fr]\n";
    let bench = Bench::book(settings, files);
    assert_eq!(bench.findings(), [""; 0]);
    assert!(bench.text("blog/a/index.html").contains("src=\"../../en/blog/a/f.png\""));
}

#[test]
fn a_folder_that_is_called_like_a_page_of_the_site_comes_first() {
    let settings = "[output.html]\nbase-url = \"https://example.org\"\n";
    let mut bench = Bench::book(settings, "== a.md\nA\n");
    assert!(bench.outputs.contains_key("atom.xml"));
    bench.write("== atom.xml/index.html\n<p>Elsewhere</p>\n");
    assert!(!bench.outputs.contains_key("atom.xml") && bench.outputs.contains_key("atom.xml/index.html"));
    bench.apply(vec![edit("atom.xml/index.html", None)]);
    assert!(bench.outputs.contains_key("atom.xml"));
}

#[test]
fn nothing_is_a_file_and_a_folder() {
    let files = "== a.md\n---\naliases: [/graph.json/old/, /pic.png/, /old/]\n---\nText\n== b.md\nSee [[a]].\n";
    let mut bench = Bench::book("", &format!("{files}== c.md\n---\npath: /graph.json/\n---\nText\n== pic.png\nP\n"));
    assert_eq!(
        bench.findings(),
        [
            "a.md: the address `/graph.json/old/` is taken by a page that crosslight makes",
            "a.md: the address `/pic.png/` is taken by `pic.png`",
            "c.md: the address `/graph.json/` is taken by a page that crosslight makes",
        ]
    );
    // At the alias and the address that ask for them.
    let places: Vec<_> = bench.site.diagnostics().iter().map(|found| found.span.unwrap().range()).collect();
    assert_eq!(places, [14..30, 32..41, 10..22]);
    for (file, is_there) in
        [("old/index.html", true), ("pic.png", true), ("pic.png/index.html", false), ("graph.json/index.html", false)]
    {
        assert_eq!(bench.site.page_at(file).is_some(), is_there, "{file}");
    }
    // Once the file has gone, its name is free for a folder, and the other way round.
    bench.write("== d.md\n---\npath: /plan.txt/\n---\nText\n");
    assert!(bench.text("plan.txt/index.html").contains("Text"));
    bench.write("== plan.txt\nT\n");
    assert!(bench.findings().contains(&"d.md: the address `/plan.txt/` is taken by `plan.txt`".to_owned()));
    assert!(bench.site.page_at("plan.txt/index.html").is_none());
}

#[test]
fn the_day_of_a_bundle_is_cut_off_as_that_of_a_file() {
    let files = "== blog/2026-03-26-doors/index.md\nA\n== blog/2026-03-27-hinges.md\nB\n";
    for (days, expected) in
        [("cut", ["blog/doors/", "blog/hinges/"]), ("keep", ["blog/2026-03-26-doors/", "blog/2026-03-27-hinges/"])]
    {
        let bench = Bench::book(&format!("[addresses]\ndays = \"{days}\"\n"), files);
        for address in expected {
            assert!(
                bench.outputs.contains_key(&format!("{address}index.html")),
                "{address} in {:?}",
                bench.outputs.keys()
            );
        }
    }
}
