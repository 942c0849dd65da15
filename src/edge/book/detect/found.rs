//! A folder that another tool made, and the settings that it would have as a book.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::files::MOST;
use super::math;
use super::moved;
use super::settings::Settings;
use super::title::title;
use crate::base::config::{Config, set_base_url};
use crate::base::diagnostic::Code;
use crate::base::path::{SourcePath, joined};
use crate::base::ruled::Ruled;
use crate::edge::book::expressions::Expressions;
use crate::edge::publish::generation::MANIFEST;

/// What is not asked of a folder without settings of its own: no other tool asks for the first in every file, and most lead
/// from page to page by menus.
pub(crate) const UNASKED: [Code; 3] = [Code::MissingDescription, Code::OrphanEssay, Code::DeadEnd];

/// The tools that look for no file by its name.
const BY_PATH: [&str; 14] = [
    "a Hugo site",
    "a Zola site",
    "a Jekyll site",
    "an mdBook",
    "a MkDocs site",
    "a Docusaurus site",
    "a Starlight site",
    "an Astro site",
    "a VitePress site",
    "a VuePress site",
    "an Eleventy site",
    "a Gatsby site",
    "a Hexo site",
    "a Next site",
];

/// What is not asked of notes, where nobody describes a pasted picture or counts the signs of a heading.
pub(crate) const UNASKED_OF_NOTES: [Code; 2] = [Code::MissingAlt, Code::SkippedHeading];

/// Where a site may be written that cannot be written to the usual folder.
const PLACES: [&str; 3] = ["site", "_site", "crosslight-site"];

/// A folder that another tool made.
pub struct Found {
    /// What it is, in words: `an Obsidian vault`.
    pub what: &'static str,
    /// What it was told by.
    pub by: String,
    /// The `book.toml` that it would have.
    pub settings: String,
    /// The folder that this would lie in, if that is one above: a site may take its texts from beside itself.
    pub base: Option<PathBuf>,
    /// The folder in that of the texts that is looked at alone; empty if it is the whole.
    pub below: String,
    /// Settings of that tool that are not used.
    pub unused: Vec<String>,
    /// What the site of that tool has and this one will not, in words.
    pub missing: Vec<String>,
}

