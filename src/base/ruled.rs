//! What files of a book say of others, by the rules of another tool: which texts nobody is to see.

use std::collections::BTreeMap;
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::base::ignore_line;
use crate::base::path::SourcePath;

/// What files of the book say of others, by the rules of another tool.
#[derive(Clone, Debug, Default)]
pub struct Ruled {
    /// Texts that belong to others, which show them or not, as lines of a `.gitignore`.
    pub parts: Vec<String>,
    /// What nobody is to see whatever it says of itself, as such lines.
    pub drafts: Vec<String>,
    /// The files that may say it and cannot be read.
    pub doubts: Vec<SourcePath>,
    whole: Option<Arc<Gitignore>>,
    /// By the place that they are for; of those for one place, the first counts.
    handed: BTreeMap<String, Vec<Handed>>,
}

/// What one field of a file says of all that lies in a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// The folder or the file that it is for.
    pub place: String,
    /// What there it is for, as lines of a `.gitignore`; all if there are none.
    pub lines: Vec<String>,
    /// The text that says it of itself as well.
    pub except: Option<SourcePath>,
    /// The languages that it is for, by their numbers; all if there are none.
    pub languages: Vec<u8>,
    /// The kinds of files that it is for, as such lines; all if there are none.
    pub kinds: Vec<String>,
    /// The field, which a text may have as well; that counts first. Nothing stands against one that cannot be read.
    pub field: String,
    /// Whether it holds back what it is for, or lets it be seen.
    pub holds: bool,
    /// The file that says it, from the folder of the book.
    pub by: String,
}

/// A rule, and what its lines match: those for its place, and those for the kinds of files.
type Handed = (Rule, [Option<Arc<Gitignore>>; 2]);

/// Why nobody is to see a file.
#[derive(Clone, Copy, Debug)]
pub enum Ruling<'a> {
    /// A line of the settings says so.
    Line(&'a str),
    /// Another file does.
    Rule(&'a Rule),
}

impl Ruled {
    /// What lines hold back: `drafts`, and `parts` that belong to other texts.
    pub fn new(parts: Vec<String>, drafts: Vec<String>) -> Self {
        let whole = compiled(&drafts).map(Arc::new);
        Self { parts, drafts, whole, ..Self::default() }
    }

    /// The same with what files hand down.
    pub fn with(mut self, rules: Vec<Rule>) -> Self {
        for rule in rules {
            let only = [&rule.lines, &rule.kinds].map(|lines| compiled(lines).map(Arc::new));
            self.handed.entry(rule.place.clone()).or_default().push((rule, only));
        }
        self
    }

    /// Whether nothing is held back.
    pub fn is_empty(&self) -> bool {
        self.whole.is_none() && self.handed.is_empty()
    }

    /// What files hand down.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.handed.values().flatten().map(|(rule, _)| rule)
    }

    /// Whether a file, or a folder, is one that nobody is to see unless it says so itself.
    pub fn holds(&self, path: &SourcePath, is_folder: bool) -> bool {
        self.line(path, is_folder).is_some() || self.rule(path, None, &[]).is_some()
    }

    /// Why nobody is to see a text that has these fields of its own.
    pub fn ruling(&self, path: &SourcePath, language: impl Fn() -> u8, said: &[&str]) -> Option<Ruling<'_>> {
        if let Some(line) = self.line(path, false) {
            return Some(Ruling::Line(line));
        }
        let language = (!self.handed.is_empty()).then(language);
        self.rule(path, language, said).map(Ruling::Rule)
    }

    /// The line that holds back a file or a folder.
    fn line(&self, path: &SourcePath, is_folder: bool) -> Option<&str> {
        let whole = self.whole.as_deref().filter(|_| is_inside(path))?;
        match whole.matched_path_or_any_parents(path.as_str(), is_folder) {
            Match::Ignore(line) => Some(line.original()),
            Match::None | Match::Whitelist(_) => None,
        }
    }

    /// The rule that holds back a file: for each field the nearest counts, if the file has none of that name.
    fn rule(&self, path: &SourcePath, language: Option<u8>, said: &[&str]) -> Option<&Rule> {
        if self.handed.is_empty() || !is_inside(path) {
            return None;
        }
        let whole = path.as_str();
        let ends = [whole.len()].into_iter().chain(whole.rmatch_indices('/').map(|(at, _)| at)).chain([0]);
        let mut settled: Vec<&str> = said.to_vec();
        for (rule, only) in ends.filter_map(|end| self.handed.get(&whole[..end])).flatten() {
            let is_new = rule.field.is_empty() || !settled.contains(&&*rule.field);
            if !is_new || !rule.is_for(path, language, only) {
                continue;
            }
            if rule.holds {
                return Some(rule);
            }
            settled.push(&rule.field);
        }
        None
    }

    /// How many texts among files that are left out belong to others.
    pub fn parts_among(&self, left_out: &[SourcePath]) -> usize {
        let Some(rules) = compiled(&self.parts) else { return 0 };
        let is_part = |path: &&SourcePath| {
            path.is_markdown() && rules.matched_path_or_any_parents(path.as_str(), false).is_ignore()
        };
        left_out.iter().filter(is_part).count()
    }
}

impl Rule {
    /// Whether it is for a file in its place, of which it is for what all of `only` match.
    fn is_for(&self, path: &SourcePath, language: Option<u8>, only: &[Option<Arc<Gitignore>>]) -> bool {
        let is_meant = |only: &Arc<Gitignore>| only.matched_path_or_any_parents(path.as_str(), false).is_ignore();
        let is_spoken = |number| self.languages.is_empty() || self.languages.contains(&number);
        language.is_none_or(is_spoken) && self.except.as_ref() != Some(path) && only.iter().flatten().all(is_meant)
    }
}

impl PartialEq for Ruled {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts
            && self.drafts == other.drafts
            && self.doubts == other.doubts
            && self.rules().eq(other.rules())
    }
}

/// Whether a file lies in the folder of the essays: what lies beyond is none of theirs.
fn is_inside(path: &SourcePath) -> bool {
    !path.as_str().starts_with("../") && !path.as_str().starts_with('/')
}

/// Lines of a `.gitignore` as rules, if they say anything.
fn compiled(lines: &[String]) -> Option<Gitignore> {
    let mut builder = GitignoreBuilder::new("");
    for line in lines {
        ignore_line::add(&mut builder, line);
    }
    builder.build().ok().filter(|rules| !rules.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Rule, Ruled};
    use crate::base::path::SourcePath;

    #[test]
    fn the_nearest_rule_counts_and_a_text_before_all() {
        let rule = |place: &str, field: &str, holds: bool| Rule {
            place: place.into(),
            field: field.into(),
            holds,
            ..Rule::default()
        };
        let rules = vec![rule("", "draft", true), rule("a/b", "draft", false), rule("a/b", "date", false)];
        let ruled = Ruled::default().with(rules);
        let holds = |path: &str, said: &[&str]| ruled.ruling(&SourcePath::new(path), || 0, said).is_some();
        assert!(holds("x.md", &[]) && holds("a/x.md", &["date"]) && !holds("a/x.md", &["draft"]));
        assert!(!holds("a/b/x.md", &[]) && !holds("../x.md", &[]) && holds("a/bc/x.md", &[]));
        // What cannot be read may say anything.
        let doubtful = Ruled::default().with(vec![rule("a", "", true), rule("a/b", "draft", false)]);
        assert!(doubtful.ruling(&SourcePath::new("a/b/x.md"), || 0, &["draft"]).is_some());
    }
}
