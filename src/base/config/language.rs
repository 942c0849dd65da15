//! The languages of a book, and the codes of languages.

use std::ops::Range;

use serde::Deserialize;

/// `[languages.fr]`: a language of the book.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Language {
    /// The folder of its essays, if that is not called by its code.
    pub folder: Option<String>,
    /// The first part of its addresses, if that is not its code; that of the book's own language has none.
    pub path: Option<String>,
    /// Whether its addresses lead to the pages of the book's own language where it has none itself.
    pub fallback: bool,
}

/// Whether a text is the code of a language as BCP 47 has it: `en`, `pt-BR`, `zh-Hant`, also with `_`.
pub fn is_language(code: &str) -> bool {
    let mut parts = code.split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    let is_first = (2..=3).contains(&first.len()) && first.chars().all(|c| c.is_ascii_alphabetic());
    (is_first || ["i", "x"].contains(&first)) && parts.all(is_part)
}

/// Where settings with this `text` name a language otherwise than by its code.
pub(super) fn misspelled(text: &str, language: &str) -> Option<Range<usize>> {
    if is_language(language) {
        return None;
    }
    let value = text.find("language").and_then(|at| Some(at + text[at..].find(language)?));
    Some(value.map_or(0..0, |start| start..start + language.len()))
}

#[cfg(test)]
mod tests {
    use super::{is_language, misspelled};

    #[test]
    fn languages_have_codes() {
        for code in ["en", "pt-BR", "zh-Hant-TW", "zh_CN", "ast", "x-klingon"] {
            assert!(is_language(code), "{code}");
        }
        for name in ["english", "Deutsch", "e", "", "en-", "{{ lang }}"] {
            assert!(!is_language(name), "{name}");
        }
        assert_eq!(misspelled("[book]\nlanguage = \"english\"\n", "english"), Some(19..26));
    }
}
