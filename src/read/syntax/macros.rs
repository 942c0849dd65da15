//! Small programs that other tools have in their Markdown: shortcodes of Hugo and Zola (`{{< x >}}`,
//! `{{% x %}}`, `{{ x() }}`), and Jekyll's Liquid (`{% x %}`, `{{ x }}`).
//!
//! What is built into these tools becomes the Markdown that it stands for; a destination of a link becomes
//! the file that it names. All else stays, and is counted. `shortcode.rs` and `liquid.rs` say what one means.

mod around;
mod signs;

use std::collections::HashMap;
use std::ops::Range;

use crate::base::config::Macros;
use crate::base::diagnostic::foreign::Foreign as Kind;
use crate::base::source_map::{Patch, Patched, in_order};
use crate::read::html::Html;
use crate::read::syntax::link::BY_NAME;
use crate::read::syntax::liquid::{self, Site};
use crate::read::syntax::region::{Regions, alone};
use crate::read::syntax::shortcode::{self, Arguments, Meaning};
use crate::read::syntax::{escaped, holds, is_escaped};

use around::{Around, unescaped};
use signs::{LONGEST, Lines, MacroSigns};

/// One macro as it stands.
struct Macro<'a> {
    place: Range<usize>,
    kind: Kind,
    /// Where its inside stands, without brackets and white space.
    inside: Range<usize>,
    /// What it calls: its first word, without the sign of an end.
    name: &'a str,
    /// Whether it ends what another one begins.
    ends: bool,
    /// Where what stands before it on its line begins.
    line: usize,
    /// Whether nothing else stands on its line but signs of quotes and lists.
    alone: bool,
}

/// What becomes of the macros of a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Rewritten {
    pub patches: Vec<Patch>,
    /// What stays, with its name.
    pub left: Vec<(Kind, Range<usize>, String)>,
}

/// Rewrites the macros of `text`. What lies in one of `verbatim` (code and the like) is left alone, unless the
/// book has its macros there too.
pub fn rewrite(text: &str, verbatim: &[Range<usize>], site: Site<'_>) -> Rewritten {
    let mut made = Rewritten::default();
    let macros = scan(text, verbatim, site.macros(), &mut made);
    let partners = pairs(&macros);
    let mut signs = MacroSigns::new(text);
    let mut from = 0;
    for (at, found) in macros.iter().enumerate() {
        if found.place.start < from {
            continue;
        }
        if let Some(end) = destination(found, &mut signs, &mut made.patches) {
            from = end;
            continue;
        }
        let partner = partners[at].map(|partner| &macros[partner]);
        let done = match found.kind {
            Kind::Output if !found.name.contains('(') => {
                site.value(text, &found.inside, found.place.start).map(|value| {
                    made.patches.push((found.place.clone(), value));
                })
            }
            _ => call(text, found, partner, site, &mut made.patches),
        };
        if done.is_some() {
            continue;
        }
        let name = found.name.split('(').next().unwrap_or_default().to_owned();
        if partner.is_some() && !liquid::decides(&name) {
            // Readers see what stands between.
            let mut place = found.place.clone();
            if found.alone {
                place.start = text[..place.start].trim_end_matches([' ', '\t']).len();
            }
            made.patches.push((place, String::new()));
            if !found.ends {
                made.left.push((Kind::Wrapper, found.place.clone(), name));
            }
            continue;
        }
        if is_in_address(&text[found.line..found.place.start]) {
            // With a space in it the address would not be one.
            let spaces = text[found.place.clone()].match_indices([' ', '\t']);
            let spaces = spaces.map(|(at, _)| found.place.start + at..found.place.start + at + 1);
            made.patches.extend(spaces.map(|space| (space, String::new())));
        } else if text[found.place.start + 2..].starts_with('<') {
            // What follows is not a tag.
            made.patches.push((found.place.start + 2..found.place.start + 2, "\\".to_owned()));
        }
        // What is called with arguments in brackets is a shortcode of Zola's, whatever brackets are round it.
        let calls = found.kind == Kind::Output && found.name.ends_with('(');
        made.left.push((if calls { Kind::Shortcode } else { found.kind }, found.place.clone(), name));
    }
    made.patches = in_order(made.patches);
    made
}

/// Whether what stands before a place on its line begins the address of a link, or of one that is defined there.
fn is_in_address(before: &str) -> bool {
    let before = &before[before.floor_char_boundary(before.len().saturating_sub(LONGEST))..];
    let inline = before.rsplit_once("](").map(|(_, address)| address);
    let defined = || before.trim_start().strip_prefix('[')?.split_once("]:").map(|(_, address)| address.trim_start());
    inline.or_else(defined).is_some_and(|address| !address.contains([' ', '\t', ')', '"']))
}

