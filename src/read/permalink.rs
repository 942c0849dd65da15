//! Where the page of an essay stands: at the address that the essay asks for, or at one made of its path.
//! And where else, if another essay is nearer to that address.
//!
//! An address is known from one file and the settings. Which of several essays has it is decided where
//! all are gathered (`gather/index/addresses.rs`).

pub mod filed;
mod pattern;
mod place;

use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use self::pattern::Given;
use crate::base::config::{ARCHIVE, Addresses, Config, Days, Html, MAP, NOT_FOUND, Publish, SEARCH};
use crate::base::date::When;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::files::{address_taken, borrowed_page, nameless, unusable_address};
use crate::base::name::composed;
use crate::base::own_file;
use crate::base::page_file::page_file;
use crate::base::path::{self, SourcePath, without_page_ending};
use crate::base::slug::{self, SlugRule};
use crate::read::front_matter::Meta;

pub use place::Place;

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
    /// The text of the map.
    Map,
    /// The text of the search page.
    Search,
    /// The text of the page for addresses that do not exist.
    NotFound,
    /// The text of the index of reading paths.
    Paths,
    /// The text of the tag index.
    Tags,
    /// The text of the page of the tag with this slug.
    Tag(Arc<str>),
    /// A reading path.
    Path,
    /// mdBook's list of chapters, which is not a page.
    Summary,
}

/// An address that an essay wants.
#[derive(Debug)]
pub struct Wanted {
    /// Below the root of the site: it ends in `/` or `.html`, and is empty for the home page.
    pub address: Arc<str>,
    /// The address that the essay has by its place in the folders, whatever it asks for.
    pub section: Arc<str>,
    /// What the page at that address is.
    pub role: Role,
    /// How far the essay is from it: of several that want one address, the nearest has it. One that asks
    /// for it in its fields is nearest, then one whose path says it letter by letter, and of several texts
    /// of one folder the first of the names that those have.
    pub distance: u8,
    /// Whether `x.html` leads to `x/`.
    pub has_file: bool,
    /// Whether the address that the essay has by its place leads to its page: that of the home page, where the book says
    /// which it is, and that of a folder, where something else would be shown there.
    pub is_led_to: bool,
}

/// The address that an essay wants.
pub fn wanted(path: &SourcePath, meta: &Meta, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Wanted {
    let place = Place::of(path, config);
    let given = Given { path, place, meta, config, within: "" };
    let is_whole = |slug: &&str| slug.starts_with('/') || config.addresses.slug_from_root;
    let asked = meta.address.as_deref().or(meta.slug.as_deref().filter(is_whole));
    let asked = asked.filter(|asked| !asked.trim().is_empty());
    let home = (path.as_str() == config.book.home).then(String::new);
    let address = home.or_else(|| {
        let asked = asked?;
        let address = if asked.contains(':') { pattern::filled(asked, &given) } else { Some(asked.to_owned()) };
        let address = address.map(|address| match place.mount {
            Some((_, mount)) => format!("{mount}/{}", address.trim_start_matches('/')),
            None => address,
        });
        let address = address.and_then(|address| whole(&address, config));
        if address.is_none() {
            diagnostics.push(unusable_address(path, meta.address_span, asked));
        }
        address
    });
    let spelled = if place.rank.is_some() { path.folder() } else { path.id() };
    let by_field = address.is_some() || meta.slug.is_some();
    let mut nameless = Vec::new();
    let section = by_path(&given, None, &mut nameless);
    let address = address.unwrap_or_else(|| made(&given, (&section, nameless), diagnostics));
    // Web servers show it for addresses that do not exist.
    let address = if address == "404/" { NOT_FOUND.to_owned() } else { address };
    let apart = own_file::apart(&address);
    if let Some(new) = apart.as_ref().filter(|_| by_field) {
        let found = address_taken(path, &page_file(&address), "a page that crosslight makes", Some(new));
        diagnostics.push(Diagnostic { span: meta.address_span, ..found });
    }
    let address = apart.unwrap_or(address);
    let step = match () {
        () if by_field => 0,
        () if address.trim_end_matches('/') == spelled => 1,
        () => 2,
    };
    let rank = place.rank.unwrap_or_default();
    let section = own_file::apart(&section).unwrap_or(section);
    let is_chosen_home = address.is_empty() && path.as_str() == config.book.home && !section.is_empty();
    let named = is_chosen_home || (address.len() > 1 && address.ends_with('/'));
    let is_moved = config.output.html.folder_pages && place.is_section() && address != section && !section.is_empty();
    let has_file = config.addresses.html == Html::Redirect && named;
    let role = role(&address, config);
    if let Some(of) = borrowed(&role).filter(|_| by_field && self::role(&section, config) == Role::Essay) {
        diagnostics.push(borrowed_page(path, meta.address_span, &address, of));
    }
    let address: Arc<str> = address.into();
    let section = if section == *address { address.clone() } else { section.into() };
    Wanted { address, section, role, distance: step * 4 + rank, has_file, is_led_to: is_chosen_home || is_moved }
}

/// What the page is about of which an essay that came there by its address would be the text, rather than an essay.
fn borrowed(role: &Role) -> Option<&'static str> {
    match role {
        Role::Tag(_) => Some("a tag"),
        Role::Path => Some("a reading path"),
        _ => None,
    }
}

