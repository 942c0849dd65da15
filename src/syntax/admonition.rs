//! Boxes as other tools write them: `:::note[Title]` … `:::` (Docusaurus, Starlight, Quarto), `!!! note "Title"`
//! with an indented text (Material for `MkDocs`) and `=== "Tab"`. They are rewritten as callouts. A `:::` with a
//! class that is no type of a callout is a `<div>`.

use std::ops::Range;

use crate::html::Html;
use crate::patch::Patch;
use crate::syntax::attribute::Attributes;
use crate::syntax::callout;

/// What begins a fence that crosslight itself put into the text, whatever the book sets.
pub const OURS: char = '\u{e001}';

/// How deep admonitions may stand in one another; deeper ones stay as text.
const DEEPEST: usize = 50;

/// A box that is open.
struct Level {
    /// How far its first line is indented within the box round it.
    lead: usize,
    /// How far its text is indented beyond that.
    body: usize,
    /// What stands before its lines: the sign of a quote, or nothing.
    sign: &'static str,
    /// How many colons opened it, and where; none if its indented text is all of it.
    fence: Option<(usize, Range<usize>)>,
}

/// What the first line of a box is.
enum Head {
    /// The first line of a callout.
    Callout(String),
    /// The opening tag of a `<div>`.
    Div(String),
}

/// What must be written instead for the admonitions of `text` to be callouts, and the line of one
/// that is never closed. Lines that begin in one of `verbatim` (code and the like) are left alone. Unless
/// `all` are read, those are that crosslight put there.
pub fn patches(text: &str, verbatim: &[Range<usize>], all: bool) -> (Vec<Patch>, Option<Range<usize>>) {
    let mut boxes = Boxes { levels: Vec::new(), patches: Vec::new(), fence: None, all };
    let mut verbatim = verbatim.iter().peekable();
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        while verbatim.next_if(|range| range.end <= start).is_some() {}
        // The indented text of a `!!!` looks like code to the parser, which does not know them.
        let indented = boxes.levels.iter().any(|level| level.body > 0);
        let is_code = !indented && verbatim.peek().is_some_and(|range| range.start < start);
        boxes.line(start, line.trim_end(), is_code);
    }
    let mut patches = boxes.patches;
    patches.retain(|(old, new)| !old.is_empty() || !new.is_empty());
    let unclosed = boxes.levels.into_iter().rev().find_map(|level| level.fence);
    (patches, unclosed.map(|(_, line)| line))
}

struct Boxes {
    /// From the outermost inwards.
    levels: Vec<Level>,
    patches: Vec<Patch>,
    /// The fence of code in an indented text, which the parser does not know of.
    fence: Option<(u8, usize)>,
    all: bool,
}

impl Boxes {
    fn line(&mut self, start: usize, line: &str, is_code: bool) {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let tabs = line.bytes().take_while(|byte| *byte == b'\t').count();
        // A tab is as far as four spaces.
        let indent = if tabs > 0 { tabs * 4 } else { indent };
        if !line.is_empty() {
            self.end_indented(indent);
        }
        let (prefix, taken) = self.prefix(indent);
        let skipped = if tabs > 0 { taken.div_ceil(4) } else { taken };
        let own = line.get(skipped..).unwrap_or_default();
        let extra = own.len() - own.trim_start_matches(' ').len();
        let (lead, own) = (&own[..extra], &own[extra..]);
        let whole = start..start + line.len();
        let fenced = own.strip_prefix(OURS).or(Some(own).filter(|_| self.all));
        if is_code || self.is_fenced(own) {
            self.patches.push((start..start + skipped, prefix));
            return;
        }
        if let Some((colons, rest)) = fenced.and_then(colons) {
            if rest.is_empty() && self.closes(colons) {
                let Some(level) = self.levels.pop() else { return };
                let outer = self.prefix(indent).0;
                // A line of its own, so that what follows is no part of the quote.
                let last = if level.sign.is_empty() { format!("{prefix}\n{outer}</div>\n{outer}") } else { outer };
                self.patches.push((whole, last));
                return;
            }
            if let Some(head) = fenced_head(rest).filter(|_| self.levels.len() < DEEPEST) {
                let (sign, first) = match head {
                    Head::Callout(first) => ("> ", format!("> {first}")),
                    Head::Div(first) => ("", format!("{first}\n{prefix}{lead}")),
                };
                self.levels.push(Level { lead: extra, body: 0, sign, fence: Some((colons, whole.clone())) });
                self.patches.push((whole, format!("{prefix}\n{prefix}{lead}{first}")));
                return;
            }
        }
        if let Some(head) = marked_head(own).filter(|_| self.all && self.levels.len() < DEEPEST) {
            self.levels.push(Level { lead: extra, body: 4, sign: "> ", fence: None });
            self.patches.push((whole, format!("{prefix}\n{prefix}{lead}> {head}")));
            return;
        }
        // An end without a beginning, put there by a macro.
        let kept = if own.starts_with(OURS) { line.len() } else { skipped };
        self.patches.push((start..start + kept, prefix));
    }

