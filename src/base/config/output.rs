//! The forms the book is published in.

use serde::Deserialize;
use toml::Spanned;

use super::colour::Colour;

/// `[output]`: the forms the book is published in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Output {
    pub html: HtmlOutput,
    pub llms: Option<Llms>,
}

/// `[output.llms]`: the site for readers that are programs. That it is there asks for it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Llms {
    /// Whether there is a file with the text of all essays.
    pub full: bool,
}

/// `[output.html]`: the site.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the book")]
pub struct HtmlOutput {
    /// A theme's name, or the path of its folder.
    pub theme: Option<Spanned<String>>,
    /// Where the site will stand, with `http://` or `https://`.
    pub base_url: Option<Spanned<String>>,
    /// Whether links name folders (`../mirror/`) rather than files (`../mirror/index.html`).
    /// Without a value: when there is a `base-url`.
    pub clean_urls: Option<bool>,
    /// Whether the names of the theme's static files hold hashes of their contents (mdBook's name).
    pub hash_files: bool,
    /// Where the source of a page can be changed, with `{path}` for its path from `book.toml`
    /// (mdBook's name).
    pub edit_url_template: Option<Spanned<String>>,
    pub social_cards: Option<Spanned<SocialCards>>,
    /// Whether the page of a folder lists what is in it.
    pub section_lists: bool,
    /// Whether folders without an index file have a page too.
    pub folder_pages: bool,
    /// Whether the list of contents of a book without chapters is that of its folders.
    pub folder_tree: bool,
}

/// `[output.html.social-cards]`: pictures of pages for other sites to show. That it is there asks for them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct SocialCards {
    /// A file with a font, from `book.toml`.
    pub font: Option<Spanned<String>>,
    pub background: Colour,
    /// What the title is printed in.
    pub colour: Colour,
    /// What stands out.
    pub accent: Colour,
}
