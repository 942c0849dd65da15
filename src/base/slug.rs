//! Text made fit for addresses and for heading ids.

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::xxh3_64;

use crate::base::name::{case_folded, composed};
use crate::base::path::is_plain_segment;

/// File names may have 255 bytes on most systems; this leaves room for an ending.
const LONGEST_SEGMENT: usize = 200;

/// Names that Windows keeps for devices, with or without an ending.
pub const RESERVED: [&str; 22] = [
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
    let mut slug = cut(slug);
    if RESERVED.contains(&slug.as_str()) {
        slug.push('-');
    }
    Some(slug)
}

fn hyphenated(text: &str) -> String {
    // Of the whole text, since a Σ becomes another letter at the end of a word.
    hyphens(text.to_lowercase().chars())
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

/// `made` as it is, or cut to a length that file names may have. A number made of the whole then tells it from others
/// that begin alike.
fn cut(mut made: String) -> String {
    if made.len() > LONGEST_SEGMENT {
        let number = format!("-{:08x}", xxh3_64(made.as_bytes()) & 0xffff_ffff);
        made.truncate(made.floor_char_boundary(LONGEST_SEGMENT - number.len()));
        made.truncate(made.trim_end_matches(['-', '.', ' ']).len());
        made.push_str(&number);
    }
    made
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
    /// GitHub's: lower case, spaces as hyphens, `_` and `-` kept, everything else gone. So does Starlight.
    Github,
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
        SlugRule::Github => github(text.chars(), keep_case),
        SlugRule::AsNamed => text.to_owned(),
    };
    let kept: String = made.chars().filter(|c| !c.is_control() && !UNSAFE.contains(*c)).collect();
    let mut kept = cut(kept.trim_end_matches(['.', ' ']).to_owned());
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
    Blackfriday,
    GithubAscii,
    Gitbook,
    Hugo,
    Kramdown,
    Mdbook,
    Mkdocs,
    Vitepress,
    Zola,
    ZolaSafe,
}

impl IdRule {
    /// All rules.
    pub const ALL: [Self; 11] = [
        Self::Github,
        Self::Blackfriday,
        Self::GithubAscii,
        Self::Gitbook,
        Self::Hugo,
        Self::Kramdown,
        Self::Mdbook,
        Self::Mkdocs,
        Self::Vitepress,
        Self::Zola,
        Self::ZolaSafe,
    ];

    /// The id of a heading without anything that the rule keeps.
    pub fn empty(self) -> &'static str {
        match self {
            Self::Hugo | Self::GithubAscii | Self::Blackfriday => "heading",
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
/// - Blackfriday (which Hugo had before): lower case, letters and digits kept, every run of anything else one `-`.
/// - GitHub in ASCII (Hugo's `github-ascii`): the same, accents taken off and other scripts dropped.
/// - `GitBook`: lower case; letters, digits, `_` and `.` kept; every run of anything else one `-`.
/// - Hugo (its default): as GitHub, but marks that stand alone go, and so do fractions and raised digits.
/// - kramdown without GitHub's rules: ASCII only, nothing before the first letter.
/// - mdBook: as Hugo, but all white space becomes `-`.
/// - MkDocs (Python-Markdown): in ASCII, accents taken off; runs of spaces and hyphens become one `-`.
/// - VitePress: accents taken off; every run of signs and spaces one `-`; `_` before a digit in front.
/// - Zola (the crate `slug`): spelled in ASCII, every run of anything else one `-`.
/// - Zola with `slugify.anchors = "safe"` or `"off"`: white space becomes `_`.
pub fn heading(text: &str, rule: IdRule) -> String {
    let text = text.trim();
    match rule {
        IdRule::Github => github(text.chars(), false),
        IdRule::GithubAscii => github(text.nfd().filter(char::is_ascii), false),
        IdRule::Blackfriday => {
            let lower = text.chars().flat_map(char::to_lowercase).collect::<String>();
            let parts = |c: char| !c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
            let words = lower.split(parts).filter(|word| !word.is_empty());
            words.collect::<Vec<_>>().join("-")
        }
        IdRule::Hugo => {
            let kept = |c: &char| !unicode_normalization::char::is_combining_mark(*c) && !is_odd_number(*c);
            github(text.chars().filter(kept), false)
        }
        IdRule::Gitbook => {
            let lower = text.to_lowercase();
            let kept =
                |c: char| c.is_alphanumeric() || "_.".contains(c) || unicode_normalization::char::is_combining_mark(c);
            let words = lower.split(|c| !kept(c)).filter(|word| !word.is_empty());
            words.collect::<Vec<_>>().join("-")
        }
        IdRule::Mdbook => {
            let spaced = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
            github(spaced.filter(|c| !unicode_normalization::char::is_combining_mark(*c)), false)
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
        IdRule::Vitepress => vitepress(text),
        IdRule::Zola => {
            let spelled = deunicode::deunicode(text).to_ascii_lowercase();
            let words = spelled.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
            words.collect::<Vec<_>>().join("-")
        }
        IdRule::ZolaSafe => text.chars().map(|c| if c.is_ascii_whitespace() { '_' } else { c }).collect(),
    }
}

/// Whether a sign is a number without being a digit: `²`, `½`, `①`.
fn is_odd_number(c: char) -> bool {
    matches!(c, '\u{b2}'..='\u{be}' | '\u{2070}'..='\u{2089}' | '\u{2150}'..='\u{215f}' | '\u{2460}'..='\u{24ff}' | '\u{2776}'..='\u{2793}')
        && !c.is_alphabetic()
}

fn github(text: impl Iterator<Item = char>, keep_case: bool) -> String {
    let kept: String = text
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '_' | '-' => Some(c),
            _ if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) => Some(c),
            _ => None,
        })
        .collect();
    if keep_case { kept } else { kept.chars().flat_map(char::to_lowercase).collect() }
}

