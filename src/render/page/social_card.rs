//! The picture of a page that other sites show where someone shares it.
//!
//! It says what the page is called, and shows nothing of a text: an edit of a text draws nothing.
//! Drawing is all that needs the feature `social-cards`; without it there are no such pictures.

#[cfg(feature = "social-cards")]
mod press;
#[cfg(feature = "social-cards")]
mod typeface;

use std::sync::Arc;

use crate::base::config::Config;
use crate::base::diagnostic::settings::{missing_cards, unprintable_title};
use crate::base::diagnostic::{Diagnostic, File};
use crate::base::own_file::SOCIAL_CARD;
use crate::base::page_file::beside;
use crate::base::slug;
use crate::gather::facts::Claim;
use crate::gather::reader::Reader;
#[cfg(feature = "social-cards")]
use crate::read::permalink::Role;
use crate::render::address::Base;
use crate::render::page::making::{Output, Setting};
use crate::render::page::routes::{PageId, has_social_cards};
use crate::render::page::view::View;

#[cfg(feature = "social-cards")]
use press::Words;
#[cfg(feature = "social-cards")]
pub use typeface::is_font;

/// The most tags that it shows.
#[cfg(feature = "social-cards")]
const MOST_TAGS: usize = 3;

/// What keeps a book from having the pictures that it asks for, of a crosslight that `draws` or not.
pub fn obstacle(config: &Config, draws: bool) -> Option<Diagnostic> {
    let span = config.output.html.social_cards.as_ref()?.span().into();
    match () {
        () if config.base_url().is_none() => Some(missing_cards(
            span,
            "the book does not say where it will stand, and other sites need the whole address of a picture",
            "set `base-url` below `[output.html]`, or take this table out",
        )),
        () if !draws => Some(missing_cards(
            span,
            "this crosslight was built without the part that draws them",
            "install it anew with `cargo install --path . --features social-cards`, or take this table out",
        )),
        () => None,
    }
}

#[cfg(feature = "social-cards")]
pub(super) fn make(of: &PageId, reader: &Reader<'_>, setting: &Setting) -> Option<Output> {
    let config = &setting.config;
    let words = words(of, reader, config)?;
    let look = config.social_cards()?;
    let own = setting.inputs.typeface.as_ref();
    unprintable(words.title, own).is_none().then(|| Output::Bytes(press::print(&words, look, own)))
}

/// Nothing is asked of a crosslight that cannot draw.
#[cfg(not(feature = "social-cards"))]
pub(super) fn make(_: &PageId, _: &Reader<'_>, _: &Setting) -> Option<Output> {
    None
}

#[cfg(feature = "social-cards")]
fn words<'a>(of: &PageId, reader: &Reader<'a>, config: &'a Config) -> Option<Words<'a>> {
    let book = &config.book;
    Some(match of {
        PageId::Essay(path) => {
            let card = reader.card(path)?;
            let tags = reader.tag_cards(card.tags.iter().take(MOST_TAGS));
            let tags: Vec<&str> = tags.into_iter().map(|tag| &*tag.label).collect();
            let is_path = card.role == Role::Path;
            Words {
                above: if is_path { config.paths.label.as_str().into() } else { tags.join(" · ").into() },
                title: &card.title,
                description: card.description.as_deref().unwrap_or_default(),
                below: book.title.as_str().into(),
            }
        }
        PageId::Tag(tag) => {
            let card = reader.tag(tag)?;
            Words {
                above: config.tags.label.as_str().into(),
                title: &card.label,
                description: card.description.as_deref().unwrap_or_default(),
                below: book.title.as_str().into(),
            }
        }
        _ => Words {
            above: "".into(),
            title: &book.title,
            description: &book.description,
            below: book.authors.join(", ").into(),
        },
    })
}

/// The first letter of a title that no font at hand has, or the first sign if nothing else is left of it.
#[cfg(feature = "social-cards")]
fn unprintable(title: &str, own: Option<&Arc<[u8]>>) -> Option<char> {
    let nothing = || typeface::printable(title, own).is_empty().then(|| title.chars().next());
    typeface::missing_letter(title, own).or_else(|| nothing().flatten())
}

#[cfg(not(feature = "social-cards"))]
fn unprintable(_: &str, _: Option<&Arc<[u8]>>) -> Option<char> {
    None
}

/// Whether bytes are a font. Nobody asks a crosslight that cannot draw.
#[cfg(not(feature = "social-cards"))]
pub fn is_font(_: &[u8]) -> bool {
    true
}

/// The title that the card of a page shows, if it is one that has a card.
fn title<'a>(view: &'a View<'_>) -> Option<&'a str> {
    let config = &view.setting.config;
    let title = match view.kind {
        "home" => &config.book.title,
        "essay" | "path" | "tag" => &view.title,
        _ => return None,
    };
    let has_picture = view.essay.is_some_and(|essay| essay.meta.image.is_some());
    (has_social_cards(config) && !has_picture && !title.is_empty()).then_some(title)
}

/// The whole address of the card of a page. A file of the book that stands in its place is taken for it.
pub(super) fn address(view: &View<'_>) -> Option<String> {
    let config = &view.setting.config;
    let title = title(view)?;
    let drawn = || {
        unprintable(title, view.setting.inputs.typeface.as_ref()).is_none().then(|| beside(view.address, SOCIAL_CARD))
    };
    let file = own_file(view).or_else(drawn)?;
    Some(Base::absolute(config.base_url()?, config).file(&file))
}

/// The file of the book that stands in the place of the card.
fn own_file(view: &View<'_>) -> Option<String> {
    let file = beside(view.address, SOCIAL_CARD);
    view.reader.claims(&slug::comparable(&file)).iter().find_map(|claim| match claim {
        Claim::Asset(path) => Some(path.as_str().to_owned()),
        _ => None,
    })
}

/// Why a page has no card, if its title is the reason.
pub(super) fn trouble(view: &View<'_>) -> Option<Diagnostic> {
    let letter =
        unprintable(title(view)?, view.setting.inputs.typeface.as_ref()).filter(|_| own_file(view).is_none())?;
    // The title of the home page is that of the book.
    let essay = view.essay.filter(|_| view.kind != "home");
    let file = essay.map_or(File::Book, |essay| File::Content(essay.path.clone()));
    Some(unprintable_title(file, &format!("/{}", view.address), letter))
}
