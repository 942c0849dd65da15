//! What a link means, and what leads to an essay, is what the plainest search through all files finds:
//! on small books in which names, folders, titles and addresses clash all the time.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crosslight::base::name::{Name, case_folded};
use crosslight::base::path::{SourcePath, joined, joined_anywhere, without_markdown_ending, without_page_ending};
use crosslight::gather::facts::{Facts, Mention};
use crosslight::gather::library::Library;
use crosslight::gather::named::{NameKind, Named};
use crosslight::gather::reader::Reader;
use crosslight::gather::resolve::{Fit, Resolution, citing, resolve};
use crosslight::read::syntax::link::{Destination, Manner, Target, destination};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::support::{Bench, edit, toy};

/// How many of several files are named.
const NAMED: usize = 6;

/// What a link means, in words; of several files the nearest are named.
fn plainly(library: &Library, from: &SourcePath, target: &Target) -> String {
    if target.path.is_empty() {
        return "here".to_owned();
    }
    let found = named(library, from, target);
    if found != "missing" {
        return found;
    }
    let path = SourcePath::new(&format!("{}.md", without_markdown_ending(&target.path)));
    let folder = path.folder();
    if path.is_index() && !folder.trim_matches(['.', '/']).is_empty() {
        let found = named(library, from, &Target::new(&format!("{folder}/"), None, target.manner));
        if found != "missing" {
            return found;
        }
    }
    if let Some(found) = clamped(library, from, target).map(|target| named(library, from, &target))
        && found != "missing"
    {
        return found;
    }
    // Many servers show `a.html` for `a`.
    let last = target.path.rsplit('/').next().unwrap_or_default();
    if target.manner == Manner::Path && !target.is_folder && !last.contains('.') {
        let found = named(library, from, &Target::new(&format!("{}.html", target.path), None, target.manner));
        if found != "missing" {
            return found;
        }
    }
    beside_page(library, from, target).unwrap_or(found)
}

/// What a file means that is named by a path which climbs above the host: browsers stay there.
fn clamped(library: &Library, from: &SourcePath, target: &Target) -> Option<Target> {
    let file = target.path.rsplit('/').next().filter(|file| file.contains('.'))?;
    let is_file = without_page_ending(without_markdown_ending(file)) == file;
    let is_path = target.manner == Manner::Path && target.path.starts_with("../");
    let path = joined_anywhere(&library.card(from)?.address, &target.path);
    let rest = path.trim_start_matches("../");
    (is_file && is_path && rest != path).then(|| Target::new(&format!("/{rest}"), None, target.manner))
}

/// What a file means that is named below the address of a page whose text has a folder of its own.
fn beside_page(library: &Library, from: &SourcePath, target: &Target) -> Option<String> {
    let (page, file) = target.path.rsplit_once('/').filter(|(page, file)| page.len() > 1 && file.contains('.'))?;
    if without_page_ending(without_markdown_ending(file)) != file {
        return None;
    }
    let path = match named(library, from, &Target::new(page, None, target.manner)).as_str() {
        "here" => from.clone(),
        found => SourcePath::new(found.strip_suffix(" exactly")?),
    };
    let file = joined(path.folder(), file).filter(|_| path.is_index())?;
    Some(named(library, from, &Target::new(&format!("/{file}"), None, target.manner)))
}

