//! The pages of a site: which there are, where they stand, and how one is made.
//!
//! One file a kind in `page/`. A page sees the book through its reader and nothing else.
//!
//! **Incremental:** what a page was made of is recorded with it ([`Made`]), and it is made again
//! when any of that has changed.

mod archive;
mod essay;
mod feed;
mod fields;
mod folder;
mod graph;
mod head;
mod home;
mod llms;
mod map;
mod markdown;
mod not_found;
mod path;
mod paths;
mod previews;
mod redirect;
mod related;
mod robots;
mod search;
mod sitemap;
mod social_card;
mod structured;
mod tag;
mod tags;
mod taken;
mod tree;
mod view;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::config::{ARCHIVE, Config, MAP, SEARCH};
use crate::diagnostic::{Diagnostic, File, address_taken, case_collision, taken_alias};
use crate::essay::Role;
use crate::facet;
use crate::facts::{Claim, INDEX, address_of, beside, page_file, pages_beside};
use crate::group::GroupId;
use crate::library::{Changes, Entry, Library};
use crate::reader::Reader;
use crate::shard::Shard;
use crate::slug;
use crate::source::SourcePath;
use crate::tag::Tag;
use crate::theme::{STATIC, Theme};

use taken::{essay_file, file_above, generated};

pub use folder::asked as has_folder_pages;
pub use social_card::{DRAWS, is_font, obstacle};

/// What the names of crosslight's own files in a published folder begin with.
const OWN: &str = ".crosslight";

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

/// The pages that every site has.
pub fn fixed(setting: &Setting) -> BTreeSet<PageId> {
    let mut pages = BTreeSet::from([PageId::Home, PageId::Archive, PageId::Tags, PageId::NotFound, PageId::Graph]);
    if setting.theme.has(map::TEMPLATE) {
        pages.insert(PageId::Map);
    }
    if setting.theme.has(search::TEMPLATE) {
        pages.extend([PageId::Search, PageId::SearchIndex]);
    }
    if setting.config.base_url().is_some() {
        pages.extend([PageId::Feed, PageId::Sitemap, PageId::Robots]);
    }
    let (llms, full) = llms::asked(&setting.config);
    pages.extend(social_card::asked(&setting.config).then(|| PageId::SocialCard(PageId::Home.into())));
    pages.extend([(llms, PageId::Llms), (full, PageId::LlmsFull)].into_iter().filter(|page| page.0).map(|page| page.1));
    pages.extend(setting.theme.statics().keys().map(|path| PageId::Static(path.as_str().into())));
    pages
}

/// The files of the pages that every site has. Those of the theme itself are none.
pub fn standing(setting: &Setting) -> BTreeSet<String> {
    let nothing = Library::default();
    let reader = Reader::new(&nothing);
    let fixed = fixed(setting).into_iter().filter(|page| !matches!(page, PageId::Static(_)));
    fixed.filter_map(|page| place(&page, &reader, setting, &mut Vec::new())).collect()
}

/// The pages whose being there depends on the theme, as far as the site has them.
pub fn themed(library: &Library, setting: &Setting) -> BTreeSet<PageId> {
    let others = [PageId::Map, PageId::Search, PageId::Paths].into_iter();
    let others = others.chain(library.shards().copied().map(PageId::Previews));
    let others = others.chain(library.sections().cloned().map(PageId::Folder));
    fixed(setting).into_iter().chain(others.filter(|page| exists(page, library, setting))).collect()
}

