//! What stands at the head of an essay: fields in YAML between two lines of `---`, in TOML between
//! two lines of `+++`, or in JSON.
//!
//! Here the fields are found and parsed; `fields.rs` says what they mean, `yaml.rs` what goes wrong in
//! YAML, in the words of people who write prose.

mod fields;
mod meta;
mod names;
mod proof;
mod term;
mod yaml;

use serde_yaml::{Mapping, Value};

use crate::config::{Config, toml_reason};
use crate::diagnostic::{
    Diagnostic, broken_front_matter, front_matter_not_fields, front_matter_not_first, front_matter_too_long,
    unclosed_front_matter, wrong_fence,
};
use crate::source::SourcePath;
use crate::span::Span;

pub use meta::{Alias, FieldLink, Meta};
use names::is_known;
pub use term::Term;

/// The most that front matter may have, in bytes.
const LONGEST: usize = 64 * 1024;

/// Front matter read.
#[derive(Debug, Default)]
pub struct FrontMatter {
    pub meta: Meta,
    pub diagnostics: Vec<Diagnostic>,
}

impl FrontMatter {
    /// Says of fields that do not begin the file that they are none. Only what would keep the essay
    /// from being published is heard.
    fn late(&mut self, path: &SourcePath, text: &str) {
        if let Some((span, empty, held)) = late(text) {
            self.meta.draft = held;
            self.diagnostics.push(front_matter_not_first(path, span, empty, held));
        }
    }
}

/// The language of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Yaml,
    Toml,
    Json,
}

/// Reads the front matter of `text`, and where the body begins (a byte offset). A file without
/// front matter has an empty one.
pub fn read(path: &SourcePath, text: &str, config: &Config) -> (FrontMatter, usize) {
    let (mut front, body) = unproved(path, text, config);
    if front.diagnostics.iter().any(|found| found.fix.is_some()) {
        proof::prove(path, text, config, (&mut front, body));
    }
    (front, body)
}

/// As [`read`], with fixes that may not be sure.
fn unproved(path: &SourcePath, text: &str, config: &Config) -> (FrontMatter, usize) {
    let mut front = FrontMatter::default();
    let Some((format, block)) = find(text) else {
        match fenced_wrong(path, text) {
            Some(wrong) => front.diagnostics.push(wrong),
            None => front.late(path, text),
        }
        return (front, bom(text));
    };
    let opening = Span::from(bom(text)..bom(text) + if format == Format::Json { 1 } else { 3 });
    let (fields, body) = match block {
        Block::Closed { fields, body } => (fields, body),
        Block::Open => {
            let fence = match format {
                Format::Yaml => "---",
                Format::Toml => "+++",
                Format::Json => "}",
            };
            front.diagnostics.push(unclosed_front_matter(path, opening, fence, end(text, format)));
            return (front, text.len());
        }
    };
    if fields.range().len() > LONGEST {
        front.diagnostics.push(front_matter_too_long(path, opening, LONGEST));
        return (front, body);
    }
    let head = Head { path, text, fields, format };
    match head.parse() {
        Ok(mapping) => (front.meta, front.diagnostics) = fields::read(&head, mapping, config),
        Err(found) => front.diagnostics.push(*found),
    }
    (front, body)
}

enum Block {
    Closed { fields: Span, body: usize },
    Open,
}

