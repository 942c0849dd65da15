//! mdBook's `{{#include file}}`, `--8<-- "file"` of `MkDocs`, `<!--@include: file-->` of `VitePress`, and `<Part />` of
//! a page in MDX that imports a file of Markdown: the text of another file, or some of its lines, before anything is read.
//!
//! What an essay includes becomes part of its text, so that links, headings and code in it are like
//! any others. Where each stretch came from is kept, so that what is said of it names the right file.

mod call;
mod lines;

use std::ops::Range;

use crate::base::config::{Limits, Links, bytes};
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::text::bad_include;
use crate::base::path::{SourcePath, joined_anywhere};
use crate::base::source::Assembled;
use crate::base::span::Span;
use crate::read::syntax::code::ends_in_code;

use self::call::{BLOCK, COMPONENT, INCLUSION, IncludeMacro, PLAIN_STATEMENT, SNIPPET, STATEMENT, next, shown};
use self::lines::{Inclusion, Statement, parts, select};

/// What a book says of includes.
#[derive(Clone, Copy, Debug, Default)]
pub struct IncludeRules<'a> {
    /// The folders in which snippets are looked for first, from that of the essays.
    pub folders: &'a [String],
    /// The snippets that follow the text of every essay.
    pub after: &'a [String],
    /// Whether `{% include "path" %}` is read, and `{% include-markdown "path" %}`.
    pub statements: bool,
    /// Whether files that do not end in `.mdx` may have components too.
    pub components: bool,
    /// Whether components are all that is read: what else would include a file is text.
    pub only_components: bool,
    /// What stands for the fronts of imported paths.
    pub links: Option<&'a Links>,
    pub limits: Limits,
}

/// Why a file is not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    Missing,
    /// It lies outside the book.
    Outside,
    /// It lies in the book and is nobody's to see.
    Private,
    /// It is an essay that is not published, or not now.
    Held,
}

/// The text of a file, and where it begins below the fields at its head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Included {
    pub text: String,
    pub body: usize,
}

/// Gives a file by its path from the folder of the essays.
pub type ReadFile<'a> = &'a dyn Fn(&str) -> Result<Included, Refused>;

/// `text` with all that it includes; `None` if it includes nothing.
pub fn assemble(path: &SourcePath, text: &str, rules: IncludeRules<'_>, read: ReadFile<'_>) -> Option<Assembled> {
    let is_one = text.contains("8<-")
        || text.contains(INCLUSION)
        || text.contains("{{") && text.contains('#')
        || rules.statements && (text.contains("{%") || text.contains("{!"))
        || (rules.components || path.is_mdx()) && text.contains("import ");
    if rules.after.is_empty() && !is_one {
        return None;
    }
    let mut assembly = Assembly {
        read,
        rules,
        made: Assembled::default(),
        chain: vec![path.clone()],
        count: 0,
        moved: String::new(),
        moves_all: false,
        indent: String::new(),
    };
    assembly.add(path, text, std::slice::from_ref(&(0..text.len())));
    for typed in rules.after {
        assembly.follow(path, text.len(), typed);
    }
    let Assembled { text: made, faults, .. } = &assembly.made;
    (made != text || !faults.is_empty()).then_some(assembly.made)
}

struct Assembly<'a> {
    read: ReadFile<'a>,
    rules: IncludeRules<'a>,
    made: Assembled,
    /// The files inside one another, from the essay inwards.
    chain: Vec<SourcePath>,
    /// How many files were included.
    count: usize,
    /// What stands before relative paths in the file that is being added: they are meant from its folder.
    moved: String,
    /// Whether paths without a dot at their front are relative as well: those that begin so are in any tool.
    moves_all: bool,
    /// What stands before its lines but the first: it takes the place of a line that is indented so.
    indent: String,
}

