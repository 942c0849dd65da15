//! What is wrong with links and embeds.

use std::borrow::Cow;

use super::code::Code;
use super::model::{Diagnostic, Wanted, content};
use super::slips::mistyped_scheme;
use crate::base::path::SourcePath;
use crate::base::scheme;
use crate::base::span::Span;

/// A link to an essay that is not there.
pub fn broken_link(path: &SourcePath, span: Span, wanted: Wanted) -> Diagnostic {
    let target = &wanted.typed;
    let place = wanted.place.filter(|_| wanted.by_path);
    if let Some(right) = scheme::mended(target).filter(|_| wanted.by_path) {
        return mistyped_scheme(path, (span, place), (target, &right), true);
    }
    let found =
        Diagnostic::new(Code::BrokenLink, content(path), span, format!("broken link: nothing is called `{target}`"))
            .label("no essay or file has this name, alias or title");
    let found = match target.strip_prefix("www.") {
        Some(_) => found.mend(
            place.map(|place| Span { end: place.start, ..place }),
            "https://",
            "an address on another site begins with `https://`",
        ),
        None if target.contains('@')
            && !target.contains(['/', ' '])
            && scheme::is_host(target.split('@').nth(1).unwrap_or("")) =>
        {
            found.help(format!("write `mailto:{target}` if it is an address for mail"))
        }
        None if wanted.by_path && is_site(target) => {
            found.help(format!("write `https://{target}` if it is an address on another site"))
        }
        None => found,
    };
    Diagnostic { wanted: Some(wanted), ..found }
}

/// Whether a path begins as the addresses of most sites do.
fn is_site(path: &str) -> bool {
    let host = path.split('/').next().unwrap_or(path);
    let ends = [".com", ".org", ".net", ".de", ".io", ".dev", ".eu", ".edu", ".co.uk", ".fr", ".ch", ".at"];
    scheme::is_host(host) && ends.iter().any(|end| host.ends_with(end))
}

/// The same of `count` links, all to `absent` or below it, in place of `first`. Two of the `others` are named, each with its
/// file.
pub fn absent_place(first: Diagnostic, absent: &str, count: usize, others: &[(String, String)]) -> Diagnostic {
    let to = if absent.ends_with('/') { "below" } else { "to" };
    let others: Vec<_> = others.iter().map(|(typed, file)| format!("`{typed}` in `{file}`")).collect();
    Diagnostic {
        message: format!("{count} links lead {to} `{absent}`, but this book has nothing there"),
        label: "the first of them".to_owned(),
        help: vec![
            format!("others are {}", others.join(" and ")),
            "correct them, or put the files there; if another program makes what stands there, the links are right"
                .to_owned(),
        ],
        wanted: None,
        ..first
    }
}

/// Links, `count` of them, to what git leaves out in a folder, in place of `first`. Two of the `others` are named, each with
/// its file.
pub fn unbuilt(first: Diagnostic, folder: &str, count: usize, others: &[(String, String)]) -> Diagnostic {
    let typed = first.wanted.as_ref().map(|wanted| wanted.typed.to_string()).unwrap_or_default();
    let place = if folder.is_empty() { "the folder of the essays".to_owned() } else { format!("`{folder}`") };
    let message = match count {
        1 => format!("`{typed}` is left out: `.gitignore` says so, in {place}"),
        count => format!("{count} links lead to what `.gitignore` leaves out in {place}"),
    };
    let others: Vec<_> = others.iter().map(|(typed, file)| format!("`{typed}` in `{file}`")).collect();
    let named = (!others.is_empty()).then(|| format!("others are {}", others.join(" and ")));
    let rest = match folder {
        "" => "if a build of another program makes it, the link is right: name it by `elsewhere` under `[links]`"
            .to_owned(),
        folder => format!(
            "if a build of another program makes what stands there, the links are right: say `elsewhere = [\"/{folder}*\"]` under `[links]`"
        ),
    };
    let label = if count == 1 { "the site has nothing there" } else { "the first of them" };
    Diagnostic {
        message,
        label: label.to_owned(),
        help: named.into_iter().chain([rest]).collect(),
        fix: None,
        wanted: None,
        ..first
    }
}

