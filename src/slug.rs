//! Text made fit for addresses and for heading ids.

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use crate::name::{case_folded, composed};
use crate::source::is_plain_segment;

/// File names may have 255 bytes on most systems; this leaves room for an ending.
const LONGEST_SEGMENT: usize = 200;

/// Names that Windows keeps for devices, with or without an ending.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// One segment of an address: lower case, letters and digits of any script kept, every other run
/// as one hyphen. Text without letters or digits is spelled out (`🎉` → `tada`); `None` if even
/// that leaves nothing.
pub fn segment(text: &str) -> Option<String> {
    let slug = hyphenated(&composed(text));
    let slug = if slug.is_empty() { hyphenated(&deunicode::deunicode(text)) } else { slug };
    if slug.is_empty() {
        return None;
    }
    let mut slug = cut(slug, LONGEST_SEGMENT);
    if RESERVED.contains(&slug.as_str()) {
        slug.push('-');
    }
    Some(slug)
}

fn hyphenated(text: &str) -> String {
    hyphens(text.chars().flat_map(char::to_lowercase))
}

fn hyphens(text: impl Iterator<Item = char>) -> String {
    let mut slug = String::new();
    for c in text {
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            slug.push(c);
        } else if c != '\'' && c != '’' && !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

fn cut(mut text: String, most: usize) -> String {
    if text.len() > most {
        text.truncate(text.floor_char_boundary(most));
        text.truncate(text.trim_end_matches('-').len());
    }
    text
}

/// By which rule the names of files become parts of addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlugRule {
    /// That of [`segment`].
    #[default]
    Unicode,
    /// Spelled in ASCII, as Zola does it.
    Ascii,
    /// Hugo's: letters, digits, marks and `._#+~-@` kept, white space as one hyphen, everything else gone.
    Hugo,
    /// Quartz's: spaces as hyphens, `&` and `%` spelled out, `?` and `#` gone, capitals kept.
    Quartz,
    /// As the file is called, without what Windows cannot have in a name.
    AsNamed,
}

/// One part of an address by a rule, which is safe in any file system; `None` if nothing is left. With
/// `keep_case` capitals stay.
pub fn part(text: &str, rule: SlugRule, keep_case: bool) -> Option<String> {
    let text = &*composed(text);
    let lower = |text: String| if keep_case { text } else { text.to_lowercase() };
    let made = match rule {
        SlugRule::Unicode if !keep_case => return segment(text),
        SlugRule::Unicode => hyphens(text.chars()),
        SlugRule::Ascii => heading(text, IdRule::Zola),
        SlugRule::Hugo => lower(hugo(text)),
        SlugRule::Quartz => {
            let spaced: String = text.chars().map(|c| if c.is_whitespace() { '-' } else { c }).collect();
            spaced.replace('&', "-and-").replace('%', "-percent").replace(['?', '#'], "")
        }
        SlugRule::AsNamed => text.to_owned(),
    };
    let kept: String = made.chars().filter(|c| !c.is_control() && !UNSAFE.contains(*c)).collect();
    let mut kept = cut(kept.trim_end_matches(['.', ' ']).to_owned(), LONGEST_SEGMENT);
    if is_reserved(&kept) {
        // Windows looks at what stands before the first dot.
        kept.insert(kept.find('.').unwrap_or(kept.len()), '-');
    }
    is_safe(&kept).then_some(kept)
}

/// What Windows cannot have in the name of a file, and what parts a path.
const UNSAFE: &str = "<>:\"/\\|?*";

/// Whether `part` can stand in an address as it is: in the name of a file on any system, and in nobody's way.
pub fn is_safe(part: &str) -> bool {
    is_plain_segment(part)
        && part.len() <= LONGEST_SEGMENT
        && !part.contains(|c: char| c.is_control() || UNSAFE.contains(c))
        && !part.ends_with(['.', ' '])
        && !part.starts_with(' ')
        && !is_reserved(part)
}

