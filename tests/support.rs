//! What the tests share: books in a string, and a theme that shows everything in plain text.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output as Ended};
use std::sync::{Arc, Mutex};

use crosslight::base::config::Config;
use crosslight::base::diagnostic::Diagnostic;
use crosslight::base::inputs::Inputs;
use crosslight::base::path::SourcePath;
use crosslight::base::source::{Edit, Source};
use crosslight::read::syntax::css;
use crosslight::render::page::{Output, PageId, Setting};
use crosslight::render::theme::{Layer, Theme};
use crosslight::site::{Settled, Site};

/// A theme of a few lines that shows every variable which comes from other essays.
const TOY: [(&str, &str); 11] = [
    (
        "home.html",
        "{{ essay.content | default(value='') }}{% for c in contents %}{{ c.title }} {{ c.url }}{% for d in c.children %} > {{ d.url }}{% endfor %}\n{% endfor %}{% for s in section %}/ {{ s.title }} {{ s.url }}\n{% endfor %}recent:{% for e in recent %} {{ e.title }}{% endfor %} tags:{% for t in tags %} {{ t.label }}={{ t.count }}{% endfor %}",
    ),
    (
        "archive.html",
        "{% for y in years %}{{ y.year }}:{% for e in y.essays %} {{ root }}{{ e.url }} {{ e.title }} {{ e.description }}{% endfor %}\n{% endfor %}",
    ),
    (
        "tags.html",
        "{% for t in tags %}{{ t.label }} {{ t.description }} {{ t.url }} {{ t.count }}\n{% endfor %}{% for r in matrix.rows %}{{ r.tag.label }}{% for c in r.cells %} {{ c.count }}{% endfor %}\n{% endfor %}",
    ),
    (
        "tag.html",
        "{{ tag.label }}: {{ essay.content | default(value='') }}{% for e in essays %} {{ e.title }}{% endfor %}{% for t in above %} ^{{ t.label }}{% endfor %}{% for t in below %} _{{ t.label }}{% endfor %}{% for t in see_also %} ~{{ t.label }}{% endfor %}\
         {% for m in meets %}\nmeets {{ m.tag.label }} {{ m.count }}{% for e in m.essays %} {{ e.title }}{% endfor %}{% endfor %}\
         {% for p in passages %}\nmarked {{ p.essay.url }}#{{ p.anchor }} {{ p.heading }}: {{ p.text }}{% endfor %}\
         {% for e in start %}\nstart {{ e.title }}{% endfor %}{% for y in years %}\n{{ y.year }} {{ y.essays | length }}{% endfor %}\n{{ page.structured }}",
    ),
    (
        "path.html",
        "{{ essay.title }}\n{{ essay.content }}{{ closing }}{{ minutes }} min{% for s in stops %}\n{{ s.place }} {{ s.essay.title }} {{ s.essay.url }} ({{ s.minutes }}): {{ s.why }}{% if s.reason != s.why %} = {{ s.reason }}{% endif %}{% endfor %}",
    ),
    ("paths.html", "{% for p in paths %}{{ p.title }} {{ p.url }} {{ p.count }}\n{% endfor %}"),
    (
        "map.html",
        "{{ picture }}{% for c in clusters %}\n{{ c.tag.label | default(value='') }}:{% for n in c.essays %} {{ n.essay.title }} {{ n.cites_count }} {{ n.cited_by_count }} {{ n.two_steps_count }}{% for e in n.two_steps %} {{ e.url }}{% endfor %}{% endfor %}{% endfor %}",
    ),
    ("search.html", "search"),
    ("folder.html", "{{ page.title }}\n{% for s in section %}/ {{ s.title }} {{ s.url }}\n{% endfor %}"),
    ("404.html", "nothing here{{ essay.content | default(value='') }}"),
    (
        "essay.html",
        "{{ essay.title }}\n{{ essay.content }}\
         {% for t in essay.tags %}#{{ t.label }}\n{% endfor %}\
         {% for r in essay.relations %}{{ r.name }}:{% for l in r.links %} {{ l.text }} {{ l.url }}{% endfor %}\n{% endfor %}\
         {% for b in backlinks %}< {{ b.essay.title }} {{ b.essay.url }}{% for p in b.passages %} | {{ p.heading }}: {{ p.before }}[{{ p.lead }}*{{ p.link }}*{{ p.tail }}]{{ p.after }} #{{ p.anchor }}{% endfor %}\n{% endfor %}\
         {% for r in related %}near {{ r.essay.url }}{% for w in r.reasons %} {{ w.kind }}{% for t in w.tags %} {{ t.label }}{% endfor %}{% for e in w.essays %} {{ e.title }}{% endfor %}{% for x in w.words %} {{ x }}{% endfor %}{% endfor %}\n{% endfor %}\
         {% for w in walks %}on {{ w.path.title }} {{ w.place }}/{{ w.count }}{% if w.next %} then {{ w.next.essay.title }}: {{ w.next.why }}{% endif %}\n{% endfor %}\
         {% for h in essay.toc %}{{ h.title }} {{ h.cited }}\n{% endfor %}\
         {% for s in section %}/ {{ s.title }} {{ s.url }}\n{% endfor %}\
         previous {{ previous.title | default(value='') }}, next {{ next.title | default(value='') }}\n\
         {{ page.published }} {{ page.modified }} {{ page.image }}\n{{ page.edit_url }}\n{{ page.structured }}\n",
    ),
];