/// The pages that may have come or gone with `changes`; one may come twice.
pub fn candidates(changes: &Changes) -> Vec<PageId> {
    let mut pages = Vec::new();
    for path in &changes.paths {
        if path.is_markdown() || path.is_html() {
            pages.push(PageId::Essay(path.clone()));
        }
        // What a file of HTML is, its text says.
        if !path.is_markdown() {
            pages.push(PageId::Asset(path.clone()));
        }
        pages.extend([PageId::PathFeed(path.clone()), PageId::Markdown(path.clone())]);
        pages.push(PageId::SocialCard(PageId::Essay(path.clone()).into()));
    }
    pages.extend(changes.tags.iter().cloned().flat_map(|tag| [PageId::Tag(tag.clone()), PageId::TagFeed(tag)]));
    pages.extend(changes.tags.iter().cloned().map(|tag| PageId::SocialCard(PageId::Tag(tag).into())));
    pages.extend(changes.used.iter().cloned().map(PageId::Asset));
    let sections = changes.sections.iter().cloned();
    // Something that stands for the folder may have come or gone.
    let claimed = changes.claims.iter().filter_map(|claim| claim.strip_suffix(INDEX)?.strip_suffix('/'));
    pages.extend(sections.chain(claimed.map(Arc::from)).map(PageId::Folder));
    pages.extend(changes.shards.iter().copied().map(PageId::Previews));
    // A text can give them a page where a theme has none.
    pages.extend([PageId::Map, PageId::Search, PageId::Paths]);
    pages.extend(changes.claims.iter().cloned().map(PageId::Redirect));
    pages.extend([PageId::Robots, PageId::Llms, PageId::LlmsFull]);
    pages.extend((0..sitemap::MOST_PARTS).map(PageId::SitemapPart));
    pages
}

/// Whether the site has this page.
pub fn exists(page: &PageId, library: &Library, setting: &Setting) -> bool {
    let is_online = setting.config.base_url().is_some();
    let has_role = |path: &SourcePath, is: fn(&Role) -> bool| library.card(path).is_some_and(|card| is(&card.role));
    let has_text = |address: &str| library.text_of(&page_file(address)).is_some();
    match page {
        PageId::Essay(path) => has_role(path, |role| matches!(role, Role::Essay | Role::Path)),
        PageId::Markdown(path) => {
            llms::asked(&setting.config).0 && has_role(path, |role| matches!(role, Role::Essay | Role::Path))
        }
        PageId::PathFeed(path) => is_online && has_role(path, |role| *role == Role::Path),
        PageId::TagFeed(tag) => is_online && library.tags().contains_key(tag),
        PageId::Previews(shard) => setting.theme.shows_previews() && !library.shard(*shard).is_empty(),
        PageId::Paths => paths::exists(&Reader::new(library), setting) || has_text(&paths::address(&setting.config)),
        PageId::Map => setting.theme.has(map::TEMPLATE) || has_text(MAP),
        PageId::Search => setting.theme.has(search::TEMPLATE) || has_text(SEARCH),
        PageId::Folder(section) => folder::exists(section, &Reader::new(library), setting),
        PageId::Asset(path) => library.is_asset(path) && !library.is_held_back(path) && !library.is_unused(path),
        PageId::Tag(tag) => library.tags().contains_key(tag),
        PageId::Redirect(address) => {
            library.claims(address).iter().any(|claim| matches!(claim, Claim::Alias(..) | Claim::Nickname(..)))
        }
        PageId::SocialCard(of) => {
            social_card::asked(&setting.config) && exists(of, library, setting) && !has_picture(of, library)
        }
        // A book's own file comes before the one that would be made for it.
        PageId::Robots => is_online && library.claims(robots::FILE).is_empty(),
        PageId::Llms => llms::asked(&setting.config).0 && library.claims(llms::FILE).is_empty(),
        PageId::LlmsFull => llms::asked(&setting.config).1 && library.claims(llms::FULL).is_empty(),
        PageId::SitemapPart(part) => {
            is_online && *part < sitemap::parts(library.listed().len() + library.walks().len() + library.tags().len())
        }
        fixed => self::fixed(setting).contains(fixed),
    }
}

/// Whether an essay names a picture of its own.
fn has_picture(page: &PageId, library: &Library) -> bool {
    let PageId::Essay(path) = page else { return false };
    library.entry(path).and_then(Entry::as_essay).is_some_and(|essay| essay.meta.image.is_some())
}

/// Whether anything can be found wrong with a page while it is made.
pub fn may_have_faults(page: &PageId) -> bool {
    !is_for_programs(page) && !matches!(page, PageId::Static(_))
}

