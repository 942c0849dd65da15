//! Where the links of folders that other tools made lead: what is right there is found, and nothing else.

use crate::support::Folder;

/// The codes and words of what a check says of the site in `files`, a finding a line.
#[track_caller]
fn said(files: &str) -> Vec<String> {
    let said = Folder::new(&site(files)).run(&["check", "a", "--message-format", "short"], 0);
    let found = said.lines().filter_map(|line| line.split_once("[CL"));
    let mut found: Vec<String> = found.map(|(_, found)| found.to_owned()).collect();
    found.sort();
    found
}

/// The site with all of its files in one folder.
fn site(files: &str) -> String {
    files.replace("== ", "== a/")
}

/// Where the links and pictures in the text of a page of the site in `files` lead.
#[track_caller]
fn leads(files: &str, page: &str) -> Vec<String> {
    let folder = Folder::new(&site(files));
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    let html = std::fs::read_to_string(folder.path(&format!("out/{page}"))).unwrap();
    let prose = html.split_once("<article").map_or(&*html, |(_, rest)| rest);
    let prose = prose.split("</article>").next().unwrap();
    let found = prose.split('<').filter(|tag| tag.starts_with("a href=") || tag.starts_with("img "));
    let address =
        |tag: &str| Some(tag.split_once("href=\"").or(tag.split_once("src=\""))?.1.split('"').next()?.to_owned());
    found.filter_map(address).collect()
}

const STARLIGHT: &str = "== astro.config.mjs\nexport default defineConfig({SITE integrations: [starlight({title: 'Doors', LOCALES})]});\n\
    == src/content/docs/index.md\n---\ntitle: Home\n---\nWords\n== src/content/docs/guide/tools.md\n---\ntitle: Tools\n---\nWords\n\
    == src/content/docs/de/index.md\n---\ntitle: Start\n---\n[t](/de/guide/tools/) [r](guide/tools/) [f](../fr/guide/tools.md) [n](/de/none/)\n";

#[test]
fn a_page_that_is_not_translated_is_there_in_the_words_of_the_book() {
    let lost = ["0301]: broken link: nothing is called `/de/none`"];
    let all = ["../guide/tools/index.html"; 3];
    let locales = "locales: {root: {label: 'E', lang: 'en'}, de: {label: 'D', lang: 'de'}, fr: {label: 'F'}}";
    let root = STARLIGHT.replace("LOCALES", locales).replace("SITE", "");
    assert_eq!(said(&root), lost);
    assert_eq!(leads(&root, "de/index.html"), all);
    // Pictures beside the texts change where these lie.
    assert_eq!(said(&format!("{root}== src/assets/x.png\nP\n")), lost);
    // Where the site stands below a path, or the program puts its languages together.
    let below = root.replace("{ integrations", "{site: 'https://example.org', base: '/doors', integrations");
    let below = below.replace("](/de/", "](/doors/de/");
    assert_eq!(said(&below.replace("[n](/doors/de/none/)", "")), [""; 0]);
    let computed = STARLIGHT.replace("LOCALES", "locales: localesOf(all)").replace("SITE", "");
    assert_eq!(said(&computed.replace(" [f](../fr/guide/tools.md)", "")), lost);
    // Where the default language has a folder of its own.
    let named = "defaultLocale: 'en', locales: {en: {label: 'E'}, de: {label: 'D'}, fr: {label: 'F'}}";
    let named = STARLIGHT.replace("LOCALES", named).replace("SITE", "").replace("docs/guide", "docs/en/guide");
    assert_eq!(said(&named), lost);
    assert_eq!(leads(&named, "de/index.html"), ["../en/guide/tools/index.html"; 3]);
}

