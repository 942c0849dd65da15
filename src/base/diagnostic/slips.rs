//! Slips of the pen: one sign too many, too few, or in the wrong place.

use super::code::Code;
use super::model::{Diagnostic, Wanted, content};
use crate::base::name::Name;
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// A line such as `title:The mirror`; `place` is where the space belongs.
pub fn missing_space(path: &SourcePath, span: Span, place: Span, field: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingSpace, content(path), span, format!("there is no space after the colon of `{field}`"))
        .label("read as one long word, not as a field")
        .mend(Some(place), " ", "put a space after the colon")
}

/// `-item` in a list of the front matter; `place` is where the space belongs.
pub fn unspaced_item(path: &SourcePath, span: Span, place: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingSpace, content(path), span, "there is no space after the `-` of this item")
        .label("so it is not an item of the list")
        .mend(Some(place), " ", "put a space after the `-`")
}

/// A field with an indent that nothing above it gives a reason for. `indent` is what stands before it, if it is sure that
/// this is to go.
pub fn indented_field(path: &SourcePath, span: Span, field: &str, indent: Option<Span>) -> Diagnostic {
    let found = Diagnostic::new(Code::BadYaml, content(path), span, format!("the field `{field}` is indented"));
    match indent {
        Some(indent) => found.label("so it is read as part of the line above").mend(
            Some(indent),
            "",
            format!("begin the line with `{field}`"),
        ),
        None => found
            .label("further or less than the lines above it")
            .help("begin it right below the field that it belongs with"),
    }
}

/// A quotation mark that is opened in a list and never closed; where it belongs, if that is sure.
pub fn unclosed_item(path: &SourcePath, span: Span, field: &str, close: Option<(Span, char)>) -> Diagnostic {
    let message = format!("a quotation mark in the list of `{field}` is never closed");
    let found = Diagnostic::new(Code::UnclosedQuote, content(path), span, message)
        .label("all that follows becomes part of this item, even the bracket");
    match close {
        Some((place, mark)) => found.mend(Some(place), mark, "close it before the bracket"),
        None => found.help("close it where the item ends, or take it out"),
    }
}

/// A field that ends with a comma, as those of JSON do.
pub fn field_with_comma(path: &SourcePath, span: Span, field: &str) -> Diagnostic {
    Diagnostic::new(Code::BadYaml, content(path), span, format!("`{field}` ends with a comma"))
        .label("nothing may follow the value of a field")
        .mend(Some(span), "", "take the comma out")
}

/// Two commas in a list with nothing between them.
pub fn empty_place(path: &SourcePath, span: Span, field: &str) -> Diagnostic {
    Diagnostic::new(Code::BadYaml, content(path), span, format!("an item in the list of `{field}` is empty"))
        .label("there is nothing before this comma")
        .help("take one of the commas out")
}

/// A list in brackets that cannot be read for another reason.
pub fn unreadable_list(path: &SourcePath, span: Span, field: &str) -> Diagnostic {
    Diagnostic::new(Code::BadYaml, content(path), span, format!("the list of `{field}` cannot be read"))
        .label("a list is written `[one, two]`")
        .help("put an item with signs such as `[`, `{`, `:` or `#` in it between quotation marks")
}

/// Links one after the other that were meant as a list, and how that is written.
pub fn loose_links(path: &SourcePath, span: Span, field: &str, list: &str) -> Diagnostic {
    Diagnostic::new(Code::BadYaml, content(path), span, format!("`{field}` has several links, but they are not a list"))
        .label("to YAML each bracket begins a list, and nothing may follow the first")
        .mend(Some(span), list, format!("write {list}"))
}

/// Fields between the lines that belong round those of another language: `fences` are the one that stands there and the
/// one that belongs there. `whole` is all of it with the right ones.
pub fn other_fence(
    path: &SourcePath,
    span: Span,
    language: &str,
    (fence, right): (&str, &str),
    whole: (Span, String),
) -> Diagnostic {
    let message = format!("these fields are {language}, but they are between lines of `{fence}`");
    let (text, example) = if language == "TOML" { ("TOML", "title: words") } else { ("YAML", "title = \"words\"") };
    Diagnostic::new(Code::WrongFence, content(path), span, message)
        .label(format!("read as {text} here; other tools do not read them"))
        .mend(Some(whole.0), whole.1, format!("write `{right}` above and below; or write the fields as in `{example}`"))
}

