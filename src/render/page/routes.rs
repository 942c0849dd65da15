//! Each kind of page: its place, when the site has it, and who reads it. A kind is one row of [`route`].

use std::sync::Arc;

use crate::base::config::{ARCHIVE, Config, MAP, NOT_FOUND, SEARCH};
use crate::base::own_file::{FEED, GRAPH, LLMS, LLMS_FULL, MARKDOWN, PREVIEWS, ROBOTS, SITEMAP, SOCIAL_CARD, STATIC};
use crate::base::page_file::{INDEX, beside, page_file};
use crate::base::path::SourcePath;
use crate::base::slug;
use crate::base::tag::Tag;
use crate::gather::facet;
use crate::gather::facts::Claim;
use crate::gather::index::Entry;
use crate::gather::library::Library;
use crate::gather::reader::Reader;
use crate::gather::shard::Shard;
use crate::read::permalink::{self, Role};
use crate::render::page::making::Setting;

/// The template of an essay's page, and of pages that a theme has no template for.
pub(super) const ESSAY_TEMPLATE: &str = "essay.html";
/// A theme without one of these has no such pages, unless an essay gives the page its text.
pub(super) const FOLDER_TEMPLATE: &str = "folder.html";
pub(super) const MAP_TEMPLATE: &str = "map.html";
pub(super) const PATH_TEMPLATE: &str = "path.html";
pub(super) const PATHS_TEMPLATE: &str = "paths.html";
pub(super) const SEARCH_TEMPLATE: &str = "search.html";

/// The most addresses in one file of a sitemap, by its protocol.
const MOST_ADDRESSES: usize = 50_000;

/// The most files that a sitemap has besides `sitemap.xml`.
pub(super) const MOST_PARTS: u8 = 128;

/// Whether this crosslight can draw.
pub const DRAWS: bool = cfg!(feature = "social-cards");

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

/// The pages that stand alone: a book has one of each, or none.
pub(super) fn alone() -> [PageId; 14] {
    [
        PageId::Home,
        PageId::Archive,
        PageId::Tags,
        PageId::NotFound,
        PageId::Graph,
        PageId::Map,
        PageId::Search,
        PageId::SearchIndex,
        PageId::Feed,
        PageId::Sitemap,
        PageId::Robots,
        PageId::Llms,
        PageId::LlmsFull,
        PageId::SocialCard(PageId::Home.into()),
    ]
}

/// What is fixed about a page.
pub(super) struct Route<'a> {
    place: Box<dyn Fn() -> Place<'a> + 'a>,
    pub(super) audience: Audience,
    exists: Box<dyn Fn(&Library) -> bool + 'a>,
}

