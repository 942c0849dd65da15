//! The fonts of social cards: the one that the book names, and behind it two that are built in.
//!
//! None comes from the machine: the same book would look different on the next one.

use std::sync::Arc;

use cosmic_text::fontdb::{Database, FaceInfo, ID, Language, Source};
use cosmic_text::skrifa::{FontRef, MetadataProvider};
use cosmic_text::{FontSystem, Stretch, Style, Weight};

/// What titles are set in.
pub(super) const TITLE: &str = "title";
/// What everything else is set in.
pub(super) const TEXT: &str = "text";

/// Libertinus Serif, one of the fonts that Lantern asks for. It has the alphabets of Europe, and Hebrew.
/// Fonts are taken by their places in a list, so that the others in there are no part of the program.
fn serif() -> &'static [u8] {
    typst_assets::fonts().next().unwrap_or_else(wide)
}

fn serif_semibold() -> &'static [u8] {
    typst_assets::fonts().nth(4).unwrap_or_else(wide)
}

/// DejaVu Sans, plainer, with many more alphabets, Arabic among them.
fn wide() -> &'static [u8] {
    dejavu::sans::regular()
}

/// Whether bytes are a font whose letters can be found.
pub fn is_font(bytes: &[u8]) -> bool {
    FontRef::from_index(bytes, 0).is_ok_and(|font| font.charmap().has_map())
}

/// The fonts, each under the name of its part. A letter that one does not have is looked for in the next.
pub(super) fn fonts(own: Option<&Arc<[u8]>>) -> FontSystem {
    let mut fonts = Database::new();
    let mut add = |part: &str, source: Source| {
        fonts.push_face_info(FaceInfo {
            id: ID::dummy(),
            source,
            index: 0,
            families: vec![(part.to_owned(), Language::English_UnitedStates)],
            post_script_name: String::new(),
            style: Style::Normal,
            // Whatever their weight is: fonts of another one are never looked in.
            weight: Weight::NORMAL,
            stretch: Stretch::Normal,
            monospaced: false,
        });
    };
    let built_in = |bytes: &'static [u8]| Source::Binary(Arc::new(bytes));
    for (part, otherwise) in [(TITLE, serif_semibold()), (TEXT, serif())] {
        add(part, own.map_or_else(|| built_in(otherwise), |own| Source::Binary(Arc::new(own.clone()))));
    }
    if own.is_some() {
        add("behind it", built_in(serif()));
    }
    add("behind all", built_in(wide()));
    FontSystem::new_with_locale_and_db("en".to_owned(), fonts)
}

/// What of `text` can be printed, in one line; nothing if a letter is missing, since a text with gaps
/// says something else. Signs may be missing, as pictures at the end of a title are.
pub(super) fn printable(text: &str, own: Option<&Arc<[u8]>>) -> String {
    if missing_letter(text, own).is_some() {
        return String::new();
    }
    let has = coverage(own);
    let words = text.split_whitespace().map(|word| word.chars().filter(|sign| joins(*sign) || has(*sign)).collect());
    words.filter(|word: &String| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The first letter or digit of `text` that no font has.
pub(super) fn missing_letter(text: &str, own: Option<&Arc<[u8]>>) -> Option<char> {
    let has = coverage(own);
    text.chars().find(|letter| letter.is_alphanumeric() && !has(*letter))
}

/// Signs that are not seen, and change how letters join.
fn joins(sign: char) -> bool {
    matches!(sign, '\u{200c}' | '\u{200d}')
}

/// Whether one of the fonts has a letter.
fn coverage(own: Option<&Arc<[u8]>>) -> impl Fn(char) -> bool {
    let fonts = own.map(|own| &**own).into_iter().chain([serif(), wide()]);
    let maps: Vec<_> = fonts.filter_map(|font| Some(FontRef::from_index(font, 0).ok()?.charmap())).collect();
    move |letter| maps.iter().any(|map| map.map(letter).is_some())
}

#[cfg(test)]
mod tests {
    use cosmic_text::skrifa::string::StringId;
    use cosmic_text::skrifa::{FontRef, MetadataProvider};

    use super::{serif, serif_semibold, wide};

    #[test]
    fn fonts_are_the_ones_that_are_meant() {
        let names = [serif(), serif_semibold(), wide()].map(|font| {
            let font = FontRef::from_index(font, 0).unwrap();
            font.localized_strings(StringId::POSTSCRIPT_NAME).english_or_first().unwrap().to_string()
        });
        assert_eq!(names, ["LibertinusSerif-Regular", "LibertinusSerif-Semibold", "DejaVuSans"]);
    }
}
