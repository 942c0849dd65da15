//! How a page points at another one: relative, so that the site works below any path and from disk.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::base::config::Config;
use crate::base::page_file::{INDEX, is_folder};

/// What may stand in a path as it is (RFC 3986, unreserved, and the slash).
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// What a fragment cannot have as it is.
const NO_FRAGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'\'')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// From where a page points at others.
#[derive(Clone, Debug)]
pub struct Base {
    /// What leads from the page to the root of the site: `../../`, or an address.
    pub root: String,
    /// What the address of a page ends with in a link: nothing, or `index.html`.
    pub index: &'static str,
}

impl Base {
    /// The base of the page in `file`.
    pub fn of(file: &str, config: &Config) -> Self {
        let depth = file.matches('/').count();
        let root = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
        Self { root, index: index(config) }
    }

    /// A base for pages that are read anywhere: every link is absolute.
    pub fn absolute(root: String, config: &Config) -> Self {
        Self { root, index: index(config) }
    }

    /// Whether links are read on other pages than the one they are made for.
    pub fn is_absolute(&self) -> bool {
        self.root.contains("://")
    }

    /// A link to the page at `address`.
    pub fn page(&self, address: &str) -> String {
        let index = if is_folder(address) { self.index } else { "" };
        [&*self.root, &encoded(address), index].concat()
    }

    /// A link to the file at `path`.
    pub fn file(&self, path: &str) -> String {
        [&*self.root, &encoded(path)].concat()
    }
}

/// What the address of a page ends with in a link.
pub fn index(config: &Config) -> &'static str {
    if config.clean_urls() { "" } else { INDEX }
}

/// `path` fit for a link.
pub fn encoded(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, PATH).into()
}

/// What leads to the place with this id.
pub fn fragment(id: &str) -> String {
    ["#", &Cow::from(utf8_percent_encode(id, NO_FRAGMENT))].concat()
}

/// Whether `path` is that address, from the root of the site.
pub fn is_at(address: &str, path: &str) -> bool {
    path.strip_prefix('/').is_some_and(|path| path.trim_end_matches('/') == address.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::{Base, fragment};
    use crate::base::config::Config;

    #[test]
    fn links_are_relative_to_the_page() {
        let (config, _) = Config::parse("[output.html]\nclean-urls = true\n");
        let from = |file: &str| Base::of(file, &config);
        assert_eq!(from("essays/a/index.html").page("essays/b/"), "../../essays/b/");
        assert_eq!(from("index.html").page(""), "./");
        assert_eq!(from("a/index.html").file("a b/ü#.png"), "../a%20b/%C3%BC%23.png");
        assert_eq!(Base::of("a/index.html", &Config::default()).page("b/"), "../b/index.html");
        assert_eq!(fragment("^a 100%&[b]"), "#%5Ea%20100%25&%5Bb%5D");
    }
}
