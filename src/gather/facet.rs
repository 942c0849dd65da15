//! What is derived from several groups and shown on many pages.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use crate::base::config::Config;
use crate::base::tag::Tag;
use crate::gather::card::Card;
use crate::gather::facts::Listing;
use crate::gather::vocabulary::Vocabulary;
use crate::read::permalink::Role;

/// How many essays count as recent: as many as a feed has entries.
pub const RECENT: usize = 20;

/// How many tags count as frequent: as many as a column at the side of a page can hold.
pub const FREQUENT: usize = 80;

/// What others may show of a tag.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TagCard {
    pub tag: Tag,
    /// The title of the tag's own text, or the spelling that was used first.
    pub label: Arc<str>,
    pub description: Option<Arc<str>>,
    /// The address of its page below the root of the site.
    pub address: Arc<str>,
    /// The tag that its text names as broader, and those that name it so or that it is near to.
    pub broader: Option<Tag>,
    pub narrower: Vec<Tag>,
    pub see_also: Vec<Tag>,
    /// Other words for it.
    pub synonyms: Vec<Tag>,
    /// How many essays have it.
    pub count: usize,
}

impl TagCard {
    /// What is shown of it where its essays are not counted: a new essay would make every page with
    /// that tag again.
    pub fn face(&self) -> Self {
        Self { count: 0, ..self.clone() }
    }
}

/// The address of the page of `tag`.
pub fn tag_address(tag: &Tag, config: &Config) -> String {
    [config.tags.path.get_ref(), "/", tag.as_str(), "/"].concat()
}

/// The card of `tag`, if an essay has it or a text explains it.
pub fn tag_card(
    tag: &Tag,
    listings: &[Listing],
    text: Option<&Card>,
    vocabulary: &Vocabulary,
    config: &Config,
) -> Option<TagCard> {
    let own = listings.iter().rfind(|listing| listing.tag == *tag);
    let first_spelling = own.or(listings.last()).map(|listing| listing.spelling.clone());
    let mut paths: Vec<_> = listings.iter().map(|listing| &listing.path).collect();
    paths.dedup();
    let term = vocabulary.terms().get(tag);
    let label = term.and_then(|term| term.label.clone()).or(text.map(|card| card.title.clone())).or(first_spelling)?;
    Some(TagCard {
        label,
        description: text.and_then(|card| card.description.clone()),
        address: tag_address(tag, config).into(),
        broader: vocabulary.broader(tag).cloned(),
        narrower: vocabulary.narrower(tag).cloned().collect(),
        see_also: vocabulary.see_also(tag),
        synonyms: vocabulary.synonyms_of(tag).cloned().collect(),
        count: paths.len(),
        tag: tag.clone(),
    })
}

/// The tags of most essays, [`FREQUENT`] at most, by slug. They are shown on every page, so they come
/// without their counts.
pub fn frequent(tags: &BTreeMap<Tag, TagCard>) -> Vec<TagCard> {
    let mut most: Vec<_> = tags.values().map(|card| (Reverse(card.count), &card.tag)).collect();
    most.sort_unstable();
    let most: BTreeSet<_> = most.into_iter().take(FREQUENT).map(|(_, tag)| tag).collect();
    most.into_iter().filter_map(|tag| tags.get(tag)).map(TagCard::face).collect()
}

/// The dated essays just newer and just older than `card`, which may be one of `listed` or not. What no
/// list of essays names has none.
pub fn neighbours<'a>(
    listed: &'a BTreeSet<Arc<Card>>,
    card: &Arc<Card>,
) -> (Option<&'a Arc<Card>>, Option<&'a Arc<Card>>) {
    if card.date.is_none() || card.unlisted || card.role != Role::Essay {
        return (None, None);
    }
    let newer = listed.range::<Arc<Card>, _>(..card).next_back();
    let older = listed.range::<Arc<Card>, _>((Bound::Excluded(card), Bound::Unbounded)).next();
    (newer, older.filter(|card| card.date.is_some()))
}
