//! Front matter that is nearly right: a line that is not quite `---` makes text of all fields, and a draft must not be
//! published because of it.

use super::block::{bom, find, is_dashes};
use super::format::{Format, key};
use super::held;
use super::names::is_known;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::front_matter::{front_matter_program, old_line_ends, wrong_fence};
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// What stands where the line should stand that opens front matter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FirstLine {
    /// Hyphens or dashes, but not three.
    Dashes,
    /// The right line with something round it, or another rule across the page.
    Near,
    /// Fields that only programs of other tools read.
    Foreign,
    /// Code, which an example of front matter may be as well.
    Code,
    /// The first field.
    Missing,
}

/// Front matter that is not read.
pub(super) struct Unread {
    pub(super) found: Diagnostic,
    /// Whether it would keep the essay from being published.
    pub(super) held: bool,
    /// Where the text begins, if the lines above it are surely none of it.
    pub(super) body: Option<usize>,
}

/// Front matter whose first line is not quite `---`.
pub(super) fn fenced_wrong(path: &SourcePath, text: &str) -> Option<Unread> {
    let top = bom(text);
    let empty = text[top..].split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len);
    let start = top + empty.sum::<usize>();
    let first = text[start..].split_inclusive('\n').next()?;
    let line = first.trim_end();
    if line.contains('\r') {
        return ended_wrong(path, text, start);
    }
    // That one has something above it, which is said elsewhere.
    if start > top && matches!(line, "---" | "+++") {
        return None;
    }
    let format = match &*bare(line) {
        "+++" | "---toml" => Format::Toml,
        // Its fields have no brackets round them.
        "---json" | ";;;" => Format::Json,
        _ => Format::Yaml,
    };
    let opening = opening(line)?;
    let from = if opening == FirstLine::Missing { start } else { start + first.len() };
    let mut to = from;
    let mut closing = None;
    // A program may have empty lines.
    let goes_on = |line: &&str| opening == FirstLine::Foreign || !line.trim().is_empty();
    for line in text[from..].split_inclusive('\n').take_while(goes_on) {
        let is_closing = match opening {
            FirstLine::Dashes => is_dashes(line.trim_end()),
            FirstLine::Missing => is_dashes(line.trim_end()) || line.trim_end() == ";;;",
            FirstLine::Foreign => ["---", ";;;"].contains(&line.trim_end()),
            _ => self::opening(line.trim_end()).is_some_and(|opening| opening != FirstLine::Missing),
        };
        if is_closing {
            closing = Some(to..to + line.trim_end().len());
            break;
        }
        to += line.len();
    }
    let fields = &text[from..to];
    let known = fields.lines().filter(|line| key(line, format).is_some_and(is_known)).count();
    let begins_known = fields.lines().next().and_then(|line| key(line, format)).is_some_and(is_known);
    let all = fields.lines().all(|line| key(line, format).is_some() || line.starts_with([' ', '\t', '-', '#']));
    let keeps_back = all && fields.lines().any(|line| held::keeps_back(line, format));
    let is_meant = match opening {
        FirstLine::Dashes => begins_known,
        // What no tool shows is not text, whether it holds the essay back or not.
        FirstLine::Foreign => closing.is_some() || held::may_be(fields, format) || is_without_page(fields),
        FirstLine::Near => keeps_back || all && begins_known && closing.is_some(),
        FirstLine::Code => keeps_back && closing.is_some(),
        FirstLine::Missing => all && known > 1 || closing.is_some() && keeps_back,
    };
    if !is_meant {
        return None;
    }
    let held = held::may_be(fields, format) || opening == FirstLine::Foreign && is_without_page(fields);
    let opened = Span::from(start..start + line.len());
    if let Some(language) = program(line) {
        let body =
            closing.map(|closing| text[closing.end..].find('\n').map_or(text.len(), |end| closing.end + end + 1));
        let held = held || takes_from_elsewhere(fields);
        return Some(Unread {
            found: front_matter_program(path, opened, language, (body.is_some(), held)),
            held,
            body,
        });
    }
    let fence = if format == Format::Json { "---" } else { format.fence() };
    let eol = &first[line.len()..];
    let is_read = opening != FirstLine::Foreign && format != Format::Json;
    let whole = closing
        .filter(|closing| is_read && &text[closing.clone()] != ";;;")
        .map(|closing| (Span::from(start..closing.end), format!("{fence}{eol}{fields}{fence}")));
    let instead = match opening {
        FirstLine::Missing => "a field".to_owned(),
        _ => instead(line),
    };
    Some(Unread { found: wrong_fence(path, opened, fence, &instead, whole, held), held, body: None })
}

