//! What the texts of a Hugo site hold back besides themselves: a page what lies beside it, a section what is below.

mod target;

use std::path::Path;

use toml::{Table, Value};

use self::target::{Site, numbers, targeted};
use super::files::{below, below_head, get, head, indexes, literal};
use super::judge::{Judge, is_nearly};
use crate::base::charset;
use crate::base::config::Config;
use crate::base::path::SourcePath;
use crate::base::ruled::Rule;
use crate::edge::file::{self, relative};
use crate::read::front_matter::may_hold_back;
use crate::read::permalink::Place;

pub(super) use self::target::across;

/// The name of the field.
const CASCADE: &str = "cascade";

/// The folders of the taxonomies of the site.
pub(super) fn taxonomies(table: &Table) -> Vec<String> {
    let named = get(table, "taxonomies").and_then(Value::as_table);
    let named = named.map(|named| named.values().filter_map(Value::as_str).map(str::to_owned).collect());
    named.unwrap_or_else(|| ["tags", "categories"].map(str::to_owned).to_vec())
}

/// What the texts of sections below `src`, in the book in `root`, hand down. The site may have settings of Hugo's.
pub(super) fn rules(
    root: &Path,
    src: &Path,
    settings: Option<&Table>,
    judge: &Judge,
    doubts: &mut Vec<SourcePath>,
) -> Vec<Rule> {
    let mut rules = Vec::new();
    // Where the settings of Hugo are gone, those of the book have the lists.
    let lists = || judge.config.links.lists.iter().map(|list| list.trim_matches(['/', '*']).to_owned()).collect();
    let site = Site { judge, taxonomies: settings.map_or_else(lists, taxonomies) };
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
        rules.extend(sets(&fields).iter().flat_map(|set| handed(set, &rule, &own, &site)));
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
    let site = Site { judge, taxonomies: taxonomies(table) };
    let mut rules: Vec<Rule> = sets(table).iter().flat_map(|set| handed(set, &rule, own, &site)).collect();
    for (code, table) in &below(table, "languages") {
        let languages = numbers(|known| known.eq_ignore_ascii_case(code), judge);
        let Some(table) = table.as_table().filter(|_| !languages.is_empty()) else { continue };
        let rule = Rule { languages, ..rule.clone() };
        // What is said for one language counts before what is said for all.
        let of_language = sets(table).into_iter().flat_map(|set| handed(&set, &rule, code, &site));
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
fn handed(set: &Table, rule: &Rule, own: &str, site: &Site) -> Vec<Rule> {
    let (rules, is_sure) = targeted(set, rule, own, site);
    // What may be for others lets none of them be seen.
    let said: Vec<_> = site.judge.rulings(set).into_iter().filter(|(_, holds)| is_sure || *holds).collect();
    rules
        .into_iter()
        .flat_map(|rule| {
            said.iter().map(move |(field, holds)| Rule { field: field.clone(), holds: *holds, ..rule.clone() })
        })
        .collect()
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
