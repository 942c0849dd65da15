//! Where a link leads, as seen from the page that is made.

mod made;
mod place;

use std::sync::Arc;

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use crate::base::config::Config;
use crate::base::diagnostic::links::{
    ambiguous_link, broken_link, link_to_hidden, loosely_spelled, missing_file, missing_own_page, outside_book,
    split_paragraph, two_slashes, unshown_embed,
};
use crate::base::diagnostic::{Diagnostic, Wanted};
use crate::base::name::Name;
use crate::base::path::{SourcePath, joined, joined_anywhere, way, without_markdown_ending};
use crate::gather::reader::Reader;
use crate::gather::resolve::{Fit, Resolution, folder_page, resolve, shortest};
use crate::read::essay::Essay;
use crate::read::markdown::{Link, LinkKind};
use crate::read::syntax::direction::{has_letters, is_leftward};
use crate::read::syntax::link::{Manner, ROOT, Target};
use crate::read::syntax::{embed, heading, macros, media};
use crate::render::address::{self, Base, encoded};

use self::made::made;
pub(super) use self::place::Cut;
use self::place::{MOST_OFFERED, fragment, place, stands_for_several};

/// Where a link leads.
#[derive(Clone, Debug)]
pub struct ResolvedLink {
    /// From the page that is made.
    pub href: String,
    /// The title of the essay it leads to, or of the folder.
    pub title: Option<Arc<str>>,
    /// The file that it leads to, if that is another one.
    pub path: Option<SourcePath>,
    /// The id of the place in that file.
    pub(super) anchor: Option<Box<str>>,
    /// Whether another essay may quote this place.
    pub(super) cites: bool,
    /// Whether the place in the file is not there.
    pub(super) lost: bool,
    /// How far an embed goes from that place, if not to the end of what stands there.
    pub(super) cut: Option<Cut>,
}

/// How a link in `from` is written that was found by `exact` only loosely: what other tools find is the file, by its
/// name or, in Markdown, by the way there.
fn tightly(reader: &Reader<'_>, from: &SourcePath, target: &Target, path: &SourcePath, exact: &str) -> String {
    let is_file = path.as_str().ends_with(exact) || path.id().ends_with(exact);
    match target.manner {
        Manner::Path | Manner::Named => {
            let is_short = path.is_markdown() && without_markdown_ending(&target.path) == &*target.path;
            let file = if is_short { path.id() } else { path.as_str() };
            let is_rooted = target.path.starts_with('/');
            encoded(&if is_rooted { format!("/{file}") } else { way(from.folder(), file) }).into_owned()
        }
        Manner::Wiki if !is_file => shortest(reader, from, path),
        Manner::Wiki | Manner::Whole | Manner::Host => exact.to_owned(),
    }
}

/// Reports a link to `path` that was found by `exact` only loosely.
fn loosely(
    reader: &Reader<'_>,
    link: &Link,
    from: &SourcePath,
    (path, exact): (&SourcePath, &str),
    config: &Config,
) -> Diagnostic {
    let target = &link.target;
    let mut right = tightly(reader, from, target, path, exact);
    let mut is_sure = (target.manner == Manner::Path || !target.path.contains('/')) && !right.contains(heading::SIGNS);
    // Readers go on seeing the words that were typed.
    if target.manner == Manner::Wiki && !link.shows_title && link.is_bare() {
        right = format!("{right}|{}", link.typed);
        is_sure &= target.fragment.is_none() && !config.links.label_first && !config.markdown.properties;
    }
    let place = link.path_place().filter(|_| is_sure);
    loosely_spelled(from, (link.span, place), &target.path, exact, &right)
}

/// What readers are told of a link that leads nowhere.
pub(super) const NOWHERE: &str = "Nothing in this book has this name yet";

