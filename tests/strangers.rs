//! What is said of folders that other people wrote for other tools: what helps them, and no more.

use crate::support::{Bench, Folder};

/// The codes of what a check says of a folder, each once.
#[track_caller]
fn codes(files: &str) -> Vec<String> {
    let said = check(files, &["--message-format", "short"]);
    let codes = said.lines().filter_map(|line| line.split_once("[CL")?.1.split_once(']'));
    let mut codes: Vec<String> = codes.map(|(code, _)| code.to_owned()).collect();
    codes.sort();
    codes.dedup();
    codes
}

#[track_caller]
fn check(files: &str, flags: &[&str]) -> String {
    Folder::new(files).run(&[&["check", "a"], flags].concat(), 0)
}

#[test]
fn a_folder_is_asked_for_what_it_asks_for_itself() {
    let text = "== a/content/one.md\nWords\n";
    assert_eq!(codes(text), [""; 0]);
    assert_eq!(codes(&format!("== a/book.toml\n{text}")), ["0124", "0125", "0320", "0321"]);
    // What a field is called is for the tool to say that reads it.
    let text = "---\ntitle: One\ntag: [trust]\n---\nWords\n";
    assert_eq!(
        codes(&format!("== a/hugo.toml\n== a/content/one.md\n{text}== a/static/README.md\nPictures\n")),
        [""; 0]
    );
}

#[test]
fn fields_below_empty_lines_are_read_by_the_tools_that_do() {
    let text = "\n\n---\ntitle: One\ndraft: true\n---\nWords\n";
    for folder in [
        "== a/hugo.toml\n== a/content/one.md\n",
        "== a/zola.toml\nbase_url = \"/\"\n== a/content/one.md\n",
        "== a/astro.config.mjs\nexport default {integrations: [starlight({title: 'T'})]};\n== a/src/content/docs/one.md\n",
    ] {
        let said = Folder::new(&format!("{folder}{text}")).run(&["list", "held", "a"], 0);
        assert!(said.contains("one.md"), "{folder}{said}");
        assert_eq!(codes(&format!("{folder}{text}")), [""; 0], "{folder}");
    }
}

#[test]
fn fields_that_a_program_makes_are_asked_for_in_yaml() {
    for (opening, language) in [("---js", "JavaScript"), ("---javascript", "JavaScript"), ("---coffee", "CoffeeScript")]
    {
        for (fields, held) in [("{\n  title: \"Doors\",\n}\n", false), ("{ draft: isLate() }\n", true)] {
            let site = format!("== a/eleventy.config.js\n\n== a/one.md\n{opening}\n{fields}---\nWords\n");
            let said = check(&site, &[]);
            let help = format!("does not run {language}: write these fields as YAML between lines of `---`");
            assert!(said.contains(&help), "{said}");
            assert!(!said.contains("hyphens") && said.contains("is held back") == held, "{opening}{fields}{said}");
            // No tool shows them.
            let folder = Folder::new(&site);
            folder.run(&["build", "a", "--drafts", "-d", "site"], 0);
            let page = std::fs::read_to_string(folder.path("site/one/index.html")).unwrap();
            assert!(page.contains("Words") && !page.contains(opening), "{page}");
        }
    }
}

#[test]
fn a_text_that_is_not_published_yet_is_not_finished() {
    let draft = "== a/book.toml\n[lints]\norphan-essay = \"allow\"\ndead-end = \"allow\"\n== a/content/one.md\n\
                 ---\ntitle: One\ndescription: It\ndraft: true\n---\n{% widget %} <T>\n";
    let said = check(draft, &[]);
    assert!(
        said.ends_with("no warnings; 2 more in essays that are not published yet (--drafts, --future)\n"),
        "{said}"
    );
    let said = check(draft, &["--drafts"]);
    assert!(said.contains("CL0202") && said.ends_with("2 warnings\n"), "{said}");
    // What stands in the way of a draft stays out of no publication.
    let strict = Folder::new(draft).run(&["check", "a", "--strict"], 0);
    assert!(!strict.contains("CL0202"), "{strict}");
    // What is wrong with its fields may be what holds it.
    assert_eq!(codes("== a/x.md\n---\ndraft: maybe\n---\n{% widget %}\n"), ["0114"]);
}

#[test]
fn what_another_tool_reads_is_told_of_a_few_times() {
    let essay = |n: usize| format!("== a/{n}.md\n{{% widget %}}\n");
    let folder = Folder::new(&(1..=6).map(essay).collect::<String>());
    let said = folder.run(&["check", "a"], 0);
    assert_eq!(said.matches("[CL0202]").count(), 3, "{said}");
    assert!(said.contains("--> 3.md") && said.contains("help: the same in 3 more files"), "{said}");
    // Whoever asks for one is reported that one.
    assert!(folder.run(&["check", "a/6.md"], 0).contains("6.md:1:1"));
}

#[test]
fn advice_on_macros_fits_the_book() {
    let advice = |text: &str| check(&format!("== a/x.md\n{text}\n"), &[]);
    assert!(advice("{{ page.title }}").contains("`macros = \"liquid\"`"));
    assert!(!advice("{{ $frontmatter.title }}").contains("liquid"));
    assert!(!advice("{% image \"x.png\" %}").contains("liquid"));
    let jekyll = check("== a/_config.yml\ntitle: T\n== a/x.md\n---\n---\n{% include widget.html %}\n", &[]);
    assert!(jekyll.contains("CL0202") && !jekyll.contains("liquid"), "{jekyll}");
}

#[test]
fn addresses_that_were_given_up_lead_on() {
    let links = "# One\n\n[a](/old) [b](/old/#x) [c](/gone/deep/) [d](/far/) [e](/older/)\n";
    let two = "# Two\n\n## X\n\nWords\n";
    let redirects =
        "/old /two/ 301\n# said\n/gone/* /:splat\n/far https://example.org/\n/* /404.html 404\n/:a/x /two/\n";
    let site =
        format!("== a/hugo.toml\n== a/content/one.md\n{links}== a/content/two.md\n{two}== a/content/deep.md\n# Deep\n");
    assert_eq!(codes(&format!("{site}== a/static/_redirects\n{redirects}== a/content/older.md\n# Older\n")), [""; 0]);
    let said = check(&site, &["--message-format", "short"]);
    assert_eq!(said.matches("CL0301").count(), 5, "{said}");
    for (file, text) in [
        ("netlify.toml", "[[redirects]]\nfrom = \"/old/\"\nto = \"/two/\"\n"),
        ("vercel.json", "{\"redirects\": [{\"source\": \"/old\", \"destination\": \"/two\"}]}\n"),
    ] {
        let said = check(&format!("{site}== a/{file}\n{text}"), &["--message-format", "short"]);
        assert_eq!(said.matches("CL0301").count(), 3, "{file}: {said}");
    }
    let page = "# One\n\n[a](/old/)\n";
    let astro = |config: &str| {
        format!(
            "== a/astro.config.mjs\n{config}\n== a/src/content/docs/one.md\n{page}== a/src/content/docs/two.md\n{two}"
        )
    };
    for site in [
        astro("export default {redirects: {'/old': '/two'}};"),
        astro(
            "export default {redirects: {\n  '/old/': {\n    status: 302,\n    destination: '/two',\n  }, '/x': '/y'}};",
        ),
        astro("export default {redirects: {'/[...slug]': '/no', '/old/[...slug]': '/two/[...slug]'}};"),
        astro(
            "import old from \"./old.js\";\nexport default {redirects: {...old}};\n== a/old.js\nexport default {\n  '/old': '/two'\n}",
        ),
        astro(
            "import {redirects} from './src/old';\nexport default {redirects};\n== a/src/old.ts\nexport const redirects: Record<string, string> = {'/old': '/two'};",
        ),
        astro(
            "import old from './old.json' with {type: 'json'};\nexport default {redirects: old};\n== a/old.json\n{\"/old\": \"/two\"}",
        ),
        format!(
            "== a/mkdocs.yml\nsite_name: T\nplugins:\n  - search\n  - redirects:\n      redirect_maps:\n        old.md: two.md\n\
                 == a/docs/index.md\n{page}== a/docs/two.md\n{two}"
        ),
        format!(
            "== a/docusaurus.config.js\nmodule.exports = {{title: 'T', plugins: [['client-redirects', {{redirects: \
                 [{{from: ['/old'], to: '/docs/two'}}]}}]]}};\n== a/docs/one.md\n{page}== a/docs/two.md\n{two}"
        ),
    ] {
        assert_eq!(codes(&site), [""; 0], "{site}");
    }
}

