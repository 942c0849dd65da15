//! An element of JSX: its name and its attributes.

use std::collections::BTreeMap;

/// An element, or the end of one.
pub(super) struct Element<'a> {
    pub name: &'a str,
    /// Whether it is the end of one.
    pub closes: bool,
    /// Whether it has no end of its own (`<A />`).
    pub is_empty: bool,
    /// The attributes with what stands after the `=`.
    attributes: Vec<(&'a str, Option<&'a str>)>,
}

/// Components that are callouts, with the type that each has by itself.
const CALLOUTS: [(&str, &str); 14] = [
    ("Aside", "note"),
    ("Admonition", "note"),
    ("Callout", "note"),
    ("Alert", "note"),
    ("Note", "note"),
    ("Tip", "tip"),
    ("Hint", "tip"),
    ("Info", "info"),
    ("Check", "success"),
    ("Important", "important"),
    ("Warning", "warning"),
    ("Caution", "caution"),
    ("Danger", "danger"),
    ("Error", "danger"),
];

/// Components that only say how their text is laid out, and those whose attributes say all.
const FRAMES: [&str; 20] = [
    "",
    "Fragment",
    "Card",
    "CardGrid",
    "CardGroup",
    "Cards",
    "LinkCard",
    "LinkButton",
    "Badge",
    "Tabs",
    "TabItem",
    "Tab",
    "Steps",
    "Step",
    "FileTree",
    "Accordion",
    "AccordionGroup",
    "Details",
    "Columns",
    "CodeGroup",
];

/// Elements of HTML in which whole paragraphs stand.
const BLOCKS: [&str; 7] = ["div", "section", "details", "figure", "center", "article", "main"];

impl<'a> Element<'a> {
    /// The element that begins `text`, with its length.
    pub(super) fn read(text: &'a str) -> Option<(Self, usize)> {
        let inner = text.strip_prefix('<')?;
        let closes = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let ends = |c: char| !c.is_alphanumeric() && !"._-".contains(c);
        let name = &inner[..inner.find(ends).unwrap_or(inner.len())];
        let after = &inner[name.len()..];
        // `<https://a.example>` and `a <b` are none.
        let sound = (name.starts_with(|c: char| c.is_ascii_alphabetic())
            && after.starts_with([' ', '\n', '\r', '\t', '/', '>']))
            || (name.is_empty() && after.starts_with('>'));
        if !sound {
            return None;
        }
        let mut element = Self { name, closes, is_empty: false, attributes: Vec::new() };
        let mut rest = after;
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix("/>") {
                element.is_empty = true;
                return Some((element, text.len() - after.len()));
            }
            if let Some(after) = rest.strip_prefix('>') {
                return Some((element, text.len() - after.len()));
            }
            if rest.starts_with('{') {
                // `{...others}`
                rest = &rest[braces(rest)?..];
                continue;
            }
            let length = rest.find(|c: char| c.is_whitespace() || "=/>{<\"'`".contains(c))?;
            let key = &rest[..length];
            if key.is_empty() {
                return None;
            }
            rest = rest[length..].trim_start();
            let Some(value) = rest.strip_prefix('=').map(str::trim_start) else {
                element.attributes.push((key, None));
                continue;
            };
            let length = match value.chars().next()? {
                quote @ ('"' | '\'') => value[1..].find(quote)? + 2,
                '{' => braces(value)?,
                _ => value.find(|c: char| c.is_whitespace() || c == '>')?,
            };
            element.attributes.push((key, Some(&value[..length])));
            rest = &value[length..];
        }
    }

    /// Whether it is one of HTML.
    pub(super) fn is_html(&self) -> bool {
        self.name.starts_with(|c: char| c.is_ascii_lowercase()) && !self.name.contains('.')
    }

    /// Whether whole paragraphs may stand in it.
    pub(super) fn is_block(&self) -> bool {
        BLOCKS.contains(&self.name) && !self.is_empty
    }

    /// The element as HTML has it, if that is written otherwise.
    pub(super) fn as_html(&self, imports: &BTreeMap<&'a str, &'a str>) -> Option<String> {
        let is_html = |(key, value): &(&str, Option<&str>)| {
            key.chars().all(|c| !c.is_ascii_uppercase()) && value.is_none_or(|value| !value.starts_with('{'))
        };
        if self.closes || self.attributes.iter().all(is_html) {
            return None;
        }
        let mut html = format!("<{}", self.name);
        for (key, value) in &self.attributes {
            let name = match *key {
                "className" => "class".to_owned(),
                "htmlFor" => "for".to_owned(),
                key if key.starts_with("on") => continue,
                key => key.to_lowercase(),
            };
            match value {
                None => html.extend([" ", &name]),
                Some(value) => {
                    let plain = value_of(value, imports).map(str::to_owned);
                    if let Some(text) = plain.or_else(|| number(value)).or_else(|| style(value)) {
                        html.extend([" ", &name, "=\"", &text.replace('"', "&quot;"), "\""]);
                    }
                }
            }
        }
        html.push_str(if self.is_empty { " />" } else { ">" });
        Some(html)
    }

    /// Whether nothing is lost when only its words are left.
    pub(super) fn is_frame(&self) -> bool {
        FRAMES.contains(&self.name)
    }

    /// The type of the callout that it is.
    pub(super) fn callout(&self) -> Option<&'a str> {
        let (_, usual) = CALLOUTS.iter().find(|(name, _)| *name == self.name)?;
        let named = self.text("type").filter(|kind| !kind.is_empty() && kind.chars().all(char::is_alphanumeric));
        Some(named.unwrap_or(usual))
    }

    /// An attribute that is a text in one line.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        let (_, value) = self.attributes.iter().find(|(name, _)| *name == key)?;
        let value = (*value)?;
        let inside = value.strip_prefix('{').and_then(|value| value.strip_suffix('}'));
        let text = inside.map_or_else(|| Some(value.trim_matches(['"', '\''])), |inside| literal(inside.trim()))?;
        // A space before signs of emphasis would take their meaning.
        let text = text.trim();
        (!text.is_empty() && !text.contains('\n')).then_some(text)
    }

    /// The HTML that it has inside by an attribute: Astro's `set:html={"…"}`.
    pub(super) fn html(&self) -> Option<String> {
        let (_, value) = self.attributes.iter().find(|(name, _)| *name == "set:html")?;
        let inside = value.as_ref()?.strip_prefix('{')?.strip_suffix('}')?.trim();
        let quote = inside.chars().next().filter(|c| "\"'`".contains(*c))?;
        let inside = inside[1..].strip_suffix(quote)?;
        let mut html = String::with_capacity(inside.len());
        let mut signs = inside.chars();
        while let Some(c) = signs.next() {
            html.push(match c {
                '\\' => match signs.next()? {
                    'n' => '\n',
                    't' => '\t',
                    other => other,
                },
                c => c,
            });
        }
        (!html.contains("${")).then_some(html)
    }

    /// The picture that it shows.
    pub(super) fn source(&self, imports: &BTreeMap<&'a str, &'a str>) -> Option<&'a str> {
        let (name, value) = self.attributes.iter().find(|(name, _)| ["src", "img", "sources"].contains(name))?;
        let value = (*value)?;
        // Docusaurus has one for light pages and one for dark ones: the first counts.
        let first = || {
            let (_, first) = value.strip_prefix("{{")?.split_once(':')?;
            expression(first.split([',', '}']).next()?, imports)
        };
        let source = if *name == "sources" { first() } else { value_of(value, imports) };
        source.filter(|source| !source.contains(['<', '>', '\n']))
    }

    /// Whether it shows a picture.
    pub(super) fn is_picture(&self, imports: &BTreeMap<&'a str, &'a str>) -> bool {
        self.source(imports).is_some()
    }
}

