//! What is wrong in the text of an essay.

use std::collections::BTreeMap;

use super::code::Code;
use super::model::{Diagnostic, content};
use crate::base::name::composed;
use crate::base::nearest::is_slip;
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// A comment that begins and never ends.
pub fn unclosed_comment(path: &SourcePath, span: Span, is_cut: bool) -> Diagnostic {
    Diagnostic::new(Code::UnclosedComment, content(path), span, "this comment is never closed")
        .label(if is_cut { "left out, with everything after it" } else { "shown to readers, with everything after it" })
        .help("end it with `%%`, or write `\\%%` for two percent signs")
        .help("signs are paired from the top: an earlier note may lack its end")
}

/// Components of an `.mdx` file, of which only the text is shown. `cut` says how often each stands there.
pub fn components(path: &SourcePath, span: Span, cut: &BTreeMap<String, usize>) -> Diagnostic {
    let named = cut.iter().map(|(name, count)| match count {
        1 => format!("`{name}`"),
        _ => format!("`{name}` ({count} times)"),
    });
    let named = named.collect::<Vec<_>>().join(", ");
    Diagnostic::new(
        Code::Component,
        content(path),
        span,
        format!("only the text of these components is shown: {named}"),
    )
    .label("the first in this file")
    .help("crosslight runs no program: write in Markdown what they show, or set `component = \"allow\"` in `[lints]`")
}

/// Maths that begins and never ends.
pub fn unclosed_math(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnclosedMath, content(path), span, "this formula is never closed")
        .label("shown as text")
        .help("end it with `$$`, or write `\\$\\$` for two dollar signs; an empty line ends the paragraph, and so the formula")
}

/// Maths that is not TeX.
pub fn bad_math(path: &SourcePath, span: Span, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::BadMath, content(path), span, format!("this formula cannot be read: {reason}"))
        .label("shown as it is written")
        .help("correct it, or write `\\$` for each dollar sign if it is not a formula")
}

/// A query with something in it that is none.
pub fn bad_query(path: &SourcePath, span: Span, word: &str) -> Diagnostic {
    let message = if word.is_empty() {
        "this query asks for nothing".to_owned()
    } else {
        format!(
            "a query has `tag:`, `path:` and `children:`, not `{}`",
            word.split_inclusive(':').next().unwrap_or(word)
        )
    };
    let found = Diagnostic::new(Code::BadQuery, content(path), span, message)
        .label("shown as code")
        .help("a query has lines such as `tag:#trust` and `path:essays/`");
    if word.is_empty() || word.contains(':') {
        return found;
    }
    found.help("put quotation marks round a path with spaces: `path:\"my notes/\"`")
}

/// The id of a block that another block has.
pub fn duplicate_block(path: &SourcePath, span: Span, id: &str) -> Diagnostic {
    Diagnostic::new(
        Code::DuplicateBlock,
        content(path),
        span,
        format!("the block id `{id}` is already taken in this essay"),
    )
    .label("links to it lead to the first one")
    .help("give this block another id")
}

/// A reference to a footnote that is not there; the name of one that nothing refers to, if it is near.
pub fn missing_footnote(path: &SourcePath, span: Span, name: &str, near: Option<&str>) -> Diagnostic {
    let found = Diagnostic::new(Code::MissingFootnote, content(path), span, format!("there is no footnote `{name}`"))
        .label("shown as text");
    match near {
        Some(near) => {
            let place = Some(span).filter(|_| is_slip(name, near));
            found.mend(place, format!("[^{near}]"), format!("did you mean `[^{near}]`?"))
        }
        None => found.help(format!("write it anywhere in this file: `[^{name}]: text`, or take the mark out")),
    }
}

/// An admonition that begins and never ends.
pub fn unclosed_admonition(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnclosedCallout, content(path), span, "this callout is never closed")
        .label("everything after it is part of it")
        .help("end it with a line of `:::`")
}