fn named(library: &Library, from: &SourcePath, target: &Target) -> String {
    let facts = library.entries().filter_map(|(path, _)| library.facts(path));
    let all: BTreeSet<&Named> =
        facts.flat_map(Facts::named).filter(|named| Name::of(&named.spelling) == target.key).collect();
    let search = |hidden| {
        let members = all.iter().copied().filter(|named| named.is_hidden() == hidden).collect();
        Plain { library, from, members }.search(target)
    };
    // A path that names a text which is held back means no other.
    let typed = without_markdown_ending(&target.path);
    let is_relative = typed.starts_with("./") || typed.starts_with("../");
    let found = search(false);
    if let Some((other, _)) = &found
        && target.manner == Manner::Path
        && (is_relative || typed != &*target.path)
        && !typed.starts_with('/')
    {
        let address = from_address(library, from, target, typed);
        let is_at = |address: &String| Reading::Folded.same(&other.spelling, address);
        let is_at = matches!(other.kind, NameKind::Address | NameKind::Former) && address.as_ref().is_some_and(is_at);
        let places = [address, joined(from.folder(), typed), joined("", typed).filter(|_| !is_relative)];
        for place in places.into_iter().flatten().filter(|_| !is_at) {
            if file(other).is_some_and(|file| Reading::Folded.same(file, &place)) {
                break;
            }
            let is_one =
                |named: &&&Named| named.is_hidden() && named.kind == NameKind::Stem && named.path.id() == place;
            if all.iter().any(|named| is_one(&named)) {
                return "hidden".to_owned();
            }
        }
    }
    match found {
        Some((found, _)) if found.path == *from => "here".to_owned(),
        Some((found, fit)) => format!("{} {fit}", found.path),
        None if search(true).is_some() => "hidden".to_owned(),
        None => "missing".to_owned(),
    }
}

/// The address of a relative link, in a book where such a link is one.
fn from_address(library: &Library, from: &SourcePath, target: &Target, typed: &str) -> Option<String> {
    let is_text = without_markdown_ending(&target.path) != &*target.path;
    let is_one = library.reader().bearings().by_address && target.manner == Manner::Path;
    let address = library.card(from).filter(|_| is_one && !is_text && !typed.starts_with('/'))?.address.clone();
    joined(&address[..address.rfind('/').unwrap_or(0)], typed)
}

/// A search through all files whose names have the last part of the link.
struct Plain<'a> {
    library: &'a Library,
    from: &'a SourcePath,
    members: Vec<&'a Named>,
}

type Match<'a> = Option<(&'a Named, String)>;