fn bom(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// Where the fields stand. An opening line that is never closed and not followed by a field is a
/// thematic break, as CommonMark has it.
fn find(text: &str) -> Option<(Format, Block)> {
    let start = bom(text);
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next()?;
    let (format, ends): (_, &[&str]) = match first.trim_end() {
        "---" => (Format::Yaml, &["---", "..."]),
        "+++" => (Format::Toml, &["+++"]),
        line if line == "{" || (line.starts_with('{') && key(line, Format::Json).is_some()) => {
            let Some(length) = json_end(&text[start..]) else {
                let fields = text[start..].lines().take(2).filter_map(|line| key(line, Format::Json));
                return fields.into_iter().any(is_known).then_some((Format::Json, Block::Open));
            };
            let body = start + length;
            return Some((Format::Json, Block::Closed { fields: (start..body).into(), body }));
        }
        _ => return None,
    };
    let fields_start = start + first.len();
    let mut at = fields_start;
    let mut looks_like_fields = None;
    for line in lines {
        if ends.contains(&line.trim_end()) {
            return Some((format, Block::Closed { fields: (fields_start..at).into(), body: at + line.len() }));
        }
        looks_like_fields.get_or_insert_with(|| key(line, format).is_some());
        at += line.len();
    }
    looks_like_fields.unwrap_or(false).then_some((format, Block::Open))
}

/// Where the object that begins `text` ends, whether it is right or not: at the bracket that closes
/// the first one.
fn json_end(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Where front matter that is never closed was meant to end: the number of a line, and the place before
/// it, or that of the line itself if it is nearly the closing one. Only where an empty line or the end
/// of the file says so, and no field stands below, which might keep the essay from being published.
fn end(text: &str, format: Format) -> Option<(usize, Span)> {
    let mut at = 0;
    let mut in_gap = false;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let below = || text[at..].lines().find(|line| !line.trim().is_empty());
        let empty = line.trim().is_empty();
        let field_below = || text[at..].lines().any(|line| key(line, format).is_some_and(is_known));
        if number > 0 && format == Format::Yaml && is_dashes(line.trim_end()) {
            return (!field_below()).then(|| (number + 1, Span::from(at..at + line.trim_end().len())));
        }
        let goes_on = if empty {
            in_gap || below().and_then(|line| key(line, format)).is_some_and(is_known)
        } else {
            key(line, format).is_some() || line.starts_with([' ', '\t']) || line.starts_with("- ")
        };
        if number > 0 && !goes_on {
            let unsure = field_below() || below().is_some_and(|line| key(line, format).is_some());
            return (empty && !unsure).then(|| (number + 1, Span::from(at..at)));
        }
        in_gap = empty;
        at += line.len();
    }
    text.ends_with('\n').then(|| (text.lines().count() + 1, Span::from(at..at)))
}

/// Front matter whose first line is not quite `---`.
fn fenced_wrong(path: &SourcePath, text: &str) -> Option<Diagnostic> {
    let start = bom(text);
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next()?;
    let mut end = start + first.len();
    let mut fields = lines.clone();
    let meant = is_dashes(first.trim_end()) && is_known(key(fields.next()?, Format::Yaml)?);
    // The last line is often as wrong as the first.
    let closing = lines.take_while(|line| !line.trim().is_empty()).find(|line| {
        end += line.len();
        is_dashes(line.trim_end())
    });
    let whole = closing.map(|last| {
        let inner = &text[start + first.len()..end - last.len()];
        let last = end - (last.len() - last.trim_end().len());
        let eol = &first[first.trim_end().len()..];
        (Span::from(start..last), format!("---{eol}{inner}---"))
    });
    let first = first.trim_end();
    meant.then(|| wrong_fence(path, Span::from(start..start + first.len()), first, whole))
}

/// Whether a line is nothing but hyphens and dashes.
fn is_dashes(line: &str) -> bool {
    !line.is_empty() && line != "-" && line.chars().all(|c| "-\u{2013}\u{2014}\u{2015}".contains(c))
}

/// How far down front matter is looked for that does not begin the file, in lines.
const LATEST: usize = 30;

/// Front matter that has something above it: where it begins, what stands above if that is empty, and
/// whether it would keep the essay from being published.
fn late(text: &str) -> Option<(Span, Option<Span>, bool)> {
    let mut at = 0;
    for line in text.split_inclusive('\n').take(LATEST) {
        if matches!(line.trim_end(), "---" | "+++")
            && at > bom(text)
            && let Some((format, Block::Closed { fields, .. })) = find(&text[at..])
        {
            let fields = &text[at..][fields.range()];
            let mut lines = fields.lines().filter(|line| !line.trim().is_empty()).peekable();
            let first = lines.peek().and_then(|first| key(first, format));
            let all = lines.all(|line| key(line, format).is_some() || line.starts_with([' ', '\t', '-', '#']));
            if all && first.is_some_and(is_known) {
                let above = bom(text)..at;
                let empty = text[above.clone()].trim().is_empty().then(|| Span::from(above));
                let held = fields.lines().any(|line| keeps_back(line, format));
                return Some((Span::from(at..at + 3), empty, held));
            }
        }
        at += line.len();
    }
    None
}

/// Whether a line is a field that keeps an essay from being published, however it is spelled.
fn keeps_back(line: &str, format: Format) -> bool {
    let value = line.split([':', '=']).nth(1).unwrap_or_default().split(" #").next().unwrap_or_default();
    let value = value.trim().trim_matches(['"', '\'']).to_lowercase();
    match key(line, format).map(str::to_lowercase).as_deref() {
        Some("draft") => ["true", "yes", "on", "y"].contains(&value.as_str()),
        Some("publish" | "published" | "dg-publish") => ["false", "no", "off", "n"].contains(&value.as_str()),
        Some("publishdate" | "expirydate" | "unpublishdate") => true,
        _ => false,
    }
}

/// The name at the front of a line such as `title: x`, `title = "x"` or `"title": "x"`, without
/// quotes.
fn key(line: &str, format: Format) -> Option<&str> {
    let (name, rest) = line.split_once(if format == Format::Toml { '=' } else { ':' })?;
    let name = if format == Format::Json { name.trim_start_matches([' ', '\t', '{', ',']) } else { name };
    let name = name.trim_end().trim_matches(['"', '\'']);
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    let apart = format != Format::Yaml || rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']);
    (plain && apart).then_some(name)
}

/// The fields of an essay as they stand in its text.
struct Head<'a> {
    path: &'a SourcePath,
    text: &'a str,
    fields: Span,
    format: Format,
}

