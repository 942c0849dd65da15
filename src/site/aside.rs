//! What is said of a link whose file is there and left out of the book: that it is not published, rather than that there is
//! no such file.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::base::diagnostic::links::{link_to_left_out, unshown_embed};
use crate::base::diagnostic::{Code, Diagnostic, File, Wanted};
use crate::base::lint_levels::Levels;
use crate::base::name::{Name, case_folded};
use crate::base::path::{SourcePath, joined, without_markdown_ending};
use crate::read::syntax::media;

/// Says of findings that there is no file which there is among `left_out`.
pub fn tell(left_out: &[SourcePath], levels: &Levels, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if left_out.is_empty() || found.iter().all(|found| found.wanted.is_none()) {
        return found;
    }
    let mut by_name: HashMap<Name, Vec<&SourcePath>, FixedState> = HashMap::default();
    for path in left_out {
        by_name.entry(Name::of(path.file_name())).or_default().push(path);
    }
    let told = |found: Diagnostic| {
        let meant = found.wanted.as_ref().and_then(|wanted| {
            let File::Content(from) = &found.file else { return None };
            let near = by_name.get(&wanted.name)?.iter().copied();
            near.filter(|path| is_meant(path, from, wanted)).min()
        });
        match (meant, &found.file, found.span, &found.wanted) {
            (Some(path), File::Content(from), Some(span), Some(wanted)) => {
                let is_unshown = found.code == Code::MissingFile && media::is_unshown(&wanted.typed);
                let told = if is_unshown {
                    unshown_embed(from, span, &wanted.typed, false)
                } else {
                    Diagnostic { wanted: found.wanted.clone(), ..link_to_left_out(from, span, &wanted.typed, path) }
                };
                levels.weigh(vec![told]).pop()
            }
            _ => Some(found),
        }
    };
    found.into_iter().filter_map(told).collect()
}

/// Whether a link in `from` means the file at `path`: by its name, by the end of its path, or from where the essay stands.
fn is_meant(path: &SourcePath, from: &SourcePath, wanted: &Wanted) -> bool {
    let folded = |text: &str| case_folded(without_markdown_ending(text));
    let typed = folded(wanted.typed.trim_matches('/'));
    let (whole, name) = (folded(path.as_str()), folded(path.file_name()));
    // A text has its name without an ending, and any other file with it.
    let is_end = whole == typed || whole.strip_suffix(&*typed).is_some_and(|front| front.ends_with('/'));
    let from_here = || joined(from.folder(), &wanted.typed).is_some_and(|path| folded(&path) == whole);
    if wanted.by_path {
        is_end || from_here()
    } else {
        is_end || (!typed.contains('/') && Name::new(&name) == Name::new(&typed)) || from_here()
    }
}
