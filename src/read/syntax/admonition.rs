//! Boxes as other tools write them: `:::note[Title]` … `:::` (Docusaurus, Starlight, Quarto), `!!! note "Title"`
//! with an indented text (Material for `MkDocs`) and `=== "Tab"`. They are rewritten as callouts. A `:::` with a
//! class that is not a type of a callout is a `<div>`.

use std::ops::Range;

use crate::base::source_map::Patch;
use crate::read::html::Html;
use crate::read::syntax::attribute::Attributes;
use crate::read::syntax::callout;

/// What begins a fence that crosslight itself put into the text, whatever the book sets.
pub const OURS: char = '\u{e001}';

/// How deep admonitions may stand in one another; deeper ones stay as text.
const DEEPEST: usize = 50;

/// A box that is open.
struct Indent {
    /// How far its first line is indented within the box round it.
    lead: usize,
    /// How far its text is indented beyond that.
    body: usize,
    /// What stands before its lines: the sign of a quote, or nothing.
    sign: &'static str,
    /// How many colons opened it, and where; none if its indented text is all of it.
    fence: Option<(usize, Range<usize>)>,
    /// Whether it says itself that it is a box, by its type or by braces.
    is_told: bool,
}

/// What the first line of a box is.
enum TitleLine {
    /// The first line of a callout.
    Callout(String),
    /// The opening tag of a `<div>`.
    Div(String),
}

/// Lines that look like the first line of a box, as far as they are none.
enum Bare {
    /// Those whose name is not a type of a callout: nothing in the text ends a box.
    All,
    /// Those that begin here.
    At(Vec<usize>),
}

/// What there is to say of the lines that begin boxes.
#[derive(Debug, Default)]
pub struct Told {
    /// The line of one that is never closed.
    pub unclosed: Option<Range<usize>>,
    /// Lines with a title that is not shown, since it has no quotation marks, and how each is written right.
    pub untitled: Vec<(Range<usize>, String)>,
}

/// What must be written instead for the admonitions of `text` to be callouts, and what is to be said of them. Lines that begin in one of `verbatim` (code and raw HTML) begin none, and those in `code` end
/// none: a box may end right below raw HTML. Unless `all` are read, those are that crosslight put there.
pub fn patches(text: &str, verbatim: &[Range<usize>], code: &[Range<usize>], all: bool) -> (Vec<Patch>, Told) {
    let bare = if text.lines().any(ends) { Bare::At(Vec::new()) } else { Bare::All };
    let found = once(text, [verbatim, code], all, bare);
    // A name after colons that nobody ends is not meant for a box: `::: package.module` asks for something else.
    let bare = found.levels.iter().filter(|level| !level.is_told).filter_map(|level| level.fence.as_ref());
    let bare: Vec<usize> = bare.map(|(_, line)| line.start).collect();
    let found = if bare.is_empty() { found } else { once(text, [verbatim, code], all, Bare::At(bare)) };
    let mut patches = found.patches;
    // A `<div>` that nobody closes ends with the text; what is a quote needs no end.
    let open = found.levels.iter().rev().filter(|level| level.sign.is_empty() && level.fence.is_some());
    patches.extend(open.map(|level| (text.len()..text.len(), format!("\n\n{}</div>\n", " ".repeat(level.lead)))));
    patches.retain(|(old, new)| !old.is_empty() || !new.is_empty());
    let unclosed = found.levels.into_iter().rev().find_map(|level| level.fence);
    (patches, Told { unclosed: unclosed.map(|(_, line)| line), untitled: found.untitled })
}

/// The boxes of `text`, but for those lines that are none.
fn once(text: &str, [verbatim, code]: [&[Range<usize>]; 2], all: bool, bare: Bare) -> Boxes {
    let mut boxes = Boxes {
        levels: Vec::new(),
        patches: Vec::new(),
        untitled: Vec::new(),
        fence: None,
        lead_of_code: 0,
        all,
        bare,
    };
    let (mut verbatim, mut code) = (verbatim.iter().peekable(), code.iter().peekable());
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        while verbatim.next_if(|range| range.end <= start).is_some() {}
        while code.next_if(|range| range.end <= start).is_some() {}
        // The indented text of a `!!!` looks like code to the parser, which does not know them.
        let indented = boxes.levels.iter().any(|level| level.body > 0);
        let is_code = !indented && verbatim.peek().is_some_and(|range| range.start < start);
        let is_end = is_code && ends(line) && code.peek().is_none_or(|range| range.start >= start);
        boxes.line(start, line.trim_end(), is_code && !is_end);
    }
    boxes
}

