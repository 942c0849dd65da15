//! What a Jekyll site has besides pages and files that are read here.

use std::path::Path;

use toml::Table;

use super::super::files::{below, indexes, text};
use super::{head_of, plugins};
use crate::edge::file;

/// The lists that the plugin `jekyll-archives` makes.
pub(super) fn lists(table: &Table) -> Vec<String> {
    let archives = below(table, "jekyll-archives");
    if archives.is_empty() && !plugins(table).any(|plugin| plugin == "jekyll-archives") {
        return Vec::new();
    }
    let addresses = below(&archives, "permalinks");
    let of = |kind: &str, usual: &str| {
        let said = Some(text(&addresses, kind)).filter(|said| !said.is_empty()).unwrap_or_else(|| usual.to_owned());
        said.split_once(":name").map(|(front, _)| format!("{front}*"))
    };
    [of("tag", "/tag/:name/"), of("category", "/category/:name/")].into_iter().flatten().collect()
}

/// What the site has besides pages and files: feeds, further pages of lists, and what templates in other languages make.
pub(super) fn files(root: &Path, src: &Path, table: &Table) -> Vec<String> {
    // A plugin may be named for Bundler alone.
    let bundled = file::read_text(&root.join("Gemfile")).unwrap_or_default();
    let has = |name: &str| plugins(table).any(|plugin| plugin == name) || bundled.contains(name);
    let mut made = Vec::new();
    if has("jekyll-feed") {
        let own = text(&below(table, "feed"), "path");
        made.push(if own.is_empty() { "/feed.xml".to_owned() } else { format!("/{}", own.trim_start_matches('/')) });
        made.push("/feed/*".to_owned());
    }
    if has("jekyll-sitemap") {
        made.extend(["/sitemap.xml", "/robots.txt"].map(str::to_owned));
    }
    if has("jekyll-paginate") {
        let own = text(table, "paginate_path");
        let own = if own.is_empty() { "/page:num" } else { &own };
        made.extend(own.split_once(":num").map(|(front, _)| format!("/{}*", front.trim_start_matches('/'))));
    }
    // With fields at its head, any file is a template, and stands where they say.
    let is_other = |name: &str| [".xml", ".json", ".txt", ".js", ".css", ".scss"].iter().any(|end| name.ends_with(end));
    let is_aside = |part: &str| part.starts_with(['_', '.']) || ["node_modules", "vendor"].contains(&part);
    let others = indexes(src, is_other).filter(|(folder, _)| !folder.split('/').any(is_aside));
    made.extend(others.filter_map(|(folder, file)| {
        let address = text(&head_of(&file)?, "permalink");
        let name = file.file_name()?.to_str()?.replace(".scss", ".css");
        Some(if address.is_empty() { format!("/{folder}/{name}").replace("//", "/") } else { address })
    }));
    made
}
