//! Front matter: fields in YAML between two lines of `---`, in TOML between two lines of `+++`, or in JSON.
//!
//! A field that cannot be used is reported, and the others count. But a slip must not publish what its writer holds
//! back, so if unreadable fields may hold the essay back, they do (`held.rs`).
//!
//! `block.rs` finds the fields, and `nearly.rs` finds lines that are nearly `---`. `head.rs` parses the fields and
//! knows their places; `salvage.rs` reads the rest if they do not parse; `yaml.rs` explains what is wrong in plain
//! words. `meta.rs` names the fields, `fields.rs` reads what they mean, `references.rs` what they link to, and
//! `values.rs` checks their values.

mod block;
mod escape;
mod fields;
mod format;
mod head;
mod held;
mod lines;
mod loose;
mod merged;
mod meta;
mod names;
mod nearly;
mod outline;
mod placed;
mod proof;
mod rank;
mod reading;
mod references;
mod salvage;
mod scalar;
mod slip;
mod tables;
mod term;
mod typed;
mod values;
mod yaml;

use serde_yaml::Value;

use crate::base::config::Config;
use crate::base::diagnostic::front_matter::{
    fields_like_prose, front_matter_as_text, front_matter_not_first, front_matter_too_long, unclosed_front_matter,
    unread_fields,
};
use crate::base::diagnostic::slips::other_fence;
use crate::base::diagnostic::withheld::field_in_text;
use crate::base::exact::exact;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::read::syntax::property;

use block::Extent;
use format::Format;
use head::Head;

pub use block::saying;
pub use meta::{Alias, Author, FieldLink, FrontMatter, Meta, Order};
pub use names::bearing;
pub use rank::Rank;
pub use scalar::text_of;
pub use term::Term;

/// The most that front matter may have, in bytes.
const LONGEST: usize = 64 * 1024;

/// Reads the front matter of `text`, and where the body begins (a byte offset). A file without
/// front matter has an empty one.
pub fn read(path: &SourcePath, text: &str, config: &Config) -> (FrontMatter, usize) {
    let (mut front, body) = unproved(path, text, config);
    if front.diagnostics.iter().any(|found| found.fix.is_some()) {
        proof::prove(text, (&mut front, body), &|text| unproved(path, text, config));
    }
    // Nothing is added to them as long as they are kept.
    exact(&mut front.meta.tags);
    exact(&mut front.meta.aliases);
    exact(&mut front.meta.authors);
    (front, body)
}

/// As [`read`], with fixes that may not be sure.
fn unproved(path: &SourcePath, text: &str, config: &Config) -> (FrontMatter, usize) {
    let mut front = FrontMatter::default();
    let top = block::start(text, config.markdown.blank_first_lines);
    let found = block::find(text, top);
    if config.markdown.properties {
        return match found {
            Some((Format::Yaml, block)) => outline::fenced(path, text, &block, config),
            _ => outline::listed(path, text, config),
        };
    }
    let Some((format, block)) = found else {
        let top = block::bom(text);
        if config.markdown.metadata_lines
            && let Some(read) = unfenced(path, text, config)
        {
            return read;
        }
        let body = front.misplaced(path, text).unwrap_or(top);
        return (front, body);
    };
    let opening = Span::from(top..top + if format == Format::Json { 1 } else { 3 });
    let (fields, body) = match block {
        Extent::Closed { fields, body } => (fields, body),
        Extent::Open => {
            let end = block::end(text, top, format);
            let place = end.map(|(_, place)| place).filter(|_| format != Format::Json);
            let held = place.is_none() && held::may_be(text, format);
            front.meta.draft = held;
            front.diagnostics.push(unclosed_front_matter(path, opening, format.fence(), end, held));
            // Where it is not clear which lines are fields, all of them are shown.
            let Some(place) = place else { return (front, top) };
            let start = opening.range().end + text[opening.range().end..].find('\n').map_or(0, |line| line + 1);
            (Span::from(start..place.range().start), place.range().end)
        }
    };
    let fence = format.fence();
    let other = slip::language(&text[fields.range()], format).filter(|_| text[fields.range().end..].starts_with(fence));
    if let Some(other) = other {
        let (end, right) = (fields.range().end + fence.len(), other.fence());
        let whole = format!("{right}{}{right}", &text[opening.range().end..fields.range().end]);
        let language = if other == Format::Toml { "TOML" } else { "YAML" };
        front.diagnostics.push(other_fence(path, opening, language, (fence, right), (Span::from(top..end), whole)));
    }
    let format = other.unwrap_or(format);
    let head = Head { path, text, fields, format };
    if format == Format::Yaml && block::is_prose(head.source()) {
        front.misplaced(path, text);
        return (front, top);
    }
    if fields.range().len() > LONGEST {
        front.meta.draft |= held::may_be(head.source(), format);
        front.diagnostics.push(front_matter_too_long(path, opening, LONGEST, front.meta.draft));
        return (front, if head.has_fields() { body } else { top });
    }
    let (mapping, is_whole) = match head.parse() {
        Ok(mapping) => (mapping, true),
        Err(fault) if !head.has_fields() => {
            front.meta.draft |= held::may_be(head.source(), format);
            front.diagnostics.push(front_matter_as_text(*fault, front.meta.draft));
            return (front, top);
        }
        Err(fault) => {
            let made = salvage::salvage(head.source(), head.format);
            front.meta.draft |= made.held;
            let further = head.further(fault.span);
            front.diagnostics.push(unread_fields(*fault, made.fields.is_empty(), made.held));
            front.diagnostics.extend(further);
            (made.fields, false)
        }
    };
    if is_whole && format == Format::Yaml && block::is_like_prose(head.source()) {
        front.diagnostics.push(fields_like_prose(path, head.first_line()));
    }
    let (meta, diagnostics) = fields::read(&head, mapping, config);
    front.meta = Meta { draft: meta.draft || front.meta.draft, ..meta };
    front.diagnostics.extend(diagnostics);
    front.astray(path, text, body);
    (front, body)
}

