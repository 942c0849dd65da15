//! What a build says while it works, and at its end.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::thread::Builder;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::outcome::count;
use crate::base::config::Build;
use crate::base::path::SourcePath;
use crate::base::ruled::Ruled;
use crate::edge::publish::Published;
use crate::gather::index::Entry;
use crate::gather::library::Library;
use crate::read::essay::{Essay, Held};
use crate::read::permalink::Role;

/// A bar that appears when a build takes over half a second at a terminal.
pub(super) fn progress(length: usize, what: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::hidden());
    bar.set_style(
        ProgressStyle::with_template(&format!("{{bar:30}} {{pos}}/{{len}} {what}"))
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    if std::io::stderr().is_terminal() {
        let shown = bar.clone();
        let _ = Builder::new().spawn(move || {
            std::thread::sleep(Duration::from_millis(500));
            if !shown.is_finished() {
                shown.set_draw_target(ProgressDrawTarget::stderr());
            }
        });
    }
    bar
}

/// What is said of files that stay out of the site; nothing if there are none.
pub(super) fn held_back(files: &[&SourcePath]) -> Option<String> {
    const MOST_NAMED: usize = 3;
    let named = files.iter().take(MOST_NAMED).map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
    let more = if files.len() > MOST_NAMED { ", …" } else { "" };
    let count = count(files.len(), "file");
    (!files.is_empty()).then(|| format!("left out with essays that are not published: {count} ({named}{more})"))
}

/// The line with which a build ends: what there is, where it went, how long it took.
pub(super) fn closing_line(
    essays: usize,
    pages: usize,
    published: &Published,
    took: Duration,
    warnings: usize,
    dest: &str,
) -> String {
    let wrote = match published {
        Published { written: 0, removed: 0, .. } => "nothing changed".to_owned(),
        Published { written, removed: 0, .. } => format!("{written} written"),
        Published { written, removed, .. } => format!("{written} written, {removed} removed"),
    };
    let foreign = match published.foreign {
        0 => String::new(),
        foreign => format!(", {} of others kept", count(foreign, "file")),
    };
    let warnings = if warnings == 0 { "no warnings".to_owned() } else { count(warnings, "warning") };
    format!(
        "{} and {} in {dest} ({wrote}{foreign}), {:.2} s, {warnings}",
        count(essays, "essay"),
        count(pages, "page"),
        took.as_secs_f64()
    )
}

/// How many findings wait for essays that are not published yet; nothing if there are none.
pub(super) fn waiting(findings: usize) -> String {
    if findings == 0 {
        return String::new();
    }
    format!("; {findings} more in essays that are not published yet (--drafts, --future)")
}

/// How many essays are not published, and why in short; nothing if there are none.
pub(super) fn held_in_short(library: &Library, build: &Build) -> String {
    let mut kinds: BTreeMap<Held, usize> = BTreeMap::new();
    // What other files hold back is counted with the other files that these hold back.
    let kinds_of = hidden(library).filter_map(|essay| essay.held).filter(|held| *held != Held::Ruled);
    for kind in kinds_of {
        *kinds.entry(kind).or_default() += 1;
    }
    if kinds.is_empty() {
        return String::new();
    }
    let short = |(kind, number): (&Held, &usize)| match kind {
        Held::Draft => count(*number, "draft"),
        Held::Future => format!("{number} dated in the future"),
        Held::Expired => format!("{number} expired"),
        Held::Unasked => format!("{number} without `{}: true`", build.asking_field()),
        Held::Ruled => String::new(),
        Held::Unread => format!("{number} unreadable"),
        Held::Template => count(*number, "template"),
        Held::Drawing => count(*number, "drawing"),
    };
    let why = kinds.iter().map(short).collect::<Vec<_>>().join(", ");
    format!("; {} held back: {why}", count(kinds.values().sum(), "essay"))
}

/// How many essays other files hold back; nothing if there are none. `left_out` are the files that are left out.
pub(super) fn held_by_others(held: &Ruled, library: &Library, left_out: &[SourcePath]) -> String {
    let held_back = hidden(library).filter(|essay| essay.held == Some(Held::Ruled)).count();
    // Those that belong to others are not read.
    match held_back + held.parts_among(left_out) {
        0 => String::new(),
        number => format!("; {} held back by other files", count(number, "essay")),
    }
}

/// The essays that are not published.
pub(super) fn hidden(library: &Library) -> impl Iterator<Item = &Essay> {
    let essays = library.entries().filter_map(|(_, entry)| Entry::as_essay(entry));
    essays.filter(|essay| essay.held.is_some() && essay.role != Role::Summary)
}
