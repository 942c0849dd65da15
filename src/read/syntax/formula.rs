//! Formulas over several lines: between lines of `$$` an empty line ends nothing, and no line begins a list. And
//! formulas between `\(` and `\)`, `\[` and `\]`.

use std::ops::Range;

use crate::base::source_map::Patch;

/// The most lines that a formula may have.
const MOST: usize = 300;

/// Makes one line of every formula whose `$$` begin a line and end one, for the parser, which ends a formula with
/// its paragraph. Lines in `verbatim` (code) are left alone.
pub fn joined(text: &str, verbatim: &[Range<usize>]) -> Vec<Patch> {
    let mut patches = Vec::new();
    let code_at = |at: usize| {
        let before = verbatim.partition_point(|range| range.end <= at);
        verbatim.get(before).filter(|code| code.start <= at)
    };
    // What is only indented is part of the formula that is open.
    let ends_with_code =
        |at: usize| code_at(at).is_some_and(|code| text[code.clone()].trim_start().starts_with(['`', '~', '<']));
    // Where the formula begins that is open, the breaks in it, and how many lines it has.
    let mut open: Option<(Vec<Range<usize>>, usize)> = None;
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        let own = line.trim_start_matches([' ', '\t', '>']);
        let at = end - own.len();
        let signs = line.matches("$$").count();
        match &mut open {
            Some((breaks, lines)) => {
                *lines += 1;
                let is_heading = own.starts_with('#') && own.trim_start_matches('#').starts_with(' ');
                if signs > 1 || *lines > MOST || is_heading || ends_with_code(start) {
                    open = None;
                } else if signs == 1 {
                    if own.starts_with("$$") || line.trim_end().ends_with("$$") {
                        patches.extend(breaks.drain(..).map(|place| (extended(text, place), " ".to_owned())));
                    }
                    open = None;
                } else {
                    breaks.extend(line_end(text, at, end));
                }
            }
            None if signs == 1 => {
                let own = own.trim_start_matches(['-', '*', '+']).trim_start();
                if own.starts_with("$$") && code_at(start).is_none() {
                    open = Some((line_end(text, at, end).into_iter().collect(), 0));
                }
            }
            None => {}
        }
    }
    // Empty lines make breaks that touch.
    patches.dedup_by(|(next, _), (last, _)| {
        let touch = next.start <= last.end;
        if touch {
            last.end = last.end.max(next.end);
        }
        touch
    });
    patches
}

/// The end of the line from `at` to `end`, with the comment before it.
fn line_end(text: &str, at: usize, end: usize) -> Option<Range<usize>> {
    let line = &text[at..end];
    let comment = line.match_indices('%').map(|(found, _)| found).find(|found| !super::is_escaped(line, *found));
    line.ends_with('\n').then(|| at + comment.unwrap_or(line.trim_end_matches(['\n', '\r']).len())..end)
}

/// A break with the signs of quotes at the beginning of the next line.
fn extended(text: &str, place: Range<usize>) -> Range<usize> {
    let next = &text[place.end..];
    place.start..text.len() - next.trim_start_matches([' ', '\t', '>']).len()
}

/// Which brackets hold formulas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brackets {
    /// Those with one backslash or two.
    All,
    /// Those with two: one says no more than that a bracket is one.
    Doubled,
    /// All, but for square ones within a text: those hold a paragraph of their own.
    Apart,
}

/// What writes `\(x\)` and `\[x\]`, also with two backslashes, between dollars. What is in `verbatim` (code) is left
/// alone.
pub fn bracketed(text: &str, verbatim: &[Range<usize>], brackets: Brackets) -> Vec<Patch> {
    let is_first = |at: usize| {
        let before = text[..at].trim_end_matches([' ', '\t', '>', '-', '*', '+']);
        before.is_empty() || before.ends_with('\n')
    };
    let is_last = |at: usize| {
        let after = text[at..].trim_start_matches([' ', '\t', '\r']);
        after.is_empty() || after.starts_with('\n')
    };
    let mut patches: Vec<Patch> = Vec::new();
    let mut open: Option<(Range<usize>, &str, &str)> = None;
    // How far an empty line was looked for since it was opened, and whether there was one.
    let (mut seen, mut blank) = (0, false);
    let mut at = 0;
    while let Some(found) = text[at..].find('\\').map(|found| at + found) {
        let before = verbatim.partition_point(|range| range.end <= found);
        if let Some(code) = verbatim.get(before).filter(|code| code.start <= found) {
            at = code.end;
            continue;
        }
        let slashes = if text[found..].starts_with("\\\\") { "\\\\" } else { "\\" };
        let end = found + slashes.len() + 1;
        at = found + slashes.len();
        if brackets == Brackets::Doubled && slashes.len() == 1 {
            at += text[at..].chars().next().map_or(0, char::len_utf8);
            continue;
        }
        let Some(sign) = text.get(at..end) else { continue };
        if open.is_some() && !blank {
            blank = text.as_bytes()[seen..found].windows(2).any(|pair| pair == b"\n\n");
            seen = found.saturating_sub(1);
        }
        let is_within = || match sign {
            "[" => !is_first(found),
            "]" => !is_last(end),
            _ => false,
        };
        if brackets == Brackets::Apart && is_within() {
            open = open.filter(|_| sign != "]");
            continue;
        }
        match (sign, &open) {
            ("(" | "[", None) => {
                open = Some((found..end, slashes, sign));
                (seen, blank) = (end, false);
            }
            (")" | "]", Some((start, same, opening))) => {
                let fits = *same == slashes && (*opening == "(") == (sign == ")");
                let inner = &text[start.end..found];
                if fits && !inner.trim().is_empty() && !(sign == ")" && blank) {
                    let sign = if sign == ")" { "$" } else { "$$" };
                    let first = start.end + inner.len() - inner.trim_start().len();
                    let (first, last) =
                        if sign == "$" { (first, first + inner.trim().len()) } else { (start.end, found) };
                    patches.push((start.start..first, sign.to_owned()));
                    if slashes.len() == 2 {
                        patches.extend(halved(text, first.min(last)..last));
                    }
                    patches.push((last..end, sign.to_owned()));
                    open = None;
                } else if fits {
                    open = None;
                }
            }
            // One that is never closed.
            ("(" | "[", Some(_)) if blank => {
                open = Some((found..end, slashes, sign));
                (seen, blank) = (end, false);
            }
            _ => {}
        }
    }
    patches
}

