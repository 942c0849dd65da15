//! What is wrong with front matter.

use super::code::Code;
use super::model::{Diagnostic, content};
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// Front matter that begins and never ends; where it may have been meant to, with the line that ends it.
/// `held` says that it may keep the essay from being published.
pub fn unclosed_front_matter(
    path: &SourcePath,
    span: Span,
    fence: &str,
    end: Option<(usize, Span)>,
    held: bool,
) -> Diagnostic {
    let found = Diagnostic::new(Code::UnclosedFrontMatter, content(path), span, "the front matter is never closed")
        .label("opened here");
    let found = if held { held_back(found) } else { found };
    match end {
        Some((line, place)) if !place.range().is_empty() => {
            found.mend(Some(place), fence, format!("write `{fence}` in line {line}"))
        }
        Some((line, place)) => {
            found.mend(Some(place), format!("{fence}\n"), format!("put a line with `{fence}` before line {line}"))
        }
        None => found.help(format!("put a line with `{fence}` after the last field")),
    }
}

/// Front matter with something above it, which is to go if it is nothing but empty lines; `held` says
/// that it keeps the essay from being published.
pub fn front_matter_not_first(path: &SourcePath, span: Span, empty: Option<Span>, held: bool) -> Diagnostic {
    let found =
        Diagnostic::new(Code::LateFrontMatter, content(path), span, "front matter must begin on the first line").label(
            if held {
                "the fields below it are read as text; the essay is held back as they say"
            } else {
                "read as text: the fields below it say nothing"
            },
        );
    match empty {
        Some(empty) => found.mend(Some(empty), "", "take out the empty lines above it"),
        None => found.help("move what is above it below the second `---`"),
    }
}

/// Front matter in a file whose lines end in carriage returns; `held` says that it keeps the essay from being published.
pub fn old_line_ends(path: &SourcePath, span: Span, held: bool) -> Diagnostic {
    let message = "the lines of this front matter end in carriage returns, so it is not read";
    let found = Diagnostic::new(Code::WrongFence, content(path), span, message)
        .label("shown as text, with the fields below it")
        .help("save the file with the line ends LF, which an editor calls those of Unix or macOS");
    if held { held_back(found) } else { found }
}

/// A line that was meant to open front matter, and what stands there `instead` of it; all of it with the right lines round it, where it ends.
/// `held` says that the fields may keep the essay from being published.
pub fn wrong_fence(
    path: &SourcePath,
    span: Span,
    fence: &str,
    instead: &str,
    whole: Option<(Span, String)>,
    held: bool,
) -> Diagnostic {
    let message = format!("front matter begins with `{fence}`, not with {instead}");
    let found = Diagnostic::new(Code::WrongFence, content(path), span, message)
        .label("shown as text, with the fields below it");
    let found = if held { held_back(found) } else { found };
    let help = match fence {
        "---" if instead == "a field" => "write a line of three hyphens above the fields, and one below",
        "---" => "write three hyphens, above the fields and below; an editor may have made a dash of them",
        _ => "write `+++` at the front of a line, above the fields and below",
    };
    match whole {
        Some((place, text)) => found.mend(Some(place), text, help),
        None => found.help(help),
    }
}

/// Fields that are the value of a program; whether that has an end, and whether it may keep the essay from being published.
pub fn front_matter_program(
    path: &SourcePath,
    span: Span,
    language: &str,
    (is_closed, held): (bool, bool),
) -> Diagnostic {
    let message = format!("this front matter is a program in {language}, so it is not read");
    let found = Diagnostic::new(Code::WrongFence, content(path), span, message)
        .label(if is_closed {
            "left out, to the line that closes it"
        } else {
            "shown as text, with the lines below it"
        })
        .help(format!("crosslight does not run {language}: write these fields as YAML between lines of `---`"));
    if held { held_back(found) } else { found }
}

