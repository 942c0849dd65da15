//! Commands that one formula of an essay defines, and that those after it use; and those of the book.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::tex::{commands, group};

/// The most that all definitions of an essay may have, in bytes: they are read again with each formula that needs them.
const LONGEST: usize = 4 << 10;

/// The commands that the formulas of an essay have defined so far.
#[derive(Debug, Default)]
pub struct Defined {
    /// Each with its name, and the words that define it.
    commands: Vec<(Box<str>, Box<str>)>,
    /// The same of the book, once a formula has a command.
    book: Option<BTreeMap<Box<str>, Box<str>>>,
}

impl Defined {
    /// What a formula shows, with the definitions before it that it needs; nothing, if all that it does is to define
    /// others for those after it. What `book` defines holds in all.
    pub fn read<'t>(&mut self, tex: &'t str, book: &str) -> Option<Cow<'t, str>> {
        let read = self.own(tex)?;
        if book.is_empty() || !read.contains('\\') {
            return Some(read);
        }
        let all = self.book.get_or_insert_with(|| {
            definitions(book).into_iter().map(|(name, words)| (name.into(), words.into())).collect()
        });
        let mut front = String::new();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut next: Vec<&str> = commands(&read).map(|(_, word)| word).collect();
        while let Some(name) = next.pop() {
            if let Some(words) = all.get(name)
                && !self.commands.iter().any(|(own, _)| **own == *name)
                && seen.insert(name)
                && front.len() + words.len() <= LONGEST
            {
                front.push_str(words);
                next.extend(commands(words).map(|(_, word)| word));
            }
        }
        Some(if front.is_empty() { read } else { (front + &read).into() })
    }

    /// The same with the definitions of the essay.
    fn own<'t>(&mut self, tex: &'t str) -> Option<Cow<'t, str>> {
        let own: Vec<Definition<'_>> = commands(tex).filter_map(|(at, word)| definition(tex, at, word)).collect();
        let needs = commands(tex).any(|(_, word)| self.commands.iter().any(|(name, _)| **name == *word));
        let read = if needs || !own.is_empty() {
            let is_own = |name: &str| own.iter().any(|definition| definition.name == name);
            let before = self.commands.iter().filter(|(name, _)| needs && !is_own(name));
            let mut read: String = before.map(|(_, words)| &**words).collect();
            let mut from = 0;
            for definition in &own {
                read.push_str(tex.get(from..definition.start).unwrap_or_default());
                read.push_str(&definition.words);
                from = from.max(definition.end);
            }
            read.push_str(&tex[from..]);
            read.into()
        } else {
            tex.into()
        };
        let ends = [0].into_iter().chain(own.iter().map(|definition| definition.end));
        let starts = own.iter().map(|definition| definition.start).chain([tex.len()]);
        let mut between = ends.zip(starts).filter_map(|(end, start)| tex.get(end..start));
        let is_shown = own.is_empty() || between.any(|text| !text.trim().is_empty());
        for Definition { name, words, .. } in &own {
            self.commands.retain(|(known, _)| **known != **name);
            let length: usize = self.commands.iter().map(|(_, words)| words.len()).sum();
            if length + words.len() <= LONGEST {
                self.commands.push(((*name).into(), words.as_str().into()));
            }
        }
        is_shown.then_some(read)
    }
}

/// What a text defines in TeX, each with its name and the words that define it. The last of a name counts.
pub fn definitions(text: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    let mut end = 0;
    for (at, word) in commands(text) {
        let near = &text[..text.floor_char_boundary(at + LONGEST)];
        if at >= end
            && let Some(definition) = definition(near, at, word)
        {
            end = definition.end;
            found.push((definition.name, definition.words));
        } else if at >= end
            && word == "let"
            && let Some((name, from)) = named(near, at + 1 + word.len())
            && let Some((0, other)) = commands(near[from..].trim_start_matches([' ', '='])).next()
        {
            found.push((name, format!("\\def\\{name}{{\\{other} }}")));
        }
    }
    found
}

/// What defines a command.
struct Definition<'t> {
    name: &'t str,
    start: usize,
    end: usize,
    /// The same in words that define it whether there is one of that name or not.
    words: String,
}