impl<'a> Plain<'a> {
    fn search(&self, target: &Target) -> Match<'a> {
        let typed = without_markdown_ending(&target.path);
        let page = without_page_ending(typed);
        let by_name = |readings: &[Reading]| {
            self.by_name(target, typed, readings)
                .or_else(|| self.by_name(target, page, readings).filter(|_| page != typed))
        };
        let root = joined("", page).filter(|_| !page.starts_with('.'));
        let own = || Some(&*self.library.card(self.from).filter(|_| !page.starts_with('/'))?.address);
        let here = || joined(own()?, page);
        let beside = || joined(own()?.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder), page);
        self.by_address(from_address(self.library, self.from, target, page))
            .or_else(|| by_name(&[Reading::Exact, Reading::Folded]))
            .or_else(|| by_name(&[Reading::Loose]))
            .or_else(|| self.by_address(root))
            .or_else(|| self.by_address(here()))
            .or_else(|| self.by_address(beside()))
    }

    fn by_address(&self, path: Option<String>) -> Match<'a> {
        let path = path.filter(|path| !path.is_empty())?;
        self.best(&[Reading::Exact, Reading::Folded], false, |named, reading| {
            let is_address =
                matches!(named.kind, NameKind::Address | NameKind::Former) && reading.same(&named.spelling, &path);
            is_address || file(named).is_some_and(|file| reading.same(file, &path))
        })
    }

    fn by_name(&self, target: &Target, typed: &str, readings: &[Reading]) -> Match<'a> {
        let folder_first = target.is_folder;
        let at = |path: Option<String>| {
            let path = path?;
            self.best(readings, folder_first, |named, reading| {
                file(named).is_some_and(|file| reading.same(file, &path))
            })
        };
        if let Some(from_root) = typed.strip_prefix('/') {
            return at(joined("", from_root));
        }
        if typed.starts_with("./") || typed.starts_with("../") {
            return at(joined(self.from.folder(), typed));
        }
        let (here, root) = (|| at(joined(self.from.folder(), typed)), || at(joined("", typed)));
        let by_path = match (target.manner, typed.contains('/')) {
            (Manner::Path | Manner::Named | Manner::Whole | Manner::Host, _) => here().or_else(root),
            (Manner::Wiki, true) => root().or_else(here),
            (Manner::Wiki, false) => None,
        };
        let by_end = || {
            self.best(readings, folder_first, |named, reading| {
                let Some((file, start)) =
                    file(named).and_then(|file| Some((file, file.len().checked_sub(typed.len())?)))
                else {
                    return false;
                };
                let is_whole = start == 0 || file.as_bytes()[start - 1] == b'/';
                is_whole && file.get(start..).is_some_and(|end| reading.same(end, typed))
            })
        };
        let kinds = [NameKind::Stem, NameKind::Alias, NameKind::Title, NameKind::Asset, NameKind::Folder];
        let by_kind = |kind: &NameKind| {
            self.best(readings, false, |named, reading| named.kind == *kind && reading.same(&named.spelling, typed))
        };
        let kinds = folder_first.then_some(&NameKind::Folder).into_iter().chain(&kinds);
        by_path.or_else(|| if typed.contains('/') { by_end() } else { None }).or_else(|| {
            let found = kinds.into_iter().find_map(by_kind)?;
            // A text that is called like its folder, which shows another one.
            let folder = by_kind(&NameKind::Folder).filter(|(named, _)| named.path.folder() == found.0.path.folder());
            Some(folder.filter(|_| found.0.kind == NameKind::Title).unwrap_or(found))
        })
    }

    fn best(&self, readings: &[Reading], folder_first: bool, fits: impl Fn(&Named, Reading) -> bool) -> Match<'a> {
        for reading in readings {
            let mut fitting: Vec<&Named> = self.members.iter().copied().filter(|named| fits(named, *reading)).collect();
            fitting.sort_by_key(|named| folder_first && named.kind != NameKind::Folder);
            let Some(first) = fitting.first().copied() else { continue };
            let mut rivals: Vec<&Named> = fitting.into_iter().filter(|named| named.kind == first.kind).collect();
            if rivals.iter().all(|named| named.path == first.path) {
                let loose = *reading == Reading::Loose;
                return Some((first, if loose { format!("as {}", first.spelling) } else { "exactly".to_owned() }));
            }
            rivals.sort_by_key(|named| {
                (named.path.as_str().contains('/'), Reverse(shared(&named.path, self.from)), &named.path)
            });
            if first.kind == NameKind::Folder {
                // Of several texts of one folder, the first by its name.
                rivals.sort_by_key(|named| {
                    let (folder, name) = named.path.as_str().rsplit_once('/').unwrap();
                    let rank = ["index", "_index", "README"].iter().position(|index| name.starts_with(index));
                    (Reverse(shared(&named.path, self.from)), folder, rank, &named.path)
                });
                rivals.dedup_by_key(|named| named.path.folder());
                if rivals.len() == 1 {
                    let loose = *reading == Reading::Loose;
                    let fit = if loose { format!("as {}", rivals[0].spelling) } else { "exactly".to_owned() };
                    return Some((rivals[0], fit));
                }
            }
            rivals.dedup_by_key(|named| &named.path);
            let at_root = rivals.iter().filter(|named| !named.path.as_str().contains('/')).count();
            let is_file = matches!(first.kind, NameKind::Stem | NameKind::Asset | NameKind::Folder);
            if at_root == 1 && is_file && *reading != Reading::Loose {
                return Some((rivals[0], "exactly".to_owned()));
            }
            // Who writes in a folder means what lies beside.
            let is_beside = |named: &&&Named| named.path.folder() == self.from.folder();
            let beside = rivals.iter().take(NAMED).filter(is_beside).count();
            if beside == 1 && is_beside(&&rivals[0]) && is_file && *reading != Reading::Loose {
                return Some((rivals[0], "exactly".to_owned()));
            }
            let names: Vec<_> = rivals.iter().take(NAMED).map(|named| named.path.as_str()).collect();
            return Some((rivals[0], format!("of {names:?}")));
        }
        None
    }
}

