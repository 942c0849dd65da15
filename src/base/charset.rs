//! The letters of a file that is not saved as UTF-8.

/// How a file is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// With a mark at its front that says so.
    Utf16,
    /// What editors on Windows wrote for most languages of western Europe, and a superset of Latin-1.
    Windows1252,
    /// With a few bytes that belong to no letter.
    BrokenUtf8,
}

/// What stands for the letters 0x80 to 0x9F in Windows-1252
/// (<https://encoding.spec.whatwg.org/#index-windows-1252>). Five have none and mean what they mean in Latin-1.
const UPPER: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text of `bytes`, which are not UTF-8; `None` if they are not text.
pub fn decoded(bytes: &[u8]) -> Option<(String, Charset)> {
    if let Some(text) = of_utf16(bytes) {
        return Some((text, Charset::Utf16));
    }
    // A text has lines and tabs, and next to nothing else that is not to be seen.
    let unseen = bytes.iter().filter(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()).count();
    if bytes.contains(&0) || unseen * 100 > bytes.len() {
        return None;
    }
    let is_cut = std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none());
    let (mut letters, mut faults) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    if is_cut || letters > faults {
        return Some((String::from_utf8_lossy(bytes).into_owned(), Charset::BrokenUtf8));
    }
    let letter = |byte: &u8| match byte {
        0x80..=0x9f => UPPER[usize::from(byte - 0x80)],
        _ => char::from(*byte),
    };
    Some((bytes.iter().map(letter).collect(), Charset::Windows1252))
}

/// What a file holds, in letters as far as it can be.
pub fn letters(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| {
        let bytes = error.as_bytes();
        decoded(bytes).map_or_else(|| String::from_utf8_lossy(bytes).into_owned(), |(text, _)| text)
    })
}

/// The text of bytes that say at their front that they are UTF-16.
fn of_utf16(bytes: &[u8]) -> Option<String> {
    let (front, rest) = bytes.split_at_checked(2)?;
    let unit: fn([u8; 2]) -> u16 = match front {
        [0xff, 0xfe] => u16::from_le_bytes,
        [0xfe, 0xff] => u16::from_be_bytes,
        _ => return None,
    };
    let units = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    Some(char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

#[cfg(test)]
mod tests {
    use super::{Charset, decoded};

    #[test]
    fn what_editors_write_is_read() {
        assert_eq!(decoded(b"caf\xe9 \x96 na\xefve"), Some(("café – naïve".to_owned(), Charset::Windows1252)));
        assert_eq!(decoded(b"\xff\xfea\0\xe9\0"), Some(("aé".to_owned(), Charset::Utf16)));
        assert_eq!(decoded(b"\xfe\xff\0a\xd8\x3d\xde\x00"), Some(("a\u{1f600}".to_owned(), Charset::Utf16)));
        assert_eq!(decoded(b"\xff\xfe\x3d\xd8"), Some(("\u{fffd}".to_owned(), Charset::Utf16)));
        assert_eq!(decoded("Zürich, Köln, Łódź".as_bytes().split_last().unwrap().1).unwrap().1, Charset::BrokenUtf8);
        assert_eq!(decoded("ü ü ü \u{0}".as_bytes()), None);
        assert_eq!(
            decoded("ü ü".as_bytes().iter().chain(b"\xe9 x").copied().collect::<Vec<_>>().as_slice()).unwrap().0,
            "ü ü\u{fffd} x"
        );
        assert_eq!(decoded(b"\x89PNG\r\n\x1a\n\0\0"), None);
        assert_eq!(decoded(b"\xe9\x01\x02\x03"), None);
    }
}