/// The definition that begins at `at` with the command `word`, if that is one which defines others.
fn definition<'t>(tex: &'t str, at: usize, word: &str) -> Option<Definition<'t>> {
    let starred = |from: usize| from + usize::from(tex[from..].starts_with('*'));
    let after = at + 1 + word.len();
    let (name, from) = match word {
        "newcommand" | "renewcommand" | "providecommand" | "DeclareMathOperator" => named(tex, starred(after))?,
        "def" | "gdef" => named(tex, after).filter(|_| !tex[after..].trim_start().starts_with('{'))?,
        "DeclarePairedDelimiter" => {
            let (name, from) = named(tex, after)?;
            let (left, from) = group(tex, from)?;
            let (right, end) = group(tex, from)?;
            let words = format!("\\def\\{name}#1{{\\left{left} #1\\right{right} }}");
            return Some(Definition { name, start: at, end, words });
        }
        _ => return None,
    };
    // What it takes stands before what it means.
    let body = from + tex[from..].find('{')?;
    let takes = tex[from..body].trim();
    let (means, end) = group(tex, body)?;
    // The library puts what follows right behind it.
    let gap = if means.ends_with(char::is_alphabetic) { " " } else { "" };
    let words = match word {
        "def" | "gdef" if !takes.contains(['\\', '}']) => format!("\\def\\{name}{takes}{{{means}{gap}}}"),
        "DeclareMathOperator" if takes.is_empty() => {
            let star = if tex[after..].starts_with('*') { "*" } else { "" };
            format!("\\def\\{name}{{\\operatorname{star}{{{means}}}}}")
        }
        "def" | "gdef" | "DeclareMathOperator" => return None,
        _ if takes.is_empty() => format!("\\def\\{name}{{{means}{gap}}}"),
        _ => {
            let (count, default) = takes.strip_prefix('[')?.strip_suffix(']')?.split_once(']').unzip();
            let count =
                count.unwrap_or(&takes[1..takes.len() - 1]).trim().parse::<u8>().ok().filter(|count| *count < 10)?;
            if let Some(default) = default {
                format!("\\providecommand{{\\{name}}}[{count}]{default}]{{{means}{gap}}}")
            } else {
                let takes = &"#1#2#3#4#5#6#7#8#9"[..usize::from(count) * 2];
                format!("\\def\\{name}{takes}{{{means}{gap}}}")
            }
        }
    };
    Some(Definition { name, start: at, end, words })
}

/// The name of the command that stands at `at`, with or without braces, and where what follows it begins.
fn named(tex: &str, at: usize) -> Option<(&str, usize)> {
    let (inner, end) = match group(tex, at) {
        Some((inner, end)) => (inner.trim(), Some(end)),
        None => (tex[at..].trim_start(), None),
    };
    let (0, name) = commands(inner).next()? else { return None };
    let end = end.filter(|_| inner.len() == name.len() + 1).or_else(|| {
        let start = tex.len() - inner.len();
        (end.is_none()).then_some(start + 1 + name.len())
    })?;
    Some((name, end))
}

#[cfg(test)]
mod tests {
    use super::Defined;

    #[test]
    fn definitions_hold_for_the_formulas_after_them() {
        let mut defined = Defined::default();
        for (typed, read) in [
            (r"\to", Some(r"\to")),
            (r"\newcommand{\impl}{\to} \def\two#1{#1#1}", None),
            (r"a \impl b", Some(r"\def\impl{\to }\def\two#1{#1#1}a \impl b")),
            ("b", Some("b")),
            (r"\renewcommand\impl[1]{#1} \impl c", Some(r"\def\two#1{#1#1}\def\impl#1{#1} \impl c")),
            (r"\DeclareMathOperator*{\rk}{rk}", None),
            (r"\rk", Some(r"\def\two#1{#1#1}\def\impl#1{#1}\def\rk{\operatorname*{rk}}\rk")),
            (r"\newcommand{\f}[2][x]{#1#2}\f y", Some(r"\providecommand{\f}[2][x]{#1#2}\f y")),
            (r"\DeclarePairedDelimiter{\n}{\|}{\|}", None),
            (r"\newcommand{\x", Some(r"\newcommand{\x")),
            ("", Some("")),
        ] {
            assert_eq!(defined.read(typed, "").as_deref(), read, "{typed}");
        }
    }

    #[test]
    fn definitions_of_the_book_hold_everywhere() {
        let book = "\\newcommand{\\R}{\\mathbb{R}} % all\n\\newcommand\\fun[1]{#1:\\R}\n\\let\\eps=\\epsilon\n\\newcommand{\\no}{no";
        let mut defined = Defined::default();
        for (typed, read) in [
            (r"\to", r"\to"),
            (r"\fun x", r"\def\fun#1{#1:\R }\def\R{\mathbb{R}}\fun x"),
            (r"\eps", r"\def\eps{\epsilon }\eps"),
            (r"\def\R{r}\R", r"\def\R{r }\R"),
            (r"\R", r"\def\R{r }\R"),
        ] {
            assert_eq!(defined.read(typed, book).as_deref(), Some(read), "{typed}");
        }
    }
}