impl Head<'_> {
    fn source(&self) -> &str {
        &self.text[self.fields.range()]
    }

    /// The fields parsed, whatever they are written in.
    fn parse(&self) -> Result<Mapping, Box<Diagnostic>> {
        let shifted = |place: std::ops::Range<usize>| Span::from(place).shifted(self.fields.start as usize);
        let value = match self.format {
            Format::Yaml => yaml::parse(self.source())
                .map_err(|fault| fault.told(self.path, self.fields.start as usize, self.text))?,
            Format::Toml => match toml::from_str::<toml::Table>(self.source()) {
                Ok(table) => from_toml(toml::Value::Table(table)),
                Err(error) => {
                    let place = shifted(error.span().unwrap_or(0..0));
                    let reason = toml_reason(error.message());
                    return Err(broken_front_matter(self.path, place, "TOML", &reason).into());
                }
            },
            Format::Json => match serde_json::from_str(self.source()) {
                Ok(value) => value,
                Err(error) => {
                    let start: usize =
                        self.source().split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
                    let at = (start + error.column().saturating_sub(1)).min(self.source().len());
                    let at = self.source().floor_char_boundary(at);
                    let end = self.source()[at..].chars().next().map_or(at, |c| at + c.len_utf8());
                    let words = error.to_string();
                    return Err(broken_front_matter(self.path, shifted(at..end), "JSON", json_reason(&words)).into());
                }
            },
        };
        match value {
            Value::Mapping(mapping) => Ok(mapping),
            Value::Null => Ok(Mapping::new()),
            other => Err(front_matter_not_fields(self.path, self.first_line(), yaml::kind(&other)).into()),
        }
    }

    fn first_line(&self) -> Span {
        let start = self.fields.start as usize;
        let line = self.source().lines().next().unwrap_or("");
        (start..start + line.len()).into()
    }

    fn key_span(&self, field: &str) -> Span {
        self.find_field(field).map_or_else(|| self.first_line(), |(key, _)| key)
    }

    fn value_span(&self, field: &str) -> Span {
        self.find_field(field).map_or_else(|| self.first_line(), |(_, value)| value)
    }

    /// The first place of `words` after the key that stands at `from`; the line of the key if a value
    /// is written otherwise.
    fn place_after(&self, from: u32, words: &str) -> Span {
        let from = from as usize;
        let rest = &self.text[from..self.fields.end as usize];
        let line = || from..from + rest.lines().next().map_or(0, str::len);
        let apart = |at: &usize| {
            let word = |c: char| c.is_alphanumeric() || "-_/".contains(c);
            !rest[..*at].ends_with(word) && !rest[*at + words.len()..].starts_with(word)
        };
        let found = rest.match_indices(words).map(|(at, _)| at).find(apart);
        found.map_or_else(line, |at| from + at..from + at + words.len()).into()
    }

    /// Where `field` stands, and its value on the same line (the field's name if the value stands
    /// below). The libraries place errors of syntax only.
    fn find_field(&self, field: &str) -> Option<(Span, Span)> {
        let sign = if self.format == Format::Toml { '=' } else { ':' };
        let mut at = self.fields.start as usize;
        for line in self.source().split_inclusive('\n') {
            if key(line, self.format) == Some(field) {
                let colon = line.find(sign)?;
                let indent = line.find(field)?;
                let name = at + indent..at + indent + field.len();
                let after = line[colon + 1..].trim_start();
                let start = at + line.len() - after.len();
                let value = after.trim_end();
                let value = if self.format == Format::Yaml { yaml::without_comment(value) } else { value };
                let value = if self.format == Format::Json { value.trim_end_matches(',') } else { value };
                let value = if value.is_empty() { name.clone() } else { start..start + value.len() };
                return Some((name.into(), value.into()));
            }
            at += line.len();
        }
        None
    }
}

