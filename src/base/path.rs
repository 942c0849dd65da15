//! Paths of files in `content/`, and what can be done with paths.

use std::fmt;
use std::sync::Arc;

/// The path of a file in `content/`, with `/` between its parts: `essays/mirror.md`.
///
/// It is also the identity of what the file holds. Ids order by path, so no history can leak into
/// an order that a reader sees.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Takes a path relative to `content/`, with `/` between its parts.
    pub fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Everything before the last `/`; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part, with its ending.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The last part without `.md`, or the ending of a page.
    pub fn stem(&self) -> &str {
        without_essay_ending(self.file_name())
    }

    /// The path without `.md`, or the ending of a page: what `graph.json` calls the id.
    pub fn id(&self) -> &str {
        without_essay_ending(&self.0)
    }

    /// Whether the file holds an essay in Markdown.
    pub fn is_markdown(&self) -> bool {
        without_markdown_ending(&self.0).len() != self.0.len()
    }

    /// Whether the file holds HTML: an essay if its text says so, or a file to be copied.
    pub fn is_html(&self) -> bool {
        without_page_ending(&self.0).len() != self.0.len()
    }

    /// Whether its text may have components in it.
    pub fn is_mdx(&self) -> bool {
        self.file_name().rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("mdx"))
    }

    /// Whether the file lies in a folder of posts, as Jekyll has them.
    pub fn is_post(&self) -> bool {
        self.folder().split('/').any(|folder| folder == "_posts")
    }

    /// Whether the essay stands for its folder.
    pub fn is_index(&self) -> bool {
        self.index_rank().is_some()
    }

    /// Which of the essays that could stand for a folder comes first: `index`, `_index`, `README`
    /// and, at the root, `Home`.
    pub fn index_rank(&self) -> Option<u8> {
        Self::rank_of(self.stem(), self.folder().is_empty()).filter(|_| self.is_markdown() || self.is_html())
    }

    /// The same of a file with this stem.
    pub fn rank_of(stem: &str, is_at_root: bool) -> Option<u8> {
        let names = (0..).zip(["index", "_index", "readme", "home"]);
        let (rank, _) = names.into_iter().find(|(_, name)| stem.eq_ignore_ascii_case(name))?;
        (rank < 3 || is_at_root).then_some(rank)
    }
}

fn without_essay_ending(path: &str) -> &str {
    let kept = without_markdown_ending(path);
    if kept.len() == path.len() { without_page_ending(path) } else { kept }
}

/// `path` without a Markdown ending, if it has one.
pub fn without_markdown_ending(path: &str) -> &str {
    without_ending(path, &[".md", ".markdown", ".mdx", ".mdown", ".mkd", ".mkdn", ".mdwn"])
}

/// `path` without the ending of a page, if it has one.
pub fn without_page_ending(path: &str) -> &str {
    without_ending(path, &[".html", ".htm"])
}

fn without_ending<'a>(path: &'a str, endings: &[&str]) -> &'a str {
    // Most names that are asked about have none, and most of them end in a letter that no ending has.
    const LONGEST: usize = ".markdown".len();
    if !path.bytes().next_back().is_some_and(|last| matches!(last | 0x20, b'd' | b'l' | b'm' | b'n' | b'x')) {
        return path;
    }
    let Some(after) = path.bytes().rev().take(LONGEST).position(|byte| byte == b'.') else { return path };
    let (name, found) = path.split_at(path.len() - after - 1);
    let has_one = !name.is_empty() && endings.iter().any(|ending| found.eq_ignore_ascii_case(ending));
    if has_one { name } else { path }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whether `segment` names something in a folder: not nothing, not the folder itself, not the one
/// above, and no more than one step.
pub fn is_plain_segment(segment: &str) -> bool {
    !matches!(segment, "" | "." | "..") && !segment.contains(['/', '\\', '\0'])
}

/// What follows the last `/` of a path.
pub fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// `path` from `folder`, without `.` and `..`; `None` if it leads out of the content.
pub fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// `path` from `folder`, without `.` and `..` but for those at the front that lead out of the
/// content.
pub fn joined_anywhere(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// The way from a folder to a path, both from the root of the content.
pub fn way(folder: &str, path: &str) -> String {
    let above: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let parts: Vec<&str> = path.split('/').collect();
    let same = above.iter().zip(&parts[..parts.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", above.len() - same);
    up.chain(parts[same..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::SourcePath;

    #[test]
    fn paths_come_apart() {
        let path = SourcePath::new("essays/The mirror.md");
        assert_eq!(
            (path.folder(), path.file_name(), path.stem(), path.id()),
            ("essays", "The mirror.md", "The mirror", "essays/The mirror")
        );
        assert!(path.is_markdown() && !path.is_index());
        assert!(SourcePath::new("README.MD").is_index());
        assert!(!SourcePath::new("a/picture.png").is_markdown());
        assert!(!SourcePath::new(".md").is_markdown());
    }
}
