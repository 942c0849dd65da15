//! `book.toml`: mdBook's names where the meaning is the same, kebab-case, nothing unknown.

mod addresses;
mod build;
mod colour;
mod defaults;
mod edit;
mod language;
mod limits;
mod links;
mod markdown;
mod output;
mod parse;
pub mod pattern;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::num::NonZeroU16;

use serde::Deserialize;
use toml::Spanned;

use crate::base::diagnostic::settings::{bad_setting, unknown_setting};
use crate::base::diagnostic::{Code, Diagnostic, File, Level, Weight};
use crate::base::lint_levels::Levels;
use crate::base::nearest::nearest;
use crate::base::path::SourcePath;
use crate::base::slug;
use crate::base::span::Span;

pub use addresses::{Addresses, Days, Html};
pub use build::{Build, HeldBackAs, Publish};
pub use colour::Colour;
pub use edit::editor_address;
pub use language::{Language, is_language};
pub use limits::{Limits, bytes};
pub use links::{Links, WikilinkText};
pub use markdown::{Macros, Markdown};
pub use output::{HtmlOutput, Llms, Output, SocialCards};
pub use parse::{parse_toml, toml_reason};

/// Everything that is set for a book. The flags of the command line end up here too.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    pub book: Book,
    pub build: Build,
    pub addresses: Addresses,
    /// `[languages.fr]`: the languages of the book, by their codes.
    pub languages: BTreeMap<String, Language>,
    pub markdown: Markdown,
    pub links: Links,
    pub output: Output,
    pub tags: Tags,
    pub paths: Paths,
    pub preview: Preview,
    /// `[lints]`: how much the book minds what, by the names of codes.
    pub lints: BTreeMap<Spanned<String>, Level>,
    /// The same, ready for use.
    #[serde(skip)]
    pub levels: Levels,
    pub link_checker: LinkChecker,
    pub limits: Limits,
    /// Free for themes: `book.extra` in templates.
    pub extra: toml::Table,
}

/// `[book]`: what the book says of itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Book {
    pub title: String,
    pub description: String,
    pub authors: Vec<String>,
    /// A BCP 47 tag: the `lang` of every page.
    pub language: String,
    /// The folder of the essays, from `book.toml`.
    pub src: String,
    /// Folders, from `book.toml`, whose files stand at the root of the site.
    #[serde(rename = "static")]
    pub statics: Vec<String>,
    /// Whether links of the file system and includes may lead out of the book and its repository.
    pub follow_links: bool,
    /// What in these folders is not part of the book, as lines of a `.gitignore`.
    pub ignore: Vec<Spanned<String>>,
    /// What an essay without a title is called.
    pub file_titles: FileTitles,
    /// Down to which level a heading at the top of the text names the essay.
    pub title_level: u8,
    /// Titles of essays without a heading at the top, by their files; before what their fields say.
    pub titles: BTreeMap<String, String>,
    /// Whether files of HTML that begin with front matter are essays.
    pub html_pages: bool,
    /// The same as regular expressions, which a path from the folder of the book may match.
    pub ignore_matching: Vec<Spanned<String>>,
    /// The chapters in their order, written as in a `SUMMARY.md`, for a book without one.
    pub chapters: String,
    /// Whether numbers at the front of names (`01-intro.md`) only give an order.
    pub number_prefixes: bool,
    /// What stands for a `/` in names of files, if anything: `.` in `a.b.md`.
    pub name_separator: String,
    /// The file of the home page, where that is not an index.
    pub home: String,
    /// The form of titles of essays whose file is called after a day: `MMM do, yyyy`.
    pub day_titles: String,
    /// Whether essays without a date take it from the commits of a git repository.
    pub git_dates: Option<Spanned<bool>>,
}

/// How the name of a file is the title of its essay, if that has no other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileTitles {
    /// As typed; typed like a slug, with spaces for hyphens and underscores, and without a day at its front.
    #[default]
    Auto,
    /// The same, with a capital at the front of one that has none.
    Sentence,
    Typed,
}

