//! Pictures, sound, film and PDF: which one a file is, its size, and the element that shows it.

use crate::read::html::Html;

/// What a picture's text says besides its description: `|300`, `|300x200`, or either alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The description, without the size.
    pub alt: Box<str>,
    /// In pixels.
    pub width: Option<u32>,
    pub height: Option<u32>,
}

/// Takes the text of a picture apart.
pub fn look(text: &str) -> Look {
    let (alt, last) = match text.rsplit_once('|') {
        Some((alt, last)) => (alt, last),
        None => ("", text),
    };
    match size(last.trim()) {
        Some((width, height)) => Look { alt: alt.trim().into(), width: Some(width), height },
        None => Look { alt: text.trim().into(), ..Look::default() },
    }
}

fn size(text: &str) -> Option<(u32, Option<u32>)> {
    let number = |text: &str| text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    match text.split_once('x') {
        Some((width, height)) => Some((number(width)?, Some(number(height)?))),
        None => Some((number(text)?, None)),
    }
}

/// What a file is by its ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MediaKind {
    Unknown,
    Picture,
    Sound,
    Film,
    Pdf,
}

fn kind(name: &str) -> MediaKind {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "mp3" | "wav" | "m4a" | "ogg" | "oga" | "flac" | "opus" | "3gp" => MediaKind::Sound,
        "mp4" | "webm" | "ogv" | "mov" | "mkv" | "m4v" => MediaKind::Film,
        "pdf" => MediaKind::Pdf,
        "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "avif" | "bmp" | "ico" | "apng" | "jfif" => {
            MediaKind::Picture
        }
        _ => MediaKind::Unknown,
    }
}

/// Whether a path names a picture, sound, film or PDF rather than an essay.
pub fn is_media(path: &str) -> bool {
    kind(path) != MediaKind::Unknown
}

/// Endings of files that a page links to, and that are not essays.
const OTHERS: [&str; 27] = [
    "7z", "csv", "doc", "docx", "epub", "gz", "ics", "ipynb", "json", "mobi", "odp", "ods", "odt", "ppt", "pptx",
    "rar", "rtf", "tar", "tex", "toml", "tsv", "txt", "xls", "xlsx", "xml", "yaml", "zip",
];

/// Whether a path names a file rather than an essay, as far as its ending tells.
pub fn is_file(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    is_media(path) || is_unshown(path) || OTHERS.contains(&ending.as_str())
}

/// Whether a path names what has a program of its own that shows it, and no browser does: Obsidian's bases
/// and canvases, the drawings of Excalidraw.
pub fn is_unshown(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    [".base", ".canvas", ".excalidraw", ".excalidraw.md"].iter().any(|ending| path.ends_with(ending))
}

/// Whether a path names a picture.
pub fn is_picture(path: &str) -> bool {
    kind(path) == MediaKind::Picture
}

/// The element for the file at `href`, whose name is `name`. `fragment` is what followed a `#`.
pub fn element(href: &str, name: &str, fragment: Option<&str>, look: &Look, title: &str) -> String {
    let kind = kind(name);
    // Obsidian gives the height of a PDF among the parameters of its page.
    let parameters = fragment.into_iter().flat_map(|fragment| fragment.split('&'));
    let (heights, kept): (Vec<_>, Vec<_>) = parameters.partition(|parameter| parameter.starts_with("height="));
    let height = heights.first().and_then(|height| height["height=".len()..].parse().ok()).or(look.height);
    let address = if kept.is_empty() { href.to_owned() } else { format!("{href}#{}", kept.join("&")) };
    let mut html = Html::default();
    match kind {
        MediaKind::Unknown => {
            html.push("<a");
            html.attribute("href", href);
        }
        MediaKind::Picture => {
            html.push("<img");
            html.attribute("src", &address);
            html.attribute("alt", &look.alt);
        }
        MediaKind::Sound => {
            html.push("<audio controls=\"\"");
            html.attribute("src", &address);
        }
        MediaKind::Film => {
            html.push("<video controls=\"\"");
            html.attribute("src", &address);
        }
        MediaKind::Pdf => {
            html.push("<object class=\"pdf\"");
            html.attribute("data", &address);
            html.push(" type=\"application/pdf\"");
        }
    }
    for (name, pixels) in [("width", look.width), ("height", height)] {
        if let Some(pixels) = pixels.filter(|_| kind != MediaKind::Unknown) {
            html.attribute(name, &pixels.to_string());
        }
    }
    if !title.is_empty() {
        html.attribute("title", title);
    }
    match kind {
        MediaKind::Picture => html.push(" loading=\"lazy\" />"),
        MediaKind::Unknown => {
            html.push(">");
            html.body_text(if look.alt.is_empty() { name } else { &look.alt });
            html.push("</a>");
        }
        MediaKind::Sound => html.push("></audio>"),
        MediaKind::Film => html.push("></video>"),
        MediaKind::Pdf => {
            html.push("><a");
            html.attribute("href", href);
            html.push(">");
            html.body_text(if look.alt.is_empty() { name } else { &look.alt });
            html.push("</a></object>");
        }
    }
    html.text
}

#[cfg(test)]
mod tests {
    use super::{Look, look};

    #[test]
    fn sizes_are_told_from_descriptions() {
        let sized = |alt: &str, width, height| Look { alt: alt.into(), width, height };
        assert_eq!(look("A view"), sized("A view", None, None));
        assert_eq!(look("A view|300"), sized("A view", Some(300), None));
        assert_eq!(look("300x200"), sized("", Some(300), Some(200)));
        assert_eq!(look("one|two"), sized("one|two", None, None));
        assert_eq!(look(""), Look::default());
    }
}
