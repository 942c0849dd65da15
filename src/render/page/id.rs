//! What an output of a site is, and what it is made with.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::config::Config;
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SourcePath;
use crate::base::tag::Tag;
use crate::gather::group::GroupId;
use crate::gather::shard::Shard;
use crate::render::theme::Theme;

/// What the names of crosslight's own files in a published folder begin with.
pub(super) const OWN: &str = ".crosslight";

/// One output, by what it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageId {
    Home,
    Archive,
    Tags,
    NotFound,
    Feed,
    Sitemap,
    /// One of the files of a sitemap that is too long for one.
    SitemapPart(u8),
    Robots,
    Graph,
    Map,
    Search,
    /// What the search page looks in.
    SearchIndex,
    /// The index of reading paths.
    Paths,
    Tag(Tag),
    TagFeed(Tag),
    /// The page of an essay or a reading path.
    Essay(SourcePath),
    PathFeed(SourcePath),
    /// The page of a folder that no essay stands for, by its section.
    Folder(Arc<str>),
    /// What is shown beside links to some pages.
    Previews(Shard),
    /// The text beside a page, for programs.
    Markdown(SourcePath),
    /// What is in the book, for programs.
    Llms,
    /// All of it.
    LlmsFull,
    /// The picture of a page, for other sites to show.
    SocialCard(Box<PageId>),
    /// By its address in the comparable form.
    Redirect(Arc<str>),
    Asset(SourcePath),
    /// A file of the theme.
    Static(Arc<str>),
}

/// What an output holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    Bytes(Vec<u8>),
    /// The bytes of a source file, known by their hash.
    Copy(SourcePath, u128),
}

/// A page that was made.
pub struct Made {
    /// Where it stands below the root of the site, with its output; `None` if it could not be made.
    pub output: Option<(Arc<str>, Output)>,
    pub reads: Box<[GroupId]>,
    pub diagnostics: Vec<Diagnostic>,
    /// What was read, in words, if that was asked for.
    pub words: BTreeSet<String>,
}

/// What is the same for all pages.
pub struct Setting {
    pub config: Config,
    pub theme: Theme,
}