/// `[tags]`: the subjects.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Tags {
    /// The first segment of the tag pages' addresses, and the folder of their texts.
    pub path: Spanned<String>,
    /// What readers see tags called.
    pub label: String,
    /// Other fields of front matter whose values are tags: `categories`, `keywords`.
    pub also: Vec<String>,
    /// Whether a space divides the tags of one line, as a comma does.
    pub divide_at_spaces: bool,
}

/// `[paths]`: the reading paths.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Paths {
    /// The first segment of their addresses, and the folder of their texts.
    pub path: Spanned<String>,
    /// What readers see them called.
    pub label: String,
}

/// `[preview]`: what `crosslight serve` shows beside the pages.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Preview {
    /// How an editor is told to open a file at a line: the name of one, or an address with `{path}`
    /// and `{line}`.
    pub editor: Option<Spanned<String>>,
}

/// `[link-checker]`: how links to other sites are checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct LinkChecker {
    /// Addresses that begin with one of these are not asked (Zola's `skip_prefixes`).
    pub skip_prefixes: Vec<String>,
    /// How many seconds a server may take to accept a connection, and again to answer.
    pub timeout: NonZeroU16,
    /// For how many days a good answer is believed. With 0 every address is asked anew each time.
    pub cache_days: u32,
}

/// The address of the page of all essays.
pub const ARCHIVE: &str = "essays/";

/// The address of the map.
pub const MAP: &str = "map/";

/// The address of the search page, and the folder of its index.
pub const SEARCH: &str = "search/";

/// The file of the page that web servers show for addresses that do not exist.
pub const NOT_FOUND: &str = "404.html";

/// Pages that stand at an address of their own in every book.
const STANDING: [(&str, &str); 3] =
    [(ARCHIVE, "the page of all essays"), (MAP, "the map"), (SEARCH, "the search page")];

/// The theme of a book that names none.
pub const DEFAULT_THEME: &str = "lantern";

impl Config {
    /// Reads the text of a `book.toml`. What is wrong with it comes back as errors, all of which
    /// keep the book from being built: an ignored key might publish what was to stay private.
    pub fn parse(text: &str) -> (Self, Vec<Diagnostic>) {
        let (mut config, mut errors): (Self, _) = parse_toml(text, &File::Book);
        let bad = |span: std::ops::Range<usize>, message: String, help: &str| {
            bad_setting(File::Book, Some(span.into()), message, help)
        };
        if let Some(url) = &config.output.html.base_url
            && let Err(reason) = set_base_url(&mut config.clone(), url.get_ref())
        {
            errors.push(bad(url.span(), reason, "write where the site will stand, from `https://` on"));
            config.output.html.base_url = None;
        }
        if let Some(template) = &config.output.html.edit_url_template
            && let Err(reason) = edit::sound(template.get_ref())
        {
            errors.push(bad(template.span(), reason, edit::HELP));
        }
        if let Some(editor) = &config.preview.editor
            && let Err(reason) = editor_address(editor.get_ref())
        {
            errors.push(bad(editor.span(), reason, "`{path}` and `{line}` in an address stand for the place"));
        }
        if let Some(place) = language::misspelled(text, &config.book.language) {
            let message = format!("`language` should be the code of a language, but it is `{}`", config.book.language);
            errors.push(bad(place, message, "write its code, as in `\"en\"`, `\"de\"` or `\"pt-BR\"`"));
        }
        for (what, path) in [("tags", &config.tags.path), ("paths", &config.paths.path)] {
            if path.get_ref().split('/').any(|part| slug::segment(part).as_deref() != Some(part)) {
                let message = format!("`path = \"{}\"` is not an address", path.get_ref());
                let near = path.get_ref().split('/').filter_map(slug::segment).collect::<Vec<_>>().join("/");
                let help = match near.as_str() {
                    "" => format!(
                        "write the address of the folder that {what} get in the site, as in `path = \"themes\"`"
                    ),
                    near => format!("did you mean `{near}`?"),
                };
                errors.push(bad(path.span(), message, &help));
            }
            if let Some((_, page)) =
                STANDING.iter().find(|(address, _)| address.trim_end_matches('/') == path.get_ref())
            {
                let message = format!("`/{}/` is {page}, so {what} cannot stand there", path.get_ref());
                errors.push(bad(path.span(), message, "give them another address, such as `themes` or `walks`"));
            }
        }
        for text in config.addresses.patterns.values().chain(config.addresses.section_patterns.values()) {
            if let Some(word) = pattern::unknown(text.get_ref()) {
                let message = format!("`:{word}` means nothing in an address");
                let help = match nearest(word, pattern::known()) {
                    Some(near) => format!("did you mean `:{near}`?"),
                    None => "write a pattern as in `/:year/:month/:slug/`".to_owned(),
                };
                errors.push(bad(text.span(), message, &help));
            }
        }
        let (tags, paths) = (config.tags.path.get_ref(), config.paths.path.get_ref());
        if let Some(rest) = paths.strip_prefix(tags.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/')) {
            let page = if rest.is_empty() { "the index of tags" } else { "where the page of a tag stands" };
            let message = format!("`/{paths}/` is {page}, so paths cannot stand there");
            errors.push(bad(config.paths.path.span(), message, "give them another address, such as `walks`"));
        }
        for (name, level) in &config.lints {
            match Code::find(name.get_ref()).filter(|code| code.name() == name.get_ref()) {
                Some(code) if code.weight() == Weight::Error => {
                    let message = format!("`{name}` is always an error", name = name.get_ref());
                    errors.push(bad(
                        name.span(),
                        message,
                        "without it there is no site to publish, so no level can be set for it: remove this line",
                    ));
                }
                Some(code) => config.levels.set(code, *level),
                None => {
                    let known: Vec<_> =
                        Code::all().filter(|code| code.weight() != Weight::Error).map(Code::name).collect();
                    errors.push(unknown_setting(File::Book, name.span().into(), name.get_ref(), &known, None));
                }
            }
        }
        (config, errors)
    }

