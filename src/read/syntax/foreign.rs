//! What other tools would read and this book does not: readers see it as it is written, or see nothing of it. It
//! is counted, so that each kind is reported once a file.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use crate::base::diagnostic::foreign::{Foreign as Kind, is_of_code};
use crate::read::syntax::{holds, markup};

/// What is left in a text, each kind with its first place, its name there, and how often it stands there.
#[derive(Debug, Default)]
pub struct Left(BTreeMap<Kind, (Range<usize>, String, usize)>);

impl Left {
    /// Counts one more, at `place` in the body as it was typed.
    pub fn count(&mut self, kind: Kind, place: Range<usize>, name: &str) {
        let (.., count) = self.0.entry(kind).or_insert_with(|| (place, name.to_owned(), 0));
        *count += 1;
    }

    /// Whether programs that are not run here would put something in its place.
    pub fn is_filled_in(&self) -> bool {
        let kinds = [Kind::Shortcode, Kind::Statement, Kind::Output, Kind::Wrapper];
        kinds.iter().any(|kind| self.0.contains_key(kind))
    }

    /// Whether what these programs make may have ids: besides the others, `::: module.name` of mkdocstrings and the like.
    pub fn may_have_ids(&self) -> bool {
        self.is_filled_in() || self.0.get(&Kind::Fence).is_some_and(|(_, name, _)| is_of_code(name))
    }

    /// What is left, one kind after the other: its first place, its name there, and how many there are.
    pub fn kinds(&self) -> impl Iterator<Item = (Kind, &Range<usize>, &str, usize)> {
        self.0.iter().map(|(kind, (place, name, count))| (*kind, place, name.as_str(), *count))
    }
}

/// The lines of `text` that look like the beginning of something, with the signs. Lines in `verbatim` (code and
/// the like) are left out.
pub fn lines<'a>(
    text: &'a str,
    verbatim: &'a [Range<usize>],
) -> impl Iterator<Item = (Kind, Range<usize>, &'a str)> + 'a {
    let mut end = 0;
    let places = text.split_inclusive('\n').map(move |line| {
        end += line.len();
        (end - line.len(), line)
    });
    places.filter_map(move |(start, line)| {
        let own = line.trim_start_matches([' ', '\t', '>']).trim_end();
        let kind = kind(own)?;
        let at = start + line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let outside = !holds(verbatim, at);
        outside.then(|| (kind, at..at + own.len(), own))
    })
}

/// What a line begins, by its first signs.
fn kind(line: &str) -> Option<Kind> {
    let word = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_alphanumeric() || "{.\"'".contains(c));
    match line.as_bytes().first()? {
        b':' => {
            let rest = line.strip_prefix(":::")?.trim_start_matches(':');
            word(rest).then_some(Kind::Fence)
        }
        // `!!!` and `???` end a sentence as well.
        b'!' | b'?' if line.ends_with(['!', '?']) => None,
        b'!' => line.strip_prefix("!!! ").filter(|rest| word(rest)).map(|_| Kind::Marked),
        b'?' => {
            let rest = line.strip_prefix("???+ ").or_else(|| line.strip_prefix("??? "))?;
            word(rest).then_some(Kind::Marked)
        }
        b'=' => {
            let rest = line.strip_prefix("===")?.trim_start_matches(['!', '+', ' ']);
            (rest.len() > 1 && rest.starts_with(['"', '\'']) && rest.ends_with(['"', '\''])).then_some(Kind::Tab)
        }
        b'-' => line.trim_start_matches('-').starts_with("8<-").then_some(Kind::Snippet),
        b'{' => line.strip_prefix("{:").filter(|rest| rest.contains('}')).map(|_| Kind::Attributes),
        _ => None,
    }
}

/// The languages of blocks of code that plugins of Obsidian run, and put what they make in their place.
const PROGRAMS: [&str; 12] = [
    "dataview",
    "dataviewjs",
    "tasks",
    "base",
    "tracker",
    "chart",
    "leaflet",
    "button",
    "meta-bind",
    "meta-bind-button",
    "templater",
    "timeline",
];

/// Whether a block of code in `language` is run by a plugin of another tool.
pub fn is_program(language: &str) -> bool {
    PROGRAMS.contains(&language)
}

/// Whether code within a line is run by Dataview: `= this.file.name`.
pub fn is_inline_program(code: &str) -> bool {
    code.starts_with("= this.") || code.starts_with("$= dv.")
}

/// The programs of Templater in `text`, `<% x %>`, and the citations in it, `[@key]`, with what they are called.
/// What begins in `verbatim` (code and the like) is left out.
pub fn fillers<'a>(text: &'a str, verbatim: &[Range<usize>]) -> Vec<(Kind, Range<usize>, &'a str)> {
    let templates = text.match_indices("<%").filter_map(|(at, _)| {
        let inner = text[at..].split("\n\n").next()?;
        // Others have their programs between these signs, too, and may be quoted.
        let program = inner["<%".len()..].trim_start_matches(['*', '_', '-', '+']).trim_start();
        if !inner.starts_with("<%*") && !inner.starts_with("<%+") && !program.starts_with("tp.") {
            return None;
        }
        let end = at + inner.find("%>")? + "%>".len();
        Some((Kind::Template, at..end, &text[at..end]))
    });
    // What is defined as a link is one.
    let label = |line: &'a str| Some(line.trim_start().strip_prefix("[@")?.split_once("]:")?.0.to_lowercase());
    let defined: HashSet<String> = text.lines().filter_map(label).collect();
    let citations = text.match_indices("[@").filter_map(|(at, _)| {
        let inside = text[at + 1..].split(['\n', '[', '(']).next()?.split_once(']')?.0;
        let key = inside.split([',', ';', ' ']).next()?;
        // `[@name](x)` is a link, and `@scope/name` a package.
        let end = at + inside.len() + 2;
        let is_link = text[end..].starts_with(['(', '[', ':'])
            || text[..at].ends_with('[')
            || defined.contains(&inside[1..].to_lowercase());
        let is_key = key.len() > 1 && key[1..].starts_with(char::is_alphanumeric) && !key.contains('/');
        (is_key && !is_link && text[end - 1..].starts_with(']')).then_some((Kind::Citation, at..end, key))
    });
    let outside = |place: &Range<usize>| !holds(verbatim, place.start);
    templates.chain(citations).filter(|(_, place, _)| outside(place)).collect()
}

/// The name of a component, if the tag at the front of `html` begins one: a name with a capital that is no
/// element of HTML.
pub fn component(html: &str) -> Option<&str> {
    let inner = html.strip_prefix('<')?;
    let length = inner.find(|c: char| !c.is_ascii_alphanumeric() && !".-_".contains(c)).unwrap_or(inner.len());
    let name = &inner[..length];
    let is_own = name.starts_with(|c: char| c.is_ascii_uppercase()) && !markup::is_known(&name.to_ascii_lowercase());
    is_own.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::fillers;

    #[test]
    fn templates_and_citations_are_seen() {
        let names = |text: &'static str| fillers(text, &[]).into_iter().map(|(_, _, name)| name).collect::<Vec<_>>();
        assert_eq!(names("A <% tp.x %> and [@ana2024, p. 3] or [@b; @c]."), ["<% tp.x %>", "@ana2024", "@b"]);
        for none in [
            "See [@Ana].\n\n[@ana]: x.md",
            "<% a\n\n%>",
            "[@ana](x)",
            "[@ana]: x",
            "[@scope/name]",
            "[[@ana]]",
            "[@ ana]",
            "[@ana",
        ] {
            assert_eq!(names(none), [""; 0], "{none}");
        }
    }
}