/// Makes those patches fit for HTML that stand in one of `html`, where a backslash is one.
pub fn fit_for_html(text: &str, patches: &mut [Patch], html: &[Range<usize>]) {
    let mut around = Around::default();
    for (place, new) in patches.iter_mut() {
        if !holds(html, place.start) {
            continue;
        }
        if let Some(written) = around.in_html(new) {
            *new = written;
        } else if Range::is_empty(place) && new == "\\" && text[place.start..].starts_with('<') {
            // No backslash hides what looks like a tag from HTML.
            *place = place.start..place.start + 1;
            "&lt;".clone_into(new);
        } else if let Some(link) = link_in_html(new) {
            *new = link;
        } else if new.contains('\\') {
            *new = unescaped(new);
        }
    }
}

/// A link as HTML has it, if that is all of a text: no Markdown is read there.
fn link_in_html(markdown: &str) -> Option<String> {
    let (label, rest) = markdown.strip_prefix('[')?.split_once("](<")?;
    let address = rest.strip_suffix(">)").filter(|address| !address.contains('>'))?;
    let mut html = Html::default();
    html.push("<a href=\"");
    html.attribute_text(address);
    html.push("\">");
    html.push(&unescaped(label));
    html.push("</a>");
    Some(html.text)
}

/// All macros outside of code; those that only protect or colour what stands between them are done at once.
fn scan<'a>(text: &'a str, verbatim: &[Range<usize>], macros: Macros, made: &mut Rewritten) -> Vec<Macro<'a>> {
    let mut found = Vec::new();
    let mut lines = Lines { text, start: 0, own: 0, seen: 0 };
    let mut signs = MacroSigns::new(text);
    let mut regions = Regions::default();
    let mut at = 0;
    while let Some(start) = text[at..].find('{').map(|found| at + found) {
        at = start + 1;
        if macros == Macros::Nunjucks
            && let Some(end) = signs.remark(start)
        {
            made.patches.push((alone(text, start..end), String::new()));
            at = end;
            continue;
        }
        let Some((opening, closing, kind, end)) = signs.bracket(start) else { continue };
        if !macros.are_everywhere() && is_escaped(text, start) {
            at = end;
            continue;
        }
        let before = verbatim.partition_point(|range| range.end <= start);
        let code = verbatim.get(before).filter(|code| code.start <= start);
        let inner = text[start + opening.len()..end - closing.len()].trim();
        let inner = inner.trim_matches('-').trim();
        let inside = inner.as_ptr() as usize - text.as_ptr() as usize;
        let inside = inside..inside + inner.len();
        if (macros == Macros::Shortcodes || code.is_none())
            && let Some(shown) = inner.strip_prefix("/*").and_then(|inner| inner.strip_suffix("*/"))
        {
            let escape = if code.is_none() && opening == "{{<" { "{{\\<" } else { opening };
            made.patches.push((start..end, format!("{escape}{}{closing}", unstarred(shown, code.is_some()))));
            at = end;
            continue;
        }
        if kind == Kind::Statement
            && (macros.are_everywhere() || code.is_none())
            && let Some(after) = regions.statement(text, inner, start..end, code.is_some(), &mut made.patches)
        {
            at = after;
            continue;
        }
        if let Some(code) = code {
            at = if macros == Macros::Plain { code.end } else { end };
            continue;
        }
        if kind == Kind::Shortcode
            && let Some(after) = regions.shortcode(text, inner, start..end, &mut made.patches)
        {
            at = after;
            continue;
        }
        let (line, alone) = lines.around(start, end);
        let ends = inner.starts_with('/') || (kind == Kind::Statement && inner.starts_with("end"));
        let name = inner.trim_start_matches('/').trim_start();
        let name = name.strip_prefix("end").filter(|_| ends && kind == Kind::Statement).unwrap_or(name);
        let length = name.find(|c: char| c.is_whitespace() || c == '(' || c == '|').unwrap_or(name.len());
        let length = length + usize::from(name[length..].starts_with('('));
        found.push(Macro { place: start..end, kind, inside, name: &name[..length], ends, line, alone });
        at = end;
    }
    found
}

/// The inside of a macro that is to be shown.
fn unstarred(shown: &str, is_code: bool) -> String {
    if is_code { shown.to_owned() } else { escaped(shown) }
}

/// Which macros belong together, by their places in the list.
fn pairs(macros: &[Macro<'_>]) -> Vec<Option<usize>> {
    let mut partners = vec![None; macros.len()];
    let mut open: HashMap<(Kind, &str), Vec<usize>> = HashMap::new();
    for (at, found) in macros.iter().enumerate() {
        let calls = found.name.ends_with('(');
        // In Zola `{% end %}` ends whatever was called last.
        let key = if found.kind == Kind::Statement && calls { "" } else { found.name };
        if !found.ends {
            open.entry((found.kind, key)).or_default().push(at);
        } else if let Some(start) = open.get_mut(&(found.kind, key)).and_then(Vec::pop) {
            partners[start] = Some(at);
            partners[at] = Some(start);
        }
    }
    partners
}

/// The destination of a link that begins with the macro `found`, made plain: the macros, with whatever
/// stands between them, up to the bracket or the title. Gives where it ends.
fn destination(found: &Macro<'_>, signs: &mut MacroSigns<'_>, patches: &mut Vec<Patch>) -> Option<usize> {
    let text = signs.text;
    let start = found.place.start;
    let before = &text[found.line..start];
    let reference = || {
        let label = before.trim_start();
        before.len() - label.len() < 4 && label.starts_with('[') && label.trim_end().ends_with("]:")
    };
    let end = match () {
        () if before.ends_with("](") => End::Bracket,
        () if ["=\"", "='"].iter().any(|sign| before.ends_with(sign)) => End::Quote(before.chars().next_back()?),
        () if reference() => End::Line,
        () => return None,
    };
    let (at, own) = path(start, end, signs)?;
    if let End::Quote(_) = end {
        // The signs of a tag are those of HTML, and not in the way there.
        patches.extend(own);
        return Some(at);
    }
    let end = at;
    patches.push((start..start, "<".to_owned()));
    patches.extend(own);
    patches.push((end..end, ">".to_owned()));
    Some(end)
}

/// What ends the destination of a link.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Bracket,
    /// A reference may end with its line.
    Line,
    /// The value of an attribute.
    Quote(char),
}

