//! Tables as kramdown reads them: rows with bars, whether there is a line of hyphens below the first, elsewhere, or none.

use std::ops::Range;

use crate::base::source_map::Patch;
use crate::read::syntax::{holds, is_escaped};

/// What makes tables of such rows for the parser. What begins in one of `verbatim` (code, HTML and the like) is left alone.
pub fn patches(text: &str, verbatim: &[Range<usize>]) -> Vec<Patch> {
    let mut patches = Vec::new();
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut is_table = true;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // Attributes end a block, too.
        if line.trim().is_empty() || line.trim_start().starts_with("{:") {
            patches.extend(table(&rows).into_iter().filter(|_| is_table));
            rows.clear();
            is_table = true;
        } else if is_table {
            let row = Row::of(line, start);
            is_table = !row.bars.is_empty() && (!rows.is_empty() || (may_begin(line) && !holds(verbatim, start)));
            rows.push(row);
        }
        start += line.len();
    }
    patches.extend(table(&rows).into_iter().filter(|_| is_table));
    patches.into_iter().flatten().collect()
}

/// Whether a line does not begin another block.
fn may_begin(line: &str) -> bool {
    let own = line.trim_start();
    let digits = own.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_item = (own.starts_with(['-', '*', '+']) && own[1..].starts_with([' ', '\t']))
        || (digits.len() < own.len() && digits.starts_with(". "));
    let is_definition = own.starts_with(": ") || (own.starts_with(['[', '*']) && own.contains("]:"));
    kind(line) != RowKind::Row || !(is_item || is_definition || own.starts_with(['>', '#', '<', '`', '~']))
}

/// What a line of a table is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RowKind {
    Row,
    /// Hyphens, below the head or between two parts.
    Rule,
    /// Equals signs, above the foot.
    Foot,
}

fn kind(line: &str) -> RowKind {
    let is_of = |sign: char| line.contains(sign) && line.trim().chars().all(|c| c == sign || "+|: \t".contains(c));
    if is_of('-') {
        RowKind::Rule
    } else if is_of('=') {
        RowKind::Foot
    } else {
        RowKind::Row
    }
}

/// A line of a table.
struct Row<'t> {
    line: &'t str,
    start: usize,
    kind: RowKind,
    /// The bars that end cells.
    bars: Vec<usize>,
    /// Those that do not, and would to the parser.
    others: Vec<usize>,
}

impl<'t> Row<'t> {
    fn of(line: &'t str, start: usize) -> Self {
        let (mut bars, mut others, mut inside) = (Vec::new(), Vec::new(), Vec::new());
        // What ends that which is open, and whether bars in it end cells to the parser.
        let mut open: Option<(&str, bool)> = None;
        let mut at = 0;
        while let Some(found) =
            line[at..].find(['|', '`', '$', '{', '[', '<', ']', '}', '>', '%']).map(|found| at + found)
        {
            let rest = &line[found..];
            at = found + 1;
            if let Some((end, is_cut)) = open {
                if rest.starts_with(end) && !(end.starts_with('`') && line[found + end.len()..].starts_with('`')) {
                    at = found + end.len();
                    others.extend(inside.drain(..).filter(|_| is_cut));
                    open = None;
                } else if rest.starts_with('|') && !is_escaped(line, found) {
                    inside.push(found);
                } else if rest.starts_with('`') {
                    at = found + rest.len() - rest.trim_start_matches('`').len();
                }
                continue;
            }
            if is_escaped(line, found) {
                continue;
            }
            let run = &rest[..rest.len() - rest.trim_start_matches('`').len()];
            let pairs = [("$$", "$$", false), ("{{", "}}", false), ("{%", "%}", false), ("[", "]", true)];
            let is_tag = || rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
            if rest.starts_with('|') {
                bars.push(found);
            } else if !run.is_empty() {
                at = found + run.len();
                open = Some((run, false));
            } else if let Some((sign, end, is_cut)) = pairs.iter().find(|(sign, ..)| rest.starts_with(sign)) {
                at = found + sign.len();
                open = Some((end, *is_cut));
            } else if rest.starts_with('<') && is_tag() {
                open = Some((">", true));
            }
        }
        // What is never closed is nothing.
        bars.append(&mut inside);
        Self { line, start, kind: kind(line), bars, others }
    }

    /// How many cells there are.
    fn cells(&self) -> usize {
        let own = self.line.trim();
        let ends = usize::from(own.starts_with('|')) + usize::from(self.ends_with_bar());
        (self.bars.len() + 1).saturating_sub(ends)
    }