/// A picture or another file that is not there.
pub fn missing_file(path: &SourcePath, span: Span, wanted: Wanted) -> Diagnostic {
    let message = format!("missing file: there is no `{}`", wanted.typed);
    let found = Diagnostic::new(Code::MissingFile, content(path), span, message)
        .label("no file of the book has this path or name");
    let elsewhere =
        wanted.typed.contains(":\\") || wanted.typed.starts_with("/Users/") || wanted.typed.starts_with("/home/");
    let found = if elsewhere {
        found.help("it is elsewhere on your computer, where no reader can see it: put a copy into the folder of the essays, and write its path from there")
    } else {
        found
    };
    Diagnostic { wanted: Some(wanted), ..found }
}

/// A link to an essay that is not published, and why that is not.
pub fn link_to_hidden(path: &SourcePath, span: Span, target: &str, why: &str) -> Diagnostic {
    Diagnostic::new(Code::HiddenTarget, content(path), span, format!("broken link: `{target}` is not published"))
        .label(why)
        .help("publish it, or remove the link; the link works as soon as the essay is published")
        .help("`crosslight list held` names what holds it back")
}

/// A link to a file that is there and left out of the book, where it lies at `left_out`.
pub fn link_to_left_out(path: &SourcePath, span: Span, target: &str, left_out: &SourcePath) -> Diagnostic {
    Diagnostic::new(Code::HiddenTarget, content(path), span, format!("broken link: `{target}` is not published"))
        .label(format!("`{left_out}` is there, but left out of the book"))
        .help("remove the link; or if readers may see the file, move it, or see what `ignore` says in book.toml")
}

/// A link to a heading that its essay does not have. `place` is that of the fragment; `known` are the
/// first of the headings.
pub fn broken_anchor(
    path: &SourcePath,
    (span, place): (Span, Option<Span>),
    target: &SourcePath,
    fragment: &str,
    (near, known): (Option<&str>, &[&str]),
) -> Diagnostic {
    let kind = if fragment.starts_with('^') { "block" } else { "heading" };
    let message = format!("broken link: `{target}` has no {kind} `{fragment}`");
    let found = Diagnostic::new(Code::BrokenAnchor, content(path), span, message)
        .label("the link leads to the top of the page instead");
    match near {
        Some(near) => found.mend(place, near, format!("did you mean `#{near}`?")),
        None if kind == "heading" && !known.is_empty() => {
            let known: Vec<_> = known.iter().map(|heading| format!("`{}`", shortened(heading))).collect();
            found
                .help(format!("write one of its headings, {}; or remove the `#` and what follows it", known.join(", ")))
        }
        None => found.help(format!("remove the `#` and what follows it, or give a {kind} of that essay this name")),
    }
}

/// A heading in a list of several: some are whole paragraphs.
fn shortened(heading: &str) -> Cow<'_, str> {
    const MOST: usize = 60;
    match heading.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", heading[..end].trim_end()).into(),
        None => heading.into(),
    }
}

/// A link that several files answer to.
pub fn ambiguous_link(path: &SourcePath, span: Span, target: &str, taken: &str, others: &[String]) -> Diagnostic {
    Diagnostic::new(
        Code::AmbiguousLink,
        content(path),
        span,
        format!("ambiguous link: several files answer to `{target}`"),
    )
    .label(format!("taken as `{taken}`"))
    .help(format!("write `{taken}` if that is right, or else {}", others.join(" or ")))
}

/// A link that only matches when hyphens, underscores and spaces count as one. `exact` is how the name is spelled by
/// which it was found, `right` how the link is, and `place` where its name stands.
pub fn loosely_spelled(
    path: &SourcePath,
    (span, place): (Span, Option<Span>),
    target: &str,
    exact: &str,
    right: &str,
) -> Diagnostic {
    let message = if right.split('|').next() == Some(exact) {
        format!("`{target}` is spelled `{exact}`")
    } else {
        format!("no file is called `{target}`; this one is found by its title or alias `{exact}`")
    };
    Diagnostic::new(Code::LooseSpelling, content(path), span, message)
        .label("found, but other tools will not find it")
        .mend(place, right, format!("write `{right}`"))
}

/// A link with a scheme that could run code, or bring a page in that does.
pub fn blocked_scheme(path: &SourcePath, span: Span, scheme: &str, is_picture: bool) -> Diagnostic {
    let found =
        Diagnostic::new(Code::BlockedScheme, content(path), span, format!("a link may not begin with `{scheme}:`"))
            .label("shown as text");
    found.help(if is_picture {
        "save the picture as a file beside the essay, and write the path of that"
    } else {
        "it would run in the reader's browser: take the link out, or put the address between backticks"
    })
}