#[test]
fn languages_of_docusaurus_and_mkdocs_fall_back() {
    let site = "== docusaurus.config.js\nmodule.exports = {title: 'T', url: 'https://example.org', baseUrl: '/', \
        i18n: {defaultLocale: 'de', locales: ['de', 'en']}, presets: [['classic', {docs: {}, blog: {}}]]};\n\
        == docs/a.md\n# A\n\n[b](/en/docs/b) [c](https://example.org/en/docs/b) [h](https://example.org/en/) [n](/en/docs/n)\n\
        == docs/b.md\n# B\n";
    assert_eq!(said(site), ["0301]: broken link: nothing is called `/docs/n`"]);
    let site = |more: &str| {
        format!(
            "== mkdocs.yml\nsite_name: T\nplugins:\n  - i18n:\n      docs_structure: folder\n{more}      languages:\n\
             \x20       - {{locale: en, default: true}}\n        - {{locale: fr}}\nnav:\n  - Guide: guide.md\n\
             == docs/en/guide.md\n# Guide\n== docs/fr/a.md\n# A\n\n[g](guide.md) ![p](img/p.png)\n== docs/en/img/p.png\nP\n"
        )
    };
    assert_eq!(said(&site("")), [""; 0]);
    let site = "== mkdocs.yml\nsite_name: T\nplugins:\n  - i18n:\n      docs_structure: suffix\n      languages:\n\
        \x20       - {locale: en, default: true}\n        - {locale: fr}\nnav:\n  - Home: index.md\n  - More: [more.md]\n\
        == docs/index.en.md\n# Guide\n== docs/index.fr.md\n# A\n== docs/more.md\n# More\n";
    assert_eq!(said(site), [""; 0]);
}

#[test]
fn a_page_of_logseq_is_there_by_being_named() {
    let graph = "== logseq/config.edn\n{:publishing/all-pages-public? true}\n== pages/a.md\n- [[Still to come]] and [[b]] and [x](nowhere.md)\n== pages/b.md\n- B\n";
    assert_eq!(said(graph), ["0301]: broken link: nothing is called `nowhere.md`"]);
    assert_eq!(said(&graph.replace("== logseq/config.edn\n{:publishing/all-pages-public? true}\n", "")).len(), 2);
    let folder = Folder::new(&site(graph));
    assert!(folder.run(&["list", "wanted", "a"], 0).contains("Still to come"));
}

#[test]
fn addresses_in_logseq_go_up_to_their_bracket() {
    let graph = "== logseq/config.edn\n{:publishing/all-pages-public? true}\n== pages/a.md\n- ![a](../assets/a b.png) [z](file://place/A B/x y.pdf) [t](b.md \"Title of it\")\n\
        == pages/b.md\n- B\n== assets/a b.png\nP\n";
    assert_eq!(said(graph), [""; 0]);
    assert_eq!(leads(graph, "pages/a/index.html")[0], "../../assets/a%20b.png");
}

#[test]
fn blocks_of_logseq_are_found_by_their_ids() {
    let id = |n: u8| format!("65f1a2b3-0000-4000-8000-00000000000{n}");
    let graph = format!(
        "== logseq/config.edn\n{{:publishing/all-pages-public? true}}\n== pages/a.md\n- (({})) (({})) (({}))\n== pages/b.md\n- Words\n- $$\n  a\n  b\n  $$\n  id:: {}\n\
         - id:: {}\n  More words\n== pages/c.md\n- id:: {}\n  The first words\n- Others\n",
        id(1),
        id(2),
        id(3),
        id(1),
        id(2),
        id(3)
    );
    assert_eq!(said(&graph), [""; 0]);
    // A formula or code of several lines may belong to the words before it, and the id stand anywhere between.
    for block in [
        "Words\n  ID\n  $$\n  a\n  $$\n",
        "Words\n  $$\n  a\n  $$\n  ID\n",
        "Words\n  ID\n  and `a\n  b` more\n  words\n",
        "Words\n  ID\n  ```\n  a\n  ```\n",
    ] {
        let block = block.replace("ID", &format!("id:: {}", id(4)));
        let graph = format!(
            "== logseq/config.edn\n{{:publishing/all-pages-public? true}}\n== pages/a.md\n- (({}))\n== pages/b.md\n- {block}- Others\n",
            id(4)
        );
        assert_eq!(said(&graph), [""; 0], "{block}");
        let folder = Folder::new(&site(&graph));
        folder.run(&["build", "a", "--dest-dir", "out"], 0);
        let page = std::fs::read_to_string(folder.path("out/pages/b/index.html")).unwrap();
        let prose = page.split_once("<article").unwrap().1.split("</article>").next().unwrap();
        assert!(!prose.contains(&format!("^{}<", id(4))) && !prose.contains(&format!("^{}\n", id(4))), "{prose}");
    }
}

