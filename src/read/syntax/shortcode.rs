//! What the shortcodes mean that are built into Hugo and Zola: pictures with a caption, films, posts and code
//! elsewhere (a link in words: no page of this book loads anything from there), and what folds.

use std::ops::Range;

use crate::read::html::Html;
use crate::read::syntax::admonition::OURS;
use crate::read::syntax::liquid::Site;
use crate::read::syntax::{callout, escaped, media};

/// What a macro is given.
#[derive(Debug, Default)]
pub struct Arguments<'a> {
    /// Its own name; that of the file, if it includes one.
    name: &'a str,
    /// The text of each, and where it stands.
    positional: Vec<(&'a str, Range<usize>)>,
    named: Vec<(&'a str, (&'a str, Range<usize>))>,
}

/// What a macro stands for: two texts, and what stays as it is typed between them.
#[derive(Debug, Default)]
pub struct Meaning {
    pub before: String,
    pub kept: Option<Range<usize>>,
    pub after: String,
}

impl<'a> Arguments<'a> {
    /// Reads the inside of a macro.
    pub fn read(text: &'a str, inside: &Range<usize>) -> Self {
        let inner = text[inside.clone()].trim_end_matches('/');
        let length = inner.find(|c: char| c.is_whitespace() || c == '(').unwrap_or(inner.len());
        let mut arguments = Self { name: &inner[..length], ..Self::default() };
        let mut at = inside.start + length + usize::from(inner[length..].starts_with('('));
        let end = inside.start + inner.trim_end_matches(')').len().max(length);
        while let Some((value, next)) = argument(text, at, end) {
            let rest = text[next..end].trim_start();
            let named = rest.strip_prefix('=').filter(|_| value.len() == next - value_start(text, at, end));
            let named = named.and_then(|rest| argument(text, end - rest.len(), end));
            if let Some((own, next)) = named {
                arguments.named.push((value, (own, place_in(text, own))));
                at = next;
            } else {
                arguments.positional.push((value, place_in(text, value)));
                at = next;
            }
        }
        if arguments.name == "include" && !arguments.positional.is_empty() {
            let (file, _) = arguments.positional.remove(0);
            let file = file.rsplit('/').next().unwrap_or(file);
            arguments.name = file.split('.').next().unwrap_or(file);
        }
        arguments
    }

    /// The first of these names that has a value.
    fn get(&self, names: &[&str]) -> Option<&'a str> {
        self.find(names).map(|(value, _)| *value)
    }

    fn find(&self, names: &[&str]) -> Option<&(&'a str, Range<usize>)> {
        let named = |name: &&str| self.named.iter().find(|(own, _)| own == name).map(|(_, value)| value);
        names.iter().find_map(named).filter(|(value, _)| !value.is_empty())
    }

    fn first(&self) -> Option<&'a str> {
        self.positional.first().map(|(value, _)| *value)
    }
}

/// Where the next argument begins.
fn value_start(text: &str, at: usize, end: usize) -> usize {
    end - text[at..end].trim_start_matches(|c: char| c.is_whitespace() || c == ',').len()
}

/// The argument at `at`, without quotation marks, and where the next one may begin.
fn argument(text: &str, at: usize, end: usize) -> Option<(&str, usize)> {
    let start = value_start(text, at, end);
    let rest = &text[start..end];
    let first = rest.chars().next()?;
    if "\"'`".contains(first) {
        let mut escaped = false;
        let closes = |(at, c): (usize, char)| {
            let closes = c == first && !escaped;
            escaped = c == '\\' && !escaped && first != '`';
            closes.then_some(at)
        };
        let length = rest[1..].char_indices().find_map(closes)?;
        return Some((&rest[1..=length], start + length + 2));
    }
    let length = rest.find(|c: char| c.is_whitespace() || c == ',' || c == '=').unwrap_or(rest.len());
    (length > 0).then(|| (&rest[..length], start + length))
}

fn place_in(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    start..start + part.len()
}