fn is_reserved(part: &str) -> bool {
    RESERVED.contains(&part.split('.').next().unwrap_or_default().to_lowercase().as_str())
}

fn hugo(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if "._#+~-@".contains(c) || c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            if gap && c != '-' {
                slug.push('-');
            }
            gap = false;
            slug.push(c);
        } else if c.is_whitespace() {
            gap = !slug.is_empty() && !slug.ends_with('-');
        }
    }
    slug
}

/// By which rule the ids of headings are made. GitHub's is also that of Quartz, Docusaurus, Starlight,
/// Jekyll and most editors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdRule {
    #[default]
    Github,
    GithubAscii,
    Hugo,
    Kramdown,
    Mdbook,
    Mkdocs,
    Zola,
    ZolaSafe,
}

impl IdRule {
    /// All rules.
    pub const ALL: [Self; 8] = [
        Self::Github,
        Self::GithubAscii,
        Self::Hugo,
        Self::Kramdown,
        Self::Mdbook,
        Self::Mkdocs,
        Self::Zola,
        Self::ZolaSafe,
    ];

    /// The id of a heading without anything that the rule keeps.
    pub fn empty(self) -> &'static str {
        match self {
            Self::Hugo | Self::GithubAscii => "heading",
            _ => "section",
        }
    }

    /// What stands before the number of an id that is wanted a second time.
    pub fn counter(self) -> &'static str {
        match self {
            Self::Mkdocs => "_",
            _ => "-",
        }
    }
}

/// A heading's id. Empty for a heading without anything that the rule keeps.
///
/// - GitHub (as github-slugger implements it): lower case; letters, marks, digits, `_` and `-` kept;
///   a space becomes `-`; everything else goes; runs are not collapsed.
/// - GitHub in ASCII (Hugo's `github-ascii`): the same, accents taken off and other scripts dropped.
/// - Hugo (its default): as GitHub, but marks that stand alone go.
/// - kramdown without GitHub's rules: ASCII only, nothing before the first letter.
/// - mdBook: as Hugo, but all white space becomes `-`.
/// - MkDocs (Python-Markdown): in ASCII, accents taken off; runs of spaces and hyphens become one `-`.
/// - Zola (the crate `slug`): spelled in ASCII, every run of anything else one `-`.
/// - Zola with `slugify.anchors = "safe"` or `"off"`: white space becomes `_`.
pub fn heading(text: &str, rule: IdRule) -> String {
    let text = text.trim();
    match rule {
        IdRule::Github => github(text.chars()),
        IdRule::GithubAscii => github(text.nfd().filter(char::is_ascii)),
        IdRule::Hugo => github(text.chars().filter(|c| !unicode_normalization::char::is_combining_mark(*c))),
        IdRule::Mdbook => {
            let spaced = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
            github(spaced.filter(|c| !unicode_normalization::char::is_combining_mark(*c)))
        }
        IdRule::Kramdown => {
            let text = text.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
            let kept = text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'));
            kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
        }
        IdRule::Mkdocs => {
            let kept =
                text.nfkd().filter(|c| c.is_ascii_alphanumeric() || c.is_ascii_whitespace() || "_-".contains(*c));
            let kept: String = kept.map(|c| c.to_ascii_lowercase()).collect();
            let mut id = String::with_capacity(kept.len());
            for c in kept.trim().chars() {
                match c {
                    '-' | ' ' | '\t' | '\n' | '\r' if id.ends_with('-') => {}
                    c if c.is_whitespace() => id.push('-'),
                    c => id.push(c),
                }
            }
            id
        }
        IdRule::Zola => {
            let spelled = deunicode::deunicode(text).to_ascii_lowercase();
            let words = spelled.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
            words.collect::<Vec<_>>().join("-")
        }
        IdRule::ZolaSafe => text.chars().map(|c| if c.is_ascii_whitespace() { '_' } else { c }).collect(),
    }
}