/// One text with commas where other tools want a list.
pub fn comma_list(path: &SourcePath, span: Span, field: &str, list: &str) -> Diagnostic {
    Diagnostic::new(
        Code::CommaList,
        content(path),
        span,
        format!("`{field}` is one text with commas, which other tools do not read as a list"),
    )
    .label("read as a list here; one long name to them")
    .mend(Some(span), list, format!("write {list}"))
}

/// An essay whose title is the name of its file.
pub fn missing_title(path: &SourcePath, title: &str) -> Diagnostic {
    Diagnostic::new(
        Code::MissingTitle,
        content(path),
        None,
        format!("this essay has no title; it is shown as `{title}`"),
    )
    .help("give it a `title` in its front matter, or a heading `# …` at its beginning")
}

/// An essay without a line that says what it is about.
pub fn missing_description(path: &SourcePath) -> Diagnostic {
    Diagnostic::new(Code::MissingDescription, content(path), None, "this essay has no description")
        .help("say in a sentence what it is about: `description: …` in its front matter; lists, feeds and search engines show it")
}

/// Front matter over its limit, which is not read. `held` says that it may keep the essay from being published.
pub fn front_matter_too_long(path: &SourcePath, span: Span, most: usize, held: bool) -> Diagnostic {
    let found = Diagnostic::new(
        Code::LongFrontMatter,
        content(path),
        span,
        format!("the front matter is longer than {} KiB", most / 1024),
    )
    .label("opened here, and not read")
    .help("put the closing `---` after the last field if it is missing; move long texts into the essay");
    if held { held_back(found) } else { found }
}

/// What was found, of an essay that is not published for it: it may be a draft, and nobody can tell.
pub fn held_back(found: Diagnostic) -> Diagnostic {
    found.help("the essay is held back until this can be read, because it may say that the essay is private")
}

/// What is wrong with front matter that cannot be read as a whole: which fields count, and whether those that do
/// not may keep the essay from being published.
pub fn unread_fields(found: Diagnostic, none: bool, held: bool) -> Diagnostic {
    let mended = [Code::ColonInValue, Code::MissingSpace, Code::TabIndent, Code::DuplicateField];
    let found = match none {
        true => found.help("none of the fields is read"),
        // All of them are, as they were meant.
        false if mended.contains(&found.code) => found,
        false => found.help("the fields that can be read by themselves count"),
    };
    if held { held_back(found) } else { found }
}

/// What is wrong with lines in the place of front matter that have no field, and are shown as text.
pub fn front_matter_as_text(found: Diagnostic, held: bool) -> Diagnostic {
    let found = found.help("the lines are shown as text");
    if held { held_back(found) } else { found }
}

/// Front matter that TOML or JSON cannot read.
pub fn broken_front_matter(path: &SourcePath, span: Span, language: &str, reason: &str) -> Diagnostic {
    let found = Diagnostic::new(
        Code::BadFrontMatter,
        content(path),
        span,
        format!("the front matter cannot be read as {language}: {reason}"),
    );
    match language {
        "TOML" => found.help("a field is written `name = value`, a text in it between quotation marks"),
        _ if reason.contains("comma after the last") => found.help("take the comma after the last field out"),
        _ => found.help("a field is written `\"name\": \"value\"`, with a comma between two fields"),
    }
}

/// `[[x]]` in front matter without quotation marks.
pub fn unquoted_link(path: &SourcePath, span: Span, target: &str) -> Diagnostic {
    let whole = span.range().len() == target.len() + 4;
    Diagnostic::new(Code::UnquotedLink, content(path), span, "a link in the front matter needs quotation marks")
        .label("other tools read this as a nested list, not a link")
        .mend(Some(span).filter(|_| whole), format!("\"[[{target}]]\""), format!("write \"[[{target}]]\""))
}

