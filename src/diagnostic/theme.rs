//! What is wrong with themes and settings.

use super::{Diagnostic, File, content, nearest};
use crate::source::SourcePath;
use crate::span::Span;

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
    let found = Diagnostic::warning(content(path), span, format!("the theme has no template called `{template}`"));
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

/// A setting that cannot be read, or that is not known.
pub fn bad_setting(file: File, span: Option<Span>, message: impl Into<String>, near: Option<&str>) -> Diagnostic {
    let found = Diagnostic::error(file, span, message);
    match near {
        Some(near) => found.label(format!("did you mean `{near}`?")),
        None => found,
    }
}
