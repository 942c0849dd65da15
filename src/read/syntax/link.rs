//! What a link's destination is: another file of the book, another site, or nothing that a link
//! may lead to.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use crate::base::name::Name;
use crate::base::path::{is_plain_segment, joined, without_markdown_ending};
use crate::base::span::Span;

/// Schemes that run code in the reader's browser, or smuggle a page in. All others are harmless: they
/// open another program, or nothing.
const DANGEROUS: [&str; 3] = ["javascript", "vbscript", "data"];

/// The media types of `data:` that a picture, a sound or a film may hold: none of these can run code. Shown as a picture, a
/// drawing in SVG runs none either (<https://www.w3.org/TR/SVG2/conform.html#secure-static-mode>).
const HARMLESS_DATA: [&str; 3] = ["image/", "audio/", "video/"];

/// What stands at the front of a path that a macro names, if a file anywhere may be meant by it.
pub const BY_NAME: char = '\u{e004}';

/// The path of a link to the home page.
pub const ROOT: &str = "/";

/// Where a link leads.
#[derive(Debug, PartialEq, Eq)]
pub enum Destination {
    /// A file of this book, to be found when the link is shown.
    Inside(Target),
    /// Another site.
    Outside,
    /// A scheme that is not allowed.
    Blocked { scheme: String },
}

impl Destination {
    /// The same, of an address that is written as a whole.
    #[must_use]
    pub fn whole(self) -> Self {
        match self {
            Self::Inside(target) => Self::Inside(Target { manner: Manner::Whole, ..target }),
            other => other,
        }
    }

    /// The same, of an address that has moved: what stands at the old one `still` is found first.
    #[must_use]
    pub fn or_still(self, still: Option<&str>) -> Self {
        match (self, still) {
            (Self::Inside(target), Some(still)) => {
                Self::Inside(Target { typed: Some(Box::new(decoded(still).into())), ..target })
            }
            (other, _) => other,
        }
    }
}

/// A link to another site.
#[derive(Debug)]
pub struct Outside {
    pub address: Box<str>,
    /// Where it stands in the file, brackets and all.
    pub span: Span,
}

/// A file of this book as a writer names it, not yet found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// The path or name as typed, percent signs decoded; empty for the essay itself.
    pub path: Arc<str>,
    /// The path as it was typed, if that is another one: a file may be called so, or stand where it has not moved from.
    /// In a box of its own: hardly any link has one, and there are many links.
    pub typed: Option<Box<Arc<str>>>,
    /// What follows the `#`.
    pub fragment: Option<Arc<str>>,
    pub manner: Manner,
    /// Whether the path ends as that of a folder does, or names one by `.` or `..`.
    pub is_folder: bool,
    /// Whether the path says of which language the page is: `@/about.md` is the file that is called so, and `/about/` the
    /// address, also in a translation of it.
    pub is_literal: bool,
    /// The folded last part of the path: the group in which it is looked for.
    pub key: Name,
}

/// How a target is written, which decides where it is looked for first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Manner {
    /// `[[name]]`: by name.
    Wiki,
    /// `[text](path.md)`: from the folder of the essay.
    Path,
    /// `{{< ref "name" >}}`: the same, or the file of this name, wherever it lies.
    Named,
    /// `https://example.org/x/`: the whole address of a page of the site, if that is one; the path is that
    /// from the root.
    Whole,
    /// `//b.md`: a file from the root, if there is one; a host otherwise.
    Host,
}

impl Target {
    /// A target from its parts.
    pub fn new(path: &str, fragment: Option<&str>, manner: Manner) -> Self {
        let is_folder = path.ends_with('/') && path != ROOT;
        let path = if path == ROOT { path } else { path.trim_end_matches('/') };
        Self {
            path: path.into(),
            is_folder,
            typed: None,
            fragment: fragment.filter(|fragment| !fragment.is_empty()).map(Into::into),
            manner,
            is_literal: manner == Manner::Whole,
            key: Name::of(path),
        }
    }

