//! The pages that templates of other languages make, which are not read here.

use std::path::Path;

use walkdir::WalkDir;

use super::super::files::{get, head, text};
use crate::base::config::pattern::from_template;
use crate::base::path::SourcePath;
use crate::edge::file::{self, relative};

/// The endings of such templates.
const ENDINGS: [&str; 9] = [".njk", ".liquid", ".hbs", ".ejs", ".webc", ".mustache", ".haml", ".pug", ".11ty.js"];

/// The addresses of the pages that templates below `at` make: what they ask for, up to what is filled in, or their path.
pub(super) fn addresses(at: &Path) -> Vec<String> {
    let aside = |name: &str| name.starts_with(['.', '_']) || name == "node_modules";
    let walk = WalkDir::new(at).min_depth(1).max_depth(7).sort_by_file_name().into_iter();
    let files = walk.filter_entry(move |entry| !entry.file_name().to_str().is_none_or(aside)).flatten();
    let files = files.filter(|entry| entry.file_type().is_file());
    files.filter_map(|entry| address(&relative(at, entry.path()), entry.path())).collect()
}

/// What an address begins with that is filled in, for all that begins so; `None` if it begins with that.
pub(super) fn front(address: &str) -> Option<String> {
    let (front, _) = address.trim_start_matches('/').split_once('{')?;
    (!front.is_empty()).then(|| format!("/{front}*"))
}

/// The address of the page that one template makes.
fn address(path: &str, file: &Path) -> Option<String> {
    if SourcePath::new(path).is_markdown() {
        // Only where it stands is for a program to say.
        let asked = text(&file::read_text(file).ok().and_then(|text| head(&text))?, "permalink");
        return front(&asked).filter(|_| from_template(&asked).is_none());
    }
    let stem = ENDINGS.iter().find_map(|ending| path.strip_suffix(ending))?;
    let fields = file::read_text(file).ok().filter(|text| text.starts_with("---"));
    let fields = fields.and_then(|text| head(&text)).unwrap_or_default();
    let asked = text(&fields, "permalink");
    let asked = asked.trim_start_matches('/');
    match () {
        () if asked.contains('{') => front(asked),
        () if !asked.is_empty() => Some(format!("/{asked}")),
        () if get(&fields, "permalink").is_some() => None,
        () => {
            let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
            // One that is called like its folder is the page of that.
            let is_page = name == "index" || (!folder.is_empty() && folder.rsplit('/').next() == Some(name));
            let stem = if is_page { folder } else { stem };
            Some(format!("/{stem}")).filter(|address| address != "/")
        }
    }
}
