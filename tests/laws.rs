//! The laws that everything else stands on, as properties of random edit scripts.
//!
//! The alphabet is small, so that names collide, links dangle, files go and come back, and files
//! are broken and mended, all the time.

use std::collections::BTreeMap;

use crosslight::base::path::SourcePath;
use crosslight::base::source::Edit;
use crosslight::base::tag::Tag;
use crosslight::edge::publish::spill_file;
use crosslight::read::permalink::Role;
use crosslight::render::page::{Output, PageId};
use crosslight::site::Settled;
use crosslight::site::memo::Memos;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::{Bench, bare, edit, ids, toy};

const PATHS: [&str; 20] = [
    "a.md",
    "b.md",
    "A.md",
    "x/a.md",
    "x/index.md",
    "x/b.md",
    "index.md",
    "x.md",
    "tags/t.md",
    "2026-01-02-b.md",
    "pic.png",
    "x/pic.png",
    "README.md",
    "SUMMARY.md",
    "tags/t/deep.md",
    "_posts/2026-01-03-c.md",
    "tags/s.md",
    "paths/p.md",
    "paths/index.md",
    "tags/ß.md",
];

/// Scripts per law in the default run; `PROPTEST_CASES` has the last word.
const SCRIPTS: u32 = 1_000;

fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(SCRIPTS);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn path() -> impl Strategy<Value = &'static str> {
    select(&PATHS[..])
}

/// With `embeds`, also what shows the text of other essays.
fn link(embeds: bool) -> impl Strategy<Value = &'static str> {
    const EMBEDS: [&str; 7] = [
        "![[a]]",
        "![[x/a#Here]]",
        "![[b#^here]]",
        "and\n\n![[A]]\n\nalone",
        "and\n\n![[x#Here]]\n\nalone",
        "#u-v",
        "#U-V",
    ];
    const LINKS: [&str; 31] = [
        "[[a]]",
        "[[b]]",
        "[[A|label]]",
        "[[x]]",
        "[[x/a]]",
        "[[T one]]",
        "[[t-one]]",
        "[[nick]]",
        "[[gone]]",
        "[[a#Here]]",
        "[[#Here]]",
        "[[b#Nowhere]]",
        "[text](a.md)",
        "[text](../x/b.md#here)",
        "[text](/b.md)",
        "![alt](pic.png)",
        "[[pic.png]]",
        "[t](tags/t.md)",
        "[[a#^here]]",
        "[t](../a/)",
        "[t](../x/index.md)",
        "[[x/index]]",
        "[[README]]",
        "[[x/nick]]",
        "[t](/2026/01/03/c.html)",
        "#t/deep",
        "a note^[with [[b]]]",
        "a footnote[^n]",
        "#[[a]]",
        "end ^here",
        "and\n\n```query\ntag:#t\n```\n\nlisted",
    ];
    if embeds { select([&LINKS[..], &EMBEDS[..]].concat()) } else { select(LINKS.to_vec()) }
}

/// Fields that an essay may have besides.
const FIELDS: [&str; 10] = [
    "description: one",
    "description: two",
    "unlisted: true",
    "up: \"[[a]]\"",
    "synonyms: [u v, s]",
    "synonyms: [t, s]\nlabel: Tea",
    "broader: t\nsee-also: [u v]",
    "broader: s\nweight: 2",
    "slug: s\nsynonyms: [t/deep]",
    "slug: q",
];