/// The language of a program whose value is the fields, if a line says that one follows.
fn program(line: &str) -> Option<&'static str> {
    match &*bare(line) {
        "---js" | "---javascript" => Some("JavaScript"),
        "---coffee" | "---cson" => Some("CoffeeScript"),
        _ => None,
    }
}

/// Whether a program may say that its text has no page, as for Eleventy: `permalink: false`, `const permalink = false`. An
/// address in quotation marks says that it has one.
fn is_without_page(program: &str) -> bool {
    program.match_indices("permalink").any(|(at, name)| {
        let rest = program[at + name.len()..].trim_start_matches(['"', '\'']).trim_start();
        let value = rest.strip_prefix([':', '=', '(']).map(str::trim_start);
        value.is_some_and(|value| !value.starts_with(['"', '\'', '`']) && value.contains("false"))
    })
}

/// Whether a program takes fields from elsewhere, of which nobody here can tell what they say.
fn takes_from_elsewhere(program: &str) -> bool {
    ["...", "require", "import", "assign"].iter().any(|word| program.contains(word))
}

/// Front matter in a file whose lines end as nothing ends them today.
fn ended_wrong(path: &SourcePath, text: &str, start: usize) -> Option<Unread> {
    // Places stay as they are.
    let even = text[start..].replace("\r\n", " \n").replace('\r', "\n");
    let (format, _) = find(&even, bom(&even))?;
    let lines = || even.lines().skip(1).take_while(|line| line.trim_end() != format.fence());
    let is_known = lines().any(|line| key(line, format).is_some_and(is_known));
    let held = lines().any(|line| held::keeps_back(line, format));
    let found = || old_line_ends(path, Span::from(start..start + 3), held);
    (is_known || held).then(|| Unread { found: found(), held, body: None })
}

/// What a line is that does not open front matter.
fn opening(line: &str) -> Option<FirstLine> {
    let bare = bare(line);
    let is_rule = |sign: char| bare.len() > 2 && bare.chars().all(|c| c == sign);
    match () {
        () if is_dashes(line) => Some(FirstLine::Dashes),
        () if bare == "---" || bare == "+++" || ['*', '_', '-', '='].into_iter().any(is_rule) => Some(FirstLine::Near),
        // The language of the fields, or a remark.
        () if bare.strip_prefix("---").is_some_and(|rest| ["yaml", "yml"].contains(&rest) || rest.starts_with('#')) => {
            Some(FirstLine::Near)
        }
        () if ["---toml", "---json", "---js", "---javascript", "---coffee", "---cson", ";;;"].contains(&&*bare) => {
            Some(FirstLine::Foreign)
        }
        () => match bare.trim_start_matches(['`', '~']) {
            "" | "yaml" | "yml" if bare.starts_with("```") || bare.starts_with("~~~") => Some(FirstLine::Code),
            _ => key(line, Format::Yaml).map(|_| FirstLine::Missing),
        },
    }
}

/// A line without what nobody sees in it, and without a sign that keeps it from being a rule.
fn bare(line: &str) -> String {
    let line: String = line.chars().filter(|c| !is_unseen(*c)).collect();
    line.strip_prefix('\\').map_or_else(|| line.clone(), str::to_owned)
}

/// Whether a character leaves no ink.
fn is_unseen(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// What stands in a line instead of three hyphens.
fn instead(line: &str) -> String {
    match line.chars().find(|c| is_unseen(*c)) {
        Some(_) if !["---", "+++"].contains(&&*bare(line)) => format!("`{line}`"),
        Some(' ') => "a space".to_owned(),
        Some('\t') => "a tab".to_owned(),
        Some('\u{a0}') => "a no-break space".to_owned(),
        Some(c) if line.starts_with(c) => format!("an invisible sign (U+{:04X})", u32::from(c)),
        Some(c) => format!("`---` and an invisible sign (U+{:04X})", u32::from(c)),
        None => format!("`{line}`"),
    }
}