/// Signs, controls and spaces as hyphens, one for each run; accents that can be taken off are gone.
fn vitepress(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    for c in text.nfkd() {
        match c {
            '\u{300}'..='\u{36f}' => {}
            c if c.is_control() => {}
            c if c.is_whitespace() || VITEPRESS_SIGNS.contains(c) => {
                if !id.ends_with('-') {
                    id.push('-');
                }
            }
            c => id.push(c),
        }
    }
    let id = id.trim_matches('-').to_lowercase();
    if id.starts_with(|c: char| c.is_ascii_digit()) { format!("_{id}") } else { id }
}

/// What VitePress takes for a gap in an id.
const VITEPRESS_SIGNS: &str = "~`!@#$%^&*()-_+=[]{}|\\;:\"'“”‘’<>,.?/";

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
        // What differs only at the end stays apart, and what is one in short is one at any length.
        let long = |end: &str| made(&format!("{} {end}", "x".repeat(300)));
        assert_eq!((long("one").len(), long("one")), (200, long("One!")));
        assert_ne!(long("one"), long("two"));
        assert_eq!(segment(".."), None);
    }

    #[test]
    fn parts_of_addresses_follow_their_rule() {
        use super::{SlugRule, part};
        use SlugRule::{AsNamed, Ascii, Github, Hugo, Quartz, Unicode};
        let rules = [Unicode, Ascii, Hugo, Quartz, Github, AsNamed];
        for (text, made) in [
            (
                "First_Step 2.0",
                [
                    "first-step-2-0",
                    "first-step-2-0",
                    "first_step-2.0",
                    "First_Step-2.0",
                    "first_step-20",
                    "First_Step 2.0",
                ],
            ),
            ("Q & A?", ["q-a", "q-a", "q-a", "Q--and--A", "q--a", "Q & A"]),
            ("Élan", ["élan", "elan", "élan", "Élan", "élan", "Élan"]),
            ("a: b.", ["a-b", "a-b", "a-b", "a-b", "a-b", "a b"]),
            ("con.x", ["con-x", "con-x", "con-.x", "con-.x", "conx", "con-.x"]),
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
        for (text, ids) in [
            (
                "Hello, World!",
                "hello-world hello-world hello-world hello-world hello-world hello-world hello-world hello-world hello-world hello-world Hello,_World!",
            ),
            ("A & B", "a--b a-b a--b a-b a--b a--b a--b a-b a-b a-b A_&_B"),
            (
                "Élan vital",
                "élan-vital élan-vital elan-vital élan-vital élan-vital lan-vital élan-vital elan-vital elan-vital elan-vital Élan_vital",
            ),
            ("foo_bar", "foo_bar foo-bar foo_bar foo_bar foo_bar foobar foo_bar foo_bar foo-bar foo-bar foo_bar"),
            ("1. A  - b", "1-a----b 1-a-b 1-a----b 1.-a-b 1-a----b a----b 1-a----b 1-a-b _1-a-b 1-a-b 1._A__-_b"),
            ("日本", "日本 日本 . 日本 日本 . 日本 . 日本 ri-ben 日本"),
            ("हिन्दी", "हिन्दी ह-न-द . हिन्दी हनद . हनद . हिन्दी hindii हिन्दी"),
            ("x² ½", "x²-½ x²-½ x- x²-½ x- x- x²-½ x2-12 x2-1⁄2 x2-1-2 x²_½"),
            ("!?", ". . . . . . . . . . !?"),
        ] {
            // A dot stands for an id without anything in it.
            let ids: Vec<&str> = ids.split(' ').map(|id| if id == "." { "" } else { id }).collect();
            let made = IdRule::ALL.map(|rule| heading(text, rule));
            assert_eq!(made.to_vec(), ids, "{text}");
        }
        assert_eq!([IdRule::Hugo, IdRule::Blackfriday].map(|rule| heading("m² of ½", rule)), ["m-of-", "m²-of-½"]);
    }
}
