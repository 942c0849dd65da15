//! What has moved on a site: the addresses that its host or its tool leads on from.

use std::path::Path;

use toml::{Table, Value};
use walkdir::WalkDir;

use super::files::{below, get, table, text};
use super::program::Program;
use super::settings::Settings;
use crate::base::path::{joined, without_markdown_ending, without_page_ending};
use crate::edge::file;

/// Notes where the addresses lead that the site in `root` has given up.
pub(super) fn note(root: &Path, settings: &mut Settings) {
    let mut note = |from: &str, to: &str| {
        if is_address(from, "*") && is_address(to, ":splat") && from != to && !from.trim_matches(['/', '*']).is_empty()
        {
            settings.set("links.moved", from, to);
        }
    };
    for file in lists(root) {
        let lines = file.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        lines.filter(|words| words.len() > 1).for_each(|words| note(words[0], words[1]));
    }
    let listed = |file: &str| -> Vec<Table> {
        let settings = table(root, file).unwrap_or_default();
        let rules = get(&settings, "redirects").and_then(Value::as_array).cloned().unwrap_or_default();
        rules.into_iter().filter_map(|rule| rule.as_table().cloned()).collect()
    };
    for rule in listed("netlify.toml") {
        note(&text(&rule, "from"), &text(&rule, "to"));
    }
    for rule in listed("vercel.json") {
        note(&text(&rule, "source"), &text(&rule, "destination"));
    }
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
    (address.starts_with('/') || address.starts_with("http")) && !path.contains([':', '*', '(', '{'])
}

/// The address of the page that MkDocs makes of a file.
fn page(file: &str) -> String {
    let path = without_markdown_ending(without_page_ending(file)).trim_matches('/');
    let path = path.strip_suffix("index").filter(|path| path.is_empty() || path.ends_with('/')).unwrap_or(path);
    format!("/{}/", path.trim_end_matches('/'))
}