impl Assembly<'_> {
    /// Adds stretches of `text`, which is in `file`.
    fn add(&mut self, file: &SourcePath, text: &str, stretches: &[Range<usize>]) {
        let shown = if self.rules.components || file.is_mdx() { shown(text) } else { Vec::new() };
        for stretch in stretches {
            let mut from = stretch.start;
            while let Some(found) = next(text, from..stretch.end, self.rules.statements, &shown) {
                self.push(file, text, from..found.place.start);
                from = found.place.end;
                if self.rules.only_components && found.name != COMPONENT {
                    self.push(file, text, found.place);
                    continue;
                }
                if found.escaped {
                    self.made.push(file, found.place.start + 1, &text[found.place.start + 1..found.place.end]);
                    continue;
                }
                if found.name == BLOCK {
                    self.each(file, text, found.argument);
                } else {
                    self.take_in(file, text, &found);
                }
            }
            self.push(file, text, from..stretch.end);
        }
    }

    /// Adds the snippets that are named in `lines`, but for those behind a semicolon.
    fn each(&mut self, file: &SourcePath, text: &str, lines: &str) {
        for line in lines.lines() {
            let start = line.as_ptr() as usize - text.as_ptr() as usize;
            let argument = line.trim();
            if !argument.starts_with(';') {
                let found = IncludeMacro { place: start..start + line.len(), escaped: false, name: SNIPPET, argument };
                self.take_in(file, text, &found);
                self.made.push(file, start + line.len(), "\n");
            }
        }
    }

    /// Adds what a macro stands for, or the macro itself.
    fn take_in(&mut self, file: &SourcePath, text: &str, found: &IncludeMacro<'_>) {
        if let Err(fault) = self.included(file, text, found) {
            self.made.faults.extend(fault.map(|fault| *fault));
            self.made.push(file, found.place.start, &text[found.place.clone()]);
        }
    }

    /// Adds a stretch of plain text.
    fn push(&mut self, file: &SourcePath, text: &str, stretch: Range<usize>) {
        let mut from = stretch.start;
        if !self.moved.is_empty() || !self.indent.is_empty() {
            for (at, sign) in text[stretch.clone()].match_indices(['\n', ']', '=']) {
                let (at, after) = (stretch.start + at, &text[stretch.start + at + 1..]);
                let (at, added) = match sign {
                    "\n" if !after.is_empty() && !after.starts_with(['\n', '\r']) => (at + 1, &self.indent),
                    "\n" => continue,
                    _ => match relative(&text[stretch.start..at], sign, &text[at + 1..stretch.end], self.moves_all) {
                        Some(length) => (at + 1 + length, &self.moved),
                        None => continue,
                    },
                };
                self.made.push(file, from, &text[from..at]);
                self.made.insert(file, at, added);
                from = at;
            }
        }
        self.made.push(file, from, &text[from..stretch.end]);
    }

    /// The file of a snippet: by its path from a folder that the book names, from that of the essays, or from the
    /// one round that.
    fn snippet(&self, typed: &str) -> Option<SourcePath> {
        let named = self.rules.folders.iter().map(|folder| joined_anywhere(folder, typed));
        let typed = joined_anywhere("", typed);
        let inner = typed.split_once('/').map(|(_, inner)| inner.to_owned());
        let there = |path: &String| (self.read)(path) != Err(Refused::Missing);
        named.chain([Some(typed), inner].into_iter().flatten()).find(there).map(|path| SourcePath::new(&path))
    }

    /// Adds a snippet after the text of an essay, which ends at `end`, if there is one: it is asked for in every essay, so
    /// that nobody misses it in this one.
    fn follow(&mut self, essay: &SourcePath, end: usize, typed: &str) {
        let Some(path) = self.snippet(typed).filter(|path| path != essay) else { return };
        let Ok(Included { text, body }) = (self.read)(path.as_str()) else { return };
        self.made.push(essay, end, "\n\n");
        self.chain.push(path.clone());
        self.add(&path, &text, std::slice::from_ref(&(body..text.len())));
        self.chain.pop();
    }

    /// Adds what a macro stands for; an error says why it stays, if that needs saying.
    fn included(
        &mut self,
        file: &SourcePath,
        whole: &str,
        found: &IncludeMacro<'_>,
    ) -> Result<(), Option<Box<Diagnostic>>> {
        let (before, after) = match found.name {
            "include" | "rustdoc_include" | SNIPPET | INCLUSION | STATEMENT | PLAIN_STATEMENT => ("", ""),
            "playground" | "playpen" => ("```rust\n", "\n```"),
            COMPONENT => ("\n", "\n"),
            "title" => return Ok(()),
            _ => return Err(None),
        };
        // As in mdBook, a name without a path includes nothing, and is text.
        if found.argument.is_empty() {
            return Err(None);
        }
        let [is_snippet, is_inclusion, is_component] = [SNIPPET, INCLUSION, COMPONENT].map(|name| found.name == name);
        let place = Span::from(found.place.clone());
        let fault = |reason: &str, help: &str| Some(Box::new(bad_include(file, place, is_snippet, reason, help)));
        let argument = match found.name {
            SNIPPET | INCLUSION | COMPONENT => found.argument,
            _ => found.argument.split_whitespace().next().unwrap_or_default(),
        };
        let statement = match found.name {
            // What stands for several files stays.
            STATEMENT | PLAIN_STATEMENT => Some(Statement::of(found.argument, found.name == STATEMENT).ok_or(None)?),
            _ => None,
        };
        let inclusion = is_inclusion.then(|| Inclusion::of(argument));
        let (typed, lines) = match (&inclusion, &statement, argument.split_once(':')) {
            (Some(inclusion), ..) => (inclusion.path, None),
            (_, Some(statement), _) => (&*statement.path, None),
            (None, None, Some((path, lines))) if !is_component => (path, Some(lines)),
            (None, None, _) => (argument, None),
        };
        // VitePress writes `@` for the folder of the essays.
        let from_root = typed.strip_prefix('@').filter(|_| is_inclusion);
        let aliased = self.rules.links.filter(|_| is_component).map(|links| links.aliased(typed));
        let from_root = from_root.or(aliased.as_deref().filter(|path| path.starts_with('/')));
        let beside = match from_root {
            Some(path) => SourcePath::new(&joined_anywhere("", path)),
            None => SourcePath::new(&joined_anywhere(file.folder(), typed)),
        };
        let path = match () {
            () if is_snippet => self.snippet(typed).unwrap_or(beside),
            // From the folder of the essays, unless it begins with a dot; before version 6, from that of the file.
            () if statement.is_some()
                && !typed.starts_with('.')
                && (self.read)(beside.as_str()) == Err(Refused::Missing) =>
            {
                self.snippet(typed).unwrap_or(beside)
            }
            () => beside,
        };
        if let Some(at) = self.chain.iter().position(|above| *above == path) {
            let circle: Vec<_> = self.chain[at..].iter().chain([&path]).map(|path| format!("`{path}`")).collect();
            let reason = format!("includes go round in a circle: {}", circle.join(" → "));
            return Err(fault(&reason, "take the line out of one of these files"));
        }
        self.count += 1;
        let Limits { include_levels, includes, includes_mib, .. } = self.rules.limits;
        let is_deep = self.chain.len() > include_levels as usize;
        if is_deep || self.count > includes as usize || self.made.text.len() > bytes(includes_mib) {
            let reason =
                format!("an essay may include {includes} files, {include_levels} deep, and {includes_mib} MiB in all");
            let help = "divide the essay, or link to some of the files instead; or raise `includes`, `include-levels` or \
                        `includes-mib` under `[limits]` in book.toml";
            return Err(fault(&reason, help));
        }
        let Included { text, body } = (self.read)(path.as_str()).map_err(|why| {
            let missing = if is_snippet { typed } else { path.as_str() };
            let (reason, help) = refusal(&path, why, missing, found.name);
            // Without its file it is a component like any other.
            fault(&reason, help).filter(|_| !is_component || why != Refused::Missing)
        })?;
        let chosen = match (&inclusion, &statement) {
            (Some(inclusion), _) => inclusion.select(&text),
            (_, Some(statement)) => Some(statement.select(&text)),
            _ => select(&text, lines),
        };
        let Some(mut stretches) = chosen else {
            let part = inclusion.and_then(|inclusion| inclusion.region).or(lines).unwrap_or_default();
            return Err(fault(&format!("`{path}` has no part `{part}`"), &parts(&text)));
        };
        // In code, the fields of a file are part of what is shown.
        if body > 0 && !ends_in_code(&self.made.text) {
            stretches.retain(|stretch| stretch.end > body);
            for stretch in &mut stretches {
                stretch.start = stretch.start.max(body);
            }
        }
        self.made.push(file, found.place.start, before);
        self.chain.push(path.clone());
        let moves_all = statement.is_some_and(|statement| statement.rewrites);
        let is_elsewhere = (is_inclusion || is_component || moves_all) && path.folder() != self.chain[0].folder();
        let moved = if is_elsewhere { way_to(path.folder(), self.chain[0].folder()) } else { String::new() };
        let above = whole[..found.place.start].trim_end_matches([' ', '\t']).len();
        let margin = &whole[above..found.place.start];
        let is_indented = is_snippet || matches!(found.name, STATEMENT | PLAIN_STATEMENT);
        let indent = if is_indented && margin.trim().is_empty() { self.indent.clone() + margin } else { String::new() };
        let outer = (std::mem::replace(&mut self.moved, moved), std::mem::replace(&mut self.indent, indent));
        let outer_moves = std::mem::replace(&mut self.moves_all, moves_all);
        self.add(&path, &text, &stretches);
        (self.moved, self.indent) = outer;
        self.moves_all = outer_moves;
        self.chain.pop();
        self.made.push(file, found.place.start, after);
        Ok(())
    }
}

