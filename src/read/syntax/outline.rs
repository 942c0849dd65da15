//! Outlines of blocks as Logseq writes them: `key:: value` below a block, `((block))`, `{{embed [[page]]}}`,
//! marks such as `TODO`, `^^marked^^`, `#[[tag of words]]`, quotes between `#+BEGIN_QUOTE` and `#+END_QUOTE`,
//! code between `#+BEGIN_SRC` and `#+END_SRC`.
//!
//! They are rewritten as what Markdown and crosslight have for them. What stands at the top of a page, before
//! its first block, are its fields (see [`super::property`]).

use std::ops::Range;

use crate::base::source_map::Patch;
use crate::read::syntax::property::property;
use crate::read::syntax::shortcode;

/// The words at the front of a block that say how far a task is.
const TASKS: [(&str, &str); 9] = [
    ("TODO", "[ ]"),
    ("DOING", "[/]"),
    ("NOW", "[/]"),
    ("LATER", "[ ]"),
    ("WAITING", "[ ]"),
    ("WAIT", "[ ]"),
    ("IN-PROGRESS", "[/]"),
    ("DONE", "[x]"),
    ("CANCELED", "[-]"),
];

/// What must be written instead for the outline in `text` to be Markdown, and the macros of it that
/// stand for what nobody can know without the program. What lies in one of `verbatim` is left alone.
pub fn patches(text: &str, verbatim: &[Range<usize>]) -> (Vec<Patch>, Vec<Range<usize>>) {
    let mut found = Marker { text, patches: Vec::new(), stays: Vec::new() };
    let mut end = 0;
    let mut block = OutlineBlock::default();
    let mut quoted = None;
    // What ends a stretch that nobody is shown.
    let mut hidden_until: Option<&str> = None;
    // Where code ends that is being passed over.
    let mut code_until = 0;
    // Whether what goes on in the next line is part of a paragraph that has begun: a formula, or code in it.
    let mut flows = false;
    for line in text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        if let Some(last) = hidden_until {
            hidden_until = Some(last).filter(|last| !line.trim().eq_ignore_ascii_case(last));
            found.patches.push((start..end, String::new()));
            continue;
        }
        if start < code_until {
            continue;
        }
        let before = verbatim.partition_point(|range| range.end <= start);
        if verbatim.get(before).is_some_and(|range| range.start < start) {
            if flows {
                block.end = Some(start + line.trim_end().len());
            } else {
                found.identify(&mut block);
            }
            continue;
        }
        let goes_on = verbatim.get(before).is_some_and(|range| range.start < end && range.end > end);
        let body = line.trim_end();
        let indent = body.len() - body.trim_start().len();
        let words = body.trim_start();
        let content = words.strip_prefix("- ").unwrap_or(words);
        let at = start + body.len() - content.len();
        let is_new = words.starts_with("- ") || words == "-";
        let is_block_of_its_own =
            is_new || block.is_heading || ["```", "~~~", "<"].iter().any(|sign| words.starts_with(sign));
        flows = goes_on && block.end.is_some() && !is_block_of_its_own;
        if is_new || words.is_empty() || (goes_on && !flows) {
            found.identify(&mut block);
        }
        if is_new {
            block = OutlineBlock::default();
        }
        block.is_begun |= goes_on;
        let whole = start..end;
        let upper = content.to_ascii_uppercase();
        hidden_until = match upper.as_str() {
            ":LOGBOOK:" | ":PROPERTIES:" => Some(":END:"),
            "#+BEGIN_COMMENT" => Some("#+END_COMMENT"),
            _ => None,
        };
        if hidden_until.is_some() {
            // The block may begin with it.
            found
                .patches
                .push((if content.len() < words.len() { at..start + body.len() } else { whole }, String::new()));
        } else if let Some((key, value)) = property(content) {
            let is_id = key == "id" && is_block(value);
            // The block may begin with one.
            let in_line = at..start + body.len();
            if is_id && block.end.is_none() && !is_new && block.is_begun {
                // Below what is no paragraph, as a formula of several lines, it stands in one of its own.
                found.patches.push((whole, format!("\n{}^{value}\n\n", &body[..indent])));
                continue;
            }
            block.id = if is_id { Some(value) } else { block.id };
            found.patches.push((if content.len() < words.len() { in_line } else { whole }, String::new()));
        } else if let Some(code) = CodeBlock::of(text, at, content) {
            code_until = code.end;
            found.patches.extend(code.patches);
        } else if let Some(kind) = upper.strip_prefix("#+BEGIN_") {
            let head = match kind.trim() {
                "QUOTE" => String::new(),
                kind => format!("[!{}]", kind.to_lowercase()),
            };
            quoted = Some(());
            let margin = &body[..indent];
            let margin = if content.len() < words.len() { String::new() } else { margin.to_owned() };
            found.patches.push((at - margin.len().min(at - start)..start + body.len(), format!("{margin}> {head}")));
        } else if upper.starts_with("#+END_") {
            quoted = None;
            found.patches.push((whole, "\n".into()));
        } else {
            if quoted.is_some() {
                found.patches.push((at..at, "> ".into()));
            }
            if content.len() < words.len() {
                found.task(content, at);
            }
            found.inside(start + indent..start + body.len(), verbatim);
            block.is_heading |= is_new && content.trim_start_matches('#').starts_with(' ') && content.starts_with('#');
            // What follows a heading is another paragraph.
            let is_below = block.is_heading && block.end.is_some();
            if (flows || !goes_on) && !words.is_empty() && !is_below {
                block.end = Some(start + body.len());
            }
        }
    }
    found.identify(&mut block);
    found.patches.sort_by_key(|(place, _)| (place.start, place.end));
    (found.patches, found.stays)
}