/// Whether a page is read by programs alone, and so has nothing to say to a writer.
pub fn is_for_programs(page: &PageId) -> bool {
    use PageId::{Feed, Graph, Llms, LlmsFull, Markdown, PathFeed, Previews, Robots, SearchIndex, Sitemap, TagFeed};
    let is_copy = matches!(page, Markdown(_) | Llms | LlmsFull | PageId::SocialCard(_) | PageId::SitemapPart(_));
    is_copy || matches!(page, Feed | TagFeed(_) | PathFeed(_) | Sitemap | Robots | Graph | SearchIndex | Previews(_))
}

/// Whether a page tells something of every essay.
fn reads_everything(page: &PageId) -> bool {
    use PageId::{Graph, LlmsFull, SearchIndex, Sitemap, SitemapPart};
    matches!(page, Graph | Sitemap | SitemapPart(_) | SearchIndex | LlmsFull)
}

/// Makes a page.
pub fn make(page: &PageId, library: &Library, setting: &Setting, explain: bool) -> Made {
    let mut reader = if explain { Reader::explaining(library) } else { Reader::new(library) };
    if reads_everything(page) {
        reader.read_coarsely();
    }
    let mut diagnostics = Vec::new();
    let output = place(page, &reader, setting, &mut diagnostics).and_then(|file| {
        let file: Arc<str> = file.into();
        let output = match page {
            PageId::Home => home::make(&reader, setting, &file, &mut diagnostics),
            PageId::Archive => archive::make(&reader, setting, &file, &mut diagnostics),
            PageId::Tags => tags::make(&reader, setting, &file, &mut diagnostics),
            PageId::NotFound => not_found::make(&reader, setting, &mut diagnostics),
            PageId::Feed => Some(feed::make(&reader, setting)),
            PageId::Sitemap => Some(sitemap::make(&reader, setting)),
            PageId::SitemapPart(part) => Some(sitemap::make_part(*part, &reader, setting)),
            PageId::Robots => Some(robots::make(setting)),
            PageId::Graph => Some(graph::make(&reader, setting)),
            PageId::Markdown(path) => markdown::make(path, &reader, setting),
            PageId::Llms => Some(llms::make(&reader, setting)),
            PageId::LlmsFull => Some(llms::make_full(&reader, setting)),
            PageId::Map => map::make(&reader, setting, &file, &mut diagnostics),
            PageId::Search => search::make(&reader, setting, &file, &mut diagnostics),
            PageId::SearchIndex => Some(search::index(&reader, setting)),
            PageId::Paths => paths::make(&reader, setting, &file, &mut diagnostics),
            PageId::Tag(tag) => tag::make(tag, &reader, setting, &file, &mut diagnostics),
            PageId::TagFeed(tag) => feed::of_tag(tag, &reader, setting),
            PageId::PathFeed(path) => feed::of_path(path, &reader, setting),
            PageId::Previews(shard) => previews::make(*shard, &reader, setting),
            PageId::Essay(path) => essay::make(path, &reader, setting, &file, &mut diagnostics),
            PageId::Folder(of) => folder::make(of, &reader, setting, &file, &mut diagnostics),
            PageId::SocialCard(of) => social_card::make(of, &reader, setting),
            PageId::Redirect(address) => redirect::make(address, &reader, setting, &file),
            PageId::Asset(path) => reader.asset(path).map(|hash| Output::Copy(path.clone(), hash)),
            PageId::Static(path) => setting.theme.statics().get(&**path).map(|bytes| Output::Bytes(bytes.to_vec())),
        };
        Some((file, output?))
    });
    let (reads, words) = reader.finish();
    Made { output, reads, diagnostics: setting.config.levels.weigh(diagnostics), words }
}

