//! Sites of `VitePress`, and of `VuePress`, which came before it.

use std::fs;
use std::path::Path;

use super::files::{is_within, left_out, present};
use super::found::{Found, placed};
use super::program::Program;
use super::settings::Settings;

/// Their folders of settings, and where the files lie that are published as they are.
const TOOLS: [(&str, &str, &str); 2] =
    [(".vitepress", "a VitePress site", "public"), (".vuepress", "a VuePress site", ".vuepress/public")];

/// Tells a site by its folder of settings, which lies beside the essays.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let places = [".", "docs", "src"].into_iter().flat_map(|src| TOOLS.map(|tool| (src, tool)));
    places.into_iter().find_map(|(src, tool)| of_tool(root, src, tool))
}

fn of_tool(root: &Path, src: &str, (folder, what, statics): (&str, &'static str, &str)) -> Option<Found> {
    let at = root.join(src).join(folder);
    if !at.is_dir() {
        return None;
    }
    let program = program(&at);
    let objects = program.objects();
    let site = objects.iter().rev().find(|(_, own)| own.gives("themeConfig") || own.gives("locales"));
    let site = site.map_or(&program, |(_, own)| own);
    let mut settings = Settings::default();
    let title = site.text("title");
    settings.set("book", "title", if title.is_empty() { program.text("title") } else { title });
    settings.set("book", "description", site.text("description"));
    settings.set("book", "language", program.text("lang"));
    let own = site.text("srcDir");
    let own = own.trim_start_matches("./").trim_end_matches('/');
    let src = if !own.is_empty() && is_within(&root.join(src), own) {
        if src == "." { own.to_owned() } else { format!("{src}/{own}") }
    } else {
        src.to_owned()
    };
    // Those are published beside the essays that lie in the folder of these.
    settings.set("book", "static", present(root, &[&join(&src, statics)]));
    settings.lies_in_site(statics);
    let mut ignore: Vec<String> = ["/node_modules/", "*.vue", "*.ts", "*.js"].map(str::to_owned).to_vec();
    let excluded = program.list("srcExclude");
    let mut is_read = true;
    ignore.extend(left_out(&excluded.texts, &mut is_read));
    let own_statics = join(&src, statics);
    ignore.push(format!("/{}/", own_statics.strip_prefix(&format!("{src}/")).unwrap_or(&own_statics)));
    if src == "." && root.join("index.md").is_file() {
        ignore.extend(["/package*.json", "/pnpm-lock.yaml", "/yarn.lock", "/README.md"].map(str::to_owned));
    }
    settings.set("book", "ignore", ignore);
    // Beside the texts, what these show or link to is published.
    settings.put("build", "copy", Vec::<String>::new());
    for (code, _) in objects.iter().filter(|(code, own)| own.gives("lang") && code != "root") {
        if root.join(&src).join(code).is_dir() {
            settings.put(&format!("languages.{code}"), "folder", code.as_str());
        }
    }
    // `'en/:rest*': ':rest*'`: a folder that stands elsewhere.
    for (from, to) in objects.iter().filter(|(name, _)| name == "rewrites").flat_map(|(_, own)| own.pairs()) {
        let folder = from.split_once("/:").filter(|(_, rest)| rest.ends_with('*'));
        let route = to.split_once(':').filter(|(_, rest)| rest.ends_with('*'));
        if let (Some((folder, _)), Some((route, _))) = (folder, route) {
            settings.put("addresses.folders", folder, route.trim_end_matches('/'));
        }
    }
    if folder == TOOLS[0].0 {
        // No field says there where a page stands.
        settings.put("addresses", "fields", Vec::<String>::new());
        // `markdown-it-attrs` is part of it.
        settings.set("markdown", "attributes", true);
        settings.set("markdown", "attributes-at-ends", true);
    }
    settings.set("addresses", "slugs", "as-named");
    settings.set("addresses", "keep-case", true);
    if !site.is("cleanUrls", true) {
        settings.set("addresses", "html", "page");
    }
    settings.set("markdown", "admonitions", true);
    settings.set("markdown", "emoji", true);
    settings.set("markdown", "hero", true);
    settings.set("markdown", "scripts", false);
    settings.set("markdown", "includes", true);
    settings.plain_signs();
    settings.set("markdown", "marks", program.says("markdown-it-mark"));
    settings.set("markdown", "inline-footnotes", program.says("markdown-it-footnote"));
    settings.set("markdown", "wikilinks", program.says("wiki") || program.says("bi-directional"));
    settings.set("markdown", "heading-ids", "vitepress");
    if !program.says("math") && !program.says("katex") {
        settings.set("markdown", "math", false);
    }
    let site = program.text("hostname");
    placed(&mut settings, &site, &program.top().text("base"));
    let by = join(if at == root.join(folder) { "." } else { at.parent()?.file_name()?.to_str()? }, folder);
    let mut all = Settings::default();
    all.set("book", "src", src);
    all.extend(&settings);
    let mut found = Found::new(what, &by, &all);
    found.missing.push("what components in Vue make".into());
    found.cannot_read("srcExclude", excluded.is_whole);
    found.cannot_choose("srcExclude", is_read);
    Some(found)
}

/// All settings as one program, those of the whole site last.
fn program(at: &Path) -> Program {
    let names = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let is_program = |ending: &str| ["ts", "js", "mts", "mjs"].contains(&ending);
        let mut files: Vec<_> = entries
            .filter(|file| file.extension().and_then(|ending| ending.to_str()).is_some_and(is_program))
            .collect();
        files.sort();
        files
    };
    let parts = names(&at.join("config")).into_iter().chain(names(&at.join("locales")));
    let whole = names(at)
        .into_iter()
        .filter(|file| file.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("config.")));
    Program::all(parts.chain(whole))
}

fn join(folder: &str, name: &str) -> String {
    if folder == "." { name.to_owned() } else { format!("{folder}/{name}") }
}
