//! The pages that fields are handed down to: the `target` of a cascade (<https://gohugo.io/configuration/cascade/>).

use std::collections::BTreeSet;

use toml::{Table, Value};

use crate::base::ignore_line;
use crate::base::ruled::Rule;
use crate::edge::book::detect::files::{MOST, alternatives, get, literal};
use crate::edge::book::detect::found::fits;
use crate::edge::book::detect::judge::{Judge, is_nearly};

/// What is known of the site.
pub(super) struct Site<'a> {
    pub judge: &'a Judge,
    /// The folders of its taxonomies.
    pub taxonomies: Vec<String>,
}

/// What a target may name.
const KEYS: [&str; 4] = ["environment", "kind", "lang", "path"];

/// `rule` for the pages alone that `set` names in its `target`, as far as files tell: once for each path. And whether these
/// are just the pages that are meant, or some may not be.
pub(super) fn targeted(set: &Table, rule: &Rule, own: &str, site: &Site) -> (Vec<Rule>, bool) {
    let names = ["target", "_target"];
    let mut named = set.iter().filter(|(name, _)| names.iter().any(|known| is_nearly(name, known)));
    let target = match (named.next(), named.next()) {
        (None, _) => return (vec![rule.clone()], true),
        (Some((name, Value::Table(target))), None) if names.iter().any(|known| name.eq_ignore_ascii_case(known)) => {
            target
        }
        // Nobody knows what it is for.
        _ => return (vec![Rule { except: None, ..rule.clone() }], false),
    };
    let mut is_sure = target.keys().all(|key| KEYS.iter().any(|known| key.eq_ignore_ascii_case(known)));
    match is_for(target, "environment", "production") {
        Some(true) => {}
        Some(false) => return (Vec::new(), true),
        None => is_sure = false,
    }
    // Paths begin where the texts of a language do.
    let folders = site.judge.config.languages.iter().map(|(code, of)| of.folder.as_deref().unwrap_or(code));
    let roots: Vec<String> = folders.map(|folder| format!("/{}", literal(folder))).chain([String::new()]).collect();
    let kinds = of_kinds(target, &roots, &site.taxonomies);
    let paths =
        asked(target, "path").and_then(|path| if path.is_empty() { Some(Vec::new()) } else { of_paths(path, &roots) });
    is_sure &= kinds.is_some() && paths.as_ref().is_some_and(|paths| paths.iter().all(|(_, is_sure)| *is_sure));
    let (mut languages, mut codes) = (rule.languages.clone(), Vec::new());
    if get(target, "lang").is_some() {
        match (is_for(target, "lang", own), asked(target, "lang").and_then(alternatives)) {
            (Some(is_own), Some(asked)) => {
                let meant = numbers(|code| is_for(target, "lang", code) == Some(true), site.judge);
                let is_known = is_own || !meant.is_empty();
                languages =
                    meant.into_iter().filter(|number| languages.is_empty() || languages.contains(number)).collect();
                if is_known && languages.is_empty() {
                    return (Vec::new(), true);
                }
                // The codes of languages that the site does not name.
                codes = if is_known { Vec::new() } else { asked };
            }
            _ => is_sure = false,
        }
    }
    let kinds = kinds.unwrap_or_default();
    let of_path = |mut lines: Vec<String>| {
        if !codes.is_empty() {
            let all = if lines.is_empty() { vec!["/*".to_owned()] } else { lines };
            lines = all.iter().flat_map(|line| codes.iter().map(|code| of_language(line, code))).collect();
        }
        Rule { except: None, kinds: kinds.clone(), lines, languages: languages.clone(), ..rule.clone() }
    };
    let paths = paths.filter(|paths| !paths.is_empty()).unwrap_or_else(|| vec![(Vec::new(), true)]);
    (paths.into_iter().map(|(lines, _)| of_path(lines)).collect(), is_sure)
}

/// The numbers of the languages of the book whose codes are meant.
pub(super) fn numbers(is_meant: impl Fn(&str) -> bool, judge: &Judge) -> Vec<u8> {
    let codes = judge.config.languages.iter().zip(1..).map(|((code, _), number)| (code.to_lowercase(), number));
    let codes = codes.chain([(judge.config.book.language.to_lowercase(), 0)]);
    codes.filter(|(code, _)| is_meant(code)).map(|(_, number)| number).collect()
}

/// What a target asks for by `key`: nothing if it does not, `None` if it is no text.
fn asked<'a>(target: &'a Table, key: &str) -> Option<&'a str> {
    get(target, key).map_or(Some(""), Value::as_str).map(str::trim)
}

