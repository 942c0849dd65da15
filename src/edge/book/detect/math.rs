//! What the settings and the scripts of a site define for its formulas: `macros` of `KaTeX` and `MathJax`, and TeX.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use toml::{Table, Value};
use walkdir::WalkDir;

use super::files::table;
use super::program::code::{quoted, value_end, without_remarks};
use crate::edge::file;
use crate::read::syntax::math::mathml;
use crate::read::syntax::own_command::{Defined, definitions};

/// Folders in which a site has its settings, its templates and its scripts. Those at the root count by themselves.
const FOLDERS: [&str; 27] = [
    ".vitepress",
    "docs/.vitepress",
    "src/.vitepress",
    ".vuepress",
    "docs/.vuepress",
    "src/.vuepress",
    ".obsidian/plugins",
    "_includes",
    "_layouts",
    "_data",
    "assets",
    "config",
    "docs/_includes",
    "docs/assets",
    "docs/javascripts",
    "docs/js",
    "docs/scripts",
    "docs/theme",
    "includes",
    "javascripts",
    "layouts",
    "overrides",
    "src",
    "static",
    "templates",
    "theme",
    "themes",
];

/// The files that may define something, by their ends.
const SETTINGS: [&str; 4] = ["yml", "yaml", "toml", "json"];
const PROGRAMS: [&str; 9] = ["js", "ts", "mjs", "mts", "cjs", "jsx", "tsx", "html", "hbs"];
const TEX: [&str; 3] = ["sty", "tex", "txt"];

/// What a site does for its formulas.
#[derive(Default)]
pub(super) struct Formulas {
    /// What is defined in all, in TeX; empty if nothing is.
    pub commands: String,
    /// Whether anything in its settings, templates and scripts shows formulas.
    pub are_shown: bool,
    /// Whether all its templates are here.
    pub is_whole: bool,
}

/// What the site in `root` does for its formulas.
pub(super) fn formulas(root: &Path) -> Formulas {
    // A folder as large as a disk, and what a library has in its own files.
    const MOST: usize = 20_000;
    const LARGEST: u64 = 64 << 10;
    let mut all = BTreeMap::new();
    let mut found = Formulas::default();
    let mut is_away = false;
    let at_root = WalkDir::new(root).max_depth(1).sort_by_file_name().into_iter();
    let below = FOLDERS.iter().flat_map(|folder| {
        let is_away = |name: &str| matches!(name, "node_modules" | "katex" | "mathjax" | "KaTeX" | "MathJax" | "cache");
        let walk = WalkDir::new(root.join(folder)).max_depth(6).sort_by_file_name().into_iter();
        walk.filter_entry(move |entry| entry.file_name().to_str().is_some_and(|name| !is_away(name)))
    });
    let files = at_root.chain(below).take(MOST).flatten().filter(|entry| entry.file_type().is_file());
    for entry in files {
        let name = entry.file_name().to_str().unwrap_or_default();
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let path = file::relative(root, entry.path());
        found.are_shown |= tells(&path);
        found.is_whole |= name == "baseof.html" || path == "_layouts/default.html";
        let is_list = || ending != "txt" || name.contains("macro");
        let is_one = [&SETTINGS[..], &PROGRAMS, &TEX].iter().any(|endings| endings.contains(&ending)) && is_list();
        if !is_one || name.contains(".min.") || entry.metadata().is_ok_and(|data| data.len() > LARGEST) {
            continue;
        }
        let Ok(text) = file::read_text(entry.path()) else { continue };
        found.are_shown |= tells(&text);
        // A theme that is fetched when the site is built.
        let keys = ["theme:", "remote_theme:", "[module", "module:", "imports"];
        let is_fetched = |line: &str| keys.iter().any(|key| line.starts_with(key)) || names_missing_theme(root, line);
        is_away |= SETTINGS.contains(&ending) && text.lines().any(is_fetched);
        of_text(&text, ending, || table(root, &path), &mut all);
    }
    Formulas { commands: known(all), is_whole: found.is_whole && !is_away, ..found }
}

/// Whether a line of settings names a theme that is not there: one of another repository, perhaps.
fn names_missing_theme(root: &Path, line: &str) -> bool {
    let value =
        line.trim_start_matches(['"', ' ']).strip_prefix("theme").map(|rest| rest.trim_start_matches(['"', ' ']));
    let names =
        value.filter(|value| value.starts_with(['=', ':'])).into_iter().flat_map(|value| value.split(['"', '\'']));
    let is_there =
        |name: &str| fs::read_dir(root.join("themes").join(name)).is_ok_and(|mut files| files.next().is_some());
    names.skip(1).step_by(2).any(|name| !is_there(name))
}

/// Whether a text or a path names what shows formulas.
fn tells(text: &str) -> bool {
    let names = [
        "katex",
        "KaTeX",
        "KATEX",
        "mathjax",
        "MathJax",
        "MATHJAX",
        "mathml",
        "MathML",
        "temml",
        "passthrough",
        "math",
    ];
    names.iter().any(|name| text.contains(name))
}

