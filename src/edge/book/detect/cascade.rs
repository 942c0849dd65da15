//! What the texts of a Hugo site hold back besides themselves: a page what lies beside it, a section what is below.

use std::path::Path;

use toml::{Table, Value};

use super::files::{alternatives, below, below_head, get, head, indexes, literal, text};
use super::judge::{Judge, is_nearly};
use crate::base::charset;
use crate::base::config::Config;
use crate::base::path::SourcePath;
use crate::base::ruled::Rule;
use crate::edge::file::{self, relative};
use crate::read::front_matter::may_hold_back;
use crate::read::permalink::Place;

/// The name of the field.
const CASCADE: &str = "cascade";

/// What the texts of sections below `src`, in the book in `root`, hand down.
pub(super) fn rules(root: &Path, src: &Path, judge: &Judge, doubts: &mut Vec<SourcePath>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (folder, file) in indexes(src, |name| name.starts_with("_index.")) {
        let text = file::read(&file).map(charset::letters).unwrap_or_default();
        if named(&text).is_none() {
            continue;
        }
        let path = SourcePath::new(&relative(src, &file));
        let place = Place::of(&path, &judge.config);
        let own = place.code.unwrap_or(&judge.config.book.language).to_owned();
        let languages = if judge.config.languages.is_empty() { Vec::new() } else { vec![place.language] };
        let rule = Rule { place: folder, by: relative(root, &file), languages, ..Rule::default() };
        if is_doubtful(&text) {
            rules.push(Rule { holds: true, ..rule });
            doubts.push(path);
            continue;
        }
        let fields = head(&text).unwrap_or_default();
        // A text hears the field, but not one with a slip in its name.
        let rule = Rule { except: get(&fields, CASCADE).map(|_| path), ..rule };
        rules.extend(sets(&fields).iter().flat_map(|set| handed(set, &rule, &own, judge)));
    }
    rules
}

/// What the settings `table` of a site, in the file `by`, hand down to all texts.
pub(super) fn of_site(table: &Table, by: &str, judge: &Judge) -> Vec<Rule> {
    let rule = Rule { by: by.to_owned(), ..Rule::default() };
    if unread(table) {
        return vec![Rule { holds: true, ..rule }];
    }
    let own = &judge.config.book.language;
    let mut rules: Vec<Rule> = sets(table).iter().flat_map(|set| handed(set, &rule, own, judge)).collect();
    for (code, table) in &below(table, "languages") {
        let languages = numbers(|known| known.eq_ignore_ascii_case(code), judge);
        let Some(table) = table.as_table().filter(|_| !languages.is_empty()) else { continue };
        let rule = Rule { languages, ..rule.clone() };
        // What is said for one language counts before what is said for all.
        let of_language = sets(table).into_iter().flat_map(|set| handed(&set, &rule, code, judge));
        rules = of_language.chain(rules).collect();
    }
    rules
}

/// The sets of fields that are handed down.
fn sets(fields: &Table) -> Vec<Table> {
    let named = fields.iter().filter(|(name, _)| is_nearly(name, CASCADE)).map(|(_, value)| value);
    let tables = named.flat_map(|value| match value {
        Value::Array(all) => all.iter().filter_map(Value::as_table).collect(),
        value => Vec::from_iter(value.as_table()),
    });
    tables.cloned().collect()
}

/// Where the field is named for the first time, or what may be meant as it.
fn named(text: &str) -> Option<usize> {
    let mut words = text.split_inclusive(|c: char| !c.is_alphanumeric()).scan(0, |end, word| {
        *end += word.len();
        Some((*end - word.len(), word.trim_end_matches(|c: char| !c.is_alphanumeric())))
    });
    words.find(|(_, word)| is_nearly(word, CASCADE)).map(|(at, _)| at)
}

/// Whether what is handed down is a text where it should be fields, and may hold back.
fn unread(fields: &Table) -> bool {
    let may = |value: &Value| value.as_str().is_some_and(may_hold_back);
    let mut named = fields.iter().filter(|(name, _)| is_nearly(name, CASCADE));
    named.any(|(_, value)| may(value) || value.as_array().is_some_and(|all| all.iter().any(may)))
}

