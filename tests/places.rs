//! Where the links of folders that other tools made lead: what is right there is found, and nothing else.

use crate::support::Folder;

/// What a check says of the site in `files`, a finding a line.
#[track_caller]
fn said(files: &str) -> Vec<String> {
    let said = Folder::new(&site(files)).run(&["check", "a", "--message-format", "short"], 0);
    said.lines().filter(|line| line.contains("[CL")).map(str::to_owned).collect()
}

/// The site with all of its files in one folder.
fn site(files: &str) -> String {
    files.replace("== ", "== a/")
}

/// Where the links and pictures in a page of the site in `files` lead.
#[track_caller]
fn leads(files: &str, page: &str) -> Vec<String> {
    let folder = Folder::new(&site(files));
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    let html = std::fs::read_to_string(folder.path(&format!("out/{page}"))).unwrap();
    let prose = html.split_once("<article").map_or(&*html, |(_, rest)| rest);
    let prose = prose.split("</article>").next().unwrap();
    let found = prose.split_inclusive('>').filter(|tag| tag.contains("<a href=") || tag.contains("<img "));
    let address = |tag: &str| Some(tag.split_once("href=\"").or(tag.split_once("src=\""))?.1.split('"').next()?.to_owned());
    found.filter_map(address).collect()
}

const STARLIGHT: &str = "== astro.config.mjs\nexport default defineConfig({SITE integrations: [starlight({title: 'Doors', LOCALES})]});\n\
    == src/content/docs/index.md\n---\ntitle: Home\n---\nWords\n== src/content/docs/guide/tools.md\n---\ntitle: Tools\n---\nWords\n\
    == src/content/docs/de/index.md\n---\ntitle: Start\n---\n[t](/de/guide/tools/) [h](/de/) [r](guide/tools/) [f](../fr/guide/tools.md#_top)\n";

#[test]
fn a_page_that_is_not_translated_is_there_in_the_words_of_the_book() {
    let locales = "locales: {root: {label: 'E', lang: 'en'}, de: {label: 'D', lang: 'de'}, fr: {label: 'F'}}";
    let root = STARLIGHT.replace("LOCALES", locales).replace("SITE", "");
    println!("{:?} {:?}", said(&root), leads(&root, "de/index.html"));
}
