//! Signs that the parser left as text, though they were meant to do something. What it left is known only once it has
//! read a block, so none of this looks for syntax: what is found here is what readers will see.

use std::ops::Range;

use crate::read::syntax::is_escaped;

/// What was left, with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leftover {
    /// `[[name` without an end.
    Link(Range<usize>),
    /// `**` or `~~` that begins or ends nothing.
    Emphasis(Range<usize>),
    /// A formula with one brace too many or too few.
    Formula(Range<usize>),
}

/// What is left in the stretch at `run`, all of which is text to the parser. Of each kind the first.
pub fn find(source: &str, run: Range<usize>) -> Vec<Leftover> {
    let text = &source[run.clone()];
    let placed = |place: Range<usize>| run.start + place.start..run.start + place.end;
    let mut found = Vec::new();
    let has = |signs: [u8; 2]| memchr::memchr2(signs[0], signs[1], text.as_bytes()).is_some();
    if !has([b'[', b'*']) && !has([b'~', b'$']) {
        return found;
    }
    found.extend(link(source, &run).map(Leftover::Link));
    found.extend(["**", "~~"].into_iter().find_map(|sign| emphasis(source, &run, sign)).map(Leftover::Emphasis));
    found.extend(formula(text).map(|place| Leftover::Formula(placed(place))));
    found
}

/// `[[` before a word, and no bracket that ends it.
fn link(source: &str, run: &Range<usize>) -> Option<Range<usize>> {
    let text = &source[run.clone()];
    text.match_indices("[[").map(|(at, _)| at).find_map(|at| {
        let rest = &text[at + 2..];
        let is_meant = rest.starts_with(char::is_alphanumeric) && !rest.contains(']');
        let end = at + 2 + rest.trim_end().len();
        (is_meant && !is_escaped(source, run.start + at)).then(|| run.start + at..run.start + end)
    })
}

/// `sign` at the edge of a word. Between two letters, or beside a slash, it may be a power or a pattern of names.
fn emphasis(source: &str, run: &Range<usize>, sign: &str) -> Option<Range<usize>> {
    let text = &source[run.clone()];
    text.match_indices(sign).map(|(at, _)| run.start + at).find_map(|at| {
        let end = at + sign.len();
        let before = source[..at].chars().next_back().unwrap_or(' ');
        let after = source[end..].chars().next().unwrap_or(' ');
        let is_run = sign.starts_with([before, after]);
        // `**kwargs` of a program, by itself or in a list of what a function takes.
        let name =
            source[end..].find(|c: char| !c.is_alphanumeric() && c != '_').map_or("", |length| &source[end + length..]);
        let is_argument = before == '(' || (before.is_whitespace() && name.starts_with([')', ',']) && sign == "**");
        let opens =
            after.is_alphanumeric() && !before.is_alphanumeric() && !matches!(before, '/' | '.') && !is_argument;
        let closes = (before.is_alphanumeric() || ".!?,".contains(before)) && !after.is_alphanumeric() && after != '/';
        (!is_run && (opens || closes) && !is_escaped(source, at)).then_some(at..end)
    })
}

/// `$\frac{1}{2$`.
fn formula(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    while let Some(start) = text[at..].find('$').map(|found| at + found) {
        let inner = &text[start + 1..];
        let length = inner.find('$')?;
        let tex = &inner[..length];
        let has_command =
            tex.match_indices('\\').any(|(at, _)| tex[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic()));
        if has_command && tex.matches('{').count() != tex.matches('}').count() && tex.trim() == tex {
            return Some(start..start + length + 2);
        }
        at = start + 1;
    }
    None
}

/// Signs at the front of the lines of a paragraph that were meant to begin another block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Front {
    /// `##Heading`: how many signs.
    Heading(usize),
    /// Lines such as `-one` or `1.one`, by the sign of the first.
    List(&'static str),
    /// Lines that begin with a bullet as it is printed: `• one`.
    Bullets(char),
    /// Lines between bars, the second of which is not a rule.
    NoRule { columns: usize },
    /// The head of a table with a rule that has another number of columns.
    Uneven { head: usize, rule: usize },
}

/// Bullets as they are printed, and as programs for letters type them.
const BULLETS: [char; 7] = ['•', '◦', '‣', '▪', '●', '·', '–'];

