//! What is wrong with a template, in words for people who make themes.
//!
//! Tera knows the place and the fields that are there; it speaks of them in words of its own.

use tera::ErrorKind;

use super::layer::Layer;
use crate::base::diagnostic::theme::{bad_template, failing_template};
use crate::base::diagnostic::{Diagnostic, File};
use crate::base::nearest::nearest;
use crate::base::span::Span;

/// Why the templates of a theme cannot be used.
pub(super) fn unloadable(error: &tera::Error, layers: &[Layer]) -> Diagnostic {
    let (file, place, message) = located(error, layers);
    let (message, help) = unloadable_words(&message);
    bad_template(file, place, &message, help)
}

/// Why a template failed while `page` was made, which has the variables `given`.
pub(super) fn failed<'a, I: Iterator<Item = &'a str>>(
    error: &tera::Error,
    layers: &[Layer],
    page: &str,
    given: impl Fn() -> I,
) -> Diagnostic {
    let (file, place, message) = located(error, layers);
    if let Some((name, rest)) = quoted(&message, "Field `") {
        let (_, fields) = rest.split_once("Available fields: ").unwrap_or_default();
        let fields: Vec<&str> = fields.split(", ").filter(|field| !field.is_empty()).collect();
        return failing_template(
            file,
            place,
            &format!("there is no field `{name}` here"),
            &choice(name, &fields),
            page,
        );
    }
    if let Some((name, _)) = quoted(&message, "Variable `") {
        let variables: Vec<&str> = given().collect();
        let message = format!("this page has no variable `{name}`");
        return failing_template(file, place, &message, &choice(name, &variables), page);
    }
    // What our own functions say has a help in the next line.
    if let Some((message, help)) = message.split_once('\n') {
        return failing_template(file, place, message, &[help.to_owned()], page);
    }
    let (message, help) = failed_words(&message);
    failing_template(file, place, &message, &help.map(str::to_owned).into_iter().collect::<Vec<_>>(), page)
}

/// The name that follows `front` in a message, and what comes after it.
fn quoted<'a>(message: &'a str, front: &str) -> Option<(&'a str, &'a str)> {
    message.strip_prefix(front)?.split_once('`')
}

/// What could have been meant by `name`, of all there is.
fn choice(name: &str, known: &[&str]) -> Vec<String> {
    let near = nearest(name, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
    let all: Vec<_> = known.iter().map(|known| format!("`{known}`")).collect();
    let all = if all.is_empty() { "there are none here".to_owned() } else { format!("there are {}", all.join(", ")) };
    near.into_iter().chain([all]).collect()
}

/// What Tera says of a template that cannot be loaded, in plain words, and what to do.
fn unloadable_words(message: &str) -> (String, Option<&'static str>) {
    let parent = message.split_once("inheriting from '").and_then(|(_, rest)| rest.split_once('\''));
    match message {
        _ if message.starts_with("Unexpected end of input") => (
            "it ends before everything in it is closed".to_owned(),
            Some("is an `{% endif %}`, `{% endfor %}` or `{% endblock %}` missing?"),
        ),
        _ if message.starts_with("Unknown tag") => (
            "this tag is not known here".to_owned(),
            Some("a tag that ends a block must fit the block that is open: `{% if %}` ends with `{% endif %}`"),
        ),
        _ if message.contains("Circular extend") => (
            "it builds on itself".to_owned(),
            Some("name the theme of the template that it builds on: `{% extends \"lantern/essay.html\" %}`"),
        ),
        _ => match parent {
            Some((parent, _)) => (format!("it builds on `{parent}`, which no theme here has"), None),
            None => (lowered(message), None),
        },
    }
}

/// What Tera says of a template that fails, in plain words, and what to do.
fn failed_words(message: &str) -> (String, Option<&'static str>) {
    if message.contains("got `none`") {
        return (
            "there is nothing here on this page".to_owned(),
            Some("ask first: `{% if essay.date %}…{% endif %}`, or give something instead: `| default(value=\"\")`"),
        );
    }
    if message.starts_with("Tried to render a variable that is undefined") {
        return (
            "there is nothing here on this page".to_owned(),
            Some("ask first: `{% if … %}…{% endif %}`; a list may be empty"),
        );
    }
    let plain =
        [("`&str`", "text"), ("`string`", "text"), ("`i64`", "a number"), ("`f64`", "a number"), ("`u64`", "a number")];
    let words = plain.iter().fold(lowered(message), |words, (theirs, ours)| words.replace(theirs, ours));
    (words, None)
}

/// A message in the manner of ours: lower case, no full stop.
fn lowered(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut letters = message.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Where an error is, and what Tera says.
fn located(error: &tera::Error, layers: &[Layer]) -> (File, Option<Span>, String) {
    let (template, place, mut message) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let range = report.span().range.clone();
            (report.filename().to_owned(), Some(Span::from(range)), report.message().to_owned())
        }
        _ => {
            // Faults found when all templates are put together come as finished text only:
            // `error: what\n --> template:line:column\n…`.
            let text = error.to_string();
            let message = text.lines().next().unwrap_or(&text).trim_start_matches("error: ").to_owned();
            let place = text.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
            match place.and_then(|place| spot(place, layers)) {
                Some((template, span)) => (template, Some(span), message),
                None => match extends(&message, layers) {
                    Some((template, span)) => (template, Some(span), message),
                    None => (String::new(), None, message),
                },
            }
        }
    };
    let file = match named(&template, layers) {
        Some((layer, name)) => File::Theme(layer.name.as_str().into(), format!("templates/{name}").into()),
        None => File::Theme(layers.first().map_or("", |layer| &layer.name).into(), "templates".into()),
    };
    if let Some(source) = std::error::Error::source(error) {
        message = format!("{message}: {source}");
    }
    (file, place, message)
}

/// The layer and the name there of a template that is known by both, or by its name alone.
fn named<'a>(template: &'a str, layers: &'a [Layer]) -> Option<(&'a Layer, &'a str)> {
    let has = |layer: &Layer, name: &str| layer.files.contains_key(&format!("templates/{name}"));
    let whole = template
        .split_once('/')
        .and_then(|(theme, name)| Some((layers.iter().find(|layer| layer.name == theme && has(layer, name))?, name)));
    whole.or_else(|| Some((layers.iter().find(|layer| has(layer, template))?, template)))
}

fn text<'a>(template: &'a str, layers: &'a [Layer]) -> Option<&'a str> {
    let (layer, name) = named(template, layers)?;
    std::str::from_utf8(layer.files.get(&format!("templates/{name}"))?).ok()
}

/// The template and the byte that `template:line:column` means.
fn spot(place: &str, layers: &[Layer]) -> Option<(String, Span)> {
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let template = parts.next()?;
    let text = text(template, layers)?;
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let within = text[start..].char_indices().nth(column.checked_sub(1)?).map_or(0, |(at, _)| at);
    Some((template.to_owned(), Span::from(start + within..start + within)))
}

/// The template that a message about `extends` names first, and what it extends.
fn extends(message: &str, layers: &[Layer]) -> Option<(String, Span)> {
    let template = message.split('\'').nth(1)?;
    let text = text(template, layers)?;
    let at = text.find("extends")? + "extends".len();
    let start = at + text[at..].find(['"', '\''])?;
    let length = text[start + 1..].find(['"', '\''])? + 2;
    Some((template.to_owned(), Span::from(start..start + length)))
}
