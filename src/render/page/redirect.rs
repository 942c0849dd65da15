//! A page at an old address that leads to the new one, without a script and without a server.

use pulldown_cmark_escape::escape_html;

use crate::gather::facts::Claim;
use crate::gather::reader::Reader;
use crate::render::address::Base;
use crate::render::page::making::{Output, Setting};
use crate::render::page::routes::tag_at;

pub(super) fn make(address: &str, reader: &Reader<'_>, setting: &Setting, file: &str) -> Option<Output> {
    let claim = reader.claims(address).iter().find(|claim| match claim {
        Claim::Alias(_, written) | Claim::Nickname(_, written) => **written == *file,
        _ => false,
    })?;
    let card = reader.card(claim.path())?;
    // Of several tags whose texts claim one synonym, the vocabulary says which has it.
    let filed = tag_at(file, &setting.config).filter(|_| matches!(claim, Claim::Nickname(..)));
    let filed = filed.and_then(|tag| reader.tag(&tag));
    let (title, address) = filed.map_or((&card.title, &card.address), |tag| (&tag.label, &tag.address));
    let config = &setting.config;
    let link = Base::of(file, config).page(address);
    let canonical = config.base_url().map_or_else(|| link.clone(), |url| Base::absolute(url, config).page(address));
    let escaped = |text: &str| {
        let mut html = String::new();
        let _ = escape_html(&mut html, text);
        html
    };
    let (link, canonical, title) = (escaped(&link), escaped(&canonical), escaped(title));
    let lang = escaped(&config.book.language);
    let html = format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta http-equiv=\"refresh\" content=\"0; url={link}\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <link rel=\"canonical\" href=\"{canonical}\">\n</head>\n<body>\n\
         <p>This page has moved to <a href=\"{link}\">{title}</a>.</p>\n</body>\n</html>\n"
    );
    Some(Output::Bytes(html.into_bytes()))
}
