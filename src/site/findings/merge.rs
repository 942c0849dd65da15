//! What is found alike in many places, said once.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;

use crate::base::diagnostic::{Code, Diagnostic, File};
use crate::base::path::SourcePath;

/// In how many files something of another tool is reported: it is in hundreds, or not at all.
const MOST_TOLD: usize = 3;

/// Macros and components of another tool usually stand in many files; each is told with the first few of them.
pub(super) fn left_alike(sorted: &mut Vec<Diagnostic>) {
    let mut told: HashMap<String, usize, FixedState> = HashMap::default();
    let mut more: HashMap<String, usize, FixedState> = HashMap::default();
    let of_kind = |found: &Diagnostic| {
        matches!(found.code, Code::ForeignMacro | Code::ForeignSyntax | Code::Component) && found.fix.is_none()
    };
    sorted.retain(|found| {
        if !of_kind(found) {
            return true;
        }
        let names = names(found);
        let is_new = names.iter().any(|name| told.get(name).is_none_or(|count| *count < MOST_TOLD));
        if is_new {
            for name in names {
                *told.entry(name).or_default() += 1;
            }
        } else {
            *more.entry(names[0].clone()).or_default() += 1;
        }
        is_new
    });
    // The last of those that are told stands for the rest.
    for found in sorted.iter_mut().rev().filter(|found| of_kind(found)) {
        if let Some(count) = names(found).iter().find_map(|name| more.remove(name)) {
            let files = if count == 1 { "one more file".to_owned() } else { format!("{count} more files") };
            found.help.push(format!("the same in {files}"));
        }
    }
}

/// In how many files a field is named by a slip: one that stands in more is meant.
const MOST_SLIPS: usize = 3;

/// Drops what is said of unknown fields that stand in many files of essays for which `is_published` holds: they are the
/// writer's own, however near they are to others. What holds an essay back is said all the same.
pub(super) fn own_fields(found: &mut Vec<Diagnostic>, is_published: impl Fn(&SourcePath) -> bool) {
    let field = |found: &Diagnostic| match &found.file {
        File::Content(path) if found.code == Code::UnknownField && is_published(path) => {
            found.subject().map(str::to_owned)
        }
        _ => None,
    };
    let mut files: HashMap<String, usize, FixedState> = HashMap::default();
    for name in found.iter().filter_map(field) {
        *files.entry(name).or_default() += 1;
    }
    found.retain(|found| field(found).is_none_or(|name| files[&name] <= MOST_SLIPS));
}

/// What a finding is about: the names in its message, or all of that.
fn names(found: &Diagnostic) -> Vec<String> {
    let named: Vec<_> =
        found.message.split('`').skip(1).step_by(2).map(|name| format!("{} {name}", found.code)).collect();
    if named.is_empty() { vec![found.message.clone()] } else { named }
}

/// A template of another tool is usually named in many files; it is reported once, with the first of them.
pub(super) fn templates(sorted: &mut Vec<Diagnostic>) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let of_kind = |found: &Diagnostic| found.code == Code::UnknownTemplate && found.fix.is_none();
    sorted.retain(|found| {
        !of_kind(found) || {
            let count = counts.entry(found.message.clone()).or_default();
            *count += 1;
            *count == 1
        }
    });
    for found in sorted.iter_mut().filter(|found| of_kind(found)) {
        match counts.get(&found.message).copied().unwrap_or_default() {
            0 | 1 => {}
            2 => found.help.push("the same in one more file".to_owned()),
            all => found.help.push(format!("the same in {} more files", all - 1)),
        }
    }
}

/// One fault in a template shows on every page that uses it; it is reported once, with the first of them.
pub(super) fn repeats(sorted: &mut Vec<Diagnostic>) {
    let mut repeats = 0;
    let mut merged: Vec<Diagnostic> = Vec::with_capacity(sorted.len());
    for found in sorted.drain(..) {
        match merged.last_mut() {
            Some(last)
                if matches!(found.file, File::Theme(..))
                    && last.file == found.file
                    && last.span == found.span
                    && last.code == found.code =>
            {
                if repeats > 0 {
                    last.help.pop();
                }
                repeats += 1;
                last.help.push(format!("and while making {repeats} more"));
            }
            _ => {
                repeats = 0;
                merged.push(found);
            }
        }
    }
    *sorted = merged;
}