/// What leads from an essay in the folder `from` to what lies in `folder`: from the root, unless that lies outside.
fn way_to(folder: &str, from: &str) -> String {
    let up = || from.split('/').filter(|part| !part.is_empty()).map(|_| "../").collect();
    let front = if folder.starts_with("..") { up() } else { "/".to_owned() };
    let end = if folder.is_empty() { "" } else { "/" };
    format!("{front}{}{end}", folder.replace(' ', "%20"))
}

/// How far a relative address lies behind the `sign` before `after`: that of a link, its definition, or an attribute.
fn relative(before: &str, sign: &str, after: &str, all: bool) -> Option<usize> {
    let length = match sign {
        "]" if after.starts_with("(<") => 2,
        "]" if after.starts_with('(') => 1,
        "]" if all && after.starts_with(": ") => 2,
        "=" if all && ["src", "href"].iter().any(|name| before.ends_with(name)) && after.starts_with(['"', '\'']) => 1,
        _ => return None,
    };
    let address = &after[length..];
    let word = &address[..address.find([')', '"', '\'', '\n', ' ']).unwrap_or(address.len())];
    let is_whole = word.is_empty() || word.starts_with(['/', '#', '{', '<']) || word.contains(':');
    (address.starts_with('.') || all && !is_whole).then_some(length)
}