/// A fragment that is the id a heading would have in another tool. `place` is that of the fragment.
pub fn foreign_anchor(
    path: &SourcePath,
    (span, place): (Span, Option<Span>),
    (target, heading): (&SourcePath, &str),
    typed: &str,
    id: &str,
) -> Diagnostic {
    let message = format!("the heading `{heading}` of `{target}` has the id `{id}` here, not `{typed}`");
    Diagnostic::new(Code::ForeignAnchor, content(path), span, message)
        .label("found by the rule of another tool")
        .help("if all links of the book are written this way, set `heading-ids` under `[markdown]` in book.toml")
        .mend(place, id, format!("write `#{id}`"))
}

/// An essay that embeds itself, by way of others.
pub fn cyclic_embed(path: &SourcePath, span: Span, title: &str, via: &str) -> Diagnostic {
    Diagnostic::new(
        Code::CyclicEmbed,
        content(path),
        span,
        format!("essays show each other in a circle: {via} → {title}"),
    )
    .label("not shown a second time")
    .help("link to it instead: remove the `!`")
}

/// An embed in an embed in an embed …
pub fn embeds_too_deep(path: &SourcePath, span: Span, most: u32) -> Diagnostic {
    Diagnostic::new(Code::DeepEmbed, content(path), span, format!("embeds go deeper than {most} levels here"))
        .label("not shown on pages where it is deeper")
        .help("link to it instead: remove the `!`")
        .help("or raise `embed-levels` under `[limits]` in book.toml")
}

/// A page that embeds more than a page may.
pub fn too_many_embeds(path: &SourcePath, span: Span, most: u32, mib: u32) -> Diagnostic {
    let message = format!("this page embeds more than a page may: {most} texts, {mib} MiB");
    Diagnostic::new(Code::ManyEmbeds, content(path), span, message)
        .label("not shown on a page that has reached the limit")
        .help("divide the page, or turn some embeds into links: remove the `!`")
        .help("or raise `embeds` or `embeds-mib` under `[limits]` in book.toml")
}

/// An embed of an essay with text round it.
pub fn split_paragraph(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(Code::SplitParagraph, content(path), span, "this embed splits its paragraph")
        .label("the paragraph ends before it, and another begins after it")
        .help("put the embed on a line of its own, with a blank line before and after it")
}

/// An embed of a file that no page can show: a base, a canvas, a drawing.
/// `is_there` says that the site has the file.
pub fn unshown_embed(path: &SourcePath, span: Span, name: &str, is_there: bool) -> Diagnostic {
    Diagnostic::new(Code::UnshownEmbed, content(path), span, format!("a page cannot show `{name}`"))
        .label(if is_there { "shown as a link to the file" } else { "shown as its name: the file is left out" })
        .help("export it as a picture (SVG or PNG) and embed that, or remove the `!`")
}

/// A whole address of the book's own site at which it has nothing.
pub fn missing_own_page(path: &SourcePath, span: Span, address: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingOwnPage, content(path), span, format!("this book has no page at its own `{address}`"))
        .label("the link is kept: the site may have something else there")
        .help("correct the address, or write `[[ ]]` with the name of the essay")
}

/// A link to a file of the book behind two slashes, which begin the name of a host.
pub fn two_slashes(path: &SourcePath, span: Span, typed: &str) -> Diagnostic {
    let one = &typed[1..];
    Diagnostic::new(
        Code::TwoSlashes,
        content(path),
        span,
        format!("`{typed}` leads to another host by its two slashes"),
    )
    .label(format!("taken as `{one}`, which is in this book"))
    .help(format!("write `{one}`, with one slash; or the whole address with `https:` if another site is meant"))
}

/// A link to a place beside the book, on the same site.
pub fn outside_book(path: &SourcePath, span: Span, target: &str) -> Diagnostic {
    Diagnostic::new(Code::OutsideBook, content(path), span, format!("`{target}` is not in this book"))
        .label("the link is kept: it leads to what lies beside the book on its site")
        .help("if the site has nothing there, correct the path; else write the whole address, with `https://`")
}
