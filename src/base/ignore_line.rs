//! Lines as in a `.gitignore` that are not patterns. Whoever typed one may have meant to keep something private, so it leaves
//! out what begins as it does.

use ignore::gitignore::GitignoreBuilder;

/// Adds a line to others; gives what is wrong with it, if it is not a pattern.
pub fn add(builder: &mut GitignoreBuilder, line: &str) -> Option<String> {
    let typed = line.trim_end();
    let end = unclosed(typed);
    let fault = match (end, builder.add_line(None, line)) {
        (Some(_), _) => "a `[` is not closed".to_owned(),
        (None, Err(error)) => error.to_string(),
        (None, Ok(_)) => return None,
    };
    if let Some(meant) = meant(line) {
        let _ = builder.add_line(None, &meant);
    }
    Some(fault)
}

/// The line that is read in the place of one that is not a pattern, if there is one: for a file or a folder that begins so.
pub fn meant(line: &str) -> Option<String> {
    let typed = line.trim_end();
    let end = unclosed(typed).or_else(|| typed.find(['[', '{', '*', '?', '\\'])).unwrap_or(typed.len());
    let front = &typed[..end];
    // What lets something in is not meant to leave out.
    let tells = !typed.starts_with('!') && front.contains(|c: char| c != '/' && c != '*');
    tells.then(|| format!("{front}*"))
}

/// What is wrong with a line that is not a pattern.
pub fn fault(line: &str) -> Option<String> {
    add(&mut GitignoreBuilder::new(""), line)
}

/// Where the first choice of signs begins that does not end.
fn unclosed(line: &str) -> Option<usize> {
    if line.starts_with('#') {
        return None;
    }
    let mut signs = line.char_indices();
    let mut open = None;
    while let Some((at, c)) = signs.next() {
        match c {
            '\\' => {
                signs.next();
            }
            '[' if open.is_none() => {
                open = Some(at);
                // One that stands first is a choice.
                let rest = signs.as_str();
                let skip = rest.strip_prefix(['!', '^']).unwrap_or(rest);
                let skipped = rest.len() - skip.len() + usize::from(skip.starts_with(']'));
                for _ in 0..skipped {
                    signs.next();
                }
            }
            ']' => open = None,
            _ => {}
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use ignore::gitignore::GitignoreBuilder;

    use super::{add, fault};

    #[test]
    fn a_line_that_is_no_pattern_leaves_out_what_begins_as_it_does() {
        for (line, path) in [
            ("privat[ea", "private"),
            ("/privat[ea/", "private"),
            ("a/privat[e/*.md", "a/private"),
            ("private\\", "private"),
            ("priv[z-a]te", "private"),
        ] {
            let mut builder = GitignoreBuilder::new("");
            assert!(add(&mut builder, line).is_some(), "{line}");
            let rules = builder.build().unwrap();
            assert!(rules.matched(path, true).is_ignore(), "{line}");
            assert!(!rules.matched("public", true).is_ignore(), "{line}");
        }
        for line in ["a[bc]", "a[]b]", "a[!]b]", "a\\[b", "# a[b", "", "!a[b]", "a]", "[[]x", "*"] {
            assert_eq!(fault(line), None, "{line}");
        }
        assert!(fault("!a[b").is_some() && fault("[ab").is_some());
    }
}