/// `yes`, `"true"` and the like where a truth value is asked for: what is `typed`, and what it is taken for.
pub fn word_for_truth(path: &SourcePath, span: Span, field: &str, typed: &str, truth: bool) -> Diagnostic {
    let message = format!("`{field}` should be `true` or `false`, not `{typed}`");
    Diagnostic::new(Code::YesOrNo, content(path), span, message)
        .label(format!("read as `{truth}`; other tools may read it differently"))
        .mend(Some(span), truth.to_string(), format!("write `{truth}`"))
}

/// A value in typographic quotation marks, and the value in straight ones.
pub fn curly_quotes(path: &SourcePath, span: Span, field: &str, straight: &str) -> Diagnostic {
    let message = format!("curly quotation marks are part of the value of `{field}`");
    Diagnostic::new(Code::CurlyQuotes, content(path), span, message).label("shown with the value").mend(
        Some(span),
        straight,
        format!("write {straight}"),
    )
}

/// A field that is read under another name.
pub fn field_synonym(path: &SourcePath, span: Span, field: &str, known: &str) -> Diagnostic {
    Diagnostic::new(Code::RenamedField, content(path), span, format!("the field `{field}` is read as `{known}`"))
        .label("other tools do not read it any more")
        .mend(Some(span), known, format!("write `{known}`"))
}

/// Front matter that is a list or a word.
pub fn front_matter_not_fields(path: &SourcePath, span: Span, found: &str) -> Diagnostic {
    Diagnostic::new(Code::NoFields, content(path), span, format!("the front matter is {found}, not a set of fields"))
        .help("write one field a line, as in `title: The mirror test`")
}

/// A known field with a value of the wrong type.
pub fn wrong_type(
    path: &SourcePath,
    span: Span,
    field: &str,
    (expected, example): (&str, &str),
    found: &str,
) -> Diagnostic {
    Diagnostic::new(Code::WrongType, content(path), span, format!("`{field}` should be {expected}, but it is {found}"))
        .help(format!("write {example}"))
}

/// An item of a list of texts that is none.
pub fn wrong_item(path: &SourcePath, span: Span, field: &str, found: &str) -> Diagnostic {
    let message = format!("each item of `{field}` should be text, but one is {found}");
    Diagnostic::new(Code::WrongType, content(path), span, message)
        .label("this item is left out")
        .help("write each as a text, and one with `: ` or `[` in it between quotation marks")
}

/// `null` or `~` in a list of texts.
pub fn empty_item(path: &SourcePath, span: Span, field: &str, typed: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongType, content(path), span, format!("`{typed}` in `{field}` is not text"))
        .label("to YAML this is an empty value, so it is left out")
        .help(format!("write \"{typed}\" if it is a name, or take it out"))
}

/// A language that is not written by its code.
pub fn no_language(path: &SourcePath, span: Span, field: &str, typed: &str) -> Diagnostic {
    let message = format!("`{field}` should be the code of a language, not `{typed}`");
    Diagnostic::new(Code::WrongType, content(path), span, message)
        .label("browsers and screen readers know languages by their codes")
        .help("write its code, as in `en`, `de` or `pt-BR`")
}

/// A text of several words, which is one tag, with these words as a list.
pub fn tag_of_words(path: &SourcePath, span: Span, field: &str, words: usize, (one, list): (&str, &str)) -> Diagnostic {
    Diagnostic::new(Code::CommaList, content(path), span, format!("`{field}` is one tag of {words} words"))
        .label("without brackets or commas it is not a list")
        .help(format!("write {list} if each word is a tag, or {one} if all of them are one"))
}

/// An essay that was changed before it was there.
pub fn updated_before(path: &SourcePath, span: Span, field: &str, updated: &str, date: &str) -> Diagnostic {
    Diagnostic::new(Code::BadDate, content(path), span, format!("`{field}: {updated}` is before the date of the essay"))
        .label(format!("the date is {date}"))
        .help("correct one of the two dates, or exchange them")
}

