//! Settings that stand in a program: the few that matter are plain texts in it.

use std::fs;
use std::path::{Path, PathBuf};

/// The text of a program, without its remarks.
pub(super) struct Program(String);

impl Program {
    /// The first of `files` that is there, with its text.
    pub(super) fn read<'a>(root: &Path, files: &[&'a str]) -> Option<(&'a str, Self)> {
        files.iter().find_map(|file| Some((*file, Self::of(&fs::read_to_string(root.join(file)).ok()?))))
    }

    /// All of `files` that are there, as one program.
    pub(super) fn all(files: impl Iterator<Item = PathBuf>) -> Self {
        let texts = files.filter_map(|file| fs::read_to_string(file).ok());
        Self(texts.map(|text| without_remarks(&text)).collect::<Vec<_>>().join("\n"))
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

    /// The text that each call of `function` is given first.
    pub(super) fn given_to(&self, function: &str) -> Vec<String> {
        let calls = self.0.split(function).skip(1).filter_map(|after| after.trim_start().strip_prefix('('));
        calls.filter_map(quoted).map(str::to_owned).collect()
    }

    /// The text that is given to `key`, or to the name that stands there for it: `title: TITLE`.
    pub(super) fn text_or_named(&self, key: &str, whole: &Self) -> String {
        let direct = self.text(key);
        if !direct.is_empty() {
            return direct;
        }
        let name = self.after(key).next().unwrap_or_default().trim_start();
        let name = name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        if name.is_empty() { direct } else { whole.text(name) }
    }

    /// Whether something is given to `key`.
    pub(super) fn gives(&self, key: &str) -> bool {
        self.after(key).next().is_some()
    }

    /// Whether `key` is given the truth `value`.
    pub(super) fn is(&self, key: &str, value: bool) -> bool {
        let sign = value.to_string();
        self.after(key).any(|after| after.trim_start().starts_with(&sign))
    }

    /// The pairs of texts `'a': 'b'` in it.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        let texts: Vec<&str> = self.0.split(['"', '\'', '`']).collect();
        for around in texts.windows(4).skip(1).step_by(2) {
            if around[1].trim() == ":" {
                pairs.push((around[0].to_owned(), around[2].to_owned()));
            }
        }
        pairs
    }

    /// The objects in it, `{ … }`, each with the name that it is given (`docs: { … }`) and without the objects in
    /// it, innermost first.
    pub(super) fn objects(&self) -> Vec<(String, Self)> {
        let mut found = Vec::new();
        let mut open: Vec<(String, String)> = Vec::new();
        let (mut quote, mut escaped) = (None, false);
        let mut before = String::new();
        for c in self.0.chars() {
            match (quote, c) {
                _ if escaped => escaped = false,
                (Some(_), '\\') => escaped = true,
                (Some(sign), _) if sign == c => quote = None,
                (None, '"' | '\'' | '`') => quote = Some(c),
                (None, '{') => {
                    let label = open.last().map_or(&before, |(_, own)| own).trim_end();
                    let label = label.trim_end_matches([':', '=']).trim_end().trim_end_matches(['"', '\'']);
                    let start =
                        label.rfind(|c: char| !c.is_alphanumeric() && !"_-$".contains(c)).map_or(0, |at| at + 1);
                    let label = label[start..].to_owned();
                    open.push((label, String::new()));
                    continue;
                }
                (None, '}') => {
                    if let Some((label, own)) = open.pop() {
                        found.push((label, Self(own)));
                    }
                }
                _ => {}
            }
            open.last_mut().map_or(&mut before, |(_, own)| own).push(c);
        }
        found
    }

    /// The program without its remarks.
    pub(super) fn plain(&self) -> &str {
        &self.0
    }

    /// The keys that are true in the table that is given to `key`.
    pub(super) fn keys_that_hold(&self, key: &str) -> Vec<String> {
        let table = |after: &str| Some(after.trim_start().strip_prefix('{')?.split_once('}')?.0.to_owned());
        let Some(table) = self.after(key).find_map(table) else { return Vec::new() };
        let parts: Vec<&str> = table.split('"').collect();
        let holds = |pair: &&[&str]| pair[1].trim_start_matches([':', ' ']).starts_with("true");
        parts.get(1..).unwrap_or_default().chunks_exact(2).filter(holds).map(|pair| pair[0].to_owned()).collect()
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
        let calls = Program::of("c.copy('a');\nc.copy({ 'b': 'c' });\nc.copy(`d`, { e: 1 });\n");
        assert_eq!(calls.given_to("copy"), ["a", "d"]);
    }

    #[test]
    fn objects_are_told_apart() {
        let program = Program::of(
            "const TITLE = 'Ours';\nexport default { title: TITLE, clean: true, \
             docs: { path: '../docs', deep: { path: 'no' } }, rewrites: { 'en/:x*': ':x*', 'a': \"b\" } };\n",
        );
        let objects = program.objects();
        let names: Vec<_> = objects.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["deep", "docs", "rewrites", "default"]);
        assert_eq!(objects[1].1.text("path"), "../docs");
        assert_eq!(objects[2].1.pairs(), [("en/:x*", ":x*"), ("a", "b")].map(|(a, b)| (a.to_owned(), b.to_owned())));
        assert_eq!(objects[3].1.text_or_named("title", &program), "Ours");
        assert_eq!(objects[3].1.text("path"), "");
        assert!(objects[3].1.is("clean", true) && !objects[3].1.is("clean", false));
    }
}
