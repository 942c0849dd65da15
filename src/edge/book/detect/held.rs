//! What files of another tool's folder hold back besides themselves: an `_index.md` what lies below it, the data of a folder
//! what lies there.
//!
//! A `book.toml` names the rules and not what they find, and they are asked each time the book is opened: what is added later is
//! held back as well.

use std::path::Path;

use toml::{Table, Value};

use super::files::{below_head, head, indexes, yaml};
use super::found::{Found, rebased};
use super::judge::Judge;
use super::settings::Settings;
use super::{cascade, eleventy, hugo, logseq, mkdocs};
use crate::base::charset;
use crate::base::config::{Config, HeldBackAs, Publish};
use crate::base::path::SourcePath;
use crate::base::ruled::{Rule, Ruled};
use crate::edge::file::{self, relative};
use crate::read::front_matter::may_hold_back;
use crate::read::permalink::Place;

/// Returns what the files in the folder of the book in `root` hold back. Where the tool publishes
/// only what asks for it, the settings say so afterwards.
pub(crate) fn take(root: &Path, config: &mut Config) -> Ruled {
    let src = root.join(&config.book.src);
    let judge = Judge::of(config);
    let (mut parts, mut doubts) = (Vec::new(), Vec::new());
    let mut drafts: Vec<String> = config.build.hold_back.iter().map(|line| line.get_ref().clone()).collect();
    let rules = match config.build.hold_back_as {
        None => Vec::new(),
        Some(HeldBackAs::Hugo) => {
            parts = cascade::bundled(&src, config);
            let site = hugo::site(root);
            let of_site = site.as_ref().map(|(by, table)| {
                // Whoever keeps the settings need not keep those of Hugo, whose rules say more than lines.
                let written = hugo::handed_down(table);
                drafts.retain(|line| !written.contains(line));
                cascade::of_site(table, by, &judge)
            });
            let settings = site.as_ref().map(|(_, table)| table);
            [of_site.unwrap_or_default(), cascade::rules(root, &src, settings, &judge, &mut doubts)].concat()
        }
        Some(HeldBackAs::Zola) => drafted(root, &src, &judge, &mut doubts),
        Some(HeldBackAs::Eleventy) => eleventy::handed::rules(root, &src, &judge, &mut doubts),
        Some(HeldBackAs::Mkdocs) => described(root, &src, &judge, &mut doubts),
        Some(HeldBackAs::LogseqIfMarked) if !logseq::asks(root) => Vec::new(),
        Some(HeldBackAs::Logseq | HeldBackAs::LogseqIfMarked) => {
            config.build.publish = Publish::Explicit;
            if config.build.publish_fields.is_empty() {
                config.build.publish_fields = vec!["public".to_owned()];
            }
            Vec::new()
        }
    };
    let mut ruled = Ruled::new(parts, drafts).with(rules);
    ruled.doubts = doubts;
    ruled
}

/// The settings for a folder at `below` in that of the essays of a site in `root`, and what the files of the whole hold back
/// there, those above it too.
pub(crate) fn narrowed(found: &Found, root: &Path, below: &str) -> (String, Ruled) {
    let mut set: Table = toml::from_str(&found.narrowed(root, below)).unwrap_or_default();
    let is_told =
        |build: &mut Table| ["hold-back-as", "hold-back"].map(|key| build.remove(key).is_some()).contains(&true);
    if !set.get_mut("build").and_then(Value::as_table_mut).is_some_and(is_told) {
        return (found.narrowed(root, below), Ruled::default());
    }
    let (mut whole, _) = Config::parse(&found.settings);
    let held = take(root, &mut whole);
    let mut settings = Settings::from(set);
    if whole.build.publish == Publish::Explicit {
        settings.set("build", "publish", "explicit");
        settings.set("build", "publish-fields", whole.build.publish_fields.clone());
    }
    let rebased = |lines: &[String]| -> Vec<String> {
        // What holds back a folder above holds back all of this one.
        let is_held = Ruled::new(Vec::new(), lines.to_vec()).holds(&SourcePath::new(below), true);
        let all = is_held.then(|| "/*".to_owned());
        all.into_iter().chain(lines.iter().flat_map(|line| rebased(line, below))).collect()
    };
    // All that lies in the folder of a language is in that, which is the only one of this book.
    let inner = SourcePath::new(&format!("{below}/x.md"));
    let place_of = Place::of(&inner, &whole);
    let spoken = place_of.code.map(|_| place_of.language);
    let rules = held.rules().filter_map(|rule| {
        let languages = match spoken {
            Some(number) if !rule.languages.is_empty() => rule.languages.contains(&number).then(Vec::new)?,
            _ => rule.languages.clone(),
        };
        let place = match rule.place.strip_prefix(below) {
            _ if rule.place.is_empty() || below == rule.place => "",
            Some(rest) => rest.strip_prefix('/')?,
            None if below.starts_with(&format!("{}/", rule.place)) => "",
            None => return None,
        };
        let (lines, kinds) = (rebased(&rule.lines), rebased(&rule.kinds));
        let except = rule.except.as_ref().and_then(|path| path.as_str().strip_prefix(below)?.strip_prefix('/'));
        let is_empty = |lines: &[String], whole: &[String]| lines.is_empty() && !whole.is_empty();
        let is_none = is_empty(&lines, &rule.lines) || is_empty(&kinds, &rule.kinds);
        let (place, except) = (place.to_owned(), except.map(SourcePath::new));
        let rule = Rule { place, lines, except, languages, kinds, ..rule.clone() };
        (!is_none).then_some(rule)
    });
    let ruled = Ruled::new(rebased(&held.parts), rebased(&held.drafts)).with(rules.collect());
    (settings.text(), ruled)
}

