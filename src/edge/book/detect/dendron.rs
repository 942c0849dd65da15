//! Dendron workspaces.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use toml::{Table, Value};

use super::files::{below, get, is_within, literal, only, table, text, texts, truth};
use super::found::{Found, usable_address};
use super::settings::Settings;
use crate::base::path::{SourcePath, last_part};

const BY: &str = "dendron.yml";

/// A vault that is part of the book.
struct Vault {
    /// What links call it.
    name: String,
    folder: String,
}

/// Tells a Dendron workspace by its settings.
pub(super) fn detect(root: &Path) -> Option<Found> {
    let Some(table) = table(root, BY) else { return alone(root) };
    let workspace = below(&table, "workspace");
    // Older ones have the vaults at the top.
    let listed = get(&workspace, "vaults").or_else(|| get(&table, "vaults")).and_then(Value::as_array);
    let listed: Vec<&Table> = listed.into_iter().flatten().filter_map(Value::as_table).collect();
    let public: Vec<&Table> = listed.iter().filter(|vault| text(vault, "visibility") != "private").copied().collect();
    let mut vaults: Vec<Vault> = public.iter().filter_map(|vault| Vault::of(root, vault)).collect();
    if listed.is_empty() {
        let usual = super::files::present(root, &["notes", "vault"]);
        vaults.extend(usual.into_iter().take(1).map(|folder| Vault { name: folder.clone(), folder }));
    }
    if vaults.is_empty() {
        // What is here without its vaults is a folder like any other.
        return None;
    }
    let publishing = Some(below(&table, "publishing")).filter(|table| !table.is_empty());
    let site = publishing.unwrap_or_else(|| below(&table, "site"));
    // Of notes with one name, that of the vault named first is published.
    let first = texts(&below(&site, "duplicateNoteBehavior"), "payload");
    vaults.sort_by_key(|vault| first.iter().position(|name| *name == vault.name).unwrap_or(usize::MAX));
    let seo = below(&site, "seo");
    let said = |key: &str| [text(&seo, key), text(&site, key)].into_iter().find(|said| !said.is_empty());
    let mut settings = Settings::default();
    let mut ignore = Vec::new();
    let is_one = vaults.len() == 1;
    let mut folders = Table::new();
    if is_one {
        settings.set("book", "src", vaults[0].folder.as_str());
    } else {
        settings.set("book", "src", ".");
        ignore.extend(only(&vaults.iter().map(|vault| vault.folder.clone()).collect::<Vec<_>>()));
        folders.extend(vaults.iter().map(|vault| (vault.folder.clone(), "".into())));
    }
    // Of a vault only its notes are published, and its assets.
    for vault in &vaults {
        ignore.extend(of_vault(&literal(&vault.path("", is_one)), truth(&site, "copyAssets") != Some(false)));
    }
    // Only some hierarchies are published; `root` stands for all.
    let hierarchies = texts(&site, "siteHierarchies");
    if !hierarchies.is_empty() && hierarchies.iter().all(|name| name != "root") {
        ignore.push("*.md".into());
        let lines = |name: &String| [format!("!{}.md", literal(name)), format!("!{}.*.md", literal(name))];
        ignore.extend(hierarchies.iter().flat_map(lines));
    }
    ignore.extend(doubles(root, &vaults));
    let index = Some(text(&site, "siteIndex")).filter(|index| !index.is_empty());
    let index = index.or_else(|| hierarchies.first().cloned()).unwrap_or_else(|| "root".into());
    settings.set("book", "title", said("title").unwrap_or_default());
    settings.set("book", "description", said("description").unwrap_or_default());
    settings.set("book", "authors", said("author").into_iter().collect::<Vec<_>>());
    settings.set("book", "ignore", ignore);
    settings.extend(&of_notes(&index));
    if let Some(vault) = vaults.iter().find(|vault| root.join(&vault.folder).join(format!("{index}.md")).is_file()) {
        settings.set("book", "home", vault.path(&format!("{index}.md"), is_one));
    }
    settings.set("build", "publish-below", asked(&site, &vaults));
    settings.set("addresses", "folders", folders);
    let aliases = vaults.iter().map(|vault| (format!("dendron://{}/", vault.name), vault.path("", is_one)));
    let aliases = aliases.map(|(front, path)| (front, Value::from(format!("/{path}"))));
    settings.set("links", "aliases", aliases.collect::<Table>());
    let shows_titles = [(&site, "enableNoteTitleForLink"), (&table, "useNoteTitleForLink")];
    if shows_titles.iter().any(|(table, key)| truth(table, key) == Some(false)) {
        settings.set("links", "wikilink-text", "typed");
    }
    if truth(&workspace, "enableHashTags") == Some(false) {
        settings.set("markdown", "inline-tags", false);
    }
    if truth(&workspace, "enableUserTags") == Some(false) {
        settings.put("markdown", "mentions", "");
    }
    if truth(&site, "writeStubs") == Some(false) {
        settings.set("output.html", "folder-pages", false);
    }
    let (address, prefix) = (text(&site, "siteUrl"), text(&site, "assetsPrefix"));
    let address = address.trim_end_matches('/');
    let prefix = prefix.trim_matches('/');
    let is_whole = prefix.is_empty() || address.is_empty() || address.ends_with(&format!("/{prefix}"));
    let address = if is_whole { address.to_owned() } else { format!("{address}/{prefix}") };
    settings.set("output.html", "base-url", usable_address(address));
    let mut found = Found::notes("a Dendron workspace", BY, &settings);
    if vaults.len() < public.len() {
        found.missing.push("vaults that are not here".into());
    }
    Some(found)
}

