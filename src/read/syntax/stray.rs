//! Signs that the parser left in a line of text and that were evidently meant to do something, where nothing marks them
//! but the sense: a space within emphasis, an address with a slip in it, the name of no sign.

use std::ops::Range;

use crate::base::nearest::nearest;
use crate::base::scheme;
use crate::read::syntax::is_escaped;

/// What was left, with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stray {
    /// `*word *`, `==words`, `` `code ``: the sign, and all of it.
    Sign(&'static str, Range<usize>),
    /// `<!-- words`.
    Comment(Range<usize>),
    /// `&mdsh;`, and the name that was meant.
    Entity(Range<usize>, &'static str),
    /// `htps://example.org`, and how it is written right.
    Address(Range<usize>, String),
    /// `<https://example.org` without its last sign.
    Pointed(Range<usize>),
    /// `[words][name]`, and a name that nothing defines.
    Reference(Range<usize>, String),
    /// `[[]]` and `[[|words]]`.
    Nameless(Range<usize>),
}

/// What is left in the stretch at `run` of one line, all of which is text to the parser. Of each kind the first.
pub fn find(source: &str, run: &Range<usize>) -> Vec<Stray> {
    let text = &source[run.clone()];
    let placed = |place: Range<usize>| run.start + place.start..run.start + place.end;
    let free = |place: &Range<usize>| !is_escaped(source, run.start + place.start);
    let mut found = Vec::new();
    if !text.contains(['*', '_', '=', '`', '<', '&', '/', '[', ':']) {
        return found;
    }
    let signs = ["__", "_", "*"].into_iter().filter_map(|sign| Some((sign, spaced(text, sign)?)));
    let signs = signs.chain(mark(text).map(|place| ("==", place))).chain(code(text).map(|place| ("`", place)));
    // What stands beside them may be more than text.
    let is_apart = |place: &Range<usize>| {
        place.start > 0 || source[..run.start].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(')
    };
    let signs = signs.filter(|(_, place)| free(place) && is_apart(place));
    found.extend(signs.map(|(sign, place)| Stray::Sign(sign, placed(place))));
    let comment = text.find("<!--").filter(|at| !text[at + 4..].trim().is_empty()).map(|at| at..at + 4).filter(free);
    found.extend(comment.map(|place| Stray::Comment(placed(place))));
    found.extend(entity(text).filter(|(place, _)| free(place)).map(|(place, name)| Stray::Entity(placed(place), name)));
    found.extend(address(text).map(|(place, right)| Stray::Address(placed(place), right)));
    found.extend(pointed(text).filter(free).map(|place| Stray::Pointed(placed(place))));
    let reference = reference(text).filter(|(place, _)| free(place));
    found.extend(reference.map(|(place, name)| Stray::Reference(placed(place), name)));
    found.extend(nameless(text).filter(free).map(|place| Stray::Nameless(placed(place))));
    found
}

/// Where `sign` stands alone, not in a longer row.
fn single<'a>(text: &'a str, sign: &'static str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(sign)
        .map(|(at, _)| at)
        .filter(move |at| !text[..*at].ends_with(&sign[..1]) && !text[at + sign.len()..].starts_with(&sign[..1]))
}

/// Two of `sign` round words of which one has a space beside it.
fn spaced(text: &str, sign: &'static str) -> Option<Range<usize>> {
    let mut signs = single(text, sign);
    let (first, second) = (signs.next()?, signs.next()?);
    if signs.next().is_some() || text.matches(&sign[..1]).count() != 2 * sign.len() {
        return None;
    }
    let (inner, end) = (&text[first + sign.len()..second], second + sign.len());
    let words = inner.trim();
    let is_word = |word: Option<&str>| word.is_some_and(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    let is_spaced = inner.len() == words.len() + 1 && !inner.contains(". ") && !inner.contains('/');
    let opens = text[..first].chars().next_back().is_none_or(|c| c.is_whitespace() || "(“„\"".contains(c));
    let mut after = text[end..].trim_start_matches(['.', ',', ';', ':', '!', '?', ')', '”', '"']).chars();
    let closes = after.next().is_none_or(char::is_whitespace);
    // A row of factors is not.
    let before = text[..first].trim_end();
    let is_term = before.ends_with(|c: char| c.is_ascii_digit() || "=+-/(".contains(c)) && sign == "*"
        || text[end..].trim_start().starts_with(|c: char| c.is_ascii_digit())
        || text.contains('=');
    let meant = is_word(words.split(' ').next()) && is_word(words.rsplit(' ').next());
    (is_spaced && opens && closes && meant && !is_term && words.starts_with(char::is_alphabetic)).then_some(first..end)
}

/// `==words` without an end.
fn mark(text: &str) -> Option<Range<usize>> {
    let mut signs = single(text, "==");
    let at = signs.next()?;
    let (before, after) = (&text[..at], &text[at + 2..]);
    let opens = before.is_empty() || before.ends_with([' ', '(']);
    let word = |text: &str| text.len() > 2 && text.chars().all(char::is_alphabetic);
    let begins = after.split(|c: char| !c.is_alphanumeric()).next().is_some_and(word);
    // A comparison has names of programs before it.
    let last = before.split_whitespace().next_back();
    let is_prose =
        last.is_none_or(|last| last.len() > 1 && last.chars().all(|c| c.is_alphabetic() || ",;:".contains(c)));
    let is_code = ["if ", "assert ", "while ", "where ", "when ", "()", " = "].iter().any(|sign| text.contains(sign));
    let is_alone = text.matches("==").count() == 1;
    (opens && begins && is_prose && !is_code && is_alone).then_some(at..at + 2)
}

/// A backtick before a word or behind it, and no other.
fn code(text: &str) -> Option<Range<usize>> {
    let at = text.find('`').filter(|_| text.matches('`').count() == 1)?;
    let (before, after) = (text[..at].chars().next_back(), &text[at + 1..]);
    let opens = before.is_none_or(|c| c.is_whitespace() || c == '(') && after.starts_with(char::is_alphanumeric);
    // Such marks end with an apostrophe.
    (opens && !after.contains(['\'', '’', '´'])).then_some(at..at + 1)
}

/// The signs of which writers type the names.
const NAMES: [&str; 30] = [
    "nbsp", "mdash", "ndash", "hellip", "quot", "apos", "copy", "euro", "laquo", "raquo", "ldquo", "rdquo", "lsquo",
    "rsquo", "times", "larr", "rarr", "auml", "ouml", "uuml", "szlig", "eacute", "egrave", "ccedil", "agrave",
    "middot", "thinsp", "bull", "trade", "sect",
];

/// `&mdsh;`.
fn entity(text: &str) -> Option<(Range<usize>, &'static str)> {
    text.match_indices('&').find_map(|(at, _)| {
        let inside = &text[at + 1..];
        let length = inside.find(|c: char| !c.is_ascii_alphabetic()).filter(|length| (3..=8).contains(length))?;
        let name = inside[length..].starts_with(';').then_some(&inside[..length])?;
        Some((at..at + length + 2, nearest(&name.to_ascii_lowercase(), NAMES)?))
    })
}

/// An address with a slip in its front.
fn address(text: &str) -> Option<(Range<usize>, String)> {
    let sign = |c: char| c.is_whitespace() || "()<>[]\"'`*“”„|".contains(c);
    let mut at = 0;
    text.split_inclusive(sign).find_map(|word| {
        let start = at;
        at += word.len();
        let word = word.trim_end_matches(sign).trim_end_matches(['.', ',', ';', ':', '!', '?']);
        let right = scheme::mended(word).filter(|_| word.contains('/'))?;
        Some((start..start + word.len(), right))
    })
}

/// `<https://example.org` with nothing that ends it.
fn pointed(text: &str) -> Option<Range<usize>> {
    text.match_indices("<http").find_map(|(at, _)| {
        let inside = &text[at + 1..];
        let length = inside.find(|c: char| c.is_whitespace() || "<>".contains(c)).unwrap_or(inside.len());
        let address = inside[..length].trim_end_matches(['.', ',', ';', ')']);
        let host = address.strip_prefix("https://").or(address.strip_prefix("http://"))?;
        let is_open = !inside[length..].trim_start_matches(|c| !"<>".contains(c)).starts_with('>');
        (is_open && scheme::is_host(host)).then_some(at..at + 1 + address.len())
    })
}

/// `[words][name]`, where the parser knows no such name.
fn reference(text: &str) -> Option<(Range<usize>, String)> {
    text.match_indices("][").find_map(|(middle, _)| {
        let start = text[..middle].rfind(['[', ']']).filter(|at| text[*at..].starts_with('['))?;
        let rest = &text[middle + 2..];
        let end = rest.find(['[', ']']).filter(|at| rest[*at..].starts_with(']'))?;
        let (words, name) = (&text[start + 1..middle], &rest[..end]);
        let is_free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !"[](=\\".contains(c));
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() > 1;
        let is_name = name.is_empty()
            || (letters(name)
                && name.starts_with(char::is_alphanumeric)
                && !name.contains(['.', ':', '^', '@', '\'', '"']));
        let is_meant = letters(words)
            && words.trim() == words
            && words.contains(' ')
            && !words.contains('=')
            && is_name
            && is_free(text[..start].chars().next_back())
            && is_free(rest[end + 1..].chars().next());
        let name = if name.is_empty() { words } else { name };
        is_meant.then(|| (start..middle + 3 + end, name.to_owned()))
    })
}

/// `[[]]` and `[[|words]]`, which name nothing.
fn nameless(text: &str) -> Option<Range<usize>> {
    text.match_indices("[[").find_map(|(at, _)| {
        // The next bracket decides, so that a row of them is looked at once.
        let rest = &text[at + 2..];
        let inside = &rest[..rest.find(['[', ']']).filter(|end| rest[*end..].starts_with("]]"))?];
        let is_nameless = inside.trim().is_empty() || inside.trim_start().starts_with('|');
        // A list of lists is code.
        let before = text[..at].trim_end();
        let is_prose = !before.ends_with(['=', ':', ',', '[']);
        let is_free = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "!(.,;?)".contains(c));
        let end = at + inside.len() + 4;
        let is_prose = is_prose && is_free(text[..at].chars().next_back()) && is_free(text[end..].chars().next());
        (is_nameless && is_prose).then_some(at..at + inside.len() + 4)
    })
}