struct Boxes {
    /// From the outermost inwards.
    levels: Vec<Indent>,
    patches: Vec<Patch>,
    untitled: Vec<(Range<usize>, String)>,
    /// The fence of code in an indented text, which the parser does not know of.
    fence: Option<(u8, usize)>,
    /// How far the line above code is indented within its box, as that is which opens it.
    lead_of_code: usize,
    all: bool,
    bare: Bare,
}

impl Boxes {
    fn line(&mut self, start: usize, line: &str, is_code: bool) {
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        let indent = columns(&line[..blank]);
        if !line.is_empty() {
            self.end_indented(indent);
        }
        let (prefix, taken) = self.prefix(indent);
        let (skipped, _) = skip(&line[..blank], taken);
        let has_tab = !self.levels.is_empty() && line[..blank].contains('\t');
        let extra = indent - taken;
        let (lead, own) = (&*" ".repeat(extra), &line[blank..]);
        let whole = start..start + line.len();
        let fenced = own.strip_prefix(OURS).or(Some(own).filter(|_| self.all));
        if is_code || self.is_fenced(own) {
            // A tab behind the sign of a quote would be less than it was; one in the code stays.
            let own = if has_tab { self.lead_of_code.min(extra) } else { 0 };
            let (kept, over) = skip(&line[..blank], taken + own);
            self.patches.push((start..start + kept, prefix + &" ".repeat(own + over)));
            return;
        }
        self.lead_of_code = extra;
        if let Some((colons, rest)) = fenced.and_then(colons) {
            if rest.is_empty() && self.closes(colons) {
                let Some(level) = self.levels.pop() else { return };
                let outer = self.prefix(indent).0;
                // A line of its own, so that what follows is not part of the quote.
                let last = if level.sign.is_empty() {
                    format!("{prefix}\n{outer}{}</div>\n{outer}", " ".repeat(level.lead))
                } else {
                    outer
                };
                self.patches.push((whole, last));
                return;
            }
            let is_told = own.starts_with(OURS) || is_told(rest);
            let is_bare = match &self.bare {
                Bare::All => !is_told,
                Bare::At(starts) => starts.contains(&start),
            };
            if let Some(head) = fenced_head(rest).filter(|_| !is_bare && self.levels.len() < DEEPEST) {
                let (sign, first) = match head {
                    TitleLine::Callout(first) => ("> ", format!("> {first}")),
                    TitleLine::Div(first) => ("", format!("{first}\n{prefix}{lead}")),
                };
                let fence = Some((colons, whole.clone()));
                self.levels.push(Indent { lead: extra, body: 0, sign, fence, is_told });
                self.patches.push((whole, format!("{prefix}\n{prefix}{lead}{first}")));
                return;
            }
        }
        if let Some(head) = marked_head(own).filter(|_| self.all && self.levels.len() < DEEPEST) {
            self.levels.push(Indent { lead: extra, body: 4, sign: "> ", fence: None, is_told: true });
            self.untitled.extend(titled(own).map(|right| (start + blank..whole.end, right)));
            self.patches.push((whole, format!("{prefix}\n{prefix}{lead}> {head}")));
            return;
        }
        // An end without a beginning, put there by a macro.
        if own.starts_with(OURS) {
            self.patches.push((whole, prefix));
        } else if has_tab {
            self.patches.push((start..start + blank, prefix + lead));
        } else {
            self.patches.push((start..start + skipped, prefix));
        }
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

/// How far spaces and tabs reach: a tab to the next fourth column.
fn columns(blank: &str) -> usize {
    blank.bytes().fold(0, beyond)
}

/// The column behind a space or a tab.
fn beyond(column: usize, byte: u8) -> usize {
    if byte == b'\t' { column / 4 * 4 + 4 } else { column + 1 }
}

/// How many of these spaces and tabs reach `column`, and how much further the last of them goes.
fn skip(blank: &str, column: usize) -> (usize, usize) {
    let mut reached = 0;
    for (at, byte) in blank.bytes().enumerate() {
        if reached >= column {
            return (at, reached - column);
        }
        reached = beyond(reached, byte);
    }
    (blank.len(), reached.saturating_sub(column))
}

/// Whether a line has nothing but the colons that end a box.
fn ends(line: &str) -> bool {
    colons(line.trim().trim_start_matches(OURS)).is_some_and(|(_, rest)| rest.is_empty())
}

/// The colons at the front of a line, if there are three, and what follows.
fn colons(line: &str) -> Option<(usize, &str)> {
    let colons = line.bytes().take_while(|byte| *byte == b':').count();
    (colons >= 3).then(|| (colons, line[colons..].trim()))
}

/// Whether what follows the colons says that a box begins: by a type of callouts, or in braces.
fn is_told(rest: &str) -> bool {
    let name = rest.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').next().unwrap_or_default();
    rest.ends_with('}')
        || ["details", "code-group"].contains(&name)
        || callout::is_known(name.strip_prefix("callout-").unwrap_or(name))
}

/// What `note[Title]`, `note Title`, `{.note title="Title"}` or `class` begins.
fn fenced_head(rest: &str) -> Option<TitleLine> {
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
        return Some(TitleLine::Callout(format!("[!{kind}]{fold} {title}")));
    }
    if name == "details" || (!title.is_empty() && !name.is_empty()) {
        let fold = match name {
            "details" => "-",
            "tab" => "+",
            _ => "",
        };
        return Some(TitleLine::Callout(format!("[!{name}]{fold} {title}")));
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
    Some(TitleLine::Div(div.text))
}

/// `!!! note "Title"`, `??? note`, `???+ note` and `=== "Tab"` as the first line of a callout.
fn marked_head(line: &str) -> Option<String> {
    if let Some(rest) = line.strip_prefix("===") {
        let rest = rest.trim_start_matches(['!', '+']).trim();
        let quote = rest.chars().next().filter(|c| "\"'".contains(*c))?;
        return Some(format!("[!tab]+ {}", rest[1..].strip_suffix(quote)?));
    }
    let (sign, rest) = marked(line)?;
    let fold = match sign {
        "!!!" => "",
        "???+" => "+",
        _ => "-",
    };
    let name = rest.split_whitespace().next()?;
    let plain = name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let title = rest.split_once('"').and_then(|(_, after)| after.rsplit_once('"')).map_or("", |(title, _)| title);
    plain.then(|| format!("[!{name}]{fold} {title}"))
}

/// The sign of a box with an indented text, and what follows it: a space between the two is not needed.
fn marked(line: &str) -> Option<(&'static str, &str)> {
    ["!!!", "???+", "???"].into_iter().find_map(|sign| {
        let rest = line.strip_prefix(sign)?;
        let begins = |c: char| c.is_alphanumeric() || c == ' ';
        rest.starts_with(begins).then(|| (sign, rest.trim_start()))
    })
}

/// What may stand behind the name of a box and is not a title: how it is set.
const SETTINGS: [&str; 5] = ["inline", "end", "annotate", "left", "right"];

/// The first line of a box with quotation marks round the words that can only be its title. `MkDocs` takes them for names
/// of classes, and shows none of them.
fn titled(line: &str) -> Option<String> {
    let (sign, rest) = marked(line)?;
    let (name, words) = rest.split_once(' ')?;
    let words = words.trim();
    let bare = words.trim_matches(['"', '“', '”', '„', '\'']);
    let is_closed = words.matches('"').count() > 1;
    let mut others = bare.split_whitespace().filter(|word| !SETTINGS.contains(word)).peekable();
    let is_title = others.peek().is_some_and(|word| word.starts_with(char::is_uppercase)) || others.count() > 1;
    (is_title && !is_closed && !bare.contains(['"', '{'])).then(|| format!("{sign} {name} \"{bare}\""))
}

#[cfg(test)]
mod tests {
    use super::titled;

    #[test]
    fn titles_without_marks_are_seen() {
        for (line, right) in [
            ("!!! note Words without marks", "!!! note \"Words without marks\""),
            ("!!! note \"Words", "!!! note \"Words\""),
            ("???+ tip “Words”", "???+ tip \"Words\""),
        ] {
            assert_eq!(titled(line).as_deref(), Some(right));
        }
        for line in
            ["!!! note", "!!! note \"Words\"", "!!! info inline end", "!!! note inline \"Two words\"", "!!! note big"]
        {
            assert_eq!(titled(line), None, "{line}");
        }
    }
}
