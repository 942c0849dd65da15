//! One essay: what a Markdown file says, knowing no other file.
//!
//! Reading cannot fail. It gives what could be made of the text, with diagnostics.
//!
//! **Incremental:** an essay is read again when its text has changed, and only then. What it says
//! depends on its path, its text and `book.toml`.

use std::sync::Arc;

use crate::config::{ARCHIVE, Config};
use crate::diagnostic::{Diagnostic, unreadable, unusable_name};
use crate::front_matter::{self, Meta};
use crate::markdown::{self, Body, Dialect};
use crate::slug;
use crate::source::{SourcePath, Unreadable};
use crate::when::When;

/// What a Markdown file says.
#[derive(Debug)]
pub struct Essay {
    pub path: SourcePath,
    pub meta: Meta,
    /// From the front matter, the first heading or the file name, in this order.
    pub title: Arc<str>,
    /// From the front matter or the front of the file name.
    pub date: Option<When>,
    /// The address below the root of the site, ending in `/`; empty for the home page.
    pub address: Arc<str>,
    pub role: Role,
    pub hidden: bool,
    pub body: Body,
    pub diagnostics: Vec<Diagnostic>,
}

/// The part an essay has in the book, which its address decides: one that stands at the address of
/// a page which the site makes anyway gives that page its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A page of its own.
    Essay,
    /// The text of the home page.
    Home,
    /// The text of the page of all essays.
    Archive,
    /// The text of the tag index.
    Tags,
    /// The text of the page of the tag with this slug.
    Tag(Arc<str>),
}

/// Reads the essay at `path`.
pub fn read(path: &SourcePath, text: &str, config: &Config) -> Essay {
    let (front, body_start) = front_matter::read(path, text);
    let meta = front.meta;
    let mut diagnostics = front.diagnostics;
    let body = markdown::read(path, text, body_start, meta.title.as_deref(), Dialect::Crosslight);
    diagnostics.extend(body.diagnostics.iter().cloned());

    let (named_day, stem) = match When::prefix(path.stem()) {
        Some((day, rest)) => (Some(day), rest),
        None => (None, path.stem()),
    };
    let title = meta.title.clone().or_else(|| body.title.clone()).unwrap_or_else(|| {
        let name = if path.is_index() { last_segment(path.folder()) } else { stem };
        name.replace(['-', '_'], " ").trim().into()
    });
    let title = match config.book.title.as_str() {
        _ if !title.is_empty() => title,
        "" => "Home".into(),
        book => book.into(),
    };
    let date = meta.date.or(named_day);
    let address = address(path, stem, meta.slug.as_deref(), &mut diagnostics);
    Essay {
        role: role(&address, config),
        hidden: hidden(&meta, date, config),
        path: path.clone(),
        meta,
        title,
        date,
        address,
        body,
        diagnostics,
    }
}

/// The essay that stands for a file which could not be read: it says nothing and is not published.
pub fn unread(path: &SourcePath, why: &Unreadable, config: &Config) -> Essay {
    let mut essay = read(path, "", config);
    essay.hidden = true;
    essay.diagnostics = vec![unreadable(path, why)];
    essay
}

fn last_segment(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn address(path: &SourcePath, stem: &str, slug: Option<&str>, diagnostics: &mut Vec<Diagnostic>) -> Arc<str> {
    let folders = path.folder().split('/').filter(|part| !part.is_empty());
    let name = slug.or_else(|| (!path.is_index()).then_some(stem));
    let mut address = String::new();
    for part in folders.chain(name) {
        match slug::segment(part) {
            Some(segment) => address.push_str(&segment),
            None => diagnostics.push(unusable_name(path, None, "the name", part)),
        }
        address.push('/');
    }
    address.into()
}

fn role(address: &str, config: &Config) -> Role {
    let tags = config.tags.path.get_ref();
    match address {
        "" => Role::Home,
        ARCHIVE => Role::Archive,
        _ => match address.strip_prefix(tags.as_str()).and_then(|rest| rest.strip_prefix('/')) {
            Some("") => Role::Tags,
            Some(rest) if rest.find('/') == Some(rest.len() - 1) => Role::Tag(rest[..rest.len() - 1].into()),
            _ => Role::Essay,
        },
    }
}

fn hidden(meta: &Meta, date: Option<When>, config: &Config) -> bool {
    let future = match (date, config.today) {
        (Some(date), Some(today)) => date.day() > today,
        _ => false,
    };
    (meta.draft && !config.build.drafts) || (future && !config.build.future)
}

#[cfg(test)]
mod tests {
    use super::{Essay, Role, read};
    use crate::config::Config;
    use crate::source::SourcePath;

    fn essay(path: &str, text: &str) -> Essay {
        read(&SourcePath::new(path), text, &Config::default())
    }

    #[test]
    fn titles_come_from_front_matter_heading_or_name() {
        assert_eq!(&*essay("a.md", "---\ntitle: One\n---\n# Two\n").title, "One");
        assert_eq!(&*essay("a.md", "Text.\n\n# Two *and* more\n").title, "Two and more");
        assert_eq!(&*essay("x/2026-11-03-a_name.md", "Text.").title, "a name");
        assert_eq!(&*essay("some-folder/index.md", "Text.").title, "some folder");
    }

    #[test]
    fn addresses_and_roles_come_from_the_path() {
        let at = |path: &str| {
            let essay = essay(path, "");
            (essay.address.to_string(), essay.role)
        };
        assert_eq!(at("On Trust/The Mirror.md"), ("on-trust/the-mirror/".into(), Role::Essay));
        assert_eq!(at("2026-11-03-mirror.md"), ("mirror/".into(), Role::Essay));
        assert_eq!(at("index.md"), (String::new(), Role::Home));
        assert_eq!(at("tags/index.md"), ("tags/".into(), Role::Tags));
        assert_eq!(at("tags/Trust.md"), ("tags/trust/".into(), Role::Tag("trust".into())));
        assert_eq!(at("tags/trust/deep.md"), ("tags/trust/deep/".into(), Role::Essay));
        assert_eq!(&*essay("a.md", "---\nslug: B c\n---\n").address, "b-c/");
    }
}
