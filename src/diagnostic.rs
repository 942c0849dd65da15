//! What crosslight has to say about a book: where, what is wrong, why, and what to do.
//!
//! Every diagnostic is made by a function of this file, so that the wording is found in one place.
//! Lower case, no full stop, backticks round names. Nothing here prints; see [`crate::report`].

use std::fmt;
use std::sync::Arc;

use crate::name::Name;
use crate::source::{SourcePath, Unreadable};
use crate::span::Span;

/// How much a diagnostic weighs. An error keeps the book from being published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

/// The file that a diagnostic is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum File {
    /// `book.toml`.
    Book,
    /// A file in `content/`.
    Content(SourcePath),
    /// A file of a theme: the theme's name and the path within it.
    Theme(Arc<str>, Arc<str>),
}

impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Book => f.write_str("book.toml"),
            Self::Content(path) => write!(f, "{path}"),
            Self::Theme(theme, path) => write!(f, "{theme}/{path}"),
        }
    }
}

/// One finding. Sorted by file, place and words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    pub file: File,
    /// The bytes it is about; `None` where it is about the whole file.
    pub span: Option<Span>,
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Why, shown at the place. May be empty.
    pub label: String,
    /// What to do.
    pub help: Vec<String>,
    /// The name that was not found. What it may have meant is looked up when the diagnostic is
    /// asked for, since that depends on every name in the book.
    pub wanted: Option<Name>,
}

impl Diagnostic {
    fn new(severity: Severity, file: File, span: Option<Span>, message: String) -> Self {
        Self { file, span, severity, message, label: String::new(), help: Vec::new(), wanted: None }
    }

    fn error(file: File, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, file, span.into(), message.into())
    }

    fn warning(file: File, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, file, span.into(), message.into())
    }

    fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    fn wanted(mut self, name: Name) -> Self {
        self.wanted = Some(name);
        self
    }
}

fn content(path: &SourcePath) -> File {
    File::Content(path.clone())
}

/// The known word nearest to `typed`, if it is near enough to be meant.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let reach = match typed.chars().count() {
        0..=2 => return None,
        3..=5 => 1,
        6..=11 => 2,
        _ => 3,
    };
    known
        .into_iter()
        .filter(|word| word.len().abs_diff(typed.len()) <= 4 * reach)
        .map(|word| (strsim::damerau_levenshtein(typed, word), word))
        .filter(|(distance, _)| *distance <= reach)
        .min()
        .map(|(_, word)| word)
}

// ── files ──────────────────────────────────────────────────────────────────────────────────────

/// An essay that could not be read at all.
pub fn unreadable(path: &SourcePath, why: &Unreadable) -> Diagnostic {
    let file = content(path);
    match why {
        Unreadable::Refused(reason) => Diagnostic::error(file, None, format!("this file cannot be read: {reason}"))
            .help("make it readable for the user who builds the book, or move it out of the folder"),
        Unreadable::NotUtf8 { before } => {
            let at = before.len();
            Diagnostic::error(file, Span::from(at..at), "this file is not UTF-8 text")
                .label("the first byte that is not UTF-8")
                .help("save it as UTF-8 in your editor, or convert it: iconv -f LATIN1 -t UTF-8")
        }
        Unreadable::Panicked => Diagnostic::error(file, None, "reading this essay failed inside crosslight")
            .help("this is a fault of crosslight: please report it with the essay"),
        Unreadable::TooLarge { size, most } => Diagnostic::error(
            file,
            None,
            format!("this essay has {size} bytes, more than the {most} that one essay may have"),
        )
        .help("split it into several essays"),
    }
}

/// A folder entry that is neither a file nor a folder, has a name that is not UTF-8, or cannot be
/// looked at.
pub fn unusable_entry(path: &SourcePath, why: &str) -> Diagnostic {
    Diagnostic::error(content(path), None, format!("this cannot be part of a book: {why}"))
        .help("rename it, or move it out of the folder")
}

// ── front matter ───────────────────────────────────────────────────────────────────────────────

/// Front matter that begins with `---` and never ends.
pub fn unclosed_front_matter(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::error(content(path), span, "the front matter is never closed")
        .label("opened here")
        .help("put a line with `---` after the last field")
}

