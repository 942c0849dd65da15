//! Tags in the text: `#trust`, `#trust/at-work`.

/// Whether `c` may stand in a tag: letters and digits of any script, `_`, `-`, `/`, and symbols
/// beyond ASCII such as emoji.
pub fn may_hold(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '_' | '-' | '/' | '\u{200d}')
        || (!c.is_ascii() && !c.is_whitespace() && !c.is_control() && !is_punctuation(c))
}

/// Punctuation beyond ASCII that ends a tag rather than belonging to it.
fn is_punctuation(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{bf}' | '\u{2010}'..='\u{206f}' | '\u{3001}'..='\u{3020}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}')
}

/// The name of the tag whose `#` stands at `at`, if one does: at the start of the block, or after
/// white space or `(`; with a character that is no digit, since `#1984` is a number.
pub fn at(source: &str, block_start: usize, at: usize, end: usize) -> Option<&str> {
    let before = source[block_start..at].chars().next_back();
    if !before.is_none_or(|c| c.is_whitespace() || c == '(') {
        return None;
    }
    let rest = &source[at + 1..end];
    let length = rest.find(|c: char| !may_hold(c)).unwrap_or(rest.len());
    let name = rest[..length].trim_end_matches(['/', '-']);
    let named = name.chars().any(|c| !c.is_ascii_digit() && !matches!(c, '/' | '-' | '_'));
    (named && !name.starts_with('/')).then_some(name)
}
