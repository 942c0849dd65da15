//! `crosslight init`: a small book that builds.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use walkdir::WalkDir;

use super::outcome::{Done, say};
use crate::edge::book::detect::{check_settings, detect, holds_markdown, sound, title};
use crate::edge::book::read::own_above;
use crate::edge::file::{self, relative};
use crate::edge::publish::refuse_unmeant;

/// Start a book
///
/// An empty folder gets a book.toml and two short essays that link to each other. A folder that
/// has Markdown files, or that another tool made, gets a book.toml and nothing else.
#[derive(Args)]
pub(super) struct Arguments {
    /// The folder for the book
    #[arg(default_value = ".")]
    dir: PathBuf,
}

/// The files of a new book, from its folder.
const STARTER: [(&str, &str); 5] = [
    ("content/index.md", include_str!("init/index.md")),
    ("content/essays/a-first-essay.md", include_str!("init/a-first-essay.md")),
    ("content/essays/how-essays-link.md", include_str!("init/how-essays-link.md")),
    ("content/tags/writing.md", include_str!("init/writing.md")),
    (".gitignore", "/public/\n/.public.crosslight/\n"),
];

pub(super) fn run(arguments: &Arguments) -> Result<Done> {
    let dir = &arguments.dir;
    refuse_unmeant(dir)?;
    if dir.is_file() {
        bail!(
            "`{}` is a file, and a book needs a folder\ngive the name of a folder, or none for this one",
            dir.display()
        );
    }
    fs::create_dir_all(dir).with_context(|| format!("cannot make `{}`", dir.display()))?;
    let is_half = is_half_made(dir)?;
    if dir.join("book.toml").exists() && !is_half {
        if let Some(found) = detect(&fs::canonicalize(dir)?) {
            bail!("`{}` is {}, with a book.toml of its own; crosslight builds it as it is", dir.display(), found.what);
        }
        bail!("`{}` is already a book", dir.display());
    }
    let whole = fs::canonicalize(dir)?;
    if let Some(book) = own_above(&whole).filter(|_| holds_markdown(dir)) {
        bail!(
            "`{}` belongs to the book in `{}`, which builds it\nmake a book of its own outside of that one, or build that one",
            dir.display(),
            book.display()
        );
    }
    check_settings(&whole)?;
    if let Some(found) = detect(&fs::canonicalize(dir)?) {
        let (settings, faults) = sound(&found.settings);
        write(found.base.as_deref().unwrap_or(dir), "book.toml", &settings)?;
        say(&format!("made book.toml for {} (`{}`)", found.what, found.by));
        for (line, why) in faults {
            say(&format!(
                "`{line}` is not a pattern: {why}; in book.toml, what begins with the part before the fault is left out"
            ));
        }
        say(&format!("look at it with `crosslight serve{} --open`", place(dir)));
        return Ok(Done::Well);
    }
    let here = !is_half && holds_markdown(dir);
    let in_content = !is_half && dir.join("content").is_dir();
    let src = if here && !in_content { "." } else { "content" };
    if here || in_content {
        write(dir, "book.toml", &settings(dir, src)?)?;
        say(&format!("made book.toml; the essays are in `{src}`"));
    } else {
        for (path, text) in STARTER {
            write(dir, path, text)?;
        }
        // Last: where it stands, there is a book.
        write(dir, "book.toml", &settings(dir, src)?)?;
        say("made a book of two essays");
    }
    say(&format!("look at it with `crosslight serve{} --open`", place(dir)));
    Ok(Done::Well)
}

/// Whether a folder holds the beginning of a new book and nothing else: an `init` was cut off that made it.
fn is_half_made(dir: &Path) -> Result<bool> {
    let settings = settings(dir, "content")?;
    let mut is_one = false;
    for entry in WalkDir::new(dir) {
        let Ok(entry) = entry else { return Ok(false) };
        if entry.file_type().is_dir() {
            continue;
        }
        let path = relative(dir, entry.path());
        let starter = STARTER.iter().find(|(known, _)| *known == path).map(|(_, text)| *text);
        let whole = starter.or_else(|| (path == "book.toml").then_some(&settings));
        let is_begun = |whole: &str| file::read_text(entry.path()).is_ok_and(|text| whole.starts_with(&text));
        // A book that is there as a whole is one.
        if !whole.is_some_and(is_begun) || (path == "book.toml" && file::read_text(entry.path())? == settings) {
            return Ok(false);
        }
        is_one = true;
    }
    Ok(is_one)
}

/// The folder as an argument of a command.
fn place(dir: &Path) -> String {
    if dir == Path::new(".") { String::new() } else { format!(" {}", dir.display()) }
}

fn settings(dir: &Path, src: &str) -> Result<String> {
    let full = fs::canonicalize(dir)?;
    let title = toml::Value::String(title(&full, src, ""));
    let src = if src == "content" { String::new() } else { format!("src = \"{src}\"\n") };
    Ok(format!(
        "[book]\ntitle = {title}\ndescription = \"\"\nlanguage = \"en\"\n{src}\n[output.html]\n\
         # Where the site will stand. Set it, and the site gets a feed and a sitemap.\n\
         # base-url = \"https://example.org/\"\n"
    ))
}

/// Writes a file that is not there yet; one that is there is left alone.
fn write(dir: &Path, path: &str, text: &str) -> Result<()> {
    let path = dir.join(path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    }
    match fs::OpenOptions::new().write(true).create_new(true).open(&path) {
        Ok(mut file) => file.write_all(text.as_bytes()).with_context(|| format!("cannot write `{}`", path.display())),
        // What was cut off is written anew.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let is_half =
                file::read_text(&path).is_ok_and(|there| there.len() < text.len() && text.starts_with(&there));
            if is_half {
                fs::write(&path, text).with_context(|| format!("cannot write `{}`", path.display()))
            } else {
                Ok(())
            }
        }
        Err(error) => Err(error).with_context(|| format!("cannot write `{}`", path.display())),
    }
}
