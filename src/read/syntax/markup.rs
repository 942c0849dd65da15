//! Raw HTML: its tags and attributes, each with its place, and which tags belong together.
//!
//! The tags are found by a library that follows the standard, so that a `>` in an attribute or a tag in a
//! comment is what browsers take it for. Nothing here writes HTML anew: what is not changed stays as typed.

use std::borrow::Cow;
use std::ops::Range;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

/// A stretch of raw HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub place: Range<usize>,
    pub kind: TagKind,
}

/// What a stretch of raw HTML is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagKind {
    Open(OpenTag),
    /// An end tag, by its name.
    Close(Box<str>),
    /// What stands between tags.
    Text,
    /// A comment or the like; `closed` unless it runs to the end of the text, or ends as comments in Markdown do not.
    Comment {
        closed: bool,
    },
    /// What begins like a tag and never ends.
    Unfinished,
}

impl TagKind {
    /// What closes a comment or the like that nothing closes in Markdown. To a browser `--!>` does.
    pub fn missing_end(typed: &str) -> &'static str {
        match typed.starts_with("<!--") {
            true if typed.ends_with("--!>") => "",
            true => "-->",
            false => ">",
        }
    }
}

/// A start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTag {
    /// In lower case.
    pub name: Box<str>,
    /// Whether it ends in `/>`.
    pub slash: bool,
    pub attributes: Vec<Attribute>,
}

/// An attribute of a start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// In lower case.
    pub name: Box<str>,
    /// What it says, entities decoded.
    pub value: Box<str>,
    /// Where it stands, quotation marks and all.
    pub place: Range<usize>,
    /// Where its value stands, without quotation marks; empty without a value.
    pub value_place: Range<usize>,
}

impl OpenTag {
    /// The value of the attribute called `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| &*attribute.name == name).map(|attribute| &*attribute.value)
    }
}

/// Whether a text may have raw HTML in it.
pub fn may_be_in(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let next = text.as_bytes().get(at + 1).copied().unwrap_or_default();
        next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?')
    })
}

/// The stretches of raw HTML, which together are all of it.
pub fn tokens(html: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut open: Option<(usize, OpenTag)> = None;
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: html5gum::Span<usize>| -> Option<()> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned().into_boxed_str();
        let place = span.start..span.end;
        match event {
            CallbackEvent::OpenStartTag { name } => {
                open = Some((place.start, OpenTag { name: text(name), slash: false, attributes: Vec::new() }));
            }
            CallbackEvent::AttributeName { name } => {
                if let Some((_, tag)) = &mut open {
                    let end = place.end..place.end;
                    tag.attributes.push(Attribute { name: text(name), value: Box::default(), place, value_place: end });
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some(attribute) = open.as_mut().and_then(|(_, tag)| tag.attributes.last_mut()) {
                    let quoted = html.as_bytes()[..place.start].ends_with(b"\"") || html[..place.start].ends_with('\'');
                    attribute.value = text(value);
                    attribute.place.end = place.end + usize::from(quoted);
                    attribute.value_place = place;
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                if let Some((start, tag)) = open.take() {
                    let kind = TagKind::Open(OpenTag { slash: self_closing, ..tag });
                    tokens.push(Token { place: start..place.end, kind });
                }
            }
            CallbackEvent::EndTag { name } => tokens.push(Token { place, kind: TagKind::Close(text(name)) }),
            CallbackEvent::String { .. } => tokens.push(Token { place, kind: TagKind::Text }),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } => {
                let typed = &html[place.clone()];
                let end = if typed.starts_with("<!--") { "--" } else { "" };
                let closed = typed.strip_suffix('>').is_some_and(|typed| typed.ends_with(end));
                tokens.push(Token { place, kind: TagKind::Comment { closed } });
            }
            CallbackEvent::Error(_) => {}
        }
        None
    });
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(()) = token;
    }
    with_gaps(html.len(), tokens)
}

/// `tokens` with what lies between them: nothing the tokenizer made sense of.
fn with_gaps(length: usize, tokens: Vec<Token>) -> Vec<Token> {
    let mut all: Vec<Token> = Vec::with_capacity(tokens.len() + 1);
    let mut from = 0;
    for token in tokens {
        if token.place.start > from {
            all.push(Token { place: from..token.place.start, kind: TagKind::Unfinished });
        }
        from = token.place.end.max(from);
        all.push(token);
    }
    if from < length {
        all.push(Token { place: from..length, kind: TagKind::Unfinished });
    }
    all
}

