//! What names stand for that are given as values.

use super::code::{bare, enclosed, items, name_at};
use super::{DEPTH, Program};

/// The words at the front of a value that are no names.
const WORDS: [&str; 6] = ["true", "false", "null", "undefined", "function", "async"];

impl Program {
    /// The code that a value is, or that it stands for if it is a name; `None` for what only another file knows, or the program
    /// when it runs.
    pub(in super::super) fn meant<'a>(&'a self, value: &'a str) -> Option<&'a str> {
        let mut value = value.trim_start();
        for _ in 0..=DEPTH {
            let name = name_at(value);
            let rest = value[name.len()..].trim_start_matches([' ', '\t']);
            let is_code = name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || WORDS.contains(&name);
            if is_code || rest.starts_with("=>") {
                return Some(value);
            }
            if !rest.is_empty() && !rest.starts_with([',', ';', '}', ')', ']', '\n', '\r']) {
                return None;
            }
            value = self.constant(name).map(|code| statement(code.trim_start())).or_else(|| self.function(name))?;
        }
        None
    }

    /// The code of what objects give to `key`: `key: value`, `key() { … }`, or `{ key }`, which is a name.
    pub(in super::super) fn fields<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        let places = self.code.match_indices(key).map(|(at, _)| (&self.code[..at], &self.code[at..]));
        places.filter_map(move |(before, code)| {
            let own = before.strip_suffix(['"', '\'']).unwrap_or(before);
            let rest = code[key.len()..].trim_start_matches(['"', '\'']);
            let is_apart = !own.ends_with(|c: char| c.is_alphanumeric() || "_-$.".contains(c));
            let begins = own.trim_end().ends_with(['{', ',']);
            match rest.trim_start().chars().next() {
                Some(':') if is_apart && !own.trim_end().ends_with('?') => Some(&rest.trim_start()[1..]),
                Some('(') if begins || own.trim_end().ends_with("async") => {
                    let given = enclosed(rest.trim_start())?;
                    let body = rest.trim_start()[given.len() + 2..].trim_start();
                    body.starts_with('{').then_some(rest.trim_start())
                }
                Some('}' | ',') if begins && is_object(own) => Some(code),
                _ => None,
            }
        })
    }

    /// The text that a call is given first, if it is known, and the code of what it is given then.
    pub(in super::super) fn first_two(&self) -> (Option<String>, &str) {
        let items = items(&self.code);
        let first = items.first().and_then(|item| self.text_at(item, DEPTH));
        (first, items.get(1).copied().unwrap_or_default())
    }

    /// The code of what a call is given in the third place.
    pub(in super::super) fn third(&self) -> &str {
        items(&self.code).get(2).copied().unwrap_or_default()
    }

    /// The function of this name.
    fn function(&self, name: &str) -> Option<&str> {
        let mut places = self.whole.match_indices("function ").map(|(at, _)| &self.whole[at..]);
        let code = places.find(|code| name_at(&code["function ".len()..]) == name)?;
        let given = code.find('(')?;
        let body = given + enclosed(&code[given..])?.len() + 2;
        let body = body + code[body..].find('{')?;
        Some(&code[..body + enclosed(&code[body..])?.len() + 2])
    }
}

/// Whether the `{` that is open at the end of `code` begins an object, and not names that are given to a function, taken from an
/// object or imported.
fn is_object(code: &str) -> bool {
    /// Names that are given are few.
    const LONGEST: usize = 2_000;
    let start = code.floor_char_boundary(code.len().saturating_sub(LONGEST));
    let code = &code[start..];
    let mut open = Vec::new();
    for (at, c) in bare(code) {
        match c {
            '{' => open.push(at),
            '}' => drop(open.pop()),
            _ => {}
        }
    }
    let Some(before) = open.pop().map(|at| code[..at].trim_end()) else { return start > 0 };
    let is_arrow = before.strip_suffix('(').is_some_and(|before| before.trim_end().ends_with("=>"));
    is_arrow || before.ends_with([':', '=']) || before.ends_with("default") || before.ends_with("return")
}

/// The code up to the end of the statement, or of what it stands in.
fn statement(code: &str) -> &str {
    let mut depth = 0_usize;
    for (at, c) in bare(code) {
        match c {
            '[' | '{' | '(' => depth += 1,
            ']' | '}' | ')' | ',' | ';' if depth == 0 => return &code[..at],
            ']' | ')' => depth -= 1,
            '}' => {
                depth -= 1;
                let rest = code[at + 1..].trim_start_matches([' ', '\t', '\r']);
                if depth == 0 && rest.starts_with('\n') {
                    return &code[..=at];
                }
            }
            _ => {}
        }
    }
    code
}