#[test]
fn what_obsidian_leaves_out_of_its_search_is_still_shown() {
    let vault = "== .obsidian/app.json\n{\"userIgnoreFilters\": [\"files/\", \"Half-\"]}\n== a.md\n![[p.png|A]] ![[q.png|B]]\n\
        == files/p.png\nP\n== files/spare.png\nP\n== files/own.md\nOwn\n== files/deep/q.png\nP\n== Half-made.md\nHalf\n== other.png\nP\n";
    assert_eq!(said(vault), [""; 0]);
    let folder = Folder::new(&site(vault));
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    let is_there = |path: &str| folder.path(&format!("out/{path}")).exists();
    assert!(is_there("files/p.png") && is_there("files/deep/q.png") && is_there("other.png"));
    assert!(!is_there("files/spare.png") && !is_there("files/own/index.html") && !is_there("half-made/index.html"));
}

#[test]
fn a_static_file_is_found_where_it_lies() {
    let text = "# A\n\n![p](../public/img/p.png)\n";
    let vitepress = format!(
        "== docs/.vitepress/config.ts\nexport default {{title: 'T'}}\n== docs/g/a.md\n{text}== docs/public/img/p.png\nP\n"
    );
    assert_eq!(said(&vitepress), [""; 0]);
    let text = text.replace("../public", "../../../../public");
    let starlight = format!(
        "== astro.config.mjs\nexport default {{integrations: [starlight({{title: 'T'}})]}};\n== src/content/docs/g/a.md\n{text}\
         == public/img/p.png\nP\n"
    );
    assert_eq!(said(&starlight), [""; 0]);
}

#[test]
fn a_path_may_begin_at_the_folder_of_all_texts() {
    let docusaurus = "== docusaurus.config.js\nmodule.exports = {title: 'T'};\n== docs/rooms/e.md\n# E\n\n[f](guides/fog.md) [a](/guides/fog.md) [n](guides/none.md) [d](./guides/fog.md)\n\
        == docs/guides/fog.md\n# Fog\n== blog/2026-01-02-x.md\n# X\n\nWords\n";
    let lost = |path: &str| format!("0301]: broken link: nothing is called `{path}`");
    assert_eq!(said(docusaurus), [lost("./guides/fog.md"), lost("guides/none.md")]);
    assert_eq!(leads(docusaurus, "docs/rooms/e/index.html")[..2], ["../../../docs/guides/fog/index.html"; 2]);
}

#[test]
fn an_address_without_an_ending_may_be_a_page_in_a_file() {
    let jekyll = "== _config.yml\ntitle: T\n== library/index.md\n---\ntitle: L\n---\n[five](5) [six](/library/6) [none](7) [dir](5/)\n\
        == library/5.html\n<!DOCTYPE html><title>Five</title><p>Words\n== library/6.html\n<!DOCTYPE html><title>Six</title><p>Words\n";
    let lost = |path: &str| format!("0301]: broken link: nothing is called `{path}`");
    assert_eq!(said(jekyll), [lost("5"), lost("7")]);
    assert_eq!(leads(jekyll, "library/index.html")[..2], ["5.html", "6.html"].map(|file| format!("../library/{file}")));
}

#[test]
fn a_relative_link_of_jekyll_is_an_address() {
    let page = |name: &str| format!("---\ntitle: {name}\n---\n## Eins\n");
    let links = "[x](../a/#eins) [s](../a.html) [t](../a.md) [f](c/) [d](../d) [h](#eins)\n";
    let site = format!(
        "== _config.yml\ntitle: T\npermalink: pretty\n== a.md\n{}== de/a.md\n{}== de/b.md\n{}{links}== de/c.md\n{}== d.md\n{}",
        page("A"),
        page("Alpha"),
        page("B"),
        page("C"),
        page("D"),
    );
    assert_eq!(said(&site), [""; 0]);
    let beside = ["de/a/index.html#eins", "de/a/index.html", "a/index.html", "de/c/index.html", "d/index.html"];
    assert_eq!(leads(&site, "de/b/index.html")[..5], beside.map(|page| format!("../../{page}")));
    // Where a page is a file, it is the path of one, but from a page with an address of its own.
    let files = site.replace("permalink: pretty\n", "");
    assert_eq!(leads(&files, "de/b/index.html")[0], "../../a/index.html#eins");
    let own = files.replace("title: B\n", "title: B\npermalink: /de/bb/\n");
    assert_eq!(leads(&own, "de/bb/index.html")[0], "../../de/a/index.html#eins");
    let notes = "collections:\n  notes:\n    output: true\n    permalink: /:path/\n";
    let notes = files.replace("title: T\n", &format!("title: T\n{notes}")).replace("== de/", "== _notes/de/");
    assert_eq!(leads(&notes, "de/b/index.html")[0], "../../de/a/index.html#eins");
    // What is held back at the address is not another text at the path.
    let held = site.replace("title: Alpha\n", "title: Alpha\npublished: false\n");
    let held = held.replace(links, "[x](../a/)\n");
    assert_eq!(leads(&held, "de/b/index.html"), [""; 0]);
}