/// An essay of a few lines. One in eight has broken front matter if `broken`.
fn essay(broken: bool, embeds: bool) -> impl Strategy<Value = String> {
    let front = (
        prop::option::of(select(&["T one", "T two", "a"][..])),
        prop::option::of(select(&["2026-01-01", "2026-01-02", "2025-05-05"][..])),
        prop::option::weighted(0.15, Just(())),
        prop::collection::vec(select(&["t", "T", "u v", "t/deep", "s", "ß"][..]), 0..3),
        prop::collection::vec(select(&["nick", "/old/", "/a/", "x/nick", "/tags/SS/", "/tags/t/"][..]), 0..2),
        prop::option::of(select(&FIELDS[..])),
    );
    let heading = prop::option::of(select(&["## Here\n\n", "## Here {tags=\"t, s\"}\n\n"][..]));
    let body = (prop::collection::vec((link(embeds), any::<bool>()), 0..4), heading, 0..3u8);
    (front, body, 0..8u8).prop_map(
        move |((title, date, draft, tags, aliases, field), (links, heading, plain), fault)| {
            let mut text = String::from("---\n");
            if let Some(title) = title {
                text.push_str(&format!("title: {title}\n"));
            }
            if let Some(date) = date {
                text.push_str(&format!("date: {date}\n"));
            }
            if draft.is_some() {
                text.push_str("draft: true\n");
            }
            if let Some(field) = field {
                text.push_str(&format!("{field}\n"));
            }
            text.push_str(&format!("tags: [{}]\naliases: [{}]\n", tags.join(", "), aliases.join(", ")));
            match fault {
                0 if broken => text.push_str("date: never\n---\n"),
                1 if broken => text.push_str("title: [\n---\n"),
                _ => text.push_str("---\n"),
            }
            text.push_str(&format!("Plain {plain}.\n\n"));
            for (at, (link, under)) in links.iter().enumerate() {
                if *under && at == 1 {
                    text.push_str(heading.unwrap_or(""));
                }
                text.push_str(&format!("One before. Here is {link} in a sentence. One after.\n\n"));
            }
            if plain == 0 {
                text.push_str("1. [[a]]: first.\n2. [[x/a]]\n3. Then [[b]], at last.\n\n");
            }
            text.push_str(heading.unwrap_or(""));
            text.push_str("[^n]: A footnote with [[a]].\n");
            text
        },
    )
}

#[derive(Clone, Debug)]
struct Write(&'static str, Option<String>);

impl Write {
    fn edit(&self) -> Edit {
        edit(self.0, self.1.as_deref())
    }
}

fn write(broken: bool) -> impl Strategy<Value = Write> {
    (path(), prop::option::weighted(0.8, essay(broken, true))).prop_map(|(path, text)| Write(path, text))
}

fn script(broken: bool) -> impl Strategy<Value = Vec<Vec<Write>>> {
    prop::collection::vec(prop::collection::vec(write(broken), 1..6), 1..7)
}

/// The files that a script leaves behind.
fn leaves(script: &[Vec<Write>]) -> BTreeMap<&'static str, String> {
    let mut files = BTreeMap::new();
    for Write(path, text) in script.iter().flatten() {
        match text {
            Some(text) => files.insert(*path, text.clone()),
            None => files.remove(path),
        };
    }
    files
}

fn settings() -> impl Strategy<Value = &'static str> {
    select(
        &[
            "",
            "[build]\ndrafts = true\n",
            "[output.llms]\nfull = true\n",
            "[output.html]\nsection-lists = true\nfolder-pages = true\nfolder-tree = true\n",
            "[output.html]\nbase-url = \"https://example.org/b/\"\n",
        ][..],
    )
}

fn clean(settings: &str, files: &BTreeMap<&'static str, String>) -> Bench {
    let mut bench = Bench::new(toy(settings));
    bench.apply(files.iter().map(|(path, text)| edit(path, Some(text))).collect());
    bench
}

