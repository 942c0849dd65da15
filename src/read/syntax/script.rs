//! Superscripts and subscripts: `x^2^`, `H~2~O`. As in pandoc, there is no white space in them, so
//! that `10^6 and 10^7` is what it says.

/// What stands between the sign that begins `text` and the same sign after it.
pub fn inside(text: &str) -> Option<&str> {
    let sign = text.chars().next()?;
    let rest = &text[1..];
    let end = rest.find(|c: char| c == sign || c.is_whitespace())?;
    let inner = &rest[..end];
    let plain = !inner.is_empty() && !inner.starts_with('[');
    // Two tildes are the sign of a deletion.
    let single = !rest[end..].starts_with("~~");
    (plain && single && rest[end..].starts_with(sign)).then_some(inner)
}
