//! What a folder is that another tool made: the settings that it would have as a book of crosslight.
//!
//! One file a tool in `detect/`. The settings are inferred as the text of a `book.toml`. A build reads
//! that text as it would read the file, and `crosslight init` writes it. So what a tool does
//! differently is a setting, never a question of which tool it was.

mod files;
mod hugo;
mod jekyll;
mod mdbook;
mod obsidian;
mod quartz;
mod settings;
mod zola;

use std::path::Path;

use self::settings::Settings;
use crate::config::{Config, set_base_url};

/// A folder that another tool made.
pub struct Found {
    /// What it is, in words: `an Obsidian vault`.
    pub what: &'static str,
    /// What it was told by.
    pub by: String,
    /// The `book.toml` that it would have.
    pub settings: String,
    /// Settings of that tool that are not used.
    pub unused: Vec<String>,
}

/// How the folder of a tool is told; `None` if it is not one.
type Detector = fn(&Path) -> Option<Found>;

/// The tools that are known by sight. The first that fits is the one: those come first that leave a
/// mark which no other tool leaves.
const TOOLS: [Detector; 6] =
    [quartz::detect, zola::detect, hugo::detect, jekyll::detect, obsidian::detect, mdbook::detect_contents];

/// What `root` is, if it is not a book of crosslight.
pub fn detect(root: &Path) -> Option<Found> {
    if root.join("book.toml").is_file() {
        return mdbook::detect(root);
    }
    TOOLS.iter().find_map(|detect| detect(root))
}

impl Found {
    /// A folder that is `what`, told by the file `by`. What it says nothing of is called after the
    /// folder, and in English.
    fn new(root: &Path, what: &'static str, by: &str, settings: &Settings) -> Self {
        let mut all = Settings::default();
        let name = root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        all.set("book", "title", name);
        all.set("book", "language", "en");
        all.extend(settings);
        Self { what, by: by.to_owned(), settings: all.text(), unused: Vec::new() }
    }

    /// What a build says of it.
    pub fn line(&self) -> String {
        let unused = match self.unused.as_slice() {
            [] => String::new(),
            unused => format!("; not used of its settings: {}", unused.join(", ")),
        };
        format!("read as {} (`{}`){unused}", self.what, self.by)
    }
}

/// `address` if it can be that of a site, and nothing otherwise.
fn usable_address(address: String) -> String {
    if set_base_url(&mut Config::default(), &address).is_ok() { address } else { String::new() }
}