/// The address in whose place an essay stands for the `step`th time, from 1, if those before belong to
/// others. It keeps what the wanted one leaves out: the day, the folders, the ending of the file. After that
/// come numbers made of the path, of which there is no end.
pub fn spare(path: &SourcePath, wanted: &str, step: usize, config: &Config) -> Arc<str> {
    let is_path = role(wanted, config) == Role::Path;
    let place = Place::of(path, config);
    let parts = place.folder.split('/').filter(|part| !part.is_empty()).chain([place.stem]);
    let parts = parts.map(|part| {
        let Addresses { slugs, keep_case, .. } = config.addresses;
        slug::part(part, slugs, keep_case).unwrap_or_else(|| numbered(part, 0))
    });
    let mut front = prefixed(&place, &parts.collect::<Vec<_>>().join("/"));
    let fits = |role: Role| role == Role::Essay || (is_path && role == Role::Path);
    if !fits(role(&format!("{front}-/"), config)) {
        // Among the pages of tags or of paths it would be taken for the text of one.
        front = slug::segment(&front).unwrap_or(front);
    }
    let ending = path.file_name().rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let named = [format!("{front}/"), format!("{front}-{ending}/")];
    let numbers = (0..).map(|number| format!("{front}-{}/", numbered(path.as_str(), number)));
    let free = |address: &String| fits(role(address, config)) && slug::comparable(address) != slug::comparable(wanted);
    let named = named.into_iter().map(|address| own_file::apart(&address).unwrap_or(address));
    let found = named.chain(numbers).filter(free).nth(step.saturating_sub(1));
    found.unwrap_or_default().into()
}

/// The old address that an alias is in a book whose aliases are read from the folder of their page: `x` stood beside
/// the page at `address`, `/x` below the first part of the addresses of its language.
pub fn former(alias: &str, address: &str, place: &Place<'_>) -> Option<String> {
    let above = address.trim_end_matches('/').rsplit_once('/').map_or("", |(above, _)| above);
    let folder = if alias.starts_with('/') { "" } else { above };
    let whole = path::joined(folder, alias).filter(|whole| !whole.is_empty())?;
    let own = whole.strip_prefix(place.prefix).is_some_and(|rest| place.prefix.is_empty() || rest.starts_with('/'));
    let end = if alias.ends_with('/') { "/" } else { "" };
    Some(format!("/{}{end}", if own { whole } else { prefixed(place, &whole) }))
}

/// Which of the essays are published among which one at `path` is, by its folder and its name.
pub fn publishes(path: &SourcePath, config: &Config) -> Publish {
    let build = &config.build;
    if build.publish_below.is_empty() {
        return build.publish;
    }
    let whole = told_path(path, config);
    let fits = |(front, publish): (&String, &Publish)| reach(front, &whole).map(|length| (length, *publish));
    let nearest = build.publish_below.iter().filter_map(fits).max_by_key(|(length, _)| *length);
    nearest.map_or(build.publish, |(_, publish)| publish)
}