/// Whether a text may hand down that nobody is to see what lies below, in fields that cannot be read: in a head that is none,
/// or below one that is closed too early.
fn is_doubtful(text: &str) -> bool {
    let fields = head(text);
    let rest = below_head(text);
    // Of two fields of one name, the other may have been meant.
    let is_one = |line: &&str| line.split(':').next().is_some_and(|name| is_nearly(name, CASCADE));
    let is_twice = text[..text.len() - rest.len()].lines().filter(is_one).count() > 1;
    let unknown = if fields.is_some() && !is_twice { rest } else { text };
    if fields.is_some_and(|fields| unread(&fields)) {
        return true;
    }
    // Fields in JSON need no lines.
    if let Some(at) = named(unknown).filter(|_| unknown.trim_start().starts_with('{')) {
        return may_hold_back(&format!("{{{}", &unknown[at..]));
    }
    let mut lines = unknown.lines().peekable();
    let mut is_code = false;
    while let Some(line) = lines.next() {
        is_code ^= line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        let bare = line.trim_start_matches(['[', '{', ' ', '\t', '"', '\'', '\u{feff}']);
        let name = &bare[..bare.find(|c: char| !c.is_alphanumeric()).unwrap_or(bare.len())];
        if is_code || !is_nearly(name, CASCADE) {
            continue;
        }
        // The field with all that stands below it: in TOML up to the next table.
        let (is_table, mut chunk) = (line.starts_with('['), line.to_owned());
        let is_below = |line: &str| line.starts_with([' ', '\t', '-', '}', ']']) && line.trim() != "---";
        let goes_on = |line: &&str| {
            if is_table { !line.starts_with(['[', '+']) } else { line.is_empty() || is_below(line) }
        };
        while let Some(line) = lines.next_if(goes_on) {
            chunk.push('\n');
            chunk.push_str(line);
        }
        if may_hold_back(&chunk) {
            return true;
        }
    }
    false
}

/// What a set of fields says of those pages that it is for, in the place of `rule` and in its words.
fn handed(set: &Table, rule: &Rule, own: &str, judge: &Judge) -> Vec<Rule> {
    let said = judge.rulings(set);
    let rules = targeted(set, rule, own, judge).into_iter();
    rules
        .flat_map(|rule| {
            said.iter().map(move |(field, holds)| Rule { field: field.clone(), holds: *holds, ..rule.clone() })
        })
        .collect()
}

/// `rule` for the pages alone that `set` names in its `target`, as far as files tell: once for each path.
fn targeted(set: &Table, rule: &Rule, own: &str, judge: &Judge) -> Vec<Rule> {
    let targets = ["target", "_target"].map(|key| below(set, key));
    let Some(target) = targets.into_iter().find(|target| !target.is_empty()) else { return vec![rule.clone()] };
    let asked = |key: &str| alternatives(&text(&target, key).to_lowercase());
    let names =
        |key: &str, name: &str| asked(key).iter().any(|glob| glob.is_empty() || glob.contains('*') || glob == name);
    let sections = match (names("kind", "page"), names("kind", "section")) {
        (true, true) => None,
        (is_page, is_section) if is_page || is_section => Some(is_section),
        _ => return Vec::new(),
    };
    if !names("environment", "production") {
        return Vec::new();
    }
    let paths = alternatives(&text(&target, "path"));
    let paths: Vec<String> = paths.iter().flat_map(|path| across(path)).collect();
    // Paths begin where the texts of a language do.
    let folders = judge.config.languages.iter().map(|(code, of)| of.folder.as_deref().unwrap_or(code));
    let roots: Vec<String> = folders.map(|folder| format!("/{}", literal(folder))).chain([String::new()]).collect();
    let mut languages = rule.languages.clone();
    // The codes of languages that the site does not name.
    let mut codes = Vec::new();
    if get(&target, "lang").is_some() {
        languages = numbers(|code| names("lang", code), judge);
        if !names("lang", &own.to_lowercase()) && languages.is_empty() {
            codes = asked("lang");
        }
    }
    let of_path = |path: &String| {
        let mut lines: Vec<String> = roots.iter().flat_map(|root| of_page(root, path)).collect();
        if !codes.is_empty() {
            lines = lines.iter().flat_map(|line| codes.iter().map(|code| of_language(line, code))).collect();
        }
        Rule { except: None, sections, lines, languages: languages.clone(), ..rule.clone() }
    };
    paths.iter().map(of_path).collect()
}