#[test]
fn a_page_that_exists_comes_before_a_rule_that_leads_on() {
    let site = "== a/hugo.toml\n== a/content/one.md\n# One\n\n[y](/ja/b) [n](/ja/none/)\n== a/content/ja/b.md\n# B\n== a/content/two.md\n# Two\n";
    let leads = |rules: &str| {
        let folder = Folder::new(&format!("{site}{rules}"));
        folder.run(&["build", "a", "--dest-dir", "out"], 0);
        let page = std::fs::read_to_string(folder.path("out/one/index.html")).unwrap();
        let to = |words: &str| {
            page.split_once(&format!("\">{words}</a>"))
                .and_then(|(front, _)| front.rsplit_once("href=\"")?.1.split('"').next())
        };
        ["y", "n"].map(|words| to(words).unwrap_or_default().to_owned())
    };
    let (page, two) = ("../ja/b/index.html", "../two/index.html");
    for (rules, expected) in [
        ("== a/static/_redirects\n/ja/* /two 404\n", [page, ""]),
        ("== a/static/_redirects\n/ja/* /two 302\n", [page, two]),
        ("== a/static/_redirects\n/ja/* /two 302!\n", [two, two]),
        ("== a/netlify.toml\n[[redirects]]\nfrom = \"/ja/*\"\nto = \"/two/\"\nstatus = 404\n", [page, ""]),
        ("== a/netlify.toml\n[[redirects]]\nfrom = \"/ja/*\"\nto = \"/two/\"\n", [page, two]),
        ("== a/netlify.toml\n[[redirects]]\nfrom = \"/ja/b\"\nto = \"/two/\"\nforce = true\n", [two, ""]),
    ] {
        assert_eq!(leads(rules), expected, "{rules}");
    }
}

#[test]
fn a_text_called_as_its_folder_is_the_text_of_that() {
    let site = "== a/docusaurus.config.js\nmodule.exports = {title: 'T'};\n== a/docs/one.md\n# One\n\n[a](/docs/things) [b](/docs/things/x)\n\
                == a/docs/02-things/things.md\n# Things\n== a/docs/02-things/x.md\n# X\n";
    assert_eq!(codes(site), [""; 0]);
    let folder = Folder::new(site);
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    assert!(folder.path("out/docs/things/index.html").is_file());
    assert!(!folder.path("out/docs/things/things/index.html").exists());
}

#[test]
fn what_a_field_or_a_sign_means_is_for_its_tool() {
    // No field of VitePress is an address, and Dendron writes a nought for a day, and names people who have no note.
    assert_eq!(
        codes("== a/.vitepress/config.ts\nexport default {}\n== a/v0.1/x.md\n---\npath: /v0.1/a/x.html\n---\n# X\n"),
        [""; 0]
    );
    let note =
        |id: &str| format!("---\nid: a-{id} Thing\ntitle: T\ncreated: '0'\nupdated: '0'\n---\nThe @connections\n");
    let vault = format!("== a/vault/root.md\n{}== a/vault/x.md\n{}", note("Great"), note("Small"));
    assert_eq!(codes(&format!("== a/dendron.yml\nvaults:\n- fsPath: vault\n{vault}")), [""; 0]);
    // What an embed does to its paragraph is so in Obsidian as well.
    assert_eq!(codes("== a/.obsidian/app.json\n{}\n== a/One.md\nSee ![[Two]] here\n== a/Two.md\nTwo\n"), [""; 0]);
    let published = "== a/eleventy.config.js\nmodule.exports = c => c.addPassthroughCopy({ public: \"/\" });\n== a/x.md\n\
                     ---\npublished: '2024-12-20:00:00:14'\n---\n![it](/images/x.png)\n== a/public/images/x.png\nx\n";
    assert_eq!(codes(published), [""; 0]);
}

#[test]
fn a_field_in_many_texts_is_no_slip() {
    let essay = |n: usize, field: &str| format!("== a/{n}.md\n---\n{field}: true\n---\nWords\n");
    let all = |field: &str, most: usize| codes(&(1..=most).map(|n| essay(n, field)).collect::<String>());
    assert_eq!(all("titel", 3), ["0116"]);
    assert_eq!(all("titel", 4), [""; 0]);
    // What holds essays back is said of each.
    assert_eq!(all("darft", 4), ["0116"]);
}

#[test]
fn fields_in_code_and_in_remarks_are_none() {
    let fields = "---\ntitle: One\n---\n";
    assert_eq!(codes(&format!("== a/x.md\n# X\n\n```yaml\n{fields}```\n")), [""; 0]);
    assert_eq!(codes(&format!("== a/docusaurus.config.js\n== a/docs/x.mdx\n{{/*\n{fields}*/}}\n\n# X\n")), [""; 0]);
    assert_eq!(codes(&format!("== a/x.md\nX\n\n{fields}")), ["0102"]);
}

#[test]
fn pages_stand_in_folders_with_a_dot_beside_files() {
    let site = "== a/.vitepress/config.ts\nexport default {cleanUrls: true}\n== a/v0.1/x.md\n# X\n\n![it](y.png) ![it](sub/z.png)\n\
                == a/v0.1/y.png\ny\n== a/v0.1/sub/z.png\nz\n";
    assert_eq!(codes(site), [""; 0]);
    let folder = Folder::new(site);
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    let pages: Vec<_> =
        std::fs::read_dir(folder.path("out/v0.1")).unwrap().flatten().map(|file| file.file_name()).collect();
    assert_eq!(pages.len(), 3, "{pages:?}");
}

#[test]
fn a_copy_of_eleventys_is_found_where_it_stands() {
    let site = "== a/.eleventy.js\nmodule.exports = c => { c.addPassthroughCopy({ \"src/static/public\": \"assets\" }); return { dir: { input: \"src\" } } };\n\
                == a/src/x.md\n![it](/assets/x.png)\n== a/src/static/public/x.png\nx\n";
    assert_eq!(codes(site), [""; 0]);
}

#[test]
fn a_day_that_a_program_wrote_may_come_after_a_change() {
    let fields = |date: &str| format!("== a/x.md\n---\n{date}: 2025-08-01\nupdated: 2025-03-13\n---\nWords\n");
    assert_eq!(codes(&fields("created")), [""; 0]);
    assert_eq!(codes(&fields("date")), ["0115"]);
}

#[test]
fn a_formula_in_mdx_may_begin_in_a_line_with_more() {
    let text = "$$P(\\text{rice})\n= \\frac{1}{2}$$\n\nOne {two} $$x_{1}$$ and\n\n$$\n{x}\n$$\n";
    let site = format!("== a/docusaurus.config.js\nimport math from 'remark-math';\n== a/docs/x.mdx\n{text}");
    let said = check(&site, &[]);
    assert!(said.contains("components is shown: `{…}`\n") && said.contains("x.mdx:4:"), "{said}");
}

