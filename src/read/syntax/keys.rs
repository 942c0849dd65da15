//! Keys to press: `++ctrl+alt+delete++`.

/// Keys whose names are not words with a capital.
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

/// How many bytes the keys may have that are pressed together: what is longer is no such thing, and is not looked
/// through from each of its signs.
const LONGEST: usize = 200;

/// The inside of the keys that begin with the `++` at the front of `text`.
pub fn inside(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("++")?;
    let ends = |byte: &u8| !(byte.is_ascii_alphanumeric() || b"+-_\"".contains(byte));
    // All of it is ASCII.
    let length = inner.as_bytes().iter().take(LONGEST).take_while(|byte| !ends(byte)).count();
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