fn same(left: &Bench, right: &Bench) -> Result<(), TestCaseError> {
    let readable = |outputs: &BTreeMap<String, Output>| -> BTreeMap<String, String> {
        outputs
            .iter()
            .map(|(file, output)| {
                let text = match output {
                    Output::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                    Output::Copy(path, hash) => format!("{path} {hash}"),
                };
                (file.clone(), text)
            })
            .collect()
    };
    prop_assert_eq!(readable(&left.outputs), readable(&right.outputs));
    prop_assert_eq!(left.site.diagnostics(), right.site.diagnostics());
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    /// Laws 1 to 3. Purity, one path, equality: after any edits, outputs and diagnostics are those
    /// of a clean build of the files as they are.
    #[test]
    fn any_edits_come_to_a_clean_build(script in script(false), settings in settings()) {
        let mut bench = Bench::new(toy(settings));
        for batch in &script {
            bench.apply(batch.iter().map(Write::edit).collect());
        }
        same(&bench, &clean(settings, &leaves(&script)))?;
    }

    /// The same with files that are broken and mended, and a theme that gains and loses what themes
    /// can do without.
    #[test]
    fn broken_files_mend(script in script(true), settings in settings(), ends_bare in any::<bool>()) {
        let setting = |is_bare: bool| if is_bare { bare(settings) } else { toy(settings) };
        let mut bench = Bench::new(setting(!ends_bare));
        for (at, batch) in script.iter().enumerate() {
            if at == script.len() / 2 {
                bench.site.retheme(setting(ends_bare).theme);
            }
            bench.apply(batch.iter().map(Write::edit).collect());
        }
        let mut clean = Bench::new(setting(ends_bare));
        clean.apply(leaves(&script).iter().map(|(path, text)| edit(path, Some(text))).collect());
        same(&bench, &clean)?;
    }

    /// Laws 1 to 3 for a preview, whose pages are made when they are asked for: what is looked at, in
    /// whatever state the rest of the book is in, is what a clean build has there, and nothing else is.
    #[test]
    fn what_is_looked_at_is_as_in_a_clean_build(
        script in script(true),
        looks in prop::collection::vec(any::<prop::sample::Index>(), 12),
        settings in settings(),
    ) {
        let mut bench = Bench::new(toy(settings));
        let mut looks = looks.iter();
        let mut files: Vec<String> = vec!["index.html".into(), "a/index.html".into(), "x/a/index.html".into()];
        for (at, batch) in script.iter().enumerate() {
            bench.site.apply(batch.iter().map(Write::edit).collect());
            for look in looks.by_ref().take(2) {
                if let Some(page) = bench.site.page_at(&files[look.index(files.len())]) {
                    bench.site.show(&page);
                    prop_assert!(!bench.site.is_stale(&page));
                }
            }
            if at % 2 == 1 {
                let some: Vec<_> = bench.site.stale().into_iter().step_by(2).collect();
                files.extend(bench.site.make(some, &|_, _| {}).changed.iter().map(ToString::to_string));
            }
        }
        let clean = clean(settings, &leaves(&script));
        // As a preview does once it is quiet.
        bench.site.derive();
        for (file, output) in &clean.outputs {
            let page = bench.site.page_at(file);
            let shown = page.and_then(|page| bench.site.show(&page)).map(|(shown, _)| shown);
            prop_assert_eq!(shown.as_ref(), Some(output), "{}", file);
        }
        for file in files.iter().filter(|file| !clean.outputs.contains_key(*file)) {
            let page = bench.site.page_at(file);
            prop_assert!(page.is_none_or(|page| bench.site.show(&page).is_none()), "{}", file);
        }
        bench.settle();
        prop_assert_eq!(bench.site.diagnostics(), clean.site.diagnostics());
    }

    /// Law 4. Order: any order and batching of edits to different files comes to the same.
    #[test]
    fn order_does_not_matter(
        files in prop::collection::btree_map(path(), essay(true, true), 1..10),
        order in prop::collection::vec(any::<prop::sample::Index>(), 12),
        breaks in prop::collection::vec(any::<bool>(), 12),
    ) {
        let mut left: Vec<_> = files.iter().collect();
        let mut bench = Bench::new(toy(""));
        let mut batch = Vec::new();
        for (pick, settle) in order.iter().zip(&breaks) {
            if left.is_empty() {
                break;
            }
            let (path, text) = left.remove(pick.index(left.len()));
            batch.push(edit(path, Some(text)));
            if *settle {
                bench.apply(std::mem::take(&mut batch));
            }
        }
        bench.apply(batch);
        same(&bench, &clean("", &files))?;
    }

    /// Law 5. Locality: an edit that changes nothing another page shows makes one page again, the
    /// one that shows the text.
    #[test]
    fn an_edit_is_made_where_it_shows(files in prop::collection::btree_map(path(), essay(true, false), 1..10), pick in any::<prop::sample::Index>()) {
        let essays: Vec<_> = files.iter().filter(|(path, _)| SourcePath::new(path).is_markdown()).collect();
        prop_assume!(!essays.is_empty());
        let (path, text) = essays[pick.index(essays.len())];
        let mut bench = clean("", &files);
        let settled = bench.apply(vec![edit(path, Some(&text.replacen("Plain", "Quite plain", 1)))]);
        let shows = match bench.site.card(&SourcePath::new(path)).map(|card| &card.role) {
            Some(Role::Home) => PageId::Home,
            Some(Role::Paths) => PageId::Paths,
            Some(Role::Tag(slug)) => PageId::Tag(Tag::new(slug).unwrap()),
            _ => PageId::Essay(SourcePath::new(path)),
        };
        // And the file with its preview.
        let (previews, made): (Vec<_>, Vec<_>) =
            settled.made.iter().cloned().partition(|page| matches!(page, PageId::Previews(_)));
        let expected = if made.is_empty() { vec![] } else { vec![shows] };
        prop_assert_eq!(ids(&made), ids(&expected));
        prop_assert!(previews.len() <= 1);
        // Nothing is made only where the text is not published, or two texts meet at one address.
        let published = !text.contains("draft: true") && !text.contains("title: [\n") && *path != "SUMMARY.md";
        let contested = bench.findings().iter().any(|found| {
            ["is taken by", "this file from", "has its text from"].iter().any(|words| found.contains(words))
        });
        prop_assert!(!settled.made.is_empty() || !published || contested);
    }

    /// Law 7. Silence: saving files as they are makes nothing.
    #[test]
    fn saving_without_a_change_is_silent(files in prop::collection::btree_map(path(), essay(true, true), 1..10)) {
        let mut bench = clean("", &files);
        let before = bench.outputs.clone();
        let settled = bench.apply(files.iter().map(|(path, text)| edit(path, Some(text))).collect());
        prop_assert_eq!(settled, Settled::default());
        prop_assert_eq!(before, bench.outputs);
    }
}

