//! The book on disk: where it is, what it holds, read into edits.
//!
//! Reads and never writes.

mod absent;
mod layers;
mod sighted;

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use crate::base::charset::{self, Charset};
use crate::base::config::{Config, bytes};
use crate::base::diagnostic::files::{Unreadable, other_charset};
use crate::base::diagnostic::settings::bad_setting;
use crate::base::diagnostic::{Code, Diagnostic, File, Level};
use crate::base::ignore_line;
use crate::base::inputs::Inputs;
use crate::base::path::SourcePath;
use crate::base::source::{Assembled, Edit, Source};
use crate::edge::book::detect::found::{UNASKED, UNASKED_OF_NOTES};
use crate::edge::book::detect::{check_settings, detect, held, holds_markdown, title};
use crate::edge::book::expressions;
use crate::edge::book::fence::{self, Beyond, Fence};
use crate::edge::book::left_out::{is_private, withholds_itself};
use crate::edge::book::{self, Book};
use crate::edge::clock::today;
use crate::edge::file::{self, SMALL, begins_with_fields, hash, is_gone, relative};
use crate::edge::publish::refuse_unmeant;
use crate::edge::refusal;
use crate::read::essay;
use crate::read::permalink::Place;
use crate::read::syntax::css;
use crate::read::syntax::include::{self, Included, Refused};
use crate::render::page::{DRAWS, is_font};

pub use layers::{known_themes, layer, layers, theme};

use sighted::{near, sighted};
pub use sighted::{own_above, root_of};

/// The book in `dir`, or without one, in the nearest folder above that has a `book.toml`.
///
/// # Errors
/// If there is no such folder, or nothing in it that could be a book.
pub fn open(dir: Option<&Path>) -> Result<Book> {
    let root = if let Some(dir) = dir {
        folder(dir)?
    } else {
        let here = std::env::current_dir().context("the current folder is gone")?;
        let own = here.ancestors().find(|dir| dir.join("book.toml").is_file());
        own.or_else(|| near(&here).find(|dir| detect(dir).is_some())).unwrap_or(&here).to_owned()
    };
    let asked = root.clone();
    let (root, found, narrowed) = sighted(root);
    let settings = match (&found, file::read_text(&root.join("book.toml"))) {
        (Some(found), _) => narrowed.as_ref().map_or_else(|| found.settings.clone(), |(settings, _)| settings.clone()),
        (None, Ok(text)) => text,
        (None, Err(error)) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        (None, Err(error)) => {
            return Err(error).with_context(|| format!("`{}` cannot be read", root.join("book.toml").display()));
        }
    };
    if found.is_some() || settings.is_empty() {
        check_settings(&root)?;
    }
    let (mut config, mut diagnostics) = Config::parse(&settings);
    if settings.is_empty() && !root.join(&config.book.src).is_dir() && holds_markdown(&root) {
        config.book.src = ".".into();
    }
    if settings.is_empty() {
        config.book.title = title(&root, &config.book.src, &config.book.home);
    }
    let mut inputs = Inputs { today: Some(today()), ..Inputs::default() };
    inputs.held = narrowed.map_or_else(|| held::take(&root, &mut config), |(_, held)| held);
    if settings.is_empty() && !root.join("book.toml").exists() {
        // Nobody has asked for any of these; and where no tool wants a title, the name of a file is one.
        for code in UNASKED.into_iter().chain(UNASKED_OF_NOTES).chain([Code::MissingTitle]) {
            config.levels.set(code, Level::Allow);
        }
    }
    let lines = config.book.ignore.iter().map(|line| ("ignore", line));
    for (key, line) in lines.chain(config.build.hold_back.iter().map(|line| ("hold-back", line))) {
        // What is wrong with the settings of another tool is told with its files.
        if found.is_none()
            && let Some(error) = ignore_line::fault(line.get_ref())
        {
            let message = format!("`{key}` has a line that is not a pattern: {error}");
            diagnostics.push(bad_setting(
                File::Book,
                Some(line.span().into()),
                message,
                "lines are written as in a `.gitignore`: `\\[` is the sign itself",
            ));
        }
    }
    for pattern in &config.book.ignore_matching {
        if found.is_none()
            && let Some(error) = expressions::fault(pattern.get_ref())
        {
            let message = format!("`{}` is not a regular expression: {error}", pattern.get_ref());
            let help = "write it as in `\"^drafts/\"`, or name files in `ignore`";
            diagnostics.push(bad_setting(File::Book, Some(pattern.span().into()), message, help));
        }
    }
    diagnostics.extend(take_font(&root, &config, &mut inputs));
    let book = Book { asked, root, config, inputs, settings, found, diagnostics };
    if !book.src().is_dir() {
        refuse_unmeant(&book.src())?;
        return Err(absent::reason(&book));
    }
    if let Some((folder, target)) = fence::stray(&book) {
        bail!(
            "`{}` is a link to `{}`, which lies outside the book\nname that folder itself in book.toml, or write \
             `follow-links = true` under `[book]`, if you trust everyone who writes for this book",
            folder.display(),
            target.display()
        );
    }
    Ok(book)
}