/// CodeBlock between `#+BEGIN_SRC` and `#+END_SRC`, or an example, as it stands between fences.
struct CodeBlock {
    patches: [Patch; 2],
    /// The end of its last line.
    end: usize,
}

impl CodeBlock {
    /// The code that the line `content` at `at` begins, if it has an end.
    fn of(text: &str, at: usize, content: &str) -> Option<Self> {
        let (first, language) = content.split_once(' ').unwrap_or((content, ""));
        let last = ["SRC", "EXAMPLE"]
            .iter()
            .find_map(|kind| first.eq_ignore_ascii_case(&format!("#+BEGIN_{kind}")).then(|| format!("#+END_{kind}")))?;
        let from = at + content.len();
        let mut end = from + text[from..].find('\n')? + 1;
        let inside = end;
        for line in text[inside..].split_inclusive('\n') {
            let start = end;
            end += line.len();
            if line.trim().eq_ignore_ascii_case(&last) {
                let ticks = text[inside..start].split(|c| c != '`').map(str::len).max().unwrap_or(0);
                let fence = "`".repeat(3.max(ticks + 1));
                let language = language.split_whitespace().next().unwrap_or_default();
                let close = start + line.len() - line.trim_start().len();
                let close = close..close + line.trim().len();
                return Some(Self { patches: [(at..from, format!("{fence}{language}")), (close, fence)], end });
            }
        }
        None
    }
}

/// A block that is being read.
#[derive(Default)]
struct OutlineBlock<'a> {
    id: Option<&'a str>,
    is_heading: bool,
    /// Whether it has more than words so far: code, or a formula of several lines.
    is_begun: bool,
    /// Where its text ends so far.
    end: Option<usize>,
}

struct Marker<'a> {
    text: &'a str,
    patches: Vec<Patch>,
    stays: Vec<Range<usize>>,
}

impl Marker<'_> {
    /// Writes the id of a block at the end of its first paragraph, where Markdown has it.
    fn identify(&mut self, block: &mut OutlineBlock<'_>) {
        if let Some(end) = block.end
            && let Some(id) = block.id.take()
        {
            self.patches.push((end..end, format!(" ^{id}")));
        }
    }

    /// The mark of a task at the front of a block.
    fn task(&mut self, content: &str, at: usize) {
        for (word, sign) in TASKS {
            if content.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')) {
                self.patches.push((at..at + word.len(), sign.into()));
                let rest = &content[word.len() + 1..];
                if let Some(length) = ["[#A] ", "[#B] ", "[#C] "].iter().find(|mark| rest.starts_with(**mark)) {
                    let from = at + word.len() + 1;
                    self.patches.push((from..from + length.len(), String::new()));
                }
            }
        }
    }

    /// What stands in a line of text.
    fn inside(&mut self, line: Range<usize>, verbatim: &[Range<usize>]) {
        let mut at = line.start;
        while at < line.end {
            let rest = &self.text[at..line.end];
            let Some(next) = rest.find(['(', '{', '^', '#', '`']).map(|next| at + next) else { return };
            let before = verbatim.partition_point(|range| range.end <= next);
            if let Some(code) = verbatim.get(before).filter(|code| code.start <= next) {
                at = code.end;
                continue;
            }
            let rest = &self.text[next..line.end];
            at = next + 1;
            let is_labelled = self.text[..next].ends_with(']') && !self.text[..next].ends_with("]]");
            let labelled = || is_labelled.then(|| page_of_label(rest).or_else(|| spaced(rest))).flatten();
            let in_table = self.text[line.clone()].trim_start_matches(['-', ' ', '\t']).starts_with('|');
            if let Some((length, mut written)) = labelled().or_else(|| meaning(rest)) {
                if in_table {
                    // A bar ends the cell.
                    written = written.replace('|', "\\|");
                }
                let place = next..next + length;
                if written.starts_with('`') {
                    self.stays.push(place.clone());
                }
                at = place.end;
                self.patches.push((place, written));
            }
        }
    }
}