/// The text that the value of an attribute is: as it is written, behind an imported name, or as the
/// argument of a call (`require('x').default`, `useBaseUrl('x')`).
fn value_of<'a>(value: &'a str, imports: &BTreeMap<&'a str, &'a str>) -> Option<&'a str> {
    let Some(inside) = value.strip_prefix('{').and_then(|value| value.strip_suffix('}')) else {
        return Some(value.trim_matches(['"', '\'']));
    };
    expression(inside, imports)
}

/// The text that an expression is.
fn expression<'a>(inside: &'a str, imports: &BTreeMap<&'a str, &'a str>) -> Option<&'a str> {
    let inside = inside.trim();
    if let Some(text) = literal(inside).or_else(|| imports.get(inside.trim_end_matches(".src")).copied()) {
        return Some(text);
    }
    let (name, argument) = inside.split_once('(')?;
    let argument = argument.split_once(')')?.0.trim();
    name.chars().all(char::is_alphanumeric).then(|| literal(argument))?
}

/// The number that stands in braces.
fn number(value: &str) -> Option<String> {
    let inside = value.strip_prefix('{')?.strip_suffix('}')?.trim();
    (!inside.is_empty() && inside.chars().all(|c| c.is_ascii_digit() || c == '.')).then(|| inside.to_owned())
}

/// The style that an object says, `{{maxWidth: 80, float: 'left'}}`, as CSS has it.
fn style(value: &str) -> Option<String> {
    let inside = value.strip_prefix("{{")?.strip_suffix("}}")?;
    let mut css = Vec::new();
    for field in inside.split(',').filter(|field| !field.trim().is_empty()) {
        let (key, value) = field.split_once(':')?;
        let mut name = String::new();
        for c in key.trim().trim_matches(['"', '\'']).chars() {
            if c.is_ascii_uppercase() {
                name.push('-');
            }
            name.push(c.to_ascii_lowercase());
        }
        let value = value.trim();
        let is_length = value.parse::<f64>().is_ok() && !UNITLESS.contains(&name.as_str());
        let value =
            literal(value).map_or_else(|| format!("{value}{}", if is_length { "px" } else { "" }), str::to_owned);
        let is_plain = |text: &str| text.chars().all(|c| c.is_alphanumeric() || " #%.-_()".contains(c));
        if !is_plain(&name) || !is_plain(&value) {
            return None;
        }
        css.push(format!("{name}: {value}"));
    }
    Some(css.join("; "))
}

/// Properties whose numbers are not lengths.
const UNITLESS: [&str; 6] = ["opacity", "flex", "flex-grow", "line-height", "order", "z-index"];

/// The text of an expression that is nothing else.
pub(super) fn literal(expression: &str) -> Option<&str> {
    let quote = expression.chars().next().filter(|c| "\"'`".contains(*c))?;
    let inside = expression[1..].strip_suffix(quote)?;
    (!inside.contains(quote) && !inside.contains("${")).then_some(inside)
}

/// The length of the expression in braces that begins `text`.
pub(super) fn braces(text: &str) -> Option<usize> {
    let (mut depth, mut quote, mut escaped) = (0_usize, None, false);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) if c == open => quote = None,
            // An apostrophe in the text of an element.
            (Some('\'' | '"'), '\n') => quote = None,
            (None, '"' | '\'' | '`') if !text.starts_with("{/*") => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}
