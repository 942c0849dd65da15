//! What Jekyll's Liquid says of a page and its site: `{{ page.title }}`, `{% link x.md %}`. And the paths that
//! Hugo's `ref` and `relref` name.

use std::ops::Range;

use serde_yaml::Value;

use crate::base::config::{Config, Macros};
use crate::base::date::When;
use crate::base::path::SourcePath;
use crate::read::front_matter::{Meta, text_of};
use crate::read::html::Html;
use crate::read::syntax::escaped;

/// What macros may ask of: the essay that they stand in, and the settings.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    pub config: &'a Config,
    pub meta: Option<&'a Meta>,
    pub path: &'a SourcePath,
}

/// The path that a macro names.
#[derive(Debug, PartialEq, Eq)]
pub enum Path<'a> {
    /// As it is typed in the macro.
    Typed(&'a str),
    /// The same, which may be that of a file anywhere.
    Named(&'a str),
    Made(String),
}

/// Whether what a statement of this name encloses is shown, or how often, is for a program to decide.
pub fn decides(name: &str) -> bool {
    ["if", "unless", "for", "case", "capture", "tablerow", "ifchanged"].contains(&name)
}

/// The path that a macro stands for as the destination of a link.
pub fn path(inside: &str) -> Option<Path<'_>> {
    if matches!(inside, "site.baseurl" | "site.url") {
        return Some(Path::Made(String::new()));
    }
    if let Some((path, filter)) = inside.split_once('|') {
        let filter = filter.trim();
        let mut filters = filter.split('|').map(str::trim);
        let path = quoted(path.trim())?;
        if !filters.clone().all(|filter| ["relative_url", "absolute_url", "url"].contains(&filter)) {
            return None;
        }
        // Those of Jekyll count from the root of the site.
        let from_root = filters.any(|filter| filter != "url") && !path.starts_with('/') && !path.contains("://");
        return Some(if from_root { Path::Made(format!("/{path}")) } else { Path::Typed(path) });
    }
    let (name, rest) = inside.split_once(char::is_whitespace)?;
    let rest = rest.trim();
    match name {
        "ref" | "relref" => {
            let path = rest.split_once("path=").map_or(rest, |(_, path)| path.trim());
            let path = match path.chars().next().filter(|c| "\"'`".contains(*c)) {
                Some(quote) => path[1..].split(quote).next()?,
                None => path.split_whitespace().next()?,
            };
            // It names a page, and is not an address.
            let path = path.strip_suffix('/').filter(|path| !path.is_empty()).unwrap_or(path);
            let is_bare = !path.is_empty() && !path.starts_with(['#', '.']) && !path.contains(['/', ':']);
            Some(if is_bare { Path::Named(path) } else { Path::Typed(path) })
        }
        "link" => Some(Path::Typed(quoted(rest).unwrap_or(rest))),
        "post_url" => Some(Path::Made(post(quoted(rest).unwrap_or(rest)))),
        _ => None,
    }
}