/// Whether an essay at `path` is, or lies below, the folder or note `front`.
pub fn is_below(path: &SourcePath, front: &str, config: &Config) -> bool {
    reach(front, &told_path(path, config)).is_some()
}

/// The path of an essay, its name as a path where it is one.
fn told_path(path: &SourcePath, config: &Config) -> String {
    let name = filed::name(path.stem(), config);
    if path.folder().is_empty() { name.into_owned() } else { format!("{}/{name}", path.folder()) }
}

/// Eight letters and digits that stand for a text.
fn numbered(text: &str, number: u64) -> String {
    format!("{:08x}", xxh3_64_with_seed(text.as_bytes(), number) & 0xffff_ffff)
}

/// The part that the page at an address has in the book.
pub fn role(address: &str, config: &Config) -> Role {
    let whole = address;
    let address = &*slug::comparable(address);
    // The rest as it is written: what a tag is called is not its comparable form.
    let below = |folder: &str| {
        let (at, _) = whole.match_indices('/').nth(folder.matches('/').count())?;
        (slug::comparable(&whole[..at]) == slug::comparable(folder)).then(|| &whole[at + 1..])
    };
    match (below(config.tags.path.get_ref()), below(config.paths.path.get_ref())) {
        _ if address.is_empty() => Role::Home,
        _ if address == ARCHIVE => Role::Archive,
        _ if address == MAP => Role::Map,
        _ if address == SEARCH => Role::Search,
        _ if address == NOT_FOUND => Role::NotFound,
        (Some(""), _) => Role::Tags,
        (Some(rest), _) if rest.matches('/').count() >= config.limits.tag_levels as usize => Role::Essay,
        (Some(rest), _) => Role::Tag(rest.trim_end_matches('/').into()),
        (_, Some("")) => Role::Paths,
        (_, Some(_)) => Role::Path,
        (None, None) => Role::Essay,
    }
}

/// The address made of the path of an essay: by the pattern for its folder, or of its folders and its name, as
/// `by_name` has it with what is wrong there.
fn made(given: &Given<'_>, by_name: (&str, Vec<Diagnostic>), diagnostics: &mut Vec<Diagnostic>) -> String {
    let Given { place, meta, config, .. } = given;
    let rules = &config.addresses;
    let patterns = if place.is_section() { &rules.section_patterns } else { &rules.patterns };
    let patterns =
        patterns.iter().filter_map(|(folder, pattern)| Some((reach(folder, place.folder)?, folder, pattern)));
    let best = patterns.max().filter(|_| place.rank.is_none() || !place.folder.is_empty());
    let by_pattern = best.and_then(|(_, within, pattern)| {
        let filled = pattern::filled(pattern.get_ref(), &Given { within, ..*given })?;
        whole(&filled, config)
    });
    if let Some(address) = by_pattern {
        return prefixed(place, &address);
    }
    let other = meta.words(&rules.slug_field).next().filter(|_| place.rank.is_none());
    let slug = meta
        .slug
        .as_deref()
        .or(other.as_deref())
        .filter(|slug| slug::part(slug, rules.slugs, rules.keep_case).is_some());
    let mut address = if let Some(slug) = slug {
        by_path(given, Some(slug), diagnostics)
    } else {
        diagnostics.extend(by_name.1);
        by_name.0.to_owned()
    };
    if rules.html == Html::Page && place.rank.is_none() {
        address.pop();
        address.push_str(".html");
    }
    address
}

