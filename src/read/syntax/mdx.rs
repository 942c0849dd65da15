//! What `.mdx` files have that Markdown has not: imports and exports, components, expressions.
//!
//! Nothing of it is run. Imports and exports are cut out; of a component its text is kept, with what its
//! attributes say in words; one that is a callout, a link or a picture becomes that. An expression that
//! is a text is that text, and every other is cut out.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::base::source_map::Patch;
use crate::read::syntax::admonition::OURS;
use crate::read::syntax::seam;

mod badge;
mod element;
mod margin;
mod module;
mod phrase;

use element::Element;
use module::is_module;

pub use badge::badges;
pub use margin::unindented;
pub use phrase::phrases;

/// What stands for components in a text.
#[derive(Debug, Default)]
pub struct Components {
    pub patches: Vec<Patch>,
    /// The names of those of which only the text is left, each with how often it stands there.
    pub cut: BTreeMap<String, usize>,
    /// Where the first of them is.
    pub first: Option<Range<usize>>,
}

/// What must be written instead for `text` to be Markdown.
pub fn read(text: &str) -> Components {
    let mut scan = Scan {
        text,
        found: Components::default(),
        imports: BTreeMap::new(),
        open: Vec::new(),
        at: 0,
        line: 0..0,
        vain: 0,
    };
    let mut fence: Option<(char, usize)> = None;
    let mut in_maths = false;
    // Whether what is open began in a quote, with which it ends.
    let mut quoted = false;
    let mut after_blank = true;
    while scan.at < text.len() {
        let start = scan.at;
        let line = text[start..].split_inclusive('\n').next().unwrap_or_default();
        let words = line.trim();
        let follows_blank = std::mem::replace(&mut after_blank, words.is_empty());
        if fence.is_none() && follows_blank && is_module(line) {
            scan.cut_module();
            after_blank = true;
            continue;
        }
        scan.dedent(line);
        let in_quote = words.starts_with('>');
        if quoted && !in_quote {
            (fence, in_maths) = (None, false);
        }
        let words = if fence.is_none() && !in_maths {
            quoted = in_quote;
            inner(words)
        } else if quoted {
            words.trim_start_matches(['>', ' ', '\t'])
        } else {
            words
        };
        let run = words.chars().take_while(|c| words.starts_with(*c)).count();
        match (fence, words.chars().next()) {
            (Some((sign, length)), _) => {
                if words.len() == run && words.starts_with(sign) && run >= length {
                    fence = None;
                }
                scan.at = start + line.len();
            }
            (None, Some(sign @ ('`' | '~'))) if run >= 3 => {
                // However far it is indented, it ends a paragraph; to Markdown it would be a line of that.
                let is_far = ["    ", "\t"].iter().any(|margin| line.starts_with(margin));
                if is_far && !follows_blank && line.trim_start().starts_with(sign) {
                    scan.found.patches.push((start..start, "\n".to_owned()));
                }
                fence = Some((sign, run));
                scan.at = start + line.len();
            }
            // A formula of several lines may begin and end in a line that has more.
            _ if in_maths || words.starts_with("$$") => {
                in_maths ^= words.matches("$$").count() % 2 == 1;
                scan.at = start + line.len();
            }
            _ => scan.line(start + line.len()),
        }
    }
    scan.found.patches.sort_by_key(|(place, _)| (place.start, place.end));
    scan.found
}

/// What stands in a line behind the signs of quotes and of an item of a list.
fn inner(line: &str) -> &str {
    let words = line.trim_start_matches(['>', ' ', '\t']);
    ["- ", "* ", "+ "].iter().find_map(|sign| words.strip_prefix(sign)).unwrap_or(words).trim_start()
}

/// A component that is open.
struct OpenComponent {
    name: String,
    /// What stands for its end.
    closing: String,
    /// How far its text is indented for standing in it and in those round it.
    indent: usize,
}

struct Scan<'a> {
    text: &'a str,
    found: Components,
    /// The files that names stand for.
    imports: BTreeMap<&'a str, &'a str>,
    open: Vec<OpenComponent>,
    at: usize,
    /// The line that it goes through.
    line: Range<usize>,
    /// How much was looked at in vain.
    vain: usize,
}