impl Site<'_> {
    /// Where macros are read, and which.
    pub fn macros(self) -> Macros {
        self.config.markdown.macros
    }

    /// What `{{ inside }}` shows, which stands at `at` in `text`, in a book with Liquid.
    pub fn value(self, text: &str, inside: &Range<usize>, at: usize) -> Option<String> {
        if !self.macros().are_everywhere() {
            return None;
        }
        let in_attribute = text[..at].ends_with(['"', '\'', '=']);
        let mut parts = text[inside.clone()].split('|').map(str::trim);
        let first = parts.next()?;
        let mut value = match quoted(first) {
            Some(literal) => literal.to_owned(),
            None => self.variable(first, in_attribute || text[..at].ends_with(['<', '(', ':', ' ']))?,
        };
        for filter in parts {
            value = filtered(filter, &value)?;
        }
        if in_attribute {
            let mut html = Html::default();
            html.attribute_text(&value);
            return Some(html.text);
        }
        Some(escaped(&value))
    }

    fn variable(self, name: &str, is_address: bool) -> Option<String> {
        let book = &self.config.book;
        match name {
            "site.baseurl" => Some(String::new()),
            "site.url" if is_address => Some(String::new()),
            "site.url" => Some(self.config.base_url().unwrap_or_default().trim_end_matches('/').to_owned()),
            "site.title" => Some(book.title.clone()),
            "site.description" => Some(book.description.clone()),
            "site.author" if !book.authors.is_empty() => Some(book.authors.join(", ")),
            _ => match name.split_once('.')? {
                ("site", key) => self.setting(key),
                ("page", key) => self.field(key),
                _ => None,
            },
        }
    }

    /// A field of the essay's front matter, or else a setting of the writer's own.
    pub fn param(self, name: &str) -> Option<String> {
        // Hugo has fields of the writer's own below `params`, too.
        self.field(name).or_else(|| self.field(&format!("params.{name}"))).or_else(|| self.setting(name))
    }

    fn setting(self, key: &str) -> Option<String> {
        let mut value = None;
        let mut table = Some(&self.config.extra);
        for part in key.split('.') {
            value = table?.get(part);
            table = value.and_then(toml::Value::as_table);
        }
        match value? {
            toml::Value::String(text) => Some(text.clone()),
            toml::Value::Array(_) | toml::Value::Table(_) => None,
            other => Some(other.to_string()),
        }
    }

    fn field(self, key: &str) -> Option<String> {
        let meta = self.meta?;
        let day = |when: Option<When>| when.map(|when| when.day().to_string());
        match key {
            "title" => meta.title.as_deref().map(str::to_owned),
            "description" | "excerpt" => meta.description.as_deref().map(str::to_owned),
            "date" => day(meta.date.or_else(|| Some(When::of_post(self.path.stem())?.0))),
            "last_modified_at" | "lastmod" | "updated" => day(meta.updated),
            "author" | "authors" => {
                let names: Vec<&str> = meta.authors.iter().map(|author| &*author.name).collect();
                Some(names.join(", ")).filter(|names| !names.is_empty())
            }
            "path" => Some(self.path.to_string()),
            _ => {
                let mut value = None;
                let mut fields = meta.extra.as_deref();
                for part in key.split('.') {
                    value = fields?.get(part);
                    fields = value.and_then(Value::as_mapping);
                }
                text_of(value?)
            }
        }
    }
}

/// The file of a post that Jekyll names without folder and ending: `sub/2026-01-02-x` lies in `sub/_posts`.
fn post(name: &str) -> String {
    match name.rsplit_once('/').filter(|(folder, _)| !folder.is_empty()) {
        Some((folder, name)) => format!("/{}/_posts/{name}.md", folder.trim_start_matches('/')),
        None => format!("_posts/{}.md", name.trim_start_matches('/')),
    }
}

/// The inside of quotation marks.
fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| "\"'".contains(*c))?;
    text[1..].strip_suffix(quote)
}

/// What a filter makes of a value; `None` if it is not known.
fn filtered(filter: &str, value: &str) -> Option<String> {
    let (name, argument) = filter.split_once(':').map_or((filter, ""), |(name, rest)| (name.trim(), rest.trim()));
    let date = |format: &str| jiff::fmt::strtime::format(format, When::parse(value)?.day()).ok();
    match name {
        "relative_url" | "absolute_url" | "url" | "escape" | "strip" | "smartify" | "markdownify" | "xml_escape" => {
            Some(value.trim().to_owned())
        }
        "upcase" => Some(value.to_uppercase()),
        "downcase" => Some(value.to_lowercase()),
        "capitalize" => {
            let mut chars = value.chars();
            Some(chars.next()?.to_uppercase().chain(chars).collect())
        }
        "date" => date(quoted(argument)?),
        "date_to_string" => date("%d %b %Y"),
        "date_to_long_string" => date("%d %B %Y"),
        "default" if value.is_empty() => quoted(argument).map(str::to_owned),
        "default" => Some(value.to_owned()),
        _ => None,
    }
}
