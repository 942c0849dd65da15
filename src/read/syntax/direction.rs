//! Which way a text is written: from left to right, or from right to left.

/// The languages that are written from right to left.
const LEFTWARD: [&str; 13] = ["ar", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"];

/// Whether a language, by its tag, is written from right to left.
pub fn is_leftward(lang: &str) -> bool {
    let code = lang.split(['-', '_']).next().unwrap_or_default();
    LEFTWARD.iter().any(|known| code.eq_ignore_ascii_case(known))
}

/// Whether a text has letters that go another way than a page which is `leftward` or not.
pub fn has_letters(text: &str, leftward: bool) -> bool {
    if leftward {
        return text.chars().any(|c| c.is_alphabetic() && !goes_left(c));
    }
    // In UTF-8 they begin with these bytes, which few other letters do.
    let may = text.bytes().fold(false, |may, byte| may | (byte >= 0xd6 && !matches!(byte, 0xe1..=0xee)));
    may && text.chars().any(goes_left)
}

/// Whether a letter is written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and other scripts of these blocks.
fn goes_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::{has_letters, is_leftward};

    #[test]
    fn directions_are_told_by_language_and_by_letters() {
        assert!(["he", "ar-EG", "FA", "ckb_IQ"].iter().all(|lang| is_leftward(lang)));
        assert!(!["en", "arn", "hy", ""].iter().any(|lang| is_leftward(lang)));
        for (text, others) in [
            ("plain", [false, true]),
            ("a \u{5d0}", [true, true]),
            ("\u{645}", [true, false]),
            ("1 + 1: \u{2026} \u{20ac}", [false, false]),
        ] {
            assert_eq!([false, true].map(|leftward| has_letters(text, leftward)), others, "{text}");
        }
    }
}