#[test]
fn a_heading_that_begins_like_an_id_of_ours_is_found() {
    assert_eq!(codes("== a/x.md\n# X\n\n[a](#embed-users)\n\n## Embed users\n"), [""; 0]);
}

#[test]
fn an_address_in_a_component_is_for_that() {
    assert_eq!(Bench::book("", "== a.md\n<Card title=\"x\" href=\"nowhere\" />\n").findings().len(), 1);
}

#[test]
fn sets_of_signs_are_no_footnotes() {
    let findings = |text: &str| Bench::book("", &format!("== a.md\n{text}\n")).findings();
    assert_eq!(findings("# Given /^an? ([^\\s]+) \"([^\"]+)\" [^a]/"), [""; 0]);
    assert_eq!(findings("So she said.[^graeber] [^1]").len(), 2);
    assert_eq!(findings("So she said.[^a] And[^b]\n\n[^b]: There").len(), 1);
}

#[test]
fn what_a_program_makes_of_a_text_may_be_what_a_link_names() {
    let findings = |target: &str| Bench::book("", &format!("== a.md\n[x](b.md#there)\n== b.md\n{target}\n")).findings();
    let anchors = |target: &str| findings(target).iter().filter(|found| found.contains("`there`")).count();
    assert_eq!(anchors("# B\n\n{% for x in y %}\n## {{ x }}\n{% endfor %}"), 0);
    assert_eq!(anchors("---\nlayout: archive\n---\n"), 0);
    assert_eq!(anchors("# B\n\nWords"), 1);
    // Nor is it known what it opens and closes.
    let tags = findings("# B\n\n{% for x in y %}<a href=\"{{ x }}\">{% endfor %}</a></div>");
    assert!(!tags.iter().any(|found| found.contains("closes nothing")), "{tags:?}");
}

#[test]
fn a_heading_in_html_names_the_essay() {
    let title = |text: &str| {
        let bench = Bench::book("", &format!("== mirror.md\n{text}\n"));
        bench.site.library().cards().next().unwrap().title.to_string()
    };
    for text in [
        "<h1 align=\"center\">The &amp; Mirror</h1>\n\nWords",
        "<div align=\"center\">\n  <img src=\"https://example.org/x.png\" alt=\"Logo\">\n  <h1>The &amp;\n Mirror</h1>\n</div>\n\nWords",
        "<p align=\"center\"><img src=\"https://example.org/x.png\" alt=\"Logo\"></p>\n\n<h1>The &amp; Mirror</h1>",
    ] {
        assert_eq!(title(text), "The & Mirror", "{text}");
    }
    assert_eq!(title("<p>Words</p>\n\n<h1>Late</h1>"), "mirror");
    assert_eq!(title("# First\n\n<h1>Second</h1>"), "First");
}