    /// The name of a tag with `/` for the sign that stands for it in this book, if any does.
    pub fn nested<'a>(&self, tag: &'a str) -> Cow<'a, str> {
        match self.book.name_separator.as_str() {
            separator if !separator.is_empty() && tag.contains(separator) => tag.replace(separator, "/").into(),
            _ => tag.into(),
        }
    }

    /// The address of the site with a `/` at its end, if the book says where it will stand.
    pub fn base_url(&self) -> Option<String> {
        let url = self.output.html.base_url.as_ref()?.get_ref();
        Some(format!("{}/", url.trim_end_matches('/')))
    }

    /// The path from the root of the site, with `/` in front, of a whole address that lies in it.
    pub fn own_path<'a>(&self, address: &'a str) -> Option<Cow<'a, str>> {
        let base = self.base_url()?;
        let bare = |url: &str| url.split_once("://").map(|(scheme, rest)| (scheme.starts_with("http"), rest.len()));
        let (http, length) = bare(address)?;
        let rest = &address[address.len() - length..];
        let base = base.split_once("://")?.1;
        if rest.trim_end_matches('/') == base.trim_end_matches('/') {
            return Some("/".into());
        }
        let at = base.len().checked_sub(1)?;
        let inside = http && rest.get(..at).is_some_and(|start| start.eq_ignore_ascii_case(&base[..at]));
        inside.then(|| rest.get(at..)).flatten().filter(|path| path.starts_with('/')).map(Into::into)
    }

    /// What is set for social cards, if the book asks for them.
    pub fn social_cards(&self) -> Option<&SocialCards> {
        self.output.html.social_cards.as_ref().map(Spanned::get_ref)
    }

    /// The path of [`Config::base_url`]: `/` where the site stands at the root of its host, or
    /// where it is not known.
    pub fn base_path(&self) -> String {
        self.base_url()
            .and_then(|url| {
                let (_, rest) = url.split_once("://")?;
                Some(rest[rest.find('/')?..].to_owned())
            })
            .unwrap_or_else(|| "/".to_owned())
    }

    /// Where the source of the page of `path` can be changed, if the book says so.
    pub fn edit_url(&self, path: &SourcePath) -> Option<String> {
        edit::address(self.output.html.edit_url_template.as_ref()?.get_ref(), &self.book.src, path)
    }

    /// Whether links name folders rather than files. A book that does not know its address yet is
    /// read from disk, where a link to a folder shows a list of files.
    pub fn clean_urls(&self) -> bool {
        let html = &self.output.html;
        html.clean_urls.unwrap_or(html.base_url.is_some())
    }

    /// The name or path of the theme, and where it is set.
    pub fn theme(&self) -> (&str, Option<Span>) {
        match &self.output.html.theme {
            Some(theme) => (theme.get_ref(), Some(theme.span().into())),
            None => (DEFAULT_THEME, None),
        }
    }
}