/// What the lines of a paragraph were meant to be, if not text.
pub fn front(paragraph: &str) -> Option<Front> {
    if !paragraph.starts_with(['#', '-', '+', '1', '|']) && !paragraph.starts_with(BULLETS) {
        return None;
    }
    let own = |line: &'_ str| line.trim_start_matches([' ', '\t', '>']).trim_end().to_owned();
    let lines: Vec<String> = paragraph.lines().map(own).collect();
    let first = lines.first()?;
    let signs = first.len() - first.trim_start_matches('#').len();
    let word = |line: &str| line.starts_with(char::is_alphabetic);
    if (2..=6).contains(&signs) && word(&first[signs..]) {
        return Some(Front::Heading(signs));
    }
    if let Some(sign) = first.chars().next().filter(|sign| BULLETS.contains(sign)) {
        let is_item = |line: &String| {
            line.strip_prefix(sign)
                .is_some_and(|rest| rest.trim_start().starts_with(|c: char| !c.is_ascii_punctuation()))
        };
        // A sentence may begin with a dot in the middle of a line.
        return lines.iter().all(is_item).then_some(Front::Bullets(sign)).filter(|_| lines.len() > 1);
    }
    for (sign, first) in [("-", None), ("+", None), ("1.", Some('.')), ("1)", Some(')'))] {
        let is_item = |(at, line): (usize, &String)| {
            let rest = match first {
                None => line.strip_prefix(sign),
                Some(end) => line.strip_prefix(&(at + 1).to_string()).and_then(|rest| rest.strip_prefix(end)),
            };
            rest.is_some_and(word)
        };
        if lines.len() > 1 && lines.iter().enumerate().all(is_item) {
            return Some(Front::List(sign));
        }
    }
    let is_row = |line: &&String| line.len() > 2 && line.starts_with('|') && line.ends_with('|');
    let [head, rule] = [first, lines.get(1).filter(is_row)?];
    let columns = cells(head).len();
    let is_rule = rule.chars().all(|c| "|-: ".contains(c)) && rule.contains('-');
    match is_rule {
        _ if !is_row(&head) || columns < 2 => None,
        true => Some(Front::Uneven { head: columns, rule: cells(rule).len() }).filter(|_| columns != cells(rule).len()),
        false => Some(Front::NoRule { columns }),
    }
}

/// The cells of a row of a table, by their places in it.
pub fn cells(row: &str) -> Vec<Range<usize>> {
    let start = row.len() - row.trim_start().len();
    let start = start + usize::from(row[start..].starts_with('|'));
    let end = row.trim_end().len();
    let end = if row[..end].ends_with('|') && end > start && !is_escaped(row, end - 1) { end - 1 } else { end };
    let bars = row.match_indices('|').map(|(at, _)| at).filter(|at| *at >= start && *at < end && !is_escaped(row, *at));
    let mut from = start;
    let mut cells = Vec::new();
    for bar in bars.chain([end.max(start)]) {
        cells.push(from..bar);
        from = bar + 1;
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::{Front, Leftover, cells, find, front};

    #[test]
    fn signs_that_do_nothing_are_found() {
        for (text, place) in [
            ("see [[b and more ", "[[b and more"),
            ("and **bold that", "**"),
            ("and bold** that", "**"),
            ("so ~~old", "~~"),
            ("a $\\frac{1}{2$ b", "$\\frac{1}{2$"),
        ] {
            let found = find(text, 0..text.len());
            let [Leftover::Link(range) | Leftover::Emphasis(range) | Leftover::Formula(range)] = &*found else {
                panic!("{text}: {found:?}")
            };
            assert_eq!(&text[range.clone()], place);
        }
        let not_meant = [
            "2**3",
            "src/**/*.rs",
            "a ** b",
            "[[ -f x",
            "[[\"a\", \"b\"]",
            "\\**a",
            "***",
            "$5 and {x$",
            "a[[i]",
            "$\\alpha$",
        ];
        for text in not_meant {
            assert_eq!(find(text, 0..text.len()), [], "{text}");
        }
    }

    #[test]
    fn fronts_of_paragraphs_are_read() {
        for (text, meant) in [
            ("• one\n• two", Some(Front::Bullets('•'))),
            ("• one", None),
            ("– one\n– two", Some(Front::Bullets('–'))),
            ("– one\ntwo", None),
            ("– one", None),
            ("##Heading", Some(Front::Heading(2))),
            ("#tag", None),
            ("-one\n-two", Some(Front::List("-"))),
            ("1.one\n2.two", Some(Front::List("1."))),
            ("1)one\n2)two", Some(Front::List("1)"))),
            ("1.one\n3.two", None),
            ("1.FC one", None),
            ("-one\ntwo", None),
            ("-1\n-2", None),
            ("| a | b |\n> | 1 | 2 |", Some(Front::NoRule { columns: 2 })),
            ("| [[a|b]] | c |\n| --- | --- |", Some(Front::Uneven { head: 3, rule: 2 })),
            ("|x| is a number\n|y| too", None),
            ("| a |\n| b |", None),
        ] {
            assert_eq!(front(text), meant, "{text}");
        }
        assert_eq!(cells("| a \\| b | c |").len(), 2);
        assert_eq!(cells("a | b").len(), 2);
    }
}
