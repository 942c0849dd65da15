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

    /// Whether a name alone gives `key` its value: `{ key }`.
    pub(in super::super) fn names(&self, key: &str) -> bool {
        self.code.match_indices(key).any(|(at, _)| {
            let (before, after) = (self.code[..at].trim_end(), self.code[at + key.len()..].trim_start());
            before.ends_with(['{', ',']) && after.starts_with(['}', ','])
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
