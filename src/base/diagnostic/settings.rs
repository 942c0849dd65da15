//! What is wrong with settings: `book.toml`, `theme.toml`.

use super::code::Code;
use super::model::{Diagnostic, File};
use crate::base::nearest::nearest;
use crate::base::span::Span;

/// Settings that are not TOML.
pub fn bad_toml(file: File, span: Option<Span>, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::BadToml, file, span, format!("the settings cannot be read: {reason}"))
        .help("a setting is written `name = value`, a text between quotation marks, a list as in `[\"a\", \"b\"]`")
}

/// A setting or a table that is there already, in the line `first` or in another form.
pub fn repeated_setting(file: File, span: Span, name: &str, first: Option<usize>) -> Diagnostic {
    let message = format!("the settings cannot be read: duplicate `{name}`");
    let found = Diagnostic::new(Code::BadToml, file, span, message);
    let is_table = name.starts_with('[');
    match first {
        Some(first) => found.label(format!("it is already in line {first}")).help(if is_table {
            "put the settings of both below one of them, and remove the other line"
        } else {
            "remove one of the two lines"
        }),
        None => {
            found.help("it may be set above in another form: `book.title = …` stands for `title = …` below `[book]`")
        }
    }
}

/// A key that means nothing where it stands; `known` are those that would; elsewhere it means something, by its name
/// and table there.
pub fn unknown_setting(
    file: File,
    span: Span,
    key: &str,
    known: &[&str],
    elsewhere: Option<(&str, &str)>,
) -> Diagnostic {
    let found = Diagnostic::new(Code::UnknownSetting, file, span, format!("unknown setting `{key}`"))
        .label("nothing is built, because this may be meant to keep something private");
    if let Some((name, table)) = elsewhere {
        return found.help(format!("`{name}` belongs below `[{table}]`"));
    }
    if let Some(near) = nearest(key, known.iter().copied()) {
        return found.mend(Some(span), near, format!("did you mean `{near}`?"));
    }
    let names: Vec<_> = known.iter().map(|known| format!("`{known}`")).collect();
    let are = if names.len() == 1 { "only setting here is" } else { "settings here are" };
    found.help(format!("the {are} {}", names.join(", ")))
}

/// A setting with a value that it cannot have.
pub fn bad_setting(file: File, span: Option<Span>, message: impl Into<String>, help: &str) -> Diagnostic {
    Diagnostic::new(Code::BadSetting, file, span, message).help(help)
}

/// A pattern that fits nothing of the book. `from` is where paths in it begin, `near` what may have been meant.
pub fn idle_pattern(span: Option<Span>, typed: &str, setting: &str, from: &str, near: Option<&str>) -> Diagnostic {
    let message = format!("`{typed}` in `{setting}` fits no file or folder of the book");
    let found = Diagnostic::new(Code::IdlePattern, File::Book, span, message)
        .label("if it has a typo, what it should hold back is published");
    let found = match near {
        Some(near) => found.help(format!("did you mean `{near}`? paths begin in {from}")),
        None => found.help(format!("correct it, or take it out; paths begin in {from}")),
    };
    found.help("or write `idle-pattern = \"allow\"` under `[lints]` if it is meant for files that may come later")
}

/// A folder or file that a setting names and that is not there, with what it may have meant.
pub fn idle_path(span: Option<Span>, typed: &str, setting: &str, near: Option<&str>) -> Diagnostic {
    let message = format!("`{typed}` in `{setting}` is not there");
    let found = Diagnostic::new(Code::IdlePattern, File::Book, span, message)
        .label("what it was to have is missing from the site");
    match near {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found.help("correct it, make it, or take it out"),
    }
}

/// Dates that cannot be had from git, and what to do about it.
pub fn missing_history(span: Span, reason: &str, help: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingHistory, File::Book, span, format!("no dates are taken from git: {reason}"))
        .label("essays without their own date stay undated")
        .help(help)
}

/// Social cards that are asked for and not drawn, and what to do about it.
pub fn missing_cards(span: Span, reason: &str, help: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingCards, File::Book, span, format!("no social cards are drawn: {reason}"))
        .label("pages have no picture for other sites to show")
        .help(help)
}

/// A page without a social card, since no font has a letter of its title.
pub fn unprintable_title(file: File, page: &str, letter: char) -> Diagnostic {
    let message = format!("no social card is drawn for `{page}`: no font has the `{letter}` of its title");
    Diagnostic::new(Code::MissingCards, file, None, message)
        .help("name a font that has it in `book.toml`: `font`, below `[output.html.social-cards]`")
}