/// The numbers of the languages of the book whose codes are meant.
fn numbers(is_meant: impl Fn(&str) -> bool, judge: &Judge) -> Vec<u8> {
    let codes = judge.config.languages.iter().zip(1..).map(|((code, _), number)| (code.to_lowercase(), number));
    let codes = codes.chain([(judge.config.book.language.to_lowercase(), 0)]);
    codes.filter(|(code, _)| is_meant(code)).map(|(_, number)| number).collect()
}

/// The line for those files of a line that are called by the code of a language.
fn of_language(line: &str, code: &str) -> String {
    match line.strip_suffix('*') {
        Some(folder) => format!("{}/**/*.{code}.*", folder.trim_end_matches(['*', '/'])),
        None => line.rsplit_once('.').map_or_else(|| line.to_owned(), |(name, end)| format!("{name}.{code}.{end}")),
    }
}

/// A pattern of Hugo's, in which `**` stands for any signs, also between others, as such in which it is a whole part.
pub(super) fn across(pattern: &str) -> Vec<String> {
    let is_whole = |at: usize| {
        let (before, after) = (&pattern[..at], &pattern[at + 2..]);
        (before.is_empty() || before.ends_with('/')) && (after.is_empty() || after.starts_with('/'))
    };
    let Some((at, _)) = pattern.match_indices("**").find(|(at, _)| !is_whole(*at)) else {
        return vec![pattern.to_owned()];
    };
    let (before, after) = (&pattern[..at], pattern[at..].trim_start_matches('*'));
    let in_one = format!("{before}*{after}");
    let further = format!("{before}*/**/*{after}");
    // What lies below a folder whose name fits.
    let further = if after.is_empty() { format!("{before}*/**") } else { further };
    [in_one, further].iter().flat_map(|pattern| across(pattern)).collect()
}

/// The lines for the files below `root` of a page that is known by its path without an ending, or of all that lie in
/// `folder/**`.
fn of_page(root: &str, path: &str) -> Vec<String> {
    if path.is_empty() {
        return vec![format!("{root}/*")];
    }
    let path = format!("{root}/{}", folded(path.trim_matches('/')));
    if let Some(folder) = path.strip_suffix("/**") {
        // The folder has a page of its own.
        return vec![path.clone(), format!("!{folder}/_index.*"), format!("!{folder}/index.*")];
    }
    let ends = [".md", ".*.md", ".html", "/index.md", "/index.*.md", "/_index.md", "/_index.*.md"];
    ends.map(|end| path.clone() + end).into()
}

/// A pattern for the paths of pages as one for those of files: Hugo knows a page by its path in small letters, with hyphens for
/// spaces.
fn folded(path: &str) -> String {
    let mut pattern = String::new();
    let mut is_choice = false;
    for c in path.chars() {
        is_choice = c == '[' || is_choice && c != ']';
        let (small, large) = (c.to_lowercase(), c.to_uppercase());
        match c {
            _ if is_choice => pattern.push(c),
            '-' | ' ' => pattern.push_str("[- ]"),
            // Signs to choose from are bytes.
            _ if !c.is_ascii() && small.clone().ne(large.clone()) => {
                pattern.extend(['{'].into_iter().chain(small).chain([',']).chain(large).chain(['}']));
            }
            _ if small.clone().ne(large.clone()) => {
                pattern.extend(['['].into_iter().chain(small).chain(large).chain([']']));
            }
            _ => pattern.push(c),
        }
    }
    pattern
}

/// What lies beside an `index.md`: it belongs to that page and has none of its own, even if that page has none.
pub(super) fn bundled(src: &Path, config: &Config) -> Vec<String> {
    let is_language =
        |folder: &str| config.languages.iter().any(|(code, of)| of.folder.as_deref().unwrap_or(code) == folder);
    let mut folders: Vec<String> = Vec::new();
    for (folder, _) in indexes(src, |name| name.starts_with("index.") && SourcePath::new(name).is_markdown()) {
        let is_within =
            folders.iter().any(|above| folder.strip_prefix(above.as_str()).is_some_and(|rest| rest.starts_with('/')));
        // The first folder of a site or of a language is none.
        if !folder.is_empty() && !is_within && !folders.contains(&folder) && !is_language(&folder) {
            folders.push(folder);
        }
    }
    folders
        .iter()
        .map(|folder| literal(folder))
        .flat_map(|folder| {
            [format!("/{folder}/**/*.md"), format!("!/{folder}/index.md"), format!("!/{folder}/index.*.md")]
        })
        .collect()
}