fn github(text: impl Iterator<Item = char>) -> String {
    text.flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '_' | '-' => Some(c),
            _ if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) => Some(c),
            _ => None,
        })
        .collect()
}

/// The form in which output addresses are compared, so that no two of them meet on a file system
/// that ignores case or normalisation.
pub fn comparable(address: &str) -> String {
    case_folded(&composed(address))
}

/// Whether `name` is written for a machine rather than for readers: without spaces or capitals.
pub fn is_slug_like(name: &str) -> bool {
    !name.chars().any(|c| c.is_uppercase() || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::{IdRule, heading, segment};

    #[test]
    fn segments_are_usable_addresses() {
        let made = |text: &str| segment(text).unwrap_or_default();
        assert_eq!(made("The Mirror Test"), "the-mirror-test");
        assert_eq!(made("E\u{301}lan  vital!"), "\u{e9}lan-vital");
        assert_eq!(made("Don't stop"), "dont-stop");
        assert_eq!(made("日本"), "日本");
        assert_eq!(made("🎉"), "tada");
        assert_eq!(made("CON"), "con-");
        assert_eq!(made(&"x".repeat(300)).len(), 200);
        assert_eq!(segment(".."), None);
    }

    #[test]
    fn parts_of_addresses_follow_their_rule() {
        use super::{SlugRule, part};
        use SlugRule::{AsNamed, Ascii, Hugo, Quartz, Unicode};
        let rules = [Unicode, Ascii, Hugo, Quartz, AsNamed];
        for (text, made) in [
            (
                "First_Step 2.0",
                ["first-step-2-0", "first-step-2-0", "first_step-2.0", "First_Step-2.0", "First_Step 2.0"],
            ),
            ("Q & A?", ["q-a", "q-a", "q-a", "Q--and--A", "Q & A"]),
            ("Élan", ["élan", "elan", "élan", "Élan", "Élan"]),
            ("a: b.", ["a-b", "a-b", "a-b", "a-b", "a b"]),
            ("con.x", ["con-x", "con-x", "con-.x", "con-.x", "con-.x"]),
        ] {
            assert_eq!(rules.map(|rule| part(text, rule, false).unwrap_or_default()), made, "{text}");
        }
        assert_eq!(part("A B", Unicode, true).as_deref(), Some("A-B"));
        assert_eq!(part("A B", Hugo, true).as_deref(), Some("A-B"));
        for rule in rules {
            assert_eq!(part("..", rule, false), None);
        }
    }

    #[test]
    fn heading_ids_follow_their_rule() {
        for (text, github, ascii, hugo, kramdown, mdbook, mkdocs, zola, safe) in [
            (
                "Hello, World!",
                "hello-world",
                "hello-world",
                "hello-world",
                "hello-world",
                "hello-world",
                "hello-world",
                "hello-world",
                "Hello,_World!",
            ),
            ("A & B", "a--b", "a--b", "a--b", "a--b", "a--b", "a-b", "a-b", "A_&_B"),
            (
                "Élan vital",
                "élan-vital",
                "elan-vital",
                "élan-vital",
                "lan-vital",
                "élan-vital",
                "elan-vital",
                "elan-vital",
                "Élan_vital",
            ),
            ("foo_bar", "foo_bar", "foo_bar", "foo_bar", "foobar", "foo_bar", "foo_bar", "foo-bar", "foo_bar"),
            ("1. A  - b", "1-a----b", "1-a----b", "1-a----b", "a----b", "1-a----b", "1-a-b", "1-a-b", "1._A__-_b"),
            ("日本", "日本", "", "日本", "", "日本", "", "ri-ben", "日本"),
            ("हिन्दी", "हिन्दी", "", "हनद", "", "हनद", "", "hindii", "हिन्दी"),
            ("!?", "", "", "", "", "", "", "", "!?"),
        ] {
            let made = IdRule::ALL.map(|rule| heading(text, rule));
            assert_eq!(made, [github, ascii, hugo, kramdown, mdbook, mkdocs, zola, safe], "{text}");
        }
    }
}