/// The toy theme.
pub(crate) fn toy_layer() -> Layer {
    let files = TOY.iter().map(|(name, text)| (format!("templates/{name}"), Arc::from(text.as_bytes())));
    let manifest = ("theme.toml".to_owned(), Arc::from(&b"previews = true\n"[..]));
    Layer { name: "toy".into(), files: files.chain([manifest]).collect(), folder: None }
}

/// The settings of a book with the toy theme; `book_toml` must be right.
pub(crate) fn toy(book_toml: &str) -> Setting {
    let (config, errors) = Config::parse(book_toml);
    assert_eq!(errors, [], "the book.toml of a test");
    let theme = Theme::new(vec![toy_layer()], &config).unwrap_or_else(|errors| panic!("{errors:?}"));
    Setting { config, inputs: Inputs::default(), theme }
}

/// The same with the toy theme without all that a theme can do without.
pub(crate) fn bare(book_toml: &str) -> Setting {
    let Setting { config, .. } = toy(book_toml);
    let mut layer = toy_layer();
    let spare = ["theme.toml", "path.html", "paths.html", "map.html", "search.html", "folder.html"];
    layer.files.retain(|path, _| !spare.contains(&path.trim_start_matches("templates/")));
    let theme = Theme::new(vec![layer], &config).unwrap_or_else(|errors| panic!("{errors:?}"));
    Setting { config, inputs: Inputs::default(), theme }
}

/// The setting that a file is written or (`None`) deleted.
pub(crate) fn edit(path: &str, text: Option<&str>) -> Edit {
    let path = SourcePath::new(path);
    let source = text.map(|text| {
        // As the edge has it for a book with `html-pages`.
        if path.is_markdown() || (path.is_html() && text.starts_with("---\n")) {
            Source::Text(text.into())
        } else {
            let hash = text.bytes().fold(7, |hash: u128, byte| hash.wrapping_mul(31) + u128::from(byte));
            let is_sheet = path.as_str().ends_with(".css");
            let addresses = || css::addresses(text).into_iter().map(Box::from).collect();
            if is_sheet { Source::Sheet { hash, is_spare: false, addresses: addresses() } } else { Source::Asset(hash) }
        }
    });
    Edit { path, source }
}

/// A site with its outputs at hand.
pub(crate) struct Bench {
    pub(crate) site: Site,
    pub(crate) outputs: BTreeMap<String, Output>,
}

impl Bench {
    pub(crate) fn new(setting: Setting) -> Self {
        Self { site: Site::empty(setting), outputs: BTreeMap::new() }
    }

