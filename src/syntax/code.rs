//! Code in colour, by the grammars of Sublime Text (through syntect) and classes of our own.
//!
//! **Incremental:** a block is painted once for its language and its text, however often its essay
//! is read again.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use foldhash::fast::FixedState;
use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use xxhash_rust::xxh3::xxh3_128;

use crate::html::Html;

/// Longer blocks stay plain: they are data, and grammars take their time.
const LONGEST: usize = 256 << 10;
const LONGEST_LINE: usize = 4 << 10;

/// How many blocks are remembered.
const MOST: usize = 4096;

/// Which class the text of a scope gets. The first that fits the innermost scope holds; a scope fits
/// whatever it is the front of. These are the names that Sublime Text asks of grammars
/// (<https://www.sublimetext.com/docs/scope_naming.html>).
const CLASSES: [(&str, &str); 41] = [
    ("comment", "comment"),
    ("punctuation.definition.comment", "comment"),
    ("punctuation.definition.string", "string"),
    ("punctuation.definition.keyword", "keyword"),
    ("punctuation.definition.tag", "tag"),
    ("punctuation.definition.heading", "heading"),
    ("punctuation.definition.bold", "bold"),
    ("punctuation.definition.italic", "italic"),
    ("constant.character.escape", "constant"),
    ("string", "string"),
    ("constant.numeric", "number"),
    ("constant", "constant"),
    ("storage.type.function", "keyword"),
    ("storage.type", "type"),
    ("storage", "keyword"),
    ("keyword.operator.word", "keyword"),
    ("keyword.operator.logical.python", "keyword"),
    ("keyword.operator", "operator"),
    ("keyword", "keyword"),
    ("entity.name.function", "function"),
    ("entity.name.tag", "tag"),
    ("entity.name.section", "heading"),
    ("entity.name.type", "type"),
    ("entity.name.class", "type"),
    ("entity.name.struct", "type"),
    ("entity.name.enum", "type"),
    ("entity.name", "function"),
    ("entity.other.attribute-name", "attribute"),
    ("entity.other.inherited-class", "type"),
    ("support.function", "function"),
    ("support.macro", "function"),
    ("support.type.property-name", "attribute"),
    ("support.type", "type"),
    ("support.class", "type"),
    ("support.constant", "constant"),
    ("variable.function", "function"),
    ("variable.language", "constant"),
    ("markup.heading", "heading"),
    ("markup.bold", "bold"),
    ("markup.italic", "italic"),
    ("invalid", "error"),
];

/// The classes of a diff, which colour whole lines.
const LINES: [(&str, &str); 2] = [("markup.inserted", "inserted"), ("markup.deleted", "deleted")];

/// Paints code, and remembers what it painted.
#[derive(Debug, Default)]
pub struct Painter {
    painted: Mutex<HashMap<u128, Option<Arc<str>>, FixedState>>,
}

impl Painter {
    /// `code` as HTML with classes; `None` if nothing is known of `language`.
    pub fn paint(&self, language: &str, code: &str) -> Option<Arc<str>> {
        if language.is_empty() || code.len() > LONGEST || code.lines().any(|line| line.len() > LONGEST_LINE) {
            return None;
        }
        let key = xxh3_128(format!("{language}\n{code}").as_bytes());
        let remembered = || self.painted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(painted) = remembered().get(&key) {
            return painted.clone();
        }
        let painted = GRAMMARS.grammar(language).and_then(|grammar| paint(grammar, code)).map(Arc::from);
        let mut all = remembered();
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(key, painted.clone());
        painted
    }
}

/// The grammars there are, with the classes of scopes: the same for every book, and unpacked when
/// the first block of code is painted.
struct Grammars {
    set: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
    lines: Vec<(Scope, &'static str)>,
}

static GRAMMARS: LazyLock<Grammars> = LazyLock::new(|| {
    let scopes = |names: &[(&str, &'static str)]| {
        names.iter().filter_map(|(name, class)| Some((Scope::new(name).ok()?, *class))).collect()
    };
    Grammars { set: two_face::syntax::extra_newlines(), classes: scopes(&CLASSES), lines: scopes(&LINES) }
});

impl Grammars {
    fn grammar(&self, language: &str) -> Option<&SyntaxReference> {
        let known_as = match language.to_ascii_lowercase().as_str() {
            "shell" | "console" | "terminal" => "sh",
            "jsonc" | "json5" => "json",
            "tera" | "jinja2" => "html",
            "text" | "plain" | "txt" => return None,
            _ => language,
        };
        self.set.find_syntax_by_token(known_as)
    }

    /// The class of text in these scopes.
    fn class(&self, stack: &ScopeStack) -> Option<&'static str> {
        let find = |classes: &[(Scope, &'static str)], scope: &Scope| {
            classes.iter().find(|(front, _)| front.is_prefix_of(*scope)).map(|(_, class)| *class)
        };
        let scopes = stack.as_slice();
        let line = scopes.iter().find_map(|scope| find(&self.lines, scope));
        line.or_else(|| scopes.iter().rev().find_map(|scope| find(&self.classes, scope)))
    }
}

fn paint(grammar: &SyntaxReference, code: &str) -> Option<String> {
    let mut state = ParseState::new(grammar);
    let mut stack = ScopeStack::new();
    let mut html = Html::default();
    let mut open: Option<&'static str> = None;
    let mut write = |html: &mut Html, class: Option<&'static str>, text: &str| {
        if text.is_empty() {
            return;
        }
        // White space has no colour: it stays in whatever is open.
        if class != open && !text.trim().is_empty() {
            html.push(if open.is_some() { "</span>" } else { "" });
            if let Some(class) = class {
                html.push("<span class=\"hl-");
                html.push(class);
                html.push("\">");
            }
            open = class;
        }
        html.body_text(text);
    };
    for line in code.split_inclusive('\n') {
        let operations = state.parse_line(line, &GRAMMARS.set).ok()?;
        let mut from = 0;
        for (at, operation) in operations {
            write(&mut html, GRAMMARS.class(&stack), &line[from..at]);
            from = at;
            stack.apply_with_hook(&operation, |_: BasicScopeStackOp, _| {}).ok()?;
        }
        write(&mut html, GRAMMARS.class(&stack), &line[from..]);
    }
    if open.is_some() {
        html.push("</span>");
    }
    Some(html.text)
}

/// The language that an info string names: its first word, up to a comma or brace.
pub fn language(info: &str) -> &str {
    let word = info.trim_start().trim_start_matches(['{', '.']);
    word.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | ':')).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Painter, language};

    #[test]
    fn code_is_painted_and_nothing_of_it_is_lost() {
        let painter = Painter::default();
        let code = "fn main() { // <why>\n    let x = \"a & b\";\n}\n";
        let html = painter.paint("rust", code).unwrap();
        assert!(html.contains("<span class=\"hl-comment\">// &lt;why&gt;"), "{html}");
        assert!(html.contains("<span class=\"hl-string\">\"a &amp; b\"</span>"), "{html}");
        let mut text = String::new();
        for part in html.split('<') {
            text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        }
        assert_eq!(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), code);
        assert_eq!(painter.paint("no-such-language", "x"), None);
        assert_eq!(painter.paint("rust", &"x".repeat(5000)), None);
    }

    #[test]
    fn languages_are_named_in_many_ways() {
        for (info, name) in [("rust,ignore", "rust"), ("go {linenos=true}", "go"), ("{.python}", "python"), ("", "")] {
            assert_eq!(language(info), name);
        }
    }
}
