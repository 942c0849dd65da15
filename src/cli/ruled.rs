//! Where it is said that an essay is held back, if another file says so.

use crate::base::ruled::Ruling;
use crate::edge::book::Book;
use crate::edge::file;
use crate::read::essay::{Essay, Held, ruling};
use crate::read::front_matter::may_hold_back;

/// Why an essay is not published, in words; empty if it is.
pub(super) fn why(book: &Book, essay: &Essay) -> String {
    let by = Some(essay).filter(|essay| essay.held == Some(Held::Ruled)).and_then(|essay| place(book, essay));
    let words = essay.held.map_or("", Held::why);
    by.map_or_else(|| words.to_owned(), |by| format!("{words} (`{by}`)"))
}

/// The file that holds back an essay by the rules of another tool, with the line as far as that can be told.
pub(super) fn place(book: &Book, essay: &Essay) -> Option<String> {
    let (by, words) = match ruling(&essay.path, &essay.meta, &book.config, &book.inputs)? {
        Ruling::Line(line) => {
            let by = book.found.as_ref().map_or("book.toml", |found| &found.by);
            (by, line.trim_matches(['!', '/', '*']))
        }
        Ruling::Rule(rule) => (&*rule.by, &*rule.field),
    };
    let text = file::read_text(&book.root.join(by)).unwrap_or_default().to_lowercase();
    let says = |line: &str| if words.is_empty() { may_hold_back(line) } else { line.contains(&words.to_lowercase()) };
    // What a section hands down stands below the name of that.
    let handed = text.lines().position(|line| line.contains("cascad")).unwrap_or_default();
    let below = || text.lines().skip(handed);
    let line = below().position(says).or_else(|| below().position(may_hold_back));
    Some(line.map_or_else(|| by.to_owned(), |line| format!("{by}:{}", handed + line + 1)))
}