/// What one file defines, by its end.
fn of_text(text: &str, ending: &str, table: impl FnOnce() -> Option<Table>, all: &mut BTreeMap<String, String>) {
    if !(text.contains("acros") || text.contains('\\')) {
        return;
    }
    if SETTINGS.contains(&ending) {
        of_table(&table().unwrap_or_default(), false, all);
    } else if PROGRAMS.contains(&ending) {
        of_program(&without_remarks(text), all);
    } else {
        all.extend(definitions(text).into_iter().map(|(name, words)| (name.to_owned(), words)));
        // A line each, as `mdbook-katex` has them: `\name:{meaning}`.
        for (name, meaning) in text.lines().filter_map(|line| line.split_once(':')) {
            note(name, Some(meaning), 0, None, all);
        }
    }
}

/// What a table of settings defines, and those within it.
fn of_table(table: &Table, is_list: bool, all: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        match value {
            Value::Table(inner) => of_table(inner, is_name_of_list(key), all),
            Value::Array(items) if !is_list && !key.starts_with('\\') => {
                items.iter().filter_map(Value::as_table).for_each(|inner| of_table(inner, false, all));
                items.iter().filter_map(Value::as_str).for_each(|text| of_tex(text, all));
            }
            Value::Array(items) => {
                let count = items.get(1).and_then(Value::as_integer).and_then(|count| usize::try_from(count).ok());
                let (meaning, usual) = (items.first(), items.get(2));
                note(key, meaning.and_then(Value::as_str), count.unwrap_or(0), usual.and_then(Value::as_str), all);
            }
            Value::String(meaning) if is_list || key.starts_with('\\') => note(key, Some(meaning), 0, None, all),
            Value::String(text) => of_tex(text, all),
            _ => {}
        }
    }
}

/// What a text in other settings defines in TeX.
fn of_tex(text: &str, all: &mut BTreeMap<String, String>) {
    if text.contains('\\') {
        all.extend(definitions(text).into_iter().map(|(name, words)| (name.to_owned(), words)));
    }
}

/// Whether a list of commands may be called so: `macros`, `Macros`, `katexMacros`.
fn is_name_of_list(name: &str) -> bool {
    name.ends_with("macros") || name.ends_with("Macros")
}

/// What a program defines: in its lists of macros, and in TeX, where backslashes stand twice.
fn of_program(code: &str, all: &mut BTreeMap<String, String>) {
    let mut end = 0;
    for (at, word) in code.match_indices("acros") {
        let after = code[at + word.len()..].trim_start_matches(['"', '\'']).trim_start();
        let inside = after.strip_prefix([':', '=']).and_then(|after| after.trim_start().strip_prefix('{'));
        if at >= end
            && let Some(inside) = inside
        {
            end = code.len() - list(inside, all).len();
        }
    }
    for (at, _) in code.match_indices("\\\\").filter(|(at, _)| code[..*at].ends_with(['"', '\'', '`'])) {
        if at >= end {
            end = code.len() - entry(&code[at - 1..], all).map_or(code.len() - at, str::len);
        }
    }
    if ["command", "\\def", "Declare"].iter().any(|sign| code.contains(sign)) {
        let single = code.replace("\\\\", "\\");
        all.extend(definitions(&single).into_iter().map(|(name, words)| (name.to_owned(), words)));
    }
}

/// Reads a list of commands up to its end; gives what follows.
fn list<'c>(mut code: &'c str, all: &mut BTreeMap<String, String>) -> &'c str {
    loop {
        code = code.trim_start_matches([',', ';']).trim_start();
        match entry(code, all) {
            Some(rest) => code = rest.trim_start(),
            None => return code,
        }
    }
}

/// Reads one command and what it means; gives what follows.
fn entry<'c>(code: &'c str, all: &mut BTreeMap<String, String>) -> Option<&'c str> {
    let bare = |code: &'c str| {
        let length = code.find(|c: char| !c.is_ascii_alphanumeric()).filter(|length| *length > 0)?;
        Some((code[..length].to_owned(), &code[length..]))
    };
    let (name, rest) = quoted(code).or_else(|| bare(code))?;
    let rest = rest.trim_start().strip_prefix(':')?;
    let value = &rest[..value_end(rest)];
    let inside = value.trim().strip_prefix('[').map_or(value, |inside| inside.trim_end().trim_end_matches(']'));
    let (meaning, after) = text(inside).unzip();
    let after = after.unwrap_or_default().trim_start();
    let more = after.strip_prefix(',').unwrap_or_default().trim_start();
    let count = more.chars().next().and_then(|c| c.to_digit(10)).map_or(0, |count| count as usize);
    let usual = more.split_once(',').and_then(|(_, usual)| text(usual)).map(|(usual, _)| usual);
    // What is put together while the program runs is not known.
    let meaning = meaning.filter(|_| after.is_empty() || after.starts_with(','));
    note(&name, meaning.as_deref(), count, usual.as_deref(), all);
    Some(&rest[value.len()..])
}