/// A link that is none for the spaces in its address, which stands at `place`; how it is written right. Whether it leads
/// somewhere is looked up when it is reported.
pub fn spaced_address(path: &SourcePath, (span, place): (Span, Option<Span>), typed: &str, right: &str) -> Diagnostic {
    let found = Diagnostic::new(
        Code::HalfLink,
        content(path),
        span,
        "this link has spaces in its address, so it is not a link",
    )
    .label("readers see the brackets")
    .mend(place, format!("<{typed}>"), format!("write `{right}`"));
    let is_web = typed.starts_with("http");
    let file = typed.split('#').next().unwrap_or(typed);
    let name = file.rsplit('/').next().unwrap_or(file);
    let wanted = Wanted { name: Name::of(name), typed: typed.into(), place, by_path: true };
    Diagnostic { wanted: Some(wanted).filter(|_| !is_web), ..found }
}

/// A link that names nothing: `[[]]`. `is_shown` says that readers see its brackets.
pub fn nameless_link(path: &SourcePath, span: Span, is_shown: bool) -> Diagnostic {
    Diagnostic::new(Code::HalfLink, content(path), span, "this link names nothing")
        .label(if is_shown { "readers see the brackets" } else { "readers see nothing here" })
        .help("write the name of an essay after `[[`, or remove the brackets")
}

/// `[words][name]` with a name that nothing defines.
/// `is_tried` says that a line begins as its definition does.
pub fn undefined_link(path: &SourcePath, span: Span, name: &str, is_tried: bool) -> Diagnostic {
    if is_tried {
        let message = format!("this link has no address: the line `[{name}]:` has none that can be read");
        return Diagnostic::new(Code::HalfLink, content(path), span, message)
            .label("readers see the brackets")
            .help(format!("write one address there, without spaces: `[{name}]: address`; or `[words](address)` here"));
    }
    Diagnostic::new(
        Code::HalfLink,
        content(path),
        span,
        format!("this link has no address: nothing defines `[{name}]`"),
    )
    .label("readers see the brackets")
    .help(format!("write its address on a line of its own, `[{name}]: address`; or `[words](address)` here"))
}

/// `<https://example.org` without its last sign.
pub fn open_address(path: &SourcePath, span: Span, typed: &str) -> Diagnostic {
    Diagnostic::new(Code::HalfLink, content(path), span, "this address has a `<` before it, but no `>` after it")
        .label("shown as text, not as a link")
        .help(format!("write `{typed}>`, without a space in it"))
}

/// A link of which readers see nothing, since it has no words.
pub fn wordless_link(path: &SourcePath, span: Span, dest: &str) -> Diagnostic {
    Diagnostic::new(Code::WordlessLink, content(path), span, "this link has no words")
        .label("readers cannot see it")
        .help(format!("write words between the square brackets: `[words]({dest})`; or take the link out"))
}

/// An address with a slip in its front; `place` is where it stands, if it can be exchanged there.
pub fn mistyped_scheme(
    path: &SourcePath,
    (span, place): (Span, Option<Span>),
    (typed, right): (&str, &str),
    is_link: bool,
) -> Diagnostic {
    let front = |address: &str| {
        let end = address.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(address.len());
        let rest = &address[end..];
        let signs = rest.len() - rest.trim_start_matches(|c: char| ":;.,/\\".contains(c)).len();
        address[..end + signs].to_owned()
    };
    let message = format!("`{}` does not begin an address", front(typed));
    Diagnostic::new(Code::MistypedScheme, content(path), span, message)
        .label(if is_link { "this link leads nowhere" } else { "shown as text, not as a link" })
        .mend(place, right, format!("did you mean `{right}`?"))
}

