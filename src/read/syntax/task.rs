//! Tasks: `- [ ]`, `- [x]` and, as in Obsidian, any other sign between the brackets.

/// The sign of the task that begins `text`, and the length of its marker with the space after it.
pub fn marker(text: &str) -> Option<(char, usize)> {
    let rest = text.strip_prefix('[')?;
    let sign = rest.chars().next().filter(|c| !matches!(c, '[' | ']' | '^' | '\\') && !c.is_control())?;
    let after = rest[sign.len_utf8()..].strip_prefix(']')?;
    let spaced = after.starts_with([' ', '\t']) && !after.trim().is_empty();
    spaced.then(|| (sign, text.len() - after.len() + 1))
}

/// The attributes of the item of a task, and its box.
pub fn html(sign: char) -> (String, &'static str) {
    let mut shown = String::new();
    let _ = pulldown_cmark_escape::escape_html(&mut shown, sign.encode_utf8(&mut [0; 4]));
    let done = !sign.is_whitespace();
    let checkbox = if done {
        "<input type=\"checkbox\" disabled=\"\" checked=\"\" aria-label=\"Done\" /> "
    } else {
        "<input type=\"checkbox\" disabled=\"\" aria-label=\"To do\" /> "
    };
    (format!(" class=\"task\" data-task=\"{shown}\""), checkbox)
}