    /// A settled book in one string: each file begins with a line `== path`.
    pub(crate) fn book(book_toml: &str, files: &str) -> Self {
        let mut bench = Self::new(toy(book_toml));
        bench.write(files);
        bench
    }

    /// Writes the files of a string, each begun with a line `== path`, and settles.
    pub(crate) fn write(&mut self, files: &str) -> Settled {
        self.apply(split(files).map(|(path, text)| edit(path, Some(text))).collect())
    }

    pub(crate) fn apply(&mut self, edits: Vec<Edit>) -> Settled {
        self.site.apply(edits);
        self.settle()
    }

    pub(crate) fn settle(&mut self) -> Settled {
        let new = Mutex::new(Vec::new());
        let settled = self.site.settle(&|file, output| new.lock().unwrap().push((file.to_owned(), output.clone())));
        for file in &settled.removed {
            self.outputs.remove(&**file);
        }
        self.outputs.extend(new.into_inner().unwrap());
        settled
    }

    /// The text of an output.
    pub(crate) fn text(&self, file: &str) -> &str {
        match self.outputs.get(file) {
            Some(Output::Bytes(bytes)) => std::str::from_utf8(bytes).unwrap(),
            other => panic!("{file} is {other:?}; there are {:?}", self.outputs.keys()),
        }
    }

    /// The messages of all diagnostics, each with its file and the words at its place.
    pub(crate) fn findings(&self) -> Vec<String> {
        self.site.diagnostics().iter().map(|found: &Diagnostic| format!("{}: {}", found.file, found.message)).collect()
    }
}

/// The files of a string, each begun with a line `== path`.
pub(crate) fn split(files: &str) -> impl Iterator<Item = (&str, &str)> {
    let files = files.strip_prefix("== ").unwrap_or(files);
    files.split("\n== ").map(|file| file.split_once('\n').unwrap_or((file, "")))
}

/// The ids of pages as short text.
pub(crate) fn ids(pages: &[PageId]) -> Vec<String> {
    pages.iter().map(|page| format!("{page:?}")).collect()
}

/// A book in a folder that goes when the test ends.
pub(crate) struct Folder(pub(crate) tempfile::TempDir);

impl Folder {
    /// Files in one string, each begun with a line `== path`.
    pub(crate) fn new(files: &str) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.write(files);
        folder
    }

    pub(crate) fn write(&self, files: &str) {
        for (path, text) in split(files).filter(|(path, _)| !path.is_empty()) {
            self.write_bytes(path, text.as_bytes());
        }
    }

    pub(crate) fn write_bytes(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crosslight"));
        command.args(arguments).current_dir(self.0.path());
        command.env("SOURCE_DATE_EPOCH", "1767225600").env_remove("CLICOLOR_FORCE");
        command
    }

    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str], code: i32) -> String {
        let Ended { status, stdout, stderr } = self.command(arguments).output().unwrap();
        let text = format!("{}{}", String::from_utf8_lossy(&stderr), String::from_utf8_lossy(&stdout));
        assert_eq!(status.code(), Some(code), "{arguments:?}: {text}");
        let root = fs::canonicalize(self.0.path()).unwrap();
        text.replace(root.to_str().unwrap(), "BOOK")
    }
}

/// A code block of a text in Markdown: what follows its fence, and where its text stands.
pub(crate) struct Block<'a> {
    pub(crate) info: &'a str,
    pub(crate) text: &'a str,
    pub(crate) place: std::ops::Range<usize>,
}

/// The code blocks of a text in Markdown.
pub(crate) fn blocks(spec: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, &str, usize)> = None;
    let mut end = 0;
    for line in spec.split_inclusive('\n') {
        let start = end;
        end += line.len();
        let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
        match open {
            None if ticks >= 3 => open = Some((ticks, line[ticks..].trim(), end)),
            Some((fence, info, from)) if ticks >= fence && line[ticks..].trim().is_empty() => {
                blocks.push(Block { info, text: &spec[from..start], place: from..start });
                open = None;
            }
            _ => {}
        }
    }
    assert!(open.is_none(), "a code block is not closed");
    blocks
}