/// Two files whose names differ only in capitals, or in how their accents are stored.
/// A page stands at `new` for that; any other file is not published.
pub fn case_collision(path: &SourcePath, other: &SourcePath, new: Option<&str>) -> Diagnostic {
    let same = composed(path.as_str()) == composed(other.as_str());
    let what = if same { "how an accent is stored" } else { "capitals" };
    Diagnostic::new(
        Code::CaseCollision,
        content(path),
        None,
        format!("the name of this file differs from `{other}` only in {what}"),
    )
    .label(
        new.map_or_else(|| "this file is not published".to_owned(), |new| format!("this page is at `/{new}` instead")),
    )
    .help("rename one of them: on macOS and Windows only one can exist")
}

/// A file that an essay includes and that cannot be; a snippet is looked for in folders of its own.
pub fn bad_include(path: &SourcePath, span: Span, is_snippet: bool, reason: &str, help: &str) -> Diagnostic {
    let whence = if is_snippet {
        "looked for in the folders of snippets and in the folder of the essays"
    } else {
        "the path starts in the folder of this file"
    };
    Diagnostic::new(Code::BadInclude, content(path), span, reason).label(whence).help(help)
}

/// A heading id that is already taken on its page.
pub fn duplicate_id(path: &SourcePath, span: Span, id: &str) -> Diagnostic {
    Diagnostic::new(Code::DuplicateHeading, content(path), span, format!("the id `{id}` is already taken on this page"))
        .label("links to it lead to the first one")
        .help("give this heading another `{#id}`, or remove it")
}

/// A footnote that no reference leads to.
pub fn unused_footnote(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(Code::UnusedFootnote, content(path), span, format!("nothing refers to the footnote `{name}`"))
        .label("printed after the others")
        .help(format!("refer to it with `[^{name}]`, or take it out"))
}

/// A heading that comes more than one level below the one above it.
pub fn skipped_heading(path: &SourcePath, span: Span, level: u8, above: u8) -> Diagnostic {
    let message = match above {
        0 | 1 => format!("the first heading below the title is one of level {level}"),
        _ => format!("a heading of level {level} follows one of level {above}"),
    };
    let right = "#".repeat(usize::from(above.max(1)) + 1);
    Diagnostic::new(Code::SkippedHeading, content(path), span, message)
        .label("people who listen to the page miss the level in between")
        .help(format!("write `{right}` in place of `{}`", "#".repeat(usize::from(level))))
}

/// What looks like a link and is none, and how it would be one.
pub fn half_link(path: &SourcePath, span: Span, right: &str) -> Diagnostic {
    Diagnostic::new(Code::HalfLink, content(path), span, "this looks like a link, but it is not one")
        .label("readers see the brackets")
        .help(format!("write `{right}`; or put a `\\` before the first bracket if it is not a link"))
}

/// A picture without words for those who do not see it.
pub fn missing_alt(path: &SourcePath, span: Span, example: &str) -> Diagnostic {
    Diagnostic::new(
        Code::MissingAlt,
        content(path),
        span,
        "this picture has no description for people who cannot see it",
    )
    .label("a screen reader passes over it")
    .help(format!("say what it shows: `{example}`"))
}

/// Code whose grammar needs too many steps to colour it.
pub fn uncoloured_code(path: &SourcePath, span: Span, language: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UncolouredCode,
        content(path),
        span,
        format!("this `{language}` code is too tangled to colour"),
    )
    .label("readers see it without colours")
    .help("break its longest line in two, or name no language after the ``` if colours do not matter here")
}

/// An element of raw HTML that has no end tag. `is_known` says whether HTML has such elements.
pub fn unclosed_element(path: &SourcePath, span: Span, name: &str, is_known: bool) -> Diagnostic {
    let found = Diagnostic::new(Code::UnbalancedHtml, content(path), span, format!("this `<{name}>` is never closed"));
    if is_known {
        return found
            .label("closed at the end of its text, item or quote")
            .help(format!("write `</{name}>` where it ends; in a list or quote, before that ends"));
    }
    found
        .label("HTML has no such element: readers do not see the tag")
        .help(format!("put `<{name}>` between backticks if it is meant as text; or write `</{name}>` where it ends"))
}