    /// Ends the boxes whose text is indented further than a line.
    fn end_indented(&mut self, indent: usize) {
        let mut column = 0;
        let ended = self.levels.iter().position(|level| {
            column += level.lead + level.body;
            level.body > 0 && indent < column
        });
        if let Some(ended) = ended {
            self.levels.truncate(ended);
            self.fence = None;
        }
    }

    /// What stands before a line of the innermost box, and how much of its indent that is for.
    fn prefix(&self, indent: usize) -> (String, usize) {
        let mut prefix = String::new();
        let mut taken = 0;
        for level in &self.levels {
            taken = indent.min(taken + level.lead);
            prefix.extend(std::iter::repeat_n(' ', level.lead));
            prefix.push_str(level.sign);
            taken = indent.min(taken + level.body);
        }
        (prefix, taken)
    }

    /// Whether a line of an indented text is code between fences.
    fn is_fenced(&mut self, line: &str) -> bool {
        if !self.levels.iter().any(|level| level.body > 0) {
            return false;
        }
        let sign = line.bytes().next().unwrap_or_default();
        let length = line.bytes().take_while(|byte| *byte == sign).count();
        let is_fence = matches!(sign, b'`' | b'~') && length >= 3;
        match self.fence {
            Some((open, least)) => {
                if is_fence && sign == open && length >= least && line.trim().len() == length {
                    self.fence = None;
                }
                true
            }
            None if is_fence => {
                self.fence = Some((sign, length));
                true
            }
            None => false,
        }
    }

    /// Whether a line of so many colons ends the innermost box.
    fn closes(&self, colons: usize) -> bool {
        let open = self.levels.last().and_then(|level| level.fence.as_ref());
        open.is_some_and(|(open, _)| *open <= colons)
    }
}

/// The colons at the front of a line, if there are three, and what follows.
fn colons(line: &str) -> Option<(usize, &str)> {
    let colons = line.bytes().take_while(|byte| *byte == b':').count();
    (colons >= 3).then(|| (colons, line[colons..].trim()))
}

/// What `note[Title]`, `note Title`, `{.note title="Title"}` or `class` begins.
fn fenced_head(rest: &str) -> Option<Head> {
    let (name, after) = if rest.starts_with('{') {
        ("", rest)
    } else {
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
        (&rest[..length], rest[length..].trim())
    };
    let (title, braces) = match after.rfind('{').filter(|_| after.ends_with('}')) {
        Some(at) => (after[..at].trim(), Some(&after[at + 1..after.len() - 1])),
        None => (after, None),
    };
    let attributes = braces.map(Attributes::read).unwrap_or_default();
    let given = attributes.value("title");
    let title = match title.strip_prefix('[') {
        Some(titled) => &titled[..titled.rfind(']')?],
        // More colons after it are an ornament of Pandoc's.
        None => title.trim_end_matches(':').trim_end(),
    };
    let title = if title.is_empty() { given.unwrap_or_default() } else { title };
    let classes: Vec<&str> =
        Some(name).filter(|name| !name.is_empty()).into_iter().chain(attributes.classes()).collect();
    let plain = |class: &str| class.strip_prefix("callout-").unwrap_or(class).to_owned();
    if let Some(kind) = classes.iter().map(|class| plain(class)).find(|class| callout::is_known(class)) {
        let fold = match attributes.value("collapse") {
            Some("true") => "-",
            Some("false") => "+",
            _ => "",
        };
        return Some(Head::Callout(format!("[!{kind}]{fold} {title}")));
    }
    if name == "details" || (!title.is_empty() && !name.is_empty()) {
        let fold = if name == "details" { "-" } else { "" };
        return Some(Head::Callout(format!("[!{name}]{fold} {title}")));
    }
    if classes.is_empty() && attributes.is_empty() {
        return None;
    }
    let mut div = Html::default();
    div.push("<div");
    if !classes.is_empty() {
        div.attribute("class", &classes.join(" "));
    }
    if let Some(id) = attributes.id() {
        div.attribute("id", id);
    }
    div.push(">");
    Some(Head::Div(div.text))
}

/// `!!! note "Title"`, `??? note`, `???+ note` and `=== "Tab"` as the first line of a callout.
fn marked_head(line: &str) -> Option<String> {
    if let Some(rest) = line.strip_prefix("===") {
        let rest = rest.trim_start_matches(['!', '+']).trim();
        let quote = rest.chars().next().filter(|c| "\"'".contains(*c))?;
        return Some(format!("[!tab]+ {}", rest[1..].strip_suffix(quote)?));
    }
    let (fold, rest) = match () {
        () if line.starts_with("!!! ") => ("", &line[4..]),
        () if line.starts_with("???+ ") => ("+", &line[5..]),
        () if line.starts_with("??? ") => ("-", &line[4..]),
        () => return None,
    };
    let name = rest.split_whitespace().next()?;
    let plain = name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let title = rest.split_once('"').and_then(|(_, after)| after.rsplit_once('"')).map_or("", |(title, _)| title);
    plain.then(|| format!("[!{name}]{fold} {title}"))
}