/// Whether what a target asks for by `key` is `word`, or anything; `None` if that cannot be told.
fn is_for(target: &Table, key: &str, word: &str) -> Option<bool> {
    let asked = asked(target, key)?.to_lowercase();
    let globs = alternatives(&asked)?;
    let is_sound = globs.iter().all(|glob| ignore_line::fault(&format!("/{glob}")).is_none());
    is_sound.then(|| asked.is_empty() || globs.iter().any(|glob| fits(glob, &word.to_lowercase())))
}

/// The lines for the files of the kinds of pages that a target is for, none if that is all of them; `None` if that cannot be told.
fn of_kinds(target: &Table, roots: &[String], taxonomies: &[String]) -> Option<Vec<String>> {
    let is_for = |kind: &str| is_for(target, "kind", kind);
    let (page, section, home) = (is_for("page")?, is_for("section")?, is_for("home")?);
    let (taxonomy, term) = (is_for("taxonomy")?, is_for("term")?);
    match [page, section, home, taxonomy, term] {
        [true, true, true, true, true] => return Some(Vec::new()),
        // Hugo knows no other kinds.
        [false, false, false, false, false] => return None,
        _ => {}
    }
    let mut lines = Vec::new();
    // The later lines count.
    lines.extend(page.then(|| "*".to_owned()));
    lines.push(if section { "_index.*" } else { "!_index.*" }.to_owned());
    let sign = |is_meant: bool| if is_meant { "" } else { "!" };
    for root in roots {
        lines.push(format!("{}{root}/_index.*", sign(home)));
        for name in taxonomies.iter().filter_map(|name| folded(name)) {
            lines.push(format!("{}{root}/{name}/**/_index.*", sign(term)));
            lines.push(format!("{}{root}/{name}/_index.*", sign(taxonomy)));
        }
    }
    Some(lines)
}

/// The lines for each of the paths that a pattern stands for, and whether they are for just what that is for; `None` if that
/// cannot be told.
fn of_paths(pattern: &str, roots: &[String]) -> Option<Vec<(Vec<String>, bool)>> {
    let mut all = Vec::new();
    for path in alternatives(pattern)? {
        // Paths begin with a `/` and end with none.
        let is_sure = path.starts_with(['/', '*']) && (path == "/" || !path.ends_with('/')) && !path.contains("[!");
        for path in across(&path)? {
            let lines = roots.iter().map(|root| of_page(root, &path)).collect::<Option<Vec<_>>>()?.concat();
            if lines.iter().any(|line| ignore_line::fault(line).is_some()) {
                return None;
            }
            all.push((lines, is_sure));
        }
    }
    (all.len() <= MOST).then_some(all)
}

/// The line for those files of a line that are called by the code of a language.
fn of_language(line: &str, code: &str) -> String {
    match line.strip_suffix('*') {
        Some(folder) => format!("{}/**/*.{code}.*", folder.trim_end_matches(['*', '/'])),
        None => line.rsplit_once('.').map_or_else(|| line.to_owned(), |(name, end)| format!("{name}.{code}.{end}")),
    }
}

/// A pattern of Hugo's, in which `**` stands for any signs, also between others, as such in which it is a whole part; `None`
/// if they are too many.
pub(in super::super) fn across(pattern: &str) -> Option<Vec<String>> {
    let is_whole = |pattern: &str, at: usize| {
        let (before, after) = (&pattern[..at], &pattern[at + 2..]);
        (before.is_empty() || before.ends_with('/')) && (after.is_empty() || after.starts_with('/'))
    };
    let (mut open, mut done) = (vec![pattern.to_owned()], Vec::new());
    while let Some(pattern) = open.pop() {
        let Some((at, _)) = pattern.match_indices("**").find(|(at, _)| !is_whole(&pattern, *at)) else {
            done.push(pattern);
            continue;
        };
        if open.len() + done.len() >= MOST {
            return None;
        }
        let (before, after) = (&pattern[..at], pattern[at..].trim_start_matches('*'));
        // What lies below a folder whose name fits.
        let further = if after.is_empty() { format!("{before}*/**") } else { format!("{before}*/**/*{after}") };
        open.extend([further, format!("{before}*{after}")]);
    }
    Some(done)
}

/// The lines for the files below `root` of a page that is known by its path without an ending, or of all that lie in
/// `folder/**`; `None` if that cannot be told.
fn of_page(root: &str, path: &str) -> Option<Vec<String>> {
    let path = path.trim_matches('/');
    if path.is_empty() {
        return Some(vec![format!("{root}/_index.*"), format!("{root}/index.*")]);
    }
    if path == "**" {
        return Some(vec![format!("{root}/*")]);
    }
    let path = format!("{root}/{}", folded(path)?);
    if let Some(folder) = path.strip_suffix("/**") {
        // The folder has a page of its own.
        return Some(vec![path.clone(), format!("!{folder}/_index.*"), format!("!{folder}/index.*")]);
    }
    let ends = [".md", ".*.md", ".html", "/index.md", "/index.*.md", "/_index.md", "/_index.*.md"];
    Some(ends.map(|end| path.clone() + end).into())
}