/// The first `\(x\)` or `\[x\]` in a text that can only be a formula, outside `verbatim` (code and the like).
pub fn brackets(text: &str, verbatim: impl FnOnce() -> Vec<Range<usize>>) -> Option<Range<usize>> {
    const LONGEST: usize = 400;
    let is_tex = |inner: &str| {
        // A single letter is a class of a pattern: `\d+`.
        let is_command = |at: usize| inner[at + 1..].chars().take_while(char::is_ascii_alphabetic).count() > 1;
        inner.match_indices('\\').any(|(at, _)| is_command(at))
            || inner.match_indices('^').any(|(at, _)| {
                inner[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || ")}".contains(c))
                    && inner[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '{')
            })
    };
    let found: Vec<Range<usize>> = text
        .match_indices("\\(")
        .map(|(at, _)| (at, "\\)"))
        .chain(text.match_indices("\\[").map(|(at, _)| (at, "\\]")))
        .filter_map(|(at, close)| {
            let rest = &text[at + 2..text.floor_char_boundary(at + 2 + LONGEST)];
            let inner = rest.split_once(close)?.0;
            (!is_escaped(text, at) && !inner.contains("\n\n") && is_tex(inner)).then(|| at..at + inner.len() + 4)
        })
        .collect();
    if found.is_empty() {
        return None;
    }
    let verbatim = verbatim();
    let outside =
        |place: &Range<usize>| !verbatim.iter().any(|code| code.start <= place.start && place.start < code.end);
    found.into_iter().filter(outside).min_by_key(|place| place.start)
}

