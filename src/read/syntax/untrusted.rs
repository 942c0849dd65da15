//! What a text may hold that nobody vouches for (`untrusted = true`): elements that only show something, and addresses
//! that only lead somewhere.
//!
//! The HTML of a whole text is cleaned when its page is made, after all else, so that it makes no difference where a
//! piece of it comes from.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::Builder;

/// What addresses may begin with that lead out of the book.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Elements that ammonia leaves out and crosslight writes itself, or writers have a use for. All of them only show.
const MORE: [&str; 15] = [
    "audio",
    "dfn",
    "figcaption",
    "figure",
    "input",
    "mark",
    "object",
    "picture",
    "section",
    "source",
    "summary",
    "track",
    "video",
    "details",
    "math",
];

/// Elements of formulas.
const OF_FORMULAS: [&str; 25] = [
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];

/// What every element may say of itself.
const ATTRIBUTES: [&str; 12] = [
    "id",
    "class",
    "title",
    "lang",
    "dir",
    "role",
    "aria-label",
    "aria-hidden",
    "style",
    "data-callout",
    "data-callout-metadata",
    "data-task",
];

/// What elements of formulas may say besides.
const ATTRIBUTES_OF_FORMULAS: [&str; 14] = [
    "depth",
    "displaystyle",
    "height",
    "largeop",
    "linethickness",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "scriptlevel",
    "stretchy",
    "symmetric",
    "width",
    "display",
];

/// Endings of files that are only shown, heard, read or saved, in any browser and on any server. All others are left out, since
/// nobody knows the whole list of what some server runs or obeys. Formats made of XML are none, whatever they are for: a
/// browser may find a program in each.
#[rustfmt::skip]
const SHOWN: [&str; 69] = [
    // Pictures
    "png", "jpg", "jpeg", "jfif", "gif", "webp", "avif", "apng", "bmp", "ico", "tif", "tiff", "heic", "jxl",
    // Films, their titles, and sounds
    "mp4", "m4v", "webm", "ogv", "mov", "mkv", "vtt", "srt", "mp3", "m4a", "ogg", "oga", "opus", "wav", "flac", "aac", "3gp",
    // Fonts
    "woff", "woff2", "ttf", "otf",
    // Documents
    "pdf", "epub", "docx", "xlsx", "pptx", "odt", "ods", "odp",
    // Data
    "txt", "csv", "tsv", "json", "jsonl", "ndjson", "geojson", "yaml", "yml", "toml", "bib", "tex", "log", "diff", "patch", "ics",
    "parquet", "sqlite",
    // Archives
    "zip", "gz", "tgz", "tar", "bz2", "xz", "zst", "7z",
];

/// Files with such an ending that a server or a program that reads sites obeys.
const OBEYED: [&str; 8] = [
    "_routes.json",
    "ads.txt",
    "app-ads.txt",
    "firebase.json",
    "netlify.toml",
    "robots.txt",
    "staticwebapp.config.json",
    "vercel.json",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(cleaner);

fn cleaner() -> Builder<'static> {
    let mut cleaner = Builder::default();
    cleaner.add_tags(MORE).add_tags(OF_FORMULAS).add_generic_attributes(ATTRIBUTES);
    // Only the lines of a preview are counted.
    cleaner.add_generic_attributes(["data-line"]);
    for element in OF_FORMULAS.into_iter().chain(["math"]) {
        cleaner.add_tag_attributes(element, ATTRIBUTES_OF_FORMULAS);
    }
    cleaner
        .add_tag_attributes("a", ["name"])
        .add_tag_attributes("audio", ["src", "controls", "preload"])
        .add_tag_attributes("video", ["src", "controls", "preload", "poster", "width", "height"])
        .add_tag_attributes("source", ["src", "srcset", "type", "media"])
        .add_tag_attributes("track", ["src", "kind", "srclang", "label"])
        .add_tag_attributes("img", ["loading", "srcset", "sizes"])
        .add_tag_attributes("object", ["data", "type", "width", "height"])
        .add_tag_attributes("input", ["checked", "type"])
        .add_tag_attributes("details", ["open"])
        // A box that is ticked or not, and nothing to be filled in. Of several that are set, the order would be left to chance.
        .set_tag_attribute_value("input", "disabled", "")
        .set_tag_attribute_value("object", "type", "application/pdf")
        .url_schemes(HashSet::from(SCHEMES))
        .link_rel(None)
        .attribute_filter(kept);
    cleaner
}