fn file(named: &Named) -> Option<&str> {
    match named.kind {
        NameKind::Stem => Some(named.path.id()),
        NameKind::Asset => Some(named.path.as_str()),
        NameKind::Folder => Some(named.path.folder()),
        NameKind::Alias | NameKind::Title | NameKind::Address | NameKind::Former => None,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Reading {
    Exact,
    Folded,
    Loose,
}

impl Reading {
    fn same(self, a: &str, b: &str) -> bool {
        let squeezed = |text: &str| {
            let words = || text.split_whitespace().collect::<Vec<_>>().join(" ");
            case_folded(&if text.contains("  ") { words() } else { text.to_owned() })
        };
        match self {
            Self::Exact => a == b,
            Self::Folded => squeezed(a) == squeezed(b),
            Self::Loose => Name::new(a) == Name::new(b),
        }
    }
}

fn shared(a: &SourcePath, b: &SourcePath) -> usize {
    let parts = a.folder().split('/').zip(b.folder().split('/'));
    parts.take_while(|(a, b)| a == b && !a.is_empty()).count()
}

/// What the look-up finds, in the same words.
fn looked_up(reader: &Reader<'_>, from: &SourcePath, target: &Target) -> String {
    match resolve(reader, from, target) {
        Resolution::Here => "here".to_owned(),
        Resolution::Hidden(_) => "hidden".to_owned(),
        Resolution::Missing => "missing".to_owned(),
        Resolution::Found { path, fit } => {
            let fit = match fit {
                Fit::Exact => "exactly".to_owned(),
                Fit::Loose(spelling) => format!("as {spelling}"),
                Fit::Ambiguous(all) => format!("of {:?}", all.iter().map(|path| path.as_str()).collect::<Vec<_>>()),
            };
            format!("{path} {fit}")
        }
    }
}

/// Parts of paths and names that differ in case, in the signs between words, in how they are composed, in
/// endings, or not at all.
const PARTS: [&str; 23] = [
    "a",
    "A",
    "a b",
    "a-b",
    "A_b",
    "a  b",
    "\u{e9}",
    "e\u{301}",
    "\u{c9}",
    "Stra\u{df}e",
    "STRASSE",
    "index",
    "_index",
    "README",
    "x",
    "X",
    "x-y",
    "-",
    "_",
    "a.html",
    "b.md",
    "2026-01-02-a",
    "pic.png",
];

fn part() -> impl Strategy<Value = &'static str> {
    select(&PARTS[..])
}

fn folders() -> impl Strategy<Value = String> {
    let deep = "x/".repeat(9);
    let some = prop::collection::vec(select(&["x", "X", "a", "a b", "a-b", "x-y", "\u{e9}", "e\u{301}"][..]), 0..4);
    prop_oneof![
        9 => some.prop_map(|folders| folders.iter().flat_map(|folder| [*folder, "/"]).collect()),
        1 => some_of(&["", "a/", "X/"]).prop_map(move |end| format!("{deep}{end}")),
    ]
}

fn some_of(texts: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    select(texts)
}

fn path() -> impl Strategy<Value = String> {
    (folders(), part(), some_of(&[".md", ".md", ".md", ".md", ".MD", ".markdown", ""])).prop_map(
        |(folders, name, ending)| {
            let is_file = name.ends_with(".png");
            format!(
                "{folders}{name}{}",
                if is_file {
                    ""
                } else if ending.is_empty() {
                    ".pdf"
                } else {
                    ending
                }
            )
        },
    )
}

/// What a link is written as: `true` in front for `[[ ]]`.
fn link() -> impl Strategy<Value = (bool, String)> {
    let front = some_of(&["", "", "", "", "/", "./", "../", "../../", "x/../", "a/./", "x//", "@/"]);
    let ending =
        some_of(&["", "", "", ".md", ".html", "/", ".md.md", "/index.md", "/README", "/index.html", "/.", "/.."]);
    (any::<bool>(), front, folders(), part(), ending)
        .prop_map(|(wiki, front, folders, name, ending)| (wiki, format!("{front}{folders}{name}{ending}")))
}

fn target(from: &SourcePath, (wiki, typed): &(bool, String)) -> Option<Target> {
    if *wiki {
        return Some(Target::new(typed, None, Manner::Wiki));
    }
    match destination(typed, from.folder()) {
        Destination::Inside(target) => Some(target),
        _ => None,
    }
}

fn essay() -> impl Strategy<Value = String> {
    let name = || prop_oneof![part().prop_map(str::to_owned), (folders(), part()).prop_map(|(a, b)| format!("{a}{b}"))];
    let front = (
        prop::option::of(name()),
        prop::collection::vec(name(), 0..3),
        prop::option::weighted(0.2, some_of(&["a", "x/a", "x", "a-b"])),
        prop::option::weighted(0.15, Just("draft: true\n")),
    );
    (front, prop::collection::vec(link(), 0..4)).prop_map(|((title, aliases, address, draft), links)| {
        let mut text = "---\n".to_owned();
        if let Some(title) = title {
            text.push_str(&format!("title: {title:?}\n"));
        }
        text.push_str(&format!("aliases: {aliases:?}\n"));
        if let Some(address) = address {
            text.push_str(&format!("permalink: {address:?}\n"));
        }
        text.push_str(draft.unwrap_or_default());
        text.push_str("---\n");
        for (wiki, typed) in links {
            text.push_str(&if wiki { format!("See [[{typed}]].\n\n") } else { format!("See [t](<{typed}>).\n\n") });
        }
        text
    })
}

fn cases() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1_000);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_look_up_finds_what_a_search_through_all_files_finds(
        batches in prop::collection::vec(
            prop::collection::vec((path(), prop::option::weighted(0.8, essay())), 1..8), 1..4),
        again in prop::collection::vec((any::<Index>(), prop::option::weighted(0.7, essay())), 0..4),
        links in prop::collection::vec((any::<Index>(), link()), 24),
        by_address in any::<bool>(),
    ) {
        let mut bench = Bench::new(toy(if by_address { "[links]\nby-address = true\n" } else { "" }));
        let mut paths: Vec<String> = Vec::new();
        for batch in &batches {
            paths.extend(batch.iter().map(|(path, _)| path.clone()));
            bench.site.apply(batch.iter().map(|(path, text)| edit(path, text.as_deref())).collect());
        }
        for (at, text) in &again {
            bench.site.apply(vec![edit(&paths[at.index(paths.len())], text.as_deref())]);
        }
        let library = bench.site.library();
        let reader = library.reader();
        for (at, link) in &links {
            let from = SourcePath::new(&paths[at.index(paths.len())]);
            if let Some(target) = target(&from, link) {
                let found = looked_up(&reader, &from, &target);
                prop_assert_eq!(found, plainly(library, &from, &target), "{:?} in {}", link, from);
            }
        }
        let mut cited: BTreeMap<&SourcePath, Vec<(_, &Arc<Mention>)>> = BTreeMap::new();
        for (from, _) in library.entries() {
            for mention in &library.facts(from).unwrap().mentions {
                let found = plainly(library, from, &mention.target);
                let path = library.entries().map(|(path, _)| path).find(|path| found.starts_with(&format!("{path} ")));
                if let Some(path) = path {
                    cited.entry(path).or_default().push((library.card(from).unwrap(), mention));
                }
            }
        }
        for (path, _) in library.entries() {
            let mut expected = cited.remove(path).unwrap_or_default();
            expected.sort_unstable();
            prop_assert_eq!(citing(&reader, path), expected, "what cites {}", path);
        }
    }
}
