//! The expressions of `[book] ignore-matching`, and what those leave out that are none. Whoever typed one may have meant to keep
//! something private.

use regex_automata::meta::Regex;

use crate::base::config::Config;

/// The expressions of a book, the later of which count: what one leaves out, one with `!` lets in again.
pub struct Expressions(Vec<(bool, Regex)>);

impl Expressions {
    pub fn of(config: &Config) -> Self {
        let typed = config.book.ignore_matching.iter().map(|typed| typed.get_ref().as_str());
        let read = |typed: &str| match typed.strip_prefix('!') {
            Some(inner) => Some((false, Regex::new(inner).ok()?)),
            None => Some((true, Regex::new(typed).ok().or_else(|| Regex::new(&meant(typed)?).ok())?)),
        };
        Self(typed.filter_map(read).collect())
    }

    /// Whether they leave out a file, by its path from the folder of the book.
    pub fn leave_out(&self, path: impl FnOnce() -> String) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let path = path();
        let last = self.0.iter().rev().find(|(_, expression)| expression.is_match(&path));
        last.is_some_and(|(leaves_out, _)| *leaves_out)
    }
}

/// What is wrong with an expression, if it is none.
pub fn fault(typed: &str) -> Option<String> {
    let error = Regex::new(typed.strip_prefix('!').unwrap_or(typed)).err()?;
    let words = error.syntax_error().map_or_else(|| error.to_string(), ToString::to_string);
    let words = words.rsplit("error: ").next().unwrap_or_default().trim().to_owned();
    // What the tool knows as another kind of pattern has the same fault.
    Some(if words == "unclosed character class" { "a `[` is not closed".to_owned() } else { words })
}

/// What an expression with a fault may have meant: what begins as it does, or with the longest word in it.
pub fn meant(typed: &str) -> Option<String> {
    // What lets something in is not meant to leave out.
    let typed = Some(typed).filter(|typed| !typed.starts_with('!'))?;
    front(typed).map(str::to_owned).or_else(|| Some(format!("(^|/){}", word(typed)?)))
}

/// As much of an expression with a fault as is one by itself, or else the longest word in it.
pub fn known(typed: &str) -> Option<&str> {
    front(typed).or_else(|| word(typed))
}

fn front(typed: &str) -> Option<&str> {
    let fronts = typed.char_indices().rev().map(|(at, _)| &typed[..at]);
    fronts.take_while(|front| tells(front)).find(|front| Regex::new(front).is_ok())
}

fn word(typed: &str) -> Option<&str> {
    let words = typed.split(|c: char| !c.is_alphanumeric() && !"-_/".contains(c));
    words.filter(|word| tells(word)).max_by_key(|word| word.len())
}

fn tells(part: &str) -> bool {
    part.contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::Expressions;
    use crate::base::config::Config;

    #[test]
    fn what_is_no_expression_leaves_out_what_it_may_have_meant() {
        let leaves_out = |typed: &str, path: &str| {
            let (config, _) = Config::parse(&format!("[book]\nignore-matching = {typed}\n"));
            Expressions::of(&config).leave_out(|| path.to_owned())
        };
        for typed in
            ["['own[']", "['^own[(/|$)']", "['(own']", "['^own/(a']", "['own\\']", "['own{2,1}']", "['(?P<own']"]
        {
            assert!(leaves_out(typed, "own/x.md") && !leaves_out(typed, "open/x.md"), "{typed}");
        }
        assert!(!leaves_out("['[']", "x.md") && !leaves_out("['!own[']", "own/x.md"));
        let only = "['^static/', '!^static/own/', '^static/own/x']";
        assert!(leaves_out(only, "static/a.png") && leaves_out(only, "static/own/x.png"));
        assert!(!leaves_out(only, "static/own/a.png") && !leaves_out(only, "content/a.md"));
    }
}
