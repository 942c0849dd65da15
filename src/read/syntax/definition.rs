//! Definition lists: a line that begins with `: ` below the term that it explains.

use crate::base::source_map::Patch;
use crate::read::syntax::emoji::{self, Sign};

/// What keeps other lines that begin with a colon, such as `:smile:`, from being definitions, for
/// which the parser takes them: a backslash.
/// The name of an emoji is exchanged for it, since nothing else looks at what follows a backslash.
pub fn patches(text: &str, has_emoji: bool) -> Vec<Patch> {
    let mut patches = Vec::new();
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        let at = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let means_it = |after: &str| after.trim_start().len() < after.len() || after.is_empty();
        let under_a_table_head = || line.contains('-') && line.trim().chars().all(|c| ":-| \t".contains(c));
        let wrong = line[at..].strip_prefix(':').is_some_and(|after| !means_it(after));
        if start > 0 && at < 4 && wrong && !under_a_table_head() {
            match emoji::at(text, start + at).filter(|_| has_emoji) {
                Some((Sign::Emoji(emoji), length)) => patches.push((start + at..start + at + length, emoji.to_owned())),
                Some((Sign::Icon, _)) => {}
                None => patches.push((start + at..start + at, "\\".to_owned())),
            }
        }
    }
    patches
}