/// The file in which a page stands, unless another page has it.
fn place(page: &PageId, reader: &Reader<'_>, setting: &Setting, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let config = &setting.config;
    let file = match page {
        PageId::Home => INDEX.to_owned(),
        PageId::Archive => page_file(ARCHIVE),
        PageId::Tags => page_file(&tags::address(config)),
        PageId::NotFound => not_found::FILE.to_owned(),
        PageId::Feed => feed::FILE.to_owned(),
        PageId::Sitemap => sitemap::FILE.to_owned(),
        PageId::SitemapPart(part) => sitemap::part_file(*part),
        PageId::Robots => robots::FILE.to_owned(),
        PageId::Graph => graph::FILE.to_owned(),
        PageId::Llms => llms::FILE.to_owned(),
        PageId::LlmsFull => llms::FULL.to_owned(),
        PageId::Map => page_file(MAP),
        PageId::Search => page_file(SEARCH),
        PageId::SearchIndex => search::index_file(),
        PageId::Paths => page_file(&paths::address(config)),
        PageId::Previews(shard) => previews::file(*shard),
        PageId::Tag(tag) => page_file(&facet::tag_address(tag, config)),
        PageId::Folder(of) => page_file(&folder::address(of)),
        PageId::TagFeed(tag) => format!("{}{}", facet::tag_address(tag, config), feed::FILE),
        PageId::Static(path) => format!("{STATIC}{path}"),
        PageId::Essay(path) => return essay_file(path, reader, setting, diagnostics),
        // Beside the page.
        PageId::Markdown(path) => {
            let page = essay_file(path, reader, setting, &mut Vec::new())?;
            return Some(beside(address_of(&page), markdown::FILE));
        }
        PageId::PathFeed(path) => {
            let page = essay_file(path, reader, setting, &mut Vec::new())?;
            beside(address_of(&page), feed::FILE)
        }
        // Beside it as well.
        PageId::SocialCard(of) => {
            let page = place(of, reader, setting, &mut Vec::new())?;
            beside(address_of(&page), social_card::FILE)
        }
        PageId::Asset(path) => return free(reader, path, diagnostics).then(|| path.as_str().to_owned()),
        PageId::Redirect(address) => {
            let mut file = None;
            let mut unsaid = Vec::new();
            for claim in reader.claims(address) {
                let diagnostics = if matches!(claim, Claim::Nickname(..)) { &mut unsaid } else { &mut *diagnostics };
                if let Claim::Alias(_, written) | Claim::Nickname(_, written) = claim
                    && leads_on(reader, written, claim, diagnostics)
                    && ungenerated(reader, setting, written, claim, diagnostics)
                {
                    file = Some(written.to_string());
                }
            }
            return file;
        }
    };
    // What the book has there comes before what would be made, unless it is a text for that.
    let texts =
        [PageId::Home, PageId::Archive, PageId::Tags, PageId::Map, PageId::Search, PageId::Paths, PageId::NotFound];
    let has_text = texts.contains(page) || matches!(page, PageId::Tag(_));
    let is_theirs = match reader.claims(&slug::comparable(&file)).first() {
        Some(Claim::Page { .. } | Claim::Spare { .. }) => !has_text,
        Some(Claim::Asset(_)) => true,
        Some(Claim::Alias(..) | Claim::Nickname(..)) | None => false,
    };
    (!is_theirs).then_some(file)
}

/// Whether a file of the book can stand where it would be copied to; says who has that place otherwise.
fn free(reader: &Reader<'_>, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let comparable = slug::comparable(path.as_str());
    if comparable.starts_with(OWN) {
        diagnostics.push(address_taken(path, path.as_str(), "crosslight itself", None));
        return false;
    }
    match reader.claims(&comparable).first().map(Claim::path) {
        Some(first) if first != path => {
            let is_same = slug::comparable(first.as_str()) == comparable;
            let by = format!("`{first}`");
            let found =
                if is_same { case_collision(path, first, None) } else { address_taken(path, path.as_str(), &by, None) };
            diagnostics.push(found);
            false
        }
        _ => true,
    }
}

/// Whether an old address is the first on `file`, so that a page can lead on from there; says who has it
/// otherwise.
fn leads_on(reader: &Reader<'_>, file: &str, claim: &Claim, diagnostics: &mut Vec<Diagnostic>) -> bool {
    match reader.claims(&slug::comparable(file)).first() {
        Some(first) if first != claim => {
            if first.path() != claim.path() {
                diagnostics.push(taken_alias(claim.path(), file, &format!("`{}`", first.path())));
            }
            false
        }
        _ => true,
    }
}