/// The fields of a text without a fence round them; `None` if it begins with none.
fn unfenced(path: &SourcePath, text: &str, config: &Config) -> Option<(FrontMatter, usize)> {
    let start = block::bom(text);
    let (found, length) = property::metadata(&text[start..]);
    if found.is_empty() {
        return None;
    }
    let mapping = found.into_iter().map(|(key, value)| (key.into(), plain(&value))).collect();
    let head = Head { path, text, fields: Span::from(start..start + length), format: Format::Yaml };
    let (meta, diagnostics) = fields::read(&head, mapping, config);
    let mut front = FrontMatter { meta, diagnostics };
    front.astray(path, text, start + length);
    Some((front, start + length))
}

/// A value that is written without any sign: a text, or a truth.
fn plain(value: &str) -> Value {
    match value {
        "true" => true.into(),
        "false" => false.into(),
        text => text.into(),
    }
}

/// Whether a text that cannot be read as fields may say that nobody is to see an essay.
pub fn may_hold_back(text: &str) -> bool {
    let format = if text.trim_start().starts_with(['{', '"']) { Format::Json } else { Format::Yaml };
    held::may_be(text, format)
}

/// The names of the fields that have a meaning.
pub fn field_names() -> Vec<&'static str> {
    names::all().collect()
}

/// Those of them that are true or false.
pub fn truth_names() -> Vec<&'static str> {
    names::with(meta::Trait::Truth).collect()
}

impl FrontMatter {
    /// Reports fields that do not begin the file, or not with the right line. They are text, unless it says where that
    /// begins; only what would keep the essay from being published is heard.
    fn misplaced(&mut self, path: &SourcePath, text: &str) -> Option<usize> {
        if let Some(unread) = nearly::fenced_wrong(path, text) {
            self.meta.draft = unread.held;
            self.diagnostics.push(unread.found);
            return unread.body;
        }
        if let Some((span, empty, held)) = block::late(text) {
            self.meta.draft = held;
            self.diagnostics.push(front_matter_not_first(path, span, empty, held));
        } else {
            self.astray(path, text, block::bom(text));
        }
        None
    }