/// The folder of a book that was asked for, whole.
///
/// # Errors
/// If there is none, or it is a file.
fn folder(dir: &Path) -> Result<PathBuf> {
    let shown = dir.display();
    match fs::canonicalize(dir) {
        Ok(there) if there.is_dir() => Ok(there),
        Ok(there) => {
            let book = there.ancestors().skip(1).find(|above| above.join("book.toml").is_file());
            let help = book.or(there.parent()).map(|book| format!("\ngive the folder: `{}`", book.display()));
            bail!("`{shown}` is a file, and not the folder of a book{}", help.unwrap_or_default())
        }
        Err(_) if dir.as_os_str().is_empty() => {
            bail!("the name of the folder is empty\nleave it out to use the book that you are in, or write `.`")
        }
        Err(error) if is_gone(&error) => {
            bail!("there is no folder `{shown}`\ncheck the spelling, or start a book there with `crosslight init`")
        }
        Err(error) => Err(error).with_context(|| format!("the folder `{shown}` cannot be opened")),
    }
}

/// Reads the font that social cards are to be set in, or says why it cannot be used. A crosslight that
/// draws none does without.
fn take_font(root: &Path, config: &Config, inputs: &mut Inputs) -> Option<Diagnostic> {
    let cards = config.social_cards().filter(|_| DRAWS)?;
    let font = cards.font.as_ref()?;
    let reason = match file::read(&root.join(font.get_ref())) {
        Ok(bytes) if is_font(&bytes) => {
            inputs.typeface = Some(bytes.into());
            return None;
        }
        Ok(_) => "it is not a font".to_owned(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        Err(error) => refusal::reason(&error),
    };
    let message = format!("`{}` cannot be the font of social cards: {reason}", font.get_ref());
    let help = "name a TrueType or OpenType file (`.ttf`, `.otf`) by its path from `book.toml`, or take the line out";
    Some(bad_setting(File::Book, Some(font.span().into()), message, help))
}

/// A file of the book, read.
pub struct Reading {
    pub edit: Edit,
    /// Files elsewhere that are part of it: what it includes, and what it is a link to.
    pub parts: Vec<PathBuf>,
    /// What it holds, if it is not an essay and that was asked for.
    pub held: Option<Held>,
}

/// What a file holds, at hand without opening it again.
#[derive(Clone, Debug)]
pub enum Held {
    Bytes(Arc<[u8]>),
    /// A large one, kept open, with its length.
    Open(Arc<fs::File>, u64),
}

/// Reads files, all at once. A file that is gone by now is an edit that says so.
pub fn read(book: &Book, paths: Vec<SourcePath>) -> Vec<Edit> {
    read_holding(book, paths, false).into_iter().map(|reading| reading.edit).collect()
}

/// As [`read`], with what the edits came from; `hold` asks for what the files hold that are not essays.
pub fn read_holding(book: &Book, paths: Vec<SourcePath>, hold: bool) -> Vec<Reading> {
    let roots = book.roots();
    let markdown = &book.config.markdown;
    let includes = markdown.includes || markdown.include_statements;
    // From the folder of the essays, as other paths are.
    let up = book.config.book.src.split('/').filter(|part| !matches!(*part, "" | ".")).map(|_| "../");
    let up: String = up.collect();
    let copied = copied(book);
    // What lies in a folder of other files is meant as it is.
    let is_spare = |path: &SourcePath, file: &Path| {
        let kept = |copied: &Gitignore| copied.matched_path_or_any_parents(path.as_str(), false).is_ignore();
        let is_idle = || copied.as_ref().is_some_and(|copied| !kept(copied));
        // What lies among texts that are held back is there for those that are not.
        let is_held = || {
            let language = || Place::of(path, &book.config).language;
            book.inputs.held.ruling(path, language, &[]).is_some()
        };
        file == roots[0].join(path.as_str()) && (is_idle() || is_held())
    };
    let below = format!("{}/", book.config.book.src.trim_matches('/'));
    let inner = |folder: &String| folder.strip_prefix(&below).map_or_else(|| format!("{up}{folder}"), str::to_owned);
    let folders: Vec<String> = markdown.include_folders.iter().map(inner).collect();
    let rules = include::IncludeRules {
        folders: &folders,
        after: &markdown.include_after,
        statements: markdown.include_statements,
        components: markdown.components,
        only_components: !includes,
        links: Some(&book.config.links),
        limits: book.config.limits,
    };
    let fence = Fence::of(book);
    let largest = bytes(book.config.limits.essay_mib) as u64;
    let read = |path: SourcePath| {
        let file = book::file(&roots, &path);
        let (mut parts, mut held) = (Vec::new(), None);
        let is_page = || book.config.book.html_pages && path.is_html() && file == roots[0].join(path.as_str());
        let is_essay = path.is_markdown() || (is_page() && begins_with_fields(&file, true));
        let source = match () {
            () if is_essay => read_essay(&path, &file, largest),
            () if withholds_itself(&path, &file, &book.config, &book.inputs) => None,
            () => read_asset(&file, hold, &mut held),
        };
        let source = match source {
            Some(Source::Asset(hash)) if names_files(&path) => sheet(hash, is_spare(&path, &file), &file),
            Some(Source::Asset(hash)) if is_spare(&path, &file) => Some(Source::Spare(hash)),
            Some(Source::Text(text)) if includes || rules.components || path.is_mdx() => {
                Some(assembled(book, &fence, &path, text, rules, &mut parts))
            }
            source => source,
        };
        // A link to a file is news where the file lies.
        parts.extend(file.is_symlink().then(|| fs::canonicalize(&file)).and_then(Result::ok));
        Reading { edit: Edit { path, source }, parts, held }
    };
    paths.into_par_iter().map(read).collect()
}

/// Whether a file names others that it needs.
fn names_files(path: &SourcePath) -> bool {
    path.as_str().rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("css"))
}

