//! The links in the front matter of an essay, as templates see them.

use tera::Value;

use crate::gather::schema::{LINK, RELATION};
use crate::gather::value;
use crate::read::essay::Essay;
use crate::read::markdown::{Link, LinkKind};
use crate::read::syntax::link::is_outside;
use crate::read::syntax::wikilink;
use crate::render::prose::{Filled, ResolvedLink};

/// The links of a field of front matter, with where they lead.
pub(super) fn field_links<'a>(
    essay: &'a Essay,
    filled: &'a Filled,
) -> impl Iterator<Item = (&'a str, &'a Link, Option<&'a ResolvedLink>)> {
    let links = essay.body.links.iter().zip(&filled.links);
    links.filter_map(|(link, way)| match &link.kind {
        LinkKind::Field(field) => Some((&**field, link, way.as_ref())),
        _ => None,
    })
}

/// A link of front matter as templates see it.
fn shown_link(link: &Link, way: Option<&ResolvedLink>) -> Value {
    let title = way.and_then(|way| way.title.as_deref());
    let text = link.alt().map_or_else(|| link.label(title), Into::into);
    LINK.map([("text", value::text(&text)), ("url", value::optional(way.map(|way| way.href.as_str())))])
}

/// What the essay draws on: texts, and links where the writer made them.
pub(super) fn sources(essay: &Essay, filled: &Filled) -> Value {
    let mut links = field_links(essay, filled).filter(|(field, ..)| is_named(field, &["sources"]));
    value::list(essay.meta.sources.iter().map(|source| {
        let link = if wikilink::whole(source).is_some() { links.next() } else { None };
        if let Some((_, link, way)) = link {
            return shown_link(link, way);
        }
        let url = source.contains("://") && is_outside(source);
        LINK.map([("text", value::text(source)), ("url", value::optional(url.then_some(source.as_str())))])
    }))
}

/// The names of the fields that say who wrote an essay.
const AUTHORS: [&str; 2] = ["author", "authors"];

/// Who wrote the essay, with links where the writer made them.
pub(super) fn byline(essay: &Essay, filled: &Filled) -> Value {
    let links = || field_links(essay, filled).filter(|(field, ..)| is_named(field, &AUTHORS));
    value::list(essay.meta.authors.iter().map(|author| {
        let linked = author.target.as_deref().and_then(|target| links().find(|(_, link, _)| &*link.typed == target));
        match linked {
            Some((_, link, way)) => shown_link(link, way),
            None => LINK.map([("text", value::text(&author.name)), ("url", Value::none())]),
        }
    }))
}

/// Whether a field has one of these names, in whatever capitals.
fn is_named(field: &str, names: &[&str]) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(field))
}

/// The other links of the front matter, by the names of their fields.
pub(super) fn relations(essay: &Essay, filled: &Filled) -> Value {
    let links: Vec<_> = field_links(essay, filled)
        .filter(|(field, ..)| !is_named(field, &[&["sources", "image"], &AUTHORS[..]].concat()))
        .collect();
    value::list(links.chunk_by(|a, b| a.0 == b.0).map(|group| {
        let shown = group.iter().map(|(_, link, way)| shown_link(link, *way));
        RELATION.map([("name", value::text(group[0].0)), ("links", value::list(shown))])
    }))
}

/// The address of the essay's picture, from the page.
pub(super) fn image(essay: &Essay, filled: &Filled) -> Value {
    let inside = field_links(essay, filled).find(|(field, ..)| *field == "image");
    let address = match inside {
        Some((.., way)) => way.map(|way| way.href.as_str()),
        None => essay.meta.image.as_ref().map(|(address, _)| &**address).filter(|address| is_outside(address)),
    };
    value::optional(address)
}
