//! The fields of a page of Logseq.

use serde_yaml::{Mapping, Value};

use super::block::{self, Extent};
use super::format::Format;
use super::head::Head;
use super::meta::FrontMatter;
use super::{fields, held, loose, plain};
use crate::base::config::Config;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::front_matter::{front_matter_as_text, unclosed_front_matter};
use crate::base::diagnostic::withheld::wrong_property;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::read::syntax::property;

/// The fields of a page in an outline, `key:: value` a line.
pub(super) fn listed(path: &SourcePath, text: &str, config: &Config) -> (FrontMatter, usize) {
    let start = block::start(text, true);
    let (found, length) = property::properties(&text[start..]);
    let fields = Span::from(start..start + length);
    let head = Head { path, text, fields, format: Format::Outline };
    let (mut meta, mut diagnostics) = fields::read(&head, outlined(found), config);
    if let Some((span, right)) = loose::property(text, start) {
        meta.draft = true;
        diagnostics.push(wrong_property(path, span, &right));
    }
    let body = if length == 0 { block::bom(text) } else { start + length };
    (FrontMatter { meta, diagnostics }, body)
}

/// The fields of a page in an outline between two lines of `---`. Logseq reads no YAML there, but `key: value` a line, and
/// takes the lines of hyphens for rules where one line is something else (`markdown_front_matter.ml` of mldoc). Many graphs
/// are vaults of Obsidian as well: so what is YAML counts as that, and nothing is mended that only YAML asks for.
pub(super) fn fenced(path: &SourcePath, text: &str, block: &Extent, config: &Config) -> (FrontMatter, usize) {
    let top = block::bom(text);
    let Extent::Closed { fields, body } = *block else {
        let mut front = FrontMatter::default();
        if held::may_be(text, Format::Yaml) {
            front.meta.draft = true;
            front.diagnostics.push(unclosed_front_matter(path, (top..top + 3).into(), "---", None, true));
        }
        return (front, top);
    };
    let head = Head { path, text, fields, format: Format::Yaml };
    let mapping = match property::fenced(head.source()) {
        Some(found) => outlined(found),
        None => match head.parse() {
            Ok(mapping) => mapping,
            Err(fault) => {
                let mut front = FrontMatter::default();
                front.meta.draft = held::may_be(head.source(), Format::Yaml);
                if front.meta.draft {
                    front.diagnostics.push(Diagnostic { fix: None, ..front_matter_as_text(*fault, true) });
                }
                return (front, top);
            }
        },
    };
    let (meta, mut diagnostics) = fields::read(&head, mapping, config);
    for found in &mut diagnostics {
        found.fix = None;
    }
    (FrontMatter { meta, diagnostics }, body)
}

/// The fields of a page in an outline, as fields of any other essay.
fn outlined(found: Vec<(&str, &str)>) -> Mapping {
    let mut mapping = Mapping::new();
    for (key, value) in found {
        let name = key.to_lowercase();
        // Those that say how the program shows a page.
        if value.is_empty() || ["template", "filters", "collapsed", "icon", "id", "layout"].contains(&name.as_str()) {
            continue;
        }
        let value = match name.as_str() {
            "alias" | "aliases" | "tags" => {
                Value::Sequence(property::items(value).into_iter().map(|item| item.to_owned().into()).collect())
            }
            "image" | "cover" | "thumbnail" => plain(shown(value).unwrap_or(value)),
            _ => plain(value),
        };
        mapping.insert(name.into(), value);
    }
    mapping
}

/// The file of a picture that is written as in a text: `![words](file)`, with the size behind it.
fn shown(value: &str) -> Option<&str> {
    let (_, rest) = value.trim().strip_prefix("![")?.split_once("](")?;
    let end = rest.rfind(')')?;
    let file = rest[..end].split_once("){").map_or(&rest[..end], |(file, _)| file);
    Some(file.trim_matches(['<', '>']))
}