/// The most that an element or an expression may have, in bytes.
const LONGEST: usize = 1 << 17;

/// How much of a text may be looked at in vain. After that nothing is found that is longer than a line or two.
const MOST_IN_VAIN: usize = 1 << 22;

/// How many components are looked through for the one that ends.
const DEEPEST: usize = 256;

impl<'a> Scan<'a> {
    /// Cuts out imports and exports, up to the next empty line.
    fn cut_module(&mut self) {
        let start = self.at;
        let mut depth = 0_usize;
        for line in self.text[start..].split_inclusive('\n') {
            if line.trim().is_empty() && depth == 0 {
                break;
            }
            self.at += line.len();
            let opened = line.matches(['{', '(', '[']).count();
            depth = (depth + opened).saturating_sub(line.matches(['}', ')', ']']).count());
            let named = line.strip_prefix("import ").and_then(|rest| rest.split_once(" from "));
            if let Some((name, file)) = named {
                let file = file.trim().trim_end_matches(';').trim_matches(['"', '\'']);
                self.imports.insert(name.trim(), file);
            }
        }
        self.found.patches.push((start..self.at, String::new()));
    }

    /// Takes from a line what it is indented only because it stands in components.
    fn dedent(&mut self, line: &str) {
        let most = self.indent();
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        if !line.trim().is_empty() && line.trim_start().starts_with("</") {
            return;
        }
        let by = most.min(blank);
        if by > 0 {
            self.found.patches.push((self.at..self.at + by, String::new()));
            self.at += by;
        }
    }

    /// Goes through a line of text, and those after it in which what begins in it ends.
    fn line(&mut self, end: usize) {
        // What began above may end in this line.
        self.line = self.text[..self.at].rfind('\n').map_or(0, |at| at + 1)..end;
        while self.at < end {
            let rest = &self.text[self.at..];
            let Some(next) = rest[..end - self.at].find(['\\', '`', '{', '<', '$']).map(|at| self.at + at) else {
                self.at = end;
                return;
            };
            let rest = &self.text[next..];
            self.at = next + 1;
            match rest.as_bytes()[0] {
                b'\\' => self.at = next + 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                sign @ (b'`' | b'$') => {
                    let sign = char::from(sign);
                    let run = rest.len() - rest.trim_start_matches(sign).len();
                    let close = rest[run..end - next].find(&rest[..run]);
                    let is_sum = |length: usize| !rest[run..run + length].trim_end().ends_with(' ');
                    self.at = next + run;
                    if let Some(length) = close.filter(|length| sign == '`' || is_sum(*length)) {
                        self.at += length + run;
                    }
                }
                b'{' => self.expression(next),
                // Docusaurus takes remarks of HTML out before anything else.
                _ if rest.starts_with("<!--") => {
                    let near = self.near(next);
                    match near.find("-->") {
                        Some(length) => self.at = next + length + "-->".len(),
                        None => self.vain += near.len(),
                    }
                }
                _ => self.element(next),
            }
        }
    }

    /// What stands at `start` is an expression in braces.
    fn expression(&mut self, start: usize) {
        let rest = &self.text[start..];
        // `## Title {#id}`
        if rest.starts_with("{#") {
            return;
        }
        let near = self.near(start);
        let Some(length) = element::braces(near) else { return self.vain += near.len() };
        let inside = rest[1..length - 1].trim();
        self.at = start + length;
        let place = self.alone(start..self.at);
        if inside.starts_with("/*") && inside.ends_with("*/") {
            self.at = place.end;
            self.found.patches.push((place, String::new()));
        } else if let Some(text) = element::literal(inside) {
            self.found.patches.push((start..self.at, text.to_owned()));
        } else {
            self.note("{…}", start..self.at);
            self.found.patches.push((start..self.at, self.gap(&(start..self.at))));
        }
    }

    /// `place`, with its lines if nothing else stands on them.
    fn alone(&self, place: Range<usize>) -> Range<usize> {
        let start = self.text[..place.start].trim_end_matches([' ', '\t']).len();
        let after = self.text[place.end..].trim_start_matches([' ', '\t', '\r']);
        let begins = start == 0 || self.text[..start].ends_with('\n');
        if !begins || !(after.is_empty() || after.starts_with('\n')) {
            return place;
        }
        // What stands before it on the line may have been cut already.
        place.start..self.text.len() - after.len()
    }