impl Found {
    /// A folder that is `what`, told by the file `by`. What says nothing of its language is in English.
    pub(super) fn new(what: &'static str, by: &str, settings: &Settings) -> Self {
        let mut all = Settings::default();
        all.set("book", "language", "en");
        all.allow(&UNASKED.map(Code::name));
        // What a field is called, what lies beside the essays, and that an embed stands apart, is so in that tool.
        all.allow(&["renamed-field", "no-fields", "static-essay", "split-paragraph"]);
        all.extend(settings);
        if all.leaves_out() {
            // What the other tool would leave out need not be there.
            all.allow(&["idle-pattern"]);
        }
        Self {
            what,
            by: by.to_owned(),
            settings: all.text(),
            base: None,
            below: String::new(),
            unused: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// A folder of notes, as for [`Found::new`].
    pub(super) fn notes(what: &'static str, by: &str, settings: &Settings) -> Self {
        let mut all = Settings::default();
        all.allow(&UNASKED_OF_NOTES.map(Code::name));
        all.extend(settings);
        Self::new(what, by, &all)
    }

    /// Notes that the setting `name` is not used as it is meant, unless all of it `is_known`: it may be what keeps
    /// something private.
    pub(super) fn cannot_read(&mut self, name: &str, is_known: bool) {
        if !is_known {
            self.unused.push(format!("`{name}` (put together while it runs)"));
        }
    }

    /// Notes that a pattern of the setting `name` has too many choices, unless all of them are read.
    pub(super) fn cannot_choose(&mut self, name: &str, is_read: bool) {
        if !is_read {
            self.unused.push(format!("`{name}` (a pattern with more than {MOST} choices)"));
        }
    }

    /// The same with a title, if its settings have none.
    pub(super) fn titled(mut self, root: &Path) -> Self {
        let set: Table = toml::from_str(&self.settings).unwrap_or_default();
        let book = set.get("book").and_then(Value::as_table);
        let text = |key: &str| book.and_then(|book| book.get(key)).and_then(Value::as_str).unwrap_or_default();
        if text("title").is_empty() {
            let mut all = Settings::default();
            let base = self.base.as_deref().unwrap_or(root);
            all.set("book", "title", title(base, text("src"), text("home")));
            all.extend(&Settings::from(set));
            self.settings = all.text();
        }
        self
    }

    /// The same with a folder for the site, if the usual one has files that belong to it.
    pub(super) fn placed(mut self, root: &Path) -> Self {
        let mut set: Table = toml::from_str(&self.settings).unwrap_or_default();
        let usual = Config::default().build.build_dir;
        let book = set.get("book").and_then(Value::as_table);
        let statics = book.and_then(|book| book.get("static")).and_then(Value::as_array);
        let mut statics = statics.into_iter().flatten().filter_map(Value::as_str).map(Path::new);
        let base = self.base.as_deref().unwrap_or(root);
        let is_free = |place: &&&str| !base.join(place).exists() || base.join(place).join(MANIFEST).is_file();
        let is_named = set.get("build").and_then(Value::as_table).is_some_and(|build| build.contains_key("build-dir"));
        if !is_named
            && statics.any(|folder| folder.starts_with(&usual))
            && let Some(place) = PLACES.iter().find(is_free)
        {
            let build = set.entry("build").or_insert_with(|| Table::new().into());
            build.as_table_mut().map(|build| build.insert("build-dir".into(), (*place).into()));
            self.settings = toml::to_string(&set).unwrap_or_default();
        }
        // A folder of that name has no reading paths in it.
        let src = set.get("book").and_then(|book| book.get("src")).and_then(Value::as_str).unwrap_or_default();
        let usual = Config::default().paths.path;
        if base.join(src).join(usual.get_ref()).is_dir() {
            let mut all = Settings::from(set);
            all.set("paths", "path", "reading-paths");
            self.settings = all.text();
        }
        self
    }

    /// The same with what has moved on the site, as its host and its tool know it.
    pub(super) fn moved(mut self, root: &Path) -> Self {
        let mut all = Settings::from(toml::from_str::<Table>(&self.settings).unwrap_or_default());
        moved::note(root, &mut all);
        self.settings = all.text();
        self
    }

    /// The same with links in Markdown that are paths, where the tool looks for no file by its name. Whoever writes the
    /// texts in Obsidian has a program find them.
    pub(super) fn by_path(mut self, root: &Path) -> Self {
        let mut all = Settings::from(toml::from_str::<Table>(&self.settings).unwrap_or_default());
        let is_vault = [".", "content", "docs", "src"].iter().any(|at| root.join(at).join(".obsidian").is_dir());
        if BY_PATH.contains(&self.what) && !is_vault && !all.is_on("markdown", "wikilinks") {
            all.set("links", "by-path", true);
            self.settings = all.text();
        }
        self
    }

    /// The same with what the site defines for all its formulas.
    pub(super) fn with_commands(mut self, root: &Path) -> Self {
        let mut all = Settings::from(toml::from_str::<Table>(&self.settings).unwrap_or_default());
        let formulas = math::formulas(root);
        all.set("markdown", "math-commands", formulas.commands);
        // Their Markdown knows no dollars by itself.
        if ["a Hugo site", "a Jekyll site"].contains(&self.what) && formulas.is_whole && !formulas.are_shown {
            all.set("markdown", "math", false);
        }
        self.settings = all.text();
        self
    }

    /// The settings for a folder at `below` in that of the essays, with a title of its own.
    pub(crate) fn narrowed(&self, root: &Path, below: &str) -> String {
        let mut set: Table = toml::from_str(&self.settings).unwrap_or_default();
        let Some(Value::Table(book)) = set.get_mut("book") else { return self.settings.clone() };
        let src = book.get("src").and_then(Value::as_str).unwrap_or(".");
        let src = if src == "." { below.to_owned() } else { format!("{src}/{below}") };
        book.insert("title".into(), title(&root.join(&src), ".", "").into());
        book.insert("src".into(), src.into());
        book.remove("static");
        book.remove("chapters");
        book.remove("titles");
        let mut whole = set.get_mut("addresses").and_then(Value::as_table_mut);
        whole.as_mut().map(|addresses| addresses.remove("folders"));
        // What lies elsewhere is not part of this book, nor what stands for it.
        let inner = |path: &Value| {
            let path = path.as_str()?;
            let rest = path.trim_start_matches('/').strip_prefix(below)?.strip_prefix('/')?;
            Some(if path.starts_with('/') { format!("/{rest}") } else { rest.to_owned() })
        };
        let mut links = set.get_mut("links").and_then(Value::as_table_mut);
        links.as_mut().map(|links| links.remove("moved"));
        if let Some(Value::Table(aliases)) = links.and_then(|links| links.get_mut("aliases")) {
            let rebased = aliases.iter().filter_map(|(front, path)| Some((front.clone(), inner(path)?.into())));
            *aliases = rebased.collect();
        }
        if let Some(book) = set.get_mut("book").and_then(Value::as_table_mut)
            && let Some(home) = book.remove("home")
        {
            book.extend(inner(&home).map(|home| ("home".to_owned(), home.into())));
        }
        let build = set.get_mut("build").and_then(Value::as_table_mut);
        if let Some(Value::Table(rules)) = build.and_then(|build| build.get_mut("publish-below")) {
            // What is said of a folder above holds here; of several that do, the last is the nearest.
            let inside = |path: &str, of: &str| {
                let rest = if of.is_empty() { Some(path) } else { path.strip_prefix(of) }?;
                (of.is_empty() || rest.is_empty() || rest.starts_with('/'))
                    .then(|| rest.trim_start_matches('/').to_owned())
            };
            let here = |(front, publish): (&String, &Value)| {
                let rest = inside(front, below).or_else(|| inside(below, front).map(|_| String::new()))?;
                Some((rest, publish.clone()))
            };
            let mut fronts: Vec<(&String, &Value)> = rules.iter().collect();
            fronts.sort_by_key(|(front, _)| front.len());
            *rules = fronts.into_iter().filter_map(here).collect();
        }
        let Some(Value::Table(book)) = set.get_mut("book") else { return self.settings.clone() };
        let lines: Vec<String> =
            book.get("ignore").cloned().and_then(|lines| lines.try_into().ok()).unwrap_or_default();
        let is_left_out = leaves_out(&lines, below);
        let narrow = |lines: Option<&mut Value>| {
            if let Some(Value::Array(lines)) = lines {
                let rebased = lines.iter().filter_map(Value::as_str).flat_map(|line| rebased(line, below));
                *lines = rebased.map(Value::from).collect();
            }
        };
        narrow(book.get_mut("ignore"));
        if is_left_out {
            // Nothing in it is let in again.
            book.insert("ignore".into(), vec!["/*"].into());
        }
        narrow(set.get_mut("build").and_then(|build| build.get_mut("copy")));
        toml::to_string(&set).unwrap_or_default()
    }

    /// The same for a folder at `below` in that of the essays, with a word where the settings leave that out.
    pub(crate) fn told_of(mut self, below: &str) -> Self {
        let (config, _) = Config::parse(&self.settings);
        let lines: Vec<String> = config.book.ignore.iter().map(|line| line.get_ref().clone()).collect();
        let any = format!("{below}/x.md");
        let whole = joined("", &format!("{}/{any}", config.book.src)).unwrap_or_default();
        let is_ignored =
            leaves_out(&lines, below) || Ruled::new(Vec::new(), lines).holds(&SourcePath::new(&any), false);
        if is_ignored || Expressions::of(&config).leave_out(|| whole) {
            self.missing.push(format!("all that is in `{below}`, which the site leaves out"));
        }
        below.clone_into(&mut self.below);
        self
    }

    /// What a build says of it.
    pub fn line(&self) -> String {
        let unused = match self.unused.as_slice() {
            [] => String::new(),
            unused => format!("; not used of its settings: {}", unused.join(", ")),
        };
        let missing = match self.missing.as_slice() {
            [] => String::new(),
            missing => format!("; missing here: {}", missing.join(", ")),
        };
        format!("read as {} (`{}`){unused}{missing}", self.what, self.by)
    }
}

/// Whether lines of a `.gitignore` leave out the folder `below`, or one that it lies in.
fn leaves_out(lines: &[String], below: &str) -> bool {
    let rules = Ruled::new(Vec::new(), lines.to_vec());
    let ends = below.match_indices('/').map(|(at, _)| at).chain([below.len()]);
    ends.map(|end| SourcePath::new(&below[..end])).any(|folder| rules.holds(&folder, true))
}

/// A line of a `.gitignore` as it is written in the folder `below`: once for each way in which its front names that folder.
pub(super) fn rebased(line: &str, below: &str) -> Vec<String> {
    let (sign, pattern) = line.strip_prefix('!').map_or(("", line), |pattern| ("!", pattern));
    let bare = pattern.trim_end_matches('/');
    if !bare.contains('/') {
        return vec![line.to_owned()];
    }
    let parts: Vec<&str> = bare.trim_start_matches('/').split('/').collect();
    let is_any = |at: &usize| parts.get(*at) == Some(&"**");
    // Where in the pattern what lies in a folder goes on. Any folders may be none.
    let mut places = BTreeSet::from([0]);
    for folder in below.split('/') {
        let nexts = places.iter().flat_map(|at| (*at..).take_while(move |next| next == at || is_any(&(next - 1))));
        let nexts: BTreeSet<usize> = nexts.collect();
        places = nexts.into_iter().filter_map(|at| next(&parts, at, folder)).collect();
    }
    let end = &pattern[bare.len()..];
    let rests = places.into_iter().filter(|at| *at < parts.len()).map(|at| parts[at..].join("/"));
    rests.map(|rest| format!("{sign}/{rest}{end}")).collect()
}

/// Where a pattern goes on below `folder` that has come to one of its parts, if that part fits.
fn next(parts: &[&str], at: usize, folder: &str) -> Option<usize> {
    match *parts.get(at)? {
        "**" => Some(at),
        part => (part == folder || fits(part, folder)).then_some(at + 1),
    }
}

/// Whether one part of a line of a `.gitignore` fits the name of a folder.
pub(super) fn fits(part: &str, folder: &str) -> bool {
    let line = format!("/{part}");
    Ruled::new(Vec::new(), vec![line]).holds(&SourcePath::new(folder), true)
}

/// Sets the address of a site that stands at `base` of the host `site`. Where the host is not known, paths from
/// its root begin with `base` all the same.
pub(super) fn placed(settings: &mut Settings, site: &str, base: &str) {
    let base = base.trim_matches('/');
    let address = usable_address(format!("{}/{base}", site.trim_end_matches('/')));
    if address.is_empty() && !base.is_empty() {
        settings.put("links.aliases", &format!("/{base}/"), "/");
    }
    settings.set("output.html", "base-url", address);
}

/// `address` if it can be that of a site, and nothing otherwise.
pub(super) fn usable_address(address: String) -> String {
    if set_base_url(&mut Config::default(), &address).is_ok() { address } else { String::new() }
}
