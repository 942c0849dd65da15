//! The place in a text that a link names, and how far an embed goes from there.

use std::ops::Range;

use crate::base::config::Config;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::links::{broken_anchor, foreign_anchor};
use crate::base::name::case_folded;
use crate::base::path::SourcePath;
use crate::base::slug;
use crate::gather::reader::Reader;
use crate::read::html::{Html, Part};
use crate::read::markdown::{Link, LinkKind};
use crate::read::syntax::{embed, heading, macros};
use crate::render::address;

/// How many files, or headings, are named that a link may mean.
pub(super) const MOST_OFFERED: usize = 5;

/// The id of the heading or block of `path` that a link names, and whether it names one that is not
/// there, of which a diagnostic tells. For an embed also how far it goes from there.
pub(super) fn place(
    reader: &Reader<'_>,
    path: &SourcePath,
    link: &Link,
    from: &SourcePath,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<Box<str>>, bool, Option<Cut>) {
    let Some(typed) = link.target.fragment.as_deref() else { return (None, false, None) };
    // What browsers look for in a text, and the way within a program, name no heading.
    let (typed, rest) = typed.split_at(typed.find(":~:").unwrap_or(typed.len()));
    if typed.starts_with('/') || typed.contains("://") || (typed.is_empty() && !rest.is_empty()) {
        return (link.target.fragment.as_deref().map(Into::into), false, None);
    }
    let rule = config.markdown.heading_ids;
    let outline = reader.outline(path);
    // The heading that names the essay is the head of its page, above all others.
    let named = |words: &str| {
        let title = reader.card(path).map(|card| &*card.title);
        title.is_some_and(|title| case_folded(words) == case_folded(title) || slug::heading(title, rule) == words)
    };
    let below_title = || typed.split_once('#').filter(|(above, _)| named(above)).map(|(_, below)| below);
    match heading::find(outline, typed, rule).or_else(|| heading::find(outline, below_title()?, rule)) {
        Some(heading::Found::Heading(found)) => return (Some(found.id.clone()), false, None),
        Some(heading::Found::Foreign(found)) => {
            let places = (link.span, link.fragment_place());
            diagnostics.push(foreign_anchor(from, places, (path, &found.text), typed, &found.id));
            return (Some(found.id.clone()), false, None);
        }
        Some(heading::Found::Block(id) | heading::Found::Anchor(id)) => return (Some(id.into()), false, None),
        None => {}
    }
    if matches!(link.kind, LinkKind::Embed(_))
        && let Some((start, cut)) = stretch(outline, typed, rule)
    {
        return (Some(start), false, Some(cut));
    }
    let lost = !named(typed);
    // What a program makes of the text may have it.
    // Footnotes have other numbers there than here.
    let is_note = ["fn:", "fnref:"].iter().any(|front| typed.starts_with(front));
    let is_computed = config.links.by_path && (macros::is_computed(typed) || is_note);
    if lost && !outline.is_partial && !is_computed && !stands_for_several(typed, config) {
        let (near, sure) = heading::near(outline, typed, link.target.manner, rule);
        let known: Vec<_> = outline.headings.iter().take(MOST_OFFERED).map(|heading| &*heading.text).collect();
        let place = link.fragment_place().filter(|_| sure);
        diagnostics.push(broken_anchor(from, (link.span, place), path, typed, (near, &known)));
    }
    (None, lost, None)
}

/// Whether a name of notes whose parts are between dots stands for several: `a.b.*`.
pub(super) fn stands_for_several(name: &str, config: &Config) -> bool {
    config.book.name_separator == "." && name.contains('*')
}

/// How a stretch of a text is cut that is not just what a heading or a block has.
#[derive(Clone, Debug)]
pub(in super::super) struct Cut {
    /// Whether it begins below its heading.
    pub beheaded: bool,
    /// The id of the heading that it ends before, or of the block that it ends with; [`embed::NEXT`] for any heading.
    pub end: Option<Box<str>>,
}

impl Cut {
    /// Where the stretch stands in `prose` that begins with `part`.
    pub(in super::super) fn of(&self, prose: &Html, part: &Part) -> Range<usize> {
        let Range { start, end } = part.place.range();
        let is_block = |part: &&Part| part.id.starts_with('^');
        let headings = prose.parts.iter().filter(|part| !is_block(part));
        let end = match self.end.as_deref() {
            None => end,
            Some(embed::NEXT) => {
                headings.map(|next| next.place.range().start).filter(|next| *next > start).min().unwrap_or(end)
            }
            Some(id) => match prose.parts.iter().find(|last| *last.id == *id) {
                Some(last) if is_block(&last) => last.place.range().end,
                Some(next) => next.place.range().start,
                None => end,
            },
        };
        let text = prose.open();
        let below = text.get(start..end).and_then(|text| Some(text.find("</h")? + "</h>\n".len()));
        let start = if self.beheaded && !is_block(&part) { start + below.unwrap_or(0) } else { start };
        if start < end { start..end } else { part.place.range() }
    }
}

/// The id at which a stretch of a text begins, and how far that goes; `None` if one of its ends is not there.
fn stretch(outline: &heading::Outline, typed: &str, rule: slug::IdRule) -> Option<(Box<str>, Cut)> {
    let embed::Stretch { start, beheaded, end } = embed::stretch(typed)?;
    let id = |fragment: &str| match heading::find(outline, fragment, rule)? {
        heading::Found::Heading(found) | heading::Found::Foreign(found) => Some(found.id.clone()),
        heading::Found::Block(id) => Some(id.into()),
        heading::Found::Anchor(_) => None,
    };
    let end = match end {
        Some(embed::NEXT) => Some(embed::NEXT.into()),
        Some(end) => Some(id(end)?),
        None => None,
    };
    Some((id(start)?, Cut { beheaded, end }))
}

/// `#` and an id, as an attribute has it.
pub(super) fn fragment(id: &str) -> String {
    address::fragment(id).replace('&', "&amp;")
}
