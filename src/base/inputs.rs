//! What a build depends on beside its files and its settings.

use std::collections::HashMap;
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use jiff::civil::Date;

use crate::base::date::When;
use crate::base::ignore_line;
use crate::base::path::SourcePath;

/// What the edge finds out for a build that no file of the book and no setting says.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The day that decides what lies in the future. Without one, nothing does.
    pub today: Option<Date>,
    /// When files were first and last committed, if dates are taken from that.
    pub commits: Arc<Commits>,
    /// Whether nobody will see the pages, so that texts can be dropped once they are read.
    pub unseen: bool,
    /// Whether the pages are for a preview: their blocks then say on which line they begin.
    pub lines: bool,
    /// What files hold back by the rules of another tool (`hold-back-as`).
    pub held: Ruled,
    /// The font of social cards, if the settings name one.
    pub typeface: Option<Arc<[u8]>>,
}

/// What files of the book say of others, by the rules of another tool, as lines of a `.gitignore`.
#[derive(Clone, Debug, Default)]
pub struct Ruled {
    /// Texts that belong to others, which show them or not.
    pub parts: Vec<String>,
    /// What nobody is to see.
    pub drafts: Vec<String>,
    /// The files that may say it and cannot be read.
    pub doubts: Vec<SourcePath>,
    rules: Option<Arc<Gitignore>>,
}

impl Ruled {
    /// What `drafts` hold back, and `parts` that belong to other texts.
    pub fn new(parts: Vec<String>, drafts: Vec<String>) -> Self {
        let rules = rules(&drafts).filter(|rules| !rules.is_empty());
        Self { rules: rules.map(Arc::new), parts, drafts, doubts: Vec::new() }
    }

    /// Whether a file, or a folder, is one that nobody is to see.
    pub fn holds(&self, path: &SourcePath, is_folder: bool) -> bool {
        let holds = |rules: &Arc<Gitignore>| {
            // A file beyond the folder of the essays is none of theirs.
            let is_inside = !path.as_str().starts_with("../") && !path.as_str().starts_with('/');
            is_inside && rules.matched_path_or_any_parents(path.as_str(), is_folder).is_ignore()
        };
        self.rules.as_ref().is_some_and(holds)
    }

    /// How many texts among files that are left out belong to others.
    pub fn parts_among(&self, left_out: &[SourcePath]) -> usize {
        let Some(rules) = rules(&self.parts).filter(|rules| !rules.is_empty()) else { return 0 };
        let is_part = |path: &&SourcePath| {
            path.is_markdown() && rules.matched_path_or_any_parents(path.as_str(), false).is_ignore()
        };
        left_out.iter().filter(is_part).count()
    }

    /// All lines, those that let in what others leave out before those.
    pub fn lines(&self) -> impl Iterator<Item = &String> {
        self.parts.iter().chain(&self.drafts)
    }
}

impl PartialEq for Ruled {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts && self.drafts == other.drafts && self.doubts == other.doubts
    }
}

/// Lines of a `.gitignore` as rules.
fn rules(lines: &[String]) -> Option<Gitignore> {
    let mut builder = GitignoreBuilder::new("");
    for line in lines {
        ignore_line::add(&mut builder, line);
    }
    builder.build().ok()
}

/// The moments in which files were first and last committed.
pub type Commits = HashMap<SourcePath, (When, When)>;