#[cfg(test)]
mod tests {
    use super::{Stray, brackets, find};

    #[test]
    fn what_was_meant_is_seen() {
        for (text, place) in [
            ("a *word * b", "*word *"),
            ("a * two words*, b", "* two words*"),
            ("_word _ and", "_word _"),
            ("__ bold__", "__ bold__"),
            ("See ==unclosed mark here.", "=="),
            ("the `code and more", "`"),
            ("a <!--x--!> b", "<!--"),
            ("a &mdsh; b", "&mdsh;"),
            ("See htps://example.org/a.", "htps://example.org/a"),
            ("(http:/example.org)", "http:/example.org"),
            ("see <https://example.org and", "<https://example.org"),
            ("see [two words][ref] and", "[two words][ref]"),
            ("see [two words][].", "[two words][]"),
            ("See [[]] here", "[[]]"),
            ("See [[ |words]] here", "[[ |words]]"),
        ] {
            let found = find(text, &(0..text.len()));
            let [one] = &*found else { panic!("{text}: {found:?}") };
            let (Stray::Sign(_, found)
            | Stray::Comment(found)
            | Stray::Entity(found, _)
            | Stray::Address(found, _)
            | Stray::Pointed(found)
            | Stray::Reference(found, _)
            | Stray::Nameless(found)) = one;
            assert_eq!(&text[found.clone()], place);
        }
    }

    #[test]
    fn what_may_be_meant_so_is_left_alone() {
        for text in [
            "2 *pi * r",
            "a * b * c",
            "x = a *b * c",
            "price* and more*",
            "fill _ and _ in",
            "snake_case and _private",
            "_mesh/ is clear. It follows your _ convention",
            "if a ==None",
            "a == b",
            "x ==y",
            "`quoted' words",
            "a ` b",
            "AT&T; and &foobar;",
            "http/https and either/or",
            "x[1][2] and [sic][1]",
            "[[\"a\"]] = [[]]",
            "Output: [[]]",
            "list[[]] and 和[[]]的",
            "a < b and <http",
            "\\*word * b",
            "see [the docs][mkdocs.plugin.name]",
            "the *.snap file, and the old *.snap files",
            "in HTML <!--",
            "mkdir([the mode][, exist_ok=False])",
        ] {
            assert_eq!(find(text, &(0..text.len())), [], "{text}");
        }
    }

    #[test]
    fn formulas_in_brackets_are_seen() {
        let place = |text: &str| brackets(text, Vec::new).map(|place| text[place].to_owned());
        assert_eq!(place("so \\(x^2\\) and"), Some("\\(x^2\\)".into()));
        assert_eq!(place("\\[\n\\frac12\n\\]"), Some("\\[\n\\frac12\n\\]".into()));
        for text in
            ["/\\((\\d+)\\)/", "\\[not a link\\]", "\\(foo\\_bar\\)", "\\\\(x^2\\\\)", "\\[ \\* \\]", "\\(a\n\nb^2\\)"]
        {
            assert_eq!(place(text), None, "{text}");
        }
    }
}
