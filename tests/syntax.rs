//! The specification of the dialect: every example in `tests/syntax/` comes out as it says.
//!
//! An example is a group of code blocks: `toml` (the `book.toml`), `markdown` (an essay, or several
//! files each begun with `== path`), and what becomes of it: `html` (the text of the first essay's
//! page), `text` (what is said), `tags` and `json` (what the essay says of itself). The blocks of
//! what becomes of it are checked as a whole file, so `UPDATE_EXPECT=1` writes them anew.
//!
//! The manual includes these files, so `{{#include` is written with a backslash here, as `<!--@` is, and `--8<--`
//! with a semicolon.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use crosslight::base::config::Config;
use crosslight::base::diagnostic::{Diagnostic, File, Severity};
use crosslight::base::inputs::Inputs;
use crosslight::base::path::SourcePath;
use crosslight::base::source::Source;
use crosslight::read::essay;
use crosslight::read::essay::Essay;
use crosslight::read::syntax::code::Painter;
use crosslight::read::syntax::include;
use crosslight::render::page::{PageId, Setting};
use crosslight::render::theme::Theme;

use crate::support::{Bench, blocks, edit, split, toy_layer};

/// A theme that shows the text of an essay and nothing else.
fn bare(book_toml: &str) -> Setting {
    let (config, errors) = Config::parse(book_toml);
    assert_eq!(errors, [], "{book_toml}");
    let inputs = Inputs { today: Some("2026-11-03".parse().unwrap()), ..Inputs::default() };
    let mut layer = toy_layer();
    for template in ["essay", "home", "tag", "tags", "archive"] {
        let text = "{% if essay %}{{ essay.content }}{% endif %}".as_bytes();
        layer.files.insert(format!("templates/{template}.html"), text.into());
    }
    let theme = Theme::new(vec![layer], &config).unwrap_or_else(|errors| panic!("{errors:?}"));
    Setting { config, inputs, theme }
}

struct Example {
    bench: Bench,
    texts: BTreeMap<String, String>,
    first: SourcePath,
}

impl Example {
    fn new(book_toml: &str, input: &str) -> Self {
        let files: Vec<(&str, &str)> =
            if input.starts_with("== ") { split(input).collect() } else { vec![("example.md", input)] };
        let texts: BTreeMap<String, String> =
            files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        let setting = bare(book_toml);
        let (config, inputs) = (setting.config.clone(), setting.inputs.clone());
        let components = setting.config.markdown.components;
        let includes = setting.config.markdown.includes;
        let after = setting.config.markdown.include_after.clone();
        let limits = setting.config.limits;
        let rules = include::IncludeRules {
            after: &after,
            components,
            only_components: !includes,
            limits,
            ..include::IncludeRules::default()
        };
        let read = |path: &str| {
            let text = texts.get(path).cloned().ok_or(include::Refused::Missing)?;
            let body = essay::part(&SourcePath::new(path), &text, &config, &inputs).ok_or(include::Refused::Held)?;
            Ok(include::Included { text, body })
        };
        let edits = files.iter().map(|(path, text)| {
            let mut edit = edit(path, Some(text));
            if (includes || components)
                && edit.path.is_markdown()
                && let Some(assembled) = include::assemble(&edit.path, text, rules, &read)
            {
                edit.source = Some(Source::Assembled(assembled.into()));
            }
            edit
        });
        let mut bench = Bench::new(setting);
        bench.apply(edits.collect());
        Self { bench, first: SourcePath::new(files[0].0), texts }
    }

    fn essay(&self) -> Essay {
        essay::read(
            &self.first,
            &self.texts[self.first.as_str()],
            &self.bench.site.setting().config,
            &self.bench.site.setting().inputs,
            &Painter::default(),
        )
    }

    /// The text of the first essay on its page.
    fn html(&self) -> String {
        let address = self.essay().address;
        let file = format!("{address}index.html");
        match self.bench.site.pages().find(|(page, _)| **page == PageId::Essay(self.first.clone())) {
            None if !self.bench.outputs.contains_key(&file) => "no page\n".to_owned(),
            _ => format!("{}\n", self.bench.text(&file).trim_end()),
        }
    }

    /// What is said, one finding a line.
    fn said(&self) -> String {
        self.bench.site.diagnostics().iter().map(|found| self.line(found)).collect()
    }

    fn line(&self, found: &Diagnostic) -> String {
        let severity = if found.severity == Severity::Error { "error" } else { "warning" };
        let words = match (&found.file, found.span) {
            (File::Content(path), Some(span)) => &self.texts[path.as_str()][span.range()],
            _ => "",
        };
        let words = words.lines().next().unwrap_or_default();
        format!("{severity}: {}: \"{words}\": {}\n", found.file, found.message)
    }