#[test]
fn a_slug_of_starlight_is_a_whole_address() {
    let starlight = "== astro.config.mjs\nexport default {integrations: [starlight({title: 'T'})]};\n== src/content/docs/index.md\n# T\n\n[f](/nixos/flakes) [n](/nixos/02-flakes)\n\
        == src/content/docs/nixos/02-flakes.md\n---\ntitle: Flakes\nslug: nixos/flakes\n---\nWords\n";
    assert_eq!(leads(starlight, "index.html"), ["./nixos/flakes/index.html"; 2]);
    let beside = format!("{starlight}== src/assets/x.png\nP\n");
    assert_eq!(leads(&beside, "index.html"), ["./nixos/flakes/index.html"; 2]);
}

#[test]
fn a_theme_completes_the_name_of_a_picture() {
    let hugo = "== hugo.toml\ntitle = \"T\"\n== content/p.md\n---\ntitle: P\nimage: bed.jpg\n---\nWords\n";
    assert_eq!(said(hugo), [""; 0]);
    let lost = ["0301]: broken link: nothing is called `/images/bed.jpg`"];
    assert_eq!(said(&hugo.replace("bed.jpg", "/images/bed.jpg")), lost);
}

#[test]
fn a_path_never_means_a_file_of_another_folder() {
    let bundles = "== hugo.toml\ntitle = \"T\"\n== content/one/index.md\n---\ntitle: One\n---\n![x](t.jpeg) [b](three.md)\n\
        == content/two/index.md\n---\ntitle: Two\n---\nWords\n== content/two/t.jpeg\nP\n== content/deep/three.md\n---\ntitle: Three\n---\nWords\n";
    assert_eq!(said(bundles).len(), 2);
    // A file may be there for a language.
    let languages = bundles.replace("title = \"T\"\n", "title = \"T\"\n[languages.en]\n[languages.ar]\n");
    let languages = languages.replace(" [b](three.md)", "") + "== content/one/t.ar.jpeg\nP\n";
    assert_eq!(said(&languages), [""; 0]);
    assert_eq!(leads(&languages, "one/index.html"), ["../one/t.ar.jpeg"]);
    // Names are looked for in a vault.
    assert_eq!(said(&bundles.replace("== hugo.toml\ntitle = \"T\"\n", "== content/.obsidian/app.json\n{}\n")), [""; 0]);
}

#[test]
fn pages_that_templates_make_are_there() {
    let site = "== eleventy.config.js\nexport default {}\n== index.md\n[r](repl.html) [f](/feed.xml) [t](/things/x/) [p](/plain/) [n](/none/)\n\
        == repl.njk\n---\npermalink: repl.html\n---\nX\n== feed.njk\n---\npermalink: /feed.xml\n---\nX\n\
        == things.liquid\n---\npermalink: \"/things/{{ thing }}/\"\n---\nX\n== plain.webc\nX\n";
    assert_eq!(said(site), ["0301]: broken link: nothing is called `/none`"]);
    // So are those of texts whose address only a program knows.
    let site = "== eleventy.config.js\nexport default {}\n== index.md\n[a](/odd/one/) [b](/own/two/) [c](/by/three/) [n](/none/)\n\
        == one.md\n---\npermalink: \"/odd/{{ title | shout }}/\"\n---\nX\n== own/own.11tydata.js\nexport default {permalink: (data) => data.x};\n\
        == own/b.md\nX\n== folder/folder.json\n{\"permalink\": \"/by/{{ x }}/\"}\n== folder/c.md\nX\n";
    assert_eq!(said(site), ["0301]: broken link: nothing is called `/none`"]);
}