/// What the sign at the front of `rest` stands for, with the length of what it replaces.
fn meaning(rest: &str) -> Option<(usize, String)> {
    // `[words](((block)))`
    if let Some(block) = rest.strip_prefix("(((") {
        let (id, _) = block.split_once(")))")?;
        return is_block(id).then(|| (id.len() + 6, format!("(<{id}#^{id}>)")));
    }
    if let Some(block) = rest.strip_prefix("((") {
        let (id, _) = block.split_once("))")?;
        return is_block(id).then(|| (id.len() + 4, format!("[[{id}#^{id}|↗]]")));
    }
    if let Some(inside) = rest.strip_prefix("{{") {
        let length = inside.find("}}")? + 4;
        return Some((length, macro_of(inside[..length - 4].trim())));
    }
    if rest.starts_with("{:height") || rest.starts_with("{:width") {
        return Some((rest.find('}')? + 1, String::new()));
    }
    if let Some(marked) = rest.strip_prefix("^^") {
        let (words, _) = marked.split_once("^^").filter(|(words, _)| !words.trim().is_empty())?;
        return Some((words.len() + 4, format!("=={words}==")));
    }
    if rest.starts_with("#[[") {
        return Some((1, String::new()));
    }
    None
}

/// The page that is named in the brackets of a link: `[words]([[page]])`.
fn page_of_label(rest: &str) -> Option<(usize, String)> {
    let (page, _) = rest.strip_prefix("([[")?.split_once("]])")?;
    let path: String =
        page.chars().map(|c| if "#%?<>".contains(c) { format!("%{:02X}", c as u32) } else { c.into() }).collect();
    Some((page.len() + 6, format!("(<{path}>)")))
}

/// The longest address with spaces in it that is looked at, in bytes.
const LONGEST: usize = 1000;

/// The address of a link with spaces in it, which goes up to the bracket: `[a](../assets/a b.png)`.
fn spaced(rest: &str) -> Option<(usize, String)> {
    let end = rest.bytes().take(LONGEST).position(|byte| byte == b')')?;
    let address = rest[1..end].trim();
    let is_one = address.contains(' ') && !address.contains(['<', '>', '"', '(', '\\']);
    is_one.then(|| (end + 1, format!("(<{address}>)")))
}

