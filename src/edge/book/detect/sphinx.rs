//! Sites of Sphinx and `MyST`.

use std::path::Path;

use super::files::{below, first, holds_markdown, table, text};
use super::found::Found;
use super::program::Program;
use super::settings::Settings;

/// Tells a Jupyter Book, or another site of Sphinx or `MyST` with Markdown in it.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let mut settings = Settings::default();
    let book = first(root, &["_toc.yml"]).filter(|_| root.join("_config.yml").is_file());
    let by = book.or_else(|| first(root, &["myst.yml", "conf.py"]))?;
    // What lies in `_static` is on the site as it is; a picture of it that a text shows is, too.
    let ignore = ["/_build/", "/_static/**/*.md", "/_templates/", "*.py", "*.rst", "/Makefile", "/make.bat", "/_*.yml"];
    settings.plain_signs();
    settings.set("book", "src", ".");
    settings.set("book", "ignore", ignore.map(str::to_owned).to_vec());
    settings.put("build", "copy", Vec::<String>::new());
    settings.set("markdown", "labels", true);
    if by == "conf.py" {
        let (_, program) = Program::read(root, &["conf.py"])?;
        if !program.says("extensions") || !holds_markdown(root) {
            return None;
        }
        settings.set("book", "title", program.text("project"));
        settings.set("links", "elsewhere", elsewhere(program.keys("intersphinx_mapping")));
    } else {
        let about = table(root, if by == "myst.yml" { by } else { "_config.yml" }).unwrap_or_default();
        let project = below(&about, "project");
        settings.set("book", "title", [text(&about, "title"), text(&project, "title")].concat());
        let sphinx = below(&below(&about, "sphinx"), "config");
        let named = [below(&project, "references"), below(&sphinx, "intersphinx_mapping")];
        settings.set("links", "elsewhere", elsewhere(named.iter().flat_map(|names| names.keys().cloned())));
    }
    // Who says that a path is one of the project, or that of a file, means the path.
    for front in ["project:", "path:"] {
        settings.put("links.aliases", front, "");
    }
    let (what, missing) = match by {
        "_toc.yml" => ("a Jupyter Book", "notebooks, and directives of MyST"),
        "myst.yml" => ("a MyST site", "notebooks, and directives of MyST"),
        _ => ("a Sphinx site", "pages in reStructuredText, and directives of MyST"),
    };
    let mut found = Found::new(what, by, &settings);
    found.missing.push(missing.into());
    Some(found)
}

/// What begins a link to what another site says that it has: the name of that site's list, or the word for all of these.
fn elsewhere(named: impl IntoIterator<Item = String>) -> Vec<String> {
    let is_scheme = |name: &String| !["http", "https", "ftp", "mailto", "tel"].contains(&&**name);
    let named = named.into_iter().filter(is_scheme);
    let mut fronts: Vec<String> = ["inv", "xref", "myst"].map(str::to_owned).into_iter().chain(named).collect();
    fronts.sort();
    fronts.dedup();
    fronts.into_iter().map(|name| format!("{name}:*")).collect()
}