/// The address made of the folders and the name of an essay, or of `slug` in place of the name.
fn by_path(given: &Given<'_>, slug: Option<&str>, diagnostics: &mut Vec<Diagnostic>) -> String {
    let Given { path, place, config, .. } = given;
    let rules = &config.addresses;
    let name = match (rules.days, place.day) {
        _ if place.rank.is_some() => None,
        (Days::Cut, Some((_, rest))) => Some(rest),
        _ => Some(place.stem),
    };
    let mut part = |part: &str| {
        slug::part(part, rules.slugs, rules.keep_case).unwrap_or_else(|| {
            let number = numbered(part, 0);
            diagnostics.push(nameless(path, part, &number));
            number
        })
    };
    let (mount, folder) = match place.mount {
        Some((of, mount)) => (mount, place.folder.strip_prefix(of).unwrap_or(place.folder)),
        None => ("", place.folder),
    };
    let folders = folder.split('/').filter(|part| !part.is_empty());
    let mut folders: Vec<String> = folders.map(|folder| part(filed::unnumbered(folder, config))).collect();
    match (slug, name) {
        (Some(slug), name) => {
            // Zola and Hugo spell a slug as they spell a name.
            let by_rule = matches!(rules.slugs, SlugRule::Ascii | SlugRule::Hugo);
            let as_written = !by_rule && slug::is_safe(slug) && !slug.contains(char::is_whitespace);
            // The text of a folder gives that its name.
            if name.is_none() {
                folders.pop();
            }
            if as_written {
                folders.push(slug.to_owned());
            } else {
                folders.extend(slug.split('/').filter(|slug| !slug.is_empty()).map(&mut part));
            }
        }
        (None, Some(name)) if config.book.name_separator.is_empty() => {
            folders.push(part(filed::unnumbered(name, config)));
        }
        (None, Some(name)) => {
            let name = filed::name(name, config);
            folders.extend(name.split('/').filter(|name| !name.is_empty()).map(part));
        }
        (None, None) => {}
    }
    if rules.days == Days::Folders
        && slug.is_none()
        && let Some(parts) = folders.last().and_then(|name| dated(name))
    {
        folders.pop();
        folders.extend(parts);
    }
    if rules.days == Days::Cut
        && slug.is_none()
        && place.rank.is_some()
        && !place.is_section()
        && let Some(name) = folders.last_mut()
        && let Some((_, rest)) = When::prefix(name)
    {
        // In Zola the folder of a page may begin with its day as well.
        *name = rest.to_owned();
    }
    folders.splice(0..0, mount.split('/').filter(|part| !part.is_empty()).map(str::to_owned));
    let mut address = prefixed(place, "");
    for folder in folders {
        address.push_str(&folder);
        address.push('/');
    }
    address
}

/// The parts of a name that has a day at its front: year, month, day, and what follows, if anything does.
fn dated(name: &str) -> Option<Vec<String>> {
    let (_, day, rest) = When::front(name)?;
    let rest = rest.strip_prefix(['-', '_', ' ']).unwrap_or(rest);
    Some(day.split('-').chain(Some(rest).filter(|rest| !rest.is_empty())).map(str::to_owned).collect())
}

/// How near the folder of a pattern is to that of an essay: how long it is, if the essay lies in it.
fn reach(of: &str, folder: &str) -> Option<usize> {
    let of = of.trim_matches('/');
    match of.strip_prefix("**/") {
        Some(name) => folder.split('/').any(|part| part == name).then_some(of.len()),
        None if of.is_empty() => Some(0),
        None => folder.strip_prefix(of).filter(|rest| rest.is_empty() || rest.starts_with('/')).map(|_| of.len()),
    }
}

/// An address below the first part of those of its language.
fn prefixed(place: &Place<'_>, address: &str) -> String {
    if place.prefix.is_empty() { address.to_owned() } else { format!("{}/{address}", place.prefix) }
}

/// The address that is written in a field, as it is written: `/about/`, `about`, `About.html`. `None` if it is
/// none that a page can have.
fn whole(asked: &str, config: &Config) -> Option<String> {
    let rules = &config.addresses;
    let path = asked.trim().trim_start_matches('/');
    let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let ends = without_page_ending(path).len() != path.len();
    if parts.last().is_some_and(|last| without_page_ending(last) == "index" || (!ends && *last == "index")) {
        parts.pop();
        return joined(&parts, rules).map(|folder| if folder.is_empty() { folder } else { folder + "/" });
    }
    let address = joined(&parts, rules)?;
    Some(if ends || address.is_empty() { address } else { address + "/" })
}

fn joined(parts: &[&str], rules: &Addresses) -> Option<String> {
    let part = |part: &&str| match slug::is_safe(part) && !part.contains(char::is_whitespace) {
        true => Some(composed(part).into_owned()),
        false if matches!(*part, "." | "..") || part.contains(['\\', '\0']) => None,
        false => slug::part(part, rules.slugs, rules.keep_case),
    };
    Some(parts.iter().map(part).collect::<Option<Vec<String>>>()?.join("/"))
}
