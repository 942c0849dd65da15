//! What files of data say of the texts that they are for: those of a folder, of one text, of the whole site.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::files::yaml;
use super::super::judge::Judge;
use super::super::program::Program;
use super::super::program::code::value_end;
use super::data::{FILES, common, files, is_json, is_of_folder, of_all, stem};
use crate::base::config::Config;
use crate::base::path::SourcePath;
use crate::base::ruled::Rule;
use crate::edge::file::{self, relative};
use crate::read::front_matter::bearing;

/// The fields by which a text has no page or is not to be seen.
const FIELDS: [&str; 2] = ["permalink", "draft"];

/// What the data of the site in `root` say of its texts, which lie in `at`. What comes first counts: a text's own, those of
/// the folders that it lies in, those of the site.
pub(in super::super) fn rules(root: &Path, at: &Path, judge: &Judge, doubts: &mut Vec<SourcePath>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (folder, file) in files(at) {
        let beside = file.with_file_name(stem(&file).unwrap_or_default());
        let texts = ["md", "html"].map(|end| PathBuf::from(format!("{}.{end}", beside.display())));
        let texts = texts.into_iter().filter(|text| text.is_file()).map(|text| relative(at, &text));
        let places: Vec<String> = texts.chain(is_of_folder(at, &folder, &file).then_some(folder)).collect();
        if !places.is_empty() {
            let said = said(&file, None, judge);
            doubts.extend(said.is_none().then(|| SourcePath::new(&relative(at, &file))));
            rules.extend(places.iter().flat_map(|place| of(place, &relative(root, &file), said.as_ref())));
        }
    }
    // What is said of all is called as the field is.
    let program = Program::read(root, &FILES).map_or_else(|| Program::of(""), |(_, program)| program);
    let common = common(&program, &relative(root, at)).map(|folder| root.join(folder));
    let said_of_all = common.and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    let mut said_of_all: Vec<PathBuf> = said_of_all.map(|entry| entry.path()).filter(|file| file.is_file()).collect();
    said_of_all.sort();
    for file in said_of_all {
        let Some(field) = of_all(&file).filter(|name| bearing(name, &judge.config).is_some()) else { continue };
        let said = said(&file, Some(field), judge);
        doubts.extend(said.is_none().then(|| SourcePath::new(&relative(at, &file))));
        rules.extend(of("", &relative(root, &file), said.as_ref()));
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
fn said(file: &Path, field: Option<&str>, judge: &Judge) -> Option<Vec<(String, bool)>> {
    let text = file::read_text(file).ok()?;
    if !is_json(file) {
        return by_program(&Program::of(&text), field);
    }
    // Other programs that read JSON know remarks and more; Eleventy does not, and stops.
    let Ok(value) = serde_json::from_str::<serde_json::Value>(&text) else {
        return if may_hold_back(&text, field, &judge.config) { None } else { Some(Vec::new()) };
    };
    let whole = field.map_or_else(|| value.to_string(), |field| serde_json::json!({field: value}).to_string());
    Some(judge.rulings(&yaml(&whole).unwrap_or_default()))
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

/// What a program says.
fn by_program(program: &Program, field: Option<&str>) -> Option<Vec<(String, bool)>> {
    if let Some(field) = field {
        let code = program.plain();
        let value =
            ["module.exports =", "export default"].iter().find_map(|sign| Some(code.split_once(sign)?.1.trim()));
        let holds = FIELDS.iter().find(|known| **known == field).map(|known| *known != "permalink");
        return match (value.unwrap_or_default(), holds) {
            (value, Some(holds)) if value.starts_with(&holds.to_string()) => Some(vec![(field.to_owned(), true)]),
            // Values that are worked out.
            (value, None) => by_program(&Program::of(value), None),
            (value, _) if may_be_no(value) => None,
            _ => Some(Vec::new()),
        };
    }
    let mut said = Vec::new();
    for field in FIELDS {
        let holds = field != "permalink";
        let is_known = program.is(field, !holds) || !program.text(field).is_empty();
        if program.is(field, holds) {
            said.push((field.to_owned(), true));
        } else if is_known {
            said.push((field.to_owned(), false));
        } else if field == "permalink" && may_be_no(program.value(field)) {
            return None;
        }
    }
    Some(said)
}

/// Whether a value that is worked out may be `false`, and not just for drafts, which say so themselves.
fn may_be_no(code: &str) -> bool {
    let value = &code[..value_end(code)];
    let mut asked = value.split("data.").skip(1).filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
    let is_of_drafts =
        value.contains("data.draft") && asked.all(|field| ["draft", "permalink", "page"].contains(&field));
    value.contains("false") && !is_of_drafts
}