/// What becomes of the value of an attribute that an element may have.
fn kept<'a>(element: &str, name: &str, value: &'a str) -> Option<Cow<'a, str>> {
    let is_kept = match (element, name) {
        (_, "style") => is_own_style(value),
        ("input", "type") => value == "checkbox",
        // What is shown within the page is a file of the book.
        ("object", "data") => !is_outside(value),
        (_, "srcset") => value.split(',').all(|candidate| !is_outside(candidate) || is_allowed(candidate)),
        _ => true,
    };
    is_kept.then_some(value.into())
}

/// Whether a style is one of the few that crosslight writes itself.
fn is_own_style(style: &str) -> bool {
    let is_name = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let is_own = |declaration: &str| match declaration.split_once(':') {
        Some(("text-align", value)) => matches!(value.trim(), "left" | "center" | "right"),
        Some(("--ref" | "--above" | "--note", name)) => is_name(name),
        _ => false,
    };
    style == "border: 0.06em solid; padding: 0.2em" || style.split(';').all(is_own)
}

/// Whether an address does not lead to a file of the book.
fn is_outside(address: &str) -> bool {
    let address = address.trim();
    address.starts_with("//") || address.split(['/', '?', '#']).next().is_some_and(|front| front.contains(':'))
}

/// Whether an address that leads out of the book begins with what it may begin with.
pub fn is_allowed(address: &str) -> bool {
    let address = address.trim();
    let scheme = address.split(':').next().unwrap_or_default();
    address.starts_with("//") || SCHEMES.iter().any(|allowed| allowed.eq_ignore_ascii_case(scheme))
}

/// Whether an element of raw HTML stays.
pub fn keeps(element: &str) -> bool {
    static KEPT: LazyLock<HashSet<&str>> = LazyLock::new(|| CLEANER.clone_tags());
    KEPT.contains(element)
}

/// Whether a browser may run something in a file, or a server run or obey it.
pub fn may_act(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_one_of = |known: &[&str], typed: &str| known.iter().any(|known| known.eq_ignore_ascii_case(typed));
    let is_shown = name.rsplit_once('.').is_some_and(|(_, ending)| is_one_of(&SHOWN, ending));
    !is_shown || is_one_of(&OBEYED, name)
}

/// The HTML of a text without what could do more than show it.
pub fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::{clean, is_allowed, keeps, may_act};

    #[test]
    fn what_runs_goes_and_what_shows_stays() {
        for (typed, cleaned) in [
            ("<p onclick=\"x()\">A<script>x()</script></p>", "<p>A</p>"),
            ("<a href=\"steam://x\">A</a><a href=\"b/\">B</a>", "<a>A</a><a href=\"b/\">B</a>"),
            ("<math><mtext><img src=x onerror=x()></mtext></math>", "<math><mtext><img src=\"x\"></mtext></math>"),
            (
                "<iframe src=\"https://x\"></iframe><object data=\"https://x\"></object>",
                "<object type=\"application/pdf\"></object>",
            ),
            ("<p style=\"position: fixed\">A</p><td style=\"text-align: left\">", "<p>A</p>"),
            ("<input type=\"text\" name=\"a\">", "<input disabled=\"\">"),
            ("<img srcset=\"a.png 1x, x:y 2x\" src=\"data:image/png;base64,AA\">", "<img>"),
        ] {
            assert_eq!(clean(typed), cleaned, "{typed}");
        }
        assert!(keeps("em") && keeps("mfrac") && !keeps("script") && !keeps("iframe") && !keeps("form"));
        assert!(is_allowed("HTTPS://x") && is_allowed("//x") && !is_allowed("steam://x"));
        for acting in [
            "a/b.SVG",
            ".htaccess",
            "_redirects",
            "CNAME",
            "a.php",
            "a.mht",
            "web.config",
            "b.png/a",
            "png",
            "Robots.txt",
        ] {
            assert!(may_act(acting), "{acting}");
        }
        for shown in ["a.png", "a/b.PDF", "x.tar.gz", "data v1.2.csv", "film.webm", "notes.txt"] {
            assert!(!may_act(shown), "{shown}");
        }
    }
}
