//! Colours in settings, written as in a style sheet: `#8a3d0f`.

use serde::de::{Deserialize, Deserializer, Error, Unexpected};

/// A colour: red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// The colour that `text` names with three or six hexadecimal digits after a `#`.
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.chars().all(|digit| digit.is_ascii_hexdigit()))?;
        let part = |part: &str| u8::from_str_radix(part, 16).ok();
        match digits.len() {
            // One digit stands for two that are the same.
            3 => Some(Self([0, 1, 2].map(|at| part(&digits[at..=at]).unwrap_or_default() * 0x11))),
            6 => Some(Self([0, 2, 4].map(|at| part(&digits[at..at + 2]).unwrap_or_default()))),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&text), &"a colour"))
    }
}

#[cfg(test)]
mod tests {
    use super::Colour;

    #[test]
    fn colours_are_written_as_in_a_style_sheet() {
        assert_eq!(Colour::parse("#8a3D0f"), Some(Colour([0x8a, 0x3d, 0x0f])));
        assert_eq!(Colour::parse("#fa0"), Some(Colour([0xff, 0xaa, 0x00])));
        for wrong in ["8a3d0f", "#8a3d0", "#8a3d0g", "#+a3d0f", "red", "#", "#éé"] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
    }
}
