//! What a folder is that another tool made: the settings that it would have as a book of crosslight.
//!
//! One file a tool in `detect/`. The settings are inferred as the text of a `book.toml`. A build reads
//! that text as it would read the file, and `crosslight init` writes it. So what a tool does
//! differently is a setting, never a question of which tool it was.

mod astro;
mod cascade;
mod dendron;
mod docusaurus;
mod edn;
mod eleventy;
mod files;
pub(crate) mod found;
mod gitbook;
pub(crate) mod held;
mod hugo;
mod jekyll;
mod judge;
mod languages;
mod logseq;
mod math;
mod mdbook;
mod mkdocs;
mod moved;
mod obsidian;
mod others;
mod pages;
mod pictures;
mod program;
mod quartz;
mod settings;
mod sound;
mod sphinx;
mod title;
mod translated;
mod vitepress;
mod zola;

use std::path::Path;

use anyhow::{Result, bail};

use self::found::Found;

pub(crate) use self::files::holds_markdown;
pub(crate) use self::sound::sound;
pub(crate) use self::title::title;

/// How the folder of a tool is reported; `None` if it is not one.
type Detector = fn(&Path) -> Option<Found>;

/// The tools that are known by sight. The first that fits is the one: those come first that leave a
/// mark which no other tool leaves, and an editor of notes comes after what publishes them.
const TOOLS: [Detector; 27] = [
    quartz::detect,
    docusaurus::detect,
    mkdocs::detect,
    astro::detect,
    hugo::detect_own,
    zola::detect,
    hugo::detect,
    eleventy::detect,
    vitepress::detect,
    others::hexo,
    others::pelican,
    sphinx::detect,
    gitbook::detect,
    jekyll::detect,
    others::react,
    others::nuxt,
    logseq::detect,
    dendron::detect,
    others::emanote,
    others::docsify,
    others::foam,
    obsidian::detect,
    others::tiddlywiki,
    others::wiki,
    jekyll::detect_posts,
    gitbook::detect_contents,
    mdbook::detect_contents,
];

/// What `root` is, if it is not a book of crosslight.
pub fn detect(root: &Path) -> Option<Found> {
    let found = if root.join("book.toml").is_file() {
        mdbook::detect(root)
    } else {
        TOOLS.iter().find_map(|detect| detect(root))
    };
    found.map(|found| found.titled(root).placed(root).moved(root).by_path(root).with_commands(root))
}

/// The files that tools keep settings in, as far as they can be read here.
const SETTINGS: [&str; 26] = [
    "_config.yml",
    "_config.yaml",
    "mkdocs.yml",
    "mkdocs.yaml",
    "zensical.toml",
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "zola.toml",
    "quartz.config.yaml",
    "quartz.config.yml",
    "dendron.yml",
    "logseq/config.edn",
    "book.json",
    ".gitbook.yaml",
    ".gitbook.yml",
    ".obsidian/app.json",
    ".obsidian/templates.json",
    ".obsidian/publish.json",
    "index.yaml",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
    "config/_default/hugo.toml",
];

/// Makes sure that the settings of another tool in `root` can be read.
///
/// # Errors
/// If nothing can be read of one of its files: it may say what is to stay private.
pub(crate) fn check_settings(root: &Path) -> Result<()> {
    // A name that any program may use counts where there is a site beside it.
    let is_one = |file: &str| !file.starts_with("config.") || root.join("content").is_dir();
    let known = SETTINGS.into_iter().filter(|file| is_one(file)).map(str::to_owned);
    for file in known.chain(hugo::files(root)) {
        if let Some(why) = files::fault(root, &file) {
            bail!(
                "`{}` cannot be read: {why}\nmend this file first; nothing is built, because it may say what must stay private",
                root.join(&file).display()
            );
        }
    }
    Ok(())
}