/// What is wrong with JSON, in plain words.
fn json_reason(words: &str) -> &str {
    let plain = [
        ("trailing comma", "there is a comma after the last field"),
        ("expected `,` or `}`", "there is no comma between two fields"),
        ("expected `,` or `]`", "there is no comma between two items of a list"),
        ("expected `:`", "there is no colon after the name of a field"),
        ("key must be a string", "the name of a field needs quotation marks"),
        ("expected value", "a text needs quotation marks"),
    ];
    let found = plain.iter().find(|(theirs, _)| words.contains(theirs));
    found.map_or_else(|| words.split(" at line ").next().unwrap_or(words), |(_, ours)| ours)
}

/// A value of TOML as one of YAML: days become text.
fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::Number(number.into()),
        toml::Value::Float(number) => Value::Number(number.into()),
        toml::Value::Boolean(truth) => Value::Bool(truth),
        toml::Value::Datetime(moment) => Value::String(moment.to_string()),
        toml::Value::Array(items) => Value::Sequence(items.into_iter().map(from_toml).collect()),
        toml::Value::Table(table) => {
            Value::Mapping(table.into_iter().map(|(key, value)| (Value::String(key), from_toml(value))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::config::Config;
    use crate::source::SourcePath;

    /// What is wrong with `text`, and the words at the place.
    fn wrong(text: &str) -> Vec<(String, String)> {
        let (front, _) = read(&SourcePath::new("a.md"), text, &Config::default());
        let place = |span: Option<crate::span::Span>| text[span.unwrap().range()].to_owned();
        front.diagnostics.into_iter().map(|found| (found.message, place(found.span))).collect()
    }

    #[test]
    fn fields_are_read() {
        let text = "\u{feff}---\ntitle: 1984\ntags: [Trust, '#Co Creation']\ndate: 2026-11-03\nmine: [1]\n---\r\nBody";
        let (front, body) = read(&SourcePath::new("a.md"), text, &Config::default());
        assert!(front.diagnostics.is_empty(), "{:?}", front.diagnostics);
        assert_eq!(&text[body..], "Body");
        assert_eq!(front.meta.title.as_deref(), Some("1984"));
        assert_eq!(
            front.meta.tags.iter().map(|tagging| tagging.tag.as_str()).collect::<Vec<_>>(),
            ["trust", "co-creation"]
        );
        assert_eq!(front.meta.extra.unwrap().len(), 1);
    }

    #[test]
    fn no_front_matter_is_fine() {
        for text in ["", "Text", "---\n\nText after a break", "--- x\n", "----\n"] {
            let (front, _) = read(&SourcePath::new("a.md"), text, &Config::default());
            assert!(front.diagnostics.is_empty(), "{text}");
        }
    }

    /// No fix loses a word, or a field that keeps an essay back.
    #[test]
    fn fixes_are_sure_or_absent() {
        let mended = |text: &str| {
            let (front, _) = read(&SourcePath::new("a.md"), text, &Config::default());
            let fix = front.diagnostics[0].fix.clone()?;
            Some([&text[..fix.span.range().start], &fix.text, &text[fix.span.range().end..]].concat())
        };
        for (text, right) in [
            ("---\ntitle: x\n\nText", Some("---\ntitle: x\n---\n\nText")),
            ("---\ntitle: x\n\n\ndraft: true\n\nText", Some("---\ntitle: x\n\n\ndraft: true\n---\n\nText")),
            ("---\ntitle: x\n----\nText\n", Some("---\ntitle: x\n---\nText\n")),
            ("---\ntitle: x\n\nText\n\ndraft: true\n", None),
            ("---\ntitle: x\n\nnote: this\n", None),
            ("---\ntitle: x\n# Heading\n\nText", None),
            ("---\ntitle: On trust\nTrust takes time.\n---\n", None),
            ("---\ntitle: On trust\nTrust takes time.\ndraft: true\n---\n", None),
            (
                "---\ntitle: On trust\nand time\ndraft: true\n---\n",
                Some("---\ntitle: On trust\n  and time\ndraft: true\n---\n"),
            ),
            ("---\nauthors: &us [Ada, Ben]\neditors: *us\n---\n", None),
            // Places that are not known for sure, and fields that would publish, collide or lose words.
            ("{\"title\": \"x\", \"draft\": true, \"tag\": \"b\"}\n", None),
            ("{\"draft\": \"yes\", \"title\": \"x\"}\n", None),
            ("---\n{title: x, draft: true, tag: b}\n---\n", None),
            ("---\n  title: x\n  draft: yes\n---\n", None),
            ("---\ntitle: x\n\ndraft:true\n\nText", None),
            ("---\ntitle: x\n\nText\nDraft: true\n", None),
            ("---\npublished: false\npublishd: true\n---\n", None),
            ("---\nrelated: something else\n---\n", None),
            ("---\ntags: [a]\ntag: b\n---\n", None),
            ("---\ntitle: A: B\n  goes on here\n---\n", None),
            ("---\ntags: [a,\n  b\n---\n", None),
            ("---\ndraft: true\nuntil later\ntags: [a]\n---\n", None),
            ("---\ntitle: Trust #todo: ask Bob\n---\n", None),
            ("—\ntitle: x\n\ndraft: true\n—\n", None),
            // Comments, both lines of hyphens, apostrophes, line ends.
            ("---\ntitle: A: B # private\n---\n", Some("---\ntitle: \"A: B\" # private\n---\n")),
            ("---\ndraft: yes # until May\n---\n", Some("---\ndraft: true # until May\n---\n")),
            ("—\ntitle: x\ndraft: true\n—\nText", Some("---\ntitle: x\ndraft: true\n---\nText")),
            ("---\ntitle: 'Tis the season\n---\n", Some("---\ntitle: \"'Tis the season\"\n---\n")),
            ("---\r\ntitle: x\r\n\r\nText\r\n", Some("---\r\ntitle: x\r\n---\r\n\r\nText\r\n")),
        ] {
            assert_eq!(mended(text).as_deref(), right, "{text}");
        }
    }

    #[test]
    fn faults_have_their_place() {
        for (text, message, place) in [
            ("---\ntitle: x\n", "the front matter is never closed", "---"),
            ("---\ndate: 2026-13-01\n---\n", "`date: 2026-13-01` is not a date", "2026-13-01"),
            ("---\ndraft: maybe\n---\n", "`draft` should be `true` or `false`, but it is text", "maybe"),
            ("---\ntitle: [a]\n---\n", "`title` should be text, but it is a list", "[a]"),
            ("---\ntagz: x\n---\n", "unknown field `tagz`", "tagz"),
            ("---\n- a\n---\n", "the front matter is a list, not a set of fields", "- a"),
            ("---\na: &x 1\nb: *x\n---\n", "a value cannot begin with `&`", "&x"),
            ("---\naliases: [a/../b]\n---\n", "the alias `a/../b` is not an address", "a/../b"),
            ("---\naliases: /\n---\n", "the alias `/` is not an address", "/"),
            ("---\naliases: a//b/\n---\n", "the alias `a//b/` is not an address", "a//b/"),
            ("---\ntags: [trust, '!!']\n---\n", "the tag `!!` has no letter or digit to make an address of", "!!"),
        ] {
            assert_eq!(wrong(text), [(message.to_owned(), place.to_owned())], "{text}");
        }
        assert_eq!(wrong("---\ntitle: a\ntitle: b\n---\n")[0].1, "title");
        assert!(wrong("---\ntitle: 'a\n---\n")[0].0.starts_with("the quotation marks round the value of `title`"));
        assert_eq!(wrong("---\ntitle: @home\ndraft: true\n---\n")[0].1, "@home");
        assert_eq!(wrong("---\nauthor: Ada #she\n---\n")[0].1, "Ada #she");
        let (front, _) = read(&SourcePath::new("a.md"), "\n---\ntitle: a\ndraft: true\n---\nText", &Config::default());
        assert!(front.meta.draft);
        assert!(wrong("---\ntitle: \"“On trust”\"\n---\n").is_empty());
        assert!(wrong("---\nnote: |\n  *emphasis* here\nother: 'a & b'\nthird: R&D *x*\n---\n").is_empty());
    }
}
