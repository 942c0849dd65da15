//! What the texts of a Hugo site hold back besides themselves: a page what lies beside it, a section what is below.

use std::path::Path;

use toml::{Table, Value};

use super::files::{alternatives, below, get, head, indexes, literal, text};
use super::judge::{self, Judge};
use crate::base::charset;
use crate::base::config::Config;
use crate::base::path::SourcePath;
use crate::edge::file::{self, relative};

/// What the texts below `src` hand down that holds back others, as lines of a `.gitignore`.
pub(super) fn lines(src: &Path, judge: &Judge, doubts: &mut Vec<SourcePath>) -> Vec<String> {
    let mut lines = Vec::new();
    for (folder, file) in indexes(src, |name| name.starts_with("_index.")) {
        let text = file::read(&file).ok().map(charset::letters).filter(|text| text.to_lowercase().contains("cascade"));
        let Some(text) = text else { continue };
        let mut fields = head(&text).unwrap_or_default();
        if judge.doubts(&text) {
            doubts.push(SourcePath::new(&relative(src, &file)));
            let handed = Table::from_iter([("draft".to_owned(), Value::Boolean(true))]);
            fields.insert("cascade".into(), handed.into());
        }
        lines.extend(handed_down(&fields, &folder, judge));
    }
    lines
}

/// What `fields`, found in `folder`, hand down: that nothing there is published.
pub(super) fn handed_down(fields: &Table, folder: &str, judge: &Judge) -> Vec<String> {
    let all = match get(fields, "cascade") {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_table).cloned().collect(),
        Some(Value::Table(one)) => vec![one.clone()],
        _ => Vec::new(),
    };
    all.iter().filter(|handed| judge.holds_back(handed)).flat_map(|handed| targeted(handed, folder, judge)).collect()
}

/// The lines for the pages that `handed`, found in `folder`, is for.
fn targeted(handed: &Table, folder: &str, judge: &Judge) -> Vec<String> {
    let targets = ["target", "_target"].map(|key| below(handed, key));
    let Some(target) = targets.into_iter().find(|target| !target.is_empty()) else {
        // The text of the section says it of itself.
        let whole = judge::below(folder);
        return vec![whole.clone(), format!("!{}_index.*", whole.trim_end_matches('*'))];
    };
    let asked = |key: &str| alternatives(&text(&target, key).to_lowercase());
    let names =
        |key: &str, name: &str| asked(key).iter().any(|glob| glob.is_empty() || glob.contains('*') || glob == name);
    if !names("environment", "production") {
        return Vec::new();
    }
    let paths = alternatives(&text(&target, "path"));
    let whole = || vec![judge::below(folder)];
    let mut lines: Vec<String> =
        paths.iter().flat_map(|path| if path.is_empty() { whole() } else { of_page(path) }).collect();
    // Of a kind or a language, as far as the names of files tell.
    let is_own = names("lang", &judge.config.book.language.to_lowercase());
    if !is_own {
        lines =
            lines.iter().flat_map(|line| asked("lang").into_iter().map(move |code| of_language(line, &code))).collect();
    }
    match (names("kind", "page"), names("kind", "section")) {
        (true, true) => lines,
        (true, false) => {
            let sections = lines.iter().map(|line| format!("!{}/_index.*", line.trim_end_matches(['*', '/'])));
            let sections: Vec<String> = sections.collect();
            lines.into_iter().chain(sections).collect()
        }
        // Only the pages of sections.
        (false, true) => {
            lines.iter().map(|line| format!("{}/**/_index.*", line.trim_end_matches(['*', '/']))).collect()
        }
        (false, false) => Vec::new(),
    }
}

/// The line for those files of a line that are called by the code of a language.
fn of_language(line: &str, code: &str) -> String {
    match line.strip_suffix('*') {
        Some(folder) => format!("{}/**/*.{code}.*", folder.trim_end_matches(['*', '/'])),
        None => line.rsplit_once('.').map_or_else(|| line.to_owned(), |(name, end)| format!("{name}.{code}.{end}")),
    }
}

/// The lines for the files of a page that is known by its path without an ending, or of all that lie in `folder/**`.
fn of_page(path: &str) -> Vec<String> {
    let path = format!("/{}", path.trim_matches('/'));
    if path.ends_with("**") {
        return vec![path];
    }
    [".md", ".*.md", "/index.md", "/index.*.md", "/_index.md", "/_index.*.md"].map(|end| path.clone() + end).into()
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