/// Whether a change of the file `path` may change what the rules of `tool` hold back.
pub(crate) fn is_asked(tool: HeldBackAs, path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match tool {
        HeldBackAs::Hugo => name.starts_with("index.") || name.starts_with("_index."),
        HeldBackAs::Zola => name.starts_with("_index."),
        HeldBackAs::Eleventy => eleventy::data::is_data(path),
        // It may have another name.
        HeldBackAs::Mkdocs => name.ends_with(".yml") || name.ends_with(".yaml"),
        HeldBackAs::Logseq => false,
        // The first that is marked.
        HeldBackAs::LogseqIfMarked => logseq::speaks(path),
    }
}

/// What lies below sections that are drafts, but for their own texts, which say so.
fn drafted(root: &Path, src: &Path, judge: &Judge, doubts: &mut Vec<SourcePath>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (folder, file) in indexes(src, |name| name.starts_with("_index.")) {
        let text = file::read(&file).map(charset::letters).unwrap_or_default();
        let path = SourcePath::new(&relative(src, &file));
        let mut fields = head(&text).unwrap_or_default();
        // A section that is not shown may have pages that are.
        let is_unshown = fields.iter().any(|(name, _)| name.eq_ignore_ascii_case("render"));
        fields.retain(|name, _| !name.eq_ignore_ascii_case("render"));
        let is_held = if is_unshown {
            judge.holds_back(&fields) || judge.holds_text(below_head(&text))
        } else {
            judge.holds_text(&text)
        };
        if is_held {
            doubts.extend(judge.doubts(&text).then(|| path.clone()));
            let place = Place::of(&path, &judge.config);
            let languages = if judge.config.languages.is_empty() { Vec::new() } else { vec![place.language] };
            let by = relative(root, &file);
            rules.push(Rule { place: folder, by, languages, except: Some(path), holds: true, ..Rule::default() });
        }
    }
    rules
}

/// What files called as `meta` is say of the texts in their folders.
fn described(root: &Path, src: &Path, judge: &Judge, doubts: &mut Vec<SourcePath>) -> Vec<Rule> {
    let meta = mkdocs::meta_file(root);
    let files = indexes(src, |name| name == meta);
    let rules = files.flat_map(|(folder, file)| {
        let text = file::read_text(&file).ok();
        // One that cannot be read may say so, and so may one that is a text.
        let fields = text.as_deref().and_then(|text| yaml(text).ok());
        let fields = fields.filter(|fields| !fields.is_empty() || !text.as_deref().is_some_and(may_hold_back));
        doubts.extend(fields.is_none().then(|| SourcePath::new(&relative(src, &file))));
        let said = fields.map_or_else(|| vec![(String::new(), true)], |fields| judge.rulings(&fields));
        let rule = Rule { place: folder, by: relative(root, &file), ..Rule::default() };
        said.into_iter().map(move |(field, holds)| Rule { field, holds, ..rule.clone() })
    });
    rules.collect()
}