    /// Reports a field that stands at the top of the text, which begins at `start`, and holds the essay back as it says.
    fn astray(&mut self, path: &SourcePath, text: &str, start: usize) {
        if let Some((span, field)) = loose::field(text, start) {
            self.meta.draft = true;
            self.diagnostics.push(field_in_text(path, span, &field));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::base::config::Config;
    use crate::base::path::SourcePath;

    /// What is wrong with `text`, and the words at the place.
    fn wrong(text: &str) -> Vec<(String, String)> {
        let (front, _) = read(&SourcePath::new("a.md"), text, &Config::default());
        let place = |span: Option<crate::base::span::Span>| text[span.unwrap().range()].to_owned();
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

    /// Dendron writes a nought where it knows no day.
    #[test]
    fn a_nought_is_no_day() {
        let text = "---\ntitle: Doors\ncreated: 0\nupdated: 1596364200000\n---\n";
        let (front, _) = read(&SourcePath::new("a.md"), text, &Config::default());
        assert!(front.diagnostics.is_empty(), "{:?}", front.diagnostics);
        assert!(front.meta.date.is_none() && front.meta.updated.is_some());
        let quoted = "---\ntitle: Doors\ncreated: '0'\nupdated: '0'\n---\n";
        assert!(read(&SourcePath::new("a.md"), quoted, &Config::default()).0.diagnostics.is_empty());
        // What keeps an essay back goes on doing so.
        let (front, _) = read(&SourcePath::new("a.md"), "---\npublishDate: 0\n---\n", &Config::default());
        assert!(front.meta.draft && front.diagnostics.len() == 1, "{:?}", front.diagnostics);
    }

    /// Hugo and Zola read fields below empty lines; elsewhere they are text, which only holds an essay back.
    #[test]
    fn empty_lines_may_stand_above_in_some_books() {
        let mut config = Config::default();
        config.markdown.blank_first_lines = true;
        for above in ["\n", "\u{feff}\r\n  \n", " ", ""] {
            let text = format!("{above}+++\ntitle = \"Doors\"\ndraft = true\n+++\nText");
            let (front, at) = read(&SourcePath::new("a.md"), &text, &config);
            assert!(front.diagnostics.is_empty(), "{:?}", front.diagnostics);
            assert_eq!((front.meta.title.as_deref(), front.meta.draft), (Some("Doors"), true), "{text}");
            assert_eq!(&text[at..], "Text");
        }
        let open = "\n\n---\ntitle: Doors\ndraft: true\n\nText\n";
        let (front, body) = read(&SourcePath::new("a.md"), open, &config);
        let fix = front.diagnostics[0].fix.clone().unwrap();
        assert_eq!((front.meta.draft, fix.span.range(), &open[body..]), (true, 31..31, "\nText\n"));
        assert!(front.diagnostics[0].help.is_empty() && fix.help.contains("line 6"), "{fix:?}");
        let (front, body) = read(&SourcePath::new("a.md"), "\n\nText\n", &config);
        assert!(front.diagnostics.is_empty() && body == 0);
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
            ("---\ntags: [a]\ntag: b\n---\n", None),
            ("---\ntitle: A: B\n  goes on here\n---\n", None),
            ("---\ntags: [a,\n  b\n---\n", None),
            ("---\ndraft: true\nuntil later\ntags: [a]\n---\n", None),
            ("---\ntitle: Trust #todo: ask Bob\n---\n", None),
            ("—\ntitle: x\n\ndraft: true\n—\n", None),
            // What may be a comment, both lines of hyphens, apostrophes, line ends.
            ("---\ntitle: A: B # private\n---\n", None),
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
            ("---\na: &x [1]\nb: *x\n---\n", "a value cannot begin with `&`", "&x"),
            ("---\na: *x\nb: &x 1\n---\n", "a value cannot begin with `*`", "*x"),
            ("---\naliases: [a/../b]\n---\n", "the alias `a/../b` is not an address", "a/../b"),
            ("---\naliases: /\n---\n", "the alias `/` is not an address", "/"),
            ("---\naliases: a//b/\n---\n", "the alias `a//b/` is not an address", "a//b/"),
            ("---\nurl: /a/../b/\n---\n", "the address `/a/../b/` has `..` in it", "/a/../b/"),
            ("---\nurl: ~/b\n---\n", "in the address `~/b`, `~` has no letter or digit to make an address of", "~/b"),
            ("---\ntags:\n  - ok\n  - [ö]\n---\n", "each item of `tags` should be text, but one is a list", "[ö]"),
            ("---\ntags:\n  a: b\n---\n", "`tags` should be a list of texts, but it is a set of fields", "tags"),
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
        // One text that is named and shown again is itself, and nothing unfolds.
        let text = "---\ntitle: &name On trust\nlinkTitle: *name\nnote: &long >-\n  words\n---\n";
        assert!(wrong(text).is_empty());
        let (front, _) = read(&SourcePath::new("a.md"), text, &Config::default());
        assert_eq!(front.meta.short_title.as_deref(), Some("On trust"));
        // Nor does what is still to be filled in.
        for text in ["---\nimage:\n  path: &it\n  feature: *it\ntitle: x\n---\n", "---\nother: &it\n---\n"] {
            assert!(wrong(text).is_empty(), "{:?}", wrong(text));
        }
        for text in ["---\nauthors: &us\n- Ada\nx: *us\n---\n", "---\na: &us\n\n  b: c\n---\n"] {
            assert_eq!(wrong(text)[0].0, "a value cannot begin with `&`", "{text}");
        }
        assert!(wrong("---\ntitle: \"“On trust”\"\n---\n").is_empty());
        assert!(wrong("---\nnote: |\n  *emphasis* here\nother: 'a & b'\nthird: R&D *x*\n---\n").is_empty());
    }
}