/// How it follows where a page stands.
pub(super) enum Place<'a> {
    /// In this file. An essay that stands there gives the page its text.
    Text(String),
    /// In this file, unless a file of the book stands there.
    File(String),
    /// Beside another page, under this name.
    Beside(PageId, &'static str),
    /// Where the essay is.
    Essay(&'a SourcePath),
    /// Where the file lies in the book.
    Copy(&'a SourcePath),
    /// At an old address of an essay, here in its comparable form.
    Alias(&'a str),
}

/// Who reads a page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    People,
    /// Programs, to which nothing is said that a writer could mend.
    Programs,
    /// The same of a page that tells something of every essay.
    ProgramsAtOnce,
}

/// The row of a page.
pub(super) fn route<'a>(page: &'a PageId, setting: &'a Setting) -> Route<'a> {
    use Audience::{People, Programs, ProgramsAtOnce};
    let (config, theme) = (&setting.config, &setting.theme);
    let is_online = config.base_url().is_some();
    let (has_llms, has_full) = has_llms(config);
    let text = |address: &str| Place::Text(page_file(address));
    let file = |name: &'static str| move || Place::File(name.to_owned());
    match page {
        PageId::Home => row(move || text(""), People, |_| true),
        PageId::Archive => row(move || text(ARCHIVE), People, |_| true),
        PageId::Tags => row(move || text(&tags_address(config)), People, |_| true),
        PageId::NotFound => row(move || Place::Text(NOT_FOUND.to_owned()), People, |_| true),
        PageId::Map => row(move || text(MAP), People, |library| theme.has(MAP_TEMPLATE) || has_text(library, MAP)),
        PageId::Search => {
            row(move || text(SEARCH), People, |library| theme.has(SEARCH_TEMPLATE) || has_text(library, SEARCH))
        }
        PageId::Paths => row(
            move || text(&paths_address(config)),
            People,
            |library| has_paths(&library.reader(), setting) || has_text(library, &paths_address(config)),
        ),
        PageId::Tag(tag) => {
            row(move || text(&facet::tag_address(tag, config)), People, |library| library.tags().contains_key(tag))
        }
        PageId::Essay(path) => row(move || Place::Essay(path), People, |library| is_page(library, path)),
        PageId::Folder(of) => row(
            move || Place::File(page_file(&folder_address(of))),
            People,
            |library| has_folder(of, &library.reader(), setting),
        ),
        PageId::Redirect(address) => row(
            move || Place::Alias(address),
            People,
            |library| {
                library.claims(address).iter().any(|claim| matches!(claim, Claim::Alias(..) | Claim::Nickname(..)))
            },
        ),
        PageId::Asset(path) => row(
            move || Place::Copy(path),
            People,
            |library| library.is_asset(path) && !library.is_held_back(path) && !library.is_unused(path),
        ),
        PageId::Static(path) => {
            row(move || Place::File(format!("{STATIC}{path}")), People, |_| theme.statics().contains_key(&**path))
        }
        PageId::Feed => row(file(FEED), Programs, move |_| is_online),
        PageId::TagFeed(tag) => {
            let place = move || Place::File(facet::tag_address(tag, config) + FEED);
            row(place, Programs, move |library| is_online && library.tags().contains_key(tag))
        }
        PageId::PathFeed(path) => row(
            move || Place::Beside(PageId::Essay(path.clone()), FEED),
            Programs,
            move |library| is_online && library.card(path).is_some_and(|card| card.role == Role::Path),
        ),
        // A book's own file comes before the one that would be made for it.
        PageId::Robots => row(file(ROBOTS), Programs, move |library| is_online && library.claims(ROBOTS).is_empty()),
        PageId::Llms => row(file(LLMS), Programs, move |library| has_llms && library.claims(LLMS).is_empty()),
        PageId::Markdown(path) => {
            let place = move || Place::Beside(PageId::Essay(path.clone()), MARKDOWN);
            row(place, Programs, move |library| has_llms && is_page(library, path))
        }
        PageId::Previews(shard) => row(
            move || Place::File(previews_file(*shard)),
            Programs,
            |library| theme.shows_previews() && !library.shard(*shard).is_empty(),
        ),
        PageId::SocialCard(of) => row(
            move || Place::Beside((**of).clone(), SOCIAL_CARD),
            Programs,
            |library| has_social_cards(config) && exists(of, library, setting) && !has_picture(of, library),
        ),
        PageId::LlmsFull => {
            row(file(LLMS_FULL), ProgramsAtOnce, move |library| has_full && library.claims(LLMS_FULL).is_empty())
        }
        PageId::Graph => row(file(GRAPH), ProgramsAtOnce, |_| true),
        PageId::SearchIndex => row(move || Place::File(search_index()), ProgramsAtOnce, |_| theme.has(SEARCH_TEMPLATE)),
        PageId::Sitemap => row(file(SITEMAP), ProgramsAtOnce, move |_| is_online),
        PageId::SitemapPart(part) => row(
            move || Place::File(part_file(*part)),
            ProgramsAtOnce,
            move |library| {
                is_online && *part < parts(library.listed().len() + library.trails().len() + library.tags().len())
            },
        ),
    }
}

fn row<'a>(
    place: impl Fn() -> Place<'a> + 'a,
    audience: Audience,
    exists: impl Fn(&Library) -> bool + 'a,
) -> Route<'a> {
    Route { place: Box::new(place), audience, exists: Box::new(exists) }
}

/// Where a page stands.
pub(super) fn place<'a>(page: &'a PageId, setting: &'a Setting) -> Place<'a> {
    (route(page, setting).place)()
}

/// Whether the site has this page.
pub fn exists(page: &PageId, library: &Library, setting: &Setting) -> bool {
    (route(page, setting).exists)(library)
}

/// Whether anything can be found wrong with a page while it is made.
pub fn may_have_faults(page: &PageId, setting: &Setting) -> bool {
    !is_for_programs(page, setting) && !matches!(page, PageId::Static(_))
}

/// Whether a page is read by programs alone, and so has nothing to say to a writer.
pub fn is_for_programs(page: &PageId, setting: &Setting) -> bool {
    route(page, setting).audience != Audience::People
}

/// Whether the file at `path` is an essay or a reading path with a page of its own.
fn is_page(library: &Library, path: &SourcePath) -> bool {
    library.card(path).is_some_and(|card| matches!(card.role, Role::Essay | Role::Path))
}

/// Whether an essay gives the page at `address` its text.
fn has_text(library: &Library, address: &str) -> bool {
    library.text_of(&page_file(address)).is_some()
}