    /// Where this target stands in the text of its link, if it is typed there letter by letter.
    pub fn place_in(&self, link: &str) -> Option<Range<usize>> {
        let at = |start: usize| {
            let rest = link.get(start..)?.trim_start_matches([' ', '<']);
            let after = rest.strip_prefix(&*self.path)?;
            let after = match &self.fragment {
                Some(fragment) => after.strip_prefix('#')?.strip_prefix(&**fragment)?,
                None => after,
            };
            let ends = after.starts_with(['|', ']', ')', '>', ' ', '\\', '"', '\'']);
            ends.then(|| link.len() - rest.len()..link.len() - after.len())
        };
        match self.manner {
            Manner::Wiki => at(link.find("[[")? + 2),
            Manner::Whole | Manner::Host => None,
            Manner::Path | Manner::Named => link.rmatch_indices("](").find_map(|(found, _)| at(found + 2)),
        }
    }
}

/// A path as its writer may have meant it, without what word processors and Windows make of it:
/// backslashes, quotation marks round it.
pub fn tidied(path: &str) -> Option<String> {
    let tidied = path.trim_matches(['“', '”', '„', '"', '‘', '’', '\'']).replace('\\', "/");
    (tidied != path).then_some(tidied)
}

/// Takes the destination of `[text](destination)` apart, in an essay of `folder`.
pub fn destination(typed: &str, folder: &str) -> Destination {
    if let Some(name) = typed.strip_prefix(BY_NAME) {
        return match destination(name, folder) {
            Destination::Inside(target) => Destination::Inside(Target { manner: Manner::Named, ..target }),
            other => other,
        };
    }
    if typed.starts_with("//") {
        return Destination::Outside;
    }
    if let Some(scheme) = dangerous_scheme(typed) {
        return Destination::Blocked { scheme };
    }
    if scheme(typed).is_some() {
        return Destination::Outside;
    }
    let (path, fragment) = match typed.split_once('#') {
        Some((path, fragment)) => (path, Some(decoded(fragment))),
        None => (typed, None),
    };
    let typed = path.split('?').next().unwrap_or(path).trim();
    let path = decoded(typed);
    let typed = Some(typed).filter(|typed| **typed != *path).map(|typed| Box::new(typed.into()));
    // Zola writes `@/` for the root of the content.
    let file = path.strip_prefix('@').filter(|path| path.starts_with('/'));
    let path = file.unwrap_or(&path);
    let is_literal = file.is_some() || (path.starts_with('/') && path.ends_with('/'));
    let path = without_index(path);
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if !path.is_empty() && !is_plain_segment(last) && !path.contains('\\') {
        // A folder by a path that does not name it, such as `./` and `..`.
        let from = if path.starts_with('/') { "" } else { folder };
        let named = format!("/{}", joined(from, path).unwrap_or_default());
        let target = Target::new(&named, fragment.as_deref(), Manner::Path);
        return Destination::Inside(Target { is_folder: &*target.path != ROOT, ..target });
    }
    // The address of a page ends so, too, and goes from the root.
    let is_address = path.starts_with('/') && file.is_none();
    let target = Target::new(path, fragment.as_deref(), Manner::Path);
    Destination::Inside(Target { typed, is_literal, is_folder: target.is_folder && !is_address, ..target })
}

/// The path from the root that is meant by an address which begins with two slashes, should the book have a file of this
/// name: `//b.md`.
pub fn behind_slashes(typed: &str) -> Option<Target> {
    let (path, fragment) = typed.strip_prefix('/')?.split_once('#').unwrap_or((&typed[1..], ""));
    let is_meant = path.starts_with('/') && without_markdown_ending(path).len() < path.len();
    is_meant.then(|| Target::new(&decoded(&path[1..]), Some(&*decoded(fragment)), Manner::Host))
}

/// The same of the source of a picture, a sound or a film, which may be written out in place.
pub fn media_destination(typed: &str, folder: &str) -> Destination {
    if is_harmless_data(typed) { Destination::Outside } else { destination(typed, folder) }
}

/// Whether an address holds a picture, a sound or a film that is written out.
fn is_harmless_data(typed: &str) -> bool {
    // Browsers see past white space before it and control signs in it; such a one is not harmless here.
    let kind = typed.get(5..).filter(|_| typed[..5].eq_ignore_ascii_case("data:"));
    kind.is_some_and(|kind| {
        let kind = kind[..kind.floor_char_boundary(8)].to_ascii_lowercase();
        HARMLESS_DATA.iter().any(|known| kind.starts_with(known))
    })
}