/// A line that is read as the address of a link which nothing uses.
pub fn swallowed_line(path: &SourcePath, span: Span, label: &str, dest: &str) -> Diagnostic {
    let message = "this line is read as the definition of a link, but no link uses it";
    Diagnostic::new(Code::SwallowedLine, content(path), span, message)
        .label("readers do not see it")
        .help(format!("write `\\[{label}]: {dest}` if it is part of the text"))
        .help(format!("or `[{label}]: https://…` with the address of a link `[words][{label}]`"))
}

/// A callout whose bracket is never closed; `place` is where it belongs, if that is sure.
pub fn open_callout(path: &SourcePath, span: Span, place: Option<Span>, name: &str) -> Diagnostic {
    Diagnostic::new(Code::UnclosedCallout, content(path), span, "the bracket of this callout is never closed")
        .label("shown as a quotation, with its signs")
        .mend(place, "]", format!("write `[!{name}]`, and the title after it"))
}

/// Emphasis and the like with a space in the wrong place, or without an end.
pub fn stray_sign(path: &SourcePath, span: Span, sign: &str) -> Diagnostic {
    let shown = if sign == "`" { "backtick" } else { &format!("`{sign}`") };
    let found = Diagnostic::new(Code::LeftSigns, content(path), span, format!("this {shown} does nothing"));
    match sign {
        "==" | "`" => found
            .label("readers see it")
            .help("repeat it where it should end, or put a `\\` before it if readers should see it"),
        _ => found.label("readers see the signs").help(format!(
            "write `{sign}` right before the first word and right after the last, without spaces; or a `\\` before each if \
             readers should see them"
        )),
    }
}

/// `<!--` in a line that no comment begins with.
pub fn open_html_comment(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnbalancedHtml, content(path), span, "this comment is never closed")
        .label("readers see it, as text")
        .help("end it with `-->` in the same paragraph; `--!>` and `->` do not end it")
}

/// `--!>`, which ends a comment in a browser and none in Markdown.
pub fn half_closed_comment(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnbalancedHtml, content(path), span, "this does not end the comment")
        .label("what follows is not read as Markdown, up to a `-->`; other tools hide it")
        .mend(Some(span), "-->", "write `-->`")
}

/// `[note!]` at the front of a quotation, which was meant to be a callout.
pub fn turned_callout(path: &SourcePath, span: Span, typed: &str, name: &str) -> Diagnostic {
    Diagnostic::new(Code::UnclosedCallout, content(path), span, format!("`{typed}` begins no callout"))
        .label("shown as a quotation, with its signs")
        .help(format!("write `[!{name}]`, and the title after it"))
}

/// `- [] t`, whose box has nothing in it.
pub fn empty_box(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnspacedSign, content(path), span, "there is no space in the box of this task")
        .label("shown as text, not as a task")
        .mend(Some(span), "[ ]", "write `[ ]`")
}

/// Lines that begin with a bullet as it is printed.
pub fn printed_bullet(path: &SourcePath, span: Span, sign: char) -> Diagnostic {
    Diagnostic::new(Code::UnspacedSign, content(path), span, format!("`{sign}` begins no item of a list"))
        .label("shown as text, all lines in one paragraph")
        .help("write `- ` at the front of each line")
}

/// `&mdsh;`, which is the name of no sign.
pub fn unknown_entity(path: &SourcePath, span: Span, typed: &str, near: &str) -> Diagnostic {
    Diagnostic::new(Code::LeftSigns, content(path), span, format!("`{typed}` is not the name of a sign"))
        .label("readers see the name")
        .help(format!("did you mean `&{near};`?"))
}

/// A formula between `\(` and `\)` in a book that does not read these.
pub fn bracketed_formula(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(Code::LeftSigns, content(path), span, "this formula is shown as text")
        .label("here a backslash makes a bracket plain text")
        .help("write `$…$`, or `$$…$$` on lines of its own; or set `math-brackets = true` under `[markdown]` in book.toml")
}

/// The title of a box without the quotation marks that it needs, and how the line is written right.
pub fn lost_title(path: &SourcePath, span: Span, right: &str) -> Diagnostic {
    Diagnostic::new(Code::LostTitle, content(path), span, "the title of this callout needs quotation marks")
        .label("readers do not see it: without them its words are names of classes")
        .help(format!("write `{right}`"))
}