/// An end tag of raw HTML that ends nothing.
pub fn stray_tag(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(Code::UnbalancedHtml, content(path), span, format!("this `</{name}>` closes nothing"))
        .label("left out, because it would close a part of the page")
        .help(format!("take it out, or write `<{name}>` where it begins, in the same text, item or quote"))
}

/// A comment of raw HTML that has no end.
pub fn unclosed_html_comment(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnbalancedHtml, content(path), span, "this comment is never closed")
        .label("hides everything after it in this text, item or quote")
        .help("end it with `-->`")
}

/// A tag of raw HTML without its last sign.
pub fn unfinished_tag(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnbalancedHtml, content(path), span, "this tag has no `>`")
        .label("shown as text")
        .help("end it with `>`, without an empty line before that; or write `&lt;` if readers should see a `<`")
}

/// An element of raw HTML that could do more than show something, in a book that does not trust its texts.
pub fn untrusted_element(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    let message = format!("`<{name}>` is left out, since this book does not trust its texts");
    Diagnostic::new(Code::Untrusted, content(path), span, message)
        .label("it can do more than show something")
        .help("take it out, or write it between backticks to show it")
        .help("or take `untrusted = true` out of book.toml, if you trust everyone who writes for this book")
}

/// A page in HTML whose text is made by a program of another tool.
pub fn template_page(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(Code::TemplatePage, content(path), span, "this page is a template of another tool")
        .label("not run here, so the page is left out")
        .help("write the page in Markdown or plain HTML; crosslight lists essays and tags itself")
}

/// Signs in a text that no page can have: the first of them, and how many there are.
pub fn control_sign(path: &SourcePath, span: Span, sign: char, count: usize) -> Diagnostic {
    let signs = match count {
        1 => format!("this text has a control sign, U+{:04X}", u32::from(sign)),
        _ => format!("this text has {count} control signs, the first U+{:04X}", u32::from(sign)),
    };
    Diagnostic::new(Code::ControlSign, content(path), span, signs)
        .label("left out: no page can have it")
        .help("remove it; it was copied with a text from elsewhere, and most editors do not show it")
}

/// A heading in which nothing can be read.
pub fn wordless_heading(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(Code::WordlessHeading, content(path), span, "this heading has no words")
        .label("left out of the page")
        .help("give it some, or take the `#` away; for a line across the page write `---`")
}

/// A drawing of Excalidraw, which is data in a Markdown file.
pub fn left_out_drawing(path: &SourcePath) -> Diagnostic {
    let name = path.file_name().strip_suffix(".md").unwrap_or(path.file_name());
    Diagnostic::new(Code::LeftOutDrawing, content(path), None, "this file is an Excalidraw drawing, not an essay")
        .label("left out of the site")
        .help(format!("export the picture beside it, as `{name}.svg` or `{name}.png`: embeds of the drawing show that"))
}

/// Marks of a merge that was not finished.
pub fn merge_marks(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(Code::MergeMarks, content(path), span, "this file has the marks of a merge that was not finished")
        .label("readers see both texts, and the marks")
        .help("keep one of the two texts, and take out the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`")
}

/// Code between fences without the second one.
pub fn unclosed_code(path: &SourcePath, span: Span, fence: &str, is_empty: bool) -> Diagnostic {
    Diagnostic::new(Code::UnclosedCode, content(path), span, "this code is never closed")
        .label(if is_empty {
            "nothing is in it: the list or quote ends first"
        } else {
            "all that follows is shown as code"
        })
        .help(format!("write a line with {fence} where the code ends; in a list or quote, before that ends"))
}

/// A sign at the front of a line that does nothing without a space; `what` it was to begin.
pub fn unspaced_sign(path: &SourcePath, span: Span, what: &str, sign: &str) -> Diagnostic {
    Diagnostic::new(Code::UnspacedSign, content(path), span, format!("there is no space after the `{sign}`"))
        .label(format!("shown as text, not as a {what}"))
        .help(format!("write `{sign} …`; or put a `\\` before it if no {what} is meant"))
}

