//! What crosslight calls the files that it makes by itself.

use crate::base::config::{NOT_FOUND, SEARCH};
use crate::base::page_file::{INDEX, dotted_folders, page_file};
use crate::base::path::{last_part, without_page_ending};

/// A feed, below the root of the site or beside the page that it belongs to.
pub const FEED: &str = "atom.xml";
pub const GRAPH: &str = "graph.json";
pub const LLMS: &str = "llms.txt";
pub const LLMS_FULL: &str = "llms-full.txt";
/// The text of a page for programs, beside the page.
pub const MARKDOWN: &str = "index.md";
pub const ROBOTS: &str = "robots.txt";
pub const SITEMAP: &str = "sitemap.xml";
/// The picture of a page for other sites to show, beside the page.
pub const SOCIAL_CARD: &str = "social-card.png";
/// The folder of the files of the theme.
pub const STATIC: &str = "theme/";
/// The folder of what scripts show of a page beside a link to it.
pub const PREVIEWS: &str = "previews/";

const NAMES: [&str; 10] = [FEED, GRAPH, INDEX, LLMS, LLMS_FULL, MARKDOWN, NOT_FOUND, ROBOTS, SITEMAP, SOCIAL_CARD];

/// `address` without folders that are called like a file of the site or like a page: nothing is a file and a folder. Each
/// has hyphens for its dots instead; `None` if there is none.
pub fn apart(address: &str) -> Option<String> {
    if !address.contains('.') {
        return None;
    }
    let file = page_file(address);
    let mut made = address.to_owned();
    for folder in dotted_folders(&file) {
        let (typed, comparable) = (last_part(folder), folder.to_lowercase());
        let name = last_part(&comparable);
        let is_file = NAMES.contains(&name)
            || without_page_ending(name) != name
            || comparable.strip_prefix(SEARCH) == Some("index.js")
            || [STATIC, PREVIEWS].iter().any(|front| comparable.starts_with(front))
            || (name.starts_with("sitemap-") && name.rsplit_once('.').is_some_and(|(_, ending)| ending == "xml"));
        if is_file {
            made.replace_range(folder.len() - typed.len()..folder.len(), &typed.replace('.', "-"));
        }
    }
    (made != address).then_some(made)
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn no_folder_is_called_like_a_file() {
        for (address, made) in [
            ("graph.json/", Some("graph-json/")),
            ("a/Atom.xml/b.c/", Some("a/Atom-xml/b.c/")),
            ("a.html/b.html", Some("a-html/b.html")),
            ("theme/x.css/", Some("theme/x-css/")),
            ("v1.0/about/", None),
            ("404.html", None),
            ("", None),
        ] {
            assert_eq!(apart(address).as_deref(), made, "{address}");
        }
    }
}
