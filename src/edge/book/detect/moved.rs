//! What has moved on a site: the addresses that its host or its tool leads on from.

use std::path::Path;

use toml::{Table, Value};
use walkdir::WalkDir;

use super::files::{ASTRO, below, get, table, text, truth};
use super::program::Program;
use super::settings::Settings;
use crate::base::path::{joined, without_markdown_ending, without_page_ending};
use crate::edge::file;

/// Notes where the addresses lead that the site in `root` has given up.
pub(super) fn note(root: &Path, settings: &mut Settings) {
    let mut note_rule = |from: &str, to: &str, when: When| {
        if is_address(from, "*") && is_address(to, ":splat") && from != to && !from.trim_matches(['/', '*']).is_empty()
        {
            match when {
                When::Always => settings.set("links.moved", &format!("{from}!"), to),
                When::Gone => settings.set("links.moved", from, to),
                When::Lost => {}
            }
        }
    };
    for file in lists(root) {
        let lines = file.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        for words in lines.filter(|words| words.len() > 1) {
            let status = words.get(2).copied().unwrap_or_default();
            note_rule(words[0], words[1], When::of(status.trim_end_matches('!'), status.ends_with('!')));
        }
    }
    let listed = |file: &str| -> Vec<Table> {
        let settings = table(root, file).unwrap_or_default();
        let rules = get(&settings, "redirects").and_then(Value::as_array).cloned().unwrap_or_default();
        rules.into_iter().filter_map(|rule| rule.as_table().cloned()).collect()
    };
    for rule in listed("netlify.toml") {
        let status = get(&rule, "status").map(Value::to_string).unwrap_or_default();
        let when = When::of(&status, truth(&rule, "force") == Some(true));
        note_rule(&text(&rule, "from"), &text(&rule, "to"), when);
    }
    // Vercel leads on before it looks for a page.
    for rule in listed("vercel.json") {
        note_rule(&text(&rule, "source"), &text(&rule, "destination"), When::Always);
    }
    let mut note = |from: &str, to: &str| note_rule(from, to, When::Gone);
    // The plugins of MkDocs are a list, of names and of tables.
    let mkdocs = ["mkdocs.yml", "mkdocs.yaml"].iter().find_map(|file| table(root, file)).unwrap_or_default();
    for plugin in get(&mkdocs, "plugins").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table) {
        for (from, to) in &below(&below(plugin, "redirects"), "redirect_maps") {
            let to = to.as_str().unwrap_or_default();
            let to = if to.contains("://") { to.to_owned() } else { format!("/{}", to.trim_start_matches('/')) };
            note(&page(from), &to);
        }
    }
    let mdbook = table(root, "book.toml").unwrap_or_default();
    for (from, to) in &below(&below(&below(&mdbook, "output"), "html"), "redirect") {
        let from = format!("/{}", from.trim_start_matches('/'));
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder).trim_start_matches('/');
        let to = to.as_str().unwrap_or_default();
        let whole =
            if to.contains("://") { Some(to.to_owned()) } else { joined(folder, to).map(|to| format!("/{to}")) };
        note(&from, &whole.unwrap_or_default());
    }
    let docusaurus = ["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs"];
    if let Some((_, program)) = Program::read(root, &docusaurus) {
        for (_, rule) in program.objects().iter().filter(|(_, rule)| rule.gives("from") && rule.gives("to")) {
            let to = rule.text("to");
            rule.texts("from").iter().for_each(|from| note(from, &to));
        }
    }
    if let Some(program) = Program::with_imports(root, &ASTRO) {
        // `[...slug]` is all that is below an address.
        let whole = |address: &str, sign: &str| match address.find("[...").filter(|_| address.ends_with(']')) {
            Some(at) => format!("{}{sign}", &address[..at]),
            None => address.to_owned(),
        };
        for (from, to) in program.pairs_of("redirects", "destination") {
            note(&whole(&from, "*"), &whole(&to, ":splat"));
        }
    }
}

/// When a rule leads on.
#[derive(Clone, Copy)]
enum When {
    /// Also where a page stands: with `!` or `force`, as Netlify has it
    /// (<https://docs.netlify.com/manage/routing/redirects/rewrites-proxies/#shadowing>).
    Always,
    /// Where no page stands.
    Gone,
    /// It shows what a reader sees who finds nothing.
    Lost,
}

impl When {
    fn of(status: &str, is_forced: bool) -> Self {
        match status {
            "404" => Self::Lost,
            _ if is_forced => Self::Always,
            _ => Self::Gone,
        }
    }
}

/// The texts of `_redirects`, wherever they lie before the site is made.
fn lists(root: &Path) -> Vec<String> {
    const DEPTH: usize = 3;
    let aside = |name: &str| name.starts_with('.') || name == "node_modules";
    let walk = WalkDir::new(root).max_depth(DEPTH).sort_by_file_name().into_iter();
    let walk = walk.filter_entry(|entry| entry.depth() == 0 || !entry.file_name().to_str().is_none_or(aside));
    let lists = walk.flatten().filter(|entry| entry.file_name() == "_redirects" && entry.file_type().is_file());
    lists.filter_map(|entry| file::read_text(entry.path()).ok()).collect()
}

/// Whether something is an address without places to be filled in, but for the `sign` of all that is below.
fn is_address(address: &str, sign: &str) -> bool {
    let path = address.split_once("://").map_or(address, |(_, path)| path).replacen(sign, "", 1);
    (address.starts_with('/') || address.starts_with("http")) && !path.contains([':', '*', '(', '{', '['])
}

/// The address of the page that MkDocs makes of a file.
fn page(file: &str) -> String {
    let path = without_markdown_ending(without_page_ending(file)).trim_matches('/');
    let path = path.strip_suffix("index").filter(|path| path.is_empty() || path.ends_with('/')).unwrap_or(path);
    format!("/{}/", path.trim_end_matches('/'))
}
