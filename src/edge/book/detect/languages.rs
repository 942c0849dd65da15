//! The languages of a Hugo site: which there are, where their texts lie, which are switched off.

use std::path::Path;

use toml::{Table, Value};

use super::files::{below, get, is_within, only, text, texts, truth};
use super::settings::Settings;
use crate::base::path::joined;

/// The languages of a site.
pub(super) struct Languages {
    /// The code of the site's own.
    pub(super) own: String,
    pub(super) all: Vec<Language>,
}

pub(super) struct Language {
    /// In small letters, as addresses and names of files have it.
    code: String,
    settings: Table,
    /// The folder of its texts from that of the site, if it has one to itself.
    folder: Option<String>,
    is_off: bool,
}

impl Languages {
    pub(super) fn of(root: &Path, table: &Table) -> Self {
        let languages = below(table, "languages");
        let own = own(table, &languages).to_lowercase();
        let mounts = mounts(root, table);
        let off = texts(table, "disableLanguages");
        let all = languages.iter().filter_map(|(code, settings)| {
            let settings = settings.as_table()?.clone();
            let lower = code.to_lowercase();
            let named = joined("", &text(&settings, "contentDir")).filter(|folder| is_within(root, folder));
            let mounted = || {
                let of = |mount: &&(String, String)| mount.1 == lower || (mount.1.is_empty() && lower == own);
                mounts.iter().find(of).map(|(folder, _)| folder.clone())
            };
            Some(Language {
                folder: named.or_else(mounted),
                is_off: truth(&settings, "disabled") == Some(true) || off.contains(code),
                code: lower,
                settings,
            })
        });
        let mut all: Vec<Language> = all.collect();
        // Where every other language has a folder, that of the site is left for its own.
        if all.len() > 1 && all.iter().all(|language| language.folder.is_some() != (language.code == own)) {
            let usual = [text(table, "contentDir"), "content".to_owned()];
            let usual = usual.into_iter().find(|folder| is_within(root, folder));
            all.iter_mut().filter(|language| language.code == own).for_each(|own| own.folder.clone_from(&usual));
        }
        Self { own, all }
    }

    /// What is set for the site's own language.
    pub(super) fn own_settings(&self) -> Table {
        self.all.iter().find(|language| language.code == self.own).map(|own| own.settings.clone()).unwrap_or_default()
    }

    /// The folder of all texts.
    pub(super) fn src(&self, root: &Path, table: &Table) -> String {
        let folders: Option<Vec<&str>> = self.all.iter().map(|language| language.folder.as_deref()).collect();
        let usual = [text(table, "contentDir")].into_iter().find(|folder| is_within(root, folder));
        let mounted = || {
            let mounts = mounts(root, table);
            mounts.into_iter().next().map(|(folder, _)| folder).filter(|_| self.all.is_empty())
        };
        match folders.as_deref() {
            Some([only]) => (*only).to_owned(),
            // Where each language has a folder of its own, the first part of that holds them all.
            Some([first, others @ ..]) => {
                let top = |folder: &str| folder.split('/').next().unwrap_or_default().to_owned();
                if others.iter().all(|other| top(other) == top(first)) { top(first) } else { ".".to_owned() }
            }
            _ => usual.or_else(mounted).unwrap_or_else(|| "content".to_owned()),
        }
    }

    /// What lies in `src` and is not part of the site.
    pub(super) fn ignored(&self, src: &str) -> Vec<String> {
        let of = |language: &Language| within(src, language.folder.as_deref()?).filter(|folder| !folder.is_empty());
        let folders: Option<Vec<String>> = self.all.iter().map(of).collect();
        let mut lines = folders.filter(|folders| !folders.is_empty()).map(|folders| only(&folders)).unwrap_or_default();
        for language in self.all.iter().filter(|language| language.is_off) {
            lines.extend(of(language).map(|folder| format!("/{folder}/")));
            lines.extend(["md", "markdown", "html"].map(|ending| format!("*.{}.{ending}", language.code)));
        }
        lines
    }

    /// Says where each language is found and where its pages stand: the site's own at the root, unless all stand
    /// below their codes.
    pub(super) fn set(&self, src: &str, all_below: bool, settings: &mut Settings) {
        for language in &self.all {
            let section = format!("languages.{}", language.code);
            settings.open(&section);
            let folder = language.folder.as_deref().and_then(|folder| within(src, folder));
            settings.set(&section, "folder", folder.unwrap_or_default());
            if language.code != self.own || all_below {
                settings.set(&section, "path", language.code.as_str());
            }
        }
    }
}

/// A folder of the site, from `src`.
fn within(src: &str, folder: &str) -> Option<String> {
    let rest = if src == "." { folder } else { folder.strip_prefix(src)? };
    Some(rest.trim_matches('/').to_owned())
}

/// What stands for the folders that Hugo knows: each with the path in them that it stands for.
pub(super) fn mounted(table: &Table) -> Vec<(String, Table)> {
    let module = below(table, "module");
    let all = get(&module, "mounts").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table);
    all.map(|mount| (text(mount, "target").trim_matches('/').to_owned(), mount.clone())).collect()
}

/// The folders that stand for that of the texts, each with the code of the language that it is for.
fn mounts(root: &Path, table: &Table) -> Vec<(String, String)> {
    let texts_of = mounted(table).into_iter().filter(|(target, _)| target == "content");
    let named = texts_of.map(|(_, mount)| {
        let mount = &mount;
        let matrix = below(&below(mount, "sites"), "matrix");
        let code = [text(mount, "lang"), texts(&matrix, "languages").into_iter().next().unwrap_or_default()];
        let code = code.into_iter().find(|code| !code.is_empty()).unwrap_or_default();
        (joined("", &text(mount, "source")).unwrap_or_default(), code.to_lowercase())
    });
    named.filter(|(folder, _)| is_within(root, folder)).collect()
}

/// The language of the site: the one that is named, or the first of its languages by weight.
fn own(table: &Table, languages: &Table) -> String {
    let named = text(table, "defaultContentLanguage");
    let weight =
        |language: &Value| language.as_table().and_then(|table| get(table, "weight")?.as_integer()).unwrap_or(0);
    let first = languages.iter().min_by_key(|(code, language)| (weight(language), *code)).map(|(code, _)| code.clone());
    match named.as_str() {
        "" if languages.contains_key("en") => "en".to_owned(),
        "" => first.unwrap_or_default(),
        _ => named,
    }
}