    fn ends_with_bar(&self) -> bool {
        self.bars.last().is_some_and(|last| last + 1 == self.line.trim_end().len())
    }

    fn place(&self) -> Range<usize> {
        self.start..self.start + self.line.len()
    }
}

/// What makes a table of these lines; nothing if they are one to the parser, or none at all.
fn table(rows: &[Row<'_>]) -> Option<Vec<Patch>> {
    let first = rows.iter().position(|row| row.kind == RowKind::Row)?;
    let rule = rows[first..].iter().position(|row| row.kind == RowKind::Rule).map(|at| first + at);
    let columns = rows.iter().filter(|row| row.kind == RowKind::Row).map(Row::cells).max().filter(|most| *most > 0)?;
    let others = rows
        .iter()
        .filter(|row| row.kind == RowKind::Row)
        .flat_map(|row| row.others.iter().map(|bar| (row.start + bar..row.start + bar, "\\".to_owned())));
    let is_plain = first == 0
        && rule == Some(1)
        && rows[1].cells() == rows[0].cells()
        && rows[0].cells() == columns
        && rows[2..].iter().all(|row| row.kind == RowKind::Row);
    if is_plain {
        return Some(others.collect());
    }
    let line = rows[first].line;
    let margin = &line[..line.len() - line.trim_start().len()];
    let sides: Vec<&str> =
        rule.map(|rule| rows[rule].line.trim().trim_matches('|').split('|').collect()).unwrap_or_default();
    let side = |column: usize| match sides.get(column).map(|cell| cell.trim()) {
        Some(cell) if cell.starts_with(':') && cell.ends_with(':') => ":-:|",
        Some(cell) if cell.starts_with(':') => ":--|",
        Some(cell) if cell.ends_with(':') => "--:|",
        _ => "---|",
    };
    let hyphens = format!("{margin}|{}\n", (0..columns).map(side).collect::<String>());
    let mut patches: Vec<Patch> = others.collect();
    // Lines between parts go: a table has none here.
    patches.extend(rows.iter().filter(|row| row.kind != RowKind::Row).map(|row| (row.place(), String::new())));
    let head = &rows[first];
    if rule.is_some() {
        let more = columns - head.cells();
        let end = head.start + head.line.trim_end().len();
        if more > 0 {
            patches.push((end..end, " |".repeat(more + usize::from(!head.ends_with_bar()))));
        }
        patches.push((head.place().end..head.place().end, hyphens));
    } else {
        patches.push((head.start..head.start, format!("{margin}|{}\n{hyphens}", "  |".repeat(columns))));
    }
    patches.sort_by_key(|(place, _)| (place.start, place.end));
    Some(patches)
}

#[cfg(test)]
mod tests {
    use super::patches;
    use crate::base::source_map::Patched;

    #[test]
    fn rows_with_bars_are_a_table() {
        for (typed, read) in [
            ("a | b\nc | d\n", "|  |  |\n|---|---|\na | b\nc | d\n"),
            ("| a |\n|---|\n", "| a |\n|---|\n"),
            (
                "|---|--:|\n| a | b |\n|---|\n| c | d |\n|===|\n| e | f |\n",
                "| a | b |\n|---|---|\n| c | d |\n| e | f |\n",
            ),
            ("| a | b |\n|:--|:-:|\n| c |\n|---|\n| d |\n", "| a | b |\n|:--|:-:|\n| c |\n| d |\n"),
            ("a | b\n--|--\nc | d | e\n", "a | b | |\n|---|---|---|\nc | d | e\n"),
            ("- x\n\n  a | b\n", "- x\n\n  |  |  |\n  |---|---|\n  a | b\n"),
            ("[a|b](c) | d\n", "|  |  |\n|---|---|\n[a\\|b](c) | d\n"),
            ("a | b\n{: .x}\nc\n", "|  |  |\n|---|---|\na | b\n{: .x}\nc\n"),
        ] {
            let mut patched = Patched::new(typed);
            patched.apply(patches(typed, &[]));
            assert_eq!(patched.text(), read);
        }
        for typed in [
            "a | b\nand words\n",
            "words\na | b\n",
            "| a | b |\n|---|---|\n| c | d |\n",
            "`a|b` and [[c|d]]\n",
            "{{ a | b }}\n",
            "$$|x|$$\n",
            "- a | b\n",
            "> a | b\n",
            "[a]: b \"c | d\"\n",
            "a \\| b\n",
            "|---|---|\n",
        ] {
            let mut patched = Patched::new(typed);
            patched.apply(patches(typed, &[]));
            assert_eq!(patched.text(), typed);
        }
    }
}