/// Front matter over its limit.
pub fn front_matter_too_long(path: &SourcePath, span: Span, most: usize) -> Diagnostic {
    Diagnostic::error(content(path), span, format!("the front matter is longer than {} KiB", most / 1024))
        .label("opened here")
        .help("is the closing `---` missing? Long material belongs in the body")
}

/// Front matter that YAML cannot read.
pub fn broken_yaml(path: &SourcePath, span: Span, reason: &str) -> Diagnostic {
    Diagnostic::error(content(path), span, format!("the front matter is not valid YAML: {reason}"))
        .help("a value that contains `: ` or begins with `[`, `{`, `*`, `&`, `#`, `@` or a quotation mark needs quotes")
}

/// Front matter that is a list or a word.
pub fn front_matter_not_fields(path: &SourcePath, span: Span, found: &str) -> Diagnostic {
    Diagnostic::error(content(path), span, format!("the front matter is {found}, not a set of fields"))
        .help("write one field a line, as in `title: The mirror test`")
}

/// A YAML anchor or alias, which could make a small file unfold without end.
pub fn yaml_anchor(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::error(content(path), span, "YAML anchors and aliases are not accepted in front matter")
        .label("this refers to another value")
        .help("write the value out; quote it if the `&` or `*` is part of the text")
}

/// A known field with a value of the wrong type.
pub fn wrong_type(path: &SourcePath, span: Span, field: &str, expected: &str, found: &str) -> Diagnostic {
    Diagnostic::error(content(path), span, format!("`{field}` should be {expected}, but it is {found}"))
        .label(format!("expected {expected}"))
}

/// A date that no calendar has.
pub fn bad_date(path: &SourcePath, span: Span, field: &str, value: &str) -> Diagnostic {
    Diagnostic::error(content(path), span, format!("`{field}: {value}` is not a date"))
        .label("expected a day as in 2026-11-03")
        .help("write year, month and day, or a full moment as in 2026-11-03T08:30:00+01:00")
}

/// A field whose name is nearly a known one.
pub fn field_near_miss(path: &SourcePath, span: Span, field: &str, known: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("unknown field `{field}`"))
        .label(format!("did you mean `{known}`?"))
        .help("a field of your own needs a name less like a known one; it reaches templates as `essay.extra`")
}

/// An alias that could not be an address of this site.
pub fn bad_alias(path: &SourcePath, span: Span, alias: &str) -> Diagnostic {
    Diagnostic::error(content(path), span, format!("the alias `{alias}` is not an address"))
        .label("no part of it may be empty, `.` or `..`")
        .help("write an old address from the root of the site, as in `/old/way/`")
}

/// A tag, slug or the like of which nothing is left in an address.
pub fn unusable_name(path: &SourcePath, span: Option<Span>, what: &str, value: &str) -> Diagnostic {
    Diagnostic::error(content(path), span, format!("{what} `{value}` leaves nothing for an address"))
        .help("use at least one letter or digit")
}

// ── links ──────────────────────────────────────────────────────────────────────────────────────

/// A link to an essay or file that is not there.
pub fn broken_link(path: &SourcePath, span: Span, target: &str, name: Name) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("broken link: nothing is called `{target}`"))
        .label("no essay or file has this name, alias or title")
        .wanted(name)
}

/// A link to an essay that is not published.
pub fn link_to_hidden(path: &SourcePath, span: Span, target: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("broken link: `{target}` is not published"))
        .label("a draft, dated in the future, or unreadable")
        .help("publish it, take the link out, or build with --drafts or --future")
}

/// A link to a heading that its essay does not have.
pub fn broken_anchor(
    path: &SourcePath,
    span: Span,
    target: &SourcePath,
    fragment: &str,
    near: Option<&str>,
) -> Diagnostic {
    let found =
        Diagnostic::warning(content(path), span, format!("broken anchor: `{target}` has no heading `{fragment}`"))
            .label("the link leads to the top of the page instead");
    match near {
        Some(near) => found.help(format!("did you mean `#{near}`?")),
        None => found,
    }
}

/// A link that several files answer to.
pub fn ambiguous_link(
    path: &SourcePath,
    span: Span,
    target: &str,
    taken: &SourcePath,
    others: &[String],
) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("ambiguous link: several files answer to `{target}`"))
        .label(format!("taken as `{}`", taken.id()))
        .help(format!("write the path of the one you mean: {}", others.join(", ")))
}