/// A text in quotation marks, also one that is raw.
fn text(code: &str) -> Option<(String, &str)> {
    if let Some(raw) = code.trim_start().strip_prefix("String.raw`") {
        return raw.split_once('`').map(|(text, rest)| (text.to_owned(), rest));
    }
    quoted(code)
}

/// Notes that the command `name` means `meaning`, which takes as many parts as it says or names, the first of which
/// may have a `usual` one. One whose meaning is not known is shown as a name.
fn note(name: &str, meaning: Option<&str>, count: usize, usual: Option<&str>, all: &mut BTreeMap<String, String>) {
    let name = name.trim().trim_start_matches('\\');
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return;
    }
    let meaning = meaning.map_or_else(|| named(name), |meaning| meaning.trim().to_owned());
    let named = (1..=9).rev().find(|number| meaning.contains(&format!("#{number}"))).unwrap_or(0);
    let parts = match (count.max(named), usual) {
        (0, _) => String::new(),
        (count, None) => format!("[{count}]"),
        (count, Some(usual)) => format!("[{count}][{usual}]"),
    };
    let words = format!("\\newcommand{{\\{name}}}{parts}{{{meaning}}}");
    if definitions(&words).len() == 1 {
        all.insert(name.to_owned(), words);
    }
}

/// What shows a command of which only the name is known.
fn named(name: &str) -> String {
    format!("\\operatorname{{{name}}}")
}

/// All definitions as one text. What this program cannot show is shown as a name, or as what it is without them.
fn known(mut all: BTreeMap<String, String>) -> String {
    let text = |all: &BTreeMap<String, String>| all.values().map(String::as_str).collect::<Vec<_>>().join("\n");
    let whole = text(&all);
    let reads = |formula: &str, book: &str| {
        Defined::default().read(formula, book).is_none_or(|formula| mathml(&formula, true).is_ok())
    };
    let faulty = all.keys().filter(|name| !reads(&format!("\\{name}{{x}}{{x}}{{x}}{{x}}"), &whole)).cloned();
    for name in faulty.collect::<Vec<_>>() {
        if reads(&format!("\\{name}{{x}}{{x}}"), "") {
            all.remove(&name);
        } else {
            all.insert(name.clone(), format!("\\newcommand{{\\{name}}}{{{}}}", named(&name)));
        }
    }
    text(&all)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{known, of_text};
    use crate::edge::book::detect::files::yaml;

    #[track_caller]
    fn found(text: &str, ending: &str) -> String {
        let mut all = BTreeMap::new();
        of_text(text, ending, || yaml(text).ok(), &mut all);
        known(all)
    }

    #[test]
    fn commands_of_settings_and_scripts_are_found() {
        for (ending, text, expected) in [
            (
                "js",
                "a({ macros: { '\\\\R': '\\\\mathbb{R}', n: [\"|#1|\", 1], } })",
                r"\newcommand{\R}{\mathbb{R}} \newcommand{\n}[1]{|#1|}",
            ),
            (
                "ts",
                "const katexMacros = {\"\\\\two\": String.raw`\\mathbf{#1#2}`} // x",
                r"\newcommand{\two}[2]{\mathbf{#1#2}}",
            ),
            ("js", "export default { '\\\\Z': \"\\\\mathbb{Z}\", x: 1 }", r"\newcommand{\Z}{\mathbb{Z}}"),
            (
                "html",
                "<script>MathJax = {tex: {macros: {\n  kl: ['D(#1 | #2)', 2, 'p'], f: g(1), h: 'h'}}}</script>",
                r"\newcommand{\f}{\operatorname{f}} \newcommand{\h}{h} \newcommand{\kl}[2][p]{D(#1 | #2)}",
            ),
            ("html", "<p>$$\\newcommand{\\Q}{\\mathbb{Q}}$$</p>", r"\def\Q{\mathbb{Q}}"),
            (
                "yml",
                "x:\n  - arithmatex:\n      macros:\n        Q: '\\mathbb{Q}'\n        \\P: [\"\\\\Pr(#1)\", 1]\n",
                r"\newcommand{\P}[1]{\Pr(#1)} \newcommand{\Q}{\mathbb{Q}}",
            ),
            ("json", "{\"preamble\": \"\\\\newcommand{\\\\N}{\\\\mathbb{N}}\"}", r"\def\N{\mathbb{N}}"),
            ("sty", "\\def\\eps{\\varepsilon}\n", r"\def\eps{\varepsilon }"),
            ("txt", "\\grad:{\\nabla}\n", r"\newcommand{\grad}{{\nabla}}"),
            ("mts", "math: {tex: {macros: { opt: ['(#1|#2)', 2, ''] }}}", r"\newcommand{\opt}[2][]{(#1|#2)}"),
            // What cannot be shown has its name; what is known without is as it is.
            (
                "sty",
                "\\newcommand{\\odd}{\\nosuchthing}\n\\def\\vec#1{\\nosuchthing}\n",
                r"\newcommand{\odd}{\operatorname{odd}}",
            ),
            ("js", "const macros = 1; x = {macros}; y = { macros: false }", ""),
        ] {
            assert_eq!(found(text, ending).replace('\n', " "), expected, "{text}");
        }
    }
}
