//! What an edit makes again, by count.

use crosslight::base::path::SourcePath;
use crosslight::base::tag::Tag;
use crosslight::gather::shard::Shard;
use crosslight::render::page::PageId;

use crate::corpus;
use crate::support::{Bench, edit, ids, toy};

/// A generated book of 200 essays, settled.
fn book() -> (Bench, Vec<(String, String)>) {
    let files = corpus::generate(200, 7);
    let mut bench = Bench::new(toy(""));
    bench.apply(files.iter().map(|(path, text)| edit(path, Some(text))).collect());
    assert_eq!(bench.site.diagnostics(), []);
    (bench, files)
}

fn essay(number: usize) -> PageId {
    PageId::Essay(SourcePath::new(&corpus::path(number)))
}

fn preview(number: usize) -> PageId {
    let path = corpus::path(number);
    PageId::Previews(Shard::of(&format!("{}/", path.trim_end_matches(".md"))))
}

#[track_caller]
fn makes(bench: &mut Bench, number: usize, text: &str, expected: &[PageId]) {
    let settled = bench.apply(vec![edit(&corpus::path(number), Some(text))]);
    let mut expected = expected.to_vec();
    expected.sort();
    assert_eq!(ids(&settled.made), ids(&expected));
}

fn text_of(files: &[(String, String)], number: usize) -> String {
    files.iter().find(|(path, _)| *path == corpus::path(number)).unwrap().1.clone()
}

#[test]
fn one_link_makes_the_pages_that_show_it() {
    let (mut bench, files) = book();
    let before = bench.outputs.clone();
    let text = text_of(&files, 150);
    let linked = format!("{text}\nA new thought leads to [[essay-199]].\n");
    // The essay and its preview, the one it links to and its tag, where that is cited more often now; the
    // graph and the map; and two essays that are related to others by it.
    let tag = PageId::Tag(Tag::new("tag-16").unwrap());
    let near = [essay(25), essay(30)];
    let shown = [vec![essay(150), essay(199), preview(150), tag, PageId::Graph, PageId::Map], near.to_vec()].concat();
    makes(&mut bench, 150, &linked, &shown);
    assert!(bench.text("essays/001/essay-199/index.html").contains("A new thought leads to "));
    makes(&mut bench, 150, &text, &shown);
    assert_eq!(before, bench.outputs);
}

#[test]
fn a_dangling_link_makes_its_own_page_and_heals() {
    let (mut bench, files) = book();
    let text = text_of(&files, 150);
    // The graph reads every link to find those that lead somewhere; its bytes stay the same.
    makes(&mut bench, 150, &format!("{text}\nSee [[not-yet]].\n"), &[essay(150), preview(150), PageId::Graph]);
    assert_eq!(bench.findings(), ["essays/001/essay-150.md: broken link: nothing is called `not-yet`"]);
    let settled = bench.apply(vec![edit("not-yet.md", Some("# Not yet\n\nHere now.\n"))]);
    assert!(settled.made.contains(&essay(150)));
    assert_eq!(bench.findings(), [""; 0]);
    assert!(bench.text("not-yet/index.html").contains("See *Not yet*"));
}

/// Of all that a link reads, the headings of its target change alone most often.
#[test]
fn a_heading_makes_the_pages_that_link_to_it() {
    let to = "== to.md\n---\ntitle: To\n---\n## Here\n";
    let mut bench = Bench::book("", &format!("== from.md\n[[to#Here]]\n== other.md\n[[to]]\n{to}"));
    assert_eq!(bench.findings(), [""; 0]);
    let page = |name: &str| PageId::Essay(SourcePath::new(name));
    let settled = bench.write(&to.replace("Here", "There"));
    let previews = PageId::Previews(Shard::of("to/"));
    assert_eq!(ids(&settled.made), ids(&[PageId::SearchIndex, page("from.md"), page("to.md"), previews]));
    assert_eq!(bench.findings(), ["from.md: broken link: `to.md` has no heading `Here`"]);
    bench.write(to);
    assert_eq!(bench.findings(), [""; 0]);
    assert!(bench.text("from/index.html").contains("#here"));
}

#[test]
fn a_new_title_makes_the_pages_that_show_it() {
    let (mut bench, files) = book();
    let text = text_of(&files, 150);
    let settled = bench.apply(vec![edit(&corpus::path(150), Some(&text.replacen("title: ", "title: Quite ", 1)))]);
    // Its own page; those it cites and those that cite it; its neighbours by date; its tags; the
    // lists. Far from all 245.
    assert!(settled.made.contains(&essay(150)) && settled.made.contains(&PageId::Archive));
    assert!(settled.made.len() < 40, "{:?}", ids(&settled.made));
    assert_eq!(settled.changed.len(), settled.made.len(), "every page that was made is different");
}

#[test]
fn a_clean_build_makes_every_page_once() {
    let (bench, _) = book();
    let count = |is: fn(&str) -> bool| bench.outputs.keys().filter(|file| is(file)).count();
    let previews = count(|file| file.starts_with("previews/"));
    assert!((150..=241).contains(&previews), "one for each page, but for those that share one: {previews}");
    // 200 essays, 40 tags, home, all essays, tag index, map, search and its index, 404, graph.
    assert_eq!(bench.outputs.len() - previews, 248);
}
