//! Logseq graphs.

use std::path::Path;

use toml::{Table, Value};
use walkdir::WalkDir;

use crate::base::charset;
use crate::base::path::SourcePath;
use crate::edge::file;
use crate::read::syntax::property::property;

use super::files::{literal, only, table};
use super::found::Found;
use super::program::List;
use super::settings::Settings;

const BY: &str = "logseq/config.edn";

/// Tells a Logseq graph by its settings.
pub(super) fn detect(root: &Path) -> Option<Found> {
    root.join(BY).is_file().then_some(())?;
    let (said, edn) = public(root);
    let [pages, journals] = folders(&edn);
    let folders = [pages, journals, "assets".to_owned()];
    let mut ignore = only(&folders);
    // Pages in another format may be private, and nothing here reads whether they are.
    ignore.extend(folders[..2].iter().flat_map(|folder| {
        ["/**/*", "!/**/", "!/**/*.md"].map(|line| {
            let (sign, rest) = line.strip_prefix('!').map_or(("", line), |rest| ("!", rest));
            format!("{sign}/{folder}{rest}")
        })
    }));
    ignore.push(".*".into());
    let hidden = hidden(&edn);
    ignore.extend(hidden.texts);
    let mut settings = Settings::default();
    settings.set("book", "src", ".");
    settings.set("book", "ignore", ignore);
    // Of `assets`, what the pages show that are published.
    settings.put("build", "copy", Vec::<String>::new());
    // However the way to it is written (`^[./]*assets`).
    for way in ["", "/", "./", "../", "/../", "./../", "../../"] {
        settings.put("links.aliases", &format!("{way}assets/"), "/assets/");
    }
    settings.set("book", "name-separator", "___");
    // The name of a page is its title, to the letter.
    settings.set("book", "file-titles", "typed");
    settings.set("book", "day-titles", text(&edn, ":journal/page-title-format").unwrap_or("MMM do, yyyy"));
    let home = edn.get(":default-home").and_then(Value::as_table).and_then(|home| text(home, ":page"));
    let home = home.unwrap_or("Contents");
    let home = format!("{}/{}.md", folders[0], home.replace('/', "___"));
    if root.join(&home).is_file() {
        settings.set("book", "home", home);
    } else if root.join(&folders[0]).join("contents.md").is_file() {
        settings.set("book", "home", format!("{}/contents.md", folders[0]));
    }
    // A heading without words is an empty block.
    settings.allow(&["missing-title", "wordless-heading"]);
    // A page is there by being named.
    settings.set("links", "unwritten", true);
    settings.set("markdown", "properties", true);
    settings.set("markdown", "hard-breaks", true);
    match said {
        Public::All => {}
        Public::Marked => settings.set("build", "hold-back-as", "logseq"),
        Public::Unsaid => settings.set("build", "hold-back-as", "logseq-if-marked"),
    }
    let mut found = Found::notes("a Logseq graph", BY, &settings);
    if !hidden.is_whole {
        found.unused.push("`:hidden` (not a list of texts)".into());
    }
    if said == Public::Unsaid {
        found.missing.push("which pages are public, as none says `public:: true`".into());
    }
    if root.join("whiteboards").is_dir() {
        found.missing.push("whiteboards".into());
    }
    if text(&edn, ":preferred-format").is_some_and(|format| format.trim_start_matches(':').eq_ignore_ascii_case("org"))
    {
        found.missing.push("pages in Org".into());
    }
    Some(found)
}

/// Which pages are public.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Public {
    All,
    /// Those that say so.
    Marked,
    /// Nothing speaks of it: the graph was never meant to be published by Logseq, and is published whole.
    Unsaid,
}

/// Which pages of the graph in `root` are public, and its settings.
fn public(root: &Path) -> (Public, Table) {
    // Settings that cannot be read may say anything.
    let edn = if root.join(BY).exists() { table(root, BY) } else { Some(Table::new()) };
    let Some(edn) = edn else { return (Public::Marked, Table::new()) };
    let said = [":publishing/all-pages-public?", ":all-pages-public?"].into_iter().find_map(|key| edn.get(key));
    // In a wrong place it may be meant all the same.
    let is_named = edn.to_string().contains("all-pages-public");
    let public = match said.and_then(Value::as_bool) {
        Some(true) => Public::All,
        _ if is_named || speaks_of_public(root, &folders(&edn)) => Public::Marked,
        _ => Public::Unsaid,
    };
    (public, edn)
}

/// Whether pages of the graph in `root` are published only if they say so.
pub(super) fn asks(root: &Path) -> bool {
    public(root).0 == Public::Marked
}

/// The folders of pages and of journals.
fn folders(settings: &Table) -> [String; 2] {
    [(":pages-directory", "pages"), (":journals-directory", "journals")]
        .map(|(key, usual)| text(settings, key).unwrap_or(usual).to_owned())
}

/// Whether any page in these folders has a field at its top that says, rightly or nearly, whether it is public.
fn speaks_of_public(root: &Path, folders: &[String]) -> bool {
    let mut walks = folders.iter().flat_map(|folder| WalkDir::new(root.join(folder))).flatten();
    walks.any(|entry| entry.file_type().is_file() && speaks(entry.path()))
}

/// Whether a file is a page that has such a field.
pub(super) fn speaks(file: &Path) -> bool {
    /// How many lines are looked at of a page.
    const TOP: usize = 20;
    let is_page =
        file.file_name().and_then(|name| name.to_str()).is_some_and(|name| SourcePath::new(name).is_markdown());
    let text = if is_page { file::read(file).map(charset::letters).unwrap_or_default() } else { String::new() };
    text.lines().take(TOP).any(|line| {
        let field = line.trim_start_matches(['-', ' ', '\t', '\u{feff}']);
        let name = property(field).map(|(name, _)| name).or_else(|| field.split_once(':').map(|(name, _)| name));
        name.is_some_and(|name| name.trim().to_lowercase().starts_with("pub"))
    })
}

/// What the settings give to a name, if it is a text.
fn text<'a>(settings: &'a Table, key: &str) -> Option<&'a str> {
    settings.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// The lines for what `:hidden` names: all whose paths begin so, be it a folder, a file or a part of a name.
fn hidden(settings: &Table) -> List {
    let listed = match settings.get(":hidden") {
        Some(Value::Array(listed)) => listed.clone(),
        alone => alone.cloned().into_iter().collect(),
    };
    let texts: Vec<&str> = listed.iter().filter_map(Value::as_str).collect();
    let is_whole = texts.len() == listed.len();
    let line = |path: &str| format!("/{}*", literal(path.trim_start_matches("./").trim_start_matches('/')));
    List { texts: texts.into_iter().map(line).collect(), is_whole }
}

#[cfg(test)]
mod tests {
    use super::super::edn;
    use super::hidden;

    #[test]
    fn what_is_hidden_is_so_by_the_front_of_its_path() {
        for (list, lines) in [
            ("[\"/x\" #_\"/no\" \"y.md\"]", &["/x*", "/y.md*"][..]),
            ("#{\"./pages/[x]\"}", &["/pages/\\[x\\]*"]),
            ("\"/private/\"", &["/private/*"]),
            ("nil", &[]),
        ] {
            let hidden = hidden(&edn::table(&format!("{{:hidden {list}}}")).unwrap());
            assert_eq!(hidden.texts, lines, "{list}");
            assert!(hidden.is_whole, "{list}");
        }
        assert!(!hidden(&edn::table("{:hidden [[\"x\"]]}").unwrap()).is_whole);
    }
}
