//! What files of another tool's folder hold back besides themselves: an `_index.md` what lies below it, the data of a folder
//! what lies there.
//!
//! A `book.toml` names the rules and not what they find, and they are asked each time the book is opened: what is added later is
//! held back as well.

use std::path::Path;

use toml::{Table, Value};

use super::files::{head, indexes, literal, table};
use super::found::{Found, rebased};
use super::judge::{Judge, below};
use super::settings::Settings;
use super::{cascade, eleventy, mkdocs};
use crate::base::charset;
use crate::base::config::{Config, HeldBackAs, Publish};
use crate::base::inputs::Ruled;
use crate::base::path::SourcePath;
use crate::edge::file::{self, relative};

/// Returns what the files in the folder of the book in `root` hold back. Where the tool publishes
/// only what asks for it, the settings say so afterwards.
pub(crate) fn take(root: &Path, config: &mut Config) -> Ruled {
    let src = root.join(&config.book.src);
    let judge = Judge::of(config);
    let (mut parts, mut doubts) = (Vec::new(), Vec::new());
    let mut drafts: Vec<String> = config.build.hold_back.iter().map(|line| line.get_ref().clone()).collect();
    drafts.extend(match config.build.hold_back_as {
        None => Vec::new(),
        Some(HeldBackAs::Hugo) => {
            parts = cascade::bundled(&src, config);
            cascade::lines(&src, &judge, &mut doubts)
        }
        Some(HeldBackAs::Zola) => drafted(&src, &judge, &mut doubts),
        Some(HeldBackAs::Eleventy) => eleventy::held(&src, &judge, &mut doubts),
        Some(HeldBackAs::Mkdocs) => described(&src, &mkdocs::meta_file(root), &judge, &mut doubts),
        Some(HeldBackAs::Logseq) => {
            config.build.publish = Publish::Explicit;
            if config.build.publish_fields.is_empty() {
                config.build.publish_fields = vec!["public".to_owned()];
            }
            Vec::new()
        }
    });
    let mut ruled = Ruled::new(parts, drafts);
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
    // What holds back a folder above holds back all of this one.
    let is_above = |line: &str| {
        let folder = line.trim_end_matches('*').trim_matches('/');
        line.ends_with("/*") && (folder.is_empty() || format!("{below}/").starts_with(&format!("{folder}/")))
    };
    let rebased = |lines: &[String]| -> Vec<String> {
        let lines = lines.iter();
        lines.filter_map(|line| if is_above(line) { Some("/*".to_owned()) } else { rebased(line, below) }).collect()
    };
    (settings.text(), Ruled::new(rebased(&held.parts), rebased(&held.drafts)))
}

/// Whether a change of the file `path` may change what the rules of `tool` hold back.
pub(crate) fn is_asked(tool: HeldBackAs, path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match tool {
        HeldBackAs::Hugo => name.starts_with("index.") || name.starts_with("_index."),
        HeldBackAs::Zola => name.starts_with("_index."),
        HeldBackAs::Eleventy => eleventy::is_data(path),
        // It may have another name.
        HeldBackAs::Mkdocs => name.ends_with(".yml") || name.ends_with(".yaml"),
        HeldBackAs::Logseq => false,
    }
}

/// What lies below sections that are drafts, but for their own texts, which say so.
fn drafted(src: &Path, judge: &Judge, doubts: &mut Vec<SourcePath>) -> Vec<String> {
    let drafts = indexes(src, |name| name.starts_with("_index.")).filter(|(_, file)| {
        let text = file::read(file).map(charset::letters).unwrap_or_default();
        if judge.doubts(&text) {
            doubts.push(SourcePath::new(&relative(src, file)));
            return true;
        }
        let mut fields = head(&text).unwrap_or_default();
        // A section that is not shown may have pages that are.
        fields.retain(|name, _| !name.eq_ignore_ascii_case("render"));
        judge.holds_back(&fields)
    });
    let lines = drafts.flat_map(|(folder, _)| {
        let folder = if folder.is_empty() { String::new() } else { format!("/{}", literal(&folder)) };
        [format!("{folder}/*"), format!("!{folder}/_index.*")]
    });
    lines.collect()
}

/// What lies in folders whose fields hold it back, which stand in files called `meta`.
fn described(src: &Path, meta: &str, judge: &Judge, doubts: &mut Vec<SourcePath>) -> Vec<String> {
    let held = indexes(src, |name| name == meta).filter(|(_, file)| {
        let fields = file.parent().and_then(|folder| table(folder, meta));
        // One that cannot be read may say so.
        doubts.extend(fields.is_none().then(|| SourcePath::new(&relative(src, file))));
        fields.is_none_or(|fields| judge.holds_back(&fields))
    });
    held.map(|(folder, _)| below(&folder)).collect()
}
