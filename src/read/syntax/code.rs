//! Code in colour, by the grammars of Sublime Text (through syntect) and classes of our own.
//!
//! **Incremental:** a block is painted once for its language and its text, however often its essay
//! is read again.

mod grammar;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use foldhash::fast::FixedState;
use syntect::parsing::syntax_definition::Context;
use syntect::parsing::{BasicScopeStackOp, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use xxhash_rust::xxh3::xxh3_128;

use self::grammar::{Parser, start};
use crate::read::html::Html;

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
    painted: Mutex<HashMap<u128, Painted, FixedState>>,
}

/// What became of a block of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Painted {
    /// HTML with classes.
    Coloured(Arc<str>),
    /// Nothing is known of the language, or the block is too long.
    Plain,
    /// The grammar needs too many steps for it.
    TooTangled,
}

impl Painter {
    /// Paints `code`, which is in `language`.
    pub fn paint(&self, language: &str, code: &str) -> Painted {
        if language.is_empty() || code.len() > LONGEST || code.lines().any(|line| line.len() > LONGEST_LINE) {
            return Painted::Plain;
        }
        let key = xxh3_128(format!("{language}\n{code}").as_bytes());
        let remembered = || self.painted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(painted) = remembered().get(&key) {
            return painted.clone();
        }
        let painted = GRAMMARS.grammar(language).map_or(Painted::Plain, |grammar| paint(grammar, code));
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
    /// Where each grammar begins, once it has been asked for.
    starts: Vec<OnceLock<Option<&'static Context>>>,
}

static GRAMMARS: LazyLock<Grammars> = LazyLock::new(|| {
    let scopes = |names: &[(&str, &'static str)]| {
        names.iter().filter_map(|(name, class)| Some((Scope::new(name).ok()?, *class))).collect()
    };
    let set = two_face::syntax::extra_newlines();
    let starts = set.syntaxes().iter().map(|_| OnceLock::new()).collect();
    Grammars { set, classes: scopes(&CLASSES), lines: scopes(&LINES), starts }
});

impl Grammars {
    fn grammar(&self, language: &str) -> Option<&SyntaxReference> {
        let known_as = match language.to_ascii_lowercase().as_str() {
            "shell" | "console" | "terminal" => "sh",
            "jsonc" | "json5" => "json",
            "jsx" => "tsx",
            "mjs" | "cjs" => "js",
            "tera" | "jinja2" => "html",
            "text" | "plain" | "txt" => return None,
            _ => language,
        };
        self.set.find_syntax_by_token(known_as)
    }

    /// A parser for code in the language of one of these grammars.
    fn parser(&'static self, grammar: &SyntaxReference) -> Option<Parser<'static>> {
        let index = self.set.syntaxes().iter().position(|other| std::ptr::eq(other, grammar))?;
        let start = *self.starts.get(index)?.get_or_init(|| start(&self.set, index));
        Some(Parser::new(start?, &self.set))
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

fn paint(grammar: &SyntaxReference, code: &str) -> Painted {
    let Some(mut parser) = GRAMMARS.parser(grammar) else { return Painted::Plain };
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
        let Ok(operations) = parser.line(line) else { return Painted::TooTangled };
        let mut from = 0;
        for (at, operation) in operations {
            write(&mut html, GRAMMARS.class(&stack), &line[from..at]);
            from = at;
            if stack.apply_with_hook(&operation, |_: BasicScopeStackOp, _| {}).is_err() {
                return Painted::Plain;
            }
        }
        write(&mut html, GRAMMARS.class(&stack), &line[from..]);
    }
    if open.is_some() {
        html.push("</span>");
    }
    Painted::Coloured(html.text.into())
}

/// The language that an info string names: its first word, up to a comma or brace.
pub fn language(info: &str) -> &str {
    let word = info.trim_start().trim_start_matches(['{', '.']);
    word.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | ':')).next().unwrap_or_default()
}

/// The fence of code that is open where lines are read one after the other.
#[derive(Default)]
pub struct OpenFence<'a>(Option<&'a str>);

impl<'a> OpenFence<'a> {
    /// Reads on by a line, and returns whether that is one of code or a fence.
    pub fn read(&mut self, line: &'a str) -> bool {
        let line = line.trim_end_matches(['\r', '\n']).trim_matches([' ', '\t', '>']);
        let signs = &line[..line.len() - line.trim_start_matches(['`', '~']).len()];
        let was_open = self.0.is_some();
        match self.0 {
            Some(fence) if signs.starts_with(fence) && signs.len() == line.len() => self.0 = None,
            None if signs.starts_with("```") || signs.starts_with("~~~") => self.0 = Some(signs),
            _ => {}
        }
        was_open || self.0.is_some()
    }
}

/// Whether a fence of code is open at the end of a text.
pub fn ends_in_code(text: &str) -> bool {
    let mut fence = OpenFence::default();
    for line in text.lines() {
        fence.read(line);
    }
    fence.0.is_some()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use syntect::parsing::ParseState;

    use super::{GRAMMARS, Painted, Painter, language, start};

    fn painted(language: &str, code: &str) -> Arc<str> {
        match Painter::default().paint(language, code) {
            Painted::Coloured(html) => html,
            other => panic!("{language}: {other:?}"),
        }
    }

    /// The text of HTML with classes.
    fn text(html: &str) -> String {
        let mut text = String::new();
        for part in html.split('<') {
            text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        }
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    }

    #[test]
    fn code_is_painted_and_nothing_of_it_is_lost() {
        let code = "fn main() { // <why>\n    let x = \"a & b\";\n}\n";
        let html = painted("rust", code);
        assert!(html.contains("<span class=\"hl-comment\">// &lt;why&gt;"), "{html}");
        assert!(html.contains("<span class=\"hl-string\">\"a &amp; b\"</span>"), "{html}");
        assert_eq!(text(&html), code);
        let painter = Painter::default();
        assert_eq!(painter.paint("no-such-language", "x"), Painted::Plain);
        assert_eq!(painter.paint("rust", &"x".repeat(5000)), Painted::Plain);
    }

    /// A place that two contexts of the grammar hand to each other is left behind.
    #[test]
    fn code_ends_where_contexts_hand_a_place_to_each_other() {
        for language in ["js", "jsx", "mjs", "ts", "tsx", "html", "vue", "svelte"] {
            let code = "row.from /* words */\nx /*\n*/\nlet y = 'z';\n";
            let code = if ["html", "vue", "svelte"].contains(&language) {
                format!("<script>\n{code}</script>\n")
            } else {
                code.to_owned()
            };
            let html = painted(language, &code);
            assert_eq!(text(&html), code, "{language}");
            assert!(html.contains("<span class=\"hl-string\">'z'</span>"), "{language}: {html}");
        }
    }

    /// Lines that make grammars look ahead, open what is never closed and close what is not open.
    const MEAN: [&str; 24] = [
        "x /*",
        "x /* y */ /* z",
        "row.from /* words */ // more",
        "a ? (b) : ([c + 1]);",
        "i < 0 ? (l) : ([i + 1]);",
        "struct{estruct",
        "f(g[h{i<j",
        ")]}>",
        "\"a 'b `c",
        "\"\"\"a '''b",
        "${a #{b <%= c {{ d {% e",
        "<a b='c <!-- d <![CDATA[ e <?php f",
        "#if a // b \\",
        "a => { b => ( c -> [",
        "=begin __END__ =cut <<EOF <<-'X' <<~Y",
        "@a.b(c) @[d] @{e}",
        "%w( %q{ %r[ %(",
        "let a: b<c<d>>= e >>> f",
        "\\begin{a} \\[ \\( $ $$ %",
        "--[[ a --]] [=[ (* b *) {- c",
        "a:b:c; d:: e=f;g!h~i^j|k&l",
        "\u{0}\u{b}\u{85}\u{2028}\u{feff}é日本",
        "    \tif a then begin do case of while",
        "////****/*/**/***/",
    ];

    /// Whatever the grammar, a line ends within the steps that its length allows, and is parsed as syntect's
    /// own parser does it. With JavaScript, that one may not end.
    #[test]
    fn every_grammar_ends() {
        for (index, grammar) in GRAMMARS.set.syntaxes().iter().enumerate() {
            assert!(start(&GRAMMARS.set, index).is_some(), "{} has no beginning", grammar.name);
            for line in MEAN {
                let mut theirs = (!grammar.name.contains("JavaScript")).then(|| ParseState::new(grammar));
                let mut ours = GRAMMARS.parser(grammar).unwrap();
                for line in [format!("{line}\n"), format!("{line}\n")] {
                    let operations = ours.line(&line);
                    assert!(operations.is_ok(), "{}: {line}", grammar.name);
                    if let Some(theirs) = &mut theirs {
                        let expected = theirs.parse_line(&line, &GRAMMARS.set).unwrap();
                        assert_eq!(operations.unwrap(), expected, "{}: {line}", grammar.name);
                    }
                }
            }
        }
    }

    #[test]
    fn languages_are_named_in_many_ways() {
        for (info, name) in [("rust,ignore", "rust"), ("go {linenos=true}", "go"), ("{.python}", "python"), ("", "")] {
            assert_eq!(language(info), name);
        }
    }
}
