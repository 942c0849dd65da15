//! What files of data say of the texts that they are for: those of a folder, of one text, of the whole site.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::super::judge::Judge;
use super::super::program::Program;
use super::data::{DataNames, FILES, common, is_program, of_all, values};
use super::value::{MOST, of_field, of_program};
use crate::base::config::Config;
use crate::base::path::SourcePath;
use crate::base::ruled::Rule;
use crate::edge::file::{self, relative};
use crate::read::front_matter::bearing;

/// What the data of the site in `root` say of its texts, which lie in `at`. What comes first counts: a text's own, those of
/// the folders that it lies in, those of the site, those of its configuration.
pub(in super::super) fn rules(root: &Path, at: &Path, judge: &Judge, doubts: &mut Vec<SourcePath>) -> Vec<Rule> {
    let mut unknown = BTreeSet::new();
    found(root, at, judge, doubts, &mut unknown)
}

/// What the data of a site are given of which nothing is known before it runs.
pub(super) fn unknown(root: &Path, at: &Path) -> BTreeSet<&'static str> {
    let mut unknown = BTreeSet::new();
    found(root, at, &Judge::at_first(), &mut Vec::new(), &mut unknown);
    unknown
}

fn found(
    root: &Path,
    at: &Path,
    judge: &Judge,
    doubts: &mut Vec<SourcePath>,
    unknown: &mut BTreeSet<&'static str>,
) -> Vec<Rule> {
    let (config, program) = Program::read(root, &FILES).unwrap_or_else(|| (FILES[0], Program::of("")));
    let names = DataNames::of(&program);
    let mut rules = Vec::new();
    for (folder, file) in names.files(at) {
        let beside = file.with_file_name(names.stem(&file).unwrap_or_default());
        let texts = ["md", "html"].map(|end| PathBuf::from(format!("{}.{end}", beside.display())));
        let texts = texts.into_iter().filter(|text| text.is_file()).map(|text| relative(at, &text));
        let places: Vec<String> = texts.chain(names.is_of_folder(at, &folder, &file).then_some(folder)).collect();
        if !places.is_empty() {
            let said = said(&file, None, judge, unknown);
            doubts.extend(said.is_none().then(|| SourcePath::new(&relative(at, &file))));
            rules.extend(places.iter().flat_map(|place| of(place, &relative(root, &file), said.as_ref())));
        }
    }
    // What is said of all is called as the field is.
    let common = common(&program, &relative(root, at)).map(|folder| root.join(folder));
    let said_of_all = common.and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    let mut said_of_all: Vec<PathBuf> = said_of_all.map(|entry| entry.path()).filter(|file| file.is_file()).collect();
    said_of_all.sort();
    for file in said_of_all {
        let Some(field) = of_all(&file).filter(|name| bearing(name, &judge.config).is_some()) else { continue };
        let said = said(&file, Some(field), judge, unknown);
        doubts.extend(said.is_none().then(|| SourcePath::new(&relative(at, &file))));
        rules.extend(of("", &relative(root, &file), said.as_ref()));
    }
    let calls = program.calls("addGlobalData");
    if calls.len() > MOST {
        rules.extend(of("", config, None));
    }
    for call in calls.iter().take(MOST) {
        let (field, value) = call.first_two();
        let Some(field) = field else {
            unknown.insert("addGlobalData");
            continue;
        };
        // A text of its own may say it.
        rules.extend(of("", config, of_field(&program, &field, value, unknown).as_ref()));
    }
    rules
}

/// What is said of a place, by the file `by`; that nobody is to see what lies there, if it cannot be read.
fn of(place: &str, by: &str, said: Option<&Vec<(String, bool)>>) -> Vec<Rule> {
    let said = said.cloned().unwrap_or_else(|| vec![(String::new(), true)]);
    let rule = Rule { place: place.to_owned(), by: by.to_owned(), ..Rule::default() };
    said.into_iter().map(|(field, holds)| Rule { field, holds, ..rule.clone() }).collect()
}

/// What a file of data says, or gives as the value of `field`: each field that bears on whether texts are published, and whether
/// it holds them back. `None` if that cannot be read and may hold back.
fn said(
    file: &Path,
    field: Option<&str>,
    judge: &Judge,
    unknown: &mut BTreeSet<&'static str>,
) -> Option<Vec<(String, bool)>> {
    let text = file::read_text(file).ok()?;
    if is_program(file) {
        let program = Program::of(&text);
        let signs = ["module.exports =", "export default"];
        let value = signs.iter().find_map(|sign| Some(program.plain().split_once(sign)?.1.trim()));
        return match (field, value) {
            (Some(field), value) => of_field(&program, field, value.unwrap_or_default(), unknown),
            (None, Some(value)) if program.meant(value).is_none() && !value.contains('{') => {
                unknown.insert("module.exports");
                Some(Vec::new())
            }
            _ => of_program(&program, unknown),
        };
    }
    // The value of a field need not be a table.
    let whole = field.map(|field| match file.extension().and_then(|end| end.to_str()) {
        Some("json") => format!("{{\"{field}\": {text}}}"),
        _ => format!("{field}: {text}"),
    });
    match values(file, whole.as_deref().unwrap_or(&text)) {
        Ok(values) => Some(judge.rulings(&values)),
        Err(_) => (!may_hold_back(&text, field, &judge.config)).then(Vec::new),
    }
}

/// Whether a text in JSON that cannot be read may hold back: it names a field that does, or ends in the middle of a name that
/// may become one.
fn may_hold_back(text: &str, field: Option<&str>, config: &Config) -> bool {
    let words = ["draft", "permalink", "publi", "private", "expir", "render", "eleventycomputed"];
    let text = text.to_lowercase();
    let last = text.rsplit('"').next().unwrap_or_default().trim_end();
    let is_cut = text.matches('"').count() % 2 == 1 && !last.is_empty();
    field.is_some_and(|field| bearing(field, config).is_some())
        || words.iter().any(|word| text.contains(word) || is_cut && word.starts_with(last))
}
