//! Emoji by their names, as GitHub has them: `:tada:`.

use std::borrow::Cow;

/// What the names of the icons of Material for `MkDocs` begin with.
const ICONS: [&str; 4] = ["fontawesome-", "material-", "octicons-", "simple-"];

/// The longest name that is looked for.
const LONGEST: usize = 60;

/// What a name between colons stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Emoji(&'static str),
    /// A picture that belongs to a theme of another tool.
    Icon,
}

/// What stands at the colon at `at`, and how long it is: a name between colons that begins no later part
/// of a word or a time.
pub fn at(text: &str, at: usize) -> Option<(Sign, usize)> {
    let rest = &text.as_bytes()[at + 1..];
    let near = &rest[..rest.len().min(LONGEST)];
    let length = near.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"_+-".contains(byte))?;
    if length == 0 || rest[length] != b':' || text[..at].ends_with(char::is_alphanumeric) {
        return None;
    }
    // `a::b::c` is the name of something in a program.
    if text[..at].ends_with(':') && rest[length + 1..].starts_with(b":") {
        return None;
    }
    let name = &text[at + 1..at + 1 + length];
    let sign = match emojis::get_by_shortcode(name) {
        Some(emoji) => Sign::Emoji(emoji.as_str()),
        None if ICONS.iter().any(|icon| name.starts_with(icon)) => Sign::Icon,
        None => return None,
    };
    Some((sign, length + 2))
}

/// `text` with the names for emoji that `source` has for them, by which some tools make ids.
pub fn spelled<'t>(text: &'t str, source: &str) -> Cow<'t, str> {
    let mut made = Cow::Borrowed(text);
    for (start, _) in source.match_indices(':') {
        if let Some((Sign::Emoji(emoji), length)) = at(source, start) {
            made = made.replacen(emoji, &source[start + 1..start + length - 1], 1).into();
        }
    }
    made
}

/// `text` with its names of emoji exchanged.
pub fn replaced(text: &str) -> Cow<'_, str> {
    let mut made = String::new();
    let mut from = 0;
    let mut next = 0;
    while let Some(found) = text[next..].find(':').map(|found| next + found) {
        next = found + 1;
        if let Some((Sign::Emoji(emoji), length)) = at(text, found) {
            made.push_str(&text[from..found]);
            made.push_str(emoji);
            from = found + length;
            next = from;
        }
    }
    if from == 0 {
        return text.into();
    }
    made.push_str(&text[from..]);
    made.into()
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn names_between_colons_are_emoji() {
        for (typed, shown) in [
            (":tada: a :tada::+1:.", "🎉 a 🎉👍."),
            ("10:30:45, a:b:c, std::tada::x", "10:30:45, a:b:c, std::tada::x"),
            (":no-such-thing: : :", ":no-such-thing: : :"),
            ("é:tada:", "é:tada:"),
        ] {
            assert_eq!(replaced(typed), shown);
        }
    }
}
