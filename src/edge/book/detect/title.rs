//! What a site is called that does not say it: after its home page, or else after its folder.

use std::path::Path;

use crate::base::config::Config;
use crate::base::inputs::Inputs;
use crate::base::path::SourcePath;
use crate::edge::file;
use crate::read::essay;
use crate::read::syntax::code::Painter;

/// Names of folders that say what is in them, and nothing of the site.
const FOLDERS: [&str; 14] = [
    "content",
    "contents",
    "docs",
    "doc",
    "documentation",
    "src",
    "source",
    "site",
    "website",
    "www",
    "web",
    "book",
    "pages",
    "master",
];

/// Titles of home pages that say no more than that they are one.
const HOMES: [&str; 13] = [
    "home",
    "homepage",
    "home page",
    "index",
    "welcome",
    "root",
    "readme",
    "start",
    "start here",
    "introduction",
    "overview",
    "about",
    "untitled",
];

/// The title of the site in `root`, whose essays lie in `src` below it and whose home page may be the file `home`
/// there; empty if even its folder has no name.
pub(crate) fn title(root: &Path, src: &str, home: &str) -> String {
    let indexes = [
        "index.md",
        "_index.md",
        "README.md",
        "Home.md",
        "home.md",
        "index.markdown",
        "index.mdx",
        "Readme.md",
        "readme.md",
    ];
    let homes = [home].into_iter().filter(|home| !home.is_empty()).chain(indexes);
    let files = homes.map(|name| (SourcePath::new(name), root.join(src).join(name)));
    let said = files.filter_map(|(path, file)| {
        let text = file::read_text(&file).ok()?;
        // The rules of the book matter little for a title.
        let essay = essay::read(&path, &text, &Config::default(), &Inputs::default(), &Painter::default());
        essay.meta.title.or(essay.body.title)
    });
    let says = |title: &str| !title.is_empty() && !HOMES.contains(&title.to_lowercase().trim_end_matches(['!', '.']));
    let said = said.map(|title| title.trim().to_owned()).find(|title| says(title));
    said.unwrap_or_else(|| of_folder(root))
}

/// What a folder is called, in words.
fn of_folder(root: &Path) -> String {
    let names = root.ancestors().filter_map(|folder| folder.file_name()?.to_str());
    let named = names.take(3).find(|name| !FOLDERS.contains(&name.to_lowercase().as_str()));
    let own = || root.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = named.map_or_else(own, str::to_owned);
    let words = name.replace(['-', '_'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::of_folder;

    #[test]
    fn folders_are_called_in_words() {
        for (folder, title) in [
            ("/home/ada/open-doors", "Open doors"),
            ("/home/ada/Quiet_commons/docs", "Quiet commons"),
            ("/home/ada/commons/website/docs", "Commons"),
            ("/docs", "Docs"),
        ] {
            assert_eq!(of_folder(Path::new(folder)), title);
        }
    }
}
