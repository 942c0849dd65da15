//! What a folder holds: the essays and folders right in it, for the page that stands for the folder.
//!
//! A folder is known by its section: the address that its page has by itself, without the `/` at its end.
//! An essay beside a folder of the same name stands for that folder too.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::base::config::Config;
use crate::base::path::{SourcePath, last_part};
use crate::base::slug;
use crate::gather::card::Card;
use crate::read::front_matter::{Order, Rank};
use crate::read::permalink::{Place, Role, filed};

/// Something right in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Child {
    Essay(Arc<Card>),
    /// A folder, by one of the essays in it.
    Folder {
        section: Arc<str>,
        path: SourcePath,
    },
}

/// Puts essays in an order. Without a weight they come after those that have one.
pub fn sort(order: Order, cards: &mut [&Arc<Card>]) {
    let weight = |card: &Card| {
        card.weight.filter(|_| order == Order::Usual).map_or((true, Rank::default()), |rank| (false, rank))
    };
    let date = |card: &Card| Reverse(card.date.filter(|_| order != Order::Title));
    cards.sort_by_cached_key(|card| (weight(card), date(card), card.title.to_lowercase(), card.path.clone()));
}

/// The section that an address in its folder is; empty for that of the whole book.
pub fn named(address: &str) -> String {
    slug::comparable(address.trim_end_matches('/'))
}

/// Where an essay is filed: in the folder that it lies in, and that folder in the one above, up to the
/// whole book.
pub fn places(card: &Arc<Card>) -> Vec<(Arc<str>, Child)> {
    let lists = matches!(card.role, Role::Essay) && !card.unlisted;
    let own = named(&card.section);
    if !lists || own.is_empty() {
        return Vec::new();
    }
    let (mut above, _) = own.rsplit_once('/').unwrap_or(("", &own));
    let mut places = vec![(Arc::from(above), Child::Essay(card.clone()))];
    while !above.is_empty() {
        let folder = above;
        above = above.rsplit_once('/').map_or("", |(above, _)| above);
        places.push((above.into(), Child::Folder { section: folder.into(), path: card.path.clone() }));
    }
    places
}

/// What a folder is called that has no essay to say so, as the files in it spell it.
pub fn title(section: &str, path: &SourcePath, config: &Config) -> String {
    let place = Place::of(path, config);
    // The language of the file may stand in its section and not in its path, and the other way round.
    let inner = section.strip_prefix(place.prefix).map_or(section, |inner| inner.trim_start_matches('/'));
    if inner.is_empty() && !config.book.title.is_empty() {
        return config.book.title.clone();
    }
    let depth = inner.split('/').filter(|part| !part.is_empty()).count();
    // What has an address of its own stands there for its folder, and a name may be several parts.
    let (mount, folder) = match place.mount {
        Some((of, mount)) => (mount, place.folder.strip_prefix(of).unwrap_or(place.folder)),
        None => ("", place.folder),
    };
    let file = match config.book.name_separator.as_str() {
        "" => path.file_name().into(),
        _ => filed::name(place.stem, config),
    };
    // Parts without a letter have no part in a section.
    let parts = mount.split('/').chain(folder.split('/')).chain(file.split('/'));
    let parts = parts.filter(|part| slug::segment(part).is_some());
    let name = parts.take(depth).last().unwrap_or_else(|| last_part(section));
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::{named, title};
    use crate::base::config::Config;
    use crate::base::path::SourcePath;

    #[test]
    fn folders_are_known_by_their_addresses() {
        assert_eq!((named("a-b/c/"), named("")), ("a-b/c".into(), String::new()));
        let titled = |section, path, settings| title(section, &SourcePath::new(path), &Config::parse(settings).0);
        assert_eq!(titled("my-notes/deep_er", "My-notes/deep_er/x.md", ""), "Deep er");
        let languages = "[languages.fr]\n[languages.en]\nfolder = \"english\"\n";
        assert_eq!(titled("fr/les-pages", "les-pages/x.fr.md", languages), "Les pages");
        assert_eq!(titled("pages", "english/pages/x.md", languages), "Pages");
        let notes = "[book]\nname-separator = \".\"\n[addresses.folders]\nvault = \"\"\n";
        assert_eq!(titled("garden/beds", "vault/garden.beds.first.md", notes), "Beds");
        assert_eq!(titled("fr", "fr/x.md", languages), "Fr");
        let named = format!("[book]\ntitle = \"Doors\"\n{languages}");
        assert_eq!(titled("fr", "fr/x.md", &named), "Doors");
    }
}