    /// The text from `start` on, as far as something that begins there may reach.
    fn near(&self, start: usize) -> &'a str {
        let rest = &self.text[start..];
        &rest[..rest.floor_char_boundary(if self.vain < MOST_IN_VAIN { LONGEST } else { 500 })]
    }

    fn note(&mut self, name: &str, place: Range<usize>) {
        *self.found.cut.entry(name.to_owned()).or_default() += 1;
        self.found.first.get_or_insert(place);
    }

    /// What stands at `start` may be an element.
    fn element(&mut self, start: usize) {
        let near = self.near(start);
        let Some((element, length)) = Element::read(near) else { return self.vain += near.len() };
        let place = start..start + length;
        self.at = place.end;
        let line = &self.text[self.line.start..start];
        let first = line.trim().is_empty();
        let after = if place.end < self.line.end {
            self.text[place.end..self.line.end].trim_end_matches(['\n', '\r'])
        } else {
            self.text[place.end..].lines().next().unwrap_or_default()
        };
        let alone = first && after.trim().is_empty();
        if element.is_html() {
            let typed = &self.text[place.clone()];
            // A line that begins with `>` would be a quote to Markdown.
            let is_split = typed.lines().skip(1).any(|line| line.trim_start().starts_with('>'));
            let written = element.as_html(&self.imports);
            let mut written = written.or_else(|| is_split.then(|| typed.replace(['\n', '\r'], " ")));
            // Between blank lines Markdown counts in it, as it does there.
            if alone && element.is_block() {
                written.get_or_insert_with(|| self.text[place.clone()].to_owned()).push('\n');
                if element.closes {
                    self.close(element.name);
                } else {
                    self.enter(&element, String::new(), line.len(), place.end);
                }
            }
            self.found.patches.extend(written.map(|written| (place, written)));
            return;
        }
        let margin = if first { " ".repeat(line.len().saturating_sub(self.indent())) } else { String::new() };
        if element.closes {
            let closing = self.close(element.name).unwrap_or_default();
            // The end of a callout has a line and the margin of its own.
            let is_callout = closing.trim_start().starts_with(OURS);
            let from = if is_callout && first { start - line.len() } else { start };
            let written = if is_callout && !first { format!("\n\n{closing}\n") } else { closing };
            self.found.patches.push((from..place.end, written));
            return;
        }
        if element.name == "Badge"
            && line.trim_start().starts_with('#')
            && let Some(words) = element.text("text")
        {
            // Below the heading, since it is not part of what links to that say.
            let end = place.end + after.len();
            self.found.patches.extend([(place, String::new()), (end..end, format!("\n\n*{words}*"))]);
            return;
        }
        let (written, closing) = self.meaning(&element, alone || (first && !after.contains("</")), &margin);
        let is_kept = element.is_picture(&self.imports) || element.html().is_some();
        let unmeant = closing.is_empty() && !is_kept && !element.is_frame();
        if unmeant {
            self.note(element.name, place.clone());
        }
        if !element.is_empty {
            let place = if alone { place.end } else { self.text.len() };
            self.enter(&element, closing, line.len(), place);
        }
        let written = if written.is_empty() { self.gap(&place) } else { written };
        self.found.patches.push((place, written));
    }

    /// What stays where something is cut out: beside signs of emphasis these would do nothing for a space before them.
    fn gap(&self, place: &Range<usize>) -> String {
        let signs = ['*', '_', '~'];
        let touches = self.text[..place.start].ends_with(signs) || self.text[place.end..].starts_with(signs);
        if touches { seam::TYPED.to_owned() } else { String::new() }
    }

    /// How far the text here is indented for standing in components.
    fn indent(&self) -> usize {
        self.open.last().map_or(0, |open| open.indent)
    }

    /// What stands for the beginning of a component, and for its end.
    fn meaning(&self, element: &Element<'a>, is_block: bool, margin: &str) -> (String, String) {
        if let Some(kind) = element.callout() {
            let title = element.text("title").map(|title| format!("[{title}]")).unwrap_or_default();
            let end = if element.is_empty { format!("{OURS}:::\n") } else { String::new() };
            return (format!("{OURS}:::{kind}{title}\n\n{margin}{end}"), format!("{margin}{OURS}:::"));
        }
        if let Some(html) = element.html() {
            return (html, String::new());
        }
        if let Some(source) = element.source(&self.imports) {
            let caption = element.text("caption");
            let alt = element.text("alt").or(caption).or_else(|| element.text("title")).unwrap_or_default();
            let below = caption.filter(|_| is_block).map(|caption| format!("\n\n{margin}*{caption}*"));
            return (format!("![{alt}](<{source}>){}", below.unwrap_or_default()), String::new());
        }
        let title = ["title", "label", "header", "summary", "text"].iter().find_map(|name| element.text(name));
        let to = ["to", "href", "link"].iter().find_map(|name| element.text(name));
        if let (Some(to), None) = (to, title) {
            if element.is_empty {
                return (format!("<{to}>"), String::new());
            }
            // Whole blocks are no words of a link, and may have links in them.
            if is_block {
                return (String::new(), format!("\n\n{margin}[{to}](<{to}>)\n"));
            }
            return (format!("<a href=\"{to}\">"), "</a>".into());
        }
        let Some(title) = title else {
            // What links lead to stays.
            let anchor = element.text("id").map(|id| format!("<a id=\"{}\"></a>", id.replace('"', "&quot;")));
            return (anchor.unwrap_or_default(), String::new());
        };
        let words = match to {
            Some(to) => format!("[{title}](<{to}>)"),
            None if is_block => format!("**{title}**"),
            None => title.to_owned(),
        };
        let more = element.text("description").map(|more| format!("\n\n{margin}{more}")).unwrap_or_default();
        let end = if is_block { format!("\n\n{margin}") } else { String::new() };
        (format!("{words}{more}{end}"), String::new())
    }

    /// Notes that a component is open, whose text begins at `from`.
    fn enter(&mut self, element: &Element<'_>, closing: String, indent: usize, from: usize) {
        let mut lines = self.text[from..].lines().skip(1);
        let inner = lines.find(|line| !line.trim().is_empty()).map_or(0, |line| line.len() - line.trim_start().len());
        let indent = self.indent() + inner.saturating_sub(indent);
        self.open.push(OpenComponent { name: element.name.to_owned(), closing, indent });
    }

    /// Leaves the component called `name`; gives what stands for its end.
    fn close(&mut self, name: &str) -> Option<String> {
        let at = self.open.iter().enumerate().rev().take(DEEPEST).find(|(_, open)| open.name == name)?.0;
        let closed = self.open.drain(at..).next()?;
        Some(closed.closing)
    }
}