/// What a macro stands for that has no text of its own; `None` if that is not known.
pub fn meaning(arguments: &Arguments<'_>, alone: bool, site: Site<'_>) -> Option<Meaning> {
    let of = |names: &[&str]| arguments.get(names);
    let id = || of(&["id", "video_id", "videoid"]).or(arguments.first());
    let titled = |what: &str| match of(&["title", "caption"]) {
        Some(title) => format!("{} ({}{})", escaped(&unquoted(title)), what[..1].to_lowercase(), &what[1..]),
        None => what.to_owned(),
    };
    let (label, address) = match arguments.name {
        "gist" => {
            let address = match (of(&["url"]), &*arguments.positional) {
                (Some(url), _) => url.to_owned(),
                (None, [(user, _), (id, _), ..]) => {
                    format!("https://gist.github.com/{}/{}", plain_id(user)?, plain_id(id)?)
                }
                (None, [(id, _)]) => format!("https://gist.github.com/{}", id.trim_start_matches('/')),
                (None, []) => format!("https://gist.github.com/{}", plain_id(of(&["id"])?)?),
            };
            ("Code on GitHub", address)
        }
        "qr" => {
            // Who cannot point a camera at the page reads what the picture would say.
            let said = of(&["text"])?.trim();
            let begins = ["https://", "http://", "mailto:", "tel:"].iter().any(|front| said.starts_with(front));
            let address = begins && !said.contains(['<', '>']) && !said.contains(char::is_whitespace);
            let before = if address { format!("<{said}>") } else { escaped(said) };
            return Some(Meaning { before, ..Meaning::default() });
        }
        "param" => {
            let value = site.param(arguments.first().or(of(&["name"]))?)?;
            return Some(Meaning { before: escaped(&value), ..Meaning::default() });
        }
        "embed" | "file" | "page-ref" => return linked(arguments),
        name => match id().and_then(|id| elsewhere(name, id, of(&["user"]).unwrap_or("i"))) {
            Some(found) => found,
            None => return picture(name, arguments, alone),
        },
    };
    let sound = address.starts_with("https://") && !address.contains(['<', '>', ' ', '\n']);
    sound.then(|| Meaning { before: format!("[{}](<{address}>)", titled(label)), ..Meaning::default() })
}

/// What the site called `name` shows by its id, in words and by its address.
pub fn elsewhere(name: &str, id: &str, user: &str) -> Option<(&'static str, String)> {
    let id = plain_id(id)?;
    Some(match name {
        "youtube" => ("Film on YouTube", format!("https://www.youtube.com/watch?v={id}")),
        "vimeo" => ("Film on Vimeo", format!("https://vimeo.com/{id}")),
        "streamable" => ("Film on Streamable", format!("https://streamable.com/{id}")),
        "bilibili" => ("Film on Bilibili", format!("https://www.bilibili.com/video/{id}")),
        "instagram" => ("Post on Instagram", format!("https://www.instagram.com/p/{id}/")),
        "tweet" | "x" | "twitter" | "twitter_simple" | "x_simple" => {
            ("Post on X", format!("https://x.com/{}/status/{id}", plain_id(user)?))
        }
        _ => return None,
    })
}

/// A page or a file elsewhere, as `GitBook` shows them in a frame: a link to it.
fn linked(arguments: &Arguments<'_>) -> Option<Meaning> {
    let (address, place) = arguments.find(&["url", "src", "page", "href"])?;
    if address.contains(['<', '>', '\n', '{']) {
        return None;
    }
    let name = if address.contains("://") { address } else { address.rsplit('/').next().unwrap_or(address) };
    Some(Meaning { before: format!("[{}](<", escaped(name)), kept: Some(place.clone()), after: ">)".into() })
}

/// Whether a macro of this name is only a frame round what stands in it.
fn is_frame(name: &str) -> bool {
    ["tabs", "content-ref", "columns", "column", "qr"].contains(&name)
}

/// A picture, with what is said below it.
fn picture(name: &str, arguments: &Arguments<'_>, alone: bool) -> Option<Meaning> {
    let name = name.to_ascii_lowercase();
    if !["fig", "image", "img", "photo", "picture"].iter().any(|part| name.contains(part)) {
        return None;
    }
    let of = |names: &[&str]| arguments.get(names).map(unquoted).filter(|text| !text.is_empty());
    let first = arguments.positional.first().filter(|(path, _)| media::is_picture(path));
    let sources = ["src", "url", "path", "image_path", "image", "img", "file", "source", "filename"];
    let (source, place) =
        arguments.find(&sources).filter(|(path, _)| media::is_picture(path) || name == "figure").or(first)?;
    if source.contains(['<', '>', '\n', '\\', '{']) || (source.starts_with("page.") && !media::is_picture(source)) {
        return None;
    }
    let caption = of(&["caption", "description"]);
    // Without names, what follows the file is said of it.
    let second = arguments.positional.get(1).map(|(text, _)| unquoted(text.trim_end_matches(',')));
    let second = second.filter(|text| text.contains(char::is_alphabetic) && !text.ends_with("px"));
    let alt = of(&["alt"]).or(second).or_else(|| caption.clone()).or_else(|| of(&["title"])).unwrap_or_default();
    let pixels = |name: &str| of(&[name]).and_then(|size| size.trim_end_matches("px").parse::<u32>().ok());
    let size = match (pixels("width"), pixels("height")) {
        (Some(width), Some(height)) => format!("|{width}x{height}"),
        (Some(width), None) => format!("|{width}"),
        _ => String::new(),
    };
    let link = of(&["link", "href"]).filter(|link| !link.contains(['<', '>', '\n']));
    let (open, close) = match link {
        Some(link) => ("[".to_owned(), format!("](<{link}>)")),
        None => (String::new(), String::new()),
    };
    let image = format!("{open}![{}{size}](<", escaped(&alt));
    let mut said: Vec<String> = Vec::new();
    said.extend(of(&["title"]).map(|title| format!("**{}**", title.trim())));
    said.extend(caption.map(|caption| caption.trim().to_owned()));
    said.extend(of(&["attr"]).map(|attr| match of(&["attrlink"]) {
        Some(link) => format!("[{attr}](<{link}>)"),
        None => attr,
    }));
    let said = said.join(" ").replace('\n', " ");
    let mut meaning = Meaning { before: image, kept: Some(place.clone()), after: format!(">){close}") };
    if !alone {
        if !said.is_empty() {
            meaning.after = format!("{} ({said})", meaning.after);
        }
    } else if let class = of(&["class"])
        && (class.is_some() || !said.is_empty())
    {
        let mut figure = Html::default();
        figure.push("<figure");
        if let Some(class) = class {
            figure.attribute("class", &class);
        }
        figure.push(">\n\n");
        meaning.before.insert_str(0, &figure.text);
        if !said.is_empty() {
            meaning.after = format!("{}\n\n<figcaption>\n\n{said}\n\n</figcaption>", meaning.after);
        }
        meaning.after.push_str("\n\n</figure>\n");
    }
    Some(meaning)
}