    fn tags(&self) -> String {
        self.essay().tags.iter().flat_map(|tagging| [tagging.tag.as_str().to_owned(), "\n".to_owned()]).collect()
    }

    /// The fields that `expected` names, as the essay has them.
    fn fields(&self, expected: &str) -> String {
        let expected: serde_json::Map<String, serde_json::Value> = serde_json::from_str(expected).unwrap();
        let essay = self.essay();
        let meta = &essay.meta;
        let day = |when: Option<crosslight::base::date::When>| when.map(|when| when.day().to_string());
        let mut fields = String::from("{");
        for name in expected.keys() {
            let value = match name.as_str() {
                "title" => serde_json::json!(&*essay.title),
                "description" => serde_json::json!(meta.description.as_deref()),
                "date" => serde_json::json!(day(essay.date)),
                "updated" => serde_json::json!(day(meta.updated)),
                "address" => serde_json::json!(&*essay.address),
                "aliases" => serde_json::json!(meta.aliases.iter().map(|alias| &*alias.name).collect::<Vec<_>>()),
                "weight" => serde_json::json!(meta.weight),
                "lang" => serde_json::json!(meta.lang),
                "authors" => serde_json::json!(meta.authors.iter().map(|author| &author.name).collect::<Vec<_>>()),
                "hidden" => serde_json::json!(essay.held.is_some()),
                "unlisted" => serde_json::json!(meta.unlisted),
                "status" => serde_json::json!(meta.status.as_deref()),
                "extra" => serde_json::to_value(meta.extra.as_deref().cloned().unwrap_or_default()).unwrap(),
                name => panic!("no field {name}"),
            };
            let comma = if fields.len() > 1 { ", " } else { "" };
            let _ = write!(fields, "{comma}\"{name}\": {}", spaced(&value));
        }
        fields + "}\n"
    }
}

/// The text of an example without what keeps the manual from including something there.
fn shown_as_typed(text: &str) -> String {
    text.replace("\\{{#", "{{#").replace(";--8<--", "--8<--").replace("\\<!--", "<!--")
}

/// JSON with spaces after commas and colons.
fn spaced(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Array(items) => {
            format!("[{}]", items.iter().map(spaced).collect::<Vec<_>>().join(", "))
        }
        serde_json::Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| format!("\"{name}\": {}", spaced(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        value => value.to_string(),
    }
}

/// The specification with what becomes of its examples as it really is, and how many there are.
fn actual(spec: &str) -> (String, usize) {
    let mut made = String::new();
    let (mut from, mut examples) = (0, 0);
    let mut book_toml = "";
    let mut example: Option<Example> = None;
    let mut said = true;
    let silent = |example: &Option<Example>, said: bool| {
        if let Some(example) = example.as_ref().filter(|_| !said) {
            assert_eq!(example.said(), "", "this example says something, and has no `text` block");
        }
    };
    for block in blocks(spec) {
        let outcome = example.as_ref().and_then(|example| match block.info {
            "html" => Some(example.html()),
            "text" => Some(example.said()),
            "tags" => Some(example.tags()),
            "json" => Some(example.fields(block.text)),
            _ => None,
        });
        match (block.info, outcome) {
            (info, Some(outcome)) => {
                said |= info == "text";
                made.push_str(&spec[from..block.place.start]);
                made.push_str(&outcome.replace("{{#", "\\{{#").replace("<!--@", "\\<!--@"));
                from = block.place.end;
            }
            ("toml", None) => {
                silent(&example, said);
                (example, book_toml) = (None, block.text);
            }
            ("markdown", None) => {
                silent(&example, said);
                example = Some(Example::new(book_toml, &shown_as_typed(block.text)));
                (book_toml, said) = ("", false);
                examples += 1;
            }
            (info, None) => panic!("a block of `{info}` that belongs to no example"),
        }
    }
    silent(&example, said);
    made.push_str(&spec[from..]);
    (made, examples)
}

#[test]
fn every_example_comes_out_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut all = 0;
    let mut failed = Vec::new();
    for file in &files {
        let spec = std::fs::read_to_string(file).unwrap();
        let checked = std::panic::catch_unwind(|| {
            let (made, examples) = actual(&spec);
            expect_test::expect_file![file].assert_eq(&made);
            examples
        });
        match checked {
            Ok(examples) => all += examples,
            Err(_) => failed.push(file.file_stem().unwrap().to_string_lossy().into_owned()),
        }
    }
    assert_eq!(failed, [""; 0], "specifications that do not hold");
    assert!(all >= 280, "{all} examples");
}
