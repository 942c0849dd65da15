//! Maths: TeX between `$` or `$$`, as MathML.

use std::ops::Range;

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::event::{Content, Event};
use pulldown_latex::{Parser, Storage, push_mathml};

use crate::read::syntax::{array, tex};

/// The most that one formula may have: bytes, groups in one another, and pieces once its own macros
/// are written out.
const LONGEST: usize = 64 << 10;
const DEEPEST: usize = 100;
const MOST: usize = 100_000;
/// Commands can stand in one another without a brace, and the library goes down into each.
const COMMANDS: usize = 1000;

/// The formula as MathML.
///
/// # Errors
/// What is wrong with it.
pub fn mathml(tex: &str, display: bool) -> Result<String, String> {
    if tex.len() > LONGEST {
        return Err(format!("a formula may have {} KiB", LONGEST >> 10));
    }
    if tex.bytes().filter(|byte| *byte == b'\\').count() > COMMANDS {
        return Err(format!("a formula may have {COMMANDS} commands"));
    }
    if depth(tex) > DEEPEST {
        return Err(format!("groups may be nested {DEEPEST} deep"));
    }
    if tex::has_own_sign(tex) {
        return Err("it has a sign that no font has".to_owned());
    }
    let spelled = array::widened(tex::angled(tex::spelled(tex)));
    // A formula may have several lines without an environment.
    let lines = format!("\\begin{{gathered}}{}\\end{{gathered}}", spelled.trim_end().trim_end_matches("\\\\"));
    let tex = if tex::has_lines(&spelled) { &*lines } else { &*spelled };
    let storage = Storage::new();
    let events: Result<Vec<_>, _> = Parser::new(tex, &storage).take(MOST + 1).collect();
    let events = events.map_err(|error| reason(tex, &error.to_string()))?;
    if events.len() > MOST {
        return Err("its macros write out to more than a formula may have".to_owned());
    }
    // The library writes names of functions as they are.
    let foreign =
        |event: &Event<'_>| matches!(event, Event::Content(Content::Function(name)) if name.contains(['<', '>', '&']));
    if events.iter().any(foreign) {
        return Err("the name of a function has `<`, `>` or `&` in it".to_owned());
    }
    let mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode: mode, xml: false, ..RenderConfig::default() };
    let mut html = String::new();
    let events = events.into_iter().map(Ok::<_, std::convert::Infallible>);
    push_mathml(&mut html, events, config).map_err(|error| error.to_string())?;
    // A space that does not break, which it escapes where it made it itself.
    let mut html = html.replace("&amp;nbsp;", "\u{a0}").replace("&nbsp;", "\u{a0}");
    // It shows the backslash before a sign in a text.
    if html.contains('\\') {
        for sign in ["$", "%", "_", "#", "&", "{", "}"] {
            html = html.replace(&format!("\\{sign}"), sign);
        }
    }
    Ok(tex::boxed(escaped(&html)))
}

/// MathML in which every `<` that begins no tag is escaped: the library writes signs as they are.
fn escaped(mathml: &str) -> String {
    let mut html = String::with_capacity(mathml.len());
    for (at, c) in mathml.char_indices() {
        let rest = &mathml[at + c.len_utf8()..];
        match c {
            '<' if !rest.trim_start_matches('/').starts_with(|c: char| c.is_ascii_lowercase()) => html.push_str("&lt;"),
            '&' if !rest.split_once(';').is_some_and(|(name, _)| ["lt", "gt", "amp", "quot"].contains(&name)) => {
                html.push_str("&amp;");
            }
            c => html.push(c),
        }
    }
    html
}