/// What a macro begins that has a text of its own; `None` if that is not known.
pub fn begins(arguments: &Arguments<'_>, alone: bool) -> Option<Meaning> {
    if !alone {
        return None;
    }
    let title_of = |names: &[&str]| arguments.get(names).map(|title| unquoted(title).replace('\n', " "));
    match arguments.name {
        name if is_frame(name) => return Some(Meaning::default()),
        "code" => {
            let title = title_of(&["title"]).map(|title| format!("**{}**\n", escaped(&title)));
            return Some(Meaning { before: title.unwrap_or_default(), ..Meaning::default() });
        }
        "embed" | "file" => return linked(arguments),
        "tab" => {
            let title = title_of(&["title", "header", "name", "label"]);
            let title = title.or_else(|| arguments.first().map(unquoted)).unwrap_or_else(|| "Tab".into());
            return Some(Meaning { before: format!("{OURS}:::tab[{title}]"), ..Meaning::default() });
        }
        _ => {}
    }
    let title = ["summary", "title", "heading", "label", "caption"];
    if is_folded(arguments.name) {
        let summary = arguments.get(&title).or(arguments.first()).map_or_else(|| "Details".to_owned(), unquoted);
        let mut html = Html::default();
        let open = arguments.get(&["open"]).is_some_and(|open| open != "false") || arguments.name == "expand-open";
        html.push(if open { "<details open>\n<summary>" } else { "<details>\n<summary>" });
        html.body_text(&summary);
        html.push("</summary>\n");
        return Some(Meaning { before: html.text, ..Meaning::default() });
    }
    let kind = callout_type(arguments)?;
    let own = arguments.get(&title).or_else(|| arguments.positional.get(1).map(|(text, _)| *text));
    let title = own.map(unquoted).unwrap_or_default().replace('\n', " ");
    Some(Meaning { before: format!("{OURS}:::{kind}[{title}]"), ..Meaning::default() })
}

/// What ends the text of the macro `name`, whose opening has `inside`.
pub fn ends(text: &str, name: &str, inside: &Range<usize>, alone: bool) -> Option<String> {
    if !alone {
        return None;
    }
    if is_folded(name.trim_end_matches('(')) {
        return Some("\n</details>\n".to_owned());
    }
    if is_frame(name) || ["code", "embed", "file"].contains(&name) {
        return Some(String::new());
    }
    if name == "tab" {
        return Some(format!("{OURS}:::"));
    }
    callout_type(&Arguments::read(text, inside)).map(|_| format!("{OURS}:::"))
}

/// Whether a macro of this name folds.
fn is_folded(name: &str) -> bool {
    ["details", "collapse", "expand", "spoiler"].contains(&name)
}

/// The type of the callout that a macro is, by its name or by what it is given.
fn callout_type<'a>(arguments: &Arguments<'a>) -> Option<&'a str> {
    if arguments.name == "hint"
        && let Some(style) = arguments.get(&["style"]).filter(|style| callout::is_known(style))
    {
        return Some(style);
    }
    if callout::is_known(arguments.name) && arguments.name != "quote" {
        return Some(arguments.name);
    }
    if !["admonition", "alert", "callout", "hint", "notice", "notification"].contains(&arguments.name) {
        return None;
    }
    let given = arguments.get(&["type", "kind", "color", "level", "class", "context"]).or(arguments.first());
    Some(given.filter(|kind| callout::is_known(kind)).unwrap_or("note"))
}

/// An id that means nothing in an address but itself.
fn plain_id(id: &str) -> Option<&str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    (!id.is_empty() && id.chars().all(plain)).then_some(id)
}

/// The text of an argument without the backslashes before quotation marks.
fn unquoted(text: &str) -> String {
    text.replace("\\\"", "\"").replace("\\'", "'")
}
