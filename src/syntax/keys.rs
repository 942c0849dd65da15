//! Keys to press: `++ctrl+alt+delete++`.

/// Keys whose names are no words with a capital.
const NAMES: [(&str, &str); 22] = [
    ("alt-graph", "Alt Gr"),
    ("arrow-down", "↓"),
    ("arrow-left", "←"),
    ("arrow-right", "→"),
    ("arrow-up", "↑"),
    ("cmd", "Cmd"),
    ("ctrl", "Ctrl"),
    ("del", "Del"),
    ("delete", "Del"),
    ("down", "↓"),
    ("esc", "Esc"),
    ("escape", "Esc"),
    ("ins", "Ins"),
    ("insert", "Ins"),
    ("left", "←"),
    ("page-down", "Page Down"),
    ("page-up", "Page Up"),
    ("pipe", "|"),
    ("plus", "+"),
    ("right", "→"),
    ("space", "Space"),
    ("up", "↑"),
];

/// The inside of the keys that begin with the `++` at the front of `text`.
pub fn inside(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("++")?;
    let length = inner.find(|c: char| !(c.is_ascii_alphanumeric() || "+-_\"".contains(c))).unwrap_or(inner.len());
    let end = inner[..length].rfind("++")?;
    let inside = &inner[..end];
    (!inside.is_empty() && inside.split('+').all(|key| !key.is_empty())).then_some(inside)
}

/// What readers see on a key.
pub fn label(key: &str) -> String {
    if let Some(text) = key.strip_prefix('"').and_then(|key| key.strip_suffix('"')) {
        return text.to_owned();
    }
    let name = key.to_ascii_lowercase().replace('_', "-");
    if let Some((_, label)) = NAMES.iter().find(|(known, _)| *known == name) {
        return (*label).to_owned();
    }
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
    };
    name.split('-').map(capital).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{inside, label};

    #[test]
    fn keys_are_read() {
        for (text, keys) in [
            ("++ctrl+alt+delete++ x", "Ctrl Alt Del"),
            ("++\"a\"+f1++", "a F1"),
            ("++page-up++", "Page Up"),
            ("++ x++", ""),
            ("++i;", ""),
            ("++++", ""),
        ] {
            let read = inside(text).map(|keys| keys.split('+').map(label).collect::<Vec<_>>().join(" "));
            assert_eq!(read.unwrap_or_default(), keys, "{text}");
        }
    }
}
