//! Settings that stand in a program: the few that matter are plain texts in it.

pub(super) mod code;
mod entries;
mod imports;
mod meant;
mod pairs;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::edge::file;

use self::code::{Quotation, bare, enclosed, ends, items, name_at, quotation, quoted, without_remarks};

/// The text of a program, or of a part of one, without its remarks.
pub(super) struct Program {
    code: String,
    /// The whole program, in which names are given what they stand for.
    whole: Arc<str>,
}

/// The texts of a list, as far as they are known before the program runs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct List {
    pub texts: Vec<String>,
    /// Whether these are all.
    pub is_whole: bool,
}

impl List {
    fn of(texts: Vec<String>) -> Self {
        Self { texts, is_whole: true }
    }

    fn join(mut self, other: Self) -> Self {
        self.texts.extend(other.texts);
        Self { is_whole: self.is_whole && other.is_whole, ..self }
    }
}

/// How many names may stand for one another.
const DEPTH: usize = 4;

impl Program {
    /// The first of `files` that is there, with its text.
    pub(super) fn read<'a>(root: &Path, files: &[&'a str]) -> Option<(&'a str, Self)> {
        files.iter().find_map(|file| Some((*file, Self::of(&file::read_text(&root.join(file)).ok()?))))
    }

    /// All of `files` that are there, as one program.
    pub(super) fn all(files: impl Iterator<Item = PathBuf>) -> Self {
        let texts = files.filter_map(|file| file::read_text(&file).ok());
        Self::plainly(texts.map(|text| without_remarks(&text)).collect::<Vec<_>>().join("\n"))
    }

    /// The program that `text` is.
    pub(super) fn of(text: &str) -> Self {
        Self::plainly(without_remarks(text))
    }

    fn plainly(code: String) -> Self {
        Self { whole: code.as_str().into(), code }
    }

    pub(super) fn part(&self, code: &str) -> Self {
        Self { code: code.to_owned(), whole: self.whole.clone() }
    }

    /// The text that is given to `key`, also by a name; empty if none is, or if it is put together while the program
    /// runs.
    pub(super) fn text(&self, key: &str) -> String {
        self.after(key).find_map(|value| self.text_at(value, DEPTH)).unwrap_or_default()
    }

    fn text_at(&self, value: &str, depth: usize) -> Option<String> {
        if let Some((text, _)) = quoted(value) {
            return Some(text);
        }
        self.text_at(self.constant(name_at(value)).filter(|_| depth > 0)?, depth - 1)
    }

    /// The texts in the lists that are given to `key`, or one text alone.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        self.list(key).texts
    }

    /// The same, and whether they are known.
    pub(super) fn list(&self, key: &str) -> List {
        self.after(key).map(|value| self.list_at(value, DEPTH)).fold(List::of(Vec::new()), List::join)
    }

    fn list_at(&self, value: &str, depth: usize) -> List {
        let value = value.trim_start();
        let unknown = List { texts: Vec::new(), is_whole: false };
        if let Some(inside) = enclosed(value).filter(|_| value.starts_with('[')) {
            let items = items(inside).into_iter().map(|item| self.list_at(item.trim_start_matches("..."), depth));
            let list = items.fold(List::of(Vec::new()), List::join);
            let ends = ends(&value[inside.len() + 2..]);
            return List { is_whole: list.is_whole && ends, ..list };
        }
        if let Some((text, rest)) = quoted(value) {
            return List { texts: vec![text], is_whole: ends(rest) };
        }
        let name = name_at(value);
        match self.constant(name).filter(|_| depth > 0 && ends(&value[name.len()..])) {
            Some(value) => self.list_at(value, depth - 1),
            None => unknown,
        }
    }

    /// What a name stands for that is given something once and for all.
    fn constant(&self, name: &str) -> Option<&str> {
        let mut places = self.whole.match_indices(name).filter(|_| !name.is_empty());
        places.find_map(|(at, _)| {
            let before = self.whole[..at].trim_end();
            let is_given = before.len() < at && ["const", "let", "var"].iter().any(|word| before.ends_with(word));
            let rest = self.whole[at + name.len()..].trim_start();
            // Its type may stand between.
            let rest = if rest.starts_with(':') { &rest[rest.find('=')?..] } else { rest };
            rest.strip_prefix('=').filter(|_| is_given)
        })
    }

    /// What is given to each call of `function`, between its brackets.
    pub(super) fn calls(&self, function: &str) -> Vec<Self> {
        let calls = self.code.match_indices(function).filter_map(|(at, _)| {
            let apart = !self.code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let call = self.code[at + function.len()..].trim_start();
            enclosed(call).filter(|_| apart && call.starts_with('('))
        });
        calls.map(|inside| self.part(inside)).collect()
    }

    /// The texts that each call of `function` is given first, and whether all are known.
    pub(super) fn given_to(&self, function: &str) -> List {
        self.calls(function).iter().map(Self::first).fold(List::of(Vec::new()), List::join)
    }

    /// The texts of the first part of a list.
    pub(super) fn first(&self) -> List {
        items(&self.code).first().map_or(List::of(Vec::new()), |item| self.list_at(item, DEPTH))
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

    /// The texts in it, with their places.
    fn quotations(&self) -> Vec<Quotation> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(start) = self.code[at..].find(['"', '\'', '`']).map(|start| at + start) {
            let end = start + quotation(&self.code[start..]);
            found.extend(quoted(&self.code[start..]).map(|(text, _)| Quotation { start, end, text }));
            at = end;
        }
        found
    }

    /// The objects in it, `{ … }`, each with the name that it is given (`docs: { … }`) and without the objects in
    /// it, innermost first.
    pub(super) fn objects(&self) -> Vec<(String, Self)> {
        let mut found = Vec::new();
        let mut open: Vec<(String, String)> = Vec::new();
        let mut before = String::new();
        let mut from = 0;
        for (at, c) in bare(&self.code) {
            if c != '{' && c != '}' {
                continue;
            }
            open.last_mut().map_or(&mut before, |(_, own)| own).push_str(&self.code[from..at]);
            from = at + 1;
            if c == '{' {
                let label = open.last().map_or(&before, |(_, own)| own).trim_end();
                let label = label.trim_end_matches([':', '=']).trim_end().trim_end_matches(['"', '\'']);
                let start = label.rfind(|c: char| !c.is_alphanumeric() && !"_-$".contains(c)).map_or(0, |at| at + 1);
                let label = label[start..].to_owned();
                open.push((label, String::new()));
            } else if let Some((label, own)) = open.pop() {
                found.push((label, self.part(&own)));
            }
        }
        found
    }

    /// The objects that are given to `key`, also by a name, without the objects in them.
    pub(super) fn objects_of(&self, key: &str) -> Vec<Self> {
        let names: Vec<&str> = self.after(key).map(name_at).filter(|name| self.constant(name).is_some()).collect();
        let of_key = |(label, own): (String, Self)| (label == key || names.contains(&&*label)).then_some(own);
        self.objects().into_iter().filter_map(of_key).collect()
    }

    /// The program without the objects and lists that are given to a key, or that a file gives others by a name:
    /// what they say is not said of the whole.
    pub(super) fn top(&self) -> Self {
        let mut kept = String::new();
        let mut from = 0;
        for (at, c) in bare(&self.code).filter(|(_, c)| matches!(c, '{' | '[')) {
            let Some(between) = self.code.get(from..at) else { continue };
            kept.push_str(between);
            from = at;
            let statement = kept.trim_end().strip_suffix('=').map(|kept| kept.rsplit([';', '\n']).next());
            let is_given = statement.flatten().is_some_and(|line| line.trim_start().starts_with("export const "));
            if (c == '[' || is_given || kept.trim_end().ends_with(':'))
                && let Some(inside) = enclosed(&self.code[at..])
            {
                from = at + inside.len() + 2;
            }
        }
        kept.push_str(&self.code[from..]);
        self.part(&kept)
    }

    /// The program without its remarks.
    pub(super) fn plain(&self) -> &str {
        &self.code
    }

    /// The keys that are true in the table that is given to `key`.
    pub(super) fn keys_that_hold(&self, key: &str) -> Vec<String> {
        let Some(table) = self.after(key).find_map(|after| enclosed(after.trim_start())) else { return Vec::new() };
        let table = self.part(table);
        let holds = |text: &Quotation| table.code[text.end..].trim_start_matches([':', ' ']).starts_with("true");
        table.quotations().into_iter().filter(holds).map(|text| text.text).collect()
    }

    /// Whether the program has `words` in it.
    pub(super) fn says(&self, words: &str) -> bool {
        self.code.contains(words)
    }

    /// What stands after each `key:` or `key =`.
    fn after<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.code.match_indices(key).filter_map(move |(at, _)| {
            let before = &self.code[..at];
            let apart = !before.ends_with(|c: char| c.is_alphanumeric() || "_-$.".contains(c));
            let rest = self.code[at + key.len()..].trim_start_matches(['"', '\'']).trim_start();
            let value =
                rest.strip_prefix(':').or_else(|| rest.strip_prefix('=').filter(|rest| !rest.starts_with('=')))?;
            apart.then_some(value)
        })
    }
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
        let given = calls.given_to("copy");
        assert_eq!((given.texts, given.is_whole), (vec!["a".to_owned(), "d".into()], false));
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
        assert_eq!(objects[3].1.text("title"), "Ours");
        assert_eq!(objects[3].1.text("path"), "");
        assert!(objects[3].1.is("clean", true) && !objects[3].1.is("clean", false));
    }

    #[test]
    fn names_stand_for_what_they_are_given() {
        let program = Program::of(
            "const OWN: string[] = ['b', `c`];\nconst A = 'a';\nx = { exclude: [A, ...OWN, 'd]'], include: make('e'), \
             ignore: ['f'].concat(OWN), one: 'Power\\'s \\u00e9', two: A };\n",
        );
        let list = |key: &str| (program.texts(key).join(" "), program.list(key).is_whole);
        assert_eq!(list("exclude"), ("a b c d]".into(), true));
        assert_eq!(list("include"), (String::new(), false));
        assert_eq!(list("ignore"), ("f".into(), false));
        assert_eq!(list("none"), (String::new(), true));
        assert_eq!((program.text("one"), program.text("two")), ("Power's é".into(), "a".into()));
    }

    #[test]
    fn what_a_part_says_is_not_said_of_the_whole() {
        let program = Program::of(
            "export const feed = { title: 'Feed' };\nexport default { author: { title: 'Dr' }, menu: [{ title: 'Home' }], title: 'Site' };",
        );
        assert_eq!(program.top().text("title"), "Site");
        assert_eq!(program.objects_of("author")[0].text("title"), "Dr");
    }
}