// Cards take a while to print, so a few scripts must do.
// Each of these is two builds a batch.
proptest! {
    #![proptest_config(ProptestConfig { cases: config().cases.div_ceil(4), ..config() })]

    /// Laws 1 to 3 from one process to the next: with what the last one remembered, and the texts on disk, each
    /// batch of edits comes to a clean build. If nothing is different, only that is made again which something is said of.
    #[test]
    fn what_is_remembered_is_as_in_a_clean_build(script in script(true), settings in settings()) {
        const PROGRAM: u128 = 7;
        let mut files = BTreeMap::new();
        let mut last: Option<(Bench, Memos)> = None;
        for batch in script.iter().chain([&Vec::new()]) {
            for Write(path, text) in batch {
                match text {
                    Some(text) => files.insert(*path, text.clone()),
                    None => files.remove(path),
                };
            }
            let mut bench = Bench::new(toy(settings));
            bench.site.use_spill(spill_file::open(&std::env::temp_dir()).unwrap());
            bench.site.apply(files.iter().map(|(path, text)| edit(path, Some(text))).collect());
            let digests = bench.site.digests();
            if let Some((before, memos)) = last {
                let there: BTreeMap<_, _> = before.site.outputs().map(|(file, hash)| (&**file, hash)).collect();
                let fingerprint = bench.site.fingerprint(PROGRAM);
                let memos = memos.standing(fingerprint, &|file, hash| there.get(file) == Some(&hash));
                bench.site.recall(memos, &digests);
                let kept: Vec<_> = bench.site.outputs().map(|(file, _)| file.to_string()).collect();
                bench.outputs = kept.into_iter().map(|file| (file.clone(), before.outputs[&file].clone())).collect();
            }
            let settled = bench.settle();
            same(&bench, &clean(settings, &files))?;
            if batch.is_empty() {
                let mut idle: Vec<_> = settled.made.into_iter().filter(|page| !bench.site.has_said(page)).collect();
                idle.retain(|page| bench.site.show(page).is_some());
                prop_assert_eq!(ids(&idle), Vec::<String>::new());
            }
            let pages: Vec<_> = bench.site.page_ids().collect();
            let memos = bench.site.memos(&pages, bench.site.fingerprint(PROGRAM), &digests);
            last = Some((bench, memos));
        }
    }
}

#[cfg(feature = "social-cards")]
proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..config() })]

    /// Laws 3 and 4 for the pictures of pages.
    #[test]
    fn cards_are_those_of_a_clean_build(script in script(true)) {
        let settings = "[book]\ntitle = \"B\"\n[output.html]\nbase-url = \"https://example.org/\"\n[output.html.social-cards]\n";
        let mut bench = Bench::new(toy(settings));
        for batch in &script {
            bench.apply(batch.iter().map(Write::edit).collect());
        }
        same(&bench, &clean(settings, &leaves(&script)))?;
    }
}

/// Law 6. Recording: the files that make pages name the reader, and not what it reads from. (That
/// the record is complete is law 3; that it is not too large is law 5.) Which pages there are is not a page's to know.
#[test]
fn pages_know_only_the_reader() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render/page");
    let mut seen = 0;
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    for path in files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path) {
        if path.ends_with("inventory.rs") || path.ends_with("routes.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains("library") && !text.contains("Relation"), "{}", path.display());
        seen += 1;
    }
    assert!(seen > 10, "the pages are where they were");
}