/// Whether `typed` leads out of the book, by a scheme that is allowed.
pub fn is_outside(typed: &str) -> bool {
    destination(typed, "") == Destination::Outside
}

/// Whether `typed` is the whole address of something on the web.
pub fn is_on_web(typed: &str) -> bool {
    typed.contains("://") && scheme(typed).is_some_and(|scheme| matches!(scheme.as_str(), "http" | "https"))
}

/// The address of the page that a web server shows as `path/index.html`.
fn without_index(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", last)) if last.eq_ignore_ascii_case("index.html") => ROOT,
        Some((folder, last)) if last.eq_ignore_ascii_case("index.html") => folder,
        None if path.eq_ignore_ascii_case("index.html") => ".",
        _ => path,
    }
}

/// The scheme of an address, in lower case. A single letter is a drive, not a scheme.
fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    (valid && scheme.len() > 1).then(|| scheme.to_ascii_lowercase())
}

/// The dangerous scheme of an address as browsers read it: they skip control characters and white space
/// on their way to the colon.
fn dangerous_scheme(address: &str) -> Option<String> {
    let (before, _) = address.split_once(':')?;
    let bare: String = before.chars().filter(|c| !is_skipped(*c)).collect();
    DANGEROUS.iter().find(|scheme| bare.eq_ignore_ascii_case(scheme)).map(|scheme| (*scheme).to_owned())
}

/// What does not show between the letters of a word.
fn is_skipped(c: char) -> bool {
    c.is_control() || c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// `text` with its `%20` and the like decoded; as it is where that is not UTF-8.
fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::{Destination, destination, media_destination};

    #[test]
    fn destinations_are_told_apart() {
        let outside = "https://example.org HTTP://example.org mailto:a@b.c //example.org/x tel:1 obsidian://open?vault=a \
            zotero://select/items/1 vscode://file/a file:///a/b ftp://a.b magnet:?xt=a geo:1,2 sms:1 callto:a \
            irc://a/b matrix:r/a:b xmpp:a@b web+coffee:x";
        for outside in outside.split_whitespace() {
            assert_eq!(destination(outside, ""), Destination::Outside, "{outside}");
        }
        for blocked in [
            "javascript:alert(1)",
            "JaVa\tScript:alert(1)",
            "java\r\nscript:x",
            " javascript :x",
            "\u{1}javascript:x",
            "\u{feff}java\u{200b}script:x",
            "data:text/html,x",
            "data:image/png;base64,AA==",
            "vbscript:x",
        ] {
            assert!(matches!(destination(blocked, ""), Destination::Blocked { .. }), "{blocked}");
        }
        // A colon further in is part of a name.
        for inside in ["a note: part two.md", "10:30.md", "C:\\x", "a/b:c.md"] {
            assert!(matches!(destination(inside, ""), Destination::Inside(_)), "{inside}");
        }
        let Destination::Inside(target) = destination("../a%20b/C.md#Some%20heading", "x") else { panic!() };
        assert_eq!((&*target.path, target.fragment.as_deref()), ("../a b/C.md", Some("Some heading")));
        assert_eq!(target.key.as_str(), "c");
        let Destination::Inside(target) = destination("100%25%zz.md?x=1", "") else { panic!() };
        assert_eq!(&*target.path, "100%%zz.md");
    }

    #[test]
    fn pictures_may_be_written_out() {
        for harmless in [
            "data:image/png;base64,AA==",
            "DATA:IMAGE/JPEG,x",
            "data:image/webp,x",
            "data:audio/ogg,x",
            "data:image/svg+xml,<svg>",
        ] {
            assert_eq!(media_destination(harmless, ""), Destination::Outside, "{harmless}");
        }
        for blocked in ["data:text/html,x", "data:imagepng,x", "da\tta:image/png,x", "data:,x"] {
            assert!(matches!(media_destination(blocked, ""), Destination::Blocked { .. }), "{blocked}");
        }
    }
}
