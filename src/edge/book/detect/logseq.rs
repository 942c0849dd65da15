//! Logseq graphs.

use std::path::Path;

use walkdir::WalkDir;

use crate::base::path::SourcePath;
use crate::edge::file;
use crate::read::syntax::property::property;

use super::files::only;
use super::found::Found;
use super::settings::Settings;

const BY: &str = "logseq/config.edn";

/// Tells a Logseq graph by its settings.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let edn = file::read_text(&root.join(BY)).ok()?;
    let edn = without_remarks(&edn);
    let named = |key: &str, usual: &str| {
        Some(text(&edn, key)).filter(|folder| !folder.is_empty()).unwrap_or_else(|| usual.to_owned())
    };
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
    let hidden = |path: String| format!("/{}", path.trim_start_matches('/'));
    ignore.extend(texts(&edn, ":hidden").into_iter().map(hidden));
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
    let form = Some(text(&edn, ":journal/page-title-format")).filter(|form| !form.is_empty());
    settings.set("book", "day-titles", form.unwrap_or_else(|| "MMM do, yyyy".into()));
    let home = after(&edn, ":default-home").and_then(|rest| Some(text(rest.split_once('}')?.0, ":page")));
    let home = home.filter(|page| !page.is_empty()).unwrap_or_else(|| "Contents".into());
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
    let all = truth(&edn, ":publishing/all-pages-public?").or(truth(&edn, ":all-pages-public?"));
    let is_unsaid = !edn.contains("all-pages-public") && !speaks_of_public(root, &folders[..2]);
    if all != Some(true) && !is_unsaid {
        settings.set("build", "hold-back-as", "logseq");
    }
    let mut found = Found::notes("a Logseq graph", BY, &settings);
    if is_unsaid {
        found.missing.push("which pages are public, as none says `public:: true`".into());
    }
    if root.join("whiteboards").is_dir() {
        found.missing.push("whiteboards".into());
    }
    if text(&edn, ":preferred-format").eq_ignore_ascii_case("org") || edn.contains(":preferred-format :org") {
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

/// The settings without `;` remarks and `#_` forms.
fn without_remarks(edn: &str) -> String {
    let mut kept = String::with_capacity(edn.len());
    for line in edn.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let mut in_text = false;
        let mut is_escaped = false;
        let remark = line.char_indices().find(|(_, sign)| {
            in_text ^= *sign == '"' && !is_escaped;
            is_escaped = *sign == '\\' && !is_escaped;
            !in_text && *sign == ';'
        });
        let line = &line[..remark.map_or(line.len(), |(at, _)| at)];
        // What a `#_` leaves out is taken to be the rest of the line: so nothing is public that is not said to be.
        kept.push_str(line.split("#_").next().unwrap_or_default());
        kept.push('\n');
    }
    kept
}

fn after<'a>(edn: &'a str, key: &str) -> Option<&'a str> {
    let mut places = edn.match_indices(key).map(|(at, _)| &edn[at + key.len()..]);
    places.find(|rest| rest.starts_with([' ', '\n', '\t', '\r', '['])).map(str::trim_start)
}

fn text(edn: &str, key: &str) -> String {
    after(edn, key)
        .and_then(|rest| rest.strip_prefix('"')?.split_once('"'))
        .map(|(text, _)| text.to_owned())
        .unwrap_or_default()
}

fn texts(edn: &str, key: &str) -> Vec<String> {
    let list = after(edn, key).and_then(|rest| rest.strip_prefix('[')?.split_once(']'));
    list.map(|(list, _)| list.split('"').skip(1).step_by(2).map(str::to_owned).collect()).unwrap_or_default()
}

fn truth(edn: &str, key: &str) -> Option<bool> {
    let rest = after(edn, key)?;
    if rest.starts_with("true") { Some(true) } else { rest.starts_with("false").then_some(false) }
}

#[cfg(test)]
mod tests {
    use super::{text, texts, truth, without_remarks};

    #[test]
    fn settings_are_read() {
        let edn = without_remarks(
            "{:a 1\n ;; :hidden [\"no\"]\n :hidden [\"/x\"\n \"y.md\"]\n :pages-directory \"p\"\n :publishing/all-pages-public? true}",
        );
        assert_eq!(texts(&edn, ":hidden"), ["/x", "y.md"]);
        assert_eq!(text(&edn, ":pages-directory"), "p");
        assert_eq!(truth(&edn, ":publishing/all-pages-public?"), Some(true));
        assert_eq!(truth(&edn, ":other"), None);
        for aside in
            [";; :all-pages-public? true", "#_#_ :all-pages-public? true", ":b \"#\" ; :all-pages-public? true"]
        {
            let edn = without_remarks(&format!("{{:a \";\" {aside}\n}}"));
            assert_eq!((truth(&edn, ":all-pages-public?"), text(&edn, ":a")), (None, ";".to_owned()), "{aside}");
        }
    }
}
