//! Headings: their ids, and how a `#fragment` finds one.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use crate::base::name::case_folded;
use crate::base::nearest::{Letters, is_slip, nearest_of};
use crate::base::slug::{self, IdRule};
use crate::read::syntax::block;
use crate::read::syntax::link::Manner;

/// A heading of an essay.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Unique on its page.
    pub id: Box<str>,
    /// Its text without markup.
    pub text: Box<str>,
    /// Whether it stands in a quotation or a callout, and is not part of the essay's own order.
    pub is_apart: bool,
}

impl Heading {
    /// Whether lists of contents name it.
    pub fn is_listed(&self) -> bool {
        !self.is_apart && !is_blank(&self.text)
    }
}

/// Whether nothing of a text shows.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || is_unseen(c))
}

/// Signs that take no room: hyphens that may be, joiners, marks of direction.
pub fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}')
}

/// The places of an essay that a link can name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Outline {
    pub headings: Vec<Heading>,
    /// The ids of blocks, each with its `^`.
    pub blocks: Vec<Box<str>>,
    /// The names that raw HTML gives to places: ids, and names of `a`.
    pub anchors: Vec<Box<str>>,
    /// Those of them that are found in the whole book, by their names alone.
    pub labels: Vec<Box<str>>,
    /// Whether a program of another tool makes a part of the text, which may have more of all these.
    pub is_partial: bool,
}

/// What the ids of footnotes and of embedded texts begin with.
const RESERVED: [&str; 3] = ["fn:", "fnref:", "embed-"];

/// What comes before an id that begins so.
const OWN: &str = "own-";

/// The ids of one page, each used once.
#[derive(Debug, Default)]
pub struct Ids {
    used: HashSet<Box<str>, FixedState>,
    /// How often an id was wanted that was used already, so that a thousand headings with one text
    /// do not each count from the start.
    wanted: HashMap<Box<str>, usize, FixedState>,
}

impl Ids {
    /// Takes `wanted`, or the first of `wanted-1`, `wanted-2`, … that is free.
    pub fn take(&mut self, wanted: &str) -> Box<str> {
        self.take_counted(wanted, "-")
    }

    /// The same with another sign before the number.
    pub fn take_counted(&mut self, wanted: &str, counter: &str) -> Box<str> {
        if RESERVED.iter().any(|front| wanted.starts_with(front)) {
            return self.take_counted(&format!("{OWN}{wanted}"), counter);
        }
        if self.used.insert(wanted.into()) {
            return wanted.into();
        }
        let count = self.wanted.entry(wanted.into()).or_insert(0);
        loop {
            *count += 1;
            let id = format!("{wanted}{counter}{count}").into_boxed_str();
            if self.used.insert(id.clone()) {
                return id;
            }
        }
    }

    /// Notes an id that stands on the page whatever else is there.
    pub fn note(&mut self, id: &str) {
        self.used.insert(id.into());
    }

    /// Whether `id` is used already.
    pub fn has(&self, id: &str) -> bool {
        self.used.contains(id)
    }
}

/// What a fragment means in an essay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'a> {
    Heading(&'a Heading),
    /// By an id that the heading would have in another tool.
    Foreign(&'a Heading),
    /// The id of a block.
    Block(&'a str),
    /// A name that raw HTML gives.
    Anchor(&'a str),
}

/// The place that `fragment` means: a block (`^id`), a heading by its id, a name in raw HTML, or a
/// heading by its text made an id, by its text, or by the id that another tool would give it, in this
/// order. `[[A#B#C]]` means C, which stands after B at a deeper level, as Obsidian has it.
pub fn find<'a>(outline: &'a Outline, fragment: &str, rule: IdRule) -> Option<Found<'a>> {
    let anchor =
        |same: &dyn Fn(&str) -> bool| outline.anchors.iter().find(|name| same(name)).map(|name| Found::Anchor(name));
    let exact = outline.headings.iter().any(|heading| &*heading.id == fragment);
    // The place of a block may be an id like any other, as in Digital Garden: `{ #note}` for `^note`.
    let bare = fragment.strip_prefix('^').unwrap_or(fragment);
    let named = if exact { None } else { anchor(&|name| name == fragment || name == bare) };
    let folded = || anchor(&|name| case_folded(name) == case_folded(fragment));
    named.or_else(|| find_written(outline, fragment, rule)).or_else(folded)
}

/// The place in what is Markdown.
fn find_written<'a>(outline: &'a Outline, fragment: &str, rule: IdRule) -> Option<Found<'a>> {
    if fragment.starts_with('^') {
        let id = block::folded(fragment);
        let block = outline.blocks.iter().find(|block| ***block == *id).map(|block| Found::Block(block));
        let heading = || outline.headings.iter().find(|heading| heading.id.trim_start_matches('^') == &fragment[1..]);
        return block.or_else(|| heading().map(Found::Heading));
    }
    let mut headings = outline.headings.as_slice();
    let mut above = 0;
    // What began like an id of ours stands there under another.
    let is_it = |id: &str| id == fragment || id.strip_prefix(OWN) == Some(fragment);
    if let Some(exact) = headings.iter().find(|heading| is_it(&heading.id)) {
        return Some(Found::Heading(exact));
    }
    let mut steps = fragment.split('#').filter(|step| !step.trim().is_empty()).peekable();
    while let Some(step) = steps.next() {
        let found = one(headings, above, step, rule);
        if steps.peek().is_none() {
            return found;
        }
        let (Found::Heading(first) | Found::Foreign(first)) = found? else { return None };
        let at = headings.iter().position(|heading| std::ptr::eq(heading, first))? + 1;
        (headings, above) = (&headings[at..], first.level);
    }
    None
}