#[cfg(test)]
mod tests {
    use super::{OURS, read};
    use crate::base::source_map::Patched;

    fn plain(text: &str) -> String {
        let mut patched = Patched::new(text);
        patched.apply(read(text).patches);
        patched.text().replace(OURS, "")
    }

    #[test]
    fn imports_and_components_are_cut_out() {
        for (typed, expected) in [
            ("import A from 'a';\nimport B from 'b';\n\nText.\n", "\nText.\n"),
            ("export const x = {\n\n  a: 1,\n};\n\nText.\n", "\nText.\n"),
            ("Ada exports wool.\nimport is a word.\n", "Ada exports wool.\nimport is a word.\n"),
            ("<Card>Words.</Card>\n", "Words.\n"),
            ("A <Badge text=\"new\" /> word {'and'} {1 + 1}.\n", "A new word and .\n"),
            ("## Fire <Badge text=\"new\" />\nText.\n", "## Fire \n\n*new*\nText.\n"),
            ("{/* a\n remark */}\nText.\n", "\nText.\n"),
            ("`<Card>` and `{x}` and \\{y\\} and $a_{b}$.\n", "`<Card>` and `{x}` and \\{y\\} and $a_{b}$.\n"),
            ("    <Aside>One.</Aside>\n", "    :::note\n\n    One.\n\n    :::\n\n"),
            ("## Title {#here}\n", "## Title {#here}\n"),
            ("<video\n  src=\"a.mp4\"\n></video>\n", "<video   src=\"a.mp4\" ></video>\n"),
            ("> $$\n> x_{1}\n> $$\n> {1}\n", "> $$\n> x_{1}\n> $$\n> \n"),
            ("- $$\n  x_{1}\n  $$\n", "- $$\n  x_{1}\n  $$\n"),
            ("> ```\n> {x}\n\n{x}.\n", "> ```\n> {x}\n\n.\n"),
            ("```\n> ```\n{x}\n```\n", "```\n> ```\n{x}\n```\n"),
            ("1. a\n        ```c\n        b\n        ```\n", "1. a\n\n        ```c\n        b\n        ```\n"),
            ("```jsx\n<Card>{x}</Card>\n```\n", "```jsx\n<Card>{x}</Card>\n```\n"),
            ("A < b, <https://a.example> and 1 <2.\n", "A < b, <https://a.example> and 1 <2.\n"),
            ("<Pull title=\"Doors \" />\n", "**Doors**\n\n\n"),
            ("<Link id=\"here\"/> A line.\n", "<a id=\"here\"></a> A line.\n"),
            ("<Fragment set:html={\"<b title=\\\"x\\\">y</b>\"} />\n", "<b title=\"x\">y</b>\n"),
            (
                "<div style={{maxWidth: 80, float: 'left'}} tabIndex={0}>x</div>\n",
                "<div style=\"max-width: 80px; float: left\" tabindex=\"0\">x</div>\n",
            ),
            ("*In <X/>* and **{x}**.\n", "*In &#xFDD0;* and **&#xFDD0;**.\n"),
            ("<Pic src=\"a.png\" caption=\"A hall\" />\n", "![A hall](<a.png>)\n\n*A hall*\n"),
            ("<Link to=\"/x\">there</Link>\n", "<a href=\"/x\">there</a>\n"),
            ("<Link to=\"/x\">\n  ## There\n</Link>\n", "\n## There\n\n\n[/x](</x>)\n\n"),
            (
                "<ThemedImage alt=\"A hall\" sources={{\n  light: useBaseUrl('/a.png'),\n  dark: useBaseUrl('/b.png'),\n}} />\n",
                "![A hall](</a.png>)\n",
            ),
            ("import b from './b.png';\n\n<img src={b} />\n", "\n<img src=\"./b.png\" />\n"),
            ("<img className=\"a\" src={useBaseUrl('/b.png')} />\n", "<img class=\"a\" src=\"/b.png\" />\n"),
        ] {
            assert_eq!(plain(typed), expected, "{typed}");
        }
    }

