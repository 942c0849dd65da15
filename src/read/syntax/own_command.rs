//! Commands that one formula of an essay defines, and that those after it use.

use std::borrow::Cow;

use super::tex::{commands, group};

/// The most that all definitions of an essay may have, in bytes: they are read again with each formula that needs them.
const LONGEST: usize = 4 << 10;

/// The commands that the formulas of an essay have defined so far.
#[derive(Debug, Default)]
pub struct Defined {
    /// Each with its name, and the words that define it.
    commands: Vec<(Box<str>, Box<str>)>,
}

impl Defined {
    /// What a formula shows, with the definitions before it that it needs; nothing, if all that it does is to define
    /// others for those after it.
    pub fn read<'t>(&mut self, tex: &'t str) -> Option<Cow<'t, str>> {
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
            (r"\newcommand{\x", Some(r"\newcommand{\x")),
            ("", Some("")),
        ] {
            assert_eq!(defined.read(typed).as_deref(), read, "{typed}");
        }
    }
}