/// The macros of an address that begins at `start`, made plain, and where it ends: at the bracket or the title.
fn path(start: usize, end: End, signs: &mut MacroSigns<'_>) -> Option<(usize, Vec<Patch>)> {
    let text = signs.text;
    let mut own = Vec::new();
    let mut at = start;
    while at - start < LONGEST {
        let rest = &text[at..];
        let next = rest.chars().next().filter(|c| end != End::Line || *c != '\n');
        match (signs.bracket(at), next) {
            (Some((opening, closing, _, after)), _) => {
                let inner = text[at + opening.len()..after - closing.len()].trim();
                let kept = liquid::path(inner.trim_matches('-').trim())?;
                let kept = match kept {
                    liquid::Path::Typed(path) | liquid::Path::Named(path) => {
                        let begins = path.as_ptr() as usize - text.as_ptr() as usize;
                        let is_named = at == start && matches!(kept, liquid::Path::Named(_));
                        own.push((at..begins, if is_named { BY_NAME.to_string() } else { String::new() }));
                        at = begins + path.len();
                        path.to_owned()
                    }
                    liquid::Path::Made(path) => {
                        own.push((at..after, path.clone()));
                        at = after;
                        path
                    }
                };
                if kept.contains(['<', '>', '\n']) {
                    return None;
                }
                own.push((at..after, String::new()));
                at = after;
            }
            (None, Some(c)) if end == End::Quote(c) => return Some((at, own)),
            (None, None | Some(')' | ' ' | '\n')) => {
                let closes = end == End::Line || (end == End::Bracket && next.is_some_and(|c| c != '\n'));
                return closes.then_some((at, own));
            }
            (None, Some(next)) if next.is_whitespace() || "[(<>".contains(next) => return None,
            (None, Some(next)) => at += next.len_utf8(),
        }
    }
    None
}

/// Whether an address has signs in it for which a program puts something else: what that is, nobody knows here.
pub fn is_computed(address: &str) -> bool {
    let between = |sign: &str| address.split(sign).nth(2).is_some();
    address.starts_with('$')
        || ["{{", "{%", "${", "<%", "<?", "@@"].iter().any(|sign| address.contains(sign))
        || between("%%")
        || address.split_once('{').is_some_and(|(_, rest)| rest.contains('}'))
}

/// An address that has macros in it, as a plain one; `None` if it has none, or others than make a link.
pub fn plain(address: &str) -> Option<String> {
    if !address.contains("{{") && !address.contains("{%") {
        return None;
    }
    let text = format!("{address})");
    let (end, patches) = path(0, End::Bracket, &mut MacroSigns::new(&text))?;
    let mut plain = Patched::new(address);
    plain.apply(in_order(patches));
    (end == address.len()).then(|| plain.text().to_owned())
}

/// Writes what a shortcode, or a statement that calls something, stands for.
fn call(
    text: &str,
    found: &Macro<'_>,
    partner: Option<&Macro<'_>>,
    site: Site<'_>,
    patches: &mut Vec<Patch>,
) -> Option<()> {
    let before = if found.alone { &text[found.line..found.place.start] } else { "" };
    // What goes on below stands where it begins.
    let margin: String = before.chars().map(|c| if c == '>' || c.is_whitespace() { c } else { ' ' }).collect();
    if found.ends {
        let partner = partner?;
        let closing = shortcode::ends(text, partner.name, &partner.inside, found.alone && partner.alone)?;
        patches.push((found.place.clone(), closing.replace('\n', &format!("\n{margin}"))));
        return Some(());
    }
    let arguments = Arguments::read(text, &found.inside);
    let meaning = match partner {
        Some(partner) => shortcode::begins(&arguments, found.alone && partner.alone)?,
        None => shortcode::meaning(&arguments, found.alone, site)?,
    };
    let Meaning { before, kept, after } = meaning;
    let kept = kept.unwrap_or(found.place.end..found.place.end);
    let lines = |text: String| text.replace('\n', &format!("\n{margin}"));
    patches.push((found.place.start..kept.start, lines(before)));
    patches.push((kept.end..found.place.end, lines(after)));
    Some(())
}
