//! Fields at the top of a text without a fence round them: `key:: value` in an outline, `key: value` in Python-Markdown.

/// The fields at the top of a page: names and values, and where the rest begins.
pub fn properties(text: &str) -> (Vec<(&str, &str)>, usize) {
    let mut fields = Vec::new();
    let mut at = 0;
    if is_of_block(text) {
        return (fields, 0);
    }
    for line in text.split_inclusive('\n') {
        // Those of a page may stand in a block of their own.
        let plain = line.strip_prefix("- ").filter(|_| at == 0).unwrap_or(line).trim();
        match property(plain) {
            Some(field) => fields.push(field),
            None if plain.is_empty() && !fields.is_empty() => {
                at += line.len();
                break;
            }
            None => break,
        }
        at += line.len();
    }
    let length = if fields.is_empty() { 0 } else { at };
    (fields, length)
}

/// Whether the first block begins with its id and goes on with words: what it says is then said of the block.
fn is_of_block(text: &str) -> bool {
    let mut lines = text.lines();
    let is_id =
        lines.next().and_then(|line| property(line.strip_prefix("- ")?.trim())).is_some_and(|(key, _)| key == "id");
    is_id && lines.next().is_some_and(|line| line.starts_with([' ', '\t']) && property(line.trim()).is_none())
}

/// The fields of a page between two lines of hyphens, `key: value` or `key:: value` a line; `None` if one line is none.
pub fn fenced(text: &str) -> Option<Vec<(&str, &str)>> {
    let field = |line| {
        let (key, value) = property(line).or_else(|| pair(line))?;
        let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        Some((key, quoted.unwrap_or(value)))
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(field).collect()
}

/// `key:: value` as a line of its own.
pub fn property(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once("::")?;
    let plain = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c));
    let apart = value.is_empty() || value.starts_with([' ', '\t']);
    (plain && apart).then(|| (key, value.trim()))
}

/// The fields at the top of a text as Python-Markdown's extension `meta` reads them, and where the rest begins:
/// `key: value` a line, more of a value on lines that are indented, up to the first empty line
/// (<https://python-markdown.github.io/extensions/meta_data/>). Without a space after the colon it is none here: an address
/// at the front of a text stays.
pub fn metadata(text: &str) -> (Vec<(&str, String)>, usize) {
    let mut fields: Vec<(&str, String)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            at += line.len();
            break;
        }
        let is_more = line.starts_with("    ") || line.starts_with('\t');
        match (pair(line).filter(|_| !is_more), fields.last_mut()) {
            (Some((key, value)), _) => fields.push((key, value.to_owned())),
            (None, Some((_, value))) if is_more => {
                value.push(' ');
                value.push_str(line.trim());
            }
            _ => break,
        }
        at += line.len();
    }
    let length = if fields.is_empty() { 0 } else { at };
    (fields, length)
}

/// `key: value` as a line of its own.
fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.trim_start().split_once(':')?;
    let plain = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    (plain && value.starts_with([' ', '\t', '\r', '\n'])).then(|| (key, value.trim()))
}

/// The items of a field that is a list: pages between brackets, whatever stands between them, and words between commas.
pub fn items(value: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("[[") {
        let Some((page, after)) = after.split_once("]]") else { break };
        items.extend(before.split(','));
        items.push(page);
        rest = after;
    }
    items.extend(rest.split(','));
    let bare = items.into_iter().map(|item| item.trim().trim_start_matches('#').trim());
    bare.filter(|item| item.chars().any(char::is_alphanumeric)).collect()
}

#[cfg(test)]
mod tests {
    use super::{metadata, properties};

    #[test]
    fn fields_stand_at_the_top() {
        assert_eq!(properties("type:: [[A]]\nalias:: b\n\n- x\n"), (vec![("type", "[[A]]"), ("alias", "b")], 24));
        assert_eq!(properties("- title:: x\n- y\n"), (vec![("title", "x")], 12));
        assert_eq!(properties("- a:b\n"), (vec![], 0));
        assert_eq!(properties("std::vec is\n"), (vec![], 0));
    }

    #[test]
    fn metadata_ends_with_the_first_empty_line() {
        let (fields, length) = metadata("title: The tin\nsummary: What it\n    is for\n\nText: more\n");
        assert_eq!(fields, [("title", "The tin".to_owned()), ("summary", "What it is for".to_owned())]);
        assert_eq!(length, 44);
        assert_eq!(metadata("https://example.org is\n"), (vec![], 0));
        assert_eq!(metadata("A sentence: words\n"), (vec![], 0));
        assert_eq!(metadata("title: x\nText\n").1, 9);
    }
}
