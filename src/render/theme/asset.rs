//! The static files of a theme, and the names under which they are published.
//!
//! With `hash-files` a name holds the hash of the contents, so that browsers may keep a file for
//! ever and still get the next one. A template asks for the name with `asset(path="lantern.css")`.
//! What is named by its plain name somewhere in the theme keeps that, for nothing there is rewritten.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Function, Kwargs, State, TeraResult};
use xxhash_rust::xxh3::xxh3_128;

use super::layer::Layer;
use crate::base::nearest::nearest;
use crate::base::own_file::STATIC;
use crate::base::path::last_part;
use crate::render::address::encoded;

/// The endings of files that pages load, and that nobody looks for by a name of their own.
const HASHED: [&str; 15] = [
    ".avif", ".css", ".gif", ".ico", ".jpeg", ".jpg", ".js", ".mjs", ".otf", ".png", ".svg", ".ttf", ".webp", ".woff",
    ".woff2",
];

/// The endings of static files that may name others.
const TEXTS: [&str; 7] = [".css", ".html", ".js", ".json", ".mjs", ".svg", ".webmanifest"];

/// The static files of a theme, each in the nearest layer that has it.
pub(super) struct Assets {
    /// What they hold, by the paths below `theme/` at which they are published.
    pub(super) files: BTreeMap<String, Arc<[u8]>>,
    /// These paths, by those in the folder `static` of the theme.
    pub(super) names: Names,
}

/// Paths of static files as they are published, by those that the theme has them at.
pub(super) type Names = Arc<BTreeMap<String, String>>;

/// The static files of `layers`; `hash` asks for names with hashes.
pub(super) fn assets(layers: &[Layer], hash: bool) -> Assets {
    let mut files: BTreeMap<&str, &Arc<[u8]>> = BTreeMap::new();
    for (path, bytes) in layers.iter().flat_map(|layer| &layer.files) {
        if let Some(name) = path.strip_prefix("static/") {
            files.entry(name).or_insert(bytes);
        }
    }
    let is_named = |name: &str| named_in_templates(layers, name) || named_in_files(&files, name);
    let published = |name: &str, bytes: &[u8]| match ending(name, &HASHED) {
        Some(ending) if hash && !is_named(name) => {
            let stem = &name[..name.len() - ending.len()];
            format!("{stem}-{}{ending}", &format!("{:032x}", xxh3_128(bytes))[..8])
        }
        _ => name.to_owned(),
    };
    let names: BTreeMap<_, _> =
        files.iter().map(|(name, bytes)| ((*name).to_owned(), published(name, bytes))).collect();
    let files = files.iter().map(|(name, bytes)| (names[*name].clone(), (*bytes).clone()));
    Assets { files: files.collect(), names: names.into() }
}

fn ending(name: &str, endings: &[&'static str]) -> Option<&'static str> {
    endings.iter().find(|ending| name.len() > ending.len() && name.ends_with(**ending)).copied()
}

/// Whether a template writes the address of a static file itself.
fn named_in_templates(layers: &[Layer], name: &str) -> bool {
    let address = format!("{STATIC}{name}");
    let mut templates = layers.iter().flat_map(|layer| &layer.files).filter(|(path, _)| path.starts_with("templates/"));
    templates.any(|(_, bytes)| std::str::from_utf8(bytes).is_ok_and(|text| text.contains(&address)))
}

/// Whether a style, a script or the like names another static file.
fn named_in_files(files: &BTreeMap<&str, &Arc<[u8]>>, name: &str) -> bool {
    let others = files.iter().filter(|(other, _)| **other != name && ending(other, &TEXTS).is_some());
    let mut texts = others.filter_map(|(_, bytes)| std::str::from_utf8(bytes).ok());
    texts.any(|text| is_word_in(text, last_part(name)))
}

/// Whether `text` has `name` with nothing round it that could be part of a longer name.
fn is_word_in(text: &str, name: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || "-_".contains(c);
    text.match_indices(name).any(|(at, _)| {
        !text[..at].ends_with(|c| goes_on(c) || c == '.') && !text[at + name.len()..].starts_with(goes_on)
    })
}

/// The function `asset` of templates: from a static file to its address below the root of the site.
pub(super) fn function(names: &Names) -> impl Function<TeraResult<String>> + use<> {
    let names = names.clone();
    move |kwargs: Kwargs, _: &State<'_>| {
        let path = kwargs.must_get::<&str>("path")?;
        match names.get(path) {
            Some(name) => Ok(encoded(&format!("{STATIC}{name}")).into_owned()),
            None => Err(tera::Error::message(unknown(path, &names))),
        }
    }
}

/// What is said of a static file that is not there: in a line, and in the next ones, what to do.
fn unknown(path: &str, names: &Names) -> String {
    let help = match nearest(path, names.keys().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => "the folder `static` of the theme is empty".to_owned(),
        None => format!("there are {}", names.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
    };
    format!("the theme has no static file `{path}`\n{help}")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{assets, is_word_in};
    use crate::render::theme::Layer;

    fn layer(name: &str, files: &[(&str, &str)]) -> Layer {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), Arc::from(text.as_bytes())));
        Layer { name: name.into(), files: files.collect(), folder: None }
    }

    #[test]
    fn names_hold_hashes_unless_something_names_them() {
        let own =
            layer("own", &[("static/a.css", "url( 'fonts/f.woff2' )"), ("templates/x.html", "{{ root }}theme/b.js")]);
        let below = layer(
            "below",
            &[
                ("static/a.css", "old"),
                ("static/b.js", ""),
                ("static/fonts/f.woff2", "F"),
                ("static/fonts/g.woff2", "G"),
                ("static/x.txt", ""),
            ],
        );
        let found = assets(&[own.clone(), below.clone()], true);
        let names: Vec<_> = found.names.iter().map(|(name, published)| format!("{name} {published}")).collect();
        assert_eq!(
            names,
            [
                "a.css a-91fb42aa.css",
                "b.js b.js",
                "fonts/f.woff2 fonts/f.woff2",
                "fonts/g.woff2 fonts/g-26ca0b9c.woff2",
                "x.txt x.txt"
            ]
        );
        assert_eq!(&*found.files["a-91fb42aa.css"], b"url( 'fonts/f.woff2' )");
        let plain = assets(&[own, below], false);
        assert!(plain.names.iter().all(|(name, published)| name == published));
    }

    #[test]
    fn a_name_in_a_longer_one_is_none() {
        assert!(is_word_in("@import \"a.css\";", "a.css") && is_word_in("../x/a.css", "a.css"));
        assert!(!is_word_in("ba.css a.css2 x.a.css a-a.css", "a.css"));
    }
}