impl Vault {
    /// The vault that the settings describe, if it is here.
    fn of(root: &Path, vault: &Table) -> Option<Self> {
        let path = text(vault, "fsPath");
        let path = path.trim_start_matches("./").trim_end_matches('/').to_owned();
        let places = [format!("{path}/notes"), format!("dependencies/{path}/notes"), path.clone()];
        let places = if path == "." { ["notes".to_owned(), "vault".to_owned(), ".".to_owned()] } else { places };
        let folder = places.into_iter().find(|folder| folder == "." || is_within(root, folder))?;
        let name = Some(text(vault, "name")).filter(|name| !name.is_empty());
        Some(Self { name: name.unwrap_or_else(|| last_part(&path).to_owned()), folder })
    }

    /// A path in the vault from the folder of the essays.
    fn path(&self, path: &str, is_one: bool) -> String {
        if is_one { path.to_owned() } else { format!("{}/{path}", self.folder) }
    }
}

/// Lines of a `.gitignore` for the notes that an earlier vault has as well.
fn doubles(root: &Path, vaults: &[Vault]) -> Vec<String> {
    let mut known = HashSet::new();
    let mut lines = Vec::new();
    for Vault { folder, .. } in vaults {
        let files = fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
        let names = files
            .filter_map(|file| file.file_name().into_string().ok())
            .filter(|name| SourcePath::new(name).is_markdown());
        let (new, double): (Vec<_>, Vec<_>) = names.partition(|name| !known.contains(name));
        known.extend(new);
        lines.extend(double.iter().map(|name| format!("/{}/{}", literal(folder), literal(name))));
    }
    lines.sort();
    lines
}

/// In which hierarchies only those notes are published that ask for it: in all vaults, or in those that are named.
/// What is said of `root` holds for all hierarchies.
fn asked(site: &Table, vaults: &[Vault]) -> Table {
    let mut rules = Table::new();
    let hierarchies = [below(site, "hierarchy"), below(site, "config")];
    for (name, rule) in hierarchies.iter().flatten() {
        let said = rule.as_table().and_then(|rule| get(rule, "publishByDefault"));
        for vault in vaults {
            let publishes = match said {
                Some(Value::Table(by_vault)) => truth(by_vault, &vault.name),
                said => said.and_then(Value::as_bool),
            };
            let Some(publishes) = publishes else { continue };
            let below = if name == "root" { String::new() } else { name.replace('.', "/") };
            let front = vault.path(&below, vaults.len() == 1);
            let publish = if publishes { "all" } else { "explicit" };
            rules.insert(front.trim_end_matches('/').to_owned(), publish.into());
        }
    }
    rules
}

/// A vault without its workspace: the note and the schema that each has at its root.
fn alone(root: &Path) -> Option<Found> {
    const SCHEMA: &str = "root.schema.yml";
    let is_one = root.join(SCHEMA).is_file() && root.join("root.md").is_file();
    let mut settings = Settings::default();
    settings.set("book", "src", ".");
    settings.set("book", "ignore", of_vault("", true));
    settings.extend(&of_notes("root"));
    is_one.then(|| Found::notes("a Dendron vault", SCHEMA, &settings))
}

/// What the names of pictures end with.
const PICTURES: [&str; 7] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif"];

/// Lines of a `.gitignore` that leave out what in a vault at `place` is neither a note nor an asset.
fn of_vault(place: &str, copies_assets: bool) -> Vec<String> {
    let mut lines = vec![format!("/{place}*"), format!("!/{place}*.md")];
    // Pictures that lie beside the notes are shown where a note asks for them.
    lines.extend(PICTURES.map(|ending| format!("!/{place}*.{ending}")));
    lines.extend(copies_assets.then(|| format!("!/{place}assets/")));
    lines
}

/// How notes are named and linked, whose first one is `index`.
fn of_notes(index: &str) -> Settings {
    let mut settings = Settings::default();
    settings.set("book", "home", format!("{index}.md"));
    settings.set("book", "name-separator", ".");
    settings.set("addresses", "ids", "notes");
    settings.put("build", "copy", vec!["assets/".to_owned()]);
    settings.set("markdown", "mentions", "user.");
    settings.set("links", "label-first", true);
    settings.set("links", "wikilink-text", "title");
    settings.set("output.html", "section-lists", true);
    // A note that only others lie below is a page all the same.
    settings.set("output.html", "folder-pages", true);
    settings
}