/// A link that only matches when hyphens, underscores and spaces count as one.
pub fn loosely_spelled(path: &SourcePath, span: Span, target: &str, exact: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("`{target}` is spelled `{exact}`"))
        .label("found, but other tools will not find it")
        .help(format!("write `{exact}`"))
}

/// A link with a scheme that could run code.
pub fn blocked_scheme(path: &SourcePath, span: Span, scheme: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("the scheme `{scheme}:` is not allowed in a link"))
        .label("shown as text")
        .help("links may use http, https, mailto and tel")
}

// ── structure ──────────────────────────────────────────────────────────────────────────────────

/// A heading id that is already taken on its page.
pub fn duplicate_id(path: &SourcePath, span: Span, id: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("the id `{id}` is already taken on this page"))
        .label("links to it lead to the first one")
        .help("give this heading another `{#id}`")
}

/// A footnote that no reference leads to.
pub fn unused_footnote(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    Diagnostic::warning(content(path), span, format!("nothing refers to the footnote `{name}`"))
        .label("printed after the others")
        .help(format!("refer to it with `[^{name}]`, or take it out"))
}

// ── addresses ──────────────────────────────────────────────────────────────────────────────────

/// A further text for a page that has one.
pub fn second_text(path: &SourcePath, address: &str, first: &SourcePath) -> Diagnostic {
    Diagnostic::error(content(path), None, format!("the page `/{address}` has its text from `{first}` already"))
        .help("rename one of them, or put both texts into one")
}

/// Two sources that would be written to one address.
pub fn address_taken(path: &SourcePath, address: &str, by: &str) -> Diagnostic {
    Diagnostic::error(content(path), None, format!("the address `/{address}` is taken by {by}"))
        .help("rename one of them, or give this one a `slug`")
}

// ── themes ─────────────────────────────────────────────────────────────────────────────────────

/// A theme that is neither a folder of the book nor built in.
pub fn unknown_theme(file: File, span: Option<Span>, name: &str, known: &[String]) -> Diagnostic {
    let found = Diagnostic::error(file, span, format!("there is no theme called `{name}`"))
        .label(format!("neither a folder in `themes/` nor built in ({})", known.join(", ")));
    match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found.help("give a theme's name, or the path of its folder as in `./themes/mine`"),
    }
}

/// A theme whose ancestry comes back to itself.
pub fn theme_cycle(file: File, chain: &[String]) -> Diagnostic {
    Diagnostic::error(file, None, format!("themes extend each other in a circle: {}", chain.join(" → ")))
}

/// A theme without a template that the site cannot do without.
pub fn missing_template(theme: &str, template: &str) -> Diagnostic {
    let file = File::Theme(theme.into(), format!("templates/{template}").into());
    Diagnostic::error(file, None, format!("the theme `{theme}` has no template `{template}`"))
        .help("add it, or let the theme extend one that has it: `extends = \"lantern\"` in theme.toml")
}

/// An essay that asks for a template its theme does not have.
pub fn no_such_template(path: &SourcePath, span: Option<Span>, template: &str, near: Option<&str>) -> Diagnostic {
    let found = Diagnostic::error(content(path), span, format!("the theme has no template called `{template}`"));
    match near {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found,
    }
}

/// A template that does not parse or fails while a page is made.
pub fn template_error(file: File, span: Option<Span>, message: &str, page: Option<&str>) -> Diagnostic {
    let found = Diagnostic::error(file, span, message);
    match page {
        Some(page) => found.help(format!("seen while making {page}")),
        None => found,
    }
}

/// A page whose making broke down; the fault is the program's.
pub fn page_panicked(file: File, page: &str) -> Diagnostic {
    Diagnostic::error(file, None, format!("making `/{page}` failed inside crosslight"))
        .help("this is a fault of crosslight: please report it with the essay that triggers it")
}

// ── book.toml and theme.toml ───────────────────────────────────────────────────────────────────

/// A setting that cannot be read, or that is not known.
pub fn bad_setting(file: File, span: Option<Span>, message: impl Into<String>, near: Option<&str>) -> Diagnostic {
    let found = Diagnostic::error(file, span, message);
    match near {
        Some(near) => found.label(format!("did you mean `{near}`?")),
        None => found,
    }
}