/// A style sheet with the files that it names.
#[expect(clippy::unnecessary_wraps, reason = "as the other sources that a file may be")]
fn sheet(hash: u128, is_spare: bool, file: &Path) -> Option<Source> {
    let is_short = fs::metadata(file).is_ok_and(|file| file.len() <= SMALL);
    let text = if is_short { file::read(file).ok() } else { None };
    let text = text.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let addresses = css::addresses(&text).into_iter().map(Box::from).collect();
    Some(Source::Sheet { hash, is_spare, addresses })
}

/// The rules for what is published though no essay uses it, if that does not hold for all files.
fn copied(book: &Book) -> Option<Gitignore> {
    let lines = book.config.build.copy.as_ref()?;
    let mut builder = GitignoreBuilder::new("");
    for line in lines {
        // A line that is not a pattern names nothing, as in a `.gitignore`.
        let _ = builder.add_line(None, line);
    }
    builder.build().ok()
}

/// An essay's text with what it includes: plain files within the bounds of the book. `parts` are the files that were
/// asked for, those that are not there among them.
fn assembled(
    book: &Book,
    fence: &Fence,
    path: &SourcePath,
    text: Arc<str>,
    rules: include::IncludeRules<'_>,
    parts: &mut Vec<PathBuf>,
) -> Source {
    let asked: RefCell<Vec<PathBuf>> = RefCell::default();
    let src = &book.roots()[0];
    let root = fs::canonicalize(src).unwrap_or_else(|_| src.clone());
    let read = |path: &str| {
        let file = src.join(path);
        asked.borrow_mut().push(file.clone());
        let file = fs::canonicalize(file).map_err(|_| Refused::Missing)?;
        fence.admit(&file).map_err(|why| match why {
            Beyond::Outside => Refused::Outside,
            Beyond::Private | Beyond::LeftOut => Refused::Private,
        })?;
        // A pipe would be waited for.
        if is_private(&file) || (file.is_file() && is_private_key(&file)) {
            return Err(Refused::Private);
        }
        let is_short = fs::metadata(&file).is_ok_and(|file| file.len() <= bytes(rules.limits.includes_mib) as u64);
        let text = if is_short { file::read_text(&file).ok() } else { None };
        let text = text.ok_or(Refused::Missing)?;
        // Where the file lies decides whether it is held back, whatever it is called here.
        let path = file.strip_prefix(&root).map_or_else(|_| path.to_owned(), |below| relative(Path::new(""), below));
        let path = SourcePath::new(&path);
        let is_essay = path.is_markdown() || path.is_html();
        let body =
            if is_essay { essay::part(&path, &text, &book.config, &book.inputs).ok_or(Refused::Held)? } else { 0 };
        Ok(Included { text, body })
    };
    let assembled = include::assemble(path, &text, rules, &read);
    *parts = asked.into_inner();
    match assembled {
        Some(assembled) => Source::Assembled(assembled.into()),
        None => Source::Text(text),
    }
}

