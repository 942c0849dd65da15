//! `[links]`: how links are shown, and where what has moved stands now.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

/// `[links]`: how links are shown.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the book")]
pub struct Links {
    pub wikilink_text: WikilinkText,
    /// Whether the label comes first: `[[label|name]]`.
    pub label_first: bool,
    /// Whether a link in Markdown that shows the name of its file, alone in its paragraph or with the title `mention`, shows
    /// the title of that essay instead, as in `GitBook`.
    pub titles_for_file_names: bool,
    /// Whether a `[[name]]` that nothing has is a page still to be written, and no mistake.
    pub unwritten: bool,
    /// Whether a link in Markdown is a path or an address, and never a name that is looked for elsewhere.
    pub by_path: bool,
    /// Whether a relative link in Markdown that does not name a text is an address, as a browser reads it from that of the
    /// page, before it is the path of a file.
    pub by_address: bool,
    /// Addresses of lists that another tool makes: `/categories/`, or with `*` for the words below it too.
    pub lists: Vec<String>,
    /// Addresses that something else makes: a link to one stays as it is. A `*` stands for anything. What has a colon before
    /// that is no address but a name from the list of another site, and only the words of such a link are shown.
    pub elsewhere: Vec<String>,
    /// What stands for the front of a path: `"@assets/" = "/assets/"`.
    pub aliases: BTreeMap<String, String>,
    /// Where what stood at an address stands now: `"/old/" = "/new/"`, or for all below one `"/old/*" = "/new/:splat"`.
    /// What stands there still is found first, unless the address ends in `!`.
    pub moved: BTreeMap<String, String>,
}

impl Links {
    /// Where an address leads that has moved, and the address itself if what stands there is found first.
    fn now<'s, 't>(&'s self, typed: &'t str) -> Option<(String, Option<&'t str>)> {
        if self.moved.is_empty() || !typed.starts_with('/') {
            return None;
        }
        let at = typed.find(['#', '?']).unwrap_or(typed.len());
        let bare = |address: &str| address.trim_end_matches('/').len();
        let path = &typed[..bare(&typed[..at])];
        let whole = ["!", "/!", "", "/"].map(|end| format!("{path}{end}"));
        let whole = whole.iter().find_map(|path| Some((&**path, self.moved.get(path)?, "")));
        let below = || {
            let fits = |(from, to): (&'s String, &'s String)| {
                let rest = path.strip_prefix(from.trim_end_matches('!').strip_suffix('*')?.trim_end_matches('/'))?;
                (rest.is_empty() || rest.starts_with('/')).then(|| (&**from, to, rest.trim_start_matches('/')))
            };
            self.moved.iter().filter_map(fits).max_by_key(|(from, ..)| from.len())
        };
        let (from, to, rest) = whole.or_else(below)?;
        let fragment = if to.contains('#') { "" } else { typed.find('#').map_or("", |at| &typed[at..]) };
        Some((format!("{}{fragment}", to.replace(":splat", rest)), (!from.ends_with('!')).then_some(path)))
    }

    /// The address `typed` if what stands there is found before what has moved from there.
    pub fn still<'t>(&self, typed: &'t str) -> Option<&'t str> {
        self.now(typed)?.1
    }

    /// Whether a destination is a name from the list of another site, `python:dict`, which is no address.
    pub fn is_of_other_list(&self, typed: &str) -> bool {
        let lists = self.elsewhere.iter().filter_map(|entry| entry.strip_suffix(":*"));
        lists
            .filter(|list| !list.contains('/'))
            .any(|list| typed.strip_prefix(list).is_some_and(|rest| rest.starts_with(':')))
    }

    /// A path with its front as it is meant, if that has another name here.
    pub fn aliased<'a>(&self, typed: &'a str) -> Cow<'a, str> {
        if let Some((now, _)) = self.now(typed) {
            return now.into();
        }
        let fits = |(front, meant): (&String, &String)| {
            let whole = || (typed.len() + 1 == front.len() && front.starts_with(typed)).then_some("");
            let rest = typed.strip_prefix(front.as_str()).or_else(|| whole().filter(|_| front.ends_with('/')))?;
            Some((front.len(), format!("{meant}{rest}")))
        };
        self.aliases.iter().filter_map(fits).max().map_or(typed.into(), |(_, path)| path.into())
    }
}

/// What `[[name]]` shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WikilinkText {
    /// What was typed; the title, if that was typed like a slug.
    #[default]
    Auto,
    Typed,
    Title,
}