/// `raw` with its entities decoded.
pub fn decoded(raw: &str) -> Cow<'_, str> {
    if !raw.contains('&') {
        return raw.into();
    }
    let mut text = String::with_capacity(raw.len());
    // Without `<` it is text and nothing else.
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| -> Option<()> {
        if let CallbackEvent::String { value } = event {
            text.push_str(&String::from_utf8_lossy(value));
        }
        None
    });
    for token in Tokenizer::new_with_emitter(raw, emitter) {
        let Ok(()) = token;
    }
    text.into()
}

/// Elements that have no end tag.
const VOID: [&str; 16] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
];

/// Elements whose end tag may be left out: what comes after them ends them.
pub(super) const ENDED_BY_OTHERS: [&str; 19] = [
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "caption", "colgroup", "option", "optgroup",
    "rp", "rt", "html", "head", "body",
];

/// Elements that browsers open again in the blocks that follow.
pub(super) const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements that hold blocks rather than words, as far as they occur in texts.
const BLOCKS: [&str; 42] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "td",
    "th",
    "ul",
];

/// Elements in whose text nothing is looked for: code, links, what is not text.
const VERBATIM: [&str; 18] = [
    "a", "button", "code", "iframe", "kbd", "math", "noscript", "option", "pre", "samp", "script", "style", "svg",
    "template", "textarea", "title", "tt", "xmp",
];

/// Elements of which nothing else is known than that they are some.
const OTHERS: [&str; 36] = [
    "abbr", "acronym", "audio", "bdi", "bdo", "canvas", "cite", "data", "datalist", "del", "dfn", "frame", "frameset",
    "ins", "label", "legend", "map", "mark", "marquee", "meter", "object", "output", "picture", "progress", "q", "rb",
    "rtc", "ruby", "select", "slot", "span", "sub", "sup", "time", "var", "video",
];

/// Whether an element is one of HTML.
pub fn is_known(name: &str) -> bool {
    let lists: [&[&str]; 6] = [&VOID, &ENDED_BY_OTHERS, &FORMATTING, &BLOCKS, &VERBATIM, &OTHERS];
    lists.iter().any(|list| list.contains(&name)) || is_raw_text(name)
}

/// Whether an element stands apart from the text before and after it.
pub fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name) || matches!(name, "tr" | "tbody" | "thead" | "tfoot" | "caption" | "br")
}

/// Whether nothing is looked for in the text of an element.
pub fn is_verbatim(name: &str) -> bool {
    VERBATIM.contains(&name)
}

/// Whether the text of an element has no tags in it but its own end.
pub fn is_raw_text(name: &str) -> bool {
    matches!(name, "iframe" | "noembed" | "noframes" | "noscript" | "script" | "style" | "textarea" | "title" | "xmp")
}

/// Whether an element has no end tag.
pub fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// What an attribute is to the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagRole {
    /// The name of a place, which links find.
    Anchor,
    /// An address that a reader may follow.
    Link,
    /// The address of a file that is part of the page.
    Part,
    /// Several of these, each with a width or a density.
    Parts,
    /// An address that a form or the browser itself goes to. It stays as it is typed, if it is harmless.
    Request,
    /// Something said to a tool that reads the source, which no reader needs.
    Note,
    Other,
}

/// What the attribute `name` of an element is to the book.
pub fn role(element: &str, name: &str) -> TagRole {
    match (element, name) {
        (_, "id") | ("a", "name") => TagRole::Anchor,
        ("a" | "area", "href") => TagRole::Link,
        ("form", "action") | (_, "formaction") | ("base", "href") | ("meta", "content") => TagRole::Request,
        (tag, "href") if !(is_known(tag) || ["use", "image"].contains(&tag)) => TagRole::Other,
        (_, "src" | "href" | "xlink:href" | "poster")
        | ("object", "data")
        | ("body" | "table" | "td" | "th", "background") => TagRole::Part,
        (_, "srcset" | "imagesrcset") => TagRole::Parts,
        (_, "markdown") => TagRole::Note,
        _ => TagRole::Other,
    }
}

