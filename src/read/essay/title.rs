//! The title that an essay has by the name of its file.

use std::sync::Arc;

use crate::base::config::{Config, FileTitles};
use crate::base::date::spelled_day;
use crate::base::slug::is_slug_like;
use crate::read::permalink::{Place, filed};

/// The title that an essay has by the name of its file, if it has no other.
pub(super) fn title_of_file(place: &Place<'_>, config: &Config) -> Arc<str> {
    if let Some(day) = place.alone {
        return spelled_day(day.day(), &config.book.day_titles).into();
    }
    let name = &*filed::name(place.name(), config);
    match config.book.file_titles {
        FileTitles::Typed if place.rank.is_none() => filed::name(place.stem, config).trim().into(),
        FileTitles::Auto if is_slug_like(name) => name.replace(['-', '_'], " ").trim().into(),
        FileTitles::Sentence => sentence(&name.replace(['-', '_'], " ")).into(),
        FileTitles::Typed | FileTitles::Auto => name.trim().into(),
    }
}

/// `words` with a capital at the front, if there is none in them.
fn sentence(words: &str) -> String {
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) if !words.contains(char::is_uppercase) => first.to_uppercase().chain(letters).collect(),
        _ => words.trim().to_owned(),
    }
}