    #[test]
    fn what_a_component_says_is_kept() {
        let tabs = "<Tabs>\n  <TabItem label=\"One\">\n    First.\n\n    - a\n      - b\n  </TabItem>\n</Tabs>\n";
        assert_eq!(plain(tabs), "\n**One**\n\n\nFirst.\n\n- a\n  - b\n  \n\n");
        let aside = "<Aside type=\"tip\" title=\"Mind\">\n  Words.\n</Aside>\n\nAfter.\n";
        assert_eq!(plain(aside), ":::tip[Mind]\n\n\nWords.\n:::\n\nAfter.\n");
        assert_eq!(plain("<Note>Short.</Note>\n"), ":::note\n\nShort.\n\n:::\n\n");
        let picture = "import hall from './hall.png';\n\n<Image src={hall} alt=\"A hall\" />\n";
        assert_eq!(plain(picture), "\n![A hall](<./hall.png>)\n");
        assert_eq!(
            plain("<LinkCard title=\"Doors\" href=\"/doors/\" description=\"All.\" />\n"),
            "[Doors](</doors/>)\n\nAll.\n\n\n"
        );
    }

    #[test]
    fn what_is_cut_is_counted() {
        let found = read("<A>x</A> <A/> <Aside>y</Aside> {z}\n");
        assert_eq!(
            found.cut.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>(),
            ["A 2", "{…} 1"]
        );
        assert_eq!(found.first, Some(0..3));
    }
}