/// What is said of a file that is not included, and what to do.
fn refusal(path: &SourcePath, why: Refused, typed: &str, name: &str) -> (String, &'static str) {
    match why {
        Refused::Missing => (
            format!("there is no file `{typed}` to include"),
            match name {
                INCLUSION => "correct the path, or write `\\<!--` to show the line",
                SNIPPET => "correct the path, or write `;` before `--8<--` to show the line",
                _ => "correct the path, or write `\\{{#` to show the line",
            },
        ),
        Refused::Outside => (
            format!("`{path}` lies outside the book, so it is not included"),
            "move the file into the book; or write `follow-links = true` under `[book]` in book.toml, if you trust \
             everyone who writes for this book",
        ),
        Refused::Private => (
            format!("`{path}` is kept private, so it is not included"),
            "git leaves it out, or it is hidden: put what readers may see into a file of its own",
        ),
        Refused::Held => (
            format!("`{path}` is held back, so it is not included"),
            "its fields say that it is not published, or not now: change them, or put what readers may see into a file \
             of its own",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{IncludeRules, Included, Refused, assemble};
    use crate::base::path::SourcePath;

    #[test]
    fn places_lead_back_to_their_file() {
        let part = || Included { text: "in the part".to_owned(), body: 0 };
        let read = |path: &str| (path == "b/part.md").then(part).ok_or(Refused::Missing);
        let text = "Before {{#include b/part.md}} after \\{{#include x}}";
        let made = assemble(&SourcePath::new("a.md"), text, IncludeRules::default(), &read).unwrap();
        assert_eq!(made.text, "Before in the part after {{#include x}}");
        let at = |words: &str| {
            let start = made.text.find(words).unwrap();
            let (path, span) = made.origin((start..start + words.len()).into()).unwrap();
            format!("{path} {span:?}")
        };
        assert_eq!(at("the"), format!("b/part.md {:?}", crate::base::span::Span::from(3..6)));
        assert_eq!(at("after"), format!("a.md {:?}", crate::base::span::Span::from(30..35)));
        assert!(assemble(&SourcePath::new("a.md"), "{{ x }} #", IncludeRules::default(), &read).is_none());
    }
}
