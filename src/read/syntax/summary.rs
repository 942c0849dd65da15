//! mdBook's `SUMMARY.md`: a list of links, which gives the chapters their order and nesting.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::base::path::{SourcePath, joined};

/// Where it stands, from the folder of the essays.
pub const FILE: &str = "SUMMARY.md";

/// How deep chapters are shown in one another; what is deeper stands at this depth.
const DEEPEST: usize = 8;

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Chapter {
    /// How deep it stands. A part is at 0, what is in it below.
    pub depth: usize,
    pub title: Box<str>,
    /// `None` for a chapter that is not written yet, and for the title of a part.
    pub path: Option<SourcePath>,
}

/// The chapters of a `SUMMARY.md`, and the first place of each file among them.
#[derive(Debug, Default)]
pub struct Contents {
    pub chapters: Arc<[Chapter]>,
    pub places: HashMap<SourcePath, usize, FixedState>,
}

impl Contents {
    /// The chapters, with their places.
    pub fn of(chapters: Arc<[Chapter]>) -> Self {
        let mut places = HashMap::default();
        for (place, chapter) in chapters.iter().enumerate() {
            if let Some(path) = &chapter.path {
                places.entry(path.clone()).or_insert(place);
            }
        }
        Self { chapters, places }
    }
}

/// The chapters that `text` lists.
pub fn chapters(text: &str) -> Vec<Chapter> {
    let mut chapters: Vec<Chapter> = Vec::new();
    let mut lists = 0_usize;
    // Below the title of a part, everything stands one deeper, up to the next rule.
    let mut part = 0;
    let mut open = false;
    let mut titled = false;
    for event in Parser::new_ext(text, Options::empty()) {
        match event {
            Event::Start(Tag::List(_)) => lists += 1,
            Event::End(TagEnd::List(_)) => lists -= 1,
            // The first heading is that of the list itself.
            Event::Start(Tag::Heading { .. }) if !titled && chapters.is_empty() => titled = true,
            Event::Start(Tag::Heading { .. }) => {
                chapters.push(Chapter { depth: 0, title: Box::default(), path: None });
                (part, open) = (1, true);
            }
            Event::Rule => part = 0,
            Event::Start(Tag::Link { dest_url, .. }) => {
                let file = dest_url.split('#').next().unwrap_or_default();
                let file = percent_encoding::percent_decode_str(file).decode_utf8_lossy();
                let path = joined("", &file).filter(|path| !path.is_empty());
                let depth = (part + lists.saturating_sub(1)).min(DEEPEST);
                chapters.push(Chapter { depth, title: Box::default(), path: path.map(|path| SourcePath::new(&path)) });
                open = true;
            }
            Event::End(TagEnd::Link | TagEnd::Heading(_)) => open = false,
            Event::Text(text) | Event::Code(text) if open => {
                if let Some(chapter) = chapters.last_mut() {
                    chapter.title = format!("{}{text}", chapter.title).into();
                }
            }
            _ => {}
        }
    }
    chapters
}

#[cfg(test)]
mod tests {
    use super::chapters;

    #[test]
    fn chapters_have_their_order_and_depth() {
        let text = "# Summary\n\n[Before](a.md)\n\n# Part\n\n- [One](./one/README.md)\n  - [`Two` b](one/b%20c.md)\n- [Draft]()\n\n---\n\n[After](z.md)\n";
        let found: Vec<_> = chapters(text)
            .into_iter()
            .map(|chapter| format!("{} {} {:?}", chapter.depth, chapter.title, chapter.path))
            .collect();
        assert_eq!(
            found,
            [
                "0 Before Some(\"a.md\")",
                "0 Part None",
                "1 One Some(\"one/README.md\")",
                "2 Two b Some(\"one/b c.md\")",
                "1 Draft None",
                "0 After Some(\"z.md\")",
            ]
        );
    }
}
