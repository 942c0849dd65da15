//! Settings that stand in a program: the few that matter are plain texts in it.

use std::fs;
use std::path::Path;

/// The text of a program, without its remarks.
pub(super) struct Program(String);

impl Program {
    /// The first of `files` that is there, with its text.
    pub(super) fn read<'a>(root: &Path, files: &[&'a str]) -> Option<(&'a str, Self)> {
        files.iter().find_map(|file| Some((*file, Self::of(&fs::read_to_string(root.join(file)).ok()?))))
    }

    /// The program that `text` is.
    pub(super) fn of(text: &str) -> Self {
        Self(without_remarks(text))
    }

    /// The text that is given to `key`; empty if none is, or if it is put together while the program runs.
    pub(super) fn text(&self, key: &str) -> String {
        self.after(key).find_map(quoted).unwrap_or_default().to_owned()
    }

    /// The texts in the list that is given to `key`.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        let list = |after: &str| Some(after.trim_start().strip_prefix('[')?.split_once(']')?.0.to_owned());
        let Some(list) = self.after(key).find_map(list) else { return Vec::new() };
        list.split(['"', '\'', '`']).skip(1).step_by(2).map(str::to_owned).collect()
    }

    /// Whether the program has `words` in it.
    pub(super) fn says(&self, words: &str) -> bool {
        self.0.contains(words)
    }

    /// What stands after each `key:` or `key =`.
    fn after<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.match_indices(key).filter_map(move |(at, _)| {
            let before = &self.0[..at];
            let apart = !before.ends_with(|c: char| c.is_alphanumeric() || "_-$.".contains(c));
            let rest = self.0[at + key.len()..].trim_start_matches(['"', '\'']).trim_start();
            let value =
                rest.strip_prefix(':').or_else(|| rest.strip_prefix('=').filter(|rest| !rest.starts_with('=')))?;
            apart.then_some(value)
        })
    }
}

/// The text that a program has in quotation marks at the front of `code`.
fn quoted(code: &str) -> Option<&str> {
    let code = code.trim_start();
    let quote = code.chars().next().filter(|c| "\"'`".contains(*c))?;
    // What is put together from others is not known.
    code[1..].split_once(quote).map(|(text, _)| text).filter(|text| !text.contains("${") && !text.contains('\n'))
}

/// `code` without `// …` and `/* … */`, which may stand in a text (`https://`).
fn without_remarks(code: &str) -> String {
    let mut kept = String::with_capacity(code.len());
    let mut quote = None;
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match quote {
            Some(_) if c == '\\' => length += rest[1..].chars().next().map_or(0, char::len_utf8),
            Some(open) if c == open || (c == '\n' && open != '`') => quote = None,
            None if rest.starts_with("//") => {
                rest = rest.find('\n').map_or("", |end| &rest[end..]);
                continue;
            }
            None if rest.starts_with("/*") => {
                rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
                continue;
            }
            None if "\"'`".contains(c) => quote = Some(c),
            Some(_) | None => {}
        }
        kept.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::Program;

    #[test]
    fn plain_texts_are_read_from_a_program() {
        let program = Program::of(
            "// title: 'no'\nconst x = {\n  subtitle: 'other', /* title: 'no' */\n  \"title\": `A site`,\n  url: 'https://a.example', // really\n  \
             path: join(here), path: 'docs',\n  ignore: ['a', \"b/**\"],\n};\n",
        );
        assert_eq!(program.text("title"), "A site");
        assert_eq!(program.text("url"), "https://a.example");
        assert_eq!(program.text("path"), "docs");
        assert_eq!(program.text("none"), "");
        assert_eq!(program.texts("ignore"), ["a", "b/**"]);
    }
}