/// Whether an essay names a picture of its own.
fn has_picture(page: &PageId, library: &Library) -> bool {
    let PageId::Essay(path) = page else { return false };
    library.entry(path).and_then(Entry::as_essay).is_some_and(|essay| essay.meta.image.is_some())
}

/// Whether the book asks for texts for programs, and for all of them in one file.
pub(super) fn has_llms(config: &Config) -> (bool, bool) {
    let llms = config.output.llms.as_ref();
    (llms.is_some(), llms.is_some_and(|llms| llms.full))
}

/// Whether the book has pictures of its pages. Who shows one asks for it by its whole address, which only a book
/// that knows its own can tell.
pub(super) fn has_social_cards(config: &Config) -> bool {
    DRAWS && config.social_cards().is_some() && config.base_url().is_some()
}

/// Whether the site has an index of reading paths, be there a text for it or not.
pub(super) fn has_paths(reader: &Reader<'_>, setting: &Setting) -> bool {
    setting.theme.has(PATHS_TEMPLATE) && reader.has_trails()
}

/// Whether folders that no essay stands for have pages.
pub fn has_folder_pages(setting: &Setting) -> bool {
    setting.config.output.html.folder_pages && setting.theme.has(FOLDER_TEMPLATE)
}

/// Whether there is a page for the folder of this section: the book asks for them, something is in it,
/// and nothing else stands there but what would lead elsewhere from an old address.
pub(super) fn has_folder(of: &str, reader: &Reader<'_>, setting: &Setting) -> bool {
    let address = folder_address(of);
    has_folder_pages(setting)
        && !of.is_empty()
        && permalink::role(&address, &setting.config) == Role::Essay
        && reader.first_in(of).is_some()
        && reader.claims(&page_file(&address)).iter().all(|claim| matches!(claim, Claim::Alias(..)))
}

/// The address of the page of a folder, by its section.
fn folder_address(of: &str) -> String {
    [of, "/"].concat()
}

/// The address of the index of tags, which those of the tag pages begin with.
pub(super) fn tags_address(config: &Config) -> String {
    format!("{}/", config.tags.path.get_ref())
}

/// The address of the index of reading paths, which those of the paths begin with.
pub(super) fn paths_address(config: &Config) -> String {
    format!("{}/", config.paths.path.get_ref())
}

/// The file of what the search page looks in.
pub(super) fn search_index() -> String {
    format!("{SEARCH}index.js")
}

/// The file of the previews in a shard.
fn previews_file(shard: Shard) -> String {
    [PREVIEWS, &shard.name(), ".js"].concat()
}

/// The shard whose previews stand in `file`.
pub(super) fn shard_at(file: &str) -> Option<Shard> {
    Shard::named(file.strip_prefix(PREVIEWS)?.strip_suffix(".js")?)
}

/// The file of the text beside the page at `address`.
pub(super) fn markdown_file(address: &str) -> String {
    beside(address, MARKDOWN)
}

/// How many files besides `sitemap.xml` there are for so many essays, paths and tags: none as long as all
/// fit in there, and then so many that each is half full at first.
fn parts(things: usize) -> u8 {
    // Some pages are of neither kind.
    let addresses = things + 8;
    if addresses <= MOST_ADDRESSES {
        return 0;
    }
    let parts = addresses.div_ceil(MOST_ADDRESSES / 2).next_power_of_two();
    u8::try_from(parts).unwrap_or(MOST_PARTS).min(MOST_PARTS)
}

/// How many files a sitemap of this book has besides `sitemap.xml`.
pub(super) fn parts_of(reader: &Reader<'_>) -> u8 {
    parts(reader.listed().len() + reader.trails().len() + reader.tags().len())
}

/// The file of a part of a sitemap, from 0.
pub(super) fn part_file(part: u8) -> String {
    format!("sitemap-{}.xml", part + 1)
}

/// The part that would stand in `file`.
pub(super) fn part_at(file: &str) -> Option<u8> {
    let part = file.strip_prefix("sitemap-")?.strip_suffix(".xml")?.parse::<u8>().ok()?.checked_sub(1)?;
    (part_file(part) == file).then_some(part)
}

/// The tag whose page stands in `file`.
pub(super) fn tag_at(file: &str, config: &Config) -> Option<Tag> {
    tag_below(&tags_address(config), file)
}

/// The same for a file in its comparable form; so is the tag.
pub(super) fn tag_like(comparable: &str, config: &Config) -> Option<Tag> {
    tag_below(&slug::comparable(&tags_address(config)), comparable)
}

fn tag_below(folder: &str, file: &str) -> Option<Tag> {
    Tag::new(file.strip_prefix(folder)?.strip_suffix(INDEX)?.strip_suffix('/')?)
}