/// A callout of a kind that no theme knows, and the one that it may be meant to be.
pub fn unknown_callout(path: &SourcePath, span: Span, name: &str, near: &str) -> Diagnostic {
    Diagnostic::new(Code::UnknownCallout, content(path), span, format!("unknown kind of callout: `{name}`"))
        .label("looks like a note")
        .help(format!("did you mean `[!{near}]`?"))
}

/// Lines between bars that are not a table: `columns` in the first of them, and those of the line of hyphens.
pub fn broken_table(path: &SourcePath, span: Span, columns: usize, rule: Option<usize>) -> Diagnostic {
    let right = format!("|{}", " --- |".repeat(columns.min(12)));
    let cells = |count| if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") };
    let found = match rule {
        None => Diagnostic::new(Code::BrokenTable, content(path), span, "this table has no line of hyphens")
            .help(format!("write `{right}` below the first line")),
        Some(rule) => {
            let message = format!("the head of this table has {}, the line of hyphens {}", cells(columns), cells(rule));
            Diagnostic::new(Code::BrokenTable, content(path), span, message)
                .help(format!("write `{right}` below the head, or `\\|` for a bar that does not end a cell"))
        }
    };
    found.label("shown as text, with its bars")
}

/// Cells of a row beyond those of the head of its table.
pub fn lost_cells(path: &SourcePath, span: Span, cells: usize, columns: usize) -> Diagnostic {
    let message = format!("this row has {cells} cells, and the head of its table {columns}");
    Diagnostic::new(Code::LostCells, content(path), span, message)
        .label("not shown")
        .help("write `\\|` for a bar that does not end a cell, or give the head as many cells")
}

/// Signs that readers see, since nothing begins or ends with them.
pub fn left_signs(path: &SourcePath, span: Span, sign: &str) -> Diagnostic {
    if sign == "$" {
        return Diagnostic::new(Code::LeftSigns, content(path), span, "the braces of this formula do not match")
            .label("shown as text")
            .help("close each `{` with a `}`; or write `\\$` for each dollar sign if it is not a formula");
    }
    Diagnostic::new(Code::LeftSigns, content(path), span, format!("this `{sign}` does nothing"))
        .label("readers see the signs")
        .help(format!(
            "write `{sign}` right before the first word and right after the last, in one paragraph; after a sign such as \
             `:` or `)`, the second one needs a space after it"
        ))
        .help(format!("put a `\\` before each sign if readers should see `{sign}`"))
}

/// The second footnote with one name.
pub fn duplicate_footnote(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(Code::DuplicateFootnote, content(path), span, format!("duplicate footnote `{name}`"))
        .label("not shown: the first one counts")
        .help("give it another name, here and where it is referred to")
}

/// A word in a formula.
pub fn words_in_formula(path: &SourcePath, span: Span, word: &str) -> Diagnostic {
    Diagnostic::new(Code::WordsInFormula, content(path), span, format!("the word `{word}` stands in a formula"))
        .label("all of this is a formula: each letter is a variable, and there are no spaces")
        .help(format!("write `\\text{{ {word} }}`, or `\\$` for each dollar sign if it is not a formula"))
}

/// `[[` that nothing ends.
pub fn unclosed_link(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(Code::HalfLink, content(path), span, "this link is never closed")
        .label("readers see the brackets")
        .help("write `]]` after the name; or put a `\\` before the first bracket if it is not a link")
}

/// A link in a table whose bar ends the cell; `bar` is the place before it.
pub fn split_cell(path: &SourcePath, span: Span, bar: Span, right: &str) -> Diagnostic {
    Diagnostic::new(Code::HalfLink, content(path), span, "the bar in this link ends the cell of the table")
        .label("one half in this cell, the other in the next")
        .mend(Some(bar), "\\", format!("write `{right}`"))
}

/// A link without a destination.
pub fn link_to_nowhere(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(Code::HalfLink, content(path), span, "this link leads nowhere")
        .label("there is no address between the round brackets")
        .help("write the address, or take the brackets out")
}