/// One byte of a letter that has several. Patterns know bytes where Hugo knows letters.
const BYTE: &str = "[\u{80}-\u{10ffff}]";

/// A pattern for the paths of pages as one for those of files: Hugo knows a page by its path in small letters, with hyphens for
/// spaces. `None` for one that Hugo does not read either.
fn folded(path: &str) -> Option<String> {
    let others = format!("{BYTE}{BYTE},{BYTE}{BYTE}{BYTE},{BYTE}{BYTE}{BYTE}{BYTE}");
    let mut pattern = String::new();
    let mut chars = path.chars();
    while let Some(c) = chars.next() {
        match c {
            '*' | '/' => pattern.push(c),
            '?' => pattern.extend(["{?,", &others, "}"]),
            '{' | '}' => return None,
            '\\' => pattern.push_str(&choice(&spellings(chars.next()?))),
            '[' => {
                let (inside, rest) = chars.as_str().split_once(']')?;
                chars = rest.chars();
                let listed = inside.strip_prefix('!');
                let letters = letters(listed.unwrap_or(inside))?;
                let all: BTreeSet<String> = letters.into_iter().flat_map(spellings).collect();
                if listed.is_none() {
                    pattern.push_str(&choice(&all));
                } else {
                    // A hyphen is one where it stands last. Letters of several bytes may be any.
                    let mut own: String =
                        all.iter().filter(|letter| letter.len() == 1 && *letter != "-").map(String::as_str).collect();
                    own.extend(all.contains("-").then_some('-'));
                    pattern.extend(["{[!/", &own, "],", &others, "}"]);
                }
            }
            c => pattern.push_str(&choice(&spellings(c))),
        }
    }
    Some(pattern)
}

/// The letters that are listed in a choice, with those between two that have a hyphen between them.
fn letters(listed: &str) -> Option<Vec<char>> {
    let mut letters = Vec::new();
    let mut chars = listed.chars().peekable();
    while let Some(first) = chars.next() {
        let first = if first == '\\' { chars.next()? } else { first };
        if chars.peek() == Some(&'-') && chars.clone().nth(1).is_some() {
            chars.next();
            let last = chars.next()?;
            letters.extend((first..=last).take(MOST + 1));
        } else {
            letters.push(first);
        }
    }
    (!letters.is_empty() && letters.len() <= MOST).then_some(letters)
}

/// How a letter of a path may be written in the name of a file.
fn spellings(c: char) -> BTreeSet<String> {
    match c {
        '-' | ' ' => BTreeSet::from(["-", " "].map(str::to_owned)),
        c => [c.to_string(), c.to_lowercase().collect(), c.to_uppercase().collect()].into(),
    }
}

/// A pattern for one of several texts.
fn choice(texts: &BTreeSet<String>) -> String {
    let plain = |text: &str| {
        text.chars().flat_map(|c| [Some('\\').filter(|_| c.is_ascii_punctuation()), Some(c)]).flatten().collect()
    };
    let texts: Vec<String> = texts.iter().map(|text| plain(text)).collect();
    match texts.as_slice() {
        [text] => text.clone(),
        texts => format!("{{{}}}", texts.join(",")),
    }
}

#[cfg(test)]
mod tests {
    use super::{across, folded, of_paths};

    #[test]
    fn patterns_are_for_the_names_of_files() {
        assert_eq!(folded("a-1/*").as_deref(), Some("{A,a}{ ,\\-}1/*"));
        assert_eq!(folded("[a-c]\\[").as_deref(), Some("{A,B,C,a,b,c}\\["));
        assert_eq!(folded("[ä]").as_deref(), Some("{Ä,ä}"));
        for unknown in ["[a", "[]", "[z-a]", "{a", "a}", "\\", "[\u{1}-\u{ffff}]"] {
            assert_eq!(folded(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn patterns_grow_to_a_bound() {
        assert_eq!(across("/a**").unwrap(), ["/a*", "/a*/**"]);
        assert_eq!(across("/a/**/b").unwrap(), ["/a/**/b"]);
        assert_eq!(across(&"a**".repeat(9)).map(|all| all.len()), Some(512));
        assert_eq!(across(&"a**".repeat(5_000)), None);
        let roots = [String::new()];
        assert_eq!(of_paths(&"/{a,b}".repeat(9), &roots).map(|all| all.len()), Some(512));
        assert_eq!(of_paths(&format!("{}{}", "/{a,b}".repeat(6), "a**".repeat(6)), &roots), None);
        assert_eq!(of_paths(&"/{a,b}".repeat(5_000), &roots), None);
    }
}