/// What makes one backslash of two in a formula whose brackets have two: Markdown did that for its readers. Two before a
/// space end a line of the formula, where they were meant to.
fn halved(text: &str, place: Range<usize>) -> Vec<Patch> {
    let mut patches = Vec::new();
    let mut at = place.start;
    while let Some(found) = text[at..place.end].find('\\').map(|found| at + found) {
        let run = text[found..place.end].bytes().take_while(|byte| *byte == b'\\').count();
        at = found + run;
        if run == 1 {
            // A star that is to begin no emphasis.
            let is_sign = text[at..place.end].starts_with(['*', '_']);
            patches.extend(is_sign.then(|| (found..at, String::new())));
            continue;
        }
        let ends_line = run == 2 && text[at..].starts_with(char::is_whitespace);
        if !ends_line {
            patches.push((found..found + run / 2, String::new()));
        }
    }
    patches
}

#[cfg(test)]
mod tests {
    use super::{Brackets, bracketed, joined};
    use crate::base::source_map::{Patch, Patched};

    fn made(text: &str, patches: Vec<Patch>) -> String {
        let mut patched = Patched::new(text);
        patched.apply(patches);
        patched.text().to_owned()
    }

    #[test]
    fn formulas_become_one_line() {
        for (typed, read) in [
            ("$$\na\n\n+ b\n$$\nc\n", "$$ a + b $$\nc\n"),
            ("> $$\n> a % why\n> b$$\n", "> $$ a  b$$\n"),
            ("$$ a $$\n\n$$ b $$\n", "$$ a $$\n\n$$ b $$\n"),
            ("$$\na\n\n# b\n\n$$ c\n", "$$\na\n\n# b\n\n$$ c\n"),
            ("$$\r\na\r\n$$\r\n", "$$ a $$\r\n"),
            ("$$\na\n\n\tb\n$$\n", "$$ a b $$\n"),
        ] {
            let indented = typed.find('\t').map(|at| at..at + 2);
            assert_eq!(made(typed, joined(typed, indented.as_slice())), read);
        }
    }

    #[test]
    fn brackets_become_dollars() {
        for (brackets, typed, read) in [
            (Brackets::All, "\\( x \\) and \\[\ny\n\\]", "$x$ and $$\ny\n$$"),
            (Brackets::All, "\\\\(x\\\\) \\\\[ y \\\\]", "$x$ $$ y $$"),
            (Brackets::All, "a \\[not\\) \\(", "a \\[not\\) \\("),
            (Brackets::Doubled, "\\(a\\) \\\\(b\\\\)", "\\(a\\) $b$"),
            (Brackets::Doubled, "\\\\(\\\\{a \\\\\\\\ b\\x\\\\}\\\\)", "$\\{a \\\\ b\\x\\}$"),
            (Brackets::Doubled, "\\\\(z^\\* \\\\\nb\\\\)", "$z^* \\\\\nb$"),
            (Brackets::Doubled, "\\\\[a \\\\\nb \\\\]", "$$a \\\\\nb $$"),
            (Brackets::All, "\\(ə\\x ə\\y\\)", "$ə\\x ə\\y$"),
            (Brackets::Apart, "\\[a\\] and \\[ε\\]", "\\[a\\] and \\[ε\\]"),
            (Brackets::Apart, "the \\[ε\\] of \\(x\\)", "the \\[ε\\] of $x$"),
            (Brackets::Apart, "> \\[\n> y\n> \\]\n\n- \\[ z \\]", "> $$\n> y\n> $$\n\n- $$ z $$"),
        ] {
            assert_eq!(made(typed, bracketed(typed, &[], brackets)), read);
        }
    }
}