#[test]
fn lists_that_a_tool_makes_are_there() {
    let text = "---\ntitle: A\ntags: [t1]\ncategories: [training]\n---\n[a](/categories/training/) [b](/categories/) [c](/tags/t1/) [d](/tags/none/)\n";
    let hugo = format!("== hugo.toml\ntitle = \"T\"\n== content/a.md\n{text}");
    let lost = ["0301]: broken link: nothing is called `/tags/none`"];
    assert_eq!(said(&hugo), lost);
    // The lists of a language stand below its code, which is no part of a word.
    let catalan = hugo.replace("title = \"T\"\n", "title = \"T\"\n[languages.en]\n[languages.ca]\n");
    assert_eq!(said(&catalan), lost);
    assert_eq!(said(&catalan.replace("(/cat", "(/ca/cat")), lost);
    let zola = "== zola.toml\nbase_url = \"https://example.org\"\ntaxonomies = [{name = \"series\"}]\n== content/a.md\n+++\ntitle = \"A\"\n\
        [taxonomies]\nseries = [\"s1\"]\n+++\n[a](/series/s1/) [b](/series/) [d](/tags/none/)\n";
    assert_eq!(said(zola), lost);
    let docusaurus = "== docusaurus.config.js\nmodule.exports = {title: 'T', presets: [['classic', {docs: {}, blog: {}}]]};\n\
        == docs/a.md\n---\ntags: [t1]\n---\n# A\n\n[a](/blog) [b](/blog/archive) [c](/blog/tags/t1) [d](/docs/tags/t1) [e](/docs/tags/no)\n\
        == blog/2024-01-01-b.md\n# B\n";
    assert_eq!(said(docusaurus), ["0301]: broken link: nothing is called `/docs/tags/no`"]);
    let jekyll = "== _config.yml\ntitle: T\nplugins: [jekyll-archives]\n== a.md\n---\ntitle: A\n---\n[a](/tag/x/) [b](/category/y/)\n";
    assert_eq!(said(jekyll), [""; 0]);
    let quartz = "== quartz.config.ts\nconst config = {configuration: {pageTitle: 'T'}}\n== content/index.md\n---\ntags: [t1]\n---\n[a](/tags/t1)\n";
    assert_eq!(said(quartz), [""; 0]);
}

#[test]
fn a_path_that_climbs_above_the_host_stays_on_it() {
    let site = "== hugo.toml\ntitle = \"T\"\n== content/_index.md\n---\ntitle: T\n---\n![p](../images/p.png)\n== static/images/p.png\nP\n";
    assert_eq!(said(site), [""; 0]);
    // Not where the site is only a part of it.
    assert_eq!(said(&site.replace("title = \"T\"", "title = \"T\"\nbaseURL = \"https://example.org/x/\"")).len(), 1);
}

#[test]
fn what_a_browser_or_a_program_reads_names_no_heading() {
    let text =
        "== x.md\n# X\n\n[a](#:~:text=some%20words) [b](#agenda://list) [c](#/route) [d](#x:~:text=words) [e](#none)\n";
    assert_eq!(said(text).len(), 1);
    assert_eq!(leads(text, "x/index.html")[..2], ["#:~:text=some%20words", "#agenda://list"]);
}

#[test]
fn lists_of_folders_are_no_pages() {
    let site = "== mkdocs.yml\nsite_name: T\nplugins:\n  - literate-nav:\n      nav_file: \"!navigation.md\"\n\
        == docs/!navigation.md\n* [Mods](./mods/)\n== docs/index.md\n# T\n== docs/mods/!navigation.md\n* [One](one.md)\n== docs/mods/one.md\n# One\n";
    assert_eq!(said(site), [""; 0]);
}

#[test]
fn a_site_without_texts_is_told_as_what_it_is() {
    let folder = Folder::new("== a/hugo.toml\ntitle = \"T\"\n== a/archetypes/default.toml\n\n");
    let said = folder.run(&["check", "a"], 2);
    assert!(said.contains("which is a Hugo site (`hugo.toml`): it has no folder `content`"), "{said}");
}