#[test]
fn html_goes_to_its_end_tag_where_the_tool_reads_it_so() {
    let post = "== a/_posts/2020-01-01-a.md\n---\ntitle: A\n---\n<p>JSON</p>\n{% highlight json %}\n{ \"a\": \"<b>\" }\n\
                {% endhighlight %}\n\n<div>\n    <p>\n\n    *one*\n\n    </p>\n</div>\n*two*\n\n<p>x</p>\n<script>\nlet a;\n\n\
                let b;\n</script>\n\n| a |\n|---|\n| `b|c` |\n";
    let folder = Folder::new(&format!("== a/_config.yml\ntitle: T\n{post}"));
    let said = folder.run(&["check", "a"], 0);
    assert!(said.ends_with("no warnings\n"), "{said}");
    folder.run(&["build", "a", "-d", "o"], 0);
    let page = std::fs::read_to_string(folder.path("o/2020/01/01/a.html")).unwrap();
    for part in ["    *one*\n", "<em>two</em>", "let a;\n\nlet b;\n</script>", "<code>b|c</code>", "&lt;b&gt;"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    // To CommonMark it ends with the empty line.
    let plain = Folder::new("== a/x.md\n<div>\n\n*one*\n\n</div>\n");
    plain.run(&["build", "a", "-d", "o"], 0);
    assert!(std::fs::read_to_string(plain.path("o/x/index.html")).unwrap().contains("<em>one</em>"));
}

#[test]
fn notes_are_asked_for_no_more_than_their_tool_shows() {
    let note = "---\ntags: a\n---\n#### Deep\n\n![[p.png]]\n== a/p.png\nx\n";
    assert_eq!(codes(&format!("== a/.obsidian/app.json\n{{}}\n== a/n.md\n{note}")), [""; 0]);
    assert_eq!(codes(&format!("== a/n.md\n{note}")), [""; 0]);
    // An empty heading is an empty block of Logseq's.
    assert_eq!(codes("== a/logseq/config.edn\n{}\n== a/pages/n.md\npublic:: true\n- ## \n"), [""; 0]);
    // No field means anything to mdBook, and sections of Zola need no title.
    let fields = "---\ntags: a, b\nalias: planned, done\n---\n# A\n";
    let book = format!(
        "== a/book.toml\n[book]\n== a/src/SUMMARY.md\n- [A](a.md)\n- [B](b.md)\n== a/src/a.md\n{fields}== a/src/b.md\n{fields}"
    );
    assert_eq!(codes(&book), [""; 0]);
    assert_eq!(
        codes(
            "== a/config.toml\nbase_url = \"/\"\n== a/content/2026/_index.md\n+++\ntransparent = true\n+++\n== a/content/2026/a.md\n+++\ntitle = \"A\"\n+++\n"
        ),
        [""; 0]
    );
}

#[test]
fn a_picture_by_its_other_name_needs_no_end_tag() {
    let bench = Bench::book(
        "",
        "== x.md\n<image src=\"p.png\">\n\nMore\n\n<svg><image href=\"p.png\"></image></svg>\n== p.png\nx\n",
    );
    assert_eq!(bench.site.diagnostics(), []);
}

#[test]
fn a_shortcode_in_html_becomes_html() {
    let page = "---\ntitle: A\n---\n<div>\n{{< youtube id=\"abc\" autoplay=\"false\" >}}\n</div>\n";
    for path in ["content/a.md", "content/a.html"] {
        let folder =
            Folder::new(&format!("== a/hugo.toml\n== a/{path}\n{page}== a/content/b.md\n---\ntitle: B\n---\n"));
        let said = folder.run(&["check", "a"], 0);
        assert!(said.ends_with("no warnings\n"), "{said}");
        folder.run(&["build", "a", "-d", "o"], 0);
        let made = std::fs::read_to_string(folder.path("o/a/index.html")).unwrap();
        assert!(made.contains("<a href=\"https://www.youtube.com/watch?v=abc\">Film on YouTube</a>"), "{path}: {made}");
    }
}

#[test]
fn fields_in_other_capitals_add_their_tags() {
    for fields in ["tags: one\nTags: [two, three]", "Tags: [two, three]\ntags: one", "tag: one\nTags: two, three"] {
        let bench = Bench::book("", &format!("== x.md\n---\n{fields}\n---\nText\n"));
        let page = bench.text("x/index.html");
        assert!(["#one", "#two", "#three"].iter().all(|tag| page.contains(tag)), "{fields}: {page}");
    }
}

#[test]
fn flags_of_other_tools_are_understood() {
    let folder = Folder::new("== a/x.md\n# X\n");
    folder.run(&["build", "a", "--output-dir", "o"], 0);
    assert!(folder.path("o/x/index.html").is_file());
    assert!(folder.run(&["check", "a", "--format", "short"], 0).contains("1 essay checked"));
}

#[test]
fn a_fix_of_a_name_keeps_the_words() {
    let fixed = |link: &str| {
        let folder =
            Folder::new(&format!("== a/book.toml\n== a/content/x.md\n{link}\n== a/content/daily-note.md\n# D\n"));
        folder.run(&["check", "a", "--fix"], 0);
        std::fs::read_to_string(folder.path("a/content/x.md")).unwrap().trim_end().to_owned()
    };
    assert_eq!(fixed("[[daily note]]"), "[[daily-note|daily note]]");
    assert_eq!(fixed("[[daily note|each day]]"), "[[daily-note|each day]]");
}

#[test]
fn what_holds_an_essay_back_has_a_line() {
    let folder = Folder::new("== book.toml\n== content/x.md\n---\ntitle: \"A\ndraft:true\n---\nText\n");
    assert!(folder.run(&["list", "held"], 0).contains("content/x.md:3  "), "{}", folder.run(&["list", "held"], 0));
}

#[test]
fn lines_of_a_gitignore_count_in_any_encoding() {
    let folder = Folder::new("== a/one.md\nOne\n== a/secret.md\nTwo\n");
    let wide: Vec<u8> = "\u{feff}secret.md\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    folder.write_bytes("a/.gitignore", &wide);
    let said = folder.run(&["build", "a", "-d", "o"], 0);
    assert!(folder.path("o/one/index.html").is_file() && !folder.path("o/secret").exists(), "{said}");
}

#[test]
fn what_a_vault_quotes_is_no_program_of_templater() {
    let vault = |text: &str| codes(&format!("== a/.obsidian/app.json\n{{}}\n== a/n.md\n{text}\n"));
    assert_eq!(vault("They answer with <%response.write x%>."), [""; 0]);
    assert_eq!(vault("Today is <% tp.date.now() %>."), ["0202"]);
    assert_eq!(vault("---\nurl: ?__location=9\naliases: [Tools W/ UV]\n---\nText"), [""; 0]);
}

#[test]
fn a_picture_of_another_folder_is_only_a_hint() {
    let folder =
        Folder::new("== a/one/x.md\n![A](circles.gif)\n== a/two/circle.gif\nx\n== a/two/y.md\n![A](circle.gif)\n");
    folder.run(&["check", "a", "--fix"], 0);
    assert_eq!(std::fs::read_to_string(folder.path("a/one/x.md")).unwrap().trim_end(), "![A](circles.gif)");
}

#[test]
fn commands_that_a_site_defines_for_its_formulas_are_known() {
    let formula = "# X\n\nOne $\\half + \\two{x}$ here.\n";
    for site in [
        "== a/.vitepress/config.mts\nimport katex from 'katex'\nexport default { markdown: { math: { tex: { macros: { half: '\\\\frac{1}{2}', \
         two: ['#1#1', 1] } } } } }\n== a/x.md\n",
        "== a/mkdocs.yml\nsite_name: X\n== a/docs/javascripts/mathjax.js\nwindow.MathJax = {tex: {macros: {half: \"1/2\", two: f(2)}}}\n\
         == a/docs/x.md\n",
        "== a/_config.yml\ntitle: X\n== a/_includes/head.html\n<script>katex = {macros: {'\\\\half': '1/2', '\\\\two': '#1#1'}}</script>\n\
         == a/x.md\n---\ntitle: X\n---\n",
        "== a/.obsidian/app.json\n{}\n== a/preamble.sty\n\\newcommand{\\half}{1/2}\n\\newcommand{\\two}[1]{#1#1}\n== a/x.md\n",
    ] {
        assert_eq!(codes(&format!("{site}{formula}").replace("$\\", "$$\\").replace("}$ ", "}$$ ")), [""; 0], "{site}");
    }
    assert_eq!(codes("== a/x.md\nOne $\\half$ here.\n"), ["0204"]);
}

#[test]
fn no_text_in_mdx_is_code_for_being_indented() {
    let site = "== a/docusaurus.config.js\nexport default {}\n== a/docs/x.mdx\n# X\n\n    See [it](y.mdx).\n\n- one\n\n          \
                Deep [it](y.mdx)\n\n\t```js\n\t  a();\n\t```\n== a/docs/y.mdx\n# Y\n\nSee [it](x.mdx).\n";
    let folder = Folder::new(site);
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    let page = std::fs::read_to_string(folder.path("out/docs/x/index.html")).unwrap();
    assert!(!page.contains("<code>See") && page.contains("<p>See <a") && page.contains("<p>Deep <a"), "{page}");
    assert!(page.contains("language-js"), "{page}");
}

#[test]
fn an_unknown_macro_in_an_address_takes_no_other_link_with_it() {
    let folder = Folder::new(
        "== a/hugo.toml\ntitle = 'X'\n== a/content/y.md\nY [x](x.md)\n== a/content/x.md\n\
         [One](/{{< odd a >}}/b), [two], [three][] and [four].\n\n[two]: /z/{{< odd a >}}/b\n[three]: {{% odd %}}/c\n[four]: y.md\n",
    );
    let said = folder.run(&["build", "a", "--dest-dir", "out"], 0);
    let page = std::fs::read_to_string(folder.path("out/x/index.html")).unwrap();
    assert!(page.contains(">One</span>, ") && page.contains(">three</span> and <a href"), "{page}");
    assert_eq!(said.matches("warning[").count(), 1, "{said}");
}

#[test]
fn markdown_counts_in_the_words_of_elements_in_mdx() {
    let text = "<p>One *x* `<Aside>`.</p>\n\n- a\n\n    <p>\n      <Hint>See [it](y.mdx), `<h1>`.</Hint>\n    </p>\n\n\
                1. a\n\t\t```js\n\t\ta();\n\t\t```\n";
    let site = |end: &str| {
        format!(
            "== a/astro.config.mjs\nimport starlight from '@astrojs/starlight';\n== a/src/content/docs/y.md\n# Y\n\n[x](/x)\n\
                 == a/src/content/docs/x.{end}\n# X\n\n{text}"
        )
    };
    let folder = Folder::new(&site("mdx"));
    let said = folder.run(&["build", "a", "--dest-dir", "out"], 0);
    assert!(!said.contains("never closed"), "{said}");
    let page = std::fs::read_to_string(folder.path("out/x/index.html")).unwrap();
    for words in [
        "<p>One <em>x</em> <code>&lt;Aside&gt;</code>.</p>",
        ">it</a>, <code>&lt;h1&gt;</code>.",
        "<pre><code class=\"language-js\">",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // In Markdown it is a block of HTML.
    let folder = Folder::new(&site("md"));
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    assert!(std::fs::read_to_string(folder.path("out/x/index.html")).unwrap().contains("<p>One *x* `"));
}

#[test]
fn tables_of_kramdown_need_no_line_of_hyphens() {
    let tables = "| a | b |\n| c | d |\n\n| e | f |\n|---|---|\n\ng | h\ni | j\n\n| k | l |\n|---|---|\n| m | n |\n|---|---|\n| o | p |\n";
    let site = format!("== a/_config.yml\ntitle: X\n== a/x.md\n---\ntitle: X\n---\n{tables}\nWords | with\na bar\n");
    assert_eq!(codes(&site), [""; 0]);
    let folder = Folder::new(&site);
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    let page = std::fs::read_to_string(folder.path("out/x/index.html")).unwrap();
    assert_eq!(page.matches("<table>").count(), 4, "{page}");
    assert_eq!(page.matches("<thead>").count(), 2, "{page}");
    assert!(page.contains("Words | with"), "{page}");
}

#[test]
fn attributes_of_markdown_it_are_none_of_the_text() {
    let text = "# A { #top}\n\n## Two {.cls #two}\n\nSee [two](#two){target=\"_blank\"} and [top](#top). {.lead}\n\n- item {.it #i}\n";
    for site in ["== a/.vitepress/config.ts\nexport default {}\n", "== a/.eleventy.js\nrequire('markdown-it-attrs')\n"]
    {
        let site = format!("{site}== a/x.md\n{text}");
        assert_eq!(codes(&site), [""; 0]);
        let folder = Folder::new(&site);
        folder.run(&["build", "a", "--dest-dir", "out"], 0);
        let page =
            ["out/x.html", "out/x/index.html"].iter().find_map(|file| std::fs::read_to_string(folder.path(file)).ok());
        let page = page.unwrap();
        let page = page.split("e-content").nth(1).unwrap();
        assert!(page.contains("id=\"two\"") && page.contains("id=\"i\"") && !page.contains('{'), "{page}");
    }
}

#[test]
fn browsers_turn_backslashes() {
    let site = "== a/_config.yml\ntitle: X\n== a/image/x.png\nx\n== a/b/x.md\n---\ntitle: X\n---\n![x](..\\image\\x.png) \
                <img src=\"..\\image\\x.png\" alt=\"x\">\n";
    assert_eq!(codes(site), [""; 0]);
}

#[test]
fn dollars_may_be_a_price() {
    let text = "| Where | Price |\n|---|---|\n| Inn | $$ |\n| Hall | $$$ |\n\nUS$$ 5 and US$$ 6, from $$ to $$$.\n";
    assert_eq!(codes(&format!("== a/x.md\n{text}")), [""; 0]);
    let folder = Folder::new(&format!("== a/x.md\n{text}"));
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    assert!(!std::fs::read_to_string(folder.path("out/x/index.html")).unwrap().contains("<math"));
    assert_eq!(codes("== a/x.md\n$$\nx^2\n"), ["0203"]);
    assert_eq!(codes("== a/x.md\nSo $$x^2 is not closed.\n"), ["0203"]);
}

#[test]
fn a_name_of_dendron_may_stand_for_several() {
    let notes = |text: &str| {
        format!(
            "== a/dendron.yml\nversion: 5\nworkspace:\n  vaults:\n    - fsPath: .\n== a/root.md\n---\ntitle: X\n---\n{text}\n"
        )
    };
    assert_eq!(codes(&notes("[[root.*]] and ![[root.*]]")), [""; 0]);
    assert_eq!(codes(&notes("[[root.no]]")), ["0301"]);
}

#[test]
fn the_id_of_a_block_may_be_one_like_any_other() {
    let site = "== a/.eleventy.js\nrequire('markdown-it-attrs'); // [[x]]\nconst links = '[[';\n== a/one.md\n---\ntitle: One\n---\n\
                > [!note] X\n> text\n\n{ #abc1}\n== a/two.md\n---\ntitle: Two\n---\nSee [[one#^abc1|it]].\n";
    assert_eq!(codes(site), [""; 0]);
}

#[test]
fn dollars_are_no_formulas_where_nothing_shows_these() {
    let text = "---\ntitle: X\n---\nSet $a and the $b, or $\\odd$.\n";
    let jekyll = |more: &str| {
        format!("== a/_config.yml\ntitle: X\n{more}== a/_layouts/default.html\n{{{{ content }}}}\n== a/x.md\n{text}")
    };
    assert_eq!(codes(&jekyll("")), [""; 0]);
    assert_eq!(codes(&jekyll("== a/_includes/head.html\n<script src=\"mathjax.js\"></script>\n")), ["0204"]);
    let hugo = |more: &str| {
        format!("== a/hugo.toml\ntitle = 'X'\n{more}== a/layouts/_default/baseof.html\n<p>\n== a/content/x.md\n{text}")
    };
    assert_eq!(codes(&hugo("")), [""; 0]);
    assert_eq!(
        codes(&hugo("theme = 'x'\n== a/themes/x/layouts/partials/head.html\n<script src=\"katex.js\"></script>\n")),
        ["0204"]
    );
    // A theme that is not there may show them.
    assert_eq!(codes(&hugo("theme = ['x', 'y']\n== a/themes/x/layouts/index.html\n<p>\n")), ["0204"]);
    assert_eq!(codes("== a/x.md\nIn \"$1\", and so on, <b>$2</b> or <b>$3</b>.\n"), [""; 0]);
}

#[test]
fn code_of_liquid_in_a_list_need_not_be_indented() {
    let site = "== a/_config.yml\ntitle: X\n== a/x.md\n---\ntitle: X\n---\n1.  one\n\n    {% highlight c %}\n#!/bin/sh\n    run\n    {% endhighlight %}\n\n2.  two\n";
    assert_eq!(codes(site), [""; 0]);
}

#[test]
fn what_only_looks_like_a_slip_is_none() {
    assert_eq!(codes("== a/x.md\n• One\n\n• Two\n"), [""; 0]);
    assert_eq!(codes("== a/x.md\n• One\n• Two\n"), ["0222"]);
    assert_eq!(codes("== a/.obsidian/app.json\n{}\n== a/x.md\n• One\n• Two\n"), [""; 0]);
    let badge =
        "== a/.vitepress/config.ts\nexport default {}\n== a/x.md\n# X\n\nDoors <Badge type=\"tip\" text=\"new\" />\n";
    assert_eq!(codes(badge), [""; 0]);
    let page = "type:: [[Nowhere]]\n\n- a\n";
    let graph = format!("== a/logseq/config.edn\n{{:publishing/all-pages-public? true}}\n== a/pages/x.md\n{page}");
    assert_eq!(codes(&graph), [""; 0]);
    let mdx = "== a/docusaurus.config.js\nexport default {}\n== a/docs/x.mdx\n# X\n\n*The source is in <Path of=\"x\"/>*\n\n\
               <Photo src=\"a.png\" caption=\"A door\" />\n== a/docs/a.png\nx\n";
    assert!(!codes(mdx).iter().any(|code| ["0225", "0213"].contains(&code.as_str())), "{:?}", codes(mdx));
}

#[test]
fn nothing_is_mended_at_the_head_of_a_page_of_logseq() {
    let page = |head: &str| {
        format!(
            "== a/logseq/config.edn\n{{:publishing/all-pages-public? true}}\n== a/pages/x.md\n{head}- Words\n== a/pages/door.md\n- A\n"
        )
    };
    for head in [
        "---\ntitle:: [[door]]\ntags:: [[a]], b\nauthor: Ada: Lovelace\n---\n",
        "---\ntitle: [[door]]\ntags: #a #b\nwhen: [[Mar 1st, 2026]]\n---\n",
        "---\n[[door]]\n- x: [[a]]\n---\n",
        "---\ntitle:: x\n\n",
        "title:: [[door]]\nalias: x\n",
    ] {
        assert_eq!(codes(&page(head)), [""; 0], "{head}");
    }
    let folder = Folder::new(&page("---\ntitle: The hall\ntags: [[inside]], open\n---\n"));
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    let shown = std::fs::read_to_string(folder.path("out/pages/x/index.html")).unwrap();
    assert!(shown.contains(">The hall</h1>") && shown.contains("tags/inside/"), "{shown}");
    // What may hold a page back is told.
    assert_eq!(codes(&page("---\n[[door]]\npublic: false\n---\n")), ["0104"]);
}

#[test]
fn a_picture_that_is_written_out_is_no_danger() {
    let pictures = "![A](data:image/svg+xml;base64,AA==) <img src=\"data:image/svg+xml,%3Csvg/%3E\" alt=\"A\">\n";
    assert_eq!(codes(&format!("== a/x.md\n{pictures}")), [""; 0]);
    assert_eq!(codes("== a/x.md\n[A](data:image/png;base64,AA==) <a href=\"data:image/svg+xml,x\">B</a>\n"), ["0306"]);
}

#[test]
fn labels_of_myst_are_found_everywhere() {
    let site = "== a/myst.yml\nproject:\n  title: X\n== a/one.md\n# One\n\nSee [it](doors), [there](#doors), {ref}`doors` and {doc}`two`.\n\
                == a/two.md\n# Two\n\nA [way](one.md) back.\n\n(doors)=\n## Doors\n\nThey are open.\n";
    assert_eq!(codes(site), [""; 0]);
    assert_eq!(codes(&site.replace("(#doors)", "(#windows)")), ["0301"]);
    let folder = Folder::new(site);
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    let page = std::fs::read_to_string(folder.path("out/one/index.html")).unwrap();
    assert_eq!(page.matches("two/index.html#doors\"").count(), 2, "{page}");
    // Without words, a link is called like what it leads to; directives name things as well.
    let site = "== a/myst.yml\nproject:\n  title: X\n== a/one.md\n# One\n\nSee [](two.md), [](doors), [](two.md#walls) and {numref}`hall`.\n\
                == a/two.md\n# Two\n\n(doors)=\n## Doors\n\n## Walls\n\n```{figure} a.png\n:name: hall\nA hall\n```\n== a/a.png\nx\n";
    assert_eq!(codes(site), [""; 0]);
    let folder = Folder::new(site);
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    let page = std::fs::read_to_string(folder.path("out/one/index.html")).unwrap();
    assert!(page.contains(">Two</a>") && page.contains(">Walls</a>"), "{page}");
}

#[test]
fn what_other_sites_list_is_named_and_no_link() {
    let text = "# One\n\nSee {ref}`python:intro`, {doc}`halls <python:a/hall>`, [dict](python:dict#x), [list](inv:python:py#list), \
                [two](project:two.md), [file](path:two.md) and [](project:#doors).\n";
    let others = "== a/two.md\n# Two\n\n(doors)=\n## Doors\n\nA [way](one.md).\n";
    let conf = "extensions = ['myst_parser']\n";
    let site = |settings: &str| format!("{settings}== a/one.md\n{text}{others}");
    for settings in [
        format!("== a/conf.py\n{conf}intersphinx_mapping = {{\n    # it's theirs\n    'python': ('https://docs.example/', None),\n}}\n"),
        format!("== a/conf.py\n{conf}intersphinx_mapping['python'] = ('https://docs.example/', None)\n"),
        "== a/myst.yml\nproject:\n  references:\n    python: https://docs.example/\n".to_owned(),
        "== a/_toc.yml\nroot: one\n== a/_config.yml\nsphinx:\n  config:\n    intersphinx_mapping:\n      python: ['https://docs.example/', null]\n"
            .to_owned(),
    ] {
        assert_eq!(codes(&site(&settings)), [""; 0], "{settings}");
        let folder = Folder::new(&site(&settings));
        folder.run(&["build", "a", "-d", "out"], 0);
        let page = std::fs::read_to_string(folder.path("out/one/index.html")).unwrap();
        assert!(page.contains("See intro, halls, <span>dict</span>, <span>list</span>, <a"), "{page}");
        assert!(page.matches("two/index.html\"").count() > 1, "{page}");
    }
    assert_eq!(codes(&site(&format!("== a/conf.py\n{conf}"))), ["0301"]);
}

#[test]
fn pictures_among_what_sphinx_copies_are_shown() {
    let site = "== a/conf.py\nextensions = ['myst_parser']\n== a/one.md\n# One\n\n![A door](_static/door.png) <img src=\"_static/door.png\" alt=\"A door\">\n\
                == a/_static/door.png\nx\n== a/_static/hushed.md\nHushed\n";
    assert_eq!(codes(site), [""; 0]);
    let folder = Folder::new(site);
    folder.run(&["build", "a", "-d", "out"], 0);
    assert!(folder.path("out/_static/door.png").is_file() && !folder.path("out/_static/hushed/index.html").is_file());
}

#[test]
fn pages_that_are_programs_are_there() {
    let text = "---\ntitle: One\n---\n[a](/showcase) [b](/team/) [c](/team#us) [d](/shop/chair/)\n";
    for site in [
        format!(
            "== a/docusaurus.config.js\nmodule.exports = {{presets: [['classic', {{}}]]}};\n== a/src/pages/showcase.tsx\nx\n== a/src/pages/team/index.js\nx\n\
                 == a/src/pages/shop/chair.jsx\nx\n== a/src/pages/_gone.js\nx\n== a/src/pages/gone.test.js\nx\n== a/docs/one.md\n{text}"
        ),
        format!(
            "== a/astro.config.mjs\nexport default {{integrations: [starlight({{title: 'T'}})]}};\n== a/src/pages/showcase.astro\nx\n\
                 == a/src/pages/team.astro\nx\n== a/src/pages/shop/[id].astro\nx\n== a/src/pages/[...all].astro\nx\n== a/src/content/docs/one.md\n{text}"
        ),
        format!(
            "== a/package.json\n{{\"dependencies\": {{\"@nuxt/content\": \"2\"}}}}\n== a/pages/showcase.vue\nx\n== a/pages/team/index.vue\nx\n\
                 == a/pages/shop/[...id].vue\nx\n== a/content/one.md\n{text}"
        ),
    ] {
        assert_eq!(codes(&site), [""; 0], "{site}");
        assert_eq!(codes(&format!("{site}\n[e](/gone)\n")), ["0301"], "{site}");
    }
}

#[test]
fn a_bare_name_in_a_macro_of_hugo_is_that_of_a_page_anywhere() {
    let of = |links: &str| {
        format!(
            "== a/hugo.toml\n== a/content/one.md\n---\ntitle: One\n---\n{links}\n== a/content/x/y/deep.md\n---\ntitle: Deep\n---\n## Part\n\n\
             == a/content/x/sect/_index.md\n---\ntitle: Sect\n---\nWords\n== a/content/x/hall/index.md\n---\ntitle: Hall\n---\n[far]({{{{< ref \"deep\" >}}}})\n\
             == a/content/x/hall.png\nx\n== a/content/x/y/near.md\n---\ntitle: Near\n---\n[two]({{{{< ref \"two\" >}}}})\n== a/content/x/y/two.md\n---\ntitle: Two\n---\nWords\n\
             == a/content/two.md\n---\ntitle: Two\n---\nWords\n"
        )
    };
    let site = of(
        "[a]({{< relref \"deep\" >}}) [b]({{% ref \"deep.md#part\" %}}) [c]({{< relref \"sect\" >}}) [d]({{< ref \"hall\" >}}) \
                   <a href=\"{{< ref \"deep\" >}}\">e</a>",
    );
    assert_eq!(codes(&site), [""; 0]);
    let folder = Folder::new(&site);
    folder.run(&["build", "a", "-d", "out"], 0);
    let page = std::fs::read_to_string(folder.path("out/one/index.html")).unwrap();
    for (href, count) in [
        ("x/y/deep/index.html\"", 2),
        ("x/y/deep/index.html#part\"", 1),
        ("x/sect/index.html\"", 1),
        ("x/hall/index.html\"", 1),
    ] {
        assert_eq!(page.matches(href).count(), count, "{href}{page}");
    }
    // The page beside the text comes first.
    let near = std::fs::read_to_string(folder.path("out/x/y/near/index.html")).unwrap();
    assert!(near.contains("x/y/two/index.html\" id"), "{near}");
    // A plain link has a path, as before, and a name that nothing has is told.
    assert_eq!(codes(&of("[a](deep)")), ["0301"]);
    assert_eq!(codes(&of("[a]({{< ref \"gone\" >}})")), ["0301"]);
}

#[test]
fn what_jekyll_copies_from_beside_the_pages_is_there() {
    let site = "== a/_config.yml\ntitle: T\n== a/one.md\n---\ntitle: One\n---\n[a](LICENSE.txt) [b](LICENSE) [c](/LICENSE)\n\
                == a/LICENSE.txt\nx\n== a/LICENSE\nx\n";
    assert_eq!(codes(site), [""; 0]);
    assert_eq!(codes(&site.replace("title: T\n", "title: T\nexclude: [LICENSE.txt]\n")), ["0302"]);
}

#[test]
fn code_may_stand_right_below_an_element_with_markdown() {
    let site = "== a/_config.yml\ntitle: X\n== a/x.md\n---\ntitle: X\n---\n<div class=\"sample\" markdown=\"1\">\n*One*\n\nTwo\n</div>\n```md\n*One*\n\n\
                Two\n```\n\nAfter.\n";
    assert_eq!(codes(site), [""; 0]);
    let site = site.replace("```md\n", "{% highlight md %}\n").replace("\n```\n", "\n{% endhighlight %}\n");
    let folder = Folder::new(&site);
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    let page = std::fs::read_to_string(folder.path("out/x/index.html")).unwrap();
    assert!(page.contains("</div>\n<pre>") && page.contains("<p>After.</p>"), "{page}");
}

#[test]
fn a_picture_of_an_include_in_html_is_one() {
    let site = "== a/_config.yml\ntitle: X\n== a/assets/a.png\nx\n== a/x.md\n---\ntitle: X\n---\n<div class=\"row\">\n    <div>\n        \
                {% include figure.liquid path=\"assets/a.png\" class=\"wide\" title=\"A door\" %}\n    </div>\n</div>\n\nAfter.\n";
    assert_eq!(codes(site), [""; 0]);
    let folder = Folder::new(site);
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    let page = std::fs::read_to_string(folder.path("out/x/index.html")).unwrap();
    assert!(page.contains("<figure class=\"wide\"><img alt=\"A door\" src=\"../assets/a.png\">"), "{page}");
    assert!(!page.contains("<pre>") && page.contains("<p>After.</p>"), "{page}");
}

#[test]
fn a_wiki_has_the_label_first_and_spaces_for_hyphens() {
    let wiki = "== a/Home.md\n[[Our plugins]], [[a list|Our plugins]], [[elsewhere|https://example.org/a_b]] and [[Home]].\n\
                == a/_Sidebar.md\n[[Nowhere]]\n== a/sub/_Sidebar.md\n[[Nowhere]]\n== a/Our-plugins.md\nWords\n";
    assert_eq!(codes(wiki), [""; 0]);
    let folder = Folder::new(wiki);
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    let page = std::fs::read_to_string(folder.path("out/index.html")).unwrap();
    assert!(
        page.contains(">a list</a>")
            && page.contains("href=\"https://example.org/a_b\" class=\"external\">elsewhere</a>"),
        "{page}"
    );
    assert!(!folder.path("out/_sidebar").exists());
    // Without what stands round its pages it is a folder like any other.
    assert_eq!(codes(&wiki.replace("_Sidebar", "Sidebar")), ["0301", "0305"]);
}

#[test]
fn a_number_in_brackets_before_an_address_is_no_name() {
    let text = "== a/book.toml\n";
    let essay = "---\ntitle: One\n---\nA claim [[3]](https://example.org/a) and `[[4]](https://example.org/b)`.\n";
    let folder = Folder::new(&format!("{text}== a/content/one.md\n{essay}"));
    let said = folder.run(&["build", "a", "--dest-dir", "out"], 0);
    assert!(!said.contains("CL0301"), "{said}");
    let page = std::fs::read_to_string(folder.path("out/one/index.html")).unwrap();
    assert!(page.contains("href=\"https://example.org/a\" class=\"external\">[3]</a>"), "{page}");
    assert!(page.contains("<code>[[4]](https://example.org/b)</code>"), "{page}");
    let named = format!("{text}== a/content/one.md\n{}", essay.replace("https://example.org/a", "see there"));
    assert!(Folder::new(&named).run(&["check", "a"], 0).contains("nothing is called `3`"));
}

#[test]
fn headings_that_are_paragraphs_are_named_by_their_beginning() {
    let long = "word ".repeat(80);
    let said = check(&format!("== a/x.md\n# {long}\n\n## {long}\n\nSee [it](#other).\n"), &[]);
    let help = said.lines().find(|line| line.contains("write one of its headings")).unwrap();
    assert!(help.contains("word…`") && help.len() < 200, "{help}");
}

#[test]
fn what_programs_write_from_code_is_no_box() {
    let said = check("== a/mkdocs.yml\nsite_name: X\n== a/docs/index.md\n# X\n\n::: package.module\n", &[]);
    assert!(said.contains("crosslight runs no program") && !said.contains("admonitions"), "{said}");
}

#[test]
fn terms_of_an_mdbook_can_be_linked() {
    let book = "== a/book.toml\n[book]\ntitle = \"X\"\n== a/src/SUMMARY.md\n- [One](one.md)\n== a/src/one.md\n# One\n\nOpen door\n\
                : Words\n\nSee [it](#open-door).\n";
    assert_eq!(codes(book), [""; 0]);
}

#[test]
fn a_page_in_mdx_shows_the_parts_that_it_imports() {
    let site = "== a/docusaurus.config.js\nexport default {title: 'X', presets: [['classic', {}]]};\n== a/docs/deep/one.mdx\n# One\n\n\
                import Part from '../parts/_part.mdx';\nimport Same from \"@site/docs/parts/_part.mdx\"\nimport Gone from './_gone.mdx'\n\n\
                <Part />\n\n```jsx\n<Part />\n```\n\n<Gone />\n\n\\{{#include two.md}} <!--@include: ./two.md-->\n\nAnd <Part /> here. See [it](#open-door).\n\n<Same name=\"x\"/>\n\
                == a/docs/parts/_part.mdx\nimport Inner from './_inner.mdx'\n\n## Open door\n\nA [way](./two.md).\n\n<Inner />\n\
                == a/docs/parts/_inner.mdx\nInnermost.\n== a/docs/parts/two.md\n# Two\n\nWords\n";
    let said = check(site, &[]);
    assert!(!said.contains("CL0303") && !said.contains("CL0301"), "{said}");
    assert!(said.contains("only the text of these components is shown: `Gone`, `Part`"), "{said}");
    let folder = Folder::new(site);
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    let page = std::fs::read_to_string(folder.path("out/docs/deep/one/index.html")).unwrap();
    assert_eq!(page.matches("Innermost.").count(), 2, "{page}");
    assert!(page.contains("docs/parts/two/") && page.contains("id=\"open-door\""), "{page}");
    assert!(page.contains("&lt;") && !page.contains("import "), "{page}");
    // What includes a file in other tools is text.
    assert!(page.contains("{{#include two.md}}"), "{page}");
    // A part of a draft stays with it.
    let draft = site.replace("_inner.mdx\nInnermost.", "_inner.mdx\n---\ndraft: true\n---\nInnermost.");
    let folder = Folder::new(&draft);
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    assert!(!std::fs::read_to_string(folder.path("out/docs/deep/one/index.html")).unwrap().contains("Innermost."));
}

/// Of the assets of a graph those are published that a page names, also in a property at its top or in a block.
#[test]
fn a_picture_in_a_property_of_a_page_is_kept() {
    for line in [
        "banner:: ../assets/a.png",
        "banner:: assets/a.png",
        "banner:: \"../assets/a.png\"",
        "banner:: ![A door](../assets/a.png)",
        "cover:: ../assets/a.png",
        "cover:: ![A door](../assets/a.png){:height 10, :width 20}",
        "- banner:: ../assets/a.png",
        "- On doors\n  banner:: ../assets/a.png",
    ] {
        let graph = |line: &str| {
            format!(
                "== logseq/config.edn\n{{:publishing/all-pages-public? true}}\n== pages/a.md\n{line}\n\n- A\n== assets/a.png\nA\n== assets/b.png\nB\n"
            )
        };
        let folder = Folder::new(&graph(line));
        let told = folder.run(&["build", "-d", "out"], 0);
        assert!(folder.path("out/assets/a.png").is_file() && told.contains("no warnings"), "{line}: {told}");
        assert!(!folder.path("out/assets/b.png").exists(), "{line}");
        let folder = Folder::new(&graph(&format!("public:: false\n{line}")));
        folder.run(&["build", "-d", "out"], 0);
        assert!(!folder.path("out/assets").exists(), "{line}");
    }
}

#[test]
fn remarks_in_mdx_are_read_by_nobody() {
    let site = "== a/docusaurus.config.js\nexport default {title: 'X'};\n== a/docs/one.mdx\n# One\n\nBefore.\n\n<!--\ngraph {\n    a -> b\n}\n<Own>\n-->\n\n\
                After <!-- {x} --> it.\n";
    assert_eq!(codes(site), [""; 0]);
}

#[test]
fn pictures_of_docsify_may_lie_in_a_folder_with_a_line_at_its_front() {
    let site = "== a/index.html\n<script>window.$docsify = { name: 'X' }</script>\n== a/README.md\n# X\n\n![A door](_media/a.png)\n\
                == a/_media/a.png\nx\n== a/_sidebar.md\n- [X](/)\n";
    assert_eq!(codes(site), [""; 0]);
    let folder = Folder::new(site);
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    assert!(folder.path("out/_media/a.png").exists() && !folder.path("out/sidebar").exists());
}

#[test]
fn lists_that_emanote_makes_are_no_broken_links() {
    let site =
        "== a/index.yaml\npage:\n  siteTitle: X\n== a/index.md\n# X\n\nSee [tasks](-/tasks) and [gone](tasks).\n";
    let said = check(site, &[]);
    assert!(said.contains("`tasks`") && !said.contains("`-/tasks`"), "{said}");
}

#[test]
fn a_folder_beside_a_site_is_checked_as_it_is_built() {
    let both = "== a/docs/.vitepress/config.js\nexport default {}\n== a/docs/x.md\n# X\n== a/b/one.md\n# One\n\n[gone](gone.md)\n";
    let folder = Folder::new(both);
    assert!(folder.run(&["check", "a/b"], 0).contains("`gone.md`"));
    folder.run(&["build", "a/b", "--dest-dir", "out"], 0);
    assert!(folder.path("out/one/index.html").exists());
    assert!(!folder.run(&["check", "a/docs"], 0).contains("gone.md"));
}

#[test]
fn a_name_with_a_word_more_is_no_slip() {
    let site = |field: &str| format!("== a/.eleventy.js\n== a/one.md\n---\ntitle: One\n{field}: x\n---\nWords\n");
    assert_eq!(codes(&site("last_updated_by")), [""; 0]);
    assert_eq!(codes(&site("last_updatet")), ["0116"]);
}

#[test]
fn data_that_leave_out_what_says_so_hold_back_just_that() {
    let site = "== a/.eleventy.js\n== a/posts/posts.11tydata.js\nmodule.exports = {\n  eleventyComputed: {\n    permalink: (data) => {\n      \
                if (process.env.ALL) {\n        return data.permalink;\n      }\n      \
                return data.published === false ? false : data.permalink;\n    },\n  },\n};\n\
                == a/posts/one.md\n---\ntitle: One\n---\nWords\n== a/posts/two.md\n---\ntitle: Two\npublished: false\n---\nWords\n";
    let said = Folder::new(site).run(&["list", "held", "a"], 0);
    assert!(said.contains("two.md") && !said.contains("one.md"), "{said}");
    let other = site.replace("data.published === false", "data.secret").replace("published:", "secret:");
    let said = Folder::new(&other).run(&["list", "held", "a"], 0);
    assert!(said.contains("two.md") && said.contains("one.md"), "{said}");
}

#[test]
fn what_is_in_code_or_a_remark_imports_and_shows_nothing() {
    for text in [
        "import P from './_b.md'\n\n<!--\n\n<P/>\n\n-->\n",
        "import P from './_b.md'\n\n{/*\n<P/>\n*/}\n",
        "import P from './_a.md'\n\n<P/>\n\n```md\nimport P from './_b.md'\n```\n",
        "{/*\nimport P from './_b.md'\n*/}\n\n<P/>\n",
        "```md\nimport P from './_b.md'\n```\n\n<P/>\n",
        "<!-- import P from './_b.md'\nimport P from './_b.md' -->\n\n<P/>\n",
    ] {
        let site = "== a/docusaurus.config.js\nexport default {title: 'X'};\n== a/docs/_a.md\nAAA\n== a/docs/_b.md\nx --> */}\n\nSECRET\n";
        let folder = Folder::new(&format!("{site}== a/docs/one.mdx\n# One\n\n{text}"));
        folder.run(&["build", "a", "--dest-dir", "out"], 0);
        let page = std::fs::read_to_string(folder.path("out/docs/one/index.html")).unwrap();
        assert!(!page.contains("SECRET"), "{text}");
        assert_eq!(page.contains("AAA"), text.contains("_a.md"), "{text}");
    }
}

#[test]
fn of_nuxt_content_parts_drafts_and_programs_stay_out() {
    let site = "== a/package.json\n{\"devDependencies\": {\"undocs\": \"1\"}}\n== a/1.guide/0.index.md\n# Guide\n== a/src/k.ts\nx\n\
                == a/_part.md\nSECRET\n== a/x.draft.md\nSECRET\n== a/secret.txt\nSECRET\n";
    let folder = Folder::new(site);
    folder.run(&["build", "a", "--dest-dir", "out"], 0);
    for path in ["secret.txt", "src/k.ts", "part/index.html", "x-draft/index.html"] {
        assert!(!folder.path(&format!("out/{path}")).exists(), "{path}");
    }
    assert!(folder.path("out/guide/index.html").exists());
}

#[test]
fn numbers_of_nuxt_content_only_order() {
    let site = "== a/package.json\n{\"devDependencies\": {\"undocs\": \"1\"}}\n== a/1.guide/0.index.md\n# Guide\n\n[node](/deploy/node) [way](/guide/way#part)\n\
                == a/1.guide/2.way.md\n# Way\n\n## Part\n\n[up](/guide) [deploy](/deploy)\n== a/2.deploy/1.index.md\n# Deploy\n== a/2.deploy/10.node.md\n# Node\n";
    assert_eq!(codes(site), [""; 0]);
}
