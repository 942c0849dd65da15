//! What the head of a page says of it to those who do not read it.

use crate::base::page_file::page_url;
use crate::read::essay::Essay;
use crate::read::syntax::link::is_on_web;
use crate::render::address::Base;
use crate::render::page::fields::field_links;
use crate::render::page::routes::{has_llms, markdown_file};
use crate::render::page::social_card;
use crate::render::page::view::View;
use crate::render::prose::Filled;

/// The day of the essay whose page this is.
pub(super) fn published(view: &View<'_>) -> Option<String> {
    Some(own(view)?.date?.day().to_string())
}

/// The day on which that was last revised.
pub(super) fn modified(view: &View<'_>) -> Option<String> {
    Some(own(view)?.meta.updated?.day().to_string())
}

/// The essay that has the page for itself: the text of a page that lists others is not what is dated.
fn own<'a>(view: &View<'a>) -> Option<&'a Essay> {
    view.essay.filter(|_| ["essay", "path"].contains(&view.kind))
}

/// The full address of a picture of the page: the one that its essay names, or the one that is drawn.
pub(super) fn image(view: &View<'_>, filled: Option<&Filled>) -> Option<String> {
    own_image(view, filled).or_else(|| social_card::address(view))
}

/// That of the essay: a picture of this book needs to know where that stands.
fn own_image(view: &View<'_>, filled: Option<&Filled>) -> Option<String> {
    let essay = view.essay?;
    if let Some((.., way)) = field_links(essay, filled?).find(|(field, ..)| *field == "image") {
        let picture = way?.path.as_ref().filter(|path| !path.is_markdown())?;
        let config = &view.setting.config;
        return Some(Base::absolute(config.base_url()?, config).file(picture.as_str()));
    }
    let (address, _) = essay.meta.image.as_ref()?;
    (is_on_web(address)).then(|| address.to_string())
}

/// The address of the page's text as Markdown.
pub(super) fn markdown(view: &View<'_>) -> Option<String> {
    own(view).filter(|_| has_llms(&view.setting.config).0)?;
    Some(page_url(&markdown_file(view.address), ""))
}