#[test]
fn a_picture_may_lie_anywhere_in_the_project() {
    let text = "# A\n\n![p](../../../images/p.png) ![q](../../images/q.png) ![r](../../../../pictures/r.png)\n";
    let text = text.replacen("../../../images", "../../../assets", 1);
    let files = "== src/assets/p.png\nP\n== src/content/images/q.png\nP\n== src/content/images/README.md\nNot a page\n\
        == src/content/images/spare.png\nP\n";
    let starlight = "== astro.config.mjs\nexport default {integrations: [starlight({title: 'T'})]};\n== src/content/docs/index.md\n# T\n";
    let near = format!("{starlight}== src/content/docs/g/a.md\n{text}{files}")
        .replace(" ![r](../../../../pictures/r.png)", "");
    assert_eq!(said(&near), [""; 0]);
    let far = format!(
        "{starlight}== src/content/docs/g/a.md\n{text}{files}== pictures/r.png\nP\n== node_modules/x/y.png\nP\n"
    );
    assert_eq!(said(&far), [""; 0]);
    let folder = Folder::new(&site(&far));
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    let built = std::process::Command::new("find").arg(folder.path("out")).output().unwrap();
    let built = String::from_utf8(built.stdout).unwrap();
    assert!(
        built.contains("r.png")
            && !built.contains("spare.png")
            && !built.contains("readme")
            && !built.contains("y.png")
    );
    assert!(built.contains("out/g/a/index.html"), "{built}");
    let docusaurus = "== docusaurus.config.js\nmodule.exports = {title: 'T'};\n== docs/g/a.md\n# A\n\n![p](../../pictures/p.png)\n\
        == pictures/p.png\nP\n";
    assert_eq!(said(docusaurus), [""; 0]);
    let eleventy = "== eleventy.config.js\nexport default {dir: {input: 'src'}}\n== src/g/a.md\n# A\n\n![p](./src/img/p.png) ![q](/src/img/p.png)\n\
        == src/img/p.png\nP\n";
    assert_eq!(said(eleventy), [""; 0]);
}

#[test]
fn a_picture_of_a_bundle_is_found_by_a_path_from_the_root() {
    let site = |text: &str| {
        format!(
            "== hugo.toml\nbaseURL = \"https://example.org/\"\n== content/posts/one/index.md\n---\ntitle: One\nimage: /hall.png\n---\n{text}\n\
             == content/posts/one/hall.png\nP\n== content/posts/one/img/door.png\nP\n"
        )
    };
    assert_eq!(said(&site("![A](/hall.png) {{< figure src=\"/img/door.png\" alt=\"B\" >}}")), [""; 0]);
    assert_eq!(said(&site("![A](/wall.png)")), ["0308]: missing file: there is no `/wall.png`"]);
    // What stands at the address itself comes first.
    let both = site("![A](/hall.png)") + "== static/hall.png\nP\n";
    assert_eq!(leads(&both, "posts/one/index.html")[0], "../../hall.png");
}

#[test]
fn what_a_tool_makes_besides_pages_is_there() {
    let home = "---\ntitle: Home\n---\n";
    let hugo = format!(
        "== hugo.toml\nbaseURL = \"https://example.org/\"\n[outputs]\nhome = [\"HTML\", \"JSON\"]\n== content/_index.md\n{home}\
         [a](/index.xml) [b](/posts/index.xml) [c](/posts/page/2/) [d](/sitemap.xml) [e](/index.json) [f](/feed.xml)\n"
    );
    assert_eq!(said(&hugo), ["0301]: broken link: nothing is called `/feed.xml`"]);
    let jekyll = format!(
        "== _config.yml\npaginate_path: /blog/page:num/\nplugins: [jekyll-paginate]\n== Gemfile\ngem \"jekyll-feed\"\n== search.json\n---\n---\n[]\n\
         == assets/x.scss\n---\n---\na\n== index.md\n{home}[a](/feed.xml) [b](/blog/page2/) [c](/search.json) [d](/assets/x.css) [e](/sitemap.xml)\n"
    );
    assert_eq!(said(&jekyll), ["0301]: broken link: nothing is called `/sitemap.xml`"]);
    let docusaurus = "== docusaurus.config.js\nmodule.exports = {title: 'T', presets: [['classic', {docs: {}, blog: {}}]]};\n\
        == docs/a.md\n# A\n\n[a](/blog/rss.xml) [b](/docs/category/x) [c](/sitemap.xml) [d](/search) [e](/rss.xml)\n== blog/2026-01-02-b.md\n# B\n";
    assert_eq!(said(docusaurus), ["0301]: broken link: nothing is called `/rss.xml`"]);
}

#[test]
fn an_address_that_a_program_puts_together_is_not_looked_for() {
    let text = "[a](${base}/x.md) [b](/{{ version }}/x/) [c](%%BASE%%/x.md) [d](@@ROOT@@/x.md) [e]({base}/x) [f](two.md#{{ id }})";
    let site =
        |text: &str| format!("== mkdocs.yml\nsite_name: T\n== docs/a.md\n# A\n\n{text}\n== docs/two.md\n# Two\n");
    let said = said(&site(text));
    assert!(said.iter().all(|found| found.starts_with("0202]")), "{said:?}");
}