/// What a macro stands for.
fn macro_of(inside: &str) -> String {
    let (name, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let rest = rest.trim();
    match name {
        "embed" => match rest.strip_prefix("((").and_then(|rest| rest.strip_suffix("))")) {
            Some(id) => format!("![[{id}#^{id}]]"),
            None => format!("!{rest}"),
        },
        "video" | "youtube" | "tweet" | "twitter" | "vimeo" | "bilibili" if rest.contains("://") => format!("<{rest}>"),
        "video" => format!("![](<{rest}>)"),
        "youtube-timestamp" => clock(rest),
        "cloze" => rest.to_owned(),
        _ => match shortcode::elsewhere(name, rest, "i") {
            Some((label, address)) => format!("[{label}](<{address}>)"),
            None => format!("`{{{{{inside}}}}}`"),
        },
    }
}

/// A place in a film, which may be written in seconds, as a clock shows it.
fn clock(time: &str) -> String {
    let Ok(seconds) = time.parse::<u32>() else { return time.to_owned() };
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// Whether `id` is that of a block: a UUID.
pub fn is_block(id: &str) -> bool {
    let lengths = id.split('-').map(|part| part.chars().all(|c| c.is_ascii_hexdigit()).then_some(part.len()));
    lengths.eq([8, 4, 4, 4, 12].map(Some))
}

#[cfg(test)]
mod tests {
    use super::{is_block, patches};
    use crate::base::source_map::Patched;

    fn plain(text: &str) -> (String, bool) {
        let (found, stays) = patches(text, &[]);
        let mut patched = Patched::new(text);
        patched.apply(found);
        (patched.text().to_owned(), !stays.is_empty())
    }

    #[test]
    fn outlines_become_markdown() {
        let id = "60acdeb9-aa65-492b-8398-d4d65c1631c1";
        for (typed, expected) in [
            (format!("- Words\n  id:: {id}\n  collapsed:: true\n- b\n"), format!("- Words ^{id}\n- b\n")),
            // An id stands at the end of the paragraph, and of a heading.
            (format!("- One\n  id:: {id}\n  two\n\n  three\n"), format!("- One\n  two ^{id}\n\n  three\n")),
            (format!("- ## Head\n  id:: {id}\n  - b\n"), format!("- ## Head ^{id}\n  - b\n")),
            (format!("- # Head\n  id:: {id}\n  collapsed:: true\n"), format!("- # Head ^{id}\n")),
            (format!("- ## Head\n  id:: {id}\n  b\n"), format!("- ## Head ^{id}\n  b\n")),
            (format!("- id:: {id}\n  Words\n"), format!("- \n  Words ^{id}\n")),
            // CodeBlock between lines that say so, whatever stands in it.
            (
                "- Words\n  #+BEGIN_SRC rust\n  ```\n  [[b]] ^^c^^\n  #+END_SRC\n- ^^d^^\n".to_owned(),
                "- Words\n  ````rust\n  ```\n  [[b]] ^^c^^\n  ````\n- ==d==\n".to_owned(),
            ),
            ("- #+begin_example\n  TODO x\n  #+end_example\n".into(), "- ```\n  TODO x\n  ```\n".into()),
            ("#+BEGIN_SRC\nx\n".into(), "> [!src]\n> x\n".into()),
            (format!("- see (({id}))\n"), format!("- see [[{id}#^{id}|↗]]\n")),
            (format!("- [it]((({id})))\n"), format!("- [it](<{id}#^{id}>)\n")),
            ("- {{embed [[A b]]}}\n".into(), "- ![[A b]]\n".into()),
            ("- [it]([[A/b]]), ([[c]])\n".into(), "- [it](<A/b>), ([[c]])\n".into()),
            (
                "- {{youtube aB3-_x}} {{youtube-timestamp 75}}\n".into(),
                "- [Film on YouTube](<https://www.youtube.com/watch?v=aB3-_x>) 1:15\n".into(),
            ),
            (
                "- {{tweet 12}} {{video ../assets/a.mp4}}\n".into(),
                "- [Post on X](<https://x.com/i/status/12>) ![](<../assets/a.mp4>)\n".into(),
            ),
            ("- {{video https://example.org/a}}\n".into(), "- <https://example.org/a>\n".into()),
            ("- a\n  #+BEGIN_COMMENT\n  b\n  #+END_COMMENT\n  c\n".into(), "- a\n  c\n".into()),
            (format!("- {{{{embed (({id}))}}}}\n"), format!("- ![[{id}#^{id}]]\n")),
            ("- TODO [#A] sweep ^^now^^\n".into(), "- [ ] sweep ==now==\n".into()),
            ("- DONE x #[[two words]]\n".into(), "- [x] x [[two words]]\n".into()),
            ("- ![a](b.png){:height 3, :width 4}\n".into(), "- ![a](b.png)\n".into()),
            ("- #+BEGIN_QUOTE\n  Words.\n  #+END_QUOTE\n".into(), "- > \n  > Words.\n\n".into()),
            ("- A\n  :LOGBOOK:\n  CLOCK: x\n  :END:\n".into(), "- A\n".into()),
        ] {
            assert_eq!(plain(&typed), (expected, false), "{typed}");
        }
        assert_eq!(plain("- {{query (task TODO)}}\n"), ("- `{{query (task TODO)}}`\n".into(), true));
        assert!(is_block(id) && !is_block("60acdeb9") && !is_block("x"));
    }
}
