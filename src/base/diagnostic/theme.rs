//! What is wrong with themes.

use super::code::Code;
use super::model::{Diagnostic, File, content};
use crate::base::nearest::nearest;
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// A theme that is neither a folder of the book nor built in.
pub fn unknown_theme(file: File, span: Option<Span>, name: &str, known: &[String]) -> Diagnostic {
    // Between the quotation marks.
    let inside = span.filter(|span| span.range().len() == name.len() + 2);
    let inside = inside.map(|span| Span { start: span.start + 1, end: span.end - 1 });
    let in_theme = matches!(file, File::Theme(..));
    let found = Diagnostic::new(Code::UnknownTheme, file, span, format!("there is no theme called `{name}`")).label(
        if known.len() == 1 {
            format!("the only theme is {}", listed(known))
        } else {
            format!("there are {}", listed(known))
        },
    );
    match nearest(name, known.iter().map(String::as_str)) {
        // What is wrong with themes is mended by hand.
        Some(near) if in_theme => found.help(format!("did you mean `{near}`?")),
        Some(near) => found.mend(inside, near, format!("did you mean `{near}`?")),
        None => found.help("give a theme's name, or the path of its folder as in `./themes/mine`"),
    }
}

/// Names in backticks, as a list in words.
fn listed(names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.join(""),
    }
}

/// A theme whose ancestry comes back to itself.
pub fn theme_cycle(file: File, span: Option<Span>, chain: &[String]) -> Diagnostic {
    Diagnostic::new(
        Code::ThemeCycle,
        file,
        span,
        format!("themes extend each other in a circle: {}", chain.join(" → ")),
    )
    .help("take `extends` out of the theme.toml of one of them")
}

/// A theme without a template that the site cannot do without.
pub fn missing_template(theme: &str, template: &str) -> Diagnostic {
    let file = File::Theme(theme.into(), format!("templates/{template}").into());
    Diagnostic::new(Code::MissingTemplate, file, None, format!("the theme `{theme}` has no template `{template}`"))
        .help("add it, or let the theme extend one that has it: `extends = \"lantern\"` in theme.toml")
}

/// An essay that asks for a template its theme does not have.
pub fn no_such_template(path: &SourcePath, span: Option<Span>, template: &str, near: Option<&str>) -> Diagnostic {
    let found = Diagnostic::new(
        Code::UnknownTemplate,
        content(path),
        span,
        format!("the theme has no template called `{template}`"),
    );
    let found = found.label("`essay.html` is used instead");
    match near {
        Some(near) => found.mend(span, near, format!("did you mean `{near}`?")),
        None => found.help("add it to the folder `templates` of the theme, or take the field out"),
    }
}

/// An essay that asks for a template which its theme has for something else.
pub fn unfit_template(path: &SourcePath, span: Option<Span>, template: &str) -> Diagnostic {
    let message = format!("the template `{template}` of the theme is not one for essays");
    Diagnostic::new(Code::UnknownTemplate, content(path), span, message)
        .label("`essay.html` is used instead")
        .help("remove the field if it was written for another tool, or name a template of your own")
}

/// A template that does not parse.
pub fn bad_template(file: File, span: Option<Span>, message: &str, help: Option<&str>) -> Diagnostic {
    Diagnostic::new(Code::BadTemplate, file, span, format!("this template cannot be read: {message}"))
        .help(help.unwrap_or("templates are written in Tera: https://keats.github.io/tera/"))
}

/// A template that fails while a page is made.
pub fn failing_template(file: File, span: Option<Span>, message: &str, help: &[String], page: &str) -> Diagnostic {
    let found = Diagnostic::new(Code::FailingTemplate, file, span, message);
    help.iter().fold(found, Diagnostic::help).help(format!("seen while making {page}"))
}

/// A page whose making broke down; the fault is the program's.
pub fn page_panicked(file: File, page: &str) -> Diagnostic {
    Diagnostic::new(Code::InternalFault, file, None, format!("making `/{page}` failed inside crosslight"))
        .help("this is a fault of crosslight: please report it with the essay that triggers it")
        .help("the published site is unchanged")
}

/// A theme whose files cannot be read.
pub fn unreadable_theme(file: File, span: Option<Span>, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableTheme, file, span, reason)
        .help("correct the file, or move it out of the theme's folder")
}