#[test]
fn many_links_below_a_folder_that_is_not_there_are_told_once() {
    let links = |folder: &str, count: usize| {
        let links: Vec<String> = (1..=count).map(|n| format!("[{n}](/{folder}/x{n}/)\n")).collect();
        links.concat() + "\n== docs/b.md\n# B\n"
    };
    let site = |text: &str| format!("== mkdocs.yml\nsite_name: T\n== docs/guide/a.md\n# A\n\n[a](../api/a.md) {text}");
    let told = said(&site(&links("api", 6)));
    assert_eq!(told, ["0301]: 7 links lead below `api/`, but this book has nothing there"]);
    assert_eq!(said(&site(&links("api", 3))).len(), 4);
    // What is there has broken links like any other.
    assert_eq!(said(&site(&links("guide", 6))).len(), 7);
    // So it is with one address that is not there in many places.
    let same = site(&"[g](g) ".repeat(5));
    assert_eq!(
        said(&format!("{same}\n== docs/api/a.md\n# A\n")),
        ["0301]: 5 links lead to `g`, but this book has nothing there"]
    );
    let whole = Folder::new(&self::site(&site(&links("api", 6)))).run(&["check", "a"], 0);
    assert!(whole.contains("others are `/api/x1` in `guide/a.md` and `/api/x2` in `guide/a.md`"), "{whole}");
}

#[test]
fn a_term_may_have_an_id() {
    let site =
        "== mkdocs.yml\nsite_name: T\n== docs/a.md\n# A\n\n[a](#door) [b](#wall)\n\nA door {#door}\n:   Leads in.\n";
    assert_eq!(said(site), ["0303]: broken link: `a.md` has no heading `wall`"]);
}

#[test]
fn an_id_may_have_numbers_with_dots() {
    let site = "== mkdocs.yml\nsite_name: T\n== docs/a.md\n# A\n\n[a](#door-1.2)\n\n## One {: #door-1.2 .wide }\n\n## Two {: #door-1.3 }\n";
    assert_eq!(said(site), [""; 0]);
}

#[test]
fn what_a_program_makes_of_code_has_ids() {
    let site = |fence: &str| {
        format!(
            "== mkdocs.yml\nsite_name: T\nplugins: [mkdocstrings]\n== docs/a.md\n# A\n\n[a](b.md#door)\n== docs/b.md\n# B\n\n::: {fence}\n"
        )
    };
    assert_eq!(said(&site("hall.door")), ["0218]: this `:::` is left as text"]);
    assert_eq!(said(&site("hall")).len(), 2);
}

#[test]
fn footnotes_and_headings_of_programs_have_ids() {
    let site = "== mkdocs.yml\nsite_name: T\n== docs/a.md\n# A\n\n[a](b.md#fn:7) [b](b.md#config.draft)\n== docs/b.md\n# B\n\nB[^7]\n\n\
        #### <!-- md:setting config.draft -->\n\n[^7]: Note\n";
    assert!(said(site).iter().all(|found| !found.starts_with("0303]")), "{:?}", said(site));
}

#[test]
fn terms_of_hugo_may_have_ids() {
    let site = |toml: &str| {
        format!("== hugo.toml\n{toml}\n== content/a.md\n---\ntitle: A\n---\n[a](#step-2)\n\n`Step 2`\n: Go on.\n")
    };
    assert_eq!(said(&site("markup.goldmark.parser.autoDefinitionTermID = true")), [""; 0]);
    assert_eq!(said(&site("")).len(), 1);
}

#[test]
fn ids_may_stand_between_signs_of_percent() {
    let site = "== .vitepress/config.ts\nexport default {}\n== a.md\n# A\n\n[a](#door) [b](#wall)\n\n## 门 %{#door}%\n";
    assert_eq!(said(site), ["0303]: broken link: `a.md` has no heading `wall`"]);
}

#[test]
fn pages_of_next_that_components_make_are_there() {
    let site = "== next.config.js\nmodule.exports = {};\n== docs/a.md\n# A\n\n[b](/docs/b) [c](/about) [d](/shop/x) [n](/none)\n== docs/b.md\n# B\n\
        == src/app/about/page.tsx\nx\n== src/app/shop/[id]/page.tsx\nx\n";
    assert_eq!(said(site), ["0301]: broken link: nothing is called `/none`"]);
}