fn read_essay(path: &SourcePath, file: &Path, most: u64) -> Option<Source> {
    let refused = |error: std::io::Error| {
        (!is_gone(&error)).then(|| Source::Unreadable(Unreadable::Refused(refusal::reason(&error).into())))
    };
    // What is listed no more may have become a folder, or something that reading would wait for.
    match fs::metadata(file) {
        Ok(metadata) if !metadata.is_file() => return None,
        Ok(metadata) if metadata.len() > most => {
            return Some(Source::Unreadable(Unreadable::TooLarge { size: metadata.len(), most }));
        }
        Ok(_) => {}
        Err(error) => return refused(error),
    }
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => return refused(error),
    };
    Some(match String::from_utf8(bytes) {
        Ok(text) => Source::Text(text.into()),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            if let Some((text, charset)) = charset::decoded(error.as_bytes()) {
                // What reports read of the file is decoded in the same way.
                let at = if charset == Charset::Utf16 { 0 } else { text.floor_char_boundary(good) };
                let faults = vec![other_charset(path, at, charset)];
                Source::Assembled(Assembled::of(path, text, faults).into())
            } else {
                let before: Arc<str> = String::from_utf8_lossy(&error.as_bytes()[..good]).into();
                Source::Unreadable(Unreadable::NotUtf8 { before })
            }
        }
    })
}

/// No private key is larger, in bytes.
const LARGEST_KEY: u64 = 1 << 14;

/// Whether a file is a private key, whatever it is called: nobody means to publish one.
fn is_private_key(file: &Path) -> bool {
    let mut first = [0; 64];
    let read = fs::File::open(file).and_then(|mut file| std::io::Read::read(&mut file, &mut first));
    let first = &first[..read.unwrap_or_default()];
    first.starts_with(b"-----BEGIN ") && memchr::memmem::find(first, b"PRIVATE KEY").is_some()
}

fn read_asset(file: &Path, hold: bool, held: &mut Option<Held>) -> Option<Source> {
    match fs::metadata(file) {
        Ok(metadata) if !metadata.is_file() => return None,
        Err(error) if is_gone(&error) => return None,
        Ok(metadata) if metadata.len() < LARGEST_KEY && is_private_key(file) => return None,
        Ok(_) | Err(_) => {}
    }
    let hashed =
        if hold { hold_file(file).map(|(kept, hash)| (Some(kept), hash)) } else { hash(file).map(|hash| (None, hash)) };
    match hashed {
        Ok((kept, hash)) => {
            *held = kept;
            Some(Source::Asset(hash))
        }
        Err(error) if is_gone(&error) => None,
        // Its copy will fail in the same way, with a place.
        Err(_) => Some(Source::Asset(0)),
    }
}

fn hold_file(file: &Path) -> std::io::Result<(Held, u128)> {
    let open = fs::File::open(file)?;
    let length = open.metadata()?.len();
    if length <= SMALL {
        let bytes = fs::read(file)?;
        let hash = xxh3_128(&bytes);
        return Ok((Held::Bytes(bytes.into()), hash));
    }
    let hash = hash(file)?;
    Ok((Held::Open(open.into(), length), hash))
}
