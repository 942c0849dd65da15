//! Patterns of addresses: `/:year/:month/:slug/`.

/// The words that can stand in a pattern after a colon: parts of the date, with what `strftime` calls them …
pub const DATES: [(&str, &str); 18] = [
    ("year", "%Y"),
    ("short_year", "%y"),
    ("month", "%m"),
    ("i_month", "%-m"),
    ("monthname", "%B"),
    ("long_month", "%B"),
    ("short_month", "%^b"),
    ("day", "%d"),
    ("i_day", "%-d"),
    ("yearday", "%-j"),
    ("y_day", "%j"),
    ("weekday", "%w"),
    ("w_day", "%u"),
    ("weekdayname", "%A"),
    ("long_day", "%A"),
    ("short_day", "%^a"),
    ("week", "%V"),
    ("w_year", "%G"),
];

/// … and parts of the essay.
const NAMES: [&str; 14] = [
    "section",
    "sections",
    "title",
    "slug",
    "filename",
    "contentbasename",
    "slugorfilename",
    "slugorcontentbasename",
    "name",
    "slugorname",
    "path",
    "collection",
    "categories",
    "output_ext",
];

/// A pattern of Jekyll's in our words: its title and its slug are both the slug or the name without the day.
pub fn from_jekyll(pattern: &str) -> String {
    let ours = |word: &str| match word {
        "title" | "slug" => "slugorname".to_owned(),
        word => word.to_owned(),
    };
    words(pattern).map(|(text, word)| word.map_or_else(|| text.to_owned(), |word| format!(":{}", ours(word)))).collect()
}

/// The first word after a colon in `pattern` that means nothing.
pub fn unknown(pattern: &str) -> Option<&str> {
    let known = |word: &&str| NAMES.contains(word) || DATES.iter().any(|(name, _)| name == word);
    words(pattern).filter_map(|(_, word)| word).find(|word| !known(word))
}

/// Every word that means something in a pattern.
pub fn known() -> Vec<&'static str> {
    DATES.iter().map(|(name, _)| *name).chain(NAMES).collect()
}

/// The text before each word of a pattern, with that word.
pub fn words(pattern: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut parts = pattern.split(':');
    let first = parts.next().map(|text| (text, None));
    let words = parts.flat_map(|part| {
        let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(part.len());
        [("", Some(&part[..end])), (&part[end..], None)]
    });
    first.into_iter().chain(words)
}
