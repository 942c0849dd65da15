//! Logseq graphs.

use std::path::Path;

use toml::{Table, Value};
use walkdir::WalkDir;

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
    // A graph whose settings cannot be read is not built.
    let edn = table(root, BY);
    let is_read = edn.is_some();
    let edn = edn.unwrap_or_default();
    let named = |key: &str, usual: &str| text(&edn, key).unwrap_or(usual).to_owned();
    let folders = [named(":pages-directory", "pages"), named(":journals-directory", "journals"), "assets".to_owned()];
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
    // Without that, only pages are public that say so. A graph in which nothing speaks of it was never meant to be published
    // by Logseq, and has no others.
    let said = [":publishing/all-pages-public?", ":all-pages-public?"].into_iter().find_map(|key| edn.get(key));
    let all = said.and_then(Value::as_bool);
    // In a wrong place it may be meant all the same.
    let is_named = edn.to_string().contains("all-pages-public");
    let is_unsaid = is_read && !is_named && !speaks_of_public(root, &folders[..2]);
    if all != Some(true) && !is_unsaid {
        settings.set("build", "hold-back-as", "logseq");
    }
    let mut found = Found::notes("a Logseq graph", BY, &settings);
    if !hidden.is_whole {
        found.unused.push("`:hidden` (not a list of texts)".into());
    }
    if is_unsaid {
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

/// Whether any page in these folders has a field at its top that says, rightly or nearly, whether it is public.
fn speaks_of_public(root: &Path, folders: &[String]) -> bool {
    /// How many lines are looked at of a page.
    const TOP: usize = 20;
    let is_markdown = |name: &str| SourcePath::new(name).is_markdown();
    let says = |entry: walkdir::DirEntry| {
        let is_page = entry.file_type().is_file() && entry.file_name().to_str().is_some_and(is_markdown);
        let text = if is_page { file::read_text(entry.path()).unwrap_or_default() } else { String::new() };
        text.lines().take(TOP).any(|line| {
            let field = line.trim_start_matches(['-', ' ', '\t']);
            let name = property(field).map(|(name, _)| name).or_else(|| field.split_once(':').map(|(name, _)| name));
            name.is_some_and(|name| name.trim().to_lowercase().starts_with("pub"))
        })
    };
    let walks = folders.iter().map(|folder| WalkDir::new(root.join(folder)).into_iter());
    walks.flatten().flatten().any(says)
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