/// A file whose name begins with a day that no calendar has.
pub fn no_such_day(path: &SourcePath, day: &str, why: &str) -> Diagnostic {
    Diagnostic::new(Code::BadDate, content(path), None, format!("the name of this file begins with `{day}`: {why}"))
        .label("read as part of its address, not as a date")
        .help("give the file the name of the day that is meant")
}

/// Fields of which none is known, and which read like sentences.
pub fn fields_like_prose(path: &SourcePath, span: Span) -> Diagnostic {
    let message = "these lines are read as fields, but crosslight knows none of them";
    Diagnostic::new(Code::NoFields, content(path), span, message)
        .label("so readers do not see them")
        .help("put an empty line below the first `---` if they are part of the essay")
}

/// A date that cannot be read, and why.
pub fn bad_date(path: &SourcePath, span: Span, field: &str, value: &str, why: &str) -> Diagnostic {
    let most = value.char_indices().nth(60).map_or(value.len(), |(at, _)| at);
    let more = if most < value.len() { "…" } else { "" };
    let message = format!("`{field}: {}{more}` is not a date", &value[..most]);
    Diagnostic::new(Code::BadDate, content(path), span, message)
        .label(why)
        .help("write year, month and day, as in 2026-11-03")
}

/// A field whose name is nearly a known one.
pub fn field_near_miss(path: &SourcePath, span: Span, field: &str, known: &str) -> Diagnostic {
    Diagnostic::new(Code::UnknownField, content(path), span, format!("unknown field `{field}`"))
        .label("crosslight does not know it")
        .help("if it is your own field, put it below `extra:`")
        .mend(Some(span), known, format!("did you mean `{known}`?"))
}

/// An alias that could not be an address of this site, and is a name for links only.
pub fn bad_alias(path: &SourcePath, span: Span, alias: &str) -> Diagnostic {
    let found = Diagnostic::new(Code::BadAlias, content(path), span, format!("the alias `{alias}` is not an address"))
        .label(match () {
            () if alias.contains(", ") => "one text with a comma in it, not a list",
            () if alias.contains("://") => "an address of another site cannot lead here",
            () if alias.contains(['?', '#']) => "a server ignores what follows a `?` or `#` when it looks for a file",
            () if alias.contains('\\') => "a `\\` cannot be part of an address",
            () if alias.split('/').any(|part| part.len() > 200) => "a part of it is too long for a file name",
            () => "no part of it may be empty, `.` or `..`",
        });
    if alias.contains(", ") {
        return found.help(format!("write `[{alias}]` if these are several aliases"));
    }
    if alias.contains(['?', '#']) && !alias.contains("://") {
        return found.help("redirect it in the settings of your host");
    }
    found.help("write an old address as in `/old/way/`, or a name without `/`")
}

/// An address in a field that leads from one folder to another with `step`, as paths of files do.
pub fn relative_address(path: &SourcePath, span: Span, address: &str, step: &str) -> Diagnostic {
    let plain = address.split('/').filter(|part| !part.chars().all(|sign| "./~".contains(sign)));
    let plain = plain.collect::<Vec<_>>().join("/");
    let plain = if plain.is_empty() { "about" } else { &plain };
    Diagnostic::new(Code::NoAddress, content(path), span, format!("the address `{address}` has `{step}` in it"))
        .label("the page has the address of its path instead")
        .help(format!("write the whole address below the site, without `{step}`, as in `/{plain}/`"))
}

/// A tag, slug or the like of which nothing is left in an address.
pub fn unusable_name(path: &SourcePath, span: Option<Span>, what: &str, value: &str) -> Diagnostic {
    let message = format!("{what} `{value}` has no letter or digit to make an address of");
    let found = Diagnostic::new(Code::NoAddress, content(path), span, message);
    match span {
        Some(_) => found.help("use at least one letter or digit"),
        None => found.help("rename it with at least one letter or digit, or give the essay a `slug`"),
    }
}