/// Whether the site makes no page of its own at `file`, and no file where that needs a folder.
fn ungenerated(
    reader: &Reader<'_>,
    setting: &Setting,
    file: &str,
    claim: &Claim,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    let own = generated(reader, setting, &slug::comparable(file)).map(str::to_owned);
    let Some(by) = own.or_else(|| file_above(reader, setting, file, |_| true)) else { return true };
    diagnostics.push(taken_alias(claim.path(), file, &by));
    false
}

/// The tag whose page stands in `file`.
fn tag_at(file: &str, config: &Config) -> Option<Tag> {
    tag_below(&tags::address(config), file)
}

/// The same for a file in its comparable form; so is the tag.
fn tag_like(comparable: &str, config: &Config) -> Option<Tag> {
    tag_below(&slug::comparable(&tags::address(config)), comparable)
}

fn tag_below(folder: &str, file: &str) -> Option<Tag> {
    Tag::new(file.strip_prefix(folder)?.strip_suffix(INDEX)?.strip_suffix('/')?)
}

/// The page that stands in `file`, spelled exactly so.
pub fn at(file: &str, library: &Library, setting: &Setting) -> Option<PageId> {
    let comparable = slug::comparable(file);
    let claimed = library.claims(&comparable).iter().map(|claim| match claim {
        Claim::Page { path, .. } | Claim::Spare { path, .. } => PageId::Essay(path.clone()),
        Claim::Asset(path) => PageId::Asset(path.clone()),
        Claim::Alias(..) | Claim::Nickname(..) => PageId::Redirect(comparable.as_str().into()),
    });
    let tag = tag_at(file, &setting.config).map(PageId::Tag);
    let reader = Reader::new(library);
    let claims = |page: &String| library.claims(page);
    let pages = pages_beside(file, feed::FILE).into_iter();
    let tag_feed = pages.filter_map(|page| tag_at(&page, &setting.config)).map(PageId::TagFeed);
    let pages = pages_beside(&comparable, feed::FILE);
    let path_feed = pages.iter().flat_map(claims).map(|claim| PageId::PathFeed(claim.path().clone()));
    let pages = pages_beside(&comparable, markdown::FILE);
    let texts = pages.iter().flat_map(claims).map(|claim| PageId::Markdown(claim.path().clone()));
    let previews = comparable.strip_prefix("previews/").and_then(|name| Shard::named(name.strip_suffix(".js")?));
    let folder_page = comparable.strip_suffix(INDEX).and_then(|folder| folder.strip_suffix('/'));
    let folder_page = folder_page.map(|section| PageId::Folder(section.into()));
    let part = sitemap::part_at(&comparable).map(PageId::SitemapPart);
    let pages = pages_beside(file, social_card::FILE).into_iter();
    let subjects = |page: String| social_card::subjects(&page, claims(&slug::comparable(&page)), &setting.config);
    let pictured = pages.flat_map(subjects);
    let others = tag.into_iter().chain(tag_feed).chain(path_feed).chain(texts).chain(previews.map(PageId::Previews));
    let others = others.chain(part).chain(folder_page).chain(pictured.map(|page| PageId::SocialCard(page.into())));
    let standing = [PageId::Map, PageId::Search, PageId::Paths];
    claimed.chain(others).chain(standing).chain(fixed(setting)).find(|page| {
        exists(page, library, setting)
            && place(page, &reader, setting, &mut Vec::new()).is_some_and(|place| place == file)
    })
}

/// The page as a reader would name it: `/essays/mirror/`.
pub fn shown(page: &PageId, library: &Library, setting: &Setting) -> String {
    let reader = Reader::new(library);
    let file = place(page, &reader, setting, &mut Vec::new()).unwrap_or_default();
    format!("/{}", address_of(&file))
}

/// The file that a fault in making `page` is reported at.
pub fn blamed(page: &PageId) -> File {
    match page {
        PageId::Essay(path) | PageId::Asset(path) => File::Content(path.clone()),
        _ => File::Book,
    }
}
