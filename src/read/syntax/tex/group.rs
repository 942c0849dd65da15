//! A group of TeX: what stands in braces.

/// The inside of the group that begins at `at`, and where what follows it begins.
pub(in crate::read::syntax) fn group(tex: &str, at: usize) -> Option<(&str, usize)> {
    let start = at + (tex[at..].len() - tex[at..].trim_start().len());
    let inner = tex[start..].strip_prefix('{')?;
    let mut depth = 1;
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        match c {
            _ if std::mem::take(&mut escaped) => {}
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&inner[..at], start + at + 2));
        }
    }
    None
}
