//! What the parser left as text though it was meant to be more, told with its place.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType};

use super::blocks::Writer;
use super::container::Kind;
use crate::base::config::Macros;
use crate::base::diagnostic::foreign::left_as_text;
use crate::base::diagnostic::slips::printed_bullet;
use crate::base::diagnostic::text::{
    broken_table, left_signs, link_to_nowhere, lost_cells, missing_footnote, split_cell, unclosed_code, unclosed_link,
    unknown_callout, unspaced_sign, unused_footnote,
};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::nearest::{Letters, nearest_of};
use crate::base::span::Span;
use crate::read::extensions::{Piece, Pieces};
use crate::read::syntax::callout::Callout;
use crate::read::syntax::leftover::{self, Front, Leftover};

/// The most missing footnotes for which a near name is sought.
const MOST_SOUGHT: usize = 50;

impl Writer<'_> {
    /// Says at the end of the text what has nothing to go with it: footnotes and references to them, of which those are
    /// `unused`, and the syntax of other tools.
    pub(super) fn left_at_end(&mut self, unused: &[(Box<str>, Span)]) {
        let is_empty = self.body.words == 0 && self.outline.headings.is_empty() && self.html.text.trim().is_empty();
        let by_template = is_empty && self.rules.meta.is_some_and(|meta| meta.template.is_some());
        self.outline.is_partial |= by_template || self.left.may_have_ids();
        let names: Vec<_> = unused.iter().map(|(name, _)| (Letters::of(name), &**name)).collect();
        for (at, (name, span)) in std::mem::take(&mut self.missing_footnotes).into_iter().enumerate() {
            // Each is compared with all.
            let near = if at < MOST_SOUGHT { nearest_of(&name, names.iter().copied()) } else { Vec::new() };
            let near = near.first().copied().filter(|_| near.len() == 1);
            self.body.diagnostics.push(missing_footnote(self.path, span, &name, near));
        }
        for (name, span) in unused {
            self.body.diagnostics.push(unused_footnote(self.path, *span, name));
        }
        for (kind, place, name, count) in self.left.kinds() {
            let span = Span::from(place.clone()).shifted(self.body_start);
            let reads_macros = self.rules.config.markdown.macros != Macros::Plain;
            self.body.diagnostics.push(left_as_text(self.path, span, (kind, reads_macros), name, count));
        }
    }

    /// Whether somebody asks for what was left.
    pub(super) fn asks(&self, code: Code) -> bool {
        !self.plain && !self.path.is_html() && self.rules.config.levels.ask_for(code)
    }

    /// Says of the text of a block which signs in it do nothing.
    pub(super) fn left_in(&mut self, pieces: &Pieces<'_>) {
        self.silent_links(pieces);
        if !self.asks(Code::LeftSigns) && !self.asks(Code::HalfLink) {
            return;
        }
        let mut runs: Vec<Range<usize>> = Vec::new();
        for (piece, range) in pieces {
            let Piece::Markdown(Event::Text(text)) = piece else { continue };
            if self.source.get(range.clone()) != Some(&**text) {
                continue;
            }
            match runs.last_mut().filter(|run| run.end == range.start) {
                Some(run) => run.end = range.end,
                None => runs.push(range.clone()),
            }
        }
        for run in runs {
            self.left_in_run(run);
        }
    }

    fn left_in_run(&mut self, run: Range<usize>) {
        self.strays_in(&run);
        let end = run.end;
        for found in leftover::find(self.source, run) {
            let told = match found {
                Leftover::Link(place) if self.rules.config.markdown.wikilinks && self.asks(Code::HalfLink) => {
                    self.left_link(place, end)
                }
                Leftover::Emphasis(place) if self.asks(Code::LeftSigns) => {
                    left_signs(self.path, self.span(&place), &self.source[place])
                }
                Leftover::Formula(place) if self.rules.config.markdown.math && self.asks(Code::LeftSigns) => {
                    left_signs(self.path, self.span(&place), "$")
                }
                _ => continue,
            };
            self.body.diagnostics.push(told);
        }
    }

    /// `[[name` without an end; in a table the bar of the link may have ended its cell.
    fn left_link(&self, place: Range<usize>, end: usize) -> Diagnostic {
        let rest = self.source[end..].lines().next().unwrap_or_default();
        let in_table = self.is_in_table();
        let split = rest.find("]]").filter(|close| in_table && !rest[..*close].contains('[')).and_then(|close| {
            let bar = rest.find('|').filter(|bar| *bar < close)?;
            Some((place.start..end + close + 2, end + bar..end + bar))
        });
        match split {
            Some((whole, bar)) => {
                let right = self.source[whole.clone()].replacen('|', "\\|", 1);
                split_cell(self.path, self.span(&whole), self.span(&bar), &right)
            }
            None => unclosed_link(self.path, self.span(&place)),
        }
    }

    /// Whether the text is that of a table's cell.
    pub(super) fn is_in_table(&self) -> bool {
        self.containers.last().is_some_and(|container| matches!(container.kind, Kind::Table))
    }

    /// Says of a paragraph that it was meant to be a heading, a list or a table.
    pub(super) fn left_front(&mut self, pieces: &Pieces<'_>) {
        let (Some((piece, first)), Some((_, last))) = (pieces.first(), pieces.last()) else { return };
        if !matches!(piece, Piece::Markdown(Event::Text(_))) || first.start >= last.end {
            return;
        }
        let place = first.start..last.end;
        let Some(front) = leftover::front(&self.source[place.clone()]) else { return };
        let line = place.start..place.start + self.source[place.clone()].lines().next().unwrap_or_default().len();
        let span = self.span(&line);
        let (code, told) = match front {
            Front::Heading(signs) => {
                (Code::UnspacedSign, unspaced_sign(self.path, span, "heading", &"#".repeat(signs)))
            }
            Front::List(sign) => (Code::UnspacedSign, unspaced_sign(self.path, span, "list", sign)),
            // Where lines stay apart, they look like a list.
            Front::Bullets(_) if self.rules.config.markdown.hard_breaks => return,
            Front::Bullets(sign) => (Code::UnspacedSign, printed_bullet(self.path, span, sign)),
            Front::NoRule { columns } => (Code::BrokenTable, broken_table(self.path, span, columns, None)),
            Front::Uneven { head, rule } => (Code::BrokenTable, broken_table(self.path, span, head, Some(rule))),
        };
        if self.asks(code) {
            self.body.diagnostics.push(told);
        }
    }

    /// Says of a callout that its kind is nearly one that themes know.
    pub(super) fn left_callout(&mut self, callout: Option<&Callout>, range: &Range<usize>) {
        if callout.is_none() {
            self.open_callout(range);
        }
        let Some((name, near)) = callout.and_then(|callout| Some((&callout.name, callout.near()?))) else { return };
        let line = self.source[range.clone()].lines().next().unwrap_or_default();
        let span = self.span(&(range.start..range.start + line.trim_end().len()));
        self.body.diagnostics.push(unknown_callout(self.path, span, name, near));
    }

    /// Says of a row that it has more cells than the head of its table.
    pub(super) fn left_cells(&mut self, row: &Range<usize>, columns: usize) {
        let typed = &self.source[row.clone()];
        if !self.asks(Code::LostCells) {
            return;
        }
        let cells = leftover::cells(typed);
        let Some(beyond) = cells.get(columns) else { return };
        let beyond = row.start + beyond.start..row.start + cells[cells.len() - 1].end;
        if !self.source[beyond.clone()].trim_matches(['|', ' ']).is_empty() {
            let span = self.span(&beyond);
            self.body.diagnostics.push(lost_cells(self.path, span, cells.len(), columns));
        }
    }

    /// Says of code between fences that it has no end.
    pub(super) fn left_open(&mut self, code: &Range<usize>) {
        let typed = &self.source[code.clone()];
        let sign = typed.as_bytes().first().copied().filter(|sign| matches!(sign, b'`' | b'~'));
        let Some(sign) = sign.filter(|_| self.asks(Code::UnclosedCode)) else { return };
        let fence = typed.bytes().take_while(|byte| *byte == sign).count();
        let last = typed.trim_end().lines().skip(1).last().unwrap_or_default();
        let last = last.trim_start_matches([' ', '\t', '>']).trim_end();
        let is_closed = last.len() >= fence && last.bytes().all(|byte| byte == sign);
        // It ends with what it stands in, and if that was not meant, a blank line shows where it should have ended.
        let lines = typed.lines().skip(1).map(|line| line.trim_start_matches([' ', '\t', '>']));
        let blank: Vec<bool> = lines.map(|line| line.trim().is_empty()).collect();
        let length = blank.iter().rposition(|is_blank| !is_blank).map_or(0, |last| last + 1);
        let is_within = self.containers.len() > 1;
        let is_meant = is_within && length > 0 && !blank[..length].contains(&true);
        if !is_closed && !is_meant {
            let place = code.start..code.start + typed.lines().next().unwrap_or_default().trim_end().len();
            let span = self.span(&place);
            self.body.diagnostics.push(unclosed_code(self.path, span, &typed[..fence], is_within && length == 0));
        }
    }

    /// Says of a link that it has no destination.
    pub(super) fn left_link_to_nowhere(&mut self, link_type: LinkType, dest: &str, range: &Range<usize>) {
        let is_empty = matches!(dest.trim(), "" | "http://" | "https://");
        if is_empty && link_type == LinkType::Inline && self.asks(Code::HalfLink) {
            let span = self.span(range);
            // What a macro was to fill in is told elsewhere.
            let typed = self.typed.get(span.range()).unwrap_or_default();
            if typed.ends_with("://)") || ["()", "(<>)"].iter().any(|end| typed.replace(' ', "").ends_with(end)) {
                self.body.diagnostics.push(link_to_nowhere(self.path, span));
            }
        }
    }
}