#[test]
fn a_text_of_eleventy_called_like_its_folder_is_the_page_of_that() {
    let site = "== eleventy.config.js\nexport default (c) => { c.addPassthroughCopy({\"node_modules/x/*.{css,js}\": \"static/\"}); };\n\
        == package.json\n{\"dependencies\": {\"@11ty/eleventy-plugin-rss\": \"2\"}}\n== index.md\n[a](/blog/) [b](/people/) [c](/blog/feed.xml) \
        [d](/static/x.css) [n](/none/)\n== blog/blog.md\n---\ntitle: B\n---\nB\n== people/people.njk\nX\n";
    assert_eq!(said(site), ["0301]: broken link: nothing is called `/none`"]);
}

#[test]
fn an_address_given_up_may_name_its_index() {
    let site = "== _config.yml\ntitle: T\n== a.md\n---\ntitle: A\nredirect_from: /help/index.html\n---\nA\n== b.md\n---\ntitle: B\n---\n[a](/help/)\n";
    assert_eq!(said(site), [""; 0]);
}

#[test]
fn an_id_of_eleventy_spells_signs_out() {
    let site = "== eleventy.config.js\nexport default {}\n== a.md\n[a](#doors-and-walls)\n\n## Doors & walls\n";
    assert_eq!(said(site), [""; 0]);
}

#[test]
fn plugins_of_jekyll_show_every_page_in_each_language() {
    let site = "== _config.yml\nplugins: [jekyll-polyglot]\nlanguages: [en, de]\ndefault_lang: en\n== index.md\n---\n---\n[a](/de/about/) [b](/de/) \
        [c](/fr/about/)\n== about.md\n---\ntitle: A\nlang: en\npermalink: /about/\n---\nA\n== about-de.md\n---\ntitle: B\nlang: de\npermalink: /about/\n---\nA\n";
    assert_eq!(said(site), ["0301]: broken link: nothing is called `/fr/about`"]);
}

#[test]
fn categories_may_be_slugs_in_an_address() {
    let site = "== _config.yml\npermalink: /:slugified_categories/:title/\n== index.md\n---\n---\n[a](/big-doors/a/)\n\
        == _posts/2025-01-02-a.md\n---\ncategories: [Big Doors]\n---\nA\n";
    assert_eq!(said(site), [""; 0]);
}

#[test]
fn plugins_of_mkdocs_take_in_other_files() {
    let site = "== mkdocs.yml\nsite_name: T\nplugins:\n  - include-markdown\n== README.md\nNo word.\n<!--s-->\nThe [door](docs/sub/door.md), \
        the [wall](sub/wall.md).\n<!--e-->\nNo other.\n== docs/index.md\n# Home\n\n{% include-markdown \"../README.md\"\n   start=\"<!--s-->\" \
        end='<!--e-->' %}\n\n- {% include \"sub/part.txt\" %}\n\n{% include-markdown \"sub/door.md\" %}\n\n{% include-markdown \"sub/*.md\" %}\n\
        == docs/sub/part.txt\nFirst\nsecond\n== docs/sub/door.md\n# Door\n\n![A](a.png) and [own](door.md), <img src=\"a.png\" alt=\"B\">\n\n[ref]: a.png\n\
        == docs/sub/a.png\nP\n";
    assert_eq!(said(site), ["0202]: the macro `include-markdown` is left as text"]);
    assert_eq!(
        leads(site, "index.html"),
        ["./sub/door/index.html", "./../sub/wall.md", "./sub/a.png", "./sub/door/index.html", "./sub/a.png"]
    );
    let macros = "== mkdocs.yml\nsite_name: T\nplugins:\n  - macros:\n      include_dir: parts\nmarkdown_extensions: [pymdownx.snippets]\n\
        == parts/a.md\nThe [door](door.md).\n== docs/index.md\n# Home\n\n{% include 'a.md' %}\n\n--8<--\nparts/a.md\n; parts/b.md\n--8<--\n\
        == docs/door.md\n# Door\n";
    assert_eq!(said(macros), [""; 0]);
    assert_eq!(leads(macros, "index.html"), ["./door/index.html", "./door/index.html"]);
}