/// Whether an element shows a picture, a sound or a film.
pub fn is_media(element: &str) -> bool {
    matches!(
        element,
        "img" | "source" | "video" | "audio" | "track" | "image" | "input" | "body" | "table" | "td" | "th" | "link"
    )
}

/// The address that an attribute with the role of a request names, if it does: that of a page to go to after some seconds stands
/// behind their number (<https://html.spec.whatwg.org/#shared-declarative-refresh-steps>).
pub fn requested<'a>(element: &OpenTag, attribute: &'a Attribute) -> Option<&'a str> {
    if &*element.name != "meta" {
        return Some(&attribute.value);
    }
    let is_refresh =
        |other: &Attribute| &*other.name == "http-equiv" && other.value.trim().eq_ignore_ascii_case("refresh");
    element.attributes.iter().find(|other| is_refresh(other))?;
    let is_number = |c: char| c.is_ascii_digit() || c.is_whitespace() || ".;,".contains(c);
    let rest = attribute.value.trim_start_matches(is_number);
    let named = rest.get(..3).filter(|name| name.eq_ignore_ascii_case("url"));
    let named = named.and_then(|_| rest[3..].trim_start().strip_prefix('='));
    Some(named.unwrap_or(rest).trim_matches(['"', '\'', ' ']))
}

/// Where the addresses stand in a `srcset`.
pub fn candidates(set: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    let skip = |at: usize, skips: &dyn Fn(char) -> bool| set[at..].find(|c| !skips(c)).map_or(set.len(), |by| at + by);
    loop {
        at = skip(at, &|c| c.is_whitespace() || c == ',');
        if at == set.len() {
            return found;
        }
        let end = skip(at, &|c| !c.is_whitespace());
        let address = set[at..end].trim_end_matches(',');
        found.push(at..at + address.len());
        at = if address.len() < end - at { end } else { skip(end, &|c| c != ',') };
    }
}

#[cfg(test)]
mod tests {
    use super::{TagKind, candidates, decoded, tokens};

    #[test]
    fn attributes_have_places() {
        let html = "a <IMG  src = \"a&amp;b.png\" alt='é>' data-x=y id=\"\" hidden/>z<!-- <b> --></p>";
        let found = tokens(html);
        let TagKind::Open(open) = &found[1].kind else { panic!("{found:?}") };
        let attributes: Vec<_> = open
            .attributes
            .iter()
            .map(|found| (&*found.name, &*found.value, &html[found.place.clone()], &html[found.value_place.clone()]))
            .collect();
        assert_eq!(
            attributes,
            [
                ("src", "a&b.png", "src = \"a&amp;b.png\"", "a&amp;b.png"),
                ("alt", "é>", "alt='é>'", "é>"),
                ("data-x", "y", "data-x=y", "y"),
                ("id", "", "id", ""),
                ("hidden", "", "hidden", ""),
            ]
        );
        assert!(open.slash);
        let rest: Vec<_> = found[2..].iter().map(|token| &html[token.place.clone()]).collect();
        assert_eq!(rest, ["z", "<!-- <b> -->", "</p>"]);
    }

    #[test]
    fn every_byte_has_a_token() {
        for html in [
            "<p class=\"x",
            "x <",
            "<script>if (a<b) x",
            "<!-- x",
            "<!DOCTYPE html>\n<?php x ?> y",
            "</a b='c'>",
            "\0<\0",
        ] {
            let found = tokens(html);
            let joined: String = found.iter().map(|token| &html[token.place.clone()]).collect();
            assert_eq!(joined, html, "{found:?}");
        }
    }

    #[test]
    fn sets_of_sources_have_addresses() {
        let found = |set: &'static str| -> Vec<&str> { candidates(set).into_iter().map(|place| &set[place]).collect() };
        assert_eq!(found("a.png 1x, b.png 2x"), ["a.png", "b.png"]);
        assert_eq!(found(" a.png,\n b,c.png 100w,"), ["a.png", "b,c.png"]);
        assert_eq!(found(" , "), [""; 0]);
        assert_eq!(decoded("a&amp;b&eacute;"), "a&bé");
    }
}