/// Takes `url` as the address of the site, or says why it cannot be one.
///
/// # Errors
/// If `url` does not begin with `http://` or `https://` and a host.
pub fn set_base_url(config: &mut Config, url: &str) -> Result<(), String> {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let is_strange = |c: char| c.is_whitespace() || c.is_control() || "\"<>?#".contains(c);
    let fault = match host {
        None if url.contains("://") => "begins with something else".to_owned(),
        None => "has no `https://` before it".to_owned(),
        Some(host) if host.is_empty() || host.starts_with('/') => "names no site".to_owned(),
        Some(host) => match host.find(is_strange) {
            Some(at) if host[at..].starts_with(['?', '#']) => format!("has `{}` at its end", &host[at..]),
            Some(_) => "has a sign that no address has".to_owned(),
            None => {
                config.output.html.base_url = Some(Spanned::new(0..0, url.to_owned()));
                return Ok(());
            }
        },
    };
    let fault = if url.is_empty() { "it is empty".to_owned() } else { format!("`{url}` {fault}") };
    Err(format!("`base-url` should be an address as in `https://example.org/essays/`, but {fault}"))
}

#[cfg(test)]
mod tests {
    use super::Config;

    #[test]
    fn unknown_keys_are_errors_with_a_suggestion() {
        let text = "[book]\ntitel = \"Inside out\"\n";
        let (_, errors) = Config::parse(text);
        assert_eq!(errors.len(), 1);
        assert_eq!(&text[errors[0].span.unwrap().range()], "titel");
        assert_eq!(errors[0].fix.as_ref().map(|fix| &*fix.text), Some("title"));
    }

    #[test]
    fn other_sites_have_some_time_to_answer() {
        let rules = Config::parse("").0.link_checker;
        assert_eq!((rules.timeout.get(), rules.cache_days, rules.skip_prefixes.len()), (20, 7, 0));
        let (config, errors) =
            Config::parse("[link-checker]\nskip-prefixes = [\"http://x\"]\ntimeout = 5\ncache-days = 0\n");
        assert!(errors.is_empty());
        assert_eq!((config.link_checker.timeout.get(), config.link_checker.cache_days), (5, 0));
        for wrong in ["timeout = 0", "timeout = 70000", "cache-days = -1", "skip_prefixes = []"] {
            assert_eq!(Config::parse(&format!("[link-checker]\n{wrong}\n")).1.len(), 1, "{wrong}");
        }
    }

    #[test]
    fn addresses_are_checked() {
        for wrong in ["example.org", "ftp://example.org", "https://", "https:///x", "https://a b"] {
            let (config, errors) = Config::parse(&format!("[output.html]\nbase-url = \"{wrong}\"\n"));
            assert_eq!((config.base_url(), errors.len()), (None, 1), "{wrong}");
        }
        let (config, errors) = Config::parse("[output.html]\nbase-url = \"https://example.org/essays\"\n");
        assert!(errors.is_empty());
        assert_eq!(config.base_url().as_deref(), Some("https://example.org/essays/"));
        assert_eq!(config.base_path(), "/essays/");
        assert!(config.clean_urls());
        for path in ["My Tags", "essays", "../x"] {
            assert_eq!(Config::parse(&format!("[tags]\npath = \"{path}\"\n")).1.len(), 1, "{path}");
        }
    }
}