/// What a heading may not have in it to be named in a wikilink.
pub const SIGNS: [char; 5] = ['|', '[', ']', '#', '^'];

/// The heading or block that may have been meant by a fragment, as a link names it, and whether it is
/// sure: no other is as near, and it can only be a slip for that one.
pub fn near<'a>(outline: &'a Outline, typed: &str, manner: Manner, rule: IdRule) -> (Option<&'a str>, bool) {
    let headings = outline.headings.iter().flat_map(|heading| match manner {
        Manner::Wiki if !heading.text.contains(SIGNS) => [Some(&*heading.id), Some(&*heading.text)],
        Manner::Wiki | Manner::Path | Manner::Named | Manner::Whole | Manner::Host => [Some(&*heading.id), None],
    });
    let named = outline.blocks.iter().chain(&outline.anchors).map(|id| &**id);
    let names = headings.flatten().chain(named);
    let near = nearest_of(typed, names.map(|name| (Letters::of(name), name)));
    let mut meant: Vec<_> = near.iter().map(|name| find(outline, name, rule)).collect();
    meant.dedup();
    let first = near.first().copied();
    (first, meant.len() == 1 && first.is_some_and(|first| is_slip(typed, first)))
}

/// The heading, deeper than one of the level `above`, that one step of a fragment means.
fn one<'a>(headings: &'a [Heading], above: u8, step: &str, rule: IdRule) -> Option<Found<'a>> {
    let by = |fits: &dyn Fn(&Heading) -> bool| headings.iter().find(|heading| heading.level > above && fits(heading));
    let id = slug::heading(step, rule);
    let words = bare(step);
    if let Some(heading) = by(&|heading| &*heading.id == step || *heading.text == *step.trim())
        .or_else(|| by(&|heading| *heading.id == *id))
        .or_else(|| by(&|heading| !words.is_empty() && bare(&heading.text) == words))
        .or_else(|| {
            let words = stripped(step);
            by(&|heading| !words.is_empty() && stripped(&heading.text) == words)
        })
    {
        return Some(Found::Heading(heading));
    }
    let mut others = IdRule::ALL.into_iter().filter(|other| *other != rule);
    // As `slugify` has it, by which Eleventy makes ids.
    let spelled_out = |heading: &Heading| slug::heading(&heading.text.replace('&', " and "), IdRule::Zola) == step;
    others
        .find_map(|other| by(&|heading| !step.is_empty() && slug::heading(&heading.text, other) == step))
        .or_else(|| by(&|heading| heading.text.contains('&') && spelled_out(heading)))
        .map(Found::Foreign)
}

/// Text case-folded, without the characters a link may not have.
fn bare(text: &str) -> String {
    without(text, "#|^:%[]\\")
}

/// Text as Obsidian compares headings (`stripHeading` of its API): most signs count as spaces, so that a
/// link that was made for an older wording, or by hand, is found.
fn stripped(text: &str) -> String {
    without(text, "!\"#$%&()*+,.:;<=>?@^`{|}~/[]\\")
}

/// Text case-folded, each of `signs` and every run of white space one space.
fn without(text: &str, signs: &str) -> String {
    let kept: String = case_folded(text).chars().map(|c| if signs.contains(c) { ' ' } else { c }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Found, Heading, Ids, Outline, find};
    use crate::base::slug::IdRule;

    #[test]
    fn repeated_ids_are_counted() {
        let mut ids = Ids::default();
        assert_eq!(["a", "a-1", "a", "a"].map(|id| ids.take(id).into_string()), ["a", "a-1", "a-2", "a-3"]);
    }

    #[test]
    fn fragments_find_headings_and_blocks() {
        let heading =
            |level, id: &str, text: &str| Heading { level, id: id.into(), text: text.into(), is_apart: false };
        let headings = vec![
            heading(2, "own", "What: and why?"),
            heading(2, "what-and-why", "Other"),
            heading(3, "more", "More"),
            heading(2, "élan--vie", "Élan & vie"),
            heading(3, "more-1", "More"),
            heading(2, "timing-eg-latency", "Timing (e.g. latency)"),
            heading(2, "a_b-c--d", "a_b `c` / *d*"),
        ];
        let outline = Outline {
            headings,
            blocks: vec!["^quote".into()],
            anchors: vec!["own".into(), "More".into(), "Term".into()],
            labels: Vec::new(),
            is_partial: false,
        };
        let found = |fragment: &str| match find(&outline, fragment, IdRule::Github) {
            Some(Found::Heading(heading)) => heading.id.to_string(),
            Some(Found::Foreign(heading)) => format!("foreign {}", heading.id),
            Some(Found::Block(id)) => id.to_owned(),
            Some(Found::Anchor(name)) => format!("name {name}"),
            None => String::new(),
        };
        for (fragment, id) in [
            ("own", "own"),
            ("What and why", "what-and-why"),
            ("what  AND why?", "own"),
            ("Other#More", "more"),
            ("Élan & vie#More", "more-1"),
            ("elan-vie", "foreign élan--vie"),
            ("Timing e g latency", "timing-eg-latency"),
            ("timing (E.g., latency)", "timing-eg-latency"),
            ("Élan & vie#Timing e.g. latency", ""),
            ("What and why#More", "more"),
            ("own#More#Other", ""),
            ("a_b c d", "a_b-c--d"),
            ("a_b `c` / *d*", "a_b-c--d"),
            ("^Quote", "^quote"),
            ("More", "name More"),
            ("term", "name Term"),
            ("nothing", ""),
            ("Own#Other", ""),
        ] {
            assert_eq!(found(fragment), id, "{fragment}");
        }
    }
}
