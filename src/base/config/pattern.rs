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
const NAMES: [&str; 15] = [
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
    "slugified_categories",
    "output_ext",
];

/// A pattern of Jekyll's in our words: its title and its slug are both the slug or the name without the day.
pub fn from_jekyll(pattern: &str) -> String {
    let ours = |word: &str| match word {
        "title" | "slug" => "slugorname".to_owned(),
        word => word.to_owned(),
    };
    words(pattern)
        .map(|(text, word)| text.to_owned() + &word.map_or_else(String::new, |word| format!(":{}", ours(word))))
        .collect()
}

/// An address with fields of Eleventy's in it (`/blog/{{ page.fileSlug }}/`) as a pattern; `None` if what is to be
/// filled in is not known here.
pub fn from_template(address: &str) -> Option<String> {
    let mut pattern = String::new();
    let mut rest = address;
    while let Some((before, after)) = rest.split_once("{{") {
        let (inside, after) = after.split_once("}}")?;
        pattern.push_str(before);
        let mut parts = inside.trim_matches('-').split('|').map(str::trim);
        let field = parts.next().unwrap_or_default();
        let filters: Vec<&str> = parts.collect();
        let slugs = ["slug", "slugify", "url", "urlize", "lower", "downcase"];
        match field {
            "page.fileSlug" if filters.iter().all(|filter| slugs.contains(filter)) => pattern.push_str(":name"),
            "title" if filters.iter().all(|filter| slugs.contains(filter)) => pattern.push_str(":title"),
            "slug" if filters.iter().all(|filter| slugs.contains(filter)) => pattern.push_str(":slug"),
            "page.date" | "date" => pattern.push_str(&dated(filters.first().filter(|_| filters.len() == 1)?)?),
            _ => return None,
        }
        rest = after;
    }
    let plain = !address.is_empty() && !rest.contains("{%") && !pattern.contains("{%");
    plain.then(|| pattern + rest)
}

/// The words of a pattern for a filter like `date: "%Y/%m/%d"`.
fn dated(filter: &str) -> Option<String> {
    let format = filter.strip_prefix("date")?.trim_start_matches([':', '(']).trim_end_matches(')');
    let mut rest = format.trim().trim_matches(['"', '\'']);
    let mut words = String::new();
    while let Some(at) = rest.find('%') {
        let (word, format) = DATES.iter().find(|(_, format)| rest[at..].starts_with(format))?;
        words = format!("{words}{}:{word}", &rest[..at]);
        rest = &rest[at + format.len()..];
    }
    Some(words + rest)
}

/// The first word after a colon in `pattern` that means nothing.
pub fn unknown(pattern: &str) -> Option<&str> {
    let known = |word: &&str| match word.split_once('[') {
        Some((name, _)) => name == "sections" && sliced::<&str>(&[], word).is_some(),
        None => NAMES.contains(word) || DATES.iter().any(|(name, _)| name == word),
    };
    words(pattern).filter_map(|(_, word)| word).find(|word| !known(word))
}

/// Every word that means something in a pattern.
pub fn known() -> Vec<&'static str> {
    DATES.iter().map(|(name, _)| *name).chain(NAMES).collect()
}

/// Those of `parts` that a word with brackets behind it means, as in Hugo: `sections[0]`, `sections[last]`,
/// `sections[1:]`, `sections[:last]` (all but the last) and `sections[1:2]` (from the second to the third). All of
/// them without brackets; `None` if there is something else in these.
pub fn sliced<'a, T>(parts: &'a [T], word: &str) -> Option<&'a [T]> {
    let Some((_, inside)) = word.split_once('[') else { return Some(parts) };
    let inside = inside.strip_suffix(']')?;
    let last = parts.len().saturating_sub(1);
    let number = |text: &str| if text == "last" { Some(last) } else { text.parse::<usize>().ok() };
    let (from, to) = match inside.split_once(':') {
        None => (number(inside)?, number(inside)?.checked_add(1)?),
        Some((from, to)) => {
            let to = match to {
                "" => parts.len(),
                "last" => last,
                number => number.parse::<usize>().ok()?.checked_add(1)?,
            };
            (if from.is_empty() { 0 } else { number(from)? }, to)
        }
    };
    let to = to.min(parts.len());
    Some(&parts[from.min(to)..to])
}

/// The text before each word of a pattern, with that word and what stands in brackets behind it.
pub fn words(pattern: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut rest = Some(pattern);
    std::iter::from_fn(move || {
        let Some((text, after)) = rest?.split_once(':') else { return rest.take().map(|text| (text, None)) };
        let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
        // Brackets may have a colon in them that begins no word.
        let end = after[end..].strip_prefix('[').and_then(|inner| inner.find(']')).map_or(end, |at| end + at + 2);
        let (word, after) = after.split_at(end);
        rest = Some(after);
        Some((text, Some(word)))
    })
}

#[cfg(test)]
mod tests {
    use super::{from_template, sliced, unknown, words};

    #[test]
    fn fields_in_an_address_are_words_of_a_pattern() {
        for (address, pattern) in [
            ("blog/{{ page.fileSlug }}/index.html", Some("blog/:name/index.html")),
            ("/{{ title | slugify }}/", Some("/:title/")),
            ("/{{ page.date | date: '%Y/%m' }}/{{ page.fileSlug | slug }}/", Some("/:year/:month/:name/")),
            ("/about/", Some("/about/")),
            ("/{{ section }}/", None),
            ("/{% if draft %}x{% endif %}/", None),
            ("/{{ title | shout }}/", None),
            ("", None),
        ] {
            assert_eq!(from_template(address).as_deref(), pattern, "{address}");
        }
    }

    #[test]
    fn parts_of_a_list_are_named_by_their_places() {
        let parts = ["posts", "a", "b", "c"];
        for (word, some) in [
            ("sections", &parts[..]),
            ("sections[0]", &parts[..1]),
            ("sections[last]", &parts[3..]),
            ("sections[1:]", &parts[1..]),
            ("sections[:last]", &parts[..3]),
            ("sections[1:2]", &parts[1..3]),
            ("sections[7]", &parts[4..]),
        ] {
            assert_eq!(sliced(&parts, word), Some(some), "{word}");
            assert_eq!(unknown(&format!("/:year/:{word}/:slug/")), None, "{word}");
        }
        assert_eq!(unknown("/:sections[x]/"), Some("sections[x]"));
        assert_eq!(unknown("/:title[0]/"), Some("title[0]"));
        let found: Vec<_> = words("/:sections[1:]/x-:slug").collect();
        assert_eq!(found, [("/", Some("sections[1:]")), ("/x-", Some("slug")), ("", None)]);
    }
}