/// How many groups are open at once at most, whatever opens them.
fn depth(tex: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let is = |at: usize, name: &str| {
        let after = tex[at + 1..].strip_prefix(name);
        after.is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphabetic()))
    };
    for (at, byte) in tex.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'\\' if is(at, "left") || is(at, "begin") => depth += 1,
            b'\\' if is(at, "right") || is(at, "end") => {
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// What the library says is wrong, in plain words.
fn reason(tex: &str, words: &str) -> String {
    const LINES: &str = "`&` and `\\\\` belong in `\\begin{aligned}` … `\\end{aligned}`";
    let plain = [
        ("expected a token", "something is missing after the last sign or command"),
        ("expected an argument", "something is missing after the last sign or command"),
        ("a subscript twice", "there are two subscripts on one letter; put braces round them"),
        ("a superscript twice", "there are two superscripts on one letter; put braces round them"),
        ("expected it to be closed", "a `{`, a `\\left` or a `\\begin` is never closed"),
        ("unexpected group closing", "a `}`, a `\\right` or an `\\end` closes what was never opened"),
        ("mathematical environment", "what stands after `\\begin` is not known"),
        ("alignment not allowed", LINES),
        ("new line command not allowed", LINES),
    ];
    if let Some(command) = words.contains(UNKNOWN).then(|| unknown_command(tex)).flatten() {
        return format!("the command `{command}` is not known here");
    }
    let line = words.lines().next().unwrap_or_default();
    match plain.iter().find(|(theirs, _)| line.contains(theirs)) {
        Some((_, ours)) => (*ours).to_owned(),
        None => line.trim_start_matches("parsing error: ").trim_end_matches(['.', ':']).to_owned(),
    }
}

/// What the library says of a command that it does not know.
const UNKNOWN: &str = "unknown primitive command";

/// The first command of a formula that nobody knows.
fn unknown_command(tex: &str) -> Option<&str> {
    let commands = tex.match_indices('\\').map(|(at, _)| {
        let length = tex[at + 1..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tex.len() - at - 1);
        &tex[at..at + 1 + length]
    });
    let unknown = |command: &&str| {
        let storage = Storage::new();
        let alone = Parser::new(command, &storage).find_map(Result::err);
        command.len() > 1 && alone.is_some_and(|error| error.to_string().contains(UNKNOWN))
    };
    commands.into_iter().find(unknown)
}

/// Words that join what stands before and after them.
const JOINING: [&str; 12] =
    ["and", "for", "the", "with", "where", "when", "then", "else", "per", "otherwise", "such", "from"];

/// Where the group ends that begins after `at`.
fn group_end(tex: &str, at: usize) -> usize {
    let mut depth = 0;
    let mut escaped = false;
    for (place, c) in tex[at..].char_indices() {
        match c {
            _ if std::mem::take(&mut escaped) => {}
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' if depth == 1 => return at + place + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    tex.len()
}

/// A word in a formula that stands between spaces, outside `\text` and the like: each letter of it is a variable of its
/// own to TeX. Letters that follow each other, as in `abc`, are variables.
pub fn word(tex: &str) -> Option<&str> {
    let mut at = 0;
    while let Some(start) = tex[at..].find(|c: char| c.is_ascii_alphabetic() || c == '\\').map(|found| at + found) {
        let is_command = tex[start..].starts_with('\\');
        let name = start + usize::from(is_command);
        let end = tex[name..].find(|c: char| !c.is_ascii_alphabetic()).map_or(tex.len(), |length| name + length);
        at = end.max(start + 1);
        if is_command {
            // What a command is given in braces is a text, a name, a colour; of some it is a formula.
            let takes_formula = ["frac", "sqrt", "hat", "bar", "vec", "over", "under"]
                .iter()
                .any(|known| tex[name..end].contains(known));
            if tex[end..].trim_start().starts_with('{') && !takes_formula {
                at = group_end(tex, end);
            } else {
                at = at.max(tex[start..].chars().nth(1).map_or(tex.len(), |c| start + 1 + c.len_utf8()));
            }
            continue;
        }
        let word = &tex[start..end];
        // A space with a backslash is one that is shown.
        let is_spaced = tex[..start].ends_with(char::is_whitespace) && !tex[..start].ends_with("\\ ");
        let before = tex[..start].trim_end();
        let after = tex[end..].chars().next();
        let is_apart =
            (before.is_empty() || is_spaced) && after.is_none_or(|c| c.is_whitespace() || ",.;:!?".contains(c));
        let is_prose = |word: &str| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        // One word alone may be the name of something: a second beside it is a sentence, and so is one that joins.
        let next = tex[end..].split_whitespace().next().filter(|_| after.is_some_and(char::is_whitespace));
        let is_sentence =
            next.is_some_and(|next| next.len() > 1 && next.chars().all(|c| c.is_alphabetic() || c == ','));
        if is_prose(word) && is_apart && (is_sentence || JOINING.contains(&word)) {
            return Some(word);
        }
    }
    None
}

/// Whether a formula in the text is one: a `$` before a digit is money, as in `$5-$10`.
pub fn is_meant(source: &str, end: usize) -> bool {
    !source[end..].starts_with(|c: char| c.is_ascii_digit())
}

/// Whether what stands between two dollars is a text: it has quotation marks without a command of TeX, or ends an element
/// of HTML.
pub fn is_text(inner: &str) -> bool {
    let ends_element =
        || inner.match_indices("</").any(|(at, _)| inner[at + 2..].starts_with(|c: char| c.is_ascii_alphabetic()));
    (inner.contains('"') && !inner.contains('\\')) || ends_element()
}

/// Whether the dollars at `place` are of prices, as in `US$$ 5`, or between `$$` and `$$$`.
pub fn are_prices(source: &str, place: &Range<usize>) -> bool {
    // Dollars between may have been found to be prices before.
    let inner = source[place.clone()].trim_matches('$').replace("\\$", "");
    !inner.contains(['\\', '^', '_', '=', '{'])
        && (source[place.end..].starts_with('$')
            || source[..place.start].ends_with(char::is_alphanumeric)
            || !inner.contains(char::is_alphanumeric))
}

/// Whether the `$$` at `at` in `text`, perhaps the first of its line, may begin a formula that goes on. Elsewhere it may be
/// a price: in the middle of a text if a space follows, and in a cell of a table if no sign of a formula does.
pub fn may_begin(text: &str, at: usize, is_first: bool, in_table: bool) -> bool {
    let rest = &text[at + 2..];
    let is_word = text[..at].ends_with(char::is_alphanumeric) || rest.starts_with('$');
    let is_open = if in_table { false } else { is_first || rest.starts_with(char::is_alphanumeric) };
    !is_word && (is_open || rest.contains(['\\', '^', '_', '=', '{']))
}

#[cfg(test)]
mod tests {
    use super::{mathml, word};

    #[test]
    fn limits_of_named_operators_stand_below() {
        for tex in [r"\operatorname*{top}_x f", r"\argmax_x f", r"\lim_x f"] {
            assert!(mathml(tex, true).unwrap().contains("<munder>"), "{tex}: {}", mathml(tex, true).unwrap());
            let inline = mathml(tex, false).unwrap();
            assert!(!inline.contains("<munder>") && !inline.contains('\\'), "{inline}");
        }
        assert!(!mathml(r"\operatorname{top}_x f", true).unwrap().contains("<munder>"));
    }

    #[test]
    fn words_are_no_variables() {
        for (tex, found) in [
            ("5 and that", Some("and")),
            ("x \\quad for all x", Some("for")),
            ("\\frac{gain per day}{2}", Some("per")),
            ("a \\text{ for all } b", None),
            ("\\begin{cases} a \\end{cases}", None),
            ("abc", None),
            ("x = abc", None),
            ("\\triangle ABC", None),
            ("\\sin x \\, dx", None),
            ("\\operatorname{max} x", None),
            ("x_{max}", None),
            ("é \\é", None),
            ("x \\text {for all} y", None),
            ("\\text{a \\textcolor{red}{b} and} c", None),
            ("kon = 3", None),
            ("error < 0.1", None),
            ("a\\ and", None),
            ("this and that", Some("this")),
        ] {
            assert_eq!(word(tex), found, "{tex}");
        }
    }
}