/// Where `link` leads, which stands in `essay`. `own` says that the page is that of the essay.
pub(super) fn find(
    reader: &Reader<'_>,
    essay: &Essay,
    link: &Link,
    base: &Base,
    (config, own): (&Config, bool),
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<ResolvedLink> {
    let from = &essay.path;
    let target = &link.target;
    let to_page =
        |href| ResolvedLink { href, title: None, path: None, anchor: None, cites: false, lost: false, cut: None };
    if *target.path == *ROOT {
        return Some(to_page(base.page("")));
    }
    match resolve(reader, from, target) {
        Resolution::Here => {
            splits(link, from, diagnostics);
            let card = reader.card(from)?;
            let (anchor, lost, cut) = place(reader, from, link, from, config, diagnostics);
            let page = if own { String::new() } else { base.page(&card.address) };
            let href = match &anchor {
                Some(id) => format!("{page}{}", fragment(id)),
                None if own => "#".to_owned(),
                None => page,
            };
            Some(ResolvedLink { title: Some(card.title.clone()), anchor, lost, cut, ..to_page(href) })
        }
        Resolution::Missing
            if !matches!(link.kind, LinkKind::Embed(_))
                && let Some((address, title)) = folder_page(reader, from, target, config) =>
        {
            Some(ResolvedLink { title: Some(title.into()), ..to_page(base.page(&address)) })
        }
        Resolution::Missing if *target.path == *config.base_path().trim_end_matches('/') => {
            Some(to_page(base.page("")))
        }
        Resolution::Missing if let Some(href) = made(reader, from, link, base, config) => Some(to_page(href)),
        Resolution::Missing if matches!(target.manner, Manner::Whole | Manner::Host) => {
            Some(to_page(unknown(reader, from, link, config, diagnostics)))
        }
        Resolution::Missing if let Some(href) = beside(from, link, base, config) => {
            diagnostics.push(outside_book(from, link.span, &target.path));
            Some(to_page(href))
        }
        // Somebody who is named need not have an essay, nor what is still to be written.
        Resolution::Missing if link.is_mention(&config.markdown.mentions) || is_unwritten(link, config) => None,
        Resolution::Missing if is_for_theme(link, config) || stands_for_several(&target.path, config) => None,
        Resolution::Missing if config.links.by_path && macros::is_computed(&target.path) => None,
        Resolution::Missing => {
            let wanted = Wanted {
                name: Name::of(&target.path.replace('\\', "/")),
                typed: target.path.clone(),
                place: link.path_place(),
                by_path: target.manner == Manner::Path,
            };
            let is_file = matches!(link.kind, LinkKind::Embed(_)) && media::is_file(&target.path);
            diagnostics.push(if is_file { missing_file } else { broken_link }(from, link.span, wanted));
            None
        }
        Resolution::Hidden(_) if matches!(link.kind, LinkKind::Embed(_)) && media::is_unshown(&target.path) => {
            diagnostics.push(unshown_embed(from, link.span, &target.path, false));
            None
        }
        Resolution::Hidden(why) => {
            diagnostics.push(link_to_hidden(from, link.span, &target.path, why.why()));
            None
        }
        Resolution::Found { path, fit } => {
            if target.manner == Manner::Host {
                diagnostics.push(two_slashes(from, link.span, &link.typed));
            }
            match fit {
                Fit::Exact => {}
                // The address of its page is as right as its name.
                Fit::Loose(_) if reader.card(path).is_some_and(|card| address::is_at(&card.address, &target.path)) => {}
                Fit::Loose(exact) => diagnostics.push(loosely(reader, link, from, (path, exact), config)),
                Fit::Ambiguous(all) => {
                    let others = all.iter().filter(|other| **other != path).take(MOST_OFFERED);
                    let others: Vec<_> = others.map(|other| format!("`{}`", other.id())).collect();
                    let taken = shortest(reader, from, path);
                    diagnostics.push(ambiguous_link(from, link.span, &target.path, &taken, &others));
                }
            }
            let is_embed = matches!(link.kind, LinkKind::Embed(_)) && !link.is_raw;
            if is_embed && media::is_unshown(path.as_str()) {
                diagnostics.push(unshown_embed(from, link.span, path.file_name(), true));
            }
            let Some(card) = reader.card(path) else {
                let mut href = base.file(path.as_str());
                // What stands in another file is for that to say; an embed has its own use for it.
                href.extend(target.fragment.as_deref().filter(|_| !is_embed).map(fragment));
                return Some(ResolvedLink { path: Some(path.clone()), ..to_page(href) });
            };
            splits(link, from, diagnostics);
            let mut href = base.page(&card.address);
            let (anchor, lost, cut) = place(reader, path, link, from, config, diagnostics);
            if let Some(id) = &anchor {
                href.push_str(&fragment(id));
            }
            // In MyST a link without words is called like the heading that it leads to.
            let heading = || reader.outline(path).headings.iter().find(|heading| Some(&heading.id) == anchor.as_ref());
            let heading = if config.markdown.labels && link.shows_title { heading() } else { None };
            let title = heading.map_or_else(|| card.title.clone(), |heading| (&*heading.text).into());
            let (title, path) = (Some(title), Some(path.clone()));
            Some(ResolvedLink { title, path, anchor, cites: true, lost, cut, ..to_page(href) })
        }
    }
}

/// Where a link leads that may have meant a page of the book and finds none: to another host, or to what the site has
/// there besides the book.
fn unknown(
    reader: &Reader<'_>,
    from: &SourcePath,
    link: &Link,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let target = &link.target;
    if target.manner == Manner::Host {
        let mut href = String::new();
        // Writing to a `String` cannot fail; the same holds below.
        let _ = escape_href(&mut href, &link.typed);
        return href;
    }
    let root = config.base_url().unwrap_or_default();
    let path = encoded(target.path.trim_start_matches('/'));
    let end = if target.path.contains('.') || path.is_empty() { "" } else { "/" };
    let page = format!("{root}{path}{end}");
    // Beside the book there may be other sites with its name: what lies in a folder of the book is meant to be its own.
    let folder = target.path.trim_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_index = || {
        let folder = Target::new(&format!("/{folder}"), None, Manner::Path);
        matches!(resolve(reader, from, &folder), Resolution::Found { .. })
    };
    if from.folder() == folder || (!folder.is_empty() && is_index()) {
        diagnostics.push(missing_own_page(from, link.span, &page));
    }
    format!("{page}{}", target.fragment.as_deref().map(fragment).unwrap_or_default())
}

/// Whether a link names a page that is still to be written, in a book that has such.
fn is_unwritten(link: &Link, config: &Config) -> bool {
    let is_name = link.target.manner == Manner::Wiki && !media::is_file(&link.target.path);
    config.links.unwritten && is_name && matches!(link.kind, LinkKind::Link | LinkKind::Field(_))
}

/// Whether a picture in front matter is a bare name, in a tool whose links are paths: its theme knows the folder.
fn is_for_theme(link: &Link, config: &Config) -> bool {
    config.links.by_path && matches!(link.kind, LinkKind::Field(_)) && !link.target.path.contains('/')
}

/// Says it of an embed that is shown in a paragraph, which ends for it.
fn splits(link: &Link, from: &SourcePath, diagnostics: &mut Vec<Diagnostic>) {
    if link.kind == LinkKind::Embed(embed::EmbedPlace::Paragraph) && !media::is_unshown(&link.target.path) {
        diagnostics.push(split_paragraph(from, link.span));
    }
}

/// Where a link leads that names a place beside the book: by a path that climbs above its first folder, or
/// one from the root of the host, of which the book has but a part.
fn beside(from: &SourcePath, link: &Link, base: &Base, config: &Config) -> Option<String> {
    let path = &*link.target.path;
    if link.target.manner != Manner::Path || link.kind != LinkKind::Link {
        return None;
    }
    // What a path ends with means something to other servers: a slash, a question.
    let typed = link.typed.split('#').next().unwrap_or_default();
    let end = &typed[typed.find('?').map_or(typed, |at| &typed[..at]).trim_end_matches('/').len()..];
    let mut href = if path.starts_with('/') {
        let (site, below) = (config.base_url()?, config.base_path());
        let host = site.strip_suffix(&below).filter(|_| below != "/")?;
        if base.is_absolute() { format!("{host}{}", encoded(path)) } else { encoded(path).into_owned() }
    } else {
        let climbs = joined(from.folder(), path).is_none();
        format!("{}{}", climbs.then_some(&base.root)?, encoded(&joined_anywhere(from.folder(), path)))
    };
    // Writing to a `String` cannot fail; the same holds below.
    let _ = escape_href(&mut href, end);
    href.extend(link.target.fragment.as_deref().map(fragment));
    Some(href)
}

/// Writes the address of a link that is an attribute of raw HTML. One that leads nowhere stays as it was
/// typed, and so does a place that is not there: a program of the page may make it.
pub(super) fn address(html: &mut String, link: &Link, way: Option<&ResolvedLink>) {
    let Some(way) = way else { return html.push_str(&link.typed) };
    html.push_str(if way.lost { way.href.trim_end_matches('#') } else { &way.href });
    if let Some(typed) = link.target.fragment.as_deref().filter(|_| way.lost) {
        html.push_str(&fragment(typed));
    }
}

/// Writes words into the text of `essay`, apart from it if they are written the other way: the signs round them would
/// change sides.
pub(super) fn isolated(html: &mut String, words: &str, essay: &Essay, config: &Config) {
    let lang = essay.meta.lang.as_deref().unwrap_or(&config.book.language);
    let is_other = has_letters(words, is_leftward(lang));
    html.push_str(if is_other { "<bdi>" } else { "" });
    let _ = escape_html_body_text(&mut *html, words);
    html.push_str(if is_other { "</bdi>" } else { "" });
}

/// Writes the opening tag of a link. `own` says that the link stands on the page of its essay, where
/// backlinks land.
pub(super) fn open(html: &mut String, link: &Link, way: Option<&ResolvedLink>, own: bool) {
    let Some(way) = way else { return broken(html, NOWHERE) };
    html.push_str("<a href=\"");
    html.push_str(&way.href);
    if way.cites && own {
        html.push_str("\" id=\"");
        let _ = escape_html(&mut *html, &link.anchor);
    }
    html.push('"');
    if !link.title.is_empty() {
        html.push_str(" title=\"");
        let _ = escape_html(&mut *html, &link.title);
        html.push('"');
    }
    html.push('>');
}

pub(super) fn broken(html: &mut String, reason: &str) {
    html.push_str("<span class=\"broken\" title=\"");
    html.push_str(reason);
    html.push_str("\">");
}
